"""How long anybody waits while the counter is restarted under load, and whether anybody is refused.

    python -m bench.restart [--restarts 6]

Sixteen connections send one hit after another, each again until it is answered, to a counter with SQLite on a socket
that outlives it, as deploy/visits.socket makes one.  It is restarted so many times in each of two ways: as systemd does
it, the first ending before the second begins; and the second beginning before the first ends.  And so many times it is
left alone for as long: what one waits then is the machine's.

Exit code 1 where a connection was refused, or the store does not hold exactly what was acknowledged.
"""

from __future__ import annotations

import argparse
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.visits import LIFTED, ROOT, SITE, counted, hit
from visits.site import FILE

SENDERS = 16
VISITORS = 1000
REST = 0.01  # seconds between two hits of a sender
BETWEEN = 1.0  # seconds between two restarts
PATIENCE = 30  # seconds for an answer


@dataclass
class Sender(threading.Thread):
    """Sends hits, and notes how long each took, from when it was sent first until it was acknowledged."""

    address: tuple[str, int]
    ends: threading.Event
    waits: list[tuple[float, float]] = field(default_factory=list)  # when it was acknowledged, after how long
    refused: int = 0
    again: int = 0  # hits that were sent once more, as the connection ended without an answer
    _connection: socket.socket | None = None

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        """Until the end."""
        draw = random.Random()
        while not self.ends.wait(REST):
            request, began = hit(draw, VISITORS, 20), time.monotonic()
            while not self._is_answered(request):
                self.again += 1
            self.waits.append((time.monotonic(), time.monotonic() - began))
        self._part()

    def _is_answered(self, request: bytes) -> bool:
        """Send it over the connection that is kept, or over a new one."""
        self._connection = self._connection or self._connected()
        answer = b""
        with suppress(ConnectionError):
            self._connection.sendall(request)
            answer = self._connection.recv(4096)
        if not answer or b"Connection: close" in answer:
            self._part()
        return answer.startswith(b"HTTP/1.1 204")

    def _connected(self) -> socket.socket:
        while True:
            try:
                return socket.create_connection(self.address, PATIENCE)
            except ConnectionRefusedError:
                self.refused += 1

    def _part(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None


class Behind:
    """Counters on a socket that stays when they end."""

    def __init__(self, folder: Path, listening: socket.socket) -> None:
        self._listening = listening
        self._command = [sys.executable, "-m", "visits", "serve", "--new", f"--site={folder}", "--proxies=127.0.0.1"]
        self._command += [f"--store=sqlite:///{folder}/visits.sqlite3", *LIFTED]
        self._running: list[subprocess.Popen[str]] = []

    def start(self) -> None:
        """Start one, and wait until it counts."""
        script = f'exec 3<&{self._listening.fileno()}; LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'
        process = subprocess.Popen(
            ["bash", "-c", script, "bash", *self._command],
            cwd=ROOT,
            pass_fds=[self._listening.fileno()],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._running.append(process)
        assert process.stdout
        if not process.stdout.readline().startswith("Counting at"):
            sys.exit("the counter did not start")

    def end(self) -> None:
        """End the oldest, and wait until it has ended."""
        oldest = self._running.pop(0)
        oldest.send_signal(signal.SIGTERM)
        oldest.communicate()

    def in_turn(self) -> None:
        """Restart as systemd does."""
        self.end()
        self.start()

    def overlapping(self) -> None:
        """Restart by a second one."""
        self.start()
        self.end()


@contextmanager
def sending(address: tuple[str, int]) -> Iterator[list[Sender]]:
    """Senders at work."""
    ends = threading.Event()
    senders = [Sender(address, ends) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    try:
        yield senders
    finally:
        ends.set()
        for sender in senders:
            sender.join(PATIENCE)


def longest(senders: list[Sender], what: Callable[[], object]) -> float:
    """Do something; how long anybody waited for an answer that came meanwhile, or a moment later."""
    began = time.monotonic()
    what()
    time.sleep(BETWEEN)
    return max(wait for sender in senders for at, wait in sender.waits[:] if at > began)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser("python -m bench.restart", description=__doc__.splitlines()[0])
    parser.add_argument("--restarts", type=int, default=6, help="of each kind")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="restart-") as name:
        folder = Path(name)
        (folder / FILE).write_text(SITE.to_json(), "utf-8")
        with closing(socket.create_server(("127.0.0.1", 0), backlog=128)) as listening:
            behind = Behind(folder, listening)
            behind.start()
            with sending(listening.getsockname()) as senders:
                ways = {
                    "left alone": lambda: time.sleep(BETWEEN / 2),
                    "one after the other": behind.in_turn,
                    "a second before the first ends": behind.overlapping,
                }
                for way, act in ways.items():
                    waits = [longest(senders, act) for _ in range(given.restarts)]
                    refused, again = (sum(getattr(each, what) for each in senders) for what in ("refused", "again"))
                    print(
                        f"{way:32} longest wait of any hit {statistics.median(waits):.2f} s (median of {len(waits)}),"
                        f" {max(waits):.2f} s at most; so far {refused} refused, {again} sent again",
                        flush=True,
                    )
            behind.end()
        kept = sum(len(sender.waits) for sender in senders)
        held = counted(f"sqlite:///{folder}/visits.sqlite3")
    print(f"{kept:,} hits acknowledged, {held:,} in the store")
    if refused or kept != held:
        sys.exit(1)


if __name__ == "__main__":
    main()
