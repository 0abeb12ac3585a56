"""A drawing in fewer groups has each glyph and bar where it was, as large, and the same symbol."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray

from yansuan.set.flat import flat, turned

Matrix = NDArray[np.float64]
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
TURN = np.diag([1.0, -1.0, 1.0])

FRACTION = """<g fill="currentColor" transform="scale(1,-1)"><use xlink:href="#g-a" x="10" y="20" data-symbol="a"/>
<g transform="translate(4918,-30)"><use xlink:href="#g-1" x="1546" y="676"/><g transform="translate(220,-686)">
<use xlink:href="#g-1"/><g transform="translate(499,289) scale(0.707)"><use xlink:href="#g-m"/>
<use xlink:href="#g-z" x="778" y="5" data-symbol="z"/></g><g transform="translate(7,8) scale(0.5)"><g>
<use xlink:href="#g-k" x="3" transform="translate(1.5,2)"/></g></g></g><rect width="3352" height="60" x="120" y="220"/>
</g></g>"""
SYMBOLS = """<g fill="currentColor" transform="scale(1,-1)"><g data-symbol="theta" transform="translate(100,0)">
<use xlink:href="#g-t"/><g transform="translate(502,-150) scale(0.707)"><use xlink:href="#g-p"/></g></g>
<g data-symbol="J" transform="translate(900,40)"><use xlink:href="#g-J" y="3"/></g>
<g data-symbol="L"><use xlink:href="#g-L" data-symbol="l"/></g>
<g fill="red" transform="translate(30,1)"><use xlink:href="#g-r"/></g>
<g transform="scale(0.7)"><g transform="translate(4,5) scale(0.5)"><use xlink:href="#g-s" x="2"/></g></g></g>"""


def moved(text: str) -> Matrix:
    """What a `transform` does, read without yansuan.set."""
    matrix = np.eye(3)
    for name, numbers in re.findall(r"(translate|scale)\(([^)]*)\)", text):
        a, b, *_ = [float(number) for number in numbers.split(",")] * 2
        matrix = matrix @ (np.array([[1, 0, a], [0, 1, b], [0, 0, 1.0]]) if name == "translate" else np.diag([a, b, 1]))
    return matrix


def drawn(body: str, glyph: Matrix) -> list[tuple[str, list[float], str, str]]:
    """Each glyph and bar: what it is, where its corners are, which symbol and colour it has."""
    found = []

    def walk(element: ElementTree.Element, matrix: Matrix, symbol: str, fill: str) -> None:
        matrix = matrix @ moved(element.get("transform", ""))
        symbol, fill = element.get("data-symbol", symbol), element.get("fill", fill)
        x, y = (float(element.get(name, 0)) for name in "xy")
        if element.tag == "use":
            corners = matrix @ moved(f"translate({x},{y})") @ glyph @ np.array([[0, 1000], [0, 500], [1, 1.0]])
            found.append((element.attrib["{http://www.w3.org/1999/xlink}href"], corners, symbol, fill))
        elif element.tag == "rect":
            w, h = float(element.attrib["width"]), float(element.attrib["height"])
            corners = matrix @ np.array([[x, x + w], [y, y + h], [1, 1.0]])
            found.append(("rect", np.sort(corners, axis=1), symbol, fill))
        for child in element:
            walk(child, matrix, symbol, fill)

    walk(ElementTree.fromstring(f"<svg {XLINK}>{body}</svg>"), np.eye(3), "", "currentColor")
    return [(what, corners.round(6).ravel().tolist(), symbol, fill) for what, corners, symbol, fill in found]


@pytest.mark.parametrize("body", [FRACTION, SYMBOLS])
def test_everything_is_where_it_was(body: str) -> None:
    before, after = drawn(body, np.eye(3)), drawn(flat(body), TURN)
    assert [line[0] for line in before] == [line[0] for line in after]
    assert before == after
    assert flat(body).count("<g") <= body.count("<g") - 2


def test_a_fraction_below_the_line_stays_below_it() -> None:
    body = '<g transform="scale(1,-1)"><use xlink:href="#g-a" x="-0.25" y="0.5"/><use xlink:href="#g-b" y="0.001"/></g>'
    assert flat(body) == '<use xlink:href="#g-a" x="-0.25" y="-0.5"/><use xlink:href="#g-b"/>'


def test_a_group_stays_that_says_something_of_several() -> None:
    lines = flat(SYMBOLS)
    assert '<g transform="translate(100,0)" data-symbol="theta"><use xlink:href="#g-t"/>' in lines
    assert '<use xlink:href="#g-p" transform="translate(502,150) scale(0.707)"/></g>' in lines
    assert '<use xlink:href="#g-J" x="900" y="-43" data-symbol="J"/>' in lines
    assert '<g data-symbol="L"><use xlink:href="#g-L" data-symbol="l"/></g>' in lines


@pytest.mark.parametrize(
    "foreign",
    [
        '<text transform="scale(1,-1)">若</text>',
        '<svg width="5" height="6" viewBox="0 0 5 6"><use xlink:href="#g-s" y="7"/></svg>',
        '<path d="M0 0L5 5"/>',
        '<use xlink:href="#g-s" transform="rotate(30)"/>',
    ],
)
def test_what_is_not_read_stays_and_its_glyphs_stand_upright(foreign: str) -> None:
    glyph = '<use xlink:href="#g-a" x="3" y="4"/>'
    body = f'<g transform="scale(1,-1)">{glyph}<g transform="translate(1,2)">{foreign}</g></g>'
    assert flat(body) == turned(body)
    assert drawn(flat(body), TURN) == drawn(body, np.eye(3))
    assert re.sub(r"<use[^>]*>", "", flat(body)) == re.sub(r"<use[^>]*>", "", body)


def test_a_drawing_that_is_cut_off_is_turned_all_the_same() -> None:
    assert 'transform="scale(1,-1)"' in flat('<g transform="scale(1,-1)"><svg><use xlink:href="#g-a"/>')
