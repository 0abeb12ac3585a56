"""Numbers for the build: read from a counter or a store, believed only where they are numbers, kept for a bad day."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from visits.site import Baseline, Invalid
from visits.snapshot import Snapshot, Unreachable, at_least, latest, of_counter, of_store, source_at
from visits.sqlite import SqliteStore
from visits.store import DAY, TOTAL, DayTally, Tally, day_of

SITE = "https://example.org/"
NOW = 1_795_520_000  # 2026-11-24 11:33 UTC
TODAY = NOW // DAY
COUNTS = {"since": "2019-07", "as_of": "2026-11-24T11:25:31Z", "total": 1234, "pages": {"/a/": 5, "/b/": 0}}
DAYS = [{"day": "2026-11-24", "visits": 2, "views": 3, "visitors": 2, "bots": 1}]
SERIES = {"path": TOTAL, "days": DAYS}
SNAPSHOT = Snapshot(
    as_of=datetime(2026, 11, 24, 11, 25, 31, tzinfo=UTC),
    total=1234,
    pages={"/a/": 5, "/b/": 0},
    days={TODAY: Tally(2, 3, 2, 1)},
)


@contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A counter that answers in its own way; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def saying(counts: object, series: object = SERIES, status: int = 200) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        said = counts if request.path == "/v1/counts" else series
        assert request.path in ("/v1/counts", f"/v1/series?path={TOTAL}&days=90")
        request.send_response(status)
        request.end_headers()
        request.wfile.write(said if isinstance(said, bytes) else json.dumps(said).encode())

    return answer


def test_a_counter_is_asked_twice_and_believed() -> None:
    with answering(saying(COUNTS)) as address:
        assert of_counter(address) == SNAPSHOT
        assert source_at(address, SITE, 100)() == SNAPSHOT, "it has added the baseline itself"


@pytest.mark.parametrize(
    ("counts", "series"),
    [
        (b"<html>", SERIES),
        (b"\xff\xfe", SERIES),
        ([], SERIES),
        ({}, SERIES),
        (COUNTS | {"total": -1}, SERIES),
        (COUNTS | {"total": 1.5}, SERIES),
        (COUNTS | {"total": 10**15}, SERIES),
        (COUNTS | {"total": True}, SERIES),
        (COUNTS | {"total": "1234"}, SERIES),
        (json.dumps(COUNTS | {"total": float("nan")}).encode(), SERIES),
        (COUNTS | {"pages": [1]}, SERIES),
        (COUNTS | {"pages": {"/a/": None}}, SERIES),
        (COUNTS | {"as_of": "yesterday"}, SERIES),
        (COUNTS | {"as_of": "2026-11-24T11:25:31"}, SERIES),
        (COUNTS | {"as_of": 5}, SERIES),
        (COUNTS, {"days": None}),
        (COUNTS, {"days": [{"day": "2026-11-24"}]}),
        (COUNTS, {"days": [DAYS[0] | {"day": "2026-13-24"}]}),
        (COUNTS, {"days": [DAYS[0] | {"views": -3}]}),
        (b"[" * 100_000, SERIES),
        (b" " * (5 << 20), SERIES),
    ],
)
def test_what_is_no_number_is_not_believed(counts: object, series: object) -> None:
    with answering(saying(counts, series)) as address, pytest.raises(Unreachable) as caught:
        of_counter(address)
    assert "\n" not in str(caught.value)


def test_an_error_of_the_counter_is_told() -> None:
    with answering(saying({"error": "full"}, status=503)) as address, pytest.raises(Unreachable, match="Unavailable"):
        of_counter(address)


def test_nobody_waits_for_a_slow_counter() -> None:
    done = Event()

    def wait(request: BaseHTTPRequestHandler) -> None:
        done.wait(5)

    with answering(wait) as address:
        with pytest.raises(Unreachable, match="timed out"):
            of_counter(address, timeout=0.1)
        done.set()


def test_nobody_waits_for_a_counter_that_goes_on_for_ever() -> None:
    done = Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not done.wait(0.02):
            try:
                request.wfile.write(b" ")
            except OSError:
                return

    with answering(drip) as address:
        with pytest.raises(Unreachable, match="too slowly"):
            of_counter(address, timeout=0.15)
        done.set()


def filled(path: Path) -> SqliteStore:
    store = SqliteStore(path)
    store.add(
        [
            DayTally(TODAY - 200, TOTAL, Tally(10, 20, 9, 1)),
            DayTally(TODAY - 1, TOTAL, Tally(2, 3, 2, 1)),
            DayTally(TODAY - 1, "/a/", Tally(1, 2, 1, 0)),
        ]
    )
    return store


def test_a_store_is_read(tmp_path: Path) -> None:
    store = filled(tmp_path / "visits.sqlite3")
    expected = Snapshot(datetime.fromtimestamp(NOW, UTC), 112, {"/a/": 1}, {TODAY - 1: Tally(2, 3, 2, 1)})
    assert of_store(store, 100, NOW) == expected
    store.close()
    assert source_at(f"sqlite:///{tmp_path}/visits.sqlite3", SITE, 100, lambda: NOW)() == expected


def test_no_store_is_made_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="no file"):
        source_at(f"sqlite:///{tmp_path}/visits.sqlite3", SITE, 0)()
    assert not list(tmp_path.iterdir())


def test_what_is_not_a_store_is_reported() -> None:
    with pytest.raises(Invalid):
        source_at("mysql://host/visits", SITE, 0)()


def fails() -> Snapshot:
    raise Unreachable("it rains")


def test_the_last_numbers_are_kept_for_when_there_are_none(tmp_path: Path) -> None:
    told = list[str]()
    cache = tmp_path / "visits" / "snapshot.json"
    assert latest(lambda: SNAPSHOT, cache, SITE, told.append) == SNAPSHOT
    assert told == []
    assert latest(fails, cache, SITE, told.append) == SNAPSHOT
    assert told == ["No fresh numbers of visits: it rains; those of 2026-11-24 are used."]


def test_without_kept_numbers_there_are_none(tmp_path: Path) -> None:
    told = list[str]()
    assert latest(fails, tmp_path / "snapshot.json", SITE, told.append) is None
    assert told == ["No fresh numbers of visits: it rains; the baseline is used."]


def test_kept_numbers_are_not_asked_for_where_none_are_wanted(tmp_path: Path) -> None:
    cache = tmp_path / "snapshot.json"
    latest(lambda: SNAPSHOT, cache, SITE, print)
    assert latest(None, cache, SITE, pytest.fail) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:40],
        lambda text: "",
        lambda text: "[]",
        lambda text: text.replace("1234", "-4"),
        lambda text: text.replace(SITE, "https://other.example/"),
        lambda text: text.replace("as_of", "as-of"),
        lambda text: "[" * 100_000,
    ],
)
def test_spoilt_or_foreign_kept_numbers_are_not_used(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    cache, told = tmp_path / "snapshot.json", list[str]()
    latest(lambda: SNAPSHOT, cache, SITE, told.append)
    cache.write_text(spoil(cache.read_text("utf-8")), "utf-8")
    assert latest(fails, cache, SITE, told.append) is None
    assert "cannot be used" in told[0]
    assert "the baseline is used" in told[1]


def test_numbers_that_cannot_be_kept_are_used_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "visits").write_text("a file where the folder should be", "utf-8")
    told = list[str]()
    assert latest(lambda: SNAPSHOT, tmp_path / "visits" / "snapshot.json", SITE, told.append) == SNAPSHOT
    assert "cannot be kept" in told[0]


def test_never_less_than_the_baseline() -> None:
    baseline = Baseline(2000, date(2019, 7, 1), "a counter that is no more")
    assert at_least(baseline, None) == (2000, date(2019, 7, 1))
    assert at_least(baseline, SNAPSHOT) == (2000, date(2019, 7, 1))
    assert at_least(Baseline(1000, date(2019, 7, 1), "so it said"), SNAPSHOT) == (1234, date(2026, 11, 24))


def test_the_date_is_that_of_china() -> None:
    late = Snapshot(datetime(2026, 11, 24, 16, 0, tzinfo=UTC), 1, {}, {})
    assert at_least(Baseline(0, date(2019, 7, 1), ""), late) == (1, date(2026, 11, 25))


def test_today_is_the_day_of_the_tests() -> None:
    assert day_of(date(2026, 11, 24)) == TODAY
