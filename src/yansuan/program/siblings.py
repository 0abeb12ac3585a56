"""Snippets import each other, and modules of their project, also where the build itself runs them.

A snippet's kernel has the project on its path; the build is started from anywhere.  The project comes last there, so
that no module of it stands in the way of an installed one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

from yansuan.project import Project


class Siblings(MetaPathFinder):
    """Finds modules in a project."""

    def __init__(self, project: Project) -> None:
        self._folders = [str(project.snippets), str(project.root)]

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Only what is at the top: a package finds its own modules."""
        return PathFinder.find_spec(fullname, self._folders) if path is None else None


def let_import(project: Project) -> None:
    """Let snippets of a project import its modules, and of no other project."""
    others = [finder for finder in sys.meta_path if not isinstance(finder, Siblings)]
    sys.meta_path[:] = [*others, Siblings(project)]
