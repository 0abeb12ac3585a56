"""Derivatives: fractions of ∂ or d, and with a slash."""

from __future__ import annotations

from abc import abstractmethod
from typing import Self

from yansuan.tex import tree
from yansuan.tex.by_letter import bound_letter, slope
from yansuan.tex.calls import HIGHEST
from yansuan.tex.functions import Functions
from yansuan.tex.nested import written_out
from yansuan.tex.operators import CLOSING, FRACTIONS
from yansuan.tex.renamed import function_of
from yansuan.tex.taken import taken_at
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node

_PARTIAL = r"\partial"


class Derivatives(Functions):
    """Reads fractions and derivatives."""

    def fraction(self) -> Node:
        """A quotient or a derivative."""
        start = self.offset
        if (endless := written_out(self)) is not None:
            return endless
        self.at += 1
        above = self.argument()
        below = self.argument()
        stopped = self.stopped
        alone = above.differentiates("d") and not below.differentiates("d") and above.head_end() < above.end
        if alone and self.grammar.differential and self.peek() not in CLOSING:  # dM/M
            return tree.Quotient(start, stopped, above.whole(), below.whole())
        for sign in (_PARTIAL, "d"):
            if above.differentiates(sign) or below.differentiates(sign):
                if (taken := taken_at(self, above, below, sign, start)) is not None:
                    return taken
                return self._derivative(above, below, sign, start)
        if above.peek() == below.peek() == "d" and below.at + 1 < below.end and below.peek(1) not in ("_", "^"):
            raise above.fail(
                r"is this d the quantity, or does it differentiate? Write \mathrm{d} for what differentiates"
            )
        return tree.Quotient(start, stopped, above.whole(), below.whole())

    def differentiates(self, sign: str) -> bool:
        """Whether a part of a fraction begins with ∂, or with a d that is no symbol of the notation."""
        if sign == _PARTIAL:
            return self.peek() == _PARTIAL
        if self.head() != "d":
            return False
        after = self.head_end()
        if after < self.end and self.tokens[after].text == "_":
            return False
        if self.is_upright:
            return not self._patterns("d")
        bare = any(pattern.places == 0 for pattern in self.grammar.patterns.get("d", ()))
        return not bare and "d" not in self.grammar.indices and "d" not in self.bound

    def begins_derivative(self) -> bool:
        """Whether a fraction follows that is a derivative."""
        if self.peek() not in FRACTIONS:
            return False
        probe = self.inside(self.at + 1, self.end)
        try:
            above, below = probe.argument(), probe.argument()
        except Unreadable:
            return False
        return any(part.differentiates(sign) for part in (above, below) for sign in (_PARTIAL, "d"))

    @abstractmethod
    def derivative_at(self, of: tree.Call, derivative: tree.Derivative) -> Node:
        """`\\frac{∂f}{∂x}(a, b)`, of which the fraction has been read."""

    def _derivative(self, above: Self, below: Self, sign: str, start: int) -> Node:
        """`\\frac{∂ … }{∂ … }`; with nothing but ∂ above, what is differentiated follows the fraction."""
        if sign == _PARTIAL and above.peek(1) == "(" and below.peek(1) == "(":
            return self._jacobian(above, below, start)
        if (times := above.letter_order(sign)) is not None:
            return self._repeated(above, below, sign, times, start)
        words = "∂" if sign == _PARTIAL else "d"
        for part, where, other in ((above, "numerator", "denominator"), (below, "denominator", "numerator")):
            if not part.differentiates(sign):
                raise part.fail(f"there is a {words} in the {other} and none in the {where}")
        order = above.differential_order(sign)
        if above.at < above.end and (names := below.bound_variables(sign)):
            return self._by_bound(above, names, order, start)
        if above.at >= above.end and (letter := bound_letter(below, sign)) is not None:
            if order != letter[1]:
                raise below.fail(f"the numerator's {words} is of order {order}, the denominator's of order {letter[1]}")
            of = self.rest_of_term()
            self.goes_on = "term"
            return slope(of, *letter, start, self.stopped)
        by = below.variables(sign)
        if order != len(by):
            raise below.fail(f"the numerator's {words} is of order {order}, the denominator's of order {len(by)}")
        total = sign == "d"
        if above.at >= above.end:
            of = self.rest_of_term()
            node = tree.Derivative(start, self.stopped, of, tuple(by), total, self.grammar.conventions.layout)
            self.goes_on = "term"
            return node
        of = function_of(above, by, sign) or above.differentiated()
        node = tree.Derivative(start, self.stopped, of, tuple(by), total, self.grammar.conventions.layout)
        if isinstance(of, tree.Call) and of.bare and self.peek() in CLOSING and self.peek() != "{":
            return self.derivative_at(of, node)
        return node

    def bound_variables(self, sign: str) -> list[str]:
        """The letters of `∂x ∂y` where an operator around binds all of them; none where it does not."""
        probe, found = self.inside(self.at, self.end), list[str]()
        while probe.at < probe.end and probe.differentiates(sign):
            probe.step_over_differential(sign)
            name = probe.head()
            if not name or name not in self.bound:
                return []
            probe.at, times = probe.head_end(), 1
            if probe.take("^"):
                power = probe.argument().texts
                times = int(power[0]) if len(power) == 1 and power[0].isdecimal() else 0
            found += [name] * times
        return found if probe.at == probe.end else []

    def _by_bound(self, above: Self, names: list[str], order: int, start: int) -> Node:
        """The derivative of a function by arguments that are letters which an integral binds."""
        of = above.differentiated()
        arguments = [one.name if isinstance(one, tree.Index) else "" for one in getattr(of, "arguments", ())]
        plain = isinstance(of, tree.Call) and not of.order and all(arguments.count(name) == 1 for name in names)
        if not plain or not isinstance(of, tree.Call) or order != len(names) or "" in arguments:
            raise self.fail(
                f"a derivative by {names[0]}, which is bound here, is read of a function of it alone or among others",
                start,
            )
        slots = tuple(arguments.index(name) for name in names)
        return tree.Partial(start, self.stopped, of, slots, (None,) * len(slots))

    def _jacobian(self, above: Self, below: Self, start: int) -> Node:
        """`\\frac{\\partial(u, v)}{\\partial(x, y)}`."""
        parts = []
        for part in (above, below):
            part.at += 2
            close = part.closing("(", ")")
            if close + 1 != part.end:
                raise part.fail("what is differentiated? Put it in brackets", part.tokens[close].end)
            parts.append(part.inside(part.at, close).parts(",", "，"))
        of, by = parts
        if len(of) != len(by) or len(of) < 2:
            raise below.fail(f"{len(of)} things are differentiated by {len(by)}: this has no determinant", start)
        variables = [variable for part in by for variable in part.variable()]
        if len(variables) != len(of) or any(part.at < part.end for part in by):
            raise below.fail("a derivative is by symbols that the notation binds to quantities", start)
        return tree.Jacobian(start, self.stopped, tuple(part.whole() for part in of), tuple(variables))

    def letter_order(self, sign: str) -> Node | None:
        """`n` of `d^n`; None where a number stands there."""
        if not self.differentiates(sign):
            return None
        probe = self.inside(self.at, self.end)
        probe.step_over_differential(sign)
        if not probe.take("^") or (order := probe.argument()).token.is_number:
            return None
        node = order.whole()
        return node if isinstance(node, tree.Index | tree.Quantity) else None

    def _repeated(self, above: Self, below: Self, sign: str, times: Node, start: int) -> Node:
        """`\\frac{d^n}{dx^n}`, n being a letter."""
        if sign == _PARTIAL:
            raise above.fail("a partial derivative whose order is a letter is not known here", start)
        above.differential_order_of_letter(sign)
        below.step_over_differential(sign)
        power = below.symbol()
        alike = isinstance(power, tree.Power) and tree.spelling(power.exponent) == tree.spelling(times)
        if not alike or below.at < below.end or not isinstance(power.base, tree.Quantity):  # type: ignore[attr-defined]
            raise below.fail("the numerator and the denominator are of different order", start)
        by: tree.Quantity = power.base  # type: ignore[attr-defined]
        if above.at < above.end:
            return tree.Repeated(start, self.stopped, above.differentiated(), by, times)
        of = self.rest_of_term()
        self.goes_on = "term"
        return tree.Repeated(start, self.stopped, of, by, times)

    def differential_order_of_letter(self, sign: str) -> None:
        """Step over `d^n`."""
        self.step_over_differential(sign)
        self.take("^")
        self.argument()

    def differentiated(self) -> Node:
        """What stands in the numerator after its ∂: a product at most."""
        at, factors = self.offset, self.factors()
        if self.at < self.end or any(one.joint == "/" for one in factors):
            raise self.fail("what is differentiated? Put it in brackets", at)
        return self.product_of(factors)

    def rest_of_term(self) -> Node:
        """What an operator such as `\\frac{d}{dx}` is applied to: all that it is multiplied with after it."""
        at, begin = self.offset, self.at
        before, self.evaluates = self.evaluates, False  # a bar says where the derivative is taken
        factors = self.factors()
        self.evaluates = before
        which = "what is differentiated here? Put it in brackets, or what is not differentiated before it"
        if len(factors) > 1:
            bracket = self.in_brackets(begin, factors[0].end)
            derivative = any(
                isinstance(one.node, tree.Derivative | tree.Gradient) and not self.in_brackets(one.begin, one.end)
                for one in factors
            )
            if bracket or derivative or any(one.joint not in ("*", "dot", "cross") for one in factors):
                raise self.fail(which, at)
        return self.product_of(factors)

    def step_over_differential(self, sign: str) -> None:
        """`∂`, `d` or `\\mathrm{d}`."""
        self.at = self.at + 1 if self.peek() == sign else self.head_end()

    def differential_order(self, sign: str) -> int:
        """Step over `∂` or `∂^2`."""
        self.step_over_differential(sign)
        if not self.take("^"):
            return 1
        order = self.argument().whole()
        if not isinstance(order, tree.Number) or not isinstance(order.value, int) or not 1 <= order.value <= HIGHEST:
            raise self.fail(f"the order of a derivative is a whole number, at most {HIGHEST}", order.start)
        return order.value

    def variables(self, sign: str) -> list[tree.Quantity]:
        """`∂x ∂y`, `∂x^2`."""
        found = list[tree.Quantity]()
        while self.at < self.end:
            if not self.inside(self.at, self.end).differentiates(sign):
                raise self.fail(f"'{sign}' is missing before '{self.peek()}'".replace(_PARTIAL, "∂"))
            self.step_over_differential(sign)
            if self.at >= self.end:
                raise self.fail("the derivative by what?")
            found += self.variable()
        if not found:
            raise self.fail("the derivative by what?")
        return found

    def variable(self) -> list[tree.Quantity]:
        """`x_i`, or `x^2` for twice by x."""
        node, times = self.symbol(), 1
        turned = node.of if isinstance(node, tree.Transpose) and not (node.conjugate or node.power) else None
        if isinstance(turned, tree.Quantity):
            return [tree.Lying(node.start, node.end, turned.pattern, turned.upper, turned.lower)]
        if isinstance(node, tree.Power) and isinstance(node.exponent, tree.Number):
            times = min(int(node.exponent.value), 5)  # more than any order that is read
            node = node.base
        if not isinstance(node, tree.Quantity):
            raise self.fail("a derivative is by a symbol that the notation binds to a quantity", node.start)
        return [node] * times

    def slashed_derivative(self) -> Node:
        """`∂J / ∂z`."""
        start = self.offset
        if self.peek(1) == "_":
            return self.lettered()
        order = self.differential_order(_PARTIAL)
        of = self.factor()
        if not self.take("/"):
            raise self.fail(r"a '\partial' needs another one below it: \frac{\partial …}{\partial …}", start)
        by = list[tree.Quantity]()
        while self.take(_PARTIAL):
            by += self.variable()
        if len(by) != order:
            raise self.fail("'∂' is missing after '/'", start)
        return tree.Derivative(start, self.stopped, of, tuple(by), layout=self.grammar.conventions.layout)
