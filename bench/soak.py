"""A site that is built again and again, its counter restarted, while readers read every page and visits are sent.

    python -m bench.soak [--minutes 5] [--build 60] [--restart 120] [--keep FOLDER]

    python -m bench.soak --minutes 60           what is asked of a release

The site is this project with the three short notes of tests/little in the place of its own, built by `make build`. Each
build has a sentence and a formula more, every fifth a new note. nginx serves the folder by deploy/nginx.conf, and the
counter is behind it, with SQLite and the limits of production, on a socket that outlives it, as visits.socket does. It
is restarted, and every third time killed. What runs is a copy: changes of the working tree do not reach it.

A line a minute, and a summary at the end. Exit code 1 where a reader met a 404 or half a page, a build failed, or the
counter does not tell exactly the visits that it acknowledged.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from bench.sites import POSTS, ROOT, copy_of_project
from visits.site import FILE, Site
from visits.store import TOTAL
from visits.stores import open_store

HERE = "127.0.0.1"
LITTLE = ROOT / "tests" / "little"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
VISITORS = 20_000  # addresses in 127/8, each of which is one
SENDERS = 4
BETWEEN_HITS = 0.1  # seconds that a sender rests,
BETWEEN_PAGES = 0.004  # and that the reader does
PATIENCE = 30  # seconds for an answer
KNOWN_AFTER = 5  # seconds after which the counter knows of a new page (LOOK_AGAIN in visits/server.py, and some)
NEW_NOTE = 5  # every so many builds
KILLED = 3  # every so many restarts
NAMED = re.compile(r"""<(?:link|script|img|source)\b[^>]*?\s(?:href|src)=["']?([^"'\s>]+)""")
FINGERPRINT = re.compile(r"[.-][0-9a-f]{8,64}\.[^/]+\Z")
OWN_NOTES = re.compile(r"\[([^\]]*)\]\((?:posts/[\w-]+\.md|\w+\.ipynb)\)")  # links to them
NOTE = """\
---
date: 2026-11-{day:02}
slug: soak-{number}
symbols:
  x: 实数
---
# 第 {number} 次构建时写的

{sentences}
"""
SENTENCE = "\n第 {number} 次构建。\n\n$$\n{number} x + x = {more} x\n$$\n"


@dataclass
class Log:
    """What came of it all.  Several threads write, each under `lock`."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    read: int = 0
    rounds: int = 0
    missing: list[str] = field(default_factory=list)  # what a reader did not get: address, status
    halves: list[str] = field(default_factory=list)
    kept: int = 0  # hits that were answered 204
    again: Counter[str] = field(default_factory=Counter)  # why a hit was sent once more
    visitors: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # of a page
    slowest_page: float = 0
    slowest_hit: float = 0
    builds: list[float] = field(default_factory=list)  # seconds
    failed: list[str] = field(default_factory=list)  # what failed builds printed
    restarts: int = 0
    kills: int = 0

    def line(self) -> str:
        """How it stands."""
        return (
            f"{len(self.builds)} builds, {len(self.failed)} failed; {self.restarts} restarts, {self.kills} by kill -9;"
            f" {self.read:,} answers read, {len(self.missing)} missing, {len(self.halves)} half;"
            f" {self.kept:,} hits kept, {sum(self.again.values())} sent again"
        )


# The site


def make_project(folder: Path) -> Path:
    """This project with the short notes in the place of its own."""
    project = copy_of_project(folder / "project", cache=False)
    for name in ("docs/posts", "snippets"):
        shutil.rmtree(project / name)
        shutil.copytree(LITTLE / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("docs/about.md", "docs/lab/index.md"):
        page = project / name
        page.write_text(OWN_NOTES.sub(r"\1", page.read_text("utf-8")), "utf-8")
    (project / ".venv").symlink_to(ROOT / ".venv")
    return project


def change(project: Path, number: int) -> None:
    """Add to the newest of the notes written here; every fifth time, begin another."""
    notes = project / POSTS
    first = number - number % NEW_NOTE
    sentences = "".join(SENTENCE.format(number=each, more=each + 1) for each in range(first, number + 1))
    text = NOTE.format(day=1 + first // NEW_NOTE % 28, number=first, sentences=sentences)
    (notes / f"soak-{first}.md").write_text(text, "utf-8")


def build(project: Path, log: Log, environment: dict[str, str]) -> None:
    """`make build`, with something changed."""
    began = time.monotonic()
    change(project, len(log.builds))
    done = subprocess.run(["make", "build"], cwd=project, env=environment, capture_output=True, text=True)
    log.builds.append(time.monotonic() - began)
    if done.returncode:
        log.failed.append(done.stdout + done.stderr)


# Servers


@contextmanager
def nginx(project: Path, run: Path, port: int, counter: int) -> Iterator[None]:
    """nginx with the configuration that deploy/start writes."""
    places = {"SITE": project / "site", "RUN": run, "LISTEN": f"{HERE}:{port}", "VISITS_LISTEN": f"{HERE}:{counter}"}
    environment = os.environ | {name: str(place) for name, place in places.items()} | {"ACCESS_LOG": "/dev/null"}
    environment["PATH"] = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"
    subprocess.run([project / "deploy/start", "--check"], env=environment, check=True)
    command = ["nginx", "-e", "stderr", "-c", str(run / "nginx.conf")]
    with subprocess.Popen(command, env=environment) as server:
        try:
            yield
        finally:
            server.send_signal(signal.SIGQUIT)


class Behind:
    """The counter, on a socket that stays when it ends."""

    def __init__(self, project: Path, store: Path, listening: socket.socket, environment: dict[str, str]) -> None:
        flags = [f"--site={project / 'site'}", f"--store=sqlite:///{store}", f"--proxies={HERE}"]
        script = f'exec 3<&{listening.fileno()}; LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'
        self._command = ["bash", "-c", script, "bash", sys.executable, "-m", "visits", "serve", *flags]
        self._listening = listening
        self._project = project
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None

    def start(self, *more: str) -> None:
        """Start it, and wait until it counts."""
        self._process = subprocess.Popen(
            [*self._command, *more],
            cwd=self._project,
            env=self._environment,
            pass_fds=[self._listening.fileno()],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        if not self._process.stdout.readline().startswith("Counting at"):
            sys.exit("the counter did not start")

    def end(self, number: signal.Signals) -> None:
        """End it by a signal."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(number)
            self._process.communicate(timeout=PATIENCE)

    @property
    def memory(self) -> float:
        """What it holds, in megabytes."""
        assert self._process
        pages = int(Path(f"/proc/{self._process.pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


# Readers and visitors


def get(port: int, path: str) -> tuple[int, bytes]:
    """Status and body; raises where the answer is not whole."""
    with closing(HTTPConnection(HERE, port, timeout=PATIENCE)) as connection:
        connection.request("GET", quote(path, safe="/%"))
        answer = connection.getresponse()
        return answer.status, answer.read()


def pages_of(port: int) -> set[str]:
    """The pages of the site, as the counter is told of them."""
    return set(Site.from_json(get(port, f"/{FILE}")[1].decode()).pages)


def read(port: int, log: Log, ends: threading.Event) -> None:
    """Read all pages that there have ever been, and what they name, over and over."""
    known, lasting = set[str](), set[str]()
    while not ends.is_set():
        known |= pages_of(port)
        named = set(lasting)
        for page in sorted(known):
            body = _read(port, page, log)
            if body and not body.rstrip().endswith(b"</html>"):
                log.halves.append(f"{page}: {len(body)} bytes")
            addresses = {urljoin(page, found) for found in NAMED.findall(body.decode("utf-8", "replace"))}
            named |= {urlsplit(one).path for one in addresses if one.startswith("/")}
            time.sleep(BETWEEN_PAGES)
        for path in sorted(named):
            _read(port, path, log)
            time.sleep(BETWEEN_PAGES)
        lasting |= {path for path in named if FINGERPRINT.search(path)}  # for a page that was opened before
        log.rounds += 1


def _read(port: int, path: str, log: Log) -> bytes:
    began = time.monotonic()
    try:
        status, body = get(port, path)
    except (OSError, HTTPException) as error:
        log.halves.append(f"{path}: {type(error).__name__}")
        return b""
    log.read += 1
    log.slowest_page = max(log.slowest_page, time.monotonic() - began)
    if status != 200:
        log.missing.append(f"{path}: {status}")
        return b""
    return body


def visit(port: int, origin: str, log: Log, ends: threading.Event) -> None:
    """Send hits, each again until it is answered 204, by one visitor after another."""
    draw = random.Random()
    pages = sorted(pages_of(port))
    soon, since = pages, time.monotonic()
    while not ends.is_set():
        if time.monotonic() - since > KNOWN_AFTER:
            pages, soon, since = soon, sorted(pages_of(port)), time.monotonic()
        page, visitor = draw.choice(pages), draw.randrange(VISITORS)
        address = f"127.{1 + visitor // 250 // 250}.{visitor // 250 % 250}.{1 + visitor % 250}"
        _hit(port, origin, page, address, f"{draw.getrandbits(128):032x}", log)
        time.sleep(BETWEEN_HITS)


def _hit(port: int, origin: str, page: str, address: str, event: str, log: Log) -> None:
    headers = {"Origin": origin, "Content-Type": "text/plain", "User-Agent": AGENT}
    body = json.dumps({"p": page, "e": event}).encode()
    began = time.monotonic()
    while True:
        why = ""
        try:
            connection = HTTPConnection(HERE, port, timeout=PATIENCE, source_address=(address, 0))
            with closing(connection):
                connection.request("POST", "/v1/hit", body, headers)
                status = connection.getresponse().status
            why = "" if status == 204 else str(status)
        except (OSError, HTTPException) as error:
            why = type(error).__name__
        with log.lock:
            if not why:
                log.kept += 1
                log.visitors[page].add(address)
                log.slowest_hit = max(log.slowest_hit, time.monotonic() - began)
                return
            log.again[why] += 1
        time.sleep(BETWEEN_HITS)


# Together


def every(seconds: float, ends: threading.Event, work: Callable[[], object]) -> None:
    """Do it at each multiple of so many seconds from now; where it takes longer, at the next."""
    began = time.monotonic()
    while not ends.wait(seconds - (time.monotonic() - began) % seconds):
        work()


def soak(folder: Path, minutes: float, build_every: float, restart_every: float) -> bool:
    """Run it all; whether all was well."""
    log, ends = Log(), threading.Event()
    project = make_project(folder)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VISITS_")}
    environment["PYTHONPATH"] = str(project / "src")
    build(project, log, environment)
    if log.failed:
        sys.exit(log.failed[0])
    with ExitStack() as stack:
        listening = stack.enter_context(closing(socket.create_server((HERE, 0), backlog=128)))
        with closing(socket.create_server((HERE, 0))) as free:
            port = free.getsockname()[1]
        counter = Behind(project, folder / "visits.sqlite3", listening, environment)
        stack.callback(counter.end, signal.SIGKILL)
        counter.start("--new")
        stack.enter_context(nginx(project, folder / "run", port, listening.getsockname()[1]))
        wait_for(port)

        def restart() -> None:
            kills = (log.restarts + 1) % KILLED == 0
            counter.end(signal.SIGKILL if kills else signal.SIGTERM)
            counter.start()
            log.restarts += 1
            log.kills += kills

        snapshot = environment | {"VISITS_SNAPSHOT": f"http://{HERE}:{port}/v1/"}
        origin = Site.from_json(get(port, f"/{FILE}")[1].decode()).origin
        works: list[tuple[Callable[..., None], tuple[Any, ...]]] = [
            (every, (build_every, ends, lambda: build(project, log, snapshot))),
            (every, (restart_every, ends, restart)),
            (every, (60, ends, lambda: say(f"{log.line()}; the counter holds {counter.memory:.0f} MB"))),
            (read, (port, log, ends)),
            *[(visit, (port, origin, log, ends))] * SENDERS,
        ]
        threads = [threading.Thread(target=guarded(work, ends), args=given) for work, given in works]
        for thread in threads:
            thread.start()
        with suppress(KeyboardInterrupt):
            ends.wait(60 * minutes)
        ended_early = ends.is_set()
        ends.set()
        for thread in threads:
            thread.join()
        wrong = differences(told(listening.getsockname()[1]), views(folder / "visits.sqlite3"), log)
        counter.end(signal.SIGTERM)
    summarize(log, wrong)
    return not (ended_early or wrong or log.missing or log.halves or log.failed)


def guarded(work: Callable[..., None], ends: threading.Event) -> Callable[..., None]:
    """Work of a thread, whose failure ends all."""

    def guarded_work(*given: Any) -> None:
        try:
            work(*given)
        except BaseException:
            ends.set()
            raise

    return guarded_work


def wait_for(port: int) -> None:
    """Until nginx answers, ten seconds at most."""
    for _ in range(200):
        with suppress(OSError):
            get(port, "/")
            return
        time.sleep(0.05)
    sys.exit("nginx did not start in ten seconds")


def told(port: int) -> dict[str, int]:
    """The visits of each page, and of the site, as the counter tells them."""
    counts = json.loads(get(port, "/v1/counts")[1])
    pages: dict[str, int] = counts["pages"]
    return pages | {TOTAL: counts["total"]}


def views(path: Path) -> int:
    """The views of the site in the store."""
    with closing(open_store(f"sqlite:///{path}", "", begin=False, mend=False)) as store:
        return store.total(TOTAL).views


def differences(found: dict[str, int], views: int, log: Log) -> list[str]:
    """Where what the counter tells is not what was acknowledged: a visit is a visitor's first view."""
    everybody = set(itertools.chain.from_iterable(log.visitors.values()))
    wanted = {TOTAL: len(everybody)} | {page: len(visitors) for page, visitors in log.visitors.items()}
    wrong = [f"views: {views} in the store, {log.kept} acknowledged"] if views != log.kept else []
    for page in sorted(wanted.keys() | found.keys()):
        if found.get(page, 0) != wanted.get(page, 0):
            wrong.append(f"visits of {page}: {found.get(page, 0)} told, {wanted.get(page, 0)} acknowledged")
    return wrong


def summarize(log: Log, wrong: list[str]) -> None:
    """Print what came of it."""
    say(log.line())
    middle = sorted(log.builds)[len(log.builds) // 2]
    everybody = len(set(itertools.chain.from_iterable(log.visitors.values())))
    print(f"  builds      {len(log.builds)}, of {middle:.0f} s (median) to {max(log.builds):.0f} s")
    print(f"  reading     {log.rounds:,} times all {len(log.visitors)} pages; slowest answer {log.slowest_page:.2f} s")
    print(f"  not there   {len(log.missing)}  {'; '.join(log.missing[:10])}")
    print(f"  half        {len(log.halves)}  {'; '.join(log.halves[:10])}")
    print(f"  visits      {log.kept:,} views by {everybody:,} visitors; slowest answer {log.slowest_hit:.2f} s")
    print(f"  sent again  {dict(log.again) or 0}")
    print(f"  differences {len(wrong)}  {'; '.join(wrong[:10])}")
    for printed in log.failed[:3]:
        print(f"  a build failed:\n{printed}")


def say(line: str) -> None:
    """A line with the time."""
    print(time.strftime("%H:%M:%S"), line, flush=True)


def main() -> None:
    """Read the command line, and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--build", type=float, default=60, help="seconds from one build to the next")
    parser.add_argument(
        "--restart", type=float, default=120, help="seconds from one restart of the counter to the next"
    )
    parser.add_argument("--keep", type=Path, help="an empty folder for the site and the store, which stay there")
    given = parser.parse_args()
    with nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory(prefix="soak-") as folder:
        if not soak(Path(folder).resolve(), given.minutes, given.build, given.restart):
            sys.exit(1)


if __name__ == "__main__":
    main()
