"""Cases: `value & condition`, with what joins conditions there: commas, and, or, 且, 或, ∧, ∨.

`n > 0 \\text{ and } n \\text{ is odd}`, `D \\equiv 2, 3 \\pmod 4`, `x < 0, y \\geq 0`.  A piece without a relation of
its own is another value of the one before it.  Words that are in no table here are refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yansuan.tex import logic
from yansuan.tex.operators import AND, CONNECTIVES, DOTS, MODULI, OR, RELATIONS
from yansuan.tex.parity import HOLDERS, with_parity, words_at
from yansuan.tex.tokens import Token
from yansuan.tex.tree import Chain, Node

if TYPE_CHECKING:
    from yansuan.tex.layout import Layout

_OTHERWISE = frozenset("otherwise else 其余 其他 否则".split())
_IF = frozenset("if when for 当 若".split())
_JOINING = {"and": r"\land", "且": r"\land", "并且": r"\land", "or": r"\lor", "或": r"\lor", "或者": r"\lor"}
_LISTING = ("=", r"\equiv")
_NO_WORDS = "the words in \\text cannot be computed with"


def case(row: Layout) -> tuple[Node, Chain | None]:
    """A row of cases: its value, and the condition; None where it is for all that is left."""
    cells = row.parts("&")
    if len(cells) != 2:
        raise row.fail("a case is 'value & condition'")
    value, condition = cells
    value.strip_punctuation()
    condition.strip_punctuation()
    words, after = words_at(condition.tokens, condition.at, condition.end)
    if condition.peek() in HOLDERS and words not in _JOINING:
        if words in _OTHERWISE and after >= condition.end:
            return value.whole(), None
        if words not in _IF:
            raise condition.inside(condition.at + 1, condition.end).argument().fail(_NO_WORDS)
        condition.at = after
    return value.whole(), condition_of(condition)


def condition_of(part: Layout) -> Chain:
    """What a cell says, as a condition."""
    reader = part.of_tokens(_joined(part))
    if any(piece.texts and piece.texts[0] in DOTS for piece in reader.parts(",", "，")):
        return reader.chain(needs_relation=True)  # k = 1, \dots, n
    if (chains := _listed(reader)) is not None:
        claims = tuple(logic.Holds(one.expressions[0].start, one.expressions[-1].end, one) for one in chains)
        return _supposed(logic.Connected(claims[0].start, claims[-1].end, "or", claims))
    parity = with_parity(reader)
    if parity is reader and len(reader.parts(*CONNECTIVES, ",", "，")) == 1:
        return reader.chain(needs_relation=True)
    return _supposed(reader.claim())  # type: ignore[attr-defined]


def _supposed(claim: logic.Claim) -> Chain:
    return claim.chain if isinstance(claim, logic.Holds) else logic.Supposed((claim,), ())


def _joined(part: Layout) -> list[Token]:
    """The tokens of a cell with ∧ and ∨ for the words that say so."""
    found, at = list[Token](), part.at
    while at < part.end:
        words, after = words_at(part.tokens, at, part.end)
        token = part.tokens[at]
        if words in _JOINING:
            found.append(Token(_JOINING[words], token.start, part.tokens[after - 1].end))
            at = after
        else:
            found.append(token)
            at += 1
    return found


def _listed(reader: Layout) -> list[Chain] | None:
    """`D \\equiv 2, 3 \\pmod 4` as one chain for each value; None where it is no such thing."""
    pieces = reader.parts(",", "，")
    if len(pieces) < 2 or len(reader.parts(*RELATIONS)) != 2 or len(reader.parts(*AND, *OR)) > 1:
        return None
    left, *right = pieces[0].parts(*_LISTING)
    if len(right) != 1:
        return None
    sign = reader.tokens[left.end]
    moduli = pieces[-1].parts(*MODULI)
    modulus = reader.tokens[moduli[0].end : pieces[-1].end] if len(moduli) > 1 else []
    values = [right[0], *pieces[1:-1], pieces[-1].inside(pieces[-1].at, moduli[0].end)]
    if any(value.at >= value.end for value in values):
        return None
    before = reader.tokens[left.at : left.end]
    rows = [[*before, sign, *reader.tokens[value.at : value.end], *modulus] for value in values]
    return [reader.of_tokens(row).chain(needs_relation=True) for row in rows]
