r"""Primes, permutations, ∃ and ∀ in claims, means over x ∼ p, coefficients, ⟨x, y⟩, ⊗, ∘ and degrees.

Of ⊗, Horn & Johnson, Topics in Matrix Analysis (1991), section 4.2; of the determinant, Leibniz's formula.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tests.check.sound_cases import group


def totient(n: Any) -> int:
    return sum(1 for k in range(1, int(n) + 1) if math.gcd(k, int(n)) == 1)


@group(
    "primes, permutations, and what exists",
    r"""
    holds       \prod_{p \mid n} \left(1 - \frac1p\right) = \frac{\varphi(n)}{n}
    fails       \prod_{p \mid n} \left(1 - \frac1p\right) = \frac{n}{\varphi(n)}
    holds       \prod_{p \le n} p \le 4^n
    fails       \sum_{p \le 10} p = 18
    holds       \sum_{p \le 10} p = 17
    holds       \sum_{q \le 10,\ q \text{ 质数}} q = 17
    holds       \prod_{q \mid 12,\ q \text{ prime}} q = 6
    holds       \prod_{q \mid n} \left(1 - \frac1q\right) = \frac{\varphi(n)}{n}
    fails       \prod_{q \mid n} \left(1 + \frac1q\right) = \frac{\varphi(n)}{n}
    holds       \sum_{q \mid 12} q = 5
    fails       \sum_{q \mid 12} q = 28
    holds       \sum_{d \mid 12} d = 28
    holds       \det A = \sum_{\sigma \in S_3} \operatorname{sgn}(\sigma) \prod_{i=1}^3 a_{i,\sigma(i)}
    fails       \det A = \sum_{\sigma \in S_3} \prod_{i=1}^3 a_{i,\sigma(i)}
    holds       \det A = \sum_{\sigma \in S_3} \operatorname{sgn}(\sigma) a_{1\sigma(1)}a_{2\sigma(2)}a_{3\sigma(3)}
    fails       \det A = \sum_{\sigma \in S_3} \operatorname{sgn}(\sigma) a_{1\sigma(2)}a_{2\sigma(1)}a_{3\sigma(3)}
    holds       \sum_{\sigma \in \mathfrak S_m} \operatorname{sgn}\sigma = 0
    holds       \sum_{\sigma \in S_m} \sigma(1) = \frac{(m + 1)!}{2}
    fails       \sum_{\sigma \in S_m} 1 = m^2
    unreadable  \sum_{\sigma \in S_3} \sigma = 0
    holds       \exists k \in \{1, 2, 3\}: k^2 = 4
    fails       \exists k \in \{1, 2, 3\}: k^2 = 5
    holds       \nexists k \in \{1, 2, 3\}: k^2 = 5
    holds       \exists\, k \in \{1, 2, 3\} \text{ 使得 } k^2 = 9
    holds       \exists! k \in \{1, 2, 3\}: k^2 = 4
    fails       \exists! k \in \{1, 2, 3\}: k^2 > 3
    holds       \forall k \in \{1, 2, 3\}\ \exists j \in \{1, 4, 9\}: j = k^2
    fails       \exists j \in \{1, 4, 9\}\ \forall k \in \{1, 2, 3\}: j = k^2
    fails       \exists k \in \emptyset: k = k + 0
    unreadable  \exists k: k > 2
    unreadable  \exists k \in \mathbb R: k^2 = 2
    """,
)
def counted(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "n": ("整数", int(rng.integers(2, 40))),
        "m": ("个数", int(rng.integers(2, 6))),
        "p": ("质数", ...),
        r"\varphi(n)": ("欧拉函数", totient),
        "a_{ij}, A": ("方阵", rng.normal(size=(3, 3))),
        "i": ("编号", ...),
    }


@group(
    "means over a letter, and coefficients",
    r"""
    holds       E_{j \sim q}[f(j)] = 0.2 f(1) + 0.3 f(2) + 0.5 f(3)
    fails       E_{j \sim q}[f(j)] = 0.3 f(1) + 0.2 f(2) + 0.5 f(3)
    holds       \mathbb E_{k \sim p}[k^2] = \sum_k p_k k^2
    holds       \mathbb E_{s \sim w}[s^2] = 1
    fails       \mathbb E_{s \sim w}[s^2] = 2
    undefined   \mathbb E_{s \sim g}[s^2] = 1
    unreadable  \mathbb E_{s \sim u}[s^2] = 1
    caught      \mathbb E_{s \sim z}[s^2] = 1
    holds       D_{\mathrm{KL}}(q \| p) = \sum_k q_k \ln\frac{q_k}{p_k}
    undefined   D_{\mathrm{KL}}(q \| r) = 0
    holds       [s^k] (1 + s)^5 = \binom5k, k = 0, \dots, 5
    fails       [s^2] (1 + s)^5 = 11
    holds       [s^n] \frac{1}{1 - s} = 1
    holds       [s^n] e^{as} = \frac{a^n}{n!}
    fails       [s^n] e^{as} = \frac{a^n}{(n + 1)!}
    holds       [s] f(s) = 2
    caught      [s^{-1}] f(s) = 0
    unreadable  [s^2] = 4
    """,
)
def weighed(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "q, q_k": ("概率", np.array([0.2, 0.3, 0.5])),
        "p, p_k": ("概率", np.array([0.1, 0.3, 0.6])),
        "r": ("更长的概率", np.array([0.2, 0.3, 0.4, 0.1])),
        "z": ("不是概率", np.array([0.2, 0.3, 0.4])),
        "f(x)": ("函数", lambda x: x**2 + 2 * x),
        "w(t)": ("标准正态密度", lambda t: np.exp(-(t**2) / 2) / np.sqrt(2 * np.pi)),
        "g(t)": ("不是密度", lambda t: np.exp(-(t**2))),
        "a": ("数", rng.normal()),
        "n": ("次数", int(rng.integers(0, 30))),
        "k": ("编号", ...),
    }


@group(
    "products and compositions",
    r"""
    holds       \langle A x, y\rangle = \langle x, A^\top y\rangle
    fails       \langle A x, y\rangle = \langle x, A y\rangle
    holds       \langle A, B\rangle = \operatorname{tr}(A^\top B)
    unreadable  \langle x\rangle = 1
    undefined   \langle x, v\rangle = 1
    unreadable  \langle a, a\rangle = a^2
    holds       (M \otimes A)(N \otimes B) = (MN) \otimes (AB)
    fails       (M \otimes A)(N \otimes B) = (NM) \otimes (AB)
    holds       (M \otimes A)^\top = M^\top \otimes A^\top
    holds       x \otimes y = x y^\top
    fails       x \otimes y = y x^\top
    holds       \lVert x \otimes y \otimes v\rVert = \lVert x\rVert \lVert y\rVert \lVert v\rVert
    unreadable  A \otimes B \cdot A = A
    holds       (f \circ g)(a) = f(g(a))
    fails       (f \circ g)(a) = g(f(a))
    holds       (f \circ g)'(a) = f'(g(a)) g'(a)
    fails       (f \circ g)'(a) = f'(a) g'(a)
    holds       (f \circ g \circ f)(a) = f(g(a^2 + 1))
    unreadable  f \circ g = g \circ f
    holds       \sin 30^\circ = \frac12
    fails       \sin 30^\circ = \frac{\sqrt3}{2}
    holds       \sin(90^\circ - a^\circ) = \cos a^{\circ}
    fails       \sin(90^\circ - a^\circ) = \cos a
    unreadable  A^\circ = A
    """,
)
def products(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("向量", rng.normal(size=3)),
        "y": ("向量", rng.normal(size=3)),
        "v": ("向量", rng.normal(size=2)),
        "A": ("方阵", rng.normal(size=(3, 3))),
        "B": ("方阵", rng.normal(size=(3, 3))),
        "M": ("方阵", rng.normal(size=(2, 2))),
        "N": ("方阵", rng.normal(size=(2, 2))),
        "a": ("数", rng.normal()),
        "f(x)": ("函数", lambda x: x**2 + 1),
        "g(x)": ("函数", np.sin),
    }


@group(
    "⊗ of vectors as a long vector",
    r"""
    undefined   x \otimes y = xy^\top + 0A
    holds       (x \otimes y)^\top (x \otimes y) = \lVert x\rVert^2 \lVert y\rVert^2
    """,
)
def long(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("向量", rng.normal(size=3)),
        "y": ("向量", rng.normal(size=3)),
        "A": ("方阵", rng.normal(size=(3, 3))),
        r"\otimes": ("张量积", "kron"),
    }


GROUPS = [counted, weighed, products, long]
