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


def solids(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """A wedge and the same with its parameters the other way round, a ball, half a sphere, a disk, two regions."""
    while True:
        c, r = rng.uniform(0.5, 2), rng.uniform(0.5, 2)
        unit = (0.0, 1.0)
        wedge = {"x": lambda u: u, "y": lambda u, v: u * v, "z": lambda u, w, c=c: c * w * (1 - u)}
        angles = {"\\theta": (0.0, np.pi), "\\varphi": (0.0, 2 * np.pi)}
        sphere = {
            "x": lambda rho, theta, varphi: rho * np.sin(theta) * np.cos(varphi),
            "y": lambda rho, theta, varphi: rho * np.sin(theta) * np.sin(varphi),
            "z": lambda rho, theta: rho * np.cos(theta),
        }
        dome = {"x": lambda s, t, r=r: r * s * np.cos(t), "y": lambda s, t, r=r: r * s * np.sin(t)}
        yield {
            "W": ("楔", {"u": unit, "v": unit, "w": unit, **wedge}),
            "U": ("楔", {"v": unit, "u": unit, "w": unit, **wedge}),
            "T": ("扭过的", {"u": (-1.0, 1.0), "v": unit, "w": unit, **wedge}),
            "K": ("球体", {"\\rho": (0.0, r), **angles, **sphere}),
            "H": ("抛物面", {"s": unit, "t": angles["\\varphi"], **dome, "z": lambda s, c=c: c * (1 - s * s)}),
            "D": ("圆盘", {"s": unit, "t": angles["\\varphi"], **dome}),
            "B": ("长方体", {"x": (0.0, 2.0), "y": unit, "z": (0.0, c)}),
            "R": ("三角形", {"x": (0.0, c), "y": lambda x: (0.0, x)}),
            "C": ("线段", {"t": unit, "x": lambda t: t, "y": lambda t: t}),
            "c": ("高度", c),
            "r": ("半径", r),
            "x": ("坐标", rng.normal()),
            "y": ("坐标", rng.normal()),
            "z": ("坐标", rng.normal()),
            "P(x, y)": ("分量", lambda x, y: x**2 * y),
            "Q(x, y)": ("分量", lambda x, y: x * y**2 + x),
            "\\mathbf F(x, y, z)": ("场", lambda x, y, z: np.array([x * y - y, y * z + x, z * z + x * y])),
            "\\mathbf G(\\mathbf r)": ("场", lambda r: np.array([r[0] * r[1] - r[1], r[0], r[2] ** 2 + r[0] * r[1]])),
        }


GREEN = r"\left(\frac{\partial Q}{\partial x} - \frac{\partial P}{\partial y}\right)"
OF_BOUNDARIES = rf"""
holds       \iiint_W dV = \frac c6
holds       \iiint_U dx\,dz\,dy = \frac c6
undefined   \iiint_T dV = 0
unreadable  \oiint_W \mathbf F\cdot d\mathbf S = 0
holds       \iiint_W \nabla\cdot\mathbf G(\mathbf r)\,dV = \oiint_{{\partial U}} \mathbf G(\mathbf r)\cdot d\mathbf S
holds       \iiint_B \nabla\cdot\mathbf F\,dV = \oiint_{{\partial B}} \mathbf F\cdot d\mathbf S
holds       \oiint_{{\partial K}} dS = 4\pi r^2
holds       \oint_{{\partial H}} \mathbf F\cdot d\mathbf r = \iint_H (\nabla\times\mathbf F)\cdot d\mathbf S
holds       \oint_{{\partial H}} \mathbf G(\mathbf r)\cdot d\mathbf r = 2\pi r^2
fails       \oint_{{\partial H}} \mathbf G(\mathbf r)\cdot d\mathbf r = -2\pi r^2
holds       \oint_{{\partial D}} P\,dx + Q\,dy = \iint_D {GREEN}\,dx\,dy
holds       \oint_{{\partial R}} P\,dx + Q\,dy = \iint_R {GREEN}\,dA
fails       \oint_{{\partial R}} P\,dx - Q\,dy = \iint_R {GREEN}\,dA
holds       \oint_{{\partial R}} ds = (2 + \sqrt2)c
unreadable  \oiint_{{\partial H}} \mathbf F\cdot d\mathbf S = 0
unreadable  \oint_{{\partial C}} P\,dx = 0
unreadable  \oiint_{{\partial N}} \mathbf F\cdot d\mathbf S = 0
"""


def test_the_boundary_of_what_parameters_sweep_over_follows_from_them() -> None:
    lines = [line.split(maxsplit=1) for line in OF_BOUNDARIES.strip().splitlines()]
    found = [verdict(tex, solids, FEW) for _, tex in lines]
    wrong = [(kind, tex, one) for (kind, tex), one in zip(lines, found, strict=True) if one.kind != kind]
    assert not wrong, "\n".join(map(str, wrong))
    reasons = " ".join(str(one.reason) for one in found)
    assert 'Bind N by its parameters: "V": ("…", {"r": (0.0, 1.0)' in reasons
    assert "covers something twice" in reasons
