"""Integrands as straight-line code: what they give is what their trees give, to the last bit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import Any

import flint
import pytest

from tests.check.symbols import instances, tree_of
from yansuan.check.balls import Ball, as_ball, precision
from yansuan.check.disks import Disk
from yansuan.check.evaluator import compiled
from yansuan.check.fields import Balls
from yansuan.check.notation import Instance
from yansuan.check.straight import Straight
from yansuan.tex import tree

BODIES = r"""
t; -t + r - 2; 2rt; 3 - t; 2 - r - t; \pi t \cdot 2; t / 3 / r; t^2 - t^3; t^{-2}; t^{-1}; t^0; t^{2.0}; (2t)^{4097}
\sqrt t; t^{1/3}; t^r; t^{-1/2}; \sqrt{1 - t^2}; 2^t; r^{-t}; t^t; e^{-rt^2}; t^{5000}; \frac{t}{e^t}
\sin(rt) \cos t; \tan t; \arctan(3t); \operatorname{arsinh} t; \sinh t - \cosh t \tanh t; \ln t; \log(1 + t^2); t \ln t
\operatorname{erf} t + \operatorname{erfc} t; |t - u|; |t|; \frac1t; \frac{\sin t}{t}; \sqrt{g(t) + 1}
\frac{1}{(t - 0.25)(t + 2)}; g(t); g(rt - u) h(t); F(t, u); F(2, t); \cot t \cdot t; \sec t + \operatorname{csch} t; K t
\lceil t \rceil t; \max(t, u) \cdot 2; t \int_0^t s\,ds; t \sum_{m=1}^3 t^m; \operatorname{sgn} t + t; tg(|t|)
\begin{cases} t & t > 0 \\ 0 & t \le 0 \end{cases} + t; \frac{t}{r - r}; \sqrt{-r} t; t + \arcsin t; \ln(-1) t; r^{3} t
g(t) \ln(g(t) + 2); g(t) h(t) + g(t)^2 - h(g(t)); \frac{e^{-t^2}}{1 + e^{-t^2}}; g(rt) h(g(rt)) + g(rt); |t| + |t|^2
"""
"""Bodies of integrals over t, with numbers r and u, K that follows from r, and functions g, h and F of the snippet."""

NEVER = {r"\frac{t}{r - r}", r"\sqrt{-r} t", r"\ln(-1) t"}
"""Those for which there is no code, or whose parts have no value."""

BITS = 120
MIDDLES = (0.0, 0.25, 0.5, 1.0, 7.5, -0.3, 3e5)
RADII = (0.0, 2.0**-60, 0.1)


def bits_of(value: Any) -> Any:
    """All that a ball is."""
    if not isinstance(value, Ball):
        return value
    ends = [end for part in (value.v.real, value.v.imag) for end in (part.mid(), part.rad())]
    return type(value), getattr(value, "line", None), [end.man_exp() if end.is_finite() else str(end) for end in ends]


def places(kind: type) -> list[Any]:
    found = list[Any]()
    for middle, radius in product(MIDDLES, RADII):
        real = flint.arb(middle, radius)
        found.append(Ball(real) if kind is Ball else Disk(flint.acb(real, flint.arb(0, radius))))
    return found


def told(function: Callable[[], Any], instance: Instance) -> Any:
    """All that a value is and how many steps it took, or the kind of what is raised in its place."""
    instance.begin()
    try:
        found = function()
    except Exception as error:  # of any kind: both must raise the same
        return type(error), str(error)
    return None if found is None else (bits_of(as_ball(found)), instance.steps)


def turned(part: tree.Node) -> tree.Node:
    """A body by e to i times something."""
    return tree.Product(0, 0, (("*", tree.Turned(0, 0, part)), ("*", part)))


def placed(part: tree.Node) -> tree.Node:
    """A body with t at a place that follows from it."""
    t = tree.Index(0, 0, "t")
    return tree.Placed(0, 0, ("t",), (tree.Sum(0, 0, ((1, tree.Product(0, 0, (("*", t), ("*", t)))), (1, t))),), part)


@pytest.mark.parametrize("kind", [Ball, Disk])
@pytest.mark.parametrize("changed", [None, turned, placed])
def test_straight_code_gives_what_the_tree_gives(kind: type, changed: Callable[[tree.Node], tree.Node] | None) -> None:
    wrong, given = list[Any](), dict[str, int]()
    with precision(BITS):
        for tex in (one.strip() for line in BODIES.strip().splitlines() for one in line.split(";")):
            whole = tree_of(rf"\int_0^1 {tex}\,dt")
            assert isinstance(whole, tree.Integral)
            node = changed(whole.body) if changed else whole.body
            field = Balls(BITS)
            field.on_path = 1
            state = instances()[0].state(field)
            straight, function = Straight(node, "t", compiled).at(state, {}), compiled(node)
            given[tex] = 0
            for x in places(kind):
                if (found := told(partial(straight, x), state.instance)) is not None:
                    given[tex] += 1
                    if found != (expected := told(partial(function, state, {"t": x}), state.instance)):
                        wrong.append((tex, x, found, expected))
    assert not wrong
    assert {tex for tex, times in given.items() if not times} <= NEVER
