"""A page of the site as Markdown made it: read once, and given to all who show something of it elsewhere.

What is read is HTML in which formulas stand by name, as words (`yansuan.set.markup`); so there is little of it, and
nobody who reads it sees a drawing of a formula or its MathML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yansuan.site import plain
from yansuan.site.excerpt import excerpt, inline
from yansuan.site.pace import length, minutes
from yansuan.site.tree import Element, first, parse, render, walk


class Html(str):
    """HTML that templates put in as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True)
class Page:
    """What others show of a page.

    Args:
        title: its first heading of the first level, as it may stand anywhere; None where there is none.
        headings: by their ids, the headings that have a formula in them, as plain text.
        words: what search reads, under the same headings with the same ids.
        lead: its first lines.
        minutes: how long it takes to read.
        length: how many words it has, or characters of Chinese.
        figure: the first drawing that is a figure of its own.
        figure_id: the id of that figure; "" where it has none.
        numbered: of each display formula that has a number: its id, and the number.
        links: where it leads, as its links have it, each once.
    """

    title: Html | None
    headings: Mapping[str, str]
    words: str
    lead: Html
    minutes: int
    figure: Html | None
    figure_id: str
    links: tuple[str, ...] = ()
    numbered: tuple[tuple[str, str], ...] = ()
    length: int = 0

    @property
    def title_text(self) -> str:
        """The title as plain text; "" where there is none."""
        return plain.line(self.title or "")

    @property
    def lead_text(self) -> str:
        """The first lines as plain text."""
        return plain.line(self.lead)


def read_page(html: str) -> Page:
    """Read a page, with its formulas by name."""
    root = parse(html)
    title = first(root, lambda element: element.tag == "h1")
    figures = ((figure, first(figure, _is_drawing)) for figure in walk(root) if figure.tag == "figure")
    figure, drawing = next((found for found in figures if found[1]), (Element(""), None))
    return Page(
        title=Html(inline(title)) if title else None,
        headings=plain.headings(root),
        words=plain.searchable(root),
        lead=Html(excerpt(root)),
        minutes=minutes(root),
        length=length(root),
        figure=Html(render(drawing)) if drawing else None,
        figure_id=figure.attributes.get("id", ""),
        numbered=tuple(_numbered(root)),
        links=tuple(dict.fromkeys(one.attributes["href"] for one in walk(root) if one.attributes.get("href"))),
    )


def _numbered(root: Element) -> Iterator[tuple[str, str]]:
    for formula in walk(root):
        if "formula-display" in formula.classes and "id" in formula.attributes:
            number = first(formula, lambda part: "formula-number" in part.classes)
            if number is not None and (shown := plain.line(render(number))):
                yield formula.attributes["id"], shown


def _is_drawing(element: Element) -> bool:
    return element.tag == "svg"
