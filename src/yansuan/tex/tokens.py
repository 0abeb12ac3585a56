"""TeX as tokens, each knowing where it stands.

Only what mathematics is written with: control sequences, letters, numbers, groups, scripts.  Spacing commands mean
nothing here and are left out, but for `\\quad` and `\\qquad`, which part a formula from the range it holds for; the
token after one knows that it stands apart.  `\\left|` and its kin open, `\\right|` closes, and plain `|` does either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 20_000  # characters of one formula
_TAKE_TWO = (r"\frac", r"\dfrac", r"\tfrac", r"\cfrac", r"\binom", r"\dbinom", r"\tbinom")
_TAKE_ONE = (*_TAKE_TWO, r"\sqrt")  # \frac12 takes a digit each
ROW = "\\\\"  # ends a row, with \\[4pt] as without
DOTTED = r"\left.|"  # a \left. that is closed by \right|
DEEPEST = 40  # brackets within brackets

_TOKEN = re.compile(
    r"\\\\\*?(?:\s*\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm|mu|px|in|pc|bp)\s*\])?|\\(?:[A-Za-z]+|.|$)|\d+(?:\.\d+)?|\.{3}|\S",
    re.DOTALL,
)
# What tunes the look of a formula and says nothing: spaces, sizes, line-breaking (more of that in `decoration.py`).
_MUTE = frozenset(
    r"\, \: \; \! \> \ \thinspace \medspace \thickspace \negthinspace \displaystyle \textstyle \scriptstyle"
    r" \scriptscriptstyle \limits \nolimits \nonumber \notag \big \Big \bigg \Bigg \bigl \Bigl \biggl \Biggl \bigr"
    r" \Bigr \biggr \Biggr \bigm \Bigm \biggm \Biggm \left \right"
    r" \middle \allowbreak \nobreak \mathstrut \strut \relax \enspace ~".split()
) | {"\\ ", "\\\n"}
_SAME = {"...": r"\ldots", r"\cr": ROW}  # in another spelling
_SPACES = frozenset(r"\, \: \; \> \thinspace \medspace \thickspace ~".split()) | {"\\ ", "\\\n"}
_OPENING = frozenset(r"\left \bigl \Bigl \biggl \Biggl".split())
_CLOSING = frozenset(r"\right \bigr \Bigr \biggr \Biggr".split())
_BARS = {"|": "vert", r"\vert": "vert", r"\|": "Vert", r"\Vert": "Vert"}


class Unreadable(Exception):
    """A formula, or a part of one, that says nothing that can be computed; `at` is an offset in its TeX."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True)
class Token:
    """A piece of TeX; `start` and `end` are offsets, and `apart` says whether a space is set before it.

    `compound` is a letter that counts and is more than a letter, as `z_i` below a sum.
    """

    text: str
    start: int
    end: int
    apart: bool = False
    compound: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is a control word, as `\\theta`."""
        return len(self.text) > 1 and self.text[0] == "\\" and self.text[1].isalpha()

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return self.text[0].isdigit() and self.text.isascii()

    @property
    def is_letter(self) -> bool:
        """Whether it is a letter that can be a symbol."""
        return self.compound or (len(self.text) == 1 and self.text.isalpha() and self.text.isascii())


def tokenize(tex: str) -> list[Token]:
    """The tokens of a formula.

    Raises:
        Unreadable: it is too long, or its groups do not match.
    """
    if len(tex) > LONGEST:
        raise Unreadable(f"the formula is longer than {LONGEST} characters", LONGEST)
    tokens, size, apart, sized = list[Token](), "", False, 0
    for match in _TOKEN.finditer(tex):
        text = ROW if match[0].startswith(ROW) else _SAME.get(match[0], match[0])
        if text in _MUTE:
            size, apart, sized = text, apart or text in _SPACES, match.start()
            continue
        start = match.start()
        if text == "." and size in (r"\left", r"\right"):
            text, start = f"{size}.", sized  # the half of a pair of brackets that is not printed
        if text in _BARS and size in _OPENING | _CLOSING:
            text = rf"\{'l' if size in _OPENING else 'r'}{_BARS[text]}"
        token = Token(text, start, match.end(), apart)
        size, apart = "", False
        if token.is_number and len(token.text) > 1 and tokens and tokens[-1].text in _TAKE_ONE:
            tokens += [
                Token(token.text[0], token.start, token.start + 1),
                Token(token.text[1:], token.start + 1, token.end),
            ]
        else:
            tokens.append(token)
    _matched(tokens)
    return tokens


def text_at(tokens: Sequence[Token], at: int) -> str:
    """The text of a token, "" beyond the ends."""
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _matched(tokens: list[Token]) -> None:
    """Every `{` has its `}`, and they are not nested without end."""
    open_: list[Token] = []
    for token in tokens:
        if token.text == "{":
            open_.append(token)
            if len(open_) > DEEPEST:
                raise Unreadable(f"groups are nested more than {DEEPEST} deep", token.start)
        elif token.text == "}":
            if not open_:
                raise Unreadable("'}' closes no group", token.start)
            open_.pop()
    if open_:
        raise Unreadable("'{' is not closed", open_[-1].start)
