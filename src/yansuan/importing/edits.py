"""What is to be changed in a text, noted while it is read; so that every place in the new text is known by the old."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Left:
    """Something that a person must decide, and where it stands in the original: an offset."""

    at: int
    message: str


class Edits:
    """Changes of a text, none of which overlap; those at one place stand in the order in which they were noted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._changes: list[tuple[int, int, str]] = []
        self._indents: list[tuple[int, int, str]] = []

    def put(self, start: int, end: int, new: str) -> None:
        """Put a text in the place of what stands from `start` to `end`."""
        if self.text[start:end] != new:
            self._changes.append((start, end, new))

    def indent(self, start: int, end: int, prefix: str) -> None:
        """Let each line from `start` to `end` begin with a prefix, after all other changes."""
        self._indents.append((start, end, prefix))

    def result(self) -> tuple[str, Moved]:
        """The new text, and where everything of the old stands in it."""
        made, moved = _changed(self.text, self._changes)
        for start, end, prefix in reversed(self._indents):  # inner ones were noted last
            begin, stop = made.rfind("\n", 0, moved(start)) + 1, moved(end)
            lines = [at for at in range(begin, stop) if at == begin or made[at - 1] == "\n"]
            blank = [at for at in lines if made[at : at + 1] == "\n"]
            changes = [(at, at, prefix.rstrip() if at in blank else prefix) for at in lines]
            made, then = _changed(made, changes)
            moved = Moved([*moved.steps, *then.steps])
        return made, moved


@dataclass(frozen=True)
class Moved:
    """Where an offset of the old text is in the new one.

    Args:
        steps: for each pass over the text, the offsets before and after each change.
    """

    steps: list[tuple[list[int], list[int]]]

    def __call__(self, at: int) -> int:
        """An offset in the new text; of what was replaced, where that which replaces it begins."""
        for old, new in self.steps:
            index = bisect_right(old, at) - 1
            begins = index % 2  # within a change
            at = new[index] if begins else new[index] + at - old[index]
        return at


def _changed(text: str, changes: list[tuple[int, int, str]]) -> tuple[str, Moved]:
    """A text with its changes, and where everything went.  What overlaps what was changed before is left as it is."""
    pieces, at, length = list[str](), 0, 0
    old, new = [0], [0]
    for start, end, put in sorted(changes, key=lambda change: change[:2]):
        if start < at:
            continue
        pieces += [text[at:start], put]
        length += start - at
        if end > start:
            old += [start, end]
            new += [length, length + len(put)]
        else:  # what stands there has moved behind it
            old += [start, start]
            new += [length, length + len(put)]
        length += len(put)
        at = end
    return "".join([*pieces, text[at:]]), Moved([(old, new)])
