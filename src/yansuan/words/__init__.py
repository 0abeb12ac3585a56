"""Every word that a reader sees, in `zh.toml` and `en.toml`: whole sentences, with names for what is filled in.

    words = of("en-GB")
    words("list.pages", count=3)          # "3 pages", and "1 page" where `count` is 1
    words.sentence("verdict.state", …)    # the same, as the beginning of a sentence

What is filled in stands there as it is given: where the sentence is to be HTML, it is HTML already.  A site has one
language, `theme.language`; a page may have another, which it names in its front matter (`lang: en`) and which decides
for what stands within it.  A key that is missing is a fault of ours: it is the same keys in both files, with the same
names in their sentences (`tests/test_words.py`).

What is written before its page is known, as a cell that several notes quote, is written with marks: see `later`.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "en")
OTHERS = "en"
"""What a site gets whose language is none of these."""

_FORMS = {"one", "other"}
_MARK = re.compile(r"<!--say ([\w.-]+)-->(.*?)<!--said-->", re.DOTALL)

Entry = str | Mapping[str, str]  # a sentence, or its forms for one and for other numbers


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Args:
        language: its tag, the first part only.
        entries: by their keys, the sections' names before them.
    """

    language: str
    entries: Mapping[str, Entry] = field(repr=False)

    def __call__(self, key: str, /, **values: object) -> str:
        """A sentence, filled in.

        Args:
            key: as `verdict.holds`.
            values: what is filled in; of forms `count` chooses one.
        """
        entry = self.entries[key]
        if not isinstance(entry, str):
            entry = entry["one"] if values["count"] == 1 and "one" in entry else entry["other"]
        return entry.format(**values)

    def sentence(self, key: str, /, **values: object) -> str:
        """The same at the beginning of a sentence, where some languages have a capital letter."""
        return begin(self(key, **values))

    def open(self, key: str) -> str:
        """A sentence that a script fills in: its names stand in it in braces."""
        entry = self.entries[key]
        assert isinstance(entry, str)
        return entry

    def list(self, parts: Iterable[str]) -> str:
        """Clauses, or things with commas between them."""
        return self("list.comma").join(parts)

    def names(self, parts: Iterable[str]) -> str:
        """Names of one kind."""
        return self("list.name").join(parts)

    def clauses(self, parts: Iterable[str]) -> str:
        """What is parted more than by a comma."""
        return self("list.clause").join(parts)

    def sentences(self, parts: Iterable[str]) -> str:
        """Whole sentences, one after another."""
        return self("list.sentence").join(filter(None, parts))

    def date(self, day: dt.date) -> str:
        """A day, for readers."""
        month = self("date.months").split()[day.month - 1]
        return self("date.day", year=day.year, month=month, day=day.day)

    def within(self, language: object) -> Words:
        """The words of a page that names its language; these where it names none that is known."""
        return of(str(language)) if knows(language) else self


def begin(text: str) -> str:
    """A text with a capital letter, where it begins with a letter that has one."""
    return text[:1].upper() + text[1:]


def knows(language: object) -> bool:
    """Whether there are words of a language: `zh`, `en`, or a longer tag of theirs such as `zh-CN`."""
    return (
        isinstance(language, str)
        and bool(re.fullmatch(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*", language))
        and (_first(language) in LANGUAGES)
    )


def of(language: str) -> Words:
    """The words for a tag; those of English for a language that there are none of."""
    return _read(_first(language) if knows(language) else OTHERS)


def later(key: str, message: str = "") -> str:
    """A sentence for a page whose language is not known yet; `said` puts it in its place.

    Args:
        key: of a sentence in which nothing is filled in, or `message`.
        message: HTML; no such sentence is in it.
    """
    return f"<!--say {key}-->{message}<!--said-->"


def said(html: str, words: Words) -> str:
    """HTML with the sentences that were left for later."""
    return _MARK.sub(lambda mark: words(mark[1], message=mark[2]), html) if "<!--say " in html else html


def _first(language: str) -> str:
    return language.partition("-")[0].lower()


@cache
def _read(language: str) -> Words:
    with (Path(__file__).parent / f"{language}.toml").open("rb") as file:
        return Words(language, dict(_entries(tomllib.load(file))))


def _entries(table: Mapping[str, Any], section: str = "") -> Iterable[tuple[str, Entry]]:
    for name, value in table.items():
        if isinstance(value, str) or value.keys() <= _FORMS:
            yield section + name, value
        else:
            yield from _entries(value, f"{section}{name}.")


HOME = of("zh")
"""The words of a text of which nothing says where it is to stand: what this engine was made for."""
