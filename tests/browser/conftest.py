"""A real Chromium over the built site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.chromium import stands
from tests.conftest import AREAS, LEVERS, SPRINGS

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LITTLE = (LEVERS, SPRINGS, AREAS)


@cache
def alone(page: Path) -> bytes:
    """A note's page with its explorable and nothing else of the note: far down, and with as much below it."""
    html = page.read_text("utf-8")
    start, end = html.index("</header>", html.index("<article")) + len("</header>"), html.index("</article>")
    [figure] = re.findall(r"<figure\b[^>]*\bdata-explore=.*?</figure>", html[start:end], re.DOTALL)
    room = '<div style="height: 2000px"></div>'
    return "".join([html[:start], room, figure, room, html[end:]]).encode()


class Production(SimpleHTTPRequestHandler):
    """Files of a folder, unlogged, as the production server gives them.

    The site's own 404 page for what is not there; and a sitemap with this server's addresses, as the real one has the
    real server's: instant navigation goes where the sitemap says, and knows nothing of ports.  Asked for a
    note with `?alone`, it gives the note's explorable alone.
    """

    def do_GET(self) -> None:
        if self.path.startswith("/v1/count?"):  # nobody was here yet; what is counted is tested in test_visits.py
            return self._answer(200, "application/json", b'{"count": 0, "since": "2019-07", "as_of": ""}')
        if self.path.endswith("/?alone"):
            page = Path(self.directory, self.path.removesuffix("?alone").strip("/"), "index.html")
            return self._answer(200, "text/html; charset=utf-8", alone(page))
        if not self.path.endswith("/sitemap.xml"):
            return super().do_GET()
        text = Path(self.translate_path(self.path)).read_text("utf-8")
        body = re.sub(r"(?<=<loc>)https://[^/]+/", f"http://{self.headers['Host']}/", text).encode()
        return self._answer(200, "application/xml", body)

    def log_message(self, *_: Any) -> None:
        pass

    def send_error(self, code: int, *arguments: Any, **options: Any) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            return super().send_error(code, *arguments, **options)
        return self._answer(404, "text/html; charset=utf-8", page.read_bytes())

    def _answer(self, code: int, kind: str, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder is of the tier `browser`."""
    for item in items:
        if item.nodeid.startswith("tests/browser/"):
            item.add_marker(pytest.mark.browser)


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """Where a built site is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Production, directory=str(site)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def little_address(little: Path) -> Iterator[str]:
    """Where the little site is served."""
    with serving(little) as address:
        yield address


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site; at the end the test fails on console errors and on requests to another host."""
    with opening(chromium, address) as open_:
        yield open_


@pytest.fixture
def open_little(chromium: Browser, little_address: str) -> Iterator[Callable[..., Page]]:
    """The same of the little site, a page of which costs a third of a note's."""
    with opening(chromium, little_address) as open_:
        yield open_


@contextmanager
def opening(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens pages in windows of their own, and judges at the end what they did."""
    contexts, complaints = [], list[str]()

    def watch(page: Page, is_missing: bool) -> None:
        def hear(message: ConsoleMessage) -> None:
            # The 404 page is asked for on purpose; that the console says so may come at any time.
            if message.type == "error" and not (is_missing and "404" in message.text):
                complaints.append(message.text)

        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                complaints.append(f"request to {request.url}")
                if not request.url.startswith((address, "data:", "blob:"))
                else None
            ),
        )

    def open_(path: str = "", **options: Any) -> Page:
        settings: dict[str, Any] = {"viewport": DESKTOP, "locale": "zh-CN", **options}
        context = chromium.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        watch(page, is_missing=path.startswith("no-such"))
        response = page.goto(address + path)
        assert response is not None
        if settings.get("java_script_enabled", True):
            stands(page)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not complaints
