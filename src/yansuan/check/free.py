r"""The free index letters of a statement, and over which values they run.

A letter runs as far as the indices at which it stands; through the range that is printed; or through the one that is
declared.  Where there is none of these, as for the k of `(-1)^k = \cos k\pi`, it counts 1, 2, 3, … as far as the
formula has values, and the verdict says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from yansuan.check.broken import Undecided, Undefined, shown
from yansuan.check.errors import Ambiguous, Meaningless, NotHere, OutOfRange
from yansuan.check.evaluator import Indices, Place, compiled, condition, places_of
from yansuan.check.notation import Instance, State
from yansuan.check.places import EntryPlace
from yansuan.check.samples import seeded
from yansuan.check.sets import as_set
from yansuan.tex import tree
from yansuan.tex.logic import Iverson
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Chain, Node, Statement

WHOLE = 6  # instances on which all values are tried; on the others some, in random order
_COUNTED = (*range(1, 9), 13, 20)  # what stands for 1, 2, 3, …
_BELOW = tuple(range(-6, 1))  # and what is tried as well where the lower end is printed
_FEW = (*range(1, 5), 7)  # where several letters count
Places = list[Place | EntryPlace]

_IMAGINARY = ("i", "j")  # which mean something else to many


class FreeIndices:
    """The free index letters of a statement, and over which values they run.

    Args:
        statement: what is said, and for which indices.
        tex: the formula.
        declared: the index letters of the notation, with their ranges.
        given: the letters that have a value already.

    Raises:
        Unreadable: a range is about none of them, or what counts may be the imaginary unit.
    """

    def __init__(
        self,
        statement: Statement,
        tex: str,
        declared: Mapping[str, range | None],
        given: frozenset[str] = frozenset(),
    ) -> None:
        self._chain, self._tex = statement.chain, tex
        self._conditions = [(condition(chain), tree.free_indices(chain), chain) for chain in statement.conditions]
        free = tree.free_indices(self._chain) - given
        for _, letters, chain in self._conditions:
            if not letters <= free:
                stray = ", ".join(sorted(letters - free))
                raise Unreadable(
                    f"the range is about {stray}, which the formula does not have", chain.expressions[0].start
                )
        self.filter_instances = any(not letters for _, letters, _ in self._conditions)
        self.names = _ordered(free, self._chain)
        self._from, self._to = self._printed()
        self._ranged = self._from & self._to
        first, *others = tree.children(self._chain)
        leftmost = {letter: places_of(letter, first) for letter in self.names}
        every = {
            one: [*found, *(at for node in others for at in places_of(one, node))] for one, found in leftmost.items()
        }
        self.counting = frozenset(
            letter
            for letter in self.names
            if not (declared.get(letter) or letter in self._ranged or any(map(_ends, every[letter])))
        )
        """The letters whose range is said nowhere."""
        for letter in sorted(self.counting - self._from - self._to):
            told = f"'{letter}' is an index letter, and stands here at no index: print its range, or declare it"
            if letter in getattr(declared, "unsaid", ()) and not every[letter]:
                raise Unreadable(told, _as_number(letter, self._chain) or self._chain.expressions[0].start)
            if letter in _IMAGINARY and (at := _as_number(letter, self._chain)) is not None:
                raise Unreadable(f"{told}, be it as the imaginary unit", at)
        self._places = self._deciding(leftmost, every)

    def _printed(self) -> tuple[set[str], set[str]]:
        """The letters whose range has a printed lower end, and those for which the upper one is printed."""
        below, above = set[str](), set[str]()
        for _, _, chain in self._conditions:
            if (found := _chosen_from(chain)) is not None:
                below.add(found[0])
                above.add(found[0])
            if isinstance(chain, tree.Listed) and isinstance(chain.expressions[0], tree.Index):
                below.add(chain.expressions[0].name)
                above.add(chain.expressions[0].name)
            if not chain.relations:
                continue
            for (left, right), relation in zip(pairwise(chain.expressions), chain.relations, strict=True):
                if relation.sign in ("≥", ">"):
                    left, right = right, left
                if relation.sign in ("≤", "<", "≥", ">"):
                    above |= {left.name} if isinstance(left, tree.Index) else set()
                    below |= {right.name} if isinstance(right, tree.Index) else set()
        return below, above

    def _deciding(self, leftmost: Mapping[str, Places], every: Mapping[str, Places]) -> Places:
        """The indices that decide over which values a letter runs: those of the leftmost expression, if it is there.

        Where nothing is printed, a letter by itself below the same symbol does elsewhere: of `a_{n+1} = a_n + d` nobody
        means n = 0.  `x_l = x_{l+1}` is said of the last l, too.
        """
        found = list[Place | EntryPlace]()
        for letter in (one for one in self.names if one not in self.counting):
            own = leftmost[letter]
            said = letter in self._from | self._to
            symbols = {one.node.pattern.key for one in own if isinstance(one, Place) and not said}
            elsewhere = every[letter][len(own) :]
            same = [one for one in elsewhere if isinstance(one, Place) and one.is_plain]
            found += [*own, *(one for one in same if one.node.pattern.key in symbols)] if own else elsewhere
        return [place for place in found if place.needs <= set(self.names)]

    def assignments(self, instance: Instance, known: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        """All values of the free letters for which the leftmost expression exists and the conditions hold."""
        some = self.names and instance.number >= WHOLE
        rng = np.random.Generator(seeded(7, instance.number)) if some else None
        yield from self._assignments(instance, 0, known or {}, rng)

    def _assignments(
        self, instance: Instance, depth: int, known: dict[str, Any], rng: np.random.Generator | None
    ) -> Iterator[dict[str, Any]]:
        if depth == len(self.names):
            if all(_true(when, instance.base, known) for when, letters, _ in self._conditions if not letters):
                self._must_exist(instance, known)
                yield known
            return
        letter = self.names[depth]
        values = self._values(letter, instance, known)
        for value in values if rng is None else rng.permutation(values).tolist():
            indices = {**known, letter: value}
            instance.spend(1)
            if self._may_be(instance, letter, indices):
                yield from self._assignments(instance, depth + 1, indices, rng)

    def _values(self, letter: str, instance: Instance, known: dict[str, Any]) -> Sequence[Any]:
        """What a letter may be: the elements of a set that the conditions say, else whole numbers."""
        for found in filter(None, map(_chosen_from, (chain for _, _, chain in self._conditions))):
            if found[0] == letter and tree.free_indices(found[1]) <= set(known):
                return sorted(as_set(compiled(found[1])(instance.base, known)), key=repr)
        if letter in self.counting:
            return (*(_BELOW if letter in self._from else ()), *(_COUNTED if len(self.counting) == 1 else _FEW))
        return range(-1, instance.largest + 3)

    def _may_be(self, instance: Instance, letter: str, indices: dict[str, Any]) -> bool:
        doubt: Ambiguous | None = None
        for when, letters, _ in self._conditions:
            try:
                if letter in letters and letters <= set(indices) and not _true(when, instance.base, indices):
                    return False
            except Ambiguous as ambiguous:
                doubt = ambiguous
        declared = instance.grammar.indices.get(letter)
        for place in self._places:
            if letter in place.needs and place.needs <= set(indices) and not place.in_range(instance.base, indices):
                if not place.needs <= self._ranged:
                    return False
                if all(letters <= set(indices) for _, letters, _ in self._conditions if letter in letters):
                    raise self._absent(place, indices)
        may_be = declared is None or indices[letter] in declared or letter in self._ranged
        if may_be and doubt:
            raise doubt
        return may_be

    def _must_exist(self, instance: Instance, indices: dict[str, Any]) -> None:
        """What a range about several letters lets is known when all of them are."""
        if any(len(letters) > 1 for _, letters, _ in self._conditions):
            for place in self._places:
                if not place.in_range(instance.base, indices):
                    raise self._absent(place, indices)

    def _absent(self, place: Place | EntryPlace, indices: dict[str, Any]) -> Undefined:
        let = ", ".join(f"{name} = {indices[name]}" for name in sorted(place.needs))
        symbol = shown(self._tex, place.node.start, place.node.end)
        return Undefined(f"the printed range lets {let}, where {symbol} does not exist", place.node.start)


def _as_number(letter: str, node: Node | Chain) -> int | None:
    """Where a letter that counts is added, multiplied or raised to, as the imaginary unit is; None for nowhere."""
    if isinstance(node, tree.Binomial | tree.Factorial | Iverson):  # of whole numbers
        return None
    parts = list(tree.children(node))
    if isinstance(node, tree.Power | tree.Product | tree.Sum):
        for one in parts:
            if isinstance(one, tree.Index) and one.name == letter:
                return one.start
    return next((at for one in parts if (at := _as_number(letter, one)) is not None), None)


def _ends(place: Place | EntryPlace) -> bool:
    """Whether it is an index of something that has a last one."""
    return not (isinstance(place, Place) and place.node.pattern.endless)


def _ordered(letters: frozenset[str], chain: Chain) -> list[str]:
    """Letters that choose a layer first: how far the others run depends on it."""
    above = {
        name
        for node in tree.walk(chain)
        if isinstance(node, tree.Quantity)
        for part in node.upper
        for name in tree.free_indices(part)
    }
    return sorted(letters, key=lambda letter: (letter not in above, letter))


def _chosen_from(chain: Chain) -> tuple[str, Node] | None:
    """The letter of a condition `k \\in S`, and the set."""
    first = chain.expressions[0]
    chosen = [relation.sign for relation in chain.relations] == ["∈"]
    return (first.name, chain.expressions[1]) if chosen and isinstance(first, tree.Index) else None


def _true(when: Any, state: State, indices: Indices) -> bool:
    try:
        return bool(when(state, indices))
    except OutOfRange:
        return False
    except (Meaningless, OverflowError, ZeroDivisionError, TypeError) as error:
        raise Undefined(f"the range cannot be told: {error}") from None
    except NotHere as error:
        raise Undecided(f"undecided whether the condition holds: {error}") from None
