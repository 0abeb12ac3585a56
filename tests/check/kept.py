"""Verdicts of tables of formulas, kept as those of notes are: whoever changes something else does not wait for them.

A verdict follows from the code that gives it, the notation and the formula.  What this very code has given before is
taken from `.cache`, as a build takes what it knows of a note.  Where `CI` or `ANEW` is set all is evaluated.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import scipy

from tests.conftest import ROOT
from yansuan.check.verdict import Verdict
from yansuan.check.verify import VERSION
from yansuan.files import digest, write

_ANEW = bool(os.environ.get("CI") or os.environ.get("ANEW"))


def kept(name: str, sources: Iterable[Path], make: Callable[[], list[Verdict]]) -> list[Verdict]:
    """Verdicts.

    Args:
        name: of the table.
        sources: the files that say what is in it and what its letters are.
        make: evaluates it.
    """
    parts = [VERSION, scipy.__version__, *map(digest, [Path(__file__), *sources])]
    key = sha256("\0".join(parts).encode()).hexdigest()
    file = ROOT / ".cache" / "tables" / f"{sha256(name.encode()).hexdigest()}.json"  # one: the latest, and no more
    if not _ANEW:
        with suppress(OSError, ValueError, TypeError, KeyError):
            before = json.loads(file.read_text("utf-8"))
            if before["key"] == key:
                return [Verdict.from_json(one) for one in before["verdicts"]]
    found = make()
    write(file, json.dumps({"key": key, "verdicts": [one.as_json() for one in found]}, ensure_ascii=False))
    return found
