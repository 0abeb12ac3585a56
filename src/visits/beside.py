"""What lies beside the file of visits: what was set aside of it, and what tells of that; whose the folder is."""

from __future__ import annotations

import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Beside:
    """The files beside one.

    Args:
        path: of the file of visits.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def rename(self, what: str, *suffixes: str) -> Path:
        """Rename files to names that say what they are and since when, and that nothing has; the first one's."""
        name = f"{self.path.name}.{what}-{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}"
        while any(os.path.lexists(self.path.with_name(name + suffix)) for suffix in (*suffixes, ".txt")):
            name += "-again"
        for suffix in suffixes:
            with suppress(FileNotFoundError):
                os.rename(f"{self.path}{suffix}", self.path.with_name(name + suffix))
        return self.path.with_name(name)

    def newest(self) -> Path | None:
        """The newest file that was set aside and of which nothing was carried over, if any."""
        prefix = f"{self.path.name}.damaged-"
        with suppress(OSError):
            found = {each.name for each in self.path.parent.iterdir() if each.name.startswith(prefix)}
            names = (
                name for name in found if not name.endswith(("-wal", "-shm", ".txt")) and name + ".txt" not in found
            )
            if newest := max(names, default=None):
                return self.path.with_name(newest)
        return None

    def holds(self, identity: tuple[int, int]) -> bool:
        """Whether a file of that device and inode was set aside."""
        with suppress(OSError):
            found = [each.stat() for each in self.path.parent.glob(f"{self.path.name}.damaged-*")]
            return any((each.st_dev, each.st_ino) == identity for each in found)
        return False

    def put_back(self, aside: Path) -> None:
        """Give a file that was set aside its name again."""
        with suppress(OSError):
            for suffix in ("-shm", "-wal", ""):
                if os.path.lexists(f"{aside}{suffix}") and not os.path.lexists(f"{self.path}{suffix}"):
                    os.rename(f"{aside}{suffix}", f"{self.path}{suffix}")

    def tell(self, aside: Path, told: str) -> None:
        """Write down beside a file that was set aside what became of it, as far as that can be written."""
        with suppress(OSError):
            aside.with_name(aside.name + ".txt").write_text(told + "\n", "utf-8")

    def lost(self) -> str:
        """What was told last, as long as that lies there; else empty."""
        with suppress(OSError, UnicodeDecodeError):
            told = self.path.parent.glob(f"{self.path.name}.damaged-*.txt")
            if newest := max(told, default=None):
                return newest.read_text("utf-8").strip()
        return ""

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While no other process mends a file in this folder."""
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def hand_over(self, path: Path) -> None:
        """Where root makes a file, for a service that is another user: give it to whoever has the folder."""
        folder = self.path.parent.stat()
        if os.geteuid() == 0 and folder.st_uid != 0:
            os.chown(path, folder.st_uid, folder.st_gid)
            os.chmod(path, stat.S_IMODE(folder.st_mode) & 0o666)
