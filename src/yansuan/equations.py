"""Check the formulas of notes without a build.

    python -m yansuan.equations docs/posts/fourier-series.md
    python -m yansuan.equations docs/posts/*.md --json
    python -m yansuan.equations docs/posts/fourier-series.md --only coefficients
    python -m yansuan.equations --explain docs/posts/fourier-series.md:41

Exit code 0 where every verdict is as expected, 1 where one is not, 2 where a file cannot be read.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from yansuan.check.verify import Result, Verifier, counted, exact, to_tell
from yansuan.project import Project
from yansuan.read import places
from yansuan.read.included import whole
from yansuan.read.source import shown_path
from yansuan.words.site import language_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Check files, print what is found."""
    project = Project.around(Path.cwd())
    parser = argparse.ArgumentParser("python -m yansuan.equations", description="Check the formulas of notes.")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.md", help="notes: Markdown with a front matter")
    parser.add_argument("--json", action="store_true", help="print one JSON object a formula, one to a line")
    parser.add_argument(
        "--only", metavar="NAME", help="check one formula: its label, its number, or the line it begins on"
    )
    explain = "show how the formula of a line was read, part by part"
    parser.add_argument("--explain", metavar="FILE.md:LINE", help=explain)
    parser.add_argument("--snippets", type=Path, default=project.snippets, help="the folder of the snippets")
    parser.add_argument(
        "--cache", type=Path, default=project.cache / "equations", help="the folder that keeps verdicts"
    )
    parser.add_argument("--no-cache", action="store_true", help="evaluate everything anew")
    options = parser.parse_args(arguments)
    include = partial(whole, project.texts, options.snippets)
    cache = None if options.no_cache else options.cache
    verifier = Verifier(options.snippets, cache, include, language_of(project.root))
    if options.explain:
        return _explain(verifier, options.explain)
    if not options.files:
        parser.error("name a note: FILE.md")
    sources = list[str]()
    for file in options.files:
        source = _source(file)
        if source is None:
            return 2
        sources.append(source)
    checked = _verified(verifier, sources, options.only)
    for file, results in zip(options.files, checked, strict=True):
        _print(shown_path(file), results, as_json=options.json)
    if options.only and not any(checked):
        print(f"no formula is called {options.only!r}", file=sys.stderr)
        return 2
    return 0 if all(result.as_expected for results in checked for result in results) else 1


def _source(file: Path) -> str | None:
    """What a file holds; None where it cannot be read, which is told."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        where = places.shown(shown_path(file), places.of_byte(error))
        print(f"{where}: the file is not UTF-8. Save it as UTF-8.", file=sys.stderr)
    except OSError as error:
        print(f"{file}: cannot be read: {error}", file=sys.stderr)
    return None


def _explain(verifier: Verifier, wanted: str) -> int:
    """Show how the formula of a line was read: 0, or 2 where there is none."""
    name, _, line = wanted.rpartition(":")
    if not name or not line.isdecimal():
        print(f"{wanted!r} is no place: write FILE.md:LINE", file=sys.stderr)
        return 2
    source = _source(Path(name))
    if source is None:
        return 2
    lines = list(verifier.explain(source, int(line)))
    if not lines:
        begins = sorted(verifier.lines_of(source), key=lambda one: abs(one - int(line)))[:3]
        where = ", ".join(map(str, sorted(begins)))
        near = f"The nearest begin on the lines {where}" if begins else "It has no formulas"
        print(f"{name}:{line}: no formula stands there. {near}.", file=sys.stderr)
        return 2
    for one in lines:
        print(one)
    return 0


def _verified(verifier: Verifier, sources: list[str], only: str | None) -> list[list[Result]]:
    """The results of each note, several notes at a time where there are cores for it."""
    jobs = min(len(sources), os.cpu_count() or 1)
    if jobs == 1:
        return [verifier.verify(source, only) for source in sources]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(partial(verifier.verify, only=only), sources))


def _print(file: str, results: list[Result], *, as_json: bool) -> None:
    if as_json:
        for result in results:
            print(json.dumps(result.as_json(result.file or file), ensure_ascii=False, allow_nan=False))
        return
    for result in to_tell(results):
        line, column = result.place
        print(f"{result.file or file}:{line}:{column}: {result.message()}")
    formulas = "1 formula" if len(results) == 1 else f"{len(results)} formulas"
    print(f"{file}: {formulas}: {_summary(results)}" if results else f"{file}: no display formulas")


def _summary(results: Sequence[Result]) -> str:
    counts = {kind: f"{number} {kind}" for kind, number in counted(results).items() if number}
    if decided := exact(results):
        counts["holds"] += f" ({decided} exact)"
    return ", ".join(counts.values())


if __name__ == "__main__":
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, io.TextIOWrapper):
            output.reconfigure(encoding="utf-8")  # the notes are Chinese, whatever the terminal's locale
    sys.exit(main())
