"""Small formulas with natural notations, each with the verdict that it must have (`sound_cases`)."""

from __future__ import annotations

from collections import Counter
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


def verdict_on(group: Group, tex: str) -> Verdict:
    """What becomes of a formula; unreadable where its notation is."""
    try:
        return verdict(tex, group.notation, INSTANCES)
    except NotationError as error:
        return Verdict("unreadable", str(error))
    except Exception as error:  # a fault of ours: of a group's formulas, at which?
        error.add_note(f"It is at {tex}")
        raise


def names_of(found: Verdict) -> tuple[str, ...]:
    """What a verdict may be called in a table of cases."""
    return ("holds", found.strength or "") if found.kind == "holds" else (found.kind, "caught")


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_formulas_have_the_verdicts_that_are_right(group: Group) -> None:
    """Each of a group, which shares its instances; what is wrong is listed, formula by formula."""
    found = [(expected, tex, verdict_on(group, tex)) for expected, tex in group.cases]
    wrong = [(expected, tex, one) for expected, tex, one in found if expected not in names_of(one)]
    assert not wrong, "\n".join(f"{tex}\n    should be '{expected}', and is {one}" for expected, tex, one in wrong)


def test_what_is_read_in_two_ways_says_how_to_settle_it() -> None:
    found = verdict_on(derivatives.second, r"v + \nabla^2 g(x)v = 2v")
    assert found.at == 4
    assert r"'\nabla^2': (…, 'hessian') or '\nabla^2': (…, 'laplacian')" in str(found.reason)
    assert verdict_on(derivatives.second, r"\nabla^2 f(x) = A").notes["nabla"] == "hessian"
    assert verdict_on(derivatives.second, r"\nabla^2 g(x) = 3").notes["nabla"] == "laplacian"


def test_each_line_begins_with_a_verdict() -> None:
    assert {expected for group in GROUPS for expected, _ in group.cases} <= set(VERDICTS)


def test_no_case_stands_twice() -> None:
    cases = Counter((id(group), tex) for group in GROUPS for _, tex in group.cases)
    assert [tex for (_, tex), count in cases.items() if count > 1] == []
