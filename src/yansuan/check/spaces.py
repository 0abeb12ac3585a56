"""Integrals over all vectors of a size: one integral over a line in another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from yansuan.check.errors import NotHere
from yansuan.check.notation import State
from yansuan.tex import tree
from yansuan.tex.spaces import OverSpace
from yansuan.tex.tree import Node

Function = Callable[[State, Mapping[str, Any]], Any]
Compile = Callable[[Node], Function]
_MOST = 1  # entry of the vector: an improper integral within another one is not computed


@dataclass(frozen=True)
class Assembled(Node):
    """A body in which a letter is the column of others."""

    binds: tuple[str, ...]
    letters: tuple[str, ...]
    body: Node


def over_space(compiled: Compile, node: OverSpace) -> Function:
    """The function that evaluates an integral over vectors."""
    size = compiled(node.of)
    made = dict[int, Function]()

    def value(state: State, indices: Mapping[str, Any]) -> Any:
        entries = int(np.size(size(state, indices)))
        if entries > _MOST:
            raise NotHere(f"an integral over vectors of {entries} entries. Let them have one, which is computed here")
        if entries not in made:
            made[entries] = compiled(_nested(node, entries))
        return made[entries](state, indices)

    return value


def _nested(node: OverSpace, entries: int) -> Node:
    letters = tuple(f"{node.binds[0]}·{n}" for n in range(1, entries + 1))
    found: Node = Assembled(node.start, node.end, node.binds, letters, node.body)
    for letter in letters:
        low, high = (tree.Infinity(node.start, node.end, sign) for sign in (-1, 1))
        found = tree.Integral(node.start, node.end, letter, low, high, found)
    return found


def with_column(compiled: Compile, node: Assembled) -> Function:
    """The function that evaluates a body with the column."""
    body, (name,) = compiled(node.body), node.binds

    def value(state: State, indices: Mapping[str, Any]) -> Any:
        column = np.empty((len(node.letters), 1), dtype=object)
        column[:, 0] = [indices[letter] for letter in node.letters]
        if all(isinstance(one, float | int) for one in column[:, 0]):
            column = column.astype(float)
        return body(state, {**indices, name: column})

    return value
