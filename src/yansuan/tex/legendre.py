r"""Legendre's symbol, which is printed like a fraction in brackets: `\left(\frac{a}{p}\right)`.

r"(\frac{a}{p})": ("勒让德符号", "legendre")    p is an odd prime; or, with "jacobi", an odd number

Where the notation says so, each fraction alone in round brackets is one, but for those over an even number.
Where it does not, such a fraction over what it calls a prime, or what a congruence is modulo, is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yansuan.tex import tree
from yansuan.tex.conventions import LEGENDRE
from yansuan.tex.discrete import Residue
from yansuan.tex.operators import FRACTIONS, MODULI
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.layout import Layout


def legendre(reader: Layout) -> Node | None:
    """The symbol that begins with the next bracket; None where it is another bracket.

    Raises:
        Unreadable: it may be a fraction as well.
    """
    if reader.peek() != "(" or reader.peek(1) not in FRACTIONS:
        return None
    start, probe = reader.offset, reader.inside(reader.at + 2, reader.end)
    above, below = probe.argument(), probe.argument()
    if probe.peek() != ")" or above.differentiates("d") or above.peek() == r"\partial":
        return None
    said = reader.grammar.conventions.legendre
    if not said:
        if below.texts and (below.texts in _moduli(reader) or (len(below.texts) == 1 and _is_prime(reader, below))):
            said = f'r\'{LEGENDRE}\': ("…", "legendre")'
            told = f"a fraction, or Legendre's symbol? Leave out the brackets, or let the notation say so: {said}"
            raise reader.fail(told, start)
        return None
    denominator = below.whole()
    if isinstance(denominator, tree.Number) and denominator.value % 2 == 0:
        return None
    reader.at = probe.at + 1
    return Residue(start, reader.stopped, above.whole(), denominator, said == "jacobi")


def _moduli(reader: Layout) -> list[list[str]]:
    """What congruences of the formula are modulo, each as it is written."""
    found = list[list[str]]()
    for n, token in enumerate(reader.tokens[:-1]):
        if token.text in MODULI and reader.tokens[n + 1].text not in FRACTIONS:
            found.append(reader.of_tokens(reader.tokens[n + 1 :]).argument().texts)
    return found


def _is_prime(reader: Layout, below: Layout) -> bool:
    return below.peek() in reader.grammar.primes
