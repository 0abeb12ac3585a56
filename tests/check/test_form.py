"""Instances of one form are read once; what differs by more than its numbers is read anew."""

from __future__ import annotations

from functools import partial, wraps
from typing import Any

import numpy as np
import pytest

from tests.together import together
from yansuan.check.notation import Instance
from yansuan.tex.patterns import NotationError

Symbols = dict[str, Any]


def drawn(x: float, more: Symbols | None = None) -> Symbols:
    """An instance, of which `more` changes entries or adds some."""
    entries: Symbols = {
        "x": 0.5 + x,
        "n": 3,
        "v_i": np.array([x, 1.0]),
        "z^{(l)}": {1: x, 2: 2 * x},
        "y": lambda x, v: x * v[0],
        "g(x)": lambda t: t * x,
        "h(x)": np.tanh,
        "i, j": ...,
        "l": range(1, 3),
        r"\sup_t": (-9.0, 9.0),
        "*": "conj",
        r"\approx": 1e-3,
    }
    return {key: ("", value) for key, value in {**entries, **(more or {})}.items()}


def test_numbers_alone_are_no_reason_to_read_anew() -> None:
    first, other = Instance(drawn(1.0), 0), drawn(2.0, {"n": 5})
    found, alone = Instance(other, 1, first), Instance(other, 1)
    assert found.grammar is first.grammar
    assert (found.grammar, found.patterns, found.keys) == (alone.grammar, alone.patterns, alone.keys)
    assert (found.choices, found.upstream, found.parameters) == (alone.choices, alone.upstream, alone.parameters)
    assert found.values is not first.values
    assert found.base.whole("y") == alone.base.whole("y") == 5.0
    assert found.base.whole("z^{(l)}", (2,)) == 4.0
    assert found.values["g(x)"](3.0) == 6.0


def undone(function: Any) -> Any:
    @wraps(function)
    def again(*given: Any) -> Any:
        return function(*given)

    return again


OTHERS: list[Symbols] = [
    {"x": np.array([1.0, 2.0])},
    {"n": 3.0},
    {"z^{(l)}": {1: 1.0}},
    {"z^{(l)}": {1: np.eye(2), 2: np.eye(2)}},
    {"y": 3.0},
    {"y": lambda x: x},
    {"y": undone(lambda x: x)},
    {"y": partial(lambda x, v: x, v=1)},
    {"g(x)": lambda x, y=1: x},
    {"l": range(1, 4)},
    {r"\sup_t": (-8.0, 9.0)},
    {"*": "adjoint"},
    {r"\approx": 1e-2},
    {"u": 1.0},
    {"D": {"x": (0.0, 1.0), "y": (0.0, 1.0)}},
    {"X": {1: 0.5, 2: 0.5}},
    {"S": {1, 2}},
]


@together("more", OTHERS)
def test_what_says_something_else_is_read_as_what_it_says(more: Symbols) -> None:
    first, other = Instance(drawn(1.0), 0), drawn(2.0, more)
    found, alone = Instance(other, 1, first), Instance(other, 1)
    assert (found.grammar, found.keys, found.choices) == (alone.grammar, alone.keys, alone.choices)
    assert {key: one.takes for key, one in found.definitions.items()} == {
        key: one.takes for key, one in alone.definitions.items()
    }


def test_a_law_is_bound_anew() -> None:
    first = Instance(drawn(1.0, {"X": {1: 0.5, 2: 0.5}}), 0)
    found = Instance(drawn(1.0, {"X": {1: 0.25, 2: 0.75}}), 1, first)
    assert list(map(float, found.values["X"].probabilities)) == [0.25, 0.75]


def test_what_is_wrong_is_told_of_each() -> None:
    first = Instance(drawn(1.0), 0)
    with pytest.raises(NotationError, match="is a function of x"):
        Instance(drawn(1.0, {"g(x)": lambda: 1}), 1, first)
    with pytest.raises(NotationError, match="follows from 'nobody'"):
        Instance(drawn(1.0, {"y": lambda nobody: 1}), 1, first)
