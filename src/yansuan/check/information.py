"""Entropies, divergences and mutual information of random variables with finitely many outcomes, and of vectors.

Source: Cover & Thomas, Elements of Information Theory (2006), ch. 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from yansuan.check.balls import Ball
from yansuan.check.errors import Ambiguous, Meaningless, Misfit
from yansuan.check.expectations import probabilities
from yansuan.check.fields import Field, as_double
from yansuan.check.laws import Law
from yansuan.check.means import Means
from yansuan.check.notation import State
from yansuan.check.values import number, total
from yansuan.check.variables import Function, Indices, law_at, outcomes, plain
from yansuan.tex import tree
from yansuan.tex.tree import Node


def information(node: tree.Information, means: Means) -> Function:
    """An entropy and its kin."""
    measure = {"H": _entropy, "I": _mutual, "KL": _divergence}[node.operation]

    def value(state: State, indices: Indices) -> Any:
        here, _ = means.known((), state, indices)
        found = measure(node, means, here, indices)
        if node.base is None:
            return found
        field = state.field
        return field.divide(found, field.apply("ln", number(means.value(node.base)(state, indices))))

    return value


def _entropy(node: tree.Information, means: Means, state: State, indices: Indices) -> Any:
    of, field = node.of[0], state.field
    if means.variables_of(of, state, indices):
        known = _of_outcomes((*of, *node.given), means, state, indices)
        return known - _of_outcomes(node.given, means, state, indices) if node.given else known
    if node.given:
        raise Meaningless("an entropy given something is of random variables")
    vectors = [_chances(one, means, state, indices) for one in of]
    if len(vectors) > 2:
        raise Meaningless("an entropy of more than two vectors")
    return -_logarithmic(vectors[0], vectors[-1], field)


def _mutual(node: tree.Information, means: Means, state: State, indices: Indices) -> Any:
    left, right, given = *node.of, node.given
    if not means.variables_of((*left, *right), state, indices):
        raise Meaningless("a mutual information is of random variables")
    value = _of_outcomes((*left, *given), means, state, indices) + _of_outcomes((*right, *given), means, state, indices)
    value = value - _of_outcomes((*left, *right, *given), means, state, indices)
    return value - _of_outcomes(given, means, state, indices) if given else value


def _divergence(node: tree.Information, means: Means, state: State, indices: Indices) -> Any:
    (one,), (other,) = node.of
    p, q = _of_side(one, means, state, indices), _of_side(other, means, state, indices)
    vectors = not means.variables_of((one, other), state, indices)
    if vectors and len(p) != len(q):
        raise Misfit(f"a vector of {len(p)} probabilities and one of {len(q)}")
    if not p.keys() <= q.keys():
        raise Meaningless("what has a probability on the left has none on the right: the divergence is infinite")
    own, others, field = list(p.values()), [q[key] for key in p], state.field
    return _logarithmic(own, own, field) - _logarithmic(own, others, field)


def _of_side(node: Node, means: Means, state: State, indices: Indices) -> dict[Any, Any]:
    """Probabilities, by outcome for a random variable, by place for a vector."""
    if means.variables(node, state, indices):
        return _by_outcome((node,), means, state, indices)
    return dict(enumerate(_chances(node, means, state, indices)))


def _of_outcomes(of: Sequence[Node], means: Means, state: State, indices: Indices) -> Any:
    chances = list(_by_outcome(of, means, state, indices).values())
    return -_logarithmic(chances, chances, state.field)


def _by_outcome(of: Sequence[Node], means: Means, state: State, indices: Indices) -> dict[Any, Any]:
    """The probabilities of the values that some random variables have together."""
    variables = sorted(means.variables_of(of, state, indices))
    if not all(law_at(state, one).is_finite for one in variables):
        raise Meaningless("an entropy of what has not finitely many values")
    found = dict[Any, Any]()
    functions = [means.value(one) for one in of]
    for here, chance in outcomes(variables, state):
        values = tuple(plain(number(function(here, indices))) for function in functions)
        found[values] = found[values] + chance if values in found else chance
    return {values: chance for values, chance in found.items() if as_double(chance) != 0}


def _chances(node: Node, means: Means, state: State, indices: Indices) -> list[Any]:
    value = means.value(node)(state, indices)
    if isinstance(value, Law) or not isinstance(value, np.ndarray):
        raise Ambiguous("of what is this the entropy? Of a random variable, or of a vector of probabilities")
    if 1 not in value.shape:
        raise Misfit("an entropy is of a vector of probabilities, and this is a matrix")
    return probabilities(value)


def _logarithmic(weights: Sequence[Any], chances: Sequence[Any], field: Field) -> Any:
    """Σ p ln q; what has no probability counts as 0."""
    if len(weights) != len(chances):
        raise Misfit(f"a vector of {len(weights)} probabilities and one of {len(chances)}")
    terms = list[Any]()
    for p, q in zip(weights, chances, strict=True):
        if as_double(p) == 0 and not isinstance(p, Ball):
            continue
        if as_double(q) == 0:
            raise Meaningless("what has a probability on the left has none on the right: this is infinite")
        terms.append(p * field.apply("ln", q))
    return total(terms, field)
