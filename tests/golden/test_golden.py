"""Formulas as textbooks print them have the verdict that is right (`tests/golden/*.toml`).

What is not judged yet stands in `not_yet.toml`, each with what became of it; a formula that is judged rightly must be
taken out there.  `python -m bench.golden` tells the shares, and its `--renew` writes the list anew.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.golden import SUBJECTS, not_yet, notes, verdicts


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_false_formula_holds_and_the_others_have_the_verdict_that_is_right(subject: str) -> None:
    found = verdicts(subject)
    assert [formula.name for formula, verdict in found if not formula.true and verdict.kind == "holds"] == []
    wrong = {formula.name: verdict for formula, verdict in found if not formula.is_right(verdict)}
    assert {name: verdict for name, verdict in wrong.items() if name not in not_yet()} == {}
    listed = {name for name in not_yet() if name.startswith(f"{subject}/")}
    assert listed - set(wrong) == set(), "these have the right verdict: take them out of not_yet.toml"


def test_there_are_enough_of_each_kind() -> None:
    formulas = [formula for subject in SUBJECTS for note in notes(subject) for formula in note.formulas]
    assert len(SUBJECTS) == 12
    assert len(formulas) >= 400
    assert 1 / 3 <= sum(not formula.true for formula in formulas) / len(formulas) <= 1 / 2
    assert [name for name, count in Counter(formula.name for formula in formulas).items() if count > 1] == []


def test_what_is_not_judged_yet_is_there() -> None:
    names = {formula.name for subject in SUBJECTS for note in notes(subject) for formula in note.formulas}
    assert set(not_yet()) <= names
