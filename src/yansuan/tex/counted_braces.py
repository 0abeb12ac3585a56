r"""Braces that say how many there are: `\underbrace{a + a + \dots + a}_n`, `\overbrace{A \cdots A}^{k \text{ 个}}`.

All that is printed must be the same, so that what stands at the brace can be nothing but how often it is there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from yansuan.tex import tree
from yansuan.tex.decoration import BRACES, OF_TEXT
from yansuan.tex.operators import DOTS
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.layout import Layout

_TIMES = (r"\cdot", "·", r"\times", "×")
_HIDDEN = "…count"  # the letter that counts, which is not printed
_COUNTING = re.compile(r"[个次项重]|times|copies|terms|factors", re.IGNORECASE)


def counted_brace(reader: Layout) -> Node | None:
    """A sum or a product of as many as stand at a brace; None where something else begins.

    Raises:
        Unreadable: what is in the brace is not again and again the same.
    """
    side = BRACES.get(reader.peek())
    if side is None or reader.peek(1) != "{":
        return None
    start, begin, probe = reader.offset, reader.at, reader.inside(reader.at + 1, reader.end)
    body = probe.argument()
    if not DOTS & set(body.texts) or not probe.take(side):
        return None
    count = _count(probe.argument())
    operation: Literal["sum", "prod"] = "sum" if len(body.parts("+")) > 1 else "prod"
    printed = _terms(body) if operation == "sum" else _factors(body)
    if len({tree.spelling(one) for one in printed}) != 1 or len(printed) < 2:
        told = "how many are these? A brace counts what is again and again the same. Write \\sum or \\prod"
        raise reader.fail(told, start)
    reader.at = probe.at
    if operation == "sum" and not reader.is_by_itself(begin):
        raise reader.fail("a brace is no bracket. Put brackets around the sum", start)
    if reader.peek() in ("^", "_", "'", "!"):
        raise reader.fail("a brace is no bracket. Put brackets around what this belongs to")
    first = printed[0]
    one = tree.Number(start, start, 1, "1")
    meaning = tree.Big(start, start, operation, _HIDDEN, one, count, first)
    return tree.Dotted(start, reader.stopped, meaning, tuple(printed))


def _count(label: Layout) -> Node:
    """How many there are: an expression, and perhaps words that say so."""
    at = next((n for n in range(label.at, label.end) if label.tokens[n].text in OF_TEXT), label.end)
    words = "".join(one.text for one in label.tokens[at : label.end])
    chinese = next((n for n in range(label.at, at) if _COUNTING.fullmatch(label.tokens[n].text)), at)
    if (at < label.end and not _COUNTING.search(words)) or label.at >= min(at, chinese):
        raise label.fail("what does this say of what is in the brace? How many there are is a number or a letter")
    return label.inside(label.at, min(at, chinese)).whole()


def _terms(body: Layout) -> list[Node]:
    return [part.whole() for part in body.parts("+") if not DOTS.issuperset(part.texts)]


def _factors(body: Layout) -> list[Node]:
    """The factors; numbers side by side are the digits of one, so that a sign must stand between them."""
    found = list[Node]()
    signed = bool(set(_TIMES) & set(body.texts))
    for part in body.parts(*_TIMES, *DOTS):
        if part.at < part.end:
            factors = [one.node for one in part.factors()]
            if part.at < part.end:
                raise part.unexpected()
            found += factors
    if any(isinstance(one, tree.Number) for one in found) and not signed:
        raise body.fail("digits, or factors? Write \\cdot between factors")
    return found
