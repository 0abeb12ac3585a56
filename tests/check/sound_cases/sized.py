"""Identity, zeros and ones of the size that is needed; tuples, blocks, empty cells."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "letters of linear algebra",
    r"""
    holds       A^{-1}A = I
    fails       A^{-1}A = 2I
    holds       AA^{-1} = I_3
    undefined   AA^{-1} = I_2
    exact       (A + I)v = Av + v
    fails       (A + I)v = Av
    exact       (A - \lambda I)v = Av - \lambda v
    exact       (A - \lambda\mathbf I)v = Av - \lambda v
    fails       (A - \lambda I)v = Av - v
    holds       \det(A - \lambda I) = \det(\lambda I - A)(-1)^3
    exact       (A + I)^2 = A^2 + 2A + I
    fails       (A + I)^2 = A^2 + A + I
    exact       AI = IA + A - A
    exact       (I + A)(I - A) = I - A^2
    exact       \frac{I}{2}A = \frac12A
    exact       I^TA = A
    exact       (2I)^2A = 4A
    unreadable  I = I^2
    unreadable  \det I = 1
    unreadable  \operatorname{tr} I = 3
    exact       \operatorname{tr} I_3 = 3
    holds       \operatorname{tr} I_n = n
    fails       \operatorname{tr} I_n = 3
    unreadable  I_{ij} = I_{ji}
    unreadable  I_\lambda A = A
    undefined   A + 1 = A + I
    unreadable  I + \lambda = 2
    unreadable  I = \lambda
    unreadable  \lambda I = 2
    undefined   v + I = v
    exact       v - v = \mathbf 0
    fails       v = \mathbf 0
    exact       A - A = \mathbf 0
    exact       v + \mathbf 0 = v
    unreadable  \lambda = \mathbf 0
    holds       (A - A)v = \boldsymbol 0
    exact       \mathbf 1^\top v = \sum_{i=1}^3 v_i
    exact       \mathbf 1^Tv = v_1 + v_2 + v_3
    fails       \mathbf 1^\top v = v_1
    exact       v\cdot\mathbf 1 = v_1 + v_2 + v_3
    exact       v - v^\top v\mathbf 1 = v - (v\cdot v)\mathbf 1
    holds       (A\mathbf 1)_i = \sum_{j=1}^3 A_{ij}
    fails       (A\mathbf 1)_i = \sum_{j=1}^3 A_{ji}
    exact       \mathbf 1_3\mathbf 1_3^\top v = (v_1 + v_2 + v_3)\mathbf 1
    unreadable  \mathbf 1\mathbf 1^\top v = v
    unreadable  \mathbf 1(v_1) = v_1
    exact       \mathbf 0_3 + v = v
    """,
)
def algebra(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "A, A_{ij}": ("矩阵", rng.normal(size=(3, 3))),
        "v, v_i": ("向量", rng.normal(size=3)),
        r"\lambda": ("数", rng.uniform(1, 2)),
        "n": ("阶数", int(rng.integers(2, 6))),
        "i, j": ("编号", ...),
    }


@group(
    "tuples",
    r"""
    exact       v = (a, b, a + b)
    fails       v = (b, a, a + b)
    undefined   v = (a, b)
    exact       v = (a, b, a + b)^T
    exact       v^T = (a, b, a + b)
    undefined   v^T = (a, b, a + b)^T
    exact       A(a, b, a + b)^T = Av
    fails       A(a, b, a - b)^T = Av
    unreadable  A(a, b, a + b) = Av
    unreadable  2(a, b, a + b) = 2v
    exact       (a, b, a + b)\cdot(1, 1, 0) = a + b
    fails       (a, b, a + b)\cdot(1, 0, 0) = a + b
    unreadable  (a, b) = 1
    unreadable  (a, b) = a
    exact       (a^2 - b^2, ab) = ((a - b)(a + b), ba)
    fails       (a^2 - b^2, ab) = ((a - b)(a + b), a + b)
    exact       (a, b) + (b, a) = (a + b, b + a)
    exact       (1, 0, 0)\times(0, 1, 0) = (0, 0, 1)
    fails       (0, 1, 0)\times(1, 0, 0) = (0, 0, 1)
    exact       \mathbf e\cdot v = b
    holds       f((a, b, a + b)) = (a + b)^2
    """,
)
def tuples(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "A": ("矩阵", rng.normal(size=(3, 3))),
        "a": ("数", rng.uniform(1, 2)),
        "b": ("数", rng.uniform(2, 3)),
        "v": ("向量", lambda a, b: np.array([a, b, a + b])),
        r"\mathbf e": ("单位向量", np.array([0, 1, 0])),
        "f(x)": ("函数", lambda x: x[2] * x[2]),
    }


@group(
    "matrices of matrices, and with empty cells",
    r"""
    holds       \det<A & 0 \\ 0 & B> = \det A\det B
    fails       \det<A & 0 \\ 0 & B> = \det A + \det B
    holds       \begin{vmatrix} A & C \\ 0 & B \end{vmatrix} = \det A\det B
    exact       <A & C \\ 0 & B><u \\ v> = <Au + Cv \\ Bv>
    fails       <A & C \\ 0 & B><u \\ v> = <Au \\ Bv>
    exact       <I & C \\ 0 & I><u \\ v> = <u + Cv \\ v>
    holds       <I & C \\ 0 & I>^{-1} = <I & -C \\ 0 & I>
    fails       <I & C \\ 0 & I>^{-1} = <I & C \\ 0 & I>
    exact       <A & u \\ u^\top & x><u \\ 1> = <Au + u \\ u^\top u + x>
    unreadable  <I & 0 \\ 0 & I>^2 = <I & 0 \\ 0 & I>
    unreadable  <A & 0 \\ 0 & I> = <A & 0 \\ 0 & B>
    undefined   <A & v \\ 0 & 1> = A
    exact       <x & & \\ & y & \\ & & z>w = <xw_1 \\ yw_2 \\ zw_3>
    fails       <x & & \\ & y & \\ & & z>w = <xw_1 \\ yw_3 \\ zw_2>
    unreadable  <x & y \\ & z>u = <xu_1 + yu_2 \\ zu_2>
    unreadable  <& y \\ x &>u = <yu_2 \\ xu_1>
    exact       \left(@(x & y \\ z & x@)\right)u = <xu_1 + yu_2 \\ zu_1 + xu_2>
    exact       \left[@(x & y \\ z & x@)\right]u = <xu_1 + yu_2 \\ zu_1 + xu_2>
    exact       \left|@(x & y \\ z & x@)\right| = x^2 - yz
    fails       \left|@(x & y \\ z & x@)\right| = x^2 + yz
    unreadable  \left(\begin{array}{c} x \\ y@)\right) = u
    unreadable  \left(\begin{array}{c|c} x & y \\ z & x@)\right)u = u
    unreadable  @(x & y \\ z & x@)u = u
    """.replace("<", r"\begin{pmatrix} ")
    .replace(">", r" \end{pmatrix}")
    .replace("@(", r"\begin{array}{cc} ")
    .replace("@)", r" \end{array}"),
)
def blocks(rng: np.random.Generator) -> dict[str, Any]:
    x, y, z = rng.uniform(1, 2, size=3)
    return {
        "A": ("矩阵", rng.normal(size=(2, 2))),
        "B": ("矩阵", rng.normal(size=(3, 3))),
        "C": ("矩阵", rng.normal(size=(2, 3))),
        "u, u_i": ("向量", rng.normal(size=2)),
        "v": ("向量", rng.normal(size=3)),
        "w, w_i": ("向量", rng.normal(size=3)),
        "x": ("数", x),
        "y": ("数", y),
        "z": ("数", z),
        "i": ("编号", ...),
    }


GROUPS = [algebra, tuples, blocks]
