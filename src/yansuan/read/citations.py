"""What a note cites, and what it refers to by a name of its own.

    As [@knuth1997] has it; see [@knuth1997, p. 3; @gödel1931], [@thm:residue] and [@fig:network].

    !!! theorem "Theorem {#residue}"

`[@key]` of a BibTeX file is a number, that of the list at the end of the note, in the order in which the note cites.
`[@fig:NAME]` is the figure of `/// figure | NAME`, or the picture `![…](….png "caption"){#NAME}`; `[@thm:NAME]` the
theorem (or lemma, …) whose title ends in `{#NAME}`.  Pictures and theorems have numbers only by their names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from yansuan.pipeline import register
from yansuan.read.bibliography import Bibliography, Reference
from yansuan.read.pictures import caption, named
from yansuan.read.source import Source, place_of
from yansuan.words import Words, of

STATED = ("theorem", "lemma", "corollary", "proposition", "definition", "axiom", "example", "remark")
"""What has a number where its title ends in a name."""

_CITED = r"([ \t]*)\[(@[^\s\[\];,]+(?:,[^\[\];]*)?(?:;\s*@[^\s\[\];,]+(?:,[^\[\];]*)?)*)\]"
_ONE = re.compile(r"@([^\s;,]+)(?:,\s*([^;]*))?")
_NAMED = re.compile(r"\s*\{#([\w-]+)\}\s*$")
_KEY = "data-cited"

Report = Callable[[str], None]
Locate = Callable[[Markdown], Source | None]


class Citations:
    """Citations and references of a text; registers itself in a `Markdown` instance.

    Args:
        bibliography: what may be cited.
        located: says where a text comes from.
        report: takes mistakes.
    """

    def __init__(self, md: Markdown, bibliography: Callable[[], Bibliography], located: Locate, report: Report) -> None:
        register(md, "inlinePatterns", "citations", _Marks(_CITED, md))
        register(md, "treeprocessors", "citations", _Numbers(md, bibliography, located, report))


class _Marks(InlineProcessor):
    """`[@key]`, which gets its number when the whole is known."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802
        mark = Element("span", {"class": "citation"})  # with the blank before it, as lists of notes leave it out
        mark.text = m[1]
        for key, where in _ONE.findall(m[2]):
            one = SubElement(mark, "a", {_KEY: key})
            one.tail = where.strip()
        return mark, m.start(0), m.end(0)


class _Numbers(Treeprocessor):
    def __init__(self, md: Markdown, bibliography: Callable[[], Bibliography], located: Locate, report: Report) -> None:
        super().__init__(md)
        self._bibliography, self._located, self._report = bibliography, located, report

    def run(self, root: Element) -> None:
        source = self._located(self.md) or Source("")
        words = of(source.language)
        names = {f"thm:{name}": told for name, told in _number_theorems(root, words).items()}
        names |= {f"fig:{name}": told for name, told in _figures(root, words).items()}
        marks = [mark for mark in root.iter("span") if mark.get("class") == "citation"]
        if not marks:
            return
        if source.excerpt:
            for mark in marks:
                _forget(mark)
            return
        page = _Page(self._bibliography(), names, words, source, self._report)
        for mark in marks:
            page.fill(mark)
        page.list_in(root)


class _Page:
    """The citations of one text."""

    def __init__(
        self, known: Bibliography, names: Mapping[str, tuple[str, str]], words: Words, source: Source, report: Report
    ) -> None:
        self._known, self._names, self._words, self._source, self._report = known, names, words, source, report
        self._cited = dict[str, int]()
        self._met = Counter[str]()

    def fill(self, mark: Element) -> None:
        """Give each key of a mark its number, or say what is wrong."""
        parts = list(mark)
        cites = [part for part in parts if part.get(_KEY, "").partition(":")[0] not in ("fig", "thm")]
        if cites:
            mark.text = AtomicString(f"{mark.text or ''}[")
        else:
            mark.set("class", "reference")
        for part in parts:
            key, where = part.attrib.pop(_KEY), part.tail or ""
            self._met[key] += 1
            part.tail = ""
            if key in self._names:
                part.text, part.attrib["href"] = AtomicString(self._names[key][0]), f"#{self._names[key][1]}"
            elif key in self._known.entries and part in cites:
                number = self._cited.setdefault(key, len(self._cited) + 1)
                part.text = AtomicString(str(number))
                part.attrib |= {"href": f"#ref-{key}", "title": self._known.entries[key].brief}
                if self._met[key] == 1:
                    part.set("id", f"cite-{key}")
            else:
                self._fail(part, key)
            if where:
                part.tail = AtomicString(self._words("list.comma") + where)
            if part is not parts[-1]:
                part.tail = AtomicString((part.tail or "") + self._words("list.comma"))
        if cites:
            parts[-1].tail = AtomicString((parts[-1].tail or "") + "]")

    def _fail(self, part: Element, key: str) -> None:
        message = f"{place_of(self._source, f'@{key}', self._met[key])}: {self._why(key)}"
        self._report(message)
        part.tag = "span"
        part.set("class", "author-error")
        part.text = AtomicString(self._words("fault.program", message=message))

    def _why(self, key: str) -> str:
        kind, _, name = key.partition(":")
        known: Iterable[str]
        if kind in ("fig", "thm") and name:
            known = [one for one in self._names if one.startswith(f"{kind}:")]
            how = "a title that ends in {#NAME}" if kind == "thm" else "`/// figure | NAME`, or a picture's {#NAME}"
            what = f"this note has no {'figure' if kind == 'fig' else 'theorem'} of the name {name} ({how})."
        elif not self._known.is_there:
            return f"[@{key}] is sought in {self._known.path}, which is not there. Write it, in BibTeX, or \\[@{key}]."
        else:
            known, what = self._known.entries, f"there is no {key} in {self._known.path}."
        near = get_close_matches(key, list(known), n=1)
        return f"{what} Do you mean @{near[0]}?" if near else f"{what} Add it, or write \\[@{key}] for the words."

    def list_in(self, root: Element) -> None:
        """The list of what was cited, at the end of the note but before its footnotes."""
        if not self._cited:
            return
        heading = Element("h2", {"id": "references"})
        heading.text = self._words("citation.references")
        listed = Element("ol", {"class": "references"})
        for key in self._cited:
            self._entry(SubElement(listed, "li", {"id": f"ref-{key}"}), self._known.entries[key])
        notes = next((at for at, part in enumerate(root) if part.get("class") == "footnote"), len(root))
        root.insert(notes, heading)
        root.insert(notes + 1, listed)

    def _entry(self, item: Element, of_what: Reference) -> None:
        who = ", ".join(of_what.authors) + (self._words("citation.others") if of_what.more else "")
        item.text = AtomicString(f"{who}. " if who else "")
        title = SubElement(item, "cite")
        if of_what.url:
            SubElement(title, "a", {"href": of_what.url}).text = AtomicString(of_what.title)
        else:
            title.text = AtomicString(of_what.title)
        rest = ", ".join(filter(None, (*of_what.inside, of_what.year)))
        title.tail = AtomicString(f". {rest}. " if rest else ". ")
        back = SubElement(item, "a", {"class": "footnote-backref", "href": f"#cite-{of_what.key}"})
        back.set("title", self._words("citation.back"))
        back.text = "↩"


def _number_theorems(root: Element, words: Words) -> dict[str, tuple[str, str]]:
    """Number what is stated under a name: what each is called, and its id, by its name."""
    found = dict[str, tuple[str, str]]()
    for box in root.iter("div"):
        kind = next((one for one in box.get("class", "").split() if one in STATED), None)
        title = next((child for child in box if child.get("class") == "admonition-title"), None)
        named = _NAMED.search(_last_text(title)) if kind and title is not None else None
        if kind is None or title is None or named is None:
            continue
        _set_last_text(title, _last_text(title)[: named.start()])
        called = words("citation.numbered", name=words(f"stated.{kind}"), number=len(found) + 1)
        own, plain = (title.text or "").strip(), words(f"stated.{kind}")
        if own.startswith(plain):
            title.text = called + own.removeprefix(plain)
        else:  # where something of the title is marked, it cannot stand in brackets as a text
            title.text = f"{called} {own}" if len(title) else words("citation.entitled", name=called, title=own)
        found.setdefault(named[1], (called, f"thm-{named[1]}"))
        box.set("id", f"thm-{named[1]}")
    return found


def _last_text(element: Element) -> str:
    return (element[-1].tail if len(element) else element.text) or ""


def _set_last_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = text
    else:
        element.text = text


def _figures(root: Element, words: Words) -> dict[str, tuple[str, str]]:
    """What figures are called, and their ids, by their names; pictures with names get both here."""
    found = dict[str, tuple[str, str]]()
    count = 0
    for figure in list(root.iter()):
        if name := named(figure):
            count += 1
            called, identifier = words("caption.figure", number=count), f"fig-{name}"
            _number_picture(figure, called, identifier, words("caption.gap"))
            found.setdefault(name, (called, identifier))
        elif figure.tag == "figure":
            number = next((one for one in figure.iter("span") if one.get("class") == "figure-number"), None)
            identifier = figure.get("id", "")
            if number is not None and identifier.startswith("fig-"):
                count += 1
                found.setdefault(identifier.removeprefix("fig-"), (str(number.text), identifier))
    return found


def _number_picture(paragraph: Element, called: str, identifier: str, gap: str) -> None:
    caption(paragraph)
    paragraph.set("id", identifier)
    words = paragraph[-1]
    number = SubElement(words, "span", {"class": "figure-number"})
    number.text, number.tail, words.text = AtomicString(called), f"{gap}{words.text}", None


def _forget(mark: Element) -> None:
    """In a list of notes nothing is numbered."""
    mark.text = ""
    for part in list(mark):
        mark.remove(part)
