"""A Valkey or Redis server of the tests' own, set up to lose nothing, that can be stopped, killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Disconnected
from redis.exceptions import TimeoutError as Unanswered
from redis.retry import Retry

from tests.ports import free_port

START_SECONDS = 20


def server_command() -> str:
    """The server on PATH; without one the test says how to get it, and in CI it fails."""
    found = next(filter(None, map(shutil.which, ("valkey-server", "redis-server"))), None)
    if found:
        return found
    need = (
        "this test needs valkey-server or redis-server on PATH (Debian: apt-get install valkey-server or redis-server)"
    )
    if os.environ.get("CI"):
        pytest.fail(need)
    pytest.skip(need)


class ValkeyServer:
    """A server on a port and a folder that stay the same when it is started again.

    Args:
        folder: of its own, where its files are, its log among them.
        options: of the server, as `maxmemory="1mb"`; a dash is written as an underscore.
    """

    def __init__(self, folder: Path, **options: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        settings = {"bind": "127.0.0.1", "appendonly": "yes", "appendfsync": "always", "save": "", **options}
        flags = [part for name, value in settings.items() for part in (f"--{name.replace('_', '-')}", value)]
        self._command = [server_command(), "--port", str(self.port), "--dir", str(folder), *flags]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and return when it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log)
        until = time.monotonic() + START_SECONDS
        with closing(self.client()) as client:
            while time.monotonic() < until and self._process.poll() is None:
                with suppress(Disconnected, Unanswered):
                    if client.ping():
                        return
                time.sleep(0.01)
        pytest.fail(f"the server did not start: {(self.folder / 'log').read_text()[-500:]}")

    def stop(self) -> None:
        """Stop it in good order."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it where it stands."""
        self._end(signal.SIGKILL)

    def wait(self) -> None:
        """Wait until it has ended by itself."""
        assert self._process is not None
        self._process.wait(START_SECONDS)

    def client(self) -> Redis:
        """A client to look into it with, which the caller closes."""
        return Redis(port=self.port, host="127.0.0.1", protocol=2, retry=Retry(NoBackoff(), 0))

    def holds(self, what: bytes) -> list[str]:
        """The names of its files that hold these bytes."""
        held = []
        for path in self.folder.rglob("*"):
            with suppress(FileNotFoundError, IsADirectoryError):  # the server deletes what it has rewritten
                if what in path.read_bytes():
                    held.append(path.name)
        return held

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(START_SECONDS)


@contextmanager
def running(folder: Path, **options: str) -> Iterator[ValkeyServer]:
    """A server that runs, and is gone afterwards with its files."""
    folder.mkdir(parents=True, exist_ok=True)
    server = ValkeyServer(folder, **options)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)  # a child that was rewriting a file sees the end of it by itself
