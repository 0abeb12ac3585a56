r"""What stands in Dirac's brackets of a formula of somebody else, and beside them.

A letter alone in a ket is a vector, a number, a sign or a letter that counts is a label; a capital letter, or one with
a hat, before a ket, after a bra or in a commutator is a matrix.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from yansuan.lint.brackets import commuting
from yansuan.lint.places import GREEK, Place
from yansuan.tex.dirac import BRA, BRA_END, GROUP, GROUP_END, KET, KET_END, label

if TYPE_CHECKING:
    from yansuan.lint.conventions import Formula, Letter


def is_operator(letter: Letter) -> bool:
    """In a commutator; a capital letter, or one with a hat, before a ket or after a bra."""
    operating = letter.is_capital or letter.head.startswith(r"\hat")
    beside = letter.any(lambda at: at.before in (BRA_END, GROUP) or (at.after in (KET, GROUP_END) and at.before != KET))
    return operating and (beside or letter.places[0].letter in commuting(letter.formula.texts))


def is_in_ket(at: Place) -> bool:
    """Whether it is all that stands in a ket or a bra."""
    return (at.before, at.after) in ((KET, KET_END), (BRA, BRA_END))


def kets(formula: Formula) -> Iterator[tuple[str, int]]:
    """The keys of kets by a label, and how many indices each has."""
    for n, text in enumerate(formula.texts):
        inside = formula.texts[n + 1 : n + 2]
        if text not in (KET, BRA) or formula.texts[n + 2 : n + 3] not in ([KET_END], [BRA_END]):
            continue
        if inside[0] in formula.indices:
            yield rf"|{inside[0]}\rangle", 1
        elif not inside[0].isalpha() and inside[0] not in GREEK:
            yield label(inside), 0
