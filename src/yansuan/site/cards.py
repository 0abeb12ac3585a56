"""Notes in their order, and the card that each shows on other pages.

Newest first, by date and, where notes say it, the time of day; else notes of one day by slug.  The card above a note is
the next newer one, the card below it the next older one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from yansuan.page import Html, Page
from yansuan.site.excerpt import SYMBOL
from yansuan.site.tree import Element, Node, opened, parse, render, rewrite, walk
from yansuan.words import HOME

# Where a drawing names its parts: in these attributes, in "#name" and "url(#name)", and in its style sheet.
_NAMES = re.compile(
    r"""(?<=\sid=["'])[^"']*|(?<=\saria-labelledby=["'])[^"']*|(?<=\saria-describedby=["'])[^"']*|(?<=#)[\w:.-]+"""
)
_STYLED = re.compile(r"(?<=#)[\w-]+")


@dataclass(frozen=True)
class Tag:
    """A tag of a note, where its notes are listed (None where nothing lists them), and its feed."""

    name: str
    url: str | None
    feed: str | None = None


@dataclass(frozen=True)
class Cover:
    """The picture of a note; its address is relative to the site's root."""

    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Note:
    """A published note, as far as its front matter and its place in the site go.

    `language` is its own, "" where that is the site's; `zone` is that of its times.
    """

    src_uri: str
    url: str
    slug: str
    date: dt.date
    description: str = ""
    tags: tuple[Tag, ...] = ()
    was: tuple[str, ...] = ()
    language: str = ""
    time: dt.time = dt.time()
    zone: dt.tzinfo = dt.UTC
    updated: dt.date | None = None
    series: str = ""
    is_pinned: bool = False
    cover: Cover | None = None


@dataclass(frozen=True)
class Card:
    """What other pages show of a note.

    Addresses are relative to the site's root; `minutes` is how long it reads, `length` how many words it has;
    `date_text` is the date for readers of the site; `language` is the note's own, "" where that is the site's.
    """

    title: Html
    title_text: str
    url: str
    src_uri: str
    slug: str
    excerpt: Html
    excerpt_text: str
    description: str
    date: dt.date
    date_text: str
    language: str
    tags: tuple[Tag, ...]
    figure: Html | None
    figure_url: str | None
    minutes: int
    time: dt.time = dt.time()
    zone: dt.tzinfo = dt.UTC
    updated: dt.date | None = None
    series: str = ""
    is_pinned: bool = False
    cover: Cover | None = None
    length: int = field(default=0, repr=False, compare=False)  # which no other page shows, nor need be made for it

    @property
    def published(self) -> str:
        """The moment, for machines; of a note that says no time of day its first."""
        return dt.datetime.combine(self.date, self.time, self.zone).isoformat()

    @property
    def date_iso(self) -> str:
        """The date for machines."""
        return self.date.isoformat()

    @property
    def year(self) -> int:
        """The year that the archive lists it under."""
        return self.date.year


def order(notes: Iterable[Note]) -> list[Note]:
    """Newest first; those of one day the latest first, and else by slug."""
    in_a_day = sorted(notes, key=lambda note: note.slug)
    return sorted(in_a_day, key=lambda note: (note.date, note.time), reverse=True)


def neighbours(cards: Sequence[Card], src_uri: str) -> tuple[Card | None, Card | None]:
    """The cards above (newer) and below (older) a note; none at the ends, and for a page that is not a note."""
    at = next((i for i, card in enumerate(cards) if card.src_uri == src_uri), None)
    if at is None:
        return None, None
    return (cards[at - 1] if at > 0 else None), (cards[at + 1] if at + 1 < len(cards) else None)


@dataclass(frozen=True)
class Series:
    """The notes of a series, from the first on, as the page of one of them tells of it."""

    name: str
    cards: tuple[Card, ...]
    number: int
    previous: Card | None
    next: Card | None


def series_of(cards: Sequence[Card], src_uri: str) -> Series | None:
    """The series that a note is in; None where it is in none, or alone."""
    card = next((card for card in cards if card.src_uri == src_uri), None)
    if card is None or not card.series:
        return None
    inside = tuple(other for other in reversed(cards) if other.series == card.series)
    if len(inside) < 2:
        return None
    later, earlier = neighbours(inside[::-1], src_uri)
    return Series(card.series, inside, inside.index(card) + 1, earlier, later)


def make_card(note: Note, page: Page, day: Callable[[dt.date], str] = HOME.date) -> Card:
    """The card of a note, from its page; `day` writes a date for readers of the site."""
    return Card(
        title=page.title or Html(escape(note.slug)),
        title_text=page.title_text or note.slug,
        url=note.url,
        src_uri=note.src_uri,
        slug=note.slug,
        excerpt=page.lead,
        excerpt_text=page.lead_text,
        description=note.description or page.lead_text or page.title_text,
        date=note.date,
        date_text=day(note.date),
        language=note.language,
        tags=note.tags,
        figure=_portable(page.figure, note.slug) if page.figure else None,
        figure_url=(f"{note.url}#{page.figure_id}" if page.figure_id else note.url) if page.figure else None,
        minutes=page.minutes,
        length=page.length,
        time=note.time,
        zone=note.zone,
        updated=note.updated,
        series=note.series,
        is_pinned=note.is_pinned,
        cover=note.cover,
    )


def _portable(svg: str, slug: str) -> Html:
    """A drawing with ids of its own, as two drawings of one id on a page would share gradients and titles.

    Its parts no longer say which symbols of the note they are.
    """
    drawing = opened(next(child for child in parse(svg).children if isinstance(child, Element)))
    ids = {element.attributes["id"] for element in walk(drawing) if "id" in element.attributes}

    def renamed(match: re.Match[str]) -> str:
        words = [f"card-{slug}-{word}" if word in ids else word for word in match[0].split(" ")]
        return " ".join(words)

    def rule(element: Element) -> list[Node]:
        start = SYMBOL.sub("", _NAMES.sub(renamed, element.start))
        inside = [
            _STYLED.sub(renamed, c) if element.tag == "style" and isinstance(c, str) else c for c in element.children
        ]
        new = Element(element.tag, start, element.attributes, inside, element.end)
        return [rewrite(new, rule)]

    return Html(render(rewrite(Element("", children=[drawing]), rule)))
