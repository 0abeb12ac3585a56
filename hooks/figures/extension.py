"""Python-Markdown extension: a figure drawn at build, with a caption and a number.

    /// figure | backpropagation-network
    A caption in Markdown.
    ///

becomes `<figure class="figure" id="fig-backpropagation-network">` with the SVG inline and `<figcaption>` 图 1 ….
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from hooks.figures.catalogue import Catalogue, FigureError, SnippetError
from hooks.source import Source, fence_after, locate

_OPENS = re.compile(r"[ \t>]*(/{3,})[ \t]*figure[ \t]*(?:\|[ \t]*(.*?)[ \t]*)?$", re.IGNORECASE)
_CLOSES = re.compile(r"[ \t>]*(/{3,})[ \t]*$")

_NAME = "data-figure"  # of the name, between the block's parsing and the drawing


class FigureExtension(BlocksExtension):  # type: ignore[misc]  # pymdownx has no types
    """Figures of the catalogue.

    Args:
        catalogue: draws them.
        report: called with `file:line:col: message` for each mistake.
        locate: says where the text that a `Markdown` instance is reading comes from.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        report: Callable[[str], None] = lambda message: None,
        locate: Callable[[Markdown], Source | None] = locate,
    ) -> None:
        super().__init__()
        self.catalogue = catalogue
        self.report = report
        self.locate = locate

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        """Register the parts: one instance may serve several `Markdown` instances, so these keep the state."""
        block_mgr.register(FigureBlock, {})
        headers = Headers(md)
        md.preprocessors.register(headers, "figure-headers", 1000)  # before anything changes the author's lines
        # After inline (20) and its footnotes, before what collects ids (toc and MkDocs, 5).
        md.treeprocessors.register(Figures(md, self, headers), "figures", 15)


class FigureBlock(Block):  # type: ignore[misc]  # pymdownx has no types
    """`/// figure | NAME`: the frame and the caption; `Figures` draws, when it knows the order of all of them."""

    NAME = "figure"
    ARGUMENT = None  # one without a name is a mistake to report, not text to pass over

    def on_create(self, parent: Element) -> Element:
        """Make the frame."""
        figure = SubElement(parent, "figure", {"class": "figure", _NAME: self.argument or ""})
        SubElement(figure, "figcaption")
        return figure

    def on_add(self, block: Element) -> Element:
        """What stands inside is the caption."""
        return block[0]


@dataclass(frozen=True)
class Header:
    """Where a figure begins in the author's text; line and column of its name count from 1."""

    name: str
    line: int
    column: int
    closed: bool


class Headers(Preprocessor):
    """Remembers where the figures of the text in hand begin, and ends those that the author did not end."""

    found: tuple[Header, ...] = ()

    def run(self, lines: list[str]) -> list[str]:
        """The lines, as many of them as before, so that others who count them are still right."""
        self.found = tuple(_headers(lines))
        for header in self.found:
            if not header.closed:
                lines = _ended(lines, header)
        return lines


def _ended(lines: list[str], header: Header) -> list[str]:
    """A figure without end would take all that follows for its caption: end it with its paragraph."""
    opening = _OPENS.match(lines[header.line - 1])
    assert opening is not None
    mark = opening.string[: opening.end(1)]
    blank = next((at for at in range(header.line, len(lines)) if not lines[at].strip(" \t>")), len(lines))
    return [*lines[:blank], mark, *lines[blank + 1 :]]


def _headers(lines: list[str]) -> Iterator[Header]:
    """The figures that begin in a text, code left out."""
    open_header: Header | None = None
    slashes = ""
    for line, text in enumerate(_without_code(lines), 1):
        if opens := _OPENS.match(text):
            if open_header:
                yield open_header
            slashes, name = opens[1], opens[2] or ""
            column = (opens.start(2) if name else opens.start(1)) + 1
            open_header = Header(name, line, column, closed=False)
        elif open_header and (closes := _CLOSES.match(text)) and closes[1] == slashes:
            yield Header(open_header.name, open_header.line, open_header.column, closed=True)
            open_header = None
    if open_header:
        yield open_header


def _without_code(lines: Iterable[str]) -> Iterator[str]:
    """The lines, those of fenced code empty."""
    fence = ""
    for text in lines:
        before, fence = fence, fence_after(text, fence)
        yield "" if before or fence else text


class Figures(Treeprocessor):
    """Draws and numbers the figures of a text, in their order."""

    def __init__(self, md: Markdown, extension: FigureExtension, headers: Headers) -> None:
        super().__init__(md)
        self._extension = extension
        self._headers = headers

    def run(self, root: Element) -> None:
        """Fill every frame that `FigureBlock` made."""
        frames = [frame for frame in root.iter("figure") if _NAME in frame.attrib]
        if not frames:
            return
        source = self._extension.locate(self.md) or Source("")
        remaining = list(self._headers.found)
        seen: list[str] = []
        for number, frame in enumerate(frames, 1):
            name = frame.attrib.pop(_NAME)
            seen.append(name)
            header = next((header for header in remaining if header.name == name), None)
            if header:
                remaining.remove(header)
            again = f"-{seen.count(name)}" if seen.count(name) > 1 else ""
            identifier = None if source.excerpt else f"fig-{name}{again}"
            self._fill(frame, name, identifier, header or Header(name, 1, 1, closed=True), source)
            _number(next(frame.iter("figcaption")), number)

    def _fill(self, frame: Element, name: str, identifier: str | None, header: Header, source: Source) -> None:
        place = source.at(header.line, header.column)
        catalogue = self._extension.catalogue
        if not header.closed:
            self._mistake(frame, f"{place}: the figure has no end. Write '///' on a line after its caption.", source)
        elif name not in catalogue.names:
            what = f"there is no figure '{name}'" if name else "a figure needs a name"
            self._mistake(frame, f"{place}: {what}. Write one of {', '.join(catalogue.names)}.", source)
        else:
            self._draw(frame, name, identifier, place, source)

    def _draw(self, frame: Element, name: str, identifier: str | None, place: str, source: Source) -> None:
        try:
            svg = self._extension.catalogue.drawing(name).svg(identifier)
        except FigureError as error:
            told = isinstance(error, SnippetError)  # by hooks/notebooks, which runs it
            self._mistake(frame, f"{error} So figure '{name}' of {place} cannot be drawn.", source, told=told)
            return
        if identifier:
            frame.set("id", identifier)
        frame.text = AtomicString(self.md.htmlStash.store(svg))

    def _mistake(self, frame: Element, message: str, source: Source, *, told: bool = False) -> None:
        """Say it on the console, once, and where the figure should be."""
        if not source.excerpt and not told:
            self._extension.report(message)
        SubElement(frame, "div", {"class": "author-error"}).text = AtomicString(f"插图有误：{message}")
        frame[:] = [frame[-1], *frame[:-1]]


def _number(caption: Element, number: int) -> None:
    """Put 图 N before the caption."""
    if not len(caption) or caption[0].tag != "p":
        caption.insert(0, Element("p"))
    first = caption[0]
    label = Element("span", {"class": "figure-number"})
    label.text = AtomicString(f"图 {number}")
    label.tail = f"\u3000{first.text or ''}" if first.text or len(first) else None
    first.text = None
    first.insert(0, label)
