"""`x(t) * h(t)`: a convolution as engineers write it, the same letter on both sides of the star.

It is ∫ x(τ) h(t − τ) dτ where the notation's key "*" says so, as `(x * h)(t)` is.  The letter is the one that stands by
itself in brackets behind a symbol on both sides; each side is read again with τ, and with t − τ, in its place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.patterns import HALF_LINE, LINE
from yansuan.tex.tokens import Token
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.terms import Terms

STARS = ("*", r"\ast")
_LETTERS = str.maketrans("0123456789", "abcdefghij")


def begins_convolution(reader: Terms) -> bool:
    """Whether a star follows that the notation says to be a convolution."""
    return reader.peek() in STARS and reader.grammar.star in (LINE, HALF_LINE)


@dataclass(frozen=True)
class Let(Node):
    """A body in which a letter has a value; one that `moves` is a real number, also where that is 0 or 1."""

    binds: tuple[str, ...]
    value: Node
    body: Node
    moves: bool = False


def convolved(reader: Terms, begin: int) -> Node:
    """What began at a token, convolved with what follows the star.

    Raises:
        Unreadable: nobody can tell over which letter, or a third function follows.
    """
    start, middle = reader.tokens[begin].start, reader.at
    left = reader.inside(begin, middle)
    reader.at += 1
    probe = reader.inside(reader.at, reader.end)
    probe.run("*")
    right = reader.inside(reader.at, probe.at)
    reader.at, reader.goes_on = probe.at, ""
    if begins_convolution(reader):
        raise reader.fail("a convolution of more than two functions: put brackets around two of them")
    letter = _letter_of(reader, left, right, middle)
    end, running, moved = reader.stopped, *_names(middle)
    at = reader.of_tokens([letter]).whole()
    first, second = _with(left, letter.text, running).whole(), _with(right, letter.text, moved).whole()
    for side in (first, second):
        _must_not_follow(reader, at, side)
    variable = tree.Index(start, end, running)
    place = tree.Sum(start, end, ((1, at), (-1, variable)))
    body = tree.Product(start, end, (("*", first), ("*", Let(start, end, (moved,), place, second))))
    half = reader.grammar.star == HALF_LINE
    low: Node = tree.Number(start, end, 0, "0") if half else tree.Infinity(start, end, -1)
    high: Node = at if half else tree.Infinity(start, end, 1)
    return tree.Integral(start, end, running, low, high, body)


def _names(middle: int) -> tuple[str, str]:
    """Two letters that nobody can print, of this convolution alone."""
    own = str(middle).translate(_LETTERS)
    return f"τ{own}", f"ξ{own}"


def _letter_of(reader: Terms, left: Terms, right: Terms, middle: int) -> Token:
    """The letter that both sides are functions of: by itself in brackets on one of them at least."""
    strict, loose = (_in_brackets(left), _in_brackets(right)), (_letters(left), _letters(right))
    found = strict[0].keys() & strict[1].keys() or (strict[0].keys() & loose[1]) | (strict[1].keys() & loose[0])
    if len(found) != 1:
        raise reader.fail("a convolution over which letter? Write x(t) * h(t)", reader.tokens[middle].start)
    letter = found.pop()
    return strict[0].get(letter) or strict[1][letter]


def _in_brackets(part: Terms) -> dict[str, Token]:
    """The letters that stand by themselves in brackets behind a symbol."""
    tokens, found = part.tokens, dict[str, Token]()
    for n in range(part.at + 1, part.end - 2):
        one, before = tokens[n + 1], tokens[n - 1]
        below = before.is_number and n > 1 and tokens[n - 2].text == "_"
        named = before.is_letter or before.is_word or before.text == "}" or below
        if tokens[n].text == "(" and tokens[n + 2].text == ")" and named and (one.is_letter or one.is_word):
            found[one.text] = one
    return found


def _letters(part: Terms) -> set[str]:
    return {token.text for token in part.tokens[part.at : part.end] if token.is_letter}


def _must_not_follow(reader: Terms, at: Node, side: Node) -> None:
    """A quantity that follows from the letter would not move with it."""
    if not isinstance(at, tree.Quantity):
        return
    follows = reader.grammar.dependence.follows
    for one in tree.walk(side):
        if isinstance(one, tree.Quantity | tree.Call) and at.pattern.key in follows.get(one.pattern.key, ()):
            raise reader.fail(
                f"{one.pattern.tex} follows from {at.pattern.tex}: bind it as a function of it", one.start
            )


def _with(part: Terms, letter: str, name: str) -> Terms:
    """The same tokens with another letter in the place of one, but for names that begin with it, such as `t_0`."""
    own = part.tokens[part.at : part.end]
    named = [following.text == "_" for following in own[1:]] + [False]
    found = [
        replace(token, text=name, compound=True) if token.text == letter and not named[n] else token
        for n, token in enumerate(own)
    ]
    return type(part)(found, 0, len(found), part.grammar, (*part.bound, name), part.depth + 1)
