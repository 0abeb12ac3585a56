"""Nodes of what is true or false, and of sums and their kin over what makes it true.

A claim has no number for its value: `Iverson` makes one of it, and an operator chooses by it what it takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yansuan.tex.tree import Chain, Membership, Node


@dataclass(frozen=True)
class Claim(Node):
    """What is true or false."""


@dataclass(frozen=True)
class Holds(Claim):
    """That a chain holds."""

    chain: Chain


@dataclass(frozen=True)
class Prime(Claim):
    """That a number is a prime."""

    of: Node


@dataclass(frozen=True)
class Quantified(Claim):
    """`\\exists k \\in S: P` and `\\forall k \\in S: P` over finitely many values; "unique" for exactly one."""

    kind: Literal["exists", "forall", "unique"]
    binds: tuple[str, ...]
    claims: tuple[Claim, ...]
    of: Claim


@dataclass(frozen=True)
class Belongs(Claim):
    """That a value is a real or complex number, vector or matrix of a size."""

    chain: Membership


@dataclass(frozen=True)
class Connected(Claim):
    """Claims joined by ∧, ∨, ¬, ⇒ or ⇔."""

    kind: Literal["and", "or", "not", "implies", "iff"]
    parts: tuple[Claim, ...]


@dataclass(frozen=True)
class Supposed(Chain):
    """A claim from which something follows, as a condition: no relation, and one expression, which is the claim."""


@dataclass(frozen=True)
class Iverson(Node):
    """`[P]`, `\\mathbf 1_{\\{P\\}}`: 1 where P is true, else 0."""

    of: Claim


@dataclass(frozen=True)
class Over(Node):
    """A sum or its kin over all values of its letters for which its claims are true.

    `doubtful` are those of the letters that the rest of the formula may have, too: then they are its letters, and not
    the operator's, as i is in `x_i = \\sum_{j \\ne i} y_j`.
    """

    operation: Literal["sum", "prod", "max", "min", "cup", "cap", "set"]
    binds: tuple[str, ...]
    claims: tuple[Claim, ...]
    body: Node
    doubtful: tuple[str, ...] = ()
