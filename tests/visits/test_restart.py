"""Ending and restarting under load: who had sent something is answered, and nobody is refused meanwhile."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.visits.test_abuse import request, serving
from tests.visits.test_command_line import ROOT
from tests.visits.test_faults import SITE
from visits.site import FILE

pytestmark = pytest.mark.site  # seconds each: servers under load

SENDERS = 8
_PAUSE = 0.01  # seconds before it is tried again, so that the counter that is to come has a processor


def body(number: int) -> bytes:
    return f'{{"p": "/", "e": "{number:032x}"}}'.encode()


def hit(number: int) -> bytes:
    return request("POST /v1/hit", body(number), Origin=SITE.origin, Connection="")


def head(connection: socket.socket) -> tuple[int, str]:
    """The status of an answer, and what it says about the connection; 0 where there is none."""
    received = b""
    with suppress(ConnectionError):
        while b"\r\n\r\n" not in received and (more := connection.recv(4096)):
            received += more
    first, *lines = received.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    told = [line.removeprefix("Connection: ") for line in lines if line.startswith("Connection: ")]
    return int(first.split()[1]) if first else 0, "".join(told)


class Sender(threading.Thread):
    """Sends one hit after another over a connection that it keeps as long as it may, and connects again."""

    def __init__(self, address: tuple[str, int], first: int, patient: bool = False) -> None:
        super().__init__()
        self._patient = patient  # where it is told that a hit cannot be kept now
        self._address = address
        self._number = first
        self._end = threading.Event()
        self.kept: list[int] = []
        self.closed = 0  # connections that the server ended, having said so
        self.refused = 0
        self.unkept = 0

    def end(self) -> None:
        self._end.set()
        self.join(20)
        assert not self.is_alive()

    def run(self) -> None:
        while not self._end.is_set():
            with closing(self._connect()) as connection:
                self._send(connection)

    def _connect(self) -> socket.socket:
        while True:
            try:
                return socket.create_connection(self._address, timeout=20)
            except ConnectionRefusedError:
                self.refused += 1
                time.sleep(_PAUSE)

    def _send(self, connection: socket.socket) -> None:
        """Until the connection ends; what was not answered is sent again over the next."""
        while not self._end.is_set():
            with suppress(ConnectionError):
                connection.sendall(hit(self._number))
            status, told = head(connection)
            if not status:
                return
            assert status == 204 or self._patient
            if status == 204:
                self.kept.append(self._number)
                self._number += 1
            else:
                self.unkept += 1
                time.sleep(_PAUSE)
                return
            if told == "close":
                self.closed += 1
                return


@contextmanager
def sending(address: tuple[str, int]) -> Iterator[list[Sender]]:
    senders = [Sender(address, number * 1_000_000) for number in range(SENDERS)]
    for sender in senders:
        sender.start()
    try:
        yield senders
    finally:
        for sender in senders:
            sender.end()


def wait_for(senders: list[Sender], more: int) -> None:
    """Until each has had so many answers more."""
    until = [len(sender.kept) + more for sender in senders]
    deadline = time.monotonic() + 20
    while any(len(sender.kept) < wanted for sender, wanted in zip(senders, until, strict=True)):
        assert time.monotonic() < deadline
        time.sleep(0.005)


def events(path: Path) -> set[int]:
    with closing(sqlite3.connect(path)) as db:
        return {
            int.from_bytes(event, "big")
            for (event,) in db.execute("SELECT event FROM events UNION SELECT event FROM recent")
        }


@contextmanager
def counter(folder: Path, listening: socket.socket) -> Iterator[subprocess.Popen[str]]:
    """A counter to which a socket is passed on, as systemd does; it counts when this is entered."""
    flags = [
        f"--site={folder}",
        f"--store=sqlite:///{folder}/visits.sqlite3",
        "--rate=100000",
        "--burst=100000",
        "--new",
    ]
    script = f'exec 3<&{listening.fileno()}; LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'
    command = ["bash", "-c", script, "bash", sys.executable, "-m", "visits", "serve", *flags]
    with (
        (folder / "log").open("a") as log,
        subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            pass_fds=[listening.fileno()],
            env=os.environ,
        ) as process,
    ):
        try:
            assert process.stdout
            assert process.stdout.readline().startswith(f"Counting at http://127.0.0.1:{listening.getsockname()[1]};")
            yield process
        finally:
            process.kill()


def test_a_restart_under_load_refuses_nobody_and_loses_nothing(tmp_path: Path) -> None:
    """The socket outlives the process, so that who comes in between waits; three times, the old one ending first."""
    (tmp_path / FILE).write_text(SITE.to_json())
    with closing(socket.create_server(("127.0.0.1", 0), backlog=128)) as listening:
        address = listening.getsockname()[:2]
        with counter(tmp_path, listening) as first, sending(address) as senders:
            wait_for(senders, 5)
            first.send_signal(signal.SIGTERM)
            assert first.wait(10) == 0
            with counter(tmp_path, listening) as second:
                wait_for(senders, 5)
                with counter(tmp_path, listening) as third:
                    second.send_signal(signal.SIGTERM)
                    assert second.wait(10) == 0
                    wait_for(senders, 5)
                    for sender in senders:
                        sender.end()
                    third.send_signal(signal.SIGTERM)
                    assert third.wait(10) == 0
    assert sum(sender.refused for sender in senders) == 0
    assert sum(sender.closed for sender in senders) > 0
    assert {number for sender in senders for number in sender.kept} <= events(tmp_path / "visits.sqlite3")
    told = (tmp_path / "log").read_text()
    assert told.count("counting begins at zero. Take it out") == 1
    assert told.count("visits.sqlite3 is there: take it out.") == 2, "at each start, as one may be without its disk"


def test_what_has_come_when_it_is_told_to_end_is_answered_and_connections_are_ended_with_a_word(tmp_path: Path) -> None:
    with serving(tmp_path, site=SITE.to_json()) as (process, url):
        port = int(url.rpartition(":")[2])
        with closing(socket.create_connection(("127.0.0.1", port))) as kept:
            kept.sendall(hit(1))
            assert head(kept) == (204, "")
            begun = hit(2)
            kept.sendall(begun[:-10])
            # Stopped, so that all of these have come before it looks at any.
            process.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
            late = [socket.create_connection(("127.0.0.1", port)) for _ in range(5)]
            for number, connection in enumerate(late, 3):
                connection.sendall(hit(number))
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGCONT)
            for connection in late:
                with connection:
                    assert head(connection) == (204, "close")
            kept.sendall(begun[-10:])
            assert head(kept) == (204, "close")
            assert kept.recv(1) == b""
        assert process.wait(10) == 0
    assert events(tmp_path / "visits.sqlite3") == set(range(1, 8))
