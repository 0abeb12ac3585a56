"""What nobody prints in a row of terms: the 1 of `x` beside `2x`, its exponent, the factorial of 1, a denominator 1."""

from __future__ import annotations

from collections.abc import Sequence

from yansuan.tex import tree
from yansuan.tex.tree import Node, Number


def completed(terms: Sequence[Node]) -> list[Node] | None:
    """Terms of one kind for some that are of two; None where nothing that is left out makes them alike."""
    kinds = {type(one) for one in terms}
    if tree.Quotient in kinds and len(kinds) > 1:
        return [one if isinstance(one, tree.Quotient) else tree.Quotient(0, 0, one, _number(1)) for one in terms]
    if tree.Factorial in kinds and kinds <= {tree.Factorial, Number}:
        return _factorials(terms)
    products = [one for one in terms if isinstance(one, tree.Product)]
    numbered = products and all(isinstance(one.factors[0][1], Number) for one in products)
    if numbered and len(products) < len(terms) and Number not in kinds:
        return [one if isinstance(one, tree.Product) else tree.Product(0, 0, (("*", _number(1)), ("*", one)))
                for one in terms]  # fmt: skip
    bases = {tree.spelling(one.base): one.base for one in terms if isinstance(one, tree.Power)}
    if len(bases) != 1 or len(kinds) < 2:
        return None
    (spelled, base), *_ = bases.items()
    if any(not isinstance(one, tree.Power) and tree.spelling(one) != spelled for one in terms):
        return None
    return [one if isinstance(one, tree.Power) else tree.Power(0, 0, base, _number(1)) for one in terms]


def _factorials(terms: Sequence[Node]) -> list[Node] | None:
    """`1, 3!, 5!` as factorials in equal steps: 1 is that of 0 or of 1."""
    known = {n: one.of for n, one in enumerate(terms) if isinstance(one, tree.Factorial)}
    values = {n: of.value for n, of in known.items() if isinstance(of, Number) and isinstance(of.value, int)}
    if len(values) < len(known) or len(values) < 2:
        return None
    (n, first), (m, second), *_ = values.items()
    step, rest = divmod(second - first, m - n)
    wanted = [first + step * (at - n) for at in range(len(terms))]
    if rest or any(wanted[at] != one for at, one in values.items()):
        return None
    ones = [at for at in range(len(terms)) if at not in values]
    if any(wanted[at] not in (0, 1) or not isinstance(terms[at], Number) or terms[at].value != 1 for at in ones):  # type: ignore[attr-defined]
        return None
    return [tree.Factorial(0, 0, _number(value)) for value in wanted]


def _number(value: int) -> Number:
    return Number(0, 0, value, str(value))
