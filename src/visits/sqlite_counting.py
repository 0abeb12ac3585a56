"""How a batch of views is counted in the SQLite file, so that little of the file is written for it.

A visitor's keys and an event's id are as good as random, so that each would be written to a page of its own: forty
views, a hundred and fifty pages, all of them made durable before anybody is answered.  So the views of a batch are
added at the end of one table, `recent`, as they came; and a few thousand of them together are put in order, folded into
`windows` and `events`, and deleted.

What `recent` holds is in memory as well.  Each batch first looks whether the newest row that is known here is still
there, and reads those after it: another process may have added some, or have folded them all.

What a batch does is worked out in memory, from the windows that it touches to those that it leaves, and written by a
handful of statements however large it is: other threads run whenever SQLite does, and each statement is a wait for
one's turn.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from visits.store import DAY, SAME_EVENT, TOTAL, View, Window, after, continues

Key = tuple[int, bytes]  # a visitor's, to the site or to a page: a day and 16 bytes

FOLD = 4096  # views that are folded together

COLUMNS = "visits, views, visitors, bots"
_GROW = ", ".join(f"{column} = {column} + excluded.{column}" for column in COLUMNS.split(", "))
_RECENT = "SELECT id, at, event, site, site_first, page, page_first FROM recent WHERE id >= ? ORDER BY id"
# In the order in which they lie in the file; of one key, the newest last.
_FOLD_WINDOWS = f"""
WITH seen (id, at, key, first) AS (
  SELECT id, at, site, site_first FROM recent UNION ALL SELECT id, at, page, page_first FROM recent
)
INSERT INTO windows SELECT at / {DAY}, key, first, at FROM seen WHERE key IS NOT NULL ORDER BY key, id
ON CONFLICT DO UPDATE SET first = excluded.first, last = excluded.last
"""
_FOLD_EVENTS = """
INSERT INTO events SELECT event, at FROM recent WHERE at > ? ORDER BY event, id
ON CONFLICT DO UPDATE SET at = excluded.at
"""


def check(view: View) -> None:
    """Refuse what the file could not hold here, where it cannot harm those that are counted with it.

    Raises:
        ValueError: with what is wrong.
    """
    keyed = view.bot or (view.keys and view.keys[0].day == view.at // DAY)
    if not (0 <= view.at < 1 << 40 and len(view.event) == 16 and keyed):
        raise ValueError(f"no view can be at {view.at} with {len(view.event)} bytes for an event: {view.path!r}")
    view.path.encode()


class Counting:
    """Counts views, in a transaction that is open.

    What it remembers of `recent` is true of the file whenever `_newest` is; a transaction that fails after all leaves
    that untrue, as another file does.
    """

    def __init__(self) -> None:
        self._forget()

    def count(self, db: sqlite3.Connection, views: Sequence[View]) -> None:
        """Count views in the order in which they came."""
        self._read(db)
        for day, some in groupby(views, key=lambda view: view.at // DAY):
            # The rows of `recent` are of one day: then no later one takes back what one of them says of a key.
            if self._day not in (None, day) or len(self._events) >= FOLD:
                self.fold(db)
            self._count(db, day, self._fresh(db, list(some)))

    def fold(self, db: sqlite3.Connection) -> None:
        """Put what `recent` holds in its place."""
        self._read(db)
        if self._day is not None:
            db.execute(_FOLD_WINDOWS)
            db.execute(_FOLD_EVENTS, (self._at - SAME_EVENT,))
            db.execute("DELETE FROM recent")
            self._forget()

    def _forget(self) -> None:
        self._newest: tuple[int, bytes] = (0, b"")  # the row's number, and its event
        self._at = 0
        self._day: int | None = None
        self._windows: dict[Key, Window] = {}
        self._events: dict[bytes, int] = {}

    def _read(self, db: sqlite3.Connection) -> None:
        """Learn what others have written."""
        rows = db.execute(_RECENT, (self._newest[0],)).fetchall()
        if self._newest[0]:
            if rows and (rows[0][0], rows[0][2]) == self._newest:
                del rows[0]
            else:
                self._forget()
                rows = db.execute(_RECENT, (0,)).fetchall()
        self._learn(rows)

    def _learn(self, rows: Iterable[Sequence[Any]]) -> None:
        for number, at, event, site, site_first, page, page_first in rows:
            self._newest, self._at, self._day = (number, event), at, at // DAY
            self._events[event] = at
            if site:
                self._windows[self._day, site] = Window(site_first, at)
                self._windows[self._day, page] = Window(page_first, at)

    def _count(self, db: sqlite3.Connection, day: int, views: Sequence[View]) -> None:
        if not views:
            return
        keys = [(key.day, each) for view in views for key in view.keys for each in (key.site, key.page)]
        windows = self._windows_of(db, keys)
        before = set(windows)
        grown: dict[str, list[int]] = {TOTAL: [0, 0, 0, 0]}
        rows = list[tuple[Any, ...]]()
        for number, view in enumerate(views, self._newest[0] + 1):
            site, page = grown[TOTAL], grown.setdefault(view.path, [0, 0, 0, 0])
            if view.bot:
                site[3] += 1
                page[3] += 1
                rows.append((number, view.at, view.event, None, None, None, None))
            else:
                own = view.keys[0]
                seen = _visit(windows, [(key.day, key.site) for key in view.keys], view.at, site)
                read = _visit(windows, [(key.day, key.page) for key in view.keys], view.at, page)
                rows.append((number, view.at, view.event, own.site, seen.first, own.page, read.first))
        gone = before - windows.keys()
        if gone:
            db.executemany("DELETE FROM windows WHERE day = ? AND key = ?", gone)
        db.execute(f"INSERT INTO recent {_values(7, len(rows))}", _flat(rows))
        keep_tallies(db, [(day, path, *counts) for path, counts in grown.items()])
        self._learn(rows)

    def _fresh(self, db: sqlite3.Connection, views: Sequence[View]) -> list[View]:
        """The views whose event is not known."""
        events = [view.event for view in views if view.event not in self._events]
        sql = f"SELECT event, at FROM events WHERE event IN ({', '.join('?' * len(events))})"
        known: dict[bytes, int] = dict(db.execute(sql, events).fetchall()) if events else {}
        fresh = []
        for view in views:
            at = known.get(view.event, self._events.get(view.event))
            if at is None or view.at - at >= SAME_EVENT:
                known[view.event] = view.at
                fresh.append(view)
        return fresh

    def _windows_of(self, db: sqlite3.Connection, keys: Sequence[Key]) -> dict[Key, Window]:
        """The windows under those of the keys that have one."""
        found = {key: self._windows[key] for key in keys if key in self._windows}
        others = [key for key in keys if key not in found]
        if others:
            sql = (
                f"WITH wanted (day, key) AS ({_values(2, len(others))}) "
                "SELECT * FROM wanted CROSS JOIN windows USING (day, key)"
            )
            rows = db.execute(sql, _flat(others)).fetchall()
            found |= {(day, key): Window(first, last) for day, key, first, last in rows}
        return found


def _visit(windows: dict[Key, Window], keys: Sequence[Key], at: int, counts: list[int]) -> Window:
    """Move a visitor's window on by a view, and add to visits, views and visitors."""
    own = windows.get(keys[0])
    window = own
    for key in keys[1:]:
        other = windows.pop(key, None)
        window = window or other
    windows[keys[0]] = moved = after(window, at)
    counts[0] += not continues(window, at)
    counts[1] += 1
    counts[2] += own is None
    return moved


def keep_tallies(db: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add rows of day, path, visits, views, visitors, bots."""
    db.execute(f"INSERT INTO tallies {_values(6, len(rows))} ON CONFLICT DO UPDATE SET {_GROW}", _flat(rows))
    db.execute(
        f"INSERT INTO totals {_values(5, len(rows))} ON CONFLICT DO UPDATE SET {_GROW}", _flat(r[1:] for r in rows)
    )


def _values(columns: int, rows: int) -> str:
    """`VALUES (?, ?), (?, ?), …`"""
    return "VALUES " + ", ".join(["(" + ", ".join("?" * columns) + ")"] * rows)


def _flat(rows: Iterable[Sequence[Any]]) -> list[Any]:
    return [value for row in rows for value in row]
