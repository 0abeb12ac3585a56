"""Nodes of what counts: whole parts, remainders, divisors, Stirling numbers, falling powers, Kronecker's δ.

Their values are whole numbers, or follow from whole numbers that must be known exactly (`check/discrete.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yansuan.tex.tree import Node


@dataclass(frozen=True)
class Counted(Node):
    """What is about whole numbers: that it holds for one of them says nothing of the others."""


@dataclass(frozen=True)
class Rounded(Counted):
    """`\\lfloor x \\rfloor`, `\\lceil x \\rceil`."""

    of: Node
    up: bool = False


@dataclass(frozen=True)
class Remainder(Counted):
    """`a \\bmod m`, from 0 to less than m."""

    of: Node
    modulus: Node


@dataclass(frozen=True)
class Divisor(Counted):
    """The greatest common divisor, or the least common multiple."""

    operation: Literal["gcd", "lcm"]
    among: tuple[Node, ...]


@dataclass(frozen=True)
class Stepped(Counted):
    """`x^{\\underline n}` = x (x − 1) … of n factors, with `step` −1; `x^{\\overline n}` = x (x + 1) …"""

    base: Node
    count: Node
    step: int


@dataclass(frozen=True)
class Stirling(Counted):
    """Stirling numbers: "brace" of subsets (second kind), "brack" of cycles (first kind, without a sign).

    `column` is one that is written as a matrix in braces.
    """

    kind: Literal["brace", "brack"]
    above: Node
    below: Node
    column: bool = False


@dataclass(frozen=True)
class Arrangements(Counted):
    """`A_n^k`: how many lists of k there are among n."""

    above: Node
    below: Node


@dataclass(frozen=True)
class Multinomial(Counted):
    """`\\binom{n}{k_1, k_2, \\dots, k_m}` = n!/(k_1! k_2! … k_m!), where the numbers below add up to n."""

    above: Node
    among: tuple[Node, ...]


@dataclass(frozen=True)
class Residue(Counted):
    """Legendre's symbol (a/p) of an odd prime, or, as a `jacobi`, of an odd positive number."""

    above: Node
    below: Node
    jacobi: bool


@dataclass(frozen=True)
class Kronecker(Counted):
    """`\\delta_{ij}`: 1 where its indices are the same, else 0."""

    places: tuple[Node, ...]


@dataclass(frozen=True)
class Permuted(Counted):
    """`\\varepsilon_{ijk}`: 1 for an even permutation of 1, 2, …, −1 for an odd one, else 0."""

    places: tuple[Node, ...]
