"""How formulas are written by habit: `{\\mathrm d}x`, `j2\\pi`, braces behind a sum, letters with something below."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "names without their backslash, and blanks behind an extremum",
    r"""
    unreadable  kln W = W
    unreadable  lnW = W
    unreadable  y = sin x
    unreadable  max(x, y) = x
    unreadable  lim_{x \to 0} x = 0
    holds       k l n W = nlWk
    fails       k l n W = nlW
    holds       max = xam
    holds       2 max + 1 = 1 + xam + xam
    holds       v_{max} + v_{max} = 2v_{\max}
    fails       v_{max} = v_{\min}
    holds       \mathrm{max}(x, y) \ge x
    fails       \operatorname{min}(x, y) > x
    fails       \text{max}_i b_i = b_2
    holds       v_{\mathrm{max}} + y = y + v_\mathrm{max}
    holds       \max_i \quad b_i \ge b_1
    fails       \max_i \quad b_i = b_1
    """,
)
def spelled(rng: np.random.Generator) -> dict[str, Any]:
    letters = {letter: ("数", float(rng.uniform(0.5, 2))) for letter in "klnWyxmas"}
    return {
        **letters,
        r"v_{\max}": ("数", float(rng.uniform(2, 3))),
        r"v_{\min}": ("数", float(rng.uniform(0, 1))),
        "i": ("下标", range(1, 4)),
        "b_i": ("向量", rng.normal(size=3)),
    }


@group(
    "families beside a bound letter",
    r"""
    holds       \int_0^1 (x - x_i)\,dx = \frac12 - x_i
    fails       \int_0^1 (x - x_i)\,dx = \frac12 - x
    fails       \int_0^1 (x - x_i)\,dx = \frac12 + x_i
    holds       \int_0^1 \prod_{i=1}^2 (x - x_i)\,dx = \frac13 - \frac{x_1 + x_2}{2} + x_1x_2
    holds       \lim_{x \to x_i} \frac{x^2 - x_i^2}{x - x_i} = 2x_i
    fails       \lim_{x \to x_i} \frac{x^2 - x_i^2}{x - x_i} = x_i
    fails       \lim_{x \to x_i} \frac{x^2 - x_i^2}{x - x_i} = 2x_1
    unreadable  \sum_{x \in S} x_i = x_1
    """,
)
def beside_bound(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("数", float(rng.normal())),
        "i": ("下标", range(1, 3)),
        "x_i": ("结点", rng.normal(size=2)),
        "S": ("集合", frozenset((1, 2))),
    }


@group(
    "habits",
    r"""
    holds       \int_0^c s {\mathrm d}s = \frac{c^2}{2}
    fails       \int_0^c s {\mathrm d}s = c^2
    holds       e^{-j2\pi cr} = \cos(2\pi cr) - j\sin(2\pi cr)
    fails       e^{-j2\pi cr} = \cos(2\pi cr) + j\sin(2\pi cr)
    holds       \frac{1}{j c}2j\sin c = \frac{2\sin c}{c}
    fails       \frac{1}{j c}2j\sin c = \frac{\sin c}{c}
    unreadable  c2\pi = 1
    unreadable  \frac{1}{2}2 = 1
    unreadable  e^{j2} = 1
    holds       \sum_k {a_k \cdot b_k} = \sum_k a_k b_k
    fails       \sum_k {a_k \cdot b_k} = \sum_k a_k
    unreadable  \sum_k {a_k + b_k} c = 1
    unreadable  c {a_1 \cdot b_1} b_2 = 1
    holds       \left[e^{-cs}u(s)\right]e^{-rs} = e^{-(c + r)s}u(s)
    fails       \left[e^{-cs}u(s)\right]e^{-rs} = e^{-cs}u(s)
    unreadable  \max_k a_k + b_k = c
    unreadable  c - 2\max_{k \in \{1, 2\}} a_k + c b_k = c
    holds       \max_k (a_k + b_k) \le \max_k a_k + \max_k b_k
    holds       \max_k a_k - \min_k a_k \ge 0
    fails       \max_k a_k - \min_k a_k < 0
    holds       (\max_k a_k) + b_k \ge a_k + b_k
    fails       (\max_k a_k) + b_k < a_k + b_k
    holds       \int_0^1 x_1 x_2\,dx_1 = \frac{x_2}{2}
    fails       \int_0^1 x_1 x_2\,dx_1 = \frac{x_1}{2}
    holds       \int_0^1\int_0^c h(x_1, x_2)\,dx_1\,dx_2 = \frac{c^2}{4} + \frac{c}{3}
    fails       \int_0^1\int_0^c h(x_1, x_2)\,dx_1\,dx_2 = \frac{c^2}{4}
    holds       \int_0^c dx_1\,x_1 = \frac{c^2}{2}
    holds       \int_0^c s's\,ds' = \frac{c^2 s}{2}
    fails       \int_0^c s's\,ds' = \frac{c^3}{3}
    unreadable  \int_0^1 x_1 x_k\,dx_1 = \frac{x_k}{2}
    unreadable  \int_0^1 \lVert x\rVert^2\,dx_1 = c
    unreadable  \int_0^1 x_1 q\,dx_1 = \frac{q}{2}
    holds       \int g_k(\boldsymbol z_k)\,\mathrm d\boldsymbol z_k = 1
    fails       \int g_k(\boldsymbol z_k)\,\mathrm d\boldsymbol z_k = 2
    holds       \lambda_1 \le \lambda_2 \le \dots \le \lambda_n
    fails       \lambda_1 \ge \lambda_2 \ge \dots \ge \lambda_n
    fails       a_1 < a_2 < \dots < a_n
    holds       \frac14 = \lambda_0 \le \lambda_1 \le \cdots \le \lambda_n = v
    fails       \frac14 = \lambda_0 \le \lambda_1 \le \cdots \le \lambda_n = c
    holds       t_1 = t_2 = \dots = t_n = c
    fails       t_1 = t_2 = \dots = t_n = r
    fails       \lambda_1 = \lambda_2 = \dots = \lambda_n
    unreadable  \lambda_1 \le \lambda_2 < \dots \le \lambda_n
    unreadable  \lambda_1 \le \lambda_3 \le \dots \le \lambda_n
    holds       a_1 + \dots + a_k + \dots + a_n = \sum_{i=1}^n a_i
    fails       a_1 + \dots + a_k + \dots + a_n = a_k + \sum_{i=1}^n a_i
    holds       \max(a_1, \dots, a_k, \dots, a_n) = \max\{a_1, \dots a_n\}
    fails       \min(a_1, \dots, a_k, \dots, a_n) = \max\{a_1, \dots a_n\}
    holds       a_1 + a_2 + \dots a_n = \sum_{i=1}^n a_i
    fails       a_1 + a_2 + \dots a_n = \sum_{i=1}^n b_i
    holds       \max\{a_1, \dots, a_n\} = \max_k a_k
    fails       \min\{a_1, \dots, a_n\} = \max_k a_k
    holds       \lVert x\rVert_3^3 = x_1^3 + x_2^3
    fails       \lVert x\rVert_3^3 = x_1^2 + x_2^2
    holds       \lVert x\rVert_p \le \lVert x\rVert_1
    caught      \lVert x\rVert_p \ge \lVert x\rVert_1
    undefined   \lVert x\rVert_{m} = 1
    unreadable  \lVert x\rVert_* = 1
    holds       \begin{aligned} n &= 2 + 1 \\ &= 3 \\ &\implies n + 1 = 4 \end{aligned}
    fails       \begin{aligned} n &= 2 + 1 \\ &= 3 \\ &\implies n + 1 = 5 \end{aligned}
    unreadable  \begin{aligned} n &= 3 \\ c &> 0 \\ &\implies n + 1 = 4 \end{aligned}
    holds       \sum_{i=0}^n (\begin{array}{c}n\\i\end{array})^2 = (\begin{array}{c}2n\\n\end{array})
    fails       \sum_{i=0}^n (\begin{array}{c}n\\i\end{array})^2 = (\begin{array}{c}2n\\1\end{array})
    unreadable  \sum_{i=0}^n (\begin{array}{c}n\\i\end{array})^2 = (\begin{array}{c}c\\1\end{array})
    holds       x_1, x_2 > 0
    fails       a_1, x_2 > 0
    fails       x_2, a_1 > 0
    fails       x_2 > 0, w > 0
    fails       c, w > 0
    fails       c > 0, w > 0
    holds       c > 0, s > 0
    fails       c^2 > 0, w > 0
    holds       \sqrt{w^2} = w, w > 0
    unreadable  c > 0, x_1, x_2 > 0
    unreadable  x_1, x_2 = c
    holds       c > 1 \quad \vee \quad c < 2
    fails       c > 1 \quad \wedge \quad c < 2
    unreadable  \int g_1(\boldsymbol z_1) g_k(\boldsymbol z_k)\,d\boldsymbol z_1 = 1
    """,
)
def habits(rng: np.random.Generator) -> dict[str, Any]:
    c, ordered = float(rng.uniform(0.5, 2)), np.sort(rng.uniform(0.5, 2, size=3))
    widths = rng.uniform(0.5, 2, size=3)
    return {
        "c": ("数", c),
        "r": ("数", rng.uniform(0.5, 2)),
        "s": ("数", rng.uniform(0.5, 2)),
        "j": ("虚数单位", 1j),
        "a_k": ("数据", rng.normal(size=3)),
        "b_k": ("数据", rng.normal(size=3)),
        "x, x_k": ("向量", rng.uniform(0.5, 2, size=2)),
        "q": ("由 x 而来", lambda x: x[0] + x[1]),
        r"\lambda_k": ("从小到大", dict(enumerate([0.25, *ordered]))),
        "v": ("最大的", float(ordered[-1])),
        "w": ("数", rng.normal()),
        "t_k": ("都一样", np.full(3, c)),
        "p": ("数", rng.uniform(1.5, 4)),
        "m": ("比 1 小的数", rng.uniform(0.2, 0.8)),
        "n": ("项数", 3),
        "u(s)": ("函数", lambda s: 1 + s**2),
        "h(x, y)": ("函数", lambda x, y: x * y + y * y),
        "g_k(x)": ("密度", lambda k, x: np.exp(-widths[k - 1] * x[0] ** 2) * np.sqrt(widths[k - 1] / math.pi)),
        r"\boldsymbol z_k": ("向量", {k: rng.normal(size=1) for k in (1, 2, 3)}),
        "k": ("编号", ...),
    }


@group(
    "drawn",
    r"""
    holds       E(X - EX)^2 = E(X^2) - (EX)^2
    fails       E(X - EX)^2 = E(X^2)
    holds       E[X - E[X]]^2 = \operatorname{Var}(X)
    unreadable  E(X - m)^2 = \operatorname{Var}(X)
    holds       \mathbb E_{x \sim \mathcal N(m, s^2)}[x^2] = m^2 + s^2
    fails       \mathbb E_{x \sim \mathcal N(m, s^2)}[x^2] = s^2
    holds       \mathbb E_{y \sim U(m, m + s)}[y] = m + \frac{s}{2}
    fails       \mathbb E_{y \sim U(m, m + s)}[y] = m
    undefined   \mathbb E_{y \sim U(m, m - s)}[y] = m - \frac{s}{2}
    holds       \mathbb E_{y \sim \operatorname{Exp}(s)}[y] = \frac1s
    fails       \mathbb E_{y \sim \operatorname{Exp}(s)}[y] = s
    unreadable  \mathbb E_{y \sim \operatorname{Poisson}(s)}[y] = s
    """,
)
def drawn(rng: np.random.Generator) -> dict[str, Any]:
    chances = rng.dirichlet([2.0, 2.0, 2.0])
    return {
        "X": ("随机变量", {1: chances[0], 2: chances[1], 4: chances[2]}),
        "m": ("数", rng.normal()),
        "s": ("数", rng.uniform(0.5, 2)),
    }


GROUPS = [spelled, beside_bound, habits, drawn]
