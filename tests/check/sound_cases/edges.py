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

GROUPS = (CHANCES,)
