"""What is false of few numbers only: where one is a multiple of the other, where one is much larger."""

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


@group(
    "few of many",
    r"""
    fails       (a + b)^3 \ge x^3 + b^3
    holds       (a + b)^3 \ge a^3 + b^3
    fails       |v^{\mathsf T}w| \le \|v\|\,\|A\|
    holds       |v^{\mathsf T}w| \le \|v\|\,\|w\|
    fails       p \mid q^2 \implies p \mid q
    holds       p \mid q \implies p \mid q^2
    fails       |x - 2.5| + |x + 2.5| = 5
    holds       |x| + |-x| = 2|x|
    """,
)
def few(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("实数", float(rng.uniform(-3, 3))),
        "a": ("正数", float(rng.uniform(0, 4))),
        "b": ("正数", float(rng.uniform(0, 4))),
        "v": ("向量", rng.normal(size=3)),
        "w": ("向量", rng.normal(size=3)),
        "A": ("矩阵", rng.normal(size=(3, 3))),
        "p": ("数", int(rng.integers(1, 7))),
        "q": ("数", int(rng.integers(2, 8))),
    }


GROUPS = [multiples, few]
