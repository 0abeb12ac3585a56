"""What holds of every figure: it can be read aloud, without colour, in the dark, and on a phone."""

import re

import pytest

from tests.conftest import ROOT
from tests.figures.support import SVG, formulas, having, points, read, size_of, typeset
from yansuan.draw import palette
from yansuan.draw.ink import Box, Drawing, arrowhead, clip, disc, hatch, num
from yansuan.figures.catalogue import Catalogue
from yansuan.project import Project

CATALOGUE = Catalogue(Project.at(ROOT), typeset)
PHONE = 358  # px: a phone of 390 less its margins

PAPER = {
    "ground": "#FBFAF6",
    "ink": "#22262B",
    "ink-quiet": "#5B6470",
    "zhu": "#B3261E",
    "lv": "#1E6B45",
    "huang": "#F4D35E",
}
BOARD = {
    "ground": "#1E1D1B",
    "ink": "#ECE8DF",
    "ink-quiet": "#A9A398",
    "zhu": "#FF7A6E",
    "lv": "#6FCF97",
    "huang": "#F2C94C",
}


@pytest.fixture(scope="module", params=list(CATALOGUE.declarations.found))
def drawing(request: pytest.FixtureRequest) -> Drawing:
    """Each figure, drawn from the snippets as they are."""
    return CATALOGUE.drawing(request.param)


def test_it_has_a_chinese_title_and_description_that_it_is_labelled_by(drawing: Drawing) -> None:
    tree = read(drawing)
    assert tree.attrib["role"] == "img"
    title, description = tree[0], tree[1]
    assert tree.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
    assert title.attrib["id"] == "fig-x-title"
    for words in (title.text, description.text):
        assert re.search("[\u4e00-\u9fff]", words or "")


def test_ids_are_unique_and_carry_the_prefix(drawing: Drawing) -> None:
    ids = [element.attrib["id"] for element in having(read(drawing), "id")]
    assert len(ids) == len(set(ids))
    assert all(identifier.startswith("fig-x-") for identifier in ids)


def test_without_an_identifier_it_has_no_ids(drawing: Drawing) -> None:
    svg = drawing.svg(None)
    assert " id=" not in svg
    assert 'aria-label="' in svg


def test_colours_are_variables_only(drawing: Drawing) -> None:
    svg = drawing.svg("f").replace(palette.STYLE, "")
    colours = set(re.findall(r'(?:fill|stroke|color)="([^"]*)"', svg))
    assert colours <= {"none", *(getattr(palette, name) for name in ("GROUND", "INK", "QUIET", "ZHU", "LV", "HUANG"))}
    assert not re.search(r"#[0-9A-Fa-f]{3,6}\b", re.sub(r"var\([^)]*\)", "", svg))


def test_it_has_no_shadows_gradients_or_frames(drawing: Drawing) -> None:
    tags = {element.tag.removeprefix(SVG) for element in read(drawing).iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "path", "circle", "text", "rect"}
    assert all("rx" in rect.attrib for rect in read(drawing).iter(f"{SVG}rect"))  # the rings


def test_on_a_phone_the_smallest_writing_is_11_px(drawing: Drawing) -> None:
    tree, scale = read(drawing), PHONE / drawing.width
    assert all(float(text.attrib["font-size"]) * scale >= 11 for text in tree.iter(f"{SVG}text"))
    for formula in formulas(tree):
        scripts = re.search("[_^]", formula.get("data-symbol", ""))
        assert size_of(formula) * (0.707 if scripts else 1) * scale >= 11


def test_each_pigment_has_a_second_cue(drawing: Drawing) -> None:
    slants = {"zhu": set[bool](), "lv": set[bool]()}
    for path in having(read(drawing), "d"):
        stroke = re.match(r"var\(--(zhu|lv),", path.get("stroke", ""))
        strokes = re.findall("M[^ML]*L[^ML]*", path.attrib["d"])
        if stroke and len(strokes) > 2 and "".join(strokes) == path.attrib["d"]:
            (x, y), (u, v) = points(strokes[0])
            slants[stroke[1]].add((u - x) * (v - y) > 0)
    assert slants["lv"] == {True}
    assert slants["zhu"] <= {False}


def test_the_fallbacks_are_the_colours_of_paper() -> None:
    text = "".join(getattr(palette, name) for name in ("GROUND", "INK", "QUIET", "ZHU", "LV", "HUANG"))
    assert dict(re.findall(r"var\(--([\w-]+), (#\w+)\)", text)) == PAPER


@pytest.mark.parametrize("scheme", [PAPER, BOARD])
@pytest.mark.parametrize("name", ["ink", "ink-quiet", "zhu", "lv"])
def test_what_is_written_or_drawn_stands_out_from_the_ground(scheme: dict[str, str], name: str) -> None:
    assert contrast(scheme[name], scheme["ground"]) >= 4.5


def test_yellow_stands_out_from_the_blackboard_and_from_its_line_of_ink_on_paper() -> None:
    assert contrast(BOARD["huang"], BOARD["ground"]) >= 3
    assert contrast(PAPER["huang"], PAPER["ink"]) >= 3


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_hatching_stays_inside_its_shape_and_fills_it() -> None:
    strokes = points(hatch(disc((50, 50), 20), 45))
    assert len(strokes) >= 2 * 7
    assert all((x - 50) ** 2 + (y - 50) ** 2 <= 20**2 for x, y in strokes)


def test_an_arrowhead_has_its_point_at_the_tip() -> None:
    corners = points(arrowhead((10, 20), 0.0, 6).replace("C", "L"))
    assert (10, 20) in corners
    assert max(x for x, _ in corners) == 10


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        ((-5, 5), (15, 5), ((0, 5), (10, 5))),
        ((5, -5), (5, 5), ((5, 0), (5, 5))),
        ((-5, -5), (-5, 15), None),
        ((-5, 8), (8, 21), None),
    ],
)
def test_lines_are_clipped(start: tuple[int, int], end: tuple[int, int], inside: object) -> None:
    assert clip(start, end, Box(0, 0, 10, 10)) == inside


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (0.125, "0.12"), (-0.001, "0"), (100, "100"), (2.5, "2.5")])
def test_numbers_are_short(value: float, text: str) -> None:
    assert num(value) == text
