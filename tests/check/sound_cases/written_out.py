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


@group(
    "what is done again and again, digits, brackets and sums of one letter",
    r"""
    holds       h^n(t) = \frac{t}{2^n} + 2 - \frac{2}{2^n}
    fails       h^n(t) = \frac{t}{2^n} + 2
    holds       h^{n+1}(t) = h(h^n(t))
    holds       h^0(t) = t
    holds       2\uparrow(n+1)m = 2m2^n
    fails       2\uparrow n = n^3
    unreadable  2\uparrow nm = 1
    unreadable  2\uparrow\uparrow 3 = 16
    holds       z\oplus m \oplus m = z
    fails       z\oplus m = z + m
    unreadable  z\oplus m + 1 = 3
    holds       5\operatorname{XOR}6 = 3
    holds       (z\operatorname{AND}m) + (z\operatorname{OR}m) = z + m
    fails       5\operatorname{OR}6 = 4
    holds       \operatorname{NOT}(-5) = 4
    unreadable  5\operatorname{AND}6\operatorname{OR}7 = 4
    holds       \max\{x_k^2 \mid 1\le k \le n\} = \max_k x_k^2
    fails       \max\{x_k^2 : 1\le k \le n\} = \min_k x_k^2
    holds       \min\{k \in \{1,2,3\} : k > 1\} = 2
    holds       (2n-1)2n = 4n^2 - 2n
    fails       (2n-1)2n = 4n^2
    unreadable  (n-1)2 = 1
    unreadable  n2\pi = 1
    holds       e^{\mathrm j2\pi s} = \cos 2\pi s + \mathrm j\sin 2\pi s
    holds       \sum x_k^2 = \sum_{k=1}^n x_k^2
    fails       \sum x_k = \sum_{k=1}^{n-1} x_k
    holds       \frac1n\sum(x_k - \frac1n\sum x_k)^2 = \frac1n\sum x_k^2 - \left(\frac1n\sum x_k\right)^2
    unreadable  x_k = \sum x_k
    unreadable  \sum x_kx_l = 1
    unreadable  \sum 2 = 2n
    holds       [m/2] + [(m+1)/2] = m
    fails       [m/2] = m/2
    holds       \sqrt{[\sigma]^2} = [\sigma]
    fails       \sigma = [\sigma]
    holds       c = \sqrt{s^2 + r^2}\quad\text{（常数）}
    fails       c = \sqrt{s^2 - r^2}\quad\text{（常数）}
    unreadable  \sqrt{s^2 + r^2} = c\quad\text{（常数）}
    unreadable  c = \sqrt{h(s)^2}\quad\text{（常数）}
    """,
)
def again(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(2, 5))
    return {
        "n": ("个数", n),
        "m": ("正整数", int(rng.integers(2, 30))),
        "z": ("正整数", int(rng.integers(40, 60))),
        "k, l": ("指标", range(1, n + 1)),
        "x_k": ("数", rng.normal(size=n)),
        "h(t)": ("函数", lambda t: t / 2 + 1),
        "t": ("数", rng.normal()),
        "s": ("数", rng.uniform(1, 2)),
        "r": ("数", rng.uniform(0.2, 0.9)),
        "c": ("斜边", lambda s, r: np.sqrt(s * s + r * r)),
        r"\mathrm j": ("虚数单位", 1j),
        "f^n": ("复合", "iterate"),
        r"\oplus": ("按位异或", "xor"),
        "[x]": ("整数部分", "floor"),
        r"\sigma": ("应力", rng.uniform(1, 2)),
        r"[\sigma]": ("许用应力", rng.uniform(3, 4)),
    }


@group(
    "where derivatives are taken, systems side by side, and moduli further down",
    r"""
    holds       \frac{dy}{ds}\Big|_{s_0} = 3s_0^2
    fails       \frac{dy}{ds}\Big|_{s_0} = 3s^2
    holds       \left.\frac{d^2y}{ds^2}\right|_{2} = 12
    holds       \frac{\partial y}{\partial s}\Big|_{s_0} = 3s_0^2
    unreadable  \frac{\partial y}{\partial s}\Big|_{r} = 3r^2
    holds       \begin{cases} s + s = 2s \\ r + r = 2r \end{cases},\quad \begin{cases} m + m = 2m \\ y = s^3 + 1 \end{cases}
    fails       \begin{cases} s + s = 2s \\ r + r = 2r \end{cases},\quad \begin{cases} m + m = 2m \\ y = s^3 + 2 \end{cases}
    holds       \begin{array}{ll} s + s = 2s, & r + r = 2r \\ m + m = 2m, & y = s^3 + 1 \end{array}
    fails       \begin{array}{ll} s + s = 2s, & r + r = 2r \\ m + m = 2m, & m + m = 3m \end{array}
    unreadable  \left\{\begin{array}{ll} s + s = 2s, & r + r = 2r \\ m + m = 2m, & m + m = 3m \end{array}\right.
    holds       \begin{aligned} (m+1)^3 &= m^3 + 3m^2 + 3m + 1 \\ &\equiv m^3 + 1 \\ &= 1 + m^3 \pmod 3 \end{aligned}
    fails       \begin{aligned} (m+1)^3 &= m^3 + 3m^2 + 3m + 1 \\ &\equiv m^3 + 2 \\ &= 2 + m^3 \pmod 3 \end{aligned}
    unreadable  m + 3 = m \pmod 3
    unreadable  \begin{aligned} m + 3 &= m + 3 \\ &= m \pmod 3 \end{aligned}
    holds       p(r+t) = p(r) + p'(r)t + \frac{p''(r)}{2!}t^2 + \dots + \frac{p^{(m)}(r)}{m!}t^m
    fails       p(r+t) = p(r) + p'(r)t + p''(r)t^2 + \cdots + p^{(m)}(r)t^m
    unreadable  p(r+t) = p(r) + p'(r)t + \frac{p''(r)}{3!}t^2 + \dots + \frac{p^{(m)}(r)}{m!}t^m
    fails       q(r+t) = q(r) + q'(r)t + \dots + \frac{q^{(m)}(r)}{m!}t^m
    holds       \sin r = r - \frac{r^3}{3!} + \frac{r^5}{5!} - \cdots
    fails       \cos r = r - \frac{r^3}{3!} + \frac{r^5}{5!} - \cdots
    unreadable  \sin r = r - \frac{r^3}{3!} + \frac{r^5}{4!} - \cdots
    holds       r + 2r^2 + 3r^3 + \cdots = \frac{r}{(1-r)^2}
    fails       r + 2r^2 + 3r^3 + \cdots = \frac{1}{(1-r)^2}
    holds       \begin{pmatrix} 1 & 1 & \cdots & 1 \\ a_1 & a_2 & \cdots & a_m \end{pmatrix}\begin{pmatrix} a_1 \\ \vdots \\ a_m \end{pmatrix} = \begin{pmatrix} \sum_{k=1}^m a_k \\ \sum_{k=1}^m a_k^2 \end{pmatrix}
    fails       \begin{pmatrix} 2 & 2 & \cdots & 2 \\ a_1 & a_2 & \cdots & a_m \end{pmatrix}\begin{pmatrix} a_1 \\ \vdots \\ a_m \end{pmatrix} = \begin{pmatrix} \sum_{k=1}^m a_k \\ \sum_{k=1}^m a_k^2 \end{pmatrix}
    unreadable  \begin{pmatrix} 1 & \cdots & 1 \\ 1 & \cdots & 1 \end{pmatrix}\begin{pmatrix} a_1 \\ \vdots \\ a_m \end{pmatrix} = 1
    """,  # noqa: E501 (systems are long)
)
def taken(rng: np.random.Generator) -> dict[str, Any]:
    m = int(rng.integers(2, 4))
    return {
        "s": ("数", rng.uniform(0.2, 0.9)),
        "s_0": ("数", rng.uniform(1, 2)),
        "r": ("数", rng.uniform(0.2, 0.6)),
        "t": ("数", rng.uniform(0.2, 0.6)),
        "m": ("正整数", m),
        "y": ("数", lambda s: s**3 + 1),
        "a_k": ("数", rng.normal(size=m)),
        "p(r)": ("多项式", lambda r: r**2 - 3 * r + 2),
        "q(r)": ("函数", lambda r: np.exp(2 * r)),
    }


@group(
    "matrices whose dots go along diagonals, and the binomial theorem",
    r"""
    holds       (s+r)^n = s^n + \binom{n}{1}s^{n-1}r + \binom{n}{2}s^{n-2}r^2 + \dots + r^n
    holds       (s+r)^n = s^n + ns^{n-1}r + \binom{n}{2}s^{n-2}r^2 + \dots + \binom{n}{n-1}sr^{n-1} + r^n
    holds       (s+1)^n = s^n + \binom{n}{1}s^{n-1} + \binom{n}{2}s^{n-2} + \cdots + \binom{n}{n-1}s + 1
    fails       (s-r)^n = s^n + \binom{n}{1}s^{n-1}r + \binom{n}{2}s^{n-2}r^2 + \dots + r^n
    unreadable  (s+r)^n = s^n + \binom{n}{1}s^{n-1}r + \binom{n}{2}s^{n-2}r^2 + \dots + 2r^n
    unreadable  (s+r)^n = s^n + \binom{n}{1}s^{n-1}r + \binom{n}{2}s^{n-2}r^3 + \dots + r^n
    holds       \operatorname{tr}\begin{pmatrix} x_1 & 1 & & \\ -1 & x_2 & \ddots & \\ & \ddots & \ddots & 1 \\ & & -1 & x_n \end{pmatrix}^2 = \sum_{k=1}^n x_k^2 - 2(n-1)
    fails       \operatorname{tr}\begin{pmatrix} x_1 & 1 & & \\ -1 & x_2 & \ddots & \\ & \ddots & \ddots & 1 \\ & & -1 & x_n \end{pmatrix}^2 = \sum_{k=1}^n x_k^2
    holds       \det\left(tI - \begin{bmatrix} & & & x_n \\ 1 & & & x_{n-1} \\ & \ddots & & \vdots \\ & & 1 & x_1 \end{bmatrix}\right) = t^n - \sum_{k=1}^n x_kt^{n-k}
    fails       \det\left(tI - \begin{bmatrix} & & & x_n \\ 1 & & & x_{n-1} \\ & \ddots & & \vdots \\ & & 1 & x_1 \end{bmatrix}\right) = t^n + \sum_{k=1}^n x_kt^{n-k}
    holds       \det\left(tI - \begin{bmatrix} x_1 & x_2 & \cdots & x_n \\ 1 \\ & \ddots \\ & & 1 & \end{bmatrix}\right) = t^n - \sum_{k=1}^n x_kt^{n-k}
    holds       \begin{bmatrix} 1 & & & & x_1 \\ & 1 & & & x_2 \\ & & \ddots & & \vdots \\ & & & 1 & x_n \\ & & & & 1 \end{bmatrix}^{-1} = \begin{bmatrix} 1 & & & & -x_1 \\ & 1 & & & -x_2 \\ & & \ddots & & \vdots \\ & & & 1 & -x_n \\ & & & & 1 \end{bmatrix}
    fails       \begin{bmatrix} 1 & & & & x_1 \\ & 1 & & & x_2 \\ & & \ddots & & \vdots \\ & & & 1 & x_n \\ & & & & 1 \end{bmatrix}^{-1} = \begin{bmatrix} 1 & & & & x_1 \\ & 1 & & & x_2 \\ & & \ddots & & \vdots \\ & & & 1 & x_n \\ & & & & 1 \end{bmatrix}
    holds       \det\begin{pmatrix} x_1 & 1 & 0 & \cdots & 0 \\ 0 & x_2 & 1 & \ddots & \vdots \\ 0 & 0 & x_3 & \ddots & 0 \\ \vdots & \ddots & \ddots & \ddots & 1 \\ 0 & \cdots & 0 & 0 & x_n \end{pmatrix} = \prod_{k=1}^n x_k
    unreadable  \det\begin{pmatrix} t & 1 & & \\ -1 & t & \ddots & \\ & \ddots & \ddots & 1 \\ & & -1 & t \end{pmatrix} = 1
    unreadable  \det\begin{pmatrix} x_1 & 1 & & 5 \\ -1 & x_2 & \ddots & \\ & \ddots & \ddots & 1 \\ & & -1 & x_n \end{pmatrix} = 1
    unreadable  \det\begin{pmatrix} x_1 & x_2 & \cdots & x_n \\ & x_1 & \cdots & x_2 \\ & & \ddots & \vdots \\ & & & x_1 \end{pmatrix} = 1
    undefined   \det\begin{pmatrix} x_1 & 1 & & \\ x_1 & x_2 & \ddots & \\ & \ddots & \ddots & 1 \\ & & x_n & x_n \end{pmatrix} = 1
    holds       \det\begin{bmatrix} t & s & r \\ 1 & t & s \\ & 1 & t \end{bmatrix} = t^3 - 2st + r
    fails       \det\begin{bmatrix} t & s & r \\ 1 & t & s \\ & 1 & t \end{bmatrix} = t^3 - 2st
    unreadable  \det\begin{bmatrix} t & s \\ & t \end{bmatrix} = t^2
    """,  # noqa: E501 (matrices are long)
)
def along_diagonals(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(3, 6))
    values = {name: ("数", rng.normal()) for name in ("t", "s", "r")}
    return values | {"n": ("个数", n), "k": ("指标", range(1, n + 1)), "x_k": ("数", rng.normal(size=n))}


GROUPS = [dots, rows, spelled, again, taken, along_diagonals]
