"""Derivatives by a letter that an integral, a limit or a coefficient binds: `\\int_a^b \\frac{d}{dx} f(x)\\,dx`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yansuan.tex.patterns import read_head
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.derivatives import Derivatives


@dataclass(frozen=True)
class Slope(Node):
    """The derivative of an expression by a letter that is bound around it."""

    of: Node
    letter: str


def bound_letter(below: Derivatives, sign: str) -> tuple[str, int] | None:
    """The letter by which a denominator differentiates, and how often, where it is bound; None where it is another."""
    probe = below.inside(below.at, below.end)
    try:
        probe.step_over_differential(sign)
        letter, probe.at = read_head(probe.tokens, probe.at, probe.end)
    except (Unreadable, IndexError):
        return None
    if letter not in below.bound:
        return None
    times = 1
    if probe.take("^"):
        texts = probe.argument().texts
        if len(texts) != 1 or texts[0] not in ("2", "3"):
            return None
        times = int(texts[0])
    return (letter, times) if probe.at == probe.end else None


def slope(of: Node, letter: str, times: int, start: int, end: int) -> Node:
    """So many derivatives of an expression."""
    for _ in range(times):
        of = Slope(start, end, of, letter)
    return of
