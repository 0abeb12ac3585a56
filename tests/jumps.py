"""The form in which a message names its place, `file:line:col: message`, so that an editor can jump there."""

from __future__ import annotations

import re

# The console puts the level before it, and MkDocs the name of the part.
_PLACE = re.compile(r"(?:WARNING\s+-\s+)?(?:\w+: )?([^:\s][^:]*):(\d+):(\d+): (?=\S)")


def jump(message: str) -> tuple[str, int, int]:
    """The file, line and column that an editor finds in a message."""
    found = _PLACE.match(message)
    assert found, f"no editor can jump from {message!r}"
    return found[1], int(found[2]), int(found[3])


def pointed_at(message: str, text: str, first_line: int = 1) -> str:
    """What stands on its line in `text` from the place on that a message names."""
    _, line, column = jump(message)
    row = text.split("\n")[line - first_line]
    assert 1 <= column <= len(row) + 1, f"{message!r} points beyond {row!r}"
    return row[column - 1 :]
