"""Entries of what is computed, and values at a place: `(AB)_{ij}`, `f(x)|_{x=0}`, `[F(x)]_a^b`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from yansuan.check.balls import objects
from yansuan.check.errors import Ambiguous, Meaningless, Misfit, OutOfRange
from yansuan.check.fields import Field
from yansuan.check.notation import Instance, Move, State
from yansuan.check.values import add, entry_of, shape_in_words, whole_number
from yansuan.tex import tree

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]
Compile = Callable[[tree.Node], Function]

_MOVE = 20  # steps: a state in which something has been moved


# ---- Entries


def entry(compiled: Compile, node: tree.Entry) -> Function:
    """An entry of a vector or a matrix that is computed."""
    of, places = compiled(node.of), [compiled(part) for part in node.indices]

    def value(state: State, indices: Indices) -> Any:
        whole = as_array(of(state, indices), len(places), alone=state.instance.is_of_size_one)
        at = [whole_number(part(state, indices)) for part in places]
        if any(not 1 <= index <= size for index, size in zip(at, whole.shape, strict=True)):
            raise OutOfRange(f"what is {shape_in_words(whole)} has no entry {', '.join(map(str, at))}")
        found = whole[tuple(index - 1 for index in at)]
        return found.item() if isinstance(found, np.generic) else found

    return value


def as_array(value: Any, indices: int, *, alone: bool) -> Any:
    """What has so many indices; of one index only a vector, be it a row or a column.

    One of a single entry is a number, but where all vectors have a single one (`alone`).

    Raises:
        Ambiguous: it has not.
    """
    if alone and np.size(value) == 1:
        return objects([value.item() if isinstance(value, np.ndarray) else value], (1,) * indices)
    if not isinstance(value, np.ndarray) or value.size == 1:
        raise Ambiguous("an index below a number: what does it say? Bind a symbol for it")
    if indices == 1:
        if 1 not in value.shape:
            raise Ambiguous(f"one index below a matrix {shape_in_words(value)}: a row, or a column?")
        return value.ravel()
    if indices > 2 or value.ndim > 2:
        if value.ndim != indices:
            raise Ambiguous(f"{indices} indices below what has {value.ndim}")
        return value
    if 1 in value.shape:
        raise Ambiguous("two indices below a vector")
    return value


class EntryPlace:
    """An index of an entry that is computed, as `Place` is one of a symbol."""

    is_upper = False

    def __init__(self, compiled: Compile, node: tree.Entry, position: int) -> None:
        self.node, self.position = node, position
        self.index = node.indices[position]
        self._of, self._value = compiled(node.of), compiled(self.index)
        self.needs = tree.free_indices(self.index) | tree.free_indices(node.of)

    def in_range(self, state: State, indices: Indices) -> bool:
        """Whether there is such an entry, whatever the other index is."""
        try:
            whole = as_array(self._of(state, indices), len(self.node.indices), alone=state.instance.is_of_size_one)
            return bool(1 <= whole_number(self._value(state, indices)) <= whole.shape[self.position])
        except OutOfRange:
            return False
        except Meaningless:
            return True

    def allowed(self, variable: str, state: State, indices: Indices) -> range | None:
        """The values of a letter for which the index is in range; None where another letter is not known yet."""
        if not self.needs - {variable} <= set(indices):
            return None
        limit = state.instance.largest + 2
        values = [n for n in range(-2, limit) if self.in_range(state, {**indices, variable: n})]
        return range(values[0], values[-1] + 1) if values else range(0)


# ---- Values at a place


def evaluated(compiled: Compile, node: tree.Evaluated) -> Function:
    """What a node is where quantities have given values, or the difference of two such."""
    return _Evaluation(compiled, node, compiled(node.of), lambda above, below, field: add(above, -below, field)).value


def size_of(compiled: Compile, magnitude: Compile, node: tree.Evaluated) -> Function:
    """How large an evaluation is before it cancels; `magnitude` makes that of nodes."""
    return _Evaluation(compiled, node, magnitude(node.of), lambda above, below, field: above + below).value


class _Evaluation:
    """A value at a place, or what is made of the values at two."""

    def __init__(
        self, compiled: Compile, node: tree.Evaluated, of: Function, combine: Callable[[Any, Any, Field], Any]
    ) -> None:
        self._node, self._of, self._combine = node, of, combine
        self._lower, self._upper = [compiled(part) for part in node.lower], [compiled(part) for part in node.upper]
        self._entries = [[compiled(part) for part in variable.lower] for variable in node.variables] or [[]]
        self._choosing = [[compiled(part) for part in variable.upper] for variable in node.variables] or [[]]

    def value(self, state: State, indices: Indices) -> Any:
        instance = state.instance
        known = [variable.pattern.key for variable in self._node.variables]
        keys = known or [_only_variable(self._node.of, instance)]
        for key in keys:
            _must_be_free(instance, self._node, key)
        if not self._upper:
            return self._at(keys, self._lower, state, indices)
        above, below = (self._at(keys, part, state, indices) for part in (self._upper, self._lower))
        return self._combine(above, below, state.field)

    def _at(self, keys: Sequence[str], values: Sequence[Function], state: State, indices: Indices) -> Any:
        """What is evaluated where the quantities have these values."""
        moves = list[Move]()
        for key, given, entries, choosing in zip(keys, values, self._entries, self._choosing, strict=True):
            above = tuple(whole_number(part(state, indices)) for part in choosing)
            place = [whole_number(part(state, indices)) for part in entries]
            whole = state.whole(key, above)
            if place:
                entry_of(whole, tuple(place), state.instance.patterns[key].tex)
            value = _fitting(given(state, indices), () if place else np.shape(whole), state.instance.patterns[key].tex)
            moves.append(Move(key, above, tuple(index - 1 for index in place) or None, value, sets=True))
        state.instance.spend(_MOVE)
        return self._of(State(state.instance, state.moves + tuple(moves), state.field, state), indices)


def _fitting(value: Any, shape: tuple[int, ...], tex: str) -> Any:
    """A value as the notation has what it is given to.

    Raises:
        Misfit: its shape is another.
    """
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.item()
    if isinstance(value, np.ndarray) and shape == (value.size,):
        return value.ravel()
    if np.shape(value) != shape:
        raise Misfit(f"{shape_in_words(value)} is given to {tex}")
    return value


def _only_variable(of: tree.Node, instance: Instance) -> str:
    """The one quantity that stands in an expression.

    Raises:
        Ambiguous: there are several, or none.
    """
    keys = {node.pattern.key for node in tree.quantities(of)}
    numbers = {key for key in keys if key not in instance.definitions and not np.ndim(instance.values[key])}
    if len(keys) != 1 or not numbers or isinstance(instance.values[next(iter(keys))], dict):
        raise Ambiguous("which variable has these values? Write it below, such as _{x=0}^{x=1}")
    return numbers.pop()


def _must_be_free(instance: Instance, node: tree.Evaluated, key: str) -> None:
    """A quantity can be given a value, and what is evaluated follows from it, what stands beside it does not."""
    tex = instance.patterns[key].tex
    if key in instance.definitions:
        raise Ambiguous(f"{tex} follows from others here, and cannot be given a value")
    inside = {one.pattern.key for one in tree.quantities(node.of)}
    if not any(key in instance.upstream[one] for one in inside):
        raise Ambiguous(f"nothing depends on {tex} in what is evaluated")
    if any(key in instance.upstream[one] for one in node.beside):
        raise Ambiguous(rf"is all that stands before the bar evaluated? Write \left. … \right|_{{{tex} = …}}")
