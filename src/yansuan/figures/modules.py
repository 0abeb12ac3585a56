"""Python files of the snippets as modules, each run anew when it has changed, or what it imports of the project has.

Python keeps a module for as long as the process lives, and looks at the second in which a file was written: under
`serve` a figure would be drawn by what its file said before.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import invalidate_caches
from pathlib import Path
from types import ModuleType

from yansuan.program import provenance
from yansuan.read import places
from yansuan.read.source import shown_path

Content = tuple[bytes, ...]


class ModuleError(Exception):
    """A file does not run; the message begins with `file:line:col`."""


class Modules:
    """The modules of a project; `roots` are the folders that they may import from."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = roots
        self._known: dict[Path, tuple[Content, ModuleType]] = {}

    def load(self, path: Path) -> tuple[Content, ModuleType]:
        """What a file and all that it imports of the project hold, and the module that is made of it.

        Raises:
            ModuleError: the file fails.
        """
        imported = provenance.imports(path, self._roots).files
        content = (path.read_bytes(), *(file.read_bytes() for file in imported))
        if path not in self._known or self._known[path][0] != content:
            self._known[path] = content, self._run(path, content[0], imported)
        return self._known[path]

    def place(self, error: BaseException) -> str | None:
        """`file:line:col` of the innermost place in the first of the folders that had a part in an error."""
        here = self._roots[0]
        if isinstance(error, SyntaxError) and Path(error.filename or "").is_relative_to(here):
            path = Path(str(error.filename))
            return places.shown(shown_path(path), places.of_syntax_error(_text(path), error))
        frames = traceback.extract_tb(error.__traceback__)
        for frame in reversed(frames):
            path = Path(frame.filename)
            if path.is_relative_to(here):
                return places.shown(shown_path(path), places.of_frame(_text(path), frame.lineno, frame.colno))
        return None

    def _run(self, path: Path, source: bytes, imported: Sequence[Path]) -> ModuleType:
        module = ModuleType(f"figures_of_notes.{path.stem}")
        module.__file__ = str(path)
        sys.modules[module.__name__] = module  # where dataclasses look for their module
        try:
            with _imported_anew(imported, self._roots[0]):
                exec(compile(source, str(path), "exec"), module.__dict__)
        except (Exception, SystemExit) as error:  # an author's mistake must not end the build
            place = self.place(error) or places.shown(shown_path(path), (1, 1))
            raise ModuleError(f"{place}: {said(error)}") from error
        finally:
            del sys.modules[module.__name__]
        return module


def said(error: BaseException) -> str:
    """An error in words."""
    return f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"


def _text(path: Path) -> str:
    return path.read_text("utf-8-sig", "replace")


@contextmanager
def _imported_anew(files: Sequence[Path], folder: Path) -> Iterator[None]:
    """Import these files as they are now; whoever else has imported them keeps what they have.

    Folders without `__init__.py` are forgotten, too: they remember what was imported from them.
    """

    def is_theirs(module: ModuleType) -> bool:
        if file := getattr(module, "__file__", None):
            return Path(file) in files
        return any(Path(path).is_relative_to(folder) for path in getattr(module, "__path__", ()))

    def theirs() -> dict[str, ModuleType]:
        return {name: module for name, module in sys.modules.copy().items() if is_theirs(module)}

    if not files:
        yield
        return
    before = theirs()
    for name in before:
        del sys.modules[name]
    invalidate_caches()  # of which files there are
    writes_none, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # the folder is watched
    try:
        yield
    finally:
        sys.dont_write_bytecode = writes_none
        for name in theirs():
            del sys.modules[name]
        sys.modules.update(before)
