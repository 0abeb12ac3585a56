"""A post's text, read once from its beginning to its end, as Markdown that notes are written in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yansuan.importing import blocks, formulas, links, liquid
from yansuan.importing.edits import Left, Moved
from yansuan.importing.reading import Reading
from yansuan.read.literal import Literal

_SIGN = re.compile(r"[{<`$\\\[\]!%^]")
_FOOTNOTE = re.compile(r"\^\[((?:[^\[\]]|\[[^\[\]]*\])+)\]")
_BLOCK_ID = re.compile(r"(?<=[ \n])\^[\w-]+[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"%%(.*?)%%", re.DOTALL)


@dataclass(frozen=True)
class Read:
    """What became of a text.

    Args:
        text: the new one.
        title: its first heading, if that heads it; "" else.
        left: what a person must decide, by its place in the old text.
        moved: where everything of the old text is in the new one.
        unused: what was of no use here and was left out.
    """

    text: str
    title: str
    left: list[Left]
    moved: Moved
    unused: set[str]


def read(r: Reading, title: str) -> Read:
    """Read a text.

    Args:
        r: the text, and what it may ask.
        title: of the post; its heading is not said again, and other headings are below it.
    """
    liquid.find_plain(r)
    literal = Literal(r.text)
    at, begins = 0, True
    while at < len(r.text):
        if begins and (after := blocks.at_line(r, at)) is not None:
            at = after
        else:
            end = r.line_end(at)
            sign = _SIGN.search(r.text, at, end)
            at = _step(r, sign.start(), literal) if sign else end + 1
        begins = at == 0 or r.text[at - 1 : at] == "\n"
    own = _headings(r, title)
    text, moved = r.edits.result()
    return Read("\n\n".join([text.rstrip("\n"), *r.added]) + "\n", own, sorted(r.left), moved, r.unused)


def _step(r: Reading, at: int, literal: Literal) -> int:
    match r.text[at]:
        case "{":
            return liquid.at_brace(r, at)
        case "<":
            return links.at_angle(r, at)
        case "`":
            end = literal.end(at, _paragraph_end(r.text, at)) or at + 1
            blocks.shown(r, at, end)
            return end
        case "$":
            return formulas.at_dollar(r, at)
        case "\\":
            return formulas.at_backslash(r, at)
        case "[":
            return links.at_bracket(r, at)
        case "!":
            return links.at_bracket(r, at) if r.text.startswith("![", at) else at + 1
        case "]":
            return links.at_closing(r, at)
    return _of_obsidian(r, at) if r.system == "folder" else at + 1


def _paragraph_end(text: str, at: int) -> int:
    blank = re.compile(r"\n[ \t]*\n").search(text, at)
    return blank.start() if blank else len(text)


def _of_obsidian(r: Reading, at: int) -> int:
    """A comment, a footnote in its place, the name of a paragraph."""
    if comment := _COMMENT.match(r.text, at):
        r.edits.put(at, comment.end(), f"<!--{comment[1]}-->")
        return comment.end()
    if note := _FOOTNOTE.match(r.text, at):
        name = f"here-{len(r.added) + 1}"
        r.edits.put(at, note.end(), f"[^{name}]")
        r.added.append(f"[^{name}]: {' '.join(note[1].split())}")
        return note.end()
    if identity := _BLOCK_ID.match(r.text, at):
        blanks = len(r.text[:at]) - len(r.text[:at].rstrip(" "))
        r.edits.put(at - blanks, identity.end(), "")
        return identity.end()
    return at + 1


def _headings(r: Reading, title: str) -> str:
    """Let the title be the only heading of its level; the heading that heads the text, if it has one of its own."""
    first = r.headings[0] if r.headings else None
    heads = first is not None and first[1] == 1 and not r.text[: first[0]].strip()
    own = _words(r.text[first[0] : first[2]]) if first and heads else ""
    rest = r.headings
    if first and heads and (not title or _same(own) == _same(title)):
        r.edits.put(first[0], first[2], "")
        rest = r.headings[1:]
    else:
        own = ""
    if any(level == 1 for _, level, _ in rest):
        for start, level, end in rest:
            _lower(r, start, level, end)
    return own


def _lower(r: Reading, start: int, level: int, end: int) -> None:
    if r.text[start] == "#":
        if level < 6:
            r.edits.put(start, start, "#")
        return
    underline = r.line_end(start) + 1
    r.edits.put(start, start, "#" * (level + 1) + " ")
    r.edits.put(underline, end, "")


def _words(heading: str) -> str:
    line = heading.split("\n")[0].strip()
    return re.sub(r"[ \t]+#+$", "", re.sub(r"^#+[ \t]*", "", line)).strip()


def _same(title: str) -> str:
    return re.sub(r"[\W_]+", "", title).lower()
