"""Legendre's and Jacobi's symbols, against squares that are counted here."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group

ODD_PRIMES = (3, 5, 7, 11, 13, 17, 19, 23)


def legendre(a: int, p: int) -> int:
    """1 where a is a square modulo p, −1 where it is none, 0 where p divides it."""
    return 0 if a % p == 0 else 1 if any(x * x % p == a % p for x in range(p)) else -1


def _letters(rng: np.random.Generator) -> dict[str, Any]:
    p, q = (int(one) for one in rng.choice(ODD_PRIMES, 2, replace=False))
    a, b = (int(one) for one in rng.integers(1, 30, 2))
    return {
        "p": ("质数", p), "q": ("质数", q), "a": ("整数", a), "b": ("整数", b), "n": ("奇数", p * q),
        "k": ("编号", ...),
        r"\chi(a, p)": ("按平方数", lambda a, p: legendre(round(a), round(p))),
    }  # fmt: skip


@group(
    "Legendre's symbol",
    r"""
    holds       \left(\frac{a}{p}\right) = \chi(a, p)
    fails       \left(\frac{a}{p}\right) = -\chi(a, p)
    holds       \left(\frac{a}{p}\right) \equiv a^{(p-1)/2} \pmod p
    fails       \left(\frac{a}{p}\right) \equiv a^{p-1} \pmod p
    holds       \left(\frac{ab}{p}\right) = \left(\frac ap\right)\left(\frac bp\right)
    fails       \left(\frac{a + b}{p}\right) = \left(\frac ap\right)\left(\frac bp\right)
    holds       \left(\frac{p}{q}\right)\left(\frac{q}{p}\right) = (-1)^{\frac{p-1}{2}\cdot\frac{q-1}{2}}
    holds       \left(\frac pq\right)\left(\frac qp\right) = (-1)^{\left(\frac{p-1}2\right)\left(\frac{q-1}2\right)}
    fails       \left(\frac{p}{q}\right)\left(\frac{q}{p}\right) = 1
    holds       \left(\frac{-1}{p}\right) = (-1)^{\frac{p-1}{2}}
    holds       \left(\frac{2}{p}\right) = (-1)^{(p^2-1)/8}
    fails       \left(\frac{2}{p}\right) = (-1)^{(p-1)/2}
    holds       \sum_{k=1}^{p-1} \left(\frac{k}{p}\right) = 0
    holds       \left(\frac{a}{p}\right)^2 \leq 1
    undefined   \left(\frac{a}{n}\right) = 1
    holds       \frac{a}{p} p = a
    """,
)
def said(rng: np.random.Generator) -> dict[str, Any]:
    return {**_letters(rng), r"(\frac{a}{p})": ("勒让德符号", "legendre")}


@group(
    "Jacobi's symbol",
    r"""
    holds       \left(\frac{a}{n}\right) = \chi(a, p)\chi(a, q)
    fails       \left(\frac{a}{n}\right) = \chi(a, p)
    """,
)
def jacobi(rng: np.random.Generator) -> dict[str, Any]:
    return {**_letters(rng), r"\left(\frac ap\right)": ("雅可比符号", "jacobi")}


@group(
    "a fraction in brackets over a prime",
    r"""
    unreadable  \left(\frac{a}{p}\right)p = a
    unreadable  \left(\frac{a}{n}\right) \equiv 1 \pmod n
    holds       \left(\frac{a}{b}\right)b = a
    holds       2\left(\frac{p-1}{2}\right) = p - 1
    fails       \left(\frac{a}{b}\right)^2 = \frac{a}{b^2}
    """,
)
def unsaid(rng: np.random.Generator) -> dict[str, Any]:
    return {**_letters(rng), "a": ("整数", int(rng.integers(2, 30)))}


GROUPS = [said, jacobi, unsaid]
