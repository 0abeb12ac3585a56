"""What textbooks print, as trees: `natural/THEME.txt` has each formula, and indented below it what it is read as.

Where it is unreadable that is `column N: message`.  All are read by the grammar of `natural_symbols`; what has no
relation stands for the left side of one.  A new formula is a line; `pytest tests/tex/test_natural.py --update` writes
the lines below it, to be looked through before they are committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.check.kept import kept_plain
from tests.tex.natural_symbols import depending, grammar, names
from tests.tex.printer import printed
from tests.together import together
from yansuan.tex import tree
from yansuan.tex.by_letter import Slope
from yansuan.tex.compositions import Compositions, NumberOf
from yansuan.tex.discrete import Stepped
from yansuan.tex.edited import is_entry, without_sizes
from yansuan.tex.extrema import Chosen
from yansuan.tex.keys import read_grammar, read_pattern
from yansuan.tex.logic import Claim, Iverson
from yansuan.tex.operators import RELATIONS
from yansuan.tex.patterns import Grammar, NotationError
from yansuan.tex.reader import read
from yansuan.tex.sets import SetOf
from yansuan.tex.tokens import Unreadable, tokenize

FOLDER = Path(__file__).parent / "natural"
THEMES = sorted(FOLDER.glob("*.txt"))
GRAMMAR = grammar()
GRAMMARS = {"stars": grammar(star="conj"), "names": names(), "rates": depending(), "nabla": depending()}


def formulas(theme: Path) -> list[str]:
    """The formulas of a theme."""
    return [line for line in theme.read_text("utf-8").splitlines() if line and not line.startswith(" ")]


def stated(tex: str) -> str:
    """A formula that states something."""
    depth, related = 0, False
    for token in tokenize(tex):
        depth += (token.text in ("{", "(", "[")) - (token.text in ("}", ")", "]"))
        related = related or (depth == 0 and token.text in RELATIONS)
    return tex if related else f"{tex} = 0"


def outcome(tex: str, known: Grammar) -> str:
    """What a formula is read as, indented."""
    try:
        found = printed(read(stated(tex), known))
    except Unreadable as error:
        found = f"column {error.at + 1}: {error}\n"
    return "".join(f"    {line}\n" for line in found.splitlines())


def read_as(tex: str, theme: str) -> str:
    """The same by the grammar of a theme; kept, as `kept.py` says."""
    found: str = kept_plain(lambda: outcome(tex, GRAMMARS.get(theme, GRAMMAR)))
    return found


@pytest.mark.parametrize("theme", THEMES, ids=[theme.stem for theme in THEMES])
def test_theme(theme: Path, request: pytest.FixtureRequest) -> None:
    found = "".join(f"{tex}\n{read_as(tex, theme.stem)}" for tex in formulas(theme))
    if request.config.getoption("--update"):
        theme.write_text(found, "utf-8")
    assert found == theme.read_text("utf-8")


def nodes_of(tex: str, known: Grammar) -> Iterator[tree.Node]:
    """The nodes for which TeX stands; none where it is unreadable."""
    with suppress(Unreadable):
        for statement in read(tex, known):
            nodes = [one for one in tree.walk(statement.chain) if not isinstance(one, Claim)]
            formal = [one for node in nodes if isinstance(node, tree.Call) and node.bare for one in node.arguments]
            yield from (node for node in nodes if not any(node is one for one in formal))


def _has_differential(tex: str, node: tree.Node) -> bool:
    """Whether a differential stands in a node that is no integral: in its numerator."""
    own = tex[node.start : node.end]
    return isinstance(node, tree.Quotient | tree.Product) and "d" in own.replace(r"\\cdot", "") and r"\int" not in own


@pytest.mark.parametrize("theme", THEMES, ids=[theme.stem for theme in THEMES])
def test_the_stretch_of_a_node_reads_as_that_node(theme: Path) -> None:
    """As in `test_reader.py`: mutants are made by changing stretches."""
    assert [(tex, found) for tex in formulas(theme) if (found := kept_astray(tex, theme.stem))] == []


def kept_astray(tex: str, theme: str) -> list[str]:
    """What `stretches_astray` finds in a formula that is stated; kept, as `kept.py` says."""
    found: list[str] = kept_plain(lambda: list(stretches_astray(without_sizes(stated(tex)), theme)))
    return found


def stretches_astray(tex: str, theme: str) -> Iterator[str]:
    """The stretches of nodes that do not read as these nodes."""
    for node in nodes_of(tex, GRAMMARS.get(theme, GRAMMAR)):
        if node.end == node.start or (isinstance(node, tree.Quotient) and tex[node.start - 1] == "["):
            continue  # no TeX stands for it
        if isinstance(node, SetOf) and len(node.elements) == 1:
            continue  # by itself it is doubtful
        if isinstance(node, Iverson) and not tex.startswith(("[", r"\math"), node.start):
            continue  # it stands for a whole statement
        if tex.startswith(r"\begin{array}", node.start):
            continue  # only brackets around it make it a matrix
        if isinstance(node, tree.Matrix) and r"\begin" not in tex[node.start : node.end]:
            continue  # columns are a matrix behind `det` only
        kinds = set(map(type, tree.walk(node)))
        constant = tree.Constant in kinds
        if isinstance(node, tree.Edge | tree.Infinity | Slope) or constant or _has_differential(tex, node):
            continue  # it means something in an integral only
        if is_entry(node) or (NumberOf in kinds and Compositions not in kinds):
            continue
        if theme == "decoration" and tex.count("{", node.start, node.end) != tex.count("}", node.start, node.end):
            continue  # it begins within a colour, and ends after it
        # A node stands for the same by itself, or with what is above it.
        own = tex[node.start : node.end]
        own = (
            f"({own[1:-1]})" if own[0] == "[" and own[-1] == "]" and not isinstance(node, Iverson) else own
        )  # of a function: alone they are a whole part for some
        if tree.spelling(node) not in read_alone(own, theme, tree.free_indices(node)):
            yield tex[node.start : node.end]


@cache  # the same few letters stand in many formulas
def read_alone(own: str, theme: str, running: frozenset[str]) -> list[object]:
    """The spellings of what a stretch is read as by itself, and of what stands just below that.

    Args:
        own: the stretch.
        theme: in whose grammar it is read.
        running: letters that run through numbers, around it.
    """
    known, letters = GRAMMARS.get(theme, GRAMMAR), dict.fromkeys(("j", "k", "l"))
    patterns = {head: found for head, found in known.patterns.items() if head not in running}
    alone = replace(known, patterns=patterns, indices={**known.indices, **letters, **dict.fromkeys(running)})
    above = (
        tree.Power
        | tree.Transpose
        | tree.Apply
        | Stepped
        | tree.Repeated
        | tree.Field
        | tree.Derivative
        | tree.Partial
        | tree.Integral
        | Chosen
    )
    inside = list[tree.Node]()
    for statement in read(f"{own} = 0", alone):  # ± makes two of them
        again = statement.chain.expressions[0]
        inside += [again, *tree.children(again)] if isinstance(again, above) else [again]
    inside += [below for one in inside[1:] for below in tree.children(one)]  # A^{-T} is two things above
    return [tree.spelling(one) for one in inside]


@together(
    ("tex", "literal", "lower", "code"),
    [
        ("v_0", ["0"], [], "v_0"),
        (r"x_{\max}", [r"\operatorname{max}"], [], "x_max"),
        (r"x_{\text{new}}", [r"\operatorname{new}"], [], "x_new"),
        (r"D_{\mathrm{KL}}", [r"\operatorname{KL}"], [], "D_KL"),
        (r"\sigma_{\mathrm d}", [r"\operatorname{d}"], [], "sigma_d"),
        ("D_{KL}", ["K", "L"], [], "D_KL"),
        ("d_k", ["k"], [], "d_k"),
        (r"\mu_{12}", ["12"], [], "mu_12"),
        ("x_+", ["+"], [], "x_plus"),
        (r"x_\infty", [r"\infty"], [], "x_infty"),
    ],
)
def test_what_is_part_of_the_name_of_a_number(tex: str, literal: list[str], lower: list[str], code: str) -> None:
    pattern = read_pattern(tex, tex, scalar=True)
    assert ([text for _, text in pattern.literal], list(pattern.lower), pattern.code) == (literal, lower, code)


@together(
    ("tex", "literal", "lower", "code"),
    [
        ("v_0", [(0, "0")], [], "v_0"),
        ("v_j", [], ["j"], "v"),
        ("w_{0j}", [(0, "0")], ["j"], "w_0"),
        (r"w_{\max,j}", [(0, r"\operatorname{max}")], ["j"], "w_max"),
        (r"\gamma_{ji}", [], ["j", "i"], "gamma"),
        ("P_n(x)", [], ["n"], "P"),
        ("P_2(x)", [(0, "2")], [], "P_2"),
        (r"\log_2(x)", [(0, "2")], [], "log_2"),
        ("x'", [], [], "x_prime"),
        (r"\hat x''", [], [], "x_hat_prime_prime"),
        (r"\hat{\mathbf x}_j", [], ["j"], "mathbf_x_hat"),
        (r"\theta^*", [], [], "theta_star"),
        (r"\Delta x", [], [], "Delta_x"),
        (r"x^{\text{new}}", [], [], "x_new"),
        ("A^+", [], [], "A_plus"),
    ],
)
def test_what_is_part_of_the_name_of_anything(
    tex: str, literal: list[tuple[int, str]], lower: list[str], code: str
) -> None:
    pattern = read_pattern(tex, tex)
    assert (list(pattern.literal), list(pattern.lower), pattern.code) == (literal, lower, code)


@pytest.mark.parametrize("value", [3, 4.2, 1j, True, np.float64(2), np.array(2)])
def test_one_number_has_no_index(value: object) -> None:
    (pattern,) = read_grammar({"d_k": ("", value), "k": ("", ...)}).patterns["d"]
    assert (pattern.literal, pattern.lower) == (((0, "k"),), ())


def test_a_sum_below_a_symbol_is_no_pattern() -> None:
    with pytest.raises(NotationError, match="no pattern such as"):
        read_grammar({"F_{k+1}": ("", [1, 2])})


def test_what_a_star_and_bars_mean() -> None:
    assert (grammar().star, grammar().bars) == ("", "")
    assert (grammar(star="conj").star, grammar(bars="det").bars) == ("conj", "det")
    with pytest.raises(
        NotationError, match="the notation's '\\*' is 'dual': what may stand there is 'conj' or 'adjoint'"
    ):
        grammar(star="dual")
    with pytest.raises(NotationError, match=r"the notation's '\|' is 'abs': what may stand there is 'det'"):
        grammar(bars="abs")
    with pytest.raises(NotationError, match="what may stand there is 'det'"):
        grammar(bars="")


def test_what_a_second_nabla_means() -> None:
    assert outcome(r"\nabla^2 P_2(x)", grammar(nabla="laplacian")).split()[1] == "(laplacian"
    assert outcome(r"\nabla P_2(x)", grammar(nabla="laplacian")).split()[1] == "(∇"
    with pytest.raises(NotationError, match="is 'matrix': what may stand there is 'hessian' or 'laplacian'"):
        grammar(nabla="matrix")


def test_numbers_are_exact() -> None:
    def number(tex: str) -> tree.Number:
        (statement,) = read(f"{tex} = 0", grammar())
        node = statement.chain.expressions[0]
        assert isinstance(node, tree.Number)
        return node

    assert number("12345678901234567890").value == 12345678901234567890
    assert (number("0.10").value, number("0.10").text) == (0.1, "0.10")
    assert (number(r"\pi").text, number("e").text) == ("pi", "e")
    with pytest.raises(Unreadable, match="more than 1000 digits"):
        number("9" * 1001)
