"""The Legendre snippet against independent references: SciPy, brute force, autodiff, differences, hand computation."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import autograd.numpy as anp
import numpy as np
import pytest
import scipy
from autograd import grad
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from snippets import legendre_transform as lt

Array = NDArray[Any]
ROOT = Path(__file__).parents[2]
SIZES = [(1, 1), (1, 3), (2, 3), (3, 2), (4, 1)]  # n ≠ m, so that a sum with the wrong bound cannot pass by luck

quick = settings(max_examples=25, deadline=None, database=None, derandomize=True)
families = st.builds(
    lambda size, seed: Instance(size, seed), st.sampled_from(SIZES), st.integers(min_value=0, max_value=10**6)
)


class Instance:
    """A random f with a random point (x, y), its slope u, and a random direction."""

    def __init__(self, size: tuple[int, int], seed: int) -> None:
        (n, m), rng = size, np.random.default_rng(seed)
        self.f = lt.random_family(n, m, rng)
        self.x, self.dx, self.other_u = rng.normal(size=(3, n))
        self.y, self.dy = rng.normal(size=(2, m))
        self.u = self.f.gradient_x(self.x, self.y)
        self.fy = self.f.gradient_y(self.x, self.y)
        self.du = self.along(self.f.gradient_x)

    def along(self, function: Callable[[Array, Array], Array]) -> Array:
        """The differential of function(x, y) along (dx, dy)."""
        h = 1e-30
        derivative: Array = function(self.x + 1j * h * self.dx, self.y + 1j * h * self.dy).imag / h
        return derivative

    def g_of_x(self, x: Array, y: Array) -> Array:
        total: Array = np.sum(self.f.gradient_x(x, y) * x, axis=-1) - self.f.value(x, y)
        return total


@pytest.fixture(params=SIZES, ids=lambda size: f"n{size[0]}m{size[1]}")
def instance(request: pytest.FixtureRequest) -> Instance:
    return Instance(request.param, seed=7)


def central_difference(function: Callable[[Array], Array], at: Array, h: float = 1e-5) -> Array:
    shifts = h * np.eye(at.size)
    return np.array([(function(at + shift) - function(at - shift)) / (2 * h) for shift in shifts])


def assert_close(actual: Array, expected: Array) -> None:
    """As close as central differences are."""
    assert_allclose(actual, expected, rtol=1e-6, atol=1e-7)


# --- the family, its gradient and its Hessian ------------------------------------------------------------------


def test_value_is_the_formula_of_the_note(instance: Instance) -> None:
    f, x, y = instance.f, instance.x, instance.y
    n, m = f.B.shape
    quadratic = sum(f.A[i, j] * x[i] * x[j] for i in range(n) for j in range(n)) / 2
    mixed = sum(f.B[i, j] * x[i] * y[j] for i in range(n) for j in range(m))
    parameters = sum(f.C[i, j] * y[i] * y[j] for i in range(m) for j in range(m)) / 2
    soft = sum(np.log(1 + np.exp(f.W[k] @ x + f.V[k] @ y + f.b[k])) for k in range(f.b.size))
    assert_allclose(f.value(x, y), quadratic + mixed + parameters + soft, rtol=1e-13)


def test_gradients_against_autodiff(instance: Instance) -> None:
    f = instance.f

    def value(x: Array, y: Array) -> Any:
        soft = anp.sum(anp.log(1 + anp.exp(anp.dot(f.W, x) + anp.dot(f.V, y) + f.b)))
        quadratic = anp.dot(x, anp.dot(f.A, x)) / 2 + anp.dot(y, anp.dot(f.C, y)) / 2
        return quadratic + anp.dot(x, anp.dot(f.B, y)) + soft

    assert_allclose(f.gradient_x(instance.x, instance.y), grad(value, 0)(instance.x, instance.y), rtol=1e-12)
    assert_allclose(f.gradient_y(instance.x, instance.y), grad(value, 1)(instance.x, instance.y), rtol=1e-12)


def test_gradients_against_central_differences(instance: Instance) -> None:
    f, x, y = instance.f, instance.x, instance.y
    assert_allclose(f.gradient_x(x, y), central_difference(lambda x: f.value(x, y), x), rtol=1e-7, atol=1e-8)
    assert_allclose(f.gradient_y(x, y), central_difference(lambda y: f.value(x, y), y), rtol=1e-7, atol=1e-8)
    assert_allclose(f.hessian_x(x, y), central_difference(lambda x: f.gradient_x(x, y), x), rtol=1e-7, atol=1e-8)


def test_softplus_and_sigmoid_do_not_overflow() -> None:
    s = np.array([-1e4, -800.0, 0.0, 800.0, 1e4])
    assert_allclose(lt.softplus(s), [0, 0, np.log(2), 800, 1e4], atol=1e-300)
    assert_allclose(lt.sigmoid(s), [0, 0, 0.5, 1, 1], atol=1e-300)


# --- the conjugate --------------------------------------------------------------------------------------------


def test_partial_legendre_against_scipy(instance: Instance) -> None:
    f, y, u = instance.f, instance.y, instance.other_u
    best = scipy.optimize.minimize(
        lambda x: f.value(x, y) - u @ x,
        np.zeros(u.size),
        jac=lambda x: f.gradient_x(x, y) - u,
        method="BFGS",
        options={"gtol": 1e-6},
    )
    assert_allclose(lt.partial_legendre(f, u, y), -best.fun, rtol=1e-9, atol=1e-9)
    assert_allclose(lt.solve_x(f, u, y), best.x, rtol=1e-4, atol=1e-5)


def test_conjugate_against_a_brute_force_supremum() -> None:
    case = Instance((2, 3), seed=1)
    axis = np.linspace(-4, 4, 401)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    values, slopes = case.f.value(points, case.y), case.f.gradient_x(np.array([[0, 0], [1, -1.5]]), case.y)
    exact = lt.conjugate(
        lambda x: case.f.value(x, case.y),
        lambda x: case.f.gradient_x(x, case.y),
        lambda x: case.f.hessian_x(x, case.y),
        slopes,
        np.zeros(2),
    )
    brute = [max(u @ x - value for x, value in zip(points, values, strict=True)) for u in slopes]
    assert_allclose(lt.discrete_conjugate(points, values, slopes), brute, rtol=1e-14)
    assert np.all(brute <= exact + 1e-12)
    assert_allclose(brute, exact, atol=5e-3)


def test_a_batch_is_solved_as_its_members_are() -> None:
    case, rng = Instance((3, 2), seed=3), np.random.default_rng(3)
    u, y = rng.normal(size=(5, 1, 3), scale=4.0), rng.normal(size=(4, 2))
    batch = lt.partial_legendre(case.f, u, y)
    assert batch.shape == (5, 4)
    singly = [[lt.partial_legendre(case.f, one_u[0], one_y) for one_y in y] for one_u in u]
    assert_allclose(batch, singly, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("u", [1e-12, 1e-3, 1.0, 1e5])
def test_newton_is_exact_far_from_its_start(u: float) -> None:
    assert_allclose(lt.invert_slope(np.exp, np.exp, u, 0.0), np.log(u), rtol=1e-13, atol=1e-15)
    barrier = lt.MINUS_LOGARITHM
    assert_allclose(lt.invert_slope(barrier.slope, barrier.curvature, -u, 1.0), 1 / u, rtol=1e-12)


def test_discrete_conjugate_takes_infinite_values_as_outside_the_domain() -> None:
    x, u = np.linspace(-2, 2, 401), np.array([-3.0, 0.0, 3.0])
    inside = np.where(np.abs(x) <= 1, 0.0, np.inf)  # the indicator of [−1, 1], whose conjugate is |u|
    assert_allclose(lt.discrete_conjugate(x, inside, u), np.abs(u), atol=1e-12)


# --- equations (1) to (6) and the three conclusions ---------------------------------------------------------------


def test_equations_of_the_note(instance: Instance) -> None:
    f, x, u, dx, dy, du = instance.f, instance.x, instance.u, instance.dx, instance.dy, instance.du
    df, dg = instance.along(f.value), instance.along(lambda x, y: lt.partial_legendre(f, f.gradient_x(x, y), y))
    fy = central_difference(lambda y: f.value(x, y), instance.y)
    gu = central_difference(lambda u: lt.partial_legendre(f, u, instance.y), u)
    gy = central_difference(lambda y: lt.partial_legendre(f, u, y), instance.y)
    product = instance.along(lambda x, y: np.sum(f.gradient_x(x, y) * x))
    assert_close(df, u @ dx + fy @ dy)  # (1) and (2)
    assert_close(product, u @ dx + x @ du)  # (3)
    assert_close(instance.along(instance.g_of_x), x @ du - fy @ dy)  # (4)
    assert_close(lt.partial_legendre(f, u, instance.y), u @ x - f.value(x, instance.y))  # (5)
    assert_close(dg, gu @ du + gy @ dy)  # (6)
    assert_close(gu, x)
    assert_close(gy, -fy)


@quick
@given(families)
def test_conclusions_by_complex_step(case: Instance) -> None:
    f, u, y = case.f, case.u, case.y
    assert_allclose(lt.complex_step(lambda x: f.value(x, y), case.x), u, rtol=1e-12, atol=1e-12)
    du, dy = lt.partial_legendre_gradients(f, u, y)
    assert_allclose(du, case.x, rtol=1e-9, atol=1e-10)
    assert_allclose(dy, -case.fy, rtol=1e-9, atol=1e-10)
    assert_allclose(lt.complex_step(lambda u: lt.partial_legendre(f, u, y), u), du, rtol=1e-10, atol=1e-11)
    assert_allclose(lt.complex_step(lambda y: lt.partial_legendre(f, u, y), y), dy, rtol=1e-10, atol=1e-11)


@quick
@given(families)
def test_the_hessians_are_inverse(case: Instance) -> None:
    f, u, y = case.f, case.u, case.y
    h = 1e-30
    columns = lt.solve_x(f, u + 1j * h * np.eye(u.size), y).imag / h
    assert_allclose(columns @ f.hessian_x(case.x, y), np.eye(u.size), atol=1e-10)


def test_envelope_theorem_for_a_supremum() -> None:
    # max over a grid, differentiated in y by differences: only the explicit dependence counts
    x = np.linspace(-3, 3, 60001)
    u, y, h = 0.7, 0.3, 1e-4

    def f(x: Array, y: float) -> Array:
        total: Array = np.cosh(x) + np.sin(y) * x + y**2
        return total

    g = [lt.discrete_conjugate(x, f(x, y + step), [u])[0] for step in (-h, h)]
    best = x[np.argmax(u * x - f(x, y))]
    assert_allclose((g[1] - g[0]) / (2 * h), -(np.cos(y) * best + 2 * y), rtol=1e-4)


# --- involution, Fenchel–Young, biconjugate -----------------------------------------------------------------------


@quick
@given(families)
def test_involution(case: Instance) -> None:
    f, y = case.f, case.y
    again = lt.legendre(
        lambda u: lt.partial_legendre(f, u, y),
        lambda u: lt.solve_x(f, u, y),
        lambda u: np.linalg.inv(f.hessian_x(lt.solve_x(f, u, y), y)),
        case.x,
        np.zeros(case.x.size),
    )
    assert_allclose(again, f.value(case.x, y), rtol=1e-9, atol=1e-9)


@quick
@given(families, st.floats(min_value=0.01, max_value=5))
def test_fenchel_young(case: Instance, distance: float) -> None:
    far = case.x + distance * case.dx / np.linalg.norm(case.dx)
    assert abs(lt.fenchel_young_gap(case.f, case.x, case.u, case.y)) < 1e-9
    gap = lt.fenchel_young_gap(case.f, far, case.u, case.y)
    floor = np.linalg.eigvalsh(case.f.A).min() * distance**2 / 2  # f − ½xᵀAx is convex
    assert gap >= floor * (1 - 1e-9)


def test_strictly_convex_functions_have_monotone_gradients(instance: Instance) -> None:
    rng = np.random.default_rng(0)
    x, z = rng.normal(size=(2, 200, instance.x.size), scale=3.0)
    difference = instance.f.gradient_x(z, instance.y) - instance.f.gradient_x(x, instance.y)
    assert np.all(np.sum(difference * (z - x), axis=-1) > 0)


def test_biconjugate_is_the_convex_hull() -> None:
    x = np.linspace(-2, 2, 401)
    values = np.cumsum(np.random.default_rng(5).normal(size=401)) / 5 + 3 * x**2
    corners = scipy.spatial.ConvexHull(np.stack([x, values], axis=-1)).vertices
    chord = values[0] + (values[-1] - values[0]) * (x - x[0]) / (x[-1] - x[0])
    lower = np.sort([k for k in corners if values[k] <= chord[k] + 1e-12])
    slopes = np.diff(values[lower]) / np.diff(x[lower])  # a polygon's slopes are all that is needed
    again = lt.discrete_conjugate(slopes, lt.discrete_conjugate(x, values, slopes), x)
    assert_allclose(again, np.interp(x, x[lower], values[lower]), atol=1e-10)


def test_double_well() -> None:
    x, u = np.linspace(-1.7, 1.7, 1701), np.linspace(-14, 14, 2801)
    hull = lt.discrete_conjugate(u, lt.discrete_conjugate(x, lt.double_well(x), u), x)
    assert_allclose(hull, np.where(np.abs(x) < 1, 0, lt.double_well(x)), atol=1e-4)


# --- pairs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", lt.PAIRS, ids=lambda pair: pair.name)
def test_pairs(pair: lt.Pair) -> None:
    x = np.array(pair.points)
    u = pair.slope(x)
    assert_allclose(u, (pair.f(x + 1e-6) - pair.f(x - 1e-6)) / 2e-6, rtol=1e-7, atol=1e-9)
    curved = np.array([at for at in x if at != 0])
    differences = (pair.slope(curved + 1e-6) - pair.slope(curved - 1e-6)) / 2e-6
    assert_allclose(pair.curvature(curved), differences, rtol=1e-6)
    assert_allclose(pair.g(u), u * x - pair.f(x), rtol=1e-13, atol=1e-15)
    assert_allclose(lt.invert_slope(pair.slope, pair.curvature, u, pair.start(u)), x, rtol=1e-10, atol=1e-12)
    for slope, g in zip(u, pair.g(u), strict=True):
        best = scipy.optimize.minimize_scalar(
            lambda t, slope=slope: float(pair.f(np.array(t)) - slope * t),
            bounds=pair.domain,
            method="bounded",
            options={"xatol": 1e-9},
        )
        assert_allclose(-best.fun, g, atol=1e-9)


@pytest.mark.parametrize("pair", lt.PAIRS, ids=lambda pair: pair.name)
def test_pairs_transformed_back(pair: lt.Pair) -> None:
    slopes = pair.slope(np.linspace(*pair.domain, 20001))
    u = slopes[(slopes != 0) & (np.abs(slopes) < 1e3)]
    x = np.array([at for at in pair.points if at != 0])
    assert_allclose(lt.discrete_conjugate(u, pair.g(u), x), pair.f(x), atol=1e-5)


@pytest.mark.parametrize(
    ("pair", "u", "direction"),
    [(lt.EXPONENTIAL, -0.5, -1.0), (lt.MINUS_LOGARITHM, 0.5, 1.0), (lt.LOGISTIC, 1.1, 1.0), (lt.LOGISTIC, -0.1, -1.0)],
    ids=["e^x", "-ln x", "logistic-above", "logistic-below"],
)
def test_outside_the_domain_of_g_the_supremum_is_infinite(pair: lt.Pair, u: float, direction: float) -> None:
    x = direction * np.array([1e1, 1e2, 1e3, 1e4])
    heights = u * x - pair.f(x)
    assert np.all(np.diff(heights) > 0)
    assert heights[-1] > 100
    with pytest.raises(ValueError, match=r"值域|不可逆"):
        lt.invert_slope(pair.slope, pair.curvature, u, 1.0)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (lambda f, x: f(x) + 3, lambda g, u: g(u) - 3),
        (lambda f, x: f(x) + 0.7 * x, lambda g, u: g(u - 0.7)),
        (lambda f, x: f(x - 0.4), lambda g, u: g(u) + 0.4 * u),
        (lambda f, x: f(1.5 * x), lambda g, u: g(u / 1.5)),
        (lambda f, x: 1.5 * f(x), lambda g, u: 1.5 * g(u / 1.5)),
    ],
    ids=["add constant", "add linear", "shift", "scale x", "scale f"],
)
def test_rules(changed: Callable[..., Array], expected: Callable[..., Array]) -> None:
    x, u = np.linspace(-8, 8, 160001), np.array([0.9, 1.5, 2.5])
    for pair in (lt.EXPONENTIAL, lt.power_pair(1.5)):
        assert_allclose(lt.discrete_conjugate(x, changed(pair.f, x), u), expected(pair.g, u), atol=1e-6)


def test_young() -> None:
    a, b = np.random.default_rng(2).uniform(0, 5, size=(2, 1000))
    for p in (1.2, 2.0, 3.7):
        q = p / (p - 1)
        assert np.all(a * b <= a**p / p + b**q / q + 1e-12)
        assert_allclose(a * a ** (p - 1), a**p / p + (a ** (p - 1)) ** q / q, rtol=1e-12)


def test_cross_entropy_is_the_gap_of_the_logistic_pair() -> None:
    z, label = np.linspace(-3, 3, 7), np.array([0, 1, 1, 0, 1, 0, 0])
    a = lt.sigmoid(z)
    cross_entropy = -label * np.log(a) - (1 - label) * np.log(1 - a)
    assert_allclose(lt.softplus(z) - label * z, cross_entropy, rtol=1e-12)  # g(0) = g(1) = 0


# --- the picture ------------------------------------------------------------------------------------------------


def test_picture() -> None:
    x = lt.PICTURE_X
    u, (low, high) = lt.picture_slope(x), lt.PICTURE_RANGE
    assert low < 0 < x < high
    assert u == pytest.approx(4 / 3)
    assert lt.picture_f(x) - u * x == pytest.approx(-lt.picture_conjugate(u))
    assert lt.picture_conjugate(u) == pytest.approx(1)
    t = np.linspace(low, high, 100001)
    assert np.all(lt.picture_f(t) >= u * t - lt.picture_conjugate(u) - 1e-12)
    slopes = lt.picture_slope(t[::1000])
    assert_allclose(lt.discrete_conjugate(t, lt.picture_f(t), slopes), lt.picture_conjugate(slopes), atol=1e-8)
    assert_allclose(lt.picture_slope(t), np.gradient(lt.picture_f(t), t, edge_order=2), atol=1e-8)


# --- invertibility ------------------------------------------------------------------------------------------------


def test_two_branches_of_the_cube() -> None:
    def branch(start: float) -> Array:
        return lt.invert_slope(lambda x: x**2, lambda x: 2 * x, 1.0, start)

    assert_allclose([branch(2.0), branch(-2.0)], [1, -1])


def test_invertible_everywhere_but_not_injective() -> None:
    def gradient(x: Array) -> Array:
        return np.stack([np.exp(x[..., 0]) * np.cos(x[..., 1]), -np.exp(x[..., 0]) * np.sin(x[..., 1])], axis=-1)

    x = np.array([0.4, 0.9])
    jacobian = central_difference(gradient, x)
    assert_allclose(np.linalg.det(jacobian), -np.exp(2 * x[0]), rtol=1e-8)
    assert_allclose(gradient(x), gradient(x + np.array([0, 2 * np.pi])), rtol=1e-12)


def test_quartic_is_transformed_though_its_curvature_vanishes_at_zero() -> None:
    u = np.array([-2.0, 0.5, 8.0])
    g = lt.legendre(
        lambda x: x[..., 0] ** 4 / 4, lambda x: x**3, lambda x: 3 * x[..., None] ** 2, u[:, None], np.sign(u)[:, None]
    )
    assert_allclose(g, 0.75 * np.abs(u) ** (4 / 3), rtol=1e-12)


# --- mechanics and thermodynamics ---------------------------------------------------------------------------------


def test_pendulum_hamiltonian_is_the_transform() -> None:
    theta, momentum = np.random.default_rng(4).uniform(-2, 2, size=(2, 20))
    speeds = np.linspace(-5, 5, 100001)
    for q, p in zip(theta, momentum, strict=True):
        brute = lt.discrete_conjugate(speeds, lt.lagrangian(q, speeds), [p])
        assert_allclose(brute, lt.hamiltonian(q, p), atol=1e-8)


def test_pendulum_follows_the_euler_lagrange_equation() -> None:
    times = np.linspace(0, 6, 6001)
    path = lt.swing(1.0, 0.0, -1.0, times)
    reference = scipy.integrate.solve_ivp(
        lambda _, state: [state[1], -lt.STIFFNESS / lt.INERTIA * np.sin(state[0])],
        (0, 6),
        [1.0, 0.0],
        t_eval=times,
        rtol=1e-10,
        atol=1e-12,
    )
    assert_allclose(path[:, 0], reference.y[0], atol=1e-5)
    energy = lt.hamiltonian(path[:, 0], path[:, 1])
    assert np.ptp(energy) < 1e-6
    wrong = lt.swing(1.0, 0.0, +1.0, times)
    assert np.ptp(lt.hamiltonian(wrong[:, 0], wrong[:, 1])) > 1
    assert wrong[:, 0].max() > np.pi


def test_quadratic_kinetic_energy() -> None:
    rng = np.random.default_rng(6)
    root = rng.normal(size=(3, 3))
    mass, p, potential = np.eye(3) + root @ root.T, rng.normal(size=3), 0.8
    energy = lt.legendre(
        lambda v: np.sum(v * (v @ mass), -1) / 2 - potential, lambda v: v @ mass, lambda v: mass, p, np.zeros(3)
    )
    assert_allclose(energy, p @ np.linalg.solve(mass, p) / 2 + potential, rtol=1e-12)


def test_ideal_gas() -> None:
    entropy, volume = np.random.default_rng(8).uniform(0.5, 2.0, size=(2, 30))
    t, p, h = lt.temperature(entropy, volume), lt.pressure(entropy, volume), 1e-30
    assert_allclose(t, lt.internal_energy(entropy + 1j * h, volume).imag / h, rtol=1e-13)
    assert_allclose(p, -lt.internal_energy(entropy, volume + 1j * h).imag / h, rtol=1e-13)
    assert_allclose(p * volume, t, rtol=1e-13)
    free = lt.free_energy(t, volume)
    assert_allclose(free, t * (1.5 - 1.5 * np.log(1.5 * t) - np.log(volume)), rtol=1e-12, atol=1e-13)
    assert_allclose(-lt.free_energy(t + 1j * h, volume).imag / h, entropy, rtol=1e-11)
    assert_allclose(-lt.free_energy(t, volume + 1j * h).imag / h, p, rtol=1e-11)
    second = (lt.free_energy(t + 1e-3, volume) - 2 * free + lt.free_energy(t - 1e-3, volume)) / 1e-6
    assert_allclose(second, -9 / (4 * lt.internal_energy(entropy, volume)), rtol=1e-4)  # concave in T
    trials = np.linspace(-2, 5, 20001)
    infimum = np.min(lt.internal_energy(trials, volume[:, None]) - t[:, None] * trials, axis=1)
    assert_allclose(free, infimum, atol=1e-6)


# --- 勘误: what the first edition had is wrong, on the example by hand and on random instances -----------------------


def test_errata_example_by_hand() -> None:
    (x1, x2), (y1, y2, y3) = lt.EXAMPLE_X, lt.EXAMPLE_Y
    assert lt.example.value(lt.EXAMPLE_X, lt.EXAMPLE_Y) == 0.5 * x1**2 + x1 * x2 + x2**2 + x1 * y1 + x2 * y2 + y2 * y3
    u = lt.example.gradient_x(lt.EXAMPLE_X, lt.EXAMPLE_Y)
    assert u.tolist() == [x1 + x2 + y1, x1 + 2 * x2 + y2] == [5, 9]
    assert lt.example.gradient_y(lt.EXAMPLE_X, lt.EXAMPLE_Y).tolist() == [x1, x2 + y3, y2] == [1, 5, 4]
    assert_allclose(lt.partial_legendre(lt.example, u, lt.EXAMPLE_Y), -5.5)
    assert_allclose(lt.complex_step(lt.second_part, lt.EXAMPLE_X), [0, 8], atol=1e-15)
    assert_allclose(lt.differential(lt.example.value), 25)
    assert_allclose(lt.differential(lt.g_of_x), -16)
    fixed_x = lt.complex_step(lambda y: lt.g_of_x(lt.EXAMPLE_X, y), lt.EXAMPLE_Y)
    assert_allclose(fixed_x, [0, -3, -4], atol=1e-14)


def test_first_edition_fails_on_random_instances() -> None:
    case = Instance((2, 3), seed=11)
    f, x, y, u, dx, dy, du = case.f, case.x, case.y, case.u, case.dx, case.dy, case.du
    fy, gy = case.fy, lt.complex_step(lambda y: lt.partial_legendre(f, u, y), y)
    df, dg = case.along(f.value), case.along(case.g_of_x)
    assert abs(df - (u @ dx + fy[:2] @ dy[:2])) > 0.1  # the second sum stops at n
    assert np.abs(lt.complex_step(lambda y: case.g_of_x(x, y), y) + fy).max() > 0.1  # g of (x, y)
    assert abs(case.along(lambda x, y: x @ du - f.value(x, y)) - (x @ du - fy @ dy)) > 0.1  # (4) with du_i
    assert abs(x @ du - f.value(x, y) - lt.partial_legendre(f, u, y)) > 0.1  # (5) with du_i
    assert abs(dg - (x @ du - gy @ dy)) > 0.1  # (6) with a minus
    assert np.abs(gy - fy).max() > 0.1  # the third conclusion without its minus
    assert_allclose(gy, -fy, rtol=1e-9)
    assert_allclose(dg, x @ du + gy @ dy, rtol=1e-9)


# --- what is refused ----------------------------------------------------------------------------------------------

F = lt.example
NAN = float("nan")
ONES = np.ones((2, 2))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lt.checked("x", []), "x 是空的"),
        (lambda: lt.checked("x", [1.0, NAN]), "x 中有 NaN"),
        (lambda: lt.checked("x", ["a"]), "x 应当由数组成"),
        (lambda: lt.partial_legendre(F, [1.0, NAN], [0, 0, 0]), "u 中有 NaN"),
        (lambda: lt.partial_legendre(F, [1.0], [0, 0, 0]), r"u 的最后一维应当是 2，得到的形状是 \(1,\)"),
        (lambda: lt.partial_legendre(F, 1.0, [0, 0, 0]), "u 的最后一维应当是 2"),
        (lambda: lt.partial_legendre(F, [1.0, 2.0], [0, 0]), "y 的最后一维应当是 3"),
        (lambda: lt.partial_legendre(F, np.zeros((4, 2)), np.zeros((3, 3))), "对不上"),
        (lambda: lt.fenchel_young_gap(F, [0, 0, 0], [0, 0], [0, 0, 0]), "x 的最后一维应当是 2"),
        (lambda: lt.fenchel_young_gap(F, np.zeros((4, 2)), np.zeros((3, 2)), [0, 0, 0]), "对不上"),
        (lambda: F.value([0, 0], []), "y 是空的"),
        (lambda: F.value(np.zeros((4, 2)), np.zeros((5, 3))), "对不上"),
        (lambda: lt.invert_gradient(lambda x: x, lambda x: ONES, [1, 2], [0, 0, 0]), "start 的最后一维应当是 2"),
        (lambda: lt.invert_gradient(lambda x: x @ ONES, lambda x: ONES, [3, 4], [0, 0]), "海森矩阵不可逆"),
        (lambda: lt.invert_slope(np.exp, np.exp, -1.0, 0.0), "值域|不可逆"),
        (lambda: lt.invert_slope(np.exp, np.exp, NAN, 0.0), "u 中有 NaN"),
        (lambda: lt.invert_slope(lambda x: x**2, lambda x: 2 * x, -1.0, 0.5), "值域|不可逆"),
        (
            lambda: lt.conjugate(
                lambda x: -(x[..., 0] ** 2) / 2, lambda x: -x, lambda x: -np.ones((1, 1)), [1.0], [0.0]
            ),
            "海森矩阵不正定",
        ),
        (lambda: lt.discrete_conjugate([], [], [1.0]), "x 是空的"),
        (lambda: lt.discrete_conjugate([0, 1], [0.0], [1.0]), "对不上"),
        (lambda: lt.discrete_conjugate([0, 1], [0.0, NAN], [1.0]), "values 中有 NaN"),
        (lambda: lt.discrete_conjugate([0, 1], [0.0, -np.inf], [1.0]), "−∞"),
        (lambda: lt.discrete_conjugate([0, 1], [np.inf, np.inf], [1.0]), "全是"),
        (lambda: lt.discrete_conjugate([0, 1], [0.0, 0.0], [[1.0, 2.0]]), "u 的形状"),
        (lambda: lt.discrete_conjugate([0, 1], [0.0, 0.0], np.zeros((1, 1, 1))), "u 的形状"),
        (lambda: lt.complex_step(lambda x: x, [[1.0]]), r"at 应当是一个点"),
        (lambda: lt.power_pair(1.0), "p 应当大于 1"),
        (lambda: lt.power_pair(NAN), "p 应当大于 1"),
    ],
)
def test_refusals(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"A": -np.eye(2)}, "不是正定"),
        ({"A": np.array([[1.0, 1.0], [0.0, 1.0]])}, "对称"),
        ({"A": np.eye(3)}, r"A 的形状应当是 \(2, 2\)"),
        ({"C": np.eye(2)}, r"C 的形状应当是 \(3, 3\)"),
        ({"B": np.zeros((2, 0))}, "B 应当是非空的"),
        ({"B": np.zeros(3)}, "B 应当是非空的"),
        ({"W": np.zeros((1, 2))}, r"W 的形状应当是 \(0, 2\)"),
        ({"B": np.full((2, 3), NAN)}, "系数中有 NaN"),
    ],
)
def test_a_family_that_is_none_is_refused(change: dict[str, Array], message: str) -> None:
    parts = {name: getattr(F, name) for name in ("A", "B", "C", "W", "V", "b")}
    with pytest.raises(ValueError, match=message):
        lt.ConvexFamily(**(parts | change))


# --- as a script and as a module -----------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    environment |= {"MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.mark.site
def test_as_a_script_it_prints() -> None:
    done = run("snippets/legendre_transform.py")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].split()[1:] == lines[1].split()[1:]
    assert "nan" not in done.stdout
    assert lines[-1].startswith("u = (3, 4)：")
    assert "不可逆" in lines[-1]


def test_importing_is_silent_and_light() -> None:
    code = "import sys, snippets.legendre_transform; assert not {'matplotlib', 'scipy'} & set(sys.modules)"
    done = run("-c", code)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
