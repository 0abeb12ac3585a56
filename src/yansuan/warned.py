"""Whether something was said that fails `--strict`: what is wrong is told again at every build, so it is not kept."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mkdocs.utils import CountHandler

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_LOGGERS = "mkdocs", "properdocs"


def will_abort(config: MkDocsConfig) -> bool:
    """Whether MkDocs will end as failed, for what was said under `--strict`: it asks the counter that is read here."""
    heard = [handler for name in _LOGGERS for handler in logging.getLogger(name).handlers]
    return config.strict and any(isinstance(one, CountHandler) and one.counts for one in heard)


class Warned:
    """Whether anything that fails `--strict` was logged meanwhile, also where `--quiet` lets nobody hear it."""

    def __init__(self) -> None:
        self._counter = CountHandler(level=logging.WARNING)
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
            logger.addHandler(self._counter)

    def __exit__(self, *_: object) -> None:
        for logger in self._loggers:
            logger.removeHandler(self._counter)
        for one, level in self._levels:
            one.setLevel(level)
        self._levels.clear()

    def __bool__(self) -> bool:
        return bool(self._counter.counts)
