"""Compositions, extreme eigenvalues, limits that are infinite, and powers of numbers before dots without an end."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "compositions, spectra, infinite limits and powers of numbers",
    r"""
    holds       f \circ g(x) = f(g(x))
    fails       f \circ g(x) = g(f(x))
    holds       f \circ g \circ f(x) = f(g(f(x)))
    unreadable  f \circ c(x) = f(c)
    unreadable  f \circ g = g
    holds       c \times 25\% = \frac c4
    fails       c \times 25\% = 25c
    holds       \sum_{k=2}^4 \sin^{k-1} c = \sin c + \sin^2 c + \sin^3 c
    fails       \sum_{k=2}^4 \sin^{k-1} c = \sin c + \sin^2 c
    holds       \lambda_{\max}(A^\top A) = \sigma_{\max}(A)^2
    holds       \lambda_\min(A^{\mathsf T}A) = \sigma_{\text{min}}(A)^2
    holds       \sigma_{\max}(A) = \lVert A\rVert_2
    fails       \sigma_{\min}(A) = \lVert A\rVert_2
    holds       \lambda_{\mathrm{max}}(S) = 4
    fails       \lambda_{\mathrm{max}}(S) = 2
    holds       \lambda_{\min}(S) = -\lambda_{\max}(-S)
    fails       \lambda_{\min}(S) = \lambda_{\max}(-S)
    unreadable  \lambda_{\max}(A) = 1
    unreadable  \lambda_{\min}(uu^\top) = 1
    undefined   \lambda_{\max}(c) = c
    unreadable  \sigma_{\max} = 1
    holds       \lim_{s \to 0^+} \frac cs = +\infty
    holds       \lim_{s \to 0^-} \frac cs = -\infty
    fails       \lim_{s \to 0^-} \frac cs = +\infty
    caught      \lim_{s \to 0} \frac cs = +\infty
    unreadable  \lim_{s \to 0} \frac cs = \infty
    holds       \lim_{s \to 0} \frac c{s^2} = \infty
    fails       \lim_{s \to \infty} \frac{cs}{s + 1} = \infty
    unreadable  \lim_{s \to \infty} s(1 + \sin s) = \infty
    unreadable  c = \infty
    holds       \int_0^\infty s\,ds = \infty
    holds       \int_1^\infty \frac{c\,ds}{s} = \infty
    holds       \int_0^1 \frac{ds}{s} = +\infty
    fails       \int_0^1 \frac{ds}{s} = -\infty
    fails       \int_1^\infty \frac{ds}{s^2} = \infty
    unreadable  \int_{-1}^1 \frac{ds}{s} = \infty
    unreadable  \int_0^2 \left(\frac1s - \frac{1}{10^6(s - 1)^2}\right)ds = \infty
    unreadable  \int_0^\infty \sin s\,ds = \infty
    holds       \sum_{k=1}^\infty \frac{c}{k} = +\infty
    holds       \sum_{k=1}^\infty \frac{2^k}{k} = \infty
    holds       \sum_{k=1}^\infty \ln\frac{k}{k+1} = -\infty
    unreadable  \sum_{k=1}^\infty \ln\frac{k}{k+1} = \infty
    fails       \sum_{k=1}^\infty \frac1{k^2} = \infty
    fails       \sum_{k=1}^\infty \frac{(-1)^k}{k} = \infty
    unreadable  \sum_{k=2}^\infty \frac{1}{k\ln k} = \infty
    unreadable  \sum_{k=2}^\infty \frac{1}{k(\ln k)^2} = \infty
    unreadable  \sum_{k=1}^\infty (-1)^kk = \infty
    undefined   \sum_{k=1}^\infty \frac1k = c
    holds       \left.\frac{d}{dt} f(x + tc)\right|_{t=0} = 2cx
    fails       \left.\frac{d}{dt} f(x + tc)\right|_{t=0} = 2cx + 10^{-14}
    holds       \left.\frac{d^2}{dt^2} t^3\right|_{t=x} = 6x
    holds       2\left.\frac{t^3}{3}\right|_{t=0}^{c}x = 2x\int_0^c s^2\,ds
    fails       \left.\frac{t^3}{3}\right|_{t=1}^{t=c} = \frac{c^3}{3}
    unreadable  \left.\frac{t^3}{3}\right|_{t=1}^{s=c} = \frac{c^3}{3}
    unreadable  \left.\frac{d}{dt} t^2\right|_{t=x} = 2t
    holds       1 + \frac14 + \frac19 + \cdots = \frac{\pi^2}{6}
    fails       1 + \frac14 + \frac19 + \cdots = \frac{\pi^2}{8}
    holds       1 + \frac1{3^2} + \frac1{5^2} + \cdots = \frac{\pi^2}{8}
    holds       1 - \frac1{27} + \frac1{125} - \cdots = \frac{\pi^3}{32}
    holds       1 + \frac{1}{2^m} + \frac{1}{3^m} + \cdots = \sum_{k=1}^\infty \frac{1}{k^m}
    fails       1 + \frac{1}{2^m} + \frac{1}{3^m} + \cdots = \sum_{k=2}^\infty \frac{1}{k^m}
    unreadable  1 + \frac14 + \cdots = \frac{\pi^2}{6}
    unreadable  1 + \frac14 + \frac1{10} + \cdots = \frac{\pi^2}{6}
    """,
)
def everyday(rng: np.random.Generator) -> dict[str, Any]:
    turned = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    return {
        "A": ("矩阵", rng.normal(size=(3, 3))),
        "S": ("特征值是 −1、2、4 的对称矩阵", turned @ np.diag([-1.0, 2.0, 4.0]) @ turned.T),
        "u": ("向量", rng.normal(size=3)),
        r"\sigma": ("一个数", rng.uniform(2, 3)),
        "c": ("正数", rng.uniform(0.5, 2)),
        "x": ("数", rng.normal()),
        "m": ("次数", int(rng.integers(2, 5))),
        "f(x)": ("函数", lambda x: x * x + 1),
        "g(x)": ("函数", lambda x: 2 * x - 3),
    }


@group(
    "numbers that are drawn until they fit",
    r"""
    holds       a^{\varphi(m)} \equiv 1 \pmod m
    fails       a^{\varphi(m)} \equiv a \pmod m
    holds       s < t
    fails       2s < t
    """,
)
def until_they_fit(rng: np.random.Generator) -> dict[str, Any]:
    a, m, s, t = 2, 2, 1.0, 0.0
    while math.gcd(a, m) > 1:  # at the ends of both ranges it is
        a, m = int(rng.integers(2, 40)), int(rng.integers(4, 9))
    while s >= t:
        s, t = rng.uniform(1, 2), rng.uniform(1, 2)
    return {
        "a": ("与 m 互素的数", a),
        "m": ("模", m),
        "s": ("小的", s),
        "t": ("大的", t),
        r"\varphi(n)": ("欧拉函数", lambda n: sum(math.gcd(k, int(n)) == 1 for k in range(1, int(n) + 1))),
    }


GROUPS = [everyday, until_they_fit]
