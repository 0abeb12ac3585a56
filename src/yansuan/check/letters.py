"""Where a note says what its letters are: `symbols:` in its front matter, and comments in its sections.

    symbols:                                <!-- symbols:
      x, y: 实数                             x: 复数
      A: m×n 矩阵                            -->

A comment holds for the rest of its section, as one that names a notation does, and adds to what holds around it: a
letter that it names is what it says.  What is said is read in `said.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from yansuan.check.bounds import tidy
from yansuan.tex.keys import split_key
from yansuan.tex.patterns import NotationError

Declared = tuple[tuple[str, str | int | float], ...]
"""Letters and what is said of each."""
Place = tuple[int, int]

_COMMENT = re.compile(r"^[ \t]*<!--[ \t]*symbols:[ \t]*(?P<rest>.*)$")
_KEY = re.compile(r"symbols[ \t]*:[ \t]*(?P<rest>.*)$")


@dataclass(frozen=True)
class Block:
    """YAML in which a note says what letters are.

    Args:
        source: the YAML, a line for each of the note's.
        line: of its first line, where 1 is the first after the front matter.
    """

    source: str
    line: int


@dataclass(frozen=True)
class Entry:
    """What is said of a letter, and where: line and column, counted as a block's line is."""

    letter: str
    said: str | int | float
    place: Place


class BlockError(NotationError):
    """A block that is no lines of `letter: what it is`, and where.

    Args:
        message: what is wrong.
        place: where.
        misread: whether it is no lines at all, which the check of front matters tells, too.
    """

    def __init__(self, message: str, place: Place, *, misread: bool = True) -> None:
        super().__init__(message)
        self.place = place
        self.misread = misread


def in_front_matter(lines: list[str]) -> Block | None:
    """What the lines of a front matter, the dashes with them, say of letters."""
    for number, line in enumerate(lines):
        if not (match := _KEY.match(line)):
            continue
        more = number + 1
        while more < len(lines) and (not lines[more].strip() or lines[more][0] in " \t#"):
            more += 1
        # What stands before is blank, so that columns are those of the file.
        first = " " * match.start("rest") + match["rest"]
        return Block("\n".join([first, *lines[number + 1 : more]]), number + 1 - len(lines))
    return None


def comment_at(lines: list[str], number: int) -> tuple[Block, int] | None:
    """The comment that begins in a line, and how many lines it takes; None where none does, or it has no end."""
    match = _COMMENT.match(lines[number])
    if match is None:
        return None
    taken = [" " * match.start("rest") + match["rest"], *lines[number + 1 :]]
    for count, line in enumerate(taken, 1):
        if "-->" in line:
            before, after = line.split("-->", 1)
            if after.strip():
                return None
            return Block("\n".join([*taken[: count - 1], before.rstrip()]), number + 1), count
    return None


def entries(block: Block) -> list[Entry]:
    """What a block says, letter by letter.

    Raises:
        BlockError: it is no lines of `letter: what it is`.
    """
    source, line, shifts = _laid_out(block)

    def place(mark: yaml.Mark | None) -> Place:
        at = mark.line if mark else 0
        return line + at, 1 + shifts[min(at, len(shifts) - 1)] + (mark.column if mark else 0)

    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        advice = "What has a colon, a bracket or a quotation mark in it needs quotes around it"
        where = place(getattr(error, "problem_mark", None))
        raise BlockError(f"symbols: this is not valid YAML: {what}. {advice}", where) from None
    if not isinstance(root, yaml.MappingNode):
        wide = "its ： is a full-width character: " if "：" in block.source else ""
        told = f"symbols: {wide}write a line for each letter, such as 'x, y: 实数' or 'x, y: real'"
        raise BlockError(told, place(None))
    found, seen = list[Entry](), set[str]()
    for key, value in root.value:
        for part in split_key(tidy(str(key.value) if isinstance(key, yaml.ScalarNode) else "")):
            if part in seen:
                raise BlockError(
                    f"symbols: {part} is declared twice. Leave one of the two", place(key.start_mark), misread=False
                )
            seen.add(part)
            found.append(Entry(part, _value(value, source), place(key.start_mark)))
    return found


def _laid_out(block: Block) -> tuple[str, int, list[int]]:
    """The YAML of a block set out at the margin, the line at which it begins, and how far each line was set in."""
    first, *rest = block.source.split("\n")
    shift = _shift(rest)
    lines, shifts = [line[shift:] for line in rest], [shift] * len(rest)
    if not first.strip():
        return "\n".join(lines), block.line + 1, shifts or [0]
    begin = len(first) - len(first.lstrip())
    return "\n".join([first[begin:], *lines]), block.line, [begin, *shifts]


def _value(node: yaml.Node, source: str) -> str | int | float:
    """What is said, as it is written; a number as a number."""
    if isinstance(node, yaml.ScalarNode):
        if node.tag.endswith((":int", ":float")) and re.fullmatch(r"[-+]?[\d.]+(?:e[-+]?\d+)?", node.value):
            return int(node.value) if node.value.lstrip("+-").isdecimal() else float(node.value)
        return str(node.value)
    return source[node.start_mark.index : node.end_mark.index].strip()  # [0, 1] and {0, 1} are ranges


def _shift(lines: Iterable[str]) -> int:
    """How far lines are set in."""
    return min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)


def in_force(blocks: Iterable[Block]) -> dict[str, Entry]:
    """By letter, what blocks say together: what a later one says of a letter goes before.

    Raises:
        BlockError: one is no lines of `letter: what it is`.
    """
    return {entry.letter: entry for block in blocks for entry in entries(block)}


def declared(said: Iterable[Entry]) -> Declared:
    """The same as plain values."""
    return tuple((entry.letter, entry.said) for entry in said)
