"""What strangers send, to a real server over raw sockets: each refused with its code, and nothing grows or is told."""

from __future__ import annotations

import gc
import hashlib
import json
import re
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
from collections import Counter as Tallied
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from io import BytesIO
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import Client, create_environ

from tests.conftest import ROOT
from tests.visits.memory import NOTE, ORIGIN, SITE, Clock, MemoryStore
from visits import server as production
from visits.app import App
from visits.counter import Counter
from visits.limits import Limits
from visits.server import BODY, Server
from visits.settings import Listen
from visits.site import FILE
from visits.store import DAY, TOTAL, Tally

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EVENT = "0123456789abcdef0123456789abcdef"
HIT = json.dumps({"p": NOTE, "e": EVENT}).encode()
UNLIMITED = Limits(rate=1e6, burst=10**6, read_rate=1e6, read_burst=10**6, cap=1e6)
PROXIES = [ip_network("127.0.0.1")]


@dataclass
class Running:
    """A server in this process, its store and its app."""

    port: int
    store: MemoryStore
    app: App

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def send(self, *parts: bytes) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the answer to these bytes; the connection ends after it."""
        with self.connect() as connection:
            with suppress(ConnectionError):  # what is refused need not be read to its end
                for part in parts:
                    connection.sendall(part)
            return answer(connection)

    def hit(self, body: bytes = HIT, /, **headers: str) -> tuple[int, dict[str, str], bytes]:
        return self.send(request("POST /v1/hit", body, **headers))


def request(what: str, body: bytes = b"", /, **headers: str) -> bytes:
    sent = {"Host": "x", "Connection": "close", "Origin": ORIGIN, "User-Agent": FIREFOX, "Content-Type": "text/plain"}
    sent |= {"Content-Length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{what} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items() if value), "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    received = b""
    with suppress(ConnectionError):
        while more := connection.recv(65_536):
            received += more
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(first.split()[1]) if first else 0, headers, body


@contextmanager
def running(limits: Limits = UNLIMITED) -> Iterator[Running]:
    store = MemoryStore()
    with closing(Counter(store, lambda: SITE, Clock())) as counter:
        app = App(counter, proxies=PROXIES, limits=limits)
        server = Server(app, Listen("127.0.0.1", 0), threads=4)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            yield Running(server.listen.port, store, app)
        finally:
            server.stop()
            thread.join()


@pytest.fixture(scope="module")
def at() -> Iterator[Running]:
    with running() as it:
        yield it


def is_refusal(response: tuple[int, dict[str, str], bytes], status: int) -> bool:
    code, headers, body = response
    return (
        code == status
        and json.loads(body).keys() == {"error"}
        and b"\n" not in body
        and (headers["content-type"], headers["cache-control"]) == ("application/json", "no-store")
        and headers["x-content-type-options"] == "nosniff"
        and not headers.keys() & {"server", "via", "set-cookie"}
    )


def test_a_hit_passes(at: Running) -> None:
    status, headers, body = at.hit()
    assert (status, body) == (204, b"")
    assert not headers.keys() & {"server", "via", "content-type"}


@pytest.mark.parametrize(
    ("status", "sent"),
    [
        (403, request("POST /v1/hit", HIT, Origin="https://example.com")),
        (403, request("POST /v1/hit", HIT, Origin="")),
        (405, request("PUT /v1/hit", HIT)),
        (405, request("POST /v1/counts", HIT)),
        (405, request("CONNECT /v1/hit")),
        (415, request("POST /v1/hit", HIT, Content_Type="application/json")),
        (404, request("GET /../../../../etc/passwd")),
        (404, request("GET /v1/%2e%2e/%2e%2e/etc/passwd")),
        (404, request("GET /v1/count?path=/..%2f..%2fetc/passwd")),
        (404, request("GET http://other.example/etc/passwd")),
        (404, request("GET /v1/count?path=/%0d%0aSet-Cookie:%20a=b")),
        (404, request("GET /%0d%0aSet-Cookie:%20a=b")),
        (403, request("POST /v1/hit", HIT, Origin=f"{ORIGIN}\r\nOrigin: https://example.com")),
        (400, request("POST /v1/hit", HIT, Origin=f"{ORIGIN}\nSet-Cookie: a=b")),
        (400, request("GET /healthz", Bad="a\rb")),
        (400, b"GET /healthz HTTP/1.1\r\nno header\r\n\r\n"),
        (400, b"get /healthz HTTP/1.1\r\n\r\n"),
        (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
        (400, request("POST /v1/hit", HIT, Content_Length="-1")),
        (400, request("POST /v1/hit", HIT, Content_Length="7, 7")),
        (400, request("POST /v1/hit", b"hit\r\n", Content_Length="", Transfer_Encoding="chunked")),
        (400, request("GET /v1/count?path=\x80")),
        (501, request("POST /v1/hit", HIT, Content_Length="", Transfer_Encoding="gzip")),
        (431, request("GET /healthz", Long="a" * 20_000)),
        (431, request("GET /" + "a" * 20_000)),
        (413, request("POST /v1/hit", HIT + b" " * 2000)),
        (413, request("POST /v1/hit", Content_Length="10485760")),
        (413, request("POST /v1/hit", Content_Length="9" * 30)),
    ],
)
def test_refused(at: Running, status: int, sent: bytes) -> None:
    tallies = dict(at.store.tallies)
    answered = at.send(sent)
    assert is_refusal(answered, status), answered
    for part in (b"Cookie", b"passwd", b"example.com", b"waitress"):
        assert part not in answered[2]
    assert at.store.tallies == tallies


def test_ten_megabytes_are_not_taken(at: Running) -> None:
    size = 10 * 1024 * 1024
    whole = at.send(request("POST /v1/hit", Content_Length=str(size)), b" " * size)
    assert is_refusal(whole, 413)
    head = request("POST /v1/hit", Content_Length="", Transfer_Encoding="chunked")
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    assert is_refusal(at.send(head, *[chunk] * 160), 413)
    small = b"%x\r\n%b\r\n0\r\n\r\n" % (len(HIT), HIT)
    assert at.send(head, small)[0] == 204, "chunks as such are welcome"
    assert is_refusal(at.send(head, b"500\r\n" + b" " * 0x500 + b"\r\n0\r\n\r\n"), 413), "of a size the app refuses"
    assert size > BODY


def test_slow_connections_hold_nobody_up_and_are_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(production, "PATIENCE", 3600)
    with running() as at, ExitStack() as stack:
        slow = [stack.enter_context(at.connect()) for _ in range(150)]
        for number, connection in enumerate(slow):
            if number % 2:
                connection.sendall(request("POST /v1/hit", b"{", Content_Length="500"))
            else:
                connection.sendall(b"POST /v1/hit HTTP/1.1\r\nHost: ")
        assert at.hit()[0] == 204, "with far fewer threads than slow connections"
        monkeypatch.setattr(production, "PATIENCE", 0.2)
        give_up = time.monotonic() + 10
        while slow and time.monotonic() < give_up:
            slow = [connection for connection in slow if is_open(connection)]
            time.sleep(0.02)
        assert not slow, "a byte now and then does not keep them open"


def is_open(connection: socket.socket) -> bool:
    """Whether another byte can be sent."""
    try:
        return connection.send(b"a") == 1
    except ConnectionError:
        return False


def test_forged_addresses_of_unlisted_peers_are_ignored() -> None:
    with running(replace(UNLIMITED, burst=5, rate=0.001)) as at:
        at.app._proxies = []
        answers = [at.hit(X_Forwarded_For=f"198.51.100.{number}")[0] for number in range(8)]
        assert answers == [204] * 5 + [429] * 3, "all are the peer's"
        assert len(at.app.gate.hits) == 1


def test_a_flood_from_one_address_does_not_keep_others_out() -> None:
    with running(replace(UNLIMITED, burst=20, rate=0.001)) as at:
        answers = [at.hit(X_Forwarded_For="198.51.100.1") for _ in range(30)]
        assert [status for status, _, _ in answers] == [204] * 20 + [429] * 10
        assert is_refusal(answers[-1], 429)
        assert int(answers[-1][1]["retry-after"]) > 0
        assert at.hit(X_Forwarded_For="198.51.100.2")[0] == 204


def test_made_up_browsers_of_one_address_are_sixty_five_visitors_a_day() -> None:
    store, clock = MemoryStore(), Clock()
    with closing(Counter(store, lambda: SITE, clock)) as counter:
        for day in range(1, 3):
            for number in range(200):
                counter.hit(NOTE, (200 * day + number).to_bytes(16), "203.0.113.7", f"Mozilla/5.0 ({number})")
            assert store.total(TOTAL) == Tally(visits=65 * day, views=200 * day, visitors=65 * day)
            clock.now += DAY


def calls(app: App, bodies: Iterable[bytes], address: str = "127.0.0.1", forwarded: Iterable[str] = ()) -> Tallied[str]:
    """The statuses of hits with these bodies, without a socket, which would take most of the time."""
    environ = create_environ("/v1/hit", method="POST", headers={"Origin": ORIGIN, "User-Agent": FIREFOX})
    environ |= {"CONTENT_TYPE": "text/plain", "REMOTE_ADDR": address}
    addresses = iter(forwarded)
    statuses: Tallied[str] = Tallied()
    for body in bodies:
        sent: dict[str, Any] = environ | {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        if forwarding := next(addresses, None):
            sent["HTTP_X_FORWARDED_FOR"] = forwarding
        app(sent, lambda status, headers, exc_info=None: statuses.update([status[:3]]))  # type: ignore[arg-type]
    return statuses


def test_a_flood_from_many_addresses_meets_the_cap_in_bounded_memory() -> None:
    store = MemoryStore()
    with closing(Counter(store, lambda: SITE, Clock())) as counter:
        app = App(counter, proxies=PROXIES, limits=Limits(cap=100, entries=500, clock=Clock(0)))
        addresses = (f"2001:db8:{number:x}::1" for number in range(2000))
        statuses = calls(app, [HIT] * 2000, forwarded=addresses)
        assert statuses == {"204": 100, "429": 1900}
        assert len(app.gate.hits) == 500


def test_unknown_paths_leave_nothing_behind() -> None:
    store = MemoryStore()
    with closing(Counter(store, lambda: SITE, Clock())) as counter:
        app = App(counter, limits=UNLIMITED)
        bodies = (
            json.dumps({"p": f"/{number}/{'x' * 500}", "e": f"{number:032x}"}).encode() for number in range(10**6)
        )
        assert calls(app, [next(bodies) for _ in range(200)]) == {"404": 200}
        tracemalloc.start()
        try:
            gc.collect()
            before = tracemalloc.get_traced_memory()[0]
            statuses = calls(app, (next(bodies) for _ in range(600)))
            gc.collect()
            grown = tracemalloc.get_traced_memory()[0] - before
        finally:
            tracemalloc.stop()
        assert statuses == {"404": 600}
        assert grown < 60_000, "bytes; the paths alone are five times that"
        assert not store.tallies
        assert not store.events


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([NOTE, EVENT, "/", "TOTAL"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["p", "e", "w"]) | st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A hit's body, a few bytes of which are others, missing, or doubled."""
    body = bytearray(HIT)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(body) - 1))
        body[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(body)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with closing(Counter(MemoryStore(), lambda: SITE, Clock())) as counter:
        yield Client(App(counter, limits=UNLIMITED))


def is_hit(body: bytes) -> bool:
    """Whether it is one, as far as a lenient reader can tell."""
    try:
        read = json.loads(body)
        return read["p"] in SITE.pages and re.fullmatch("[0-9a-f]{32}", read["e"]) is not None
    except (ValueError, TypeError, KeyError, RecursionError):
        return False


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()) | spoilt())
@settings(max_examples=200)
def test_any_body_is_a_hit_or_refused(client: Client, body: bytes) -> None:
    answered = client.post("/v1/hit", data=body, headers={"Origin": ORIGIN}, content_type="text/plain")
    assert answered.status_code in ({204, 400} if is_hit(body) else {400, 404, 413})


HEADERS = ("Origin", "Content-Type", "Content-Length", "X-Forwarded-For", "User-Agent", "Sec-GPC", "Cookie", "Accept")


@given(
    st.sampled_from(["GET", "POST", "HEAD", "OPTIONS"]),
    st.sampled_from(["/v1/hit", "/v1/count", "/v1/counts", "/v1/series", "/healthz", "/"]),
    st.text(st.characters(max_codepoint=255)) | st.sampled_from(["path=/&days=", "path=%00", "path=/&path=/", "%"]),
    st.dictionaries(st.sampled_from(HEADERS), st.text(st.characters(min_codepoint=32, max_codepoint=255))),
    st.none() | st.text(max_size=20),
)
@settings(max_examples=150)
def test_no_request_is_a_fault_of_ours(
    client: Client, method: str, path: str, query: str, headers: dict[str, str], peer: str | None
) -> None:
    environ = create_environ(path, method=method, input_stream=BytesIO(HIT))
    environ |= {"QUERY_STRING": query, "REMOTE_ADDR": peer}
    names = {name: name.upper().replace("-", "_") for name in headers}
    own = ("Content-Type", "Content-Length")
    environ |= {(names[one] if one in own else f"HTTP_{names[one]}"): value for one, value in headers.items()}
    statuses: list[int] = []
    body = b"".join(
        client.application(environ, lambda status, headers, exc_info=None: statuses.append(int(status[:3])))  # type: ignore[arg-type]
    )
    assert statuses[0] in (200, 204, 400, 403, 404, 405, 413, 415)
    assert not body or json.loads(body)


@given(st.binary(max_size=200), st.booleans())
@settings(max_examples=40)
def test_any_bytes_are_refused_and_the_server_stays(at: Running, sent: bytes, as_header: bool) -> None:
    whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + sent + b"\r\n\r\n" if as_header else sent + b"\r\n\r\n"
    with at.connect() as connection:
        connection.sendall(whole)
        connection.shutdown(socket.SHUT_WR)
        status, _, _ = answer(connection)
    assert status in (0, 200, 400, 404, 405, 413, 431, 501)
    assert at.send(request("GET /healthz"))[0] == 200


@contextmanager
def serving(folder: Path, *arguments: str, site: str = SITE.to_json()) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`python -m visits serve` as a process of its own, and where it says it listens."""
    (folder / "site").mkdir(exist_ok=True)
    (folder / "site" / FILE).write_text(site, "utf-8")
    command = [sys.executable, "-m", "visits", "serve", "--new", "--site", str(folder / "site"), *arguments]
    if "--listen" not in arguments:
        command += ["--listen", "127.0.0.1:0"]
    if "--store" not in arguments:
        command += ["--store", f"sqlite:///{folder}/visits.sqlite3"]
    with (
        (folder / "errors").open("a") as errors,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("Counting at "), line + (folder / "errors").read_text()
            (folder / "output").write_text(line)
            yield process, line.removeprefix("Counting at ").partition(";")[0]
        finally:
            process.kill()
            with (folder / "output").open("a") as output:
                output.write(process.stdout.read() if process.stdout else "")


VISITORS = [
    ("203.0.113.77", FIREFOX),
    (
        "198.51.100.23",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15",
    ),
    ("2001:db8:7a7a:5b5b:1234:5678:9abc:def0", FIREFOX.replace("140", "141")),
    ("203.0.113.78", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
]


def traces(address: str, agent: str) -> Iterator[bytes]:
    """What would give a visitor away: the address and the browser as text, packed, or hashed without a salt."""
    parsed = ip_address(address)
    told = [address, parsed.exploded, agent, f"{address}{agent}", f"{SITE.url}\0{address}\0{agent}"]
    if parsed.version == 6:
        prefix = ip_network((int(parsed) >> 64 << 64, 64))
        told += [str(prefix), str(prefix.network_address), f"{SITE.url}\0{prefix}\0{agent}"]
        yield parsed.packed[:8]
    yield parsed.packed
    for text in told:
        yield text.encode()
        yield text.encode("utf-16-le")
        for kind in ("md5", "sha1", "sha256", "sha512", "blake2b"):
            digest = hashlib.new(kind, text.encode()).digest()
            yield digest[:12]
            yield digest[:12].hex().encode()


def test_nothing_of_a_person_is_in_any_file_or_log(tmp_path: Path) -> None:
    with serving(tmp_path, "--proxies", "127.0.0.1", "--burst", "6") as (process, url):
        at = Running(urlsplit(url).port or 0, MemoryStore(), None)  # type: ignore[arg-type]
        statuses: set[int] = set()
        for number, (address, agent) in enumerate(VISITORS):
            said = {"X_Forwarded_For": address, "User_Agent": agent}
            hits = [
                json.dumps({"p": path, "e": f"{number}{step:031x}"}).encode() for step, path in enumerate(SITE.pages)
            ]
            statuses |= {at.hit(hit, **said)[0] for hit in hits}
            statuses |= {at.hit(b"{" + agent.encode(), **said)[0], at.hit(Origin=f"http://{address}", **said)[0]}
            statuses |= {at.send(request(f"GET /{address}", **said))[0]}
            statuses |= {at.send(request("GET /healthz", Bad=f"{address}\r{agent}", **said))[0]}
            statuses |= {at.hit(**said)[0] for _ in range(4)}
        assert statuses == {204, 400, 403, 404, 429}
        assert at.send(request("GET /v1/count?path=TOTAL"))[0] == 200
        living = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
        process.terminate()
        assert process.wait(10) == 0
    left = [*living.items(), *((path, path.read_bytes()) for path in tmp_path.iterdir() if path.is_file())]
    assert {path.name for path in living} >= {"visits.sqlite3", "visits.sqlite3-wal", "visits.sqlite3-shm", "errors"}
    assert any(NOTE.encode() in content for _, content in left), "what is kept would be found"
    for visitor in VISITORS:
        for trace in traces(*visitor):
            for path, content in left:
                assert trace not in content, f"{visitor} in {path.name}"
