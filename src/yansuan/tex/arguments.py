"""The arguments of a function in brackets: `(x, y)`, `(x; \\theta)`, `(x_1, \\dots, x_n \\mid y)`, `(\\text{red})`.

A list with dots among other arguments is one of them, a vector: what stands beside the dots with the same symbol at its
beginning.  Words alone are the words: the function is given them as they are printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from yansuan.tex.cursor import Cursor
from yansuan.tex.listing import listed
from yansuan.tex.operators import DOTS
from yansuan.tex.parts import Parts
from yansuan.tex.patterns import read_head, script
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node, Tuple
from yansuan.tex.words import spelled

Reader = TypeVar("Reader", bound=Cursor)
_HOLDERS = (r"\text", r"\textrm", r"\mbox")


@dataclass(frozen=True)
class Label(Node):
    """Words as an argument."""

    text: str


def joined(parts: list[Reader]) -> list[Reader]:
    """The same with each list with dots as one part; what commas do not part stays apart."""
    if not any(map(_is_dots, parts)):
        return parts
    taken = [False] * len(parts)  # whether a part goes on with the list of the one before
    for n, part in enumerate(parts):
        if not _is_dots(part) or n + 1 >= len(parts) or not _comma(parts, n):
            continue
        head = _head(parts[n + 1])
        taken[n + 1] = bool(head)
        first = n
        while first > 0 and _comma(parts, first - 1):
            if not _is_dots(parts[first - 1]) and _head(parts[first - 1]) != head:
                break
            first -= 1
        for k in range(first + 1, n + 1):
            taken[k] = bool(head)
        last = n + 1
        while last + 1 < len(parts) and _comma(parts, last) and head and _head(parts[last + 1]) == head:
            last += 1
            taken[last] = True
    found = list[Reader]()
    for n, part in enumerate(parts):
        found[-1:] = [part.inside(found[-1].at, part.end)] if taken[n] else [*found[-1:], part]
    return found


def _is_dots(part: Cursor) -> bool:
    return part.end == part.at + 1 and part.peek() in DOTS


def _comma(parts: list[Reader], n: int) -> bool:
    return parts[n].tokens[parts[n].end].text in (",", "，")


def _head(part: Cursor) -> str:
    try:
        return "" if _is_dots(part) else read_head(part.tokens, part.at, part.end)[0]
    except Unreadable:
        return ""


def argument(part: Parts) -> Node:
    """One argument."""
    items = part.parts(",", "，")
    if len(items) > 1 and any(map(_is_dots, items)):
        return Tuple(part.offset, part.tokens[part.end - 1].end, listed(list(items), "list"))
    words = _words(part)
    return Label(part.offset, part.tokens[part.end - 1].end, words) if words else part.whole()


def _words(part: Parts) -> str:
    """The words of an argument that is nothing but words, which may be set equal: `\\text{colour} = \\text{red}`."""
    at, found = part.at, ""
    while at < part.end:
        text = part.tokens[at].text
        if text == "=" and found:
            found, at = f"{found}=", at + 1
            continue
        if text not in _HOLDERS or at + 1 >= part.end or part.is_known(part.inside(at, part.end).head()):
            return ""
        start, stop = script(part.tokens, at + 1, part.end)
        found += spelled(part.tokens[start:stop]).strip()
        at = stop + 1
    return "" if found.endswith("=") else found
