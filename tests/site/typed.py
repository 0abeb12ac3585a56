"""Types words into the search of a built site in Chromium."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, expect

from tests.chromium import PATIENCE

# What the list shows for each of the words.  Material's bundle listens for keys, which an input method sends, too.
SEARCH = """async ([queries, patience]) => {
    const box = document.querySelector("input.md-search__input")
    const meta = document.querySelector(".md-search-result__meta")
    const type = async words => {
        const end = Date.now() + patience
        box.value = words
        box.dispatchEvent(new KeyboardEvent("keyup", { key: "Shift", bubbles: true }))
        const isAnswered = () => !!words != ["键入以开始搜索", "正在初始化搜索引擎"].includes(meta.textContent.trim())
        while (!isAnswered()) {
            if (Date.now() > end) throw Error(`${words}: ${meta.textContent}`)
            await new Promise(resolve => setTimeout(resolve, 2))
        }
        await new Promise(resolve => setTimeout(resolve)) // and the list is filled
    }
    const found = []
    for (const query of queries) {
        await type("")
        await type(query)
        found.push([...document.querySelectorAll("a.md-search-result__link")].map(link => ({
            location: link.getAttribute("href").replace(/^https?:..[^/]*/, ""),
            marks: [...link.querySelectorAll("mark")].map(mark => mark.textContent),
            text: link.querySelector("article").textContent,
            missing: [...link.querySelectorAll("del")].map(term => term.textContent),
        })))
    }
    return found
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
    box = page.locator("input.md-search__input")
    box.click()
    box.press("Shift")
    expect(page.locator(".md-search-result__meta")).to_have_text("键入以开始搜索")
    found: list[Any] = page.evaluate(SEARCH, [list(queries), 1000 * PATIENCE])
    page.close()
    server.shutdown()
    server.server_close()
    return [*found, errors]
