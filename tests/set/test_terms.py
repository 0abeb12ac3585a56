"""What recurs on a page is drawn once: fewer elements, the same drawing, and every symbol can be found in it."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup, Tag

from yansuan.set.recurring import OFTEN
from yansuan.set.terms import with_terms

OUTLINES = {"g-f": "M0 0L40 0L40 80Z", "g-(": "M8 0L8 40L16 40Z", "g-x": "M0 4L20 20L40 4Z", "g-l": "M4 0L4 90L8 90Z"}
START = '<svg aria-hidden="true" preserveAspectRatio="xMinYMin" viewBox="0 -750 1 1000" width="1em">'
CALL = (
    '<use xlink:href="#g-f" data-symbol="f"/><use xlink:href="#g-(" x="50"/>'
    '<g transform="translate(100,0)" data-symbol="x"><use xlink:href="#g-x"/>'
    '<g transform="translate(40,-30) scale(0.5)"><use xlink:href="#g-("/><use xlink:href="#g-l" x="20"/></g></g>'
)
BAR = '<rect width="60" height="4" x="9" y="-9"/>'


def page_of(*bodies: str) -> tuple[BeautifulSoup, BeautifulSoup]:
    """What a page with these formulas becomes, and what is defined for it."""
    page, terms = with_terms("".join(f"{START}{body}</svg>" for body in bodies), OUTLINES.get)
    return BeautifulSoup(page, "html.parser"), BeautifulSoup(terms, "html.parser")


def moved(element: Tag) -> tuple[float, float, float]:
    """Where an element stands, and how large it is, by its own attributes."""
    found = re.match(r"(?:translate\(([-\d.]+),([-\d.]+)\))?\s*(?:scale\(([\d.]+))?", str(element.get("transform", "")))
    assert found is not None
    size = float(found[3] or 1)
    own = ("x", "y") if element.name != "g" else ()  # of a group, x and y mean nothing
    x, y = (size * float(str(element[axis])) if axis in own and axis in element.attrs else 0.0 for axis in ("x", "y"))
    return float(found[1] or 0) + x, float(found[2] or 0) + y, size


def inked(page: BeautifulSoup, terms: BeautifulSoup) -> list[tuple[float, float]]:
    """Every outline that is drawn: where it begins, in thousandths of an em to the right and down."""
    found = list[tuple[float, float]]()

    def walk(element: Tag, x: float, y: float, size: float) -> None:
        for child in element.find_all(True, recursive=False):
            right, down, own = moved(child)
            at = (x + size * right, y + size * down, size * own)
            if child.name == "use":
                name = str(child["xlink:href"])[1:]
                defined = terms.select_one(f"[id='{name}']") if name not in OUTLINES else None
                outline = BeautifulSoup(f'<path d="{OUTLINES.get(name)}" transform="scale(1,-1)"/>', "html.parser")
                paths = outline if defined is None else defined
                for path in paths.select("path") or [defined]:
                    assert path is not None
                    draw(path, *at)
            elif child.name == "g" or child.name == "svg":
                walk(child, *at)

    def draw(path: Tag, x: float, y: float, size: float) -> None:
        scale = size * float(re.findall(r"[\d.]+", str(path["transform"]))[0])
        for piece in re.findall(r"M[^M]+", str(path["d"])):
            start = re.match(r"M(-?\d+) ?(-?\d+)(.*)", piece)
            assert start is not None
            found.append((x + scale * int(start[1]), y - scale * int(start[2])))

    walk(page, 0, 0, 1)
    return found


def test_what_recurs_is_one_element_and_drawn_where_it_was() -> None:
    page, terms = page_of(*[CALL] * OFTEN)
    uses = page.select("use")
    assert len(uses) == OFTEN == len(page.select("svg > *"))
    assert {str(use["data-symbols"]) for use in uses} == {"f . x 2 2"}
    whole = BeautifulSoup(CALL, "html.parser")
    for found, expected in zip(inked(page, terms), inked(whole, terms) * OFTEN, strict=True):
        assert found == pytest.approx(expected, abs=4)


def test_what_is_rare_stays_and_a_bar_parts_what_stands_beside_it() -> None:
    rare = [CALL] * (OFTEN - 1)
    page, terms = page_of(*rare)
    assert not terms.select("path")
    assert len(page.select("use")) == 5 * len(rare)
    page, terms = page_of(*[CALL + BAR + CALL] * OFTEN)
    assert len(page.select("use")) == 2 * OFTEN
    assert len(page.select("rect")) == OFTEN
    assert len(terms.select("[id]")) == 1


def test_a_symbol_that_recurs_is_itself_and_a_group_of_one_thing_is_that() -> None:
    raised = '<g transform="translate(9,-30) scale(0.5)"><use xlink:href="#g-("/><use xlink:href="#g-l" x="20"/></g>'
    alone = [f'<use xlink:href="#g-{glyph}"/>{BAR}{raised}' for glyph in "fx(" for _ in range(OFTEN)]
    page, _ = page_of(*alone)
    assert len(page.select("g")) == 0
    assert {str(use["transform"]) for use in page.select("use[transform]")} == {"translate(9,-30) scale(0.5)"}
    symbol = '<g data-symbol="x"><use xlink:href="#g-x"/><use xlink:href="#g-l" x="20"/></g>'
    page, _ = page_of(*[symbol] * OFTEN)
    assert [str(use) for use in page.select("use")] == ['<use data-symbol="x" xlink:href="#g-=0"></use>'] * OFTEN


def test_a_symbol_without_a_move_of_its_own_is_moved_with_what_it_stands_in() -> None:
    """The numerator begins with a symbol that has something below it: `\\frac{x_l + f}{2}`."""
    symbol = (
        '<g data-symbol="x"><use xlink:href="#g-x"/><g transform="translate(40,30)"><use xlink:href="#g-l"/></g></g>'
    )
    fraction = f'<g transform="translate(200,-60)">{symbol}<use xlink:href="#g-f" x="90"/></g>{BAR}'
    page, terms = page_of(fraction)
    assert inked(page, terms) == inked(BeautifulSoup(fraction, "html.parser"), terms)


@pytest.mark.parametrize("strange", ['<g fill="red">', '<g transform="rotate(3)">', '<g><g stroke="x"></g>'])
def test_what_is_not_known_stays_as_it_is(strange: str) -> None:
    body = f"{strange}{CALL}</g>"
    written, terms = with_terms(f"{START}{body}</svg>" * OFTEN, OUTLINES.get)
    assert (written, terms) == (f"{START}{body}</svg>" * OFTEN, "")
