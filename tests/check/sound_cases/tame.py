"""Limits and integrals of quotients of exponentials, whose terms are too large or cancel far out."""

from __future__ import annotations

from tests.check.declared import Declared
from tests.check.sound_cases import Group

TAME = Group(
    "quotients of exponentials far out",
    Declared(
        {
            "x": "实数",
            "a": "正数",
            "b": "负数",
            r"\sigma(x)": r"= \frac{1}{1 + e^{-x}}",
            "h(x)": r"= \frac{1}{1 + \sin x}",
        }
    ),
    r"""
    holds       \lim_{x \to -\infty} \sigma(x) = 0
    fails       \lim_{x \to -\infty} \sigma(x) = 1
    holds       \lim_{x \to \infty} \sigma'(x) = 0
    holds       \lim_{x \to \infty} \frac{e^x - 1}{e^x + 1} = 1
    holds       \lim_{x \to \infty} \frac{x}{e^x - 1} = 0
    holds       \lim_{x \to \infty} \frac{e^{bx}}{a + e^{bx}} = 0
    fails       \lim_{x \to \infty} \frac{e^{bx}}{a + e^{bx}} = 1
    holds       \lim_{x \to 0^-} \frac{1}{1 + e^{1/x}} = 1
    undefined   \lim_{x \to 0} \frac{1}{1 + e^{1/x}} = 1
    unreadable  \lim_{x \to \infty} \frac{1}{x(1 + \sin x)} = 0
    unreadable  \lim_{x \to \infty} \frac{h(x)}{x} = 0
    holds       \lim_{n \to \infty} \frac{2^n}{n!} = 0
    fails       \lim_{n \to \infty} \frac{2^n}{n!} = 1
    holds       \int_{-\infty}^\infty x^2\sigma(x)(1 - \sigma(x))\,dx = \frac{\pi^2}{3}
    fails       \int_{-\infty}^\infty x^2\sigma(x)(1 - \sigma(x))\,dx = \frac{\pi^2}{6}
    holds       \int_{-\infty}^\infty x^2\sigma'(x)\,dx = \frac{\pi^2}{3}
    holds       \int_0^\infty (1 - \tanh x)\,dx = \ln 2
    undefined   \int_0^\infty (2 - \tanh x)\,dx = \ln 2
    """,
)

NOUGHT = Group(
    "integrals of integrals that are 0",
    Declared({"a": "正数"}),
    r"""
    holds       \int_0^\pi\int_0^{2\pi} \sin v\,dv\,du = 0
    fails       \int_0^\pi\int_0^{2\pi} a^2\sin v\,dv\,du = 4\pi a^2
    fails       \int_0^\pi\int_0^{2\pi} \sin v\,dv\,du = 10^{-9}
    holds       \int_0^1\int_0^1\int_{-1}^1 xyz\,dz\,dy\,dx = 0
    """,
)

UNDERFLOW = Group(
    "exponentials that are nothing in doubles",
    Declared({"x, y": "实数", "t": "正数", "A": "n 阶方阵"}),
    r"""
    holds       t\ln\left(e^{x/t} + e^{y/t}\right) \ge \max(x, y)
    fails       t\ln\left(e^{x/t} + e^{y/t}\right) > \max(x, y) + \frac{t}{1000}
    holds       t\ln\left(e^{x/t} + e^{y/t}\right) = x + t\ln\left(1 + e^{(y - x)/t}\right)
    fails       t\ln\left(e^{x/t} + e^{y/t}\right) = x + t\ln\left(1 + e^{(x - y)/t}\right)
    holds       \frac{e^{x/t}}{e^{x/t} + e^{y/t}} = \frac{1}{1 + e^{(y - x)/t}}
    undefined   \ln(e^x - e^x) = 0
    undefined   \frac{1}{e^x - e^x} = 1
    fails       A^2 = I \implies A = -I
    """,
)

GROUPS = (
    UNDERFLOW,
    NOUGHT,
    TAME,
)
