"""The site's one style sheet gives every element the style that the sheets it was made from give it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from PIL import Image
from playwright.sync_api import Browser, Page, Route, ViewportSize

from tests.chromium import drawn, is_moved, stands, until
from tests.conftest import SPRINGS
from tests.test_site import NOTES
from yansuan.figures.declared import EXPLORABLES, declared
from yansuan.theme.door import SHEETS

ROOT = Path(__file__).parents[2]

# Every longhand of an element of each kind and of what CSS puts before and after it; of a drawing only its frame, and
# nothing of MathML, which comes and goes with what is on the screen.
STYLES = """() => {
  const kinds = new Map();
  for (const e of document.querySelectorAll("body, body *:not(.formula-mathml, .formula-mathml *)")) {
    if (e.parentElement.closest("svg")) continue;
    kinds.set(`${e.localName} ${e.getAttribute("class")} ${e.id.startsWith("_")}`, e);
  }
  const says = (style) =>
    [...style].filter((name) => !name.startsWith("--")).map((name) => `${name}: ${style.getPropertyValue(name)}`);
  return [...kinds].flatMap(([kind, e]) => [null, "::before", "::after"].map((part) => {
    const style = getComputedStyle(e, part);
    return [kind + (part ?? ""), ...(part && style.content == "none" ? [] : says(style))];
  }));
}"""


def styles(page: Page) -> list[list[str]]:
    still = "*, ::before, ::after { transition: none !important; animation: none !important }"
    # Nor does it matter whether the theme has measured the window yet.
    page.add_style_tag(content=still + ".md-sidebar__scrollwrap { height: auto !important }")
    # As they are once the counter has answered, whether it has by now or not.
    page.evaluate("document.querySelectorAll('[data-visits]').forEach(number => number.dataset.fresh = '')")
    stands(page)
    drawn(page)
    found: list[list[str]] = page.evaluate(STYLES)
    return found


def differences(ours: list[list[str]], theirs: list[list[str]]) -> list[str]:
    assert [kind for kind, *_ in ours] == [kind for kind, *_ in theirs]
    pairs = zip(ours, theirs, strict=True)
    return [f"{one[0]}: {a}, not {b}" for one, other in pairs for a, b in zip(one, other, strict=False) if a != b]


def original(site: Path) -> str:
    """Material's sheets, the engine's, this site's and those of its explorables, as they come."""
    folder = site / "assets" / "stylesheets"
    theme = [*folder.glob("main.*.min.css"), *folder.glob("palette.*.min.css")]
    settings = yaml.compose((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=yaml.SafeLoader)
    assert isinstance(settings, yaml.MappingNode)
    ours = [site / sheet for sheet in SHEETS]
    ours += [site / sheet.value for key, value in settings.value if key.value == "extra_css" for sheet in value.value]
    ours += [folder / f"{name}.css" for name in declared(ROOT / "snippets", EXPLORABLES).found]
    return "\n".join(path.read_text("utf-8") for path in [*theme, *ours])


def with_original(page: Page, css: str) -> None:
    page.reload()
    page.evaluate(
        """css => {
          const sheets = [...document.querySelectorAll("head > style")];
          sheets.sort((a, b) => b.textContent.length - a.textContent.length)[0].textContent = css;
        }""",
        css,
    )


@pytest.mark.parametrize(("path", "scheme"), [("", "light"), ("tags/", "dark"), ("lab/row_rank_column_rank/", "light")])
def test_no_element_looks_different(open_page: Callable[..., Page], site: Path, path: str, scheme: str) -> None:
    page = open_page(path, color_scheme=scheme)
    joined = styles(page)
    with_original(page, original(site))
    assert not differences(joined, styles(page))


def test_what_a_script_opens_looks_as_it_did(open_page: Callable[..., Page], site: Path) -> None:
    def search(page: Page) -> list[list[str]]:
        is_moved(page)
        page.locator(".md-search__input").click()
        page.keyboard.insert_text("勒让德")
        page.keyboard.press("End")  # Material listens for keys
        page.locator(".md-search-result__link").first.wait_for()
        return styles(page)

    page = open_page("about/")
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="networkidle")
    assert not [
        url for url in asked if "search_index" in url
    ]  # it weighs as much as a note, and nobody looks for it yet
    joined = search(page)
    with_original(page, original(site))
    assert not differences(joined, search(page))


def test_a_note_has_few_elements_wherever_its_reader_is(open_page: Callable[..., Page]) -> None:
    page = open_page(NOTES[1], viewport={"width": 360, "height": 1000})
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 1000})
        page.wait_for_function("width => innerWidth == width", arg=width)
        for place in range(0, page.evaluate("document.body.scrollHeight"), 1400):
            page.evaluate("place => scrollTo({top: place, behavior: 'instant'})", place)
            drawn(page)
            assert page.evaluate("document.getElementsByTagName('*').length") <= 8000


@pytest.mark.parametrize("plain", [{}, {"java_script_enabled": False}], ids=["script", "none"])
def test_a_picture_of_a_whole_page_has_all_formulas(open_little: Callable[..., Page], plain: dict[str, bool]) -> None:
    page = open_little(SPRINGS, viewport={"width": 640, "height": 900}, **plain)
    boxes = page.evaluate(
        """[...document.querySelectorAll(".formula > svg, .formula-scroll > svg")].filter(one => one.checkVisibility())
          .map(one => one.getBoundingClientRect()).filter(one => one.right < 640)
          .map(({left, top, right, bottom}) => [left, top + scrollY, right, bottom + scrollY])"""
    )
    picture = Image.open(BytesIO(page.screenshot(full_page=True))).convert("L")
    inked = [picture.crop(tuple(map(round, box))).getextrema() for box in boxes]
    assert len(inked) > 50
    assert [box for box, (dark, light) in zip(boxes, inked, strict=True) if light - dark < 64] == []  # type: ignore[operator]


def test_what_is_far_below_comes_when_a_page_has_loaded_or_its_reader_moves(
    chromium: Browser, little_address: str
) -> None:
    far = ".note > :nth-child(40)"
    held = list[Route]()

    def loading(page: Page, path: str) -> Page:
        """A page whose last script does not come."""
        held.clear()
        page.route("**/site.js", lambda route: held.append(route))
        page.goto(little_address + path, wait_until="commit")
        page.locator(far).wait_for(state="attached")
        until(page, lambda: len(held), bool)  # the request may be told later than what stands before it
        return page

    def move(page: Page) -> None:
        page.mouse.wheel(0, 300)

    def press(page: Page) -> None:
        page.keyboard.press("Tab")

    def load(page: Page) -> None:
        held[-1].continue_()
        stands(page)

    phone, tall = ViewportSize(width=390, height=844), ViewportSize(width=390, height=1300)
    for come in (move, press, load):
        with chromium.new_page(viewport=phone) as page:
            loading(page, SPRINGS)
            assert not page.locator(far).is_visible()
            come(page)
            page.locator(far).wait_for(state="visible")
    # Not where the reader looks for something below, nor where the screen would show where the held part begins.
    for path, size in (("#eq-mean", phone), ("#:~:text=1", phone), ("", tall)):
        with chromium.new_page(viewport=size) as page:
            loading(page, SPRINGS + path)
            page.locator(far).wait_for(state="visible")
