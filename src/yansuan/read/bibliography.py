"""What notes cite: a BibTeX file, as plain text for readers.

bibtexparser reads it, an entry at a time: one that cannot be read is told with its place, and the others are there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yansuan.read import places
from yansuan.read.source import shown_path

FILE = "references.bib"
"""In the folder of the pages."""

_ARXIV = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}")
_AUTHORS = 8
"""Of more, the first are named."""


@dataclass(frozen=True)
class Reference:
    """An entry, in plain text: who, what, and where it is found.

    Args:
        authors: their names, as they are written.
        more: whether there are others.
        inside: the journal or book that it is in, with volume, number and pages; and the publisher.
        url: where it can be read; "" where nothing says so.
    """

    key: str
    authors: tuple[str, ...]
    more: bool
    title: str
    inside: tuple[str, ...]
    year: str
    url: str

    @property
    def brief(self) -> str:
        """It in a few words."""
        return ", ".join(filter(None, (self.authors[0] if self.authors else self.title, self.year)))


@dataclass(frozen=True)
class Bibliography:
    """A file: its entries by their keys, and what is wrong with it.

    Args:
        path: as messages name it.
        is_there: whether there is such a file.
    """

    path: str
    is_there: bool = False
    entries: Mapping[str, Reference] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def read(file: Path) -> Bibliography:
    """Read the file; that there is none is no fault."""
    path = shown_path(file)
    try:
        source = file.read_text("utf-8-sig")
    except FileNotFoundError:
        return Bibliography(path)
    except UnicodeDecodeError as error:
        where = places.shown(path, places.of_byte(error))
        return Bibliography(path, is_there=True, faults=(f"{where}: the file is not UTF-8. Save it as UTF-8.",))
    from bibtexparser import middlewares, model
    from bibtexparser.entrypoint import parse_string  # now: most sites cite nothing

    split = [middlewares.SeparateCoAuthors(True), middlewares.SplitNameParts(True)]
    library = parse_string(source, append_middleware=split)
    faults = list[str]()
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, model.DuplicateBlockKeyBlock):
            faults.append(f"{path}:{line}:1: {block.key} stands twice. Give one of the two another key.")
        else:
            advice = "Close each brace and each quotation mark, and put a comma after each field."
            faults.append(f"{path}:{line}:1: this entry cannot be read to its end. {advice}")
    fields = {entry.key: {one.key.lower(): one.value for one in entry.fields} for entry in library.entries}
    entries = {key: _reference(key, values) for key, values in fields.items()}
    return Bibliography(path, is_there=True, entries=entries, faults=tuple(faults))


def _reference(key: str, fields: Mapping[str, Any]) -> Reference:
    people = fields.get("author") or fields.get("editor") or []
    names = [_name(person) for person in (people if isinstance(people, list) else [people])]
    others = "others" in names
    named = [name for name in names if name != "others"]
    return Reference(
        key=key,
        authors=tuple(named[:_AUTHORS]),
        more=others or len(named) > _AUTHORS,
        title=_plain(fields.get("title", key)),
        inside=_inside(fields),
        year=_plain(fields.get("year") or str(fields.get("date", ""))[:4]),
        url=_url(fields),
    )


def _inside(fields: Mapping[str, Any]) -> tuple[str, ...]:
    volume = _plain(fields.get("volume", ""))
    number = _plain(fields.get("number") or fields.get("issue") or "")
    volume += f"({number})" if number else ""
    pages = re.sub(r"-+", "–", _plain(fields.get("pages", "")))
    whole = _plain(fields.get("journal") or fields.get("journaltitle") or fields.get("booktitle") or "")
    edition = _plain(fields.get("edition", ""))
    publisher = _plain(fields.get("publisher") or fields.get("school") or fields.get("institution") or "")
    if whole:
        volume = f"{volume}: {pages}" if volume and pages else volume or pages
        return tuple(filter(None, (" ".join(filter(None, (whole, volume))), publisher)))
    return tuple(filter(None, (edition, publisher, volume, pages, _plain(fields.get("howpublished", "")))))


def _url(fields: Mapping[str, Any]) -> str:
    doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", str(fields.get("doi", "")), flags=re.IGNORECASE)
    if doi:
        return f"https://doi.org/{doi}"
    eprint = str(fields.get("eprint", ""))
    if _ARXIV.fullmatch(eprint):
        return f"https://arxiv.org/abs/{eprint}"
    url = str(fields.get("url", "")).replace("\\", "")
    return url if re.match(r"https?://\S+$", url) else ""


def _name(person: Any) -> str:
    """A person as the title page has the name."""
    if isinstance(person, str):
        return _plain(person)
    parts = (*person.first, *person.von, *person.last, *person.jr)
    if len(person.first) == len(person.last) == 1 and re.fullmatch("[\u4e00-\u9fff]{1,2}", person.last[0]):
        return _plain(person.last[0] + person.first[0])  # 陈, 省身
    return _plain(" ".join(parts))


def _plain(text: object) -> str:
    """TeX as plain text."""
    from pylatexenc.latex2text import LatexNodes2Text  # which bibtexparser brings

    known = re.sub(r"\\(La)?TeX(?:\\ |\{\})?", r"\1TeX", str(text))
    return " ".join(LatexNodes2Text().latex_to_text(known).split())
