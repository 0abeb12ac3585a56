"""Symbols as HTML: the legends 记号, and the names of symbols in code and in figures.

The first section in which a symbol stands has it in its legend, which reads without a script:

    <aside class="verdict symbols" …><details><summary>记号</summary><ul>
      <li><span class="symbol" data-symbol="z">its formula <span>输入</span></span>
        <span class="symbol-shape">s_l 维向量</span></li> …

(`verdict`: it is of the page only, and yansuan.site leaves it out of search, feed and excerpts.)  Whoever sets the
formulas has put the same `data-symbol` into these.  Here code gets it, `<span data-symbol="theta">theta</span>` in what
has the class `cell-source`; and figures, whose parts come with the TeX of what they are as their `data-symbol`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from xml.etree.ElementTree import Comment, Element

from yansuan.check.occurrences import Known, named
from yansuan.check.symbols import Symbol, Vocabulary
from yansuan.words import HOME, Words

_SECTION, _LEGEND = "section", "legend"  # comments in the tree: a section begins, and its legend stands here
_PART = re.compile(
    r"<!--formula (?P<start>\d+)[^>]*-->"
    r'|(?P<figure><svg class="figure-drawing".*?</svg>)'
    r'|(?P<code><div class="[^"]*\bcell-source\b.*?</pre>)',
    re.DOTALL,
)
_SYMBOL = re.compile(r' data-symbol="([^"]*)"')
_MARKUP = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"&\w+;|(?<![\w.])[A-Za-z_]\w*|(?<=\.)(?!T\b)[A-Za-z_]\w*")  # `.T` is NumPy's transpose
_NOUNS = frozenset(("vector", "matrix", "function", "number", "integer"))
_ARRAYS = {"vector": "vector", "column": "vector", "row": "vector", "matrix": "matrix"}

Typeset = Callable[[str], str]


def mark_sections(root: Element) -> None:
    """Tell in the tree of a note where its sections begin, and where their legends are to stand."""
    for parent in list(root.iter()):
        for place, heading in reversed(list(enumerate(parent))):
            if heading.tag in ("h1", "h2"):
                here = Comment(_LEGEND)
                here.tail, heading.tail = heading.tail, None
                parent.insert(place + 1, here)
            if heading.tag == "h2":
                parent.insert(place, Comment(_SECTION))


def with_symbols(html: str, known: Known, typeset: Typeset, words: Words = HOME) -> str:
    """A note's page, its slots still in it, with the symbols named in code and figures and a legend a section.

    Args:
        html: made of a tree in which its sections are marked.
        known: what is known of its symbols.
        typeset: makes HTML of TeX.
        words: of the page.
    """
    page = _Page(known, words, {name for formula in known.formulas.values() for name in formula.names})
    return "".join(page.section(section, typeset) for section in html.split(f"<!--{_SECTION}-->"))


def legend(symbols: Iterable[Symbol], typeset: Typeset, words: Words = HOME) -> str:
    """Symbols, what they are, and the shapes of their values."""
    entries = "".join(f"<li>{_entry(symbol, typeset, words)}</li>" for symbol in symbols)
    title = words("legend.title")
    inside = f"<details><summary>{title}</summary><ul>{entries}</ul></details>"
    return f'<aside class="verdict symbols" role="note" aria-label="{title}">{inside}</aside>'


def _entry(symbol: Symbol, typeset: Typeset, words: Words) -> str:
    written = words.list(map(typeset, symbol.spellings))
    means = typeset(symbol.meaning) if symbol.meaning.startswith("=") else escape(symbol.meaning)
    entry = f'<span class="symbol" data-symbol="{symbol.name}">{written} <span>{means}</span></span>'
    shape = _shape(symbol, typeset, words)
    return f'{entry} <span class="symbol-shape">{shape}</span>' if shape else entry


def _shape(symbol: Symbol, typeset: Typeset, words: Words) -> str:
    """`n` 维向量; what the symbol's name says already is not said again."""
    kind = symbol.shape.kind
    noun = _ARRAYS.get(kind, kind)
    is_known = noun in _NOUNS and words(f"shape.{noun}") in symbol.meaning.lower()
    if symbol.shape.tex:
        return words(f"shape.{kind}-{'known' if is_known else 'of'}", size=typeset(symbol.shape.tex))
    return "" if is_known or not kind else words(f"shape.{_ARRAYS.get(kind, kind)}")


@dataclass
class _Page:
    """A page as far as its sections have been read."""

    known: Known
    words: Words
    used: set[str]  # in formulas: what stands in code alone is no symbol of the note
    shown: set[str] = field(default_factory=set)

    def section(self, html: str, typeset: Typeset) -> str:
        """A section with its symbols named, and a legend of those that no section before had."""
        around = list(self._around(html))
        found = set[str]()
        html = _PART.sub(lambda part: self._part(part, around.pop(0), found), html)
        new = [symbol for name, symbol in self.known.symbols.known.items() if name in found - self.shown]
        self.shown |= found
        first = legend(new, typeset, self.words) if new else ""
        here = f"<!--{_LEGEND}-->"
        return html.replace(here, first, 1).replace(here, "")

    def _around(self, html: str) -> Iterator[Vocabulary]:
        """For each part of a section, the notation in force: that of the formula before it, else of the one after."""
        own = self.known.symbols.of(None)
        assert own is not None
        parts = [self.known.formulas.get(int(part["start"] or -1)) for part in _PART.finditer(html)]
        current = next((formula.around for formula in parts if formula), own)
        for formula in parts:
            current = formula.around if formula else current
            yield current

    def _part(self, part: re.Match[str], around: Vocabulary, found: set[str]) -> str:
        if part["figure"]:
            return _SYMBOL.sub(lambda mark: self._label(unescape(mark[1]), around, found), part[0])
        if part["code"]:
            own = self.known.symbols.of(None)
            codes = {**(own.by_code if own else {}), **around.by_code}
            return _code(part[0], {code: name for code, name in codes.items() if name in self.used})
        formula = self.known.formulas.get(int(part["start"]))
        found |= set(formula.names) if formula else set()
        return part[0]

    def _label(self, tex: str, around: Vocabulary, found: set[str]) -> str:
        name = named(tex, around)
        if name is None:
            return ""
        found.add(name)
        return f' data-symbol="{name}"'


def _code(html: str, names: Mapping[str, str]) -> str:
    """Code whose variables know which symbols they are; comments, strings and what is defined have spans already."""
    parts, depth = list[str](), 0

    def name(match: re.Match[str]) -> str:
        known = names.get(match[0])
        return f'<span data-symbol="{known}">{match[0]}</span>' if known else match[0]

    body = False
    for part in _MARKUP.split(html):
        if part.startswith("<"):
            body = body or part.startswith("<code")
            depth += part.startswith("<span") - part.startswith("</span")
            parts.append(part)
        else:
            parts.append(_NAME.sub(name, part) if body and depth == 0 else part)
    return "".join(parts)
