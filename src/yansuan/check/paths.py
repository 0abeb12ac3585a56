"""Curves and surfaces that a notation declares: their points, how these move, and whether they close."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from yansuan.check.derivatives import Derive, partial_derivative
from yansuan.check.errors import Meaningless
from yansuan.check.notation import State
from yansuan.check.regions import unfolded
from yansuan.check.several import Several
from yansuan.check.values import number
from yansuan.tex import tree
from yansuan.tex.paths import Path, taken
from yansuan.tex.patterns import Pattern, code_name
from yansuan.tex.tree import Node

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]
Compile = Callable[[Node], Function]

_ALONG = (0.137, 0.411, 0.618, 0.893)  # places on an edge, as parts of it
_STEP = 1e-6  # of a parameter's way
_TURNS = 1e-6  # of the largest determinant: what is smaller has no sign
_CLOSE = 1e-9  # so near, relative to how far it goes, a closed curve comes to where it began


def point(compiled: Compile, node: tree.PathPoint) -> Function:
    """A coordinate of a path, or its derivative by a parameter."""
    letters, derive = [compiled(one) for one in node.at], Derive()

    def value(state: State, indices: Indices) -> Any:
        function = _declared(state, node.path)[node.name]
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


def _declared(state: State, pattern: Pattern) -> Mapping[str, Any]:
    """The bounds of the parameters and the functions of the coordinates; for a region by letter, what says the same."""
    found: Mapping[str, Any] = state.instance.values[pattern.key]
    return found if pattern.key in state.instance.grammar.paths else unfolded(found)


def over_path(compiled: Compile, node: tree.OverPath) -> Function:
    """An integral along a path, which closes if its sign says so."""
    of = _integral(compiled, node.of)

    def value(state: State, indices: Indices) -> Any:
        if node.closed:
            _must_close(state, node)
        found = of(state, indices)
        return found * _sense(state, node.path, None) if node.signed else found

    return value


def over_boundary(compiled: Compile, node: tree.Boundary) -> Function:
    """An integral over the faces of what parameters sweep over; those that are points or meet are none."""
    faces = [(face, _integral(compiled, face.of)) for face in node.faces]

    def value(state: State, indices: Indices) -> Any:
        open_ = _open_faces(state, node)
        sense = _sense(state, node.pattern, node.path) if node.path.fills and node.oriented else 1
        found: Any = 0
        for face, of in faces:
            if (face.held, face.upper) in open_:
                sign = sense * (1 if (face.held % 2 == 0) == face.upper else -1) if node.oriented else 1
                found = found + sign * of(state, indices)
        return found

    return value


def _integral(compiled: Compile, node: Node) -> Function:
    """An integral over parameters: over several of them by rules that take all at once, see `several.py`."""
    assert isinstance(node, tree.Integral)
    return Several(node, compiled).value if isinstance(node.body, tree.Integral) else compiled(node)


def _open_faces(state: State, node: tree.Boundary) -> set[tuple[int, bool]]:
    """The faces that have a size and do not meet the opposite one."""
    declared, found = _declared(state, node.pattern), set[tuple[int, bool]]()
    bounds = [_bounds(declared, name) for name in node.path.parameters]
    for n, ends in enumerate(bounds):
        others = [bound for m, bound in enumerate(bounds) if m != n]
        grid = list(product(_ALONG, repeat=len(others)))
        beside = [[a + (b - a) * part for (a, b), part in zip(others, parts, strict=True)] for parts in grid]
        low, high = ([_place(declared, node.path, n, end, at) for at in beside] for end in ends)
        if not _same(low, high):
            found |= {(n, upper) for upper, one in ((False, low), (True, high)) if _has_size(one, len(others))}
    return found


def _has_size(points: Sequence[Sequence[float]], count: int) -> bool:
    """Whether the points of a grid, with as many sides as `count`, are on no point, and of two sides on no line."""
    size = max(1.0, *(abs(x) for point in points for x in point))
    whole = np.array(points).reshape(*(len(_ALONG),) * count, -1)
    steps = [np.diff(whole, axis=axis).reshape(-1, whole.shape[-1]) for axis in range(count)]
    moves = [float(np.max(np.linalg.norm(one, axis=1))) > _CLOSE * size for one in steps]
    return all(moves)


def _sense(state: State, pattern: Pattern, path: Path | None) -> int:
    """1 or −1: whether the parameters go the way the coordinates do.

    Raises:
        Meaningless: here they do and there they do not.
    """
    declared = _declared(state, pattern)
    path = path or state.instance.grammar.paths[pattern.key]
    bounds = [_bounds(declared, name) for name in path.parameters]
    sizes = list[float]()
    for parts in product(_ALONG, repeat=len(bounds)):
        at = [a + (b - a) * part for (a, b), part in zip(bounds, parts, strict=True)]
        sizes.append(_determinant(declared, path, at, [b - a for a, b in bounds]))
    largest = max(map(abs, sizes))
    signs = {size > 0 for size in sizes if abs(size) > _TURNS * largest}
    if len(signs) != 1 or (path.by_letter and signs != {True}):
        raise Meaningless(f"the parameters of {pattern.tex} turn round within it: it covers something twice")
    return 1 if signs == {True} else -1


def _determinant(declared: Mapping[str, Any], path: Path, at: Sequence[float], ways: Sequence[float]) -> float:
    """About how the coordinates move with the parameters, at a place."""
    rows = []
    for n, way in enumerate(ways):
        ends = [_point(declared, path, [*at[:n], at[n] + step * way, *at[n + 1 :]]) for step in (-_STEP, _STEP)]
        rows.append([(b - a) / (2 * _STEP) for a, b in zip(*ends, strict=True)])
    return float(np.linalg.det(np.array(rows)))


def _bounds(declared: Mapping[str, Any], name: str) -> tuple[float, float]:
    low, high = declared[name]
    return float(low), float(high)


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
    found = [complex(one) for one in _values(declared, path, [*others[:n], end, *others[n:]])]
    return [part for one in found for part in (one.real, one.imag)]


def _point(declared: Mapping[str, Any], path: Path, at: Sequence[float]) -> list[float]:
    """The same of real coordinates."""
    return [float(np.real(one)) for one in _values(declared, path, at)]


def _values(declared: Mapping[str, Any], path: Path, at: Sequence[float]) -> list[Any]:
    given = dict(zip(map(code_name, path.parameters), at, strict=True))
    return [declared[name](**{one: given[one] for one in taken(declared[name])}) for name in path.coordinates]


def _same(one: Sequence[Sequence[float]], other: Sequence[Sequence[float]]) -> bool:
    size = max(1.0, *(abs(x) for point in (*one, *other) for x in point))
    pairs = zip((x for point in one for x in point), (x for point in other for x in point), strict=True)
    return all(abs(a - b) <= _CLOSE * size for a, b in pairs)


MAKERS: dict[type[Node], Callable[[Any, Any], Function]] = {
    tree.PathPoint: point,
    tree.OverPath: over_path,
    tree.Boundary: over_boundary,
}
