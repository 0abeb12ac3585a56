"""What a text has that matters to the linter, in the order in which it stands there, whatever the text is written in.

The finders (`markdown.py`, `latex.py`, `rst.py`) yield these; `reading.py` makes formulas of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from yansuan.lint.documents.placed import Placed

WORDS = 120
"""How many characters of what stands before a formula are kept."""


@dataclass(frozen=True)
class Heading:
    """A section begins; the highest level is 1."""

    level: int


@dataclass(frozen=True)
class Comment:
    """What readers do not see, without its marks."""

    text: Placed


@dataclass(frozen=True)
class Symbols:
    """What a front matter says of letters: key, what it is, and where."""

    said: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Definition:
    """A macro is defined outside of a formula; the text may go on beyond it."""

    text: Placed


@dataclass(frozen=True)
class Found:
    """A formula.

    Args:
        tex: what stands between its marks; an environment is part of it.
        display: whether it stands by itself.
        start, end: offsets in the file, marks included.
        before: the words before it.
    """

    tex: Placed
    display: bool
    start: int
    end: int
    before: str


@dataclass(frozen=True)
class Trouble:
    """Something that cannot be read."""

    at: int
    message: str


Event = Heading | Comment | Symbols | Definition | Found | Trouble


def words_before(text: str) -> str:
    """The last words of a text, on one line."""
    said = " ".join(text.split())
    return said[-WORDS:]
