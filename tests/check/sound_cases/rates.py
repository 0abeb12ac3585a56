"""Derivatives by signs: dots, primes, letters below, orders that are letters; ∇ and its kin."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "dots and primes",
    r"""
    holds       \dot q = t\cos t + \sin t
    fails       \dot q = t\cos t
    holds       \ddot p = 6t
    fails       \ddot p = 3t
    holds       \dot s(t) = 4t^3
    holds       \dot s(a) = 4a^3
    fails       \dot s(a) = 4t^3
    holds       \ddot s = 12t^2
    holds       \dot{\mathbf r} = \begin{pmatrix} -\sin t \\ \cos t \end{pmatrix}
    holds       \dot{\mathbf r}\cdot\mathbf r = 0
    fails       \dot{\mathbf r}\cdot\dot{\mathbf r} = 0
    holds       \ddot{\mathbf r} = -\mathbf r
    unreadable  \dot x = 1
    unreadable  \dot f = \sinh x
    holds       w' = 2x
    fails       w' = x
    holds       w'' = 2
    holds       v' = 3ax^2
    fails       v' = x^3
    unreadable  h' = \cos(x - t)
    unreadable  x' = 1
    holds       (\ln x)' = \frac{1}{x}
    fails       (\ln x)' = \frac{1}{x^2}
    holds       (a^x)' = a^x\ln a
    fails       (a^x)' = xa^{x - 1}
    unreadable  (xt)' = t
    holds       (fu)'(x) = f'(x)u(x) + f(x)u'(x)
    fails       (fu)'(x) = f'(x)u'(x)
    holds       (fu)'(a) = f'(a)u(a) + f(a)u'(a)
    fails       (fu)'(a) = f'(x)u(x) + f(x)u'(x)
    holds       (fu)' = f'u + fu'
    holds       (fu)'' = f''u + 2f'u' + fu''
    fails       (fu)'' = f''u + f'u' + fu''
    holds       \left(\frac{f}{u}\right)' = \frac{f'u - fu'}{u^2}
    fails       \left(\frac{f}{u}\right)' = \frac{fu' - f'u}{u^2}
    holds       (wv)' = w'v + wv'
    fails       (wv)' = w'v'
    unreadable  (fg)' = f'g
    """,
)
def signs(rng: np.random.Generator) -> dict[str, Any]:
    return _numbers(rng)


@group(
    "a prime, as the notation says",
    r"""
    holds   h' = -\cos(x - t)
    fails   h' = \cos(x - t)
    holds   (xt)' = x
    """,
)
def prime(rng: np.random.Generator) -> dict[str, Any]:
    return {**_numbers(rng), "'": ("对时间的导数", "t")}


@group(
    "a dot, as the notation says",
    r"""
    holds       \dot w = 2x
    fails       \dot w = x
    unreadable  \dot q = 1
    """,
)
def dot(rng: np.random.Generator) -> dict[str, Any]:
    return {**_numbers(rng), r"\dot": ("对 $x$ 的导数", "x")}


@group(
    "letters below, and orders that are letters",
    r"""
    holds       h_x = \cos(x - t)
    fails       h_t = \cos(x - t)
    holds       h_{xx} = h_{tt}
    fails       h_{xt} = h_{tt}
    holds       g_x(x, y) = 3x^2y^2 + y^4
    holds       g_x(a, t) = 3a^2t^2 + t^4
    fails       g_x(a, t) = 3t^2a^2 + a^4
    holds       g_{xy} = 6x^2y + 4y^3
    fails       g_{xy} = 6x^2y
    holds       \partial_x g = 3x^2y^2 + y^4
    holds       \partial_x\partial_y g(x, y) = g_{yx}
    holds       \partial_{xy} g = g_{xy}
    holds       \partial_x^2 g = 6xy^2
    fails       \partial_x^2 g = (\partial_x g)^2
    holds       \partial_1 g(a, x) = 3a^2x^2 + x^4
    fails       \partial_2 g(a, x) = 3a^2x^2 + x^4
    unreadable  \partial_x g y = 3
    holds       \frac{\mathrm d^2}{\mathrm dx^2} x^3 = 6x
    holds       \frac{d}{dx}\Big[f(x)u(x)\Big] = f'(x)u(x) + f(x)u'(x)
    holds       f^{(n)}(x) = \frac{e^x + (-1)^n e^{-x}}{2}
    fails       f^{(n)}(x) = \frac{e^x - (-1)^n e^{-x}}{2}
    fails       f^{(n)}(x) = f(x)
    holds       u^{(6)}(x) = -\sin x
    fails       u^{(6)}(x) = \sin x
    holds       \frac{d^n}{dx^n} e^{ax} = a^n e^{ax}
    fails       \frac{d^n}{dx^n} e^{ax} = ae^{ax}
    holds       \frac{d^n}{dx^n}\sin x = \sin\left(x + \frac{n\pi}{2}\right)
    fails       \frac{d^n}{dx^n}\sin x = \sin\left(x - \frac{n\pi}{2}\right)
    holds       \frac{\mathrm{d}^n}{\mathrm{d}x^n}(xe^x) = (x + n)e^x
    fails       \frac{\mathrm{d}^n}{\mathrm{d}x^n}(xe^x) = (x + 1)e^x
    holds       \frac{d^n}{dx^n}(f(x)u(x)) = \sum_{k=0}^n \binom{n}{k}f^{(k)}(x)u^{(n-k)}(x)
    fails       \frac{d^n}{dx^n}(f(x)u(x)) = \sum_{k=0}^n f^{(k)}(x)u^{(n-k)}(x)
    holds       \frac{\partial(xy, x - y)}{\partial(x, y)} = -x - y
    fails       \frac{\partial(xy, x - y)}{\partial(x, y)} = x + y
    holds       \frac{\partial(t\cos x, t\sin x)}{\partial(t, x)} = t
    """,
)
def letters(rng: np.random.Generator) -> dict[str, Any]:
    return _numbers(rng)


def _numbers(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("数", rng.uniform(0.5, 2)),
        "y": ("数", rng.normal()),
        "t": ("时间", rng.uniform(0.5, 2)),
        "a": ("数", rng.uniform(1, 2)),
        "f(x)": ("函数", np.cosh),
        "u(x)": ("函数", np.sin),
        "g(x,y)": ("函数", lambda x, y: x**3 * y**2 + x * y**4),
        "s(t)": ("函数", lambda t: t**4),
        "q": ("随 $t$ 而变", lambda t: np.sin(t) * t),
        "p": ("随 $t$ 而变", lambda t: t**3),
        r"\mathbf r": ("圆上一点", lambda t: np.array([np.cos(t), np.sin(t)])),
        "w": ("随 $x$ 而变", lambda x: x**2 + 1),
        "v": ("随 $x$ 与 $a$ 而变", lambda x, a: a * x**3),
        "h": ("波", lambda x, t: np.sin(x - t)),
        "n": ("阶", range(7)),
    }


@group(
    "fields",
    r"""
    holds       \Delta g = \frac{\partial^2 g}{\partial x^2} + \frac{\partial^2 g}{\partial y^2}
    fails       \Delta g = \frac{\partial^2 g}{\partial x^2} - \frac{\partial^2 g}{\partial y^2}
    holds       \nabla^2 g = \frac{\partial^2 g}{\partial x^2} + \frac{\partial^2 g}{\partial y^2}
    fails       \nabla^2 g = 2\frac{\partial^2 g}{\partial x\,\partial y}
    holds       \nabla g = \begin{pmatrix} g_x \\ g_y \end{pmatrix}
    fails       \nabla g = \begin{pmatrix} g_y \\ g_x \end{pmatrix}
    holds       \nabla\cdot\mathbf F = yz + x^2\cos y + y^2
    fails       \nabla\cdot\mathbf F = yz + x^2\cos y
    holds       \nabla\cdot\mathbf F(x, y, z) = yz + x^2\cos y + y^2
    holds       \operatorname{div}\mathbf F = yz + x^2\cos y + y^2
    holds       \nabla\times\mathbf F = \begin{pmatrix} 2yz \\ xy \\ 2x\sin y - xz \end{pmatrix}
    fails       \operatorname{curl}\mathbf F = \begin{pmatrix} 2yz \\ -xy \\ 2x\sin y - xz \end{pmatrix}
    holds       \nabla\cdot(\nabla\times\mathbf F) = 0
    fails       \nabla\times(\nabla\times\mathbf F) = 0
    holds       \nabla\times\nabla k = 0
    fails       \nabla\times\mathbf F = 0
    holds       \nabla\cdot\nabla k = \Delta k
    holds       \nabla(k^2) = 2k\nabla k
    fails       \nabla(k^2) = 2\nabla k
    holds       \nabla\cdot(k\mathbf F) = k\nabla\cdot\mathbf F + \mathbf F\cdot\nabla k
    fails       \nabla\cdot(k\mathbf F) = k\nabla\cdot\mathbf F
    holds       \nabla\times(k\mathbf F) = k\nabla\times\mathbf F + \nabla k\times\mathbf F
    fails       \nabla\times(k\mathbf F) = k\nabla\times\mathbf F + \mathbf F\times\nabla k
    holds       \nabla\times(\nabla\times\mathbf F) = \nabla(\nabla\cdot\mathbf F) - \Delta\mathbf F
    fails       \nabla\times(\nabla\times\mathbf F) = \nabla(\nabla\cdot\mathbf F) + \Delta\mathbf F
    holds       \nabla\cdot\mathbf G(\mathbf r) = r_2 + 2r_2r_3 - 3r_3^2
    holds       \nabla\cdot\mathbf G = \operatorname{tr} J_{\mathbf G}(\mathbf r)
    fails       \nabla\cdot\mathbf G = \det J_{\mathbf G}(\mathbf r)
    holds       J_{\mathbf G} = \begin{pmatrix} r_2 & r_1 & 0 \\ 0 & 2r_2r_3 & r_2^2 \\ 1 & 0 & -3r_3^2 \end{pmatrix}
    fails       J_{\mathbf G} = \begin{pmatrix} r_2 & 0 & 1 \\ r_1 & 2r_2r_3 & 0 \\ 0 & r_2^2 & -3r_3^2 \end{pmatrix}
    holds       D\mathbf G(\mathbf r)\mathbf n = (\mathbf n\cdot\nabla)\mathbf G
    holds       H_\phi(\mathbf r) = \begin{pmatrix} 2r_2 & 2r_1 & 0 \\ 2r_1 & 0 & 0 \\ 0 & 0 & 6r_3 \end{pmatrix}
    holds       D_{\mathbf n}\phi(\mathbf r) = \nabla\phi(\mathbf r)\cdot\mathbf n
    fails       D_{\mathbf n}\phi(\mathbf r) = \nabla\phi(\mathbf n)\cdot\mathbf n
    holds       (\mathbf n\cdot\nabla)\mathbf G = J_{\mathbf G}(\mathbf r)\mathbf n
    fails       (\mathbf n\cdot\nabla)\mathbf G = J_{\mathbf G}(\mathbf r)^{\mathsf T}\mathbf n
    holds       n_i\partial_i\phi(\mathbf r) = n_i\frac{\partial\phi}{\partial r_i}
    fails       n_i\partial_i\phi(\mathbf r) = n_ir_i
    unreadable  \nabla\mathbf F = \mathbf r
    unreadable  \nabla\cdot\mathbf r = 3
    undefined   \nabla\cdot k = 3
    undefined   \nabla\cdot\phi = 3
    """,
)
def fields(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("坐标", rng.uniform(0.5, 2)),
        "y": ("坐标", rng.normal()),
        "z": ("坐标", rng.normal()),
        "g(x,y)": ("函数", lambda x, y: x**3 * y**2 + x * y**4),
        "k(x,y,z)": ("函数", lambda x, y, z: x**2 * y + np.sin(z) * x),
        r"\mathbf F(x,y,z)": ("场", lambda x, y, z: np.array([x * y * z, x**2 * np.sin(y), z * y**2])),
        r"\mathbf r, r_i": ("点", rng.normal(size=3)),
        r"\mathbf n, n_i": ("方向", rng.normal(size=3)),
        r"\mathbf G(\mathbf r)": ("场", lambda r: np.array([r[0] * r[1], r[1] ** 2 * r[2], r[0] - r[2] ** 3])),
        r"\phi(\mathbf r)": ("函数", lambda r: r[0] ** 2 * r[1] + r[2] ** 3),
        "i": ("编号", ...),
    }


@group(
    "what is 0 of any shape",
    r"""
    holds       \nabla\times\nabla k = 0
    holds       \nabla\times\nabla k = \mathbf 0
    holds       0 = \nabla\times\nabla k
    fails       \nabla\times(y\nabla k) = 0
    holds       \nabla\times(k\nabla k) = 0
    holds       \nabla^2\phi(\mathbf r) - \nabla^2\phi(\mathbf r)^{\mathsf T} = 0
    fails       \nabla^2\phi(\mathbf r) + \nabla^2\phi(\mathbf r)^{\mathsf T} = 0
    """,
)
def nought(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("坐标", rng.normal()), "y": ("坐标", rng.normal()), "z": ("坐标", rng.normal()),
        "k(x,y,z)": ("函数", lambda x, y, z: x**2 * y + np.sin(z) * x), r"\mathbf r, r_i": ("点", rng.normal(size=3)),
        r"\phi(\mathbf r)": ("函数", lambda r: np.exp(r[0]) * r[1] ** 2 + np.sin(r[2] * r[0])),
    }  # fmt: skip


@group(
    "coordinates, as the notation says",
    r"""
    holds       \nabla u = \begin{pmatrix} 2xt \\ t \end{pmatrix}
    fails       \nabla u = \begin{pmatrix} t \\ 2xt \end{pmatrix}
    holds       \Delta u = 2t
    fails       \Delta u = 2
    holds       \nabla c(x, y, t) = \begin{pmatrix} yt \\ xt \end{pmatrix}
    holds       \nabla\cdot\begin{pmatrix} xy \\ y^2 \end{pmatrix} = 3y
    fails       \nabla\cdot\begin{pmatrix} xy \\ y^2 \end{pmatrix} = 2y + x
    holds       \nabla(xy) = \begin{pmatrix} y \\ x \end{pmatrix}
    """,
)
def coordinates(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("坐标", rng.uniform(0.5, 2)),
        "y": ("坐标", rng.normal()),
        "t": ("时间", rng.uniform(0.5, 2)),
        "u": ("温度", lambda x, y, t: (x**2 + y) * t),
        "c(x,y,t)": ("函数", lambda x, y, t: x * y * t),
        r"\nabla": ("直角坐标", ["x", "y"]),
        r"\Delta": ("拉普拉斯算子", "laplacian"),
    }


@group(
    "a prime on a bracket with x, which follows from t",
    r"""
    holds       (\ln x)' = \frac{1}{x}
    fails       (\ln x)' = \frac{2t}{x}
    holds       x' = 2t
    """,
)
def following(rng: np.random.Generator) -> dict[str, Any]:
    return {"t": ("时间", rng.uniform(0.5, 2)), "x": ("位置", lambda t: t**2 + 1)}


GROUPS = [following, signs, prime, dot, letters, fields, nought, coordinates]
