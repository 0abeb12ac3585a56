"""Inner products, ⊗, coefficients of power series, and permutations, evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from typing import Any

import numpy as np

from yansuan.check.balls import Ball
from yansuan.check.derivatives import high
from yansuan.check.errors import Ambiguous, Meaningless, Misfit, NotHere, OutOfRange, Undeclared
from yansuan.check.fields import Balls, Field, Fractions
from yansuan.check.generic import NotRational
from yansuan.check.notation import State
from yansuan.check.values import is_complex, is_vector, multiply, shape_in_words, total, whole_number
from yansuan.tex import sets, tree
from yansuan.tex.dirac import Ket
from yansuan.tex.tree import Node

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]
Compile = Callable[[Node], Function]

_STEP = 60  # 2 to minus this, of the difference that the first coefficient is
_MOST = 7  # things whose permutations are listed


def inner(compiled: Compile, node: tree.Inner) -> Function:
    """⟨x, y⟩ of two real vectors, or of two real matrices."""
    left, right = compiled(node.left), compiled(node.right)

    def value(state: State, indices: Indices) -> Any:
        a, b = left(state, indices), right(state, indices)
        if not isinstance(a, np.ndarray) or not isinstance(b, np.ndarray):
            raise Ambiguous("angle brackets round what are no vectors: a mean, or a pair? Write what is meant")
        if a.shape != b.shape:
            raise Misfit(f"the inner product of {shape_in_words(a)} and {shape_in_words(b)}")
        if is_complex(a) or is_complex(b):
            raise Ambiguous("an inner product of complex vectors: which of them is conjugated? Write x^{\\mathsf H} y")
        return (a * b).sum()

    return value


def ket(compiled: Compile, node: Ket) -> Function:
    """A column, in a ket."""
    of = compiled(node.of)

    def value(state: State, indices: Indices) -> Any:
        found = of(state, indices)
        if not isinstance(found, np.ndarray) or found.ndim != 2 or found.shape[1] != 1 or found.size == 1:
            raise Ambiguous(r"a ket of what is no vector. Bind the ket itself: r'|n\rangle': (…, np.array([1, 0]))")
        return found

    return value


# ---- ⊗


def tensor(left: Any, right: Any, field: Field) -> Any:
    """⊗: of matrices Kronecker's product; of vectors the notation has to say."""
    if is_vector(left) and is_vector(right):
        raise Undeclared(
            "tensor",
            "⊗ of two vectors is the matrix of all products for some, and a long vector for others. Let the notation "
            'say which: "\\otimes": (…, "outer") or "kron"',
        )
    return kronecker(left, right, field)


def outer(left: Any, right: Any, field: Field) -> Any:
    """⊗, of vectors the matrix of all products."""
    if is_vector(left) and is_vector(right):
        return multiply(left, right.T, field)
    if is_vector(left) != is_vector(right) and np.size(left) > 1 and np.size(right) > 1:
        raise Misfit("⊗ of a matrix and a vector is an array of three indices where it makes a matrix of two vectors")
    return kronecker(left, right, field)


def kronecker(left: Any, right: Any, field: Field) -> Any:
    """Kronecker's product."""
    if not isinstance(left, np.ndarray) or not isinstance(right, np.ndarray):
        if isinstance(left, np.ndarray | int | float | complex) and isinstance(
            right, np.ndarray | int | float | complex
        ):
            return multiply(left, right, field)
        raise Misfit("⊗ is of vectors and matrices of a known size")
    rows = [np.concatenate([one * right for one in row], axis=1) for row in left]
    return np.concatenate(rows, axis=0)


# ---- [xⁿ] F(x)


def coefficient(compiled: Compile, node: tree.Coefficient) -> Function:
    """The n-th derivative at 0 over n!, in balls."""
    power, body, name = compiled(node.power), compiled(node.body), node.variable

    def value(state: State, indices: Indices) -> Any:
        n = whole_number(power(state, indices))
        if n < 0:
            raise Meaningless(f"a power series has no coefficient of {name} to the power of {n}")
        if isinstance(state.field, Fractions):
            raise NotRational("the coefficient of a power series")
        if state.moves:
            raise NotHere("the derivative of a coefficient")

        def values(field: Balls, steps: Sequence[Ball]) -> list[Any]:
            here = state.instance.state(field)
            return [body(here, {**indices, name: step}) for step in steps]

        slope = high(state, values, n, "the power series", _STEP + 2 * n)  # its error must vanish beside n!
        return state.field.divide(slope, state.field.integer(_factorial(n)))

    return value


def _factorial(n: int) -> int:
    found = 1
    for k in range(2, n + 1):
        found *= k
    return found


# ---- Permutations


def all_permutations(compiled: Compile, node: sets.Permutations) -> Function:
    """S_n, as a set of tuples."""
    of = compiled(node.of)

    def value(state: State, indices: Indices) -> Any:
        n = whole_number(of(state, indices))
        if not 0 <= n <= _MOST:
            raise Meaningless(f"the permutations of {n} things")
        state.instance.spend(_factorial(n))
        return frozenset(permutations(range(1, n + 1)))

    return value


def image(compiled: Compile, node: tree.Image) -> Function:
    """σ(i)."""
    of, at = compiled(node.of), compiled(node.at)

    def value(state: State, indices: Indices) -> Any:
        values, place = of(state, indices), whole_number(at(state, indices))
        if not 1 <= place <= len(values):
            raise OutOfRange(f"a permutation of {len(values)} things at {place}")
        return values[place - 1]

    return value


def signature(compiled: Compile, node: tree.Signature) -> Function:
    """−1 to the number of inversions."""
    of = compiled(node.of)

    def value(state: State, indices: Indices) -> Any:
        values = of(state, indices)
        inversions = sum(a > b for n, a in enumerate(values) for b in values[n + 1 :])
        return -1 if inversions % 2 else 1

    return value


def convolved(compiled: Compile, node: tree.Convolved) -> Function:
    """Σ a_k b_{n−k} over all k for which there are both."""
    at = compiled(node.at)
    start, end, letter = node.start, node.end, "k·"
    k, n = tree.Index(start, end, letter), tree.Index(start, end, "n·")
    rest = tree.Sum(start, end, ((1, n), (-1, k)))
    one, other = (
        compiled(tree.Quantity(start, end, pattern, (), (index,)))
        for pattern, index in ((node.left, k), (node.right, rest))
    )

    def value(state: State, indices: Indices) -> Any:
        place = whole_number(at(state, indices))
        own, others = _members(state, node.left.key), _members(state, node.right.key)
        state.instance.spend(4 * len(own))
        both = [{**indices, letter: m, "n·": place} for m in own if place - m in others]
        return total((multiply(one(state, it), other(state, it), state.field) for it in both), state.field)

    return value


def _members(state: State, key: str) -> Sequence[int]:
    """The numbers of the members of a sequence."""
    value = state.instance.values[key]
    if isinstance(value, dict):
        return sorted(value)
    if key in state.instance.definitions or np.ndim(value) != 1:
        raise Meaningless(f"how far does {state.instance.patterns[key].tex} go? Write the sum with its bounds")
    return range(1, len(value) + 1)


def composed(compiled: Compile, node: tree.Composed) -> Function:
    """Functions at each other's values."""
    return compiled(node.of)


MAKERS: dict[type[Node], Callable[[Any, Any], Function]] = {
    Ket: ket,
    tree.Inner: inner,
    tree.Composed: composed,
    tree.Convolved: convolved,
    tree.Coefficient: coefficient,
    tree.Image: image,
    tree.Signature: signature,
    sets.Permutations: all_permutations,
}
