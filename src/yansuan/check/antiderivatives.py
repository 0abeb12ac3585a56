"""Integrals without bounds: two sides that are equal but for a constant have one derivative.

`\\int f(x)\\,dx = F(x) + C` is checked as `f(x) = F'(x)`; the constant, if the notation does not bind it, is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yansuan.check.notation import Instance
from yansuan.tex import tree
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Chain, Node, Statement


def differentiated(statements: Sequence[Statement], instance: Instance) -> list[Statement]:
    """The statements, those that have integrals without bounds differentiated on both sides.

    Raises:
        Unreadable: such an integral, or its constant, stands where it cannot be told what it means.
    """
    return [
        replace(one, chain=_chain(one.chain, instance), antiderivative=has_antiderivative(one.chain))
        for one in statements
    ]


def has_antiderivative(node: Node | Chain) -> bool:
    """Whether an integral without bounds is in it."""
    return any(isinstance(one, tree.Antiderivative) for one in tree.walk(node))


def _chain(chain: Chain, instance: Instance) -> Chain:
    found = [one for one in tree.walk(chain) if isinstance(one, tree.Antiderivative)]
    if not found:
        constant = next((one for one in tree.walk(chain) if isinstance(one, tree.Constant)), None)
        if constant is not None:
            raise Unreadable(f"'{constant.name}' is not bound: the notation has no such symbol", constant.start)
        return chain
    by = found[0].by
    for other in found[1:]:
        if tree.spelling(other.by) != tree.spelling(by):
            raise Unreadable("integrals over different letters, without bounds: a constant of which?", other.start)
    for relation in chain.relations:
        if relation.sign != "=":
            raise Unreadable("an integral without bounds is equal to something, but for a constant", relation.start)
    return replace(chain, expressions=tuple(_slope(side, by, instance) for side in chain.expressions))


def _slope(side: Node, by: tree.Quantity, instance: Instance) -> Node:
    """The derivative of a side, which is a sum of integrals, of other terms and of a constant."""
    terms = side.terms if isinstance(side, tree.Sum) else ((1, side),)
    slopes = list[tuple[int, Node]]()
    for sign, term in terms:
        if isinstance(term, tree.Constant):
            continue
        if stray := next((one for one in tree.walk(term) if isinstance(one, tree.Constant)), None):
            raise Unreadable(f"'{stray.name}' is not bound, and is no constant that is added here", stray.start)
        if has_antiderivative(term):
            slopes.append((sign, _integrand(term, by, instance)))
        else:
            slopes.append((sign, tree.Derivative(term.start, term.end, term, (by,), total=True)))
    if not slopes:
        return tree.Number(side.start, side.end, 0, "0")
    if len(slopes) == 1 and slopes[0][0] == 1:
        return slopes[0][1]
    return tree.Sum(side.start, side.end, tuple(slopes))


def _integrand(term: Node, by: tree.Quantity, instance: Instance) -> Node:
    """What is integrated in a term that is an integral, or a product of one and of what does not follow its letter."""
    if isinstance(term, tree.Antiderivative) and not has_antiderivative(term.of):
        return term.of
    if isinstance(term, tree.Product):
        inside = [n for n, (joint, one) in enumerate(term.factors) if has_antiderivative(one) and joint != "/"]
        others = [one for n, (_, one) in enumerate(term.factors) if n not in inside]
        if len(inside) == 1 and not any(_follows(one, by, instance) or has_antiderivative(one) for one in others):
            n = inside[0]
            joint, one = term.factors[n]
            changed = (joint, _integrand(one, by, instance))
            return replace(term, factors=(*term.factors[:n], changed, *term.factors[n + 1 :]))
    raise Unreadable("an integral without bounds is added here, or multiplied by a constant", term.start)


def _follows(node: Node, by: tree.Quantity, instance: Instance) -> bool:
    keys = {one.pattern.key for one in tree.quantities(node)}
    return any(by.pattern.key in instance.upstream[key] for key in keys)
