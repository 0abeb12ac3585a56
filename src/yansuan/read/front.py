"""The front matter of a note: what it must say, checked before the blog plugin reads it.

    ---
    date: 2021-05-27
    slug: fourier-series
    tags: [分析, 数学]
    description: 把函数写成正弦与余弦之和。
    snippet: fourier_series
    ---

Instead of a snippet, or beside it, a note may say in `symbols` what its letters are (yansuan.check.letters).  Besides
these it may have `was` (the addresses it had before, each of which then redirects), `draft`, `hide`, `search` and
`lang`, the language that it is written in where that is not the site's.  A draft may still lack what is not written
yet.

The plugins stop the build at the first value they cannot use, and MkDocs shows a front matter that it cannot read as
text.  So everything is checked here first, each fault with its place, and the plugins are handed only what is sound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

import yaml

from yansuan.read import places
from yansuan.read.places import Place
from yansuan.words import knows

_FRONT = re.compile(r"-{3}[ \t]*\n(.*?\n)?(?:\.{3}|-{3})[ \t]*(?:\n|\Z)", re.DOTALL)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MODULE = re.compile(r"[a-z_][a-z0-9_]*")
_TEX = re.compile(r"\$|\\[a-zA-Z(\[]|[_^]\{")
_NO_DATE = date(1970, 1, 1)
_OLD_ADDRESS = re.compile(r"/[^\s?#]+/")


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
    """The front matter of one note: its values, where each key and its value stand, and all that is wrong with it."""

    path: str
    values: dict[str, Any] = field(default_factory=dict)
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

    def repaired(self, before: Mapping[str, Any]) -> str:
        """The file with a front matter that the plugins can read: what is sound, the rest as it was before.

        Args:
            before: the values when all was well, if ever it was, so that a note keeps its address while it is edited.
        """
        kept = {key: before[key] for key in ("date", "slug") if key in before}
        values = {"date": _NO_DATE} | kept | {key: value for key, value in self.values.items() if value is not None}
        written = yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
        return f"---\n{written}---\n{self.body}"


def read_page(source: str, path: str) -> Front:
    """Read the front matter of a page that is not a note: it may have none, and any keys."""
    front = Front(path, body=source)
    if match := _FRONT.match(source):
        _read_yaml(front, match[1] or "")
        for key in ("description", "lang"):
            if (value := front.values.get(key)) is not None and (fault := _CHECKS[key](value)):
                front.complain(key, f"{key}: {fault}. Wanted is {_ADVICE[key]}.")
    return front


def read(source: str, path: str, snippets: Iterable[str] | None = None) -> Front:
    """Read and check the front matter at the head of a note.

    Args:
        source: the whole file.
        path: how messages name it.
        snippets: the names of the modules that a note may name; None to accept any.
    """
    front = Front(path, body=source)
    match = _FRONT.match(source)
    if match is None:
        opened = source.startswith("---")
        message = "the front matter has no closing line of ---." if opened else "the front matter is missing."
        front.complain(
            "", f"{message} A note begins with --- date, slug, tags, description, snippet --- (a line each)."
        )
        return front
    front.body = source[match.end() :]
    if _read_yaml(front, match[1] or ""):
        _check(front, snippets)
        front.problems.sort(key=lambda problem: problem.place)
    return front


def conflicts(fronts: Iterable[Front]) -> Iterator[Problem]:
    """What two notes may not share: a slug, by which notes refer to each other, and an old address."""
    owners: dict[tuple[str, str], Front] = {}
    for front in sorted(fronts, key=lambda front: front.path):
        for key, value in _claims(front):
            other = owners.setdefault((key, value), front)
            if other is not front:
                taken = places.shown(other.path, other.places[key])
                message = f"{key}: {value} is taken by {taken}. Give one of the two another."
                yield Problem(front.path, front.places[key], message)


def old_addresses(front: Front) -> tuple[str, ...]:
    """The addresses that the note had before, as `/2021/06/Fourier-series/`."""
    was = front.values.get("was") or []
    return tuple(was) if isinstance(was, list) else (was,)


def _claims(front: Front) -> Iterator[tuple[str, str]]:
    if "slug" in front.values:
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
        return False
    return mapping is None or isinstance(mapping, yaml.MappingNode)


def _unreadable(path: str, error: yaml.YAMLError) -> Problem:
    mark, what = getattr(error, "problem_mark", None), getattr(error, "problem", None) or str(error).splitlines()[0]
    if "flow" in (context := getattr(error, "context", None) or ""):
        # A bracket that is not closed: what matters is where it was opened.
        mark, what = getattr(error, "context_mark", mark), f"{context}, {what}"
    advice = "A text with a colon, a quotation mark or a bracket in it needs quotes around it."
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
        front.values[name] = loader.construct_object(value, deep=True)
    except ValueError as error:  # 2021-13-45 has the form of a date
        front.complain(name, f"{name}: {value.value} is not a date: {error}.")


def _below_dashes(place: Place) -> Place:
    """A place in the YAML as one in the file, where a line of dashes stands before."""
    return place[0] + 1, place[1]


def _check(front: Front, snippets: Iterable[str] | None) -> None:
    unknown = {key: get_close_matches(key, _CHECKS, n=1) for key in front.values if key not in _CHECKS}
    meant = [near[0] for near in unknown.values() if near]
    for key in _REQUIRED:
        given = front.values.get(key) is not None or (key in front.keys and key not in front.values)
        if key == "snippet" and "symbols" in front.keys:
            continue
        if not given and key not in meant and (key == "date" or not front.is_draft):
            front.complain(key, f"{key} is missing: {_ADVICE[key]}.")
    for key in unknown:
        front.problems.append(Problem(front.path, front.keys[key], f"unknown key {key}. {_hint(key, _CHECKS)}"))
        front.values.pop(key)
    for key, value in list(front.values.items()):
        if value is not None and (fault := _CHECKS[key](value)):
            front.complain(key, f"{key}: {fault}. Wanted is {_ADVICE[key]}.")
            # Whatever was meant, it was not to publish.
            front.values |= {"draft": True} if key == "draft" else {}
        elif key == "snippet" and value is not None and snippets is not None and value not in snippets:
            front.complain(key, f"there is no snippets/{value}.py. {_hint(value, snippets)}")


def _hint(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"Do you mean {near[0]}?" if near else f"There are: {', '.join(sorted(known)) or 'none'}."


def _fault_of_date(value: object) -> str | None:
    if isinstance(value, datetime) or not isinstance(value, date):
        return f"{value!s} is not a date"
    return None


def _fault_of_slug(value: object) -> str | None:
    return None if isinstance(value, str) and _SLUG.fullmatch(value) else f"{value!s} will not do in an address"


def _fault_of_tags(value: object) -> str | None:
    if not isinstance(value, list) or not value:
        return "it is not a list"
    if wrong := [item for item in value if not isinstance(item, str) or not item.strip()]:
        return f"{wrong[0]!s} is not a word"
    return None if len(set(value)) == len(value) else "a tag stands twice"


def _fault_of_description(value: object) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return "it is not a text"
    if found := _TEX.search(value):
        return f"{found[0]} is TeX, which search engines and feed readers show as it stands"
    return None


def _fault_of_snippet(value: object) -> str | None:
    return None if isinstance(value, str) and _MODULE.fullmatch(value) else f"{value!s} is not a module's name"


def _fault_of_symbols(value: object) -> str | None:
    return None if isinstance(value, dict) else "it is not a mapping"


def _fault_of_was(value: object) -> str | None:
    addresses = value if isinstance(value, list) else [value]
    wrong = [a for a in addresses if not isinstance(a, str) or not _OLD_ADDRESS.fullmatch(a) or ".." in a]
    return f"{wrong[0]!s} is not an address on this site" if wrong else None


def _fault_of_draft(value: object) -> str | None:
    return None if isinstance(value, bool) else f"{value!s} is neither true nor false"


def _fault_of_hide(value: object) -> str | None:
    return None if isinstance(value, list) else "it is not a list"


def _fault_of_search(value: object) -> str | None:
    return None if isinstance(value, dict) else "it is not a mapping"


def _fault_of_lang(value: object) -> str | None:
    return None if knows(value) else f"{value!s} is no language in which a page is framed"


_REQUIRED = ("date", "slug", "tags", "description", "snippet")
_CHECKS: dict[str, Callable[[object], str | None]] = {
    "date": _fault_of_date,
    "slug": _fault_of_slug,
    "tags": _fault_of_tags,
    "description": _fault_of_description,
    "snippet": _fault_of_snippet,
    "symbols": _fault_of_symbols,
    "was": _fault_of_was,
    "draft": _fault_of_draft,
    "hide": _fault_of_hide,
    "search": _fault_of_search,
    "lang": _fault_of_lang,
}
_ADVICE = {
    "date": "the day it was written, as in `date: 2021-05-27`",
    "slug": "the end of its address, lower-case letters, digits and hyphens, as in `slug: fourier-series`",
    "tags": "a list of words, as in `tags: [机器学习, 数学]`",
    "description": "one or two sentences of plain text, formulas in Unicode characters",
    "snippet": "the name of a module in snippets/, as in `snippet: fourier_series`, or `symbols:` and what letters are",
    "symbols": "a line for each letter below it, as in `x, y: 实数`",
    "was": "an address such as `was: /2021/06/Fourier-series/`, or a list of them",
    "draft": "`draft: true`, or nothing",
    "hide": "a list, as in `hide: [toc]`",
    "search": "a mapping, as in `search: {exclude: true}`",
    "lang": "`lang: zh` or `lang: en`, or a longer tag such as `en-GB`",
}
