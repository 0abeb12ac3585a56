"""What bench/soak.py tells, where something is lost or not there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar, cast

from bench.soak import Log, differences, read, visit
from tests.visits.test_faults import SITE
from visits.site import FILE
from visits.store import TOTAL

PAGE = '<link rel="stylesheet" href="{sheet}"><img src=moon.png><p>text'


class Forgetful(SimpleHTTPRequestHandler):
    """Serves a folder, and keeps a hit when it is sent for the second time."""

    known: ClassVar[set[bytes]] = set()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204 if body in self.known else 503)
        self.end_headers()
        self.known.add(body)


@contextmanager
def served(folder: Path) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Forgetful, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


class Rounds:
    """An event that is set after so many looks; before each, something is done."""

    def __init__(self, *before: Callable[[], object]) -> None:
        self._before = list(before)

    def is_set(self) -> bool:
        if self._before:
            self._before.pop(0)()
            return False
        return True


def rounds(*before: Callable[[], object]) -> threading.Event:
    return cast(threading.Event, Rounds(*before))


def test_it_tells_what_a_reader_did_not_get_and_what_the_counter_lost(tmp_path: Path) -> None:
    page, sheet, picture = (tmp_path / name for name in ("index.html", "a.01234567.css", "moon.png"))
    (tmp_path / FILE).write_text(SITE.to_json(), "utf-8")

    def whole() -> None:
        page.write_text(PAGE.format(sheet="/a.01234567.css") + "</html>\n")
        sheet.touch()
        picture.touch()

    def another() -> None:
        page.write_text(PAGE.format(sheet="/b.01234567.css") + "</html>\n")
        sheet.rename(tmp_path / "b.01234567.css")
        picture.rename(tmp_path / "sun.png")

    def half() -> None:
        page.write_text(PAGE.format(sheet="/b.01234567.css"))

    log = Log()
    with served(tmp_path) as port:
        read(port, log, rounds(whole))
        assert (log.read, log.missing, log.halves) == (3, [], [])
        read(port, log, rounds(whole, another, half))
        assert log.missing == 2 * ["/a.01234567.css: 404", "/moon.png: 404"], "a page that was opened before needs it"
        assert log.halves == ["/: 71 bytes"]
        visit(port, SITE.origin, log, rounds(*2 * [lambda: None]))
    assert (log.kept, log.again) == (2, {"503": 2})
    visitors = len(log.visitors["/"])
    assert differences({TOTAL: visitors, "/": visitors}, 2, log) == []
    assert differences({TOTAL: visitors, "/": visitors - 1}, 1, log) == [
        "views: 1 in the store, 2 acknowledged",
        f"visits of /: {visitors - 1} told, {visitors} acknowledged",
    ]
