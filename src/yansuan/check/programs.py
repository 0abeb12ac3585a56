"""Problems evaluated: over numbers, vectors and entries at once, under conditions.

Where all is affine it is a linear program, solved and confirmed (`linear.py`); where something quadratic is highest
under equations follows from these (`quadratic.py`).  All else is sought as an extremum over a vector is (`extrema.py`).
What is found is told to be an estimate, as doubles have found it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yansuan.check import quadratic
from yansuan.check.errors import Ambiguous, Meaningless, NotHere
from yansuan.check.extrema import Search, apart, kept, must_have_extrema
from yansuan.check.fields import Balls
from yansuan.check.gathering import Letters
from yansuan.check.linear import Affine, affine, highest
from yansuan.check.notation import Move, State
from yansuan.check.values import entry_of, number, whole_number
from yansuan.check.wholes import Function, Indices
from yansuan.tex import logic, tree
from yansuan.tex.programs import Places, Program, Restriction, Several
from yansuan.tex.tree import Node

Array = NDArray[Any]
Compile = Callable[[Node], Function]
IndexRange = Callable[[str, Iterable[Node], State, Indices], range]

_MOST_NUMBERS = 60  # that run in a linear problem
_MOST_SOUGHT = 12  # and in others
_POINTS, _LATER_POINTS = 60, 20
_MOST, _LATER_MOST = 20_000, 6_000  # evaluations, on the first instances and on later ones
_PLACE = 3e-9  # how well a place is known
_ALIKE = 1e-5  # relative: places that are the same
_WHOLE = 3  # instances on which more is tried


def program(compiled: Compile, index_range: IndexRange, node: Program) -> Function:
    """The function that evaluates a problem."""
    return _Program(compiled, index_range, node).value


@dataclass(frozen=True)
class _Slot:
    """What runs: a quantity, a member of it, or an entry of one (from 0)."""

    key: str
    upper: tuple[int, ...]
    entry: tuple[int, ...] | None
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many numbers it is."""
        return math.prod(self.shape)


class _Program:
    """A problem by several quantities."""

    def __init__(self, compiled: Compile, index_range: IndexRange, node: Program) -> None:
        self._node, self._body = node, compiled(node.body)
        self._sign = 1 if node.operation in ("max", "argmax") else -1
        self._links = [_Links(compiled, index_range, one) for one in node.restrictions]
        self._last = [compiled(one.last.lower[0]) if isinstance(one, Several) else None for one in node.variables]
        self._lower = [
            [compiled(index) for index in one.lower] if isinstance(one, tree.Quantity) else [] for one in node.variables
        ]

    def value(self, state: State, indices: Indices) -> Any:
        """The largest or smallest value, or the numbers at which it is taken."""
        must_have_extrema(state.field)
        if isinstance(state.field, Balls):
            raise NotHere("an extremum that is not enclosed")
        search = _At(self, state, indices, list(self._slots(state, indices)))
        place = search.highest()
        if self._node.operation.startswith("arg"):
            search.must_be_unique(place)
            state.instance.slack = max(state.instance.slack, _PLACE)
            return place[:, np.newaxis]
        found = search.height(place)
        state.instance.height = max(state.instance.height, abs(found))
        return self._sign * found

    def _slots(self, state: State, indices: Indices) -> Iterator[_Slot]:
        for variable, last, lower in zip(self._node.variables, self._last, self._lower, strict=True):
            one = variable.first if isinstance(variable, Several) else variable
            key, tex = one.pattern.key, one.pattern.tex
            if key in state.instance.definitions:
                raise Ambiguous(f"{tex} follows from others: an extremum is over what is drawn")
            below = [whole_number(index(state, indices)) for index in lower]
            for upper, entry in self._members(below, key, last, state, indices):
                whole = state.whole(key, upper)
                if entry is not None:
                    entry_of(whole, tuple(n + 1 for n in entry), tex)  # which says if there is none
                    yield _Slot(key, upper, entry, ())
                    continue
                if isinstance(whole, int | np.integer) or np.iscomplexobj(whole):
                    raise Ambiguous(f"does {tex} run through whole numbers, or through all? Bind a letter that counts")
                yield _Slot(key, upper, None, np.shape(whole))

    @staticmethod
    def _members(
        below: list[int], key: str, last: Function | None, state: State, indices: Indices
    ) -> Iterator[tuple[tuple[int, ...], tuple[int, ...] | None]]:
        """By which indices a quantity has members, and at which entries these run."""
        chosen = bool(state.instance.choices[key].lower)
        if last is not None:
            below_all = [[n] for n in range(1, whole_number(last(state, indices)) + 1)]
        elif below:
            below_all = [below]
        elif chosen:
            values = state.instance.values[key]
            if not isinstance(values, dict):
                raise Ambiguous("over which of them? Write x_1, \\dots, x_n below")
            below_all = [[n] if isinstance(n, int) else list(n) for n in values]
        else:
            yield (), None
            return
        for numbers in below_all:
            yield (tuple(numbers), None) if chosen else ((), tuple(n - 1 for n in numbers))

    def moved(self, state: State, slots: Sequence[_Slot], x: Array) -> State:
        """The same state where the letters have other values."""
        moves, at = list[Move](), 0
        for slot in slots:
            part = x[at : at + slot.size]
            at += slot.size
            value = part.reshape(slot.shape) if slot.shape else float(part[0])
            moves.append(Move(slot.key, slot.upper, slot.entry, value, sets=True))
        return State(state.instance, (*state.moves, *moves), state.field, state)

    def raised(self, state: State, indices: Indices) -> float:
        """What is optimised, upside down for a minimum; −∞ where it has no value."""
        try:
            found = number(self._body(state, indices))
        except (Meaningless, OverflowError, ZeroDivisionError):
            return -math.inf
        if isinstance(found, complex):
            raise Ambiguous("complex numbers have no order")
        return self._sign * float(found) if math.isfinite(found) else -math.inf

    def apart(self, state: State, asked: Sequence[Sequence[dict[str, Any]]]) -> Iterator[tuple[str, Array]]:
        """The signs of all conditions, and what must be 0 or must not be negative."""
        for one, assignments in zip(self._links, asked, strict=True):
            yield from one.differences(state, assignments)

    def assignments(self, state: State, indices: Indices) -> list[list[dict[str, Any]]]:
        """For each condition the values of its letters."""
        return [list(one.letters.assignments(state, indices)) for one in self._links]


class _Links:
    """A condition, link by link, for all values of its letters."""

    def __init__(self, compiled: Compile, index_range: IndexRange, node: Restriction) -> None:
        chain = node.chain
        body = tree.Tuple(node.start, node.end, chain.expressions)
        over = logic.Over(node.start, node.end, "sum", node.binds, node.claims, body)
        self.letters = Letters(compiled, index_range, over)
        made = [compiled(one) for one in chain.expressions]
        self._links = [(relation.sign, *pair) for relation, pair in zip(chain.relations, pairwise(made), strict=True)]

    def differences(self, state: State, assignments: Sequence[dict[str, Any]]) -> Iterator[tuple[str, Array]]:
        """The sign, and what must be 0 or must not be negative."""
        for indices in assignments:
            for sign, left, right in self._links:
                yield sign, apart(sign, left(state, indices), right(state, indices))


class _At:
    """A problem on one instance, as functions of a row of numbers."""

    def __init__(self, of: _Program, state: State, indices: Indices, slots: list[_Slot]) -> None:
        self._of, self._state, self._indices, self._slots = of, state, indices, slots
        self._assignments = of.assignments(state, indices)
        self.size = sum(slot.size for slot in slots)
        if self.size > _MOST_NUMBERS:
            raise NotHere(f"an extremum over {self.size} numbers")
        later = state.instance.number >= _WHOLE
        self._others: Callable[[], list[Array]] = list  # other places at which it may be taken
        self._raised, self._apart = kept(self._raised_at), kept(self._apart_at)
        self._left, self._points = (_LATER_MOST, _LATER_POINTS) if later else (_MOST, _POINTS)

    def height(self, x: Array) -> float:
        """What is optimised."""
        self._spend()
        raised: float = self._raised(x)
        return raised

    def _raised_at(self, x: Array) -> float:
        return self._of.raised(self._of.moved(self._state, self._slots, x), self._indices)

    def equal(self, x: Array) -> Array:
        """What must be 0."""
        return self._conditions(x, ("=",))

    def positive(self, x: Array) -> Array:
        """What must not be negative."""
        return self._conditions(x, ("≤", "≥", "<", ">"))

    def highest(self) -> Array:
        """Where it is highest."""
        rng = np.random.default_rng([17, self._state.instance.number])
        parts = [affine(f, self.size, rng) for f in (lambda x: np.array([self.height(x)]), self.equal, self.positive)]
        if all(one is not None for one in parts):
            objective, equal, positive = (one for one in parts if one is not None)
            x = highest(objective, equal, positive)
            self._must_be_within(x)
            self._others = lambda: [_highest_near(objective, equal, positive, rng) for _ in range(2)]
            return x
        if self.size <= _MOST_NUMBERS // 2 and (at_rest := self._of_quadratic(parts[1:], rng)) is not None:
            return at_rest
        if self.size > _MOST_SOUGHT:
            raise NotHere(f"an extremum over {self.size} numbers of what is not linear")
        drawn = np.concatenate([np.ravel(np.asarray(self._drawn(slot), dtype=float)) for slot in self._slots])
        search = Search(self.height, self.equal, self.positive, drawn, self._state.instance.number)
        _, place, unique = search.found(self._points)
        self._must_be_within(place)
        self._others = lambda: [] if unique else [np.full(self.size, np.inf)]
        return place

    def _of_quadratic(self, conditions: Sequence[Affine | None], rng: np.random.Generator) -> Array | None:
        """Where it is highest, if it is quadratic and bends downwards, under equations alone."""
        equal, positive = conditions
        if equal is None or positive is None or positive.offset.size:
            return None
        found = quadratic.quadratic(self.height, self.size, rng)
        return quadratic.highest(found, equal) if found is not None else None

    def must_be_unique(self, place: Array) -> None:
        """It is taken nowhere else, as far as has been sought."""
        size = 1 + float(np.max(np.abs(place), initial=0.0))
        if any(float(np.max(np.abs(other - place))) > _ALIKE * size for other in self._others()):
            raise Meaningless("it is taken at more than one place")

    def _must_be_within(self, x: Array) -> None:
        """A bound that does not belong to what is allowed is not reached."""
        strict = self._conditions(x, ("<", ">"))
        if strict.size and np.min(strict) <= 1e-7 * (1 + float(np.max(np.abs(x), initial=0.0))):
            raise Meaningless("it is taken nowhere: a bound of the conditions does not belong to them")

    def _drawn(self, slot: _Slot) -> Any:
        whole = self._state.whole(slot.key, slot.upper)
        return whole if slot.entry is None else whole[slot.entry]

    def _conditions(self, x: Array, signs: tuple[str, ...]) -> Array:
        self._spend()
        found = [apart for sign, apart in self._apart(x) if sign in signs]
        return np.concatenate(found) if found else np.zeros(0)

    def _apart_at(self, x: Array) -> list[tuple[str, Array]]:
        return list(self._of.apart(self._of.moved(self._state, self._slots, x), self._assignments))

    def _spend(self) -> None:
        self._state.instance.spend(1 + len(self._slots))
        self._left -= 1
        if self._left < 0:
            raise NotHere("the extremum is not found in the time that it may take")


def _highest_near(objective: Affine, equal: Affine, positive: Affine, rng: np.random.Generator) -> Array:
    """Where nearly the same is highest: another place where the other has several, and far away where it has no end."""
    size = 1e-6 * float(np.max(np.abs(objective.slopes), initial=0.0)) + 1e-12
    turned = Affine(objective.slopes + size * rng.normal(size=objective.slopes.shape), objective.offset)
    try:
        return highest(turned, equal, positive)
    except Meaningless:
        return np.full(objective.slopes.shape[-1], np.inf)


def places(compiled: Compile, node: Places) -> Function:
    """The function that evaluates places in brackets: all their numbers in a row."""
    items = [compiled(one) for one in node.items]

    def value(state: State, indices: Indices) -> Any:
        if state.field.exact or isinstance(state.field, Balls):
            raise NotHere("an extremum that is not enclosed")
        return np.concatenate([np.ravel(np.asarray(item(state, indices), dtype=float)) for item in items])[
            :, np.newaxis
        ]

    return value
