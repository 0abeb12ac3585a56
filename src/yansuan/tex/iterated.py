r"""What is done again and again: `f^k(x)` by the word "iterate", and Knuth's arrow `a \uparrow b`, a power."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.operators import CLOSING
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.expressions import Expressions

ARROW = r"\uparrow"


@dataclass(frozen=True)
class Iterated(Node):
    """A body in which a letter is first a value and then what came out, so many times; not once, the value itself."""

    binds: tuple[str, ...]
    value: Node
    times: Node
    body: Node


def arrow(reader: Expressions, base: Node) -> Node:
    """`a \\uparrow b`, where a has just been read: b is a factor, or stands in brackets.

    Raises:
        Unreadable: several arrows, or a factor beside b, which may belong to it.
    """
    if reader.goes_on:
        raise reader.fail("a power of what? Put brackets around what is raised")
    reader.at += 1
    if reader.peek() == ARROW:
        raise reader.fail("several arrows are not known here: write the powers")
    bracketed = reader.peek() in CLOSING
    exponent = reader.factor()
    if reader.goes_on or (reader.begins_factor() and not bracketed):
        raise reader.fail("what belongs to this exponent? Put brackets around it")
    return tree.Power(base.start, reader.stopped, base, exponent)
