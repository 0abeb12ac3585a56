"""`yansuan lint`: find wrong formulas in anybody's text."""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from yansuan.lint import explain, formats
from yansuan.lint.baseline import known, record
from yansuan.lint.files import GitError, changed_lines, files_of
from yansuan.lint.judging import asked_of, cache_for, judge_all
from yansuan.lint.run import Run, judge, load
from yansuan.lint.settings import Settings, SettingsError, settings_for

_FORMATS = ("text", "json", "sarif", "github")
_QUIET = 1.0  # seconds without a word
_PLACE = re.compile(r"(.+?)(?::cell (\d+))?:(\d+)(?::(\d+))?$")


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where nothing is found, 1 where something is, 2 where something could not be done."""
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, io.TextIOWrapper):
            output.reconfigure(errors="backslashreplace")  # a file's name may be no text
    try:
        code = _main(arguments)
        if not sys.stdout.closed:  # as it is where a language server has ended
            sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _main(arguments: Sequence[str] | None) -> int:
    given = _parser().parse_args(arguments)
    if given.server:
        from yansuan.lint.server import serve

        return serve()
    if given.explain:
        return _explain(given)
    began, run = time.monotonic(), Run()
    try:
        settings = _settings(given.paths)
        found, wrong = files_of(map(Path, given.paths), settings)
        run.wrong += wrong
        changed = changed_lines(found, given.since) if given.since else None
        baseline = Path(given.baseline) if given.baseline else settings.baseline
        if given.write_baseline and not baseline:
            raise SettingsError("no baseline is named. Add --baseline FILE, or 'baseline' to the settings.")
        old = known(baseline) if baseline and not given.write_baseline else frozenset()
        load(found, settings, run)
    except (SettingsError, GitError) as error:
        return _refused(str(error))
    progress = _Progress()
    cache = None if given.no_cache else cache_for(settings.project)
    try:
        judge(run, settings, cache, given.jobs or settings.jobs, changed, old, progress)
    finally:
        progress.end()
    if cache and progress.is_new:
        cache.tidy()
    if given.write_baseline and baseline:
        return _record(baseline, run)
    _show(run, given, time.monotonic() - began)
    return 2 if run.wrong else 1 if run.told else 0


def _settings(paths: Sequence[str]) -> Settings:
    first = Path(paths[0])
    return settings_for(first if first.is_dir() else first.parent)


def _refused(message: str) -> int:
    print(f"yansuan lint: {message}", file=sys.stderr)
    return 2


def _record(baseline: Path, run: Run) -> int:
    for message in run.wrong:
        _refused(message)
    try:
        record(baseline, run.findings)
    except OSError as error:
        return _refused(f"{baseline}: it cannot be written: {error.strerror}. Name another file.")
    print(f"{baseline}: {_count_of(len(run.findings), 'finding')} known from now on.")
    return 2 if run.wrong else 0


def _show(run: Run, given: argparse.Namespace, seconds: float) -> None:
    for message in run.wrong:
        _refused(message)
    counts = {"files": len(run.documents), **run.counts, "wrong": run.count("wrong")}
    counts |= {"suspicious": run.count("suspicious"), "text": run.count("text")}
    if given.format == "json":
        print(formats.as_json(run, {**counts, "seconds": round(seconds, 2)}, unread=given.list_unread))
    elif given.format == "sarif":
        from yansuan.lint.sarif import sarif

        print(sarif(run))
    else:
        lines = formats.github(run.told) if given.format == "github" else formats.text(run.told)
        for line in lines:
            print(line)
        if given.list_unread:
            _show_unread(run)
    for document, passage in run.given_up:
        print(f"{document.shown(passage.start)}: given up, as it takes too long", file=sys.stderr)
    print(_summary(counts, seconds), file=sys.stdout if given.format == "text" else sys.stderr)


def _show_unread(run: Run) -> None:
    for document, passage, judged in run.judged:
        if judged.unread:
            print(f"{document.shown(passage.start)}: unread: {judged.unread}\n    {' '.join(passage.tex.split())}")


def _summary(counts: dict[str, int], seconds: float) -> str:
    said = (
        f"{_count_of(counts['formulas'], 'formula')} in {_count_of(counts['files'], 'file')}: {counts['read']:,} read"
    )
    said += f", {counts['wrong']:,} wrong, {counts['suspicious']:,} suspicious"
    rest = {"text": "other mistakes", "ignored": "ignored", "known": "known", "given up": "given up"}
    said += "".join(f", {counts[kind]:,} {name}" for kind, name in rest.items() if counts[kind])
    return f"{said}, {seconds:.1f} s"


def _count_of(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _explain(given: argparse.Namespace) -> int:
    place = _PLACE.match(given.explain)
    if place is None:
        return _refused(f"'{given.explain}' is no place. Write FILE:LINE, or FILE:LINE:COLUMN.")
    file = Path(place[1])
    cell, line, column = (int(number) if number else None for number in place.groups()[1:])
    try:
        settings, run = settings_for(file.parent), Run()
    except SettingsError as error:
        return _refused(str(error))
    found, run.wrong = files_of([file], settings)
    load(found, settings, run)
    passages = [(one, passage) for one in run.documents for passage in explain.at(one, line or 0, column, cell)]
    for document, passage in passages:
        asked = asked_of(passage.tex, passage.declared)
        answer = judge_all([asked], None, 1, lambda done: None)[asked]
        print("\n".join(explain.explained(document, passage, answer)))
    if not passages:
        run.wrong = run.wrong or [f"{given.explain}: no formula stands there. Name the line that it begins in."]
    for message in run.wrong:
        _refused(message)
    return 2 if run.wrong else 0


class _Progress:
    """How far a long run is, on a terminal."""

    def __init__(self) -> None:
        self.began, self.shown, self.calls = time.monotonic(), False, 0

    @property
    def is_new(self) -> bool:
        """Whether something was judged that had not been before."""
        return self.calls > 1

    def __call__(self, done: int, of: int) -> None:
        self.calls += 1
        if sys.stderr.isatty() and time.monotonic() - self.began > _QUIET:
            self.shown = True
            print(f"\r{done:,} of {of:,} formulas", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


class _Parser(argparse.ArgumentParser):
    """One that wants a path, unless something else is asked."""

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        given = super().parse_args(args, namespace)
        if not (given.paths or given.explain or given.server):
            self.error("name a file or a folder, such as '.'")
        return given

    def error(self, message: str) -> NoReturn:
        print(f"yansuan lint: {message}", file=sys.stderr)
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        "yansuan lint",
        description="Find wrong formulas in texts: Markdown, LaTeX, reStructuredText and notebooks.",
        epilog="Exit code: 0 where nothing is found, 1 where something is, 2 where something could not be done.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, and folders with all that is in them")
    parser.add_argument("--format", choices=_FORMATS, default="text", help="how to tell (default: text)")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="the same as --format json")
    parser.add_argument("--explain", metavar="FILE:LINE[:COL]", help="tell what is made of a formula")
    parser.add_argument("--since", metavar="REF", help="only formulas with a line that changed since a commit")
    parser.add_argument("--baseline", metavar="FILE", help="do not tell what this file says is known")
    parser.add_argument("--write-baseline", action="store_true", help="write that file: all is known from now on")
    parser.add_argument("--list-unread", action="store_true", help="list the formulas that are not read, and why")
    parser.add_argument("--jobs", type=_count, metavar="N", help="processes (default: one for each core)")
    parser.add_argument("--server", action="store_true", help="be a language server, for editors")
    parser.add_argument("--no-cache", action="store_true", help="judge anew what has been judged before")
    return parser


def _count(said: str) -> int:
    if not said.isdecimal() or int(said) < 1:
        raise argparse.ArgumentTypeError(f"'{said}' is no number of processes. Write 1 or more")
    return int(said)
