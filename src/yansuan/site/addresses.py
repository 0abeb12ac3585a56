"""Addresses that an author writes: they lead to what is there, in Markdown and in HTML, and no page asks another host.

MkDocs makes addresses of the site of those in links and pictures of Markdown.  Here those in HTML are made likewise
(`img`, `video`, `source`, `srcset`, `poster`, `a`, `object` …), and all are checked: one that leads nowhere, or has
something fetched from a host that the site does not allow, is told with its place, and on the page where it stands.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, partial
from html import escape, unescape
from logging import INFO, WARNING
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from yansuan.files import PAGES
from yansuan.read.hosts import IN_STYLE, Hosts, not_allowed
from yansuan.read.source import Source, files_of, locate, place_of, shown_path
from yansuan.site.plain import SOURCES
from yansuan.words import of

ATTRIBUTES = {
    "a": ("href",), "area": ("href",), "audio": ("src",), "embed": ("src",), "iframe": ("src",), "image": ("href",),
    "img": ("src", "srcset"), "input": ("src",), "link": ("href",), "object": ("data",), "script": ("src",),
    "source": ("src", "srcset"), "track": ("src",), "video": ("src", "poster"),
}  # fmt: skip
"""By element, the attributes that hold addresses."""

_FOLLOWED = ("a", "area")  # by readers; all others are fetched with the page
_INSIDE = ("source", "track")  # of an element that shows nothing else that is in it
_AROUND = ("video", "audio", "picture")
_FIRST = re.compile(r"\s*<(\w+)")
_VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))"""
_TAG = re.compile(rf"""<({"|".join(ATTRIBUTES)})\b((?:\s+[\w:@.-]+(?:{_VALUE})?)*)\s*/?>""", re.IGNORECASE)
_OPENS_AROUND = re.compile(rf"<(?:{'|'.join(_AROUND)})\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(rf"""(?<=\s)([\w:.-]+){_VALUE}""")
_LINK = re.compile(r"""<a\b[^<>]*?\shref=(["'])([^"'<>]*#[^"'<>]*)\1[^<>]*>.*?</a>""", re.DOTALL)
_TEMPLATE = re.compile(r"\{[{%].*?[}%]\}")
_FROM_DOCS = -1  # MkDocs's "relative_to_docs"
_COMMENT = re.compile(r"\s*<!--(?:(?!-->).)*-->\s*", re.DOTALL)


@dataclass
class Checks:
    """What is known of the site.

    Args:
        hidden: what a file of the site is that is not published, by its path; None where it is published.
        drafts: the same of one that is there for its author, under `serve`.
        hosts: other hosts from which pages may fetch.
        report: takes mistakes.
    """

    hidden: Callable[[str], str | None] = lambda uri: None
    drafts: Callable[[str], str | None] = lambda uri: None
    hosts: Hosts = Hosts(None)  # noqa: RUF009  # it is frozen
    report: Callable[[str], None] = lambda message: None


class Addresses(Treeprocessor):
    """Before MkDocs makes addresses of links and pictures; `language` is the site's."""

    def __init__(self, md: Markdown, checks: Checks, language: str) -> None:
        super().__init__(md)
        self._checks, self._language = checks, language

    def run(self, root: Element) -> None:
        """Check what is in the tree; check and make anew what stands in HTML, which is no part of the tree."""
        source = locate(self.md, self._language)
        if source is not None:
            _Page(source, self.md, self._checks).run(root)


class _Page:
    def __init__(self, source: Source, md: Markdown, checks: Checks) -> None:
        self._source = source
        self._checks = checks
        self._stash = md.htmlStash.rawHtmlBlocks
        self._blocks = frozenset(md.block_level_elements)
        self._mkdocs: Any = md.treeprocessors["relpath"]
        self._text = "\n".join(text for _, text in files_of(source))
        self._met = Counter[str]()
        self._words = of(source.language)

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for child in list(parent):
                self._element(parent, child)
        around = None
        for number, html in enumerate(self._stash):
            if not isinstance(html, str) or _COMMENT.fullmatch(html):
                continue
            if _OPENS_AROUND.match(html):
                around = number
            told = list[str]()
            self._stash[number] = self._html(html, told)
            # What is in a video, say, is not shown where that is.
            at = around if around is not None and html.lstrip("<").startswith(_INSIDE) else number
            self._stash[at] = self._boxes(told, str(self._stash[at])) + str(self._stash[at])

    # The tree

    def _element(self, parent: Element, element: Element) -> None:
        told = list[str]()
        for name in ATTRIBUTES.get(element.tag, ()):
            if (address := element.get(name)) is None:
                continue
            if name == "srcset":
                element.set(name, SOURCES.sub(partial(self._in_set, element.tag, told), address))
            elif message := self._wrong(element.tag, address):
                told.append(message)
                del element.attrib[name]
            elif (element.tag, name) not in (("a", "href"), ("img", "src")):  # these are MkDocs's
                element.set(name, self._made(address))
        if style := element.get("style"):
            element.set("style", self._style(style, told))
        if told:
            self._mark(parent, element, told)

    def _mark(self, parent: Element, element: Element, told: list[str]) -> None:
        """Words that would have been a link, or nothing where a picture would have been, and what is wrong."""
        box = Element("span", {"class": "author-error"})
        box.text = AtomicString(" ".join(self._words("fault.program", message=message) for message in told))
        box.tail, element.tail = element.tail, None
        at = list(parent).index(element)
        if element.tag == "a":
            element.tag = "span"
        elif element.tag == "img" and "src" not in element.attrib:
            parent.remove(element)
            at -= 1
        if self._source.excerpt:
            box.text, box.attrib = None, {}
        parent.insert(at + 1, box)

    # HTML

    def _html(self, html: str, told: list[str]) -> str:
        if "<" not in html:
            return html
        html = _TAG.sub(partial(self._tag, told), html)
        return self._style(html, told) if IN_STYLE.search(html) else html

    def _tag(self, told: list[str], tag: re.Match[str]) -> str:
        name = tag[1].lower()
        start, end = (place - tag.start() for place in tag.span(2))
        made = _ATTRIBUTE.sub(partial(self._attribute, name, told), tag[0][start:end])
        return tag[0][:start] + made + tag[0][end:]

    def _attribute(self, tag: str, told: list[str], attribute: re.Match[str]) -> str:
        written = next(value for value in attribute.group(2, 3, 4) if value is not None)
        name, value = attribute[1].lower(), unescape(written)
        if name not in ATTRIBUTES[tag] or not value or not self._is_authors(written):
            return attribute[0]
        if name == "srcset":
            made = SOURCES.sub(partial(self._in_set, tag, told), value)
        elif message := self._wrong(tag, value):
            told.append(message)
            return f'data-{name}="{escape(value)}"{"" if tag in _FOLLOWED else " hidden"}'
        else:
            made = self._made(value)
        return attribute[0] if made == value else f'{attribute[1]}="{escape(made)}"'

    def _in_set(self, tag: str, told: list[str], source: re.Match[str]) -> str:
        if source[1].startswith("data:"):
            return source[0]
        if message := self._wrong(tag, source[1]):
            told.append(message)
            return ""
        return self._made(source[1]) + source[2]

    def _style(self, style: str, told: list[str]) -> str:
        def checked(match: re.Match[str]) -> str:
            host = self._checks.hosts.foreign(match[1])
            if host is None or not self._is_authors(match[1]):
                return match[0]
            told.append(self._tell(match[1], not_allowed(host, match[1], self._docs)))
            return match[0].replace(match[1], "about:blank")

        return IN_STYLE.sub(checked, style)

    def _is_authors(self, written: str) -> bool:
        """Whether somebody typed it: what others made of the note leads where it should."""
        return written in self._text

    def _boxes(self, told: list[str], before: str) -> str:
        """What is wrong, in boxes that may stand before some HTML: those before a block are blocks."""
        if self._source.excerpt or not told:
            return ""
        name = _FIRST.match(before)
        kind = "div" if name and name[1].lower() in self._blocks else "span"
        words = (escape(self._words("fault.program", message=message), quote=False) for message in told)
        return "".join(f'<{kind} class="author-error">{one}</{kind}>' for one in words)

    # What is wrong

    def _wrong(self, tag: str, address: str) -> str | None:
        if template := _TEMPLATE.search(address):
            advice = "Write the address that it stands for, of a note its file's name: 'note.md'"
            return self._tell(
                address, f"{template[0]} is of a template, and nothing is put in its place here. {advice}."
            )
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            host = self._checks.hosts.foreign(address) if tag not in _FOLLOWED else None
            return self._tell(address, not_allowed(host, address, self._docs)) if host else None
        path = unquote(parts.path)
        if not path or "\x02" in address:  # a place on the page; an address of mail, as Markdown hides it
            return None
        levels = self._mkdocs.config.validation.links
        if path.startswith("/") and levels.absolute_links != _FROM_DOCS:
            return self._by_url(address, path, levels.absolute_links)
        uri = posixpath.normpath(posixpath.join(posixpath.dirname(self._source.uri), path).lstrip("/"))
        if path.endswith(PAGES) and (why := self._checks.hidden(uri)):
            return self._tell(address, f"the link leads to {why}. Take it out, or publish that note.")
        if (why := self._checks.drafts(uri)) and not self._checks.drafts(self._source.uri):
            self._tell(address, f"the link leads to {why}, there for you only. Take it out, or publish that note.")
        if self._mkdocs.files.get_file_from_path(uri) is not None or posixpath.normpath(path) == ".":
            return None
        if not posixpath.splitext(path)[1]:
            return self._by_url(address, posixpath.join("/", self._mkdocs.file.url, path), levels.unrecognized_links)
        return self._tell(address, self._nowhere(address, uri)) if levels.not_found >= WARNING else None

    def _by_url(self, address: str, path: str, level: int) -> str | None:
        """What is wrong with an address that is one of the site as readers see it, and no file's."""
        if level < INFO:
            return None
        base = urlsplit(self._mkdocs.config.site_url or "").path.strip("/")
        url = posixpath.normpath(path).strip("/.")
        if address.startswith("/") and base:
            url = url.removeprefix(base).strip("/")
        file = self._urls.get(url)
        if file is None:
            return self._tell(address, self._nowhere(address, url))
        name = posixpath.relpath(file, posixpath.dirname(self._source.uri) or ".")
        advice = f"{address} leads where the site stands today. Write the file's name, {name}"
        return self._tell(address, f"{advice}: of that the address is made.") if level >= WARNING else None

    def _made(self, address: str) -> str:
        """The address as the page has it; one that is no file's stays as it is."""
        parts = urlsplit(address)
        is_files = not parts.scheme and not parts.netloc and posixpath.splitext(parts.path)[1]
        return str(self._mkdocs.path_to_url(address)) if is_files or address.startswith("#") else address

    @cached_property
    def _urls(self) -> dict[str, str]:
        """The files of the site, by the addresses that readers see."""
        return {file.url.strip("/").removesuffix("/index.html"): file.src_uri for file in self._mkdocs.files}

    @property
    def _docs(self) -> str:
        """The name of the folder in which the site's pages are."""
        return Path(self._mkdocs.config.docs_dir).name

    def _nowhere(self, address: str, uri: str) -> str:
        known = [file.src_uri for file in self._mkdocs.files.documentation_pages() + self._mkdocs.files.media_files()]
        names = [posixpath.basename(one) for one in known]
        near = [known[names.index(name)] for name in get_close_matches(posixpath.basename(uri), names, 1, 0.8)]
        here = posixpath.dirname(self._source.uri) or "."
        meant = f" Did you mean {posixpath.relpath(near[0], here)}?" if near else " Mend it, or take it out."
        return f"{address} leads nowhere: there is no such file in {self._docs}/.{meant}"

    def _tell(self, address: str, message: str) -> str:
        """Tell the author, once; give the same words for the page."""
        self._met[address] += 1
        told = f"{place_of(self._source, address, self._met[address])}: {message}"
        if not self._source.excerpt:
            self._checks.report(told)
        return told


@dataclass(frozen=True)
class Nowhere:
    """A link to a place that is on no page.

    Args:
        message: what is to be said of it.
        url: the address of the page that it leads to.
        anchor: the place there.
    """

    message: str
    url: str
    anchor: str


def anchors_of_nothing(page: Any) -> list[Nowhere]:
    """The links of a page of MkDocs's to places that are on no page; all pages are rendered."""
    found, path = list[Nowhere](), Path(page.file.abs_src_path or page.file.src_uri)
    for file, links in (page.links_to_anchors or {}).items():
        for anchor, link in links.items():
            if file.page is not None and not _has_place(file.page, anchor):
                where = place_of(Source(shown_path(path)), link)
                near = get_close_matches(unquote(anchor), file.page.present_anchor_ids or (), 1)
                advice = f"Did you mean #{near[0]}?" if near else "Mend it, or take it out."
                message = f"{where}: {link}: there is no #{anchor} on that page. {advice}"
                found.append(Nowhere(message, file.url, anchor))
    return found


def with_boxes(html: str, url: str, missing: list[Nowhere], box: Callable[[str], str]) -> str:
    """A page on which each such link is followed by what is wrong with it; at its head where no link is found.

    Args:
        html: the page.
        url: its address.
        missing: the links.
        box: makes the words of a message.
    """
    for one in missing:
        told = box(escape(one.message, quote=False))
        link = next((link for link in _LINK.finditer(html) if _leads(link[2], url, one)), None)
        if link is None:
            html = f'<div class="author-error">{told}</div>\n{html}'
        else:
            html = f'{html[: link.end()]}<span class="author-error">{told}</span>{html[link.end() :]}'
    return html


def _leads(written: str, url: str, to: Nowhere) -> bool:
    """Whether an address on a page leads to a place."""
    path, _, anchor = unescape(written).partition("#")
    here = posixpath.join("/", url)
    there = urljoin(here, path) if path else here
    return unquote(anchor) == unquote(to.anchor) and there.rstrip("/") == posixpath.join("/", to.url).rstrip("/")


def _has_place(page: Any, anchor: str) -> bool:
    """Whether a page has a place of this name, in what is HTML as well."""
    known = page.present_anchor_ids
    if known is None or anchor == "top" or anchor in known or unquote(anchor) in known:
        return True
    named = rf"""\s(?:id|name)=["']?{re.escape(escape(unquote(anchor)))}["'\s>]"""
    return bool(re.search(named, page.content or ""))
