"""What nobody prints in a row of terms: the 1 of `x` beside `2x`, its exponent, the factorial of 1, a denominator 1.

Nor does anybody print that 1, 4, 9 are squares.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from yansuan.tex import tree
from yansuan.tex.tree import Node, Number

_EXPONENTS = (2, 3, 4)


def completed(terms: Sequence[Node]) -> list[Node] | None:
    """Terms of one kind for some that are of two; None where nothing that is left out makes them alike."""
    kinds = {type(one) for one in terms}
    if tree.Quotient in kinds and len(kinds) > 1:
        return [one if isinstance(one, tree.Quotient) else tree.Quotient(0, 0, one, _number(1)) for one in terms]
    if tree.Factorial in kinds and kinds <= {tree.Factorial, Number}:
        return _factorials(terms)
    if kinds == {Number}:
        return _powers(terms)
    if kinds == {Number, tree.Power}:
        return _powers_of_numbers(terms)
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


def _powers(terms: Sequence[Node]) -> list[Node] | None:
    """`1, 4, 9` as squares, `1, 27, 125` as cubes: of three numbers at least, whose roots go in equal steps."""
    values = [one.value for one in terms if isinstance(one, Number) and isinstance(one.value, int)]
    if len(values) < max(3, len(terms)) or min(values) < 1:
        return None
    for exponent in _EXPONENTS:
        roots = [round(value ** (1 / exponent)) for value in values]
        whole = all(root**exponent == value for root, value in zip(roots, values, strict=True))
        if whole and _in_equal_steps(roots):
            return [_power(_number(root), exponent) for root in roots]
    return None


def _powers_of_numbers(terms: Sequence[Node]) -> list[Node] | None:
    """`1, 2^2, 3^2` and `1, 3^s, 5^s`: 1 is the same power of 1."""
    powers = [one for one in terms if isinstance(one, tree.Power)]
    exponents = {tree.spelling(one.exponent): one.exponent for one in powers}
    if len(exponents) != 1:
        return None
    bases = [one.base if isinstance(one, tree.Power) else one for one in terms]
    roots = [one.value for one in bases if isinstance(one, Number) and isinstance(one.value, int)]
    ones = [one.value == 1 for one in terms if isinstance(one, Number)]
    if len(roots) < max(3, len(terms)) or not all(ones) or not _in_equal_steps(roots):
        return None
    (exponent,) = exponents.values()
    return [tree.Power(0, 0, base, exponent) for base in bases]


def _in_equal_steps(values: Sequence[int]) -> bool:
    steps = {b - a for a, b in pairwise(values)}
    return len(steps) == 1 and 0 not in steps


def _power(base: Node, exponent: int) -> Node:
    return tree.Power(0, 0, base, _number(exponent))


def _number(value: int) -> Number:
    return Number(0, 0, value, str(value))
