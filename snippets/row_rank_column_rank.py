# %% setup
"""行秩等于列秩：基、系数与乘积 A = BC，以及浮点数里的秩。

记号同笔记：A 是 m×n 矩阵；v_j 是 B 的第 j 列，γ_j 的转置是 C 的第 j 行，A = BC。
这里的下标从 0 数起；打印给读者看的列号从 1 数起。
"""

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Matrix = NDArray[np.float64]
EPSILON = float(np.finfo(np.float64).eps)  # 2⁻⁵²：1 与下一个双精度数的距离

# %% [markdown] reading-a-matrix
# ## 读入矩阵
#
# 空矩阵（$0\times n$、$m\times 0$）也是矩阵，秩为 $0$；NaN 与无穷大不是数，拒绝。


# %% as-matrix
def as_matrix(A: ArrayLike, name: str = "A") -> Matrix:
    """把输入读成 (m, n) 的双精度实矩阵；读不成时报 ValueError。"""
    try:
        array = np.asarray(A)
        if array.dtype.kind not in "biufO":  # 复数、字符串之类
            raise TypeError
        matrix = array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} 须是实数组成的矩阵，且各行等长。") from None
    if matrix.ndim != 2:
        raise ValueError(f"{name} 须是二维的矩阵，得到的是 {matrix.ndim} 维。")
    if not np.isfinite(matrix).all():
        raise ValueError(f"{name} 含有 NaN 或无穷大，秩没有意义。")
    return matrix


def normalized(A: Matrix) -> Matrix:
    """乘以 2 的整数次幂，使最大的元素落在 [1/2, 1)：秩不变，也不舍入，只为不溢出。"""
    _, exponent = np.frexp(np.abs(A).max(initial=0.0))
    return np.asarray(np.ldexp(A, -exponent))


# %% example
# 笔记的算例：3 行 4 列，秩 2；第 2 列是第 1 列的一半，所以前两列不是基。
EXAMPLE_A: Matrix = np.array(
    [
        [4.0, 2.0, 2.0, 2.0],
        [2.0, 1.0, 3.0, -1.0],
        [6.0, 3.0, 1.0, 5.0],
    ]
)

# %% [markdown] rank-by-singular-values
# ## 秩：数奇异值
#
# 奇异值 $\sigma_j$ 大于 $\tau = \max(m,n)\,\varepsilon\,\sigma_1$ 的才算数。


# %% numerical-rank
def singular_values(A: ArrayLike) -> NDArray[np.float64]:
    """min(m, n) 个奇异值，从大到小。"""
    return np.asarray(np.linalg.svd(as_matrix(A), compute_uv=False))


def tolerance(A: ArrayLike, rtol: float | None = None) -> float:
    """τ = rtol · σ₁；rtol 缺省为 max(m, n) ε。"""
    A = as_matrix(A)
    rtol = max(A.shape) * EPSILON if rtol is None else rtol
    if not 0 <= rtol < 1:
        raise ValueError(f"rtol 须在 [0, 1) 之内，得到的是 {rtol}。")
    return rtol * float(singular_values(A).max(initial=0.0))


def numerical_rank(A: ArrayLike, rtol: float | None = None) -> int:
    """大于 τ 的奇异值的个数；空矩阵与零矩阵的秩为 0。"""
    A = normalized(as_matrix(A))
    return int(np.count_nonzero(singular_values(A) > tolerance(A, rtol)))


# %% [markdown] basis-and-coordinates
# ## 列空间的基，各列的系数
#
# $A$ 的列之间有什么线性关系，它们在任一组基下的坐标之间就有什么线性关系，所以不妨在坐标里挑基列。
# 奇异值分解给出一组好基 $\sigma_1u_1, \dots, \sigma_ru_r$，各列的坐标排成 $r\times n$ 矩阵；
# 每次挑坐标离已选各列张成的空间最远的那一列，挑满 $r$ 列为止。
# 手算时从左往右取第一个不相关的列就够了；有舍入时要挑得远，否则挑出的列可能几乎相关。


# %% column-basis
def pivot_columns(A: ArrayLike, rtol: float | None = None) -> list[int]:
    """基列的列号，从小到大；个数等于 numerical_rank(A, rtol)。"""
    A, r = normalized(as_matrix(A)), numerical_rank(A, rtol)
    residual = np.linalg.svd(A, full_matrices=False)[2][:r]  # 各列的坐标，以后逐步减去投影
    kept: list[int] = []
    for _ in range(r):
        distance = np.linalg.norm(residual, axis=0)
        distance[kept] = -1
        farthest = int(np.argmax(distance >= (1 - 1e-6) * distance.max()))  # 并列时取最左
        direction = residual[:, farthest] / distance[farthest]
        residual = residual - np.outer(direction, direction @ residual)
        kept.append(farthest)
    return sorted(kept)


def column_basis(A: ArrayLike, rtol: float | None = None) -> Matrix:
    """B：列空间的一组基 v_1, …, v_r 并排成的 (m, r) 矩阵，取自 A 的列。"""
    return as_matrix(A)[:, pivot_columns(A, rtol)]


# %% rank-factorization
def coordinates(B: ArrayLike, A: ArrayLike) -> Matrix:
    """γ：A 的每一列在基 B 下的系数，(r, n)；列不在 B 的列空间里时，取最近的组合。"""
    B, A = as_matrix(B, "B"), as_matrix(A)
    if B.shape[0] != A.shape[0]:
        raise ValueError(f"B 有 {B.shape[0]} 行而 A 有 {A.shape[0]} 行：基向量与列须等长。")
    return np.asarray(np.linalg.lstsq(B, A, rcond=None)[0])


def rank_factorization(A: ArrayLike, rtol: float | None = None) -> tuple[Matrix, Matrix]:
    """A = BC，误差与 τ 同阶：B 是 (m, r)，各列是 A 的列；C 是 (r, n)；r = numerical_rank(A, rtol)。"""
    A = as_matrix(A)
    kept = pivot_columns(A, rtol)
    C = coordinates(normalized(A)[:, kept], normalized(A))
    C[:, kept] = np.eye(len(kept))  # 基列自己的系数是 0 和 1，不必算
    return A[:, kept], C


# %% example-factorization
if __name__ == "__main__":
    B, C = rank_factorization(EXAMPLE_A)
    C = C.round(6) + 0.0  # + 0.0 把 -0 变成 0
    print("基列：", [i + 1 for i in pivot_columns(EXAMPLE_A)])
    print("B =", B, "C =", C, sep="\n")
    print("A = BC：", np.array_equal(B @ C, EXAMPLE_A))
    print("rank A 与 rank Aᵀ：", numerical_rank(EXAMPLE_A), numerical_rank(EXAMPLE_A.T))

# %% [markdown] sums-of-outer-products
# ## 秩一矩阵之和
#
# $A = \sum_j v_j \gamma_j^{\mathsf T}$：$B$ 的第 $j$ 列乘 $C$ 的第 $j$ 行，共 $r$ 层。


# %% outer-products
def outer_products(B: ArrayLike, C: ArrayLike) -> NDArray[np.float64]:
    """r 层秩一矩阵，(r, m, n)：第 j 层是 B 的第 j 列乘 C 的第 j 行。"""
    B, C = as_matrix(B, "B"), as_matrix(C, "C")
    if B.shape[1] != C.shape[0]:
        raise ValueError(f"B 有 {B.shape[1]} 列而 C 有 {C.shape[0]} 行：列与行须一一配对。")
    return B.T[:, :, np.newaxis] * C[:, np.newaxis, :]


# %% example-outer
if __name__ == "__main__":
    layers = outer_products(*rank_factorization(EXAMPLE_A)).round(6) + 0.0
    for j, layer in enumerate(layers, start=1):
        print(f"第 {j} 层，秩 {numerical_rank(layer)}：", layer, sep="\n")
    print("各层之和等于 A：", np.array_equal(layers.sum(axis=0), EXAMPLE_A))

# %% [markdown] nearest-lower-rank
# ## 离秩更低的矩阵有多远


# %% truncated
def truncated(A: ArrayLike, k: int) -> Matrix:
    """A_k：奇异值分解的前 k 层之和，秩不超过 k 的矩阵中离 A 最近的一个。"""
    A = as_matrix(A)
    if not 0 <= k <= min(A.shape):
        raise ValueError(f"k 须在 0 与 {min(A.shape)} 之间，得到的是 {k}。")
    u, sigma, wt = np.linalg.svd(A, full_matrices=False)
    return np.asarray((u[:, :k] * sigma[:k]) @ wt[:k])


# %% example-distance
if __name__ == "__main__":
    sigma = singular_values(EXAMPLE_A)
    print("大于 τ 的奇异值：", *(f"{s:.6g}" for s in sigma if s > tolerance(EXAMPLE_A)))
    print(f"A 到 A₁ 的距离：{np.linalg.norm(EXAMPLE_A - truncated(EXAMPLE_A, 1), 2):.6g}")


# %% [markdown] exact-and-naive
# ## 同一个消元，两种算术
#
# 元素是有理数时消元是精确的；换成浮点数，同样的步骤就不可靠了。


# %% elimination
def elimination_pivots(M: NDArray[Any]) -> list[Any]:
    """高斯消元的各个主元：每列取第一个不等于 0 的元素，不比大小，也没有容差。

    M 的元素须能做除法：浮点数，或 Fraction。
    """
    M = M.copy()
    pivots: list[Any] = []
    for column in range(M.shape[1]):
        row = len(pivots)
        candidates = np.flatnonzero(M[row:, column] != 0)
        if candidates.size == 0:
            continue
        M[[row, row + candidates[0]]] = M[[row + candidates[0], row]]
        pivots.append(M[row, column])
        factors = M[row + 1 :, column] / pivots[-1]
        M[row + 1 :, column:] -= np.outer(factors, M[row, column:])
    return pivots


def exact_rank(A: ArrayLike) -> int:
    """有理数算术下的秩；浮点数按它存着的那个二进制小数算，一位不差。"""
    return len(elimination_pivots(as_fractions(A)))


def naive_rank(A: ArrayLike) -> int:
    """浮点算术下的同一个消元：仅供说明，不要拿来求秩。"""
    with np.errstate(over="ignore", invalid="ignore"):  # 主元极小时会溢出，正是毛病之一
        return len(elimination_pivots(as_matrix(A)))


# %% as-fractions
def as_fractions(A: ArrayLike) -> NDArray[Any]:
    """把输入读成有理数的矩阵：整数、Fraction 与有限的浮点数都精确地换算。"""
    array = A if isinstance(A, np.ndarray) else np.array(A, dtype=object)
    if array.ndim != 2:
        raise ValueError(f"A 须是二维的矩阵且各行等长，得到的是 {array.ndim} 维。")
    try:
        entries = [Fraction(entry) for row in array.tolist() for entry in row]
    except (TypeError, ValueError, OverflowError):
        raise ValueError("A 的元素须是整数、有理数或有限的浮点数，不能是 NaN 或无穷大。") from None
    return np.array(entries, dtype=object).reshape(array.shape)


# %% [markdown] rounding-raises-rank
# ## 舍入抬高秩
#
# 两个随机因子相乘，乘积本该秩 $r$；各元素舍入以后，存下来的那个矩阵几乎总是满秩。


# %% random-matrix
def random_matrix(rng: np.random.Generator, m: int, n: int, r: int) -> Matrix:
    """秩 r 的随机 (m, n) 矩阵：(m, r) 与 (r, n) 两个正态随机矩阵的乘积。"""
    if not 0 <= r <= min(m, n):
        raise ValueError(f"{m}×{n} 矩阵的秩须在 0 与 {min(m, n)} 之间，得到的是 {r}。")
    return np.asarray(rng.normal(size=(m, r)) @ rng.normal(size=(r, n)))


# %% stored-rank
if __name__ == "__main__":
    A = random_matrix(np.random.default_rng(0), 5, 7, 3)
    print("存下来的矩阵，精确的秩：", exact_rank(A))
    print("大于 τ 的奇异值的个数：", numerical_rank(A))


# %% hilbert
def hilbert(n: int) -> NDArray[Any]:
    """n 阶 Hilbert 矩阵，元素是有理数 1/(p + i − 1)，p 与 i 从 1 数起。"""
    p = np.arange(1, n + 1)
    return np.array([[Fraction(1, int(d)) for d in row] for row in p[:, np.newaxis] + p - 1], dtype=object)


# %% hilbert-rank
if __name__ == "__main__":
    for n in (4, 8, 12, 16):
        print(f"{n:2d} 阶  精确的秩 {exact_rank(hilbert(n)):2d}  数值秩 {numerical_rank(hilbert(n)):2d}")

# %% singular-values-fall
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    INK, QUIET, QUESTION = "#22262B", "#5B6470", "#F4D35E"
    cliff = singular_values(random_matrix(np.random.default_rng(0), 16, 12, 5))
    slope = singular_values(hilbert(16))
    figure, axes = plt.subplots(figsize=(4.8, 3.6), layout="constrained")
    for sigma, marker, dash in ((cliff, "o", "-"), (slope, "s", "--")):
        order, relative = np.arange(1, sigma.size + 1), sigma / sigma[0]
        kept = relative > 16 * EPSILON
        axes.semilogy(order, relative, dash, color=INK, linewidth=1)
        axes.semilogy(order[kept], relative[kept], marker, color=INK, markersize=6)
        # 容差以下的存疑：填黄描墨边；两个矩阵仍以形状和虚实区分
        axes.semilogy(order[~kept], relative[~kept], marker, color=INK, markerfacecolor=QUESTION)
    axes.axhline(16 * EPSILON, color=QUIET, linewidth=1, linestyle=":")
    axes.text(1, 8 * EPSILON, "容差 τ/σ₁", color=QUIET, va="top")
    axes.text(5.6, 0.2, "秩 5 的随机矩阵：断崖", color=INK)
    axes.text(9.4, 3e-9, "Hilbert 矩阵：缓坡", color=INK)
    axes.set(xlabel=r"$j$", ylabel=r"$\sigma_j/\sigma_1$", title="两个矩阵的奇异值，各以最大的为 1")
    axes.set_xticks(range(1, 17, 3))
    axes.spines[["top", "right"]].set_visible(False)
    plt.show()

# %% [markdown] how-naive-elimination-fails
# ## 朴素消元怎样失败
#
# `T` 秩 2，舍入的残渣却被当成主元；`S` 秩 3，极小的主元却把两行变成一样；
# `W` 的主元全是 1，而它与一个奇异矩阵只差 $2^{-62}$。

# %% troublemakers
T = np.array([[3.0, 1.0, 2.0], [1.0, 1.0, 1.0], [4.0, 2.0, 3.0]])  # 第 3 行 = 第 1 行 + 第 2 行
S = np.array([[1e-17, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])  # 奇异值约为 2, 1, 1


def unit_triangle(n: int) -> Matrix:
    """W_n：对角线上是 1，右上方全是 −1，左下方全是 0。"""
    return 2 * np.eye(n) - np.triu(np.ones((n, n)))


# %% naive-fails
if __name__ == "__main__":
    for name, M in (("T", T), ("S", S), ("W", unit_triangle(64))):
        print(f"{name}  精确 {exact_rank(M):2d}  消元 {naive_rank(M):2d}  奇异值 {numerical_rank(M):2d}")
        print("   消元末尾的主元：", *(f"{pivot:.3g}" for pivot in elimination_pivots(M)[-3:]))

# %% triangle-perturbed
if __name__ == "__main__":
    W = unit_triangle(64)
    W[-1, 0] = -(2.0**-62)
    print("左下角改成 −2⁻⁶²，精确的秩：", exact_rank(W))

# %% leftmost-basis
if __name__ == "__main__":
    W = unit_triangle(64)
    for name, kept in (("从左往右挑", list(range(63))), ("程序挑", pivot_columns(W))):
        dropped = sorted(set(range(64)) - set(kept))[0] + 1
        error = np.linalg.norm(W - W[:, kept] @ coordinates(W[:, kept], W), 2) / np.linalg.norm(W, 2)
        print(f"{name}，落下第 {dropped} 列，相对误差小于 1%：{error < 1e-2}，小于 1e-13：{error < 1e-13}")

# %% [markdown] errata
# ## 勘误用的数值

# %% erratum-index
if __name__ == "__main__":
    B, C = rank_factorization(EXAMPLE_A)
    i = 0  # 第 1 列
    print("Σ γ_ji v_j =", (B @ C[:, i]).round(6), "  c_1 =", EXAMPLE_A[:, i])
    print("Σ γ_ij v_j =", (B @ C[i, : B.shape[1]]).round(6))
    print("C 有", C.shape[0], "行，A 有", EXAMPLE_A.shape[1], "列：i = 3、4 时 γ_ij 不存在")

# %% erratum-spanning
if __name__ == "__main__":
    G = np.array([[4, 2, 6], [2, 3, 5], [6, 1, 7]])  # 第 3 列 = 第 1 列 + 第 2 列
    H = np.array([[2, 0.5, 0, 1], [1, 0, 1, -1], [-1, 0, 0, 0]])
    print("A = GH：", np.array_equal(G @ H, EXAMPLE_A))
    print("rank A =", exact_rank(EXAMPLE_A), "  rank H =", exact_rank(H))
    print("A 添上 H 的第 3 行以后，秩：", exact_rank(np.vstack([EXAMPLE_A, H[2]])))

# %% erratum-zero
if __name__ == "__main__":
    B, C = rank_factorization(np.zeros((3, 4)))
    print("B：", B.shape, "  C：", C.shape, "  BC 是 3×4 的零矩阵：", np.array_equal(B @ C, np.zeros((3, 4))))
