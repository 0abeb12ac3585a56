"""Vectors, matrices, and nought of any shape."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


def _space(rng: np.random.Generator) -> dict[str, Any]:
    A, B = rng.normal(size=(2, 3, 3))
    return {
        r"\mathbf a, \vec a, a_j": ("向量", rng.normal(size=3)),
        r"\mathbf b, \vec b, b_j": ("向量", rng.normal(size=3)),
        r"\vec c": ("向量", rng.normal(size=3)),
        "A": ("矩阵", A),
        "B": ("矩阵", B),
        "I": ("单位矩阵", np.eye(3)),
        r"\lambda": ("数", rng.uniform(1.5, 3)),
        "j": ("编号", ...),
    }


@group(
    "vectors and matrices",
    r"""
    holds       \mathbf a\cdot\mathbf b = \sum_{j=1}^3 a_jb_j
    fails       \mathbf a\cdot\mathbf b = \lvert\mathbf a\rvert\lvert\mathbf b\rvert
    holds       \mathbf a\cdot\mathbf b = \sum_j a_jb_j
    holds       \mathbf a\times\mathbf b = -\mathbf b\times\mathbf a
    fails       \mathbf a\times\mathbf b = \mathbf b\times\mathbf a
    holds       \mathbf a\times\mathbf a = 0
    fails       \mathbf a\times\mathbf b = 0
    holds       \mathbf a\cdot(\mathbf a\times\mathbf b) = 0
    holds       \vec a\times(\vec b\times\vec c) = (\vec a\cdot\vec c)\vec b - (\vec a\cdot\vec b)\vec c
    fails       \vec a\times(\vec b\times\vec c) = (\vec a\times\vec b)\times\vec c
    holds       |\vec a\times\vec b|^2 = |\vec a|^2|\vec b|^2 - (\vec a\cdot\vec b)^2
    undefined   \mathbf a = \mathbf a\cdot\mathbf b
    undefined   \mathbf a\times\mathbf b = \mathbf a\cdot\mathbf b
    undefined   \mathbf a + 1 = \mathbf b
    undefined   \mathbf a\mathbf b = 1
    holds       A\mathbf a\cdot\mathbf b = \mathbf a\cdot A^\top\mathbf b
    fails       A\mathbf a\cdot\mathbf b = \mathbf a\cdot A\mathbf b
    holds       \mathbf a^{\mathsf T}A\mathbf a = \mathbf a\cdot A\mathbf a
    holds       \lvert\mathbf a\rvert^2 = \mathbf a^\top\mathbf a
    fails       \lvert\mathbf a\rvert = \mathbf a^\top\mathbf a
    fails       |\mathbf a\cdot\mathbf b| = |\mathbf a||\mathbf b|
    holds       |\mathbf a\cdot\mathbf b| \le |\mathbf a||\mathbf b|
    holds       A\mathbf a - A\mathbf a = 0
    holds       AB - AB = 0
    fails       AB - BA = 0
    fails       A\mathbf a = 0
    undefined   A\mathbf a = 1
    holds       (A - AA^{-1}A)\mathbf a = 0
    holds       \operatorname{tr}\left(A(I - A^{-1}A)\right) = 0
    holds       \lVert AA^{-1} - I\rVert_F = 0
    fails       \lVert AA^{-1} + I\rVert_F = 0
    holds       \operatorname{tr}(AB - BA) = 0
    fails       \operatorname{tr}(AB) - \operatorname{tr} A\operatorname{tr} B = 0
    holds       \det(\lambda A) = \lambda^3\det A
    fails       \det(\lambda A) = \lambda\det A
    holds       \lvert AB\rvert = \lvert A\rvert\,\lvert B\rvert
    fails       \lvert -A\rvert = \lvert A\rvert
    fails       |A + B| = |A| + |B|
    fails       \lvert\lambda A\rvert = \lambda\lvert A\rvert
    holds       \lvert\lambda A\rvert = \lambda^3\lvert A\rvert
    holds       |A| \ne 0
    fails       |A| > 0
    holds       |A^\top A| \ge 0
    holds       |A|^2 = |A^\top A|, \qquad |A^{-1}| = \frac 1{|A|}
    fails       |A^{-1}| = |A|
    unreadable  |AB| \le |A||B|
    unreadable  |A + B| \le |A| + |B|
    unreadable  |A\mathbf a| \le |A||\mathbf a|
    unreadable  |A| \ge 1
    undefined   |A| = A
    holds       \exp(A)\exp(-A) = I
    fails       \exp(A + B) = \exp(A)\exp(B)
    holds       \det(\exp(A)) = e^{\operatorname{tr} A}
    holds       \ln\exp(A) = A
    undefined   \sqrt A\sqrt A = A
    holds       e^Ae^{-A} = I
    fails       e^{A+B} = e^Ae^B
    exact       (AB)A = A(BA)
    exact       A(B\mathbf a) = (AB)\mathbf a
    unreadable  A < B
    unreadable  A\times B = AB
    undefined   A\mathbf a = B
    """,
)
def space(rng: np.random.Generator) -> dict[str, Any]:
    return _space(rng)


@group(
    "bars declared to be the determinant",
    r"""
    holds       \lvert AB\rvert = \lvert A\rvert\,\lvert B\rvert
    holds       |AB| = |A||B|
    fails       \lvert -A\rvert = \lvert A\rvert
    holds       \lvert -A\rvert = -\lvert A\rvert
    fails       \lvert\lambda A\rvert = \lambda\lvert A\rvert
    holds       \lvert\lambda A\rvert = \lambda^3\lvert A\rvert
    fails       |A + B| = |A| + |B|
    holds       |A^\top| = |A|
    holds       |\mathbf a|^2 = \mathbf a\cdot\mathbf a
    """,
)
def determinant(rng: np.random.Generator) -> dict[str, Any]:
    return {**_space(rng), "|": ("行列式", "det")}


@group(
    "vectors of four",
    r"""
    undefined   \mathbf u\times\mathbf v = -\mathbf v\times\mathbf u
    holds       \mathbf u\cdot\mathbf v = \mathbf u^\top\mathbf v
    undefined   \mathbf u\cdot\mathbf w = 0
    undefined   \mathbf u + \mathbf w = \mathbf w + \mathbf u
    """,
)
def four(rng: np.random.Generator) -> dict[str, Any]:
    u, v = rng.normal(size=(2, 4))
    return {r"\mathbf u": ("向量", u), r"\mathbf v": ("向量", v), r"\mathbf w": ("短向量", rng.normal(size=3))}


GROUPS = [space, determinant, four]
