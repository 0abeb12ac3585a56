"""Files that several builds may read and write at once, and what is in them: the ground that every cache stands on."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""How the names of pages of Markdown end: all that MkDocs takes."""


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all, and not if that would change nothing."""
    with suppress(FileNotFoundError, UnicodeDecodeError):
        if path.read_text("utf-8") == text:
            return
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent)
    except FileNotFoundError:  # seldom: to ask each time whether the folder is there takes as long as to write
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as unfinished:
            unfinished.write(data)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def files_in(folder: Path) -> list[Path]:
    """All files in a folder, but for what Python compiles and links that lead nowhere."""
    found = list[Path]()
    for parent, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [path for name in names if (path := Path(parent, name)).exists()]
    return sorted(found)


def text_in(path: Path) -> str:
    """What is in a file of text; "" where there is none."""
    return path.read_text("utf-8", "replace") if path.is_file() else ""


def digest(path: Path) -> str:
    """The hash of what is in a file; "" where there is none."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
