"""Explorables in a real browser: they start when seen, follow mouse, touch and keys, and leave a picture otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.chromium import drawn, is_moved, until
from tests.conftest import LEVERS, SPRINGS
from tests.test_site import NOTES

Open = Callable[..., Page]
LEGENDRE, NETWORK, RANK = (f"{note}?alone" for note in NOTES)
WIDTHS = (360, 390, 500, 600, 768, 860, 1280)


def started(page: Page, name: str) -> Locator:
    figure = page.locator(f'.explorable[data-explore="{name}"]')
    figure.evaluate("figure => figure.scrollIntoView({ block: 'center' })")
    expect(figure).to_have_attribute("data-live", "")
    return figure


def heights(page: Page) -> list[float]:
    """How high the explorable is in windows of `WIDTHS`, in none of which the page is wider than its window."""
    found = list[float]()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        fits = "width => innerWidth == width && document.documentElement.scrollWidth <= width"
        page.wait_for_function(fits, arg=width)  # where transitions have ended
        drawn(page)
        found.append(page.locator(".explorable").evaluate("figure => figure.getBoundingClientRect().height"))
    return found


def number(figure: Locator, index: int) -> float:
    """x, f(x), u, the intercept, g(u): what stands under the boards."""
    text = figure.locator(".explore-numbers span").nth(index).inner_text()
    return float(text.rpartition("=")[2].replace("−", "-"))


def bars(figure: Locator) -> list[float]:
    return [float(text.split()[-1]) for text in figure.locator(".rank-bar").all_inner_texts()]


def test_nothing_is_fetched_before_it_is_seen_and_nothing_moves_when_it_starts(open_page: Open) -> None:
    page = open_page(LEGENDRE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(
        """() => {
            window.shift = 0;
            new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.shift += entry.value)))
                .observe({ type: "layout-shift" });
        }"""
    )
    page.wait_for_load_state("networkidle")
    drawn(page)
    assert not [url for url in asked if "explorables/" in url]
    figure = started(page, "legendre")
    drawn(page)
    names = {url.rpartition("/")[2] for url in asked if "explorables/" in url}
    assert names == {"legendre.js", "jsxgraph.js"}
    assert page.evaluate("window.shift") < 0.01
    expect(figure.locator(".explorable-picture")).to_be_hidden()
    assert not figure.locator("[aria-hidden=true] :is([tabindex='0'], button, input, a)").count()
    expect(figure.locator(".explore-boards svg:visible")).to_have_count(2)
    expect(figure.locator("text=JSXGraph")).to_have_count(0)


def test_the_room_that_is_kept_is_the_room_that_it_takes(open_page: Open) -> None:
    for path, name in ((LEGENDRE, "legendre"), (NETWORK, "network"), (RANK, "rank")):
        page = open_page(path)
        before = heights(page)
        assert not page.locator(".explorable[data-live]").count()
        started(page, name)
        assert heights(page) == pytest.approx(before, abs=2.5), f"{name} at {WIDTHS}"


def test_what_takes_less_room_than_its_picture_moves_nothing(open_little: Open) -> None:
    page = open_little(SPRINGS)
    figure = page.locator('[data-explore="spring"]')
    place = "figure => figure.getBoundingClientRect().bottom + scrollY"
    before = figure.evaluate(place)
    assert figure.get_attribute("data-live") is None
    started(page, "spring")
    assert figure.evaluate(place) == pytest.approx(before, abs=1)
    expect(figure.locator("> figcaption:last-child")).to_be_visible()


def test_the_tangent_follows_mouse_and_keys_and_g_is_read_off(open_page: Open) -> None:
    page = open_page(LEGENDRE)
    figure = started(page, "legendre")
    slider = figure.get_by_role("slider")
    until(page, lambda: [number(figure, k) for k in range(5)], lambda five: five == [2.0, 1.67, 1.33, -1.0, 1.0])

    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    x = until(page, lambda: number(figure, 0), lambda x: x == pytest.approx(2.0 - 0.44, abs=0.006))
    assert number(figure, 2) == pytest.approx(2 * x / 3, abs=0.006)
    assert number(figure, 3) == pytest.approx(-((3 * (2 * x / 3) ** 2) / 4 - 1 / 3), abs=0.01)
    assert "斜率" in str(slider.get_attribute("aria-valuetext"))

    point = figure.locator(".explore-board").first.locator("ellipse").last
    box = point.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 60, box["y"] + 25, steps=4)
    page.mouse.up()
    until(page, lambda: number(figure, 0), lambda now: now < x - 0.5)


def test_where_f_is_not_convex_the_tangent_is_no_support_and_the_way_back_is_the_hull(open_page: Open) -> None:
    page = open_page(LEGENDRE, viewport=PHONE, color_scheme="dark", has_touch=True)
    figure = started(page, "legendre")
    say = figure.locator(".explore-say")
    expect(say).to_contain_text("切线整条在曲线之下")
    figure.get_by_label("不凸").check()
    expect(say).to_contain_text("穿过了曲线")
    assert number(figure, 4) > -number(figure, 3) + 1  # g(u) is above what the tangent's intercept says
    figure.get_by_role("slider").fill("1.2")
    expect(say).to_contain_text("托住整条曲线")
    assert number(figure, 4) == pytest.approx(-number(figure, 3))
    figure.get_by_label("用直线变回去").check()
    expect(say).to_contain_text("公切线")


def test_a_finger_across_moves_the_point_and_a_finger_up_scrolls_the_page(open_page: Open) -> None:
    page = open_page(LEGENDRE, viewport=PHONE, has_touch=True)
    figure = started(page, "legendre")
    figure.locator(".explore-board").first.evaluate("board => board.scrollIntoView({ block: 'center' })")
    touches = page.context.new_cdp_session(page)

    def swipe(dx: float, dy: float) -> None:
        box = figure.locator(".explore-board").first.locator("ellipse").last.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for step in range(7):
            at = [{"x": x + dx * step / 6, "y": y + dy * step / 6}]
            kind = "touchMove" if step else "touchStart"
            touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
        touches.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    x, scrolled = number(figure, 0), page.evaluate("scrollY")
    swipe(-90, 6)
    until(page, lambda: number(figure, 0), lambda now: now < x - 0.8)
    assert page.evaluate("scrollY") == scrolled
    swipe(0, -90)
    page.wait_for_function(f"scrollY > {scrolled + 30}")


def test_the_factors_follow_the_matrix(open_page: Open) -> None:
    figure = started(page := open_page(RANK), "rank")
    say, entry = figure.locator(".explore-say").first, figure.get_by_label("第 3 行第 4 列")
    expect(say).to_contain_text("第 1、3 列。列空间 2 维，行空间也是 2 维")
    expect(say).to_contain_text("c4 = v1 − v2")
    entry.focus()
    page.keyboard.press("ArrowUp")
    expect(entry).to_have_value("6")
    expect(say).to_contain_text("列空间 3 维，行空间也是 3 维")
    until(page, lambda: bars(figure), lambda bars: bars[2] > 0.1)
    page.keyboard.press("ArrowDown")
    expect(say).to_contain_text("列空间 2 维")
    figure.get_by_label("第 1 行第 2 列").focus()
    expect(say).to_contain_text("c2 = 0.5 v1")
    entry.fill("")  # half written: the last that held stays
    expect(entry).to_have_attribute("aria-invalid", "")
    expect(say).to_contain_text("列空间 2 维")
    figure.get_by_label("第 1 行第 2 列").focus()
    expect(entry).to_have_value("5")


def test_rank_falls_only_at_the_end_of_the_way(open_page: Open) -> None:
    figure = started(page := open_page(RANK, viewport=PHONE), "rank")
    figure.get_by_role("button", name="满秩").click()
    slider, told = figure.get_by_role("slider"), figure.locator(".rank-distance")
    first = until(page, lambda: bars(figure), lambda bars: bars[2] > 0.1)
    slider.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    expect(told).to_contain_text("秩仍是 3")
    until(page, lambda: bars(figure), lambda bars: bars == pytest.approx([*first[:2], 0.01 * first[2]]))
    page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("秩才由 3 变成 2")
    until(page, lambda: bars(figure), lambda bars: bars[2] == 0)
    figure.get_by_role("button", name="零矩阵").click()
    expect(figure.locator(".explore-say").first).to_contain_text("0 维")
    expect(slider).to_be_disabled()


def test_it_starts_again_after_leaving_and_coming_back(open_little: Open) -> None:
    page = open_little(SPRINGS)
    is_moved(page)  # instant navigation begins when the sitemap is there
    page.evaluate("window.stayed = true")
    started(page, "spring").get_by_role("slider").fill("4")
    expect(page.locator(".spring-told")).to_have_text("能量是 24")
    page.locator(".site-title").first.click()
    page.locator(f"main a[href$='{LEVERS}']").first.click()
    expect(page).to_have_title(re.compile("杠杆"))
    started(page, "lever").get_by_role("slider").fill("3")
    expect(page.locator(".lever-told")).to_have_text("力是 4")
    page.go_back()
    page.go_back()
    figure = started(page, "spring")
    expect(page.locator(".spring-told")).to_have_text("能量是 6")
    figure.get_by_role("slider").fill("6")
    expect(page.locator(".spring-told")).to_have_text("能量是 54")
    assert page.evaluate("window.stayed"), "navigation was instant"


@pytest.mark.parametrize("path", [LEGENDRE, RANK])
def test_without_script_on_paper_and_where_it_fails_there_is_a_picture(open_page: Open, path: str) -> None:
    plain: dict[str, Any] = {"java_script_enabled": False}
    expect(open_page(path, **plain).locator(".explorable-picture svg")).to_be_visible()

    page = open_page(path)
    figure = started(page, "legendre" if path == LEGENDRE else "rank")
    page.emulate_media(media="print")
    expect(figure.locator(".explorable-picture svg")).to_be_visible()
    expect(figure.get_by_role("slider")).to_be_hidden()
    page.close()


def test_where_the_module_fails_the_picture_stays(open_page: Open) -> None:
    page = open_page(RANK)
    page.route("**/explorables/rank.js", lambda route: route.fulfill(body="throw 1", content_type="text/javascript"))
    with page.expect_console_message(lambda message: "did not start" in message.text):
        page.locator(".explorable").evaluate("figure => figure.scrollIntoView()")
    expect(page.locator(".explorable-picture svg")).to_be_visible()
    expect(page.locator(".explorable figcaption")).to_be_visible()
