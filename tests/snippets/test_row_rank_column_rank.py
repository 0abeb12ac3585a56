"""The rank note's snippet against SVD (NumPy's and SciPy's) and against exact rational arithmetic of its own.

The reference for exact ranks is Gram-Schmidt over `fractions.Fraction`, and minors for the small ones:
neither shares a step with the elimination in the snippet.
"""

import os
import subprocess
import sys
from fractions import Fraction
from itertools import combinations, permutations
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from snippets import row_rank_column_rank as note

ROOT = Path(__file__).parents[2]
Matrix = NDArray[np.float64]


# --- references ------------------------------------------------------------------------------------------------


def dot(x: list[Fraction], y: list[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(x, y, strict=True)), Fraction(0))


def independent_rows(rows: list[list[Fraction]]) -> list[int]:
    """Indices of the rows that are not combinations of the rows before, by exact orthogonalisation."""
    kept: list[int] = []
    basis: list[list[Fraction]] = []
    for index, row in enumerate(rows):
        rest = list(row)
        for b in basis:
            factor = dot(row, b) / dot(b, b)
            rest = [x - factor * y for x, y in zip(rest, b, strict=True)]
        if any(rest):
            kept.append(index)
            basis.append(rest)
    return kept


def rational(A: NDArray[Any]) -> list[list[Fraction]]:
    return [[Fraction(x) for x in row] for row in A.tolist()]


def rank_by_orthogonalisation(A: NDArray[Any]) -> int:
    return len(independent_rows(rational(A)))


def determinant(rows: list[list[Fraction]]) -> Fraction:
    total = Fraction(0)
    for order in permutations(range(len(rows))):
        inversions = sum(a > b for a, b in combinations(order, 2))
        total += (-1) ** inversions * prod((rows[p][q] for p, q in enumerate(order)), start=Fraction(1))
    return total


def rank_by_minors(A: NDArray[Any]) -> int:
    """The size of the largest minor that is not zero."""
    rows, (m, n) = rational(A), A.shape
    return max(
        (
            k
            for k in range(1, min(m, n) + 1)
            for ps in combinations(range(m), k)
            for qs in combinations(range(n), k)
            if determinant([[rows[p][q] for q in qs] for p in ps]) != 0
        ),
        default=0,
    )


def rank_by_scipy(A: Matrix) -> int:
    if 0 in A.shape:
        return 0
    sigma = scipy.linalg.svdvals(A)
    return int(np.count_nonzero(sigma > sigma[0] * max(A.shape) * np.finfo(float).eps))


# --- matrices --------------------------------------------------------------------------------------------------


def of_exact_rank(rng: np.random.Generator, m: int, n: int, r: int) -> NDArray[np.int64]:
    """A small integer matrix whose rank is r by construction: each factor contains the identity."""
    left, right = rng.integers(-3, 4, (m, r)), rng.integers(-3, 4, (r, n))
    left[rng.permutation(m)[:r]] = np.eye(r, dtype=int)
    right[:, rng.permutation(n)[:r]] = np.eye(r, dtype=int)
    return left @ right


def kahan(n: int, cosine: float) -> Matrix:
    sine = np.sqrt(1 - cosine**2)
    return np.diag(sine ** np.arange(n)) @ (np.eye(n) - cosine * np.triu(np.ones((n, n)), 1))


TALL = np.random.default_rng(5).normal(size=(20, 15))
ILL_CONDITIONED: dict[str, Matrix] = {
    "hilbert": note.hilbert(16).astype(float),
    "triangle": note.unit_triangle(64),
    "triangle transposed": note.unit_triangle(64).T,
    "kahan": kahan(60, 0.5),  # where choosing the farthest column of A itself goes wrong
    "kahan transposed": kahan(60, 0.5).T,
    "vandermonde": np.vander(np.linspace(0, 1, 20)),
    "diagonal over 25 decades": np.diag(10.0 ** -np.arange(25)),
    "rows over 20 decades": 10.0 ** -np.arange(20)[:, np.newaxis] * TALL,
    "columns over 10 decades": TALL * 10.0 ** -(np.arange(15) % 10.0),
    "huge": 1e300 * np.outer([1.0, 2.0, 3.0], [1.0, -1.0]),
    "tiny": 1e-300 * np.outer([1.0, 2.0, 3.0], [1.0, -1.0]),
    "largest": np.full((3, 4), np.finfo(float).max),
    "subnormal": np.full((3, 4), 5e-324),
}
STRUCTURED: dict[str, tuple[Matrix, int]] = {
    "0 by 0": (np.zeros((0, 0)), 0),
    "0 by n": (np.zeros((0, 4)), 0),
    "m by 0": (np.zeros((3, 0)), 0),
    "zero": (np.zeros((3, 4)), 0),
    "1 by 1": (np.array([[-7.0]]), 1),
    "1 by 1 zero": (np.array([[0.0]]), 0),
    "1 by n": (np.array([[0.0, 0.0, 2.0, -1.0]]), 1),
    "1 by n zero": (np.zeros((1, 5)), 0),
    "m by 1": (np.array([[0.0], [5.0]]), 1),
    "identity": (np.eye(5), 5),
    "all ones": (np.ones((4, 6)), 1),
    "permutation": (np.eye(6)[[3, 1, 5, 0, 2, 4]], 6),
    "nilpotent": (np.eye(5, k=1), 4),
    "arithmetic": (np.arange(20.0).reshape(4, 5), 2),
    "laplacian of a path": (np.diag([1.0, 2, 2, 2, 1]) - np.eye(5, k=1) - np.eye(5, k=-1), 4),
    "example": (note.EXAMPLE_A, 2),
}

entries = st.integers(-4, 4)


@st.composite
def integer_matrices(draw: st.DrawFn, most: int = 5) -> NDArray[np.int64]:
    m, n = draw(st.integers(0, most)), draw(st.integers(0, most))
    return np.array(draw(st.lists(entries, min_size=m * n, max_size=m * n)), dtype=np.int64).reshape(m, n)


@st.composite
def float_matrices(draw: st.DrawFn) -> Matrix:
    m, n = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    floats = st.floats(allow_nan=False, allow_infinity=False)
    return np.array(draw(st.lists(floats, min_size=m * n, max_size=m * n)), dtype=float).reshape(m, n)


@st.composite
def deficient_matrices(draw: st.DrawFn) -> tuple[NDArray[np.int64], int]:
    m, n = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    r = draw(st.integers(0, min(m, n)))
    return of_exact_rank(np.random.default_rng(draw(st.integers(0, 2**32))), m, n, r), r


# --- rank ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STRUCTURED)
def test_rank_of_structured_matrices(name: str) -> None:
    A, r = STRUCTURED[name]
    assert note.numerical_rank(A) == note.numerical_rank(A.T) == r
    assert note.exact_rank(A) == note.exact_rank(A.T) == r
    assert rank_by_orthogonalisation(A) == rank_by_scipy(A) == r


@pytest.mark.parametrize("name", ILL_CONDITIONED)
def test_rank_of_ill_conditioned_matrices_is_that_of_numpy_and_scipy(name: str) -> None:
    A = ILL_CONDITIONED[name]
    if name == "largest":  # where sigma_1 overflows, theirs say 0
        assert note.numerical_rank(A) == 1
        return
    assert note.numerical_rank(A) == np.linalg.matrix_rank(A) == rank_by_scipy(A)
    assert note.numerical_rank(A.T) == note.numerical_rank(A)


@given(integer_matrices())
@settings(max_examples=80, deadline=None)
def test_row_rank_is_column_rank_exactly_and_numerically(A: NDArray[np.int64]) -> None:
    # For integers this small the least nonzero singular value is far above the tolerance: all must agree.
    rows = len(independent_rows(rational(A)))
    columns = len(independent_rows(rational(A.T)))
    assert rows == columns == note.exact_rank(A) == note.exact_rank(A.T)
    assert rows == note.numerical_rank(A) == note.numerical_rank(A.T)
    assert rows == (np.linalg.matrix_rank(A) if A.size else 0)


@given(integer_matrices(most=3))
@settings(max_examples=60, deadline=None)
def test_exact_rank_is_the_largest_nonzero_minor(A: NDArray[np.int64]) -> None:
    assert note.exact_rank(A) == rank_by_minors(A) == rank_by_orthogonalisation(A)


@given(float_matrices())
@settings(max_examples=80, deadline=None)
def test_any_finite_matrix_has_a_rank(A: Matrix) -> None:
    r = note.numerical_rank(A)
    B, C = note.rank_factorization(A)
    assert 0 <= r <= min(A.shape)
    assert note.exact_rank(A) == rank_by_orthogonalisation(A)
    assert B.shape == (A.shape[0], r)
    assert C.shape == (r, A.shape[1])
    assert note.naive_rank(A) <= min(A.shape)


@given(deficient_matrices(), st.integers(-900, 900))
@settings(max_examples=60, deadline=None)
def test_rank_does_not_depend_on_scale_or_order(instance: tuple[NDArray[np.int64], int], power: int) -> None:
    A, r = instance
    assert note.numerical_rank(np.ldexp(A.astype(float), power)) == r
    assert note.numerical_rank(A[::-1, ::-1]) == r


def test_relative_tolerance_decides() -> None:
    A = np.diag([1.0, 1e-3, 1e-9])
    assert [note.numerical_rank(A, rtol) for rtol in (None, 1e-6, 1e-2)] == [3, 2, 1]
    assert [note.column_basis(A, rtol).shape[1] for rtol in (None, 1e-6, 1e-2)] == [3, 2, 1]
    assert note.tolerance(5 * np.eye(3, 7)) == 7 * 2.0**-52 * 5


@pytest.mark.parametrize(("m", "n", "r"), [(5, 7, 3), (9, 4, 2), (6, 11, 5), (12, 8, 7), (3, 2, 0)])
def test_random_matrix_has_the_rank_asked_for(m: int, n: int, r: int) -> None:
    A = note.random_matrix(np.random.default_rng(m), m, n, r)
    assert A.shape == (m, n)
    assert note.numerical_rank(A) == note.numerical_rank(A.T) == r


def test_rounding_raises_the_exact_rank_of_a_product() -> None:
    A = note.random_matrix(np.random.default_rng(0), 5, 7, 3)
    assert (note.exact_rank(A), note.numerical_rank(A)) == (5, 3)
    assert rank_by_orthogonalisation(A) == 5


def test_hilbert_is_invertible_though_numerically_not() -> None:
    H = note.hilbert(16)
    assert H[0, 0] == 1
    assert H[2, 3] == Fraction(1, 6)
    assert np.allclose(H.astype(float), scipy.linalg.hilbert(16), rtol=1e-15)
    assert note.exact_rank(H) == rank_by_orthogonalisation(H) == 16
    assert note.numerical_rank(H) == 12


# --- A = BC ----------------------------------------------------------------------------------------------------


def assert_factorization(A: Matrix, r: int, slack: float = 4) -> tuple[Matrix, Matrix]:
    B, C = note.rank_factorization(A)
    m, n = A.shape
    assert (B.shape, C.shape) == ((m, r), (r, n))
    assert all(any(np.array_equal(b, a) for a in A.T) for b in B.T)  # the basis is columns of A
    if A.size:
        scaled = np.abs(A).max() or 1.0
        error = np.linalg.norm(A / scaled - (B / scaled) @ C, 2)
        assert error <= slack * max(m, n) * np.finfo(float).eps * np.linalg.norm(A / scaled, 2)
    return B, C


@pytest.mark.parametrize("name", STRUCTURED)
def test_factorization_of_structured_matrices(name: str) -> None:
    assert_factorization(*STRUCTURED[name])


@pytest.mark.parametrize("name", ILL_CONDITIONED)
def test_factorization_of_ill_conditioned_matrices(name: str) -> None:
    A = ILL_CONDITIONED[name]
    _, C = assert_factorization(A, note.numerical_rank(A))
    assert np.abs(C).max() < 10  # a well-chosen basis has small coordinates


@given(deficient_matrices())
@settings(max_examples=80, deadline=None)
def test_one_product_holds_a_basis_of_either_space(instance: tuple[NDArray[np.int64], int]) -> None:
    A, r = instance
    B, C = assert_factorization(A.astype(float), r)
    assert rank_by_orthogonalisation(B) == r  # the columns of B are independent: exactly, they are integers
    assert note.numerical_rank(C) == r
    assert note.numerical_rank(np.vstack([A, C])) == r  # the rows of C lie in the row space of A
    Bt, Ct = assert_factorization(A.T.astype(float), r)
    assert np.allclose(Ct.T @ Bt.T, A)


@given(deficient_matrices())
@settings(max_examples=60, deadline=None)
def test_columns_and_rows_are_the_combinations_that_the_proof_says(
    instance: tuple[NDArray[np.int64], int],
) -> None:
    A, r = instance
    B, C = note.rank_factorization(A)
    for i in range(A.shape[1]):
        assert np.allclose(A[:, i], sum((C[j, i] * B[:, j] for j in range(r)), np.zeros(A.shape[0])))
    for p in range(A.shape[0]):
        assert np.allclose(A[p], sum((B[p, j] * C[j] for j in range(r)), np.zeros(A.shape[1])))


@given(deficient_matrices())
@settings(max_examples=60, deadline=None)
def test_outer_products_are_layers_of_rank_one(instance: tuple[NDArray[np.int64], int]) -> None:
    A, r = instance
    B, C = note.rank_factorization(A)
    layers = note.outer_products(B, C)
    assert layers.shape == (r, *A.shape)
    assert all(note.numerical_rank(layer) == 1 for layer in layers)
    assert all(np.array_equal(layer, np.outer(B[:, j], C[j])) for j, layer in enumerate(layers))
    assert np.allclose(layers.sum(axis=0), A)


@given(deficient_matrices(), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_coordinates_in_any_basis(instance: tuple[NDArray[np.int64], int], seed: int) -> None:
    A, r = instance
    change = np.linalg.qr(np.random.default_rng(seed).normal(size=(r, r)))[0]
    B, C = note.rank_factorization(A)
    assert np.allclose(note.coordinates(B @ change, A), change.T @ C)
    assert np.allclose(note.coordinates(B, A), C)


def test_example_is_the_one_worked_through_in_the_note() -> None:
    A = note.EXAMPLE_A
    B, C = note.rank_factorization(A)
    assert note.pivot_columns(A) == [0, 2]
    assert np.array_equal(B, [[4, 2], [2, 3], [6, 1]])
    assert np.allclose(C, [[1.0, 0.5, 0.0, 1.0], [0.0, 0.0, 1.0, -1.0]], atol=1e-14)
    assert np.array_equal(A[2], 2 * A[0] - A[1])
    assert rank_by_minors(A) == 2


def test_leftmost_columns_can_be_a_bad_basis_and_ours_is_not() -> None:
    W = note.unit_triangle(64)
    leftmost = W[:, :63]
    assert np.linalg.norm(W - leftmost @ note.coordinates(leftmost, W), 2) > 1e-2 * np.linalg.norm(W, 2)
    assert_factorization(W, 63)


def test_inputs_are_left_as_they_were() -> None:
    A = note.EXAMPLE_A.copy()
    for function in (
        note.rank_factorization,
        note.numerical_rank,
        note.exact_rank,
        note.naive_rank,
        note.column_basis,
    ):
        function(A)
        assert np.array_equal(A, note.EXAMPLE_A)
    note.elimination_pivots(A)
    assert np.array_equal(A, note.EXAMPLE_A)


# --- the nearest matrix of lower rank -----------------------------------------------------------------------------


@pytest.mark.parametrize(("m", "n", "r"), [(5, 7, 3), (9, 6, 4)])
def test_truncation_is_nearest(m: int, n: int, r: int) -> None:
    rng = np.random.default_rng(m * n)
    A = note.random_matrix(rng, m, n, r)
    sigma = scipy.linalg.svdvals(A)
    assert np.allclose(note.singular_values(A), sigma)
    for k in range(r):
        A_k = note.truncated(A, k)
        assert note.numerical_rank(A_k) == k
        assert np.isclose(np.linalg.norm(A - A_k, 2), sigma[k])
        rivals = (A_k + 1e-3 * note.random_matrix(rng, m, n, r) for _ in range(20))
        assert all(np.linalg.norm(A - note.truncated(X, k), 2) >= sigma[k] for X in rivals)


# --- naive elimination ------------------------------------------------------------------------------------------


def test_naive_elimination_fails_where_the_note_says() -> None:
    T, S, W = note.T, note.S, note.unit_triangle(64)
    assert (note.exact_rank(T), note.naive_rank(T), note.numerical_rank(T)) == (2, 3, 2)
    assert (note.exact_rank(S), note.naive_rank(S), note.numerical_rank(S)) == (3, 2, 3)
    assert (note.exact_rank(W), note.naive_rank(W), note.numerical_rank(W)) == (64, 64, 63)
    assert rank_by_minors(T) == 2
    assert rank_by_minors(S) == 3
    assert np.allclose(note.singular_values(S), [2, 1, 1])
    assert note.elimination_pivots(W) == [1] * 64


@pytest.mark.parametrize("n", [2, 3, 8, 20])
def test_triangle_is_within_a_hair_of_singular(n: int) -> None:
    W = note.unit_triangle(n)
    assert note.singular_values(W)[-1] < 2.0 ** (2 - n)
    W[-1, 0] = -(2.0 ** (2 - n))
    assert note.exact_rank(W) == rank_by_orthogonalisation(W) == n - 1


def test_naive_elimination_is_right_where_arithmetic_is_exact() -> None:
    for seed in range(20):
        A = of_exact_rank(np.random.default_rng(seed), 4, 6, 2)
        assert len(note.elimination_pivots(note.as_fractions(A))) == 2
    assert note.naive_rank(np.diag([2.0, 0.0, -4.0])) == 2


def test_exact_rank_reads_rationals_and_floats_as_they_are() -> None:
    thirds: Any = [[Fraction(1, 3), Fraction(2, 3)], [Fraction(1, 7), Fraction(2, 7)]]
    assert note.exact_rank(thirds) == 1
    assert note.exact_rank([[1.0, 1.0], [1.0, 1 + 2.0**-52]]) == 2
    assert note.exact_rank([[1.0, 1.0], [1.0, 1 + 1e-17]]) == 1  # 1 + 1e-17 is stored as 1
    assert note.exact_rank([[10**30, 1], [10**30 + 1, 1]]) == 2  # integers of any size
    assert note.exact_rank(np.array([[True, False], [True, True]])) == 2
    assert note.exact_rank([[], []]) == 0


# --- what bad input gets ----------------------------------------------------------------------------------------

ONE_MATRIX = [
    note.singular_values,
    note.tolerance,
    note.numerical_rank,
    note.pivot_columns,
    note.column_basis,
    note.rank_factorization,
    note.exact_rank,
    note.naive_rank,
]


@pytest.mark.parametrize("function", ONE_MATRIX)
@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (3.0, "二维"),
        ([1.0, 2.0], "二维"),
        ([], "二维"),
        (np.zeros((2, 2, 2)), "二维"),
        ([[1.0, float("nan")]], "NaN"),
        ([[1.0, float("inf")]], "无穷大"),
        ([[1.0, -float("inf")]], "无穷大"),
        ([[1.0, 2.0], [3.0]], "等长"),
        ([[1j, 2.0]], "实数|有理数"),
        ([["a", "b"]], "实数|有理数"),
        ([[None, 1.0]], "有理数|NaN"),
    ],
)
def test_what_is_not_a_matrix_is_refused_in_chinese(function: Any, bad: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        function(bad)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: note.coordinates(np.ones((2, 1)), np.ones((3, 4))), "B 有 2 行而 A 有 3 行"),
        (lambda: note.coordinates([[float("nan")]], np.ones((1, 4))), "B 含有 NaN"),
        (lambda: note.outer_products(np.ones((3, 2)), np.ones((3, 4))), "B 有 2 列而 C 有 3 行"),
        (lambda: note.outer_products(np.ones((3, 2)), np.ones(2)), "C 须是二维"),
        (lambda: note.truncated(np.eye(3), 4), "k 须在 0 与 3 之间"),
        (lambda: note.truncated(np.eye(3), -1), "k 须在 0 与 3 之间"),
        (lambda: note.numerical_rank(np.eye(3), -1e-9), "rtol"),
        (lambda: note.numerical_rank(np.eye(3), float("nan")), "rtol"),
        (lambda: note.rank_factorization(np.eye(3), 1.0), "rtol"),
        (lambda: note.random_matrix(np.random.default_rng(0), 3, 4, 5), "0 与 3 之间"),
        (lambda: note.random_matrix(np.random.default_rng(0), 3, 4, -1), "0 与 3 之间"),
    ],
)
def test_arguments_that_do_not_fit_are_refused_in_chinese(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


# --- as a program ------------------------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"MPLBACKEND": "Agg", "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.site
def test_program_prints_what_the_note_shows() -> None:
    done = run("snippets/row_rank_column_rank.py")
    assert (done.returncode, done.stderr) == (0, "")
    for line in (
        "基列： [1, 3]",
        "A = BC： True",
        "rank A 与 rank Aᵀ： 2 2",
        "各层之和等于 A： True",
        "存下来的矩阵，精确的秩： 5",
        "16 阶  精确的秩 16  数值秩 12",
        "T  精确  2  消元  3  奇异值  2",
        "S  精确  3  消元  2  奇异值  3",
        "W  精确 64  消元 64  奇异值 63",
        "程序挑，落下第 1 列，相对误差小于 1%：True，小于 1e-13：True",
        "左下角改成 −2⁻⁶²，精确的秩： 63",
        "Σ γ_ij v_j = [5.  3.5 6.5]",
        "rank A = 2   rank H = 3",
        "A 添上 H 的第 3 行以后，秩： 3",
    ):
        assert line in done.stdout.splitlines()


def test_import_is_silent_and_light() -> None:
    done = run("-c", "import sys, snippets.row_rank_column_rank; assert 'matplotlib' not in sys.modules")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
