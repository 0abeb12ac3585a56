# %% setup
"""勒让德变换与凸共轭。

记号与笔记一致：f(x, y) 是一个标量函数，x 有 n 个分量，参与变换；y 有 m 个分量，只是参数。
u = ∂f/∂x 是新的自变量，g(u, y) = Σ u_i x_i − f(x, y) 是变换的结果。
数组的最后一维是分量，前面各维是批：x 形如 (..., n)，y 形如 (..., m)，f(x, y) 形如 (...)。
f 一族与求变换的函数只用解析运算，因此也接受复数，可以作复步求导。
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]  # 实数组；复步求导时是复数组
Map = Callable[[Array], Array]


# %% checks
def checked(name: str, values: ArrayLike) -> Array:
    """化成浮点数组；空的、含 NaN 的不收。"""
    array = np.asarray(values)
    if array.dtype.kind not in "biufc":
        raise ValueError(f"{name} 应当由数组成，得到的类型是 {array.dtype}")
    if array.size == 0:
        raise ValueError(f"{name} 是空的，形状为 {array.shape}")
    if np.isnan(array).any():
        raise ValueError(f"{name} 中有 NaN")
    return array * 1.0


def checked_vector(name: str, values: ArrayLike, size: int) -> Array:
    """化成形如 (..., size) 的浮点数组。"""
    array = checked(name, values)
    if array.ndim == 0 or array.shape[-1] != size:
        raise ValueError(f"{name} 的最后一维应当是 {size}，得到的形状是 {array.shape}")
    return array


def broadcast(first: str, a: Array, second: str, b: Array) -> tuple[int, ...]:
    """两个数组（分量维除外）广播后的批形状。"""
    try:
        return np.broadcast_shapes(a.shape[:-1], b.shape[:-1])
    except ValueError:
        raise ValueError(f"{first} 的形状 {a.shape} 与 {second} 的形状 {b.shape} 对不上") from None


# %% newton
def newton_step(hessian: Array, residual: Array) -> Array:
    """解线性方程组“海森矩阵 × 步 = −残差”；海森矩阵（数值上）不可逆则报错。"""
    if not np.isfinite(hessian).all() or not np.all(np.linalg.cond(hessian) < 1e14):
        raise ValueError("牛顿法走到的一点上海森矩阵不可逆，不能由 u 解出 x")
    step: Array = np.linalg.solve(hessian, -residual[..., None])[..., 0]
    return step


def shorten(gradient: Map, u: Array, x: Array, step: Array) -> Array:
    """步长逐次减半，直到残差变小；走到定义域之外（梯度不是有限数）也算没有变小。"""
    size = np.linalg.norm(gradient(x) - u, axis=-1)
    length = np.ones(size.shape)
    for _ in range(60):
        trial: Array = x + length[..., None] * step
        improved = np.linalg.norm(gradient(trial) - u, axis=-1) < (1 - 1e-4 * length) * size
        if np.all(improved | ~step.any(axis=-1)):
            return trial
        length = np.where(improved, length, length / 2)
    raise ValueError("牛顿法走不下去了：u 可能不在 ∇f 的值域里")


def converged(x: Array, step: Array, residual: Array, u: Array) -> Array:
    """这一步已经很短，或者残差已经只剩舍入误差。"""
    step_size, x_size, residual_size, u_size = (np.linalg.norm(vector, axis=-1) for vector in (step, x, residual, u))
    small: Array = (step_size <= 1e-8 * (1 + x_size)) | (residual_size <= 1e-14 * u_size)
    return small


def invert_gradient(gradient: Map, hessian: Map, u: ArrayLike, start: ArrayLike) -> Array:
    """由 ∇f(x) = u 解出 x。u 与起点 start 形如 (..., n)，可以成批。

    收敛之后再走两步：实部二次收敛到舍入误差，复步求导所用的虚部也随之准确。
    海森矩阵不可逆、或者不收敛，抛出 ValueError。
    """
    x, u = checked("start", start), np.atleast_1d(checked("u", u))
    x = checked_vector("start", x, u.shape[-1])
    shape = (*broadcast("start", x, "u", u), u.shape[-1])
    x, u = np.broadcast_to(x, shape).astype(np.result_type(x, u)), np.broadcast_to(u, shape)
    with np.errstate(all="ignore"):  # 试探的一步可以溢出，那一步不会被采用
        for _ in range(200):
            step = newton_step(hessian(x), gradient(x) - u)
            far = ~converged(x, step, gradient(x) - u, u)
            if not far.any():
                x = x + step
                return x + newton_step(hessian(x), gradient(x) - u)
            x = shorten(gradient, u, x, np.where(far[..., None], step, 0.0))
    raise ValueError("牛顿法没有收敛：u 可能不在 ∇f 的值域里")


def invert_slope(slope: Map, curvature: Map, u: ArrayLike, start: ArrayLike) -> Array:
    """一元的情形：由 f'(x) = u 逐个解出 x，u 的形状任意。"""
    u, start = checked("u", u), checked("start", start)
    x = invert_gradient(slope, lambda x: curvature(x)[..., None], u[..., None], start[..., None])
    return x[..., 0]


# %% legendre
def legendre(f: Map, gradient: Map, hessian: Map, u: ArrayLike, start: ArrayLike) -> Array:
    """勒让德变换 g(u) = Σ u_i x_i − f(x)，其中 ∇f(x) = u。"""
    x = invert_gradient(gradient, hessian, u, start)
    g: Array = np.sum(np.asarray(u) * x, axis=-1) - f(x)
    return g


def conjugate(f: Map, gradient: Map, hessian: Map, u: ArrayLike, start: ArrayLike) -> Array:
    """凸共轭 sup_x (Σ u_i x_i − f(x))；驻点处 f 不凸（海森矩阵不正定）则报错。"""
    x = invert_gradient(gradient, hessian, u, start)
    if np.linalg.eigvalsh(hessian(x).real).min() <= 0:
        raise ValueError("海森矩阵不正定：f 在驻点处不是凸的，驻点给出的不是上确界")
    sup: Array = np.sum(np.asarray(u) * x, axis=-1) - f(x)
    return sup


# %% family
def softplus(s: Array) -> Array:
    """ln(1 + e^s)，s 很大时也不溢出。"""
    positive = s.real > 0
    return np.log1p(np.exp(np.where(positive, -s, s))) + np.where(positive, s, 0.0)


def sigmoid(s: Array) -> Array:
    """softplus 的导数 1/(1 + e^{−s})。"""
    tail = np.exp(np.where(s.real > 0, -s, s))
    return np.where(s.real > 0, 1.0, tail) / (1.0 + tail)


@dataclass(frozen=True)
class ConvexFamily:
    """f(x, y) = ½ xᵀAx + xᵀBy + ½ yᵀCy + Σ_k ln(1 + exp(w_k·x + v_k·y + b_k))。

    A (n, n) 对称正定，所以 f 对 x 严格凸；C (m, m) 对称即可，f 对 y 不必是凸的。
    B (n, m)；W (K, n)、V (K, m)、b (K,)，各行是 w_k、v_k，K 可以为 0。
    """

    A: Array
    B: Array
    C: Array
    W: Array
    V: Array
    b: Array

    def __post_init__(self) -> None:
        (n, m), units = (self.B.shape if self.B.ndim == 2 else (0, 0)), self.b.size
        if n == 0 or m == 0:
            raise ValueError(f"B 应当是非空的 n×m 矩阵，得到的形状是 {self.B.shape}")
        shapes = {"A": (n, n), "C": (m, m), "W": (units, n), "V": (units, m), "b": (units,)}
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name} 的形状应当是 {shape}，得到的是 {getattr(self, name).shape}")
        if any(np.isnan(part).any() for part in (self.A, self.B, self.C, self.W, self.V, self.b)):
            raise ValueError("系数中有 NaN")
        if not np.allclose(self.A, self.A.T) or not np.allclose(self.C, self.C.T):
            raise ValueError("A 与 C 应当是对称的")
        if np.linalg.eigvalsh(self.A).min() <= 0:
            raise ValueError("A 不是正定的，f 对 x 不严格凸")

    def arguments(self, x: ArrayLike, y: ArrayLike) -> tuple[Array, Array, Array]:
        """验过的 x、y，以及 w_k·x + v_k·y + b_k。"""
        x, y = checked_vector("x", x, self.B.shape[0]), checked_vector("y", y, self.B.shape[1])
        broadcast("x", x, "y", y)
        return x, y, x @ self.W.T + y @ self.V.T + self.b

    def value(self, x: ArrayLike, y: ArrayLike) -> Array:
        """f(x, y)。"""
        x, y, s = self.arguments(x, y)
        quadratic = x * (x @ self.A) / 2 + x * (y @ self.B.T)
        total: Array = quadratic.sum(-1) + (y * (y @ self.C)).sum(-1) / 2 + softplus(s).sum(-1)
        return total

    def gradient_x(self, x: ArrayLike, y: ArrayLike) -> Array:
        """∂f/∂x_i，形如 (..., n)。"""
        x, y, s = self.arguments(x, y)
        total: Array = x @ self.A + y @ self.B.T + sigmoid(s) @ self.W
        return total

    def gradient_y(self, x: ArrayLike, y: ArrayLike) -> Array:
        """∂f/∂y_i，形如 (..., m)。"""
        x, y, s = self.arguments(x, y)
        total: Array = x @ self.B + y @ self.C + sigmoid(s) @ self.V
        return total

    def hessian_x(self, x: ArrayLike, y: ArrayLike) -> Array:
        """∂²f/∂x_i∂x_j，形如 (..., n, n)。"""
        p = sigmoid(self.arguments(x, y)[2])
        curvature: Array = self.A + (self.W.T * (p * (1 - p))[..., None, :]) @ self.W
        return curvature


def random_family(n: int, m: int, rng: np.random.Generator, units: int = 4) -> ConvexFamily:
    """系数随机的一个 f，n 与 m 可以不等。"""
    root, C = rng.normal(size=(n, n)), rng.normal(size=(m, m))
    A = np.eye(n) + root @ root.T / n
    B, W, V = rng.normal(size=(n, m)), rng.normal(size=(units, n)), rng.normal(size=(units, m))
    return ConvexFamily(A=A, B=B, C=(C + C.T) / 2, W=W, V=V, b=rng.normal(size=units))


# %% partial-legendre
def solve_x(f: ConvexFamily, u: ArrayLike, y: ArrayLike) -> Array:
    """由 ∂f/∂x_i = u_i 解出 x = x(u, y)。"""
    n, m = f.B.shape
    u, y = checked_vector("u", u, n), checked_vector("y", y, m)
    start = np.zeros((*broadcast("u", u, "y", y), n), dtype=np.result_type(u, y))
    return invert_gradient(lambda x: f.gradient_x(x, y), lambda x: f.hessian_x(x, y), u, start)


def partial_legendre(f: ConvexFamily, u: ArrayLike, y: ArrayLike) -> Array:
    """g(u, y) = Σ u_i x_i − f(x, y)：对 x 变换，y 只是参数。"""
    x = solve_x(f, u, y)
    g: Array = np.sum(np.asarray(u) * x, axis=-1) - f.value(x, y)
    return g


def partial_legendre_gradients(f: ConvexFamily, u: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """(∂g/∂u, ∂g/∂y)，由结论二、三直接写出，不必再求导。"""
    x = solve_x(f, u, y)
    return x, -f.gradient_y(x, y)


# %% complex-step
def complex_step(function: Map, at: ArrayLike) -> Array:
    """function 在实点 at（形如 (n,)）的梯度：逐个分量加上 ih，取虚部除以 h，没有相减，准到舍入。"""
    point, h = checked("at", at), 1e-30
    if point.ndim != 1:
        raise ValueError(f"at 应当是一个点，形如 (n,)，得到的形状是 {point.shape}")
    return function(point + 1j * h * np.eye(point.size)).imag / h


def row(numbers: ArrayLike) -> str:
    """一行数，保留四位小数。"""
    return "".join(f"{number + 0.0:10.4f}" for number in np.round(np.atleast_1d(numbers), 4))


# %% conclusions
if __name__ == "__main__":
    rng = np.random.default_rng(20210601)
    f = random_family(2, 3, rng)  # n = 2，m = 3
    x, y = rng.normal(size=2), rng.normal(size=3)
    u = f.gradient_x(x, y)
    print("u      ", row(u))
    print("∂f/∂x  ", row(complex_step(lambda x: f.value(x, y), x)))
    print("x      ", row(x))
    print("∂g/∂u  ", row(complex_step(lambda u: partial_legendre(f, u, y), u)))
    print("−∂f/∂y ", row(-complex_step(lambda y: f.value(x, y), y)))
    print("∂g/∂y  ", row(complex_step(lambda y: partial_legendre(f, u, y), y)))


# %% picture
Number = TypeVar("Number", float, NDArray[np.float64])

PICTURE_X = 2.0  # 切点
PICTURE_RANGE = (-1.3, 3.1)  # 画出的 x 的范围


def picture_f(x: Number) -> Number:
    """插图中的 f(x) = (x² + 1)/3。"""
    return (x * x + 1) / 3


def picture_slope(x: Number) -> Number:
    """它的导数 u = 2x/3。"""
    return 2 * x / 3


def picture_conjugate(u: Number) -> Number:
    """它的变换 g(u) = 3u²/4 − 1/3；斜率为 u 的切线在纵轴上的截距是 −g(u)。"""
    return 3 * u * u / 4 - 1 / 3


# %% envelope-f
INK, QUIET, RED, GREEN = "#22262B", "#5B6470", "#B3261E", "#1E6B45"

if __name__ == "__main__":
    import matplotlib.pyplot as plt

    t = np.linspace(*PICTURE_RANGE, 200)
    figure, axes = plt.subplots()
    for slope in np.linspace(-1.0, 2.0, 13):
        axes.plot(t, slope * t - picture_conjugate(slope), color=QUIET, linewidth=0.7)
    axes.plot(t, picture_f(t), color=INK, linewidth=2.2)
    axes.annotate("f", (2.75, picture_f(2.75)), xytext=(-14, 2), textcoords="offset points")
    axes.set(xlim=PICTURE_RANGE, ylim=(-1.5, 3.5), xlabel="t", title="直线 s = ut − g(u) 的包络是 f")
    axes.spines[["top", "right"]].set_visible(False)
    plt.show()


# %% envelope-g
if __name__ == "__main__":
    slopes = np.linspace(-1.4, 2.0, 200)
    figure, axes = plt.subplots()
    for point in np.linspace(-1.5, 3.0, 13):
        axes.plot(slopes, point * slopes - picture_f(point), color=QUIET, linewidth=0.7)
    axes.plot(slopes, picture_conjugate(slopes), color=INK, linewidth=2.2, linestyle="--")
    axes.annotate("g", (1.75, picture_conjugate(1.75)), xytext=(-14, 2), textcoords="offset points")
    axes.set(xlim=(-1.4, 2.0), ylim=(-1.8, 2.7), xlabel="u", title="直线 s = xu − f(x) 的包络是 g")
    axes.spines[["top", "right"]].set_visible(False)
    plt.show()


# %% discrete-conjugate
def discrete_conjugate(x: ArrayLike, values: ArrayLike, u: ArrayLike) -> Array:
    """网格上的凸共轭 max_k (u·x_k − f(x_k))，不要求 f 可微，也不要求它凸。

    x 形如 (N,) 或 (N, n)；values 形如 (N,)，定义域之外写 +∞；u 形如 (M,) 或 (M, n)，结果形如 (M,)。
    """
    points, values, slopes = checked("x", x), checked("values", values), checked("u", u)
    points, slopes = (array[:, None] if array.ndim == 1 else array for array in (points, slopes))
    if points.ndim != 2 or values.shape != points.shape[:1]:
        raise ValueError(f"x 的形状 {np.shape(x)} 与 values 的形状 {values.shape} 对不上")
    if slopes.ndim != 2 or slopes.shape[1] != points.shape[1]:
        raise ValueError(f"u 的形状 {np.shape(u)} 与 x 的形状 {np.shape(x)} 对不上")
    if np.isneginf(values).any() or not np.isfinite(values).any():
        raise ValueError("values 不能有 −∞，也不能全是 +∞")
    maximum: Array = np.max(slopes @ points.T - values, axis=1)
    return maximum


# %% invertibility
if __name__ == "__main__":
    for guess in (2.0, -2.0):  # f = x³/3：u = x²，从两侧出发得到两个解
        root = invert_slope(lambda x: x**2, lambda x: 2 * x, 1.0, guess)
        print(f"x³/3  u = 1      x ={row(root)}   ux − f(x) ={row(root - root**3 / 3)}")
    for small in (1e-3, 1e-6):  # f = x⁴/4：严格凸，但 f''(0) = 0，于是 x/u 在 u → 0 时无界
        root = invert_slope(lambda x: x**3, lambda x: 3 * x**2, small, 1.0)
        print(f"x⁴/4  u = {small:.0e}  x ={row(root)}   x/u       ={row(root / small)}")


# %% involution
if __name__ == "__main__":
    # g 的梯度是 x(u, y)，海森矩阵是 f 的海森矩阵的逆；对 g 再变换一次，以 x 为斜率
    again = legendre(
        lambda u: partial_legendre(f, u, y),
        lambda u: solve_x(f, u, y),
        lambda u: np.linalg.inv(f.hessian_x(solve_x(f, u, y), y)),
        x,
        np.zeros(2),
    )
    print("f(x, y)          ", row(f.value(x, y)))
    print("g(u, y)          ", row(partial_legendre(f, u, y)))
    print("g 的变换在 x 处  ", row(again))


# %% convex-hull
def double_well(x: Array) -> Array:
    """(x² − 1)²，在 |x| < 1/√3 处不凸。"""
    return (x**2 - 1) ** 2


if __name__ == "__main__":
    grid, tilts = np.linspace(-1.7, 1.7, 1701), np.linspace(-14.0, 14.0, 2801)
    star = discrete_conjugate(grid, double_well(grid), tilts)
    hull = discrete_conjugate(tilts, star, grid)
    figure, axes = plt.subplots()
    axes.plot(grid, hull, color=GREEN, linewidth=2.6)
    axes.plot(grid, double_well(grid), color=RED, linestyle="--")
    axes.annotate("f", (0.0, 1.0), xytext=(0, 5), textcoords="offset points", ha="center", color=RED)
    axes.annotate("f**", (0.0, 0.0), xytext=(0, 6), textcoords="offset points", ha="center", color=GREEN)
    axes.set(xlim=(-1.6, 1.6), ylim=(-0.2, 2.2), xlabel="x", title="f(x) = (x² − 1)² 与它的二次共轭 f**")
    axes.spines[["top", "right"]].set_visible(False)
    plt.show()
    for at in (0.0, 0.5, 1.0, 1.5):
        k = int(np.argmin(np.abs(grid - at)))
        print(f"x = {at:.1f}   f(x) ={row(double_well(grid[k]))}   f**(x) ={row(hull[k])}")


# %% fenchel-young
def fenchel_young_gap(f: ConvexFamily, x: ArrayLike, u: ArrayLike, y: ArrayLike) -> Array:
    """f(x, y) + g(u, y) − Σ u_i x_i：x 与 u 各自任取，总不小于 0。"""
    n = f.B.shape[0]
    x, u = checked_vector("x", x, n), checked_vector("u", u, n)
    broadcast("x", x, "u", u)
    gap: Array = f.value(x, y) + partial_legendre(f, u, y) - np.sum(x * u, axis=-1)
    return gap


# %% fenchel-young-check
if __name__ == "__main__":
    tries = rng.normal(size=(10000, 2), scale=3.0)
    gaps = fenchel_young_gap(f, tries, u, y)
    nearest = int(np.argmin(np.linalg.norm(tries - x, axis=-1)))
    print("随机取 10000 个 x，最小的差额 ", row(gaps.min()))
    print("差额最小的 x                  ", row(tries[np.argmin(gaps)]))
    print("使 ∇f(x) = u 的 x             ", row(x))
    print("在那里的差额                  ", row(fenchel_young_gap(f, x, u, y)))


# %% pairs
@dataclass(frozen=True)
class Pair:
    """一元的变换对：f 与 g，以及用牛顿法核对时要的 f'、f''、起点。"""

    name: str
    f: Map
    slope: Map
    curvature: Map
    g: Map
    start: Map  # 由 u 给出牛顿法的起点
    points: tuple[float, ...]  # 核对时取的 x
    domain: tuple[float, float]  # 网格的两端，取在 f 的定义域之内


def power_pair(p: float) -> Pair:
    """|x|^p/p 与 |u|^q/q，其中 p > 1，1/p + 1/q = 1。"""
    if not p > 1:
        raise ValueError(f"p 应当大于 1，得到的是 {p}")
    q = p / (p - 1)
    return Pair(
        name=f"|x|^{p:g}/{p:g}",
        f=lambda x: np.abs(x) ** p / p,
        slope=lambda x: np.sign(x) * np.abs(x) ** (p - 1),
        curvature=lambda x: (p - 1) * np.abs(x) ** (p - 2),
        g=lambda u: np.abs(u) ** q / q,
        start=lambda u: np.sign(u),
        points=(-1.5, 0.5, 2.0),
        domain=(-6.0, 6.0),
    )


SQUARE = Pair(
    name="x²/2",
    f=lambda x: x**2 / 2,
    slope=lambda x: x,
    curvature=np.ones_like,
    g=lambda u: u**2 / 2,
    start=np.zeros_like,
    points=(-1.5, 0.0, 2.0),
    domain=(-6.0, 6.0),
)
EXPONENTIAL = Pair(
    name="e^x",
    f=np.exp,
    slope=np.exp,
    curvature=np.exp,
    g=lambda u: u * np.log(u) - u,
    start=np.zeros_like,
    points=(-1.5, 0.0, 2.0),
    domain=(-6.0, 6.0),
)
MINUS_LOGARITHM = Pair(
    name="−ln x",
    f=lambda x: -np.log(x),
    slope=lambda x: np.where(x > 0, -1 / x, np.nan),
    curvature=lambda x: 1 / x**2,
    g=lambda u: -1 - np.log(-u),
    start=np.ones_like,
    points=(0.25, 1.0, 2.0),
    domain=(1e-3, 6.0),
)
LOGISTIC = Pair(
    name="ln(1+e^x)",
    f=softplus,
    slope=sigmoid,
    curvature=lambda x: sigmoid(x) * (1 - sigmoid(x)),
    g=lambda u: u * np.log(u) + (1 - u) * np.log(1 - u),
    start=np.zeros_like,
    points=(-1.5, 0.0, 2.0),
    domain=(-6.0, 6.0),
)
PAIRS = (SQUARE, EXPONENTIAL, power_pair(3.0), power_pair(1.5), MINUS_LOGARITHM, LOGISTIC)


# %% pairs-check
if __name__ == "__main__":
    print("         x         u      g(u)    牛顿法    网格上")
    for pair in PAIRS:
        at_x = np.array(pair.points)
        at_u = pair.slope(at_x)
        root = invert_slope(pair.slope, pair.curvature, at_u, pair.start(at_u))
        knots = np.linspace(*pair.domain, 60001)
        sup = discrete_conjugate(knots, pair.f(knots), at_u)
        for numbers in zip(at_x, at_u, pair.g(at_u), at_u * root - pair.f(root), sup, strict=True):
            print(row(numbers), f"  {pair.name}")


# %% pendulum
INERTIA, STIFFNESS = 1.0, 1.0  # 摆的转动惯量 I，重力矩的幅值 k


def lagrangian(theta: Array, velocity: Array, inertia: float = INERTIA, stiffness: float = STIFFNESS) -> Array:
    """L = ½ I θ̇² − k(1 − cos θ)。"""
    return inertia * velocity**2 / 2 - stiffness * (1 - np.cos(theta))


def hamiltonian(theta: Array, momentum: Array, inertia: float = INERTIA, stiffness: float = STIFFNESS) -> Array:
    """H = p²/(2I) + k(1 − cos θ)，由下面的数值变换核对。"""
    return momentum**2 / (2 * inertia) + stiffness * (1 - np.cos(theta))


def swing(theta: float, momentum: float, sign: float, times: Array) -> Array:
    """θ̇ = ∂H/∂p，ṗ = −∂H/∂θ，其中 ∂H/∂θ = sign · ∂L/∂θ；蛙跳法，返回各时刻的 (θ, p)。"""
    path = [(theta, momentum)]
    for dt in np.diff(times):
        momentum += dt / 2 * sign * STIFFNESS * np.sin(theta)
        theta += dt * momentum / INERTIA
        momentum += dt / 2 * sign * STIFFNESS * np.sin(theta)
        path.append((theta, momentum))
    return np.array(path)


# %% pendulum-check
if __name__ == "__main__":
    theta, momentum = rng.uniform(-2, 2, size=(2, 5))
    speed = invert_slope(lambda v: INERTIA * v, lambda v: INERTIA + 0 * v, momentum, 0 * momentum)
    print("Σ pθ̇ − L  ", row(momentum * speed - lagrangian(theta, speed)))
    print("H(θ, p)   ", row(hamiltonian(theta, momentum)))
    times = np.linspace(0.0, 6.0, 6001)
    right, wrong = swing(1.0, 0.0, -1.0, times), swing(1.0, 0.0, +1.0, times)
    print("        t         θ         H     误：θ     误：H")
    for k in range(0, 6001, 1500):
        print(row([times[k], right[k, 0], hamiltonian(*right[k]), wrong[k, 0], hamiltonian(*wrong[k])]))


# %% ideal-gas
def internal_energy(S: Array, V: Array) -> Array:
    """单原子理想气体 U(S, V) = V^(−2/3) e^(2S/3)，单位取得使 nR = 1。"""
    return V ** (-2 / 3) * np.exp(2 * S / 3)


def temperature(S: Array, V: Array) -> Array:
    """T = ∂U/∂S = 2U/3。"""
    return 2 / 3 * internal_energy(S, V)


def pressure(S: Array, V: Array) -> Array:
    """p = −∂U/∂V = 2U/(3V)。"""
    return 2 / 3 * internal_energy(S, V) / V


def free_energy(T: Array, V: Array) -> Array:
    """F = U − TS = −g(T, V)，由数值勒让德变换得到。"""
    T, V = np.broadcast_arrays(T, V)
    S = invert_slope(
        lambda S: temperature(S, V[..., None]),
        lambda S: 2 / 3 * temperature(S, V[..., None]),
        T,
        0 * T,
    )
    F: Array = internal_energy(S, V) - T * S
    return F


# %% ideal-gas-check
if __name__ == "__main__":
    S0, V0 = np.array([1.3]), np.array([2.0])
    T0 = temperature(S0, V0)
    print("S                 ", row(S0))
    print("−∂F/∂T            ", row(-complex_step(lambda T: free_energy(T[:, 0], V0), T0)))
    print("p = −∂U/∂V        ", row(pressure(S0, V0)))
    print("−∂F/∂V            ", row(-complex_step(lambda V: free_energy(T0, V[:, 0]), V0)))
    print("F，数值变换       ", row(free_energy(T0, V0)))
    print("F，上面的公式     ", row(T0 * (1.5 - 1.5 * np.log(1.5 * T0) - np.log(V0))))


# %% errata-example
# f = ½x₁² + x₁x₂ + x₂² + x₁y₁ + x₂y₂ + y₂y₃，全是二次项，下面的数都能笔算
example = ConvexFamily(
    A=np.array([[1.0, 1.0], [1.0, 2.0]]),
    B=np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
    C=np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]),
    W=np.zeros((0, 2)),
    V=np.zeros((0, 3)),
    b=np.zeros(0),
)
EXAMPLE_X, EXAMPLE_Y = np.array([1.0, 2.0]), np.array([2.0, 4.0, 3.0])
EXAMPLE_DX, EXAMPLE_DY = np.array([2.0, -1.0]), np.array([1.0, 3.0, 2.0])  # 一组增量


def differential(function: Callable[[Array, Array], Array]) -> Array:
    """function(x, y) 在上面这一点、沿上面这组增量的微分。"""
    x, dx, y, dy = EXAMPLE_X, EXAMPLE_DX, EXAMPLE_Y, EXAMPLE_DY
    return complex_step(lambda t: function(x + t * dx, y + t * dy), [0.0])


if __name__ == "__main__":
    ux, fy = example.gradient_x(EXAMPLE_X, EXAMPLE_Y), example.gradient_y(EXAMPLE_X, EXAMPLE_Y)
    du = EXAMPLE_DX @ example.A + EXAMPLE_DY @ example.B.T
    print("f(x, y) ", row(example.value(EXAMPLE_X, EXAMPLE_Y)))
    print("u       ", row(ux))
    print("∂f/∂y   ", row(fy))
    print("g(u, y) ", row(partial_legendre(example, ux, EXAMPLE_Y)))
    print("du      ", row(du))


# %% errata-differential
if __name__ == "__main__":
    along_x = ux @ EXAMPLE_DX
    print("df                         ", row(differential(example.value)))
    print("Σ_{i=1}^{n} + Σ_{i=1}^{m}  ", row(along_x + fy @ EXAMPLE_DY))
    print("Σ_{i=1}^{n} + Σ_{i=1}^{n}  ", row(along_x + fy[:2] @ EXAMPLE_DY[:2]))


# %% errata-index
def second_part(x: Array) -> Array:
    """f 中不含 x₁ 的各项之和 f₂ = x₂² + x₂y₂ + y₂y₃。"""
    x2, (_, y2, y3) = x[..., 1], EXAMPLE_Y
    total: Array = x2**2 + x2 * y2 + y2 * y3
    return total


if __name__ == "__main__":
    print("∂f/∂x_2   ", row(ux[1]))
    print("∂f_2/∂x_2 ", row(complex_step(second_part, EXAMPLE_X)[1]))


# %% errata-arguments
def g_of_x(x: Array, y: Array) -> Array:
    """把 Σ u_i x_i − f 当作 (x, y) 的函数：u 随 x、y 而变。"""
    total: Array = np.sum(example.gradient_x(x, y) * x, axis=-1) - example.value(x, y)
    return total


if __name__ == "__main__":
    print("−∂f/∂y            ", row(-fy))
    print("∂g/∂y，固定 u     ", row(complex_step(lambda y: partial_legendre(example, ux, y), EXAMPLE_Y)))
    print("∂g/∂y，固定 x     ", row(complex_step(lambda y: g_of_x(EXAMPLE_X, y), EXAMPLE_Y)))


# %% errata-product
if __name__ == "__main__":
    print("d(Σ u_i x_i − f)            ", row(differential(g_of_x)))
    print("Σ x_i du_i − Σ ∂f/∂y_i dy_i ", row(EXAMPLE_X @ du - fy @ EXAMPLE_DY))
    print("d(Σ du_i x_i − f)           ", row(differential(lambda x, y: x @ du - example.value(x, y))))
    print("g(u, y)                     ", row(partial_legendre(example, ux, EXAMPLE_Y)))
    print("Σ du_i x_i − f              ", row(EXAMPLE_X @ du - example.value(EXAMPLE_X, EXAMPLE_Y)))


# %% errata-minus
if __name__ == "__main__":
    gu, gy = partial_legendre_gradients(example, ux, EXAMPLE_Y)
    print("dg                                ", row(differential(g_of_x)))
    print("Σ ∂g/∂u_i du_i + Σ ∂g/∂y_i dy_i   ", row(gu @ du + gy @ EXAMPLE_DY))
    print("Σ ∂g/∂u_i du_i − Σ ∂g/∂y_i dy_i   ", row(gu @ du - gy @ EXAMPLE_DY))


# %% errata-sign
if __name__ == "__main__":
    print(" ∂g/∂y ", row(complex_step(lambda y: partial_legendre(example, ux, y), EXAMPLE_Y)))
    print("−∂f/∂y ", row(-fy))
    print("+∂f/∂y ", row(fy))


# %% errata-invertible
if __name__ == "__main__":
    ones = np.ones((2, 2))  # f = ½(x₁ + x₂)² 的海森矩阵
    print("x = (1, 2) 处的 u ", row(np.array([1.0, 2.0]) @ ones))
    print("x = (2, 1) 处的 u ", row(np.array([2.0, 1.0]) @ ones))
    try:
        invert_gradient(lambda x: x @ ones, lambda x: ones, [3.0, 4.0], [0.0, 0.0])
    except ValueError as error:
        print("u = (3, 4)：", error)


# %% [markdown] about-notation
# ## 记号：公式里的符号各是什么
#
# 笔记里的公式按这里的记号代入随机的数，逐条验算。每一项是符号的写法、它的名称、它的值；由别的量决定的，
# 值是一个函数，参数就是那些量。n 与 m 不相等，谁大谁小轮流来，免得写错的上限碰巧也对。
# g 一概用牛顿法求得，不借助任何一个待验的公式。


# %% notation
Symbols = Mapping[str, tuple[str, Any]]  # 写法：（名称，值）
Field = Callable[[Array, Array], Array]  # 两组变量的函数，如 x(u, y)

SHAPES = ((2, 3), (3, 2))  # n 与 m


def solver(f: ConvexFamily, near: Array) -> Field:
    """x(u, y)：牛顿法从 near 起步，同一处只解一次。"""
    known: dict[tuple[bytes, bytes], Array] = {}

    def x(u: Array, y: Array) -> Array:
        place = u.tobytes(), y.tobytes()
        if place not in known:
            known[place] = invert_gradient(lambda x: f.gradient_x(x, y), lambda x: f.hessian_x(x, y), u, near)
        return known[place]

    return x


def transformed(f: ConvexFamily, x: Field) -> Field:
    """g(u, y) = Σ u_i x_i − f(x, y)，其中 x = x(u, y)。"""

    def g(u: Array, y: Array) -> Array:
        total: Array = u @ x(u, y) - f.value(x(u, y), y)
        return total

    return g


def legendre_symbols(f: ConvexFamily, x: Array, y: Array) -> Symbols:
    """x 与 y 任意，u 随之而定。"""
    return {
        "n": ("x 的维数", x.size),
        "m": ("y 的维数", y.size),
        "x_i": ("自变量", x),
        "y_i": ("参数", y),
        "u_i": ("斜率", f.gradient_x),
        "f(x, y)": ("原来的函数", f.value),
        "g(u, y)": ("f 的变换", transformed(f, solver(f, x))),
        "i, j, k": ("编号", ...),
        "d": ("独立的变量", ["x", "y"]),
        r"\nabla^2": ("海森矩阵", "hessian"),
    }


def inverse_symbols(f: ConvexFamily, x: Array, y: Array) -> Symbols:
    """u 与 y 任意，x 随之而定。"""
    return {
        **legendre_symbols(f, x, y),
        "u_i": ("斜率", f.gradient_x(x, y)),
        "x_i": ("由 u、y 解出的 x", solver(f, x)),
        "d": ("独立的变量", ["u", "y"]),
    }


def family_symbols(f: ConvexFamily, x: Array, y: Array) -> Symbols:
    """f 的各个系数。"""
    return {
        **legendre_symbols(f, x, y),
        "A": ("正定矩阵", f.A),
        "B": ("系数矩阵", f.B),
        "C": ("对称矩阵", f.C),
        "W_{ki}": ("x 的系数", f.W),
        "V_{ki}": ("y 的系数", f.V),
        "b_k": ("常数项", f.b),
        "K": ("项数", f.b.size),
        "s_k": ("指数", lambda x, y: f.arguments(x, y)[2]),
    }


def general(symbols: Callable[[ConvexFamily, Array, Array], Symbols], rng: np.random.Generator) -> Iterator[Symbols]:
    """随机的 f，随机的 x 与 y。"""
    for n, m in cycle(SHAPES):
        yield symbols(random_family(n, m, rng), rng.normal(size=n), rng.normal(size=m))


# %% [markdown] about-inequalities
# 验算不等式，要取在等号成立之处与紧挨着它的地方，f 也要有陡有缓、有高有低：否则写错的也可能碰巧成立。


# %% notation-inequalities
NEAR = (0.1, 0.02, 0.0, 0.2, 0.05)  # 离取等号处的远近
BENDS = (1.0, 1.0, 0.1, 0.1)  # f 弯曲的程度
HEIGHTS = (9.0, -9.0, -9.0)  # f 的高低，由 y 的二次项来调
REACHES = (2.0, -0.3, 2.0)  # x 的大小，xᵀBy 的正负：u 与 x 时而同向，时而反向


def around(
    rng: np.random.Generator, shapes: Sequence[tuple[int, int]] = SHAPES
) -> Iterator[tuple[ConvexFamily, Array, Array, float]]:
    """随机的 f、x、y，以及远近。"""
    kinds = zip(*map(cycle, (shapes, NEAR, BENDS, HEIGHTS, REACHES)), strict=False)
    for (n, m), near, bend, height, reach in kinds:
        f, x, y = random_family(n, m, rng), reach * rng.normal(size=n), rng.normal(size=m)
        f = replace(f, A=bend * f.A, B=2 * bend * f.B, W=bend * f.W, C=height * np.eye(m))
        yield f, x, np.sign(reach * x @ f.B @ y) * y, near


def neighbour_symbols(f: ConvexFamily, x: Array, y: Array, other_x: Array, other_y: Array) -> Symbols:
    """(u, y) 与另一组 (ũ, ỹ)，各有自己的 x；两组相同时取等号。"""
    solve = solver(f, x)
    return {
        **inverse_symbols(f, x, y),
        r"\tilde u_i": ("另一个斜率", f.gradient_x(other_x, other_y)),
        r"\tilde y_i": ("另一组参数", other_y),
        r"\tilde x_i": ("另一个 x", lambda u_tilde, y_tilde: solve(u_tilde, y_tilde)),
    }


def neighbour_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """随机的 f，远近不等的两组变量；谁是原来的一组，轮流来。"""
    for f, x, y, near in around(rng):
        other_x, other_y = x + near * rng.normal(size=x.size), y + near * rng.normal(size=y.size)
        yield neighbour_symbols(f, x, y, other_x, other_y)
        yield neighbour_symbols(f, other_x, other_y, x, y)


def convex_symbols(f: ConvexFamily, x: Array, y: Array, z: Array, u: Array) -> Symbols:
    """y 固定，略去不写；x、z、u 各自任意。"""
    solve = solver(f, x)
    g = transformed(f, solve)
    return {
        "n": ("维数", x.size),
        "x_i": ("任意一点", x),
        "z_i": ("任意另一点", z),
        "u_i": ("任意的斜率", u),
        r"\hat x_i": ("使梯度为 u 的点", lambda u: solve(u, y)),
        "f(x)": ("严格凸函数", lambda x: f.value(x, y)),
        "g(u)": ("f 的变换", lambda u: g(u, y)),
        "i, j": ("编号", ...),
    }


def convex_notation(rng: np.random.Generator, apart: float) -> Iterator[Symbols]:
    """u 是 x 近旁一点处的梯度，至少离开 apart；z 也在 x 近旁，不与它相同。"""
    for f, x, y, near in around(rng):
        touched = x + max(near, apart) * rng.normal(size=x.size)
        yield convex_symbols(f, x, y, x + 0.1 * rng.normal(size=x.size), f.gradient_x(touched, y))


def young_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """Young 不等式：b 是 a^(p−1) 的若干倍，倍数为 1 时取等号。"""
    for far in cycle((0.0, 0.1, -0.1, 0.02, -0.02)):
        a, p = rng.uniform(0.2, 3.0), 1 / rng.uniform(0.2, 0.8)
        yield {
            "a": ("正数", a),
            "b": ("正数", (1 + far) * a ** (p - 1)),
            "p": ("大于 1 的数", p),
            "q": ("与 p 共轭的数", lambda p: p / (p - 1)),
        }


# %% notation-curves
def scalars(function: Callable[..., Array]) -> Callable[..., Any]:
    """分量只有一个时，数进数出。"""
    return lambda *numbers: np.reshape(function(*map(np.atleast_1d, numbers)), ())[()]


def curve_symbols(family: ConvexFamily, x: float, y: float, t: float) -> Symbols:
    """一元的严格凸函数；t 是另一个横坐标。"""
    f, slope = scalars(family.value), scalars(family.gradient_x)
    g = scalars(transformed(family, solver(family, np.array([x]))))
    return {
        "x": ("切点", x),
        "u": ("切线的斜率", lambda x: slope(x, y)),
        "t": ("另一个横坐标", t),
        "f(x)": ("原来的函数", lambda x: f(x, y)),
        "g(u)": ("f 的变换", lambda u: g(u, y)),
        r"\sup_t": ("横坐标的范围", (-9.0, 9.0)),
    }


def curve_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """随机的曲线，切点与它近旁的一点。"""
    for f, x, y, near in around(rng, shapes=((1, 1),)):
        yield curve_symbols(f, x[0], y[0], x[0] + near * rng.normal())


def tangent_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """曲线与切线上流动的一点 (t, s)。"""
    for symbols in curve_notation(rng):
        yield {**symbols, "s": ("切线的纵坐标", lambda f, x, u, t: f(x) + u * (t - x))}


def pair_symbols(pair: Pair, x: float) -> Symbols:
    """一元的变换对；g 由牛顿法求得，不用表中的公式。"""

    def g(u: Array) -> Array:
        root = invert_slope(pair.slope, pair.curvature, u, pair.start(u))
        return u * root - pair.f(root)

    return {
        "x": ("自变量", x),
        "u": ("斜率", lambda x: pair.slope(x)),
        "f(x)": ("原来的函数", pair.f),
        "g(u)": ("f 的变换", g),
    }


def pair_notation(rng: np.random.Generator, pair: Pair) -> Iterator[Symbols]:
    """表中的一行；x 任意，但不出 f 的定义域，也不在 0 附近。"""
    signs = (1,) if pair is MINUS_LOGARITHM else (1, -1)
    yield from (pair_symbols(pair, sign * rng.uniform(0.4, 2.0)) for sign in cycle(signs))


def power_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """|x|^p/p，p 也任意。"""
    for sign in cycle((1, -1)):
        p, x = rng.uniform(1.4, 3.5), sign * rng.uniform(0.4, 2.0)
        yield {
            **pair_symbols(power_pair(p), x),
            "p": ("大于 1 的数", p),
            "q": ("与 p 共轭的数", lambda p: p / (p - 1)),
        }


PICTURE = Pair(
    name="(x²+1)/3",
    f=picture_f,
    slope=picture_slope,
    curvature=lambda x: np.full_like(x, 2 / 3),
    g=picture_conjugate,
    start=np.zeros_like,
    points=(PICTURE_X,),
    domain=PICTURE_RANGE,
)


def double_well_symbols(rng: np.random.Generator) -> Symbols:
    """不凸的函数 (x² − 1)² + cx：谷底之间，二次共轭是公切线。"""
    c, x = rng.normal(), rng.uniform(-1.6, 1.6)

    def conjugate_at(u: float) -> float:
        roots = np.roots([4, 0, -4, c - u])  # 驻点，至多三个，取最高的
        stationary = roots.real[abs(roots.imag) < 1e-6]
        return float(np.max((u - c) * stationary - double_well(stationary)))

    return {
        "x": ("自变量", x),
        "f(x)": ("不凸的函数", lambda x: double_well(x) + c * x),
        "f^*(u)": ("凸共轭", conjugate_at),
        "f^{**}(x)": ("二次共轭", lambda x: (double_well(x) if abs(x) > 1 else 0.0) + c * x),
        r"\sup_u": ("斜率的范围", (-40.0, 41.0)),
    }


# %% explorable
def double_well_conjugate(u: Array) -> Array:
    """(x² − 1)² 的凸共轭：驻点是 4x³ − 4x = u 的实根，至多三个，取 ux − f(x) 最高的。"""

    def highest(slope: float) -> float:
        roots = np.roots([4, 0, -4, -slope])
        stationary = roots.real[abs(roots.imag) < 1e-6]
        return float(np.max(slope * stationary - double_well(stationary)))

    sup: Array = np.vectorize(highest, otypes=[float])(u)
    return sup


DOUBLE_WELL = Pair(
    name="(x²−1)²",
    f=double_well,
    slope=lambda x: 4 * x**3 - 4 * x,
    curvature=lambda x: 12 * x**2 - 4,
    g=double_well_conjugate,
    start=lambda u: np.where(u < 0, -2.0, 2.0),  # 从最外侧的驻点找起
    points=(-1.2, 0.5, 1.3),
    domain=(-3.0, 3.0),
)
EXPLORED = {"square": PICTURE, "exponential": EXPONENTIAL, "logistic": LOGISTIC, "double-well": DOUBLE_WELL}
SPANS = {"square": PICTURE_RANGE, "exponential": (-2.2, 1.3), "logistic": (-4.5, 4.5), "double-well": (-1.4, 1.4)}
STARTS = {"square": PICTURE_X, "exponential": 0.7, "logistic": 1.0, "double-well": 0.5}
WINDOWS = {  # 画出的范围：左、下、右、上；先是 (x, s) 平面，再是 (u, s) 平面
    "square": ((-1.6, -3.1, 3.5, 4.0), (-1.2, -1.3, 2.5, 3.4)),
    "exponential": ((-2.7, -1.9, 1.9, 4.2), (-0.7, -1.5, 4.3, 1.9)),
    "logistic": ((-5.3, -1.2, 5.3, 4.9), (-0.18, -0.9, 1.22, 0.35)),
    "double-well": ((-1.6, -1.7, 1.6, 1.9), (-3.3, -1.9, 3.6, 3.6)),
}


def explorable_values() -> dict[str, Any]:
    """可以拨弄的几个 f：切点的范围与起点、画出的范围，以及几个点上的 x、f(x)、u、g(u)，以便核对。"""

    def samples(pair: Pair) -> Any:
        x = np.array(pair.points)
        u = pair.slope(x)
        return np.column_stack([x, pair.f(x), u, pair.g(u)]).tolist()

    return {
        "functions": [
            {
                "name": name,
                "x": STARTS[name],
                "range": SPANS[name],
                "windows": WINDOWS[name],
                "samples": samples(pair),
            }
            for name, pair in EXPLORED.items()
        ]
    }


# %% notation-mechanics
def lagrangian_symbols(f: ConvexFamily) -> Symbols:
    """f 的 x、y 依次是速度与位置。"""
    g = transformed(f, solver(f, np.zeros(f.A.shape[0])))
    return {
        "n": ("自由度", f.A.shape[0]),
        "p_i": ("动量", lambda q, q_dot: f.gradient_x(q_dot, q)),
        r"L(q, \dot q)": ("拉格朗日量", lambda q, q_dot: f.value(q_dot, q)),
        "H(q, p)": ("哈密顿量", lambda q, p: g(p, q)),
        "i": ("编号", ...),
    }


def state_symbols(rng: np.random.Generator) -> Symbols:
    """一般的拉格朗日量；位置与速度任意。"""
    q, velocity = rng.normal(size=(2, 2))
    return {**lagrangian_symbols(random_family(2, 2, rng)), "q_i": ("位置", q), r"\dot q_i": ("速度", velocity)}


def orbit(law: Array, start: Array, t: Any) -> Array:
    """线性方程 s' = law·s 在时刻 t 的解：exp(t·law)·start 的级数。"""
    term = total = start
    for k in range(1, 60):
        term = law @ term * (t / k)
        total = total + term
    return total


def motion_symbols(rng: np.random.Generator) -> Symbols:
    """L = ½ vᵀAv + vᵀBq + ½ qᵀCq：运动方程 Aq″ = (Bᵀ − B)q′ + Cq 是线性的，可以准确解出。"""
    n, none = 2, np.zeros((0, 2))
    f = replace(random_family(n, n, rng), W=none, V=none, b=np.zeros(0))
    law = np.vstack([np.eye(n, 2 * n, n), np.linalg.solve(f.A, np.hstack([f.C, f.B.T - f.B]))])
    path = partial(orbit, law, rng.normal(size=2 * n))  # 时刻 t 的 (q, q′)
    return {
        **lagrangian_symbols(f),
        "t": ("时刻", rng.uniform(0.5, 1.5)),
        "q_i": ("位置", lambda t: path(t)[:n]),
        r"\dot q_i": ("速度", lambda t: path(t)[n:]),
        r"\dot p_i": ("动量的变化率", lambda t: np.hstack([f.B, f.A]) @ law @ path(t)),  # p = Bq + Aq′
    }


def mass_symbols(rng: np.random.Generator) -> Symbols:
    """动能减势能。"""
    M, slant, start = random_family(2, 1, rng).A, rng.normal(size=2), np.zeros(2)

    def potential(q: Array) -> Any:
        return softplus(slant @ q) + q @ q

    def kinetic(velocity: Array) -> Any:
        return np.sum(velocity * (velocity @ M), axis=-1) / 2

    return {
        "M": ("质量矩阵", M),
        "q_i": ("位置", rng.normal(size=2)),
        "p_i": ("动量", rng.normal(size=2)),
        "V(q)": ("势能", potential),
        "H(q, p)": (
            "哈密顿量",
            lambda q, p: legendre(lambda v: kinetic(v) - potential(q), lambda v: v @ M, lambda v: M, p, start),
        ),
    }


def pendulum_symbols(rng: np.random.Generator) -> Symbols:
    """单摆；转动惯量与重力矩任意。"""
    inertia, stiffness = rng.uniform(0.5, 2.0, size=2)

    def hamiltonian_of(theta: Array, p: Array) -> Array:
        velocity = invert_slope(lambda v: inertia * v, lambda v: np.full_like(v, inertia), p, np.zeros_like(p))
        return p * velocity - lagrangian(theta, velocity, inertia, stiffness)

    return {
        "I": ("转动惯量", inertia),
        "k": ("重力矩的幅值", stiffness),
        r"\theta": ("摆角", rng.uniform(-2.0, 2.0)),
        r"\dot\theta": ("角速度", rng.normal()),
        "p": ("动量", lambda I, theta_dot: I * theta_dot),
        r"L(\theta, \dot\theta)": ("拉格朗日量", lambda theta, v: lagrangian(theta, v, inertia, stiffness)),
        r"H(\theta, p)": ("哈密顿量", hamiltonian_of),
    }


# %% notation-thermodynamics
def thermodynamic_symbols(rng: np.random.Generator) -> Symbols:
    """一般的 U(S, V)，对 S 严格凸。"""
    family, S, V = random_family(1, 1, rng), rng.normal(), rng.normal()
    solve = solver(family, np.array([S]))
    U, slope, by_V, entropy = map(scalars, (family.value, family.gradient_x, family.gradient_y, solve))
    return {
        "S": ("熵", S),
        "V": ("体积", V),
        "U(S, V)": ("内能", U),
        "T": ("温度", lambda S, V: slope(S, V)),
        "p": ("压强", lambda S, V: -by_V(S, V)),
        "g(T, V)": ("U 的变换", scalars(transformed(family, solve))),
        "F(T, V)": ("自由能", lambda T, V: U(entropy(T, V), V) - T * entropy(T, V)),
        "d": ("独立的变量", ["S", "V"]),
    }


def ideal_gas_symbols(rng: np.random.Generator) -> Symbols:
    """单原子理想气体。"""
    return {
        "S": ("熵", rng.normal()),
        "V": ("体积", rng.uniform(0.5, 2.0)),
        "U(S, V)": ("内能", internal_energy),
        "T": ("温度", temperature),
        "p": ("压强", pressure),
        "F(T, V)": ("自由能", free_energy),
        "d": ("独立的变量", ["S", "V"]),
    }


# %% notation-errata
def split(x: Array, y: Array) -> Array:
    """勘误的例子拆成的两部分：f₁ 是含 x₁ 的各项之和，f₂ 是其余各项之和。"""
    (x1, x2), (y1, y2, y3) = x, y
    return np.array([x1**2 / 2 + x1 * x2 + x1 * y1, x2**2 + x2 * y2 + y2 * y3])


def example_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """勘误的例子：先在文中的那一点、沿文中的增量，再换别的点。"""
    parts: Symbols = {"f_i": ("f 的两部分", split)}
    yield {
        **legendre_symbols(example, EXAMPLE_X, EXAMPLE_Y),
        **parts,
        "d": ("独立的变量与增量", {"x": EXAMPLE_DX, "y": EXAMPLE_DY}),
    }
    while True:
        yield {**legendre_symbols(example, rng.normal(size=2), rng.normal(size=3)), **parts}


def endless(symbols: Callable[[np.random.Generator], Symbols], rng: np.random.Generator) -> Iterator[Symbols]:
    """一次又一次，每次都随机。"""
    while True:
        yield symbols(rng)


NOTATIONS = {
    "legendre": partial(general, legendre_symbols),
    "inverse": partial(general, inverse_symbols),
    "family": partial(general, family_symbols),
    "neighbours": neighbour_notation,
    "convex": partial(convex_notation, apart=0.1),
    "fenchel-young": partial(convex_notation, apart=0.0),
    "young": young_notation,
    "curve": curve_notation,
    "tangent": tangent_notation,
    "picture": partial(pair_notation, pair=PICTURE),
    "quartic": partial(pair_notation, pair=power_pair(4.0)),
    "double-well": partial(endless, double_well_symbols),
    "exponential": partial(pair_notation, pair=EXPONENTIAL),
    "power": power_notation,
    "minus-logarithm": partial(pair_notation, pair=MINUS_LOGARITHM),
    "logistic": partial(pair_notation, pair=LOGISTIC),
    "lagrangian": partial(endless, state_symbols),
    "motion": partial(endless, motion_symbols),
    "mass": partial(endless, mass_symbols),
    "pendulum": partial(endless, pendulum_symbols),
    "thermodynamics": partial(endless, thermodynamic_symbols),
    "ideal-gas": partial(endless, ideal_gas_symbols),
    "example": example_notation,
}

# 插图与可以拨弄的图：名字，与画它的文件
FIGURES = {"legendre-tangent": "legendre_transform_figures/tangent.py:figure"}
EXPLORABLES = {"legendre": "legendre_transform_figures/legendre.mjs"}
