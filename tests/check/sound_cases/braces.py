"""Braces that count, and words in italics."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "braces that count",
    r"""
    holds       \underbrace{1 + 1 + \dots + 1}_n = n
    fails       \underbrace{1 + 1 + \dots + 1}_n = n + 1
    holds       \underbrace{x + x + \cdots + x}_{n} = nx
    fails       \underbrace{x + x + \cdots + x}_{n} = x
    holds       \overbrace{2y + \dots + 2y}^{n - 1} + 2y = 2ny
    fails       \overbrace{2y + \dots + 2y}^{n} + 2y = 2ny
    holds       x^n = \underbrace{x \cdot x \cdots x}_{n}
    fails       x^n = \underbrace{x \cdot x \cdots x}_{n + 1}
    holds       x^n = \underbrace{x \times x \times \cdots \times x}_{n\text{ 个 }}
    holds       x^n = \underbrace{xx \cdots x}_{n \text{ times}}
    holds       A^n = \underbrace{A A \cdots A}_n
    fails       A^n = \underbrace{A A \cdots A}_{m}
    holds       2^n = \underbrace{2 \cdot 2 \cdots 2}_n
    holds       \underbrace{(x + y) \cdots (x + y)}_n = (x + y)^n
    holds       \underbrace{x \cdots x}_m \underbrace{x \cdots x}_n = x^{m + n}
    fails       \underbrace{x \cdots x}_m \underbrace{x \cdots x}_n = x^{mn}
    unreadable  \underbrace{11 \cdots 1}_n = \frac{10^n - 1}{9}
    unreadable  \underbrace{1 \cdots 1}_n = 1
    unreadable  \underbrace{1 + 2 + \dots + n}_n = \frac{n(n + 1)}{2}
    unreadable  \underbrace{x + x + \dots + x}_{\text{零}} = 0
    unreadable  2\underbrace{x + x + \dots + x}_n = 2nx
    unreadable  \underbrace{x + y}_n = x + y
    undefined   \underbrace{x + x + \dots + x}_x = x^2
    """,
)
def counting(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(2, 6))
    return {
        "n": ("个数", n), "m": ("个数", n + 1), "x": ("数", float(rng.uniform(0.5, 2))),
        "y": ("数", float(rng.normal())), "A": ("矩阵", rng.normal(size=(2, 2))),
    }  # fmt: skip


@group(
    "words in italics",
    r"""
    holds       cost = 2x
    fails       cost = 3x
    holds       cost + x = 3x
    holds       x cost = 2x^2
    holds       \frac{cost}{x} = 2
    holds       loss_1 = x
    unreadable  cos t = 1
    unreadable  coste = 2x
    unreadable  sint = 2x
    """,
)
def words(rng: np.random.Generator) -> dict[str, Any]:
    x = float(rng.uniform(0.5, 2))
    return {"x": ("数", x), r"\mathrm{cost}": ("代价", 2 * x), r"\text{loss}_1": ("损失", x), "t": ("数", 1.0)}


@group(
    "words in italics, and each of their letters",
    r"""
    unreadable  cost = 2x
    holds       \mathrm{cost} = 2x
    holds       acc = ac^2
    """,
)
def letters(rng: np.random.Generator) -> dict[str, Any]:
    numbers = dict(zip("coxsta", rng.uniform(0.5, 2, 6).tolist(), strict=True))
    known = {letter: ("数", value) for letter, value in numbers.items()}
    return {**known, r"\mathrm{cost}": ("代价", 2 * numbers["x"]), r"\mathrm{acc}": ("准确率", 0.5)}


GROUPS = [counting, words, letters]
