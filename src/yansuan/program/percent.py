"""A snippet read as a notebook: named cells in percent format, each with the line of the file that it begins at.

`# %% name` begins a cell of code, `# %% [markdown] name` one of text in comments.  jupytext does the reading; what it
does not keep is where in the file a cell stands, and every message to an author needs that.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from yansuan.read import places
from yansuan.read.places import Place

FOLDED = "-folded"

_MARKER = re.compile(r"#\s*%%(%*)(\s.*)?$")
_BLANK_LINES = re.compile(r"\A(?:[ \t]*\n)+")
# A section of pymdownx.snippets begins with a letter; a cell id of nbformat has 64 characters at most.
_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")


@dataclass(frozen=True)
class Cell:
    """A named cell; `line` is that of the first line of `source` in the snippet's file, from 1."""

    name: str
    kind: Literal["code", "markdown"]
    source: str
    line: int

    def place(self, line: int | None = None) -> Place:
        """Where the first thing stands on a line of the file, that of the cell if none is given."""
        line = line or self.line
        rows = self.source.split("\n")
        return line, places.first_column(rows[line - self.line] if line - self.line < len(rows) else "")


@dataclass(frozen=True)
class Problem:
    """What the author should mend at a place in the snippet; `cell` is the cell concerned, if it is one."""

    line: int
    column: int
    message: str
    cell: str | None = None

    def at(self, path: str) -> str:
        """`file:line:col: message`."""
        return f"{places.shown(path, (self.line, self.column))}: {self.message}"


@dataclass(frozen=True)
class Snippet:
    """A snippet's file as cells; with problems it is not fit to be run."""

    path: str
    cells: tuple[Cell, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The module's name, which is also that of its lab page."""
        return PurePosixPath(self.path).stem

    @property
    def code(self) -> tuple[Cell, ...]:
        """The cells that are run."""
        return tuple(cell for cell in self.cells if cell.kind == "code")


def read(path: str, source: bytes) -> Snippet:
    """Read a snippet; `path` is for messages.  Never raises for what is in the file."""
    try:
        text = source.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return Snippet(path, (), (Problem(*places.of_byte(error), "the file is not UTF-8. Save it as UTF-8."),))
    cells, problems = _cells(text)
    return Snippet(path, cells, (*_module_name(path), *problems, *_syntax(path, text)))


def _module_name(path: str) -> Iterator[Problem]:
    name = PurePosixPath(path).stem
    if not name.isidentifier():
        message = f"a module cannot be imported by the name {name!r}. Use letters, digits and '_' for the file."
        yield Problem(1, 1, message)


def _syntax(path: str, text: str) -> Iterator[Problem]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:  # ValueError: null bytes
        message = f"{type(error).__name__}: {getattr(error, 'msg', error)}. Nothing of the snippet was run."
        yield Problem(*places.of_syntax_error(text, error), message)


def _cells(text: str) -> tuple[tuple[Cell, ...], list[Problem]]:
    cells: dict[str, Cell] = {}
    problems: list[Problem] = []
    rows = text.split("\n")
    for marker, line, kind, title, source in _parts(text):
        name = "head" if marker is None else title
        if reason := _unfit(name, kind, cells):
            at = marker or line
            column = _column_of(name if kind in ("code", "markdown") else f"[{kind}]", rows[at - 1])
            problems.append(Problem(at, column, reason, name or None))
        elif kind == "code" or kind == "markdown":
            cells[name] = Cell(name, "code" if kind == "code" else "markdown", source, line)
    return tuple(cells.values()), problems


def _unfit(name: str, kind: str, taken: dict[str, Cell]) -> str | None:
    if kind not in ("code", "markdown"):
        return f"a cell of kind [{kind}] is not known here. Write '# %% name' or '# %% [markdown] name'."
    if not name:
        return "this cell has no name. Write '# %% name'."
    if not _NAME.fullmatch(name):
        return f"{name!r} is no name for a cell. Use a-z, 0-9 and '-', beginning with a letter, at most 64 characters."
    if name.endswith(FOLDED):
        return f"the cell name {name!r} ends in '{FOLDED}', which a note writes to fold a cell's code. Choose another."
    if name in taken:
        return f"the cell name {name!r} is taken by the cell at line {taken[name].line}. Choose another."
    return None


def _column_of(words: str, row: str) -> int:
    """Where words stand in a row by themselves, or what stands first in it."""
    found = re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", row) if words else None
    return found.start() + 1 if found else places.first_column(row)


def _parts(text: str) -> Iterator[tuple[int | None, int, str, str, str]]:
    """Marker line (None for what stands before the first), first line, kind, title and source of each cell."""
    import jupytext  # here, not above: with warm caches a build needs none of this

    # As written: without `comment_magics` a comment that begins with % would be run as a command of IPython's.
    percent = {"extension": ".py", "format_name": "percent", "comment_magics": False}
    cells = jupytext.reads(text, fmt=percent).cells
    lines = text.split("\n")
    starts: list[int | None] = list(_markers(lines))
    if len(cells) == len(starts) + 1:
        starts.insert(0, None)
    for marker, cell in zip(starts, cells, strict=False):
        source = _BLANK_LINES.sub("", cell.source).rstrip()
        yield marker, _first_line(lines, marker, source), cell.cell_type, cell.metadata.get("title", ""), source


def _markers(lines: list[str]) -> Iterator[int]:
    """Line numbers of the cells' markers; what stands in a string is none."""
    from jupytext.stringparser import StringParser

    parser = StringParser("python")
    for number, line in enumerate(lines, 1):
        if not parser.is_quoted() and _MARKER.match(line):
            yield number
        parser.read_line(line)


def _first_line(lines: list[str], marker: int | None, source: str) -> int:
    """Where a cell's source begins: jupytext drops blank lines and, of text in quotes, the line that opens them."""
    first = source.partition("\n")[0].strip()
    for number in range((marker or 0) + 1, len(lines) + 1):
        if first and first in lines[number - 1]:
            return number
    return marker or 1
