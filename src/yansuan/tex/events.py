"""Events, as they stand in brackets after P: chains, names, and what joins them.

X \\le 2, Y > 1        A \\cap B^c        AB        X \\in [a, b)        \\bar A
"""

from __future__ import annotations

from typing import Self

from yansuan.tex import tree
from yansuan.tex.extrema import Extrema
from yansuan.tex.intervals import interval
from yansuan.tex.operators import CLOSING, RELATIONS
from yansuan.tex.tree import Node
from yansuan.tex.words import mark

_OPEN, _CLOSED = ("(", "[", r"\{", r"\lbrace"), (")", "]", r"\}", r"\rbrace")
_COMPLEMENT = ("c", r"\complement", r"\mathrm{c}", r"\mathsf{c}")
_OVER = (r"\bar", r"\overline")


class Events(Extrema):
    """Reads events."""

    def in_brackets_here(self) -> Self:
        """Step over brackets; a reader for what is in them."""
        opener = self.token
        self.at += 1
        close = self._end_of_brackets()
        if close is None:
            raise self.fail(f"'{opener.text}' is not closed by '{CLOSING[opener.text]}'", opener.start)
        inside = self.inside(self.at, close)
        self.at = close + 1
        return inside

    def _end_of_brackets(self) -> int | None:
        """The index of the token that closes what has been opened; `(a, b]` within opens and closes as well."""
        depth = 1
        for index in range(self.at, self.end):
            text = self.tokens[index].text
            depth += (text in _OPEN) - (text in _CLOSED)
            if depth == 0:
                return index if text == CLOSING.get(self.tokens[self.at - 1].text) else None
        return None

    def event(self) -> Node:
        """An event: parts joined by commas, ∩, ∪ or ∖, each a chain or a name."""
        if self.at >= self.end:
            raise self.fail("an event is missing here")
        start = self.offset
        both = ",", "，", r"\land", r"\wedge", mark("and")
        for joints, kind in ((both, tree.Both), ((r"\lor", r"\vee"), tree.Either)):
            if len(parts := self.parts(*joints)) > 1:
                return kind(start, self.tokens[self.end - 1].end, tuple(part.event() for part in parts))
        joints_here = {
            text for part in (r"\cap", r"\cup", r"\setminus") for text in [part] if len(self.parts(part)) > 1
        }
        if len(joints_here) > 1:
            raise self.fail("in which order do these events belong together? Put brackets")
        for joint in joints_here:
            return self._joined_by(joint, start)
        return self._single_event(start)

    def _joined_by(self, joint: str, start: int) -> Node:
        end = self.tokens[self.end - 1].end
        events = tuple(part.event() for part in self.parts(joint))
        if joint == r"\setminus":
            if len(events) > 2:
                raise self.fail("in which order do these events belong together? Put brackets")
            return tree.Both(start, end, (events[0], tree.Fails(events[1].start, end, events[1])))
        return (tree.Both if joint == r"\cap" else tree.Either)(start, end, events)

    def _single_event(self, start: int) -> Node:
        end = self.tokens[self.end - 1].end
        if self.take(r"\lnot", r"\neg"):
            return tree.Fails(start, end, self.event())
        opener = self.peek()
        if opener in CLOSING and opener not in ("{", "["):
            probe = self.inside(self.at + 1, self.end)
            close = probe.closing(opener, CLOSING[opener])
            if close == self.end - 1:
                return self.inside(self.at + 1, close).event()
            if self._is_complement(close + 1):
                return tree.Fails(start, end, self.inside(self.at + 1, close).event())
        if interval := self._within():
            return interval
        if not any(text in RELATIONS for text in self.texts):
            return self._named_event(start)
        return tree.Happens(start, end, self.chain(needs_relation=True))

    def _within(self) -> Node | None:
        """`X \\in [a, b)`: two relations; None where nothing of the kind stands here."""
        sign = next((text for text in (r"\in", r"\notin") if len(self.parts(text)) == 2), "")
        if not sign:
            return None
        what, within = self.parts(sign)
        start, end = what.offset, within.tokens[within.end - 1].end
        if within.head() == r"\mathbb{R}" and within.head_end() == within.end:
            what.whole()
            event: Node = tree.Both(start, end, ())
            return tree.Fails(start, end, event) if sign == r"\notin" else event
        if within.peek() not in ("[", "(") or within.tokens[within.end - 1].text not in ("]", ")"):
            return None
        if len(within.inside(within.at + 1, within.end - 1).parts(",", "，")) != 2:
            return None
        chain = interval(what.whole(), within)
        event = tree.Happens(start, end, chain) if chain.relations else tree.Both(start, end, ())
        return tree.Fails(start, end, event) if sign == r"\notin" else event

    def _named_event(self, start: int) -> Node:
        """An event of the notation, or the complement of one."""
        end = self.tokens[self.end - 1].end
        if self.peek() in _OVER and self.head() not in self.grammar.patterns:
            self.at += 1
            inside = self.argument()
            if self.at == self.end:
                return tree.Fails(start, end, inside.event())
            raise self.unexpected()
        for place in range(self.at + 1, self.end):
            if self.tokens[place].text == "^" and self._is_complement(place):
                return tree.Fails(start, end, self.inside(self.at, place).event())
        return tree.Occurs(start, end, self.whole())

    def _is_complement(self, at: int) -> bool:
        """Whether a `^c` and nothing else follows, and c is no letter of the notation."""
        if at >= self.end or self.tokens[at].text != "^" or "c" in self.grammar.patterns or "c" in self.bound:
            return False
        probe = self.inside(at + 1, self.end)
        above = probe.argument()
        return probe.at == probe.end and "".join(above.texts) in _COMPLEMENT
