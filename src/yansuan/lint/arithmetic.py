"""Statements of numbers that are false, and may be true of other numbers: rounded, whole, of bits."""

from __future__ import annotations

import math
import re
from typing import Any

_ROUNDED = 0.01  # relative: so far a printed decimal fraction may be rounded
_BITS = re.compile(r"[01\s+\-=^{}()\\,.&|]*(?:\\(?:cdot|times|oplus|land|lor|wedge|vee)[01\s+\-=^{}()\\,.&|]*)*")


def numbers_in_doubt(tex: str, left: Any, right: Any) -> str:
    """Why a statement of numbers that is false may be meant otherwise; "" where it may not.

    Args:
        tex: its TeX.
        left, right: what its sides are.
    """
    if _BITS.fullmatch(tex):
        return "0 and 1 may be those of another arithmetic"
    if not (_is_number(left) and _is_number(right)):
        return ""
    apart, size = abs(left - right), max(abs(left), abs(right))
    if re.search(r"\d\.\d", tex) and apart <= _ROUNDED * size:
        return "a decimal fraction may be rounded"
    if _is_whole(left) != _is_whole(right) and (_is_part(left, right) or _is_part(right, left)):
        return "a whole part may be meant"
    return ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _is_whole(value: float) -> bool:
    return value == int(value)


def _is_part(whole: float, of: float) -> bool:
    """Whether a number is another without what is behind its point, or that rounded up."""
    return _is_whole(whole) and whole in (math.floor(of), math.ceil(of))
