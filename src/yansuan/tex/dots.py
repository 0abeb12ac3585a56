"""Dots in sums, products and lists: `a_1 + \\dots + a_n`, `1 \\cdot 2 \\cdots n`, `x_1, \\dots, x_n`.

What they stand for follows from the terms around them, if one rule fits all of these and no other does (`rules.py`).
Whether a printed term is what a rule gives is tried at random numbers (`trial.py`), and so is whether two rules that
fit are the same.  What is left is a sum, product or extremum over a letter that is not printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yansuan.tex import tree
from yansuan.tex.endless import without_end
from yansuan.tex.rules import MOST_TERMS, Gap, Operation, Term, dotted, only, rules_of, same
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Index, Node


def understood(terms: Sequence[Term], operation: Operation) -> list[Term]:
    """The terms with what the dots among them stand for in the place of the dots and of the terms around them.

    Raises:
        Unreadable: no rule fits, or several do.
    """
    done, rest = list[Term](), list(terms)
    if sum(term.node is None for term in rest) > MOST_TERMS:
        raise Unreadable("there are too many dots", rest[0].start)
    while (at := next((n for n, term in enumerate(rest) if term.node is None), None)) is not None:
        later = next((n for n in range(at + 1, len(rest)) if rest[n].node is None), None)
        after = rest[at + 1 : later]
        if at and later in (None, len(rest) - 1) and len(after) == (later is not None):
            return done + _endless(rest, at, operation)
        if at == 0 or not after:
            raise Unreadable("where do these terms begin or end? Dots stand between two terms", rest[at].start)
        most = len(after) - (later is not None)
        if later is not None and most == 0:
            first, rest = _both_sides(rest, at, later, operation)
            done += first
            continue
        skipped, one, used = _around(rest[:at], rest[at], after, most, operation)
        done += skipped
        rest = [one, *rest[at + 1 + used :]]
        if not any(term.node is None for term in rest):
            break
    return done + rest


def _both_sides(terms: list[Term], at: int, later: int, operation: Operation) -> tuple[list[Term], list[Term]]:
    """`x_1, \\dots, x_i, \\dots, x_n`: the term between two gaps ends what the one stands for and begins the other.

    What the first gap stands for with all before it, and the rest, which begins with what the second one stands for
    beyond that term.
    """
    between = terms[at + 1 : later]
    skipped, one, _ = _around(terms[:at], terms[at], between, 1, operation)
    after = next((n for n in range(later + 1, len(terms)) if terms[n].node is None), None)
    tail = terms[later + 1 : after]
    left, other, used = _around(between, terms[later], tail, len(tail) - (after is not None), operation)
    node = other.node
    if left or not isinstance(node, tree.Dotted) or not isinstance(node.meaning, tree.Big) or not node.meaning.lower:
        raise Unreadable("what do the dots stand for? Write \\sum, \\prod or one more term", terms[later].start)
    big = node.meaning
    assert big.lower is not None
    if operation in ("max", "min"):  # to which it makes no difference that the term between is there twice
        return [*skipped, one], [other, *terms[later + 1 + used :]]
    beyond = tree.Sum(big.lower.start, big.lower.end, ((1, big.lower), (1, tree.Number(big.start, big.start, 1, "1"))))
    made = replace(other, node=replace(node, meaning=replace(big, lower=beyond)))
    return [*skipped, one], [made, *terms[later + 1 + used :]]


def _endless(terms: list[Term], at: int, operation: Operation) -> list[Term]:
    """Terms of which the last are dots, what these stand for in their place."""
    general = terms[at + 1] if at + 1 < len(terms) else None
    refused: Unreadable | None = None
    for n in range(at):
        own = [*terms[n:at], *([general] if general else [])]
        if not all(_is_other(term, own, terms[at]) for term in terms[:n]):
            break
        try:
            return [*terms[:n], without_end(terms[n:at], terms[at], general, terms[-1].end, operation)]
        except Unreadable as error:
            refused = refused or error
    raise refused or Unreadable("what do the dots stand for?", terms[at].start)


def _around(
    before: list[Term], dots: Term, after: list[Term], most: int, operation: Operation
) -> tuple[list[Term], Term, int]:
    """The terms before that the dots do not go with, what they stand for, and how many terms after go with them."""
    if len(before) > MOST_TERMS or len(after) > MOST_TERMS:
        raise Unreadable("too many terms stand around these dots", dots.start)
    choices = [(n, used) for n in range(len(before)) for used in range(most, 0, -1)]
    for n, used in sorted(choices, key=lambda one: one[0] + most - one[1]):
        own = before[n:], after[:used]
        left_out = [*before[:n], *after[used:]]
        if not _goes_on(*own, dots, operation) or not all(
            _is_other(term, [*own[0], *own[1]], dots) for term in left_out
        ):
            continue
        if rules := list(rules_of(*own)):
            return before[:n], dotted(only(rules, dots), *own, operation), used
    raise Unreadable(
        "what do the dots stand for? No rule fits the terms around them. Write \\sum, \\prod or one more term",
        dots.start,
    )


def _goes_on(before: Sequence[Term], after: Sequence[Term], dots: Term, operation: Operation) -> bool:
    """Whether the sign of the dots is that of the terms, where these have all the same."""
    signs = {term.sign for term in (*before, *after)}
    return operation != "sum" or len(signs) == 2 or signs == {dots.sign}


def _is_other(term: Term, own: Sequence[Term], dots: Term) -> bool:
    """Whether a term beside those of a rule is plainly of another kind: of other symbols, or with another sign."""
    if term.node is None:
        return True
    signs = {one.sign for one in own} | {dots.sign}
    return _symbols(term.node) not in [_symbols(one.node) for one in own if one.node] or (
        len(signs) == 1 and term.sign not in signs
    )


def _symbols(node: Node) -> frozenset[object]:
    """The symbols in an expression, without their indices, and the functions."""
    found = set[object]()
    for one in tree.walk(node):
        if isinstance(one, tree.Quantity | tree.Call):
            found.add(one.pattern.head)
        elif isinstance(one, Index):
            found.add(one.name)
        elif isinstance(one, tree.Apply):
            found.add(one.function)
        elif isinstance(one, tree.Order):
            found.add(one.kind)
    return frozenset(found)


__all__ = ["Gap", "Term", "same", "understood"]
