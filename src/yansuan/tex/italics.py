"""Words in italics: `cost` is `\\mathrm{cost}` where the notation has that name, and not each of its letters.

TeX prints them as a product of letters, and whoever wrote them means the word.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from yansuan.tex.patterns import UPRIGHT, UPRIGHT_NAME
from yansuan.tex.tokens import Token

_FEWEST = 3  # letters: two are a product for nearly everybody
_HELD = UPRIGHT | frozenset(r"\begin \end \textit \textbf \texttt \mbox \mathit \tag \label".split())


def with_words(tokens: list[Token], heads: Collection[str]) -> list[Token]:
    """The tokens with each of those words in an upright font that stands there in italics.

    Args:
        tokens: of a formula.
        heads: of the notation's symbols.
    """
    spelled = (UPRIGHT_NAME.fullmatch(head) for head in heads)
    words = {
        found[1]
        for found in spelled
        if found and len(found[1]) >= _FEWEST and found[1].isalpha() and not set(found[1]) <= set(heads)
    }
    if not words:
        return tokens
    found, at = list[Token](), 0
    while at < len(tokens):
        stop = _end_of_letters(tokens, at)
        word = "".join(token.text for token in tokens[at:stop])
        if word in words and not _is_held(tokens, at):
            first, last = tokens[at], tokens[stop - 1]
            name = replace(first, text=r"\operatorname"), Token("{", first.start, first.start)
            found += [*name, *tokens[at:stop], Token("}", last.end, last.end)]
            at = stop
            continue
        found += tokens[at : max(stop, at + 1)]
        at = max(stop, at + 1)
    return found


def _end_of_letters(tokens: Sequence[Token], at: int) -> int:
    """The token after letters with nothing between them."""
    stop = at
    while stop < len(tokens) and tokens[stop].is_letter and (stop == at or tokens[stop - 1].end == tokens[stop].start):
        stop += 1
    return stop


def _is_held(tokens: Sequence[Token], at: int) -> bool:
    """Whether letters are the argument of a font or of words."""
    before = [token.text for token in tokens[max(at - 2, 0) : at]]
    return before[-1:] == ["{"] and bool(before[:-1]) and before[0] in _HELD
