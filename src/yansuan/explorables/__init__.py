"""Explorables: figures that a reader can change, computed in the browser with the snippet's own numbers.

Readers without script, and paper, get a picture drawn at build.  A snippet declares them (`yansuan.figures.declared`);
the module of NAME is served as `assets/explorables/NAME.js` and fetched when the figure comes into view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown.extensions import Extension


def makeExtension(**settings: object) -> Extension:  # noqa: N802  # Python-Markdown asks for this name
    """The Markdown extension `yansuan.explorables`: figures that a reader can change.  See `yansuan.by_name`."""
    from yansuan.by_name import named  # here, not above: it imports all of the engine

    return named(__name__, settings)
