"""Ranges and conditions: `k = 1, 2, \\dots, n`, `1 \\leq i, j \\leq n`, `x \\in [0, 1]`, `n \\in \\mathbb N`.

What is read becomes chains that the evaluator can test for each value of the letters; a set of numbers that no chain
says is a `Membership`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from yansuan.tex import tree
from yansuan.tex.expressions import Expressions
from yansuan.tex.intervals import interval
from yansuan.tex.operators import DOTS, RELATIONS, SIGNS
from yansuan.tex.patterns import FONTS, read_head
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Chain, Listed, Membership, Node, Relation

Reader = TypeVar("Reader", bound=Expressions)

_IN = (r"\in", "∈")
_NAMES = frozenset("NZQRC")
_PLUS = {"+": "+", "*": "*", r"\ast": "*", ">0": "+", r"\geq0": "0", r"\ge0": "0", r"\geqslant0": "0", "++": "+"}
_LESS, _MORE = ("≤", "<"), ("≥", ">")
_SPACES = (r"\quad", r"\qquad")


def has_relation(part: Expressions) -> bool:
    """Whether a relation or ∈ stands in a part outside of brackets, groups and environments."""
    return len(part.parts(*RELATIONS, *_IN)) > 1


def grouped(part: Reader) -> list[list[Reader]]:
    """The pieces between a stretch's commas, those together that say one thing: `i, j = 1, \\dots, n` is one group.

    Raises:
        Unreadable: a letter may end the values before it or begin what follows.
    """
    pieces = [piece for piece in part.parts(",", "，") if piece.at < piece.end]
    last = max((n for n, piece in enumerate(pieces) if has_relation(piece)), default=-1)
    groups, names = list[list[Reader]](), list[Reader]()
    after_dots = False
    for n, piece in enumerate(pieces):
        if has_relation(piece):
            groups.append([*names, piece])
            names, after_dots = [], False
            continue
        dots = _is_dots(piece)
        later = n < last
        value = bool(groups) and not names and (dots or after_dots or not _is_letter(piece) or not later)
        if groups and not names and not dots and not after_dots and _is_letter(piece) and later:
            raise piece.fail("does this end what is before the comma, or begin what is after it? Write \\quad between")
        if value:
            groups[-1].append(piece)
        else:
            names.append(piece)
        after_dots = dots
    if names:
        groups.append(names)
    return groups


def conditions_of(group: Sequence[Expressions]) -> list[Chain]:
    """What a group of pieces says as a condition."""
    n = next((n for n, piece in enumerate(group) if has_relation(piece)), None)
    if n is None:
        raise group[0].fail("no relation such as '=' stands here: it states nothing")
    names, piece, values = group[:n], group[n], group[n + 1 :]
    if len(piece.parts(*_IN)) > 1:
        return _members(names, piece, values)
    if values:
        return _listed(names, piece, values)
    chain = piece.chain(needs_relation=True)
    if names and not isinstance(chain.expressions[0], tree.Index | tree.Quantity):
        raise names[0].fail("several letters and one relation: the last of them must stand alone before it")
    return [*(Chain((_letter(name), *chain.expressions[1:]), chain.relations) for name in names), chain]


def between(groups: list[list[Reader]]) -> list[Chain] | None:
    """`1 \\leq i, j \\leq n` as a range of each letter; None where the first two groups are no such thing.

    Raises:
        Unreadable: it may as well be two statements: `a < b, c < d`.
    """
    if len(groups) < 2 or any(len(group) != 1 for group in groups[:2]):
        return None
    first, second = groups[0][0], groups[1][0]
    if not _open_between(first, second):
        return None
    low, high = first.inside(first.at, first.end).chain(), second.inside(second.at, second.end).chain()
    letters = [low.expressions[-1], high.expressions[0]]
    if not isinstance(low.expressions[0], tree.Number):
        raise second.fail("is this about both letters? Write each range by itself")
    return [
        Chain((low.expressions[0], letter, *high.expressions[1:]), (*low.relations, *high.relations))
        for letter in letters
    ]


def _open_between(first: Expressions, second: Expressions) -> bool:
    """Whether one piece ends with a letter and the next begins with one, in relations of one direction."""
    before, after = first.parts(*RELATIONS), second.parts(*RELATIONS)
    if len(before) != 2 or len(after) != 2 or not _is_letter(before[-1]) or not _is_letter(after[0]):
        return False
    signs = {RELATIONS[part.tokens[part.at - 1].text] for part in (before[-1], after[-1])}
    return signs <= set(_LESS) or signs <= set(_MORE)


# ---- Lists of values


def _listed(names: Sequence[Expressions], piece: Expressions, values: Sequence[Expressions]) -> list[Chain]:
    """`i, j = 1, 2, \\dots, n`."""
    left, *right = piece.parts("=")
    if len(right) != 1 or len(piece.parts(*RELATIONS)) != 2:
        raise values[0].fail("values stand after commas only where they are those of a letter: k = 1, 2, 3")
    letters = [_letter(part) for part in [*names, left]]
    relation = piece.inside(left.end, piece.end).token
    all_ = [right[0], *values]
    dots = [n for n, value in enumerate(all_) if _is_dots(value)]
    if not dots:
        listed = [value.whole() for value in all_]
        return [Listed((letter, *listed), ()) for letter in letters]
    return [chain for letter in letters for chain in _counted(letter, all_, dots, relation.start, relation.end)]


def _counted(letter: Node, values: Sequence[Expressions], dots: list[int], start: int, end: int) -> list[Chain]:
    """`1, 2, \\dots, n`, in steps of one up or down; without an end, upwards."""
    at = dots[0]
    if len(dots) > 1 or at == 0 or len(values) - at > 2:
        raise values[at].fail("which values are these? Write k = 1, 2, \\dots, n")
    before = [value.inside(value.at, value.end).whole() for value in values[:at]]
    last = values[at + 1].inside(values[at + 1].at, values[at + 1].end).whole() if at + 1 < len(values) else None
    numbers = [node.value if isinstance(node, tree.Number) else None for node in before]
    descends = isinstance(last, tree.Number) and not isinstance(before[0], tree.Number)
    for n, (one, other) in enumerate(pairwise(before)):
        if not _is_next(one, other, -1 if descends else 1):
            raise values[n + 1].fail(
                "the values go in other steps than one. Write a sum's index or a condition instead"
            )
    if last is None and not all(isinstance(number, int) for number in numbers):
        raise values[at].fail("where do these values end?")
    low, high = (last, before[0]) if descends else (before[0], last)
    assert low is not None
    at_most = Relation(start, end, "≤")
    found = [Chain((low, letter), (at_most,)) if high is None else Chain((low, letter, high), (at_most, at_most))]
    return found if isinstance(letter, tree.Index) else [*found, Membership((letter,), (), "Z")]


def _is_next(one: Node, other: Node, step: int) -> bool:
    """Whether one expression is the other and a step."""
    first, second = _shift(one), _shift(other)
    return first[0] == second[0] and second[1] - first[1] == step


def _shift(node: Node) -> tuple[object, int]:
    """An expression as something and a whole number that is added to it."""
    if isinstance(node, tree.Number) and isinstance(node.value, int):
        return None, node.value
    if isinstance(node, tree.Sum) and len(node.terms) == 2:
        (sign, base), (shifted, number) = node.terms
        if sign == 1 and isinstance(number, tree.Number) and isinstance(number.value, int):
            return tree.spelling(base), shifted * number.value
    if isinstance(node, tree.Sum) and len(node.terms) == 1:
        sign, only = node.terms[0]
        if isinstance(only, tree.Number) and isinstance(only.value, int):
            return None, sign * only.value
    return tree.spelling(node), 0


# ---- Membership


def _members(names: Sequence[Expressions], piece: Expressions, values: Sequence[Expressions]) -> list[Chain]:
    """`x, y \\in S`."""
    left, *right = piece.parts(*_IN)
    if len(right) != 1 or values or len(piece.parts(*RELATIONS)) > 1:
        raise piece.fail("what is said to be an element of what? Write x \\in S by itself")
    letters = [_letter(part) for part in [*names, left]]
    return [chain for letter in letters for chain in _member(letter, right[0].inside(right[0].at, right[0].end))]


def members_of(node: Node, of: Expressions) -> list[Chain]:
    """That a value is in a set."""
    return _member(node, of.inside(of.at, of.end))


def _member(letter: Node, of: Expressions) -> list[Chain]:
    if of.has_sets():
        return [Chain((letter, of.whole()), (Relation(of.offset, of.offset, "∈"),))]
    opener = of.peek()
    if opener in ("(", "[", "]") and of.tokens[of.end - 1].text in (")", "]", "["):
        chain = interval(letter, of)
        return [Membership((letter,), (), "R"), *([chain] if chain.relations else ())]
    if opener in (r"\{", r"\lbrace"):
        at = of.token
        of.at += 1
        close = of.closing(opener, r"\}" if opener == r"\{" else r"\rbrace")
        if close != of.end - 1:
            raise of.fail("this set is not known here", of.tokens[close].start)
        pieces = of.inside(of.at, close).parts(",", "，")
        if any(piece.at == piece.end for piece in pieces):
            raise of.fail("a comma is misplaced in this set", at.start)
        if dots := [n for n, piece in enumerate(pieces) if _is_dots(piece)]:
            return _counted(letter, pieces, dots, at.start, at.end)
        return [Listed((letter, *(piece.whole() for piece in pieces)), ())]
    return [_in_numbers(letter, of)]


def _in_numbers(letter: Node, of: Expressions) -> Chain:
    """`\\mathbb N`, `\\mathbb R_+`, `\\mathbb R^n`, `\\mathbb R^{m \\times n}`."""
    if of.at >= of.end:
        raise of.fail("in which set? It is missing here")
    start = of.token
    try:
        head, after = read_head(of.tokens, of.at, of.end)
    except Unreadable:
        raise of.fail("this set is not known here") from None
    name = head[head.find("{") + 1 : -1] if start.text in FONTS else head
    name = name.removeprefix("\\operatorname{").rstrip("}")
    if name not in _NAMES or head in of.grammar.patterns:
        raise of.fail("this set is not known here", start.start)
    of.at = after
    sign, size = "", tuple[Node, ...]()
    while of.peek() in ("_", "^"):
        upper = of.take("^")
        of.at += not upper
        script = of.argument()
        text = "".join(script.texts)
        if text in _PLUS and not sign:
            sign = _PLUS[text]
        elif upper and not size:
            size = tuple(part.whole() for part in script.parts(r"\times", "×"))
        else:
            raise script.fail("this set is not known here")
    if of.at < of.end:
        if of.texts == [r"\setminus", r"\{", "0", r"\}"] and not sign and not size:
            sign = "≠"
        else:
            raise of.unexpected()
    if sign == "*":
        sign = "+" if name == "N" else "≠"
    if (name == "C" and sign in ("+", "0")) or (size and sign):
        raise of.fail("this set is not known here", start.start)
    return Membership((letter, *size), (), name + sign)


# ---- Small things


def _letter(part: Expressions) -> Node:
    """A symbol by itself."""
    node = part.whole()
    if not isinstance(node, tree.Index | tree.Quantity):
        raise part.fail("a letter by itself is needed here", node.start)
    return node


def _is_dots(part: Expressions) -> bool:
    return part.end == part.at + 1 and part.peek() in DOTS


def _is_letter(part: Expressions) -> bool:
    """Whether nothing but one symbol stands there."""
    if part.at >= part.end or part.peek() in SIGNS:
        return False
    try:
        node = part.inside(part.at, part.end).whole()
    except Unreadable:
        return False
    return isinstance(node, tree.Index | tree.Quantity)
