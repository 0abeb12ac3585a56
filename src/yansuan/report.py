"""What an author is told: `file:line:col: what is wrong. What to do.`, once, where it is found.

Each such message is a warning, of which a single one fails `--strict`.  The places come from `yansuan.read.places` and
from the `Source` of a text.
"""

from __future__ import annotations

import logging
import sys


class Report:
    """Tells in the name of a room; callable, so that rooms need to know no more than that somebody listens.

    Args:
        room: what stands before each line.
    """

    def __init__(self, room: str) -> None:
        self._room = room

    def __call__(self, message: str) -> None:
        """Tell what is wrong."""
        self._log.warning(message)

    def progress(self, line: str) -> None:
        """Tell whoever waits what takes so long, or why something is not there."""
        self._log.info(line)

    @property
    def _log(self) -> logging.Logger | logging.LoggerAdapter[logging.Logger]:
        if "mkdocs.plugins" not in sys.modules:  # the extensions without the plugin
            return logging.getLogger(f"yansuan.{self._room}")
        from mkdocs.plugins import get_plugin_logger  # whose warnings are counted, also where it is ProperDocs's

        return get_plugin_logger(self._room)
