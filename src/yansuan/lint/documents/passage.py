"""The formulas of a text, each with all that is known of it before it is judged."""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import dataclass, field

from yansuan.lint.documents.placed import Lines, Placed


@dataclass(frozen=True)
class Place:
    """Where something stands in a file.

    Args:
        line, column: in the file, from 1.
        cell: of a notebook, from 1.
        cell_line, cell_column: in the cell.
    """

    line: int
    column: int
    cell: int | None = None
    cell_line: int = 0
    cell_column: int = 0

    def __str__(self) -> str:
        return f"{self.line}:{self.column}" if self.cell is None else (
            f"cell {self.cell}:{self.cell_line}:{self.cell_column}"
        )  # fmt: skip


@dataclass(frozen=True)
class Declaration:
    """What is said of a letter, or of some: `at` is the offset in the file, None where the settings say it."""

    key: str
    kind: str
    at: int | None


@dataclass(frozen=True)
class Passage:
    """A formula in a text.

    Args:
        tex: its TeX, macros expanded, without marks, comments and numbers.
        placed: the same, with the place of each character in the file.
        display: whether it stands by itself.
        start, end: offsets in the file, marks included.
        declarations: what is said of letters where it stands.
        before: the words before it, in its paragraph, or in the one above where it opens its own; formulas in them as
            they are typed.
        ignore: the place among the document's `Ignore`s of the one that is about this.
    """

    tex: str
    placed: Placed
    display: bool
    start: int
    end: int
    declarations: tuple[Declaration, ...] = ()
    before: str = ""
    ignore: int | None = None

    @property
    def declared(self) -> dict[str, str]:
        """What is said of letters, as `judge` wants it."""
        return {one.key: one.kind for one in self.declarations}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the file that a stretch of the TeX stands for."""
        return self.placed.span(start, end)


@dataclass(frozen=True)
class Ignore:
    """A comment by which a formula is not told of; without a reason, that is told."""

    reason: str
    at: int


@dataclass(frozen=True)
class Told:
    """What is wrong with a text besides its formulas.

    Args:
        at: an offset in the file.
        message: what is wrong, and what to do.
        unreadable: whether nothing of the text can be read.
    """

    at: int
    message: str
    unreadable: bool = False


@dataclass
class Document:
    """A text.

    Args:
        path: as it stands in messages.
        text: all of it.
        cells: of a notebook: the text of each cell, None where it is none of Markdown.
    """

    path: str
    text: str
    passages: list[Passage] = field(default_factory=list)
    ignores: list[Ignore] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    cells: list[Placed | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lines = Lines(self.text)

    def place(self, offset: int) -> Place:
        """Where an offset is."""
        line, column = self._lines.place(offset)
        for number, cell in enumerate(self.cells, 1):
            if cell and cell.text and cell.starts[0] <= offset <= cell.ends[-1]:
                before = bisect_left(cell.starts, offset)
                return Place(line, column, number, *Lines(cell.text).place(before))
        return Place(line, column)

    def shown(self, offset: int) -> str:
        """Where an offset is, as messages say it."""
        return f"{self.path}:{self.place(offset)}"

    def edit(self, passage: Passage, start: int, end: int, tex: str) -> tuple[int, int, str] | None:
        """The stretch of the file to be replaced, and by what, for a change of a formula's TeX.

        None where the stretch does not stand letter by letter in the file, as where a macro brings it.
        """
        first, last = passage.span(start, end)
        if self.text[first:last] != self._written(passage.tex[start:end]):
            return None
        return first, last, self._written(tex)

    def _written(self, tex: str) -> str:
        return json.dumps(tex, ensure_ascii=False)[1:-1] if self.cells else tex
