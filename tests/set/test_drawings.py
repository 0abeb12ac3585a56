"""Drawings in fewer bytes are the same drawings."""

from __future__ import annotations

import re

import pytest

from yansuan.set.drawings import COARSE, coarse, formula, lean, relative, with_short_names

GLYPH = "M104 590L104 95C104 45 99 43 47 43C26 43 16 36 16 22L16 22M-3.5 0L10 0Q3 4 5 6Z"


def points(path: str) -> list[tuple[float, float]]:
    """Where each command of a path leads, read without yansuan.set: as a browser would."""
    here, start, found = (0.0, 0.0), (0.0, 0.0), []
    for letter, arguments in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", arguments)]
        takes = {"m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6, "z": 0}[letter.lower()]
        for k in range(0, max(len(numbers), 1), max(takes, 1)):
            base = here if letter.islower() else (0.0, 0.0)
            x, y = numbers[k + takes - 2 : k + takes] if takes > 1 else (0.0, 0.0)
            if letter in "hH":
                x, y = numbers[k], here[1] - base[1]
            elif letter in "vV":
                x, y = here[0] - base[0], numbers[k]
            here = start if letter in "Zz" else (base[0] + x, base[1] + y)
            start = here if letter in "Mm" and k == 0 else start
            found.append(here)
    return found


def test_a_path_leads_through_the_same_points() -> None:
    told = relative(GLYPH)
    assert len(told) < len(GLYPH)
    assert points(told) == [point for n, point in enumerate(points(GLYPH)) if n != 4]  # a line of no length is left out


def test_rounding_does_not_add_up() -> None:
    path = "M0 0" + "".join(f"L{n * 7} {n * 11 % 13}" for n in range(1, 200))
    last = points(relative(path, COARSE))[-1]
    assert last[0] * COARSE == pytest.approx(199 * 7, abs=COARSE / 2)


def test_equal_shapes_are_told_in_equal_words() -> None:
    there, here = relative("M10 10L20 15.25Q1 2 30 30"), relative("M110 60L120 65.25Q101 52 130 80")
    assert there[1:].partition("l")[2] == here[1:].partition("l")[2] != ""


@pytest.mark.parametrize("path", ["m1 2l3 4", "M1 2a3 3 0 0 1 4 4"])
def test_what_is_relative_stays(path: str) -> None:
    assert relative(path) == path


def test_arcs_keep_their_radii_and_flags() -> None:
    assert relative("M10 10A5 5 0 0 1 20 10") == "M10 10a5 5 0 0 1 10 0"


def test_a_page_keeps_what_is_no_drawing() -> None:
    figure = (
        f'<svg xmlns="x" viewBox="0 0 9 9"><use xlink:href="#g-1" x="1.5" y="2"/><path class="d" d="{GLYPH}"/></svg>'
    )
    page = f'<p class="a" d>d="M0 0L1 1" <span class="formula" data-tex="x = 1.25">x</span></p>{figure}'
    drawn = figure.replace(' xmlns="x"', "").replace(GLYPH, relative(GLYPH))
    turned = drawn.replace('x="1.5" y="2"', 'x="1.5" y="-2" transform="scale(1,-1)"')
    assert lean(page) == page.replace(figure, turned)


def test_a_formula_is_drawn_in_whole_thousandths_and_factors_stay() -> None:
    inside = '<g transform="scale(0.707)"><use xlink:href="#g-I-1D465" x="572.6"/><text>(1.25)</text></g>'
    whole = inside.replace('x="572.6"', 'x="573" transform="scale(1,-1)"')
    assert formula(inside) == whole


def test_glyphs_are_turned_coarse_and_named_shortly() -> None:
    defined = f'<svg class="formula-glyphs"><defs><path id="g-I-1D465" d="{GLYPH}"/></defs></svg>'
    turned = f'd="{relative(GLYPH, COARSE)}" transform="scale({COARSE},-{COARSE})"/>'
    assert coarse(defined) == defined.replace(f'd="{GLYPH}"/>', turned)
    page = f'<code>#g-I-1D465</code><use xlink:href="#g-I-1D465"/><use xlink:href="#g-none"/>{coarse(defined)}'
    assert with_short_names(page) == page.replace('="#g-I-1D465"', '="#g-0"').replace('id="g-I-1D465"', 'id="g-0"')
