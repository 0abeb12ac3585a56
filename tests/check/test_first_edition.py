"""The wrong formulas of the first edition, typed as they stood: each is found wrong, for the reason that it is wrong.

What was wrong in words only has no case here: "forword", the letter L for the cost in running text, the condition under
which x can be solved for.  A formula with several errors has one case as it stood, and one for each of its errors in
which the others have been put right: a tool that stops at the first would otherwise never come to the second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.check.kept import ANEW
from tests.together import together
from yansuan.check.verify import Result, Verifier

ROOT = Path(__file__).parents[2]
VERIFIER = Verifier(ROOT / "snippets", cache=None if ANEW else ROOT / ".cache/equations")


@dataclass(frozen=True)
class Erratum:
    """An error of the first edition: the formula, the words of the reason (a pattern), the formula put right."""

    name: str
    snippet: str
    first: str
    says: str
    right: str
    kind: str = "fails"
    notation: str | None = None


def backpropagation(name: str, first: str, says: str, right: str, **options: str) -> Erratum:
    return Erratum(f"backpropagation-{name}", "backpropagation", first, says, right, **options)


def legendre(name: str, first: str, says: str, right: str, **options: str) -> Erratum:
    return Erratum(f"legendre-{name}", "legendre_transform", first, says, right, **options)


def rank(name: str, first: str, says: str, right: str, **options: str) -> Erratum:
    return Erratum(f"rank-{name}", "row_rank_column_rank", first, says, right, **options)


FORWARD = r"z_k^{(l+1)} = \sum_p^{s_{(l)}} \theta_{kp}^{(l)} \cdot a_p^{(l)} + b_k^{(l)} \qquad 1 \leq l < L"
DELTA = r"\delta_j^{(l)} = \frac{\partial J}{\partial z_j^{(l)}}"
CHAIN = r"""\delta_j^{(l)} = \sum_k^{s_{(l+1)}} \frac{\partial J}{\partial z_k^{(l+1)}}\cdot
\frac{\partial z_k^{(l+1)}}{\partial z_j^{(l)}} = \sum_k^{s_{(l+1)}}\delta_k^{(l+1)}\cdot
\frac{\partial z_k^{(l+1)}}{\partial z_j^{(l)}} \qquad 1 \leq l < L"""
HIDDEN = r"""\delta_j^{(l)} = \sum_k^{s_{(l+1)}}\delta_k^{(l+1)}\cdot \theta_{kj}^{(l)}\cdot g^{'}(z_j^{(l)})
= \sum_k^{s_{(l+1)}}\delta_k^{(l+1)}\cdot \theta_{kj}^{(l)}\cdot a_j^{(l)}\cdot(1-a_j^{(l)}) \qquad 1 < l < L"""
WEIGHT_CHAIN = r"""\frac{\partial J}{\partial \theta_{ij}^{(l)}} =
\sum_k^{s_{(l+1)}} \frac{\partial J}{\partial z_k^{(l+1)}}\cdot
\frac{\partial z_k^{(l+1)}}{\partial \theta_{ij}^{(l)}}= \sum_k^{s_{(l+1)}} \delta_k^{(l+1)}\cdot
\frac{\partial z_k^{(l+1)}}{\partial \theta_{ij}^{(l)}}"""
WEIGHT = r"\frac{\partial J}{\partial \theta_{ij}^{(l)}} = \delta_i^{(l+1)}\cdot a_j^{(l)}"
OUTPUT = r"""\delta_j^{(L)} = \frac{\partial J}{\partial z_j^{(L)}} = \frac{\partial J}{\partial a_j^{(L)}}\cdot
\frac{\partial a_j^{(L)}}{\partial z_j^{(L)}} = (a_j^{(L)} - y_j)\cdot 1"""

SLOPE = r"u_i = \frac{\partial f}{\partial x_i}"
DIFFERENTIAL = r"""df(x, y) = \sum_{i=1}^{n}\frac{\partial f}{\partial x_i}dx_i +
\sum_{i=1}^{m}\frac{\partial f}{\partial y_i}dy_i\tag{1}"""
FOUR = r"d(\sum_{i=1}^{n} u_i x_i - f) = \sum_{i=1}^{n} x_i du_i - \sum_{i=1}^{m}\frac{\partial f}{\partial y_i}dy_i"
FIVE = r"g(u, y) = \sum_{i=1}^{n} u_i x_i - f(x, y)"
SIX = r"dg = \sum_{i=1}^{n}\frac{\partial g}{\partial u_i}du_i + \sum_{i=1}^{m}\frac{\partial g}{\partial y_i}dy_i"
SIGN = r"\frac{\partial g}{\partial y_i} = -\frac{\partial f}{\partial y_i}"

NUMBERS = r"left \S.*, right "  # two numbers that differ

ERRATA = [
    backpropagation(
        "1-no-partial-as-it-stood",
        r"\delta = \frac{J}{z} \tag{1}",
        r"\\delta_j\^{\(l\)}: an index .* is missing",
        DELTA,
        kind="unreadable",
    ),
    backpropagation("1-no-partial", r"\delta_j^{(l)} = \frac{J}{z_j^{(l)}}", rf"^at j = 1, l = 1: {NUMBERS}", DELTA),
    backpropagation(
        "1-no-partial-below",
        r"\frac{\partial L}{\theta_{ij}^{(l)}} = \delta_j^{(l+1)}\cdot g(z_j^{(l)}) = \delta_j^{(l+1)}\cdot a_j^{(l)}",
        "a ∂ in the numerator and none in the denominator",
        WEIGHT,
        kind="unreadable",
    ),
    backpropagation(
        "2-cost-and-layer-one-letter",
        OUTPUT.replace("partial J", "partial L"),
        rf"^at j = 1: {NUMBERS}0$",
        OUTPUT,
        notation="linear",
    ),
    backpropagation("3-input-is-not-output", r"z_j^{(l)} = a_j^{(l-1)}", rf"^at j = 1, l = 2: {NUMBERS}", FORWARD),
    backpropagation(
        "4-yellow-unit",
        CHAIN.replace("(l)", "(L)").replace("l+1", "L+1").replace(r"\qquad 1 \leq l < L", ""),
        r"s_l has no entry 5",
        CHAIN,
        kind="undefined",
    ),
    backpropagation(
        "5-arrows",
        r"L \rightarrow z_k^{(l+1)}(k = 1,…, s_{(l)})\rightarrow z_j^{(l)}",
        r"'\\rightarrow' states no equation",
        CHAIN,
        kind="unreadable",
    ),
    backpropagation("5-terms-of-the-sum", CHAIN.replace("s_{(l+1)}", "s_{(l)}"), NUMBERS, CHAIN),
    backpropagation(
        "6-index-under-the-sum",
        r"z_k^{(l+1)} = \sum_p^{s_{(l)}}\theta_{kp}^{(l)}\cdot g(z_j^{(l)}) + b_k^{(l)} \tag 3",
        rf"^at j = 1, k = 1, l = 1: {NUMBERS}",
        FORWARD,
    ),
    backpropagation(
        "6-inputs-pass-unchanged",
        FORWARD.replace("a_p^{(l)}", "g(z_p^{(l)})"),
        rf"^at k = 1, l = 1: {NUMBERS}",
        FORWARD.replace("a_p^{(l)}", "g(z_p^{(l)})").replace(r"1 \leq l", "1 < l"),
    ),
    backpropagation(
        "7-prime-is-a-quotation-mark", HIDDEN.replace("^{'}", "^{‘}"), "quotation mark", HIDDEN, kind="unreadable"
    ),
    backpropagation(
        "7-weight-lost", HIDDEN.replace(r"\theta_{kj}^{(l)}\cdot", ""), rf"^at j = 1, l = 2: {NUMBERS}", HIDDEN
    ),
    backpropagation(
        "8-index-under-the-sum", WEIGHT_CHAIN.replace("z_k^{(l+1)}}\\cdot", "z_j^{(l+1)}}\\cdot"), NUMBERS, WEIGHT_CHAIN
    ),
    backpropagation("8-terms-of-the-sum", WEIGHT_CHAIN.replace("s_{(l+1)}", "s_{(l)}"), NUMBERS, WEIGHT_CHAIN),
    backpropagation(
        "9-weight-gradient", WEIGHT.replace(r"\delta_i", r"\delta_j"), rf"i = \d, j = \d.*{NUMBERS}", WEIGHT
    ),
    legendre(
        "1-f-has-no-index",
        DIFFERENTIAL.replace("partial f", "partial f_i").replace("i=1", "i=0").replace("{m}", "{n}"),
        r"f\(x, y\), without an index below",
        DIFFERENTIAL,
        kind="unreadable",
    ),
    legendre(
        "1-slope-of-one-function",
        SLOPE.replace("partial f", "partial f_i"),
        r"f\(x, y\), without an index below",
        SLOPE,
        kind="unreadable",
    ),
    legendre(
        "1-sums-from-0",
        DIFFERENTIAL.replace("i=1", "i=0"),
        r"argument x of f\(x, y\) has no entry 0",
        DIFFERENTIAL,
        kind="undefined",
    ),
    legendre("1-sum-over-y-to-n", DIFFERENTIAL.replace("{m}", "{n}"), NUMBERS, DIFFERENTIAL),
    legendre("2-only-named", "g(x, y)", "states nothing", FIVE, kind="unreadable"),
    legendre("2-arguments-of-g", FIVE.replace("g(u", "g(x"), NUMBERS, FIVE),
    legendre("3-differential-in-the-brackets", FOUR.replace("u_i x_i", "du_i x_i", 1), NUMBERS, FOUR),
    legendre(
        "3-differential-in-g-as-it-stood",
        r"g(u,y) = \sum du_i x_i - f(x,y)",
        NUMBERS,
        FIVE,
    ),
    legendre("3-differential-in-g", FIVE.replace("u_i x_i", "du_i x_i"), NUMBERS, FIVE),
    legendre("4-minus", SIX.replace(" + ", " - "), NUMBERS, SIX),
    legendre("5-sign", SIGN.replace("-", ""), rf"^at i = 1: {NUMBERS}", SIGN),
    rank("footnote-mark", "^7 A = BC", r"'\^' stands on nothing", "A = BC", kind="unreadable"),
    rank("footnote-mark-as-a-power", "A^7 = BC", "5×6 to the power of 7", "A = BC", kind="undefined"),
    rank(
        "comma-as-it-stood",
        r"c_i = \gamma_{1i}v_1 + \gamma_{2i,}v_2 + \dots + \gamma_{ki}v_k",
        r"a comma is misplaced among the indices of \\gamma",
        r"c_i = \sum_{j=1}^{k} \gamma_{ji}v_j",
        kind="unreadable",
    ),
    rank(
        "comma",
        r"c_i = \gamma_{1i}v_1 + \gamma_{2i,}v_2",
        r"a comma is misplaced among the indices of \\gamma",
        r"c_i = \gamma_{1i}v_1 + \gamma_{2,i}v_2",
        kind="unreadable",
        notation="example",
    ),
    rank(
        "indices-of-the-coefficients",
        r"c_i = \sum_{j=1}^{k} \gamma_{ij}v_j",
        rf"^at i = 1: {NUMBERS}",
        r"c_i = \sum_{j=1}^{k} \gamma_{ji}v_j",
    ),
    rank(
        "transpose",
        r"\dim(\operatorname{colsp}(A)) = \dim(\operatorname{rowsp}(A^t))",
        "a transpose is written",
        r"\dim(\operatorname{colsp}(A)) = \dim(\operatorname{rowsp}(A^{\mathsf T}))",
        kind="unreadable",
    ),
]


def verified(erratum: Erratum, tex: str) -> Result:
    """The verdict on a formula in a note of its own."""
    notation = f"% notation: {erratum.notation}\n" if erratum.notation else ""
    (result,) = VERIFIER.verify(f"---\nsnippet: {erratum.snippet}\n---\n\n# 标题\n\n$$\n{notation}{tex}\n$$\n")
    return result


@together("erratum", ERRATA, ids=lambda erratum: erratum.name)
def test_an_error_of_the_first_edition_is_found(erratum: Erratum) -> None:
    verdict = verified(erratum, erratum.first).verdict
    assert verdict.kind == erratum.kind, verdict.reason
    assert re.search(erratum.says, verdict.reason or ""), verdict.reason


@together("erratum", ERRATA, ids=lambda erratum: erratum.name)
def test_put_right_it_holds(erratum: Erratum) -> None:
    verdict = verified(erratum, erratum.right).verdict
    assert verdict.kind == "holds", verdict.reason
