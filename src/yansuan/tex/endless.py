"""Dots without an end: `1 + x + x^2 + \\cdots`, `1 + x + \\dots + \\frac{x^n}{n!} + \\cdots`.

The rule is that of the general term, where one is printed, else one ratio or equal steps of three terms at least.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from yansuan.tex import tree
from yansuan.tex.rules import Operation, Rule, Term, as_one_end, as_products, dotted, number, signed, stepped
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Index, Node, Product, Quotient, Sum
from yansuan.tex.trial import Trial

_VARIABLE = "…∞"
_TRIALS, _COMPARED = range(4), 9


def without_end(before: Sequence[Term], dots: Term, general: Term | None, end: int, operation: Operation) -> Term:
    """What terms stand for that go on for ever.

    Args:
        before: the terms before the dots.
        dots: after them.
        general: the term between these dots and those at the end, if one is printed.
        end: where in the TeX the last dots end.
        operation: "sum" or "prod"; no other goes on for ever.

    Raises:
        Unreadable: no rule fits, or several do.
    """
    if operation not in ("sum", "prod"):
        raise Unreadable("where do these terms begin or end? Dots stand between two terms", dots.start)
    printed = [signed(term) for term in before]
    signs = [term.sign for term in before]
    alternating = len(signs) > 1 and all(a == -b for a, b in pairwise(signs))
    if not alternating and set(signs) != {dots.sign}:
        raise Unreadable("what do the dots stand for? Their sign is not that of the terms", dots.start)
    rules = list(_general(printed, general) if general else _from_terms(before, printed, alternating=alternating))
    if not rules:
        what = (
            "what do the dots stand for? Print the general term, or write \\sum"
            if general is None
            else ("what do the dots stand for? The general term does not give those before it")
        )
        raise Unreadable(what, dots.start)
    for other in rules[1:]:
        if any(_begins(rules[0], seed) != _begins(other, seed) for seed in _TRIALS):
            raise Unreadable(
                f"do the dots stand for terms {rules[0].told}, or {other.told}? Both fit. Print the general term",
                dots.start,
            )
    # The letter of a general term counts there and is free nowhere, so the term is none of those that are printed.
    return dotted(rules[0], before, [Term(1, None, end, end)], operation)


def _begins(rule: Rule, seed: int) -> list[Fraction]:
    """The values of the first terms."""
    trial = Trial(seed)
    first = trial.value(rule.first)
    return [trial.value(rule.body, {rule.variable: first + n}) for n in range(_COMPARED)]


def _general(printed: Sequence[Node], general: Term) -> Iterator[Rule]:
    """As the general term, with its letter counting; it is a letter that only counts."""
    node = signed(general)
    for rule in as_one_end(printed, [node], _VARIABLE, down=False):
        left = {tree.spelling(one) for one in tree.walk(rule.body)}
        if tree.spelling(rule.last) not in left:
            yield Rule(rule.body, rule.variable, rule.first, _for_ever(), rule.told)


def _from_terms(before: Sequence[Term], printed: Sequence[Node], *, alternating: bool) -> Iterator[Rule]:
    if len(before) < 3:
        return
    letter = Index(0, 0, _VARIABLE)
    ratio = Quotient(0, 0, printed[1], printed[0])
    body: Node | None = Product(0, 0, (("*", printed[0]), ("*", tree.Power(0, 0, ratio, letter))))
    if body is not None and _gives(body, printed) and not _is_constant(printed):
        yield Rule(body, _VARIABLE, number(0), _for_ever(), "of one ratio")
    unsigned = [term.node for term in before if term.node]
    for terms in (unsigned, as_products(unsigned), _as_quotients(unsigned)):
        body = stepped(terms, _VARIABLE) if terms else None
        if body is None:
            continue
        if alternating:
            turns = tree.Power(0, 0, Sum(0, 0, ((-1, number(1)),)), letter)
            body = Product(0, 0, (("*", turns), ("*", body)))
        body = Sum(0, 0, ((before[0].sign, body),))
        if _gives(body, printed):
            yield Rule(body, _VARIABLE, number(0), _for_ever(), "in equal steps")
            return


def _gives(body: Node, printed: Sequence[Node]) -> bool:
    return all(
        trial.value(body, {_VARIABLE: Fraction(n)}) == trial.value(term)
        for trial in map(Trial, _TRIALS)  # in which a letter has one value, whatever other letters stand beside it
        for n, term in enumerate(printed)
    )


def _is_constant(printed: Sequence[Node]) -> bool:
    return Trial(0).value(printed[0]) == Trial(0).value(printed[1])


def _as_quotients(terms: Sequence[Node]) -> list[Node] | None:
    """Terms as fractions of products of powers."""
    above = as_products([term.above if isinstance(term, Quotient) else term for term in terms])
    below = [term.below if isinstance(term, Quotient) else number(1) for term in terms]
    if above is None:
        return None
    return [Quotient(0, 0, *pair) for pair in zip(above, below, strict=True)]


def _for_ever() -> Node:
    return tree.Infinity(0, 0, 1)
