"""Orders: whether what is left of two sides stays bounded beside something, or vanishes beside it.

The letter is moved towards its limit in steps that grow: 2⁻¹⁶, 2⁻³², 2⁻⁶⁴, 2⁻¹²⁸ from it, on both sides, at several
places each; for a whole number that grows, up to some thousands.  In balls of as many bits as that takes, the ratio of
what is left to the order is compared between these levels.  A power too many or too few shows as a factor of 2¹⁶ and
more; a logarithm doubles the ratio, or halves it; what is in between is undecided.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from yansuan.check.balls import Ball, entries, precision
from yansuan.check.derivatives import BITS
from yansuan.check.errors import UNABLE, Ambiguous, Meaningless, NotHere
from yansuan.check.fields import Balls
from yansuan.check.notation import Instance, Move, State
from yansuan.check.relations import Related, Relating
from yansuan.tex import tree
from yansuan.tex.orders import COUNTING, Tending, orders_of, without_orders
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node, Order, Relation

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]
Compile = Callable[[Node], Function]

_LEVELS = (16, 32, 64, 128)  # 2 to minus this is how far from the limit the letter is
_BESIDE_LOGARITHMS = (256, 512, 1024, 2048)  # of which a power overtakes powers late
_SLOW, _SLOWEST = 0.09, (1024, 2048, 4096, 8192)  # an exponent that is smaller, and where it is looked at
_PLACES = (1.0, 1.3125, 1.59375, 1.8125)  # times that
_WHOLE = ((24, 29, 35, 41), (96, 113, 131, 157), (384, 449, 523, 601), (1536, 1693, 1811, 1990))
_SPARE, _MOST_BITS = 96, 12_000
_DIGITS_OF_STEPS = 100  # of the derivatives' accuracy in bits, by how much their steps are made smaller
# Of the logarithms (to the base 2) of the largest ratios, from level to level.
_ALIKE, _GROWS, _SHRINKS, _STAYS = 0.07, 0.58, -0.42, -0.07
_LOOSE, _STEADY = 0.2, 0.7  # where the letter is a whole number: the first of these, and by what steps may shrink
_PLAIN = (
    tree.Number, tree.Index, tree.Quantity, tree.Apply, tree.Sum, tree.Product, tree.Quotient, tree.Power,
    tree.Logarithm,
)  # fmt: skip
"""Nodes whose value follows the letters that stand in them, and no others."""
_FAR = 500.0  # a ratio whose logarithm is larger is not one that climbs in steps
_NARROW, _NOTHING = 0.015, -24.0  # how well they are known; such a ratio is 0, but for the error bounds
_WHERE = "where does this hold? Print the limit beside it, such as 'h \\to 0' or 'n \\to \\infty'"


@dataclass(frozen=True)
class _Limit:
    """Which letter goes where."""

    letter: tree.Quantity | tree.Index
    to: Node | None
    infinite: int = 0
    side: int = 0


def ordering(
    relation: Relation, left: Node, right: Node, limits: Sequence[Tending], compiled: Compile, derivatives: int
) -> Relating | None:
    """What says whether a link with orders or with ∼ is true; None where it has neither.

    Raises:
        Unreadable: it does not say where it holds, or an order stands where it says nothing.
    """
    found, before = orders_of(right), orders_of(left)
    if relation.sign == "∼":
        if not limits:
            raise Unreadable(
                r"'\sim' is an asymptotic equality where a limit is printed, such as n \to \infty", relation.start
            )
        limit = _printed(limits, [left, right], right)
        return _Remainder(compiled, left, right, right, limit, derivatives).vanishes
    if not found:
        if before:
            raise Unreadable("an order stands on the right side", before[0].start)
        return None
    if relation.sign != "=" or len(found) > 1:
        raise Unreadable("one order, and a sign of equality before it, are what can be checked", found[0].start)
    (order,) = found
    if before and [tree.spelling(one) for one in before] != [tree.spelling(order)]:
        raise Unreadable("two different orders on both sides", before[0].start)
    limit = _printed(limits, [order.of, left, right], order.of) if limits else _named_by(order)
    remainder = _Remainder(compiled, without_orders(left), without_orders(right), order.of, limit, derivatives)
    return remainder.is_bounded if order.kind == "O" else remainder.vanishes


def _printed(limits: Sequence[Tending], about: Sequence[Node], of: Node) -> _Limit:
    if len(limits) > 1:
        raise Unreadable("more than one limit is printed", limits[1].expressions[0].start)
    (limit,) = limits
    letter = limit.expressions[0]
    assert isinstance(letter, tree.Quantity | tree.Index)
    if isinstance(letter, tree.Quantity) and (letter.lower or letter.upper):
        raise Unreadable("a limit is that of a letter by itself", letter.start)
    if not any(tree.spelling(one) == tree.spelling(letter) for part in about for one in tree.walk(part)):
        raise Unreadable("the limit is that of a letter that does not stand here", letter.start)
    return _Limit(letter, limit.expressions[1] if len(limit.expressions) > 1 else None, limit.infinite, limit.side)


def _named_by(order: Order) -> _Limit:
    """Where an order holds that says so itself: `O(h^3)` as h goes to 0, `O((x - a)^2)` as x goes to a."""
    base: Node = order.of.base if isinstance(order.of, tree.Power) else order.of
    base = base.argument if isinstance(base, tree.Apply) and base.function == "abs" else base
    base = base.of if isinstance(base, tree.Norm) else base
    if isinstance(base, tree.Sum) and len(base.terms) == 2:
        (sign, letter), (other, to) = base.terms
        if sign == 1 and other == -1 and isinstance(letter, tree.Quantity):
            return _Limit(letter, to)
    letters = {tree.spelling(one): one for one in tree.walk(order.of) if isinstance(one, tree.Quantity | tree.Index)}
    only = next(iter(letters.values())) if len(letters) == 1 else None
    indexed = isinstance(only, tree.Quantity) and (only.lower or only.upper)
    if only is None or indexed or (isinstance(only, tree.Index) and only.name in COUNTING):
        raise Unreadable(_WHERE, order.start)
    return _Limit(only, None)


def _here(side: Function, state: State, indices: Indices) -> Any:
    """The value of a side where the letters are, which need not have one there."""
    try:
        return side(state, indices)
    except UNABLE:
        return "none here"


class _Remainder:
    """What is left of two sides, beside something."""

    def __init__(
        self, compiled: Compile, left: Node, right: Node, beside: Node, limit: _Limit, derivatives: int
    ) -> None:
        self._sides = compiled(left), compiled(right)
        self._beside, self._limit, self._derivatives = compiled(beside), limit, derivatives
        self._to = compiled(limit.to) if limit.to is not None else None
        self._at = beside.start
        symbols = (one for part in (left, right, beside) for one in tree.walk(part))
        self._keys = {one.pattern.key for one in symbols if isinstance(one, tree.Quantity | tree.Call)}
        self._about = [one for part in (left, right, beside, limit.to) if part for one in tree.walk(part)]
        self._known: dict[Any, list[tuple[float, float]]] = {}

    def is_bounded(self, state: State, indices: Indices) -> Related:
        """Whether it stays bounded beside it."""
        first, second, third, last = self._ratios(state, indices)
        head, tail = max(first[0], second[0]), max(third[1], last[1])
        whole = self._counts(state.instance) and not self._goes_far()
        if tail <= max(head + (_LOOSE if whole else _ALIKE), _NOTHING):
            return self._related(state, indices, true=True)
        grows = last[0] >= third[1] + _GROWS and third[0] > second[1]
        if grows or (whole and _climbs(first, second, third, last)):
            return self._related(state, indices, true=False)
        raise NotHere("whether what is left stays bounded beside this cannot be told")

    def vanishes(self, state: State, indices: Indices) -> Related:
        """Whether it goes to 0 beside it."""
        _, second, third, last = self._ratios(state, indices)
        if last[1] <= _NOTHING or (last[1] <= third[0] + _SHRINKS and third[1] <= second[0] + _SHRINKS):
            return self._related(state, indices, true=True)
        if last[0] >= second[1] + _STAYS:
            return self._related(state, indices, true=False)
        raise NotHere("whether what is left vanishes beside this cannot be told")

    def _related(self, state: State, indices: Indices, *, true: bool) -> Related:
        left, right = (_here(side, state, indices) for side in self._sides)
        return Related(true, left, right, says_little=False)

    # ---- The ratios

    def _ratios(self, state: State, indices: Indices) -> list[tuple[float, float]]:
        """Of each level the logarithm of the largest ratio, from below and from above."""
        instance, letter = state.instance, self._limit.letter
        others = {name: value for name, value in indices.items() if not _is_letter(name, letter)}
        values = tuple(sorted((name, value) for name, value in others.items() if isinstance(value, int)))
        key = -1 if self._is_of_all(instance) else instance.number, values
        if key not in self._known:
            self._known[key] = self._found(instance, indices)
        return self._known[key]

    def _found(self, instance: Instance, indices: Indices) -> list[tuple[float, float]]:
        levels = self._levels(instance)
        if isinstance(self._limit.letter, tree.Quantity):
            self._must_be_free(instance, self._limit.letter)
        if self._counts(instance) and self._goes_far():
            return self._at_levels(instance, indices, self._far_levels())
        return self._at_levels(instance, indices, levels)

    def _at_levels(self, instance: Instance, indices: Indices, levels: list[list[Any]]) -> list[tuple[float, float]]:
        try:
            with instance.spared():
                bits = self._bits(instance, indices, levels)
                return [self._largest(instance, indices, bits, level) for level in levels]
        except (Meaningless, Ambiguous, NotHere):
            raise
        except UNABLE as error:
            raise NotHere(f"an order needs code that takes numbers of many digits: {error}") from None

    def _goes_far(self) -> bool:
        """Whether it is made of powers and logarithms, so that whole numbers may be as large as others."""
        letter = tree.spelling(self._limit.letter)
        powers = [one.exponent for one in self._about if isinstance(one, tree.Power)]
        plain_ = all(isinstance(one, _PLAIN) for one in self._about)
        return plain_ and not any(tree.spelling(part) == letter for one in powers for part in tree.walk(one))

    def _far_levels(self) -> list[list[Any]]:
        """Whole numbers as far out as numbers are: those below two thousand do not tell n^{0.1} from ln n."""
        return [[int(place * 2**16) << (level - 16) for place in _PLACES] for level in self._exponents()]

    def _exponents(self) -> tuple[int, ...]:
        """The levels; farther ones where a power is so slow that a logarithm overtakes it late."""
        powers = [one.exponent for one in self._about if isinstance(one, tree.Power)]
        if not any(map(_is_logarithm, self._about)):
            return _LEVELS
        return _SLOWEST if any(0 < abs(_number(one)) < _SLOW for one in powers) else _BESIDE_LOGARITHMS

    def _is_of_all(self, instance: Instance) -> bool:
        """Whether nothing that is drawn stands in it but a number that moves: it is the same on all instances."""
        if not all(isinstance(one, _PLAIN) for one in self._about):
            return False
        drawn = {one.pattern.key for one in self._about if isinstance(one, tree.Quantity)}
        letter = self._limit.letter
        if not isinstance(letter, tree.Quantity):
            return not drawn
        key = letter.pattern.key
        return drawn == {key} and not np.ndim(instance.values[key])

    def _counts(self, instance: Instance) -> bool:
        """Whether the letter is a whole number."""
        letter = self._limit.letter
        if isinstance(letter, tree.Index):
            return letter.name in instance.grammar.indices or letter.name in COUNTING
        return isinstance(instance.values[letter.pattern.key], int | np.integer)

    def _levels(self, instance: Instance) -> list[list[Any]]:
        """The steps from the limit, by level: whole numbers, or powers of two with their sign."""
        if self._counts(instance):
            if self._limit.infinite <= 0:
                raise Unreadable(_WHERE, self._at)
            return [list(places) for places in _WHOLE]
        signs = [self._limit.infinite or self._limit.side or 1]
        if not self._limit.infinite and not self._limit.side:
            signs = [1, -1]
        exponent = 1 if self._limit.infinite else -1
        return [
            [Ball(sign * place) * Ball(2) ** (exponent * level) for sign in signs for place in _PLACES]
            for level in self._exponents()
        ]

    def _must_be_free(self, instance: Instance, letter: tree.Quantity) -> None:
        """What is moved is drawn, and no size of an array."""
        key = letter.pattern.key
        if key in instance.definitions:
            raise Ambiguous(f"{letter.pattern.tex} follows from others: a limit is that of what is drawn")
        if not self._counts(instance):
            return
        used = {one for name in self._keys for one in instance.upstream[name]}
        for value in (instance.values[one] for one in used if not callable(instance.values[one])):
            if isinstance(value, dict) or np.ndim(value):
                raise Ambiguous(f"{letter.pattern.tex} may be the size of an array, which does not grow with it")

    def _bits(self, instance: Instance, indices: Indices, levels: list[list[Any]]) -> int:
        """So many that what is left is known beside the order at its smallest."""
        room = 0 if self._limit.infinite else self._exponents()[-1]  # as the letter is where it is drawn, and moved
        with precision(256 + room):
            state = instance.state(Balls(256 + room))
            smallest = 0.0
            for step in levels[-1]:
                for here, there in self._moved(state, indices, step):
                    try:
                        size = _size(self._beside(here, there))
                    except Meaningless:
                        continue
                    if size.may_be_zero:
                        raise Unreadable("this order is 0 near the limit", self._at)
                    smallest = max(smallest, -float(size.v.real.log().lower()) / math.log(2))
        wanted = int(smallest) + _SPARE + max(0, room - _LEVELS[-1])
        if wanted > _MOST_BITS:
            raise NotHere("an order of so high a power")
        return max(256, wanted)

    def _largest(self, instance: Instance, indices: Indices, bits: int, level: list[Any]) -> tuple[float, float]:
        scale = -(-bits // _DIGITS_OF_STEPS) if self._derivatives else 1
        field = Balls(max(bits + _SPARE, BITS[min(self._derivatives, len(BITS) - 1)] * scale))
        field.scale = scale
        field.fully = True
        with precision(field.bits):
            found = list(self._at_level(instance.state(field), indices, level))
        if field.doubled:
            raise NotHere("an order needs code that takes numbers of many digits")
        if field.rounded:
            raise NotHere("an order needs code without rounded constants such as 0.1: write them as fractions")
        if not found:
            raise Meaningless("near the limit there are no values")
        low, high = max(one[0] for one in found), max(one[1] for one in found)
        if not (high <= low + _NARROW or high <= _NOTHING):
            raise NotHere("the error bounds have become too wide")
        return low, high

    def _at_level(self, state: State, indices: Indices, level: list[Any]) -> Iterator[tuple[float, float]]:
        for step in level:
            for here, there in self._moved(state, indices, step):
                try:
                    left, right = (side(here, there) for side in self._sides)
                    beside = _size(self._beside(here, there))
                except Meaningless:
                    continue
                apart = _size(np.subtract(left, right) if np.ndim(left) or np.ndim(right) else left - right)
                ratio = apart / beside
                yield _logarithm(ratio.v.abs_lower()), _logarithm(ratio.v.abs_upper())

    def _moved(self, state: State, indices: Indices, step: Any) -> Iterator[tuple[State, Indices]]:
        """The letter at a step from its limit."""
        letter = self._limit.letter
        if isinstance(letter, tree.Index):
            to = self._to(state, indices) if self._to is not None and not isinstance(step, int) else 0
            yield state, {**indices, letter.name: to + step if not isinstance(step, int) else step}
            return
        key = letter.pattern.key
        here = state.whole(key)
        to = self._to(state, indices) if self._to is not None else 0
        if np.ndim(here):
            if self._limit.infinite or np.ndim(to):
                raise Ambiguous("a vector goes to 0, or to where?")
            by = here * step - here
        elif isinstance(step, int):
            by = step - int(here)
        else:
            by = to + step - here
        yield state.moved(("order", str(step)), [Move(key, (), None, by)]), indices


def _is_logarithm(node: Node) -> bool:
    return isinstance(node, tree.Logarithm) or (
        isinstance(node, tree.Apply) and node.function in ("ln", "lg", "lb", "log")
    )


def _number(node: Node) -> float:
    """A number that is printed, or a fraction of such; 0 for anything else."""
    if isinstance(node, tree.Sum) and len(node.terms) == 1:
        node = node.terms[0][1]
    if isinstance(node, tree.Product) and [joint for joint, _ in node.factors[1:]] == ["/"]:
        (_, above), (_, below) = node.factors
        node = tree.Quotient(node.start, node.end, above, below)
    if isinstance(node, tree.Quotient):
        divisor = _number(node.below)
        return _number(node.above) / divisor if divisor else 0.0
    return float(node.value) if isinstance(node, tree.Number) else 0.0


def _climbs(*levels: tuple[float, float]) -> bool:
    """Whether a ratio goes on by steps that hardly shrink: what converges comes nearer by ever smaller ones."""
    if levels[-1][1] > _FAR:
        return False
    low, high = [2.0 ** one[0] for one in levels], [2.0 ** one[1] for one in levels]
    steps = [low[n + 1] - high[n] for n in range(3)]
    return bool(min(steps) > 0 and steps[1] >= _STEADY * steps[0] and steps[2] >= _STEADY * steps[1])


def _logarithm(value: Any) -> float:
    """To the base 2, of a number that is not negative."""
    if not value.is_finite():
        raise NotHere("a ratio that is not known")
    return float(value.log()) / math.log(2) if value > 0 else -math.inf


def _is_letter(name: str, letter: tree.Quantity | tree.Index) -> bool:
    return isinstance(letter, tree.Index) and letter.name == name


def _size(value: Any) -> Ball:
    """The length of a value, as a real ball."""
    total = sum((one * one.conjugate() for one in entries(value)), Ball(0)).real
    if len(entries(value)) == 1:
        return abs(entries(value)[0])
    return Ball(total.v.real.nonnegative_part().sqrt())
