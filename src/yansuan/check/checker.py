"""Verdicts: a formula's statements on random instances, link by link, index by index, up to the first that fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from yansuan.check.evaluator import (
    REACHED,
    Function,
    Indices,
    Place,
    compiled,
    condition,
    magnitude,
    places_of,
)
from yansuan.check.notation import Exhausted, Instance, Meaningless, OutOfRange, State
from yansuan.check.values import number
from yansuan.tex import tree
from yansuan.tex.patterns import NotationError
from yansuan.tex.reader import read
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Chain, Node, Statement

INSTANCES = 6
_MOST_ASSIGNMENTS = 20_000  # of one link, over all instances
# A difference is measured by the sides themselves, but for sides that are next to nothing beside what the link has
# elsewhere on the instance: what is left of a sum that cancels is rounding.
_SMALL = 1e-4
_ROUNDING = 1e-11  # of the terms of a sum: what is left of them where they cancel

Kind = Literal["holds", "fails", "unreadable", "unchecked", "refuted"]


@dataclass(frozen=True)
class Counterexample:
    """Where a link breaks: the TeX of the link, the indices, and what its sides are there."""

    link: str
    indices: dict[str, int]
    left: Any
    right: Any
    instance: int


@dataclass(frozen=True)
class Verdict:
    """What became of a formula.

    Args:
        kind: one of the five verdicts.
        reason: why, where it does not hold; the author's reason where it is unchecked.
        at: where in its TeX the reason lies, where it does not lie in all of it.
        instances: on how many random instances it was evaluated.
        assignments: how many values of the indices were tried, over all links and instances.
        max_error: the largest relative error of its equations; None where it has only inequalities.
        counterexample: of one that fails or is refuted; None where it fails for another reason.
        shared: whether the reason lies outside of the formula, and many may share it: no snippet, a broken notation.
    """

    kind: Kind
    reason: str | None = None
    at: int | None = None
    instances: int = 0
    assignments: int = 0
    max_error: float | None = None
    counterexample: Counterexample | None = None
    shared: bool = False

    def as_json(self) -> dict[str, Any]:
        """As plain values, to be kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Verdict:
        """What `as_json` made."""
        found = kept.get("counterexample")
        return cls(**{**kept, "counterexample": Counterexample(**found) if found else None})


class _Broken(Exception):
    """A link that is not true."""

    def __init__(self, reason: str, at: int | None = None, counterexample: Counterexample | None = None) -> None:
        super().__init__(reason)
        self.at, self.counterexample = at, counterexample


class _Undefined(_Broken):
    """A link one side of which has no value."""


def check(tex: str, instances: Sequence[Instance]) -> Verdict:
    """Evaluate a formula.

    Args:
        tex: as `reader.read` takes it.
        instances: of the notation that it is written in.
    """
    with np.errstate(all="ignore"):  # what is not a finite number is found in the value
        return _verdict(tex, instances)


def _verdict(tex: str, instances: Sequence[Instance]) -> Verdict:
    tally = _Tally()
    try:
        statements = read(tex, instances[0].grammar)
        tested = [_Statement(statement, tex) for statement in with_sizes(statements, instances[0])]
        for instance in instances:
            instance.steps = 0
            for one in tested:
                one.test(instance, tally)
        for one in tested:
            one.must_have_said_something()
    except Unreadable as error:
        return Verdict("unreadable", str(error), error.at)
    except NotationError as error:
        return Verdict("unreadable", str(error), shared=True)
    except Exhausted as error:
        return Verdict("unreadable", str(error))
    except RecursionError:
        return Verdict("unreadable", "it is nested too deep")
    except _Broken as error:
        counts = {"instances": len(instances), "assignments": tally.assignments, "max_error": tally.max_error}
        return Verdict("fails", str(error), error.at, counterexample=error.counterexample, **counts)  # type: ignore[arg-type]
    return Verdict("holds", None, None, len(instances), tally.assignments, tally.max_error)


@dataclass
class _Tally:
    assignments: int = 0
    max_error: float | None = None

    def error(self, relative: float) -> None:
        self.max_error = max(self.max_error or 0.0, relative)


@dataclass
class _Link:
    """Two neighbours of a chain and the relation between them."""

    left: Node
    right: Node
    sign: str
    tex: str
    at: int
    seen: int = 0
    nonzero: bool = False
    largest: dict[int, float] = field(default_factory=dict)  # by instance


class _Statement:
    """A statement ready to be tested on instances."""

    def __init__(self, statement: Statement, tex: str) -> None:
        self.chain, self.tex = statement.chain, tex
        self.functions: list[Function] = [compiled(expression) for expression in self.chain.expressions]
        self.conditions = [(condition(chain), tree.free_indices(chain), chain) for chain in statement.conditions]
        self.size = sum(1 for _ in tree.walk(self.chain))
        self.reached: set[tuple[int, int]] = set()
        self.doubtful: list[tuple[_Link, Any, Any, _Broken]] = []
        first, *rest = self.chain.expressions
        self.links = [
            _Link(left, right, relation.sign, _shown(tex, left.start, right.end), relation.start)
            for left, right, relation in zip(self.chain.expressions, rest, self.chain.relations, strict=False)
        ]
        free = tree.free_indices(self.chain)
        for _, letters, chain in self.conditions:
            if not letters <= free:
                stray = ", ".join(sorted(letters - free))
                raise Unreadable(
                    f"the range is about {stray}, which the formula does not have", chain.expressions[0].start
                )
        self.letters = _ordered(free, self.chain)
        if nowhere := [letter for letter in self.letters if not places_of(letter, self.chain)]:
            at = next(n.start for n in tree.walk(self.chain) if isinstance(n, tree.Index) and n.name == nowhere[0])
            raise Unreadable(f"'{nowhere[0]}' is an index letter, and stands here at no index", at)
        self.ranged = self._ranged()
        self.places = self._places(first)

    def _ranged(self) -> frozenset[str]:
        """The letters whose range is printed at both ends."""
        below, above = set[str](), set[str]()
        for _, _, chain in self.conditions:
            for (left, right), relation in zip(pairwise(chain.expressions), chain.relations, strict=True):
                if relation.sign in ("≥", ">"):
                    left, right = right, left
                if relation.sign in ("≤", "<", "≥", ">"):
                    above |= {left.name} if isinstance(left, tree.Index) else set()
                    below |= {right.name} if isinstance(right, tree.Index) else set()
        return frozenset(below & above)

    def _places(self, first: Node) -> list[Place]:
        """The indices that decide over which values a letter runs: those of the leftmost expression, if it is there."""
        found = []
        for letter in self.letters:
            own = places_of(letter, first)
            found += own or places_of(letter, self.chain)
        return [place for place in found if place.needs <= set(self.letters)]

    def test(self, instance: Instance, tally: _Tally) -> None:
        """Test the statement on one instance.

        Raises:
            _Broken: it is not true.
        """
        undefined: _Broken | None = None
        for assignment in self._assignments(instance, 0, {REACHED: self.reached}):
            try:
                self._test_at(assignment, instance, tally)
            except _Undefined as broken:  # two numbers that differ say more: look for them first
                undefined = undefined or broken
        self._judge_doubtful(instance)
        if undefined:
            raise undefined

    def _assignments(self, instance: Instance, depth: int, known: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """All values of the free letters for which the leftmost expression exists and the conditions hold."""
        if depth == len(self.letters):
            if all(when(instance.base, known) for when, letters, _ in self.conditions if not letters):
                yield known
            return
        letter = self.letters[depth]
        for value in range(-1, instance.largest + 3):
            indices = {**known, letter: value}
            instance.spend(1)
            if self._may_be(instance, letter, indices):
                yield from self._assignments(instance, depth + 1, indices)

    def _may_be(self, instance: Instance, letter: str, indices: dict[str, Any]) -> bool:
        for when, letters, _ in self.conditions:
            if letter in letters and letters <= set(indices) and not _true(when, instance.base, indices):
                return False
        declared = instance.grammar.indices.get(letter)
        for place in self.places:
            if letter in place.needs and place.needs <= set(indices) and not place.in_range(instance.base, indices):
                if place.needs <= self.ranged:
                    shown = ", ".join(f"{name} = {indices[name]}" for name in sorted(place.needs))
                    symbol = _shown(self.tex, place.node.start, place.node.end)
                    message = f"the printed range lets {shown}, where {symbol} does not exist"
                    raise _Broken(message, place.node.start)
                return False
        return declared is None or indices[letter] in declared or letter in self.ranged

    def _test_at(self, indices: dict[str, Any], instance: Instance, tally: _Tally) -> None:
        left: Any = None
        instance.spend(self.size)
        for n, function in enumerate(self.functions):
            try:
                value = _finite(function(instance.base, indices))
            except OutOfRange as error:
                if n == 0 and self.letters:  # it does not say these indices
                    return
                raise self._undefined(n, indices, instance, left, str(error)) from None
            except Meaningless as error:
                raise self._undefined(n, indices, instance, left, str(error)) from None
            except (OverflowError, FloatingPointError, ZeroDivisionError) as error:
                raise self._undefined(n, indices, instance, left, str(error)) from None
            except TypeError as error:  # a quantity may be what only functions of the notation can take
                raise self._undefined(n, indices, instance, left, f"this is no number: {error}") from None
            if n:
                self._compare(n, left, value, indices, instance, tally)
            left = value

    def _undefined(self, n: int, indices: Indices, instance: Instance, left: Any, why: str) -> _Undefined:
        node, link = self.chain.expressions[n], self.links[max(n - 1, 0)]
        reason = f"{_at(indices, instance)}: there is no value, {why}"
        return _Undefined(
            reason,
            node.start,
            Counterexample(link.tex, _counted(indices), _plain(left) if n else None, None, instance.number + 1),
        )

    def _compare(self, n: int, left: Any, right: Any, indices: Indices, instance: Instance, tally: _Tally) -> None:
        link = self.links[n - 1]
        tally.assignments += 1
        link.seen += 1
        if link.seen > _MOST_ASSIGNMENTS:
            raise Unreadable(f"more than {_MOST_ASSIGNMENTS} values of the indices to try", link.at)
        if np.size(left) != np.size(right) or (np.size(left) > 1 and np.shape(left) != np.shape(right)):
            reason = f"{_at(indices, instance)}: {_size(left)} on the left, {_size(right)} on the right"
            raise _Broken(reason, link.at, self._counterexample(link, left, right, indices, instance))
        size = max(_size_of(left), _size_of(right))
        link.nonzero = link.nonzero or size > 0 or self._terms(n, indices, instance) > 0
        largest = link.largest[instance.number] = max(link.largest.get(instance.number, 0.0), size)
        if link.sign != "=" and np.size(left) > 1:
            raise _Broken(f"'{link.sign}' between matrices", link.at)
        difference = _size_of(np.subtract(left, right))
        relative = difference / max(size, _SMALL * largest) if size else 0.0
        if relative > instance.tolerance and difference <= _ROUNDING * (terms := self._terms(n, indices, instance)):
            relative = difference / terms
        if _true_between(link.sign, left, right, equal=relative <= instance.tolerance):
            if link.sign == "=":
                tally.error(relative)
            return
        broken = self._fails(link, left, right, indices, instance)
        if size > _SMALL or link.sign != "=":
            raise broken
        self.doubtful.append((link, left, right, broken))

    def _terms(self, n: int, indices: Indices, instance: Instance) -> float:
        """How large the terms are whose sums the two sides of a link are."""
        return max(float(size(instance.base, indices)) for size in self._magnitudes[n - 1 : n + 1])

    @cached_property
    def _magnitudes(self) -> list[Function]:
        return [magnitude(expression) for expression in self.chain.expressions]

    def _judge_doubtful(self, instance: Instance) -> None:
        """Equations whose sides are very small, now that it is known how large the link's numbers are."""
        doubtful, self.doubtful = self.doubtful, []
        for link, left, right, broken in doubtful:
            size = max(_size_of(left), _size_of(right), _SMALL * link.largest[instance.number])
            if _size_of(np.subtract(left, right)) > instance.tolerance * size:
                raise broken

    def _fails(self, link: _Link, left: Any, right: Any, indices: Indices, instance: Instance) -> _Broken:
        found = self._counterexample(link, left, right, indices, instance)
        sides = f"left {shown_value(found.left)}, right {shown_value(found.right)}"
        return _Broken(f"{_at(indices, instance)}: {sides}", link.at, found)

    def _counterexample(
        self, link: _Link, left: Any, right: Any, indices: Indices, instance: Instance
    ) -> Counterexample:
        return Counterexample(link.tex, _counted(indices), _plain(left), _plain(right), instance.number + 1)

    def must_have_said_something(self) -> None:
        """A check that compared nothing, or nought with nought, has checked nothing."""
        for link in self.links:
            if not link.seen:
                raise _Broken("vacuous: there are no values of the indices for which the left side exists", link.at)
            if not link.nonzero and link.sign == "=":
                raise _Broken("vacuous: both sides are zero throughout", link.at)
            if tree.spelling(link.left) == tree.spelling(link.right):
                raise _Broken("vacuous: the same stands on both sides", link.at)
        for node in tree.walk(self.chain):
            if isinstance(node, tree.Cases):
                for n, (value, _) in enumerate(node.rows):
                    if (node.start, n) not in self.reached:
                        raise _Broken(f"vacuous: case {n + 1} never applies", value.start)


def _true_between(sign: str, left: Any, right: Any, *, equal: bool) -> bool:
    """Whether a relation is true of two sides, given whether they are equal within the tolerance."""
    if sign in ("=", "≠"):
        return equal == (sign == "=")
    if sign in ("≤", "≥") and equal:
        return True
    less = float(np.real(number(left))) < float(np.real(number(right)))
    return not equal and less == (sign in ("<", "≤"))


def with_sizes(statements: Sequence[Statement], instance: Instance) -> list[Statement]:
    """The statements, those that say for which sizes the others hold made conditions of these."""
    sizes = [one.chain for one in statements if one.aside and _about_sizes(one.chain, instance)]
    others = [one for one in statements if one.chain not in sizes]
    return [replace(one, conditions=(*one.conditions, *sizes)) for one in others]


def _about_sizes(chain: Chain, instance: Instance) -> bool:
    """Whether all that a chain compares are whole numbers, one of which the notation has."""
    leaves = [node for node in tree.walk(chain) if not list(tree.children(node))]
    quantities = [leaf for leaf in leaves if isinstance(leaf, tree.Quantity)]
    whole = [instance.values[leaf.pattern.key] for leaf in quantities if not leaf.lower and not leaf.upper]
    return (
        bool(quantities)
        and len(leaves) == len(quantities) + sum(isinstance(leaf, tree.Number) for leaf in leaves)
        and (len(whole) == len(quantities) and all(isinstance(value, int | np.integer) for value in whole))
    )


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


def _true(when: Any, state: State, indices: Indices) -> bool:
    try:
        return bool(when(state, indices))
    except OutOfRange:
        return False
    except (Meaningless, OverflowError, ZeroDivisionError, TypeError) as error:
        raise _Broken(f"the range cannot be told: {error}") from None


def _finite(value: Any) -> Any:
    if isinstance(value, bool | int | float | complex) or (
        isinstance(value, np.ndarray) and value.dtype.kind in "biufc"
    ):
        if not np.all(np.isfinite(value)):
            raise Meaningless("it is not a finite number")
        return value
    raise Meaningless("it is no number")


def _size_of(value: Any) -> float:
    return float(np.abs(value)) if np.ndim(value) == 0 else float(np.linalg.norm(value))


def _counted(indices: Mapping[str, Any]) -> dict[str, int]:
    return {name: value for name, value in indices.items() if name != REACHED}


def _at(indices: Mapping[str, Any], instance: Instance) -> str:
    counted = ", ".join(f"{name} = {value}" for name, value in sorted(_counted(indices).items()))
    return f"at {counted}" if counted else f"on instance {instance.number + 1}"


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.real.tolist() if value.size > 1 else float(value.real.item())
    if isinstance(value, complex):
        return value.real
    return value


def shown_value(value: Any) -> str:
    """A side of a link, short."""
    if value is None:
        return "undefined"
    if isinstance(value, list):
        rows = [row if isinstance(row, list) else [row] for row in value]
        text = "; ".join(" ".join(f"{entry:.4g}" for entry in row[:5]) for row in rows[:4])
        return f"[{text}]"
    return f"{value:.6g}"


def _size(value: Any) -> str:
    shape = np.shape(value)
    return "a matrix " + "×".join(map(str, shape)) if shape else "a number"


def _shown(tex: str, start: int, end: int) -> str:
    return " ".join(tex[start:end].replace("&", "").replace("\\\\", "").split())
