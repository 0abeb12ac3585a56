"""Asking other sites for pages, politely: few at a time, briefly, and not where they want no programs.

HEAD first, as nothing is to be read; GET where a site answers that HEAD is not for it.  What may be a passing fault is
asked again, after as long as the site says.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import BoundedSemaphore, Lock
from typing import IO, Any, Literal
from urllib.parse import quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

Kind = Literal["there", "moved", "gone", "unknown"]

AGENT = "yansuan-links/1 (checks the links of its author's own site)"
_AGAIN = frozenset({429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_NOT_FOR_HEAD = frozenset({400, 403, 404, 405, 406, 410, 501})
_FOREVER = frozenset({301, 308})
_LONGEST = 30.0
"""Seconds that a site may ask to be waited for."""


@dataclass(frozen=True)
class Answer:
    """What became of a question.

    Args:
        kind: whether the page is there, has moved for good, is gone, or nobody can say.
        why: the answer in words, or where it is now.
    """

    kind: Kind
    why: str = ""


@dataclass(frozen=True)
class Manners:
    """How it is asked.

    Args:
        timeout: seconds that an answer may take.
        together: how many are asked at the same time.
        per_host: how many of these of one host.
        tries: how often, where an answer may be a passing fault.
        wait: lets seconds pass.
    """

    timeout: float = 15.0
    together: int = 8
    per_host: int = 2
    tries: int = 3
    wait: Callable[[float], object] = time.sleep


class _Hops(urllib.request.HTTPRedirectHandler):
    """Follows redirects, and remembers whether all of them are for good."""

    def __init__(self) -> None:
        self.codes = list[int]()

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """The next request, by the same method."""
        self.codes.append(code)
        made = super().redirect_request(req, fp, code, msg, headers, newurl)
        if made is not None:
            made.method = req.get_method()
        return made


@dataclass
class Asker:
    """Asks, each address once."""

    manners: Manners = field(default_factory=Manners)
    _hosts: dict[str, BoundedSemaphore] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser | None] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def ask_all(self, urls: Iterable[str]) -> dict[str, Answer]:
        """The answer for each address."""
        wanted = list(dict.fromkeys(urls))
        with ThreadPoolExecutor(self.manners.together) as pool:
            return dict(zip(wanted, pool.map(self.ask, wanted), strict=True))

    def ask(self, url: str) -> Answer:
        """Whether a page is there."""
        try:
            parts = urlsplit(url)
            host = f"{parts.scheme}://{parts.netloc}"
            parts.port  # noqa: B018  # raises where it is no number
        except ValueError as error:
            return Answer("gone", f"it is no address: {error}")
        with self._turn(host):
            if not self._may(host, url):
                return Answer("unknown", "its robots.txt asks programs to stay away")
            return self._patiently(url)

    def _turn(self, host: str) -> BoundedSemaphore:
        with self._lock:
            return self._hosts.setdefault(host, BoundedSemaphore(self.manners.per_host))

    def _may(self, host: str, url: str) -> bool:
        """Whether a host lets programs ask for a page; one without rules does."""
        if host not in self._robots:
            rules: RobotFileParser | None = RobotFileParser()
            try:
                request = urllib.request.Request(f"{host}/robots.txt", headers={"User-Agent": AGENT})
                with urllib.request.urlopen(request, timeout=self.manners.timeout) as answer:
                    assert rules is not None
                    rules.parse(answer.read(500_000).decode("utf-8", "replace").splitlines())
            except (OSError, http.client.HTTPException, ValueError):
                rules = None
            self._robots[host] = rules
        found = self._robots[host]
        return found is None or found.can_fetch(AGENT, url)

    def _patiently(self, url: str) -> Answer:
        for attempt in range(1, self.manners.tries + 1):
            answer, again = self._once(url)
            if again is None or attempt == self.manners.tries:
                break
            self.manners.wait(min(again or 2.0**attempt, _LONGEST))
        return answer

    def _once(self, url: str) -> tuple[Answer, float | None]:
        """An answer, and after how many seconds to ask again; 0 where nobody says, None where it is final."""
        status, why, wait = self._request(url, "HEAD")
        if status in _NOT_FOR_HEAD:
            status, why, wait = self._request(url, "GET")
        if status in range(200, 300):
            return Answer("moved" if why else "there", why), None
        if status in _AGAIN:
            return Answer("unknown", why), wait
        return Answer("gone" if status in _GONE or status == 0 else "unknown", why), None

    def _request(self, url: str, method: str) -> tuple[int, str, float]:
        """The status of an answer, 0 where there was none; what is to be said of it; how long to wait.

        Of a page that is there this is where it has moved for good.
        """
        hops = _Hops()
        opener = urllib.request.build_opener(hops)
        headers = {"User-Agent": AGENT, "Accept": "*/*"}
        request = urllib.request.Request(_plain(url), headers=headers, method=method)
        try:
            with opener.open(request, timeout=self.manners.timeout) as answer:
                moved = bool(hops.codes) and all(code in _FOREVER for code in hops.codes)
                return answer.status, answer.url if moved else "", 0.0
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _status(error.code), _seconds(error.headers.get("Retry-After"))
        except urllib.error.URLError as error:
            return _passing(error.reason), _reason(error.reason), 0.0
        except (OSError, http.client.HTTPException, ValueError) as error:
            return _passing(error), _reason(error), 0.0


def _plain(url: str) -> str:
    """An address in the characters that HTTP has."""
    parts = urlsplit(url)
    try:
        host = parts.netloc.encode("ascii").decode()
    except UnicodeEncodeError:
        host = parts.netloc.encode("idna").decode()
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/?%:@!$&()*+,;=~-._')}" if parts.query else ""
    return urljoin(f"{parts.scheme}://{host}", f"{path or '/'}{query}")


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


def _passing(error: object) -> int:
    """A status for no answer at all: that of a fault that may pass, or 0."""
    is_unsure = isinstance(error, TimeoutError) or getattr(error, "errno", None) == socket.EAI_AGAIN
    return HTTPStatus.GATEWAY_TIMEOUT if is_unsure else 0


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "there is no such host"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    if isinstance(error, ConnectionRefusedError):
        return "nobody answers there"
    return " ".join(str(error).split()) or type(error).__name__


def _seconds(header: str | None) -> float:
    return float(header) if header and header.isdigit() else 0.0
