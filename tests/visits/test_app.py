"""The counter over HTTP: each request with its answer, as a table; outages; addresses."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from tests.visits.memory import NOON, NOTE, ORIGIN, SITE, Clock, MemoryStore
from visits.app import App, Proxy, client_address
from visits.counter import Counter
from visits.limits import Limits
from visits.store import DAY, TOTAL, Tally, View

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PEER = "127.0.0.1"
EVENT = "0123456789abcdef0123456789abcdef"
BODY = json.dumps({"p": NOTE, "e": EVENT})
UNLIMITED = Limits(rate=1e6, burst=10**6, read_rate=1e6, read_burst=10**6, cap=1e6)
FRESH = "max-age=300, stale-while-revalidate=86400"


class Fixture:
    def __init__(self) -> None:
        self.store = MemoryStore()
        self.clock = Clock()
        self.counter = Counter(self.store, lambda: SITE, self.clock)
        self.app = App(self.counter, limits=UNLIMITED)
        self.client = Client(self.app)

    def hit(self, body: str | bytes = BODY, **headers: str) -> TestResponse:
        sent = {"Origin": ORIGIN, "User-Agent": FIREFOX, "Content-Type": "text/plain;charset=UTF-8"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        headers_sent = {name: value for name, value in sent.items() if value}
        return self.client.post("/v1/hit", data=body, headers=headers_sent, environ_base={"REMOTE_ADDR": PEER})

    def total(self, path: str = TOTAL) -> Tally:
        return self.store.total(path)


@pytest.fixture
def at() -> Iterator[Fixture]:
    fixture = Fixture()
    yield fixture
    fixture.counter.close()


def is_refusal(response: TestResponse, status: int) -> bool:
    """Whether it has that status, one line of JSON that says why, and may be neither kept nor taken for a page."""
    reason = json.loads(response.data)
    return (
        response.status_code == status
        and reason.keys() == {"error"}
        and bool(reason["error"])
        and b"\n" not in response.data
        and response.content_type == "application/json"
        and response.headers["Cache-Control"] == "no-store"
        and response.headers["X-Content-Type-Options"] == "nosniff"
    )


def test_a_view_is_counted(at: Fixture) -> None:
    answer = at.hit()
    assert (answer.status_code, answer.data) == (204, b"")
    assert "Content-Type" not in answer.headers
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answer.headers["Vary"] == "Origin"
    assert at.total(NOTE) == at.total() == Tally(visits=1, views=1, visitors=1)
    assert at.hit().status_code == 204
    assert at.total() == Tally(visits=1, views=1, visitors=1), "the same event"


BOT = Tally(bots=1)
PERSON = Tally(visits=1, views=1, visitors=1)


@pytest.mark.parametrize(
    ("headers", "body", "counted"),
    [
        ({"User_Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, BODY, BOT),
        ({"User_Agent": "curl/8.5.0"}, BODY, BOT),
        ({"User_Agent": " "}, BODY, BOT),
        ({"Sec_Purpose": "prefetch"}, BODY, BOT),
        ({"Sec_Purpose": "prefetch;prerender"}, BODY, BOT),
        ({"Purpose": "prefetch"}, BODY, BOT),
        ({"X_Moz": "prefetch"}, BODY, BOT),
        ({}, json.dumps({"p": NOTE, "e": EVENT, "w": True}), BOT),
        ({}, json.dumps({"p": NOTE, "e": EVENT, "w": False}), PERSON),
        ({"Sec_GPC": "1"}, BODY, Tally()),
        ({"DNT": "1"}, BODY, Tally()),
        ({"Sec_GPC": "0", "DNT": "0"}, BODY, PERSON),
        ({"DNT": "unspecified"}, BODY, PERSON),
    ],
)
def test_who_is_counted_as_what(at: Fixture, headers: dict[str, str], body: str, counted: Tally) -> None:
    assert at.hit(body, **headers).status_code == 204
    assert at.total() == counted
    assert bool(at.store.events) == (counted != Tally())


def test_a_request_without_a_user_agent_is_a_bots(at: Fixture) -> None:
    at.client.post("/v1/hit", data=BODY, content_type="text/plain", headers={"Origin": ORIGIN, "User-Agent": ""})
    assert at.total() == BOT


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (403, {"Origin": ""}, BODY),
        (403, {"Origin": "null"}, BODY),
        (403, {"Origin": "https://example.com"}, BODY),
        (403, {"Origin": "https://example.org.evil.example"}, BODY),
        (403, {"Origin": "http://example.org"}, BODY),
        (403, {"Origin": f"{ORIGIN}, {ORIGIN}"}, BODY),
        (415, {"Content_Type": "application/json"}, BODY),
        (415, {"Content_Type": "text/plain2"}, BODY),
        (415, {"Content_Type": ""}, BODY),
        (413, {}, BODY + " " * 1024),
        (404, {}, json.dumps({"p": "/none/", "e": EVENT})),
        (404, {}, json.dumps({"p": TOTAL, "e": EVENT})),
        (404, {}, json.dumps({"p": "", "e": EVENT})),
        (404, {}, json.dumps({"p": "/../../etc/passwd", "e": EVENT})),
        (404, {}, json.dumps({"p": NOTE + "\r\nSet-Cookie: a=b", "e": EVENT})),
        (400, {}, ""),
        (400, {}, b"\xff\xfe"),
        (400, {}, b"\xef\xbb\xbf" + BODY.encode()),
        (400, {}, "null"),
        (400, {}, "NaN"),
        (400, {}, f'["{NOTE}", "{EVENT}"]'),
        (400, {}, BODY + BODY),
        (400, {}, "[" * 1000),
        (400, {}, '{"p":' * 200),
        (400, {}, '{"p": ' + "9" * 900 + "}"),
        (400, {}, json.dumps({"p": NOTE})),
        (400, {}, json.dumps({"e": EVENT})),
        (400, {}, json.dumps({"p": NOTE, "e": EVENT, "x": 1})),
        (400, {}, f'{{"p": "/", "p": "{NOTE}", "e": "{EVENT}"}}'),
        (400, {}, json.dumps({"p": None, "e": EVENT})),
        (400, {}, json.dumps({"p": [NOTE], "e": EVENT})),
        (400, {}, json.dumps({"p": NOTE, "e": 1})),
        (400, {}, json.dumps({"p": NOTE, "e": EVENT, "w": 1})),
        (400, {}, json.dumps({"p": NOTE, "e": EVENT, "w": "true"})),
        (400, {}, json.dumps({"p": NOTE, "e": EVENT.upper()})),
        (400, {}, json.dumps({"p": NOTE, "e": EVENT + "\n"})),
        (400, {}, json.dumps({"p": NOTE, "e": EVENT[1:]})),
        (400, {}, json.dumps({"p": NOTE, "e": "０" * 32})),
        (400, {}, json.dumps({"p": "/\ud800/", "e": EVENT})),
    ],
)
def test_what_is_not_a_hit_is_refused(at: Fixture, status: int, headers: dict[str, str], body: str | bytes) -> None:
    answer = at.hit(body, **headers)
    assert is_refusal(answer, status)
    ours = headers.get("Origin", ORIGIN) == ORIGIN
    assert answer.headers.get("Access-Control-Allow-Origin") == (ORIGIN if ours else None)
    assert not at.store.tallies
    assert not at.store.events


def test_origins_may_be_given(at: Fixture) -> None:
    app = App(at.counter, origins=["http://127.0.0.1:8000", "https://mirror.example"], limits=UNLIMITED)
    at.client = Client(app)
    assert at.hit(Origin="http://127.0.0.1:8000").status_code == 204
    assert at.hit(Origin="https://mirror.example").status_code == 204
    assert is_refusal(at.hit(Origin=ORIGIN), 403)


@pytest.mark.parametrize("size", [1024, 1025])
def test_a_body_without_a_length_is_read_so_far_and_no_farther(at: Fixture, size: int) -> None:
    class Endless:
        taken = 0

        def read(self, count: int = -1) -> bytes:
            assert 0 <= count <= 2048, "asked for everything"
            given = (BODY.encode() + b" " * size)[self.taken : size][:count]
            self.taken += len(given)
            return given

    environ = {"wsgi.input_terminated": True, "wsgi.input": Endless()}
    headers = {"Origin": ORIGIN, "User-Agent": FIREFOX, "Content-Type": "text/plain", "Transfer-Encoding": "chunked"}
    answer = at.client.post("/v1/hit", headers=headers, environ_overrides=environ)
    assert answer.status_code == (204 if size == 1024 else 413)


@pytest.mark.parametrize("path", ["/v1/count?path=TOTAL", "/v1/counts", "/v1/series?path=TOTAL", "/healthz"])
def test_questions_take_get_and_head_only(at: Fixture, path: str) -> None:
    at.hit()
    before = dict(at.store.tallies)
    get, head = at.client.get(path), at.client.head(path)
    assert (get.status_code, head.status_code, head.data) == (200, 200, b"")
    assert head.headers == get.headers
    assert get.headers["Access-Control-Allow-Origin"] == "*"
    assert get.headers["Cache-Control"] == ("no-store" if path == "/healthz" else FRESH)
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        answer = at.client.open(path, method=method, data=BODY)
        assert is_refusal(answer, 405)
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert at.store.tallies == before, "asking counts nothing"


def test_hits_take_post_only(at: Fixture) -> None:
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        answer = at.client.open("/v1/hit", method=method)
        assert is_refusal(answer, 405)
        assert answer.headers["Allow"] == "POST, OPTIONS"
    assert at.client.head("/v1/hit").status_code == 405


@pytest.mark.parametrize(
    ("path", "origin", "allowed", "methods"),
    [
        ("/v1/hit", ORIGIN, ORIGIN, "POST"),
        ("/v1/hit", "https://example.com", None, "POST"),
        ("/v1/count", "https://example.com", "*", "GET, HEAD"),
    ],
)
def test_preflight(at: Fixture, path: str, origin: str, allowed: str | None, methods: str) -> None:
    answer = at.client.options(path, headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers.get("Access-Control-Allow-Origin") == allowed
    assert answer.headers["Access-Control-Allow-Methods"] == methods


def test_numbers(at: Fixture) -> None:
    at.clock.now = NOON - 2 * DAY
    at.hit()
    at.clock.now = NOON
    at.hit(json.dumps({"p": "/", "e": "0" * 32}))
    assert at.client.get("/v1/count?path=TOTAL").json == {
        "count": 1002,
        "since": "2019-07",
        "as_of": "2024-10-04T12:00:00Z",
    }
    assert at.client.get("/v1/count", query_string={"path": NOTE}).json["count"] == 1  # type: ignore[index]
    assert at.client.get("/v1/count?path=/about/").json["count"] == 0  # type: ignore[index]
    assert at.client.get("/v1/counts").json == {
        "since": "2019-07",
        "as_of": "2024-10-04T12:00:00Z",
        "total": 1002,
        "pages": {"/": 1, NOTE: 1, "/about/": 0},
    }
    nothing: dict[str, Any] = {"visits": 0, "views": 0, "visitors": 0, "bots": 0}
    one = {"visits": 1, "views": 1, "visitors": 1, "bots": 0}
    assert at.client.get("/v1/series?path=TOTAL&days=3").json == {
        "path": "TOTAL",
        "days": [{"day": "2024-10-02"} | one, {"day": "2024-10-03"} | nothing, {"day": "2024-10-04"} | one],
    }
    for days in (1, 90, 3660):
        read = at.client.get("/v1/series", query_string={"path": NOTE, "days": days}).json
        assert read is not None
        assert len(read["days"]) == days
        assert read["days"][-1]["day"] == "2024-10-04"
    assert len(at.client.get("/v1/series?path=/").json["days"]) == 90  # type: ignore[index]


def test_days_that_are_over_are_read_once(at: Fixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are asked for: a question for ten years costs no more than one for two days."""
    asked = list[int]()
    series = at.store.series

    def counting(path: str, first: int, last: int) -> Mapping[int, Tally]:
        asked.append(last - first + 1)
        return series(path, first, last)

    monkeypatch.setattr(at.store, "series", counting)

    def views(days: int) -> list[int]:
        read = at.client.get(f"/v1/series?path=TOTAL&days={days}").json
        assert read is not None
        return [day["views"] for day in read["days"]]

    at.hit()
    assert sum(views(3660)) == views(1)[0] == 1
    at.hit(json.dumps({"p": NOTE, "e": "1" * 32}))
    assert (sum(views(3660)), views(2)) == (2, [0, 2])
    at.clock.now += DAY
    assert views(3) == [0, 2, 0]
    assert asked == [3660, 2, 2, 2, 3660]


@pytest.mark.parametrize(
    ("status", "question"),
    [
        (400, "/v1/count"),
        (400, "/v1/count?path=/&path=/"),
        (400, "/v1/count?path=/" + "a" * 2000),
        (404, "/v1/count?path="),
        (404, "/v1/count?path=/none/"),
        (404, "/v1/count?path=total"),
        (404, "/v1/count?path=/%ff%fe/"),
        (404, "/v1/count?path=/%0d%0aSet-Cookie:%20a=b"),
        (404, "/v1/count?path=/../../etc/passwd"),
        (400, "/v1/series"),
        (400, "/v1/series?path=/&path=TOTAL"),
        (404, "/v1/series?path=/none/"),
        *[
            (400, f"/v1/series?path=/&days={days}")
            for days in ("0", "-1", "3661", "1e2", "", "9" * 5000, "%D9%A1", "1.0")
        ],
        (400, "/v1/series?path=/&days=1&days=2"),
        (404, "/"),
        (404, "/v1"),
        (404, "/v1/hit/"),
        (404, "/v1/../healthz"),
        (404, "/v1/%2e%2e/%2e%2e/etc/passwd"),
        (404, "/%0d%0aSet-Cookie:%20a=b"),
        (404, "//v1/count?path=/"),
        (404, "/V1/COUNT?path=/"),
    ],
)
def test_what_is_no_question_is_refused(at: Fixture, status: int, question: str) -> None:
    answer = at.client.get(question)
    assert is_refusal(answer, status)
    assert "Set-Cookie" not in str(answer.headers)
    assert b"Cookie" not in answer.data
    assert b"passwd" not in answer.data, "nothing comes back"


def test_in_an_outage_hits_are_refused_and_numbers_are_the_last(at: Fixture, caplog: pytest.LogCaptureFixture) -> None:
    at.hit()
    known = {path: at.client.get(path).data for path in ("/v1/count?path=TOTAL", "/v1/counts", "/v1/series?path=/")}
    with caplog.at_level(logging.INFO, "visits"):
        at.store.broken = "the disk is full"
        for _ in range(3):
            answer = at.hit(json.dumps({"p": NOTE, "e": "1" * 32}))
            assert is_refusal(answer, 503)
            assert b"the disk is full" in answer.data
            assert int(answer.headers["Retry-After"]) > 0
            at.clock.now += 10
            assert {path: at.client.get(path).data for path in known} == known, "as of when they were read"
            assert is_refusal(at.client.get("/healthz"), 503)
        assert is_refusal(at.client.get("/v1/series?path=/about/"), 503), "never read"
        assert at.client.get("/v1/count?path=/about/").json["count"] == 0  # type: ignore[index]
        begun = [record.getMessage() for record in caplog.records]
        assert len(begun) == 2, "hits once, numbers once"
        assert all("the disk is full" in message for message in begun)
        caplog.clear()
        at.store.broken = ""
        for _ in range(3):
            assert at.hit(json.dumps({"p": NOTE, "e": "2" * 32})).status_code == 204
            assert at.client.get("/v1/count?path=TOTAL").json["count"] == 1001  # type: ignore[index]
            assert at.client.get("/healthz").status_code == 200
        assert len(caplog.records) == 2
        assert "again" in caplog.text
    assert at.total(NOTE) == Tally(visits=1, views=2, visitors=1)


def test_where_visits_cannot_be_kept_numbers_still_come_from_the_store(
    at: Fixture, caplog: pytest.LogCaptureFixture
) -> None:
    at.store.full = "the file is read-only"
    with caplog.at_level(logging.INFO, "visits"):
        for _ in range(3):
            assert is_refusal(at.hit(), 503)
            assert at.client.get("/v1/counts").status_code == 200
            assert b"read-only" in at.client.get("/healthz").data, "not well"
    assert len(caplog.records) == 1


def test_without_a_number_there_is_none() -> None:
    store = MemoryStore()
    store.broken = "not there"
    counter = Counter(store, lambda: SITE, Clock())
    try:
        client = Client(App(counter))
        for path in ("/v1/count?path=TOTAL", "/v1/count?path=/", "/v1/counts", "/v1/series?path=/", "/healthz"):
            answer = client.get(path)
            assert is_refusal(answer, 503)
            assert b"not there" in answer.data
        store.broken = ""
        assert client.get("/v1/count?path=TOTAL").json["count"] == 1000  # type: ignore[index]
        assert client.get("/healthz").status_code == 200
    finally:
        counter.close()


def test_what_was_counted_before_the_start_is_known_from_the_start() -> None:
    store = MemoryStore()
    store.tallies = {(19_000, TOTAL): Tally(visits=7, views=9), (19_000, NOTE): Tally(visits=5, views=6)}
    counter = Counter(store, lambda: SITE, Clock())
    try:
        store.broken = "gone since"
        read = Client(App(counter)).get("/v1/counts").json
        assert read is not None
        assert (read["total"], read["pages"]) == (1007, {"/": 0, NOTE: 5, "/about/": 0})
    finally:
        counter.close()
    assert not store.closed, "it is the caller's"


def test_a_fault_of_ours_is_said_without_what_was_sent(at: Fixture, caplog: pytest.LogCaptureFixture) -> None:
    def record(view: View) -> None:
        raise KeyError(FIREFOX, view.event, PEER)

    at.store.record = record  # type: ignore[method-assign]
    for _ in range(3):
        answer = at.hit()
        assert is_refusal(answer, 500)
    assert len(caplog.records) == 1, "each place once"
    assert "KeyError" in caplog.text
    assert "in record" in caplog.text
    for sent in (FIREFOX, PEER, EVENT):
        assert sent not in caplog.text
        assert sent.encode() not in answer.data
    assert at.client.get("/healthz").status_code == 200


def test_limits(at: Fixture) -> None:
    clock = Clock(0)
    at.client = Client(App(at.counter, limits=Limits(clock=clock)))

    def answers(count: int, question: str = "/v1/hit") -> list[int]:
        return [(at.hit() if question == "/v1/hit" else at.client.get(question)).status_code for _ in range(count)]

    assert answers(22) == [204] * 20 + [429] * 2
    refused = at.hit()
    assert is_refusal(refused, 429)
    assert refused.headers["Retry-After"] == "1"
    assert refused.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert answers(62, "/v1/counts") == [200] * 60 + [429] * 2, "apart from hits"
    clock.now += 1
    assert answers(5) == [204] * 4 + [429]
    assert answers(21, "/v1/count?path=/") == [200] * 20 + [429]
    assert answers(3, "/healthz") == [200] * 3
    assert at.total().views == 1, "one event"


LISTED: list[Proxy] = [ip_network("10.0.0.0/8"), ip_network("192.0.2.1"), ip_network("2001:db8:1::/48")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "visitor"),
    [
        ("203.0.113.9", None, LISTED, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", LISTED, "203.0.113.9"),  # forged by somebody who is not listed
        ("10.0.0.1", "198.51.100.1", [], "10.0.0.1"),
        ("10.0.0.1", None, LISTED, "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1", LISTED, "198.51.100.1"),
        ("10.0.0.1", "127.0.0.1, 198.51.100.1", LISTED, "198.51.100.1"),  # the left is the visitor's own saying
        ("10.0.0.1", "198.51.100.1,192.0.2.1 , 10.1.2.3", LISTED, "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1, 192.0.2.1", LISTED, "198.51.100.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", LISTED, "10.0.0.3"),
        ("10.0.0.1", "unknown", LISTED, "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, garbage, 10.0.0.2", LISTED, "10.0.0.2"),
        ("10.0.0.1", "198.51.100.1, ", LISTED, "10.0.0.1"),
        ("10.0.0.1", "," * 5000, LISTED, "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1; rm -rf /", LISTED, "10.0.0.1"),
        ("10.0.0.1", "2001:db8::5", LISTED, "2001:db8::5"),
        ("2001:db8:1::7", "2001:db8::5", LISTED, "2001:db8::5"),
        ("::ffff:10.0.0.1", "::ffff:198.51.100.1", LISTED, "198.51.100.1"),
        ("fe80::1%eth0", "198.51.100.1", [ip_network("fe80::/10")], "198.51.100.1"),
        ("", "198.51.100.1", ["unix"], "198.51.100.1"),
        ("localhost", "198.51.100.1", ["unix"], "198.51.100.1"),  # as waitress calls it
        (None, "198.51.100.1", ["unix"], "198.51.100.1"),
        (None, "198.51.100.1", LISTED, "127.0.0.1"),
        (None, None, ["unix"], "127.0.0.1"),
        ("10.0.0.1", "198.51.100.1", ["unix"], "10.0.0.1"),
    ],
)
def test_whose_address_it_is(peer: str | None, forwarded: str | None, proxies: list[Proxy], visitor: str) -> None:
    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address({name: value for name, value in environ.items() if value is not None}, proxies)[0] == visitor


def test_a_proxy_that_is_not_listed_is_told_once(at: Fixture, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        assert at.hit(X_Forwarded_For="198.51.100.1").status_code == 204
    assert len(caplog.records) == 1
    assert "VISITS_PROXIES" in caplog.text
    assert "198.51" not in caplog.text


def test_an_address_of_the_operators_own_network_is_no_proxy(at: Fixture, caplog: pytest.LogCaptureFixture) -> None:
    """Who reads the site from the network that it stands in is told by the proxy; a second proxy is not."""
    at.client = Client(App(at.counter, proxies=[ip_network("127.0.0.1")], limits=UNLIMITED))
    assert at.hit(X_Forwarded_For="192.168.1.5").status_code == 204
    assert "proxy" not in caplog.text
    assert at.hit(X_Forwarded_For="203.0.113.9, 192.168.1.5").status_code == 204
    assert caplog.text.count("Is there a proxy in front that is not listed?") == 1


def test_two_visitors_behind_a_listed_proxy_are_two(at: Fixture) -> None:
    at.client = Client(App(at.counter, proxies=[ip_network("127.0.0.1")], limits=UNLIMITED))
    for number, address in enumerate(("198.51.100.1", "198.51.100.2", "2001:db8::1", "2001:db8::2")):
        assert at.hit(json.dumps({"p": NOTE, "e": f"{number:032x}"}), X_Forwarded_For=address).status_code == 204
    assert at.total() == Tally(visits=3, views=4, visitors=3), "of the last two the /64 is the same"


def test_housekeeping_happens_at_the_start_and_ends_with_the_counter() -> None:
    store = MemoryStore()
    counter = Counter(store, lambda: SITE, Clock())
    counter.close()
    assert store.purged == [NOON]
