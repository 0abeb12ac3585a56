"""How long the author waits: from saving a note under `mkdocs serve`, with warm caches, to the new page.

    python -m bench.save [--rounds 7]

A copy of the project is served; a sentence is added to a note, and its page is asked for until the sentence is there.
The same is done, in turn, for the same notes under stock Material without the plugin yansuan, so that the figure
stands as a ratio to something measured in the same run.

And from saving a program in which something is wrong now, to the first message on the console: while the program runs.
"""

from __future__ import annotations

import argparse
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.sites import POSTS, ROOT, copy_of_project, stock_project

NOTE = "backpropagation.md"
PAGE = "2021/05/backpropagation/"
STOCK_PAGE = "backpropagation/"
PROGRAM = "snippets/backpropagation.py"
SPOILT = "y / y.sum(axis=0)"


def main() -> None:
    """Measure both sites and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    pairs = measured(parser.parse_args().rounds)
    report("this site", [ours_took for ours_took, _ in pairs])
    report("stock Material, same notes", [stock_took for _, stock_took in pairs])
    print(f"ratio, median of pairs: {statistics.median(a / b for a, b in pairs):.2f}")
    report("first message of a program", told(parser.parse_args().rounds))


def told(rounds: int) -> list[float]:
    """Seconds from saving a program with a mistake in it until the first formula is told that fails by it."""
    with tempfile.TemporaryDirectory() as folder:
        project = copy_of_project(Path(folder) / "ours")
        program, log = project / PROGRAM, project / "serve.log"
        right, took = program.read_text("utf-8"), list[float]()
        with served(project, PAGE) as (address, _):
            for number in range(rounds):
                said, mistake = log.stat().st_size, f"{SPOILT} * 1.{number + 1:03}"
                start = time.perf_counter()
                program.write_text(right.replace(SPOILT, mistake), "utf-8")
                while b"formula fails" not in log.read_bytes()[said:]:
                    time.sleep(0.02)
                took.append(time.perf_counter() - start)
                while answers(address + PAGE) and b"Reloading" not in log.read_bytes()[said:]:
                    time.sleep(0.1)
        return took


def measured(rounds: int) -> list[tuple[float, float]]:
    """Seconds that a save takes in this site and under stock Material, in turn, once each has been saved before."""
    notes = {path.name: path.read_text("utf-8") for path in (ROOT / POSTS).glob("*.md")}
    with tempfile.TemporaryDirectory() as folder:
        ours = copy_of_project(Path(folder) / "ours")
        stock = stock_project(Path(folder) / "stock", notes, ROOT / "snippets")
        with served(ours, PAGE) as (our_address, _), served(stock, STOCK_PAGE) as (stock_address, _):
            sites = [(ours / POSTS / NOTE, our_address + PAGE), (stock / POSTS / NOTE, stock_address + STOCK_PAGE)]
            pairs = [(save(*sites[0], number), save(*sites[1], number)) for number in range(rounds + 1)]
    return pairs[1:]


def report(name: str, seconds: list[float]) -> None:
    """One line: name, least, median and greatest of the times."""
    print(f"{name:28} min {min(seconds):.2f} s  median {statistics.median(seconds):.2f} s  max {max(seconds):.2f} s")


@contextmanager
def served(project: Path, page: str) -> Iterator[tuple[str, int]]:
    """`mkdocs serve` on a free port, once it has a page: its address, and the id of its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (project / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=project, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}/"
        while process.poll() is None and not answers(address + page):
            time.sleep(0.2)
        if process.returncode is not None:
            raise RuntimeError((project / "serve.log").read_text("utf-8"))
        yield address, process.pid
    finally:
        process.terminate()
        process.wait()


def save(note: Path, page: str, number: int, patience: float = 60) -> float:
    """Seconds from saving a changed note to its page, at an address, showing the change; see `wait_for`."""
    mark = f"第{number}次修改{time.monotonic_ns()}"
    text = re.sub(r"\n第\d+次修改\d+\n", "\n", note.read_text("utf-8"))
    time.sleep(1)  # the file system's clock, and the server's, must see two saves as two
    start = time.perf_counter()
    note.write_text(f"{text.rstrip()}\n\n{mark}\n", "utf-8")
    wait_for(page, mark, patience)
    return time.perf_counter() - start


def answers(page: str) -> bool:
    """Whether the server is up: it is, once it has built the site."""
    try:
        return b"<html" in urllib.request.urlopen(page, timeout=30).read()
    except OSError:
        return False


def wait_for(address: str, mark: str, patience: float) -> None:
    """Ask for a page until a text stands on it.

    Raises:
        TimeoutError: it never did.
    """
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            if mark in urllib.request.urlopen(address, timeout=30).read().decode("utf-8"):
                return
        except OSError:
            pass
        time.sleep(0.02)
    raise TimeoutError(f"{address} does not show {mark!r}; see serve.log")


if __name__ == "__main__":
    main()
