"""Notes in their order, and the card that each shows on other pages.

Newest first, by date; notes of one day by slug.  The card above a note is the next newer one (Last One 上一篇),
the card below it the next older one (Next One 下一篇).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from yansuan.site.excerpt import SYMBOL, ToPlain, excerpt, inline, is_formula
from yansuan.site.pace import minutes
from yansuan.site.tree import Element, Node, opened, parse, render, rewrite, text, walk

# Where a drawing names its parts: in these attributes, in "#name" and "url(#name)", and in its style sheet.
_NAMES = re.compile(
    r"""(?<=\sid=["'])[^"']*|(?<=\saria-labelledby=["'])[^"']*|(?<=\saria-describedby=["'])[^"']*|(?<=#)[\w:.-]+"""
)
_STYLED = re.compile(r"(?<=#)[\w-]+")


class Html(str):
    """HTML that templates put in as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True)
class Tag:
    """A tag of a note, and where its notes are listed (None where nothing lists them)."""

    name: str
    url: str | None


@dataclass(frozen=True)
class Note:
    """A published note, as the build knows it once its Markdown is rendered."""

    src_uri: str
    url: str
    slug: str
    date: dt.date
    content: str
    description: str = ""
    tags: tuple[Tag, ...] = ()
    was: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """What other pages show of a note; addresses are relative to the site's root, `minutes` is how long it reads."""

    title: Html
    title_text: str
    url: str
    src_uri: str
    slug: str
    excerpt: Html
    excerpt_text: str
    description: str
    date: dt.date
    tags: tuple[Tag, ...]
    figure: Html | None
    figure_url: str | None
    minutes: int

    @property
    def date_iso(self) -> str:
        """The date for machines."""
        return self.date.isoformat()

    @property
    def date_text(self) -> str:
        """The date for readers."""
        return f"{self.date.year} 年 {self.date.month} 月 {self.date.day} 日"

    @property
    def year(self) -> int:
        """The year that the archive lists it under."""
        return self.date.year


def order(notes: Iterable[Note]) -> list[Note]:
    """Newest first; those of one day by slug."""
    return sorted(notes, key=lambda note: (-note.date.toordinal(), note.slug))


def neighbours(cards: Sequence[Card], src_uri: str) -> tuple[Card | None, Card | None]:
    """The cards above (newer) and below (older) a note; none at the ends, and for a page that is not a note."""
    at = next((i for i, card in enumerate(cards) if card.src_uri == src_uri), None)
    if at is None:
        return None, None
    return (cards[at - 1] if at > 0 else None), (cards[at + 1] if at + 1 < len(cards) else None)


def make_card(note: Note, to_plain: ToPlain) -> Card:
    """The card of a note, from its rendered HTML."""
    heading = next(_slices(note.content, "h1"), None) or Element("h1", children=[escape(note.slug)])
    lead = excerpt(note.content, to_plain)
    figure = next((figure for figure in _slices(note.content, "figure") if _drawing(figure)), None)
    return Card(
        title=Html(inline(heading)),
        title_text=plain(inline(heading), to_plain),
        url=note.url,
        src_uri=note.src_uri,
        slug=note.slug,
        excerpt=Html(lead),
        excerpt_text=plain(lead, to_plain),
        description=note.description,
        date=note.date,
        tags=note.tags,
        figure=_portable(figure, note.slug) if figure else None,
        figure_url=_address(note.url, figure) if figure else None,
        minutes=minutes(note.content),
    )


def _slices(html: str, tag: str) -> Iterator[Element]:
    """The elements of a kind that do not nest; a note is a megabyte of drawings, so only these are read."""
    for match in re.finditer(rf"<{tag}\b.*?</{tag}>", html, re.DOTALL):
        yield from (child for child in parse(match[0]).children if isinstance(child, Element))


def plain(html: str, to_plain: ToPlain) -> str:
    """HTML as one line of text, formulas by their plain text."""
    return re.sub(r"\s+", " ", text(parse(to_plain(html)))).strip()


def _drawing(figure: Element) -> Element | None:
    """The SVG of a figure; formulas in its caption are SVG as well."""
    for child in figure.children:
        if isinstance(child, Element) and not is_formula(child):
            found = child if child.tag == "svg" else _drawing(child)
            if found is not None:
                return found
    return None


def _portable(figure: Element, slug: str) -> Html:
    """The SVG of a figure with ids of its own, as two drawings of one id on a page would share gradients and titles.

    Its parts no longer say which symbols of the note they are.
    """
    found = _drawing(figure)
    assert found is not None
    drawing = opened(found)
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


def _address(url: str, figure: Element) -> str:
    name = figure.attributes.get("id")
    return f"{url}#{name}" if name else url
