"""Declared vectors with a single entry, and matrices that are singular or nilpotent: what is false of these only."""

from __future__ import annotations

from tests.check.declared import Declared
from tests.check.sound_cases import Group

SIZE_1 = Group(
    "vectors that may have a single entry",
    Declared(
        {
            "n": "正整数 1..9",
            "z, w": "n 维向量",
            "A": "n 阶方阵",
            "i, j": "编号",
            r"\mu": r"= \frac1n\mathbf 1^\top w",
            "p(z)": r"= \frac{e^z}{\mathbf 1^\top e^z}",
        }
    ),
    r"""
    fails       \lVert p(z)\rVert_2 < 1
    holds       \lVert p(z)\rVert_2 \le 1
    fails       p(z)^\top p(z) \ne 1
    holds       \mathbf 1^\top w = n\mu
    holds       \mathbf 1^\top w + 3 = \sum_{i=1}^n w_i + 3
    fails       \mathbf 1^\top w + 3 = \sum_{i=1}^n w_i + 4
    holds       \frac{\partial\mu}{\partial w_i} = \frac1n
    fails       \frac{\partial\mu}{\partial w_i} = 0
    holds       \nabla_w \mu = \frac1n\mathbf 1
    holds       (w + w)_i = 2w_i
    holds       (A^2)_{ij} = \sum_{k=1}^n A_{ik}A_{kj}
    fails       (A^2)_{ij} = A_{ij}^2
    holds       (AA^\top)_{ii} \ge 0
    unreadable  \frac{\mathbf 1^\top\mathbf 1}{n} = 1
    """,
)

ARGUMENTS = Group(
    "functions that are formulas of a vector's entries",
    Declared(
        {
            "z": "n 维向量",
            "x": "实数",
            "i": "编号",
            "f(z)": r"= \sum_{i=1}^n z_i^2 + z_1",
            "g(z)": r"= \frac{e^z}{\sum_{i=1}^n e^{z_i}}",
            "h(x)": "= x_1 + 1",
        }
    ),
    r"""
    holds       f(z) = z^\top z + z_1
    fails       f(z) = z^\top z - z_1
    holds       \sum_{i=1}^n g(z)_i = 1
    fails       \sum_{i=1}^n g(z)_i = n
    holds       \frac{\partial f(z)}{\partial z_2} = 2z_2, \quad n \ge 2
    unreadable  h(x) = x + 1
    """,
)

GROUPS = (SIZE_1, ARGUMENTS)
