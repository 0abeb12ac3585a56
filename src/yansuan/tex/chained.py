r"""Dots between relations, and among rows: `a_1 < a_2 < \dots < a_n`, `x \equiv a_1 \pmod{m_1} \\ \vdots \\ …`.

What is left out follows one rule (`dots.py`), by which each term is related to the next, or each row is stated.  All
that such a chain says becomes one claim, so that none of it can be left aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yansuan.tex import logic, tree
from yansuan.tex.dots import Gap, Term, understood
from yansuan.tex.listing import DOWN
from yansuan.tex.operators import DOTS, PUNCTUATION, RELATIONS
from yansuan.tex.rules import with_letter
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Chain, Node, Relation, Row, Statement

if TYPE_CHECKING:
    from yansuan.tex.expressions import Expressions

_ORDERS = frozenset("=<≤>≥")
_BLANKS = (r"\quad", r"\qquad", "&", *PUNCTUATION)
_WHERE = "where do these terms begin or end? Dots stand between two terms"


# ---- In a chain


def side(reader: Expressions) -> Node:
    """A side of a chain: an expression, or dots between two relations."""
    token = reader.token if reader.at < reader.end else None
    if token is not None and token.text in DOTS and reader.peek(1) in RELATIONS:
        reader.at += 1
        return Gap(token.start, token.end)
    return reader.expression()


def related(chain: Chain) -> Chain:
    """A chain without dots: itself where it has none, else one that says that all of it is true."""
    at = next((n for n, one in enumerate(chain.expressions) if isinstance(one, Gap)), None)
    if at is None:
        return chain
    gap = chain.expressions[at]
    more = [one for one in chain.expressions[at + 1 :] if isinstance(one, Gap)]
    if at == 0 or at + 1 == len(chain.expressions) or more:
        raise Unreadable(_WHERE, more[0].start if more else gap.start)
    signs = [one.sign for one in chain.relations]
    sign = signs[at - 1]
    if sign != signs[at] or sign not in _ORDERS or "≡" in signs:
        raise Unreadable("do the dots go up or down? The same relation stands on both sides of them", gap.start)
    begin, end = at, at
    while begin > 0 and signs[begin - 1] == sign:
        begin -= 1
    while end < len(signs) and signs[end] == sign:
        end += 1
    terms = [
        Term(1, None if isinstance(one, Gap) else one, one.start, one.end) for one in chain.expressions[begin : end + 1]
    ]
    rule = next(one.node for one in understood(terms, "list") if isinstance(one.node, tree.Dotted))
    parts = [
        Chain(chain.expressions[:at], chain.relations[: at - 1]),
        Chain(chain.expressions[at + 1 :], chain.relations[at + 1 :]),
    ]
    claims: list[logic.Claim] = [
        logic.Holds(one.expressions[0].start, one.expressions[-1].end, one) for one in parts if one.relations
    ]
    return _as_chain([*claims, _each_to_the_next(rule, chain.relations[at])], chain)


def _each_to_the_next(rule: tree.Dotted, relation: Relation) -> logic.Claim:
    """That each term is related to the one after it."""
    big = rule.meaning
    assert isinstance(big, tree.Big)
    assert big.lower is not None
    assert big.upper is not None
    at, one = rule.start, tree.Number(rule.start, rule.start, 1, "1")
    letter = tree.Index(at, at, big.variable)
    after = with_letter(big.body, big.variable, tree.Sum(at, at, ((1, letter), (1, one))))
    last = tree.Sum(at, at, ((1, big.upper), (-1, one)))
    held = logic.Holds(rule.start, rule.end, Chain((big.body, after), (relation,)))
    return _for_all(rule, big.variable, (big.lower, last), held)


def _for_all(rule: Node, letter: str, bounds: tuple[Node, Node], held: logic.Claim) -> logic.Claim:
    at_most = Relation(rule.start, rule.start, "≤")
    between = Chain((bounds[0], tree.Index(rule.start, rule.start, letter), bounds[1]), (at_most, at_most))
    run = logic.Holds(rule.start, rule.end, between)
    return logic.Quantified(rule.start, rule.end, "forall", (letter,), (run,), held)


def _as_chain(claims: Sequence[logic.Claim], like: Chain) -> Chain:
    """That claims are true, as an equation."""
    start, end = like.expressions[0].start, like.expressions[-1].end
    claim = claims[0] if len(claims) == 1 else logic.Connected(start, end, "and", tuple(claims))
    one = tree.Number(end, end, 1, "1")
    return Chain((logic.Iverson(start, end, claim), one), (Relation(end, end, "="),))


# ---- Among rows


def is_gap(row: Expressions) -> bool:
    """Whether a row is nothing but dots, which stand for rows."""
    texts = [text for text in row.texts if text not in _BLANKS]
    return len(texts) >= 1 and set(texts) <= {*DOTS, *DOWN}


def left_out(row: Expressions) -> list[Statement]:
    """What stands in the place of rows that are left out, until `completed`."""
    start = row.offset
    return [Statement(Chain((Gap(start, row.tokens[row.end - 1].end),), ()))]


def completed(rows: Sequence[list[Statement]]) -> list[list[Statement]]:
    """Rows, those that are left out and those around them as one statement.

    Raises:
        Unreadable: no rule gives the rows around the dots.
    """
    found = list(rows)
    while (at := next((n for n, row in enumerate(found) if _is_left_out(row)), None)) is not None:
        gap = found[at][0].chain.expressions[0]
        before = _alike(found[:at][::-1])[::-1]
        after = _alike(found[at + 1 :])
        if not before or not after or _shape(before[-1]) != _shape(after[0]):
            raise Unreadable("which rows are left out? The rows around the dots are not of one form", gap.start)
        terms = _terms(before, gap, after)
        known = {id(term.node): row for term, row in zip(terms, [*before, [], *after], strict=True) if term.node}
        made = [
            _stated(one.node, before[-1]) if isinstance(one.node, tree.Dotted) else known[id(one.node)]
            for one in understood(terms, "list")
        ]
        found[at - len(before) : at + 1 + len(after)] = made
    return found


def _is_left_out(row: Sequence[Statement]) -> bool:
    return bool(row) and isinstance(row[0].chain.expressions[0], Gap)


def _alike(rows: Sequence[list[Statement]]) -> list[list[Statement]]:
    """The first rows that have one form."""
    found = list[list[Statement]]()
    for row in rows:
        if _is_left_out(row) or (found and _shape(row) != _shape(found[0])):
            break
        found.append(row)
    return found


def _shape(row: Sequence[Statement]) -> object:
    """What rows of one rule have in common: their relations, and how many conditions they have."""
    chains = [(one.chain, one.conditions) for one in row]
    return [[_form(chain), *map(_form, conditions)] for chain, conditions in chains]


def _form(chain: Chain) -> object:
    return type(chain), [(one.sign, one.modulus is None) for one in chain.relations], len(chain.expressions)


def _terms(before: Sequence[list[Statement]], gap: Node, after: Sequence[list[Statement]]) -> list[Term]:
    return [*map(_term, before), Term(1, None, gap.start, gap.end), *map(_term, after)]


def _term(row: Sequence[Statement]) -> Term:
    parts = tuple(_parts(row))
    start, end = min(one.start for one in parts), max(one.end for one in parts)
    return Term(1, Row(start, end, parts), start, end)


def _parts(row: Sequence[Statement]) -> Iterator[Node]:
    """All the expressions of a row, in a fixed order."""
    for one in row:
        for chain in (one.chain, *one.conditions):
            yield from chain.expressions
            yield from (relation.modulus for relation in chain.relations if relation.modulus is not None)


@dataclass
class _Filled:
    """The chains of a row with other expressions."""

    parts: list[Node]

    def chain(self, like: Chain) -> Chain:
        """A chain of the same form with the next expressions."""
        expressions = tuple(self.parts.pop(0) for _ in like.expressions)
        relations = tuple(
            one if one.modulus is None else replace(one, modulus=self.parts.pop(0)) for one in like.relations
        )
        return replace(like, expressions=expressions, relations=relations)


def _stated(rule: tree.Dotted, like: Sequence[Statement]) -> list[Statement]:
    """That all the rows are true which a rule gives."""
    big = rule.meaning
    assert isinstance(big, tree.Big)
    assert isinstance(big.body, Row)
    assert big.lower is not None
    assert big.upper is not None
    filled, claims = _Filled(list(big.body.entries)), list[logic.Claim]()
    for one in like:
        if type(one.chain) is not Chain or any(type(part) is not Chain for part in one.conditions):
            raise Unreadable("rows are left out, and these say more than a relation", rule.start)
        held: logic.Claim = logic.Holds(rule.start, rule.end, filled.chain(one.chain))
        given = [logic.Holds(rule.start, rule.end, filled.chain(part)) for part in one.conditions]
        if given:
            supposed = given[0] if len(given) == 1 else logic.Connected(rule.start, rule.end, "and", tuple(given))
            held = logic.Connected(rule.start, rule.end, "implies", (supposed, held))
        claims.append(held)
    body = claims[0] if len(claims) == 1 else logic.Connected(rule.start, rule.end, "and", tuple(claims))
    claim = _for_all(rule, big.variable, (big.lower, big.upper), body)
    printed = Chain((replace(rule, meaning=tree.Number(rule.start, rule.end, 1, "1")),), ())
    return [Statement(_as_chain([claim], printed))]
