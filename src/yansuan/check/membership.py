"""Whether a value is in one of the sets of numbers: what `n \\in \\mathbb N` says as a condition."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from yansuan.check.errors import Ambiguous
from yansuan.check.values import is_complex

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
