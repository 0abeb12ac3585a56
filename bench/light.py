"""What a large site's readers fetch: the pages that are about all notes, and a query of the search.

    python -m bench.light SITE

Printed are bytes as a server sends them that compresses: of pages that list notes, of their HTML alone; of a query, all
that is fetched from the first key until its results are shown, its script apart.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.weight import served
from tests.chromium import launch

PAGES = ("", "archive/", "tags/", "verification/", "feed.xml", "sitemap.xml")
"""What is about all notes, by address."""

QUERIES = ("梯度", "反向传播", "秩", "的", "n<10", "softmax", "勒让德变换的逆变换是什么", "矩阵 秩 空间")

LIMITS = {"": 60_000, "query": 200_000}
"""Bytes that may not be passed, at 465 notes."""

_SHOWN = """() => {
    const said = document.querySelector(".md-search-result__meta").textContent.trim()
    if (["键入以开始搜索", "正在初始化搜索引擎"].includes(said)) return false
    const { bottom } = document.querySelector(".md-search__scrollwrap").getBoundingClientRect()
    return [...document.querySelectorAll("search-passage:not([filled])")]
        .every(passage => !passage.checkVisibility() || passage.getBoundingClientRect().top >= bottom)
}"""


def main() -> None:
    """Weigh a built site, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path)
    print("\n".join(lines(parser.parse_args().site)))


def lines(site: Path) -> list[str]:
    """A table of all that is measured here."""
    found = [(f"/{address}", size) for address, size in weights(site).items()]
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for query in QUERIES:
            asked = fetched(site, browser, query)
            found.append((f"query {query}", sum(size for _, size in asked)))
        found.append(("script of search", sum(_packed(path) for path in site.glob("assets/javascripts/workers/*.js"))))
        browser.close()
    return [f"{name:40}{size / 1000:10.1f} KB" for name, size in found]


def weights(site: Path) -> dict[str, int]:
    """The bytes of what is about all notes, by address; of what there is of it."""
    files = {address: site / address for address in PAGES}
    files = {address: file / "index.html" if file.is_dir() else file for address, file in files.items()}
    return {address: _packed(file) for address, file in files.items() if file.is_file()}


def _packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))


def fetched(site: Path, browser: Browser, query: str, *, delay: float | None = None) -> Sequence[tuple[str, int]]:
    """What search asks for from the first key until results are shown: addresses, and bytes of their bodies.

    Args:
        site: the built site's folder.
        browser: in which a page of its own is opened.
        query: what is typed.
        delay: milliseconds between keys; None for all at once, as an input method does it.
    """
    log = list[tuple[str, int]]()
    with served(site, log) as root:
        page = browser.new_page(locale="zh-CN")
        page.goto(root + "about/")
        page.locator(".md-search__input").click()
        page.wait_for_function("window.document$ !== undefined")
        _is_ready(page)
        before = len(log)
        type_(page, query, delay)
        asked = [(path, size) for path, size in log[before:] if path.startswith("/search/")]
        page.close()
    return asked


def type_(page: Page, query: str, delay: float | None = None) -> None:
    """Type into the search of a page, and wait until what is in sight of the results is there."""
    box = page.locator(".md-search__input")
    _is_ready(page)
    if delay is None:
        page.keyboard.insert_text(query)
        box.press("Shift")
    else:
        box.press_sequentially(query, delay=delay)
    page.wait_for_function(_SHOWN)


def _is_ready(page: Page) -> None:
    """Empty the box, and wait until the search could answer."""
    box = page.locator(".md-search__input")
    box.fill("")
    box.press("Shift")  # an input method sends keys, and the theme listens for these
    expect(page.locator(".md-search-result__meta")).to_have_text("键入以开始搜索")


if __name__ == "__main__":
    main()
