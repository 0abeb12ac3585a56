"""Derivatives, by numbers alone.

Of doubles a first derivative is a complex step, `Im f(x + ih)/h`, exact to rounding (Squire & Trapp, SIAM Review 40,
1998), where no complex number takes part and where a real difference bears it out: code that loses the imaginary part
would give 0.  Else it is a central difference of twelfth order (Fornberg, Math. Comp. 51, 1988), whose error is taken
from that of tenth order, with smaller steps near the edge of a domain.  Of balls it is a central difference whose step
is so small, and whose numbers have so many bits, that dozens of digits are left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import flint
import numpy as np

from yansuan.check.balls import Ball, Undecided, entries, objects, precision
from yansuan.check.disks import Disk
from yansuan.check.duals import slope
from yansuan.check.errors import Meaningless, NotHere
from yansuan.check.fields import DOUBLES, STEPS, Balls, Field, Fractions, unboxed
from yansuan.check.generic import NotRational
from yansuan.check.notation import STEP, State
from yansuan.check.samples import PLAIN
from yansuan.check.sized import Unsized
from yansuan.check.values import SCALARS, length, number

BITS = (256, 256, 384, 512, 768)
"""Of balls, by how many derivatives are taken within each other."""
_BALL_STEPS = (80, 110, 160, 240)  # by nesting, 2 to minus this: the inner error must vanish beside the outer step
_HIGH_STEP, _HIGHEST = 60, 40  # of derivatives of high order: 2 to minus this, and the highest
_RADII = (2.0**-3, 2.0**-6, 2.0**-10, 2.0**-16, 2.0**-24, 2.0**-36)
_STEEPER = 15  # the smaller step, by nesting smaller than the next, that tells what is steep from a kink
_KINK = 2.0**-20  # a second difference quotient is bounded where there is a derivative

# Weights of f(x + k·s) − f(x − k·s), k = 1 …, over s.
_TWELFTH = (6 / 7, -15 / 56, 5 / 63, -1 / 56, 1 / 385, -1 / 5544)
_TENTH = (5 / 6, -5 / 21, 5 / 84, -5 / 504, 1 / 1260)
_REAL_STEPS = (0.015, 0.002, 2e-4, 1e-5, 1e-7)
_GOOD = 1e-11  # a relative error with which the first step is kept
_COARSE = ((1e-5, 1e-3), (1e-7, 0.05), (1e-9, 0.2))  # steps, and how near such a difference must come

After = Callable[[Any, Field], Any]
"""The value after a step, or without one where it is None, in a kind of number."""


class Derive:
    """A derivative at one place of a formula; it remembers on which instances a complex step was borne out."""

    def __init__(self) -> None:
        self._borne_out = set[int]()

    @cached_property
    def inner(self) -> Derive:
        """Of the derivative within it."""
        return Derive()

    def __call__(self, state: State, after: After, *, by: Any = 0.0) -> Any:
        """The derivative at 0.

        Args:
            state: where it is taken.
            after: what is differentiated.
            by: the value of what is moved.

        Raises:
            Meaningless: there is none.
            NotHere: numbers of this kind cannot tell.
        """
        field = state.field
        if isinstance(field, Fractions):
            raise NotRational("a derivative")
        if isinstance(field, Balls):
            return _of_balls(field, after)
        if field is STEPS:
            raise NotHere("a derivative within a derivative")
        if isinstance(by, complex) and by.imag:
            return _of_complex(state, after)
        try:
            value = after(STEP * 1j, STEPS)
        except NotHere:
            return _central(state, after)
        slope = imaginary(value)
        turn = state.instance.number % PLAIN  # a notation that takes turns takes the same one again
        if turn in self._borne_out:
            return slope
        if _is_like(slope, after, value):
            self._borne_out.add(turn)
            return slope
        found = _central(state, after)
        scale = max(length(found), length(slope))
        return slope if length(np.subtract(found, slope)) <= 1e-7 * scale else found


def prime(
    derive: Derive, state: State, function: Callable[..., Any], arguments: list[Any], order: int, tex: str
) -> Any:
    """The derivative of a function of one number; of a matrix, entry by entry."""
    if len(arguments) != 1:
        raise Meaningless(f"a prime on {tex}, which has several arguments")
    (at,) = arguments
    if order > len(_BALL_STEPS):
        return _of_high_order(state, function, at, order, tex)

    def after(step: Any, field: Field) -> Any:
        here = State(state.instance, (), field)
        moved = at if step is None else field.lift(at, "argument") + step if field is STEPS else at + step
        if order == 1:
            value = field.call(function, moved)
            if not (type(value) in SCALARS and type(at) in SCALARS) and np.shape(value) != np.shape(at):
                raise Meaningless(f"a prime on {tex}, whose value is not of its argument's shape")
            return value
        return prime(derive.inner, here, function, [moved], order - 1, tex)

    return derive(state, after, by=at if type(at) in SCALARS or np.ndim(at) == 0 else 0.0)


def _of_high_order(state: State, function: Callable[..., Any], at: Any, order: int, tex: str) -> Any:
    if np.ndim(at) or isinstance(state.field, Fractions) or state.field is STEPS:
        raise NotHere(f"the derivative of order {order} of {tex}")

    def values(field: Balls, steps: Sequence[Ball]) -> list[Any]:
        base = Ball(Ball(at).v.mid())
        return [field.call(function, base + step) for step in steps]

    return high(state, values, order, tex)


def high(
    state: State,
    values: Callable[[Balls, Sequence[Ball]], list[Any]],
    order: int,
    tex: str,
    exponent: int = _HIGH_STEP,
) -> Any:
    """A derivative of high order: the n-th difference in balls, over the step to the n.

    Its error is of the order of the step squared.  `values` gives those after steps, in a kind of balls.  The step is 2
    to minus the `exponent`.
    """
    if order > _HIGHEST:
        raise Meaningless(f"a derivative of order {order}, of which {_HIGHEST} is the highest here")
    bits = exponent * order + BITS[0]
    field = Balls(bits)
    field.nested = 1  # code that takes doubles only is refused
    with precision(bits):
        step = Ball(2) ** -exponent
        found = values(field, [step * (Ball(order) / 2 - k) for k in range(order + 1)])
        terms = ((-1) ** k * math.comb(order, k) * Ball(number(one)) for k, one in enumerate(found))
        slope = sum(terms, Ball(0)) / step**order
        error = 2.0 ** (order * 4 - 2 * exponent)
        slope = slope.widened(error * (1 + slope.upper()))
    if not slope.is_finite or not max(slope.v.real.rad(), slope.v.imag.rad()) < 2.0**-_HIGH_STEP * (1 + slope.upper()):
        raise NotHere(f"the derivative of order {order} of {tex}")
    return slope if isinstance(state.field, Balls) else slope.double()


def partial_derivative(
    derive: Derive,
    state: State,
    function: Callable[..., Any],
    arguments: Sequence[Any],
    by: Sequence[tuple[int, tuple[int, ...]]],
    *,
    whole: bool = False,
) -> Any:
    """A partial derivative of a function by entries of its arguments, the others held.

    `whole` lets its value be an array.
    """
    (slot, entry), rest = by[0], by[1:]
    if isinstance(state.field, Balls) and state.field.on_path and not rest:
        found = _by_rules(state.field, function, arguments, slot)
        if found is not None:
            return found if whole else number(found)

    def after(step: Any, field: Field) -> Any:
        moved = list(arguments)
        if field is STEPS:
            moved = [field.lift(one, "argument") for one in moved]
        if step is not None:
            moved[slot] = _stepped(moved[slot], entry, step)
        if not rest:
            value = unboxed(field.call(function, *moved))
            return value if whole else number(value)
        here = State(state.instance, (), field)
        return partial_derivative(derive.inner, here, function, moved, rest, whole=whole)

    return derive(state, after, by=arguments[slot][entry] if entry else arguments[slot])


def _by_rules(field: Balls, function: Callable[..., Any], arguments: Sequence[Any], slot: int) -> Any | None:
    """The derivative of code of numbers, on a path; None where it does not take numbers that carry one."""
    if any(type(one) not in SCALARS and np.ndim(one) for one in arguments):
        return None
    return slope(function, arguments, slot, field.call(function, *arguments))


def imaginary(value: Any) -> Any:
    """The derivative along the imaginary step that a value has taken."""
    if isinstance(value, np.ndarray):
        return value.imag / STEP
    if isinstance(value, Unsized):
        raise value.undetermined()
    return value.imag / STEP if isinstance(value, complex | np.complexfloating) else 0.0


def _of_balls(field: Balls, after: After) -> Any:
    if field.on_path:
        return _in_integral(field, after)
    if field.nested >= len(_BALL_STEPS):
        raise NotHere("a derivative of too high an order")
    exponent = _BALL_STEPS[field.nested] * field.scale
    step = Ball(2) ** -exponent
    field.nested += 1
    try:
        ahead, behind, here = after(step, field), after(-step, field), after(None, field)
        if _is_bent(ahead + behind - 2 * here, exponent, here):  # a kink, or what is steep
            exponent += _STEEPER
            step = Ball(2) ** -exponent
            ahead, behind = after(step, field), after(-step, field)
            if _is_bent(ahead + behind - 2 * here, exponent, here):
                raise NotHere("a derivative at a kink")
    finally:
        field.nested -= 1
    slope = (ahead - behind) / (2 * step)
    # The formula's error is of the order of the step squared.
    error = flint.arb(2) ** (20 - 2 * exponent)
    trusted = [one.widened(error * (1 + one.upper())) for one in entries(slope)]
    return objects(trusted, slope.shape) if isinstance(slope, np.ndarray) else trusted[0]


def _is_bent(second: Any, exponent: int, here: Any) -> bool:
    """Whether a second difference is too large for a function that has a derivative."""
    return _upper(second) > _KINK * 2.0**-exponent * max(1.0, _upper(here))


def _in_integral(field: Balls, after: After) -> Any:
    """The derivative of an analytic function, at a place or on a whole stretch, with a proved bound.

    Where the function is at most M on all disks of radius R around, its derivative is at most M/R there, and a central
    difference with the step h is off by at most 2h²M/R³ (Cauchy).

    Raises:
        Undecided: it is not told to be analytic around.
    """
    step = Ball(2) ** -(flint.ctx.prec // 3)
    field.nested += 1
    try:
        for radius in _RADII:
            try:
                around = after(Disk(flint.acb(flint.arb(0, radius), flint.arb(0, radius))), field)
                slope = (after(step, field) - after(-step, field)) / (2 * step)
            except Undecided:
                continue
            found = [_bounded(a, b, step, radius) for a, b in zip(entries(around), entries(slope), strict=True)]
            known = [one for one in found if one is not None]
            if len(known) == len(found):
                return objects(known, slope.shape) if isinstance(slope, np.ndarray) else known[0]
    finally:
        field.nested -= 1
    raise Undecided("a derivative of what may not be analytic")


def _bounded(around: Ball, slope: Ball, step: Ball, radius: float) -> Ball | None:
    """A difference with its error, from what the function is on disks around; None where that has no bound."""
    largest = flint.arb(around.v.abs_upper())
    if not largest.is_finite():
        return None
    sharp = slope.widened((2 * step.v.real**2 * largest / flint.arb(radius) ** 3).abs_upper())
    rough = (largest / flint.arb(radius)).abs_upper()
    error = flint.arb(0, rough)
    plain = type(slope) is Ball and slope.is_real
    bounded = slope.made(flint.acb(error) if plain else flint.acb(error, error))
    return sharp if float(sharp.v.real.rad()) < float(rough) else bounded


def _upper(value: Any) -> float:
    """A bound of the absolute values of all entries."""
    return max((one.upper() for one in entries(value)), default=0.0)


def _is_like(slope: Any, after: After, value: Any) -> bool:
    """Whether a rough real difference bears out a slope."""
    for step, alike in _COARSE:
        try:
            rough = np.subtract(after(step, DOUBLES), after(-step, DOUBLES)) / (2 * step)
        except Meaningless:  # the edge of a domain is near
            continue
        if np.iscomplexobj(rough) and np.any(np.imag(rough) != 0):
            return False
        noise = 1e-15 * length(np.real(value)) / step
        return length(np.subtract(rough, slope)) <= alike * max(length(rough), length(slope)) + noise
    return False


def _of_complex(state: State, after: After) -> Any:
    """The derivative by a complex variable, which must be the same in both directions."""
    along = _central(state, after)
    across = _central(state, lambda step, field: after(step * 1j, field)) / 1j
    if length(np.subtract(along, across)) > 1e-6 * max(length(along), length(across), 1e-12):
        raise Meaningless("it is not differentiable as a function of a complex variable")
    return along


def _central(state: State, after: After) -> Any:
    """A real difference, and its error on the instance's account."""
    best: tuple[float, Any] | None = None
    for step in _REAL_STEPS:
        try:
            pairs = [(after(k * step, DOUBLES), after(-k * step, DOUBLES)) for k in range(1, len(_TWELFTH) + 1)]
        except Meaningless:
            continue
        ahead_less_behind = [np.subtract(ahead, behind) for ahead, behind in pairs]
        slope = sum(w * d for w, d in zip(_TWELFTH, ahead_less_behind, strict=True)) / step
        lower = sum(w * d for w, d in zip(_TENTH, ahead_less_behind, strict=False)) / step
        rounding = 2e-16 * max(length(ahead) for ahead, _ in pairs) / step
        error = (length(np.subtract(slope, lower)) + rounding) / max(length(slope), 1e-3 * length(pairs[0][0]), 1e-300)
        if best is None or error < best[0]:
            best = error, slope
        if error < _GOOD:
            break
    if best is None:
        raise Meaningless("it has no derivative: on one side of the place there are no values")
    error, slope = best
    state.instance.slack = max(state.instance.slack, error if error > 1e-10 else 0.0)
    return slope.item() if isinstance(slope, np.generic) else slope


def _stepped(value: Any, entry: tuple[int, ...], step: Any) -> Any:
    if not entry:
        return value + step
    if isinstance(step, Ball) or (isinstance(value, np.ndarray) and value.dtype == object):
        moved = np.array(value, dtype=object)
        moved[entry] = moved[entry] + step
        return moved
    moved = np.array(value, dtype=np.result_type(np.asarray(value).dtype, type(step), float))
    moved[entry] += step
    return moved
