# %% setup
"""行秩等于列秩：基、系数与乘积 A = BC，以及浮点数里的秩。

记号同笔记：A 是 m×n 矩阵；v_j 是 B 的第 j 列，γ_j 的转置是 C 的第 j 行，A = BC。
这里的下标从 0 数起；打印给读者看的列号从 1 数起。
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import cycle, repeat
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


# %% explorable
def explorable_values() -> dict[str, Any]:
    """可以拨弄的几个矩阵，各带着它的基列、因子与奇异值，以便核对。"""
    matrices: dict[str, ArrayLike] = {
        "example": EXAMPLE_A,
        "full": [[2, 1, 0, 1], [1, 3, 1, 0], [0, 1, 2, -1]],
        "one": [[1, 2, -1, 3], [2, 4, -2, 6], [-1, -2, 1, -3]],
        "zero": np.zeros((3, 4)),
    }

    def about(A: Matrix) -> dict[str, Any]:
        B, C = rank_factorization(A)
        return {
            "A": A.tolist(),
            "columns": pivot_columns(A),  # 从 0 数起
            "B": B.tolist(),
            "C": C.tolist(),
            "sigma": singular_values(A).tolist(),
        }

    return {"matrices": [{"name": name, **about(as_matrix(A))} for name, A in matrices.items()]}


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

# %% [markdown] about-notation
# ## 记号：公式里的符号各是什么
#
# 笔记里的公式按这里的记号代入随机的矩阵，逐条验算。每一项是符号的写法、它的名称、它的值；下标从 1 数起。
# 行数、列数与秩两两不同，免得写错的下标碰巧也对。待验的两端各算各的：$B$ 与 $C$ 由程序分解随机的整数矩阵 $A$ 得来，
# 维数则由行、由列分别用有理数消元去数，一位不差。


# %% notation
Symbols = Mapping[str, tuple[str, Any]]  # 写法：（名称，值）


def numbered(vectors: Matrix) -> dict[int, Matrix]:
    """各行依次编号，从 1 数起。"""
    return dict(enumerate(vectors, start=1))


def recovered(A: Matrix) -> NDArray[Any]:
    """把浮点数还原成分母不大的分数：舍入误差去掉了，秩与维数就能一位不差地数。"""
    entries = [Fraction(entry).limit_denominator(10**4) for entry in A.ravel().tolist()]
    return np.array(entries, dtype=object).reshape(A.shape)


def columns(A: Matrix) -> Matrix:
    """矩阵照旧，向量看作一列；数没有行与列。"""
    if np.ndim(A) == 0:
        raise ValueError("数没有行空间与列空间")
    return A[:, np.newaxis] if A.ndim == 1 else A


class Space(np.ndarray[Any, Any]):
    """向量空间，各行是它的一组基；与矩阵分开，免得矩阵也有了维数，空间也有了秩。"""


def spanned(vectors: Matrix) -> Space:
    """各行张成的空间。基取行最简形的非零行，于是一个空间只有一种写法，可以比较。"""
    M, rank = recovered(vectors), 0
    for column in range(M.shape[1]):
        candidates = np.flatnonzero(M[rank:, column] != 0)
        if candidates.size == 0:
            continue
        M[[rank, rank + candidates[0]]] = M[[rank + candidates[0], rank]]
        M[rank] /= M[rank, column]
        others = np.arange(len(M)) != rank
        M[others] -= np.outer(M[others, column], M[rank])
        rank += 1
    return M[:rank].astype(np.float64).view(Space)


def dimension(V: Matrix) -> int:
    """空间的维数：基向量的个数。"""
    if not isinstance(V, Space):
        raise ValueError("矩阵没有维数，它的行空间与列空间才有")
    return len(V)


def rank_of(A: Matrix) -> int:
    """矩阵的秩：有理数消元的主元个数。"""
    if isinstance(A, Space):
        raise ValueError("空间没有秩，只有维数")
    return exact_rank(recovered(columns(A)))


SPACES: Symbols = {
    r"\operatorname{rowsp}(A)": ("行空间", lambda A: spanned(columns(A))),
    r"\operatorname{colsp}(A)": ("列空间", lambda A: spanned(columns(A).T)),
    r"\dim(V)": ("空间的维数", dimension),
    r"\operatorname{rank}(A)": ("秩", rank_of),
    "i, j, p, q": ("列、基向量、行的编号", ...),
}


def factorization_symbols(A: Matrix) -> Symbols:
    """一个矩阵，它的分解，各自的行与列。"""
    B, C = rank_factorization(A)
    return {
        **SPACES,
        "m": ("行数", A.shape[0]),
        "n": ("列数", A.shape[1]),
        "r, k": ("基向量的个数；初版记作 k", B.shape[1]),
        "A, a_{pi}": ("矩阵", A),
        "B, b_{pj}": ("各列是列空间的基", B),
        r"C, \gamma_{ji}": ("各列是系数", C),
        "c_i": ("A 的列", numbered(A.T)),
        r"\rho_p": ("A 的行", numbered(A)),
        "v_j": ("列空间的基", numbered(B.T)),
        r"\gamma_j": ("C 的行", numbered(C)),
    }


def integer_matrix(rng: np.random.Generator, m: int, n: int, r: int) -> Matrix:
    """秩 r 的随机整数 (m, n) 矩阵；两个因子若碰巧缺秩，就重取。"""
    while True:
        A = rng.integers(-3, 4, (m, r)) @ rng.integers(-3, 4, (r, n))
        if exact_rank(A) == r:
            return as_matrix(A)


def factorization_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """A = BC：随机的整数矩阵，扁的与高的轮流来。"""
    yield from (
        factorization_symbols(integer_matrix(rng, *sizes)) for sizes in cycle([(5, 6, 3), (6, 4, 2), (5, 7, 4)])
    )


def example_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """笔记的算例。"""
    yield from repeat(factorization_symbols(EXAMPLE_A))


def product_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """算例另写成乘积 GH，G 添一列，H 添一行：或是 H 的秩大，或是 G 的秩大；头一个就是勘误里的那个。"""
    B, C = rank_factorization(EXAMPLE_A)
    t, s = np.array([1, 1]), np.array([-1, 0, 0, 0])
    while True:
        for G, H in (
            (np.column_stack([B, B @ t]), np.vstack([C - np.outer(t, s), s])),
            (np.column_stack([B, rng.integers(1, 9, 3)]), np.vstack([C, np.zeros(4)])),
        ):
            yield {**factorization_symbols(EXAMPLE_A), "G": ("左因子", G), "H": ("右因子", H)}
        t, s = rng.integers(1, 5, 2), rng.integers(-4, 5, 4)


# %% notation-singular-values
def svd_symbols(A: Matrix) -> Symbols:
    """一个矩阵与它的奇异值分解。"""
    u, _, wt = np.linalg.svd(A)
    return {
        "m": ("行数", A.shape[0]),
        "n": ("列数", A.shape[1]),
        "r": ("秩", numerical_rank(A)),
        "A": ("矩阵", A),
        r"\sigma_j": ("奇异值", singular_values(A)),
        "u_j": ("左奇异向量", numbered(u.T)),
        "w_j": ("右奇异向量", numbered(wt)),
        r"\operatorname{rank}(A)": ("秩", numerical_rank),
        r"\varepsilon": ("1 与下一个双精度数的距离", EPSILON),
        r"\tau": ("容差", tolerance(A)),
        "i, j": ("编号", ...),
    }


CENTRES = (1, 0)  # X_k 在 A_k 的近旁，或在 0 的近旁：离得远，不等式写错了也看不出


def near(A: Matrix, k: int, rng: np.random.Generator) -> Matrix:
    """秩 k 的随机矩阵，离 A_k 不远。"""
    return truncated(truncated(A, k) + 0.05 * rng.normal(size=A.shape), k)


def svd_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """随机的矩阵，以及秩为 1, …, r 的矩阵 A_k 与 X_k。"""
    for sizes, centre in zip(cycle([(5, 7, 4), (7, 6, 4), (6, 9, 6)]), cycle(CENTRES), strict=False):
        A = random_matrix(rng, *sizes)
        ranks = range(1, numerical_rank(A) + 1)
        yield {
            **svd_symbols(A),
            "A_k": ("前 k 层之和", {k: truncated(A, k) for k in ranks}),
            "X_k": ("秩为 k 的矩阵", {k: near(centre * A, k, rng) for k in ranks}),
            "k": ("层数", ...),
        }


def eckart_young_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """定理证明里固定的 k，以及 X_k 的零空间与前 k + 1 个 w 张成的空间公共的单位向量 z。"""
    sizes, scales = cycle([(4, 6, 2), (7, 4, 3), (3, 5, 1)]), cycle((1, 1, 0.2))
    for (m, n, k), centre, scale in zip(sizes, cycle(CENTRES), scales, strict=False):
        A = scale * random_matrix(rng, m, n, min(m, n))
        X, w = near(centre * A, k, rng), np.linalg.svd(A)[2][: k + 1]
        z = np.linalg.svd(X @ w.T)[2][-1] @ w
        yield {
            **svd_symbols(A),
            "k": ("固定的秩", k),
            "A_k": ("前 k 层之和", {k: truncated(A, k)}),
            "X_k": ("秩为 k 的矩阵", {k: X}),
            "z": ("公共的单位向量", z),
            r"\zeta_j": ("z 的坐标", w @ z),
        }


def storing_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """把有理数的矩阵存成双精度数；误差 E 用有理数算。"""
    sizes, powers = cycle([(4, 5), (6, 3), (2, 7), (1, 1), (3, 6)]), cycle([60, 0, -60])
    for tight, (m, n), power in zip(cycle([True, False]), sizes, powers, strict=False):
        above, below = rng.integers(-99, 100, (m, n)), rng.integers(1, 100, (m, n))
        if tight:  # 各元素的绝对值略大于 2 的幂，存成 2 的幂，相对误差几乎到顶
            above = rng.choice([-1, 1], (m, n)) * (2**60 + rng.integers(115, 128, (m, n)))
            below = np.full((m, n), 2**60)
        exact = as_fractions(above) / as_fractions(below) * Fraction(2) ** power
        stored = exact.astype(float)
        yield {**svd_symbols(stored), "E": ("存储的误差", (as_fractions(stored) - exact).astype(float))}


def elimination_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """T 与 S。η 取得不小：等式与 η 的大小无关，η 太小则浮点数验不了。"""
    while True:
        eta, moderate = rng.uniform(0.2, 0.8), S.copy()
        moderate[0, 0] = eta
        yield {
            "T": ("残渣冒充主元的矩阵", T),
            "S": ("主元太小的矩阵", moderate),
            r"\eta": ("小的主元", eta),
        }


def triangle_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """W_n，以及由方程组解出的 x。"""
    for n in cycle(range(2, 8)):
        W = unit_triangle(n)
        yield {
            "n": ("阶数", n),
            "W_n": ("单位上三角矩阵", lambda n: unit_triangle(n)),
            "x_k": ("使 W_n x 只剩末一个分量的向量", np.linalg.solve(W, np.eye(n)[-1])),
            r"\sigma_j": ("W_n 的奇异值", singular_values(W)),
            "k": ("分量的编号", ...),
        }


NOTATIONS = {
    "factorization": factorization_notation,
    "example": example_notation,
    "product": product_notation,
    "svd": svd_notation,
    "eckart-young": eckart_young_notation,
    "storing": storing_notation,
    "elimination": elimination_notation,
    "triangle": triangle_notation,
}

# 插图与可以拨弄的图：名字，与画它的文件
FIGURES = {"rank-factorization": "row_rank_column_rank_figures/factorization.py:figure"}
EXPLORABLES = {"rank": "row_rank_column_rank_figures/rank.mjs"}

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
