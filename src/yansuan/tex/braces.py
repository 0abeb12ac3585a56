"""Finite sets, as they are written: elements in braces, sets by a condition, ∪, ∩, ∖ and `\\#`.

Braces are a set where they list several things or say by what condition; round one thing they are a set only where
a set stands beside them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, Self

from yansuan.tex import logic, sets, tree
from yansuan.tex.gathering import Below, Gathering
from yansuan.tex.listing import listed
from yansuan.tex.operators import DOTS, JOINTS, RELATIONS, SIGNS
from yansuan.tex.tokens import text_at
from yansuan.tex.tree import Chain, Node, Relation

SET_SIGNS: dict[str, Literal["cup", "cap", "minus"]] = {
    r"\cup": "cup", r"\cap": "cap", r"\setminus": "minus", r"\smallsetminus": "minus", "∪": "cup", "∩": "cap",
}  # fmt: skip
EMPTY = (r"\emptyset", r"\varnothing", "∅")
_IN = (r"\in", "∈", r"\notin", "∉")
_BESIDE = frozenset((*SET_SIGNS, *_IN, r"\subseteq", r"\subsetneq"))
_BEFORE = frozenset((*_BESIDE, *RELATIONS, "(", "[", r"\{", ",", "|", r"\lvert", r"\#", ""))
_OPENERS = (r"\{", r"\lbrace")
_HIDDEN = "·"  # the letter of a list with dots


class Braces(Gathering):
    """Reads sets."""

    def has_sets(self) -> bool:
        """Whether a declared set stands in what is left, or the empty one."""
        heads = {
            one.head for those in self.grammar.patterns.values() for one in those if one.key in self.grammar.finite
        }
        return any(text in heads or text in EMPTY for text in self.texts)

    def states_membership(self) -> bool:
        """Whether `x \\in S` with a declared set stands here, and no set of numbers."""
        _, *right = self.parts(*_IN)
        return bool(right) and all(side.has_sets() for side in right)

    def of_sets(self, first: Node, begin: int) -> Node:
        """What ∪, ∩ and ∖ join, where the first of it has just been read."""
        if self.tokens[begin].text in SIGNS:
            raise self.fail("a sign before a set", self.tokens[begin].start)
        sign, parts = SET_SIGNS[self.peek()], [first]
        while self.peek() in SET_SIGNS:
            if SET_SIGNS[self.peek()] != sign or (sign == "minus" and len(parts) > 1):
                raise self.fail("in which order are these joined? Put brackets around one of them")
            self.at += 1
            parts.append(self.term())
        if self.peek() in (*SIGNS, *JOINTS):
            raise self.fail("in which order are these joined? Put brackets around one of them")
        return sets.SetOperation(first.start, self.stopped, sign, tuple(parts))

    def big(self, *, in_argument: bool = False) -> Node:
        """`\\max\\{a, b\\}`; or what stands over conditions."""
        token = self.token
        if token.text not in (r"\max", r"\min") or self.peek(1) not in _OPENERS:
            return super().big(in_argument=in_argument)
        self.at += 1
        inside = self._bracket()
        if inside is None:
            raise self.fail("these braces are not closed")
        parts = inside.parts(",", "，")
        if any(len(inside.parts(sign)) > 1 for sign in (":", r"\mid", "|")):
            of = self._in_braces()
            if isinstance(of, logic.Over):
                return self.powers(replace(of, start=token.start, operation="max" if token.text == r"\max" else "min"))
        if len(parts) < 2 or any(len(inside.parts(sign)) > 1 for sign in (":", r"\mid", "|")):
            raise self.fail(f"{token.text} of which numbers? Part them by commas, or write {token.text}_{{k \\in S}}")
        self.at = inside.end + 1
        among = listed(parts, "max" if token.text == r"\max" else "min")
        return self.powers(tree.Extremum(token.start, self.stopped, token.text[1:], among))  # type: ignore[arg-type]

    def counted(self) -> Node | None:
        """A set, or how many elements one has."""
        start, text = self.offset, self.peek()
        if text in EMPTY and text not in self.grammar.patterns:
            self.at += 1
            return sets.SetOf(start, self.stopped, ())
        if text == r"\#":
            self.at += 1
            of = self.factor()
            return sets.Size(start, self.stopped, of)
        if text in _OPENERS and (node := self._in_braces()) is not None:
            return node
        return super().counted()

    def _in_braces(self) -> Node | None:
        start = self.offset
        inside = self._bracket()
        if inside is None:
            return None
        close = inside.end
        for sign in (":", r"\mid", "|"):
            sides = inside.parts(sign)
            if len(sides) > 1 and sides[0].at < sides[0].end:
                node = self._by_condition(sides[0], self.inside(sides[1].at, close), start)
                self.at = close + 1
                return node
        parts = inside.parts(",", "，")
        if len(parts) == 1 and not self._is_set(close):
            return None
        self.at = close + 1
        if any(DOTS & set(part.texts) for part in parts):
            return self._with_dots(parts, start)
        elements = tuple(part.whole() for part in parts) if inside.at < close else ()
        return sets.SetOf(start, self.stopped, elements)

    def _is_set(self, close: int) -> bool:
        """Whether braces round one thing are a set, by what stands beside them."""
        before = self.tokens[self.at - 1].text if self.at else ""
        after = text_at(self.tokens, close + 1)
        if before in _BESIDE or after in _BESIDE:
            return True
        whole = self.inside(0, len(self.tokens))
        about = whole.has_sets() or bool(_BESIDE & set(whole.texts)) or r"\bigcup" in whole.texts
        return about and (before in _BEFORE or close - self.at == 2)  # one letter, which needs no brackets

    def _with_dots(self, parts: list[Self], start: int) -> Node:
        """`\\{1, 2, \\dots, n\\}`: from a whole number, by one, to another."""
        *before, dots, last = parts if len(parts) > 2 else [*parts, *parts]
        numbers = [int(part.peek()) for part in before if len(part.texts) == 1 and part.peek().isdecimal()]
        counts = len(numbers) == len(before) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        if not counts or len(dots.texts) != 1 or dots.peek() not in DOTS or DOTS & set(last.texts):
            raise self.fail("which elements are these? Write \\{1, 2, \\dots, n\\}, or the condition", start)
        sign = Relation(dots.offset, dots.offset, "≤")
        letter = tree.Index(start, start, _HIDDEN)
        chain = Chain((before[0].whole(), letter, last.whole()), (sign, sign))
        claim = logic.Holds(start, self.stopped, chain)
        return logic.Over(start, self.stopped, "set", (_HIDDEN,), (claim,), letter)

    def _by_condition(self, left: Self, right: Self, start: int) -> Node:
        """`\\{x \\in S : x > 2\\}`, `\\{x^2 : x \\in S\\}`."""
        membership = len(left.parts("∈", r"\in")) > 1
        below = Below([left if membership else right], [], set())
        self._find_letters(below)
        alone = left.head() if not membership and len(left.texts) == 1 else ""
        if alone and alone not in below.letters and alone not in self.bound:
            below.letters.insert(0, alone)
        if not below.letters or (membership and left.peek() != below.letters[0]):
            raise left.fail("a set of what? Write \\{x \\in S : …\\}")
        letters = below.letters[:1] if membership else below.letters
        claims = [right.inside(right.at, right.end, *letters).claim()]
        body = left.inside(left.at, left.end, *letters)
        if membership:
            claims.insert(0, body.claim())
            body = left.inside(left.at, left.at + 1, *letters)
        return logic.Over(start, self.tokens[right.end].end, "set", tuple(letters), tuple(claims), body.whole())
