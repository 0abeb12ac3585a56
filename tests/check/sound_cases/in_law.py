"""Random variables whose distributions are equal."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy

from tests.check.sound_cases import group


@group(
    "equal in law",
    r"""
    holds       X_1 + X_2 \overset{d}{=} \sqrt2\,X
    fails       X_1 + X_2 \overset{d}{=} 2X
    holds       X_1 \stackrel{\mathcal D}{=} X_2
    holds       X \stackrel{\text{d}}{=} -X
    holds       X \overset{d}{=} \sigma Y
    fails       X \overset{d}{=} Y
    holds       B \overset{d}{=} C \overset{d}{=} 1 - B
    fails       B \overset{d}{=} D
    fails       B + C \overset{d}{=} 2B
    undefined   X - X \overset{d}{=} Y
    undefined   B = C
    unreadable  x \overset{d}{=} 1
    unreadable  X \overset{d}{=} 1
    unreadable  X \xrightarrow{d} Y
    """,
)
def laws(rng: np.random.Generator) -> dict[str, Any]:
    sigma = float(rng.uniform(0.5, 2))
    return {
        "X_k": ("独立同分布", ("iid", scipy.stats.norm(0, sigma))), "X": ("正态", scipy.stats.norm(0, sigma)),
        "k": ("编号", ...),
        "Y": ("标准正态", scipy.stats.norm(0, 1)), "B": ("硬币", {0: 0.5, 1: 0.5}), "C": ("硬币", {0: 0.5, 1: 0.5}),
        "D": ("硬币", {0: 0.25, 1: 0.75}), r"\sigma": ("标准差", sigma), "x": ("数", 1.0),
    }  # fmt: skip


GROUPS = [laws]
