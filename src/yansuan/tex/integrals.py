"""Integrals: their bounds, their differentials, and what stands between.

What is integrated ends at the differential that belongs to the sign: of several signs the innermost takes the first.
The differential may also stand first, `\\int_0^1 dx\\, f(x)`, and then the rest of the term is integrated, or in the
numerator of a fraction, `\\int_0^1 \\frac{dx}{1 + x}`.
"""

from __future__ import annotations

from typing import Self

from yansuan.tex import tree
from yansuan.tex.cursor import Moving
from yansuan.tex.integrated import must_run_by_itself
from yansuan.tex.marks import CLOSING, ENDS, OPENING, Differential, Marks
from yansuan.tex.operators import INTEGRALS, SIGNS
from yansuan.tex.paths import over_path
from yansuan.tex.patterns import Pattern
from yansuan.tex.regions import is_disk, is_path, over_circle, over_disk
from yansuan.tex.spaces import FONTS, over_space
from yansuan.tex.tokens import Token
from yansuan.tex.tree import Node

Bounds = tuple[Node, Node]


class Integrals(Marks):
    """Reads integrals."""

    def integral(self) -> Node:
        """`\\int_a^b f(x)\\,dx` and its kin."""
        token = self.token
        self.at += 1
        count = INTEGRALS[token.text]
        lower, upper = self._below_and_above()
        if upper is None:
            closed = token.text in (r"\oint", r"\oiint")
            if (node := over_path(self, lower, token, closed=closed)) is not None:
                return node
        if token.text == r"\oiint":
            raise self.fail(r"\oiint over what? Bind a surface, and write its name below", token.start)
        if token.text == r"\oint" and (lower is None or upper is not None or not is_path(lower)):
            raise self.fail(
                r"\oint along what? Bind a closed curve or surface, its parameters and coordinates, and write its name"
                r" below, or call it \oint; or write a circle |z| = 1 there",
                token.start,
            )
        if lower is not None and upper is None and count == 1:
            count = self._beside(token)
        found = self._elements(lower, count, token) if upper is None else []
        found = found or self._differentials(count, token)
        letters = [one.variable for one in found]
        if len(set(letters)) < count:
            raise self.fail("an integral over the same letter twice", self.tokens[found[-1].begin].start)
        vectors = any(one.startswith(FONTS) for one in letters)
        if upper is None and vectors and token.text in (r"\int", r"\iint", r"\iiint"):
            return over_space(self, letters, lower, self._integrand(found), token.start)
        if vectors:
            raise self.fail(
                "an integral over a vector is over all of them, without bounds, or over \\mathbb{R}^n; along a curve"
                " it has the curve's name below it, \\int_C",
                token.start,
            )
        if lower is None and upper is None:
            if count > 1:
                raise self.fail(rf"{token.text} over what? Write the bounds below it", token.start)
            if self._has_vectors(found[0]):
                return over_space(self, letters, None, self._integrand(found), token.start)
            return self._antiderivative(token, found[0])
        if lower is not None and token.text == r"\oint":
            return over_circle(lower, letters[0], self._integrand(found), token.start, self.stopped)
        if lower is not None and upper is None and is_disk(lower, letters):
            return over_disk(lower, letters, self._integrand(found), token.start, self.stopped)
        bounds = self._bounds_of(letters, lower, upper, token)
        body = self._integrand(found)
        for letter in letters:
            must_run_by_itself(self, letter, body)
        for variable, (low, high) in reversed(list(zip(letters, bounds, strict=True))):
            body = tree.Integral(token.start, self.stopped, variable, low, high, body)
        return body

    # ---- Bounds

    def _below_and_above(self) -> tuple[Self | None, Self | None]:
        """What stands below and above the sign."""
        lower: Self | None = None
        upper: Self | None = None
        while self.peek() in ("_", "^"):
            at, below = self.offset, self.take("_")
            self.at += not below
            if (lower if below else upper) is not None:
                raise self.fail("a second thing below or above the integral", at)
            if below:
                lower = self.argument()
            else:
                upper = self.argument()
        if upper is not None and lower is None:
            raise self.fail("the integral has an upper bound and no lower one")
        return lower, upper

    def _bounds_of(self, letters: list[str], lower: Self | None, upper: Self | None, token: Token) -> list[Bounds]:
        """The bounds of each letter."""
        assert lower is not None
        if upper is not None:
            if len(letters) > 1:
                raise self.fail(rf"{token.text} with one pair of bounds. Write one \int for each letter", token.start)
            return [(lower.bound_or_infinity(), upper.bound_or_infinity())]
        if lower.peek() == "[":
            return self._box(letters, lower)
        begin, head = lower.offset, lower.head()
        patterns = [one for one in self.grammar.patterns.get(head, ()) if not one.places and one.formals is None]
        if not patterns or lower.head_end() != lower.end:
            raise self.fail(
                "over what? Write both bounds, a box such as [0,1]^2, or bind a region: "
                '"D": ("…", {"x": (0.0, 1.0), "y": (0.0, 2.0)})',
                begin,
            )
        return self._region(letters, patterns[0], begin, lower.tokens[lower.end - 1].end)

    def _region(self, letters: list[str], pattern: Pattern, start: int, end: int) -> list[Bounds]:
        """The bounds in a declared region, which come from its value; x goes before y, whichever is printed first."""
        letters.sort()
        names = tuple(letters)
        return [
            (tree.Edge(start, end, pattern, names, one, False), tree.Edge(start, end, pattern, names, one, True))
            for one in letters
        ]

    def _box(self, letters: list[str], lower: Self) -> list[Bounds]:
        """`[0,1]^2`, `[a,b]\\times[c,d]`, in the order in which the letters stand in the alphabet."""
        sides = list[tuple[Self, Self]]()
        begin = lower.offset
        while lower.take("["):
            close = lower.closing("[", "]")
            ends = lower.inside(lower.at, close).parts(",", "，")
            if len(ends) != 2:
                raise lower.fail("an interval is [a, b]")
            lower.at, times = close + 1, 1
            if lower.take("^"):
                exponent = lower.argument().whole()
                if not isinstance(exponent, tree.Number) or exponent.value not in (1, 2, 3):
                    raise lower.fail("the power of an interval is 2 or 3", exponent.start)
                times = int(exponent.value)
            sides += [(ends[0], ends[1])] * times
            if lower.at < lower.end and not (lower.take(r"\times") and lower.peek() == "["):
                raise lower.fail("a box is [a, b]\\times[c, d]")
        if len(sides) != len(letters):
            raise lower.fail(f"the box has {len(sides)} sides, and the integral {len(letters)} differentials", begin)
        letters.sort()
        parts = [tuple(lower.inside(one.at, one.end).bound_or_infinity() for one in side) for side in sides]
        return [(low, high) for low, high in parts]

    # ---- What is integrated

    def _integrand(self, found: list[Differential]) -> Node:
        """What is integrated, over the letters of the differentials."""
        letters = tuple(one.variable if self._has_vectors(one) else Moving(one.variable) for one in found)
        first, last = found[0], found[-1]
        if first.fraction is not None:
            return self._with_fraction(found, letters)
        if first.begin == self.at:
            return self._after_differential(last.end, letters)
        body = self.inside(self.at, first.begin, *letters).whole()
        self.at = last.end
        self._must_end(letters)
        self.goes_on = ""
        return body

    def _after_differential(self, at: int, letters: tuple[str, ...]) -> Node:
        """The rest of the term, after a differential that stands first."""
        self.at = at
        if not self.begins_factor():
            self.goes_on = ""
            return tree.Number(self.stopped, self.stopped, 1, "1")
        rest = self.inside(at, self.end, *letters)
        body = rest.product_of(rest.factors())
        self.at = rest.at
        self._must_end(letters)
        self.goes_on = "term"
        return body

    def _with_fraction(self, found: list[Differential], letters: tuple[str, ...]) -> Node:
        """A differential that stands in a numerator: the term without it."""
        last = found[0].fraction or 0
        taken = {n for one in found for n in range(one.begin, one.end)}
        kept = [token for n, token in enumerate(self.tokens[: self.end]) if n >= self.at and n not in taken]
        at = next(n for n, token in enumerate(kept) if token.start > self.tokens[found[0].begin].start)
        if kept[at].text == "}" and kept[at - 1].text == "{":  # nothing else stands there
            kept.insert(at, Token("1", kept[at].start, kept[at].start))
        rest = type(self)(kept, 0, len(kept), self.grammar, (*self.bound, *letters), self.depth + 1)
        body = rest.product_of(rest.factors())
        if rest.stopped < self.tokens[last - 1].end:
            raise self.fail("which terms are integrated? Put brackets around them, and the differential after them")
        self.at = self.end - (len(kept) - rest.at)
        self._must_end(letters)
        self.goes_on = "term"
        return body

    def _must_end(self, letters: tuple[str, ...]) -> None:
        """What follows the integral and has its letter may be meant to belong to it."""
        depth = 0
        for token in self.tokens[self.at : self.end]:
            text = token.text
            if depth == 0 and (text in ENDS or text in CLOSING or text in INTEGRALS or text in SIGNS):
                return
            depth += (text in OPENING) - (text in CLOSING)
            if text in letters:
                raise self.fail("does this belong to the integral? Put brackets around one of them", token.start)

    def _has_vectors(self, found: Differential) -> bool:
        """Whether an integral over vectors stands before a differential, so that this one is over all numbers."""
        inner = self.inside(self.at, found.begin)
        return any(
            one is not None and one.variable.startswith(FONTS)
            for at in range(inner.at, inner.end)
            for one in (self._differential_at(at, inner.end),)
        )

    def _antiderivative(self, token: Token, found: Differential) -> Node:
        """An integral without bounds: by a quantity, whose letter is not bound."""
        variable = self.inside(found.letter, found.end)
        if found.fraction is not None:
            body = self._with_fraction([found], ())
        elif found.begin == self.at:
            body = self._after_differential(found.end, ())
        else:
            body = self.inside(self.at, found.begin).whole()
            self.at = found.end
        by = variable.symbol()
        if not isinstance(by, tree.Quantity):
            raise self.fail(
                f"an integral without bounds is over a quantity of the notation, which {found.variable} is not",
                self.tokens[found.begin].start,
            )
        return tree.Antiderivative(token.start, self.stopped, body, by)
