"""Cases: `value & condition`, with what joins conditions there: commas, and, or, 且, 或, ∧, ∨.

`n > 0 \\text{ and } n \\text{ is odd}`, `D \\equiv 2, 3 \\pmod 4`, `x < 0, y \\geq 0`.  A piece without a relation of
its own is another value of the one before it.  Words that are in no table here are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from yansuan.tex import logic
from yansuan.tex.congruences import settled
from yansuan.tex.intervals import interval
from yansuan.tex.operators import AND, CONNECTIVES, DOTS, MODULI, OR, RELATIONS
from yansuan.tex.parity import HOLDERS, with_parity, words_at
from yansuan.tex.tokens import ROW, Token
from yansuan.tex.tree import Chain, Node

if TYPE_CHECKING:
    from yansuan.tex.layout import Layout

_OTHERWISE = frozenset(
    "otherwise else elsewhere 其余 其他 其它 否则 其他情况 其它情况 其余情况 其他情形 其它情形 其余情形".split()
)
_IF = frozenset("if when for 当 若 如果".split())
_BLANKS = (r"\quad", r"\qquad")
_IN = (r"\in", "∈")
_JOINING = {"and": r"\land", "且": r"\land", "并且": r"\land", "or": r"\lor", "或": r"\lor", "或者": r"\lor"}
_LISTING = ("=", r"\equiv")
_NO_WORDS = "the words in \\text cannot be computed with"


def rows_of_cases(body: Layout) -> Sequence[Layout]:
    """The rows; where all of it is one `array`, those of the array."""
    inner = body.inside(body.at, body.end)
    if inner.peek() == r"\begin" and inner.environment_name() == "array":
        within, _ = inner.environment()
        if inner.at >= inner.end:
            if within.peek() == "{":
                within.argument()
            body = within
    return [row for row in body.parts(ROW) if row.at < row.end]


def case(row: Layout) -> tuple[Node, Chain | None]:
    """A row of cases: its value, and the condition; None where it is for all that is left."""
    cells = row.parts("&")
    if len(cells) == 1:
        cells = [part for part in row.parts(*_BLANKS) if part.at < part.end]
    if len(cells) != 2:
        raise row.fail("a case is 'value & condition'")
    value, condition = cells
    for part in (value, condition):
        part.strip_punctuation()
        while part.at < part.end and part.peek() in _BLANKS:
            part.at += 1
        while part.end > part.at and part.tokens[part.end - 1].text in _BLANKS:
            part.end -= 1
        part.strip_punctuation()
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
    sides = part.parts(*_IN)
    if len(sides) == 2 and sides[1].peek() in ("(", "[") and sides[1].tokens[sides[1].end - 1].text in (")", "]"):
        found = interval(sides[0].whole(), sides[1])
        if found.relations:
            return found
    reader = part.of_tokens(_joined(part))
    if any(piece.texts and piece.texts[0] in DOTS for piece in reader.parts(",", "，")):
        return _chain(reader)  # k = 1, \dots, n
    if (chains := _listed(reader)) is not None:
        claims = tuple(logic.Holds(one.expressions[0].start, one.expressions[-1].end, one) for one in chains)
        return _supposed(logic.Connected(claims[0].start, claims[-1].end, "or", claims))
    parity = with_parity(reader)
    if parity is reader and len(reader.parts(*CONNECTIVES, ",", "，")) == 1:
        return _chain(reader)
    return _supposed(reader.claim())  # type: ignore[attr-defined]


def _chain(reader: Layout) -> Chain:
    return settled(reader.chain(needs_relation=True), stated=False)


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
    return [_chain(reader.of_tokens(row)) for row in rows]
