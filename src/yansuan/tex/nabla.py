"""∇ and its kin: ∇f, ∇·F, ∇×F, ∇²f, grad, div, curl, Δ, (v·∇)f, Df, J_f, H_f, D_v f; and ∂ with letters below it.

∇ is by Cartesian coordinates: by the vector that a function has as its one argument, else by x, y or x, y, z, else by
what the notation's key `\\nabla` says.
"""

from __future__ import annotations

from dataclasses import replace

from yansuan.tex import tree
from yansuan.tex.gradients import Gradients, Operation
from yansuan.tex.operators import BARS, CLOSING, FRACTIONS
from yansuan.tex.patterns import read_head, script
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node

_NAMED: dict[str, Operation] = {
    r"\operatorname{grad}": "grad", r"\operatorname{div}": "div", r"\operatorname{curl}": "curl",
    r"\operatorname{rot}": "curl", r"\Delta": "laplacian",
}  # fmt: skip
_OF_FUNCTIONS: dict[str, Operation] = {
    "J": "jacobian", r"\mathbf{J}": "jacobian", r"\boldsymbol{J}": "jacobian", r"\operatorname{J}": "jacobian",
    "H": "hessian", r"\mathbf{H}": "hessian", r"\boldsymbol{H}": "hessian", r"\operatorname{H}": "hessian",
}  # fmt: skip
_JOINED: dict[str, Operation] = {r"\cdot": "div", "·": "div", r"\times": "curl", "×": "curl"}
_CARTESIAN = (("x", "y"), ("x", "y", "z"))
_WHAT = "what is differentiated here? Put it in brackets"


class Fields(Gradients):
    """Reads ∇ and its kin."""

    def nabla(self) -> Node:
        """What begins with a ∇."""
        start = self.offset
        if operation := _JOINED.get(self.peek(1)):
            self.at += 2
            return self._operated(operation, start)
        order, at = 1, self.at + 1
        if at + 1 < self.end and self.tokens[at].text == "^":
            begin, end = script(self.tokens, at + 1, self.end)
            order = 2 if [one.text for one in self.tokens[begin:end]] == ["2"] else 0
            at = end + (self.tokens[at + 1].text == "{")
        after = self.inside(at, self.end)
        if order and (after.peek() in ("(", "[", r"\nabla", *FRACTIONS, *BARS) or not after.is_simple_call()):
            self.at = at
            return self._operated(self.square if order == 2 else "grad", start)
        return self.powers(self.gradient())

    @property
    def square(self) -> Operation:
        """What ∇² is, as far as the notation says."""
        return self.grammar.nabla or "second"  # type: ignore[return-value]

    def is_simple_call(self) -> bool:
        """Whether a function of one argument follows, or something that is no symbol of the notation's."""
        found = self.grammar.patterns.get(self.head(), ())
        return all(one.formals is not None and len(one.formals) == 1 for one in found)

    def operated(self) -> Node | None:
        """What begins with the name of an operator that the notation does not bind; None where none is there."""
        head = self.head()
        if not head or self.is_known(head):
            return None
        start, after = self.offset, self.head_end()
        if head in _NAMED:
            if head == r"\Delta" and not self._is_laplacian(after):
                return None
            self.at = after
            return self._operated(_NAMED[head], start)
        if head in _OF_FUNCTIONS and after < self.end and self.tokens[after].text == "_":
            return self._named_by(_OF_FUNCTIONS[head], start, after)
        if head == "D" and after < self.end:
            if self.tokens[after].text == "^":
                return self.second_form(start, after)
            return self._d_of(start, after)
        return None

    def _is_laplacian(self, after: int) -> bool:
        """Whether Δ is one: where the notation says so, or before a function of coordinates and with no increments."""
        if self.grammar.conventions.delta:
            return True
        if any(head.startswith(r"\Delta") for head in self.grammar.patterns):
            return False
        found = self.grammar.patterns.get(self.inside(after, self.end).head(), ())
        return bool(found) and all(one.formals is not None and self._are_coordinates(one.formals) for one in found)

    def _operated(self, operation: Operation, start: int) -> Node:
        """An operator and what it is applied to, which is one thing, with nothing after it."""
        symbol = self.peek() not in ("(", "[", r"\nabla", *FRACTIONS, *BARS)
        tight = self.tokens[self.at - 1].text not in (r"\cdot", r"\times", r"\Delta", "}") and symbol
        of = self._operand()
        self.goes_on = "" if tight else "term"
        return self.field_of(operation, of, start)

    def _operand(self) -> Node:
        if self.peek() == r"\nabla":
            return self.factor()  # which knows how deep it is
        if (node := self.operated()) is not None:
            return node
        if self.peek() in CLOSING and self.peek() != "{":
            node = self.bracketed()
        elif self.peek() in FRACTIONS:
            node = self.fraction()
        elif self.peek() in BARS:
            node = self.bars()
            if self.take("^"):
                node = self.raised(node, self.argument())
            if isinstance(node, tree.Transpose):
                raise self.fail(_WHAT)
        elif self.peek() == r"\begin":
            node = self.block()
        else:
            node = self.symbol(scripts_after=False)
        if self.peek() in ("^", "_", "'") or self.goes_on:
            raise self.fail(_WHAT)
        return node

    def field_of(self, operation: Operation, of: Node, start: int) -> Node:
        """An operator applied to a function or an expression."""
        at = self.coordinates(of, start)
        square = operation == "second" or (operation == self.grammar.nabla and self._is_square(start))
        return tree.Field(start, self.stopped, operation, of, at, square)

    def _is_square(self, start: int) -> bool:
        return any(one.start == start and one.text == r"\nabla" for one in self.tokens)

    # ---- By what

    def coordinates(self, of: Node, start: int) -> tuple[tree.Quantity, ...]:
        """The coordinates; () where it is a function that is differentiated by all its arguments."""
        said = self.grammar.conventions.coordinates
        if isinstance(of, tree.Call) and not of.order:
            formals = of.pattern.formals or ()
            if len(formals) == 1 or formals == said or (not said and formals in _CARTESIAN):
                if not all(isinstance(one, tree.Quantity | tree.Number | tree.Index) for one in of.arguments):
                    raise self.fail("is this the derivative at that place, or of the whole? Put brackets", of.start)
                return ()
        if said:
            found = [self.quantity_called(name, self.tokens[0]) for name in said]
            if not all(found):
                raise self.fail(r"the notation's key '\nabla' names what is no quantity of it", start)
            return tuple(one for one in found if one is not None)
        by = self._by_calls(of) or self._by_leaves(of) or self._by_the_only_one(of)
        if not by:
            advice = 'Let the notation say so: \'\\nabla\': ("…", ["x", "y"])'
            raise self.fail(f"in which coordinates is this differentiated? {advice}", start)
        return by

    def _are_coordinates(self, formals: tuple[str, ...]) -> bool:
        return formals in _CARTESIAN or formals == self.grammar.conventions.coordinates

    def _by_calls(self, of: Node) -> tuple[tree.Quantity, ...]:
        """The arguments that all functions in it have, as these are named."""
        calls = [one for one in tree.walk(of) if isinstance(one, tree.Call)]
        if len({(one.pattern.formals, tree.spelling(one.arguments)) for one in calls}) != 1:
            return ()
        formals, arguments = calls[0].pattern.formals or (), calls[0].arguments
        if len(formals) != 1 and not self._are_coordinates(formals):
            return ()
        plain = [one for one in arguments if isinstance(one, tree.Quantity) and not one.lower and not one.upper]
        named = len(formals) == 1 or tuple(one.pattern.tex for one in plain) == formals
        return tuple(plain) if len(plain) == len(arguments) and named else ()

    def _by_leaves(self, of: Node) -> tuple[tree.Quantity, ...]:
        """x, y or x, y, z, where a quantity follows from just these; x, y, z where all that an expression has does."""
        nodes = list(tree.walk(of))
        if any(isinstance(one, tree.Call | tree.Index) for one in nodes):
            return ()
        leaves = set[str]().union(*map(self._leaves, (one for one in nodes if isinstance(one, tree.Quantity))))
        for names in _CARTESIAN if isinstance(of, tree.Quantity) else _CARTESIAN[-1:]:
            found = [self.quantity_called(name, self.tokens[0]) for name in names]
            if all(found) and {one.pattern.key for one in found if one} == leaves:
                return tuple(one for one in found if one)
        return ()

    def _leaves(self, of: tree.Quantity) -> frozenset[str]:
        return self.grammar.dependence.leaves(of.pattern.key)

    def _by_the_only_one(self, of: Node) -> tuple[tree.Quantity, ...]:
        """The one symbol of the notation that stands between bars."""
        found = [one for one in tree.walk(of) if isinstance(one, tree.Quantity | tree.Call)]
        bars = isinstance(of.base if isinstance(of, tree.Power) else of, tree.Norm | tree.Apply)
        only = found[0] if bars and len({tree.spelling(one) for one in found}) == 1 else None
        plain = isinstance(only, tree.Quantity) and not only.lower and not only.upper
        return (only,) if plain and isinstance(only, tree.Quantity) else ()

    # ---- D, J, H

    def _named_by(self, operation: Operation, start: int, after: int) -> Node | None:
        """`J_f(x)`: the function stands below."""
        begin, end = script(self.tokens, after + 1, self.end)
        token = self.tokens[begin]
        try:
            head, stop = read_head(self.tokens, begin, end)
        except Unreadable:
            return None
        found = [one for one in self.grammar.patterns.get(head, ()) if one.formals is not None and not one.places]
        if stop != end or len(found) != 1:
            return None
        self.at = end + (self.tokens[after + 1].text == "{")
        call = replace(self.call(token, found[0], 0, None, (), ()), start=start)
        return self.powers(self.field_of(operation, call, start))

    def _d_of(self, start: int, after: int) -> Node | None:
        """`Df(x)`, a Jacobian matrix; `D_v f(x)`, a derivative along a vector; `D_i f(x)`."""
        rest = self.inside(after, self.end)
        below = None
        if rest.take("_"):
            below = rest.argument()
        found = self.grammar.patterns.get(rest.head(), ())
        if not found or any(one.formals is None for one in found):
            return None
        self.at = rest.at
        of = self.symbol(scripts_after=False)
        if not isinstance(of, tree.Call) or of.order:
            raise self.fail("D of what? Write a function of the notation", start)
        if below is None and self.peek() == "[":
            return self.form_of(of, 1, start)
        if below is None:
            return self.powers(self.field_of("jacobian", of, start))
        if below.texts[0] in (of.pattern.formals or ()):
            raise self.fail(r"the derivative by this, or along it? Write \frac{\partial}{\partial …}", start)
        by = below.whole()
        if isinstance(by, tree.Index | tree.Number):
            return self.powers(self.partial_by(of, [by], start))
        return self.powers(tree.Along(start, self.stopped, of, by, self.coordinates(of, start)))

    def second_form(self, start: int, after: int) -> Node | None:
        """`D^2 f(x)`, the Hessian matrix; `D^2 f(x)[u, v]`."""
        begin, end = script(self.tokens, after + 1, self.end)
        rest = self.inside(end + (self.tokens[after + 1].text == "{"), self.end)
        found = self.grammar.patterns.get(rest.head(), ())
        order = self.tokens[begin].text
        if not found or any(one.formals is None for one in found) or end != begin + 1 or order not in ("2", "3"):
            return None
        self.at = rest.at
        of = self.symbol(scripts_after=False)
        if not isinstance(of, tree.Call) or of.order:
            raise self.fail("D of what? Write a function of the notation", start)
        if self.peek() == "[" or order == "3":
            return self.form_of(of, int(order), start)
        return self.powers(self.field_of("hessian", of, start))

    def form_of(self, of: tree.Call, order: int, start: int) -> Node:
        """A derivative at vectors, which stand in brackets."""
        if self.peek() != "[":
            raise self.fail(f"a derivative of order {order} at what? Write D^{order} f(x)[u, …]")
        close = self.inside(self.at + 1, self.end).closing("[", "]")
        parts = self.inside(self.at + 1, close).parts(",", "，")
        if len(parts) != order:
            raise self.fail(f"a derivative of order {order} is at as many vectors, and {len(parts)} stand here")
        directions = tuple(part.whole() for part in parts)
        by = self.coordinates(of, start)
        self.at = close + 1
        return self.powers(tree.Form(start, self.stopped, of, directions, by))

    # ---- (v·∇)f

    def begins_along(self) -> bool:
        """Whether brackets follow that end with `\\cdot\\nabla`."""
        if self.peek() not in ("(", "["):
            return False
        try:
            close = self.inside(self.at + 1, self.end).closing(self.peek(), CLOSING[self.peek()])
        except Unreadable:
            return False
        return close - self.at > 3 and [one.text for one in self.tokens[close - 2 : close]] in (
            [r"\cdot", r"\nabla"],
            ["·", r"\nabla"],
        )

    def along(self) -> Node:
        """`(v \\cdot \\nabla) f`."""
        start = self.offset
        close = self.inside(self.at + 1, self.end).closing(self.peek(), CLOSING[self.peek()])
        direction = self.inside(self.at + 1, close - 2).whole()
        self.at = close + 1
        of = self._operand()
        self.goes_on = "term"
        return tree.Along(start, self.stopped, of, direction, self.coordinates(of, start))
