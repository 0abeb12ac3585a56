"""What stands above and after a whole factor: powers, transposes, stars, factorials."""

from __future__ import annotations

import math
from typing import Self

from yansuan.tex import tree
from yansuan.tex.compositions import NumberOf
from yansuan.tex.operators import ADJOINTS, TRANSPOSES
from yansuan.tex.parts import Parts
from yansuan.tex.patterns import ABOVE, FONTS, read_head
from yansuan.tex.tree import Node

_COUNTED = (tree.Number, tree.Index, tree.Quantity, tree.Call, NumberOf)


class Powers(Parts):
    """Reads what is above and after a factor."""

    def powers(self, node: Node) -> Node:
        """What stands above a whole factor, or after it."""
        if self.peek() == "!":
            return self.factorial(node)
        if self.peek() == "'" and self.tokens[self.at - 1].text in (")", "]") and self._is_bracket(node):
            order = 0
            while self.take("'"):
                order += 1
            node = self.primed(node, order, node.start)
        if self.take("^"):
            node = self.raised(node, self.argument())
        if self.peek() == "^":
            raise self.fail("a second thing above. Put brackets around what comes first")
        if self.peek() in ("'", "_"):
            what = "prime" if self.peek() == "'" else "lower index"
            raise self.fail(f"a {what} on something that is no symbol of its own")
        if self.peek() == "!":
            raise self.fail("the factorial of what? Put it in brackets")
        return node

    def factorial(self, node: Node) -> Node:
        """`n!`, `(2n)!`, `n!!`: of a number, a symbol, a call or a bracket."""
        closed = self.tokens[self.at - 1].text in (")", "]", r"\rfloor", "⌋", r"\rceil", "⌉")
        applied = isinstance(node, tree.Apply | tree.Logarithm | tree.Power) and not self._is_bracket(node)
        if applied or not (closed or isinstance(node, _COUNTED)) or (isinstance(node, tree.Call) and node.bare):
            raise self.fail("the factorial of what? Put it in brackets")
        self.at += 1
        step = 1 + self.take("!")
        if self.peek() == "!":
            raise self.fail("three '!' are not known here")
        if self.peek() in ("^", "_", "'"):
            raise self.fail("what stands above a factorial? Put the factorial in brackets")
        return tree.Factorial(node.start, self.stopped, node, step)

    def _is_bracket(self, node: Node) -> bool:
        """Whether a node that has just been read stands in brackets."""
        begin = next(n for n in range(self.at - 1, -1, -1) if self.tokens[n].start <= node.start)
        return self.in_brackets(begin, self.at)

    def raised(self, node: Node, exponent: Self) -> Node:
        """A power, a transpose, or what the notation says of a star."""
        end = max(self.stopped, exponent.tokens[exponent.end - 1].end if exponent.end else 0)
        texts = exponent.texts
        head = self._word_above(exponent)
        known = {*self.grammar.patterns, *self.grammar.indices, *self.bound}
        if head in TRANSPOSES:
            return tree.Transpose(node.start, end, node)
        if head in ADJOINTS or (texts == ["H"] and "H" not in known):
            return tree.Transpose(node.start, end, node, conjugate=True)
        if texts == ["T"] and not ("T" in known and isinstance(node, tree.Number)):  # 2^T is a power
            power = exponent.whole() if "T" in known else None
            return tree.Transpose(node.start, end, node, letter=True, power=power)
        if texts == ["t"] and "t" not in known:
            raise exponent.fail(rf"'^{texts[0]}': a transpose is written ^{{\mathsf T}}")
        if texts[:1] in (["-"], ["−"]) and self.is_transpose(exponent.inside(exponent.at + 1, exponent.end)):
            if "T" in known and texts[1:] == ["T"]:
                raise exponent.fail("T is bound, and this may be a power or an inverse that is transposed")
            one = tree.Number(exponent.offset, exponent.offset, 1, "1")
            inverse = tree.Power(node.start, end, node, tree.Sum(one.start, one.end, ((-1, one),)))
            return tree.Transpose(node.start, end, inverse, letter=texts[1:] == ["T"])
        if texts in ([r"\circ"], ["∘"]):
            return self.degrees(node, end)
        if texts in (["*"], [r"\ast"]):
            if self.grammar.star not in ABOVE:
                said = " or ".join(f"'{star}'" for star in ABOVE)
                raise exponent.fail(f"'^{texts[0]}' is not bound by the notation. Its key \"*\" may say {said}")
            return tree.Apply(node.start, end, "star", node)
        return tree.Power(node.start, end, node, exponent.whole())

    def degrees(self, node: Node, end: int) -> Node:
        """`30^\\circ`: an angle."""
        number = isinstance(node, tree.Number | tree.Index) or self._is_bracket(node)
        real = isinstance(node, tree.Quantity) and node.pattern.key in self.grammar.dependence.numbers
        if not (number or real):
            raise self.fail("degrees of what? They stand on a number", node.start)
        if self.head() in ("C", "F", r"\operatorname{C}", r"\operatorname{F}"):
            raise self.fail("degrees are those of an angle, and no temperature", node.start)
        half = tree.Quotient(end, end, tree.Number(end, end, math.pi, "pi"), tree.Number(end, end, 180, "180"))
        return tree.Product(node.start, end, (("*", node), ("*", half)))

    def is_transpose(self, above: Parts) -> bool:
        """Whether nothing stands above but the sign of a transpose."""
        return above.texts == ["T"] or self._word_above(above) in TRANSPOSES

    @staticmethod
    def _word_above(exponent: Parts) -> str:
        """The one word that stands above; "" where something else does."""
        if exponent.peek() not in FONTS | {r"\top", r"\intercal", r"\dagger"}:
            return ""
        head, stop = read_head(exponent.tokens, exponent.at, exponent.end)
        return head if stop == exponent.end else ""
