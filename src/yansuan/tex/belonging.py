"""`x = Ay \\in \\mathbb R^n`: a chain that ends by saying in what its last side is.

That is stated as well as the chain is: of a set of the notation, of an interval, of the real or complex numbers and
vectors.  Whether a computed value is a whole number or positive nobody says by itself here; as a condition it is read.
"""

from __future__ import annotations

from typing import TypeVar

from yansuan.tex import logic, tree
from yansuan.tex.expressions import Expressions
from yansuan.tex.operators import RELATIONS
from yansuan.tex.ranges import members_of
from yansuan.tex.tree import Chain, Membership, Node, Relation

Reader = TypeVar("Reader", bound=Expressions)
_IN = (r"\in", "∈")
_STATED = ("R", "C")


def without_set(part: Reader) -> tuple[Reader, Reader | None]:
    """A chain, and what its last side is said to be in; None where no chain stands before a last ∈."""
    sides = part.parts(*_IN)
    if len(sides) != 2 or len(sides[0].parts(*RELATIONS)) == 1 or len(sides[1].parts(*RELATIONS)) > 1:
        return part, None
    if sides[0].at >= sides[0].end or sides[1].at >= sides[1].end or len(part.parts(",", "，")) > 1:
        return part, None
    return sides[0], sides[1]


def without_bound(part: Reader) -> tuple[Reader, bool]:
    """A stretch without the `< \\infty` at its end, and whether it had one."""
    texts = part.texts
    for end in (("<", r"\infty"), ("<", "+", r"\infty")):
        if tuple(texts[-len(end) :]) == end and len(texts) > len(end):
            return part.inside(part.at, part.end - len(end)), True
    return part, False


def finite(of: Node) -> Chain:
    """That something has a value, which is a number."""
    return _is_in(Membership((of,), (), "C"))


def belonging(of: Node, within: Expressions) -> list[Chain]:
    """That a value is in a set, as chains that are stated."""
    return [_stated(one, within) for one in members_of(of, within)]


def _stated(chain: Chain, within: Expressions) -> Chain:
    if not isinstance(chain, Membership):
        return chain
    if chain.kind not in _STATED:
        raise within.fail("this set is known in conditions only. Write an inequality, or bind the set")
    return _is_in(chain)


def _is_in(chain: Membership) -> Chain:
    """That it is true, as an equation of which no TeX stands for a side."""
    end = chain.expressions[0].end
    one = tree.Number(end, end, 1, "1")
    return Chain((logic.Iverson(end, end, logic.Belongs(end, end, chain)), one), (Relation(end, end, "="),))
