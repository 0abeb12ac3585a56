r"""Integrals along curves and over surfaces, Green's and the gradient theorem; all values are closed forms."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "curves and surfaces",
    r"""
    holds       \oint_C x\,dy = \pi ab
    fails       \oint_C x\,dy = 2\pi ab
    holds       \frac12\oint_C (x\,dy - y\,dx) = \pi ab
    fails       \oint_C x\,dx + y\,dy = \pi ab
    holds       \oint_C x\,dx + y\,dy = 0
    holds       \oint_C \mathbf V(\mathbf r)\cdot d\mathbf r = 2\pi ab
    unreadable  \oint_C \mathbf V(\mathbf q)\cdot d\mathbf r = 0
    holds       \int_H \nabla g\cdot d\mathbf r = g(b, 1) - g(0, 0)
    fails       \int_H \nabla g\cdot d\mathbf r = 2g(b, 1)
    holds       \int_H \frac{\partial g}{\partial x}\,dx + \frac{\partial g}{\partial y}\,dy = g(b, 1)
    holds       \int_L x\,ds = \frac b2\sqrt{1 + b^2}
    fails       \int_L x\,ds = \frac{b^2}{2}
    undefined   \oint_H x\,dy = 1
    unreadable  \oint_C x = 1
    unreadable  \oint_C x\,dw = 1
    unreadable  \int_H p\,dx = 1
    holds       \oint_K P\,dx + Q\,dy = \iint_{x^2+y^2\le a^2} \left(\frac{\partial Q}{\partial x} - \frac{\partial P}{\partial y}\right)dx\,dy
    fails       \oint_K P\,dx + Q\,dy = \iint_{x^2+y^2\le a^2} \left(\frac{\partial Q}{\partial x} + \frac{\partial P}{\partial y}\right)dx\,dy
    fails       \iint_S \mathbf G\cdot d\mathbf S = \frac{2a}{3}
    unreadable  \iint_S x = 1
    """,  # noqa: E501 (Green's theorem is long)
)
def paths(rng: np.random.Generator) -> dict[str, Any]:
    a, b = rng.uniform(0.5, 2), rng.uniform(0.5, 2)
    turn = (0.0, 2 * np.pi)
    return {
        "x": ("坐标", rng.normal()),
        "y": ("坐标", rng.normal()),
        "z": ("坐标", rng.normal()),
        "a": ("半径", a),
        "b": ("数", b),
        "p": ("随 x 而变的数", lambda x: x * x),
        "C": ("椭圆", {"t": turn, "x": lambda t, a=a: a * np.cos(t), "y": lambda t, b=b: b * np.sin(t)}),
        "K": ("圆", {"t": turn, "x": lambda t, a=a: a * np.cos(t), "y": lambda t, a=a: a * np.sin(t)}),
        "H": ("抛物线", {"t": (0.0, 1.0), "x": lambda t, b=b: b * t, "y": lambda t: t**2}),
        "L": ("线段", {"t": (0.0, 1.0), "x": lambda t, b=b: b * t, "y": lambda t: t}),
        "S": ("曲面", {"u": (0.0, 1.0), "v": (0.0, 2.0), "x": lambda u: u, "y": lambda v: v,
                       "z": lambda u, v, a=a: a * (u**2 + v)}),
        "P(x, y)": ("分量", lambda x, y: x**2 * y),
        "Q(x, y)": ("分量", lambda x, y: x * y**2 + x),
        "g(x, y)": ("势", lambda x, y: x**2 * y + y**3),
        r"\mathbf{G}(x, y, z)": ("场", lambda x, y, z: np.array([x, y, z])),
        r"\mathbf V(\mathbf r)": ("场", lambda r: np.array([-r[1], r[0]])),
        r"\mathbf q": ("向量", rng.normal(size=2)),
    }  # fmt: skip


@group(
    "elements of area and volume",
    r"""
    holds       \iint_D dA = \frac12
    fails       \iint_D dA = \frac13
    holds       \iint_D xy\,dA = \frac18
    holds       \iint_{x^2+y^2\le a^2} dA = \pi a^2
    holds       \iiint_V \mathrm{d}V = a
    fails       \iiint_V dV = 1
    unreadable  \iint_D xy\,dB = 1
    unreadable  \iint_D xy\,dV = 1
    unreadable  \int_0^1 x\,dA = 1
    """,
)
def elements(rng: np.random.Generator) -> dict[str, Any]:
    a = rng.uniform(0.5, 2)
    return {
        "a": ("高", a),
        "D": ("三角形", {"x": (0.0, 1.0), "y": lambda x: (0.0, x)}),
        "V": ("长方体", {"x": (0.0, 1.0), "y": (0.0, 1.0), "z": (0.0, a)}),
    }


@group(
    "contours, and signs without a name",
    r"""
    holds       \oint_K \frac{dz}{z} = 2\pi\mathrm i
    fails       \oint_K \frac{dz}{z} = \pi\mathrm i
    holds       \frac{1}{2\pi\mathrm i}\oint_{K_\rho} \frac{e^z\,dz}{z - a} = e^a
    fails       \oint_{K_\rho} \frac{dz}{z - b} = 2\pi\mathrm i
    unreadable  \oint_{K_2} z\,dz = 0
    unreadable  \oint_L z\,dz = 0
    unreadable  \oint_K \frac{dz}{z}z = 1
    unreadable  \oint_K ds = 2\pi a
    holds       \oint x\,dy = 2\pi a^2
    fails       \oint x\,dy = \pi a^2
    holds       \oint\vec F\cdot\text{d}\vec l = 4\pi a^2
    fails       \oint\vec F\cdot\text{d}\vec l = 2\pi a^2
    holds       \oint_K \text{d}z = 0
    unreadable  \oint^b x\,dy = 0
    unreadable  \oiint z\,dA = 0
    undefined   \oint_H dz = 1
    """,
)
def contours(rng: np.random.Generator) -> dict[str, Any]:
    a, turn = rng.uniform(0.5, 2), (0.0, 2 * np.pi)
    return {
        "a": ("数", a / 5),
        "b": ("数", 5 * a),
        "K": ("圆", {"t": turn, "z": lambda t, a=a: a * (np.cos(t) + 1j * np.sin(t))}),
        r"K_\rho": ("圆", {"t": turn, "z": lambda t, a=a: a * np.exp(1j * t)}),
        r"\mathrm i": ("虚数单位", 1j),
        "H": ("半圆", {"t": (0.0, np.pi), "z": lambda t: np.exp(1j * t)}),
        r"\oint": ("椭圆", {"t": turn, "x": lambda t, a=a: a / 5 * np.cos(t), "y": lambda t, a=a: a / 2.5 * np.sin(t)}),
        r"\vec F(x, y)": ("场", lambda x, y: np.array([-y, x])),
    }


GROUPS = [paths, elements, contours]
