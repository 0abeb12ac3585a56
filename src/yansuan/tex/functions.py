"""Functions that everybody knows, and where their arguments end; sums and their kin.

The argument of a function without brackets is what is set right beside its name: numbers, then letters, or one thing of
another kind (`\\sin 2\\pi x`, `\\ln\\frac{x}{2}`).  It ends at a sign, at a dot or cross, and at the name of another
function.  Where textbooks print something and mean this or that by it (`\\ln x(x + 1)`, `\\sin x/2`), it is refused.
"""

from __future__ import annotations

from typing import Self

from yansuan.functions import FUNCTIONS
from yansuan.tex import tree
from yansuan.tex.discrete import Multinomial
from yansuan.tex.listing import listed
from yansuan.tex.matrices import bracketed_tuple, columns_in_brackets, has_columns
from yansuan.tex.operators import (
    ANGLES,
    BARS,
    BIG,
    CIRCULAR,
    CLOSING,
    LOGARITHMS,
    OF_COMPLEX,
    OF_MATRICES,
    SPELLED,
    VALUE_OR_ARGUMENT,
    is_name,
)
from yansuan.tex.outside import ends_argument, in_two_ways, is_beside
from yansuan.tex.patterns import ACCENTS, FONTS, read_head
from yansuan.tex.symbols import Symbols
from yansuan.tex.tokens import Token
from yansuan.tex.tree import Node

_WHICH = "what is the argument of the function before? Put it in brackets"


class Functions(Symbols):
    """Reads functions, sums and their kin."""

    def known_function(self, name: str) -> Node:
        """ln, sin, … at its argument."""
        token = self.token
        self.at = self.head_end()
        primes, base, exponent = self._scripts_of_function(token, name)
        if primes and name + "'" * primes not in FUNCTIONS:
            raise self.fail(f"the derivative of {name} in this form is not known here", token.start)
        if not self.begins_factor() and self.peek() not in BARS:
            raise self.fail(f"{token.text} of what?")
        argument = self.open_argument(name)
        usual = FUNCTIONS[name].base
        if base is None and usual:
            base = tree.Number(token.start, token.start, usual, str(usual))
        node: Node = tree.Apply(token.start, self.stopped, name + "'" * primes, argument)
        if base is not None:
            node = tree.Logarithm(token.start, self.stopped, base, argument)
        if exponent is not None:
            if isinstance(exponent, tree.Sum) and exponent.terms[0][0] < 0:
                raise self.fail(f"{token.text}^{{-1}} can be read in two ways. Write 'arc…' or a fraction", token.start)
            return tree.Power(token.start, self.stopped, node, exponent)
        return node

    def _scripts_of_function(self, token: Token, name: str) -> tuple[int, Node | None, Node | None]:
        """How many primes a function has, what is below it (a base), and what is above it (a power)."""
        primes = 0
        base: Node | None = None
        exponent: Node | None = None
        while self.peek() in ("^", "'", "_"):
            if self.take("'"):
                primes += 1
                continue
            below = self.take("_")
            if below and (not FUNCTIONS[name].base_below or base is not None):
                raise self.fail(f"{token.text} with an index below is not known here")
            self.at += not below
            argument = self.argument()
            if below:
                base = argument.whole()
            elif argument.peek() in (r"\prime", "'"):
                primes += argument.end - argument.at
            elif exponent is not None:
                raise self.fail("a second thing above. Put brackets around what comes first")
            else:
                exponent = argument.whole()
        return primes, base, exponent

    # ---- Where an argument ends

    def open_argument(self, name: str) -> Node:
        """The argument of a function, in brackets or not; `name` is "" for one of the notation."""
        opener = self.peek()
        if opener in CLOSING and opener != "{":
            node = self._listed(name) if name in ("det", "diag") and has_columns(self) else self.bracketed()
            self.must_be_whole(name)
            self.goes_on = ""
            return node
        if opener in BARS or opener == r"\begin":
            node = self.factor()
            self.goes_on = ""
            if opener == r"\begin" and self.peek() == r"\begin":
                raise self.fail(_WHICH)
            return node
        if opener in BIG:
            return self.big(in_argument=True) if self.peek(1) in ("_", "^") else self.factor()
        if self.begins_function():
            return self.factor()
        return self._juxtaposed(name)

    def _listed(self, name: str) -> Node:
        """`\\det(\\mathbf a, \\mathbf b)` of columns, `\\operatorname{diag}(a, b, c)` of numbers."""
        return columns_in_brackets(self) if name == "det" else bracketed_tuple(self)

    def must_be_whole(self, name: str) -> None:
        """`\\ln(x)^2` is the square of one thing for some, and of another for others."""
        if self.peek() == "^" and name in VALUE_OR_ARGUMENT:
            raise self.fail("a power of the argument, or of the function's value? Put brackets around one of them")

    def _juxtaposed(self, name: str) -> Node:
        """Numbers, then letters or one other thing."""
        start, first = self.offset, self.at
        found = list[tuple[str, Node]]()
        while True:
            begin, at = self.at, self.offset
            apart = bool(found) and self.token.apart and found[-1][0] != "number"
            apart = apart or (bool(found) and self._stands_outside(name, found[-1][1]))
            if found and name in CIRCULAR and is_beside(self, found[-1][1]):
                raise self.fail(in_two_ways(self, name, first), at)
            node = self.factor()
            kind = self._kind(node, begin)
            half_turns = name in CIRCULAR and bool(found) and self._counts_half_turns(begin, *found[-1])
            if half_turns:
                kind = found[-1][0]
            elif apart or (found and not _may_follow(name, [one for one, _ in found], kind)):
                raise self.fail(_WHICH, at)
            found.append((kind, node))
            if not self.begins_factor() or self.begins_function() or self.begins_derivative():
                break
            if name in CIRCULAR and ends_argument(self, node):
                return self._product(start, [node for _, node in found])
            self.must_stand_beside(node, begin)
        numbers = all(kind == "number" for kind, _ in found)
        if numbers and name in LOGARITHMS and self.begins_function() and SPELLED.get(self.head()) not in LOGARITHMS:
            raise self.fail(_WHICH)
        if numbers and self.peek() in (r"\cdot", r"\times") and self.peek(1).isdecimal():
            raise self.fail(_WHICH)
        self.goes_on = "argument"
        return self._product(start, [node for _, node in found])

    def _counts_half_turns(self, begin: int, kind: str, before: Node) -> bool:
        """Whether a π behind an angle's part belongs to it, as in `\\cos n\\pi` and `\\cos\\frac{2k - 1}{2n}\\pi`."""
        alone = self.tokens[begin].text == r"\pi" and self.at == begin + 1
        return alone and (kind in ("number", "letter") or isinstance(before, tree.Quotient))

    def _product(self, start: int, nodes: list[Node]) -> Node:
        if len(nodes) == 1:
            return nodes[0]
        return tree.Product(start, self.stopped, tuple(("*", node) for node in nodes))

    def _stands_outside(self, name: str, before: Node) -> bool:
        """Whether what follows a letter may stand beside the function: a unit vector, or what is beside an angle."""
        if isinstance(before, tree.Number | tree.Quotient) or name in OF_MATRICES | OF_COMPLEX:
            return False
        angle = isinstance(before, tree.Quantity) and before.pattern.head in ANGLES and name in CIRCULAR
        return angle or self.peek() in ACCENTS | FONTS or (self.head() == "e" and isinstance(before, tree.Quantity))

    def _kind(self, node: Node, begin: int) -> str:
        """What a factor is for where an argument ends."""
        opener = self.tokens[begin].text
        if opener in CLOSING and opener != "{":
            return "bracket"
        if isinstance(node, tree.Power | tree.Quotient | tree.Number) and _is_number(node):
            return "number"
        if isinstance(node, tree.Index | tree.Quantity) or (isinstance(node, tree.Call) and node.bare):
            return "letter"
        if isinstance(node, tree.Apply) and node.function == "bar":
            return "letter"
        above = node.base if isinstance(node, tree.Power) else node.of if isinstance(node, tree.Transpose) else None
        if isinstance(node, tree.Apply) and node.function == "star":
            above = node.argument
        if isinstance(above, tree.Index | tree.Quantity):
            return "raised"
        return "other"

    def begins_function(self) -> bool:
        """Whether the name of a function follows, which ends the argument of another."""
        head = self.head()
        if head in self.bound or not is_name(head):
            return False
        patterns = self.grammar.patterns.get(head, ())
        return any(pattern.formals is not None for pattern in patterns) or (not patterns and head in SPELLED)

    # ---- Coefficients

    def binomial(self) -> Node:
        """`\\binom{n}{k}`, by the notation's own function if it has one."""
        token = self.token
        self.at += 1
        above, among = self.argument().whole(), self.argument().parts(",", "，")
        if len(among) > 1:
            parts = listed(among, "list")
            return Multinomial(token.start, self.stopped, above, parts)
        below = among[0].whole()
        own = [pattern for pattern in self.grammar.patterns.get(r"\binom", ()) if len(pattern.formals or ()) == 2]
        if own:
            return tree.Call(token.start, self.stopped, own[0], (above, below))
        return tree.Binomial(token.start, self.stopped, above, below)

    # ---- Bound operators

    def big(self, *, in_argument: bool = False) -> Node:
        """A sum and its kin; it takes the rest of the term, but for what may as well stand outside of it."""
        token = self.token
        self.at += 1
        operation = BIG[token.text]
        if operation in ("max", "min") and self.peek() == "(":
            return self.powers(self._extremum(token, operation))
        lower: Functions | None = None
        upper: Functions | None = None
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
        inside = body.body_of(token.text, variable, linear=operation == "sum" and not in_argument)
        self.at = body.at
        self.goes_on = "term"
        if upper and upper.peek() == variable and upper.peek(1) == "=":
            upper.at += 2  # \sum_{n=1}^{n=N}
        stop = upper.bound_or_infinity() if upper else None
        if operation not in ("sum", "prod") and isinstance(stop, tree.Infinity):
            raise self.fail(f"{token.text} without an end: only \\sum and \\prod go on for ever here", token.start)
        return tree.Big(token.start, self.stopped, operation, variable, start, stop, inside, over)  # type: ignore[arg-type]

    def body_of(self, operator: str, variable: str, *, linear: bool) -> Node:
        """What a sum or its kin is taken of.

        What follows the last factor that has the index may stand outside as well, which is the same for a sum only.
        Such a one may have a minus before it: `\\sum_j -p_j\\log p_j`.
        """
        start, negative = self.offset, linear and self.take("-", "−")
        factors = self.factors()
        last = max((n for n, one in enumerate(factors) if variable in tree.free_indices(one.node)), default=0)
        if not linear and last + 1 < len(factors):
            after = factors[last + 1]
            raise self.fail(
                f"does this belong to the {operator}? Put brackets around all that does", self.tokens[after.begin].start
            )
        node = self.product_of(factors)
        return tree.Sum(start, node.end, ((-1, node),)) if negative else node

    def _lower_bound(self, operator: str, lower: Self) -> Node | None:
        if lower.at == lower.end:
            return None
        if not lower.take("="):
            raise lower.fail(f"'{lower.peek()}' cannot be read below {operator}. Write {_range_of(operator)}")
        return lower.bound_or_infinity()

    def _extremum(self, token: Token, operation: str) -> Node:
        self.at += 1
        close = self.closing("(", ")")
        among = listed(self.inside(self.at, close).parts(",", "，"), operation)  # type: ignore[arg-type]
        self.at = close + 1
        return tree.Extremum(token.start, self.stopped, operation, among)  # type: ignore[arg-type]


def _may_follow(name: str, before: list[str], kind: str) -> bool:
    """Whether a factor of a kind goes on with an argument without brackets that has had others."""
    numbers = all(one == "number" for one in before)
    if name in OF_MATRICES:
        return kind in ("letter", "raised") and all(one in ("number", "letter", "raised") for one in before)
    if kind == "number":
        return numbers
    if kind == "letter":
        return all(one in ("number", "letter") for one in before)
    return numbers and (kind != "bracket" or name in CIRCULAR)


def _is_number(node: Node) -> bool:
    """Whether nothing but numbers is in it."""
    return all(
        isinstance(one, tree.Number | tree.Power | tree.Quotient | tree.Product | tree.Sum) for one in tree.walk(node)
    ) and not (isinstance(node, tree.Power) and isinstance(node.base, tree.Number) and node.base.text == "e")


def _range_of(operator: str) -> str:
    return rf"{operator}_{{k=1}}^{{n}}"
