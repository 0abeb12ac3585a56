"""∂ and d, what a snippet's code does to a derivative, closures and orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from tests.check.sound_cases import Group, group


@group(
    "partial and total",
    r"""
    holds   \frac{dk}{dt} = \frac{\partial k}{\partial t} + \frac{\partial k}{\partial x}\frac{dx}{dt}
    fails   \frac{dk}{dt} = x^2
    fails   \frac{dk}{dt} = \frac{\partial k}{\partial t}
    holds   \frac{\partial k}{\partial t} = x^2
    fails   \frac{\partial k}{\partial t} = x^2 + 4t^2x
    holds   \frac{\partial w}{\partial t} = x^2
    fails   \frac{\partial w}{\partial t} = x^2 + 4t^2x
    holds   \frac{dw}{dt} = x^2 + 4t^2x
    fails   \frac{dw}{dt} = x^2
    holds   \frac{\partial k}{\partial x} = 2tx
    holds   \frac{dx}{dt} = 2t
    fails   \frac{dx}{dt} = 2
    unreadable  \frac{dt}{dx} = \frac{1}{2t}
    unreadable  \frac{dx}{dt}\frac{dt}{dx} = 1
    holds   \frac{\partial k(t,t)}{\partial t} = 3t^2
    fails   \frac{\partial k(t,t)}{\partial t} = t^2
    """,
)
def partial(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "t": ("时间", rng.uniform(0.5, 2)),
        "x": ("位置", lambda t: t**2 + 1),
        "w": ("显含 t 的量", lambda t, x: t * x**2),
        "k(t,x)": ("二元函数", lambda t, x: t * x**2),
    }


@group(
    "code that loses the imaginary part",
    r"""
    holds   \frac{\partial s}{\partial x_j} = 2x_j
    fails   \frac{\partial s}{\partial x_j} = 0
    unreadable  \frac{\partial}{\partial x_j}(s + x_j) = 1
    unreadable  \frac{\partial}{\partial x_j}(s + x_j) = 2x_j + 1
    holds   \frac{d}{dx_j}(s + x_j) = 2x_j + 1
    fails   \frac{d}{dx_j}(s + x_j) = 1
    holds   \frac{\partial v}{\partial x_j} = 2x_j
    fails   \frac{\partial v}{\partial x_j} = 0
    holds   \frac{\partial m}{\partial x_2} = \lvert x_1\rvert
    fails   \frac{\partial m}{\partial x_1} = 0
    holds   \frac{\partial r}{\partial x_j} = 2x_j
    fails   \frac{\partial r}{\partial x_j} = 0
    holds   \frac{\partial q}{\partial x_1} = x_2
    fails   \frac{\partial q}{\partial x_1} = 0
    holds   \frac{\partial \ell}{\partial x_j} = \operatorname{sgn} x_j
    fails   \frac{\partial \ell}{\partial x_j} = 0
    holds   \frac{\partial c}{\partial x_j} = 2x_j
    fails   \frac{\partial c}{\partial x_j} = x_j
    """,
)
def norms(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x_j, x": ("向量", rng.normal(size=3)),
        "s": ("模的平方", lambda x: np.linalg.norm(x) ** 2),
        "v": ("内积", lambda x: np.vdot(x, x)),
        "m": ("绝对值", lambda x: abs(x[0]) * x[1]),
        "r": ("实部", lambda x: (x * x).real.sum()),
        "q": ("双精度", lambda x: float(np.real(x[0])) * x[1]),
        r"\ell": ("绝对值之和", lambda x: np.sum(np.abs(x))),
        "c": ("共轭", lambda x: np.sum(x * np.conj(x))),
        "j": ("编号", ...),
    }


def closing_over(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Its functions use the loop's own variables, which another turn of the loop changes."""
    while True:
        a, b = rng.normal(size=2)
        yield {
            "x": ("自变量", rng.normal()),
            "a": ("斜率", a),
            "b": ("截距", b),
            "f(x)": ("一次函数", lambda x: a * x + b),  # noqa: B023
            "g(x)": ("二次函数", lambda x: a * x**2 - b * x),  # noqa: B023
            "s": ("由 x 而来", lambda x: a + b * x),  # noqa: B023
        }


closure = Group(
    "closures over loop variables",
    closing_over,
    r"""
    holds   f(x) = ax + b
    holds   f(x + 1) - f(x) = a
    fails   f(x) = ax
    fails   f(x + 1) - f(x) = b
    holds   g(x) = ax^2 - bx
    holds   g'(x) = 2ax - b
    fails   g'(x) = 2ax
    holds   \frac{ds}{dx} = b
    fails   \frac{ds}{dx} = a
    """,
)


@group(
    "orders",
    r"""
    holds   \frac{d^2}{dt^2} f(t) = -f(t)
    fails   \frac{d^2}{dt^2} f(t) = f(t)
    holds   f^{(4)}(t) = f(t)
    fails   f^{(4)}(t) = -f(t)
    fails   \frac{d}{dx} x^n e^x = x^n e^x
    holds   \frac{d}{dx} x^n e^x = (x^n + nx^{n-1})e^x
    fails   \frac{d}{dx} x^n e^x = nx^{n-1}e^x
    holds   \frac{d^2}{dx^2} x^n = n(n-1)x^{n-2}
    fails   \frac{d^2}{dx^2} x^n = n^2x^{n-2}
    holds   \frac{d}{dt} \arcsin t = \frac{1}{\sqrt{1 - t^2}}
    fails   \frac{d}{dt} \arcsin t = \frac{1}{\sqrt{1 + t^2}}
    """,
)
def orders(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("数", rng.uniform(0.3, 1.2)),
        "n": ("次数", int(rng.integers(2, 6))),
        "f(t)": ("函数", np.sin),
        "t": ("时间", rng.uniform(-1, 1)),
    }


def _fields(rng: np.random.Generator) -> dict[str, Any]:
    A = rng.normal(size=(3, 3))
    A = A + A.T
    return {
        "A": ("对称矩阵", A),
        "B": ("矩阵", rng.normal(size=(2, 3))),
        "I": ("单位矩阵", np.eye(3)),
        r"\mathbf x, x, x_j": ("点", rng.normal(size=3)),
        r"\mathbf v, v, v_j": ("方向", rng.normal(size=3)),
        "c": ("数", rng.uniform(0.5, 2)),
        "t": ("时间", rng.normal()),
        "f(x)": ("二次型", lambda x: x @ A @ x / 2),
        "h(x)": ("调和函数", lambda x: x[0] ** 2 - x[1] ** 2 + x[0] * x[2]),
        "g(x)": ("平方和的一半", lambda x: x @ x / 2),
        "p(t)": ("一元函数", lambda t: t**3),
        "q(x,t)": ("二元函数", lambda x, t: t * (x @ x)),
        "j": ("编号", ...),
    }


@group(
    "Hessian or Laplacian",
    r"""
    holds       \nabla^2 f(x) = A
    fails       \nabla^2 f(x) = 2A
    holds       \nabla^2 f(x) = \operatorname{tr} A
    fails       \nabla^2 f(x) = 2\operatorname{tr} A
    fails       \nabla^2 f(x) = \det A
    holds       \nabla^2 g(x) = I
    fails       \nabla^2 g(x) = 3I
    holds       \nabla^2 g(x) = 3
    fails       \nabla^2 g(x) = 1
    unreadable  \nabla^2 g(x)v = v
    unreadable  \nabla^2 g(x)v = 3v
    fails       \nabla^2 g(x)v = 2v
    unreadable  \nabla^2 h(x) = 0
    unreadable  \nabla^2 h(x) \ne 0
    fails       \nabla^2 f(x) = 0
    holds       \operatorname{tr}\nabla^2 f(x) = \operatorname{tr} A
    fails       \operatorname{tr}\nabla^2 f(x) = \det A
    holds       \det\nabla^2 f(x) = \det A
    holds       v^{\mathsf T}\nabla^2 g(x)v > 0 \quad (v \ne 0)
    fails       v^{\mathsf T}\nabla^2 g(x)v < 0
    holds       v^{\mathsf T}\nabla^2 f(x)v = v^{\mathsf T}Av
    fails       v^{\mathsf T}\nabla^2 f(x)v = 2v^{\mathsf T}Av
    holds       B\nabla^2 f(x) = BA, \qquad \nabla^2 f(x) = A
    holds       \nabla^2 p(t) = 6t
    fails       \nabla^2 p(t) = 3t
    holds       \nabla_x^2 q(x,t) = 2tI
    holds       \nabla_x^2 q(x,t) = 6t
    fails       \nabla_x^2 q(x,t) = 2t
    undefined   \nabla^2 f(x) = v
    undefined   \nabla^2 f(x) = B
    """,
)
def second(rng: np.random.Generator) -> dict[str, Any]:
    return _fields(rng)


@group(
    "Hessian, as the notation says",
    r"""
    holds       \nabla^2 g(x)v = v
    fails       \nabla^2 g(x)v = 3v
    fails       \nabla^2 h(x) = 0
    undefined   \nabla^2 f(x) = \operatorname{tr} A
    holds       (\nabla^2 f(x))^{-1} = A^{-1}
    """,
)
def hessian(rng: np.random.Generator) -> dict[str, Any]:
    return {**_fields(rng), r"\nabla^2": ("海森矩阵", "hessian")}


@group(
    "Laplacian, as the notation says",
    r"""
    fails       \nabla^2 g(x)v = v
    holds       \nabla^2 g(x)v = 3v
    holds       \nabla^2 h(x) + c = c
    fails       \nabla^2 h(x) = c
    undefined   \nabla^2 f(x) = A
    holds       \nabla^2 f(x) = \operatorname{tr} A
    undefined   \det\nabla^2 f(x) = \det A
    """,
)
def laplacian(rng: np.random.Generator) -> dict[str, Any]:
    return {**_fields(rng), r"\nabla^2": ("拉普拉斯算子", "laplacian")}


GROUPS = [partial, norms, closure, orders, second, hessian, laplacian]
