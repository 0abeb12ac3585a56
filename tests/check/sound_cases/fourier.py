r"""Fourier transforms in each convention, and finite ones, which NumPy's values are compared with.

Of the closed forms: Bracewell, The Fourier Transform and Its Applications (2000), ch. 6.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


def drawn(rng: np.random.Generator) -> dict[str, Any]:
    a = rng.uniform(0.5, 2)
    return {
        "i": ("虚数单位", 1j),
        "a": ("宽窄", a),
        "b": ("位移", rng.normal()),
        "t": ("时间", rng.normal()),
        r"\omega": ("角频率", rng.uniform(-2, 2)),
        r"\xi": ("频率", rng.uniform(-1, 1)),
        "f(x)": ("函数", lambda x: np.exp(-np.pi * x**2)),
        "h(x)": ("函数", lambda x: np.exp(-(x**2) / 2)),
        "g(t)": ("函数", lambda t, a=a: np.exp(-a * t**2)),
        r"G(\omega)": ("它的变换", lambda w, a=a: np.sqrt(np.pi / a) * np.exp(-(w**2) / (4 * a))),
    }


@group(
    "Fourier transforms by angular frequencies",
    r"""
    holds       \mathcal F\{g\}(\omega) = \sqrt{\frac{\pi}{a}} e^{-\omega^2/(4a)}
    fails       \mathcal F\{g\}(\omega) = \sqrt{\frac{\pi}{a}} e^{-\omega^2/(2a)}
    holds       \mathcal F\{e^{-a\lvert t\rvert}\}(\omega) = \frac{2a}{a^2 + \omega^2}
    fails       \mathcal F[g'](\omega) = -i\omega G(\omega)
    holds       \mathcal F\{g(t - b)\}(\omega) = e^{-i\omega b} G(\omega)
    fails       \mathcal F\{g(t - b)\}(\omega) = e^{i\omega b} G(\omega)
    holds       \mathcal F^{-1}\{G\}(t) = g(t)
    fails       \mathcal F^{-1}\{G\}(t) = 2\pi g(t)
    holds       \hat g(\omega) = G(\omega)
    unreadable  \mathcal F\{g\} = G
    unreadable  \mathcal F\{e^{-as^2}\}(\omega) = 1
    unreadable  \mathcal F\{g(t)\}(t) = 1
    """,
)
def angular(rng: np.random.Generator) -> dict[str, Any]:
    return {**drawn(rng), r"\mathcal F": ("傅里叶变换", "angular")}


@group(
    "Fourier transforms by frequencies",
    r"""
    holds       \mathcal F(f)(\xi) = f(\xi)
    holds       \hat f(\xi) = \int_{-\infty}^\infty f(x) e^{-2\pi i x\xi}\,dx
    fails       \hat f(\xi) = \int_{-\infty}^\infty f(x) e^{-\pi i x\xi}\,dx
    """,
)
def ordinary(rng: np.random.Generator) -> dict[str, Any]:
    return {**drawn(rng), r"\mathcal{F}": ("傅里叶变换", "ordinary")}


@group(
    "unitary Fourier transforms",
    r"""
    holds       \mathcal F\{h\}(\omega) = h(\omega)
    fails       \mathcal F\{h\}(\omega) = \sqrt{2\pi} h(\omega)
    """,
)
def unitary(rng: np.random.Generator) -> dict[str, Any]:
    return {**drawn(rng), r"\mathcal F": ("傅里叶变换", "unitary")}


@group(
    "no convention, and finite transforms",
    r"""
    unreadable  \mathcal F\{g\}(\omega) = G(\omega)
    unreadable  \hat g(\omega) = G(\omega)
    holds       X_k = \sum_{n=0}^{N-1} y_n e^{-2\pi i k n/N}
    fails       X_k = \sum_{n=0}^{N-1} y_n e^{2\pi i k n/N}
    holds       y_n = \frac1N \sum_{k=0}^{N-1} X_k e^{2\pi i k n/N}
    holds       \sum_{n=0}^{N-1} \lvert y_n\rvert^2 = \frac1N \sum_{k=0}^{N-1} \lvert X_k\rvert^2
    fails       \sum_{n=0}^{N-1} \lvert y_n\rvert^2 = \sum_{k=0}^{N-1} \lvert X_k\rvert^2
    """,
)
def finite(rng: np.random.Generator) -> dict[str, Any]:
    size = int(rng.integers(3, 7))
    y = rng.normal(size=size)
    return {
        **drawn(rng),
        "N": ("点数", size),
        "y_n": ("信号", {n: float(value) for n, value in enumerate(y)}),
        "X_k": ("它的变换", {k: complex(value) for k, value in enumerate(np.fft.fft(y))}),
        "n, k": ("编号", ...),
    }


@group(
    "convolutions of sequences",
    r"""
    holds       (a * b)_n = \sum_k a_k b_{n-k}, \quad n = 2, \dots, 7
    fails       (a * b)_n = \sum_k a_k b_{n+k}, \quad n = 2, \dots, 7
    holds       (x * y)_n = \sum_{k=0}^n x_k y_{n-k}, \quad n = 0, 1, 2
    fails       (x * y)_n = \sum_{k=1}^n x_k y_{n-k}, \quad n = 1, 2
    holds       (x * y)_n = c_n, \quad n = 0, \dots, 5
    holds       (a * b)_n = (b * a)_n
    fails       (a * b)_n = (a * a)_n
    unreadable  (a * f)_n = 1, \quad n = 2, 3
    """,
)
def sequences(rng: np.random.Generator) -> dict[str, Any]:
    x, y = rng.normal(size=3), rng.normal(size=4)
    both = {"x_k": x, "y_k": y, "c_n": np.convolve(x, y)}
    return {
        "a_k": ("数列", rng.normal(size=3)),
        "b_k": ("数列", rng.normal(size=4)),
        **{name: ("从 0 数起的数列", {n: float(one) for n, one in enumerate(of)}) for name, of in both.items()},
        "n, k": ("编号", ...),
        "f(x)": ("函数", np.cos),
        "*": ("卷积", "convolution"),
    }


GROUPS = [sequences, angular, ordinary, unitary, finite]
