"""The differentials of an integral: which letters they are of, and where they stand.

Of several signs the innermost takes the first differential; those of one sign stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Self

from yansuan.tex.operators import FRACTIONS, INTEGRALS, PUNCTUATION, RELATIONS
from yansuan.tex.orders import Orders
from yansuan.tex.patterns import read_head, script
from yansuan.tex.regions import ELEMENTS, letters_of_element
from yansuan.tex.tokens import ROW, Token, Unreadable

OPENING = frozenset(r"{ ( [ \{ \begin \lvert \lVert \lbrace \lbrack".split())
CLOSING = frozenset(r"} ) ] \} \end \rvert \rVert \rbrace \rbrack".split())
ENDS = frozenset((*RELATIONS, *PUNCTUATION, ROW, "&", r"\quad", r"\qquad"))


@dataclass(frozen=True)
class Differential:
    """`dx`: what it is over, the indices of its tokens, where the fraction ends that has it above."""

    variable: str
    begin: int
    letter: int
    end: int
    fraction: int | None = None


class Marks(Orders):
    """Reads the differentials that belong to a sign."""

    def _differentials(self, count: int, token: Token) -> list[Differential]:
        """The differentials of this sign, from left to right."""
        open_, found = count, list[Differential]()
        for one in self._marks():
            open_ += one if isinstance(one, int) else -1
            if isinstance(one, Differential) and open_ < count:
                if found and (found[-1].end != one.begin or one.fraction != found[-1].fraction):
                    raise self.fail("the differentials of one sign stand side by side", self.tokens[one.begin].start)
                found.append(one)
            if open_ == 0:
                return found
        bound = any(pattern.places == 0 for pattern in self.grammar.patterns.get("d", ()))
        advice = r"; d is a symbol here, so write \mathrm{d}x" if bound else ""
        if element := next((after for text, after in pairwise(self.texts) if text == "d" and after in ELEMENTS), ""):
            what = f"d{element} is over what stands below {token.text}. Bind it by its parameters, as"
            raise self.fail(f"{what} {ELEMENTS[element][1]}", token.start)
        raise self.fail(f"{token.text} over which letter? A differential such as dx is missing{advice}", token.start)

    def _elements(self, lower: Self | None, count: int, token: Token) -> list[Differential]:
        """`dA` or `dV` as the differentials of the letters of a region; none where something else stands there."""
        if lower is None or INTEGRALS[token.text] < 2:
            return []
        try:
            (only,) = self._differentials(1, token)
        except Unreadable:
            return []
        return [replace(only, variable=letter) for letter in letters_of_element(lower, only.variable, count)]

    def _beside(self, token: Token) -> int:
        """How many differentials stand side by side after the one that ends a `\\int` over a region."""
        (first,) = self._differentials(1, token)
        count, at = 1, first.end
        while first.fraction is None and (another := self._differential_at(at, self.end)):
            count, at = count + 1, another.end
        return count

    def _marks(self) -> Iterator[Differential | int]:
        """All further signs (how many differentials each has) and differentials outside of brackets."""
        at, depth = self.at, 0
        while at < self.end:
            text = self.tokens[at].text
            if depth == 0 and (text in ENDS or text in CLOSING):
                return
            if depth == 0 and (differential := self._differential_at(at, self.end)):
                yield differential
                at = differential.end
                continue
            if depth == 0 and text in INTEGRALS:
                yield INTEGRALS[text]
            if depth == 0 and text in FRACTIONS:
                yield from self._above(at)
            depth += (text in OPENING) - (text in CLOSING)
            at += 1

    def _above(self, at: int) -> Iterator[Differential]:
        """The differentials in the numerator of a fraction that is no derivative."""
        probe = self.inside(at, self.end)
        if probe.begins_derivative() and probe.divides_differentials():
            return
        start, end = script(self.tokens, at + 1, self.end)
        below = self.inside(end + (self.tokens[at + 1].text == "{"), self.end)
        below.argument()
        depth, at = 0, start
        while at < end:
            text = self.tokens[at].text
            if depth == 0 and (found := self._differential_at(at, end)):
                yield replace(found, fraction=below.at)
                at = found.end
                continue
            depth += (text in OPENING) - (text in CLOSING)
            at += 1

    def divides_differentials(self) -> bool:
        """Whether there is a differential below in the fraction that follows."""
        probe = self.inside(self.at + 1, self.end)
        probe.argument()
        return probe.argument().differentiates("d")

    def _differential_at(self, at: int, end: int) -> Differential | None:
        """`dx` at a token."""
        probe = self.inside(at, end)
        try:
            if not probe.differentiates("d"):
                return None
            probe.step_over_differential("d")
            if probe.peek() in ("^", "_", "'", "") or probe.token.is_number or probe.peek() in OPENING:
                return None
            head, after = read_head(self.tokens, probe.at, end)
        except Unreadable:
            return None
        if after < end and self.tokens[after].text in ("_", "^", "'"):
            raise self.fail("an integral is over a letter, without anything below or above it", probe.offset)
        return Differential(head, at, probe.at, after)
