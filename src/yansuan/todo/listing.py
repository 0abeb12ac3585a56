"""What was told in a build, as a list by file: its place, what is wrong, and the page on which that stands."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape

from yansuan.report import AtOnce
from yansuan.words import Words

_PLACED = re.compile(
    r"(?:[\w-]+: )?(?P<path>[^\s:][^:\n]*):(?P<line>\d+)(?::(?P<column>\d+))?: (?P<text>.*)", re.DOTALL
)


@dataclass(frozen=True)
class Fault:
    """Something that is wrong.

    Args:
        path: the file that it stands in; "" where none is known.
        line: in it; 0 where none is known.
        column: likewise.
        text: what is wrong, and what to do.
    """

    path: str
    line: int
    column: int
    text: str

    @property
    def place(self) -> str:
        """`file:line:col`, as terminals and editors know it."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part)


@dataclass(frozen=True)
class Where:
    """The page that a file becomes: its title, and its address from the list."""

    title: str
    url: str


class Listening(AtOnce):
    """Hears what is told while a site is built, and hands it on."""

    def __init__(self, hear: Callable[[str], None]) -> None:
        super().__init__()
        self._hear = hear

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what is told."""
        super().emit(record)
        self._hear(record.getMessage())

    def hear(self, message: str) -> None:
        """Hand it on; it will be told again."""
        self._hear(message)


def read(messages: Iterable[str]) -> list[Fault]:
    """What is wrong, each thing once, in the order of files and lines; what has no place comes last."""
    faults = [_fault(message) for message in dict.fromkeys(messages)]
    return sorted(faults, key=lambda fault: (not fault.path, fault.path, fault.line, fault.column))


def _fault(message: str) -> Fault:
    match = _PLACED.fullmatch(message.strip())
    if match is None:
        return Fault("", 0, 0, message.strip())
    return Fault(match["path"], int(match["line"]), int(match["column"] or 0), match["text"])


def shown(faults: list[Fault], pages: Mapping[str, Where], words: Words) -> str:
    """The list, as HTML."""
    if not faults:
        return f"<p>{words('todo.none')}</p>"
    by_file = dict[str, list[Fault]]()
    for fault in faults:
        by_file.setdefault(fault.path, []).append(fault)
    parts = [f"<p>{words('todo.count', count=len(faults))}</p>"]
    for path, found in by_file.items():
        items = "\n".join(f"<li>{_item(fault)}</li>" for fault in found)
        parts.append(f"<h2>{_heading(path, pages.get(path), words)}</h2>\n<ol>\n{items}\n</ol>")
    return "\n".join(parts)


def _heading(path: str, page: Where | None, words: Words) -> str:
    if page is None:
        return f"<code>{escape(path)}</code>" if path else words("todo.elsewhere")
    return f'<a href="{escape(page.url)}" style="text-decoration: underline">{escape(page.title)}</a>'


def _item(fault: Fault) -> str:
    place = f"<code>{escape(fault.place)}</code><br>" if fault.path else ""
    return f'{place}<span lang="en">{escape(fault.text, quote=False)}</span>'
