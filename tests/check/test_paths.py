"""Integrals over surfaces, which take a second each on every instance, on one of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from tests.check.symbols import verdict

FEW = 1


def surfaces(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """A piece of a horizontal plane and one of a cylinder, each with its size."""
    while True:
        c, r = rng.uniform(0.5, 2), rng.uniform(0.5, 2)
        flat = {"u": (0.0, 2.0), "v": (0.0, 3.0), "x": lambda u: u, "y": lambda v: v, "z": lambda c=c: c}
        round_ = {
            "u": (0.0, np.pi / 2),
            "v": (0.0, 1.0),
            "x": lambda u, r=r: r * np.cos(u),
            "y": lambda u, r=r: r * np.sin(u),
            "z": lambda v: v,
        }
        ball = {
            "u": (0.0, np.pi),
            "v": (0.0, 2 * np.pi),
            "x": lambda u, v, r=r: r * np.sin(u) * np.cos(v),
            "y": lambda u, v, r=r: r * np.sin(u) * np.sin(v),
            "z": lambda u, r=r: r * np.cos(u),
        }
        yield {
            "B": ("球面", ball),
            "c": ("高度", c),
            "r": ("半径", r),
            "S": ("平面", flat),
            "Z": ("四分之一圆柱面", round_),
        }


def test_a_flux_is_that_of_the_field_along_the_normal() -> None:
    assert verdict(r"\iint_S \mathbf r\cdot d\mathbf S = 6c", surfaces, FEW).kind == "holds"
    assert verdict(r"\iint_S \mathbf r\cdot d\mathbf S = -6c", surfaces, FEW).kind == "fails"


def test_an_area_is_that_of_the_surface_and_not_of_its_parameters() -> None:
    assert verdict(r"\iint_Z dS = \frac{\pi r}{2}", surfaces, FEW).kind == "holds"
    assert verdict(r"\iint_Z dS = \frac{\pi}{2}", surfaces, FEW).kind == "fails"


def test_a_circle_on_the_sign_says_that_the_surface_is_closed() -> None:
    assert verdict(r"\oiint_B \mathbf r\cdot d\mathbf S = 4\pi r^3", surfaces, FEW).kind == "holds"
    found = verdict(r"\oiint_Z \mathbf r\cdot d\mathbf S = 0", surfaces, FEW)
    assert found.kind == "undefined"
    assert "not closed" in str(found.reason)
