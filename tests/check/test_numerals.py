"""Numbers, counterexamples and what a verdict rests on, as a reader sees them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from yansuan.check.evidence import counterexample, evaluated, sentences
from yansuan.check.markup import as_code
from yansuan.check.numerals import at_most, number, value
from yansuan.check.verdict import Counterexample, Verdict

SPACED = "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10"


@pytest.mark.parametrize(
    ("number_", "words"),
    [(0.0, "0"), (-1.5, "−1.5"), (3.14e-16, f"3.14{SPACED}<sup>−16</sup>"), (2e21, f"2{SPACED}<sup>21</sup>")],
)
def test_numbers_are_written_as_in_chinese_text(number_: float, words: str) -> None:
    assert number(number_) == words


@pytest.mark.parametrize(
    ("number_", "words"),
    [(1.01e-18, f"2{SPACED}<sup>−18</sup>"), (9.5e-20, f"1{SPACED}<sup>−19</sup>"), (3.0, "3")],
)
def test_a_bound_is_never_rounded_down(number_: float, words: str) -> None:
    assert at_most(number_) == words


def side(re: float, im: float) -> dict[str, float]:
    return {"re": re, "im": im}


@pytest.mark.parametrize(
    ("number_", "words"),
    [
        (side(1.5, 2.0), "1.5 + 2<var>i</var>"),
        (side(-1.5, -0.25), "−1.5 − 0.25<var>i</var>"),
        (side(0.0, 1.0), "<var>i</var>"),
        (side(0.0, -1.0), "−<var>i</var>"),
        (side(2.0, 3e-9), f"2 + 3{SPACED}<sup>−9</sup><var>i</var>"),
        ([[side(1.0, -2.0)], [3.0]], "[1 − 2<var>i</var>；3]"),
    ],
)
def test_complex_numbers_have_an_imaginary_part(number_: Any, words: str) -> None:
    assert value(number_) == words


def test_matrices_are_shown_by_their_first_rows() -> None:
    assert value([[1.0, 2.0], [-3.0, 4.5]]) == "[1，2；−3，4.5]"
    assert value([1.0] * 9) == "[1；1；1；1；…]"
    assert value([[1.0] * 9]) == "[1，1，1，1，…]"
    assert value([None, 1.0]) == "[没有值；1]"


def told(left: Any, right: Any, **indices: int) -> str:
    """A counterexample in words, without markup."""
    words = counterexample(Counterexample("a = b", indices, left, right, 3), as_code)
    return re.sub("<[^>]*>", "", words).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (1.5, -2.0, "左端 1.5，右端 −2"),
        (1.5, None, "左端 1.5，右端没有值"),
        (None, None, "左端没有值，右端没有值"),
        (1.00000001, 1.00000002, "左端 1.00000001，右端 1.00000002"),
        (side(1.0, 2.0), side(1.0, -2.0), "左端 1 + 2i，右端 1 − 2i"),
        ([[1.0, 2.0], [3.0, 4.0]], 1.0, "左端 2 × 2 矩阵 [1，2；3，4]，右端 1"),
        ([1.0, 2.0], [[1.0, 2.0]], "左端 2 × 1 矩阵 [1；2]，右端 1 × 2 矩阵 [1，2]"),
        ([1.0, 2.00001], [1.0, 2.00002], "左端 [1；2.00001]，右端 [1；2.00002]"),
        ([1.0] * 8 + [7.0], [1.0] * 8 + [9.0], "左端 第 9 行第 1 列 7，右端 第 9 行第 1 列 9"),
    ],
)
def test_sides_are_shown_so_that_they_differ(left: Any, right: Any, words: str) -> None:
    assert told(left, right) == f"第 3 组随机数：{words}"
    assert told(left, right, i=2) == f"i = 2 时，{words}"


def test_of_long_numbers_the_digits_that_differ_stand_out() -> None:
    found = Counterexample("a = b", {}, "-1.00000000000000000003", "-1.00000000000000000004", 1)
    assert "左端 −1.0000000000000000000<b>3</b>，右端 −1.0000000000000000000<b>4</b>" in counterexample(found, as_code)
    assert told("1.23456789012345678E+30", "1.23456789012345679E+30").endswith(
        "左端 1.23456789012345678 × 1030，右端 1.23456789012345679 × 1030"
    )
    assert told("36893488147419103232", "36893488147419103239").endswith("103232，右端 36893488147419103239")


def test_of_a_very_long_whole_number_both_ends_are_shown() -> None:
    assert told("1" * 400, "1" * 399 + "8").endswith(
        "左端 111111111111…111111111111（共 400 位），右端 111111111111…111111111118（共 400 位）"
    )


def test_an_index_with_a_name_in_tex_is_set() -> None:
    found = Counterexample("a = b", {"\\alpha": 1, "j": 2}, 1.0, 2.0, 1)
    assert counterexample(found, as_code).startswith("<code>\\alpha</code> = 1，<var>j</var> = 2 时，")


# ---- What a verdict rests on


def sampled(max_error: float | None = 2.5e-15, **notes: Any) -> Verdict:
    return Verdict("holds", instances=30, assignments=90, max_error=max_error, strength="sampled", notes=notes)


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (sampled(), "最大相对误差 2.5 × 10−15"),
        (sampled(digits=29), "最大相对误差 2.5 × 10−15；其中几次提高精度重算，前 29 位都相同"),
        (sampled(digits=99), "最大相对误差 2.5 × 10−15；其中几次提高精度重算，前 50 位都相同"),
        (sampled(0.0, digits=15), "两端一位不差"),
        (sampled(0.0, digits=29), "两端一位不差；其中几次提高精度重算，前 29 位都相同"),
        (sampled(None), "次次成立"),
    ],
)
def test_how_exactly_the_sides_agree(verdict: Verdict, words: str) -> None:
    told = re.sub("<[^>]*>", "", evaluated(verdict)).replace("\N{NO-BREAK SPACE}", " ")
    assert told == f"30 组随机数，比较 90 次，{words}"
    assert evaluated(verdict).startswith(evaluated(verdict, briefly=True))


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        ({}, []),
        (
            {"widths": {"x": [-127.0, 127.0], "\\theta_i": [0.5000009, 2.04]}},
            ["x 取自 −127 到 127，\\theta_i 取自 0.5 到 2"],
        ),
        (
            {"widths": {"x": [1.0, 2.0], "c": [0.1, 0.1]}, "constants": {"n": 3}},
            ["n 始终是 3，c 始终是 0.1", "x 取自 1 到 2"],
        ),
        ({"passed": [17, 30]}, ["所写的条件在 30 组中有 17 组满足，只有这些算数"]),
        ({"passed": [17, 60]}, ["所写的条件在 60 次中有 17 次满足，只有这些算数"]),
        ({"passed": [30, 30]}, ["所写的条件组组满足"]),
        ({"held": ["x", "y_i"]}, ["求 ∂ 时，x、y_i 不动"]),
        ({"nabla": "hessian"}, [r"\nabla^2 是海森矩阵"]),
        ({"nabla": "laplacian"}, [r"\nabla^2 是拉普拉斯算子"]),
        ({"estimated": True}, ["式中的上、下确界或最值是搜寻得来的估计"]),
    ],
)
def test_what_limits_the_evidence(notes: dict[str, Any], words: list[str]) -> None:
    assert sentences(sampled(**notes), lambda tex: tex) == words


def test_of_what_was_decided_exactly_only_what_limits_it_is_told() -> None:
    notes = {"probability": 0.0, "widths": {"x": [1.0, 2.0]}, "constants": {"n": 3}}
    verdict = Verdict("holds", instances=30, assignments=30, max_error=0.0, strength="exact", notes=notes)
    assert evaluated(verdict) == evaluated(verdict, briefly=True) == "按分数计算，没有舍入"
    assert sentences(verdict, lambda tex: tex) == ["n 始终是 3"]
