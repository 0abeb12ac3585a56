"""Expressions and chains, by the notation's grammar.

    chain      := expression (relation expression)*
    expression := ±term (± term)*
    term       := run ((\\cdot | \\times | \\odot | /) run)*
    run        := factor factor*, with nothing between them
    factor     := base, scripts and primes

A sum, and an operator such as `\\frac{d}{dx}`, takes the rest of its term.  Source of the conventions: ISO 80000-2.
"""

from __future__ import annotations

from unicodedata import normalize

from yansuan.tex import bitwise, tree
from yansuan.tex.bars import is_evaluation
from yansuan.tex.beyond import must_be_beyond
from yansuan.tex.braces import EMPTY, SET_SIGNS
from yansuan.tex.by_letter import Slope
from yansuan.tex.chained import related, side
from yansuan.tex.counted_braces import counted_brace
from yansuan.tex.counting import ENDINGS, ROUNDED
from yansuan.tex.dirac import ENDING, OPENING, dirac
from yansuan.tex.dirichlet import dirichlet
from yansuan.tex.dots import Term, understood
from yansuan.tex.extrema import Optimum
from yansuan.tex.gathering import GATHERING
from yansuan.tex.information import DIVERGENCES, Information
from yansuan.tex.iterated import ARROW, arrow
from yansuan.tex.layout import bars_of
from yansuan.tex.operators import (
    BARS,
    BIG,
    BINOMIALS,
    CLOSING,
    CONNECTIVES,
    DOTS,
    FRACTIONS,
    INTEGRALS,
    JOINTS,
    PLAIN_BARS,
    POINTING,
    PUNCTUATION,
    QUOTES,
    RELATIONS,
    SIGNS,
    SPELLED,
)
from yansuan.tex.patterns import read_head
from yansuan.tex.places import after_dot, settled
from yansuan.tex.programs import Program, with_places
from yansuan.tex.scripts import slice_around
from yansuan.tex.special import ANGLES, special
from yansuan.tex.square import bracketed_list
from yansuan.tex.symbols import no_prime
from yansuan.tex.tokens import DEEPEST, DOTTED, ROW, Unreadable
from yansuan.tex.tree import Chain, Node, Relation

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
        r"\ll",
        r"\gg",
        "*",
        r"\ast",
        ROW,
        *ENDINGS,
        *CONNECTIVES,
        *SET_SIGNS,
        *ANGLES.values(),
        *ENDING,
        r"\xrightarrow",
        r"\circ",
        "∘",
        ARROW,
    )
) | frozenset(r"\} \rvert \rVert \rbrace \rbrack \quad \qquad \end \in \approx \sim \equiv".split())
_NO_BASE = frozenset(
    (r"\ll", r"\gg", *POINTING, *DOTS, r"\left.", r"\right.", *r"\end \quad \qquad \infty \middle".split())
)
_SPACES = (r"\quad", r"\qquad", ",", "，")  # that may stand before a (mod m)


class Expressions(Information):
    """Reads expressions; `whole` and `chain` are the ways in."""

    def strip_punctuation(self) -> None:
        """Leave out what ends a sentence."""
        while self.end > self.at and self.tokens[self.end - 1].text in PUNCTUATION:
            self.end -= 1

    def chain(self, *, continues: Node | None = None, needs_relation: bool = False) -> Chain:
        """A whole chain; `continues` is what stands left of its first relation, in the row above."""
        self.strip_punctuation()
        if ranged := self._range() or self.distributed():
            return ranged
        self.prepare()
        expressions, relations = [continues or side(self)], list[Relation]()
        while self.at < self.end:
            if self.peek() in _SPACES and self.inside(self.at + 1, self.end).begins_modulus():
                self.at += 1
            if self.begins_modulus():
                relations = self.with_modulus(relations)
                continue
            relations.append(self.relation())
            expressions.append(side(self))
        chain = with_places(self.at_each_outcome(related(Chain(tuple(expressions), tuple(relations)))))
        self.must_be_no_columns(chain)
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
            return self.fail(
                f"'{text}' is a convolution for some. Write \\cdot for a product; for (f * g)(t) the notation's key "
                '"*" may say "convolution"'
            )
        if text == r"\xrightarrow":
            return self.fail(r"a limit is read as \lim_{n \to \infty}; of distributions nothing is said here")
        if text in (r"\circ", "∘"):
            told = r"joins functions of one argument, (f \circ g)(x), and says degrees above a number"
            return self.fail(rf"'{text}' {told}. Matrices are multiplied entry by entry by \odot, else by nothing")
        if told := slice_around(self.tokens, self.at):
            return self.fail(told)
        if text in (r"\ll", r"\gg", "≪", "≫"):
            return self.fail("how much smaller or larger? Write an inequality, an order such as O(h^2), or a limit")
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
        begin, start, signed = self.at, self.offset, self.peek() in SIGNS
        printed = [self._signed_term()]
        if self.peek() == r"\bmod" and not self.congruent and printed[0].node:
            return self.remainder(printed[0].node, begin)
        if self.peek() in SET_SIGNS and printed[0].node:
            return self.of_sets(printed[0].node, begin)
        if bitwise.sign(self) and printed[0].node:
            return bitwise.joined(self, printed[0].node, begin)
        while self.peek() in SIGNS:
            printed.append(self._signed_term())
        if any(term.node is None for term in printed):
            printed, signed = understood(printed, "sum"), False
        terms = tuple((term.sign, term.node) for term in printed if term.node)
        must_be_beyond(self, [node for _, node in terms])
        if len(terms) == 1 and terms[0][0] == 1 and not signed:
            return settled(terms[0][1])
        return settled(tree.Sum(start, self.stopped, terms))

    def _signed_term(self) -> Term:
        """A term with its sign, or dots in its place."""
        start = self.offset
        sign = SIGNS.get(self.peek(), 1)
        self.take(*SIGNS)
        node = None if self.take(*DOTS) else self.term()
        return Term(sign, node, start, self.stopped)

    def begins_factor(self) -> bool:
        """Whether another factor follows."""
        text = self.peek()
        if is_evaluation(self) or bitwise.sign(self):
            return False
        known = text.isascii() or text.isalpha() or text in (*ROUNDED, *EMPTY, r"\#")
        return bool(text) and text not in _NO_FACTOR and known and not _is_chinese(text) and not self.begins_modulus()

    def factor(self) -> Node:
        """A base with its scripts."""
        if self.at >= self.end:
            raise self.fail("something is missing here")
        if self.depth > DEEPEST:
            raise self.fail("this is nested too deep")
        self.depth += 1
        self.goes_on = ""
        try:
            node = self._factor()
            return arrow(self, node) if self.peek() == ARROW and ARROW not in self.grammar.patterns else node
        finally:
            self.depth -= 1

    def _factor(self) -> Node:
        token = self.token
        text = token.text
        if (node := dirichlet(self)) is not None or (node := bitwise.turned(self)) is not None:
            return node
        if text in (r"\{", r"\lbrace") and (of_list := bracketed_list(self)) is not None:
            return self.powers(of_list)
        if token.is_number:
            return self._number()
        if (node := counted_brace(self) or self.counted()) is not None:
            return self.powers(node)
        if text in BIG or text in GATHERING:
            return self.big()
        if self.begins_along():
            return self.along()
        if text in INTEGRALS:
            return self.integral()
        if text == r"\lim":
            return self.limit_of()
        if (node := special(self)) is not None:
            return node if self.goes_on else self.powers(node)
        if text in CLOSING:
            return self.powers(self.factor_in_brackets())
        if text in OPENING:
            return self.powers(dirac(self))
        if text in BARS:
            return self.bars()
        if text == DOTTED:
            return self.powers(after_dot(self))
        if text in FRACTIONS:
            node = self.fraction()
            return (
                node
                if isinstance(node, tree.Derivative | tree.Repeated | Slope) and self.goes_on
                else self.powers(node)
            )
        if text in BINOMIALS:
            return self.powers(self.binomial())
        if text == r"\sqrt":
            return self.powers(self.root())
        if text == r"\begin":
            return self.powers(self.block())
        if text == r"\partial":
            return self.slashed_derivative()
        if text == r"\nabla":
            return self.nabla()
        if text == r"\text" and not self._is_name_in_text():
            raise self.fail("the words in \\text cannot be computed with")
        if not (token.is_letter or token.is_word or text.isalpha()) or _is_chinese(text) or text in _NO_BASE:
            raise self.unexpected()
        if (information := self.information()) is not None:
            return information
        if self.begins_chance():
            return self.chance()
        operated = self.operated()
        return self.symbol() if operated is None else operated

    def _is_name_in_text(self) -> bool:
        """Whether words in `\\text` are a name of the notation, or a function that everybody knows."""
        head = read_head(self.tokens, self.at, self.end)[0]
        return head in self.grammar.patterns or head in SPELLED or self.begins_chance() or head in DIVERGENCES

    def _number(self) -> Node:
        token = self.token
        self.at += 1
        if len(token.text) > _LONGEST_NUMBER:
            raise self.fail(f"the number has more than {_LONGEST_NUMBER} digits", token.start)
        value = float(token.text) if "." in token.text else int(token.text)
        number = tree.Number(token.start, token.end, value, token.text)
        if self.take(r"\%"):
            hundred = tree.Number(self.stopped, self.stopped, 100, "100")
            return tree.Quotient(token.start, self.stopped, number, hundred)
        return self.powers(number)


def stating(chain: Chain) -> Chain:
    """A chain that states something.

    Raises:
        Unreadable: it has no relation.
    """
    if not chain.relations:
        if isinstance(chain.expressions[0], Program | Optimum):
            told = (
                "a problem by itself states nothing. Write its value before it, z^* = …, or mark it '% unchecked: why'"
            )
            raise Unreadable(told, chain.expressions[0].start)
        raise Unreadable("no relation such as '=' stands here: it states nothing", chain.expressions[0].start)
    return chain


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
