"""What a text says to the linter in comments, and how long what it says holds.

    <!-- yansuan: A: symmetric matrix; n: 正整数 1..9 -->      what letters are
    % yansuan: ignore: a slip of the book that is quoted       the formula that it stands in

Outside of a formula, to ignore something is said of the one before on its line, where the comment ends the line, else
of the next one.

What is said of letters holds from there on, to the end of the section: until a heading of the same level or a higher
one. Said before any heading, it holds to the end of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from yansuan.lint.documents.passage import Declaration
from yansuan.lint.documents.placed import Placed

_DIRECTIVE = re.compile(r"\s*yansuan\s*[:：]\s*", re.I)
_IGNORE = re.compile(r"ignore\b\s*(?:[:：](.*))?$", re.DOTALL | re.I)
_EXAMPLE = "'yansuan: A: symmetric matrix; n: 正整数 1..9'"


class DirectiveError(Exception):
    """A comment to the linter is not understood."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


def directive(comment: Placed) -> Placed | None:
    """What a comment says to the linter; None where it is for somebody else."""
    if opening := _DIRECTIVE.match(comment.text):
        return comment[opening.end() :].stripped()
    return None


def ignored(said: Placed) -> str | None:
    """The reason for which a formula is not to be told of, "" where none is given; None where that is not said."""
    found = _IGNORE.match(said.text)
    return " ".join((found[1] or "").split()) if found else None


def declarations(said: Placed) -> list[Declaration]:
    """What is said of letters.

    Raises:
        DirectiveError: some of it is no `letter: what it is`.
    """
    found, at = list[Declaration](), 0
    for part in re.split(r"[;；\n]", said.text):
        start = at + len(part) - len(part.lstrip())
        at += len(part) + 1
        if not part.strip():
            continue
        key, colon, kind = _parted(part)
        offset = said.span(start, start + 1)[0]
        if not (colon and key and kind):
            raise DirectiveError(f"'{part.strip()}' says of no letter what it is. Write {_EXAMPLE}.", offset)
        found.append(Declaration(key, kind, offset))
    if not found:
        at = said.starts[0] if said.text else 0
        raise DirectiveError(f"this comment declares nothing. Write {_EXAMPLE}.", at)
    return found


def _parted(part: str) -> tuple[str, str, str]:
    colon = re.search(r"[:：]", part)
    return (part[: colon.start()].strip(), colon[0], part[colon.end() :].strip()) if colon else (part, "", "")


class Scope:
    """What is said of letters where one is in a text."""

    def __init__(self, given: Iterable[Declaration]) -> None:
        self._level = 0
        self._said = [(0, one) for one in given]

    def heading(self, level: int) -> None:
        """A section begins, and others end."""
        self._said = [(own, one) for own, one in self._said if own < level]
        self._level = level

    def declare(self, one: Declaration) -> None:
        """Something is said of a letter; what was said of it before holds no more."""
        self._said.append((self._level, one))

    def now(self) -> tuple[Declaration, ...]:
        """What holds here, each letter once."""
        taken, found = set[str](), list[Declaration]()
        for _, one in reversed(self._said):
            free = [letter for letter in letters(one.key) if _same(letter) not in taken]
            taken |= set(map(_same, free))
            if len(free) == len(letters(one.key)):
                found.append(one)
            elif free:
                found.append(Declaration(", ".join(free), one.kind, one.at))
        return tuple(reversed(found))


def letters(key: str) -> list[str]:
    """The letters of a key such as `x, f(x, y)`."""
    found, depth, start = list[str](), 0, 0
    for at, sign in enumerate(key):
        depth += (sign in "([{") - (sign in ")]}")
        if sign in ",，、" and depth <= 0:
            found.append(key[start:at].strip())
            start = at + 1
    return [letter for letter in [*found, key[start:].strip()] if letter]


def _same(letter: str) -> str:
    return re.sub(r"\s", "", letter)
