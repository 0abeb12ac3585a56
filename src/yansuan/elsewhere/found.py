"""The links of a text that lead to other sites, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yansuan.read import places
from yansuan.read.literal import Literal
from yansuan.read.source import blanked, fence_after, shown_path

_TARGET = re.compile(r"\]\(\s*<?(https?://(?:[^\s()<>\\]|\\.|\((?:[^\s()\\]|\\.)*\))+)")
_DEFINED = re.compile(r"^[ \t>]*\[(?!\^)[^\[\]\n]+\]:[ \t]*<?(https?://[^\s<>]+)", re.MULTILINE)
_ATTRIBUTE = re.compile(r"""\b(?:href|src|cite|poster)\s*=\s*["'](https?://[^"'\s]+)""", re.I)
_PLAIN = re.compile(r"""(?<![\w"'=])(https?://(?:[^\s()<>|"'`\\\[\]\u0080-\U0010ffff]|\([^\s()]*\))+)""")
_ENDS = ".,;:!?*_~'\""


@dataclass(frozen=True, order=True)
class Link:
    """A link, and where it stands.

    Args:
        path: the file, as somebody in the working directory types it.
        line: in it, from 1.
        column: likewise.
        url: where it leads, without what is behind `#`.
    """

    path: str
    line: int
    column: int
    url: str

    @property
    def place(self) -> str:
        """`file:line:col`."""
        return places.shown(self.path, (self.line, self.column))


def links_in(folder: Path) -> list[Link]:
    """The links of all Markdown in a folder; a file that is no text has none."""
    found = list[Link]()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".md", ".markdown", ".mdown", ".mkdn", ".mkd") and path.is_file():
            found += links_of(path.read_text("utf-8-sig", "replace"), shown_path(path))
    return found


def links_of(text: str, path: str) -> list[Link]:
    """The links of a text, each once in its place; code has none."""
    plain = _without_code(text)
    found = dict[int, str]()
    for form in (_TARGET, _DEFINED, _ATTRIBUTE, _PLAIN):
        for match in form.finditer(plain):
            url = match[1] if form is not _PLAIN else match[1].rstrip(_ENDS)
            found.setdefault(match.start(1), re.sub(r"\\(.)", r"\1", url).partition("#")[0])
    return [Link(path, *_place(text, at), url) for at, url in sorted(found.items())]


def _without_code(text: str) -> str:
    """The text with blanks where code and comments are, so that places stay."""
    lines, fence = list[str](), ""
    for line in text.split("\n"):
        before, fence = fence, fence_after(line, fence)
        lines.append(" " * len(line) if before or fence else line)
    plain = "\n".join(lines)
    for start, end in reversed(list(_spans(plain))):
        plain = blanked(plain, start, end)
    return plain


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Code in a line, comments, and elements whose text is code."""
    literal, at = Literal(text), 0
    while sign := re.compile(r"`|<(?:!--|code\b|pre\b|script\b|style\b)").search(text, at):
        blank = re.compile(r"\n[ \t]*\n").search(text, sign.start())
        end = literal.end(sign.start(), blank.start() if blank else len(text)) or sign.end()
        if text[sign.start()] == "`" and not text[sign.start() : end].strip("`"):  # opens nothing
            at = end
            continue
        yield sign.start(), end
        at = max(end, sign.start() + 1)


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
