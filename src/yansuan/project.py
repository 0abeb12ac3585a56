"""A project: the folder that a site is made from, and where in it things stand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Project:
    """Where the parts of a project are; all paths are absolute.

    Args:
        root: the folder of mkdocs.yml.
        docs: what readers read.
        snippets: what the notes compute.
        cache: what is kept from one build to the next; it may be deleted at any time.
    """

    root: Path
    docs: Path
    snippets: Path
    cache: Path

    @property
    def texts(self) -> list[str]:
        """The folders in which a text that a note includes is sought, after those that the settings name."""
        return [str(self.root), str(self.docs)]

    @classmethod
    def at(cls, root: Path, docs: str = "docs", snippets: str = "snippets") -> Project:
        """The project in a folder; `docs` and `snippets` are as written in mkdocs.yml, from that folder.

        Raises:
            ValueError: the snippets are outside of the project; the message says what to write.
        """
        root = root.resolve()
        project = cls(root, _within(root, docs), _within(root, snippets), root / ".cache")
        if not project.snippets.is_relative_to(root):
            raise ValueError(f"{snippets!r} is outside of the project. Name a folder in it, such as 'snippets'.")
        return project

    @classmethod
    def around(cls, folder: Path) -> Project:
        """The project that a folder belongs to: of the nearest one upwards that says what site it is, else its own."""
        folder = folder.resolve()
        return cls.at(next((one for one in (folder, *folder.parents) if _is_project(one)), folder))


def _within(root: Path, folder: str) -> Path:
    """A folder as written in a project, without `..`; a link stays a link."""
    return Path(os.path.normpath(root / folder))


def _is_project(folder: Path) -> bool:
    """Whether a folder says what site is made from it, to MkDocs or to Zensical."""
    return any((folder / name).is_file() for name in ("mkdocs.yml", "zensical.toml"))
