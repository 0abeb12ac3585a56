"""Constants of a snippet's code that are rounded: π from NumPy, roots and logarithms of written numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "rounded constants",
    r"""
    holds       A = \pi r^2
    fails       A = \pi r^2 + 10^{-12}
    holds       B = \pi r^2
    holds       C = \sqrt2 r
    fails       C = \sqrt2 r + 10^{-12}
    holds       D = \frac{\ln 2}{r}
    holds       N_0e^{-rD} = \frac{N_0}{2}
    holds       F(r) = er
    holds       G = \sqrt 2 r
    holds       H = \frac{r}{\sqrt{2\pi}}
    fails       H = \frac{r}{\sqrt{2\pi}} + 10^{-13}
    holds       K = 3r
    fails       K = 3r + 10^{-15}
    """,
)
def rounded(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "r": ("数", float(rng.uniform(0.5, 2))),
        "A": ("面积", lambda r: np.pi * r**2),
        "B": ("面积", lambda r: math.pi * r**2),
        "C": ("对角线", lambda r: np.sqrt(2) * r),
        "D": ("半衰期", lambda r: math.log(2) / r),
        "N_0": ("个数", float(rng.uniform(1, 2))),
        "F(x)": ("函数", lambda x: np.exp(1) * x),
        "G": ("对角线", lambda r: np.float64(2) ** 0.5 * r),
        "H": ("密度", lambda r: r / np.sqrt(2 * np.pi)),
        "K": ("三倍", lambda r: 3 * r),
    }


GROUPS = [rounded]
