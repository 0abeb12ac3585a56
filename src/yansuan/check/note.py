"""A note's formulas and what their author says of them.

In a TeX comment on a formula, on a line of its own or at the end of an inline one:

    % refute               the formula is quoted as wrong: it must fail, and the counterexample is printed
    % unchecked: why       it states nothing that can be computed: a diagram, an order of magnitude
    % check                an inline formula that asks to be checked, too
    % notation: NAME       the notation that this one formula is written in
    % approx: 1e-3         the largest relative error of its ≈

In its front matter, for all formulas of which nothing else is said:

    unchecked: why

In an HTML comment on a line of its own, for the rest of its section:

    <!-- notation: NAME -->
    <!-- symbols: … -->    what letters are, see `letters.py`
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import yaml

from yansuan.check.letters import Block, comment_at, in_front_matter
from yansuan.read.formulas import Formula, scan
from yansuan.read.included import Whole
from yansuan.read.source import Lines, fence_after, front_matter_lines

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
        blocks: in which its section, and those around it, say what letters are.
    """

    formula: Formula
    order: int
    expected: Expected
    reason: str | None
    notation: str | None
    notation_place: tuple[int, int]
    near: str = ""
    blocks: tuple[Block, ...] = ()

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
    """A note as far as its equations go.

    Args:
        text: what comes after its front matter.
        first_line: the line of the file at which that begins.
        snippet: the snippet that its front matter names.
        asked: its formulas.
        symbols: where its front matter says what letters are.
        unchecked: why its formulas are not checked, where its front matter says so; "" where it gives no reason.
        lines: where its lines stand, if it includes other texts: `text` is the whole.
    """

    text: str
    first_line: int
    snippet: str | None
    asked: tuple[Asked, ...]
    symbols: Block | None = None
    unchecked: str | None = None
    lines: Lines | None = None

    def blocks_of(self, asked: Asked) -> tuple[Block, ...]:
        """Where it is said what the letters of a formula are, the front matter first."""
        return (self.symbols, *asked.blocks) if self.symbols else asked.blocks

    @property
    def is_lettered(self) -> bool:
        """Whether it says anywhere what letters are."""
        return bool(self.snippet or self.symbols or any(one.blocks for one in self.asked))


def read_note(source: str, include: Callable[[str], Whole] = Whole) -> Note:
    """Read a Markdown file, front matter and all.

    Args:
        source: the file.
        include: makes its text whole, with what it includes.
    """
    source = source.replace("\r\n", "\n").removeprefix("\ufeff")
    lines = front_matter_lines(source)
    head, text = source.split("\n")[:lines], "\n".join(source.split("\n")[lines:])
    says = _said_in("\n".join(head))
    snippet = str(says["snippet"]) if says.get("snippet") else None
    unchecked = str(says["unchecked"] or "").strip() if "unchecked" in says else None
    whole = include(text)
    asked = asked_in(whole.text, unchecked)
    return Note(whole.text, lines + 1, snippet, asked, in_front_matter(head), unchecked, whole.lines)


def _said_in(front_matter: str) -> dict[str, object]:
    """What the front matter says; the check of front matter reports what is wrong with it."""
    try:
        found = yaml.safe_load(re.sub(r"^(---|\.\.\.)[ \t]*$", "", front_matter, flags=re.MULTILINE))
    except (yaml.YAMLError, ValueError):  # 2021-13-45 has the form of a date
        return {}
    return found if isinstance(found, dict) else {}


def asked_in(text: str, unchecked: str | None = None, *, every: bool = False) -> tuple[Asked, ...]:
    """The formulas of a text that are checked: display formulas, and inline ones that ask, or `every` one.

    Args:
        text: what comes after the front matter.
        unchecked: why those are not checked of which nothing is said; "" where no reason is given.
        every: whether inline ones are wanted that do not ask.
    """
    sections = _sections(text)
    asked = list[Asked]()
    for formula in scan(text).formulas:
        said = _said(formula)
        if not formula.display and not said and not every:
            continue
        notation, place = _notation(formula, sections)
        if unchecked is not None and not said.keys() & {"unchecked", "refute", "check", "notation", "approx"}:
            said = {"unchecked": unchecked}
        expected: Expected = "unchecked" if "unchecked" in said else "refuted" if "refute" in said else "holds"
        reason = said.get("unchecked") or said.get("refute") or None
        near, blocks = said.get("approx", ""), sections[formula.line - 1].blocks
        asked.append(Asked(formula, len(asked) + 1, expected, reason, notation, place, near, blocks))
    return tuple(asked)


@dataclass(frozen=True)
class Scope:
    """What holds somewhere in a note: the notation that is named, and where sections say what letters are."""

    notation: str | None
    blocks: tuple[Block, ...] = ()


def scopes_in(text: str) -> dict[int, tuple[Scope, Scope]]:
    """By where it starts, what holds for each formula, inline ones too, and what holds around it."""
    sections, found = _sections(text), dict[int, tuple[Scope, Scope]]()
    for formula in scan(text).formulas:
        around = sections[formula.line - 1]
        own = _notation(formula, sections)[0]
        found[formula.start] = Scope(own, around.blocks), Scope(around.named[0], around.blocks)
    return found


def _said(formula: Formula) -> dict[str, str]:
    """What the author says of a formula in comments on it."""
    return {match[1]: (match[2] or "").strip() for match in _DIRECTIVE.finditer(formula.tex)}


_Named = tuple[str | None, tuple[int, int]]  # a notation and where it is named


@dataclass(frozen=True)
class _Section:
    """What holds in a line."""

    named: _Named = (None, (1, 1))
    blocks: tuple[Block, ...] = ()


def _notation(formula: Formula, sections: list[_Section]) -> _Named:
    """The notation of a formula and where it is named: its own, else its section's."""
    own = [match for match in _DIRECTIVE.finditer(formula.tex) if match[1] == "notation"]
    if not own:
        return sections[formula.line - 1].named
    at = own[-1].start(2) if own[-1][2] else own[-1].start()
    before = formula.tex[:at]
    line = formula.line + before.count("\n")
    # On the formula's first line the dollars and what stands before them count, too.
    column = at - before.rfind("\n") if "\n" in before else formula.column + formula.inner - formula.start + at
    return (own[-1][2] or "").strip(), (line, column)


def _sections(text: str) -> list[_Section]:
    """For each line, what holds there."""
    stack: list[tuple[int, _Section]] = [(0, _Section())]  # by the depth of the heading
    found, lines, fence, number = list[_Section](), text.split("\n"), "", 0
    while number < len(lines):
        line, taken = lines[number], 1
        fence = fence_after(line, fence)
        if not fence and (heading := _HEADING.match(line)):
            while stack[-1][0] >= len(heading[1]):
                stack.pop()
            stack.append((len(heading[1]), stack[-1][1]))
        elif not fence and (named := SECTION.match(line)):
            at = number + 1, named.start(1) + 1
            stack[-1] = (stack[-1][0], replace(stack[-1][1], named=(named[1], at)))
        elif not fence and (comment := comment_at(lines, number)):
            block, taken = comment
            stack[-1] = (stack[-1][0], replace(stack[-1][1], blocks=(*stack[-1][1].blocks, block)))
        found += [stack[-1][1]] * taken
        number += taken
    return found


def without_comments(lines: list[str]) -> list[str]:
    """Lines without the comments that are for us; as many."""
    kept, fence, number = list[str](), "", 0
    while number < len(lines):
        taken = 1
        fence = fence_after(lines[number], fence)
        if not fence and (comment := comment_at(lines, number)):
            taken = comment[1]
        ours = not fence and (taken > 1 or comment_at(lines, number) or SECTION.match(lines[number]))
        kept += [""] * taken if ours else [lines[number]]
        number += taken
    return kept
