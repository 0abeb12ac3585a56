"""A symbol lights up wherever it stands: by mouse, finger and key; and its legend reads without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.chromium import drawn, until
from tests.conftest import SPRINGS
from tests.test_site import NOTES

Open = Callable[..., Page]
NOTE = NOTES[1]
LIT = ".symbol-lit"
THETA = "θₖₚ⁽ˡ⁾，Θ⁽ˡ⁾ 权重sₗ₊₁×sₗ 矩阵"


def box(part: Locator) -> dict[str, float]:
    found = part.bounding_box()
    assert found is not None
    return {"x": found["x"], "y": found["y"], "width": found["width"], "height": found["height"]}


def show(part: Locator) -> tuple[float, float]:
    """Bring something to the middle of the screen, and say where its middle is then."""
    part.evaluate("one => one.scrollIntoView({block: 'center', behavior: 'instant'})")
    drawn(part.page)  # and what comes into sight by that has its place
    found = box(part)
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def point(page: Page, part: Locator, words: str) -> None:
    """Point at something, and read what it is said to be."""
    page.mouse.move(2, 300)
    expect(page.locator(LIT)).to_have_count(0)
    page.mouse.move(*show(part))
    expect(page.locator(".symbol-tip")).to_contain_text(words)


def is_lit(page: Page, *symbols: str) -> None:
    """Waits until these symbols are lit, and no other."""
    lit = "[...new Set([...document.querySelectorAll('.lit')].map(one => one.dataset.symbol))]"
    page.wait_for_function(f"symbols => {lit}.sort().join() == symbols.join()", arg=sorted(symbols))


def many(parts: Locator, more_than: int) -> None:
    """Waits until there are more than so many."""
    until(parts.page, parts.count, lambda number: number > more_than)


def test_pointing_before_the_page_rests_tells_all(chromium: Browser, little_address: str) -> None:
    page = chromium.new_page()
    page.add_init_script("window.requestIdleCallback = () => 0")  # it never rests
    page.goto(little_address + SPRINGS)
    point(page, page.locator(".formula-display [data-symbol=u]").first, "各簧的伸长")
    expect(page.locator("math")).to_have_count(0)
    expect(page.locator(".symbol-tip")).to_have_text("uᵢ，u 各簧的伸长n 维向量")
    page.close()


def test_pointing_lights_a_symbol_everywhere_and_says_what_it_is(open_page: Open) -> None:
    page = open_page(NOTE)
    theta, tip = page.locator(".formula-display [data-symbol=theta]").first, page.locator(".symbol-tip")
    show(theta)
    size = page.evaluate("[document.body.scrollWidth, document.body.scrollHeight]")
    point(page, theta, "权重")
    expect(tip).to_have_text(THETA)
    expect(tip).to_have_role("status")
    is_lit(page, "theta")
    many(page.locator(f".formula {LIT}"), 5)
    many(page.locator(f".figure-drawing {LIT}"), 20)  # the edges and their label
    many(page.locator(".cell-source span.lit"), 5)
    expect(page.locator(".symbols .lit")).to_have_count(1)
    assert page.evaluate("[document.body.scrollWidth, document.body.scrollHeight]") == size, "nothing moves"
    assert box(tip)["y"] + box(tip)["height"] <= box(theta)["y"], "it stands above, and hides nothing of the formula"
    ground = theta.locator("xpath=ancestor::*[name()='svg']").locator(f"{LIT} path:first-child").last
    assert list(box(ground).values()) == pytest.approx(list(box(theta).values()), abs=2.5)

    # The z of the one unit of logistic regression is another than the network's in the figure.
    point(page, page.locator(".formula-display [data-symbol='z-2']").first, "单元的输入")
    is_lit(page, "z-2")
    expect(page.locator(f".figure-drawing {LIT}")).to_have_count(0)

    point(page, page.locator(".cell-source [data-symbol=delta]:not(details:not([open]) *)").first, "误差")
    many(page.locator(f".formula {LIT}"), 5)

    page.mouse.move(2, 300)
    expect(tip).to_be_empty()
    edge = page.locator("#fig-backpropagation-network [data-edge='1 1 1']")
    show(edge)
    x, y = edge.evaluate(
        "one => { const {x, y} = one.getPointAtLength(30).matrixTransform(one.getScreenCTM()); return [x, y]; }"
    )
    page.mouse.move(x, y + 4)  # a line is thin
    expect(tip).to_contain_text("权重")


def test_a_window_that_narrows_is_no_wider_for_what_was_told(open_little: Open) -> None:
    page = open_little(SPRINGS)
    point(page, page.locator(".formula-display [data-symbol=u]").last, "各簧的伸长")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(LIT)).to_have_count(0)
    expect(page.locator(".symbol-tip")).to_be_empty()
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")


def test_keys_choose_in_the_legend_and_escape_clears(open_little: Open) -> None:
    page = open_little(SPRINGS)
    entry = page.locator(".symbol[data-symbol=u]")
    stops = "all => all.map(one => one.querySelectorAll('.symbol[tabindex=\"0\"]').length)"
    assert set(page.locator(".symbols ul").evaluate_all(stops)) == {1}, "a legend is one stop"
    page.locator(".symbol[data-symbol=n]").focus()
    page.keyboard.press("ArrowDown")
    expect(entry).to_be_focused()
    expect(entry).to_have_role("button")
    expect(entry).to_have_accessible_name("uᵢ，u 各簧的伸长")
    is_lit(page, "u")
    expect(page.locator(".symbol-tip:not(:empty)")).to_have_count(0)  # a reader of the legend need not be told again
    page.keyboard.press("Enter")
    expect(entry).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowDown")
    is_lit(page, "m")  # one at a time
    expect(entry).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Escape")
    is_lit(page)

    # And again on a page that instant navigation has brought back.
    page.locator(".places a", has_text="归档").click()
    expect(page.locator("h1")).to_contain_text("归档")
    page.go_back()
    expect(entry).to_have_role("button")
    entry.focus()
    page.keyboard.press("Space")
    expect(entry).to_have_attribute("aria-pressed", "true")
    is_lit(page, "u")


def test_a_tap_keeps_a_symbol_lit_until_the_next(open_little: Open) -> None:
    page = open_little(SPRINGS, viewport=PHONE, has_touch=True, is_mobile=True)
    tip = page.locator(".symbol-tip")
    for name, words in (("u", "各簧的伸长"), ("q", "一个正数")):
        page.touchscreen.tap(*show(page.locator(f".formula-display [data-symbol={name}]").first))
        expect(tip).to_contain_text(words)
        is_lit(page, name)
        drawn(page)
        assert 0 <= box(tip)["x"] <= box(tip)["x"] + box(tip)["width"] <= PHONE["width"]
    page.touchscreen.tap(*show(page.locator("article h2").first))
    expect(page.locator(LIT)).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
