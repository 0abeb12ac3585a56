"""A store in memory, for what stands in front of stores; and a site, a clock, a counter to go with it."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from threading import RLock

from visits.site import Baseline, Site
from visits.store import (
    DAY,
    SAME_EVENT,
    TOTAL,
    DayTally,
    Refused,
    Tally,
    Unavailable,
    View,
    Window,
    after,
    continues,
)

NOTE = "/2021/05/backpropagation/"
SITE = Site(
    "https://example.org/notes/",
    "2019-07",
    Baseline(1000, date(2026, 1, 1), "the old counter"),
    {"/": "首页", NOTE: "反向传播", "/about/": "关于"},
)
ORIGIN = "https://example.org"
NOON = 20_000 * DAY + 12 * 3600


class Clock:
    """Seconds that pass when told to."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class MemoryStore:
    """What `Store` says, in dictionaries; unavailable while `broken` says why, and for hits while `full` does."""

    def __init__(self) -> None:
        self.broken = self.full = ""
        self.tallies: dict[tuple[int, str], Tally] = {}
        self.events: dict[bytes, int] = {}
        self.windows: dict[bytes, Window] = {}
        self.purged: list[int] = []
        self.closed = False
        self._salts: dict[int, bytes] = {}
        self._lock = RLock()

    def salts(self, day: int) -> Mapping[int, bytes]:
        with self._working():
            self._salts.setdefault(day, secrets.token_bytes(32))
            return {near: self._salts[near] for near in (day - 1, day, day + 1) if near in self._salts}

    def record(self, view: View) -> None:
        with self._working():
            if self.full:
                raise Unavailable(self.full)
            if view.at - self.events.get(view.event, -SAME_EVENT) < SAME_EVENT:
                return
            self.events[view.event] = view.at
            for path in (TOTAL, view.path):
                grows = Tally(bots=1) if view.bot else self._seen(view, path)
                key = view.at // DAY, path
                self.tallies[key] = self.tallies.get(key, Tally()) + grows

    def _seen(self, view: View, path: str) -> Tally:
        keys = [key.site if path == TOTAL else key.page for key in view.keys]
        window = next((self.windows[key] for key in keys if key in self.windows), None)
        fresh = keys[0] not in self.windows
        for key in keys:
            self.windows.pop(key, None)
        self.windows[keys[0]] = after(window, view.at)
        return Tally(visits=not continues(window, view.at), views=1, visitors=fresh)

    def record_all(self, views: Sequence[View]) -> None:
        for view in views:
            self.record(view)

    def is_there(self) -> bool:
        return True

    def begin(self) -> None:
        raise Refused("it is there already")

    def total(self, path: str) -> Tally:
        return self.totals().get(path, Tally())

    def totals(self) -> Mapping[str, Tally]:
        with self._working():
            found: defaultdict[str, Tally] = defaultdict(Tally)
            for (_, path), tally in self.tallies.items():
                found[path] += tally
            return found

    def series(self, path: str, first: int, last: int) -> Mapping[int, Tally]:
        with self._working():
            return {day: tally for (day, of), tally in self.tallies.items() if of == path and first <= day <= last}

    def days(self) -> Iterator[DayTally]:
        with self._working():
            yield from [DayTally(day, path, tally) for (day, path), tally in sorted(self.tallies.items())]

    def add(self, tallies: Iterable[DayTally]) -> None:
        with self._working():
            if self.tallies:
                raise Refused("the store holds visits already")
            self.tallies = {(one.day, one.path): one.tally for one in tallies}

    def purge(self, at: int) -> None:
        with self._working():
            self.purged.append(at)

    def lost(self) -> str:
        return ""

    def close(self) -> None:
        self.closed = True

    def _working(self) -> RLock:
        if self.broken:
            raise Unavailable(self.broken)
        return self._lock
