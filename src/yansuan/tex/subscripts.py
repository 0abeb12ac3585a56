"""∂ with letters below it: `\\partial_x u`, `\\partial_{xy} u`, `\\partial_t^2 u`, `\\partial_i f(x)`."""

from __future__ import annotations

from collections.abc import Sequence

from yansuan.tex import tree
from yansuan.tex.calls import HIGHEST
from yansuan.tex.nabla import Fields
from yansuan.tex.operators import CLOSING, FRACTIONS
from yansuan.tex.tree import Node

_PARTIAL = r"\partial"
_WHAT = "what is differentiated here? Put it in brackets"


class Subscripts(Fields):
    """Reads ∂ with letters below it."""

    def lettered(self) -> Node:
        """`\\partial_x u`: of the one thing that follows."""
        start = self.offset
        self.at += 2
        by, times = self._letters(), 1
        if self.take("^"):
            exponent = self.argument().whole()
            times = exponent.value if isinstance(exponent, tree.Number) else 0  # type: ignore[assignment]
        if not isinstance(times, int) or not 1 <= times * len(by) <= HIGHEST or (times > 1 and len(by) > 1):
            raise self.fail(f"the order of a derivative is a whole number, at most {HIGHEST}", start)
        of = self._differentiated(by)
        by = by * times
        if all(isinstance(one, tree.Quantity) for one in by):
            quantities = tuple(one for one in by if isinstance(one, tree.Quantity))
            return tree.Derivative(start, self.stopped, of, quantities, layout=self.grammar.conventions.layout)
        return self.partial_by(of, by, start)

    def _letters(self) -> list[Node]:
        below = self.argument()
        found = list[Node]()
        while below.at < below.end:
            if below.take(","):
                continue
            at = below.offset
            if below.token.is_number:
                found += [tree.Number(at, below.token.end, int(digit), digit) for digit in below.token.text]
                below.at += 1
                continue
            node = below.symbol()
            if not isinstance(node, tree.Quantity | tree.Index):
                raise self.fail("a derivative is by a quantity, or by an entry that an index letter says", at)
            found.append(node)
        if not found:
            raise self.fail("the derivative by what?")
        return found

    def _differentiated(self, by: Sequence[Node]) -> Node:
        """One thing; what stands beside it must begin with another ∂, or after a sign."""
        if self.peek() == _PARTIAL:
            if self.peek(1) != "_":
                raise self.fail(_WHAT)
            of = self.lettered()
        elif self.peek() in CLOSING and self.peek() != "{":
            of = self.bracketed()
        elif self.peek() in FRACTIONS:
            of = self._with_sum(self.fraction(), by)
        else:
            of = self.symbol(scripts_after=False)
        if self.peek() in ("^", "_", "'", "/", "(", "[") or (self.begins_factor() and self.peek() != _PARTIAL):
            raise self.fail(_WHAT)
        return of

    def _with_sum(self, coefficient: Node, by: Sequence[Node]) -> Node:
        """`\\partial_w \\frac{1}{n} \\sum_i f(x_i, w)`: a fraction without what it is differentiated by, and a sum."""
        keys = {one.pattern.key for one in by if isinstance(one, tree.Quantity)}
        follows = self.grammar.dependence.follows
        moved = any(
            keys & follows.get(one.pattern.key, frozenset((one.pattern.key,)))
            for one in tree.walk(coefficient)
            if isinstance(one, tree.Quantity | tree.Call)
        )
        if self.peek() != r"\sum" or moved:
            return coefficient
        rest = self.big()
        return tree.Product(coefficient.start, rest.end, (("*", coefficient), ("*", rest)))

    def partial_by(self, of: Node, by: list[Node], start: int) -> Node:
        """A function differentiated by arguments or entries that are counted."""
        if isinstance(of, tree.Partial) and None not in of.entries:
            by, of = [*(one for one in of.entries if one is not None), *by], of.of
        if not isinstance(of, tree.Call) or of.order:
            raise self.fail("a derivative by an entry is of a function of the notation", start)
        formals = of.pattern.formals or ()
        if len(formals) == 1:
            return tree.Partial(start, self.stopped, of, (0,) * len(by), tuple(by))
        slots = [int(one.value) for one in by if isinstance(one, tree.Number)]
        if len(slots) != len(by) or not all(1 <= slot <= len(formals) for slot in slots):
            raise self.fail(f"{of.pattern.tex} has {len(formals)} arguments: by which? Write its letter below", start)
        return tree.Partial(start, self.stopped, of, tuple(slot - 1 for slot in slots), (None,) * len(slots))
