"""From a request's facts to a view in the store; who is a bot; the last good values, for when the store has none."""

from __future__ import annotations

import logging
import math
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from threading import Event, Lock, Thread
from typing import Any, TypeVar

from crawleruseragents import is_crawler  # type: ignore[import-untyped]

from visits.limits import Browsers
from visits.series import Series
from visits.site import Site
from visits.store import DAY, TOTAL, Store, Tally, Unavailable, View
from visits.visitor import network, visitor_keys

T = TypeVar("T")
log = logging.getLogger("visits")

PURGE_EVERY = 600.0  # seconds
_AGENT = 1024  # characters of a User-Agent that are looked at: browsers' own are below 300
_LATELY = 60.0  # seconds for which a hit that could not be kept makes the counter unwell


class UnknownPage(LookupError):
    """The site has no such page."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number of visits.

    Args:
        count: of them; for the whole site the baseline is in it.
        since: the month, as `2019-07`.
        as_of: when it was read, as `2026-11-24T11:25:31Z`.
    """

    count: int
    since: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Counts:
    """The visits of the site (`total`, with the baseline) and of every page; the rest as in `Count`."""

    since: str
    as_of: str
    total: int
    pages: Mapping[str, int]


@lru_cache(maxsize=2048)  # in memory only
def _known_bot(agent: str) -> bool:
    return bool(is_crawler(agent))


def is_bot(agent: str) -> bool:
    """Whether that User-Agent is a program's: on the library's list, or none at all."""
    return not agent.strip() or _known_bot(agent[:_AGENT])


def without_values(error: BaseException) -> str:
    """Where an exception was raised, and its kind, but not what it says: that may hold what a visitor sent."""
    return "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__


class Counter:
    """Counts views and tells numbers.  Safe to use from several threads; `close` it at the end.

    Args:
        store: where visits are kept.  It stays the caller's to close.
        site: gives the site as it is now.
        clock: gives the time in seconds since 1970.
    """

    def __init__(self, store: Store, site: Callable[[], Site], clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._site = site
        self._clock = clock
        self._browsers = Browsers()
        self._last = _LastGood()
        self._series = Series(store)
        # Two of them: where the disk is full or the file is read-only, numbers can be read and visits cannot be kept.
        self._keeping = _Outage("Visits are not being kept", "Visits are being kept again.")
        self._telling = _Outage("Numbers come from memory", "Numbers come from the store again.")
        with suppress(Unavailable):
            self._remember()
        self._closed = Event()
        self._housekeeping = Thread(target=self._keep_house, name="visits-housekeeping", daemon=True)
        self._housekeeping.start()

    @property
    def site(self) -> Site:
        """The site as it is now."""
        return self._site()

    def view(
        self, path: str, event: bytes, address: str, agent: str, *, automated: bool = False, private: bool = False
    ) -> View | None:
        """A view that is to be kept; None where it is not to be counted.

        Args:
            path: of the page.
            event: 16 random bytes, made anew for each view.
            address: the visitor's IP address.
            agent: the User-Agent as it was sent; may be empty.
            automated: whether the request itself says that no person is looking (prefetched, a driven browser).
            private: whether the visitor asks not to be counted, and so is not.

        Raises:
            UnknownPage: where the site has no such page.
            Unavailable: where the store cannot tell who is the same visitor.
        """
        site = self.site
        if path not in site.pages:
            raise UnknownPage
        if private:
            return None
        at = int(self._clock())
        if automated or is_bot(agent):
            return View(at, path, event, (), bot=True)
        with self._keeping.noted(proof=False, hurts=True):
            salts = self._store.salts(at // DAY)
        agent = self._browsers.told_apart(network(address), agent, at // DAY)
        return View(at, path, event, visitor_keys(salts, at // DAY, site.url, address, agent, path))

    def keep(self, views: Sequence[View]) -> None:
        """Count views; when this returns they are durable.  Raises `Unavailable` where the store cannot keep them."""
        if views:
            with self._keeping.noted():
                self._store.record_all(views)

    def hit(self, *given: Any, **named: Any) -> None:
        """Count one view, given as to `view`; when this returns it is durable.  Raises as `view` and `keep` do."""
        if view := self.view(*given, **named):
            self.keep([view])

    def count(self, path: str) -> Count:
        """The visits of a page, or of the site (`TOTAL`).

        Raises:
            UnknownPage: where the site has no such page.
            Unavailable: where neither the store nor the memory has a number.
        """
        site = self._site_with(path)
        with suppress(Unavailable), self._telling.noted():
            self._last.keep(path, int(self._clock()), self._store.total(path))
        at, visits = self._last.of(path, self._telling)
        return Count(visits + (site.baseline.value if path == TOTAL else 0), site.since, _moment(at))

    def counts(self) -> Counts:
        """The visits of the site and of all its pages.  Raises `Unavailable` as `count` does."""
        site = self.site
        with suppress(Unavailable):
            self._remember()
        at, total = self._last.of(TOTAL, self._telling)
        pages = {path: self._last.of(path, self._telling)[1] for path in site.pages}
        return Counts(site.since, _moment(at), total + site.baseline.value, pages)

    def series(self, path: str, days: int) -> list[str]:
        """What is counted on each of so many days, of which today is the last; zeros included.  Raises as `count`."""
        self._site_with(path)
        today = int(self._clock()) // DAY
        with suppress(Unavailable), self._telling.noted():
            self._series.read(path, today)
        return self._series.of(path, days, today, self._telling.reason)

    def check(self) -> str:
        """Ask the store something small; what damage cost it, or nothing.

        Raises:
            Unavailable: also where a hit could not be kept a moment ago.
        """
        with self._telling.noted():
            self._store.total(TOTAL)
        if self._keeping.age() < _LATELY:
            raise Unavailable(self._keeping.reason)
        return self._store.lost()

    def close(self) -> None:
        """End the housekeeping."""
        self._closed.set()
        self._housekeeping.join()

    def _site_with(self, path: str) -> Site:
        site = self.site
        if path != TOTAL and path not in site.pages:
            raise UnknownPage
        return site

    def _remember(self) -> None:
        with self._telling.noted():
            self._last.keep_all(int(self._clock()), self._store.totals())

    def _keep_house(self) -> None:
        while not self._closed.is_set():
            try:
                with self._keeping.noted(
                    proof=False, hurts=False
                ):  # a full disk may have room to delete, and none for a visit
                    self._store.purge(int(self._clock()))
                self._remember()
            except Unavailable:
                pass  # noted
            except Exception as error:  # the next time is as good
                log.error("Housekeeping failed:\n%s", without_values(error))
            self._closed.wait(PURGE_EVERY)


class _Outage:
    """A time in which the store could not do one kind of thing: its beginning and its end are logged once."""

    def __init__(self, begins: str, ends: str) -> None:
        self._begins, self._ends = begins, ends
        self._failed_at = -math.inf
        self._lock = Lock()
        self.reason = ""  # of the present outage

    @contextmanager
    def noted(self, proof: bool = True, hurts: bool = True) -> Iterator[None]:
        """Note whether what is done under this finds the store unavailable.

        Without `proof` it neither keeps a visit nor reads a number, so that its success does not end the outage; and
        where it does not hurt, nobody's visit is lost by its failure.
        """
        try:
            yield
        except Unavailable as error:
            with self._lock:
                begins, self.reason = not self.reason, str(error) or "unknown"
                self._failed_at = time.monotonic() if hurts else self._failed_at
            if begins:
                log.warning("%s: %s", self._begins, self.reason)
            raise
        if proof and self.reason:
            with self._lock:
                ends, self.reason = bool(self.reason), ""
            if ends:
                log.warning("%s", self._ends)

    def age(self) -> float:
        """Seconds since the last failure of the present outage; endless without one."""
        return time.monotonic() - self._failed_at if self.reason else math.inf


class _LastGood:
    """What the store last told: visits, with when."""

    def __init__(self) -> None:
        self._visits: dict[str, tuple[int, int]] = {}
        self._all_at: int | None = None

    def keep(self, path: str, at: int, tally: Tally) -> None:
        self._visits[path] = at, tally.visits

    def keep_all(self, at: int, tallies: Mapping[str, Tally]) -> None:
        self._visits = {path: (at, tally.visits) for path, tally in tallies.items()}
        self._all_at = at

    def of(self, path: str, outage: _Outage) -> tuple[int, int]:
        """When, and how many visits; what is not among all of them is 0.  Raises `Unavailable` where none is known."""
        if found := self._visits.get(path):
            return found
        if self._all_at is None:
            raise Unavailable(outage.reason or "no number is known yet")
        return self._all_at, 0


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
