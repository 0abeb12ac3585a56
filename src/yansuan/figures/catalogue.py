"""Which figure is drawn from which values of which snippet.

A snippet is read afresh when its file has changed, and a figure drawn anew when its snippet was: under `mkdocs serve` a
figure follows its snippet, and a rebuild that changes no snippet draws nothing.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from yansuan.draw.ink import Drawing, Typesetter
from yansuan.figures import factorization, network, tangent
from yansuan.read.source import shown_path


@dataclass(frozen=True)
class Figure:
    """A figure: the snippet whose values it shows, their names there, and how it is drawn from them."""

    snippet: str
    values: tuple[str, ...]
    draw: Callable[..., Drawing]


def _network(sizes: Any, layer: Any, unit: Any, typeset: Typesetter) -> Drawing:
    return network.draw(sizes, typeset, (layer, unit))


def _factorization(example: Any, rank_factorization: Any, typeset: Typesetter) -> Drawing:
    basis, coefficients = rank_factorization(example)
    return factorization.draw(example, basis, coefficients, typeset)


FIGURES: Mapping[str, Figure] = {
    "backpropagation-network": Figure("backpropagation", ("SIZES", "LAYER", "UNIT"), _network),
    "legendre-tangent": Figure(
        "legendre_transform",
        ("picture_f", "picture_slope", "picture_conjugate", "PICTURE_X", "PICTURE_RANGE"),
        tangent.draw,
    ),
    "rank-factorization": Figure("row_rank_column_rank", ("EXAMPLE_A", "rank_factorization"), _factorization),
}


class FigureError(Exception):
    """A figure cannot be drawn, for a reason in its snippet: `place` is the snippet's `file:line`."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")


class SnippetError(FigureError):
    """The snippet itself does not run; whoever runs the snippets (yansuan.program) tells the author of it."""


@dataclass
class _Read:
    """A snippet as it was last read, and what has been drawn from it since."""

    source: bytes
    module: ModuleType
    drawings: dict[str, Drawing] = field(default_factory=dict)


class Catalogue:
    """The figures, drawn on demand.

    Args:
        snippets: the folder of the snippets.
        typeset: sets the formulas in the figures.
        figures: what there is to draw, by name.
    """

    def __init__(self, snippets: Path, typeset: Typesetter, figures: Mapping[str, Figure] = FIGURES) -> None:
        self._snippets = snippets
        self._typeset = typeset
        self._figures = figures
        self._read: dict[str, _Read] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """All that can be drawn."""
        return tuple(self._figures)

    def drawing(self, name: str) -> Drawing:
        """The figure of that name.

        Raises:
            KeyError: there is none.
            FigureError: its snippet is absent, fails, or has other values than the figure can show.
        """
        figure = self._figures[name]
        read = self._fresh(figure.snippet)
        if name not in read.drawings:
            read.drawings[name] = self._draw(figure, read.module)
        return read.drawings[name]

    def _fresh(self, snippet: str) -> _Read:
        path = self._snippets / f"{snippet}.py"
        try:
            source = path.read_bytes()
        except OSError as error:
            raise FigureError(shown_path(path), f"the snippet cannot be read ({error.strerror}).") from None
        known = self._read.get(snippet)
        if known is None or known.source != source:
            known = self._read[snippet] = _Read(source, _module(snippet, path, source))
        return known

    def _draw(self, figure: Figure, module: ModuleType) -> Drawing:
        path = Path(str(module.__file__))
        absent = [name for name in figure.values if not hasattr(module, name)]
        if absent:
            message = f"the figure shows {', '.join(figure.values)}, and there is no {absent[0]}. Define it."
            raise FigureError(f"{shown_path(path)}:1", message)
        try:
            return figure.draw(*(getattr(module, name) for name in figure.values), self._typeset)
        except Exception as error:
            line = _line_in(path, error)
            if line is None and not isinstance(error, (ValueError, TypeError, ArithmeticError, LookupError)):
                raise  # of the machinery, not of what the snippet says
            line = line or _line_of(figure.values[0], path)
            raise FigureError(f"{shown_path(path)}:{line}", _said(error)) from error


def _module(snippet: str, path: Path, source: bytes) -> ModuleType:
    """Run a snippet as a module of its own, apart from what others import, and without a cache of bytecode."""
    module = ModuleType(f"figures_{snippet}")
    module.__file__ = str(path)
    before = sys.modules.get(module.__name__)
    sys.modules[module.__name__] = module  # where dataclasses look for their module
    try:
        exec(compile(source, str(path), "exec"), module.__dict__)
    except Exception as error:
        sys.modules.pop(module.__name__)
        if before is not None:
            sys.modules[module.__name__] = before
        line = _line_in(path, error) or 1
        raise SnippetError(f"{shown_path(path)}:{line}", _said(error)) from error
    return module


def _line_in(path: Path, error: Exception) -> int | None:
    """The last line of the file that had a part in the error."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if frame.filename == str(path)), None)


def _line_of(name: str, path: Path) -> int:
    """Where a module defines a name."""
    text = path.read_text("utf-8")
    found = re.search(rf"^(?:def[ ]+)?(?:\w+, )*{re.escape(name)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _said(error: Exception) -> str:
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {message}"
