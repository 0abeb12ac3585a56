"""`\\pm` and `\\mp`: a formula with them is two, one with all the upper signs and one with all the lower ones.

A statement that has such signs on one side only may mean that both of its readings are true, or that one is, as in
`x = \\pm 2`.  Where both are, nobody can mind; else it is refused, which is the checker's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yansuan.tex import tree
from yansuan.tex.patterns import Grammar
from yansuan.tex.tokens import Token, Unreadable
from yansuan.tex.tree import Statement

_UPPER = {r"\pm": "+", "±": "+", r"\mp": "-", "∓": "-"}
_LOWER = {r"\pm": "-", "±": "-", r"\mp": "+", "∓": "+"}


def both(tokens: list[Token], grammar: Grammar) -> tuple[list[Token], ...]:
    """The tokens once with the upper and once with the lower signs; one list of them where there are no such signs."""
    at = [n for n, token in enumerate(tokens) if token.text in _UPPER and not _is_name(tokens, n, grammar)]
    if not at:
        return (tokens,)
    pairs = _pairs(tokens, grammar)
    return tuple(
        [
            replace(token, text=signs[token.text]) if n in at else token
            for n, token in enumerate(tokens)
            if n not in pairs or pairs[n] == number
        ]
        for number, signs in enumerate((_UPPER, _LOWER))
    )


def _pairs(tokens: list[Token], grammar: Grammar) -> dict[int, int | None]:
    """The tokens of `_{1,2}` below a symbol that the notation has with each, and of which reading each is.

    x_1 is what the upper signs give, then, and x_2 what the lower ones do.
    """
    found = dict[int, int | None]()
    for n in range(len(tokens) - 5):
        if [token.text for token in tokens[n + 1 : n + 7]] != ["_", "{", "1", ",", "2", "}"]:
            continue
        patterns = grammar.patterns.get(tokens[n].text, ())
        names = {one.literal[0][1] for one in patterns if len(one.literal) == 1 and one.places == 1}
        if {"1", "2"} <= names and not any(one.places == 2 for one in patterns):
            found |= {n + 3: 0, n + 4: None, n + 5: 1}
    return found


def _is_name(tokens: list[Token], n: int, grammar: Grammar) -> bool:
    """Whether a sign stands below or above a symbol and is part of names of the notation, as `x_\\pm`."""
    before = [token.text for token in tokens[max(n - 2, 0) : n]]
    script = before[-1:] in (["_"], ["^"]) or before in (["_", "{"], ["^", "{"])
    names = [pattern for found in grammar.patterns.values() for pattern in found]
    return script and any(
        tokens[n].text in (text, pattern.mark) for pattern in names for _, text in (*pattern.literal, (0, ""))
    )


def joined(upper: Sequence[Statement], lower: Sequence[Statement], tokens: list[Token]) -> list[Statement]:
    """The statements of both readings, those that have no such signs once.

    Raises:
        Unreadable: several signs stand on one side only, or one in a condition.
    """
    found = list[Statement]()
    for one, other in zip(upper, lower, strict=True):
        if _spelled(one.conditions) != _spelled(other.conditions):
            raise Unreadable("± in a condition: write both conditions", one.conditions[0].expressions[0].start)
        pairs = zip(one.chain.expressions, other.chain.expressions, strict=True)
        sides = [n for n, pair in enumerate(pairs) if _differ(pair)]
        if not sides:
            found.append(one)
            continue
        paired = bool(_numbers(tokens))
        alone = len(sides) == 1 or paired
        if len(sides) == 1:
            side = one.chain.expressions[sides[0]]
            signs = [
                token for n, token in enumerate(tokens) if _is_sign(tokens, n) and side.start <= token.start < side.end
            ]
            if len(signs) > 1:
                raise Unreadable("do these signs go together? Write a formula for each choice", signs[1].start)
        found += [replace(one, alone=alone), replace(other, alone=alone)]
    return found


def _numbers(tokens: Sequence[Token]) -> list[int]:
    """Where `_{1,2}` stands."""
    texts = [token.text for token in tokens]
    return [n for n in range(len(texts) - 5) if texts[n : n + 6] == ["_", "{", "1", ",", "2", "}"]]


def _is_sign(tokens: list[Token], n: int) -> bool:
    """Whether a ± is not below a symbol, where it chooses between two names."""
    before = [token.text for token in tokens[max(n - 2, 0) : n]]
    return tokens[n].text in _UPPER and before[-1:] != ["_"] and before != ["_", "{"]


def _differ(pair: tuple[tree.Node, tree.Node]) -> bool:
    return tree.spelling(pair[0]) != tree.spelling(pair[1])


def _spelled(chains: Sequence[tree.Chain]) -> list[object]:
    return [tree.spelling(chain) for chain in chains]
