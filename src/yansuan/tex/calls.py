"""Calls: a function of the notation and its arguments, in brackets, beside its name, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

from yansuan.tex import tree
from yansuan.tex.arguments import argument
from yansuan.tex.cursor import Cursor
from yansuan.tex.iterated import Iterated
from yansuan.tex.listing import column
from yansuan.tex.names import arguments, separators_in
from yansuan.tex.operators import CLOSING, SPELLED, is_name
from yansuan.tex.patterns import Pattern
from yansuan.tex.places import entry_of
from yansuan.tex.powers import Powers
from yansuan.tex.tokens import Token, Unreadable, tokenize
from yansuan.tex.tree import Node

HIGHEST = 4  # derivative: higher ones lose too many digits
HIGHEST_OF_FUNCTIONS = 40  # of one number, whose code takes balls


_MOST_ITERATED = 9


class Calls(Powers):
    """Reads calls."""

    def call(
        self,
        token: Token,
        pattern: Pattern,
        order: int,
        power: Self | None,
        lower: tuple[Node, ...],
        upper: tuple[Node, ...],
    ) -> Node:
        """A function and its arguments; without them, its formal ones where the notation binds them."""
        formals = pattern.formals or ()
        if order > HIGHEST_OF_FUNCTIONS:
            told = f"order {order}: the highest derivative known is that of order {HIGHEST_OF_FUNCTIONS}"
            raise self.fail(told, token.start)
        if self.peek() in ("(", "["):
            if power is not None and (said := self.grammar.conventions.raised) and pattern.formals:
                return self._raised_call(token, pattern, order, power, (lower, upper), said)
            if power is not None:
                raise self.fail(
                    f"{pattern.head}^{{…}}(…) can be read in two ways. Put the power after the argument, or let the "
                    "notation's key 'f^n' say 'power' or 'iterate'",
                    token.start,
                )
            given = self.arguments_of(pattern)
            self.must_be_whole(SPELLED.get(pattern.head, ""))
            called = tree.Call(token.start, self.stopped, pattern, given, order, False, lower, upper)
            return entry_of(self, called) if self.peek() == "_" else called
        if is_name(pattern.head) and power is None and self.begins_factor():
            if len(formals) != 1:
                raise self.fail(f"{pattern.head} of what? Put its arguments in brackets: {pattern.tex}", token.start)
            given = (self.open_argument(SPELLED.get(pattern.head, "")),)
            return tree.Call(token.start, self.stopped, pattern, given, order, False, lower, upper)
        given = tuple(self._formal(token, pattern, formal) for formal in formals)
        return tree.Call(token.start, self.stopped, pattern, given, order, True, lower, upper)

    def _raised_call(
        self,
        token: Token,
        pattern: Pattern,
        order: int,
        power: Self,
        below: tuple[tuple[Node, ...], tuple[Node, ...]],
        said: str,
    ) -> Node:
        """`f^2(x)`, of which the notation says what it is."""
        exponent, given = power.whole(), self.arguments_of(pattern)
        self.must_be_whole(SPELLED.get(pattern.head, ""))
        node = tree.Call(token.start, self.stopped, pattern, given, order, False, *below)
        if said == "power":
            return tree.Power(token.start, self.stopped, node, exponent)
        times = exponent.value if isinstance(exponent, tree.Number) else 0
        if len(given) != 1 or order:
            raise self.fail(
                "f^n(x) is f applied n times, by the notation, which is read of one argument", exponent.start
            )
        if not isinstance(times, int) or not 1 <= times <= _MOST_ITERATED:
            name = f"∘{token.start}"
            body = replace(node, arguments=(tree.Index(token.start, token.start, name),))
            return Iterated(token.start, self.stopped, (name,), given[0], exponent, body)
        for _ in range(times - 1):
            node = tree.Call(token.start, self.stopped, pattern, (node,), 0, False, *below)
        return node

    def arguments_of(self, pattern: Pattern) -> tuple[Node, ...]:
        """The arguments in brackets."""
        opener, formals = self.peek(), pattern.formals or ()
        self.at += 1
        close = self.closing(opener, CLOSING[opener])
        inside = self.inside(self.at, close)
        found = arguments(inside, pattern)
        dotted = column(inside, close) if len(formals) == 1 else None
        given = (dotted,) if dotted else tuple(argument(part) for part in self.by_name(found, formals))
        at = self.offset
        self.at = close + 1
        if len(given) != len(formals):
            plural = "" if len(formals) == 1 else "s"
            message = f"{pattern.tex} has {len(formals)} argument{plural}, and {len(given)} stand here"
            raise self.fail(message, at)
        if dotted is None and tuple(separators_in(inside, pattern)) != pattern.separators:
            raise self.fail(f"the arguments of {pattern.tex} are parted by {' '.join(pattern.separators)}", at)
        return given

    def by_name(self, parts: Sequence[Cursor], formals: tuple[str, ...]) -> list[Self]:
        """Arguments by what stands in them; `p(y = j)` gives j to a p that the notation has as p(y)."""
        found = [self.inside(part.at, part.end) for part in parts]
        for n, (part, formal) in enumerate(zip(found, formals, strict=False)):
            sides = part.parts("=")
            if len(sides) == 2 and sides[0].texts == [token.text for token in tokenize(formal)]:
                found[n] = sides[1]
        return found

    def _formal(self, token: Token, pattern: Pattern, formal: str) -> Node:
        """A formal argument as the quantity of that name, if the notation has one."""
        tokens = [Token(part.text, token.start, token.end) for part in tokenize(formal)]
        try:
            return type(self)(tokens, 0, len(tokens), self.grammar, self.bound, self.depth + 1).whole()
        except Unreadable:
            raise self.fail(f"{pattern.head} is a function: of what? Write {pattern.tex}", token.start) from None
