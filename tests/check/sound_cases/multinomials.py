"""Multinomials, and sums over numbers that add up, which `compositions` here lists by trying all of them."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from tests.check.sound_cases import group


def surjections(n: int, m: int) -> int:
    """How many maps of n things onto m there are."""
    return sum(1 for one in product(range(m), repeat=n) if len(set(one)) == m)


@group(
    "multinomials",
    r"""
    holds       \binom{n}{a, b, n - a - b} = \binom{n}{a}\binom{n - a}{b}
    fails       \binom{n}{a, b, n - a - b} = \binom{n}{a}\binom{n}{b}
    holds       \binom{n}{a, b, n - a - b} = \frac{n!}{a!\,b!\,(n - a - b)!}
    fails       \binom{n}{a, b, n - a - b} = \frac{n!}{a!\,b!}
    undefined   \binom{n}{a, b} = \frac{n!}{a!\,b!\,(n - a - b)!}
    holds       {n \choose a, n - a} = \binom na
    holds       \binom{N}{r_1, r_2, \dots, r_m} = \frac{N!}{r_1!\,r_2! \cdots r_m!}
    fails       \binom{N}{r_1, r_2, \dots, r_m} = \frac{N!}{r_1! + r_2! + \dots + r_m!}
    holds       \binom{N}{r_1, \dots, r_m} = \prod_{i=1}^m \binom{r_1 + \dots + r_i}{r_i}
    fails       \binom{N}{r_1, \dots, r_m} = \prod_{i=1}^m \binom{N}{r_i}
    holds       \binom{a + b}{a + 1, b - 1} = \binom{a + b}{b - 1}
    holds       (x_1 + x_2 + \dots + x_m)^n = \sum_{k_1 + k_2 + \dots + k_m = n} \binom{n}{k_1, k_2, \dots, k_m} x_1^{k_1} x_2^{k_2} \cdots x_m^{k_m}
    fails       (x_1 + x_2 + \dots + x_m)^n = \sum_{k_1 + k_2 + \dots + k_m = n} \binom{n}{k_1, k_2, \dots, k_m} x_1^{k_2} x_2^{k_2} \cdots x_m^{k_2}
    fails       (x_1 + x_2 + \dots + x_m)^n = \sum_{k_1 + k_2 + \dots + k_m = n,\ k_i \geq 1} \binom{n}{k_1, k_2, \dots, k_m} x_1^{k_1} x_2^{k_2} \cdots x_m^{k_m}
    fails       (x_1 + \dots + x_m)^n = \sum_{k_1 + \dots + k_m = n} \frac{n!}{k_1! \cdots k_m!} x_1^{k_1}
    holds       (x_1 + \dots + x_m)^n = \sum_{k_1 + \dots + k_m = n} \frac{n!}{k_1! \cdots k_m!} \prod_{i=1}^m x_i^{k_i}
    holds       (x_1 + \dots + x_m)^n = n! \sum_{\substack{k_1 + \dots + k_m = n \\ k_1, \dots, k_m \geq 0}} \prod_{i=1}^m \frac{x_i^{k_i}}{k_i!}
    holds       \sum_{k_1 + \dots + k_m = n,\ k_1, \dots, k_m \geq 0} 1 = \binom{n + m - 1}{m - 1}
    fails       \sum_{k_1 + \dots + k_m = n,\ k_1, \dots, k_m \geq 0} 1 = \binom{n - 1}{m - 1}
    holds       \sum_{k_1 + \dots + k_m = n,\ k_i > 0} 1 = \binom{n - 1}{m - 1}
    holds       \sum_{k_1 + \dots + k_m = n,\ k_i \geq 1} \binom{n}{k_1, \dots, k_m} = s(n, m)
    unreadable  \sum_{k_1 + \dots + k_m = n} 1 = \binom{n + m - 1}{m - 1}
    unreadable  \sum_{k_1 + \dots + k_m = n} k = n
    unreadable  \sum_{k_1 + \dots + k_m = n,\ k_1 \ne k_2} \frac{1}{k_1!} = n
    unreadable  \sum_{k_1 + \dots + k_m = n,\ k_1 \geq 1} 1 = \binom{n - 1}{m - 1}
    unreadable  j = \sum_{k_1 + \dots + k_m = n,\ k_j \geq 1} 1
    unreadable  \sum_{k_1 + \dots + k_m = n,\ k_m \geq 1} 1 = \binom{n - 1}{m - 1}
    unreadable  \sum_{k_1 + \dots + k_m = n,\ k_2, \dots, k_m \geq 1} 1 = \binom{n - 1}{m - 1}
    unreadable  \sum_{k_1 + \dots + k_m \leq n} \frac{1}{k_1! \cdots k_m!} = n
    holds       \sum_{k_1 + 2k_2 + \dots + nk_n = n} \prod_{i=1}^n \frac{1}{i^{k_i} k_i!} = 1
    fails       \sum_{k_1 + k_2 + \dots + k_n = n} \prod_{i=1}^n \frac{1}{i^{k_i} k_i!} = 1
    """,  # noqa: E501 (the multinomial theorem is long)
)
def multinomials(rng: np.random.Generator) -> dict[str, Any]:
    n, a, b = int(rng.integers(4, 6)), int(rng.integers(1, 3)), int(rng.integers(1, 3))
    r = {k + 1: int(one) for k, one in enumerate(rng.integers(1, 4, 3))}
    return {
        "n": ("整数", n), "a": ("整数", a), "b": ("整数", b), "m": ("个数", 3), "N": ("总数", sum(r.values())),
        "r_i": ("各部分", r), "x_i": ("变元", {k: float(rng.normal()) for k in range(1, 4)}),
        "s(n, m)": ("满射个数", lambda n, m: surjections(round(n), round(m))), "i, j": ("编号", ...),
    }  # fmt: skip


GROUPS = [multinomials]
