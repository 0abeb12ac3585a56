"""What the HTML of a text follows from beside the text, its program and its `Answers`: what it shows of others."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from yansuan.files import text_in
from yansuan.read.bibliography import FILE
from yansuan.read.pictures import sizes_in

if TYPE_CHECKING:
    from yansuan.note import Notes


class Surroundings:
    """What is shown of others.

    Args:
        notes: of the site.
        docs: the folder of its texts.
        shown_of: what is shown of the formulas of notes, by their slugs; None for all.
        unpublished: what the notes are that are not published, by their files.
    """

    def __init__(
        self,
        notes: Notes,
        docs: Path,
        shown_of: Callable[[Collection[str] | None], list[str]],
        unpublished: Callable[[], Mapping[str, str]],
    ) -> None:
        self._notes, self._bibliography = notes, docs / FILE
        self._shown_of, self._unpublished = shown_of, unpublished

    def appended(self, settings: Mapping[str, Mapping[str, Any]]) -> str:
        """What every text ends with: `auto_append` of pymdownx.snippets, among the settings of extensions."""
        names = settings.get("pymdownx.snippets", {}).get("auto_append", [])
        return "\n".join(text_in(path) for name in names if (path := self._notes.includes.path(name)))

    def of(self, text: str, file: Path, uri: str = "") -> list[str]:
        """What is shown in a text.

        Args:
            text: with or without its front matter; what it includes is looked for, too.
            file: where it stands.
            uri: the same within docs/; "" elsewhere.
        """
        note = self._notes.read(text)
        whole = note.body.text if note.body.lines else text
        bibliography = [text_in(self._bibliography)] if "[@" in whole else []
        return [
            whole,
            *self._shown_of(note.refers),
            *self._hidden(whole, uri),
            *bibliography,
            sizes_in(whole, file.parent),
        ]

    def of_formulas(self, text: str) -> list[str]:
        """What is shown in a text that shows of others nothing but the numbers of formulas."""
        return self._shown_of(None) if "ref{" in text else []

    def _hidden(self, text: str, uri: str) -> list[str]:
        """What the notes are that are not published: this one, and those whose files it may lead to, by their names."""
        if not (unpublished := self._unpublished()):
            return []
        said = unquote(unescape(text))
        return [what for one, what in unpublished.items() if one == uri or posixpath.basename(one) in said]
