"""Python-Markdown extension: notes that quote cells of snippets.

First of all, `Include` puts other texts in the place of the lines that quote them; `pymdownx.snippets` quotes cells.
Before it, `Check` reads the quoting lines while they are still the author's, so that one that names nothing is told
with its place; after it, `Stash` takes the HTML in what was quoted out of Markdown's reach; at the end `Thin` takes
weight off the code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from html import escape
from typing import Any, cast

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from pymdownx.snippets import SnippetPreprocessor

from yansuan.pipeline import register
from yansuan.program.outputs import with_markdown
from yansuan.program.percent import FOLDED
from yansuan.program.sheet import author_error, explained, raw, unraw
from yansuan.read import places
from yansuan.read.included import INCLUDES, Includes, Whole
from yansuan.read.source import Source, fence_after, locate
from yansuan.words import of, said

_RAW_LINE = re.compile(r"([ \t]*)<\?notebook (.*)\?>")
_MARK = re.compile(r"[ \t]*-+8<-+(?![ \t]*\[)")
_SOURCE = re.compile(r'<div class="[^"]*\bcell-source\b.*?</pre>', re.DOTALL)
_COLOURLESS = re.compile(r'<span class="(?:n|o|p|w)">([^<]*)</span>')
_LAB = re.compile(r'(?<=href=")lab:')

HOW = "Write '--8<-- \"NAME.py:cell\"', quotation marks included, on a line of its own."

IN_FENCE = "what stands in a fence is shown, not quoted. Take the line out of the fence, or begin it with ';'."
_RE = SnippetPreprocessor.RE_ALL_SNIPPETS.match

# By the file name that notes write, the names of the cells of code, and those of the cells of text.
Cells = Mapping[str, tuple[Sequence[str], Sequence[str]]]


def no_lab(md: Markdown) -> str | None:
    """There are no lab pages."""
    return None


@dataclass
class Quotations:
    """What the extension has to know.

    Args:
        cells: the snippets and their cells, asked for each text anew.
        report: called with `file:line:col: message` for each mistake.
        lab: the address of the folder of lab pages as seen from the text in hand; None where none is to be linked.
        locate: says where the text that a `Markdown` instance is reading comes from.
        told: says whether the page begins with what is wrong with the snippet of a text, which has been reported.
        show: makes HTML of Markdown that the cell at a place shows, on a page of a language.
        includes: what texts may include; asked for each text anew, of the instance that reads it.
    """

    cells: Callable[[], Cells]
    report: Callable[[str], None] = lambda message: None
    lab: Callable[[Markdown], str | None] = no_lab
    locate: Callable[[Markdown], Source | None] = locate
    told: Callable[[Source], bool] = lambda source: False
    show: Callable[[str, str, str], str] = lambda markdown, place, language: escape(markdown)
    includes: Callable[[Markdown], Includes] | None = None

    def included(self, md: Markdown) -> Includes:
        """What the text that an instance reads may include: what its pymdownx.snippets finds, unless it is said."""
        if self.includes:
            return self.includes(md)
        found: Any = md.preprocessors["snippet"]
        settings = {name: getattr(found, name) for name in ("base_path", "restrict_base_path", "dedent_subsections")}
        return Includes(settings, self.cells().__contains__)


class NotebookExtension(Extension):
    """Registers them."""

    def __init__(self, quotations: Quotations) -> None:
        super().__init__()
        self.quotations = quotations

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Two before mathematics (45) and snippets (32); one after fences (25), where code is code; one at the end."""
        if "snippet" in md.preprocessors:
            _quicken(md.preprocessors["snippet"])
        include = Include(md, self.quotations)
        register(md, "preprocessors", "includes", include)
        register(md, "preprocessors", "notebook-check", Check(md, self.quotations, include))
        register(md, "preprocessors", "notebook-stash", Stash(md, self.quotations))
        register(md, "postprocessors", "notebook-thin", Thin(md))


def _quicken(quotes: Any) -> None:
    """Let pymdownx.snippets seek a cell where its name stands, and not line by line.

    The file of a snippet's cells has a few thousand lines, of which a dozen are marks.
    """
    extract = quotes.extract_section

    def from_its_mark(section: str, lines: list[str]) -> list[str]:
        first = next((n for n, line in enumerate(lines) if section in line and "8<" in line), len(lines))
        return cast(list[str], extract(section, lines[first:]))

    quotes.extract_section = from_its_mark


class Include(Preprocessor):
    """A text becomes whole: `whole` says where its lines stand, and what is wrong with those that include nothing."""

    def __init__(self, md: Markdown, quotations: Quotations) -> None:
        super().__init__(md)
        self.quotations = quotations
        self.whole = Whole("")

    def run(self, lines: list[str]) -> list[str]:
        """See the class."""
        text = "\n".join(lines)
        self.whole = self.quotations.included(self.md)(text) if INCLUDES in text else Whole("")
        return self.whole.text.split("\n") if self.whole.lines else lines


class Check(Preprocessor):
    """Lines that quote what does not exist become a message; the number of lines stays."""

    def __init__(self, md: Markdown, quotations: Quotations, include: Include) -> None:
        super().__init__(md)
        self.quotations = quotations
        self.include = include

    def run(self, lines: list[str]) -> list[str]:
        """See the class."""
        source = self.quotations.locate(self.md) or Source("")
        checked: list[str] = []
        fence = ""
        told = set[str]()
        for number, line in enumerate(lines, 1):
            fence = fence_after(line, fence)
            fault, message = self._wrong(number, line, bool(fence)) if _MARK.match(line) else ("", None)
            indent = line[: len(line) - len(line.lstrip())]
            column = line.rfind(fault) + 1 if fault else places.first_column(line)
            message = message and f"{source.at(number, column)}: {message}"
            above = message and not fence and self._is_told(line, source)
            if message and not source.excerpt and not above and message not in told:
                self.quotations.report(message)
                told.add(message)  # a text may be included twice
            if message and not fence:
                line = raw(_inert(author_error(of(source.language)("fault.above") if above else message)))
            checked.append(f"{indent}{';' if fence else ''}{line.lstrip()}" if message else line)
        return checked

    def _is_told(self, line: str, source: Source) -> bool:
        """Whether a line quotes the snippet of which the page's head tells."""
        match = _RE(line)
        quoted = match and match["snippet"] and match["snippet"][1:-1].strip().partition(":")[0]
        return quoted == f"{source.snippet}.py" and self.quotations.told(source)

    def _wrong(self, number: int, line: str, fenced: bool) -> tuple[str, str | None]:
        """What is at fault in a line that quotes ("" for the line itself), and what to say of it, if anything."""
        match = _RE(line)
        if match and (fault := self.include.whole.faults.get(number - 1)):
            shown = " Or begin the line with ';', so that it is shown as it stands." if fenced else ""
            return match["snippet"][1:-1].strip(), fault + shown
        if fenced:
            return "", IN_FENCE if match else None
        if not match:
            return "", HOW
        if match["block_marker"]:
            return "", f"nothing closes this '--8<--'. {HOW}"
        path = match["snippet"][1:-1].strip()
        return ("", None) if path.startswith(";") else self._unknown(path)

    def _unknown(self, path: str) -> tuple[str, str | None]:
        file, _, name = path.partition(":")
        cells = self.quotations.cells()
        if file in cells:
            return name or path, _wrong_cell(file, name, *cells[file])
        if path.lower().startswith(("https://", "http://")):  # which the site's settings allow
            return "", None
        known = ", ".join(sorted(cells)) or "none"
        return path, f"there is no snippet {file!r}.{_near(file.rpartition('/')[2], list(cells))} Snippets: {known}."


def _wrong_cell(file: str, name: str, code: Sequence[str], text: Sequence[str]) -> str | None:
    known = ", ".join(code) or "none"
    cell = name.removesuffix(FOLDED)
    if cell in code:
        return None
    if cell in text:
        return f"the cell {cell!r} of {file} is text; only code can be quoted. Cells of code: {known}."
    if not name or not re.match("[A-Za-z]", name):
        return f"which cell of {file}? Write '{file}:' and its name. Cells: {known}."
    return f"the snippet {file} has no cell {cell!r}.{_near(cell, code)} Cells: {known}."


def _near(name: str, known: Sequence[str]) -> str:
    return "".join(f" Did you mean {match!r}?" for match in get_close_matches(name, known, 1))


def _inert(html: str) -> str:
    """HTML in which whoever reads the text next finds no mathematics and no code."""
    return re.sub(r"[$\\`]", lambda match: f"&#{ord(match[0])};", html)


class Stash(Preprocessor):
    """Lines that are HTML already go where Markdown keeps such things; each is a block of its own."""

    def __init__(self, md: Markdown, quotations: Quotations) -> None:
        super().__init__(md)
        self.quotations = quotations

    def run(self, lines: list[str]) -> list[str]:
        """See the class."""
        lab = self.quotations.lab(self.md)
        source = self.quotations.locate(self.md) or Source("")
        words, told = of(source.language), source.snippet if self.quotations.told(source) else None
        kept: list[str] = []
        for line in lines:
            match = _RAW_LINE.fullmatch(line.rstrip())
            if not match:
                kept.append(line)
            elif html := said(explained(_addressed(unraw(match[2]), lab), told, words), words):
                html = with_markdown(html, partial(self._show, source))
                kept += ["", match[1] + self.md.htmlStash.store(html), ""]
        return kept

    def _show(self, source: Source, markdown: str, place: str) -> str:
        return self.quotations.show(markdown, place, source.language)


class Thin(Postprocessor):
    """Code without the spans of what has no colour: names, operators, punctuation, indents.

    They are three in four of all, and two thirds of a lab page's weight.
    """

    def run(self, text: str) -> str:
        """See the class."""
        return _SOURCE.sub(lambda source: _COLOURLESS.sub(r"\1", source[0]), text)


def _addressed(html: str, lab: str | None) -> str:
    """The address of the lab page, now that it is known from where; without one there is no caption."""
    if lab is None and html.startswith('<div class="cell-caption">'):
        return ""
    return _LAB.sub(lab or "", html) if html.startswith('<div class="cell-caption">') else html
