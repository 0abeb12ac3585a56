"""A function that stands in a side of an inequality and in its size is called once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from yansuan.check import tested
from yansuan.check.comparing import Tally
from yansuan.check.notation import stream
from yansuan.tex.reader import read


@pytest.mark.parametrize("tex", ["f(x) + x^2 > -3", "-3 < x + f(x) < 9", r"f(x)(1 + x^2) - 1 \geq -9"])
def test_a_function_is_called_once_on_an_instance(tex: str) -> None:
    calls = Counter[float]()

    def f(x: Any) -> Any:
        if isinstance(x, float):
            calls[x] += 1
        return x / (1 + x * x)

    def notation(rng: np.random.Generator) -> Iterator[Mapping[str, Any]]:
        while True:
            yield {"x": ("数", rng.uniform(-1.0, 1.0)), "f(x)": ("函数", f)}

    instances = stream(notation, 8)
    (statement,) = read(tex, instances[0].grammar)
    one = tested.Tested(statement, tex, instances[0].grammar.indices)
    calls.clear()
    for instance in instances:
        one.test(instance, Tally())
    assert calls == {instance.values["x"]: 1 for instance in instances}
