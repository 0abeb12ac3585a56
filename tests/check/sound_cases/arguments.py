"""Arguments with dots, by name and of words; events with words; `< \\infty`; systems by cases; tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "arguments",
    r"""
    holds       P(x_1, x_2, \dots, x_n) = \prod_{k=1}^n x_k
    fails       P(x_1, x_2, \dots, x_n) = \sum_{k=1}^n x_k
    holds       J(x_1, \dots, x_n, y_1, \dots, y_m) = P(x_1, \dots, x_n) \prod_{k=1}^m y_k
    fails       J(x_1, \dots, x_n, y_1, \dots, y_m) = P(x_1, \dots, x_n) \prod_{k=1}^m x_k
    holds       R(x_n \mid x_1, \dots, x_{n-1}) = x_n\sum_{k=1}^{n-1} x_k
    fails       R(x_n \mid x_1, \dots, x_{n-1}) = x_n\sum_{k=1}^{n} x_k
    holds       P(x_1, \dots, x_{i-1}, x_{i+1}, \dots, x_n) = \frac{1}{x_i} \prod_{k=1}^n x_k
    fails       P(x_1, \dots, x_{i-1}, x_{i+1}, \dots, x_n) = \prod_{k=1}^n x_k
    holds       P(x_1, \dots, x_{i-1}, 2x_i, x_{i+1}, \dots, x_n) = 2P(x_1, \dots, x_n)
    fails       P(x_1, \dots, x_{i-1}, 2x_i, x_{i+1}, \dots, x_n) = P(x_1, \dots, x_n)
    unreadable  J(x_1, \dots, y_1, \dots, y_m) = 1
    unreadable  R(x_n \mid x_1, \dots) = 1
    holds       q(c = 2 \mid s) = 4 + s
    fails       q(c = 2 \mid s) = 1 + s
    unreadable  q(s = 2 \mid s) = q(2 \mid s)
    holds       q(2 \mid s)q(s) = q(s)q(c = 2 \mid s)
    holds       w(\text{red}) + w(\text{blue}) = 7
    fails       w(\text{red}) = w(\text{blue})
    holds       w(\text{colour} = \text{red}) = 12
    fails       w(\text{colour} = \text{red}) = 3
    unreadable  w(\text{red}) + \text{blue} = 7
    holds       [U]_{1,2,i} + [U]_{1,2,i} = 2[U]_{1,2,i}
    fails       [U]_{1,2,i} = [U]_{2,1,i}
    unreadable  [U]_{12i} = 1
    """,
)
def arguments(rng: np.random.Generator) -> dict[str, Any]:
    n, m = int(rng.integers(4, 6)), int(rng.integers(2, 4))
    return {
        "n": ("个数", n),
        "m": ("个数", m),
        "x_k": ("数", rng.uniform(0.5, 2, size=n)),
        "y_k": ("数", rng.uniform(0.5, 2, size=m)),
        "P(x)": ("积", np.prod),
        "J(x, y)": ("两组的积", lambda x, y: np.prod(x) * np.prod(y)),
        r"R(x \mid y)": ("前面的都给定", lambda x, y: x * np.sum(y)),
        "s": ("数", float(rng.uniform(0.5, 2))),
        r"q(c \mid s)": ("条件", lambda c, s: c * c + s),
        "q(s)": ("边缘", lambda s: s * s + 3),
        "w(a)": ("字的权", lambda a: {"red": 3, "blue": 4, "colour=red": 12}[a]),
        "U": ("张量", rng.normal(size=(2, 2, 3))),
        "i": ("编号", range(2, 4)),
        "k": ("编号", ...),
    }


@group(
    "bounded, by cases, and with words",
    r"""
    holds       \sum_{k=1}^\infty \frac{1}{k^2} < \infty
    undefined   \sum_{k=1}^\infty \frac{1}{k} < \infty
    undefined   \int_0^1 \frac{1}{t}\,dt < \infty
    holds       \int_1^\infty \frac{1}{t^2}\,dt < +\infty
    holds       x + x = 2x < \infty
    fails       x + x = 3x < \infty
    holds       \sum_{k=1}^\infty \frac{1}{k} = \infty
    holds       \left\{\begin{array}{ll} s x \ge x, & s = +1 \\ s x \le -x, & s = -1 \end{array}\right.
    fails       \left\{\begin{array}{ll} s x \ge 2x, & s = +1 \\ s x \le -x, & s = -1 \end{array}\right.
    unreadable  \left\{\begin{array}{ll} s x \ge x, & s = 1 \\ s x \le -x, & x = -1 \end{array}\right.
    holds       P(X = 1 \textrm{ and } Y = 2) = P(X = 1)P(Y = 2)
    fails       P(X = 1 \text{ and } Y = 2) = P(X = 1)
    unreadable  P(X = 1 \text{ unless } Y = 2) = P(X = 1)
    holds       I(X, Y) = H(X) + H(Y) - H(X, Y) + 0I(X; X)
    holds       I(Y, Y) = H(Y)
    fails       I(X, X) = H(Y)
    unreadable  I(X) = H(X)
    holds       \sum_{t'=1}^3 b_{t'} = b_1 + b_2 + b_3
    fails       \sum_{t'=1}^3 b_{t'} = b_1 + b_2
    unreadable  \sum_{t'=1}^3 b_{t''} = b_1 + b_2
    """,
)
def bounded(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("正数", float(rng.uniform(0.5, 2))),
        "s": ("号", int(rng.choice([-1, 1]))),
        "X": ("点数", {1: 0.5, 2: 0.25, 3: 0.25}),
        "Y": ("点数", {2: 0.125, 3: 0.875}),
        "b_i": ("数", rng.normal(size=3)),
        "k": ("编号", ...),
    }


GROUPS = [arguments, bounded]
