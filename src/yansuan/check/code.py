"""What the code of a snippet holds: constants that are doubles because they could not be written exactly.

They stand as numbers (2/3, 0.1), as `np.pi` and its kin, and as what a function of NumPy or `math` makes of written
numbers (`np.sqrt(2)`).
"""

from __future__ import annotations

import dis
import math
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from types import CodeType, FunctionType
from typing import Any

_SHORT = 2**20  # a double whose denominator is smaller is meant: 0.5, 0.25, 1e3


def holds_rounded_constants(function: Callable[..., Any]) -> bool:
    """Whether a function, or one of its module that it may call, holds a number such as 2/3 or 0.1."""
    try:
        return _holds(getattr(function, "__wrapped__", function))
    except TypeError:  # it cannot be hashed
        return True


@lru_cache(maxsize=4096)  # those that a notation draws are new in each instance, and may hold arrays
def _holds(function: Callable[..., Any]) -> bool:
    seen = set[int]()
    waiting: list[Any] = [function]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if _is_rounded(one):
            return True
        if isinstance(one, partial):
            waiting += [one.func, *filter(callable, (*one.args, *one.keywords.values()))]
        elif isinstance(getattr(one, "__func__", one), FunctionType):
            plain: FunctionType = getattr(one, "__func__", one)
            if _is_inexact(plain.__code__):
                return True
            waiting += _called(plain)
    return False


@lru_cache(maxsize=1024)
def _is_inexact(code: CodeType) -> bool:
    """Whether code, which many functions share that a notation draws, holds such a constant itself."""
    return any(map(_is_rounded, _constants(code))) or any(map(_computes, _codes(code)))


def _called(function: FunctionType) -> Iterator[Any]:
    """What a function may call or hold: what its names and its cells mean, and methods of such names."""
    names = {name for code in _codes(function.__code__) for name in code.co_names}
    module = function.__globals__
    for name in names:
        if name in module:
            found = module[name]
            own = callable(found) and getattr(found, "__module__", None) == module.get("__name__")
            if own or isinstance(found, float | complex):
                yield found
    classes = [one for one in module.values() if isinstance(one, type) and one.__module__ == module.get("__name__")]
    for kind in classes:
        for name, method in vars(kind).items():
            if name in names or (name == "__init__" and kind.__name__ in names):
                yield getattr(method, "fget", method)
    for cell in function.__closure__ or ():
        try:
            if callable(cell.cell_contents):
                yield cell.cell_contents
        except ValueError:  # it is empty yet
            continue


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)


def _constants(code: CodeType) -> Iterator[Any]:
    for one in _codes(code):
        for constant in one.co_consts:
            yield from constant if isinstance(constant, tuple) else (constant,)


def _computes(code: CodeType) -> bool:
    """Whether code takes π or e from a module, or a root, a logarithm and the like of written numbers."""
    steps = [one for one in dis.get_instructions(code) if one.opname not in ("PRECALL", "CACHE", "PUSH_NULL")]
    for place, step in enumerate(steps):
        if step.opname in _ATTRIBUTES and step.argval in _MODULE_CONSTANTS:
            return True
        if step.opname not in _CALLS or not isinstance(step.argval, int):
            continue
        first = place - step.argval
        given = steps[first:place]
        called = steps[first - 1] if 0 < first < place else None
        written = all(isinstance(one.argval, int | float) and one.opname in _WRITTEN for one in given)
        if called and written and called.argval in _INEXACT:
            return True
    return False


_ATTRIBUTES = ("LOAD_ATTR", "LOAD_METHOD")
_CALLS = ("CALL", "CALL_FUNCTION", "CALL_METHOD")
_WRITTEN = ("LOAD_CONST", "LOAD_SMALL_INT")
_MODULE_CONSTANTS = frozenset(("pi", "e", "tau", "euler_gamma"))
_INEXACT = frozenset(
    "sqrt cbrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan asin acos atan sinh cosh tanh"
    " arcsinh arccosh arctanh power pow float_power deg2rad radians hypot gamma lgamma erf erfc float64 true_divide"
    " divide".split()
)


def _is_rounded(value: Any) -> bool:
    if isinstance(value, complex):
        return _is_rounded(value.real) or _is_rounded(value.imag)
    return isinstance(value, float) and math.isfinite(value) and (value.as_integer_ratio()[1] > _SHORT)
