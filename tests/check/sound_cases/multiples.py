"""What is false of few whole numbers only: where one is a multiple of the other, or both are equal."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "multiples",
    r"""
    holds       \left\lfloor\frac{n}{m}\right\rfloor < a \iff n < am
    fails       \left\lfloor\frac{n}{m}\right\rfloor < a \iff n \le am
    holds       \left\lceil\frac{n}{m}\right\rceil = \left\lfloor\frac{n + m - 1}{m}\right\rfloor
    fails       \left\lceil\frac{n}{m}\right\rceil = \left\lfloor\frac{n}{m}\right\rfloor + 1
    fails       \gcd(n, m) < m
    holds       \gcd(n, m) \le m
    """,
)
def multiples(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "n": ("数", int(rng.integers(40, 90))),
        "m": ("数", int(rng.integers(2, 30))),
        "a": ("数", int(rng.integers(2, 12))),
    }


GROUPS = [multiples]
