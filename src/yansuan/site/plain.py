"""A rendered page without its drawings: for the search index, the table of contents and feed readers.

Formulas are plain text here already; drawings are left out (search) or replaced by what they are called (feed); what
yansuan.check says of a formula (class `verdict`) is for the page only.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urljoin

from yansuan.site.excerpt import HEADINGS, is_formula
from yansuan.site.tree import Element, Node, Rule, Verbatim, opened, parse, render, rewrite, text, walk
from yansuan.words import HOME, Words

_NEVER = {"script", "style", "template", "button", "input", "select", "form", "iframe", "object"}
_ATTRIBUTES = tuple("href src srcset poster controls alt title lang width height colspan rowspan start open".split())
_POINTING = ("href", "src", "poster")
_PICTURE = re.compile(r"\.(?:svg|png|jpe?g|gif|webp|avif)$", re.IGNORECASE)
SOURCES = re.compile(r"([^\s,]+)((?:\s+[\d.]+[wxh])*\s*(?:,\s*|$))")
"""An address of those in `srcset`, and what comes after."""


def line(html: str) -> str:
    """HTML as one line of text."""
    return " ".join(text(parse(html)).split())


def searchable(root: Element) -> str:
    """A page as search reads it: what a reader would call its words, under the same headings with the same ids."""

    def rule(element: Element) -> list[Node] | None:
        if element.tag in {"svg", "math"} | _NEVER or element.classes & {"formula-number", "verdict"}:
            return []
        if is_formula(element):
            return [rewrite(element.without("data-tex", "data-set"), rule)]
        return None

    return render(rewrite(root, rule))


def headings(root: Element) -> dict[str, str]:
    """The headings that tables of contents and titles cannot take as they are: those with formulas, by their ids."""
    return {
        heading.attributes.get("id", ""): _words(heading)
        for heading in walk(root)
        if heading.tag in HEADINGS and any(map(is_formula, walk(heading)))
    }


_TITLE_TAG = re.compile(r"(</?)h1\b")


def portable(html: str, page_url: str, words: Words = HOME) -> str:
    """A page as feed readers can show it: plain elements, whole addresses, no scripts, styles, drawings or title.

    A note of one line is its title, and stands there as a paragraph.

    Args:
        html: the page, with its formulas by name.
        page_url: its whole address, which its links are relative to.
        words: of the page.
    """

    rule = _portable_at(page_url, page_url, words)
    return _written(html, rule) or _written(_TITLE_TAG.sub(r"\1p", html), rule)


def _written(html: str, rule: Rule) -> str:
    page = rewrite(parse(html), rule)
    return "".join(render(child) for child in page.children if not isinstance(child, Verbatim)).strip()


def _portable_at(page_url: str, place: str, words: Words) -> Rule:
    """How elements stand in the feed; `place` is where the reader finds the drawing that may be among them."""

    def rule(element: Element) -> list[Node]:
        if element.tag == "object" and _PICTURE.search(element.attributes.get("data", "")):
            return [f'<img src="{escape(urljoin(page_url, element.attributes["data"]))}" alt="">']
        if element.tag in _NEVER | {"math", "h1"} or element.classes & {"headerlink", "verdict"}:
            return []
        if element.tag == "svg":
            return _called(element, place, words)
        if "formula-display" in element.classes:
            parts = [child for child in element.children if not _is_verdict(child)]
            told = " ".join(text(child).strip() for child in parts)
            return [f"<p>{escape(told.strip(), quote=False)}</p>"]
        if element.tag == "figure" and "id" in element.attributes:
            inside = _portable_at(page_url, f"{page_url}#{element.attributes['id']}", words)
        else:
            inside = rule
        bare = rewrite(_bare(element, page_url), inside)
        # Spans say how a thing looks; without a class they say nothing.
        return [bare] if element.tag != "span" or bare.attributes else bare.children

    return rule


def _words(element: Element) -> str:
    def rule(inner: Element) -> list[Node] | None:
        marks = inner.tag == "sup" and inner.attributes.get("id", "").startswith("fnref")
        return [] if marks or inner.classes & {"headerlink", "verdict"} else None

    return " ".join(text(rewrite(element, rule)).split())


def _is_verdict(node: Node) -> bool:
    return isinstance(node, Element) and "verdict" in node.classes


def _called(drawing: Element, place: str, words: Words) -> list[Node]:
    """What a drawing is called, with a link to where it can be seen; nothing for one without a name (an icon)."""
    names = [
        text(part).strip()
        for part in opened(drawing).children
        if isinstance(part, Element) and part.tag in ("title", "desc")
    ]
    names = [name for name in names if name] or [drawing.attributes.get("aria-label", "")]
    name = words("drawing.named", title=names[0], description=names[1]) if len(names) == 2 else names[0]
    if not name:
        return []
    return [f'<p><a href="{escape(place)}">{words("drawing.elsewhere", name=escape(name))}</a></p>']


def _bare(element: Element, page_url: str) -> Element:
    attributes = {key: value for key, value in element.attributes.items() if key in _ATTRIBUTES}
    for key in _POINTING:
        if key in attributes:
            attributes[key] = urljoin(page_url, attributes[key])
    if "srcset" in attributes:
        attributes["srcset"] = SOURCES.sub(lambda one: urljoin(page_url, one[1]) + one[2], attributes["srcset"])
    return element.dressed(attributes) if attributes != element.attributes else element
