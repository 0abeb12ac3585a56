"""Letters that a note declares itself: what is said of them, what holds of them, what does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.check.declared import drawn, instances, verdict
from tests.together import together
from yansuan.check.declared import notation
from yansuan.check.said import SymbolsError

NUMBERS = {"x, y": "实数", "a, b": "正数", "t": "实数 (0, 1)", "n": "正整数", "z, w": "复数", "c": "实数 > a"}
ARRAYS = {
    "A": "m×n 矩阵",
    "B": "n×m matrix",
    "S": "n 阶正定矩阵",
    "Q": "orthogonal n×n matrix",
    "u": "n 维单位向量",
    "v, w": "R^n",
    "p_k": "概率向量, k = 1..n",
    "a_k": "数列, k = 0..N",
    "x_{ij}": "实数, i = 1..m, j = 1..n",
    r"W^{(l)}": "2×2 矩阵, l = 1..3",
}
FUNCTIONS = {
    "x, y": "实数",
    "t": "实数 (0, 1)",
    "v, w": "3 维向量",
    "f(x)": "光滑函数",
    "g(x)": "凸函数",
    "s(x)": "严格凸函数",
    "h(v)": "光滑函数",
    "q(v)": "convex function",
    "F(x, y)": "光滑函数",
    "P(x)": "3 次多项式",
    "e_0(x)": "偶函数",
    "T(x)": "周期函数, 周期 2",
}

SIGNS = {
    "x, \\sigma": "正数",
    "n": "正整数",
    "f(x)": "光滑函数",
    "[x]": "整数部分",
    "f^n": "迭代",
    r"\oplus": "异或",
    r"[\sigma]": "正数",
}

HOLDS = [
    (SIGNS, "[n/2] + [(n + 1)/2] = n"),
    (SIGNS, r"n \oplus n \oplus 2n = 2n"),
    (SIGNS, "f^n(f(x)) = f(f^n(x))"),
    (NUMBERS, "(x + y)^2 = x^2 + 2xy + y^2"),
    (NUMBERS, r"x^2 \geq 0"),
    (NUMBERS, r"x^2 + y^2 \geq 2xy"),
    (NUMBERS, r"\frac{x^2}{x} = x"),
    (NUMBERS, r"\frac{a + b}{2} \geq \sqrt{ab}"),
    (NUMBERS, r"e^{x + y} = e^x e^y"),
    (NUMBERS, r"\ln(ab) = \ln a + \ln b"),
    (NUMBERS, r"\cosh^2 x - \sinh^2 x = 1"),
    (NUMBERS, r"t^2 < t"),
    (NUMBERS, r"c > a"),
    (NUMBERS, r"|zw| = |z||w|"),
    (NUMBERS, r"\sum_{k=1}^n k = \frac{n(n + 1)}{2}"),
    (NUMBERS, "2^n > n"),
    (NUMBERS, r"e^x \geq 1 + x"),
    (ARRAYS, r"(AB)^{\mathsf T} = B^{\mathsf T} A^{\mathsf T}"),
    (ARRAYS, r"A_{ij} = (A_{ij} + A_{ij}) / 2"),
    (ARRAYS, r"\|Qv\| = \|v\|"),
    (ARRAYS, r"v^{\mathsf T} S v \geq 0"),
    (ARRAYS, r"\det S > 0"),
    (ARRAYS, r"\|u\| = 1"),
    (ARRAYS, r"\sum_{k=1}^n p_k = 1"),
    (ARRAYS, r"p_k \geq 0"),
    (ARRAYS, r"\sum_{k=0}^{N-1} (a_{k+1} - a_k) = a_N - a_0"),
    (ARRAYS, r"\sum_{i=1}^m \sum_{j=1}^n x_{ij} = \sum_{j=1}^n \sum_{i=1}^m x_{ij}"),
    (ARRAYS, r"\det(2 W^{(l)}) = 4 \det(W^{(l)})"),
    (ARRAYS, r"\det W^{(2)} = W^{(2)}_{11} W^{(2)}_{22} - W^{(2)}_{12} W^{(2)}_{21}"),
    (FUNCTIONS, r"\frac{d}{dx} f(x)^2 = 2 f(x) f'(x)"),
    (FUNCTIONS, r"g(tx + (1 - t)y) \leq t g(x) + (1 - t) g(y)"),
    (FUNCTIONS, r"g''(x) \geq 0"),
    (FUNCTIONS, r"s(y) \geq s(x) + s'(x)(y - x)"),
    (FUNCTIONS, r"q(w) \geq q(v) + \nabla q(v)^{\mathsf T} (w - v)"),
    (FUNCTIONS, r"\frac{\partial}{\partial x} F(x, y)^2 = 2 F(x, y) \frac{\partial F(x, y)}{\partial x}"),
    (FUNCTIONS, "P'''(x + 1) = P'''(x)"),
    (FUNCTIONS, "e_0(-x) = e_0(x)"),
    (FUNCTIONS, "T(x + 2) = T(x)"),
]
FAILS = [
    (SIGNS, r"[\sigma] = \sigma"),
    (SIGNS, "f^2(x) = f(x)^2"),
    (NUMBERS, "(x + y)^2 = x^2 + y^2"),
    (NUMBERS, "x^2 > 0"),
    (NUMBERS, "x^2 + y^2 > 2xy"),
    (NUMBERS, r"\frac{a + b}{2} > \sqrt{ab}"),
    (NUMBERS, r"\sqrt{x^2} = x"),
    (NUMBERS, "x < 1000"),
    (NUMBERS, "x > -1000"),
    (NUMBERS, "|x - y| < 1000"),
    (NUMBERS, "a > 0.001"),
    (NUMBERS, "t^2 < 0.9 t"),
    (NUMBERS, "n < 15"),
    (NUMBERS, "n^2 + n + 41 < 500"),
    (NUMBERS, r"\sum_{k=1}^n k^2 = \frac{n(n + 1)}{2}"),
    (NUMBERS, r"|z + w| = |z| + |w|"),
    (NUMBERS, r"e^x > 1 + x"),
    (NUMBERS, "c > 2a"),
    (ARRAYS, r"SQ = QS"),
    (ARRAYS, r"\det Q = 1"),
    (ARRAYS, r"v^{\mathsf T} S v > 0"),
    (ARRAYS, r"v^{\mathsf T} S v < 100"),
    (ARRAYS, r"p_k > 0"),
    (ARRAYS, r"u_i \geq 0"),
    (ARRAYS, r"a_k > -5"),
    (ARRAYS, r"\det(2 W^{(l)}) = 2 \det(W^{(l)})"),
    (ARRAYS, r"\sum_{i=1}^m \sum_{j=1}^n x_{ij} = 0"),
    (FUNCTIONS, r"\frac{d}{dx} f(x)^2 = 2 f(x)"),
    (FUNCTIONS, r"f(-x) = f(x)"),
    (FUNCTIONS, r"f(x + y) = f(x) + f(y)"),
    (FUNCTIONS, r"f(x) < 10"),
    (FUNCTIONS, r"f(x) \neq 0"),
    (FUNCTIONS, r"g(tx + (1 - t)y) < t g(x) + (1 - t) g(y)"),
    (FUNCTIONS, r"f(tx + (1 - t)y) \leq t f(x) + (1 - t) f(y)"),
    (FUNCTIONS, r"g''(x) > 0"),
    (FUNCTIONS, r"g(x) \geq 0"),
    (FUNCTIONS, r"F(x, y) = F(y, x)"),
    (FUNCTIONS, r"\nabla h(v) = v"),
    (FUNCTIONS, "P''(x + 1) = P''(x)"),
    (FUNCTIONS, "T(x + 1) = T(x)"),
]


@together(("symbols", "tex"), HOLDS)
def test_what_is_true_holds(symbols: dict[str, object], tex: str) -> None:
    found = verdict(tex, symbols)
    assert found.kind == "holds", found


@together(("symbols", "tex"), FAILS)
def test_what_is_false_fails(symbols: dict[str, object], tex: str) -> None:
    found = verdict(tex, symbols)
    assert found.kind == "fails", found
    assert found.counterexample is not None


def test_identities_of_numbers_are_decided_exactly() -> None:
    assert verdict("(x + y)(x - y) = x^2 - y^2", NUMBERS).strength == "exact"
    assert verdict(r"e^x e^y = e^{x+y}", NUMBERS).strength == "sampled"


def test_no_edge_makes_a_formula_undefined() -> None:
    assert verdict(r"\ln(x^2) = 2 \ln |x|", {"x": "实数"}).kind == "holds"
    assert verdict(r"\ln(x^2) = 2 \ln x", {"x": "实数"}).kind == "undefined"


def test_sets_are_drawn_and_may_be_empty() -> None:
    sets = {"A, B": "有限集"}
    assert verdict(r"\sum_{k \in A} k + \sum_{k \in B} k = \sum_{k \in B} k + \sum_{k \in A} k", sets).kind == "holds"
    assert verdict(r"\sum_{k \in A} k = \sum_{k \in B} k", sets).kind == "fails"
    assert verdict(r"\sum_{k \in A} k^2 > 0", sets).kind == "fails"
    assert verdict(r"\sum_{k \in A} k \geq 0", sets).kind == "fails"


# ---- Sizes


def test_sizes_agree_wherever_they_stand_and_are_letters() -> None:
    for one in drawn({"A": "m×n 矩阵", "B": "n×m 矩阵", "C": "(n+1)×2n 矩阵", "x_i": "n 维向量"}):
        m, n = one["m"], one["n"]
        assert (np.shape(one["A"]), np.shape(one["B"])) == ((m, n), (n, m))
        assert (np.shape(one["C"]), np.shape(one["x_i"])) == ((n + 1, 2 * n), (n,))
    sizes = [(one["m"], one["n"]) for one in drawn({"A": "m×n 矩阵"})]
    assert len(set(sizes)) > 5
    assert sum(m != n for m, n in sizes) > 20


def test_a_size_may_be_declared_and_then_is_what_it_is_said_to_be() -> None:
    assert {np.shape(one["x"]) for one in drawn({"n": "2..3", "x": "n 维向量"})} == {(2,), (3,)}
    assert {np.shape(one["x"]) for one in drawn({"n": 4, "x": "vector of n"})} == {(4,)}


def test_what_says_no_size_has_one_and_the_same() -> None:
    for one in drawn({"A": "对称矩阵", "x": "向量"}):
        assert np.shape(one["A"]) == (np.shape(one["x"])[0],) * 2


@pytest.mark.parametrize(
    "said",
    [
        "3×2 矩阵",
        "3x2 matrix",
        "3 × 2 matrix",
        r"3 \times 2 matrix",
        "matrix 3×2",
        "3×2 的实矩阵",
        "R^{3×2}",
        "∈ ℝ^{3×2}",
        "real 3×2 matrix",
        r"\mathbb R^{3 \times 2}",
        "3×2矩阵",
    ],
)
def test_a_matrix_is_said_in_many_ways(said: str) -> None:
    assert {np.shape(one["A"]) for one in drawn({"A": said})} == {(3, 2)}


@pytest.mark.parametrize(
    "said",
    [
        "3 维向量",
        "3维列向量",
        "vector of 3",
        "vector of length 3",
        "3-dimensional vector",
        "3-vector",
        "R^3",
        "in R^3",
        r"\in \mathbb{R}^3",
        "a real vector of size 3",
    ],
)
def test_a_vector_is_said_in_many_ways(said: str) -> None:
    assert {np.shape(one["x"]) for one in drawn({"x": said})} == {(3,)}


@together(
    ("said", "low", "high"),
    [
        ("实数 (0, 1)", 0, 1),
        ("real (0, 1)", 0, 1),
        ("(0, 1)", 0, 1),
        ("∈ (0, 1)", 0, 1),
        ("实数 [0, 1]", -1e-9, 1 + 1e-9),
        ("实数 > 0, < 1", 0, 1),
        ("0 < x < 1", 0, 1),
        ("实数, 0 < x < 1", 0, 1),
        ("实数（0，1）", 0, 1),
        ("正数 < 1", 0, 1),
        (r"正数 \leq 1", 0, 1 + 1e-9),
        ("实数 (-π/2, π/2)", -np.pi / 2, np.pi / 2),
        ("real number in (0, 1)", 0, 1),
        ("实数 (1/2, 0.75)", 0.5, 0.75),
        ("正数", 0, np.inf),
        ("实数 (-∞, 2)", -np.inf, 2),
        ("实数 < 2", -np.inf, 2),
        ("实数 x > 2", 2, np.inf),
        ("整数 1..3", 0.5, 3.5),
        ("1..3", 0.5, 3.5),
        ("整数 ≥ 2", 1.5, np.inf),
        ("整数 > 1, < 3", 1.5, 2.5),
        ("奇数 3..9", 2.5, 9.5),
        ("素数 < 12", 1.5, 11.5),
        ("{0.5, 0.75}", 0.4, 0.8),
        ("∈ {1, 2}", 0.5, 2.5),
    ],
)
def test_a_range_is_said_in_many_ways(said: str, low: float, high: float) -> None:
    values = [one["x"] for one in drawn({"x": said})]
    assert all(low < value < high for value in values)
    if np.isinf(high):
        assert max(values) > low + 10
    if np.isinf(low):
        assert min(values) < high - 10


def test_a_range_may_have_letters_at_its_ends() -> None:
    for one in drawn({"c": "实数 (a, b)", "b": "实数 > a", "a": "实数", "k": "整数 0..n", "n": "正整数"}):
        assert one["a"] < one["c"] < one["b"]
        assert 0 <= one["k"] <= one["n"]


def test_greek_letters_are_those_of_tex() -> None:
    assert verdict(r"\mu + \sigma^2 = \sigma^2 + \mu", {"μ": "实数", "σ": "正数"}).kind == "holds"


def test_functions_are_of_what_their_arguments_are_declared_to_be() -> None:
    vector, number = {"v": "3 维向量"}, {"x": "实数"}
    assert verdict(r"h(v) + 1 > h(v)", {**vector, "h(v)": "光滑函数"}).kind == "holds"
    assert verdict(r"h(v) + 1 > h(v)", {**vector, "h(x)": "光滑函数"}).kind == "undefined"
    assert verdict(r"h(x) + 1 > h(x)", {**number, "h(x)": "3 元光滑函数"}).kind == "undefined"
    assert verdict(r"h(v) + 1 > h(v)", {**vector, "h(x)": "3 元光滑函数"}).kind == "holds"


# ---- Letters that are formulas of others

FORMULAS = {
    "m": "正数",
    "v, w": "3 维向量",
    "A": "3×3 矩阵",
    "x": "实数",
    "f(x)": "光滑函数",
    "E": r"= \frac{1}{2} m v^{\mathsf T} v",
    "u": "= Av + w",
    "d_i": "= v_i - w_i",
    "y": "= f(x)^2",
    "z": "= y + E",
    "g": r"= \frac{d}{dx} f(x)",
}


@together(
    ("tex", "kind"),
    [
        (r"2E = m \|v\|^2", "holds"),
        (r"E = m \|v\|^2", "fails"),
        (r"u - w = Av", "holds"),
        ("d_i + w_i = v_i", "holds"),
        (r"\|v - w\|^2 = \sum_{i=1}^3 d_i^2", "holds"),
        (r"\sum_{i=1}^3 d_i^2 = 0", "fails"),
        (r"\frac{dy}{dx} = 2 f(x) f'(x)", "holds"),
        (r"\frac{dz}{dx} = 2 f(x) f'(x)", "holds"),
        (r"\frac{dz}{dx} = f(x) f'(x)", "fails"),
        (r"\frac{\partial E}{\partial v_i} = m v_i", "holds"),
        (r"\frac{\partial E}{\partial v_i} = v_i", "fails"),
        ("g = f'(x)", "holds"),
        (r"\frac{dg}{dx} = f''(x)", "holds"),
    ],
)
def test_a_letter_may_be_a_formula_of_others(tex: str, kind: str) -> None:
    found = verdict(tex, FORMULAS)
    assert found.kind == kind, found


FUNCTIONS = {
    "f(x)": "= ax^2 + b",
    "a, b, x, y, h, z": "实数",
    r"g(t)": r"= \sin(\omega t)",
    r"\omega": "正数",
    "t": "实数",
    "k(u, w)": "= u^2w + f(w)",
    r"\sigma(z)": r"= \frac{1}{1 + e^{-z}}",
    "p(s)": r"= \begin{cases} s^2, & s > 0 \\ 0, & s \le 0 \end{cases}",
    "q(v)": r"= v^\top S v",
    "v, w": "3 维向量",
    "S": "3 阶对称矩阵",
    "T(v)": "= Sv + w",
    "X": "随机变量 ~ N(0, 1)",
    "c": "= f(y)",
    "r(N)": "= N^2",
    "N": "正整数",
}


@together(
    ("tex", "kind"),
    [
        ("f'(x) = 2ax", "holds"),
        ("f'(x) = 2x", "fails"),
        ("f(x + h) - f(x) = a(2xh + h^2)", "holds"),
        ("f(f(0)) = ab^2 + b", "holds"),
        ("f(x) = ax^2", "fails"),
        (r"\frac{\partial f(x)}{\partial a} = x^2", "holds"),
        (r"\frac{\partial f(x)}{\partial a} = 0", "fails"),
        (r"\frac{\partial c}{\partial a} = y^2", "holds"),
        (r"\frac{dc}{dy} = 2ay", "holds"),
        (r"\frac{dc}{dy} = 0", "fails"),
        (r"\int_0^1 f(t)\,dt = \frac a3 + b", "holds"),
        (r"\int_0^1 f(t)\,dt = \frac a2 + b", "fails"),
        (r"\lim_{h \to 0} \frac{f(x + h) - f(x)}h = 2ax", "holds"),
        (r"\mathbb E[f(X)] = a + b", "holds"),
        (r"\mathbb E[f(X)] = b", "fails"),
        (r"g''(t) = -\omega^2g(t)", "holds"),
        (r"g''(t) = \omega^2g(t)", "fails"),
        (r"\frac{\partial k}{\partial w}(x, y) = x^2 + 2ay", "holds"),
        (r"\frac{\partial k}{\partial w}(x, y) = x^2", "fails"),
        (r"\sigma'(z) = \sigma(z)(1 - \sigma(z))", "holds"),
        (r"\sigma'(z) = \sigma(z)", "fails"),
        (r"p'(x) = 2\max(x, 0)", "holds"),
        ("p'(x) = 2x", "fails"),
        ("q(2v) = 4q(v)", "holds"),
        (r"\nabla q(v) = 2Sv", "holds"),
        (r"\nabla q(v) = Sv", "fails"),
        (r"\nabla^2 q(v) = 2S", "holds"),
        ("T(v) - T(w) = S(v - w)", "holds"),
        ("T(2v) = 2T(v)", "fails"),
        (r"r(N) \equiv 0 \pmod N", "holds"),
        (r"r(N) \equiv 1 \pmod N", "fails"),
        (r"N \mid r(N)", "holds"),
        (r"\lfloor r(N)/2 \rfloor = \lceil r(N)/2 \rceil", "fails"),
    ],
)
def test_a_function_may_be_a_formula(tex: str, kind: str) -> None:
    found = verdict(tex, FUNCTIONS)
    assert found.kind == kind, found


def test_a_function_that_is_a_formula_is_an_identity_where_that_is_one() -> None:
    found = verdict("f(x + y) + f(x - y) = 2f(x) + 2f(y)", {"f(x)": "= ax^2", "a, x, y": "实数"})
    assert (found.kind, found.strength) == ("holds", "exact")


@pytest.mark.parametrize("tex", [r"\sqrt{k^2} = k", r"|e^{ix}|^2 = e^{2ix}"])
def test_a_letter_that_counts_beside_arrays_and_is_not_declared_is_no_whole_number(tex: str) -> None:
    found = verdict(tex, {"v": "3 维向量", "x": "实数"})
    assert found.kind == "unreadable"
    assert "stands here at no index: print its range, or declare it" in str(found.reason)


def test_a_semidefinite_matrix_may_be_0_where_no_vector_is() -> None:
    symbols = {"K": "3 阶半正定矩阵", "P": "3 阶正定矩阵", "x": "3 维向量"}
    found = verdict(r"x^\top Kx > 0 \qquad (x \ne 0)", symbols)
    assert found.kind == "fails"
    assert str(found.reason).endswith("left 0, right 0, which are equal")
    assert verdict(r"x^\top Kx \ge 0", symbols).kind == "holds"
    assert verdict(r"x^\top Px > 0 \qquad (x \ne 0)", symbols).kind == "holds"


def test_what_follows_by_a_formula_is_an_identity_where_that_is_one() -> None:
    found = verdict("s^2 - p^2 = 4 x y", {"x, y": "实数", "s": "= x + y", "p": "= x - y"})
    assert (found.kind, found.strength) == ("holds", "exact")


# ---- What is wrong


@together(
    ("symbols", "told"),
    [
        ({"x": "实树"}, "symbols: x: '实树' is no kind of letter that is known. Near it: 实数"),
        ({"x": "wild"}, "Kinds: real, positive"),
        ({"x": "蓝"}, "Kinds: 实数, 正数"),
        ({"x": ""}, "nothing is said"),
        ({"x": None}, "Say what it is in words, such as 'x: 实数' or 'x: real'"),
        ({"x": ["实数"]}, "Say what it is in words"),
        ({"f": "光滑函数"}, "write its arguments, such as 'f(x)'"),
        ({"f": "smooth function"}, "smooth function: write its arguments"),
        ({"f(x)": "实数"}, "what has arguments is a function"),
        ({"A": "矩阵"}, "write the size of the 矩阵, such as 'm×n 矩阵', or '方阵'"),
        ({"A": "matrix"}, "write the size of the matrix, such as 'm×n matrix', or 'square matrix'"),
        ({"v": "vector > 0"}, "vector takes no range"),
        ({"A": "2×3 对称矩阵"}, "as wide as it is high"),
        ({"x": "3 维实数"}, "has no size"),
        ({"x": "3 次实数"}, "has no degree"),
        ({"x": "实数, 周期 3"}, "has no period"),
        ({"u": "单位向量 > 0"}, "takes no range"),
        ({"x_i": "实数"}, "write where the index goes, such as '实数, i = 1..n'"),
        ({"x_i": "实数, j = 1..n"}, "'j' is no index of x_i"),
        ({"W^{(l)}": "2×2 矩阵"}, "write where the index above goes"),
        ({"x": "实数", "x, y": "复数"}, "x is declared twice"),
        ({"n": "实数", "x": "n 维向量"}, "n is a size of something else"),
        ({"x": "实数 (0, q)"}, "'q' is not declared"),
        ({"x": "实数 (y, 9)", "y": "实数 (x, 9)"}, "follows from"),
        ({"x": "实数 (3, 1)"}, "no number lies in the range of '实数 (3, 1)'. The smaller end comes first"),
        ({"x": "实数 (y, 1)", "y": "实数 (0, 9)"}, "see which letters its ends have"),
        ({"x": "实数 (0, 1"}, "is no"),
        ({"x": "实数, 蓝"}, "'实数, 蓝' is no kind"),
        ({"x^": "实数"}, "is no pattern"),
        ({"f(v)": "偶函数", "v": "2 维向量"}, "is a function of one number"),
        ({"F(x, y)": "3 元光滑函数"}, "it has 2 arguments"),
        ({"F(A)": "光滑函数", "A": "2×2 矩阵"}, "needs a snippet"),
        ({"E": r"= \frac{1}{2} m v^2", "v": "实数"}, "its formula cannot be read: 'm' is not bound"),
        ({"E": "= v_i", "v": "2 维向量"}, "has the index i, which E has not"),
        ({"h_n(x)": "= x^n", "x": "实数"}, "a family of functions needs a snippet"),
        ({"h(x)": "= kx", "x": "实数"}, "h(x): its formula cannot be read: 'k' is not bound"),
        ({"h(x)": "= x_i", "x": "实数"}, "its formula cannot be read"),
        ({"h(x)": "= x +", "x": "实数"}, "its formula cannot be read: something is missing here"),
        ({"h(x)": "= "}, "which formula?"),
        ({"f(x)": "= g(x) + 1", "g(x)": "= f(x) - 1"}, "f(x): it follows from itself"),
        ({"E": "= F", "F": "= 2E"}, "E: it follows from itself"),
        ({"x": "实数 (0, E)", "E": "= y", "y": "正数"}, "E is a formula"),
        ({"x": "n-5 维向量", "n": "1..3"}, "is no size: it is"),
    ],
)
def test_what_is_not_understood_is_told(symbols: dict[str, Any], told: str) -> None:
    with pytest.raises(SymbolsError) as caught:
        instances(symbols)
    assert told in str(caught.value)
    assert str(caught.value).startswith("symbols: ")
    assert caught.value.key in symbols


def test_the_same_is_drawn_each_time() -> None:
    first, again = drawn(NUMBERS), drawn(NUMBERS)
    assert first == again


def test_a_letter_is_drawn_alike_whatever_generator_is_given() -> None:
    symbols = notation({"x": "实数"})
    assert next(symbols(np.random.default_rng(1))) == next(symbols(np.random.default_rng(2)))
