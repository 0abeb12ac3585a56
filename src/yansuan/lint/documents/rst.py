"""What a text in reStructuredText has: the directive and the role `math`, headings, comments.

A blank line within the directive parts two formulas, as it does for Sphinx.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yansuan.lint.documents.events import WORDS, Comment, Event, Found, Heading, words_before
from yansuan.lint.documents.placed import Placed

_DIRECTIVE = re.compile(r"([ \t]*)\.\.[ \t]+(?:(math)::|([\w:-]+)::|(?!\[|_))[ \t]*(.*)")
_OPTION = re.compile(r"[ \t]*:[\w-]+:")
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*$")
_ROLE = re.compile(r"``.*?``|:math:`((?:[^`\\]|\\.)+)`", re.DOTALL)
_CODE = frozenset("code code-block sourcecode literalinclude parsed-literal highlight doctest testcode raw".split())


def events(text: Placed) -> Iterator[Event]:
    """What the text has, in its order."""
    lines, at = list[tuple[int, str]](), 0
    for line in text.text.splitlines(keepends=True):
        lines.append((at, line.rstrip("\n")))
        at += len(line)
    yield from _Lines(text, lines).events()


class _Lines:
    def __init__(self, text: Placed, lines: list[tuple[int, str]]) -> None:
        self.placed, self.lines = text, lines
        self.adornments = list[str]()
        self.paragraph = list[int]()  # numbers of its lines
        self.said = ""  # the paragraph before

    def events(self) -> Iterator[Event]:
        number = 0
        while number < len(self.lines):
            _, line = self.lines[number]
            directive = _DIRECTIVE.match(line)
            if directive or not line.strip():
                yield from self._paragraph()
            if directive:
                after = self._block(number, len(directive[1]))
                yield from self._directive(number, after, directive)
                number = after
                continue
            if line.strip() and self._is_adornment(number):
                yield Heading(self._level(line.strip()[0]))
                self.paragraph.clear()
            elif line.strip():
                self.paragraph.append(number)
                if line.rstrip().endswith("::"):
                    indent = len(line) - len(line.lstrip())
                    yield from self._paragraph()
                    number = self._block(number, indent)
                    continue
            number += 1
        yield from self._paragraph()

    def _is_adornment(self, number: int) -> bool:
        """Whether a line underlines a title."""
        return bool(_ADORNMENT.match(self.lines[number][1])) and len(self.paragraph) == 1

    def _level(self, sign: str) -> int:
        if sign not in self.adornments:
            self.adornments.append(sign)
        return self.adornments.index(sign) + 1

    def _block(self, number: int, indent: int) -> int:
        """The number of the first line after what is indented below a line."""
        last = number
        for following in range(number + 1, len(self.lines)):
            line = self.lines[following][1]
            if line.strip():
                if len(line) - len(line.lstrip()) <= indent:
                    break
                last = following
        return last + 1

    def _directive(self, number: int, after: int, directive: re.Match[str]) -> Iterator[Event]:
        start = self.lines[number][0]
        if directive[2]:
            yield from self._math(number, after, start + directive.start(4))
        elif directive[3] is None:
            end = self.lines[after - 1][0] + len(self.lines[after - 1][1])
            if end > start + directive.start(4):
                yield Comment(self.placed[start + directive.start(4) : end])
        elif directive[3] not in _CODE:  # what it holds is text
            inner = _Lines(self.placed, self.lines[number + 1 : after])
            inner.adornments = self.adornments
            yield from inner.events()

    def _math(self, number: int, after: int, argument: int) -> Iterator[Event]:
        """The formulas of a directive, which blank lines part."""
        start, line = self.lines[number]
        end = start + len(line)
        stretches = [(argument, end)] if argument < end else []
        rows = self.lines[number + 1 : after]
        while rows and _OPTION.match(rows[0][1]):
            rows = rows[1:]
        fresh = not stretches
        for at, row in rows:
            if not row.strip():
                fresh = True
            elif fresh:
                stretches.append((at + len(row) - len(row.lstrip()), at + len(row)))
                fresh = False
            else:
                stretches[-1] = stretches[-1][0], at + len(row)
        for first, last in stretches:
            yield self._found(first, last, first, last, self.said, display=True)

    def _paragraph(self) -> Iterator[Event]:
        """The formulas of a paragraph that has ended."""
        if not self.paragraph:
            return
        start = self.lines[self.paragraph[0]][0]
        last, line = self.lines[self.paragraph[-1]]
        text = self.placed.text[: last + len(line)]
        for role in (role for role in _ROLE.finditer(text, start) if role[1]):
            before = words_before(text[max(start, role.start() - 4 * WORDS) : role.start()])
            yield self._found(*role.span(), *role.span(1), before, display=False)
        self.said = words_before(text[start:])
        self.paragraph.clear()

    def _found(self, start: int, end: int, inner: int, outer: int, before: str, *, display: bool) -> Found:
        tex = self.placed[inner:outer].replaced(re.compile(r"(?<=\n)[ \t]+"), "")
        return Found(tex, display, self.placed.starts[start], self.placed.ends[end - 1], before)
