"""Visits and views by day, drawn as the figures are: thin ink lines on the page's ground, no boxes.

A day is a stroke for its visits and a hairline above it for what was viewed besides; so the two are told apart by
thickness, and the colour is that of the text.  Across, places are per cent of the width and letters are letters: on a
phone the strokes move together, and what is written keeps its size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise

from visits.store import Tally
from visits.words import CHINESE, Words

HEIGHT = 190  # of the drawing, in pixels,
TOP, BOTTOM = 16, 160  # of the strokes; above the highest and below the axis there is writing
LEFT = 11.0  # per cent of the width, for the numbers


@dataclass(frozen=True)
class DayOf:
    """A day and what was counted on it."""

    date: date
    tally: Tally


def drawing(days: Sequence[DayOf], words: Words = CHINESE) -> str:
    """The drawing as SVG.

    Args:
        days: one after the other, at least one; the strokes stand from left to right.
        words: of the site's language.
    """
    highest = max(max(day.tally.visits, day.tally.views) for day in days)
    marks = ticks(highest)
    title, told = words("drawn"), description(days, words)
    return "\n".join(
        [
            f'<svg class="visits-chart" width="100%" height="{HEIGHT}" role="img"'
            ' aria-labelledby="visits-title" aria-describedby="visits-told">',
            f'<title id="visits-title">{title}</title><desc id="visits-told">{escape(told)}</desc>',
            *(_rule(mark, marks[-1], words) for mark in marks),
            *(_month(days, index, words) for index in _months(days)),
            *(stroke for index, day in enumerate(days) for stroke in _strokes(day, _across(index, days), marks[-1])),
            "</svg>",
        ]
    )


def description(days: Sequence[DayOf], words: Words = CHINESE) -> str:
    """The drawing in words: from when to when, how many in all, and the fullest day."""
    visits, views = (sum(getattr(day.tally, name) for day in days) for name in ("visits", "views"))
    fullest = max(days, key=lambda day: day.tally.visits)
    first, last = words.day(days[0].date), words.day(days[-1].date)
    span = words("span", first=first, last=last) if len(days) > 1 else first
    told = words("told", span=span, visits=visits, views=views)
    if not visits:
        return told + words("end")
    return told + words("fullest", day=words.day(fullest.date), visits=fullest.tally.visits)


def ticks(highest: int) -> list[int]:
    """Round numbers from 0 to what is not below the highest, evenly spaced, three to six of them, two where it is 1."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            count = max(-(-highest // step), 1)
            if count <= 5:
                return [step * k for k in range(count + 1)]
        power *= 10


def _rule(mark: int, highest: int, words: Words) -> str:
    y = _up(mark, highest)
    line = f'<line class="rule" x1="{LEFT:g}%" x2="100%" y1="{y}" y2="{y}"/>'
    return f'{line}<text x="{LEFT - 1.5:g}%" y="{y + 4:g}" text-anchor="end">{words.number(mark)}</text>'


def _month(days: Sequence[DayOf], index: int, words: Words) -> str:
    x, first = _across(index, days), days[index].date
    anchor = ' text-anchor="end"' if x > 90 else ""
    return f'<text x="{x:g}%" y="{BOTTOM + 20}"{anchor}>{words.short(first)}</text>'


def _months(days: Sequence[DayOf]) -> list[int]:
    """Which days are named: the first of each month; the first of all where that leaves room or there is no other."""
    firsts = [index for index, (before, day) in enumerate(pairwise(days), 1) if before.date.month != day.date.month]
    firsts = [index for index in firsts if len(days) - index > len(days) // 12]
    return firsts if firsts and firsts[0] < len(days) / 5 else [0, *firsts]


def _strokes(day: DayOf, x: float, highest: int) -> list[str]:
    visits, views = _up(day.tally.visits, highest), _up(max(day.tally.views, day.tally.visits), highest)
    strokes = []
    if views < visits:
        strokes.append(f'<line class="views" x1="{x:g}%" x2="{x:g}%" y1="{visits:g}" y2="{views:g}"/>')
    if day.tally.visits:
        strokes.append(f'<line class="visits" x1="{x:g}%" x2="{x:g}%" y1="{BOTTOM}" y2="{visits:g}"/>')
    return strokes


def _across(index: int, days: Sequence[DayOf]) -> float:
    return round(LEFT + (100 - LEFT) * (index + 0.5) / len(days), 2)


def _up(value: int, highest: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / highest, 2)
