"""Sums over lists of whole numbers that add up (`tex/compositions.py`): all of them are listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from yansuan.check.errors import Meaningless, OutOfRange
from yansuan.check.notation import State
from yansuan.check.values import total, whole_number
from yansuan.check.wholes import Function, Indices
from yansuan.tex import tree
from yansuan.tex.compositions import Compositions, NumberOf
from yansuan.tex.tree import Node

Compile = Callable[[Node], Function]

_MOST_NUMBERS = 50  # in a list


def _number_of(compiled: Compile, node: NumberOf) -> Function:
    at, letter = compiled(node.at), node.of.name

    def value(state: State, indices: Indices) -> Any:
        place, numbers = whole_number(at(state, indices)), indices[letter]
        if not 1 <= place <= len(numbers):
            raise OutOfRange(f"{letter} has no entry {place} here")
        return numbers[place - 1]

    return value


def _summed(compiled: Compile, node: Compositions) -> Function:
    lists, body = _lists(compiled, node), compiled(node.body)
    steps = 1 + sum(1 for _ in tree.walk(node.body))

    def terms(state: State, indices: Indices) -> Iterator[Any]:
        for numbers in lists(state, indices):
            state.instance.spend(steps)
            yield body(state, {**indices, node.letter: numbers})

    return lambda state, indices: total(terms(state, indices), state.field)


def magnitudes(compiled: Compile, node: Compositions, magnitude: Callable[[Node], Function]) -> Function:
    """How large the terms of such a sum are together."""
    lists, body = _lists(compiled, node), magnitude(node.body)
    return lambda state, indices: sum(
        body(state, {**indices, node.letter: numbers}) for numbers in lists(state, indices)
    )


def _lists(compiled: Compile, node: Compositions) -> Callable[[State, Indices], Iterator[tuple[int, ...]]]:
    """The function that gives the lists one by one."""
    counts, totals = [compiled(one) for one in node.counts], [compiled(one) for one in node.totals]

    def found(state: State, indices: Indices) -> Iterator[tuple[int, ...]]:
        sizes = {whole_number(one(state, indices)) for one in counts}
        if len(sizes) != 1:
            raise Meaningless("one sum is of more of these numbers than another")
        (size,) = sizes
        if not 1 <= size <= _MOST_NUMBERS:
            raise Meaningless(f"a sum over lists of {size} numbers")
        whole = [whole_number(one(state, indices)) for one in totals]
        weights = [[n + 1 if kind == "weighted" else 1 for n in range(size)] for kind in node.kinds]
        first, *others = zip(weights, whole, strict=True)
        for numbers in _adding_up(state, *first, node.least):
            if all(sum(map(_times, weight, numbers)) == wanted for weight, wanted in others):
                yield numbers

    return found


def _times(one: int, other: int) -> int:
    return one * other


def _adding_up(state: State, weights: list[int], wanted: int, least: int) -> Iterator[tuple[int, ...]]:
    """All lists of numbers from `least` on that come to a number, each with its weight."""
    state.instance.spend(1)
    if not weights:
        if wanted == 0:
            yield ()
        return
    *before, weight = weights
    for n in range(least, wanted // weight + 1):
        for rest in _adding_up(state, before, wanted - n * weight, least):
            yield (*rest, n)


MAKERS: dict[type[Node], Callable[[Compile, Any], Function]] = {NumberOf: _number_of, Compositions: _summed}
