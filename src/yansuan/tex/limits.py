"""Limits: `\\lim_{x\\to a}`, from one side, or at infinity."""

from __future__ import annotations

from yansuan.tex import tree
from yansuan.tex.cursor import Moving
from yansuan.tex.integrals import Integrals
from yansuan.tex.operators import RELATIONS
from yansuan.tex.orders import COUNTING
from yansuan.tex.patterns import read_head
from yansuan.tex.tokens import ROW
from yansuan.tex.tree import Node

_ARROWS = {
    r"\to": 0, r"\rightarrow": 0, r"\longrightarrow": 0, "→": 0,
    r"\downarrow": 1, r"\searrow": 1, r"\uparrow": -1, r"\nearrow": -1,
}  # fmt: skip
_SIDES = {"+": 1, "-": -1, "−": -1}


class Limits(Integrals):
    """Reads limits."""

    def limit_of(self) -> Node:
        """`\\lim_{x\\to a}` and the rest of its term."""
        token = self.token
        self.at += 1
        if not self.take("_"):
            raise self.fail(r"a limit where? Write \lim_{x\to a}", token.start)
        below = self.argument()
        at = below.offset
        variable, below.at = read_head(below.tokens, below.at, below.end)
        if below.peek() not in _ARROWS:
            raise self.fail(r"a limit where? Write \lim_{x\to a}", at)
        arrow = below.peek()
        below.at += 1
        side = _ARROWS[arrow] or below.side()
        to = below.bound_or_infinity()
        if isinstance(to, tree.Infinity) and side:
            raise self.fail("infinity has one side only", to.start)
        if not self.begins_factor() and self.peek() not in ("-", "−"):
            raise self.fail(r"\lim of what?")
        inside = self.inside(self.at, self.end, Moving(variable))
        body = inside.body_of(r"\lim", variable, linear=True)
        self.at = inside.at
        self._must_be_all(variable)
        self.goes_on = "term"
        counts = isinstance(to, tree.Infinity) and self._counts(variable)
        return tree.Limit(token.start, self.stopped, variable, to, side, counts, body)

    def side(self) -> int:
        """From which side: a sign above what the variable goes to, or after it, which is left out of what is read."""
        texts = self.texts
        for length, sign in ((4, 2), (2, 1), (1, 0)):
            last = texts[-length:]
            braced = length != 4 or (last[1:2] == ["{"] and last[3:] == ["}"])
            raised = length == 1 or last[:1] == ["^"]
            if len(texts) > length and len(last) == length and last[sign] in _SIDES and braced and raised:
                self.end -= length
                return _SIDES[last[sign]]
        return 0

    def _counts(self, variable: str) -> bool:
        """Whether it may: what is bound to a number counts if that is a whole one, which its values tell."""
        return variable in self.grammar.indices or variable in COUNTING

    def _must_be_all(self, variable: str) -> None:
        """Terms that follow and have the letter may be meant to belong to the limit."""
        depth = 0
        for token in self.tokens[self.at : self.end]:
            depth += (token.text in ("{", "(", "[")) - (token.text in ("}", ")", "]"))
            if depth < 0 or (depth == 0 and (token.text in RELATIONS or token.text in (ROW, ",", r"\lim"))):
                return
            if token.text == variable:
                raise self.fail("does this belong to the limit? Put brackets around all that does", token.start)
