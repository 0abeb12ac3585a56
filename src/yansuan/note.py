"""A note, or any other page of Markdown, as it is read: once, and given to all who need it.

What is read is kept by its content, so that a build reads only what has changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from yansuan.cache import Cache, Recent
from yansuan.check.note import Note as Body
from yansuan.check.note import read_note
from yansuan.files import digest
from yansuan.read.formulas import Formula, scan
from yansuan.read.included import INCLUDES, Includes
from yansuan.read.keys import default_slug

_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Note:
    """A file of Markdown.

    Args:
        meta: its front matter.
        body: what comes after, with its place in the file, and its formulas with what is asked of them.
        formulas: the TeX of each, and whether it is displayed.
        labels: the formula that each label names.
        refers: the slugs of other notes whose formulas it refers to.
        words: all words of the file, those with hyphens whole and in their parts: what it does not name it does not
            draw upon.
    """

    meta: Mapping[str, Any]
    body: Body
    formulas: tuple[tuple[str, bool], ...]
    labels: Mapping[str, Formula]
    refers: frozenset[str]
    words: frozenset[str]

    def slug(self, uri: str) -> str:
        """What the note of a file is called in addresses and references."""
        stem = PurePosixPath(uri).stem
        return str(self.meta.get("slug") or default_slug(stem) or stem)


class Notes:
    """The notes of a site.

    Args:
        cache: keeps what has been read.
        meta: reads the front matter of a file, as the site's builder does.

    What they may include is `includes`, which nobody knows before the settings are read.
    """

    def __init__(self, cache: Cache, meta: Callable[[str], Mapping[str, Any]]) -> None:
        self.includes = Includes({})
        self._cache = cache
        self._meta = meta
        self._known = Recent[Note]()
        self._now: dict[str, Note] = {}  # what it includes does not change within a build

    def begin(self) -> None:
        """A build begins."""
        self._known.turn()
        self._now.clear()

    def read(self, source: str) -> Note:
        """Read a file, front matter and all, and what it includes."""
        if source not in self._now:
            self._now[source] = self._found(source)
        return self._now[source]

    def _found(self, source: str) -> Note:
        included = self.includes(source).files if INCLUDES in source else ()
        key = "\0".join((source, *(f"{path} {digest(path)}" for path in sorted(included))))
        return self._known.get(key, partial(self._cache.kept, "notes", partial(self._read, source), key))

    def _read(self, source: str) -> Note:
        body = read_note(source, self.includes)
        found = scan(body.text)
        refers = frozenset(reference.note for reference in found.references if reference.note is not None)
        formulas = tuple((formula.body, formula.display) for formula in found.formulas)
        words = words_of(source) if body.lines is None else words_of(source) | words_of(body.text)
        return Note(self._meta(source), body, formulas, found.numbers, refers, words)


def words_of(text: str) -> frozenset[str]:
    """The words of a text, those with hyphens whole and in their parts."""
    whole = set(_WORD.findall(text))
    return frozenset(whole.union(*(word.split("-") for word in whole if "-" in word)))
