"""`[0, 1)`, `(-\\infty, b]`: what an interval says of what is in it."""

from __future__ import annotations

from yansuan.tex.parts import Parts
from yansuan.tex.tree import Chain, Node, Relation

_LARGE = (r"\infty",), ("+", r"\infty")
_SMALL = ("-", r"\infty"), ("−", r"\infty")


def interval(of: Node, within: Parts) -> Chain:
    """`a ≤ of < b`; a chain without a relation where the interval has no ends.

    Args:
        of: what is in it.
        within: all of the interval, its brackets as well, which need not be a pair.

    Raises:
        Unreadable: it has not two ends.
    """
    opener, closer = within.token, within.tokens[within.end - 1]
    ends = within.inside(within.at + 1, within.end - 1).parts(",", "，")
    if len(ends) != 2:
        raise within.fail("an interval has two ends: (a, b)")
    low, high = ends
    expressions, relations = [of], list[Relation]()
    if tuple(low.texts) not in _SMALL:
        expressions.insert(0, low.whole())
        relations.append(Relation(opener.start, opener.end, "≤" if opener.text == "[" else "<"))
    if tuple(high.texts) not in _LARGE:
        expressions.append(high.whole())
        relations.append(Relation(closer.start, closer.end, "≤" if closer.text == "]" else "<"))
    return Chain(tuple(expressions), tuple(relations))
