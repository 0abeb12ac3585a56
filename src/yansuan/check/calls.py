"""Calls of a snippet's functions, whose mistakes are told as what they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from yansuan.check.balls import Ball
from yansuan.check.errors import Ambiguous, Exhausted, Meaningless, NotHere, OutOfRange
from yansuan.check.fields import Field
from yansuan.check.generic import Generic, NotRational
from yansuan.check.notation import State
from yansuan.check.values import as_argument, whole_number
from yansuan.tex.patterns import NotationError

_CALL = 4  # steps of a call

Indices = Mapping[str, Any]
Function = Callable[[State, Indices], Any]


def member(state: State, indices: Indices, key: str, family: Sequence[Function]) -> list[Any]:
    """Which member of a family: whole numbers, but for what the notation has as a quantity of another kind."""
    free = state.instance.parameters[key]
    values = [part(state, indices) for part in family]
    return [as_argument(one) if other else whole_number(one) for one, other in zip(values, free, strict=True)]


class Code:
    """A function of the snippet, at indices if it is a family; its mistakes are told as what they are."""

    def __init__(self, state: State, key: str, chosen: Sequence[Any] = ()) -> None:
        self._state, self._instance, self._key, self._chosen = state, state.instance, key, chosen
        self.__wrapped__ = state.instance.values[key]
        self.is_formula = hasattr(self.__wrapped__, "evaluate")  # see written.py

    def in_field(self, field: Field, given: Sequence[Any]) -> Any:
        """Its value as a formula, in a kind of numbers."""
        self._instance.spend(_CALL)
        state = self._state if field is self._state.field else self._state.moved("formula", (), field)
        return self.__wrapped__.evaluate(state, given)

    def __call__(self, *arguments: Any) -> Any:
        """Its value."""
        self._instance.spend(_CALL)
        try:
            return self.__wrapped__(*self._chosen, *arguments)
        except (OutOfRange, Meaningless, Ambiguous, Exhausted, NotHere, NotRational):
            raise
        except (ValueError, ZeroDivisionError, OverflowError, ArithmeticError) as error:
            raise Meaningless(f"{self._instance.patterns[self._key].tex}: {error}") from None
        except Exception as error:  # an author's mistake in the snippet must not end the build
            if any(isinstance(part, Ball | Generic) for one in arguments for part in np.ravel(np.asarray(one, object))):
                raise
            reason = f"the notation's {self._key!r} fails: {type(error).__name__}: {error}"
            raise NotationError(reason) from None
