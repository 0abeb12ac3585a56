"""Draws the figures that the snippets declare, from the values that they compute with.

What a figure shows it names as its parameters: `def figure(SIZES, LAYER, typeset)` is given the snippet's `SIZES` and
`LAYER`, and `typeset`, which sets formulas; what has a default is its own.  So its file need not import the snippet,
which need not know of its figures.  A figure is drawn anew when its file or its snippet has changed: under
`mkdocs serve` it follows both, and a rebuild that changes neither draws nothing.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from yansuan.draw.ink import Drawing, Typesetter
from yansuan.figures.declared import FIGURES, Declarations, Declared, Kind, declared
from yansuan.figures.modules import Content, ModuleError, Modules, said
from yansuan.node import SetupError
from yansuan.project import Project
from yansuan.read.source import shown_path

# What is the machine's fault, and not that of whoever wrote the figure.
_MACHINERY = (SetupError, OSError, RuntimeError)


class FigureError(Exception):
    """A figure cannot be drawn, for a reason in its file or its snippet; the message begins with `file:line:col`.

    `told` is whether its author is told elsewhere: of a snippet that does not run, by yansuan.program; of a faulty
    declaration, at the start of the build.
    """

    def __init__(self, message: str, *, told: bool = False) -> None:
        super().__init__(message)
        self.told = told


class Catalogue:
    """The figures of a project, drawn on demand.

    Args:
        project: whose snippets declare them.
        typeset: sets the formulas in the figures.
    """

    kind: Kind = FIGURES
    needs: tuple[str, ...] = ()  # of every snippet
    gives: tuple[str, ...] = ("typeset",)  # what is asked for by these names is not the snippet's

    def __init__(self, project: Project, typeset: Typesetter) -> None:
        self._snippets = project.snippets
        self._typeset = typeset
        self._modules = Modules((project.snippets, project.root))
        self._drawn: dict[str, tuple[tuple[Declared, Content, Content], Drawing]] = {}

    @property
    def declarations(self) -> Declarations:
        """All that can be drawn, as the snippets have it now."""
        return declared(self._snippets, self.kind)

    def drawing(self, name: str) -> Drawing:
        """The figure of that name.

        Raises:
            KeyError: no snippet declares it.
            FigureError: its file or its snippet fails, or the snippet has other values than the figure can show.
        """
        declarations = self.declarations
        fault = declarations.faults.get(name)
        if name not in declarations.found and not fault and declarations.unreadable:
            fault = declarations.unreadable[0]  # which may well declare it
        if fault:
            raise FigureError(fault, told=True)
        one = declarations.found[name]
        (of_snippet, snippet), (of_file, file) = self._load(one.snippet, told=True), self._load(one.file)
        key = one, of_snippet, of_file
        if name not in self._drawn or self._drawn[name][0] != key:
            self._drawn[name] = key, self._draw(one, snippet, getattr(file, one.function))
        return self._drawn[name][1]

    def _load(self, path: Path, *, told: bool = False) -> tuple[Content, ModuleType]:
        try:
            return self._modules.load(path)
        except ModuleError as error:
            raise FigureError(str(error), told=told) from error

    def _draw(self, one: Declared, snippet: ModuleType, draw: Callable[..., Drawing]) -> Drawing:
        parameters = inspect.signature(draw).parameters.values()
        asked = [parameter.name for parameter in parameters if parameter.default is parameter.empty]
        shown = [*self.needs, *(name for name in asked if name not in self.gives)]
        absent = [name for name in shown if not hasattr(snippet, name)]
        if absent:
            what = f"the {self.kind.word} shows {', '.join(shown)}, and the snippet has no {absent[0]}. Define it."
            raise FigureError(f"{one.place}: {what}")
        try:
            given = self._given(snippet) | {name: getattr(snippet, name) for name in shown}
            drawing = draw(**{name: given[name] for name in asked})
            if not isinstance(drawing, Drawing):
                raise TypeError(f"{one.function} gives {drawing!r:.60}, and not a Drawing of yansuan.draw")
            return self._finished(drawing, given)
        except _MACHINERY:
            raise
        except Exception as error:
            raise FigureError(f"{self._place(one, shown, error)}: {said(error)}") from error

    def _given(self, snippet: ModuleType) -> dict[str, Any]:
        """What a figure may ask for besides the snippet's values."""
        return {"typeset": self._typeset}

    def _finished(self, drawing: Drawing, given: Mapping[str, Any]) -> Drawing:
        """What is made of the drawing in the end."""
        return drawing

    def _place(self, one: Declared, shown: Sequence[str], error: Exception) -> str:
        """Where the error arose; for values that cannot be shown, where the first of them is set."""
        place, snippet = self._modules.place(error), shown_path(one.snippet)
        if isinstance(error, ValueError) and shown and not (place or "").startswith(f"{snippet}:"):
            return f"{snippet}:{_line_of(shown[0], one.snippet)}:1"
        return place or one.place


def _line_of(name: str, path: Path) -> int:
    """Where a module defines a name."""
    text = path.read_text("utf-8", "replace")
    found = re.search(rf"^(?:def[ ]+)?(?:\w+, )*{re.escape(name)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
