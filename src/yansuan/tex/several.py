"""`H(X), H(Y) \\le H(X, Y)`, `x_1, x_2 \\ge 0`: one relation of several things, where nothing else is stated.

Beside other statements such a list may be a condition, and then nobody can tell; alone it is what the formula states.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.operators import DOTS, PUNCTUATION
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Chain

if TYPE_CHECKING:
    from yansuan.tex.expressions import Expressions

_ORDERS = ("<", "≤", ">", "≥")
_THINGS = (tree.Quantity, tree.Call, tree.Information, tree.Moment)


def is_all(part: Expressions) -> bool:
    """Whether nothing but punctuation stands beside a part."""
    beside = (*part.tokens[: part.at], *part.tokens[part.end :])
    return all(token.text in PUNCTUATION for token in beside)


def of_several(group: Sequence[Expressions]) -> list[Chain] | None:
    """What a list of things before one relation states, of each of them; None where it is something else."""
    *names, last = group
    if not names or any(name.peek() in DOTS for name in names):
        return None
    try:
        things = [name.inside(name.at, name.end).whole() for name in names]
        chain = last.inside(last.at, last.end).chain(needs_relation=True)
    except Unreadable:
        return None
    ordered = all(relation.sign in _ORDERS for relation in chain.relations)  # x, y = z may be of a pair
    if not ordered or not all(isinstance(one, _THINGS) for one in (*things, chain.expressions[0])):
        return None
    return [*(Chain((one, *chain.expressions[1:]), chain.relations) for one in things), chain]
