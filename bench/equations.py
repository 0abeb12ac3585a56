"""How long all formulas of the notes take to check: cold (nothing kept), and again when nothing has changed.

    python -m bench.equations [--rounds 7]

Whole processes are timed, Python's start included, in turn with one that only starts Python and imports NumPy, so that
the figures stand as ratios to something measured in the same run.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.save import report
from bench.sites import ROOT


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    notes = sorted(map(str, (ROOT / "docs/posts").glob("*.md")))
    check = [sys.executable, "-m", "yansuan.equations", *notes]
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "all notes, cold": [*check, "--no-cache"],
            "all notes, nothing changed": [*check, "--cache", folder],
            "Python and NumPy alone": [sys.executable, "-c", "import numpy"],
        }
        for command in commands.values():
            timed(command)
        times = [{name: timed(command) for name, command in commands.items()} for _ in range(rounds)]
    for name in commands:
        report(name, [took[name] for took in times])
    *measured, base = commands
    for name in measured:
        print(f"{name} / {base}, median ratio: {statistics.median(took[name] / took[base] for took in times):.1f}")


def timed(command: list[str]) -> float:
    """Seconds that a command takes."""
    started = time.perf_counter()
    subprocess.run(command, cwd=Path(ROOT), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
