"""Convolutions, Laplace transforms, disks and circles, and slips beside them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


def _numbers(rng: np.random.Generator) -> dict[str, Any]:
    a, b, c, d = rng.uniform(0.6, 1.6, size=4).tolist()
    return {
        "a": ("数", rng.uniform(0.5, 2)),
        "s": ("变量", rng.uniform(1, 3)),
        "t": ("时间", rng.uniform(0.5, 2)),
        "x": ("数", rng.uniform(0.5, 2)),
        r"\omega": ("频率", rng.uniform(0.5, 3)),
        "n": ("正整数", int(rng.integers(1, 6))),
        "f(t)": ("函数", lambda t, a=a, b=b: np.exp(-a * (t - b) ** 2)),
        "g(t)": ("函数", lambda t, c=c, d=d: (c + t) * np.exp(-d * t**2)),
        "h(t)": ("不收缩的函数", lambda t: np.cosh(t)),
        "F(x, y)": ("二元函数", lambda x, y: x + y),
    }


@group(
    "convolutions over the line",
    r"""
    holds       (f * g)(t) = (g * f)(t)
    holds       (f * g)(t) = \int_{-\infty}^{\infty} f(\tau)g(t - \tau)\,d\tau
    holds       (f \ast g)(2a) = \int_{-\infty}^{\infty} f(2a - \tau)g(\tau)\,d\tau
    fails       (f * g)(t) = \int_{-\infty}^{\infty} f(\tau)g(t + \tau)\,d\tau
    fails       (f * g)(t) = \int_0^t f(\tau)g(t - \tau)\,d\tau
    fails       (f * g)(t) = f(t)g(t)
    undefined   (f * h)(t) = (h * f)(t) + (h * h)(t)
    unreadable  f * g = g * f
    unreadable  (f * g)'(t) = (f' * g)(t)
    unreadable  (f * F)(t) = (F * f)(t)
    unreadable  (f * g * f)(t) = (f * f * g)(t)
    unreadable  a * x = x * a
    unreadable  (a * x)(t) = (x * a)(t)
    unreadable  x^* = x
    holds       f(t) * g(t) = (g * f)(t)
    fails       f(t) * g(t) = f(t)g(t)
    holds       [f(t)\cos(\omega t)] \ast 2g(t) = 2\int_{-\infty}^{\infty} f(\tau)\cos(\omega\tau)g(t - \tau)\,d\tau
    fails       [f(t)\cos(\omega t)] \ast g(t) = \int_{-\infty}^{\infty} f(\tau)\cos(\omega t)g(t - \tau)\,d\tau
    unreadable  f(t) * g(x) = 1
    unreadable  f(t) * v = 1
    unreadable  f(t) * g(t) * f(t) = 1
    """,
)
def line(rng: np.random.Generator) -> dict[str, Any]:
    return {**_numbers(rng), "*": ("卷积", "convolution"), "v": ("由 t 决定的量", lambda t: t * t)}


@group(
    "convolutions on the half line, and Laplace transforms",
    r"""
    holds       (f * g)(t) = \int_0^t f(\tau)g(t - \tau)\,d\tau
    fails       (f * g)(t) = \int_{-\infty}^{\infty} f(\tau)g(t - \tau)\,d\tau
    holds       (h * h)(t) = \frac{t\cosh t + \sinh t}{2}
    fails       (h * h)(t) = \frac{t\cosh t - \sinh t}{2}
    holds       \mathcal{L}\{\sin\omega t\}(s) = \frac{\omega}{s^2 + \omega^2}
    fails       \mathcal{L}\{\cos\omega t\}(s) = \frac{\omega}{s^2 + \omega^2}
    holds       \mathcal L\left\{t^n\right\}(s) = \frac{n!}{s^{n+1}}
    fails       \mathcal L\{t^n\}(s) = \frac{n!}{s^n}
    holds       \mathcal{L}\{e^{-at}\}(s) = \frac{1}{s + a}
    fails       \mathcal{L}\{e^{-at}\}(s) = \frac{1}{s - a}
    holds       \mathcal{L}\{f'(t)\}(s) = s\mathcal{L}\{f(t)\}(s) - f(0)
    fails       \mathcal{L}\{f'(t)\}(s) = s\mathcal{L}\{f(t)\}(s) + f(0)
    holds       \mathcal{L}\{f'\}(s) = s\mathcal{L}\{f\}(s) - f(0)
    fails       \mathcal{L}\{f'\}(s) = s\mathcal{L}\{f\}(s) - f(a)
    holds       \mathcal{L}\{e^{-at}f(t)\}(s) = \mathcal{L}\{f(t)\}(s + a)
    fails       \mathcal{L}\{e^{-at}f(t)\}(s) = \mathcal{L}\{f(t)\}(s - a)
    undefined   \mathcal{L}\{e^{4t}\}(s) = \frac{1}{s - 4}
    unreadable  \mathcal{L}\{x^n\}(s) = \frac{n!}{s^{n+1}}
    unreadable  \mathcal{L}\{f(t)\}(t) = \mathcal{L}\{f\}(t)
    unreadable  \mathcal{L}\{f(t)\} = \mathcal{L}\{f\}
    unreadable  \mathcal{L}\{F\}(s) = 0
    """,
)
def half_line(rng: np.random.Generator) -> dict[str, Any]:
    return {**_numbers(rng), "*": ("卷积", "convolution on the half line")}


@group(
    "stars of which nothing is said",
    r"""
    unreadable  (f * g)(t) = (g * f)(t)
    unreadable  (f * g)(t) = f(t)g(t)
    """,
)
def unsaid(rng: np.random.Generator) -> dict[str, Any]:
    return _numbers(rng)


@group(
    "disks and circles",
    r"""
    holds       \iint_{x^2 + y^2 \le a^2} (x^2 + y^2)\,dx\,dy = \frac{\pi a^4}{2}
    fails       \iint_{x^2 + y^2 \le a^2} (x^2 + y^2)\,dx\,dy = \frac{\pi a^4}{4}
    holds       \iint_{x^2 + y^2 \leq a^2} x^2\,dy\,dx = \frac{\pi a^4}{4}
    fails       \iint_{x^2 + y^2 < a} x^2\,dx\,dy = \frac{\pi a^4}{4}
    holds       \iint_{x^2 + y^2 < a} x^2\,dx\,dy = \frac{\pi a^2}{4}
    holds       \iint_{x^2 + y^2 \le 1} x\,dx\,dy = 0
    unreadable  \iint_{x^2 - y^2 \le a^2} dx\,dy = \pi a^2
    unreadable  \iint_{2x^2 + y^2 \le a^2} dx\,dy = \pi a^2
    unreadable  \iint_{x^2 + x^2 \le a^2} dx\,dy = \pi a^2
    unreadable  \iint_{x^2 + y^2 \ge a^2} dx\,dy = \pi a^2
    unreadable  \iint_{1 \le x^2 + y^2 \le a^2} dx\,dy = \pi a^2
    unreadable  \iint_{x^2 + y^2 \le x} dx\,dy = \frac\pi4
    unreadable  \iint_{x^2 + t^2 \le a^2} dx\,dy = \pi a^2
    unreadable  \iint_{x^2 + y^2 \le a^2} p\,dx\,dy = p\pi a^2
    holds       \frac{1}{2\pi i}\oint_{|z| = 1} \frac{e^z}{z}\,dz = 1
    fails       \frac{1}{2\pi i}\oint_{|z| = 1} \frac{e^z}{z}\,dz = e
    holds       \oint_{|z| = 5} \frac{e^z}{(z - a)^2}\,dz = 2\pi ie^a
    fails       \oint_{|z| = 5} \frac{e^z}{(z - a)^2}\,dz = -2\pi ie^a
    holds       \oint_{|z - a| = \omega} \frac{dz}{z - a} = 2\pi i
    fails       \oint_{|z - a| = \omega} \frac{dz}{z + 9} = 2\pi i
    holds       \oint_{|z| = 1} z^n\,dz = 0
    undefined   \oint_{|z| = -1} z^n\,dz = 0
    undefined   \oint_{|z| = 1} \frac{dz}{z - 1} = \pi i
    unreadable  \oint_{|z| = |z|} z\,dz = 0
    unreadable  \oint_{|2z| = 1} z\,dz = 0
    unreadable  \oint_{|z| < 1} z\,dz = 0
    unreadable  \int_{|z| = 1} z\,dz = 0
    unreadable  \oint_{|t| = 1} z\,dz = 0
    unreadable  \oint z\,dz = 0
    """,
)
def circles(rng: np.random.Generator) -> dict[str, Any]:
    return {**_numbers(rng), "i": ("虚数单位", 1j), "p": ("随 x 而变的数", lambda x: x * x)}


@group(
    "integrals over vectors",
    r"""
    holds       \int q(\mathbf z)\,d\mathbf z = \sqrt{2\pi}
    fails       \int q(\mathbf z)\,d\mathbf z = \sqrt{\pi}
    holds       \int_{\mathbb{R}^n} \mathbf z^\top\mathbf z\, q(\mathbf z)\,d\mathbf z = \sqrt{2\pi}
    unreadable  \int_{[0, 1]} q(\mathbf z)\,d\mathbf z = 1
    unreadable  \int z_1q(\mathbf z)\,d\mathbf z = 0
    unreadable  \int e^{-\|\mathbf w\|^2}\,d\mathbf w = \pi
    unreadable  \iint q(\mathbf z)e^{-y^2}\,dy\,d\mathbf z = \sqrt{2}\pi
    """,
)
def over_vectors(rng: np.random.Generator) -> dict[str, Any]:
    return {
        r"\mathbf z, z_i": ("向量", rng.normal(size=1)),
        r"\mathbf w": ("向量", rng.normal(size=2)),
        r"q(\mathbf z)": ("密度", lambda z: np.exp(-z[0] * z[0] / 2)),
        "y": ("数", float(rng.normal())),
        "n": ("大小", 1),
    }


GROUPS = [line, half_line, unsaid, circles, over_vectors]
