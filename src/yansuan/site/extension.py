"""Markdown as readers of every kind need it: lines of Chinese joined, footnotes that know their place, tables without
empty headings, and links that lead elsewhere marked, so that paper can say where.

A footnote stands at the end of its note, where it is read in its turn.  On a wide screen the style sheet moves it into
the margin beside the mark that calls it; for that each mark, and each footnote for the one below it, has a name of its
own (CSS anchor positioning), which only the note itself can give.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import partial
from unicodedata import east_asian_width
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from yansuan.pipeline import register
from yansuan.read.bibliography import FILE, Bibliography
from yansuan.read.citations import STATED, Citations
from yansuan.read.lines import Lines
from yansuan.read.lists import Lists
from yansuan.read.media import Media, shows_video
from yansuan.read.pictures import Pictures
from yansuan.read.quotes import Quotes
from yansuan.read.source import Source, locate, place_of
from yansuan.site.addresses import Addresses, Checks
from yansuan.site.margin import Margin
from yansuan.words import HOME, of

NOTICES = frozenset("note tip important warning caution info example question danger abstract".split())
"""Kinds of notices that have a title in `[notice]` of the words; GitHub has the first five."""

KINDS = sorted({*NOTICES, *STATED, *"proof success failure bug quote contents".split()})
"""Kinds of boxes."""
_ALIKE = 0.8  # a kind and one that it may be meant to be

_LONGEST_LINE = 80
"""Of Latin letters; a Chinese character is two wide."""

_NO_WORDS = frozenset("br img video audio".split())  # with one of these a line is no title
_WHOLE = re.compile(r"https?://")
_MARK = re.compile(r"fnref:(.+)")  # the first mark of a footnote; further ones are fnref2:…


class ReadingExtension(Extension):
    """Lines, footnotes, tables and links; after `footnotes` and `tables`, and after formulas were found in them.

    Args:
        language: of the site, in which Python-Markdown has been told its words.
        report: takes mistakes.
        bibliography: what may be cited.
        located: says where a text comes from; None to ask MkDocs.
        checks: what is known of the site's files and of hosts.
        untitled: whether a file is a note whose front matter says no title.
    """

    def __init__(
        self,
        language: str = HOME.language,
        report: Callable[[str], None] = lambda message: None,
        bibliography: Callable[[], Bibliography] = lambda: Bibliography(FILE),
        located: Callable[[Markdown], Source | None] | None = None,
        checks: Checks | None = None,
        untitled: Callable[[str], bool] = lambda uri: False,
    ) -> None:
        super().__init__()
        self._untitled = untitled
        self._located = located or partial(locate, language=language)
        self._language, self._report, self._bibliography = language, report, bibliography
        self._checks = checks or Checks(report=report)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Join lines before anybody reads words; come last but for what takes things out of the tree."""
        register(md, "preprocessors", "lists", Lists(md))
        register(md, "treeprocessors", "line-ends", Lines(md))
        register(md, "treeprocessors", "latin-quotes", Quotes(md, self._language, self._located))
        register(md, "treeprocessors", "one-line", _OneLine(md, self._located, self._untitled))
        Citations(md, self._bibliography, self._located, self._report)
        register(md, "treeprocessors", "plain-lists", _PlainLists(md))
        register(md, "treeprocessors", "pictures", Pictures(md))
        register(md, "treeprocessors", "notice-titles", _Titles(md, self._language, self._located, self._report))
        register(md, "treeprocessors", "footnote-places", _Footnotes(md, self._located, self._report))
        register(md, "treeprocessors", "words-of-links", _Words(md, self._language))
        register(md, "treeprocessors", "empty-table-headings", _Headings(md))
        register(md, "treeprocessors", "links-elsewhere", _Elsewhere(md))
        register(md, "treeprocessors", "addresses", Addresses(md, self._checks, self._language))
        register(md, "treeprocessors", "media", Media(md))
        register(md, "postprocessors", "margin", Margin(md))


class _OneLine(Treeprocessor):
    """A note of one short line is its own title."""

    def __init__(
        self, md: Markdown, locate: Callable[[Markdown], Source | None], untitled: Callable[[str], bool]
    ) -> None:
        super().__init__(md)
        self._locate, self._untitled = locate, untitled

    def run(self, root: Element) -> None:
        if len(root) != 1 or root[0].tag != "p" or {child.tag for child in root[0].iter()} & _NO_WORDS:
            return
        line = "".join(root[0].itertext()).strip()
        width = sum(2 if east_asian_width(character) in "WF" else 1 for character in line)
        if not line or "\n" in line or HTML_PLACEHOLDER_RE.fullmatch(line) or width > _LONGEST_LINE:
            return
        source = self._locate(self.md)
        if source and self._untitled(source.uri):
            root[0].tag = "h1"


class _Footnotes(Treeprocessor):
    def __init__(
        self, md: Markdown, locate: Callable[[Markdown], Source | None], report: Callable[[str], None]
    ) -> None:
        super().__init__(md)
        self._locate, self._report = locate, report

    def run(self, root: Element) -> None:
        notes = [
            item
            for block in root.iter("div")
            if block.get("class") == "footnote"
            for item in block.iter("li")
            if "id" in item.attrib
        ]
        number = {str(item.get("id", "")).removeprefix("fn:"): n for n, item in enumerate(notes, start=1)}
        for n, item in enumerate(notes, start=1):
            above = f";--above:--footnote-{n - 1}" if n > 1 else ""
            item.set("style", f"anchor-name:--footnote-{n};position-anchor:--mark-{n}{above}")
        for mark in root.iter("sup"):
            called = _MARK.fullmatch(mark.get("id", ""))
            if called and called[1] in number:
                mark.set("style", f"anchor-name:--mark-{number.pop(called[1])}")
        for key, n in number.items():
            self._uncalled(notes[n - 1], key)

    def _uncalled(self, note: Element, key: str) -> None:
        """Tell of a footnote to which nothing refers, and let it lead back to nowhere."""
        source = self._locate(self.md) or Source("")
        message = (
            f"{place_of(source, f'[^{key}]')}: nothing refers to the footnote [^{key}]. "
            f"Write '[^{key}]' where it belongs, or take it out."
        )
        for parent in list(note.iter()):
            for link in [child for child in parent if child.get("class") == "footnote-backref"]:
                parent.remove(link)
        box = SubElement(note, "span", {"class": "author-error"})
        box.text = AtomicString(of(source.language)("fault.program", message=message))
        if not source.excerpt:
            self._report(message)


class _Words(Treeprocessor):
    """Python-Markdown has words of one language for its links: a page of another language gets its own.

    The boxes of a list of tasks have no name at all, and are read out with one.
    """

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self._site = language

    def run(self, root: Element) -> None:
        for heading in root.iter("h1"):  # the page's address leads there
            for itself in heading.findall("a[@class='headerlink']"):
                heading.remove(itself)
        source = locate(self.md, self._site)
        site, words = of(self._site), of(source.language if source else self._site)
        for item in root.iter("li"):
            if "task-list-item" in item.get("class", "").split():
                self._name_box(item, words("text.task"))
        if site == words:
            return
        back = re.escape(site.open("text.footnote-back")).replace(r"\{\}", r"(\d+)")
        for link in root.iter("a"):
            title = link.get("title", "")
            if title == site("text.section-link"):
                link.set("title", words("text.section-link"))
            elif number := re.fullmatch(back, title):
                link.set("title", words.open("text.footnote-back").format(number[1]))

    def _name_box(self, item: Element, name: str) -> None:
        """The box is HTML that is put in when all else is, at the beginning of the item or of its first paragraph."""
        first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
        if box := HTML_PLACEHOLDER_RE.match((first.text or "").lstrip()):
            stashed = self.md.htmlStash.rawHtmlBlocks
            stashed[int(box[1])] = str(stashed[int(box[1])]).replace("<input ", f'<input aria-label="{name}" ', 1)


class _Titles(Treeprocessor):
    """A notice without a title of its own is headed by its kind, in the language of the page; a misspelt kind is told.

    A kind that is near none of ours may be one of the site's own style sheets.
    """

    def __init__(
        self,
        md: Markdown,
        language: str,
        locate: Callable[[Markdown], Source | None],
        report: Callable[[str], None],
    ) -> None:
        super().__init__(md)
        self._site, self._locate, self._report = language, locate, report

    def run(self, root: Element) -> None:
        source = locate(self.md, self._site)
        words = of(source.language if source else self._site)
        for notice in (*root.iter("div"), *root.iter("details")):
            self._must_be_spelt(notice)
            kind = next((name for name in notice.get("class", "").split() if name in NOTICES), None)
            title = next((child for child in notice if child.tag in ("p", "summary")), None)
            if kind and title is not None and (title.text or "").strip() == kind.capitalize():
                title.text = words(f"notice.{kind}")

    def _must_be_spelt(self, notice: Element) -> None:
        names = notice.get("class", "").split()
        if notice.tag == "div":
            names = names[1:] if names[:1] == ["admonition"] else []
        if len(names) != 1 or names[0] in KINDS or not (near := get_close_matches(names[0], KINDS, 1, _ALIKE)):
            return
        source = self._locate(self.md) or Source("")
        if not source.excerpt:
            place = place_of(source, names[0])
            self._report(f"{place}: there is no kind of box '{names[0]}'. Do you mean {near[0]}?")


class _PlainLists(Treeprocessor):
    """That a list is numbered by digits needs no word."""

    def run(self, root: Element) -> None:
        for item in root.iter("ol"):
            if item.get("type") == "1":
                del item.attrib["type"]


class _Headings(Treeprocessor):
    """An empty heading heads nothing: the corner of a table is a cell, and what stands under it are heads."""

    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            headings = list(table.iter("th"))
            for heading in headings:
                if not len(heading) and not (heading.text or "").strip():
                    heading.tag = "td"
            if headings and headings[0].tag == "td":
                for row in table.iterfind("tbody/tr"):
                    row[0].tag = "th"
                    row[0].set("scope", "row")


class _Elsewhere(Treeprocessor):
    """Links off the site get a class, but for those whose words are the address.

    In the browser all addresses look alike: instant navigation makes them whole.
    """

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            address = link.get("href", "")
            if _WHOLE.match(address) and address not in "".join(link.itertext()):
                kind = "video-elsewhere" if shows_video(link) else "elsewhere"
                link.set("class", f"{link.get('class', '')} {kind}".strip())
