"""Problems over several letters, under conditions: linear ones, against SciPy's solver, and others."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy

from tests.check.sound_cases import group


@group(
    "problems",
    r"""
    holds       66 = \max_{u, v} 5u + 6v \text{ subject to } 4u + 7v \le 66, 7u + 3v \le 60, u, v \ge 0
    caught      65 = \max_{u, v} 5u + 6v \text{ subject to } 4u + 7v \le 66, 7u + 3v \le 60, u, v \ge 0
    caught      67 = \max_{u, v} 5u + 6v \text{ subject to } 4u + 7v \le 66, 7u + 3v \le 60, u, v \ge 0
    holds       p = \min\{c^{\mathsf T}x : Ax = b, x \ge 0\}
    caught      2p = \min\{c^{\mathsf T}x : Ax = b, x \ge 0\}
    holds       p = \max\{b^{\mathsf T}y : A^{\mathsf T}y \le c\}
    caught      p = \max\{b^{\mathsf T}y : A^{\mathsf T}y \ge c\}
    unreadable  p = \min\{c^{\mathsf T}x : Ax = b, y \ge 0\}
    unreadable  p = \min\{c^{\mathsf T}x + b^{\mathsf T}y : Ax = y\}
    holds       p = \begin{aligned} \min_x\; & c^{\mathsf T}x \\ \text{s.t. } & Ax = b, \\ & x \ge 0. \end{aligned}
    caught      p = \begin{aligned} \max_x\; & c^{\mathsf T}x \\ \text{s.t. } & Ax = b, \\ & x \ge 0. \end{aligned}
    undefined   p = \begin{aligned} \min_x\; & c^{\mathsf T}x \\ \text{s.t. } & Ax = b, \\ & x \le -1. \end{aligned}
    holds       (P)\qquad \begin{array}{r} 2a = \max & 2t_1 - t_2 \\ \text{s.t.} & t_1 \le a, \\ & t_2 \ge 0 \end{array}
    holds       -a = \begin{array}{r} \min & t_1 & - t_2 \\ \text{s.t.} & t_k \ge 0 & k = 1,2 \\ & t_2 \le a \end{array}
    undefined   (0, a, 0) = \arg\min_{(t_1, t_2, t_3)} t_1 - t_2 \quad \text{s.t. } t_1 \ge 0, t_2 \le a
    holds       (0, a) = \arg\min_{(t_1, t_2)} t_1 - t_2 \quad \text{s.t. } t_1 \ge 0, t_2 \le a
    holds       -a = \min_{t_1, t_2} z = t_1 - t_2 \quad \text{s.t. } t_k \ge 0, k = 1, 2, t_2 \le a
    caught      0 = \min_{t_1, t_2} z = t_1 - t_2 \quad \text{s.t. } t_k \ge 0, k = 1, 2, t_2 \le a
    unreadable  66 = \max_{u, v} p = 5u + 6v \text{ s.t. } 4u + 7v \le 66, 7u + 3v \le 60, u, v \ge 0
    unreadable  \max_{u, v} 5u + 6v \text{ s.t. } 4u + 7v \le 66, 7u + 3v \le 60, u, v \ge 0
    unreadable  66 = \max 5u + 6v \text{ s.t. } 4u + 7v \le 66, 7u + 3v \le 60, u, v \ge 0
    holds       \frac{a^2}{2} = \min_{u, v} u^2 + v^2 \quad \text{s.t. } u + v = a
    caught      \frac{a^2}{3} = \min_{u, v} u^2 + v^2 \quad \text{s.t. } u + v = a
    caught      a^2 = \min_{u, v} u^2 + v^2 \quad \text{s.t. } u + v = a
    holds       \min_{u, v} e^{u - a} - u + (v - u)^2 = 1 - a
    caught      \min_{u, v} e^{u - a} - u + (v - u)^2 = 1
    holds       (a, 2a) = \arg\min_{(u, v)} (u - a)^2 + (v - 2u)^2
    caught      (2a, a) = \arg\min_{(u, v)} (u - a)^2 + (v - 2u)^2
    undefined   (a, 2a) = \arg\min_{(u, v)} (u - a)^2
    unreadable  (a, 2a) = \arg\min_{(u, v)} (u - a)^2 + (v - 2u)^2 + a
    holds       (\beta, \gamma) = \operatorname*{argmin}_{w, v} \sum_{i=1}^4 (d_i - w^{\mathsf T}r_i - v)^2
    caught      (\gamma, \beta) = \operatorname*{argmin}_{w, v} \sum_{i=1}^4 (d_i - w^{\mathsf T}r_i - v)^2
    unreadable  \beta = \operatorname*{argmin}_{w, v} \sum_{i=1}^4 (d_i - w^{\mathsf T}r_i - v)^2
    holds       \sum_k t_k = \max_{s_1, s_2, s_3} \sum_k s_k \quad \text{s.t. } s_k \le t_k \quad k = 1, 2, 3
    holds       \sum_k t_k = \max_{s_1, \dots, s_3} \sum_k s_k \quad \text{s.t. } s_k \le t_k, k = 1, \dots, 3
    caught      t_1 + t_2 = \max_{s_1, \dots, s_3} \sum_k s_k \quad \text{s.t. } s_k \le t_k, k = 1, \dots, 3
    undefined   \sum_k t_k = \max_{s_1, \dots, s_3} \sum_k s_k \quad \text{s.t. } s_k \le t_k, k = 1, 2
    undefined   \sum_k t_k = \max_{s_1, \dots, s_3} \sum_k s_k \quad \text{s.t. } s_k < t_k, k = 1, \dots, 3
    unreadable  t_k = \max_{s_1, \dots, s_3} \sum_{i=1}^3 s_i \quad \text{s.t. } s_k \le t_k, \sum_i s_i \le 1
    holds       a = \operatorname*{minimize}_{u} u \text{ subject to } u \ge a
    caught      0 = \operatorname*{minimize}_{u} u \text{ subject to } u \ge a
    holds       0 = \min_u (u - a)^2 + (u - a)^4
    caught      a = \min_u (u - a)^2 + (u - a)^4
    unreadable  (u - a)^4 = \min_u (u - a)^2 + (u - a)^4
    holds       a = \arg\min_u (u - a)^2 + (u - a)^4
    fails       2a = \arg\min_u (u - a)^2 + (u - 2a)^2
    unreadable  a = \arg\min_u (u - a)^2 + v
    holds       2a = \arg\min_u (u - a)^2 \quad \text{s.t. } u \ge 2a \quad \text{for all } k
    caught      a = \arg\min_u (u - a)^2 \quad \text{s.t. } u \ge 2a \quad \text{for all } k
    caught      b = \arg\min_y \lVert y\rVert^2 - b^{\mathsf T}y \quad \text{s.t. } y_k \le 99, k = 1, 2
    holds       0 = \inf_{u, v} (u - a)^2 + (v - 2u)^2
    """,
)
def problems(rng: np.random.Generator) -> dict[str, Any]:
    matrix, x, y = rng.normal(size=(2, 4)), rng.uniform(0.5, 2, size=4), rng.normal(size=2)
    right, costs = matrix @ x, matrix.T @ y + rng.uniform(0.5, 2, size=4)
    rows, data = rng.normal(size=(4, 2)), rng.normal(size=4)
    best = np.linalg.lstsq(np.column_stack([rows, np.ones(4)]), data, rcond=None)[0]
    return {
        "u": ("数", rng.normal()),
        "v": ("数", rng.normal()),
        "a": ("数", rng.uniform(0.5, 2)),
        "t_k": ("数", rng.normal(size=3)),
        "s_k": ("数", rng.normal(size=3)),
        "A": ("矩阵", matrix),
        "x": ("向量", x),
        "y, y_k": ("向量", y),
        "b": ("向量", right),
        "c": ("向量", costs),
        "p": ("最小的费用", float(scipy.optimize.linprog(costs, A_eq=matrix, b_eq=right).fun)),
        "w": ("向量", rng.normal(size=2)),
        "r_i": ("向量", {i + 1: row for i, row in enumerate(rows)}),
        "d_i": ("数据", data),
        r"\beta": ("回归系数", best[:2]),
        r"\gamma": ("截距", float(best[2])),
        "k": ("编号", ...),
        "i": ("编号", ...),
    }


GROUPS = [problems]
