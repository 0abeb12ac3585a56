"""What counts, as it is written: whole parts, remainders and congruences, divisors, coefficients, δ and ε.

A symbol that the notation binds goes before all of them: its own `\\gcd`, its own C or δ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Self

from yansuan.tex import discrete, tree
from yansuan.tex.listing import listed
from yansuan.tex.operators import JOINTS, MODULI, RELATIONS, SIGNS
from yansuan.tex.patterns import read_head
from yansuan.tex.scripts import single_tokens
from yansuan.tex.terms import Terms
from yansuan.tex.tokens import ROW, Token, Unreadable
from yansuan.tex.tree import Chain, Node, Relation, Sign

ROUNDED = {r"\lfloor": r"\rfloor", r"\lceil": r"\rceil", "⌊": "⌋", "⌈": "⌉"}
COEFFICIENTS = {r"\choose": "choose", r"\brace": "brace", r"\brack": "brack"}
ENDINGS = frozenset((*ROUNDED.values(), *MODULI, *COEFFICIENTS, r"\bmod", r"\not", r"\subset", r"\supset"))
"""What begins no factor."""

_NEGATED: dict[str, Sign] = {"=": "≠", r"\equiv": "≢", r"\mid": "∤", "|": "∤", r"\in": "∉"}
_MOD = r"\operatorname{mod}"
_DIVISORS = {rf"{name}{{{of}}}" if name else rf"\{of}": of for of in ("gcd", "lcm") for name in ("", r"\operatorname")}
_CHOSEN = {"C": "binomial", r"\operatorname{C}": "binomial", "A": "list", r"\operatorname{A}": "list"}
_DELTA, _EPSILON = r"\delta", (r"\varepsilon", r"\epsilon")
_STEPS = {r"\underline": -1, r"\overline": 1}
_GENFRAC = {("(", ")"): "choose", (r"\{", r"\}"): "brace", ("[", "]"): "brack"}
_NO_SIDE = frozenset(("", "_", "^", *RELATIONS, *SIGNS, *JOINTS))  # before or after a bar that divides
_MOST_PLACES = 6


class Counting(Terms):
    """Reads what counts."""

    congruent = False  # whether a ≡ stands in the chain that is being read, which its `\bmod` belongs to

    # ---- Relations

    def relation(self) -> Relation:
        """A sign between two expressions."""
        token = self.token
        if token.text == ":" and self.peek(1) == "=":
            self.at += 1
        if self.peek() == r"\not" and (negated := _NEGATED.get(self.peek(1))):
            self.at += 2
            return Relation(token.start, self.stopped, negated)
        if self.take(r"\in", "∈"):
            return Relation(token.start, self.stopped, "∈")
        if self.peek() in (r"\subset", r"\supset", "⊂", "⊃"):
            raise self.fail(f"'{self.peek()}' lets both be equal for some. Write \\subseteq or \\subsetneq")
        if self.peek() not in RELATIONS:
            raise self.unexpected()
        sign = RELATIONS[self.peek()]
        self.at += 1 + (self.peek() == "=" and self.peek(1) == ":")
        if sign == "≈":
            said = self.grammar.conventions
            return Relation(token.start, self.stopped, sign, near=said.near, near_here=said.near_here)
        return Relation(token.start, self.stopped, sign)

    def prepare(self) -> None:
        """Look ahead over a chain: whether a `\\bmod` says modulo what, and whether a single `|` divides."""
        self.congruent = any(len(self.parts(sign)) > 1 for sign in (r"\equiv", r"\nequiv"))
        sides = self.parts("|")
        ends = len(sides) == 2 and (self.tokens[sides[0].end - 1].text, sides[1].peek())
        if ends and self.texts.count("|") == 1 and sides[0].peek() and not _NO_SIDE.intersection(ends):
            bar = self.tokens[sides[0].end]
            self.tokens[sides[0].end] = Token(r"\mid", bar.start, bar.end, bar.apart)

    def begins_modulus(self) -> bool:
        """Whether `\\pmod m` follows, or `(\\bmod m)`, or a `\\bmod` that belongs to a ≡."""
        if self.peek() in MODULI:
            return True
        if self.peek() == r"\bmod":
            return self.congruent
        if self.peek() != "(":
            return False
        probe = self.inside(self.at + 1, self.end)
        return probe.peek() in (r"\bmod", r"\mod") or probe.head().replace(" ", "") == _MOD

    def modulus(self) -> Node:
        """What a congruence is modulo."""
        opener = self.token
        if opener.text == "(":
            self.at += 1
            close = self.closing("(", ")")
            probe = self.inside(self.at, close)
            probe.at = probe.at + 1 if probe.peek() in (r"\bmod", r"\mod") else probe.head_end()
            self.at = close + 1
            return probe.whole()
        self.at += 1
        if opener.text == r"\pmod" or (opener.text == r"\pod" and self.peek() == "{"):
            return self.argument().whole()
        if opener.text == r"\pod":
            raise self.fail("put braces around what this is modulo")
        return self.term()

    def must_be_no_columns(self, chain: Chain) -> None:
        """Two columns in braces beside each other may be vectors, and no Stirling numbers."""
        for one, other in pairwise(chain.expressions):
            if all(isinstance(side, discrete.Stirling) and side.column for side in (one, other)):
                raise self.fail("columns in braces: vectors, or Stirling numbers? Write {n \\brace k}", one.start)

    def with_modulus(self, relations: Sequence[Relation]) -> list[Relation]:
        """The relations before a `\\pmod m`, those that have no modulus with this one."""
        at, modulus = self.offset, self.modulus()
        open_ = [one for one in relations if one.sign in ("≡", "≢") and one.modulus is None]
        if not open_ and relations and relations[-1].sign == "=":  # of a ≡ in a row above, which `settled` knows
            return [*relations[:-1], replace(relations[-1], modulus=modulus)]
        if not open_:
            raise self.fail("modulo this, what is congruent? Write \\equiv", at)
        return [replace(one, modulus=modulus) if one in open_ else one for one in relations]

    def remainder(self, of: Node, begin: int) -> Node:
        """`a \\bmod m`, where a has just been read."""
        mixed = isinstance(of, tree.Product) and any(joint not in ("*", "dot") for joint, _ in of.factors)
        which = "what is divided here, and by what? Put brackets around what belongs to \\bmod"
        if self.goes_on or mixed or self.tokens[begin].text in SIGNS:
            raise self.fail(which)
        self.at += 1
        modulus = self.product_of(self.run("*"))
        if self.goes_on or self.peek() in (*SIGNS, *JOINTS, r"\bmod"):
            raise self.fail(which)
        return discrete.Remainder(of.start, self.stopped, of, modulus)

    # ---- Factors

    def counted(self) -> Node | None:
        """A factor that is of these, or None."""
        text = self.peek()
        if text in ROUNDED:
            return self._rounded()
        if text == "{" and (joint := self._coefficient()):
            return self._infix(joint)
        if text == r"\genfrac":
            return self._genfrac()
        if text == r"\begin" and self.environment_name() == "Bmatrix":
            return self._braces()
        return self._named()

    def _rounded(self) -> Node:
        opener = self.token
        self.at += 1
        close = self.closing(opener.text, ROUNDED[opener.text])
        of = self.inside(self.at, close).whole()
        self.at = close + 1
        return discrete.Rounded(opener.start, self.stopped, of, up=opener.text in (r"\lceil", "⌈"))

    def _coefficient(self) -> int | None:
        """Where the `\\choose` of the group stands that begins here."""
        close = self.inside(self.at + 1, self.end).closing("{", "}")
        parts = self.inside(self.at + 1, close).parts(*COEFFICIENTS)
        return parts[0].end if len(parts) == 2 else None

    def _infix(self, joint: int) -> Node:
        """`{n \\choose k}` and its kin."""
        opener = self.token
        self.at += 1
        close = self.closing("{", "}")
        above, among = self.inside(self.at, joint).whole(), self.inside(joint + 1, close).parts(",", "，")
        self.at = close + 1
        if len(among) > 1 and self.tokens[joint].text == r"\choose":
            return discrete.Multinomial(opener.start, self.stopped, above, listed(among, "list"))
        below = self.inside(joint + 1, close).whole()
        return self._number_of(COEFFICIENTS[self.tokens[joint].text], above, below, opener.start)

    def _number_of(self, kind: str, above: Node, below: Node, start: int) -> Node:
        if self.peek() == "_":
            raise self.fail("this coefficient with something below it is not known here. Let the notation bind it")
        if kind == "choose":
            return tree.Binomial(start, self.stopped, above, below)
        return discrete.Stirling(start, self.stopped, kind, above, below)  # type: ignore[arg-type]

    def _genfrac(self) -> Node:
        r"""`\genfrac{[}{]}{0pt}{}{n}{k}`, by its brackets."""
        start = self.offset
        self.at += 1
        brackets = "".join(self.argument().texts), "".join(self.argument().texts)
        thickness, _ = "".join(self.argument().texts), self.argument()
        above, below = self.argument().whole(), self.argument().whole()
        kind = _GENFRAC.get(brackets)
        if kind is None or not thickness.startswith("0") or not thickness[1:].isalpha():
            raise self.fail("a \\genfrac is read with brackets around it and no line, as {[}{]}{0pt}", start)
        return self._number_of(kind, above, below, start)

    def _braces(self) -> Node:
        """A Stirling number, as Chinese notes write it."""
        start = self.offset
        body, _ = self.environment()
        rows = [row for row in body.parts(ROW) if row.at < row.end]
        if len(rows) != 2 or any(len(row.parts("&")) > 1 for row in rows):
            raise self.fail("a matrix in braces? Two rows of one entry are a Stirling number", start)
        return replace(self._number_of("brace", rows[0].whole(), rows[1].whole(), start), column=True)  # type: ignore[call-arg]

    def _named(self) -> Node | None:
        head = self.head()
        if not head or self.is_known(head):
            return None
        start, begin = self.offset, self.at
        after = self.head_end()
        if head in _DIVISORS and self.tokens[after : self.end] and self.tokens[after].text == "(":
            return self._divisor(_DIVISORS[head], after)
        if head in _CHOSEN or head == _DELTA or head in _EPSILON:
            self.at = after
            node = self._chosen(head, start) if head in _CHOSEN else self._symbol_of_indices(head, start)
            if node is not None:
                return node
            self.at = begin
        return None

    def _divisor(self, operation: str, after: int) -> Node:
        start = self.offset
        self.at = after + 1
        close = self.closing("(", ")")
        among = tuple(part.whole() for part in self.inside(self.at, close).parts(",", "，"))
        self.at = close + 1
        if len(among) < 2:
            raise self.fail(f"the {operation} of one number? Part them by commas", start)
        return discrete.Divisor(start, self.stopped, operation, among)  # type: ignore[arg-type]

    def _chosen(self, head: str, start: int) -> Node | None:
        """`C_n^k`, `A_n^k`: as Chinese textbooks write what is chosen and arranged."""
        found = dict[str, Node]()
        while (which := self.peek()) in ("_", "^") and which not in found:
            self.at += 1
            found[which] = self.argument().whole()
        if len(found) < 2:
            return None
        above, below = found["_"], found["^"]
        if _CHOSEN[head] == "list":
            return discrete.Arrangements(start, self.stopped, above, below)
        return tree.Binomial(start, self.stopped, above, below)

    def _symbol_of_indices(self, head: str, start: int) -> Node | None:
        """δ and ε with their indices."""
        if not self.take("_"):
            return None
        below = self.argument()
        parts = below.parts(",")
        if len(parts) == 1:
            parts = [self.of_tokens([token]) for token in single_tokens(below)]
        if len(parts) != 2 and head == _DELTA:
            return None
        if not 2 <= len(parts) <= _MOST_PLACES:
            return None
        places = tuple(one.whole() for one in parts)
        if head == _DELTA:
            return discrete.Kronecker(start, self.stopped, places)
        return discrete.Permuted(start, self.stopped, places)

    def raised(self, node: Node, exponent: Self) -> Node:
        """A power, or one that falls or rises."""
        step = _STEPS.get(exponent.peek())
        if step is None or self._is_bound(exponent):
            return super().raised(node, exponent)
        end = max(self.stopped, exponent.tokens[exponent.end - 1].end)
        probe = exponent.inside(exponent.at + 1, exponent.end)
        count = probe.argument()
        if probe.at < exponent.end:
            return super().raised(node, exponent)
        return discrete.Stepped(node.start, end, node, count.whole(), step)

    def _is_bound(self, exponent: Self) -> bool:
        try:
            return read_head(exponent.tokens, exponent.at, exponent.end)[0] in self.grammar.patterns
        except Unreadable:
            return False
