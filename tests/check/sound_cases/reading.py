"""Where a term and an argument end, what an index means, and what π and d are."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "calculus",
    r"""
    holds       \frac{d}{dx} x\ln x = \ln x + 1
    fails       \frac{d}{dx} x\ln x = \ln x
    holds       \frac{d}{dx} f(x)g(x) = f'(x)g(x) + f(x)g'(x)
    fails       \frac{d}{dx} f(x)g(x) = f'(x)g'(x)
    fails       \frac{d}{dx} x^2\cos x = 2x\cos x
    holds       \frac{d}{dx} x^2\cos x = 2x\cos x - x^2\sin x
    holds       \frac{\partial}{\partial x} yx = y
    holds       \frac{\partial}{\partial x} x^2y^3 = 2xy^3
    fails       \frac{\partial}{\partial x} x^2y^3 = 6xy^2
    fails       \frac{\partial}{\partial x} yx = y + x
    holds       \frac{d^2}{dx^2} xe^x = (x + 2)e^x
    fails       \frac{d^2}{dx^2} xe^x = xe^x
    holds       \frac{d}{dx} x\cdot\ln x = \ln x + 1
    fails       \frac{d}{dx} x\cdot\ln x = \ln x
    holds       \frac{d}{dx}(x\cdot\ln x) = \ln x + 1
    holds       \operatorname{arsinh} 2x = \ln\left(2x + \sqrt{4x^2+1}\right)
    fails       \operatorname{arsinh} 2x = x\operatorname{arsinh} 2
    holds       \sin 2x = 2\sin x\cos x
    fails       \sin 2x = 2\sin x
    holds       \ln xy = \ln x + \ln y
    fails       \ln xy = y\ln x
    holds       \cos\frac{x}{2}\sin\frac{x}{2} = \frac{1}{2}\sin x
    fails       \exp 2x = x\exp 2
    unreadable  \ln x(x + 1) = \ln x + \ln(x + 1)
    unreadable  \sin x/2 = \frac{\sin x}{2}
    unreadable  \operatorname{arsinh} x(y + 1) = (y + 1)\operatorname{arsinh} x
    unreadable  1\frac{1}{2}x = \frac{x}{2}
    unreadable  1\tfrac{1}{2}x = \frac{3x}{2}
    unreadable  x + 2\frac{3}{4} = x + \frac{11}{4}
    holds       2\frac{x}{2} = x
    holds       1\cdot\frac{1}{2}x = \frac{x}{2}
    holds       \cot x = \frac{\cos x}{\sin x}
    fails       \cot x = \frac{\sin x}{\cos x}
    holds       \sec x = \frac{1}{\cos x}
    fails       \sec x = \frac{1}{\sin x}
    """,
)
def calculus(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("自变量", rng.uniform(0.5, 2)),
        "y": ("数", rng.uniform(0.5, 2)),
        "f(x)": ("函数", np.sin),
        "g(x)": ("函数", np.exp),
        r"\operatorname{arsinh}(x)": ("反双曲正弦", np.arcsinh),
    }


@group(
    "one member for the whole family",
    r"""
    unreadable  P_7(x) = \frac{3x^2 - 1}{2}
    unreadable  P_2(x) = \frac{3x^2 - 1}{2}
    """,
)
def no_family(rng: np.random.Generator) -> dict[str, Any]:
    return {"P_n(x)": ("勒让德多项式", lambda x: (3 * x * x - 1) / 2), "x": ("自变量", rng.normal())}


def legendre(n: int, x: Any) -> Any:
    before, value = 1 + 0 * x, x
    if n == 0:
        return before
    for k in range(1, n):
        before, value = value, ((2 * k + 1) * x * value - k * before) / (k + 1)
    return value


@group(
    "families",
    r"""
    holds       P_2(x) = \frac{3x^2 - 1}{2}
    holds       P_3(x) = \frac{5x^3 - 3x}{2}
    fails       P_7(x) = \frac{3x^2 - 1}{2}
    fails       P_3(x) = \frac{5x^3 - 3x^2}{2}
    holds       (n + 1)P_{n+1}(x) = (2n + 1)xP_n(x) - nP_{n-1}(x)
    fails       (n + 1)P_{n+1}(x) = (2n + 1)xP_n(x) - nP_n(x)
    holds       P_2'(x) = 3x
    fails       P_2'(x) = 3x^2
    holds       P_n(1) = 1
    fails       P_n(-1) = 1
    holds       f^{(4)}(x) = f(x)
    fails       f^{(3)}(x) = f'(x)
    fails       f^{(2)}(x) = f(x)
    """,
)
def families(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "P_n(x)": ("勒让德多项式", legendre),
        "f(x)": ("函数", np.sin),
        "x": ("自变量", rng.normal()),
        "n": ("次数", range(1, 6)),
    }


@group(
    "names with an index",
    r"""
    holds       v_{\max} = v_0 + at_1
    fails       v_{\max} = v_0 + at_0
    fails       v_0 = v_{\max}
    unreadable  v_2 = v_0
    unreadable  v_{\min} = v_0
    unreadable  v = v_0
    holds       (x_1 - x_0)^2 = x_1^2 - 2x_0x_1 + x_0^2
    fails       x_1 = x_0
    """,
)
def literal(rng: np.random.Generator) -> dict[str, Any]:
    v, a, t = rng.normal(size=3)
    return {
        "v_0": ("初速", v),
        r"v_{\max}": ("末速", v + a * t),
        "a": ("加速度", a),
        "t_0": ("开始", rng.normal()),
        "t_1": ("结束", t),
        "x_0": ("位置", rng.normal()),
        "x_1": ("位置", rng.normal()),
    }


@group(
    "a logarithm bound to one base",
    r"""
    fails       \log_{10}(x) = \frac{\ln x}{\ln 2}
    holds       \log_2(x) = \frac{\ln x}{\ln 2}
    fails       \log_2(x) = \frac{\ln x}{\ln 10}
    holds       \log_{10}(x) = \frac{\ln x}{\ln 10}
    """,
)
def bound_logarithm(rng: np.random.Generator) -> dict[str, Any]:
    return {r"\log_2(x)": ("以 2 为底的对数", np.log2), "x": ("数", rng.uniform(1, 5))}


@group(
    "logarithms",
    r"""
    holds       \lg x = \frac{\ln x}{\ln 10}
    holds       \lg x^2 = 2\log_{10} x
    holds       \log_2 8 = 3
    fails       \log_2 x = \lg x
    holds       \log_b x = \frac{\ln x}{\ln b}
    fails       \log_b x = \frac{\ln b}{\ln x}
    holds       \log_b x = \frac{1}{\log_x b}
    holds       \log_2(x^3) = 3\log_2 x
    fails       \log_2(x^3) = (\log_2 x)^3
    fails       \log_{10} x = \ln x
    unreadable  \log_2(x)^3 = 3\log_2 x
    """,
)
def logarithms(rng: np.random.Generator) -> dict[str, Any]:
    return {"x": ("数", rng.uniform(1.5, 9)), "b": ("底", rng.uniform(2, 5))}


BINOMIALS = r"""
    holds       \binom{n}{k} = \frac{n}{k}\binom{n-1}{k-1}
    fails       \binom{n}{k} = \frac{n}{k}\binom{n-1}{k}
    fails       \binom{n}{k} = \binom{k}{n}
    holds       \binom{n}{k} = \binom{n}{n-k}
    holds       \binom{n}{k} = \binom{n-1}{k} + \binom{n-1}{k-1}
    fails       \binom{n}{k} = \binom{n-1}{k} + \binom{n-1}{k+1}
    holds       \sum_{j=0}^n \binom{n}{j} = 2^n
    fails       \sum_{j=1}^n \binom{n}{j} = 2^n
    holds       \binom{n}{k} = \frac{n!}{k!(n-k)!}
    fails       \binom{n}{k} = \frac{n!}{(n-k)!}
    fails       \binom{n}{k} = \frac{n}{k}
"""


@group("binomials of the snippet", BINOMIALS)
def own_binomials(rng: np.random.Generator) -> dict[str, Any]:
    return {**numbers(rng), r"\binom(n,k)": ("二项式系数", lambda n, k: math.comb(int(n), int(k)))}


@group("binomials", BINOMIALS)
def binomials(rng: np.random.Generator) -> dict[str, Any]:
    return numbers(rng)


def numbers(rng: np.random.Generator) -> dict[str, Any]:
    return {"n": ("正整数", int(rng.integers(4, 9))), "k": ("正整数", int(rng.integers(1, 4)))}


@group(
    "d_k",
    r"""
    holds       \frac{QQ^\top}{\sqrt{d_k}} = QQ^\top\frac{1}{\sqrt 3}
    fails       \frac{QQ^\top}{\sqrt{d_k}} = \frac{QQ^\top}{d_k}
    holds       d_v = d_k + 2
    fails       d_v = d_k
    fails       \sqrt{d_k} = d_k
    """,
)
def attention(rng: np.random.Generator) -> dict[str, Any]:
    return {"Q": ("查询", rng.normal(size=(2, 3))), "d_k": ("键的维数", 3), "d_v": ("值的维数", 5), "k": ("编号", ...)}


@group(
    "pi beside pi_k",
    r"""
    holds       \frac{1}{\sqrt{2\pi}\sigma} = \frac{1}{\sigma}\frac{1}{\sqrt{2\pi}}
    fails       \frac{1}{\sqrt{2\pi}\sigma} = \frac{1}{\sqrt{2}\sigma}
    holds       \sum_k \pi_k = 1
    fails       \sum_k \pi_k = \pi
    holds       \pi\pi_k = \pi_k\cdot 2\arcsin 1
    fails       \pi_k = \pi
    """,
)
def pi(rng: np.random.Generator) -> dict[str, Any]:
    return {
        r"\pi_k": ("混合系数", rng.dirichlet(np.ones(3))),
        r"\sigma": ("标准差", rng.uniform(1, 2)),
        "k": ("编号", ...),
    }


GROUPS = [
    calculus, no_family, families, literal, bound_logarithm, logarithms, own_binomials, binomials, attention, pi
]  # fmt: skip
