"""Complex numbers: modulus, conjugates, order, arguments, derivatives."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "complex numbers",
    r"""
    fails       \lvert z\rvert^2 = z^2
    holds       \lvert e^{i\theta}\rvert = 1
    holds       \lvert z^2\rvert = \lvert z\rvert^2
    holds       |z|^2 = z\bar z
    holds       |zw| = |z||w|
    holds       |z + w| \le |z| + |w|
    fails       |z + w| = |z| + |w|
    fails       |z + w| \ge |z| + |w|
    fails       \lvert 1 + it\rvert^2 = 1 - t^2
    holds       \lvert 1 + it\rvert^2 = 1 + t^2
    holds       \overline{zw} = \bar z\bar w
    fails       \bar z = -z
    fails       \overline{iz} = i\bar z
    holds       \overline{iz} = -i\bar z
    holds       z^{-1} = \frac{\bar z}{\lvert z\rvert^2}
    holds       \operatorname{Re} z = \frac{z + \bar z}{2}
    holds       \operatorname{Im} z = \frac{z - \bar z}{2i}
    fails       \operatorname{Im} z = \frac{z - \bar z}{2}
    holds       \operatorname{Im}(z\bar z) = 0
    fails       \operatorname{Im}(z^2) = 0
    holds       \operatorname{Re}(zw) = \operatorname{Re} z\operatorname{Re} w - \operatorname{Im} z\operatorname{Im} w
    fails       \operatorname{Re}(zw) = \operatorname{Re} z\operatorname{Re} w
    fails       z \le \lvert z\rvert + 1
    fails       z^2 \ge 0
    fails       z < w
    fails       iz \ge 0
    holds       z\bar z \ge 0
    holds       \operatorname{Re} z \le \lvert z\rvert
    holds       \arg\bar z = -\arg z
    fails       \arg(zw) = \arg z + \arg w
    fails       \arg(-z) = \arg z + \pi
    holds       e^{i\arg z} = \frac{z}{\lvert z\rvert}
    holds       \frac{d}{dt} e^{it} = ie^{it}
    fails       \frac{d}{dt} e^{it} = e^{it}
    holds       \frac{d^2}{dt^2} e^{it} = -e^{it}
    holds       \frac{d}{dt} \overline{e^{it}} = -i\overline{e^{it}}
    fails       \frac{d}{dt} \overline{e^{it}} = ie^{-it}
    holds       \frac{d}{dt} \operatorname{Re}(ze^{it}) = \operatorname{Re}(ize^{it})
    holds       \frac{d}{dt} \lvert e^{it} + t\rvert^2 = 2t + 2\cos t - 2t\sin t
    fails       \frac{d}{dt} \lvert e^{it} + t\rvert^2 = 0
    holds       f'(t) = (i - 1)f(t)
    fails       f'(t) = -f(t)
    fails       \sqrt{zw} = \sqrt z\sqrt w
    fails       \ln(zw) = \ln z + \ln w
    fails       \ln e^z = \bar z
    """,
)
def numbers(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "i": ("虚数单位", 1j),
        "z": ("复数", complex(rng.normal(), rng.normal())),
        "w": ("复数", complex(rng.normal(), rng.normal())),
        r"\theta": ("角", rng.normal()),
        "t": ("时间", rng.normal()),
        "f(t)": ("函数", lambda t: np.exp((1j - 1) * t)),
    }


@group(
    "complex vectors and matrices",
    r"""
    holds       \lVert\mathbf x\rVert^2 = \mathbf x^{\mathsf H}\mathbf x
    fails       \lVert\mathbf x\rVert^2 = \mathbf x^{\mathsf T}\mathbf x
    holds       (AB)^{\mathsf H} = B^{\mathsf H}A^{\mathsf H}
    fails       (AB)^{\mathsf H} = A^{\mathsf H}B^{\mathsf H}
    fails       A^{\mathsf H} = A^{\mathsf T}
    holds       A^{\mathsf H} = \overline{A^{\mathsf T}}
    holds       (AB)^\dagger = B^\dagger A^{\mathsf H}
    unreadable  \mathbf x\cdot\mathbf y = \mathbf y\cdot\mathbf x
    unreadable  A^* = A^{\mathsf H}
    holds       \det\overline{A} = \overline{\det A}
    fails       \det A^{\mathsf H} = \det A
    """,
)
def matrices(rng: np.random.Generator) -> dict[str, Any]:
    real, imaginary = rng.normal(size=(2, 2, 3, 3))
    A, B = real + 1j * imaginary
    x, y = rng.normal(size=(2, 3)) + 1j * rng.normal(size=(2, 3))
    return {"A": ("矩阵", A), "B": ("矩阵", B), r"\mathbf x": ("向量", x), r"\mathbf y": ("向量", y)}


@group(
    "a star declared to be the adjoint",
    r"""
    holds       A^* = A^{\mathsf H}
    fails       A^* = \overline A
    holds       (AB)^* = B^*A^*
    """,
)
def adjoint(rng: np.random.Generator) -> dict[str, Any]:
    return {**_matrices(rng), "*": ("共轭转置", "adjoint")}


@group(
    "a star declared to be the conjugate",
    r"""
    holds       A^* = \overline A
    fails       A^* = A^{\mathsf H}
    holds       (AB)^* = A^*B^*
    fails       (AB)^* = B^*A^*
    """,
)
def conjugate(rng: np.random.Generator) -> dict[str, Any]:
    return {**_matrices(rng), "*": ("共轭", "conj")}


def _matrices(rng: np.random.Generator) -> dict[str, Any]:
    real, imaginary = rng.normal(size=(2, 2, 3, 3))
    A, B = real + 1j * imaginary
    return {"A": ("矩阵", A), "B": ("矩阵", B)}


GROUPS = [numbers, matrices, adjoint, conjugate]
