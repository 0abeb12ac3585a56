"""Random numbers for letters that are declared by their kind: generic ones first, then those at which claims break.

A letter that is said to be a real number may be 0, may equal another one, may be large.  `x^2 > 0` and
`x^2 + y^2 > 2xy` hold for thirty generic numbers and are false.  So the last instances of a notation are *edges*: there
all letters are 0, or 1, or equal, or large, as far as their kinds allow it.  On an edge only values count: where a
formula has none (`1/x`), the edge says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yansuan.check.replay import Replayed
from yansuan.check.samples import SEED, Leaping, Wide, seeded

Array = NDArray[Any]
TAME = 14
"""So many of the wide instances come before the edges."""
EDGES = ("zero", "one", "equal", "opposite", "large", "low", "small", "sparse", "whole", "moderate")
_WIDTH = 3.0  # of the numbers that are drawn for a letter without ends
_BOUNDED = 4.0  # the same, for one that has one end
_SIZES = (2, 3, 4, 5, 6)


class Edge(dict[str, Any]):
    """An instance of a notation at the edge of what its kinds allow.

    `endless` has the keys of whole numbers that may be as large as one likes, and from which nothing else is drawn.
    """

    edge = True
    endless: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Span:
    """A range of real numbers: its ends, which of them belong to it, and a number that does not."""

    low: float = -math.inf
    high: float = math.inf
    has_low: bool = False
    has_high: bool = False
    without: float | None = None

    def holds(self, x: float) -> bool:
        """Whether a number lies in it."""
        above = x > self.low or (self.has_low and x == self.low)
        below = x < self.high or (self.has_high and x == self.high)
        return above and below and x != self.without

    @property
    def is_empty(self) -> bool:
        """Whether no number lies in it."""
        return self.low > self.high or (self.low == self.high and not (self.has_low and self.has_high))

    def within(self, other: Span) -> Span:
        """What lies in both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Span(
            low,
            high,
            all(one.has_low for one in (self, other) if one.low == low),
            all(one.has_high for one in (self, other) if one.high == high),
            self.without if other.without is None else other.without,
        )


LINE = Span()


class Draws:
    """What one instance draws.

    Args:
        rng: where the numbers come from.
        edge: which edge it is, see `EDGES`; "" for none.
    """

    def __init__(self, rng: np.random.Generator, edge: str = "") -> None:
        self.rng = rng
        self.edge = edge
        self._level = 0.5 + 2 * rng.random()  # what is equal
        self._sizes = list(rng.permutation(_SIZES))
        self._alike = dict[Any, Any]()  # on an edge where all are equal, by what they are
        self._matrices = self._single = 0  # how many have been drawn

    # ---- Numbers

    def real(self, span: Span = LINE, *, among: bool = False) -> float:
        """A real number of a range; `among` says that it is one of an array, whose numbers go to no end together."""
        for value in self._edges(span, among=among):
            if span.holds(value):
                return value
        return self._inside(span, among=among)

    def _edges(self, span: Span, *, among: bool) -> Iterator[float]:
        edge = self.edge
        if edge == "sparse":
            edge = "zero" if self.rng.random() < 0.5 else ""
        sign = -1.0 if self.rng.random() < 0.5 else 1.0
        if edge == "opposite" and not among:  # one letter and the next
            self._single += 1
            sign = -1.0 if self._single % 2 else 1.0
        if edge == "zero":
            yield from (0.0, span.low, span.high)
        elif edge == "one":
            yield from (1.0, -1.0, span.high, span.low)
        elif edge == "equal":
            yield from (self._level, self._level / 4, self._level + span.low, -self._level)
        elif edge == "opposite":
            yield from (sign * self._level, self._level, -self._level)
        elif edge in ("large", "low"):
            drawn = self.rng.random()
            far = float(10 ** (4 + 2 * drawn + 4 * drawn**40))  # a search downhill may go as far as 10^10
            yield from (far, -far, span.high, span.low) if edge == "large" else (-far, far, span.low, span.high)
        elif edge == "small":
            near = 2.0 ** -(12 + 10 * self.rng.random())
            yield from (sign * near, near, -near, span.low + near, span.high - near)
        elif edge == "whole":
            yield from map(float, self.rng.permutation(range(-3, 4)))
        elif edge == "moderate":
            far = 5 + 20 * self.rng.random()
            yield from (sign * far, far, -far)

    def _inside(self, span: Span, *, among: bool) -> float:
        low, high = span.low, span.high
        if math.isinf(low) and math.isinf(high):
            low, high = -_WIDTH, _WIDTH
        elif math.isinf(high):
            high = low + _BOUNDED
        elif math.isinf(low):
            low = high - _BOUNDED
        if low == high:
            return low
        value = float(self.rng.uniform(low, high, 1)[0] if among else self.rng.uniform(low, high))
        return value if span.holds(value) else self._inside(span, among=True)

    def whole(self, low: int, high: int | None, most: int) -> int:
        """A whole number from `low`; where it has no upper end, one up to `most`, or a larger one on an edge."""
        if high is None and self.edge in ("large", "moderate"):
            return low + int(self.rng.integers(2 * most, 5 * most, size=1)[0])
        drawn = int(self.rng.integers(low, most if high is None else high, endpoint=True))
        if self.edge in ("zero", "one", "equal"):
            last = most if high is None else high
            return min(max({"zero": 0, "one": 1, "equal": round(self._level) + 1}[self.edge], low), last)
        return drawn

    def size(self) -> int:
        """A size that no other letter has, as far as they reach; 1 on two edges: on one of them all numbers are."""
        return (
            1 if self.edge in ("one", "whole") else int(self._sizes.pop() if self._sizes else self.rng.choice(_SIZES))
        )

    def complex(self, *, among: bool = False) -> complex:
        """A complex number; it stays one where it is real, as on the cut of ln z, where it is low."""
        if self.edge == "whole":
            return complex(0.0, self.real())
        imaginary = 0.0 if self.edge in ("equal", "opposite", "one", "low") else self.real(among=among)
        return complex(self.real(among=among), imaginary)

    # ---- Arrays

    def reals(self, shape: tuple[int, ...], span: Span = LINE) -> Array:
        """An array of real numbers; on an edge where all are equal, those of one shape are."""
        drawn: Array = self.alike(
            ("reals", shape, span), lambda: self._filled(shape, lambda: self.real(span, among=True))
        )
        return drawn

    def complexes(self, shape: tuple[int, ...]) -> Array:
        """An array of complex numbers."""
        drawn: Array = self.alike(("complexes", shape), lambda: self._filled(shape, lambda: self.complex(among=True)))
        return drawn

    def lacks_rank(self) -> bool:
        """Whether the next matrix is to lack rank: on one edge every second one, on another one the others."""
        return self.edge == ("low" if self.is_even_matrix() else "moderate")

    def is_even_matrix(self) -> bool:
        """Whether the next matrix is the second, the fourth, … of those that ask."""
        self._matrices += 1
        return self._matrices % 2 == 0

    def generic(self, *shape: int) -> Array:
        """An array of generic numbers, edge or not."""
        return self.rng.normal(size=shape)

    def alike(self, what: Any, draw: Callable[[], Any]) -> Any:
        """What is drawn; on an edge where all are equal, what was drawn before for the same."""
        if self.edge != "equal":
            return draw()
        if what not in self._alike:
            edge, self.edge = self.edge, ""  # its entries are generic
            try:
                self._alike[what] = draw()
            finally:
                self.edge = edge
        return self._alike[what]

    def _filled(self, shape: tuple[int, ...], draw: Callable[[], Any]) -> Array:
        drawn = [draw() for _ in range(math.prod(shape))]
        return np.array(drawn).reshape(shape)


def instances_of(draw: Callable[[Draws], Mapping[str, Any]], endless: frozenset[str] = frozenset()) -> Leaping:
    """The notation whose instances are drawn by a function: an endless stream, edges among its wide ones.

    Its generator is its own: that which it is given says only which instance is wanted, and stays as it was, so that a
    notation which is drawn beside it gives what it gives alone.
    """

    def notation(rng: np.random.Generator, first: int) -> Iterator[Mapping[str, Any]]:
        turn = rng.turn if isinstance(rng, Wide | Replayed) else None
        at = -1 if turn is None else turn - TAME
        edge = EDGES[at] if 0 <= at < len(EDGES) else ""
        yield from ({} for _ in range(first))
        for number in count(first):
            if turn is None:
                own = np.random.Generator(seeded(SEED, number))
            else:
                own = Wide(turn, 0)
                own.begin(0)
            found = draw(Draws(rng.over(own) if isinstance(rng, Replayed) else own, edge))
            if not edge:
                yield dict(found)
                continue
            made = Edge(found)
            made.endless = endless
            yield made

    return Leaping(notation)
