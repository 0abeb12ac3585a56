"""Slips in what stands below and above a bracket or a bar, and in what is part of a name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from yansuan.tex import tree
from yansuan.tex.edited import Reading, of_type, spelled


def swap_entry(reading: Reading) -> Iterator[str]:
    """(AB)_{ij} -> (AB)_{ji}."""
    for node in of_type(reading, tree.Entry):
        for one, other in combinations(node.indices, 2):
            texts = reading.text(one), reading.text(other)
            yield reading.spliced((one.start, one.end, texts[1]), (other.start, other.end, texts[0]))


def swap_ends(reading: Reading) -> Iterator[str]:
    """[F]_a^b -> [F]_b^a."""
    for node in of_type(reading, tree.Evaluated):
        for one, other in zip(node.lower, node.upper, strict=False):
            texts = (
                reading.in_script(one.start, reading.text(other)),
                reading.in_script(other.start, reading.text(one)),
            )
            yield reading.spliced((one.start, one.end, texts[0]), (other.start, other.end, texts[1]))


def drop_evaluation(reading: Reading) -> Iterator[str]:
    """f(x)|_{x=a} -> f(x)."""
    for node in of_type(reading, tree.Evaluated):
        yield reading.spliced((node.start, node.end, f"({reading.text(node.of)})"))


def drop_mark(reading: Reading) -> Iterator[str]:
    """x' -> x, where the notation has both."""
    for node in of_type(reading, tree.Quantity):
        own = node.pattern
        others = [
            one
            for one in reading.instance.grammar.patterns[own.head]
            if one.formals is None and (one.places == own.places or not node.lower)
        ]
        if own.mark and any(not one.mark for one in others):
            yield reading.spliced((*reading.head(node), own.head))
        if not own.mark:
            yield from (reading.spliced((*reading.head(node), spelled(one))) for one in others if one.mark)


def swap_items(reading: Reading) -> Iterator[str]:
    """(a, b, c) -> (b, a, c)."""
    for node in of_type(reading, tree.Tuple):
        for one, other in combinations(node.items, 2):
            texts = reading.text(one), reading.text(other)
            yield reading.spliced((one.start, one.end, texts[1]), (other.start, other.end, texts[0]))


KINDS = {
    "swap the indices of an entry": swap_entry,
    "swap two ends": swap_ends,
    "drop an evaluation": drop_evaluation,
    "drop a mark": drop_mark,
    "swap two items": swap_items,
}
