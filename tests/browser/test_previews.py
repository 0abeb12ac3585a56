"""What helps reading, in a real browser: previews, footnotes in the margin, buttons that copy, progress, paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE, Production
from tests.chromium import drawn, until
from tests.conftest import SPRINGS

Open = Callable[..., Page]

SHIFTS = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().map(entry => entry.sources.map(({node}) => node?.className))))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(done, 200, []);
})"""


def to(page: Page, anchor: str) -> str:
    """Bring a reference into sight whose formula is far above; its selector."""
    link = f"article a.formula-reference[href$='{anchor}'] >> nth=-1"
    page.locator(link).evaluate("link => link.scrollIntoView({block: 'center'})")
    return link


def test_a_reference_shows_its_formula_to_mouse_and_keyboard(open_little: Open) -> None:
    page = open_little(SPRINGS)
    preview, link = page.locator(".preview"), to(page, "#eq-force")
    page.hover(link)
    expect(preview).to_be_visible()
    expect(preview).to_contain_text("(4)")
    page.wait_for_function("document.querySelector('.preview svg').getBoundingClientRect().width > 100")
    expect(preview.locator("[id], a, [tabindex], math, details")).to_have_count(0)
    expect(preview).to_have_attribute("aria-hidden", "true")  # a screen reader is told once
    page.clock.install()
    preview.hover()  # the way there does not close it
    page.clock.run_for(1000)
    expect(preview).to_be_visible()
    page.clock.resume()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    page.locator(link).focus()
    expect(preview).to_be_visible()
    page.keyboard.press("Tab")
    expect(preview).to_be_hidden()


def test_a_preview_moves_nothing_and_stays_on_the_screen(open_little: Open) -> None:
    page = open_little(SPRINGS, viewport=PHONE, has_touch=True)
    link = to(page, "#eq-force")
    drawn(page)
    before = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    page.tap(link)
    preview = page.locator(".preview")
    expect(preview).to_be_visible()
    assert "#" not in page.url, "the first tap shows"
    box = preview.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == before
    page.tap(link)
    expect(page).to_have_url(re.compile("#eq-force$"))
    expect(preview).to_be_hidden()


def test_a_formula_of_another_note_is_drawn_with_that_notes_glyphs(open_little: Open) -> None:
    page = open_little(SPRINGS)
    link = page.locator("article a.formula-reference[href*='levers/#']").first
    link.focus()
    preview = page.locator(".preview")
    expect(preview).to_contain_text("见《Levers 杠杆》")
    expect(preview.locator("use").first).to_be_attached()
    glyphs = """drawing => [...drawing.querySelectorAll(':is(use, g > path):not(defs *)')].map(one => {
      const drawn = one.localName === 'path' ? one : document.getElementById((one.href.baseVal).slice(1));
      const paths = drawn.localName === 'path' ? [drawn] : [...drawn.children];
      const {x, y, width, height} = one.getBBox();
      return [paths.map(path => path.getAttribute('d')).join(''), ...[x, y, width, height].map(Math.round)].join();
    })"""
    shown = preview.locator("svg").first.evaluate(glyphs)
    page.goto(link.evaluate("link => link.href"))
    assert shown == page.locator("#eq-balance .formula-scroll svg").first.evaluate(glyphs)
    assert "".join(shown).count("M") == 9, "four letters, each with its subscript, and the sign between them"


def test_the_theme_may_come_while_a_preview_stands(open_little: Open) -> None:
    page = open_little(SPRINGS)
    held = list[Route]()
    page.route("**/assets/javascripts/bundle.*", lambda route: held.append(route))
    page.locator("article a.formula-reference[href*='levers/#']").first.focus()
    expect(page.locator(".preview use").first).to_be_attached()
    until(page, lambda: held, bool)[0].continue_()
    page.wait_for_function("window.target$")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".preview use").first).to_be_attached()


def test_a_formula_in_sight_is_pointed_at_instead(open_little: Open) -> None:
    page = open_little(SPRINGS)
    link = page.locator("article a.formula-reference[href$='#eq-mean']").first
    page.locator("#eq-mean").evaluate("formula => formula.scrollIntoView({block: 'center'})")
    link.evaluate("link => document.querySelector('#eq-mean').after(link.closest('p'))")
    link.hover()
    expect(page.locator("#eq-mean")).to_have_class(re.compile(r"\bmeant\b"))
    expect(page.locator(".preview")).to_have_count(0)
    page.mouse.move(5, 5)
    expect(page.locator("#eq-mean")).not_to_have_class(re.compile(r"\bmeant\b"))


def test_footnotes_stand_in_the_margin_beside_their_marks(open_little: Open) -> None:
    page = open_little(SPRINGS, java_script_enabled=False)
    article = page.locator("article").bounding_box()
    assert article is not None
    for name in ("outer", "inner"):
        mark, note = (page.locator(f"[id='{id_}:{name}']").bounding_box() for id_ in ("fnref", "fn"))
        assert mark is not None
        assert note is not None
        legends = [box for one in page.locator("aside.symbols").all() if (box := one.bounding_box())]
        lowest = max(one["y"] + one["height"] for one in legends if one["y"] < note["y"])
        assert abs(mark["y"] - note["y"]) < 40 or abs(lowest - note["y"]) < 20, "beside the mark, or below a legend"
        assert not [
            one for one in legends if one["y"] < note["y"] + note["height"] and note["y"] < one["y"] + one["height"]
        ]
        assert note["x"] >= article["x"] + article["width"]
        assert note["x"] + note["width"] <= 1280


def test_a_footnote_goes_below_the_next_legend_where_there_is_no_room_above_it(open_little: Open) -> None:
    page = open_little(SPRINGS)
    # As if the legend before the mark came after it: first far below, then near.
    place = """down => {
      const note = document.querySelector("[id='fn:outer']")
      const legend = [...document.querySelectorAll("aside.symbols")].at(-1)
      note.style.setProperty("--under", legend.style.anchorName)
      note.style.removeProperty("--over")
      legend.style.marginTop = `${down}px`
      const [one, other] = [note, legend].map(part => part.getBoundingClientRect())
      return [one.top, one.bottom, other.top, other.bottom]
    }"""
    top, bottom, legend, _ = page.evaluate(place, 200)
    assert bottom <= legend
    at, _, legend, end = page.evaluate(place, 5)
    assert legend - top < bottom - top, "there is no room"
    assert abs(at - end - 12) < 3


def test_tex_and_code_are_copied_by_keyboard_and_the_button_says_so(open_little: Open) -> None:
    page = open_little(SPRINGS, permissions=["clipboard-read", "clipboard-write"])
    formula = page.locator("article .formula-display > .verdict").first.locator("..")
    formula.locator("> .verdict > summary").focus()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("复制 TeX")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_text("已复制")
    expect(page.get_by_role("status").and_(page.locator(".said"))).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == formula.get_attribute("data-tex")
    code = page.locator(".highlight:visible").first
    code.locator(".copy").focus()
    page.keyboard.press("Enter")
    expect(code.locator(".copy")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == code.locator("pre > code").text_content()


def test_what_is_left_is_counted_beside_the_text(open_little: Open) -> None:
    page = open_little(SPRINGS)
    left = """getComputedStyle(document.querySelector('.note-contents .md-nav__list'), '::after').content"""
    sections = page.locator(".note-contents > nav > ul > li").count()
    read = ".note-contents > nav > ul > li:has(> .md-nav__link--passed, > .md-nav__link--active)"
    expect(page.locator(read)).to_have_count(0)
    page.wait_for_function(f"{left}.includes('还有')")
    page.locator("article h2").last.scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.querySelector('.neighbours').offsetTop)")
    expect(page.locator(read)).to_have_count(sections)
    page.wait_for_function(f"{left}.includes('最后一节')")


def test_a_note_says_how_long_it_takes(open_little: Open) -> None:
    said = open_little(SPRINGS).locator(".note__head .meta").inner_text()
    minutes = re.search(r"约 (\d+) 分钟", said)
    assert minutes is not None
    assert 1 < int(minutes[1]) < 9
    length = re.search(r"(\d+) 字", said)
    assert length is not None
    assert 100 < int(length[1]) < 5000
    assert f"约 {minutes[1]} 分钟" in open_little("").locator(".entries").inner_text()


def test_nothing_shifts_on_a_wide_screen(open_page: Open) -> None:
    page = open_page("about/")
    expect(page.locator("[data-md-component=palette] label:visible")).to_have_count(1)  # the script was here
    page.wait_for_load_state("networkidle")
    drawn(page)
    assert page.evaluate(SHIFTS) == []


class InPieces(Production):
    """Sends a page to the middle of its header, and the rest when `rest` is set."""

    rest = Event()

    def do_GET(self) -> None:  # noqa: N802
        if self.path != "/about/":
            super().do_GET()
            return
        page = Path(self.directory, "about/index.html").read_bytes()
        middle = page.index(b"<button", page.index(b'class="places"'))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page[:middle])
        self.rest.wait(30)
        self.wfile.write(page[middle:])


def test_a_header_that_comes_in_pieces_moves_nothing(chromium: Browser, site: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(InPieces, directory=str(site)))
    thread = Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    context = chromium.new_context(viewport={"width": DESKTOP["width"], "height": DESKTOP["height"]})
    try:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/about/", wait_until="commit")
        page.wait_for_selector(".places a >> nth=-1", state="attached")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")  # painted
        InPieces.rest.set()
        page.wait_for_load_state()
        expect(page.locator(".places")).to_be_visible()
        drawn(page)
        assert page.evaluate(SHIFTS) == []
    finally:
        InPieces.rest.set()
        context.close()
        server.shutdown()
        thread.join()
        server.server_close()


def test_on_paper_there_is_the_note_and_nothing_around_it(open_little: Open) -> None:
    page = open_little(SPRINGS, color_scheme="dark")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 627, "height": 900})  # what A4 leaves
    page.wait_for_function("matchMedia('print').matches && innerWidth == 627")
    drawn(page)
    for gone in (".md-header", ".md-sidebar", ".neighbours", ".contents", ".verdict-panel", ".copy"):
        assert page.locator(gone).evaluate_all("all => all.every(one => !one.checkVisibility())"), gone
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(17, 17, 17)", "ink, though the screen is dark"
    assert page.locator(".formula-number").first.is_visible()
    assert page.locator(".formula-display").evaluate_all(
        "all => all.every(one => getComputedStyle(one).breakInside === 'avoid')"
    )
    wide = "all => all.filter(one => one.getBoundingClientRect().right > innerWidth + 1).length"
    assert page.locator("article pre, article p, article .formula-scroll").evaluate_all(wide) == 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
