"""A site is built aside, and put in place when it is whole: whoever reads it meanwhile meets no gap and no half page.

MkDocs empties the site's folder before it builds.  Here it is given a folder within that one, `.next-…`, which nobody
but its owner may read.  When all is written, each file that has changed takes its place by a rename, what pages need
before the pages, new pages before those that lead to them; then what is no more goes.  The folder of the site stays
what it is, which may be a mount point, or what a container or a server holds on to: see decisions/built-aside.md.
"""

from __future__ import annotations

import errno
import filecmp
import json
import math
import os
import re
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from yansuan.files import write

FOR_OPEN_PAGES = 24 * 3600
"""Seconds that a file with a fingerprint stays when the site has none of that name any more."""
TICK = 0.02
"""Seconds after which a file system's clock has gone on."""

_PREFIX = ".next-"
NOWHERE = os.devnull if os.name == "posix" else f"{_PREFIX}nowhere"
"""Within the folder of a build what is no part of the site, whatever is written there."""
_FINGERPRINT = re.compile(r"[.-][0-9a-f]{8,64}\.[^/]+\Z")
_LISTS = (".xml", ".json", ".gz", ".txt")
_STAYS = "lost+found"  # the file system's own, where the folder is a mount point


@dataclass(frozen=True)
class Aside:
    """The folder in which a build is made, until it is the site.

    Args:
        site: the folder that readers read.
        kept: a folder for what is remembered of it.
    """

    site: Path
    kept: Path
    _open: list[tuple[Path, FileLock]] = field(default_factory=list)

    def begin(self) -> Path:
        """An empty folder to build in.  Those of builds that were killed go.

        Raises:
            OSError: the site cannot be written.
        """
        with self._alone():
            self.site.mkdir(parents=True, exist_ok=True)
            self._clear()
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self.site))
            lock = _lock(folder)
            lock.acquire()
            self._open.append((folder, lock))
        return folder

    def publish(self, what: str = "", staying: Collection[str] = ()) -> None:
        """Let what was built be the site.  Whoever interrupts this waits for its end, a few milliseconds.

        Args:
            what: a name of just this site, see `stands`; "" for none.
            staying: files of the site that have not been built again and are as they are to be.

        Raises:
            OSError: something cannot be written or taken away; what is in place is whole.
        """
        with self._alone():
            folder, _ = self._open[-1]
            new = _files(folder)
            changed = [name for name in new if not _is_same(folder / name, self.site / name)]
            pages = {name for name in changed if (self.site / name).exists()}
            left = self._left({*new, *staying})
            with _undisturbed():
                for name in sorted(changed, key=lambda name: _turn(name, is_new=name not in pages)):
                    _put(folder / name, self.site / name, self.site)
                _remove(self.site, left)
            if what:
                self._remember(what)
        self.abandon()

    def stands(self, what: str) -> bool:
        """Whether the site is what was published by this name, and nobody has touched a file of it."""
        with suppress(OSError, ValueError, TypeError):  # nothing is remembered, or the record is damaged
            name, until, stats = json.loads(self._record("stats").read_text("utf-8"))
            return bool(name == what and time.time() < until and stats == _stats(self.site))
        return False

    def abandon(self) -> None:
        """Leave the site as it is, and nothing of what was built."""
        while self._open:
            folder, lock = self._open.pop()
            _discard(folder, lock)
        with suppress(OSError):
            self.site.rmdir()  # where there was none

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No two builds publish at once, and none takes another's folder for one that was left."""
        self.kept.mkdir(parents=True, exist_ok=True)
        with FileLock(self._record("lock")):
            yield

    def _record(self, kind: str) -> Path:
        return self.kept / f"{sha256(os.fsencode(self.site)).hexdigest()[:16]}.{kind}"

    def _since(self) -> dict[str, float]:
        """Files that stay though they are gone, and since when."""
        with suppress(OSError, ValueError):
            found: dict[str, float] = json.loads(self._record("json").read_text("utf-8"))
            return found
        return {}

    def _clear(self) -> None:
        for folder in {one.with_suffix("") for one in self.site.glob(f"{_PREFIX}*")}:
            lock = _lock(folder)
            with suppress(Timeout, OSError):
                lock.acquire(blocking=False)
                _discard(folder, lock)

    def _remember(self, what: str) -> None:
        """Remember what stands in the site's folder.

        A file is known again by its size, its times and its place on the disk, as Git knows those that it has checked
        out.  Where the file system tells no more than seconds, nothing is remembered.
        """
        time.sleep(TICK)  # who changes a file from now on changes its time
        stats = _stats(self.site)
        if any(times[0] % 1_000_000_000 for _, _, *times in stats.values()):
            until = min(self._since().values(), default=math.inf) + FOR_OPEN_PAGES
            write(self._record("stats"), json.dumps([what, until, stats]))

    def _left(self, new: set[str]) -> list[str]:
        """What is in the site and not in the new one, but for what pages need that somebody has open."""
        gone = [name for name in _files(self.site) if name not in new and not name.startswith(".")]
        since, now = self._since(), time.time()
        since = {name: min(since.get(name, now), now) for name in gone if _FINGERPRINT.search(name)}
        staying = {name: then for name, then in since.items() if now - then < FOR_OPEN_PAGES}
        write(self._record("json"), json.dumps(staying))
        return [name for name in gone if name not in staying]


def _lock(folder: Path) -> FileLock:
    """What a build holds on to for as long as its process lives."""
    return FileLock(folder.with_suffix(".lock"))


def _discard(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        os.unlink(lock.lock_file)
    lock.release()


def _files(folder: Path) -> list[str]:
    """All files of a site by their paths in it; links to folders are not followed, nor is what builds have there."""
    found = list[str]()
    for parent, folders, names in os.walk(folder):
        if parent == str(folder):
            folders[:] = [name for name in folders if name != _STAYS and not name.startswith(_PREFIX)]
            found += [name for name in names if not name.startswith(_PREFIX)]
        else:
            within = Path(parent).relative_to(folder).as_posix()
            found += [f"{within}/{name}" for name in names]
    return found


def _stats(folder: Path) -> dict[str, list[int]]:
    """Of each file what changes when it changes."""
    found = {name: os.lstat(folder / name) for name in _files(folder)}
    return {
        name: [one.st_mode, one.st_size, one.st_mtime_ns, one.st_ctime_ns, one.st_ino] for name, one in found.items()
    }


def _is_same(one: Path, other: Path) -> bool:
    if not other.is_file() or other.is_symlink() or one.stat().st_mode != other.stat().st_mode:
        return False
    return filecmp.cmp(one, other, shallow=False)


def _turn(name: str, *, is_new: bool) -> tuple[int, int, str]:
    """When a file takes its place: what pages need, new pages, pages from the deepest up, what lists pages."""
    if name.endswith(".html"):
        return 1 if is_new else 2, -name.count("/"), name
    return 3 if name.endswith(_LISTS) and not is_new else 0, 0, name


def _put(source: Path, target: Path, site: Path) -> None:
    for parent in reversed(target.relative_to(site).parents[:-1]):
        if (site / parent).exists() and not (site / parent).is_dir():
            (site / parent).unlink()  # a file where there is a folder now
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    try:
        os.replace(source, target)
    except OSError as error:
        if error.errno == errno.EXDEV:  # another file system is mounted within the site, or linked to
            beside = target.with_name(f"{_PREFIX}{target.name}")
            shutil.copy2(source, beside)
            os.replace(beside, target)
        elif error.errno == errno.EBUSY:  # the file itself is mounted there
            shutil.copyfile(source, target)
        else:
            raise


def _remove(site: Path, names: list[str]) -> None:
    for name in names:
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):  # what is in place took theirs
            try:
                (site / name).unlink()
            except OSError as error:
                if error.errno != errno.EBUSY:  # mounted there: not ours to take away
                    raise
    for folder in sorted({parent for name in names for parent in Path(name).parents[:-1]}, reverse=True):
        with suppress(OSError):  # not empty, or a mount point
            (site / folder).rmdir()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Whoever wants this process to end waits."""
    came = list[int]()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda number, _: came.append(number)) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
    for number in came[:1]:
        signal.raise_signal(number)
