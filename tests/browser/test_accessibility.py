"""For readers who cannot see, or see differently: axe on every page, screen readers, focus, contrast, colours."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.chromium import is_moved, stands, until
from tests.conftest import LEVERS, SPRINGS
from tests.test_site import NOTES

Open = Callable[..., Page]

# axe needs to see what is alike only once, or it takes minutes: of drawings the frame (their paths have no words), of
# figures the words and what can be reached, of formulas the words, of coloured code the first piece in each colour, of
# what has a formula the first of its shape; of cells, paragraphs, items, links and words in running text one of each
# shape in each place.  What has a name stays.  From within outwards, so that what is emptied goes as well.
LESS = r"""() => {
  document.querySelectorAll('svg[aria-hidden=true]').forEach(drawing => drawing.replaceChildren());
  const shapes = 'main svg :is(use, path, circle, ellipse, line, polyline, polygon, rect, g)';
  for (const one of [...document.querySelectorAll(shapes)].reverse())
    if (!one.childElementCount && ![...one.attributes].some(({name}) => /^(role|tabindex|aria-.*|id)$/.test(name)))
      one.remove();
  document.querySelectorAll('math').forEach(formula => formula.replaceChildren(formula.textContent));
  const seen = new Set();
  for (const token of document.querySelectorAll('pre span')) {
    if (seen.has(token.className)) token.replaceWith(...token.childNodes);
    seen.add(token.className);
  }
  const shape = (one) => one.outerHTML.replace(/>[^<]+/g, '>').replace(/(\s(?!class|role)[\w-]+)="[^"]+"/g, '$1');
  for (const one of document.querySelectorAll('article :is(.formula, .formula-display, .checked)')) {
    const found = one.parentElement.localName + shape(one);
    if (!one.isConnected || !seen.has(found)) seen.add(found);
    else if (one.matches('.formula')) one.replaceWith(one.textContent);
    else one.remove();
  }
  // Words are like words, not like nothing; and within another kind of element is another place.
  const form = (one) => one.outerHTML.replace(/>[^<]*\S[^<]*</g, '>…<')
    .replace(/(\s(?!class|role|style)[\w-]+)="[^"]+"/g, '$1');
  const place = (one) => (one ? `${place(one.parentElement)} ${one.localName}.${one.getAttribute('class')}` : '');
  const known = new Set();
  const blocks = '.cell, .lab-cell, p, li';
  const alike = `article :is(${blocks}, a, em, strong, .formula-keep, :not(pre) > code), .md-nav li`;
  for (const one of [...document.querySelectorAll(alike)].reverse()) {
    if (one.id || one.querySelector('[id]')) continue;
    const like = place(one.parentElement) + form(one);
    if (!known.has(like)) known.add(like);
    else if (one.matches(blocks)) one.remove();
    else one.replaceWith(one.textContent);
  }
}"""

# What words stand on.
GROUND = "getComputedStyle(document.body).backgroundColor"

# What depends on the scheme.
COLOURS = ["color-contrast", "link-in-text-block"]

# axe does not read MathML: to it a heading of a column that is a formula is empty.
VIOLATIONS = """async rules => {
  const options = {resultTypes: ['violations'], iframes: false};
  if (rules) options.runOnly = {type: 'rule', values: rules};
  else options.rules = {'target-size': {enabled: true}};  // 24 px for a finger: it is off where nobody asks
  const {violations} = await axe.run(document, options);
  return violations.flatMap(({id, nodes}) => nodes
    .filter(({html}) => id !== 'empty-table-header' || !html.includes('<math'))
    .map(({target, failureSummary}) => `${id}: ${target}: ${failureSummary}`));
}"""


@cache
def axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """Of all rules; the page has less on it then, and axe."""
    stands(page)  # MathML comes then; and what is not laid out cannot be reached by key
    page.evaluate(LESS)
    page.evaluate(axe())
    return violations_of(page, None)


def violations_of(page: Page, rules: list[str] | None) -> list[str]:
    """Of these rules, on a page that has axe."""
    found: list[str] = page.evaluate(VIOLATIONS, rules)
    return found


def pages_of(site: Path) -> list[str]:
    """Every page but those that only lead to another, the longest first."""
    found = [path for path in site.rglob("*.html") if "http-equiv=refresh" not in _head(path)]
    found.sort(key=lambda path: (-path.stat().st_size, path))
    return [path.relative_to(site).as_posix() for path in found]


def _head(path: Path) -> str:
    return path.read_text("utf-8")[:2000].replace('"', "").lower()


@pytest.mark.parametrize("half", [0, 1])  # so that two may look at the same time
def test_axe_finds_nothing_on_any_page_by_day_or_by_night(open_page: Open, site: Path, half: int) -> None:
    paths = pages_of(site)
    assert {f"{note}index.html" for note in NOTES} < set(paths)
    paths = paths[half::2]
    page, found = open_page("about/", color_scheme="light"), dict[str, list[str]]()
    page.add_init_script(f"addEventListener('DOMContentLoaded', {LESS})")  # so that no note is laid out whole
    address = page.url.removesuffix("about/")
    for path in paths:
        page.emulate_media(color_scheme="light")
        page.goto(address + path, wait_until="domcontentloaded")
        found[path] = violations(page)
        paper = page.evaluate(GROUND)
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(f"paper => {GROUND} != paper && !document.getAnimations().length", arg=paper)
        found[f"{path}, dark"] = violations_of(page, COLOURS)
    assert not {path: faults for path, faults in found.items() if faults}


@pytest.mark.parametrize("path", ["", "about/", "no-such-page"])
def test_axe_finds_nothing_on_a_phone(open_page: Open, path: str) -> None:
    assert violations(open_page(path, viewport=PHONE)) == []


def test_axe_would_find_something(open_page: Open) -> None:
    page = open_page("about/")
    faults = (
        '<img src="data:,"><p>字<a href="x"></a></p><p>一行字。</p><p style="color: #ddd">一行字。</p><p>一行字。</p>'
    )
    page.evaluate("faults => document.querySelector('article p').insertAdjacentHTML('beforebegin', faults)", faults)
    assert {fault.partition(":")[0] for fault in violations(page)} >= {"image-alt", "link-name", "color-contrast"}


def tree(page: Page) -> list[dict[str, Any]]:
    """The accessibility tree as Chromium gives it to a screen reader, without what is ignored."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    return [node for node in nodes if not node["ignored"]]


def role(node: dict[str, Any]) -> str:
    return str(node["role"]["value"])


def told(nodes: list[dict[str, Any]]) -> int:
    """How many formulas are told as such."""
    return sum(role(node) in ("MathMLMath", "math") for node in nodes)


def pictures(nodes: list[dict[str, Any]]) -> list[str]:
    """What drawings are called."""
    return [node["name"].get("value", "") for node in nodes if role(node) in ("image", "img", "SvgRoot")]


# Formulas on the page, by how they are told: by MathML or by their words, and never by both.
TOLD = """() => {
  const seen = [...document.querySelectorAll('.formula, .formula-display')].filter(one => one.checkVisibility());
  return seen.map(one => {
    const mathml = one.querySelectorAll(':scope > .formula-mathml > math').length;
    const words = one.querySelectorAll(':scope > .formula-text:not([aria-hidden=true])').length;
    const drawn = one.querySelectorAll(':is(:scope, .formula-scroll) > svg:not([aria-hidden=true])').length;
    return [mathml, words, drawn].join(' ');
  });
}"""


def test_a_formula_is_told_once_as_mathml_where_the_reader_is(open_little: Open) -> None:
    page = open_little(SPRINGS)
    stands(page)
    seen = "all => all.filter(one => one.checkVisibility()).length"
    figures = page.locator(".note svg[role=img]:not(.formula svg, .formula-display svg)").evaluate_all(seen)
    assert len(pictures(tree(page))) == figures
    page.wait_for_function("document.querySelectorAll('math').length > 3")
    kinds = page.evaluate(TOLD)
    assert len(kinds) > 50
    assert set(kinds) == {"1 0 0", "0 1 0"}
    until(page, lambda: told(tree(page)), lambda number: 3 < number < len(kinds))
    first, last = (page.locator(".note > .formula-display:visible").nth(n) for n in (0, -1))
    last.scroll_into_view_if_needed()
    expect(last.locator("math")).to_have_count(1)
    expect(first.locator("math")).to_have_count(0)
    assert set(page.evaluate(TOLD)) == {"1 0 0", "0 1 0"}
    assert said_by(tree(page), "heading")[:2] == ["对数", "力"], "and the sign of a section is not read"


def said_by(nodes: list[dict[str, Any]], kind: str) -> list[str]:
    """The names of all of a role."""
    return [node["name"].get("value", "") for node in nodes if role(node) == kind]


def test_landmarks_and_names(open_little: Open) -> None:
    page = open_little(SPRINGS)
    landmarks = ("banner", "main", "contentinfo")
    nodes = until(page, lambda: tree(page), lambda nodes: set(landmarks) <= set(map(role, nodes)))
    for landmark in landmarks:
        assert [role(node) for node in nodes].count(landmark) == 1, landmark
    named = [node["name"]["value"] for node in nodes if role(node) in ("navigation", "button", "dialog", "search")]
    assert len(named) > 10
    assert not [name for name in named if not re.search(r"[一-鿿]", name)], "names are Chinese"
    figures = page.locator("figure.figure > svg[role=img]")
    assert figures.count() > 0
    for words in figures.locator("> title").all_text_contents():
        assert re.search(r"[一-鿿]", words), words


def test_the_first_stop_leads_to_the_text(open_little: Open) -> None:
    for path in (LEVERS, "tags/"):
        page = open_little(path)
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        expect(skip).to_have_text("跳到正文")
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.wait_for_function("location.hash")  # from then on the next stop is counted from there
        page.keyboard.press("Tab")
        page.wait_for_function("document.activeElement.matches('main *')")


# Stops of the keyboard that look the same with the focus as without.
UNSEEN = """() => {
  const look = style => [style.outlineStyle, style.outlineWidth, style.borderColor, style.backgroundColor].join();
  const stops = 'a[href], button, summary, [tabindex="0"], input:not([type=radio], .md-toggle)';
  const all = [...document.querySelectorAll(stops)];
  return all.filter(one => one.checkVisibility({opacityProperty: true, visibilityProperty: true})).filter(one => {
    one.blur();
    const without = [one, one.closest('form') || one].map(each => look(getComputedStyle(each)));
    one.focus({focusVisible: true, preventScroll: true});
    const with_ = [one, one.closest('form') || one].map(each => look(getComputedStyle(each)));
    return document.activeElement === one && without.join() === with_.join();
  }).map(one => one.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize(
    "media", [{}, {"contrast": "more"}, {"forced_colors": "active"}], ids=["usual", "more", "forced"]
)
def test_the_focus_is_seen_everywhere(open_little: Open, media: dict[str, str]) -> None:
    page = open_little("", **media)
    assert page.evaluate(UNSEEN) == []


def test_more_contrast_and_forced_colours_are_heard(open_little: Open) -> None:
    page = open_little(SPRINGS, viewport=DESKTOP)
    quiet = "getComputedStyle(document.querySelector('.meta')).color"
    ink = "getComputedStyle(document.querySelector('article p')).color"
    assert page.evaluate(quiet) != page.evaluate(ink)
    page.emulate_media(contrast="more")
    page.wait_for_function(f"{quiet} == {ink}")
    page.emulate_media(contrast="no-preference", forced_colors="active")
    page.wait_for_function("matchMedia('(forced-colors: active)').matches")
    fill = "getComputedStyle(document.querySelector('.formula svg')).fill"
    page.wait_for_function(f"{fill} == {ink}")  # formulas are written in the system's ink
    words = "getComputedStyle(document.querySelector('.formula-text')).webkitTextFillColor"
    page.wait_for_function(f"{words} == 'rgba(0, 0, 0, 0)'")  # and once


def test_formulas_are_told_without_script_and_on_a_page_that_the_theme_fetched(open_little: Open) -> None:
    page = open_little(SPRINGS, java_script_enabled=False)
    for words in ("E = kx²/2", "ln(qc) = ln q + ln c"):
        assert until(page, lambda words=words: said_by(tree(page), "StaticText").count(words), bool) == 1  # type: ignore[misc]
    page = open_little("")
    is_moved(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.stayed = true")
    page.locator(f"main a[href$='{SPRINGS}']").first.click()
    page.wait_for_url(f"**/{SPRINGS}")
    page.locator("article.note").wait_for()
    stands(page)
    assert page.evaluate("window.stayed")
    until(page, lambda: told(tree(page)), lambda number: number > 3)
    expect(page.locator("a.formula-number").first).to_have_attribute("href", "#eq-logarithm")
    page.locator("#check-2").click()
    expect(page.locator(".verdict-panel")).to_contain_text("抽样成立")
