"""The fence ```` ```dot ```` for pymdownx.superfences."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from markdown import Markdown

from yansuan.graphs.drawing import NAMES, GraphError, Graphs, is_wide
from yansuan.node import SetupError
from yansuan.read.source import Source
from yansuan.words import of


class Fence:
    """Draws what stands in such a fence; what is wrong with it is told, and stands in its place.

    Args:
        graphs: draws.
        report: takes mistakes.
        located: says where a text comes from.
    """

    def __init__(
        self, graphs: Graphs, report: Callable[[str], None], located: Callable[[Markdown], Source | None]
    ) -> None:
        self._graphs, self._report, self._located = graphs, report, located

    def settings(self) -> list[dict[str, Any]]:
        """As the extension wants them."""
        return [{"name": name, "class": "graph", "format": self.draw, "validator": _has_title} for name in NAMES]

    def draw(self, source: str, language: str, css: str, options: dict[str, str], md: Markdown, **_: Any) -> str:
        """HTML for a fence; see superfences' custom fences."""
        title = options.get("title", "")
        try:
            svg = self._graphs.svg(source, title)
        except (GraphError, SetupError, subprocess.CalledProcessError) as error:
            return self._fail(source, error, md)
        caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
        stop = ' tabindex="0"' if is_wide(svg) else ""  # what scrolls must be reached by key
        return f'<figure class="{css}"{stop}>{svg}{caption}</figure>'

    def _fail(self, source: str, error: Exception, md: Markdown) -> str:
        where = self._located(md) or Source("")
        line = _begins(where, source) + min(getattr(error, "line", 1), source.count("\n") + 1)
        message = f"{where.path}:{line}:1: the graph cannot be drawn: {error}. Mend it, in Graphviz's language."
        if not where.excerpt:
            self._report(message)
        told = of(where.language)("fault.figure", message=escape(message, quote=False))
        return f'<div class="author-error">{told}</div>'


def _begins(where: Source, source: str) -> int:
    """The line of the file before a graph; that before the text where it is not found there."""
    try:
        rows = [row.strip(" \t>") for row in Path(where.path).read_text("utf-8-sig").splitlines()]
    except OSError:
        rows = []
    graph = [row.strip(" \t>") for row in source.split("\n")]
    found = (at for at in range(len(rows)) if rows[at : at + len(graph)] == graph)
    return next(found, where.first_line - 1)


def _has_title(language: str, inputs: dict[str, str], options: dict[str, str], attrs: Any, md: Markdown) -> bool:
    """`title` is the one option; with another the fence is shown as code."""
    options |= {key: value for key, value in inputs.items() if key == "title"}
    return not set(inputs) - {"title"}
