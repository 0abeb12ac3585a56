"""TeX -> tree, by the notation's grammar.  What the notation leaves open is `Unreadable`, and never guessed.

    formula := rows or one row, then `\\qquad` and the range it holds for
    row     := chain, then the range that it alone holds for

What chains are made of stands in `expressions.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from yansuan.tex import tree
from yansuan.tex.expressions import Expressions, stating
from yansuan.tex.names import tokens_of
from yansuan.tex.operators import DOTS, JOINTS, RELATIONS
from yansuan.tex.patterns import Grammar
from yansuan.tex.tokens import ROW, Token, Unreadable
from yansuan.tex.tree import Chain, Statement

_ROWS = frozenset(("aligned", "align", "align*", "split", "gathered", "gather", "gather*", "alignedat", "equation*"))


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
    return tuple(_statements(_Formula(tokens, 0, len(tokens), grammar, (), 0)))


def _statements(whole: _Formula) -> Iterator[Statement]:
    """The statements of a formula: of its rows, if it has any, and the conditions after them."""
    rows, rest = whole.rows()
    segments = [segment.chain(needs_relation=True) for segment in rest.segments()]
    heads = list(_joined(rows)) if rows else [Statement(chain) for chain in segments[:1]]
    if not heads:
        raise Unreadable("the formula states nothing", whole.tokens[0].start)
    after = segments if rows else segments[1:]
    conditions = tuple(chain for chain in after if _counts(chain))
    asides = [Statement(chain, aside=True) for chain in after if not _counts(chain)]
    yield from (replace(head, conditions=head.conditions + conditions) for head in [*heads, *asides])


def _counts(chain: Chain) -> bool:
    """Whether a chain says for which indices: an index letter stands on one side, and on the others what counts."""
    simple = (tree.Index, tree.Number, tree.Quantity, tree.Sum, tree.Product, tree.Quotient, tree.Power, tree.Extremum)
    letters = any(isinstance(node, tree.Index) for node in chain.expressions)
    return letters and all(isinstance(node, simple) for node in tree.walk(chain))


def _joined(rows: list[_Formula]) -> Iterator[Statement]:
    """Rows as statements: one that begins with a relation goes on where the row above ended."""
    open_: Statement | None = None
    asides = list[Statement]()
    for row in rows:
        head, *others = row.segments() or [row]
        beside = [part.chain(needs_relation=True) for part in others]
        conditions = tuple(chain for chain in beside if _counts(chain))
        asides += [Statement(chain, conditions, aside=True) for chain in beside if not _counts(chain)]
        if open_ and head.peek() in RELATIONS:
            above = open_.chain
            more = head.chain(continues=above.expressions[-1])
            chain = Chain(above.expressions + more.expressions[1:], above.relations + more.relations)
            open_ = Statement(chain, open_.conditions + conditions)
            continue
        if open_:
            yield replace(open_, chain=stating(open_.chain))
        open_ = Statement(head.chain(), conditions)
    if open_:
        yield replace(open_, chain=stating(open_.chain))
    yield from asides


class _Formula(Expressions):
    """Reads the rows of a formula, and the parts of a row."""

    def rows(self) -> tuple[list[_Formula], _Formula]:
        """The rows of the environment that the formula begins with, and what follows it."""
        if self.peek() != r"\begin" or (name := self.environment_name()) not in _ROWS:
            return [], self
        body, _ = self.environment()
        if name == "alignedat" and body.peek() == "{":
            body.argument()
        rows = [row for row in body.parts(ROW) if row.peek()]
        for row in rows[1:]:
            row.must_not_continue()
        parted = name != "alignedat"
        return [row.without_alignment(parted=parted) for row in rows], self.inside(self.at, self.end)

    def must_not_continue(self) -> None:
        """A row that begins in the middle of a term or a sum would be read as a statement of its own."""
        probe = self.inside(self.at, self.end)
        aligned = probe.take("&")
        while probe.take("&", r"\quad", r"\qquad", "{", "}"):
            pass
        if probe.peek() in ("+", *JOINTS) or (aligned and probe.peek() in ("-", "−")):
            raise probe.fail(f"a row goes on with a relation such as '=', and this one with '{probe.peek()}'")

    def without_alignment(self, *, parted: bool) -> _Formula:
        """The same row without its `&`; every second one stands between columns, which `parted` are set apart."""
        depth, seen, tokens = 0, 0, list[Token]()
        for token in self.tokens[self.at : self.end]:
            depth += (token.text == r"\begin") - (token.text == r"\end")
            if token.text != "&" or depth:
                tokens.append(token)
                continue
            seen += 1
            if parted and seen % 2 == 0:
                tokens.append(Token(r"\qquad", token.start, token.end))
        if not tokens:
            raise self.fail("a row is empty")
        return _Formula(tokens, 0, len(tokens), self.grammar, self.bound, self.depth)

    def segments(self) -> list[_Formula]:
        """What `\\quad`, `\\qquad` and commas part, without the punctuation at the ends."""
        joined = list[_Formula]()
        for part in self.parts(r"\qquad", r"\quad", ",", "，", ";", "；"):
            part.strip_punctuation()
            if part.at == part.end:
                continue
            if joined and DOTS.issuperset(part.texts):
                joined[-1].end = part.end  # k = 1, …, n
            elif joined and self.tokens[joined[-1].end - 1].text in DOTS:
                joined[-1].end = part.end
            else:
                joined.append(part)
        return joined
