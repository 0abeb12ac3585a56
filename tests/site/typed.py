"""Types words into the search of a built site in Chromium."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, Page

FOUND = """list => list.map(link => ({
    location: link.getAttribute("href").replace(/^https?:..[^/]*/, ""),
    marks: [...link.querySelectorAll("mark")].map(mark => mark.textContent),
    text: link.querySelector("article").textContent,
    missing: [...link.querySelectorAll("del")].map(term => term.textContent),
}))"""

ANSWERED = """typed => {
    const said = document.querySelector(".md-search-result__meta").textContent.trim()
    return typed !== ["键入以开始搜索", "正在初始化搜索引擎"].includes(said)
}"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a log."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def typed(browser: Browser, site: Path, queries: Iterable[str]) -> list[Any]:
    """What is found for each of the words in turn; and at the end the errors of the page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    found = [search(page, query) for query in queries]
    page.close()
    server.shutdown()
    server.server_close()
    return [*found, errors]


def search(page: Page, query: str) -> Any:
    """What the list shows when these words have been typed."""
    box = page.locator("input.md-search__input")
    for words in ("", query):
        box.click()
        box.fill(words)
        box.press("Shift")  # an input method sends keys, and the theme listens for these
        page.wait_for_function(ANSWERED, arg=bool(words))
    return page.locator("a.md-search-result__link").evaluate_all(FOUND)
