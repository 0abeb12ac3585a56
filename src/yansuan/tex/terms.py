"""Terms: factors side by side, runs of them joined by signs, and what may stand beside what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yansuan.tex import tree
from yansuan.tex.bars import is_evaluation
from yansuan.tex.convolved import begins_convolution, convolved
from yansuan.tex.dots import Gap, Term, understood
from yansuan.tex.gradients import between
from yansuan.tex.in_rows import with_rows
from yansuan.tex.layout import Layout
from yansuan.tex.operators import DOTS, FRACTIONS, JOINTS
from yansuan.tex.parts import Factor
from yansuan.tex.places import evaluated
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Joint, Node

_UNITS = frozenset(("i", "j", r"\operatorname{i}", r"\operatorname{j}", r"\mathbf{i}", r"\mathbf{j}"))
_NEXT = frozenset((*DOTS, *JOINTS, *FRACTIONS, r"\bmod", r"\pmod", r"\quad", r"\qquad"))


class Terms(Layout):
    """Reads terms."""

    def term(self) -> Node:
        """A product of factors."""
        return self.product_of(self.factors())

    def factors(self) -> list[Factor]:
        """The factors of a term, each run of those that stand side by side as one where others are joined by signs."""
        begin = self.at
        runs: list[tuple[Joint, list[Factor]]] = [("*", self.run("*"))]
        if begins_convolution(self):
            return [Factor("*", convolved(self, begin), begin, self.at)]
        while joint := JOINTS.get(self.peek()):
            if self.goes_on == "term" or (self.goes_on == "argument" and joint == "/"):
                what = "the argument of the function" if self.goes_on == "argument" else "the term"
                raise self.fail(f"does this belong to {what} before? Put brackets around one of them")
            self.at += 1
            runs.append((joint, self.run(joint)))
        if any(isinstance(one.node, Gap) for _, run in runs for one in run):
            return self._dotted([run for _, run in runs])
        if all(joint == "/" for joint, _ in runs[1:]):
            return [one for _, run in runs for one in run]
        return self._crossed([self._as_one(joint, run) for joint, run in runs])

    def run(self, joint: Joint) -> list[Factor]:
        """Factors side by side; after a slash there is one only."""
        found = [self._factor_or_dots(joint)]
        while self.begins_factor() or self.peek() in DOTS:
            if joint == "/":  # 1/2x could be read in two ways
                raise self.fail("what is divided by here? Write \\frac{…}{…}, or brackets after '/'")
            if self.peek() not in DOTS and not isinstance(found[-1].node, Gap):
                self.must_stand_beside(found[-1].node, found[-1].begin)
            elif self.peek() in DOTS and self.goes_on:
                raise self.fail("does this belong to the term before? Put brackets around one of them")
            found.append(self._factor_or_dots("*"))
            self._must_be_a_product(found[-2], found[-1])
        return found

    def _factor_or_dots(self, joint: Joint) -> Factor:
        begin, start = self.at, self.offset
        if self.peek() not in DOTS:
            return self._evaluated(Factor(joint, self.factor(), begin, self.at))
        self.at += 1
        self.goes_on = ""
        return Factor(joint, Gap(start, self.stopped), begin, self.at)

    def _dotted(self, runs: list[list[Factor]]) -> list[Factor]:
        """Factors with what the dots among them stand for; where signs join runs, these may be what repeats."""
        single = [one for run in runs for one in run]
        if any(one.joint in ("/", "odot") for one in single):
            raise self.fail(
                "what do the dots stand for? Put brackets around what is divided", self.tokens[single[0].begin].start
            )
        pieces = [
            piece[0] if len(piece) == 1 else self._as_one(piece[0].joint, piece)
            for run in runs
            for piece in _pieces(run)
        ]
        try:
            return self._understood(single)
        except Unreadable:
            if len(runs) == 1 or len(pieces) == len(single):
                raise
            return self._understood(pieces)

    def _understood(self, factors: list[Factor]) -> list[Factor]:
        starts = {self.tokens[one.begin].start: one for one in factors}
        ends = {self.tokens[one.end - 1].end: one for one in factors}
        terms = [
            Term(1, None if isinstance(one.node, Gap) else one.node, start, self.tokens[one.end - 1].end)
            for start, one in starts.items()
        ]
        return [
            Factor(starts[term.start].joint, term.node, starts[term.start].begin, ends[term.end].end)
            for term in understood(terms, "prod")
            if term.node
        ]

    def _evaluated(self, factor: Factor) -> Factor:
        """A factor that has just been read, where a bar follows that says where it is evaluated."""
        if not (self.evaluates and is_evaluation(self)):
            return factor
        self.at += 1
        return Factor(factor.joint, evaluated(self, factor.node, is_open=True), factor.begin, self.at)

    def _must_be_a_product(self, before: Factor, after: Factor) -> None:
        """`x(t)` needs no brackets if it is a product, so that it may be x at t."""
        value = before.node
        if isinstance(value, tree.Power | tree.Derivative):
            value = value.base if isinstance(value, tree.Power) else value.of
        named = isinstance(value, tree.Quantity) or (isinstance(value, tree.Number) and value.text == "pi")
        letter = isinstance(after.node, tree.Quantity | tree.Index | tree.Number | tree.Call)
        if (
            named
            and letter
            and not self.in_brackets(before.begin, before.end)
            and self.in_brackets(after.begin, after.end)
        ):
            raise self.fail(
                "a product, or a value at this place? Leave out the brackets, or bind a function",
                self.tokens[after.begin].start,
            )

    def _as_one(self, joint: Joint, run: list[Factor]) -> Factor:
        return Factor(joint, self.product_of(run), run[0].begin, run[-1].end)

    def _crossed(self, factors: list[Factor]) -> list[Factor]:
        """a \\cdot b \\times c is a \\cdot (b \\times c): of vectors it is nothing else, of numbers the same."""
        joints = {one.joint for one in factors[1:]}
        if "otimes" in joints:
            return self._with_tensors(factors, joints)
        if not {"dot", "cross"} <= joints:
            return factors
        if joints != {"dot", "cross"}:
            other = next(one for one in factors[1:] if one.joint not in ("dot", "cross"))
            raise self.fail("in which order is this multiplied? Put brackets", self.tokens[other.begin].start)
        groups = [[factors[0]]]
        for one in factors[1:]:
            if one.joint == "dot":
                groups.append([one])
            else:
                groups[-1].append(one)
        return [self._as_one(group[0].joint, group) for group in groups]

    def _with_tensors(self, factors: list[Factor], joints: set[Joint]) -> list[Factor]:
        """`A \\otimes B`, which is what the notation says of vectors."""
        if joints != {"otimes"}:
            raise self.fail("in which order is this multiplied? Put brackets", self.tokens[factors[1].begin].start)
        said: Joint = self.grammar.conventions.tensor or "otimes"  # type: ignore[assignment]
        first, *rest = factors
        return [first, *(replace(one, joint=said) for one in rest)]

    def product_of(self, factors: Sequence[Factor]) -> Node:
        """The product that factors are; one alone is itself."""
        if gap := next((one for one in factors if isinstance(one.node, Gap)), None):
            raise self.fail("what do the dots stand for? Put brackets around all that repeats", gap.node.start)
        factors = with_rows(factors)
        if len(factors) == 1:
            return factors[0].node
        if any(isinstance(one.node, tree.Tuple) and not one.node.column for one in factors) and not all(
            one.joint in ("dot", "cross") for one in factors[1:]
        ):
            raise self.fail("a tuple beside a factor: write ^T above it, if it is a vector", factors[0].node.start)
        start, end = self.tokens[factors[0].begin].start, self.tokens[factors[-1].end - 1].end
        joints: list[Joint] = ["*", *(one.joint for one in factors[1:])]
        return tree.Product(start, end, tuple(zip(joints, between(factors), strict=True)))

    def must_stand_beside(self, before: Node, begin: int) -> None:
        """What begins at a token and has just been read may stand beside the factor that follows."""
        if self.goes_on == "term":
            raise self.fail("does this belong to the term before? Put brackets around one of them")
        if self.goes_on == "argument" and not (self.begins_function() or self.begins_derivative()):
            raise self.fail("what is the argument of the function before? Put it in brackets")
        number = isinstance(before, tree.Number) and self.tokens[begin].is_number
        if self.token.is_number and (number or self.peek(1) != "^") and not self._is_plainly_a_factor(before, begin):
            raise self.fail(f"'{self.peek()}' stands beside another factor. Write \\cdot between them, or ^ or _")
        whole = number and isinstance(before.value, int)  # type: ignore[attr-defined]
        if whole and self.peek() in FRACTIONS and self._is_fraction_of_numbers():
            raise self.fail("a mixed number, or a product? Write one fraction, or \\cdot", self.tokens[begin].start)

    def _is_plainly_a_factor(self, before: Node, begin: int) -> bool:
        """Whether a number before a factor is no part of a name: `e^{-j2\\pi ft}`, `\\frac{1}{jw}2j`, `(2k-1)2k`."""
        following = self.tokens[self.at + 1] if self.at + 1 < self.end else None
        goes_on = following is not None and (following.is_letter or following.is_word) and following.text not in _NEXT
        unit = isinstance(before, tree.Quantity) and before.pattern.head in _UNITS and not before.pattern.literal
        above = self.inside(begin + 1, self.end)
        fraction = self.tokens[begin].text in FRACTIONS and self.tokens[self.at - 1].text == "}"
        lettered = fraction and any(one.is_letter for one in self.tokens[above.at : self.at])
        closed = self.tokens[begin].text == "(" and self.tokens[self.at - 1].text == ")"
        return goes_on and (unit or lettered or closed)

    def _is_fraction_of_numbers(self) -> bool:
        probe = self.inside(self.at + 1, self.end)
        above, below = probe.argument().texts, probe.argument().texts
        return all(len(texts) == 1 and texts[0].isdecimal() for texts in (above, below))


def _pieces(run: list[Factor]) -> list[list[Factor]]:
    """A run in pieces, its dots by themselves."""
    found = list[list[Factor]]()
    for n, one in enumerate(run):
        if n == 0 or isinstance(one.node, Gap) or isinstance(run[n - 1].node, Gap):
            found.append([])
        found[-1].append(one)
    return found
