"""What stands beyond an extremum and has its letter: `\\max_k a_k + b_k`.

Some mean the maximum of the sums and some the sum of the maximum and of b_k, for a k that is told elsewhere.  So it is
refused where no brackets say which; `\\max_k a_k - \\min_k a_k`, whose second k is bound by itself, is not meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yansuan.tex import logic, tree
from yansuan.tex.cursor import Cursor
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Node

_EXTREMA = ("max", "min", "sup", "inf")
_BRACKETS = ("(", "[", r"\{")


def must_be_beyond(reader: Cursor, terms: Iterable[Node]) -> None:
    """No term after an extremum without brackets has a letter of it.

    Raises:
        Unreadable: one has.
    """
    before = frozenset[str]()
    for term in terms:
        for letter in before & tree.free_indices(term) if before else ():
            said = f"does this belong to the extremum over {letter}?"
            told = f"{said} Write \\max_{letter} (… + …), or brackets around the extremum"
            raise Unreadable(told, term.start)
        before |= _letters_of_last(reader, term)


def _letters_of_last(reader: Cursor, term: Node) -> frozenset[str]:
    """The letters of the extremum that is the last factor of a term and goes to its end."""
    if isinstance(term, tree.Product):
        return _letters_of_last(reader, term.factors[-1][1])
    if not isinstance(term, tree.Big | logic.Over) or term.operation not in _EXTREMA:
        return frozenset()
    if next(_texts_from(reader, term.start), "") in _BRACKETS:
        return frozenset()
    return frozenset((term.variable,) if isinstance(term, tree.Big) else term.binds)


def _texts_from(reader: Cursor, start: int) -> Iterator[str]:
    return (token.text for token in reader.tokens if token.start >= start)
