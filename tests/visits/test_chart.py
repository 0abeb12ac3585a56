"""The chart shows the numbers it is given: strokes against values, read back from the SVG."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from visits.chart import BOTTOM, TOP, DayOf, description, drawing, ticks
from visits.store import Tally
from visits.words import CHINESE, ENGLISH

SVG = "{http://www.w3.org/2000/svg}"
LAST = date(2026, 11, 24)


def days_of(*tallies: tuple[int, int]) -> list[DayOf]:
    first = LAST - timedelta(days=len(tallies) - 1)
    return [DayOf(first + timedelta(days=n), Tally(visits, views)) for n, (visits, views) in enumerate(tallies)]


def svg_of(days: list[DayOf]) -> ElementTree.Element:
    return ElementTree.fromstring(drawing(days).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def strokes(svg: ElementTree.Element, kind: str) -> dict[float, tuple[float, float]]:
    """From where to where a stroke reaches, by its place across."""
    lines = [line for line in svg.iter(f"{SVG}line") if line.get("class") == kind]
    return {float(line.attrib["x1"][:-1]): (float(line.attrib["y1"]), float(line.attrib["y2"])) for line in lines}


def scale(svg: ElementTree.Element) -> float:
    """Pixels of one visit, from the rules and the numbers beside them."""
    rules = sorted(y for y, _ in all_rules(svg))
    marks = [int(text.text or "") for text in svg.iter(f"{SVG}text") if (text.text or "").isdigit()]
    return (rules[-1] - rules[0]) / (max(marks) - min(marks))


def all_rules(svg: ElementTree.Element) -> list[tuple[float, float]]:
    lines = [line for line in svg.iter(f"{SVG}line") if line.get("class") == "rule"]
    return [(float(line.attrib["y1"]), float(line.attrib["y2"])) for line in lines]


def test_the_strokes_are_as_long_as_the_numbers() -> None:
    tallies = [(3, 10), (0, 0), (7, 7), (20, 45), (1, 2)]
    svg = svg_of(days_of(*tallies))
    unit, visits, views = scale(svg), strokes(svg, "visits"), strokes(svg, "views")
    measured = [round((BOTTOM - visits[x][1]) / unit, 2) for x in sorted(visits)]
    assert measured == [3, 7, 20, 1]
    above = {round((BOTTOM - start) / unit, 2): round((BOTTOM - end) / unit, 2) for start, end in views.values()}
    assert above == {3: 10, 20: 45, 1: 2}, "a hairline goes on where the stroke ends; where all views are visits, none"


def test_a_day_has_its_place_from_left_to_right() -> None:
    across = sorted(strokes(svg_of(days_of(*[(1, 1)] * 90)), "visits"))
    assert len(across) == 90
    gaps = [after - before for before, after in pairwise(across)]
    assert max(gaps) - min(gaps) < 0.03
    assert 11 < across[0] < across[-1] < 100


def test_a_single_day() -> None:
    svg = svg_of(days_of((2, 3)))
    assert len(strokes(svg, "visits")) == len(strokes(svg, "views")) == 1
    assert any(text.text == "11 月 24 日" for text in svg.iter(f"{SVG}text"))


def test_days_of_nothing_have_no_stroke_and_an_axis() -> None:
    svg = svg_of(days_of((0, 0), (0, 0)))
    assert not strokes(svg, "visits")
    assert not strokes(svg, "views")
    assert len(all_rules(svg)) == 2


@pytest.mark.parametrize("value", [1, 9, 10, 999, 12_345, 10**9, 10**15])
def test_nothing_is_drawn_outside(value: int) -> None:
    svg = svg_of(days_of((value, value), (0, 1)))
    for start, end in [*strokes(svg, "visits").values(), *strokes(svg, "views").values(), *all_rules(svg)]:
        assert TOP <= end <= start <= BOTTOM
    assert all(len(text.text or "") <= 10 for text in svg.iter(f"{SVG}text"))


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (6, [0, 2, 4, 6]),
        (11, [0, 5, 10, 15]),
        (350, [0, 100, 200, 300, 400]),
        (1_000_000, [0, 200_000, 400_000, 600_000, 800_000, 1_000_000]),
    ],
)
def test_ticks_are_round_and_reach_the_highest(highest: int, expected: list[int]) -> None:
    assert ticks(highest) == expected


def test_numbers_beside_the_axis_are_short() -> None:
    numbers = (0, 5000, 15_000, 200_000, 10**9)
    assert [CHINESE.number(n) for n in numbers] == ["0", "5000", "1.5 万", "20 万", "10 亿"]
    assert [ENGLISH.number(n) for n in numbers] == ["0", "5000", "15k", "200k", "1bn"]


def test_an_english_site_has_an_english_drawing() -> None:
    days = days_of((3, 10), (20, 45))
    assert description(days, ENGLISH) == (
        "23 November 2026 to 24 November 2026. Visits: 23; views: 55. Most visits in a day: 20, on 24 November 2026."
    )
    assert drawing(days, ENGLISH).isascii()
    assert CHINESE.sentences.keys() == ENGLISH.sentences.keys()


def test_what_is_drawn_is_told_in_words() -> None:
    svg = svg_of(days_of((3, 10), (20, 45)))
    assert svg.get("role") == "img"
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert svg.get("aria-labelledby") == title.get("id")
    assert svg.get("aria-describedby") == desc.get("id")
    assert desc.text == (
        "2026 年 11 月 23 日至 2026 年 11 月 24 日，访问 23 次，浏览 55 次；"
        "最多的一天是 2026 年 11 月 24 日，访问 20 次。"
    )


def test_no_two_dates_stand_on_each_other() -> None:
    for length in (1, 2, 20, 31, 60, 90):
        svg = svg_of(days_of(*[(1, 1)] * length))
        at = [float(t.attrib["x"][:-1]) for t in svg.iter(f"{SVG}text") if "月" in (t.text or "")]
        assert at
        assert all(after - before > 15 for before, after in pairwise(at)), length
