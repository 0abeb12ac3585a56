"""Integrals, limits, endless sums and products: closed forms that everybody can look up, and slips beside them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


def _numbers(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "a": ("数", rng.uniform(0.5, 2)),
        "b": ("数", rng.uniform(2, 3)),
        "x": ("自变量", rng.uniform(0.5, 2)),
        "t": ("时间", rng.uniform(0.5, 2)),
        r"\omega": ("频率", rng.uniform(0.5, 3)),
        "n": ("正整数", int(rng.integers(1, 6))),
        "i": ("虚数单位", 1j),
        "f(x)": ("函数", lambda x: np.cosh(x)),
        "F(x)": ("它的原函数", lambda x: np.sinh(x)),
        "k, m": ("编号", ...),
    }


@group(
    "integrals between bounds",
    r"""
    holds       \int_0^1 x^2\,dx = \frac13
    fails       \int_0^1 x^2\,dx = \frac12
    fails       \int_1^0 x^2\,dx = \frac13
    holds       \int_1^0 x^2\,\mathrm{d}x = -\frac13
    holds       \int_0^1 \frac{dx}{1 + x} = \ln 2
    fails       \int_0^1 \frac{dx}{1 + x^2} = \ln 2
    holds       \int_0^1 dx\,(x + 1) = \frac32
    fails       \int_0^1 dx\,x + 1 = \frac12
    holds       \int_0^1 x + 1\,dx = \frac32
    holds       \int_a^b f(x)\,dx = F(b) - F(a)
    fails       \int_a^b f(x)\,dx = F(a) - F(b)
    holds       \int_a^b f'(x)\,dx = f(b) - f(a)
    fails       \int_a^b f'(x)\,dx = f(b) + f(a)
    holds       \int_a^b f''(x)\,dx = f'(b) - f'(a)
    holds       \int_0^a xf'(x)\,dx = af(a) - \int_0^a f(x)\,dx
    fails       \int_0^a xf'(x)\,dx = af(a) + \int_0^a f(x)\,dx
    holds       \int_{-\pi}^{\pi} \sin x\cos x\,dx = 0
    fails       \int_{-\pi}^{\pi} \sin^2 x\,dx = 0
    holds       \int_{-\pi}^{\pi} \sin^2 nx\,dx = \pi
    fails       \int_{-\pi}^{\pi} \sin^2 nx\,dx = 2\pi
    holds       \int_0^{2\pi} e^{int}\,dt = 0
    holds       \int_0^1 |x - \frac13|\,dx = \frac{5}{18}
    fails       \int_0^1 |x - \frac13|\,dx = \frac16
    holds       \int_0^1 x^2\,dx < \frac12
    fails       \int_0^1 x^2\,dx > \frac12
    unreadable  \int_0^1 x^2\,dx < \frac13
    holds       \int_0^x e^{-t^2}\,dt = \frac{\sqrt\pi}{2}\operatorname{erf} x
    fails       \int_0^x e^{-t^2}\,dt = \sqrt\pi\operatorname{erf} x
    holds       \left(\int_0^1 e^x\,dx\right)^2 = (e - 1)^2
    holds       \int_0^1 e^{-ax}\,dx = \frac{1 - e^{-a}}{a}
    fails       \int_0^1 e^{-ax}\,dx = 1 - e^{-a}
    undefined   \int_{-1}^1 \ln x\,dx = a
    """,
)
def between(rng: np.random.Generator) -> dict[str, Any]:
    return _numbers(rng)


@group(
    "derivatives of integrals",
    r"""
    holds       \frac{d}{dx}\int_a^x f(t)\,dt = f(x)
    fails       \frac{d}{dx}\int_a^x f(t)\,dt = F(x)
    fails       \frac{d}{dx}\int_x^a f(t)\,dt = f(x)
    holds       \frac{d}{dx}\int_0^{x^2} f(t)\,dt = 2xf(x^2)
    holds       \frac{d}{dx}\int_0^{x^2} e^{-9t^2}\,dt = 2xe^{-9x^4}
    fails       \frac{d}{dx}\int_0^{x^2} e^{-9t^2}\,dt = 2x^2e^{-9x^4}
    fails       \frac{d}{dx}\int_0^{x^2} f(t)\,dt = f(x^2)
    holds       \frac{d}{da}\int_0^1 e^{-ax}\,dx = -\int_0^1 xe^{-ax}\,dx
    fails       \frac{d}{da}\int_0^1 e^{-ax}\,dx = \int_0^1 xe^{-ax}\,dx
    holds       \frac{d}{dx}\sum_{m=0}^\infty \frac{x^m}{m!} = e^x
    """,
)
def differentiated(rng: np.random.Generator) -> dict[str, Any]:
    return _numbers(rng)


@group(
    "improper integrals",
    r"""
    holds       \int_0^\infty e^{-x^2}\,dx = \frac{\sqrt\pi}{2}
    fails       \int_0^\infty e^{-x^2}\,dx = \sqrt\pi
    holds       \int_{-\infty}^{\infty} \frac{1}{\sqrt{2\pi}a}e^{-(x-b)^2/(2a^2)}\,dx = 1
    fails       \int_{-\infty}^{\infty} \frac{1}{\sqrt{2\pi}}e^{-(x-b)^2/(2a^2)}\,dx = 1
    holds       \int_0^\infty x^n e^{-x}\,dx = n!
    fails       \int_0^\infty x^n e^{-x}\,dx = (n + 1)!
    holds       \int_{-\infty}^{\infty} e^{-t^2}e^{-i\omega t}\,dt = \sqrt\pi e^{-\omega^2/4}
    fails       \int_{-\infty}^{\infty} e^{-t^2}e^{-i\omega t}\,dt = \sqrt\pi e^{-\omega^2/2}
    holds       \int_0^\infty e^{-ax}\sin bx\,dx = \frac{b}{a^2 + b^2}
    holds       \int_0^\infty \frac{dx}{1 + x^2} = \frac\pi2
    holds       \int_{-\infty}^0 \frac{dx}{1 + x^2} = \frac\pi2
    fails       \int_{-\infty}^{\infty} \frac{dx}{1 + x^2} = \frac\pi2
    holds       \int_0^\infty \frac{x}{e^x - 1}\,dx = \frac{\pi^2}{6}
    fails       \int_0^\infty e^{-(x - 1000)^2}\,dx < 10^{-9}
    holds       \int_0^\infty e^{-(x - 1000)^2}\,dx \le \sqrt\pi
    fails       \int_0^\infty (e^{-x^2} + e^{-(x - 1000)^2})\,dx = \frac{\sqrt\pi}{2}
    caught      \int_{-\infty}^\infty e^{-(x - 10^4)^2}\,dx < 1
    holds       \int_0^1 \frac{dx}{\sqrt x} = 2
    fails       \int_0^1 \frac{dx}{\sqrt x} = 1
    holds       \int_0^1 \ln x\,dx = -1
    holds       \int_0^{\pi/2} \ln\sin x\,dx = -\frac\pi2\ln 2
    holds       \int_0^1 \sqrt{1 - x^2}\,dx = \frac\pi4
    holds       \int_0^a \frac{dx}{\sqrt{a^2 - x^2}} = \frac\pi2
    fails       \int_0^a \frac{dx}{\sqrt{a^2 - x^2}} = \frac\pi4
    holds       \int_{-1}^1 \frac{\sin x}{x}\,dx = 2\int_0^1 \frac{\sin x}{x}\,dx
    undefined   \int_0^1 \frac{dx}{x} = 1
    undefined   \int_{-1}^1 \frac{dx}{x} = 0
    undefined   \int_{-1}^a \frac{dx}{x} = \ln a
    undefined   \int_{-1}^1 \frac{dx}{x^2} = -2
    undefined   \int_1^\infty \frac{dx}{x} = 1
    undefined   \int_1^\infty \frac{dx}{\sqrt x} = -2
    undefined   \int_0^3 \tan x\,dx = -\ln|\cos 3|
    undefined   \int_0^\infty e^x\,dx = -1
    undefined   \int_0^{2a} \frac{dx}{\sqrt{a^2 - x^2}} = \frac\pi2
    unreadable  \int_2^\infty \frac{dx}{x\ln^2 x} = \frac{1}{\ln 2}
    unreadable  \int_2^\infty \frac{dx}{x\ln x} = 1
    """,
)
def improper(rng: np.random.Generator) -> dict[str, Any]:
    return _numbers(rng)


@group(
    "integrals of what goes up and down for ever",
    r"""
    holds       \int_0^\infty \frac{\sin x}{x}\,dx = \frac\pi2
    fails       \int_0^\infty \frac{\sin x}{x}\,dx = \frac\pi4
    holds       \int_0^\infty \frac{\cos ax}{1 + x^2}\,dx = \frac\pi2e^{-a}
    fails       \int_0^\infty \frac{\cos ax}{1 + x^2}\,dx = \frac\pi2e^a
    holds       \int_0^\infty \sin x^2\,dx = \sqrt{\frac\pi8}
    fails       \int_0^\infty \sin x^2\,dx = \sqrt{\frac\pi2}
    holds       \int_0^\infty \cos x^2\,dx = \frac12\sqrt{\frac\pi2}
    holds       \int_0^\infty \frac{\sin x}{\sqrt x}\,dx = \sqrt{\frac\pi2}
    undefined   \int_0^\infty \sin x\,dx = 1
    undefined   \int_0^\infty x\sin x\,dx = 0
    undefined   \int_0^\infty \sin^2 x\,dx = 1
    unreadable  \int_0^\infty \frac{\sin^2 x}{x}\,dx = 1
    """,
)
def oscillating(rng: np.random.Generator) -> dict[str, Any]:
    return _numbers(rng)


@group(
    "integrals without bounds",
    r"""
    holds       \int \cosh x\,dx = \sinh x + C
    fails       \int \cosh x\,dx = \cosh x + C
    holds       \int f(x)\,dx = F(x) + C
    holds       \int \frac{dx}{x} = \ln x + C
    fails       \int \frac{dx}{x} = -\frac{1}{x^2} + C
    holds       \int xf'(x)\,dx = xf(x) - \int f(x)\,dx
    fails       \int xf'(x)\,dx = xf(x) + \int f(x)\,dx
    holds       2\int x\,dx = x^2
    holds       \int 2x\,dx = x^2 + a + C
    unreadable  \int x\,dx = x\int dx
    unreadable  \int f(x)\,dx = Cx
    unreadable  \int x\,dx \leq x^2 + C
    unreadable  \left(\int x\,dx\right)^2 = x^4
    unreadable  \int x\,dx + \int t\,dt = x^2
    unreadable  f(x) = F(x) + C
    """,
)
def without_bounds(rng: np.random.Generator) -> dict[str, Any]:
    return _numbers(rng)


@group(
    "several letters, and regions",
    r"""
    holds       \int_0^1\int_0^x xy\,dy\,dx = \frac18
    fails       \int_0^1\int_0^x xy\,dy\,dx = \frac14
    holds       \int_0^1 dx \int_0^x dy\,xy = \frac18
    holds       \int_0^a\int_0^x xy^2\,dy\,dx = \int_0^a\int_y^a xy^2\,dx\,dy
    fails       \int_0^a\int_0^x xy^2\,dy\,dx = \int_0^a\int_0^y xy^2\,dx\,dy
    holds       \int_0^1\int_0^x e^{xy}\sin(x + y)\,dy\,dx = \int_0^1\int_y^1 e^{xy}\sin(x + y)\,dx\,dy
    fails       \int_0^1\int_0^x e^{xy}\sin(x - y)\,dy\,dx = \int_0^1\int_y^1 e^{xy}\sin(y - x)\,dx\,dy
    holds       \int_0^{2\pi}\int_0^\pi\int_0^a t^2\sin x\,dt\,dx\,dy = \frac43\pi a^3
    fails       \int_0^{2\pi}\int_0^\pi\int_0^a t\sin x\,dt\,dx\,dy = \frac43\pi a^3
    fails       \int_0^{2\pi}\int_0^\pi\int_0^a t^2\sin y\,dt\,dx\,dy = \frac43\pi a^3
    holds       \int_0^1\int_0^x f(y)\,dy\,dx = \int_0^1 (1 - y)f(y)\,dy
    fails       \int_0^1\int_0^x f(y)\,dy\,dx = \int_0^1 yf(y)\,dy
    holds       \int_{[0,1]^2} xy\,dx\,dy = \frac14
    holds       \iint_{[0,1]\times[0,2]} xy^2\,dx\,dy = \frac43
    fails       \iint_{[0,2]\times[0,1]} xy^2\,dx\,dy = \frac43
    holds       \iint_B x^2y\,dx\,dy = \frac43
    holds       \iint_B x^2y\,dy\,dx = \frac43
    fails       \iint_B xy^2\,dx\,dy = \frac43
    holds       \iint_D x^2y\,dx\,dy = \frac17
    fails       \iint_D x^2y\,dx\,dy = \frac27
    unreadable  \iint_D x^2y\,dx\,dt = \frac17
    holds       \iint_D x^2y\,dA = \frac17
    unreadable  \iint_a x^2y\,dx\,dy = \frac17
    """,
)
def regions(rng: np.random.Generator) -> dict[str, Any]:
    return _numbers(rng) | {
        "B": ("矩形", [(-1.0, 1.0), (0.0, 2.0)]),
        "D": ("抛物线以下", {"x": (-1.0, 1.0), "y": lambda x: (0.0, x**2)}),
    }


@group(
    "limits",
    r"""
    holds       \lim_{h\to 0} \frac{f(x+h) - f(x)}{h} = f'(x)
    fails       \lim_{h\to 0} \frac{f(x+h) - f(x)}{h} = f(x)
    holds       \lim_{h\to 0} \frac{f(x+h) - 2f(x) + f(x-h)}{h^2} = f''(x)
    holds       \lim_{x\to 0} \frac{\sin x}{x} = 1
    fails       \lim_{x\to 0} \frac{\sin x}{x} = 0
    holds       \lim_{x\to 0} \frac{1 - \cos x}{x^2} = \frac12
    fails       \lim_{x\to 0} \frac{1 - \cos x}{x^2} = 1
    holds       \lim_{x\to a} \frac{x^2 - a^2}{x - a} = 2a
    fails       \lim_{x\to a} \frac{x^2 - a^2}{x - a} = a
    holds       \lim_{x\to 0^+} x\ln x = 0
    unreadable  \lim_{x\to 0} x\ln x = 0
    holds       \lim_{x\to 0^-} \frac{|x|}{x} = -1
    fails       \lim_{x\to 0^+} \frac{|x|}{x} = -1
    undefined   \lim_{x\to 0} \frac{|x|}{x} = 1
    undefined   \lim_{x\to 0} \frac1x = a
    undefined   \lim_{x\to 0} \frac{1}{x^2} = a
    undefined   \lim_{x\to 0^+} \ln x = a
    undefined   \lim_{x\to 0^+} \sin\frac1x = 0
    holds       \lim_{x\to 0} x\sin\frac1x = 0
    undefined   \lim_{x\to\infty} \sin x = 0
    holds       \lim_{x\to\infty} \frac{\sin x}{x} = 0
    holds       \lim_{x\to\infty} \frac{\ln x}{x} = 0
    holds       \lim_{x\to-\infty} e^x = 0
    undefined   \lim_{x\to\infty} e^x = 0
    holds       \lim_{x\to\infty} (\sqrt{x^2 + x} - x) = \frac12
    fails       \lim_{x\to\infty} (\sqrt{x^2 + x} - x) = 0
    holds       \lim_{m\to\infty} \left(1 + \frac{x}{m}\right)^m = e^x
    fails       \lim_{m\to\infty} \left(1 + \frac{x}{m}\right)^m = 1 + x
    undefined   \lim_{m\to\infty} (-1)^m = 1
    holds       \lim_{m\to\infty} \frac{(-1)^m}{m} = 0
    holds       \lim_{m\to\infty} \sin\pi m = 0
    undefined   \lim_{t\to\infty} \sin\pi t = 0
    undefined   \lim_{m\to\infty} \sum_{k=1}^m \frac1k = a
    holds       \lim_{m\to\infty} \sum_{k=1}^m \frac{1}{k(k+1)} = 1
    fails       \lim_{m\to\infty} \sum_{k=1}^m \frac{1}{k(k+1)} = 2
    holds       \lim_{m\to\infty} \frac1m\sum_{k=1}^m \left(\frac km\right)^2 = \int_0^1 x^2\,dx
    holds       \lim_{m\to\infty} \int_0^1 x^m\,dx = 0
    fails       \lim_{m\to\infty} \int_0^1 mx^m\,dx = 0
    holds       \lim_{m\to\infty} \int_0^1 mx^m\,dx = 1
    fails       \lim_{m\to\infty} \int_0^1 m^2x^m(1 - x)\,dx = 0
    holds       \lim_{m\to\infty} \int_0^1 m^2x^m(1 - x)\,dx = 1
    fails       \lim_{m\to\infty} \int_0^1 m^2xe^{-mx}\,dx = 0
    caught      \lim_{m\to\infty} \int_0^\infty e^{-(x - m)^2}\,dx < 1
    holds       \lim_{n\to\infty} \frac{n!}{\sqrt{2\pi n}(n/e)^n} = 1
    fails       \lim_{n\to\infty} \frac{n!}{\sqrt{\pi n}(n/e)^n} = 1
    holds       \lim_{m\to\infty} \frac{\sqrt{\pi m}}{4^m}\binom{2m}{m} = 1
    fails       \lim_{m\to\infty} \frac{\sqrt{\pi m}}{4^m}\binom{2m}{m} = 2
    holds       \lim_{m\to\infty} \frac{m!}{m^m} = 0
    undefined   \lim_{m\to\infty} \frac{m!}{9^m} = 0
    holds       \lim_{n\to\infty} \sin \pi n = 0
    undefined   \lim_{t\to\infty} \sin \pi t = 0
    unreadable  \lim_{t\to\infty} \frac{1}{t(1 + \sin t)} = 0
    holds       \lim_{t\to\infty} \frac{1}{t(2 + \sin t)} = 0
    unreadable  \lim_{t\to 0^+} \frac{t}{1 + \sin\frac1t} = 0
    """,
)
def approaching(rng: np.random.Generator) -> dict[str, Any]:
    return _numbers(rng)


@group(
    "endless sums and products",
    r"""
    holds       e^x = \sum_{k=0}^\infty \frac{x^k}{k!}
    fails       e^x = \sum_{k=1}^\infty \frac{x^k}{k!}
    holds       \sin x = \sum_{k=0}^\infty \frac{(-1)^k x^{2k+1}}{(2k+1)!}
    fails       \sin x = \sum_{k=0}^\infty \frac{x^{2k+1}}{(2k+1)!}
    holds       \sum_{k=0}^\infty q^k = \frac{1}{1 - q}
    fails       \sum_{k=1}^\infty q^k = \frac{1}{1 - q}
    undefined   \sum_{k=0}^\infty (1 + x)^k = -\frac1x
    undefined   \sum_{k=0}^\infty (-1)^k = \frac12
    holds       \sum_{k=1}^\infty \frac{1}{k^2} = \frac{\pi^2}{6}
    fails       \sum_{k=1}^\infty \frac{1}{k^2} = \frac{\pi^2}{8}
    holds       \sum_{k=1}^\infty \frac{1}{k^2 + a^2} = \frac{\pi a\coth\pi a - 1}{2a^2}
    holds       \sum_{k=0}^\infty \frac{(-1)^k}{2k + 1} = \frac\pi4
    fails       \sum_{k=0}^\infty \frac{(-1)^k}{2k + 1} = \frac\pi2
    holds       \sum_{k=1}^\infty \frac{(-1)^{k+1}}{k} = \ln 2
    holds       \sum_{k=1}^\infty \frac{1}{k(k+1)} = 1
    undefined   \sum_{k=1}^\infty \frac1k = a
    undefined   \sum_{k=1}^\infty \frac{1}{\sqrt k} = a
    undefined   \sum_{k=2}^\infty \frac{\ln k}{k} = a
    undefined   \sum_{k=1}^\infty \frac{k}{k+1} = a
    unreadable  \sum_{k=2}^\infty \frac{1}{k\ln^2 k} = a
    unreadable  \sum_{k=2}^\infty \frac{1}{k\ln k} = a
    holds       \sum_{k=-\infty}^\infty e^{-\pi k^2t} = \frac{1}{\sqrt t}\sum_{k=-\infty}^\infty e^{-\pi k^2/t}
    fails       \sum_{k=-\infty}^\infty e^{-\pi k^2t} = \sqrt t\sum_{k=-\infty}^\infty e^{-\pi k^2/t}
    holds       \prod_{k=1}^\infty \left(1 - \frac{x^2}{k^2}\right) = \frac{\sin\pi x}{\pi x}
    fails       \prod_{k=1}^\infty \left(1 - \frac{x^2}{k^2}\right) = \frac{\cos\pi x}{\pi x}
    undefined   \prod_{k=1}^\infty \left(1 + \frac1k\right) = a
    undefined   \prod_{k=2}^\infty \left(1 - \frac1k\right) = 0
    undefined   \prod_{k=1}^\infty 2 = a
    """,
)
def endless(rng: np.random.Generator) -> dict[str, Any]:
    return _numbers(rng) | {"q": ("公比", rng.uniform(-0.9, 0.9))}


def _saw(x: float) -> float:
    """Code that takes doubles only."""
    return float(x) ** 2


@group(
    "code that takes doubles only, and letters that are followed",
    r"""
    holds       \int_0^1 g(x)\,dx = \frac13
    fails       \int_0^1 g(x)\,dx = \frac12
    holds       \int_0^1 |g(x) - \frac19|\,dx = \frac{22}{81}
    fails       \int_0^1 |g(x) - \frac19|\,dx = \frac29
    unreadable  \int_0^\infty \frac{dx}{1 + g(x)} = \frac\pi2
    unreadable  \int_{-1}^1 \frac{dx}{g(x)} = -2
    unreadable  \int_0^1 y\,dx = \frac13
    unreadable  \lim_{x\to 0} y = 0
    unreadable  \sum_{k=1}^\infty c_k = a
    """,
)
def followed(rng: np.random.Generator) -> dict[str, Any]:
    return _numbers(rng) | {
        "g(x)": ("函数", _saw),
        "y": ("随 x 而变", lambda x: x**2),
        "c_k": ("系数", rng.normal(size=9)),
    }


GROUPS = [
    between, differentiated, improper, oscillating, without_bounds, regions, approaching, endless, followed,
]  # fmt: skip
