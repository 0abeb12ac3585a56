"""Trees -> numbers.

A tree is compiled into nested functions of (state, indices), which is quicker than walking it for each of the thousands
of assignments.  Values are numbers, or arrays of two dimensions: a vector is a column.

A derivative by a quantity moves that quantity alone and lets all that depends on it follow; how the step is taken is
told in `derivatives.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from yansuan.check.derivatives import central, imaginary, partial_derivative, prime
from yansuan.check.notation import STEP, Instance, Meaningless, Move, OutOfRange, State
from yansuan.check.values import (
    OPERATIONS,
    SCALAR,
    as_argument,
    as_value,
    divide,
    entry_of,
    exp,
    holds,
    largest,
    number,
    of_square,
    power,
    smallest,
    total,
    total_product,
    whole_number,
)
from yansuan.tex import tree
from yansuan.tex.patterns import NotationError
from yansuan.tex.tree import Chain, Node

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]

REACHED = "cases"  # under this key the indices may carry a set, which learns the cases that applied
_MOST_TERMS = 10_000
_GRID, _GOLDEN = 64, 60
_CALL, _MOVE = 4, 20  # steps: a call of a snippet's function, a state in which something has been moved


def compiled(node: Node) -> Function:
    """The function that evaluates a node.

    What it returns is called with a state and the values of the index letters; it raises `OutOfRange` where a symbol
    does not exist at its indices, and `Meaningless` where the value does not exist.
    """
    return _COMPILERS[type(node)](node)


def condition(chain: Chain) -> Callable[[State, Indices], bool]:
    """The function that says whether a chain is true, without a tolerance: it is about what counts."""
    parts = [compiled(expression) for expression in chain.expressions]
    signs = [relation.sign for relation in chain.relations]

    def true(state: State, indices: Indices) -> bool:
        values = [part(state, indices) for part in parts]
        return all(holds(sign, left, right) for sign, left, right in zip(signs, values, values[1:], strict=False))

    return true


# ---- Leaves


def _constant(node: tree.Number) -> Function:
    value = node.value
    return lambda state, indices: value


def _index(node: tree.Index) -> Function:
    name = node.name
    return lambda state, indices: indices[name]


def _quantity(node: tree.Quantity) -> Function:
    key, tex = node.pattern.key, node.pattern.tex
    upper, lower = [compiled(part) for part in node.upper], [compiled(part) for part in node.lower]

    def value(state: State, indices: Indices) -> Any:
        choosing, entry = _places(state, key, tex, upper, lower, indices)
        whole = state.whole(key, choosing)
        return as_value(whole) if entry is None else entry_of(whole, entry, tex)

    return value


def _places(
    state: State, key: str, tex: str, upper: Sequence[Function], lower: Sequence[Function], indices: Indices
) -> tuple[tuple[int, ...], tuple[int, ...] | None]:
    """The indices that choose a quantity's array, and those of the entry in it (None for the whole)."""
    choice = state.instance.choices[key]
    below = [whole_number(part(state, indices)) for part in lower]
    above = tuple(whole_number(part(state, indices)) for part in upper)
    if not choice.lower:
        return above, tuple(below) if below else None
    if not below:
        raise Meaningless(f"{tex} needs its index below")
    chosen = above + tuple(below[place] for place in choice.lower)
    rest = tuple(index for place, index in enumerate(below) if place not in choice.lower)
    return chosen, rest or None


# ---- Arithmetic


def _sum(node: tree.Sum) -> Function:
    terms = [(sign, compiled(term)) for sign, term in node.terms]

    def value(state: State, indices: Indices) -> Any:
        return total(-term(state, indices) if sign < 0 else term(state, indices) for sign, term in terms)

    return value


def _product(node: tree.Product) -> Function:
    factors = [(kind, compiled(factor)) for kind, factor in node.factors]

    def value(state: State, indices: Indices) -> Any:
        product = factors[0][1](state, indices)
        for kind, factor in factors[1:]:
            product = OPERATIONS[kind](product, factor(state, indices))
        return product

    return value


def _quotient(node: tree.Quotient) -> Function:
    above, below = compiled(node.above), compiled(node.below)
    return lambda state, indices: divide(above(state, indices), below(state, indices))


def _power(node: tree.Power) -> Function:
    base, exponent = compiled(node.base), compiled(node.exponent)
    natural = isinstance(node.base, tree.Number) and node.base.value == math.e

    def value(state: State, indices: Indices) -> Any:
        above = exponent(state, indices)
        return exp(number(above)) if natural else power(base(state, indices), number(above))

    return value


def _transpose(node: tree.Transpose) -> Function:
    of = compiled(node.of)

    def value(state: State, indices: Indices) -> Any:
        matrix = of(state, indices)
        if not isinstance(matrix, np.ndarray):
            raise Meaningless("the transpose of a number")
        return matrix.T

    return value


def _matrix(node: tree.Matrix) -> Function:
    rows = [[compiled(cell) for cell in row] for row in node.rows]
    return lambda state, indices: np.array([[number(cell(state, indices)) for cell in row] for row in rows])


def _norm(node: tree.Norm) -> Function:
    of, kind = compiled(node.of), node.kind

    def value(state: State, indices: Indices) -> Any:
        matrix = np.atleast_2d(of(state, indices))
        if kind == "F" or 1 in matrix.shape:
            return power((matrix * matrix).sum().item(), 0.5)
        try:
            return float(np.linalg.norm(matrix.real, 2))
        except np.linalg.LinAlgError:
            raise Meaningless("the norm of a matrix that has no finite one") from None

    return value


# ---- Functions


def _apply(node: tree.Apply) -> Function:
    argument, name = compiled(node.argument), node.function
    if name in ("det", "tr"):
        return lambda state, indices: of_square(name, argument(state, indices))
    scalar = SCALAR[name]

    def value(state: State, indices: Indices) -> Any:
        x = argument(state, indices)
        if isinstance(x, np.ndarray):
            return np.vectorize(scalar, otypes=[x.dtype if x.dtype.kind == "c" else float])(x)
        return scalar(x)

    return value


def _call(node: tree.Call) -> Function:
    arguments, key, order = [compiled(part) for part in node.arguments], node.pattern.key, node.order

    def value(state: State, indices: Indices) -> Any:
        given = [as_argument(argument(state, indices)) for argument in arguments]
        function = partial(_called, state.instance, key)
        return as_value(function(*given) if not order else prime(function, given, order, node.pattern.tex))

    return value


def _called(instance: Instance, key: str, *arguments: Any) -> Any:
    """What a snippet's function gives."""
    instance.spend(_CALL)
    try:
        with np.errstate(all="ignore"):
            value = instance.values[key](*arguments)
    except (OutOfRange, Meaningless):
        raise
    except (ValueError, ZeroDivisionError, OverflowError, ArithmeticError) as error:
        raise Meaningless(f"{instance.patterns[key].tex}: {error}") from None
    except Exception as error:  # an author's mistake in the snippet must not end the build
        raise NotationError(f"the notation's {key!r} fails: {type(error).__name__}: {error}") from None
    if isinstance(value, np.ndarray | np.generic):
        return value.item() if value.ndim == 0 else value
    return value


def _gradient(node: tree.Gradient) -> Function:
    arguments, key, slot = [compiled(part) for part in node.of.arguments], node.of.pattern.key, node.slot

    def value(state: State, indices: Indices) -> Any:
        given = [as_argument(argument(state, indices)) for argument in arguments]
        function = partial(_called, state.instance, key)
        entries = list(np.ndindex(np.shape(given[slot])))
        if node.order == 1:
            column = [partial_derivative(function, given, [(slot, entry)]) for entry in entries]
            return np.array(column)[:, np.newaxis] if np.shape(given[slot]) else column[0]
        if not entries[0]:
            return partial_derivative(function, given, [(slot, ())] * 2)
        rows = [[partial_derivative(function, given, [(slot, a), (slot, b)]) for b in entries] for a in entries]
        return np.array(rows)

    return value


# ---- Derivatives by moving one quantity


def _derivative(node: tree.Derivative) -> Function:
    slots = _slots(node)
    if slots is not None:
        return _of_function(node, slots)
    return _by_moving(node.of, node.by)


def _slots(node: tree.Derivative) -> list[int] | None:
    """By which arguments a function is differentiated, where `of` is a function of all that it is differentiated by."""
    if not isinstance(node.of, tree.Call) or node.of.order:
        return None
    found = []
    for variable in node.by:
        slot = next((n for n, argument in enumerate(node.of.arguments) if _is_argument(argument, variable)), None)
        if slot is None:
            return None
        found.append(slot)
    return found


def _is_argument(argument: Node, variable: tree.Quantity) -> bool:
    return (
        isinstance(argument, tree.Quantity)
        and argument.pattern.key == variable.pattern.key
        and tuple(map(tree.spelling, argument.upper)) == tuple(map(tree.spelling, variable.upper))
        and (
            not argument.lower or tuple(map(tree.spelling, argument.lower)) == tuple(map(tree.spelling, variable.lower))
        )
    )


def _of_function(node: tree.Derivative, slots: list[int]) -> Function:
    call = node.of
    assert isinstance(call, tree.Call)
    arguments, key, tex = [compiled(part) for part in call.arguments], call.pattern.key, call.pattern.tex
    entries = []
    for slot, variable in zip(slots, node.by, strict=True):
        whole = call.arguments[slot]
        inside = isinstance(whole, tree.Quantity) and not whole.lower
        entries.append([compiled(part) for part in variable.lower] if inside else [])

    def value(state: State, indices: Indices) -> Any:
        given = [as_argument(argument(state, indices)) for argument in arguments]
        by = []
        for slot, entry in zip(slots, entries, strict=True):
            places = tuple(whole_number(part(state, indices)) for part in entry)
            shape = np.shape(given[slot])
            if len(places) != len(shape) or any(not 1 <= p <= size for p, size in zip(places, shape, strict=True)):
                if len(places) == len(shape):
                    formal = (call.pattern.formals or ())[slot]
                    raise OutOfRange(f"the argument {formal} of {tex} has no entry {', '.join(map(str, places))}")
                raise Meaningless(f"the derivative of {tex} by a whole vector: write \\nabla")
            by.append((slot, tuple(place - 1 for place in places)))
        return partial_derivative(partial(_called, state.instance, key), given, by)

    return value


def _holds_a_derivative(node: Node) -> bool:
    kinds = (tree.Derivative, tree.Differential, tree.Gradient)
    return any(isinstance(part, kinds) or (isinstance(part, tree.Call) and part.order) for part in tree.walk(node))


def _by_moving(of: Node, by: Sequence[tree.Quantity]) -> Function:
    """The derivative of an expression by quantities, all that depends on them following."""
    if len(by) > 1:
        return _moving_one(_by_moving(of, by[1:]), by[0], nested=True)
    return _moving_one(compiled(of), by[0], nested=_holds_a_derivative(of))


def _moving_one(of: Function, by: tree.Quantity, *, nested: bool) -> Function:
    key, tex = by.pattern.key, by.pattern.tex
    upper, lower = [compiled(part) for part in by.upper], [compiled(part) for part in by.lower]

    def value(state: State, indices: Indices) -> Any:
        choosing, entry = _places(state, key, tex, upper, lower, indices)
        whole = state.whole(key, choosing)
        if entry is not None:
            entry_of(whole, entry, tex)
            return along(state, indices, choosing, tuple(index - 1 for index in entry))
        if not isinstance(whole, np.ndarray):
            return along(state, indices, choosing, ())
        entries = [number(along(state, indices, choosing, place)) for place in np.ndindex(whole.shape)]
        return as_value(np.array(entries).reshape(whole.shape))

    def along(state: State, indices: Indices, choosing: tuple[int, ...], entry: tuple[int, ...]) -> Any:
        def after(step: Any) -> Any:
            state.instance.spend(_MOVE)
            name = (key, choosing, entry, step)
            return of(state.moved(name, [Move(key, choosing, entry or None, step)]), indices)

        return central(after) if nested else imaginary(after(STEP * 1j))

    return value


def _differential(node: tree.Differential) -> Function:
    of, nested = compiled(node.of), _holds_a_derivative(node.of)

    def value(state: State, indices: Indices) -> Any:
        def after(step: Any) -> Any:
            state.instance.spend(_MOVE)
            moves = [Move(move.key, (), None, move.by * step) for move in state.instance.direction]
            return of(state.moved(("d", step), moves), indices)

        return central(after) if nested else imaginary(after(STEP * 1j))

    return value


# ---- Bound operators


def _big(node: tree.Big) -> Function:
    body, steps = compiled(node.body), 1 + sum(1 for _ in tree.walk(node.body))
    if node.operation in ("sup", "inf"):
        assert node.over is not None
        return _supremum(body, steps, node.variable, node.over.key, 1 if node.operation == "sup" else -1)
    counted = _counter(node)
    gather = {"sum": total, "prod": total_product, "max": largest, "min": smallest}[node.operation]

    def value(state: State, indices: Indices) -> Any:
        values = counted(state, indices)
        state.instance.spend(steps * len(values))
        return gather(body(state, {**indices, node.variable: n}) for n in values)

    return value


def _counter(node: tree.Big) -> Callable[[State, Indices], range]:
    """The values of the index: between the printed bounds, else over the range that its places give it."""
    lower = compiled(node.lower) if node.lower else None
    upper = compiled(node.upper) if node.upper else None

    def counted(state: State, indices: Indices) -> range:
        own = index_range(node.variable, [node.body], state, indices) if lower is None or upper is None else range(0)
        first = whole_number(lower(state, indices)) if lower else own.start
        last = whole_number(upper(state, indices)) if upper else own.stop - 1
        if last - first > _MOST_TERMS:
            raise Meaningless(f"a sum of {last - first + 1} terms")
        return range(first, last + 1)

    return counted


def index_range(variable: str, nodes: Iterable[Node], state: State, indices: Indices) -> range:
    """Where the symbols that an index stands at exist: the index's declared range, else what their places allow.

    Raises:
        Meaningless: they allow different ranges, or none.
    """
    declared = state.instance.grammar.indices.get(variable)
    if declared:
        return declared
    found: set[range] = set()
    for node in nodes:
        for place in places_of(variable, node):
            found |= {allowed} if (allowed := place.allowed(variable, state, indices)) is not None else set()
    if len(found) != 1:
        how = "stands at places of different length" if found else "stands at no index"
        raise Meaningless(f"over which {variable}? It {how}: print the bounds")
    return found.pop()


class Place:
    """An index of a symbol: which quantity, and which of its indices."""

    def __init__(self, node: tree.Quantity, position: int, *, upper: bool) -> None:
        self.node, self.position, self.is_upper = node, position, upper
        self.index = (node.upper if upper else node.lower)[position]
        self._value = compiled(self.index)
        self._upper = [compiled(part) for part in node.upper]
        self._lower = [compiled(part) for part in node.lower]
        # All the letters that must be known before it can be said whether the index is in range.
        self.needs = tree.free_indices(self.index).union(*map(tree.free_indices, node.upper))

    def in_range(self, state: State, indices: Indices) -> bool:
        """Whether the symbol exists at this index, whatever its other lower indices."""
        choice = state.instance.choices[self.node.pattern.key]
        try:
            above = tuple(whole_number(part(state, indices)) for part in self._upper)
            index = whole_number(self._value(state, indices))
            if choice.lower:
                if self.is_upper or self.position not in choice.lower or len(choice.lower) > 1:
                    return True  # judged when all are known
                state.whole(self.node.pattern.key, (*above, index))
                return True
            whole = state.whole(self.node.pattern.key, above)
        except OutOfRange:
            return False
        except Meaningless:
            return True
        if self.is_upper:
            return True
        shape = np.shape(whole)
        return self.position < len(shape) and 1 <= index <= shape[self.position]

    def allowed(self, variable: str, state: State, indices: Indices) -> range | None:
        """The values of a letter for which the index is in range; None where another letter is not known yet."""
        if not self.needs - {variable} <= set(indices):
            return None
        limit = state.instance.largest + 2
        values = [n for n in range(-2, limit) if self.in_range(state, {**indices, variable: n})]
        return range(values[0], values[-1] + 1) if values else range(0)


def places_of(variable: str, node: Node | Chain) -> list[Place]:
    """The places where a letter stands as an index, but for those where a sum binds the same letter."""
    if isinstance(node, tree.Big) and node.variable == variable:
        return []
    found = []
    if isinstance(node, tree.Quantity):
        for upper, parts in ((True, node.upper), (False, node.lower)):
            found += [
                Place(node, n, upper=upper) for n, part in enumerate(parts) if variable in tree.free_indices(part)
            ]
    return found + [place for child in tree.children(node) for place in places_of(variable, child)]


def _extremum(node: tree.Extremum) -> Function:
    among = [compiled(part) for part in node.among]
    choose = largest if node.operation == "max" else smallest
    return lambda state, indices: choose(part(state, indices) for part in among)


def _supremum(body: Function, steps: int, variable: str, key: str, sign: int) -> Function:
    """The supremum over a declared interval: the best of a grid, then golden sections.

    At a maximum the value is off by the square of what the place is off by, so half the digits of the place are enough.
    """

    def value(state: State, indices: Indices) -> Any:
        first, last = state.instance.values[key]
        state.instance.spend(steps * (_GRID + _GOLDEN))

        def at(t: float) -> float:
            try:
                return sign * float(np.real(number(body(state, {**indices, variable: t}))))
            except Meaningless:
                return -math.inf

        grid = np.linspace(first, last, _GRID + 1).tolist()
        best = max(range(len(grid)), key=lambda n: at(grid[n]))
        if best in (0, _GRID):
            raise Meaningless(f"the supremum over {variable} is at the end of the declared set: widen it")
        return sign * _golden(at, grid[best - 1], grid[best + 1])

    return value


def _golden(at: Callable[[float], float], left: float, right: float) -> float:
    ratio = (math.sqrt(5) - 1) / 2
    inner = [right - ratio * (right - left), left + ratio * (right - left)]
    values = [at(inner[0]), at(inner[1])]
    for _ in range(_GOLDEN):
        if values[0] < values[1]:
            left, inner = inner[0], [inner[1], inner[0] + ratio * (right - inner[0])]
            values = [values[1], at(inner[1])]
        else:
            right, inner = inner[1], [inner[1] - ratio * (inner[1] - left), inner[0]]
            values = [at(inner[0]), values[0]]
    return max(values)


def _cases(node: tree.Cases) -> Function:
    rows = [(compiled(value), condition(chain) if chain else None) for value, chain in node.rows]

    def value(state: State, indices: Indices) -> Any:
        true = [n for n, (_, when) in enumerate(rows) if when is None or when(state, indices)]
        if not true:
            raise Meaningless("no case applies")
        if len(true) > 1 and rows[true[1]][1] is not None:
            raise Meaningless(f"cases {true[0] + 1} and {true[1] + 1} both apply")
        if REACHED in indices:
            indices[REACHED].add((node.start, true[0]))
        return rows[true[0]][0](state, indices)

    return value


def magnitude(node: Node) -> Function:
    """How large a value is before its terms cancel: sums add the sizes of what they sum."""
    match node:
        case tree.Sum(terms=terms):
            sizes = [magnitude(term) for _, term in terms]
            return lambda state, indices: sum(size(state, indices) for size in sizes)
        case tree.Product(factors=factors) if all(kind != "/" for kind, _ in factors):
            sizes = [magnitude(factor) for _, factor in factors]
            return lambda state, indices: math.prod(size(state, indices) for size in sizes)
        case tree.Big(operation="sum"):
            body, counted = magnitude(node.body), _counter(node)
            return lambda state, indices: sum(
                body(state, {**indices, node.variable: n}) for n in counted(state, indices)
            )
    value = compiled(node)
    return lambda state, indices: float(np.linalg.norm(value(state, indices)))


_COMPILERS: dict[type[Node], Callable[[Any], Function]] = {
    tree.Number: _constant,
    tree.Index: _index,
    tree.Quantity: _quantity,
    tree.Call: _call,
    tree.Apply: _apply,
    tree.Sum: _sum,
    tree.Product: _product,
    tree.Quotient: _quotient,
    tree.Power: _power,
    tree.Transpose: _transpose,
    tree.Big: _big,
    tree.Extremum: _extremum,
    tree.Derivative: _derivative,
    tree.Differential: _differential,
    tree.Gradient: _gradient,
    tree.Norm: _norm,
    tree.Matrix: _matrix,
    tree.Cases: _cases,
}
