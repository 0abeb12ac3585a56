"""What is left of a damaged SQLite file of visits, read page by page and without SQLite, which gives up too early.

SQLite finds the pages of a table from the table's root, so that one damaged page hides all below it.  Here every page
of the file is looked at for itself, in the journal's newest version where there is one, and the rows of each table are
told by their shape.  So damage costs what stood on the damaged page, and nothing else.

What a number was is told twice: `totals` are the sums of `tallies`, and of a day the views of its pages make those of
the site.  So most damage costs no sum: `settle` works out what can be, and says what cannot.

See https://sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from visits.store import TOTAL, Tally, date_of

MAGIC = b"SQLite format 3\0"
PAGE = 4096  # bytes, where neither the file nor its journal says how large one is
_WORDS = {0x377F0682: "<", 0x377F0683: ">"}  # how the journal's checksums read words, by its magic number
_FRAME, _JOURNAL_HEAD, _FILE_HEAD = 24, 32, 100
_INSIDE, _TABLE_LEAF, _LEAF = 2, 13, 10  # kinds of pages that hold rows
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # bytes of an integer, by its type in a record
_MOST = 1 << 53  # what no number of visits reaches, and noise does
_DAYS = 1 << 22  # likewise for days


class Row(NamedTuple):
    """A row: of which table, and its columns."""

    table: str
    columns: tuple[Any, ...]


@dataclass
class Left:
    """The numbers that are left, by day and path, and in all."""

    tallies: dict[tuple[int, str], Tally] = field(default_factory=dict)
    totals: dict[str, Tally] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Take a row of `tallies` or `totals`.  A row that is there twice is counted once."""
        if row.table == "tallies":
            day, path, *counts = row.columns
            self.tallies[day, path] = _more(self.tallies.get((day, path)), Tally(*counts))
        else:
            path, *counts = row.columns
            self.totals[path] = _more(self.totals.get(path), Tally(*counts))


def rows(path: Path) -> Iterator[Row]:
    """The rows that can be read of a file of visits, and of its journal.  Neither is changed.

    Raises:
        OSError: where the file cannot be opened.
    """
    with path.open("rb") as file, _Journal(Path(f"{path}-wal")) as journal:
        head = file.read(_FILE_HEAD)
        said = int.from_bytes(head[16:18], "big") if head.startswith(MAGIC) else 0
        size = journal.page or {1: 1 << 16}.get(said, said)
        if size < 512 or size & (size - 1):
            size = PAGE
        pages = _Pages(file.fileno(), journal, size)
        for number in range(1, pages.last + 1):
            yield from _rows_on(pages, number)


def left(path: Path) -> tuple[Left, str]:
    """The numbers that are left of a file, settled, and what was lost; see `settle`."""
    found = Left()
    for row in rows(path):
        if row.table in ("tallies", "totals"):
            found.add(row)
    return found, settle(found)


def settle(found: Left) -> str:
    """Make the numbers agree again; what was lost, in words, and empty where no number was.

    A total that is missing is the sum of the days.  What a total has beyond its days was on days that are lost: it is
    given to the first of them, so that no sum falls.
    """
    sums = _sums(found)
    torn = _torn(found)
    _complete_days(found, sums)
    first = min(torn, default=_gap(found))
    moved = 0
    for path, total in [*found.totals.items()]:
        rest = _less(total, sums.get(path, Tally()))
        if rest != Tally():
            found.tallies[first, path] = found.tallies.get((first, path), Tally()) + rest
            moved = max(moved, rest.views + rest.bots)
    for path, tally in sums.items():
        found.totals[path] = _more(found.totals.get(path), tally)
    if moved and TOTAL not in {path for day, path in found.tallies if day == first}:
        _complete_days(found, sums)
    return _said(torn, first, moved)


def _said(torn: dict[int, int], first: int, moved: int) -> str:
    if moved:
        last = max(torn, default=first)
        span = f"on {date_of(first)}" if last == first else f"between {date_of(first)} and {date_of(last)}"
        return f"of which days {moved} views {span} were, or of which pages (they stand under {date_of(first)})"
    if torn:
        return f"of which pages {sum(torn.values())} views between {date_of(min(torn))} and {date_of(max(torn))} were"
    return ""


def _sums(found: Left) -> dict[str, Tally]:
    sums: dict[str, Tally] = {}
    for (_, path), tally in found.tallies.items():
        sums[path] = sums.get(path, Tally()) + tally
    return sums


def _torn(found: Left) -> dict[int, int]:
    """The days of which a row is lost, each with the views (and bots) that its pages and its sum differ by."""
    pages, sites = dict[int, int](), dict[int, int]()
    for (day, path), tally in found.tallies.items():
        of = sites if path == TOTAL else pages
        of[day] = of.get(day, 0) + tally.views + tally.bots
    differences = {day: abs(sites.get(day, 0) - pages.get(day, 0)) for day in sites.keys() | pages.keys()}
    return {day: difference for day, difference in differences.items() if difference}


def _complete_days(found: Left, sums: dict[str, Tally]) -> None:
    """Give each day that has lost its sum one, as far as its pages tell: views are theirs, visits at least the most."""
    missing: dict[int, list[Tally]] = {}
    for (day, path), tally in found.tallies.items():
        if path != TOTAL and (day, TOTAL) not in found.tallies:
            missing.setdefault(day, []).append(tally)
    for day, tallies in missing.items():
        views, bots = sum(each.views for each in tallies), sum(each.bots for each in tallies)
        visits, visitors = max(each.visits for each in tallies), max(each.visitors for each in tallies)
        found.tallies[day, TOTAL] = Tally(visits, views, visitors, bots)
        sums[TOTAL] = sums.get(TOTAL, Tally()) + found.tallies[day, TOTAL]


def _gap(found: Left) -> int:
    """The first day without a row, between the first and the last; else the last."""
    days = {day for day, _ in found.tallies}
    if not days:
        return 0
    return next((day for day in range(min(days), max(days)) if day not in days), max(days))


def _more(one: Tally | None, other: Tally) -> Tally:
    return other if one is None else Tally(*map(max, astuple(one), astuple(other)))


def _less(one: Tally, other: Tally) -> Tally:
    return Tally(*(max(0, a - b) for a, b in zip(astuple(one), astuple(other), strict=True)))


# Pages


class _Journal:
    """The pages in a journal that whoever wrote it had committed; none where there is no sound journal."""

    def __init__(self, path: Path) -> None:
        self.page = 0  # bytes of a page; 0: no journal
        self.offsets: dict[int, int] = {}  # in the file, by page
        self._file = path.open("rb") if path.is_file() else None
        if self._file:
            self._index(self._file.read(_JOURNAL_HEAD))

    def __enter__(self) -> _Journal:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def read(self, number: int) -> bytes | None:
        """The newest version of a page, if it is here."""
        if self._file is None or number not in self.offsets:
            return None
        return os.pread(self._file.fileno(), self.page, self.offsets[number])

    def _index(self, head: bytes) -> None:
        if self._file is None or len(head) < _JOURNAL_HEAD:
            return
        magic, _, page, _, *salts = struct.unpack(">IIIIII", head[:24])
        order = _WORDS.get(magic)
        if order is None or _sum(head[:24], order) != struct.unpack(">II", head[24:]):
            return
        sums, self.page = _sum(head[:24], order), page
        pending: dict[int, int] = {}
        while len(frame := self._file.read(_FRAME + page)) == _FRAME + page:
            number, committed, *rest = struct.unpack(">IIIIII", frame[:_FRAME])
            sums = _sum(frame[:8] + frame[_FRAME:], order, sums)
            if rest != [*salts, *sums]:
                break  # left from before, or half written
            pending[number] = self._file.tell() - page
            if committed:
                self.offsets |= pending
                pending = {}


def _sum(data: bytes, order: str, sums: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    one, two = sums
    for a, b in struct.iter_unpack(order + "II", data):
        one = (one + a + two) & 0xFFFFFFFF
        two = (two + b + one) & 0xFFFFFFFF
    return one, two


class _Pages:
    """The pages of a file, each as it was last committed."""

    def __init__(self, file: int, journal: _Journal, size: int) -> None:
        self._file = file
        self._journal = journal
        self.size = size
        self.last = max(os.fstat(file).st_size // size, *journal.offsets, 0)

    def __getitem__(self, number: int) -> bytes:
        return self._journal.read(number) or os.pread(self._file, self.size, (number - 1) * self.size)


class _Broken(Exception):
    """These bytes are none of what SQLite writes."""


def _rows_on(pages: _Pages, number: int) -> list[Row]:
    """The rows on a page: all or, where one cannot be read or is none of ours, none."""
    try:
        page = pages[number]
        begin = _FILE_HEAD if number == 1 else 0
        kind = page[begin]
        if kind not in (_INSIDE, _LEAF, _TABLE_LEAF):
            return []
        count = int.from_bytes(page[begin + 3 : begin + 5], "big")
        places = begin + (12 if kind == _INSIDE else 8)
        starts = struct.unpack_from(f">{count}H", page, places)
        if min(starts, default=pages.size) < places + 2 * count:
            raise _Broken
        found = [_row(*_cell(pages, page, start, kind)) for start in starts]
    except (_Broken, IndexError, UnicodeDecodeError, struct.error):
        return []
    return [row for row in found if row]


def _cell(pages: _Pages, page: bytes, at: int, kind: int) -> tuple[int, list[Any]]:
    """A cell: the number of its row, 0 in a table that has none, and its record."""
    if kind == _INSIDE:
        at += 4  # past the page below
    size, at = _varint(page, at)
    row = 0
    if kind == _TABLE_LEAF:
        row, at = _varint(page, at)
    most = pages.size - 35 if kind == _TABLE_LEAF else (pages.size - 12) * 64 // 255 - 23
    here = size
    if size > most:  # the rest is on other pages
        least = (pages.size - 12) * 32 // 255 - 23
        here = least + (size - least) % (pages.size - 4)
        here = here if here <= most else least
    payload = page[at : at + here]
    following = int.from_bytes(page[at + here : at + here + 4], "big") if here < size else 0
    while len(payload) < size:
        if not 0 < following <= pages.last or size > 1 << 16:
            raise _Broken
        more = pages[following]
        payload, following = (payload + more[4:])[:size], int.from_bytes(more[:4], "big")
    return row, _record(payload)


def _record(payload: bytes) -> list[Any]:
    """The values of a record; raises `_Broken` where it is none that a table of ours holds."""
    head, at = _varint(payload, 0)
    place, values = head, list[Any]()
    while at < head:
        kind, at = _varint(payload, at)
        size = _INTEGERS.get(kind, (kind - 12) // 2 if kind >= 12 else 0)
        part = payload[place : place + size]
        if len(part) < size or kind in (7, 10, 11):
            raise _Broken
        place += size
        if kind >= 12:
            values.append(part.decode() if kind % 2 else part)
        else:
            values.append(None if kind == 0 else int.from_bytes(part, "big", signed=True) if size else kind - 8)
    if place != len(payload) or at != head:
        raise _Broken
    return values


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for n in range(9):
        byte = data[at + n]
        if n == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + n + 1
    raise _Broken


def _row(number: int, values: list[Any]) -> Row | None:
    """The row of a record, by its shape; None for what is kept elsewhere too: the schema, the index of events."""
    match values:
        case [int(day), str(path), *counts] if len(counts) == 4:
            return _counted("tallies", path, counts, day)
        case [str(path), *counts] if len(counts) == 4 and all(type(each) is int for each in counts):
            return _counted("totals", path, counts)
        case [int(day), bytes(key), int(first), int(last)] if len(key) == 16 and 0 <= day < _DAYS:
            return Row("windows", (day, key, first, last))
        case [bytes(event), int(at)] if len(event) == 16:
            return Row("events", (event, at))
        case [None, int(at), bytes(event), *seen] if len(event) == 16 and _is_seen(seen):
            return Row("recent", (number, at, event, *seen))
        case [None, bytes(salt)] if len(salt) == 32 and 0 <= number < _DAYS:
            return Row("salts", (number, salt))
        case [int(), bytes()] | [str(), str(), str(), int(), str() | None]:
            return None
    raise _Broken


def _is_seen(values: list[Any]) -> bool:
    """Whether that is what `recent` says of a visitor, to the site and to a page; of a bot, nothing."""
    match values:
        case [None, None, None, None]:
            return True
        case [bytes(site), int(), bytes(page), int()]:
            return len(site) == len(page) == 16
    return False


def _counted(table: str, path: str, counts: list[Any], *day: int) -> Row:
    named = path == TOTAL or path.startswith("/")
    sound = all(type(each) is int and 0 <= each < _MOST for each in counts) and counts[0] <= counts[1]
    if not (named and sound and all(0 <= each < _DAYS for each in day)):
        raise _Broken
    return Row(table, (*day, path, *counts))
