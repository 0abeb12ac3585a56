"""How the sides of a statement's links compare on an instance: in doubles, and in balls where these leave it open."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import pairwise
from typing import Any

import numpy as np

from yansuan.check.broken import Broken, Misshapen, Undecided, Undefined, shown
from yansuan.check.diverging import sides as infinite_sides
from yansuan.check.errors import (
    Ambiguous,
    Meaningless,
    Misfit,
    NotHere,
)
from yansuan.check.evaluator import (
    REACHED,
    Function,
    Indices,
    compiled,
    magnitude,
    sharing,
)
from yansuan.check.exponents import is_modest, may_decay
from yansuan.check.extrema import refuting
from yansuan.check.fields import DOUBLES
from yansuan.check.free import WHOLE
from yansuan.check.neighbours import sides as sides_of
from yansuan.check.notation import Instance
from yansuan.check.precise import NARROW, Decision, Precise
from yansuan.check.relations import SIGNS, Related, Relating, plain_set, relating
from yansuan.check.sharing import Shared
from yansuan.check.values import length
from yansuan.check.verdict import Counterexample, plain, shown_value, sides
from yansuan.check.weighed import weighings
from yansuan.check.wholes import is_about_wholes
from yansuan.tex import tree
from yansuan.tex.discrete import Multinomial
from yansuan.tex.diverging import Diverging
from yansuan.tex.extrema import Optimum
from yansuan.tex.orders import must_be_terms, without_orders
from yansuan.tex.programs import Program
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Chain, Node, Statement

_PRECISE = (2, 1, 1)  # on so many assignments of the first instances balls look at what doubles find equal
_MOST_ASSIGNMENTS = 20_000  # of one link, over all instances
_ROUNDING = 1e-11  # of the terms of a sum: what is left of them where they cancel
_SURE = 1e-11  # relative: what doubles alone take for equal
_APART = 1e-6  # relative: an inequality between sides that are so far apart is decided by doubles
_ENCLOSED = 1e-9  # so well a supremum is known, beside what it is the supremum of
_MOST_SLACK = 1e-5  # the largest relative error of a derivative with which a link can be judged
_LARGE, _STEEP = 1e12, 20  # numbers and exponents beyond which a term may be lost beside others
_LARGEST = 2**53  # whole numbers from there on are not all doubles
_CLEAR = (1e-3, 1e-2, 0.5)  # relative, by derivatives: what doubles alone can tell where numbers are far away


@dataclass
class Tally:
    """What has been found of a formula so far.

    Args:
        assignments: how many comparisons there were.
        max_error: the largest relative error of sides that are equal.
        digits: to how many they agree at least, where balls have looked.
        passed, offered: how many instances met a condition, and of how many.
    """

    assignments: int = 0
    max_error: float | None = None
    digits: int | None = None
    passed: int = 0
    offered: int = 0

    def error(self, relative: float) -> None:
        """Take note of an error."""
        self.max_error = max(self.max_error or 0.0, relative)

    def agree(self, digits: int | None) -> None:
        """Take note of how many digits agree."""
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
        return tree.is_zero(self.left) or tree.is_zero(self.right)


class Sides:
    """The links of a statement, ready to be compared on instances."""

    def __init__(self, statement: Statement, tex: str) -> None:
        self.statement, self.chain, self.tex = statement, statement.chain, tex
        must_be_terms(self.chain)
        ordered = any(relation.sign in ("<", "≤", ">", "≥", "≠") for relation in self.chain.relations)
        self._shared = Shared() if ordered or any(map(tree.is_zero, self.chain.expressions)) else None
        with sharing(self._shared):
            functions: list[Function] = [compiled(without_orders(side)) for side in self.chain.expressions]
        self.functions = sides_of(self.chain, functions)
        self.has_supremum = has_supremum(self.chain)
        self.has_optimum = any(isinstance(one, Optimum | Program) for one in tree.walk(self.chain))
        self.derivatives = derivatives_in(self.chain)
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
        self.slacks = dict[int, dict[int, float]]()
        """How far the sides of inequalities are apart, by link and instance: relatively, unless one of them is 0."""
        self.sizes = list[float]()  # of their sides
        self.taken = ""  # for granted, which is told where they differ

    def compare(self, n: int, left: Any, right: Any, indices: Indices, instance: Instance, tally: Tally) -> None:
        """Compare the sides of a link, both of which have values.

        Raises:
            Broken: they are not related as it says.
        """
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
        reason = f"{at_of(indices, instance)}: {_size(left)} on the left, {_size(right)} on the right"
        found = counterexample_of(link, indices, instance, plain(left), plain(right))
        raise Misshapen(reason, link.at, found)

    def _compare_equal(self, n: int, left: Any, right: Any, indices: Indices, instance: Instance, tally: Tally) -> None:
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
                raise self.undecided(link, indices, instance, "the error bounds do not tell the sides apart")
            if instance.edge and not alike and relative < _CLEAR[min(self.derivatives, 2)]:
                raise self.undecided(link, indices, instance, "doubles cannot tell")
            if alike and not loose and relative > _SURE and not (self.derivatives or self.has_optimum):
                why = f"they differ by a relative {relative:.1g}, and doubles cannot tell"
                raise self.undecided(link, indices, instance, why)
            alike = alike or self._is_rounding(n, left, right, indices, instance)
            if not alike and self.has_supremum and not self._refuted(link, left, right, indices, instance):
                raise self.undecided(link, indices, instance, "a supremum is only an estimate here")
            if not alike and instance.slack > _MOST_SLACK:
                raise Undecided(f"{at_of(indices, instance)}: the derivative is not known well enough", link.at)
            if not alike and link.sign == "=" and _rounds(left, right, self._terms(n, indices, instance)):
                raise self.undecided(link, indices, instance, "the terms cancel, and the snippet's code gives doubles")
        elif decision.outcome == "pole":
            raise self._at_a_pole(link, indices, instance, decision)
        elif decision.outcome == "undecided":
            raise self.undecided(link, indices, instance, decision.why)
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

    def _compare_order(self, n: int, left: Any, right: Any, indices: Indices, instance: Instance, tally: Tally) -> None:
        link = self.links[n - 1]
        if np.size(left) > 1 or np.size(right) > 1:
            raise Unreadable(f"'{link.sign}' between matrices", link.at)
        counted = all(type(side) is int and abs(side) < _LARGEST for side in (left, right))
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
        unsure = (instance.edge and apart <= clear * scale) or (not likely and self.precise.overlap)
        if decision is None and unsure and not counted:
            raise self.undecided(link, indices, instance, "doubles cannot tell")
        if decision is None and self.has_supremum and (asked or not self.precise.enclosed):
            certain = _reached(link, left, right) if apart > _APART * scale else None
            if certain is None:
                raise self.undecided(link, indices, instance, "a supremum is only an estimate here")
            if not certain:
                raise self._fails(link, None, left, right, indices, instance)
            return
        if decision is None or decision.outcome == "differs":
            equal = apart <= instance.tolerance * size
            if apart <= _ROUNDING * scale and not counted and not (equal and link.sign in ("≤", "≥")):
                raise self.undecided(link, indices, instance, "they are too near to each other for doubles")
            true = (equal and link.sign in ("≤", "≥")) or (not equal and (left < right) == (link.sign in ("<", "≤")))
        elif decision.outcome in ("undecided", "explained") and not (
            decision.outcome == "explained" and link.sign in ("≤", "≥")
        ):
            raise self.undecided(link, indices, instance, decision.why or "they differ by no more than rounding")
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
            raise self.undecided(self.links[n - 1], indices, instance, why)
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
        found = counterexample_of(link, indices, instance, None, None)
        return Undefined(f"{at_of(indices, instance)}: there is no value, {decision.why}", link.left.start, found)

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
        with sharing(self._shared):
            return [magnitude(expression) for expression in self.chain.expressions]

    def undecided(self, link: Link, indices: Indices, instance: Instance, why: str) -> Undecided:
        """Why nobody can tell whether a link holds."""
        return Undecided(f"undecided {at_of(indices, instance)}: {why}", link.at)

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
        found = counterexample_of(link, indices, instance, *values)
        told = f"left {shown_value(found.left)}, right {shown_value(found.right)}"
        if decision and shown_value(found.left) == shown_value(found.right):
            told += ", which are equal" if decision.outcome == "equal" else f", which are {decision.apart} apart"
        told += why
        if self.taken:
            told += f" ({self.taken})"
        return Broken(f"{at_of(indices, instance)}: {told}", link.at, found)


# ---- Small things


def derivatives_in(node: Node | Chain) -> int:
    """How many derivatives are taken within each other, at most."""
    below = max(map(derivatives_in, tree.children(node)), default=0)
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


def _as_sets(link: Link, left: Any, right: Any) -> Related:
    """Whether two sets are the same."""
    if link.sign not in ("=", "≠") or not isinstance(left, frozenset) or not isinstance(right, frozenset):
        raise Misfit(f"'{link.sign}' between a set and something else")
    return Related((left == right) == (link.sign == "="), plain_set(left), plain_set(right), not (left or right))


def _related(relation: tree.Relation, left: Function, right: Function) -> Relating | None:
    return relating(relation, left, right, compiled) if relation.sign in SIGNS else None


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
    if all(ends) or not any(ends) or has_supremum(link.right if ends[0] else link.left):
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


def has_supremum(node: Node | Chain) -> bool:
    """Whether something is sought in it: a supremum, a largest value, the place of one."""
    return any(_end(one) or isinstance(one, Optimum | Program) for one in tree.walk(node))


def _rounds(left: Any, right: Any, terms: float) -> bool:
    return length(np.subtract(left, right)) <= _ROUNDING * terms


def _counted(indices: Mapping[str, Any]) -> dict[str, int]:
    return {name: value for name, value in indices.items() if name != REACHED}


def counterexample_of(link: Link, indices: Indices, instance: Instance, left: Any, right: Any) -> Counterexample:
    """Where a link breaks, and what its sides are there; None for one without a value."""
    return Counterexample(link.tex, _counted(indices), left, right, instance.number + 1, instance.sought)


def at_of(indices: Mapping[str, Any], instance: Instance) -> str:
    """Where something is evaluated, in words: at which indices, or on which instance."""
    sought = {name: f"{value:.6g}" for name, value in (instance.sought or {}).items()}
    counted = ", ".join(f"{name} = {value}" for name, value in sorted({**sought, **_counted(indices)}.items()))
    on = "on instance" if instance.sought is None else "on numbers sought from those of instance"
    return f"at {counted}" if counted else f"{on} {instance.number + 1}"


def _size(value: Any) -> str:
    shape = np.shape(value)
    return "a matrix " + "×".join(map(str, shape)) if shape else "a number"
