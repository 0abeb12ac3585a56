"""Formulas of declared letters that are false at special values only, and those that hold there too."""

from __future__ import annotations

from tests.check.sound_cases import Group
from yansuan.check.declared import notation as declared

CHANCES = Group(
    "random variables without a distribution",
    declared({"W": "随机变量", "a": "实数"}),
    r"""
    holds       E[W^4] \ge E[W^2]^2
    fails       E[W^4] > E[W^2]^2
    fails       E[W^4] = E[W^2]^2
    holds       E[|W|]^2 \le E[W^2]
    holds       E[W^2] \ge E[W]^2
    fails       E[W^3] \ge E[W]^3
    holds       E[(W - a)^4] \ge E[(W - a)^2]^2
    fails       P(W = a) = 0
    """,
)

SLOW = Group(
    "series whose terms grow or shrink at first only",
    declared({"r": "实数 (0, 1)"}),
    r"""
    holds       \sum_{n=0}^\infty nr^n = \frac{r}{(1 - r)^2}
    holds       \sum_{n=1}^\infty nr^{n-1} = \frac{1}{(1 - r)^2}
    fails       \sum_{n=0}^\infty nr^n = \frac{1}{(1 - r)^2}
    undefined   \sum_{n=0}^\infty n!\,10^{-4n} < 2
    undefined   \sum_{n=1}^\infty 2^{n^2 - 3000n} < 5
    undefined   \sum_{n=1}^\infty \frac{1.001^n}{n^2} < 7
    holds       \sum_{n=1}^\infty \frac{n!}{n^n} < 2
    """,
)

GROUPS = (CHANCES, SLOW)
