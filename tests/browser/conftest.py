"""A real Chromium over the built site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.test_site import HOST

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


class Production(SimpleHTTPRequestHandler):
    """Files of a folder, unlogged, as the production server gives them.

    The site's own 404 page for what is not there; and a sitemap with this server's addresses, as the real one has the
    real server's: instant navigation goes where the sitemap says, and knows nothing of ports.
    """

    def do_GET(self) -> None:
        if self.path.startswith("/v1/count?"):  # nobody was here yet; what is counted is tested in test_visits.py
            return self._answer(200, "application/json", b'{"count": 0, "since": "2019-07", "as_of": ""}')
        if self.path != "/sitemap.xml":
            return super().do_GET()
        text = (Path(self.directory) / "sitemap.xml").read_text("utf-8")
        body = text.replace(f"https://{HOST}/", f"http://{self.headers['Host']}/").encode()
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
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Production, directory=str(site)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site; at the end the test fails on console errors and on requests to another host."""
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
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not complaints
