"""Letters that are declared without a program, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yansuan.check.checker import INSTANCES, check
from yansuan.check.declared import notation
from yansuan.check.notation import Instance, stream
from yansuan.check.verdict import Verdict


def instances(symbols: Mapping[str, object]) -> list[Instance]:
    """The instances that a note's symbols draw."""
    return stream(notation(symbols), INSTANCES)


def drawn(symbols: Mapping[str, object]) -> list[dict[str, Any]]:
    """By letter, what they draw; a key such as `A, A_{ij}` under its first spelling."""
    return [
        {key.split(",")[0]: value for key, value in one.values.items()} | _functions(one) for one in instances(symbols)
    ]


def _functions(instance: Instance) -> dict[str, Any]:
    return {key: instance.values[key] for key, pattern in instance.patterns.items() if pattern.formals is not None}


def verdict(tex: str, symbols: Mapping[str, object]) -> Verdict:
    """What becomes of a formula whose letters are declared so."""
    return check(tex, instances(symbols))
