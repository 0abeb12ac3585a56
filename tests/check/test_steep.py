"""Derivatives of what is steep, near a pole and far away: their errors refute nothing that is true."""

from __future__ import annotations

import pytest

from tests.check.declared import verdict

LETTERS = {"x, y, z, t, c, k": "实数"}
_LOG = r"\ln\sqrt{x^2 + y^2}"
_ARCTAN, _DIPOLE, _SQUARE = r"\arctan\frac{y}{x}", r"\frac{x}{x^2 + y^2}", r"\frac{x^2}{x^2 + y^2}"
_WAVE = r"(e^x\sin y)"
_POTENTIAL = r"\frac{1}{\sqrt{x^2 + y^2 + z^2}}"


def _laplace(of: str, letters: str = "xy") -> str:
    return " + ".join(rf"\frac{{\partial^2}}{{\partial {one}^2}}{of}" for one in letters)


@pytest.mark.parametrize(
    "tex",
    [
        f"{_laplace(_LOG)} = 0",
        f"{_laplace(_ARCTAN)} = 0",
        f"{_laplace(_DIPOLE)} = 0",
        f"{_laplace(_WAVE)} = 0",
        f"{_laplace(_POTENTIAL, 'xyz')} = 0",
        r"\frac{\partial^2}{\partial t^2}\sin(k(x - ct)) = c^2\frac{\partial^2}{\partial x^2}\sin(k(x - ct))",
        r"\frac{\partial^2}{\partial t^2}\sin(k(x - ct)) - c^2\frac{\partial^2}{\partial x^2}\sin(k(x - ct)) = 0",
        r"\frac{d^2}{dx^2}\frac{1}{x} = \frac{2}{x^3}",
        r"\frac{d}{dx}\sin(10^7x) = 10^7\cos(10^7x)",
    ],
)
def test_what_is_true_holds_near_a_pole_too(tex: str) -> None:
    found = verdict(tex, LETTERS)
    assert found.kind == "holds", found


@pytest.mark.parametrize(
    "tex",
    [
        f"{_laplace(_LOG)} = 10^{{-20}}",
        f"{_laplace(_SQUARE)} = 0",
        f"{_laplace(_POTENTIAL, 'xy')} = 0",
        rf"{_laplace(_LOG)} = 10^{{-9}}x",
        r"\frac{\partial^2}{\partial t^2}\sin(k(x - ct)) = c\frac{\partial^2}{\partial x^2}\sin(k(x - ct))",
        r"\frac{d^2}{dx^2}\frac{1}{x} = \frac{2}{x^3} + 10^{-30}",
        r"\frac{d^2}{dx^2}\frac{1}{x} = \frac{2 + 10^{-25}}{x^3}",
        r"\frac{d}{dx}\sin(10^7x) = 10^7\cos(10^7x) + 10^{-12}",
        r"\frac{d}{dx}|x| = 1",
    ],
)
def test_what_is_false_is_refuted_all_the_same(tex: str) -> None:
    found = verdict(tex, LETTERS)
    assert found.kind == "fails", found


def test_a_kink_is_no_steep_place() -> None:
    assert verdict(r"\frac{d}{dx}|x - y| = \frac{x - y}{|x - y|}", LETTERS).kind == "holds"
