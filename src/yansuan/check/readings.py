"""What a formula may mean where the notation leaves it open: each reading in which the shapes fit is tried.

∇² is a Hessian matrix or a Laplacian; the derivatives of vectors by vectors are arranged in one of three layouts.
Where one reading fits, or all that fit have the same verdict, that is the verdict; else the notation has to say.  Bars
around a matrix are its determinant where they are equal to something.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from yansuan.check.verdict import Verdict
from yansuan.tex import tree
from yansuan.tex.conventions import LAYOUT, LAYOUTS, TENSOR, TENSORS
from yansuan.tex.patterns import NABLA, NABLAS, Grammar
from yansuan.tex.tree import Chain, Statement

Choosing = Callable[[Sequence[Statement]], Sequence[Statement]]


@dataclass(frozen=True)
class Reading:
    """What is taken for granted where the notation says nothing; see `Grammar` and `Conventions`.

    `only` chooses which of a formula's statements are meant; None for all.
    """

    nabla: str = ""
    layout: str = ""
    tensor: str = ""
    bars: str = ""
    only: Choosing | None = None

    def grammar(self, said: Grammar) -> Grammar:
        """What the notation says, and this where it says nothing."""
        layout, tensor = said.conventions.layout or self.layout, said.conventions.tensor or self.tensor
        conventions = replace(said.conventions, layout=layout, tensor=tensor)
        nabla, bars = said.nabla or self.nabla, said.bars or self.bars
        return replace(said, nabla=nabla, bars=bars, conventions=conventions)


AS_SAID = Reading()
_MEANINGS = {
    "nabla": (
        NABLA,
        NABLAS,
        f"{NABLA} is the Hessian matrix for some and the Laplacian for others, which makes a difference here.",
    ),
    "layout": (
        LAYOUT,
        LAYOUTS,
        "a vector is differentiated by a vector: whose entries are the rows makes a difference here. Write "
        "\\partial\\mathbf x^\\top below it for rows of the vector above.",
    ),
    "tensor": (
        TENSOR,
        TENSORS,
        "⊗ of two vectors is the matrix of all products for some, and a long vector for others, which makes a "
        "difference here.",
    ),
    "bars": ("|", ("det",), ""),  # the only one that is tried, and that not for an order: see `may_be_determinants`
}
"""By attribute of a reading: the notation's key, what it may say, and why it matters."""


def nablas(chains: Sequence[Chain]) -> list[tree.Gradient | tree.Field]:
    """Every ∇² of a formula."""
    nodes = [node for chain in chains for node in tree.walk(chain)]
    gradients = [node for node in nodes if isinstance(node, tree.Gradient) and node.order == 2]
    return [*gradients, *(node for node in nodes if isinstance(node, tree.Field) and node.square)]


def doubtful_nabla(chains: Sequence[Chain]) -> int | None:
    """Where a ∇² stands of which the notation does not say what it is; None where there is none."""
    return next((node.start for node in nablas(chains) if not node.second), None)


def has_derivative_by_array(chains: Sequence[Chain]) -> bool:
    """Whether a derivative may be by a whole array."""
    nodes = [node for chain in chains for node in tree.walk(chain) if isinstance(node, tree.Derivative)]
    return any(node.layout != "gradient" for node in nodes)


def may_be_determinants(chains: Sequence[Chain]) -> bool:
    """Whether bars around matrices are determinants where the notation does not say what they are.

    They are to whom two of them are equal.  Of an order with anything but 0 they may be norms, or sizes entry by entry.
    """
    return all(
        relation.sign in ("=", "≠") or any(isinstance(side, tree.Number) and side.value == 0 for side in sides)
        for chain in chains
        for relation, sides in zip(chain.relations, pairwise(chain.expressions), strict=True)
    )


def readings_of(reading: Reading, sign: str) -> list[Reading]:
    """All that a sign may mean."""
    said: list[dict[str, Any]] = [{sign: one} for one in _MEANINGS[sign][1]]
    return [replace(reading, **one) for one in said]


def in_readings(
    readings: Sequence[Reading],
    fits: Callable[[Reading], bool],
    judged: Callable[[Reading], Verdict],
    at: int | None,
) -> Verdict:
    """The verdict by the readings in which the shapes fit.

    Args:
        readings: all that there are, of one sign.
        fits: whether the shapes of a formula's sides fit in a reading.
        judged: the verdict by a reading.
        at: where in the TeX the sign stands.
    """
    fitting = [one for one in readings if fits(one)]
    found = [judged(one) for one in fitting or readings[:1]]
    if len({one.kind for one in found}) == 1:
        return found[0]
    sign = next(name for name in _MEANINGS if getattr(readings[0], name) != getattr(readings[1], name))
    key, _, told = _MEANINGS[sign]
    known = " or ".join(f"'{key}': (…, '{getattr(one, sign)}')" for one in fitting or readings)
    return Verdict("unreadable", f"{told} Let the notation say which: {known}", at)
