"""Blocks of a note, `/// KIND | NAME` to `///`: where they begin, and an end for those that their author did not end.

pymdownx.blocks makes elements of them.  It knows neither lines nor columns, and gives a block without end all that
follows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from yansuan.pipeline import register
from yansuan.read.source import Source, fence_after

Report = Callable[[str], None]
Locate = Callable[[Markdown], Source | None]

# Quotations, lists and footnotes may stand before the slashes.
_NOT_WRITTEN = frozenset(("fancylists",))  # blocks that extensions make for themselves
_BEGINS = re.compile(
    r"((?:[ \t>]|(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:)[ \t])*)(/{3,})[ \t]*([\w-]+)[ \t]*(?:\|[ \t]*(.*?)[ \t]*)?$"
)
_ENDS = re.compile(r"[ \t>]*(/{3,})[ \t]*$")
_MARKER = re.compile(r"(?:[-*+]|\d+[.)]|(\[\^[^\]]+\]:))[ \t]+")

_READER = "block-headers"


@dataclass(frozen=True)
class Header:
    """Where a block begins in the author's text.

    Args:
        kind: what follows the slashes.
        name: what follows the bar; "" if nothing does.
        line: counts from 1.
        column: of the name, or of the slashes where there is none; counts from 1.
        closed: whether the author ended the block.
        slashes: what begins it, and ends it.
    """

    kind: str
    name: str
    line: int = 1
    column: int = 1
    closed: bool = True
    slashes: str = "///"


class Headers(Preprocessor):
    """Remembers where the blocks of the text in hand begin, before anything changes the author's lines."""

    def __init__(self, md: Markdown, report: Report, locate: Locate) -> None:
        super().__init__(md)
        self.kinds: set[str] = set()
        self._report = report
        self._locate = locate
        self._found: list[Header] = []

    def run(self, lines: list[str]) -> list[str]:
        """The lines as they were; a block of an unknown kind, which stays text, is reported."""
        texts = list(_without_code(lines))
        self._found = sorted((block.header for block in _blocks(texts, self.kinds)), key=lambda header: header.line)
        source = self._locate(self.md) or Source("")
        processor: Any = self.md.parser.blockprocessors["blocks"]
        kinds = sorted(processor.blocks.keys() - _NOT_WRITTEN)  # those of other extensions, too
        for at, text in enumerate(() if source.excerpt else texts, 1):
            if (begins := _BEGINS.match(text)) and begins[3].lower() not in kinds:
                what = f"there is no block '{begins[3]}', so its lines are shown as text"
                near = get_close_matches(begins[3], kinds, 1)
                advice = f"Do you mean {near[0]}?" if near else f"Write one of {', '.join(kinds)}."
                self._report(f"{source.at(at, begins.start(3) + 1)}: {what}. {advice}")
        return lines

    def take(self, kind: str, name: str) -> Header:
        """The first header of that kind and name that has not been taken yet.

        Not the first of all: a footnote's blocks come last in the tree.
        """
        header = next((one for one in self._found if (one.kind, one.name) == (kind, name)), None)
        if header is None:  # nothing of the author's text, as what was pasted in
            return Header(kind, name)
        self._found.remove(header)
        return header


class Ends(Preprocessor):
    """Ends the blocks that the author did not end with their paragraph, or before the next block."""

    def __init__(self, md: Markdown, headers: Headers) -> None:
        super().__init__(md)
        self._headers = headers

    def run(self, lines: list[str]) -> list[str]:
        """More lines than before, where an end is missing."""
        unended = [
            block for block in _blocks(list(_without_code(lines)), self._headers.kinds) if not block.header.closed
        ]
        ended = list[str]()
        for at in range(len(lines) + 1):
            ended += [block.mark for block in unended if block.stops == at]
            ended += lines[at : at + 1]
        return ended


def headers_of(md: Markdown, kind: str, report: Report, locate: Locate) -> Headers:
    """The headers of the blocks that a `Markdown` instance reads; from now on they include those of this kind.

    Args:
        md: the instance.
        kind: what follows the slashes.
        report: called with `file:line:col: message` for a block of an unknown kind.
        locate: says where the text that the instance is reading comes from.

    One for all kinds: a block that is not ended is known by the one that begins after it, of whatever kind.
    """
    if _READER not in md.preprocessors:
        headers = Headers(md, report, locate)
        register(md, "preprocessors", _READER, headers)
        register(md, "preprocessors", "block-ends", Ends(md, headers))
    found: Any = md.preprocessors[_READER]
    assert isinstance(found, Headers)
    found.kinds.add(kind)
    return found


def label(caption: Element, text: str, gap: str) -> None:
    """Put a label before the words of a caption, with a gap between."""
    if not len(caption) or caption[0].tag != "p":
        caption.insert(0, Element("p"))
    first = caption[0]
    span = Element("span", {"class": "figure-number"})
    span.text = AtomicString(text)
    span.tail = f"{gap}{first.text or ''}" if first.text or len(first) else None
    first.text = None
    first.insert(0, span)


@dataclass(frozen=True)
class _Block:
    """A block; one without end is to have `mark` before the line `stops`, counted from 0."""

    header: Header
    mark: str
    stops: int = 0


def _blocks(texts: list[str], kinds: Collection[str]) -> Iterator[_Block]:
    """The blocks of a text without its code, each when it is known whether it ends.

    As pymdownx.blocks has it: what ends a block has as many slashes, and what stands inside one has fewer.
    """
    pending: list[_Block] = []

    def given_up(before: int) -> Iterator[_Block]:
        block = pending.pop()
        paragraph = range(block.header.line, before)
        stops = next((at for at in paragraph if not texts[at].strip(" \t>")), before)
        yield replace(block, header=replace(block.header, closed=False), stops=stops)

    for at, text in enumerate(texts):
        if (begins := _BEGINS.match(text)) and begins[3].lower() in kinds:
            while pending and len(pending[-1].header.slashes) <= len(begins[2]):
                yield from given_up(at)
            name = begins[4] or ""
            column = (begins.start(4) if name else begins.start(2)) + 1
            header = Header(begins[3].lower(), name, at + 1, column, slashes=begins[2])
            pending.append(_Block(header, _beneath(begins[1]) + begins[2]))
        elif (ends := _ENDS.match(text)) and any(block.header.slashes == ends[1] for block in pending):
            while pending[-1].header.slashes != ends[1]:
                yield from given_up(at)
            yield pending.pop()
    while pending:
        yield from given_up(len(texts))


def _without_code(lines: Iterable[str]) -> Iterator[str]:
    """The lines, those of fenced code empty."""
    fence = ""
    for text in lines:
        before, fence = fence, fence_after(text, fence)
        yield "" if before or fence else text


def _beneath(lead: str) -> str:
    """What has to stand before a line for it to belong where the line that has `lead` before its slashes belongs."""
    return _MARKER.sub(lambda marker: "    " if marker[1] else "  ", lead)
