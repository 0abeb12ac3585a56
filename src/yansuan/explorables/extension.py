"""Python-Markdown extension: a figure that a reader can change.

    /// explore | lines
    A caption in Markdown: what to try, what to notice.
    ///

becomes `<figure class="explorable" id="explore-lines" data-explore="lines" data-values="…">` with a picture drawn at
build and `<figcaption>` 动手 …; the theme's `explorables.js` sets it going.
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

from yansuan.explorables.catalogue import Explorable, ExplorableCatalogue
from yansuan.figures.catalogue import FigureError
from yansuan.pipeline import register
from yansuan.read.blocks import Header, Headers, headers_of, label
from yansuan.read.source import Source, locate

_NAME = "data-explore"
_PENDING = "data-pending"  # between the block's parsing and the drawing


class ExploreExtension(BlocksExtension):  # type: ignore[misc]  # pymdownx has no types
    """Explorables of the catalogue.

    Args:
        catalogue: draws them; see `yansuan.explorables.catalogue`.
        report: called with `file:line:col: message` for each mistake.
        locate: says where the text that a `Markdown` instance is reading comes from.
    """

    def __init__(
        self,
        catalogue: ExplorableCatalogue,
        report: Callable[[str], None] = lambda message: None,
        locate: Callable[[Markdown], Source | None] = locate,
    ) -> None:
        super().__init__()
        self.catalogue = catalogue
        self.report = report
        self.locate = locate

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        """Register the parts: one instance may serve several `Markdown` instances, so these keep the state."""
        block_mgr.register(ExploreBlock, {})
        headers = headers_of(md, ExploreBlock.NAME, self.report, self.locate)
        register(md, "treeprocessors", "explorables", Explorables(md, self, headers))


class ExploreBlock(Block):  # type: ignore[misc]  # pymdownx has no types
    """`/// explore | NAME`: the frame and the caption; `Explorables` fills it."""

    NAME = "explore"
    ARGUMENT = None  # one without a name is a mistake to report, not text to pass over

    def on_create(self, parent: Element) -> Element:
        """Make the frame."""
        figure = SubElement(parent, "figure", {"class": "explorable", _NAME: self.argument or "", _PENDING: ""})
        SubElement(figure, "figcaption")
        return figure

    def on_add(self, block: Element) -> Element:
        """What stands inside is the caption."""
        return block[0]


class Explorables(Treeprocessor):
    """Gives the explorables of a text their pictures and values."""

    def __init__(self, md: Markdown, extension: ExploreExtension, headers: Headers) -> None:
        super().__init__(md)
        self._extension = extension
        self._headers = headers

    def run(self, root: Element) -> None:
        """Fill every frame that `ExploreBlock` made."""
        frames = [frame for frame in root.iter("figure") if _PENDING in frame.attrib]
        if not frames:
            return
        source = self._extension.locate(self.md) or Source("")
        seen = set[str]()
        for frame in frames:
            del frame.attrib[_PENDING]
            name = frame.attrib[_NAME]
            self._fill(frame, self._headers.take(ExploreBlock.NAME, name), source, again=name in seen)
            seen.add(name)
            label(next(frame.iter("figcaption")), "动手")

    def _fill(self, frame: Element, header: Header, source: Source, *, again: bool) -> None:
        place = source.at(header.line, header.column)
        if not header.closed:
            what = f"the explorable has no end. Write '{header.slashes}' on a line after its caption."
        elif not header.name:
            what = self._extension.catalogue.declarations.absent("")
        elif again:
            what = f"explorable '{header.name}' stands on this page already. Take one of them out."
        else:
            self._draw(frame, header.name, place, source)
            return
        self._mistake(frame, f"{place}: {what}", source)

    def _draw(self, frame: Element, name: str, place: str, source: Source) -> None:
        identifier, catalogue = None if source.excerpt else f"explore-{name}", self._extension.catalogue
        try:
            made = catalogue.drawing(name)
        except KeyError:
            self._mistake(frame, f"{place}: {catalogue.declarations.absent(name)}", source)
            return
        except FigureError as error:
            message = f"{error} So explorable '{name}' of {place} cannot be made."
            self._mistake(frame, message, source, told=error.told)
            return
        assert isinstance(made, Explorable)
        if identifier:  # in a list of notes it is a picture and nothing more
            frame.set("id", identifier)
            frame.set("data-values", made.values)
        picture = Element("div", {"class": "explorable-picture"})
        picture.text = AtomicString(self.md.htmlStash.store(made.svg(identifier)))
        frame.insert(0, picture)

    def _mistake(self, frame: Element, message: str, source: Source, *, told: bool = False) -> None:
        """Say it on the console, once, and where the explorable should be."""
        del frame.attrib[_NAME]
        if not source.excerpt and not told:
            self._extension.report(message)
        error = Element("div", {"class": "author-error"})
        error.text = AtomicString(f"互动图有误：{message}")
        frame.insert(0, error)
