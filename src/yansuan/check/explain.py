"""How a formula was read, and what each part of it is on one random instance, as indented words.

    x is 实数: 0.3
    states: (x + y)^2 = x^2 + 2xy + y^2
      power: (x + y)^2 → 1.69
        sum: x + y → 1.3
          quantity: x → 0.3
    verdict: holds (exact)

Where a sum or another sign binds a letter, what stands below it is evaluated at the first value that it takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from yansuan.check.checker import letters_of
from yansuan.check.errors import Ambiguous, Exhausted, Meaningless, NotHere, OutOfRange
from yansuan.check.evaluator import compiled
from yansuan.check.notation import Instance
from yansuan.check.verdict import Verdict, plain, shown_value
from yansuan.tex import tree
from yansuan.tex.patterns import NotationError
from yansuan.tex.reader import read
from yansuan.tex.tokens import Unreadable
from yansuan.tex.tree import Chain, Node, Statement

_STEP = "  "
_WIDTH = 60  # characters of TeX that are shown of a part
_QUIET = frozenset("start end text bare pattern value name".split())  # fields of a node that its TeX says already
_NO_VALUE = (Meaningless, Ambiguous, Exhausted, NotHere, OutOfRange, NotationError)


def explained(tex: str, instances: Sequence[Instance], verdict: Verdict) -> Iterator[str]:
    """A formula in lines: its letters, its statements as trees with their values, its verdict.

    Args:
        tex: as the reader takes it.
        instances: of what its letters mean; none where that cannot be read.
        verdict: of the formula.
    """
    try:
        statements = read(tex, instances[0].grammar) if instances else ()
    except Unreadable:
        statements = ()
    if not statements:
        yield "not read"
    else:
        yield from _letters(statements, instances[0])
        for statement in statements:
            yield from _statement(statement, tex, instances[0])
    yield from _shown_verdict(verdict)


def _letters(statements: Iterable[Statement], instance: Instance) -> Iterator[str]:
    """What the letters of a formula are."""
    seen = set[str]()
    for node in _all(statements):
        pattern = getattr(node, "pattern", None)
        if pattern is None or pattern.key in seen:
            continue
        seen.add(pattern.key)
        value = "" if pattern.formals is not None else _value_of_key(pattern.key, instance)
        yield f"{pattern.tex} is {pattern.name}{value}"


def _all(statements: Iterable[Statement]) -> Iterator[Node]:
    for statement in statements:
        for chain in (statement.chain, *statement.conditions):
            yield from tree.walk(chain)


def _value_of_key(key: str, instance: Instance) -> str:
    try:
        return f": {_shown(instance.base.whole(key))}"
    except Exception:  # it takes an index, or is no value
        return ""


def _statement(statement: Statement, tex: str, instance: Instance) -> Iterator[str]:
    indices, told = _indices(statement, tex, instance)
    yield f"{'besides' if statement.aside else 'states'}: {_cut(_source(tex, statement.chain))}{told}"
    yield from _chain(statement.chain, tex, instance, indices, 1)
    for condition in statement.conditions:
        yield f"{_STEP}where: {_cut(_source(tex, condition))}"
        yield from _chain(condition, tex, instance, indices, 2)


def _indices(statement: Statement, tex: str, instance: Instance) -> tuple[Mapping[str, Any], str]:
    """The first values of the letters that count, and how that is told."""
    try:
        found = next(iter(letters_of(statement, tex, instance)), None)
    except (Unreadable, *_NO_VALUE) as error:
        return {}, f" (its indices cannot be told: {error})"
    if found is None:
        return {}, " (for no value of its indices, on this instance)"
    at = ", ".join(f"{name} = {value}" for name, value in found.items() if isinstance(value, int))
    return found, f" (at {at})" if at else ""


def _chain(chain: Chain, tex: str, instance: Instance, indices: Mapping[str, Any], depth: int) -> Iterator[str]:
    for n, expression in enumerate(chain.expressions):
        if n:
            sign = chain.relations[n - 1].sign if n <= len(chain.relations) else "→"  # a limit has no relation
            yield f"{_STEP * depth}{sign}"
        yield from _node(expression, tex, instance, indices, depth)


def _node(node: Node, tex: str, instance: Instance, indices: Mapping[str, Any], depth: int) -> Iterator[str]:
    yield f"{_STEP * depth}{_words(node)}: {_cut(_source(tex, node))} → {_value(node, instance, indices)}"
    inside = _bound(node, instance, indices)
    if inside is not indices:
        (name,) = set(inside) - set(indices) or {getattr(node, "variable", "")}
        yield f"{_STEP * (depth + 1)}at {name} = {inside.get(name)}"
    for child in tree.children(node):
        yield from _node(child, tex, instance, inside, depth + 1)


def _bound(node: Node, instance: Instance, indices: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of the letters within a node: with that which it binds, at the first value that it takes."""
    name, lower = getattr(node, "variable", None), getattr(node, "lower", None)
    if not isinstance(name, str) or name in indices:
        return indices
    first: Any = 1
    if isinstance(lower, Node):
        try:
            first = compiled(lower)(instance.base, indices)
        except Exception:
            return indices
    return {**indices, name: first}


def _value(node: Node, instance: Instance, indices: Mapping[str, Any]) -> str:
    """What a part is; why it is nothing, where it has no value."""
    try:
        instance.steps = 0
        with np.errstate(all="ignore"):
            return _shown(compiled(node)(instance.base, indices))
    except _NO_VALUE as error:
        return f"no value: {error}"
    except KeyError as error:
        return f"follows from {error.args[0]}, which is bound around it"
    except Exception as error:  # a part may be nothing by itself, such as the measure of an integral
        return f"nothing by itself ({type(error).__name__})"


def _shown(value: Any) -> str:
    """A number, an array with its shape, anything else in few characters."""
    if callable(value):
        return "a function"
    if isinstance(value, dict):
        return f"{len(value)} values, at {', '.join(map(str, list(value)[:6]))}"
    if np.ndim(value) and np.asarray(value).dtype.kind in "biufcO":
        array = np.asarray(value)
        size = "×".join(map(str, array.shape))
        return f"{size} {shown_value(plain(array if array.ndim == 2 else array[:, np.newaxis]))}"
    try:
        return shown_value(plain(value))
    except (TypeError, ValueError):
        return _cut(str(value))


def _words(node: Node) -> str:
    """What a node is called: its class in small letters, and what of it does not stand in its TeX."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(node).__name__).lower()
    said = [getattr(node, one.name) for one in fields(node) if one.name not in _QUIET]
    more = [str(one) for one in said if isinstance(one, str | int) and not isinstance(one, bool) and one]
    return f"{name} ({', '.join(more)})" if more else name


def _source(tex: str, part: Node | Chain) -> str:
    if isinstance(part, Chain):
        return tex[part.expressions[0].start : part.expressions[-1].end]
    return tex[part.start : part.end]


def _cut(tex: str) -> str:
    text = " ".join(tex.split())
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


def _shown_verdict(verdict: Verdict) -> Iterator[str]:
    strength = f" ({verdict.strength})" if verdict.strength else ""
    yield f"verdict: {verdict.kind}{strength}{f': {verdict.reason}' if verdict.reason else ''}"
    if found := verdict.counterexample:
        yield f"{_STEP}{found.link}: left {shown_value(found.left)}, right {shown_value(found.right)}"
    if verdict.kind == "holds":
        yield f"{_STEP}{verdict.instances} instances, {verdict.assignments} comparisons"
