"""What the templates are given to show of visits, and the script that the pages fetch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from visits import chart
from visits.section import BuildSettings
from visits.site import Baseline
from visits.snapshot import DAYS, Snapshot, at_least
from visits.store import DAY, Tally, date_of
from visits.words import Words

MOST_READ = 10


@dataclass(frozen=True)
class MostRead:
    """A note and how often it was visited."""

    card: Any
    count: int


@dataclass(frozen=True)
class Shown:
    """What is said of visits.

    Args:
        endpoint: where the script finds the counter; empty: there is no script.
        anywhere: whether views are counted also where the pages come from the reader's own machine.
        words: of the site's language.
        since, as_of: in words.
        total: visits of the site.
        pages: visits of a page, by its path.
        url: of 统计, relative to the site's root; None where the site has none.
        baseline, baseline_as_of: what the total begins with.
        days: those with something to tell, the newest first, for a table; `chart`: all of them, drawn.
        sums: of those days.
        most_read: notes, the most visited first.
    """

    endpoint: str
    anywhere: bool
    words: Words
    since: str
    as_of: str
    total: int
    pages: Mapping[str, int]
    url: str | None
    baseline: Baseline
    baseline_as_of: str
    days: Sequence[chart.DayOf]
    chart: Markup
    sums: Tally
    most_read: Sequence[MostRead]

    def of(self, url: str) -> int:
        """The visits of a page, by its address relative to the site's root."""
        return self.pages.get(f"/{url}", 0)


def served_script() -> str:
    """The script as it is served: without the lines of comment and the white space before a line."""
    lines = (line.strip() for line in Path(__file__).with_name("client.js").read_text("utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def shown(
    settings: BuildSettings,
    kept: Snapshot | None,
    cards: Iterable[Any],
    url: str | None,
    *,
    anywhere: bool,
    words: Words,
) -> Shown:
    """What is said of the numbers of a snapshot, of which there may be none; `cards` are the notes."""
    total, as_of = at_least(settings.baseline, kept)
    pages = kept.pages if kept else {}
    days = list(_days(kept))
    first = date.fromisoformat(f"{settings.since}-01")
    read = sorted(
        (MostRead(card, pages.get(f"/{card.url}", 0)) for card in cards), key=lambda one: one.count, reverse=True
    )
    return Shown(
        endpoint=settings.endpoint,
        anywhere=anywhere,
        words=words,
        since=words.month(first),
        as_of=words.day(as_of),
        total=total,
        pages=pages,
        url=url,
        baseline=settings.baseline,
        baseline_as_of=words.day(settings.baseline.as_of),
        days=[day for day in reversed(days) if day.tally != Tally()],
        chart=Markup(chart.drawing(days, words) if days else ""),
        sums=sum((day.tally for day in days), Tally()),
        most_read=[one for one in read if one.count][:MOST_READ],
    )


def _days(kept: Snapshot | None) -> Iterator[chart.DayOf]:
    """Every day from ninety days before the numbers were read; none where there is nothing to tell of any."""
    if kept and any(tally != Tally() for tally in kept.days.values()):
        last = int(kept.as_of.timestamp()) // DAY
        for day in range(last - DAYS + 1, last + 1):
            yield chart.DayOf(date_of(day), kept.days.get(day, Tally()))
