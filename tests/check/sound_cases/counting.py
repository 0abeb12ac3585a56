"""Letters that count, and stand at no index, with no range printed or declared."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "no range is said",
    r"""
    holds       \binom nk = \frac{n!}{k!(n-k)!}
    fails       \binom nk = \frac{n!}{k!(n-k+1)!}
    holds       \binom nk = \binom{n-1}{k-1} + \binom{n-1}k
    fails       \binom nk = \binom{n-1}{k-1} + \binom{n-1}{k+1}
    holds       \operatorname{C}(n, k) = \binom n{n-k}
    fails       \binom nk = n
    fails       \binom nk = nk\binom nk
    holds       (\cos x + i\sin x)^k = \cos kx + i\sin kx
    fails       (\cos x + i\sin x)^k = \cos kx - i\sin kx
    holds       \sum_{j=0}^{n-1} e^{2\pi ijk/n} = \begin{cases} n, & n \mid k \\ 0, & n \nmid k \end{cases}
    fails       \sum_{j=0}^{n-1} e^{2\pi ijk/n} = 0
    holds       \int_{-\pi}^\pi \cos mt\cos kt\,dt = \pi\delta_{mk}
    fails       \int_{-\pi}^\pi \cos mt\cos kt\,dt = 2\pi\delta_{mk}
    fails       \int_{-\pi}^\pi \cos mt\cos kt\,dt = 0
    holds       \int_{-\pi}^\pi \cos mt\cos kt\,dt = 0 \qquad m \ne k
    holds       \cos(x + 2k\pi) = \cos x
    holds       \cos k\pi = (-1)^k
    fails       \cos k\pi = (-1)^{k+1}
    fails       \cos k\pi = 1
    holds       2^k > k
    fails       2^k \ge k^2
    fails       k^2 > k
    holds       k^2 > k \qquad k > 1
    holds       k! \ge 2^k \qquad k \ge 4
    fails       k! \ge 2^k
    holds       2^k > k \qquad k \ge -3
    fails       k^2 \ge 1 \qquad k \ge 0
    holds       \cos(x + k\pi) = (-1)^k\cos x, \quad k \in \mathbb Z
    fails       \cos(x + k\pi) = \cos x, \quad k \in \mathbb Z
    holds       \frac 1{k-3} = \frac k{k^2-3k}
    unreadable  \ln(3 - k) = \ln(3 - k + x - x)
    undefined   \ln(-k) = k
    unreadable  k = k
    fails       k = 3
    """,
)
def counted(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "n": ("正整数", int(rng.integers(4, 9))),
        "x": ("角", rng.normal()),
        "i": ("虚数单位", 1j),
        r"\operatorname{C}(n, k)": ("组合数", lambda n, k: math.comb(int(n), int(k))),
        "j, k, m": ("编号", ...),
    }


@group(
    "an i that may be the imaginary unit",
    r"""
    unreadable  |e^{ix}|^2 = e^{2ix}
    unreadable  |e^{ix}| = 1
    unreadable  (x + i)(x - i) = x^2 - i^2
    unreadable  i^2 = -1
    unreadable  j(x + 1) = jx + j
    holds       \binom 3i = \binom 3{3-i}
    fails       \binom 3i = 3
    holds       ix = x + (i - 1)x \qquad i \ge 1
    holds       x^k x = x^{k+1}
    """,
)
def imaginary(rng: np.random.Generator) -> dict[str, Any]:
    return {"x": ("数", rng.normal()), "i, j, k": ("编号", ...)}


GROUPS = [imaginary, counted]
