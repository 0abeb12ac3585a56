"""∇ and its kin, Jacobian matrices and determinants, derivatives along vectors, by arguments, of a counted order.

A function is differentiated by its arguments, an expression by moving the coordinates it stands in.  The matrix of all
derivatives has a row for each entry of what is differentiated, and a column for each coordinate.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from yansuan.check.balls import Ball
from yansuan.check.calls import Code, member
from yansuan.check.derivatives import Derive, high, partial_derivative, prime
from yansuan.check.errors import Ambiguous, Meaningless, Misfit, NotHere, OutOfRange
from yansuan.check.fields import Balls
from yansuan.check.notation import Move, State
from yansuan.check.values import applied, as_argument, as_value, is_vector, multiply, number, total, whole_number
from yansuan.tex import tree
from yansuan.tex.tree import Node

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]
Compile = Callable[[Node], Function]
Places = Sequence[tuple[int, tuple[int, ...]]]
_DEAR, _HIGHEST = 3, 4  # orders from which, and up to which, derivatives within each other are dear


def partial_at(compiled: Compile, node: tree.Partial) -> Function:
    """`f_x(x, y)`, `\\partial_i f(x)`: a function differentiated by arguments or entries of them."""
    called, tex = _Called(compiled, node.of), node.of.pattern.tex
    entries = [compiled(entry) if entry is not None else None for entry in node.entries]

    def value(state: State, indices: Indices) -> Any:
        code, given = called.at(state, indices)
        by = list[tuple[int, tuple[int, ...]]]()
        for slot, entry in zip(node.slots, entries, strict=True):
            shape = np.shape(given[slot])
            if entry is None:
                if shape:
                    raise Meaningless(f"the derivative of {tex} by a whole vector: write \\nabla")
                by.append((slot, ()))
                continue
            place = whole_number(entry(state, indices))
            if len(shape) != 1 and not (shape == () and place == 1):
                raise Meaningless(f"{tex} has no argument with entries")
            if shape and not 1 <= place <= shape[0]:
                raise OutOfRange(f"the argument of {tex} has no entry {place}")
            by.append((slot, (place - 1,) if shape else ()))
        found = partial_derivative(called.derive, state, code, given, by, whole=True)
        if np.size(found) > 1 and None in node.entries:
            raise Ambiguous(f"a letter below {tex}, which is a vector: its component, or a derivative? Write \\partial")
        return as_value(found)

    return value


def field(compiled: Compile, node: tree.Field) -> Function:
    """What ∇ and its kin make of a function or a field."""
    matrix = _Matrix(compiled, node.of, node.by)
    made = {"grad": _gradient, "div": _divergence, "curl": _curl, "jacobian": _jacobian}.get(node.operation)

    def value(state: State, indices: Indices) -> Any:
        if made is not None:
            return made(matrix.first(state, indices), state)
        if node.operation == "laplacian":
            return matrix.laplacian(state, indices)
        return matrix.hessian(state, indices)

    return value


def along(compiled: Compile, node: tree.Along) -> Function:
    """A derivative along a vector: the matrix of all derivatives times the vector."""
    matrix, direction = _Matrix(compiled, node.of, node.by), compiled(node.direction)

    def value(state: State, indices: Indices) -> Any:
        found = np.stack(matrix.first(state, indices), axis=1)
        vector = direction(state, indices)
        if not is_vector(vector):
            raise Misfit("a derivative along what is no vector")
        product = multiply(found, vector, state.field)
        return product.item() if product.size == 1 else product

    return value


def form(compiled: Compile, node: tree.Form) -> Function:
    """A derivative at vectors: all derivatives of its order, each times an entry of every vector."""
    matrix, directions = _Matrix(compiled, node.of, node.by), [compiled(one) for one in node.directions]

    def value(state: State, indices: Indices) -> Any:
        vectors = [np.ravel(direction(state, indices)).tolist() for direction in directions]
        return matrix.form(vectors, state, indices)

    return value


def jacobian(compiled: Compile, node: tree.Jacobian) -> Function:
    """The determinant of the derivatives of numbers by numbers."""
    rows = [[compiled(tree.Derivative(of.start, of.end, of, (by,))) for by in node.by] for of in node.of]

    def value(state: State, indices: Indices) -> Any:
        cells = [[number(cell(state, indices)) for cell in row] for row in rows]
        return applied("det", np.array(cells, dtype=object if state.field.exact else None), state.field)

    return value


def repeated(compiled: Compile, node: tree.Repeated) -> Function:
    """As many derivatives as a letter says."""
    times = compiled(node.times)
    if node.by is None:
        assert isinstance(node.of, tree.Call)
        return _of_call(compiled, node.of, times)
    known: dict[int, Function] = {0: compiled(node.of)}

    def value(state: State, indices: Indices) -> Any:
        order = _order(times(state, indices))
        assert node.by is not None
        if order >= _DEAR:
            try:
                return _moved(known[0], state, indices, node.by, order)
            except NotHere:
                if order > _HIGHEST:
                    raise
        if order not in known:
            by = (node.by,) * order
            known[order] = compiled(tree.Derivative(node.start, node.end, node.of, by, total=True))
        return known[order](state, indices)

    return value


def _moved(of: Function, state: State, indices: Indices, by: tree.Quantity, order: int) -> Any:
    """A derivative of high order by a quantity that is drawn."""
    key, tex = by.pattern.key, by.pattern.tex
    if state.moves or by.lower or by.upper or key in state.instance.definitions:
        raise NotHere(f"a derivative of order {order} by {tex}")

    def values(field: Balls, steps: Sequence[Ball]) -> list[Any]:
        here = state.instance.state(field)
        moved = [here.moved(("high", n), [Move(key, (), None, step)]) for n, step in enumerate(steps)]
        return [of(one, indices) for one in moved]

    return high(state, values, order, tex)


def _of_call(compiled: Compile, call: tree.Call, times: Function) -> Function:
    called = _Called(compiled, call)
    derives: dict[int, Derive] = {}

    def value(state: State, indices: Indices) -> Any:
        order = _order(times(state, indices))
        code, given = called.at(state, indices)
        if not order:
            return as_value(state.field.call(code, *given))
        derive = derives.setdefault(order, Derive())
        return as_value(prime(derive, state, code, given, order, call.pattern.tex))

    return value


def _order(value: Any) -> int:
    order = whole_number(value)
    if order < 0:
        raise Meaningless(f"a derivative of order {order}")
    return order


def at(compiled: Compile, node: tree.At) -> Function:
    """What something is where a quantity is moved to another value."""
    of, place, key = compiled(node.of), compiled(node.place), node.variable.pattern.key

    def value(state: State, indices: Indices) -> Any:
        there, here = place(state, indices), state.whole(key)
        if np.shape(there) != np.shape(as_value(here)):
            raise Misfit(f"{node.variable.pattern.tex} at a place of another shape")
        move = Move(key, (), None, as_argument(there), sets=True)
        moved = State(state.instance, (*state.moves, move), state.field, state)  # kept under no name: it has indices
        return of(moved, indices)

    return value


class _Called:
    """A function of the notation and its arguments."""

    def __init__(self, compiled: Compile, call: tree.Call) -> None:
        self._arguments, self._key = [compiled(part) for part in call.arguments], call.pattern.key
        self._family = [compiled(part) for part in (*call.lower, *call.upper)]
        self.derive = Derive()

    def at(self, state: State, indices: Indices) -> tuple[Code, list[Any]]:
        """Its code, and what it is called with."""
        chosen = member(state, indices, self._key, self._family)
        given = [as_argument(argument(state, indices)) for argument in self._arguments]
        return Code(state, self._key, chosen), given


class _Matrix:
    """The derivatives of a function by its arguments (`by` is empty), or of an expression by coordinates."""

    def __init__(self, compiled: Compile, of: Node, by: tuple[tree.Quantity, ...]) -> None:
        self._compiled, self._of, self._by = compiled, of, by
        self._called = _Called(compiled, of) if isinstance(of, tree.Call) and not by else None
        self._known: dict[tuple[tree.Quantity, ...], Function] = {}

    def first(self, state: State, indices: Indices) -> list[Any]:
        """The column of derivatives by each coordinate, of one dimension."""
        found = [self._derivative(state, indices, (one,)) for one in self._coordinates(state, indices)]
        return [np.ravel(np.asarray(one, dtype=object if state.field.exact else None)) for one in found]

    def laplacian(self, state: State, indices: Indices) -> Any:
        """The sum of second derivatives, entry by entry."""
        found = [self._derivative(state, indices, (one, one)) for one in self._coordinates(state, indices)]
        return total(map(as_value, found), state.field)

    def hessian(self, state: State, indices: Indices) -> Any:
        """All second derivatives of a number."""
        places = self._coordinates(state, indices)
        rows = [[self._derivative(state, indices, (a, b)) for b in places] for a in places]
        if any(np.size(cell) > 1 for row in rows for cell in row):
            raise Misfit("the Hessian matrix of a vector")
        cells = [[number(cell) for cell in row] for row in rows]
        if len(cells) == 1:
            return cells[0][0]
        return np.array(cells, dtype=object if state.field.exact else None)

    def form(self, vectors: Sequence[Sequence[Any]], state: State, indices: Indices) -> Any:
        """The derivatives along vectors, one within the other."""
        places = self._coordinates(state, indices)
        if any(len(one) != len(places) for one in vectors):
            raise Misfit("a derivative at what is no vector of its variables")
        terms = list[Any]()
        for chosen in product(range(len(places)), repeat=len(vectors)):
            weight = math.prod(vector[n] for vector, n in zip(vectors, chosen, strict=True))
            slope = as_value(self._derivative(state, indices, tuple(places[n] for n in chosen)))
            terms.append(multiply(weight, slope, state.field))
        found = total(terms, state.field)
        return found.item() if np.size(found) == 1 and np.ndim(found) else found

    def _coordinates(self, state: State, indices: Indices) -> list[Any]:
        """What is moved: arguments and entries of them, or quantities and entries of them."""
        if self._called is not None:
            _, given = self._called.at(state, indices)
            if len(given) > 1 and any(np.ndim(one) for one in given):
                raise Ambiguous("∇ of a function of several vectors: by which? Write it below the ∇")
            return [(slot, entry) for slot, one in enumerate(given) for entry in np.ndindex(np.shape(one))]
        if len(self._by) > 1:
            return list(self._by)
        (only,) = self._by
        whole = state.whole(only.pattern.key)
        if np.ndim(whole) > 1:
            raise Misfit("∇ by a matrix")
        count = len(whole) if np.ndim(whole) else 0
        entries = [tree.Number(only.start, only.end, n, str(n)) for n in range(1, count + 1)]
        return [tree.Quantity(only.start, only.end, only.pattern, (), (one,)) for one in entries] or [only]

    def _derivative(self, state: State, indices: Indices, by: tuple[Any, ...]) -> Any:
        if self._called is not None:
            code, given = self._called.at(state, indices)
            return partial_derivative(self._called.derive, state, code, given, by, whole=True)
        if by not in self._known:
            node = tree.Derivative(self._of.start, self._of.end, self._of, by, total=True)
            self._known[by] = self._compiled(node)
        return self._known[by](state, indices)


def _gradient(columns: list[Any], state: State) -> Any:
    if any(one.size > 1 for one in columns):
        raise Ambiguous("∇ of a vector: its Jacobian matrix, or that transposed? Write J_f")
    return np.concatenate(columns)[:, np.newaxis] if len(columns) > 1 else columns[0].item()


def _divergence(columns: list[Any], state: State) -> Any:
    _must_be_a_field(columns, "divergence")
    return total((column[n] for n, column in enumerate(columns)), state.field)


def _curl(columns: list[Any], state: State) -> Any:
    _must_be_a_field(columns, "curl")
    if len(columns) == 2:
        return columns[0][1] - columns[1][0]
    if len(columns) != 3:
        raise Misfit(f"the curl of a field of {len(columns)} dimensions")
    x, y, z = columns
    rows = [y[2] - z[1], z[0] - x[2], x[1] - y[0]]
    return np.array(rows, dtype=object if state.field.exact else None)[:, np.newaxis]


def _jacobian(columns: list[Any], state: State) -> Any:
    matrix = np.stack(columns, axis=1)
    return matrix.item() if matrix.size == 1 else matrix


def _must_be_a_field(columns: list[Any], what: str) -> None:
    if len(columns) < 2 or any(one.size != len(columns) for one in columns):
        raise Misfit(f"the {what} of what is no field: {columns[0].size} entries in {len(columns)} dimensions")
