"""Symbols: what the notation binds, the letters that count, the constants, and what stands under a bar."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import e, pi
from typing import Self
from unicodedata import normalize

from yansuan.tex import tree
from yansuan.tex.above import primes_of
from yansuan.tex.barred import Barred
from yansuan.tex.compositions import number_of
from yansuan.tex.compounds import fixed_within
from yansuan.tex.cursor import Argument, Moving, Numbers
from yansuan.tex.matrices import FREE, free_letter
from yansuan.tex.names import chosen
from yansuan.tex.operators import CLOSING, DOUBTFUL, QUOTES, SPELLED, TIMES_DOTTED, UNDER_A_BAR
from yansuan.tex.patterns import Pattern, read_head
from yansuan.tex.permutations import image, permuting
from yansuan.tex.places import entry_of
from yansuan.tex.scripts import BARS_BELOW, Scripts, misfit, single_units
from yansuan.tex.slices import sliced
from yansuan.tex.tokens import Token
from yansuan.tex.tree import Node

_NO_FUNCTION = "Let a letter run that is no function, or mark the formula '% unchecked: why'"
_CONSTANTS = {"e": (e, "e"), r"\pi": (pi, "pi")}


class Symbols(Barred):
    """Reads symbols and calls."""

    def symbol(self, *, scripts_after: bool = True) -> Node:
        """A symbol with its indices; a call, where it is a function."""
        head, after = read_head(self.tokens, self.at, self.end)
        token, begin = self.token, self.at
        patterns = self._patterns(head)
        if patterns:
            self.at = after
            scripts = self.scripts()
            if (part := sliced(self, token.start, patterns, scripts)) is not None:
                return self.powers(part) if scripts_after else part
            marked = tuple(one for one in patterns if one.mark and scripts.marks(one))
            patterns = marked or patterns
            if head in _CONSTANTS and scripts.lower is None:
                patterns = tuple(one for one in patterns if not one.places or one.raised)
            if pattern := chosen(patterns, scripts, self.inside(self.at, self.end)):
                return self.resolved(token, pattern, scripts, scripts_after=scripts_after)
            if (derivative := self.subscripted(token, patterns, scripts)) is not None:
                return self.powers(derivative) if scripts_after else derivative
            self.at = begin
            if not self._means_without(head, scripts):
                raise self.fail(misfit(patterns, scripts), token.start)
        if head in SPELLED and head not in self.bound:
            node = self.known_function(SPELLED[head])
            return self.powers(node) if scripts_after else node
        if head == "d" and self.grammar.differential and head not in self.bound:
            return self.differential(after)
        if head.split()[0] in TIMES_DOTTED and head not in self.bound:
            return self.dotted(head)
        if head in FREE and head not in self.bound and head not in self.grammar.indices and not patterns:
            return free_letter(self, head)
        if head.startswith(UNDER_A_BAR) and head not in self.bound:
            return self.under_a_bar(head)
        self.at = after
        return self.letter(token, head)

    def _patterns(self, head: str) -> tuple[Pattern, ...]:
        """What the notation has under a head; only what has something below where the letter is bound.

        Where a sum binds it, these are names only: of what else it runs through, `x_i` may be an entry.
        """
        patterns = self.grammar.patterns.get(head, ())
        upright = self.is_upright and head in ("d", "e")  # ISO 80000-2: the differential, and the constant
        if upright:
            patterns = tuple(pattern for pattern in patterns if pattern.is_upright)
        if head not in self.bound:
            return patterns
        if any(isinstance(one, Numbers) for one in self.bound if one == head):
            return ()
        after = self.head_end()
        lower = after < self.end and self.tokens[after].text == "_"
        if lower and "{" in head and not self.token.compound:
            return patterns  # x_i beside a bound x in bold
        if lower and isinstance(next(one for one in reversed(self.bound) if one == head), Moving):
            return tuple(pattern for pattern in patterns if pattern.literal or pattern.lower)
        return tuple(pattern for pattern in patterns if pattern.literal and lower)

    def _means_without(self, head: str, scripts: Scripts) -> bool:
        """Whether a head means something where no pattern of the notation fits."""
        if head in SPELLED:
            return True
        others = head in _CONSTANTS or head in self.grammar.indices or (head == "d" and self.grammar.differential)
        return others and scripts.lower is None and not scripts.is_indexed

    def differential(self, after: int) -> Node:
        """`dx_i`, `d(…)`."""
        start = self.offset
        self.at = after
        if self.peek() in ("_", "^", "'") or self.at >= self.end:
            raise self.fail("the differential of what?")
        of = self.bracketed() if self.peek() in CLOSING else self.factor()
        return tree.Differential(start, self.stopped, of)

    def letter(self, token: Token, head: str) -> Node:
        """A letter that the notation does not bind: an index, or e, or π."""
        if (number := number_of(self, head)) is not None:
            return self.powers(number)
        if head in self.bound or head in self.grammar.indices:
            if self.peek() == "_":
                if any(isinstance(one, Argument) for one in self.bound if one == head):
                    return self.powers(entry_of(self, tree.Index(token.start, self.stopped, head)))
                raise self.fail(f"'{head}' counts, and has no index of its own")
            if permuting(self, head):
                return image(self, head)
            functions = [one.tex for one in self.grammar.patterns.get(head, ()) if one.formals is not None]
            if functions and self.peek() in ("(", "["):
                told = f"{functions[0]}, or {head} times what follows? {head} runs here. {_NO_FUNCTION}"
                raise self.fail(told, token.start)
            if token.compound and (inner := fixed_within(head, self.bound)):
                raise self.fail(f"{head} is one letter, and {inner} is bound within it", token.start)
            return self.powers(tree.Index(token.start, self.stopped, head))
        if head in _CONSTANTS:
            return self.powers(tree.Number(token.start, self.stopped, *_CONSTANTS[head]))
        if head in ("C", "c") and self.has_antiderivative():
            return tree.Constant(token.start, self.stopped, head)
        if (plain := normalize("NFKC", head)) != head and plain.isascii():
            raise self.fail(f"'{head}' is a full-width character. Write '{plain}'", token.start)
        if head in DOUBTFUL:
            raise self.fail(f"'{head}' is not bound, and has two meanings: {DOUBTFUL[head]}", token.start)
        raise self.unbound(token, head)

    def has_antiderivative(self) -> bool:
        """Whether an integral without bounds stands in the formula, so that an unbound C is its constant."""
        texts = [token.text for token in self.tokens]
        return any(one == r"\int" and after not in ("_", "^") for one, after in pairwise(texts))

    def scripts(self) -> Scripts:
        """All that stands above and below a symbol."""
        found = Scripts()
        while self.peek() in ("_", "^", "'"):
            at = self.offset
            if self.take("'"):
                found.primes += 1
            elif self.take("_"):
                if found.lower:
                    raise self.fail("a second lower index", at)
                found.lower = self.argument()
            else:
                self.at += 1
                upper = self.argument()
                texts = upper.texts
                if set(texts) & QUOTES:
                    raise self.fail(no_prime(texts[0]), at)
                primes = primes_of(upper.tokens, upper.at, upper.end)
                found.primes += primes
                upper.at += primes
                if primes and upper.at == upper.end:
                    continue
                if found.upper:
                    raise self.fail("a second thing above. Put brackets around what comes first", at)
                found.upper = upper
        return found

    def resolved(self, token: Token, pattern: Pattern, scripts: Scripts, *, scripts_after: bool) -> Node:
        """A symbol by the pattern that fits what stands above and below it."""
        if taken := [text for _, text in pattern.literal if text in self.bound]:
            raise self.fail(
                f"{pattern.tex} is one name, and '{taken[0]}' is bound here. Take another letter for the index",
                token.start,
            )
        upper, power = self._upper(pattern, scripts)
        lower = self._lower(pattern, scripts)
        order, times = scripts.primes - pattern.primes, None
        if order:
            self._must_be_derived(pattern, token)
        if pattern.formals is not None and power is not None and scripts.is_indexed:
            if scripts.order is None:
                times = self.inside(power.at + 1, power.end - 1).whole()
            order, power = scripts.order or 0, None
        node: Node
        if power is not None:
            self._must_be_raised(pattern, lower, power, token)
        if pattern.formals is not None:
            node = self.call(token, pattern, order, power, lower, upper)
            if times is not None:
                node = tree.Repeated(token.start, self.stopped, node, None, times)
            if not (isinstance(node, tree.Call) and node.bare):
                power = None
        else:
            node = tree.Quantity(token.start, self.stopped, pattern, upper, lower)
            if order:
                node = self._primed_quantity(node, order)
        if power is not None:
            node = self.raised(node, power)
        return self.powers(node) if scripts_after else node

    def _must_be_derived(self, pattern: Pattern, token: Token) -> None:
        """Primes are derivatives where no function of that letter has a prime in its name."""
        same = [one.tex for one in self.grammar.patterns[pattern.head] if one.primes and one.formals is not None]
        if same and pattern.formals is not None:
            raise self.fail(f"a derivative? The notation has {same[0]}, of which the prime is part", token.start)

    def _primed_quantity(self, node: tree.Quantity, order: int) -> Node:
        dependence, key = self.grammar.dependence, node.pattern.key
        if dependence.follows.get(key, frozenset((key,))) == {key}:
            told = f"a prime on {node.pattern.tex}, which is no function, and follows from nothing"
            raise self.fail(told, node.start)
        return self.primed(replace(node, end=node.start), order, node.start)

    def _must_be_raised(self, pattern: Pattern, lower: tuple[Node, ...], power: Self, token: Token) -> None:
        """An inverse or a transpose is of a function or of a matrix for some, of its value or its entry for others."""
        negative = power.peek() in ("-", "−")
        if pattern.formals is not None and negative:
            raise self.fail(
                f"{pattern.head}^{{-…}} is the inverse function for some, and 1/{pattern.head} for others."
                " Bind the inverse, or write a fraction",
                token.start,
            )
        if len(lower) > 1 and not pattern.barred and (negative or self.is_transpose(power)):
            raise self.fail(
                f"is this an entry of a matrix that is inverted or transposed, or that of {pattern.head} itself?"
                " Put brackets around the entry, or bind a symbol for the other matrix",
                token.start,
            )

    def _upper(self, pattern: Pattern, scripts: Scripts) -> tuple[tuple[Node, ...], Self | None]:
        """The upper indices, and what is left above the symbol: a power or a transpose."""
        upper = scripts.upper
        if upper is None or (pattern.raised and scripts.raised(pattern) is not None):
            return (), None
        if pattern.above:
            return (), self._rest(scripts.after_mark(pattern))
        groups = scripts.groups(pattern) if pattern.upper else None
        if groups is None:
            return (), self.inside(upper.at, upper.end)
        found = list[Node]()
        for (start, stop), (_, count) in zip(groups, pattern.brackets, strict=True):
            parts = self.inside(start + 1, stop).parts(",")
            if len(parts) != count:
                number = "one index" if count == 1 else f"{count} indices"
                message = f"{pattern.tex} has {number} above, and {len(parts)} stand here"
                raise self.fail(message, upper.tokens[start].start)
            found += [part.whole() for part in parts]
        return tuple(found), self._rest((groups[-1][1] + 1, upper.end))

    def _rest(self, stretch: tuple[int, int] | None) -> Self | None:
        """What is left above a symbol for a power or a transpose; None where nothing is."""
        return self.inside(*stretch) if stretch and stretch[0] < stretch[1] else None

    def _lower(self, pattern: Pattern, scripts: Scripts) -> tuple[Node, ...]:
        """The lower indices: parted by commas, or one letter or digit each; those above without brackets first."""
        above = (scripts.raised(pattern) if pattern.raised else None) or []
        raised = tuple(self.of_tokens(tokens).whole() for tokens in above)
        return raised + self._below(pattern, scripts, len(pattern.lower) - len(above))

    def _below(self, pattern: Pattern, scripts: Scripts, count: int) -> tuple[Node, ...]:
        if scripts.lower is None or not count:
            return ()
        below = self.inside(scripts.lower.at, scripts.lower.end)
        if pattern.literal:
            named = {n for n, _ in pattern.literal}
            stretches = scripts.below_by_one(pattern.places) or []
            return tuple(self.inside(*one).whole() for n, one in enumerate(stretches) if n not in named)
        if count == 1:
            if (word := "".join(below.texts)) in ("max", "min"):
                name = rf"{pattern.head}_{{\{word}}}"
                raise self.fail(f"'{word}' is a word below {pattern.head}: bind {name}", below.offset)
            return (below.whole(),)
        parts = below.parts(*BARS_BELOW if pattern.barred else ",")
        if len(parts) == 1:
            parts = [self.of_tokens(unit) for unit in single_units(below)]
        if any(part.at >= part.end for part in parts):
            raise self.fail(f"a comma is misplaced among the indices of {pattern.head}", below.offset)
        if len(parts) != count:
            signed = any(part.peek() in ("+", "-", "−") for part in parts)
            advice = ". Part them by commas" if signed else ""
            message = f"{pattern.tex} has {count} indices below, and {len(parts)} stand here{advice}"
            raise self.fail(message, below.offset)
        return tuple(part.whole() for part in parts)

    def of_tokens(self, tokens: list[Token]) -> Self:
        """A reader for tokens of a script."""
        return type(self)(tokens, 0, len(tokens), self.grammar, self.bound, self.depth)


def no_prime(text: str) -> str:
    """What is wrong with a quotation mark that is meant to be a prime."""
    what = "is not how TeX writes a prime, which" if text == "′" else "is a quotation mark; a prime"
    return f"'{text}' {what} is '"
