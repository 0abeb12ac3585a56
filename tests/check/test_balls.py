"""NumPy does with a ball by itself what it does with one in an array."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from yansuan.check.balls import Ball
from yansuan.check.disks import Disk

BALLS = (Ball(0.3), Ball(-0.7), Ball(2), Disk(0.3))
OTHERS = (2, 1.5, np.float64(2), 1j, np.array([1.0, 2.0]), np.array([Ball(0.3), Ball(2)], dtype=object))
FUNCTIONS = [one for name in dir(np) if isinstance(one := getattr(np, name), np.ufunc)]


def told(function: Callable[..., Any], *given: Any) -> tuple[str, str]:
    """The kind of a value and all its digits, or the same of what is raised in its place."""
    try:
        found = function(*given)
    except Exception as error:  # of any kind: both must raise the same
        return type(error).__name__, str(error)
    values = np.ravel(np.asarray(found, dtype=object))
    digits = [(str(one.v.str(60)), getattr(one, "line", None)) if isinstance(one, Ball) else one for one in values]
    return type(found).__name__, repr(digits)


def boxed(value: Any) -> Any:
    return np.asarray(value, dtype=object) if isinstance(value, Ball) else value


def test_a_function_of_one_number() -> None:
    alone = [one for one in FUNCTIONS if one.nin == 1]
    assert len(alone) > 40
    wrong = [(f.__name__, x) for f, x in product(alone, BALLS) if told(f, x) != told(f, boxed(x))]
    assert not wrong


def test_a_function_of_two() -> None:
    both = [one for one in FUNCTIONS if one.nin == 2]
    pairs = [*product(BALLS, (*BALLS, *OTHERS)), *product(OTHERS, BALLS)]
    wrong = [(f.__name__, x, y) for f in both for x, y in pairs if told(f, x, y) != told(f, boxed(x), boxed(y))]
    assert not wrong


def test_what_is_gathered() -> None:
    ways: list[Callable[..., Any]] = [np.sum, np.max, np.multiply.reduce, np.linalg.norm]
    assert [told(one, BALLS[0]) for one in ways] == [told(one, boxed(BALLS[0])) for one in ways]
    outer: Any = np.add.outer
    assert told(outer, BALLS[0], OTHERS[-1]) == told(outer, boxed(BALLS[0]), OTHERS[-1])
