"""What is integrated, and what is found of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yansuan.check.balls import Ball
from yansuan.check.errors import NotHere

Integrand = Callable[[Any], Any]
"""From a place to a value there: balls, or doubles."""

Raw = Callable[[Any], Any]
"""The same from `flint.acb` to that, or to None where balls must be asked."""


def raw_of(f: Integrand, kind: type) -> Raw | None:
    """An integrand on what a `kind` of ball holds, in the precision that is set; None of what takes balls only."""
    made: Callable[[type], Raw | None] | None = getattr(f, "raw", None)
    return made and made(kind)


@dataclass(frozen=True)
class Found:
    """An integral: a ball that holds it, about how large that of the absolute value is, whether the bound is proved."""

    value: Ball
    mass: float
    proved: bool


class UpAndDown(NotHere):
    """An integrand that may go up and down for ever."""
