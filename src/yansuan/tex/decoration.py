"""What tunes the look of a formula: the whole list of what is left out when it is read, and why each may be.

Nothing else is ever left out, but for spaces, sizes and line-breaking (`tokens.py`).  `INVISIBLE` prints space as wide
as its argument.  Colours and boxes change nothing of what is in them.  Words below a brace are a remark; what is
mathematics there says something, and stays.  What stands above a relation may be its number, or that it defines.  A
number in a circle at the end of a row, apart from it, is what the text calls the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yansuan.tex.tokens import ROW, Token, Unreadable

# With an argument that is not printed.
INVISIBLE = frozenset((r"\phantom", r"\hphantom", r"\vphantom"))
SPACES = frozenset((r"\hspace", r"\mspace"))
COLOURS = {r"\color": False, r"\textcolor": True}  # whether what is coloured is an argument
BOX = r"\boxed"
BRACES = {r"\underbrace": "_", r"\overbrace": "^"}
SWITCHES = {r"\rm": r"\mathrm", r"\bf": r"\mathbf", r"\it": r"\mathit", r"\cal": r"\mathcal", r"\sf": r"\mathsf"}
CIRCLED = r"\textcircled"  # a number by which the text names a row
OVER = (r"\stackrel", r"\overset")  # something above a relation
OF_TEXT = frozenset((r"\text", r"\textrm", r"\textit", r"\textbf", r"\mbox", r"\mathrm", r"\textsf"))

# What may stand above a relation: that it defines, or the number by which the text names it.
_LABEL = re.compile(
    r"def\.?|Def\.?|\\triangle|\\Delta|△|定义|记|记作|记为|令|设|\((?:\d{1,2}|[a-h]|[ivx]{1,4}|\*{1,3})\)"
    r"|（(?:\d{1,2}|[a-h])）|[①-⑳]|\\textcircled\d{1,2}"
)
# What may stand above = between random variables whose distributions are equal.
_OF_LAW = frozenset(("d", "D", r"\mathcalD", r"\mathcalL", "dist", "law", "分布", "同分布"))
EQUAL_IN_LAW = r"\d="
# Words that say how much something is, how often, or of which sign.
_STATES = re.compile(r"零|等于|恒|大于|小于|正|负|个|次|zero|equal|positive|negative|times|copies|const", re.IGNORECASE)
_RELATING = frozenset(r"= < > \le \leq \leqslant \ge \geq \geqslant \ne \neq \equiv \lt \gt ≤ ≥ ≠ \approx \sim".split())
_WIDE = 0.8  # em: what parts a range from a formula
_EM = {"em": 1.0, "mu": 1 / 18, "pt": 0.1, "ex": 0.43, "px": 0.075, "mm": 0.285, "cm": 2.85, "in": 7.2, "pc": 1.2}
_EDGES = frozenset((*_RELATING, *"+,;，；.。&()[]", ROW, r"\quad", r"\qquad"))


def undecorated(tokens: list[Token]) -> list[Token]:
    """The tokens of a formula without its decoration.

    Raises:
        Unreadable: what decorates has no argument.
    """
    if not any(token.text in _KNOWN for token in tokens):
        return tokens
    return list(_Plain(tokens).read(0, len(tokens)))


_KNOWN = frozenset(
    (*INVISIBLE, *SPACES, *COLOURS, BOX, *BRACES, *SWITCHES, *OVER, CIRCLED)
)  # fmt: skip


class _Plain:
    """Takes the decoration out of tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens

    def read(self, at: int, end: int) -> Iterator[Token]:
        """What is left of a stretch."""
        while at < end:
            token = self._tokens[at]
            if token.text not in _KNOWN:
                yield token
                at += 1
                continue
            found, at = self._without(at, end)
            yield from found

    def _without(self, at: int, end: int) -> tuple[list[Token], int]:
        """What a decoration leaves, and where it ends."""
        token = self._tokens[at]
        text = token.text
        if text in SWITCHES:
            return self._switched(at, end)
        if text == CIRCLED:
            return self._numbered(at, end)
        if text in INVISIBLE:
            return [], self._group(at + 1, end)[1] + 1
        if text in SPACES:
            at += self._text(at + 1, end) == "*"
            start, stop = self._group(at + 1, end)
            wide = self._width(start, stop) >= _WIDE
            return ([Token(r"\quad", token.start, self._tokens[stop].end)] if wide else []), stop + 1
        if text in COLOURS:
            return self._coloured(at, end)
        if text in OVER:
            return self._labelled(at, end)
        return self._around(at, end)

    def _text(self, at: int, end: int) -> str:
        return self._tokens[at].text if at < end else ""

    def _group(self, at: int, end: int) -> tuple[int, int]:
        """What is in the braces that open there: where it begins, and its closing brace."""
        if self._text(at, end) == "{":
            depth = 0
            for index in range(at, end):
                depth += (self._tokens[index].text == "{") - (self._tokens[index].text == "}")
                if depth == 0:
                    return at + 1, index
        command = next(one for one in self._tokens[at - 1 :: -1] if one.text in _KNOWN)
        raise Unreadable(f"put braces around the argument of {command.text}", command.start)

    def _width(self, start: int, stop: int) -> float:
        """A length, in em."""
        text = "".join(token.text for token in self._tokens[start:stop])
        found = re.fullmatch(r"(-?\d*\.?\d+)([a-z]{2})", text)
        if not found or found[2] not in _EM:
            raise Unreadable(f"'{text}' is no length", self._tokens[start - 1].start)
        return float(found[1]) * _EM[found[2]]

    def _switched(self, at: int, end: int) -> tuple[list[Token], int]:
        r"""`{\rm max}` is `\mathrm{max}`: the font goes to the end of the group."""
        token, stop, depth = self._tokens[at], at + 1, 0
        while stop < end and depth >= 0:
            depth += (self._text(stop, end) == "{") - (self._text(stop, end) == "}")
            stop += depth >= 0
        inside = self._tokens[at + 1 : stop]
        if not inside or any(not (one.is_letter or one.is_number) for one in inside):
            raise Unreadable(f"{token.text} before anything but letters. Write {SWITCHES[token.text]}", token.start)
        first, last = inside[0].start, inside[-1].end
        font = Token(SWITCHES[token.text], token.start, token.end, token.apart)
        return [font, Token("{", first, first), *inside, Token("}", last, last)], stop

    def _numbered(self, at: int, end: int) -> tuple[list[Token], int]:
        r"""`& \textcircled{1} \\`: the number of a row, apart from it and at its end."""
        token = self._tokens[at]
        start, stop = self._group(at + 1, end) if self._text(at + 1, end) == "{" else (at + 1, at + 2)
        after = stop + (self._text(at + 1, end) == "{")
        before = self._text(at - 1, end) if at else ""
        said = [one.text for one in self._tokens[start:stop]]
        ends = self._text(after, end) in ("", ROW, r"\end")
        if before in ("&", r"\quad", r"\qquad") and ends and len(said) == 1 and said[0].isalnum():
            return [], after
        return [token], at + 1

    def _coloured(self, at: int, end: int) -> tuple[list[Token], int]:
        takes, start = COLOURS[self._tokens[at].text], at + 1
        if self._text(start, end) == "[":
            while start < end and self._text(start, end) != "]":
                start += 1
            start += 1
        after = self._group(start, end)[1] + 1
        if not takes and self._text(after, end) != "{":
            return [], after
        start, stop = self._group(after, end)
        return list(self.read(start, stop)), stop + 1

    def _labelled(self, at: int, end: int) -> tuple[list[Token], int]:
        r"""`\stackrel{\text{def}}{=}`."""
        token = self._tokens[at]
        start, stop = self._group(at + 1, end) if self._text(at + 1, end) == "{" else (at + 1, at + 2)
        after = stop + (self._text(at + 1, end) == "{")
        first, last = self._group(after, end) if self._text(after, end) == "{" else (after, after + 1)
        after = last + (self._text(after, end) == "{")
        relation = self._text(first, end)
        if last != first + 1 or relation not in _RELATING:
            return [token], at + 1
        words = [one.text for one in self._tokens[start:stop] if one.text not in ("{", "}") and one.text not in OF_TEXT]
        if relation == "=" and "".join(words) in _OF_LAW:
            return [Token(EQUAL_IN_LAW, token.start, self._tokens[after - 1].end, token.apart)], after
        if not _LABEL.fullmatch("".join(words)):
            said = "".join(words)
            raise Unreadable(f"'{said}' above '{relation}' says something that is not known here", token.start)
        return [Token(relation, token.start, self._tokens[after - 1].end, token.apart)], after

    def _around(self, at: int, end: int) -> tuple[list[Token], int]:
        """A box, or a brace with words below it."""
        token = self._tokens[at]
        start, stop = self._group(at + 1, end)
        after = stop + 1
        if token.text in BRACES and self._text(after, end) == BRACES[token.text]:
            if self._text(after + 1, end) != "{":
                return [token], at + 1
            label, close = self._group(after + 1, end)
            if not self._is_remark(label, close):
                return [token], at + 1  # what it says has to be understood
            after = close + 1
        inside = list(self.read(start, stop))
        if not inside or self._is_apart(at, after, end):
            return inside, after
        raised = self._text(after, end) in ("^", "_", "'", "!")
        printed = token.text == BOX and (raised or self._is_sum(start, stop))
        opening, closing = self._tokens[start - 1], self._tokens[stop]
        brackets = (
            Token("(" if printed else "{", token.start, opening.end, token.apart),
            Token(")" if printed else "}", closing.start, self._tokens[after - 1].end),
        )
        return [brackets[0], *inside, brackets[1]], after

    def _is_remark(self, at: int, end: int) -> bool:
        """Whether words stand there and nothing else: no number, no sign."""
        if self._text(at, end) not in OF_TEXT:
            return False
        start, stop = self._group(at + 1, end)
        words = [one.text for one in self._tokens[start:stop]]
        plain = all(one.isalpha() or one in "-—–，、（）()" for one in words)
        return stop == end - 1 and plain and not _STATES.search("".join(words))

    def _is_apart(self, at: int, after: int, end: int) -> bool:
        """Whether what stands there may lose its braces and be the same: between relations, commas, plus signs."""
        before = self._tokens[at - 1].text if at else ","
        following = self._text(after, end) or ","
        return before in _EDGES - {")", "]"} and following in (_EDGES | {"-", "−"}) - {"(", "["}

    def _is_sum(self, start: int, stop: int) -> bool:
        """Whether more than a run of factors stands there."""
        depth = 0
        for token in self._tokens[start:stop]:
            depth += (token.text in ("{", "(", "[")) - (token.text in ("}", ")", "]"))
            if depth == 0 and token.text in ("+", "-", "−", "/", r"\cdot", r"\times", r"\pm", r"\mp", *_RELATING):
                return True
        return False
