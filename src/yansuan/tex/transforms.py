"""Convolutions and Laplace transforms, which are read as the integrals that they are.

`(f * g)(t)` is ∫ f(τ) g(t − τ) dτ where the notation's key "*" says so: over the line for "convolution", from 0 to t
for "convolution on the half line".  `\\mathcal{L}\\{f(t)\\}(s)` is ∫ f(t) e^{−st} dt from 0 to ∞, over the letter t.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.operators import CLOSING
from yansuan.tex.patterns import HALF_LINE, LINE, Pattern, read_head
from yansuan.tex.tokens import Unreadable, tokenize
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.expressions import Expressions

_STARS = ("*", r"\ast")
_LAPLACE = r"\mathcal{L}"
_LETTER = "t"
_ADVICE = r"Write \mathcal{L}\{f(t)\}(s)"


def transformed(reader: Expressions) -> Node | None:
    """A convolution or a transform, if one begins; None where none does."""
    if reader.grammar.star in (LINE, HALF_LINE) and reader.peek() == "(":
        return _convolution(reader)
    if reader.peek() == r"\mathcal":
        head, after = read_head(reader.tokens, reader.at, reader.end)
        if head == _LAPLACE and head not in reader.grammar.patterns:
            return _laplace(reader, after)
    return None


# ---- Convolutions


def _convolution(reader: Expressions) -> Node | None:
    """`(f * g)(t)`."""
    start, close = reader.offset, reader.inside(reader.at + 1, reader.end).closing("(", ")")
    inside = reader.inside(reader.at + 1, close)
    texts = inside.texts
    if not any(star in texts for star in _STARS):
        return None
    if close + 1 < reader.end and reader.tokens[close + 1].text == "_":
        return _of_sequences(reader, inside.parts(*_STARS), close, start)
    functions = [_function(part) for part in inside.parts(*_STARS)]
    if len(functions) != 2:
        raise reader.fail("a convolution of more than two functions: write integrals", start)
    reader.at = close + 1
    if reader.peek() != "(":
        raise reader.fail("a convolution where? Write (f * g)(t)")
    at = reader.inside(reader.at, reader.end).factor_in_brackets()
    reader.at = reader.inside(reader.at + 1, reader.end).closing("(", ")") + 1
    return convolved_at(functions, at, reader, start)


def convolved_at(functions: list[Pattern], at: Node, reader: Expressions, start: int) -> Node:
    """The convolution of two functions at a place, as the integral that it is."""
    end = reader.stopped
    name = f"τ*{start}"  # which nobody can print, and no convolution within this one has
    letter = tree.Index(start, end, name)
    rest = tree.Sum(start, end, ((1, at), (-1, letter)))
    first, second = functions
    body = tree.Product(
        start, end, (("*", tree.Call(start, end, first, (letter,))), ("*", tree.Call(start, end, second, (rest,))))
    )
    half = reader.grammar.star == HALF_LINE
    low: Node = tree.Number(start, end, 0, "0") if half else tree.Infinity(start, end, -1)
    high: Node = at if half else tree.Infinity(start, end, 1)
    return tree.Integral(start, end, name, low, high, body)


def _of_sequences(reader: Expressions, parts: list[Expressions], close: int, start: int) -> Node:
    """`(a * b)_n`."""
    found = [_sequence(part) for part in parts]
    if len(found) != 2:
        raise reader.fail("a convolution of more than two sequences: write sums", start)
    reader.at = close + 2
    at = reader.argument().whole()
    return tree.Convolved(start, reader.stopped, found[0], found[1], at)


def _sequence(part: Expressions) -> Pattern:
    """A sequence by its letter alone."""
    head, after = read_head(part.tokens, part.at, part.end)
    found = [one for one in part.grammar.patterns.get(head, ()) if one.formals is None]
    found = [one for one in found if len(one.lower) == 1 and not (one.upper or one.literal or one.mark)]
    if after != part.end or len(found) != 1:
        raise part.fail("a convolution is of two sequences, by their letters: (a * b)_n", part.offset)
    return found[0]


def function_of_one(part: Expressions) -> Pattern | None:
    """A function of one argument by its name alone; None where that is not what stands there."""
    try:
        head, after = read_head(part.tokens, part.at, part.end)
    except Unreadable:
        return None
    found = [one for one in part.grammar.patterns.get(head, ()) if one.formals is not None and not one.places]
    single = after == part.end and len(found) == 1 and len(found[0].formals or ()) == 1
    return found[0] if single else None


def _function(part: Expressions) -> Pattern:
    found = function_of_one(part)
    if found is None:
        raise part.fail("a convolution is of two functions of one number, by their names: (f * g)(t)", part.offset)
    return found


def taken_at(reader: Expressions, letter: str, what: str, advice: str) -> Node:
    """Where a transform over a letter is taken, in brackets.

    Args:
        reader: at the brackets.
        letter: which must not stand there.
        what: whose transform it is.
        advice: what to write.
    """
    if reader.peek() != "(":
        raise reader.fail(f"a {what} transform where? {advice}")
    close = reader.inside(reader.at + 1, reader.end).closing("(", ")")
    where = reader.inside(reader.at + 1, close)
    if letter in where.texts:
        raise reader.fail(f"the transform is over {letter}, and is taken at it. {advice}", where.offset)
    node = where.whole()
    reader.at = close + 1
    return node


# ---- The Laplace transform


def _laplace(reader: Expressions, after: int) -> Node:
    """`\\mathcal{L}\\{f(t)\\}(s)`."""
    start, reader.at = reader.offset, after
    opener = reader.peek()
    if opener not in (r"\{", r"\lbrace", "["):
        raise reader.fail(f"a Laplace transform of what? {_ADVICE}")
    close = reader.inside(reader.at + 1, reader.end).closing(opener, CLOSING[opener])
    of = _original(reader.inside(reader.at + 1, close, _LETTER))
    reader.at = close + 1
    s = taken_at(reader, _LETTER, "Laplace", _ADVICE)
    stopped = reader.stopped
    letter = tree.Index(start, stopped, _LETTER)
    exponent = tree.Sum(start, stopped, ((-1, tree.Product(start, stopped, (("*", s), ("*", letter)))),))
    kernel = tree.Power(start, stopped, tree.Number(start, stopped, math.e, "e"), exponent)
    body = tree.Product(start, stopped, (("*", of), ("*", kernel)))
    zero, infinity = tree.Number(start, stopped, 0, "0"), tree.Infinity(start, stopped, 1)
    return tree.Integral(start, stopped, _LETTER, zero, infinity, body)


def _original(inside: Expressions) -> Node:
    """What is transformed, which has the letter t, or is a function by its name."""
    if _LETTER in inside.texts:
        return inside.whole()
    head, after = read_head(inside.tokens, inside.at, inside.end)
    found = [one for one in inside.grammar.patterns.get(head, ()) if one.formals is not None]
    primes = inside.tokens[after : inside.end]
    if len(found) != 1 or any(token.text != "'" for token in primes):
        raise inside.fail(f"a Laplace transform over which letter? {_ADVICE}", inside.offset)
    tokens = [*inside.tokens[inside.at : inside.end], *tokenize(f"({_LETTER})")]
    return type(inside)(tokens, 0, len(tokens), inside.grammar, inside.bound, inside.depth + 1).whole()
