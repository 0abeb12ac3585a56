r"""Continued fractions written out: `\cfrac{1}{2 + \cfrac{1}{2 + \ddots}}`, and with `\cfrac{1}{a_n}` at the end.

Without an end, what is printed must come again: one level twice at least, two levels twice.  What other rule there may
be for the next terms nobody can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.dots import Term, understood
from yansuan.tex.operators import DOTS, FRACTIONS
from yansuan.tex.square import Continued
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.parts import Parts

_DOWN = frozenset((r"\ddots", "⋱"))
_DOTS = _DOWN | frozenset(DOTS)
_LONGEST_PERIOD = 2


@dataclass(frozen=True)
class Repeating(Node):
    """N_1/(A_1 + N_2/(A_2 + …)) without an end, the numerators and the others coming again and again."""

    above: tuple[Node, ...]
    below: tuple[Node, ...]


@dataclass
class _Levels:
    """What is printed of a continued fraction: numerators, what is added below them, and the last fraction."""

    above: list[Node]
    below: list[Node]
    dots: tuple[int, int]
    last: tuple[Node, Node] | None = None


def written_out(reader: Parts) -> Node | None:
    """A continued fraction with dots, of which the `\\cfrac` is the next token; None where another fraction begins.

    Raises:
        Unreadable: it is left open how it goes on.
    """
    start, probe = reader.offset, reader.inside(reader.at, reader.end)
    levels = _levels(probe)
    if levels is None:
        return None
    reader.at = probe.at
    end = reader.stopped
    if levels.last is not None:
        return _ending(reader, levels, start, end)
    count = len(levels.below)
    pairs = [(tree.spelling(a), tree.spelling(b)) for a, b in zip(levels.above, levels.below, strict=False)]
    for period in range(1, _LONGEST_PERIOD + 1):
        again = all(one == other for one, other in zip(pairs, pairs[period:], strict=False))
        if count >= 2 * period and again and len(levels.above) == count:
            return Repeating(start, end, tuple(levels.above[:period]), tuple(levels.below[:period]))
    raise reader.fail("how does this continued fraction go on? What comes again must be printed twice", levels.dots[0])


def _levels(probe: Parts) -> _Levels | None:
    """All the levels of the fraction that begins; None where it has no dots at its end."""
    above, below = list[Node](), list[Node]()
    outer: Parts | None = None
    while True:
        if probe.peek() not in FRACTIONS:
            return None
        probe.at += 1
        numerator, inside = probe.argument(), probe.argument()
        if outer is None:
            outer = probe
            if not _DOTS & set(inside.texts):
                return None
        elif probe.at < probe.end:
            return None
        *first, last = inside.parts("+")
        at = next((n for n, part in enumerate([*first, last]) if _DOTS.issuperset(part.texts) and part.texts), -1)
        if at < 0 and (not first or last.peek() not in FRACTIONS):
            return None
        above.append(numerator.whole())
        ends = (first if at < 0 else first[:at])[-1:]
        if ends:
            below.append(inside.inside(inside.at, ends[0].end).whole())
        if at < 0:
            probe = last
            continue
        of_dots = [*first, last][at]
        dots = of_dots.token.start, of_dots.token.end
        down = of_dots.peek() in _DOWN
        if at == len(first):
            if not down and (len(above) < 2 or at > 1):
                return None  # a sum without an end
            return _Levels(above, below, dots)
        if not down or at + 1 != len(first) or last.peek() not in FRACTIONS:
            return None
        last.at += 1
        final = last.argument().whole(), last.argument().whole()
        return _Levels(above, below, dots, final) if last.at == last.end else None


def _ending(reader: Parts, levels: _Levels, start: int, end: int) -> Node:
    """One that ends: its terms by the rule of what is printed, its numerators all 1."""
    assert levels.last is not None
    numerators = [*levels.above, levels.last[0]]
    if not all(isinstance(one, tree.Number) and one.value == 1 for one in numerators):
        raise reader.fail("a continued fraction with dots before its end is read with numerators 1", start)
    terms = [Term(1, one, one.start, one.end) for one in levels.below]
    last = Term(1, levels.last[1], levels.last[1].start, levels.last[1].end)
    found = understood([*terms, Term(1, None, levels.dots[0], levels.dots[1]), last], "list")
    items = tuple(one.node for one in found if one.node)
    whole = Continued(start, start, items, ())
    return tree.Quotient(start, end, tree.Number(start, start, 1, "1"), whole)
