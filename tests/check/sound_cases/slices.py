"""Slices of vectors and matrices, and what stands below a symbol and is no plain index: k | k−1, −i, i·."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


def _arrays(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "A, A_{ij}": ("矩阵", rng.normal(size=(3, 4))), "B_{ij}": ("矩阵", rng.normal(size=(4, 2))),
        "x, x_i": ("向量", rng.normal(size=5)), "i": ("编号", range(1, 4)), "j": ("编号", range(1, 3)),
        "t": ("时刻", range(2, 5)), "n": ("个数", 5), "k": ("编号", ...), "s(x)": ("总和", lambda x: float(np.sum(x))),
    }  # fmt: skip


@group(
    "slices with both ends",
    r"""
    holds       A_{i,:}B_{:,j} = \sum_{k=1}^4 A_{ik}B_{kj}
    fails       A_{i,:}B_{:,j} = \sum_{k=1}^3 A_{ik}B_{kj}
    holds       \lVert A_{:,j}\rVert^2 = \sum_i A_{ij}^2
    fails       \lVert A_{j,:}\rVert^2 = \sum_i A_{ij}^2
    holds       s(x_{<t}) = \sum_{k=1}^{t-1} x_k
    fails       s(x_{<t}) = \sum_{k=1}^t x_k
    holds       s(x_{\leq t}) = \sum_{k=1}^t x_k
    holds       s(x_{2:n}) = s(x) - x_1
    fails       s(x_{2:n}) = s(x)
    holds       s(x_{2:4}) = x_2 + x_3 + x_4
    fails       s(x_{2:4}) = x_2 + x_3
    holds       s(x_{3:}) = x_3 + x_4 + x_5
    holds       s(x_{:2}) = x_1 + x_2
    holds       x_{1:3}^\top x_{3:5} = x_1x_3 + x_2x_4 + x_3x_5
    holds       \det A_{1:2,1:2} = A_{11}A_{22} - A_{12}A_{21}
    fails       \det A_{1:2,1:2} = A_{11}A_{22} + A_{12}A_{21}
    undefined   s(x_{2:6}) = 1
    unreadable  s(A_{1:2}) = 1
    unreadable  s(x_{1:4:2}) = 1
    """,
)
def inclusive(rng: np.random.Generator) -> dict[str, Any]:
    return {**_arrays(rng), ":": ("片段含末项", "inclusive")}


@group(
    "slices without their last end",
    r"""
    holds       s(x_{2:n}) = x_2 + x_3 + x_4
    fails       s(x_{2:n}) = x_2 + x_3 + x_4 + x_5
    holds       s(x_{<t}) = \sum_{k=1}^{t-1} x_k
    """,
)
def exclusive(rng: np.random.Generator) -> dict[str, Any]:
    return {**_arrays(rng), ":": ("片段不含末项", "exclusive")}


@group(
    "slices of which nobody says where they end",
    r"""
    unreadable  s(x_{2:n}) = s(x) - x_1
    holds       s(x_{2:}) = s(x) - x_1
    holds       A_{i,:}B_{:,j} = \sum_{k=1}^4 A_{ik}B_{kj}
    unreadable  n_{1:2} = 1
    """,
)
def unsaid(rng: np.random.Generator) -> dict[str, Any]:
    return _arrays(rng)


@group(
    "bars, signs and dots below",
    r"""
    holds       P_{k|k} = HP_{k|k-1}
    holds       P_{k\mid k} = HP_{k|k-1}
    fails       P_{k|k} = HP_{k|k}
    fails       P_{k|k-1} = HP_{k|k}
    holds       P_{2|2} = HP_{2|1}
    holds       P_{k|k}^{-1} = P_{k|k-1}^{-1} H^{-1}
    fails       P_{k|k}^{-1} = H^{-1} P_{k|k-1}^{-1}
    unreadable  P_{kk} = HP_{k,k-1}
    unreadable  u_{i|j} = 1
    holds       u_{-i} = u_1 + u_2 + u_3 - u_i
    fails       u_{-i} = u_i
    holds       \sum_{i=1}^3 \bar x_{i\cdot} = 3\bar x_{\cdot\cdot}
    fails       \bar x_{i\cdot} = \bar x_{\cdot\cdot}
    holds       f_{Y|X}(y|x) = xy
    """,
)
def below(rng: np.random.Generator) -> dict[str, Any]:
    h = rng.normal(size=(2, 2))
    known = {(k, m): rng.normal(size=(2, 2)) for k in range(1, 5) for m in range(5)}
    known |= {(k, k): h @ known[k, k - 1] for k in range(1, 5)}
    u, means = rng.normal(size=3), rng.normal(size=3)
    return {
        "P_{k|l}": ("协方差", known), "H": ("矩阵", h), "k": ("时刻", range(1, 5)), "l": ("时刻", ...),
        "u_i": ("策略", u), "u_{-i}": ("其余之和", dict(enumerate(u.sum() - u, 1))), "i, j": ("编号", range(1, 4)),
        r"\bar x_{i\cdot}": ("行平均", means), r"\bar x_{\cdot\cdot}": ("总平均", float(means.mean())),
        r"f_{Y|X}(y|x)": ("条件密度", lambda y, x: y * x), "x": ("数", float(rng.normal())),
        "y": ("数", float(rng.normal())),
    }  # fmt: skip


GROUPS = [inclusive, exclusive, unsaid, below]
