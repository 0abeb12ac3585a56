"""Whether the tests pass every time: the whole suite again and again, also on a slow machine and on a busy one.

    python -m bench.steady [20] [--loaded 5] [--slowed 2]

So many whole runs, in the way of `make test`.  Among them, spread evenly, are runs beside two processes that are busy
all the time (`loaded`), and runs in whose browsers every page computes four times slower (`slowed`, by the devtools
protocol).  Printed are the runs, each with its kind and its seconds; and each test that failed, how often, in which
kinds of run, and what it said last.  Ends with 1 where one failed.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SUITE = [sys.executable, "-m", "pytest", "-n", "auto", "--maxprocesses", "8", "-q", "-rfE"]
SLOWER = 4
BUSY = 2
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S.*?)(?: - (.*))?$", re.MULTILINE)
_ENDED = re.compile(r"^.*\b\d+ (?:passed|failed|error).* in .*$", re.MULTILINE)


def main() -> int:
    """Run, count, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=int, nargs="?", default=20, help="how many runs in all")
    parser.add_argument("--loaded", type=int, help="how many of them beside a load (a quarter)")
    parser.add_argument("--slowed", type=int, help="how many of them with slowed browsers (a tenth)")
    asked = parser.parse_args()
    loaded = asked.runs // 4 if asked.loaded is None else asked.loaded
    slowed = asked.runs // 10 if asked.slowed is None else asked.slowed
    if asked.runs < 1 or min(loaded, slowed) < 0 or loaded + slowed > asked.runs:
        parser.error("of the runs, so many cannot be loaded and slowed")
    failed, kinds, said = Counter[str](), defaultdict[str, set[str]](set), dict[str, str]()
    for number, kind in enumerate(spread(asked.runs, loaded, slowed), 1):
        seconds, output, code = run(kind)
        found = dict(_FAILED.findall(output))
        if code and not found:  # it did not come to its end
            found = {"the run": output.strip().rpartition("\n")[2]}
        for test, message in found.items():
            failed[test] += 1
            kinds[test].add(kind)
            said[test] = message
        ended = _ENDED.findall(output)
        print(f"{number:3} {kind:7}{seconds:6.0f} s  {ended[-1].strip('= ') if ended else f'exit {code}'}", flush=True)
    print(f"{asked.runs} runs, {sum(failed.values())} failures")
    for test, times in failed.most_common():
        print(f"{times:3} × {test} ({', '.join(sorted(kinds[test]))}): {said[test]}")
    return 1 if failed else 0


def spread(runs: int, loaded: int, slowed: int) -> list[str]:
    """The kind of each run: those of a kind evenly among all."""
    order = [((place + 0.5) / times, kind) for kind, times in _times(runs, loaded, slowed) for place in range(times)]
    return [kind for _, kind in sorted(order)]


def _times(runs: int, loaded: int, slowed: int) -> Iterator[tuple[str, int]]:
    yield from (("plain", runs - loaded - slowed), ("loaded", loaded), ("slowed", slowed))


def run(kind: str) -> tuple[float, str, int]:
    """Run the suite once; seconds, what it printed, its exit code."""
    environment = os.environ | {"ANEW": "1"} | ({"SLOWED": str(SLOWER)} if kind == "slowed" else {})
    with _load(BUSY if kind == "loaded" else 0):
        begun = time.monotonic()
        done = subprocess.run(SUITE, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return time.monotonic() - begun, done.stdout + done.stderr, done.returncode


@contextmanager
def _load(processes: int) -> Iterator[None]:
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
