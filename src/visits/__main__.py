"""`python -m visits serve | new | export | import | backup | salvage`: the counter, and its numbers as text.

The text is JSON lines.  The first says what follows, `{"visits": 1, "site": address, "as_of": moment}` (1 is the
version of this form); each other is the tally of a page, or of `TOTAL`, on a day:
`{"day": "2026-11-24", "path": "/about/", "visits": 1, "views": 2, "visitors": 1, "bots": 0}`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from visits import salvage
from visits.server import BuiltSite, serve
from visits.settings import SETTINGS, Settings, add_settings, read_settings
from visits.site import Invalid
from visits.sqlite_file import Damaged
from visits.store import TOTAL, DayTally, Refused, Store, Tally, Unavailable, date_of, day_of
from visits.stores import open_store

FORM = 1
DONE, FAILED, WRONG, PARTLY = 0, 1, 2, 3
_CODES = (
    "Exit codes: 0 done; 1 not done, the store or the file does not allow it; 2 called wrongly, nothing was begun;"
    " 3 done with what is left of a damaged file."
)
_EPILOG = f"""\
{_CODES}

`VERB --help` explains the settings of a verb.  The command line comes before the environment, and that before the
default; they are:
"""
_FIELDS = ("visits", "views", "visitors", "bots")
_MOST = 2**53 - 1  # what every reader of JSON holds exactly


class _Partly(Exception):
    """It is done with what is left of a damaged file.  The message says what is lost."""


class Verb(NamedTuple):
    """What may be asked for: what it is, which settings it takes, what its file is, and what it does."""

    help: str
    settings: tuple[str, ...]
    file: str
    run: Callable[[Settings, str], None]


def _serve(settings: Settings, _: str) -> None:
    serve(settings)


def _new(settings: Settings, _: str) -> None:
    with _store(settings) as (store, url):
        store.begin()
    print(f"Counting begins for {url}.", file=sys.stderr)


def _export(settings: Settings, file: str) -> None:
    with _store(settings, mend=False) as (store, url):
        try:
            tallies = list(store.days())
        except Damaged as damaged:
            _write_left(damaged.path, url, file)
        else:
            _write(file, export_lines(tallies, url, time.time()))


def _salvage(settings: Settings, file: str) -> None:
    _write_left(Path(file), BuiltSite(settings.site)().url, "-")


def _write_left(damaged: Path, url: str, file: str) -> None:
    """Write what is left of a damaged file, which stays as it is."""
    found, lost = salvage.left(damaged)
    if not found.tallies:
        raise Refused(f"{damaged} holds no visits that can be read.")
    tallies = (DayTally(*place, tally) for place, tally in sorted(found.tallies.items()))
    _write(file, export_lines(tallies, url, time.time()))
    raise _Partly(f"{damaged.name}: what can be read was written. Lost is {lost or 'no number'}.")


def _write(file: str, lines: Iterable[str]) -> None:
    if file == "-":
        sys.stdout.writelines(lines)
        sys.stdout.flush()
    else:
        _write_new(Path(file), lines)


def _import(settings: Settings, file: str) -> None:
    with _store(settings) as (store, url):
        tallies = _tallies_in(file, url)
        store.add(tallies)
    print(f"Imported {len(tallies)} tallies of {len({one.day for one in tallies})} days.", file=sys.stderr)


def _tallies_in(file: str, url: str) -> list[DayTally]:
    """The tallies in what `export` wrote, or in a backup of SQLite.  Raises `Refused` where it is neither."""
    with _lines(file) as lines:
        first = next(iter(lines), b"")
        if not first.startswith(salvage.MAGIC):
            return import_lines(chain([first], lines), url)
    if file == "-":
        raise Refused("A backup is read from its file: name it.")
    found, lost = salvage.left(Path(file))
    if lost or not found.tallies:
        raise Refused(f"{file} is damaged, or no backup. See what `python -m visits salvage` reads of it.")
    return [DayTally(*place, tally) for place, tally in sorted(found.tallies.items())]


def _backup(settings: Settings, file: str) -> None:
    path = Path(file)
    with _store(settings, mend=False) as (store, url):
        copy: Callable[[Path], None] | None = getattr(store, "backup", None)
        if copy is None:
            _write_new(path, export_lines(store.days(), url, time.time()))
            return
        copy(path)


VERBS = {
    "serve": Verb(
        "Answer the site's pages until SIGTERM or SIGINT, which lets what has begun be answered.",
        tuple(setting.name for setting in SETTINGS),
        "",
        _serve,
    ),
    "new": Verb(
        "Begin counting at zero, in a store that is not there yet; a counter that waits for it goes on by itself.",
        ("site", "store"),
        "",
        _new,
    ),
    "export": Verb(
        "Write all tallies as JSON lines, also while the counter serves.  A file that exists is not overwritten.",
        ("site", "store"),
        "where to write; - (the default) is standard output",
        _export,
    ),
    "import": Verb(
        "Read what export wrote, or a backup of SQLite, into a store that holds no visits: all of it or, where a line"
        " is wrong, nothing. What root makes belongs to whoever has its folder.",
        ("site", "store"),
        "what to read; - is standard input",
        _import,
    ),
    "backup": Verb(
        "Copy the store into a new file, also while the counter serves: of SQLite the database, of a Valkey or Redis"
        " what export writes.",
        ("site", "store"),
        "where to write; it must not exist",
        _backup,
    ),
    "salvage": Verb(
        "Write what can be read of a damaged SQLite file as export would, to standard output. The file stays as it is.",
        ("site",),
        "the damaged file; its journal, FILE-wal, is read as well",
        _salvage,
    ),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code is as `--help` explains."""
    given = vars(_parser().parse_args(arguments))
    verb = VERBS[given.pop("verb")]
    file = given.pop("file", "")
    try:
        verb.run(read_settings(given, os.environ), file)
    except Invalid as error:
        return _said(error, WRONG)
    except _Partly as error:
        return _said(error, PARTLY)
    except (Unavailable, Refused) as error:
        return _said(error, FAILED)
    except BrokenPipeError:  # whoever read has gone; nothing more is to be written, at the end either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        return _said(f"{error.filename or file}: {error.strerror or error}.", FAILED)
    return DONE


def export_lines(tallies: Iterable[DayTally], site: str, at: float) -> Iterator[str]:
    """The lines of an export of the tallies of the site with that address, made at that time."""
    rest = iter(tallies)
    first = list(islice(rest, 1))  # a store that cannot tell says so before anything is written
    as_of = datetime.fromtimestamp(int(at), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield _line({"visits": FORM, "site": site, "as_of": as_of})
    for one in chain(first, rest):
        counted = {name: getattr(one.tally, name) for name in _FIELDS}
        yield _line({"day": date_of(one.day).isoformat(), "path": one.path} | counted)


def import_lines(lines: Iterable[bytes], site: str) -> list[DayTally]:
    """The tallies in an export's lines.

    Raises:
        Refused: with the line's number and what is wrong there.
    """
    numbered = enumerate(lines, 1)
    _check_header(_object(1, next(numbered, (1, b""))[1]), site)
    found: dict[tuple[int, str], Tally] = {}
    for number, line in numbered:
        one = _tally(number, _object(number, line))
        if (one.day, one.path) in found:
            raise Refused(f"line {number}: {one.path} has a line on that day already.")
        found[one.day, one.path] = one.tally
    if lonely := sorted({day for day, _ in found} - {day for day, path in found if path == TOTAL}):
        raise Refused(f"{date_of(lonely[0])} has pages and no line for {TOTAL}: the file is not whole. Export again.")
    return [DayTally(day, path, tally) for (day, path), tally in found.items()]


def _check_header(header: dict[str, Any], site: str) -> None:
    if header.keys() != {"visits", "site", "as_of"}:
        raise Refused("line 1: not what an export begins with. Name a file that export wrote.")
    if header["visits"] != FORM or isinstance(header["visits"], bool):
        raise Refused(f"line 1: the form is {header['visits']!r}; known is {FORM}.")
    if header["site"] != site:
        raise Refused(f"line 1: of {header['site']!r}, and this site is {site}. If that is meant, change line 1.")


def _tally(number: int, read: dict[str, Any]) -> DayTally:
    wanted = {"day", "path", *_FIELDS}
    if wrong := sorted(wanted ^ read.keys()):
        raise Refused(f"line {number}: {', '.join(wrong)} missing or unknown. A line has {', '.join(sorted(wanted))}.")
    path, day = read["path"], read["day"]
    if not isinstance(path, str) or not (path == TOTAL or path.startswith("/")):
        raise Refused(f"line {number}: path {path!r} is neither a page's, which begins with /, nor {TOTAL}.")
    for name in _FIELDS:
        if type(read[name]) is not int or not 0 <= read[name] <= _MOST:
            raise Refused(f"line {number}: {name} {read[name]!r} is no whole number from 0 to {_MOST}.")
    tally = Tally(*(read[name] for name in _FIELDS))
    if tally.visits > tally.views:
        raise Refused(f"line {number}: {tally.visits} visits in {tally.views} views cannot be.")
    return DayTally(_day(number, day), path, tally)


def _day(number: int, written: Any) -> int:
    with suppress(ValueError, TypeError):
        when = date.fromisoformat(written)
        if when.isoformat() == written:
            return day_of(when)
    raise Refused(f"line {number}: {written!r} is no day such as 2026-11-24.")


def _object(number: int, line: bytes) -> dict[str, Any]:
    try:
        read = json.loads(line.decode("utf-8"), object_pairs_hook=_without_repetition)
    except (ValueError, RecursionError):
        raise Refused(f"line {number}: no JSON.") from None
    if not isinstance(read, dict):
        raise Refused(f"line {number}: no JSON object.")
    return read


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError
    return read


def _line(read: dict[str, Any]) -> str:
    return json.dumps(read, ensure_ascii=False) + "\n"


@contextmanager
def _store(settings: Settings, *, mend: bool = True) -> Iterator[tuple[Store, str]]:
    """The store, and the address of the site whose visits it keeps."""
    url = BuiltSite(settings.site)().url
    with closing(open_store(settings.store, url, mend=mend)) as store:
        yield store, url


@contextmanager
def _lines(file: str) -> Iterator[Iterable[bytes]]:
    if file == "-":
        yield sys.stdin.buffer
    else:
        with open(file, "rb") as lines:
            yield lines


def _write_new(path: Path, lines: Iterable[str]) -> None:
    """Write a new file, whole or not at all."""
    try:
        path.open("x").close()  # the name is ours now
    except FileExistsError:
        raise Refused(f"{path} exists already: name a file that does not.") from None
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partial.open("x", encoding="utf-8") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        raise


def _said(what: object, code: int) -> int:
    print(what, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m visits",
        description="The visit counter of a built site: serve it, and carry its numbers.",
        epilog=_EPILOG + "\n".join(f"  {setting.flag:<14}{setting.variable}" for setting in SETTINGS),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, verb in VERBS.items():
        one = verbs.add_parser(name, help=verb.help, description=verb.help, epilog=_CODES, allow_abbrev=False)
        if verb.file:
            optional: dict[str, Any] = {"nargs": "?", "default": "-"} if name == "export" else {}
            one.add_argument("file", metavar="FILE", help=verb.file, **optional)
        add_settings(one, verb.settings)
    return parser


if __name__ == "__main__":
    sys.exit(main())
