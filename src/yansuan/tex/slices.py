r"""Slices: `A_{:,j}` is a column of a matrix, `A_{i,:}` a row, `x_{<t}` what comes before the entry t.

`x_{2:n}` and `A_{1:k,j}` have both ends for mathematicians, and not the last one for programmers.
The notation says which.

":": ("片段含末项", "inclusive")        x_{2:n} is x_2, …, x_n, as in mathematics; or "exclusive", x_2, …, x_{n-1}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.conventions import SLICE
from yansuan.tex.patterns import Pattern
from yansuan.tex.scripts import Scripts, is_slice, slice_told
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.symbols import Symbols

_UP_TO = {"<": -1, r"\lt": -1, r"\le": 0, r"\leq": 0, r"\leqslant": 0, "≤": 0}


@dataclass(frozen=True)
class Stretch(Node):
    """Places from one to another, both included; all where neither is said."""

    low: Node | None
    high: Node | None


@dataclass(frozen=True)
class Slice(Node):
    """A part of a vector or a matrix of the notation; a matrix has two `places`, and stays one."""

    of: tree.Quantity
    places: tuple[Node, ...]


def sliced(reader: Symbols, start: int, patterns: Sequence[Pattern], scripts: Scripts) -> Node | None:
    """A slice of a quantity whose scripts have been read; None where none stands there.

    Raises:
        Unreadable: it is a slice of nothing that has entries, or nobody says whether it has its last end.
    """
    lower = scripts.lower
    if lower is None or not is_slice(lower.texts):
        return None
    parts = [reader.inside(part.at, part.end) for part in lower.parts(",")]
    fitting = [one for one in patterns if len(one.lower) == len(parts) and not (one.literal or one.upper or one.barred)]
    whole = [one for one in fitting if one.formals is None and not one.mark]
    if len(whole) != 1 or len(parts) > 2 or scripts.primes:
        raise reader.fail(slice_told(patterns[0].head, lower.texts), start)
    places = tuple(_place(part) for part in parts)
    of = tree.Quantity(start, start, whole[0], (), ())
    node: Node = Slice(start, reader.stopped, of, places)
    return reader.raised(node, reader.inside(scripts.upper.at, scripts.upper.end)) if scripts.upper else node


def _place(part: Symbols) -> Node:
    start, texts = part.offset, part.texts
    if texts[:1] and texts[0] in _UP_TO:
        part.at += 1
        high = part.whole()
        return Stretch(start, part.stopped, None, _shifted(high, _UP_TO[texts[0]]))
    ends = part.parts(":")
    if len(ends) == 1:
        return part.whole()
    if len(ends) > 2:
        raise part.fail("a slice in steps is not read: write its entries by a letter that counts")
    low, last = (end.whole() if end.at < end.end else None for end in ends)
    if low is None and last is None:
        return Stretch(start, start, None, None)
    said = part.grammar.conventions.slice
    if not said and last is not None:
        said = f'\'{SLICE}\': ("…", "inclusive") or "exclusive"'
        raise part.fail(f"with its last entry, or without? Let the notation say so: {said}", start)
    return Stretch(start, part.stopped, low, _shifted(last, -1) if said == "exclusive" and last is not None else last)


def _shifted(node: Node, by: int) -> Node:
    if not by:
        return node
    one = tree.Number(node.end, node.end, 1, "1")
    return tree.Sum(node.start, node.start, ((1, node), (-1, one)))
