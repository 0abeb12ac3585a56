"""Links decided with error bounds: balls, and how far the rounding of drawn values can move them.

In balls each drawn double counts as the number that it is.  Two sides that differ then may still be meant to be equal,
where a drawn value was itself computed and rounded (a Fourier transform, an inverse).  So a difference is weighed
against how much it moves when all drawn values are moved by a relative 1e-10: what their rounding explains is no
difference.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from yansuan.check.balls import Ball, Pole, Undecided, entries, precision
from yansuan.check.derivatives import BITS
from yansuan.check.errors import UNABLE, NotHere, Singular
from yansuan.check.evaluator import Function
from yansuan.check.fields import Balls
from yansuan.check.notation import Instance, State

_PROBES = 3
_ROUNDING = 2.0**-53
_AGREE = 1e-9  # sides that agree to so much are alike, but for what cannot be rounding
_EXPLAINED = 1e-10  # of how far the drawn values move a difference: so much their computation may have left
_ZERO_ULPS = 16  # of the same, where a side is 0 but for rounding
_CODE = 1e-13  # of the sides: so much the rounded constants of a snippet's code may have left
_CLOSER = 3072
_FINER = 2  # how many times as many bits, and steps of derivatives that are a power of so much, a difference must bear
_STEADY = 2.0**-10  # relative: a difference that moves no more than that with the steps is one
NARROW = 2.0**-60
"""How wide a ball may be that is taken for 0."""
_LIKE, _CANCELLED = 1e-5, 1e-11  # how near doubles are to balls: of the value, of the terms of its sums
_NESTED = 1e-6  # the latter where derivatives are taken within each other

Outcome = Literal["equal", "explained", "less", "greater", "differs", "undecided", "pole"]


@dataclass(frozen=True)
class Decision:
    """How two sides compare; "less" and "greater" of the left one, where both are real numbers."""

    outcome: Outcome
    left: Any
    right: Any
    digits: int | None = None
    """To how many they are equal."""
    why: str = ""

    @property
    def apart(self) -> str:
        """How far apart the sides are, in three digits."""
        with precision(_CLOSER):
            return str(max(abs(one).v.real.mid().str(3, radius=False) for one in _less(self.left, self.right)))

    @property
    def differs(self) -> bool:
        """Whether the sides are different numbers."""
        return self.outcome in ("less", "greater", "differs")


class Precise:
    """Decides the links of one statement.

    Args:
        functions: of the expressions of its chain.
        derivatives: how many are taken within each other in it, which takes more bits.
        width: how wide a ball may be that is taken for 0, beside what is compared.
    """

    def __init__(self, functions: Sequence[Function], *, derivatives: int, width: float) -> None:
        self._functions = functions
        self._width = width
        self._bits = BITS[min(derivatives, len(BITS) - 1)]
        self._finer = False  # whether the steps of derivatives are smaller than usual
        self._states: dict[tuple[Instance, int | None, bool], State] = {}  # by instance, probe, steps
        self._unable = set[int]()  # links that balls cannot do
        self._looked_closer = set[int]()  # links whose equality has been borne out with many more bits
        self._derivatives = derivatives
        self.overlap = False  # whether the balls of the last link overlap: doubles refute nothing then
        self.enclosed = True  # whether all that was asked could be done

    def decide(self, n: int, indices: Mapping[str, Any], instance: Instance, doubles: tuple[Any, Any], *,
               zero: bool, terms: Callable[[], float]) -> Decision | None:  # fmt: skip
        """The n-th link, between the expressions n − 1 and n; None where balls cannot tell.

        Args:
            n: from 1.
            indices: the values of the index letters.
            instance: where.
            doubles: what the sides are in doubles.
            zero: whether one side is a printed 0.
            terms: how large the terms are whose sums the sides are.
        """
        self.overlap = False
        if n in self._unable:
            return None
        try:
            with instance.spared():
                with precision(self._bits):
                    found = self._decided(n, indices, instance, doubles, zero=zero, terms=terms)
                return self._borne_out(n, indices, instance, found, zero=zero) if self._derivatives else found
        except Pole as error:
            return Decision("pole", None, None, why=str(error))
        except UNABLE as error:
            self.enclosed = False
            if instance.edge and isinstance(error, Singular):  # which doubles take the inverse of
                self.overlap = True
            if not instance.edge:  # where all letters are 0 there may be a kink, and elsewhere none
                self._unable.add(n)
            return None

    def looks_closer(self, n: int, indices: Mapping[str, Any], instance: Instance) -> Decision | None:
        """Whether sides that are equal to dozens of digits are equal to hundreds; None where balls cannot tell.

        "equal" is only what is the same number exactly, else what is not told apart is "undecided".
        """
        try:
            with instance.spared(), precision(_CLOSER):
                left, right = self._sides(n, instance.state(Balls(_CLOSER)), indices)
                difference = _less(left, right)
                if all(one.v.is_zero() for one in difference):
                    return Decision("equal", left, right)
                if all(one.may_be_zero for one in difference):
                    return Decision("undecided", left, right, why=f"they agree to {_CLOSER * 3 // 10} digits")
                return _apart(left, right, difference)
        except UNABLE:
            return None

    def _decided(
        self,
        n: int,
        indices: Mapping[str, Any],
        instance: Instance,
        doubles: tuple[Any, Any],
        *,
        zero: bool,
        terms: Callable[[], float],
    ) -> Decision:
        state = self._state(instance, None)
        left, right = self._sides(n, state, indices)
        field = state.field
        assert isinstance(field, Balls)
        if field.snippets:
            cancelled = _CANCELLED if self._derivatives < 2 else _NESTED
            _must_be_like(left, doubles[0], terms, cancelled)
            _must_be_like(right, doubles[1], terms, cancelled)
        difference = _less(left, right)
        scale = max(_upper(left), _upper(right))
        if all(one.may_be_zero for one in difference):
            if not self._is_nought(difference, scale, zero=zero):
                if not self._derivatives or self._finer:
                    return self._despite_cancelling(n, indices, instance, zero=zero)
                with self._with_smaller_steps():
                    return self._decided(n, indices, instance, doubles, zero=zero, terms=terms)
            if n not in self._looked_closer and not self._derivatives and not field.rounded:
                self._looked_closer.add(n)
                closer = self.looks_closer(n, indices, instance)
                if closer and closer.differs and not self._is_rounded(n, indices, instance, closer):
                    return closer
            return _equal(left, right, difference, scale, zero=zero)
        size = math.hypot(*(one.lower() for one in difference))
        if field.rounded and size <= _CODE * scale:
            return Decision("explained", left, right, _digits(size, scale))
        moved = 0.0
        for probe in range(_PROBES):
            moved = max(moved, self._moved(n, self._state(instance, probe), indices, difference))
            if size <= _AGREE * scale and size <= _EXPLAINED * moved:
                return Decision("explained", left, right, _digits(size, scale))
        zero_to = _ZERO_ULPS * math.sqrt(len(difference)) * _ROUNDING * moved
        if (zero and size <= zero_to) or scale <= zero_to:
            return Decision("explained", left, right, _digits(size, moved))
        if size <= _EXPLAINED * moved:
            why = "the sides differ by no more than what the rounding of the drawn values may explain"
            return Decision("undecided", left, right, why=why)
        return _apart(left, right, difference)

    def _despite_cancelling(self, n: int, indices: Mapping[str, Any], instance: Instance, *, zero: bool) -> Decision:
        """A link whose terms are so much larger than what is left of them that it takes hundreds of digits.

        Raises:
            Undecided: these do not tell either.
        """
        closer = None if self._derivatives else self.looks_closer(n, indices, instance)
        if closer and closer.differs and not self._is_rounded(n, indices, instance, closer):
            return closer
        if closer and not closer.differs:
            with precision(_CLOSER):
                difference, scale = _less(closer.left, closer.right), max(_upper(closer.left), _upper(closer.right))
                if self._is_nought(difference, scale, zero=zero):
                    return _equal(closer.left, closer.right, difference, scale, zero=zero)
        self.overlap = True
        raise Undecided("the error bounds have become too wide")

    @contextmanager
    def _with_smaller_steps(self) -> Iterator[None]:
        """Twice the bits, and steps of derivatives that are as much smaller: for a slope that is tiny."""
        before = self._bits
        self._bits, self._finer = 2 * before, True
        try:
            with precision(self._bits):
                yield
        finally:
            self._bits, self._finer = before, False

    def _borne_out(
        self, n: int, indices: Mapping[str, Any], instance: Instance, found: Decision, *, zero: bool
    ) -> Decision:
        """Whether sides with derivatives still differ when these are taken with far smaller steps.

        The error of a difference is known but for how large a function's third derivative is: of ln x near 0 it is
        huge.  What it makes of two equal sides vanishes with the square of the step.
        """
        if not found.differs:
            return found
        bits = self._bits * _FINER
        field = Balls(bits)
        field.scale = _FINER
        with precision(bits):
            left, right = self._sides(n, instance.state(field), indices)
            difference, before = _less(left, right), _less(found.left, found.right)
            changed = _upper([one - other for one, other in zip(difference, before, strict=True)])
            if changed <= _STEADY * math.hypot(*(one.lower() for one in before)):
                return found
            scale = max(_upper(left), _upper(right))
            if self._is_nought(difference, scale, zero=zero):
                return _equal(left, right, difference, scale, zero=zero)
        return Decision("undecided", left, right, why="the derivatives are not known well enough here")

    def _is_nought(self, difference: Sequence[Ball], scale: float, *, zero: bool) -> bool:
        """Whether a difference is known to be so small, beside the sides or 1 where one is a printed 0."""
        return _upper(difference) <= self._width * max(scale, 1.0 if zero else 1e-30)

    def _state(self, instance: Instance, probe: int | None) -> State:
        key = instance, probe, self._finer
        if key not in self._states:
            field = Balls(self._bits, probe)
            field.scale = 2 if self._finer else 1
            self._states[key] = instance.state(field)
        return self._states[key]

    def _sides(self, n: int, state: State, indices: Mapping[str, Any]) -> tuple[Any, Any]:
        return self._functions[n - 1](state, indices), self._functions[n](state, indices)

    def _is_rounded(self, n: int, indices: Mapping[str, Any], instance: Instance, closer: Decision) -> bool:
        """Whether the rounding of drawn values explains a difference that only many bits show."""
        with precision(_CLOSER):
            difference = _less(closer.left, closer.right)
            moved = self._moved(n, instance.state(Balls(_CLOSER, 0)), indices, difference)
        return _upper(difference) < _EXPLAINED * moved

    def _moved(self, n: int, probe: State, indices: Mapping[str, Any], difference: Sequence[Ball]) -> float:
        """How far a difference goes when the drawn values move, over how far these do."""
        other = _less(*self._sides(n, probe, indices))
        return _upper([a - b for a, b in zip(other, difference, strict=True)]) / Balls.MOVED


def _equal(left: Any, right: Any, difference: Sequence[Ball], scale: float, *, zero: bool) -> Decision:
    """Two sides whose difference is taken for 0."""
    return Decision("equal", left, right, _digits(_upper(difference), max(scale, 1.0 if zero else scale)))


def _apart(left: Any, right: Any, difference: Sequence[Ball]) -> Decision:
    """Two sides whose difference is not 0."""
    if len(difference) == 1 and difference[0].is_real:
        return Decision("less" if difference[0] < 0 else "greater", left, right)
    return Decision("differs", left, right)


def _less(left: Any, right: Any) -> list[Ball]:
    """One less the other, entry by entry; a number 0 is the zero of any shape."""
    a, b = entries(left), entries(right)
    if len(a) != len(b):
        a = a * len(b) if len(a) == 1 else a
        b = b * len(a) if len(b) == 1 else b
    return [one - other for one, other in zip(a, b, strict=True)]


def _upper(value: Any) -> float:
    return math.hypot(*(one.upper() for one in entries(value)))  # which neither overflows nor loses what is tiny


def _digits(width: float, scale: float) -> int:
    """To how many decimal digits what differs by no more than a width agrees."""
    if scale == 0 or width == 0:
        return 99
    return max(0, min(99, int(-math.log10(width / scale))))


def _must_be_like(value: Any, double: Any, terms: Callable[[], float], cancelled: float) -> None:
    """Code of the snippet that takes balls for something else gives something else."""
    a = np.array([one.double() for one in entries(value)])
    b = np.ravel(np.asarray(double))
    if a.size == 1 and not a.any():  # a number 0 is the zero of any shape, which doubles have had to say
        a = np.zeros(b.size)
    if a.size != b.size:
        raise NotHere("balls and doubles differ in shape")
    apart = float(np.linalg.norm(a - b))
    if apart > _LIKE * float(np.linalg.norm(b)) + cancelled and apart > cancelled * terms():
        raise NotHere("balls and doubles differ")
