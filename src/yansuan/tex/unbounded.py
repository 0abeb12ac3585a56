r"""Ranges without an end, as sets: `-\infty < x < +\infty` is `x \in \mathbb R`, `0, \pm 1, \pm 2, \dots` is all of ℤ.

-\infty < x < a            x < a               k = 0, \pm 1, \pm 2, \dots        k \in \mathbb Z
a < x < +\infty            a < x               k = \pm 1, \pm 2, \dots           k \in \mathbb Z \setminus \{0\}
"""

from __future__ import annotations

from collections.abc import Sequence

from yansuan.tex.operators import DOTS
from yansuan.tex.tokens import ROW, Token, text_at

_BEFORE = frozenset(("", "(", ",", "，", "&", ROW, r"\quad", r"\qquad", ";", "}"))
_AFTER = frozenset(("", ")", ",", "，", "&", ROW, r"\quad", r"\qquad", ";", ".", r"\end", r"\right."))
_BELOW = frozenset(("<", r"\lt", r"\le", r"\leq", r"\leqslant", "≤"))
_MINUS, _PLUS, _BOTH = ("-", "−"), ("+",), (r"\pm", "±")


def without_infinite_ends(tokens: list[Token]) -> list[Token]:
    r"""`-\infty < x`, `x < +\infty` beside another bound: these bound nothing."""
    found, at = list[Token](), 0
    while at < len(tokens):
        begun = _is_low(tokens, at) and (found[-1].text if found else "") in _BEFORE
        stop = _end_of_range(tokens, at + 3) if begun else at
        piece = tokens[at + 3 : stop]
        upper = next((n for n, one in enumerate(piece) if one.text in _BELOW), None)
        if not begun or not upper:
            found.append(tokens[at])
            at += 1
            continue
        if _is_high(piece[upper:]):
            found += [*piece[:upper], *_set(tokens[at], "R")]
        else:
            found += piece
        at = stop
    return _without_high(found)


def _end_of_range(tokens: list[Token], at: int) -> int:
    """Where a range ends whose lower bound has been passed; the letters before its upper bound may have commas."""
    while at < len(tokens) and (text_at(tokens, at) not in _AFTER or _is_list(tokens, at)):
        at += 1
    return at


def _is_list(tokens: list[Token], at: int) -> bool:
    """Whether a comma parts letters: `x, y < +\\infty`."""
    following = text_at(tokens, at + 2)
    return (
        text_at(tokens, at) == "," and text_at(tokens, at + 1).isalpha() and (following == "," or following in _BELOW)
    )


def _without_high(tokens: list[Token]) -> list[Token]:
    r"""`a < x < +\infty`: the last relation and infinity."""
    dropped = set[int]()
    for n, token in enumerate(tokens):
        if token.text != r"\infty" or text_at(tokens, n + 1) not in _AFTER:
            continue
        sign = n - 1 - (n > 1 and tokens[n - 1].text in _PLUS)
        if sign > 0 and tokens[sign].text in _BELOW and _is_bounded_below(tokens, sign):
            dropped |= set(range(sign, n + 1))
    return [token for n, token in enumerate(tokens) if n not in dropped]


def _is_bounded_below(tokens: list[Token], at: int) -> bool:
    """Whether another such relation stands before one, in the same chain."""
    depth = 0
    for token in reversed(tokens[:at]):
        if not depth and (token.text in _BELOW or token.text in _BEFORE - {"}"}):
            return token.text in _BELOW
        depth += (token.text in (")", "}", "]")) - (token.text in ("(", "{", "["))
    return False


def whole_numbers(tokens: list[Token]) -> list[Token]:
    r"""`k = 0, \pm 1, \pm 2, \dots`: with two of the numbers at least, and nothing after the dots."""
    found, at = list[Token](), 0
    while at < len(tokens):
        stop = _end_of_list(tokens, at + 1) if tokens[at].text == "=" else None
        if stop is None:
            found.append(tokens[at])
            at += 1
            continue
        begin = at + 1
        found += _set(tokens[at], "Z", without_nought=tokens[begin].text != "0")
        at = stop
    return found


def _end_of_list(tokens: list[Token], at: int) -> int | None:
    r"""The token after `0, \pm 1, \pm 2, \dots`; None where no such list stands."""
    if text_at(tokens, at) == "0":
        at += 1
        if text_at(tokens, at) not in (",", "，"):
            return None
        at += 1
    number = 0
    while text_at(tokens, at) in _BOTH and text_at(tokens, at + 1) == str(number + 1):
        number, at = number + 1, at + 2
        if text_at(tokens, at) in (",", "，"):
            at += 1
        elif text_at(tokens, at) not in DOTS:
            return None
    ends = number > 1 and text_at(tokens, at) in DOTS and text_at(tokens, at + 1) in _AFTER
    return at + 1 if ends and not _goes_on(tokens, at + 1) else None


def _goes_on(tokens: list[Token], at: int) -> bool:
    r"""Whether the list has an end, as in `\dots, \pm n`."""
    return text_at(tokens, at) in (",", "，") and text_at(tokens, at + 1) in _BOTH


def _is_low(tokens: list[Token], at: int) -> bool:
    return text_at(tokens, at) in _MINUS and text_at(tokens, at + 1) == r"\infty" and text_at(tokens, at + 2) in _BELOW


def _is_high(tokens: Sequence[Token]) -> bool:
    """Whether nothing stands there but a relation and infinity."""
    texts = [one.text for one in tokens]
    return texts[1:] in ([r"\infty"], ["+", r"\infty"])


def _set(at: Token, name: str, *, without_nought: bool = False) -> list[Token]:
    r"""`\in \mathbb{R}`, where something else is written."""
    texts = [r"\in", r"\mathbb", "{", name, "}"]
    texts += [r"\setminus", r"\{", "0", r"\}"] if without_nought else []
    return [Token(text, at.start, at.end, at.apart) for text in texts]
