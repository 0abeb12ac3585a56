"""How long the author waits: from saving a note under `mkdocs serve`, with warm caches, to the new page.

    python -m bench.save [--rounds 7]

A copy of the project is served; a sentence is added to a note, and its page is asked for until the sentence is there.
The same is done, in turn, for the same notes under stock Material without the plugin yansuan, so that the figure
stands as a ratio to something measured in the same run.
"""

from __future__ import annotations

import argparse
import re
import shutil
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

ROOT = Path(__file__).parents[1]
NOTE = "posts/backpropagation.md"
PAGE = "2021/05/backpropagation/"
PARTS = ("docs", "hooks", "snippets", "overrides", "mkdocs.yml", ".cache")

STOCK = """\
site_name: stock
theme: {name: material, language: zh, font: false}
plugins:
  - search
  - blog: {blog_dir: ., post_dir: posts, post_url_format: "{date}/{slug}", post_url_date_format: yyyy/MM}
markdown_extensions: [admonition, attr_list, footnotes, md_in_html, tables, pymdownx.details, pymdownx.superfences]
"""


def main() -> None:
    """Measure both sites and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        ours, stock = copy_of_project(Path(folder) / "ours"), stock_project(Path(folder) / "stock")
        with served(ours) as our_address, served(stock) as stock_address:
            pairs = [(save(ours, our_address, n), save(stock, stock_address, n)) for n in range(rounds + 1)][1:]
    report("this site", [ours_took for ours_took, _ in pairs])
    report("stock Material, same notes", [stock_took for _, stock_took in pairs])
    print(f"ratio, median of pairs: {statistics.median(a / b for a, b in pairs):.2f}")


def report(name: str, seconds: list[float]) -> None:
    """One line: name, least, median and greatest of the times."""
    print(f"{name:28} min {min(seconds):.2f} s  median {statistics.median(seconds):.2f} s  max {max(seconds):.2f} s")


def copy_of_project(folder: Path) -> Path:
    """The project as it stands, its caches with it."""
    folder.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, symlinks=True)
        elif source.exists():
            shutil.copy(source, folder / part)
    return folder


def stock_project(folder: Path) -> Path:
    """The same notes under Material alone; what only this project understands stays text."""
    folder.mkdir()
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("tags.md", "archive.md", "statistics.md", "lab"))
    (folder / "mkdocs.yml").write_text(STOCK, "utf-8")
    return folder


@contextmanager
def served(project: Path) -> Iterator[str]:
    """`mkdocs serve` on a free port, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (project / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=project, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}/"
        while process.poll() is None and not answers(address):
            time.sleep(0.2)
        if process.returncode is not None:
            raise RuntimeError((project / "serve.log").read_text("utf-8"))
        yield address
    finally:
        process.terminate()
        process.wait()


def save(project: Path, address: str, number: int) -> float:
    """Seconds from saving a changed note to its page showing the change."""
    note, mark = project / "docs" / NOTE, f"第{number}次修改{time.monotonic_ns()}"
    text = re.sub(r"\n第\d+次修改\d+\n", "\n", note.read_text("utf-8"))
    time.sleep(1)  # the file system's clock, and the server's, must see two saves as two
    start = time.perf_counter()
    note.write_text(f"{text.rstrip()}\n\n{mark}\n", "utf-8")
    wait_for(address + PAGE, mark, patience=60)
    return time.perf_counter() - start


def answers(address: str) -> bool:
    """Whether the server is up: it is, once it has built the site."""
    try:
        return b"<html" in urllib.request.urlopen(address + PAGE, timeout=30).read()
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
