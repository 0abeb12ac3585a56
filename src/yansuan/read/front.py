"""The front matter of a note: what it must say, checked before the blog plugin reads it.

    ---
    date: 2021-05-27
    slug: fourier-series
    tags: [分析, 数学]
    description: 把函数写成正弦与余弦之和。
    snippet: fourier_series
    ---

Only the date is needed.  A note that names no slug has that of its file's name; `yansuan.read.keys` has all keys.

The plugins stop the build at the first value they cannot use, and MkDocs shows a front matter that it cannot read as
text.  So everything is checked here first, each fault with its place, and the plugins are handed only what is sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import PurePath
from typing import Any

import yaml

from yansuan.read import places
from yansuan.read.keys import ELSEWHERE, KEYS, Fault, default_slug
from yansuan.read.places import Place
from yansuan.read.tags import Tags

_FRONT = re.compile(r"-{3}[ \t]*\n(.*?\n)?(?:\.{3}|-{3})[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\+{3}[ \t]*\n(?:.*?\n)?\+{3}[ \t]*(?:\n|\Z)", re.DOTALL)
# How other systems write the head of a file: what it is, and where it ends.
_OTHERS = (
    ("TOML (between lines of +++)", _TOML),
    ("TOML (after ---toml)", re.compile(r"-{3}[ \t]*toml[ \t]*\n(?:.*\n)*?-{3}[ \t]*(?:\n|\Z)")),
    ("JSON (after ---json)", re.compile(r"-{3}[ \t]*json[ \t]*\n(?:.*\n)*?-{3}[ \t]*(?:\n|\Z)")),
    ("JSON", re.compile(r"\{(?:[ \t]*\n(?:(?!\}).*\n)*|[ \t]*\"[^\n]*)\}[ \t]*(?:\n|\Z)")),
    ("JSON (up to a line of ;;;)", re.compile(r"(?:;{3}[ \t]*\n)?[ \t]*[{\"](?:.*\n)*?;{3}[ \t]*(?:\n|\Z)")),
    (
        "lines without ---",
        re.compile(r"(?:(?:date|title|layout|tags|categories|author|slug):[ \t].*\n)+(?:\n|\Z)", re.I),
    ),
)
_NO_DATE = date(1970, 1, 1)
_BEGINS = "A note begins with three lines: ---, `date: 2021-05-27`, ---."


@dataclass(frozen=True)
class Problem:
    """Something wrong, where it stands and what to do; its text is what the author is shown."""

    path: str
    place: Place
    message: str

    def __str__(self) -> str:
        return f"{places.shown(self.path, self.place)}: {self.message}"


@dataclass
class Front:
    """The front matter of one note: its values, where each key and its value stand, and all that is wrong with it.

    `values` is what is sound, as the engine wants it, and `written` what the file says.
    """

    path: str
    values: dict[str, Any] = field(default_factory=dict)
    written: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    body: str = ""

    def complain(self, key: str, message: str) -> None:
        """Note a problem with the value of a key, and treat the key as absent."""
        self.problems.append(Problem(self.path, self.places.get(key, (1, 1)), message))
        self.values.pop(key, None)

    @property
    def is_draft(self) -> bool:
        """Whether the note says that it is not to be published."""
        return self.values.get("draft") is True

    def is_to_come(self, now: datetime) -> bool:
        """Whether the note is dated after now, which has a time zone; a date without one is of that zone, too."""
        day = self.values.get("date")
        if not isinstance(day, datetime):
            return day is not None and day > now.date()
        return day > (now if day.tzinfo else now.replace(tzinfo=None))

    @property
    def is_as_written(self) -> bool:
        """Whether the plugins can read the file itself."""
        return not self.problems and self.values == self.written

    def repaired(self, before: Mapping[str, Any]) -> str:
        """The file with a front matter that the plugins can read: what is sound, the rest as it was before.

        Args:
            before: the values when all was well, if ever it was, so that a note keeps its address while it is edited.
        """
        kept = {key: before[key] for key in ("date", "slug") if key in before}
        named = {"slug": slug} if (slug := default_slug(PurePath(self.path).stem)) else {}
        sound = {key: value for key, value in self.values.items() if value is not None}
        values = {"date": _NO_DATE} | named | kept | sound
        written = yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
        return f"---\n{written}---\n{self.body}"


def read_page(source: str, path: str) -> Front:
    """Read the front matter of a page that is not a note: it may have none, and any keys."""
    front = Front(path, body=source)
    if match := _FRONT.match(source):
        _read_yaml(front, match[1] or "")
        for key in ("description", "lang"):
            if front.values.get(key) is not None:
                _sound(front, key)
    elif other := _of_others(source):
        front.complain("", f"the front matter is {other[0]}, and here it is YAML, between lines of ---.")
    return front


def unreadable(path: str, place: Place, message: str) -> Front:
    """What stands for a file that is no text: a title, so that it has a page on which the fault is told."""
    return Front(path, body=f"# {PurePath(path).stem}\n", problems=[Problem(path, place, message)])


def read(source: str, path: str, snippets: Iterable[str] | None = None) -> Front:
    """Read and check the front matter at the head of a note.

    Args:
        source: the whole file.
        path: how messages name it.
        snippets: the names of the modules that a note may name; None to accept any.
    """
    front = Front(path, body=source)
    if other := _of_others(source):
        front.complain("", f"the front matter is {other[0]}, and here it is YAML. {_BEGINS}")
        front.body = source[other[1] :]
        return front
    match = _FRONT.match(source)
    if match is None:
        opened = source.startswith("---")
        message = "the front matter has no closing line of ---." if opened else "the front matter is missing."
        front.complain("", f"{message} {_BEGINS}")
        _save(front, source.partition("\n\n")[0] if opened else "")
        return front
    front.body = source[match.end() :]
    if _read_yaml(front, match[1] or ""):
        _check(front, snippets)
        front.problems.sort(key=lambda problem: problem.place)
    return front


def _of_others(source: str) -> tuple[str, int] | None:
    """What a head as other systems have it is, and where it ends."""
    found = ((name, pattern.match(source)) for name, pattern in _OTHERS)
    return next(((name, match.end()) for name, match in found if match), None)


def settled(fronts: Mapping[str, Front], before: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Front]:
    """The same, where two notes share what only one may have: that is told of the second by path.

    These are a slug, by which notes refer to each other, an old address, and a tag but for its capitals.  The second
    slug gets a number, so that both notes are there to be mended, and of two spellings the one that is used more stays.

    Args:
        before: the values of each when all was well: a note keeps its slug when another is copied from it.
    """
    tags = _tags(fronts.values())
    owners: dict[tuple[str, str], Front] = {}
    made = dict[str, Front]()

    def turn(item: tuple[str, Front]) -> tuple[bool, str]:
        had = (before or {}).get(item[0], {}).get("slug")
        return had is None or had != item[1].values.get("slug"), item[1].path

    for name, front in sorted(fronts.items(), key=turn):
        own = replace(front, values=dict(front.values), problems=list(front.problems))
        for key, value in _claims(own):
            other = owners.setdefault((key, value), own)
            if other is not own:
                taken = places.shown(other.path, other.places.get(key, (1, 1)))
                message = f"{key}: {value} is taken by {taken}. Give one of the two another."
                own.problems.append(Problem(own.path, own.places.get(key, (1, 1)), message))
                if key == "slug":
                    own.values[key] = _free(value, owners)
                    owners[key, own.values[key]] = own
        _spell(own, tags)
        made[name] = own
    return {name: made[name] for name in fronts}


def _free(slug: str, owners: Mapping[tuple[str, str], Front]) -> str:
    number = 2
    while ("slug", f"{slug}-{number}") in owners:
        number += 1
    return f"{slug}-{number}"


def _tags(fronts: Iterable[Front]) -> Tags:
    by_path = sorted(fronts, key=lambda front: front.path)
    return Tags(
        (tag, places.shown(front.path, front.places["tags"]))
        for front in by_path
        for tag in front.values.get("tags") or ()
    )


def _spell(front: Front, tags: Tags) -> None:
    own = front.values.get("tags") or ()
    for tag in own:
        if (usual := tags.usual(tag)) != tag:
            message = f"tags: {tag} is {usual} at {tags.places[usual]}. Write them alike."
        elif near := tags.near(tag):
            message = f"tags: {tag} looks like {near} at {tags.places[near]}. Write them alike if they are one."
        else:
            continue
        front.problems.append(Problem(front.path, front.places["tags"], message))
    if own:
        front.values["tags"] = list(dict.fromkeys(map(tags.usual, own)))


def old_addresses(front: Front) -> tuple[str, ...]:
    """The addresses that the note had before, as `/2021/06/Fourier-series/`."""
    was = front.values.get("was") or []
    return tuple(was) if isinstance(was, list) else (was,)


def _claims(front: Front) -> Iterator[tuple[str, str]]:
    if front.values.get("slug") is not None:
        yield "slug", str(front.values["slug"])
    for address in old_addresses(front):
        yield "was", str(address)


def _read_yaml(front: Front, source: str) -> bool:
    """Values and their places; whether it could be read.  Each value by itself: a bad one does not hide the rest."""
    try:
        loader = yaml.SafeLoader(source)
        mapping = loader.get_single_node()
        if isinstance(mapping, yaml.MappingNode):
            for key, value in mapping.value:
                _read_value(front, loader, key, value)
        elif mapping is not None:
            front.complain("", "the front matter is not lines of `key: value`.")
    except yaml.YAMLError as error:
        front.problems.append(_unreadable(front.path, error))
        front.values.clear()
        _save(front, source)
        return False
    return mapping is None or isinstance(mapping, yaml.MappingNode)


def _save(front: Front, source: str) -> None:
    """Of what cannot be read the lines from which a note has its address, so that it stands where it is looked for."""
    for line in source.splitlines():
        key, _, written = line.partition(":")
        if key in ("date", "slug", "lang"):
            with suppress(yaml.YAMLError, ValueError, Fault):
                front.values.setdefault(key, KEYS[key].read(yaml.safe_load(written)))


def _unreadable(path: str, error: yaml.YAMLError) -> Problem:
    mark, what = getattr(error, "problem_mark", None), getattr(error, "problem", None) or str(error).splitlines()[0]
    if "flow" in (context := getattr(error, "context", None) or ""):
        # A bracket that is not closed: what matters is where it was opened.
        mark, what = getattr(error, "context_mark", mark), f"{context}, {what}"
    advice = "A text with a colon, a quotation mark or a bracket in it needs quotes around it."
    if "'\\t'" in what:
        what, advice = "a tab stands where blanks are wanted", "Indent by blanks."
    place = (mark.line + 2, mark.column + 1) if mark else (1, 1)
    return Problem(path, place, f"the front matter is not valid YAML: {what}. {advice}")


def _read_value(front: Front, loader: yaml.SafeLoader, key: yaml.Node, value: yaml.Node) -> None:
    name, place = str(key.value), _below_dashes(places.of_key(key))
    if name in front.keys:
        front.problems.append(Problem(front.path, place, f"{name} stands in line {front.keys[name][0]} already."))
        return
    front.keys[name] = place
    front.places[name] = _below_dashes(places.of_value(key, value))
    try:
        front.values[name] = front.written[name] = loader.construct_object(value, deep=True)
    except ValueError as error:  # 2021-13-45 has the form of a date
        front.complain(name, f"{name}: {value.value} is not a date: {error}.")


def _below_dashes(place: Place) -> Place:
    """A place in the YAML as one in the file, where a line of dashes stands before."""
    return place[0] + 1, place[1]


def _check(front: Front, snippets: Iterable[str] | None) -> None:
    _unfold_date(front)
    unknown = {key: get_close_matches(key, KEYS, n=1) for key in front.values if key not in KEYS}
    meant = [near[0] for key, near in unknown.items() if near and key not in ELSEWHERE]
    for key, row in KEYS.items():
        given = front.values.get(key) is not None or (key in front.keys and key not in front.values)
        if row.required and not given and key not in meant:
            front.complain(key, f"{key} is missing: {row.advice}.")
    for key in unknown:
        hint = f"{ELSEWHERE[key]}." if key in ELSEWHERE else _hint(key, KEYS)
        front.problems.append(Problem(front.path, front.keys[key], f"unknown key {key}. {hint}"))
        front.values.pop(key)
    for key, value in list(front.values.items()):
        if value is None:
            front.values.pop(key)  # nothing is written after it
        elif not _sound(front, key):
            # Whatever was meant, it was not to publish.
            front.values |= {"draft": True} if key == "draft" else {}
        elif key == "snippet" and snippets is not None and value not in snippets:
            front.complain(key, f"there is no snippets/{value}.py. {_hint(value, snippets)}")
    _name(front)
    if "updated" in front.values and "date" in front.values and _day(front, "updated") < _day(front, "date"):
        front.complain("updated", f"updated: {_day(front, 'updated')} is before date: {_day(front, 'date')}.")


def _unfold_date(front: Front) -> None:
    """Material's blog has both dates under one key: `date: {created: …, updated: …}`."""
    if isinstance(both := front.values.get("date"), dict) and not set(both) - {"created", "updated"}:
        front.values["date"] = both.get("created")
        if "updated" in both:
            front.values.setdefault("updated", both["updated"])
            front.keys.setdefault("updated", front.keys["date"])
            front.places.setdefault("updated", front.places["date"])


def _sound(front: Front, key: str) -> bool:
    """Whether a value will do; it is then as the engine wants it."""
    try:
        front.values[key] = KEYS[key].read(front.values[key])
    except Fault as fault:
        front.complain(key, f"{key}: {fault}. Wanted is {KEYS[key].advice}.")
        return False
    return True


def _name(front: Front) -> None:
    """The slug of a note that has none yet."""
    if "slug" in front.values or front.written.get("slug") is not None:
        return
    if slug := default_slug(PurePath(front.path).stem):
        front.values["slug"] = slug
    else:
        front.complain("slug", f"slug is missing: {KEYS['slug'].advice}.")


def _day(front: Front, key: str) -> date:
    value = front.values[key]
    return value.date() if isinstance(value, datetime) else value


def _hint(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"Do you mean {near[0]}?" if near else f"There are: {', '.join(sorted(known)) or 'none'}."
