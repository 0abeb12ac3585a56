"""Lists and matrices with dots: `\\max(a_1, \\dots, a_n)`, `f(x_1, \\dots, x_n)`, rows, columns, diagonals.

A matrix with dots is a `Grid`: rows, each of them entries; what dots stand for among entries, or among rows, is a
`Dotted` whose meaning is a `Big` that gathers a "list".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from yansuan.tex import tree
from yansuan.tex.banded import banded
from yansuan.tex.cursor import Cursor
from yansuan.tex.dots import Term, understood
from yansuan.tex.operators import DOTS
from yansuan.tex.parts import Parts
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Grid, Node, Row

DOWN = frozenset((r"\vdots", "⋮"))
ALONG = frozenset((r"\ddots", "⋱"))
_ANY = frozenset((*DOTS, *DOWN, *ALONG))


def has_dots(parts: Sequence[Cursor]) -> bool:
    """Whether one of the parts is nothing but dots."""
    return any(map(_is_dots, parts))


def _is_dots(part: Cursor) -> bool:
    return part.end == part.at + 1 and part.peek() in DOTS


def listed(parts: Sequence[Parts], operation: Literal["max", "min", "list"]) -> tuple[Node, ...]:
    """The parts of a list, what the dots among them stand for as one.

    Raises:
        Unreadable: nobody can tell what they stand for.
    """
    if not has_dots(parts):
        return tuple(part.whole() for part in parts)
    terms = list[Term]()
    for part in parts:
        start = part.offset
        node = None if _is_dots(part) else part.whole()
        terms.append(Term(1, node, start, part.stopped if node else part.token.end))
    found = [one for stretch in _by_dots(terms) for one in _all(stretch, operation)]
    return tuple(term.node for term in found if term.node)


def _all(stretch: list[Term], operation: Literal["max", "min", "list"]) -> list[Term]:
    return list(understood(stretch, operation)) if any(term.node is None for term in stretch) else stretch


def _by_dots(terms: list[Term]) -> list[list[Term]]:
    """Terms in stretches with a gap each: `x_1, \\dots, x_{i-1}` and `x_{i+1}, \\dots, x_n`; what is between by itself.

    All of them are one stretch where a gap has not two terms to itself.
    """
    gaps = [n for n, term in enumerate(terms) if term.node is None]
    if len(gaps) < 2 or any(later - gap < 3 for gap, later in pairwise(gaps)) or gaps[-1] + 1 >= len(terms):
        return [terms]  # x_1, …, x_i, …, x_n
    found, at = list[list[Term]](), 0
    for gap, later in pairwise(gaps):
        found += [terms[at : gap + 2], terms[gap + 2 : later - 1]]
        at = later - 1
    return [*filter(None, found), terms[at:]]


def column(inside: Parts, close: int) -> Node | None:
    """The only argument of a function that is written as a list with dots; None where it has none.

    Args:
        inside: what is in the brackets.
        close: the index of the token that closes them.
    """
    if not has_dots(_parts(inside)):
        return None
    start, end = inside.tokens[inside.at - 1].start, inside.tokens[close].end
    return tree.Tuple(start, end, listed(_parts(inside), "list"))


def _parts(inside: Parts) -> list[Parts]:
    return list(inside.parts(",", "，"))


def grid(rows: Sequence[Sequence[Parts]], start: int, stopped: int) -> Node | None:
    """A matrix with dots; None where it has none.

    Args:
        rows: of one length.
        start: where the matrix begins.
        stopped: where it ends.
    """
    if not any(_text(cell) in _ANY for row in rows for cell in row):
        return None
    if _is_diagonal(rows):
        return _diagonal(rows, start, stopped)
    if (made := banded(rows, start, stopped)) is not None:
        return made
    if any(_text(cell) == "" for row in rows if not _leaves_out(row) for cell in row):
        raise Unreadable("what stands in the empty cells of this matrix? Write it", start)
    terms = _row_terms(rows)
    found = understood(terms, "list") if any(term.node is None for term in terms) else terms
    return Grid(start, stopped, tuple(term.node for term in found if term.node))


def _row_terms(rows: Sequence[Sequence[Parts]]) -> list[Term]:
    """The rows of a matrix; one of the same in each cell is as long as another with dots at the same places."""
    same = [_is_of_one(row) for row in rows]
    terms = {n: _row_term(row) for n, row in enumerate(rows) if not same[n] or all(same)}
    for n, row in enumerate(rows):
        if n in terms:
            continue
        places = [_is_dots(cell) for cell in row]
        alike = [
            term.node
            for m, term in terms.items()
            if isinstance(term.node, Row) and not same[m] and [_is_dots(cell) for cell in rows[m]] == places
        ]
        terms[n] = _filled(row, alike[0]) if alike else _row_term(row)
    return [terms[n] for n in range(len(rows))]


def _is_of_one(row: Sequence[Parts]) -> bool:
    """Whether the same stands in all cells of a row with dots: `1 & 1 & \\cdots & 1`."""
    texts = {_text(cell) for cell in row if not _is_dots(cell)}
    return has_dots(row) and len(texts) == 1 and not texts & _ANY


def _filled(row: Sequence[Parts], like: Row) -> Term:
    """A row of one thing, as long as another."""
    start, end = row[0].token.start, row[-1].tokens[row[-1].end - 1].end
    cells = [cell.inside(cell.at, cell.end).whole() for cell in row if not _is_dots(cell)]
    entries = list[Node]()
    for one in like.entries:
        big = one.meaning if isinstance(one, tree.Dotted) else None
        if isinstance(big, tree.Big):
            made = replace(big, start=start, end=start, body=replace(cells[0], start=start, end=start))
            entries.append(tree.Dotted(start, end, made, tuple(cells)))
        else:
            entries.append(cells[0])
    return Term(1, Row(start, end, tuple(entries)), start, end)


def _text(cell: Parts) -> str:
    return "".join(cell.texts)


def _leaves_out(row: Sequence[Parts]) -> bool:
    """Whether a row has dots downwards, and nothing else."""
    texts = [_text(cell) for cell in row]
    return any(text in DOWN | ALONG for text in texts) and all(text in {"", *_ANY} for text in texts)


def _row_term(row: Sequence[Parts]) -> Term:
    """A row of a matrix; one of dots alone says that rows are left out."""
    shown = [cell for cell in row if cell.at < cell.end]
    start, end = shown[0].token.start, shown[-1].tokens[shown[-1].end - 1].end
    if _leaves_out(row):
        return Term(1, None, start, end)
    if any(_text(cell) in DOWN | ALONG for cell in row):
        raise Unreadable("a row of dots has nothing but dots in it", start)
    return Term(1, Row(start, end, listed(row, "list")), start, end)


def _is_diagonal(rows: Sequence[Sequence[Parts]]) -> bool:
    """Whether dots go along the diagonal, and beside it is nothing, 0 or dots."""
    if len(rows) != len(rows[0]) or not any(_text(row[n]) in ALONG for n, row in enumerate(rows)):
        return False
    beside = {_text(cell) for n, row in enumerate(rows) for m, cell in enumerate(row) if n != m}
    return bool(beside & {"", "0"}) and beside <= {"", "0", *_ANY}


def _diagonal(rows: Sequence[Sequence[Parts]], start: int, stopped: int) -> Node:
    terms = list[Term]()
    for n, row in enumerate(rows):
        cell = row[n]
        if cell.at >= cell.end:
            raise Unreadable("what stands on the diagonal here?", start)
        first, last = cell.token.start, cell.tokens[cell.end - 1].end
        terms.append(Term(1, None if _text(cell) in ALONG else cell.whole(), first, last))
    return tree.Diagonal(start, stopped, tuple(term.node for term in understood(terms, "list") if term.node))
