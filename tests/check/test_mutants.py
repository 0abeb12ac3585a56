"""Mutants on small formulas: each kind makes exactly what it says; and the run tells a hole and a stale entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check import mutants as runner
from tests.check.mutations import KINDS, mutants
from tests.check.rewritings import Rewriting
from tests.check.sound_cases import Group, complexes, derivatives, discrete, precision, reading, shapes
from tests.check.symbols import instances
from tests.together import together
from yansuan.check.checker import INSTANCES
from yansuan.check.notation import Instance
from yansuan.tex.edited import normal, read_formula
from yansuan.tex.tokens import Unreadable

CASES: list[tuple[str, str, list[str]]] = [
    (
        "swap two indices",
        r"\theta_{kp}^{(l)} = 1",
        [r"\theta_{pk}^{(l)} = 1", r"\theta_{lp}^{(k)} = 1", r"\theta_{kl}^{(p)} = 1"],
    ),
    ("swap two letters", r"\gamma_{ji} = x_i y_j", [r"\gamma_{ij} = x_i y_j", r"\gamma_{ji} = x_j y_i"]),
    (
        "replace an index letter",
        r"x_i = \sum_k \gamma_{ki}",
        [
            r"x_k = \sum_k \gamma_{ki}",
            r"x_i = \sum_k \gamma_{ii}",
            r"x_i = \sum_k \gamma_{kk}",
            r"x_i = \sum_i \gamma_{ki}",
        ],
    ),
    (
        "shift an index",
        r"z_j^{(l+1)} = \gamma_{ji}",
        [
            r"z_{j+1}^{(l+1)} = \gamma_{ji}",
            r"z_{j-1}^{(l+1)} = \gamma_{ji}",
            r"z_j^{(l+2)} = \gamma_{ji}",
            r"z_j^{(l)} = \gamma_{ji}",
            r"z_j^{(l+1)} = \gamma_{j+1,i}",
            r"z_j^{(l+1)} = \gamma_{j-1,i}",
            r"z_j^{(l+1)} = \gamma_{j,i+1}",
            r"z_j^{(l+1)} = \gamma_{j,i-1}",
        ],
    ),
    (
        "shift a bound",
        r"r = \sum_{k=1}^n y_k",
        [
            r"r = \sum_{k=2}^n y_k",
            r"r = \sum_{k=0}^n y_k",
            r"r = \sum_{k=1}^{n+1} y_k",
            r"r = \sum_{k=1}^{n-1} y_k",
        ],
    ),
    ("drop a sum", r"r = u \sum_{k=1}^{s_L} y_k x_k", [r"r = u  y_1 x_1"]),
    ("swap the indices of an entry", "(AB)_{ij} = r", ["(AB)_{ji} = r"]),
    ("swap two ends", "[r^2]_u^{c} = K", ["[r^2]_c^{u} = K"]),
    ("swap two ends", "[r^2]_{r=u}^{r=2} = K", ["[r^2]_{r=2}^{r=u} = K"]),
    ("drop an evaluation", "u + r^2|_{r=2} = K", ["u + (r^2) = K"]),
    ("drop an evaluation", r"\left. r^2 + u \right|_{r=2} = K", ["(r^2 + u) = K"]),
    ("swap two items", "(r, u, c) = v", ["(u, r, c) = v", "(c, u, r) = v", "(r, c, u) = v"]),
    ("drop a mark", "x^* = x", ["x = x", "x^* = x^{*}"]),
    (
        "widen a range",
        r"z_j^{(l)} = r \qquad 1 < l \leq L",
        [r"z_j^{(l)} = r \qquad 1 \leq l \leq L", r"z_j^{(l)} = r \qquad 1 < l \leq L+1"],
    ),
    (
        "widen a range",
        r"y_k = r \qquad k = 1, \dots, L-1",
        [r"y_k = r \qquad k = 0, \dots, L-1", r"y_k = r \qquad k = 1, \dots, L"],
    ),
    ("widen a range", r"y_k = r \qquad L > 2", []),
    ("turn a relation", r"r \leq u < c = K", [r"r \geq u < c = K", r"r \leq u > c = K"]),
    (
        "flip a sign",
        "r = -u + e^{-c} - K",
        [
            "r = u + e^{-c} - K",
            "r = -u - e^{-c} - K",
            "r = -u + e^{-c} + K",
            "r = -u + e^{c} - K",
            "-r = -u + e^{-c} - K",
        ],
    ),
    ("drop a term", "r = -u + c - K", ["r =  c - K", "r = -u  - K", "r = -u + c "]),
    ("drop a factor", "r = u c / K", ["r = c / K", "r = u / K", "r = u c"]),
    ("drop a factor", r"r = 1 \cdot u", ["r = 1"]),
    ("repeat a factor", "r = u (c + 1)", [r"r = u \cdot u (c + 1)", r"r = u (c + 1) \cdot (c + 1)"]),
    ("⊙ as a matrix product", r"v = v \odot w", [r"v = v \cdot w"]),
    ("turn a fraction", r"r = \frac{u}{c} + K/2", [r"r = \frac{c}{u} + K/2", r"r = \frac{u}{c} + 2/K"]),
    ("replace a symbol", "z_j^{(l)} = F(1, 2)", ["b_j^{(l)} = F(1, 2)", "a_j^{(l)} = F(1, 2)"]),
    ("swap two arguments", "r = F(u, c)", ["r = F(c, u)"]),
    (
        "swap two entries",
        r"A = \begin{pmatrix} r & u \\ c & K \end{pmatrix}",
        [
            r"A = \begin{pmatrix} u & r \\ c & K \end{pmatrix}",
            r"A = \begin{pmatrix} r & u \\ K & c \end{pmatrix}",
            r"A = \begin{pmatrix} c & u \\ r & K \end{pmatrix}",
            r"A = \begin{pmatrix} r & K \\ c & u \end{pmatrix}",
        ],
    ),
    (
        "swap two entries",
        r"x_i = \begin{cases} r & i = 1 \\ u & i > 1 \end{cases}",
        [r"x_i = \begin{cases} u & i = 1 \\ r & i > 1 \end{cases}"],
    ),
    (
        "change a number",
        r"r = 9 \sqrt{c} + x_0",
        [r"r = {10} \sqrt{c} + x_0", r"r = 8 \sqrt{c} + x_0", r"r = 9 \sqrt{c} + x_1", r"r = 9 \sqrt{c} + x_{-1}"],
    ),
    ("change a number", "r \\neq 0", ["r \\neq 1", "r \\neq -1"]),
    ("change a number", "r = u + 0", ["r = u + 1", "r = u + (-1)"]),
    ("replace an operation", r"r = \max(u, \ln c)", [r"r = \min(u, \ln c)", r"r = \max(u, \exp c)"]),
    (
        "drop a ∂, d or ∇",
        r"\frac{\partial^2 F}{\partial r \partial u} = \nabla f(x)",
        [
            r"\frac{ F}{ r  u} = \nabla f(x)",
            r"\frac{ F}{\partial r \partial u} = \nabla f(x)",
            r"\frac{\partial^2 F}{ r \partial u} = \nabla f(x)",
            r"\frac{\partial^2 F}{\partial r  u} = \nabla f(x)",
            r"\frac{\partial^2 F}{\partial r \partial u} = f(x)",
        ],
    ),
    ("drop a ∂, d or ∇", "du = r", ["u = r"]),
    ("∇ by another argument", r"\nabla_r F(r, u) = 1", [r"\nabla_u F(r, u) = 1"]),
    ("drop a prime", r"g'(u) = g^{\prime}(r)", [r"g(u) = g^{\prime}(r)", r"g'(u) = g(r)"]),
    (
        "drop what is above",
        r"M^{-1} v = M^{\mathsf T} v e^{-r}",
        [
            r"M v = M^{\mathsf T} v e^{-r}",
            r"M^{-1} v = M v e^{-r}",
            r"M^{-1} v = M^{\mathsf T} v e",
            r"M^{-1} v = M^{\mathsf T} v (-r)",
        ],
    ),
    (
        "drop a function",
        r"r = \ln u + \lvert c \rvert + \sqrt{K}",
        [
            r"r = (u) + \lvert c \rvert + \sqrt{K}",
            r"r = \ln u + (c) + \sqrt{K}",
            r"r = \ln u + \lvert c \rvert + (K)",
        ],
    ),
]

ELSEWHERE: list[tuple[str, Group, str, list[str]]] = [
    (
        "replace an operation",
        complexes.numbers,
        r"\operatorname{Re} z = \operatorname{Im}(iz)",
        [r"\operatorname{Im} z = \operatorname{Im}(iz)", r"\operatorname{Re} z = \operatorname{Re}(iz)"],
    ),
    (
        "another base",
        reading.logarithms,
        r"\log_b x = \lg x + \ln b",
        [
            r"\ln(x) = \lg x + \ln b",
            r"\log_x b = \lg x + \ln b",
            r"\log_b x = \ln(x) + \ln b",
            r"\log_b x = \lb x + \ln b",
            r"\log_b x = \lg x + \lg b",
        ],
    ),
    (
        "turn a binomial",
        reading.binomials,
        r"1 = \binom{n}{k-1}",
        [r"1 = \binom{k-1}{n}", r"1 = \binom{n+1}{k-1}", r"1 = \binom{n}{k}"],
    ),
    ("shift a factorial", reading.binomials, "k = n!", ["k = n", "k = (n+1)!", "k = (n-1)!"]),
    (
        "· as ×",
        shapes.space,
        r"\lambda\cdot 2 = \mathbf a\cdot\mathbf b",
        [r"\lambda\cdot 2 = \mathbf a \times \mathbf b"],
    ),
    ("· as ×", shapes.space, r"1 = \mathbf a\times\mathbf b", [r"1 = \mathbf a \cdot \mathbf b"]),
    (
        "swap two factors",
        shapes.space,
        r"\lambda AB = \mathbf a\times\mathbf b",
        [r"\lambda BA = \mathbf a\times\mathbf b", r"\lambda AB = \mathbf b\times\mathbf a"],
    ),
    (
        "drop a conjugate",
        complexes.numbers,
        r"\bar z = \overline{zw} + \overline{w}",
        [r"z = \overline{zw} + \overline{w}", r"\bar z = (zw) + \overline{w}", r"\bar z = \overline{zw} + w"],
    ),
    ("drop a conjugate", complexes.adjoint, "A^* = B", ["A = B"]),
    (
        "H as T",
        complexes.matrices,
        r"A^{\mathsf H} = B^{\mathsf T}",
        [r"A^{\mathsf T} = B^{\mathsf T}", r"A^{\mathsf H} = B^{\mathsf H}"],
    ),
    ("H as T", shapes.space, r"A^\top = B", []),
    (
        "∂ as d",
        derivatives.partial,
        r"\frac{dk}{dt} = \frac{\partial k}{\partial t}",
        [r"\frac{\partial k}{\partial t} = \frac{\partial k}{\partial t}", r"\frac{dk}{dt} = \frac{d k}{d t}"],
    ),
    ("shift an order", reading.families, "f^{(4)}(x) = 1", ["f^{(3)}(x) = 1", "f^{(5)}(x) = 1"]),
    (
        "turn a condition",
        precision.conditions,
        r"\lvert x\rvert = x, \qquad x \ge 0",
        [r"\lvert x\rvert = x, \qquad x \le 0"],
    ),
    ("turn a condition", precision.edges, r"n^2 = n, \qquad n \ge 0", []),
    ("another index of a name", reading.literal, "x_1 = v_0", ["x_{0} = v_0", r"x_1 = v_{\operatorname{max}}"]),
    (
        "round the other way",
        discrete.rounding,
        r"\lfloor x \rfloor + \lceil n/2 \rceil = 1",
        [r"\lceil x \rceil + \lceil n/2 \rceil = 1", r"\lfloor x \rfloor + \lfloor n/2 \rfloor = 1"],
    ),
    (
        "another modulus",
        discrete.congruences,
        r"a \equiv b \pmod p",
        [r"a \equiv b \pmod {p+1}"],
    ),
    ("another modulus", discrete.congruences, r"a \bmod m = b", [r"a \bmod (m+1) = b"]),
    ("deny a relation", discrete.congruences, r"a \mid b", [r"a \nmid b", r"b \mid a"]),
    ("deny a relation", discrete.congruences, r"a \equiv b \pmod m", [r"a \not\equiv b \pmod m"]),
    ("gcd as lcm", discrete.congruences, r"\gcd(a, b) = 1", [r"\operatorname{lcm}(a, b) = 1"]),
    (
        "another number",
        discrete.coefficients,
        r"{n \brace k} = x^{\underline k}",
        [
            r"{n \brack k} = x^{\underline k}",
            r"{n \brace k} = x^{\overline k}",
            r"{n+1 \brace k} = x^{\underline k}",
            r"{n \brace k+1} = x^{\underline k}",
        ],
    ),
    (
        "another condition",
        discrete.conditions,
        r"\sum_{i < j} [x = y] = 1",
        [r"\sum_{i \le j} [x = y] = 1", r"\sum_{i < j} [x \ne y] = 1"],
    ),
    ("drop a condition", discrete.conditions, r"\sum_{1 \le i \le n, i \ne m} i = 1", [r"\sum_{1 \le i \le n} i = 1"]),
    ("turn an implication", discrete.implications, r"x > 2 \implies x^2 > 4", [r"x^2 > 4 \implies x > 2"]),
    (
        "another set",
        discrete.sets,
        r"A \cup B = B \setminus A",
        [r"A \cap B = B \setminus A", r"A \cup B = A \setminus B"],
    ),
    ("swap places of ε", discrete.symbols_of_indices, r"\varepsilon_{ijk} v_j = 1", [r"\varepsilon_{jik} v_j = 1"]),
]

SNIPPET = """
def plane(rng):
    while True:
        yield {
            "a": ("", rng.normal()),
            "b": ("", rng.normal()),
            "c": ("", lambda a, b: a + b),
            "f(a)": ("", lambda a: 2 * a),
            "m": ("", 3),
            "n": ("", 3),  # too special: two sizes are equal
            "s": ("", lambda a, n: a + n),
        }


NOTATIONS = {"plane": plane}
"""
NOTE = "---\nsnippet: plane\n---\n\n$$\n%s\n$$\n"


class Run:
    """A folder with one small snippet, and runs on notes written into it: the exit code and what is printed."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        (folder / "plane.py").write_text(SNIPPET)

    def __call__(self, tex: str, listed: str = "", *options: str) -> tuple[int, str]:
        note, equal = self.folder / "note.md", self.folder / "equal.toml"
        note.write_text(NOTE % tex)
        equal.write_text(listed)
        arguments = [str(note), "--snippets", str(self.folder), "--equal", str(equal), "--jobs", "1", *options]
        return runner.main(arguments), self.capsys.readouterr().out


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(tmp_path, capsys)


def listed(tex: str, *mutated: str) -> str:
    entries = ", ".join(f"'''{one}'''" for one in mutated)
    return f"[[formula]]\nnote = 'note'\ntex = '''{tex}'''\n[[formula.equal]]\nreason = 'why'\nmutants = [{entries}]\n"


@together(("kind", "tex", "expected"), CASES)
def test_each_kind_makes_exactly_what_it_says(kind: str, tex: str, expected: list[str]) -> None:
    assert list(KINDS[kind](read_formula(tex, instances()[0]))) == expected


@together(("kind", "group", "tex", "expected"), ELSEWHERE)
def test_each_kind_makes_exactly_what_it_says_in_other_notations(
    kind: str, group: Group, tex: str, expected: list[str]
) -> None:
    assert list(KINDS[kind](read_formula(tex, instances(group.notation, INSTANCES)[0]))) == expected


def test_each_kind_is_tested() -> None:
    assert {kind for kind, *_ in (*CASES, *ELSEWHERE)} == set(KINDS)


def test_a_function_becomes_another_with_as_many_arguments() -> None:
    made = list(KINDS["replace a symbol"](read_formula("1 = g(2)", instances()[0])))
    assert {"1 = f(2)", r"1 = \operatorname{rank}(2)"} <= set(made)
    assert "1 = F(2)" not in made


def test_formal_arguments_that_are_not_written_are_not_changed() -> None:
    made = mutants(r"\frac{\partial F}{\partial r} = u", instances()[0])
    assert all(mutant.tex.count("F") == 1 for mutant in made)


def test_a_mutant_that_is_the_same_again_is_none() -> None:
    tex = r"z_j^{(1)} = x_j x_j"
    assert normal(tex) not in {normal(mutant.tex) for mutant in mutants(tex, instances()[0])}
    assert [mutant.tex for mutant in mutants("u = c c", instances()[0]) if mutant.kind == "drop a factor"] == ["u = c"]


def test_no_mutant_is_made_twice() -> None:
    texs = [normal(mutant.tex) for mutant in mutants(r"z_j^{(2)} = \sum_{k=1}^{2} \gamma_{kj} + 1", instances()[0])]
    assert len(texs) == len(set(texs))


def test_a_formula_whose_mutants_are_all_caught(run: Run) -> None:
    code, printed = run("c = a + b")
    assert code == 0
    assert "20 mutants: 20 caught, 0 equal by hand, 0 survive; kill rate 100.0%" in printed
    assert "12 rewritings: 0 false alarms" in printed


def test_a_survivor_is_an_error_with_its_place_and_both_formulas(run: Run) -> None:
    code, printed = run("s = a + n")
    assert code == 1
    assert "note:5: survivor (replace a symbol): holds\n    s = a + n\n    s = a + m" in printed
    assert "1 survive" in printed
    assert "kill rate 100.0%" not in printed


def test_a_survivor_that_is_listed_is_none(run: Run) -> None:
    code, printed = run("s = a + n", listed("s = a+n", "s = a  + m"))
    assert code == 0
    assert "1 equal by hand, 0 survive; kill rate 100.0%" in printed


@pytest.mark.parametrize("mutated", ["s = a + b", "s = a + n + n"], ids=["caught", "not made"])
def test_an_entry_that_does_not_apply_is_an_error(run: Run, mutated: str) -> None:
    code, printed = run("s = a + n", listed("s = a + n", "s = a + m", mutated))
    assert code == 1
    assert f"note: stale entry in equal_mutants.toml: caught, or no longer made\n    {normal(mutated)}" in printed


def test_an_entry_for_a_formula_that_is_gone_is_an_error(run: Run) -> None:
    code, printed = run("c = a + b", listed("s = a + n", "s = a + m"))
    assert code == 1
    assert "stale entry" in printed


def test_an_entry_for_another_note_is_left_alone(run: Run) -> None:
    assert run("c = a + b", listed("s = a + n", "s = a + m").replace("'note'", "'another'"))[0] == 0


def test_a_false_alarm_is_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(tex: str, instance: Instance) -> list[Rewriting]:
        return [Rewriting("reverse terms", ("c = b - a",))]

    monkeypatch.setattr(runner, "rewritings", wrong)
    code, printed = run("c = a + b")
    assert code == 1
    assert "note:5: false alarm (reverse terms): refuted: on instance 1: left" in printed
    assert "1 false alarms" in printed


def test_a_refuted_formula_has_rewritings_only(run: Run) -> None:
    code, printed = run("% refute\nc = a - b")
    assert code == 1  # nothing that holds: no mutants, no proof
    assert "note: no mutants were made: it proves nothing" in printed
    assert "false alarm (" not in printed


def test_a_rewritten_refuted_formula_that_holds_is_a_false_alarm(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def mended(tex: str, instance: Instance) -> list[Rewriting]:
        return [Rewriting("swap the sides", ("c = a + b",))]

    monkeypatch.setattr(runner, "rewritings", mended)
    assert "false alarm (swap the sides): holds" in run("% refute\nc = a - b")[1]


@pytest.mark.parametrize("tex", ["c = a - b", "% refute\nc = a + b", "c = q"])
def test_a_formula_whose_verdict_is_not_as_it_should_be_is_an_error(run: Run, tex: str) -> None:
    code, printed = run(tex)
    assert code == 1
    assert "nothing was made of it" in printed


def test_a_checker_that_breaks_says_where(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(tex: str, instance: Instance) -> list[Rewriting]:
        raise Unreadable("'x' cannot be read here", 3)

    monkeypatch.setattr(runner, "rewritings", broken)
    with pytest.raises(RuntimeError, match="note:5: Unreadable: 'x' cannot be read here"):
        run("c = a + b")


def test_the_list_of_all_that_was_made(run: Run) -> None:
    _, printed = run("c = a + b", "", "--list")
    assert "note:5: holds: c = a + b" in printed
    assert "    fails      flip a sign                c = a - b" in printed
    assert "    holds      reverse terms              c = b + a" in printed


def test_one_formula_can_be_chosen(run: Run) -> None:
    assert run("c = a + b", "", "--only", "5")[0] == 0
    assert run("c = a + b", listed("s = a + n", "s = a + m"), "--only", "5")[0] == 0


def test_a_formula_that_is_not_there_proves_nothing(run: Run) -> None:
    code, printed = run("c = a + b", "", "--only", "nowhere")
    assert code == 1
    assert "0 mutants" in printed


def test_the_list_gives_reasons() -> None:
    entries = runner.read_list(runner.LISTED, {"backpropagation", "legendre-transform", "row-rank-column-rank"})
    assert entries
    assert all(len(entry.reason) > 20 for entry in entries)
    assert len({(entry.note, entry.formula, entry.mutant) for entry in entries}) == len(entries)
