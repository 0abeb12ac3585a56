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
from yansuan.check.values import add, divide, multiply, number, power

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


def _periodic(terms: list[Any], field: Field) -> Any:
    if not all(field.order(one) > 0 for one in terms):
        raise Meaningless("a continued fraction whose period has terms that are not positive")
    a, b, c, d = 1, 0, 0, 1
    for term in terms:
        a, b = add(multiply(a, term, field), b, field), a
        c, d = add(multiply(c, term, field), d, field), c
    difference = add(a, -d, field)
    under = add(multiply(difference, difference, field), multiply(4, multiply(b, c, field), field), field)
    root = power(under, divide(1, 2, field), field)
    return divide(add(difference, root, field), multiply(2, c, field), field)
