"""What can be wrong with a formula that is right: each kind of slip, made at every place where it can be made.

The kinds are those of the first edition's errors and of their like: an index swapped, a factor dropped, a sign flipped,
a bound off by one, a symbol taken for another, a ∂ lost.  A mutant is the formula's own TeX with one stretch changed,
so that it goes through the reader as the author's slip would.

A printed range is widened, and nothing else happens to it: a narrower one is implied by the formula as it stands, and
a check that let it pass would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from tests.check import place_mutations
from tests.check.counted_mutations import COUNTED
from tests.check.rewritings import is_scalar
from yansuan.check.notation import Instance
from yansuan.functions import FUNCTIONS
from yansuan.tex import tree
from yansuan.tex.edited import (
    Edit,
    Reading,
    name_of,
    normal,
    of_type,
    other_index,
    read_formula,
    shifted,
    spelled,
    swapped,
    within,
    without_factor,
)
from yansuan.tex.operators import SPELLED
from yansuan.tex.patterns import script
from yansuan.tex.tokens import Token, Unreadable
from yansuan.tex.tree import Node

Kind = Callable[[Reading], Iterator[str]]

_PRIME = re.compile(r"'|\^\s*\{\s*(?:'|\\prime)\s*\}|\^\s*\\prime")
_TURNED = {
    r"\leq": r"\geq", r"\le": r"\ge", r"\leqslant": r"\geqslant", "<": ">", r"\lt": r"\gt", "≤": "≥",
    r"\geq": r"\leq", r"\ge": r"\le", r"\geqslant": r"\leqslant", ">": "<", r"\gt": r"\lt", "≥": "≤",
}  # fmt: skip
_OPPOSITE = {r"\max": r"\min", r"\min": r"\max", r"\sup": r"\inf", r"\inf": r"\sup"}
_ORDER = re.compile(r"\^\s*\{\s*\(\s*(\d+)\s*\)\s*\}")


@dataclass(frozen=True)
class Mutant:
    """A formula with one slip in it."""

    kind: str
    tex: str


def mutants(tex: str, instance: Instance) -> list[Mutant]:
    """All mutants of a formula, each once, without those that are the same tree again."""
    reading = read_formula(tex, instance)
    seen, found = {normal(reading.tex)}, list[Mutant]()
    for name, kind in KINDS.items():
        for mutated in kind(reading):
            if (key := normal(mutated)) not in seen:
                seen.add(key)
                found.append(Mutant(name, mutated))
    return [mutant for mutant in found if not _same_tree(mutant.tex, reading)]


def _same_tree(mutated: str, reading: Reading) -> bool:
    try:
        again = read_formula(mutated, reading.instance)
    except Unreadable:
        return False
    return _shape(again) == _shape(reading)


def _shape(reading: Reading) -> object:
    return [(tree.spelling(s.chain), tuple(map(tree.spelling, s.conditions))) for s in reading.statements]


# ---- Indices


def swap_indices(reading: Reading) -> Iterator[str]:
    """θ_kp -> θ_pk; z_j^{(l)} -> z_l^{(j)}."""
    for node in of_type(reading, tree.Quantity):
        for one, other in combinations((*node.lower, *node.upper), 2):
            yield reading.spliced(*swapped(reading, one, other))


def swap_letters(reading: Reading) -> Iterator[str]:
    """Two letters change places throughout one side."""
    for chain in reading.chains:
        for side in chain.expressions:
            nodes = [node for node in reading.nodes if isinstance(node, tree.Index) and within(node, side)]
            for one, other in combinations(sorted({node.name for node in nodes}), 2):
                turned = {one: other, other: one}
                yield reading.spliced(*((n.start, n.end, turned[n.name]) for n in nodes if n.name in turned))


def replace_letter(reading: Reading) -> Iterator[str]:
    """One index becomes another that the formula has; also the one that a sum binds."""
    places = [(node.start, node.end, node.name) for node in of_type(reading, tree.Index)]
    places += [(token.start, token.end, token.text) for token in map(reading.binder, reading.bigs)]
    for start, end, name in places:
        yield from (reading.spliced((start, end, letter)) for letter in reading.letters if letter != name)


def shift_index(reading: Reading) -> Iterator[str]:
    """l+1 -> l, l+2; l -> l+1, l−1."""
    for node in of_type(reading, tree.Quantity):
        for part in (*node.lower, *node.upper):
            if isinstance(part, tree.Index | tree.Sum):
                for by in (1, -1):
                    yield reading.spliced(*other_index(reading, node, part, shifted(reading, part, by)))


# ---- Bounds and ranges


def shift_bound(reading: Reading) -> Iterator[str]:
    """A sum begins or ends one early or late."""
    for big in reading.bigs:
        for bound in (big.lower, big.upper):
            if bound:
                yield from (
                    reading.spliced(
                        (bound.start, bound.end, reading.in_script(bound.start, shifted(reading, bound, by)))
                    )
                    for by in (1, -1)
                )


def drop_sum(reading: Reading) -> Iterator[str]:
    """A sum is its first term."""
    for big in reading.bigs:
        if big.lower:
            variables = [n for n in of_type(reading, tree.Index) if n.name == big.variable and within(n, big.body)]
            first = reading.text(big.lower)
            edits = [(n.start, n.end, reading.in_script(n.start, first)) for n in variables]
            yield reading.spliced((reading.tokens_of(big)[0].start, big.body.start, " "), *edits)


def widen_range(reading: Reading) -> Iterator[str]:
    """1 < l -> 1 ≤ l; 1 ≤ l -> 0 ≤ l; l < L -> l ≤ L; l ≤ L -> l ≤ L+1."""
    for chain in reading.conditions:
        for (left, right), relation in zip(pairwise(chain.expressions), chain.relations, strict=True):
            if not (isinstance(left, tree.Index) or isinstance(right, tree.Index)):
                continue
            if relation.sign in ("<", ">"):
                yield reading.spliced((relation.start, relation.end, r"\leq" if relation.sign == "<" else r"\geq"))
            elif relation.sign in ("≤", "≥"):
                smaller, larger = (left, right) if relation.sign == "≤" else (right, left)
                one, by = (smaller, -1) if isinstance(larger, tree.Index) else (larger, 1)
                yield reading.spliced((one.start, one.end, shifted(reading, one, by)))


def turn_relation(reading: Reading) -> Iterator[str]:
    """≤ -> ≥; = is left as it is."""
    cases = [chain for node in of_type(reading, tree.Cases) for _, chain in node.rows if chain]
    for chain in (*reading.chains, *cases):
        for relation in chain.relations:
            if turned := _TURNED.get(reading.tex[relation.start : relation.end]):
                yield reading.spliced((relation.start, relation.end, turned))


# ---- Terms and factors


def flip_sign(reading: Reading) -> Iterator[str]:
    """+ -> −, − -> +; a sign before a first term, or before a whole side, comes or goes."""
    for total in of_type(reading, tree.Sum):
        for n, (sign, _) in enumerate(total.terms):
            flipped = "-" if sign > 0 else "+" if n else ""
            yield reading.spliced((*reading.sign(total, n), flipped))
    for chain in reading.chains:
        for side in chain.expressions:
            if not isinstance(side, tree.Sum) and not _is_number(side, 0):
                yield reading.spliced((side.start, side.start, "-"))


def drop_term(reading: Reading) -> Iterator[str]:
    """One term of several is forgotten."""
    for total in of_type(reading, tree.Sum):
        if len(total.terms) > 1:
            (start, _), (until, after) = reading.sign(total, 0), reading.sign(total, 1)
            yield reading.spliced((start, after if total.terms[1][0] > 0 else until, ""))
            yield from (
                reading.spliced((reading.sign(total, n)[0], total.terms[n][1].end, ""))
                for n in range(1, len(total.terms))
            )


def drop_factor(reading: Reading) -> Iterator[str]:
    """One factor of several is forgotten; no 1, which is not missed."""
    for product in of_type(reading, tree.Product):
        for n, (_, factor) in enumerate(product.factors):
            if not _is_number(factor, 1):
                yield reading.spliced(without_factor(product, n))


def repeat_factor(reading: Reading) -> Iterator[str]:
    """One factor of several is there twice; no 1, of which any number is one."""
    for product in of_type(reading, tree.Product):
        for kind, factor in product.factors:
            joint = {"odot": r" \odot ", "/": " / ", "cross": r" \times "}.get(kind, r" \cdot ")
            if not _is_number(factor, 1):
                yield reading.spliced((factor.end, factor.end, joint + reading.text(factor)))


def matrix_product(reading: Reading) -> Iterator[str]:
    """An entrywise product becomes a matrix product."""
    for product in of_type(reading, tree.Product):
        for (_, before), (kind, factor) in zip(product.factors, product.factors[1:], strict=False):
            if kind == "odot":
                at = reading.tex.index(r"\odot", before.end, factor.start)
                yield reading.spliced((at, at + len(r"\odot"), r"\cdot"))


def turn_fraction(reading: Reading) -> Iterator[str]:
    """Numerator and denominator change places."""
    for fraction in of_type(reading, tree.Quotient):
        yield reading.spliced(*swapped(reading, fraction.above, fraction.below))
    for product in of_type(reading, tree.Product):
        for (_, above), (kind, below) in zip(product.factors, product.factors[1:], strict=False):
            if kind == "/":
                yield reading.spliced(*swapped(reading, above, below))


# ---- Symbols


def replace_symbol(reading: Reading) -> Iterator[str]:
    """A symbol becomes another with as many indices; a function another with as many arguments."""
    for node in reading.nodes:
        if isinstance(node, tree.Quantity):
            own: tuple[int, int, int | None] = (len(node.upper), len(node.lower), None)
        elif isinstance(node, tree.Call):
            own = (len(node.pattern.upper), len(node.pattern.lower), len(node.pattern.formals or ()))
        else:
            continue
        for patterns in reading.instance.grammar.patterns.values():
            for other in patterns:
                arguments = None if other.formals is None else len(other.formals)
                same = (len(other.upper), len(other.lower), arguments) == own
                if same and other.key != node.pattern.key:
                    yield reading.spliced((*reading.head(node), spelled(other)))


def swap_arguments(reading: Reading) -> Iterator[str]:
    """F(r, u) -> F(u, r)."""
    for call in of_type(reading, tree.Call):
        if not call.bare:
            for one, other in combinations(call.arguments, 2):
                yield reading.spliced(*swapped(reading, one, other))


def swap_entries(reading: Reading) -> Iterator[str]:
    """Two neighbours in a matrix, or two cases, change places."""
    for matrix in of_type(reading, tree.Matrix):
        neighbours = [pair for line in (*matrix.rows, *zip(*matrix.rows, strict=True)) for pair in pairwise(line)]
        yield from (reading.spliced(*swapped(reading, *pair)) for pair in neighbours)
    for cases in of_type(reading, tree.Cases):
        for (one, _), (other, _) in combinations(cases.rows, 2):
            yield reading.spliced(*swapped(reading, one, other))


def change_number(reading: Reading) -> Iterator[str]:
    """A number is one more or one less."""
    for number in of_type(reading, tree.Number):
        if re.fullmatch(r"\d+", reading.text(number)):
            for by in (1, -1):
                yield reading.spliced((number.start, number.end, _written(reading, number, int(number.value) + by)))


def _written(reading: Reading, number: tree.Number, value: int) -> str:
    """A whole number to stand where another stands; braces may not hide a sign."""
    if value >= 0:
        return str(value) if value < 10 else f"{{{value}}}"
    before = reading.tex[: number.start].rstrip()
    if before[-1:] in ("_", "^"):
        return f"{{{value}}}"
    begins = not before or before[-1] in "({[,=<>&" or before.endswith((r"\neq", r"\leq", r"\geq"))
    return str(value) if begins else f"({value})"


def replace_operation(reading: Reading) -> Iterator[str]:
    """max <-> min, sup <-> inf, ln <-> exp, sin <-> cos, Re <-> Im, det <-> tr."""
    for node in reading.nodes:
        if isinstance(node, tree.Big | tree.Extremum):
            first = reading.tokens_of(node)[0]
            if other := _OPPOSITE.get(first.text):
                yield reading.spliced((first.start, first.end, other))
        elif isinstance(node, tree.Apply) and (name := name_of(reading, node)):
            start, end, head = name
            if head in SPELLED and (other := FUNCTIONS[SPELLED[head]].other):
                short, long = FUNCTIONS[other].spellings[:2]
                yield reading.spliced((start, end, long if head.startswith(r"\operatorname") else short))


def change_base(reading: Reading) -> Iterator[str]:
    """log_b x -> ln x, log_x b; ln x -> lg x."""
    for node in reading.nodes:
        if isinstance(node, tree.Logarithm):
            first = reading.tokens_of(node)[0]
            yield reading.spliced((node.start, node.end, rf"\ln({reading.text(node.argument)})"))
            if node.base.end > node.base.start:
                yield reading.spliced(*swapped(reading, node.base, node.argument))
            else:
                yield reading.spliced((first.start, first.end, r"\lb" if first.text == r"\lg" else r"\lg"))
        elif isinstance(node, tree.Apply) and node.function == "ln" and (name := name_of(reading, node)):
            yield reading.spliced((*name[:2], r"\lg"))


def turn_binomial(reading: Reading) -> Iterator[str]:
    """What is above a binomial and what is below change places, or grow by one."""
    for node in of_type(reading, tree.Binomial):
        yield reading.spliced(*swapped(reading, node.above, node.below))
        for part in (node.above, node.below):
            yield reading.spliced((part.start, part.end, shifted(reading, part, 1)))


def shift_factorial(reading: Reading) -> Iterator[str]:
    """n! -> n, (n+1)!, (n-1)!."""
    for node in of_type(reading, tree.Factorial):
        yield reading.spliced((node.end - 1, node.end, ""))
        for by in (1, -1):
            yield reading.spliced((node.start, node.end, f"({shifted(reading, node.of, by)})!"))


# ---- Vectors, matrices and complex numbers


def other_product(reading: Reading) -> Iterator[str]:
    """a · b <-> a × b, of vectors."""
    for product, n in _between_arrays(reading, ("dot", "cross")):
        sign = r" \times " if product.factors[n][0] == "dot" else r" \cdot "
        yield reading.spliced((product.factors[n - 1][1].end, product.factors[n][1].start, sign))


def swap_factors(reading: Reading) -> Iterator[str]:
    """a × b -> b × a; AB -> BA."""
    for product, n in _between_arrays(reading, ("cross", "*")):
        yield reading.spliced(*swapped(reading, product.factors[n - 1][1], product.factors[n][1]))


def _between_arrays(reading: Reading, joints: tuple[str, ...]) -> Iterator[tuple[tree.Product, int]]:
    """The places in products where something joins two factors that are no numbers, by the second of these."""
    for product in of_type(reading, tree.Product):
        for n, (joint, factor) in enumerate(product.factors):
            pair = (product.factors[n - 1][1], factor) if n and joint in joints else ()
            if pair and not any(is_scalar(one, reading.instance) for one in pair):
                yield product, n


def drop_conjugate(reading: Reading) -> Iterator[str]:
    """A bar or a star is forgotten."""
    for node in of_type(reading, tree.Apply):
        if node.function == "bar":
            own = [token for token in reading.tokens if token.start >= node.start]
            start, stop = script(own, 1, len(own))
            end = own[stop if own[1].text == "{" else stop - 1].end
            inside = reading.tex[own[start].start : own[stop - 1].end]
            yield reading.spliced((node.start, end, inside if stop - start == 1 else f"({inside})"))
        elif node.function == "star":
            yield reading.spliced((reading.tex.rindex("^", node.start, node.end), node.end, ""))


def other_transpose(reading: Reading) -> Iterator[str]:
    """A conjugate transpose becomes a plain one; back as well, where something is complex."""
    values = [one for value in reading.instance.values.values() for one in _arrays(value)]
    is_complex = any(np.iscomplexobj(value) and np.ndim(value) for value in values)
    for node in of_type(reading, tree.Transpose):
        stretch = reading.above(node) if node.conjugate or is_complex else None
        if stretch:
            yield reading.spliced((*stretch, r"^{\mathsf T}" if node.conjugate else r"^{\mathsf H}"))


def _arrays(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else [value]


# ---- What is above, before and around


def other_derivative(reading: Reading) -> Iterator[str]:
    """∂ <-> d, where these are not the same: what is derived depends on a quantity itself and through another."""
    for node in of_type(reading, tree.Derivative):
        if any(_in_two_ways(reading.instance, node.of, by.pattern.key) for by in node.by):
            other = r"\partial" if node.total else "d"
            yield reading.spliced(*((token.start, token.end, other) for token in _signs(reading, node)))


def _in_two_ways(instance: Instance, of: Node, key: str) -> bool:
    """Whether an expression depends on a quantity itself, and through another one as well."""
    own = {node.pattern.key for node in tree.walk(of) if isinstance(node, tree.Quantity)}
    if isinstance(of, tree.Quantity) and (definition := instance.definitions.get(of.pattern.key)):
        own = {instance.keys[name] or "" for name, is_index in definition.takes if not is_index}
    return key in own and any(key in instance.upstream.get(one, ()) for one in own - {key})


def shift_order(reading: Reading) -> Iterator[str]:
    """f^{(4)} -> f^{(3)}, f^{(5)}."""
    for node in of_type(reading, tree.Call):
        found = _ORDER.search(reading.tex, node.start, node.end) if node.order else None
        if found:
            yield from (reading.spliced((*found.span(1), str(int(found[1]) + by))) for by in (-1, 1))


def turn_condition(reading: Reading) -> Iterator[str]:
    """x ≥ 0 -> x ≤ 0, where x is no whole number."""
    for chain in reading.conditions:
        values = [reading.instance.values[n.pattern.key] for n in tree.walk(chain) if isinstance(n, tree.Quantity)]
        if any(isinstance(value, float) for value in values):
            for relation in chain.relations:
                if turned := _TURNED.get(reading.tex[relation.start : relation.end]):
                    yield reading.spliced((relation.start, relation.end, turned))


def other_index_of_name(reading: Reading) -> Iterator[str]:
    """x_0 -> x_1, where these are names."""
    for node in of_type(reading, tree.Quantity):
        if not node.pattern.literal or node.lower:
            continue
        own = reading.tokens_of(node)
        below = next(n for n, token in enumerate(own) if token.text == "_") + 1
        start, stop = script(own, below, len(own))
        for other in reading.instance.grammar.patterns[node.pattern.head]:
            if other.literal and not other.lower and other.key != node.pattern.key:
                text = ",".join(text for _, text in other.literal)
                text = text if own[below].text == "{" else f"{{{text}}}"
                yield reading.spliced((own[start].start, own[stop - 1].end, text))


def drop_partial(reading: Reading) -> Iterator[str]:
    """∂J/∂z -> J/z, J/∂z, ∂J/z; dx -> x; ∇f -> f."""
    for node in reading.nodes:
        if isinstance(node, tree.Derivative):
            found = _partials(reading, node)
            yield reading.spliced(*found)
            yield from (reading.spliced(one) for one in found)
        elif isinstance(node, tree.Differential | tree.Gradient):
            yield reading.spliced((reading.tokens_of(node)[0].start, node.of.start, ""))


def replace_slot(reading: Reading) -> Iterator[str]:
    """∇_x f(x, y) -> ∇_y f(x, y)."""
    for node in of_type(reading, tree.Gradient):
        letters = [token for token in reading.tokens if node.start < token.start < node.of.start and token.is_letter]
        for token in letters:
            formals = node.of.pattern.formals or ()
            yield from (reading.spliced((token.start, token.end, one)) for one in formals if one != token.text)


def drop_prime(reading: Reading) -> Iterator[str]:
    """g' -> g."""
    for node in reading.nodes:
        primed = (isinstance(node, tree.Call) and node.order) or (isinstance(node, tree.Apply) and "'" in node.function)
        if primed:
            found = _PRIME.search(reading.tex, node.start)
            assert found, f"no prime in {reading.text(node)}"
            yield reading.spliced((*found.span(), ""))


def drop_exponent(reading: Reading) -> Iterator[str]:
    """A transpose, an inverse, a square is forgotten; only the minus of an inverse; only the e of an exponential."""
    for node in reading.nodes:
        if not isinstance(node, tree.Power | tree.Transpose):
            continue
        if stretch := reading.above(node):
            yield reading.spliced((*stretch, ""))
        if isinstance(node, tree.Power) and reading.text(node.base) == "e":
            yield reading.spliced((node.start, node.end, f"({reading.text(node.exponent)})"))


def drop_function(reading: Reading) -> Iterator[str]:
    """ln x -> x, |x| -> x, √x -> x."""
    for node in reading.nodes:
        named = isinstance(node, tree.Apply) and node.function not in ("bar", "star")
        if named or isinstance(node, tree.Logarithm):
            yield reading.spliced((node.start, node.end, f"({reading.text(node.argument)})"))  # type: ignore[attr-defined]
        elif isinstance(node, tree.Power) and reading.tokens_of(node)[0].text == r"\sqrt":
            yield reading.spliced((node.start, node.end, f"({reading.text(node.base)})"))


KINDS: dict[str, Kind] = {
    "swap two indices": swap_indices,
    "swap two letters": swap_letters,
    "replace an index letter": replace_letter,
    "shift an index": shift_index,
    "shift a bound": shift_bound,
    "drop a sum": drop_sum,
    "widen a range": widen_range,
    "turn a relation": turn_relation,
    "flip a sign": flip_sign,
    "drop a term": drop_term,
    "drop a factor": drop_factor,
    "repeat a factor": repeat_factor,
    "⊙ as a matrix product": matrix_product,
    "turn a fraction": turn_fraction,
    "replace a symbol": replace_symbol,
    "swap two arguments": swap_arguments,
    "swap two entries": swap_entries,
    "change a number": change_number,
    "replace an operation": replace_operation,
    "another base": change_base,
    "turn a binomial": turn_binomial,
    "shift a factorial": shift_factorial,
    "· as ×": other_product,
    "swap two factors": swap_factors,
    "drop a conjugate": drop_conjugate,
    "H as T": other_transpose,
    "∂ as d": other_derivative,
    "shift an order": shift_order,
    "turn a condition": turn_condition,
    "another index of a name": other_index_of_name,
    "drop a ∂, d or ∇": drop_partial,
    "∇ by another argument": replace_slot,
    "drop a prime": drop_prime,
    "drop what is above": drop_exponent,
    "drop a function": drop_function,
    **COUNTED,
    **place_mutations.KINDS,
}


def _is_number(node: Node, value: int) -> bool:
    return isinstance(node, tree.Number) and node.value == value


def _partials(reading: Reading, node: tree.Derivative) -> list[Edit]:
    """Where the ∂ of a derivative stand, each with its order."""
    found = list[Edit]()
    for token in _signs(reading, node):
        order = re.compile(r"\s*\^\s*(?:\{\s*\d\s*\}|\d)").match(reading.tex, token.end)
        found.append((token.start, order.end() if order else token.end, ""))
    return found


def _signs(reading: Reading, node: tree.Derivative) -> list[Token]:
    """The ∂ of a derivative, or its d; not those in what is derived."""
    own = [token for token in reading.tokens_of(node) if not node.of.start <= token.start < node.of.end]
    return [token for token in own if token.text in (r"\partial", "d")]
