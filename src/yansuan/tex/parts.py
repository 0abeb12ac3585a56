"""What the classes that read expressions ask of each other.

They are one reader, in files by theme: powers, calls, symbols, functions, derivatives, layout, terms and, at the top,
expressions.  Each may call what a later one defines, which is declared here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from yansuan.tex.cursor import Cursor
from yansuan.tex.operators import CLOSING
from yansuan.tex.patterns import UPRIGHT, read_head
from yansuan.tex.tokens import Token, Unreadable
from yansuan.tex.tree import Chain, Infinity, Joint, Node


@dataclass(frozen=True)
class Factor:
    """A factor of a term, what joins it to those before it, and the indices of its tokens."""

    joint: Joint
    node: Node
    begin: int
    end: int


class Parts(Cursor, ABC):
    """The reader as each of its classes knows it."""

    # Whether what was read last may go on: the argument of a function without brackets, or a whole term, as a sum's.
    goes_on: Literal["", "argument", "term"] = ""

    # Whether a bar after a factor may say where it is evaluated; not within what a `d/dx` before it takes.
    evaluates = True

    @abstractmethod
    def chain(self, *, continues: Node | None = None, needs_relation: bool = False) -> Chain:
        """A whole chain."""

    @abstractmethod
    def strip_punctuation(self) -> None:
        """Leave out what ends a sentence."""

    @abstractmethod
    def whole(self) -> Node:
        """All the tokens as one expression."""

    @abstractmethod
    def factors(self) -> list[Factor]:
        """All the factors of a term."""

    @abstractmethod
    def product_of(self, factors: Sequence[Factor]) -> Node:
        """The product that factors are."""

    @abstractmethod
    def factor(self) -> Node:
        """A base with its scripts."""

    @abstractmethod
    def begins_factor(self) -> bool:
        """Whether another factor follows."""

    @abstractmethod
    def unexpected(self) -> Unreadable:
        """The next token has no place here."""

    @abstractmethod
    def must_stand_beside(self, before: Node, begin: int) -> None:
        """What has been read up to here and begins at a token may stand before what follows."""

    @abstractmethod
    def lettered(self) -> Node:
        """`\\partial_x u`."""

    @abstractmethod
    def partial_by(self, of: Node, by: list[Node], start: int) -> Node:
        """A function differentiated by arguments or entries that are counted."""

    @abstractmethod
    def big(self, *, in_argument: bool = False) -> Node:
        """A sum and its kin."""

    @abstractmethod
    def block(self) -> Node:
        """A matrix, a determinant or cases."""

    @abstractmethod
    def bars(self) -> Node:
        """`| … |` or a norm."""

    @abstractmethod
    def bracketed(self) -> Node:
        """`( … )`."""

    @abstractmethod
    def powers(self, node: Node) -> Node:
        """What stands above a whole factor."""

    @abstractmethod
    def is_transpose(self, above: Parts) -> bool:
        """Whether nothing stands above but the sign of a transpose."""

    @abstractmethod
    def symbol(self, *, scripts_after: bool = True) -> Node:
        """A symbol with its indices; a call, where it is a function."""

    @abstractmethod
    def letter(self, token: Token, head: str) -> Node:
        """A letter that the notation does not bind."""

    @abstractmethod
    def primed(self, node: Node, order: int, start: int) -> Node:
        """A prime on what is no function."""

    @abstractmethod
    def known_function(self, name: str) -> Node:
        """ln, sin, … at its argument."""

    @abstractmethod
    def open_argument(self, name: str) -> Node:
        """The argument of a function without brackets."""

    @abstractmethod
    def must_be_whole(self, name: str) -> None:
        """What stands above a function's argument in brackets belongs to one thing only."""

    @abstractmethod
    def begins_function(self) -> bool:
        """Whether the name of a function follows."""

    @abstractmethod
    def begins_derivative(self) -> bool:
        """Whether a fraction follows that is a derivative."""

    def bound_or_infinity(self) -> Node:
        """A bound of a sum or an integral: an expression, or infinity."""
        texts = self.texts
        if texts[-1:] != [r"\infty"] or texts[:-1] not in ([], ["+"], ["-"], ["−"]):
            return self.whole()
        start, sign = self.offset, -1 if texts[0] in ("-", "−") else 1
        self.at = self.end
        return Infinity(start, self.stopped, sign)

    def in_brackets(self, begin: int, end: int) -> bool:
        """Whether the tokens from `begin` to `end` are one pair of brackets that are printed, and what is in it."""
        opener = self.tokens[begin].text if begin < end else "{"
        if opener == "{" or opener not in CLOSING:
            return False
        probe = self.inside(begin + 1, end)
        return probe.closing(opener, CLOSING[opener]) == end - 1

    def head(self) -> str:
        """The symbol that follows, in one spelling; "" where none does."""
        try:
            return read_head(self.tokens, self.at, self.end)[0]
        except Unreadable:
            return ""

    @property
    def is_upright(self) -> bool:
        """Whether an upright letter follows."""
        return self.peek() in UPRIGHT
