"""Families of probability distributions, in one table: to add one is to add a row, and a test.

What a row says of a family (`family.py`) is written for any kind of number (`check/fields.py`), so that balls and
doubles compute the same.  The rows stand in `discrete_families.py` and `continuous_families.py`.  The reader
(`tex/chances.py`) and the evaluator (`check/laws.py`, `check/chances.py`) take them from here.
"""

from __future__ import annotations

from yansuan.continuous_families import CONTINUOUS
from yansuan.discrete_families import DISCRETE
from yansuan.family import Family as Family

FAMILIES: tuple[Family, ...] = (*DISCRETE, *CONTINUOUS)

_COUNTS = "it counts from 0 for some, and from 1 for others"
_RATE = "its second parameter is a rate for some, and a scale for others"
_ORDER = "textbooks differ in the order of its parameters"

DOUBTFUL = {
    r"\operatorname{Geom}": _COUNTS,
    r"\operatorname{Geo}": _COUNTS,
    r"\operatorname{Geometric}": _COUNTS,
    r"\operatorname{NB}": "it counts the failures for some, and all trials for others",
    r"\operatorname{NegBin}": "it counts the failures for some, and all trials for others",
    r"\operatorname{Gamma}": _RATE,
    r"\Gamma": _RATE,
    r"\operatorname{Weibull}": _ORDER,
    r"\operatorname{Pareto}": _ORDER,
    r"\operatorname{Hypergeometric}": _ORDER,
}
"""What no formula says of a distribution, and why; `check/said_laws.py` has how a declaration may say it."""
