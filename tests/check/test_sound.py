"""Small formulas with natural notations, each with the verdict that it must have (`sound_cases`)."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import pytest

from tests.check import sound_cases
from tests.check.sound_cases import VERDICTS, Group, derivatives
from tests.check.symbols import verdict
from yansuan.check.checker import INSTANCES
from yansuan.check.verdict import Verdict
from yansuan.tex.patterns import NotationError

MODULES = [import_module(f"{sound_cases.__name__}.{found.name}") for found in iter_modules(sound_cases.__path__)]
GROUPS: list[Group] = [group for module in MODULES for group in module.GROUPS]
CASES = [
    pytest.param(group, expected, tex, id=f"{group.name}: {tex}") for group in GROUPS for expected, tex in group.cases
]


def verdict_on(group: Group, tex: str) -> Verdict:
    """What becomes of a formula; unreadable where its notation is."""
    try:
        return verdict(tex, group.notation, INSTANCES)
    except NotationError as error:
        return Verdict("unreadable", str(error))


def names_of(found: Verdict) -> tuple[str, ...]:
    """What a verdict may be called in a table of cases."""
    return ("holds", found.strength or "") if found.kind == "holds" else (found.kind, "caught")


@pytest.mark.parametrize(("group", "expected", "tex"), CASES)
def test_a_formula_has_the_verdict_that_is_right(group: Group, expected: str, tex: str) -> None:
    found = verdict_on(group, tex)
    assert expected in names_of(found), found


def test_what_is_read_in_two_ways_says_how_to_settle_it() -> None:
    found = verdict_on(derivatives.second, r"v + \nabla^2 g(x)v = 2v")
    assert found.at == 4
    assert r"'\nabla^2': (…, 'hessian') or '\nabla^2': (…, 'laplacian')" in str(found.reason)
    assert verdict_on(derivatives.second, r"\nabla^2 f(x) = A").notes["nabla"] == "hessian"
    assert verdict_on(derivatives.second, r"\nabla^2 g(x) = 3").notes["nabla"] == "laplacian"


def test_each_line_begins_with_a_verdict() -> None:
    assert {expected for group in GROUPS for expected, _ in group.cases} <= set(VERDICTS)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_no_case_stands_twice(group: Group) -> None:
    texs = [tex for _, tex in group.cases]
    assert len(texs) == len(set(texs))
