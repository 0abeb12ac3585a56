"""Texts in a text: the lines `--8<-- "FILE"` with what they stand for, before anybody reads it.

`pymdownx.snippets` has this syntax, and what is meant by it is asked of that: sections, ranges of lines, what is
escaped.  But it pastes when mathematics has been taken out already, and it stops the build at what is not there.  Here
a text is whole before formulas are sought in it, it is known of each line where it stands, and a line that quotes
nothing stays, with what is to be told of it.  What is escaped, and cells of snippets, are left to pymdownx.snippets.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from markdown import Markdown
from pymdownx.snippets import SnippetExtension, SnippetPreprocessor

from yansuan.files import PAGES
from yansuan.read.source import Lines, Spot, fence_after, front_matter_lines, shown_path

_ALL = SnippetPreprocessor.RE_ALL_SNIPPETS
_SECTION = SnippetPreprocessor.RE_SNIPPET_SECTION
_FILE = SnippetPreprocessor.RE_SNIPPET_FILE
INCLUDES = "8<-"
"""Stands in every text that includes anything."""
_IN_A_FENCE = "Put the line between two lines '```', or quote a cell: '--8<-- \"NAME.py:cell\"'."
_ELSEWHERE = ("https://", "http://")


@dataclass(frozen=True)
class Whole:
    """A text with all that it includes.

    Args:
        text: the text.
        lines: where its lines stand; None where it is as it was.
        files: what was read for it.
        faults: by the index of its line, what is wrong with one that includes.
    """

    text: str
    lines: Lines | None = None
    files: frozenset[Path] = frozenset()
    faults: dict[int, str] = field(default_factory=dict)


class Includes:
    """What the texts of a site may include.

    Args:
        settings: those of pymdownx.snippets.
        is_cell: whether a file is one whose cells are quoted, and no text.

    `folders` are those of what has been read for them, and in which what is missing was sought.
    """

    def __init__(self, settings: Mapping[str, Any], is_cell: Callable[[str], bool] = lambda file: False) -> None:
        self.pymdownx = SnippetPreprocessor(SnippetExtension(**settings).getConfigs(), Markdown())
        self.is_cell = is_cell
        self.folders = set[Path]()

    def path(self, name: str) -> Path | None:
        """The file that a name is of; None where it is of none."""
        found = self.pymdownx.get_snippet_path(name)
        return Path(found) if found and Path(found).is_file() else None

    def __call__(self, text: str) -> Whole:
        """A text whole."""
        if INCLUDES not in text:
            return Whole(text)
        reading = _Reading(self)
        rows = list(reading.rows([(line, Spot(None, at + 1)) for at, line in enumerate(text.split("\n"))]))
        self.folders |= {path.parent for path in reading.files}
        whole = "\n".join(row for row, _ in rows)
        lines = Lines(tuple(spot for _, spot in rows)) if whole != text else None
        faults = {at: reading.faults[spot] for at, (_, spot) in enumerate(rows) if spot in reading.faults}
        return Whole(whole, lines, frozenset(reading.files), faults)


def whole(folders: Sequence[str], snippets: Path, text: str) -> Whole:
    """A text whole, of which no more is known than where others are sought, and where the snippets are."""
    return Includes({"base_path": folders}, lambda file: file.endswith(".py") and (snippets / file).is_file())(text)


_Row = tuple[str, Spot]


class Fault(Exception):
    """What is wrong with a line that includes."""


class _Reading:
    """One text that is made whole."""

    def __init__(self, includes: Includes) -> None:
        self._includes = includes
        self._pymdownx = includes.pymdownx
        self.files = set[Path]()
        self.faults = dict[Spot, str]()
        self._fence = ""

    def rows(self, given: Sequence[_Row], within: tuple[Path, ...] = ()) -> Iterator[_Row]:
        """Rows, each that includes with what it stands for in its place."""
        block: list[_Row] | None = None  # what stands between two lines of marks alone
        for row, spot in given:
            match = _ALL.match(row)
            marks = match and match["block_marker"] and not match["escape"]
            if block is not None:
                block.append((row, spot))
                if marks:
                    yield from self._block(block, within)
                    block = None
            elif marks:
                block = [(row, spot)]
            elif match and match["inline_marker"] and not match["escape"]:
                path = match["snippet"][1:-1].strip()
                yield from self._in_place(row, spot, path, within)
            else:
                self._fence = fence_after(row, self._fence)
                yield row, spot
        yield from block or ()  # which nothing closes

    def _block(self, block: list[_Row], within: tuple[Path, ...]) -> Iterator[_Row]:
        """A file a line, each as though it were quoted by itself; one that stands for nothing keeps its line."""
        for row, spot in block[1:-1]:
            path = row.strip()
            if not path:
                yield row, spot
            elif not _ALL.match(row):  # pymdownx passes over such a line in a block
                indent = row[: len(row) - len(row.lstrip())]
                as_typed = replace(spot, shift=spot.shift + len('--8<-- "'))
                yield from self._in_place(f'{indent}--8<-- "{path}"', as_typed, path, within)

    def _in_place(self, row: str, spot: Spot, path: str, within: tuple[Path, ...]) -> Iterator[_Row]:
        file, _, rest = path.partition(":")
        if path.startswith(";") or self._is_cell(file, rest) or self._is_fetched(path):
            yield row, spot
            return
        indent = row[: len(row) - len(row.lstrip())].expandtabs(self._pymdownx.tab_length)
        try:
            read, found = self._found(path, within)
        except Fault as fault:
            self.faults[spot] = str(fault)
            yield row, spot
            return
        for line, of in self.rows(found, (*within, read)):
            yield indent + line, Spot(of.file, of.line, of.shift + len(indent))

    def _is_cell(self, file: str, name: str) -> bool:
        """Whether a cell is meant, also where there is none of that name: whoever knows the cells tells so."""
        found = self._pymdownx.get_snippet_path(file)
        is_near = "/" not in file or self._includes.is_cell(os.path.basename(file))
        if self._includes.is_cell(file) or (file.endswith(".py") and not found and is_near):
            return True
        has_name = name[:1].isalpha() and found and self._includes.is_cell(os.path.basename(file))
        return bool(has_name and f"[start:{name}]" not in Path(str(found)).read_text("utf-8", "replace"))

    def _is_fetched(self, path: str) -> bool:
        return bool(self._pymdownx.url_download) and path.lower().startswith(_ELSEWHERE)

    def _found(self, path: str, within: tuple[Path, ...]) -> tuple[Path, list[_Row]]:
        """The file that a line names, and the rows of it that it asks for."""
        if path.lower().startswith(_ELSEWHERE):
            raise Fault("nothing is fetched while a site is built. Save the text in a file beside your notes.")
        match = _FILE.match(path)
        name = match[1].strip() if match else ""
        if not match or not name:
            raise Fault("which file? Write '--8<-- \"FILE\"', '--8<-- \"FILE:2:5\"' or '--8<-- \"FILE:section\"'.")
        file = self._includes.path(name)
        if file is None:
            raise Fault(self._missing(name))
        if file in within:
            raise Fault(f"{name} includes itself, by way of {shown_path(within[-1])}. Take one of the two lines out.")
        rows = [(line, Spot(shown_path(file), at)) for at, line in enumerate(_lines_of(file, name), 1)]
        self.files.add(file)
        if match[3]:
            return file, _in_section(rows, match[3][1:], name)
        if file.suffix == ".py" and not self._fence:
            raise Fault(f"{name} is a program, which is no Markdown. {_IN_A_FENCE}")
        if match[2]:
            rows = self._in_ranges(rows, match[2][1:], name)
        elif file.suffix in PAGES and not self._fence:  # what it says of itself is no text
            rows = rows[front_matter_lines("\n".join(row for row, _ in rows)) :]
        return file, [row for row in rows if not _is_mark(row[0])]

    def _missing(self, name: str) -> str:
        folders = [Path(base) for base in self._pymdownx.base_path if Path(base).is_dir()]
        shown = ", ".join(dict.fromkeys(shown_path(folder) for folder in folders if ".cache" not in folder.parts))
        if any(Path(folder, name).is_dir() for folder in folders):
            return f"{name} is a folder. Name a file in it."
        beside = [one for folder in folders if (one := Path(folder, os.path.dirname(name))).is_dir()]
        self._includes.folders.update(beside)
        known = {entry.name for folder in beside for entry in folder.iterdir() if entry.is_file()}
        near = "".join(f" Did you mean {one!r}?" for one in get_close_matches(os.path.basename(name), sorted(known), 1))
        return f"there is no file {name!r}.{near} It is sought in: {shown or '.'}."

    def _in_ranges(self, rows: list[_Row], ranges: str, name: str) -> list[_Row]:
        """The rows of ranges such as `2:5,-3:`, counted as pymdownx counts."""
        found = list[_Row]()
        for one in ranges.split(","):
            first, _, last = one.partition(":")
            start, end = int(first or 1), int(last or len(rows))
            start = max(1, start if start >= 0 else len(rows) + 1 + start)
            end = end if end >= 0 else max(0, len(rows) + 1 + end)
            if not (chosen := rows[start - 1 : end]):
                until = f" to {last}" if last else ""
                raise Fault(f"{name} has {_count(rows)} lines, and none from {first or 1}{until}.")
            found += chosen
        return _dedented(found) if self._pymdownx.dedent_subsections else found


def _lines_of(file: Path, name: str) -> list[str]:
    try:
        return file.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise Fault("the file is not UTF-8. Save it as UTF-8.") from None
    except OSError as error:
        raise Fault(f"{name} cannot be read: {error.strerror}.") from None


def _in_section(rows: Iterable[_Row], wanted: str, name: str) -> list[_Row]:
    """The rows between `--8<-- [start:NAME]` and its end, without the marks of other sections."""
    found, names, is_in, is_there = list[_Row](), list[str](), False, False
    for row in rows:
        match = _SECTION.match(row[0])
        if match and not match["escape"]:
            names += [match["name"]] if match["type"].lower() == "start" else []
            if match["name"] == wanted:
                is_in = match["type"].lower() == "start" and not (is_there and not is_in)
                is_there = is_there or is_in
        elif is_in:
            found.append(row)
    if not is_there:
        near = "".join(f" Did you mean {one!r}?" for one in get_close_matches(wanted, names, 1))
        known = ", ".join(dict.fromkeys(names)) or "none; one begins with a line '--8<-- [start:name]'"
        raise Fault(f"{name} has no section {wanted!r}.{near} Sections: {known}.")
    return found


def _is_mark(row: str) -> bool:
    """Whether a row is the mark of a section."""
    match = _SECTION.match(row)
    return bool(match and not match["escape"])


def _count(rows: list[_Row]) -> int:
    """How many lines an editor counts: what stands after the last line's end is none."""
    return len(rows) - (rows[-1][0] == "")


def _dedented(rows: list[_Row]) -> list[_Row]:
    indents = [len(row) - len(row.lstrip()) for row, _ in rows if row.strip()]
    least = min(indents, default=0)
    return [(row[least:], Spot(spot.file, spot.line, spot.shift - least)) for row, spot in rows]
