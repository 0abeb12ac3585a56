r"""Whole numbers by their binary digits: `a \oplus b` by the notation's word "xor", `a \operatorname{XOR} b`.

    \oplus                 exclusive or, where the notation says so: else a direct sum, or addition modulo something
    \operatorname{AND}, \operatorname{OR}, \operatorname{XOR}, \operatorname{xor}      in capitals, but for xor
    \operatorname{NOT} a   −a − 1, which has all the digits of a turned

Terms are joined more tightly than by these, and between several of them brackets say which goes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from yansuan.tex.discrete import Counted
from yansuan.tex.operators import SIGNS
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.expressions import Expressions

PLUS = (r"\oplus", "⊕")
NOT = r"\operatorname{NOT}"
_BETWEEN: dict[str, Literal["and", "or", "xor"]] = {
    r"\operatorname{AND}": "and",
    r"\operatorname{OR}": "or",
    r"\operatorname{XOR}": "xor",
    r"\operatorname{xor}": "xor",
}

NAMES = frozenset((*_BETWEEN, NOT))


@dataclass(frozen=True)
class Bitwise(Counted):
    """Whole numbers joined by their binary digits; "not" is of one."""

    operation: Literal["and", "or", "xor", "not"]
    parts: tuple[Node, ...]


def sign(reader: Expressions) -> str:
    """The operation that stands between two terms here; "" where none does."""
    if reader.peek() in PLUS:
        return "xor"
    if reader.peek() != r"\operatorname" or reader.head() in reader.grammar.patterns:
        return ""
    return _BETWEEN.get(reader.head(), "")


def joined(reader: Expressions, first: Node, begin: int) -> Node:
    """What is joined, where the first of it has just been read.

    Raises:
        Unreadable: the notation does not say what ⊕ is, or it is left open what goes first.
    """
    if reader.tokens[begin].text in SIGNS or reader.goes_on:
        raise reader.fail("what is joined here? Put brackets around it")
    operation, parts = sign(reader), [first]
    while (found := sign(reader)) == operation:
        if reader.peek() in PLUS and reader.grammar.conventions.plus != "xor":
            raise reader.fail("exclusive or, a direct sum, or addition modulo something? "
                              "For the first the notation's key '\\oplus' may say 'xor'")  # fmt: skip
        reader.at = reader.at + 1 if reader.peek() in PLUS else reader.head_end()
        parts.append(reader.term())
    if found or reader.peek() in SIGNS:
        raise reader.fail("in which order are these joined? Put brackets around one of them")
    return Bitwise(first.start, reader.stopped, operation, tuple(parts))  # type: ignore[arg-type]


def turned(reader: Expressions) -> Node | None:
    """`\\operatorname{NOT} a`; None where something else begins."""
    if reader.peek() != r"\operatorname" or reader.head() != NOT or NOT in reader.grammar.patterns:
        return None
    start, reader.at = reader.offset, reader.head_end()
    return Bitwise(start, reader.stopped, "not", (reader.factor(),))
