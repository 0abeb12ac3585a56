r"""Dimensions of the spaces of a matrix: `\dim\ker A` is `\operatorname{nullity} A`.

`\dim\operatorname{im} A`, and that of its columns or rows, is `\operatorname{rank} A`.
"""

from __future__ import annotations

from dataclasses import replace

from yansuan.tex.patterns import script
from yansuan.tex.tokens import Token, text_at

_NUMBERS = {
    **dict.fromkeys(("ker", "Ker", "null", "Null"), "nullity"),
    **dict.fromkeys(("im", "Im", "range", "Range", "col", "Col", "row", "Row"), "rank"),
}
"""By the name of a space, what its dimension is called."""
SPACES = frozenset((r"\ker", *(rf"\operatorname{{{name}}}" for name in _NUMBERS)))
_HOLDERS = (r"\operatorname", r"\mathrm", r"\text")


def dimensions(tokens: list[Token]) -> list[Token]:
    """The tokens of a formula, such a dimension by its name."""
    found, at = list[Token](), 0
    while at < len(tokens):
        name, after = _named(tokens, at)
        if name:
            first, end = tokens[at], tokens[after - 1].end
            found.append(replace(first, text=r"\operatorname"))
            found += [Token(one, first.start, end) for one in ("{", *name, "}")]
        else:
            found.append(tokens[at])
        at = after
    return found


def _named(tokens: list[Token], at: int) -> tuple[str, int]:
    """The name of the dimension that begins at a token, "" where none does, and the token after it."""
    if tokens[at].text != r"\dim" or at + 1 >= len(tokens):
        return "", at + 1
    word, after = tokens[at + 1].text.lstrip("\\"), at + 2
    if tokens[at + 1].text in _HOLDERS and text_at(tokens, after) == "{":
        start, stop = script(tokens, after, len(tokens))
        word, after = "".join(token.text for token in tokens[start:stop]), stop + 1
    return (_NUMBERS[word], after) if word in _NUMBERS else ("", at + 1)
