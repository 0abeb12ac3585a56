"""More instances of a notation than all formulas get: for those about whole numbers.

What is false of whole numbers is often false for few of them only, where one is a multiple of the other or both are
equal.  Thirty instances seldom have such numbers; they are cheap, so that there can be three hundred.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from yansuan.check.notation import Instance, Instances

_MOST = 300
_MOST_STEPS = 150_000  # of all of them


def of_whole_numbers(instances: Instances, keys: Iterable[str]) -> list[Instance]:
    """More instances, if what a formula is about is whole numbers of which several change; else none.

    Args:
        instances: the first ones, on which it holds.
        keys: all that the formula follows from.
    """
    first = instances[0]
    drawn = [key for key in keys if key not in first.definitions and not callable(first.values.get(key))]
    values = {key: [one.values.get(key) for one in instances] for key in drawn}
    whole = all(isinstance(one, int | np.integer) for found in values.values() for one in found)
    if not whole or sum(len(set(found)) > 1 for found in values.values()) < 2:
        return []
    steps = max(1, max(one.steps for one in instances))
    return instances.more(min(_MOST, _MOST_STEPS // steps))
