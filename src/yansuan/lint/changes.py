"""Small changes of a formula: the slips that authors make, turned round.

A kind takes a formula that was read, and a link of it, and gives the formula's TeX with one stretch of that link
changed.  What is changed so goes through the reader again, as the author's correction would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from typing import TypeVar

import numpy as np

from yansuan.check.errors import UNABLE
from yansuan.check.evaluator import compiled
from yansuan.check.notation import Instance
from yansuan.functions import FUNCTIONS
from yansuan.lint.judged import Change
from yansuan.tex import tree
from yansuan.tex.edited import (
    Reading,
    name_of,
    normal,
    other_index,
    read_formula,
    shifted,
    swapped,
    within,
    without_factor,
)
from yansuan.tex.operators import SPELLED
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node

Of = TypeVar("Of", bound=Node)
MOST = 120  # changes that are tried of one link
_LETTERS = 3  # that may be a factor that is missing
_OTHER_BIG = {r"\sum": r"\prod", r"\prod": r"\sum"}
_TURNED = {"<": (r"\le", ">", r"\ge"), ">": (r"\ge", "<", r"\le"), "≤": (r"\ge",), "≥": (r"\le",)}
_COMMAND = re.compile(r"\\[A-Za-z]*$")
_OTHER = {"sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh"}


class Place:
    """A link that was read, where it may be changed."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.nodes = reading.nodes
        self.sides = [side for chain in reading.chains for side in chain.expressions]

    def of_type(self, kind: type[Of]) -> list[Of]:
        """The nodes of one kind."""
        return [node for node in self.nodes if isinstance(node, kind)]

    @property
    def has_imaginary(self) -> bool:
        """Whether i is the imaginary unit here."""
        return any(isinstance(value, complex) for value in self.reading.instance.values.values())

    def is_whole(self, node: tree.Quantity) -> bool:
        """Whether a symbol without indices is a whole number."""
        return not node.lower and isinstance(self.reading.instance.values.get(node.pattern.key), int)

    def is_array(self, node: Node) -> bool:
        """Whether a node is a vector or a matrix."""
        return _shape(self.reading.instance, node) is not None


Kind = Callable[[Place], Iterator[str]]


def small(tex: str, instance: Instance) -> list[tuple[str, str]]:
    """What differs from a link by a small change, each once, by what kind that is.

    Args:
        tex: the link's own TeX, without sizes of brackets.
        instance: of its notation.
    """
    try:
        reading = read_formula(tex, instance)
    except Unreadable:  # without the sizes of its bars nobody knows which of them open
        return []
    place = Place(reading)
    seen, found = {normal(reading.tex)}, list[tuple[str, str]]()
    for name, kind in KINDS.items():
        try:
            changed = list(kind(place))
        except (Unreadable, AssertionError, ValueError, IndexError, StopIteration):  # no place for it
            continue
        for one in changed:
            if (key := normal(one)) not in seen:
                seen.add(key)
                found.append((name, one))
    return found[:MOST]


def change(kind: str, tex: str, changed: str, at: int) -> Change:
    """A change as what stands where instead of what; `at` is where the link begins in the formula."""
    start = 0
    while start < min(len(tex), len(changed)) and tex[start] == changed[start]:
        start += 1
    end = 0
    while end < min(len(tex), len(changed)) - start and tex[-1 - end] == changed[-1 - end]:
        end += 1
    while start and (command := _COMMAND.search(tex, 0, start)) and tex[start - 1 : start + 1].strip("\\").isalpha():
        start = command.start()  # no command is cut
    return Change(kind, at + start, at + len(tex) - end, changed[start : len(changed) - end])


# ---- Signs and factors


def _sign(place: Place) -> Iterator[str]:
    reading = place.reading
    for total in place.of_type(tree.Sum):
        for n, (sign, _) in enumerate(total.terms):
            yield reading.spliced((*reading.sign(total, n), "-" if sign > 0 else "+" if n else ""))
    for side in place.sides:
        if not isinstance(side, tree.Sum):
            yield reading.spliced((side.start, side.start, "-"))


def _factor(place: Place) -> Iterator[str]:
    """A factor 2 too few, in a term or a side; a number or a letter too many, or too few."""
    reading = place.reading
    for product in place.of_type(tree.Product):
        for n, (_, factor) in enumerate(product.factors):
            if not isinstance(factor, tree.Number) or factor.value != 1:
                yield reading.spliced(without_factor(product, n))
    terms = [term for total in place.of_type(tree.Sum) if len(total.terms) > 1 for _, term in total.terms]
    known = [rf"\{name}" for name in ("pi",) if rf"\{name}" in reading.tex]
    known += [token.text for token in reading.tokens if token.text in ("i", "j") and place.has_imaginary][:1]
    letters: dict[str, list[Node]] = {}
    for letter in place.of_type(tree.Quantity):
        if not letter.lower and not letter.upper and not place.is_array(letter):
            letters.setdefault(reading.text(letter), []).append(letter)
    places: list[Node] = [*place.sides, *terms]
    for node in places:
        if isinstance(node, tree.Number) and node.value == 0:
            continue
        inside = reading.text(node)
        inside = f"({inside})" if isinstance(node, tree.Sum) and inside[:1] != "(" else inside
        for number in ("2", r"\frac12", *known):
            yield reading.spliced((node.start, node.end, f"{number} {inside}"))
    for side in place.sides:  # a letter that the other side has
        inside = reading.text(side)
        bracketed = f"({inside})" if isinstance(side, tree.Sum) else inside
        missing = [text for text, there in letters.items() if not all(within(one, side) for one in there)]
        for name in missing[:_LETTERS]:
            yield reading.spliced((side.start, side.end, f"{name} {bracketed}"))
            yield reading.spliced((side.start, side.end, rf"\frac{{{inside}}}{{{name}}}"))
            for term in terms:
                if within(term, side):
                    yield reading.spliced((term.start, term.end, f"{name} {reading.text(term)}"))


def _fraction(place: Place) -> Iterator[str]:
    """What is above and below a fraction change places."""
    for one in place.of_type(tree.Quotient):
        yield place.reading.spliced(*swapped(place.reading, one.above, one.below))


# ---- Numbers and powers


def _number(place: Place) -> Iterator[str]:
    reading = place.reading
    for number in place.of_type(tree.Number):
        if re.fullmatch(r"\d+", reading.text(number)):
            for by in (1, -1):
                value = int(number.value) + by
                if value > 0:
                    text = str(value) if value < 10 else f"{{{value}}}"
                    yield reading.spliced((number.start, number.end, text))


def _by_one(place: Place) -> Iterator[str]:
    """n for n - 1 or n + 1, and the reverse, of whole numbers."""
    reading = place.reading
    for total in place.of_type(tree.Sum):
        last = total.terms[-1][1]
        if len(total.terms) > 1 and isinstance(last, tree.Number) and last.value == 1:
            before = total.terms[-2][1].end
            yield reading.spliced((before, last.end, ""))
    sides = [term for total in place.of_type(tree.Sum) for _, term in total.terms]
    for node in place.nodes:
        whole = isinstance(node, tree.Index) or (isinstance(node, tree.Quantity) and place.is_whole(node))
        if whole and node not in sides and node not in place.sides:
            lone = reading.tex[: node.start].rstrip()[-1:] == "{" and reading.tex[node.end :].lstrip()[:1] == "}"
            for by in ("-1", "+1"):
                text = reading.text(node) + by
                yield reading.spliced((node.start, node.end, text if lone else f"{{({text})}}"))


def _power(place: Place) -> Iterator[str]:
    """An exponent that is too much, or missing: a square, an inverse; one off by one; a root."""
    reading = place.reading
    for power in place.of_type(tree.Power):
        if stretch := reading.above(power):
            yield reading.spliced((*stretch, ""))
            if not isinstance(power.exponent, tree.Number):
                for by in (1, -1):
                    text = reading.in_script(power.exponent.start, shifted(reading, power.exponent, by))
                    yield reading.spliced((power.exponent.start, power.exponent.end, text))
        elif reading.tokens_of(power)[0].text == r"\sqrt":
            yield reading.spliced((power.start, power.end, f"({reading.text(power.base)})"))
    raised = {id(power.base) for power in place.of_type(tree.Power)}
    for node in place.nodes:
        if isinstance(node, tree.Quantity | tree.Apply) and id(node) not in raised:
            inside = reading.text(node)
            inside = inside if isinstance(node, tree.Quantity) and "^" not in inside else f"({inside})"
            yield reading.spliced((node.start, node.end, f"{inside}^2"))
    for side in place.sides:
        yield reading.spliced((side.start, side.end, rf"\sqrt{{{reading.text(side)}}}"))


def _function(place: Place) -> Iterator[str]:
    """sin for cos, and the like."""
    reading = place.reading
    for node in place.of_type(tree.Apply):
        if node.function in _OTHER and (name := name_of(reading, node)) and name[2] in SPELLED:
            yield reading.spliced((*name[:2], FUNCTIONS[_OTHER[node.function]].spellings[0]))


def _big(place: Place) -> Iterator[str]:
    """A sum for a product."""
    for big in place.of_type(tree.Big):
        first = place.reading.tokens_of(big)[0]
        if first.text in _OTHER_BIG:
            yield place.reading.spliced((first.start, first.end, _OTHER_BIG[first.text]))


def _direction(place: Place) -> Iterator[str]:
    """≤ for ≥, and < for ≤."""
    for chain in place.reading.chains:
        for relation in chain.relations:
            for turned in _TURNED.get(relation.sign, ()):
                yield place.reading.spliced((relation.start, relation.end, turned))


# ---- Indices and bounds


def _index(place: Place) -> Iterator[str]:
    """An index is one more, or one less; two are exchanged."""
    reading = place.reading
    for node in place.of_type(tree.Quantity):
        for part in (*node.lower, *node.upper):
            if isinstance(part, tree.Index | tree.Sum | tree.Number):
                for by in (1, -1):
                    yield reading.spliced(*other_index(reading, node, part, shifted(reading, part, by)))


def _exchange(place: Place) -> Iterator[str]:
    """Two indices of a symbol change places."""
    for node in place.of_type(tree.Quantity):
        for one, other in combinations((*node.lower, *node.upper), 2):
            yield place.reading.spliced(*swapped(place.reading, one, other))


def _bound(place: Place) -> Iterator[str]:
    """A sum or a product begins or ends one early or late."""
    reading = place.reading
    for big in place.of_type(tree.Big):
        for bound in (big.lower, big.upper):
            if bound:
                for by in (1, -1):
                    text = reading.in_script(bound.start, shifted(reading, bound, by))
                    yield reading.spliced((bound.start, bound.end, text))


# ---- Vectors and matrices


def _transpose(place: Place) -> Iterator[str]:
    """A transpose is missing, or too much."""
    reading = place.reading
    transposed = set[int]()
    for whole in place.of_type(tree.Transpose):
        transposed.add(id(whole.of))
        if stretch := reading.above(whole):
            yield reading.spliced((*stretch, ""))
    for node in place.of_type(tree.Quantity):
        if id(node) not in transposed and place.is_array(node):
            text = reading.text(node)
            text = f"({text})" if "^" in text else text
            yield reading.spliced((node.start, node.end, rf"{text}^{{\top}}"))


def _order(place: Place) -> Iterator[str]:
    """Two factors that are vectors or matrices change places."""
    reading = place.reading
    for product in place.of_type(tree.Product):
        factors = [factor for _, factor in product.factors]
        for one, other in pairwise(factors):
            if place.is_array(one) and place.is_array(other):
                yield reading.spliced(*swapped(reading, one, other))


KINDS: dict[str, Kind] = {
    "sign": _sign,
    "index": _index,
    "exchanged indices": _exchange,
    "bound of a sum": _bound,
    "order of factors": _order,
    "transpose": _transpose,
    "number": _number,
    "one more or less": _by_one,
    "power": _power,
    "factor": _factor,
    "fraction": _fraction,
    "sine and cosine": _function,
    "sum and product": _big,
    "direction": _direction,
}
"""What may be wrong, by its name."""


def _shape(instance: Instance, node: Node) -> tuple[int, ...] | None:
    """The shape of a node that is a vector or a matrix; None for a number, or where it has no value by itself."""
    try:
        value = compiled(node)(instance.base, {})
    except (*UNABLE, ArithmeticError, KeyError, TypeError, Unreadable):
        return None
    return np.shape(value) if np.size(value) > 1 else None
