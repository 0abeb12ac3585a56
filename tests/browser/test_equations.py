"""What a reader sees of the verdicts, in a real browser: opened by click, tap and key, with script and without.

What depends on how a note's formulas are shaped is asked of each note in test_notes.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, LITTLE, PHONE
from tests.chromium import drawn, stands
from tests.conftest import SPRINGS

Open = Callable[..., Page]
TABLET = {"width": 900, "height": 1000}
GROUND = "getComputedStyle(document.body).backgroundColor"
VIEWPORTS = (DESKTOP, TABLET, PHONE)


def box(locator: Locator) -> dict[str, float]:
    found = locator.bounding_box()
    assert found is not None
    return {"x": found["x"], "y": found["y"], "width": found["width"], "height": found["height"]}


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
    down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
    return across > 0.5 and down > 0.5


def numbered(page: Page) -> Locator:
    child = "*[contains(concat(' ', @class, ' '), ' {} ')]"
    formula, number, verdict = map(child.format, ("formula-display", "formula-number", "verdict"))
    return page.locator(f"xpath=//{formula}[{number}][{verdict}]")  # :has() Playwright answers itself, in a second


def test_a_sign_opens_without_script_and_hides_nothing(open_little: Open) -> None:
    page = open_little(SPRINGS, java_script_enabled=False)
    for viewport in VIEWPORTS:
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        opens_and_hides_nothing(page)


def opens_and_hides_nothing(page: Page) -> None:
    formula = numbered(page).first
    panel = formula.locator(".later")  # what it says, by the style sheet
    expect(panel).not_to_be_visible()
    formula.scroll_into_view_if_needed()
    before, width = box(formula.locator(".formula-scroll")), box(page.locator("article"))["width"]
    formula.locator("summary").click()
    expect(panel).to_be_visible()
    expect(panel).to_have_attribute("data-told", re.compile("^(抽样|已证)成立。$"))
    assert box(panel)["height"] > 20
    assert box(formula.locator(".formula-scroll")) == pytest.approx(before), "the formula stays where it is"
    assert box(page.locator("article"))["width"] == width
    for part in (".formula-scroll", ".formula-number", "summary"):
        assert not overlap(box(panel), box(formula.locator(part))), part
    following = formula.locator("xpath=following-sibling::*[1]")
    assert not overlap(box(panel), box(following))
    formula.locator("summary").click()
    expect(panel).not_to_be_visible()


def test_a_tap_opens_a_sign(open_little: Open) -> None:
    page = open_little(SPRINGS, viewport=PHONE, has_touch=True, is_mobile=True)
    formula = numbered(page).first
    formula.locator("summary").tap()
    expect(formula.locator(".verdict-panel")).to_be_visible()
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_key_opens_a_sign_and_only_one_is_open(open_little: Open) -> None:
    page = open_little(SPRINGS)
    first, second = numbered(page).nth(0), numbered(page).nth(1)
    for formula, key in ((first, "Enter"), (second, "Space")):
        formula.locator("summary").focus()
        page.keyboard.press(key)
        expect(formula.locator(".verdict-panel")).to_be_visible()
    expect(first.locator(".verdict-panel")).not_to_be_visible()


# All panels, though by itself only one is open.
OPEN = "document.querySelectorAll('.verdict').forEach(one => { one.name = ''; one.open = true; })"


def every_display_formula_has_a_sign_with_a_name(page: Page) -> None:
    formulas = page.locator("article .formula-display")
    signs = page.locator("article .formula-display > .verdict > summary")
    assert signs.count() == formulas.count() > 20
    names = signs.evaluate_all("signs => signs.map(sign => sign.ariaLabel)")
    assert all(name.partition("验算：")[2] in ("已证成立", "抽样成立", "旧式，不成立", "未验") for name in names)
    expect(signs.first).to_have_accessible_name(names[0])
    shapes = signs.evaluate_all("signs => signs.map(sign => sign.ariaLabel.split('：')[1] + sign.innerHTML)")
    kinds = {name.partition("验算：")[2] for name in names}
    assert len(set(shapes)) == len(kinds), "a state is told by its shape"


def test_what_is_proved_says_so_in_a_character_as_large_and_dark_as_the_tick(open_little: Open) -> None:
    page = open_little(SPRINGS, viewport=PHONE)
    proved, sampled = (page.locator(f"summary[aria-label$='{name}']").first for name in ("已证成立", "抽样成立"))
    expect(proved.locator("span")).to_have_attribute("data-sign", "证")
    expect(proved).to_have_accessible_name(re.compile("已证成立$"))
    expect(sampled).to_have_accessible_name(re.compile("抽样成立$"))
    sign, tick = proved.locator("span"), sampled.locator("svg")
    for media, forced, scheme in product(("screen", "print"), ("none", "active"), ("light", "dark")):
        page.emulate_media(media=media, forced_colors=forced, color_scheme=scheme)  # type: ignore[arg-type]
        drawn(page)
        expect(sign).to_be_visible()
        assert box(sign)["width"] == pytest.approx(box(tick)["width"], abs=0.5)
        expect(tick).to_have_css("stroke", sign.evaluate("sign => getComputedStyle(sign).color"))
        assert sign.evaluate("sign => parseFloat(getComputedStyle(sign).fontSize)") >= 11


def test_a_panel_of_what_is_proved_tells_the_probability_of_error(open_little: Open) -> None:
    page = open_little(SPRINGS, viewport=PHONE)
    formula = page.locator(".formula-display:has(> .verdict > summary[aria-label$='已证成立'])").first
    formula.locator("summary").click()
    panel = formula.locator(".verdict-panel")
    expect(panel).to_contain_text(re.compile(r"^已证成立。.*概率不超过 \d"))
    expect(panel.locator("p").nth(1)).to_contain_text("始终是 3。")
    expect(panel.locator("p").nth(1).locator(".formula svg")).to_be_visible()
    expect(panel.locator("code").last).to_contain_text(".venv/bin/python -m yansuan.equations")


def test_signs_align_on_the_right_and_keep_off_the_numbers(open_little: Open) -> None:
    page = open_little(SPRINGS)
    for viewport in VIEWPORTS:
        is_as_wide(page, viewport)
        align_and_keep_off(page, viewport)


def align_and_keep_off(page: Page, viewport: dict[str, int]) -> None:
    places = page.evaluate(
        """() => [...document.querySelectorAll('article .formula-display > .verdict > summary')].map(sign => {
            const own = sign.firstElementChild.getBoundingClientRect(), target = sign.getBoundingClientRect();
            const row = sign.closest('.formula-display');
            const number = row.querySelector('.formula-number')?.getBoundingClientRect();
            const formula = row.querySelector('.formula-scroll').getBoundingClientRect();
            return [Math.round(own.right), own.left - (number ?? formula).right, target.width, target.height,
                    Math.abs((own.top + own.bottom) / 2 - (formula.top + formula.bottom) / 2)];
        })"""
    )
    right, gap, width, height, off = zip(*places, strict=True)
    assert max(right) - min(right) <= 1
    assert max(right) <= viewport["width"]
    assert min(gap) >= 4
    assert min(width) >= 24, "a finger finds it (WCAG 2.5.8)"
    assert min(height) >= 24
    assert max(off) <= 1.5, "it stands beside the middle of its formula"


def test_no_page_grows_wider_by_an_open_panel(open_little: Open) -> None:
    page = open_little(SPRINGS, color_scheme="light")
    page.evaluate(OPEN)
    paper = page.evaluate(GROUND)
    for viewport in VIEWPORTS:
        is_as_wide(page, viewport)
        keeps_its_width(page, viewport)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"paper => {GROUND} != paper", arg=paper)
    for viewport in VIEWPORTS:
        is_as_wide(page, viewport)
        keeps_its_width(page, viewport)


def is_as_wide(page: Page, viewport: dict[str, int]) -> None:
    page.set_viewport_size(viewport)  # type: ignore[arg-type]
    page.wait_for_function("width => innerWidth == width", arg=viewport["width"])
    drawn(page)


def keeps_its_width(page: Page, viewport: dict[str, int]) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    beyond = page.evaluate(
        """() => [...document.querySelectorAll('.verdict-panel')].filter(panel =>
            panel.getBoundingClientRect().right > innerWidth || panel.scrollWidth > panel.clientWidth + 1).length"""
    )
    assert beyond == 0


def test_a_counterexample_is_there_without_being_opened(open_little: Open) -> None:
    page = open_little(SPRINGS, viewport=PHONE, java_script_enabled=False)
    assert what_is_refuted_has_its_numbers(page) == 2
    expect(page.locator(".verdict-numbers").first).to_be_visible()


def what_is_refuted_has_its_numbers(page: Page) -> int:
    texts = page.locator(".verdict-numbers").all_inner_texts()
    assert len(texts) == page.locator("summary[aria-label$='旧式，不成立']").count()
    for text in texts:
        assert re.match("反例：.*左端.*右端", text, re.DOTALL)
    return len(texts)


def test_a_note_leads_to_the_list_and_the_list_back(open_little: Open) -> None:
    page = open_little(SPRINGS)
    formula = numbered(page).first
    formula.locator("summary").click()
    formula.locator(".verdict-panel a", has_text="验算").click()
    expect(page).to_have_title(re.compile("验算"))
    entry = page.locator(f"[id='{urlsplit(page.url).fragment}']")
    expect(entry).to_be_in_viewport()
    expect(entry.locator(".formula-display svg")).to_be_visible()
    entry.locator("p > a").first.click()
    expect(page).to_have_title(re.compile("Springs"))
    expect(page.locator(f"[id='{urlsplit(page.url).fragment}']")).to_be_in_viewport()


def test_the_address_that_a_formula_had_on_the_page_of_all_leads_to_its_list(open_little: Open) -> None:
    page = open_little("verification/#springs-3")
    expect(page).to_have_url(re.compile("/verification/springs/#springs-3$"))
    expect(page.locator("[id='springs-3']")).to_be_in_viewport()


def test_the_list_has_every_formula_of_every_note_and_the_front_page_counts_them(open_little: Open) -> None:
    page = open_little("", viewport=PHONE)
    root = page.url
    counted = page.locator(".cover__formulas").inner_text()
    asked = 0
    for path in LITTLE:
        page.goto(root + path)
        stands(page)
        asked += page.locator("article summary[id^='check-'], article a.verdict[id^='check-']").count()
        expect(page.locator(".verdict-count")).to_contain_text("条公式：")
    page.goto(f"{root}verification/")
    stands(page)
    expect(page.locator("tbody tr").last).to_contain_text(str(asked))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # Chromium without windows says at once that the pointer moved: then the theme comes, and writes addresses whole.
    lists = [link.evaluate("a => a.href") for link in page.locator("td a").all()]
    assert len(lists) == len(LITTLE)
    listed = unchecked = 0
    for address in lists:
        page.goto(address)
        stands(page)
        listed += page.locator(".checked").count()
        unchecked += page.locator(".checked > p", has_text="未验").count()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert listed == asked
    assert counted == f"本站 {asked} 条公式，{asked - unchecked} 条已验算"


def test_what_is_copied_of_a_formula_is_its_tex_and_of_a_panel_its_words(open_little: Open) -> None:
    page = open_little(SPRINGS)
    formula = numbered(page).first
    formula.locator("summary").click()
    copied = page.evaluate(
        """() => ['.formula-scroll', '.verdict-panel code:last-child'].map(selector => {
            const formula = document.querySelector('.formula-display:has(> .verdict[open])');
            getSelection().selectAllChildren(formula.querySelector(selector));
            const clipboard = new DataTransfer();
            const event = new ClipboardEvent('copy', {clipboardData: clipboard, cancelable: true, bubbles: true});
            document.dispatchEvent(event);
            return event.defaultPrevented ? clipboard.getData('text/plain') : getSelection().toString();
        })"""
    )
    assert copied[0].strip().startswith("$$")
    assert "验算" not in copied[0]
    assert ".venv" not in copied[0]
    assert copied[1].startswith(".venv/bin/python")


def test_print_shows_the_signs_and_no_panels(open_little: Open) -> None:
    page = open_little(SPRINGS, viewport={"width": 720, "height": 1000})
    numbered(page).first.locator("summary").click()
    page.emulate_media(media="print")
    page.wait_for_function("matchMedia('print').matches")
    expect(numbered(page).first.locator(".verdict-panel")).not_to_be_visible()
    assert box(numbered(page).first.locator("summary"))["width"] > 10
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    # What the cells ran on is said once, and a plot that goes to the next page leaves no empty frame behind.
    expect(page.locator(".cell-where")).to_have_count(2)
    expect(page.locator(".cell-where").first).to_be_visible()
    expect(page.locator(".cell-where").last).not_to_be_visible()
    expect(page.locator(".cell").first).to_have_css("border-left-width", "0px")
