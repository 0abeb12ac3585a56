"""A graph in Graphviz's language as SVG that can stand in a page.

    ```dot title="What leads where"
    digraph { 甲 -> 乙 }
    ```

It is drawn by Graphviz itself, as WebAssembly in the Node that sets formulas.  Its black is the page's ink; a colour
that the author names stays.
"""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path

from yansuan.cache import Cache
from yansuan.node import ensure, node_command

HERE = Path(__file__).parent
NAMES = ("dot", "graphviz")
"""What the fence of a graph is called."""

_EM = 14  # points of Graphviz's that are an em of the page: its letters are then a little smaller than the text
_PHONE = 18  # em of the page that the narrowest phone shows
_LEAST = re.compile(r"max-width:max\(100%,([\d.]+)em\)")
_LINE = re.compile(r"line (\d+)")
_ROOT = re.compile(r'<svg width="[^"]*" height="[^"]*"\s+viewBox="([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)"[^>]*>')
_IDLE = re.compile(r'<!--.*?-->|<title>.*?</title>| (?:id|class|font-family|xml:space)="[^"]*"|\n', re.DOTALL)

# Graphviz knows how wide Latin letters are, and takes every other character for a blank, a quarter of an em.  Three
# that have no width after each that is an em wide make it one; in the page they are gone.
_NOTHING = "\u200b"


class GraphError(Exception):
    """A graph that cannot be drawn.

    Args:
        message: what is wrong.
        line: of the graph, from 1.
    """

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class Graphs:
    """Draws graphs, each once ever.

    Args:
        cache: keeps them.
        say: is told when Graphviz is installed, which takes a moment.
    """

    def __init__(self, cache: Cache, say: Callable[[str], None]) -> None:
        self._cache = cache
        self._say = say

    def svg(self, source: str, title: str = "") -> str:
        """The drawing of a graph; `title` is what is told of it to who does not see it.

        Raises:
            GraphError: it is no graph.
            yansuan.node.SetupError: there is no Node, or Graphviz cannot be installed.
        """
        lock = (HERE / "package-lock.json").read_text("utf-8")
        drawn = self._cache.kept("graphs", partial(self._drawn, source), source, lock)
        told = f' role="img" aria-label="{escape(title)}"' if title else ' role="img"'
        return drawn.replace("<svg", f"<svg{told}", 1)

    def _drawn(self, source: str) -> str:
        done = subprocess.run(
            [*node_command(), "--input-type=module", "--eval", (HERE / "draw.mjs").read_text("utf-8")],
            cwd=ensure(HERE, "Graphviz", self._say),
            input=_widened(source),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        answer = json.loads(done.stdout)
        if not answer["output"]:
            told = (one["message"] for one in answer["errors"] if one.get("level") == "error")
            message = next(told, "it is no graph")
            found = _LINE.search(message)
            raise GraphError(message.replace(_NOTHING, ""), int(found[1]) if found else 1)
        return _fit(answer["output"])


def is_wide(svg: str) -> bool:
    """Whether a drawing scrolls on a phone."""
    least = _LEAST.search(svg)
    return least is not None and float(least[1]) > _PHONE


def _widened(source: str) -> str:
    wide = (one + 3 * _NOTHING if unicodedata.east_asian_width(one) in "WF" else one for one in source)
    return "".join(wide)


def _fit(svg: str) -> str:
    """The drawing with the page's ink and faces, no wider than the page, without what only files need."""
    root = _ROOT.search(svg)
    assert root is not None, svg[:400]
    width = float(root[3]) / _EM
    # As small as can be read on a narrow screen, and then it scrolls.
    style = f"width:{width:.2f}em;max-width:max(100%,{0.7 * width:.2f}em);height:auto;aspect-ratio:{root[3]}/{root[4]}"
    body = _IDLE.sub("", svg[root.end() :]).replace(_NOTHING, "")
    body = re.sub(r'(fill|stroke)="black"', r'\1="currentColor"', body).replace('stroke="transparent"', 'stroke="none"')
    return f'<svg viewBox="{" ".join(root.groups())}" fill="currentColor" style="{style}">{body.strip()}'
