"""The front matter of a note, of that of a post elsewhere.

`yansuan.read.keys` has the keys of a note, and with each of another system what to write here; here that is done.  What
is of no use here, as `layout`, is left out; what has no counterpart is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from yansuan.read.keys import ELSEWHERE, KEYS, Fault, default_slug
from yansuan.words import knows

# What is said of these is "Leave it out", or they are of no use but to their system.
USELESS = frozenset(key for key, advice in ELSEWHERE.items() if advice.startswith("Leave it out")) | frozenset(
    """
    comment share sharing show_author author_profile read_time readtime related excerpt_separator classes
    copyright reprint reward license licence updateDate lastmodified isCJKLanguage hiddenInHomeList showToc TocOpen
    ShowToc tocopen showtoc disableShare sidebar nav_order navigation sitemap noindex robots render_with_liquid
    published_at id guid hideComments enableMath markup cssclass cssclasses publish created linkTitle slug_url
    no_word_count toc_number toc_style toc_label toc_sticky usemath highlight mermaid search_exclude categories_map
    """.split()
)
_DAYS = ("date", "created", "pubDate", "publishDate", "publishdate", "created_at")
_UPDATED = (
    "updated",
    "lastmod",
    "last_modified_at",
    "last-modified",
    "modified",
    "update_date",
    "updated_at",
    "update",
)
_DESCRIPTIONS = ("description", "summary", "excerpt", "abstract", "subtitle", "desc")
_PINS = ("pin", "top", "sticky", "pinned", "featured")
_ADDRESSES = ("permalink", "url", "abbrlink", "slug")
_OLD = ("redirect_from", "aliases", "alias", "was")
_COVERS = (
    "cover", "image", "thumbnail", "featured_image", "featuredImage", "feature_image", "banner", "top_img", "index_img",
    "header-img", "header", "img", "banner_img", "cover_image", "coverImage", "thumb",
)  # fmt: skip
_TAXONOMIES = ("tags", "tag", "keywords", "categories", "category", "series")
_READ = {
    *_DAYS, *_UPDATED, *_DESCRIPTIONS, *_PINS, *_ADDRESSES, *_OLD, *_TAXONOMIES, *_COVERS,
    "title", "draft", "published", "lang", "language", "locale", "toc", "weight", "tagline",
}  # fmt: skip
_OURS = ("hide", "search", "snippet", "symbols")
_TAG = re.compile(r"<[^<>]+>")
_TEX = re.compile(r"\$|\\[a-zA-Z(\[]|[_^]\{")


@dataclass
class Front:
    """What a post says of itself, in our words.

    Args:
        values: the front matter of the note, but its old addresses.
        old: its old addresses, as it names them.
        title: of it, where it has one.
        cover: the address of its picture, where it has one, and the key that says it.
        left: what has no counterpart here, by key: why, and what to do.
        unused: keys that are of no use here.
    """

    values: dict[str, Any] = field(default_factory=dict)
    old: list[str] = field(default_factory=list)
    title: str = ""
    cover: tuple[str, str] = ("", "")
    left: dict[str, str] = field(default_factory=dict)
    unused: set[str] = field(default_factory=set)


def of_post(given: dict[str, Any], system: str) -> Front:
    """The front matter of a note.

    Args:
        given: what the post's says.
        system: whose it is: Jekyll parts words by blanks, and in a folder of notes aliases are no addresses.
    """
    front = Front(title=_line(given.get("title")))
    _days(given, front)
    _taxonomies(given, front, system)
    _describe(given, front)
    if given.get("draft") is True or given.get("published") is False:
        front.values["draft"] = True
    if any(given.get(key) is True or (isinstance(given.get(key), int) and given[key]) for key in _PINS):
        front.values["pin"] = True
    if knows(language := given.get("lang") or given.get("language") or given.get("locale")):
        front.values["lang"] = str(language)
    if given.get("toc") is False:
        front.values.setdefault("hide", ["toc"])
    for key in _OLD if system != "folder" else ():
        front.old += _words(given.get(key), lambda text: [text])
    front.cover = next(((found, key) for key in _COVERS if (found := _picture(given.get(key)))), ("", ""))
    _rest(given, front)
    return front


def _picture(value: object) -> str:
    """The address of a picture: a text, or in one of the keys that themes use for it."""
    if isinstance(value, dict):
        keys = ("path", "src", "image", "url", "feature", "overlay_image", "teaser")
        return next((found for key in keys if (found := _picture(value.get(key)))), "")
    named = value.strip().removeprefix("[[").removesuffix("]]") if isinstance(value, str) else ""
    return named if re.search(r"\.\w{3,4}$", named) else ""


def _line(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int | float | date) else ""


def _days(given: dict[str, Any], front: Front) -> None:
    for name, keys in (("date", _DAYS), ("updated", _UPDATED)):
        for key in [key for key in keys if given.get(key)]:
            value = given[key]
            both = value if isinstance(value, dict) else {"created": value}
            for part, said in (("created", name), ("updated", "updated")):
                if both.get(part) and said not in front.values and not _day(front, said, both[part]):
                    front.left[key] = f"{both[part]!s} is not a date. Write it as in `{said}: 2021-05-27`"
    day, updated = front.values.get("date"), front.values.get("updated")
    if day and updated and _plain_day(updated) <= _plain_day(day):
        del front.values["updated"]


def _day(front: Front, key: str, value: object) -> bool:
    try:
        front.values[key] = KEYS["date"].read(str(value) if not isinstance(value, date) else value)
    except Fault:
        return False
    return True


def _plain_day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _words(value: object, part: Callable[[str], Iterable[str]]) -> list[str]:
    """A list of words, of a list, or of a text in which they stand, or of nested lists."""
    if value is None or isinstance(value, bool):
        return []
    if isinstance(value, list):
        return [word for one in value for word in _words(one, lambda text: [text])]
    if isinstance(value, dict):
        return [str(word) for word in value]
    return [word.strip() for word in part(str(value)) if word.strip()]


def _taxonomies(given: dict[str, Any], front: Front, system: str) -> None:
    def parted(text: str) -> list[str]:
        return re.split(r"[,，、]" if re.search("[,，、]", text) else r"\s+" if system == "jekyll" else r"\n", text)

    def whole(text: str) -> list[str]:
        return [text]

    tags = _words(given.get("tags"), parted) + _words(given.get("tag"), whole if system == "jekyll" else parted)
    tags = tags or _words(given.get("keywords"), lambda text: re.split(r"[,，、]", text))
    categories = _words(given.get("categories"), parted) + _words(given.get("category"), whole)
    series = _words(given.get("series"), whole)
    for key, words in (("tags", tags), ("categories", categories)):
        if words:
            front.values[key] = list(dict.fromkeys(word.lstrip("#") or word for word in words))
    if series:
        front.values["series"] = series[0]
    if series[1:]:
        front.left["series"] = f"a note is in one series, and {series[0]} was taken. Name the others in its text"


def _describe(given: dict[str, Any], front: Front) -> None:
    """The first of several descriptions, where it is plain text; a second one is told, as readers saw it."""
    for key in _DESCRIPTIONS:
        text = _line(_TAG.sub("", given[key])) if isinstance(given.get(key), str) else ""
        if not text:
            continue
        if _TEX.search(text):
            front.left[key] = "there is TeX in it, and search engines show it as it stands. Write it in plain text"
        elif "description" not in front.values:
            front.values["description"] = text
        elif text != front.values["description"]:
            front.left[key] = "there is a description already. Put it into the text"


def _rest(given: dict[str, Any], front: Front) -> None:
    for key, value in given.items():
        if key in _OURS and value is not None:
            try:
                front.values[key] = KEYS[key].read(value)
            except Fault as fault:
                front.left[key] = f"{fault}. Wanted is {KEYS[key].advice}"
        elif key in USELESS:
            front.unused.add(key)
        elif key not in _READ and value not in (None, "", [], {}, False):
            front.left[key] = "nothing here is called so. Leave it out, or put what it says into the text"


def slug_of(*names: object) -> str:
    """The first of several names that can be made one of an address; "" where none can."""
    for name in names:
        plain = unicodedata.normalize("NFKD", str(name or "")).encode("ascii", "ignore").decode()
        plain = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
        if plain and (slug := default_slug(plain)) and re.search(r"[a-z]", slug):
            return slug
    return ""
