"""Dirichlet convolutions: `(f * g)(n)` is Σ f(d) g(n/d) over the divisors d of n, where the notation's "*" says so.

`\\varepsilon = \\mu * 1` is about functions: it is read at the letter of their arguments, as functions that stand
without them are.  1 is the function that is 1 everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yansuan.tex import discrete, logic, tree
from yansuan.tex.patterns import DIVISORS, Pattern, read_head
from yansuan.tex.tokens import Unreadable, tokenize
from yansuan.tex.tree import Chain, Node, Relation

if TYPE_CHECKING:
    from yansuan.tex.expressions import Expressions

_STARS = ("*", r"\ast")
_ONES = frozenset((r"\mathbf{1}", r"\boldsymbol{1}", r"\mathbb{1}"))

_USUAL = "n"  # the letter of 1 * 1

Operand = Pattern | None
"""A function of one number; None is 1."""


def dirichlet(reader: Expressions) -> Node | None:
    """A Dirichlet convolution, if one begins; None where none does."""
    if reader.grammar.star != DIVISORS:
        return None
    start, probe = reader.offset, reader.inside(reader.at, reader.end)
    place: Node | None = None
    try:
        bracketed = _bracketed(probe)
        operands = _operands(probe) if bracketed is None else bracketed
    except Unreadable:
        return None
    if len(operands) < 2:
        return None
    if bracketed is not None and probe.peek() == "(":
        place = probe.inside(probe.at, probe.end).factor_in_brackets()
        probe.at = probe.inside(probe.at + 1, probe.end).closing("(", ")") + 1
    elif probe.peek() in ("(", "[", "^", "_", "'"):
        raise probe.fail("a convolution where? Write (f * g)(n)")
    reader.at = probe.at
    if place is None:
        place = _formal(reader, operands, start)
    return _convolved(operands, place, start, reader.stopped, 0)


def _bracketed(probe: Expressions) -> list[Operand] | None:
    """What is convolved in brackets; None where no such brackets open."""
    if probe.peek() != "(":
        return None
    close = probe.inside(probe.at + 1, probe.end).closing("(", ")")
    inside = probe.inside(probe.at + 1, close)
    found = _operands(inside)
    if inside.at < inside.end or len(found) < 2:
        raise inside.fail("this is no convolution")
    probe.at = close + 1
    return found


def _operands(probe: Expressions) -> list[Operand]:
    """The functions that stars join; convolutions in brackets among them, which are associative."""
    found = _operand(probe)
    while probe.peek() in _STARS:
        probe.at += 1
        found += _operand(probe)
    return found


def _operand(probe: Expressions) -> list[Operand]:
    if (inner := _bracketed(probe)) is not None:
        return inner
    if probe.peek() == "1":
        probe.at += 1
        return [None]
    head, after = read_head(probe.tokens, probe.at, probe.end)
    patterns = [one for one in probe.grammar.patterns.get(head, ()) if one.formals is not None and not one.places]
    if head in _ONES and not patterns:
        probe.at = after
        return [None]
    if len(patterns) != 1 or len(patterns[0].formals or ()) != 1:
        raise probe.fail("this is no function of one number")
    probe.at = after
    return [patterns[0]]


def _formal(reader: Expressions, operands: list[Operand], start: int) -> Node:
    """The letter at which functions without arguments are compared."""
    first = next((one for one in operands if one is not None), None)
    (letter,) = (first.formals if first is not None else None) or (_USUAL,)
    try:
        return reader.of_tokens(tokenize(letter)).whole()
    except Unreadable:
        raise reader.fail(f"a convolution where? Bind {letter}, or write (f * g)(n)", start) from None


def _convolved(operands: list[Operand], place: Node, start: int, end: int, depth: int) -> Node:
    first, *rest = operands
    if not rest:
        return _value(first, place, start, end)
    name = f"d{depth}·{start}"  # which nobody can print
    divisor = tree.Index(start, end, name)
    divides = Chain((divisor, place), (Relation(start, end, "∣"),))
    other = discrete.Rounded(start, end, tree.Quotient(start, end, place, divisor))  # a whole number, for code too
    others = _convolved(rest, other, start, end, depth + 1)
    body = tree.Product(start, end, (("*", _value(first, divisor, start, end)), ("*", others)))
    return logic.Over(start, end, "sum", (name,), (logic.Holds(start, end, divides),), body)


def _value(function: Operand, place: Node, start: int, end: int) -> Node:
    if function is None:
        return tree.Number(start, end, 1, "1")
    return tree.Call(start, end, function, (place,))
