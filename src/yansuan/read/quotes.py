"""Quotation marks of Latin text within Chinese: “ ” ‘ ’ are as wide as the text around them.

Chinese and Latin share these characters, and a font for Chinese has them as wide as one of its own: don’ t.  On a page
in Chinese those are marked that stand in Latin words, or in a paragraph, heading or cell without any Chinese; the style
sheet makes them narrow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from yansuan.read.lines import CHARACTER, MARK, Piece, flows
from yansuan.read.source import Source

NARROW = "narrow"
"""The class of such a mark."""

_LATIN = "A-Za-z\u00c0-\u024f"
_APOSTROPHE = re.compile(rf"(?<=[{_LATIN}])’(?=[{_LATIN}])")
_ANY = re.compile("[“”‘’]")
_LETTER = re.compile(f"[{_LATIN}]")


class Quotes(Treeprocessor):
    """Marks what is to be narrow.

    Args:
        language: of the site.
        located: says where a text comes from, and in which language it is.
    """

    def __init__(self, md: Markdown, language: str, located: Callable[[Markdown], Source | None]) -> None:
        super().__init__(md)
        self._language, self._located = language, located

    def run(self, root: Element) -> None:
        """See the class."""
        source = self._located(self.md)
        if not (source.language if source else self._language).startswith("zh"):
            return
        parents = {child: parent for parent in root.iter() for child in parent}
        for flow in list(flows(root)):
            pieces = [piece for piece in flow if piece and not isinstance(piece.text, AtomicString)]
            text = "".join(piece.text for piece in pieces)
            is_chinese = CHARACTER.search(text) or MARK.search(text) or not _LETTER.search(text)
            for piece in pieces:
                _mark(piece, _APOSTROPHE if is_chinese else _ANY, parents)


def _mark(piece: Piece, sought: re.Pattern[str], parents: dict[Element, Element]) -> None:
    before, *after = sought.split(piece.text)
    if not after:
        return
    marks = []
    for found, tail in zip(sought.findall(piece.text), after, strict=True):
        mark = Element("span", {"class": NARROW})
        mark.text, mark.tail = found, tail
        marks.append(mark)
    piece.text = before
    within = parents[piece.of] if piece.is_tail else piece.of
    at = list(within).index(piece.of) + 1 if piece.is_tail else 0
    within[at:at] = marks
