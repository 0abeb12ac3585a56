"""Python-Markdown extension: a figure drawn at build, with a caption and a number.

    /// figure | two-lines
    A caption in Markdown.
    ///

becomes `<figure class="figure" id="fig-two-lines">` with the SVG inline and `<figcaption>` 图 1 ….
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from yansuan.figures.catalogue import Catalogue, FigureError
from yansuan.pipeline import register
from yansuan.read.blocks import Header, Headers, headers_of, label
from yansuan.read.source import Source, locate

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
        headers = headers_of(md, FigureBlock.NAME, self.report, self.locate)
        register(md, "treeprocessors", "figures", Figures(md, self, headers))


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
        seen: list[str] = []
        for number, frame in enumerate(frames, 1):
            name = frame.attrib.pop(_NAME)
            seen.append(name)
            again = f"-{seen.count(name)}" if seen.count(name) > 1 else ""
            identifier = None if source.excerpt else f"fig-{name}{again}"
            self._fill(frame, self._headers.take(FigureBlock.NAME, name), identifier, source)
            label(next(frame.iter("figcaption")), f"图 {number}")

    def _fill(self, frame: Element, header: Header, identifier: str | None, source: Source) -> None:
        place, name = source.at(header.line, header.column), header.name
        if not header.closed:
            what = f"the figure has no end. Write '{header.slashes}' on a line after its caption."
        elif not name:
            what = self._extension.catalogue.declarations.absent("")
        else:
            self._draw(frame, name, identifier, place, source)
            return
        self._mistake(frame, f"{place}: {what}", source)

    def _draw(self, frame: Element, name: str, identifier: str | None, place: str, source: Source) -> None:
        catalogue = self._extension.catalogue
        try:
            svg = catalogue.drawing(name).svg(identifier)
        except KeyError:
            self._mistake(frame, f"{place}: {catalogue.declarations.absent(name)}", source)
            return
        except FigureError as error:
            message = f"{error} So figure '{name}' of {place} cannot be drawn."
            self._mistake(frame, message, source, told=error.told)
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
