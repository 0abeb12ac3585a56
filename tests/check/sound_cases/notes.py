"""What notes on mechanics and on programming contests print: derivatives at a place, unit vectors, words in cases."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import Group, group


@group(
    "derivatives at a place, and what ends the argument of sin",
    r"""
    holds       \frac{d}{dt} f(\cos t, \sin t) = -\frac{\partial f}{\partial x}(\cos t, \sin t)\sin t + \frac{\partial f}{\partial y}(\cos t, \sin t)\cos t
    fails       \frac{d}{dt} f(\cos t, \sin t) = \frac{\partial f}{\partial x}(\cos t, \sin t)\sin t + \frac{\partial f}{\partial y}(\cos t, \sin t)\cos t
    holds       \frac{\partial^2 f}{\partial x \partial y}(2, t) = 3t^2
    fails       \frac{\partial f}{\partial x}(2, t) = f_y(2, t)
    holds       \frac{d}{dx}g(g(x)) = \frac{dg}{dx}(g(x))\frac{dg}{dx}(x)
    fails       \frac{d}{dx}g(g(x)) = \frac{dg}{dx}(x)\frac{dg}{dx}(x)
    holds       \frac{d^2g}{dx^2}(a)(x - a)^2 = (x - a)^2 g''(a)
    unreadable  \frac{dg}{dx}(x - a) = g'(x - a)
    unreadable  \frac{dg}{dx}(a)^2 = g'(a)^2
    unreadable  \frac{dg}{dt}(a) = g'(a)
    unreadable  \frac{df}{dx}(a, t) = f_x(a, t)
    holds       \frac{\partial F_1}{\partial a}(a, t) = t^2
    fails       \frac{\partial F_1}{\partial t}(a, t) = t^2
    unreadable  \frac{\partial f}{\partial x}(y, x) = f_x(y, x)
    holds       \int_a^{a+1} \frac{d}{dx}g(x)\,dx = g(a + 1) - g(a)
    fails       \int_a^{a+1} \frac{d}{dx}g(x)\,dx = g(a + 1) + g(a)
    unreadable  \int_a^{a+1} \frac{d}{dx}a\,dx = 0
    unreadable  \sum_{k=1}^3 \frac{d}{dk} k^2 = 12
    holds       \int_0^a x\,\mathrm{d}{x} = \frac{a^2}{2}, \quad \frac{\partial^2}{\partial{x}^2}x^3 = 6x
    fails       \int_0^a x\,\mathrm{d}{x} = a^2
    holds       \mathrm{d}\ln(at) = \frac{\mathrm{d} a}{a} + \frac{\mathrm{d} t}{t}
    fails       \mathrm{d}\ln(at) = \frac{\mathrm{d} a}{t} + \frac{\mathrm{d} t}{a}
    unreadable  \frac{a}{\mathrm{d} a} = 1
    holds       g^2(x) = g(x)g(x)
    fails       g^2(x) = g(g(x))
    holds       \begin{cases} \Delta x = 2a \\ \Delta x - a = a \end{cases}
    fails       \begin{cases} \Delta x = a \\ \Delta x - a = a \end{cases}
    holds       \boldsymbol v = a\cos\theta\boldsymbol e_1 + a\sin\theta\boldsymbol e_2
    fails       \boldsymbol v = a\sin\theta\boldsymbol e_1 + a\cos\theta\boldsymbol e_2
    holds       \cos a\theta\boldsymbol e_1 = \boldsymbol e_1\cos(a\theta)
    unreadable  \cos\theta\boldsymbol v = \boldsymbol v\cos\theta
    holds       \sin^2\theta\dot\phi^2 = \dot\phi^2 - \cos^2\theta\dot\phi^2
    fails       \sin\theta\dot\phi = \sin(\theta\dot\phi)
    unreadable  \sin a\dot\phi = \dot\phi\sin a
    holds       \begin{aligned} (x + a)^2 &= x^2 + 2ax \\ &\quad {} + a^2 \end{aligned}
    fails       \begin{aligned} (x + a)^2 &= x^2 + 2ax \\ &\quad {} - a^2 \end{aligned}
    unreadable  x^{} = x
    """,  # noqa: E501
)
def mechanics(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("位置", rng.uniform(0.5, 2)),
        "a": ("位置", rng.uniform(0.5, 2)),
        "t": ("时间", rng.uniform(0.5, 2)),
        r"\theta": ("角", rng.uniform(0.5, 2)),
        r"\dot\phi": ("角速度", rng.uniform(0.5, 2)),
        r"\boldsymbol e_1": ("单位向量", np.array([1, 0])),
        r"\boldsymbol e_2": ("单位向量", np.array([0, 1])),
        r"\boldsymbol v": ("速度", lambda a, theta: a * np.array([np.cos(theta), np.sin(theta)])),
        "d": ("微分", ["a", "t"]),
        "f^n": ("乘方", "power"),
        r"\Delta x": ("位移", lambda a: 2 * a),
        "F_1(x, y)": ("函数", lambda x, y: x * y**2),
        "f(x, y)": ("函数", lambda x, y: x * y**3 + x**2),
        "g(x)": ("函数", lambda x: x**3 + 2 * x),
    }


@group(
    "words that join conditions, and parity",
    r"""
    holds       |x| = \begin{cases} x & x > 0 \text{ or } x = 0 \\ -x & x < 0 \end{cases}
    holds       \max(x, y) = \begin{cases} x & x \ge y, x \ge 0 \\ x & \text{if } x \ge y \text{ and } x < 0 \\ y & \text{otherwise} \end{cases}
    fails       \max(x, y) = \begin{cases} y & x \ge y, x \ge 0 \\ x & \text{if } x \ge y \text{ and } x < 0 \\ y & \text{otherwise} \end{cases}
    holds       (-1)^n = \begin{cases} 1 & n > 0 \text{ 且 } n\text{ is even} \\ -1 & n\text{为奇数} \end{cases}
    fails       (-1)^n = \begin{cases} -1 & n \text{ even} \\ 1 & n\text{ is odd} \end{cases}
    holds       (n^3 - n) \bmod 4 = \begin{cases} 2 & n \equiv 2 \pmod 4 \\ 0 & n \equiv 0, 1, 3 \pmod 4 \end{cases}
    fails       (n^3 - n) \bmod 4 = \begin{cases} 2 & n \equiv 2, 3 \pmod 4 \\ 0 & n \equiv 0, 1 \pmod 4 \end{cases}
    undefined   n = \begin{cases} n & n = 1, 2 \\ n & n \ge 2 \end{cases}
    holds       |n - 4| = \begin{cases} 4 - n & n = 1, \dots, 4 \\ n - 4 & n > 4 \end{cases}
    fails       |n - 4| = \begin{cases} 4 - n & n = 1, \dots, 5 \\ n - 4 & n > 5 \end{cases}
    unreadable  (-1)^n = \begin{cases} 1 & n \text{ is small} \\ -1 & n\text{ is odd} \end{cases}
    unreadable  (-1)^n = \begin{cases} 1 & n\text{ is even unless } n = 2 \\ -1 & n\text{ is odd} \end{cases}
    holds       \sum_{\substack{1 \le k \le n \\ k \text{ odd}}} k = \left\lceil\frac{n}{2}\right\rceil^2
    fails       \sum_{\substack{1 \le k \le n \\ k \text{ even}}} k = \left\lceil\frac{n}{2}\right\rceil^2
    holds       [n + 1 \text{ is even}] = \frac{1 - (-1)^n}{2}
    fails       [n + 1 \text{ is even}] = \frac{1 + (-1)^n}{2}
    """,  # noqa: E501
)
def words(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("数", rng.uniform(-2, 2)),
        "y": ("数", rng.uniform(-2, 2)),
        "n": ("整数", int(rng.integers(1, 10))),
        "k": ("指标", range(1, 10)),
    }


@group(
    "brackets that are continued fractions, coefficients, letters that a formula binds, degrees",
    r"""
    holds       [1, \overline{1, 2}] = \sqrt 3
    fails       [1, \overline{2, 1}] = \sqrt 3
    holds       [a_1; a_2, \dots, a_n] = a_1 + \frac{1}{[a_2, \dots, a_n, m]}\cdot\frac{[a_2, \dots, a_n, m]}{[a_2, \dots, a_n]}
    fails       [a_1, a_2, a_3] = a_1 + \frac{1}{a_3 + \frac{1}{a_2}}
    undefined   [1, \overline{1, 0}] = a
    unreadable  [a_1, a_2, \dots] = x
    holds       [x^m](1 + x)^n = \binom{n}{m}
    fails       [x^m](1 + x)^n = \binom{n}{m + 1}
    holds       [x^n]\frac{e^{ax}}{1 - x} = \sum_{j=0}^n \frac{a^j}{j!}
    caught      [x^n]\frac{1}{x} = 0
    unreadable  [x^2](a + 1) = 0
    holds       [x]e^{ax} = a
    holds       e^{ah} = 1 + ah + O(h^2) \quad (h \to 0)
    fails       e^{ah} = 1 + ah + O(h^3) \quad (h \to 0)
    unreadable  e^{ah} = 1 + ah
    holds       \forall k \in \{1, 2, \dots, n\}: k(k - 1) \ge 0
    fails       \forall k \in \{1, 2, \dots, n\}: k(k - 1) > 0
    unreadable  \forall k: k(k - 1) \ge 0
    holds       \cos(90^\circ - a) = \sin a, \quad \tan 45^\circ = 1
    fails       \cos(90^\circ - a) = \cos a
    fails       \sin a^\circ = a
    unreadable  20^\circ C = n
    holds       y_{1,2} = a \pm \sqrt{a^2 + 1}
    caught      y_{1,2} = a \mp \sqrt{a^2 + 1}
    holds       \frac{y_1 + y_2}{2} = a \quad \text{（常数）}
    fails       \frac{y_1 + y_2}{2} = C \quad \text{（常数）}
    unreadable  a + \sqrt{a^2 + 1} = y_1\text{（常数）}
    unreadable  \frac{y_1 + y_2}{2a} = \text{常数}
    """,  # noqa: E501
)
def contests(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(3, 6))
    return {
        "[,]": ("连分数", "continued fraction"),
        "a": ("数", rng.uniform(0.5, 2)),
        "C": ("数", rng.uniform(0.5, 2)),
        "n": ("整数", n),
        "m": ("整数", int(rng.integers(1, 3))),
        "a_i": ("部分商", rng.integers(1, 9, size=n)),
        "y_1": ("根", lambda a: a + np.sqrt(a**2 + 1)),
        "y_2": ("根", lambda a: a - np.sqrt(a**2 + 1)),
    }


@group(
    "Poisson brackets and commutators, inner and Kronecker products",
    r"""
    holds       [L, M] = N, \quad [q, p] = 1, \quad [L, L^2 + M^2 + N^2] = 0
    fails       [L, M] = -N
    fails       [z, p] = 1
    unreadable  [q, p, z] = 0
    holds       [A, BC]_- = [A, B]_-C + B[A, C]_-
    fails       [A, BC]_- = [A, B]_-C + [A, C]_-B
    unreadable  [L, M]_\xi = N
    undefined   \{L, M\} = N
    holds       \langle A\mathbf u, \mathbf v\rangle = \langle\mathbf u, A^\top\mathbf v\rangle
    fails       \langle A\mathbf u, \mathbf v\rangle = \langle\mathbf u, A\mathbf v\rangle
    holds       \langle A, B\rangle = \operatorname{tr}(A^\top B)
    unreadable  \langle p, q\rangle = pq
    unreadable  \langle\mathbf u, \mathbf v\rangle_A = 1
    holds       (A \otimes B)(C \otimes A) = AC \otimes BA
    fails       A \otimes B = B \otimes A
    fails       \mathbf u \otimes \mathbf v = \mathbf v\mathbf u^\top
    """,
)
def mechanical(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "[,]": ("泊松括号", [("x", "u"), ("q", "p"), ("z", "w")]),
        "[,]_-": ("对易子", "commutator"),
        **{letter: ("坐标或动量", rng.uniform(0.5, 2)) for letter in "xuqpzw"},
        "L": ("角动量", lambda q, p, z, w: q * w - z * p),
        "M": ("角动量", lambda x, u, z, w: z * u - x * w),
        "N": ("角动量", lambda x, u, q, p: x * p - q * u),
        **{letter: ("矩阵", rng.normal(size=(2, 2))) for letter in "ABC"},
        r"\mathbf u": ("向量", rng.normal(size=2)),
        r"\mathbf v": ("向量", rng.normal(size=2)),
    }


@group(
    "brackets that are multiples and divisors",
    r"""
    holds       [a, b](a, b) = ab, \quad [a, b, 2] = [[a, b], 2]
    fails       [a, b] = ab
    undefined   \{a, b\} = a
    """,
)
def multiples(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "[,]": ("最小公倍数", "lcm"),
        "(,)": ("最大公约数", "gcd"),
        "a": ("整数", int(rng.integers(1, 30))),
        "b": ("整数", int(rng.integers(1, 30))),
    }


def _whole(n: float) -> int:
    return round(n)


@group(
    "Dirichlet convolutions, and functions applied twice",
    r"""
    holds       \varepsilon = \mu \ast 1, \quad (\varphi * 1)(m) = m
    fails       \varepsilon = \mu \ast \mu
    holds       \tau = \mathbf 1 * \mathbf 1 \iff \tau(n) = \sum_{d \mid n} 1
    holds       ((\mu * 1) * \varphi)(m) = \varphi(m)
    fails       (\mu \ast \tau)(m) = \sum_{d \mid m} \mu(d)\tau(d)
    unreadable  n * m = nm
    unreadable  \mu * 1(m) = 1
    holds       h^2(m) = m + 2
    fails       h^2(m) = (m + 1)^2
    holds       h^n(m) = m + n
    fails       h^n(m) = m + 2n
    """,
)
def arithmetic(rng: np.random.Generator) -> dict[str, Any]:
    def divisors(n: float) -> list[int]:
        return [k for k in range(1, _whole(n) + 1) if _whole(n) % k == 0]

    def moebius(n: float) -> int:
        return int(n == 1) if n <= 1 else -sum(moebius(k) for k in divisors(n)[:-1])

    return {
        "*": ("狄利克雷卷积", "convolution over divisors"),
        "f^n": ("迭代", "iterate"),
        "n": ("整数", int(rng.integers(1, 25))),
        "m": ("整数", int(rng.integers(1, 25))),
        r"\varepsilon(n)": ("单位", lambda n: int(n == 1)),
        r"\mu(n)": ("莫比乌斯函数", moebius),
        r"\tau(n)": ("除数个数", lambda n: len(divisors(n))),
        r"\varphi(n)": ("欧拉函数", lambda n: sum(moebius(k) * _whole(n) // k for k in divisors(n))),
        "h(n)": ("函数", lambda n: n + 1),
    }


GROUPS: list[Group] = [mechanics, words, contests, mechanical, multiples, arithmetic]
