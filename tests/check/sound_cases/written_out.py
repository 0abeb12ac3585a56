r"""What is printed with dots between relations and among rows, rows before matrices, and brackets by their names."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "dots between relations and among rows",
    r"""
    holds       u_1 \le u_2 \le \dots \le u_n
    fails       u_1 \ge u_2 \ge \dots \ge u_n
    fails       x_1 < x_2 < \dots < x_n
    holds       0 < w_1 < w_2 < \dots < w_n
    fails       q < w_1 < w_2 < \dots < w_n
    holds       w_n > w_{n-1} > \dots > w_1 > 0
    fails       w_n > w_{n-1} > \dots > w_1 > q
    holds       \frac{w_1}{1} = \frac{w_2}{2} = \dots = \frac{w_n}{n}
    fails       \frac{w_1}{2} = \frac{w_2}{3} = \dots = \frac{w_n}{n+1}
    unreadable  w_1 < w_2 < \dots
    unreadable  w_1 < w_2 > \dots < w_n
    unreadable  w_1 < w_3 < w_4 < \dots < w_n
    holds       \begin{aligned} w_1 &= q \\ w_2 &= 2q \\ &\vdots \\ w_n &= nq \end{aligned}
    fails       \begin{aligned} w_1 &= 2q \\ &\vdots \\ w_n &= 2q \end{aligned}
    unreadable  \begin{aligned} w_1 &= q \\ w_2 &= 2q \\ &\vdots \\ w_n &= (n+1)q \end{aligned}
    unreadable  \begin{aligned} w_1 &= q \\ &\vdots \\ w_n &\ge nq \end{aligned}
    unreadable  \begin{aligned} w_1 &= q \\ &\vdots \end{aligned}
    holds       \begin{aligned} w_1 &= w_0 + q \\ w_2 &= w_1 + q \\ &\cdots \\ w_n &= w_{n-1} + q \end{aligned}
    fails       \begin{aligned} w_1 &= w_0 + 1 \\ w_2 &= w_1 + 1 \\ &\cdots \\ w_n &= w_{n-1} + 1 \end{aligned}
    holds       \begin{cases} w_1 \equiv 0, &\pmod{q} \\ w_2 \equiv 0, &\pmod{q} \\ \vdots \\ w_n \equiv 0, &\pmod{q} \end{cases}
    fails       \begin{cases} w_1 \equiv 1 \pmod{q+1} \\ w_2 \equiv 1 \pmod{q+1} \\ &\vdots \\ w_n \equiv 1 \pmod{q+1} \end{cases}
    """,  # noqa: E501 (systems are long)
)
def dots(rng: np.random.Generator) -> dict[str, Any]:
    n, q = int(rng.integers(3, 6)), int(rng.integers(2, 9))
    x = rng.normal(size=n)
    x[0] = x[1] + 1  # never in order
    return {
        "n": ("个数", n),
        "q": ("正整数", q),
        "x_i": ("数", x),
        "u_i": ("从小到大的数", np.sort(x)),
        "w_i": ("q 的倍数", {i: i * q for i in range(n + 2)}),
    }


@group(
    "rows before matrices",
    r"""
    holds       y_i = (x_1, x_2, \cdots, x_n)\begin{pmatrix} a_{1i} \\ a_{2i} \\ \vdots \\ a_{ni} \end{pmatrix}
    fails       y_i = (x_1, x_2, \cdots, x_n)\begin{pmatrix} a_{i1} \\ a_{i2} \\ \vdots \\ a_{in} \end{pmatrix}
    holds       (x_1, x_2)\begin{pmatrix} y_1 \\ y_2 \end{pmatrix} = x_1y_1 + x_2y_2
    fails       (x_1, x_2)\begin{pmatrix} y_1 \\ y_2 \end{pmatrix} = x_1y_2 + x_2y_1
    holds       (x_1, \dots, x_n)A\begin{pmatrix} x_1 \\ \vdots \\ x_n \end{pmatrix} = \sum_{i=1}^n x_iy_i
    holds       (\alpha_1, \alpha_2)\begin{pmatrix} b \\ c \end{pmatrix} = b\alpha_1 + c\alpha_2
    fails       (\alpha_1, \alpha_2)\begin{pmatrix} b \\ c \end{pmatrix} = c\alpha_1 + b\alpha_2
    unreadable  (x_1, x_2)c = 1
    unreadable  (x_1, x_2)2 = 1
    undefined   (x_1, x_2)\begin{pmatrix} b \\ c \\ b \end{pmatrix} = 1
    """,
)
def rows(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(2, 5))
    x, a = rng.normal(size=n), rng.normal(size=(n, n))
    return {
        "n": ("个数", n),
        "i": ("指标", range(1, n + 1)),
        "x_i": ("数", x),
        "A": ("矩阵", a),
        "a_{ij}": ("它的元素", a),
        "y_i": ("A 的各列与 x 的内积", a.T @ x),
        r"\alpha_i": ("列", {i: rng.normal(size=3) for i in (1, 2)}),
        "b": ("数", rng.normal()),
        "c": ("数", rng.normal()),
    }


@group(
    "brackets and words for signs",
    r"""
    holds       \lbrack t^2\rbrack (1 + t)^m = \binom{m}{2}
    fails       \lbrack t^2\rbrack (1 + t)^m = \binom{m}{1}
    holds       \left\lbrack t\right\rbrack (1 + t)^m = m
    unreadable  \lbrack m\rbrack = m
    holds       \lbrace 1, 2\rbrace \cap \lbrace 2, 3\rbrace = \{2\}
    fails       \lbrace 1, 2\rbrace \cap \lbrace 2, 3\rbrace = \{3\}
    holds       \left\lfloor m/2\right\rfloor! = \lfloor m/2\rfloor\,(\lfloor m/2\rfloor - 1)!
    fails       \left\lfloor m/2\right\rfloor! = \lfloor m/2\rfloor
    holds       \lceil m/2\rceil!! = \lceil m/2\rceil\,(\lceil m/2\rceil - 2)!!
    holds       \frac{\text{d}}{\text{d}t}(t^m) = mt^{m-1}
    fails       \frac{\text{d}}{\text{d}t}(t^m) = t^{m-1}
    unreadable  m\,\text{d} = 24m
    holds       \lim_{s\rightarrow{\infty}} \frac{s}{s + 1} = 1
    fails       \lim_{s\rightarrow{+\infty}} \frac{s}{s + 1} = 2
    holds       m^2 \equiv m, & \pmod 2
    holds       m^3 \equiv m. \quad \pmod 3
    fails       m^3 \equiv m. \pmod 5
    """,
)
def spelled(rng: np.random.Generator) -> dict[str, Any]:
    return {"m": ("正整数", int(rng.integers(6, 12))), "t": ("数", rng.uniform(0.5, 2)), "s": ("数", rng.normal())}


GROUPS = [dots, rows, spelled]
