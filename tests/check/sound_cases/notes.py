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


GROUPS: list[Group] = [mechanics, words]
