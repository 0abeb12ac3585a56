"""Letters that a formula binds itself and no notation need declare: h in `… + O(h^2) \\quad (h \\to 0)`, k in
`\\forall k \\in \\{1, …, n\\}`.

h is a small real number then, which the limit moves; k counts over the values that are printed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from yansuan.check.notation import Instance, Instances
from yansuan.tex.names import tokens_of
from yansuan.tex.orders import ARROWS
from yansuan.tex.patterns import Grammar
from yansuan.tex.tokens import Token, Unreadable

_ORDERS = frozenset(("O", "o", r"\mathcal", r"\sim"))
_BINDING = (r"\forall", *ARROWS)
_IN, _OPEN = (r"\in", "∈"), (r"\{", r"\lbrace")


def with_implied(tex: str, instances: Sequence[Instance]) -> Sequence[Instance]:
    """The instances, with such letters of a formula added where their notation has none of them."""
    implied = _letters(tex, instances[0].grammar)
    if not implied:
        return instances

    def added(instance: Instance, like: Instance | None = None) -> Instance:
        rng = np.random.default_rng([11, instance.number])
        values = {letter: ... if counts else rng.choice((-1, 1)) * rng.uniform(0.1, 0.3) for letter, counts in implied}
        entries = _Entries(instance, {key: ("", value) for key, value in values.items()})
        found = Instance(entries, instance.number, like)
        found.grammar = dataclasses.replace(found.grammar, nabla=instance.grammar.nabla)
        return found

    first = added(instances[0])
    made = [first, *(added(instance, first) for instance in instances[1:])]
    if not isinstance(instances, Instances):
        return made
    draw = instances.draw

    def again(number: int, script: Sequence[Any] | None) -> tuple[Instance, Any]:
        instance, calls = draw(number, script)
        return added(instance, first), calls

    return Instances(made, again)


class _Entries(dict[str, Any]):
    """The entries of an instance and some more."""

    def __init__(self, instance: Instance, more: Mapping[str, Any]) -> None:
        super().__init__({**instance.entries, **more})
        self.edge = instance.edge


def _letters(tex: str, grammar: Grammar) -> list[tuple[str, bool]]:
    """The letters, and whether they count."""
    if not any(sign in tex for sign in _BINDING):  # as in most formulas, of which the tokens need not be looked at
        return []
    try:
        tokens = tokens_of(tex, grammar)
    except Unreadable:
        return []
    found, depth = dict[str, bool](), 0
    ordered = any(token.text in _ORDERS for token in tokens)
    for n, token in enumerate(tokens[:-2]):
        depth += (token.text == "{") - (token.text == "}")
        after, then = tokens[n + 1].text, tokens[n + 2].text
        if depth or not _is_free(token, grammar):
            continue
        if ordered and after in ARROWS and then == "0":
            found[token.text] = False
        if n and tokens[n - 1].text == r"\forall" and after in _IN and then in _OPEN:
            found[token.text] = True
    return list(found.items())


def _is_free(token: Token, grammar: Grammar) -> bool:
    return token.is_letter and token.text not in grammar.patterns and token.text not in grammar.indices
