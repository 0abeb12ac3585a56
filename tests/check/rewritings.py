"""What means the same in another spelling: rewritings of a formula that must have its verdict.

As `mutations.py`, by changing stretches of the formula's own TeX; a rewriting may be several formulas (a chain taken
apart), which must all hold.  Factors change places only where all are numbers, which is found out by evaluating them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

import numpy as np

from yansuan.check.errors import Meaningless, OutOfRange
from yansuan.check.evaluator import compiled
from yansuan.check.notation import Instance
from yansuan.tex import tree
from yansuan.tex.edited import Edit, Reading, of_type, read_formula, within
from yansuan.tex.tree import Node, Statement

Kind = Callable[[Reading, Instance], Iterator[tuple[str, ...]]]

_FRESH = "thrvwqmnk"
_TIMES = re.compile(r"\\cdot(?![A-Za-z])|\\times(?![A-Za-z])")
_RESPELLED = {r"\leq": r"\le", r"\le": r"\leq", r"\geq": r"\ge", r"\ge": r"\geq", r"\neq": r"\ne", r"\ne": r"\neq"}
_NAMES = re.compile(r"\\(?:begin|end|operatorname\*?|text\w*)\s*\{[^}]*\}")
_ENDS = (".", ",", "。", "，", " .")


@dataclass(frozen=True)
class Rewriting:
    """A formula in another spelling."""

    kind: str
    texs: tuple[str, ...]


def rewritings(tex: str, instance: Instance) -> list[Rewriting]:
    """All rewritings of a formula, each once."""
    reading = read_formula(tex, instance)
    seen, found = set[tuple[str, ...]](), list[Rewriting]()
    for name, kind in KINDS.items():
        for texs in kind(reading, instance):
            if texs not in seen and texs != (tex,):
                seen.add(texs)
                found.append(Rewriting(name, texs))
    return found


# ---- Terms and factors


def reverse_factors(reading: Reading, instance: Instance) -> Iterator[tuple[str, ...]]:
    """a b c -> c \\cdot b \\cdot a, where all are numbers."""
    for node in of_type(reading, tree.Product):
        factors = [factor for _, factor in node.factors]
        plain = all(kind in ("*", "dot", "cross") for kind, _ in node.factors)
        if plain and all(is_scalar(one, instance) for one in factors):
            turned = r" \cdot ".join(_as_factor(reading, factor) for factor in reversed(factors))
            yield (reading.spliced((factors[0].start, factors[-1].end, turned)),)


def reverse_terms(reading: Reading, _: Instance) -> Iterator[tuple[str, ...]]:
    """a - b -> -b + a."""
    for node in of_type(reading, tree.Sum):
        if len(node.terms) > 1:
            turned = " ".join(("+ " if sign > 0 else "- ") + reading.text(term) for sign, term in reversed(node.terms))
            yield (reading.spliced((reading.sign(node, 0)[0], node.terms[-1][1].end, turned.removeprefix("+ "))),)


def toggle_dot(reading: Reading, instance: Instance) -> Iterator[tuple[str, ...]]:
    """a b -> a \\cdot b and back, where nothing else could be meant."""
    for node in of_type(reading, tree.Product):
        for (_, before), (kind, factor) in pairwise(node.factors):
            gap = reading.tex[before.end : factor.start]
            dot = _TIMES.search(gap)
            numbers = is_scalar(before, instance) and is_scalar(factor, instance)
            if kind == "*" and not dot:
                yield (reading.spliced((before.end, before.end, r" \cdot ")),)
            elif kind in ("dot", "cross") and dot and numbers and _juxtaposable(reading, before, factor):
                yield (reading.spliced((before.end + dot.start(), before.end + dot.end(), r" \, ")),)


def respell_fraction(reading: Reading, _: Instance) -> Iterator[tuple[str, ...]]:
    """\\frac{a}{b} -> ((a)/(b)) and back; \\frac{∂a}{∂b} -> (∂a/∂b)."""
    for quotient in of_type(reading, tree.Quotient):
        slashed = f"(({reading.text(quotient.above)})/({reading.text(quotient.below)}))"
        yield (reading.spliced((quotient.start, quotient.end, slashed)),)
    for node in of_type(reading, tree.Product):
        kinds = [kind for kind, _ in node.factors]
        factors = [factor for _, factor in node.factors]
        if kinds.count("/") == 1 and kinds[-1] == "/":
            above = reading.tex[factors[0].start : factors[-2].end]
            fraction = rf"\frac{{{above}}}{{{reading.text(factors[-1])}}}"
            yield (reading.spliced((factors[0].start, factors[-1].end, fraction)),)
    for derivative in of_type(reading, tree.Derivative):
        of, by = derivative.of, derivative.by
        if len(by) == 1 and isinstance(of, tree.Quantity) and reading.text(derivative).startswith(r"\frac{\partial"):
            slashed = rf"(\partial {reading.text(of)} / \partial {reading.text(by[0])})"
            if any(
                other.end == len(reading.tex[: derivative.start].rstrip())
                for other in of_type(reading, tree.Derivative)
            ):
                slashed = rf"\cdot {slashed}"  # brackets after a derivative may say where it is taken
            yield (reading.spliced((derivative.start, derivative.end, slashed)),)


# ---- Letters


def rename_bound(reading: Reading, instance: Instance) -> Iterator[tuple[str, ...]]:
    """Another letter below a sum, and in it."""
    taken = {token.text for token in reading.tokens} | set(instance.grammar.patterns)
    fresh = next(letter for letter in _FRESH if letter not in taken)
    for big in reading.bigs:
        ranged = instance.grammar.indices.get(big.variable) and not (big.lower and big.upper)
        if big.operation in ("sup", "inf") or ranged:
            continue  # the notation says over what by the letter itself
        variables = [n for n in of_type(reading, tree.Index) if n.name == big.variable and within(n, big.body)]
        binder = reading.binder(big)
        edits: list[Edit] = [(n.start, n.end, fresh) for n in variables]
        if not any(
            other.variable == big.variable for other in reading.bigs if other != big and within(other, big.body)
        ):
            yield (reading.spliced((binder.start, binder.end, fresh), *edits),)


# ---- Chains


def swap_sides(reading: Reading, _: Instance) -> Iterator[tuple[str, ...]]:
    """a = b -> b = a."""
    statement = reading.statements[0]
    chain = statement.chain
    if len(reading.statements) == 1 and [relation.sign for relation in chain.relations] == ["="]:
        left, right = chain.expressions
        if tree.free_indices(left) == tree.free_indices(right):
            yield (_stated(reading, statement, f"{reading.text(right)} = {reading.text(left)}"),)


def split_chain(reading: Reading, _: Instance) -> Iterator[tuple[str, ...]]:
    """a = b = c -> a = b and b = c; rows -> each by itself."""
    links = list[str]()
    for statement in reading.statements:
        chain = statement.chain
        if len({tree.free_indices(expression) for expression in chain.expressions}) > 1:
            return  # the first expression says over which indices the others are compared
        for (left, right), relation in zip(pairwise(chain.expressions), chain.relations, strict=True):
            sign = reading.tex[relation.start : relation.end]
            links.append(_stated(reading, statement, f"{reading.text(left)} {sign} {reading.text(right)}"))
    if len(links) > 1:
        yield tuple(links)


def join_chain(reading: Reading, _: Instance) -> Iterator[tuple[str, ...]]:
    """a = b -> a = b = a."""
    for statement in reading.statements:
        chain = statement.chain
        if len(reading.statements) == 1 and [relation.sign for relation in chain.relations] == ["="]:
            left, right = map(reading.text, chain.expressions)
            yield (_stated(reading, statement, f"{left} = {right} = {left}"),)


def rearrange_rows(reading: Reading, _: Instance) -> Iterator[tuple[str, ...]]:
    """A chain in one line, and a row for each of its links."""
    if len(reading.statements) == 1:
        (statement,) = reading.statements
        chain = statement.chain
        first, *rest = map(reading.text, chain.expressions)
        signs = [reading.tex[relation.start : relation.end] for relation in chain.relations]
        links = [f"{sign} {text}" for sign, text in zip(signs, rest, strict=True)]
        yield (_stated(reading, statement, " ".join((first, *links))),)
        rows = r" \\ ".join(f"&{link}" for link in links)
        yield (_stated(reading, statement, rf"\begin{{aligned}} {first} {rows} \end{{aligned}}"),)


# ---- Looks


def respell_relation(reading: Reading, _: Instance) -> Iterator[tuple[str, ...]]:
    """\\leq -> \\le."""
    edits = [(t.start, t.end, _RESPELLED[t.text]) for t in reading.tokens if t.text in _RESPELLED]
    if edits:
        yield (reading.spliced(*edits),)


def resize_brackets(reading: Reading, _: Instance) -> Iterator[tuple[str, ...]]:
    """( … ) -> \\left( … \\right), \\bigl( … \\bigr), and without any size."""
    brackets = [token for token in reading.tokens if token.text in ("(", ")", "[", "]")]
    yield (reading.tex,)
    for left, right in ((r"\left", r"\right"), (r"\bigl", r"\bigr"), (r"\Bigg", r"\Bigg")):
        if brackets:
            edits = [(token.start, token.start, left if token.text in "([" else right) for token in brackets]
            yield (reading.spliced(*edits),)


def space_out(reading: Reading, _: Instance) -> Iterator[tuple[str, ...]]:
    """Spaces between all tokens; thin spaces after what joins."""
    names = [name.span() for name in _NAMES.finditer(reading.tex)]  # another spelling would be another name
    free = [t.end for t in reading.tokens if not any(start <= t.end < end for start, end in names)]
    yield (reading.spliced(*((at, at, "  ") for at in free)),)
    joins = [t.end for t in reading.tokens if t.text in ("+", "-", "=", "<", ">", r"\cdot", r"\leq", r"\geq")]
    yield (reading.spliced(*((at, at, r" \, ") for at in joins)),)


def punctuate(reading: Reading, _: Instance) -> Iterator[tuple[str, ...]]:
    """What ends a sentence."""
    yield from ((reading.tex.rstrip() + end,) for end in _ENDS)


KINDS: dict[str, Kind] = {
    "reverse factors": reverse_factors,
    "reverse terms": reverse_terms,
    "a dot or none": toggle_dot,
    "fraction or slash": respell_fraction,
    "rename a bound index": rename_bound,
    "swap the sides": swap_sides,
    "split a chain": split_chain,
    "join a chain": join_chain,
    "rows or one line": rearrange_rows,
    "respell a relation": respell_relation,
    "resize brackets": resize_brackets,
    "space out": space_out,
    "punctuate": punctuate,
}


def is_scalar(node: Node, instance: Instance) -> bool:
    """Whether a part of a formula is a number, wherever it has a value."""
    letters = sorted({one.name for one in tree.walk(node) if isinstance(one, tree.Index)})
    evaluate = compiled(node)
    for values in product(range(1, instance.largest + 1), repeat=len(letters)):
        try:
            value: Any = evaluate(instance.base, dict(zip(letters, values, strict=True)))
        except (OutOfRange, Meaningless, ArithmeticError):
            continue
        return np.ndim(value) == 0
    return False


def _as_factor(reading: Reading, factor: Node) -> str:
    """A factor that may stand before others."""
    text = reading.text(factor)
    loose = isinstance(factor, tree.Big | tree.Apply | tree.Derivative) or (
        isinstance(factor, tree.Call) and text[-1] not in ")]"
    )
    return f"({text})" if loose else text


def _juxtaposable(reading: Reading, before: Node, factor: Node) -> bool:
    loose = isinstance(before, tree.Apply | tree.Call) and reading.text(before)[-1] not in ")]"
    return not loose and not isinstance(factor, tree.Number) and reading.tex[factor.start] not in "|"


def _stated(reading: Reading, statement: Statement, chain: str) -> str:
    """A chain with the conditions of its statement after it."""
    stretches = [(min(e.start for e in c.expressions), max(e.end for e in c.expressions)) for c in statement.conditions]
    return chain + "".join(rf" \qquad {reading.tex[start:end]}" for start, end in stretches)
