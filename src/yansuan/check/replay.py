"""A notation drawn again with other numbers, of the kinds and within the ranges that it asked for.

What a notation draws is made of a generator's numbers: a symmetric matrix of a matrix and its transpose, probabilities
of positive numbers and their sum.  Whoever moves the drawn values breaks that; whoever moves the generator's numbers
and draws again does not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yansuan.check.samples import Wide

Numbers = NDArray[Any]
_END = 2.0**-30  # of the width of a range: so near one comes to its ends


@dataclass(frozen=True)
class Call:
    """What a generator was asked for once, and what it gave.

    Args:
        what: the method.
        low, high: the ends of the range; infinite where it has none.
        width: of the numbers, in their own unit.
        values: what it gave, as an array of any shape.
    """

    what: str
    low: float
    high: float
    width: float
    values: Numbers

    @property
    def whole(self) -> bool:
        """Whether it gives whole numbers, of which both ends may be given."""
        return self.what == "integers"

    def asks_like(self, other: Call) -> bool:
        """Whether what was given to the other may be given to this one."""
        same = (self.what, self.low, self.high) == (other.what, other.low, other.high)
        return same and self.values.shape == other.values.shape

    def elsewhere(self) -> Call:
        """The same with all numbers a little elsewhere."""
        by = 1.0 if self.whole else 0.01 * self.width
        away = np.where(self.values + by <= self.high, by, -by)
        return self.giving(self.values + away)

    def giving(self, values: Numbers) -> Call:
        """The same with other numbers, brought into the range, of which the ends need not be part."""
        if self.whole:
            return replace(self, values=np.clip(np.rint(values), self.low, self.high).astype(self.values.dtype))
        return replace(self, values=np.clip(values, self.low + _END * self.width, self.high - _END * self.width))


class Replayed(np.random.Generator):
    """A generator that gives what another gives, or what a script says, and keeps a record.

    Args:
        base: the other one, whose stream goes on.
        wanted: the number of the draw of a stream that counts.
        script: what to give in it, call by call; where it was written for another call, the other's numbers are given.
    """

    def __init__(self, base: np.random.Generator, wanted: int = 0, script: Sequence[Call] = ()) -> None:
        super().__init__(base.bit_generator)
        self._base, self._wanted, self._script = base, wanted, script
        self.calls = list[Call]()
        self._counts = [False]

    def begin(self, draw: int) -> None:
        """The stream is asked for one more."""
        if isinstance(self._base, Wide):
            self._base.begin(draw)
        self._counts[0] = draw == self._wanted

    @property
    def turn(self) -> int | None:
        """The number of the instance among the wide ones, from 0."""
        return self._base.turn if isinstance(self._base, Wide) else None

    def over(self, base: np.random.Generator) -> Replayed:
        """The same, with the same script and record, over another generator."""
        other = Replayed(base, self._wanted, self._script)
        other.calls, other._counts = self.calls, self._counts
        return other

    def _given(self, what: str, low: Any, high: Any, width: float, drawn: Any) -> Any:
        """What is given in the draw that counts."""
        values = np.array(drawn)  # a copy, as what is drawn may be changed in place
        single = isinstance(low, float | int) and isinstance(high, float | int)
        if (not single and (np.ndim(low) or np.ndim(high))) or values.dtype.kind not in "if":
            return drawn
        call = Call(what, float(low), float(high), width, values)
        at = len(self.calls)
        if at < len(self._script) and call.asks_like(self._script[at]):
            call = self._script[at]
        self.calls.append(call)
        return call.values.copy() if isinstance(drawn, np.ndarray) else type(drawn)(call.values[()])

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        """See NumPy."""
        drawn = self._base.uniform(low, high, size)
        if not self._counts[0]:
            return drawn
        single = isinstance(low, float | int) and isinstance(high, float | int)  # of which NumPy takes its time
        return self._given("uniform", low, high, high - low if single else np.max(high) - np.min(low), drawn)

    def random(self, size: Any = None, dtype: Any = np.float64, out: Any = None) -> Any:
        """See NumPy."""
        drawn = self._base.random(size, dtype, out)
        return drawn if out is not None or not self._counts[0] else self._given("random", 0.0, 1.0, 1.0, drawn)

    def normal(self, loc: Any = 0.0, scale: Any = 1.0, size: Any = None) -> Any:
        """See NumPy."""
        drawn = self._base.normal(loc, scale, size)
        if not self._counts[0]:
            return drawn
        width = float(scale if isinstance(scale, float | int) else np.max(scale))
        return self._given("normal", -math.inf, math.inf, width, drawn)

    def standard_normal(self, size: Any = None, dtype: Any = np.float64, out: Any = None) -> Any:
        """See NumPy."""
        drawn = self._base.standard_normal(size, dtype, out)
        return (
            drawn
            if out is not None or not self._counts[0]
            else self._given("standard_normal", -math.inf, math.inf, 1.0, drawn)
        )

    def exponential(self, scale: Any = 1.0, size: Any = None) -> Any:
        """See NumPy."""
        drawn = self._base.exponential(scale, size)
        if not self._counts[0]:
            return drawn
        return self._given("exponential", 0.0, math.inf, float(np.max(scale)), drawn)

    def integers(
        self, low: Any, high: Any = None, size: Any = None, dtype: Any = np.int64, endpoint: bool = False
    ) -> Any:
        """See NumPy."""
        drawn = self._base.integers(low, high, size=size, dtype=dtype, endpoint=endpoint)
        if not self._counts[0] or np.ndim(low) or np.ndim(high or 0):
            return drawn
        first, last = (0, int(low)) if high is None else (int(low), int(high))
        return self._given("integers", first, last if endpoint else last - 1, 1.0, drawn)
