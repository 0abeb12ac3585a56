"""Regions of several letters that a notation declares, for integrals over them.

A region is a list of pairs, `[(0.0, 1.0), (0.0, 2.0)]`, for the letters in the order of the alphabet, or by letter
`{"x": (0.0, 1.0), "y": lambda x: (0.0, x)}`: a pair may be a function of letters that stand before it in the alphabet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, wraps
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

import numpy as np

from yansuan.check.balls import Ball, as_ball, objects
from yansuan.check.values import number
from yansuan.tex import tree
from yansuan.tex.paths import parameters_of, taken
from yansuan.tex.patterns import NotationError, code_name

if TYPE_CHECKING:
    from yansuan.check.notation import State


def is_region(value: Any) -> bool:
    """Whether a value of a notation says by letter from where to where it reaches."""
    pairs = list(value.values()) if isinstance(value, Mapping) else []
    named = pairs and all(isinstance(letter, str) for letter in value)
    return bool(named) and all(callable(one) or (isinstance(one, tuple | list) and len(one) == 2) for one in pairs)


def unfolded(region: Mapping[str, Any]) -> Mapping[str, Any]:
    """A region as a path, whose parameters go from 0 to 1 between the bounds of the letters, see `tex/paths.py`."""
    pairs = ((letter, one if callable(one) else tuple(one)) for letter, one in sorted(region.items()))
    return _unfolded(tuple(pairs))


@lru_cache(maxsize=64)  # it is asked for at each point
def _unfolded(pairs: tuple[tuple[str, Any], ...]) -> Mapping[str, Any]:
    parameters = parameters_of([letter for letter, _ in pairs])
    whole = dict.fromkeys(parameters, (0.0, 1.0))

    def coordinate(n: int) -> Callable[..., Any]:
        def value(*args: Any, **kwargs: Any) -> Any:
            parts, found = signature.bind(*args, **kwargs).args, dict[str, Any]()
            for (letter, pair), part in zip(pairs, parts, strict=False):
                low, high = pair(**{one: found[one] for one in taken(pair)}) if callable(pair) else pair
                found[code_name(letter)] = low + (high - low) * part
            return found[code_name(pairs[n][0])]

        given = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name in parameters[: n + 1]]
        signature = value.__signature__ = Signature(given)  # type: ignore[attr-defined]
        return value

    return whole | {letter: coordinate(n) for n, (letter, _) in enumerate(pairs)}


def edge(node: tree.Edge) -> Callable[[State, Mapping[str, Any]], Any]:
    """The function that gives a bound of a declared region."""
    key, place = node.region.key, node.variables.index(node.variable)

    def value(state: State, indices: Mapping[str, Any]) -> Any:
        region = state.instance.values[key]
        if isinstance(region, Mapping):
            names = {code_name(name): name for name in region}
            pair = region.get(names.get(code_name(node.variable), ""))
        else:
            pair = region[place] if isinstance(region, Sequence) and len(region) == len(node.variables) else None
        if callable(pair):
            pair = state.field.call(_exactly(pair), **_taken(pair, node, indices))
            return pair[int(node.upper)] if len(pair) == 2 else number(pair)
        if not isinstance(pair, tuple | list | np.ndarray) or len(pair) != 2:
            raise NotationError(
                f"the notation's {key!r} says of no bounds of {node.variable}: "
                f'it is {{"{node.variable}": (0.0, 1.0), …}} for a region of {", ".join(node.variables)}'
            )
        return state.field.lift(pair[int(node.upper)], (key, node.variable, node.upper))

    return value


def _exactly(pair: Callable[..., Any]) -> Callable[..., Any]:
    """A function of bounds whose doubles are balls, where it is given balls."""

    @wraps(pair)
    def value(**given: Any) -> Any:
        found = pair(**given)
        if any(isinstance(one, Ball) for one in given.values()):
            return objects([as_ball(one) for one in found], (len(found),))
        return np.asarray(found)

    return value


def _taken(pair: Callable[..., Any], node: tree.Edge, indices: Mapping[str, Any]) -> dict[str, Any]:
    before = {code_name(name): indices[name] for name in node.variables if name < node.variable and name in indices}
    names = pair.__code__.co_varnames[: pair.__code__.co_argcount]
    if missing := set(names) - set(before):
        raise NotationError(
            f"the bounds of {node.variable} in the notation's {node.region.key!r} follow from "
            f"{', '.join(sorted(missing))}: they may follow from letters that stand before it in the alphabet"
        )
    return {name: before[name] for name in names}
