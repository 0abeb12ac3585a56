"""The form of an instance: all that its entries say but for numbers and for what functions hold.

A notation draws hundreds of instances, of which nearly always only the numbers differ.  Those of one form are read in
the same way, so that this is done once: to read the keys anew took half of the time in which one was drawn.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from types import BuiltinFunctionType, EllipsisType, FunctionType, MethodType
from typing import Any

import numpy as np

from yansuan.tex.conventions import is_convention

_Form = tuple[Any, ...]


def form_of(notation: Mapping[str, Any]) -> _Form | None:
    """The form of an instance's entries; None where something in it may be read by its value."""
    parts = list[Any]()
    for key, entry in notation.items():
        if not isinstance(entry, tuple) or len(entry) != 2:
            return None
        name, value = entry
        kind = _kind_of_said(value) if is_convention(key, value) else _kind_of(value)
        if kind is None:
            return None
        parts.append((key, name, kind))
    return tuple(parts)


def _kind_of_said(value: Any) -> _Form | None:
    """Of what is said of a sign, which is read by its value."""
    return (type(value), value) if isinstance(value, str | int | float) else None


def _kind_of(value: Any) -> _Form | None:
    kind = type(value)
    if kind in (int, float, complex, bool) or isinstance(value, np.generic):
        return (kind,)
    if kind is np.ndarray:
        return kind, value.ndim > 0
    if isinstance(value, str | range | EllipsisType):
        return kind, value
    if kind in (tuple, list):  # names, or the ends of an interval
        return (kind, *value) if all(isinstance(one, str | int | float) for one in value) else None
    if kind in (set, frozenset):
        return (kind,)
    if kind is dict:
        return _kind_of_family(value)
    return _kind_of_function(value) if callable(value) else None


def _kind_of_family(family: dict[Any, Any]) -> _Form | None:
    """By index; a table of names is a region or a path, which is read by what it holds."""
    kinds = [_kind_of(value) for value in family.values()]
    if not family or None in kinds or any(isinstance(key, str) for key in family):
        return None
    return dict, tuple(family), tuple(kinds)


def _kind_of_function(value: Any) -> _Form | None:
    """What it takes: of a function by its code, of an object that is called by its class."""
    kind = type(value)
    if kind is MethodType:
        of = _kind_of_function(value.__func__)
        return of and (kind, *of)
    if kind is FunctionType:
        takes = len(value.__defaults__ or ()), tuple(value.__kwdefaults__ or ())
        return None if vars(value) else (kind, value.__code__, *takes)
    if kind in (np.ufunc, BuiltinFunctionType):
        return kind, value
    if hasattr(value, "__wrapped__"):  # whose parameters count
        return None
    own = getattr(value, "__signature__", None)
    if own is not None:
        return (kind, str(own)) if isinstance(own, inspect.Signature) else None
    return (kind,) if isinstance(inspect.getattr_static(kind, "__call__", None), FunctionType) else None
