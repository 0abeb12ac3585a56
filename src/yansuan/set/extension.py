"""Python-Markdown extension: the mathematics of a text, set at build.

A formula is taken out of the source before anything else reads it, so Markdown never sees its underscores and
asterisks, and comes back as an element whose text is its plain projection: whatever makes titles, a table of contents
or ids out of headings finds words there, and no TeX.  What it draws comes last: at the end of the text, or where the
extension is told so, when somebody writes the page (`yansuan.set.markup.drawn`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from yansuan.pipeline import register
from yansuan.read.formulas import Formula, Problem, Reference, Scan, ends_of_lines, parts_of, scan, unquoted
from yansuan.read.readers import readers_of
from yansuan.read.source import Source, locate
from yansuan.set import markup
from yansuan.set.typesetter import TeXError, Typeset, Typesetter
from yansuan.words import of

# Private-use characters: what marks a formula's place must survive Markdown, which takes STX and ETX for itself.
_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_BLOCK = re.compile(rf" {{0,3}}{_TOKEN.pattern}\s*")  # four spaces are a list's or an admonition's to take off

_CLOSING_MARKS = re.compile(r"[，。、；：？！）」』》〉】”’…—,.;:!?)\]]+")
_OPENING_MARKS = re.compile(r"[（「『《〈【“‘(]+$")


# By slug: the address of each note as a link from the text in hand, and the formulas that its labels name.
Notes = Mapping[str, tuple[str, Mapping[str, Formula]]]

# Given a source and its text, by where a formula starts: its TeX with a `\\class{symbol-…}` around what is known of it.
Marks = Callable[[Source, str], Mapping[int, str]]


@dataclass(frozen=True)
class Number:
    """A formula's number as HTML, and in words; in its brackets, if it has some."""

    shown: str
    words: str


@dataclass
class Piece:
    """A formula, a reference or a problem: what stood at a token's place, and what has become of it."""

    item: Formula | Reference | Problem
    tex: str = ""
    plain: str = ""
    typeset: Typeset | None = None
    message: str = ""
    target: str = ""
    number: Number | None = None

    @property
    def error(self) -> str:
        """What stands in its place where it is a mistake."""
        strange = isinstance(self.item, Problem) and self.item.strange
        return markup.error(self.message, self.tex, display=False, strange=strange)

    @property
    def display(self) -> bool:
        """Whether it takes a block of its own."""
        return isinstance(self.item, Formula) and self.item.display


class MathExtension(Extension):
    """Mathematics at build.

    Args:
        typesetter: sets the formulas.
        report: called with `file:line:col: message` for each mistake.
        notes: given the source of the text in hand, the other notes that it may refer to.
        locate: says where the text that a `Markdown` instance is reading comes from.
        marks: says what is known of the symbols in a text's formulas; it changes nothing of how they look.
        by_name: leave the formulas by name; else they are drawn, and what is missing are their glyphs
            (`yansuan.set.markup.with_glyphs`).
        waits: whether the page has the theme, whose script makes links of numbers.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        report: Callable[[str], None] = lambda message: None,
        notes: Callable[[Source], Notes] = lambda source: {},
        locate: Callable[[Markdown], Source | None] = locate,
        marks: Marks = lambda source, text: {},
        *,
        by_name: bool = False,
        waits: bool = False,
    ) -> None:
        super().__init__()
        self.typesetter = typesetter
        self.report = report
        self.notes = notes
        self.locate = locate
        self.marks = marks
        self.by_name = by_name
        self.waits = waits

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register the parts, each at its place in the order."""
        reading = Reading(self, md)
        md.ESCAPED_CHARS.append("$")  # a backslash before it: a reader sees the dollar sign alone
        register(md, "preprocessors", "formulas", TakeOut(md, reading))
        register(md, "blockprocessors", "formulas", DisplayBlock(md.parser, reading))
        register(md, "inlinePatterns", "formulas", InlineToken(_TOKEN.pattern, md, reading))
        register(md, "treeprocessors", "formula-keep", KeepWithPunctuation(md))
        register(md, "treeprocessors", "formulas", PutBack(md, reading))
        register(md, "postprocessors", "formulas", PutBackInHtml(md, reading))
        if not self.by_name:
            register(md, "postprocessors", "drawings", Draw(md, self.typesetter))


class Reading:
    """The mathematics of the text being converted."""

    def __init__(self, extension: MathExtension, md: Markdown) -> None:
        self.extension = extension
        self.md = md
        self.source = Source("")
        self.notes: Notes = {}
        self.marks: Mapping[int, str] = {}
        self.pieces: list[Piece] = []

    def start(self, text: str) -> str:
        """Take the mathematics out of a text, set it, report its mistakes; return the text with tokens."""
        self.source = self.extension.locate(self.md) or Source("")
        self.notes = self.extension.notes(self.source)
        self.marks = self.extension.marks(self.source, text)
        found = scan(text, readers_of(self.md))
        items: list[Formula | Reference | Problem] = [*found.formulas, *found.references, *found.problems]
        self.pieces = []
        at, parts = 0, list[str]()
        for item in sorted(items, key=lambda item: (item.start, item.end)):
            piece = self._piece(item, found, text)
            if item.start < at or item.start == item.end:  # about a formula that stands there nevertheless
                continue
            parts += [text[at : item.start], self._placed(piece, text)]
            at = item.end
        return "".join([*parts, text[at:]])

    def _placed(self, piece: Piece, text: str) -> str:
        """What stands in the text in the place of a piece: in an attribute its words, else a token."""
        if isinstance(piece.item, Formula) and piece.item.in_attribute:
            return escape(piece.plain) if piece.typeset else text[piece.item.start : piece.item.end]
        return self._token(piece, text)

    def _token(self, piece: Piece, text: str) -> str:
        self.pieces.append(piece)
        # A display formula keeps its number of lines, so that others who count lines are still right; and a quotation
        # is one, not two.
        lines = ends_of_lines(text, piece.item.start, piece.item.end) if piece.display else ""
        return f"{_OPEN}{len(self.pieces) - 1}{_CLOSE}{lines}"

    def _piece(self, item: Formula | Reference | Problem, found: Scan, text: str) -> Piece:
        match item:
            case Problem():
                message = self._report(item.line, item.column, item.message)
                return Piece(item, tex=unquoted(text, item.start, item.end), message=message)
            case Reference():
                return self._reference(item, found)
            case Formula():
                return self._formula(item, text)

    def _reference(self, reference: Reference, found: Scan) -> Piece:
        elsewhere = self.notes.get(reference.note, ("", {})) if reference.note is not None else None
        address, labels = elsewhere or ("", found.numbers)
        formula = labels.get(reference.label)
        if formula and formula.shown is None:
            broken = f"\\eqref{{{reference.label}}}: what is wrong with its formula is told where that stands."
            return Piece(reference, tex=f"\\eqref{{{reference.label}}}", message=broken)
        if formula:
            with suppress(TeXError):  # which is told where the formula stands
                number = self._number(formula)
                return Piece(reference, plain=number.words, target=f"{address}#{formula.anchor}", number=number)
            return Piece(reference, plain=formula.shown or "", target=f"{address}#{formula.anchor}")
        message = self._report(reference.line, reference.column, self._dangling(reference, labels))
        name = "#".join(filter(None, [reference.note, reference.label]))
        return Piece(reference, tex=f"\\eqref{{{name}}}", message=message)

    def _dangling(self, reference: Reference, labels: Mapping[str, Formula]) -> str:
        if reference.note is not None and reference.note not in self.notes:
            there = ", ".join(sorted(self.notes)) or "none"
            return f"\\eqref: there is no note {reference.note!r}. Notes: {there}."
        there = ", ".join(sorted(labels)) or "none"
        where = f"note {reference.note!r}" if reference.note is not None else "this note"
        return f"\\eqref{{{reference.label}}}: {where} has no formula with that \\label. Labels there: {there}."

    def _formula(self, formula: Formula, text: str) -> Piece:
        piece = Piece(formula, tex=formula.typed)
        try:
            piece.typeset = self._typeset(formula)
            piece.plain = piece.typeset.plain
            piece.number = self._number(formula) if formula.shown else None
        except TeXError as error:
            line, column = _position(text, formula.inner + error.index)
            told = f"{error}, in the formula {_shortened(piece.tex)}"
            piece.message = self._report(line, column, f"{told}. {error.advice}" if error.advice else told)
        return piece

    def _number(self, formula: Formula) -> Number:
        """What a formula is referred to by.

        Raises:
            TeXError: mathematics in it cannot be set; its index counts from where the formula's TeX begins.
        """
        brackets = 0 if formula.tag and formula.tag.starred else 1
        number = Number("", "")
        for part in parts_of(formula.shown or ""):
            if part.is_math:
                try:
                    made = self.extension.typesetter.typeset(part.text, display=False)
                except TeXError as error:
                    at = formula.tag.at if formula.tag else 0
                    raise TeXError(str(error), at + part.at - brackets + error.index, error.advice) from None
                number = Number(number.shown + markup.by_name(part.text, made), number.words + made.plain)
            else:
                number = Number(number.shown + escape(part.text, quote=False), number.words + part.text)
        return number

    def _typeset(self, formula: Formula) -> Typeset:
        """A formula with what is known of its symbols; where TeX cannot take that, without."""
        setter, mark = self.extension.typesetter, self.marks.get(formula.start)
        if formula.in_attribute:
            return setter.typeset(unescape(formula.body), display=False)
        if mark:
            with suppress(TeXError):  # as typed, an error is where the author finds it
                return setter.typeset(mark, display=formula.display)
        return setter.typeset(formula.body, display=formula.display)

    def _report(self, line: int, column: int, message: str) -> str:
        """Tell the author, once; give the same words for the page."""
        message = f"{self.source.at(line, column)}: {message}"
        if not self.source.excerpt:
            self.extension.report(message)
        return message

    def fill(self, element: Element, index: int) -> None:
        """Make a formula's element what is left to be drawn."""
        piece = self.pieces[index]
        del element.attrib["data-formula"]
        if piece.message:
            element.attrib.clear()
            element.text = self.md.htmlStash.store(piece.error + self._slot(piece))
        elif piece.target and piece.number:
            element.text = self.md.htmlStash.store(piece.number.shown)
        elif piece.typeset:
            element.set("data-tex", piece.tex)
            element.set("data-set", piece.typeset.name)
            element.text = piece.plain + self.md.htmlStash.store(self._after(piece))

    def _after(self, piece: Piece) -> str:
        """What stands in a formula's element after the formula."""
        if not isinstance(piece.item, Formula) or not piece.display:
            return self._slot(piece)
        return self._shown_number(piece, piece.number) + self._slot(piece) if piece.number else self._slot(piece)

    def _shown_number(self, piece: Piece, number: Number) -> str:
        words = of(self.source.language)
        return markup.number(number.shown, number.words, self.anchor(piece), words, waits=self.extension.waits)

    def _slot(self, piece: Piece) -> str:
        """Where a formula's verdict goes; a list of notes has none."""
        if self.source.excerpt or not isinstance(piece.item, Formula):
            return ""
        return markup.slot(piece.item.start, is_set=piece.typeset is not None)

    def anchor(self, piece: Piece) -> str | None:
        """The id that a piece has on its page; in a list of notes it has none."""
        return piece.item.anchor if isinstance(piece.item, Formula) and not self.source.excerpt else None

    def as_html(self, index: int) -> str:
        """A piece as HTML, for places that Markdown passed on unread (raw HTML)."""
        piece = self.pieces[index]
        if piece.message:
            return markup.error(piece.message, piece.tex, display=piece.display) + self._slot(piece)
        if piece.target:
            shown = piece.number.shown if piece.number else escape(piece.plain, quote=False)
            return f'<a class="formula-reference" href="{escape(piece.target)}">{shown}</a>'
        assert piece.typeset is not None
        tag, name = ("div", "formula-display") if piece.display else ("span", "formula")
        identity = f' id="{anchor}"' if (anchor := self.anchor(piece)) else ""
        named = f'data-tex="{escape(piece.tex)}" data-set="{piece.typeset.name}"'
        inside = escape(piece.plain, quote=False) + self._after(piece)
        return f'<{tag} class="{name}" {named}{identity}>{inside}</{tag}>'


class TakeOut(Preprocessor):
    """Source lines in, lines with tokens out."""

    def __init__(self, md: Markdown, reading: Reading) -> None:
        super().__init__(md)
        self.reading = reading

    def run(self, lines: list[str]) -> list[str]:
        """See `Reading.start`."""
        text = "\n".join(lines).replace("\r\n", "\n")
        return self.reading.start(re.sub(f"[{_OPEN}{_CLOSE}]", "", text)).split("\n")


class DisplayBlock(BlockProcessor):
    """A token that is a block of its own is a display formula."""

    def __init__(self, parser: Any, reading: Reading) -> None:
        super().__init__(parser)
        self.reading = reading

    def test(self, parent: Element, block: str) -> bool:
        """Whether the block is one token, and that of a display formula."""
        match = _BLOCK.fullmatch(block)
        return self.reading.pieces[int(match[1])].display if match else False

    def run(self, parent: Element, blocks: list[str]) -> bool:
        """Put an element in its place."""
        match = _BLOCK.fullmatch(blocks.pop(0))
        assert match is not None
        _placeholder(SubElement(parent, "div"), self.reading, int(match[1]))
        return True


class InlineToken(InlineProcessor):
    """A token in running text is an inline formula, a reference, or a mistake to be shown."""

    def __init__(self, pattern: str, md: Markdown, reading: Reading) -> None:
        super().__init__(pattern, md)
        self.reading = reading

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        """See the class."""
        index = int(m[1])
        piece = self.reading.pieces[index]
        if piece.target:
            element = Element("a", {"class": "formula-reference", "href": piece.target})
            element.text = AtomicString(piece.plain)
            if piece.number and piece.number.shown != piece.plain:  # it has mathematics in it
                element.set("data-formula", str(index))
        else:
            element = _placeholder(Element("span"), self.reading, index)
        return element, m.start(0), m.end(0)


_WHOLE = ("formula", "formula-keep", "formula-reference")


class KeepWithPunctuation(Treeprocessor):
    """A formula and the punctuation that hugs it share a line.

    Where the marks are the formula's own neighbours all go into one `.formula-keep`; where a tag closes in between
    (`**$x$**，`) a word joiner before the marks does it.  Between two of them the line may end, which Firefox must be
    told (`<wbr>`): it takes what may not be broken and stands side by side for one.
    """

    def run(self, root: Element) -> None:
        """See the class."""
        for parent in list(root.iter()):
            for index, child in enumerate(list(parent)):
                if child.get("class") in ("formula", "formula-reference"):
                    self._keep(parent, index, child)
                elif _ends_in_formula(child) and _CLOSING_MARKS.match(child.tail or ""):
                    child.tail = f"\u2060{child.tail}"
            for index, (one, other) in reversed(list(enumerate(pairwise(parent), start=1))):
                if one.get("class") == "formula-keep" and not one.tail and other.get("class") in _WHOLE:
                    parent.insert(index, Element("wbr"))

    def _keep(self, parent: Element, index: int, formula: Element) -> None:
        after = _CLOSING_MARKS.match(formula.tail or "")
        text = (parent[index - 1].tail if index else parent.text) or ""
        before = _OPENING_MARKS.search(text)
        if not after and not before:
            return
        keep = Element("span", {"class": "formula-keep"})
        keep.text = before[0] if before else None
        keep.tail = (formula.tail or "")[after.end() :] if after else formula.tail
        formula.tail = after[0] if after else None
        parent[index] = keep
        keep.append(formula)
        if before and index:
            parent[index - 1].tail = text[: before.start()]
        elif before:
            parent.text = text[: before.start()]


class PutBack(Treeprocessor):
    """Elements that stand for formulas become the formulas."""

    def __init__(self, md: Markdown, reading: Reading) -> None:
        super().__init__(md)
        self.reading = reading

    def run(self, root: Element) -> None:
        """See the class."""
        for element in list(root.iter()):
            if "data-formula" in element.attrib:
                self.reading.fill(element, int(element.attrib["data-formula"]))


class PutBackInHtml(Postprocessor):
    """Tokens that Markdown never read: formulas in raw HTML, plain text in attributes."""

    def __init__(self, md: Markdown, reading: Reading) -> None:
        super().__init__(md)
        self.reading = reading

    def run(self, text: str) -> str:
        """See the class."""
        in_tag = re.compile(f"<[^<>]*{_OPEN}[^<>]*>")
        text = in_tag.sub(lambda tag: _TOKEN.sub(lambda m: escape(self.reading.pieces[int(m[1])].plain), tag[0]), text)
        return _TOKEN.sub(lambda m: self.reading.as_html(int(m[1])), text)


class Draw(Postprocessor):
    """Formulas by name become what readers get."""

    def __init__(self, md: Markdown, typesetter: Typesetter) -> None:
        super().__init__(md)
        self.typesetter = typesetter

    def run(self, text: str) -> str:
        """See the class."""
        return markup.drawn(text, self.typesetter.named)


def _placeholder(element: Element, reading: Reading, index: int) -> Element:
    piece = reading.pieces[index]
    element.set("class", "formula-display" if piece.display else "formula")
    element.set("data-formula", str(index))
    if anchor := reading.anchor(piece):
        element.set("id", anchor)  # now, so that whoever checks links to anchors finds it
    element.text = AtomicString(piece.plain or piece.tex)
    return element


def _ends_in_formula(element: Element) -> bool:
    return len(element) > 0 and element[-1].get("class") in ("formula", "formula-keep") and not element[-1].tail


def _shortened(tex: str) -> str:
    return tex if len(tex) <= 60 else tex[:57] + "…"


def _position(text: str, offset: int) -> tuple[int, int]:
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1
