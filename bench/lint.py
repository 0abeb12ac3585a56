"""What `yansuan lint` tells of formulas without declarations, how much of it is right, and how long it takes.

    python -m bench.lint                   # the golden set, without its notations
    python -m bench.lint FORMULAS.jsonl    # formulas of others, and what was said of them by hand

Of the golden set it is known which formulas are false: told of true ones is a false alarm.  Of formulas of others
`tests/lint/corpus.toml` has what is told, each looked at by hand; what is not there yet is "not looked at".
The time is given beside that of reading alone, in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.golden import SUBJECTS, notes
from yansuan.lint.conventions import Formula
from yansuan.lint.judged import Judged
from yansuan.lint.judging import Asked, asked_of, judge_all
from yansuan.lint.readings import Reading
from yansuan.tex.patterns import NotationError
from yansuan.tex.tokens import Unreadable

_BY_HAND = Path(__file__).parent.parent / "tests" / "lint" / "corpus.toml"


def golden() -> list[tuple[bool, str]]:
    """The formulas of the golden set, and whether each is true."""
    formulas = [one for subject in SUBJECTS for note in notes(subject) for one in note.formulas]
    return [(one.true, one.tex) for one in formulas if one.sign in "TF"]


def judged(formulas: Sequence[str], jobs: int) -> tuple[dict[str, Judged | None], float]:
    """What is found out about each, None where it is given up; and in how many seconds."""
    asked: list[Asked] = [asked_of(tex, {}) for tex in formulas]
    began = time.perf_counter()
    answers = judge_all(asked, None, jobs, lambda done: None)
    seconds = time.perf_counter() - began
    return {tex: answers[one].judged for tex, one in zip(formulas, asked, strict=True)}, seconds


def reading(formulas: Sequence[str]) -> float:
    """The seconds of processor time that reading them takes, by the rules for letters."""
    began = time.process_time()
    for tex in formulas:
        try:
            Reading(Formula(tex), {})
        except (Unreadable, NotationError, RecursionError):
            continue
    return time.process_time() - began


def _print(found: dict[str, Judged | None], seconds: float, jobs: int) -> None:
    kinds = Counter((link.stated, link.outcome) for one in found.values() if one for link in one.statements)
    print(f"{len(found)} formulas, {sum(bool(one and not one.unread) for one in found.values())} read, ", end="")
    print(f"{sum(one is None for one in found.values())} given up")
    for (stated, outcome), count in sorted(kinds.items()):
        print(f"  {count:6} {stated}: {outcome}")
    alone = reading(list(found))
    print(f"{seconds:.1f} s on {jobs} cores, {seconds * jobs / alone:.1f} times what reading them takes")


def _of_golden(jobs: int) -> None:
    formulas = golden()
    found, seconds = judged([tex for _, tex in formulas], jobs)
    _print(found, seconds, jobs)
    for true in (True, False):
        told = [tex for is_true, tex in formulas if is_true == true and (one := found[tex]) and one.findings]
        print(f"{len(told)} of {sum(one == true for one, _ in formulas)} that are {str(true).lower()} are told")
        for tex in told if true else ():
            print(f"    {tex}")


def _of_others(path: Path, jobs: int) -> None:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    found, seconds = judged([line["tex"] for line in lines], jobs)
    _print(found, seconds, jobs)
    by_hand = {one["tex"]: one["verdict"] for one in tomllib.loads(_BY_HAND.read_text("utf-8"))["formula"]}
    verdicts = Counter[str]()
    for line in lines:
        one = found[line["tex"]]
        for finding in one.findings if one else ():
            verdict = by_hand.get(line["tex"], "not looked at")
            verdicts[verdict] += 1
            link = " ".join(line["tex"][finding.start : finding.end].split())
            print(f"{line.get('source', '')}: {finding.kind}: {finding.message}: {verdict}\n    {link}")
    print(f"told: {sum(verdicts.values())}", *(f"{count} {verdict}" for verdict, count in verdicts.items()), sep=", ")


def main() -> None:
    """Judge, and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("formulas", type=Path, nargs="?")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 2))
    asked = parser.parse_args()
    if asked.formulas:
        _of_others(asked.formulas, asked.jobs)
    else:
        _of_golden(asked.jobs)


if __name__ == "__main__":
    main()
