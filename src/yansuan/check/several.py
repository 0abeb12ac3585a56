"""Integrals over several parameters at once, between bounds.

An integral within an integral is dear: each of its places asks for a quadrature of its own.  What parameters of a
surface or a solid sweep over is smooth nearly always, so Gauss's rules are tried first, with as many places along each
parameter as it needs by itself.  They must agree with rules that have more places along all of them; what they differ
by is taken for the error, which is an estimate.  Where they do not agree, one integral is computed within the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

import flint

from yansuan.check.approached import Approached, Integral
from yansuan.check.balls import Ball, Undecided, as_ball, precision
from yansuan.check.errors import DoublesOnly, Meaningless, NotHere
from yansuan.check.integrand import Found
from yansuan.check.notation import State
from yansuan.check.values import number
from yansuan.tex import tree

Rule = Callable[[int], list[tuple[Any, Any]]]
Function = Callable[[State, Mapping[str, Any]], Any]
Body = Callable[[Sequence[Any]], Any]

_SIZES = (4, 7, 11, 16, 22, 30, 40)  # places along a parameter
_MORE = 3  # along each, of the rule that bears another one out
_MOST = 30_000  # places in all
_ELSEWHERE = (0.3819, 0.7236, 0.1459)  # where the other parameters are while one is looked at
_GOAL = 72  # bits beside the integral of the absolute value, which is more than what is taken for 0 has
_SPARE = 24  # bits of the computation that the result has not
_GOAL_OF_DOUBLES = 42
_DEAR = 2000  # places: in balls so many are looked at for one instance only


class Several(Approached):
    """An integral over parameters that stand within each other, each with two bounds.

    Args:
        node: the outermost.
        compiled: makes the function that evaluates a node.
    """

    def __init__(self, node: tree.Integral, compiled: Callable[[tree.Node], Function]) -> None:
        super().__init__(node, compiled)
        self._nested = Integral(node, compiled)
        self._runs = list[tuple[str, Function, Function]]()
        inner: tree.Node = node
        while isinstance(inner, tree.Integral):
            self._runs.append((inner.variable, compiled(inner.lower), compiled(inner.upper)))
            inner = inner.body
        self._innermost = compiled(inner)

    def found(self, state: State, indices: Mapping[str, Any], goal: int) -> Found:
        """By Gauss's rules, else one within the other."""
        most = _DEAR if state.instance.number else _MOST
        with precision(min(flint.ctx.prec, _GOAL + _SPARE)):
            f = self._on_cube(state, indices, Ball)
            found = over_cube(f, len(self._runs), min(goal, _GOAL), _rule, most)
        return found or self._nested.found(state, indices, goal)

    def _in_doubles(self, state: State, indices: Mapping[str, Any]) -> Any:
        f = self._on_cube(state, indices, float)
        found = over_cube(f, len(self._runs), _GOAL_OF_DOUBLES, _rule_of_doubles, _MOST)
        return super()._in_doubles(state, indices) if found is None else self.double(state.instance, found)

    def roughly(self, state: State, indices: Mapping[str, Any]) -> Found:
        """Gauss's rules in doubles."""
        return self._nested.roughly(state, indices)

    def _on_cube(self, state: State, indices: Mapping[str, Any], kind: type) -> Body:
        """What is integrated, each parameter from 0 to 1."""

        def value(parts: Sequence[Any]) -> Any:
            state.instance.spend(1)  # how many there are is bounded already
            here, size = dict(indices), kind(1)
            for (name, lower, upper), part in zip(self._runs, parts, strict=True):
                low, high = (kind(number(end(state, here))) for end in (lower, upper))
                here[name] = low + (high - low) * part
                size = size * (high - low)
            return number(self._innermost(state, here)) * size

        return value


def over_cube(f: Body, count: int, goal: int, rule: Rule, most: int) -> Found | None:
    """The integral over a cube of so many sides; None where the rules do not come to agree.

    Raises:
        DoublesOnly: it takes more than `most` places, or code of the snippet takes no balls.
    """
    try:
        sizes = [_needed(f, n, count, goal, rule) for n in range(count)]
        fewer = [size for size in sizes if size is not None]
        more = [size + _MORE for size in fewer]
        if len(fewer) < count or prod(more) > _MOST:
            return None
        if prod(more) > most:
            raise DoublesOnly("an integral over several letters, in balls")
        one, other = _by_gauss(f, fewer, rule), _by_gauss(f, more, rule)
    except DoublesOnly:
        raise
    except (Undecided, Meaningless, NotHere):
        return None
    apart = (one.value - other.value).upper()
    if not apart <= 2.0 ** (6 - goal) * other.mass:
        return None
    error = 2 * apart + 2.0**-goal * other.mass
    return Found(other.value.widened(error), other.mass, proved=False)


def _needed(f: Body, n: int, count: int, goal: int, rule: Rule) -> int | None:
    """How many places the n-th parameter needs, the others being held; None where it needs too many."""
    found = 0
    for turn in range(2 if count > 1 else 1):
        held = [rule(1)[0][0] * 0 + _ELSEWHERE[(k + turn) % len(_ELSEWHERE)] for k in range(count)]

        def along(parts: Sequence[Any], held: Sequence[Any] = held) -> Any:
            return f([*held[:n], parts[0], *held[n + 1 :]])

        before: Found | None = None
        for size in _SIZES:
            now = _by_gauss(along, [size], rule)
            if before is not None and (now.value - before.value).upper() <= 2.0**-goal * max(now.mass, 1e-300):
                found = max(found, size)
                break
            before = now
        else:
            return None
    return found


def _by_gauss(f: Body, sizes: Sequence[int], rule: Rule) -> Found:
    """A rule with so many places along each side."""
    total, mass = Ball(0), 0.0
    for places in product(*map(rule, sizes)):
        value = f([at for at, _ in places])
        for _, weight in places:
            value = value * weight
        total, mass = total + value, mass + as_ball(value).upper()
    return Found(total, mass, proved=False)


def _rule(size: int) -> list[tuple[Any, Any]]:
    """The places between 0 and 1 of a rule of Gauss, each with its weight."""
    return _rule_of_balls(size, flint.ctx.prec)


@lru_cache(maxsize=64)
def _rule_of_balls(size: int, bits: int) -> list[tuple[Any, Any]]:
    with precision(bits):
        pairs = [flint.arb.legendre_p_root(size, k, weight=True) for k in range(size)]
        return [(Ball((1 + x) / 2), Ball(weight / 2)) for x, weight in pairs]


@lru_cache(maxsize=64)
def _rule_of_doubles(size: int) -> list[tuple[Any, Any]]:
    return [(float(at.double().real), float(weight.double().real)) for at, weight in _rule_of_balls(size, 64)]
