"""Derivatives with what is held below them: a gas of van der Waals by T and V, and a gas by U(S, V)."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "held variables",
    r"""
    holds       \left(\frac{\partial U}{\partial T}\right)_V = \frac32
    fails       \left(\frac{\partial U}{\partial T}\right)_p = \frac32
    holds       \left(\frac{\partial S}{\partial V}\right)_T = \left(\frac{\partial p}{\partial T}\right)_V
    fails       \left(\frac{\partial S}{\partial V}\right)_T = -\left(\frac{\partial p}{\partial T}\right)_V
    fails       \left(\frac{\partial S}{\partial V}\right)_p = \left(\frac{\partial p}{\partial T}\right)_V
    holds       \left(\frac{\partial T}{\partial V}\right)_S = -\left(\frac{\partial p}{\partial S}\right)_V
    fails       \left(\frac{\partial T}{\partial V}\right)_S = \left(\frac{\partial p}{\partial S}\right)_V
    holds       (\partial T/\partial V)_S = -(\partial p/\partial S)_V
    fails       (\partial T/\partial V)_S = -(\partial p/\partial S)_T
    holds       T = \left(\frac{\partial U}{\partial S}\right)_V, \quad p = -\left(\frac{\partial U}{\partial V}\right)_S
    fails       p = -\left(\frac{\partial U}{\partial V}\right)_T
    holds       \left(\frac{\partial p}{\partial V}\right)_T \left(\frac{\partial V}{\partial T}\right)_p \left(\frac{\partial T}{\partial p}\right)_V = -1
    fails       \left(\frac{\partial p}{\partial V}\right)_T \left(\frac{\partial V}{\partial T}\right)_p \left(\frac{\partial T}{\partial p}\right)_V = 1
    holds       \left(\frac{\partial U}{\partial V}\right)_T = T\left(\frac{\partial p}{\partial T}\right)_V - p
    fails       \left(\frac{\partial U}{\partial V}\right)_T = T\left(\frac{\partial p}{\partial T}\right)_V + p
    holds       \left(\frac{\partial H}{\partial T}\right)_p - \left(\frac{\partial U}{\partial T}\right)_V = T\left(\frac{\partial p}{\partial T}\right)_V \left(\frac{\partial V}{\partial T}\right)_p
    holds       \left(\frac{\partial H}{\partial p}\right)_T = V - T\left(\frac{\partial V}{\partial T}\right)_p
    fails       \left(\frac{\partial H}{\partial p}\right)_S = V - T\left(\frac{\partial V}{\partial T}\right)_p
    holds       \left(\frac{\partial(U + pV)}{\partial S}\right)_p = T
    holds       \left.\frac{\partial p}{\partial V}\right|_T = -\frac{T}{(V - b)^2} + \frac{2a}{V^3}
    fails       \left.\frac{\partial p}{\partial V}\right|_S = -\frac{T}{(V - b)^2} + \frac{2a}{V^3}
    unreadable  \left(\frac{\partial U}{\partial T}\right)_T = \frac32
    unreadable  \left(\frac{\partial U}{\partial T}\right)_0 = \frac32
    unreadable  \left(\frac{\partial J}{\partial T}\right)_p = 1
    unreadable  \left(\frac{\partial J}{\partial T}\right)_x = 1
    holds       \left(\frac{\partial J}{\partial T}\right)_{V, n} = nV
    holds       \left(\frac{\partial J}{\partial T}\right)_{p, n} = nV + nT\left(\frac{\partial V}{\partial T}\right)_p
    fails       \left(\frac{\partial J}{\partial T}\right)_{p, n} = nV
    """,  # noqa: E501 (so many derivatives are long)
)
def gas(rng: np.random.Generator) -> dict[str, Any]:
    a, b = float(rng.uniform(0.3, 0.6)), float(rng.uniform(0.2, 0.4))
    return {
        "T": ("温度", float(rng.uniform(1, 3))), "V": ("体积", float(rng.uniform(1, 3))),
        "a": ("常数", a), "b": ("常数", b), "x": ("别的", float(rng.uniform(1, 3))),
        "n": ("量", float(rng.uniform(1, 3))),
        "p": ("压强", lambda T, V: T / (V - b) - a / V**2), "S": ("熵", lambda T, V: 1.5 * np.log(T) + np.log(V - b)),
        "U": ("内能", lambda T, V: 1.5 * T - a / V), "H": ("焓", lambda U, p, V: U + p * V),
        "J": ("别的", lambda n, T, V: n * T * V),
    }  # fmt: skip


@group(
    "held arguments",
    r"""
    holds       \left(\frac{\partial U}{\partial S}\right)_V = 2U(S, V)
    fails       \left(\frac{\partial U}{\partial S}\right)_V = U(S, V)
    holds       \left(\frac{\partial U}{\partial V}\right)_S = -\frac{U(S, V)}{V}
    holds       \frac{\partial}{\partial V}\left(\frac{\partial U}{\partial S}\right)_V = \frac{\partial}{\partial S}\left(\frac{\partial U}{\partial V}\right)_S
    """,  # noqa: E501
)
def arguments(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "S": ("熵", float(rng.uniform(0, 1))), "V": ("体积", float(rng.uniform(1, 3))),
        "U(S, V)": ("内能", lambda S, V: np.exp(2 * S) / V),
    }  # fmt: skip


GROUPS = [gas, arguments]
