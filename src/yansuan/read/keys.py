"""The keys of a note's front matter: what each takes, and what to write where a value will not do.

A row reads a value as authors write it and gives it as the engine wants it, so that a date in quotes is a date.  Keys
of other systems are known by name, with what to write here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

from yansuan.words import knows

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MODULE = re.compile(r"[a-z_][a-z0-9_]*")
_TEX = re.compile(r"\$|\\[a-zA-Z(\[]|[_^]\{")
_DATE = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
    r"(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?[ \t]*(?:([Zz])|([+-])(\d\d):?(\d\d))?)?"
)
_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")


PARTS = ("toc", "minutes", "length", "formulas", "program", "series", "related", "backlinks", "neighbours", "feeds")
"""What of its pages a site may leave out; a note may by the same names."""

_FRAME_PARTS = ("navigation", "tags", "footer", "path", "feedback")  # what Material knows besides


class Fault(ValueError):
    """What is wrong with a value."""


@dataclass(frozen=True)
class Key:
    """A row.

    Args:
        read: the value as the engine wants it, of the value as YAML has it; raises `Fault`.
        advice: what is wanted, with an example.
        required: whether no note can do without.
    """

    read: Callable[[object], object]
    advice: str
    required: bool = False


def default_slug(stem: str) -> str | None:
    """The slug of a note that names none: the name of its file, without a date before it; None where that will not do.

    Args:
        stem: the file's name without its ending.
    """
    slug = re.sub(r"[\s_.]+", "-", _DATED.sub("", stem).lower()).strip("-")
    return slug if _SLUG.fullmatch(slug) else None


def _date(value: object) -> date:
    """A day, or a moment of it.  Jekyll, Hexo and people write it in many ways; the order is always year first."""
    if isinstance(value, date):
        return value
    match = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise Fault(f"{value!s} is not a date")
    year, _, month, day, hour, minute, second, utc, sign, hours, minutes = match.groups()
    try:
        if hour is None:
            return date(int(year), int(month), int(day))
        zone = UTC if utc else None
        if sign:
            zone = timezone((-1 if sign == "-" else 1) * timedelta(hours=int(hours), minutes=int(minutes)))
        return datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=zone)
    except ValueError as error:
        raise Fault(f"{value!s} is not a date: {error}") from None


def _slug(value: object) -> str:
    value = _written(value)
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise Fault(f"{value!s} will not do in an address")
    return value


def _words(value: object, what: str) -> list[str]:
    """A list of words; one word is a list, and a number such as a year is a word."""
    said = [value] if _is_word(value) and not re.search(r"[\s,，、;；]", str(value).strip()) else value
    if not isinstance(said, list):
        raise Fault("it is not a list")
    if wrong := [item for item in said if not _is_word(item)]:
        raise Fault(f"{wrong[0]!s} is not a word")
    words = [str(item) for item in said]
    if len(set(words)) < len(words):
        raise Fault(f"a {what} stands twice")
    return words


def _is_word(value: object) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number or (isinstance(value, str) and bool(value.strip()))


def _tags(value: object) -> list[str]:
    return _words(value, "tag")


def _categories(value: object) -> list[str]:
    return _words(value, "category")


def _written(value: object) -> object:
    """What stands there as its author wrote it: a year, or a day, is a text where a text is wanted."""
    return str(value) if isinstance(value, int | date) and not isinstance(value, bool) else value


def _text(value: object) -> str:
    value = _written(value)
    if not isinstance(value, str) or not value.strip():
        raise Fault("it is not a text")
    return value


def _plain(value: object) -> str:
    text = _text(value)
    if found := _TEX.search(text):
        raise Fault(f"{found[0]} is TeX, which search engines and feed readers show as it stands")
    return text


def _snippet(value: object) -> str:
    if not isinstance(value, str) or not _MODULE.fullmatch(value):
        raise Fault(f"{value!s} is not a module's name")
    return value


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        wide = "its ： is a full-width character, write ': '" if "：" in str(value) else ""
        raise Fault(wide or "it is not a mapping")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Fault("it is not a list")
    return value


def _cover(value: object) -> dict[str, str]:
    """A picture and what it shows; its file is sought where the note's is known."""
    said = value if isinstance(value, dict) else {"src": value}
    if unknown := [key for key in said if key not in ("src", "alt")]:
        raise Fault(f"there is no {unknown[0]}")
    address = _text(said.get("src"))
    if urlsplit(address).scheme or address.startswith("//"):
        raise Fault(f"{address} is on another host, which pages ask for nothing")
    return {"src": address, "alt": str(said.get("alt") or "")}


def _hidden(value: object) -> list[object]:
    names = _list(value)
    if unknown := [one for one in names if one not in (*PARTS, *_FRAME_PARTS)]:
        near = get_close_matches(str(unknown[0]), PARTS, n=1)
        raise Fault(f"there is no {unknown[0]}" + (f". Do you mean {near[0]}?" if near else ""))
    return names


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise Fault(f"{value!s} is neither true nor false")
    return value


def _was(value: object) -> list[str]:
    return [_address(one) for one in (value if isinstance(value, list) else [value])]


def _address(value: object) -> str:
    """A path on this site from its root, of an address that may be whole and may have escapes."""
    parts = urlsplit(value.strip()) if isinstance(value, str) else None
    path = unquote(parts.path) if parts else ""
    # An address with a query is answered by no file.
    if parts is None or parts.query or not path.strip("/") or ".." in path.split("/") or re.search(r"[\s\\?#]", path):
        raise Fault(f"{value!s} is not an address on this site")
    return f"/{path.lstrip('/')}"


def _language(value: object) -> object:
    if not knows(value):
        raise Fault(f"{value!s} is no language in which a page is framed")
    return value


KEYS: dict[str, Key] = {
    "date": Key(_date, "the day it was written, as in `date: 2021-05-27`", required=True),
    "updated": Key(_date, "the day it was last changed, as in `updated: 2021-06-30`"),
    "title": Key(_text, "a text; a heading `# …` at its head goes before it"),
    "slug": Key(_slug, "the end of its address, lower-case letters, digits and hyphens, as in `slug: fourier-series`"),
    "tags": Key(_tags, "a list of words, as in `tags: [analysis, mathematics]`"),
    "categories": Key(_categories, "a list of words, as in `categories: [essays]`"),
    "series": Key(_text, "the name of the series, the same in each of its notes, as in `series: Calculus`"),
    "description": Key(_plain, "one or two sentences of plain text, formulas in Unicode characters"),
    "snippet": Key(
        _snippet,
        "the name of a module in snippets/, as in `snippet: fourier_series`, or `symbols:` and what letters are",
    ),
    "symbols": Key(_mapping, "a line for each letter below it, as in `x, y: 实数` or `x, y: real`"),
    "unchecked": Key(
        _text,
        "why its formulas are not checked, as in `unchecked: from my old site`; for one formula `% unchecked: why`",
    ),
    "was": Key(
        _was, "an address such as `was: /2021/06/Fourier-series/` or `was: /2019/03/hello.html`, or a list of them"
    ),
    "cover": Key(
        _cover, "a picture beside the note, as in `cover: moon.jpg`, or `cover: {src: moon.jpg, alt: what it shows}`"
    ),
    "draft": Key(_switch, "`draft: true`, or nothing"),
    "pin": Key(_switch, "`pin: true`, which keeps it at the head of the front page, or nothing"),
    "hide": Key(_hidden, f"a list of {', '.join(PARTS)}, as in `hide: [toc]`"),
    "search": Key(_mapping, "a mapping, as in `search: {exclude: true}`"),
    "lang": Key(_language, "`lang: zh` or `lang: en`, or a longer tag such as `en-GB`"),
}

_WAS = "Write the addresses that it had as `was:`, as in `was: /2019/03/hello.html`"
_UPDATED = "Write `updated: 2021-06-30`"
_DESCRIPTION = "Write `description:`, in plain text"
_CATEGORIES = "Write `categories: [essays]`, a list"
_PIN = "Write `pin: true`"
_COVER = "Write `cover: moon.jpg`, a picture beside the note"
_AUTHOR = "Leave it out: mkdocs.yml says who writes, as `site_author`"
_ALWAYS = "Leave it out: formulas are always set"
_FRAME = "Leave it out: all notes look alike"

ELSEWHERE: dict[str, str] = {
    "permalink": f"An address is made of `date:` and `slug:`. {_WAS}",
    "url": f"An address is made of `date:` and `slug:`. {_WAS}",
    "abbrlink": f"An address is made of `date:` and `slug:`. {_WAS}",
    "aliases": _WAS, "alias": _WAS, "redirect_from": _WAS,
    "lastmod": _UPDATED, "last_modified_at": _UPDATED, "modified": _UPDATED, "update_date": _UPDATED,
    "published": "Write `draft: true` for what is not to be published, else nothing",
    "publishDate": "Write it as `date:`: a note of a day to come is published from that day on",
    "category": _CATEGORIES,
    "summary": _DESCRIPTION, "excerpt": _DESCRIPTION, "abstract": _DESCRIPTION, "subtitle": _DESCRIPTION,
    "keywords": "Write `tags: [analysis, mathematics]`, a list",
    "top": _PIN, "sticky": _PIN, "pinned": _PIN, "weight": _PIN,
    "image": _COVER, "thumbnail": _COVER, "banner": _COVER, "featured_image": _COVER, "header-img": _COVER,
    "author": _AUTHOR, "authors": _AUTHOR,
    "math": _ALWAYS, "mathjax": _ALWAYS, "katex": _ALWAYS, "latex": _ALWAYS, "use_math": _ALWAYS,
    "language": "Write `lang: zh` or `lang: en`",
    "layout": _FRAME, "type": _FRAME, "template": _FRAME,
    "toc": "Leave it out: a note has its contents beside it; `hide: [toc]` takes them away",
    "comments": "Leave it out: there are none",
}  # fmt: skip
