"""How many visits a second the counter takes, every answer durable, and how it bears a large database and a long day.

    python -m bench.visits [--seconds 6] [--rounds 3] [--stores sqlite,valkey]
    python -m bench.visits --rows 10000000          how it falls as the database grows
    python -m bench.visits --hour 360000            memory while so many hits come in
    python -m bench.visits --series 3660            how long it takes to tell of each of so many days

The server is the one of production with its own settings, in a process of its own; another process sends hits over
keep-alive connections on the loopback and times each answer.  Beside it, in turn, the same server runs a handler that
only reads the request and answers 204: figures are ratios to that one, in the same run.  The limits are lifted, and
nothing else.

There are two ratios.  `wall` is of hits a second, and holds on a machine that does nothing else: the sender wants a
processor of its own, and the disk is waited for.  `processor` is of the time that the server, and the store's own
process, spend on a hit, and holds on a busy machine, too.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import selectors
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from redis import Redis

from visits.site import FILE, Baseline, Site
from visits.store import DAY, TOTAL, DayTally, Tally
from visits.stores import open_store

ROOT = Path(__file__).parents[1]
PAGES = [f"/2026/11/note-{n}/" for n in range(200)]
SITE = Site(
    "https://site.example/", "2019-07", Baseline(0, date(2026, 11, 1), ""), {"/": "", **dict.fromkeys(PAGES, "")}
)
CONNECTIONS = 64
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
# Windows under keys of 16 bytes, made in the server itself.
FILL = """
for i = 1, ARGV[1] do
  local key = redis.sha1hex(ARGV[3] .. ' ' .. i)
  redis.call('HSET', KEYS[1], string.sub(key, 1, 16), ARGV[2])
end
"""
LIFTED = ["--rate=1000000", "--burst=100000", "--read-rate=1000000", "--read-burst=100000", "--cap=1000000"]
SCENES = {  # visitors, pages
    "one visitor, one page": (1, 1),
    "one visitor, many pages": (1, len(PAGES)),
    "many visitors, one page": (1_000_000, 1),
    "many visitors, many pages": (1_000_000, len(PAGES)),
}


@dataclass
class Load:
    """What came of sending hits for a while; latencies in seconds."""

    seconds: float
    latencies: list[float] = field(repr=False)
    others: dict[str, int] = field(default_factory=dict)  # answers that were not 204
    processor: float = 0  # seconds that the server, and the store's own process, spent on them

    @property
    def each(self) -> float:
        """Microseconds of processor time that a hit takes."""
        return 1e6 * self.processor / len(self.latencies)

    @property
    def rate(self) -> float:
        """Hits a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """A latency in milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser("python -m bench.visits", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=6, help="how long each load lasts")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is repeated; medians are printed")
    parser.add_argument("--stores", default="sqlite,valkey", help="which, with commas between")
    parser.add_argument("--rows", type=int, help="fill the database with so many windows, by steps of ten, instead")
    parser.add_argument("--series", type=int, help="ask for what was counted on each of so many days, instead")
    parser.add_argument("--hour", type=int, help="send so many hits, and watch the server's memory, instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="visits-") as name:
        folder = Path(name)
        (folder / FILE).write_text(SITE.to_json(), "utf-8")
        for kind in options.stores.split(","):
            with store_of(kind, folder) as (url, store):
                if options.rows:
                    growth(kind, url, folder, options.seconds, options.rows, store)
                elif options.series:
                    series(kind, url, folder, options.series)
                elif options.hour:
                    hour(kind, url, folder, options.hour)
                else:
                    scenes(kind, url, folder, options.seconds, options.rounds, store)


# What is measured


def scenes(kind: str, url: str, folder: Path, seconds: float, rounds: int, store: list[int]) -> None:
    """Each scene and the no-op, in turn."""
    for scene, (visitors, pages) in SCENES.items():
        ours, idle = list[Load](), list[Load]()
        for _ in range(rounds):
            with served(noop()) as (address, pid):
                idle.append(timed([pid], address, seconds, visitors, pages))
            with served(counter(url, folder)) as (address, pid):
                before = counted(url)
                load = timed([pid, *store], address, seconds, visitors, pages)
                assert counted(url) - before == len(load.latencies), "every 204 is in the count, and nothing else"
                ours.append(load)
        report(f"{kind}: {scene}", ours, idle)


def growth(kind: str, url: str, folder: Path, seconds: float, rows: int, store: list[int]) -> None:
    """Many visitors, many pages, with more and more windows in the store."""
    present = 0
    for wanted in [0, *(rows // 10**power for power in (2, 1, 0))]:
        fill(kind, url, wanted - present)
        present = wanted
        with served(noop()) as (address, pid):
            idle = timed([pid], address, seconds, *SCENES["many visitors, many pages"])
        with served(counter(url, folder)) as (address, pid):
            ours = timed([pid, *store], address, seconds, *SCENES["many visitors, many pages"])
        report(f"{kind}: {wanted:,} windows", [ours], [idle])


def hour(kind: str, url: str, folder: Path, hits: int) -> None:
    """The server's memory at each tenth of so many hits, by a million visitors to all pages."""
    with served(counter(url, folder)) as (address, pid):
        print(f"{kind}: at the start {resident(pid):.0f} MB")
        for tenth in range(10):
            load = send(address, None, *SCENES["many visitors, many pages"], hits=hits // 10, seed=tenth)
            print(f"{kind}: after {(tenth + 1) * hits // 10:,} hits {resident(pid):.0f} MB, {load.rate:.0f} hits/s")


def series(kind: str, url: str, folder: Path, days: int) -> None:
    """How long `/v1/series` takes over one connection: at first, and then."""
    today = int(time.time()) // DAY
    store = open_store(url, SITE.url)
    paths = (TOTAL, *PAGES[:20])
    store.add(DayTally(today - day, path, Tally(2, 3, 2)) for day in range(days) for path in paths)
    store.close()
    with served(counter(url, folder)) as (address, pid), closing(HTTPConnection(*address)) as connection:

        def ask() -> float:
            began = time.perf_counter()
            connection.request("GET", f"/v1/series?path={TOTAL}&days={days}")
            assert len(json.loads(connection.getresponse().read())["days"]) == days
            return 1000 * (time.perf_counter() - began)

        first, before = ask(), spent(pid)
        took = [ask() for _ in range(500)]
        own = 1000 * (spent(pid) - before) / len(took)
        print(
            f"{kind}: {days} days told in {first:.2f} ms at first, then in {statistics.median(took):.2f} ms,"
            f" of which the counter's processor takes {own:.2f} ms",
            flush=True,
        )


def report(name: str, ours: list[Load], idle: list[Load]) -> None:
    """One line: rates, latencies and the ratio, medians of the rounds."""
    for load in (*ours, *idle):
        assert not load.others, f"answers other than 204: {load.others}"
    middle = statistics.median
    ratio = middle(one.rate / other.rate for one, other in zip(ours, idle, strict=True))
    processor = middle(other.each / one.each for one, other in zip(ours, idle, strict=True))
    p50, p99 = (middle(load.percentile(share) for load in ours) for share in (0.5, 0.99))
    idle_p50, idle_p99 = (middle(load.percentile(share) for load in idle) for share in (0.5, 0.99))
    print(
        f"{name:36} {middle(load.rate for load in ours):6.0f} hits/s  p50 {p50:5.1f}  p99 {p99:5.1f} ms"
        f"   no-op {middle(load.rate for load in idle):6.0f}/s  p50 {idle_p50:5.1f}  p99 {idle_p99:5.1f} ms"
        f"   {middle(load.each for load in ours):4.0f} µs a hit, no-op {middle(load.each for load in idle):4.0f}"
        f"   ratio: wall {ratio:.2f}, processor {processor:.2f}",
        flush=True,
    )


def counted(url: str) -> int:
    """Views and bots in the store."""
    store = open_store(url, SITE.url)
    try:
        tally = store.total(TOTAL)
        return tally.views + tally.bots
    finally:
        store.close()


def timed(pids: list[int], address: tuple[str, int], seconds: float, visitors: int, pages: int) -> Load:
    """Hits, with the processor time that those processes spend on them."""
    before = sum(map(spent, pids))
    load = send(address, seconds, visitors, pages)
    load.processor = sum(map(spent, pids)) - before
    return load


def spent(pid: int) -> float:
    """Seconds of processor time that a process has spent, its own and the system's for it."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """Memory that a process holds, in megabytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


# Stores


@contextmanager
def store_of(kind: str, folder: Path) -> Iterator[tuple[str, list[int]]]:
    """A store of its own, empty: its address, and the process that it has, if any."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/visits.sqlite3", []
        return
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if not program:
        sys.exit("valkey: no server found. Debian: apt-get install redis-server; or leave it out: --stores sqlite")
    (folder / "valkey").mkdir()
    socket_path = folder / "valkey.socket"
    command = [program, "--port", "0", "--unixsocket", str(socket_path), "--dir", str(folder / "valkey"), "--save", ""]
    command += ["--appendonly", "yes", "--appendfsync", "always", "--enable-debug-command", "local"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for(socket_path.exists, "the Valkey server")
        yield f"unix://{socket_path}", [process.pid]
    finally:
        process.kill()
        process.wait()


def fill(kind: str, url: str, rows: int) -> None:
    """Add windows of visitors of today who will not come again."""
    store = open_store(url, SITE.url)
    store.salts(int(time.time()) // DAY)  # makes what it keeps
    store.close()
    if rows <= 0:
        return
    now = int(time.time())
    if kind == "valkey":
        with Redis.from_url(url, socket_timeout=None) as client:
            (made,) = client.keys("visits:*:salt:*")
            windows = made.decode().replace(":salt:", ":windows:")
            for start in range(0, rows, 100_000):
                client.eval(FILL, 1, windows, min(100_000, rows - start), f"{now} {now}", start)
        return
    draw = random.Random(rows)
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        for start in range(0, rows, 1_000_000):
            keys = sorted(draw.randbytes(16) for _ in range(min(1_000_000, rows - start)))
            database.executemany(
                "INSERT INTO windows (day, key, first, last) VALUES (?, ?, ?, ?)",
                ((now // DAY, key, now, now) for key in keys),
            )
            database.commit()
    database.close()


# Servers


def counter(url: str, folder: Path) -> list[str]:
    """The command of the counter."""
    options = [f"--site={folder}", f"--store={url}", "--listen=127.0.0.1:0", "--proxies=127.0.0.1", *LIFTED]
    return [sys.executable, "-m", "visits", "serve", "--new", *options]


def noop() -> list[str]:
    """The command of the same server with a handler that does nothing."""
    return [sys.executable, "-m", "bench.visits_noop"]


@contextmanager
def served(command: list[str]) -> Iterator[tuple[tuple[str, int], int]]:
    """A running server: its address, and its process."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VISITS_")}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout is not None
        said = list[str]()
        port = 0
        for line in process.stdout:  # the log's lines, and the one that says where it listens
            said.append(line)
            if found := re.search(r" at http://127\.0\.0\.1:(\d+)", line):
                port = int(found[1])
                break
        if not port:
            sys.exit(f"the server did not start: {''.join(said)}")
        yield ("127.0.0.1", port), process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


def wait_for(ready: Callable[[], bool], what: str) -> None:
    """Until it is so, ten seconds at most."""
    until = time.monotonic() + 10
    while not ready():
        if time.monotonic() > until:
            sys.exit(f"{what} did not start in ten seconds")
        time.sleep(0.02)


# The load


def send(
    address: tuple[str, int], seconds: float | None, visitors: int, pages: int, hits: int | None = None, seed: int = 0
) -> Load:
    """Hits over keep-alive connections from a process of their own, for some seconds or so many."""
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    sender = context.Process(target=_send, args=(theirs, address, seconds, visitors, pages, hits, seed))
    sender.start()
    theirs.close()
    try:
        return ours.recv()  # type: ignore[no-any-return]
    finally:
        sender.join()
        ours.close()


def _send(
    result: Connection,
    address: tuple[str, int],
    seconds: float | None,
    visitors: int,
    pages: int,
    hits: int | None,
    seed: int,
) -> None:
    draw = random.Random(f"{seed} {time.time_ns()}")
    selector = selectors.DefaultSelector()
    sent = dict[socket.socket, float]()
    load = Load(0, [])
    remaining = hits if hits is not None else sys.maxsize
    until = time.perf_counter() + seconds if seconds is not None else float("inf")

    def request(connection: socket.socket | None) -> None:
        """Send a hit over that connection, or over a new one, which is part of what is timed."""
        nonlocal remaining
        remaining -= 1
        began = time.perf_counter()
        if connection is None:
            connection = socket.create_connection(address)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(connection, selectors.EVENT_READ)
        sent[connection] = began
        connection.sendall(hit(draw, visitors, pages))

    began = time.perf_counter()
    for _ in range(CONNECTIONS):
        request(None)
    while sent:
        for key, _ in selector.select(timeout=10):
            connection: socket.socket | None = key.fileobj  # type: ignore[assignment]
            assert connection is not None
            answer = connection.recv(4096)  # an answer is one small packet
            now = time.perf_counter()
            took = now - sent.pop(connection)
            if answer.startswith(b"HTTP/1.1 204"):
                load.latencies.append(took)
            else:
                status = answer.partition(b"\r\n")[0].decode("latin-1")
                load.others[status] = load.others.get(status, 0) + 1
            ends = now >= until or remaining <= 0
            if ends or not answer or b"Connection: close" in answer:
                selector.unregister(connection)
                connection.close()
                connection = None
            if not ends:
                request(connection)
    load.seconds = time.perf_counter() - began
    result.send(load)
    result.close()


def hit(draw: random.Random, visitors: int, pages: int) -> bytes:
    visitor = draw.randrange(visitors)
    body = json.dumps({"p": PAGES[draw.randrange(pages)], "e": f"{draw.getrandbits(128):032x}"})
    return (
        "POST /v1/hit HTTP/1.1\r\nHost: site.example\r\nOrigin: https://site.example\r\n"
        f"X-Forwarded-For: 10.{visitor >> 16 & 255}.{visitor >> 8 & 255}.{visitor & 255}\r\n"
        f"User-Agent: {AGENT}\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


if __name__ == "__main__":
    main()
