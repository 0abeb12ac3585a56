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

MATRICES = Group(
    "square matrices that are singular or nilpotent",
    Declared({"A, B": "n 阶方阵", "S": "n 阶对称矩阵", "P": "n 阶正定矩阵", "C": "n×m 矩阵", "D": "m 阶方阵"}),
    r"""
    fails       \operatorname{rank}(AB) = \operatorname{rank}(BA)
    fails       \operatorname{rank}(A^2) = \operatorname{rank}A
    fails       \operatorname{rank}(AB) = \min(\operatorname{rank}A, \operatorname{rank}B)
    holds       \operatorname{rank}(S^2) = \operatorname{rank}S
    holds       \operatorname{rank}(AB) \ge \operatorname{rank}A + \operatorname{rank}B - n
    fails       \operatorname{rank}(AB) > \operatorname{rank}A + \operatorname{rank}B - n
    fails       AB = 0 \implies BA = 0
    fails       AB = 0 \implies A = 0 \lor B = 0
    fails       A^2 = 0 \implies A = 0
    unreadable  AB = 0 \implies B^\top A^\top = 0
    holds       \det\begin{pmatrix} A & C \\ C^\top & D \end{pmatrix} = \det A\det(D - C^\top A^{-1}C)
    fails       \det\begin{pmatrix} A & C \\ C^\top & D \end{pmatrix} = \det A\det D - \det(C^\top C)
    holds       (A + B)^{-1} = A^{-1} - A^{-1}(A^{-1} + B^{-1})^{-1}A^{-1}
    """,
)

PRINTED = Group(
    "square matrices whose sizes are numbers",
    Declared({"A, B": "矩阵 3×3", "C": "矩阵 2×3"}),
    r"""
    fails       \operatorname{rank}(AB) = \operatorname{rank}(BA)
    fails       A^2 = 0 \implies A = 0
    holds       \operatorname{rank}(CA) \le \operatorname{rank}A
    """,
)

STEPS = Group(
    "conditions that bound a number by an expression of what else is drawn",
    Declared(
        {
            "A": "n 阶正定矩阵",
            r"\eta": "正实数",
            "x, y": "实数",
            "z": "复数",
            "L": r"= \lVert A\rVert_2",
            "w": "n 维向量",
        },
    ),
    r"""
    holds       \lVert I - \eta A\rVert_2 < 1, \quad \eta < \frac{2}{\lVert A\rVert_2}
    fails       \lVert I - \eta A\rVert_2 < 1, \quad \eta < \frac{3}{\lVert A\rVert_2}
    holds       \lVert I - \eta A\rVert_2 < 1, \quad 0 < \eta < 2/L
    fails       \lVert I - \eta A\rVert_2 < 1, \quad 0 < \eta < 4/L
    holds       \sqrt{\sin y - x} \ge 0, \quad x \le \sin y
    fails       \ln(e^y - x) = y, \quad x < e^y
    fails       x^2 \ge 0, \quad L > 1
    fails       \lVert w\rVert \ge 0, \quad w^\top w < L
    holds       L - \lVert w\rVert > 0, \quad \lVert w\rVert < L
    holds       \left|\frac{1}{1 - z}\right| \le 1, \quad \operatorname{Re} z \le 0
    fails       |1 + z| \le 1, \quad \operatorname{Re} z \le 0
    holds       \left|1 + z\right| \ge 1 - |z|, \quad |z| < 1
    fails       |1 + z| \ge 1, \quad |z| < x^2
    """,
)

EVEN = Group(
    "what is false at n = 1 though the numbers are generic, or where a range ends",
    Declared(
        {"u, v": "n 维向量", "A": "n 阶方阵", "M": "m×n 矩阵", "P": "n 阶正定矩阵", r"\eta": "正实数", "x": "实数"}
    ),
    r"""
    fails       (u^\top v)^2 < (u^\top u)(v^\top v), \quad u \ne v
    fails       \operatorname{rank}(uv^\top) < n
    fails       \operatorname{rank}M < \max(m, n)
    holds       \operatorname{rank}(uv^\top) < n, \quad n \ge 2
    fails       \lVert A\rVert_F > \lVert A\rVert_2, \quad A \ne 0
    caught      \lVert I - \eta P\rVert_2 < 1, \quad \eta \le \frac{2}{\lVert P\rVert_2}
    holds       \lVert I - \eta P\rVert_2 \le 1, \quad \eta \le \frac{2}{\lVert P\rVert_2}
    holds       \lVert I - \eta P\rVert_2 < 1, \quad \eta \le \frac{1}{\lVert P\rVert_2}
    caught      x^2 < \eta^2, \quad -\eta \le x \le \eta
    """,
)

MEETINGS = Group(
    "implications that are false where letters are opposite only, and whole logarithms",
    Declared({"x, y, z": "实数", "a": "正数", "n": "正整数"}),
    r"""
    fails       x^2 = y^2 \iff x = y
    fails       x^2 = z^2 \implies x = z
    fails       |x| = |y| \implies x = y
    fails       x + y = 0 \implies x = y
    holds       x^2 = y^2 \iff |x| = |y|
    holds       x^4 = y^4 \implies x^2 = y^2
    holds       \lfloor\log_2 8\rfloor = 3
    holds       2^{\lfloor\log_2 n\rfloor} \le n
    fails       2^{\lfloor\log_2 n\rfloor} < n
    holds       \lceil\log_2(n + 1)\rceil = \lfloor\log_2 n\rfloor + 1
    fails       \lceil\log_2 n\rceil = \lfloor\log_2 n\rfloor + 1
    fails       \lfloor\lg n\rfloor = \lceil\lg n\rceil - 1
    """,
)

SOLVED = Group(
    "implications whose premise is met elsewhere than where letters are alike",
    Declared({"x, y": "正数", "a, b": "实数"}),
    r"""
    fails       x^3 - x = y^3 - y \implies x = y
    holds       x^3 + x = y^3 + y \implies x = y
    fails       a^4 - a = b^4 - b \implies a = b
    caught      a^4 - a = b^4 - b \implies a \ge b
    holds       a^3 + a = b^3 + b \implies a \ge b
    holds       a = b \implies \frac{a}{1 + b^2} = \frac{b}{1 + a^2}
    holds       \begin{cases} x > y \\ y > a \end{cases} \implies x > a
    fails       \begin{cases} x > y \\ y > a \end{cases} \implies y^2 > a^2
    holds       \left\{\begin{array}{l} a + b > 0 \\ ab > 0 \end{array}\right. \iff a > 0 \land b > 0
    holds       x > 1, y > 1 \implies \begin{cases} x + y > 2 \\ xy > 1 \end{cases}
    unreadable  \begin{cases} x = 1, & a > 0 \\ y = 2, & a < 0 \end{cases} \implies x = y
    """,
)

FAR = Group(
    "what has a value, and is too large, or neared and not taken; ∇ of what follows from x, y, z",
    Declared({"x, y, z": "实数", r"\mathbf r": "= (x, y, z)", "p": "素数", "k": "正整数", r"\varphi(n)": "欧拉函数"}),
    r"""
    holds       \varphi(p^k) = p^k - p^{k-1}
    fails       \varphi(p^k) = p^k - p^{k-1} + 1
    unreadable  \varphi(2^{100}) = 2^{99}
    unreadable  \sup_x \tanh x = 1
    undefined   \max_x \tanh x = 1
    holds       \nabla\frac{1}{|\mathbf r|} = -\frac{\mathbf r}{|\mathbf r|^3}
    fails       \nabla\frac{1}{|\mathbf r|} = -\frac{\mathbf r}{|\mathbf r|^2}
    unreadable  \nabla^2\frac{1}{|\mathbf r|} = 0
    unreadable  \nabla (xy) = (y, x)^\top
    unreadable  \oint_{|w|=1} \bar w\,dw = 2\pi
    unreadable  \sum_{m=1}^\infty \left(\frac{1}{2^m} + e^{-(m - 5000)^2}\right) = 1
    unreadable  \sum_{m=1}^\infty \frac{1}{1 + (2m - 10^4)^4} < 1
    holds       \sum_{m=1}^\infty \frac{1}{(m + 100)(m + 101)} = \frac{1}{101}
    """,
)

GROUPS = (EVEN, MEETINGS, SOLVED, FAR, SIZE_1, ARGUMENTS, MATRICES, PRINTED, STEPS)
