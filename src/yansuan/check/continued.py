"""Continued fractions: `[a_0, a_1, …, a_n]`, and those whose terms come again and again.

Of a period with y = [c_1, …, c_m, y], y = (A y + B)/(C y + D), A … D being the entries of the product of the matrices
((c_k, 1), (1, 0)); so C y² + (D − A) y − B = 0, of which y is the positive root.  Source: Hardy & Wright, ch. X.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yansuan.check.errors import Meaningless
from yansuan.check.fields import Field
from yansuan.check.notation import State
from yansuan.check.values import add, divide, multiply, negative, number, power

Function = Callable[[Any, Any], Any]


def continued(items: Function, period: Function) -> Function:
    """The function that gives the value of a continued fraction by its terms and its period."""

    def value(state: State, indices: Any) -> Any:
        terms = [number(one) for one in items(state, indices)]
        again = [number(one) for one in period(state, indices)]
        if again:
            terms.append(_periodic(again, state.field))
        if not terms:
            raise Meaningless("a continued fraction without terms")
        found = terms[-1]
        for term in reversed(terms[:-1]):
            found = add(term, divide(1, found, state.field), state.field)
        return found

    return value


def repeating(above: Function, below: Function) -> Function:
    """The function that gives N_1/(A_1 + N_2/(A_2 + …)), whose N and A, all of them positive, come again and again.

    With y for all of it, y = (a y + b)/(c y + d), a … d being the entries of the product of the matrices
    ((0, N_k), (1, A_k)); so c y² + (d − a) y − b = 0.
    """

    def value(state: State, indices: Any) -> Any:
        tops, terms = ([number(one) for one in of(state, indices)] for of in (above, below))
        field = state.field
        if not all(field.order(one) > 0 for one in (*tops, *terms)):
            raise Meaningless("a continued fraction without an end whose terms are not all positive")
        a, b, c, d = 1, 0, 0, 1
        for top, term in zip(tops, terms, strict=True):
            a, b = b, add(multiply(a, top, field), multiply(b, term, field), field)
            c, d = d, add(multiply(c, top, field), multiply(d, term, field), field)
        return _positive_root(a, b, c, d, field)

    return value


def _positive_root(a: Any, b: Any, c: Any, d: Any, field: Field) -> Any:
    """The positive y with c y² + (d − a) y − b = 0."""
    difference = add(a, negative(d), field)
    under = add(multiply(difference, difference, field), multiply(4, multiply(b, c, field), field), field)
    root = power(under, divide(1, 2, field), field)
    return divide(add(difference, root, field), multiply(2, c, field), field)


def _periodic(terms: list[Any], field: Field) -> Any:
    if not all(field.order(one) > 0 for one in terms):
        raise Meaningless("a continued fraction whose period has terms that are not positive")
    a, b, c, d = 1, 0, 0, 1
    for term in terms:
        a, b = add(multiply(a, term, field), b, field), a
        c, d = add(multiply(c, term, field), d, field), c
    return _positive_root(a, b, c, d, field)
