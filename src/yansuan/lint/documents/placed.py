"""A text whose every character knows where it stands in its file, whatever is taken out of it or put in instead."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True)
class Placed:
    """A text, with the stretch of the file that each of its characters stands for.

    Args:
        text: the text.
        starts, ends: for each character, offsets in the file; what is put in has those of what it stands for.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def whole(cls, text: str) -> Placed:
        """All of a file; an end of line is one character."""
        placed = cls(text, range(len(text)), range(1, len(text) + 1))
        return placed.replaced(re.compile(r"\r(?=\n)"), "") if "\r" in text else placed

    def __getitem__(self, part: slice) -> Placed:
        return Placed(self.text[part], self.starts[part], self.ends[part])

    def put(self, start: int, end: int, text: str) -> Placed:
        """A text that stands for a stretch of this."""
        if start < end:
            first, last = self.span(start, end)
        else:
            first = last = self.starts[start] if start < len(self.text) else self.ends[-1]
        return Placed(text, [first] * len(text), [last] * len(text))

    def replaced(self, pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str]) -> Placed:
        """This with another text for every match of a pattern."""
        parts, at = list[Placed](), 0
        for match in pattern.finditer(self.text):
            parts += [self[at : match.start()], self.put(*match.span(), by if isinstance(by, str) else by(match))]
            at = match.end()
        return joined([*parts, self[at:]]) if parts else self

    def stripped(self) -> Placed:
        """This without blanks around it."""
        first = len(self.text) - len(self.text.lstrip())
        return self[first : max(first, len(self.text.rstrip()))]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the file that a stretch of this stands for; one that is empty stands before its character."""
        if start >= end:
            at = self.starts[start] if start < len(self.text) else (self.ends[-1] if self.text else 0)
            return at, at
        return min(self.starts[start:end]), max(self.ends[start:end])


def joined(parts: Iterable[Placed]) -> Placed:
    """Texts one after the other."""
    parts = [part for part in parts if part.text]
    if len(parts) == 1:
        return parts[0]
    text = "".join(part.text for part in parts)
    starts = tuple(chain.from_iterable(part.starts for part in parts))
    return Placed(text, starts, tuple(chain.from_iterable(part.ends for part in parts)))


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, which count from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
