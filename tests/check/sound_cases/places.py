"""Entries of what is computed, values at a place, and bars."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "entries of what is computed",
    r"""
    holds       (AB)_{ij} = \sum_k A_{ik}B_{kj}
    fails       (AB)_{ij} = \sum_k A_{ik}B_{jk}
    fails       (AB)_{ij} = A_{ij}B_{ij}
    holds       [AB]_{ij} = \sum_k A_{ik}B_{kj}
    holds       (A^\top)_{ij} = A_{ji}
    fails       (A^\top)_{ij} = A_{ij}
    holds       ((AB)^\top)_{ij} = (B^\top A^\top)_{ij}
    fails       ((AB)^\top)_{ij} = (A^\top B^\top)_{ij}
    fails       (AB)_{ij} = (AB)_{ji}
    holds       (Av)_i = \sum_j A_{ij}v_j
    fails       (Av)_i = \sum_j A_{ji}v_j
    holds       (v^\top A)_i = \sum_j A_{ji}v_j
    exact       (Av)_2 = A_{21}v_1 + A_{22}v_2 + A_{23}v_3
    fails       (Av)_2 = A_{11}v_1 + A_{12}v_2 + A_{13}v_3
    holds       (A^{-1})_{11}\det A = A_{22}A_{33} - A_{23}A_{32}
    exact       (AB)_{12}^2 = (A_{11}B_{12} + A_{12}B_{22} + A_{13}B_{32})^2
    holds       \operatorname{tr}(AB) = \sum_i (AB)_{ii}
    fails       \operatorname{tr}(AB) = \sum_i (BA^\top)_{ii}
    holds       (\nabla f(v))_i = 2v_i
    fails       (\nabla f(v))_i = v_i
    unreadable  (A)_i = v_i
    unreadable  (x)_i = v_i
    unreadable  (Av)_{ij} = A_{ij}
    unreadable  (x^2)_2 = x^2
    undefined   (Av)_4 = 0
    unreadable  (A)_{ij}^{-1} = A_{ij}
    """,
)
def entries(rng: np.random.Generator) -> dict[str, Any]:
    A, B = rng.normal(size=(2, 3, 3))
    return {
        "A, A_{ij}": ("矩阵", A),
        "B, B_{ij}": ("矩阵", B),
        "v, v_i": ("向量", rng.normal(size=3)),
        "x": ("数", rng.normal()),
        "f(v)": ("函数", lambda v: (v * v).sum()),
        "i, j, k": ("编号", ...),
    }


@group(
    "values at a place",
    r"""
    exact       \left. x^2 + y\right|_{x=3} = 9 + y
    fails       \left. x^2 + y\right|_{x=3} = 9 + x
    exact       \left. x^2 + y\right|_{x=3,y=x} = 9 + x
    exact       \left. x^2 + y\right|_{x=y} = y^2 + y
    fails       \left. x^2 + y\right|_{x=y} = x^2 + x
    holds       \left.\frac{df}{dx}\right|_{x=a} = f'(a)
    fails       \left.\frac{df}{dx}\right|_{x=a} = f'(x)
    holds       \frac{d}{dx} x^3\Big|_{x=a} = 3a^2
    fails       \frac{d}{dx} x^3\Big|_{x=a} = 0
    fails       \frac{d}{dx} x^3\Big|_{x=a} = 3x^2
    holds       f(a) + f'(x)|_{x=a}(x - a) = f(a) + f'(a)(x - a)
    holds       a + f'(x)|_{x=a}(x - a) = a + f'(a)(x - a)
    unreadable  x + f'(x)|_{x=a} = x + f'(a)
    unreadable  f(x) + f'(x)|_{x=a} = f(x) + f'(a)
    unreadable  z + x^2|_{x=a} = z + a^2
    exact       y x^2|_{x=a} = ya^2
    unreadable  x f(x)|_{x=a} = xf(a)
    holds       \left. x f(x)\right|_{x=a} = af(a)
    fails       \left. x f(x)\right|_{x=a} = xf(a)
    exact       \left. x^3\right|_{x=a}^{x=b} = b^3 - a^3
    fails       \left. x^3\right|_{x=a}^{x=b} = a^3 - b^3
    exact       \left[\frac{x^2}{2}\right]_0^1 = \frac12
    fails       \left[\frac{x^2}{2}\right]_0^1 = 1
    exact       \left[\frac{x^2}{2}\right]^1_0 = \frac12
    exact       [x^3]_a^b = b^3 - a^3
    fails       [x^3]_a^b = b^3 + a^3
    unreadable  [yx]_a^b = y(b - a)
    exact       [yx]_{x=a}^{x=b} = y(b - a)
    exact       y\frac{x^2}{2}\Big|_0^2 = 2y
    unreadable  x + x^2\Big|_0^1 = x + 1
    unreadable  1 + x^2\Big|_0^1 = 2
    exact       \left. z\right|_{x=2} = 2y
    fails       \left. z\right|_{x=2} = 2x
    unreadable  \left. x\right|_{z=2} = x
    unreadable  \left. y\right|_{x=2} = y
    unreadable  \left. x^2\right|_a = a^2
    unreadable  [f(x)]_a = f(a)
    exact       \left. v^\top v\right|_{v_1=0} = v_2^2
    fails       \left. v^\top v\right|_{v_1=0} = v_1^2
    exact       \left. v^\top v\right|_{v=w} = w^\top w
    undefined   \left. v^\top v\right|_{v=a} = a^2
    holds       \left. \frac{\sin x}{x}\right|_{x=a} = \frac{\sin a}{a}
    undefined   \left. \frac{\sin x}{x}\right|_{x=0} = 1
    holds       [\sin x]_0^{\pi/2} = 1
    holds       \frac{df}{dx}\Big|_{x=c_k} = f'(c_k)
    fails       \frac{df}{dx}\Big|_{x=c_k} = f'(c_1)
    holds       (ff)'(c_k) = 2f(c_k)f'(c_k)
    fails       (ff)'(c_k) = 2f(c_1)f'(c_1)
    fails       [\cos x]_0^{\pi/2} = 1
    """,
)
def places(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("自变量", rng.uniform(1, 2)),
        "y": ("数", rng.uniform(1, 2)),
        "a": ("数", rng.uniform(2, 3)),
        "b": ("数", rng.uniform(3, 4)),
        "z": ("乘积", lambda x, y: x * y),
        "v, v_i": ("向量", rng.normal(size=2)),
        "w": ("向量", rng.normal(size=2)),
        "c_k": ("各处", rng.normal(size=3)),
        "k": ("编号", ...),
        "f(x)": ("函数", np.sin),
    }


@group(
    "plain bars",
    r"""
    holds       ||a| - |b|| \le |a - b|
    fails       ||a| - |b|| = |a - b|
    holds       |a + |b|| + |c| \ge |a + |b| + c|
    fails       |a + |b|| = |a + b|
    unreadable  |a|b|c| = |abc|
    holds       ||a|| = |a|
    holds       |a||b| = |ab|
    fails       |a||b| = ab
    exact       \left|\begin{matrix} a & b \\ c & a \end{matrix}\right| = a^2 - bc
    exact       |\begin{matrix} a & b \\ c & a \end{matrix}| = a^2 - bc
    fails       \left|\begin{matrix} a & b \\ c & a \end{matrix}\right| = a^2 + bc
    holds       \left|\begin{matrix} a \\ b \end{matrix}\right|^2 = a^2 + b^2
    unreadable  \begin{Vmatrix} a & b \\ c & a \end{Vmatrix} = a^2 - bc
    """,
)
def bars(rng: np.random.Generator) -> dict[str, Any]:
    a, b, c = rng.normal(size=3)
    return {"a": ("数", a), "b": ("数", b), "c": ("数", c)}


GROUPS = [entries, places, bars]
