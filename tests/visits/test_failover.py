"""Two counters with one Valkey that is replicated: its primary is killed, and each counter restarted, under load."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import pytest
from redis.exceptions import RedisError

from tests.ports import free_port
from tests.programs import program
from tests.visits.test_command_line import ROOT
from tests.visits.test_faults import SITE
from tests.visits.test_restart import Sender, wait_for
from tests.visits.valkey_server import ValkeyServer, running, server_command
from visits.site import FILE
from visits.store import TOTAL
from visits.stores import open_store

pytestmark = pytest.mark.site  # seconds each: servers under load

NAME = "visits"


def until(is_so: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + 40
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


@contextmanager
def sentinel(folder: Path, primary: ValkeyServer) -> Iterator[int]:
    """One Sentinel that watches a primary, as three would: its port."""
    port = free_port()
    folder.mkdir()
    (folder / "conf").write_text(
        f"port {port}\nbind 127.0.0.1\ndir {folder}\nsentinel monitor {NAME} 127.0.0.1 {primary.port} 1\n"
        f"sentinel down-after-milliseconds {NAME} 500\nsentinel failover-timeout {NAME} 4000\n"
    )
    command = [server_command(), str(folder / "conf"), "--sentinel"]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            yield port
        finally:
            process.kill()


@contextmanager
def counter(folder: Path, store: str, port: int) -> Iterator[subprocess.Popen[str]]:
    flags = [f"--site={folder}", f"--store={store}", f"--listen=127.0.0.1:{port}", "--rate=100000", "--burst=100000"]
    with (
        (folder / f"log {port}").open("a") as log,
        subprocess.Popen(
            [sys.executable, "-m", "visits", "serve", "--new", *flags],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout
            assert process.stdout.readline().startswith("Counting at")
            yield process
        finally:
            process.kill()


def replicas_of(server: ValkeyServer) -> int:
    with suppress(RedisError), closing(server.client()) as client:
        info = client.info("replication")
        return int(info.get("min_slaves_good_slaves", 0)) if info["role"] == "master" else 0
    return 0


def test_no_answered_visit_is_lost_when_the_primary_is_killed(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(SITE.to_json())
    with ExitStack() as stack:
        option = {"min_replicas_to_write": "1", "repl_diskless_sync_delay": "0"}
        primary, *others = (stack.enter_context(running(tmp_path / f"valkey {n}", **option)) for n in range(3))
        for other in others:
            with closing(other.client()) as client:
                client.replicaof("127.0.0.1", str(primary.port))
        until(lambda: replicas_of(primary) == 2, "no replicas")
        port = stack.enter_context(sentinel(tmp_path / "sentinel", primary))
        store = f"sentinel://127.0.0.1:{port}/{NAME}"
        ports = [free_port(), free_port()]
        counters = [stack.enter_context(counter(tmp_path, store, each)) for each in ports]
        senders = [Sender(("127.0.0.1", ports[n % 2]), n * 1_000_000, patient=True) for n in range(6)]
        for sender in senders:
            sender.start()
            stack.callback(sender.end)

        def all_count() -> None:
            before = [len(sender.kept) for sender in senders]
            until(lambda: all(len(s.kept) > n + 5 for s, n in zip(senders, before, strict=True)), "not counted")

        all_count()
        primary.kill()
        for n, old in enumerate(counters):  # a rolling restart: one, and then the other
            old.send_signal(signal.SIGTERM)
            assert old.wait(20) == 0
            stack.enter_context(counter(tmp_path, store, ports[n]))
        until(lambda: any(map(replicas_of, others)), "nobody took over")
        all_count()
        for sender in senders:
            sender.end()
        now = next(other for other in others if replicas_of(other))
        with closing(now.client()) as client:
            known = {int(bytes(key).rpartition(b":")[2], 16) for key in client.scan_iter("*:event:*", 1000)}
    kept = {number for sender in senders for number in sender.kept}
    assert kept <= known
    assert sum(sender.unkept for sender in senders) > 0, "it was noticed that nobody could keep them"


@contextmanager
def nginx(folder: Path, port: int, counters: list[int]) -> Iterator[None]:
    """nginx with the configuration of deploy/, in whose `upstream` each of the counters stands."""
    command = [program("nginx"), "-e", "stderr", "-c", str(folder / "run/nginx.conf")]
    run, first, *others = folder / "run", *counters
    path = {"PATH": f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"}
    said = {"SITE": folder, "RUN": run, "LISTEN": f"127.0.0.1:{port}", "ACCESS_LOG": "/dev/null"}
    environment = os.environ | path | {name: str(value) for name, value in said.items()}
    environment["VISITS_LISTEN"] = f"127.0.0.1:{first}"
    subprocess.run([ROOT / "deploy/start", "--check"], env=environment, check=True)
    configuration = (run / "site.conf").read_text("utf-8")
    lines = [line for line in configuration.splitlines() if f"server 127.0.0.1:{first}" in line]
    more = "\n".join(lines[0].replace(str(first), str(other)) for other in others)
    (run / "site.conf").write_text(configuration.replace(lines[0], f"{lines[0]}\n{more}"), "utf-8")
    with subprocess.Popen(command) as server:
        try:
            yield
        finally:
            server.terminate()


def test_a_rolling_restart_behind_nginx_refuses_nobody(tmp_path: Path, valkey: ValkeyServer) -> None:
    """Two counters with one Valkey, as the notes on deploying say; each is restarted, the last one killed."""
    (tmp_path / FILE).write_text(SITE.to_json())
    with ExitStack() as stack:
        ports = [free_port(), free_port()]
        counters = [stack.enter_context(counter(tmp_path, valkey.url, each)) for each in ports]
        port = free_port()
        stack.enter_context(nginx(tmp_path, port, ports))
        until(lambda: can_connect(port), "nginx did not start")
        senders = [Sender(("127.0.0.1", port), n * 1_000_000) for n in range(6)]
        for sender in senders:
            sender.start()
            stack.callback(sender.end)
        for old, each, number in zip(counters, ports, (signal.SIGTERM, signal.SIGKILL), strict=True):
            wait_for(senders, 5)
            old.send_signal(number)
            old.wait(20)
            wait_for(senders, 5)  # by the other alone
            stack.enter_context(counter(tmp_path, valkey.url, each))
        wait_for(senders, 5)
        for sender in senders:
            sender.end()
    with closing(open_store(valkey.url, SITE.url, begin=False)) as store:
        assert store.total(TOTAL).views == sum(len(sender.kept) for sender in senders)
    assert [sender.refused + sender.unkept for sender in senders] == [0] * len(senders)


def can_connect(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


@pytest.mark.parametrize("store", ["sentinel://127.0.0.1:26379", "sentinel://a b:x/visits", "sentinel:///visits"])
def test_a_wrong_address_of_sentinels_is_told(store: str, tmp_path: Path) -> None:
    from visits.site import Invalid

    with pytest.raises(Invalid, match="sentinel://host"):
        open_store(store, SITE.url)
