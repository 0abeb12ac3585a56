"""Permutations: `\\sum_{\\sigma \\in S_n}`, σ(i) and the sign of σ.

S_n and 𝔖_n are the permutations of 1 … n where the notation has no such symbol.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from yansuan.tex import logic, sets, tree
from yansuan.tex.operators import CLOSING
from yansuan.tex.tree import Node

if TYPE_CHECKING:
    from yansuan.tex.cursor import Cursor
    from yansuan.tex.parts import Parts

_GROUPS = ("S", r"\mathfrak{S}", r"\operatorname{S}", r"\mathcal{S}")
_SIGNATURES = (r"\operatorname{sgn}", r"\operatorname{sign}", r"\sgn")


class Permuting(str):
    """A letter that is bound and runs through permutations."""

    __slots__ = ()


def group(reader: Parts) -> Node | None:
    """`S_n`, after a ∈."""
    start, head = reader.offset, reader.head()
    if head not in _GROUPS or reader.is_known(head) or reader.tokens[reader.at - 1].text not in (r"\in", "∈"):
        return None
    reader.at = reader.head_end()
    if not reader.take("_"):
        raise reader.fail(f"the permutations of how many? Write {head}_n", start)
    of = reader.argument().whole()
    return sets.Permutations(start, reader.stopped, of)


def marked(letters: Iterable[str], claims: Iterable[logic.Claim]) -> list[str]:
    """Letters, those marked that claims say to be permutations."""
    chains = [one.chain for one in claims if isinstance(one, logic.Holds)]
    those = {
        chain.expressions[0].name
        for chain in chains
        if isinstance(chain.expressions[0], tree.Index) and isinstance(chain.expressions[-1], sets.Permutations)
    }
    return [Permuting(one) if one in those else one for one in letters]


def permuting(reader: Cursor, name: str) -> bool:
    """Whether a bound letter runs through permutations."""
    return any(isinstance(one, Permuting) and one == name for one in reader.bound)


def signature(reader: Parts) -> Node | None:
    """`\\operatorname{sgn}(\\sigma)`, `\\operatorname{sgn}\\sigma` of a permutation."""
    if not any(isinstance(one, Permuting) for one in reader.bound) or reader.head() not in _SIGNATURES:
        return None
    start, after = reader.offset, reader.head_end()
    rest = reader.inside(after, reader.end)
    opener = rest.peek() if rest.peek() in ("(", "[") else ""
    rest.take(opener)
    name = rest.head()
    if not name or not permuting(reader, name):
        return None
    at = rest.offset
    rest.at = rest.head_end()
    if opener and not rest.take(CLOSING[opener]):
        return None
    reader.at = rest.at
    return tree.Signature(start, reader.stopped, tree.Index(at, reader.stopped, name))


def image(reader: Parts, name: str) -> Node:
    """`\\sigma(i)`, where σ runs through permutations and has just been read."""
    start = reader.tokens[reader.at - 1].start
    if reader.peek() not in ("(", "["):
        raise reader.fail(
            f"{name} is a permutation: write its values, {name}(i), or \\operatorname{{sgn}}({name})", start
        )
    at = reader.bracketed()
    return tree.Image(start, reader.stopped, tree.Index(start, start, name), at)
