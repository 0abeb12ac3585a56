"""The table of functions: each row agrees with itself, in every kind of number."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import flint
import pytest

from tests.together import together
from yansuan.check.balls import Ball, precision
from yansuan.check.errors import Meaningless
from yansuan.check.fields import DOUBLES, STEPS, Balls
from yansuan.check.notation import STEP
from yansuan.functions import FUNCTIONS, Function

BITS = 200
POINTS = (-3.7, -1.25, -0.6, -0.1, 0.3, 0.85, 1.5, 4.2)
COMPLEX = (0.4 + 0.7j, -0.6 - 0.2j)
PARTS = ("re", "im", "arg", "conj", "abs", "sgn")  # which are not differentiable as functions of a complex number
REAL = ("sgn",)
ROWS = [row for row in FUNCTIONS.values() if row.of_numbers]
SMOOTH = [row for row in ROWS if row.name not in PARTS]


def named(row: Function) -> str:
    return row.name


def points(row: Function) -> Iterator[float]:
    """Points inside the domain."""
    return (x for x in POINTS if row.domain is None or row.domain.holds_inside(x))


def ball(row: Function, x: complex) -> complex:
    """A value in balls, as a double."""
    with precision(BITS):
        return complex(Ball(Balls(BITS).apply(row.name, Ball(x))).double())


def slope(row: Function, x: float) -> float:
    """A derivative, by a difference of balls."""
    step = Ball(2) ** -60
    with precision(BITS):
        ahead, behind = (Balls(BITS).apply(row.name, Ball(x) + by) for by in (step, -step))
        return float(((ahead - behind) / (2 * step)).double())


@together("row", FUNCTIONS.values(), ids=named)
def test_a_row_says_once_what_it_is_worth(row: Function) -> None:
    ways = [bool(row.library), bool(row.through), bool(row.of_matrix) and not row.of_numbers, bool(row.base)]
    assert sum(ways) + bool(row.doubt) == 1
    if row.library:
        assert hasattr(math, row.library)
        assert hasattr(flint.acb, row.library)
    if row.other:
        assert FUNCTIONS[row.other].spellings


def test_no_name_stands_for_two_functions() -> None:
    assert max(Counter(spelled for row in FUNCTIONS.values() for spelled in row.spellings).values()) == 1


@together("row", ROWS, ids=named)
def test_doubles_and_balls_agree(row: Function) -> None:
    numbers = [*points(row), *(COMPLEX if row.name not in REAL else ())]
    assert len(numbers) > 2
    for x in numbers:
        assert complex(DOUBLES.apply(row.name, x)) == pytest.approx(ball(row, x), rel=1e-13)


@together("row", ROWS, ids=named)
def test_where_a_function_has_a_value(row: Function) -> None:
    ends = (row.domain.low, row.domain.high) if row.domain else ()
    for x in [x for x in (*POINTS, *ends) if x is not None]:
        if row.domain is None or row.domain.holds(x):
            assert math.isfinite(DOUBLES.apply(row.name, x))
            assert math.isfinite(ball(row, x).real)
            continue
        with pytest.raises(Meaningless, match=f" of {x}$"):
            DOUBLES.apply(row.name, x)
        with pytest.raises(Meaningless, match=f" of {x}$"):
            ball(row, x)


@together("row", SMOOTH, ids=named)
def test_a_step_carries_the_derivative(row: Function) -> None:
    for x in points(row):
        assert STEPS.apply(row.name, x + STEP * 1j).imag / STEP == pytest.approx(slope(row, x), rel=1e-12)
    for end in (row.domain.low, row.domain.high) if row.domain else ():
        if end is not None:
            with pytest.raises(Meaningless):
                STEPS.apply(row.name, end + STEP * 1j)


@together("row", [row for row in ROWS if row.slope], ids=named)
def test_the_derivative_of_a_row_is_that_of_its_function(row: Function) -> None:
    for x in points(row):
        assert DOUBLES.apply(f"{row.name}'", x) == pytest.approx(slope(row, x), rel=1e-13)


@together("row", [row for row in FUNCTIONS.values() if row.whole], ids=named)
def test_of_whole_numbers_the_value_is_whole(row: Function) -> None:
    for n in (-7, 0, 3, 10**30):
        found = Balls(BITS).apply(row.name, n)
        assert isinstance(found, int)
        assert float(found) == ball(row, n).real
