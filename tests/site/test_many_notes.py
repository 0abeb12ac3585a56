"""A site of a few dozen notes: what its readers fetch, and that all of it can be reached."""

from __future__ import annotations

import gzip
import json
import random
import re
import shutil
import zlib
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page, expect

from bench import light
from bench.weight import served
from tests.conftest import MANY
from tests.test_site import HOST
from yansuan.site import search

# In one process: else each builds and browses for itself.
pytestmark = [pytest.mark.site, pytest.mark.browser]

# Search: the index in parts finds what the whole text has.


def sections_of(site: Path) -> list[search.Section]:
    """All sections of a site whose index is in parts, as its files say."""
    index = json.loads((site / "search" / search.INDEX).read_text("utf-8"))
    folder = site / "search" / index["parts"]["folder"]
    blocks = [folder / f"text-{number}.bin" for number in range(len(index["parts"]["blocks"]))]
    rows = [row for block in blocks for row in json.loads(zlib.decompress(block.read_bytes(), -zlib.MAX_WBITS))]
    pages = {page["location"]: page for page in index["pages"]}
    assert len(rows) == sum(len(page["lengths"]) for page in pages.values()) // 2
    found = []
    for location, title, text in rows:
        page = pages[location.partition("#")[0]]
        found.append(search.Section(location, title, text, tuple(page.get("tags", ())), page.get("boost", 1)))
    return found


def queries(sections: list[search.Section]) -> list[str]:
    """Pieces of what stands there, from the middle of words and sentences; and what does not stand there."""
    draw = random.Random(12)
    pieces = list[str]()
    for length in (1, 2, 3, 4, 7, 12):
        for _ in range(12):
            words = draw.choice([word for word in (draw.choice(sections).text, draw.choice(sections).title) if word])
            start = draw.randrange(max(1, len(words) - length))
            pieces.append(words[start : start + length])
    mixed = [f"{one[:3]} {other[:3]}" for one, other in zip(pieces[30:40], pieces[50:60], strict=True)]
    known = [
        "n<10",
        "n < 10",
        "N＜１０",
        "x^2",
        "x²",
        "哈哈哈",
        "神经网络反向传播拓扑",
        "秩是什么",
        "softmax函数的导数",
    ]
    return [*dict.fromkeys([*pieces, *mixed, *known, "拓扑斯", "<script>", "的"])]


# Of an index in parts every third query begins with nothing fetched, so that it cannot live on what another has asked
# for; the others go on with what those before them have, as a reader does who types several.  The whole text is there
# at once, and a worker of it answers all.
ASK = """async ([worker, queries, apart]) => {
    // All that a search says, and all that its results then show
    const resolved = (location) => new URL(location, new URL("../../../", worker)).href
    const passage = (channel, query, section) => new Promise((resolve) => {
        channel.addEventListener("message", ({ data }) => { if (data.section === section) resolve(data) })
        channel.postMessage({ query, section })
    })
    const kept = new Worker(worker)
    const ask = async (query, anew) => {
        const searcher = anew ? new Worker(worker) : kept
        searcher.postMessage({ type: 2, data: query })
        const { items } = await new Promise((resolve) => {
            searcher.onmessage = ({ data: { type, data } }) => { if (type === 3) resolve(data) }
        })
        let channel
        const shown = items.slice(0, 6).flat().map(async ({ location, title, text, tags, score, terms }) => {
            const [, name, query, section] = text.match(/channel="(.*?)" query="(.*?)" section="(.*?)"/) ?? []
            let rest = { address: resolved(location), title, words: text }
            if (name) rest = await passage(channel ??= new BroadcastChannel(name), Number(query), Number(section))
            const { address, title: head, words } = rest
            return { address: new URL(address).pathname, head, words, tags, score, terms }
        })
        const results = await Promise.all(shown)
        channel?.close()
        const pages = items.map((page) => new URL(resolved(page[0].location)).pathname)
        if (anew) searcher.terminate()
        return { query, pages, results }
    }
    const answers = []
    const anew = [...queries.keys()].filter((at) => apart && at % 3 === 0)
    while (anew.length)
        await Promise.all(anew.splice(0, 8).map(async (at) => { answers[at] = await ask(queries[at], true) }))
    for (const [at, query] of queries.entries()) answers[at] ??= await ask(query, false)
    kept.terminate()
    return answers
}"""


@pytest.fixture(scope="module")
def answers(many: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, Any]]]:
    """What both forms of the index say to the same queries: that in parts, and the whole text."""
    sections = sections_of(many)
    small = tmp_path_factory.mktemp("whole")
    shutil.copytree(many / "assets/javascripts/workers", small / "assets/javascripts/workers")
    (small / "about").mkdir()
    (small / "about/index.html").write_text("<!doctype html><title>-</title>", "utf-8")
    (small / "search").mkdir()
    (small / "search" / search.INDEX).write_bytes(search.whole(sections)[search.INDEX])
    found = []
    for folder, apart in ((many, True), (small, False)):
        [worker] = (folder / "assets/javascripts/workers").glob("search.*.js")
        with served(folder) as root:
            page = chromium.new_page()
            page.goto(f"{root}about/")
            address = root + worker.relative_to(folder).as_posix()
            found.append(page.evaluate(ASK, [address, queries(sections), apart]))
            page.close()
    return found


def test_the_index_in_parts_says_what_the_whole_text_says(answers: list[list[dict[str, Any]]]) -> None:
    parts, whole = answers
    assert len(parts) > 80
    for one, other in zip(parts, whole, strict=True):
        assert one == other, one["query"]
    assert sum(bool(one["pages"]) for one in parts) > 70
    assert sum(not one["pages"] for one in parts) >= 1


def test_the_build_and_the_browser_fold_alike(chromium: Browser) -> None:
    blocks = [
        (0x20, 0x2600),
        (0x3000, 0x3100),
        (0x4E00, 0x4F00),
        (0xAC00, 0xAD00),
        (0xFF01, 0xFFEF),
        (0x1D400, 0x1D800),
    ]
    characters = [chr(code) for first, end in blocks for code in range(first, end)]
    known = [one for one in characters if category(one) != "Cn"]  # the browser may know more of them
    texts = [f"{side}{one} {side}" for one in known for side in ("x", "字")]
    worker = Path(search.__file__).with_suffix(".js").read_text("utf-8")
    page = chromium.new_page()
    page.route("**/*", lambda route: route.fulfill(body="-"))
    page.goto("http://site.example/")
    found = page.evaluate("([worker, texts]) => texts.map(new Function(`${worker}; return fold`)())", [worker, texts])
    page.close()
    differing = [(text, one) for text, one in zip(texts, found, strict=True) if one != search.fold(text)]
    assert not differing, differing[:9]


def test_what_stands_in_the_text_is_found_and_marked(answers: list[list[dict[str, Any]]]) -> None:
    found = {one["query"]: one for one in answers[0]}
    for query in ("n<10", "n < 10", "N＜１０"):
        assert "<mark>n &lt; 10</mark>" in " ".join(result["words"] for result in found[query]["results"]), query
    assert "<mark>x²</mark>" in " ".join(result["words"] for result in found["x^2"]["results"])


@pytest.mark.parametrize("query", light.QUERIES)
def test_a_query_fetches_little(many: Path, chromium: Browser, query: str) -> None:
    asked = light.fetched(many, chromium, query)
    assert 0 < sum(size for _, size in asked) < light.LIMITS["query"] / 2, asked
    assert len({path for path, _ in asked}) == len(asked), "nothing is fetched twice"


def test_typing_letter_by_letter_fetches_little_as_well(many: Path, chromium: Browser) -> None:
    asked = light.fetched(many, chromium, "softmax", delay=100)
    assert sum(size for _, size in asked) < light.LIMITS["query"], asked


def test_a_reader_who_stays_while_the_site_is_built_anew_goes_on_searching(
    many: Path, chromium: Browser, tmp_path: Path
) -> None:
    shutil.copytree(many, tmp_path / "site")
    folder = tmp_path / "site" / "search"
    with served(tmp_path / "site") as root:
        page = chromium.new_page(locale="zh-CN")
        page.goto(f"{root}about/")
        page.locator(".md-search__input").click()
        page.wait_for_function("window.target$ !== undefined")
        light.type_(page, "凸共轭")
        index = json.loads((folder / search.INDEX).read_text("utf-8"))
        (folder / index["parts"]["folder"]).rename(folder / "new")
        index["parts"]["folder"] = "new"
        (folder / search.INDEX).write_text(json.dumps(index), "utf-8")
        light.type_(page, "反向传播")
        expect(page.locator(".md-search-result__link mark").first).to_have_text("反向传播")
        page.close()


# Lists: light, and nothing of them out of reach.

NOTE = re.compile(r"/\d{4}/\d{2}/[\w-]+/$")
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("address", [address for address in light.PAGES if address != "feed.xml"])
def test_pages_about_all_notes_are_light(many: Path, address: str) -> None:
    assert light.weights(many)[address] < light.LIMITS[""]


def test_further_pages_and_lists_of_formulas_are_light(many: Path) -> None:
    pages = [*many.glob("page/*/index.html"), *many.glob("archive/*/index.html"), *many.glob("verification/*/*.html")]
    heavy = {path: size for path in pages if (size := len(gzip.compress(path.read_bytes()))) > light.LIMITS[""]}
    assert len(pages) > MANY
    assert not heavy


def notes_on(page: Page) -> list[str]:
    """The notes that a page's list leads to, in order."""
    links: list[str] = page.locator(".entry__head a").evaluate_all("links => links.map(link => link.pathname)")
    return [link for link in links if NOTE.search(link)]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_every_note_is_reached_from_page_to_page(many: Path, chromium: Browser, script: bool) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=script)  # type: ignore[arg-type]
    page = context.new_page()
    with served(many) as root:
        page.goto(root)
        found, title = notes_on(page), page.title()
        assert len(found) == 20
        for number in (2, 1, 2):
            way = page.locator(f".pages a[rel={'next' if number == 2 else 'prev'}]")
            way.focus()
            way.press("Enter")
            expect(page.locator(".pages [aria-current=page]")).to_have_text(str(number))
        expect(page).not_to_have_title(title)
        expect(page.locator("h1")).to_contain_text("第 2 页，共 2 页")
        expect(page.locator(".pages a[rel=next]")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        boxes = [one.bounding_box() for one in page.locator(".pages > *, .pages li").all()]
        assert len({round(box["y"] + box["height"] / 2) // 8 for box in boxes if box}) == 1, "in one line"
        found += notes_on(page)
        page.locator(".pages").get_by_role("link", name="第 1 页").click()
        expect(page).to_have_title(title)
        page.goto(f"{root}page/2/")
        page.locator(".to-archive a").click()
        expect(page).to_have_url(f"{root}archive/")
        archived = notes_on(page)
    context.close()
    assert len(set(found)) == MANY
    assert archived == found


def test_tags_and_sitemap_know_every_note(many: Path) -> None:
    soup = BeautifulSoup((many / "tags/index.html").read_text("utf-8"), "html5lib")
    tagged = {str(link["href"]).removeprefix("..") for link in soup.select(".titles a")}
    assert len({address for address in tagged if NOTE.search(address)}) == MANY
    urls = re.findall(rf"<loc>https://{HOST}(.*?)</loc>", (many / "sitemap.xml").read_text("utf-8"))
    assert len({url for url in urls if NOTE.search(url) and not url.startswith("/verification/")}) == MANY
    assert {"/", "/page/2/", "/verification/"} <= set(urls), "from page to page without a reload"


def test_every_formula_is_counted_once_and_has_its_list(many: Path) -> None:
    table = BeautifulSoup((many / "verification/index.html").read_text("utf-8"), "html5lib")
    *rows, last = table.select("tbody tr")
    assert not table.select(".checked")
    counts = []
    for row in rows:
        [link] = row.select("a")
        page = many / "verification" / str(link["href"]) / "index.html"
        checked = BeautifulSoup(page.read_text("utf-8"), "html.parser").select(".checked")
        counts.append(int(row.select("td")[1].get_text()))
        assert len(checked) == counts[-1], page
    assert len(rows) > MANY / 2
    assert int(last.select("td")[1].get_text()) == sum(counts)


def test_search_leads_to_notes_and_not_to_pages_of_lists(many: Path) -> None:
    locations = {one.location.partition("#")[0] for one in sections_of(many)}
    assert sum(bool(NOTE.search(f"/{location}")) for location in locations) == MANY
    assert not [location for location in locations if location.startswith(("page/", "verification/"))]
