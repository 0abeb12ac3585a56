"""What an author is told: `file:line:col: what is wrong. What to do.`, once, where it is found.

Each such message is a warning, of which a single one fails `--strict`.  The places come from `yansuan.read.places` and
from the `Source` of a text.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from dataclasses import dataclass

_TOLD = "told"  # the attribute of a log's record


@dataclass(frozen=True)
class Told:
    """A message and the room in whose name it was told.  It follows from the site's files and settings."""

    room: str
    message: str


class Report:
    """Tells in the name of a room; callable, so that rooms need to know no more than that somebody listens.

    Args:
        room: what stands before each line.
        follows: whether what it tells follows from the site's files and settings alone, as a page does.  Who keeps what
            is made of these keeps it, too, and tells it `again`; other mistakes have to be looked for again.
    """

    def __init__(self, room: str, *, follows: bool = False) -> None:
        self._room = room
        self._follows = follows

    def __call__(self, message: str) -> None:
        """Tell what is wrong."""
        self._log.warning(message, extra={_TOLD: Told(self._room, message) if self._follows else None})

    def progress(self, line: str) -> None:
        """Tell whoever waits what takes so long, or why something is not there."""
        self._log.info(line)

    @property
    def _log(self) -> logging.Logger | logging.LoggerAdapter[logging.Logger]:
        return _log(self._room)


def told_by(record: logging.LogRecord) -> Told | None:
    """What a log's record tells; None where it does not follow from what whoever keeps it knows of."""
    found: Told | None = getattr(record, _TOLD, None)
    return found


def again(told: Iterable[Told]) -> None:
    """Tell again what follows from what has not changed."""
    for one in told:
        Report(one.room, follows=True)(one.message)


class Keeping(logging.Handler):
    """Keeps in `messages` what is told that fails `--strict`, in its order."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages = list[str]()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        self.messages.append(record.getMessage())


class AtOnce(Keeping):
    """Hears what is wrong as soon as anybody knows, and again in its place in the build."""

    def hear(self, message: str) -> None:
        """Take what is wrong before its place has come."""
        raise NotImplementedError


class Console(logging.Filter):
    """Tells on the console what is known before its place in the build comes, where it is not told there again.

    Whoever else listens, as to count, hears it in its place alone; but for who wants to hear `AtOnce`.
    """

    def __init__(self, room: str) -> None:
        super().__init__()
        self._room = room
        self._told = set[str]()

    def begin(self) -> None:
        """A build begins."""
        self._told.clear()

    def tell(self, message: str) -> None:
        """Tell at once."""
        text, log = f"{self._room}: {message}", _log(self._room)
        name = log.logger.name if isinstance(log, logging.LoggerAdapter) else log.name
        handlers = logging.getLogger(name.partition(".")[0]).handlers
        for listener in [one for one in handlers if isinstance(one, AtOnce)]:
            listener.hear(text)
        for handler in [one for one in handlers if _is_console(one)]:
            handler.handle(logging.LogRecord(name, logging.WARNING, __file__, 0, text, None, None))
            handler.addFilter(self)
        self._told.add(text)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a message has not been told."""
        text = record.getMessage()
        is_new = text not in self._told
        self._told.discard(text)
        return is_new


def _is_console(handler: logging.Handler) -> bool:
    return isinstance(handler, logging.StreamHandler) and handler.level <= logging.WARNING


def _log(room: str) -> logging.Logger | logging.LoggerAdapter[logging.Logger]:
    if "mkdocs.plugins" not in sys.modules:  # the extensions without the plugin
        return logging.getLogger(f"yansuan.{room}")
    from mkdocs.plugins import get_plugin_logger  # whose warnings are counted, also where it is ProperDocs's

    return get_plugin_logger(room)
