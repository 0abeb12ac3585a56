"""Trees -> numbers.

A tree is compiled into nested functions of (state, indices), which is quicker than walking it for each of the thousands
of assignments.  Values are numbers of the state's field, or arrays of two dimensions: a vector is a column.

A derivative by a quantity moves that quantity and lets follow what depends on it: all of it for d, for ∂ what the
symbols that are held do not hold.  How the step is taken is told in `derivatives.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import numpy as np

from yansuan.check import (
    banded,
    bitwise,
    by_letter,
    chances,
    compositions,
    discrete,
    diverging,
    expectations,
    extrema,
    gathering,
    grids,
    logic,
    neighbours,
    paths,
    places,
    programs,
    sets,
    slices,
    special,
)
from yansuan.check.approached import Approached, Endless, Integral, Limit
from yansuan.check.balls import Ball
from yansuan.check.blocks import assembled
from yansuan.check.calls import Code, member
from yansuan.check.continued import continued, repeating
from yansuan.check.derivatives import Derive, partial_derivative, prime
from yansuan.check.errors import Ambiguous, Meaningless, Misfit, NotHere, OutOfRange, Undeclared
from yansuan.check.fields import Balls, Field, unboxed
from yansuan.check.in_rows import row_times
from yansuan.check.laws import Law
from yansuan.check.layouts import ByArrays
from yansuan.check.means import Means
from yansuan.check.membership import belongs
from yansuan.check.nabla import along, at, field, form, jacobian, partial_at, repeated
from yansuan.check.norms import norm, norm_of_order
from yansuan.check.notation import Instance, Move, State, has_no_value
from yansuan.check.placed import at_places, turned
from yansuan.check.places import EntryPlace
from yansuan.check.regions import edge
from yansuan.check.relations import SIGNS
from yansuan.check.resting import is_dear, once, rests
from yansuan.check.sharing import Shared
from yansuan.check.sized import Unsized
from yansuan.check.spaces import Assembled, over_space, with_column
from yansuan.check.straight import Straight
from yansuan.check.suprema import supremum
from yansuan.check.transposes import transpose_or_power
from yansuan.check.values import (
    OPERATIONS,
    add,
    applied,
    are_alike,
    as_argument,
    as_value,
    divide,
    entry_of,
    holds,
    is_complex,
    is_vector,
    largest,
    length,
    negative,
    number,
    power,
    smallest,
    total,
    total_product,
    whole_logarithm,
    whole_number,
)
from yansuan.check.variables import equated
from yansuan.check.wholes import kept_whole
from yansuan.functions import FUNCTIONS
from yansuan.tex import logic as claims
from yansuan.tex import tree
from yansuan.tex.arguments import Label
from yansuan.tex.banded import Banded
from yansuan.tex.by_letter import Slope
from yansuan.tex.compositions import Compositions
from yansuan.tex.convolved import Let
from yansuan.tex.discrete import Multinomial
from yansuan.tex.extrema import Chosen, Optimum
from yansuan.tex.in_rows import RowTimes
from yansuan.tex.nested import Repeating
from yansuan.tex.orders import misplaced
from yansuan.tex.patterns import HALF_LINE, LINE
from yansuan.tex.programs import Places, Program
from yansuan.tex.spaces import OverSpace
from yansuan.tex.square import Continued
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Chain, Node

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]

REACHED = "cases"  # under this key the indices may carry a set, which learns the cases that applied
_OPERATIONS = {**OPERATIONS, "otimes": special.tensor, "outer": special.outer, "kron": special.kronecker}
_MOST_TERMS = 10_000
_MOVE = 20  # steps: a state in which something has been moved
_placing = False  # whether what is compiled says where in the TeX it has no value
_running = ""  # the letter that runs through numbers in what is compiled, if one does
_shared: Shared | None = None  # the calls that are compiled once, if any are


def compiled(node: Node) -> Function:
    """The function that evaluates a node.

    What it returns is called with a state and the values of the index letters; it raises `OutOfRange` where a symbol
    does not exist at its indices, `Meaningless` where the value does not exist, `Ambiguous` where it could be either of
    two.
    """
    if _shared is not None and not _running:
        return _shared.function(node, _made)
    return _made(node)


def _made(node: Node) -> Function:
    function = _once(node) if _running or is_dear(node) else _compiled(node)
    return _placed(function, node.start) if _placing else function


def _compiled(node: Node) -> Function:
    make = _MAKERS.get(type(node))
    return make(compiled, node) if make else _COMPILERS[type(node)](node)


def _once(node: Node) -> Function:
    """The same of what may rest while a letter runs."""
    if is_dear(node):
        return once(_compiled(node), node)
    if _running and rests(node, _running):
        with _while_runs(""):
            return once(_compiled(node), node)
    return _compiled(node)


@contextmanager
def sharing(shared: Shared | None) -> Iterator[None]:
    """Calls that are compiled here remember what they gave last."""
    global _shared
    before, _shared = _shared, shared
    try:
        yield
    finally:
        _shared = before


@contextmanager
def _while_runs(letter: str) -> Iterator[None]:
    """What is compiled here is computed again and again, while a letter runs through numbers."""
    global _running
    before, _running = _running, letter
    try:
        yield
    finally:
        _running = before


def _running_body(node: tree.Integral) -> Function:
    """An integral, of whose integrand a part may rest."""

    def part_of_body(part: Node) -> Function:
        with _while_runs(node.variable):
            return compiled(part)

    def part_of_it(part: Node) -> Function:
        if part is node.body:
            return part_of_body(part)
        with _while_runs(""):
            return compiled(part)

    straight = None if _placing else Straight(node.body, node.variable, part_of_body)
    return Integral(node, part_of_it, straight).value


def placed(node: Node) -> Function:
    """The same, whose exceptions say where in the TeX the innermost part stands that has no value."""
    global _placing
    _placing = True
    try:
        with sharing(None):
            return compiled(node)
    finally:
        _placing = False


def _placed(function: Function, at: int) -> Function:
    def value(state: State, indices: Indices) -> Any:
        try:
            return function(state, indices)
        except (Meaningless, Ambiguous) as error:
            if error.at is None:
                error.at = at
            raise

    return value


def condition(chain: Chain) -> Callable[[State, Indices], bool]:
    """The function that says whether a chain is true, without a tolerance: it is about what counts."""
    if isinstance(chain, claims.Supposed):
        return logic.claimed(compiled, chain.expressions[0])
    parts = [compiled(expression) for expression in chain.expressions]
    if isinstance(chain, tree.Membership):
        return _membership(chain.kind, *parts)
    if isinstance(chain, tree.Listed):
        return lambda state, indices: any(
            holds("=", *(state.field.order(number(one(state, indices))) for one in (parts[0], value)))
            for value in parts[1:]
        )
    links = [_held(*link) for link in zip(chain.relations, parts, parts[1:], strict=False)]
    return lambda state, indices: all(link(state, indices) for link in links)


def _held(relation: tree.Relation, left: Function, right: Function) -> Callable[[State, Indices], bool]:
    """The function that says whether a relation is true."""
    if relation.sign in SIGNS:
        return logic.link(compiled, relation, left, right)

    if relation.sign in ("≈", "∝", "∼"):
        raise Unreadable(f"'{relation.sign}' is no condition: when is it met? Write an inequality", relation.start)

    def true(state: State, indices: Indices) -> bool:
        values = left(state, indices), right(state, indices)
        if relation.sign in ("=", "≠") and (alike := are_alike(*values, state.field)) is not None:
            return alike == (relation.sign == "=")
        a, b = (state.field.order(number(one)) for one in values)
        return holds(relation.sign, a, b)

    return true


def _membership(kind: str, of: Function, *sizes: Function) -> Callable[[State, Indices], bool]:
    def true(state: State, indices: Indices) -> bool:
        return belongs(of(state, indices), kind, tuple(whole_number(size(state, indices)) for size in sizes))

    return true


# ---- Leaves


def _constant(node: tree.Number) -> Function:
    value, text = node.value, node.text
    return lambda state, indices: state.field.constant(value, text)


def _index(node: tree.Index) -> Function:
    name = node.name
    return lambda state, indices: indices[name]


def _quantity(node: tree.Quantity) -> Function:
    key, tex = node.pattern.key, node.pattern.tex
    upper, lower = [compiled(part) for part in node.upper], [compiled(part) for part in node.lower]
    bare = not upper and not lower

    def value(state: State, indices: Indices) -> Any:
        choosing: tuple[int, ...] = ()
        entry: tuple[int, ...] | None = None
        if not bare or state.instance.choices[key].lower:
            choosing, entry = _places(state, key, tex, upper, lower, indices)
        whole = state.whole(key, choosing)
        if isinstance(whole, Law):
            raise Meaningless(has_no_value(tex))
        return as_value(whole) if entry is None else entry_of(whole, entry, tex)

    return value


def _places(
    state: State, key: str, tex: str, upper: Sequence[Function], lower: Sequence[Function], indices: Indices
) -> tuple[tuple[int, ...], tuple[int, ...] | None]:
    """The indices that choose a quantity's array, and those of the entry in it (None for the whole)."""
    choice = state.instance.choices[key]
    below = [whole_number(part(state, indices)) for part in lower]
    above = tuple([whole_number(part(state, indices)) for part in upper]) if upper else ()
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
        found: Any = None  # as `total` has it, which costs more here than what it adds
        for sign, term in terms:
            one = term(state, indices)
            if sign < 0:
                one = negative(one)
            found = one if found is None else add(found, one, state.field)
        return found

    return value


def _product(node: tree.Product) -> Function:
    first = compiled(node.factors[0][1])
    others = [(_OPERATIONS[kind], compiled(factor)) for kind, factor in node.factors[1:]]

    def value(state: State, indices: Indices) -> Any:
        product = first(state, indices)
        for times, factor in others:
            product = times(product, factor(state, indices), state.field)
        return product

    return value


def _quotient(node: tree.Quotient) -> Function:
    above, below = compiled(node.above), compiled(node.below)
    return lambda state, indices: divide(above(state, indices), below(state, indices), state.field)


def _power(node: tree.Power) -> Function:
    base, exponent = compiled(node.base), compiled(node.exponent)
    natural = isinstance(node.base, tree.Number) and node.base.value == math.e

    def value(state: State, indices: Indices) -> Any:
        above = exponent(state, indices)
        if natural:
            return applied("exp", above, state.field)
        if isinstance(above, frozenset) and base(state, indices) == 2:
            return sets.subsets(above)
        return power(base(state, indices), number(above), state.field)

    return value


def _transpose(node: tree.Transpose) -> Function:
    if node.letter:
        return transpose_or_power(compiled(node.of), compiled(node.power) if node.power else None)
    of, conjugate = compiled(node.of), node.conjugate

    def value(state: State, indices: Indices) -> Any:
        matrix = of(state, indices)
        if isinstance(matrix, Unsized):
            return matrix.T
        if conjugate:
            return applied("conj", matrix.T if isinstance(matrix, np.ndarray) else matrix, state.field)
        if not isinstance(matrix, np.ndarray):
            raise Misfit("the transpose of a number")
        return matrix.T

    return value


def _matrix(node: tree.Matrix) -> Function:
    rows = [[compiled(cell) for cell in row] for row in node.rows]
    zeros = [[isinstance(cell, tree.Number) and cell.value == 0 for cell in row] for row in node.rows]

    def value(state: State, indices: Indices) -> Any:
        cells = [[cell(state, indices) for cell in row] for row in rows]
        return assembled(cells, zeros, exact=state.field.exact)

    return value


def _norm(node: tree.Norm) -> Function:
    of, kind = compiled(node.of), node.kind
    if kind in ("1", "inf"):
        return lambda state, indices: norm(kind, of(state, indices), state.field)
    if node.order is not None:
        order = compiled(node.order)
        return lambda state, indices: norm_of_order(of(state, indices), order(state, indices), state.field)

    def value(state: State, indices: Indices) -> Any:
        matrix = np.atleast_2d(of(state, indices))
        return state.field.size(matrix) if kind == "F" or 1 in matrix.shape else state.field.spectral_norm(matrix)

    return value


# ---- Functions


def _apply(node: tree.Apply) -> Function:
    argument, name = compiled(node.argument), node.function
    if name == "abs":
        return _bars(argument, node)
    if name in ("bar", "star"):
        return _barred(argument, name, runs=any(isinstance(one, tree.Index) for one in tree.walk(node.argument)))
    return lambda state, indices: applied(name, argument(state, indices), state.field)


def _bars(argument: Function, node: tree.Apply) -> Function:
    """`|…|`: of a number its absolute value, of a vector its norm, of a matrix what the notation says."""

    def value(state: State, indices: Indices) -> Any:
        x = argument(state, indices)
        if isinstance(x, frozenset):
            return len(x)
        if not isinstance(x, np.ndarray):
            return state.field.apply("abs", x)
        if x.size == 1:
            if node.of_matrix == "det" and state.instance.edge and state.instance.is_of_size_one:
                raise NotHere("the determinant of a single entry, or the absolute value of an inner product")
            return state.field.apply("abs", x.item())
        if is_vector(x):
            return state.field.size(x)
        if node.of_matrix == "det":
            return applied("det", x, state.field)
        told = '|…| of a matrix: its determinant? Write \\det, or let the notation say so: \'"|": ("行列式", "det")\''
        if x.ndim == 2 and x.shape[0] == x.shape[1]:
            raise Undeclared("bars", told)
        raise Ambiguous(told)

    return value


def _barred(argument: Function, name: str, *, runs: bool) -> Function:
    """A bar or a star on something: its conjugate, if it is complex somewhere."""

    def value(state: State, indices: Indices) -> Any:
        x = argument(state, indices)
        if name == "star" and state.instance.grammar.star == "adjoint" and isinstance(x, np.ndarray):
            return applied("conj", x.T, state.field)
        in_balls = isinstance(state.field, Balls) and not state.field.on_path
        is_known = in_balls and state.instance.edge  # other instances, and doubles, have told that it is complex
        if name == "bar" and not is_known and not _has_complex(x):
            if runs:  # as z does in a contour integral, which begins at a real number
                raise Ambiguous(
                    r"a bar over a letter that runs. Write what it is, such as 1/z for \bar z where |z| = 1"
                )
            raise Ambiguous("a bar over what is real: a mean? Let the notation bind it")
        return applied("conj", x, state.field)

    return value


def _has_complex(value: Any) -> bool:
    kinds = complex | np.complexfloating
    return is_complex(value) or isinstance(value, kinds) or (isinstance(value, np.ndarray) and value.dtype.kind == "c")


def _logarithm(node: tree.Logarithm) -> Function:
    base, argument = compiled(node.base), compiled(node.argument)

    def value(state: State, indices: Indices) -> Any:
        field, x, b = state.field, number(argument(state, indices)), number(base(state, indices))
        if (exponent := whole_logarithm(x, b)) is not None:
            return exponent
        return field.divide(field.apply("ln", x), field.apply("ln", b))

    return value


def _binomial(node: tree.Binomial) -> Function:
    above, below = compiled(node.above), compiled(node.below)

    def value(state: State, indices: Indices) -> Any:
        n, k, field = number(above(state, indices)), whole_number(below(state, indices)), state.field
        if k < 0:
            return 0
        if k > 500:
            if isinstance(n, int) and n >= k and isinstance(field, Balls):
                return field.factorial(n) / (field.factorial(k) * field.factorial(n - k))
            raise Meaningless(f"a binomial of {k}")
        if isinstance(n, int):  # of a negative number, by its product
            return field.integer(math.comb(n, k) if n >= 0 else (-1) ** k * math.comb(k - n - 1, k))
        product: Any = 1
        for m in range(k):  # n (n − 1) … over k!, for any number n
            product = product * (n - m)
        return field.divide(product, math.factorial(k))

    return value


@lru_cache(4096)
def _product_of(n: int, step: int) -> int:
    """n (n − step) (n − 2 step) …, which the terms of a series ask for again on each instance."""
    return math.factorial(n) if step == 1 else math.prod(range(n, 0, -step))


def _factorial(node: tree.Factorial) -> Function:
    of, step = compiled(node.of), node.step

    def value(state: State, indices: Indices) -> Any:
        n = whole_number(of(state, indices))
        if step == 1 and n > 2000 and isinstance(state.field, Balls) and state.field.on_path:
            return state.field.factorial(n)
        if not 1 - step <= n <= 2000:  # (−1)!! is 1
            raise Meaningless(f"the {'double ' * (step - 1)}factorial of {n}")
        return state.field.integer(_product_of(n, step))

    return value


def _call(node: tree.Call) -> Function:
    arguments, key, order = [compiled(part) for part in node.arguments], node.pattern.key, node.order
    family = [compiled(part) for part in (*node.lower, *node.upper)]
    derive = Derive()

    def value(state: State, indices: Indices) -> Any:
        chosen = member(state, indices, key, family) if family else ()
        given = [as_argument(argument(state, indices)) for argument in arguments]
        code = Code(state, key, chosen)
        if not order:
            for n, one in enumerate(given):
                if isinstance(one, float):
                    given[n] = kept_whole(arguments[n], one, state, indices)
            return as_value(unboxed(state.field.call(code, *given)))
        return as_value(prime(derive, state, code, given, order, node.pattern.tex))

    return value


def _let(node: Let) -> Function:
    place, body, (name,) = compiled(node.value), compiled(node.body), node.binds

    def value(state: State, indices: Indices) -> Any:
        at = place(state, indices)
        if node.moves and isinstance(at, int | np.integer):
            at = Ball(int(at)) if isinstance(state.field, Balls) else at if state.field.exact else float(at)
        return body(state, {**indices, name: at})

    return value


def _gradient(node: tree.Gradient) -> Function:
    arguments, key, slot = [compiled(part) for part in node.of.arguments], node.of.pattern.key, node.slot
    derive = Derive()

    def value(state: State, indices: Indices) -> Any:
        given = [as_argument(argument(state, indices)) for argument in arguments]
        by = partial(partial_derivative, derive, state, Code(state, key), given)
        entries = list(np.ndindex(np.shape(given[slot])))
        if node.order == 1:
            column = [by([(slot, entry)]) for entry in entries]
            return np.array(column)[:, np.newaxis] if np.shape(given[slot]) else column[0]
        if not entries[0]:
            return by([(slot, ())] * 2)
        if node.second == "laplacian":
            return total((by([(slot, entry)] * 2) for entry in entries), state.field)
        return np.array([[by([(slot, a), (slot, b)]) for b in entries] for a in entries])

    return value


# ---- Derivatives by moving one quantity


def _derivative(node: tree.Derivative) -> Function:
    slots = None if node.total else _slots(node)
    plain = _of_function(node, slots) if slots is not None else _by_moving(node.of, node.by, total_=node.total)
    return ByArrays(compiled, node, plain).value


def _slots(node: tree.Derivative) -> list[int] | None:
    """By which arguments a function is differentiated, where `of` is a function of all that it is differentiated by."""
    if not isinstance(node.of, tree.Call) or node.of.order:
        return None
    found = []
    for variable in node.by:
        slot = next((n for n, argument in enumerate(node.of.arguments) if _is_argument(argument, variable)), None)
        if slot is None or any(_holds(other, variable) for n, other in enumerate(node.of.arguments) if n != slot):
            return None
        found.append(slot)
    return found


def _holds(argument: Node, variable: tree.Quantity) -> bool:
    """Whether a variable stands in another argument, too: then all of them move."""
    return any(
        isinstance(one, tree.Quantity) and one.pattern.key == variable.pattern.key for one in tree.walk(argument)
    )


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
    family = [compiled(part) for part in (*call.lower, *call.upper)]
    derive = Derive()
    entries = []
    for slot, variable in zip(slots, node.by, strict=True):
        whole = call.arguments[slot]
        inside = isinstance(whole, tree.Quantity) and not whole.lower
        entries.append([compiled(part) for part in variable.lower] if inside else [])

    def value(state: State, indices: Indices) -> Any:
        chosen = member(state, indices, key, family)
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
        return as_value(partial_derivative(derive, state, Code(state, key, chosen), given, by, whole=True))

    return value


def _by_moving(of: Node, by: Sequence[tree.Quantity], *, total_: bool) -> Function:
    """The derivative of an expression by quantities."""
    if len(by) > 1:
        return _Moving(of, _by_moving(of, by[1:], total_=total_), by[0], total_=total_).value
    return _Moving(of, compiled(of), by[0], total_=total_).value


class _Moving:
    """The derivative of what a node stands for by one quantity."""

    def __init__(self, node: Node, of: Function, by: tree.Quantity, *, total_: bool) -> None:
        self._node, self._of, self._total = node, of, total_
        self._keys = {one.pattern.key for one in tree.quantities(node)}
        self._key, self._tex = by.pattern.key, by.pattern.tex
        self._upper, self._lower = [compiled(part) for part in by.upper], [compiled(part) for part in by.lower]
        self._derivatives = {True: Derive(), False: Derive()}  # with something held, with nothing
        self._alike: Mapping[str, frozenset[str]] | None = None  # of the instances for which it is known what is held
        self._holds: tuple[frozenset[str], bool] = frozenset(), True

    def value(self, state: State, indices: Indices) -> Any:
        self._must_follow(state.instance)
        choosing, entry = _places(state, self._key, self._tex, self._upper, self._lower, indices)
        whole = state.whole(self._key, choosing)
        if entry is not None:
            entry_of(whole, entry, self._tex)
            return self._along(state, indices, choosing, tuple(index - 1 for index in entry))
        return self._along(state, indices, choosing, ())

    def _must_follow(self, instance: Instance) -> None:
        """`dt/dx` is not 0 because x follows from t, and t not from x."""
        if not self._total or any(self._key in instance.upstream[key] for key in self._keys):
            return
        if above := sorted(instance.patterns[key].tex for key in self._keys if key in instance.upstream[self._key]):
            raise Ambiguous(f"{self._tex} follows from {above[0]} here, and not the other way round")

    def _along(self, state: State, indices: Indices, choosing: tuple[int, ...], entry: tuple[int, ...]) -> Any:
        held, sure = (frozenset[str](), True) if self._total else self._held_on(state.instance)
        value = self._held(state, indices, choosing, entry, held)
        if sure:
            return value
        follows = self._held(state, indices, choosing, entry, frozenset())
        if _differ(value, follows):
            names = ", ".join(sorted(state.instance.patterns[key].tex for key in held))
            raise Ambiguous(
                f"\\partial by {self._tex}: is {names} held, or does it follow? Write d for what follows all, "
                "or name the whole as a quantity of the notation"
            )
        return value

    def _held_on(self, instance: Instance) -> tuple[frozenset[str], bool]:
        """What it holds, which is the same on all instances of a notation that were read alike."""
        if self._alike is not instance.upstream:
            self._alike, self._holds = instance.upstream, held_by_partial(instance, self._node, self._key)
        return self._holds

    def _held(
        self, state: State, indices: Indices, choosing: tuple[int, ...], entry: tuple[int, ...], held: frozenset[str]
    ) -> Any:
        def after(step: Any, field: Field) -> Any:
            if step is None:
                return self._of(state, indices)
            state.instance.spend(_MOVE)
            name = (self._key, choosing, entry, _hashable(step))
            return self._of(state.moved(name, [Move(self._key, choosing, entry or None, step)], field, held), indices)

        here = state.whole(self._key, choosing)
        return self._derivatives[bool(held)](state, after, by=here[entry] if entry else here)


def _hashable(step: Any) -> Any:
    return step.v.str(5) if isinstance(step, Ball) else step


def _differ(one: Any, other: Any) -> bool:
    if np.shape(one) != np.shape(other):
        return True
    for a, b in zip(np.ravel(np.asarray(one, object)), np.ravel(np.asarray(other, object)), strict=True):
        if isinstance(a, Ball) or isinstance(b, Ball):
            if (Ball(a) - Ball(b)).upper() > 1e-9:
                return True
        elif abs(a - b) > 1e-7 * max(abs(a), abs(b), 1e-12):
            return True
    return False


def held_by_partial(instance: Instance, of: Node, by: str) -> tuple[frozenset[str], bool]:
    """What `∂/∂by` holds, and whether nobody could take it otherwise.

    Of a quantity that is defined by `by` itself and by others, these others are held.  Of an expression in which `by`
    stands beside what depends on it, it could be meant that this is held, and that it follows.
    """
    if isinstance(of, tree.Quantity):
        definition = instance.definitions.get(of.pattern.key)
        taken = {instance.keys[name] for name, is_index in definition.takes if not is_index} if definition else set()
        if by not in taken:
            return frozenset(), True
        return frozenset(key for key in taken if key and key != by and by in instance.upstream[key]), True
    symbols = {node.pattern.key for node in tree.quantities(of)}
    if by not in symbols:
        return frozenset(), True
    held = frozenset(key for key in symbols if key != by and by in instance.upstream.get(key, ()))
    return held, not held


def _differential(node: tree.Differential) -> Function:
    of, derive = compiled(node.of), Derive()

    def value(state: State, indices: Indices) -> Any:
        def after(step: Any, field: Field) -> Any:
            if step is None:
                return of(state, indices)
            state.instance.spend(_MOVE)
            moves = [Move(move.key, (), None, move.by * step) for move in state.instance.direction]
            return of(state.moved(("d", _hashable(step)), moves, field), indices)

        return derive(state, after)

    return value


# ---- Bound operators


def _big(node: tree.Big) -> Function:
    body, steps = compiled(node.body), 1 + sum(1 for _ in tree.walk(node.body))
    if node.operation in ("sup", "inf"):
        assert node.over is not None
        sign = 1 if node.operation == "sup" else -1
        nested = any(isinstance(one, tree.Big) and one.operation in ("sup", "inf") for one in tree.walk(node.body))
        return supremum(body, steps, node.variable, node.over.key, sign, nested=nested)
    if isinstance(node.lower, tree.Infinity) or isinstance(node.upper, tree.Infinity):
        return Endless(node, compiled).value
    counted = _counter(node)
    gather = {"sum": total, "prod": total_product, "max": largest, "min": smallest}[node.operation]

    def value(state: State, indices: Indices) -> Any:
        values = counted(state, indices)
        state.instance.spend(steps * len(values))
        return gather((body(state, {**indices, node.variable: n}) for n in values), state.field)

    return value


def _counter(node: tree.Big) -> Callable[[State, Indices], Sequence[Any]]:
    """The values of the index: between the printed bounds, else over the range that its places give it.

    Of `\\sum_x P(X = x)` they are the values of X.
    """
    lower = compiled(node.lower) if node.lower else None
    upper = compiled(node.upper) if node.upper else None
    compared = equated(node.variable, node.body) if lower is None and upper is None else []

    def counted(state: State, indices: Indices) -> Sequence[Any]:
        if compared and not state.instance.grammar.indices.get(node.variable):
            return _MEANS.support(compared, state, indices)
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
    if len(found) > 1 and state.instance.grammar.star in (LINE, HALF_LINE):  # sequences are 0 where they do not exist
        return range(max(one.start for one in found), min(one.stop for one in found))
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
        self.is_plain = all(isinstance(one, tree.Index) for one in (*node.upper, *node.lower))

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


def places_of(variable: str, node: Node | Chain) -> list[Place | EntryPlace]:
    """The places where a letter stands as an index, but for those where a sum binds the same letter."""
    binds = isinstance(node, tree.BINDING) and node.variable == variable
    if binds or variable in getattr(node, "binds", ()):
        return []
    found = list[Place | EntryPlace]()
    if isinstance(node, tree.Entry):
        own = [n for n, part in enumerate(node.indices) if variable in tree.free_indices(part)]
        found += [EntryPlace(compiled, node, n) for n in own]
    if isinstance(node, tree.Quantity):
        for upper, parts in ((True, node.upper), (False, node.lower)):
            found += [
                Place(node, n, upper=upper) for n, part in enumerate(parts) if variable in tree.free_indices(part)
            ]
    return found + [place for child in tree.children(node) for place in places_of(variable, child)]


def _extremum(node: tree.Extremum) -> Function:
    among = [compiled(part) for part in node.among]
    choose = largest if node.operation == "max" else smallest
    return lambda state, indices: choose((part(state, indices) for part in among), state.field)


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
        case tree.Apply(function=name, argument=inside) if name in ("bar", "star") or FUNCTIONS[name].as_large:
            return magnitude(inside)
        case (
            tree.Derivative(of=inside)
            | tree.Field(of=inside)
            | tree.Along(of=inside)
            | tree.Form(of=inside)
            | tree.Partial(of=inside)
            | tree.Repeated(of=inside)
        ):  # what is differentiated: a derivative that is 0 says something
            return magnitude(inside)
        case tree.Unsized():
            return lambda state, indices: 1.0
        case tree.Evaluated():
            return places.size_of(compiled, magnitude, node)
        case tree.Norm(of=inside) | tree.Transpose(of=inside) | tree.Dotted(meaning=inside):
            return magnitude(inside)
        # elsewhere it is something: that it is 0 says something
        case Optimum(variable=tree.Quantity(), body=inside) | Program(body=inside):
            return magnitude(inside)
        case tree.Probability():  # one that is 0 says something
            return lambda state, indices: 1.0
        case tree.Moment(operation="Cov" | "Corr", of=both):
            own = [compiled(replace(node, operation="Var", of=(one,))) for one in both]
            return lambda state, indices: math.sqrt(math.prod(length(size(state, indices)) for size in own))
        case claims.Over(operation="sum"):
            return gathering.magnitudes(compiled, index_range, node, magnitude)
        case Compositions():
            return compositions.magnitudes(compiled, node, magnitude)
        case tree.Integral() | tree.Big(upper=tree.Infinity()) | tree.Big(lower=tree.Infinity()):
            return _mass(node)
        case tree.Big(operation="sum"):
            body, counted = magnitude(node.body), _counter(node)
            return lambda state, indices: sum(
                body(state, {**indices, node.variable: n}) for n in counted(state, indices)
            )
    value = compiled(node)
    return lambda state, indices: length(value(state, indices))


def _mass(node: tree.Integral | tree.Big) -> Function:
    """How large an integral or an endless sum would be, if nothing in it cancelled."""
    approached: Approached = Integral(node, compiled) if isinstance(node, tree.Integral) else Endless(node, compiled)

    def size(state: State, indices: Indices) -> float:
        approached.value(state, indices)
        return approached.mass

    return size


def _unbounded(node: tree.Infinity | tree.Constant | tree.Antiderivative) -> Function:
    def value(state: State, indices: Indices) -> Any:
        raise Ambiguous("this has no value by itself")

    return value


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
    tree.Dotted: lambda node: compiled(node.meaning),
    tree.Integral: lambda node: _running_body(node),
    tree.Limit: lambda node: Limit(node, compiled).value,
    tree.Edge: edge,
    tree.Placed: lambda node: at_places(compiled, node),
    tree.Turned: lambda node: turned(compiled, node),
    tree.Infinity: _unbounded,
    tree.Constant: _unbounded,
    tree.Antiderivative: _unbounded,
    tree.Grid: lambda node: grids.grid(compiled, _counter, node),
    tree.Diagonal: lambda node: grids.diagonal(compiled, _counter, node),
    tree.Extremum: _extremum,
    tree.Derivative: _derivative,
    tree.Differential: _differential,
    tree.Gradient: _gradient,
    tree.Norm: _norm,
    tree.Matrix: _matrix,
    tree.Cases: _cases,
    tree.Logarithm: _logarithm,
    tree.Binomial: _binomial,
    tree.Factorial: _factorial,
    tree.Partial: partial(partial_at, compiled),
    tree.Field: partial(field, compiled),
    tree.Along: partial(along, compiled),
    tree.Form: partial(form, compiled),
    tree.Jacobian: partial(jacobian, compiled),
    tree.Repeated: partial(repeated, compiled),
    tree.At: partial(at, compiled),
    tree.Order: misplaced,
    tree.Unsized: lambda node: neighbours.free(compiled, node),
    tree.Tuple: lambda node: neighbours.tuple_of(grids.values(compiled, _counter, node.items)),
    Banded: lambda node: banded.matrix(lambda items: grids.values(compiled, _counter, items), node),
    RowTimes: lambda node: row_times(grids.values(compiled, _counter, node.items), compiled(node.of)),
    Slope: partial(by_letter.slope, compiled),
    Multinomial: lambda node: discrete.multinomial(compiled(node.above), grids.values(compiled, _counter, node.among)),
    Repeating: lambda node: repeating(*(grids.values(compiled, _counter, of) for of in (node.above, node.below))),
    Continued: lambda node: continued(*(grids.values(compiled, _counter, of) for of in (node.items, node.period))),
    Optimum: partial(extrema.optimum, compiled),
    OverSpace: lambda node: over_space(compiled, node),
    Places: lambda node: programs.places(compiled, node),
    Assembled: lambda node: with_column(compiled, node),
    Let: lambda node: _let(node),
    Label: lambda node: lambda state, indices: node.text,
    Chosen: lambda node: extrema.chosen(_counter(node.of), compiled, node),
    tree.Entry: lambda node: places.entry(compiled, node),
    tree.Evaluated: lambda node: places.evaluated(compiled, node),
}
_MEANS = Means(compiled, _counter)
_COMPILERS |= chances.compilers(_MEANS)
_MAKERS: dict[type[Node], Callable[[Callable[[Any], Function], Any], Function]] = {
    **discrete.MAKERS,
    **compositions.MAKERS,
    **diverging.MAKERS,
    **logic.MAKERS,
    **sets.MAKERS,
    **special.MAKERS,
    **expectations.MAKERS,
    **bitwise.MAKERS,
    **paths.MAKERS,
    **slices.MAKERS,
    claims.Over: lambda compile_, node: gathering.over(compile_, index_range, node),
    Program: lambda compile_, node: programs.program(compile_, index_range, node),
}
