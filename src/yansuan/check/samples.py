"""Random numbers that go to the edges.

A notation draws its numbers from the generator that it is given.  This one gives a notation's single numbers evenly
over their range, instance by instance: whole numbers each in turn, first the ends; others near the one end on one
instance, near the other on the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.random.bit_generator import ISpawnableSeedSequence

SEED = 20190701
PLAIN = 6
"""So many instances are drawn without this."""
_BY_TURNS = 24  # instances take turns; those beyond, which few formulas get, do not
_TURNS = 200  # of so many whole numbers each has its turn
_AT_EDGES = 8  # so many instances have numbers near the ends of their ranges
_EDGE = 2.0**-20  # how near that is
_MOST_CALLS = 500  # of one instance: what is drawn after these is so by chance


def is_near_ends(number: int) -> bool:
    """Whether an instance, from 0, has numbers near the ends of their ranges."""
    return PLAIN <= number < PLAIN + _AT_EDGES


class _Known(ISpawnableSeedSequence):
    """A seed whose numbers are known already, for a PCG64: to work them out takes ten times as long as all the rest."""

    def __init__(self, key: tuple[int, ...]) -> None:
        self._key, self._words = key, _words(key)
        self._same: np.random.SeedSequence | None = None

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> Any:
        """See NumPy."""
        if n_words == len(self._words) and np.dtype(dtype) == self._words.dtype:
            return self._words
        return np.random.SeedSequence(self._key).generate_state(n_words, dtype)

    def spawn(self, n_children: int) -> list[Any]:
        """See NumPy."""
        self._same = self._same or np.random.SeedSequence(self._key)
        return list(self._same.spawn(n_children))


@lru_cache(8192)
def _words(key: tuple[int, ...]) -> Any:
    words = np.random.SeedSequence(key).generate_state(4, np.uint64)
    words.flags.writeable = False
    return words


def seeded(*key: int) -> np.random.PCG64:
    """The stream of random numbers that `np.random.default_rng` begins with a key."""
    return np.random.PCG64(_Known(key))  # type: ignore[arg-type]  # NumPy takes more than it says


class Leaping:
    """A notation that need not draw what comes before the instance that is wanted.

    Args:
        stream: takes a generator, and the number of the first instance that is wanted; what it gives before is empty.
    """

    def __init__(self, stream: Callable[[np.random.Generator, int], Iterator[Mapping[str, Any]]]) -> None:
        self._stream = stream

    def __call__(self, rng: np.random.Generator, first: int = 0) -> Iterator[Mapping[str, Any]]:
        """Its stream of instances."""
        return self._stream(rng, first)


class Wide(np.random.Generator):
    """A generator whose single numbers cover their ranges over many instances.

    Args:
        turn: the number of the instance, from 0.
        wanted: the number of the draw of a stream that counts; those before it are passed over.
    """

    def __init__(self, turn: int, wanted: int) -> None:
        super().__init__(seeded(SEED, turn + 1))
        self._turn, self._wanted, self._calls = turn, wanted, 0
        self._counts = False

    @property
    def turn(self) -> int:
        """The number of the instance, from 0."""
        return self._turn

    def begin(self, draw: int) -> None:
        """The stream is asked for one more."""
        self._counts, self._calls = draw == self._wanted, 0

    def _place(self) -> int:
        """The number of a call within the instance."""
        self._calls += 1
        return self._calls

    def _goes_on(self) -> bool:
        """Whether so much has been drawn that a notation may be waiting for other numbers: `while gcd(a, m) > 1`."""
        return self._calls >= _MOST_CALLS

    def integers(
        self, low: Any, high: Any = None, size: Any = None, dtype: Any = np.int64, endpoint: bool = False
    ) -> Any:
        """A single number takes its turns, the ends first."""
        by_chance = self.turn >= _BY_TURNS or self._goes_on()  # else equal ranges would meet in few pairs only
        if by_chance or size is not None or not self._counts or np.ndim(low) or np.ndim(high or 0):
            return super().integers(low, high, size=size, dtype=dtype, endpoint=endpoint)
        first, last = (0, int(low)) if high is None else (int(low), int(high))
        last -= not endpoint
        super().integers(2)  # the stream goes on as it would
        if last <= first:
            return super().integers(low, high, dtype=dtype, endpoint=endpoint)
        place = self._place()
        if last - first > _TURNS:
            ends = (first, last)[:: 1 if place % 2 else -1]
            drawn = super().integers(low, high, dtype=dtype, endpoint=endpoint)
            return np.dtype(dtype).type(ends[self._turn]) if self._turn < 2 else drawn
        order = _order(place, first, last)
        first, last = (first, last) if place % 2 else (last, first)
        values = [first, *order[: len(order) // 2], last, *order[len(order) // 2 :]]
        return np.dtype(dtype).type(values[self._turn % len(values)])

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        """A single number is near an end of its range on the first instances."""
        drawn = super().uniform(low, high, size)
        if self._turn >= _AT_EDGES or size is not None or not self._counts or np.ndim(low) or np.ndim(high):
            return drawn
        if self._goes_on():
            return drawn
        place = self._place()
        where = self._turn if self._turn < 2 else _end(self._turn, place)
        near = _EDGE * (1 + float(drawn - low))
        return [float(low + near), float(high - near), drawn][where] if high - low > 2 * near > 0 else drawn


# The same for all notations, and a generator takes long to begin.


@lru_cache(4096)
def _order(place: int, first: int, last: int) -> list[int]:
    """In which order a call takes the whole numbers between two ends."""
    return np.random.default_rng([SEED, place]).permutation(range(first + 1, last)).tolist()  # type: ignore[no-any-return]


@lru_cache(4096)
def _end(turn: int, place: int) -> int:
    """Where in its range a call's number is: 0 and 1 are near the ends."""
    return int(np.random.default_rng([SEED, turn, place]).integers(3))
