"""HTML as a tree that writes back exactly what was read.

`html.parser` lower-cases the names of tags and attributes, and inline SVG needs its capitals (`viewBox`); so every
element keeps its start tag as it was written, and text keeps its entities.  Only what a rule changes comes out changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from html.entities import html5
from html.parser import HTMLParser

# Nine tenths of a page; nobody here looks inside, save through `opened`.
_DRAWN = re.compile(r"(<(svg|math)\b[^>]*>)(.*?)(</\2>)", re.DOTALL)
_NAME = re.compile(r"[^\s/>]+")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Not the beginning of an entity: "a && b", "R&D".
_BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")


class Verbatim(str):
    """Markup that is not read further: comments, declarations, and the inside of drawings and formulas."""

    __slots__ = ()


@dataclass
class Element:
    """An element; `tag` and the keys of `attributes` in lower case, values unescaped, `start` and `end` as written."""

    tag: str
    start: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    end: str = ""

    @property
    def classes(self) -> frozenset[str]:
        """The names in its class attribute."""
        return frozenset(self.attributes.get("class", "").split())

    def holding(self, children: Iterable[Node]) -> Element:
        """The same element around other children."""
        return Element(self.tag, self.start, self.attributes, list(children), self.end)

    def without(self, *names: str) -> Element:
        """The same element less these attributes; all that is left is written anew."""
        if not any(name in self.attributes for name in names):
            return self
        kept = {name: value for name, value in self.attributes.items() if name not in names}
        return self.dressed(kept)

    def dressed(self, attributes: dict[str, str]) -> Element:
        """The same element with just these attributes."""
        name = self.end[2:-1] or self.tag
        written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
        close = "/>" if self.start.endswith("/>") else ">"
        return Element(self.tag, f"<{name}{written}{close}", attributes, self.children, self.end)


Node = Element | str
Rule = Callable[[Element], "list[Node] | None"]


def parse(html: str) -> Element:
    """Read a piece of HTML; the root has no tag.  Anything is accepted, and what was left open is closed at the end.

    What is inside `<svg>` and `<math>` is kept verbatim.
    """
    builder = _Builder()
    end = 0
    for match in _DRAWN.finditer(html):
        builder.read(html[end : match.start()])
        builder.read(match[1])
        builder.handle_verbatim(match[3])
        builder.read(match[4])
        end = match.end()
    builder.read(html[end:])
    return builder.root


def opened(drawing: Element) -> Element:
    """The same drawing with what is inside as a tree."""
    builder = _Builder()
    builder.read("".join(map(render, drawing.children)))
    return drawing.holding(builder.root.children)


def render(node: Node) -> str:
    """Write a node."""
    if isinstance(node, str):
        return node
    return node.start + "".join(map(render, node.children)) + node.end


def text(node: Node) -> str:
    """The characters of a node, without tags, comments and drawings; entities resolved."""
    if isinstance(node, str):
        return "" if isinstance(node, Verbatim) else unescape(node)
    return "".join(map(text, node.children))


def walk(node: Node) -> Iterator[Element]:
    """Every element in it, itself first, in the order of the page."""
    if isinstance(node, Element):
        yield node
        for child in node.children:
            yield from walk(child)


def first(node: Node, matches: Callable[[Element], bool]) -> Element | None:
    """The first element in it of that kind."""
    return next(filter(matches, walk(node)), None)


def rewrite(node: Element, rule: Rule) -> Element:
    """Apply a rule to every element in it, from the outside in.

    The rule gives what takes an element's place, which is final, or None to keep it and go on inside.
    """
    return node.holding(new for child in node.children for new in _rewritten(child, rule))


def _rewritten(child: Node, rule: Rule) -> list[Node]:
    if isinstance(child, str):
        return [child]
    replaced = rule(child)
    return [rewrite(child, rule)] if replaced is None else replaced


class _Builder(HTMLParser):
    """Events to a tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.root = Element("")
        self._open = [self.root]

    def read(self, html: str) -> None:
        """Read on; a piece is whole tags and text."""
        self.feed(_BARE_AMPERSAND.sub("&amp;", html))  # at the end of a piece HTMLParser would lose it
        self.close()

    def handle_verbatim(self, markup: str) -> None:
        """Take markup as it is."""
        self._add(Verbatim(markup))

    def _add(self, node: Node) -> None:
        self._open[-1].children.append(node)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = self._element(tag, attrs)
        self._add(element)
        if tag not in _VOID:
            element.end = f"</{_NAME.match(element.start, 1)[0]}>"  # type: ignore[index]  # it has a name
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(self._element(tag, attrs))

    def _element(self, tag: str, attributes: list[tuple[str, str | None]]) -> Element:
        return Element(tag, self.get_starttag_text() or "", {key: value or "" for key, value in attributes})

    def handle_endtag(self, tag: str) -> None:
        depth = next((i for i in range(len(self._open) - 1, 0, -1) if self._open[i].tag == tag), 0)
        if depth:
            del self._open[depth:]

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        # "R&D" comes here too, and is not an entity.
        self._add(f"&{name};" if f"{name};" in html5 else f"&amp;{name}")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._add(Verbatim(f"<!--{data}-->"))

    def handle_decl(self, decl: str) -> None:
        self._add(Verbatim(f"<!{decl}>"))

    def handle_pi(self, data: str) -> None:
        self._add(Verbatim(f"<?{data}>"))

    def unknown_decl(self, data: str) -> None:
        self._add(Verbatim(f"<![{data}]>"))
