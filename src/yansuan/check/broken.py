"""Why a statement does not hold where it is tested, and what is shown of it.  `checker.py` makes verdicts of these."""

from __future__ import annotations

import re

from yansuan.check.verdict import Counterexample, Kind

_SIZE = re.compile(r"\\(?:left|[bB]igg?l?)\s*$")


class Broken(Exception):
    """A link whose sides exist and differ."""

    kind: Kind = "fails"

    def __init__(self, reason: str, at: int | None = None, counterexample: Counterexample | None = None) -> None:
        super().__init__(reason)
        self.at, self.counterexample = at, counterexample


class Undefined(Broken):
    """A link one side of which has no value, or that is never tested."""

    kind: Kind = "undefined"


class Misshapen(Undefined):
    """A link in which shapes do not fit."""


class Undecided(Broken):
    """A link of which nobody can tell; `beyond` if an integral in it cannot be found for these numbers."""

    kind: Kind = "unreadable"
    beyond = False


class Equal(Broken):
    """A strict inequality whose sides are equal where nobody would have drawn."""

    kind: Kind = "unreadable"


def shown(tex: str, start: int, end: int) -> str:
    """A part of a formula as its author wrote it, with the size of its first bracket, which says nothing else."""
    if size := _SIZE.search(tex, 0, start):
        start = size.start()
    return " ".join(tex[start:end].split())
