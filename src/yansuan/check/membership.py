"""Whether a value is in one of the sets of numbers: what `n \\in \\mathbb N` says as a condition."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from yansuan.check.balls import Ball
from yansuan.check.errors import Ambiguous, NotHere
from yansuan.check.notation import State
from yansuan.check.sized import Unsized
from yansuan.check.values import is_complex, whole_number
from yansuan.check.wholes import Function, Indices

_ROUNDED = 1e-9  # relative
_SPELLED = {"N": r"\mathbb N", "R+": r"\mathbb R_+"}


def belongs(value: Any, kind: str, size: tuple[int, ...]) -> bool:
    """Whether a value is in a set of numbers, or of vectors and matrices of them.

    Args:
        value: a double, a whole number, or an array of two dimensions.
        kind: of `tree.Membership`.
        size: the length of a vector, the sizes of a matrix; nothing for a number.

    Raises:
        Ambiguous: it is 0, which some count in and others do not.
    """
    shape = np.shape(value) if np.size(value) != 1 or size else ()
    wanted = (*size, 1)[:2] if size else ()
    if shape != wanted and not (size in ((), (1,)) and np.size(value) == 1):
        return False
    return all(_belongs(one, kind[0], kind[1:]) for one in np.ravel(np.asarray(value)).tolist())


def stated(kind: str, of: Function, sizes: Sequence[Function]) -> Callable[[State, Indices], bool]:
    """The function that says whether a value is a real or complex number, vector or matrix of a size."""

    def true(state: State, indices: Indices) -> bool:
        value = of(state, indices)
        if isinstance(value, Unsized):
            raise value.undetermined()
        if isinstance(value, frozenset):
            return False
        size = tuple(whole_number(one(state, indices)) for one in sizes)
        shape, wanted = np.shape(value), (*size, 1)[:2] if size else ()
        if shape != wanted and not (np.size(value) == 1 and size in ((), (1,))):
            return False
        return kind == "C" or all(map(_is_real, np.ravel(np.asarray(value)).tolist()))

    return true


def _is_real(value: Any) -> bool:
    """Whether a number is real; one that a rounding may have made complex is not told."""
    if isinstance(value, Ball):
        value = value.double()
    if not isinstance(value, complex) or value.imag == 0:
        return True
    if abs(value.imag) < _ROUNDED * abs(value):
        raise NotHere("whether a number is real that is nearly so")
    return False


def _belongs(value: Any, name: str, sign: str) -> bool:
    if isinstance(value, complex) or is_complex(value):
        if value.imag:
            return name == "C" and (sign != "≠" or value != 0)
        value = value.real
    if not math.isfinite(value) or (name in ("N", "Z") and value != math.floor(value)):
        return False
    if value == 0 and (name + sign) in _SPELLED:
        raise Ambiguous(f"is 0 in {_SPELLED[name + sign]}? Write ≥ 0 or > 0 instead")
    if sign == "≠":
        return bool(value != 0)
    return not (value < 0 and (name == "N" or sign)) and not (value == 0 and sign == "+")
