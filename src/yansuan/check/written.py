"""Letters that a note declares by a formula of others: `E: = \\frac{1}{2} m v^2`, `f(x): = ax^2 + b`.

Such a letter is a definition like a snippet's, so that it moves with what it follows from; only that its code is the
formula's tree, which is evaluated in whatever kind of number is asked for.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

from yansuan.check.evaluator import compiled
from yansuan.check.notation import State
from yansuan.check.values import as_argument, as_value
from yansuan.tex import tree
from yansuan.tex.cursor import Argument
from yansuan.tex.expressions import Expressions
from yansuan.tex.keys import read_grammar
from yansuan.tex.patterns import NotationError, Pattern
from yansuan.tex.tokens import Unreadable, tokenize


class Written:
    """A definition that is a formula.

    Args:
        tex: the formula.
        pattern: the letter that it defines.
        notation: all other entries, by which the formula is read.

    Raises:
        NotationError: it cannot be read.
    """

    def __init__(self, tex: str, pattern: Pattern, notation: Mapping[str, Any]) -> None:
        self.node = node = _read(tex, notation)
        indices = pattern.lower + pattern.upper
        if stray := sorted(tree.free_indices(node) - set(indices)):
            raise NotationError(f"its formula has the index {stray[0]}, which {pattern.tex} has not")
        self.follows = {one.pattern.code for one in tree.walk(node) if isinstance(one, tree.Quantity | tree.Call)}
        takes = [*indices, *sorted(self.follows)]
        self.__signature__ = inspect.Signature(
            [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in takes]
        )
        self._value = compiled(node)

    def __call__(self, **given: Any) -> Any:
        """Not to be called: what it follows from is looked up in a state, see `evaluate`."""
        raise NotImplementedError

    def evaluate(self, state: State, indices: Mapping[str, int]) -> Any:
        """Its value in a state: a number, or an array as a snippet has it."""
        return as_argument(self._value(state, indices))


class WrittenFunction:
    """A function that is a formula of its arguments, and of other letters: `f(x): = ax^2 + b`.

    Args:
        tex: the formula.
        pattern: the function.
        notation: all other entries, by which the formula is read.

    Raises:
        NotationError: it cannot be read.
    """

    def __init__(self, tex: str, pattern: Pattern, notation: Mapping[str, Any]) -> None:
        self.formals = pattern.formals or ()
        self.node = node = _read(tex, notation, self.formals)
        if stray := sorted(tree.free_indices(node) - set(self.formals)):
            raise NotationError(f"its formula has the index {stray[0]}, which {pattern.tex} has not")
        self.follows = {one.pattern.code for one in tree.walk(node) if isinstance(one, tree.Quantity | tree.Call)}
        """The names of what it follows from besides its arguments."""
        self._value = compiled(node)

    def __call__(self, *given: Any) -> Any:
        """Not to be called: the other letters are looked up in a state, see `evaluate`."""
        raise NotImplementedError

    def evaluate(self, state: State, given: Sequence[Any]) -> Any:
        """Its value in a state: a number, or an array as a snippet has it."""
        arguments = zip(self.formals, map(as_value, given), strict=True)
        return as_argument(self._value(state, dict(arguments)))


def _read(tex: str, notation: Mapping[str, Any], bound: tuple[str, ...] = ()) -> tree.Node:
    try:
        tokens = tokenize(tex)
        return Expressions(tokens, 0, len(tokens), read_grammar(notation), tuple(map(Argument, bound)), 0).whole()
    except (Unreadable, IndexError) as error:
        raise NotationError(f"its formula cannot be read: {error}") from None
