"""A line of a formula as what it states and for what: words, brackets and commas say which is which.

    line  := [condition `then`] stretch (separator stretch)*

A condition before what is stated holds for all of the line, one after it for the statements since the last one.  What
no word and no bracket marks is a condition if it says for which indices, or which values; else it is a statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from yansuan.tex import tree
from yansuan.tex.belonging import belonging, finite, without_bound, without_set
from yansuan.tex.constant import must_be_constant, without_constant
from yansuan.tex.discrete import Counted
from yansuan.tex.diverging import diverging, without_infinity
from yansuan.tex.expressions import Expressions
from yansuan.tex.operators import DOTS, PUNCTUATION, RELATIONS
from yansuan.tex.orders import with_moving, without_limits
from yansuan.tex.ranges import between, conditions_of, grouped, has_relation
from yansuan.tex.rows import COLUMN
from yansuan.tex.several import is_all, of_several
from yansuan.tex.tokens import Token, text_at
from yansuan.tex.tree import Chain, Listed, Membership, Node, Statement
from yansuan.tex.words import ROLES, mark, marked

Reader = TypeVar("Reader", bound=Expressions)
_ROLE = {mark(role): role for role in set(ROLES.values())}
_APART = (r"\quad", r"\qquad", ";", "；", COLUMN)
_BRACKETS = {"(": ")", "（": "）"}
_OPENING = frozenset(("(", "（", "[", "{", r"\{", r"\begin"))
_CLOSING = frozenset((")", "）", "]", "}", r"\}", r"\end"))
_WHICH = "conditions, or what is stated? Part what is stated by \\\\ or put the conditions in brackets"


@dataclass(frozen=True)
class Stretch:
    """What stands between two separators: which separator is before it, and which after."""

    before: str
    part: Expressions
    after: str


@dataclass
class Line:
    """Reads one line."""

    number: int
    above: Node | None = None
    leading: list[Chain] = field(default_factory=list)
    found: list[Statement] = field(default_factory=list)
    group: int = 0  # where the statements begin for which the next condition is
    closed: bool = False  # whether such a condition has been read

    def read(self, part: Expressions) -> list[Statement]:
        """The statements of a line."""
        mode = ""
        for stretch in stretches(with_moving(part)):
            mode = self._mode(mode, stretch)
            part_, limits = without_limits(stretch.part)
            stretch = replace(stretch, part=part_)
            if stretch.part.at >= stretch.part.end:
                self._limits(limits)
                continue
            if mode in ("if", "all", "where"):
                self._conditions(mode, stretch)
            else:
                self._states(stretch.part, column=stretch.before == COLUMN)
            self._limits(limits)
        leading = tuple(self.leading)
        return [replace(one, conditions=leading + one.conditions) for one in self.found]

    def _mode(self, mode: str, stretch: Stretch) -> str:
        """What a stretch is, by the words and blanks before it: "" for what is stated."""
        if stretch.before in ("if", "all", "where"):
            if mode and self.found and self.closed:
                raise stretch.part.fail(_WHICH)
            return stretch.before
        leads = bool(mode) and not self.found and bool(self.leading or mode == "all")
        return "" if stretch.before == "then" or (stretch.before in ("apart", COLUMN) and leads) else mode

    # ---- Conditions

    def _conditions(self, mode: str, stretch: Stretch) -> None:
        """A stretch that words say to be conditions."""
        if self.found:
            again = self.closed and stretch.before not in ("if", "all", "where")
            self._after(conditions(stretch.part, mode, simple=again))
            return
        if stretch.after in ("then", "apart", "and") or stretch.before == "and":
            self.leading += conditions(stretch.part, mode)[0]
            return
        groups = grouped(stretch.part)
        names = 0
        if mode == "all" and len(groups) == 1:  # \forall x, f(x) = …
            names = len(groups[0]) - 1
            if not names:
                raise stretch.part.fail(_WHICH)
            bare(groups[0][:names])
        elif len(groups) < 2 or (mode != "all" and len(groups) > 2):
            raise stretch.part.fail(_WHICH)
        else:
            self.leading += conditions_of(groups[0])
        rest = groups[0][names] if names else groups[1][0]
        self._states(stretch.part.inside(rest.at, stretch.part.end))

    def _after(self, said: tuple[list[Chain], list[Chain]]) -> None:
        """Conditions after what is stated, and equations that explain letters of it."""
        true, stated = said
        self.closed = True
        self.found[self.group :] = [
            replace(one, conditions=(*one.conditions, *true)) for one in self.found[self.group :]
        ]
        self.found += [Statement(chain, aside=True, line=self.number) for chain in stated]

    # ---- What is stated

    def _states(self, part: Expressions, *, column: bool = False) -> None:
        """A stretch that no word marks; an equation in another column of a system may be a condition."""
        body, bracket = without_range(part)
        constant = without_constant(body) or without_constant(part)
        body = part.inside(body.at, min(body.end, part.end)) if constant else body
        body, within = without_set(body)
        body, bounded = without_bound(body)
        at, stated = body.offset, len(self.found)
        if body.at < body.end:
            infinite, sign = without_infinity(body)
            if sign is not None:
                self.found += [Statement(one, line=self.number) for one in diverging(infinite.whole(), sign, body)]
            elif bounded and len(body.parts(*RELATIONS)) == 1:
                self.found.append(Statement(finite(body.whole()), line=self.number))
                bounded = False
            elif self.above is not None and body.peek() in RELATIONS and not self.found:
                self._state(body.chain(continues=self.above))
            else:
                self._unmarked(body)
        if bounded and len(self.found) > stated:
            self.found.append(Statement(finite(self.found[-1].chain.expressions[-1]), line=self.number))
        if within is not None and len(self.found) > stated:
            last = self.found[-1].chain.expressions[-1]
            self.found += [Statement(chain, line=self.number) for chain in belonging(last, within)]
        if constant:
            self._must_be_constant(part)
        if column and any(link.sign == "=" for one in self.found[stated:] for link in one.chain.relations):
            raise part.fail("a condition, or stated as well? Write \\text{if} before it, or a row of its own", at)
        if bracket is not None:
            self._condition(conditions(bracket, "if")[0])

    def _must_be_constant(self, part: Expressions) -> None:
        if not self.found:
            raise part.fail("what is constant?")
        must_be_constant(part, self.found[-1].chain.expressions[-1])

    def _unmarked(self, part: Expressions) -> None:
        groups = grouped(part)
        if ranges := between(groups):
            self._condition(ranges)
            groups = groups[2:]
        for group in groups:
            if len(group) == 1 and (len(group[0].parts(r"\in", "∈")) == 1 or group[0].states_membership()):
                chain = group[0].chain(needs_relation=bool(self.found))  # else the next row may begin with one
                if self.found and counts(chain):
                    self._condition([chain])
                else:
                    self._state(chain)
                continue
            if len(groups) == 1 and not self.found and is_all(part) and (chains := of_several(group)) is not None:
                self.found += [Statement(chain, line=self.number) for chain in chains]  # none is an aside
                continue
            found = conditions_of(group)
            if not (any(map(_is_range, found)) or len(group[0].parts(r"\in", "∈")) > 1 or self._ranges(found)):
                raise group[0].fail(
                    "a condition, or what is stated? Put conditions in brackets, and state each thing by itself"
                )
            self._condition(found)

    def _ranges(self, found: Sequence[Chain]) -> bool:
        """Whether chains after a statement are about single letters, which are above or below something."""
        return bool(self.found) and all(is_simple(chain) for chain in found)

    def _limits(self, found: list[Chain]) -> None:
        if found:
            self._condition(found)

    def _condition(self, found: list[Chain]) -> None:
        if self.found:
            self._after((found, []))
        else:
            self.leading += found

    def _state(self, chain: Chain) -> None:
        if self.closed:
            self.group, self.closed = len(self.found), False
        self.found.append(Statement(chain, aside=bool(self.found), line=self.number))


# ---- The parts of a line


def stretches(part: Expressions) -> Iterator[Stretch]:
    """What words, blanks and semicolons part, with what does; commas part less."""
    tokens = _parted_by_ranges(marked(part.tokens[part.at : part.end], part.grammar))
    whole = type(part)(tokens, 0, len(tokens), part.grammar, part.bound, part.depth)
    before, leads = "", False
    pieces = whole.parts(*_ROLE, *_APART, ":", "：")
    for n, piece in enumerate(pieces):
        after = _separator(tokens, piece.end, leads=before in ("if", "all") or leads)
        leads = before in ("if", "all")
        if n + 1 < len(pieces) and (after == ":" or pieces[n + 1].begins_modulus()):
            pieces[n + 1].at = piece.at
            continue
        if after == "apart" and _next_word(tokens, piece.end) == "then":
            after = "then"
        stripped(piece)
        yield Stretch(before, piece, after)
        before = after


def _parted_by_ranges(tokens: list[Token]) -> list[Token]:
    """The same with a blank for each comma behind a range in brackets: `a_n = 2a_{n-1} \\ (n \\ge 1), a_0 = 1`."""
    found, opened = list(tokens), list[int]()
    for n, token in enumerate(tokens):
        if token.text in _OPENING:
            opened.append(n)
        elif token.text in _CLOSING and opened:
            begin = opened.pop()
            after = text_at(tokens, n + 1)
            before = tokens[begin - 1].text if begin else ""
            apart = token.text in _BRACKETS.values() and before and (tokens[begin].apart or before in _APART)
            if apart and not opened and after in (",", "，") and _is_range_in(tokens[begin + 1 : n]):
                found[n + 1] = replace(tokens[n + 1], text=r"\quad")
    return found


def _is_range_in(tokens: list[Token]) -> bool:
    """Whether a relation stands in brackets, in no others."""
    depth = 0
    for token in tokens:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if not depth and token.text in RELATIONS:
            return True
    return False


def _separator(tokens: list[Token], at: int, *, leads: bool) -> str:
    """What stands between two stretches; ":" for a colon that parts nothing."""
    if at >= len(tokens):
        return ""
    text = tokens[at].text
    if text in (":", "："):
        return "then" if leads and not (at + 1 < len(tokens) and tokens[at + 1].text == "=") else ":"
    return _ROLE.get(text, COLUMN if text == COLUMN else "apart")


def _next_word(tokens: list[Token], at: int) -> str:
    while at < len(tokens) and tokens[at].text in (*_APART, ",", "，"):
        at += 1
    return _ROLE.get(tokens[at].text, "") if at < len(tokens) else ""


def stripped(part: Expressions) -> None:
    """Leave out the punctuation at both ends."""
    part.strip_punctuation()
    while part.peek() in (",", "，", "、", ":", "：") and part.at < part.end and part.peek() in PUNCTUATION:
        part.at += 1


def without_range(part: Reader) -> tuple[Reader, Reader | None]:
    """What is stated, and the range in brackets at its end or the beginning: `f(x) = 0 \\ (x > 0)`."""
    opener = _opening(part)
    if opener is None:
        return part, None
    inside = part.inside(opener + 1, part.end - 1)
    tokens = marked(inside.tokens[inside.at : inside.end], inside.grammar)
    words = any(token.text in _ROLE for token in tokens)
    if not words and not has_relation(inside):
        return part, None
    apart = opener == part.at or part.tokens[opener].apart or part.tokens[opener - 1].text in PUNCTUATION
    if not (apart or words):
        return part, None
    body = part.inside(part.at, opener)
    stripped(body)
    return body, inside


def _opening(part: Expressions) -> int | None:
    """Where the bracket opens that closes with the last token."""
    closers = {close: opener for opener, close in _BRACKETS.items()}
    if part.at >= part.end or (opener := closers.get(part.tokens[part.end - 1].text)) is None:
        return None
    depth = 0
    for n in range(part.end - 1, part.at - 1, -1):
        text = part.tokens[n].text
        depth += (text == _BRACKETS[opener]) - (text == opener)
        if depth == 0:
            return n
    return None


def conditions(part: Expressions, mode: str, *, simple: bool = False) -> tuple[list[Chain], list[Chain]]:
    """What a stretch says as conditions, and the equations of a `where`, which are stated.

    Raises:
        Unreadable: it is not `simple`, which what follows a condition must be, where no word says that it is one.
    """
    true, stated = list[Chain](), list[Chain]()
    for inner in stretches(part):
        if inner.part.at >= inner.part.end:
            continue
        if inner.before not in ("", "and", "if", "all", "apart", "then", COLUMN):
            raise inner.part.fail(_WHICH)
        groups = grouped(inner.part)
        if ranges := between(groups):
            true += ranges
            groups = groups[2:]
        for n, group in enumerate(groups):
            if not any(map(has_relation, group)):
                if mode != "all" and inner.before != "all":
                    raise group[0].fail("no relation such as '=' stands here: it states nothing")
                bare(group)
                continue
            found = conditions_of(group)
            if (simple or n) and not all(_is_range(chain) or is_simple(chain) for chain in found):
                raise group[0].fail(_WHICH)
            for chain in found:
                equation = mode == "where" and all(one.sign == "=" for one in chain.relations) and chain.relations
                (stated if equation and not counts(chain) and len(group) == 1 else true).append(chain)
    return true, stated


def bare(group: Sequence[Expressions]) -> None:
    """Letters of which nothing is said but that all are meant.

    Raises:
        Unreadable: something else stands there.
    """
    for piece in group:
        if piece.peek() in DOTS or not isinstance(
            piece.inside(piece.at, piece.end).whole(), tree.Index | tree.Quantity
        ):
            raise piece.fail("for all of what? A letter by itself is needed here")


def counts(chain: Chain) -> bool:
    """Whether a chain says for which indices: an index letter stands on one side, and on the others what counts."""
    simple = (tree.Index, tree.Number, tree.Quantity, tree.Sum, tree.Product, tree.Quotient, tree.Power, tree.Extremum,
              Counted)  # fmt: skip
    letters = any(isinstance(node, tree.Index) for node in chain.expressions)
    return letters and all(isinstance(node, simple) for node in tree.walk(chain))


def _is_range(chain: Chain) -> bool:
    """Whether a chain can be nothing but a condition."""
    if isinstance(chain, Listed):
        return isinstance(chain.expressions[0], tree.Index)
    return isinstance(chain, Membership) or counts(chain)


def is_simple(chain: Chain) -> bool:
    """Whether a chain says that single letters are above or below something."""
    letter = any(isinstance(node, tree.Quantity | tree.Index) for node in chain.expressions)
    return letter and all(relation.sign != "=" for relation in chain.relations)
