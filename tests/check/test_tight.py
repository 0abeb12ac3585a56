"""A search for numbers that refute: it takes only what the notation could draw, and tells where it was."""

from __future__ import annotations

import numpy as np

from tests.check.sound_cases.tight import tight
from yansuan.check.checker import check
from yansuan.check.evidence import counterexample
from yansuan.check.notation import stream


def test_the_numbers_that_refute_are_told() -> None:
    found = check("x^2 - x + 0.249999 > 0", stream(tight.notation, 30))
    assert found.counterexample
    assert found.counterexample.sought
    (x,) = found.counterexample.sought.values()
    assert abs(x - 0.5) < 0.00101
    assert (found.reason or "").startswith("at x = ")
    assert counterexample(found.counterexample, str).startswith("<var>x</var> = 0.")


def test_vectors_that_refute_are_told_to_be_sought() -> None:
    found = check(r"u^{\mathsf T}v \le 0.9999\lVert u\rVert\lVert v\rVert", stream(tight.notation, 30))
    assert found.counterexample
    assert found.counterexample.sought == {}
    assert "搜得" in counterexample(found.counterexample, str)


def test_an_instance_drawn_again_with_other_numbers_is_one_of_the_notation() -> None:
    instances = stream(tight.notation, 30)
    for number in (0, 5, 6, 29, 40):
        again, calls = instances.redrawn(number)
        first = [*instances, *instances.more(11)][number]  # of which no record was kept
        assert all(
            np.array_equal(again.values[key], value) for key, value in first.values.items() if np.size(value) > 1
        )
        other, _ = instances.redrawn(number, [one.giving(one.values + 0.1) for one in calls])
        assert not np.array_equal(other.values["P"], again.values["P"])
        assert np.array_equal(other.values["P"], np.transpose(other.values["P"]))
        assert np.isclose(sum(other.values["p_k"]), 1)
        assert other.values["u"].shape == (other.values["n"],)
