"""What has been made, by the content that it was made from.

A value is kept under the hash of all that it depends on: of what it was made from, which whoever asks must say whole,
and of what makes it: the engine's own files and the version of every package beside it.  So what is kept never has to
be told that something changed, and what is read is what would be made.

The folder may be deleted at any time.  Several builds may read and write it at once, and be killed: an entry is one
file, written whole or not at all; what cannot be read is made anew.  What is used least lately goes when there is more
than `LIMIT`.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
import zlib
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from yansuan.files import digest, files_in, write_bytes

T = TypeVar("T")

LIMIT = 400_000_000
"""Bytes that the entries may take on disk, compressed."""
_FRESH = 3600  # seconds within which an entry's last use need not be noted again
_HERE = Path(__file__).parent


class Cache:
    """Values of functions, in a folder.

    Args:
        folder: made where absent.
        limit: bytes, see `LIMIT`.
    """

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self._folder = folder
        self._limit = limit

    def kept(self, what: str, make: Callable[[], T], *content: str) -> T:
        """A value, made now or before.

        Args:
            what: names the function; its values stand in a folder of that name.
            make: makes the value, which is not None and can be pickled; nothing but the content decides it.
            content: all that the value depends on, but for the code.
        """
        found = self.find(what, *content)
        if found is None:
            found = make()
            self.keep(what, found, *content)
        return found  # type: ignore[return-value]

    def find(self, what: str, *content: str) -> object | None:
        """A value that has been kept, see `kept`; None where there is none."""
        file = self._file(what, content)
        try:
            value: object = pickle.loads(zlib.decompress(file.read_bytes()))
            note_use(file)
        except Exception:  # absent, torn, or damaged in any way that a pickle can be: made anew
            return None
        return value

    def has(self, what: str, *content: str) -> bool:
        """Whether a value has been kept, see `kept`; it is as good as used."""
        try:
            note_use(self._file(what, content))
        except OSError:
            return False
        return True

    def keep(self, what: str, value: object, *content: str) -> None:
        """Keep a value, see `kept`."""
        data = zlib.compress(pickle.dumps(value), 1)
        with suppress(OSError):  # a full or read-only disk: nothing is kept, and all is made
            write_bytes(self._file(what, content), data)

    def tidy(self) -> None:
        """Let go of what was used least lately, until the rest is within the limit."""
        tidy(self._folder, self._limit)

    def _file(self, what: str, content: tuple[str, ...]) -> Path:
        parts = [sha256(part.encode("utf-8", "surrogatepass")).digest() for part in (version(), what, *content)]
        key = sha256(b"".join(parts)).hexdigest()
        return self._folder / what / key


def note_use(file: Path) -> None:
    """Note that a file of a cache is used, so that it goes after others.

    Raises:
        OSError: there is no such file, or it belongs to somebody else.
    """
    if file.stat().st_mtime < (now := time.time()) - _FRESH:
        os.utime(file, (now, now))


def tidy(folder: Path, limit: int) -> None:
    """Let go of the files that were used least lately, until the rest takes no more bytes than the limit."""
    entries = list[tuple[float, int, Path]]()
    for path in folder.rglob("*"):
        with suppress(OSError):  # another build has let go of it
            if path.is_file():
                entries.append(((found := path.stat()).st_mtime, found.st_size, path))
    size = sum(size for _, size, _ in entries)
    for _, own, path in sorted(entries):
        if size <= limit:
            break
        path.unlink(missing_ok=True)
        size -= own


class Stamped(str):
    """A long text that knows its hash, once somebody has asked."""

    @cached_property
    def digest(self) -> str:
        """The hash of the text."""
        return sha256(self.encode("utf-8", "surrogatepass")).hexdigest()


def stamp(text: str) -> str:
    """The hash of a text."""
    return text.digest if isinstance(text, Stamped) else Stamped(text).digest


class Recent(Generic[T]):
    """Values in memory, by what they were made from: those that this build or the one before has asked for."""

    def __init__(self) -> None:
        self._now: dict[Hashable, T] = {}
        self._before: dict[Hashable, T] = {}

    def turn(self) -> None:
        """A build begins."""
        self._before, self._now = self._now, {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """A value, made now or lately."""
        found = self.find(key)
        if found is None:
            self._now[key] = found = make()
        return found

    def find(self, key: Hashable) -> T | None:
        """A value that was made lately; None where there is none."""
        if key not in self._now and key in self._before:
            self._now[key] = self._before[key]
        return self._now.get(key)

    def keep(self, key: Hashable, value: T) -> None:
        """Keep a value, see `get`."""
        self._now[key] = value


@cache
def version() -> str:
    """What makes values: Python, every package that is installed, and the engine's own files as they were first."""
    folders = [Path(entry) for entry in sys.path if entry]
    packages = sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})  # NAME-VERSION
    digests = [f"{path.relative_to(_HERE)} {digest(path)}" for path in files_in(_HERE)]
    return sha256("\n".join([sys.version, *packages, *digests]).encode()).hexdigest()
