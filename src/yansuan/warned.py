"""What was said that fails `--strict`: what is wrong is told at every build."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mkdocs.utils import CountHandler

from yansuan.report import Told, told_by

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_LOGGERS = "mkdocs", "properdocs"


def will_abort(config: MkDocsConfig) -> bool:
    """Whether MkDocs will end as failed, for what was said under `--strict`: it asks the counter that is read here."""
    heard = [handler for name in _LOGGERS for handler in logging.getLogger(name).handlers]
    return config.strict and any(isinstance(one, CountHandler) and one.counts for one in heard)


class _Hearing(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told = list[Told | None]()

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(told_by(record))


class Warned:
    """What was logged meanwhile that fails `--strict`, even if `--quiet` lets nobody hear it."""

    def __init__(self) -> None:
        self._kept = _Hearing()
        self._loggers = [logging.getLogger(name) for name in _LOGGERS]
        self._levels = list[tuple[logging.Logger | logging.Handler, int]]()

    def __enter__(self) -> None:
        for logger in self._loggers:
            heard: list[logging.Logger | logging.Handler] = [logger, *logger.handlers]
            self._levels += [(one, one.level) for one in heard]
            if logger.level > logging.WARNING:  # those who listened go on to hear what they heard
                for handler in logger.handlers:
                    handler.setLevel(max(handler.level, logger.level))
                logger.setLevel(logging.WARNING)
            logger.addHandler(self._kept)

    def __exit__(self, *_: object) -> None:
        for logger in self._loggers:
            logger.removeHandler(self._kept)
        for one, level in self._levels:
            one.setLevel(level)
        self._levels.clear()

    def told(self) -> tuple[Told, ...] | None:
        """What it was, to be told again with what is kept; None where anything of it is to be looked for again."""
        found = tuple(one for one in self._kept.told if one is not None)
        return found if len(found) == len(self._kept.told) else None
