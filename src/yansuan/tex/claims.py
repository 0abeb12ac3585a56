"""What is true or false, as it is written: relations, joined by ∧, ∨, ¬, ⇒, ⇔ and commas; `[P]` and indicators.

claim := either (⇔ either)? | either (⇒ either)?
either := both (∨ both)*
both   := part ((∧ | ,) part)*
part   := ¬ part | (claim) | chain
"""

from __future__ import annotations

from typing import Literal, Self

from yansuan.tex import logic, tree
from yansuan.tex.congruences import settled
from yansuan.tex.counting import Counting
from yansuan.tex.operators import AND, CLOSING, CONNECTIVES, IFF, IMPLIES, NOT, OR, RELATIONS
from yansuan.tex.parity import with_parity
from yansuan.tex.patterns import script
from yansuan.tex.quantified import quantified
from yansuan.tex.tree import Chain, Node, Relation

_PRIME = ("质数", "素数", "为质数", "为素数", "是质数", "是素数", "prime", "is prime", "isprime")
_TEXTS = (r"\text", r"\textrm", r"\mathrm", r"\operatorname")
_RELATING = (*RELATIONS, r"\not", r"\nequiv", r"\in", "∈")
_ONES = frozenset(rf"{font}{{{of}}}" for font in (r"\mathbf", r"\mathbb", r"\boldsymbol") for of in ("1", "I")) - {
    r"\boldsymbol{I}",
    r"\mathbf{I}",
}  # which are matrices


def primes_from(of: Node) -> tuple[logic.Claim, logic.Claim]:
    """That something is a prime, and so is 2 at least."""
    two = tree.Number(of.start, of.end, 2, "2")
    at_least = Chain((two, of), (Relation(of.start, of.end, "≤"),))
    return logic.Prime(of.start, of.end, of), logic.Holds(of.start, of.end, at_least)


class Claims(Counting):
    """Reads claims."""

    def is_claim(self) -> bool:
        """Whether a relation, or what joins relations, stands in what is left, outside of brackets."""
        bars = self.parts("|")
        divides = len(bars) == 2 and all(bar.at < bar.end for bar in bars)
        return divides or with_parity(self) is not self or len(self.parts(*_RELATING, *CONNECTIVES)) > 1

    def claim(self) -> logic.Claim:
        """All the tokens as one claim."""
        start = self.offset
        if (claim := quantified(self)) is not None:
            return claim
        kinds: tuple[tuple[Literal["iff", "implies"], tuple[str, ...]], ...] = (("iff", IFF), ("implies", IMPLIES))
        for kind, signs in kinds:
            sides = self.parts(*signs)
            if len(sides) > 2:
                raise sides[2].fail("what follows from what? Put brackets around one of them")
            if len(sides) == 2:
                one, other = sides[0]._either(), sides[1]._either()
                return logic.Connected(start, other.end, kind, (one, other))
        return self._either()

    def _either(self) -> logic.Claim:
        return _joined("or", [part._both() for part in self.parts(*OR)])

    def _both(self) -> logic.Claim:
        return _joined("and", [part.part_of_claim() for part in self.parts(*AND, ",", "，")])

    def part_of_claim(self) -> logic.Claim:
        """What is not joined to others."""
        start = self.offset
        if (said := with_parity(self)) is not self:
            return said.part_of_claim()
        if self.take(*NOT):
            of = self.part_of_claim()
            return logic.Connected(start, of.end, "not", (of,))
        if self.peek() in ("(", "[") and self.in_brackets(self.at, self.end):
            inside = self.inside(self.at + 1, self.end - 1)
            if inside.is_claim():
                return inside.claim()
        if (claim := quantified(self)) is not None:
            return claim
        if self.peek_last_words() in _PRIME:
            return self._that_is_prime()
        chain = settled(self.chain(needs_relation=True), stated=False)
        return logic.Holds(start, chain.expressions[-1].end, chain)

    def peek_last_words(self) -> str:
        """The words in `\\text{…}` that end what is left; "" where none do."""
        at = max((n for n in range(self.at, self.end) if self.tokens[n].text in _TEXTS), default=-1)
        if at < self.at + 1:
            return ""
        begin, end = script(self.tokens, at + 1, self.end)
        words = "".join(token.text for token in self.tokens[begin:end])
        return words.strip() if end + 1 == self.end else ""

    def without_words(self) -> int:
        """The index of the token at which words begin that end what is left."""
        at = max((n for n in range(self.at, self.end) if self.tokens[n].text in _TEXTS), default=self.end)
        return at if self.peek_last_words() in _PRIME else self.end

    def _that_is_prime(self) -> logic.Claim:
        """`p \\text{ 质数}`."""
        of = self.inside(self.at, self.without_words()).whole()
        one, two = primes_from(of)
        return logic.Connected(of.start, self.stopped, "and", (one, two))

    def states_membership(self) -> bool:
        """Whether `x \\in S` with a declared set stands here, which those know who read sets."""
        return False

    # ---- As numbers

    def counted(self) -> Node | None:
        """A factor that is 1 where something is true; or one of whole numbers."""
        if self.peek() == "[":
            start = self.offset
            inside = self._bracket()
            if inside is not None and inside.is_claim():
                of = inside.claim()
                self.at = inside.end + 1
                return logic.Iverson(start, self.stopped, of)
        head = self.head()
        if head in _ONES and head not in self.grammar.patterns and (node := self._indicator()) is not None:
            return node
        return super().counted()

    def _bracket(self) -> Self | None:
        """What is between the brackets that open here; None where they do not close."""
        opener = self.peek()
        probe = self.inside(self.at + 1, self.end)
        closes = [n for n in range(probe.at, probe.end) if self.tokens[n].text == CLOSING[opener]]
        return self.inside(probe.at, probe.closing(opener, CLOSING[opener])) if closes else None

    def _indicator(self) -> Node | None:
        """`\\mathbf 1_{x > 0}`, `\\mathbb I(x > 0)`."""
        start, begin = self.offset, self.at
        self.at = self.head_end()
        of = self.argument() if self.take("_") else None
        if of is not None and of.in_brackets(of.at, of.end):
            of = of.inside(of.at + 1, of.end - 1)
        elif of is None and self.peek() in CLOSING and (inside := self._bracket()) is not None:
            of, self.at = inside, inside.end + 1
        if of is None or not of.is_claim():
            self.at = begin
            return None
        return logic.Iverson(start, self.stopped, of.claim())


def _joined(kind: Literal["and", "or"], parts: list[logic.Claim]) -> logic.Claim:
    return parts[0] if len(parts) == 1 else logic.Connected(parts[0].start, parts[-1].end, kind, tuple(parts))
