"""The SQLite store: batches, several processes, sudden ends, and every way in which a file can fail."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from tests.visits.memory import MemoryStore
from visits import sqlite_counting
from visits.salvage import left
from visits.sqlite import SqliteStore
from visits.store import DAY, SAME_EVENT, TOTAL, DayTally, Refused, Store, Tally, Unavailable, View, VisitorKey, Window

ROOT = Path(__file__).parents[2]
TODAY = 20_781
NOON = TODAY * DAY + DAY // 2
PAGE = "/2021/05/backpropagation/"

# A process of its own over a store: reads commands, answers each with a line.
CHILD = """
import os, resource, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from visits import sqlite_counting
from visits.store import TOTAL, Unavailable
from visits.sqlite import SqliteStore
from tests.visits.test_sqlite import TODAY, view

store = SqliteStore(Path(sys.argv[1]), patience=20)

def record(number):
    try:
        store.record(view(number))
    except Unavailable as error:
        return f"unavailable {error}"
    return f"kept {number}"

print("ready", flush=True)
for line in sys.stdin:
    match line.split():
        case ["record", first, last]:
            with ThreadPoolExecutor(8) as threads:
                for answer in threads.map(record, range(int(first), int(last))):
                    print(answer, flush=True)
        case ["total"]:
            print(store.total(TOTAL).views, flush=True)
        case ["series"]:
            try:
                print(len(store.series(TOTAL, 0, TODAY)), flush=True)
            except Unavailable as error:
                print(f"unavailable {error}", flush=True)
        case ["fold", views]:
            sqlite_counting.FOLD = int(views)
        case ["become", user]:
            os.setgroups([]), os.setgid(int(user)), os.setuid(int(user))
        case ["limit", size]:
            hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(size) if int(size) >= 0 else hard, hard))
        case ["mount", *arguments]:
            os.spawnlp(os.P_WAIT, "mount", "mount", *arguments)
store.close()
"""


def view(number: int, visitor: int | None = None, path: str = PAGE, at: int = NOON, bot: bool = False) -> View:
    """A view whose event is that number, by a visitor of that number unless told."""
    who = (number if visitor is None else visitor).to_bytes(8, "big")
    page = path.encode()[-7:].rjust(7)
    keys = tuple(VisitorKey(at // DAY - back, who + b"the site", who + b"p" + page) for back in (0, 1))
    return View(at, path, number.to_bytes(16, "big"), () if bot else keys, bot)


class Child:
    """A process over a store at a path, asked by lines."""

    def __init__(self, path: Path, *before: str) -> None:
        self.process = subprocess.Popen(
            [*before, sys.executable, "-c", CHILD, str(path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, command: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()

    def line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def rest(self) -> str:
        """What it said before it ended: by the same reader, which may hold the beginning already."""
        assert self.process.stdout
        return self.process.stdout.read()

    def ask(self, command: str) -> str:
        self.tell(command)
        return self.line()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def child_of(path: Path, *before: str) -> Iterator[Child]:
    child = Child(path, *before)
    try:
        yield child
    finally:
        child.end()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "visits.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    with closing(SqliteStore(path, patience=0.05)) as made:
        yield made


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def events(path: Path) -> set[int]:
    """The events that a file knows, folded or not."""
    found = rows(path, "SELECT event FROM events UNION ALL SELECT event FROM recent")
    assert len({*found}) == len(found)
    return {int.from_bytes(event, "big") for (event,) in found}


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        yield


def why(act: Callable[[], object]) -> str:
    """The reason for which the store is unavailable; one line, without folders: it is told to whoever asks."""
    with pytest.raises(Unavailable) as caught:
        act()
    assert "\n" not in str(caught.value)
    assert str(Path(tempfile.gettempdir())) not in str(caught.value)
    return str(caught.value)


def the_bytes(folder: Path) -> bytes:
    """Of all files in a folder."""
    return b"\0".join(each.read_bytes() for each in sorted(folder.iterdir()))


def aside(path: Path) -> list[Path]:
    return sorted(each for each in path.parent.iterdir() if each.name.startswith(f"{path.name}.damaged-"))


# Batches


def some_views() -> list[View]:
    """Whose order does not matter: of one moment; visitors who come again, events that do, programs."""
    views = [view(n, visitor=n % 20, path=f"/{n % 5}/", bot=n % 7 == 0) for n in range(120)]
    return views + [replace(each) for each in views[::3]]


def test_a_batch_counts_what_its_views_count_one_by_one(tmp_path: Path) -> None:
    views = some_views()
    with closing(SqliteStore(tmp_path / "alone")) as alone, closing(SqliteStore(tmp_path / "batch")) as batch:
        for each in views:
            alone.record(each)
        batch.purge(NOON)  # makes the file
        with ThreadPoolExecutor(len(views)) as threads:
            with locked(tmp_path / "batch"):  # so that they meet
                answers = [threads.submit(batch.record, each) for each in views]
            assert [each.result() for each in answers] == [None] * len(views)
        assert list(batch.days()) == list(alone.days())
        counted = batch.totals()
        bots = sum(each.bot for each in views[:120])
        assert sum(counted[f"/{n}/"].bots for n in range(5)) == bots
        assert counted[TOTAL] == Tally(visits=20, views=120 - bots, visitors=20, bots=bots)
        alone.purge(NOON)
        batch.purge(NOON)
        windows = "SELECT * FROM windows ORDER BY 1, 2"
        assert rows(tmp_path / "batch", windows) == rows(tmp_path / "alone", windows)


def test_two_stores_that_take_turns_count_what_one_in_memory_does(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some days of views in batches, with a clock that then goes back a day; folded often, by either."""
    monkeypatch.setattr(sqlite_counting, "FOLD", 30)
    draw, model, at = random.Random(7), MemoryStore(), NOON
    with closing(SqliteStore(path)) as one, closing(SqliteStore(path)) as other:
        for n in range(60):
            at += draw.choice((0, 0, 0, 1, 100, 700, 4 * 3600)) - (DAY if n == 50 else 0)
            some = [a_view(draw, at + draw.randrange(3), events=300 * (1 + n // 50)) for _ in range(draw.randrange(20))]
            for store in (draw.choice((one, one, other)), model):
                store.record_all(some)
            if n % 20 == 19:
                one.purge(at)
        midnight = (at // DAY + 1) * DAY
        for before in (1, 0):  # all come again
            some = [a_view(draw, midnight - before, events=900 + 300 * before) for _ in range(25)]
            for store in (one, model):
                store.record_all(some)
        assert list(other.days()) == list(model.days())
        other.purge(midnight)
    assert rows(path, "SELECT count(*) FROM recent") == [(0,)]
    lasting = f"SELECT key, first, last FROM windows WHERE day >= {midnight // DAY - 1}"
    kept = {key: Window(*seen) for key, *seen in rows(path, lasting)}
    assert len(kept) > 20
    assert kept == {key: window for key, window in model.windows.items() if key[0] >= midnight // DAY % 256 - 1}


def a_view(draw: random.Random, at: int, events: int) -> View:
    """A view of a few visitors' to a few pages; its event may be known; its keys differ by day."""
    one = view(events + draw.randrange(300), draw.randrange(12), f"/{draw.randrange(3)}/", at, draw.random() < 0.1)
    keys = (
        VisitorKey(key.day, *(bytes([key.day % 256]) + each[1:] for each in (key.site, key.page))) for key in one.keys
    )
    return replace(one, keys=tuple(keys))


def test_the_same_event_from_many_threads_counts_once(store: SqliteStore) -> None:
    with ThreadPoolExecutor(32) as threads:
        list(threads.map(store.record, [view(1)] * 64))
    assert store.total(TOTAL) == store.total(PAGE) == Tally(1, 1, 1)


def test_a_batch_that_fails_fails_for_each_and_counts_nothing(store: SqliteStore, path: Path) -> None:
    store.record(view(0))
    with ThreadPoolExecutor(20) as threads, locked(path):
        answers = [threads.submit(store.record, view(n)) for n in range(1, 21)]
        errors = [each.exception() for each in answers]
    assert {type(each) for each in errors} == {Unavailable}
    assert len({id(each) for each in errors}) == 20
    assert store.total(TOTAL).views == 1
    for n in range(1, 21):
        store.record(view(n))
    assert store.total(TOTAL).views == 21


@pytest.mark.parametrize(
    "bad",
    [replace(view(9), path="/\ud800/"), replace(view(9), event=b"short"), replace(view(9), keys=())],
    ids=["path", "event", "keys"],
)
def test_a_view_that_cannot_be_harms_no_other(store: SqliteStore, bad: View) -> None:
    with ThreadPoolExecutor(3) as threads:
        answers = [threads.submit(store.record, each) for each in (view(1), bad, view(2))]
        assert [isinstance(each.exception(), ValueError) for each in answers] == [False, True, False]
    assert store.total(TOTAL).views == 2


def test_closing_counts_what_waits(path: Path) -> None:
    store = SqliteStore(path)
    store.record(view(0))
    with ThreadPoolExecutor(10) as threads:
        answers = [threads.submit(store.record, view(n)) for n in range(1, 11)]
        store.close()
        kept = [each.exception() for each in answers].count(None)
    assert rows(path, "SELECT views FROM totals WHERE path = 'TOTAL'") == [(1 + kept,)]
    assert "closed" in why(lambda: store.record(view(99)))
    assert "closed" in why(lambda: store.total(TOTAL))
    assert "closed" in why(lambda: list(store.days()))
    assert not path.with_name(f"{path.name}-wal").exists()
    store.close()


# Several processes, and sudden ends


def test_two_processes_on_one_file(path: Path) -> None:
    """Each sends some events of its own and some that the other sends too, from the first moment of the file on."""
    with child_of(path) as one, child_of(path) as other:
        assert one.line() == other.line() == "ready"
        one.tell("fold 64")
        one.tell("record 0 300")
        other.tell("record 200 500")
        assert [one.line() for _ in range(300)] == [f"kept {n}" for n in range(300)]
        assert [other.line() for _ in range(300)] == [f"kept {n}" for n in range(200, 500)]
        assert one.ask("total") == other.ask("total") == "500"
    assert rows(path, "SELECT visits, views, visitors FROM totals") == [(500, 500, 500)] * 2


def test_processes_have_the_same_salts(path: Path) -> None:
    with closing(SqliteStore(path)) as one, closing(SqliteStore(path)) as other:
        first = one.salts(TODAY)
        assert other.salts(TODAY) == first
        assert list(first) == [TODAY]
        assert other.salts(TODAY + 1).keys() == {TODAY, TODAY + 1}
        assert one.salts(TODAY + 1) == other.salts(TODAY + 1)
        assert len(set(one.salts(TODAY + 1).values())) == 2
        assert one.salts(TODAY).keys() == {TODAY, TODAY + 1}  # the clock stepped back
        assert {len(salt) for salt in first.values()} == {32}


def test_processes_that_make_a_salt_at_once_make_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both, submit = Barrier(2, timeout=20), SqliteStore._submit

    def submit_together(store: SqliteStore, waiting: Any) -> Any:
        both.wait()  # by then each has looked, and found none
        return submit(store, waiting)

    with closing(SqliteStore(path)) as one, closing(SqliteStore(path)) as other, ThreadPoolExecutor(2) as threads:
        one.purge(NOON)  # makes the file
        monkeypatch.setattr(SqliteStore, "_submit", submit_together)
        first, second = threads.map(lambda store: store.salts(TODAY), (one, other))
        assert first == second


def test_killed_in_the_middle(path: Path) -> None:
    """Every answer is in the count, and sent again it is not counted again."""
    rounds, each = 5, 400
    kept: set[int] = set()
    for n in range(rounds):
        with child_of(path) as child:
            assert child.line() == "ready"
            child.tell("fold 64")
            child.tell(f"record {n * each} {(n + 1) * each}")
            for _ in range(60 + 30 * n):
                kept.add(int(child.line().removeprefix("kept ")))
            child.process.kill()
            left = child.rest()
            kept |= {int(line.removeprefix("kept ")) for line in left.splitlines(keepends=True) if line.endswith("\n")}
    assert 500 < len(kept) < rounds * each, "killed too early or too late to be a test"
    with closing(SqliteStore(path)) as store:
        before = store.total(TOTAL)
        assert before.views == before.visits == len(events(path)) >= len(kept)
        with ThreadPoolExecutor(32) as threads:
            list(threads.map(lambda number: store.record(view(number)), kept))
        assert store.total(TOTAL) == before
        assert store.total(PAGE) == before


# What can be wrong with a file


def test_locked(store: SqliteStore, path: Path) -> None:
    store.record(view(1))
    with locked(path):
        reason = why(lambda: store.record(view(2)))
        assert path.name in reason
        assert "locked by another program" in reason
        assert store.total(TOTAL).views == 1
        with closing(SqliteStore(path, patience=0.05)) as late:
            assert late.total(TOTAL).views == 1
            assert "locked" in why(lambda: late.salts(TODAY))
    store.record(view(2))
    assert store.total(TOTAL).views == 2


def fill(child: Child, first: int) -> tuple[int, str]:
    """Record until it fails: how many were kept, and why no more."""
    for n in range(first, first + 20_000, 50):
        child.tell(f"record {n} {n + 50}")
        answers = [child.line() for _ in range(50)]
        if failed := [each for each in answers if not each.startswith("kept")]:
            return n - first + 50 - len(failed), failed[0]
    raise AssertionError("never full")


def test_a_file_that_may_not_grow(path: Path) -> None:
    with child_of(path) as child:
        assert child.line() == "ready"
        child.tell(f"limit {300 * 1024}")
        kept, reason = fill(child, 0)
        assert reason.startswith(f"unavailable {path.name} cannot be read or written")
        assert "disk is full" in reason
        assert child.ask("total") == str(kept)
        child.tell("limit -1")
        assert child.ask("record 50000 50001") == "kept 50000"
        assert child.ask("total") == str(kept + 1)


def test_a_full_disk(tmp_path: Path) -> None:
    """A disk of its own, of half a megabyte, that only the child sees."""
    alone = ("unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o size=512k tmpfs "$0" && exec "$@"', str(tmp_path))
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root with CAP_SYS_ADMIN, and unshare (apt-get install util-linux)")
    path = tmp_path / "visits.sqlite3"
    with child_of(path, *alone) as child:
        assert child.line() == "ready"
        kept, reason = fill(child, 0)
        assert reason == f"unavailable {path.name} cannot grow, the disk is full: make room on it."
        assert child.ask("total") == str(kept)
        child.tell(f"mount -o remount,size=4m {tmp_path}")
        assert child.ask("record 50000 50001") == "kept 50000"
        assert child.ask("total") == str(kept + 1)


def test_read_only() -> None:
    """As the user nobody where the tests run as root, whom no permission stops."""
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to all but their owner
        folder, path = Path(name), Path(name) / "visits.sqlite3"
        with closing(SqliteStore(path)) as store:
            store.record(view(1))
        path.chmod(0o444)
        folder.chmod(0o555)
        with child_of(path) as child:
            assert child.line() == "ready"
            if os.geteuid() == 0:
                child.tell("become 65534")
            assert child.ask("record 2 3") == (
                f"unavailable {path.name} is read-only: let this user write to it, its journal and its folder. "
                f"As root, in its folder: chown --reference=. {path.name}*"
            )
            folder.chmod(0o777)
            assert "is read-only" in child.ask("record 2 3")
            path.chmod(0o666)
            assert child.ask("record 2 3") == "kept 2"
            assert child.ask("total") == "2"


def test_missing_folder(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    with closing(SqliteStore(folder / "visits.sqlite3")) as store:
        assert "has no folder to be in" in why(lambda: store.record(view(1)))
        assert "make it" in why(lambda: store.total(TOTAL))
        assert not folder.exists()
        folder.mkdir()
        store.record(view(1))
        assert store.total(TOTAL).views == 1


def test_a_folder_in_place_of_the_file(path: Path, store: SqliteStore) -> None:
    path.mkdir()
    assert path.name in why(lambda: store.record(view(1)))
    path.rmdir()
    store.record(view(1))


@pytest.mark.parametrize("empty", [False, True], ids=["missing", "empty"])
def test_a_file_that_is_not_there_is_begun(path: Path, store: SqliteStore, empty: bool) -> None:
    if empty:
        path.touch()
    assert "does not exist" in why(lambda: list(store.days()))
    assert "does not exist" in why(lambda: store.backup(path.with_name("copy")))
    assert path.exists() == empty
    assert store.total(TOTAL) == Tally()
    assert list(store.days()) == []


def test_deleted_while_running(path: Path, store: SqliteStore) -> None:
    store.record(view(1))
    kept = path.with_name("elsewhere")
    path.rename(kept)
    assert "was deleted" in why(lambda: store.record(view(2)))
    assert "was deleted" in why(lambda: store.total(TOTAL))
    assert not path.exists()
    kept.rename(path)
    store.record(view(2))
    assert store.total(TOTAL).views == 2


@pytest.mark.parametrize("first", ["hit", "read"])
def test_replaced_while_running(path: Path, store: SqliteStore, first: str) -> None:
    """By a backup, beside the journal of the file that it replaces, which is not the backup's."""
    with closing(SqliteStore(path.with_name("other"))) as other:
        other.add([DayTally(TODAY - 1, path, Tally(70, 80, 60)) for path in (TOTAL, PAGE)])
        other.backup(path.with_name("backup"))
    for n in range(50):
        store.record(view(n))
    path.with_name("backup").rename(path)
    if first == "hit":  # which finds the old file gone before it is counted
        store.record(view(90))
    assert store.total(TOTAL).views == 80 + (first == "hit")
    store.record(view(91))
    assert store.total(TOTAL).views == 81 + (first == "hit")
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert list(path.parent.glob("*.replaced-*-wal"))


def test_deleted_in_the_middle_of_a_commit(path: Path, store: SqliteStore) -> None:
    """Deleted after the transaction began: it is committed to a file that is no more, and nobody is told it is kept."""
    store.record(view(1))
    with closing(SqliteStore(path, patience=20)) as patient, ThreadPoolExecutor(1) as thread:
        patient.record(view(2))
        with locked(path):
            answer = thread.submit(patient.record, view(3))
            while patient._waiting.qsize():  # until the writing thread has it, and waits for the lock
                pass
            path.unlink()
        assert "was deleted" in str(answer.exception())
    assert not path.exists()


FOREIGN: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("Notes of mine.\n" * 1000),
    "noise": lambda path: path.write_bytes(random.Random(4).randbytes(40_960)),
    "another's": lambda path: execute(path, "CREATE TABLE mine (a)", "INSERT INTO mine VALUES (1)"),
    "another's mark": lambda path: execute(path, "PRAGMA application_id = 7"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_of_another_program_is_left_alone(path: Path, store: SqliteStore, kind: str) -> None:
    FOREIGN[kind](path)
    before = path.read_bytes()
    for act in (lambda: store.record(view(1)), lambda: store.total(TOTAL), lambda: store.add([])):
        assert why(act) == f"{path.name} holds something else than visits, and is left alone: name another file."
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == before


def test_a_newer_version_is_left_alone(path: Path, store: SqliteStore) -> None:
    with closing(SqliteStore(path)) as older:
        older.record(view(1))
    execute(path, "PRAGMA user_version = 99")
    reason = why(lambda: store.record(view(2)))
    assert "has version 99 of the schema, and this program knows 2" in reason
    assert not aside(path)
    execute(path, "PRAGMA user_version = 2")
    store.record(view(2))
    assert store.total(TOTAL).views == 2


# Damage


def overwrite(path: Path, begin: int, end: int | None = None) -> None:
    with path.open("r+b") as file:
        file.seek(begin)
        file.write(random.Random(4).randbytes((end or path.stat().st_size) - begin))


def counted(path: Path, views: int = 3000) -> None:
    """A store with some pages of everything."""
    with closing(SqliteStore(path)) as store, ThreadPoolExecutor(64) as threads:
        store.salts(TODAY)
        list(threads.map(store.record, (view(n, path=f"/{n}/") for n in range(views))))


def test_where_nothing_can_be_read_nothing_is_begun(path: Path, store: SqliteStore) -> None:
    """As the number would fall to the baseline: until a backup is imported."""
    counted(path, 200)
    overwrite(path, 4096)
    damaged = path.read_bytes()
    reason = why(lambda: store.record(view(1)))
    (there,) = aside(path)
    assert reason == (
        f"{path.name} was damaged and has been set aside as {there.name}: "
        "copy a backup to its place, or `python -m visits import` an export."
    )
    assert there.read_bytes() == damaged
    assert why(lambda: store.total(TOTAL)) == reason
    assert not path.exists()
    with closing(SqliteStore(path)) as after_a_restart:
        assert why(lambda: after_a_restart.record(view(1))) == reason
        assert not path.exists()
    with closing(SqliteStore(path)) as importing:
        importing.add([DayTally(TODAY - 1, TOTAL, Tally(70, 80, 60))])
    store.record(view(1))
    assert store.total(TOTAL).views == 81
    assert there.read_bytes() == damaged


def years(path: Path, days: int = 12) -> tuple[dict[tuple[int, str], Tally], int]:
    """A store with days of twenty pages and three hundred visits of today: what is in it, how many pages it has."""
    with closing(SqliteStore(path)) as store, ThreadPoolExecutor(64) as threads:
        pages = {f"/{n}/": Tally(n, n + 3, n, 1) for n in range(20)}
        day = {**pages, TOTAL: Tally(21, sum(each.views for each in pages.values()), 20, 20)}
        store.add(DayTally(TODAY - 1 - n, each, tally) for n in range(days) for each, tally in day.items())
        store.salts(TODAY)
        list(threads.map(store.record, (view(n, path=f"/{n % 20}/") for n in range(300))))
        held = {(each.day, each.path): each.tally for each in store.days()}
    execute(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    return held, path.stat().st_size // 4096


def test_any_damaged_page_costs_what_stood_on_it_and_no_sum(tmp_path: Path) -> None:
    """Each page in turn, of whichever table, its root or the file's header: all sums are whole, and days add up."""
    whole = tmp_path / "whole"
    held, pages = years(whole)
    path = tmp_path / "damaged"
    sums = sums_of(held)
    for number in range(pages):
        shutil.copy(whole, path)
        overwrite(path, 4096 * number, 4096 * (number + 1))
        found, lost = left(path)
        assert found.totals == sums == sums_of(found.tallies), number
        changed = {place for place in held.keys() | found.tallies.keys() if held.get(place) != found.tallies.get(place)}
        assert len(changed) <= 4096 // 16, number
        assert lost or not changed, number
    shutil.copy(whole, path)
    overwrite(path, 0, 4096)
    overwrite(path, 4096 * (pages // 2), 4096 * (pages // 2 + 3))
    assert left(path)[0].totals[TOTAL] == sums[TOTAL]


def sums_of(tallies: Mapping[tuple[int, str], Tally]) -> dict[str, Tally]:
    sums: dict[str, Tally] = {}
    for (_, path), tally in tallies.items():
        sums[path] = sums.get(path, Tally()) + tally
    return sums


@pytest.mark.parametrize("first", ["hit", "read", "open"])
def test_a_damaged_page_does_not_stop_the_counting(
    path: Path, store: SqliteStore, first: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever meets it, an old day that is read or a visit that is to be counted, gets its answer from a new file."""
    held, _ = years(path)
    if first != "open":
        assert store.total(TOTAL) == sums_of(held)[TOTAL]
    with closing(sqlite3.connect(path)) as db:
        tables = ("windows", "events", "recent") if first == "hit" else ("tallies",)
        found = dict(db.execute("SELECT name, rootpage FROM sqlite_schema").fetchall())
    roots = [found[table] for table in tables]
    for root in roots:
        overwrite(path, 4096 * (root - 1), 4096 * root)
    damaged = path.read_bytes()
    if first == "hit":
        store.record(view(5000))
    else:
        assert store.series(TOTAL, TODAY - 20, TODAY)[TODAY].views == 300
        store.record(view(5000))
    assert store.total(TOTAL).views == sums_of(held)[TOTAL].views + 1
    store.record(view(5000))
    store.record(view(7, path="/7/"))
    assert store.total(TOTAL).views - sums_of(held)[TOTAL].views in (1, 1 + (first == "hit"))  # some events are lost
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    (there,) = (each for each in aside(path) if not each.name.endswith(("-wal", "-shm", ".txt")))
    assert there.read_bytes()[4096 * (min(roots) - 1) :][:4096] == damaged[4096 * (min(roots) - 1) :][:4096]
    (said,) = [each.getMessage() for each in caplog.records if each.levelname == "ERROR"]
    assert said.startswith(
        f"{path.name} was damaged. What could be read of it is in a new file, in which counting goes"
    )
    assert said == store.lost()
    with closing(SqliteStore(path)) as after_a_restart:
        assert after_a_restart.lost() == said
        assert after_a_restart.total(TOTAL) == store.total(TOTAL)
    for each in aside(path):
        each.unlink()
    assert store.lost() == ""


def test_a_file_set_aside_by_a_process_that_was_killed_is_carried_over_by_the_next(
    path: Path, store: SqliteStore
) -> None:
    held, _ = years(path, 3)
    path.rename(path.with_name(f"{path.name}.damaged-20261124T112531"))
    store.record(view(5000))
    assert store.total(TOTAL).views == sums_of(held)[TOTAL].views + 1


def test_mending_loses_nothing_that_another_process_is_keeping(path: Path) -> None:
    """While one process carries a file over, another records: all that it was told is kept is in the new file."""
    held, _ = years(path)
    with child_of(path) as child, closing(SqliteStore(path)) as store:
        assert child.line() == "ready"
        assert child.ask("record 5000 5001") == "kept 5000"
        child.tell("record 6000 6400")
        answers = [child.line() for _ in range(20)]
        first = next(n for n in range(path.stat().st_size // 4096) if page_holds(path, n, TODAY - 12))
        overwrite(path, 4096 * first, 4096 * (first + 1))
        assert store.series(TOTAL, TODAY - 20, TODAY)
        assert store.lost()
        answers += [child.line() for _ in range(380)]
        assert {each for each in answers if not each.startswith("kept")} == set()
        kept = [int(each.removeprefix("kept ")) for each in answers]
        assert child.ask("record 5001 5002") == "kept 5001"
        found = events(path)
        assert {5000, 5001, *kept} <= found
        assert store.total(TOTAL).views == sums_of(held)[TOTAL].views + len(found & set(range(5000, 6400)))


def test_where_there_is_no_room_to_mend_a_damaged_page_the_file_stays_in_use(path: Path) -> None:
    """A read that meets the page does not keep visits from being counted."""
    held, _ = years(path, 200)
    with child_of(path) as child:
        assert child.line() == "ready"
        assert child.ask("record 5000 5001") == "kept 5000"
        first = next(n for n in range(path.stat().st_size // 4096) if page_holds(path, n, TODAY - 200))
        overwrite(path, 4096 * first, 4096 * (first + 1))
        child.tell(f"limit {64 * 1024}")
        assert "is damaged, and cannot be mended" in child.ask("series")
        assert path.exists()
        assert child.ask("record 5001 5002") == "kept 5001"
        child.tell("limit -1")
    assert not aside(path)
    with closing(SqliteStore(path)) as store:
        assert store.total(TOTAL).views == sums_of(held)[TOTAL].views + 2


def page_holds(path: Path, number: int, day: int) -> bool:
    return day.to_bytes(2, "big") + b"/0/" in path.read_bytes()[4096 * number :][:4096]


def test_a_second_damage_overwrites_no_first(path: Path, store: SqliteStore) -> None:
    for _ in range(3):
        store.add([DayTally(TODAY - 1, TOTAL, Tally(70, 80, 60))])
        execute(path, "PRAGMA wal_checkpoint(TRUNCATE)")
        overwrite(path, 4096)
        with closing(SqliteStore(path)) as late:
            assert "set aside" in why(late.totals)
    assert len([each for each in aside(path) if not each.name.endswith(("-wal", "-shm"))]) == 3


# What is deleted, what is kept


def test_a_deleted_salt_is_nowhere(path: Path, store: SqliteStore) -> None:
    salts = {**store.salts(TODAY), **store.salts(TODAY + 1)}
    for n in range(300):
        store.record(view(n, at=NOON + n * 500))
    assert all(salt in the_bytes(path.parent) for salt in salts.values())
    store.purge(NOON + DAY)
    assert all(salt in the_bytes(path.parent) for salt in salts.values())
    store.purge(NOON + 2 * DAY)
    assert salts[TODAY] not in the_bytes(path.parent)
    assert salts[TODAY + 1] in the_bytes(path.parent)
    store.purge(NOON + 3 * DAY)
    assert salts[TODAY + 1] not in the_bytes(path.parent)
    assert not store.salts(TODAY + 1).keys() & {TODAY}
    assert store.salts(TODAY + 1)[TODAY + 1] != salts[TODAY + 1]


def test_a_salt_that_a_reader_holds_in_the_journal_goes_at_the_next_purge(path: Path, store: SqliteStore) -> None:
    salt = store.salts(TODAY)[TODAY]
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM totals").fetchall()
        store.purge(NOON + 3 * DAY)
        store.record(view(1, at=NOON + 3 * DAY))
        assert salt in the_bytes(path.parent)
        reader.execute("ROLLBACK")
    store.purge(NOON + 3 * DAY)
    assert salt not in the_bytes(path.parent)


def test_a_salt_that_was_deleted_before_a_sudden_end_goes_too(path: Path, store: SqliteStore) -> None:
    salt = store.salts(TODAY)[TODAY]
    execute(path, "DELETE FROM salts")  # by a process that got no further
    assert salt in the_bytes(path.parent)
    with closing(SqliteStore(path)) as next_one:
        next_one.purge(NOON)
        assert salt not in the_bytes(path.parent)


def test_purge(path: Path, store: SqliteStore) -> None:
    """More than a chunk of keys and events; today's, yesterday's and tomorrow's stay, and so do the tallies."""
    store.record(view(1))
    with closing(sqlite3.connect(path)) as db, db:
        keys = ((TODAY + day, n.to_bytes(16, "big"), 0, 0) for day in (-3, -2, -1, 0, 1, 2) for n in range(6000))
        db.executemany("INSERT INTO windows VALUES (?, ?, ?, ?)", keys)
        events = ((n.to_bytes(16, "little"), NOON - n) for n in range(1, 12_000))
        db.executemany("INSERT INTO events VALUES (?, ?)", events)
        db.execute("INSERT INTO events VALUES (x'ff', ?)", (NOON + 2 * DAY,))
    store.purge(NOON)
    kept = rows(path, "SELECT day, count(*) FROM windows GROUP BY day")
    assert kept == [(TODAY - 1, 6000), (TODAY, 6002), (TODAY + 1, 6000)]
    assert rows(path, "SELECT min(at), max(at), count(*) FROM events") == [(NOON - SAME_EVENT + 1, NOON, SAME_EVENT)]
    assert store.total(TOTAL) == Tally(1, 1, 1)


def test_a_hit_is_counted_while_keys_are_deleted(path: Path, store: SqliteStore) -> None:
    store.record(view(0))
    with closing(sqlite3.connect(path)) as db, db:
        keys = ((TODAY - 5, n.to_bytes(16, "big"), 0, 0) for n in range(60_000))
        db.executemany("INSERT INTO windows VALUES (?, ?, ?, ?)", keys)
    with ThreadPoolExecutor(1) as thread:
        purging = thread.submit(store.purge, NOON)
        during = 0
        while not purging.done():
            during += 1
            store.record(view(during))
        purging.result()
    assert during > 5  # a hit between any two of the twelve chunks, but for those that it just missed
    assert rows(path, f"SELECT count(*) FROM windows WHERE day = {TODAY - 5}") == [(0,)]
    assert store.total(TOTAL).views == during + 1


def test_backup(path: Path, store: SqliteStore) -> None:
    salt = store.salts(TODAY)[TODAY]
    for each in some_views():
        store.record(each)
    assert b"the site" in the_bytes(path.parent)
    folder = path.parent / "backups"
    folder.mkdir()
    store.backup(folder / "copy")
    assert [each.name for each in folder.iterdir()] == ["copy"]
    found = the_bytes(folder)
    assert salt not in found
    for personal in ("salts", "windows", "events", "recent"):
        assert rows(folder / "copy", f"SELECT count(*) FROM {personal}") == [(0,)]
    assert b"the site" not in found
    with closing(SqliteStore(folder / "copy")) as copy:
        assert list(copy.days()) == list(store.days())
        assert copy.totals() == store.totals()
        copy.record(view(999, visitor=999))
        assert copy.total(TOTAL).visits == store.total(TOTAL).visits + 1


def test_a_backup_overwrites_nothing(path: Path, store: SqliteStore) -> None:
    store.record(view(1))
    taken = path.with_name("taken")
    taken.write_text("precious")
    with pytest.raises(Refused, match="taken exists already"):
        store.backup(taken)
    assert taken.read_text() == "precious"
    with pytest.raises(Refused, match="cannot be made"):
        store.backup(path.parent / "nowhere" / "copy")


def test_adding_what_was_read_out(tmp_path: Path, store: SqliteStore) -> None:
    for n in range(40):
        store.record(view(n, visitor=n % 9, path=f"/{n % 3}/", at=NOON + n * 7000))
    with closing(SqliteStore(tmp_path / "other")) as other:
        other.add(store.days())
        assert list(other.days()) == list(store.days())
        assert other.totals() == store.totals()
        assert other.series(TOTAL, TODAY, TODAY + 9) == store.series(TOTAL, TODAY, TODAY + 9)
        with pytest.raises(Refused, match="holds visits already"):
            other.add(store.days())
        assert other.totals() == store.totals()


def test_adding_is_all_or_none(store: SqliteStore) -> None:
    good = [DayTally(TODAY, f"/{n}/", Tally(1, 1, 1)) for n in range(2500)]
    with pytest.raises(Refused, match="no tally"):
        store.add([*good, DayTally(TODAY, "/", Tally(1 << 70))])
    assert list(store.days()) == []
    store.add(good)
    assert len(list(store.days())) == 2500


def test_series_by_day(store: Store) -> None:
    for day in (0, 1, 3, 7):
        store.record(view(day, at=NOON + day * DAY))
    assert store.series(PAGE, TODAY, TODAY + 3) == {TODAY + day: Tally(1, 1, 1) for day in (0, 1, 3)}
    assert store.series(PAGE, TODAY + 5, TODAY + 4) == {}
    assert store.series("/unknown/", TODAY, TODAY + 9) == {}


def test_reading_out_is_of_one_moment(store: SqliteStore) -> None:
    for n in range(5):
        store.record(view(n, path=f"/{n}/"))
    reading = store.days()
    first = next(reading)
    for n in range(5, 10):
        store.record(view(n, path=f"/{n}/"))
    assert len([first, *reading]) == 1 + 5
    assert len(list(store.days())) == 1 + 10
