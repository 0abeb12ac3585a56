"""The palette can be read: the contrast of every pair of colours that meets on a page, from the style sheet itself.

Text needs 4.5:1, what is drawn 3:1 (WCAG 2.2, 1.4.3 and 1.4.11; relative luminance as defined there).
"""

from __future__ import annotations

import re

import pytest

from yansuan.theme.material import TEMPLATES

CSS = (TEMPLATES / "assets/stylesheets/site.css").read_text("utf-8")
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});", re.IGNORECASE)

GROUNDS = ("ground", "wash")
TEXT = ("ink", "ink-quiet", "indigo", "plum", "zhu", "lv")


def palettes() -> list[dict[str, str]]:
    """The blocks of colours, in the order of the style sheet: paper, blackboard, blackboard before any choice."""
    blocks = [dict(COLOUR.findall(block)) for block in re.findall(r"\{([^{}]*)\}", CSS)]
    return [block for block in blocks if "ground" in block and "ink" in block]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_agrees_with_known_values() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_there_is_a_paper_and_a_blackboard() -> None:
    paper, blackboard, before_a_choice = palettes()
    assert paper.keys() == blackboard.keys()
    assert blackboard == before_a_choice
    assert luminance(paper["ground"]) > luminance(paper["ink"])
    assert luminance(blackboard["ground"]) < luminance(blackboard["ink"])


@pytest.mark.parametrize("palette", palettes()[:2], ids=["paper", "blackboard"])
@pytest.mark.parametrize("text", TEXT)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_can_be_read(palette: dict[str, str], text: str, ground: str) -> None:
    assert contrast(palette[text], palette[ground]) >= 4.5


def test_the_thing_in_question_can_be_seen() -> None:
    """Yellow lies under ink on paper, for on white it cannot be seen; on the blackboard it is chalk like the others."""
    paper, blackboard, _ = palettes()
    assert contrast(paper["ink"], paper["huang"]) >= 4.5
    assert contrast(blackboard["huang"], blackboard["ground"]) >= 4.5


@pytest.mark.parametrize("palette", palettes()[:2], ids=["paper", "blackboard"])
def test_an_error_can_be_read(palette: dict[str, str]) -> None:
    """`.author-error` is ground on 朱."""
    assert contrast(palette["ground"], palette["zhu"]) >= 4.5


def test_no_colour_stands_outside_the_palettes() -> None:
    outside = re.sub(r"--[\w-]+:\s*#[0-9a-f]{3,8};", "", CSS, flags=re.IGNORECASE)
    assert not re.findall(r"#[0-9a-f]{3,8}\b(?![\w-]*\s*\{)|rgba?\(|hsla?\(", outside, flags=re.IGNORECASE)


def test_the_style_sheet_stays_small() -> None:
    assert len(CSS.encode()) < 22.25 * 1024  # divided lists took 0.9 KB, series and pictures 0.6, terms and notices 0.5
