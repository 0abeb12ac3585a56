"""Expressions and chains, by the notation's grammar.

    chain      := expression (relation expression)*
    expression := ±term (± term)*
    term       := run ((\\cdot | \\times | \\odot | /) run)*
    run        := factor factor*, with nothing between them
    factor     := base, scripts and primes

A sum, and an operator such as `\\frac{d}{dx}`, takes the rest of its term.  Source of the conventions: ISO 80000-2.
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize

from yansuan.tex import tree
from yansuan.tex.layout import Layout, bars_of
from yansuan.tex.operators import (
    BARS,
    BIG,
    BINOMIALS,
    CLOSING,
    DOTS,
    FRACTIONS,
    JOINTS,
    PLAIN_BARS,
    POINTING,
    PUNCTUATION,
    QUOTES,
    RELATIONS,
    SIGNS,
)
from yansuan.tex.parts import Factor
from yansuan.tex.patterns import read_head
from yansuan.tex.symbols import no_prime
from yansuan.tex.tokens import DEEPEST, ROW, Unreadable
from yansuan.tex.tree import Chain, Joint, Node, Relation

_LONGEST_NUMBER = 1000  # digits
_NO_FACTOR = frozenset(
    (
        *RELATIONS,
        *POINTING,
        *PUNCTUATION,
        *JOINTS,
        *SIGNS,
        *DOTS,
        ")",
        "]",
        "}",
        "&",
        "_",
        "^",
        "'",
        "!",
        "?",
        "*",
        r"\ast",
        ROW,
    )
) | frozenset(r"\} \rvert \rVert \rbrace \rbrack \quad \qquad \end \in \approx \sim \equiv".split())
_NO_BASE = frozenset((*POINTING, *DOTS, *r"\end \quad \qquad \infty \middle".split()))


class Expressions(Layout):
    """Reads expressions; `whole` and `chain` are the ways in."""

    def strip_punctuation(self) -> None:
        """Leave out what ends a sentence."""
        while self.end > self.at and self.tokens[self.end - 1].text in PUNCTUATION:
            self.end -= 1

    def chain(self, *, continues: Node | None = None, needs_relation: bool = False) -> Chain:
        """A whole chain; `continues` is what stands left of its first relation, in the row above."""
        self.strip_punctuation()
        if ranged := self._range():
            return ranged
        expressions, relations = [continues or self.expression()], list[Relation]()
        while self.at < self.end:
            token = self.token
            if token.text == ":" and self.peek(1) == "=":
                self.at += 1
            if self.peek() not in RELATIONS:
                raise self.unexpected()
            relations.append(Relation(token.start, self.token.end, RELATIONS[self.peek()]))
            self.at += 1
            expressions.append(self.expression())
        chain = Chain(tuple(expressions), tuple(relations))
        return stating(chain) if needs_relation else chain

    def _range(self) -> Chain | None:
        """`k = 1, \\dots, n`, which is `1 ≤ k ≤ n`."""
        parts = self.parts(",", "，")
        if len(parts) != 3 or parts[1].peek() not in DOTS or parts[1].end != parts[1].at + 1:
            return None
        first = parts[0].chain(needs_relation=True)
        if [relation.sign for relation in first.relations] != ["="]:
            return None
        sign = first.relations[0]
        at_most = Relation(sign.start, sign.end, "≤")
        self.at = self.end
        return Chain((first.expressions[1], first.expressions[0], parts[2].whole()), (at_most, at_most))

    def unexpected(self) -> Unreadable:
        """The next token has no place here."""
        text = self.peek()
        if text in ("*", r"\ast"):
            return self.fail(f"'{text}' is a convolution for some. Write \\cdot for a product")
        if text in POINTING:
            return self.fail(f"'{text}' states no equation. Mark the formula '% unchecked: why' in a TeX comment")
        if text in (")", "]", r"\}", r"\rvert", r"\rVert"):
            return self.fail(f"'{text}' closes nothing")
        if _is_chinese(text):
            return self.fail(f"the words {text!r} cannot be computed with")
        if text in QUOTES:
            return self.fail(no_prime(text))
        if text in ("^", "_", "'"):
            what = "a prime" if text == "'" else f"'{text}'"
            return self.fail(f"{what} stands on nothing: no symbol is before it")
        if text in SIGNS:
            return self.fail(f"'{text}' stands where a factor is needed. Put brackets around it and what it belongs to")
        if text in PLAIN_BARS:
            double = text in (r"\|", r"\Vert")
            return self.fail(f"'{text}' may open or close. Write {bars_of('Vert' if double else 'vert')}")
        if (plain := normalize("NFKC", text)) != text and plain.isascii():
            return self.fail(f"'{text}' is a full-width character. Write '{plain}'")
        return self.fail(f"'{text}' cannot be read here")

    def whole(self) -> Node:
        """All the tokens as one expression."""
        if self.at >= self.end:
            raise self.fail("something is missing here")
        node = self.expression()
        if self.at < self.end:
            raise self.unexpected()
        return node

    # ---- Expressions

    def expression(self) -> Node:
        """A sum of terms."""
        if self.at >= self.end:
            raise self.fail("something is missing here")
        start = self.offset
        terms = list[tuple[int, Node]]()
        sign = SIGNS.get(self.peek(), 1)
        signed = self.take(*SIGNS)
        terms.append((sign, self.term()))
        while self.peek() in SIGNS:
            sign = SIGNS[self.peek()]
            self.at += 1
            terms.append((sign, self.term()))
        if len(terms) == 1 and sign == 1 and not signed:
            return terms[0][1]
        return tree.Sum(start, self.stopped, tuple(terms))

    def term(self) -> Node:
        """A product of factors."""
        return self.product_of(self.factors())

    def factors(self) -> list[Factor]:
        """The factors of a term, each run of those that stand side by side as one where others are joined by signs."""
        runs: list[tuple[Joint, list[Factor]]] = [("*", self._run("*"))]
        while joint := JOINTS.get(self.peek()):
            if self.goes_on == "term" or (self.goes_on == "argument" and joint == "/"):
                what = "the argument of the function" if self.goes_on == "argument" else "the term"
                raise self.fail(f"does this belong to {what} before? Put brackets around one of them")
            self.at += 1
            runs.append((joint, self._run(joint)))
        if all(joint == "/" for joint, _ in runs[1:]):
            return [one for _, run in runs for one in run]
        return self._crossed([self._as_one(joint, run) for joint, run in runs])

    def _run(self, joint: Joint) -> list[Factor]:
        """Factors side by side; after a slash there is one only."""
        begin = self.at
        found = [Factor(joint, self.factor(), begin, self.at)]
        while self.begins_factor():
            if joint == "/":  # 1/2x could be read in two ways
                raise self.fail("what is divided by here? Write \\frac{…}{…}, or brackets after '/'")
            self.must_stand_beside(found[-1].node, found[-1].begin)
            begin = self.at
            found.append(Factor("*", self.factor(), begin, self.at))
            self._must_be_a_product(found[-2], found[-1])
        return found

    def _must_be_a_product(self, before: Factor, after: Factor) -> None:
        """`x(t)` needs no brackets if it is a product, so that it may be x at t."""
        value = before.node
        if isinstance(value, tree.Power | tree.Derivative):
            value = value.base if isinstance(value, tree.Power) else value.of
        named = isinstance(value, tree.Quantity | tree.Index) or (isinstance(value, tree.Number) and value.text == "pi")
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

    def product_of(self, factors: Sequence[Factor]) -> Node:
        """The product that factors are; one alone is itself."""
        if len(factors) == 1:
            return factors[0].node
        start, end = self.tokens[factors[0].begin].start, self.tokens[factors[-1].end - 1].end
        first, *rest = factors
        return tree.Product(start, end, (("*", first.node), *((one.joint, one.node) for one in rest)))

    def must_stand_beside(self, before: Node, begin: int) -> None:
        """What begins at a token and has just been read may stand beside the factor that follows."""
        if self.goes_on == "term":
            raise self.fail("does this belong to the term before? Put brackets around one of them")
        if self.goes_on == "argument" and not (self.begins_function() or self.begins_derivative()):
            raise self.fail("what is the argument of the function before? Put it in brackets")
        number = isinstance(before, tree.Number) and self.tokens[begin].is_number
        if self.token.is_number and (number or self.peek(1) != "^"):
            raise self.fail(f"'{self.peek()}' stands beside another factor. Write \\cdot between them, or ^ or _")
        whole = number and isinstance(before.value, int)  # type: ignore[attr-defined]
        if whole and self.peek() in FRACTIONS and self._is_fraction_of_numbers():
            raise self.fail("a mixed number, or a product? Write one fraction, or \\cdot", self.tokens[begin].start)

    def _is_fraction_of_numbers(self) -> bool:
        probe = self.inside(self.at + 1, self.end)
        above, below = probe.argument().texts, probe.argument().texts
        return all(len(texts) == 1 and texts[0].isdecimal() for texts in (above, below))

    def begins_factor(self) -> bool:
        """Whether another factor follows."""
        text = self.peek()
        return bool(text) and text not in _NO_FACTOR and (text.isascii() or text.isalpha()) and not _is_chinese(text)

    def factor(self) -> Node:
        """A base with its scripts."""
        if self.at >= self.end:
            raise self.fail("something is missing here")
        if self.depth > DEEPEST:
            raise self.fail("this is nested too deep")
        self.depth += 1
        self.goes_on = ""
        try:
            return self._factor()
        finally:
            self.depth -= 1

    def _factor(self) -> Node:
        token = self.token
        text = token.text
        if token.is_number:
            return self._number()
        if text in BIG:
            return self.big()
        if text in CLOSING:
            return self.powers(self.factor_in_brackets())
        if text in BARS:
            return self.bars()
        if text in FRACTIONS:
            node = self.fraction()
            return node if isinstance(node, tree.Derivative) and self.goes_on else self.powers(node)
        if text in BINOMIALS:
            return self.powers(self.binomial())
        if text == r"\sqrt":
            return self.powers(self.root())
        if text == r"\begin":
            return self.powers(self.block())
        if text == r"\partial":
            return self.slashed_derivative()
        if text == r"\nabla":
            return self.powers(self.gradient())
        if text == r"\text" and read_head(self.tokens, self.at, self.end)[0] not in self.grammar.patterns:
            raise self.fail("the words in \\text cannot be computed with")
        if not (token.is_letter or token.is_word or text.isalpha()) or _is_chinese(text) or text in _NO_BASE:
            raise self.unexpected()
        return self.symbol()

    def _number(self) -> Node:
        token = self.token
        self.at += 1
        if len(token.text) > _LONGEST_NUMBER:
            raise self.fail(f"the number has more than {_LONGEST_NUMBER} digits", token.start)
        value = float(token.text) if "." in token.text else int(token.text)
        return self.powers(tree.Number(token.start, token.end, value, token.text))


def stating(chain: Chain) -> Chain:
    """A chain that states something.

    Raises:
        Unreadable: it has no relation.
    """
    if not chain.relations:
        raise Unreadable("no relation such as '=' stands here: it states nothing", chain.expressions[0].start)
    return chain


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
