"""∇ with a letter below it, and derivatives whose place stands in brackets after them.

`\\nabla_\\theta L` is by θ, whatever it is: a number, a vector, a matrix.  It takes the rest of its term, but for a
call or a quantity that follows from θ, which stands by itself: `\\nabla_x f(x)^\\top v`.
`\\nabla_v f(x)`, v being no argument, is the derivative along v.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, Self

from yansuan.tex import tree
from yansuan.tex.derivatives import Derivatives
from yansuan.tex.operators import BARS, CLOSING, FRACTIONS
from yansuan.tex.parts import Factor
from yansuan.tex.patterns import read_head
from yansuan.tex.tokens import Unreadable, tokenize
from yansuan.tex.tree import Node

Operation = Literal["grad", "div", "curl", "laplacian", "jacobian", "hessian", "second"]

_WHAT = "what is differentiated here? Put it in brackets"
_PLACE = "a factor, or where the derivative is taken? Write \\cdot before a factor, or a prime"
_TENSOR = "gradient"  # how the derivatives by an array are arranged: as it is


def plain_formal(formal: str) -> str:
    """A formal argument in the reader's spelling."""
    tokens = tokenize(formal)
    try:
        head, at = read_head(tokens, 0, len(tokens))
    except Unreadable:
        return formal
    return head if at == len(tokens) else formal


def between(factors: Sequence[Factor]) -> list[Node]:
    """The factors of a product; a ∇² between what is transposed and another factor is the Hessian matrix."""
    nodes = [one.node for one in factors]
    for n, node in enumerate(nodes[1:-1], 1):
        if not isinstance(nodes[n - 1], tree.Transpose) or {factors[n].joint, factors[n + 1].joint} != {"*"}:
            continue
        if isinstance(node, tree.Gradient) and node.order == 2 and not node.second:
            nodes[n] = replace(node, second="hessian")
        elif isinstance(node, tree.Field) and node.operation == "second":
            nodes[n] = replace(node, operation="hessian")
    return nodes


class Gradients(Derivatives):
    """Reads ∇ with a letter below it."""

    def gradient(self) -> Node:
        """`\\nabla f(x)`, `\\nabla_x^2 f(x, y)`, `\\nabla_\\theta (…)`."""
        start = self.offset
        self.at += 1
        below, order = self._scripts_of_nabla(start)
        if below is not None and not self._begins_call_of(below):
            return self._gradient_by(below, order, start)
        at = self.offset
        of = self.symbol(scripts_after=False)
        if not isinstance(of, tree.Call) or of.order:
            raise self.fail(r"\nabla needs a function of the notation", at)
        formals = [plain_formal(one) for one in of.pattern.formals or ()]
        if below is None and len(formals) != 1:
            raise self.fail(rf"\nabla of {of.pattern.tex}: by which argument? Write \nabla_{{{formals[0]}}}", start)
        slot = formals.index(self._name(below)) if below is not None else 0
        if below is not None and self._stands_deeper(of, slot, below):
            raise self.fail("is this the derivative at that place, or of the whole? Put brackets", of.start)
        second = self.grammar.nabla if order == 2 else ""
        return tree.Gradient(start, self.stopped, of, slot, order, second)

    def _scripts_of_nabla(self, start: int) -> tuple[Self | None, int]:
        """What stands below a ∇, and its power."""
        below, order = None, 1
        while self.peek() in ("_", "^"):
            lower = self.take("_")
            self.at += not lower
            argument = self.argument()
            if lower:
                below = argument
            else:
                exponent = argument.whole()
                order = exponent.value if isinstance(exponent, tree.Number) else 0  # type: ignore[assignment]
        if order not in (1, 2):
            raise self.fail(r"only \nabla and \nabla^2 are known", start)
        return below, order

    def _name(self, below: Self) -> str:
        """One symbol that stands below, in the reader's spelling; "" where something else does."""
        try:
            head, at = read_head(below.tokens, below.at, below.end)
        except Unreadable:
            return ""
        return head if at == below.end else ""

    def _begins_call_of(self, below: Self) -> bool:
        """Whether a function follows that has what stands below among its arguments."""
        found = self.grammar.patterns.get(self.head(), ())
        name = self._name(below)
        return any(name in map(plain_formal, one.formals or ()) for one in found)

    def _stands_deeper(self, of: tree.Call, slot: int, below: Self) -> bool:
        """Whether what a function is differentiated by stands in an argument, and is not all of it."""
        name, argument = self._name(below), of.arguments[slot]
        if isinstance(argument, tree.Quantity | tree.Number | tree.Index):
            return False
        return any(isinstance(one, tree.Quantity) and one.pattern.head == name for one in tree.walk(argument))

    # ---- By any symbol

    def _gradient_by(self, below: Self, order: int, start: int) -> Node:
        parts = below.parts(",", "，")
        by = [part.whole() for part in parts]
        if not all(isinstance(one, tree.Quantity) for one in by):
            raise below.fail(r"\nabla is by a symbol that the notation binds to a quantity", below.offset)
        letters = tuple(one for one in by if isinstance(one, tree.Quantity))
        of, tight = self._under(letters)
        turned = of if tight and isinstance(of, tree.Transpose) else None  # \nabla L^\top: of the gradient
        of = turned.of if turned else of
        if isinstance(of, tree.Call) and tight and not self._follows(of, letters):
            node = self._along(of, letters, order, start)
        elif not self._follows(of, letters):
            raise self.fail(f"{letters[0].pattern.tex} does not stand in what is differentiated", start)
        elif order == 2 or len(letters) > 1:
            self._must_follow_directly(of, letters)
            node = tree.Field(start, self.stopped, self._operation(order), of, letters, order == 2)
        else:
            node = tree.Derivative(start, self.stopped, of, letters, layout=_TENSOR)
        self.goes_on = "" if tight else "term"
        return replace(turned, of=node, start=start) if turned else node

    def _operation(self, order: int) -> Operation:
        if order == 1:
            return "grad"
        return self.grammar.nabla or "second"  # type: ignore[return-value]

    def _along(self, of: tree.Call, by: tuple[tree.Quantity, ...], order: int, start: int) -> Node:
        """`\\nabla_v f(x)`: the derivative along v."""
        (place, *others) = of.arguments
        if order != 1 or len(by) > 1 or others:
            raise self.fail(f"{of.pattern.tex} has no argument {by[0].pattern.head}", start)
        if not isinstance(place, tree.Quantity | tree.Number):
            raise self.fail("is this the derivative at that place, or of the whole? Put brackets", of.start)
        return tree.Along(start, self.stopped, of, by[0], ())

    def _follows(self, of: Node, by: tuple[tree.Quantity, ...]) -> bool:
        """Whether all of some symbols stand in a node, or something that follows from them."""
        follows = self.grammar.dependence.follows
        found = frozenset[str]()
        for one in tree.walk(of):
            if isinstance(one, tree.Quantity):
                found |= follows.get(one.pattern.key, frozenset((one.pattern.key,)))
        return all(one.pattern.key in found for one in by)

    def _must_follow_directly(self, of: Node, by: tuple[tree.Quantity, ...]) -> None:
        """Nothing in between follows from a symbol, which may be held, or may follow."""
        follows, keys = self.grammar.dependence.follows, {one.pattern.key for one in by}
        own = of.pattern.key if isinstance(of, tree.Quantity) else ""
        quantities = [one.pattern.key for one in tree.quantities(of)]
        every = frozenset[str]().union(*(follows.get(key, frozenset((key,))) for key in quantities), keys)
        between = {key for key in every if keys & (follows.get(key, frozenset()) - {key})} - {own}
        if between:
            raise self.fail(rf"does {min(between)} follow here, or is it held? Write \frac{{\partial}}{{…}}", of.start)

    def _under(self, by: tuple[tree.Quantity, ...]) -> tuple[Node, bool]:
        """What a ∇ is applied to, and whether that is one symbol, which factors may follow."""
        begin, text = self.at, self.peek()
        if text in CLOSING and text != "{":
            node = self.bracketed()
            if self.peek() in ("^", "_", "'"):
                raise self.fail(_WHAT)
            return node, False
        if text in BARS:
            node = self.factor()
            if isinstance(node, tree.Transpose):
                raise self.fail(_WHAT, node.start)
            return node, False
        if self._begins_symbol():
            node = self.symbol(scripts_after=False)
            inside = node.of if isinstance(node, tree.Transpose) else node
            own = isinstance(inside, tree.Quantity) and inside.pattern.key in {one.pattern.key for one in by}
            if isinstance(inside, tree.Call | tree.Quantity) and not own and self._stands_alone(inside, by):
                self._must_not_be_raised()
                return node, True
            self.at = begin
        elif not (self.token.is_number or text in FRACTIONS):
            node = self.factor()
            if not isinstance(node, tree.Power | tree.Transpose):
                return node, False
            self.at = begin
        return self.rest_of_term(), False

    def _stands_alone(self, node: Node, by: tuple[tree.Quantity, ...]) -> bool:
        return isinstance(node, tree.Call) or self._follows(node, by)

    def _begins_symbol(self) -> bool:
        """Whether a symbol of the notation follows."""
        return bool(self.grammar.patterns.get(self.head()))

    def _must_not_be_raised(self) -> None:
        """A transpose may follow, which is that of the gradient."""
        if self.peek() not in ("^", "_", "'"):
            return
        probe = self.inside(self.at + 1, self.end)
        if self.peek() != "^" or not self.is_transpose(probe.argument()):
            raise self.fail(_WHAT)

    # ---- The place of a derivative

    def derivative_at(self, of: tree.Call, derivative: tree.Derivative) -> Node:
        """`\\frac{\\partial f}{\\partial x}(a, b)`: several arguments, or one letter."""
        formals = [plain_formal(one) for one in of.pattern.formals or ()]
        close = self.inside(self.at + 1, self.end).closing(self.peek(), CLOSING[self.peek()])
        parts = self.inside(self.at + 1, close).parts(",", "，")
        if self.peek() != "(" or of.order or len(parts) != len(formals) or (derivative.total and len(formals) > 1):
            raise self.fail(_PLACE)
        start, at = derivative.start, self.at
        given = tuple(self.inside(part.at, part.end).whole() for part in parts)
        if len(given) == 1 and not isinstance(given[0], tree.Quantity | tree.Number | tree.Index):
            raise self.fail(_PLACE)
        self.at = close + 1
        call = replace(of, end=self.stopped, arguments=given, bare=False)
        slots, entries = list[int](), list[Node | None]()
        keys = [one.pattern.key if isinstance(one, tree.Quantity) else "" for one in of.arguments]
        for one in derivative.by:
            if one.pattern.key not in keys or len(one.lower) > 1 or one.upper or isinstance(one, tree.Lying):
                vector = one.pattern.key not in self.grammar.dependence.numbers and not (one.lower or derivative.total)
                if vector and len(given) == 1 == len(derivative.by):
                    return tree.Along(start, self.stopped, call, one, ())
                raise self.fail(_PLACE, self.tokens[at].start)
            slots.append(keys.index(one.pattern.key))
            entries.append(one.lower[0] if one.lower else None)
        return tree.Partial(start, self.stopped, call, tuple(slots), tuple(entries))
