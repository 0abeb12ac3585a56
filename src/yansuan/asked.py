"""The files of a site as one page's Markdown asks for them, with a record of what it was told.

A page follows from the addresses of the files that it leads to, not from those of all: a note more or less in the site
is no reason to make the others again.  Which files it leads to is known once it has been made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from mkdocs.structure.files import File, Files


@dataclass(frozen=True)
class Answers:
    """What was asked of a site's files, and answered.

    Args:
        files: by their paths, those that were sought, each as `_said` of it; None where there was none.
        all: `said_of_all` of them; "" where nobody asked for more than single ones.
    """

    files: dict[str, str | None]
    all: str

    def are_of(self, files: Files, all_files: str) -> bool:
        """Whether a site would answer the same; `all_files` is `said_of_all` of its files."""
        if self.all and self.all != all_files:
            return False
        return all(_said(files.get_file_from_path(path)) == said for path, said in self.files.items())


class Asked:
    """Files that keep a record; for MkDocs, they are its `Files`.

    Args:
        files: of the site.
        all_files: `said_of_all` of them.
    """

    def __init__(self, files: Files, all_files: str) -> None:
        self._files, self._all_files = files, all_files
        self._sought = dict[str, str | None]()
        self._asks_all = False

    @property
    def answers(self) -> Answers:
        """The record."""
        return Answers(self._sought, self._all_files if self._asks_all else "")

    def get_file_from_path(self, path: str) -> File | None:
        """See MkDocs."""
        file = self._files.get_file_from_path(path)
        self._sought[PurePath(path).as_posix()] = _said(file)
        return file

    def __contains__(self, path: str) -> bool:
        return self.get_file_from_path(path) is not None

    def __iter__(self) -> Iterator[File]:
        self._asks_all = True
        return iter(self._files)

    def __len__(self) -> int:
        self._asks_all = True
        return len(self._files)

    def __getattr__(self, name: str) -> Any:
        self._asks_all = True
        return getattr(self._files, name)


def said_of_all(files: Files) -> str:
    """What a page may be told of all files, as a hash."""
    said = "\n".join(f"{file.src_uri} {_said(file)}" for file in files)
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _said(file: File | None) -> str | None:
    return f"{file.url} {file.inclusion.name}" if file else None
