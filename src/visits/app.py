"""The counter over HTTP: a WSGI app that refuses whatever is not one of its few questions, exactly as asked.

| | |
| --- | --- |
| `POST /v1/hit` | count a view: `{"p": path, "e": event id}`; 204 once it is durable |
| `GET /v1/count?path=` | the visits of a page, or of the site (`TOTAL`) |
| `GET /v1/counts` | those of the site and of every page |
| `GET /v1/series?path=&days=` | what was counted day by day |
| `GET /healthz` | whether the store can be used |

An error is `{"error": "one line"}`, in words of ours: nothing that was sent comes back, and nothing of it is logged.
"""

from __future__ import annotations

import json
import logging
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from http import HTTPStatus
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import TYPE_CHECKING, Any, TypeAlias

from werkzeug import Request, Response
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.wsgi import get_input_stream

from visits.counter import Counter, UnknownPage, without_values
from visits.limits import Gate, Limits
from visits.series import MOST
from visits.store import TOTAL, Unavailable, View
from visits.visitor import network, parsed_address

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Proxy = IPv4Network | IPv6Network | str  # the string is "unix": whatever connects through a Unix socket
Address = IPv4Address | IPv6Address
Answer: TypeAlias = "Response | _Nothing"

log = logging.getLogger("visits")

HIT = "/v1/hit"
MAX_BODY = 1024  # bytes
MAX_PATH = 1024  # characters
MAX_DAYS = MOST
LOCAL = "127.0.0.1"  # whatever connects through a Unix socket is on this machine
FRESH = "max-age=300, stale-while-revalidate=86400"
RETRY_AFTER = "10"  # seconds, when the store is unavailable
_LIST_IT = "List it in VISITS_PROXIES, as 127.0.0.1 or unix."
_PREFETCHED = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")
_PRIVATE = ("HTTP_SEC_GPC", "HTTP_DNT")
_EVENT = re.compile(r"[0-9a-f]{32}")
_DAYS = re.compile(r"[0-9]{1,4}")


class Refusal(Exception):
    """A request that is not answered as asked: with which status, why in one line, and which headers."""

    def __init__(self, status: HTTPStatus, reason: str, **headers: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class _Nothing:
    """A 204, which is what nearly every request gets: by hand, as werkzeug's takes as long as the rest of a hit."""

    def __init__(self) -> None:
        self.headers = {"Cache-Control": "no-store"}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("204 No Content", list(self.headers.items()))
        return []


class App:
    """The WSGI app.

    Args:
        counter: counts and tells.
        origins: from whose pages views are taken, as `https://example.org`; none given, from the site's own.
        proxies: whose `X-Forwarded-For` is believed: networks, and `"unix"` for a Unix socket.
        limits: how much may be asked.
    """

    def __init__(
        self,
        counter: Counter,
        *,
        origins: Collection[str] = (),
        proxies: Sequence[Proxy] = (),
        limits: Limits = Limits(),  # noqa: B008 (it is frozen)
    ) -> None:
        self.gate = Gate(limits)
        self._counter = counter
        self._origins = frozenset(origins)
        self._proxies = proxies
        self._warned = False
        self._faults: set[tuple[str, int]] = set()
        self._routes: Mapping[str, tuple[tuple[str, ...], Callable[[Request], Answer]]] = {
            HIT: (("POST",), self._hit),
            "/v1/count": (("GET", "HEAD"), self._count),
            "/v1/counts": (("GET", "HEAD"), self._counts),
            "/v1/series": (("GET", "HEAD"), self._series),
            "/healthz": (("GET", "HEAD"), self._healthz),
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        try:
            response = self._answer(request)
        except Exception as error:
            response = self._told(error)
        self._allow_reading(environ, response)
        return response(environ, start_response)

    def answer_hits(self, environs: Sequence[WSGIEnvironment]) -> list[WSGIApplication]:
        """The answers to hits that came together, in their order; they are durable together."""
        views: list[View] = []
        answers: list[Answer | None] = []
        for environ in environs:
            try:
                view = self._view(environ)
                answers.append(None if view else _Nothing())
                views += [view] if view else []
            except Exception as error:
                answers.append(self._told(error))
        try:
            self._counter.keep(views)
        except Exception as error:
            answers = [answer or self._told(error) for answer in answers]
        done = [answer or _Nothing() for answer in answers]
        for environ, answer in zip(environs, done, strict=True):
            self._allow_reading(environ, answer)
        return list(done)

    def _told(self, error: Exception) -> Response:
        """What is answered where something is not as it should be."""
        if isinstance(error, Refusal):
            response = _json({"error": error.reason}, error.status)
            response.headers.update(error.headers)
            return response
        if isinstance(error, UnknownPage):
            return _json({"error": "the site has no such page"}, HTTPStatus.NOT_FOUND)
        if isinstance(error, Unavailable):
            response = _json({"error": str(error)}, HTTPStatus.SERVICE_UNAVAILABLE)
            response.headers["Retry-After"] = RETRY_AFTER
            return response
        if isinstance(error, HTTPException):  # werkzeug's: a request that cannot be read
            return _json({"error": "not a request that can be read"}, HTTPStatus.BAD_REQUEST)
        self._log_fault(error)
        return _json({"error": "a fault of the counter's; it is in its log"}, HTTPStatus.INTERNAL_SERVER_ERROR)

    def _answer(self, request: Request) -> Answer:
        route = self._routes.get(request.path)
        if route is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "there is nothing here")
        methods, answer = route
        if request.method == "OPTIONS":
            return self._preflight(methods)
        if request.method not in methods:
            allowed = ", ".join((*methods, "OPTIONS"))
            raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, f"only {allowed}", Allow=allowed)
        return answer(request)

    def _hit(self, request: Request) -> Answer:
        if view := self._view(request.environ):
            self._counter.keep([view])
        return _Nothing()

    def _view(self, sent: WSGIEnvironment) -> View | None:
        """The view that a hit tells of; None where the visitor does not want it counted.

        From the environment, and not by werkzeug's request, which takes longer to make than all else here.
        """
        address = self._address(sent)
        _pass(self.gate.hit(network(address)))
        if not self._is_ours(sent):
            raise Refusal(HTTPStatus.FORBIDDEN, "views are taken from the site's own pages only")
        if sent.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != "text/plain":
            raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "the content type is text/plain")
        path, event, driven = read_hit(_body(sent))
        return self._counter.view(
            path,
            event,
            address,
            sent.get("HTTP_USER_AGENT", ""),
            automated=driven or any("prefetch" in sent[name].lower() for name in _PREFETCHED if name in sent),
            private=any(sent[name].strip() == "1" for name in _PRIVATE if name in sent),
        )

    def _count(self, request: Request) -> Response:
        self._pass_read(request)
        return _json(asdict(self._counter.count(_page(request))), cache=FRESH)

    def _counts(self, request: Request) -> Response:
        self._pass_read(request)
        return _json(asdict(self._counter.counts()), cache=FRESH)

    def _series(self, request: Request) -> Response:
        self._pass_read(request)
        path, days = _page(request), _days(request)
        texts = ",".join(self._counter.series(path, days))
        return _answer(f'{{"path":{json.dumps(path)},"days":[{texts}]}}', cache=FRESH)

    def _healthz(self, _: Request) -> Response:
        lost = self._counter.check()
        return _json({"status": "ok", "lost": lost} if lost else {"status": "ok"})

    def _pass_read(self, request: Request) -> None:
        _pass(self.gate.read(network(self._address(request.environ))))

    def _address(self, sent: WSGIEnvironment) -> str:
        address, before = client_address(sent, self._proxies)
        if before and not self._warned and _is_unlisted_proxy(address, before):
            self._warned = True
            log.warning("Is there a proxy in front that is not listed? Then all visitors look like one. %s", _LIST_IT)
        return address

    def _is_ours(self, sent: WSGIEnvironment) -> bool:
        origin = sent.get("HTTP_ORIGIN", "")
        return origin in self._origins if self._origins else bool(origin) and origin == self._counter.site.origin

    def _preflight(self, methods: tuple[str, ...]) -> Answer:
        response = _Nothing()
        response.headers["Allow"] = ", ".join((*methods, "OPTIONS"))
        response.headers["Access-Control-Allow-Methods"] = ", ".join(methods)
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Access-Control-Max-Age"] = "86400"
        return response

    def _allow_reading(self, sent: WSGIEnvironment, response: Answer) -> None:
        """Say which pages' scripts may see the answer (CORS): the site's own after a hit, all after a question."""
        if sent.get("PATH_INFO") != HIT:
            response.headers["Access-Control-Allow-Origin"] = "*"
            return
        response.headers["Vary"] = "Origin"
        if self._is_ours(sent):
            response.headers["Access-Control-Allow-Origin"] = sent["HTTP_ORIGIN"]

    def _log_fault(self, error: Exception) -> None:
        """Log a fault of ours, once for each place, so that nobody who finds one can fill the disk with it."""
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        place = (frame.tb_frame.f_code.co_filename, frame.tb_lineno) if frame is not None else ("", 0)
        if place not in self._faults:
            self._faults.add(place)
            log.error("A request failed:\n%s", without_values(error))


def read_hit(body: bytes) -> tuple[str, bytes, bool]:
    """The path, the 16 bytes of the event, and whether the browser is driven, from a hit's body.

    Raises:
        Refusal: 400, where it is not exactly that.
    """
    try:
        hit = _JSON.decode(body.decode("utf-8"))
        if not isinstance(hit, dict) or not {"p", "e"} <= hit.keys() <= {"p", "e", "w"}:
            raise ValueError
        path, event, driven = hit["p"], hit["e"], hit.get("w", False)
        if not (isinstance(path, str) and isinstance(event, str) and isinstance(driven, bool)):
            raise ValueError
        path.encode("utf-8")  # half a surrogate pair is no character
        if not _EVENT.fullmatch(event):
            raise ValueError
    except (ValueError, RecursionError):
        wanted = '{"p": path, "e": 32 hexadecimal digits}'
        raise Refusal(HTTPStatus.BAD_REQUEST, f"the body is not {wanted}") from None
    return path, bytes.fromhex(event), driven


def client_address(environ: Mapping[str, Any], proxies: Sequence[Proxy]) -> tuple[str, list[str]]:
    """The visitor's IP address, the nearest hop that is not one of the proxies; and what stands before it.

    Each hop appends to `X-Forwarded-For` the address that it was called from.  What stands left of the first hop that
    is not listed may have been written by anybody.
    """
    hop = _address(environ.get("REMOTE_ADDR") or "")  # none: a Unix socket, which some servers call "localhost"
    forwarded = environ["HTTP_X_FORWARDED_FOR"].split(",") if "HTTP_X_FORWARDED_FOR" in environ else []
    while forwarded and _is_listed(hop, proxies):
        before = _address(forwarded.pop())
        if before is None:
            forwarded = []
            break
        hop = before
    return LOCAL if hop is None else str(hop), forwarded


def _is_unlisted_proxy(hop: str, before: Sequence[str]) -> bool:
    """Whether a hop on this network passes on what others sent, though it is none of the proxies.

    That is who calls, where it sends `X-Forwarded-For`; or whom a proxy names, where that one names others in turn. A
    visitor on this network, such as the operator, sends none.
    """
    return parsed_address(hop).is_private and _address(before[-1]) is not None


@lru_cache(maxsize=4096)  # mostly the proxy's own
def _address(written: str) -> Address | None:
    try:
        parsed = parsed_address(written.strip())
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed


def _is_listed(hop: Address | None, proxies: Sequence[Proxy]) -> bool:
    return any(hop is None if isinstance(proxy, str) else hop is not None and hop in proxy for proxy in proxies)


def _pass(wait: float) -> None:
    if wait:
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, "too many requests", Retry_After=str(math.ceil(wait)))


def _body(sent: WSGIEnvironment) -> bytes:
    length = sent.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit() and int(length) > MAX_BODY):
        body: bytes = get_input_stream(sent).read(MAX_BODY + 1)
        if len(body) <= MAX_BODY:
            return body
    raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {MAX_BODY} bytes")


def _page(request: Request) -> str:
    path = _only(request, "path")
    if path is None:
        raise Refusal(HTTPStatus.BAD_REQUEST, f"one path is needed: that of a page, or {TOTAL}")
    if len(path) > MAX_PATH:
        raise Refusal(HTTPStatus.BAD_REQUEST, f"a path has at most {MAX_PATH} characters")
    return path


def _days(request: Request) -> int:
    days = _only(request, "days") if "days" in _arguments(request) else "90"
    if days is None or not _DAYS.fullmatch(days) or not 1 <= int(days) <= MAX_DAYS:
        raise Refusal(HTTPStatus.BAD_REQUEST, f"days is one number from 1 to {MAX_DAYS}")
    return int(days)


def _only(request: Request, name: str) -> str | None:
    values = _arguments(request).getlist(name)
    return values[0] if len(values) == 1 else None


def _arguments(request: Request) -> MultiDict[str, str]:
    try:
        return request.args
    except UnicodeDecodeError:  # bytes that a browser would have written as %XX
        raise Refusal(HTTPStatus.BAD_REQUEST, "the query is not written in UTF-8") from None


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError
    return read


_JSON = json.JSONDecoder(object_pairs_hook=_without_repetition)


def _json(answer: object, status: HTTPStatus = HTTPStatus.OK, *, cache: str = "no-store") -> Response:
    return _answer(json.dumps(answer, ensure_ascii=True, separators=(",", ":")), status, cache=cache)


def _answer(text: str, status: HTTPStatus = HTTPStatus.OK, *, cache: str = "no-store") -> Response:
    headers = {"Cache-Control": cache, "X-Content-Type-Options": "nosniff"}
    return Response(text, status, headers, content_type="application/json")
