"""Curves and surfaces that a notation declares: their points, how these move, and whether they close."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from yansuan.check.derivatives import Derive, partial_derivative
from yansuan.check.errors import Meaningless
from yansuan.check.notation import State
from yansuan.check.values import number
from yansuan.tex import tree
from yansuan.tex.paths import Path, taken
from yansuan.tex.patterns import code_name
from yansuan.tex.tree import Node

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]
Compile = Callable[[Node], Function]

_ALONG = (0.137, 0.411, 0.618, 0.893)  # places on an edge, as parts of it
_CLOSE = 1e-9  # so near, relative to how far it goes, a closed curve comes to where it began


def point(compiled: Compile, node: tree.PathPoint) -> Function:
    """A coordinate of a path, or its derivative by a parameter."""
    letters, derive = [compiled(one) for one in node.at], Derive()

    def value(state: State, indices: Indices) -> Any:
        function = _coordinate(state, node)
        given = dict(zip(map(code_name, node.parameters), (one(state, indices) for one in letters), strict=True))
        names = taken(function)
        arguments = [given[name] for name in names]
        if node.by is None:
            return number(state.field.call(function, *arguments))
        moved = code_name(node.parameters[node.by])
        if moved not in names:
            return 0
        return partial_derivative(derive, state, function, arguments, [(names.index(moved), ())])

    return value


def _coordinate(state: State, node: tree.PathPoint) -> Any:
    """The function that gives a coordinate."""
    return state.instance.values[node.path.key][node.name]


def over_path(compiled: Compile, node: tree.OverPath) -> Function:
    """An integral along a path, which closes if its sign says so."""
    of = compiled(node.of)

    def value(state: State, indices: Indices) -> Any:
        if node.closed:
            _must_close(state, node)
        return of(state, indices)

    return value


def _must_close(state: State, node: tree.OverPath) -> None:
    """A curve ends where it began; of a surface each edge is a point, or is the edge on the other side.

    Raises:
        Meaningless: it is not closed.
    """
    path = state.instance.grammar.paths[node.path.key]
    declared = state.instance.values[node.path.key]
    bounds = [tuple(map(float, declared[name])) for name in path.parameters]
    for n, (low, high) in enumerate(bounds):
        others = [bound for m, bound in enumerate(bounds) if m != n]
        beside = [[a + (b - a) * part for a, b in others] for part in (_ALONG if others else _ALONG[:1])]
        edges = [[_place(declared, path, n, end, at) for at in beside] for end in (low, high)]
        points = all(_same(edge, [edge[0]] * len(edge)) for edge in edges) and bool(others)
        if not (points or _same(*edges)):
            raise Meaningless(
                f"{node.path.tex} is not closed: it ends elsewhere than it begins. Write it without a circle"
            )


def _place(declared: Mapping[str, Any], path: Path, n: int, end: float, others: Sequence[float]) -> list[float]:
    """The point where the n-th parameter has one value and the others have theirs."""
    given = dict(zip(path.parameters, [*others[:n], end, *others[n:]], strict=True))
    found = [complex(declared[name](**{one: given[one] for one in taken(declared[name])})) for name in path.coordinates]
    return [part for one in found for part in (one.real, one.imag)]


def _same(one: Sequence[Sequence[float]], other: Sequence[Sequence[float]]) -> bool:
    size = max(1.0, *(abs(x) for point in (*one, *other) for x in point))
    pairs = zip((x for point in one for x in point), (x for point in other for x in point), strict=True)
    return all(abs(a - b) <= _CLOSE * size for a, b in pairs)


MAKERS: dict[type[Node], Callable[[Any, Any], Function]] = {tree.PathPoint: point, tree.OverPath: over_path}
