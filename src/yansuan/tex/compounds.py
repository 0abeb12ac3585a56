"""Letters that count and are more than one: `\\sum_{z_i}`, `\\sum_{\\boldsymbol x \\in D}`, `\\max_{a_1 \\in A_1}`.

A sum and its kin bind them as they bind k: within what the operator takes, the same symbol with the same thing below
it is the letter.  By itself one stands below an operator where the notation says what it runs through, under the key
`z_i`: then every z with something below it counts.  With ∈ it needs no key.

`\\sum_{x_i \\in D} y_i` is over i for some and over x_i for others, and refused; so is z_i where i counts within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from yansuan.tex.operators import BIG, INTEGRALS, RELATIONS, SIGNS
from yansuan.tex.patterns import ACCENTS, FONTS, UPRIGHT, read_head, script
from yansuan.tex.tokens import ROW, Token, Unreadable, tokenize

_OPERATORS = frozenset((*BIG, r"\bigcup", r"\bigcap", r"\argmax", r"\argmin"))
_IN = (r"\in", "∈")
_OPEN = frozenset(("(", "[", "{", r"\{", r"\lvert", r"\lVert", r"\begin"))
_CLOSE = frozenset((")", "]", "}", r"\}", r"\rvert", r"\rVert", r"\end"))
_ENDS = frozenset((*RELATIONS, *SIGNS, ",", "，", ";", "；", "&", ROW, r"\quad", r"\qquad"))
_NO_INTEGRAND = frozenset((*RELATIONS, ",", "，", ";", "；", "&", ROW, r"\quad", r"\qquad"))
_SET_APART = (",", "，", r"\wedge", r"\land", ROW, r"\\")
_MARKS = frozenset(("*", r"\ast", r"\star", r"\prime", "+", "-"))
Value = TypeVar("Value")


class Indices(dict[str, Value]):
    """What counts, by letter: `z_{1}` and `z_{t+1}` as well where the key is `z_i`.

    Args:
        found: by letter, what it runs through.

    `unsaid` are the letters that count because arrays are declared, and which the author does not name.
    """

    unsaid: frozenset[str] = frozenset()

    def __init__(self, found: dict[str, Value]) -> None:
        super().__init__(found)
        self.families = {name: key for key in found if (name := _family(key))}

    def _key(self, letter: str) -> str:
        return letter if super().__contains__(letter) else self.families.get(_without_below(letter), letter)

    def __contains__(self, letter: object) -> bool:
        return isinstance(letter, str) and super().__contains__(self._key(letter))

    def __getitem__(self, letter: str) -> Value:
        return super().__getitem__(self._key(letter))

    def get(self, letter: str, default: Value | None = None) -> Value | None:  # type: ignore[override]
        """What it runs through."""
        return super().get(self._key(letter), default)


def _family(key: str) -> str:
    """What a key is called that says what a letter with something below it runs through, or one in a font; else ""."""
    try:
        tokens = tokenize(key)
        found = _symbol(tokens, 0, len(tokens))
    except (Unreadable, IndexError):
        return ""
    return _without_below(found.name) if found and found.end == len(tokens) else ""


def _without_below(name: str) -> str:
    head, below, _ = name.partition("_{")
    return head + below


@dataclass(frozen=True)
class _Symbol:
    """A letter with something below it, or in a font: how it is called, and the token after it."""

    name: str
    end: int


def _symbol(tokens: list[Token], at: int, end: int) -> _Symbol | None:
    """The one that begins at a token; None where a plain letter or something else does."""
    token = tokens[at]
    if not (token.is_letter or token.is_word) or token.text in _OPERATORS:
        return None
    try:
        head, after = read_head(tokens, at, end)
    except Unreadable:
        return None
    dressed, below, mark = token.text in FONTS | ACCENTS, "", ""
    while after < end and tokens[after].text in ("_", "^", "'"):
        if tokens[after].text == "'":
            mark, after = f"{mark}'", after + 1
            continue
        try:
            start, stop = script(tokens, after + 1, end)
        except Unreadable:
            return None
        inside = [one.text for one in tokens[start:stop]]
        if tokens[after].text == "_" and not below:
            below = " ".join(inside)
        elif tokens[after].text == "^" and len(inside) == 1 and inside[0] in _MARKS:
            mark += "'" if inside[0] == r"\prime" else f"^{{{inside[0]}}}"
        else:
            break
        after = stop + (tokens[after + 1].text == "{")
    if not (dressed or below or mark):
        return None
    return _Symbol(f"{head}{mark}_{{{below}}}" if below else head + mark, after)


def compounded(tokens: list[Token], indices: Indices[Value], indexed: frozenset[str]) -> list[Token]:
    """The tokens of a formula, each letter of this kind as one.

    Args:
        tokens: the formula's.
        indices: what the notation declares to count.
        indexed: the heads of quantities with indices: of them `\\sum_{x_j \\in D}` is a sum over j.

    Raises:
        Unreadable: it is left open what such a letter is.
    """
    scopes = [*_scopes(tokens, indices, indexed), *_integrated(tokens)]
    if not scopes and not indices.families:
        return tokens
    found, at = list[Token](), 0
    while at < len(tokens):
        taken = at and tokens[at - 1].text in ("_", "^")
        one = None if taken else _symbol(tokens, at, len(tokens))
        counts = one is not None and (
            any(begin <= at < end and name == one.name for begin, end, name in scopes)
            or _without_below(one.name) in indices.families
        )
        if one is not None and counts:
            first = tokens[at]
            found.append(Token(one.name, first.start, tokens[one.end - 1].end, first.apart, compound=True))
            at = one.end
            continue
        stop = _head_end(tokens, at)
        found += tokens[at:stop]
        at = stop
    _must_differ([token for token in found if token.compound])
    return found


def _head_end(tokens: list[Token], at: int) -> int:
    """The token after a symbol in a font, or after one token."""
    if tokens[at].text in FONTS | ACCENTS:
        try:
            return read_head(tokens, at, len(tokens))[1]
        except Unreadable:
            return at + 1
    return at + 1


def _is_marked(name: str) -> bool:
    """Whether a prime or a star makes another name of a symbol, so that no part of it is one that is bound."""
    return "'" in name or "^{" in name


def _scopes(tokens: list[Token], indices: Indices[Value], indexed: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """The letters that operators bind: from which token to which, and their names."""
    for at, token in enumerate(tokens[:-2]):
        if token.text not in _OPERATORS or tokens[at + 1].text != "_":
            continue
        start, stop = script(tokens, at + 2, len(tokens))
        after = stop + (tokens[at + 2].text == "{")
        end = 0  # sought where it is wanted: it may be far away
        for begin, until in _pieces(tokens, start, stop):
            one = _symbol(tokens, begin, until)
            if one is None:
                continue
            following = tokens[one.end].text if one.end < until else ""
            head, _, below = one.name.partition("_{")
            if head in indexed and any(text.isalpha() for text in below.rstrip("}").split()):
                continue
            marked = not below and _is_marked(one.name)
            in_family = not following and _without_below(one.name) in indices.families
            if not (following == "=" and marked) and following not in _IN and not in_family:
                continue
            end = end or _end_of_term(tokens, after)
            if following == "=" and marked:
                yield start, end, one.name
            elif following in _IN:
                _must_be_over_it(tokens, one, (one.end + 1, until), (after, end))
                yield start, end, one.name
            elif in_family:
                yield start, end, one.name


def _integrated(tokens: list[Token]) -> Iterator[tuple[int, int, str]]:
    """The letters with something at them that integrals with bounds, or over vectors, run through: `dx_1`, `dt'`."""
    for at, token in enumerate(tokens[:-3]):
        if token.text not in INTEGRALS:
            continue
        after, bounded, first = at + 1, False, True
        while after + 1 < len(tokens) and tokens[after].text in ("_", "^"):
            bounded = True
            start, stop = script(tokens, after + 1, len(tokens))
            after = stop + (start != after + 1)
        depth, n = 0, after
        while n < len(tokens) and depth >= 0 and not (depth == 0 and tokens[n].text in _NO_INTEGRAND):
            letter = _differential(tokens, n) if depth == 0 else 0
            one = _symbol(tokens, letter, len(tokens)) if letter else None
            dressed = one is not None and ("_{" in one.name or one.name.endswith("'"))
            if one is not None and dressed and (bounded or tokens[letter].text in FONTS):
                yield at, _end_of_term(tokens, one.end) if first else one.end, one.name
            if letter:
                n = one.end if one is not None else letter + 1
                continue
            first = first and tokens[n].text in INTEGRALS
            depth += (tokens[n].text in _OPEN) - (tokens[n].text in _CLOSE)
            n += 1


def _differential(tokens: list[Token], at: int) -> int:
    """The token after a d, upright or not, that begins at a token and has a letter behind it; 0 where none does."""
    font = tokens[at].text in UPRIGHT
    for d in ([tokens[at].text, "d"], [tokens[at].text, "{", "d", "}"]) if font else (["d"],):
        after = at + len(d)
        if [one.text for one in tokens[at:after]] == d and after < len(tokens):
            letter = tokens[after]
            return after if letter.is_letter or letter.is_word else 0
    return 0


def _pieces(tokens: list[Token], start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The stretches of a script between commas and their kin."""
    begin, depth = start, 0
    for n in range(start, stop):
        depth += (tokens[n].text in _OPEN) - (tokens[n].text in _CLOSE)
        if depth == 0 and tokens[n].text in _SET_APART:
            if begin < n:
                yield begin, n
            begin = n + 1
    if begin < stop:
        yield begin, stop


def _end_of_term(tokens: list[Token], at: int) -> int:
    """Where the term that begins at a token ends: at a sign, a relation, a closing bracket."""
    depth = 0
    for n in range(at, len(tokens)):
        text = tokens[n].text
        depth += (text in _OPEN) - (text in _CLOSE)
        if depth < 0 or (depth == 0 and n > at and text in _ENDS):
            return n
    return len(tokens)


def _must_be_over_it(tokens: list[Token], one: _Symbol, of: tuple[int, int], body: tuple[int, int]) -> None:
    """No letter below it may count in the body as well, unless it belongs to the set."""
    below = set(one.name.partition("_{")[2].rstrip("}").split())
    free = {text for text in below if text.isalpha()} - {token.text for token in tokens[slice(*of)]}
    at, end = body
    while at < end:
        inner = _symbol(tokens, at, end)
        if inner is not None and inner.name == one.name:
            at = inner.end
            continue
        if tokens[at].text in free:
            letter = tokens[at].text
            raise Unreadable(
                f"over {one.name}, or over {letter}? Write \\sum_{{{letter}}} with the range of {letter}",
                tokens[at].start,
            )
        at += 1


def _must_differ(found: Iterable[Token]) -> None:
    """Two of one symbol may not be the same for some values of what is below them: `z_i` beside `z_j`."""
    first = dict[str, Token]()
    for token in found:
        head, _, below = token.text.partition("_{")
        other = first.setdefault(head, token)
        if _shift(other.text.partition("_{")[2].removesuffix("}"))[0] != _shift(below.removesuffix("}"))[0]:
            shown = f"{other.text} and {token.text}"
            raise Unreadable(f"may {shown} be the same? Take other letters for what counts", token.start)


def _shift(below: str) -> tuple[str, int]:
    """What stands below as a letter and a whole number: `t + 1`."""
    parts = below.split()
    if len(parts) == 1 and parts[0].isdecimal():
        return "", int(parts[0])
    if len(parts) == 3 and parts[1] in SIGNS and parts[2].isdecimal():
        return parts[0], SIGNS[parts[1]] * int(parts[2])
    return below, 0


def fixed_within(name: str, bound: tuple[str, ...]) -> str:
    """A letter below a compound one that is bound within what binds that, or around it where nothing does; else ""."""
    below = name.partition("_{")[2].rstrip("}").split()
    inner = bound[bound.index(name) + 1 :] if name in bound else bound
    return next((letter for letter in below if letter in inner), "")
