"""The served counter over a SQLite file, when the process or the file fails: as a visitor and an operator see it."""

from __future__ import annotations

import json
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import date
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from visits.site import FILE, Baseline, Site
from visits.store import TOTAL

pytestmark = pytest.mark.site  # seconds each: servers under load

ROOT = Path(__file__).parents[2]
SITE = Site("https://example.org/", "2019-07", Baseline(1000, date(2026, 1, 1), "the old counter"), {"/": "首页"})
VISITORS, ROUNDS = 6, 3


class Server:
    """`python -m visits serve` over a store in a folder, which holds the site as well; its log is a file."""

    def __init__(self, folder: Path, name: str = "log") -> None:
        self.path = folder / "visits.sqlite3"
        self._log = folder / name
        settings = {"site": folder, "store": f"sqlite:///{self.path}", "listen": "127.0.0.1:0"}
        limits = {"rate": 100_000, "burst": 100_000, "read-rate": 100_000, "read-burst": 100_000, "cap": 100_000}
        flags = ["--new", *(f"--{name}={value}" for name, value in (settings | limits).items())]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "visits", "serve", *flags], cwd=ROOT, stdout=subprocess.PIPE, stderr=log
            )
        assert self.process.stdout
        said = self.process.stdout.readline().decode()
        assert said.startswith("Counting at http://127.0.0.1:"), said + self.log()
        self.port = int(said.split(";")[0].rpartition(":")[2])

    def log(self) -> str:
        return self._log.read_text()

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=20)

    def hit(self, event: int, visitor: int = 0) -> tuple[int, str]:
        """The status, and the reason where there is one."""
        with closing(self.connect()) as connection:
            return hit(connection, event, visitor)

    def numbers(self) -> tuple[int, int]:
        """The visits of the site, without the baseline, and its views."""
        visits = self.get(f"/v1/count?path={TOTAL}")["count"] - SITE.baseline.value
        return visits, sum(day["views"] for day in self.get(f"/v1/series?path={TOTAL}&days=2")["days"])

    def get(self, target: str) -> dict[str, Any]:
        with closing(self.connect()) as connection:
            connection.request("GET", target)
            response = connection.getresponse()
            assert response.status == 200
            read: dict[str, Any] = json.loads(response.read())
            return read

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


def hit(connection: HTTPConnection, event: int, visitor: int) -> tuple[int, str]:
    agent = f"Mozilla/5.0 (X11; Linux x86_64; rv:{140 + visitor}.0) Gecko/20100101 Firefox/{140 + visitor}.0"
    headers = {"Content-Type": "text/plain", "Origin": SITE.origin, "User-Agent": agent}
    connection.request("POST", "/v1/hit", json.dumps({"p": "/", "e": f"{event:032x}"}), headers)
    response = connection.getresponse()
    body = response.read()
    return response.status, json.loads(body)["error"] if body else ""


@contextmanager
def serving(folder: Path, name: str = "log") -> Iterator[Server]:
    server = Server(folder, name)
    try:
        yield server
    finally:
        server.end()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_text(SITE.to_json())
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with serving(folder) as started:
        yield started


def load(server: Server, first: int, visitor: int) -> list[int]:
    """Hit with one event after another until the server is gone; which were answered 204."""
    kept = []
    with closing(server.connect()) as connection, suppress(OSError, HTTPException):
        for event in range(first, first + 100_000):
            status, reason = hit(connection, event, visitor)
            assert status == 204, reason
            kept.append(event)
    return kept


def test_two_servers_on_one_file_killed_under_load(folder: Path) -> None:
    """Every 204 is in the count, and sent again it is not counted again; whoever visited is one visitor throughout."""
    kept: list[int] = []
    for n in range(ROUNDS):
        with serving(folder) as one, serving(folder, "other log") as other, ThreadPoolExecutor(VISITORS) as threads:
            answers = [
                threads.submit(load, server, (n * VISITORS + visitor) * 100_000, visitor)
                for visitor, server in enumerate([one, other] * (VISITORS // 2))
            ]
            wait_for_views(other, 40 + 7 * n)  # both are busy; when exactly they are killed is chance
            one.process.kill()
            one.process.wait()
            wait_for_views(other, 10)  # which goes on alone
            other.process.kill()
            kept += [event for each in answers for event in each.result()]
    assert len(kept) > ROUNDS * 50
    with serving(folder) as server, ThreadPoolExecutor(VISITORS) as threads:
        numbers = visits, views = server.numbers()
        assert views >= len(kept)
        assert visits == VISITORS
        again = threads.map(lambda event: server.hit(event, event // 100_000 % VISITORS), kept)
        assert set(again) == {(204, "")}
        assert server.numbers() == numbers
    with closing(sqlite3.connect(server.path)) as db:
        assert db.execute("SELECT (SELECT count(*) FROM events) + count(*) FROM recent").fetchone() == (views,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def wait_for_views(server: Server, more: int) -> None:
    until = server.numbers()[1] + more
    while server.numbers()[1] < until:
        time.sleep(0.003)


def begins(server: Server) -> None:
    assert server.hit(1) == (204, "")
    assert server.numbers() == (1, 1)


def fails(server: Server, reason: str) -> None:
    """Hits are refused with the reason, numbers are the last good ones, the server stays up and says so once."""
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(server.hit, range(2, 5), range(2, 5)))
    assert {status for status, _ in answers} == {503}
    assert {why for _, why in answers if reason not in why or str(server.path.name) not in why} == set()
    assert server.numbers() == (1, 1)
    assert server.process.poll() is None
    assert server.log().count("WARNING Visits are not being kept") == 1
    assert server.log().count(reason) <= 2  # for keeping, and for telling where that fails too
    assert "Visits are being kept again" not in server.log()


def recovers(server: Server) -> None:
    assert server.hit(5, visitor=5) == (204, "")
    assert server.numbers() == (2, 2)
    assert server.log().count("Visits are being kept again") == 1
    assert "Traceback" not in server.log()


def test_locked(server: Server) -> None:
    begins(server)
    with closing(sqlite3.connect(server.path, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        fails(server, "is locked by another program")
        assert {server.hit(event, event)[0] for event in range(10, 26)} == {503}
        assert time.monotonic() - began < 16, "two seconds in all, and not for each"
    recovers(server)


def test_disk_full(server: Server) -> None:
    """No file of the server's may grow any more, until it may."""
    begins(server)
    unlimited = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (4096, unlimited[1]))
    fails(server, "look whether its disk is full")
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
    recovers(server)


def test_deleted_and_put_back(server: Server) -> None:
    begins(server)
    elsewhere = server.path.with_name("elsewhere")
    server.path.rename(elsewhere)
    fails(server, "was deleted")
    elsewhere.rename(server.path)
    recovers(server)


def test_damaged_and_restored(server: Server, folder: Path) -> None:
    """Nothing of the file can be read: it is set aside; a backup of before is imported while the server runs."""
    begins(server)
    saved = folder / "saved"
    verb(folder, "backup", saved)
    noise = overwrite(server, 4096)
    fails(server, "was damaged and has been set aside as visits.sqlite3.damaged-")
    assert not server.path.exists()
    (aside,) = (each for each in folder.glob("*.damaged-*") if not each.name.endswith(("-wal", "-shm")))
    assert noise in aside.read_bytes()
    verb(folder, "import", saved)
    recovers(server)


def test_a_damaged_page_is_a_line_in_the_log(server: Server, folder: Path) -> None:
    """The answer is 204 as if nothing had been; `/healthz` says what was lost."""
    begins(server)
    assert server.get("/healthz") == {"status": "ok"}
    overwrite(server, 0, 4096)
    found = verb(folder, "export", "-")
    assert '"views": 1' in found.stdout
    assert found.returncode == 3
    assert "Lost is no number" in found.stderr
    assert server.hit(5, visitor=5) == (204, "")
    assert server.numbers() == (2, 2)
    assert server.log().count("was damaged. What could be read of it is in a new file") == 1
    assert server.log().count("WARNING") == 1, "that it may begin at zero, as it was told"
    assert "was damaged" in server.get("/healthz")["lost"]
    (aside,) = (each for each in folder.glob("*.damaged-*") if not each.name.endswith(("-wal", "-shm", ".txt")))
    assert verb(folder, "salvage", aside).stdout.splitlines()[1:] == found.stdout.splitlines()[1:]


def overwrite(server: Server, begin: int, end: int | None = None) -> bytes:
    """Overwrite a part of the file with noise, while it is in use; what was written."""
    with closing(sqlite3.connect(server.path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    noise = random.Random(4).randbytes((end or server.path.stat().st_size) - begin)
    with server.path.open("r+b") as file:
        file.seek(begin)
        file.write(noise)
    return noise


def verb(folder: Path, name: str, file: Path | str) -> subprocess.CompletedProcess[str]:
    store = [] if name == "salvage" else [f"--store=sqlite:///{folder / 'visits.sqlite3'}"]
    command = [sys.executable, "-m", "visits", name, f"--site={folder}", *store, str(file)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode in (0, 3), done.stderr
    return done
