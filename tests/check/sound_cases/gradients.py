r"""Derivatives by vectors and matrices, at places, along vectors; how they are arranged.

Of the closed forms, those by matrices are in Petersen & Pedersen, The Matrix Cookbook (2012), sections 2.1 to 2.5.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


def drawn(rng: np.random.Generator) -> dict[str, Any]:
    a = rng.normal(size=(3, 3))
    return {
        r"\mathbf{x}, x_i": ("向量", rng.normal(size=3)),
        r"\mathbf{a}, a_i": ("向量", rng.normal(size=3)),
        r"\mathbf{u}": ("向量", rng.normal(size=3)),
        r"\mathbf{v}": ("向量", rng.normal(size=3)),
        r"\mathbf{h}": ("增量", rng.normal(size=3)),
        r"\mathbf{z}": ("向量", rng.normal(size=4)),
        "A, A_{ij}": ("方阵", a),
        "S": ("正定矩阵", a @ a.T + np.eye(3)),
        "B, B_{ij}": ("方阵", rng.normal(size=(3, 3))),
        "M": ("矩阵", rng.normal(size=(2, 3))),
        "X": ("数据", rng.normal(size=(4, 3))),
        r"\theta": ("参数", rng.normal(size=3)),
        "L": ("损失", lambda theta, S: theta @ S @ theta / 2),
        "t": ("数", rng.uniform(0.2, 1.2)),
        "x": ("数", rng.normal()),
        "y": ("数", rng.normal()),
        "w": ("随 x 而变的数", lambda x: x**2),
        r"f(\mathbf{x})": ("函数", lambda x: x[0] ** 2 * x[1] + np.sin(x[2]) * x[0]),
        r"F(\mathbf{x})": ("映射", lambda x: np.array([x[0] * x[1], np.sin(x[1]) + x[2] ** 2])),
        "g(x, y)": ("函数", lambda x, y: x**3 * y + np.sin(x * y)),
        "i, j": ("编号", ...),
    }


@group(
    "by vectors and matrices, where the notation says nothing",
    r"""
    holds       \nabla_{\mathbf x} (\mathbf a^\top \mathbf x) = \mathbf a
    fails       \nabla_{\mathbf x} (\mathbf a^\top \mathbf x) = \mathbf x
    holds       \nabla_{\mathbf x} \mathbf x^\top A \mathbf x = (A + A^\top)\mathbf x
    fails       \nabla_{\mathbf x} \mathbf x^\top A \mathbf x = 2A\mathbf x
    holds       \nabla_\theta L = S\theta
    fails       \nabla_\theta L = 2S\theta
    holds       \nabla_\theta \frac12\lVert X\theta - \mathbf z\rVert^2 = X^\top(X\theta - \mathbf z)
    fails       \nabla_\theta \lVert X\theta - \mathbf z\rVert^2 = X^\top(X\theta - \mathbf z)
    holds       \nabla_\theta L^\top \mathbf v = \theta^\top S\mathbf v
    holds       \nabla\lVert\mathbf x\rVert = \frac{\mathbf x}{\lVert\mathbf x\rVert}
    fails       \nabla\lVert\mathbf x\rVert = \mathbf x
    holds       \nabla_{x,y}\, g(x, y) = \begin{pmatrix} 3x^2y + y\cos xy \\ x^3 + x\cos xy \end{pmatrix}
    unreadable  \nabla_{x,w} (xw) = \begin{pmatrix} w \\ x \end{pmatrix}
    unreadable  \nabla_\theta \mathbf a^\top\mathbf x = 0
    unreadable  \nabla_{\mathbf x} (A\mathbf x) = A
    unreadable  \nabla_{\mathbf x} (\mathbf a^\top\mathbf x)^2 = 2(\mathbf a^\top\mathbf x)\mathbf a
    unreadable  \nabla_{\mathbf x} f(A\mathbf x) = A^\top\mathbf x
    holds       \nabla_A \det A = \det(A) A^{-\top}
    fails       \nabla_A \det A = \det(A) A^{-1}
    holds       \nabla_A \operatorname{tr}(AB) = B^\top
    fails       \nabla_A \operatorname{tr}(AB) = B
    holds       \nabla_S \ln\det S = S^{-1}
    holds       \frac{\partial}{\partial A_{ij}} \operatorname{tr}(A^\top B) = B_{ij}
    fails       \frac{\partial}{\partial A_{ij}} \operatorname{tr}(A B) = B_{ij}
    holds       \frac{\partial}{\partial\mathbf x}(\mathbf a^\top \mathbf x) = \mathbf a
    holds       \frac{\partial}{\partial\mathbf x}(\mathbf a^\top \mathbf x) = \mathbf a^\top
    holds       \frac{\partial f}{\partial\mathbf x} = \nabla f(\mathbf x)
    holds       \frac{\partial f(\mathbf x)}{\partial\mathbf x^\top} = \nabla f(\mathbf x)^\top
    undefined   \frac{\partial f(\mathbf x)}{\partial\mathbf x^\top} = \nabla f(\mathbf x)
    holds       \frac{\partial M\mathbf x}{\partial\mathbf x} = M
    holds       \frac{\partial M\mathbf x}{\partial\mathbf x} = M^\top
    fails       \frac{\partial M\mathbf x}{\partial\mathbf x} = 2M
    holds       \partial(M\mathbf x)/\partial\mathbf x = M
    fails       \partial(M\mathbf x)/\partial\mathbf x = 2M
    unreadable  \frac{\partial A\mathbf x}{\partial\mathbf x} = A
    unreadable  \frac{\partial A\mathbf x}{\partial\mathbf x} = A^\top
    holds       \frac{\partial A\mathbf x}{\partial\mathbf x^\top} = A
    fails       \frac{\partial A\mathbf x}{\partial\mathbf x^\top} = A^\top
    holds       \frac{\partial (\mathbf x^\top A)}{\partial\mathbf x} = A
    holds       \frac{\partial^2}{\partial\mathbf x\,\partial\mathbf x^\top} f(\mathbf x) = H_f(\mathbf x)
    holds       \frac{\partial^2 (\mathbf x^\top A\mathbf u)}{\partial\mathbf x\,\partial\mathbf u^\top} = A
    fails       \frac{\partial^2 (\mathbf x^\top A\mathbf u)}{\partial\mathbf x\,\partial\mathbf u^\top} = A^\top
    unreadable  \frac{\partial^2 (\mathbf x^\top A\mathbf u)}{\partial\mathbf x\,\partial\mathbf u} = A
    caught      \frac{\partial y^2}{\partial y^\top} = 2y
    """,
)
def arrays(rng: np.random.Generator) -> dict[str, Any]:
    return drawn(rng)


@group(
    "at places and along vectors",
    r"""
    holds       \frac{\partial g}{\partial x}(\cos t, \sin t) = 3\cos^2 t\sin t + \sin t\cos(\cos t\sin t)
    fails       \frac{\partial g}{\partial x}(\cos t, \sin t) = 3\sin^2 t\cos t + \sin t\cos(\cos t\sin t)
    holds       \frac{\partial^2 g}{\partial x\,\partial y}(1, 2) = 3 + \cos 2 - 2\sin 2
    fails       \frac{\partial^2 g}{\partial x\,\partial y}(1, 2) = 3 + \cos 2
    unreadable  \frac{\partial g}{\partial x}(x + y) = 1
    holds       \frac{\partial f}{\partial x_i}(\mathbf a) = (\nabla f(\mathbf a))_i
    holds       \nabla_{\mathbf v} f(\mathbf x) = \nabla f(\mathbf x)\cdot\mathbf v
    fails       \nabla_{\mathbf v} f(\mathbf x) = \nabla f(\mathbf x)\cdot\mathbf u
    holds       \frac{\partial f}{\partial\mathbf v}(\mathbf a) = \nabla f(\mathbf a)^\top\mathbf v
    holds       Df(\mathbf x)[\mathbf u] = \nabla f(\mathbf x)^\top\mathbf u
    fails       Df(\mathbf x)[\mathbf u] = \nabla f(\mathbf x)^\top\mathbf v
    holds       D^2 f(\mathbf x)[\mathbf u, \mathbf v] = \mathbf u^\top H_f(\mathbf x)\mathbf v
    fails       D^2 f(\mathbf x)[\mathbf u, \mathbf v] = \mathbf u^\top H_f(\mathbf x)\mathbf u
    unreadable  D^2 f(\mathbf x)[\mathbf u] = 0
    holds       DF(\mathbf x)[\mathbf u] = J_F(\mathbf x)\mathbf u
    unreadable  \lim_{t\to 0} \frac{F(\mathbf x + t\mathbf h) - F(\mathbf x)}{t} = J_F(\mathbf x)\mathbf h
    """,
)
def places(rng: np.random.Generator) -> dict[str, Any]:
    return drawn(rng)


@group(
    "orders of vectors",
    r"""
    holds       F(x + h) = F(x) + DF(x)[h] + O(\|h\|^2)
    fails       F(x + h) = F(x) + DF(x)[h] + O(\|h\|^3)
    holds       f(x + h) = f(x) + \nabla f(x)^\top h + \frac12 h^\top\nabla^2 f(x) h + o(\|h\|^2) \quad (h \to 0)
    fails       f(x + h) = f(x) + \nabla f(x)^\top h + h^\top\nabla^2 f(x) h + o(\|h\|^2)
    unreadable  \lim_{h\to 0} \frac{f(x + h) - f(x)}{\|h\|} = 0
    unreadable  \lim_{t\to 0} \frac{F(x + th) - F(x)}{t} = J_F(x)h
    """,
)
def small(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("向量", rng.normal(size=2)),
        "h": ("增量", rng.normal(size=2)),
        "t": ("数", rng.uniform(0.2, 1.2)),
        "f(x)": ("函数", lambda x: x[0] ** 2 * x[1]),
        "F(x)": ("映射", lambda x: np.array([x[0] * x[1], x[1] ** 2])),
    }


@group(
    "in the numerator's layout",
    r"""
    holds       \frac{\partial A\mathbf x}{\partial\mathbf x} = A
    fails       \frac{\partial A\mathbf x}{\partial\mathbf x} = A^\top
    holds       \frac{\partial}{\partial\mathbf x}(\mathbf a^\top \mathbf x) = \mathbf a^\top
    undefined   \frac{\partial}{\partial\mathbf x}(\mathbf a^\top \mathbf x) = \mathbf a
    holds       \frac{\partial\operatorname{tr}(AB)}{\partial A} = B
    fails       \frac{\partial\operatorname{tr}(AB)}{\partial A} = B^\top
    """,
)
def numerator(rng: np.random.Generator) -> dict[str, Any]:
    return {**drawn(rng), r"\partial": ("分子布局", "numerator")}


@group(
    "in the denominator's layout",
    r"""
    holds       \frac{\partial A\mathbf x}{\partial\mathbf x} = A^\top
    fails       \frac{\partial A\mathbf x}{\partial\mathbf x} = A
    holds       \frac{\partial}{\partial\mathbf x}(\mathbf a^\top \mathbf x) = \mathbf a
    undefined   \frac{\partial}{\partial\mathbf x}(\mathbf a^\top \mathbf x) = \mathbf a^\top
    """,
)
def denominator(rng: np.random.Generator) -> dict[str, Any]:
    return {**drawn(rng), r"\partial": ("分母布局", "denominator")}


@group(
    "in the mixed layout",
    r"""
    holds       \frac{\partial A\mathbf x}{\partial\mathbf x} = A
    fails       \frac{\partial A\mathbf x}{\partial\mathbf x} = A^\top
    holds       \frac{\partial}{\partial\mathbf x}(\mathbf a^\top \mathbf x) = \mathbf a
    holds       \frac{\partial(\theta^\top Ax)}{\partial x} = \left(\frac{\partial Ax}{\partial x}\right)^\top\theta
    """,
)
def mixed(rng: np.random.Generator) -> dict[str, Any]:
    return {**drawn(rng), "x": ("向量", rng.normal(size=3)), r"\partial": ("混合布局", "mixed")}


@group(
    "by a vector of a family, which an index below chooses",
    r"""
    holds       \frac{\partial L}{\partial\boldsymbol{\mu}_i} = 2i\boldsymbol{\mu}_i
    fails       \frac{\partial L}{\partial\boldsymbol{\mu}_i} = 2\boldsymbol{\mu}_i
    holds       \nabla_{\boldsymbol{\mu}_1} L = 2\boldsymbol{\mu}_1
    fails       \nabla_{\boldsymbol{\mu}_1} L = 2\boldsymbol{\mu}_2
    """,
)
def family(rng: np.random.Generator) -> dict[str, Any]:
    return {
        r"\boldsymbol{\mu}_i": ("中心", {1: rng.normal(size=3), 2: rng.normal(size=3)}),
        "L": (
            "损失",
            lambda boldsymbol_mu: boldsymbol_mu[1] @ boldsymbol_mu[1] + 2 * boldsymbol_mu[2] @ boldsymbol_mu[2],
        ),
        "i": ("编号", range(1, 3)),
    }


@group(
    "a function whose argument has another name",
    r"""
    holds       \frac{\partial F}{\partial x_1} = 2x_1x_2
    fails       \frac{\partial F}{\partial x_1} = x_1x_2
    holds       \nabla F(\mathbf x) = \left(\frac{\partial F}{\partial x_1}, \frac{\partial F}{\partial x_2}\right)^\top
    fails       \nabla F(\mathbf x) = \left(\frac{\partial F}{\partial x_2}, \frac{\partial F}{\partial x_1}\right)^\top
    holds       \frac{\partial^2 F}{\partial x_1\partial x_2} = 2x_1
    unreadable  \frac{\partial F}{\partial\mathbf x} = \nabla F(\mathbf x)
    holds       \frac{df}{ds} = \cos s
    fails       \frac{df}{ds} = \sin s
    unreadable  \frac{\partial g}{\partial s} = 1
    unreadable  \frac{\partial F}{\partial x_1\partial s} = 0
    """,
)
def renamed(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "F(v)": ("函数", lambda v: v[0] ** 2 * v[1] + np.sin(v[1])),
        r"\mathbf x, x_i": ("点", rng.normal(size=2)),
        r"\mathbf h": ("别的点", rng.normal(size=2)),
        "f(t)": ("函数", np.sin),
        "s": ("数", rng.normal()),
        "g(u, w)": ("二元函数", lambda u, w: u * w),
    }


GROUPS = [renamed, family, arrays, places, small, numerator, denominator, mixed]
