"""Inequalities that are false for few of the numbers that may be drawn, and those that come as near and are true."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.declared import Declared
from tests.check.sound_cases import Group, group


@group(
    "tight inequalities",
    r"""
    caught      x^2 - x + 0.2499 > 0
    holds       x^2 - x + 0.25 \ge 0
    caught      x^2 > 0
    holds       x^2 > 0 \quad (x \ne 0)
    caught      x^2 + y^2 > 2xy
    caught      x^2 + y^2 \ge 2.001xy
    holds       x^2 + y^2 \ge 2xy
    caught      (x^2 - 2)^2 > 0
    caught      (x^2 - 2)^2 + (y - 1)^2 \ge 10^{-3}
    caught      \frac{a + b}{2} \ge 1.0001\sqrt{ab}
    caught      \frac{a + b}{2} > \sqrt{ab}
    holds       \frac{a + b}{2} \ge \sqrt{ab}
    caught      \frac{a}{b} + \frac{b}{a} \ge 2.0001
    caught      e^x \ge 1.0001 + x
    holds       e^x \ge 1 + x
    caught      \sin x \le 0.9999
    caught      \sin x < 1
    caught      x > 2 \implies x^2 > 4.001
    holds       x > 2 \implies x^2 > 4
    caught      u^{\mathsf T}v \le 0.999\lVert u\rVert\lVert v\rVert
    holds       u^{\mathsf T}v \le \lVert u\rVert\lVert v\rVert
    caught      \sum_k p_k^2 \ge \frac{1.001}{n}
    holds       \sum_k p_k^2 \ge \frac{1}{n}
    caught      \sum_k p_k\ln\frac{p_k}{q_k} \ge 10^{-4}
    holds       \sum_k p_k\ln\frac{p_k}{q_k} \ge 0
    caught      u^{\mathsf T}Pu \ge 1.001u^{\mathsf T}u
    holds       u^{\mathsf T}Pu \ge u^{\mathsf T}u
    caught      0 \le x^2 < x^2 + (y - 1)^2 - 10^{-4}
    caught      \lfloor x\rfloor < x
    holds       \tanh x < 1
    holds       1 - e^{-x^2} < 1 \quad (x > 0)
    holds       \sqrt{x^2 + 10^{-20}} > x
    """,
)
def tight(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(2, 5))
    A, p, q = rng.normal(size=(n, n)), rng.uniform(0.1, 1, size=n), rng.uniform(0.1, 1, size=n)
    p /= p.sum()  # in place: what was drawn is not what it was
    return {
        "x": ("实数", float(rng.normal() * 1.5)), "y": ("实数", float(rng.normal())),
        "a": ("正数", float(rng.uniform(0.5, 3))), "b": ("正数", float(rng.uniform(0.5, 3))), "n": ("维数", n),
        "u": ("向量", rng.normal(size=n)), "v": ("向量", rng.normal(size=n)), "P": ("对称矩阵", A @ A.T + np.eye(n)),
        "p_k": ("概率", p), "q_k": ("概率", q / q.sum()),
    }  # fmt: skip


@group(
    "strict inequalities whose sides meet where a letter is what is computed",
    r"""
    holds       \lVert h - Xc\rVert \le \lVert h - Xw\rVert
    caught      \lVert h - Xc\rVert < \lVert h - Xw\rVert
    holds       \lVert h - Xc\rVert < \lVert h - Xw\rVert \quad (w \ne c)
    caught      \lVert h - Xc\rVert < \lVert h - Xw\rVert \quad (w \ne 0)
    caught      \lVert w - c\rVert^2 > 0
    holds       \lVert w - c\rVert^2 > 0 \quad (Xw \ne Xc)
    fails       \lVert Xw\rVert > \lVert Xc\rVert \quad (Xw \ne Xc)
    undefined   \lVert w - c\rVert^2 > 0 \quad (w \ne h)
    caught      (x - m)^2 > 0
    holds       (x - m)^2 > 0 \quad (x \ne m)
    """,
)
def computed(rng: np.random.Generator) -> dict[str, Any]:
    X, h, w = np.vstack([np.eye(3), rng.normal(size=(2, 3))]), rng.normal(size=5), rng.normal(size=3)
    return {
        "X": ("满列秩的矩阵", X), "h": ("向量", h), "w": ("向量", w), "x": ("实数", rng.normal()),
        "c": ("最小二乘解", np.linalg.lstsq(X, h, rcond=None)[0]), "m": ("平均数", float(np.mean(h))),
    }  # fmt: skip


DECLARED = Group(
    "tight inequalities of declared letters",
    Declared({"x, y": "实数", "a, b": "正数", "t": "实数 [0, 1]", "n": "正整数"}),
    r"""
    caught      x^2 - x + 0.2499 > 0
    caught      e^x \ge 1.0001 + x
    caught      \sin x \le 0.9999
    caught      x^4 - 2x^2 + 0.999 \ge 0
    holds       x^4 - 2x^2 + 1 \ge 0
    holds       \tanh x < 1
    holds       \tanh x > -1
    unreadable  -t\ln t < \frac{1}{e} \quad (t > 0)
    holds       -t\ln t \le \frac{1}{e} \quad (t > 0)
    unreadable  x + \frac{2}{x} > 2\sqrt 2 \quad (x > 0)
    unreadable  x > 0 \implies x + \frac{2}{x} > 2\sqrt 2
    holds       x + \frac{2}{x} \ge 2\sqrt 2 \quad (x > 0)
    unreadable  (x^2 - 2)^2 > 0
    unreadable  (x^2 - 2)^2 > 0 \quad (x > 1)
    unreadable  (x^2 - 2)^2 > 0 \quad (x \ne 0)
    holds       (x^2 - 2)^2 > 0 \quad (|x| \ne \sqrt 2)
    holds       x^2 + 1 > 2x \quad (x \ne 1)
    fails       x^2 + y^2 > 2xy \quad (x \ne 1)
    unreadable  x^n(1 - x) < \frac{1}{4} \quad (0 < x < 1)
    holds       x^2 > 0 \quad (x > 0)
    holds       \sin x < x \quad (x > 0)
    holds       \sqrt{ab} < \frac{a + b}{2} \quad (a < b)
    holds       \sqrt{ab} < \frac{a + b}{2} \quad (a \ne b)
    holds       \ln x < x - 1 \quad (x > 0, x \ne 1)
    holds       x > y \implies e^x > e^y
    """,
)

GROUPS = (tight, computed, DECLARED)
