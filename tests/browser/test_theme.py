"""The theme's script comes when a reader moves: until then nothing asks for it, and after that nothing was missed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.chromium import drawn, is_moved, until
from tests.conftest import SPRINGS
from tests.test_site import NOTES
from yansuan.theme.material import TEMPLATES

Open = Callable[..., Page]
BUNDLE = "**/assets/javascripts/bundle.*"
SIGNS: dict[str, Callable[[Page], object]] = {
    "pointer": lambda page: page.mouse.move(300, 300, steps=2),  # the first on a page comes from nowhere
    "key": lambda page: page.keyboard.press("Tab"),
    "wheel": lambda page: page.mouse.wheel(0, 400),
    "finger": lambda page: page.touchscreen.tap(3, 300),
}


def asked(page: Page) -> list[str]:
    names: list[str] = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    return [name for name in names if "/bundle." in name or "/workers/" in name]


@pytest.mark.parametrize("sign", SIGNS)
def test_it_is_fetched_at_the_first_sign_of_a_reader_and_moves_nothing(open_little: Open, sign: str) -> None:
    touch = {"viewport": PHONE, "has_touch": True} if sign == "finger" else {"viewport": DESKTOP}
    page = open_little(SPRINGS, **touch)
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """() => {
          window.shift = 0;
          const add = list => { for (const entry of list.getEntries()) window.shift += entry.value; };
          new PerformanceObserver(add).observe({type: "layout-shift"});  // from now on
        }"""
    )
    assert asked(page) == []
    height = page.evaluate("document.documentElement.scrollHeight")
    SIGNS[sign](page)
    page.wait_for_function("window.target$")
    page.wait_for_load_state("networkidle")
    drawn(page)
    assert asked(page) != []
    assert page.evaluate("document.documentElement.scrollHeight") == height
    assert page.evaluate("window.shift") == 0


def held_back(page: Page) -> list[Route]:
    """The answer to a request for the script, held back until it is let go."""
    routes = list[Route]()
    page.route(BUNDLE, lambda route: routes.append(route))
    page.reload()
    return routes


def let_go(page: Page, routes: list[Route]) -> None:
    until(page, lambda: routes, bool)[0].continue_()
    page.wait_for_function("window.target$")


def test_a_choice_of_light_or_dark_before_it_is_there_is_made(open_little: Open) -> None:
    page = open_little("verification/", color_scheme="dark")
    routes = held_back(page)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")  # without it, too
    toggle = page.locator(".md-header label[for^='__palette']").locator("visible=true")
    for scheme in ("default", "slate", "slate", "default"):  # paper, blackboard, as the system has it, paper
        toggle.click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    let_go(page, routes)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    page.unroute(BUNDLE)
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")


def test_what_is_looked_for_before_it_is_there_is_found(open_little: Open) -> None:
    page = open_little("verification/", viewport=PHONE)
    routes = held_back(page)
    page.locator("[data-search]").click()
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.insert_text("杠杆")
    let_go(page, routes)
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_the_key_for_search_before_it_is_there_opens_search(open_little: Open) -> None:
    page = open_little("verification/")
    routes = held_back(page)
    page.keyboard.press("f")
    let_go(page, routes)
    expect(page.locator(".md-search__input")).to_be_focused()
    expect(page.locator(".md-search__input")).to_have_value("")
    page.keyboard.press("Tab")  # on to what is seen, as search closes
    page.wait_for_function("document.activeElement.matches('main *')")


def test_where_the_network_was_away_it_is_asked_for_again(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    page.goto(f"{address}about/")
    page.clock.install()
    page.route(BUNDLE, lambda route: route.abort())
    page.reload()
    with page.expect_event("requestfailed"):
        page.mouse.move(300, 300, steps=2)
    page.wait_for_function("!document.querySelector('script[src*=\"/bundle.\"]')")  # it has been told, too
    page.unroute(BUNDLE)
    page.clock.run_for(5000)
    is_moved(page)
    page.close()


def test_a_link_before_it_is_there_leads_on(open_little: Open) -> None:
    page = open_little("verification/")
    held_back(page)
    page.locator("header a[href$='archive/']").click()
    page.wait_for_url("**/archive/")


@pytest.mark.parametrize("hash", ["", "#backpropagation-3"])
def test_a_slow_page_that_is_asked_for_while_scrolling_opens_at_its_place(open_page: Open, hash: str) -> None:
    page = open_page(NOTES[1])
    is_moved(page)
    page.wait_for_load_state("networkidle")
    routes = list[Route]()
    page.route("**/verification/backpropagation/", lambda route: routes.append(route))
    page.evaluate(
        """hash => {
          window.stayed = true;
          scrollBy({top: 2000, behavior: "instant"});
          const link = document.querySelector("article a[href*='verification/backpropagation/']");
          link.hash = hash;
          setTimeout(() => link.click(), 30);  // the theme notes a place 100 ms after it was left
        }""",
        hash,
    )
    until(page, lambda: routes, bool)
    page.wait_for_function(
        "location.pathname == '/verification/backpropagation/' && history.state != null"
    )  # the place is noted
    routes[0].continue_()
    expect(page).to_have_title(re.compile("^验算"))
    assert page.evaluate("window.stayed")
    if hash:
        expect(page.locator(hash)).to_be_in_viewport()
        page.wait_for_function("hash => document.querySelector(':target')?.id == hash.slice(1)", arg=hash)
    else:
        page.wait_for_function("scrollY == 0")
    page.go_back()
    expect(page).to_have_title(re.compile("Logistic"))
    page.wait_for_function("scrollY > 1900")


def test_a_place_in_the_page_is_gone_to_and_the_page_is_not_fetched_anew(open_little: Open) -> None:
    page = open_little(SPRINGS)
    is_moved(page)
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))
    for scrolled in (0, 300):  # also where the reader has gone on since
        page.evaluate("scrolled => scrollBy({top: scrolled, behavior: 'instant'})", scrolled)
        page.locator(".md-sidebar--secondary li:nth-child(2) a").click()
        page.wait_for_function("""() => {
          const { top } = document.getElementById("力").getBoundingClientRect();
          return top > 48 && top < 120;
        }""")
    page.go_back()
    page.wait_for_function("!location.hash && scrollY == 0")
    assert not asked


def test_a_script_that_throws_stops_no_other(chromium: Browser, little_address: str) -> None:
    page = chromium.new_page()
    throws = "{ set() { throw Error('no such thing') } }"  # the previews want it first of all
    page.add_init_script(f"Object.defineProperty(HTMLElement.prototype, 'popover', {throws})")
    thrown = list[str]()
    page.on("pageerror", lambda error: thrown.append(str(error)))
    with page.expect_event("pageerror", lambda error: "no such thing" in str(error)):
        page.goto(little_address + SPRINGS)
    page.locator(".highlight .copy").first.wait_for(state="attached")
    page.locator('[data-explore="spring"]').evaluate("figure => figure.scrollIntoView()")
    expect(page.locator('[data-explore="spring"]')).to_have_attribute("data-live", "")
    assert len(thrown) == 1
    page.close()


def test_colours_change_at_once_and_together(open_page: Open, open_little: Open) -> None:
    """No word stands on the ground of one scheme in the ink of the other, not even for the length of a fade."""
    where = [(open_little, path) for path in (SPRINGS, "tags/", "lab/springs/")] + [(open_page, "statistics/")]
    for open_, path in where:
        page = open_(path, color_scheme="light")
        is_moved(page)  # the theme's script and its search form are there, too
        # As the scheme is set: computed styles are asked for, which is when the browser would begin to fade.
        fading = page.evaluate(
            """() => {
              document.body.dataset.mdColorScheme = "slate";
              return document.getAnimations().map(({effect, transitionProperty}) =>
                `${transitionProperty} of ${effect.target.outerHTML.slice(0, 80)}`);
            }"""
        )
        assert fading == [], path


def test_a_reader_chooses_size_and_face_by_key_and_they_stay(open_little: Open) -> None:
    page = open_little(SPRINGS, viewport=PHONE)
    text = "getComputedStyle(document.querySelector('article.note > p'))"
    before = page.evaluate(f"parseFloat({text}.fontSize)")
    page.locator(".reader__button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reader")).to_be_visible()
    page.locator("#reader [value=normal]").focus()
    page.keyboard.press("ArrowRight")  # as all radio buttons do
    expect(page.locator("#reader [value=large]")).to_be_checked()
    page.locator("#reader [value=sans]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"parseFloat({text}.fontSize) > {before}")
    page.wait_for_function(f"/Serif/.test({text}.fontFamily)")
    page.keyboard.press("Escape")
    expect(page.locator("#reader")).to_be_hidden()
    page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; })
          .observe({type: "layout-shift", buffered: true});"""
    )
    page.reload()
    page.wait_for_function(f"parseFloat({text}.fontSize) > {before} && /Serif/.test({text}.fontFamily)")
    drawn(page)
    assert page.evaluate("window.shift") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("#reader [value=large]")).to_be_checked()


def test_without_script_nothing_is_offered_that_would_do_nothing(open_little: Open) -> None:
    page = open_little(SPRINGS, java_script_enabled=False)
    expect(page.locator(".reader__button")).to_be_hidden()
    expect(page.locator("#reader")).to_be_hidden()


def test_scripts_of_a_site_may_follow_the_theme_before_it_is_there(open_little: Open) -> None:
    """As Material has them do it: `document$.subscribe(…)`, in `extra_javascript`."""
    page = open_little(SPRINGS)
    page.add_script_tag(path=TEMPLATES / "assets/javascripts/follow.js")  # which a site with such scripts has
    page.evaluate(
        """() => {
          window.told = []; window.went = 0;
          document$.subscribe(({ body }) => told.push(body.querySelector("h1").textContent));
          location$.subscribe({ next: () => went++ });
        }"""
    )
    [first] = page.evaluate("told")
    is_moved(page)
    assert page.evaluate("told") == [first]
    before = page.evaluate("went")
    page.locator(".places a[href$='/verification/']").click()
    page.wait_for_function("told.length == 2")
    assert page.evaluate("told[1] != told[0]")
    page.wait_for_function("before => went > before", arg=before)
