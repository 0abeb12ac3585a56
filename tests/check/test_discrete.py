"""Formulas about whole numbers against other ways of reckoning, and slips in them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tests.check.counted_mutations import COUNTED
from tests.check.sound_cases import Group, discrete
from tests.check.symbols import instances, verdict
from tests.together import together
from yansuan.check.checker import INSTANCES, check
from yansuan.check.discrete import cycles, sign_of, subsets
from yansuan.tex.edited import normal, read_formula

TRUE_AS_WELL = {
    r"\{k \in A : k \ge 2\} \cup \{k \in A : k \le 2\} = A",
    r"B \subseteq A \cup B \implies A \subseteq A \cup B",
    r"A \subseteq A \cap B \implies B \subseteq A \cup B",
    r"\forall k \notin A, \ k^2 \ge k",
    r"k^2 \ge k \quad (k \notin A)",
    r"a^2 = b^2 \implies a = b",  # of positive numbers
    r"a = b \implies a \mid b \land b \mid a",
    r"\lfloor x \rfloor \leq x < \lceil x \rceil + 1",
    r"\lceil \frac{n}{3} \cdot 3 \rceil = n",
    r"a \not\equiv a + 1 \pmod {m+1}",  # modulo whatever
    r"x > 0 \land x^2 > 1 \implies x > 1",
    r"|v_i| = v_i \implies v_i > 0",  # but for 0, which is not drawn
    r"\sum_{j=0}^n {n \brack j+1} = n!",  # its last term is 0, as the first one was
}
HOLDING = [(group, tex) for group in discrete.GROUPS for expected, tex in group.cases if expected == "holds"]


@pytest.mark.parametrize("n", range(7))
def test_stirling_numbers_are_as_many_as_can_be_listed(n: int) -> None:
    assert subsets(n) == tuple(discrete.parts(n, k) for k in range(n + 1))
    assert cycles(n) == tuple(discrete.cycles(n, k) for k in range(n + 1))


def test_stirling_numbers_are_exact_where_doubles_end() -> None:
    n = 60  # S(n, 2) = 2^(n−1) − 1, c(n, 2) = (n−1)! (1 + 1/2 + … + 1/(n−1))
    assert subsets(n)[2] == 2 ** (n - 1) - 1
    assert cycles(n)[2] == math.factorial(n - 1) * sum(Fraction(1, k) for k in range(1, n))
    assert sum(cycles(n)) == math.factorial(n)


@pytest.mark.parametrize(("places", "sign"), [([1, 2, 3], 1), ([2, 3, 1], 1), ([2, 1, 3], -1), ([1, 1, 3], 0)])
def test_the_sign_of_a_permutation(places: list[int], sign: int) -> None:
    assert sign_of(places) == sign


@together(("group", "tex"), HOLDING)
def test_slips_about_whole_numbers_are_caught(group: Group, tex: str) -> None:
    drawn = instances(group.notation, INSTANCES)
    reading = read_formula(tex, drawn[0])
    true = set(map(normal, TRUE_AS_WELL))
    made = [one for kind in COUNTED.values() for one in kind(reading) if normal(one) not in true]
    assert [one for one in made if check(one, drawn).kind == "holds"] == []


def test_a_counterexample_has_the_residues() -> None:
    found = verdict(r"10^{40} + 1 \equiv 1 \pmod 9", discrete.congruences.notation, INSTANCES)
    assert found.counterexample is not None
    assert (found.counterexample.left, found.counterexample.right) == (2, 1)


def test_what_the_modulus_of_a_condition_lets_through_is_told() -> None:
    found = verdict(r"a^{p-1} \equiv 1 \pmod p, \quad p \nmid a", discrete.congruences.notation, INSTANCES)
    passed, offered = found.notes["passed"]
    assert 0 < passed < offered == INSTANCES


def test_a_whole_number_that_never_changes_is_not_enough() -> None:
    def constant(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
        while True:
            yield {"p": ("一个素数", 7), "a": ("整数", int(rng.integers(1, 7)))}

    found = verdict(r"a^6 \equiv 1 \pmod p", constant, INSTANCES)
    assert found.kind == "unreadable"
    assert "which p is throughout" in str(found.reason)
