"""Python-Markdown extension: a figure that a reader can change.

    /// explore | lines
    A caption in Markdown: what to try, what to notice.
    ///

becomes `<figure class="explorable" id="explore-lines" data-explore="lines" data-values="…">` with a picture drawn at
build and `<figcaption>` 动手 …; the theme's `explorables.js` sets it going.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from yansuan.explorables.catalogue import Explorable, ExplorableCatalogue
from yansuan.figures.frames import FrameBlock, FrameExtension, Frames
from yansuan.words import Words


class ExploreBlock(FrameBlock):
    """`/// explore | NAME`."""

    NAME, LOOK = "explore", "explorable"


class Explorables(Frames):
    """Gives the explorables of a text their pictures and values."""

    BLOCK, STEP, WORD, DONE, FAULT = ExploreBlock, "explorables", "explorable", "made", "fault.explorable"

    def caption(self, number: int, words: Words) -> str:
        """See `Frames`."""
        return words("caption.explorable")

    def identifier(self, name: str, times: int) -> str:
        """See `Frames`."""
        if name and times > 1:
            raise ValueError(f"explorable '{name}' stands on this page already. Take one of them out.")
        return f"explore-{name}"

    def put(self, frame: Element, drawing: Explorable, name: str, identifier: str | None) -> None:
        """See `Frames`."""
        frame.set("data-explore", name)
        if identifier:  # in a list of notes it is a picture and nothing more
            frame.set("id", identifier)
            frame.set("data-values", drawing.values)
        picture = Element("div", {"class": "explorable-picture"})
        picture.text = self.stored(drawing, identifier)
        frame.insert(0, picture)


class ExploreExtension(FrameExtension[ExplorableCatalogue]):
    """Explorables of the catalogue; see `FrameExtension`."""

    FRAMES = Explorables
