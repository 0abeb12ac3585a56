"""Regions and paths that are clear by themselves: `x^2 + y^2 \\le a^2` below `\\iint`, `|z| = 1` below `\\oint`.

Both become integrals over hidden letters, an angle and a radius, at whose places the printed letters are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.operators import RELATIONS
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.integrals import Integrals as Expressions
    from yansuan.tex.marks import Marks

_BALL = '{"r": (0.0, 1.0), "u": (0.0, np.pi), "v": (0.0, 2 * np.pi), "x": lambda r, u, v: …, "y": …, "z": …}'
ELEMENTS = {"A": (2, '"D": ("…", {"x": (0.0, 1.0), "y": (0.0, 2.0)})'), "V": (3, f'"V": ("…", {_BALL})')}
"""Of how many letters an element of area or volume is, and how what it is over may be bound."""
_AT_MOST = ("≤", "<")


def letters_of_element(lower: Marks, element: str, count: int) -> list[str]:
    """The letters that `dA` or `dV` stands for, as what is below the sign says; none where it does not say them."""
    if ELEMENTS.get(element, (0, ""))[0] != count:
        return []
    found = [one.key for one in lower.grammar.patterns.get(lower.head(), ()) if one.formals is None and not one.places]
    named = [lower.grammar.regions[key] for key in found if key in lower.grammar.regions]
    if named and lower.head_end() == lower.end:
        return list(named[0]) if len(named[0]) == count else []
    squared = [
        token.text
        for token, after in pairwise(lower.tokens[lower.at : lower.end])
        if token.is_letter and after.text == "^"
    ]
    return squared[:count] if is_disk(lower, squared[:count]) else []


def is_disk(lower: Marks, letters: Sequence[str]) -> bool:
    """Whether an inequality stands below an integral over two letters."""
    return len(letters) == 2 and any(RELATIONS.get(text) in _AT_MOST for text in lower.texts)


def is_path(lower: Expressions) -> bool:
    """Whether an equation stands below an integral."""
    return "=" in lower.texts


def over_disk(lower: Expressions, letters: Sequence[str], body: Node, start: int, end: int) -> Node:
    """The integral over `x^2 + y^2 \\le a^2`.

    Raises:
        Unreadable: something else stands there.
    """
    chain = lower.inside(lower.at, lower.end, *letters).chain()
    signs = [relation.sign for relation in chain.relations]
    if len(signs) != 1 or signs[0] not in _AT_MOST or _squares(chain.expressions[0]) != set(letters):
        raise lower.fail(
            rf"a region is {letters[0]}^2 + {letters[1]}^2 \le a^2, or bind one: "
            '"D": ("…", {"x": (0.0, 1.0), "y": (0.0, 2.0)})'
        )
    square = chain.expressions[1]
    if tree.free_indices(square) & set(letters):
        raise lower.fail("the radius of the region has a letter that is integrated over")
    angle, radius = (tree.Index(start, end, f"{name}{start}") for name in ("θ", "ρ"))
    across, up = (_times(radius, tree.Apply(start, end, name, angle)) for name in ("cos", "sin"))
    placed = tree.Placed(start, end, tuple(letters), (across, up), body)
    zero, high = tree.Number(start, end, 0, "0"), _root(square)
    inner = tree.Integral(start, end, radius.name, zero, high, _times(placed, radius))
    return tree.Integral(start, end, angle.name, zero, _turn(start, end), inner)


def _squares(node: Node) -> set[str]:
    """The letters whose squares are added; none where something else is."""
    found = list[str]()
    for sign, term in node.terms if isinstance(node, tree.Sum) else ():
        square = isinstance(term, tree.Power) and isinstance(term.exponent, tree.Number) and term.exponent.value == 2
        if not (sign == 1 and square and isinstance(term.base, tree.Index)):  # type: ignore[attr-defined]
            return set()
        found.append(term.base.name)  # type: ignore[attr-defined]
    return set(found) if len(set(found)) == len(found) else set()


def over_circle(lower: Expressions, letter: str, body: Node, start: int, end: int) -> Node:
    """The integral over `|z| = 1` or `|z - a| = r`, once and counter-clockwise.

    Raises:
        Unreadable: something else stands there.
    """
    chain = lower.inside(lower.at, lower.end, letter).chain()
    centre = _centre(chain.expressions[0], letter)
    radius = chain.expressions[-1]
    outside = centre is not None and not any(letter in tree.free_indices(one) for one in (centre, radius))
    if [relation.sign for relation in chain.relations] != ["="] or centre is None or not outside:
        raise lower.fail(
            rf"a path is |{letter}| = 1 or |{letter} - a| = r. Write others over a parameter, \int_a^b … dt"
        )
    angle = tree.Index(start, end, f"θ{start}")
    # A root, so that there is no path of a negative radius.
    root = _root(radius)
    spoke = _times(root, root, tree.Turned(start, end, angle))
    place = tree.Sum(start, end, ((1, centre), (1, spoke)))
    quarter = tree.Turned(start, end, tree.Quotient(start, end, _pi(start, end), tree.Number(start, end, 2, "2")))
    placed = tree.Placed(start, end, (letter,), (place,), body)
    zero = tree.Number(start, end, 0, "0")
    return tree.Integral(start, end, angle.name, zero, _turn(start, end), _times(placed, spoke, quarter))


def _centre(node: Node, letter: str) -> Node | None:
    """Where `|z - a|` is 0; None where it is no such distance."""
    if not isinstance(node, tree.Apply) or node.function != "abs":
        return None
    inside = node.argument
    if isinstance(inside, tree.Index):
        return tree.Number(node.start, node.end, 0, "0") if inside.name == letter else None
    if not isinstance(inside, tree.Sum):
        return None
    own = [sign for sign, term in inside.terms if isinstance(term, tree.Index) and term.name == letter]
    rest = tuple((-sign, term) for sign, term in inside.terms if letter not in tree.free_indices(term))
    if len(rest) != len(inside.terms) - 1:
        return None
    return tree.Sum(node.start, node.end, rest) if own == [1] else None


def _times(*factors: Node) -> Node:
    return tree.Product(factors[0].start, factors[0].end, tuple(("*", one) for one in factors))


def _root(of: Node) -> Node:
    one, two = (tree.Number(of.start, of.end, n, str(n)) for n in (1, 2))
    return tree.Power(of.start, of.end, of, tree.Quotient(of.start, of.end, one, two))


def _pi(start: int, end: int) -> Node:
    return tree.Number(start, end, math.pi, "pi")


def _turn(start: int, end: int) -> Node:
    return _times(tree.Number(start, end, 2, "2"), _pi(start, end))
