"""What the browser computes of the Legendre note is what its snippet computes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from snippets import legendre_transform as lt
from tests.snippets.node import computed

MODULE = "legendre_transform_figures/legendre.mjs"
NEAR: dict[str, Any] = {"rtol": 1e-9, "atol": 1e-12}


@pytest.fixture(scope="module", params=sorted(lt.EXPLORED))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def abscissae(name: str, count: int) -> NDArray[Any]:
    start, end = lt.SPANS[name]
    return np.random.default_rng(5).uniform(start, end, count)


def test_tangents_are_the_snippets(name: str) -> None:
    x, pair = abscissae(name, 200), lt.EXPLORED[name]
    found = computed(MODULE, f"given.map((x) => module.tangent(module.FUNCTIONS['{name}'], x))", x.tolist())
    u, f = pair.slope(x), pair.f(x)
    expected = {"x": x, "u": u, "f": f, "height": u * x - f, "g": pair.g(u), "gap": pair.g(u) - (u * x - f)}
    for part, values in expected.items():
        assert_allclose([one[part] for one in found], values, **NEAR, err_msg=part)


def test_the_conjugate_is_the_supremum_whichever_way_it_is_found(name: str) -> None:
    """Against Newton's method of the snippet, at the point where the supremum is."""
    x, pair = abscissae(name, 50), lt.EXPLORED[name]
    u = pair.slope(x)
    root = lt.invert_slope(pair.slope, pair.curvature, u, pair.start(u))
    found = computed(MODULE, f"given.map(module.FUNCTIONS['{name}'].conjugate)", u.tolist())
    assert_allclose(found, u * root - pair.f(root), **NEAR)


def test_no_tangent_of_a_convex_function_is_above_it_and_of_the_other_some_are() -> None:
    given = {name: abscissae(name, 200).tolist() for name in lt.EXPLORED}
    expression = (
        "Object.entries(given).map(([name, all]) => all.map((x) => module.tangent(module.FUNCTIONS[name], x).gap))"
    )
    gaps = dict(zip(given, computed(MODULE, expression, given), strict=True))
    between = np.abs(given["double-well"]) < 1
    assert np.all(np.array(gaps["double-well"])[between] > 1e-9)
    assert_allclose(np.array(gaps.pop("double-well"))[~between], 0, atol=1e-9)
    assert_allclose(list(gaps.values()), 0, atol=1e-9)


def test_outside_of_its_domain_the_conjugate_is_infinite() -> None:
    given = [["exponential", -0.5], ["logistic", -0.1], ["logistic", 1.1], ["exponential", 0], ["logistic", 1]]
    found = computed(MODULE, "given.map(([name, u]) => module.FUNCTIONS[name].conjugate(u))", given)
    assert found == ["Infinity", "Infinity", "Infinity", 0, 0]


def test_the_envelope_is_that_of_the_snippet_and_of_a_well_its_hull(name: str) -> None:
    pair, (start, end) = lt.EXPLORED[name], lt.SPANS[name]
    t = np.linspace(start, end, 41)
    slopes = pair.slope(np.linspace(start, end, 301))
    expression = f"module.envelope(module.FUNCTIONS['{name}'], given.slopes, given.t)"
    found = computed(MODULE, expression, {"slopes": slopes.tolist(), "t": t.tolist()})
    assert_allclose(found, lt.discrete_conjugate(slopes, pair.g(slopes), t), **NEAR)
    hull = np.where(np.abs(t) < 1, 0.0, pair.f(t)) if name == "double-well" else pair.f(t)
    assert_allclose(found, hull, atol=2e-3)


def test_the_values_in_the_page_are_those_that_the_browser_finds() -> None:
    values = lt.explorable_values()["functions"]
    expression = """given.map(({ name, samples }) => samples.map(([x]) => {
        const { f, u, g } = module.tangent(module.FUNCTIONS[name], x);
        return [x, f, u, g];
    }))"""
    for found, one in zip(computed(MODULE, expression, values), values, strict=True):
        assert_allclose(found, one["samples"], **NEAR)


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.0, "2.00"), (-1.3333, "−1.33"), (-0.99999999, "−1.00"), (0.0521, "0.052"), (-1e-17, "0"), (12.34, "12.3")],
)
def test_numbers_have_three_digits(value: float, text: str) -> None:
    assert computed(MODULE, "module.show(given)", value) == text
