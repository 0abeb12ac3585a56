"""What a letter can be declared to be: one row a kind.

A kind is found by any of its names, in Chinese or English; of English ones the order of the words does not matter.
`form` says what a declaration of it may add: a range, sizes, a degree.  To add a kind, add a row to `KINDS` and a line
to `tests/check/test_kinds.py`, which says what must be true of all that is drawn.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from typing import Any, Literal

import numpy as np

from yansuan.check import arbitrary
from yansuan.check.draws import LINE, Array, Draws, Span
from yansuan.check.known import KNOWN, Known
from yansuan.check.laws import Law, table
from yansuan.check.said_laws import NAMES

Form = Literal[
    "number",
    "whole",
    "constant",
    "index",
    "vector",
    "matrix",
    "square",
    "sequence",
    "function",
    "known",
    "set",
    "random",
]

POSITIVE, NEGATIVE, NONNEGATIVE = Span(low=0.0), Span(high=0.0), Span(low=0.0, has_low=True)
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)
_MOST_WHOLE = 9  # of whole numbers without an end, but for the edges
_ELEMENTS = range(-3, 8)
_DEGREE = 4  # of polynomials of which nobody says it, at most
_WELL = 30.0  # condition number of a matrix that has an inverse
_PARTS = 2**30  # of which a probability is a whole number, so that they add up to 1 exactly
_GRAIN = 2.0**10  # of which the entries of a factor are parts, so that its square is not rounded
_RARE = 0.2  # beside the square of a normal number: so unlikely is a value of a random variable
_FAR = 2.0**-6  # of the ends of a probability, but for edges


@dataclass(frozen=True)
class Wanted:
    """What is drawn of a kind.

    Args:
        span: the range of the numbers.
        sizes: of a vector, of a matrix; of the arguments of a function.
        degree: of a polynomial; None where it is not said.
        number: the period of a function, or the size of a vector that is its value; None where it is not said.
    """

    span: Span = LINE
    sizes: tuple[Any, ...] = ()
    degree: int | None = None
    number: float | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of letters.

    Args:
        names: what it is called, in Chinese and in English; of each the first is shown.
        form: what a declaration of it may add.
        draw: one value of it.
        span: within which a range that is added must lie.
        known: what it is, where it is nothing that is drawn.
    """

    names: tuple[str, ...]
    form: Form
    draw: Callable[[Draws, Wanted], Any]
    span: Span = LINE
    known: Known | None = None

    def named_as(self, text: str) -> str:
        """Its name as a text has it, else the first in that language, which is that of whoever reads of it."""
        own = [name for name in self.names if len(name) > 1 and name in text]
        return max(own, key=len) if own else next(one for one in self.names if is_english(one) == is_english(text))


_CHINESE = re.compile("[\u4e00-\u9fff]")


def is_english(text: str) -> bool:
    """Whether a text has no Chinese in it."""
    return not _CHINESE.search(text)


# ---- Numbers


def _real(draws: Draws, wanted: Wanted) -> float:
    return draws.real(wanted.span)


def _whole(draws: Draws, wanted: Wanted) -> int:
    low, high = _whole_ends(wanted.span)
    drawn = draws.whole(low, high, max(low + _MOST_WHOLE, _MOST_WHOLE))
    return drawn + 1 if drawn == wanted.span.without else drawn


def _whole_ends(span: Span) -> tuple[int, int | None]:
    """The first whole number of a range and the last; None where there is no last one."""
    low = -_MOST_WHOLE // 2 if math.isinf(span.low) else math.ceil(span.low)
    low += span.low == low and not span.has_low
    if math.isinf(span.high):
        return low, None
    high = math.floor(span.high)
    high -= span.high == high and not span.has_high
    return (min(low, high - _MOST_WHOLE) if math.isinf(span.low) else low), high


def _multiple(draws: Draws, wanted: Wanted, shift: int) -> int:
    """An even number, or with 1 for the shift an odd one."""
    low, high = _whole_ends(wanted.span)
    low = -((shift - low) // 2)
    last = None if high is None else (high - shift) // 2
    return 2 * draws.whole(low, last, max(low + _MOST_WHOLE, _MOST_WHOLE)) + shift


def _prime(draws: Draws, wanted: Wanted) -> int:
    low, high = _whole_ends(wanted.span)
    fitting = [one for one in _PRIMES if one >= low and (high is None or one <= high)]
    return fitting[draws.whole(0, len(fitting) - 1, 0)]


def _square_number(draws: Draws, wanted: Wanted) -> int:
    return _whole(draws, Wanted(_WHOLE_FROM_0)) ** 2


def _complex(draws: Draws, wanted: Wanted) -> complex:
    return draws.complex()


def _imaginary(draws: Draws, wanted: Wanted) -> complex:
    return complex(0.0, draws.real())


def _nonzero_complex(draws: Draws, wanted: Wanted) -> complex:
    return draws.complex() or 1 + 0j


def _phase(draws: Draws, wanted: Wanted) -> complex:
    if draws.edge in ("zero", "one", "whole"):
        return {"zero": 1 + 0j, "one": -1 + 0j, "whole": 1j}[draws.edge]
    return complex(np.exp(1j * draws.real()))


def _random(draws: Draws, wanted: Wanted) -> Law:
    """A random variable of three or four values, none of which is impossible."""
    many = 3 + draws.whole(0, 1, 1)
    values = sorted({float(one) for one in draws.reals((many,), wanted.span)})
    chances = draws.generic(len(values)) ** 2 + _RARE
    return table(dict(zip(values, _whole_parts(chances).tolist(), strict=True)))


# ---- Vectors


def _vector(draws: Draws, wanted: Wanted) -> Array:
    return draws.reals(wanted.sizes, wanted.span)


def _complex_vector(draws: Draws, wanted: Wanted) -> Array:
    return draws.complexes(wanted.sizes)


def _whole_vector(draws: Draws, wanted: Wanted) -> Array:
    drawn = [_whole(draws, Wanted(wanted.span)) for _ in range(wanted.sizes[0])]
    return np.array(drawn, dtype=int)


def _binary_vector(draws: Draws, wanted: Wanted) -> Array:
    (size,) = wanted.sizes
    return np.array([draws.whole(0, 1, 1) for _ in range(size)], dtype=int)


def _nonzero_vector(draws: Draws, wanted: Wanted) -> Array:
    drawn = _vector(draws, wanted)
    return drawn if drawn.any() else _axis(draws, wanted).astype(float)


def _unit_vector(draws: Draws, wanted: Wanted) -> Array:
    if draws.edge in ("zero", "one"):
        return _axis(draws, wanted)
    drawn: Array = draws.alike(("unit", wanted.sizes), lambda: _normed(draws.generic(*wanted.sizes)))
    return drawn


def _normed(drawn: Array) -> Array:
    return np.asarray(drawn / np.linalg.norm(drawn))


def _axis(draws: Draws, wanted: Wanted) -> Array:
    """A vector with a single 1."""
    (size,) = wanted.sizes
    return np.asarray(np.eye(size)[draws.whole(0, size - 1, 0)])


def _probabilities(draws: Draws, wanted: Wanted) -> Array:
    """Positive numbers whose sum is 1, exactly: whole numbers of parts; on edges a single 1, and all the same."""
    (size,) = wanted.sizes
    if draws.edge in ("zero", "sparse"):
        return _axis(draws, wanted)
    if draws.edge == "one":
        size_of_one = 2 ** math.floor(math.log2(_PARTS // size))
        parts = np.full(size, size_of_one)
        parts[-1] = _PARTS - parts[:-1].sum()
        return np.asarray(parts / _PARTS)
    return _whole_parts(draws.rng.random(size) + _FAR)


def _whole_parts(chances: Array) -> Array:
    """Numbers in nearly the same ratios as these positive ones whose sum is 1, exactly."""
    parts = np.floor(chances / chances.sum() * _PARTS)
    parts[-1] = _PARTS - parts[:-1].sum()
    return np.asarray(parts / _PARTS)


# ---- Matrices


def _matrix(draws: Draws, wanted: Wanted) -> Array:
    rows, columns = wanted.sizes
    if rows == columns:  # as 3×3 is printed
        return _square(draws, replace(wanted, sizes=(rows,)))
    return _perhaps_lacking(draws, draws.reals(wanted.sizes, wanted.span))


def _perhaps_lacking(draws: Draws, drawn: Array) -> Array:
    """A matrix; on two edges one whose last row is its first."""
    if not draws.lacks_rank():
        return drawn
    return np.vstack([drawn[:-1], drawn[:1]])


def _rank_one(draws: Draws, wanted: Wanted) -> Array:
    """The product of a column and a row, of so few bits that it is exact; none of them is 0."""
    column, row = ((np.round(draws.generic(size) * 2.0**20) + 0.5) / 2.0**20 for size in wanted.sizes)
    return np.outer(column, row)


def _toeplitz(draws: Draws, wanted: Wanted, *, circulant: bool = False) -> Array:
    """A matrix whose entries follow from how far the column is from the row."""
    (n,) = wanted.sizes
    places = np.subtract.outer(np.arange(n), np.arange(n))
    return np.asarray(draws.reals((n,))[places % n] if circulant else draws.reals((2 * n - 1,))[places + n - 1])


def _on_edges(draws: Draws, n: int, *, zero: bool = False) -> Array | None:
    """The identity matrix, or where it is one of the kind the zero matrix, on two edges; None elsewhere."""
    if zero and draws.edge in ("zero", "one"):  # the latter where no vector is 0
        return np.zeros((n, n))
    return np.eye(n) if draws.edge in ("zero", "one") else None


def _scale(draws: Draws) -> float:
    return {"large": 1024.0, "small": 2.0**-10}.get(draws.edge, 1.0)


def _symmetric(draws: Draws, wanted: Wanted, sign: float = 1.0) -> Array:
    (n,) = wanted.sizes
    drawn = draws.alike(("symmetric", n), lambda: draws.reals((n, n)))
    upper = np.triu(drawn, 1)
    return np.asarray(upper + sign * upper.T + (np.diag(np.diag(drawn)) if sign > 0 else 0.0))


def _hermitian(draws: Draws, wanted: Wanted) -> Array:
    return np.asarray(_symmetric(draws, wanted) + 1j * _symmetric(draws, wanted, -1.0))


def _definite(draws: Draws, wanted: Wanted, *, least: float, sign: float = 1.0) -> Array:
    """A positive definite matrix; with 0 for its least part one that may lack rank, exactly."""
    (n,) = wanted.sizes
    if (edge := _on_edges(draws, n, zero=least == 0)) is not None:
        return sign * edge
    lacking = 1 if least == 0 and draws.edge and n > 1 else 0
    factor = draws.alike(("definite", n), lambda: np.rint(_GRAIN * draws.generic(n, n - lacking)) / _GRAIN)
    found = factor @ factor.T + least * np.eye(n)
    return np.asarray(sign * _scale(draws) * (np.triu(found) + np.triu(found, 1).T))


def _orthogonal(draws: Draws, wanted: Wanted, *, rotation: bool = False) -> Array:
    (n,) = wanted.sizes
    if (edge := _on_edges(draws, n)) is not None:
        return edge
    q, r = np.linalg.qr(draws.generic(n, n))
    q = q * np.sign(np.diag(r))
    if rotation and np.linalg.det(q) < 0:
        q[:, 0] = -q[:, 0]
    return np.asarray(q)


def _unitary(draws: Draws, wanted: Wanted) -> Array:
    (n,) = wanted.sizes
    if (edge := _on_edges(draws, n)) is not None:
        return edge.astype(complex)
    return np.linalg.qr(draws.generic(n, n) + 1j * draws.generic(n, n))[0]


def _permutation(draws: Draws, wanted: Wanted) -> Array:
    (n,) = wanted.sizes
    return np.eye(n) if draws.edge in ("zero", "one") else np.eye(n)[draws.rng.permutation(n)]


def _triangular(draws: Draws, wanted: Wanted, keep: Callable[[Array], Array]) -> Array:
    (n,) = wanted.sizes
    return keep(draws.reals((n, n)))


def _unit_triangular(draws: Draws, wanted: Wanted, keep: Callable[[Array, int], Array], beside: int) -> Array:
    (n,) = wanted.sizes
    return np.asarray(keep(draws.reals((n, n)), beside) + np.eye(n))


def _diagonal(draws: Draws, wanted: Wanted) -> Array:
    (n,) = wanted.sizes
    return np.diag(draws.reals((n,)))


def _invertible(draws: Draws, wanted: Wanted, make: Callable[[Draws, Wanted], Array]) -> Array:
    """A matrix of a kind that has an inverse, which is not lost in rounding."""
    (n,) = wanted.sizes
    generic = Draws(draws.rng)
    if (edge := _on_edges(draws, n)) is not None:
        return edge.astype(make(generic, wanted).dtype)
    while True:
        found = make(generic, wanted)
        if np.linalg.cond(found) < _WELL:
            return np.asarray(_scale(draws) * found)


def _square(draws: Draws, wanted: Wanted) -> Array:
    (n,) = wanted.sizes
    return _perhaps_nilpotent(draws, lambda one: one.reals((n, n), wanted.span), zero=wanted.span.holds(0.0))


def _complex_square(draws: Draws, wanted: Wanted) -> Array:
    (n,) = wanted.sizes
    return _perhaps_nilpotent(draws, lambda one: one.complexes((n, n)))


def _perhaps_nilpotent(draws: Draws, draw: Callable[[Draws], Array], *, zero: bool = True) -> Array:
    """A square matrix; on one edge the square of the first is 0, and so is its product with the second in one order.

    A is a row beyond the diagonal and B what is before it: AB is 0 and BA is not.
    """
    if draws.edge != "sparse" or not zero:
        return _perhaps_lacking(draws, draw(draws))
    drawn = draw(Draws(draws.rng))
    found, kept = np.zeros_like(drawn), slice(0, 1) if draws.is_even_matrix() else slice(1, None)
    found[0, kept] = drawn[0, kept]
    return found


def _stochastic(draws: Draws, wanted: Wanted) -> Array:
    """A matrix each row of which is a probability vector."""
    (n,) = wanted.sizes
    return np.array([_probabilities(draws, wanted) for _ in range(n)])


def _identity(draws: Draws, wanted: Wanted) -> Array:
    return np.eye(wanted.sizes[0])


# ---- Sequences: of as many numbers as are asked


def _sorted(draws: Draws, wanted: Wanted, sign: float, *, strictly: bool) -> Array:
    drawn = np.sort(draws.reals(wanted.sizes))
    if strictly:
        drawn = drawn + np.arange(drawn.size) * 0.125
    return np.asarray(np.sort(sign * drawn)[:: int(sign)])


def _arithmetic(draws: Draws, wanted: Wanted, *, geometric: bool = False) -> Array:
    """A progression, of so few bits that it is exact."""
    (n,) = wanted.sizes
    first, step = (_short(draws) for _ in range(2))
    if geometric:
        return np.asarray((first or 1.0) * (step or 1.0) ** np.arange(n))
    return np.asarray(first + step * np.arange(n))


def _short(draws: Draws) -> float:
    """A number of few bits: eighths."""
    return round(draws.real(Span(-4.0, 4.0, has_low=True, has_high=True)) * 8) / 8


# ---- Sets


def _finite_set(draws: Draws, wanted: Wanted) -> frozenset[Any]:
    """Some whole numbers, none of them on an edge; on others numbers that are not whole."""
    if draws.edge == "zero":
        return frozenset()
    if draws.edge == "equal":
        return frozenset((0, 1, 2))
    drawn = draws.rng.permutation(_ELEMENTS)[: int(draws.rng.integers(1, 7, size=1)[0])].tolist()
    return frozenset(one + 0.5 for one in drawn) if draws.edge in ("moderate", "opposite") else frozenset(drawn)


def _whole_set(draws: Draws, wanted: Wanted) -> frozenset[Any]:
    return frozenset(int(one // 1) for one in _finite_set(draws, wanted))


# ---- Functions


def _polynomial(draws: Draws, wanted: Wanted) -> Any:
    degree = wanted.degree
    if degree is None:
        degree = draws.whole(0, _DEGREE if arbitrary.count(wanted.sizes) < 3 else 2, 0)
    return arbitrary.polynomial(draws, wanted.sizes, degree)


def _of_degree(draws: Draws, wanted: Wanted, degree: int) -> Any:
    return arbitrary.polynomial(draws, wanted.sizes, degree)


def _function(make: Callable[..., Any], **how: Any) -> Callable[[Draws, Wanted], Any]:
    def draw(draws: Draws, wanted: Wanted) -> Any:
        return make(draws, wanted.sizes, **how)

    return draw


def _periodic(draws: Draws, wanted: Wanted) -> Any:
    return arbitrary.periodic(draws, wanted.sizes, 2 * math.pi if wanted.number is None else wanted.number)


def _smooth_vector(draws: Draws, wanted: Wanted) -> Any:
    assert wanted.number is not None
    return arbitrary.smooth_vector(draws, wanted.sizes, int(wanted.number))


# ---- The table

_WHOLE_FROM_0 = Span(low=0, has_low=True)
_WHOLE_FROM_1 = Span(low=1, has_low=True)

KINDS: tuple[Kind, ...] = (
    Kind(
        (
            "实数",
            "实变量",
            "数",
            "标量",
            "有理数",
            "小数",
            "常数",
            "常量",
            "变量",
            "未知数",
            "参数",
            "时间",
            "real",
            "real number",
            "scalar",
            "number",
            "rational",
            "rational number",
            "constant",
            "variable",
            "unknown",
            "parameter",
            "time",
            "R",
        ),
        "number",
        _real,
    ),
    Kind(
        (
            "正数",
            "正实数",
            "positive",
            "positive number",
            "positive real",
            "positive real number",
            "长度",
            "半径",
            "距离",
            "质量",
            "length",
            "radius",
            "distance",
            "mass",
        ),
        "number",
        _real,
        POSITIVE,
    ),
    Kind(("负数", "负实数", "negative", "negative number", "negative real number"), "number", _real, NEGATIVE),
    Kind(
        ("非负数", "非负实数", "nonnegative", "nonnegative number", "nonnegative real", "nonnegative real number"),
        "number",
        _real,
        NONNEGATIVE,
    ),
    Kind(
        ("非零实数", "非零数", "非零", "nonzero", "nonzero number", "nonzero real", "nonzero real number"),
        "number",
        _real,
        Span(without=0.0),
    ),
    Kind(("概率", "probability"), "number", _real, Span(0.0, 1.0, has_low=True, has_high=True)),
    Kind(("角", "角度", "弧度", "angle", "radian"), "number", _real),
    Kind(("锐角", "acute angle"), "number", _real, Span(0.0, math.pi / 2)),
    Kind(("复数", "complex", "complex number", "C"), "constant", _complex),
    Kind(("非零复数", "nonzero complex", "nonzero complex number"), "constant", _nonzero_complex),
    Kind(("单位复数", "单位圆上复数", "unit complex", "unit complex number"), "constant", _phase),
    Kind(("纯虚数", "imaginary number", "purely imaginary number"), "constant", _imaginary),
    Kind(("虚数单位", "imaginary unit"), "constant", lambda draws, wanted: 1j),
    Kind(("整数", "integer", "whole number", "int", "Z"), "whole", _whole),
    Kind(("正整数", "positive integer"), "whole", _whole, _WHOLE_FROM_1),
    Kind(("自然数", "非负整数", "natural number", "nonnegative integer", "N"), "whole", _whole, _WHOLE_FROM_0),
    Kind(("非零整数", "nonzero integer"), "whole", _whole, Span(without=0.0)),
    Kind(("平方数", "完全平方数", "square number", "perfect square"), "constant", _square_number),
    Kind(
        ("正偶数", "positive even number", "positive even integer"), "whole", partial(_multiple, shift=0), _WHOLE_FROM_1
    ),
    Kind(
        ("正奇数", "positive odd number", "positive odd integer"), "whole", partial(_multiple, shift=1), _WHOLE_FROM_1
    ),
    Kind(("偶数", "even number", "even integer", "even"), "whole", partial(_multiple, shift=0)),
    Kind(("奇数", "odd number", "odd integer", "odd"), "whole", partial(_multiple, shift=1)),
    Kind(("素数", "质数", "prime", "prime number"), "whole", _prime, Span(low=2, has_low=True)),
    Kind(("奇素数", "奇质数", "odd prime"), "whole", _prime, Span(low=3, has_low=True)),
    Kind(("编号", "下标", "指标", "index", "index letter", "indices"), "index", lambda draws, wanted: ...),
    Kind(("向量", "列向量", "vector", "column vector"), "vector", _vector),
    Kind(("正向量", "positive vector"), "vector", _vector, POSITIVE),
    Kind(("非负向量", "nonnegative vector"), "vector", _vector, NONNEGATIVE),
    Kind(("非零向量", "nonzero vector"), "vector", _nonzero_vector),
    Kind(("单位向量", "unit vector"), "vector", _unit_vector),
    Kind(("概率向量", "概率分布", "probability vector", "stochastic vector"), "vector", _probabilities),
    Kind(("复向量", "complex vector"), "vector", _complex_vector),
    Kind(("整数向量", "integer vector"), "vector", _whole_vector),
    Kind(("独热向量", "one-hot 向量", "标准基向量", "one-hot vector", "standard basis vector"), "vector", _axis),
    Kind(("0/1 向量", "布尔向量", "二值向量", "binary vector", "0/1 vector"), "vector", _binary_vector),
    Kind(
        ("全一向量", "全 1 向量", "all-ones vector", "vector of ones"),
        "vector",
        lambda draws, wanted: np.ones(wanted.sizes),
    ),
    Kind(("矩阵", "matrix"), "matrix", _matrix),
    Kind(("非负矩阵", "nonnegative matrix"), "matrix", _matrix, NONNEGATIVE),
    Kind(("复矩阵", "complex matrix"), "matrix", lambda draws, wanted: draws.complexes(wanted.sizes)),
    Kind(("秩一矩阵", "秩 1 矩阵", "rank-one matrix", "rank-1 matrix"), "matrix", _rank_one),
    Kind(("方阵", "square matrix"), "square", _square),
    Kind(("托普利茨矩阵", "特普利茨矩阵", "Toeplitz 矩阵", "Toeplitz matrix"), "square", _toeplitz),
    Kind(("循环矩阵", "轮换矩阵", "circulant matrix"), "square", partial(_toeplitz, circulant=True)),
    Kind(("复方阵", "complex square matrix"), "square", _complex_square),
    Kind(("对称矩阵", "对称阵", "symmetric", "symmetric matrix"), "square", _symmetric),
    Kind(
        ("反对称矩阵", "反对称阵", "antisymmetric matrix", "skew-symmetric matrix"),
        "square",
        partial(_symmetric, sign=-1.0),
    ),
    Kind(("埃尔米特矩阵", "厄米矩阵", "厄米特矩阵", "厄密矩阵", "Hermitian", "Hermitian matrix"), "square", _hermitian),
    Kind(
        (
            "正定矩阵",
            "SPD matrix",
            "正定阵",
            "对称正定矩阵",
            "正定对称矩阵",
            "positive definite",
            "positive definite matrix",
            "symmetric positive definite matrix",
        ),
        "square",
        partial(_definite, least=1.0),
    ),
    Kind(
        (
            "半正定矩阵",
            "PSD matrix",
            "半正定阵",
            "对称半正定矩阵",
            "半正定对称矩阵",
            "positive semidefinite",
            "positive semidefinite matrix",
            "symmetric positive semidefinite matrix",
        ),
        "square",
        partial(_definite, least=0.0),
    ),
    Kind(
        ("负定矩阵", "对称负定矩阵", "negative definite matrix", "symmetric negative definite matrix"),
        "square",
        partial(_definite, least=1.0, sign=-1.0),
    ),
    Kind(("正交矩阵", "正交阵", "orthogonal", "orthogonal matrix"), "square", _orthogonal),
    Kind(("旋转矩阵", "rotation", "rotation matrix"), "square", partial(_orthogonal, rotation=True)),
    Kind(("酉矩阵", "酉阵", "unitary", "unitary matrix"), "square", _unitary),
    Kind(("置换矩阵", "置换阵", "permutation matrix"), "square", _permutation),
    Kind(("对角矩阵", "对角阵", "diagonal", "diagonal matrix"), "square", _diagonal),
    Kind(("可逆对角矩阵", "invertible diagonal matrix"), "square", partial(_invertible, make=_diagonal)),
    Kind(
        ("下三角矩阵", "下三角阵", "lower triangular", "lower triangular matrix"),
        "square",
        partial(_triangular, keep=np.tril),
    ),
    Kind(
        ("上三角矩阵", "上三角阵", "upper triangular", "upper triangular matrix"),
        "square",
        partial(_triangular, keep=np.triu),
    ),
    Kind(
        ("单位下三角矩阵", "unit lower triangular matrix"), "square", partial(_unit_triangular, keep=np.tril, beside=-1)
    ),
    Kind(
        ("单位上三角矩阵", "unit upper triangular matrix"), "square", partial(_unit_triangular, keep=np.triu, beside=1)
    ),
    Kind(
        ("可逆矩阵", "可逆阵", "非奇异矩阵", "invertible", "invertible matrix", "nonsingular matrix"),
        "square",
        partial(_invertible, make=_square),
    ),
    Kind(
        ("可逆对称矩阵", "对称可逆矩阵", "invertible symmetric matrix"), "square", partial(_invertible, make=_symmetric)
    ),
    Kind(("可逆复矩阵", "invertible complex matrix"), "square", partial(_invertible, make=_complex_square)),
    Kind(("随机矩阵", "转移矩阵", "stochastic matrix", "transition matrix"), "square", _stochastic),
    Kind(("单位矩阵", "单位阵", "identity", "identity matrix"), "square", _identity),
    Kind(NAMES, "random", _random),
    Kind(("数列", "序列", "实数列", "sequence", "real sequence"), "sequence", _vector),
    Kind(("正数列", "正项数列", "positive sequence"), "sequence", _vector, POSITIVE),
    Kind(("非负数列", "nonnegative sequence"), "sequence", _vector, NONNEGATIVE),
    Kind(("整数列", "整数数列", "integer sequence"), "sequence", _whole_vector),
    Kind(("复数列", "complex sequence"), "sequence", _complex_vector),
    Kind(("递增数列", "increasing sequence"), "sequence", partial(_sorted, sign=1.0, strictly=False)),
    Kind(("递减数列", "decreasing sequence"), "sequence", partial(_sorted, sign=-1.0, strictly=False)),
    Kind(("严格递增数列", "strictly increasing sequence"), "sequence", partial(_sorted, sign=1.0, strictly=True)),
    Kind(("严格递减数列", "strictly decreasing sequence"), "sequence", partial(_sorted, sign=-1.0, strictly=True)),
    Kind(("等差数列", "arithmetic sequence", "arithmetic progression"), "sequence", _arithmetic),
    Kind(("等比数列", "geometric sequence", "geometric progression"), "sequence", partial(_arithmetic, geometric=True)),
    Kind(("有限集", "有限集合", "集合", "finite set", "set"), "set", _finite_set),
    Kind(("有限整数集", "整数集", "finite set of integers", "integer set"), "set", _whole_set),
    Kind(
        (
            "光滑函数",
            "函数",
            "可微函数",
            "可导函数",
            "连续函数",
            "解析函数",
            "标量场",
            "scalar field",
            "continuous function",
            "analytic function",
            "twice differentiable function",
            "smooth",
            "smooth function",
            "function",
            "differentiable function",
        ),
        "function",
        _function(arbitrary.smooth),
    ),
    Kind(
        ("逐元素光滑函数", "逐元素函数", "elementwise smooth function", "elementwise function"),
        "function",
        _function(arbitrary.smooth, entrywise=True),
    ),
    Kind(
        ("正值函数", "正函数", "正值光滑函数", "positive function", "positive smooth function"),
        "function",
        _function(arbitrary.positive),
    ),
    Kind(
        ("凸函数", "光滑凸函数", "convex", "convex function", "smooth convex function"),
        "function",
        _function(arbitrary.convex),
    ),
    Kind(("严格凸函数", "strictly convex function"), "function", _function(arbitrary.convex, strictly=True)),
    Kind(("强凸函数", "strongly convex function"), "function", _function(arbitrary.convex, strongly=True)),
    Kind(
        ("凹函数", "光滑凹函数", "concave", "concave function", "smooth concave function"),
        "function",
        _function(arbitrary.convex, sign=-1.0),
    ),
    Kind(
        ("严格凹函数", "strictly concave function"), "function", _function(arbitrary.convex, sign=-1.0, strictly=True)
    ),
    Kind(("多项式", "多项式函数", "polynomial", "polynomial function"), "function", _polynomial),
    Kind(("二次函数", "quadratic", "quadratic function"), "function", partial(_of_degree, degree=2)),
    Kind(("齐次线性函数", "线性型", "linear form", "linear functional"), "function", _function(arbitrary.linear)),
    Kind(("仿射函数", "一次函数", "affine function"), "function", _function(arbitrary.linear, affine=True)),
    Kind(("偶函数", "even function"), "function", _function(arbitrary.symmetric, odd=False)),
    Kind(("奇函数", "odd function"), "function", _function(arbitrary.symmetric, odd=True)),
    Kind(
        ("递增函数", "增函数", "单调递增函数", "increasing function"),
        "function",
        _function(arbitrary.increasing, strictly=False),
    ),
    Kind(
        ("递减函数", "减函数", "单调递减函数", "decreasing function"),
        "function",
        _function(arbitrary.increasing, strictly=False, sign=-1.0),
    ),
    Kind(("严格递增函数", "strictly increasing function"), "function", _function(arbitrary.increasing, strictly=True)),
    Kind(
        ("严格递减函数", "strictly decreasing function"),
        "function",
        _function(arbitrary.increasing, strictly=True, sign=-1.0),
    ),
    Kind(
        ("概率密度", "概率密度函数", "密度函数", "density", "probability density", "density function"),
        "function",
        _function(arbitrary.density),
    ),
    Kind(
        ("分布函数", "累积分布函数", "CDF", "distribution function", "cumulative distribution function"),
        "function",
        _function(arbitrary.distribution),
    ),
    Kind(("周期函数", "periodic", "periodic function"), "function", _periodic),
    Kind(
        (
            "向量值函数",
            "光滑映射",
            "光滑向量场",
            "光滑曲线",
            "vector function",
            "vector-valued function",
            "smooth map",
            "smooth vector field",
            "smooth curve",
        ),
        "function",
        _smooth_vector,
    ),
    *(Kind(known.names, "known", lambda draws, wanted: None, known=known) for known in KNOWN),
)


_ENGLISH = re.compile(r"[a-z]")


def _told(name: str) -> str:
    """A name as it is looked up: Chinese without spaces, English words in any order and number."""
    name = name.replace("-", " ").strip()
    if not _ENGLISH.search(name.lower()) or any(ord(letter) > _LATIN for letter in name):
        return "".join(name.split())
    if len(name) == 1:
        return name
    words = [word for word in name.lower().split() if word not in _ARTICLES]
    return " ".join(sorted(_SINGULAR.get(word, word.removesuffix("s")) for word in words))


_LATIN = 0x24F
_ARTICLES = frozenset(("a", "an", "the"))
_SINGULAR = {"matrices": "matrix", "indices": "index", "continuous": "continuous", "primes": "prime"}
_BY_NAME = {_told(name.replace("的", "")): kind for kind in KINDS for name in kind.names}
_REAL = re.compile(r"^(实(?!数)|(an? )?real )")  # of what is real without that being said


def kind_of(name: str) -> Kind | None:
    """The kind of a name; None where there is none."""
    name = name.strip().replace("的", "")
    return _BY_NAME.get(_told(name)) or _BY_NAME.get(_told(_REAL.sub("", name)))


def near(name: str) -> list[str]:
    """The names that one may be meant to be, nearest first."""
    found = get_close_matches(_told(name), _BY_NAME, 3, 0.5)
    same = [next(one for one in _BY_NAME[told].names if _told(one.replace("的", "")) == told) for told in found]
    return list(dict.fromkeys(same))
