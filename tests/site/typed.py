"""Types words into the search of a built site in Chromium, and prints what is found as JSON.

    python -m tests.site.typed SITE WORDS ...

A program of its own, because a test run has one Playwright at a time and it may be another's.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.chromium import launch

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


def main(site: str, *queries: str) -> None:
    """Search for each of the words in turn."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        print(json.dumps([search(page, query) for query in queries] + [errors]))
        browser.close()
    server.shutdown()


def search(page: Page, query: str) -> Any:
    """What the list shows when these words have been typed."""
    box = page.locator("input.md-search__input")
    for words in ("", query):
        box.click()
        box.fill(words)
        box.press("Shift")  # an input method sends keys, and the theme listens for these
        page.wait_for_function(ANSWERED, arg=bool(words))
    return page.locator("a.md-search-result__link").evaluate_all(FOUND)


if __name__ == "__main__":
    main(*sys.argv[1:])
