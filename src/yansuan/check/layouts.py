"""Derivatives by whole arrays, and how they are arranged.

    of               by              arrangement
    a number         an array        as the array; "numerator": transposed
    m numbers        n numbers       m rows (the Jacobian matrix); "denominator": n rows
    m numbers        n, transposed   m rows
    m, transposed    n numbers       n rows
    a number         x and xᵀ        the Hessian matrix

What is differentiated by a single number keeps its shape.  "mixed" is the first row of "denominator" with the second of
"numerator", as in most texts on machine learning.  "gradient" is what ∇ with a letter below it is: of a number, as the
array.  Where nobody says which, `Undeclared` is raised for vectors, and the checker tries all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from yansuan.check.errors import Ambiguous, Meaningless, Undeclared
from yansuan.check.notation import State
from yansuan.check.values import number, whole_number
from yansuan.tex import tree
from yansuan.tex.tree import Node

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]
Compile = Callable[[Node], Function]


class ByArrays:
    """A derivative of which a variable may be a whole array.

    Args:
        compiled: makes the function that evaluates a node.
        node: the derivative.
        plain: its function where no variable is an array.
    """

    def __init__(self, compiled: Compile, node: tree.Derivative, plain: Function) -> None:
        self._compiled, self._node, self._plain = compiled, node, plain
        self._upper = [[compiled(part) for part in one.upper] for one in node.by]
        self._lower = [[compiled(part) for part in one.lower] for one in node.by]
        self._known: dict[tuple[tuple[int, ...], ...], Function] = {}

    def value(self, state: State, indices: Indices) -> Any:
        """The derivative, arranged."""
        shapes = [self._shape(n, state, indices) for n, _ in enumerate(self._node.by)]
        if not any(shapes):
            if any(isinstance(one, tree.Lying) for one in self._node.by):
                raise Meaningless("what is printed transposed below the derivative is no vector")
            return self._plain(state, indices)
        if len(shapes) == 1:
            return self._first(shapes[0], state, indices)
        return self._second(shapes, state, indices)

    def _shape(self, n: int, state: State, indices: Indices) -> tuple[int, ...]:
        """That of a variable; () for a number, or an entry.  Of a family an index below may choose the array."""
        key = self._node.by[n].pattern.key
        choice = state.instance.choices[key].lower
        below = [whole_number(part(state, indices)) for part in self._lower[n]]
        above = tuple(whole_number(part(state, indices)) for part in self._upper[n])
        if len(below) > len(choice):
            return ()
        return np.shape(state.whole(key, above + tuple(below[place] for place in choice if place < len(below))))

    def _first(self, shape: tuple[int, ...], state: State, indices: Indices) -> Any:
        places = list(np.ndindex(shape))
        found = [self._at((place,), state, indices) for place in places]
        lying = isinstance(self._node.by[0], tree.Lying)
        if lying and len(shape) != 1:
            raise Meaningless("what is printed transposed below the derivative is no vector")
        kind = object if state.field.exact else None
        if all(np.size(one) == 1 for one in found):
            array = np.array([number(one) for one in found], dtype=kind).reshape(shape if len(shape) > 1 else (-1, 1))
            return array.T if lying or self._node.layout == "numerator" else array
        if len(shape) != 1:
            raise Meaningless("a derivative of a vector by a matrix: write it for their entries")
        return self._of_vectors([np.asarray(one, dtype=kind) for one in found], lying=lying)

    def _of_vectors(self, found: Sequence[Any], *, lying: bool) -> Any:
        rows, columns = found[0].shape
        if rows > 1 and columns > 1:
            raise Meaningless("a derivative of a matrix by a vector: write it for their entries")
        matrix = np.stack([one.ravel() for one in found])  # a row for each entry of what it is by
        if rows == 1:
            if lying:
                raise Ambiguous("both are transposed: how is this arranged? Write it for the entries")
            return matrix
        layout = self._node.layout
        if lying or layout in ("numerator", "mixed"):
            return matrix.T
        if layout == "denominator":
            return matrix
        if layout == "gradient":
            raise Ambiguous("∇ of a vector: its Jacobian matrix, or that transposed? Write J_f")
        raise Undeclared(
            "layout",
            "a vector by a vector: whose entries are the rows? Write \\partial\\mathbf x^\\top below, or let the "
            'notation say: "\\partial": (…, "numerator"), "denominator" or "mixed"',
        )

    def _second(self, shapes: Sequence[tuple[int, ...]], state: State, indices: Indices) -> Any:
        by = self._node.by
        same = len(by) == 2 and tree.spelling(by[0])[1:] == tree.spelling(by[1])[1:]  # type: ignore[index]
        ordered = len(by) == 2 and isinstance(by[1], tree.Lying) and not isinstance(by[0], tree.Lying)
        if not (same or ordered) or any(len(shape) != 1 for shape in shapes):
            raise Ambiguous(
                "derivatives by several arrays: how are they arranged? Write \\partial\\mathbf x\\,\\partial\\mathbf "
                "y^\\top, or the derivative for the entries"
            )
        rows = [[self._at(((i,), (j,)), state, indices) for j in range(shapes[1][0])] for i in range(shapes[0][0])]
        if any(np.size(cell) > 1 for row in rows for cell in row):
            raise Meaningless("a second derivative of a vector by vectors: write it for their entries")
        return np.array([[number(cell) for cell in row] for row in rows], dtype=object if state.field.exact else None)

    def _at(self, places: tuple[tuple[int, ...], ...], state: State, indices: Indices) -> Any:
        """The derivative by entries."""
        if places not in self._known:
            by = tuple(_entry(one, place) for one, place in zip(self._node.by, places, strict=True))
            node = tree.Derivative(self._node.start, self._node.end, self._node.of, by, self._node.total)
            self._known[places] = self._compiled(node)
        return self._known[places](state, indices)


def _entry(of: tree.Quantity, place: tuple[int, ...]) -> tree.Quantity:
    lower = tuple(tree.Number(of.start, of.end, n + 1, str(n + 1)) for n in place)
    return tree.Quantity(of.start, of.end, of.pattern, of.upper, (*of.lower, *lower))
