"""Derivatives of a function by a symbol that its declaration does not name.

With `F(v)` and `\\mathbf x, x_i` in the notation, `\\frac{\\partial F}{\\partial x_1}` is the derivative at **x**.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yansuan.tex import tree

if TYPE_CHECKING:
    from yansuan.tex.derivatives import Derivatives


def function_of(above: Derivatives, by: list[tree.Quantity], sign: str) -> tree.Call | None:
    """The function in a numerator, at the symbol that is moved, or part of which is.

    None unless it takes one argument, called by a name that means nothing here.  Where a whole symbol stands below ∂,
    the derivative may be along it.

    Args:
        above: the numerator, behind its ∂ or d.
        by: what stands below.
        sign: ∂ or d.
    """
    if by[0].upper or (sign != "d" and not by[0].lower) or len({one.pattern.key for one in by}) > 1:
        return None
    grammar = above.grammar
    patterns = grammar.patterns.get(above.head(), ())
    if len(patterns) != 1 or above.head_end() != above.end:
        return None
    (function,) = patterns
    formals = function.formals or ()
    if len(formals) != 1 or function.lower or function.upper:
        return None
    if grammar.patterns.get(formals[0]) or formals[0] in above.bound or formals[0] in grammar.indices:
        return None
    every = (one for known in grammar.patterns.values() for one in known if one.key == by[0].pattern.key)
    whole = [one for one in every if not (one.places or one.upper or one.formals)]
    if len(whole) != 1:
        return None
    at = tree.Quantity(above.offset, above.stopped, whole[0], (), ())
    return tree.Call(above.offset, above.stopped, function, (at,), 0, True)
