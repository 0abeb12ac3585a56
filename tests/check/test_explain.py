"""How a formula was read, in indented words; and what an author is told to add where it was not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.declared import instances, verdict
from yansuan.check.checker import check
from yansuan.check.explain import explained
from yansuan.check.remedies import advice, unbound
from yansuan.check.verify import Verifier
from yansuan.equations import main

LETTERS = {"x": 2, "y": 3, "A": "2×2 单位矩阵", "v_i": "2 维全一向量", "f(x)": "光滑函数", "n": 4}


def lines(tex: str) -> list[str]:
    return list(explained(tex, instances(LETTERS), check(tex, instances(LETTERS))))


def test_a_tree_has_the_tex_and_the_value_of_each_part() -> None:
    assert lines(r"(x + y)^2 = 2xy + 13") == [
        "x is 2: 2",
        "y is 3: 3",
        "states: (x + y)^2 = 2xy + 13",
        "  power: (x + y)^2 → 25",
        "    sum: (x + y) → 5",
        "      quantity: x → 2",
        "      quantity: y → 3",
        "    number: 2 → 2",
        "  =",
        "  sum: 2xy + 13 → 25",
        "    product: 2xy → 12",
        "      number: 2 → 2",
        "      quantity: x → 2",
        "      quantity: y → 3",
        "    number: 13 → 13",
        "verdict: holds (exact)",
        "  30 instances, 30 comparisons",
    ]


def test_arrays_have_their_shape_and_bound_letters_their_first_value() -> None:
    found = lines(r"\sum_{k=2}^n k v_1 = 9 + (Av)_i")
    assert "  big (sum, k): \\sum_{k=2}^n k v_1 → 9" in found
    assert "    at k = 2" in found
    assert "    product: k v_1 → 2" in found
    assert "      product: (Av) → 2×1 [1; 1]" in found
    assert "states: \\sum_{k=2}^n k v_1 = 9 + (Av)_i (at i = 1)" in found
    assert found[-2].startswith("verdict: fails: at i = 1")
    assert found[-1].endswith("left 9, right 10")


def test_a_limit_beside_a_formula_has_no_relation() -> None:
    found = lines(r"(x + h)^2 = x^2 + 2xh + O(h^2) \quad (h \to 0)")
    at = found.index("  where: h \\to 0")
    assert found[at + 2 : at + 4] == ["    →", "    number: 0 → 0"]
    assert found[-2] == "verdict: holds (sampled)"


def test_a_part_without_a_value_says_why() -> None:
    found = lines(r"\frac{1}{x - 2} = y")
    assert "  quotient: \\frac{1}{x - 2} → no value: a division by zero" in found
    assert found[-2].startswith("verdict: undefined")


def test_conditions_stand_below_what_they_are_about() -> None:
    found = lines(r"k x = x k \qquad 1 \leq k \leq n")
    assert "  where: 1 \\leq k \\leq n" in found
    assert "    quantity: n → 4" in found


@pytest.mark.parametrize(
    ("tex", "declared"),
    [
        ("a + b = c", ["a: 实数", "b: 实数", "c: 实数"]),
        ("g(t) = h(x)", ["g(t): 光滑函数", "t: 实数", "h(x): 光滑函数"]),
        (r"\mathbf u + x = \alpha", [r"\mathbf u: n 维向量", r"\alpha: 实数"]),
        ("a_k + x = a_{k+1}", ["a_k: 实数, k = 1..n"]),
        ("x_1 + q_0 = 0", ["x_1: 实数", "q_0: 实数"]),
        (r"B^{\mathsf T} = B", ["B: n 阶方阵"]),
        (r"w_{\max} = x", [r"w_{\max}: 实数"]),
        (r"(BC)^{\mathsf T} = 0", ["B: n 阶方阵", "C: n 阶方阵"]),
        (r"\sum_{i=0}^m (a_i + 1) = 0", ["a_i: 实数, i = 0..m"]),
        (r"\binom{p}{2} = x", ["p: 正整数 1..6"]),
        (r"\nabla\cdot\mathbf F = x", [r"\mathbf F(x, y, z): 3 维向量值函数", "z: 实数"]),
        ("x = y", []),
        (r"\frac{a}{", []),
    ],
)
def test_all_letters_that_are_missing_are_listed(tex: str, declared: list[str]) -> None:
    grammar = instances(LETTERS)[0].grammar
    found = list(unbound(tex, grammar))
    assert [one.declared("zh") for one in found] == declared


@pytest.mark.parametrize(
    "tex",
    [
        "a + b = c",
        "g(t) + t = 0",
        r"\mathbf u + \mathbf u = 2 \mathbf u",
        "a_k < 9",
        "q_0 = x_1",
        r"\binom{p}{2} > 0",
        r"(BC)^{\mathsf T} = C^{\mathsf T}B^{\mathsf T}",
        r"\sum_{i=1}^m (a_i + b_i) = 0",
        r"\det(\mathbf B) = 1",
        r"\nabla\cdot(\nabla\times\mathbf F) = 1",  # which the first numbers refute
    ],
)
def test_what_is_advised_makes_it_readable(tex: str) -> None:
    for language in ("zh", "en"):
        said = dict(one.declared(language).split(": ", 1) for one in unbound(tex, instances(LETTERS)[0].grammar))
        more = instances({**LETTERS, **said})
        assert not list(unbound(tex, more[0].grammar))
        assert "not read" not in list(explained(tex, more, verdict(tex, {**LETTERS, **said})))


def test_advice_is_for_where_letters_are_said() -> None:
    grammar = instances(LETTERS)[0].grammar
    told = advice(r"x + y = \beta", 8, grammar, snippet="s.py", language="zh")
    assert told == r"""Read so far: x + y =. Add to the notation in s.py: r"\beta": ("…", rng.normal()),"""
    for language, kind in {"zh": "实数", "en": "real"}.items():
        told = advice("x + q = 1", 4, grammar, snippet="", language=language)
        assert told == f"Read so far: x +. Add to 'symbols' what holds of these: q: {kind}"
    assert advice("x + ) = 1", 4, grammar, snippet="", language="en") == "Read so far: x +"


NOTE = """\
---
symbols: {x: 实数, e_1: 正数}
---

若 $x = 1$ 则

$$
x
  = x + q
$$
"""


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "n.md"
    path.write_text(NOTE, "utf-8")
    return path


def test_the_command_shows_the_formula_of_a_line(note: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--explain", f"{note}:5"]) == 0
    assert "verdict: fails" in capsys.readouterr().out
    for line in (7, 8, 9, 10):
        assert main(["--explain", f"{note}:{line}"]) == 0
        out = capsys.readouterr().out
        assert out.startswith("line 7: x = x + q\nnot read\nverdict: unreadable: 'q' is not bound")
        assert out.rstrip().endswith("Add to 'symbols' what holds of these: q: 实数")


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("{}:2", "{}:2: no formula stands there. The nearest begin on the lines 5, 7.\n"),
        ("{}", "is no place: write FILE.md:LINE\n"),
        ("{}:x", "is no place: write FILE.md:LINE\n"),
        ("{}x:1", "cannot be read"),
    ],
)
def test_the_command_says_where_formulas_are(
    where: str, told: str, note: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--explain", where.format(note)]) == 2
    assert told.format(note) in capsys.readouterr().err


def test_messages_say_what_was_read_and_what_to_add(note: Path, tmp_path: Path) -> None:
    (found,) = Verifier(tmp_path, None).verify(NOTE)
    assert found.place == (9, 9)
    assert found.message() == (
        "formula is unreadable: 'q' is not bound: 'symbols' has no such letter. It has x, e_1. "
        "Read so far: x = x +. Add to 'symbols' what holds of these: q: 实数"
    )
