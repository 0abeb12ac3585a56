"""Rewritings on small formulas: each kind makes exactly what it says, and what it makes has the same verdict."""

from __future__ import annotations

import pytest

from tests.check.rewritings import KINDS, is_scalar, rewritings
from tests.check.symbols import instances, tree_of, verdict
from tests.together import together
from yansuan.tex.edited import read_formula

CASES: list[tuple[str, str, list[tuple[str, ...]]]] = [
    ("reverse factors", r"r = u c (K + 1)", [(r"r = (K + 1) \cdot c \cdot u",)]),
    ("reverse factors", r"r = u \sum_{k=1}^{3} y_k", [(r"r = (\sum_{k=1}^{3} y_k) \cdot u",)]),
    ("reverse factors", r"v = M v r", []),
    ("reverse factors", r"r = u c / K", []),
    ("reverse terms", r"r = -u + c - K", [(r"r = - K + c - u",)]),
    ("a dot or none", r"r = u c \cdot K", [(r"r = u c  \,  K",), (r"r = u \cdot  c \cdot K",)]),
    ("a dot or none", r"r = \ln u \cdot c \cdot 2", []),
    ("fraction or slash", r"r = \frac{u}{c} + 1", [(r"r = ((u)/(c)) + 1",)]),
    ("fraction or slash", r"r = c u / K", [(r"r = \frac{c u}{K}",)]),
    ("fraction or slash", r"r = \frac{\partial J}{\partial r}", [(r"r = (\partial J / \partial r)",)]),
    (
        "fraction or slash",
        r"r = \frac{\partial J}{\partial r} \frac{\partial J}{\partial u}",
        [
            (r"r = (\partial J / \partial r) \frac{\partial J}{\partial u}",),
            (r"r = \frac{\partial J}{\partial r} \cdot (\partial J / \partial u)",),
        ],
    ),
    ("rename a bound index", r"x_i = \sum_{k=1}^{3} \gamma_{ki}", [(r"x_i = \sum_{t=1}^{3} \gamma_{ti}",)]),
    ("rename a bound index", r"r = \sup_t (u t)", []),
    ("rename a bound index", r"r = \sum_l s_l", []),
    (
        "swap the sides",
        r"z_j^{(l)} = a_j^{(l)} \qquad 1 < l < L",
        [(r"a_j^{(l)} = z_j^{(l)} \qquad 1 < l < L",)],
    ),
    ("swap the sides", r"z_j^{(l)} = r", []),
    ("split a chain", r"r = u \leq c \qquad L > 2", [(r"r = u \qquad L > 2", r"u \leq c \qquad L > 2")]),
    ("join a chain", r"r = u", [("r = u = r",)]),
    (
        "rows or one line",
        r"\begin{aligned} r &= u \\ &\leq c \end{aligned} \qquad L > 2",
        [(r"r = u \leq c \qquad L > 2",), (r"\begin{aligned} r &= u \\ &\leq c \end{aligned} \qquad L > 2",)],
    ),
    ("respell a relation", r"r \leq u \ne c", [(r"r \le u \neq c",)]),
    (
        "resize brackets",
        "r = (u)",
        [("r = (u)",), (r"r = \left(u\right)",), (r"r = \bigl(u\bigr)",), (r"r = \Bigg(u\Bigg)",)],
    ),
    ("space out", r"r=\frac{u}{c}", [(r"r  =  \frac  {  u  }  {  c  }  ",), (r"r= \, \frac{u}{c}",)]),
    ("punctuate", "r = u", [("r = u.",), ("r = u,",), ("r = u。",), ("r = u，",), ("r = u .",)]),
]
HOLD = [
    r"K = \sin c \cdot r",
    r"c = r^2 + r = r (r + 1)",
    r"z_k^{(l+1)} = \sum_{p=1}^{s_l} \theta_{kp}^{(l)} a_p^{(l)} + b_k^{(l)} \qquad 1 \leq l < L",
    r"\begin{aligned} J &= \frac{1}{2} \sum_{j=1}^{s_L} (a_j^{(L)} - y_j)^2 \\ &= J + 0 \end{aligned}",
    r"\begin{aligned} c &= r^2 + r \\ &\geq 0 \end{aligned}",  # an inequality is tried on 300 instances more
    r"\frac{\partial J}{\partial z_j^{(l)}} = \sum_{k=1}^{s_{l+1}} \frac{\partial J}{\partial z_k^{(l+1)}}"
    r" \cdot \frac{\partial z_k^{(l+1)}}{\partial z_j^{(l)}} \qquad 1 \leq l < L",
    r"(A B)^{\mathsf T} v = B^{\mathsf T} \left( A^{\mathsf T} v \right)",
]
REFUTED = [
    r"c = r^2 - r",
    r"c = r^2 + r \cdot x_9",  # there is no x_9, on whichever side
    r"z_k^{(l+1)} = \sum_{p=1}^{s_l} \theta_{kp}^{(l)} z_p^{(l)} + b_k^{(l)} \qquad 1 \leq l < L",
]


@together(("kind", "tex", "expected"), CASES)
def test_each_kind_makes_exactly_what_it_says(kind: str, tex: str, expected: list[tuple[str, ...]]) -> None:
    instance = instances()[0]
    assert list(KINDS[kind](read_formula(tex, instance), instance)) == expected


def test_each_kind_is_tested() -> None:
    assert {kind for kind, _, _ in CASES} == set(KINDS)


@pytest.mark.parametrize("tex", HOLD)
def test_a_rewritten_formula_holds(tex: str) -> None:
    found = rewritings(tex, instances()[0])
    assert len(found) > 8
    for one in found:
        assert [verdict(part).kind for part in one.texs] == ["holds"] * len(one.texs), one


@pytest.mark.parametrize("tex", REFUTED)
def test_a_rewritten_refuted_formula_stays_refuted(tex: str) -> None:
    found = rewritings(tex, instances()[0])
    assert len(found) > 8
    for one in found:
        verdicts = [verdict(part) for part in one.texs]
        assert any(each.kind in ("fails", "undefined") and each.counterexample for each in verdicts), one


@pytest.mark.parametrize(
    "tex", [r"\gamma_{ji}", r"\sum_k \gamma_{ki}", r"\operatorname{rank}(A)", "F(r, u)", "z_j^{(l+1)}"]
)
def test_what_has_a_number_for_a_value_is_a_number(tex: str) -> None:
    assert is_scalar(tree_of(tex), instances()[0])


@pytest.mark.parametrize("tex", ["A B", "v", r"\nabla f(x)", "z^{(l)}"])
def test_what_has_a_matrix_for_a_value_is_none(tex: str) -> None:
    assert not is_scalar(tree_of(tex), instances()[0])
