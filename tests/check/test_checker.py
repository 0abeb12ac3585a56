"""Each verdict, and each way to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tests.check.symbols import verdict
from tests.together import together
from yansuan.check.notation import Instance, stream
from yansuan.check.verdict import Verdict
from yansuan.tex.patterns import NotationError

Symbols = dict[str, Any]
COUNTED = {"i, j, k": ("indices", ...), "l": ("a layer", range(1, 4))}


def small(rng: np.random.Generator) -> Iterator[Symbols]:
    """Two vectors of three, two of which follow from them; a family over layers 1 to 3; numbers."""
    while True:
        a = rng.normal(size=3)
        yield COUNTED | {
            "a_i": ("a vector", a),
            "b_i": ("another", rng.normal(size=3)),
            "c_i": ("their sum", lambda a, b: a + b),
            "w_i": ("a longer one", rng.normal(size=5)),
            "f_i^{(l)}": ("by layer", {l: rng.normal(size=l + 1) for l in (1, 2, 3)}),
            "M": ("a matrix", rng.normal(size=(3, 3))),
            "o": ("nought", 0.0),
            "p": ("a positive number", rng.uniform(1, 2)),
            "q": ("a larger one", rng.uniform(3, 4)),
            "n": ("how many", 3),
            "m": ("2 or 3", int(rng.integers(2, 4))),
        }


def holds(tex: str, notation: Any = small) -> Verdict:
    found = verdict(tex, notation)
    assert found.kind == "holds", found
    return found


def fails(tex: str, notation: Any = small) -> Verdict:
    found = verdict(tex, notation)
    assert found.kind == "fails", found
    assert found.reason
    return found


def undefined(tex: str, notation: Any = small) -> Verdict:
    found = verdict(tex, notation)
    assert found.kind == "undefined", found
    assert found.reason
    return found


def unreadable(tex: str, notation: Any = small) -> str:
    found = verdict(tex, notation)
    assert found.kind == "unreadable", found
    assert found.reason
    return found.reason


# ---- Holds, and how often it was tried


@together(
    ("tex", "assignments"),
    [
        ("p + q = q + p", 1),
        ("c_i = a_i + b_i", 3),
        ("a_i b_j = b_j a_i", 9),
        (r"\sum_i c_i = \sum_i a_i + \sum_i b_i", 1),
        ("c_1 = a_1 + b_1", 1),
        ("c = a + b", 1),
        ("c_i = a_i + b_i = b_i + a_i", 6),
        (r"\begin{aligned} c_i &= a_i + b_i \\ p + q &= q + p \end{aligned}", 4),
        ("f_i^{(l)} = 2 f_i^{(l)} / 2", 2 + 3 + 4),
        ("f_i^{(l)} = 2 f_i^{(l)} / 2 \\qquad l > 1", 3 + 4),
        ("f_i^{(l)} = 2 f_i^{(l)} / 2 \\qquad 1 < l < 3", 3),
        ("f_i^{(l)} = 2 f_i^{(l)} / 2 \\qquad l = 1, \\dots, 2", 2 + 3),
        ("f_i^{(l)} = 2 f_i^{(l)} / 2 \\qquad l = 1, \\quad i \\neq 1", 1),
        ("f_i^{(2)} = 2 f_i^{(2)} / 2", 3),
        ("w_i = 2 w_i / 2 \\qquad i \\leq n", 3),
        ("a_i + p > a_i", 3),
        ("c_{i+1} = a_{i+1} + b_{i+1}", 3),
    ],
)
def test_every_value_of_the_indices_is_tried_on_every_instance(tex: str, assignments: int) -> None:
    found = holds(tex)
    assert (found.instances, found.assignments) == (6, 6 * assignments)
    assert found.reason is None
    assert found.counterexample is None


def test_the_largest_error_is_that_of_the_equations() -> None:
    error = holds("c_i - a_i - b_i + p = p").max_error
    assert error is not None
    assert 0 < error < 1e-15
    assert holds("p < q").max_error is None


def test_a_condition_on_a_size_leaves_out_the_instances_of_other_sizes() -> None:
    found = holds(r"p m = 2 p \qquad m = 2")
    assert 0 < found.assignments < 6


def test_a_statement_after_a_quad_is_tested_too() -> None:
    assert holds(r"p + q = q + p \qquad c = a + b").assignments == 12
    assert fails(r"p + q = q + p \qquad c = a").counterexample
    assert fails(r"\begin{aligned} p + q &= q + p & c &= a \end{aligned}").counterexample


@pytest.mark.parametrize("relation", [r"\leq", "<", r"\neq", "≤"])
def test_inequalities_that_hold(relation: str) -> None:
    assert holds(f"p {relation} q").assignments == 6
    assert holds(f"p {relation} q {relation} q + p").assignments == 12


@pytest.mark.parametrize(
    "tex",
    [r"p < p + o", "p > p + o", r"p \neq p + o", "q < p", r"q \leq p", r"p \geq q", "p > q", r"p = q", r"p < q < p"],
)
def test_relations_that_fail(tex: str) -> None:
    assert fails(tex).counterexample


@pytest.mark.parametrize("tex", [r"p \leq p + o", r"p \geq p + o", "p = p + o"])
def test_relations_that_equality_satisfies(tex: str) -> None:
    holds(tex)


def test_a_relation_is_decided_beyond_the_digits_of_a_double() -> None:
    holds(r"p < p + 10^{-13}")
    fails(r"p \leq p - 10^{-13}")
    fails("p < p + o")
    holds(r"p \leq p + o")


# ---- Fails, and where


@pytest.mark.parametrize(
    "tex",
    [
        r"\left(p + o\right)^2 = p",
        r"\Bigl( p + o \Bigr) &= p + p",
        r"p + \big(o\big) \\ &= \left[p + p\right]",
    ],
)
def test_a_link_is_quoted_as_its_author_wrote_it(tex: str) -> None:
    found = fails(rf"\begin{{aligned}}{tex}\end{{aligned}}" if "&" in tex else tex)
    assert found.counterexample is not None
    assert found.counterexample.link == tex


def test_a_counterexample_names_the_link_the_indices_and_both_sides() -> None:
    found = fails("c_i = a_i + b_i = a_i - b_i")
    assert found.counterexample is not None
    assert found.counterexample.link == "a_i + b_i = a_i - b_i"
    assert found.counterexample.indices == {"i": 1}
    (first,) = stream(small, 1)
    a, b = first.values["a_i"][0], first.values["b_i"][0]
    assert found.counterexample.left == pytest.approx(a + b)
    assert found.counterexample.right == pytest.approx(a - b)
    assert found.counterexample.instance == 1
    assert found.at == "c_i = a_i + b_i = a_i - b_i".rindex("=")
    assert found.reason == f"at i = 1: left {a + b:.6g}, right {a - b:.6g}"


@pytest.mark.parametrize(
    ("tex", "sides"),
    [
        (r"\sum_{k=1}^\infty \frac{1}{k(k+1)} = \infty", (1.0, "∞")),
        (r"\int_1^\infty \frac{1}{t^2}\,dt = +\infty", (1.0, "∞")),
        (r"\sum_{k=1}^\infty \frac{1}{k} = -\infty", ("∞", "-∞")),
    ],
)
def test_a_sum_that_is_said_to_be_infinite_is_told_with_what_it_is(tex: str, sides: tuple[Any, str]) -> None:
    found = fails(tex).counterexample
    assert found is not None
    assert (found.left, found.right) == (sides[0] if isinstance(sides[0], str) else pytest.approx(sides[0]), sides[1])


def test_what_fails_for_some_indices_only_is_found() -> None:
    found = fails(r"f_i^{(l)} = f_i^{(l)} + (l - 1)(i - 1)")
    assert found.counterexample is not None
    assert found.counterexample.indices == {"i": 2, "l": 2}


def test_what_fails_on_some_instances_only_is_found() -> None:
    found = fails("p m = 2 p")
    assert found.counterexample is not None
    assert found.counterexample.instance >= 1


def test_a_right_side_that_does_not_exist_where_the_left_does() -> None:
    found = undefined("f_i^{(l)} = f_i^{(l+1)} - f_i^{(l+1)} + f_i^{(l)}")
    assert found.reason == r"at i = 1, l = 3: there is no value, f_i^{(l)} does not exist at 4"
    assert found.counterexample is not None
    assert (found.counterexample.left is not None, found.counterexample.right) == (True, None)
    assert "w_i has no entry" not in (fails("w_i = a_i").reason or "")  # numbers that differ say more
    assert "a_i has no entry 4" in (undefined("w_i = a_i - a_i + w_i").reason or "")


def test_a_left_side_that_does_not_exist_leaves_the_index_out() -> None:
    assert holds("a_i + o w_i = a_i").assignments == 6 * 3


def test_a_left_side_without_a_value_is_no_way_out() -> None:
    assert "the logarithm of" in (undefined(r"\ln(-p) = \ln(-p) + 0").reason or "")
    assert "a division by zero" in (undefined("p / o = p").reason or "")


def test_a_left_side_without_letters_that_does_not_exist_says_so() -> None:
    assert "a_i has no entry 4" in (undefined("a_4 = p").reason or "")


def test_a_printed_range_that_is_too_wide() -> None:
    assert undefined(r"f_i^{(l)} = f_i^{(l)} + 0 \qquad 1 \leq l \leq 4").reason == (
        "the printed range lets l = 4, where f_i^{(l)} does not exist"
    )
    assert undefined(r"f_i^{(l)} = f_i^{(l)} + 0 \qquad 0 \leq l \leq 3").reason == (
        "the printed range lets l = 0, where f_i^{(l)} does not exist"
    )
    assert undefined(r"a_i = a_i + 0 \qquad i = 1, \dots, 5").reason == (
        "the printed range lets i = 4, where a_i does not exist"
    )


def test_a_range_that_holds_on_one_side_only_is_cut_by_what_exists() -> None:
    assert holds(r"f_i^{(l)} = f_i^{(l)} + 0 \qquad l > 2").assignments == 6 * 4


def test_a_letter_that_is_free_on_the_right_only_runs_over_its_places_there() -> None:
    found = fails("p = p + a_i - a_1")
    assert found.counterexample is not None
    assert found.counterexample.indices == {"i": 2}
    assert holds("p = p + a_i - a_i").assignments == 6 * 3


def test_shapes_that_differ() -> None:
    assert undefined("a = p").reason == "on instance 1: a matrix 3×1 on the left, a number on the right"
    assert "a matrix 3×1 on the left, a matrix 1×3 on the right" in (undefined(r"a = a^{\mathsf T}").reason or "")
    assert "a matrix 3×1 on the left, a matrix 5×1 on the right" in (undefined("a = w").reason or "")
    assert "between matrices" in unreadable("a < b")
    holds(r"a^{\mathsf T} b = \sum_i a_i b_i")


# ---- Never vacuous


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("o a_i = o b_i", "both sides are zero throughout"),
        ("p + q = p + q", "the same stands on both sides"),
        ("o = 0", "both sides are zero throughout"),
        ("p = p", "the same stands on both sides"),
        ("c_i = a_i + b_i = a_i + b_i", "the same stands on both sides"),
        (r"a_i = a_i + 0 \qquad i > 3", "no values of the indices"),
        (r"p m = 4 p \qquad m = 4", "no instances"),
        (r"p = \begin{cases} p + 0 & p > 0 \\ q & p < 0 \end{cases}", "case 2 never applies"),
        (r"a_i + p = p + \begin{cases} a_i & i \leq 3 \\ 7 & \text{otherwise} \end{cases}", "case 2 never applies"),
    ],
)
def test_what_says_nothing_is_an_error(tex: str, reason: str) -> None:
    found = verdict(tex, small)
    assert found.kind == ("unreadable" if "both sides" in reason else "undefined")
    assert found.reason is not None
    assert found.reason.startswith("vacuous: ")
    assert reason in found.reason


def test_cases_that_all_apply_somewhere() -> None:
    delta = r"\begin{cases} 1 & i = j \\ 0 & i \neq j \end{cases}"
    assert holds(rf"\frac{{\partial a_i}}{{\partial a_j}} = {delta}").assignments == 6 * 9
    assert fails(rf"\frac{{\partial c_i}}{{\partial a_j}} = 2 {delta}").counterexample


# ---- Tolerance


def off_by(error: float, declared: float | None) -> Callable[[np.random.Generator], Iterator[Symbols]]:
    def notation(rng: np.random.Generator) -> Iterator[Symbols]:
        while True:
            x = rng.uniform(1, 2)
            loose = {"=": ("quadrature", declared)} if declared else {}
            yield {"x": ("a number", x), "y": ("nearly the same", x * (1 + error))} | loose

    return notation


def test_a_difference_that_the_rounding_of_drawn_values_explains_does_not_count() -> None:
    holds("x = y", off_by(1e-14, None))
    fails("x = y", off_by(2e-10, None))
    fails("x = y", off_by(2e-9, None))


def test_a_notation_may_declare_a_looser_tolerance() -> None:
    found = holds("x = y", off_by(5e-7, 1e-6))
    assert found.max_error == pytest.approx(5e-7, rel=1e-3)
    fails("x = y", off_by(2e-6, 1e-6))


def test_small_numbers_are_compared_as_exactly_as_large_ones() -> None:
    def tiny(rng: np.random.Generator) -> Iterator[Symbols]:
        while True:
            x = rng.uniform(1, 2) * 1e-12
            yield {"x": ("a small number", x), "y": ("another", x * (1 + 1e-6))}

    fails("x = y", tiny)
    holds("x = 2 x / 2", tiny)


def test_what_is_left_of_a_sum_that_cancels_is_rounding() -> None:
    def cancelling(rng: np.random.Generator) -> Iterator[Symbols]:
        while True:
            x = rng.uniform(1, 2, size=4)
            x[3] = 0
            yield {
                "x_i": ("numbers, the last nought", x),
                "e_i": ("off by rounding", x + np.array([0, 0, 0, 1e-16])),
                "i": ("", ...),
            }

    holds("e_i = x_i", cancelling)


# ---- Unreadable


@pytest.mark.parametrize(
    "tex", ["c_i - a_i - b_i = 0", r"\sum_{i=1}^{3} (a_i + b_i - c_i) = 0", "c_i - a_i = b_i + a_i - a_i"]
)
def test_what_cancels_is_measured_by_the_terms_that_cancel(tex: str) -> None:
    assert (holds(tex).max_error or 0) < 1e-14


def test_what_does_not_cancel_is_not_excused_by_its_terms() -> None:
    fails("c_i - a_i - b_i = 0.000001")
    fails("a_i - b_i = 0")


def test_what_cannot_be_read_says_where() -> None:
    found = verdict("a_i = a_i + zeta", small)
    assert (found.kind, found.at) == ("unreadable", 12)
    assert found.reason is not None
    assert found.reason.startswith("'z' is not bound")


def test_a_range_about_another_letter() -> None:
    assert "the range is about j" in unreadable(r"a_i = a_i + 0 \qquad j > 1")


def test_a_letter_that_stands_at_no_index_counts_and_the_verdict_says_so() -> None:
    assert holds("p^k p = p^{k+1}").notes["counted"] == {"k": [1, 2, 3, 4, 5, 6, 7, 8, 13, 20]}
    found = verdict("p^k = p", small)
    assert str(found.reason).endswith("(no range of k is printed or declared: 1, 2, 3, … were tried)")
    assert found.counterexample is not None
    assert found.counterexample.indices == {"k": 2}


@pytest.mark.parametrize(
    "tex",
    [
        r"p = \sum_{k=1}^{9999} \sum_{j=1}^{9999} p",
        r"p = \sum_{i=1}^{500} \sum_{j=1}^{500} \sum_{k=1}^{500} 1",
        r"p = d d d d d d d p",
        r"p = \frac{\partial^4}{\partial p^4} \frac{\partial^4 p^9}{\partial p^4}",
    ],
)
def test_what_takes_too_long_is_given_up(tex: str) -> None:
    def with_differential(rng: np.random.Generator) -> Iterator[Symbols]:
        while True:
            yield COUNTED | {"p": ("a number", rng.uniform(1, 2)), "d": ("what moves freely", ["p"])}

    assert "steps to evaluate" in unreadable(tex, with_differential)


def test_a_sum_of_too_many_terms_has_no_value() -> None:
    assert "a sum of 1000000000 terms" in (undefined(r"p = \sum_{k=1}^{10^9} k").reason or "")


def test_a_formula_after_one_that_took_too_long_is_checked() -> None:
    unreadable(r"p = \sum_{k=1}^{9999} \sum_{j=1}^{9999} p")
    holds("p + q = q + p")


# ---- Verdicts as plain values


@pytest.mark.parametrize(
    "tex", ["c_i = a_i + b_i", "c_i = a_i", "c = a", "a = p", "p = o / o", "p =", "p < q", r"a_4 = p"]
)
def test_a_verdict_survives_being_kept(tex: str) -> None:
    found = verdict(tex, small)
    kept = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert Verdict.from_json(kept) == found


# ---- Notations that are wrong


def notation_of(symbols: Symbols) -> Callable[[np.random.Generator], Iterator[Symbols]]:
    def notation(rng: np.random.Generator) -> Iterator[Symbols]:
        while True:
            yield symbols

    return notation


@together(
    ("symbols", "message"),
    [
        ({"x": 3.0}, "'x' is not a pair (name, value)"),
        ({"x": ("a", "b", "c")}, "'x' is not a pair (name, value)"),
        ({"x": (1, 2)}, "'x' is not a pair (name, value)"),
        ({"x +": ("", 1)}, "'x +' is no pattern such as 'z_j^{(l)}' or 'g(x)'"),
        ({"": ("", 1)}, "'' is no pattern"),
        ({"x_{": ("", 1)}, "'x_{' is no pattern"),
        ({"2": ("", 1)}, "'2' is no pattern"),
        ({"x_": ("", 1)}, "'x_' is no pattern"),
        ({"x^": ("", 1)}, "'x^' is no pattern"),
        ({"x, ": ("", 1)}, "'x, ' is no pattern"),
        ({"g(": ("", abs)}, "'g(' is no pattern"),
        ({r"\sup": ("", (0, 1))}, "names no letter: write"),
        ({r"\sup_t": ("", 3)}, "is no interval such as (-9.0, 9.0)"),
        ({r"\sup_t": ("", (2, 1))}, "is no interval such as (-9.0, 9.0)"),
        ({"=": ("", "loose")}, "'=' is no tolerance"),
        ({"=": ("", 0)}, "'=' is no tolerance"),
        ({"x": ("", 1), "d": ("", ["x"]), r"\mathrm d": ("", ["x"])}, "says twice what moves freely"),
        ({"x": ("", lambda y: y)}, "'x' follows from 'y', which is not one of x"),
        ({"z_i^{(l)}": ("", lambda: 1)}, "'z_i^{(l)}' does not take l"),
    ],
)
def test_a_notation_that_is_not_one(symbols: Symbols, message: str) -> None:
    with pytest.raises(NotationError) as raised:
        stream(notation_of(symbols), 2)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_notation_that_fails() -> None:
    def broken(rng: np.random.Generator) -> Iterator[Symbols]:
        yield {"x": ("", 1 / 0)}

    with pytest.raises(NotationError, match="the notation fails: ZeroDivisionError"):
        stream(broken, 2)


def test_a_notation_that_ends_too_soon() -> None:
    def short(rng: np.random.Generator) -> Iterator[Symbols]:
        for _ in range(3):
            yield {"x": ("a number", rng.normal())}

    with pytest.raises(NotationError, match="gives 3 instances and 6 are needed: yield in a loop"):
        stream(short, 6)


@pytest.mark.parametrize(
    "notation",
    [lambda rng: None, lambda rng: 3, lambda rng: iter([3] * 9), lambda: iter([]), lambda rng: iter([None] * 9)],
)
def test_what_is_no_stream_of_notations(notation: Any) -> None:
    with pytest.raises(NotationError):
        stream(notation, 6)


def wrong_definitions(rng: np.random.Generator) -> Iterator[Symbols]:
    while True:
        yield COUNTED | {
            "x": ("a number", 2.0),
            "y": ("fails", lambda x: x.nothing),
            "z": ("follows from itself", lambda z: z + 1),
            "u": ("and these from each other", lambda v: v + 1),
            "v": ("", lambda u: u + 1),
            "w": ("is no number", lambda x: "words"),
            "r": ("is not finite", lambda x: float("nan")),
            "s": ("neither", lambda x: np.array([1.0, np.inf])),
            "t": ("None", lambda x: None),
            "g(x)": ("a function that fails", lambda x: x.nothing),
            "h(x)": ("a function outside of its domain", lambda x: [][1]),
            "a(x)": ("loses the imaginary part", lambda x: float(np.real(x)) ** 2),
            "b_i": ("an array of two dimensions under one index", np.ones((2, 3))),
            "d": ("what moves freely", ["y"]),
        }


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        ("y = 1", "the notation's 'y' fails: AttributeError"),
        ("z = 1", "the notation's 'z' follows from itself"),
        ("u = 1", "follows from itself"),
        ("g(x) = 1", "the notation's 'g(x)' fails: AttributeError"),
        ("h(x) = 1", "the notation's 'h(x)' fails: IndexError"),
        ("b_i = 1", "which takes 2 lower indices"),
        ("dx = 1", "the notation's 'd' names 'y', which is no quantity that moves freely"),
    ],
)
def test_a_definition_that_is_wrong_is_the_notations_fault(tex: str, message: str) -> None:
    found = verdict(tex, wrong_definitions)
    assert (found.kind, found.shared) == ("unreadable", True)
    assert found.reason is not None
    assert message in found.reason


def test_code_that_loses_the_imaginary_part_has_its_derivative() -> None:
    holds("a'(x) = 4", wrong_definitions)
    fails("a'(x) = 0", wrong_definitions)


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        ("w = 1", "it is no number"),
        ("w + 1 = 1", "this is no number"),
        (r"\frac{\partial w}{\partial x} = 1", "this is no number"),
        (r"t x = 1", "this is no number"),
        ("t = 1", "it is no number"),
        ("r = 1", "not a finite number"),
        ("s = x", "not a finite number"),
    ],
)
def test_a_definition_whose_value_is_no_number(tex: str, message: str) -> None:
    assert message in (undefined(tex, wrong_definitions).reason or "")


def test_instances_differ_and_are_the_same_each_time() -> None:
    def drawn(instance: Instance) -> float:
        return float(instance.values["p"])

    first, again = (list(map(drawn, stream(small, 6))) for _ in range(2))
    assert first == again
    assert len(set(first)) == 6


def test_an_instance_that_changes_with_the_next_is_found_out() -> None:
    known: dict[str, float] = {}

    def looks_up(rng: np.random.Generator) -> Iterator[Symbols]:
        while True:
            known["a"] = rng.normal()
            yield {"x": ("", rng.normal()), "a": ("", known["a"]), "f(x)": ("", lambda x: known["a"] * x)}

    with pytest.raises(NotationError, match="'f\\(x\\)' of instance 1 changes when instance 2 is drawn"):
        stream(looks_up, 3)

    def takes_along(rng: np.random.Generator) -> Iterator[Symbols]:
        while True:
            a = rng.normal()
            yield {"x": ("", rng.normal()), "a": ("", a), "f(x)": ("", lambda x: a * x)}  # noqa: B023 (as people write it)

    assert verdict("f(x) = ax", takes_along).kind == "holds"


def test_code_that_does_not_end_where_it_is_tried_is_given_up_there() -> None:
    def halving(n: Any) -> int:
        steps = 0
        while n != 1:  # for ever, unless n is a power of two
            n, steps = n / 2, steps + 1
        return steps

    def notation(rng: np.random.Generator) -> Iterator[Symbols]:
        while True:
            yield {"k": ("", int(rng.integers(1, 9))), "h(n)": ("", halving)}

    assert verdict("h(2^k) = k", notation).kind == "holds"
    assert verdict("h(2^k) = k + 1", notation).kind == "fails"
