"""Formulas of declared letters that are false at special values only, and those that hold there too."""

from __future__ import annotations

from tests.check.declared import Declared
from tests.check.sound_cases import Group

STRICT = Group(
    "strict inequalities whose sides meet where letters are 0 or alike",
    Declared({"x, y": "实数", "a, b": "正数", "n": "正整数", "z_k": "实数, k = 1..4"}),
    r"""
    fails       e^{1 + x^2} > e
    holds       e^{1 + x^2} \ge e
    fails       e^{1 + x} > e + ex
    holds       e^{1 + x} \ge e + ex
    fails       2^{x^2}\pi > \pi
    fails       \sqrt{2 + x^2} > \sqrt 2
    holds       \sqrt{2 + x^2} > \sqrt 2 \quad (x \ne 0)
    fails       e^a + e^b > 2e^{\sqrt{ab}}
    holds       e^a + e^b \ge 2e^{\sqrt{ab}}
    fails       \ln(1 + e^x) < \max(0, x) + \ln 2
    holds       \ln(1 + e^x) \le \max(0, x) + \ln 2
    fails       \ln\sum_{k=1}^4 e^{z_k} < \max_k z_k + \ln 4
    holds       \ln\sum_{k=1}^4 e^{z_k} \le \max_k z_k + \ln 4
    fails       x^{2n} + 5^{1/3} > 5^{1/3}
    holds       1 - e^{-x^2} < 1
    holds       1 + \tanh x > 0
    holds       \operatorname{erf} x < 1
    holds       1 - 2^{-n} < 1
    holds       e^{-e^x} < 1
    caught      e^{-n!} + 1 < 1
    """,
)

SIZES = Group(
    "inequalities beside letters that are sizes",
    Declared({"n": "正整数 5..7", "m": "正整数 2..4", "u": "n 维向量", "r": "实数 (0, 1)"}),
    r"""
    holds       \ln(1 + r) < r
    holds       \ln(1 + r) > r - \frac{r^2}{2}
    caught      \ln(1 + r) > r - \frac{r^2}{3}
    holds       \lVert u\rVert_1 \le \sqrt n\lVert u\rVert_2
    caught      \lVert u\rVert_1 < \sqrt n\lVert u\rVert_2
    """,
)

CHANCES = Group(
    "random variables without a distribution",
    Declared({"W": "随机变量", "Z": "随机变量 ~ N(0, 1)", "a": "实数"}),
    r"""
    holds       E[W^4] \ge E[W^2]^2
    fails       E[W^4] > E[W^2]^2
    fails       E[W^4] = E[W^2]^2
    holds       E[|W|]^2 \le E[W^2]
    holds       E[W^2] \ge E[W]^2
    fails       E[W^3] \ge E[W]^3
    holds       E[(W - a)^4] \ge E[(W - a)^2]^2
    fails       P(W = a) = 0
    holds       Z^2 \sim \chi^2(1)
    fails       Z^2 \sim \chi^2(2)
    """,
)

SLOW = Group(
    "series whose terms grow or shrink at first only",
    Declared({"r": "实数 (0, 1)"}),
    r"""
    holds       \sum_{n=0}^\infty nr^n = \frac{r}{(1 - r)^2}
    holds       \sum_{n=1}^\infty nr^{n-1} = \frac{1}{(1 - r)^2}
    fails       \sum_{n=0}^\infty nr^n = \frac{1}{(1 - r)^2}
    undefined   \sum_{n=0}^\infty n!\,10^{-4n} < 2
    undefined   \sum_{n=1}^\infty 2^{n^2 - 3000n} < 5
    undefined   \sum_{n=1}^\infty \frac{1.001^n}{n^2} < 7
    holds       \sum_{n=1}^\infty \frac{n!}{n^n} < 2
    """,
)

POOR = Group(
    "matrices that lack rank and functions that are flat, one at a time",
    Declared({
        "A, B": "n 阶方阵", "K": "n 阶半正定矩阵", "P": "n 阶正定矩阵", "v": "n 维向量", "x, y": "实数",
        "h(x)": "递增函数", "g(x)": "凸函数",
    }),
    r"""
    fails       \operatorname{rank}(AB) = \operatorname{rank} A
    fails       \operatorname{rank}(AB) = \operatorname{rank} B
    holds       \operatorname{rank}(AB) \le \operatorname{rank} B
    fails       \operatorname{rank} A = n
    holds       \det K \ge 0
    fails       \det K > 0
    holds       \det P > 0
    holds       v^{\mathsf T}Pv > 0 \quad (v \ne \mathbf 0)
    fails       x < y \implies h(x) < h(y)
    holds       x < y \implies h(x) \le h(y)
    holds       h'(x) \ge 0
    fails       g\left(\frac{x + y}{2}\right) < \frac{g(x) + g(y)}{2} \quad (x \ne y)
    """,
)  # fmt: skip

CUT = Group(
    "complex numbers on the cut, and determinants that are 0",
    Declared({"z": "复数", "C": "n 阶复方阵", "A": "n 阶方阵"}),
    r"""
    fails       \arg\bar z = -\arg z
    holds       \arg\bar z = -\arg z \quad (\operatorname{Im} z \ne 0)
    fails       \overline{\sqrt z} = \sqrt{\bar z}
    fails       \ln\bar z = \overline{\ln z}
    holds       \ln\bar z = \overline{\ln z} \quad (\operatorname{Im} z \ne 0)
    holds       \overline{e^z} = e^{\bar z}
    holds       |\sqrt z| = \sqrt{|z|}
    holds       \det C^{\mathsf H} = \overline{\det C}
    fails       \det C^{\mathsf H} = \det C
    holds       \det A^{\mathsf T} = \det A
    holds       \det(A^2) = (\det A)^2
    holds       \det(A^{\mathsf T}A) \ge 0
    fails       \det(A^{\mathsf T}A) > 0
    """,
)

FAR = Group(
    "whole numbers far out",
    Declared({"n, m": "正整数", "k": "正整数 1..9", "X": "随机变量 ~ B(m, p)", "p": "概率", r"\varphi(n)": "欧拉函数"}),
    r"""
    fails       \lfloor n\sqrt 2\rfloor = \left\lfloor \frac{141n}{100}\right\rfloor
    fails       \left(1 + \frac1n\right)^n \le 2.718
    holds       \left(1 + \frac1n\right)^n < e
    fails       \sum_{k=1}^n \frac1k < 5
    fails       \sum_{k=1}^n \frac{1}{k^2} < 1.644
    holds       \sum_{k=1}^n \frac{1}{k^2} < \frac{\pi^2}{6}
    fails       1.000001^n < 2
    holds       1.000001^k < 2
    fails       \frac{n^2 + 1}{n^2} > 1.0001
    fails       \varphi(n) \ge \frac n5
    fails       2^n \equiv 2 \pmod n \implies \varphi(n) = n - 1
    fails       \ln n < 4.9
    holds       n! \le n^n
    holds       \frac{1}{n + m} < \frac1n
    holds       E[X] = mp
    """,
)

ORDERS = Group(
    "orders of letters that may be where there is no value",
    Declared({"n": "自然数", "x": "实数"}),
    r"""
    holds       n\log_2 n = O(n^2) \quad (n \to \infty)
    fails       n^2 = O(n\log_2 n) \quad (n \to \infty)
    holds       \sqrt{1 + x} = 1 + \frac x2 + o(x) \quad (x \to 0)
    fails       \sqrt{1 + x} = 1 + \frac x2 + o(x^2) \quad (x \to 0)
    fails       \ln x = O(1) \quad (x \to \infty)
    holds       \ln x = o(x) \quad (x \to \infty)
    holds       \ln x \sim x - 1 \quad (x \to 1)
    fails       \ln x \sim x \quad (x \to 1)
    undefined   \sqrt{x - 1} = o(1) \quad (x \to 0)
    """,
)

BENT = Group(
    "strictly and strongly convex functions, and vectors that differ",
    Declared(
        {
            "g(x)": "严格凸函数",
            "c(x)": "严格凹函数",
            "s(x)": "强凸函数",
            "q(v)": "严格凸函数",
            "x, y": "实数",
            "v, w": "n 维向量",
        }
    ),
    r"""
    fails       g''(x) > 0
    fails       g''(x) \ne 0
    holds       g''(x) \ge 0
    fails       c''(x) < 0
    holds       s''(x) > 0
    fails       s''(x) > 1
    holds       (g'(x) - g'(y))(x - y) > 0, \quad x \ne y
    holds       q\left(\frac{v + w}{2}\right) < \frac{q(v) + q(w)}{2}, \quad v \ne w
    fails       q\left(\frac{v + w}{2}\right) < \frac{q(v) + q(w)}{2}
    holds       (\nabla q(v) - \nabla q(w))^\top(v - w) > 0, \quad v \ne w
    """,
)

TINY = Group(
    "what a tiny or a huge number decides",
    Declared({"a, b": "正数", "x": "实数", "n": "正整数"}),
    r"""
    fails       e^a \ge a^e + 10^{-9}
    holds       e^a \ge a^e - 10^{-9}
    fails       \sqrt{x^2 + 1} - x > 10^{-9}
    holds       x^2 + 10^{-9} > 0
    fails       \frac ab + \frac ba \ge 2 + 10^{-7}
    fails       a + \frac1a > 2.0000001
    fails       \lim_{x \to 0} \frac{x}{x + 10^{-300}} = 1
    holds       \lim_{x \to 0} \frac{x}{x + 10^{-300}} = 0
    fails       \lim_{x \to \infty} \frac{x}{x + 10^{300}} = 0
    holds       \lim_{x \to \infty} \frac{x}{x + 10^{300}} = 1
    fails       \lfloor n\pi\rfloor = \left\lfloor \frac{355n}{113}\right\rfloor
    fails       \lfloor n\sqrt 2\rfloor = \left\lfloor \frac{99n}{70}\right\rfloor
    fails       \lfloor n\ln 2\rfloor = \left\lfloor \frac{6931n}{10^4}\right\rfloor
    fails       \lfloor ne\rfloor = \left\lfloor \frac{2718281n}{10^6}\right\rfloor
    """,
)

GROUPS = (TINY, BENT, ORDERS, FAR, STRICT, SIZES, CHANCES, SLOW, POOR, CUT)
