"""The store in one SQLite file: nothing to install, nothing to look after.

Hits that wait at the same moment are counted in one transaction (group commit), by the one thread that writes, and each
is answered after the commit that holds it.  So the disk's slowest act, making a commit durable, is shared by as many
hits as came meanwhile, and a busy day makes batches larger, not answers slower.

How a batch is counted is in `sqlite_counting.py`; what can go wrong with the file, and what is done about it, in
`sqlite_file.py`.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import astuple
from functools import partial
from itertools import groupby
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar, cast

from visits.sqlite_counting import COLUMNS, Counting, check, keep_tallies
from visits.sqlite_file import Connection, File, migrate, transaction
from visits.store import DAY, SAME_EVENT, DayTally, Refused, Tally, Unavailable, View

T = TypeVar("T")

BATCH = 512  # hits in a transaction at most,
WAITING = 4096  # and hits that wait for one, beyond which they are turned away
CHUNK = 5000  # rows that one transaction deletes: hits wait no longer than that takes
SALT_BYTES = 32
SALT_REREAD = 60.0  # seconds for which the salts are known without looking
PATIENCE = 2.0  # seconds to wait for another's lock


class SqliteStore:
    """The store in one SQLite file; see `Store` for what each method promises.

    Args:
        path: of the file.  It is opened at the first use, so that this never fails.
        patience: seconds to wait for another process's lock, in all.
        begin: whether a file that was never there is made.
        mend: whether what can be read of a damaged file is carried over into a new one; else it is left alone.
    """

    def __init__(self, path: Path, patience: float = PATIENCE, *, begin: bool = True, mend: bool = True) -> None:
        self._file = File(path, patience, begin, mend)
        self._reader = Connection(self._file)
        self._reading = threading.Lock()
        self._writer = Connection(self._file)  # the writing thread's alone,
        self._counting = Counting()  # and so is this
        self._waiting: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._gate = threading.Lock()  # nothing is put into the queue once it is closed
        self._closed = False
        self._known: tuple[int, float, Mapping[int, bytes]] | None = None  # salts: of which day, until when, which
        self._journal_holds_salt = True  # perhaps: whoever ran before may have been killed after deleting one
        self._thread = threading.Thread(target=self._write, name="visits-sqlite", daemon=True)
        self._thread.start()

    def salts(self, day: int) -> Mapping[int, bytes]:
        """The living salts around a day.  Known for a minute without looking, as every hit asks."""
        known = self._known
        if known and known[0] == day and time.monotonic() < known[1]:
            return known[2]
        salts = self._read(partial(_salts, day=day))
        if day not in salts:
            salts = self._change(partial(_make_salt, day=day))
        self._known = (day, time.monotonic() + SALT_REREAD, salts)
        return salts

    def record(self, view: View) -> None:
        """Count a view, and return when that is durable.  Raises `ValueError` where it cannot be a view."""
        self.record_all([view])

    def record_all(self, views: Sequence[View]) -> None:
        """Count views, and return when all are durable.  Raises `ValueError` where one cannot be a view."""
        for view in views:
            check(view)
        self._submit(_Waiting(views=views))

    def is_there(self) -> bool:
        """See `Store.is_there`."""
        return self._file.was_there()

    def begin(self) -> None:
        """See `Store.begin`."""
        if self._file.identity():
            raise Refused(f"{self._file.path.name} is there already: there is nothing to begin.")
        self._change(lambda _: None, make=True)

    def total(self, path: str) -> Tally:
        """The tally of a page, or of `TOTAL`, in all: one row is read, however many visits there are."""
        row = self._read(lambda db: db.execute(f"SELECT {COLUMNS} FROM totals WHERE path = ?", (path,)).fetchone())
        return Tally(*row) if row else Tally()

    def totals(self) -> Mapping[str, Tally]:
        """The tallies in all, of everything that has one."""
        rows = self._read(lambda db: db.execute(f"SELECT path, {COLUMNS} FROM totals").fetchall())
        return {path: Tally(*counts) for path, *counts in rows}

    def series(self, path: str, first: int, last: int) -> Mapping[int, Tally]:
        """The tallies by day, without the empty days: one row is looked for a day."""
        rows = self._read(lambda db: db.execute(_SERIES, {"path": path, "first": first, "last": last}).fetchall())
        return {day: Tally(*counts) for day, *counts in rows}

    def days(self) -> Generator[DayTally, None, None]:
        """All tallies by day and path, as they stand at one moment."""
        self._must_be_open()
        self._file.must_exist()
        with closing(Connection(self._file)) as own:  # so that a long reading holds up no other
            db = own.ready()
            with own.telling():
                db.execute(f"PRAGMA busy_timeout = {int(self._file.patience * 1000)}")
                for day, path, *counts in db.execute(f"SELECT day, path, {COLUMNS} FROM tallies ORDER BY day, path"):
                    yield DayTally(day, path, Tally(*counts))

    def add(self, tallies: Iterable[DayTally]) -> None:
        """Add tallies, all or none; the file is made where it is missing, whatever became of it."""
        rows = [(each.day, each.path, *astuple(each.tally)) for each in tallies]
        self._change(partial(_add, rows=rows, path=self._file.path), make=True)

    def purge(self, at: int) -> None:
        """Delete what has expired, the salts first and from the journal too; hits are counted in between."""
        day = at // DAY
        if self._change(partial(_delete_salts, day=day)):
            self._journal_holds_salt = True
            self._known = None
        if self._journal_holds_salt:
            self._journal_holds_salt = not self._submit(_Waiting(work=self._empty_journal))
        self._change(self._counting.fold)
        for delete in (
            partial(_delete_events, before=at - SAME_EVENT, beyond=at + DAY),  # beyond: from a clock that was wrong
            partial(_delete_windows, first=day - 1, last=day + 1),
        ):
            while self._change(delete) == CHUNK:
                pass

    def backup(self, target: Path) -> None:
        """Write the tallies, as they stand at one moment, into a new file; it is a store of its own.

        Nothing of a visitor is in it at any time: salts, keys and events are not copied.

        Raises:
            Refused: where the target exists already, or cannot be made.
            Unavailable: where this store cannot be read, or the target not be written.
        """
        self._must_be_open()
        self._file.must_exist()
        try:
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError as error:
            raise Refused(f"{target} exists already: name a file that does not.") from error
        except OSError as error:
            raise Refused(f"{target} cannot be made: {error.strerror}.") from error
        try:
            with closing(sqlite3.connect(target, isolation_level=None)) as db, closing(self.days()) as tallies:
                transaction(partial(_fill, tallies=tallies))(db)
        except sqlite3.Error as error:
            target.unlink()  # half a backup is none
            raise Unavailable(f"{target} cannot be written: {error}.") from error
        except BaseException:
            target.unlink()
            raise

    def lost(self) -> str:
        """See `Store.lost`."""
        return self._file.lost()

    def close(self) -> None:
        """Count what is waiting, then let go of the file.  Every later call raises `Unavailable`."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._waiting.put(None)
        self._thread.join()
        with self._reading:
            self._reader.close()

    def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._reading:
            self._must_be_open()
            return self._reader.run(lambda db: self._file.patiently(lambda: work(db), is_write=False))

    def _must_be_open(self) -> None:
        if self._closed:
            raise Unavailable(f"{self._file.path.name}: the store is closed.")

    def _change(self, work: Callable[[sqlite3.Connection], T], make: bool = False) -> T:
        """Have the writing thread do something in a transaction of its own."""
        return cast(
            T, self._submit(_Waiting(work=lambda: self._writer.run(transaction(work, self._file.patiently), make)))
        )

    def _submit(self, waiting: _Waiting) -> Any:
        with self._gate:
            self._must_be_open()
            if self._waiting.qsize() >= WAITING:
                raise Unavailable(f"{self._file.path.name}: {WAITING} hits are waiting already. Try again later.")
            self._waiting.put(waiting)
        return waiting.result()

    def _write(self) -> None:
        """What the writing thread does, until it meets the end of the queue."""
        going = True
        while going:
            batch = self._next()
            going = batch[-1] is not None
            for are_views, group in groupby(filter(None, batch), key=lambda each: bool(each.views)):
                if are_views:
                    self._count(list(group))
                else:
                    for each in group:
                        each.do()
        self._writer.close()

    def _next(self) -> list[_Waiting | None]:
        """All that waits, in order, up to `BATCH` or the end; at least one."""
        batch = [self._waiting.get()]
        with suppress(Empty):
            while len(batch) < BATCH and batch[-1] is not None:
                batch.append(self._waiting.get_nowait())
        return batch

    def _count(self, group: list[_Waiting]) -> None:
        views = [view for each in group for view in each.views]
        error: Exception | None = None
        try:
            self._writer.run(transaction(partial(self._counting.count, views=views), self._file.patiently))
        except Exception as caught:
            error = caught
        for each in group:
            each.answer(error)

    def _empty_journal(self) -> bool:
        """Whether nothing deleted is left in the journal: not while another reads what it holds."""
        return self._writer.run(_checkpoint)


class _Waiting:
    """Views to be counted, or other work for the writing thread, and the thread that waits for it.

    A bare lock wakes a thread at a fraction of what an Event or a Future costs, and this is done for every hit.
    """

    __slots__ = ("_done", "_error", "_value", "_work", "views")

    def __init__(self, views: Sequence[View] = (), work: Callable[[], Any] | None = None) -> None:
        self.views = views
        self._work = work
        self._value: Any = None
        self._error: Exception | None = None
        self._done = threading.Lock()
        self._done.acquire()

    def do(self) -> None:
        """Do the work, and wake the thread that waits for it."""
        try:
            self._value = self._work() if self._work else None
        except Exception as error:
            self.answer(error)
        else:
            self.answer(None)

    def answer(self, error: Exception | None) -> None:
        """Wake the waiting thread: the work is done, or has failed."""
        self._error = error
        self._done.release()

    def result(self) -> Any:
        """What the work gave, once it is done; or what it raised."""
        self._done.acquire()
        if isinstance(self._error, Unavailable):
            raise Unavailable(*self._error.args) from self._error  # one for each: a traceback is not to be shared
        if self._error:
            raise self._error
        return self._value


_SERIES = f"""
WITH RECURSIVE days (day) AS (VALUES (:first) UNION ALL SELECT day + 1 FROM days WHERE day < :last)
SELECT day, {COLUMNS} FROM days CROSS JOIN tallies USING (day) WHERE path = :path AND day <= :last
"""


# Salts, deleting, importing, backup


def _salts(db: sqlite3.Connection, day: int) -> dict[int, bytes]:
    rows = db.execute("SELECT day, salt FROM salts WHERE day BETWEEN ? AND ?", (day - 1, day + 1))
    return dict(rows.fetchall())


def _make_salt(db: sqlite3.Connection, day: int) -> dict[int, bytes]:
    db.execute("INSERT OR IGNORE INTO salts VALUES (?, ?)", (day, secrets.token_bytes(SALT_BYTES)))
    return _salts(db, day)


def _delete_salts(db: sqlite3.Connection, day: int) -> int:
    return db.execute("DELETE FROM salts WHERE day NOT BETWEEN ? AND ?", (day - 1, day + 1)).rowcount


# A chunk's rows are looked for in the order of an index, and deleted one by one: `WHERE (day, key) IN (SELECT …)` would
# walk through the whole table for each chunk.


def _delete_events(db: sqlite3.Connection, before: int, beyond: int) -> int:
    """Delete a chunk of the events up to a moment, and of those after another; how many there were."""
    found = db.execute(
        f"SELECT event FROM events WHERE at <= ? UNION ALL SELECT event FROM events WHERE at > ? LIMIT {CHUNK}",
        (before, beyond),
    ).fetchall()
    db.executemany("DELETE FROM events WHERE event = ?", found)
    return len(found)


def _delete_windows(db: sqlite3.Connection, first: int, last: int) -> int:
    """Delete a chunk of the windows outside of the days from the first to the last; how many there were."""
    found = db.execute(
        "SELECT day, key FROM windows WHERE day < ? UNION ALL SELECT day, key FROM windows WHERE day > ? "
        f"LIMIT {CHUNK}",
        (first, last),
    ).fetchall()
    db.executemany("DELETE FROM windows WHERE day = ? AND key = ?", found)
    return len(found)


def _checkpoint(db: sqlite3.Connection) -> bool:
    """Move all that the journal holds into the file and cut the journal to nothing; False where another is reading.

    Hits wait meanwhile, so not for long.
    """
    db.execute("PRAGMA busy_timeout = 100")
    (busy, *_) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _add(db: sqlite3.Connection, rows: Sequence[tuple[Any, ...]], path: Path) -> None:
    if db.execute("SELECT 1 FROM tallies LIMIT 1").fetchone():
        raise Refused(f"{path.name} holds visits already: import into a store that has none.")
    try:
        for begin in range(0, len(rows), 1000):
            keep_tallies(db, rows[begin : begin + 1000])
    except (sqlite3.IntegrityError, OverflowError) as error:
        raise Refused(f"What is to be imported is no tally: {error}.") from error


def _fill(db: sqlite3.Connection, tallies: Iterable[DayTally]) -> None:
    """Make an empty file a store that holds the tallies."""
    migrate(db)
    rows = ((each.day, each.path, *astuple(each.tally)) for each in tallies)
    db.executemany("INSERT INTO tallies VALUES (?, ?, ?, ?, ?, ?)", rows)
    sums = ", ".join(f"sum({column})" for column in COLUMNS.split(", "))
    db.execute(f"INSERT INTO totals SELECT path, {sums} FROM tallies GROUP BY path")
