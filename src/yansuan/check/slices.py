"""Slices (`tex/slices.py`), evaluated: places are counted from 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from yansuan.check.errors import Ambiguous, OutOfRange
from yansuan.check.notation import State
from yansuan.check.values import shape_in_words, whole_number
from yansuan.check.wholes import Function, Indices
from yansuan.tex.slices import Slice, Stretch
from yansuan.tex.tree import Node

Compile = Callable[[Node], Function]
_Ends = Callable[[State, Indices, int], slice]


def _part(compiled: Compile, node: Slice) -> Function:
    of, tex = compiled(node.of), node.of.pattern.tex
    ends = [_ends(compiled, place, tex) for place in node.places]

    def value(state: State, indices: Indices) -> Any:
        whole = of(state, indices)
        vector = len(ends) == 1
        if not isinstance(whole, np.ndarray) or whole.ndim != 2 or (vector and whole.shape[1] != 1):
            raise Ambiguous(f"a slice of what is no {'vector' if vector else 'matrix'}")
        return whole[tuple(one(state, indices, size) for one, size in zip(ends, whole.shape, strict=False))]

    return value


def _ends(compiled: Compile, place: Node, tex: str) -> _Ends:
    low, high = (place.low, place.high) if isinstance(place, Stretch) else (place, place)
    first, last = (compiled(end) if end is not None else None for end in (low, high))

    def ends(state: State, indices: Indices, size: int) -> slice:
        begin = whole_number(first(state, indices)) if first else 1
        end = whole_number(last(state, indices)) if last else size
        if not (1 <= begin <= size + 1 and begin - 1 <= end <= size):
            raise OutOfRange(f"{tex} has no places from {begin} to {end}: it is {shape_in_words(np.empty((size, 1)))}")
        return slice(begin - 1, end)

    return ends


def _stretch(compiled: Compile, node: Stretch) -> Function:
    raise AssertionError("a stretch of places has no value by itself")


MAKERS: dict[type[Node], Callable[[Compile, Any], Function]] = {Slice: _part, Stretch: _stretch}
