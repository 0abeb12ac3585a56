"""Whole numbers, cancellation, rounding, suprema, conditions and the width of samples."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "a constant n",
    r"""
    unreadable  \sum_{k=1}^n k = 2n
    unreadable  \sum_{k=1}^n k^2 = n^2 + 5
    unreadable  \prod_{k=1}^n k = 2n
    unreadable  2^n = n + 5
    unreadable  n! = 2n
    unreadable  \binom{n}{2} = n
    exact       \sum_{k=1}^n k = \frac{n(n + 1)}{2}
    holds       \sum_{k=1}^n k^2 = \frac{n(n + 1)(2n + 1)}{6}
    holds       \sum_{i=1}^n x_i^2 = x^\top x
    fails       \sum_{i=1}^n x_i = n
    """,
)
def constant(rng: np.random.Generator) -> dict[str, Any]:
    return {"n": ("项数", 3), "x_i, x": ("自变量", rng.normal(size=3)), "i, k": ("编号", ...)}


@group(
    "large and small",
    r"""
    fails       \sum_{k=0}^n 2^k = 2^{n+1}
    holds       \sum_{k=0}^n 2^k = 2^{n+1} - 1
    fails       3^n = 3^n + 7
    fails       2^n + 1 = 2^n
    holds       2^n + 1 > 2^n
    fails       2^n + 1 \le 2^n
    fails       n! = n! + 1
    holds       (n + 1)! = (n + 1)\cdot n!
    holds       (2^n + 1)^2 = 2^{2n} + 2^{n+1} + 1
    fails       (2^n + 1)^2 = 2^{2n} + 2^{n+1}
    fails       10^{12}x + y - 10^{12}x = 2y
    holds       10^{12}x + y - 10^{12}x = y
    fails       10^{12}x + y - 10^{12}x = y + 10^{-10}
    fails       (1 + 10^{-10})x = x
    fails       x = x + 10^{-10}y
    fails       \sqrt{x^2 + 10^{-20}} = x
    holds       \sqrt{x^2 + 10^{-20}} > x
    fails       1 - \cos\frac{x}{10^8} = 0
    holds       1 - \cos\frac{x}{10^8} = 2\left(\sin\frac{x}{2\cdot 10^8}\right)^2
    fails       x \ge x + 10^{-10}
    holds       x < x + 10^{-13}
    fails       x > x + 10^{-13}
    holds       x \ne x + 10^{-13}
    holds       x + 10^{-100} \ne x
    holds       x^2 + 10^{-300} > x^2
    undefined   \tan\frac{\pi}{2} = 1
    undefined   \frac{1}{\sin\pi} = 1
    holds       \binom{1000}{500} < 2^{1000}
    fails       \sin^2 x + \cos^2 x \ne 1
    fails       (x + y)^2 < x^2 + 2xy + y^2
    holds       (x + y)^2 \le x^2 + 2xy + y^2
    fails       (x + y)^2 \ne x^2 + 2xy + y^2
    exact       (x + y)^2 = x^2 + 2xy + y^2
    exact       \frac{x^2 - y^2}{x + y} = x - y
    fails       \frac{x^2 - y^2}{x + y} = x - y + 10^{-11}
    fails       \sin^2 x + \cos^2 x < 1
    holds       \sin^2 x + \cos^2 x \le 1
    sampled     \sin^2 x + \cos^2 x = 1
    holds       \sin\pi = 0
    holds       \cos\frac{\pi}{2} = 0
    fails       \sin\pi = 10^{-17}
    fails       \cos\frac{\pi}{2} = 10^{-17}
    holds       \ln\left(e^x e^{-x}\right) = 0
    holds       \sin^2 x + \cos^2 x - 1 = 0
    fails       \sin^2 x + \cos^2 x - 1 = 10^{-20}
    fails       \left(1 + \frac{x}{10^9}\right)^{10^9} = e^x
    """,
)
def sizes(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "n": ("正整数", int(rng.integers(30, 45))),
        "x": ("数", rng.uniform(0.1, 3)),
        "y": ("数", rng.uniform(0.1, 3)),
    }


@group(
    "small beside large",
    r"""
    fails       \gamma mc^2 - mc^2 = mv^2
    holds       \gamma mc^2 - mc^2 = (\gamma - 1)mc^2
    holds       \gamma mc^2 - mc^2 > 0
    holds       \gamma^2\left(1 - \frac{v^2}{c^2}\right) = 1
    fails       \gamma = 1
    fails       \sqrt{c^2 + v^2} = c
    holds       \sqrt{c^2 + v^2} > c
    holds       \sqrt{c^2 + v^2} - c = \frac{v^2}{\sqrt{c^2 + v^2} + c}
    fails       \sqrt{c^2 + v^2} - c = \frac{v^2}{c}
    """,
)
def light(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "c": ("光速", 299792458.0),
        "v": ("速度", rng.uniform(1, 30)),
        "m": ("质量", rng.uniform(1, 5)),
        r"\gamma": ("洛伦兹因子", lambda v, c: 1 / np.sqrt(1 - v * v / c / c)),
    }


@group(
    "drawn values that were computed",
    r"""
    holds       X_k = \sum_{n=0}^{N-1} x_n e^{-2\pi ikn/N}
    fails       X_k = \sum_{n=0}^{N-1} x_n e^{2\pi ikn/N}
    holds       \sum_{n=0}^{N-1} \lvert x_n\rvert^2 = \frac{1}{N}\sum_{k=0}^{N-1} \lvert X_k\rvert^2
    fails       \sum_{n=0}^{N-1} \lvert x_n\rvert^2 = \sum_{k=0}^{N-1} \lvert X_k\rvert^2
    holds       AB = I
    holds       BA - I = 0
    fails       AB = (1 + 10^{-6})I
    holds       Q^\top Q = I
    fails       QQ^\top = -I
    holds       A\mathbf v = \lambda\mathbf v
    fails       A\mathbf v = -\lambda\mathbf v
    holds       A = QR
    fails       A = RQ
    """,
)
def computed(rng: np.random.Generator) -> dict[str, Any]:
    x = rng.normal(size=4)
    A = rng.normal(size=(3, 3))
    A = A + A.T
    values, vectors = np.linalg.eigh(A)
    Q, R = np.linalg.qr(A)
    return {
        "i": ("虚数单位", 1j),
        "N": ("长度", 4),
        "x_n": ("信号", dict(enumerate(x))),
        "X_k": ("变换", dict(enumerate(np.fft.fft(x)))),
        "A": ("对称矩阵", A),
        "B": ("逆", np.linalg.inv(A)),
        "Q": ("正交矩阵", Q),
        "R": ("三角矩阵", R),
        "I": ("单位矩阵", np.eye(3)),
        r"\lambda": ("特征值", values[0]),
        r"\mathbf v": ("特征向量", vectors[:, 0]),
        "k, n": ("编号", ...),
    }


@group(
    "suprema",
    r"""
    fails       \sup_t f(t) = \frac{3}{10}
    caught      \sup_t f(t) < 1
    caught      \inf_t k(t) > -2
    holds       \sup_t t = 9
    fails       \sup_t t = 8.99
    holds       \inf_t t = -9
    holds       \sup_t t^2 = 81
    holds       \inf_t t^2 = 0
    fails       \inf_t t^2 = 10^{-6}
    holds       \sup_t \frac{1}{1 + 10^8(t - 0.3)^2} = 1
    fails       \sup_t \frac{1}{1 + 10^8(t - 0.3)^2} = \frac{1}{2}
    fails       \sup_t (t\sin t) = 1
    fails       \inf_t g(t) = -1
    caught      \inf_t g(t) > -2
    fails       \inf_t h(t) > -2
    fails       \inf_t h(t) = -1
    undefined   \sup_t \frac{1}{t} = 1
    """,
)
def suprema(rng: np.random.Generator) -> dict[str, Any]:
    return {
        r"\sup_t": ("区间", (-9.0, 9.0)),
        r"\inf_t": ("区间", (-9.0, 9.0)),
        "f(t)": ("尖峰", lambda t: math.exp(-((100 * (t - 0.1)) ** 2)) + 0.3 * math.exp(-((t - 1) ** 2))),
        "h(t)": ("更尖的谷", lambda t: np.sin(t) - 2 * np.exp(-((100_000 * (t + 0.7)) ** 2))),
        "k(t)": ("同上", lambda t: math.sin(t) - 2 * math.exp(-((100_000 * (t + 0.7)) ** 2))),
        "g(t)": ("尖谷", lambda t: np.sin(t) - 2 * np.exp(-((1000 * (t + 0.7)) ** 2))),
    }


@group(
    "conditions on reals",
    r"""
    holds       \lvert x\rvert = x, \qquad x \ge 0
    fails       \lvert x\rvert = x
    fails       \lvert x\rvert = x, \qquad x \le 0
    holds       \sqrt{x^2} = -x, \qquad x \le 0
    holds       x^2 > x, \qquad x > 1
    fails       x^2 > x, \qquad x > 0
    holds       \ln x^2 = 2\ln x, \qquad x > 0
    undefined   \ln x^2 = 2\ln x
    undefined   \lvert x\rvert = x, \qquad x > 100
    holds       x^{100} = (x^2)^{50}
    holds       x^{99} = x(x^2)^{49}
    fails       x^{99} = (x^2)^{50}
    holds       \frac{d}{dx} (1 + x)^{100} = 100(1 + x)^{99}
    fails       \frac{d}{dx} (1 + x)^{100} = 100\lvert 1 + x\rvert^{99}
    holds       (1 + x^2)^{-70} = \left(\frac{-1}{1 + x^2}\right)^{70}
    fails       (1 + x^2)^{-71} = \left(\frac{-1}{1 + x^2}\right)^{71}
    holds       \max(x, y) = x, \qquad x > y
    fails       \max(x, y) = x, \qquad x < y
    fails       \max(x, y) = x
    """,
)
def conditions(rng: np.random.Generator) -> dict[str, Any]:
    return {"x": ("数", rng.normal()), "y": ("数", rng.normal())}


@group(
    "edges",
    r"""
    fails       2^n \ge n^2
    holds       2^n > n
    fails       n < 19
    fails       n > 1
    holds       n \le 19
    holds       1 \le n
    fails       n \ne 3
    fails       2^m > m^3
    fails       u > 0.001
    fails       u < 0.999
    holds       u > 0
    fails       x > -1
    """,
)
def edges(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "n": ("正整数", int(rng.integers(1, 20))),
        "m": ("正整数", int(rng.integers(1, 12))),
        "u": ("数", rng.uniform(0, 1)),
        "x": ("数", rng.normal()),
    }


@group(
    "vast numbers, and arrays of Python's numbers",
    r"""
    fails       (y + 1) - y = 0
    holds       (y + 1) - y = 1
    fails       y + 1 = y
    holds       x \cdot x = x_1^2 + x_2^2
    fails       x \cdot x = x_1^2
    holds       \operatorname{tr} A = 3
    """,
)
def vast(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "y": ("数", rng.uniform(1, 2) * 1e200), "i": ("编号", ...),
        "x, x_i": ("向量", np.array([rng.normal(), rng.normal()], dtype=object)),
        "A": ("矩阵", np.array([[1, rng.normal()], [rng.normal(), 2]], dtype=object)),
    }  # fmt: skip


@group(
    "real numbers that were computed as complex ones",
    r"""
    holds       X_{N-k} = \overline{X_k}, \quad k = 1, \dots, N - 1
    fails       X_{N-k} = X_k, \quad k = 1, \dots, N - 1
    holds       X_2 = \overline{X_2}
    fails       X_2 = -\overline{X_2}
    fails       X_1 = \overline{X_1}
    holds       z = \bar z
    fails       z = -\bar z
    holds       |z|^2 = z^2
    fails       |X_1|^2 = X_1^2
    fails       \operatorname{Im} X_1 = 0
    holds       \sum_{n=0}^{N-1} |x_n|^2 = \frac1N\sum_{k=0}^{N-1} |X_k|^2
    """,
)
def transformed(rng: np.random.Generator) -> dict[str, Any]:
    n = np.arange(4)
    x = rng.normal(size=4)
    X = np.exp(-2j * np.pi * np.outer(n, n) / 4) @ x
    return {
        "N": ("长度", 4), "x_n": ("信号", dict(enumerate(x))), "X_k": ("变换", dict(enumerate(X))),
        "k, n": ("编号", range(4)), "z": ("其中的实数", complex(X[2])),
    }  # fmt: skip


GROUPS = [constant, sizes, light, computed, suprema, conditions, edges, vast, transformed]
