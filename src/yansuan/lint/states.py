r"""Which letters are quantities of state: those of derivatives below which stands what is held.

In `(\partial U/\partial S)_V` they are U, S and V.  Each of them follows from as many others as are free, which no
letter of the formula is.
"""

from __future__ import annotations

from collections.abc import Sequence

from yansuan.tex.patterns import script
from yansuan.tex.tokens import DOTTED, Token, Unreadable

BASE = (r"\varsigma", r"\varrho", r"\vartheta", r"\varpi")
"""What they follow from."""
_PAIRS = {"(": ")", "[": "]", DOTTED: r"\rvert"}


def held(tokens: Sequence[Token]) -> list[tuple[int, int, int]]:
    """Each such derivative: from where to where in the TeX it goes, and how many are held."""
    found = list[tuple[int, int, int]]()
    for n, token in enumerate(tokens[:-1]):
        closes = token.text in _PAIRS.values() and tokens[n + 1].text == "_"
        opened = _opened(tokens, n) if closes else None
        if opened is None or [one.text for one in tokens[opened:n]].count(r"\partial") != 2:
            continue
        try:
            start, stop = script(list(tokens), n + 2, len(tokens))
        except (Unreadable, IndexError):
            continue
        below = tokens[start:stop]
        plain = all(one.is_letter or one.is_word or one.text == "," for one in below)
        if plain and below and "=" not in [one.text for one in tokens[opened:n]]:
            found.append((tokens[opened].start, below[-1].end, sum(one.text != "," for one in below)))
    return found


def _opened(tokens: Sequence[Token], at: int) -> int | None:
    """The token that opens what a token closes."""
    depth, opener = 0, next(one for one, other in _PAIRS.items() if other == tokens[at].text)
    for n in range(at, -1, -1):
        depth += (tokens[n].text == tokens[at].text) - (tokens[n].text == opener)
        if depth == 0:
            return n
    return None
