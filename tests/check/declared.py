"""Letters that are declared without a program, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.check.kept import kept
from yansuan.check.checker import INSTANCES, check
from yansuan.check.declared import notation
from yansuan.check.notation import Instance, Instances, stream
from yansuan.check.samples import Leaping
from yansuan.check.verdict import Verdict

_MADE = dict[str, Instances]()


class Declared(Leaping):
    """A notation that is nothing but what is said of its letters, and says so to `kept.py`."""

    def __init__(self, symbols: dict[str, object]) -> None:
        super().__init__(notation(symbols))
        self.follows_from = symbols


def instances(symbols: Mapping[str, object]) -> Instances:
    """The instances that a note's symbols draw, made once."""
    said = repr(symbols)
    if said not in _MADE:
        _MADE[said] = stream(notation(symbols), INSTANCES)
    return _MADE[said]


def drawn(symbols: Mapping[str, object]) -> list[dict[str, Any]]:
    """By letter, what they draw; a key such as `A, A_{ij}` under its first spelling."""
    return [
        {key.split(",")[0]: value for key, value in one.values.items()} | _functions(one) for one in instances(symbols)
    ]


def _functions(instance: Instance) -> dict[str, Any]:
    return {key: instance.values[key] for key, pattern in instance.patterns.items() if pattern.formals is not None}


def verdict(tex: str, symbols: Mapping[str, object]) -> Verdict:
    """What becomes of a formula whose letters are declared so; kept, as `kept.py` says."""
    return kept(lambda: check(tex, instances(symbols)))
