"""Every formula of the notes, each a case of its own.

pytest tests/check/test_notes.py -k "backpropagation and hidden-delta"
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from yansuan.check.note import read_note
from yansuan.check.verdict import shown_value
from yansuan.check.verify import Result, Verifier

NOTES = sorted((ROOT / "docs/posts").glob("*.md"))


def cases() -> list[Any]:
    found = list[Any]()
    for path in NOTES:
        note = read_note(path.read_text("utf-8"))
        for asked in note.asked:
            name = asked.formula.label or asked.formula.number or f"L{note.first_line + asked.formula.line - 1}"
            found.append(pytest.param(path, asked.order, id=f"{path.stem}-{name}-{asked.order}"))
    return found


@cache
def results(path: Path) -> list[Result]:
    """The verdicts; those that this very code has given before, to a build or to these tests, are kept."""
    return Verifier(ROOT / "snippets", ROOT / ".cache/equations").verify(path.read_text("utf-8"))


@pytest.mark.parametrize(("path", "order"), cases())
def test_a_formula_is_as_its_author_says(path: Path, order: int) -> None:
    result = results(path)[order - 1]
    if result.as_expected:
        return
    found, message = result.verdict.counterexample, [result.message(), " ".join(result.asked.formula.body.split())]
    if found:
        sides = f"left {shown_value(found.left)}, right {shown_value(found.right)}"
        message += [f"link: {found.link}", f"indices: {found.indices}", sides]
    pytest.fail("\n".join(message), pytrace=False)


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_nine_in_ten_display_formulas_are_evaluated_and_the_others_say_why(path: Path) -> None:
    display = [result for result in results(path) if result.asked.formula.display]
    evaluated = [result for result in display if result.verdict.kind in ("holds", "refuted")]
    assert len(evaluated) >= 0.9 * len(display)
    assert all(result.verdict.reason for result in display if result not in evaluated)
