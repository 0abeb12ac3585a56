"""What is counted day by day, as the text that is answered; of days that are over, the text is kept.

A question for ten years is answered from a list of texts: to read and to write 3660 days for each took as long as a
hundred hits.  Yesterday and today are read each time; yesterday, as a clock may have stepped back.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from visits.store import Store, Tally, Unavailable, date_of

MOST = 3660  # days
PATHS = 32  # of which the days that are over are kept, of those asked for last
AGE = 600.0  # seconds after which they are read again, as a backup may have been put in the store's place


@dataclass
class _Kept:
    """The texts of `MOST` days, of which `today` is the last."""

    today: int
    read: float
    texts: list[str]


class Series:
    """The series of pages.  Safe to use from several threads.

    Args:
        store: whence they are.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = Lock()

    def read(self, path: str, today: int) -> None:
        """Bring what is kept of a page, or of `TOTAL`, up to date.  Raises `Unavailable` as the store does."""
        kept, now = self._kept.get(path), time.monotonic()
        if kept and kept.today == today and now - kept.read < AGE:
            found = self._store.series(path, today - 1, today)
            kept.texts[-2:] = [_text(day, found.get(day)) for day in (today - 1, today)]
            return
        found = self._store.series(path, today - MOST + 1, today)
        texts = [_text(day, found.get(day)) for day in range(today - MOST + 1, today + 1)]
        with self._lock:
            self._kept.pop(path, None)
            self._kept[path] = _Kept(today, now, texts)
            if len(self._kept) > PATHS:
                self._kept.popitem(last=False)

    def of(self, path: str, days: int, today: int, reason: str) -> list[str]:
        """The texts of so many days, as they were read last; of days since then there is nothing.

        Raises:
            Unavailable: with the reason, where they never were.
        """
        kept = self._kept.get(path)
        if kept is None:
            raise Unavailable(reason or "no number is known yet")
        since = [_nothing(day) for day in range(max(kept.today, today - days) + 1, today + 1)]
        return (kept.texts[: MOST - max(0, kept.today - today)] + since)[-days:]


def _text(day: int, tally: Tally | None) -> str:
    if tally is None:
        return _nothing(day)
    return (
        f'{{"day":"{date_of(day)}","visits":{tally.visits},"views":{tally.views},"visitors":{tally.visitors},'
        f'"bots":{tally.bots}}}'
    )


@lru_cache(maxsize=2 * MOST)
def _nothing(day: int) -> str:
    return _text(day, Tally())
