"""What is laid out in brackets, between bars, under roots and in columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

from yansuan.tex import tree
from yansuan.tex.bars import closing_bar
from yansuan.tex.cases import case, rows_of_cases
from yansuan.tex.in_brackets import in_square_brackets
from yansuan.tex.legendre import legendre
from yansuan.tex.limits import Limits
from yansuan.tex.matrices import array_in_brackets, bracketed_tuple, is_tuple, matrix
from yansuan.tex.operators import BARS, CLOSING, MATRICES, PLAIN_BARS, PUNCTUATION, RELATIONS
from yansuan.tex.places import INDEXED, below_bracket, is_difference
from yansuan.tex.square import bracketed_list
from yansuan.tex.tokens import ROW, Unreadable, text_at
from yansuan.tex.tree import Node

_BEGINS = frozenset(("", "(", "[", "{", "+", "&", ROW, *RELATIONS))
_ENDS = frozenset(("", ")", "]", "}", "+", "-", "−", "&", ROW, *RELATIONS))
"""Between these, braces change nothing, whatever is in them."""
_NORMS = {"1": "1", "2": "2", r"\infty": "inf", "F": "F"} | {
    rf"{font}{of}": "F" for of in ("F", "{F}") for font in (r"\mathrm", r"\text", r"\mathsf", r"\operatorname")
}


class Layout(Limits):
    """Reads brackets, bars, roots, matrices and cases."""

    def bracketed(self) -> Node:
        """`( … )`."""
        opener = self.token
        self.at += 1
        close = self.closing(opener.text, CLOSING[opener.text])
        inside = self.inside(self.at, close)
        node = inside.whole()
        begin = self.at
        self.at = close + 1
        if opener.text == "{" and not self.in_brackets(begin, close):
            self._must_group(node, opener.start, begin)
            self.goes_on = inside.goes_on
        return replace(node, start=opener.start, end=self.stopped)

    def factor_in_brackets(self) -> Node:
        """The same as a factor: `[x]` and `\\{x\\}` are the whole part and the rest of a number for some."""
        opener, begin = self.token, self.at
        if (said := bracketed_list(self) or in_square_brackets(self)) is not None:
            return said
        if is_tuple(self):
            return bracketed_tuple(self)
        if (symbol := legendre(self)) is not None:
            return symbol
        node = self.bracketed()
        if opener.text in INDEXED and (self.peek() == "_" or is_difference(self)):
            return below_bracket(self, node)
        round_ = any(token.text == "(" for token in self.tokens[begin : self.at])
        doubtful = (
            opener.text not in ("(", "{")
            and not round_
            and not isinstance(node, tree.Sum | tree.Matrix | tree.Grid | tree.Diagonal)
        )
        if doubtful:
            raise self.fail(
                "brackets, or the whole part of a number? Write round brackets, or bind a symbol", opener.start
            )
        return node

    def _must_group(self, node: Node, at: int, begin: int) -> None:
        """Braces print nothing, so what is in them may be read by itself only where that is how it is read anyway."""
        product = isinstance(node, tree.Product)
        simple = not product or all(joint == "*" for joint, _ in node.factors)  # type: ignore[attr-defined]
        alone = self.peek() in ("^", "_", "'", "!") and (product or isinstance(node, tree.Power | tree.Factorial))
        open_ = isinstance(node, (tree.Apply, tree.Logarithm, tree.Derivative, *tree.BINDING))
        loose = open_ and self.peek() == "^"
        whole = product and not alone and self._is_all_of_a_sum(begin - 1)
        if (isinstance(node, tree.Sum) or not simple or alone or loose) and not (whole or self.is_by_itself(begin - 1)):
            raise self.fail("braces are not printed. Put brackets there", at)

    def is_by_itself(self, opened: int) -> bool:
        """Whether the braces that have just been read, which open at a token, are all that stands at their place."""
        before = self.tokens[opened - 1].text if opened else ""
        after = text_at(self.tokens, self.at)
        return before in _BEGINS and after in _ENDS

    def _is_all_of_a_sum(self, opened: int) -> bool:
        """Whether braces are all that an operator takes: `\\sum_i {a_i \\cdot b_i}`, which braces do not change."""
        after = text_at(self.tokens, self.at)
        after = "" if after in PUNCTUATION and self.at + 1 >= self.end else after
        at = opened
        while at > 1 and after in _ENDS:
            start = self._opened_at(at - 1)
            if self.tokens[start - 1].text not in ("_", "^"):
                break
            at = start - 1
        return after in _ENDS and at < opened and at > 0 and self.tokens[at - 1].text in (r"\sum", r"\prod")

    def _opened_at(self, at: int) -> int:
        """The token that opens the group which a token closes; that token itself where it closes none."""
        depth = 0
        for n in range(at, -1, -1):
            depth += (self.tokens[n].text == "}") - (self.tokens[n].text == "{")
            if depth == 0:
                return n
        return at

    def bars(self) -> Node:
        """An absolute value or a norm."""
        opener = self.token
        self.at += 1
        plain = opener.text in PLAIN_BARS
        close = closing_bar(self) if plain else self.closing(opener.text, BARS[opener.text])
        if close == self.at:
            raise self.fail(f"nothing stands between these bars. A norm is {bars_of('Vert')}", opener.start)
        node = self.inside(self.at, close).whole()
        self.at = close + 1
        if opener.text in (r"\lVert", r"\|", r"\Vert"):
            kind = "2"
            if self.take("_"):
                argument = self.argument()
                said = "".join(argument.texts)
                if said not in _NORMS:
                    return self.powers(self._norm_of_order(node, argument, opener.start))
                kind = _NORMS[said]
            return self.powers(tree.Norm(opener.start, self.stopped, node, kind))
        matrix = isinstance(node, tree.Matrix) and len(node.rows) == len(node.rows[0]) > 1
        function = "det" if matrix else "abs"
        return self.powers(tree.Apply(opener.start, self.stopped, function, node, self.grammar.bars))

    def _norm_of_order(self, node: Node, order: Self, start: int) -> Node:
        """`\\lVert x\\rVert_p`, with a number or a letter of the notation below it."""
        shown = "".join(order.texts)
        try:
            below = order.inside(order.at, order.end).whole()
        except Unreadable:
            below = None
        number = isinstance(below, tree.Number) and below.value >= 1
        if not number and not (isinstance(below, tree.Quantity) and not below.lower):
            known = "_1, _2, _\\infty, _F, and _p of a number p are"
            raise self.fail(f"the norm _{{{shown}}} is not known here; {known}", self.stopped - 1)
        assert below is not None
        return tree.Norm(start, self.stopped, node, "p", below)

    def root(self) -> Node:
        """A square root, or another."""
        start = self.offset
        self.at += 1
        degree: Node = tree.Number(start, start, 2, "2")
        if self.take("["):
            close = self.closing("[", "]")
            degree = self.inside(self.at, close).whole()
            self.at = close + 1
        inside = self.argument().whole()
        exponent = tree.Quotient(degree.start, degree.end, tree.Number(start, start, 1, "1"), degree)
        return tree.Power(start, self.stopped, inside, exponent)

    def block(self) -> Node:
        """A matrix, a determinant or cases."""
        start, begin = self.offset, self.at
        body, name = self.environment()
        if name == "array":
            array_in_brackets(self, body, begin, name)
        rows = [row for row in body.parts(ROW) if row.at < row.end]
        if not rows:
            raise self.fail(rf"\begin{{{name}}} is empty", start)
        if name in MATRICES or name == "array":
            return matrix(list(rows), start, self.stopped)
        if name == "vmatrix":
            return tree.Apply(start, self.stopped, "det", matrix(list(rows), start, self.stopped))
        if name == "Vmatrix":
            raise self.fail(r"a norm, or a determinant? Write \lVert … \rVert, or \begin{vmatrix}", start)
        if name in ("cases", "dcases"):
            return tree.Cases(start, self.stopped, tuple(map(case, rows_of_cases(body))))
        raise self.fail(rf"\begin{{{name}}} cannot be read here", start)


def bars_of(name: str) -> str:
    """How bars are written that say which opens and which closes."""
    return rf"\l{name} … \r{name}"
