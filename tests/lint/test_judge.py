"""Formulas without a notation: what is told of one, and that nothing is where nobody can know.

The golden set (`tests/golden/`) without its notations is the larger measure: `python -m bench.lint`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.check.kept import kept_plain
from tests.conftest import of_the_notes
from tests.golden import SUBJECTS, notes
from yansuan.check.verify import VERSION
from yansuan.files import digest, files_in
from yansuan.lint import judge as judging
from yansuan.lint.judged import Judged

LINTER = "\0".join([VERSION, *map(digest, files_in(Path(judging.__file__).parent))])
CORPUS = Path(__file__).parent / "corpus.toml"

TOLD = [  # formula, rule, one of the changes that are told
    (r"2^{10} = 1023", "numbers", None),
    (r"\frac12 + \frac13 = \frac25", "numbers", None),
    (r"\sqrt{2} \approx 1.51", "numbers", None),
    (r"(a + b)^2 = a^2 + 2ab - b^2", "changed", r"(a + b)^2 = a^2 + 2ab + b^2"),
    (r"(a + b)^2 = a^2 + ab + b^2", "changed", r"(a + b)^2 = a^2 + 2 ab + b^2"),
    (r"\frac{d}{dx}\sin(2x) = \cos(2x)", "changed", r"\frac{d}{dx}\sin(2x) = 2 \cos(2x)"),
    (r"\sin 2x = 2\sin x\sin x", "changed", r"\sin 2x = 2\sin x\cos x"),
    (r"\sum_{i=1}^n i = \frac{n(n-1)}{2}", "changed", r"\sum_{i=1}^n i = \frac{n(n+1)}{2}"),
    (r"\sum_{k=1}^n \binom nk = 2^n", "changed", r"\sum_{k=0}^n \binom nk = 2^n"),
    (r"\cos(n\pi) = (-1)^{n+1}", "changed", r"\cos(n\pi) = -(-1)^{n+1}"),
    (r"a^2 + b^2 < 2ab", "changed", r"a^2 + b^2 \ge 2ab"),
    (r"n! = (n - 1)(n - 1)!", "changed", r"n! = (n)(n - 1)!"),
    (
        r"(\mathbf A\mathbf B)^\top = \mathbf A^\top\mathbf B^\top", "changed",
        r"(\mathbf A\mathbf B)^\top = \mathbf B^\top\mathbf A^\top",
    ),
    (r"\operatorname{Var}(aX + b) = a\operatorname{Var}(X)", "changed",
     r"\operatorname{Var}(aX + b) = a^2\operatorname{Var}(X)"),
    (r"(a + b)^2 = (a + b)(a + b) = a^2 + b^2", "chain", None),
    (
        r"T\frac{u_{i+1} - u_i}{h} - T\frac{u_i - u_{i-1}}{h} \\ & = T\frac{u_{i+1} - u_{i-1}}{h}", "changed",
        r"T\frac{u_{i+1} - u_i}{h} + T\frac{u_i - u_{i-1}}{h} \\ & = T\frac{u_{i+1} - u_{i-1}}{h}",
    ),
]  # fmt: skip

NOTHING = [  # nobody can know, or it is true
    r"x^2 = 4",  # an equation
    r"|x| = -x",  # a condition
    r"a + b = b + a",
    r"\mathbf A\mathbf B = \mathbf B\mathbf A",  # they commute
    r"\mathbf A^\top = -\mathbf A",
    r"(AB)^{-1} = A^{-1}B^{-1}",  # of numbers it is true
    r"\sin(\pi x) = 0",  # of whole numbers
    r"f(x) = -f(-x)",
    r"f(r) = f(r^2)",
    r"1 + 1 = 0",  # of bits
    r"\sqrt2 = 1.41",  # rounded
    r"7/2 = 3",  # a whole part
    r"k^2 = k",
    r"xy = 2y",
    r"\frac{a}{b} = \frac{b}{a}",
    r"a_{n+1} = a_n",
    r"\mathbf v_k \times \mathbf v_{k+1} = \mathbf v_k \times (a_k\mathbf v_k + \mathbf v_{k-1})",  # a recurrence
    r"F = ma",
    r"\frac{dN}{dt} = \lambda N",
    r"(123) = (13)(12)",  # cycles
    r"\left(\frac{1}{p}\right) = 1",  # Legendre's symbol
    r"(1 + 2^2)^{2^{e-3}} = 1 + 2^{e-1}",  # e is an exponent
    r"(1f)^{-1} = 1^{-1}\cdot f",  # 1 is a function
    r"N(x + y)N(u + v) = N((x + y)(u + v))",  # N is a function, or a factor
    r"\int_0^\pi g\sin\alpha R\,d\alpha = 2gR",  # sin αR, or (sin α)R?
    r"\mathrm{i}\mathrm{j} = -\mathrm{j}\mathrm{i}",
    r"\binom{n - i}{k - 1}\sum_{j=0}^{n - i - k + 1}\binom{n - i - k + 1}{j}(-1)^j = 0",  # but at one end
    r"ab \ge ab + ba = 2ab",
]


def judge(tex: str, said: dict[str, str] | None = None) -> Judged:
    """What is found out about a formula; kept, as `kept.py` says."""
    return Judged.from_json(kept_plain(lambda: judging.judge(tex, said).as_json(), LINTER))


_REASONS = {
    "a letter that is differentiated may depend on another": "depends",
    "a side has letters of its own": "definition",
    "in another reading it does not fail": "two readings",
    "no small change of it holds": "condition",
}
WHY = {"depends": 13, "definition": 11, "unread": 6}


def _why(one: Judged) -> str:
    """Why nothing is told of a formula."""
    return "unread" if one.unread else _REASONS.get(one.statements[0].reason, one.statements[0].stated)


def told(found: Judged) -> list[str]:
    """The rules by which something is told."""
    return [one.rule for one in found.findings]


def test_what_is_told() -> None:
    """Each slip, with the change that mends it."""
    wrong = []
    for tex, rule, change in TOLD:
        found = judge(tex)
        changes = [" ".join(change.applied(tex).split()) for one in found.findings for change in one.changes]
        if told(found) != [rule] or (change is not None and change not in changes):
            wrong.append((tex, found))
    assert not wrong


def test_what_nobody_can_know() -> None:
    """Conditions, equations, definitions, and what has two readings."""
    assert not [(tex, found) for tex in NOTHING if (found := judge(tex)).findings]


def test_what_is_declared() -> None:
    """An identity of letters that are declared is wrong where it fails, whatever might mend it."""
    said = {"A": "3×3 symmetric matrix", "x": "vector of 3"}
    assert told(judge(r"x^{\top}Ax = x^{\top}A^{-1}x", said)) == ["declared"]
    assert told(judge(r"Ax = A^{\top}x", said)) == []
    assert (
        told(judge(r"x^{\top}x = 4", said)) == told(judge(r"Ax = b", {**said, "b": "vector of 3"})) == []
    )  # equations
    assert told(judge("i + j = 2i - j")) == told(judge("k^2 = k", {"x": "real"})) == []
    statement = judge(r"Ax = A^{\top}x", said).statements[0]
    assert (statement.stated, statement.outcome) == ("identity", "holds")


def test_where_it_fails() -> None:
    """A finding has the numbers for which it fails, and what its sides are there."""
    (one,) = judge(r"(a + b)^2 = a^2 + 2ab - b^2").findings
    a, b = float(one.values["a"]), float(one.values["b"])
    assert (float(one.left), float(one.right)) == pytest.approx(((a + b) ** 2, a**2 + 2 * a * b - b**2), rel=1e-4)


def test_where_it_stands() -> None:
    """A finding and a change have their places in the TeX, in a formula of several rows, too."""
    tex = r"\begin{aligned} y &= (a - b)(a + b) \\ &= \left(a^2 + b^2\right) \end{aligned}"
    (one,) = judge(tex).findings
    assert tex[one.start : one.end].startswith("(a - b)(a + b) ")
    assert one.changes[0].applied(tex) == tex.replace("a^2 + b^2", "a^2 - b^2")


def test_what_was_found_elsewhere() -> None:
    """What is told of the formulas of others stands in a list, each looked at by hand; nothing is told of it mended."""
    for one in tomllib.loads(CORPUS.read_text("utf-8"))["formula"]:
        (finding,) = judge(one["tex"]).findings
        assert finding.rule == one["rule"], one["source"]
        if "wrong" in one:
            assert " ".join(one["tex"][finding.start : finding.end].split()) == one["wrong"]
        assert not judge(one["mended"]).findings, one["source"]


@of_the_notes
def test_the_first_edition() -> None:
    """Of the wrong formulas of the first edition two are told without a notation, as slips of typing.

    The others are definitions to whoever knows nothing of their letters: what they define is said in the words around
    them.  So that derivatives of letters by letters, and symbols on one side only, are not told is what keeps true
    formulas from being told; with a notation each of them is found (`tests/check/test_first_edition.py`).
    """
    from tests.check.test_first_edition import ERRATA

    found = {one.name: judge(re.sub(r"\\tag\s*(\{[^}]*\}|\d)", "", one.first)) for one in ERRATA}
    assert {name for name, one in found.items() if one.findings} == {
        "backpropagation-1-no-partial-below",
        "backpropagation-7-prime-is-a-quotation-mark",
    }
    why = Counter(map(_why, (one for one in found.values() if not one.findings)))
    assert why == WHY
    assert not [one.name for one in ERRATA if judge(one.right).findings]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_true_formula_is_told(subject: str) -> None:
    """Every seventh formula of the golden set that is true, without its notation: all are tried by `bench.lint`."""
    true = [one.tex for note in notes(subject) for one in note.formulas if one.true]
    assert true
    assert not [tex for tex in true[::7] if judge(tex).findings]
