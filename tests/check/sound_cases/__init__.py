"""Formulas with natural notations and the verdict that each must have, by kind of trap.

A group is a notation and a text with a case a line: the verdict, then the formula.  `exact` and `sampled` are of what
holds and say how, `holds` leaves it open; what is `caught` does not hold, in whatever way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

VERDICTS = ("holds", "exact", "sampled", "fails", "undefined", "unreadable", "caught")


@dataclass(frozen=True)
class Group:
    """Cases in one notation."""

    name: str
    notation: Callable[[np.random.Generator], Iterator[Mapping[str, Any]]]
    text: str

    @property
    def cases(self) -> list[tuple[str, str]]:
        """The verdict and the formula of each line."""
        lines = [line.split(maxsplit=1) for line in self.text.splitlines() if line.strip()]
        return [(verdict, tex.strip()) for verdict, tex in lines]


def group(name: str, text: str) -> Callable[[Callable[[np.random.Generator], dict[str, Any]]], Group]:
    """Make a group of a function that draws one instance."""

    def made(one: Callable[[np.random.Generator], dict[str, Any]]) -> Group:
        def notation(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
            while True:
                yield one(rng)

        return Group(name, notation, text)

    return made
