r"""`\left.\frac{d}{dt} f(x + tv)\right|_{t=0}`: a bar that binds a letter which means nothing elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.convolved import Let
from yansuan.tex.patterns import read_head
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.parts import Parts


def of_its_own_letter(reader: Parts, close: int, start: int) -> Node | None:
    """What stands before a bar, at the value below it, or the difference from there to the one above.

    Args:
        reader: after the dot that opens.
        close: the index of the bar's token, behind which something stands below.
        start: where the TeX of it begins.

    Returns:
        The node; None where the letter below is one of the notation, or none by itself.
    """
    probe = reader.inside(close + 2, reader.end)
    lower = probe.argument()
    try:
        letter, after = read_head(lower.tokens, lower.at, lower.end)
    except (Unreadable, IndexError):
        return None
    parts = lower.parts("=")
    single = len(parts) == 2 and parts[0].end == after and lower.tokens[lower.at].is_letter and len(letter) == 1
    if not single or reader.is_known(letter):
        return None
    ends = [parts[1]]
    if probe.take("^"):
        *named, value = probe.argument().parts("=")
        if len(named) > 1 or (named and named[0].texts != parts[0].texts):
            raise probe.fail("another variable above than below", value.offset)
        ends.append(value)
    body = reader.inside(reader.at, close, letter).whole()
    reader.at, reader.goes_on = probe.at, ""
    values = [
        Let(start, reader.stopped, (letter,), end.inside(end.at, end.end).whole(), body, moves=True) for end in ends
    ]
    if len(values) == 1:
        return values[0]
    return tree.Sum(start, reader.stopped, ((1, values[1]), (-1, values[0])))
