"""What depends on how a note is written, in a real browser: each note is opened once, and asked all of it.

What does not depend on that is asked of the little site, where the functions stand that are called here.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_equations import (
    OPEN,
    align_and_keep_off,
    every_display_formula_has_a_sign_with_a_name,
    is_as_wide,
    keeps_its_width,
    what_is_refuted_has_its_numbers,
)
from tests.browser.test_reading import fits_a_phone_and_has_two_schemes
from tests.browser.test_symbols import LIT, many, point
from tests.chromium import drawn
from tests.test_site import NOTES

# A part of a figure of the note, and what it is said to be; those of the note between are in test_symbols.py.
PARTS = [("g[data-symbol=g]:has(circle)", "f 的变换"), None, ("g[data-symbol=v]:not([transform])", "列空间的基")]


@pytest.mark.parametrize(("path", "part"), [*zip(NOTES, PARTS, strict=True)], ids=NOTES)
def test_a_note(open_page: Callable[..., Page], path: str, part: tuple[str, str] | None) -> None:
    page = open_page(path, color_scheme="light")
    every_display_formula_has_a_sign_with_a_name(page)
    what_is_refuted_has_its_numbers(page)
    if part:
        shape, words = part
        point(page, page.locator(f".figure[id^=fig] {shape}").first, words)
        many(page.locator(f".formula {LIT}"), 5)
        page.mouse.move(2, 300)
        expect(page.locator(LIT)).to_have_count(0)
    is_as_wide(page, PHONE)
    align_and_keep_off(page, PHONE)
    fits_a_phone_and_has_two_schemes(page)
    page.evaluate(OPEN)
    drawn(page)
    keeps_its_width(page, PHONE)
