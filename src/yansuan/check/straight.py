"""Integrands as straight-line code on Arb's numbers.

A quadrature asks for an integrand at hundreds of thousands of places, and walking its tree takes far longer there than
what Arb computes.  What consists of sums, products, quotients, powers, functions of Arb and calls of the snippet's
functions becomes one Python function of the letter's `flint.acb`.  It does what `values.py`, `fields.py`, `balls.py`
and `disks.py` do, in the same order, as long as nothing has to be decided: values are finite, nothing is divided by
what may be 0, roots and logarithms are of what is positive.  Elsewhere it gives None, and the tree is walked, which
tells what is wrong.  So what it gives is what the tree gives, to the last bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import flint

from yansuan.check.approached import must_not_follow
from yansuan.check.balls import Ball
from yansuan.check.calls import Code, member
from yansuan.check.disks import EVERYWHERE, WITHIN, Disk
from yansuan.check.fields import as_whole
from yansuan.check.integrand import Raw
from yansuan.check.lines import AS, JOINED, Called, Kind, Rests, Unfit, Walked, Writer, resting
from yansuan.check.notation import State
from yansuan.check.resting import FOLLOWING
from yansuan.functions import FUNCTIONS
from yansuan.tex import tree
from yansuan.tex.tree import Node

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]
Compile = Callable[[Node], Function]


class _Parts:
    """A body taken apart: what rests, what is called, what is walked, and a tree of the rest."""

    def __init__(self, body: Node, letters: frozenset[str], compiled: Compile) -> None:
        self._compiled = compiled
        self.resting, self.walked = list[Function](), list[Function]()
        self.called = list[tuple[str, list[Function]]]()  # the key of a function, and which of a family it is
        self.exponents = set[int]()  # of what rests
        self.placed = list[tuple[str, list[tree.Quantity]]]()  # letters, and what may not follow from them
        self.body = self._reduced(body, letters)

    def _rests(self, node: Node, letters: frozenset[str]) -> bool:
        return not tree.free_indices(node) & letters and all(isinstance(one, FOLLOWING) for one in tree.walk(node))

    def _reduced(self, node: Node, letters: frozenset[str]) -> Node:
        if self._rests(node, letters):
            self.resting.append(self._compiled(node))
            return Rests(node.start, node.end, len(self.resting) - 1)

        def parts(nodes: Sequence[Node]) -> tuple[Node, ...]:
            return tuple(self._reduced(one, letters) for one in nodes)

        match node:
            case tree.Index():
                return node
            case tree.Sum(terms=terms):
                terms = self._folded(terms, letters, lambda some: replace(node, terms=some), 1)
                return replace(node, terms=tuple((sign, self._reduced(one, letters)) for sign, one in terms))
            case tree.Product(factors=factors) if all(joint in JOINED for joint, _ in factors):
                factors = self._folded(factors, letters, lambda some: replace(node, factors=some), "*")
                return replace(node, factors=tuple((joint, self._reduced(one, letters)) for joint, one in factors))
            case tree.Quotient(above=above, below=below):
                above, below = parts((above, below))
                return replace(node, above=above, below=below)
            case tree.Power(base=tree.Number(value=math.e), exponent=exponent):
                return tree.Apply(node.start, node.end, "exp", self._reduced(exponent, letters))
            case tree.Power(base=base, exponent=exponent):
                base, exponent = parts((base, exponent))
                if isinstance(exponent, Rests):
                    self.exponents.add(exponent.number)
                return replace(node, base=base, exponent=exponent)
            case tree.Apply(function=name, argument=argument) if _is_known(name):
                return replace(node, argument=self._reduced(argument, letters))
            case tree.Turned(of=of):
                return replace(node, of=self._reduced(of, letters))
            case tree.Placed(variables=names, places=places, body=body):
                self.placed += [(name, list(tree.quantities(body))) for name in names]
                return replace(node, places=parts(places), body=self._reduced(body, letters.union(names)))
            case tree.Call(order=0, arguments=arguments, lower=lower, upper=upper):
                if all(self._rests(one, letters) for one in (*lower, *upper)):
                    one = node.pattern.key, [self._compiled(part) for part in (*lower, *upper)]
                    if one not in self.called:  # which no two members of a family are
                        self.called.append(one)
                    return Called(node.start, node.end, self.called.index(one), parts(arguments))
        self.walked.append(self._compiled(node))
        return Walked(node.start, node.end, len(self.walked) - 1)

    def _folded(self, parts: Any, letters: frozenset[str], joined: Callable[[Any], Node], first: Any) -> Any:
        """Terms or factors of which the first ones, if they rest, are one."""
        count = next((n for n, (_, one) in enumerate(parts) if not self._rests(one, letters)), len(parts))
        return ((first, joined(parts[:count])), *parts[count:]) if count else parts


def _is_known(name: str) -> bool:
    row = FUNCTIONS.get(name)
    if row is None:  # a bar, which the notation says the meaning of
        return False
    if row.library and not row.domain and not row.through:
        return row.library in EVERYWHERE or row.library in WITHIN
    return name in ("ln", "log", "abs")


class Run:
    """A body in a state, as a function of its letter; it gives None where the tree must be walked.

    Args:
        bound: makes the function, of what rests there, for a kind of ball.
    """

    def __init__(self, bound: Callable[[type], tuple[Raw, Kind] | None]) -> None:
        self._bound = bound
        self._known = dict[tuple[type, int], tuple[Raw, Kind] | None]()

    def __call__(self, x: Any) -> Ball | None:
        """The value at a ball or on a disk."""
        found = self._of(type(x))
        if found is None or (type(x) is Disk and not x.line):
            return None
        function, kind = found
        value = function(x.v)
        return None if value is None else AS[kind](value)

    def raw(self, kind: type) -> Raw | None:
        """The function of a letter that is a `kind` of ball, real on the line, in the precision that is set."""
        found = self._of(kind)
        return found and found[0]

    def _of(self, kind: type) -> tuple[Raw, Kind] | None:
        by = kind, flint.ctx.prec
        if by not in self._known:
            self._known[by] = self._bound(kind)
        return self._known[by]


class Straight:
    """A body as straight-line code.

    Args:
        body: of an integral.
        letter: the one that runs.
        compiled: makes the function that evaluates a part.
    """

    def __init__(self, body: Node, letter: str, compiled: Compile) -> None:
        self._body, self._letter, self._compiled = body, letter, compiled
        self._parts: _Parts | None = None
        self._made = dict[tuple[Any, ...], tuple[Callable[..., Any], Kind] | None]()
        self._is_fit = True

    def at(self, state: State, indices: Indices) -> Run:
        """The body in a state, as a function of the letter."""
        return Run(partial(self._bound, state, indices))

    def _unfit(self) -> None:
        self._is_fit = False

    def _bound(self, state: State, indices: Indices, kind: type) -> tuple[Raw, Kind] | None:
        """The function of what rests here, and what it gives; None where there is none."""
        if (kind is not Ball and kind is not Disk) or not self._is_fit:
            return None
        parts = self._parts = self._parts or _Parts(self._body, frozenset((self._letter,)), self._compiled)
        if isinstance(parts.body, Rests | Walked):
            return None
        try:
            for name, quantities in parts.placed:
                must_not_follow(state.instance, name, quantities)
            found = [one(state, indices) for one in parts.resting]
            called = [Code(state, key, member(state, indices, key, family)) for key, family in parts.called]
        except Exception:  # which the tree will tell
            return None
        found = [as_whole(one) if n in parts.exponents else one for n, one in enumerate(found)]
        if not all(type(one) in (int, Ball) or (type(one) is Disk and one.line) for one in found):
            return None
        kinds = tuple(resting(one, is_exponent=n in parts.exponents) for n, one in enumerate(found))
        by = kind, kinds
        if by not in self._made:
            letter: Kind = "real" if kind is Ball else "disk"
            try:
                self._made[by] = Writer(parts.body, self._letter, letter, kinds).made()
            except Unfit:
                self._made[by] = None
        made = self._made[by]
        if made is None:
            return None
        make, given = made
        values = [flint.acb(one) if type(one) is int else one.v for one in found]
        # Code that is no formula is run without asking at each place whether it is.
        call = state.field.call if any(one.is_formula for one in called) else state.field.run
        function = make(values, found, called, parts.walked, state, indices, call, self._unfit)
        return None if function is None else (function, given)
