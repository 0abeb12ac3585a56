"""Where the Markdown text in hand comes from: the ground that every capability stands on that reports a mistake.

A Python-Markdown extension sees a text and no file.  MkDocs (and ProperDocs) gives each `Markdown` instance a tree
processor `relpath` that knows the file, and Material's blog gives the instance that reads a note a second time, for
lists, one called `excerpt`; this module reads these and nothing else of theirs, and imports neither.
"""

from __future__ import annotations

import os
import re
import tokenize
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from markdown import Markdown

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:)[ \t]+)?(`{3,}|~{3,})(.*)")


@dataclass(frozen=True)
class Source:
    """Where a text stands.

    Args:
        path: the file, as it is to stand in messages.
        first_line: the line of the file at which the text begins (after the front matter).
        uri: the file's path within docs/, with slashes.
        excerpt: whether this is a second reading of a note, for a list: nothing is reported again, no ids are made.
        margins: how many columns of a line of the file stand before the text, where any do.
    """

    path: str
    first_line: int = 1
    uri: str = ""
    excerpt: bool = False
    margins: Mapping[int, int] = field(default_factory=dict)

    def at(self, line: int, column: int | None = None) -> str:
        """`file:line:col` of a line of the text."""
        line += self.first_line - 1
        place = f"{self.path}:{line}"
        return f"{place}:{column + self.margins.get(line, 0)}" if column else place


def locate(md: Markdown) -> Source | None:
    """The source of the text that a `Markdown` instance reads; None where it was made by neither of the two."""
    if "relpath" not in md.treeprocessors:
        return None
    file = md.treeprocessors["relpath"].file  # type: ignore[attr-defined]  # MkDocs's own
    excerpt = "excerpt" in md.treeprocessors
    if not file.abs_src_path:
        return Source(file.src_uri, uri=file.src_uri, excerpt=excerpt)
    path = Path(file.abs_src_path)
    if path.suffix == ".py":  # a snippet, whose text stands in its comments
        return Source(shown_path(path), uri=file.src_uri, margins=_comments(path.read_text("utf-8-sig")))
    first_line = 1 + front_matter_lines(path.read_text("utf-8-sig"))
    return Source(shown_path(path), first_line, file.src_uri, excerpt)


def _comments(program: str) -> dict[int, int]:
    """How many columns the sign takes on each line that is a comment."""
    found = {}
    with suppress(tokenize.TokenError, SyntaxError):  # what is no Python is told of elsewhere
        for token in tokenize.generate_tokens(StringIO(program).readline):
            if token.type == tokenize.COMMENT and token.start[1] == 0:
                found[token.start[0]] = 2 if token.string.startswith("# ") else 1
    return found


def front_matter_lines(text: str) -> int:
    """How many lines the front matter of a Markdown file takes, with the blank ones after it."""
    match = re.match(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|$)\n*", text.replace("\r\n", "\n"), re.DOTALL)
    return match.group().count("\n") if match else 0


def fence_after(line: str, fence: str) -> str:
    """The fence of code that is open after a line, "" if none is; `fence` was open before it.

    As CommonMark has it: what closes is at least as long as what opened and stands alone, and no backtick follows the
    backticks that open.
    """
    match = _FENCE.match(line.rstrip("\n"))
    if not match:
        return fence
    if fence:
        return "" if match[1].startswith(fence) and not match[2].strip() else fence
    return "" if match[1][0] == "`" and "`" in match[2] else match[1]


def shown_path(path: Path) -> str:
    """A path as a person in the working directory would type it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
