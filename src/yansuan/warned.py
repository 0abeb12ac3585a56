"""What was said that fails `--strict`: what is wrong is told again at every build."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from mkdocs.utils import CountHandler

from yansuan.report import Keeping, Report

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_LOGGERS = "mkdocs", "properdocs"
_OF_FORMULAS = "equations: "  # how what is told of them begins

of_formulas = Report("equations")
"""Tells what is wrong with formulas."""


def will_abort(config: MkDocsConfig) -> bool:
    """Whether MkDocs will end as failed, for what was said under `--strict`: it asks the counter that is read here."""
    heard = [handler for name in _LOGGERS for handler in logging.getLogger(name).handlers]
    return config.strict and any(isinstance(one, CountHandler) and one.counts for one in heard)


class Warned:
    """What was logged meanwhile that fails `--strict`, even if `--quiet` lets nobody hear it; true where it is any."""

    def __init__(self) -> None:
        self._kept = Keeping()
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

    def __bool__(self) -> bool:
        return bool(self._kept.messages)

    def of_formulas(self) -> tuple[str, ...] | None:
        """What it was, for `of_formulas`, which tells it again; None where anything was not about formulas."""
        told = self._kept.messages
        if not all(one.startswith(_OF_FORMULAS) for one in told):
            return None
        return tuple(one.removeprefix(_OF_FORMULAS) for one in told)
