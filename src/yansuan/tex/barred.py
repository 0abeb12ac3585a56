"""What stands under a bar, and what is said of a symbol that means nothing."""

from __future__ import annotations

from difflib import get_close_matches

from yansuan.read.meant import likely
from yansuan.tex import tree
from yansuan.tex.backslashes import spelled_around
from yansuan.tex.decoration import BRACES
from yansuan.tex.dimensions import SPACES
from yansuan.tex.operators import IFF, IMPLIES
from yansuan.tex.patterns import script
from yansuan.tex.rates import Rates
from yansuan.tex.scripts import Scripts
from yansuan.tex.tokens import Token, Unreadable
from yansuan.tex.tree import Node

_SHOWN = 40  # characters of what is shown in a message
_DEFINING = frozenset((r"\newcommand", r"\renewcommand", r"\DeclareMathOperator", r"\def", r"\let"))


class Barred(Rates):
    """Reads what stands under a bar."""

    def under_a_bar(self, head: str) -> Node:
        """`\\bar z_i`, `\\overline{zw}`, where the notation has no symbol of that name."""
        token = self.token
        start, stop = script(self.tokens, self.at + 1, self.end)
        braces = self.tokens[self.at + 1].text == "{"
        alone = self.inside(start, stop).is_alone()
        self.at = stop + braces
        tokens, indices = self.tokens[start:stop], self._indices() if alone else []
        if braces and indices:  # nothing of the TeX is the symbol with its indices and nothing else
            tokens = [Token(one.text, token.start, token.start) for one in [*tokens, *indices]]
        else:
            tokens = [*tokens, *indices]
        reader = type(self)(tokens, 0, len(tokens), self.grammar, self.bound, self.depth + 1)
        try:
            of = reader.whole()
        except Unreadable:
            if alone:
                raise self.unbound(token, head) from None
            raise
        if isinstance(of, tree.Call) and of.bare and self.peek() in ("(", "["):
            raise self.fail("a bar on a function: draw it over the function's argument as well", token.start)
        return self.powers(tree.Apply(token.start, self.stopped, "bar", of))

    def is_alone(self) -> bool:
        """Whether nothing but a symbol without indices is left."""
        try:
            return self.head_end() == self.end
        except Unreadable:
            return False

    def _indices(self) -> list[Token]:
        """Step over the indices that follow: what is below, and what is above in brackets."""
        begin = self.at
        while self.peek() in ("_", "^"):
            at = self.at
            self.at += 1
            scripts = Scripts(upper=self.argument())
            if self.tokens[at].text == "^" and not scripts.is_indexed:
                self.at = at
                break
        return self.tokens[begin : self.at]

    def unbound(self, token: Token, head: str) -> Unreadable:
        """A symbol that the notation does not bind."""
        if head.split()[0] in BRACES:
            told = (
                f"'{head.split()[0]}' is read with words at it, \\text{{…}}. How many there are, or what they are"
                " together, is an equation: write it as one"
            )
            return self.fail(told, token.start)
        if head in _DEFINING:
            return self.fail(
                f"{head} defines something, and no formula changes another. Write out what it stands for", token.start
            )
        if spelled := spelled_around(self.tokens, token):
            return spelled
        if near := likely(head) if head[0] == "\\" and head[1:].isalpha() else None:
            return self.fail(f"{head} is no command of TeX. Do you mean {near}?", token.start)
        if head in SPACES:
            told = rf"'{head}' is no function that is known here. The dimension of a space of a matrix is: \dim{head} A"
            return self.fail(told, token.start)
        if head in (*IMPLIES, *IFF):
            told = "stands between two claims, and one of them is not read here. Write each in one line, or in cases"
            return self.fail(f"'{head}' {told}", token.start)
        shown = head if len(head) <= _SHOWN else f"{head[:_SHOWN]}…"
        return self.fail(f"'{shown}' is not bound: the notation has no such symbol{self._near(head)}", token.start)

    def _near(self, head: str) -> str:
        """The symbols of the notation that this one may be meant to be."""
        known = self.grammar.patterns
        same = [one for one in known if one.strip("\\").lower() == head.strip("\\").lower()]
        near = same or get_close_matches(head[:_SHOWN], known, 3) if len(head) > 1 else same
        fitting = [pattern.tex for one in near or known for pattern in known[one]]
        return f". Near it: {', '.join(fitting)}" if near else f". It has {', '.join(fitting[:12])}"
