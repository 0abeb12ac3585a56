"""One small notation for the tests of this folder, and what formulas written in it are read as and evaluate to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.check.kept import kept
from yansuan.check.checker import check
from yansuan.check.evaluator import compiled
from yansuan.check.notation import Instance, Instances, stream
from yansuan.check.verdict import Verdict
from yansuan.tex.patterns import Grammar
from yansuan.tex.reader import read
from yansuan.tex.tree import Node

Array = NDArray[Any]
Notation = Callable[[np.random.Generator], Iterator[Mapping[str, Any]]]
SIZES = (2, 4, 3)


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def network(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Three layers, a chain r -> c -> K, vectors, matrices, functions of one and of several arguments."""
    while True:
        theta = {l: rng.normal(size=(SIZES[l], SIZES[l - 1])) for l in (1, 2)}
        yield {
            "L": ("layers", 3),
            "s_l": ("units of layer l", np.array(SIZES)),
            r"\theta_{kp}^{(l)}, \Theta^{(l)}": ("weights", theta),
            "b_k^{(l)}": ("biases", {l: rng.normal(size=SIZES[l]) for l in (1, 2)}),
            "y_j": ("targets", rng.normal(size=SIZES[-1])),
            "z_j^{(l)}": ("inputs", lambda theta, a, b, x, l: x if l == 1 else theta[l - 1] @ a[l - 1] + b[l - 1]),
            "a_j^{(l)}": ("outputs", lambda z, l: z[l] if l == 1 else sigmoid(z[l])),
            "J": ("cost", lambda a, y: np.sum((a[3] - y) ** 2) / 2),
            "x_i": ("a vector", rng.normal(size=SIZES[0])),
            "x^*": ("another", rng.normal(size=SIZES[0])),
            r"\gamma_{ji}": ("a matrix by its entries", rng.normal(size=(3, 5))),
            "A": ("a matrix", rng.normal(size=(3, 5))),
            "B": ("a matrix", rng.normal(size=(5, 2))),
            "M": ("a square matrix", rng.normal(size=(3, 3))),
            "v": ("a column", rng.normal(size=3)),
            "w": ("a column", rng.normal(size=5)),
            "r": ("a number", rng.uniform(0.5, 2)),
            "u": ("a number", rng.uniform(0.5, 2)),
            "c": ("follows from r", lambda r: r**2 + r),
            "K": ("follows from c and r", lambda c, r: np.sin(c) * r),
            r"\dot q": ("a number", rng.normal()),
            "g(u)": ("a function of one number", sigmoid),
            "f(x)": ("a function of a vector", lambda x: np.sum(np.cos(x)) + x[0] * x[1] ** 2),
            "F(r, u)": ("a function of two numbers", lambda r, u: r**3 * u**2 + np.exp(r * u)),
            r"h(\xi)": ("a function whose argument has no name elsewhere", np.tanh),
            r"\operatorname{rank}(A)": ("the rank", lambda A: int(np.linalg.matrix_rank(A))),
            r"\sup_t": ("real numbers", (-9.0, 9.0)),
            r"\inf_t": ("real numbers", (-9.0, 9.0)),
            "d": ("what moves freely", ["r", "u"]),
            "l": ("a layer", range(1, 4)),
            "i, j, k, p, q, m, n": ("indices", ...),
        }


@cache
def instances(notation: Notation = network, count: int = 6) -> Instances:
    """Instances of a notation, made once."""
    return stream(notation, count)


def grammar() -> Grammar:
    """The grammar of the small notation."""
    return instances()[0].grammar


def tree_of(tex: str, *letters: str) -> Node:
    """What an expression is read as; `letters` count besides those of the notation, as if a sum bound them."""
    known = grammar()
    if letters:
        patterns = {head: found for head, found in known.patterns.items() if head not in letters}
        known = replace(known, patterns=patterns, indices={**known.indices, **dict.fromkeys(letters)})
    (statement,) = read(f"{tex} = 0", known)
    return statement.chain.expressions[0]


def evaluated(tex: str, instance: Instance | None = None, **indices: Any) -> Any:
    """The value of an expression, on the first instance if none is given."""
    return compiled(tree_of(tex))((instance or instances()[0]).base, indices)


def verdict(tex: str, notation: Notation = network, count: int = 6) -> Verdict:
    """What becomes of a formula; kept, as `kept.py` says."""
    return kept(lambda: check(tex, instances(notation, count)))
