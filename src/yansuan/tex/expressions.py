"""Expressions and chains, by the notation's grammar.

    chain      := expression (relation expression)*
    expression := ±term (± term)*
    term       := factor ((nothing | \\cdot | \\times | \\odot | /) factor)*; a sum takes the rest of its term
    factor     := base, scripts and primes

Source of the conventions: ISO 80000-2.
"""

from __future__ import annotations

from difflib import get_close_matches
from math import e, pi
from typing import Literal
from unicodedata import normalize

from yansuan.tex import tree
from yansuan.tex.cursor import Cursor
from yansuan.tex.patterns import FONTS, Pattern, read_head
from yansuan.tex.tokens import DEEPEST, ROW, Token, Unreadable, tokenize
from yansuan.tex.tree import Chain, Node, Relation

RELATIONS: dict[str, Literal["=", "≤", "<", "≥", ">", "≠"]] = {
    "=": "=", r"\leq": "≤", r"\le": "≤", r"\leqslant": "≤", "<": "<", r"\lt": "<", r"\geq": "≥", r"\ge": "≥",
    r"\geqslant": "≥", ">": ">", r"\gt": ">", r"\neq": "≠", r"\ne": "≠",
    "≤": "≤", "≥": "≥", "≠": "≠",
}  # fmt: skip
FUNCTIONS = {rf"\{name}": name for name in "ln log exp sin cos tan sinh cosh tanh arcsin arccos arctan det".split()} | {
    rf"\operatorname{{{name}}}": name for name in "sgn tr".split()
}
_DIGITS = 15  # of an integer that a floating-point number is exactly
_HIGHEST = 4  # derivative: higher ones lose too many digits
_CONSTANTS = {"e": e, r"\pi": pi}
_BIG = {r"\sum": "sum", r"\prod": "prod", r"\max": "max", r"\min": "min", r"\sup": "sup", r"\inf": "inf"}
_CLOSING = {"(": ")", "[": "]", "{": "}", r"\{": r"\}", r"\lbrace": r"\rbrace", r"\lbrack": r"\rbrack"}
_BARS = {r"\lvert": r"\rvert", "|": "|", r"\vert": r"\vert", r"\lVert": r"\rVert", r"\|": r"\|", r"\Vert": r"\Vert"}
_TRANSPOSES = (r"\mathsf{T}", r"\top", r"\intercal", r"\operatorname{T}", r"\mathrm{T}")
TIMES = (r"\cdot", r"\times", r"\ast", "·", "×")
_MATRICES = frozenset(("matrix", "pmatrix", "bmatrix", "Bmatrix", "smallmatrix"))
_OPERATORS = (r"\dim", r"\ker", r"\operatorname", r"\rank", r"\tr")  # take their argument without brackets, too
DOTS = frozenset((r"\dots", r"\ldots", r"\cdots", r"\dotsc", r"\dotsb", "…"))
_QUOTES = frozenset("‘’`′“”")
_SHOWN = 40  # characters of what is shown in a message
_PLAIN_BARS = ("|", r"\|", r"\vert", r"\Vert")
_POINTING = frozenset(r"\rightarrow \to \mapsto \longrightarrow \leftarrow \Rightarrow \iff \Leftrightarrow".split())
_PUNCTUATION = frozenset(",.;，。；、：:")


class Expressions(Cursor):
    """Reads expressions; `whole` and `chain` are the ways in."""

    def strip_punctuation(self) -> None:
        """Leave out what ends a sentence."""
        while self.end > self.at and self.tokens[self.end - 1].text in _PUNCTUATION:
            self.end -= 1

    def chain(self, *, continues: Node | None = None, needs_relation: bool = False) -> Chain:
        """A whole chain; `continues` is what stands left of its first relation, in the row above."""
        self.strip_punctuation()
        if ranged := self._range():
            return ranged
        expressions, relations = [continues or self.expression()], list[Relation]()
        while self.at < self.end:
            token = self.tokens[self.at]
            if token.text == ":" and self.peek(1) == "=":
                self.at += 1
            if self.peek() not in RELATIONS:
                raise self.unexpected()
            relations.append(Relation(token.start, self.tokens[self.at].end, RELATIONS[self.peek()]))
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
        if text in _POINTING:
            return self.fail(f"'{text}' states no equation. Mark the formula '% unchecked: why' in a TeX comment")
        if text in (")", "]", r"\}", r"\rvert", r"\rVert"):
            return self.fail(f"'{text}' closes nothing")
        if _is_chinese(text):
            return self.fail(f"the words {text!r} cannot be computed with")
        if text in _QUOTES:
            return self.fail(_no_prime(text))
        if text in ("^", "_", "'"):
            what = "a prime" if text == "'" else f"'{text}'"
            return self.fail(f"{what} stands on nothing: no symbol is before it")
        if text in ("+", "-", "−"):
            return self.fail(f"'{text}' stands where a factor is needed. Put brackets around it and what it belongs to")
        if text in _PLAIN_BARS:
            double = text in (r"\|", r"\Vert")
            return self.fail(f"'{text}' may open or close. Write {_bars_of('Vert' if double else 'vert')}")
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
        sign = -1 if self.peek() in ("-", "−") else 1
        signed = self.take("-", "−", "+")
        terms.append((sign, self.term()))
        while self.peek() in ("+", "-", "−"):
            sign = 1 if self.peek() == "+" else -1
            self.at += 1
            terms.append((sign, self.term()))
        if len(terms) == 1 and sign == 1 and not signed:
            return terms[0][1]
        return tree.Sum(start, self.stopped, tuple(terms))

    def term(self) -> Node:
        """A product of factors."""
        start = self.offset
        factors: list[tuple[Literal["*", "odot", "/"], Node]] = [("*", self.factor())]
        over = list[Node]()  # what a slash has divided by: 1/2x could be read in two ways
        loose = self._is_loose(factors[0][1])  # a function's argument without brackets: ln 2x, too
        while True:
            text = self.peek()
            if text in TIMES or text == r"\odot" or text == "/":
                self.at += 1
                kind: Literal["*", "odot", "/"] = "/" if text == "/" else "odot" if text == r"\odot" else "*"
                factor = self.factor()
                over = [factor] if kind == "/" else []
            elif self.begins_factor():
                if over:
                    raise self.fail("what is divided by here? Write \\frac{…}{…}, or brackets after '/'")
                if loose and not self._begins_function():
                    raise self.fail("what is the argument of the function before? Put it in brackets")
                factor, kind = self.factor(), "*"
            else:
                break
            factors.append((kind, factor))
            loose = self._is_loose(factor)
        return factors[0][1] if len(factors) == 1 else tree.Product(start, self.stopped, tuple(factors))

    def _is_loose(self, node: Node) -> bool:
        """Whether a factor that has just been read is a function whose argument may or may not go on."""
        node = node.base if isinstance(node, tree.Power) else node
        if not isinstance(node, tree.Apply) or node.function == "abs":
            return False
        before = self.tokens[: self.at]
        opener = next(token for token in reversed(before) if token.start <= node.argument.start)
        return opener.text not in (*_CLOSING, *_BARS)

    def _begins_function(self) -> bool:
        """Whether a function that everybody knows follows, which ends the argument of another."""
        text = self.peek()
        head = read_head(self.tokens, self.at, self.end)[0] if text in FONTS else text
        return head in FUNCTIONS and head not in self.grammar.patterns

    def begins_factor(self) -> bool:
        """Whether another factor follows."""
        text = self.peek()
        if not text or text in RELATIONS or text in _POINTING or text in _PUNCTUATION or text in TIMES:
            return False
        if text in ("+", "-", "−", "/", ")", "]", "}", "&", "_", "^", r"\}", r"\rvert", r"\rVert", ROW, "'"):
            return False
        if text in _PLAIN_BARS:
            return False  # as the left one of a pair it stands first in its term, or after a sign
        return (
            text not in (r"\quad", r"\qquad", r"\odot", r"\end", r"\in", r"\approx", r"\sim", r"\equiv", "!", "?")
            and (text.isascii() or text.isalpha())
            and not _is_chinese(text)
            and text not in DOTS
        )

    def factor(self) -> Node:
        """A base with its scripts."""
        if self.at >= self.end:
            raise self.fail("something is missing here")
        if self.depth > DEEPEST:
            raise self.fail("this is nested too deep")
        self.depth += 1
        try:
            return self._factor()
        finally:
            self.depth -= 1

    def _factor(self) -> Node:
        token = self.tokens[self.at]
        text = token.text
        if token.is_number:
            self.at += 1
            value = int(text) if len(text) <= _DIGITS and "." not in text else float(text)
            return self.powers(tree.Number(token.start, token.end, value))
        if text in _BIG:
            return self.big()
        if text in _CLOSING:
            return self.powers(self.bracketed())
        if text in _BARS:
            return self.bars()
        if text in (r"\frac", r"\dfrac", r"\tfrac"):
            return self.powers(self.fraction())
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
        if not (token.is_letter or token.is_word or text.isalpha()) or _is_chinese(text):
            raise self.unexpected()
        if text in _POINTING or text in DOTS or text in (r"\end", r"\quad", r"\qquad", r"\infty", r"\middle"):
            raise self.unexpected()
        return self.symbol()

    def bracketed(self) -> Node:
        """`( … )`."""
        opener = self.tokens[self.at]
        self.at += 1
        close = self.closing(opener.text, _CLOSING[opener.text])
        node = self.inside(self.at, close).whole()
        self.at = close + 1
        return _spanning(node, opener.start, self.stopped)

    def bars(self) -> Node:
        """An absolute value or a norm."""
        opener = self.tokens[self.at]
        self.at += 1
        close = self.closing(opener.text, _BARS[opener.text]) if opener.text != _BARS[opener.text] else self._bar()
        if close == self.at:
            raise self.fail(f"nothing stands between these bars. A norm is {_bars_of('Vert')}", opener.start)
        node = self.inside(self.at, close).whole()
        self.at = close + 1
        if opener.text in (r"\lVert", r"\|", r"\Vert"):
            kind = "2"
            if self.take("_"):
                argument = self.argument()
                kind = "".join(argument.texts)
                if kind not in ("2", "F"):
                    raise self.fail(f"the norm _{{{kind}}} is not known here; _2 and _F are", self.stopped - 1)
            return self.powers(tree.Norm(opener.start, self.stopped, node, kind))
        return self.powers(tree.Apply(opener.start, self.stopped, "abs", node))

    def _bar(self) -> int:
        for index in range(self.at, self.end):
            if self.tokens[index].text == self.tokens[self.at - 1].text:
                return index
        raise self.fail(f"'{self.tokens[self.at - 1].text}' is not closed", self.tokens[self.at - 1].start)

    def root(self) -> Node:
        """A square root, or another."""
        start = self.offset
        self.at += 1
        degree: Node = tree.Number(start, start, 2)
        if self.take("["):
            close = self.closing("[", "]")
            degree = self.inside(self.at, close).whole()
            self.at = close + 1
        inside = self.argument().whole()
        exponent = tree.Quotient(degree.start, degree.end, tree.Number(start, start, 1), degree)
        return tree.Power(start, self.stopped, inside, exponent)

    def fraction(self) -> Node:
        """A quotient or a derivative."""
        start = self.offset
        self.at += 1
        above = self.argument()
        below = self.argument()
        stopped = self.stopped
        for sign in (r"\partial", "d"):
            if self._differentiates(above, sign) or self._differentiates(below, sign):
                node = self.derivative(above, below, sign, start)
                return _spanning(node, start, self.stopped)
        return tree.Quotient(start, stopped, above.whole(), below.whole())

    def _differentiates(self, part: Expressions, sign: str) -> bool:
        if part.peek() != sign and not (
            sign == "d" and part.peek() == r"\mathrm" and "d" in (part.peek(1), part.peek(2))
        ):
            return False
        return sign == r"\partial" or ("d" not in self.grammar.patterns and "d" not in self.grammar.indices)

    def derivative(self, above: Expressions, below: Expressions, sign: str, start: int) -> Node:
        """`\\frac{∂ … }{∂ … }`; with nothing but ∂ above, what is differentiated follows the fraction."""
        words = "∂" if sign == r"\partial" else "d"
        for part, where, other in ((above, "numerator", "denominator"), (below, "denominator", "numerator")):
            if not self._differentiates(part, sign):
                raise part.fail(f"there is a {words} in the {other} and none in the {where}")
        order = above.differential_order(sign)
        by = below.variables(sign)
        if order != len(by):
            raise below.fail(f"the numerator's {words} is of order {order}, the denominator's of order {len(by)}")
        of = above.whole() if above.at < above.end else self.factor()
        return tree.Derivative(start, self.stopped, of, tuple(by))

    def step_over_differential(self, sign: str) -> None:
        """`∂`, `d` or `\\mathrm{d}`."""
        self.at = self.at + 1 if self.peek() == sign else read_head(self.tokens, self.at, self.end)[1]

    def differential_order(self, sign: str) -> int:
        """Step over `∂` or `∂^2`."""
        self.step_over_differential(sign)
        if not self.take("^"):
            return 1
        order = self.argument().whole()
        if not isinstance(order, tree.Number) or not isinstance(order.value, int) or not 1 <= order.value <= _HIGHEST:
            raise self.fail(f"the order of a derivative is a whole number, at most {_HIGHEST}", order.start)
        return order.value

    def variables(self, sign: str) -> list[tree.Quantity]:
        """`∂x ∂y`, `∂x^2`."""
        found = list[tree.Quantity]()
        while self.at < self.end:
            if not self._differentiates(self.inside(self.at, self.end), sign):
                raise self.fail(f"'{sign}' is missing before '{self.peek()}'".replace(r"\partial", "∂"))
            self.step_over_differential(sign)
            if self.at >= self.end:
                raise self.fail("the derivative by what?")
            found += self.variable()
        if not found:
            raise self.fail("the derivative by what?")
        return found

    def variable(self) -> list[tree.Quantity]:
        """`x_i`, or `x^2` for twice by x."""
        node, times = self.symbol(), 1
        if isinstance(node, tree.Power) and isinstance(node.exponent, tree.Number):
            times = min(int(node.exponent.value), 5)  # more than any order that is read
            node = node.base
        if not isinstance(node, tree.Quantity):
            raise self.fail("a derivative is by a symbol that the notation binds to a quantity", node.start)
        return [node] * times

    def slashed_derivative(self) -> Node:
        """`∂J / ∂z`."""
        start = self.offset
        order = self.differential_order(r"\partial")
        of = self.factor()
        if not self.take("/"):
            raise self.fail(r"a '\partial' needs another one below it: \frac{\partial …}{\partial …}", start)
        by = list[tree.Quantity]()
        while self.take(r"\partial"):
            by += self.variable()
        if len(by) != order:
            raise self.fail("'∂' is missing after '/'", start)
        return tree.Derivative(start, self.stopped, of, tuple(by))

    def gradient(self) -> Node:
        """`\\nabla f(x)`, `\\nabla_x^2 f(x, y)`."""
        start = self.offset
        self.at += 1
        by, order = None, 1
        while self.peek() in ("_", "^"):
            lower = self.take("_")
            self.at += not lower
            argument = self.argument()
            if lower:
                by, _ = read_head(argument.tokens, argument.at, argument.end)
            else:
                exponent = argument.whole()
                order = exponent.value if isinstance(exponent, tree.Number) else 0  # type: ignore[assignment]
        if order not in (1, 2):
            raise self.fail(r"only \nabla and \nabla^2 are known", start)
        at = self.offset
        of = self.symbol(scripts_after=False)
        if not isinstance(of, tree.Call) or of.order:
            raise self.fail(r"\nabla needs a function of the notation", at)
        formals = of.pattern.formals or ()
        if by is None and len(formals) != 1:
            raise self.fail(rf"\nabla of {of.pattern.tex}: by which argument? Write \nabla_{{{formals[0]}}}", start)
        if by is not None and by not in formals:
            raise self.fail(rf"{of.pattern.tex} has no argument {by}", start)
        return tree.Gradient(start, self.stopped, of, formals.index(by) if by else 0, order)

    def block(self) -> Node:
        """A matrix or cases."""
        start = self.offset
        body, name = self.environment()
        rows = [row for row in body.parts(ROW) if row.at < row.end]
        if not rows:
            raise self.fail(rf"\begin{{{name}}} is empty", start)
        if name in _MATRICES:
            cells = tuple(tuple(cell.whole() for cell in row.parts("&")) for row in rows)
            if len({len(row) for row in cells}) != 1:
                raise self.fail("the rows of the matrix are not of one length", start)
            return tree.Matrix(start, self.stopped, cells)
        if name in ("cases", "dcases"):
            return tree.Cases(start, self.stopped, tuple(map(_case, rows)))
        raise self.fail(rf"\begin{{{name}}} cannot be read here", start)

    # ---- Bound operators and functions

    def big(self) -> Node:
        """A sum and its kin; it takes the rest of the term."""
        token = self.tokens[self.at]
        self.at += 1
        operation = _BIG[token.text]
        if operation in ("max", "min") and self.peek() == "(":
            return self.powers(self._extremum(token, operation))
        lower: Expressions | None = None
        upper: Expressions | None = None
        while self.peek() in ("_", "^"):
            if self.take("_"):
                lower = self.argument()
            else:
                self.at += 1
                upper = self.argument()
        if lower is None:
            known = rf"{token.text}_k or {token.text}(…, …)" if operation in ("max", "min") else _range_of(token.text)
            raise self.fail(f"over which index? Write {known}", token.start)
        at = lower.offset
        variable, lower.at = read_head(lower.tokens, lower.at, lower.end)
        start = self._lower_bound(token.text, lower)
        over = self.grammar.sets.get((token.text, variable))
        if operation in ("sup", "inf") and over is None:
            raise self.fail(f"the notation declares no set under the key '{token.text}_{variable}'", at)
        body = self.inside(self.at, self.end, variable)
        if body.at >= body.end:
            raise self.fail(f"{token.text} of what?")
        inside = body.term()
        self.at = body.at
        stop = upper.whole() if upper else None
        return tree.Big(token.start, self.stopped, operation, variable, start, stop, inside, over)  # type: ignore[arg-type]

    def _lower_bound(self, operator: str, lower: Expressions) -> Node | None:
        if lower.at == lower.end:
            return None
        if not lower.take("="):
            raise lower.fail(f"'{lower.peek()}' cannot be read below {operator}. Write {_range_of(operator)}")
        return lower.whole()

    def _extremum(self, token: Token, operation: str) -> Node:
        self.at += 1
        close = self.closing("(", ")")
        among = tuple(part.whole() for part in self.inside(self.at, close).parts(",", "，"))
        self.at = close + 1
        return tree.Extremum(token.start, self.stopped, operation, among)  # type: ignore[arg-type]

    def known_function(self, name: str) -> Node:
        """ln, sin, … at the next factor."""
        token = self.tokens[self.at]
        _, self.at = read_head(self.tokens, self.at, self.end)
        exponent: Node | None = None
        primes = 0
        while self.peek() in ("^", "'"):
            if self.take("'"):
                primes += 1
                continue
            self.at += 1
            argument = self.argument()
            if argument.peek() in (r"\prime", "'"):
                primes += argument.end - argument.at
            else:
                exponent = argument.whole()
        if primes > 1 or (primes and name not in ("tanh", "sin", "cos", "exp", "ln", "sinh", "cosh")):
            raise self.fail(f"the derivative of {name} in this form is not known here", token.start)
        if self.peek() == "_":
            raise self.fail(f"{token.text} with an index below is not known here")
        if not self.begins_factor() and self.peek() not in _BARS:
            raise self.fail(f"{token.text} of what?")
        argument_node = self._argument_of_function()
        node: Node = tree.Apply(token.start, self.stopped, name + "'" * primes, argument_node)
        if exponent is not None:
            if isinstance(exponent, tree.Sum):
                raise self.fail(f"{token.text}^{{-1}} can be read in two ways. Write 'arc…' or a fraction", token.start)
            return tree.Power(token.start, self.stopped, node, exponent)
        return node

    def _argument_of_function(self) -> Node:
        """Brackets, or one factor; a power after the brackets belongs to the function's value."""
        if self.peek() in ("(", "["):
            return self.bracketed()
        return self.factor()

    def symbol(self, *, scripts_after: bool = True) -> Node:
        """A symbol with its indices; a call, where it is a function."""
        head, after = read_head(self.tokens, self.at, self.end)
        token = self.tokens[self.at]
        patterns = self.grammar.patterns.get(head, ())
        if head in self.bound:
            patterns = ()
        if not patterns and head not in self.bound:
            if head == "d" and self.grammar.differential:
                return self.differential(after)
            if head in FUNCTIONS:
                node = self.known_function(FUNCTIONS[head])
                return self.powers(node) if scripts_after else node
        self.at = after
        if not patterns:
            return self.letter(token, head)
        scripts = self.scripts()
        return self.resolved(token, patterns, scripts, scripts_after)

    def differential(self, after: int) -> Node:
        """`dx_i`, `d(…)`."""
        start = self.offset
        self.at = after
        if self.peek() in ("_", "^", "'") or self.at >= self.end:
            raise self.fail("the differential of what?")
        of = self.bracketed() if self.peek() in _CLOSING else self.factor()
        return tree.Differential(start, self.stopped, of)

    def letter(self, token: Token, head: str) -> Node:
        """A letter that the notation does not bind: an index, or e, or π."""
        if head in self.bound or head in self.grammar.indices:
            if self.peek() == "_":
                raise self.fail(f"'{head}' counts, and has no index of its own")
            return self.powers(tree.Index(token.start, self.stopped, head))
        if head in _CONSTANTS:
            return self.powers(tree.Number(token.start, self.stopped, _CONSTANTS[head]))
        if (plain := normalize("NFKC", head)) != head and plain.isascii():
            raise self.fail(f"'{head}' is a full-width character. Write '{plain}'", token.start)
        shown = head if len(head) <= _SHOWN else f"{head[:_SHOWN]}…"
        raise self.fail(f"'{shown}' is not bound: the notation has no such symbol{self._near(head)}", token.start)

    def _near(self, head: str) -> str:
        """The symbols of the notation that this one may be meant to be."""
        known = self.grammar.patterns
        same = [one for one in known if one.strip("\\").lower() == head.strip("\\").lower()]
        near = same or get_close_matches(head[:_SHOWN], known, 3) if len(head) > 1 else same
        fitting = [pattern.tex for one in near or known for pattern in known[one]]
        return f". Near it: {', '.join(fitting)}" if near else f". It has {', '.join(fitting[:12])}"

    def scripts(self) -> _Scripts:
        """All that stands above and below a symbol."""
        found = _Scripts()
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
                if set(texts) & _QUOTES:
                    raise self.fail(_no_prime(texts[0]), at)
                if texts and all(text in ("'", r"\prime") for text in texts):
                    found.primes += len(texts)
                elif found.upper:
                    raise self.fail("a second thing above. Put brackets around what comes first", at)
                else:
                    found.upper = upper
        return found

    def resolved(self, token: Token, patterns: tuple[Pattern, ...], scripts: _Scripts, scripts_after: bool) -> Node:
        """A symbol by the pattern that fits what stands above and below it."""
        mark = scripts.mark.replace(r"\ast", "*")
        patterns = tuple(pattern for pattern in patterns if mark and pattern.mark == mark) or patterns
        fitting = [pattern for pattern in patterns if _fits(pattern, scripts)]
        if not fitting:
            raise self.fail(_misfit(patterns, scripts), token.start)
        below = scripts.below
        pattern = max(fitting, key=lambda one: (bool(one.mark), len(one.lower) == below, len(one.lower)))
        upper, power = self._upper(pattern, scripts)
        lower = self._lower(pattern, scripts)
        node: Node
        if pattern.formals is not None:
            node = self.call(token, pattern, scripts.primes, power)
            if isinstance(node, tree.Call) and not node.bare:
                power = None
        elif scripts.primes:
            raise self.fail(f"a prime on {pattern.tex}, which is no function", token.start)
        else:
            node = tree.Quantity(token.start, self.stopped, pattern, upper, lower)
        if power is not None:
            node = self.raised(node, power)
        return self.powers(node) if scripts_after else node

    def _upper(self, pattern: Pattern, scripts: _Scripts) -> tuple[tuple[Node, ...], Expressions | None]:
        """The upper indices, and what is left above the symbol: a power or a transpose."""
        if scripts.upper is None or pattern.mark:
            return (), None
        if not pattern.upper:
            return (), scripts.upper
        inside = scripts.upper.inside(scripts.upper.at + 1, scripts.upper.end - 1)
        parts = inside.parts(",")
        if len(parts) != len(pattern.upper):
            number = "one index" if len(pattern.upper) == 1 else f"{len(pattern.upper)} indices"
            raise self.fail(f"{pattern.tex} has {number} above, and {len(parts)} stand here", scripts.upper.offset)
        return tuple(part.whole() for part in parts), None

    def _lower(self, pattern: Pattern, scripts: _Scripts) -> tuple[Node, ...]:
        """The lower indices: parted by commas, or one letter or digit each."""
        if scripts.lower is None:
            return ()
        if len(pattern.lower) == 1:
            return (scripts.lower.whole(),)
        parts = scripts.lower.parts(",")
        if len(parts) == 1:
            parts = scripts.lower.single_tokens()
        if any(part.at >= part.end for part in parts):
            raise self.fail(f"a comma is misplaced among the indices of {pattern.head}", scripts.lower.offset)
        if len(parts) != len(pattern.lower):
            signed = any(part.peek() in ("+", "-", "−") for part in parts)
            advice = ". Part them by commas" if signed else ""
            message = f"{pattern.tex} has {len(pattern.lower)} indices below, and {len(parts)} stand here{advice}"
            raise self.fail(message, scripts.lower.offset)
        return tuple(part.whole() for part in parts)

    def single_tokens(self) -> list[Expressions]:
        """A reader for each token, digits apart."""
        readers = list[Expressions]()
        for token in self.tokens[self.at : self.end]:
            letters = (
                [token]
                if not token.is_number
                else [Token(digit, token.start + n, token.start + n + 1) for n, digit in enumerate(token.text)]
            )
            readers += [Expressions([one], 0, 1, self.grammar, self.bound, self.depth) for one in letters]
        return readers

    def call(self, token: Token, pattern: Pattern, order: int, power: Expressions | None) -> Node:
        """A function and its arguments; without them, its formal ones where the notation binds them."""
        formals = pattern.formals or ()
        if order > _HIGHEST:
            raise self.fail(f"{order} primes: derivatives are known up to the order {_HIGHEST}", token.start)
        if self.peek() in ("(", "["):
            if power is not None:
                raise self.fail(
                    f"{pattern.head}^{{…}}(…) can be read in two ways. Put the power after the argument", token.start
                )
            opener = self.peek()
            self.at += 1
            close = self.closing(opener, _CLOSING[opener])
            arguments = tuple(part.whole() for part in self.inside(self.at, close).parts(",", "，"))
            at = self.offset
            self.at = close + 1
            if len(arguments) != len(formals):
                plural = "" if len(formals) == 1 else "s"
                message = f"{pattern.tex} has {len(formals)} argument{plural}, and {len(arguments)} stand here"
                raise self.fail(message, at)
            return tree.Call(token.start, self.stopped, pattern, arguments, order)
        if pattern.head.startswith(_OPERATORS) and self.begins_factor() and len(formals) == 1:
            argument = self.factor()
            return tree.Call(token.start, self.stopped, pattern, (argument,), order)
        arguments = tuple(self._formal(token, pattern, formal) for formal in formals)
        return tree.Call(token.start, self.stopped, pattern, arguments, order, bare=True)

    def _formal(self, token: Token, pattern: Pattern, formal: str) -> Node:
        """A formal argument as the quantity of that name, if the notation has one."""
        tokens = [Token(part.text, token.start, token.end) for part in tokenize(formal)]
        try:
            return Expressions(tokens, 0, len(tokens), self.grammar, self.bound, self.depth + 1).whole()
        except Unreadable:
            raise self.fail(f"{pattern.head} is a function: of what? Write {pattern.tex}", token.start) from None

    # ---- Powers

    def powers(self, node: Node) -> Node:
        """What stands above a whole factor."""
        if self.take("^"):
            node = self.raised(node, self.argument())
        if self.peek() == "^":
            raise self.fail("a second thing above. Put brackets around what comes first")
        if self.peek() in ("'", "_"):
            what = "prime" if self.peek() == "'" else "lower index"
            raise self.fail(f"a {what} on something that is no symbol of its own")
        return node

    def raised(self, node: Node, exponent: Expressions) -> Node:
        """A power or a transpose."""
        end = max(self.stopped, exponent.tokens[exponent.end - 1].end if exponent.end else 0)
        texts = exponent.texts
        if texts and texts[0] in FONTS | {r"\top", r"\intercal"}:
            head, stop = read_head(exponent.tokens, exponent.at, exponent.end)
            if head in _TRANSPOSES and stop == exponent.end:
                return tree.Transpose(node.start, end, node)
        known = {*self.grammar.patterns, *self.grammar.indices, *self.bound}
        if texts in (["T"], ["t"]) and texts[0] not in known:
            raise exponent.fail(rf"'^{texts[0]}': a transpose is written ^{{\mathsf T}}")
        if texts in (["*"], [r"\ast"], [r"\dagger"]):
            raise exponent.fail(f"'^{texts[0]}' is not bound by the notation")
        return tree.Power(node.start, end, node, exponent.whole())


def stating(chain: Chain) -> Chain:
    """A chain that states something.

    Raises:
        Unreadable: it has no relation.
    """
    if not chain.relations:
        raise Unreadable("no relation such as '=' stands here: it states nothing", chain.expressions[0].start)
    return chain


class _Scripts:
    """What stands above and below a symbol."""

    lower: Expressions | None = None
    upper: Expressions | None = None
    primes: int = 0

    @property
    def indexed(self) -> bool:
        """Whether brackets stand above: an index, as in `z^{(l)}`."""
        upper = self.upper
        if upper is None or upper.end - upper.at < 3 or upper.peek() != "(":
            return False
        probe = upper.inside(upper.at + 1, upper.end)
        return probe.closing("(", ")") == upper.end - 1

    @property
    def below(self) -> int:
        """How many lower indices these seem to be: `_{ji}` and `_{j,i}` are two, `_{l+1}` is one."""
        if self.lower is None:
            return 0
        parts, single = self.lower.parts(","), self.lower.single_tokens()
        bare = len(parts) == 1 and all(one.tokens[0].text not in ("+", "-", "−") for one in single)
        return len(single if bare else parts)

    @property
    def mark(self) -> str:
        """What stands above, as it is written."""
        return "".join(self.upper.texts) if self.upper else ""


def _fits(pattern: Pattern, scripts: _Scripts) -> bool:
    if bool(pattern.mark) and scripts.mark.replace(r"\ast", "*") != pattern.mark:
        return False
    if pattern.upper and not scripts.indexed:
        return False
    if not pattern.upper and not pattern.mark and scripts.indexed:
        return False
    return bool(pattern.lower) or scripts.lower is None


def _misfit(patterns: tuple[Pattern, ...], scripts: _Scripts) -> str:
    known = " or ".join(sorted({pattern.tex for pattern in patterns}))
    if scripts.lower is not None and not any(pattern.lower for pattern in patterns):
        return f"the notation has {known}, without an index below"
    if scripts.indexed and not any(pattern.upper for pattern in patterns):
        return f"the notation has {known}, without an index ^{{(…)}}"
    if not scripts.indexed and all(pattern.upper for pattern in patterns):
        return f"the notation has {known}: an index ^{{(…)}} is missing here"
    return f"the notation has {known}; what stands above or below this does not fit"


def _case(row: Expressions) -> tuple[Node, Chain | None]:
    cells = row.parts("&")
    if len(cells) != 2:
        raise row.fail("a case is 'value & condition'")
    value, condition = cells
    value.strip_punctuation()
    condition.strip_punctuation()
    if condition.take(r"\text", r"\textrm", r"\mathrm"):
        words = condition.argument()
        text = "".join(words.texts)
        if text in ("otherwise", "else", "其余", "其他", "否则") and condition.at >= condition.end:
            return value.whole(), None
        if text not in ("if", "when", "for", "当", "若"):
            raise words.fail("the words in \\text cannot be computed with")
    return value.whole(), condition.chain(needs_relation=True)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _no_prime(text: str) -> str:
    what = "is not how TeX writes a prime, which" if text == "′" else "is a quotation mark; a prime"
    return f"'{text}' {what} is '"


def _bars_of(name: str) -> str:
    return rf"\l{name} … \r{name}"


def _range_of(operator: str) -> str:
    return rf"{operator}_{{k=1}}^{{n}}"


def _spanning(node: Node, start: int, end: int) -> Node:
    """The same node with the stretch of its brackets."""
    return type(node)(**{**node.__dict__, "start": start, "end": end})
