"""TeX -> trees, as a folder of cases: `cases/THEME/NAME.tex` is read, `cases/THEME/NAME.txt` is what it is read as.

Where it is unreadable the text is `column N: message`, the column counting from 1.  All are read by the grammar of
`symbols.network`.  A new case is a .tex file; `pytest tests/tex/test_reader.py --update` writes the .txt files,
to be looked through before they are committed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.check.symbols import grammar, tree_of
from tests.tex.printer import printed
from yansuan.tex import logic, tree
from yansuan.tex.edited import is_entry
from yansuan.tex.reader import read
from yansuan.tex.tokens import Unreadable

CASES = Path(__file__).parent / "cases"
FILES = sorted(CASES.glob("*/*.tex"))
THEMES = sorted({file.parent.name for file in FILES})


def formula(file: Path) -> str:
    return file.read_text("utf-8").removesuffix("\n")


def outcome(tex: str) -> str:
    """The trees of a formula, or why it has none."""
    try:
        return printed(read(tex, grammar()))
    except Unreadable as error:
        return f"column {error.at + 1}: {error}\n"


@pytest.mark.parametrize("theme", THEMES)
def test_cases(theme: str, request: pytest.FixtureRequest) -> None:
    """Those of a theme; what is read as something else is listed, formula by formula."""
    wrong = []
    for file in (one for one in FILES if one.parent.name == theme):
        found, written = outcome(formula(file)), file.with_suffix(".txt")
        if request.config.getoption("--update"):
            written.write_text(found, "utf-8")
        if found != (expected := written.read_text("utf-8")):
            wrong.append(f"{file.stem}: {formula(file)}\nis read as\n{found}and should be\n{expected}")
        if column := re.match(r"column (\d+): (.*)", found):
            assert 1 <= int(column[1]) <= len(formula(file)) + 1, file.stem
            assert found == f"{column[0]}\n", f"{file.stem}: a message is one line"
    assert not wrong, "\n".join(wrong)


def test_every_text_has_its_formula() -> None:
    assert {file.with_suffix("") for file in CASES.glob("*/*.txt")} == {file.with_suffix("") for file in FILES}


def stretches(tex: str) -> Iterator[tuple[str, tree.Node, set[str]]]:
    """Each node of a formula, the TeX that it stands for, and the letters that sums around it bind.

    Left out is what no TeX stands for: the arguments of a function that is written without any, the degree of a root.
    """
    for statement in read(tex, grammar()):
        for chain in (statement.chain, *statement.conditions):
            nodes = list(tree.walk(chain))
            bigs = [node for node in nodes if isinstance(node, tree.Big | logic.Over)]
            hidden = [
                formal for node in nodes if isinstance(node, tree.Call) and node.bare for formal in node.arguments
            ]
            for node in nodes:
                degree = isinstance(node, tree.Quotient) and tex[node.start - 1] == "["
                apart = degree or is_entry(node) or isinstance(node, logic.Claim)
                apart = apart or any(node is formal for formal in hidden)
                if node.end > node.start and not apart:
                    around = [
                        big for big in bigs if big.start <= node.start and node.end <= big.end and big is not node
                    ]
                    bound = {name for big in around for name in _bound(big)}
                    yield tex[node.start : node.end], node, bound


def _bound(big: tree.Big | logic.Over) -> tuple[str, ...]:
    return big.binds if isinstance(big, logic.Over) else (big.variable,)


@pytest.mark.parametrize("theme", THEMES)
def test_the_stretch_of_a_node_reads_as_that_node(theme: str) -> None:
    """Mutants are made by changing stretches, so each must be the node's own, or that of the node and its power."""
    wrong = []
    for file in (one for one in FILES if one.parent.name == theme):
        with suppress(Unreadable):
            for tex, node, bound in list(stretches(formula(file))):
                again = readable(tex, bound)
                inside = [again, *tree.children(again)] if isinstance(again, tree.Power | tree.Transpose) else [again]
                if tree.spelling(node) not in map(tree.spelling, inside):
                    wrong.append(f"{file.stem}: {tex}")
    assert not wrong, "\n".join(wrong)


def readable(tex: str, bound: set[str]) -> tree.Node:
    try:
        return tree_of(tex, *bound)
    except Unreadable as error:
        pytest.fail(f"{tex} cannot be read by itself: {error}")
