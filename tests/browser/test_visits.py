"""The counter's script in a real browser: what counts as a view, and that no failure of the counter shows.

The site is served under a name, as in production, because nothing from 127.0.0.1 is counted; the counter answers on the
same origin, from a store of its own, unless a test makes it misbehave.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect
from werkzeug.test import Client

from tests.browser.conftest import DESKTOP, PHONE, Production
from tests.chromium import PATIENCE, chromium_path, drawn, is_moved, launch, until
from tests.test_site import PLAIN
from visits.app import App
from visits.counter import Counter
from visits.site import Site
from visits.sqlite import SqliteStore
from visits.store import DAY, TOTAL, DayTally, Tally, View, VisitorKey

NAME = "notes.test"
NOTE = f"/{PLAIN[0]}"  # the lightest
PAGE, NEXT = "/about/", "/archive/"  # lighter than any
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
PERSON = ["--disable-blink-features=AutomationControlled"]  # else the browser says that it is driven
BY_ITSELF = "Failed to load resource"  # a browser's own line about an answer that is none; no script can prevent it

Answer = Callable[["Visited"], None]


class Visited(Production):
    """The site and the counter on one origin."""

    counting: Counting

    def do_GET(self) -> None:  # noqa: N802
        if not self.path.startswith("/v1/"):
            super().do_GET()
        elif self.counting.misbehave:
            self.counting.misbehave(self)
        else:
            self._ask()

    def do_POST(self) -> None:  # noqa: N802
        self.counting.hits.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if self.counting.misbehave:
            self.counting.misbehave(self)
        else:
            self._ask(json.dumps(self.counting.hits[-1]))

    def _ask(self, body: str = "") -> None:
        answer = self.counting.client.open(
            self.path,
            method=self.command,
            data=body,
            headers=list(self.headers.items()),
            environ_base={"REMOTE_ADDR": "192.0.2.1"},
        )
        self.send_response(answer.status_code)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.data)
        answer.close()


@dataclass
class Counting:
    """A served site and what its counter was sent."""

    address: str
    store: SqliteStore
    client: Client
    hits: list[dict[str, Any]] = field(default_factory=list)
    misbehave: Answer | None = None

    def await_hits(self, number: int) -> list[str]:
        """The pages of the hits, once there are so many."""
        await_(lambda: len(self.hits) >= number)
        return [hit["p"] for hit in self.hits]


def await_(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def serving(kind: type[Visited], site: Path) -> Iterator[int]:
    """The site behind such a server; gives its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(kind, directory=str(site)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def counting(site: Path, tmp_path: Path) -> Iterator[Counting]:
    store = SqliteStore(tmp_path / "visits.sqlite3")
    told = Site.from_json((site / "visits.json").read_text("utf-8"))
    counter = Counter(store, lambda: told)
    with serving(Visited, site) as port:
        address = f"http://{NAME}:{port}"
        Visited.counting = Counting(address, store, Client(App(counter, origins=[address])))
        yield Visited.counting
    counter.close()
    store.close()


@pytest.fixture(scope="module")
def person(playwright: Playwright) -> Iterator[Browser]:
    """A browser that does not say it is driven, as a person's does not."""
    browser = launch(playwright, *PERSON, f"--host-resolver-rules=MAP {NAME} 127.0.0.1")
    yield browser
    browser.close()


@dataclass
class Reader:
    """A reader, and what the browser complained of; a line that it writes by itself is expected, or is a complaint."""

    context: BrowserContext
    counting: Counting
    expects: str = "\0"
    expected: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/", host: str = NAME) -> Page:
        def hear(said: ConsoleMessage) -> None:
            if said.type == "error":
                (self.expected if said.text.startswith(self.expects) else self.complaints).append(said.text)

        page = self.context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(self.counting.address.replace(NAME, host) + path)
        return page


Read = Callable[..., Reader]


@pytest.fixture
def read(person: Browser, counting: Counting) -> Iterator[Read]:
    """Readers, each with a browser profile; at the end nobody may have had reason to complain."""
    readers = list[Reader]()

    def read_(*, script: str = "", expects: str = "\0", hurries: bool = False, **options: Any) -> Reader:
        settings: dict[str, Any] = {"viewport": DESKTOP, "locale": "zh-CN", "user_agent": AGENT, **options}
        reader = Reader(person.new_context(**settings), counting, expects)
        if not hurries:  # the script takes no number that comes after 1.5 s, and the machine may be busy
            reader.context.add_init_script("AbortSignal.timeout = undefined")
        if script:
            reader.context.add_init_script(script)
        readers.append(reader)
        return reader

    yield read_
    for reader in readers:
        reader.context.close()
    assert not [complaint for reader in readers for complaint in reader.complaints]


def number(page: Page, of: str = TOTAL) -> Any:
    return page.locator(f"[data-visits='{of}']").first


def is_idle(page: Page) -> None:
    """Until the script has asked for its numbers, and so would have told of a view before."""
    expect(number(page)).to_have_attribute("data-fresh", "")


# What is counted


def test_a_note_read_twice_is_read_once_and_by_another_browser_twice(read: Read, counting: Counting) -> None:
    reader = read()
    for _ in range(2):
        page = reader.open(NOTE)
        expect(number(page, NOTE)).to_have_text("1 次")
        expect(number(page)).to_have_text("1 次")
    assert counting.await_hits(2) == [NOTE, NOTE]
    await_(lambda: counting.store.total(NOTE) == Tally(visits=1, views=2, visitors=1))
    assert all(re.fullmatch(r"[0-9a-f]{32}", hit["e"]) for hit in counting.hits)
    assert len({hit["e"] for hit in counting.hits}) == 2
    page = read(user_agent=AGENT.replace("140", "139")).open(NOTE)
    expect(number(page, NOTE)).to_have_text("2 次")
    await_(lambda: counting.store.total(TOTAL).visits == 2)


def test_each_navigation_counts_once_and_a_place_on_the_page_does_not(read: Read, counting: Counting) -> None:
    page = read().open("/")
    is_moved(page)  # instant navigation begins when the sitemap is there
    page.evaluate("window.stayed = true")
    page.locator(".places a[href$='/about/']").click()
    expect(number(page)).to_have_attribute("data-fresh", "")
    assert counting.await_hits(2) == ["/", PAGE]
    for index in (1, 2):
        page.locator(".md-nav--secondary a[href*='#']").nth(index).click()
        expect(page).to_have_url(re.compile("#"))
    page.locator(".places a[href$='/archive/']").click()
    assert counting.await_hits(3) == ["/", PAGE, NEXT]
    page.go_back()
    assert counting.await_hits(4)[3:] == [PAGE]
    page.go_forward()
    assert counting.await_hits(5)[4:] == [NEXT]
    page.wait_for_function("window.stayed")  # navigation was instant
    await_(lambda: counting.store.total(TOTAL) == Tally(visits=1, views=5, visitors=1))


def test_a_place_on_the_first_page_does_not_count_again(read: Read, counting: Counting) -> None:
    """Material alone would fetch the page anew at the first click of this kind, and tell of it as of a new one."""
    page = read().open(PAGE)
    is_moved(page)
    page.evaluate("window.told = 0; document$.subscribe(() => window.told++)")  # of this page it tells at once
    page.locator(".md-nav--secondary a[href*='#']").nth(2).click()
    expect(page).to_have_url(re.compile("#"))
    page.locator(".places a[href$='/archive/']").click()
    assert counting.await_hits(2) == [PAGE, NEXT]
    assert page.evaluate("window.told") == 2


def test_what_is_not_found_is_not_counted(read: Read, counting: Counting) -> None:
    page = read(expects=BY_ITSELF).open("/no-such-page/")
    is_idle(page)
    assert counting.hits == []


def test_a_driven_browser_says_so(read: Read, counting: Counting) -> None:
    script = "Object.defineProperty(navigator, 'webdriver', {get: () => true})"
    is_idle(read(script=script).open(PAGE))
    counting.await_hits(1)
    assert counting.hits[0]["w"] is True
    await_(lambda: counting.store.total(PAGE) == Tally(bots=1))


# What is not counted yet, or not at all


START = b"""<script>
const rules = document.createElement("script");
rules.type = "speculationrules";
rules.textContent = '{"prerender": [{"source": "list", "urls": ["/about/"], "eagerness": "immediate"}]}';
document.head.append(rules);
fetch("/go").then(() => location.href = "/about/");
</script>"""
BACK = b"<script>onload = () => setTimeout(() => history.back())</script>"
LEAVE = b"""<script>
fetch("/leave").then(() => location.href = "/back");
addEventListener("pageshow", event => event.persisted && fetch("/restored"));
</script></body>"""


class Prerendering(Visited):
    """A page that has another prerendered, goes there, from there to a third, and back: each when it is told to."""

    asked: dict[str, str | None]
    go: Event
    leave: Event

    def do_GET(self) -> None:  # noqa: N802
        self.asked[self.path] = self.headers["Sec-Purpose"]
        if self.path in ("/start", "/back"):
            self._answer(200, "text/html", START if self.path == "/start" else BACK)
        elif self.path == "/about/":
            page = Path(self.directory, "about/index.html").read_bytes()
            self._answer(200, "text/html", page.replace(b"</body>", LEAVE))
        elif self.path in ("/go", "/leave"):
            (self.go if self.path == "/go" else self.leave).wait(PATIENCE)
            self._answer(200, "text/plain", b"")
        else:
            super().do_GET()


@contextmanager
def unattended(address: str, profile: Path) -> Iterator[None]:
    """A Chromium that is not driven: a driven one neither prerenders nor keeps pages to go back to."""
    quiet = ["--disable-component-update", "--disable-sync", "--no-first-run", "--user-data-dir=" + str(profile)]
    names = f"--host-resolver-rules=MAP {NAME} 127.0.0.1, MAP * ~NOTFOUND"
    command = [
        chromium_path(whole=True),
        "--headless=new",
        "--no-sandbox",
        f"--user-agent={AGENT}",
        names,
        *quiet,
        address,
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_prerendered_page_counts_when_it_is_shown_and_again_when_come_back_to(
    counting: Counting, site: Path, tmp_path: Path
) -> None:
    Prerendering.asked, Prerendering.go, Prerendering.leave = {}, Event(), Event()
    asked = Prerendering.asked
    with serving(Prerendering, site) as port, unattended(f"http://{NAME}:{port}/start", tmp_path / "profile"):
        await_(lambda: "/leave" in asked)  # the last of the page's scripts but ours has run
        await_(lambda: "/assets/javascripts/visits.js" in asked)
        time.sleep(0.3)  # in which it could count
        assert asked["/about/"] == "prefetch;prerender"
        assert counting.hits == []
        Prerendering.go.set()
        assert counting.await_hits(1) == [PAGE]
        Prerendering.leave.set()
        assert counting.await_hits(2) == [PAGE, PAGE]
        await_(lambda: "/restored" in asked)


UNSEEN = """
for (const [name, event] of [["prerendering", "prerenderingchange"], ["hidden", "visibilitychange"]]) {
    Object.defineProperty(Document.prototype, name, {get: () => window.unseen == name, configurable: true});
    window["show_" + name] = () => { window.unseen = ""; document.dispatchEvent(new Event(event)); };
}
"""


@pytest.mark.parametrize("way", ["prerendering", "hidden"])
def test_a_page_that_nobody_sees_counts_when_it_is_seen(read: Read, counting: Counting, way: str) -> None:
    page = read(script=f"window.unseen = '{way}';{UNSEEN}").open(PAGE)
    page.wait_for_load_state("networkidle")
    drawn(page)
    assert counting.hits == []
    expect(number(page)).not_to_have_attribute("data-fresh", "")
    page.evaluate(f"show_{way}()")
    expect(number(page)).to_have_text("1 次")
    assert counting.await_hits(1) == [PAGE]


def count_before(counting: Counting, visits: int, path: str = PAGE) -> None:
    day = int(time.time()) // DAY - 1
    counting.store.add([DayTally(day, name, Tally(visits, visits, visits, 0)) for name in (path, TOTAL)])


@pytest.mark.parametrize(
    "script",
    [
        "Object.defineProperty(navigator, 'globalPrivacyControl', {get: () => true})",
        "Object.defineProperty(navigator, 'doNotTrack', {get: () => '1'})",
        "localStorage.setItem('visits', 'off')",
    ],
    ids=["gpc", "dnt", "opt-out"],
)
def test_who_would_not_be_counted_is_not_and_sees_the_number(read: Read, counting: Counting, script: str) -> None:
    count_before(counting, 41)
    page = read(script=script).open(PAGE)
    is_idle(page)
    expect(number(page)).to_have_text("41 次")
    assert counting.hits == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_authors_own_machine_is_not_counted(read: Read, counting: Counting, host: str) -> None:
    count_before(counting, 41)
    page = read().open(PAGE, host)
    is_idle(page)
    expect(number(page)).to_have_text("41 次")
    assert counting.hits == []


def test_a_reader_may_refuse_by_keyboard_and_take_it_back(read: Read, counting: Counting) -> None:
    reader = read()
    page = reader.open("/statistics/")
    button = page.get_by_role("button", name="不计我的访问")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    is_idle(page)
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    is_idle(page)
    assert counting.await_hits(1) == ["/statistics/"]
    button.focus()
    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.reload()
    assert counting.await_hits(2) == ["/statistics/"] * 2


def test_without_script_the_written_number_stands_and_no_button(read: Read, counting: Counting) -> None:
    page = read(java_script_enabled=False).open("/statistics/")
    expect(number(page)).to_have_text("0 次")
    expect(page.locator(".colophon .visits__as-of")).to_be_visible()
    expect(page.locator("[data-refuse]")).not_to_be_visible()
    assert counting.hits == []


# When the counter fails


def saying(body: bytes, status: int = 200) -> Answer:
    return lambda request: request._answer(status, "application/json", body)


def hang_up(request: Visited) -> None:
    request.close_connection = True


GARBAGE = {
    "NaN": b'{"count": NaN}',
    "HTML": b"<!doctype html><p>503</p>",
    "nothing": b"",
    "null": b"null",
    "a list": b"[9]",
    "no count": b"{}",
    "negative": b'{"count": -5}',
    "smaller": b'{"count": 3}',
    "a fraction": b'{"count": 99.5}',
    "a string": b'{"count": "99"}',
    "true": b'{"count": true}',
    "endless": b'{"count": 1e999}',
    "too large": b'{"count": 1e300}',
}


def test_garbage_changes_nothing(read: Read, counting: Counting) -> None:
    counting.misbehave = saying(b"{}")  # from the first, for a number the browser keeps for five minutes
    page = read().open(PAGE)
    is_moved(page)
    for name, body in GARBAGE.items():
        counting.misbehave = saying(body)
        page.evaluate("document.querySelectorAll('[data-visits]').forEach(n => n.textContent = '7 次')")
        with page.expect_response("**/v1/count?*") as answer:
            page.evaluate("document$.next(document)")
        answer.value.finished()
        page.evaluate("new Promise(resolve => setTimeout(resolve))")
        assert number(page).inner_text() == "7 次", name
    counting.misbehave = saying(b'{"count": 8}')
    page.evaluate("document$.next(document)")
    expect(number(page)).to_have_text("8 次")


@pytest.mark.parametrize(
    "way", [saying(b'{"error": "full"}', 503), saying(b"", 404), hang_up], ids=["503", "404", "hung up"]
)
def test_a_counter_that_is_down_leaves_the_written_number(read: Read, counting: Counting, way: Answer) -> None:
    counting.misbehave = way
    reader = read(expects=BY_ITSELF)  # and no error of the script's
    page = reader.open(PAGE)
    counting.await_hits(1)
    until(page, lambda: reader.expected, bool)
    page.wait_for_load_state("networkidle")
    expect(number(page)).to_have_text("0 次")
    expect(page.locator(".colophon .visits__as-of")).to_be_visible()


def test_a_blocked_counter_leaves_the_written_number(read: Read, counting: Counting) -> None:
    reader = read(expects=BY_ITSELF)
    reader.context.route("**/v1/**", lambda route: route.abort("blockedbyclient"))
    page = reader.open(PAGE)
    until(page, lambda: reader.expected, bool)
    page.wait_for_load_state("networkidle")
    expect(number(page)).to_have_text("0 次")


def test_numbers_are_asked_for_where_the_view_is_blocked_or_not_answered(read: Read, counting: Counting) -> None:
    now = int(time.time())
    counting.store.record(View(now, PAGE, bytes(16), (VisitorKey(now // DAY, b"v" * 16, b"p" * 16),)))
    reader = read(expects=BY_ITSELF)
    reader.context.route("**/v1/hit", lambda route: route.abort("blockedbyclient"))
    expect(number(reader.open(PAGE))).to_have_text("1 次")
    reader.context.unroute("**/v1/hit")
    never = Event()

    def wait(request: Visited) -> None:
        if request.command == "POST":
            never.wait(PATIENCE)
        else:
            request._ask()

    counting.misbehave = wait
    try:
        page = read(expects=BY_ITSELF).open(PAGE)  # at the end
        counting.await_hits(1)
        expect(number(page)).to_have_text("1 次")
    finally:
        never.set()


def test_a_slow_counter_counts_and_changes_no_number_under_the_readers_eyes(read: Read, counting: Counting) -> None:
    late = Event()

    def wait(request: Visited) -> None:
        late.wait(PATIENCE)
        request._ask(json.dumps(counting.hits[-1])) if request.command == "POST" else request._ask()

    counting.misbehave = wait
    page = read(hurries=True).open(PAGE)
    counting.await_hits(1)
    page.wait_for_timeout(1600)  # what is tested is that time
    late.set()
    await_(lambda: counting.store.total(PAGE).visits == 1)
    page.wait_for_load_state("networkidle")
    expect(number(page)).to_have_text("0 次")
    expect(page.locator(".colophon .visits__as-of")).to_be_visible()


# The page stands still


@pytest.mark.parametrize(
    ("path", "viewport"),
    [("/", DESKTOP), ("/", PHONE), (NOTE, PHONE), ("/statistics/", PHONE)],
    ids=lambda value: value if isinstance(value, str) else str(value["width"]),
)
def test_a_larger_number_moves_nothing(read: Read, counting: Counting, path: str, viewport: dict[str, int]) -> None:
    count_before(counting, 123_456, path)
    watch = """
        window.shifts = [];
        new PerformanceObserver(list => shifts.push(...list.getEntries().map(entry =>
            [entry.value, ...entry.sources.map(source => source.node?.parentElement?.outerHTML.slice(0, 200))]
        ))).observe({type: "layout-shift"});
    """
    page = read(script=f"window.unseen = 'hidden';{UNSEEN}{watch}", viewport=viewport).open(path)
    page.wait_for_load_state("networkidle")
    expect(number(page)).to_have_text("0 次")
    drawn(page)
    page.evaluate("shifts.length = 0; show_hidden()")  # before that came what Material does when it begins
    for shown in page.locator("[data-visits]").all():
        expect(shown).to_have_text("123457 次")
    drawn(page)
    assert page.evaluate("shifts") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
