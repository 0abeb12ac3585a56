"""Values for a formula that somebody else has written, so that what is read of it can be evaluated.

What its letters are taken for, `yansuan.lint.conventions` says; that sides agree is not to be expected of these values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yansuan.lint.conventions import Entry
from yansuan.lint.drawing import instance
from yansuan.tex.keys import read_pattern

Array = NDArray[Any]
SIZE = 3  # of vectors and matrices: cross products exist
_RANGE = range(1, SIZE + 1)  # of letters that count
_FIRST, _LAST = -3, 12  # indices of a sequence


def drawn(known: list[Entry], rng: np.random.Generator) -> dict[str, Any]:
    """One instance."""
    return instance(known, rng, lambda entry: _value(entry, rng))


def _value(entry: Entry, rng: np.random.Generator) -> Any:
    if entry.kind == "index":
        return _RANGE
    if entry.kind == "imaginary":
        return 1j
    if entry.kind == "state":
        turns = rng.uniform(0.5, 1.5, size=len(entry.said))
        return lambda *given: 2 + np.sin(sum(one * turn for one, turn in zip(given, turns, strict=True)))
    if entry.arguments is not None:
        return _function(entry, rng)
    if entry.kind == "variable":
        law = {1: 0.5, 2: 0.25, 3: 0.125, 4: 0.125}
        return ("iid", law) if entry.lower or entry.upper else law
    if entry.kind == "event":
        allowed = set(rng.permutation(4)[:2] + 1)
        return lambda varpi: varpi in allowed
    if entry.upper:
        return {n: _below(entry, rng) for n in range(_FIRST, _LAST)}
    return _below(entry, rng)


def _below(entry: Entry, rng: np.random.Generator) -> Any:
    """A value, or one by its index below."""
    if not entry.lower:
        return _one(entry.kind, rng)
    if entry.lower == 1 and not entry.upper and entry.kind in ("real", "whole", "integer"):
        return {n: _one(entry.kind, rng) for n in range(_FIRST, _LAST)}
    if entry.lower == 1 and entry.kind in ("vector", "matrix", "set") and not entry.upper:
        return {n: _one(entry.kind, rng) for n in range(_FIRST, _LAST)}
    return rng.uniform(0.3, 1.7, size=(2 * SIZE,) * entry.lower)


def _one(kind: str, rng: np.random.Generator) -> Any:
    if kind == "integer":
        return SIZE
    if kind == "set":
        return frozenset(_RANGE)
    if kind == "vector":
        return rng.normal(size=SIZE)
    if kind == "matrix":
        return 2 * np.eye(SIZE) + rng.normal(size=(SIZE, SIZE)) / 3
    return float(rng.uniform(0.3, 1.7))


def _function(entry: Entry, rng: np.random.Generator) -> Callable[..., Any]:
    """A smooth function of numbers, vectors and matrices; a vector where its letter is bold."""
    bold = any(font in entry.key for font in (r"\mathbf", r"\boldsymbol", r"\vec", r"\bm"))
    weights = rng.uniform(0.5, 1.5, size=SIZE if bold else 1)
    pattern = read_pattern(entry.key, entry.key)
    takes = len(pattern.lower) + len(pattern.upper) + (entry.arguments or 0)

    def value(*given: Any) -> Any:
        if len(given) != takes:
            raise ValueError(f"{takes} arguments are needed")
        numbers = [len(one) if isinstance(one, str) else one for one in given]
        inside = sum(np.sum(np.sin(np.asarray(one) * (n + 1.3) / 2)) for n, one in enumerate(numbers))
        entries = [2 + weight * inside for weight in weights]
        return np.array(entries) if bold else entries[0]

    return value
