"""Whether something was said that fails `--strict`: what is wrong is told again at every build, so it is not kept."""

from __future__ import annotations

import logging

from mkdocs.utils import CountHandler


class Warned:
    """Whether anything that fails `--strict` was logged meanwhile, also where `--quiet` lets nobody hear it."""

    def __init__(self) -> None:
        self._counter = CountHandler(level=logging.WARNING)
        self._loggers = [logging.getLogger(name) for name in ("mkdocs", "properdocs")]
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
