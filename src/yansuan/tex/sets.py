"""Nodes of finite sets.  Sets by a condition, and unions over one, are `logic.Over`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yansuan.tex.tree import Node


@dataclass(frozen=True)
class SetOf(Node):
    """`\\{1, 2, 3\\}`, `\\emptyset`."""

    elements: tuple[Node, ...]


@dataclass(frozen=True)
class SetOperation(Node):
    """A union or an intersection of several sets, or what one set has and another has not."""

    operation: Literal["cup", "cap", "minus"]
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Permutations(Node):
    """`S_n`: the permutations of 1 … n, each as the tuple of its values."""

    of: Node


@dataclass(frozen=True)
class Size(Node):
    """`\\#S`: how many elements a set has."""

    of: Node
