"""验算 (yansuan): Markdown notes with mathematics, made into a site in which nothing a reader sees is unchecked.

`plugin` is the door to MkDocs; the first thing to read, as it tells in which order everything happens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown.extensions import Extension


def makeExtension(**settings: object) -> Extension:  # noqa: N802  # Python-Markdown asks for this name
    """The Markdown extension `yansuan`: all of ours at once.  See `yansuan.by_name`."""
    from yansuan.by_name import named  # here, not above: it imports all of the engine

    return named(__name__, settings)
