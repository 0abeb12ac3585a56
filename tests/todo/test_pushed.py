"""Under `serve`, what is wrong is shown on the open page while the site is built."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from playwright.sync_api import Browser, expect

from yansuan.report import Console
from yansuan.todo.door import _SCRIPT
from yansuan.todo.listing import Listening
from yansuan.todo.pushed import Pushed, answering

SOURCES = {"": frozenset({"docs/index.md"}), "甲/": frozenset({"docs/a.md", "snippets/a.py"})}
FAILS = "equations: docs/a.md:6:1: formula fails: 1 < 2"


def told(pushed: Pushed, address: str = "甲/") -> list[Any]:
    return list(pushed.after(0, address)["told"])


def test_a_page_is_told_what_is_new_in_its_own_files() -> None:
    pushed = Pushed()
    pushed.begin()
    pushed.tell(old := "reading: docs/a.md:1:1: was there before")
    pushed.end(SOURCES)
    assert not told(pushed)
    pushed.begin()
    for message in (
        old,
        FAILS,
        "program: snippets/a.py:3: SyntaxError",
        FAILS,
        "reading: docs/b.md:1:1: x",
        "no place",
    ):
        pushed.tell(message)
    fails = ["docs/a.md:6:1", "formula fails: 1 < 2"]
    assert told(pushed) == [fails, ["snippets/a.py:3", "SyntaxError"], ["", "no place"]]
    assert told(pushed, "") == [["", "no place"]]
    pushed.end(SOURCES)
    assert not told(pushed)
    pushed.tell("settings: mkdocs.yml:2:1: it is not valid YAML.")
    assert told(pushed) == [["mkdocs.yml:2:1", "it is not valid YAML."]]


def test_whoever_knows_all_waits() -> None:
    pushed, answers = Pushed(), list[Any]()
    number = pushed.after(0, "")["number"]
    assert pushed.after(number, "", patience=0) == {"number": number, "told": []}
    waiting = threading.Thread(target=lambda: answers.append(pushed.after(number, "")))
    waiting.start()
    pushed.tell("no place")
    waiting.join()
    assert answers == [{"number": number + 1, "told": [["", "no place"]]}]


def test_what_is_told_ahead_is_heard_at_once() -> None:
    heard = list[str]()
    listening = Listening(heard.append)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(listening)
    try:
        Console("equations").tell("docs/a.md:6:1: formula fails: 1 < 2")
    finally:
        logger.removeHandler(listening)
    assert heard == [FAILS]
    assert not listening.messages  # that is for its place in the build


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def served() -> Iterator[tuple[Pushed, str]]:
    """A server as MkDocs has it, below a path, with one page."""
    pushed = Pushed()

    def page(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [f"<!DOCTYPE html><body><p>文</p><script>{_SCRIPT.read_text('utf-8')}</script></body>".encode()]

    server = _Server(("127.0.0.1", 0), _Quiet)
    server.set_app(answering(page, "/blog/", lambda: pushed))
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield pushed, f"http://127.0.0.1:{server.server_port}/blog/甲/"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_the_open_page_shows_it(served: tuple[Pushed, str], chromium: Browser) -> None:
    pushed, address = served
    pushed.end(SOURCES)
    page = chromium.new_page()
    try:
        page.goto(address)
        box = page.get_by_role("status")
        expect(box).to_have_count(0)
        pushed.begin()
        pushed.tell("reading: docs/b.md:1:1: of another page")
        pushed.tell(FAILS)
        expect(box).to_have_text("docs/a.md:6:1 formula fails: 1 < 2")
        pushed.begin()
        expect(box).to_have_count(0)
    finally:
        page.close()
