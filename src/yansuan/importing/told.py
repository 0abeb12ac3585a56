"""What a person is told of posts that were taken: what was left, and where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from yansuan.read import places


@dataclass(frozen=True, order=True)
class Message:
    """What a person must decide.

    Args:
        path: the file, as somebody in the working directory types it.
        line: in it, from 1.
        column: likewise.
        text: what it is, and what to do.
    """

    path: str
    line: int
    column: int
    text: str

    @property
    def place(self) -> str:
        """`file:line:col`."""
        return places.shown(self.path, (self.line, self.column))


@dataclass
class Plan:
    """What is to be written, and what is told.

    Args:
        texts: of the notes, by their paths within docs/.
        copies: the files that they want, and where these go within docs/.
        messages: what a person must decide.
        unused: what was left out because it is of no use here, and how often.
        renamed: notes whose files had no name that an address can have, and what they are called now.
    """

    texts: dict[str, str] = field(default_factory=dict)
    copies: dict[Path, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    unused: Counter[str] = field(default_factory=Counter)
    renamed: list[tuple[str, str]] = field(default_factory=list)
