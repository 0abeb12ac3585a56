"""Which name of the notation a symbol is: what stands above and below it, and how many arguments it has."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "primes and stars",
    r"""
    exact       x' = x + h
    exact       x^\prime = x + h
    exact       x^{\prime} = x + h
    fails       x' = x
    exact       x'^2 = x^2 + 2xh + h^2
    fails       x'^2 = x^2
    exact       x'x = x^2 + hx
    exact       x'' = x' + h
    fails       x'' = x'
    unreadable  x''' = x'' + h
    unreadable  h' = h
    exact       \hat x' = 2x'
    exact       \hat{x}' = 2x'
    fails       \hat x' = 2x
    unreadable  \hat x = 2x
    exact       \theta^* = 3\theta
    fails       \theta^* = \theta
    unreadable  \theta^{**} = \theta
    unreadable  h^* = h
    exact       y_1' = 2y_1
    exact       y'_1 = 2y_1
    exact       y_k' = 2y_k
    fails       y_k' = y_k
    fails       y_1' = 2y_2
    exact       (y')^\top y = 2y^\top y
    exact       y'^\top y = 2y^\top y
    fails       y'^\top y = y^\top y
    exact       x_{\text{new}} = x + 2h
    exact       x_{\mathrm{new}} = x + 2h
    fails       x_{\text{new}} = x
    unreadable  x_{\text{old}} = x
    holds       x_{new} = x + 2h
    exact       x^{\text{new}} = x + 3h
    fails       x^{\text{new}} = x_{\text{new}}
    unreadable  x^{\text{old}} = x
    exact       x^{(0)} = x - h
    fails       x^{(0)} = x
    unreadable  x^{(1)} = x
    exact       g'(x) = 5x
    fails       g'(x) = 2x
    unreadable  g''(x) = 2
    exact       g(x) = x^2
    holds       f'(x) = 3x^2
    fails       f'(x) = 5x
    """,
)
def primes(rng: np.random.Generator) -> dict[str, Any]:
    x, h, theta = rng.uniform(1, 2, size=3)
    y = rng.normal(size=3)
    return {
        "x": ("旧值", x),
        "h": ("步长", h),
        "x'": ("新值", lambda x, h: x + h),
        "x''": ("再新的值", lambda x, h: x + 2 * h),
        r"\hat x'": ("估计", lambda x, h: 2 * (x + h)),
        r"\theta": ("参数", theta),
        r"\theta^*": ("最优参数", lambda theta: 3 * theta),
        "y, y_k": ("向量", y),
        "y', y_k'": ("另一个向量", lambda y: 2 * y),
        r"x_{\text{new}}": ("新值", lambda x, h: x + 2 * h),
        r"x^{\text{new}}": ("新值", lambda x, h: x + 3 * h),
        "x^{(0)}": ("初值", lambda x, h: x - h),
        "g(x)": ("函数", lambda x: x**2),
        "g'(x)": ("另一个函数", lambda x: 5 * x),
        "f(x)": ("函数", lambda x: x**3),
        "k": ("编号", ...),
    }


@group(
    "accents and fonts",
    r"""
    exact       \hat x = x + 1
    exact       \widehat x = x + 1
    exact       \widehat{x} = x + 1
    fails       \hat x = x
    fails       \hat x = \tilde x
    exact       \tilde x = x + 2
    exact       \bm v\cdot\boldsymbol v = \mathbf v\cdot\mathbf v + 2\mathbf v^\top\bm w + \bm w^\top\bm w
    fails       \bm v\cdot\bm v = \mathbf v\cdot\mathbf v
    exact       \hat{\bm v} = 2\bm v
    exact       \hat{\boldsymbol{v}} = 2\boldsymbol v
    unreadable  \hat{\mathbf v} = 2\mathbf v
    exact       \underline x = x - 1
    fails       \underline x = x
    exact       \mathscr L = 2\mathcal L
    fails       \mathscr L = \mathcal L
    exact       \ddot q = \dot q - 1
    fails       \ddot q = \dot q
    exact       \Delta x = x_1 - x_0
    exact       \Delta{x} = x_1 - x_0
    exact       \frac{\Delta y}{\Delta x}\Delta x = \Delta y
    fails       \Delta y = \Delta x
    exact       \Delta x^2 = x_1^2 - 2x_0x_1 + x_0^2
    fails       \Delta x^2 = x_1^2 - x_0^2
    exact       x_0 + \Delta x = x_1
    fails       \Delta x = \Delta\cdot x
    exact       \Delta\cdot q = \Delta q
    exact       \Delta = 7
    """,
)
def accents(rng: np.random.Generator) -> dict[str, Any]:
    x0, x1, y = rng.normal(size=3)
    v, w = rng.normal(size=(2, 3))
    return {
        "x": ("数", x0),
        r"\hat x": ("估计", lambda x: x + 1),
        r"\tilde x": ("另一个估计", lambda x: x + 2),
        r"\underline x": ("下界", lambda x: x - 1),
        r"\mathbf v": ("向量", v),
        r"\bm w": ("向量", w),
        r"\bm v": ("向量", lambda mathbf_v, boldsymbol_w: mathbf_v + boldsymbol_w),
        r"\hat{\bm v}": ("向量", lambda boldsymbol_v: 2 * boldsymbol_v),
        r"\mathcal L": ("损失", y),
        r"\mathscr L": ("另一个损失", lambda mathcal_L: 2 * mathcal_L),
        "q": ("数", y),
        r"\dot q": ("数", x0),
        r"\ddot q": ("数", lambda q_dot: q_dot - 1),
        "x_0": ("起点", x0),
        "x_1": ("终点", x1),
        r"\Delta x": ("增量", lambda x_0, x_1: x_1 - x_0),
        r"\Delta y": ("增量", y),
        r"\Delta": ("判别式", 7),
    }


@group(
    "d beside what differentiates",
    r"""
    exact       d = 2r
    fails       d = r
    exact       d^2 = 4r^2
    holds       \mathrm d(r^2) = 2r\,\mathrm dr
    holds       \mathrm{d}(r^2) = 2r\mathrm{d}r
    fails       \mathrm d(r^2) = r\,\mathrm dr
    fails       d(r^2) = 2r\,\mathrm dr
    exact       d(r^2 + 1) = dr^2 + d
    exact       dr = 2r^2
    holds       \frac{\mathrm d}{\mathrm dr} r^2 = d
    unreadable  \frac{dr}{dr} = 1
    """,
)
def letter_d(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "r": ("半径", rng.uniform(1, 2)),
        "d": ("直径", lambda r: 2 * r),
        r"\mathrm d": ("独立的变量", ["r"]),
    }


@group(
    "one letter at several arities",
    r"""
    exact       f(x) = x^2
    exact       f(x, y) = x + 2y
    fails       f(x) = x + 2y
    fails       f(x, y) = f(y, x)
    exact       f(3) = 9
    exact       f(x, 0) = x
    unreadable  f(x, y, 1) = 1
    unreadable  f = x^2
    exact       f_1 + f_2 = f_2 + f_1 + f(0)
    fails       f_1 = f_2
    exact       \sum_{k=1}^2 f_k = f_1 + f_2
    holds       A_{1,2} = A_{2,1} + A_1
    unreadable  A_{12} = A_{2,1} + A_1
    fails       A_{1,2} = A_{2,1}
    unreadable  A = 1
    holds       A_i = i
    fails       A_{ij} = A_{ji}
    unreadable  A_{12} = A_1A_2 - 2 + A_{2k}
    exact       u = 5
    fails       u_1 = u
    exact       u_i^2 - u_iu_i + u = 5
    holds       w = u_1 + u
    fails       w = u_2 + u
    exact       K(x, y; \theta) = x + 2y + \theta
    unreadable  K(x; y; \theta) = x + 2y + \theta
    unreadable  K(x, y, \theta) = x + 2y + \theta
    exact       p(x \mid \theta) = x\theta^2
    exact       p(x | \theta) = x\theta^2
    fails       p(x \mid \theta) = p(\theta \mid x)
    exact       p(x, \theta) = 7x
    fails       p(x, \theta) = p(x \mid \theta)
    holds       p(|x| \mid \theta) = |x|\theta^2
    exact       q(x) = 1
    exact       q(y) = 2
    fails       q(x) = q(y)
    unreadable  q(3) = 1
    unreadable  q(x + y) = 1
    """,
)
def arities(rng: np.random.Generator) -> dict[str, Any]:
    a = rng.normal()
    return {
        "x": ("数", rng.normal()),
        "y": ("数", rng.normal()),
        r"\theta": ("参数", rng.uniform(1, 2)),
        "f(x)": ("一元函数", lambda x: x**2),
        "f(x, y)": ("二元函数", lambda x, y: x + 2 * y),
        "f_i": ("数列", rng.normal(size=2)),
        "A_{ij}": ("矩阵", np.array([[1, a + 1], [a, 0]])),
        "A_k": ("数列", np.array([1, 2])),
        "u": ("数", 5),
        "u_i": ("数列", rng.normal(size=4)),
        "w": ("首项与数之和", lambda u, u_i: u_i[0] + u),
        r"K(x, y; \theta)": ("核", lambda x, y, theta: x + 2 * y + theta),
        r"p(x \mid \theta)": ("条件密度", lambda x, theta: x * theta**2),
        r"p(x, \theta)": ("联合密度", lambda x, theta: 7 * x),
        "q(x)": ("密度", lambda x: 1),
        "q(y)": ("密度", lambda y: 2),
        "i, j, k": ("编号", ...),
    }


@group(
    "indices above",
    r"""
    exact       a^{[2]} = W^{[2]}a^{[1]}
    fails       a^{[2]} = a^{[1]}
    exact       a^{[l]} = W^{[l]}a^{[l-1]}
    fails       a^{[l]} = W^{[l]}a^{[l]}
    exact       a^{[2]}_i = \sum_j W^{[2]}_{ij}a^{[1]}_j
    exact       a^{[2]\top}a^{[2]} = a^{[2]}\cdot a^{[2]}
    exact       W^{[2]\top}a^{[2]} = a^{[2]}_1(W^{[2]})^\top e + a^{[2]}_2(W^{[2]})^\top f
    fails       W^{[2]\top}W^{[2]} = W^{[2]}W^{[2]}
    unreadable  a^{(2)} = a^{[2]}
    holds       b^{[1](2)} = b^{[2](1)} + 1
    fails       b^{[1](2)} = b^{[2](1)}
    unreadable  b^{(1)[2]} = 1
    exact       \sum_i x^i y_i = x^1y_1 + x^2y_2
    fails       \sum_i x^i y_i = x^1y_1 + x^1y_2
    holds       y_i = \sum_j g_{ij}x^j
    holds       x^i = \sum_j g^{ij}y_j + (x^i - \sum_j g^{ij}y_j)
    holds       x^i = \sum_j g^{ij}y_j
    fails       x^i = \sum_j g_{ij}y_j
    holds       G^i_{jk} = G^i_{kj}
    holds       G_{jk}^i = G^i_{kj}
    fails       G^i_{jk} = G^j_{ik}
    exact       (x^1)^2 = x^1x^1
    fails       x^2 = x^1x^1
    exact       s^2 = ss
    unreadable  w^2 = w^1w^1
    exact       w^\top w = \sum_i w^iw^i
    fails       w^i = w^j
    """,
)
def above(rng: np.random.Generator) -> dict[str, Any]:
    weights = rng.normal(size=(2, 2))
    g = np.array([[2.0, 1.0], [1.0, 3.0]])
    table = rng.normal(size=(2, 2, 2))
    return {
        "W^{[l]}, W_{ij}^{[l]}": ("权重", {2: weights}),
        "a^{[l]}, a_i^{[l]}": ("输出", lambda W, z, l: z if l == 1 else W[l] @ z),
        "z": ("输入", rng.normal(size=2)),
        "b^{[l](i)}": ("偏置", {(1, 2): 4, (2, 1): 3}),
        "x^i": ("逆变分量", rng.normal(size=2)),
        "g_{ij}": ("度量", g),
        "g^{ij}": ("逆度量", np.array([[3.0, -1.0], [-1.0, 2.0]]) / 5),
        "y_i": ("协变分量", lambda x: g @ x),
        "G^i_{jk}": ("联络", table + table.transpose(0, 2, 1)),
        "s": ("数", rng.normal()),
        "w, w^i": ("向量", rng.normal(size=2)),
        "e": ("单位向量", np.array([1, 0])),
        "f": ("单位向量", np.array([0, 1])),
        "i, j, k": ("编号", ...),
        "l": ("层", range(2, 3)),
    }


@group(
    "functions with a parameter",
    r"""
    exact       f_\theta(x) = \theta x + 1
    fails       f_\theta(x) = x + 1
    exact       f_{\theta + 1}(x) = f_\theta(x) + x
    holds       \frac{\partial}{\partial\theta} f_\theta(x) = x
    fails       \frac{\partial}{\partial\theta} f_\theta(x) = \theta
    exact       g_w(x) = w_1x + w_2
    fails       g_w(x) = w_2x + w_1
    holds       h_n(x) = x^n
    undefined   h_{1/2}(x) = x
    holds       \phi_{jk}(x) = jx + k
    fails       \phi_{jk}(x) = kx + j
    """,
)
def parameters(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("数", rng.normal()),
        r"\theta": ("参数", rng.normal()),
        "w, w_i": ("参数", rng.normal(size=2)),
        r"f_\theta(x)": ("模型", lambda theta, x: theta * x + 1),
        "g_w(x)": ("模型", lambda w, x: w[0] * x + w[1]),
        "h_n(x)": ("单项式", lambda n, x: x**n),
        r"\phi_{jk}(x)": ("一族函数", lambda j, k, x: j * x + k),
        "n": ("次数", range(1, 5)),
        "j, k": ("编号", range(1, 4)),
        "i": ("编号", ...),
    }


@group(
    "an italic T above, T free",
    r"""
    holds       (AB)^T = B^TA^T
    fails       (AB)^T = A^TB^T
    fails       A^T = A
    exact       v^Tv = v\cdot v
    exact       v^{T}Av = v\cdot Av
    holds       A^{-T} = (A^T)^{-1}
    holds       A^{-\top}A^\top v = v
    fails       A^{-T} = A^{-1}
    unreadable  x^T = x
    unreadable  x^Tx = xx
    """,
)
def free_t(rng: np.random.Generator) -> dict[str, Any]:
    A, B = rng.normal(size=(2, 3, 3))
    return {"A": ("矩阵", A), "B": ("矩阵", B), "v": ("向量", rng.normal(size=3)), "x": ("数", rng.normal())}


@group(
    "an italic T above, T bound",
    r"""
    holds       x^T = x^{T-1}x
    fails       x^T = x
    exact       v^Tv = v\cdot v
    fails       v^Tv = Tv\cdot v
    unreadable  A^T = A
    unreadable  A^T = AA^{T-1}
    exact       W^Tv = W^{\mathsf T}v
    unreadable  A^{-T} = A
    """,
)
def bound_t(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "A": ("矩阵", rng.normal(size=(3, 3))),
        "W": ("矩阵", rng.normal(size=(3, 2))),
        "v": ("向量", rng.normal(size=3)),
        "x": ("数", rng.uniform(1, 2)),
        "T": ("时长", int(rng.integers(2, 6))),
    }


@group(
    "decoration",
    r"""
    exact       \boxed{(x + y)^2 = x^2 + 2xy + y^2}
    fails       \boxed{(x + y)^2 = x^2 + y^2}
    exact       2\boxed{x + y} = 2x + 2y
    fails       2\boxed{x + y} = 2x + y
    exact       \boxed{xy}^2 = x^2y^2
    exact       \textcolor{red}{xy}^2 = xyy
    fails       \textcolor{red}{xy}^2 = x^2y^2
    exact       \underbrace{x^2 + 2xy}_{\text{前两项}} + y^2 = (x + y)^2
    fails       \underbrace{x^2 + 2xy}_{\text{前两项}} - y^2 = (x + y)^2
    unreadable  \underbrace{x + y}_{\text{和}}x = x^2 + xy
    unreadable  \underbrace{x + y}_{2} = x + y
    unreadable  \underbrace{x - x}_{\text{零}} + y = y
    unreadable  \underbrace{xx}_{\text{two copies}} = x^2
    unreadable  \underbrace{x}_{\text{= 0}} = x + 0
    exact       x + \phantom{y} y = \color{blue} y + x
    exact       (x + y)^2 \stackrel{\text{def}}{=} x^2 + 2xy + y^2
    fails       (x + y)^2 \stackrel{\text{def}}{=} x^2 + y^2
    exact       (x + y)^2 \overset{(1)}{=} x^2 + 2xy + y^2
    unreadable  (x + y)^2 \stackrel{?}{=} x^2 + 2xy + y^2
    unreadable  (x + y)^2 \overset{d}{=} x^2 + 2xy + y^2
    exact       (x + y)^2 \equiv x^2 + 2xy + y^2
    fails       (x + y)^2 \equiv x^2 + y^2
    exact       (x + y)^2 \triangleq x^2 + 2xy + y^2
    fails       (x + y)^2 \triangleq x^2 + y^2
    exact       (x + y)^2 \coloneqq x^2 + 2xy + y^2
    exact       x^2 + 2xy + y^2 =: (x + y)^2
    fails       x^2 + y^2 =: (x + y)^2
    """,
)
def decoration(rng: np.random.Generator) -> dict[str, Any]:
    return {"x": ("数", rng.normal()), "y": ("数", rng.normal())}


GROUPS = [primes, accents, letter_d, arities, above, parameters, free_t, bound_t, decoration]
