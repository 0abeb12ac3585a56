"""What is told of a notation, to a note that has none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yansuan.check.in_notes import in_note
from yansuan.check.said_signs import SIGNS
from yansuan.check.verify import Verifier

LETTERS = r"""---
symbols: {x: 实数, "A, B": n 阶方阵, "u, v": n 维向量, f(t): 光滑函数, g(u): 光滑函数}
---

# 题
"""
TEX = (r"X = 1", r"\nabla (x^2) = 2x", r"|A| \le 1", r"\frac{\partial (Au)}{\partial v} = B", r"A^* = A",
       r"x \oplus x = x", r"\bar x = x", r"\dot x = x", r"f^2(x) = x", r"f(x) \approx x", r"(f * f)(x) = x",
       r"\nabla^2 x = x", r"A_{ijk} = 1", r"\ker A = B", r"u \otimes v = B", r"\top = x")  # fmt: skip
SIGNED = (
    r"For the first the notation's key '\oplus' may say 'xor'",
    r"""which matters. Let the notation say which: '\otimes': (…, 'outer') or '\otimes': (…, 'kron')""",
    "Put it after, or let the notation's key 'f^n' say 'power' or 'iterate'",
    r"""which matters. Let the notation say which: '\nabla^2': (…, 'hessian') or '\nabla^2': (…, 'laplacian')""",
)


def test_a_note_without_a_program_is_not_told_of_one(tmp_path: Path) -> None:
    text = LETTERS + "".join(f"\n$$\n{tex}\n$$\n" for tex in TEX)
    found = Verifier(tmp_path, None).verify(text)
    assert len(found) == len(TEX)
    assert [one.message() for one in found if "notation" in one.message()] == []
    assert sum(one.verdict.kind == "unreadable" for one in found) >= len(TEX) - 2
    assert not any(one.message().endswith(r"\top: 实数") for one in found)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_said_in_its_place_is_understood(language: str) -> None:
    told = " ".join(in_note(one, language) for one in SIGNED)
    said = re.findall(r"'\"?(\\oplus|\\otimes|f\^n|\\Delta)\"?: (\w+)'", told)
    assert {key for key, _ in said} == {r"\oplus", r"\otimes", "f^n", r"\Delta"}
    assert [(key, word) for key, word in said if word not in SIGNS[key]] == []
