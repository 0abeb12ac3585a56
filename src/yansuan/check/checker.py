"""Verdicts: a formula's statements on random instances, link by link, index by index, up to the first that fails.

Doubles come first, everywhere.  Where they find a difference, and on some assignments where they find none, balls
decide (`precise.py`); what holds is then tried as an identity of rational functions (`exact.py`).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, partial
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np

from yansuan.check import exact
from yansuan.check.antiderivatives import differentiated
from yansuan.check.broken import Broken, Equal, Misshapen, Undecided, Undefined, shown
from yansuan.check.diverging import sides as infinite_sides
from yansuan.check.errors import (
    UNABLE,
    Ambiguous,
    Beyond,
    Exhausted,
    Meaningless,
    Misfit,
    NotHere,
    OutOfRange,
    TooLarge,
    Undeclared,
)
from yansuan.check.evaluator import (
    REACHED,
    Function,
    Indices,
    compiled,
    held_by_partial,
    magnitude,
    placed,
)
from yansuan.check.exponents import is_modest, may_decay
from yansuan.check.extrema import refuting
from yansuan.check.fields import DOUBLES
from yansuan.check.free import WHOLE, FreeIndices
from yansuan.check.implied import with_implied
from yansuan.check.more import far_out, more
from yansuan.check.neighbours import sides as sides_of
from yansuan.check.notation import Instance, Instances
from yansuan.check.precise import NARROW, Decision, Precise
from yansuan.check.readings import (
    AS_SAID,
    Choosing,
    Reading,
    doubtful_nabla,
    has_derivative_by_array,
    in_readings,
    may_be_determinants,
    nablas,
    readings_of,
)
from yansuan.check.relations import SIGNS, Related, Relating, plain_set, relating
from yansuan.check.samples import is_near_ends
from yansuan.check.tightest import search
from yansuan.check.values import length
from yansuan.check.verdict import Counterexample, Strength, Verdict, plain, shown_value, sides
from yansuan.check.weighed import moving, somewhere, weighings, without_limits
from yansuan.check.weighed import notes as weighed_notes
from yansuan.check.wholes import exactly, is_about_wholes
from yansuan.tex import logic, tree
from yansuan.tex.compositions import Compositions
from yansuan.tex.discrete import Counted, Multinomial
from yansuan.tex.diverging import Diverging
from yansuan.tex.extrema import Optimum
from yansuan.tex.gathering import taken_for_primes
from yansuan.tex.orders import Tending, must_be_terms, without_orders
from yansuan.tex.patterns import NotationError
from yansuan.tex.programs import Program
from yansuan.tex.reader import read
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Chain, Node, Statement

INSTANCES = 30
_SOME, _DEAR = 2, 200  # assignments; steps after which one is enough
_PRECISE = (2, 1, 1)  # on so many assignments of the first instances balls look at what doubles find equal
_MOST_ASSIGNMENTS = 20_000  # of one link, over all instances
_ROUNDING = 1e-11  # of the terms of a sum: what is left of them where they cancel
_SURE = 1e-11  # relative: what doubles alone take for equal
_APART = 1e-6  # relative: an inequality between sides that are so far apart is decided by doubles
_ENCLOSED = 1e-9  # so well a supremum is known, beside what it is the supremum of
_MOST_SLACK = 1e-5  # the largest relative error of a derivative with which a link can be judged
_LARGE, _STEEP = 1e12, 20  # numbers and exponents beyond which a term may be lost beside others
_LARGEST = 2**53  # whole numbers from there on are not all doubles
_MOST_WIDTHS = 8
_FAR = 0.05  # from what a condition excludes: elsewhere it does not
_CLEAR = (1e-3, 1e-2, 0.5)  # relative, by derivatives: what doubles alone can tell where numbers are far away
_ASKED = "Write ≤ or ≥, or the condition that excludes it, such as (x \\ne 0)"
_NOISE = 1e-12  # of what inequalities relate otherwise: what is less may be rounding where numbers are sought
_FEWEST_COUNTED = 3  # values of a letter that counts
_FEWEST, _ENOUGH = 0.1, 20  # of the instances, or instances: fewer that meet a condition bear nothing out
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
    tally = _Tally()
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
        for one in tested:
            if not one.statement.aside:
                _must_hold_where_it_is_tightest(one, instances)
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
    notes = _notes(tested, instances, tally, chance)
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
            one.test(instance, _Tally())
        except Misshapen:
            return False
        except (Broken, *UNABLE):
            continue
    return True


@dataclass
class _Tally:
    assignments: int = 0
    max_error: float | None = None
    digits: int | None = None
    passed: int = 0
    offered: int = 0

    def error(self, relative: float) -> None:
        self.max_error = max(self.max_error or 0.0, relative)

    def agree(self, digits: int | None) -> None:
        if digits is not None:
            self.digits = digits if self.digits is None else min(self.digits, digits)


@dataclass
class Link:
    """Two neighbours of a chain and the relation between them."""

    left: Node
    right: Node
    sign: str
    tex: str
    at: int
    alike: bool
    related: Relating | None = None  # of a relation between whole numbers
    weighed: Relating | None = None  # of ≈, ∝, ∼ and orders
    seen: int = 0
    nonzero: bool = False
    decided: dict[int, int] = field(default_factory=dict)  # by instance, how often balls have looked

    @property
    def zero(self) -> bool:
        """Whether one side is a printed 0."""
        return any(
            (isinstance(side, tree.Number) and side.value == 0)
            or (isinstance(side, tree.Unsized) and side.kind == "zero")
            for side in (self.left, self.right)
        )


class Tested:
    """A statement ready to be tested on instances."""

    def __init__(self, statement: Statement, tex: str, declared: Mapping[str, range | None]) -> None:
        self.statement, self.chain, self.tex = statement, statement.chain, tex
        self.declared = declared
        must_be_terms(self.chain)
        functions: list[Function] = [compiled(without_orders(side)) for side in self.chain.expressions]
        self.functions = sides_of(self.chain, functions)
        self.size = sum(1 for _ in tree.walk(self.chain))
        self.reached: set[tuple[int, int]] = set()
        self.has_supremum = _has_supremum(self.chain)
        self.has_optimum = any(isinstance(one, Optimum | Program) for one in tree.walk(self.chain))
        self.derivatives = _derivatives(self.chain)
        width = _ENCLOSED if self.has_supremum else NARROW
        self.precise = Precise(self.functions, derivatives=self.derivatives, width=width)
        self.links = [
            Link(left, right, relation.sign, shown(tex, left.start, right.end), relation.start,
                 tree.spelling(left) == tree.spelling(right), _related(relation, *functions))
            for (left, right), relation, functions in zip(
                pairwise(self.chain.expressions), self.chain.relations, pairwise(self.functions), strict=True)
        ]  # fmt: skip
        weighed = weighings(statement, self.functions, compiled, self.derivatives)
        self.links = [replace(link, weighed=one) for link, one in zip(self.links, weighed, strict=True)]
        beside = [self.links[max(n - 1, 0) : n + 1] for n, _ in enumerate(self.functions)]
        self._is_whole = [all(link.related for link in links) for links in beside]
        self.moving = moving(statement, declared)
        self.letters = FreeIndices(without_limits(statement), tex, declared, self.moving)
        self.offered = self.passed = 0  # instances, and those that fulfil a condition that is about no index
        self.slacks = dict[int, dict[int, float]]()
        """How far the sides of inequalities are apart, by link and instance: relatively, unless one of them is 0."""
        self.sizes = list[float]()  # of their sides
        self.counted = dict[str, set[int]]()
        """At which values of the letters that count its sides were compared."""
        self.lacking: Broken | None = None  # why there is no value at one of the others

    def test(self, instance: Instance, tally: _Tally) -> None:
        """Test the statement on one instance.

        Raises:
            Broken: it is not true.
        """
        later: Broken | None = None
        passed = False
        known = {REACHED: self.reached, **somewhere(self.moving, instance.number)}
        for number, assignment in enumerate(self.letters.assignments(instance, known)):
            passed = True
            if instance.number >= WHOLE and (number >= _SOME or (number and instance.steps > _DEAR)):
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

    def try_on(self, instance: Instance, tally: _Tally) -> None:
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

    def _test_at(self, indices: dict[str, Any], instance: Instance, tally: _Tally) -> None:
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
                told = f"{_at(indices, instance)}: {error} to be computed with here"
                raise Undecided(told, self._place(n, indices, instance)) from None
            except (Meaningless, OverflowError, FloatingPointError, ZeroDivisionError) as error:
                raise self._undefined(n, indices, instance, left, error) from None
            except Ambiguous as error:
                error.at = self._place(n, indices, instance)
                raise
            except NotHere as error:
                broken = Undecided(f"{_at(indices, instance)}: {error}", self.chain.expressions[n].start)
                broken.beyond = isinstance(error, Beyond)
                raise broken from None
            except TypeError as error:  # a quantity may be what only functions of the notation can take
                reason = Meaningless(f"this is no number: {error}")
                raise self._undefined(n, indices, instance, left, reason) from None
            if n:
                try:
                    self._compare(n, left, value, indices, instance, tally)
                except Meaningless as error:  # of a relation between whole numbers
                    raise self._undefined(n, indices, instance, left, error) from None
                except NotHere as error:
                    raise self._undecided(self.links[n - 1], indices, instance, str(error)) from None
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
        return _finite(function(instance.base, indices))

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
        reason = f"{_at(indices, instance)}: there is no value, {why}"
        counted = _counterexample(link, indices, instance, plain(left) if n else None, None)
        return (Misshapen if isinstance(why, Misfit) else Undefined)(reason, at, counted)

    # ---- One link

    def _compare(self, n: int, left: Any, right: Any, indices: Indices, instance: Instance, tally: _Tally) -> None:
        link = self.links[n - 1]
        tally.assignments += 1
        link.seen += 1
        if link.seen > _MOST_ASSIGNMENTS:
            raise Unreadable(f"more than {_MOST_ASSIGNMENTS} values of the indices to try", link.at)
        if link.weighed:
            self._relate(link, link.weighed(instance.base, indices), indices, instance)
            return
        if link.related:
            self._relate(link, link.related(instance.base, indices), indices, instance)
            return
        if isinstance(left, frozenset) or isinstance(right, frozenset):
            self._relate(link, _as_sets(link, left, right), indices, instance)
            return
        left, right = self._of_one_shape(link, left, right, indices, instance)
        if link.sign in ("=", "≠"):
            self._compare_equal(n, left, right, indices, instance, tally)
        else:
            self._compare_order(n, left, right, indices, instance, tally)

    def _relate(self, link: Link, found: Related, indices: Indices, instance: Instance) -> None:
        link.nonzero = link.nonzero or not found.says_little
        if not found.true:
            raise self._fails(link, None, found.left, found.right, indices, instance)

    def _of_one_shape(self, link: Link, left: Any, right: Any, indices: Indices, instance: Instance) -> tuple[Any, Any]:
        if type(left) is float and type(right) is float:
            return left, right
        if np.size(left) == np.size(right) and (np.size(left) == 1 or np.shape(left) == np.shape(right)):
            return _scalar(left), _scalar(right)
        if link.zero and link.sign in ("=", "≠"):  # 0 is the zero of any shape
            if np.size(left) == 1:
                return np.zeros(np.shape(right)), right
            if np.size(right) == 1:
                return left, np.zeros(np.shape(left))
        reason = f"{_at(indices, instance)}: {_size(left)} on the left, {_size(right)} on the right"
        found = _counterexample(link, indices, instance, plain(left), plain(right))
        raise Misshapen(reason, link.at, found)

    def _compare_equal(
        self, n: int, left: Any, right: Any, indices: Indices, instance: Instance, tally: _Tally
    ) -> None:
        link, size = self.links[n - 1], max(length(left), length(right), instance.height)
        link.nonzero = link.nonzero or size > 0 or self._terms(n, indices, instance) > 0
        relative = _relative(left, right, size)
        tolerance, loose = max(instance.tolerance, 10 * instance.slack), instance.tolerance > 1e-9
        alike = relative <= tolerance and not (isinstance(left, int) and isinstance(right, int) and left != right)
        decision = None
        if not loose and (
            not alike
            or self._is_cut_off(left, right, instance)
            or relative > _SURE
            or link.sign == "≠"
            or self._is_to_be_decided(link, instance)
        ):
            terms = partial(self._terms, n, indices, instance)
            decision = self.precise.decide(n, indices, instance, (left, right), zero=link.zero, terms=terms)
        if decision is None:
            if not alike and self.precise.overlap:  # noise of what is 0, as det A of a matrix without full rank
                raise self._undecided(link, indices, instance, "the error bounds do not tell the sides apart")
            if instance.edge and not alike and relative < _CLEAR[min(self.derivatives, 2)]:
                raise self._undecided(link, indices, instance, "doubles cannot tell")
            if alike and not loose and relative > _SURE and not (self.derivatives or self.has_optimum):
                why = f"they differ by a relative {relative:.1g}, and doubles cannot tell"
                raise self._undecided(link, indices, instance, why)
            alike = alike or self._is_rounding(n, left, right, indices, instance)
            if not alike and self.has_supremum and not self._refuted(link, left, right, indices, instance):
                raise self._undecided(link, indices, instance, "a supremum is only an estimate here")
            if not alike and instance.slack > _MOST_SLACK:
                raise Undecided(f"{_at(indices, instance)}: the derivative is not known well enough", link.at)
            if not alike and link.sign == "=" and _rounds(left, right, self._terms(n, indices, instance)):
                raise self._undecided(link, indices, instance, "the terms cancel, and the snippet's code gives doubles")
        elif decision.outcome == "pole":
            raise self._at_a_pole(link, indices, instance, decision)
        elif decision.outcome == "undecided":
            raise self._undecided(link, indices, instance, decision.why)
        else:
            alike = not decision.differs
        if alike and decision and link.sign == "≠":
            decision = self._closer(n, indices, instance, decision)
            alike = not decision.differs
        if alike == (link.sign == "="):
            if link.sign == "=":
                tally.error(relative if relative <= tolerance else 0.0)
                tally.agree(decision.digits if decision else None)
            return
        raise self._fails(link, decision, left, right, indices, instance)

    def _compare_order(
        self, n: int, left: Any, right: Any, indices: Indices, instance: Instance, tally: _Tally
    ) -> None:
        link = self.links[n - 1]
        if np.size(left) > 1 or np.size(right) > 1:
            raise Unreadable(f"'{link.sign}' between matrices", link.at)
        try:
            left, right = DOUBLES.order(left), DOUBLES.order(right)
        except Ambiguous:
            if any(abs(complex(side).imag) > _APART * abs(complex(side)) for side in (left, right)):
                raise self._fails(
                    link, None, left, right, indices, instance, ", and only real numbers have an order"
                ) from None
            raise Unreadable(f"'{link.sign}' between complex numbers, which have no order", link.at) from None
        size = max(abs(left), abs(right))
        link.nonzero = link.nonzero or size > 0
        apart = abs(left - right)
        scale = max(size, self._terms(n, indices, instance))
        decision = None
        likely = (left < right) == (link.sign in ("<", "≤"))
        asked = self.has_supremum and (instance.number < WHOLE or not likely)
        clear = _CLEAR[min(self.derivatives, 2)] if instance.edge else _APART
        if apart <= clear * scale or asked or not likely:  # what doubles find false may be noise beside 0
            decision = self.precise.decide(n, indices, instance, (left, right), zero=link.zero, terms=lambda: scale)
        if decision and decision.outcome == "pole":
            raise self._at_a_pole(link, indices, instance, decision)
        if decision and decision.outcome == "equal" and link.sign in ("<", ">"):
            decision = self._closer(n, indices, instance, decision)
        if decision is None and ((instance.edge and apart <= clear * scale) or (not likely and self.precise.overlap)):
            raise self._undecided(link, indices, instance, "doubles cannot tell")
        if decision is None and self.has_supremum and (asked or not self.precise.enclosed):
            certain = _reached(link, left, right) if apart > _APART * scale else None
            if certain is None:
                raise self._undecided(link, indices, instance, "a supremum is only an estimate here")
            if not certain:
                raise self._fails(link, None, left, right, indices, instance)
            return
        if decision is None or decision.outcome == "differs":
            equal = apart <= instance.tolerance * size
            if apart <= _ROUNDING * scale and not (equal and link.sign in ("≤", "≥")):
                raise self._undecided(link, indices, instance, "they are too near to each other for doubles")
            true = (equal and link.sign in ("≤", "≥")) or (not equal and (left < right) == (link.sign in ("<", "≤")))
        elif decision.outcome in ("undecided", "explained") and not (
            decision.outcome == "explained" and link.sign in ("≤", "≥")
        ):
            raise self._undecided(link, indices, instance, decision.why or "they differ by no more than rounding")
        else:
            equal = decision.outcome in ("equal", "explained")
            true = link.sign in ("≤", "≥") if equal else (decision.outcome == "less") == (link.sign in ("<", "≤"))
        if not true:
            raise self._fails(link, decision, left, right, indices, instance)
        slacks = self.slacks.setdefault(n, {})
        self.sizes.append(scale)
        near = apart if link.zero else apart / max(scale, sys.float_info.min)
        slacks[instance.number] = min(slacks.get(instance.number, math.inf), near)

    def _refuted(self, link: Link, left: Any, right: Any, indices: Indices, instance: Instance) -> bool:
        """Whether what has been found refutes an equality with an extremum, or with the place of one."""
        for side, other in ((link.left, right), (link.right, left)):
            if isinstance(side, Optimum) and side.operation.startswith("arg") and link.sign == "=":
                return refuting(compiled, side)(instance.base, indices, other)
        return _beyond(link, left, right)

    def _closer(self, n: int, indices: Indices, instance: Instance, decision: Decision) -> Decision:
        """Sides of a strict relation that agree to dozens of digits, looked at with hundreds."""
        closer = self.precise.looks_closer(n, indices, instance)
        if closer and closer.outcome == "undecided" and not self._is_extreme(n, indices, instance):
            return decision  # nothing in it is so small that hundreds of digits would miss it
        if closer is None or closer.outcome == "undecided":
            why = closer.why if closer else "they agree to all digits that were computed"
            raise self._undecided(self.links[n - 1], indices, instance, why)
        return closer

    def _is_extreme(self, n: int, indices: Indices, instance: Instance) -> bool:
        """Whether a side of a link may have terms that are far larger or smaller than all others."""
        if _has_extremes(self.chain):
            return True
        decays = may_decay if instance.edge else _is_exponential
        if not any(map(decays, tree.walk(self.chain))):
            return False
        sides = slice(n - 1, n + 1)
        return not is_modest(self.chain.expressions[sides], self.functions[sides], instance, indices)

    def _at_a_pole(self, link: Link, indices: Indices, instance: Instance, decision: Decision) -> Undefined:
        found = _counterexample(link, indices, instance, None, None)
        return Undefined(f"{_at(indices, instance)}: there is no value, {decision.why}", link.left.start, found)

    def _is_to_be_decided(self, link: Link, instance: Instance) -> bool:
        """Whether balls are to look at what doubles find equal."""
        seen = link.decided[instance.number] = link.decided.get(instance.number, 0) + 1
        return instance.number < len(_PRECISE) and seen <= _PRECISE[instance.number]

    def _is_cut_off(self, left: Any, right: Any, instance: Instance) -> bool:
        """Whether a side is a whole number so large that a double has not all its digits."""
        large = any(isinstance(side, float) and abs(side) >= _LARGEST for side in (left, right))
        return large and is_about_wholes(self.chain, instance)

    def _is_rounding(self, n: int, left: Any, right: Any, indices: Indices, instance: Instance) -> bool:
        """Whether a difference from a printed 0 is what is left of terms that cancel."""
        return self.links[n - 1].zero and _rounds(left, right, self._terms(n, indices, instance))

    def _terms(self, n: int, indices: Indices, instance: Instance) -> float:
        """How large the terms are whose sums the two sides of a link are."""
        try:
            return max(float(size(instance.base, indices)) for size in self._magnitudes[n - 1 : n + 1])
        except (Meaningless, Ambiguous, NotHere, ArithmeticError, TypeError):
            return 0.0

    @cached_property
    def _magnitudes(self) -> list[Function]:
        return [magnitude(expression) for expression in self.chain.expressions]

    def _undecided(self, link: Link, indices: Indices, instance: Instance, why: str) -> Undecided:
        return Undecided(f"undecided {_at(indices, instance)}: {why}", link.at)

    def _fails(
        self,
        link: Link,
        decision: Decision | None,
        left: Any,
        right: Any,
        indices: Indices,
        instance: Instance,
        why: str = "",
    ) -> Broken:
        values = sides(decision.left, decision.right) if decision else (plain(left), plain(right))
        first = self.chain.expressions[self.links.index(link)]
        if isinstance(first, Diverging):
            values = infinite_sides(first, compiled(first.of), instance.base, indices)
        found = _counterexample(link, indices, instance, *values)
        told = f"left {shown_value(found.left)}, right {shown_value(found.right)}"
        if decision and shown_value(found.left) == shown_value(found.right):
            told += ", which is the same" if decision.outcome == "equal" else f", which are {decision.apart} apart"
        told += why
        if self.letters.counting:
            told += f" ({_taken(self.letters.counting)})"
        return Broken(f"{_at(indices, instance)}: {told}", link.at, found)

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
                "let the notation draw more that meet it",
                self.chain.expressions[0].start,
            )
        for node in tree.walk(self.chain):
            if isinstance(node, tree.Cases):
                for n, (value, _) in enumerate(node.rows):
                    if (node.start, n) not in self.reached:
                        raise Undefined(f"vacuous: case {n + 1} never applies", value.start)


# ---- Conditions


def with_conditions(statements: Sequence[Statement], instance: Instance) -> list[Statement]:
    """The statements, those that say for which sizes or numbers the others hold made conditions of these.

    Of ranges of letters, `x > 0, y > 0`, none is a condition: all of them are stated; nor is one of numbers of which
    nothing else is said, `x^2 \\ge 0, y > 0`.
    """
    ranges = all(_is_range(one.chain) for one in statements)
    known = _followed([one for one in statements if not one.aside], instance)
    about = [
        one
        for one in statements
        if not ranges and one.aside and _is_condition(one.chain, instance) and _is_about(one.chain, known, instance)
    ]
    others = [one for one in statements if one not in about]
    return [
        replace(one, conditions=(*one.conditions, *(said.chain for said in about if said.line in (-1, one.line))))
        for one in others
    ]


def _is_condition(chain: Chain, instance: Instance) -> bool:
    """Whether a chain is about what is drawn alone: about sizes, or, with an inequality, about other numbers.

    Of vectors and matrices it is one that says that they are not 0.
    """
    if _excludes_zero(chain, instance):
        return True
    leaves = [node for node in tree.walk(chain) if not list(tree.children(node))]
    quantities = [leaf for leaf in leaves if isinstance(leaf, tree.Quantity)]
    if not quantities or len(leaves) != len(quantities) + sum(isinstance(leaf, tree.Number) for leaf in leaves):
        return False
    if any(leaf.lower or leaf.upper or leaf.pattern.key in instance.definitions for leaf in quantities):
        return False
    values = [instance.values[leaf.pattern.key] for leaf in quantities]
    if all(isinstance(value, int | np.integer) for value in values):
        return True
    real = all(isinstance(value, int | float | np.integer | np.floating) for value in values)
    plain_ = (tree.Number, tree.Quantity, tree.Sum, tree.Product, tree.Quotient, tree.Power)
    simple = all(isinstance(node, plain_) or _is_bars_around_a_letter(node) for node in tree.walk(chain))
    return real and simple and all(relation.sign != "=" for relation in chain.relations)


def _followed(statements: Sequence[Statement], instance: Instance) -> set[str]:
    """The keys of all that stands in statements, and of all that this follows from."""
    found = {node.pattern.key for one in statements for node in tree.quantities(one.chain)}
    return found.union(*(instance.upstream[key] for key in found))


def _is_about(chain: Chain, known: set[str], instance: Instance) -> bool:
    """Whether a chain is of sizes, of which others need not be said, or has one of these quantities in it."""
    keys = {node.pattern.key for node in tree.quantities(chain)}
    sizes = all(isinstance(instance.values[key], int | np.integer) for key in keys)
    return sizes or bool(keys & known)


def _is_range(chain: Chain) -> bool:
    """Whether a chain says that letters are above or below numbers or each other, and nothing else."""
    plain_ = all(isinstance(one, tree.Quantity | tree.Number) for one in chain.expressions)
    return plain_ and all(relation.sign in ("<", "≤", ">", "≥") for relation in chain.relations)


def _is_bars_around_a_letter(node: Node) -> bool:
    """`|x|`, which is about a range of x like x itself: |x| < 1."""
    return isinstance(node, tree.Apply) and node.function == "abs" and isinstance(node.argument, tree.Quantity)


def _excludes_zero(chain: Chain, instance: Instance) -> bool:
    """`x \\ne 0` of a vector or a matrix that is drawn."""
    if [relation.sign for relation in chain.relations] != ["≠"]:
        return False
    one, other = chain.expressions
    zero = (isinstance(other, tree.Number) and other.value == 0) or (
        isinstance(other, tree.Unsized) and other.kind == "zero"
    )
    if not zero or not isinstance(one, tree.Quantity) or one.lower or one.upper:
        return False
    key = one.pattern.key
    return key not in instance.definitions and isinstance(instance.values[key], np.ndarray)


# ---- What a verdict rests on


def _quantities(tested: Sequence[Tested]) -> list[tree.Quantity]:
    return [node for one in tested for node in tree.quantities(one.chain)]


def _upstream(tested: Sequence[Tested], instance: Instance) -> set[str]:
    """The keys of all that a formula follows from."""
    return {key for node in _quantities(tested) for key in instance.upstream[node.pattern.key]}


def _constants(tested: Sequence[Tested], instances: Sequence[Instance]) -> dict[str, tuple[str, int]]:
    """By key, the whole numbers of a formula that are the same on all instances, and how they are written."""
    found = dict[str, tuple[str, int]]()
    for node in _quantities(tested):
        key = node.pattern.key
        values = {one.values[key] if isinstance(one.values[key], int | np.integer) else None for one in instances}
        if len(values) == 1 and None not in values:
            found[key] = node.pattern.tex, int(values.pop() or 0)
    return found


def _look_for_what_meets(one: Tested, instances: Sequence[Instance], tally: _Tally) -> None:
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
    used = _upstream(tested, instances[0])
    arrays = [key for key in used if np.ndim(instances[0].values[key]) or isinstance(instances[0].values[key], dict)]
    if arrays or any(callable(instances[0].values[key]) for key in used):
        return
    for key, (tex, value) in _constants(tested, instances).items():
        if not any(_counts_with(one.chain, key) for one in tested):
            continue
        for other in (value + 1, value + 2, value + 5):
            varied = instances[0].with_value(key, other)
            for one in tested:
                try:
                    Tested(one.statement, one.tex, one.declared).test(varied, _Tally())
                except Broken as broken:
                    reason = (
                        f"it holds for {tex} = {value}, which {tex} is throughout, and not for {tex} = {other} "
                        f"({broken}). Let the notation draw {tex}"
                    )
                    raise Undecided(reason, one.links[0].at) from None


def _must_hold_for_more(tested: Sequence[Tested], instances: Sequence[Instance]) -> None:
    """What is about whole numbers or an order is tried on many more, where values that differ refute it."""
    keys = _upstream(tested, instances[0])
    for instance in more(instances, [one.statement for one in tested], keys):
        instance.begin()
        with _only_what_differs(instance):
            for one in tested:
                one.test(instance, _Tally())


def _must_hold_far_out(tested: Sequence[Tested], instances: Sequence[Instance]) -> None:
    """What is about whole numbers without an end is tried with large ones, where values that differ refute it."""
    for instance in far_out(instances, _upstream(tested, instances[0])):
        for one in tested:
            with _only_what_differs(instance):
                one.test(instance, _Tally())


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
                    tried.test(instance, _Tally())
                except Broken as broken:
                    _must_refute(broken, instance, _NOISE * median(one.sizes))
            return tried.slacks.get(n, {}).get(instance.number, math.inf) / unit

        relative = {number: found / unit for number, found in slacks.items()}
        inside = bool(one.statement.conditions)
        tie = search(instances, _upstream([one], instances[0]), relative, slack, inside=inside)
        if tie and link.sign in ("<", ">") and not _may_exclude(one.statement, tie):
            raise Equal(f"{_at({}, tie)} the sides are as near to each other as can be told. {_ASKED}", link.at)


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
        raise Equal(f"{_at(found.indices, instance)} the sides are equal. {_ASKED}", broken.at) from None


def _numbers(one: Tested, instance: Instance) -> dict[str, float]:
    """By symbol, the single numbers in a formula that are drawn, as far as a reader would look at them."""
    drawn = _upstream([one], instance) - set(instance.definitions)
    found = {instance.patterns[key].tex: instance.values[key] for key in sorted(drawn)}
    numbers = {tex: value for tex, value in found.items() if isinstance(value, int | float | np.integer | np.floating)}
    return {tex: value.item() if isinstance(value, np.generic) else value for tex, value in numbers.items()}


def _counts_with(chain: Chain, key: str) -> bool:
    """Whether a quantity is a bound of a sum, or an exponent."""
    moduli = [relation.modulus for relation in chain.relations if relation.modulus]
    for node in [*moduli, *tree.walk(chain)]:
        parts: tuple[Node | None, ...] = ()
        if isinstance(node, Counted | logic.Iverson) or node in moduli:
            parts = (node,)
        elif isinstance(node, logic.Over):
            parts = node.claims
        elif isinstance(node, Compositions):
            parts = *node.counts, *node.totals
        elif isinstance(node, tree.Big):
            parts = node.lower, node.upper
        elif isinstance(node, tree.Power):
            parts = (node.exponent,)
        elif isinstance(node, tree.Binomial):
            parts = node.above, node.below
        elif isinstance(node, tree.Factorial):
            parts = (node.of,)
        for part in parts:
            if part and any(isinstance(one, tree.Quantity) and one.pattern.key == key for one in tree.walk(part)):
                return True
    return False


def _notes(
    tested: Sequence[Tested], instances: Sequence[Instance], tally: _Tally, chance: float | None
) -> dict[str, Any]:
    notes = dict[str, Any]()
    if chance is not None:
        notes["probability"] = chance
    elif tally.digits is not None:
        notes["digits"] = tally.digits
    constants = _constants(tested, instances)
    if constants:
        notes["constants"] = dict(constants.values())
    if widths := _widths(tested, instances, set(constants)):
        notes["widths"] = widths
    if tally.offered:
        notes["passed"] = [tally.passed, tally.offered]
    if counted := {letter: values for one in tested for letter, values in one.counted.items()}:
        notes["counted"] = {letter: sorted(values) for letter, values in counted.items()}
    if held := _held(tested, instances[0]):
        notes["held"] = held
    if primes := sorted({letter for one in tested for letter in taken_for_primes(one.chain, instances[0].grammar)}):
        notes["primes"] = primes
    if squares := nablas([one.chain for one in tested]):
        notes["nabla"] = squares[0].second
    if any(one.has_supremum and not one.precise.enclosed for one in tested):
        notes["estimated"] = True
    if any(one.estimated for one in instances):
        notes["approached"] = True
    if any(one.statement.antiderivative for one in tested):
        notes["antiderivative"] = True
    return notes | weighed_notes([one.statement for one in tested], tested[0].tex)


def _widths(tested: Sequence[Tested], instances: Sequence[Instance], constants: set[str]) -> dict[str, list[float]]:
    """By symbol, the smallest and the largest real number that was drawn for it."""
    found = dict[str, list[float]]()
    for node in _quantities(tested):
        key = node.pattern.key
        if key in constants or key in instances[0].definitions or len(found) >= _MOST_WIDTHS:
            continue
        drawn = [part for one in instances for part in _parts(one.values[key])]
        if drawn and all(part.dtype.kind in "iuf" and part.size for part in drawn):
            found[node.pattern.tex] = [min(float(p.min()) for p in drawn), max(float(p.max()) for p in drawn)]
    return found


def _parts(value: Any) -> list[Any]:
    return [np.asarray(one) for one in (value.values() if isinstance(value, dict) else [value])]


def _held(tested: Sequence[Tested], instance: Instance) -> list[str]:
    """The symbols that `∂` holds, although they depend on what it moves."""
    found = set[str]()
    for one in tested:
        for node in tree.walk(one.chain):
            if isinstance(node, tree.Derivative) and not node.total:
                for by in node.by:
                    held, sure = held_by_partial(instance, node.of, by.pattern.key)
                    found |= {instance.patterns[key].tex for key in held if sure}
    return sorted(found)


def _derivatives(node: Node | Chain) -> int:
    """How many derivatives are taken within each other, at most."""
    below = max(map(_derivatives, tree.children(node)), default=0)
    match node:
        case tree.Derivative():
            return below + len(node.by)
        case tree.Differential():
            return below + 1
        case tree.Gradient() | tree.Call() | tree.Partial() | tree.Field():
            return below + node.order
        case tree.Along() | tree.Form() | tree.Jacobian():
            return below + node.order
        case tree.Repeated():
            return below + 4
    return below


# ---- Small things


def _as_sets(link: Link, left: Any, right: Any) -> Related:
    """Whether two sets are the same."""
    if link.sign not in ("=", "≠") or not isinstance(left, frozenset) or not isinstance(right, frozenset):
        raise Misfit(f"'{link.sign}' between a set and something else")
    return Related((left == right) == (link.sign == "="), plain_set(left), plain_set(right), not (left or right))


def _related(relation: tree.Relation, left: Function, right: Function) -> Relating | None:
    return relating(relation, left, right, compiled) if relation.sign in SIGNS else None


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


def _has_extremes(chain: Chain) -> bool:
    """Whether numbers are written that may be far larger or smaller than all others: 10^{-2000}, n!."""
    for node in tree.walk(chain):
        if isinstance(node, tree.Factorial | tree.Binomial | Multinomial) or (
            isinstance(node, tree.Number) and abs(node.value) > _LARGE
        ):
            return True
        if isinstance(node, tree.Power) and any(
            isinstance(part, tree.Number) and abs(part.value) > _STEEP for part in tree.walk(node.exponent)
        ):
            return True
    return False


def _is_exponential(node: Node) -> bool:
    """Whether this is a power of a number with letters in the exponent: 2^{-n}, e^x."""
    return (
        isinstance(node, tree.Power)
        and isinstance(node.base, tree.Number)
        and any(isinstance(part, tree.Quantity | tree.Call) for part in tree.walk(node.exponent))
    )


def _scalar(value: Any) -> Any:
    return value.item() if isinstance(value, np.ndarray) and value.size == 1 else value


def _relative(left: Any, right: Any, size: float) -> float:
    if type(left) is float and type(right) is float:
        return abs(left - right) / size if size else 0.0
    return length(np.subtract(left, right)) / size if size else 0.0


def _beyond(link: Link, left: Any, right: Any) -> bool:
    """Whether values that have been found refute a supremum: it is more than what is said, an infimum less."""
    for side, own, other in ((link.left, left, right), (link.right, right, left)):
        if (end := _end(side)) and link.sign == "=":
            return bool(np.real(own) > np.real(other)) == (end == "above")
    return False


def _reached(link: Link, left: float, right: float) -> bool | None:
    """Whether an inequality is true, a supremum being at least what has been found; None where that leaves it open."""
    ends = [_end(side) for side in (link.left, link.right)]
    if all(ends) or not any(ends) or _has_supremum(link.right if ends[0] else link.left):
        return None
    grows = (ends[0] or ends[1]) == ("above" if ends[0] else "below")  # left less right, at least
    if grows and left > right:
        return link.sign in (">", "≥")
    if not grows and left < right:
        return link.sign in ("<", "≤")
    return None


def _end(side: Node) -> str:
    """Whether a side is a supremum or infimum that is sought; "" where it is neither."""
    if isinstance(side, tree.Big):
        return {"sup": "above", "inf": "below"}.get(side.operation, "")
    return {"max": "above", "min": "below"}.get(side.operation, "") if isinstance(side, Optimum | Program) else ""


def _has_supremum(node: Node | Chain) -> bool:
    return any(_end(one) or isinstance(one, Optimum | Program) for one in tree.walk(node))


def _rounds(left: Any, right: Any, terms: float) -> bool:
    return length(np.subtract(left, right)) <= _ROUNDING * terms


def _taken(counting: frozenset[str]) -> str:
    """What letters are taken for whose range nobody says."""
    letters = ", ".join(sorted(counting))
    return f"no range of {letters} is printed or declared: 1, 2, 3, … were tried"


def _counted(indices: Mapping[str, Any]) -> dict[str, int]:
    return {name: value for name, value in indices.items() if name != REACHED}


def _counterexample(link: Link, indices: Indices, instance: Instance, left: Any, right: Any) -> Counterexample:
    return Counterexample(link.tex, _counted(indices), left, right, instance.number + 1, instance.sought)


def _at(indices: Mapping[str, Any], instance: Instance) -> str:
    sought = {name: f"{value:.6g}" for name, value in (instance.sought or {}).items()}
    counted = ", ".join(f"{name} = {value}" for name, value in sorted({**sought, **_counted(indices)}.items()))
    on = "on instance" if instance.sought is None else "on numbers sought from those of instance"
    return f"at {counted}" if counted else f"{on} {instance.number + 1}"


def _size(value: Any) -> str:
    shape = np.shape(value)
    return "a matrix " + "×".join(map(str, shape)) if shape else "a number"
