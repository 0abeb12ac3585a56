"""What a store of visits keeps, what it promises, and when a view begins a visit.

A store keeps four things, none of which tells who somebody is:

- tallies, by day and page: these last;
- windows: under a visitor key, when the visit in progress began and when it was last seen.  A key is made with the salt
  of its day, and is kept with that day: when the salt goes, so do its keys;
- the salts of the days, made at random, deleted after 48 hours;
- the ids of events of the last ten minutes.

Times are whole seconds since 1970 in UTC; a day is such a time divided by `DAY`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

DAY = 86_400
SLIDING = 8 * 3600  # a visit is over when nothing was viewed for so long,
LONGEST = 24 * 3600  # and, whatever is viewed, so long after it began
SAME_EVENT = 600  # for so long an event's id is remembered
TOTAL = (
    "TOTAL"  # the tally of the whole site stands under this name; a page's stands under its path, which begins with /
)


class Unavailable(Exception):
    """The store cannot keep or tell anything at present.  The message is one line: what is wrong, what to do."""


class Refused(Exception):
    """It cannot be imported.  The message is one line: what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class VisitorKey:
    """A visitor under the salt of one day: 16 bytes for the site, 16 for the page viewed.

    Without the salt and the address, nobody can tell that a page's key and a site's key are one visitor's: the store
    must not show what somebody read.
    """

    day: int
    site: bytes
    page: bytes


@dataclass(frozen=True, slots=True)
class View:
    """One view of a page.

    Args:
        at: when, in seconds.
        path: of the page, as `/2021/05/fourier-series/`.
        event: 16 bytes; the same within `SAME_EVENT` is the same view.
        keys: the visitor's keys, that of the day of `at` first, then those of the other days whose salts live. Empty
            for a bot.
        bot: whether it is tallied apart.
    """

    at: int
    path: str
    event: bytes
    keys: tuple[VisitorKey, ...]
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """A visit in progress: its first view and its last, in seconds."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted of a page or of the site, on a day or in all.

    Args:
        visits: first views after eight hours without one.
        views: all views.
        visitors: how many different keys viewed it; of several days, the sum of the days.
        bots: views by programs, which are in none of the above.
    """

    visits: int = 0
    views: int = 0
    visitors: int = 0
    bots: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.visits + other.visits,
            self.views + other.views,
            self.visitors + other.visitors,
            self.bots + other.bots,
        )


@dataclass(frozen=True, slots=True)
class DayTally:
    """The tally of a page, or of `TOTAL`, on a day."""

    day: int
    path: str
    tally: Tally


def continues(window: Window | None, at: int) -> bool:
    """Whether a view at `at` belongs to the visit of that window; else it begins a visit.

    A clock that stepped back makes `at` earlier than the last view, and then it does.
    """
    return window is not None and at - window.last < SLIDING and at - window.first < LONGEST


def after(window: Window | None, at: int) -> Window:
    """The visitor's window after a view at `at`.

    Its last view is this one even where the clock stepped back: else a visit would last until the clock has caught up.
    """
    if window is None or not continues(window, at):
        return Window(at, at)
    return Window(min(window.first, at), at)


def date_of(day: int) -> date:
    """The date of a day."""
    return date(1970, 1, 1) + timedelta(days=day)


def day_of(when: date) -> int:
    """The day of a date."""
    return (when - date(1970, 1, 1)).days


class Store(Protocol):
    """Where visits are kept.  Safe to use from several threads, and one place may be used by several processes.

    Every method may raise `Unavailable`; the next call tries again.
    """

    def salts(self, day: int) -> Mapping[int, bytes]:
        """The living salts of the day before, the day and the day after, 32 bytes each; the day's is made if need be.

        All processes get the same.  The day after has one only where the clock stepped back.
        """

    def record(self, view: View) -> None:
        """Count a view, and return when that is durable.

        A repeated event changes nothing.  A bot adds to `bots`.  Else, for the site and for the page, the window is
        looked for under each key in turn; whether the view continues it decides about `visits`, `after` is kept under
        the first key and nothing under the others; `visitors` grows where there was none under the first key.  The day
        that grows is that of `view.at`, for the page and for `TOTAL`.
        """

    def record_all(self, views: Sequence[View]) -> None:
        """Count views that came together, in their order, and return when all are durable; they fail together."""

    def is_there(self) -> bool:
        """Whether something is kept there, or was, as what was set aside for damage tells."""

    def begin(self) -> None:
        """Make it where nothing is kept yet.  Raises `Refused` where something is."""

    def total(self, path: str) -> Tally:
        """The tally of a page, or of `TOTAL`, in all."""

    def totals(self) -> Mapping[str, Tally]:
        """The tallies in all, of everything that has one."""

    def series(self, path: str, first: int, last: int) -> Mapping[int, Tally]:
        """The tallies of a page, or of `TOTAL`, by day, from `first` to `last` inclusive; empty days may be absent."""

    def days(self) -> Iterator[DayTally]:
        """All tallies by day and path."""

    def add(self, tallies: Iterable[DayTally]) -> None:
        """Add tallies, all or none.  Raises `Refused` where the store holds any already."""

    def purge(self, at: int) -> None:
        """Delete what has expired: salts, with their keys, of days before yesterday and after tomorrow; old events."""

    def lost(self) -> str:
        """What damage cost that the store has mended, in one line; empty where there was none."""

    def close(self) -> None:
        """Let go of the file or the connection."""
