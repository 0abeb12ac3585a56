"""How near the sides of ≈ are to be: what an author says of one formula, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.check.symbols import instances
from yansuan.check.checker import check
from yansuan.check.evidence import sentences
from yansuan.check.verdict import Verdict
from yansuan.check.verify import Verifier

_SNIPPET = """
def notation(rng):
    while True:
        yield {"x": ("数", rng.uniform(0.1, 0.2)), "y": ("数", rng.uniform(1, 2)), "F": ("力", lambda x, y: x * y)}


NOTATIONS = {"main": notation}
"""


def numbers(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    while True:
        yield {
            "x": ("数", rng.uniform(0.1, 0.2)),
            "y": ("数", rng.uniform(1, 2)),
            "F": ("力", lambda x, y: x * y),
            "g(x, y)": ("函数", lambda x, y: x * y**2),
        }


def verdict(tex: str, near: float | None = None) -> Verdict:
    return check(tex, instances(numbers, 30), near)


@pytest.mark.parametrize(
    ("tex", "near", "kind"),
    [
        (r"\sin x \approx x", 1e-2, "holds"),
        (r"\sin x \approx x", 1e-3, "fails"),
        (r"\sin x \approx x", None, "unreadable"),
        (r"\pi \approx 3.15", None, "fails"),
        (r"\pi \approx 3.15", 1e-2, "holds"),
        (r"\sin x = x", 1e-2, "unreadable"),
    ],
)
def test_an_error_that_is_stated_for_one_formula(tex: str, near: float | None, kind: str) -> None:
    assert verdict(tex, near).kind == kind


@pytest.mark.parametrize(
    ("comment", "kind"),
    [
        ("% approx: 1e-2", "holds"),
        ("% approx: 0.01", "holds"),
        ("% approx: 1e-3", "fails"),
        ("% approx: 2", "unreadable"),
        ("% approx: nearly", "unreadable"),
        ("% approx:", "unreadable"),
    ],
)
def test_the_comment_that_states_it(tmp_path: Path, comment: str, kind: str) -> None:
    (tmp_path / "numbers.py").write_text(_SNIPPET, "utf-8")
    note = f"---\nsnippet: numbers\n---\n\n$$\n\\sin x \\approx x\n{comment}\n$$\n"
    (found,) = Verifier(tmp_path, None).verify(note)
    assert found.verdict.kind == kind, found.verdict


def test_what_a_reader_is_told() -> None:
    told = {
        tex: "".join(sentences(verdict(tex, near), lambda one: one))
        for tex, near in (
            (r"\sin x \approx x", 1e-2), (r"\pi \approx 3.14", None), (r"F \propto x", None),
            (r"\sin x = x + O(x^3)", None), (r"\Delta g = 2x", None),
        )
    }  # fmt: skip
    assert "相对误差不超过 0.01" in told[r"\sin x \approx x"]
    assert "四舍五入" in told[r"\pi \approx 3.14"]
    assert "x 变动时，两边之比不变" in told[r"F \propto x"]
    assert "余项" in told[r"\sin x = x + O(x^3)"]
    assert r"\Delta 是拉普拉斯算子" in told[r"\Delta g = 2x"]
