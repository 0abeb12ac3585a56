"""The file in which visits are kept: what it should be, what is wrong with it, and what is done about that.

What goes wrong with it is told in `Unavailable`, and mended by whoever can; the next call looks again:

- no folder, no right to write, no space, a lock: the next call tries again;
- deleted or replaced while in use: seen before anybody is told that a visit is kept;
- damaged: it is set aside as `NAME.damaged-20261124T112531`, with its journal, and what can be read of it is carried
  over into a new file at once (`salvage.py`), in which counting goes on;
- nothing can be read of it: nothing is begun in its place, as the number would fall to the baseline, until a backup is
  imported;
- another program's, or made by a newer version: it is left alone.

A file that does not exist is made at the first use, not by reading it out (`days`, `backup`), and not where one was in
use before or was set aside; `add` makes it in any case.

See https://sqlite.org/wal.html, https://sqlite.org/howtocorrupt.html.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from visits import salvage
from visits.beside import Beside
from visits.store import TOTAL, Unavailable

T = TypeVar("T")
Identity = tuple[int, int]  # of a file: device and inode
log = logging.getLogger("visits")

APPLICATION = int.from_bytes(b"vist", "big")  # in the file's header, so that it is not taken for another's
RESTORE = "copy a backup to its place, or `python -m visits import` an export"
TRY_AGAIN = 60.0  # seconds after which carrying over is tried again that could not be done
_CARRIED = 5000  # rows that are carried over at once
_EXPIRING = (("windows", "?, ?, ?, ?"), ("events", "?, ?"), ("salts", "?, ?"), ("recent", "?, ?, ?, ?, ?, ?, ?"))

_TALLY = """
  visits INTEGER NOT NULL, views INTEGER NOT NULL, visitors INTEGER NOT NULL, bots INTEGER NOT NULL
"""
# The statements that lead from each version of the schema to the next, beginning with those that make the first.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # By day first: what a batch touches lies side by side.
        f"CREATE TABLE tallies (day INTEGER NOT NULL, path TEXT NOT NULL, {_TALLY}, PRIMARY KEY (day, path)) "
        "STRICT, WITHOUT ROWID",
        f"CREATE TABLE totals (path TEXT NOT NULL PRIMARY KEY, {_TALLY}) STRICT, WITHOUT ROWID",
        "CREATE TABLE windows (day INTEGER NOT NULL, key BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, "
        "PRIMARY KEY (day, key)) STRICT, WITHOUT ROWID",
        "CREATE TABLE salts (day INTEGER NOT NULL PRIMARY KEY, salt BLOB NOT NULL) STRICT",
        "CREATE TABLE events (event BLOB NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE INDEX events_by_time ON events (at)",
    ),
    (
        # Views as they came, until they are folded: `sqlite_counting.py`.  Of a bot, no key.
        "CREATE TABLE recent (id INTEGER NOT NULL PRIMARY KEY, at INTEGER NOT NULL, event BLOB NOT NULL, "
        "site BLOB, site_first INTEGER, page BLOB, page_first INTEGER) STRICT",
    ),
)
_TRACES = (b"CREATE TABLE tallies (day", TOTAL.encode())  # what a file of ours holds near its beginning


class Damaged(Unavailable):
    """The file is damaged, and is left as it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} is damaged: `python -m visits salvage` reads what is left of it.")
        self.path = path


class Mended(Unavailable):
    """The file was damaged, and another stands in its place."""


@dataclass
class Patience:
    """So many seconds, in all, for other processes' locks."""

    seconds: float
    _locked: tuple[float, float] | None = None  # since when another's lock has been met, and when it was met last

    def __call__(self, act: Callable[[], T], is_write: bool = True) -> T:
        """Do something as soon as no other process's lock forbids it, looking every half a millisecond.

        Nobody waits longer than `seconds` from when the lock was met first, however often that is by one hit, and
        however many wait.  SQLite's own waiting is for each statement, and looks ever more rarely, up to every tenth of
        a second: between two busy processes, one starves.
        """
        while True:
            try:
                done = act()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                now = time.monotonic()
                since, last = self._locked or (now, now)
                since = now if now - last > 2 * self.seconds else since
                self._locked = since, now
                if now - since >= self.seconds:
                    raise
                time.sleep(0.0005)
            else:
                self._locked = None if is_write else self._locked
                return done


@dataclass
class File:
    """The file: where it is, how it is opened, what is the matter with it."""

    path: Path
    patience: float
    begin: bool = True  # where there is none
    mend: bool = True  # where it is damaged
    seen: tuple[Identity, Identity | None] | None = None  # it and its journal, when last opened
    _aside: threading.Lock = field(default_factory=threading.Lock)
    _hopeless: set[Path] = field(default_factory=set)  # set aside, and nothing can be read of them
    _not_mended: Unavailable = field(default_factory=Unavailable)  # why not, when that was tried last,
    _not_before: float = 0.0  # and when it may be tried again

    def __post_init__(self) -> None:
        self.patiently = Patience(self.patience)
        self._beside = Beside(self.path)

    def lost(self) -> str:
        """See `Store.lost`."""
        return self._beside.lost()

    def identity(self, suffix: str = "") -> Identity | None:
        """Which file stands under the name now; None where there is none, or an empty one."""
        try:
            found = os.stat(f"{self.path}{suffix}")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unavailable(f"{self.path.name} cannot be reached: {error.strerror}.") from error
        return (found.st_dev, found.st_ino) if found.st_size or suffix else None

    def was_there(self) -> bool:
        """Whether there is a file, or one was set aside of which nothing was carried over."""
        return self.identity() is not None or self._beside.newest() is not None

    def must_exist(self) -> None:
        """Raise `Unavailable` where no file is there."""
        if self.identity() is None:
            raise self._missing()

    def open(self, make: bool) -> tuple[sqlite3.Connection, Identity, Identity | None]:
        """A connection to the file, after a look at whether it is what it should be; which file it is, which journal.

        Args:
            make: even where one has been lost.
        """
        before = self.identity()
        self._part_from_journal(before)
        if not self.path.parent.is_dir():
            raise Unavailable(f"{self.path.name} has no folder to be in: make it, or mount what holds it.")
        if before is None and not make:
            self._may_begin()
            before = self.identity()
        if before is None or make:
            self._begin(before)
        if before and not os.access(self.path, os.W_OK):
            # SQLite would read it, and make a journal that nobody may write to, for when the file may be written to.
            raise self._read_only()
        try:
            db = sqlite3.connect(
                f"file:{quote(str(self.path))}?mode=rwc",
                uri=True,
                timeout=0,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                self.patiently(lambda: self._prepare(db))
            except BaseException:
                db.close()
                raise
        except sqlite3.Error as error:
            raise self.explain(error, before) from error
        opened = self.identity()
        if opened is None or before not in (None, opened):
            db.close()
            raise Unavailable(f"{self.path.name} was replaced while it was being opened. Try again.")
        self.seen = opened, self.identity("-wal")
        return db, *self.seen

    def _may_begin(self) -> None:
        """Raise what is the matter where there is no file and none is to be begun."""
        aside = self._beside.newest()
        if aside and aside not in self._hopeless:  # whoever set it aside came to no end with it
            with self._aside, self._beside.alone():
                told = self._carry_over(aside) if self.identity() is None else self._mended()
            if not isinstance(told, Mended):
                raise told
            return
        if self.seen or aside:
            raise self._missing()
        if not self.begin:
            raise Unavailable(
                f"{self.path.name} is not there: is its name right, and its disk mounted? Where nothing has been "
                "counted yet, begin with `python -m visits new`."
            )

    def _begin(self, before: Identity | None) -> None:
        """Make the file where there is none, as whoever has its folder where root does so."""
        if os.geteuid() != 0:
            return
        try:
            if before is None:
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o666))
            self._beside.hand_over(self.path)
        except OSError as error:
            raise Unavailable(f"{self.path.name} cannot be made: {error.strerror}.") from error

    def explain(self, error: sqlite3.Error, identity: Identity | None) -> Unavailable:
        """What is the matter, and what to do; a damaged file is set aside.

        Args:
            identity: of the file that the error came from.
        """
        path = self.path
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return self._damaged(identity)
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return Unavailable(f"{path.name} is locked by another program: end that program, or wait for it.")
        if code == sqlite3.SQLITE_FULL:
            return Unavailable(f"{path.name} cannot grow, the disk is full: make room on it.")
        if code == sqlite3.SQLITE_READONLY or (code == sqlite3.SQLITE_CANTOPEN and not os.access(path.parent, os.W_OK)):
            return self._read_only()
        if code == sqlite3.SQLITE_IOERR:
            return Unavailable(
                f"{path.name} cannot be read or written ({error}): look whether its disk is full or broken."
            )
        return Unavailable(f"{path.name} cannot be used: {error}.")

    def _prepare(self, db: sqlite3.Connection) -> None:
        if db.in_transaction:  # it is tried again
            db.execute("ROLLBACK")
        db.execute("BEGIN")  # one moment: another process may be making the file
        (application,) = db.execute("PRAGMA application_id").fetchone()
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION and (application or version or _has_tables(db)):
            raise self._foreign()
        db.execute("COMMIT")
        if version > len(MIGRATIONS):
            raise Unavailable(
                f"{self.path.name} has version {version} of the schema, and this program knows {len(MIGRATIONS)}: "
                "run the newer program that made it."
            )
        self._begin_journal(db)
        for setting in ("synchronous = FULL", "secure_delete = ON", "cache_size = -16000"):
            db.execute(f"PRAGMA {setting}")
        if version < len(MIGRATIONS):
            transaction(migrate, self.patiently)(db)
        _look(db)

    def _begin_journal(self, db: sqlite3.Connection) -> None:
        """Journal ahead of the file, which SQLite refuses at once while another process is just doing the same."""
        (journal,) = self.patiently(lambda: db.execute("PRAGMA journal_mode = WAL").fetchone())
        if journal != "wal":
            raise Unavailable(f"{self.path.name} cannot have a write-ahead journal: keep it on a local disk.")

    def _damaged(self, identity: Identity | None) -> Unavailable:
        """Set a damaged file aside and carry what can be read of it over into a new one."""
        if not self.mend:
            return Damaged(self.path)
        with self._aside, self._beside.alone():
            if identity is None or self.identity() != identity:  # another thread or process was faster
                return self._missing() if self.identity() is None else self._mended()
            if not self.seen and not self._has_traces():
                return self._foreign()
            if time.monotonic() < self._not_before:
                return self._not_mended
            try:
                aside = self._beside.rename("damaged", "", "-wal", "-shm")
            except OSError as failed:
                return self._cannot_mend(failed, f"move it away, and {RESTORE}")
            return self._carry_over(aside)

    def _carry_over(self, aside: Path) -> Unavailable:
        """Make a new file of what is left of the one that was set aside; else put that back, or leave it where it is.

        It is set aside first, so that nobody is told any more that a visit is kept in it.
        """
        new = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            new.unlink(missing_ok=True)
            os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR, stat.S_IMODE(aside.stat().st_mode)))
            self._beside.hand_over(new)
            with closing(sqlite3.connect(new, isolation_level=None)) as db:
                lost = transaction(partial(_carry, rows=salvage.rows(aside)))(db)
            if lost is None:
                self._hopeless.add(aside)
                return self._missing()
            os.rename(new, self.path)
        except (OSError, sqlite3.Error) as failed:
            self._beside.put_back(aside)
            return self._cannot_mend(failed, "make room, or let this user write to its folder")
        finally:
            new.unlink(missing_ok=True)
        told = (
            f"{self.path.name} was damaged. What could be read of it is in a new file, in which counting goes on; the "
            f"damaged one is {aside.name}. Lost is {lost or 'no number'}; who was in the middle of a visit may count "
            "once more."
        )
        log.error("%s", told)
        self._beside.tell(aside, told)
        return self._mended()

    def _cannot_mend(self, failed: Exception, what: str) -> Unavailable:
        reason = getattr(failed, "strerror", None) or str(failed)
        self._not_mended = Unavailable(f"{self.path.name} is damaged, and cannot be mended ({reason}): {what}.")
        self._not_before = time.monotonic() + TRY_AGAIN
        return self._not_mended

    def _has_traces(self) -> bool:
        """Whether what SQLite cannot read was ours.  Only while this process has it not open: closing frees locks."""
        with self.path.open("rb") as file:
            head = file.read(1 << 20)
        return b"\0" in head and any(trace in head for trace in _TRACES)

    def _part_from_journal(self, identity: Identity | None) -> None:
        """Set the journal aside that a file left which was replaced: SQLite would apply it to the new one."""
        if identity and self.seen and identity != self.seen[0] and self.identity("-wal") == self.seen[1] is not None:
            with suppress(OSError):
                self._beside.rename("replaced", "-wal", "-shm")

    def _missing(self) -> Unavailable:
        if aside := self._beside.newest():
            return Unavailable(f"{self.path.name} was damaged and has been set aside as {aside.name}: {RESTORE}.")
        if self.seen:
            return Unavailable(f"{self.path.name} was deleted: put it back, or {RESTORE}.")
        return Unavailable(f"{self.path.name} does not exist: name the file that the counter uses.")

    def _mended(self) -> Unavailable:
        return Mended(f"{self.path.name} was damaged, and is mended. Try again.")

    def _read_only(self) -> Unavailable:
        return Unavailable(
            f"{self.path.name} is read-only: let this user write to it, its journal and its folder. "
            f"As root, in its folder: chown --reference=. {self.path.name}*"
        )

    def _foreign(self) -> Unavailable:
        return Unavailable(f"{self.path.name} holds something else than visits, and is left alone: name another file.")

    def gone(self, identity: Identity | None) -> Unavailable:
        """What is said of work in a file that no longer stands under the name; where that was mended, do it again."""
        if identity and self._beside.holds(identity):
            return self._mended()
        if self.identity() is None:
            return self._missing()
        return Unavailable(f"{self.path.name} was replaced while in use: the next visit goes to the new file.")


def _carry(db: sqlite3.Connection, rows: Iterable[salvage.Row]) -> str | None:
    """Fill a new file with what is left of a damaged one; what was lost, and None where no number is left."""
    migrate(db)
    found = salvage.Left()
    rest = iter(rows)
    while some := list(islice(rest, _CARRIED)):
        for table, places in _EXPIRING:
            of_it = sorted(row.columns for row in some if row.table == table)
            db.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({places})", of_it)
        for row in some:
            if row.table in ("tallies", "totals"):
                found.add(row)
    if not found.tallies and TOTAL not in found.totals:
        return None
    lost = salvage.settle(found)
    tallies = sorted((*place, *astuple(tally)) for place, tally in found.tallies.items())
    db.executemany("INSERT INTO tallies VALUES (?, ?, ?, ?, ?, ?)", tallies)
    totals = sorted((path, *astuple(tally)) for path, tally in found.totals.items())
    db.executemany("INSERT INTO totals VALUES (?, ?, ?, ?, ?)", totals)
    return lost


class Connection:
    """A connection that opens when it is needed, and never uses a file that has been taken away."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._db: sqlite3.Connection | None = None
        self._identity: Identity | None = None
        self._journal: Identity | None = None

    def run(self, work: Callable[[sqlite3.Connection], T], make: bool = False) -> T:
        """Do something with the file.  What it returns is durable in the file that stands under the name.

        Raises:
            Unavailable: with what is wrong; nothing was changed then.
        """
        try:
            return self._once(work, make)
        except Mended:  # nothing was changed in the damaged file that anybody was told
            return self._once(work, make)

    def _once(self, work: Callable[[sqlite3.Connection], T], make: bool) -> T:
        db = self.ready(make)
        with self.telling():
            done = work(db)
        self._must_be_in_place()
        return done

    def ready(self, make: bool = False) -> sqlite3.Connection:
        """A connection to the file that stands under the name now."""
        if self._db:
            if self._in_place():
                return self._db
            self.close()  # SQLite sees that the file no longer stands under its name, and leaves the journal alone
        self._db, self._identity, self._journal = self._file.open(make)
        return self._db

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Give SQLite's errors as `Unavailable`, and let go of a file that is not merely locked."""
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                self.close()
            raise self._file.explain(error, self._identity) from error

    def close(self) -> None:
        """Let go of the file, until it is needed again."""
        if self._db:
            self._db.close()
            self._db = None

    def _in_place(self) -> bool:
        return (self._file.identity(), self._file.identity("-wal")) == (self._identity, self._journal)

    def _must_be_in_place(self) -> None:
        if not self._in_place():
            self.close()
            raise self._file.gone(self._identity)


def transaction(
    work: Callable[[sqlite3.Connection], T], patiently: Callable[[Callable[[], object]], object] = lambda act: act()
) -> Callable[[sqlite3.Connection], T]:
    """The work in a transaction: all of it or, whatever is raised, none.

    Args:
        work: what is to be done.
        patiently: begins it, as `File.patiently` does.
    """

    def whole(db: sqlite3.Connection) -> T:
        db.execute("PRAGMA busy_timeout = 0")
        patiently(lambda: db.execute("BEGIN IMMEDIATE"))
        try:
            done = work(db)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:  # SQLite has rolled back by itself after the graver errors
                db.execute("ROLLBACK")
            raise
        return done

    return whole


def _has_tables(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is not None


def migrate(db: sqlite3.Connection) -> None:
    """Bring a file, which may be empty, to the newest version of the schema."""
    (version,) = db.execute("PRAGMA user_version").fetchone()  # again: another process may have been faster
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _look(db: sqlite3.Connection) -> None:
    """Look whether the file is whole, as far as that takes no time: the small tables, and the others' beginnings."""
    for table in ("totals", "salts"):
        if db.execute(f"PRAGMA quick_check({table})").fetchall() != [("ok",)]:
            damage = sqlite3.DatabaseError(f"{table} is damaged")
            damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damage
    for table in ("tallies", "windows", "events", "recent"):
        db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
