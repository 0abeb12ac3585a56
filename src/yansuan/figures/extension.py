"""Python-Markdown extension: a figure drawn at build, with a caption and a number.

    /// figure | two-lines
    A caption in Markdown.
    ///

becomes `<figure class="figure" id="fig-two-lines">` with the SVG inline and `<figcaption>` 图 1 ….
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from yansuan.draw.ink import Drawing
from yansuan.figures.catalogue import Catalogue
from yansuan.figures.frames import FrameBlock, FrameExtension, Frames
from yansuan.read.pictures import named
from yansuan.words import Words


class FigureBlock(FrameBlock):
    """`/// figure | NAME`."""

    NAME = LOOK = "figure"


class Figures(Frames):
    """Draws and numbers the figures of a text."""

    BLOCK, STEP, WORD, DONE, FAULT = FigureBlock, "figures", "figure", "drawn", "fault.figure"

    def caption(self, number: int, words: Words) -> str:
        """See `Frames`."""
        return words("caption.figure", number=number)

    def numbers(self, root: Element, frames: Sequence[Element]) -> list[int]:
        """See `Frames`; pictures that have a name are counted, too."""
        counted = [one for one in root.iter() if one in frames or named(one)]
        return [counted.index(frame) + 1 for frame in frames]

    def identifier(self, name: str, times: int) -> str:
        """See `Frames`."""
        return f"fig-{name}-{times}" if times > 1 else f"fig-{name}"

    def put(self, frame: Element, drawing: Drawing, name: str, identifier: str | None) -> None:
        """See `Frames`."""
        if identifier:
            frame.set("id", identifier)
        frame.text = self.stored(drawing, identifier)


class FigureExtension(FrameExtension[Catalogue]):
    """Figures of the catalogue; see `FrameExtension`."""

    FRAMES = Figures
