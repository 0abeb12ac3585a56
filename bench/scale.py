"""How the time of a build grows with the site: this site's beside stock Material's, of the same text, in the same run.

    python -m bench.scale [N] [--formulas FILE | --from FOLDER] [--only NAME,…] [--rounds 3] [--keep FOLDER]

    python -m bench.scale 465 --formulas ../shared/corpus/formulas.jsonl
    python -m bench.scale 120 --only cold,warm

The site has N notes (see bench/invented.py), or those that FOLDER has.  Printed are, for each kind of work, seconds of
processor time (user and system, of the process and all that it started), wall seconds, the peak memory of the largest
process in MB, and how often stock's build of the same text would have fitted in, by processor and by clock.  Measured
once each, but for saves under `mkdocs serve`, of which it is the median.

    mathjax    MathJax alone, for all formulas of the notes: a build without a cache cannot take less
    cold       a build without a cache
    warm       a build when nothing has changed
    note       a build when a sentence was added to one note
    snippet    a build when a line was added to one program, which one note quotes
    save       a note saved under `mkdocs serve`, until its page is new
    light      what readers of the large site fetch (bench/light.py): pages that list notes, and queries of the search
    three      the project's own notes alone, nothing changed; beside stock's build of these
    three-save one of these saved under `mkdocs serve`; beside the same under stock Material, by the clock
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from bench import light, save
from bench.invented import CHANGED, PROGRAM, Formulas, Site, address, from_folder, invent, sorted_out
from bench.sites import POSTS, ROOT, copy_of_project, stock_project
from yansuan.read.formulas import scan
from yansuan.set.typesetter import TeXError, Typesetter

NOTES = 465
PATIENCE = 900  # seconds until a page must be new
ASKED = {"cold": "2", "warm": "0.15", "save": "0.1", "three": "1.5", "three-save": "1"}
NAMES = ("mathjax", "cold", "warm", "note", "snippet", "save", "light", "three", "three-save")


@dataclass(frozen=True)
class Spent:
    """Seconds of processor time, wall seconds, peak memory of the largest process in MB; nan for what is not known.

    The peak is never told as less than that of this program itself, some 110 MB: Linux lets a child begin with it.
    """

    processor: float
    wall: float
    memory: float


@dataclass(frozen=True)
class Row:
    """A line of the table; stock's own lines are beside nothing."""

    name: str
    work: str
    spent: Spent
    beside: Spent | None = None


@dataclass(frozen=True)
class Place:
    """The projects that are built: this one with the site's notes, stock Material with the same, and with the few."""

    ours: Path
    stock: Path
    stock_of_few: Path


def main() -> None:
    """Make the sites, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", nargs="?", type=int, default=NOTES, metavar="N", help=f"of notes; {NOTES}")
    text = parser.add_mutually_exclusive_group()
    text.add_argument(
        "--formulas", type=Path, help="a file of JSON lines with a key 'tex'; else the notes' own formulas"
    )
    text.add_argument("--from", type=Path, dest="folder", help="a folder of Markdown, in the place of what is invented")
    parser.add_argument("--only", type=_names, default=set(NAMES), help=f"what to measure: {','.join(NAMES)}")
    parser.add_argument("--rounds", type=int, default=3, help="how often a note is saved")
    parser.add_argument("--keep", type=Path, help="where to make the sites, in the place of older ones, and leave them")
    given = parser.parse_args()
    if given.number <= (least := len(list((ROOT / POSTS).glob("*.md")))):
        parser.error(f"N must be more than the project's own notes, which are {least}")
    with nullcontext(given.keep.resolve()) if given.keep else _temporary() as folder:
        site = _site(given.number, given.formulas, given.folder)
        place = Place(folder / "ours", folder / "stock", folder / "stock-of-few")
        _print(measured(place, site, given.only, given.rounds), len(site.notes))
        if "light" in given.only:
            print("\n".join(light.lines(place.ours / "site")))


def measured(place: Place, site: Site, only: set[str], rounds: int) -> Iterator[Row]:
    """What is wanted, each as soon as it is known."""
    shutil.rmtree(place.ours, ignore_errors=True)
    copy_of_project(place.ours)
    build(place.ours, "the project's own notes, which installs what npm has and fills the cache")
    if "three" in only:
        yield from _few(place)
    if "three-save" in only:
        yield from _few_saved(rounds)
    if only - {"three", "three-save"}:
        fill(place.ours, site)
        stock = build(stock_project(place.stock, site.notes, place.ours / "snippets"), "stock Material, all notes")
        yield Row("", "stock Material builds", stock)
        if "mathjax" in only:
            yield Row("mathjax", "MathJax alone, each formula once", _mathjax(site.notes.values()), stock)
        for name, work, spent in _builds(place.ours, only, rounds):
            yield Row(name, work, spent, stock)


def _builds(ours: Path, only: set[str], rounds: int) -> Iterator[tuple[str, str, Spent]]:
    """Of the large site: name, work, what it took."""
    shutil.rmtree(ours / ".cache", ignore_errors=True)
    cold = build(ours, "no cache")
    if "cold" in only:
        yield "cold", "no cache", cold
    if "warm" in only:
        yield "warm", "nothing changed", build(ours, "nothing changed")
    if "note" in only:
        _append(ours / POSTS / f"{CHANGED}.md", "\n再添一句，别的都不变。\n")
        yield "note", "a sentence added to a note", build(ours, "one note changed")
    if "snippet" in only:
        _append(ours / "snippets" / f"{PROGRAM}.py", "\nADDED = 1\n")
        yield "snippet", "a line added to a program", build(ours, "one snippet changed")
    if "save" in only:
        yield "save", "a note saved under serve", _saved(ours, rounds)


def _mathjax(texts: Iterable[str]) -> Spent:
    """What Node takes to set the formulas of texts."""
    formulas = {(formula.body, formula.display) for text in texts for formula in scan(text).formulas}
    say(f"setting {len(formulas)} formulas")
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory(prefix="formulas-") as cache:
        typesetter = Typesetter(Path(cache), say)
        for tex, display in sorted(formulas):
            _can_set(typesetter, tex, display)
        typesetter.close()  # and its time is counted
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return Spent(processor, time.perf_counter() - start, float("nan"))


def _few(place: Place) -> Iterator[Row]:
    """The project's own notes, with a cache."""
    notes = {path.name: path.read_text("utf-8") for path in sorted((ROOT / POSTS).glob("*.md"))}
    few = f"{len(notes)} notes"
    project = stock_project(place.stock_of_few, notes, ROOT / "snippets")
    build(project, f"stock Material, {few}, to warm the disk")
    stock = build(project, f"stock Material, {few}")
    yield Row("", f"stock Material builds {few}", stock)
    yield Row("three", f"nothing changed, {few}", build(place.ours, f"nothing changed, {few}"), stock)


def _few_saved(rounds: int) -> Iterator[Row]:
    """A save under `mkdocs serve`, as bench.save measures it."""
    say("one of the project's own notes saved, here and under stock Material")
    ours, stock = zip(*save.measured(rounds), strict=True)
    spent = [Spent(float("nan"), statistics.median(seconds), float("nan")) for seconds in (stock, ours)]
    yield Row("", "stock Material shows a saved note", spent[0])
    yield Row("three-save", "a note saved, the project's own", spent[1], spent[0])


def _saved(ours: Path, rounds: int) -> Spent:
    """The median of saves under `mkdocs serve`, after one that is not counted."""
    say("mkdocs serve")
    found = list[Spent]()
    with save.served(ours, address(CHANGED)) as (root, process):
        for number in range(rounds + 1):
            before = processor_time(process)
            wall = save.save(ours / POSTS / f"{CHANGED}.md", root + address(CHANGED), number, PATIENCE)
            found.append(Spent(processor_time(process) - before, wall, _peak(process)))
            say(f"  saved: {_told(found[-1])}")
    medians = [statistics.median(getattr(one, kind) for one in found[1:]) for kind in Spent.__dataclass_fields__]
    return Spent(*medians)


def build(project: Path, what: str) -> Spent:
    """Build a project as it stands, into its `site`.

    Raises:
        RuntimeError: it failed; the end of what it said is in the message.
    """
    say(f"building: {what}")
    log = project / "build.log"
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    start = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=project, env=_environment(), stdout=output, stderr=output)
        _, status, used = os.wait4(process.pid, 0)  # counts what the process itself started and awaited, too
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    said = log.read_text("utf-8", "replace").splitlines()
    if process.returncode != 0:
        raise RuntimeError("\n".join(said[-20:]))
    spent = Spent(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024 / 1e6)
    warnings = sum(line.startswith("WARNING") for line in said)
    say(f"  {_told(spent)}" + (f", {warnings} warnings" if warnings else ""))
    return spent


def processor_time(process: int) -> float:
    """Seconds that a running process and its descendants have used; nan where there is no /proc."""
    stats = dict[int, tuple[int, int]]()  # by process: its parent, and ticks used by it and those it has awaited
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            fields = file.read_text("utf-8", "replace").rpartition(")")[2].split()
            stats[int(file.parent.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    if process not in stats:
        return float("nan")
    family, waiting = list[int](), [process]
    while waiting:
        family.append(waiting.pop())
        waiting += [child for child, (parent, _) in stats.items() if parent == family[-1]]
    return sum(stats[one][1] for one in family) / os.sysconf("SC_CLK_TCK")


def _peak(process: int) -> float:
    """The peak memory of a running process in MB; nan where there is no /proc."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    return float("nan")


def _site(number: int, formulas: Path | None, folder: Path | None) -> Site:
    posts, snippets = ROOT / POSTS, ROOT / "snippets"
    if folder:
        return from_folder(number, folder, posts, snippets)
    return invent(number, posts, snippets, _settable(formulas) if formulas else None)


def _settable(file: Path) -> Formulas:
    """The formulas of a file that MathJax can set: the others would only be warned of."""
    found = sorted_out(json.loads(line)["tex"] for line in file.read_text("utf-8").splitlines() if line.strip())
    say(f"setting {len(found.inline)} + {len(found.display)} formulas, to leave out what cannot be set")
    with tempfile.TemporaryDirectory(prefix="formulas-") as cache:
        typesetter = Typesetter(Path(cache), say)
        kept = [
            [tex for tex in all_ if _can_set(typesetter, tex, display)]
            for all_, display in ((found.inline, False), (found.display, True))
        ]
        typesetter.close()
    say(f"  {len(kept[0])} + {len(kept[1])} can be set")
    return Formulas(*kept)


def _can_set(typesetter: Typesetter, tex: str, display: bool) -> bool:
    try:
        typesetter.typeset(tex, display=display)
    except TeXError:
        return False
    return True


def fill(project: Path, site: Site) -> None:
    """Put a site's notes in the place of a project's own, and its programs beside the others."""
    shutil.rmtree(project / POSTS)
    for folder, texts in ((project / POSTS, site.notes), (project / "snippets", site.snippets)):
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")


def _append(file: Path, text: str) -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("VISITS_")} | {"NO_MKDOCS_2_WARNING": "1"}


def _print(rows: Iterable[Row], number: int) -> None:
    """The table, line by line as it comes."""
    heading = f"{number} notes, {os.cpu_count()} cores"
    print(f"{heading:47}{'cpu s':>8}{'wall s':>8}{'peak MB':>9}{'cpu ×':>8}{'wall ×':>8}{'asked':>7}", flush=True)
    for row in rows:
        took = f"{_number(row.spent.processor, 8, 2)}{_number(row.spent.wall, 8, 2)}{_number(row.spent.memory, 9, 0)}"
        if row.beside:
            took += _number(row.spent.processor / row.beside.processor, 8, 2)
            took += f"{_number(row.spent.wall / row.beside.wall, 8, 2)}{ASKED.get(row.name, ''):>7}"
        print(f"{row.name:12}{row.work:35}{took}", flush=True)


def _number(value: float, width: int, digits: int) -> str:
    return " " * width if math.isnan(value) else f"{value:{width}.{digits}f}"


def _told(spent: Spent) -> str:
    return f"{spent.processor:.1f} s of processor time, {spent.wall:.1f} s, {spent.memory:.0f} MB"


def say(line: str) -> None:
    """Tell whoever waits; the table alone goes to standard output."""
    print(line, file=sys.stderr, flush=True)


def _names(text: str) -> set[str]:
    names = set(text.split(","))
    if unknown := names - set(NAMES):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: there are {', '.join(NAMES)}")
    return names


@contextmanager
def _temporary() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        yield Path(folder)


if __name__ == "__main__":
    main()
