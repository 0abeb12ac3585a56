"""Words that say whether a number is even: `k \\text{ odd}`, `n \\text{ is even}`, n 为奇数: as `n \\bmod 2 = 1`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from yansuan.tex.cursor import Cursor
from yansuan.tex.patterns import script
from yansuan.tex.tokens import Token, Unreadable
from yansuan.tex.words import is_chinese, spelled

Reader = TypeVar("Reader", bound=Cursor)

HOLDERS = frozenset((r"\text", r"\textrm", r"\mathrm", r"\textit", r"\textnormal", r"\mbox"))
_ENDS = ",.;:，。；：、 ~"
_PARITY = {
    f"{verb}{word}": rest
    for rest, words, verbs in (
        ("1", ("odd",), ("", "is ", "is an ")),
        ("0", ("even",), ("", "is ", "is an ")),
        ("1", ("奇数",), ("", "是", "为")),
        ("0", ("偶数",), ("", "是", "为")),
    )
    for word in words
    for verb in verbs
}


def words_at(tokens: Sequence[Token], at: int, end: int) -> tuple[str, int]:
    """The words that stand at a token, in `\\text` or as Chinese characters, and where they end; "" where none do."""
    if at >= end:
        return "", at
    if is_chinese(tokens[at].text):
        stop = at
        while stop < end and is_chinese(tokens[stop].text):
            stop += 1
        return "".join(token.text for token in tokens[at:stop]), stop
    if tokens[at].text not in HOLDERS or at + 1 >= end or tokens[at + 1].text != "{":
        return "", at + 1
    try:
        start, stop = script(list(tokens), at + 1, end)
    except Unreadable:
        return "", at + 1
    return " ".join(spelled(list(tokens[start:stop])).split()).strip(_ENDS).lower(), stop + 1


def with_parity(part: Reader) -> Reader:
    """A part that says at its end whether what is before it is even, as a relation; itself where it does not."""
    at, depth = part.at, 0
    while at < part.end:
        words, after = ("", at + 1) if depth else words_at(part.tokens, at, part.end)
        if words in _PARITY and after >= part.end and at > part.at:
            return _related(part, at, _PARITY[words])
        text = part.tokens[at].text
        depth += (text in ("{", "(", "[")) - (text in ("}", ")", "]"))
        at = after if words else at + 1
    return part


def _related(part: Reader, at: int, rest: str) -> Reader:
    """`( … ) \\bmod 2 = rest` for the tokens before one."""
    of, first, last = part.tokens[part.at : at], part.tokens[part.at], part.tokens[part.end - 1]
    said = [Token(text, last.end, last.end) for text in (r"\bmod", "2", "=", rest)]
    opened, closed = Token("(", first.start, first.start), Token(")", of[-1].end, of[-1].end)
    tokens = [*([opened, *of, closed] if len(of) > 1 else of), *said]
    return type(part)(tokens, 0, len(tokens), part.grammar, part.bound, part.depth)
