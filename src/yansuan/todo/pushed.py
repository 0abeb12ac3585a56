"""Under `serve`, what is wrong is shown on the open page at once, while the site is still built.

The page asks `/told/NUMBER?ADDRESS`, and gets an answer as soon as there is more than it knows.  MkDocs' own server
lets pages wait for the end of a build; so whoever saved a program would see for seconds what was there before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Condition
from typing import Any
from urllib.parse import unquote

from yansuan.files import PAGES
from yansuan.todo.listing import Fault, read

App = Callable[[Mapping[str, Any], Callable[..., Any]], Iterable[bytes]]

_ASKED = re.compile(r"/told/(\d+)")
_PATIENCE = 60.0
"""Seconds after which a page that waits is answered in any case, as MkDocs' own server does."""


class Pushed:
    """What is told in a build that was not told in the one before, for pages that ask."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._number = 1  # of what is known so far; a page that knows nothing asks for 0
        self._told = dict[str, None]()
        self._before = frozenset[str]()
        self._sources: Mapping[str, frozenset[str]] = {}

    def begin(self) -> None:
        """A build begins, and what was wrong may be mended."""
        with self._condition:
            self._told.clear()
            self._tell_all()

    def tell(self, message: str) -> None:
        """Take what is wrong; also before its place in the build comes, and again there."""
        with self._condition:
            if message not in self._told:
                self._told[message] = None
                self._tell_all()

    def end(self, sources: Mapping[str, frozenset[str]]) -> None:
        """A build has come to its end, and the pages say by themselves what is wrong.

        Args:
            sources: the files that each page is made of, by its address on the site.
        """
        with self._condition:
            self._before, self._sources = frozenset(self._told), sources
            self._told.clear()
            self._tell_all()

    def _tell_all(self) -> None:
        self._number += 1
        self._condition.notify_all()

    def after(self, number: int, address: str, patience: float = _PATIENCE) -> dict[str, Any]:
        """What is known when it is more than a page knows.

        Args:
            number: of what it knows.
            address: where it is on the site.
            patience: seconds to wait for it.
        """
        with self._condition:
            self._condition.wait_for(lambda: self._number != number, patience)
            faults = read(message for message in self._told if message not in self._before)
            own = self._sources.get(address.removesuffix("index.html"), frozenset())
            return {"number": self._number, "told": [[one.place, one.text] for one in _on(faults, own)]}


def answering(app: App, mount: str, pushed: Callable[[], Pushed]) -> App:
    """A server's application that answers these pages, too.

    Args:
        app: as it was.
        mount: the path below which the site is.
        pushed: what answers; another one where the settings have changed.
    """

    def answer(environ: Mapping[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        asked = _ASKED.fullmatch(environ["PATH_INFO"])
        if asked is None:
            return app(environ, start)
        address = unquote(unquote(environ.get("QUERY_STRING", ""))).removeprefix(mount)
        body = json.dumps(pushed().after(int(asked[1]), address), ensure_ascii=False).encode()
        start("200 OK", [("Content-Type", "application/json"), ("Cache-Control", "no-store")])
        return [body]

    return answer


def _on(faults: Iterable[Fault], sources: frozenset[str]) -> Iterator[Fault]:
    """Those of a page, and those of no page: of settings, of what has no place."""
    for fault in faults:
        if fault.path in sources or not fault.path.endswith((*PAGES, ".py")):
            yield fault
