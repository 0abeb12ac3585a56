"""Sums over numbers that add up: `\\sum_{k_1 + k_2 + \\dots + k_m = n}`, `\\sum_{k_1 + 2k_2 + \\dots + nk_n = n}`.

What runs is a list of whole numbers, of which `k_i` is one.  They are 0 at least, or what a further condition says.
Where none does, 0 is taken only of what has no value below it: `\\binom{n}{k_1, \\dots, k_m}`, `k_1!`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from yansuan.tex import tree
from yansuan.tex.cursor import Numbers
from yansuan.tex.discrete import Multinomial
from yansuan.tex.operators import DOTS
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.gathering import Gathering
    from yansuan.tex.symbols import Symbols

_LEAST = {r"\geq": 0, r"\ge": 0, r"\geqslant": 0, "≥": 0, ">": 1, r"\gt": 1}


@dataclass(frozen=True)
class NumberOf(Node):
    """`k_i` of the numbers that run."""

    of: tree.Index
    at: Node


@dataclass(frozen=True)
class Compositions(Node):
    """A sum over all lists of whole numbers from `least` on whose sums are the totals.

    Each list has as many numbers as `counts` say; with "weighted" the ith of them is taken i times.
    """

    letter: str
    kinds: tuple[Literal["plain", "weighted"], ...]
    counts: tuple[Node, ...]
    totals: tuple[Node, ...]
    least: int
    body: Node

    @property
    def binds(self) -> tuple[str, ...]:
        """The letter of the numbers."""
        return (self.letter,)


def number_of(reader: Symbols, head: str) -> Node | None:
    """`k_i`, where k is a list of numbers that a sum runs through; None where it is no such list."""
    if not any(isinstance(one, Numbers) for one in reader.bound if one == head):
        return None
    start = reader.tokens[reader.at - 1].start
    if not reader.take("_"):
        raise reader.fail(f"which of the numbers {head}_1, {head}_2, … that the sum runs through?", start)
    at = reader.argument().whole()
    return NumberOf(start, reader.stopped, tree.Index(start, start, head), at)


def compositions(reader: Gathering, pieces: Sequence[Gathering], start: int) -> Node | None:
    """A sum over what adds up, of which the pieces below it are given; None where something else stands there."""
    sums = [piece for piece in pieces if _is_sum(piece)]
    letter = sums[0].letter_of_numbers() if sums else ""
    if not letter or letter in reader.bound:
        return None
    begin = next(n for n, token in enumerate(reader.tokens) if token.start >= start)
    kinds, counts, totals = list[Any](), list[Node](), list[Node]()
    for piece in sums:
        left, right = piece.parts("=")
        kind, count = _added(left.inside(left.at, left.end, Numbers(letter)), letter)
        kinds.append(kind)
        counts.append(count)
        totals.append(right.whole())
    ends = [part.texts for part in sums[0].parts("=")[0].parts("+")]
    least, said = _least(letter, [piece for piece in pieces if piece not in sums], (ends[0], ends[-1]))
    body = reader.inside(reader.at, reader.end, Numbers(letter))
    inside = body.gathered(r"\sum", [letter], linear=True)
    if least is None:
        needs = (tree.Factorial, Multinomial)
        if not any(isinstance(one, needs) and letter in tree.free_indices(one) for one in tree.walk(inside)):
            told = rf"from 0 on, or from 1? Write ,\ {letter}_1, \dots, {letter}_m \ge 0 below the sum as well"
            raise reader.fail(told, start)
        least = 0
    others = {token.text for token in (*reader.tokens[:begin], *reader.tokens[body.at :])}
    if said in others | tree.free_indices(inside):
        raise reader.fail(
            rf"of all {letter}_{said}, or of one of them? Write {letter}_1, \dots, {letter}_m \ge 0", start
        )
    reader.at, reader.goes_on = body.at, "term"
    return Compositions(start, reader.stopped, letter, tuple(kinds), tuple(counts), tuple(totals), least, inside)


def _is_sum(piece: Gathering) -> bool:
    sides = piece.parts("=")
    return len(sides) == 2 and len(sides[0].parts("+")) > 2 and bool(DOTS & set(sides[0].texts))


def _added(reader: Gathering, letter: str) -> tuple[str, Node]:
    """How the numbers are added up, and how many they are."""
    node = reader.whole()
    meaning = node.meaning if isinstance(node, tree.Dotted) else None
    if isinstance(meaning, tree.Big) and meaning.operation == "sum" and meaning.upper is not None:
        first = isinstance(meaning.lower, tree.Number) and meaning.lower.value == 1
        factors = meaning.body.factors if isinstance(meaning.body, tree.Product) else (("*", meaning.body),)
        numbers = [one for _, one in factors if isinstance(one, NumberOf) and _counts(one.at, meaning)]
        others = [one for _, one in factors if not isinstance(one, NumberOf)]
        if first and len(numbers) == 1 and all(_counts(one, meaning) for one in others) and len(others) < 2:
            return ("weighted" if others else "plain"), meaning.upper
    raise Unreadable(rf"which values are these? Write {letter}_1 + {letter}_2 + \dots + {letter}_m = n", node.start)


def _counts(node: Node, big: tree.Big) -> bool:
    return isinstance(node, tree.Index) and node.name == big.variable


def _least(letter: str, pieces: Sequence[Gathering], ends: tuple[list[str], list[str]]) -> tuple[int | None, str]:
    """The least value of the numbers by what stands beside their sum: `k_i \\ge 1`, `k_1, \\dots, k_m \\ge 0`.

    It is said of all of them: by a letter that means nothing else, which is given as well, or by the first and the
    last, which are the `ends`.
    """
    if not pieces:
        return None, ""
    *names, last = pieces
    whole = last.texts
    place = next((n for n, text in enumerate(whole) if text in _LEAST), len(whole))
    index = [text for text in whole[2:place] if text not in "{}"]
    alone = len(index) == 1 and index[0].isalpha() and index[0] not in last.grammar.patterns
    listed = len(names) > 1 and names[0].texts == ends[0] and whole[:place] == ends[1]
    listed = listed and any(DOTS.issuperset(piece.texts) for piece in names)
    alone = alone and not names and index[0] not in last.bound
    said = whole[:2] == [letter, "_"] and (listed or alone)
    number = whole[place + 1 :]
    if said and len(number) == 1 and number[0].isdecimal():
        return _LEAST[whole[place]] + int(number[0]), index[0] if alone else ""
    raise last.fail(rf"what does this say of the numbers that the sum runs through? Write {letter}_i \ge 0")
