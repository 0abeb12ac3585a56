"""What a notation says of signs that are no symbols: by what a prime and a dot differentiate, what ∇ and Δ are.

"'": ("对 x 的导数", "x")                 by what y' differentiates
r"\\dot": ("对时间的导数", r"\\tau")         by what \\dot x does; t, where nothing is said
r"\\nabla": ("直角坐标", ["x", "y"])       by which Cartesian coordinates
r"\\Delta": ("拉普拉斯算子", "laplacian")
r"\\partial": ("分子布局", "numerator")     of derivatives by vectors, or "denominator"
r"\\approx": ("相对误差", 1e-3)            how near two sides of ≈ are
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PRIME, DOT, COORDINATES, DELTA, LAYOUT, NEAR = "'", r"\dot", r"\nabla", r"\Delta", r"\partial", r"\approx"
_LAYOUTS = ("numerator", "denominator")


@dataclass(frozen=True)
class Conventions:
    """What is said of these signs; "", () and 0 where nothing is.

    Args:
        prime, dot: the symbol by which they differentiate, in TeX.
        coordinates: the symbols of the Cartesian coordinates.
        delta: whether Δ is the Laplacian.
        layout: of derivatives by vectors: "numerator" or "denominator".
        near: the relative tolerance of ≈.
        near_here: whether it is said of one formula alone.
    """

    prime: str = ""
    dot: str = ""
    coordinates: tuple[str, ...] = ()
    delta: bool = False
    layout: str = ""
    near: float = 0.0
    near_here: bool = False


@dataclass(frozen=True)
class Dependence:
    """What follows from what, by the keys of a notation.

    Args:
        follows: by key, all that it follows from, itself included.
        numbers: the keys of real numbers that are drawn.
        counts: the keys of whole numbers that are drawn.
    """

    follows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    drawn: frozenset[str] = frozenset()

    def leaves(self, key: str) -> frozenset[str]:
        """What is drawn of all that a quantity follows from, but for whole numbers, by which nobody differentiates."""
        return (self.follows.get(key, frozenset((key,))) & self.drawn) - self.counts


def is_convention(key: str, value: Any) -> bool:
    """Whether an entry of a notation says something of a sign."""
    if key == DELTA:
        return bool(isinstance(value, str) and value == "laplacian")
    return key in (PRIME, DOT, COORDINATES, LAYOUT, NEAR)


def read_conventions(notation: Mapping[str, Any]) -> Conventions:
    """What a notation says of signs.

    Raises:
        ValueError: what it says is nothing that can be said.
    """
    said = {key: entry[1] for key, entry in notation.items() if is_convention(key, entry[1])}
    for key in (PRIME, DOT):
        if key in said and not (isinstance(said[key], str) and said[key]):
            raise ValueError(f"the notation's {key!r} is {said[key]!r}: write the symbol by which it differentiates")
    coordinates = said.get(COORDINATES, ())
    names = isinstance(coordinates, list | tuple) and all(isinstance(one, str) for one in coordinates)
    if COORDINATES in said and not (names and coordinates):
        raise ValueError(f"the notation's {COORDINATES!r} is no list of coordinates, such as ['x', 'y']")
    layout = said.get(LAYOUT, "")
    if LAYOUT in said and layout not in _LAYOUTS:
        raise ValueError(f"the notation's {LAYOUT!r} is {layout!r}: it may be 'numerator' or 'denominator'")
    near = said.get(NEAR, 0.0)
    if NEAR in said and not (isinstance(near, int | float) and 0 < near < 1):
        raise ValueError(f"the notation's {NEAR!r} is no relative tolerance, such as 1e-3")
    return Conventions(said.get(PRIME, ""), said.get(DOT, ""), tuple(coordinates), DELTA in said, layout, float(near))
