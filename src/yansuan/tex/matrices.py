"""Matrices written out, tuples, and the letters of linear algebra that need no notation: `I`, `I_n`, `\\mathbf 0`.

An empty cell is 0 where it cannot be anything else: the diagonal is filled, and what is empty on one side of it is
empty on the other, so that no half is left out because the matrix is symmetric.
"""

from __future__ import annotations

from typing import Literal

from yansuan.tex import tree
from yansuan.tex.listing import grid, has_dots, listed
from yansuan.tex.parts import Parts
from yansuan.tex.tokens import text_at
from yansuan.tex.tree import Node

_OPENING = frozenset(("(", "[", "|", r"\lvert", r"\lbrack"))
_CLOSING = frozenset((")", "]", "|", r"\rvert", r"\rbrack"))
_TUPLES = {"(": ")", "[": "]"}
FREE: dict[str, Literal["identity", "zero", "ones"]] = {
    "I": "identity", r"\mathbf{I}": "identity", r"\boldsymbol{I}": "identity",
    r"\mathbf{0}": "zero", r"\boldsymbol{0}": "zero", r"\mathbf{1}": "ones", r"\boldsymbol{1}": "ones",
}  # fmt: skip


def matrix(rows: list[Parts], start: int, end: int) -> Node:
    """A matrix by its rows of cells."""
    parts = _filled([list(row.parts("&")) for row in rows])
    if len({len(row) for row in parts}) != 1:
        raise rows[0].fail("the rows of the matrix are not of one length", start)
    if (dotted := grid(parts, start, end)) is not None:
        return dotted
    empty = [[cell.at >= cell.end for cell in row] for row in parts]
    if any(map(any, empty)):
        _must_be_zero(empty, parts)
    cells = tuple(
        tuple(tree.Number(cell.offset, cell.offset, 0, "0") if cell.at >= cell.end else cell.whole() for cell in row)
        for row in parts
    )
    return tree.Matrix(start, end, cells)


def _filled(rows: list[list[Parts]]) -> list[list[Parts]]:
    """Rows with dots among them that end before their last cells, which print nothing, with empty cells."""
    width = max(map(len, rows))
    dotted = any(text in (r"\ddots", "⋱") for row in rows for cell in row for text in cell.texts)
    if not dotted or width != len(rows):
        return rows
    return [[*row, *(row[-1].inside(row[-1].end, row[-1].end) for _ in range(width - len(row)))] for row in rows]


def _must_be_zero(empty: list[list[bool]], parts: list[list[Parts]]) -> None:
    at = next(cell for row in parts for cell in row if cell.at >= cell.end)
    size = len(empty)
    square = all(len(row) == size for row in empty)
    if not square or any(empty[n][n] for n in range(size)):
        raise at.fail("what stands in this empty cell? Write 0")
    pairs = [(parts[i][j], parts[j][i]) for i in range(size) for j in range(i) if not (empty[i][j] or empty[j][i])]
    differ = any(one.texts != other.texts for one, other in pairs)  # so that no half of a symmetric one is left out
    if not differ and any(empty[i][j] != empty[j][i] for i in range(size) for j in range(i)):
        raise at.fail("0, or the same as on the other side of the diagonal? Write it")


def array_in_brackets(reader: Parts, body: Parts, begin: int, name: str) -> None:
    """Step over the columns of an `array`, which is a matrix where brackets stand around it.

    Args:
        reader: stands after it.
        body: what is in it.
        begin: the index of its `\\begin`.
        name: of the environment.
    """
    start = reader.tokens[begin].start
    columns = "".join(body.argument().texts) if body.peek() == "{" else ""
    before = reader.tokens[begin - 1].text if begin else ""
    after = text_at(reader.tokens, reader.at)
    if before not in _OPENING or after not in _CLOSING:
        raise reader.fail(rf"\begin{{{name}}} without brackets around it is no matrix", start)
    if not columns or set(columns) - set("lcr"):
        raise reader.fail(rf"\begin{{{name}}} with lines between its columns says something that is not known", start)
    if before == "(" and len(columns) == 1:
        raise reader.fail(r"a vector, or a binomial? Write \begin{pmatrix} or \binom{…}{…}", start)


def free_letter(reader: Parts, head: str) -> Node:
    """`I`, `I_n`, `\\mathbf 1_n`, which stands before the reader and ends at `reader.head_end()`."""
    start, kind = reader.offset, FREE[head]
    reader.at = reader.head_end()
    sizes: tuple[Node, ...] = ()
    if reader.take("_"):
        sizes = _sizes(reader.argument())
        if len(sizes) > 1 and kind != "zero" and tree.spelling(sizes[0]) != tree.spelling(sizes[1]):
            raise reader.fail(f"{head} with two sizes", start)
    if kind == "ones" and reader.peek() in ("(", "[", r"\{", r"\lbrace"):
        raise reader.fail(rf"ones, or an indicator? Write \mathbf 1_n, or bind {head}", start)
    return reader.powers(tree.Unsized(start, reader.stopped, kind, sizes))


def _sizes(lower: Parts) -> tuple[Node, ...]:
    """`n`, `n \\times n`."""
    parts = lower.parts(r"\times", "×")
    counted = [text for text in lower.texts if text in lower.grammar.indices or text in lower.bound]
    if len(parts) > 2 or (counted and lower.end - lower.at > 1):
        raise lower.fail("a size stands below an identity matrix, and this is none. Bind the symbol for an entry of it")
    return tuple(part.whole() for part in parts)


def is_tuple(reader: Parts) -> bool:
    """Whether a bracket follows that has commas in it, and nothing else that parts.

    A square one only with T above it: else it may be an interval, a continued fraction or a least common multiple.
    """
    if reader.peek() not in _TUPLES:
        return False
    probe = reader.inside(reader.at + 1, reader.end)
    close = probe.closing(reader.peek(), _TUPLES[reader.peek()])
    parts = reader.inside(reader.at + 1, close).parts(",", "，")
    if len(parts) < 2 or any(part.at >= part.end for part in parts):
        return False
    return reader.peek() == "(" or _is_transposed(reader, close + 1)


def _is_transposed(reader: Parts, at: int) -> bool:
    if at >= reader.end or reader.tokens[at].text != "^":
        return False
    return reader.is_transpose(reader.inside(at + 1, reader.end).argument())


def columns_in_brackets(reader: Parts) -> Node:
    """`(\\mathbf a, \\mathbf b, \\mathbf c)` behind `\\det`: the matrix that has these columns."""
    start, opener = reader.offset, reader.peek()
    reader.at += 1
    close = reader.closing(opener, _TUPLES[opener])
    parts = reader.inside(reader.at, close).parts(",", "，")
    if has_dots(parts):
        raise reader.fail(r"columns with dots among them: bind the matrix of them, and write \det A", start)
    columns = tuple(part.whole() for part in parts)
    reader.at = close + 1
    return tree.Matrix(start, reader.stopped, (columns,))


def has_columns(reader: Parts) -> bool:
    """Whether a bracket follows that has commas in it."""
    if reader.peek() not in _TUPLES:
        return False
    probe = reader.inside(reader.at + 1, reader.end)
    close = probe.closing(reader.peek(), _TUPLES[reader.peek()])
    return len(reader.inside(reader.at + 1, close).parts(",", "，")) > 1


def bracketed_tuple(reader: Parts) -> Node:
    """`(1, 2, 3)`, with `^T` or without it: a vector, a column where T is above it."""
    start, opened, opener = reader.offset, reader.at, reader.peek()
    reader.at += 1
    close = reader.closing(opener, _TUPLES[opener])
    items = listed(reader.inside(opened + 1, close).parts(",", "，"), "list")
    reader.at = close + 1
    column = False
    if reader.peek() == "^":
        probe = reader.inside(reader.at + 1, reader.end)
        above = probe.argument()
        if not reader.is_transpose(above):
            raise reader.fail("what is above a tuple?")
        reader.at, column = probe.at, True
    if reader.peek() in ("^", "_", "'", "!"):
        raise reader.fail("a second thing above or below a tuple")
    return tree.Tuple(start, reader.stopped, items, column)
