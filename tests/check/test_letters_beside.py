"""Conditions about drawn letters, letters that mean primes, sets where numbers are meant, and large whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.check import symbols
from tests.check.declared import verdict
from yansuan.check.checker import INSTANCES

REAL = {"x": "实数"}
MATRIX = {"P": "n×n 正定矩阵", r"\mathbf{x}, \mathbf{y}": "n 维向量"}
SETS = {"A, B": "有限集"}


@pytest.mark.parametrize(
    ("kind", "tex"),
    [
        ("holds", r"\frac{d}{dx}\arcsin x = \frac{1}{\sqrt{1 - x^2}}, \quad |x| < 1"),
        ("fails", r"\frac{d}{dx}\arcsin x = \frac{1}{\sqrt{1 + x^2}}, \quad |x| < 1"),
        ("holds", r"x^2 < 1, |x| < 1"),
        ("fails", r"x^2 < 1, \quad |x| < 2"),
        ("fails", r"|x| < 1"),
    ],
)
def test_bars_around_a_letter_are_a_range(kind: str, tex: str) -> None:
    assert verdict(tex, REAL).kind == kind


@pytest.mark.parametrize(
    ("kind", "tex"),
    [
        ("holds", r"\mathbf{x}^\top P\mathbf{x} > 0, \quad \mathbf{x} \ne \mathbf{0}"),
        ("holds", r"\mathbf{x}^\top P\mathbf{x} > 0, \quad \mathbf{x} \ne 0"),
        ("fails", r"\mathbf{x}^\top P\mathbf{x} > 1, \quad \mathbf{x} \ne \mathbf{0}"),
        ("fails", r"\mathbf{x} \ne \mathbf{y}, \quad \mathbf{x} \ne \mathbf{0}, \quad \mathbf{y} \ne \mathbf{0}"),
        ("fails", r"\mathbf{x}^\top P\mathbf{x} > 0"),
        ("fails", r"\mathbf{x} \ne \mathbf{0}"),
    ],
)
def test_a_vector_that_is_not_0_is_a_range(kind: str, tex: str) -> None:
    assert verdict(tex, MATRIX).kind == kind


@pytest.mark.parametrize(
    ("kind", "tex"),
    [
        ("holds", r"|A \times B| = |A||B|"),
        ("fails", r"|A \times B| = |A| + |B|"),
        ("unreadable", r"|A \cdot B| = |A||B|"),
        ("unreadable", r"|A + B| \le |A| + |B|"),
        ("unreadable", r"|A - B| \le |A|"),
        ("unreadable", r"A/B = A"),
    ],
)
def test_sets_are_no_numbers(kind: str, tex: str) -> None:
    found = verdict(tex, SETS)
    assert found.kind == kind
    assert "unsupported" not in str(found.reason)


@pytest.mark.parametrize(
    ("kind", "tex"),
    [
        ("holds", r"\prod_{p \mid n} p \le n"),
        ("fails", r"n = \prod_{p \mid n} p"),
        ("holds", r"\sum_{q | n} 1 \ge 1"),
        ("holds", r"\sum_{d \mid n} 1 \ge 2"),
        ("fails", r"\prod_{d \mid n} d = n"),
    ],
)
def test_p_divides_is_about_primes_to_every_reader(kind: str, tex: str) -> None:
    found = verdict(tex, {"n": "正整数 2..40"})
    assert found.kind == kind
    letters = [letter for letter in "pq" if letter in tex]
    assert kind != "holds" or found.notes.get("primes", []) == letters


def _valuation(p: Any, n: Any) -> int:
    p, n, found = int(p), int(n), 0
    while p > 1 and n and n % p == 0:
        n, found = n // p, found + 1
    return found


def _notation(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    while True:
        yield {
            "p": ("素数", int(rng.choice([2, 3, 5, 7]))),
            "n": ("正整数", int(rng.integers(20, 40))),
            "v_p(n)": ("指数", _valuation),
            "x": ("实数", rng.normal()),
            "g(x)": ("函数", lambda x: x / 2),
        }


@pytest.mark.parametrize(
    ("kind", "tex"),
    [
        ("holds", r"v_p(n!) = \sum_{k=1}^6 \left\lfloor\frac{n}{p^k}\right\rfloor"),
        ("fails", r"v_p(n!) = \sum_{k=1}^6 \left\lfloor\frac{n}{p^k}\right\rfloor + 1"),
        ("fails", r"v_p(n! + 1) = v_p(n!)"),
        ("holds", r"v_p(n! + 1) + 1 = 1"),
        ("holds", r"g(10^{20}x) = \frac{10^{20}x}{2}"),
        ("fails", r"g(10^{20}x) = 10^{20}x"),
    ],
)
def test_a_large_whole_number_reaches_code_with_all_its_digits(kind: str, tex: str) -> None:
    assert symbols.verdict(tex, _notation, INSTANCES).kind == kind
