"""Python-Markdown: blocks that become a `<figure>` with what a catalogue draws at build, and a caption.

    /// KIND | NAME
    A caption in Markdown.
    ///

What figures (`figures/extension.py`) and explorables (`explorables/extension.py`) have in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from yansuan.draw.ink import Drawing
from yansuan.figures.catalogue import Catalogue, FigureError
from yansuan.pipeline import register
from yansuan.read.blocks import Header, Headers, headers_of, label
from yansuan.read.source import Source, locate
from yansuan.words import Words, of

_NAME = "data-name"  # of what is to be drawn, between the block's parsing and the drawing

C = TypeVar("C", bound=Catalogue)


class FrameBlock(Block):  # type: ignore[misc]  # pymdownx has no types
    """`/// KIND | NAME`: the frame and the caption; `Frames` draws, when it knows the order of all of them."""

    NAME = ""  # the kind
    ARGUMENT = None  # one without a name is a mistake to report, not text to pass over
    LOOK = ""  # the class of the frame

    def on_create(self, parent: Element) -> Element:
        """Make the frame."""
        frame = SubElement(parent, "figure", {"class": self.LOOK, _NAME: self.argument or ""})
        SubElement(frame, "figcaption")
        return frame

    def on_add(self, block: Element) -> Element:
        """What stands inside is the caption."""
        return block[0]


class FrameExtension(BlocksExtension, Generic[C]):  # type: ignore[misc]  # pymdownx has no types
    """What a catalogue draws.

    Args:
        catalogue: draws.
        report: called with `file:line:col: message` for each mistake.
        locate: says where the text that a `Markdown` instance is reading comes from.
    """

    FRAMES: ClassVar[type[Frames]]

    def __init__(
        self,
        catalogue: C,
        report: Callable[[str], None] = lambda message: None,
        locate: Callable[[Markdown], Source | None] = locate,
        told: Callable[[Source], bool] = lambda source: False,
    ) -> None:
        super().__init__()
        self.catalogue = catalogue
        self.report = report
        self.locate = locate
        self.told = told

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        """Register the parts: one instance may serve several `Markdown` instances, so these keep the state."""
        block = self.FRAMES.BLOCK
        block_mgr.register(block, {})
        headers = headers_of(md, block.NAME, self.report, self.locate)
        register(md, "treeprocessors", self.FRAMES.STEP, self.FRAMES(md, self, headers))


class Frames(Treeprocessor):
    """Fills the frames of a text, in their order."""

    BLOCK: ClassVar[type[FrameBlock]]
    STEP: ClassVar[str]  # in `yansuan.pipeline.MARKDOWN`
    WORD: ClassVar[str]  # for what is drawn, in a message
    DONE: ClassVar[str]  # and for what is done with it
    FAULT: ClassVar[str]  # the key of how a message begins on the page

    def __init__(self, md: Markdown, extension: FrameExtension[Any], headers: Headers) -> None:
        super().__init__(md)
        self._extension = extension
        self._headers = headers

    def caption(self, number: int, words: Words) -> str:
        """What stands before the caption of the frame of that number, from 1."""
        raise NotImplementedError

    def numbers(self, root: Element, frames: Sequence[Element]) -> Iterable[int]:
        """The number of each frame."""
        return range(1, len(frames) + 1)

    def put(self, frame: Element, drawing: Any, name: str, identifier: str | None) -> None:
        """Put what was drawn into its frame.

        Args:
            frame: the caption is in it.
            drawing: as the catalogue gives it.
            name: what it is called.
            identifier: its id on the page; in a list of notes it has none.
        """
        raise NotImplementedError

    def identifier(self, name: str, times: int) -> str:
        """The id of what stands on the page for so many times now.

        Raises:
            ValueError: it may not; the message says what is wrong and what to do.
        """
        raise NotImplementedError

    def run(self, root: Element) -> None:
        """Fill every frame that the block made."""
        kind = self.BLOCK.LOOK
        frames = [frame for frame in root.iter("figure") if _NAME in frame.attrib and frame.get("class") == kind]
        source = (self._extension.locate(self.md) or Source("")) if frames else Source("")
        words, seen = of(source.language), list[str]()
        for number, frame in zip(self.numbers(root, frames), frames, strict=True):
            name = frame.attrib.pop(_NAME)
            seen.append(name)
            self._fill(frame, self._headers.take(self.BLOCK.NAME, name), seen.count(name), source)
            label(next(frame.iter("figcaption")), self.caption(number, words), words("caption.gap"))

    def stored(self, drawing: Drawing, identifier: str | None) -> str:
        """The drawing, out of Markdown's reach."""
        return AtomicString(self.md.htmlStash.store(drawing.svg(identifier)))

    def _fill(self, frame: Element, header: Header, times: int, source: Source) -> None:
        place, name, told = source.at(header.line, header.column), header.name, False
        catalogue = self._extension.catalogue
        try:
            if not header.closed:
                raise ValueError(f"the {self.WORD} has no end. Write '{header.slashes}' on a line after its caption.")
            if not name:
                raise ValueError(catalogue.declarations.absent(""))
            identifier, drawing = self.identifier(name, times), catalogue.drawing(name)
        except ValueError as error:
            message = f"{place}: {error}"
        except KeyError:
            message, told = f"{place}: {catalogue.declarations.absent(name)}", self._extension.told(source)
        except FigureError as error:
            why = str(error) if str(error).endswith((".", "?", "!", "。")) else f"{error}."
            message, told = f"{why} So {self.WORD} '{name}' of {place} cannot be {self.DONE}.", error.told
        else:
            self.put(frame, drawing, name, None if source.excerpt else identifier)
            return
        self._mistake(frame, message, source, told=told)

    def _mistake(self, frame: Element, message: str, source: Source, *, told: bool) -> None:
        """Say it on the console, once, and where the drawing should be."""
        if not source.excerpt and not told:
            self._extension.report(message)
        error = Element("div", {"class": "author-error"})
        words = of(source.language)
        if told and self._extension.told(source):
            message = words("fault.above")
        error.text = AtomicString(words(self.FAULT, message=message))
        frame.insert(0, error)
