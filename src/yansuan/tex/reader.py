"""TeX -> tree, by the notation's grammar.  What the notation leaves open is `Unreadable`, and never guessed.

    formula := rows or one line, then the conditions for all of it
    rows    := an environment, or lines parted by `\\\\`; a brace before them makes a system of them

What a line is made of stands in `statements.py`, which rows go on in `rows.py`, and expressions in `expressions.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Self

from yansuan.tex.chained import completed, is_gap, left_out
from yansuan.tex.congruences import settled
from yansuan.tex.expressions import Expressions, stating
from yansuan.tex.gathering import bound
from yansuan.tex.implications import implications, settled_with
from yansuan.tex.names import tokens_of
from yansuan.tex.operators import IFF, IMPLIES, RELATIONS
from yansuan.tex.patterns import Grammar
from yansuan.tex.quantified import stated
from yansuan.tex.rows import COLUMN, ENVIRONMENTS, SYSTEMS, lines
from yansuan.tex.signs import both, joined
from yansuan.tex.statements import Line, conditions, is_simple, stripped, without_range
from yansuan.tex.tokens import ROW, Token, Unreadable
from yansuan.tex.tree import Chain, Statement

_BLANKS = (r"\quad", r"\qquad")
_BRACES = (r"\begin", r"\{", r"\lbrace")  # what a system may begin with


def read(tex: str, grammar: Grammar) -> tuple[Statement, ...]:
    """The statements of a formula.

    Args:
        tex: the TeX between the dollars, `\\tag`, `\\label` and comments blanked out.
        grammar: what the notation says of its symbols.

    Raises:
        Unreadable: with what cannot be read, and where.
    """
    tokens = tokens_of(tex, grammar)
    if not tokens:
        raise Unreadable("the formula is empty", 0)
    upper, *lower = (_read(signed, grammar) for signed in both(tokens, grammar))
    return tuple(joined(upper, lower[0], tokens) if lower else upper)


def _read(tokens: list[Token], grammar: Grammar) -> list[Statement]:
    found = _Formula(tokens, 0, len(tokens), grammar, (), 0).statements()
    return [bound(_settled(one)) for one in found]


def _settled(one: Statement) -> Statement:
    """A statement whose congruences are modulo something."""
    conditions = tuple(settled_with(condition, partial(settled, stated=False)) for condition in one.conditions)
    return replace(one, chain=settled(stating(one.chain)), conditions=conditions)


class _Formula(Expressions):
    """Reads the rows of a formula, and joins those that go on."""

    def statements(self) -> list[Statement]:
        """The statements of the formula."""
        rows, rest = self.rows()
        if not rows:
            return self.of_one_line()
        heads = list(_numbered(completed(list(_joined(rows)))))
        while rest is not None and (beside := rest.system_beside()) is not None:
            more, rest = beside
            heads += [replace(one, line=one.line + heads[-1].line) for one in _numbered(completed(list(_joined(more))))]
        if not heads:
            raise self.fail("the formula states nothing", self.tokens[0].start)
        return heads if rest is None else rest.for_all(heads)

    def system_beside(self) -> tuple[list[_Formula], _Formula | None] | None:
        """The rows of another system after a comma or a blank, and what follows it; None where something else does."""
        probe = self.inside(self.at, self.end)
        while probe.peek() in (*_BLANKS, ",", "，", ";", "；"):
            probe.at += 1
        if probe.at == self.at or probe.peek() not in _BRACES:
            return None
        rows, rest = probe.rows()
        return (rows, rest) if rows and rest is not None else None

    def said(self, row: Self) -> list[Chain]:
        """What a row says as conditions of an extremum."""
        return conditions(row, "if")[0]

    def of_one_line(self) -> list[Statement]:
        """The statements of a line."""
        found = stated(self) or implications(self, _side)
        if found is None:
            found = Line(0).read(self)
        if not found:
            raise self.fail("the formula states nothing", self.tokens[0].start)
        return found

    def for_all(self, heads: list[Statement]) -> list[Statement]:
        """The statements of rows, and what is said of all of them or beside them after the environment."""
        stripped(self)
        if self.at >= self.end:
            return heads
        body, bracket = without_range(self)
        true = tuple(conditions(bracket, "if")[0]) if bracket else ()
        beside = Line(-1, found=heads[:1]).read(body) if body.at < body.end else heads[:1]
        shared = true + beside[0].conditions[len(heads[0].conditions) :]
        return [replace(one, conditions=one.conditions + shared) for one in [*heads, *beside[1:]]]

    def rows(self) -> tuple[list[_Formula], _Formula | None]:
        """The rows that the formula has, and what follows their environment; no rows where it is one line."""
        begun = self.inside(self.at, self.end)
        braced = begun.take(r"\{", r"\lbrace", r"\left.")
        name = begun.environment_name() if begun.peek() == r"\begin" else ""
        if name in ENVIRONMENTS | SYSTEMS:
            body, _ = begun.environment()
            closed = begun.take(r"\right.", r"\}", r"\rbrace")
            if braced and not closed:
                raise begun.fail("where does this brace close? Write \\right. after the rows")
            if name in ("alignedat", "array") and body.peek() == "{":
                body.argument()
            if name in SYSTEMS and begun.next_is_arrow():
                return [], None  # all that the system says is one side of the arrow
            if name in ENVIRONMENTS or (begun.peek() not in RELATIONS and body.is_system()):
                return lines(body, name, braced=braced), begun
        depth = 0
        for token in self.tokens[self.at : self.end]:
            depth += (token.text == r"\begin") - (token.text == r"\end")
            if token.text == ROW and not depth:
                return lines(self), None
        return [], None

    def next_is_arrow(self) -> bool:
        """Whether an arrow comes next, after blanks."""
        texts = (token.text for token in self.tokens[self.at : self.end])
        return next((text for text in texts if text not in _BLANKS), "") in (*IMPLIES, *IFF)

    def is_system(self) -> bool:
        """Whether rows in a brace are statements, and not the values of an expression by cases."""
        rows = [row for row in self.parts(ROW) if row.at < row.end and not is_gap(row)]
        cells = [row.parts("&") for row in rows]
        return bool(cells) and all(
            len(row[0].parts(*RELATIONS)) > 1 or (len(row) > 1 and row[1].peek() in RELATIONS) for row in cells
        )


def _side(part: _Formula) -> list[Statement]:
    """What one side of an arrow states: a line, or all rows of a system."""
    while part.peek() in _BLANKS:
        part.at += 1
    if part.peek() not in _BRACES:
        return Line(0).read(part)
    if any(COLUMN in row.texts for row in part.rows()[0]):
        raise part.fail("is a second column stated, or when the first holds? Beside an arrow a system has one column")
    return part.statements()


def _joined(rows: list[_Formula]) -> Iterator[list[Statement]]:
    """Rows as statements: one that begins with a relation goes on where the row above ended."""
    open_ = list[Statement]()
    for row in rows:
        if is_gap(row):
            yield from [open_, left_out(row)] if open_ else [left_out(row)]
            open_ = []
            continue
        goes_on = bool(open_) and row.peek() in RELATIONS
        if not goes_on:
            if open_:
                yield open_
            open_ = row.statements() if row.peek() in _BRACES else row.of_one_line()
            continue
        found = Line(0, above=open_[0].chain.expressions[-1]).read(row)
        if len([one for one in open_ if not (one.aside and is_simple(one.chain))]) != 1 or not found:
            raise row.fail(
                "which statement of the row above goes on here? Write it in a row of its own", row.tokens[0].start
            )
        above, more = open_[0], found[0]
        chain = Chain(
            above.chain.expressions + more.chain.expressions[1:], above.chain.relations + more.chain.relations
        )
        open_ = [replace(above, chain=chain, conditions=above.conditions + more.conditions), *open_[1:], *found[1:]]
    if open_:
        yield open_


def _numbered(rows: Iterable[list[Statement]]) -> Iterator[Statement]:
    """The statements of rows, each with the number of its row; what stands beside others comes after them."""
    asides = list[Statement]()
    for n, row in enumerate(rows, 1):
        for one in row:
            numbered = replace(one, line=n)
            if one.aside:
                asides.append(numbered)
            else:
                yield numbered
    yield from asides
