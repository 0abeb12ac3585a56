"""What is a visit: requests in, rows in a real database out, by both stores, with the clock in hand."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from ipaddress import ip_network
from itertools import count
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from tests.visits.valkey_server import ValkeyServer
from visits.app import App
from visits.counter import Counter
from visits.limits import Limits
from visits.site import Baseline, Site
from visits.store import DAY, LONGEST, SLIDING, TOTAL, Store, Tally
from visits.stores import open_store

NOTE, OTHER = "/2021/05/backpropagation/", "/2020/07/legendre-transform/"
EVENING = int(datetime(2026, 11, 24, 20, tzinfo=UTC).timestamp())
NOON = EVENING - 8 * 3600
HOUR, MINUTE = 3600, 60

SITE = Site(
    url="https://zququ.github.io/",
    since="2019-07",
    baseline=Baseline(1000, date(2026, 11, 1), "a counter of old"),
    pages={"/": "首页", NOTE: "反向传播", OTHER: "勒让德变换"},
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
CRAWLER = "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"


@dataclass
class Clock:
    """Stands still until it is set."""

    now: float = EVENING

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Step:
    """One hit: who, what and when.  Without an event it has one of its own."""

    at: int = EVENING
    address: str = "203.0.113.7"
    agent: str = FIREFOX
    path: str = NOTE
    event: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, object] = field(default_factory=dict)
    status: int = 204


@dataclass
class Counted:
    """A counter over a store, asked as the browser asks it."""

    store: Store
    clock: Clock = field(default_factory=Clock)
    site: Site = SITE

    def __post_init__(self) -> None:
        self.counter = Counter(self.store, lambda: self.site, self.clock)
        limits = Limits(rate=1e6, burst=10**6, read_rate=1e6, read_burst=10**6, cap=1e6)
        self.client = Client(App(self.counter, proxies=[ip_network("127.0.0.1/32")], limits=limits))
        self._events = count(1)

    def hit(self, step: Step) -> None:
        self.clock.now = step.at
        event = step.event or f"{next(self._events):032x}"
        headers = {
            "Origin": self.site.origin,
            "User-Agent": step.agent,
            "X-Forwarded-For": step.address,
            **step.headers,
        }
        body = json.dumps({"p": step.path, "e": event, **step.more})
        answer = self.client.post(
            "/v1/hit", data=body, headers=headers, content_type="text/plain", environ_base={"REMOTE_ADDR": "127.0.0.1"}
        )
        assert answer.status_code == step.status, answer.text

    def get(self, path: str) -> TestResponse:
        return self.client.get("/v1/count", query_string={"path": path})

    def number(self, path: str) -> int:
        """What a reader is shown."""
        answer = self.get(path).json
        assert answer is not None
        return int(answer["count"])


@pytest.fixture(params=["sqlite", "valkey"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens the same place again, as another process does; both stores in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/visits.sqlite3"
    else:
        server: ValkeyServer = request.getfixturevalue("valkey")
        url = server.url
    opened: list[Store] = []

    def open_again() -> Store:
        opened.append(open_store(url, SITE.url))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def counted(reopen: Callable[[], Store]) -> Iterator[Counted]:
    found = Counted(reopen())
    with closing(found.counter):
        yield found


def test_whether_it_is_there_is_known_before_anything_is_kept(reopen: Callable[[], Store]) -> None:
    assert not reopen().is_there()
    reopen().begin()
    assert reopen().is_there()


ONE = Step()

# Name, hits, what the note then has, what the site then has.
CASES: list[tuple[str, list[Step], Tally, Tally]] = [
    ("one view", [ONE], Tally(1, 1, 1), Tally(1, 1, 1)),
    ("again at once", [ONE, ONE], Tally(1, 2, 1), Tally(1, 2, 1)),
    (
        "a second before the window closes",
        [ONE, replace(ONE, at=EVENING + SLIDING - 1)],
        Tally(1, 2, 2),  # two days, and the visitors of days are a sum
        Tally(1, 2, 2),
    ),
    (
        "when the window has closed",
        [replace(ONE, at=NOON), replace(ONE, at=NOON + SLIDING)],
        Tally(2, 2, 1),
        Tally(2, 2, 1),
    ),
    (
        "each view opens the window anew",
        [replace(ONE, at=NOON + n * 7 * HOUR) for n in (-1, 0, 1)],
        Tally(1, 3, 1),
        Tally(1, 3, 1),
    ),
    (
        "no visit is longer than 24 hours",
        [replace(ONE, at=EVENING + n * 6 * HOUR) for n in range(6)],  # 0 h to 30 h: the fifth is at 24 h
        Tally(2, 6, 3),
        Tally(2, 6, 3),
    ),
    (
        "a second before 24 hours",
        [replace(ONE, at=EVENING + at) for at in (0, 7 * HOUR, 14 * HOUR, 21 * HOUR, LONGEST - 1)],
        Tally(1, 5, 2),
        Tally(1, 5, 2),
    ),
    (
        "over midnight the salt changes and the visitor does not",
        [
            replace(ONE, at=EVENING + 4 * HOUR - 1),
            replace(ONE, at=EVENING + 4 * HOUR),
            replace(ONE, at=EVENING + 5 * HOUR),
        ],
        Tally(1, 3, 2),
        Tally(1, 3, 2),
    ),
    (
        "over midnight, and eight hours after the first view of the new day",
        [ONE, replace(ONE, at=EVENING + 5 * HOUR), replace(ONE, at=EVENING + 13 * HOUR)],
        Tally(2, 3, 2),
        Tally(2, 3, 2),
    ),
    ("two days later", [ONE, replace(ONE, at=EVENING + 2 * DAY)], Tally(2, 2, 2), Tally(2, 2, 2)),
    (
        "the same event twice, as when an answer is lost",
        [replace(ONE, event="a" * 32), replace(ONE, event="a" * 32, at=EVENING + 599)],
        Tally(1, 1, 1),
        Tally(1, 1, 1),
    ),
    (
        "the same event from somebody else and for another page",
        [replace(ONE, event="a" * 32), replace(ONE, event="a" * 32, address="198.51.100.1", path=OTHER)],
        Tally(1, 1, 1),
        Tally(1, 1, 1),
    ),
    (
        "the same event ten minutes later is another",
        [replace(ONE, event="a" * 32), replace(ONE, event="a" * 32, at=EVENING + 600)],
        Tally(1, 2, 1),
        Tally(1, 2, 1),
    ),
    (
        "two pages are one visit to the site",
        [ONE, replace(ONE, path=OTHER), replace(ONE, path="/")],
        Tally(1, 1, 1),
        Tally(1, 3, 1),
    ),
    (
        "a page's window is its own",
        [
            replace(ONE, at=NOON - 2 * HOUR),
            replace(ONE, at=NOON + 4 * HOUR, path=OTHER),
            replace(ONE, at=NOON + 7 * HOUR),  # nine hours after the note, three after the site
        ],
        Tally(2, 2, 1),
        Tally(1, 3, 1),
    ),
    (
        "two browsers behind one address",
        [ONE, replace(ONE, agent=SAFARI), ONE, replace(ONE, agent=SAFARI)],
        Tally(2, 4, 2),
        Tally(2, 4, 2),
    ),
    ("two addresses, one browser", [ONE, replace(ONE, address="203.0.113.8")], Tally(2, 2, 2), Tally(2, 2, 2)),
    (
        "one IPv6 /64 is one visitor",
        [replace(ONE, address="2001:db8:1:2::1"), replace(ONE, address="2001:db8:1:2:aaaa:bbbb:cccc:dddd")],
        Tally(1, 2, 1),
        Tally(1, 2, 1),
    ),
    (
        "two /64 are two",
        [replace(ONE, address="2001:db8:1:2::1"), replace(ONE, address="2001:db8:1:3::1")],
        Tally(2, 2, 2),
        Tally(2, 2, 2),
    ),
    (
        "an IPv4 address in IPv6 clothes",
        [ONE, replace(ONE, address="::ffff:203.0.113.7")],
        Tally(1, 2, 1),
        Tally(1, 2, 1),
    ),
    ("a crawler", [replace(ONE, agent=CRAWLER)], Tally(bots=1), Tally(bots=1)),
    ("a command-line client", [replace(ONE, agent="curl/8.5.0")], Tally(bots=1), Tally(bots=1)),
    ("no User-Agent at all", [replace(ONE, agent="")], Tally(bots=1), Tally(bots=1)),
    ("a driven browser", [replace(ONE, more={"w": True})], Tally(bots=1), Tally(bots=1)),
    ("a prefetch", [replace(ONE, headers={"Sec-Purpose": "prefetch"})], Tally(bots=1), Tally(bots=1)),
    (
        "a prefetch to be shown, perhaps",
        [replace(ONE, headers={"Sec-Purpose": "prefetch;prerender"})],
        Tally(bots=1),
        Tally(bots=1),
    ),
    ("a bot's event twice", [replace(ONE, agent=CRAWLER, event="b" * 32)] * 2, Tally(bots=1), Tally(bots=1)),
    ("a bot beside a person", [replace(ONE, agent=CRAWLER), ONE], Tally(1, 1, 1, 1), Tally(1, 1, 1, 1)),
    ("Global Privacy Control", [replace(ONE, headers={"Sec-GPC": "1"})], Tally(), Tally()),
    ("Do Not Track", [replace(ONE, headers={"DNT": "1"})], Tally(), Tally()),
    ("tracking allowed in so many words", [replace(ONE, headers={"DNT": "0"})], Tally(1, 1, 1), Tally(1, 1, 1)),
    (
        "the clock steps back an hour",
        [ONE, replace(ONE, at=EVENING - HOUR), replace(ONE, at=EVENING + HOUR)],
        Tally(1, 3, 1),
        Tally(1, 3, 1),
    ),
    (
        "the clock steps back over midnight",
        [replace(ONE, at=EVENING + 5 * HOUR), replace(ONE, at=EVENING + 3 * HOUR), replace(ONE, at=EVENING + 6 * HOUR)],
        Tally(1, 3, 3),
        Tally(1, 3, 3),
    ),
    (
        "after a step back the window runs by the new time",
        [replace(ONE, at=NOON + 10 * HOUR), replace(ONE, at=NOON), replace(ONE, at=NOON + 8 * HOUR)],
        Tally(2, 3, 1),
        Tally(2, 3, 1),
    ),
    (
        "the clock steps back, and a lost answer is asked for again",
        [replace(ONE, event="a" * 32), replace(ONE, event="a" * 32, at=EVENING - 5)],
        Tally(1, 1, 1),
        Tally(1, 1, 1),
    ),
    ("an unknown page", [replace(ONE, path="/2021/05/no-such/", status=404)], Tally(), Tally()),
    ("the name of the total", [replace(ONE, path=TOTAL, status=404)], Tally(), Tally()),
    ("somebody else's page", [replace(ONE, headers={"Origin": "https://evil.example"}, status=403)], Tally(), Tally()),
]


@pytest.mark.parametrize(("steps", "note", "site"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_case(counted: Counted, steps: list[Step], note: Tally, site: Tally) -> None:
    for step in steps:
        counted.hit(step)
    assert counted.store.total(NOTE) == note
    assert counted.store.total(TOTAL) == site
    assert counted.number(NOTE) == note.visits
    assert counted.number(TOTAL) == SITE.baseline.value + site.visits
    assert _sums(counted.store) == {path: tally for path, tally in counted.store.totals().items() if tally != Tally()}


def test_a_clock_that_steps_back_by_exactly_a_day(counted: Counted) -> None:
    """Whoever is in the middle of a visit stays so, also when what has expired by the new time is purged."""
    for at in (NOON, NOON - DAY, NOON - DAY + HOUR):
        counted.hit(replace(ONE, at=at))
        counted.store.purge(at)
    assert counted.store.total(NOTE) == Tally(1, 3, 2)  # two days, and the visitors of days are a sum
    for at in (NOON + HOUR, NOON - DAY + HOUR):
        counted.hit(replace(ONE, at=at, event="a" * 32, address="203.0.113.200"))
        counted.store.purge(at)
    assert counted.store.total(NOTE) == Tally(2, 4, 3)


def _sums(store: Store) -> dict[str, Tally]:
    """Totals from the tallies of days, which are kept apart."""
    found: dict[str, Tally] = {}
    for day in store.days():
        found[day.path] = found.get(day.path, Tally()) + day.tally
    return {path: tally for path, tally in found.items() if tally != Tally()}


def test_what_is_told_of_a_count(counted: Counted) -> None:
    counted.hit(ONE)
    assert counted.get(NOTE).json == {"count": 1, "since": "2019-07", "as_of": "2026-11-24T20:00:00Z"}
    assert counted.get(OTHER).json == {"count": 0, "since": "2019-07", "as_of": "2026-11-24T20:00:00Z"}
    assert counted.get("/no-such/").status_code == 404
    assert counted.number(TOTAL) == 1001


def test_reading_the_numbers_never_counts(counted: Counted) -> None:
    counted.hit(ONE)
    before = counted.store.totals()
    for address in (f"/v1/count?path={NOTE}", "/v1/counts", f"/v1/series?path={TOTAL}&days=2", "/healthz"):
        assert counted.client.get(address).status_code == 200
        counted.client.head(address)
    assert counted.store.totals() == before


def test_a_view_stands_under_its_day(counted: Counted) -> None:
    counted.hit(ONE)
    counted.hit(replace(ONE, at=EVENING + 5 * HOUR, path=OTHER))  # the next day, in UTC
    answer = counted.client.get("/v1/series", query_string={"path": TOTAL, "days": 3}).json
    assert answer == {
        "path": TOTAL,
        "days": [
            {"day": "2026-11-23", "visits": 0, "views": 0, "visitors": 0, "bots": 0},
            {"day": "2026-11-24", "visits": 1, "views": 1, "visitors": 1, "bots": 0},
            {"day": "2026-11-25", "visits": 0, "views": 1, "visitors": 1, "bots": 0},
        ],
    }


def test_a_restart_in_the_middle_of_a_visit(reopen: Callable[[], Store]) -> None:
    with closing(reopen()) as store, closing(Counted(store).counter):
        Counted(store).hit(replace(ONE, event="c" * 32))
    again = Counted(reopen())
    with closing(again.counter):
        again.hit(replace(ONE, event="c" * 32))  # its answer was lost
        again.hit(replace(ONE, at=EVENING + HOUR, event="d" * 32))
        assert again.store.total(TOTAL) == Tally(1, 2, 1)


def test_two_processes_count_as_one(reopen: Callable[[], Store]) -> None:
    one, two = Counted(reopen()), Counted(reopen())
    with closing(one.counter), closing(two.counter):
        one.hit(replace(ONE, event="e" * 32))
        two.hit(replace(ONE, event="e" * 32))
        two.hit(replace(ONE, event="f" * 32, at=EVENING + 5 * HOUR))  # each made this day's salt, or had it made
        one.hit(replace(ONE, event="1" * 32, at=EVENING + 6 * HOUR))
        assert one.store.total(TOTAL) == two.store.total(TOTAL) == Tally(1, 3, 2)


def test_what_has_expired_is_purged_and_nothing_else(counted: Counted) -> None:
    counted.hit(ONE)
    counted.store.purge(EVENING + DAY)
    counted.hit(replace(ONE, at=EVENING + 4 * HOUR))
    assert counted.store.total(TOTAL) == Tally(1, 2, 2), "yesterday's salt and keys live"
    day = EVENING // DAY
    assert day in counted.store.salts(day + 1)
    counted.store.purge(EVENING + 2 * DAY)
    assert day not in counted.store.salts(day + 2)
    assert counted.store.total(TOTAL) == Tally(1, 2, 2), "tallies last"


@pytest.mark.parametrize("seed", range(3))
def test_any_history_is_counted_as_a_person_would(counted: Counted, seed: int) -> None:
    """Against a tally kept by person, which has no salts, keys or days."""
    draw = random.Random(seed)
    people = [("203.0.113.7", FIREFOX), ("203.0.113.7", SAFARI), ("2001:db8::1", FIREFOX)]
    pages = [NOTE, OTHER, "/"]
    seen: dict[object, tuple[int, int]] = {}
    visits = dict.fromkeys([*pages, TOTAL], 0)
    now = EVENING
    for _ in range(150):
        now += draw.choice([1, 10 * MINUTE, HOUR, 4 * HOUR, SLIDING - 1, SLIDING, SLIDING + 1, 30 * HOUR])
        who, page = draw.choice(people), draw.choice(pages)
        for subject, name in ((who, TOTAL), ((who, page), page)):
            began, last = seen.get(subject, (-(10**9), -(10**9)))
            if now - last >= SLIDING or now - began >= LONGEST:
                visits[name] += 1
                began = now
            seen[subject] = began, now
        counted.hit(Step(at=now, address=who[0], agent=who[1], path=page))
        if draw.random() < 0.1:
            counted.store.purge(now)
    assert {name: counted.store.total(name).visits for name in visits} == visits
