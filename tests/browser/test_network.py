"""The network that a reader steps through, in a real browser: by mouse, by keyboard, on a phone, without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from snippets import backpropagation as bp
from tests.browser.conftest import PHONE
from tests.chromium import drawn, until

NOTE = "2021/05/backpropagation/?alone"
STAGES = 12  # after x: z and a of three layers, J, δ of four layers, the gradients
Open = Callable[..., Page]


def network(open_page: Open, **options: Any) -> Locator:
    """The figure, come into view and set going."""
    page = open_page(NOTE, **options)
    page.locator('[data-explore="network"]').scroll_into_view_if_needed()
    room = page.locator('[data-explore="network"][data-live] .network')
    room.wait_for()
    return room


def begun() -> tuple[bp.Network, bp.Array, bp.Array]:
    """The network and the sample that the page begins with."""
    values = bp.explorable_values()
    layers = {part: {l: np.array(value) for l, value in values[part].items()} for part in ("theta", "b")}
    x, y = (np.array(values[part])[:, None] for part in "xy")
    return bp.Network(tuple(values["sizes"]), layers["theta"], layers["b"]), x, y


def sentence(room: Locator) -> str:
    return room.locator(".network-sentence").inner_text().replace("\n", "")


def costs(room: Locator) -> tuple[float, float]:
    """J before the first step of descent and now, as the curve says."""
    label = room.locator(".network-curve").get_attribute("aria-label") or ""
    exponent = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    numbers = re.findall(r"([\d.]+)(?: × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?", label)
    first, now = (float(mantissa) * 10.0 ** int(power.translate(exponent) or 0) for mantissa, power in numbers)
    return first, now


def says(room: Locator, what: str) -> None:
    """Waits until the sentence ends so."""
    until(room.page, lambda: sentence(room), lambda said: said.endswith(what))


def stands_at(room: Locator, step: str) -> None:
    expect(room.locator(".network-count")).to_contain_text(step)


def press(room: Locator, name: str, times: int = 1) -> None:
    """Press a button by keyboard."""
    button = room.get_by_role("button", name=name)
    for _ in range(times):
        button.press("Enter")


def point_at(edge: Locator) -> None:
    """Click where an edge is a third of its way."""
    x, y = edge.evaluate(
        """path => {
          const point = path.getPointAtLength(path.getTotalLength() / 3).matrixTransform(path.getScreenCTM());
          return [point.x, point.y];
        }"""
    )
    edge.page.mouse.click(x, y)


def test_the_keyboard_leads_forward_backward_and_down(open_page: Open) -> None:
    """With the numbers of the snippet at every station."""
    net, x, y = begun()
    gradient = bp.backward(net, x, y)
    room = network(open_page)
    stands_at(room, "第 0 步")
    press(room, "下一步")
    says(room, f"= {bp.forward(net, x).z[2][0, 0]:.3f}。")
    press(room, "下一步", STAGES + 3)
    stands_at(room, "第 12 步，共 12 步")
    says(room, f"= {gradient.theta[1][0, 0]:.3f}。")
    room.get_by_label("所看的单元或权重").select_option(label="θ₁₁⁽³⁾")
    says(room, f"= −{-gradient.theta[3][0, 0]:.3f}。")
    press(room, "走一步梯度下降", 3)
    _, along = bp.train(net, x, y, 0.1, 4)
    until(room.page, lambda: costs(room), lambda both: both == pytest.approx((along[0], along[3]), abs=5e-4))
    expect(room.locator(".network-sentence")).to_contain_text("降到")
    press(room, "重置")
    stands_at(room, "第 0 步")
    until(room.page, lambda: costs(room)[1], lambda now: now == pytest.approx(along[0], abs=5e-4))


def test_a_unit_and_an_edge_are_asked_by_pointing_and_changed(open_page: Open) -> None:
    room = network(open_page)
    press(room, "下一步", STAGES)
    room.locator('[data-unit="2 1"]').click()
    expect(room.locator(".edge.concerned")).to_have_count(2)  # that lead into it: it is its bias that is asked for
    before = sentence(room)
    point_at(room.locator('[data-edge="1 1 1"] .reach'))
    weight = room.get_by_role("spinbutton", name="权重 θ₁₁⁽¹⁾")
    weight.fill("10")
    room.locator('[data-unit="2 1"]').click()
    net, x, y = begun()
    net.theta[1][0, 0] = 10
    delta = bp.backward(net, x, y).delta[2][0, 0]
    after = until(room.page, lambda: sentence(room), lambda said: f"{delta * 1e5:.2f} × 10⁻⁵" in said)
    assert before != after
    y_ = room.get_by_label("目标 y₁")
    y_.fill("99")
    expect(y_).to_have_attribute("aria-invalid", "true")
    y_.blur()
    expect(y_).to_have_value("1")


def test_what_the_caption_promises(open_page: Open) -> None:
    """A middling step soon leads to the bottom; a long one ever further away, but not to what is no number."""
    room = network(open_page)
    room.get_by_label("步长 η").fill("0.3")
    press(room, "走一步梯度下降", 4)
    until(room.page, lambda: costs(room)[1], lambda now: now < 1e-3)
    press(room, "重置")
    room.get_by_label("步长 η").fill("2")
    heights = [costs(room)[1]]
    for _ in range(5):
        press(room, "走一步梯度下降")
        heights.append(until(room.page, lambda: costs(room)[1], lambda now: now != heights[-1]))
    assert heights[1:] == sorted(heights[1:])
    expect(room.locator(".network-sentence")).to_contain_text("升到")
    room.get_by_role("button", name="走一步梯度下降").evaluate(
        "button => { for (let step = 0; step < 60; step++) button.click() }"
    )
    drawn(room.page)
    assert not re.search("NaN|Infinity", room.inner_text())


def test_on_a_phone_nothing_moves_and_everything_can_be_touched(open_page: Open) -> None:
    room = network(open_page, viewport=PHONE, has_touch=True)
    page = room.page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    sizes = room.locator("button, input, select, [data-unit] .reach").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(({ width, height }) => [width, height])"
    )
    assert all(min(size) >= 38 for size in sizes)
    heights = set()
    for _ in range(STAGES + 1):
        drawn(page)
        heights.add(room.evaluate("room => room.offsetHeight"))
        room.get_by_role("button", name="下一步").press("Enter")
    assert max(heights) - min(heights) <= 2
    for label in ("第 3 层第 2 个", "θ₂₃⁽²⁾"):
        room.get_by_label("所看的单元或权重").select_option(label=label)
        drawn(page)
        assert room.evaluate("room => room.scrollWidth <= room.clientWidth")


def test_without_script_the_picture_stands(open_page: Open) -> None:
    page = open_page(NOTE, java_script_enabled=False)
    figure = page.locator('[data-explore="network"]')
    expect(figure.locator(".explorable-picture svg[role=img]")).to_be_visible()
    expect(figure.locator("button, input")).to_have_count(0)
