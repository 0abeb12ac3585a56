"""≈ and ∝.

≈ before a decimal fraction is true where that is the other side, rounded to the digits that are printed.  Else it needs
a tolerance, which the author states.  ∝ is true where the ratio of both sides is the same for all values of the letters
on the right, the others held: of the index letters, where there are some, else of all that is drawn, for which it is
tried with the values of other instances.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from yansuan.check.balls import Ball, entries, precision
from yansuan.check.errors import UNABLE, Ambiguous, Meaningless, Misfit, NotHere
from yansuan.check.fields import Balls
from yansuan.check.notation import Instance, Move, State
from yansuan.check.relations import Related, Relating
from yansuan.check.values import length, number
from yansuan.tex import tree
from yansuan.tex.conventions import NEAR
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node, Relation

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]

_BITS = 256
_EQUAL, _DIFFER = 1e-13, 1e-9  # relative: ratios that are the same, and such that are not
_DOUBLES = 1e-11  # relative: what doubles know of a value
_EARLIER = 4  # instances whose values are tried


# ---- ≈


def approximating(relation: Relation, left: Node, right: Node, functions: tuple[Function, Function], near: float,
                  *, here: bool) -> Relating:  # fmt: skip
    """What says whether two sides are approximately equal.

    Args:
        relation: the ≈.
        left, right: its sides.
        functions: of these.
        near: the relative tolerance that is stated; 0 where none is.
        here: whether it is stated for this one formula, so that it goes before the digits.

    Raises:
        Unreadable: nothing says how near they are to be.
    """
    printed = next((found for side in (right, left) if (found := _decimal(side)) is not None), None)
    if printed is not None and not (near and here):
        digits = functions[0] if _decimal(right) is not None else functions[1]
        return _by_digits(digits, *printed)
    if not near:
        raise Unreadable(
            f"how near? State a relative tolerance, in a comment '% approx: 1e-3' or by the notation's key '{NEAR}'. "
            "A decimal fraction needs none",
            relation.start,
        )

    def value(state: State, indices: Indices) -> Related:
        a, b = _values(functions, state, indices)
        apart, size = _length(_less(a, b)), max(_length(a)[1], _length(b)[1])
        return Related(_decided(apart, near * size), _plain(a), _plain(b), says_little=size == 0)

    return value


def tolerance_of(relation: Relation, *sides: Node) -> float:
    """The relative tolerance of an ≈; 0 where digits decide."""
    by_digits = any(_decimal(side) is not None for side in sides) and not relation.near_here
    return 0.0 if by_digits else relation.near


def _decimal(side: Node) -> tuple[Fraction, Fraction, int] | None:
    """A number as it is printed, half of its last digit's worth, and how many zeros it ends with."""
    sign, node, power = 1, side, 0
    if isinstance(node, tree.Sum) and len(node.terms) == 1:
        sign, node = node.terms[0]
    if isinstance(node, tree.Product) and len(node.factors) == 2 and node.factors[1][0] in ("dot", "cross"):
        scale = _power_of_ten(node.factors[1][1])
        if scale is None:
            return None
        node, power = node.factors[0][1], scale
    if isinstance(node, tree.Quotient) and _is_percent_sign(node.below):
        node, power = node.above, power - 2
    if not isinstance(node, tree.Number) or not re.fullmatch(r"\d+(\.\d+)?", node.text):
        return None
    whole, _, digits = node.text.partition(".")
    worth = Fraction(10) ** (power - len(digits))
    zeros = 0 if digits or power else len(whole) - len(whole.rstrip("0"))
    return sign * Fraction(node.text) * Fraction(10) ** power, worth / 2, zeros


def _is_percent_sign(node: Node) -> bool:
    """The 100 by which `68.27\\%` is divided stands nowhere in the TeX, so it has no length."""
    return isinstance(node, tree.Number) and node.start == node.end


def _power_of_ten(node: Node) -> int | None:
    if isinstance(node, tree.Number) and node.text == "10":
        return 1
    if not (isinstance(node, tree.Power) and isinstance(node.base, tree.Number) and node.base.text == "10"):
        return None
    sign, exponent = 1, node.exponent
    if isinstance(exponent, tree.Sum) and len(exponent.terms) == 1:
        sign, exponent = exponent.terms[0]
    return sign * int(exponent.value) if isinstance(exponent, tree.Number) and exponent.text.isdigit() else None


def _by_digits(of: Function, printed: Fraction, half: Fraction, zeros: int) -> Relating:
    def value(state: State, indices: Indices) -> Related:
        (a,) = _values((of,), state, indices)
        a, b = Ball(number(a)), Ball(printed)
        apart = _length(a - b)
        true = _decided(apart, float(half))
        if not true and zeros and _decided(apart, float(half) * 10**zeros):
            raise Ambiguous(f"{printed}: is it rounded to its last digit, or to another? Write it with a power of ten")
        return Related(true, a.double(), float(printed), says_little=False)

    return value


def _decided(apart: tuple[float, float], most: float) -> bool:
    if apart[1] <= most:
        return True
    if apart[0] > most:
        return False
    raise NotHere("the sides are as near to each other as they may be, but for rounding")


# ---- ∝


def proportional(relation: Relation, right: Node, functions: tuple[Function, Function]) -> Relating:
    """What says whether the left side is proportional to the right one.

    Raises:
        Unreadable: there is no letter on the right.
    """
    quantities = list(tree.quantities(right))
    letters = tree.free_indices(right)
    if not quantities and not letters:
        raise Unreadable("proportional to what never changes: no letter stands on the right", relation.start)
    return _Proportion(functions, {one.pattern.key: one.pattern.tex for one in quantities}, letters).holds


class _Proportion:
    """Both sides where the letters on the right take other values."""

    def __init__(self, functions: tuple[Function, Function], keys: dict[str, str], letters: frozenset[str]) -> None:
        self._functions, self._keys, self._letters = functions, keys, letters
        self._before: list[tuple[int, dict[str, Any]]] = []  # drawn values of instances
        self._first: dict[Any, tuple[Any, Any]] = {}  # by instance and other indices, the sides at the first index

    def holds(self, state: State, indices: Indices) -> Related:
        """Whether the ratio is what it was."""
        here = self._at(state, indices, {})
        drawn = self._drawn(state.instance)
        says_little, true = True, True
        for values in () if self._letters else self._earlier(state.instance, drawn):
            try:
                there = self._at(state, indices, values)
            except Meaningless:
                continue
            says_little = False
            if not _same_ratio(here, there):
                self._must_vary_all(state, indices, here, values)
                true = False
                break
        others = tuple(sorted((name, one) for name, one in indices.items() if self._is_other(name)))
        first = self._first.setdefault((state.instance.number, others), here)
        if first is not here:
            says_little = False
            true = true and _same_ratio(first, here)
        return Related(true, here[0].double(), here[1].double(), says_little)

    def _is_other(self, name: str) -> bool:
        return name not in self._letters and name != "cases"

    def _drawn(self, instance: Instance) -> dict[str, Any]:
        """The drawn values that the letters on the right follow from."""
        leaves = {leaf for key in self._keys for leaf in instance.upstream[key] if leaf not in instance.definitions}
        return {leaf: instance.values[leaf] for leaf in sorted(leaves)}

    def _earlier(self, instance: Instance, drawn: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What other instances have drawn for them."""
        for number_, values in self._before[-_EARLIER:]:
            if number_ != instance.number:
                yield values
        if not self._before or self._before[-1][0] != instance.number:
            self._before.append((instance.number, drawn))

    def _must_vary_all(self, state: State, indices: Indices, here: Any, values: dict[str, Any]) -> None:
        """Where it is proportional as a function of one letter only, which one is meant is not printed."""
        for key in values if len(values) > 1 else ():
            try:
                alone = self._at(state, indices, {key: values[key]})
            except Meaningless:
                continue
            if _same_ratio(here, alone):
                tex = state.instance.patterns[key].tex
                raise Ambiguous(f"proportional as a function of which letter? It is as one of {tex}, the others held")

    def _at(self, state: State, indices: Indices, values: dict[str, Any]) -> tuple[Ball, Ball]:
        instance = state.instance
        moves = []
        for key, value in values.items():
            before = instance.values[key]
            if isinstance(value, dict) or np.shape(value) != np.shape(before):
                raise Meaningless("a family, or arrays of different sizes")
            moves.append(Move(key, (), None, np.subtract(value, before) if np.ndim(value) else value - before))
        name = ("proportion", tuple(sorted(values)), *(str(one) for one in values.values()))
        left, right = (
            Ball(number(one)) for one in _values(self._functions, state, indices, (name, moves) if moves else None)
        )
        if right.may_be_zero:
            raise Meaningless("proportional to 0")
        if left.may_be_zero:
            raise Meaningless("0 is in no proportion")
        return left, right


def _same_ratio(one: tuple[Ball, Ball], other: tuple[Ball, Ball]) -> bool:
    a, b = one[0] * other[1], other[0] * one[1]
    low, high = _length(a - b)
    size = max(a.upper(), b.upper())
    if high <= _EQUAL * size:
        return True
    if low > _DIFFER * size:
        return False
    raise NotHere("whether the ratio is the same cannot be told")


# ---- Values in balls, or in doubles with what they do not know


def _values(functions: tuple[Function, ...], state: State, indices: Indices, moved: Any = None) -> list[Any]:
    """The values of functions with bounds of their errors."""
    try:
        with state.instance.spared(), precision(_BITS):
            field = Balls(_BITS)
            here = state.instance.state(field)
            here = here.moved(*moved) if moved else here
            found = [function(here, indices) for function in functions]
            if not field.doubled:
                return found
    except Meaningless:
        raise
    except UNABLE:
        pass
    here = state.moved(*moved) if moved else state
    return [_widened(function(here, indices)) for function in functions]


def _widened(value: Any) -> Any:
    size = length(value) if np.ndim(value) else abs(value)
    balls = [one.widened(_DOUBLES * float(size)) for one in entries(value)]
    return balls[0] if not np.ndim(value) else np.array(balls, dtype=object).reshape(np.shape(value))


def _less(a: Any, b: Any) -> Any:
    if np.size(a) != np.size(b):
        raise Misfit("sides of different sizes")
    return [one - other for one, other in zip(entries(a), entries(b), strict=True)]


def _length(value: Any) -> tuple[float, float]:
    """Bounds of the length of a value."""
    balls = value if isinstance(value, list) else entries(value)
    low, high = (float(np.linalg.norm([getattr(one, end)() for one in balls])) for end in ("lower", "upper"))
    if not high < math.inf:
        raise NotHere("numbers too large to be compared here")
    return low, high


def _plain(value: Any) -> Any:
    found = [one.double() for one in entries(value)]
    return np.array(found).reshape(np.shape(value)) if np.ndim(value) else found[0]
