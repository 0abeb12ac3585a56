"""Streams of random numbers whose seeds are known."""

from __future__ import annotations

from copy import deepcopy

import numpy as np

from yansuan.check.samples import seeded


def test_a_stream_is_the_one_that_numpy_begins_with_the_same_seed() -> None:
    for key in ((20190701,), (20190701, 3), (7, 0), (0, 2**40)):
        expected = np.random.default_rng(list(key)).normal(size=5).tolist()
        for _ in range(2):
            stream = np.random.Generator(seeded(*key))
            again = deepcopy(stream)
            assert [stream.normal(size=5).tolist(), again.normal(size=5).tolist()] == [expected, expected]


def test_streams_that_are_spawned_are_those_of_numpy() -> None:
    found, expected = np.random.Generator(seeded(7, 3)), np.random.default_rng([7, 3])
    for _ in range(2):
        assert [one.random() for one in found.spawn(2)] == [one.random() for one in expected.spawn(2)]
