"""Trees at random whole numbers, exactly: whether two printed expressions are the same, whatever their symbols are.

Letters get small whole numbers, since they may count, everything that is no arithmetic a number of its own for each of
its arguments.  Two expressions that agree on several trials are taken for the same one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, replace
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from yansuan.tex import tree
from yansuan.tex.patterns import Pattern
from yansuan.tex.tree import Node

_LETTERS = range(7, 19)  # values of letters: far enough from the numbers that are printed
_HIGHEST = 40  # exponents and factorials beyond which a value is not computed
_OPAQUE = 10**6


class Trial:
    """One choice of all values."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._letters: dict[Any, int] = {}

    def value(self, node: Node, known: Mapping[str, Fraction] | None = None) -> Fraction:
        """The value of an expression; `known` are those of index letters."""
        return self._value(node, known or {})

    def order(self, node: Node, letter: Node, known: Mapping[str, Fraction] | None = None) -> list[Fraction]:
        """The values of the symbols in an expression from left to right, but for a letter: of matrices that matters."""
        if isinstance(node, tree.Quantity | tree.Call) or _is_derivative(node):
            return [] if tree.spelling(node) == tree.spelling(letter) else [self.value(node, known)]
        if isinstance(node, tree.Dotted):
            return self.order(node.meaning, letter, known)
        return [value for child in tree.children(node) for value in self.order(child, letter, known)]

    def _value(self, node: Node, known: Mapping[str, Fraction]) -> Fraction:
        match node:
            case tree.Number(value=value, text=text):
                return self._opaque("constant", text) if text in ("e", "pi") else Fraction(text or str(value))
            case tree.Index(name=name):
                return known[name] if name in known else self._letter(name)
            case tree.Quantity() if not (node.lower or node.upper):
                return self._letter(tree.spelling(node))
            case tree.Sum(terms=terms):
                return sum((sign * self._value(term, known) for sign, term in terms), Fraction(0))
            case tree.Product(factors=factors):
                return self._product(factors, known)
            case tree.Quotient(above=above, below=below):
                return self._divided(self._value(above, known), self._value(below, known))
            case tree.Power(base=base, exponent=exponent):
                return self._power(self._value(base, known), self._value(exponent, known))
            case tree.Factorial(of=of):
                whole = self._value(of, known)
                if whole.denominator == 1 and 0 <= whole <= _HIGHEST:
                    return Fraction(math.factorial(int(whole)))
            case tree.Binomial(above=above, below=below):
                n, k = self._value(above, known), self._value(below, known)
                if n.denominator == k.denominator == 1 and 0 <= k <= n:
                    return Fraction(math.comb(int(n), int(k)))
            case tree.Repeated(of=tree.Call() as call, times=times) if _is_derivative(node):
                order = self._value(times, known)
                if order.denominator == 1 and 0 <= order <= _HIGHEST:
                    return self._value(replace(call, order=call.order + int(order), start=0, end=0), known)
            case tree.Dotted(meaning=meaning):
                return self._value(meaning, known)
            case tree.Apply(function="cos" | "exp", argument=argument) if self._value(argument, known) == 0:
                return Fraction(1)
        return self._opaque(*self._parts(node, known))

    def _product(self, factors: Any, known: Mapping[str, Fraction]) -> Fraction:
        product = self._value(factors[0][1], known)
        for joint, factor in factors[1:]:
            other = self._value(factor, known)
            product = self._divided(product, other) if joint == "/" else product * other
        return product

    def _divided(self, above: Fraction, below: Fraction) -> Fraction:
        return above / below if below else self._opaque("over nought", above)

    def _power(self, base: Fraction, exponent: Fraction) -> Fraction:
        if exponent.denominator != 1 or abs(exponent) > _HIGHEST or (base == 0 and exponent < 0):
            return self._opaque("power", base, exponent)
        return base ** int(exponent)

    def _parts(self, node: Node, known: Mapping[str, Fraction]) -> tuple[object, ...]:
        """What an expression is by that is no arithmetic: its kind, and the values of its parts."""
        if isinstance(node, tree.Big):
            known = {**known, node.variable: self._opaque("bound")}
        names = [field.name for field in fields(node) if field.name not in ("start", "end", "variable")]
        return type(node).__name__, *(self._part(getattr(node, name), known) for name in names)

    def _part(self, part: object, known: Mapping[str, Fraction]) -> object:
        if isinstance(part, Node):
            return self._value(part, known)
        if isinstance(part, Pattern):
            return part.key, part.tex if part.formals is None else ""
        if isinstance(part, tree.Chain):
            return tuple(self._value(one, known) for one in part.expressions), tuple(one.sign for one in part.relations)
        return tuple(self._part(one, known) for one in part) if isinstance(part, tuple) else part

    def _letter(self, name: object) -> Fraction:
        """The value of a letter; letters have different ones as long as there are any."""
        if name not in self._letters:
            free = sorted(set(_LETTERS) - set(self._letters.values())) or list(_LETTERS)
            self._letters[name] = free[_drawn(repr((self._seed, name)), len(free))]
        return Fraction(self._letters[name])

    def _opaque(self, *of: object) -> Fraction:
        return Fraction(_OPAQUE + _drawn(repr((self._seed, of)), _OPAQUE))


@lru_cache(16_384)
def _drawn(name: str, count: int) -> int:
    """A number below another one, by a name; the same parts stand in many readings, and a generator takes its time."""
    return Random(name).randrange(count)


def _is_derivative(node: Node) -> bool:
    """Whether it is `f^{(n)}(a)`, of an order that is a letter."""
    return isinstance(node, tree.Repeated) and node.by is None and isinstance(node.of, tree.Call)
