"""Other ways of writing the same, and norms, names and cases as notes of machine learning write them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "other spellings",
    r"""
    holds       ||v|| = \sqrt{v^{\mathsf T}v}
    fails       ||v||^2 = \sqrt{v^{\mathsf T}v}
    holds       ||x|| = |x|
    unreadable  ||x| y|| = 1
    holds       \|v\|_1 = \sum_{i=1}^3 |v_i|
    fails       \|v\|_1 = \sum_{i=1}^3 v_i
    holds       \|v\|_\infty = \max_{i} |v_i|
    fails       \|v\|_\infty = \|v\|_1
    holds       \|A\|_{\mathrm F}^2 = \operatorname{tr}(A^{\mathsf T}A)
    fails       \|A\|_{\mathrm F} = \operatorname{tr}(A^{\mathsf T}A)
    unreadable  \|A\|_1 = 1
    fails       \|v\|_3 = 1
    holds       \mathop{\max}\limits_{i} v_i \ge v_1
    fails       \mathop{\max}\limits_{i} v_i < v_1
    holds       {\mathbf{b}}_1 + {x}^2 = \mathbf b_1 + x \cdot x
    fails       {\mathbf{b}}_1 = \mathbf{b}_2
    holds       x\text{cos}(\pi) = -x
    fails       x\text{cos}(\pi) = x
    unreadable  x\text{cosy}(\pi) = -x
    holds       \begin{bmatrix} {m \choose 1} \\ {m \choose m} \end{bmatrix} = \begin{bmatrix} {m} \\ 1 \end{bmatrix}
    fails       \begin{bmatrix} {m \choose 1} \\ {m \choose m} \end{bmatrix} = \begin{bmatrix} 1 \\ {m} \end{bmatrix}
    holds       \dfrac{{\rm d}(x^2)}{{\rm d} x} = 2x
    fails       \dfrac{{\rm d}(x^2)}{{\rm d} x} = 3x
    holds       \sum_{i=0}^{m} \left(\begin{array}{c} m \\ i \end{array}\right) = 2^m
    fails       \sum_{i=0}^{m} \left(\begin{array}{c} m \\ i \end{array}\right) = 2^m + 1
    holds       \left(\begin{array}{c}{m} \\ {2}\end{array}\right) x^{2}y^{m-2} = \frac{m(m-1)}{2} x^2y^{m-2}
    fails       \left(\begin{array}{c}{m} \\ {2}\end{array}\right) x^{2}y^{m-2} = x^2y^{m-2}
    unreadable  \left(\begin{array}{c} m \\ 2 \end{array}\right) x^2 = \frac{m(m-1)}{2} x^2
    holds       \left[\begin{array}{c} v_1 \\ \vdots \\ v_3 \end{array}\right] = v
    fails       \left[\begin{array}{c} v_1 \\ \vdots \\ v_3 \end{array}\right] = 2v
    holds       e^{-\frac{1}{2}||v||^2} = e^{-\frac{1}{2}v^{\mathsf T}v}
    fails       e^{-\frac{1}{2}||v||^2} = e^{-\frac{1}{2}||v||}
    holds       v_{\underset{j}{\arg\max} v_j} = \max_j v_j
    fails       v_{\underset{j}{\arg\max} v_j} = \min_j v_j
    unreadable  v_{\underset{j, k}{\arg\max} v_j} = \min_j v_j
    unreadable  \sum_{g=1}^3 g(v) = 6v
    holds       \sum_j -v_j^2 = -\|v\|^2
    fails       \sum_j -v_j^2 = \|v\|^2
    unreadable  \prod_j -v_j = v_1v_2v_3
    holds       \sum_{n=1}^{n=m} n = \frac{m(m+1)}{2}
    fails       \sum_{n=1}^{n=m} n = \frac{m(m-1)}{2}
    unreadable  \sum_{n=1}^{k=m} n = \frac{m(m-1)}{2}
    holds       g(v)_1 + g(v)_2 = 3v_1 + 3v_2
    fails       g(v)_1 = 3v_2
    unreadable  g(v)_1' = 3v_1
    holds       \begin{aligned} x + x &= 2x & \textcircled{1} \\ &= 3x - x & \quad \textcircled{2} \end{aligned}
    fails       \begin{aligned} x + x &= 2x & \textcircled{1} \\ &= 3x & \textcircled{2} \end{aligned}
    unreadable  x + x = 2x \textcircled{1}
    holds       \begin{aligned} x + x &= 2x \\ & \end{aligned}
    unreadable  \begin{aligned} x + x &= 2x \\ & \\ x &= x \end{aligned}
    holds       \begin{bmatrix} {x} \\ {2x} \end{bmatrix} = x\begin{bmatrix} {1} \\ {2} \end{bmatrix}
    fails       \begin{bmatrix} {x} \\ {2x} \end{bmatrix} = x\begin{bmatrix} {2} \\ {1} \end{bmatrix}
    """,
)
def other_spellings(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x, y": ("数", float(rng.uniform(0.5, 2))),
        "m": ("正整数", int(rng.integers(2, 6))),
        "v, v_j": ("向量", rng.normal(size=3)),
        r"\mathbf{b}_j": ("数", rng.normal(size=3)),
        "A": ("矩阵", rng.normal(size=(2, 3))),
        "g(v)": ("向量值的函数", lambda v: 3 * v),
        "i, j": ("下标", range(1, 4)),
        "d": ("自由变动的量", ["x"]),
    }


@group(
    "names with bars and signs",
    r"""
    holds       f_{Y|X}(y|x)f_X(x) = f(x, y)
    fails       f_{Y|X}(y|x) = f(x, y)
    holds       f_{Y\mid X}(y \mid x) = \frac{f(x, y)}{f_X(x)}
    unreadable  f_{X|Y}(y|x) = f(x, y)
    holds       2D_{KL} + D_{q} = D_{\mathrm{KL}} + D_{\mathrm q} + D_{KL}
    fails       D_{KL} = D_{q}
    unreadable  D_{i} = D_{q}
    unreadable  D_{LK} = D_{q}
    holds       c_{+-} + c_{-+} = c_{-+} + c_{+-}
    fails       c_{+-} = c_{-+}
    unreadable  c_{++} = c_{-+}
    holds       \sum_j A_{i\cdot} = 3A_{i\cdot}
    fails       A_{i\cdot} = A_{\cdot i}
    """,
)
def names(rng: np.random.Generator) -> dict[str, Any]:
    weights = rng.uniform(0.5, 1, size=3)
    return {
        "x": ("数", float(rng.uniform(0.5, 2))),
        "y": ("数", float(rng.uniform(0.5, 2))),
        r"f_{Y|X}(y \mid x)": ("条件密度", lambda y, x: y + x),
        r"f_{\mathrm X}(x)": ("边缘密度", lambda x: 1 + x * x),
        "f(x, y)": ("联合密度", lambda x, y: (x + y) * (1 + x * x)),
        "c_{+-}": ("代价", float(rng.uniform(0.5, 2))),
        "c_{-+}": ("代价", float(rng.uniform(3, 4))),
        r"D_{\mathrm{KL}}": ("散度", float(rng.uniform(3, 4))),
        r"D_{\mathrm q}": ("散度", float(rng.uniform(0.5, 2))),
        r"D_{\mathrm i}": ("散度", float(rng.uniform(0.5, 2))),
        r"A_{i\cdot}": ("行和", weights),
        r"A_{\cdot i}": ("列和", weights + 1),
        "i, j": ("下标", range(1, 4)),
    }


@group(
    "cases",
    r"""
    holds       |x| = \begin{cases} x \quad x \ge 0 \\ -x \quad x < 0 \end{cases}
    fails       |x| = \begin{cases} x \quad x \ge 0 \\ x \quad x < 0 \end{cases}
    unreadable  |x| = \begin{cases} x \quad x \ge 0 \quad x < 1 \\ -x \quad x < 0 \end{cases}
    holds       |x| = \begin{cases} x & x \ge 0 \\ -x & \text{其他情况} \end{cases}
    fails       |x| = \begin{cases} x & x \ge 0 \\ x & \text{其它情况} \end{cases}
    unreadable  |x| = \begin{cases} x & x \ge 0 \\ -x & \text{概率为 } x \end{cases}
    holds       |x| = \left\{\begin{array}{ll} {x,} & {x \ge 0} \\ {-x,} & {x < 0} \end{array}\right.
    holds       |x| = \begin{cases}\begin{array}{ll} x & x \ge 0 \\ -x & \text{otherwise} \end{array}\end{cases}
    fails       |x| = \begin{cases}\begin{array}{ll} x & x < 0 \\ -x & \text{otherwise} \end{array}\end{cases}
    holds       x^2 = \begin{cases} x|x| & x \in [0, \infty), \\ -x|x| & \text{otherwise}. \end{cases}
    fails       x^2 = \begin{cases} x|x| & x \in [1, \infty), \\ -x|x| & \text{otherwise}. \end{cases}
    """,
)
def cases(rng: np.random.Generator) -> dict[str, Any]:
    return {"x": ("数", float(rng.uniform(-2, 2)))}


GROUPS = [other_spellings, names, cases]
