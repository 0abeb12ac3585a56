"""Dots in lists, vectors and matrices: as many entries as what is printed says."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "lists with dots",
    r"""
    holds       m = \max(a_1, a_2, \dots, a_n)
    fails       m = \min(a_1, a_2, \dots, a_n)
    fails       m = \max(a_2, \dots, a_n)
    holds       \max(9, m) = \max(9, a_1, \dots, a_n)
    holds       n = \max(1, 2, \dots, n)
    fails       n = \max(1, 2, \dots, n - 1)
    holds       a = (a_1, a_2, \dots, a_n)
    undefined   a = (a_2, \dots, a_n)
    fails       a = (a_n, a_{n-1}, \dots, a_1)
    holds       a = (a_1, \dots, a_n)^{\mathsf T}
    holds       f(a) = f(a_1, a_2, \dots, a_n)
    fails       f(a) = f(2a_1, 2a_2, \dots, 2a_n)
    holds       f(a) = a_1^2 + a_2^2 + \dots + a_n^2
    unreadable  a = (a_1, \dots, m)
    holds       a = \begin{pmatrix} a_1 \\ a_2 \\ \vdots \\ a_n \end{pmatrix}
    undefined   a = \begin{pmatrix} a_1 \\ a_2 \\ \vdots \\ a_{n-1} \end{pmatrix}
    unreadable  a = \begin{pmatrix} a_1 \\ a_2 \\ \vdots \\ 2a_n \end{pmatrix}
    holds       a^\top = \begin{pmatrix} a_1 & a_2 & \cdots & a_n \end{pmatrix}
    holds       C = \begin{pmatrix} C_{11} & \cdots & C_{1n} \\ \vdots & \ddots & \vdots \\ C_{n1} & \cdots & C_{nn} \end{pmatrix}
    holds       C^\top = \begin{pmatrix} C_{11} & \cdots & C_{n1} \\ \vdots & & \vdots \\ C_{1n} & \cdots & C_{nn} \end{pmatrix}
    fails       C = \begin{pmatrix} C_{11} & \cdots & C_{n1} \\ \vdots & \ddots & \vdots \\ C_{1n} & \cdots & C_{nn} \end{pmatrix}
    holds       aa^\top = \begin{pmatrix} a_1a_1 & a_1a_2 & \cdots & a_1a_n \\ a_2a_1 & a_2a_2 & \cdots & a_2a_n \\ \vdots & \vdots & \ddots & \vdots \\ a_na_1 & a_na_2 & \cdots & a_na_n \end{pmatrix}
    holds       D = \begin{pmatrix} a_1 & & \\ & \ddots & \\ & & a_n \end{pmatrix}
    fails       D = \begin{pmatrix} 2a_1 & & \\ & \ddots & \\ & & 2a_n \end{pmatrix}
    holds       D = \begin{pmatrix} a_1 & 0 & \cdots & 0 \\ 0 & a_2 & \cdots & 0 \\ \vdots & \vdots & \ddots & \vdots \\ 0 & 0 & \cdots & a_n \end{pmatrix}
    holds       a_1a_2 \cdots a_n = \det\begin{pmatrix} a_1 & & \\ & \ddots & \\ & & a_n \end{pmatrix}
    fails       a_1 + a_2 + \dots + a_n = \det\begin{pmatrix} a_1 & & \\ & \ddots & \\ & & a_n \end{pmatrix}
    holds       \begin{pmatrix} m & \\ & n \end{pmatrix} = \begin{pmatrix} m & 0 \\ 0 & 3n - 2n \end{pmatrix}
    fails       \begin{pmatrix} m & \\ & n \end{pmatrix} = \begin{pmatrix} m & 1 \\ 0 & n \end{pmatrix}
    """,  # noqa: E501
)
def lists(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(2, 5))
    return {
        "n": ("维数", n),
        "a_i, a": ("向量", rng.uniform(0.5, 2, size=n)),
        "C_{ij}, C": ("矩阵", rng.normal(size=(n, n))),
        "D": ("对角阵", lambda a: np.diag(a)),
        "m": ("最大者", lambda a: np.max(a)),
        "f(a)": ("函数", lambda a: np.sum(a**2)),
    }


@group(
    "columns behind det, square brackets with T, and other spellings",
    r"""
    holds       \det(\mathbf a, \mathbf b, \mathbf c) = (\mathbf a \times \mathbf b)\cdot\mathbf c
    fails       \det(\mathbf b, \mathbf a, \mathbf c) = (\mathbf a \times \mathbf b)\cdot\mathbf c
    holds       \det(2\mathbf a + \mathbf b, \mathbf b, \mathbf c) = 2\det[\mathbf a, \mathbf b, \mathbf c]
    fails       \det(2\mathbf a, 2\mathbf b, \mathbf c) = 2\det(\mathbf a, \mathbf b, \mathbf c)
    undefined   \det(\mathbf a, \mathbf b) = x
    unreadable  \det(\mathbf a, \dots, \mathbf c) = x
    holds       \mathbf v = [x, y]^\top
    fails       \mathbf v = [y, x]^{\mathrm T}
    holds       [x, y]^\top = \begin{bmatrix} x \cr y \cr\end{bmatrix}
    fails       [x, y]^\top = \begin{bmatrix} y \cr x \cr\end{bmatrix}
    undefined   \mathbf v = \begin{bmatrix} x & y \cr\end{bmatrix}
    unreadable  x = [x, y]
    unreadable  x^{[x, y]} = y
    unreadable  x = [x, y]^2
    unreadable  [\mathbf a, \mathbf b]^\top = \mathbf v
    holds       1 + 2 + ... + n = \frac{n(n + 1)}{2}
    fails       1 + 2 + ... + n = \frac{n(n - 1)}{2}
    unreadable  \frac13 = 0.333...
    unreadable  x = x + y - y...
    holds       \exp({-x - y})\exp({x + y}) = 1
    fails       \exp({-x - y})\exp({x - y}) = 1
    holds       {x - y} - x = {-y}
    fails       {x - y} - x = {y}
    unreadable  x - {y - x} = 2x - y
    unreadable  2{x + y} = 2x + y
    unreadable  x\cdot{-y} = {-xy}
    """,
)
def columns(rng: np.random.Generator) -> dict[str, Any]:
    x, y = rng.uniform(0.5, 1), rng.uniform(1, 2)
    return {
        r"\mathbf a": ("向量", rng.normal(size=3)),
        r"\mathbf b": ("向量", rng.normal(size=3)),
        r"\mathbf c": ("向量", rng.normal(size=3)),
        r"\mathbf v": ("向量", np.array([x, y])),
        "x": ("数", x),
        "y": ("数", y),
        "n": ("正整数", int(rng.integers(4, 9))),
    }


@group(
    "rows that begin with an arrow",
    r"""
    holds       \begin{aligned} x > y \\ \iff 2x > 2y \\ \iff{} & x - y > 0 \end{aligned}
    fails       \begin{aligned} x > y \\ \iff& 2x > 3y \end{aligned}
    fails       \begin{aligned} x > y \\ \iff x + 1 > y \end{aligned}
    holds       \begin{aligned} &x > y \\ \implies &x + 1 > y \end{aligned}
    fails       \begin{aligned} &x + 1 > y \\ \implies &x > y \end{aligned}
    unreadable  \begin{aligned} x > 0 \\ y > 0 \\ \implies x + y > 0 \end{aligned}
    unreadable  \begin{aligned} x > y, \\ \implies x + 1 > y \end{aligned}
    """,
)
def arrows(rng: np.random.Generator) -> dict[str, Any]:
    return {"x": ("数", rng.uniform(0.2, 3)), "y": ("数", rng.uniform(0.2, 3))}


GROUPS = [lists, columns, arrows]
