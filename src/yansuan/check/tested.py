"""A statement on instances: over which indices it is claimed, on which instances its conditions hold, what it says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from yansuan.check import balls
from yansuan.check.balls import Ball, precision
from yansuan.check.broken import Broken, Misshapen, Undecided, Undefined
from yansuan.check.comparing import Sides, Tally, at_of, counterexample_of
from yansuan.check.errors import (
    UNABLE,
    Ambiguous,
    Beyond,
    Meaningless,
    Misfit,
    NotHere,
    OutOfRange,
    TooLarge,
)
from yansuan.check.evaluator import (
    REACHED,
    Function,
    Indices,
    placed,
)
from yansuan.check.fields import Balls
from yansuan.check.free import WHOLE, FreeIndices
from yansuan.check.notation import Instance
from yansuan.check.values import number
from yansuan.check.verdict import plain
from yansuan.check.weighed import moving, somewhere, without_limits
from yansuan.check.wholes import exactly
from yansuan.tex import logic, tree
from yansuan.tex.orders import Tending
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Statement

_SOME, _DEAR = 2, 200  # assignments; steps after which one is enough
_RESCUING, _NARROW = 400, 1e-14  # bits, and a relative error of what doubles have no value of
_FEWEST_COUNTED = 3  # values of a letter that counts
_FEWEST, _ENOUGH = 0.1, 20  # of the instances, or instances: fewer that meet a condition bear nothing out


class Tested(Sides):
    """A statement ready to be tested on instances."""

    def __init__(self, statement: Statement, tex: str, declared: Mapping[str, range | None]) -> None:
        super().__init__(statement, tex)
        self.declared = declared
        self.size = sum(1 for _ in tree.walk(self.chain))
        self.reached: set[tuple[int, int]] = set()
        beside = [self.links[max(n - 1, 0) : n + 1] for n, _ in enumerate(self.functions)]
        self._is_whole = [all(link.related for link in links) for links in beside]
        self.moving = moving(statement, declared)
        self.letters = FreeIndices(without_limits(statement), tex, declared, self.moving)
        self.offered = self.passed = 0  # instances, and those that fulfil a condition that is about no index
        self.taken = _taken(self.letters.counting) if self.letters.counting else ""
        self.counted = dict[str, set[int]]()
        """At which values of the letters that count its sides were compared."""
        self.lacking: Broken | None = None  # why there is no value at one of the others

    def test(self, instance: Instance, tally: Tally) -> None:
        """Test the statement on one instance.

        Raises:
            Broken: it is not true.
        """
        later: Broken | None = None
        passed = False
        known = {REACHED: self.reached, **somewhere(self.moving, instance.number)}
        for count, assignment in enumerate(self.letters.assignments(instance, known)):
            passed = True
            if instance.number >= WHOLE and (count >= _SOME or (count and instance.steps > _DEAR)):
                break
            try:
                self._test_at(assignment, instance, tally)
            except (Undefined, Undecided) as broken:  # two numbers that differ say more: look for them first
                if self.letters.counting and not isinstance(broken, Misshapen):
                    self.lacking = self.lacking or broken
                    continue
                later = later or broken
            for letter in self.letters.counting:
                self.counted.setdefault(letter, set()).add(assignment[letter])
        if self.letters.filter_instances:
            tally.offered += 1
            tally.passed += passed
            self.offered += 1
            self.passed += passed
        if later:
            raise later

    def try_on(self, instance: Instance, tally: Tally) -> None:
        """The same; of a ± on one side only it may be that the other sign is meant.

        Raises:
            Unreadable: it is not true, and perhaps need not be.
        """
        try:
            self.test(instance, tally)
        except Broken as broken:
            if not self.statement.alone:
                raise
            why = "± stands on one side only, and not both signs hold. Write what is meant with + and with -"
            raise Unreadable(f"{why} ({broken})", self.links[0].at) from None

    def _test_at(self, indices: dict[str, Any], instance: Instance, tally: Tally) -> None:
        left: Any = None
        instance.spend(self.size)
        for n, function in enumerate(self.functions):
            try:
                value = self._value(n, function, indices, instance)
            except OutOfRange as error:
                if n == 0 and self.letters.names:  # it does not say these indices
                    return
                raise self._undefined(n, indices, instance, left, error) from None
            except TooLarge as error:
                told = f"{at_of(indices, instance)}: {error} to be computed with here"
                raise Undecided(told, self._place(n, indices, instance)) from None
            except (Meaningless, OverflowError, FloatingPointError, ZeroDivisionError) as error:
                raise self._undefined(n, indices, instance, left, error) from None
            except Ambiguous as error:
                error.at = self._place(n, indices, instance)
                raise
            except NotHere as error:
                broken = Undecided(f"{at_of(indices, instance)}: {error}", self.chain.expressions[n].start)
                broken.beyond = isinstance(error, Beyond)
                raise broken from None
            except TypeError as error:  # a quantity may be what only functions of the notation can take
                reason = Meaningless(f"this is no number: {error}")
                raise self._undefined(n, indices, instance, left, reason) from None
            if n:
                try:
                    self.compare(n, left, value, indices, instance, tally)
                except Meaningless as error:  # of a relation between whole numbers
                    raise self._undefined(n, indices, instance, left, error) from None
                except NotHere as error:
                    raise self.undecided(self.links[n - 1], indices, instance, str(error)) from None
            left = value

    def _is_only_approached(self, n: int) -> bool:
        """Whether an expression is compared where a letter goes, as in an order, and not where it is."""
        goes = any(isinstance(one, Tending) for one in self.statement.conditions)
        return goes and all(link.weighed and link.sign not in "≈∝" for link in self.links[max(n - 1, 0) : n + 1])

    def _value(self, n: int, function: Function, indices: dict[str, Any], instance: Instance) -> Any:
        """That of an expression: in doubles, but where it is related as a whole number on both sides."""
        if self._is_only_approached(n):
            return None  # that there is no ln 0 says nothing of x ln x = o(x^2) where x goes to infinity
        if self._is_whole[n]:
            return exactly(function, instance.base, indices)
        try:
            return _finite(function(instance.base, indices))
        except Meaningless:
            if (value := _rescued(function, indices, instance)) is None:
                raise
            return value

    def _place(self, n: int, indices: Indices, instance: Instance) -> int:
        """Where in the TeX the innermost part of an expression stands that has no value."""
        node = self.chain.expressions[n]
        try:
            placed(node)(instance.base, indices)
        except (Meaningless, Ambiguous) as error:
            return node.start if error.at is None else error.at
        except Exception:
            return node.start
        return node.start

    def _undefined(self, n: int, indices: Indices, instance: Instance, left: Any, why: Exception) -> Undefined:
        link = self.links[max(n - 1, 0)]
        at = self._place(n, indices, instance) if isinstance(why, Meaningless) else self.chain.expressions[n].start
        reason = f"{at_of(indices, instance)}: there is no value, {why}"
        counted = counterexample_of(link, indices, instance, plain(left) if n else None, None)
        return (Misshapen if isinstance(why, Misfit) else Undefined)(reason, at, counted)

    @property
    def is_rarely_met(self) -> bool:
        """Whether so few instances meet its condition that they bear nothing out."""
        return self.passed < min(_FEWEST * self.offered, _ENOUGH)

    def may_be_met(self, instance: Instance) -> bool:
        """Whether a condition is no equality of real numbers, which none that are drawn ever meet."""
        for chain in self.statement.conditions:
            nodes = [node for part in chain.expressions for node in tree.walk(part)]
            values = [instance.values[node.pattern.key] for node in nodes if isinstance(node, tree.Quantity)]
            whole = all(isinstance(value, int | np.integer) for value in values)
            chains = [chain, *(node.chain for node in nodes if isinstance(node, logic.Holds))]
            if not whole and any(relation.sign == "=" for each in chains for relation in each.relations):
                return False
        return True

    def must_have_said_something(self) -> None:
        """A check that compared nothing, or nought with nought, has checked nothing."""
        for link in self.links:
            if not link.seen and self.lacking:
                raise self.lacking
            if not link.seen:
                what = "values of the indices" if self.letters.names else "instances"
                condition = " and the condition holds" if self.letters.filter_instances else ""
                raise Undefined(f"vacuous: there are no {what} for which the left side exists{condition}", link.at)
            if not link.nonzero and link.sign == "=":
                raise Undecided("vacuous: both sides are zero throughout", link.at)
            if not link.nonzero and (link.related or link.weighed):
                raise Undecided("vacuous: it holds for any numbers, as modulo 1 and for what 1 divides", link.at)
            if link.alike:
                told = "vacuous: the same stands on both sides. Write what it equals, or mark it '% unchecked: why'"
                raise Undecided(told, link.at)
        for letter, values in self.counted.items():
            if len(values) < _FEWEST_COUNTED:
                at = self.chain.expressions[0].start
                told = f"it has values at {letter} = {', '.join(map(str, sorted(values)))} only"
                raise Undecided(f"{_taken(self.letters.counting)}, and {told}. Print the range of {letter}", at)
        if self.is_rarely_met:
            raise Undecided(
                f"the condition as written is met by {self.passed} of {self.offered} instances only: "
                "let letters take more values that meet it",
                self.chain.expressions[0].start,
            )
        for node in tree.walk(self.chain):
            if isinstance(node, tree.Cases):
                for n, (value, _) in enumerate(node.rows):
                    if (node.start, n) not in self.reached:
                        raise Undefined(f"vacuous: case {n + 1} never applies", value.start)


def _rescued(function: Function, indices: Indices, instance: Instance) -> float | None:
    """What has no value in doubles only, as ln(e^x + e^y) of large negative numbers; None where balls have none."""
    try:
        with instance.spared(), precision(_RESCUING):
            found = number(function(instance.state(Balls(_RESCUING)), indices))
            if not isinstance(found, Ball) or not found.is_real or not found.is_finite:
                return None
            value, width = float(found.v.real.mid()), float(found.v.real.rad())
    except (*UNABLE, balls.Undecided):
        return None
    return value if math.isfinite(value) and width <= _NARROW * abs(value) else None


def _finite(value: Any) -> Any:
    if type(value) is float and math.isfinite(value):
        return value
    if isinstance(value, frozenset):
        return value
    if isinstance(value, Fraction):  # of an element of a set
        return float(value)
    if isinstance(value, bool | int | float | complex) or (
        isinstance(value, np.ndarray) and value.dtype.kind in "biufc"
    ):
        if isinstance(value, int):
            return value
        if not np.all(np.isfinite(value)):
            raise Meaningless("it is not a finite number")
        return value
    raise Meaningless("it is no number")


def _taken(counting: frozenset[str]) -> str:
    """What letters are taken for whose range nobody says."""
    letters = ", ".join(sorted(counting))
    return f"no range of {letters} is printed or declared: 1, 2, 3, … were tried"
