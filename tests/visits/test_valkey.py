"""The Valkey/Redis store against real servers: scripts, faults, restarts, what stays in their files."""

from __future__ import annotations

import logging
import os
import random
import re
import resource
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict
from itertools import count
from pathlib import Path

import pytest
from redis import Redis
from redis.crc import key_slot

from tests.ports import free_port
from tests.visits.valkey_server import ValkeyServer, running
from visits.site import Invalid
from visits.store import (
    DAY,
    SAME_EVENT,
    TOTAL,
    DayTally,
    Refused,
    Tally,
    Unavailable,
    View,
    VisitorKey,
    Window,
    after,
    continues,
)
from visits.valkey import ValkeyStore
from visits.visitor import visitor_keys

SITE = "https://zququ.github.io/"
NOTE, OTHER = "/2021/05/backpropagation/", "/2020/07/勒让德变换/"
TODAY = 20781
NOON = TODAY * DAY + DAY // 2
ADDRESS, AGENT = "203.0.113.77", "Mozilla/5.0 (a browser like no other) Gecko/20100101"
TALLIES = [
    DayTally(TODAY - 400, NOTE, Tally(5, 9, 4, 0)),
    DayTally(TODAY - 400, TOTAL, Tally(5, 9, 4, 1)),
    DayTally(TODAY, OTHER, Tally(bots=7)),
    DayTally(TODAY, TOTAL, Tally(bots=7)),
]
numbers = count(1000)  # events that tests name are smaller


def view(visitor: int, *, at: int = NOON, path: str = NOTE, event: int | None = None, bot: bool = False) -> View:
    """A view by one of many visitors; without an event it has one of its own."""
    key = VisitorKey(at // DAY, visitor.to_bytes(16, "big"), path.encode()[-8:] + visitor.to_bytes(8, "big"))
    return View(at, path, (event or next(numbers)).to_bytes(16, "big"), () if bot else (key,), bot)


@contextmanager
def opened(server: ValkeyServer, site: str = SITE, query: str = "") -> Iterator[ValkeyStore]:
    with closing(ValkeyStore(server.url + query, site)) as store:
        yield store


@pytest.fixture
def store(valkey: ValkeyServer) -> Iterator[ValkeyStore]:
    with opened(valkey) as store:
        yield store


@pytest.fixture
def client(valkey: ValkeyServer) -> Iterator[Redis]:
    with closing(valkey.client()) as client:
        yield client


@contextmanager
def configured(client: Redis, **options: str) -> Iterator[None]:
    """The server with other options, until it has the former again."""
    names = {name.replace("_", "-"): value for name, value in options.items()}
    before = {name: str(client.config_get(name)[name]) for name in names}
    try:
        for name, value in names.items():
            client.config_set(name, value)
        yield
    finally:
        for name, value in before.items():
            client.config_set(name, value)


def keys_of(client: Redis, pattern: str = "*") -> list[str]:
    return sorted(key.decode() if isinstance(key, bytes) else key for key in client.keys(pattern))


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


# Counting


def test_one_event_sent_by_many_at_once_is_one_view(store: ValkeyStore) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: store.record(view(1, event=7)), range(80)))
    assert store.totals() == {NOTE: Tally(1, 1, 1), TOTAL: Tally(1, 1, 1)}


def test_many_visitors_at_once_are_all_counted(valkey: ValkeyServer) -> None:
    with opened(valkey) as one, opened(valkey) as other, ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: (one, other)[n % 2].record(view(n // 3)), range(600)))
        assert one.total(TOTAL) == other.total(NOTE) == Tally(visits=200, views=600, visitors=200)


class Model:
    """What `Store.record` says, by means of the functions of `store.py` that say what a visit is."""

    def __init__(self) -> None:
        self.events: dict[bytes, int] = {}
        self.windows: dict[tuple[int, bytes], Window] = {}
        self.tallies: dict[tuple[int, str], Counter[str]] = {}

    def record(self, view: View) -> None:
        if view.event in self.events and view.at - self.events[view.event] < SAME_EVENT:
            return
        self.events[view.event] = view.at
        for path, part in ((TOTAL, "site"), (view.path, "page")):
            tally = self.tallies.setdefault((view.at // DAY, path), Counter())
            if view.bot:
                tally["bots"] += 1
                continue
            places = [(key.day, getattr(key, part)) for key in view.keys]
            window = next((self.windows[place] for place in places if place in self.windows), None)
            tally["views"] += 1
            tally["visits"] += not continues(window, view.at)
            tally["visitors"] += places[0] not in self.windows
            for place in places:
                self.windows.pop(place, None)
            self.windows[places[0]] = after(window, view.at)


def wandering(seed: int, steps: int, people: int) -> Iterator[View]:
    """Views by some people, over days, as a clock runs that sometimes steps back, with some sent again."""
    draw = random.Random(seed)
    at = NOON
    events = count(1)
    for _ in range(steps):
        at += draw.choice([0, 1, 599, 600, 3600, 8 * 3600 - 1, 8 * 3600, 5 * 3600, -1, -3600, -9 * 3600])
        today = at // DAY
        days = [today, *draw.choice([[], [today - 1], [today + 1, today - 1]])]
        path, who = draw.choice([NOTE, OTHER]), draw.randrange(people)
        keys = tuple(
            VisitorKey(day, bytes([who, day % 256] * 8), (f"{who}{day}{path}" * 9).encode()[:16]) for day in days
        )
        bot = draw.random() < 0.05
        event = next(events) if draw.random() < 0.8 else draw.randrange(1, 99)
        yield View(at, path, event.to_bytes(16, "big"), () if bot else keys, bot)


@pytest.mark.parametrize("seed", range(3))
def test_the_script_decides_as_the_contract_does(store: ValkeyStore, seed: int) -> None:
    model = Model()
    for each in wandering(seed, 300, people=1 + seed):
        model.record(each)
        store.record(each)
    expected = {place: Tally(**tally) for place, tally in model.tallies.items()}
    assert {(each.day, each.path): each.tally for each in store.days()} == expected
    for path in (NOTE, OTHER, TOTAL):
        of_path = {day: tally for (day, other), tally in expected.items() if other == path}
        assert store.series(path, min(of_path), max(of_path)) == of_path
        assert store.total(path) == store.totals()[path] == sum(of_path.values(), Tally())


def test_a_path_without_visits_has_none(store: ValkeyStore) -> None:
    assert store.total(NOTE) == Tally()
    assert store.totals() == {}
    assert store.series(TOTAL, TODAY - 90, TODAY) == {}
    assert list(store.days()) == []


# Salts


def test_all_have_the_same_salts(valkey: ValkeyServer) -> None:
    with opened(valkey) as one, opened(valkey) as other:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda n: (one, other)[n % 2].salts(TODAY), range(16)))
        assert all(each == found[0] for each in found)
        assert found[0].keys() == {TODAY}
        assert len(found[0][TODAY]) == 32
        tomorrow = one.salts(TODAY + 1)
        assert tomorrow.keys() == {TODAY, TODAY + 1}
        assert tomorrow[TODAY] == found[0][TODAY] != tomorrow[TODAY + 1]


def test_a_clock_that_steps_back_finds_the_salt_of_the_day_after(store: ValkeyStore) -> None:
    before = store.salts(TODAY)
    after_midnight = store.salts(TODAY + 1)
    assert store.salts(TODAY) == after_midnight != before


def test_a_deleted_salt_is_in_no_file(tmp_path: Path) -> None:
    with running(tmp_path / "server") as server, opened(server) as store, opened(server) as other:
        salts = {day: store.salts(day)[day] for day in (TODAY, TODAY + 1, TODAY + 2)}
        for day in salts:
            keys = visitor_keys({day: salts[day]}, day, SITE, ADDRESS, AGENT, NOTE)
            store.record(View(day * DAY, NOTE, day.to_bytes(16, "big"), keys))
        assert all(server.holds(salt) for salt in salts.values())
        for each in (store, other):
            each.purge((TODAY + 2) * DAY)
        wait_until(lambda: not server.holds(salts[TODAY]))
        with closing(server.client()) as client:
            wait_until(lambda: not client.info("persistence")["aof_rewrite_in_progress"])
            windows = [f"visits:{{zququ.github.io/}}:windows:{day}" for day in (TODAY + 1, TODAY + 2)]
            assert keys_of(client, "*:windows:*") == windows
        assert (server.folder / "log").read_text().count("Background append only file rewriting started") == 1
        assert server.holds(salts[TODAY + 1])
        assert store.salts(TODAY + 2) == {TODAY + 1: salts[TODAY + 1], TODAY + 2: salts[TODAY + 2]}
        assert store.total(TOTAL) == Tally(visits=3, views=3, visitors=3)
        assert not server.holds(ADDRESS.encode())
        assert not server.holds(AGENT.encode())


def test_a_rewrite_that_had_begun_before_is_followed_by_another(tmp_path: Path) -> None:
    with running(tmp_path / "server", rdb_key_save_delay="300000") as server, opened(server) as store:
        salt = store.salts(TODAY)[TODAY]
        with closing(server.client()) as client:
            client.bgrewriteaof()
            store.purge((TODAY + 2) * DAY)
            client.config_set("rdb-key-save-delay", "0")
            wait_until(lambda: not client.info("persistence")["aof_rewrite_in_progress"])
            assert server.holds(salt)
            store.purge((TODAY + 2) * DAY)
            wait_until(lambda: not server.holds(salt))


# Keys


def test_all_keys_of_a_site_are_on_one_node_and_go_by_themselves_where_they_should(
    store: ValkeyStore, client: Redis
) -> None:
    store.salts(TODAY)
    store.record(view(1))
    keys = keys_of(client)
    names = {key.partition("}:")[2].partition(":")[0] for key in keys}
    assert names == {"version", "totals", "days", "day", "salt", "salted", "windows", "event"}
    assert {key_slot(key.encode()) for key in keys} == {key_slot(b"zququ.github.io/")}
    lasting = {key.partition("}:")[2].partition(":")[0] for key in keys if client.ttl(key) == -1}
    assert lasting == {"version", "totals", "days", "day", "salted"}


def test_a_cluster_takes_every_command(tmp_path: Path) -> None:
    with running(tmp_path / "server", cluster_enabled="yes", cluster_port=str(free_port())) as server:
        with closing(server.client()) as client:
            client.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)  # type: ignore[no-untyped-call]
            wait_until(lambda: b"cluster_state:ok" in client.execute_command("CLUSTER", "INFO"))  # type: ignore[no-untyped-call]
        with opened(server) as store, opened(server, "https://example.org/{notes}/") as other:
            for each in (store, other):
                each.add(TALLIES)
                each.salts(TODAY)
                each.record(view(1))
                each.purge(NOON + 3 * DAY)
                assert each.total(NOTE).visits == 6


def test_two_sites_in_one_server_know_nothing_of_each_other(valkey: ValkeyServer) -> None:
    with opened(valkey) as store, opened(valkey, "https://example.org/") as other:
        store.record(view(1, event=1))
        other.record(view(1, event=1))
        other.record(view(2))
        assert (store.total(TOTAL).visits, other.total(TOTAL).visits) == (1, 2)
        assert store.salts(TODAY) != other.salts(TODAY)


# Faults


def hammer(store: ValkeyStore, views: Sequence[View], enough: Callable[[int], None]) -> list[View]:
    """Record the views from four threads; those that were kept.  `enough` is told each time how many those are."""
    kept: list[View] = []

    def one(each: View) -> None:
        try:
            store.record(each)
        except Unavailable:
            return
        kept.append(each)
        enough(len(kept))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(one, views))
    return kept


def test_a_killed_server_has_lost_nothing_that_was_answered(tmp_path: Path) -> None:
    everyone: list[View] = []
    with running(tmp_path / "server") as server, opened(server) as store:
        for round_ in range(3):
            views = [view(next(numbers)) for _ in range(300)]
            due = 20 + 40 * round_

            def kill_when_due(kept: int, due: int = due) -> None:
                if kept == due:
                    server.kill()

            kept = hammer(store, views, kill_when_due)
            server.start()
            counted = store.total(TOTAL).visits - len(everyone)
            assert due <= len(kept) <= counted <= len(kept) + 4, "each of four threads may wait for one"
            everyone += views
            for again in views:
                store.record(again)
            assert store.total(TOTAL) == store.total(NOTE) == Tally(*[len(everyone)] * 3)
            assert sum(each.tally.visits for each in store.days() if each.path == TOTAL) == len(everyone)


def test_a_full_disk_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    with running(tmp_path / "server") as server, opened(server) as store:
        views = [view(next(numbers)) for _ in range(300)]
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (100_000, 100_000))
        kept = hammer(store, views, lambda n: None)
        assert 10 < len(kept) < 300
        server.wait()
        server.start()
        assert len(kept) <= store.total(TOTAL).visits <= len(kept) + 4
        for again in views:
            store.record(again)
        assert store.total(TOTAL).visits == 300


def test_scripts_that_the_server_forgot_are_given_again(store: ValkeyStore, client: Redis) -> None:
    def forget(kept: int) -> None:
        if kept % 5 == 0:
            client.script_flush()

    hammer(store, [view(next(numbers)) for _ in range(200)], forget)
    assert store.total(TOTAL).visits == 200


def test_a_stopped_server_is_reported_and_found_again(tmp_path: Path) -> None:
    with running(tmp_path / "server") as server, opened(server) as store:
        salts = store.salts(TODAY)
        store.record(view(1))
        server.stop()
        for ask in (lambda: store.record(view(2)), lambda: store.total(TOTAL), lambda: store.purge(NOON)):
            with pytest.raises(
                Unavailable, match=rf"127\.0\.0\.1:{server.port}: no connection \(.*refused\)\. Start it"
            ):
                ask()
        server.start()
        store.record(view(2))
        assert store.total(TOTAL).visits == 2
        assert store.salts(TODAY) == salts


def test_a_server_that_hangs_is_not_waited_for_and_nothing_counts_twice(tmp_path: Path) -> None:
    with running(tmp_path / "server") as server, opened(server, query="?socket_timeout=0.2") as store:
        store.record(view(1))
        os.kill(server.pid, signal.SIGSTOP)
        started = time.monotonic()
        with pytest.raises(Unavailable, match=r"no answer in time"):
            store.record(view(2, event=2))
        assert time.monotonic() - started < 1
        os.kill(server.pid, signal.SIGCONT)
        store.record(view(2, event=2))  # the server had the first in its socket, and counted it or not
        assert store.total(TOTAL) == Tally(2, 2, 2)


@contextmanager
def deaf(server: ValkeyServer, lost: Callable[[bytes], bool]) -> Iterator[str]:
    """The address of a relay that hangs up when the server has executed what `lost` tells of, once, unanswered."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)
    losses = [True]

    def serve() -> None:
        while True:
            try:
                front, _ = listener.accept()
            except OSError:
                return
            with front, socket.create_connection(("127.0.0.1", server.port)) as back:
                while request := front.recv(65536):
                    back.sendall(request)
                    answer = back.recv(65536)
                    if losses and lost(request) and not answer.startswith(b"-"):
                        losses.pop()
                        break
                    front.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        assert not losses, "nothing was lost: the test proves nothing"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def test_a_view_whose_answer_was_lost_is_sent_again_and_counts_once(valkey: ValkeyServer) -> None:
    with (
        deaf(valkey, lambda request: b"EVAL" in request) as url,
        closing(ValkeyStore(url, SITE)) as store,
    ):
        store.record(view(1))
        assert store.total(TOTAL) == Tally(1, 1, 1)


def test_an_import_whose_answer_was_lost_is_no_failure(valkey: ValkeyServer) -> None:
    with (
        deaf(valkey, lambda request: b"EVAL" in request) as url,
        closing(ValkeyStore(url, SITE)) as store,
    ):
        store.add(TALLIES)
        assert list(store.days()) == TALLIES


def test_a_wrong_or_missing_password_is_reported_without_it(valkey: ValkeyServer, client: Redis) -> None:
    with configured(client, requirepass="sesame"):
        for user, said in (("", "wants a password"), (":s3cret@", "password is wrong"), ("me:s3cret@", "user or")):
            with (
                closing(ValkeyStore(f"redis://{user}127.0.0.1:{valkey.port}", SITE)) as store,
                pytest.raises(Unavailable, match=rf"^Valkey/Redis at 127\.0\.0\.1:{valkey.port}: .*{said}") as caught,
            ):
                store.record(view(1))
            assert "s3cret" not in str(caught.value)
        with closing(ValkeyStore(f"valkey://:sesame@127.0.0.1:{valkey.port}", SITE)) as store:
            store.record(view(1))


def test_a_user_without_the_right_is_reported(valkey: ValkeyServer, client: Redis) -> None:
    client.acl_setuser("guest", enabled=True, nopass=True, keys=["visits:*"], commands=["+get", "+multi", "+exec"])
    with (
        closing(ValkeyStore(f"redis://guest:x@127.0.0.1:{valkey.port}", SITE)) as store,
        pytest.raises(Unavailable, match="may not do") as caught,
    ):
        store.salts(TODAY)
    client.acl_deluser("guest")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200, "it does not quote the command, in which the salt is"


def test_a_user_of_the_least_rights_suffices_and_what_it_may_not_check_is_told(
    valkey: ValkeyServer, client: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    commands = ["+@scripting", "+@string", "+@hash", "+@set", "+@keyspace", "+@transaction", "+@connection"]
    client.acl_setuser("counter", enabled=True, nopass=True, keys=["visits:*"], commands=commands)
    with closing(ValkeyStore(f"redis://counter:x@127.0.0.1:{valkey.port}", SITE)) as store:
        store.add(TALLIES)
        store.salts(TODAY)
        store.record(view(1))
        store.purge(NOON + 3 * DAY)
        assert store.total(NOTE).visits == 6
    client.acl_deluser("counter")
    assert "could not be checked that visits are on disk" in caplog.text
    assert "deleted salts stay in its append-only file" in caplog.text


def test_a_full_memory_refuses_the_view_as_a_whole(store: ValkeyStore, client: Redis) -> None:
    store.record(view(1))
    before = keys_of(client)
    with configured(client, maxmemory="1"):
        for ask in (lambda: store.record(view(2, event=2)), lambda: store.salts(TODAY)):
            with pytest.raises(Unavailable, match="its memory is full"):
                ask()
        assert store.total(TOTAL) == Tally(1, 1, 1)
    assert keys_of(client) == before
    store.record(view(2, event=2))
    assert store.total(TOTAL) == Tally(2, 2, 2)


def test_a_replica_is_told_and_still_read(store: ValkeyStore, client: Redis) -> None:
    store.record(view(1))
    client.replicaof("127.0.0.1", str(free_port()))
    try:
        with pytest.raises(Unavailable, match="it is a replica"):
            store.record(view(2))
        assert store.total(TOTAL) == Tally(1, 1, 1)
    finally:
        client.replicaof("NO", "ONE")


@contextmanager
def answering(reply: bytes) -> Iterator[str]:
    """The address of a server that has one answer to every command."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                front, _ = listener.accept()
            except OSError:
                return
            with front:
                while request := front.recv(65536):
                    front.sendall(reply * len(re.findall(rb"^\*\d", request, re.MULTILINE)))

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("-LOADING Redis is loading the dataset in memory", "still reading its data"),
        ("-MISCONF Errors writing to the AOF file: No space left on device", "cannot write to its disk"),
        ("-NOREPLICAS Not enough good replicas to write.", "fewer replicas"),
        ("-MOVED 3999 127.0.0.1:6381", "another node of its cluster"),
        ("-ERR Error running script (call to f_0): @user_script:1: -OOM command not allowed", "memory is full"),
        ("-ERR max number of clients reached", "max number of clients reached"),
        ("-ERR some\tother matter", "it answers: some other matter"),
        ("HTTP/1.1 400 Bad Request", "no connection|it answers"),
    ],
)
def test_what_a_server_says_is_told_in_one_line(reply: str, said: str) -> None:
    with answering(reply.encode() + b"\r\n") as url, closing(ValkeyStore(url, SITE)) as store:
        for ask in (lambda: store.record(view(1)), lambda: store.totals()):
            with pytest.raises(Unavailable, match=said) as caught:
                ask()
            assert re.fullmatch(r"Valkey/Redis at 127\.0\.0\.1:\d+: [^\n]+\.", str(caught.value))
            assert "visits:" not in str(caught.value), "it does not quote the command"


def test_what_a_newer_version_wrote_is_left_alone(store: ValkeyStore, client: Redis) -> None:
    store.add(TALLIES)
    client.set("visits:{zququ.github.io/}:version", "2")
    before = keys_of(client)
    for ask in (
        lambda: store.record(view(1)),
        lambda: store.salts(TODAY),
        lambda: store.totals(),
        lambda: store.total(TOTAL),
        lambda: store.series(TOTAL, TODAY, TODAY),
        lambda: list(store.days()),
        lambda: store.add(TALLIES),
        lambda: store.purge(NOON),
    ):
        with pytest.raises(Unavailable, match="newer version"):
            ask()
    assert keys_of(client) == before
    client.set("visits:{zququ.github.io/}:version", "1")
    assert list(store.days()) == TALLIES


# What the server is set up to lose


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"appendfsync": "everysec"}, "about a second"),
        ({"appendfsync": "no"}, "half a minute"),
        ({"appendonly": "no"}, "since its last snapshot"),
        ({"no_appendfsync_on_rewrite": "yes"}, "no-appendfsync-on-rewrite is yes"),
        ({"maxmemory_policy": "allkeys-lru"}, "maxmemory-policy is allkeys-lru"),
    ],
)
def test_how_visits_may_be_lost_is_said_once(
    valkey: ValkeyServer, client: Redis, caplog: pytest.LogCaptureFixture, options: dict[str, str], said: str
) -> None:
    with configured(client, **options), opened(valkey) as store:
        hammer(store, [view(next(numbers)) for _ in range(20)], lambda n: None)
        client.client_kill_filter(_type="normal", skipme=True)
        store.record(view(1))
        assert [said in record.getMessage() for record in caplog.records] == [True]


def test_a_server_that_loses_nothing_is_passed_over_in_silence_until_it_is_another(
    store: ValkeyStore, client: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        store.record(view(1))
        store.purge(NOON)
        assert caplog.records == []
        with configured(client, appendfsync="everysec"):
            client.client_kill_filter(_type="normal", skipme=True)
            store.record(view(2))
    assert ["about a second" in record.getMessage() for record in caplog.records] == [True]


# Import and export


def many(days: int, pages: int) -> Iterator[DayTally]:
    for day in range(TODAY - days, TODAY):
        for page in range(pages):
            yield DayTally(day, f"/note-{page:03d}/", Tally(visits=day % 7, views=day % 7 + page, visitors=1))


def test_what_is_exported_can_be_imported(valkey: ValkeyServer, client: Redis) -> None:
    with opened(valkey) as store, opened(valkey, "https://example.org/") as other:
        store.add(many(120, 20))
        exported = list(store.days())
        assert exported == list(many(120, 20))
        other.add(exported)
        assert list(other.days()) == exported
        assert other.totals() == store.totals()
        assert asdict(other.total("/note-003/")) == {
            name: sum(getattr(each.tally, name) for each in exported if each.path == "/note-003/")
            for name in ("visits", "views", "visitors", "bots")
        }
        other.record(view(1))
        assert other.total(TOTAL).visits == 1
    assert not keys_of(client, "*import:*")
    assert {client.ttl(key) for key in keys_of(client, "*:day:*")} == {-1}


def test_the_same_place_twice_is_the_sum(store: ValkeyStore) -> None:
    store.add([*TALLIES, *TALLIES, DayTally(TODAY, NOTE, Tally())])
    assert list(store.days()) == [DayTally(each.day, each.path, each.tally + each.tally) for each in TALLIES]


def test_nothing_is_imported_beside_what_is_there(store: ValkeyStore, client: Redis) -> None:
    store.record(view(1))
    with pytest.raises(Refused, match="holds visits of this site already"):
        store.add(TALLIES)
    assert store.totals() == {NOTE: Tally(1, 1, 1), TOTAL: Tally(1, 1, 1)}

    client.flushall()

    def meanwhile() -> Iterator[DayTally]:
        yield from many(10, 10)
        store.record(view(1))

    with pytest.raises(Refused):
        store.add(meanwhile())
    assert store.totals() == {NOTE: Tally(1, 1, 1), TOTAL: Tally(1, 1, 1)}
    assert not keys_of(client, "*import:*")


def test_an_import_that_breaks_off_leaves_nothing(store: ValkeyStore, client: Redis) -> None:
    def broken() -> Iterator[DayTally]:
        yield from many(70, 20)
        staged = keys_of(client, "*import:*")
        assert staged
        assert all(0 < client.ttl(key) <= 3600 for key in staged)
        assert store.totals() == {}
        raise ValueError("line 1401: no tally")

    with pytest.raises(ValueError, match="line 1401"):
        store.add(broken())
    assert not keys_of(client, "*import:*")
    assert (store.totals(), list(store.days())) == ({}, [])


def test_a_server_killed_during_an_import_has_nothing_of_it(tmp_path: Path) -> None:
    with running(tmp_path / "server") as server, opened(server) as store:

        def killed() -> Iterator[DayTally]:
            yield from many(70, 20)
            server.kill()

        with pytest.raises(Unavailable, match="no connection"):
            store.add(killed())
        server.start()
        assert (store.totals(), list(store.days())) == ({}, [])
        store.add(TALLIES)
        assert list(store.days()) == TALLIES


@pytest.mark.parametrize(
    "url",
    [
        "redis://:pa/s3cret@host:6379",
        "redis://host:port",
        "redis://host/visits",
        "redis://host?socket_timeout=soon",
        "redis://host?no_such_option=1",
        "http://host/",
    ],
)
def test_a_wrong_address_is_reported_without_the_password(url: str) -> None:
    with pytest.raises(Invalid, match="the store's URL is none") as caught:
        ValkeyStore(url, SITE)
    assert "s3cret" not in str(caught.value)
