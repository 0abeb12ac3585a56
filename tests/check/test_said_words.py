"""Ranges, sizes and sets that are said in words, beside the declaration in signs that they are read as."""

from __future__ import annotations

from tests.check.declared import drawn, verdict
from tests.together import together
from yansuan.check.said import said_of


@together(
    ("key", "words", "signs"),
    [
        ("n", "大于 1 的整数", "整数 > 1"),
        ("n", "不小于 2 的整数", "整数 ≥ 2"),
        ("n", "不超过 20 的正整数", "正整数 ≤ 20"),
        ("x", "小于 1 的正数", "正数 < 1"),
        ("x", "不等于 1 的实数", "实数 ≠ 1"),
        ("n", "integer greater than 1", "integer > 1"),
        ("n", "integer at least 2", "integer ≥ 2"),
        ("x", "positive number less than 1", "positive number < 1"),
        ("n", "1 到 9", "1..9"),
        ("n", "1 到 9 的整数", "整数 1..9"),
        ("n", "1 至 N 的整数", "整数 1..N"),
        ("n", "1~9", "1..9"),
        ("x", "0 到 1 之间的实数", "实数 0..1"),
        ("n", "from 1 to 9", "1..9"),
        ("n", "integer from 1 to 9", "integer 1..9"),
        ("n", "integer between 1 and 9", "integer 1..9"),
        ("x", "between 0 and 1", "real [0, 1]"),
        ("x", "real number between 0 and 1", "real number [0, 1]"),
        ("x", "ℝ⁺", "positive"),
        ("x", "R_+", "positive"),
        ("x", r"\in \mathbb{R}^{+}", "positive"),
        ("v", "三维向量", "3 维向量"),
        ("v", "向量（3 维）", "3 维向量"),
        ("v", "3D vector", "vector of 3"),
        ("v", "vector in R^3", "vector of 3"),
        ("A", "三阶方阵", "3 阶方阵"),
        ("A", "m by n matrix", "m×n matrix"),
        ("f(x)", "三次多项式", "3 次多项式"),
        ("f(x)", "cubic polynomial", "polynomial of degree 3"),
        ("f(x)", "周期为 2π 的函数", "周期函数, 周期为 2π"),
        ("f(x)", "以 2π 为周期的函数", "周期函数, 周期为 2π"),
        ("S", "set of integers", "有限整数集"),
    ],
)
def test_words_say_what_signs_say(key: str, words: str, signs: str) -> None:
    others = {"N": "正整数", "m, n": "正整数"}
    others = {one: kind for one, kind in others.items() if key not in one}
    instances = [{letter: repr(value) for letter, value in one.items()} for one in drawn({key: words, **others})]
    if key == "f(x)":
        one, other = said_of(key, words), said_of(key, signs)
        assert (one.kind, one.degree and one.degree.text) == (other.kind, other.degree and other.degree.text)
        assert (one.number and one.number.text) == (other.number and other.number.text)
    else:
        assert instances == [
            {letter: repr(value) for letter, value in one.items()} for one in drawn({key: signs, **others})
        ]


@together(
    ("kind", "tex"),
    [
        ("holds", r"\int_{-\infty}^{\infty} p(t)\,dt = 1"),
        ("fails", r"\int_{-\infty}^{\infty} p(t)\,dt = 2"),
        ("holds", r"p(t) \ge 0"),
        ("fails", r"p(t) > 0"),
        ("fails", r"p(t) \le 1"),
        ("holds", r"0 < F(t) < 1"),
        ("holds", r"\lim_{t \to \infty} F(t) = 1"),
        ("holds", "a_{n+2} - a_{n+1} = a_{n+1} - a_n"),
        ("fails", "a_{n+2}a_n = a_{n+1}^2"),
        ("holds", "b_{n+2}b_n = b_{n+1}^2"),
        ("fails", "b_{n+2} - b_{n+1} = b_{n+1} - b_n"),
        ("holds", r"\det R = 0"),
        ("holds", r"C\mathbf 1 = (c_1 + c_2 + c_3)\mathbf 1"),
        ("holds", r"CD = DC"),
        ("fails", r"TC = CT"),
    ],
)
def test_what_is_drawn_is_what_its_name_says(kind: str, tex: str) -> None:
    symbols = {
        "p(t)": "概率密度",
        "F(t)": "分布函数",
        "t": "实数",
        "a_n": "等差数列, n = 1..6",
        "b_n": "等比数列, n = 1..6",
        "R": "3×3 秩一矩阵",
        "C, D": "3 阶循环矩阵",
        "T": "3 阶托普利茨矩阵",
        r"\mathbf 1": "3 维全一向量",
        "c_i": "= C_{1i}",
    }
    assert verdict(tex, symbols).kind == kind
