"""What Lighthouse says of a page of each kind, on the phone that it imitates.

    python -m bench.audits [--repeat 3] [PATH…]

The site is built here and now, and served compressed from this machine, with answers in the counter's place.  Printed
are medians: the four scores, of 100, and what the first of them comes from: milliseconds until something was painted,
until the largest thing was, and for which the page would not have answered.  Lighthouse loads a page at this machine's
full speed and reckons what a phone would have taken, so the machine must have nothing else to do; its own estimate of
the machine is printed, too (below 1000, scores are lower than they would be elsewhere).

Asked: performance 98, and accessibility 100.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any

from bench.sites import copy_of_project
from bench.weight import Compressed, build, notes
from tests.chromium import chromium_path
from yansuan.node import ensure, node_command

LIGHTHOUSE = Path(__file__).with_name("lighthouse")
KINDS = ("", "archive/", "tags/", "verification/", "statistics/", "about/", "lab/")
SCORES = ("performance", "accessibility", "best-practices", "seo")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")


class _Answering(Compressed):
    """A site, and a counter that has counted nothing."""

    def do_GET(self) -> None:  # noqa: N802 — the name that http.server calls
        """What the counter says, or a file."""
        if not self.path.startswith("/v1/"):
            return super().do_GET()
        body = b'{"total": 0, "pages": {}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None


def main() -> None:
    """Build, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3, help="how often each page is asked about")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="of pages; by default, one of each kind and each note")
    options = parser.parse_args()
    packages = ensure(LIGHTHOUSE, "Lighthouse", print) / "node_modules"
    with tempfile.TemporaryDirectory(prefix="audits-") as folder:
        project, site = copy_of_project(Path(folder, "project")), Path(folder, "site")
        build(project, site)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Answering, directory=str(site), log=[]))
        Thread(target=server.serve_forever, daemon=True).start()
        print(
            f"{'page':40}{''.join(f'{name:>16}' for name in SCORES)}{'first':>8}{'largest':>9}{'blocking':>10}", end=""
        )
        print(f"{'machine':>9}")
        for path in options.paths or [*KINDS, *(address for _, address in notes(site))]:
            address = f"http://127.0.0.1:{server.server_port}/{path}"
            _print(path, [_asked(packages, address, Path(folder)) for _ in range(options.repeat)])


def _asked(packages: Path, address: str, folder: Path) -> dict[str, Any]:
    """What Lighthouse reports of a page."""
    report = folder / "report.json"
    command = [*node_command(), str(packages / "lighthouse/cli/index.js"), address, "--quiet", "--output=json"]
    command += [f"--output-path={report}", "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage"]
    subprocess.run(command, env=os.environ | {"CHROME_PATH": str(chromium_path(whole=True))}, check=True)
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def _print(path: str, reports: list[dict[str, Any]]) -> None:
    scores = [median(100 * one["categories"][name]["score"] for one in reports) for name in SCORES]
    times = [median(one["audits"][name]["numericValue"] for one in reports) for name in TIMES]
    machine = median(one["environment"]["benchmarkIndex"] for one in reports)
    print(f"{path or '/':40}{''.join(f'{score:16.0f}' for score in scores)}", end="")
    print(f"{times[0]:8.0f}{times[1]:9.0f}{times[2]:10.0f}{machine:9.0f}", flush=True)


if __name__ == "__main__":
    main()
