"""Derivatives that are written by a sign on a symbol: dots, primes on quantities and brackets, letters below.

By what is differentiated is not printed, so it is taken where only one thing can be meant: what the notation says, else
the one drawn number that all follows from, or x.  A letter that the notation binds with its sign goes before all this.
"""

from __future__ import annotations

from collections.abc import Iterator

from yansuan.tex import tree
from yansuan.tex.calls import HIGHEST, Calls
from yansuan.tex.conventions import PRIME
from yansuan.tex.operators import TIMES_DOTTED
from yansuan.tex.patterns import Pattern, read_head, script
from yansuan.tex.scripts import Scripts
from yansuan.tex.tokens import Token, Unreadable, tokenize
from yansuan.tex.tree import Node


class Rates(Calls):
    """Reads dots, primes and letters below as derivatives."""

    def quantity_called(self, tex: str, token: Token) -> tree.Quantity | None:
        """A symbol of the notation by its TeX, as if it stood at a token; None where it is no quantity."""
        tokens = [Token(part.text, token.start, token.start) for part in tokenize(tex)]
        try:
            node = type(self)(tokens, 0, len(tokens), self.grammar, (), self.depth + 1).whole()
        except Unreadable:
            return None
        return node if isinstance(node, tree.Quantity) else None

    # ---- Dots

    def dotted(self, head: str) -> Node:
        """`\\dot x`, `\\ddot q_i`, `\\dot x(0)`: by the time, where the notation has no symbol of that name."""
        token, accent = self.token, head.split()[0]
        start, stop = script(self.tokens, self.at + 1, self.end)
        braces = self.tokens[self.at + 1].text == "{"
        at = stop + braces
        below = at
        if at < self.end and self.tokens[at].text == "_":
            below = script(self.tokens, at + 1, self.end)[1] + (self.tokens[at + 1].text == "{")
        tokens = [*self.tokens[start:stop], *self.tokens[at:below]]
        if braces and below > at:  # nothing of the TeX is the symbol with its indices and nothing else
            tokens = [Token(one.text, token.start, token.start) for one in tokens]
        reader = type(self)(tokens, 0, len(tokens), self.grammar, self.bound, self.depth + 1)
        try:
            of = reader.symbol(scripts_after=False)
        except Unreadable:
            of = None
        name = self.grammar.conventions.dot or "t"
        if not isinstance(of, tree.Quantity | tree.Call) or reader.at < reader.end:
            self.at = stop + braces
            return self.letter(token, head)
        self.at = below
        order = TIMES_DOTTED[accent]
        if isinstance(of, tree.Call):
            return self.powers(self._dotted_call(token, head, of, order, name))
        time = self.quantity_called(name, token)
        if time is None or time.pattern.key not in self.grammar.dependence.leaves(of.pattern.key):
            raise self.fail(
                f"'{head}' is not bound, and {of.pattern.tex} does not follow from {name}, by which a dot"
                f" differentiates. Bind it, let {of.pattern.tex} follow from {name}, or let the notation's key"
                " '\\dot' say another letter",
                token.start,
            )
        return self.powers(tree.Derivative(token.start, self.stopped, of, (time,) * order, total=True))

    def _dotted_call(self, token: Token, head: str, of: tree.Call, order: int, name: str) -> Node:
        if of.pattern.formals != (name,) or of.order or not of.bare:
            raise self.fail(f"'{head}' is not bound, and {of.pattern.tex} is no function of {name} alone", token.start)
        if self.peek() not in ("(", "["):
            return tree.Call(token.start, self.stopped, of.pattern, of.arguments, order, True, of.lower, of.upper)
        arguments = self.arguments_of(of.pattern)
        return tree.Call(token.start, self.stopped, of.pattern, arguments, order, False, of.lower, of.upper)

    # ---- Primes

    def primed(self, node: Node, order: int, start: int) -> Node:
        """A prime on a quantity or on a bracket: by what, where it is not printed?"""
        if order > HIGHEST:
            raise self.fail(f"order {order}: derivatives are known up to the order {HIGHEST}", start)
        calls = [one for one in tree.walk(node) if isinstance(one, tree.Call) and one.bare]
        variable = self._formal_of(calls, node, start) if calls else self._only_leaf(node, start)
        derivative = tree.Derivative(start, self.stopped, node, (variable,) * order, total=True)
        if self.peek() not in ("(", "["):
            return derivative
        if not calls:
            raise self.fail("a factor, or the place where the derivative is taken? Write \\cdot before a factor")
        place = self.bracketed()
        if tree.spelling(place) == tree.spelling(variable):
            return tree.Derivative(start, self.stopped, node, (variable,) * order, total=True)
        return tree.At(start, self.stopped, derivative, variable, place)

    def _formal_of(self, calls: list[tree.Call], node: Node, start: int) -> tree.Quantity:
        """The argument that all functions without one have."""
        found = {tree.spelling(one.arguments): one.arguments for one in calls}
        arguments = next(iter(found.values()))
        variable = arguments[0]
        if len(found) > 1 or len(arguments) != 1 or not isinstance(variable, tree.Quantity):
            raise self.fail("by what does this prime differentiate? Write \\frac{d}{dx}", start)
        follows = self.grammar.dependence.follows
        for one in tree.quantities(node):
            key = one.pattern.key
            if key != variable.pattern.key and variable.pattern.key in follows.get(key, ()):
                raise self.fail(f"{one.pattern.tex} follows from {variable.pattern.tex}: write its derivative", start)
        return variable

    def _only_leaf(self, node: Node, start: int) -> tree.Quantity:
        """The one drawn number that a quantity or what stands in a bracket follows from."""
        said, dependence = self.grammar.conventions.prime, self.grammar.dependence
        leaves = frozenset[str]().union(*(dependence.leaves(one.pattern.key) for one in tree.quantities(node)))
        token = Token("", start, start)
        own = {one.pattern.key for one in tree.quantities(node)}
        alone = None if said else self.quantity_called("x", token)
        if alone is not None and own == {alone.pattern.key} and not isinstance(node, tree.Quantity):
            return alone  # (ln x)' is by x, whatever x follows from
        if said:
            variable = self.quantity_called(said, token)
        elif len(leaves) == 1:
            variable = self._by_key(next(iter(leaves)), token)
        else:
            time = self.quantity_called("t", token)
            variable = None if time and time.pattern.key in leaves else self.quantity_called("x", token)
        if variable is None or variable.pattern.key not in leaves & dependence.numbers:
            raise self.fail(
                "by what does this prime differentiate? It is clear where all follows from one number, or from x. "
                f'Write \\frac{{d}}{{dx}}, or let the notation\'s key "{PRIME}" say the letter',
                start,
            )
        return variable

    def _by_key(self, key: str, token: Token) -> tree.Quantity | None:
        texs = [one.tex for patterns in self.grammar.patterns.values() for one in patterns if one.key == key]
        return next((found for tex in texs if (found := self.quantity_called(tex, token))), None)

    # ---- Letters below

    def subscripted(self, token: Token, patterns: tuple[Pattern, ...], scripts: Scripts) -> Node | None:
        """`f_x(x, y)`, `u_{xx}`: what has no index, differentiated by letters; None where it is none of these."""
        plain = [one for one in patterns if not (one.places or one.upper or one.mark)]
        if len(plain) != 1 or scripts.lower is None or scripts.primes or scripts.is_indexed or scripts.upper:
            return None
        names = list(_names_below(scripts))
        if (
            not names
            or len(names) > HIGHEST
            or any(name in self.grammar.indices or name in self.bound for name in names)
        ):
            return None
        (pattern,) = plain
        if pattern.formals is None:
            return self._subscripted_quantity(token, pattern, names)
        if not set(names) <= set(pattern.formals) or len(pattern.formals) < 2:
            return None
        call = self.call(token, pattern, 0, None, (), ())
        assert isinstance(call, tree.Call)
        slots = tuple(pattern.formals.index(name) for name in names)
        return tree.Partial(token.start, self.stopped, call, slots, (None,) * len(slots))

    def _subscripted_quantity(self, token: Token, pattern: Pattern, names: list[str]) -> Node | None:
        by = [self.quantity_called(name, token) for name in names]
        leaves = self.grammar.dependence.leaves(pattern.key)
        if len(leaves) < 2 or any(one is None or one.pattern.key not in leaves for one in by):
            return None
        node = tree.Quantity(token.start, self.stopped, pattern, (), ())
        return tree.Derivative(token.start, self.stopped, node, tuple(one for one in by if one is not None))


def _names_below(scripts: Scripts) -> Iterator[str]:
    """The symbols below, one by one; none where something else stands there."""
    lower = scripts.lower
    assert lower is not None
    at, found = lower.at, list[str]()
    while at < lower.end:
        if lower.tokens[at].text == ",":
            return
        try:
            head, at = read_head(lower.tokens, at, lower.end)
        except Unreadable:
            return
        found.append(head)
    yield from found
