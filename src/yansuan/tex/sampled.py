"""`\\mathbb E_{x \\sim D}[f(x)]`: what is drawn from a distribution, in the brackets that follow.

D is a random variable of the notation, and x is called so within the brackets only: there it is that variable.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from yansuan.tex.parts import Parts
from yansuan.tex.patterns import ACCENTS, FONTS, read_head, script
from yansuan.tex.tokens import Token, Unreadable

Reader = TypeVar("Reader", bound=Parts)
Renamed = tuple[list[Token], list[Token]]
"""The tokens of a letter, and those of the random variable that it stands for."""


def drawn_from(below: Parts) -> list[Renamed] | None:
    """What stands below as `x \\sim D, y \\sim F`; None where something else does.

    Raises:
        Unreadable: what is on the left of a ∼ is no letter, or what is on the right no random variable of the notation.
    """
    if len(below.parts(r"\sim")) == 1:
        return None
    found = list[Renamed]()
    for piece in below.parts(",", "，"):
        sides = piece.parts(r"\sim")
        if len(sides) != 2 or _symbol_end(piece.tokens, sides[0].at, sides[0].end) != sides[0].end:
            raise piece.fail("what is drawn from what? Write x \\sim D")
        letter, law = sides
        head = law.head() if law.at < law.end else ""
        keys = {one.key for one in below.grammar.patterns.get(head, ())}
        if not keys & below.grammar.random or _symbol_end(law.tokens, law.at, law.end) != law.end:
            raise law.fail("of which distribution? Let the notation bind this as a random variable")
        texts = [token.text for token in law.tokens[law.at : law.end]]
        if any([token.text for token in one[1]] == texts for one in found):
            raise law.fail("drawn twice from one distribution: let the notation bind two independent random variables")
        found.append((letter.tokens[letter.at : letter.end], law.tokens[law.at : law.end]))
    return found


def _symbol_end(tokens: list[Token], at: int, end: int) -> int:
    """The token after a symbol and what stands below it."""
    try:
        after = read_head(tokens, at, end)[1]
        if after < end and tokens[after].text == "_":
            after = script(tokens, after + 1, end)[1] + (tokens[after + 1].text == "{")
    except Unreadable:
        return -1
    return after


def renamed(reader: Reader, names: list[Renamed]) -> Reader:
    """A reader for the same with the random variables in the places of their letters.

    Raises:
        Unreadable: a letter has something at it that makes another name of it, or the random variable stands there
            already, which what is drawn would be independent of.
    """
    _must_be_new(reader, names)
    found, at = list[Token](), reader.at
    while at < reader.end:
        of = next((one for one in names if _stands(reader, at, [token.text for token in one[0]])), None)
        if of is None:
            stop = _head_end(reader, at)
            found += reader.tokens[at:stop]
            at = stop
            continue
        first, at = reader.tokens[at], at + len(of[0])
        end = reader.tokens[at - 1].end
        if at < reader.end and reader.tokens[at].text in ("_", "'"):
            raise Unreadable("what is drawn has something else at it here. Take another letter for one of them", end)
        found += [replace(token, start=first.start, end=end, apart=first.apart) for token in of[1]]
    return type(reader)(found, 0, len(found), reader.grammar, reader.bound, reader.depth)


def _must_be_new(reader: Parts, names: list[Renamed]) -> None:
    """The random variable stands nowhere within but as a function: `D(x)` is its weight."""
    for _, law in names:
        texts = [token.text for token in law]
        for at in range(reader.at, reader.end):
            after = reader.tokens[at + len(texts)].text if at + len(texts) < reader.end else ""
            if _stands(reader, at, texts) and after not in ("(", "[") and not _is_within_name(reader, at, after):
                told = "this stands in what is drawn from it: is it independent? Bind a random variable for each"
                raise reader.fail(told, reader.tokens[at].start)


def _is_within_name(reader: Parts, at: int, after: str) -> bool:
    """Whether tokens are part of another name: in a font, or with something below them."""
    font = at > reader.at + 1 and reader.tokens[at - 2].text in FONTS | ACCENTS and reader.tokens[at - 1].text == "{"
    return font or (at > reader.at and reader.tokens[at - 1].text in FONTS | ACCENTS) or after == "_"


def _stands(reader: Parts, at: int, texts: list[str]) -> bool:
    return [token.text for token in reader.tokens[at : min(at + len(texts), reader.end)]] == texts


def _head_end(reader: Parts, at: int) -> int:
    if reader.tokens[at].text not in FONTS | ACCENTS:
        return at + 1
    try:
        return read_head(reader.tokens, at, reader.end)[1]
    except Unreadable:
        return at + 1
