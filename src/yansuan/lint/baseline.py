"""What is known of a project and is not told again, by what it is and not by where: lines may move."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from yansuan.files import write
from yansuan.lint.settings import SettingsError
from yansuan.lint.told import Told

_VERSION = 1


def known(file: Path) -> frozenset[str]:
    """The fingerprints that a baseline has.

    Raises:
        SettingsError: it is none.
    """
    try:
        value = json.loads(file.read_text("utf-8-sig"))
        if value["version"] != _VERSION:
            raise ValueError
        return frozenset(one["fingerprint"] for one in value["known"])
    except FileNotFoundError:
        raise SettingsError(f"{file}:1:1: there is no such baseline. Make it by --write-baseline.") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise SettingsError(f"{file}:1:1: this is no baseline. Make it anew by --write-baseline.") from None


def record(file: Path, told: Iterable[Told]) -> None:
    """Write down what is known; the file is the same whatever the order and the places.

    Raises:
        OSError: it cannot be written.
    """
    rows = [
        {"fingerprint": one.fingerprint, "file": one.document.path, "formula": one.formula, "message": one.message}
        for one in told
    ]
    rows.sort(key=lambda row: (row["file"], row["formula"], row["fingerprint"]))
    text = json.dumps({"version": _VERSION, "known": rows}, ensure_ascii=False, indent=1) + "\n"
    write(file, text.encode("utf-8", "replace").decode("utf-8"))  # half a character, as JSON can have, is none
