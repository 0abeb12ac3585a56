"""`\\mathbb E_{x \\sim \\mathcal N(\\mu, \\sigma^2)}[f(x)]`: a mean over a family, as an integral with its density.

The normal, the uniform and the exponential distribution have one that can be written down; of others the notation binds
a random variable.
"""

from __future__ import annotations

import math

from yansuan.tex import tree
from yansuan.tex.tree import Index, Node

_DENSITIES = ("normal", "uniform", "exponential")


def mean_over(law: tree.Distribution, variable: str, body: Node, start: int, end: int) -> Node | None:
    """The mean of a body over a letter; None where the family has no density here."""
    at = law.start
    letter, one = Index(at, at, variable), tree.Number(at, at, 1, "1")
    low: Node = tree.Infinity(at, at, -1)
    high: Node = tree.Infinity(at, at, 1)
    if law.family not in _DENSITIES:
        return None
    if law.family == "normal":
        mean, variance = law.parameters
        two = tree.Number(at, at, 2, "2")
        apart = tree.Sum(at, at, ((1, letter), (-1, mean)))
        twice = tree.Product(at, at, (("*", two), ("*", variance)))
        exponent = tree.Sum(at, at, ((-1, tree.Quotient(at, at, tree.Power(at, at, apart, two), twice)),))
        around = tree.Product(at, at, (("*", tree.Number(at, at, math.pi, "pi")), ("*", twice)))
        root = tree.Power(at, at, around, tree.Quotient(at, at, one, two))
        density: Node = tree.Quotient(at, at, tree.Apply(at, at, "exp", exponent), root)
    elif law.family == "uniform":
        low, high = law.parameters
        width = tree.Apply(at, at, "ln", tree.Sum(at, at, ((1, high), (-1, low))))  # which is none where it is negative
        density = tree.Apply(at, at, "exp", tree.Sum(at, at, ((-1, width),)))
    else:
        (rate,) = law.parameters
        low = tree.Number(at, at, 0, "0")
        falling = tree.Sum(at, at, ((-1, tree.Product(at, at, (("*", rate), ("*", letter)))),))
        density = tree.Product(at, at, (("*", rate), ("*", tree.Apply(at, at, "exp", falling))))
    weighed = tree.Product(start, end, (("*", density), ("*", body)))
    return tree.Integral(start, end, variable, low, high, weighed)
