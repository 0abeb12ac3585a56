"""What a reader meets, in a real browser: home, notes, cards, search; dark, narrow, and without script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.chromium import drawn, is_moved
from tests.test_site import NOTES

Open = Callable[..., Page]
PAGES = ["", *NOTES, "about/", "tags/", "archive/2021/", "lab/backpropagation/", "no-such-page/"]


def assert_mathematics_is_whole(page: Page) -> None:
    """Every formula has ink: each glyph it uses is defined in the document and has an extent."""
    expect(page.locator(".formula svg").first).to_be_visible()
    page.wait_for_function(
        """() => [...document.querySelectorAll('.formula svg, .formula-display svg')].filter(svg =>
            [...svg.querySelectorAll('use')].some(use => !document.querySelector(use.href.baseVal)) ||
            (svg.checkVisibility() && svg.getBoundingClientRect().width < 1)).length == 0"""
    )


def test_home_to_note_to_card_to_note_without_a_reload(open_page: Open) -> None:
    page = open_page("")
    is_moved(page)  # instant navigation begins when the sitemap is there
    page.evaluate("window.stayed = true")
    assert_mathematics_is_whole(page)
    page.locator(f"main a[href$='{NOTES[1]}']").first.click()
    expect(page).to_have_title(re.compile("Logistic Regression"))
    assert_mathematics_is_whole(page)
    page.locator(f"main a[href$='{NOTES[0]}']").last.click()  # the card, at the foot
    expect(page).to_have_title(re.compile("勒让德"))
    assert_mathematics_is_whole(page)
    page.go_back()
    expect(page).to_have_title(re.compile("Logistic Regression"))
    assert_mathematics_is_whole(page)
    assert page.evaluate("window.stayed"), "navigation was instant"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_phone_and_has_two_schemes(open_page: Open, path: str) -> None:
    page = open_page(path, viewport=PHONE, color_scheme="light")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.locator("body")).not_to_have_css("background-color", paper)


@pytest.mark.parametrize("path", NOTES)
def test_a_note_is_complete_without_script(open_page: Open, path: str) -> None:
    # In a copy of the page with script off the browser evaluates nothing for us: count what it lays out instead.
    with_script, without = open_page(path), open_page(path, java_script_enabled=False)
    formulas = ".formula svg, .formula-display svg"
    assert without.locator(formulas).count() == with_script.locator(formulas).count() > 50
    for index in (0, -1):
        box = without.locator("article .formula-scroll svg").nth(index).bounding_box()
        assert box is not None
        assert box["width"] > 20
    assert without.locator("figure svg").count() > 0
    assert without.locator(".cell-output").count() > 0


@pytest.mark.parametrize("words", ["反向传播", "列空间", "凸共轭"])
def test_search_finds_words_in_the_middle_of_a_sentence(open_page: Open, words: str) -> None:
    page = open_page("")
    page.locator(".md-search__input").click()
    page.keyboard.insert_text(words)
    page.keyboard.press("End")  # Material listens for keys
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    gaps = r"[\s\u200b]*"
    expect(page.locator(".md-search-result__list")).to_contain_text(re.compile(gaps.join(words)))


def test_cards_are_reached_by_keyboard(open_page: Open) -> None:
    page = open_page(NOTES[1])
    last = page.locator("article a").last  # of the note itself, just before the cards
    last.focus()
    expect(last).to_be_focused()
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        drawn(page)
        seen.append(page.evaluate("document.activeElement.href || ''"))  # the theme's script rewrites the attribute
    assert any(href.endswith(NOTES[0]) for href in seen), seen
    assert any(href.endswith(NOTES[2]) for href in seen), seen


def test_the_first_note_and_the_last_lead_to_the_archive(open_page: Open) -> None:
    for path in (NOTES[0], NOTES[-1]):
        page = open_page(path)
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


def test_punctuation_never_begins_a_line_after_a_formula(open_page: Open) -> None:
    page = open_page(NOTES[1])
    for width in range(320, 420, 5):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("width => innerWidth == width", arg=width)
        assert page.evaluate(PARTED) == [], width


def test_copying_a_formula_gives_its_tex(open_page: Open) -> None:
    page = open_page(NOTES[1])
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
