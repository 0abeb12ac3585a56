"""Hessian matrices as fractions, ∂ with a letter before a coefficient and a sum, lists that end in dots."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "hessians, and sums after a coefficient",
    r"""
    holds       \partial_w \frac{1}{3} \sum_{i=1}^3 h(v_i, w) = \frac{2w}{3}\sum_{i=1}^3 v_i
    fails       \partial_w \frac{1}{3} \sum_{i=1}^3 h(v_i, w) = \frac{w}{3}\sum_{i=1}^3 v_i
    unreadable  \partial_w \frac{1}{w} \sum_{i=1}^3 h(v_i, w) = \sum_{i=1}^3 v_i
    holds       (-1)^{2k} = 1, \quad k = 1, 2...
    fails       (-1)^{k} = 1, \quad k = 1, 2...
    """,
)
def hessians(rng: np.random.Generator) -> dict[str, Any]:
    half = rng.normal(size=(3, 3))
    matrix = half + half.T
    return {
        r"\mathbf x": ("向量", rng.normal(size=3)),
        "y": ("向量", rng.normal(size=3)),
        "A": ("对称矩阵", matrix),
        r"f(\mathbf x)": ("二次型", lambda x: x @ matrix @ x / 2),
        r"g(\mathbf x, y)": ("二元的", lambda x, y: (x @ matrix @ x / 2) * (y @ y)),
        r"\partial": ("分母布局", "denominator"),
        "v_i": ("数据", rng.normal(size=3)),
        "w": ("权", float(rng.uniform(0.5, 2))),
        "h(v, w)": ("损失", lambda v, w: v * w * w),
        "i": ("编号", ...),
        "k": ("编号", range(1, 6)),
    }


@group(
    "subject to",
    r"""
    holds       -\|b\| = \min_{x} b^\top x \quad \text{ s.t. } \|x\|_2 = 1
    fails       \|b\| = \min_{x} b^\top x \quad \text{ s.t. } \|x\|_2 = 1
    holds       -\frac{b}{\|b\|} = \underset{x}{\arg \min } b^\top x \text { s.t. }\|x\|_2=1
    fails       \frac{b}{\|b\|} = \underset{x}{\arg \min } b^\top x \text { s.t. }\|x\|_2=1
    holds       2a = \min C \quad \text{subject to } C \ge a, C \ge 2a
    fails       a = \max C \quad \text{subject to } C \ge 0, C \le 3a
    unreadable  \min C = a \quad \text{subject to } C \ge a
    holds       2a = \min 2C \quad \text{subject to } C \ge a
    caught      a = \min 2C \quad \text{subject to } C \ge a
    holds       \min_C (C^2 + 2aC) = -a^2
    unreadable  \min_C C^2 + 2aC = 2aC
    unreadable  \arg\min_{C} (C - a)^2 + C = a + C
    unreadable  \arg\min_{C} (C - a)^2 + a = 2a
    holds       \min_C (C - a)^2 + a = a
    holds       c_{|D'} + c_{|D^{\prime}} = 2c_{|D'}
    fails       c_{|D'} = c_{|D}
    """,
)
def subject_to(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("向量", rng.normal(size=2)),
        "b": ("向量", rng.normal(size=2)),
        "C": ("数", float(rng.uniform(0, 3))),
        "a": ("数", float(rng.uniform(1, 2))),
        "c_{|D}": ("数", float(rng.uniform(1, 2))),
        "c_{|D'}": ("数", float(rng.uniform(3, 4))),
    }


GROUPS = [hessians, subject_to]
