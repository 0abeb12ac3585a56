"""The formulas of a text in Markdown, LaTeX, reStructuredText, or of a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePath

from yansuan.files import PAGES
from yansuan.lint.documents import latex, markdown, records, rst
from yansuan.lint.documents.events import Event
from yansuan.lint.documents.macros import Macro
from yansuan.lint.documents.notebook import NotebookError, cells
from yansuan.lint.documents.passage import Declaration, Document, Passage, Told
from yansuan.lint.documents.placed import Placed
from yansuan.lint.documents.reading import gather

_FINDERS: dict[str, Callable[[Placed], Iterator[Event]]] = {
    **dict.fromkeys((*PAGES, ".qmd", ".rmd", ".myst"), markdown.events),
    **dict.fromkeys((".tex", ".ltx"), latex.events),
    **dict.fromkeys((".rst", ".rest"), rst.events),
    ".jsonl": records.events,
}
ENDINGS = frozenset((*_FINDERS, ".ipynb"))
"""How the names end of files that are read."""


def passages(path: str, text: str) -> list[Passage]:
    """The formulas of a text, in its order; the ending of its path says what it is written in."""
    return read(path, text).passages


def read(
    path: str, text: str, given: Iterable[Declaration] = (), macros: Mapping[str, Macro] | None = None
) -> Document:
    """A text with its formulas, and what is to be told of it.

    Args:
        path: as it is to stand in messages.
        text: of which every offset counts, ends of lines as they are.
        given: what is known of letters.
        macros: that are known.
    """
    ending = PurePath(path).suffix.lower()
    document = Document(path, text)
    if ending == ".ipynb":
        try:
            document.cells = cells(text)
        except NotebookError as error:
            document.told.append(Told(error.at, str(error), unreadable=True))
        events: Iterable[Event] = (event for cell in document.cells if cell for event in markdown.events(cell))
    else:
        events = _FINDERS.get(ending, markdown.events)(Placed.whole(text))
    gather(document, events, given, macros or {})
    return document
