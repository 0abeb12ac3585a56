"""Conditions, several statements in one formula, and rows that go on: nothing that is printed is passed over."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "conditions",
    r"""
    fails       |x| = x
    holds       |x| = x \quad (x > 0)
    holds       |x| = x \text{ if } x > 0
    holds       \text{当 } x > 0 \text{ 时，} |x| = x
    holds       若 x > 0, 则 |x| = x
    fails       |x| = x \quad (x < 0)
    fails       |x| = x \text{ if } x < 0
    fails       \text{当 } x < 0 \text{ 时，} |x| = x
    undefined   |x| = x \quad (x > 1000)
    undefined   |x| = -x \text{ if } x > 0 \text{ and } x < 0
    holds       \sqrt{x^2} = x, \quad x \in (0, \infty)
    fails       \sqrt{x^2} = x, \quad x \in (-\infty, \infty)
    fails       \sqrt{x^2} = x, \quad x \in [-5, \infty)
    holds       \sqrt{x^2} = x \quad \forall x > 0
    fails       \sqrt{x^2} = x \quad \forall x
    holds       (x + y)^2 = x^2 + 2xy + y^2 \quad \forall x, y \in \mathbb{R}
    fails       (x + y)^2 = x^2 + y^2 \quad \forall x, y \in \mathbb{R}
    holds       \forall x, y > 0, \quad \sqrt{x^2y^2} = xy
    fails       \forall x > 0, \quad \sqrt{x^2y^2} = xy
    holds       \sqrt{x^2y^2} = xy \quad (x, y > 0)
    fails       \sqrt{x^2y^2} = xy \quad (y > 0)
    holds       |x| = x \quad (x > 0), \qquad |x| = -x \quad (x < 0)
    fails       |x| = x \quad (x > 0), \qquad |x| = x \quad (x < 0)
    fails       |x| = x \quad (x > 0), \qquad |x| = -x
    unreadable  |x| = x \text{ if } x > 0, |x| = -x \text{ if } x < 0
    unreadable  |x| = x \text{ unless } x < 0
    unreadable  |x| = x \text{ only if } x > 0
    unreadable  |x| = x \quad (\text{存在 } x > 0)
    holds       (-1)^n = 1 \quad (n = 2, 4, 6)
    fails       (-1)^n = 1 \quad (n = 2, 3, 4)
    holds       (-1)^{2n} = 1, \quad n \in \mathbb{N}
    fails       (-1)^n = 1, \quad n = 1, 2, 3, \dots
    unreadable  (-1)^{2m} = 1, \quad m \in \mathbb{N}
    holds       (-1)^{2m} = 1, \quad m \in \mathbb{Z}_{\ge 0}
    undefined   x^2 = x^2 + 0x, \quad x \in \mathbb{Z}
    undefined   w\bar w = |w|^2 \quad (w \in \mathbb{R})
    holds       w\bar w = |w|^2 \quad (w \in \mathbb{C})
    fails       w\bar w = w^2 \quad (w \in \mathbb{C})
    fails       u + u = 3u \quad (u \in \mathbb{R}^3)
    undefined   u + u = 3u \quad (u \in \mathbb{R}^4)
    holds       \sqrt{x^2} = |x| \quad (-\infty < x < +\infty)
    fails       \sqrt{x^2} = x \quad (-\infty < x < +\infty)
    holds       \sqrt{x^2y^2} = |xy| \quad (-\infty < x, y < \infty)
    fails       \sqrt{x^2y^2} = xy \quad (-\infty < x, y < \infty)
    holds       |x| = x \quad (0 < x < +\infty)
    fails       |x| = x \quad (-1 < x < +\infty)
    holds       |x| = -x \quad (-\infty < x < 0, y > 0)
    fails       |x| = -x \quad (-\infty < x \le 1, y > 0)
    undefined   w\bar w = |w|^2 \quad (-\infty < w < \infty)
    holds       (-1)^{2n} = 1, \quad n = 0, \pm 1, \pm 2, \dots
    fails       (-1)^n = 1 \quad (n = \pm1, \pm2, \cdots)
    undefined   x + x = 2x \quad (x = 0, \pm 1, \pm 2, \dots)
    unreadable  (-1)^{2n} = 1, \quad n = 0, \pm 1, \dots, \pm m
    holds       |x| = x \ (x > 0), \ x + x = 2x
    holds       |x| = x \quad(x > 0), y + y = 2y,\ |x| = -x \quad(x < 0)
    fails       |x| = x \ (x > 0), \ |x| = x
    fails       |x| = x \ (x < 0), \ x + x = 2x
    fails       |x| = x \ (x > 0), \ x + x = 3x
    """,
)
def conditions(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("数", rng.uniform(-2, 2)),
        "y": ("数", rng.uniform(-2, 2)),
        "n": ("正整数", int(rng.integers(1, 8))),
        "m": ("非负整数", int(rng.integers(0, 5))),
        "w": ("复数", complex(rng.normal(), rng.normal())),
        "u": ("向量", rng.normal(size=3)),
    }


@group(
    "several statements",
    r"""
    holds       c = a + b, \quad q = a - b
    fails       c = a + b, \quad q = a + b
    fails       c = a - b, \quad q = a - b
    holds       c = a + b \text{ and } q = a - b
    fails       c = a + b \text{ and } q = a + b
    holds       c = a + b, \text{ 所以 } c - a = b
    fails       c = a + b, \text{ 所以 } c - b = b
    holds       c^2 = (a + b)^2, \text{ 其中 } c = a + b
    fails       c^2 = (a + b)^2, \text{ 其中 } c = a + 2b
    fails       c^2 = (a - b)^2, \text{ 其中 } c = a + b
    holds       c = a + b \\ q = a - b
    fails       c = a + b \\ q = a + b
    holds       \begin{cases} c = a + b \\ q = a - b \end{cases}
    fails       \begin{cases} c = a + b \\ q = b - a \end{cases}
    holds       \left\{ \begin{array}{l} c = a + b \\ q = a - b \end{array} \right.
    fails       \left\{ \begin{array}{l} c = a + b \\ q = b - a \end{array} \right.
    fails       \begin{aligned} |a| &= a \quad (a > 0) \\ |b| &= b \end{aligned}
    holds       \begin{aligned} |a| &= a \quad (a > 0) \\ |b| &= b \quad (b > 0) \end{aligned}
    fails       \begin{aligned} |a| &= a, & a &> 0 \\ |a| &= a, & b &> 0 \end{aligned}
    unreadable  c = a + b \text{ or } c = a - b
    """,
)
def several(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "a": ("数", rng.normal()),
        "b": ("数", rng.normal()),
        "c": ("和", lambda a, b: a + b),
        "q": ("差", lambda a, b: a - b),
    }


@group(
    "rows that go on",
    r"""
    holds       \begin{aligned} (a + b)^3 &= a^3 + 3a^2b \\ &\quad + 3ab^2 + b^3 \end{aligned}
    fails       \begin{aligned} (a + b)^3 &= a^3 + 3a^2b \\ &\quad + 3ab^2 - b^3 \end{aligned}
    fails       \begin{aligned} (a + b)^3 &= a^3 + 3a^2b \\ &\quad + 3ab^2 + b^3 \\ &\quad + 1 \end{aligned}
    holds       \begin{aligned} (a - b)^3 &= a^3 - 3a^2b \\ &\quad + 3ab^2 \\ &\quad - b^3 \end{aligned}
    fails       \begin{aligned} (a - b)^3 &= a^3 - 3a^2b \\ &\quad + 3ab^2 \\ &\quad + b^3 \end{aligned}
    holds       \begin{aligned} 2ac + 2bc &= 2(a \\ &\quad + b)c \end{aligned}
    fails       \begin{aligned} 2ac + 2bc &= 2(a \\ &\quad - b)c \end{aligned}
    holds       \begin{aligned} 2(bc + ac) &= 2\left(a \right. \\ & \left. + b\right)c \\ &= 2ac + 2bc \end{aligned}
    fails       \begin{aligned} 2(bc + ac) &= 2\left(a \right. \\ & \left. + b\right)c \\ &= 2ac + bc \end{aligned}
    holds       \begin{aligned} 2abc &= 2a \\ &\quad \cdot bc \end{aligned}
    fails       \begin{aligned} 2abc &= 2a \\ &\quad \cdot b \end{aligned}
    holds       \begin{aligned} b + a + c &= a + \\ &\quad b + c \end{aligned}
    fails       \begin{aligned} a + b + c &= a - \\ &\quad b + c \end{aligned}
    unreadable  \begin{aligned} & a + b = b + a \\ & -a = c \end{aligned}
    fails       \begin{aligned} a + b &= b + a \\ -a &= c \end{aligned}
    """,
)
def rows(rng: np.random.Generator) -> dict[str, Any]:
    return {"a": ("数", rng.normal()), "b": ("数", rng.normal()), "c": ("数", rng.normal())}


@group(
    "ranges of indices",
    r"""
    fails       s_j = j
    holds       s_j = j \quad (j = 1, 2)
    fails       s_j = j \quad (j = 1, 2, 3)
    fails       s_j = j \quad (j = 1, 2, \dots, 4)
    holds       s_j = 4 \quad (j = 3, 4)
    holds       s_j = 4, \quad j \in \{3, 4\}
    fails       s_j = 4, \quad j \in \{2, 4\}
    fails       s_j \ne s_k
    fails       s_j \ne s_k \quad (j \ne k)
    holds       s_j \le s_k \quad (1 \le j \le k \le 4)
    fails       s_j \ge s_k \quad (1 \le j \le k \le 4)
    fails       s_j = k \quad (1 \le j, k \le 2)
    holds       s_j + k \ge 2 \quad (1 \le j, k \le 2)
    holds       s_j + s_k = s_k + s_j \quad (j, k = 1, 2, \dots, 4)
    holds       s_j = j \quad (j = 2, 1)
    fails       s_j = j \quad \forall j
    holds       s_j \ge 1 \quad \forall j
    undefined   s_j = 4, \quad j \in \{3, 4, 5\}
    holds       s_j = 4 \quad (j = 3, 4, \dots)
    """,
)
def ranges(rng: np.random.Generator) -> dict[str, Any]:
    return {"s_j": ("常数", np.array([1.0, 2.0, 4.0, 4.0])), "x": ("数", rng.normal()), "j, k": ("编号", ...)}


GROUPS = [conditions, several, rows, ranges]
