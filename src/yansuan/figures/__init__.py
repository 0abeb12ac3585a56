"""The figures of the notes, drawn at build as SVG from the values that their snippets compute with.

`declared` reads which figures the snippets declare, `modules` runs their files, `catalogue` draws, `extension` puts a
figure on a page (`/// figure | NAME`), and `door` is the door to MkDocs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown.extensions import Extension


def makeExtension(**settings: object) -> Extension:  # noqa: N802  # Python-Markdown asks for this name
    """The Markdown extension `yansuan.figures`: figures of the snippets.  See `yansuan.by_name`."""
    from yansuan.by_name import named  # here, not above: it imports all of the engine

    return named(__name__, settings)
