"""Texts by their names, in one file.

A disk takes longer to make a file than to write what is in it, and a large site has ten thousand formulas.  Here a text
that is kept is a line at the end of one file.

Several processes may write at once, as each line is one write at the end, and be killed: a line that is torn is passed
over, and the last of a name is the one that counts.  The file may be deleted at any time.  Whoever keeps something in
it says how large it may become: see `Journal.tidy`.
"""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from pathlib import Path

from yansuan.files import write_bytes

_LINE = re.compile(rb"^(\S+) [^\n]*\n", re.MULTILINE)


class Journal:
    """Texts in a file.

    Args:
        file: made where absent, when there is something to keep.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._places = dict[bytes, tuple[int, int]]()  # of each line, where it begins and how long it is
        self._end = 0  # of what has been read
        self._inode = 0  # of the file that was read

    def __reduce__(self) -> tuple[type[Journal], tuple[Path]]:
        return Journal, (self._file,)  # another process reads the file for itself

    def find(self, name: str) -> str | None:
        """A text that has been kept, by any process; None where there is none."""
        key = name.encode()
        with self._lock, suppress(OSError, UnicodeDecodeError):
            for _ in range(2):
                if not (place := self._place(key)):
                    break
                with self._file.open("rb", buffering=0) as file:
                    file.seek(place[0])
                    line = file.read(place[1])
                if line.startswith(key + b" ") and line.endswith(b"\n"):
                    return line[len(key) + 1 : -1].decode()
                self._forget()  # it is another file by now
        return None

    def has(self, name: str) -> bool:
        """Whether a text has been kept."""
        with self._lock, suppress(OSError):
            return self._place(name.encode()) is not None
        return False

    def keep(self, name: str, text: str) -> None:
        """Keep a text; where the file cannot be written, nothing is kept.

        Args:
            name: without blanks.
            text: without line breaks.
        """
        key = name.encode()
        line = b"\n%s %s\n" % (key, text.encode())  # what came before may be torn
        with self._lock, suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("ab", buffering=0) as file:
                if file.write(line) == len(line):
                    end = file.tell()
                    self._places[key] = end - len(line) + 1, len(line) - 1
                    if self._end == end - len(line):
                        self._end = end

    def tidy(self, limit: int) -> None:
        """Let go of what was kept first, until the rest takes half of the limit, where the file is beyond it.

        A line that another process writes meanwhile may be lost: what it says is made again.

        Args:
            limit: bytes that the file may take.
        """
        with self._lock, suppress(OSError):
            if self._file.stat().st_size > limit:
                left = self._file.read_bytes()[-(limit // 2) :]
                write_bytes(self._file, left[left.find(b"\n") + 1 :])
                self._forget()

    def _forget(self) -> None:
        self._places.clear()
        self._end = 0

    def _place(self, key: bytes) -> tuple[int, int] | None:
        """Where a line is; what has been written since is read first, where it is not known.

        Raises:
            OSError: there is no file, or it cannot be read.
        """
        if key not in self._places and ((found := self._file.stat()).st_size, found.st_ino) != (self._end, self._inode):
            if found.st_size < self._end or found.st_ino != self._inode:  # it was deleted, or written anew
                self._forget()
            self._inode = found.st_ino
            with self._file.open("rb", buffering=0) as file:
                file.seek(self._end)
                new = file.readall()
            for line in _LINE.finditer(new):
                self._places[line[1]] = self._end + line.start(), line.end() - line.start()
            self._end += new.rfind(b"\n") + 1
        return self._places.get(key)
