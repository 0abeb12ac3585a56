"""The numbers that the build writes into the pages: from the counter or from its store, else those kept from before.

A build never waits long for them and never fails for want of them.
"""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from visits import files
from visits.site import Baseline, Invalid
from visits.store import DAY, TOTAL, Store, Tally, Unavailable, date_of, day_of
from visits.stores import open_store

DAYS = 90
"""How many days 统计 shows, today the last."""

_TIMEOUT = 2.0  # seconds for an answer, its last byte included
_LARGEST = 4 << 20  # bytes of an answer
_MANY = 10**15  # more is no number of visits
_MISREAD = (AttributeError, KeyError, RecursionError, TypeError, ValueError)  # by reading what is not numbers
_FIELDS = ("visits", "views", "visitors", "bots")


class Unreachable(Exception):
    """No numbers can be had from there at present.  The message is one line: what is wrong."""


@dataclass(frozen=True)
class Snapshot:
    """What was counted, at one moment.

    Args:
        as_of: the moment.
        total: visits of the site, with the baseline.
        pages: visits by the path of the page; a page without any may be absent.
        days: the site's tallies by day, `DAYS` of them at most; a day without any may be absent.
    """

    as_of: datetime
    total: int
    pages: Mapping[str, int]
    days: Mapping[int, Tally]


Source = Callable[[], Snapshot]
"""Where numbers come from.  Raises `Unreachable`."""


def source_at(place: str, site: str, baseline: int, clock: Callable[[], float] = time.time) -> Source:
    """The source of numbers at an address.

    Args:
        place: `https://…/v1/`, where a counter answers, or the address of a store.
        site: the site's address.
        baseline: what to add to a store's total; a counter has added its own.
        clock: gives the time in seconds since 1970.
    """

    def stored() -> Snapshot:
        file = place.removeprefix("sqlite:///")
        if place.startswith("sqlite:///") and not Path(file).is_file():  # to open it would be to make it
            raise Unreachable(f"there is no file {file}")
        store = open_store(place, site, mend=False)  # that is the counter's own to do
        try:
            return of_store(store, baseline, int(clock()))
        except Unavailable as error:
            raise Unreachable(str(error)) from error
        finally:
            store.close()

    return (lambda: of_counter(place)) if place.startswith(("https:", "http:")) else stored


def of_counter(address: str, timeout: float = _TIMEOUT) -> Snapshot:
    """The numbers of the counter that answers at an address, which ends in `/v1/`.

    Raises:
        Unreachable: it does not answer, or what it answers is no such numbers.
    """
    counts = _fetch(f"{address}counts", timeout)
    series = _fetch(f"{address}series?path={TOTAL}&days={DAYS}", timeout)
    try:
        return _read(counts | {"days": series["days"]})
    except _MISREAD as error:
        raise Unreachable(f"{address} answers something else than numbers ({error})") from error


def of_store(store: Store, baseline: int, at: int) -> Snapshot:
    """The numbers of a store, at a time in seconds.  Raises `Unavailable` as it does."""
    totals = store.totals()
    today = at // DAY
    return Snapshot(
        as_of=datetime.fromtimestamp(at, UTC),
        total=baseline + totals.get(TOTAL, Tally()).visits,
        pages={path: tally.visits for path, tally in totals.items() if path != TOTAL},
        days=dict(store.series(TOTAL, today - DAYS + 1, today)),
    )


def latest(source: Source | None, cache: Path, site: str, tell: Callable[[str], None]) -> Snapshot | None:
    """The numbers of a source, else those kept when it last could be reached, else none.

    Args:
        source: of the numbers; None where there is none, and then what was kept is not asked for either.
        cache: the file in which they are kept.
        site: the site's address; the numbers of another are not taken.
        tell: is told, in a line, where the numbers are not fresh.
    """
    if source is None:
        return None
    try:
        snapshot = source()
    except Unreachable as error:
        kept = _kept(cache, site, tell)
        instead = f"those of {kept.as_of:%Y-%m-%d} are used" if kept else "the baseline is used"
        tell(f"No fresh numbers of visits: {error}; {instead}.")
        return kept
    try:
        files.write(cache, _written(snapshot, site))
    except OSError as error:
        tell(f"{cache}: the numbers of visits cannot be kept ({error.strerror}).")
    return snapshot


def at_least(baseline: Baseline, snapshot: Snapshot | None) -> tuple[int, date]:
    """The total to be shown, which is never less than the baseline, and its date in China."""
    if snapshot is None or snapshot.total < baseline.value:
        return baseline.value, baseline.as_of
    return snapshot.total, china(snapshot.as_of)


def china(moment: datetime) -> date:
    """The date of a moment, where the notes are dated."""
    return datetime.fromtimestamp(moment.timestamp() + 8 * 3600, UTC).date()


def _fetch(address: str, timeout: float) -> dict[str, Any]:
    end = time.monotonic() + timeout
    host = urlsplit(address).netloc.rpartition("@")[2]
    try:
        with urllib.request.urlopen(address, timeout=timeout) as response:
            body = b""
            while chunk := response.read1(1 << 16):
                body += chunk
                if len(body) > _LARGEST or time.monotonic() > end:
                    raise Unreachable(f"{host} answers too much or too slowly")
        answer = json.loads(body)
    except (OSError, HTTPException) as error:
        raise Unreachable(f"{host} cannot be asked ({getattr(error, 'reason', None) or error})") from error
    except _MISREAD as error:
        raise Unreachable(f"{host} does not answer in JSON") from error
    if not isinstance(answer, dict):
        raise Unreachable(f"{host} answers something else than numbers")
    return answer


def _written(snapshot: Snapshot, site: str) -> str:
    days = [
        {"day": date_of(day).isoformat()} | {field: getattr(tally, field) for field in _FIELDS}
        for day, tally in sorted(snapshot.days.items())
    ]
    kept = {"site": site, "as_of": snapshot.as_of.isoformat(), "total": snapshot.total, "pages": dict(snapshot.pages)}
    return json.dumps(kept | {"days": days}, ensure_ascii=False, indent=1) + "\n"


def _kept(cache: Path, site: str, tell: Callable[[str], None]) -> Snapshot | None:
    try:
        kept = json.loads(cache.read_text("utf-8"))
        if kept["site"] != site:
            raise Invalid(f"they are of {kept['site']}")
        return _read(kept)
    except FileNotFoundError:
        return None
    except (OSError, *_MISREAD) as error:
        tell(f"{cache}: the numbers kept there cannot be used ({error}).")
        return None


def _read(answer: Mapping[str, Any]) -> Snapshot:
    """Numbers as the counter tells them and the cache keeps them.  Raises what is in `_MISREAD`."""
    return Snapshot(
        as_of=_moment(answer["as_of"]),
        total=_number(answer["total"]),
        pages={str(path): _number(count) for path, count in answer["pages"].items()},
        days={
            day_of(date.fromisoformat(day["day"])): Tally(*(_number(day[field]) for field in _FIELDS))
            for day in answer["days"][-DAYS:]
        },
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone")
    return moment


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MANY:
        raise ValueError(f"{value!r} is no number of visits")
    return value
