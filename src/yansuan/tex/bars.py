"""Plain bars: which of them opens, which closes, and which says where something is evaluated.

`|` does not say it by itself.  All ways to pair the bars of a stretch are tried; only where there is one is it read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from yansuan.tex.cursor import Cursor
from yansuan.tex.operators import BIG, JOINTS, PUNCTUATION, RELATIONS, SIGNS, SPELLED
from yansuan.tex.patterns import TAKING
from yansuan.tex.tokens import DOTTED, ROW, Token

Role = Literal["open", "close", "at"]

_SINGLE, _DOUBLE = ("|", r"\vert"), (r"\|", r"\Vert")
_OPENERS = frozenset(r"( [ { \{ \lvert \lVert \lbrace \lbrack \lfloor \lceil \langle \begin".split()) | {DOTTED}
_CLOSERS = frozenset(r") ] } \} \rvert \rVert \rbrace \rbrack \rfloor \rceil \rangle \end".split())
_ENDS = frozenset((*RELATIONS, *PUNCTUATION, "&", ROW, r"\quad", r"\qquad", r"\equiv", r"\approx", r"\in", r"\sim"))
_BEFORE_OPERAND = frozenset((*SIGNS, *JOINTS, *SPELLED, *BIG, *TAKING, "^", "_", r"\pm", r"\mp", r"\mid"))
_NO_OPERAND = frozenset((*JOINTS, *_CLOSERS, *_ENDS, "^", "_", "'", "!"))
_MOST = 16  # bars that are paired


@dataclass(frozen=True)
class _Bar:
    at: int
    double: bool


def is_evaluation(reader: Cursor) -> bool:
    r"""Whether a bar follows that says where what is before it is evaluated: `\Big|_{x=0}`."""
    return reader.peek() in ("|", r"\vert", r"\rvert") and reader.peek(1) == "_"


def closing_bar(reader: Cursor) -> int:
    """The index of the bar that closes the plain one before `reader.at`.

    Raises:
        Unreadable: there is none, or the bars can be paired in several ways.
    """
    opened = reader.at - 1
    tokens, end = reader.tokens, reader.end
    bars = _bars_from(tokens, opened, end)
    if len(bars) > _MOST:
        raise reader.fail(r"too many bars. Write \lvert … \rvert", tokens[opened].start)
    every = list(_readings(tokens, opened, end, bars, (), ()))
    readings = [one for one in every if not _has_bars_of_bars(_pairs(bars, one))]
    if every and not readings:
        raise reader.fail(r"bars of bars, or a norm? A norm is \lVert … \rVert", tokens[opened].start)
    shown = reader.tokens[opened].text
    if not readings:
        raise reader.fail(f"'{shown}' is not closed", tokens[opened].start)
    if len(set(readings)) > 1:
        name = "Vert" if bars[0].double else "vert"
        at = next(bar.at for n, bar in enumerate(bars) if len({one[n] for one in readings}) > 1)
        raise reader.fail(rf"'{shown}' may open or close. Write \l{name} … \r{name}", tokens[at].start)
    return _pairs(bars, readings[0])[opened]


def _pairs(bars: list[_Bar], roles: tuple[Role, ...]) -> dict[int, int]:
    """By where a bar opens, where it closes."""
    found, opened = dict[int, int](), list[int]()
    for bar, role in zip(bars, roles, strict=True):
        if role == "open":
            opened.append(bar.at)
        elif role == "close":
            found[opened.pop()] = bar.at
    return found


def _has_bars_of_bars(pairs: dict[int, int]) -> bool:
    """Whether nothing but a pair of bars stands in another: `||v||`, a norm for most."""
    return any(pairs.get(at + 1) == close - 1 for at, close in pairs.items())


def _bars_from(tokens: list[Token], at: int, end: int) -> list[_Bar]:
    """The bars from an opening one to the end of what may go on with it: a relation, a comma, a closing bracket."""
    found, depth = list[_Bar](), 0
    for index in range(at, end):
        text = tokens[index].text
        if depth == 0 and (text in _CLOSERS or text in _ENDS):
            break
        depth += (text in _OPENERS) - (text in _CLOSERS)
        if depth == 0 and text in _SINGLE + _DOUBLE:
            found.append(_Bar(index, text in _DOUBLE))
    return found


def _readings(
    tokens: list[Token], first: int, end: int, bars: list[_Bar], roles: tuple[Role, ...], opened: tuple[bool, ...]
) -> Iterator[tuple[Role, ...]]:
    """All ways to pair bars; `opened` are those that are open after the roles so far, by whether they are double."""
    if len(roles) == len(bars):
        if not opened:
            yield roles
        return
    bar = bars[len(roles)]
    before = bars[len(roles) - 1] if roles else None
    is_after = bar.at > first and tokens[bar.at - 1].text not in _BEFORE_OPERAND | _OPENERS | _ENDS
    if before and before.at == bar.at - 1:
        is_after = roles[-1] != "open"
    following = tokens[bar.at + 1].text if bar.at + 1 < end else ""
    if is_after and opened and opened[-1] == bar.double:
        yield from _readings(tokens, first, end, bars, (*roles, "close"), opened[:-1])
    if is_after and following == "_" and not bar.double:
        yield from _readings(tokens, first, end, bars, (*roles, "at"), opened)
    opens = following and following not in _NO_OPERAND and not (is_after and opened and following in SIGNS)
    if opens and len(opened) < len(bars) - len(roles):
        yield from _readings(tokens, first, end, bars, (*roles, "open"), (*opened, bar.double))
