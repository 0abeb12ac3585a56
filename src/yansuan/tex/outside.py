"""What ends the argument of sin, cos and their kin because nobody takes it into one.

A unit vector (`\\cos\\phi\\boldsymbol e_1` is (cos φ)e₁), a rate after an angle (`\\sin\\theta\\dot\\phi`), and a
differential (`\\sin\\theta\\,\\mathrm d\\theta`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.operators import ANGLES, TIMES_DOTTED
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.functions import Functions

_ALSO_ANGLES = frozenset(r"\alpha \beta \gamma".split())  # where a capital follows: \sin\alpha R
_UNIT = re.compile(r"(?:\\hat )?\\(?:boldsymbol|mathbf)\{[eijk]\}|\\vec [eijk]|\\hat \\(?:imath|jmath)")


def is_beside(reader: Functions, last: Node) -> bool:
    """Whether what follows may stand outside for some: an array after a letter, a capital after an angle α, β, γ."""
    head = reader.head()
    if not isinstance(last, tree.Quantity) or not head or head in reader.bound:
        return False
    found = reader.grammar.patterns.get(head, ())
    array = bool(found) and all(one.key in reader.grammar.dependence.arrays for one in found)
    after = reader.head_end()
    entry = after < reader.end and reader.tokens[after].text == "_"
    capital = len(head) == 1 and head.isupper() and last.pattern.head in _ALSO_ANGLES
    return (array or capital) and not entry


def in_two_ways(reader: Functions, name: str, first: int) -> str:
    """The two readings of an argument that began at a token, and of what follows."""
    inside, head = " ".join(one.text for one in reader.tokens[first : reader.at]), reader.head()
    return rf"\{name}({inside} {head}), or \{name}({inside}) {head}? Write the brackets"


def ends_argument(reader: Functions, last: Node) -> bool:
    """Whether what follows stands outside of the argument of a circular function, whose last factor is `last`."""
    head = reader.head()
    if not head or head in reader.bound:
        return False
    patterns, grammar = reader.grammar.patterns.get(head, ()), reader.grammar
    if _UNIT.fullmatch(head):
        numbers = grammar.dependence.numbers | grammar.dependence.counts
        return bool(patterns) and not any(one.key in numbers or one.formals is not None for one in patterns)
    if head == "d":
        return grammar.differential and not patterns
    rate = head.split()[0] in TIMES_DOTTED
    return rate and isinstance(last, tree.Quantity) and last.pattern.head in ANGLES
