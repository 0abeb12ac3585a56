"""Maxima and minima over numbers and vectors, and where they are taken.

`\\max_{x \\in [0, 1]} f(x)`, `\\min_{x \\ge 0} f(x)`, `\\max_{\\lVert x \\rVert = 1} x^{\\mathsf T}Ax`, `\\arg\\min_x`.
What the notation has as a quantity runs through all numbers, or all vectors of its size, that fulfil the conditions; a
letter that means nothing else runs through an interval.  Over what counts they are read in `gathering.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal, Self

from yansuan.tex import logic, tree
from yansuan.tex.braces import Braces
from yansuan.tex.intervals import interval
from yansuan.tex.operators import RELATIONS, SIGNS
from yansuan.tex.patterns import Pattern, read_head, script
from yansuan.tex.programs import Running, in_braces, is_program, optimised, program
from yansuan.tex.tokens import ROW, Token, Unreadable
from yansuan.tex.tree import Chain, Node

Operation = Literal["max", "min", "argmax", "argmin"]
_IN = (r"\in", "∈")
_COUNTING = frozenset("ijklmnpqdNM")  # letters that count, where nothing else is said
_PLAIN: dict[str, Operation] = {r"\max": "max", r"\min": "min", r"\argmax": "argmax", r"\argmin": "argmin"}
_BOUNDS: dict[str, Operation] = {r"\sup": "max", r"\inf": "min"}
_SPELLED: dict[str, Operation] = {"argmax": "argmax", "argmin": "argmin", "max": "max", "min": "min"}
_HOLDERS = (r"\operatorname", r"\mathrm", r"\mathop", r"\text")
_ENDS = frozenset((*RELATIONS, ROW, ",", ";", "&", r"\quad", r"\qquad"))
_WHICH = "over which letter? Write it first, as in x \\in [0, 1] or x : \\lVert x \\rVert = 1"


@dataclass(frozen=True)
class Optimum(Node):
    """The largest or smallest value of a body under conditions, or where it is taken.

    `variable` is a quantity that is moved, or the name of a letter that `binds` has, too.  `over` is a declared set.
    """

    operation: Operation
    variable: tree.Quantity | str
    conditions: tuple[Chain, ...]
    body: Node
    over: Pattern | None = None
    need_be_taken: bool = True
    """Whether it is written as a maximum or minimum, and not as a supremum or infimum."""

    @property
    def binds(self) -> tuple[str, ...]:
        """The letter that it binds."""
        return (self.variable,) if isinstance(self.variable, str) else ()


@dataclass(frozen=True)
class Chosen(Node):
    """`\\arg\\max_k a_k`: the index at which a maximum over what counts is taken."""

    operation: Operation
    of: tree.Big


class Extrema(Braces):
    """Reads extrema over numbers and vectors."""

    def said(self, row: Self) -> list[Chain]:
        """What a row says as conditions; within a formula, whose reader knows (`reader.py`)."""
        raise row.fail("conditions of an extremum stand in a formula of its own")

    def big(self, *, in_argument: bool = False) -> Node:
        """A sum and its kin; a maximum over what does not count."""
        token, begin = self.token, self.at
        if token.text in (r"\max", r"\min") and self.peek(1) == r"\{":
            self.at += 1
            if (of_set := in_braces(self, _PLAIN[token.text], token)) is not None:
                return self.powers(of_set)
            self.at = begin
        if token.text in _PLAIN and self.peek(1) == "_":
            self.at += 1
            if (node := self._optimum(_PLAIN[token.text], token, begin)) is not None:
                return node
        self.at = begin
        if token.text in _BOUNDS and self.peek(1) == "_":
            self.at += 2
            if is_program(self, below := self.argument()):
                return program(self, _BOUNDS[token.text], below, token)
            self.at = begin + 1
            declared = any(key[0] == token.text for key in self.grammar.sets)
            if not declared and (node := self._optimum(_BOUNDS[token.text], token, begin)) is not None:
                return node
            self.at = begin
        found = super().big(in_argument=in_argument)
        if token.text in _PLAIN and isinstance(found, logic.Over):
            self._must_count(found)
        return found

    def _must_count(self, node: logic.Over) -> None:
        """`\\max_{0 \\le t \\le 1} t(1 - t)` is over all numbers, although nothing says so."""
        places = [one for one in tree.walk(node.body) if isinstance(one, tree.Quantity | tree.Call)]
        for letter in node.binds:
            known = letter in self.grammar.indices or letter in _COUNTING
            used = any(letter in tree.free_indices(index) for one in places for index in (*one.lower, *one.upper))
            if not known and not used and any(self._bounds_it(claim) for claim in node.claims):
                told = f"does {letter} count, or run through all numbers? Write {letter} \\in [a, b]"
                raise self.fail(told, node.start)

    @staticmethod
    def _bounds_it(claim: logic.Claim) -> bool:
        return isinstance(claim, logic.Holds) and any(one.sign in "≤<≥>" for one in claim.chain.relations)

    def operated(self) -> Node | None:
        """`\\arg\\min_x`, `\\operatorname*{arg\\,max}_{x}`, `\\underset{x}{\\arg\\min}`."""
        token, begin = self.token, self.at
        below = None
        if self.peek() == r"\underset":
            self.at += 1
            below = self.argument()
            start, end = script(self.tokens, self.at, self.end)
            name, stop = self.inside(start, end).name_of_extremum()
            after = end + (self.peek() == "{")
            operation = name if stop == end else None
        else:
            operation, after = self.name_of_extremum()
        if operation is None or self.head() in self.grammar.patterns:
            self.at = begin
            return super().operated()
        self.at = after
        if below is None and self.peek() != "_":
            raise self.fail(rf"over which letter? Write {token.text}_x", token.start)
        if (node := self._optimum(operation, token, begin, below)) is not None:
            return node
        return self._counted_extremum(operation, token, after, below)

    def name_of_extremum(self) -> tuple[Operation | None, int]:
        """What operator is named here, and where its name ends; None where none is."""
        text, at = self.peek(), self.at
        if text in (r"\argmax", r"\argmin"):
            return _PLAIN[text], at + 1
        if text in (r"\max", r"\min") and not self.begins_big():
            return _PLAIN[text], at + 1
        if text == r"\arg" and self.peek(1) in (r"\max", r"\min"):
            return ("argmax" if self.peek(1) == r"\max" else "argmin"), at + 2
        if text not in _HOLDERS:
            return None, at
        at += 1 + (self.peek(1) == "*")
        if at >= self.end or self.tokens[at].text != "{":
            return None, at
        start, end = script(self.tokens, at, self.end)
        name = "".join(one.text for one in self.tokens[start:end])
        if name in _SPELLED and (name.startswith("arg") or text == r"\mathop"):
            return _SPELLED[name], end + 1
        inner, stop = self.inside(start, end).name_of_extremum()
        return (inner, end + 1) if inner and stop == end else (None, self.at)

    def begins_big(self) -> bool:
        """Whether what follows a `\\max` is that of the operator itself."""
        return self.peek(1) in ("_", "^", "(")

    # ---- Over what

    def _optimum(self, operation: Operation, token: Token, begin: int, below: Self | None = None) -> Node | None:
        """An extremum over numbers or vectors; None where its letter counts."""
        if below is None:
            self.at += 1
            below = self.argument()
        if is_program(self, below):
            return program(self, operation, below, token)
        pieces = [piece for part in below.pieces() for piece in part.parts(":", "：", r"\mid") if piece.at < piece.end]
        if not pieces:
            return None
        first = pieces[0]
        variable = self._variable(first, pieces)
        if variable is None:
            return None
        conditions, over = list[Chain](), None
        for n, piece in enumerate(pieces):
            if n == 0 and piece.stands_alone():
                continue
            found = piece.inside(piece.at, piece.end, *([variable] if isinstance(variable, str) else [])).restriction(
                variable
            )
            if found is None:
                return None
            conditions += found
        name = variable if isinstance(variable, str) else variable.pattern.head
        if not conditions:
            over = next((one for key, one in self.grammar.sets.items() if key[1] == name), None)
        bound = (variable,) if isinstance(variable, str) else ()
        inside = optimised(self, begin, Running(frozenset((name,)), partial(_has, variable), bound), operation)
        self._must_be_all_of_it(name)
        self._must_end_a_place(operation)
        taken = token.text not in _BOUNDS
        return Optimum(token.start, self.stopped, operation, variable, tuple(conditions), inside, over, taken)

    def _must_be_all_of_it(self, name: str) -> None:
        """Further terms that have the letter are meant to belong to the extremum: `\\min_x f(x) + g(x)`."""
        depth, at = 0, self.at
        while at < self.end:
            text = self.tokens[at].text
            depth += (text in ("{", "(", "[")) - (text in ("}", ")", "]"))
            if depth < 0 or (depth == 0 and text in _ENDS):
                return
            try:
                head, after = read_head(self.tokens, at, self.end)
            except Unreadable:
                head, after = "", at + 1
            if head == name:
                raise self.fail(
                    "does this belong to the extremum? Put brackets around all that does", self.tokens[at].start
                )
            at = after if len(head) > 1 and after > at + 1 else at + 1

    def _must_end_a_place(self, operation: Operation) -> None:
        """`\\arg\\min_x f(x) + a` is where f + a is least for some, and a beside that place for others."""
        if operation in ("argmax", "argmin") and self.peek() in SIGNS:
            raise self.fail("does this belong to the extremum? Put brackets around one of them")

    def _variable(self, first: Self, pieces: list[Self]) -> tree.Quantity | str | None:
        """The quantity that is moved, or the letter that runs through an interval; None where it counts."""
        try:
            head, after = read_head(first.tokens, first.at, first.end)
        except Unreadable:
            head, after = "", first.at
        leads = bool(head) and (after == first.end or first.tokens[after].text in (*RELATIONS, *_IN))
        if head in self.grammar.indices or head in self.bound:
            return None
        if not leads:
            return self._only_quantity(first)
        if head in self.grammar.patterns:
            if after < first.end and first.tokens[after].text in RELATIONS and first.counts():
                return None
            node = first.inside(first.at, after).whole()
            return node if isinstance(node, tree.Quantity) and not node.lower and not node.upper else None
        if after < first.end and first.tokens[after].text in _IN:
            of = first.inside(after + 1, first.end)
            interval = of.peek() in ("[", "(") and first.tokens[first.end - 1].text in ("]", ")")
            return head if interval or of.head() == r"\mathbb{R}" else None
        return None

    def counts(self) -> bool:
        """Whether a condition is about a letter that counts, or that nothing binds."""
        try:
            return bool(tree.free_indices(self.inside(self.at, self.end).chain()))
        except Unreadable:
            return True

    def _only_quantity(self, piece: Self) -> tree.Quantity | None:
        """The one quantity in a condition such as `\\lVert x \\rVert = 1`."""
        try:
            chain = piece.inside(piece.at, piece.end).chain()
        except Unreadable:
            return None
        norms = [one for one in tree.walk(chain) if isinstance(one, tree.Norm)]
        about = norms[0].of if len(norms) == 1 else chain
        found = {tree.spelling(one): one for one in tree.quantities(about)}
        if not found or not chain.relations or tree.free_indices(chain):
            return None
        if len(found) > 1:
            raise piece.fail(_WHICH)
        (only,) = found.values()
        return only if not only.lower and not only.upper else None

    def stands_alone(self) -> bool:
        """Whether nothing but a symbol is left."""
        try:
            return self.head_end() == self.end
        except Unreadable:
            return False

    def restriction(self, variable: tree.Quantity | str) -> list[Chain] | None:
        """A condition as chains; None where it is about what counts."""
        sides = self.parts(*_IN)
        if len(sides) == 1:
            return [self.chain(needs_relation=True)]
        letter, of = sides[0].whole(), sides[1]
        if len(sides) > 2:
            raise self.fail("what is said to be an element of what?")
        if of.peek() in ("[", "(") and of.tokens[of.end - 1].text in ("]", ")"):
            chain = interval(letter, of)
            return [chain] if chain.relations else []
        if of.head() != r"\mathbb{R}":
            if isinstance(variable, str) or of.has_sets():
                return None
            raise of.fail("this set is not known here: write an interval, or conditions after a colon")
        return of.real_numbers(letter)

    def real_numbers(self, letter: Node) -> list[Chain]:
        """`\\mathbb R`, `\\mathbb R^n`, `\\mathbb R_+`."""
        start = self.token
        self.at = self.head_end()
        if self.take("^"):
            size = self.argument()
            if size.texts in (["+"], ["*"]):
                raise size.fail("is 0 in it? Write x \\ge 0 or x > 0")
            size.whole()
        if self.at < self.end:
            raise self.fail("this set is not known here: write conditions after a colon", start.start)
        return []

    # ---- The index at which one is taken

    def _counted_extremum(self, operation: Operation, token: Token, after: int, lower: Self | None) -> Node:
        """`\\arg\\max_k a_k`, `\\underset{k}{\\arg\\max} a_k`, of one letter that counts."""
        self.at = after
        if lower is None:
            self.at += 1
            lower = self.argument()
        if not lower.stands_alone():
            raise self.fail("where something is largest is one letter below, as in \\arg\\max_k", token.start)
        variable = lower.head()
        body = self.inside(self.at, self.end, variable)
        if body.at >= body.end:
            raise self.fail("of what?")
        inside = body.body_of(token.text, variable, linear=False)
        self.at, self.goes_on = body.at, "term"
        kind: Literal["max", "min"] = "max" if operation == "argmax" else "min"
        big = tree.Big(token.start, self.stopped, kind, variable, None, None, inside)
        if operation not in ("argmax", "argmin"):
            return big
        self._must_end_a_place(operation)
        return Chosen(token.start, self.stopped, operation, big)


def _has(variable: tree.Quantity | str, node: Node) -> bool:
    """Whether what runs stands in a node."""
    if isinstance(variable, str):
        return variable in tree.free_indices(node)
    return any(isinstance(one, tree.Quantity) and one.pattern.key == variable.pattern.key for one in tree.walk(node))
