"""Dots: what they stand for is summed, whatever n is, and what they may stand for in two ways is refused."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "dots",
    r"""
    holds       1 + 2 + \dots + n = \frac{n(n+1)}{2}
    fails       1 + 2 + \dots + n = \frac{n(n-1)}{2}
    holds       1 + 2 + \dots + (n - 1) = \frac{n(n-1)}{2}
    holds       n + (n-1) + \dots + 2 + 1 = \frac{n(n+1)}{2}
    holds       1 + 2 + 3 + 4 + \dots + n = \frac{n(n+1)}{2}
    holds       1^2 + 2^2 + \cdots + n^2 = \frac{n(n+1)(2n+1)}{6}
    fails       1^2 + 2^2 + \cdots + n^2 = \frac{n(n+1)(2n-1)}{6}
    holds       1 + 4 + 9 + \cdots + n^2 = \frac{n(n+1)(2n+1)}{6}
    holds       1^3 + 2^3 + \cdots + n^3 = (1 + 2 + \cdots + n)^2
    fails       1^3 + 2^3 + \cdots + n^3 = (1 + 2 + \cdots + n)^3
    holds       1 + 3 + 5 + \dots + (2n - 1) = n^2
    fails       1 + 3 + 5 + \dots + (2n + 1) = n^2
    holds       2 + 4 + \dots + 2n = n(n + 1)
    fails       2 + 4 + \dots + 2n = n^2
    unreadable  2 + \dots + 2n = n(n + 1)
    unreadable  1 + 2 + \dots + 2^n = 2^{n+1} - 1
    holds       1 + 2 + 4 + \dots + 2^n = 2^{n+1} - 1
    fails       1 + 2 + 4 + \dots + 2^n = 2^n - 1
    holds       1 + 2 + 4 + \dots + 2^{n-1} = 2^n - 1
    unreadable  1 + 2 + 4 + \dots + n = 2n - 1
    holds       1 + x + x^2 + \cdots + x^{n-1} = \frac{1 - x^n}{1 - x}
    fails       1 + x + x^2 + \cdots + x^n = \frac{1 - x^n}{1 - x}
    holds       a + ax + ax^2 + \dots + ax^{n-1} = a\frac{x^n - 1}{x - 1}
    fails       a + ax + ax^2 + \dots + ax^{n-1} = a\frac{x^n + 1}{x - 1}
    holds       1 - x + x^2 - \dots + (-1)^n x^n = \frac{1 - (-x)^{n+1}}{1 + x}
    fails       1 - x + x^2 - \dots + (-1)^n x^n = \frac{1 + (-x)^{n+1}}{1 + x}
    holds       x^n - y^n = (x - y)(x^{n-1} + x^{n-2}y + \dots + y^{n-1})
    fails       x^n - y^n = (x + y)(x^{n-1} + x^{n-2}y + \dots + y^{n-1})
    holds       \binom{n}{0} + \binom{n}{1} + \dots + \binom{n}{n} = 2^n
    fails       \binom{n}{1} + \binom{n}{2} + \dots + \binom{n}{n} = 2^n
    holds       \frac{1}{1\cdot 2} + \frac{1}{2\cdot 3} + \dots + \frac{1}{n(n+1)} = 1 - \frac{1}{n+1}
    fails       \frac{1}{1\cdot 2} + \frac{1}{2\cdot 3} + \dots + \frac{1}{n(n+1)} = 1 - \frac{1}{n}
    holds       \frac{1}{n+1} + \frac{1}{n+2} + \dots + \frac{1}{2n} = \sum_{k=1}^{2n} \frac{(-1)^{k+1}}{k}
    fails       \frac{1}{n+1} + \frac{1}{n+2} + \dots + \frac{1}{2n} = \sum_{k=1}^{2n} \frac{(-1)^k}{k}
    holds       1 \cdot 2 \cdots n = n!
    fails       1 \cdot 2 \cdots n = (n + 1)!
    holds       n(n-1)(n-2) \cdots 3 \times 2 \times 1 = n!
    holds       n(n-1)\cdots(n-k+1) = \frac{n!}{(n-k)!} \quad (0 \le k \le n)
    fails       n(n-1)\cdots(n-k+1) = \frac{n!}{(n-k+1)!} \quad (0 \le k \le n)
    holds       1 \cdot 3 \cdot 5 \cdots (2n - 1) = \frac{(2n)!}{2^n n!}
    fails       1 \cdot 3 \cdot 5 \cdots (2n - 1) = \frac{(2n)!}{2^n}
    holds       1 + 2 + \dots + 100 = 5050
    fails       1 + 2 + \dots + 100 = 5049
    unreadable  1 + 2 + \dots + 64 = 127
    holds       1 + 2 + 4 + \dots + 64 = 127
    holds       \frac{d}{dx} (x + x^2 + \dots + x^n) = 1 + 2x + 3x^2 + \dots + nx^{n-1}
    unreadable  \frac{d}{dx} (x + x^2 + \dots + x^n) = 1 + 2x + 3x^2 + \dots + nx^n
    holds       1 + x + x^2 + \dots = \frac{1}{1 - x}
    fails       1 + x + x^2 + \dots = \frac{1}{1 + x}
    undefined   1 + y + y^2 + \dots = \frac{1}{1 - y}
    holds       1 - x + x^2 - \cdots = \frac{1}{1 + x}
    holds       1 - \frac12 + \frac13 - \frac14 + \cdots = \ln 2
    fails       1 - \frac12 + \frac13 - \frac14 + \cdots = \ln 3
    holds       1 + x + \frac{x^2}{2!} + \dots + \frac{x^k}{k!} + \cdots = e^x
    fails       1 + x + \frac{x^2}{2!} + \dots + \frac{x^k}{k!} + \cdots = e^{2x}
    holds       x - \frac{x^2}{2} + \frac{x^3}{3} - \cdots = \ln(1 + x)
    fails       x - \frac{x^2}{2} + \frac{x^3}{3} - \cdots = \ln(1 - x)
    unreadable  1 + x + \frac{x^2}{2} + \cdots = e^x
    unreadable  1 + x + \cdots = \frac{1}{1 - x}
    """,
)
def numbers(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(1, 9))
    return {
        "n": ("项数", n),
        "x": ("数", rng.uniform(0.2, 0.8)),
        "y": ("数", rng.uniform(1.2, 1.8)),
        "a": ("数", rng.normal()),
        "k": ("编号", ...),
    }


@group(
    "dots between entries",
    r"""
    holds       s = a_1 + a_2 + \dots + a_n
    fails       s = a_1 + a_2 + \dots + a_{n-1}
    fails       s = a_1 - a_2 - \dots - a_n
    holds       2a_1 - s = a_1 - a_2 - \dots - a_n
    holds       s = a_n + a_{n-1} + \dots + a_1
    holds       s + c = c + a_1 + \dots + a_n
    holds       s - a_1 = a_2 + \dots + a_n
    holds       a^\top b = a_1b_1 + a_2b_2 + \dots + a_nb_n
    unreadable  a^\top b = a_1b_1 + a_2b_2 + \dots + a_nb_1
    holds       \lVert a\rVert = \sqrt{a_1^2 + a_2^2 + \dots + a_n^2}
    unreadable  \lVert a\rVert = \sqrt{a_1^2 + a_2^2 + \dots + a_n}
    holds       p = a_1 a_2 \cdots a_n
    fails       p = a_1 a_2 \cdots a_{n-1}
    holds       2p = 2a_1 \cdots a_n
    holds       cp = a_1 \cdots a_n c
    holds       p\,\Pi = a_1 \cdots a_n b_1 \cdots b_n
    fails       p\,\Pi = a_1 \cdots a_n + b_1 \cdots b_n
    holds       \frac{\partial}{\partial a_1}(a_1^2 + a_2^2 + \dots + a_n^2) = 2a_1
    fails       \frac{\partial}{\partial a_1}(a_1^2 + a_2^2 + \dots + a_n^2) = 2a_2 \quad (n \ge 2)
    holds       (\Lambda a)_i = \Lambda_{i1}a_1 + \Lambda_{i2}a_2 + \dots + \Lambda_{in}a_n
    fails       (\Lambda a)_i = \Lambda_{1i}a_1 + \Lambda_{2i}a_2 + \dots + \Lambda_{ni}a_n
    holds       \frac{a_1}{n} + \frac{a_2}{n} + \dots + \frac{a_n}{n} = \frac{s}{n}
    unreadable  s = a_1 + c + \dots + a_n
    """.replace(r"(\Lambda a)_i", "l_i"),
)
def entries(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(1, 5))
    return {
        "n": ("维数", n),
        "a_i, a": ("向量", rng.uniform(0.5, 2, size=n)),
        "b_i, b": ("向量", rng.uniform(0.5, 2, size=n)),
        "c": ("数", rng.uniform(0.5, 2)),
        r"\Lambda_{ij}": ("矩阵", rng.uniform(0.5, 2, size=(n, n))),
        "l_i": ("积", lambda Lambda, a: Lambda @ a),
        "s": ("和", lambda a: np.sum(a)),
        "p": ("积", lambda a: np.prod(a)),
        r"\Pi": ("积", lambda b: np.prod(b)),
        "i": ("编号", ...),
    }


@group(
    "dots between matrices",
    r"""
    holds       P = A_1 A_2 \cdots A_n
    fails       P = A_n A_{n-1} \cdots A_1
    holds       A_nS = A_nA_1 + A_nA_2 + \dots + A_nA_n
    fails       SA_n = A_nA_1 + A_nA_2 + \dots + A_nA_n
    holds       SA_n = A_1A_n + A_2A_n + \dots + A_nA_n
    fails       A_nS = A_1A_n + A_2A_n + \dots + A_nA_n
    holds       S = A_1 + \dots + A_n
    holds       I + Q + Q^2 + \dots + Q^{n-1} = (I - Q)^{-1}(I - Q^n)
    fails       I + Q + Q^2 + \dots + Q^{n-1} = (I - Q)^{-1}(I - Q^{n-1})
    holds       P^{\mathsf T} = A_n^{\mathsf T} A_{n-1}^{\mathsf T} \cdots A_1^{\mathsf T}
    fails       P^{\mathsf T} = A_1^{\mathsf T} A_2^{\mathsf T} \cdots A_n^{\mathsf T}
    """,
)
def matrices(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(3, 5))
    drawn = {k: rng.normal(size=(2, 2)) for k in range(1, n + 1)}
    product = np.eye(2)
    for k in range(1, n + 1):
        product = product @ drawn[k]
    return {
        "n": ("个数", n),
        "A_k": ("矩阵", drawn),
        "P": ("积", product),
        "S": ("和", sum(drawn.values())),
        "I": ("单位阵", np.eye(2)),
        "Q": ("矩阵", rng.normal(size=(2, 2))),
        "k": ("编号", ...),
    }


GROUPS = [numbers, entries, matrices]
