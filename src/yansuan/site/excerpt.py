"""Excerpts: the first lines of a note, with their mathematics, whole in every respect.

An excerpt is what stands before `<!-- more -->`, or before the first section where there is none; if that is long it is
cut at the end of a sentence, else at a comma, else between words, and never inside a formula or an element.  It may
stand anywhere on any page, inside a link too: it has no links, no ids and no footnote marks.

Length is measured in Chinese characters: whatever is half as wide counts half, and a short line as one that is longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from itertools import accumulate
from unicodedata import category, east_asian_width

from yansuan.set.markup import BARE
from yansuan.site.tree import Element, Node, Verbatim, render, rewrite, text

LENGTH = 120
"""The length that is aimed at."""

_SHORTEST, _LONGEST = 0.65, 1.25
_LINE = 20
"""What a paragraph or an item takes at least, however short it is: a line."""
_LINES = {"p", "li", "dt", "dd"}
_BLOCKS = {"p", "ul", "ol", "dl", "blockquote"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_NEVER = HEADINGS | {
    "script",
    "style",
    "table",
    "pre",
    "figure",
    "details",
    "iframe",
    "button",
    "input",
    "img",
    "video",
    "audio",
}
_WHOLE = {"svg", "math", "code", "kbd", "ruby"}
_MORE = re.compile(r"<!--\s*more\s*-->")
SYMBOL = re.compile(r' data-symbol="[^"]*"')
"""Which symbol of its note a part of a drawing is: elsewhere that means nothing."""
_CHARACTER = re.compile(r"&#?\w+;|.", re.DOTALL)
_SENTENCE_ENDS, _CLAUSE_ENDS, _CLOSING = "。！？!?…", "，；：、,;:—", "”’」』）)】》"


def is_formula(element: Element) -> bool:
    """Whether an element is a formula, inline or displayed."""
    return bool(element.classes & {"formula", "formula-display"})


def excerpt(root: Element, length: int = LENGTH) -> str:
    """The excerpt of a page, its formulas by name, as HTML: paragraphs, lists, quotations, displayed formulas."""
    lead, _ = _lead(root)
    clean = rewrite(lead.holding(block for block in lead.children if _is_block(block)), _rule)
    clean.children = [block for block in clean.children if isinstance(block, Element) and not _is_empty(block)]
    atoms = list(_atoms(clean))
    if sum(atom.width for atom in atoms) > _LONGEST * length:
        clean = _cut(clean, atoms, _best_cut(atoms, length))
    return "\n".join(map(render, clean.children))


def _lead(element: Element) -> tuple[Element, bool]:
    """An element up to where the lead ends, and whether that is in it."""
    kept = list[Node]()
    for child in element.children:
        if _MORE.fullmatch(child) if isinstance(child, str) else child.tag in HEADINGS - {"h1"}:
            return element.holding(kept), True
        part, ends = _lead(child) if isinstance(child, Element) else (child, False)
        kept.append(part)
        if ends:
            return element.holding(kept), True
    return element.holding(kept), False


def inline(element: Element) -> str:
    """What stands in an element, as it may stand anywhere: no links, ids or footnote marks."""
    return "".join(map(render, rewrite(element, _rule).children)).strip()


def _is_block(node: Node) -> bool:
    return isinstance(node, Element) and (node.tag in _BLOCKS or is_formula(node))


def _is_empty(node: Element) -> bool:
    return not text(node).strip() and not any(isinstance(child, Element) for child in node.children)


_LEFT_OUT = {"headerlink", "formula-number", "author-error", "verdict"}


def _rule(element: Element) -> list[Node] | None:
    """How an element stands in an excerpt; what is drawn (svg, math) looks exactly as it did."""
    if element.tag in _NEVER or element.classes & _LEFT_OUT:
        return []
    if element.tag == "sup" and element.attributes.get("id", "").startswith("fnref"):
        return []
    if element.tag in ("svg", "math"):
        return [element.holding(Verbatim(SYMBOL.sub("", render(child))) for child in element.children)]
    if element.tag == "a":
        return rewrite(element, _rule).children
    stop = ("tabindex", "role", "aria-label") if "tabindex" in element.attributes else ()  # and how it is called
    bare = element.without("id", "name", "contenteditable", *stop)
    if "data-set" in bare.attributes:
        bare = bare.dressed(bare.attributes | {"data-set": bare.attributes["data-set"].removesuffix(BARE) + BARE})
    return [rewrite(bare, _rule)] if bare is not element else None


@dataclass(frozen=True)
class _Atom:
    """What a cut cannot divide: a character, or a formula."""

    text: str
    width: float
    whole: bool = False
    ends_line: bool = False


def _atoms(node: Node) -> Iterator[_Atom]:
    if isinstance(node, Verbatim):
        return
    if isinstance(node, str):
        for character in _CHARACTER.findall(node):
            yield _Atom(unescape(character), _width(unescape(character)))
    elif _is_whole(node):
        plain = text(node)
        yield _Atom(plain, _width(plain), whole=True)
    else:
        found = [atom for child in node.children for atom in _atoms(child)]
        if found and node.tag in _LINES:
            rest = max(0.0, _LINE - sum(atom.width for atom in found))
            found[-1] = replace(found[-1], width=found[-1].width + rest, ends_line=True)
        yield from found


def _is_whole(element: Element) -> bool:
    return is_formula(element) or element.tag in _WHOLE


def _width(characters: str) -> float:
    return sum(1.0 if east_asian_width(c) in "WF" else 0.5 for c in characters if category(c) not in ("Mn", "Me", "Cf"))


def _best_cut(atoms: list[_Atom], length: int) -> int:
    """After how many atoms to cut: the best kind of place that there is near the length, and of these the nearest."""
    widths = [0.0, *accumulate(atom.width for atom in atoms)]
    near = [k for k in range(1, len(atoms)) if _SHORTEST * length <= widths[k] <= _LONGEST * length]
    for is_place in (_ends_sentence, _ends_line, _ends_clause, _parts_words, _parts_characters):
        if places := [k for k in near if is_place(atoms, k)]:
            return min(places, key=lambda k: abs(widths[k] - length))
    return max((k for k in range(1, len(atoms)) if widths[k] <= length), default=1)


def _ends_sentence(atoms: list[_Atom], k: int) -> bool:
    last = k - 1
    while last > 0 and _is_one_of(atoms[last], _CLOSING):
        last -= 1
    return _is_one_of(atoms[last], _SENTENCE_ENDS) and not _is_one_of(atoms[k], _CLOSING + _SENTENCE_ENDS)


def _ends_line(atoms: list[_Atom], k: int) -> bool:
    return atoms[k - 1].ends_line


def _ends_clause(atoms: list[_Atom], k: int) -> bool:
    # "1,000" and "a:b" are one word.
    return _is_one_of(atoms[k - 1], _CLAUSE_ENDS) and not _is_latin(atoms[k])


def _parts_words(atoms: list[_Atom], k: int) -> bool:
    return atoms[k].text.isspace() and not atoms[k - 1].text.isspace()


def _parts_characters(atoms: list[_Atom], k: int) -> bool:
    return not any(map(_is_latin, atoms[k - 1 : k + 1])) and atoms[k].text[:1].isalnum()


def _is_latin(atom: _Atom) -> bool:
    return not atom.whole and atom.text.isalnum() and atom.width < 1


def _is_one_of(atom: _Atom, characters: str) -> bool:
    return not atom.whole and bool(atom.text) and atom.text in characters


def _cut(root: Element, atoms: list[_Atom], after: int) -> Element:
    """The first so many atoms; … where a sentence stops short."""
    mark = "" if _ends_sentence(atoms, after) else "…"
    while mark and after > 1 and _is_one_of(atoms[after - 1], _CLAUSE_ENDS + " \n"):
        after -= 1
    kept, _ = _take(root, after, mark)
    return kept


def _take(element: Element, budget: int, mark: str) -> tuple[Element, int]:
    """As much of an element as the budget of atoms buys, and what is left of the budget; the mark after the last."""
    kept: list[Node] = []
    for child in element.children:
        if budget == 0:
            break
        if isinstance(child, Verbatim):
            continue
        if isinstance(child, str):
            characters = _CHARACTER.findall(child)[:budget]
            budget -= len(characters)
            kept.append("".join(characters) + (mark if budget == 0 else ""))
        elif _is_whole(child):
            budget -= 1
            kept += [child] if budget or not mark else [child, mark]
        else:
            part, budget = _take(child, budget, mark)
            kept.append(part)
    return element.holding(kept), budget
