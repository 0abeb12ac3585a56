r"""Square brackets round one thing, of which the notation says what they are.

"[x]": ("整数部分", "floor")            [n/2] is \lfloor n/2 \rfloor, or with "ceil" \lceil n/2 \rceil
r"[\sigma]": ("许用应力", 120.0)        a name that is spelled with its brackets

Where it says nothing, `[x]` may be a whole part, or brackets: refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yansuan.tex import discrete, tree
from yansuan.tex.tokens import Token
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.layout import Layout

OPEN, CLOSE = "[", "]"


def spelled(tokens: Sequence[Token], at: int, end: int) -> tuple[str, int]:
    """What begins with a bracket as the name that it may be, and the token after it; "" where it does not close."""
    depth = 0
    for n in range(at, end):
        depth += (tokens[n].text == OPEN) - (tokens[n].text == CLOSE)
        if depth == 0:
            inside = (token.text + " " * token.is_word for token in tokens[at + 1 : n] if token.text not in ("{", "}"))
            return f"[{''.join(inside).strip()}]", n + 1
    return "", at


def in_square_brackets(reader: Layout) -> Node | None:
    """A name in brackets, or a whole part; None where the notation has neither."""
    if reader.peek() != OPEN:
        return None
    head, after = spelled(reader.tokens, reader.at, reader.end)
    start = reader.offset
    if found := reader.grammar.patterns.get(head, ()):
        reader.at = after
        return tree.Quantity(start, reader.stopped, found[0], (), ())
    said = reader.grammar.conventions.whole
    if not said or not head or len(reader.inside(reader.at + 1, after - 1).parts(",", "，", ";")) > 1:
        return None
    of = reader.inside(reader.at + 1, after - 1).whole()
    reader.at = after
    return discrete.Rounded(start, reader.stopped, of, up=said == "ceil")
