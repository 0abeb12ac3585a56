"""Markdown and mathematics that a cell shows by `display(Math(…))`, `Latex`, `Markdown`, as a page has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markdown import Markdown

from yansuan.read.source import Source
from yansuan.set.extension import MathExtension
from yansuan.set.typesetter import Typesetter
from yansuan.words import HOME


@dataclass(frozen=True)
class _Cell(Source):
    """What is wrong with such a text is wrong with the cell that makes it."""

    def at(self, line: int, column: int | None = None) -> str:
        """The place of the cell."""
        return self.path


class Showing:
    """Sets what cells show.

    Args:
        typesetter: sets the formulas.
        report: called with `file:line:col: message` for each mistake; once in a build.
        waits: whether the page has the theme, whose script makes links of numbers.
    """

    def __init__(
        self, typesetter: Typesetter, report: Callable[[str], None], waits: Callable[[], bool] = lambda: False
    ) -> None:
        self._typesetter = typesetter
        self._report = report
        self._waits = waits
        self._told = set[str]()

    def begin(self) -> None:
        """A build begins."""
        self._told.clear()

    def __call__(self, markdown: str, place: str, language: str = HOME.language) -> str:
        """A text that the cell at a place shows, on a page of a language, as HTML, its formulas by name."""
        source = _Cell(place, language=language)
        mathematics = MathExtension(
            self._typesetter, self._tell, locate=lambda md: source, by_name=True, waits=self._waits()
        )
        return Markdown(extensions=["tables", "fenced_code", "sane_lists", mathematics]).convert(markdown)

    def _tell(self, message: str) -> None:
        if message not in self._told:  # several pages may quote the cell
            self._told.add(message)
            self._report(message)
