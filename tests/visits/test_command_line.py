"""`python -m visits`: serving until told to end; export, import, backup; what errors say, and exit codes."""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.visits.memory import NOON, NOTE, SITE, Clock, MemoryStore
from tests.visits.test_abuse import HIT, answer, request, running, serving
from tests.visits.test_sqlite import child_of
from visits import server as production
from visits.__main__ import VERBS, export_lines, import_lines, main
from visits.app import App
from visits.counter import Counter
from visits.server import BuiltSite, Server
from visits.settings import SETTINGS, Listen
from visits.site import FILE, Invalid
from visits.sqlite import SqliteStore
from visits.store import TOTAL, DayTally, Refused, Tally, Unavailable, View
from visits.stores import open_store

ROOT = Path(__file__).parents[2]
DAYS = [
    DayTally(20_000, NOTE, Tally(2, 3, 2, 1)),
    DayTally(20_000, TOTAL, Tally(2, 3, 2, 1)),
    DayTally(20_001, "/文/", Tally(0, 1, 0, 0)),
    DayTally(20_001, TOTAL, Tally(0, 1, 0, 0)),
]
EXPORT = """\
{"visits": 1, "site": "https://example.org/notes/", "as_of": "2024-10-04T12:00:00Z"}
{"day": "2024-10-04", "path": "/2021/05/backpropagation/", "visits": 2, "views": 3, "visitors": 2, "bots": 1}
{"day": "2024-10-04", "path": "TOTAL", "visits": 2, "views": 3, "visitors": 2, "bots": 1}
{"day": "2024-10-05", "path": "/文/", "visits": 0, "views": 1, "visitors": 0, "bots": 0}
{"day": "2024-10-05", "path": "TOTAL", "visits": 0, "views": 1, "visitors": 0, "bots": 0}
"""


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a site, beside which the default settings find everything."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / FILE).write_text(SITE.to_json(), "utf-8")
    return tmp_path


def filled(path: Path) -> Path:
    with closing(SqliteStore(path)) as store:
        store.add(DAYS)
    return path


def test_it_serves_until_it_is_told_to_end(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, url):
        port = urlsplit(url).port or 0
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(request("POST /v1/hit", HIT))
            assert answer(connection)[0] == 204
        with socket.create_connection(("127.0.0.1", port)):
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0, "an idle connection does not hold it"
    line = (tmp_path / "output").read_text()
    assert re.fullmatch(
        r"Counting at http://127\.0\.0\.1:\d+; store sqlite:///\S+; 3 pages of \S+ \(\S+/site\)\n", line
    )
    assert re.fullmatch(
        r"WARNING VISITS_NEW \(or --new\) is set, and nothing is kept in sqlite:///\S+: counting begins at zero\. .*\n",
        (tmp_path / "errors").read_text(),
    )
    with closing(SqliteStore(tmp_path / "visits.sqlite3")) as store:
        assert store.total(NOTE).visits == 1


def test_a_store_that_cannot_be_used_does_not_keep_it_from_starting(tmp_path: Path) -> None:
    with serving(tmp_path, "--store", "redis://:secret@127.0.0.1:1/0") as (process, url):
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", urlsplit(url).port or 0)) as connection:
                connection.sendall(request("POST /v1/hit", HIT))
                assert answer(connection)[0] == 503
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    said = (tmp_path / "errors").read_text()
    assert said.count("Visits are not being kept") == 1
    assert said.count("set: if nothing is kept in redis://127.0.0.1:1/0, counting begins at zero.") == 1
    assert "secret" not in said + (tmp_path / "output").read_text()


class Waiting(MemoryStore):
    """Does not come to an end with a view until it may."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may_end = threading.Event(), threading.Event()

    def record(self, view: View) -> None:
        self.begun.set()
        assert self.may_end.wait(10)
        super().record(view)


def is_let_go(address: tuple[str, int]) -> bool:
    """Whether, within ten seconds, nothing listens there any more."""
    give_up = time.monotonic() + 10
    while time.monotonic() < give_up:
        try:
            socket.create_connection(address).close()
        except ConnectionError:
            return True
    return False


def test_hits_that_have_arrived_are_answered_at_the_end() -> None:
    store = Waiting()
    with closing(Counter(store, lambda: SITE, Clock())) as counter, ExitStack() as stack:
        server = Server(App(counter), Listen("127.0.0.1", 0), threads=1)
        thread = threading.Thread(target=server.run)
        thread.start()
        address = ("127.0.0.1", server.listen.port)
        hits = [stack.enter_context(socket.create_connection(address)) for _ in range(3)]
        for number, connection in enumerate(hits):  # one is being counted, and two wait for the only thread
            connection.sendall(request("POST /v1/hit", HIT.replace(b"0123", b"%04d" % number)))
        assert store.begun.wait(10)
        give_up = time.monotonic() + 10
        while sum(bool(getattr(channel, "requests", ())) for channel in list(server._channels.values())) < 3:
            assert time.monotonic() < give_up
        server.stop()
        assert is_let_go(address)
        store.may_end.set()
        assert [answer(connection)[0] for connection in hits] == [204] * 3
        thread.join(10)
        assert not thread.is_alive()
    assert store.total(NOTE).views == 3


def test_a_unix_socket(at: Path) -> None:
    path = at / "visits.sock"
    with closing(socket.socket(socket.AF_UNIX)) as killed:
        killed.bind(str(path))  # and let go without removing it, as a killed server does
    with closing(Counter(MemoryStore(), lambda: SITE, Clock())) as counter:
        server = Server(App(counter, proxies=["unix"]), Listen(socket=str(path)), threads=2)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            with pytest.raises(Invalid, match="listens there already"):
                Server(App(counter), Listen(socket=str(path)), threads=2)
            assert stat.S_IMODE(path.stat().st_mode) == 0o666
            for address in ("198.51.100.1", "198.51.100.2", "198.51.100.1"):
                with closing(socket.socket(socket.AF_UNIX)) as connection:
                    connection.connect(str(path))
                    body = HIT.replace(b"0123", address[-1].encode() * 4)
                    connection.sendall(request("POST /v1/hit", body, X_Forwarded_For=address))
                    assert answer(connection)[0] == 204
            assert counter.count(TOTAL).count == 1002
        finally:
            server.stop()
            thread.join()
        assert not path.exists()
        path.write_text("precious")
        with pytest.raises(Invalid, match="no socket"):
            Server(App(counter), Listen(socket=str(path)), threads=2)
        assert path.read_text() == "precious"


@pytest.mark.parametrize("listen", ["127.0.0.1:{port}", "192.0.2.1:0", "unix:/none/such/visits.sock"])
def test_where_nothing_can_listen(at: Path, listen: str, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        assert main(["serve", "--listen", listen.format(port=taken.getsockname()[1])]) == 2
    assert re.fullmatch(r".*: .*\. Give another place to listen\.\n", capsys.readouterr().err)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda file: file.unlink(), "No such file.*mkdocs build"),
        (lambda file: file.write_text("{"), "Build the site again"),
        (lambda file: file.write_bytes(b"\xff"), "visits.json"),
        (lambda file: file.write_text("[]"), "Build the site again"),
    ],
)
@pytest.mark.parametrize("verb", ["serve", "export"])
def test_without_a_site_nothing_is_begun(
    at: Path,
    verb: str,
    spoil: object,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert callable(spoil)
    spoil(at / "site" / FILE)
    assert main([verb]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(rf"site/visits\.json: .*{said}.*\n|site/visits\.json: .*\n", err)
    assert re.search(said, err)
    assert not (at / "visits.sqlite3").exists()


def test_settings_that_are_wrong(at: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["serve", "--listen", "8081"]) == 2
    assert capsys.readouterr().err.startswith("--listen: '8081' ")
    monkeypatch.setenv("VISITS_RATE", "fast")
    assert main(["serve"]) == 2
    assert capsys.readouterr().err == "VISITS_RATE: 'fast' is no number. Give for example 4.\n"
    monkeypatch.delenv("VISITS_RATE")
    assert main(["export", "--store", "postgres://me:secret@host/visits"]) == 2
    err = capsys.readouterr().err
    assert "sqlite:///" in err
    assert "secret" not in err
    for wrong in ([], ["nothing"], ["import"], ["serve", "--lis", "[::1]:0"], ["export", "--rate", "4"]):
        with pytest.raises(SystemExit, match="2"):
            main(wrong)
        capsys.readouterr()


def test_the_help_explains_everything(capsys: pytest.CaptureFixture[str]) -> None:
    def help_of(*arguments: str) -> str:
        with pytest.raises(SystemExit, match="0"):
            main([*arguments, "--help"])
        return " ".join(capsys.readouterr().out.split())

    whole = help_of()
    for name, verb in VERBS.items():
        assert f" {name} {' '.join(verb.help.split())}" in whole
        own = help_of(name)
        assert "Exit codes: 0 done; 1 " in own
        for setting in SETTINGS:
            assert setting.variable in whole
            assert (setting.flag in own) == (setting.name in verb.settings)
    assert "Exit codes" in whole


def test_a_site_that_is_built_anew_is_seen(
    at: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(production, "LOOK_AGAIN", 0)
    file = at / "site" / FILE
    site = BuiltSite(at / "site")
    with caplog.at_level(logging.INFO, "visits"):
        assert site() == SITE
        file.unlink()
        assert site() == SITE, "it is being built"
        assert not caplog.records
        file.write_text('{"url": ', "utf-8")
        assert [site(), site()] == [SITE, SITE], "it is broken"
        assert len(caplog.records) == 1
        assert "Going on" in caplog.text
        file.write_text(SITE.to_json().replace(NOTE, "/new/"), "utf-8")
        assert site().pages.keys() == {"/", "/new/", "/about/"}
        assert site() == site()
        assert len(caplog.records) == 2


def test_a_site_is_not_looked_at_for_each_hit(at: Path) -> None:
    site = BuiltSite(at / "site")
    (at / "site" / FILE).write_text(SITE.to_json().replace(NOTE, "/new/"), "utf-8")
    assert site() == SITE


def test_export_import_export(at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = filled(at / "old.sqlite3")
    assert main(["export", f"--store=sqlite:///{store}"]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines(keepends=True)
    assert re.sub(r'(?<="as_of": ")[^"]*', "2024-10-04T12:00:00Z", out) == EXPORT
    assert re.search(r'"as_of": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"}$', lines[0])
    assert err == ""
    assert main(["export", f"--store=sqlite:///{store}", "visits.jsonl"]) == 0
    assert (at / "visits.jsonl").read_text("utf-8").splitlines()[1:] == out.splitlines()[1:]
    assert main(["import", "visits.jsonl"]) == 0
    assert "4 tallies of 2 days" in capsys.readouterr().err
    assert main(["export", "again.jsonl"]) == 0
    assert (at / "again.jsonl").read_text("utf-8").splitlines()[1:] == out.splitlines()[1:]
    assert main(["import", "visits.jsonl"]) == 1, "it holds visits now"
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert {path.name for path in at.iterdir() if "jsonl" in path.name} == {"visits.jsonl", "again.jsonl"}


def test_nothing_is_overwritten(at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filled(at / "visits.sqlite3")
    (at / "precious").write_text("precious")
    for verb in ("export", "backup"):
        assert main([verb, "precious"]) == 1
        assert re.fullmatch("precious exists already: .*\n", capsys.readouterr().err)
        assert main([verb, "none/such/file"]) == 1
        assert re.fullmatch("none/such/file.*: .*\n|none/such/file .*\n", capsys.readouterr().err)
    assert (at / "precious").read_text() == "precious"


def test_a_backup_is_a_store(at: Path) -> None:
    filled(at / "visits.sqlite3")
    assert main(["backup", "copy.sqlite3"]) == 0
    with closing(SqliteStore(at / "copy.sqlite3")) as store:
        assert list(store.days()) == DAYS


def test_a_backup_is_imported_whatever_it_is(at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filled(at / "visits.sqlite3")
    assert main(["backup", "copy"]) == 0
    assert main(["import", "--store=sqlite:///new.sqlite3", "copy"]) == 0
    assert "4 tallies of 2 days" in capsys.readouterr().err
    with closing(SqliteStore(at / "new.sqlite3")) as store:
        assert list(store.days()) == DAYS
    with (at / "copy").open("r+b") as file:
        file.truncate(4096)
    assert main(["import", "--store=sqlite:///newer.sqlite3", "copy"]) == 1
    assert capsys.readouterr().err.startswith("copy is damaged, or no backup.")


def test_a_store_that_is_not_there_is_told_until_it_is_begun(at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name may be wrong, or a disk not mounted: counting at zero is what one must ask for."""
    with closing(open_store("sqlite:///visits.sqlite3", SITE.url, begin=False)) as store:
        with pytest.raises(Unavailable, match=r"visits\.sqlite3 is not there: is its name right, and its disk mounted"):
            store.total(TOTAL)
        assert not (at / "visits.sqlite3").exists()
        assert main(["new"]) == 0
        assert capsys.readouterr().err == f"Counting begins for {SITE.url}.\n"
        assert store.total(TOTAL) == Tally()
        assert main(["new"]) == 1
        assert capsys.readouterr().err == "visits.sqlite3 is there already: there is nothing to begin.\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, who restores what another user is to write")
def test_what_root_restores_the_service_can_write() -> None:
    """The commands of README, by root, in a folder of the service's; then the service counts."""
    restore = next(line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if "恢复备份" in line)
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to all but their owner
        Path(name).chmod(0o755)
        folder = Path(name) / "visits"
        folder.mkdir(0o700)
        filled(folder / "visits.sqlite3")
        with closing(SqliteStore(folder / "visits.sqlite3")) as store:
            store.backup(folder / "copy")
        for each in (folder, *folder.iterdir()):
            os.chown(each, 65534, 65534)
        (folder / FILE).write_text(SITE.to_json(), "utf-8")
        commands = [each for each in re.findall("`([^`]+)`", restore) if not each.startswith("systemctl")]
        script = " && ".join(commands).replace("/var/lib/visits", str(folder)).replace("备份", str(folder / "copy"))
        script = script.replace(".venv/bin/python", sys.executable)
        done = subprocess.run(
            ["sh", "-euc", script],
            cwd=ROOT,
            env=os.environ | {"VISITS_SITE": str(folder)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert "4 tallies of 2 days" in done.stderr
        path = folder / "visits.sqlite3"
        assert (path.stat().st_uid, stat.S_IMODE(path.stat().st_mode)) == (65534, 0o600)
        with child_of(path) as child:
            assert child.line() == "ready"
            child.tell("become 65534")
            assert child.ask("record 2 3") == "kept 2"
            assert child.ask("total") == "5"


def test_a_store_that_is_not_there_has_nothing_to_export(at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["export", "file"], ["backup", "file"], ["export"]):
        assert main([*arguments, "--store=sqlite:////none/such/folder/visits.sqlite3"]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert len(err.splitlines()) == 1
        assert not (at / "file").exists()


HEAD, *LINES = EXPORT.splitlines()
PAGE, ALL = LINES[:2]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "^line 1: "),
        (LINES, "^line 1: not what an export begins with"),
        ([HEAD.replace('"visits": 1', '"visits": 2'), *LINES], "^line 1: the form is 2"),
        ([HEAD.replace('"visits": 1', '"visits": true'), *LINES], "^line 1: the form is True"),
        ([HEAD.replace("example.org", "example.com"), *LINES], "^line 1: .*example.com.*change line 1"),
        ([HEAD, PAGE, ALL, ""], "^line 4: no JSON"),
        ([HEAD, PAGE, ALL, "["], "^line 4: no JSON"),
        ([HEAD, "[" * 100_000], "^line 2: no JSON"),
        ([HEAD, "[]"], "^line 2: no JSON object"),
        ([HEAD, PAGE[:-1]], "^line 2: no JSON"),
        ([HEAD, PAGE.replace('"bots"', '"views"')], "^line 2: no JSON"),
        ([HEAD, PAGE.replace('"bots"', '"robots"')], "^line 2: bots, robots missing or unknown"),
        ([HEAD, PAGE.replace("/2021", "2021")], "^line 2: path"),
        ([HEAD, ALL, PAGE.replace('"views": 3', '"views": -3')], "^line 3: views -3"),
        ([HEAD, ALL, PAGE.replace('"views": 3', '"views": 3.0')], "^line 3: views 3.0"),
        ([HEAD, ALL, PAGE.replace('"views": 3', '"views": true')], "^line 3: views True"),
        ([HEAD, ALL, PAGE.replace('"views": 3', '"views": "3"')], "^line 3: views '3'"),
        ([HEAD, ALL, PAGE.replace('"views": 3', '"views": 9007199254740992')], "^line 3: views 9007199254740992"),
        ([HEAD, ALL, PAGE.replace('"views": 3', '"views": 1')], "^line 3: 2 visits in 1 views"),
        ([HEAD, PAGE.replace("2024-10-04", "2024-13-04")], "^line 2: '2024-13-04' is no day"),
        ([HEAD, PAGE.replace("2024-10-04", "20241004")], "^line 2: '20241004' is no day"),
        ([HEAD, PAGE.replace('"2024-10-04"', "7")], "^line 2: 7 is no day"),
        ([HEAD, PAGE, ALL, PAGE], "^line 4: .* already"),
        ([HEAD, *LINES[:-1]], "^2024-10-05 has pages and no line for TOTAL"),
    ],
)
def test_an_import_is_all_or_nothing(
    at: Path, lines: Iterable[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (at / "visits.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert main(["import", "visits.jsonl"]) == 1
    err = capsys.readouterr().err
    assert re.search(said, err)
    assert len(err.splitlines()) == 1
    with closing(SqliteStore(at / "visits.sqlite3")) as store:
        assert not store.totals()


def test_lines_that_are_no_text_are_refused() -> None:
    with pytest.raises(Refused, match="line 2: no JSON"):
        import_lines([HEAD.encode(), b"\xff\n"], SITE.url)


def test_what_is_exported_is_what_is_imported() -> None:
    lines = list(export_lines(iter(DAYS), SITE.url, NOON))
    assert "".join(lines) == EXPORT
    assert import_lines((line.encode() for line in lines), SITE.url) == DAYS
    assert import_lines([HEAD.encode()], SITE.url) == [], "a site without visits"


def test_a_file_that_cannot_be_read(at: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "none"]) == 1
    assert capsys.readouterr().err == "none: No such file or directory.\n"


def test_a_store_without_a_backup_of_its_own_is_exported(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    store.add(DAYS)
    monkeypatch.setattr("visits.__main__.open_store", lambda url, site, **_: store)
    assert main(["backup", "visits.jsonl"]) == 0
    assert (at / "visits.jsonl").read_text("utf-8").splitlines()[1:] == LINES
    assert store.closed


def test_an_export_that_breaks_off_leaves_nothing(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Breaking(MemoryStore):
        def days(self) -> Iterator[DayTally]:
            yield DAYS[0]
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("visits.__main__.open_store", lambda url, site, **_: Breaking())
    assert main(["export", "visits.jsonl"]) == 1
    assert {path.name for path in at.iterdir()} == {"site"}


def test_many_connections_find_room() -> None:
    with running() as at:
        connections = [at.connect() for _ in range(200)]
        try:
            assert at.hit()[0] == 204
        finally:
            for connection in connections:
                connection.close()
