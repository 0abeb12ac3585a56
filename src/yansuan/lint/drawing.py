"""Values for letters that nothing declares, so that what holds for all of them can be told from what does not.

What is generic decides: a formula that fails may be a condition (`x = -|x|`), which holds for some numbers.  So there
are several *domains* (`DOMAINS`), and something fails only if it does in each in which it has values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from inspect import Parameter, Signature
from typing import Any

import numpy as np

from yansuan.check import arbitrary
from yansuan.check.declared import notation as declared_notation
from yansuan.check.draws import LINE, Draws, Span, instances_of
from yansuan.check.notation import stream
from yansuan.check.samples import Leaping
from yansuan.lint.conventions import CONVENTIONS, Entry
from yansuan.lint.places import BOLD
from yansuan.tex.keys import read_pattern

_FIRST, _LAST = -6, 24  # indices of a sequence
_ENTRIES = 12  # of an array with several indices, along each
_VALUES = (-3, -1, 2, 3, 5, 7)  # of which a random variable has some


@dataclass(frozen=True)
class Domain:
    """From where numbers are drawn.

    Args:
        name: how it is called where it is told.
        span: of real numbers.
        whole: whether those are whole numbers, too.
        symmetric: whether matrices are symmetric and positive definite, and vectors of length 1.
    """

    name: str
    span: Span = LINE
    whole: bool = False
    symmetric: bool = False


DOMAINS = (
    Domain("positive numbers", Span(low=0.0)),
    Domain("real numbers"),
    Domain("numbers between 0 and 1", Span(0.0, 1.0), symmetric=True),
    Domain("negative numbers", Span(high=0.0)),
    Domain("whole numbers", Span(low=0.0), whole=True),
)


def must_be_understood(declared: Mapping[str, str]) -> None:
    """Draw what is declared.

    Raises:
        NotationError: something of it cannot be understood.
    """
    stream(declared_notation(declared), 1)


def notation(entries: Sequence[Entry], domain: Domain, declared: Mapping[str, str], *, across: bool = False) -> Leaping:
    """A notation that draws values for what conventions say, and for what is declared.

    Args:
        entries: what letters are taken for.
        domain: from where numbers are drawn.
        declared: what is said of other letters, as `symbols:` says it.
        across: whether there is a cross product, so that vectors have three entries.
    """
    said = declared_notation(declared) if declared else None

    def drawn(draws: Draws) -> dict[str, Any]:
        found = instance(entries, draws.rng, _Drawing(draws, domain, across=across).value)
        if said is not None:
            found |= dict(next(iter(said(draws.rng))))
        return found

    return instances_of(drawn)


def instance(entries: Sequence[Entry], rng: np.random.Generator, value: Callable[[Entry], Any]) -> dict[str, Any]:
    """An instance as a notation has it, by key.

    Args:
        entries: what letters are taken for.
        rng: of which curves and surfaces are drawn.
        value: draws what else has a value.
    """
    found = dict[str, Any]()
    moving = list[str]()
    for entry in entries:
        if entry.kind == "differential":
            continue
        if entry.kind == "convention":
            found[entry.key] = CONVENTIONS[entry.key] if entry.said is None else ("", entry.said)
            continue
        drawn = entry.said.drawn(rng) if entry.kind == "path" else value(entry)
        if entry.kind == "state":
            drawn = following(drawn, entry.said)
        found[entry.key] = (entry.kind, drawn)
        if entry.kind in ("real", "whole", "vector", "matrix") and not isinstance(drawn, dict):
            moving.append(read_pattern(entry.key, entry.key, scalar=np.ndim(drawn) == 0).code)
    if any(entry.kind == "differential" for entry in entries):
        found["d"] = ("differential", moving)
    return found


def following(function: Callable[..., Any], names: Sequence[str]) -> Callable[..., Any]:
    """The same function of the letters of a notation with these names, from which its value follows."""
    parameters = [read_pattern(name, name).code for name in names]

    def value(**given: Any) -> Any:
        return function(*(given[name] for name in parameters))

    value.__signature__ = Signature(  # type: ignore[attr-defined]
        [Parameter(name, Parameter.KEYWORD_ONLY) for name in parameters]
    )
    return value


class _Drawing:
    """Draws the values of one instance."""

    def __init__(self, draws: Draws, domain: Domain, *, across: bool) -> None:
        self._draws, self._domain = draws, domain
        self._size = 3 if across else draws.size()  # of vectors and matrices; letters that count run so far
        self._last = self._size + 2

    def value(self, entry: Entry) -> Any:
        """What an entry is."""
        if entry.kind == "index":
            return ... if entry.said else range(1, self._size + 1)
        if entry.kind == "imaginary":
            return 1j
        if entry.kind == "state":
            return arbitrary.smooth(self._draws, (None,) * len(entry.said))
        if entry.arguments is not None:
            return self._function(entry)
        if entry.kind == "variable":
            law = self._law()
            return ("iid", law) if entry.lower or entry.upper else law
        if entry.kind == "event":
            allowed = frozenset(self._draws.rng.permutation(6)[: 2 + int(self._draws.rng.integers(3, size=1)[0])])
            return lambda varpi: varpi in allowed
        if entry.upper:
            return {n: self._below(entry) for n in range(_FIRST, _LAST)}
        return self._below(entry)

    def _law(self) -> dict[int, Fraction]:
        """A distribution on a few whole numbers."""
        weights = self._draws.rng.integers(1, 9, size=4)
        values = self._draws.rng.permutation(_VALUES)[:4]
        return {
            int(value): Fraction(int(weight), int(weights.sum())) for value, weight in zip(values, weights, strict=True)
        }

    def _below(self, entry: Entry) -> Any:
        """A value, or one by its index below."""
        if not entry.lower:
            return self._one(entry.kind, entry.key)
        if entry.lower == 1 and not entry.upper:
            return {n: self._one("whole" if entry.kind == "integer" else entry.kind) for n in range(_FIRST, _LAST)}
        return self._draws.reals((_ENTRIES,) * entry.lower, self._domain.span)

    def _one(self, kind: str, letter: str = "") -> Any:
        draws, size = self._draws, self._size
        if kind == "integer":
            return self._integer(letter)
        if kind == "whole":
            return int(draws.rng.integers(1, 7, size=1)[0])
        if kind == "set":
            return frozenset(range(1, size + 1))
        if kind == "vector":
            found = draws.reals((size,), self._domain.span)
            return found / np.linalg.norm(found) if self._domain.symmetric else found
        if kind == "matrix":
            found = draws.generic(size, size)
            return found @ found.T + np.eye(size) if self._domain.symmetric else 2 * np.eye(size) + found / 2
        if self._domain.whole:
            return float(draws.rng.integers(1, 7, size=1)[0])
        return draws.real(self._domain.span)

    def _integer(self, letter: str) -> int:
        """n and its like are the size of what has one; others are less, each another as far as that goes."""
        if letter in ("n", "N"):
            return self._size
        self._last = max(self._last - 1, 1)
        return self._last if self._last < self._size else max(self._size - 1 - self._last % self._size, 1)

    def _function(self, entry: Entry) -> Callable[..., Any]:
        """A smooth function of numbers, vectors and matrices; a vector where its letter is bold."""
        pattern = read_pattern(entry.key, entry.key)
        takes = len(pattern.lower) + len(pattern.upper) + (entry.arguments or 0)
        make = arbitrary.positive if self._domain.span.low == 0 else arbitrary.smooth
        bold = any(font in entry.key for font in BOLD)
        made = [make(self._draws, (None,) * takes) for _ in range(self._size if bold else 1)]
        weights = self._draws.generic(64)

        def number(given: Any) -> Any:
            if isinstance(given, str | frozenset):
                return float(len(given))
            if not np.ndim(given):
                return given
            entries = np.asarray(given).ravel()
            return sum(entries[1:] * weights[1 : entries.size], entries[0] * weights[0])

        def value(*given: Any) -> Any:
            if len(given) != takes:
                raise ValueError(f"{takes} arguments are needed")
            numbers = [number(one) for one in given]
            values = [one(*numbers) for one in made]
            return np.array(values) if bold else values[0]

        return value
