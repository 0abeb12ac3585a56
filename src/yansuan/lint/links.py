"""The links of a formula's chains: each two neighbours with what stands between them, as a statement by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from yansuan.tex import tree
from yansuan.tex.operators import CIRCULAR
from yansuan.tex.tree import Chain, Node, Statement

_LETTERS = (tree.Quantity, tree.Call)


@dataclass(frozen=True)
class Link:
    """Two neighbours of a chain.

    Args:
        statement: they, as a statement with the conditions of the whole.
        of: the number of the formula's statement, and that of the link in it.
        others: all other sides of the formula.
    """

    statement: Statement
    of: tuple[int, int]
    others: tuple[Node, ...]

    @property
    def left(self) -> Node:
        """What stands on the left."""
        return self.statement.chain.expressions[0]

    @property
    def right(self) -> Node:
        """What stands on the right."""
        return self.statement.chain.expressions[1]

    @property
    def sign(self) -> str:
        """What relates them."""
        return self.statement.chain.relations[0].sign

    @property
    def stretch(self) -> tuple[int, int]:
        """Where it stands in the TeX."""
        return self.left.start, self.right.end

    @property
    def compares(self) -> bool:
        """Whether it says which of two expressions with the same letters is larger."""
        return self.sign in ("<", ">", "≤", "≥") and bool(self.letters[0]) and self.letters[0] == self.letters[1]

    @property
    def is_plain(self) -> bool:
        """Whether both sides have the same letters, which are numbers without indices: no function, nothing unknown."""
        nodes = list(tree.walk(self.statement.chain))
        indexed = any(isinstance(node, tree.Quantity) and (node.lower or node.upper) for node in nodes)
        called = any(isinstance(node, tree.Call) for node in nodes)
        return self.letters[0] == self.letters[1] and not indexed and not called and not self.statement.conditions

    @cached_property
    def is_of_products(self) -> bool:
        """Whether both sides are products and powers of letters: a condition or a law, as `k^2 = k` and `PV = nRT`."""
        kinds = (tree.Quantity, tree.Index, tree.Number, tree.Product, tree.Quotient, tree.Power)
        return all(
            isinstance(node, kinds) or (isinstance(node, tree.Sum) and len(node.terms) == 1)
            for node in tree.walk(self.statement.chain)
        )

    @cached_property
    def letters(self) -> tuple[frozenset[str], frozenset[str]]:
        """The letters that are free on either side."""
        return letters_of(self.left), letters_of(self.right)

    @property
    def names(self) -> frozenset[str]:
        """The symbols that stand in it, whatever stands at them."""
        return names_of(self.left) | names_of(self.right)

    @property
    def keys(self) -> frozenset[str]:
        """The same, as the notation has them."""
        nodes = tree.walk(self.statement.chain)
        return frozenset(one.pattern.key for one in nodes if isinstance(one, _LETTERS))

    @property
    def is_of_numbers(self) -> bool:
        """Whether nothing in it is a letter."""
        return not any(self.letters) and not self.statement.conditions

    @cached_property
    def doubt(self) -> str:
        """Why something in it may be meant otherwise than it is read; "" where nothing is."""
        nodes = list(tree.walk(self.statement.chain))
        return next((why for why, is_so in DOUBTS.items() if any(map(is_so, nodes))), "")

    @property
    def defines(self) -> bool:
        """Whether one side is a letter that stands nowhere else: what it is said to be there."""
        sides = ((self.left, self.right), (self.right, self.left))
        return any(self._is_fresh(one, (other, *self.others)) for one, other in sides)

    def _is_fresh(self, side: Node, others: Sequence[Node]) -> bool:
        key = _name(side)
        return key is not None and not any(key in names_of(other) for other in others)


def links_of(statements: Sequence[Statement]) -> list[Link]:
    """All links of what a formula states."""
    found = list[Link]()
    every = [side for one in statements for side in (*one.chain.expressions, *_conditions(one))]
    for n, one in enumerate(statements):
        if type(one.chain) is not Chain:
            continue
        for k, relation in enumerate(one.chain.relations):
            pair = one.chain.expressions[k : k + 2]
            others = tuple(side for side in every if side is not pair[0] and side is not pair[1])
            found.append(Link(replace(one, chain=Chain(pair, (relation,))), (n, k), others))
    return found


def letters_of(node: Node) -> frozenset[str]:
    """The letters that are free in an expression, by key."""
    named = {one.pattern.key for one in tree.walk(node) if isinstance(one, _LETTERS)}
    return frozenset(named) | tree.free_indices(node)


def atoms(chain: Chain) -> frozenset[object]:
    """The symbols of a chain with all that stands at them."""
    return frozenset(canonical(one) for one in tree.walk(chain) if isinstance(one, _LETTERS))


def names_of(node: Node) -> frozenset[str]:
    """The symbols of an expression, whatever their indices: `a` of `a_i`."""
    return frozenset(one.pattern.head for one in tree.walk(node) if isinstance(one, _LETTERS))


def heads(said: Iterable[str]) -> frozenset[str]:
    """The symbols that are declared, whatever stands at them: `a` of `a_i`, `f` of `f(x)`."""
    return frozenset(re.split(r"[_^(]", part.strip(), maxsplit=1)[0] for key in said for part in key.split(","))


def _name(side: Node) -> str | None:
    """The symbol that a side is, with all that stands at it; None where it is no symbol alone."""
    if isinstance(side, tree.Entry | tree.Evaluated):
        side = next(tree.children(side))
    if isinstance(side, tree.Derivative | tree.Differential | tree.Gradient) and isinstance(side.of, _LETTERS):
        side = side.of
    return side.pattern.head if isinstance(side, _LETTERS) else None


def _is(node: Node, value: int) -> bool:
    return isinstance(node, tree.Number) and node.value == value


def _conditions(one: Statement) -> list[Node]:
    return [side for chain in one.conditions for side in chain.expressions]


def canonical(node: object) -> object:
    """What an expression is, whatever the order of its terms and factors: equal for what is so by itself."""
    if isinstance(node, tree.Sum):
        terms = sorted(((sign, canonical(term)) for sign, term in node.terms if not _is(term, 0)), key=repr)
        return terms[0][1] if len(terms) == 1 and terms[0][0] == 1 else ("Sum", *terms)
    if isinstance(node, tree.Product) and all(joint != "cross" for joint, _ in node.factors[1:]):
        factors = sorted(
            ((joint == "/", canonical(factor)) for joint, factor in node.factors if not _is(factor, 1)), key=repr
        )
        return factors[0][1] if len(factors) == 1 and not factors[0][0] else ("Product", *factors)
    if isinstance(node, tree.Power) and _is(node.exponent, 1):
        return canonical(node.base)
    if isinstance(node, Node | Chain | tree.Relation):
        return type(node).__name__, *(
            canonical(value) for name, value in vars(node).items() if name not in ("start", "end", "beside")
        )
    return tuple(map(canonical, node)) if isinstance(node, tuple) else node


def _depends(node: Node) -> bool:
    """Whether something is differentiated by a letter that does not stand in it, or has a differential."""
    if isinstance(node, tree.Differential):
        return True
    if not isinstance(node, tree.Derivative):
        return False
    inside = {one.pattern.key for one in tree.quantities(node.of)}
    functions = any(isinstance(one, tree.Call) for one in tree.walk(node.of))
    return not functions and any(one.pattern.key not in inside for one in node.by)


def _is_one_as_a_name(node: Node) -> bool:
    """Whether 1 has an exponent, or stands before a factor: the constant function, or an identity."""
    if isinstance(node, tree.Power):
        return _is(node.base, 1)
    if isinstance(node, tree.Product):
        return any(_is(factor, 1) for (_, factor), (joint, _) in pairwise(node.factors) if joint == "*")
    return False


def _is_power_of_e_itself(node: Node) -> bool:
    """Whether e stands where it is no base: a letter of the author's."""
    parts: list[Node] = []
    if isinstance(node, tree.Sum):
        parts = [term for _, term in node.terms]
    elif isinstance(node, tree.Power):
        parts = [node.exponent]
    elif isinstance(node, tree.Product):
        parts = [factor for _, factor in node.factors]
    return any(isinstance(part, tree.Number) and part.text == "e" for part in parts)


def _ends_somewhere(node: Node) -> bool:
    """Whether it is `\\sin a b`: of a, or of ab?"""
    if not isinstance(node, tree.Apply) or node.function not in CIRCULAR or not isinstance(node.argument, tree.Product):
        return False
    letters = [factor for _, factor in node.argument.factors if not isinstance(factor, tree.Number)]
    return len(letters) > 1 and node.end == node.argument.end  # no bracket closes it


DOUBTS: dict[str, Callable[[Node], bool]] = {
    "a letter that is differentiated may depend on another": _depends,
    "1 may be the name of something else": _is_one_as_a_name,
    "e may be a letter": _is_power_of_e_itself,
    "where an argument ends is not printed": _ends_somewhere,
}
"""What makes nobody sure how a formula is meant, and whether it is there."""


PRINTED = {
    "numbers in brackets may be cycles": re.compile(r"\(\s*\d(?:\s*\d)+\s*\)"),
    "a fraction in brackets may be a Legendre symbol": re.compile(
        r"^\s*\(\s*\\[dt]?frac\s*\{?[^{}]*\}?\s*\{?[^{}]*\}?\s*\)\s*="
    ),
}
"""The same of how it is printed."""
