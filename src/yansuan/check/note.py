"""A note's formulas and what their author says of them.

In a TeX comment on a formula, on a line of its own or at the end of an inline one:

    % refute               the formula is quoted as wrong: it must fail, and the counterexample is printed
    % unchecked: why       it states nothing that can be computed: a diagram, an order of magnitude
    % check                an inline formula that asks to be checked, too
    % notation: NAME       the notation that this one formula is written in
    % approx: 1e-3         the largest relative error of its ≈

In an HTML comment on a line of its own, for the rest of its section:

    <!-- notation: NAME -->
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import yaml

from yansuan.read.formulas import Formula, scan
from yansuan.read.source import fence_after, front_matter_lines

_DIRECTIVE = re.compile(
    r"(?:(?<!\\)|(?<=[^\\]\\\\))%[ \t]*(refute|unchecked|check|notation|approx)\b"
    r"[ \t]*(?:[:：][ \t]*([^\n]*?))?[ \t]*(?=\n|$)"
)
SECTION = re.compile(r"^[ \t]*<!--[ \t]*notation:[ \t]*(\S+)[ \t]*-->[ \t]*$")
_HEADING = re.compile(r"(#{1,6})[ \t]")

Expected = Literal["holds", "refuted", "unchecked"]


@dataclass(frozen=True)
class Asked:
    """A formula, and what is asked of it.

    Args:
        formula: where its `line` counts from the first of `text`.
        order: its number among the note's formulas that are asked, from 1.
        expected: what it is to be.
        reason: the author's, for one that is refuted or unchecked.
        notation: the name of the notation; None for the snippet's first.
        near: how near the sides of its ≈ are to be, as it is written; "" where nothing is.
        notation_place: line and column of the name, where it is given; they count like the formula's.
    """

    formula: Formula
    order: int
    expected: Expected
    reason: str | None
    notation: str | None
    notation_place: tuple[int, int]
    near: str = ""

    @property
    def anchor(self) -> str:
        """The id of its verdict on the note's page."""
        return f"check-{self.order}"

    @property
    def name(self) -> str:
        """What it is called within its note: its label, else its number, else its line."""
        return self.formula.label or self.formula.number or f"L{self.formula.line}"


@dataclass(frozen=True)
class Note:
    """A note as far as its equations go; `first_line` is the line of the file at which `text` begins."""

    text: str
    first_line: int
    snippet: str | None
    asked: tuple[Asked, ...]


def read_note(source: str) -> Note:
    """Read a Markdown file, front matter and all."""
    source = source.replace("\r\n", "\n").removeprefix("\ufeff")
    lines = front_matter_lines(source)
    head, text = source.split("\n")[:lines], "\n".join(source.split("\n")[lines:])
    return Note(text, lines + 1, _snippet("\n".join(head)), asked_in(text))


def _snippet(front_matter: str) -> str | None:
    """The snippet that the front matter names; the check of front matter reports what is wrong with it."""
    try:
        found = yaml.safe_load(re.sub(r"^(---|\.\.\.)[ \t]*$", "", front_matter, flags=re.MULTILINE))
    except (yaml.YAMLError, ValueError):  # 2021-13-45 has the form of a date
        return None
    name = found.get("snippet") if isinstance(found, dict) else None
    return str(name) if name else None


def asked_in(text: str) -> tuple[Asked, ...]:
    """The formulas of a text that are checked: display formulas, and inline ones that ask."""
    sections = _sections(text)
    asked = list[Asked]()
    for formula in scan(text).formulas:
        said = _said(formula)
        if not formula.display and not said:
            continue
        notation, place = _notation(formula, sections)
        expected: Expected = "unchecked" if "unchecked" in said else "refuted" if "refute" in said else "holds"
        reason = said.get("unchecked") or said.get("refute") or None
        near = said.get("approx", "")
        asked.append(Asked(formula, len(asked) + 1, expected, reason, notation, place, near))
    return tuple(asked)


def notations_in(text: str) -> dict[int, tuple[str | None, str | None]]:
    """By where it starts, the notation of each formula, inline ones too, and the one that is in force around it."""
    sections = _sections(text)
    return {
        formula.start: (_notation(formula, sections)[0], sections[formula.line - 1][0])
        for formula in scan(text).formulas
    }


def _said(formula: Formula) -> dict[str, str]:
    """What the author says of a formula in comments on it."""
    return {match[1]: (match[2] or "").strip() for match in _DIRECTIVE.finditer(formula.tex)}


_Named = tuple[str | None, tuple[int, int]]  # a notation and where it is named


def _notation(formula: Formula, sections: list[_Named]) -> _Named:
    """The notation of a formula and where it is named: its own, else its section's."""
    own = [match for match in _DIRECTIVE.finditer(formula.tex) if match[1] == "notation"]
    if not own:
        return sections[formula.line - 1]
    at = own[-1].start(2) if own[-1][2] else own[-1].start()
    before = formula.tex[:at]
    line = formula.line + before.count("\n")
    # On the formula's first line the dollars and what stands before them count, too.
    column = at - before.rfind("\n") if "\n" in before else formula.column + (2 if formula.display else 1) + at
    return (own[-1][2] or "").strip(), (line, column)


def _sections(text: str) -> list[_Named]:
    """For each line, the notation of its section and where it is named."""
    stack: list[tuple[int, _Named]] = [(0, (None, (1, 1)))]  # by the depth of the heading
    found, fence = list[_Named](), ""
    for number, line in enumerate(text.split("\n"), 1):
        fence = fence_after(line, fence)
        if not fence and (heading := _HEADING.match(line)):
            while stack[-1][0] >= len(heading[1]):
                stack.pop()
            stack.append((len(heading[1]), stack[-1][1]))
        elif not fence and (named := SECTION.match(line)):
            stack[-1] = (stack[-1][0], (named[1], (number, named.start(1) + 1)))
        found.append(stack[-1][1])
    return found
