"""Lists and tables where people begin them, as GitHub and CommonMark read them.

Python-Markdown wants a blank line above a list or a table, and four blanks before what belongs to an item.  People
begin both right below a paragraph, and indent by as much as the item's own mark takes, two or three.  So lines are
indented anew here, by four for each item or block that they are in, and a blank line is put where one is wanted.  What
is written in Python-Markdown's own way stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from markdown.preprocessors import Preprocessor

from yansuan.read.source import fence_after

_TAB = 4
_ITEM = re.compile(r"([-*+]|\d{1,9}[.)])([ ]+(?=\S)|[ ]*$)")
_RULE = re.compile(r"([-*_])[ ]*(?:\1[ ]*){2,}$")
_CONTAINER = re.compile(r"!!!|\?\?\?\+?|===[!+]* *\"|(\[\^[^\]\s]+\]:|:[ ]{1,3}(?=\S))")
_TITLED = re.compile(r"((?:!!!|\?\?\?\+?)[ ]*[\w-]+)[ ]+([^\"]*[^\"\s])[ ]*$")
_CLASSES = re.compile(r"(?:[a-z][a-z\d_-]*[ ]*)+$")
_BLOCK = re.compile(r"#{1,6}[ ]|\*\[[^\]]+\]:|/{3,}|<|`{3}|~{3}|>|\[[^\]]+\]:|\ue000\d+\ue001$")
_HEADS = re.compile(r"#{1,6}[ ]|!!!|\?\?\?|===")  # what begins a block even in an item, below its text
_QUOTED = re.compile(r"[ ]{0,3}>[ ]?")
_DELIMITERS = re.compile(r"\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*$")
_RAW = re.compile(r"<(pre|script|style|textarea)\b(?!.*</\1)|<!--(?!.*-->)", re.IGNORECASE)
_ELEMENT = re.compile(r"<(?:div|figure|section|article|details|aside|table|tr|td|ul|ol|dl|picture|p)\b", re.IGNORECASE)
_ELEMENT_ENDS = re.compile(
    r"</(?:div|figure|section|article|details|aside|table|tr|td|ul|ol|dl|picture|p)\s*>", re.IGNORECASE
)
_INDENTED = re.compile(r"(?:[ ]{0,3}>[ ]?)*(?:[ ]{4}|[ ]{0,3}\t)")
_NUMBERED = re.compile(r"1[.)]")


class Lists(Preprocessor):
    """Lines as an author wrote them in, lines as Python-Markdown wants them out."""

    def run(self, lines: list[str]) -> list[str]:
        """See the module."""
        return arranged(lines)


def arranged(lines: list[str]) -> list[str]:
    """The lines of a text, or of a quotation in it, indented as Python-Markdown wants them."""
    return _Arranging(_spaced(lines)).run()


@lru_cache(maxsize=64)  # asked for whenever a text is scanned
def code_lines(text: str) -> frozenset[int]:
    """The numbers, from 0, of those lines of a text that are code because they are indented."""
    lines = text.split("\n")
    if not any(_INDENTED.match(line) for line in lines):
        return frozenset()
    arranging = _Arranging(_spaced(lines))
    arranging.run()
    return frozenset(
        n for n in arranging.code if not n or not arranging.lines[n - 1].strip(" \t>") or n - 1 in arranging.code
    )


def _spaced(lines: list[str]) -> list[str]:
    return [line.expandtabs(_TAB) if line[:1] in " \t" else line for line in lines]


@dataclass(frozen=True)
class _Within:
    """An item or a block that lines are in: how far what belongs to it is indented, at least and as a rule.

    An item that has a number may be followed by the next one, which need not stand as far to the left.
    """

    least: int
    content: int
    next_mark: str = ""


@dataclass
class _Arranging:
    lines: list[str]
    stack: list[_Within] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    paragraph: str = ""  # "item": the line before is text of an item's first paragraph; "own": of another paragraph
    at: int = 0
    code: set[int] = field(default_factory=set)
    _open: int = 0  # elements of HTML

    def run(self) -> list[str]:
        while self.at < len(self.lines):
            before = self.at
            self._line(self.lines[before])
            if self.at == before:  # else several lines were taken at once
                self.at += 1
        return self.made

    def _line(self, line: str) -> None:
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if not text:
            self._put("", 0)
            self.paragraph = ""
            return
        if self.paragraph and not self._begins(text, indent):
            self._go_on(text, line)
            return
        while self.stack and indent < self.stack[-1].least:
            self.stack.pop()
        over = indent - self._content
        if over >= _TAB and not self.paragraph:
            if not self._open:
                self.code.add(self.at)
            self._put(line if indent >= self._depth + _TAB else " " * (self._depth + over) + text, None)
        elif fence_after(text, ""):
            self._fence(text, indent)
        elif raw := _RAW.match(text):
            closing = f"</{raw[1].lower()}" if raw[1] else "-->"
            self._copy(_ends_raw(self.lines, self.at, closing), indent)
        elif _QUOTED.match(text):
            self._quote()
        elif (item := _ITEM.match(text)) and not _RULE.match(text):
            self._item(item, indent)
        else:
            self._other(text, indent)

    def _begins(self, text: str, indent: int) -> bool:
        """Whether a line below one of a paragraph begins something else; else it goes on, however it is indented."""
        inside = max((within.content for within in self.stack if indent >= within.least), default=0)
        if indent - inside >= _TAB:
            return False
        if (item := _ITEM.match(text)) and not _RULE.match(text):
            # "1986. A year" in a paragraph is a sentence; in a list any number is the next.
            in_list = bool(self.stack)
            return in_list or (bool(text[item.end() :]) and (not item[1][0].isdigit() or bool(_NUMBERED.match(text))))
        return bool(_BLOCK.match(text) or _CONTAINER.match(text) or self._is_table())

    def _go_on(self, text: str, line: str) -> None:
        if not self.stack:
            self._put(line, None)
        elif self.paragraph == "item":
            self._put(" " * (self._depth - _TAB + 2) + text, None)
        else:
            self._put(text, self._depth)

    def _item(self, item: re.Match[str], indent: int) -> None:
        if self.paragraph == "own" and self.made[-1]:
            self._put("", 0)
        if self.stack and self.stack[-1].next_mark == item[1] and indent < self.stack[-1].content:
            self.stack.pop()
        rest = item.string[item.end() :]
        self._put(f"{item[1]} {rest}".rstrip() if item[2] else item.string, self._depth)
        width = len(item[1]) + (len(item[2]) if 0 < len(item[2]) <= _TAB and rest else 1)
        mark = f"{int(item[1][:-1]) + 1}{item[1][-1]}" if item[1][0].isdigit() else ""
        self.stack.append(_Within(indent + 2, indent + width, mark))
        self.paragraph = "item" if rest else ""

    def _other(self, text: str, indent: int) -> None:
        self._open = max(0, self._open + len(_ELEMENT.findall(text)) - len(_ELEMENT_ENDS.findall(text)))
        if self.paragraph and (self._is_table() or (self.stack and _HEADS.match(text))):
            self._put("", 0)
        if (titled := _TITLED.match(text)) and not _CLASSES.match(titled[2]):
            text = f'{titled[1]} "{titled[2]}"'
        self._put(text if self.stack else " " * indent + text, self._depth)
        if container := _CONTAINER.match(text):
            self.stack.append(_Within(indent + _TAB, indent + _TAB))
            self.paragraph = "own" if container[1] else ""
        elif self._is_table() or _BLOCK.match(text) or _RULE.match(text):
            self.paragraph = ""
        else:
            self.paragraph = "own"

    def _quote(self) -> None:
        """A quotation is a text of its own; lines without a mark below it go on in its last paragraph."""
        inner = list[str]()
        depth = self._depth
        if self.paragraph and self.stack:
            self._put("", 0)
        while self.at < len(self.lines) and (mark := _QUOTED.match(self.lines[self.at].lstrip(" "))):
            inner.append(self.lines[self.at].lstrip(" ")[mark.end() :])
            self.at += 1
        within = _Arranging(_spaced(inner))
        self.made += [f"{' ' * depth}> {line}".rstrip() for line in within.run()]
        self.code |= {self.at - len(inner) + n for n in within.code}
        self.paragraph = "own" if inner[-1].strip() else ""

    def _fence(self, text: str, indent: int) -> None:
        """Code; what nobody closes is code to the end, as its author has been told."""
        end = _ends_fence(self.lines, self.at)
        self._copy(end, indent)
        if end > len(self.lines):
            self._put(fence_after(text, ""), self._depth)
        elif self.stack and end < len(self.lines) and self.lines[end].strip():
            self._put("", 0)

    def _copy(self, end: int, indent: int) -> None:
        """Lines that are no Markdown, moved as a whole."""
        depth = self._depth
        if self.paragraph and self.stack:
            self._put("", 0)
        for line in self.lines[self.at : end]:
            bare = line.lstrip(" ")
            kept = max(0, len(line) - len(bare) - indent) if self.stack else len(line) - len(bare)
            self.made.append(" " * (depth + kept) + bare if bare else "")
        self.at = end
        self.paragraph = ""

    def _is_table(self) -> bool:
        """Whether a table begins at the line in hand: the one below it has its dashes, of as many columns."""
        if self.at + 1 >= len(self.lines):
            return False
        head, dashes = self.lines[self.at].strip(), self.lines[self.at + 1].strip()
        if "|" not in head or "|" not in dashes or not _DELIMITERS.match(dashes):
            return False
        return _columns(head) == _columns(dashes)

    def _put(self, text: str, depth: int | None) -> None:
        self.made.append(" " * (depth or 0) + text)

    @property
    def _depth(self) -> int:
        return _TAB * len(self.stack)

    @property
    def _content(self) -> int:
        return self.stack[-1].content if self.stack else 0


def _columns(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row.removeprefix("|").removesuffix("|"))) + 1


def _ends_fence(lines: list[str], at: int) -> int:
    fence = ""
    for n, line in enumerate(lines[at:], at):
        fence = fence_after(line, fence)
        if not fence:
            return n + 1
    return len(lines) + 1


def _ends_raw(lines: list[str], at: int, closing: str) -> int:
    return next((n + 1 for n, line in enumerate(lines[at:], at) if closing in line.lower()), len(lines))
