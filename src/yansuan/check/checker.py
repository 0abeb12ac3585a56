"""Verdicts: a formula's statements on random instances, link by link, index by index, up to the first that fails.

Doubles come first, everywhere.  Where they find a difference, and on some assignments where they find none, balls
decide (`precise.py`); what holds is then tried as an identity of rational functions (`exact.py`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

from yansuan.check import exact
from yansuan.check.antiderivatives import differentiated
from yansuan.check.broken import Broken, Equal, Misshapen, Undecided, Undefined
from yansuan.check.comparing import Tally, at_of
from yansuan.check.conditions import with_conditions
from yansuan.check.ends import tie_at_an_end
from yansuan.check.errors import (
    UNABLE,
    Ambiguous,
    Exhausted,
    Meaningless,
    Undeclared,
)
from yansuan.check.evaluator import (
    compiled,
)
from yansuan.check.free import FreeIndices
from yansuan.check.grounds import constants, counts_with, notes_of, upstream
from yansuan.check.implied import with_implied
from yansuan.check.more import far_out, more, rounds_irrationals
from yansuan.check.notation import Instance, Instances
from yansuan.check.readings import (
    AS_SAID,
    Choosing,
    Reading,
    doubtful_nabla,
    has_derivative_by_array,
    in_readings,
    may_be_determinants,
    readings_of,
)
from yansuan.check.samples import is_near_ends
from yansuan.check.solved import broken_where_it_is_supposed
from yansuan.check.tame import extreme_of
from yansuan.check.tested import Tested
from yansuan.check.tightest import meetings, search
from yansuan.check.verdict import Strength, Verdict
from yansuan.check.weighed import moving, somewhere, without_limits
from yansuan.tex import logic, tree
from yansuan.tex.patterns import NotationError
from yansuan.tex.reader import read
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Statement

INSTANCES = 30
_FAR = 0.05  # from what a condition excludes: elsewhere it does not
_ASKED = "Write ≤ or ≥, or the condition that excludes it, such as (x \\ne 0)"
_NOISE = 1e-12  # of what inequalities relate otherwise: what is less may be rounding where numbers are sought
_TINY = 15  # a binary logarithm: a number that is so small, or so large, may decide an inequality
_SOUGHT = (100, 300, 1000)  # further instances that are drawn where few meet a condition


def check(tex: str, instances: Sequence[Instance], near: float | None = None, only: Choosing | None = None) -> Verdict:
    """Evaluate a formula.

    Args:
        tex: as `reader.read` takes it.
        instances: of the notation that it is written in.
        near: the largest relative error of its ≈, where its author states one.
        only: takes the statements of the formula and gives those that are meant.
    """
    with np.errstate(all="ignore"):  # what is not a finite number is found in the value
        return _verdict(tex, with_implied(tex, instances), near, replace(AS_SAID, only=only))


def _verdict(tex: str, instances: Sequence[Instance], near: float | None, reading: Reading = AS_SAID) -> Verdict:
    """A verdict; `reading` says what the notation leaves open."""
    tally = Tally()
    tested = list[Tested]()
    try:
        tested = _read(tex, instances[0], near, reading)
        if (doubtful := doubtful_nabla([one.chain for one in tested])) is not None:
            return _in_readings(tex, instances, near, readings_of(reading, "nabla"), doubtful)
        for instance in instances:
            instance.begin()
            with _only_what_differs(instance):
                for one in tested:
                    one.try_on(instance, tally)
        for one in tested:
            _look_for_what_meets(one, instances, tally)
            one.must_have_said_something()
        _must_not_rest_on_a_constant(tested, instances)
        _must_hold_for_more(tested, instances)
        _must_hold_far_out(tested, instances)
        _must_hold_where_letters_meet(tested, instances)
        _must_hold_where_it_is_solved(tested, instances)
        for one in tested:
            if not one.statement.aside:
                _must_hold_where_it_is_tightest(one, instances)
                _must_hold_at_ends(one, instances)
    except Undeclared as error:
        settled = bool(getattr(reading, error.sign))  # and yet it is asked: of what has not been told
        if settled or (error.sign == "bars" and not may_be_determinants([one.chain for one in tested])):
            return Verdict("unreadable", str(error), error.at)
        return _in_readings(tex, instances, near, readings_of(reading, error.sign), error.at or 0)
    except (Unreadable, Ambiguous) as error:
        return Verdict("unreadable", str(error), error.at)
    except NotationError as error:
        return Verdict("unreadable", str(error), shared=True)
    except Exhausted as error:
        return Verdict("unreadable", str(error))
    except RecursionError:
        return Verdict("unreadable", "it is nested too deep")
    except Broken as error:
        if isinstance(error, Misshapen) and (verdict := _by_rows(tex, instances, near, reading, tested)):
            return verdict
        tried = len(instances), tally.assignments, tally.max_error
        found, misshapen = error.counterexample, isinstance(error, Misshapen)
        return Verdict(error.kind, str(error), error.at, *tried, counterexample=found, misshapen=misshapen)
    chance = exact.probability(tested, instances)
    notes = notes_of(tested, instances, tally, chance)
    if reading.bars and not instances[0].grammar.bars:
        notes["bars"] = reading.bars
    strength: Strength = "sampled" if chance is None else "exact"
    return Verdict(
        "holds", None, None, len(instances), tally.assignments, tally.max_error, strength=strength, notes=notes
    )  # fmt: skip


@contextmanager
def _only_what_differs(instance: Instance) -> Iterator[None]:
    """On an edge a formula may have no value, or none that can be told, which says nothing: values that differ do.

    Nor does an integral say anything that cannot be found where numbers are near the ends of their ranges: there it has
    a million waves, or a peak that is as narrow.
    """
    try:
        yield
    except (Undefined, Undecided, Unreadable, *UNABLE) as error:
        beyond = isinstance(error, Undecided) and error.beyond and is_near_ends(instance.number)
        if not (instance.edge or beyond):
            raise


def _read(tex: str, instance: Instance, near: float | None, reading: Reading) -> list[Tested]:
    grammar = reading.grammar(instance.grammar)
    if near is not None:
        grammar = replace(grammar, conventions=replace(grammar.conventions, near=near, near_here=True))
    stated = with_conditions(read(tex, grammar), instance)
    stated = differentiated(stated, instance)
    if reading.only:
        stated = list(reading.only(stated))
    if near is not None and not any(link.sign == "≈" for one in stated for link in one.chain.relations):
        raise Unreadable("an error is allowed for ≈, which does not stand here", 0)
    return [Tested(statement, tex, grammar.indices) for statement in stated]


def letters_of(statement: Statement, tex: str, instance: Instance) -> Iterator[dict[str, Any]]:
    """The values of a statement's free index letters on an instance, see `FreeIndices`.

    Raises:
        Meaningless: a range cannot be told.
    """
    (stated,) = with_conditions((replace(statement, aside=False),), instance)
    given = moving(stated, instance.grammar.indices)
    letters = FreeIndices(without_limits(stated), tex, instance.grammar.indices, given)
    try:
        yield from letters.assignments(instance, somewhere(given, instance.number))
    except Broken as broken:
        raise Meaningless(str(broken)) from None


# ---- What a formula may mean


def _in_readings(tex: str, instances: Sequence[Instance], near: float | None, of: list[Reading], at: int) -> Verdict:
    def fits(reading: Reading) -> bool:
        return _fits(tex, instances[0], near, reading)

    return in_readings(of, fits, lambda reading: _verdict(tex, instances, near, reading), at)


def _by_rows(
    tex: str, instances: Sequence[Instance], near: float | None, reading: Reading, tested: Sequence[Tested]
) -> Verdict | None:
    """The verdict of what fits only if derivatives of numbers by vectors are rows; None where nothing is said of it."""
    numerator = replace(reading, layout="numerator")
    open_ = not (reading.layout or instances[0].grammar.conventions.layout)
    if not open_ or not has_derivative_by_array([one.chain for one in tested]):
        return None
    if not _fits(tex, instances[0], near, numerator):
        return None
    return _verdict(tex, instances, near, numerator)


def _fits(tex: str, instance: Instance, near: float | None, reading: Reading) -> bool:
    """Whether the shapes of a formula's sides fit in a reading."""
    instance.steps = 0
    for one in _read(tex, instance, near, reading):
        try:
            one.test(instance, Tally())
        except Misshapen:
            return False
        except (Broken, *UNABLE):
            continue
    return True


# ---- What a verdict rests on


def _look_for_what_meets(one: Tested, instances: Sequence[Instance], tally: Tally) -> None:
    """Draw more instances where few meet a condition, such as `a \\mid b`; an equality of real numbers none would."""
    if not isinstance(instances, Instances) or not one.is_rarely_met or not one.may_be_met(instances[0]):
        return
    tried = 0
    for count in _SOUGHT:
        for instance in instances.more(count)[tried:]:
            instance.begin()
            with _only_what_differs(instance):
                one.test(instance, tally)
            if not one.is_rarely_met:
                return
        tried = count


def _must_not_rest_on_a_constant(tested: Sequence[Tested], instances: Sequence[Instance]) -> None:
    """A sum up to n is about every n: where n is always the same and nothing else has its size, others are tried."""
    used = upstream(tested, instances[0])
    arrays = [key for key in used if np.ndim(instances[0].values[key]) or isinstance(instances[0].values[key], dict)]
    if arrays or any(callable(instances[0].values[key]) for key in used):
        return
    for key, (tex, value) in constants(tested, instances).items():
        if not any(counts_with(one.chain, key) for one in tested):
            continue
        for other in (value + 1, value + 2, value + 5):
            varied = instances[0].with_value(key, other)
            for one in tested:
                try:
                    Tested(one.statement, one.tex, one.declared).test(varied, Tally())
                except Broken as broken:
                    reason = (
                        f"it holds for {tex} = {value}, which {tex} is throughout, and not for {tex} = {other} "
                        f"({broken}). Let {tex} take others"
                    )
                    raise Undecided(reason, one.links[0].at) from None


def _must_hold_for_more(tested: Sequence[Tested], instances: Sequence[Instance]) -> None:
    """What is about whole numbers or an order is tried on many more, where values that differ refute it."""
    keys = upstream(tested, instances[0])
    for instance in more(instances, [one.statement for one in tested], keys):
        instance.begin()
        with _only_what_differs(instance):
            for one in tested:
                one.test(instance, Tally())


def _must_hold_far_out(tested: Sequence[Tested], instances: Sequence[Instance]) -> None:
    """What is about whole numbers without an end is tried with large ones, where values that differ refute it."""
    rounds = any(map(rounds_irrationals, (one.chain for one in tested)))
    for instance in far_out(instances, upstream(tested, instances[0]), rounds=rounds):
        for one in tested:
            with _only_what_differs(instance):
                one.test(instance, Tally())


def _must_hold_where_letters_meet(tested: Sequence[Tested], instances: Sequence[Instance]) -> None:
    """What is supposed may be true where letters are alike or opposite only: `x^2 = y^2 \\implies x = y`."""
    supposing = [one for one in tested if _supposes(one)]
    if not supposing or not isinstance(instances, Instances):
        return
    for instance in meetings(instances, upstream(supposing, instances[0])):
        for one in supposing:
            instance.begin()
            with _only_what_differs(instance):
                one.test(instance, Tally())


def _supposes(one: Tested) -> bool:
    return any(isinstance(condition, logic.Supposed) for condition in one.statement.conditions)


def _must_hold_where_it_is_solved(tested: Sequence[Tested], instances: Sequence[Instance]) -> None:
    """What follows from an equation is tried where that has a solution, which numbers that are drawn hardly meet."""
    if not isinstance(instances, Instances):
        return
    for one in filter(_supposes, tested):
        for instance, others in broken_where_it_is_supposed(one.statement, instances):
            instance.sought = _numbers(one, instance)
            with _only_what_differs(instance):
                Tested(replace(one.statement, conditions=others), one.tex, one.declared).test(instance, Tally())


def _must_hold_where_it_is_tightest(one: Tested, instances: Sequence[Instance]) -> None:
    """An inequality is tried where its sides come nearest to each other, where values that differ refute it."""
    if not isinstance(instances, Instances):
        return
    for n, slacks in one.slacks.items():
        link = one.links[n - 1]
        tried = Tested(one.statement, one.tex, one.declared)
        unit = (median(slacks.values()) if link.zero else 1.0) or 1.0

        def slack(instance: Instance, n: int = n, tried: Tested = tried, unit: float = unit) -> float:
            instance.begin()
            instance.sought = _numbers(one, instance)
            tried.slacks.clear()
            with _only_what_differs(instance):
                try:
                    tried.test(instance, Tally())
                except Broken as broken:
                    _must_refute(broken, instance, _NOISE * median(one.sizes))
            return tried.slacks.get(n, {}).get(instance.number, math.inf) / unit

        relative = {number: found / unit for number, found in slacks.items()}
        inside = bool(one.statement.conditions)
        finely = any(extreme_of(node) > _TINY for side in (link.left, link.right) for node in tree.walk(side))
        tie = search(instances, upstream([one], instances[0]), relative, slack, inside=inside, finely=finely)
        if tie and link.sign in ("<", ">") and not _may_exclude(one.statement, tie):
            raise Equal(f"{at_of({}, tie)} the sides are as near to each other as can be told. {_ASKED}", link.at)


def _must_hold_at_ends(one: Tested, instances: Sequence[Instance]) -> None:
    """A strict inequality is tried where a condition lets a number be at the end of its range."""
    if (tie := tie_at_an_end(one.statement, instances)) is not None:
        instance, n = tie
        raise Equal(f"{at_of({}, instance)} the sides are equal. {_ASKED}", one.links[n].at)


def _may_exclude(statement: Statement, tie: Instance) -> bool:
    """Whether a condition may take out the place at which sides are equal, as x ≠ 0 does where x is nearly 0."""
    for chain in statement.conditions:
        for (left, right), relation in zip(pairwise(chain.expressions), chain.relations, strict=True):
            if relation.sign in ("<", "≤", ">", "≥"):
                continue
            try:
                apart = np.linalg.norm(np.subtract(*(compiled(side)(tie.base, {}) for side in (left, right))))
            except UNABLE:
                return True
            if relation.sign != "≠" or apart < _FAR:
                return True
    return False


def _must_refute(broken: Broken, instance: Instance, noise: float) -> None:
    """Let numbers that were sought refute, unless the sides are equal there, or differ by what rounding makes of 0.

    Raises:
        Broken: they refute.
    """
    found = broken.counterexample
    try:
        apart = abs(float(found.left) - float(found.right)) if found else math.inf
    except (TypeError, ValueError):  # no numbers
        raise broken from None
    if type(broken) is not Broken or apart > noise:
        raise broken
    if found and found.left == found.right:
        # a condition may be missing that everybody knows: v is not 0
        raise Equal(f"{at_of(found.indices, instance)} the sides are equal. {_ASKED}", broken.at) from None


def _numbers(one: Tested, instance: Instance) -> dict[str, float]:
    """By symbol, the single numbers in a formula that are drawn, as far as a reader would look at them."""
    drawn = upstream([one], instance) - set(instance.definitions)
    found = {instance.patterns[key].tex: instance.values[key] for key in sorted(drawn)}
    numbers = {tex: value for tex, value in found.items() if isinstance(value, int | float | np.integer | np.floating)}
    return {tex: value.item() if isinstance(value, np.generic) else value for tex, value in numbers.items()}
