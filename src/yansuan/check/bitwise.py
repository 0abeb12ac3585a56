"""Whole numbers joined by their binary digits, and functions that are applied again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_, or_, xor
from typing import Any

from yansuan.check.errors import Meaningless
from yansuan.check.notation import State
from yansuan.check.values import whole_number
from yansuan.check.wholes import Function, Indices, whole
from yansuan.tex.bitwise import Bitwise
from yansuan.tex.iterated import Iterated
from yansuan.tex.tree import Node

Compile = Callable[[Any], Function]

_OPERATIONS = {"and": and_, "or": or_, "xor": xor}
_MOST_TIMES = 1000


def bitwise(compiled: Compile, node: Bitwise) -> Function:
    """The function that joins whole numbers; those of ⊕ and its kin are not negative, which some write otherwise."""
    parts = [whole(compiled(part), "this operation on binary digits") for part in node.parts]

    def value(state: State, indices: Indices) -> Any:
        found = [int(part(state, indices)) for part in parts]
        if node.operation == "not":
            return state.field.integer(~found[0])
        if any(one < 0 for one in found):
            raise Meaningless("the binary digits of a negative number")
        return state.field.integer(reduce(_OPERATIONS[node.operation], found))

    return value


def iterated(compiled: Compile, node: Iterated) -> Function:
    """The function that gives what comes out at the end."""
    first, times, body, (name,) = compiled(node.value), compiled(node.times), compiled(node.body), node.binds

    def value(state: State, indices: Indices) -> Any:
        count = whole_number(times(state, indices))
        if not 0 <= count <= _MOST_TIMES:
            raise Meaningless(f"a function that is applied {count} times")
        found = first(state, indices)
        for _ in range(count):
            found = body(state, {**indices, name: found})
        return found

    return value


MAKERS: dict[type[Node], Callable[[Any, Any], Function]] = {Bitwise: bitwise, Iterated: iterated}
