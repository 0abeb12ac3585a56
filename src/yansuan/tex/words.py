"""Words between the statements of a formula, in one table: what each does there.

A word that is not in the table is `Unreadable` where it stands.  Above all those are missing which negate, count or
turn a statement round: 不, 除了, 存在, 当且仅当, unless, some, only if, respectively.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from yansuan.tex.patterns import Grammar, read_head, script
from yansuan.tex.tokens import Token, Unreadable

Role = Literal["and", "if", "all", "where", "then"]
_TABLE: dict[Role, tuple[str, str]] = {
    # What stands before and what stands after are both stated.
    "and": (
        "且 并且 而且 和 以及 及 即 也即 亦即 所以 因此 因而 从而 于是 故 故而 可得 得 得到 从而有 因此有 所以有",
        "and|and so|and hence|and therefore|so|thus|hence|therefore|i.e.|that is|which gives",
    ),
    # What follows is a condition.
    "if": ("当 若 如果 只要", "if|when|whenever|as|provided|provided that|as long as"),
    # What follows says for which letters.
    "all": (
        "对 对于 对任意 对任意的 对于任意 对于任意的 对所有 对所有的 对于所有 对于所有的 对一切 对每个 对每一个 任意",
        "for|for all|for any|for every|for each|all|any|every",
    ),
    # What follows explains letters: an equation is stated, anything else is a condition.
    "where": ("其中 这里 此处", "where|with"),
    # Ends a condition that stands before what is stated, and says nothing after one.
    "then": (
        "时 时有 则 则有 那么 有 都有 均有 恒有 总有 就有 成立 都成立 均成立 恒成立 总成立",
        "then|we have|it holds that|one has|holds",
    ),
}
ROLES: dict[str, Role] = {
    word: role for role, (chinese, english) in _TABLE.items() for word in (*chinese.split(), *english.split("|"))
}
_HOLDERS = (r"\text", r"\textrm", r"\textit", r"\textnormal", r"\mbox", r"\mathrm")
_ENDS = ",.;:，。；：、 ~"


def role_of(words: str) -> Role | None:
    """What words do between statements; None for those that the table has not."""
    return ROLES.get(" ".join(words.split()).strip(_ENDS).lower())


def marked(tokens: list[Token], grammar: Grammar) -> list[Token]:
    """Tokens in which each word of the table outside of groups and environments is one token, called by its role.

    Words that the table has not stay as they are, so that whoever reads them refuses them.
    """
    return list(_marked(tokens, grammar))


def mark(role: Role) -> str:
    """What the token is called to which a word becomes."""
    return f"«{role}»"


def _marked(tokens: list[Token], grammar: Grammar) -> Iterator[Token]:
    at, depth = 0, 0
    while at < len(tokens):
        token = tokens[at]
        depth += (token.text in ("{", r"\begin")) - (token.text in ("}", r"\end"))
        role, stop = (None, at + 1) if depth else _word_at(tokens, at, grammar)
        if role is None:
            yield from tokens[at:stop]
        else:
            yield Token(mark(role), token.start, tokens[stop - 1].end, apart=True)
        at = stop


def _word_at(tokens: list[Token], at: int, grammar: Grammar) -> tuple[Role | None, int]:
    """The role of the word that begins at a token, and where it ends."""
    text = tokens[at].text
    if text == r"\forall":
        return "all", at + 1
    if is_chinese(text):
        stop = at
        while stop < len(tokens) and is_chinese(tokens[stop].text):
            stop += 1
        return role_of("".join(token.text for token in tokens[at:stop])), stop
    if text not in _HOLDERS or at + 1 >= len(tokens) or tokens[at + 1].text != "{":
        return None, at + 1
    if at and tokens[at - 1].text in ("_", "^"):
        return None, at + 1
    try:
        start, stop = script(tokens, at + 1, len(tokens))
        if read_head(tokens, at, len(tokens))[0] in grammar.patterns:
            return None, at + 1
    except Unreadable:
        return None, at + 1
    return role_of(spelled(tokens[start:stop])), stop + 1


def spelled(tokens: list[Token]) -> str:
    """Tokens as text, with a blank wherever the TeX has something between them."""
    text, last = "", None
    for token in tokens:
        text += (" " if last is not None and token.start > last else "") + token.text
        last = token.end
    return text


def is_chinese(text: str) -> bool:
    """Whether a token is a Chinese character."""
    return any("\u4e00" <= character <= "\u9fff" for character in text)
