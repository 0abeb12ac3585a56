"""The golden set: formulas as textbooks print them, true ones and false ones, with what their letters are.

A file is a subject, a `[[note]]` in it some formulas with one notation: what `symbols` declares, and what the function
of `notations.py` that `python` names adds to it.  A line of `formulas` is `T label  tex` where it is true,
`F label  tex` where it is false, and `U label  tex` where its sides have shapes that do not fit; a line that begins
with a space goes on with the one above it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tests.check.kept import kept
from tests.golden import notations
from yansuan.check import declared
from yansuan.check.checker import INSTANCES, check
from yansuan.check.notation import Instances, stream
from yansuan.check.verdict import Verdict
from yansuan.tex.patterns import NotationError

FOLDER = Path(__file__).parent
SUBJECTS = sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != "not_yet")
_LINE = re.compile(r"([TFU]) (\S+)\s+(.*)", re.DOTALL)

Notation = Callable[[np.random.Generator], Iterator[Mapping[str, Any]]]


@dataclass(frozen=True)
class Note:
    """Some formulas with one notation."""

    subject: str
    name: str
    symbols: Mapping[str, object]
    python: str
    formulas: tuple[Formula, ...]


@dataclass(frozen=True)
class Formula:
    """A formula, by its subject, note and label, and whether it is true."""

    name: str
    sign: str
    tex: str

    @property
    def true(self) -> bool:
        """Whether it is true."""
        return self.sign == "T"

    def is_right(self, verdict: Verdict) -> bool:
        """Whether a verdict is right."""
        return verdict.kind == {"T": "holds", "F": "fails", "U": "undefined"}[self.sign]


def notes(subject: str) -> list[Note]:
    """The notes of a file."""
    whole = tomllib.loads((FOLDER / f"{subject}.toml").read_text("utf-8"))
    return [_note(subject, one) for one in whole["note"]]


def _note(subject: str, found: Mapping[str, Any]) -> Note:
    lines = re.sub(r"\n[ \t]+", " ", found["formulas"]).strip().splitlines()
    formulas = tuple(_formula(f"{subject}/{found['name']}", line) for line in lines)
    return Note(subject, found["name"], found.get("symbols", {}), found.get("python", ""), formulas)


def _formula(where: str, line: str) -> Formula:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"{where}: '{line}' is no line such as 'T label  tex'")
    sign, label, tex = match.groups()
    return Formula(f"{where}: {sign} {label}", sign, tex)


def _joined(said: Notation, own: notations.Own | None) -> Notation:
    """What is declared, and what a function adds to it or says instead."""

    def instances(rng: np.random.Generator) -> Iterator[Mapping[str, Any]]:
        for drawn in said(rng):
            added = own(rng, {key: value for key, (_, value) in drawn.items()}) if own else {}
            joined = copy(dict(drawn) if not isinstance(drawn, dict) else drawn)  # which may be an edge, and stays one
            joined.update({key: value if isinstance(value, tuple) else ("", value) for key, value in added.items()})
            yield joined

    return instances


def verdicts(subject: str) -> list[tuple[Formula, Verdict]]:
    """What becomes of the formulas of a subject; kept, as `kept.py` says."""
    return [
        (one, _verdict(one.tex, dict(note.symbols), note.python)) for note in notes(subject) for one in note.formulas
    ]


def _verdict(tex: str, symbols: dict[str, object], python: str) -> Verdict:
    return kept(lambda: _evaluated(tex, json.dumps(symbols), python))


def _evaluated(tex: str, symbols: str, python: str) -> Verdict:
    try:
        return check(tex, _instances(symbols, python))
    except NotationError as error:
        return Verdict("unreadable", f"the notation: {error}")


@cache
def _instances(symbols: str, python: str) -> Instances:
    """Instances of a note, made once."""
    own = getattr(notations, python) if python else None
    return stream(_joined(declared.notation(json.loads(symbols)), own), INSTANCES)


@cache
def not_yet() -> Mapping[str, str]:
    """By name, the formulas that do not have the right verdict yet, each with what it has instead."""
    return dict(tomllib.loads((FOLDER / "not_yet.toml").read_text("utf-8")))


def excuse(verdict: Verdict) -> str:
    """What a formula that has not the right verdict has instead, in one line."""
    return f"{verdict.kind}: {' '.join((verdict.reason or '').split())}"[:150]


__all__ = ["SUBJECTS", "Formula", "excuse", "not_yet", "notes", "verdicts"]
