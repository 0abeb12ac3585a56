"""How many formulas of the golden set (`tests/golden/`) have the verdict that is right, by subject, and which have not.

    python -m bench.golden [--renew] [--show WORD] [--jobs N]

With `--renew` the list of those that are not judged rightly yet, `tests/golden/not_yet.toml`, is written anew: look at
what it gains, which should be nothing.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.golden import FOLDER, SUBJECTS, Formula, excuse, verdicts
from yansuan.check.verdict import Verdict

_HEAD = """# Formulas of the golden set that do not have the right verdict yet, each with what it has instead.
# Written by `python -m bench.golden --renew`.  A formula that is judged rightly must not stand here.

"""

Found = Sequence[tuple[Formula, Verdict]]


def share(found: Found) -> dict[str, float | int]:
    """How many there are, and how many are judged rightly and wrongly; the others are not judged."""
    right = sum(formula.is_right(verdict) for formula, verdict in found)
    return {
        "formulas": len(found),
        "right": right / max(len(found), 1),
        "false ones that hold": sum(not one.true and verdict.kind == "holds" for one, verdict in found),
        "true ones that do not": sum(one.true and verdict.kind in ("fails", "undefined") for one, verdict in found),
        "not judged": sum(verdict.kind not in ("holds", "fails", "undefined") for _, verdict in found),
    }


def _print_table(found: dict[str, Found]) -> None:
    everything = [one for part in found.values() for one in part]
    columns = list(share(everything))
    print(f"{'subject':24}" + "".join(f"{name:>24}" for name in columns))
    for subject, part in [*found.items(), ("all", everything)]:
        row = share(part)
        print(f"{subject:24}" + "".join(f"{row[name]:24{'.1%' if name == 'right' else ''}}" for name in columns))


def main() -> None:
    """Judge them, and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--renew", action="store_true", help="write the list of what is not judged rightly yet")
    parser.add_argument("--show", metavar="WORD", help="those whose name or reason has this in it")
    parser.add_argument("--jobs", type=int, default=min(os.cpu_count() or 1, 2))
    asked = parser.parse_args()
    with ProcessPoolExecutor(asked.jobs) as pool:
        found: dict[str, Found] = dict(zip(SUBJECTS, pool.map(verdicts, SUBJECTS), strict=True))
    wrong = {one.name: (one, verdict) for part in found.values() for one, verdict in part if not one.is_right(verdict)}
    if asked.show is not None:
        for name, (formula, verdict) in wrong.items():
            if asked.show in name or asked.show in excuse(verdict):
                print(f"{name}\n    {formula.tex}\n    {excuse(verdict)}")
        return
    _print_table(found)
    told = Counter("true, and " + v.kind if f.true else "false, and " + v.kind for f, v in wrong.values())
    print(", ".join(f"{count} {what}" for what, count in sorted(told.items())))
    if asked.renew:
        lines = [f"{_quoted(name)} = {_quoted(excuse(verdict))}" for name, (_, verdict) in wrong.items()]
        (FOLDER / "not_yet.toml").write_text(_HEAD + "".join(f"{line}\n" for line in lines), "utf-8")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    main()
