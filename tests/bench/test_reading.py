"""What the bench of reading takes the letters of a formula for, and what it counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.reading import constructs, outcome, run, shares
from tests.together import together
from yansuan.lint.conventions import Formula, entries


@together(
    ("tex", "head", "kind"),
    [
        (r"\mathbf{A}\mathbf{x} = \mathbf{b}", r"\mathbf{A}", "matrix"),
        (r"\mathbf{A}\mathbf{x} = \mathbf{b}", r"\mathbf{x}", "vector"),
        (r"\vec a \cdot \vec b = 0", r"\vec a", "vector"),
        (r"x^\top A^\top A x = 1", "A", "matrix"),
        (r"x^\top A y = 1", "x", "vector"),
        (r"\det A = 1", "A", "matrix"),
        (r"\sum_{r=1}^{n} a_r = n", "r", "index"),
        (r"\sum_{r=1}^{n} a_r = n", "n", "integer"),
        (r"a_i = i", "i", "index"),
        (r"q_\alpha = 1 \quad (\alpha = 1, 2, \dots, s)", r"\alpha", "index"),
        (r"n! = n", "n", "integer"),
        (r"\binom{p}{q} = 1", "p", "integer"),
        (r"f(x) = x", "f", "function"),
        (r"F(x, y) = 0", "F", "function"),
        (r"\mathcal{L}(w) = 0", r"\mathcal{L}", "function"),
        (r"a(b + c) = ab + ac", "a", "real"),
        (r"f'(x) = 0", "f", "function"),
        (r"e^{ix} = \cos x + i\sin x", "i", "imaginary"),
        (r"e^{ix} = 1", "e", "known"),
        (r"x\,\mathrm{d}y = y\,\mathrm{d}x", "d", "differential"),
        (r"E = mc^2", "c", "real"),
        (r"E[X] = 1", "X", "variable"),
        (r"E[X] = 1", "E", "known"),
        (r"P(A \mid B) = 1", "A", "event"),
        (r"P(X \le x) = 1", "X", "variable"),
        (r"P = A(B + C)", "P", "real"),
        (r"P(D_1 = 1, H = 0) = 1", "D", "variable"),
        (r"P(z = 1) = 1", "z", "variable"),
        (r"D(X) = x", "D", "known"),
        (r"x[n] = 1", "x", "function"),
        (r"x[n] = x + 1", "x", "real"),
        (r"F[i, j] = 1", "F", "function"),
        (r"t \in \mathbf Z", r"\mathbf{Z}", "known"),
        (r"\mathbf Z t = 0", r"\mathbf{Z}", "matrix"),
        (r"\operatorname{atan2}(y, x) = 1", r"\operatorname{atan2}", "function"),
        (r"T(n) = 2T(n/2) + O(n)", "O", "known"),
        (r"O(n) = n", "O", "function"),
        (r"x = \Omega(\frac{1}{\log m})", r"\Omega", "known"),
        (r"C_{10}^3 = 120", "C", "known"),
        (r"C_D^2 = 1", "C", "real"),
        (r"\deg f = n", r"\deg", "known"),
        (r"\deg(v) = n", r"\deg", "function"),
        (r"D(p \| q) \ge 0", "D", "known"),
        (r"\varphi(p^e) = p^e - p^{e - 1}", "e", "real"),
        (r"r = \frac{p}{1 + e\cos\theta}", "e", "real"),
        (r"e = \sqrt{1 + \frac{2El^2}{m}}", "e", "real"),
        (r"e = \lim_{n \to \infty} (1 + \frac1n)^n", "e", "known"),
        (r"i(t) = \frac{u(t)}{R}", "i", "function"),
        (r"Y(j\omega) = H(j\omega)", "Y", "function"),
        (r"y[n] = \sum_k x[k]h[n - k]", "h", "function"),
        (r"b_0 + b_1x + \dots + b_Mx^M = 0", "M", "integer"),
        (r"\theta^* = \arg\min_\theta f_\theta(x)", r"\theta", "real"),
        (r"L = \sum_{c=1}^M y_{o,c}", "o", "index"),
    ],
)
def test_a_letter_is_taken_for_what_the_first_rule_says(tex: str, head: str, kind: str) -> None:
    assert Formula(tex).letters[head].kind == kind


@together(
    ("tex", "keys"),
    [
        (r"x_{\max} = x_i + x_1", {r"x_{\max}", "x_{i}", "i"}),
        (r"v_0 = v_1", {"v_{0}", "v_{1}"}),
        (r"F_{k_1} = N", {"F_{i}", "k_{1}", "N"}),
        (r"a_{ij} = a_{12}", {"a_{ij}", "i", "j"}),
        (r"z^{(l)} = x^*", {"z^{(l)}", "x^{*}"}),
        (r"p(x \mid \theta) = x", {r"p(x \mid \theta)", "x", r"\theta"}),
        (r"P_n(x) = x", {"P_{i}(x)", "n", "x"}),
        (r"f(x_1, x_2, \dots, x_n) = x_1", {"f(x)", "x_{i}", "n"}),
        (r"f(x_1, x_2) = x_1", {"f(x, y)", "x_{1}", "x_{2}", "y"}),
        (r"a^{[l]} = a^{[l-1]}", {"a^{[l]}"}),
        (r"F_n = F_{\gcd(m,n)}", {"F_{i}", "m", "n"}),
        (r"a_{i\sigma(i)} = b_i", {"a_{ij}", r"\sigma(i)", "b_{i}", "i"}),
        (r"[x, y] = x", {"x", "y", "[,]"}),
        (r"[\hat x, \hat p] = i\hbar", {r"\hat x", r"\hat p", "i", r"\hbar", "[,]"}),
        ("[ab, c] = 1", {"a", "b", "c", "[,]"}),
        (r"\langle 0|\psi\rangle = 1", {r"|0\rangle", r"\psi"}),
        ("P_{k|k} = HP_{k|k-1}", {"P_{k|l}", "H", "k"}),
    ],
)
def test_what_stands_below_is_an_index_or_part_of_a_name(tex: str, keys: set[str]) -> None:
    found = {entry.key for entry in entries(Formula(tex))}
    assert {key for key in found if key not in ("l",)} == keys


@pytest.mark.parametrize(
    ("tex", "kind"),
    [
        (r"(a + b)^2 = a^2 + 2ab + b^2", "evaluated"),
        (r"\sqrt{2}", "evaluated"),
        (r"\mathbf{A}\mathbf{x} = \mathbf{x}\mathbf{A}", "no value"),
        (r"a = \left(b", "unreadable"),
    ],
)
def test_what_becomes_of_a_formula(tex: str, kind: str) -> None:
    assert outcome({"tex": tex}).kind == kind


@pytest.mark.parametrize(
    ("tex", "bare"),
    [
        (r"\sum_{d \mid n} q^{n/d},", True),
        (r"x_{i = 1} + y", True),
        (r"\sum_{d \mid n} q = n", False),
        (r"\frac{a = b}{c}", False),
    ],
)
def test_a_formula_is_bare_where_only_scripts_relate_something(tex: str, *, bare: bool) -> None:
    assert outcome({"tex": tex}).bare is bare


def test_the_shares_are_those_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "formulas.jsonl"
    texs = [r"a = b", r"a + b", r"a = (", r"b = ("]
    file.write_text("".join(json.dumps({"subject": "one", "tex": tex}) + "\n" for tex in texs), "utf-8")
    outcomes = run(file, jobs=1)
    found = shares(outcomes)
    assert (found["formulas"], found["read"], found["statements"], found["statements read"]) == (4, 1 / 2, 3, 1 / 3)
    ((kind, count),) = constructs(outcomes)
    assert count == 2
    assert "is not closed" in kind
    assert "@ (" in kind


@pytest.mark.parametrize(
    ("tex", "kind"),
    [
        (r"\frac{dy}{dx} = y", "differential"),
        (r"\int_0^1 x\,dx = \frac12", "differential"),
        (r"dz = 2x\,dx", "differential"),
        (r"\frac{a}{b} < \frac{c}{d}", "real"),
        (r"x = x_0 + \frac{n}{d}", "real"),
        (r"x^2 - dy^2 = 1", "real"),
        (r"d(u, v) \le d(u, w) + d(w, v)", "function"),
        (r"dS = \frac{\delta Q}{T}", "differential"),
    ],
)
def test_a_d_is_a_letter_where_nothing_is_differentiated(tex: str, kind: str) -> None:
    assert Formula(tex).letters["d"].kind == kind


def test_what_is_said_of_signs_and_of_what_stands_behind_a_delta() -> None:
    found = {entry.key for entry in entries(Formula(r"\nabla f + \Delta x \approx 0"))}
    assert {r"\nabla", r"\approx", r"\Delta x", "x", "y", "z"} <= found
