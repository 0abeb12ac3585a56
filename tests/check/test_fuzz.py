"""Whatever is typed is read or refused in one line, and judged, within bounded time and without any other exception."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.check.kept import kept_plain
from tests.check.symbols import grammar, network, verdict
from tests.conftest import ROOT
from tests.tex.test_reader import FILES, formula
from tests.together import together
from yansuan.check.note import read_note
from yansuan.check.verdict import Verdict
from yansuan.tex.reader import read
from yansuan.tex.tokens import LONGEST, Unreadable, tokenize

SECONDS = 3.0  # of this process's own time, for any formula
TOO_DEEP = "it is nested too deep"
# Python keeps its frames in chunks, and a loop that calls across the end of one is twenty times slower: in a thread of
# its own a formula is evaluated at the same depth, however deep whoever runs the tests stands in calls.
THREAD = ThreadPoolExecutor(1)
WORDS = r"""
\frac { } ( ) [ ] ^ _ ^{(l)} _{kp} _j ' \prime \theta z_j^{(l)} a J L x u r c K A B M v w g F f(x) g' \dot q s_l
\sum_{k=1}^{s_l} \sum_k \sum_{j=1}^{3} \prod_{k=1}^{3} \max_k \max \min \sup_t \inf_t t k l j 1 2 2.5 23 10^{9} + -
\cdot \odot / = \leq < \neq \left \right \bigl ( ) \lVert \rVert \| | \lvert \rvert \begin{cases} \end{cases}
\begin{aligned} \end{aligned} \begin{pmatrix} \end{pmatrix} & \\ \\[2pt]
\qquad , . d \mathrm{d} \partial \frac{\partial \nabla \nabla^2
\ln \exp \det \operatorname{rank} \operatorname{tr} ^{\mathsf T} ^{-1} ^{0.5} \sqrt \text{if} \text{otherwise} \mathrm
\hat e \pi \dots \to ，。 ‘ 中 （ \in : % \$ \ 0 _{0} 9^{9^{9^9}}
""".split()


@contextmanager
def bounded(tex: str) -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS, tex[:200]


def is_read_or_refused(tex: str) -> None:
    with bounded(tex):
        refused = kept_plain(lambda: refusal(tex))
    if refused is None:
        return
    said, at = refused
    assert 0 <= at <= len(tex)
    assert said
    assert "\n" not in said
    assert len(said) < 500


def refusal(tex: str) -> tuple[str, int] | None:
    """Why a formula is not read, and where; None where it is."""
    try:
        statements = read(tex, grammar())
    except Unreadable as refused:
        return str(refused), refused.at
    assert statements
    return None


def is_judged(tex: str) -> Verdict:
    """So it is read or refused, too: judging begins with reading, and hands on a refusal and its place."""
    with bounded(tex):
        found = THREAD.submit(verdict, tex, network, 2).result()
    assert found.kind in ("holds", "fails", "undefined", "unreadable")
    assert found.at is None or 0 <= found.at <= len(tex)
    if found.kind == "holds":
        assert found.assignments > 0
        assert found.max_error is None or 0 <= found.max_error <= 1e-9
    else:
        assert found.reason
        assert "\n" not in found.reason
        assert len(found.reason) < 500
    if found.reason == TOO_DEEP:  # whoever said so: the reader finds it out by itself
        is_read_or_refused(tex)
    return found


@cache
def formulas() -> tuple[str, ...]:
    """The formulas of the notes and of the golden cases: what mutations begin with."""
    notes = [read_note(path.read_text("utf-8")) for path in sorted((ROOT / "docs/posts").glob("*.md"))]
    return tuple([asked.formula.body for note in notes for asked in note.asked] + [formula(file) for file in FILES])


words = st.lists(st.sampled_from(WORDS), max_size=16)
sequences = st.builds(lambda parts, glue: glue.join(parts), words, st.sampled_from(["", " "]))
equations = st.builds(
    lambda left, right: f"{left} = {right}", sequences, st.sampled_from(["0", "u", "v", "y_j", "z_j^{(l)}"])
)


@st.composite
def mutated(draw: Callable[[st.SearchStrategy[Any]], Any]) -> str:
    """A formula of the notes with tokens left out, doubled, swapped or put in."""
    tex = draw(st.sampled_from(formulas()))
    parts = [token.text for token in tokenize_or_split(tex)]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(len(parts) - 1, 0)))
        kind = draw(st.sampled_from(["out", "twice", "swap", "in", "cut"]))
        if kind == "out":
            parts = parts[:at] + parts[at + 1 :]
        elif kind == "twice":
            parts = parts[: at + 1] + parts[at:]
        elif kind == "swap":
            parts = parts[:at] + parts[at : at + 2][::-1] + parts[at + 2 :]
        elif kind == "in":
            parts = [*parts[:at], draw(st.sampled_from(WORDS)), *parts[at:]]
        else:
            parts = parts[at:] if draw(st.booleans()) else parts[:at]
    return " ".join(parts)


def tokenize_or_split(tex: str) -> list[Any]:
    try:
        return tokenize(tex)
    except Unreadable:
        return []


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_any_text(tex: str) -> None:
    is_judged(tex)


@given(sequences)
@settings(max_examples=500)
def test_any_sequence_of_tokens(tex: str) -> None:
    is_read_or_refused(tex)


@given(equations)
@settings(max_examples=500)
def test_any_equation_of_tokens_is_judged(tex: str) -> None:
    is_judged(tex)


@given(mutated())
@settings(max_examples=500)
def test_slips_in_real_formulas(tex: str) -> None:
    is_judged(tex)


@given(st.text(alphabet=r"{}()[]|\^_&'=,.;: $%#~`“’‘′中，。（）！ﬁ①½²αＡ𝑥" + "\n\t\x00\u200b\u0301", max_size=40))
@settings(max_examples=300)
def test_any_punctuation(tex: str) -> None:
    is_read_or_refused(tex)


# ---- Depth and length


NESTED = {
    "brackets": ("(", ")"),
    "square": ("[", "]"),
    "sized": (r"\left(", r"\right)"),
    "curly": (r"\{", r"\}"),
    "groups": ("{", "}"),
    "numerators": (r"\frac{", "}{2}"),
    "denominators": (r"\frac{1}{", "}"),
    "digits": (r"\frac1", ""),
    "roots": (r"\sqrt{", "}"),
    "degrees": (r"\sqrt[", "]{2}"),
    "powers": ("u^{", "}"),
    "indices": ("y_{", "}"),
    "scripts": ("y_{u^{", "}}"),
    "layers": ("z_1^{(", ")}"),
    "accents": (r"\hat{", "}"),
    "bare accents": (r"\hat ", ""),
    "fonts": (r"\mathrm{", "}"),
    "bare fonts": (r"\mathbf ", ""),
    "words": (r"\text{", "}"),
    "functions": (r"\ln(", ")"),
    "bare functions": (r"\ln ", ""),
    "calls": ("g(", ")"),
    "operators": (r"\operatorname{rank} ", ""),
    "differentials": ("d(", ")"),
    "bare differentials": ("d ", ""),
    "derivatives": (r"\frac{\partial ", r"}{\partial r}"),
    "operators of derivative": (r"\frac{\partial}{\partial r} ", ""),
    "slashes": (r"\partial ", r" / \partial r"),
    "gradients": (r"\nabla ", ""),
    "sums": (r"\sum_{k=1}^{2} ", ""),
    "bounds": (r"\sum_{k=", "}^{2} u"),
    "suprema": (r"\sup_t ", ""),
    "maxima": (r"\max(", ")"),
    "bars": ("|", "|"),
    "norms": (r"\lVert ", r"\rVert "),
    "matrices": (r"\begin{pmatrix}", r"\end{pmatrix}"),
    "cases": (r"\begin{cases}", r"& u > 0\end{cases}"),
    "conditions": (r"\begin{cases} 1 & u > ", r"\end{cases}"),
    "rows": (r"\begin{aligned}", r"\end{aligned}"),
    "signs": ("-(", ")"),
    "primes": ("", "'"),
    "begins": (r"\begin", ""),
    "raised": ("^", ""),
    "slashed": ("1/(", ")"),
}


@together(("name", "depth"), product(NESTED, (15, 400, 4000)))
def test_nesting(name: str, depth: int) -> None:
    before, after = NESTED[name]
    for tex in (f"u = {before * depth}r{after * depth}", f"u = {before * depth}r", f"u = r{after * depth}"):
        is_judged(tex)


def test_brackets_that_a_person_would_write_are_not_too_deep() -> None:
    for name in ("brackets", "numerators", "roots", "functions", "calls", "groups"):
        before, after = NESTED[name]
        assert read(f"u = {before * 9}r{after * 9}", grammar()), name


@together(
    "piece",
    [
        "u+",
        "u",
        "u=",
        "u ",
        r"\ln u+",
        "(",
        r"\frac",
        r"\\",
        "y_j",
        "1",
        "'",
        "^",
        "{}",
        "& ",
        "，",
        "中",
        r"\sum_k y_k ",
        "u/",
    ],
)
def test_length(piece: str) -> None:
    for tex in (
        f"u = {piece * 100_000}"[:100_000],
        f"u = {piece * LONGEST}"[:LONGEST],
        piece * 900,
        f"u = {piece * 900} u",
    ):
        is_judged(tex)


def test_a_formula_of_a_hundred_kilobytes_is_refused_for_its_length() -> None:
    with pytest.raises(Unreadable, match="longer than"):
        read("u" * 100_000, grammar())


def test_a_long_sum_and_many_rows_are_read() -> None:
    assert read("u = " + "+".join(["u"] * 5000), grammar())
    rows = r"\begin{aligned} u &= c \\" + r" &= c \\" * 1000 + r"\end{aligned}"
    assert len(read(rows, grammar())[0].chain.relations) == 1001


# ---- What computes too much, or nothing

HARD = r"""
9^{9^{9^9}}
9^{9^{9}}
2^{1000000}
((((10^{60})^{60})^{60})^{60})^{60}
\sum_{k=1}^{1000000000} k
\sum_{k=1}^{10000} \sum_{j=1}^{10000} 1
\sum_{k=1}^{10000} \sum_{j=1}^{10000} \sum_{i=1}^{10000} \exp u
\prod_{k=1}^{9999} 10^{60}
\prod_{k=1}^{9999} k
\sup_t \sup_t \sup_t \sup_t (t - t^2)
\sum_{k=1}^{9^{9^9}} k
y_{9^{9^9}}
\sum_{k=-10^{300}}^{10^{300}} k
g''''(g''''(g''''(u)))
d d d d d d d d u
\frac{1}{u - u}
\exp \exp 10
\ln(u - u)
10^{300} \cdot 10^{300}
10^{300} 10^{300} - 10^{300} 10^{300}
\sqrt{10^{300} \cdot 10^{300}}
\det(10^{200} M)
(10^{200} M)^{-1}
(10^{200} M)^5
M^{10^{300}}
M^{-10^9}
\lVert 10^{300} M 10^{300} \rVert
\lVert 10^{300} v \rVert^2
\operatorname{rank}(10^{300} A \cdot 10^{300})
\sinh 1000
\cosh(10^{300})
\sin(10^{400})
\tan(10^{300} \cdot 10^{300})
\arcsin(10^{300})
g(-10^{300})
A B A
A + v
v \odot w
\begin{pmatrix} M & v \end{pmatrix}
\max(v, M)
(-u)^{0.5}
0^0
0^{-1}
u^{M}
e^{M}
f(A)
f(u)
F(M, v)
\nabla f(M)
\nabla^2 f(u)
\frac{\partial f(x)}{\partial x}
\frac{\partial L}{\partial L}
\frac{\partial s_1}{\partial s_1}
\frac{\partial \operatorname{rank}(A)}{\partial A}
x^*
\sum_k k
\frac{\partial A}{\partial A}
\frac{\partial v}{\partial v}
\begin{cases} 1 & M = M \end{cases}
\begin{cases} 1 & u > 1/0 \end{cases}
\begin{cases} 1 & \ln(-u) < 0 \end{cases}
z_1^{(10^{300})}
\sum_{k=M}^{3} k
\sum_{k=1}^{v} k
y_M
\sqrt[0]{u}
\sqrt[M]{u}
u / M
\ln M
g(g)
\frac{d d u}{d r}
""".strip().splitlines()


HARD += ["9" * 5000, "9" * 400 + ".5", "9" * 400 + " M"]
FRAMES = ["u = {}", "{} = u", r"u = \frac{{\partial}}{{\partial r}} ({})", "u = d({})", "u < {} < u"]


@together(("frame", "right"), product(FRAMES, HARD))
def test_what_cannot_or_can_hardly_be_computed_is_judged(frame: str, right: str) -> None:
    is_judged(frame.format(right))


RANGES = r"""
1/0 < j
j \neq M
j < 10^{300}
1 \leq j \leq 10^{300}
j = 1, \dots, 10^{300}
j = v
\ln(-u) < j
j < j
j \leq y_j
y_9 < j
k > 1
j > s_9
0 = 1
u = u
j = 1.5
-10^{300} < j < 10^{300}
""".strip().splitlines()


@together("condition", RANGES)
def test_any_range_is_judged(condition: str) -> None:
    is_judged(rf"y_j = 2 y_j - y_j \qquad {condition}")


def test_many_free_indices_are_given_up() -> None:
    four = r"\gamma_{ij} \gamma_{kp} \gamma_{qm} \gamma_{nl}"
    assert is_judged(r"\gamma_{ij} \gamma_{kp} = 2 \gamma_{kp} \gamma_{ij} / 2").kind == "holds"
    assert is_judged(f"{four} = 2 {four} / 2").kind == "unreadable"


def test_a_notation_of_large_arrays_is_judged_in_time() -> None:
    def large(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
        while True:
            yield {"x_i": ("long", rng.normal(size=400)), "i, j, k": ("indices", ...)}

    for tex in (
        "x_i = 2 x_i / 2",
        "x_i x_j = x_j x_i",
        r"x_i x_j x_k = x_k x_i x_j",
        r"\sum_i x_i = \sum_j x_j + x_k - x_k",
    ):
        with bounded(tex):
            verdict(tex, large, 2)
