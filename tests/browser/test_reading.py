"""What a reader meets, in a real browser: home, notes, cards, search; dark, narrow, and without script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.chromium import drawn, is_moved, until
from tests.conftest import AREAS, LEVERS, SPRINGS
from tests.test_site import NOTES

Open = Callable[..., Page]
WIDE = "wide/"
PAGES = ["", "about/", "tags/", "archive/2021/", "lab/backpropagation/"]  # and notes, in test_notes.py


def assert_mathematics_is_whole(page: Page) -> None:
    """Every formula has ink: each glyph it uses is defined in the document and has an extent."""
    expect(page.locator(".formula svg").first).to_be_visible()
    page.wait_for_function(
        """() => [...document.querySelectorAll('.formula svg, .formula-display svg')].filter(svg =>
            [...svg.querySelectorAll('use')].some(use => !document.querySelector(use.href.baseVal)) ||
            (svg.checkVisibility() && svg.getBoundingClientRect().width < 1)).length == 0"""
    )


def test_home_to_note_to_card_to_note_without_a_reload(open_little: Open) -> None:
    page = open_little("")
    is_moved(page)  # instant navigation begins when the sitemap is there
    page.evaluate("window.stayed = true")
    assert_mathematics_is_whole(page)
    page.locator(f"main a[href$='{SPRINGS}']").first.click()
    expect(page).to_have_title(re.compile("Springs"))
    assert_mathematics_is_whole(page)
    page.locator(f"main a[href$='{LEVERS}']").last.click()  # the card, at the foot
    expect(page).to_have_title(re.compile("杠杆"))
    assert_mathematics_is_whole(page)
    page.go_back()
    expect(page).to_have_title(re.compile("Springs"))
    assert_mathematics_is_whole(page)
    assert page.evaluate("window.stayed"), "navigation was instant"


@pytest.mark.parametrize("paths", [PAGES, ["no-such-page/"]], ids=["there", "missing"])
def test_every_page_fits_a_phone_and_has_two_schemes(open_page: Open, paths: list[str]) -> None:
    page = open_page(paths[0], viewport=PHONE, color_scheme="light")
    address = page.url.removesuffix(paths[0])
    for path in paths:
        if path != paths[0]:
            page.emulate_media(color_scheme="light")
            page.goto(address + path)
        fits_a_phone_and_has_two_schemes(page)


def fits_a_phone_and_has_two_schemes(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.locator("body")).not_to_have_css("background-color", paper)


def test_a_note_is_complete_without_script(open_little: Open) -> None:
    with_script, without = open_little(SPRINGS), open_little(SPRINGS, java_script_enabled=False)
    assert is_complete(without) == is_complete(with_script)


def is_complete(page: Page) -> int:
    """How many formulas it has; without script the browser evaluates nothing for us: what it lays out is counted."""
    number = page.locator(":is(.formula, .formula-scroll) > svg:not(.verdict-panel svg)").count()
    assert number > 50
    for index in (0, -1):
        assert box(page.locator("article .formula-scroll svg").nth(index))["width"] > 20
    assert page.locator("figure svg").count() > 0
    assert page.locator(".cell-output").count() > 0
    return number


@pytest.mark.parametrize("path", NOTES)
def test_a_note_and_its_legends_read_without_script(open_page: Open, path: str) -> None:
    page = open_page(path, java_script_enabled=False)
    is_complete(page)
    legends_read_without_script(page)


def box(part: Locator) -> dict[str, float]:
    found = part.bounding_box()
    assert found is not None
    return {"x": found["x"], "y": found["y"], "width": found["width"], "height": found["height"]}


def legends_read_without_script(page: Page) -> None:
    """In the margin of a wide window, or folded in a narrow one."""
    edge = box(page.locator("article"))["x"] + box(page.locator("article"))["width"]
    legends = [box(legend) for legend in page.locator(".symbols").all()]
    assert all(edge <= one["x"] <= one["x"] + one["width"] <= DESKTOP["width"] for one in legends)
    tops = [one["y"] for one in legends]
    ends = [one["y"] + one["height"] for one in legends]
    assert all(top >= end for top, end in zip(tops[1:], ends, strict=False)), "none over another"
    expect(page.locator(".symbol").first).to_be_visible()
    names = page.evaluate("[...document.querySelectorAll('.note [data-symbol]')].map(one => one.dataset.symbol)")
    entries = page.evaluate("[...document.querySelectorAll('.symbol')].map(one => one.dataset.symbol)")
    assert set(names) == set(entries), "every symbol is in a legend"
    assert len(set(entries)) == len(entries) > 20, "once"
    page.set_viewport_size({"width": 390, "height": 844})
    until(page, lambda: page.evaluate("innerWidth"), lambda width: width == 390)
    first = page.locator(".symbols").first
    expect(first.locator("li").first).not_to_be_visible()
    first.locator("summary").click()
    expect(first.locator("li").first).to_be_visible()


def test_search_finds_words_in_the_middle_of_a_sentence(open_page: Open) -> None:
    page = open_page("")
    for words in ("反向传播", "列空间", "凸共轭"):
        page.locator(".md-search__input").fill("")
        page.keyboard.insert_text(words)
        expect(page.locator(".md-search-result__link").first).to_be_visible()
        gaps = r"[\s\u200b]*"
        expect(page.locator(".md-search-result__list")).to_contain_text(re.compile(gaps.join(words)))


def test_cards_are_reached_by_keyboard(open_little: Open) -> None:
    page = open_little(SPRINGS)
    last = page.locator("article a").last  # of the note itself, just before the cards
    last.focus()
    expect(last).to_be_focused()
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        drawn(page)
        seen.append(page.evaluate("document.activeElement.href || ''"))  # the theme's script rewrites the attribute
    assert any(href.endswith(LEVERS) for href in seen), seen
    assert any(href.endswith(AREAS) for href in seen), seen


def test_the_first_note_and_the_last_lead_to_the_archive(open_little: Open) -> None:
    for path in (LEVERS, AREAS):
        page = open_little(path)
        assert page.locator("main a[href*='archive/']").count() > 0


# Formulas whose punctuation stands on another line.
PARTED = """() => [...document.querySelectorAll('.formula')].filter(formula => {
  let next = formula.nextSibling, at = formula;
  while (!next && at.parentElement && getComputedStyle(at.parentElement).display === 'inline') {
    at = at.parentElement; next = at.nextSibling;
  }
  if (!next || next.nodeType !== Node.TEXT_NODE) return false;
  const mark = next.data.search(/[^\\u2060]/);
  if (mark < 0 || !/[，。、；：？！）」』”’]/.test(next.data[mark])) return false;
  const range = document.createRange();
  range.setStart(next, mark); range.setEnd(next, mark + 1);
  const box = range.getBoundingClientRect(), ink = formula.getBoundingClientRect();
  return box.width > 0 && box.left < ink.right - 2;
}).map(formula => formula.dataset.tex)"""


def test_punctuation_never_begins_a_line_after_a_formula(open_little: Open) -> None:
    page = open_little(SPRINGS)
    for width in range(320, 420, 5):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("width => innerWidth == width", arg=width)
        assert page.evaluate(PARTED) == [], width


# What is wrong with long formulas that lines may end in: a part out of sight, all on one line, or a comma left behind.
LINES = """() => [...document.querySelectorAll("article .formula:has(.formula-parts)")].flatMap((formula) => {
  const parts = [...formula.querySelectorAll("svg")].map((part) => part.getBoundingClientRect());
  if (formula.closest("table") || !parts[0].height) return []; // a table scrolls
  const comma = document.createRange();
  comma.selectNodeContents(formula.matches(".formula-keep > *") ? formula.nextSibling : formula);
  return [
    parts.every((part) => part.right <= innerWidth) ? "" : "wide",
    parts[0].bottom < parts.at(-1).top + 9 ? "" : "one line",
    comma.getBoundingClientRect().top < parts.at(-1).bottom ? "" : "comma",
  ].filter(Boolean);
})"""


# Whether search stands beside the site's name, whose line may be two.
BESIDE = """() => {
  const [name, search] = [".site-title", ".md-header [data-search]"]
    .map((one) => document.querySelector(one).getBoundingClientRect());
  return name.right <= search.left && search.bottom <= name.bottom;
}"""


def test_nothing_is_wider_than_the_screen(open_little: Open) -> None:
    page = open_little(WIDE)
    page.evaluate("document.querySelector('.site-title span').textContent = '一个人的数学笔记与草稿本'")
    for width in (320, 360, 390):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("width => innerWidth == width", arg=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(LINES) == []
        assert page.evaluate(BESIDE), "no button of the header is sent to the next line"
    scrolling = "[...document.querySelectorAll('.formula[style]')].filter(one => one.scrollWidth > one.clientWidth)"
    assert page.evaluate(f"{scrolling}.length") >= 1
    assert page.evaluate(f"{scrolling}.every(one => one.tabIndex == 0 || one.closest('.md-nav'))"), "by keyboard, too"


def test_what_is_folded_prints_open_without_script(open_little: Open) -> None:
    page = open_little(WIDE, java_script_enabled=False)
    folded = page.locator("details:not(.contents, .verdict)")
    for text in ("折起来的第一段", "折起来的一项", "折起来的代码", "折起来的 HTML"):
        expect(folded.get_by_text(text)).not_to_be_visible()
    page.emulate_media(media="print")
    for text in ("折起来的第一段", "折起来的一项", "折起来的代码", "折起来的 HTML", "证明", "又一处"):
        expect(folded.get_by_text(text)).to_be_visible()
    for text in ("第一个标签", "折起来的标签", "标签二"):
        expect(page.get_by_text(text).first).to_be_visible()


def test_copying_a_formula_gives_its_tex(open_little: Open) -> None:
    page = open_little(SPRINGS)
    text = page.evaluate(
        """() => {
          const formula = document.querySelector('article .formula-display');
          getSelection().selectAllChildren(formula);
          const clipboard = new DataTransfer();
          const copy = {clipboardData: clipboard, cancelable: true, bubbles: true};
          document.dispatchEvent(new ClipboardEvent('copy', copy));
          return [clipboard.getData('text/plain'), formula.dataset.tex];
        }"""
    )
    assert text[1] in text[0]


def test_the_scheme_can_be_changed_and_stays(open_page: Open) -> None:
    page = open_page("", viewport=DESKTOP, color_scheme="light")
    for scheme in ("default", "slate"):  # as the system has it -> paper -> blackboard
        page.locator(".md-header label[for^='__palette']").locator("visible=true").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
