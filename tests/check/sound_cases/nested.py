"""Continued fractions that are written out."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


def _value(terms: list[int]) -> float:
    found = float(terms[-1])
    for term in reversed(terms[:-1]):
        found = term + 1 / found
    return found


@group(
    "continued fractions written out",
    r"""
    holds       \cfrac{1}{1 + \cfrac{1}{1 + \cfrac{1}{1 + \ddots}}} = \frac{\sqrt5 - 1}{2}
    fails       \cfrac{1}{1 + \cfrac{1}{1 + \cfrac{1}{1 + \ddots}}} = \frac{\sqrt5 + 1}{2}
    holds       1 + \cfrac{1}{1 + \cfrac{1}{1 + \cdots}} = \frac{1 + \sqrt5}{2}
    holds       \sqrt2 = 1 + \cfrac{1}{2 + \cfrac{1}{2 + \cfrac{1}{2 + \cdots}}}
    fails       \sqrt3 = 1 + \cfrac{1}{2 + \cfrac{1}{2 + \cfrac{1}{2 + \cdots}}}
    holds       \sqrt3 = 1 + \cfrac{1}{1 + \cfrac{1}{2 + \cfrac{1}{1 + \cfrac{1}{2 + \ddots}}}}
    unreadable  \sqrt3 = 1 + \cfrac{1}{1 + \cfrac{1}{2 + \cfrac{1}{1 + \ddots}}}
    holds       \sqrt{x^2 + y} = x + \cfrac{y}{2x + \cfrac{y}{2x + \cfrac{y}{2x + \ddots}}}
    fails       \sqrt{x^2 + y} = x + \cfrac{y}{x + \cfrac{y}{x + \cfrac{y}{x + \ddots}}}
    holds       \frac{1}{2 + \frac{1}{2 + \cdots}} = \sqrt2 - 1
    unreadable  e = 2 + \cfrac{1}{1 + \cfrac{1}{2 + \cfrac{1}{1 + \ddots}}}
    unreadable  \cfrac{1}{1 + \ddots} = 1
    unreadable  \cfrac{4}{1 + \cfrac{1}{3 + \cfrac{4}{5 + \ddots}}} = \pi
    unreadable  \cfrac{1}{2 - \cfrac{1}{2 - \ddots}} = 1
    undefined   \cfrac{z}{2 + \cfrac{z}{2 + \ddots}} = 1
    holds       C = a_0 + \cfrac{1}{a_1 + \cfrac{1}{a_2 + \ddots + \cfrac{1}{a_n}}}
    fails       C = a_0 + \cfrac{1}{a_1 + \cfrac{1}{a_2 + \ddots + \cfrac{1}{a_{n-1}}}}
    holds       C = a_0 + \cfrac{1}{a_1 + \cfrac{1}{a_2 + \cfrac{1}{\ddots + \cfrac{1}{a_n}}}}
    holds       \frac{n}{\frac{1}{a_1} + \frac{1}{a_2} + \dots + \frac{1}{a_n}} = \frac{n}{\sum_{k=1}^n \frac{1}{a_k}}
    fails       \frac{n}{\frac{1}{a_1} + \frac{1}{a_2} + \dots + \frac{1}{a_n}} = \sum_{k=1}^n \frac{a_k}{n}
    holds       \frac{1}{1 + \frac12 + \dots + \frac1n} \sum_{k=1}^n \frac1k = 1
    holds       \frac{1}{1 + w + w^2 + \cdots} = 1 - w
    holds       \frac{1}{1 + \frac{1}{1 + w + w^2 + \cdots}} = \frac{1}{2 - w}
    unreadable  C = a_0 + \cfrac{1}{a_1 + \cfrac{1}{a_2 + \cfrac{1}{a_3 + \ddots}}}
    """,
)
def nested(rng: np.random.Generator) -> dict[str, Any]:
    terms = [int(one) for one in rng.integers(1, 6, 6)]
    return {
        "x": ("数", float(rng.uniform(0.5, 2))), "y": ("数", float(rng.uniform(0.5, 2))), "z": ("数", -0.5),
        "w": ("数", float(rng.uniform(0.1, 0.5))),
        "a_i": ("项", dict(enumerate(terms))), "n": ("项数", 5), "C": ("连分数", _value(terms)),
    }  # fmt: skip


GROUPS = [nested]
