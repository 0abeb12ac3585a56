"""What a notation says of signs that are no symbols: by what a prime and a dot differentiate, what ∇ and Δ are.

"'": ("对 x 的导数", "x")                 by what y' differentiates
r"\\dot": ("对时间的导数", r"\\tau")         by what \\dot x does; t, where nothing is said
r"\\nabla": ("直角坐标", ["x", "y"])       by which Cartesian coordinates
r"\\Delta": ("拉普拉斯算子", "laplacian")
r"\\partial": ("分子布局", "numerator")     of derivatives by vectors, or "denominator", or "mixed"
r"\\mathcal F": ("傅里叶变换", "angular")    or "ordinary", "unitary": see tex/fourier.py
r"\\otimes": ("张量积", "kron")              of vectors: a long vector, or the matrix of all products, "outer"
r"\\approx": ("相对误差", 1e-3)            how near two sides of ≈ are
"f^n": ("乘方", "power")                      f^2(x) is f(x)^2, or, with "iterate", f(f(x))
r"\\oplus": ("按位异或", "xor")                a ⊕ b of whole numbers
r"(\\frac{a}{p})": ("勒让德符号", "legendre")    or "jacobi": see legendre.py
r"\\langle\\rangle": ("均值", "mean")          \\langle X\\rangle of random variables is E[X]
":": ("片段含末项", "inclusive")              or "exclusive": see slices.py
"[x]": ("整数部分", "floor")                   or "ceil": see in_brackets.py

What lists in brackets are, its keys `[,]` and their like say: see `square.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RAISED = "f^n"
PRIME, DOT, COORDINATES, DELTA, LAYOUT, NEAR = "'", r"\dot", r"\nabla", r"\Delta", r"\partial", r"\approx"
FOURIER, TRANSFORMS = (r"\mathcal F", r"\mathcal{F}"), ("ordinary", "angular", "unitary")
TENSOR, TENSORS = r"\otimes", ("outer", "kron")
PLUS, PLUSES = r"\oplus", ("xor",)
ANGLES, MEANS = r"\langle\rangle", ("mean",)
LEGENDRE, SYMBOLS = r"(\frac{a}{p})", ("legendre", "jacobi")
LEGENDRES = (LEGENDRE, r"\left(\frac{a}{p}\right)", r"(\frac ap)", r"\left(\frac ap\right)")
SLICE, SLICES = ":", ("inclusive", "exclusive")
WHOLE, WHOLES = "[x]", ("floor", "ceil")
LAYOUTS = ("numerator", "denominator", "mixed")
BRACKETS = frozenset(("[,]", "(,)", r"\{,\}", "[,]_-", "[,]_{-}", "[,]_+", "[,]_{+}"))
_SAME_SIGN = {"[,]_{-}": "[,]_-", "[,]_{+}": "[,]_+"}
_LISTS = frozenset(("lcm", "gcd", "continued fraction", "commutator", "anticommutator"))
_RAISED = ("power", "iterate")


@dataclass(frozen=True)
class Conventions:
    """What is said of these signs; "", () and 0 where nothing is.

    Args:
        prime, dot: the symbol by which they differentiate, in TeX.
        coordinates: the symbols of the Cartesian coordinates.
        delta: whether Δ is the Laplacian.
        layout: of derivatives by vectors: "numerator", "denominator" or "mixed".
        tensor: what ⊗ of two vectors is: "outer" or "kron".
        fourier: which Fourier transform is meant: "ordinary", "angular" or "unitary".
        near: the relative tolerance of ≈.
        near_here: whether it is said of one formula alone.
        brackets: by key, what a list in brackets is: a word, or pairs of canonical coordinates.
        raised: what f^n(x) is: "power" or "iterate".
        plus: what ⊕ is: "xor".
        whole: what square brackets round one thing are: "floor" or "ceil".
        angles: what angles round one thing are: "mean".
        legendre: what a fraction alone in round brackets is: "legendre" or "jacobi".
        slice: whether `x_{2:n}` has its last end: "inclusive" or "exclusive".
    """

    prime: str = ""
    dot: str = ""
    coordinates: tuple[str, ...] = ()
    delta: bool = False
    layout: str = ""
    near: float = 0.0
    near_here: bool = False
    tensor: str = ""
    fourier: str = ""
    brackets: Mapping[str, str | tuple[tuple[str, str], ...]] = field(default_factory=dict)
    raised: str = ""
    plus: str = ""
    whole: str = ""
    slice: str = ""
    legendre: str = ""
    angles: str = ""


@dataclass(frozen=True)
class Dependence:
    """What follows from what, by the keys of a notation.

    Args:
        follows: by key, all that it follows from, itself included.
        numbers: the keys of real numbers that are drawn.
        counts: the keys of whole numbers that are drawn.
        drawn: the keys of all that is.
        arrays: of those, the keys of vectors and matrices.
    """

    follows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    drawn: frozenset[str] = frozenset()
    arrays: frozenset[str] = frozenset()

    def leaves(self, key: str) -> frozenset[str]:
        """What is drawn of all that a quantity follows from, but for whole numbers, by which nobody differentiates."""
        return (self.follows.get(key, frozenset((key,))) & self.drawn) - self.counts


def is_convention(key: str, value: Any) -> bool:
    """Whether an entry of a notation says something of a sign."""
    if key == DELTA:
        return bool(isinstance(value, str) and value == "laplacian")
    if key in FOURIER:
        return isinstance(value, str)
    return (
        key in (PRIME, DOT, COORDINATES, LAYOUT, NEAR, TENSOR, RAISED, PLUS, SLICE, ANGLES)
        or (key == WHOLE and isinstance(value, str))
        or key in BRACKETS
        or key in LEGENDRES
    )


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
    near = said.get(NEAR, 0.0)
    if NEAR in said and not (isinstance(near, int | float) and 0 < near < 1):
        raise ValueError(f"the notation's {NEAR!r} is no relative tolerance, such as 1e-3")
    fourier = next((said[key] for key in FOURIER if key in said), "")
    if fourier and fourier not in TRANSFORMS:
        raise ValueError(f"the notation's {FOURIER[0]!r} is {fourier!r}: it may be 'ordinary', 'angular' or 'unitary'")
    return Conventions(
        said.get(PRIME, ""), said.get(DOT, ""), tuple(coordinates), DELTA in said, _one_of(said, LAYOUT, LAYOUTS),
        float(near), tensor=_one_of(said, TENSOR, TENSORS), fourier=fourier, raised=_one_of(said, RAISED, _RAISED),
        plus=_one_of(said, PLUS, PLUSES), whole=_one_of(said, WHOLE, WHOLES), slice=_one_of(said, SLICE, SLICES),
        angles=_one_of(said, ANGLES, MEANS),
        legendre=next((_one_of(said, key, SYMBOLS) for key in LEGENDRES if key in said), ""),
        brackets={_SAME_SIGN.get(key, key): _bracket(key, said[key]) for key in sorted(BRACKETS & said.keys())},
    )  # fmt: skip


def _one_of(said: Mapping[str, Any], key: str, words: tuple[str, ...]) -> str:
    """Which of some words is said of a sign; "" where nothing is."""
    found: str = said.get(key, "")
    if key in said and found not in words:
        *others, last = map(repr, words)
        known = f"{', '.join(others)} or {last}" if others else last
        raise ValueError(f"the notation's {key!r} is {found!r}: it may be {known}")
    return found


def _bracket(key: str, value: Any) -> str | tuple[tuple[str, str], ...]:
    """What a notation says of lists in brackets."""
    if isinstance(value, str) and value in _LISTS:
        return value
    pairs = [tuple(pair) if isinstance(pair, list | tuple) else () for pair in value] if _is_list(value) else []
    if not pairs or any(len(pair) != 2 or not all(isinstance(one, str) for one in pair) for pair in pairs):
        known = ", ".join(f"'{one}'" for one in sorted(_LISTS))
        raise ValueError(
            f"the notation's {key!r} is {value!r}: it may be {known} or pairs of coordinates, [('q', 'p')]"
        )
    return tuple((pair[0], pair[1]) for pair in pairs)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)
