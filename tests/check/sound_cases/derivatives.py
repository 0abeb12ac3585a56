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


GROUPS = [partial, norms, closure, orders]
