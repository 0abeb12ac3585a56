"""What is refused says what to write instead, and that is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.check.symbols import instances, verdict
from yansuan.tex.reader import read
from yansuan.tex.tokens import Unreadable


def letters(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Arrays and numbers beside angles, and a slice as a letter."""
    while True:
        yield {
            "A_{ij}": ("矩阵", rng.normal(size=(2, 2))),
            "B_{ij}": ("矩阵", rng.normal(size=(2, 2))),
            "x_i": ("向量", rng.normal(size=3)),
            "u": ("片段", lambda x: x[:2]),
            "R": ("半径", rng.uniform(1, 2)),
            "r": ("半径", rng.uniform(1, 2)),
            r"\alpha": ("角", rng.uniform(0.1, 0.4)),
            "i, j": ("编号", ...),
            "f(t)": ("函数", lambda t: t**2 + t),
        }


TOLD = {
    r"\sin\alpha R = R\sin\alpha": r"\sin(\alpha R), or \sin(\alpha) R? Write the brackets",
    r"\cos 2\alpha x = x": r"\cos(2 \alpha x), or \cos(2 \alpha) x? Write the brackets",
    r"\cos\alpha Ax = x": r"\cos(\alpha A), or \cos(\alpha) A? Write the brackets",
    r"x_{1:2} = u": """':': ("…", "inclusive")""",
    r"r_{1:2} = u": "is a slice, which is read of a vector",
    r"A \circ B = AB": r"entry by entry by \odot",
    r"(A \circ B)_{11} = A_{11}B_{11}": r"entry by entry by \odot",
    r"(f \circ \cdots \circ f)(r) = r": "without dots",
    r"\underbrace{r + r + r}_{3} = 3r": "is an equation: write it as one",
}


def test_what_is_refused_says_what_to_write() -> None:
    grammar = instances(letters, 1)[0].grammar
    for tex, told in TOLD.items():
        with pytest.raises(Unreadable) as error:
            read(tex, grammar)
        assert told in str(error.value), tex


@pytest.mark.parametrize(
    ("kind", "tex"),
    [
        ("holds", r"u^\top u = x_1^2 + x_2^2"),
        ("holds", r"x_{<3} = u"),
        ("holds", r"(A \odot B)_{12} = A_{12}B_{12}"),
        ("holds", r"\sin(\alpha)R = R\sin\alpha"),
        ("holds", r"\cos 2\alpha r = \cos(2r\alpha)"),
        ("fails", r"\sin(\alpha R) = R\sin\alpha"),
    ],
)
def test_what_is_to_be_written_is_read(kind: str, tex: str) -> None:
    assert verdict(tex, letters, 1).kind == kind
