"""The back-propagation snippet against complex steps, central differences, autograd and SciPy."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets import backpropagation as bp

ROOT = Path(__file__).parents[2]
Case = tuple[bp.Network, bp.Array, bp.Array]


def random_case(sizes: Sequence[int], output: str, samples: int, seed: int) -> Case:
    """A random network of these sizes, a batch of inputs and of targets that its output can mean."""
    rng = np.random.default_rng(seed)
    network = bp.random_network(sizes, output, rng)
    x = rng.normal(size=(sizes[0], samples))
    y: bp.Array = rng.normal(size=(sizes[-1], samples))
    if output == "sigmoid":
        y = rng.uniform(size=y.shape)
    if output == "softmax":
        y = rng.dirichlet(np.ones(sizes[-1]), samples).T
    return network, x, y


cases = st.builds(
    random_case,
    st.lists(st.integers(1, 6), min_size=2, max_size=5),
    st.sampled_from(sorted(bp.OUTPUTS)),
    st.integers(1, 4),
    st.integers(0, 2**32 - 1),
)
thoroughly = settings(max_examples=40, deadline=None, derandomize=True)


# Values.


LARGE = np.array([[-1e300, -745.2, -40.0, 0.0, 1e-9], [37.0, 709.8, 1e4, 1e300, -1.0]])


def test_sigmoid_and_softplus_are_stable() -> None:
    np.testing.assert_allclose(bp.sigmoid(LARGE), scipy.special.expit(LARGE), rtol=1e-14)
    np.testing.assert_allclose(bp.softplus(LARGE), np.logaddexp(0, LARGE), rtol=1e-14)


def test_softmax_is_stable() -> None:
    np.testing.assert_allclose(bp.softmax(LARGE), scipy.special.softmax(LARGE, axis=0), rtol=1e-14)
    expected = scipy.special.logsumexp(LARGE, axis=0, keepdims=True)
    np.testing.assert_allclose(bp.log_sum_exp(LARGE), expected, rtol=1e-14)


@pytest.mark.parametrize("output", sorted(bp.OUTPUTS))
def test_cost_stays_finite_where_the_output_rounds_to_zero_or_one(output: str) -> None:
    z, y = np.array([[800.0], [-800.0]]), np.array([[0.0], [1.0]])
    expected = {"linear": (800**2 + 801**2) / 2, "sigmoid": 1600, "softmax": 1600}[output]
    assert bp.output_cost(output, z, y) == pytest.approx(expected, rel=1e-14)


@given(z=st.complex_numbers(max_magnitude=20, allow_nan=False))
@thoroughly
def test_sigmoid_and_softplus_hold_off_the_real_axis(z: complex) -> None:
    z = complex(z.real, np.clip(z.imag, -3, 3))  # nearer than the poles at ±πi
    np.testing.assert_allclose(bp.sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-12)
    np.testing.assert_allclose(np.exp(bp.softplus(z)), 1 + np.exp(z), rtol=1e-12)


@given(st.floats(-30, 30), st.floats(-30, 30))
@thoroughly
def test_softmax_of_two_classes_is_logistic(first: float, second: float) -> None:
    np.testing.assert_allclose(bp.softmax([[first], [second]])[0, 0], bp.sigmoid(first - second), rtol=1e-12)


@given(cases)
@thoroughly
def test_forward_is_the_sum_of_the_note(case: Case) -> None:
    network, x, _ = case
    z, a = bp.forward(network, x)
    assert np.array_equal(a[1], x)
    for l in range(1, network.last):
        for k in range(network.sizes[l]):
            terms = [network.theta[l][k, p] * a[l][p] for p in range(network.sizes[l - 1])]
            np.testing.assert_allclose(z[l + 1][k], sum(terms) + network.b[l][k], rtol=1e-12, atol=1e-12)


# Gradients.


def reference_cost(layers: list[Any], network: bp.Network, x: bp.Array, y: bp.Array) -> Any:
    """J in autograd's NumPy, from the outputs, as the note first writes it; layers = [θ¹, b¹, θ², b², …]."""
    a = x
    for step, (theta, b) in enumerate(zip(layers[::2], layers[1::2], strict=True), start=2):
        z = anp.dot(theta, a) + anp.reshape(b, (-1, 1))
        a = 1 / (1 + anp.exp(-z)) if step < network.last else z
    if network.output == "linear":
        return anp.sum((a - y) ** 2) / 2 / x.shape[1]
    if network.output == "sigmoid":
        a = 1 / (1 + anp.exp(-z))
        return -anp.sum(y * anp.log(a) + (1 - y) * anp.log(1 - a)) / x.shape[1]
    a = anp.exp(z) / anp.sum(anp.exp(z), axis=0)
    return -anp.sum(y * anp.log(a)) / x.shape[1]


@given(cases)
@thoroughly
def test_cost_and_gradient_agree_with_autograd(case: Case) -> None:
    network, x, y = case
    layers = [part for l in sorted(network.theta) for part in (network.theta[l], network.b[l])]
    value, slopes = reference_cost(layers, *case), autograd.grad(reference_cost)(layers, *case)
    gradient = bp.backward(network, x, y)
    assert bp.cost(network, x, y) == gradient.cost == pytest.approx(value, rel=1e-10, abs=1e-14)
    np.testing.assert_allclose(bp.parameters(gradient), np.concatenate([s.ravel() for s in slopes]), atol=1e-10)


@given(cases)
@thoroughly
def test_gradient_agrees_with_complex_step(case: Case) -> None:
    network, x, y = case
    numeric = bp.numerical_gradient(network, x, y)
    np.testing.assert_allclose(bp.parameters(bp.backward(network, x, y)), bp.parameters(numeric), atol=1e-13)


@given(cases)
@thoroughly
def test_gradient_agrees_with_central_difference(case: Case) -> None:
    network, x, y = case
    numeric = bp.central_difference(lambda v: bp.cost(bp.with_parameters(network, v), x, y), bp.parameters(network))
    np.testing.assert_allclose(bp.parameters(bp.backward(network, x, y)), numeric, atol=1e-8)


@given(cases)
@thoroughly
def test_every_delta_is_the_derivative_that_defines_it(case: Case) -> None:
    delta = bp.backward(*case).delta
    assert sorted(delta) == list(range(1, len(case[0].sizes) + 1))
    for l, error in delta.items():
        np.testing.assert_allclose(error, bp.numerical_delta(*case, l), atol=1e-13)


@given(cases)
@thoroughly
def test_output_error_is_prediction_minus_target(case: Case) -> None:
    network, x, y = case
    z, a = bp.forward(network, x)
    numeric = bp.numerical_error(network.output, z[network.last], y)
    np.testing.assert_allclose((a[network.last] - y) / x.shape[1], numeric, atol=1e-13)


@given(cases)
@thoroughly
def test_batch_is_the_mean_of_its_samples(case: Case) -> None:
    network, x, y = case
    each = [bp.backward(network, x[:, [t]], y[:, [t]]) for t in range(x.shape[1])]
    whole = bp.backward(network, x, y)
    assert whole.cost == pytest.approx(np.mean([one.cost for one in each]))
    np.testing.assert_allclose(bp.parameters(whole), np.mean([bp.parameters(one) for one in each], axis=0), atol=1e-13)


@pytest.mark.parametrize("output", sorted(bp.OUTPUTS))
def test_gradient_errors_are_small(output: str) -> None:
    errors = bp.gradient_errors(*random_case((5, 2, 4, 3), output, 6, seed=1))
    assert errors["复步微分"] < 1e-13
    assert errors["中心差商"] < 1e-8


def test_gradient_errors_show_a_wrong_gradient(monkeypatch: pytest.MonkeyPatch) -> None:
    case, backward = random_case((5, 2, 4, 3), "softmax", 6, seed=1), bp.backward

    def without_weights(*arguments: Any) -> bp.Gradient:
        gradient = backward(*arguments)
        return gradient._replace(theta={l: 1.01 * part for l, part in gradient.theta.items()})

    monkeypatch.setattr(bp, "backward", without_weights)
    assert min(bp.gradient_errors(*case).values()) > 1e-3


# Regression is a network without hidden layers.


@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 2**32 - 1))
@thoroughly
def test_logistic_regression(inputs: int, samples: int, seed: int) -> None:
    network, x, y = random_case((inputs, 1), "sigmoid", samples, seed)
    theta, b = network.theta[1][0], network.b[1][0]
    by_network = bp.backward(network, x, y)
    slopes = bp.logistic_gradient(theta, b, x, y[0])
    assert bp.logistic_cost(theta, b, x, y[0]) == pytest.approx(by_network.cost)
    np.testing.assert_allclose(slopes[0], by_network.theta[1][0], atol=1e-13)
    np.testing.assert_allclose(slopes[1], by_network.b[1][0], atol=1e-13)
    numeric = bp.complex_step(lambda v: bp.logistic_cost(v, b, x, y[0]), theta)
    np.testing.assert_allclose(slopes[0], numeric, atol=1e-13)


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5), st.integers(0, 2**32 - 1))
@thoroughly
def test_softmax_regression(inputs: int, classes: int, samples: int, seed: int) -> None:
    network, x, y = random_case((inputs, classes), "softmax", samples, seed)
    theta, b = network.theta[1], network.b[1]
    by_network = bp.backward(network, x, y)
    slopes = bp.softmax_gradient(theta, b, x, y)
    assert bp.softmax_cost(theta, b, x, y) == pytest.approx(by_network.cost, abs=1e-14)
    np.testing.assert_allclose(slopes[0], by_network.theta[1], atol=1e-13)
    np.testing.assert_allclose(slopes[1], by_network.b[1], atol=1e-13)
    numeric = bp.complex_step(lambda v: bp.softmax_cost(v, b, x, y), theta)
    np.testing.assert_allclose(slopes[0], numeric, atol=1e-13)


# Parameters and numerical derivatives.


@given(cases)
@thoroughly
def test_parameters_go_there_and_back(case: Case) -> None:
    network, *_ = case
    vector = np.arange(sum(s * (p + 1) for p, s in zip(network.sizes, network.sizes[1:], strict=False)))
    assert np.array_equal(bp.parameters(bp.with_parameters(network, vector)), vector)
    again = bp.with_parameters(network, bp.parameters(network))
    assert all(np.array_equal(again.theta[l], network.theta[l]) for l in network.theta)


def test_numerical_derivatives_of_a_known_function() -> None:
    v = np.array([[0.3, -1.2], [2.0, 0.5]])
    exact = np.cos(v) * np.exp(np.sin(v))
    np.testing.assert_allclose(bp.complex_step(lambda v: np.exp(np.sin(v)).sum(), v), exact, rtol=1e-15)
    np.testing.assert_allclose(bp.central_difference(lambda v: np.exp(np.sin(v)).sum(), v), exact, rtol=1e-9)
    assert bp.complex_step(np.sin, 0.5) == pytest.approx(np.cos(0.5), rel=1e-15)


def test_relative_error() -> None:
    assert bp.relative_error([3.0, 4.0], [3.0, 4.0]) == 0
    assert bp.relative_error([3.0, 4.0], [-3.0, -4.0]) == 1
    assert bp.relative_error([0.0], [0.0]) == 0


# Training.


def test_network_learns_xor_and_logistic_regression_cannot() -> None:
    rng, (x, y) = np.random.default_rng(5), bp.xor()
    network, costs = bp.train(bp.random_network((2, 3, 1), "sigmoid", rng), x, y, rate=2, steps=1500)
    assert costs[-1] < 0.01
    assert np.array_equal(bp.forward(network, x).a[3] > 0.5, y == 1)
    _, stuck = bp.train(bp.random_network((2, 1), "sigmoid", rng), x, y, rate=2, steps=500)
    assert stuck[-1] == pytest.approx(np.log(2), rel=1e-6)


def test_linear_network_finds_the_least_squares_fit() -> None:
    network, x, y = random_case((3, 2), "linear", 20, seed=4)
    fitted, _ = bp.train(network, x, y, rate=0.2, steps=400, momentum=0.5)
    best, *_ = np.linalg.lstsq(np.vstack([x, np.ones(20)]).T, y.T)
    np.testing.assert_allclose(np.hstack([fitted.theta[1], fitted.b[1][:, None]]), best.T, atol=1e-8)


def test_momentum_zero_is_a_step_against_the_gradient() -> None:
    network, x, y = random_case((3, 2, 2), "softmax", 4, seed=9)
    moved, costs = bp.train(network, x, y, rate=0.1, steps=1)
    gradient = bp.backward(network, x, y)
    np.testing.assert_allclose(bp.parameters(moved), bp.parameters(network) - 0.1 * bp.parameters(gradient))
    assert costs.tolist() == [gradient.cost]


# What bad input gets.


def good(output: str = "linear") -> Case:
    return random_case((3, 2, 2), output, 4, seed=0)


def with_layer(theta: Any = None, b: Any = None) -> bp.Network:
    network, *_ = good()
    if theta is not None:
        network = replace(network, theta=network.theta | {1: theta})
    return network if b is None else replace(network, b=network.b | {1: b})


RNG = np.random.default_rng(0)
ONES = np.ones((3, 4))
BAD: dict[str, tuple[Callable[[], Any], str]] = {
    "one layer": (lambda: bp.random_network((3,), "linear", RNG), "至少要有输入层与输出层，得到 1 层"),
    "no layer": (lambda: bp.random_network((), "linear", RNG), "得到 0 层"),
    "empty layer": (lambda: bp.random_network((3, 0, 1), "linear", RNG), r"第 2 层应有至少一个单元，得到 s_2 = 0"),
    "half a unit": (lambda: bp.random_network((3, 1.5), "linear", RNG), "s_2 = 1.5"),  # type: ignore[arg-type]
    "output": (lambda: bp.random_network((3, 1), "relu", RNG), "'relu' 不认识，可用的有 linear、sigmoid、softmax"),
    "layers": (lambda: replace(good()[0], theta={1: np.ones((2, 3))}), "层号应为 1 到 2"),
    "theta shape": (lambda: with_layer(theta=np.ones((3, 2))), r"theta\[1\] 的形状应为（2、3），得到 \(3, 2\)"),
    "theta nan": (lambda: with_layer(theta=np.full((2, 3), np.nan)), r"theta\[1\] 含有 NaN 或无穷大"),
    "b shape": (lambda: with_layer(b=np.ones((2, 1))), r"b\[1\] 的形状应为（2）"),
    "b infinite": (lambda: with_layer(b=np.array([0, np.inf])), r"b\[1\] 含有 NaN 或无穷大"),
    "x shape": (lambda: bp.forward(good()[0], np.ones((2, 4))), r"x 的形状应为（3、任意），得到 \(2, 4\)"),
    "x vector": (lambda: bp.forward(good()[0], np.ones(3)), "x 的形状应为（3、任意）"),
    "x nan": (lambda: bp.forward(good()[0], ONES * np.nan), "x 含有 NaN"),
    "x empty": (lambda: bp.forward(good()[0], np.ones((3, 0))), r"x 是空的，形状为 \(3, 0\)"),
    "x ragged": (lambda: bp.forward(good()[0], [[1, 2], [3], [4]]), "x 各行长短不一"),
    "x words": (lambda: bp.forward(good()[0], [["a"], ["b"], ["c"]]), "x 应由数组成"),
    "cost x": (lambda: bp.cost(good()[0], np.ones((2, 4)), ONES[:2]), "x 的形状应为"),
    "y shape": (lambda: bp.cost(*good()[:2], np.ones((2, 3))), "y 的形状应为（2、4）"),
    "y rows": (lambda: bp.backward(*good()[:2], np.ones((1, 4))), "y 的形状应为（2、4）"),
    "y nan": (lambda: bp.backward(*good()[:2], np.full((2, 4), np.nan)), "y 含有 NaN"),
    "y beyond one": (lambda: bp.backward(*good("sigmoid")[:2], np.full((2, 4), 1.5)), "y 应在 0 与 1 之间"),
    "y sums": (lambda: bp.backward(*good("softmax")[:2], np.full((2, 4), 0.7)), "y 的每一列之和应为 1"),
    "layer number": (lambda: bp.propagate(good()[0], 4, ONES), "层号应在 1 与 3 之间，得到 4"),
    "z shape": (lambda: bp.propagate(good()[0], 2, ONES), r"z\[2\] 的形状应为（2、任意）"),
    "softmax vector": (lambda: bp.softmax([1.0, 2.0]), "z 的形状应为"),
    "softmax empty": (lambda: bp.softmax(np.ones((0, 2))), "z 是空的"),
    "logistic theta": (lambda: bp.logistic_cost(np.ones(2), 0, ONES, np.ones(4)), "theta 的形状应为（3）"),
    "logistic b": (lambda: bp.logistic_gradient(np.ones(3), [0], ONES, np.ones(4)), "b 的形状应为（单个数）"),
    "logistic y": (lambda: bp.logistic_gradient(np.ones(3), 0, ONES, np.ones(3)), "y 的形状应为（4）"),
    "logistic range": (lambda: bp.logistic_cost(np.ones(3), 0, ONES, -np.ones(4)), "y 应在 0 与 1 之间"),
    "softmax theta": (lambda: bp.softmax_cost(np.ones((2, 2)), [0, 0], ONES, ONES[:2] / 2), "theta 的形状"),
    "softmax y": (lambda: bp.softmax_gradient(np.ones((2, 3)), [0, 0], ONES, ONES / 3), "y 的形状应为（2、4）"),
    "parameters": (lambda: bp.with_parameters(good()[0], np.ones(3)), "参数 的形状应为（14）"),
    "relative error": (lambda: bp.relative_error([1.0], [1.0, 2.0]), "v 的形状应为（1）"),
    "v nan": (lambda: bp.central_difference(np.sum, [1.0, np.nan]), "v 含有 NaN"),
    "v empty": (lambda: bp.complex_step(np.sum, []), "v 是空的"),
    "lost imaginary part": (lambda: bp.complex_step(lambda v: v.real.sum(), [1.0]), "要求函数保留虚部"),
    "rate": (lambda: bp.train(*good(), rate=0, steps=1), "rate > 0"),
    "steps": (lambda: bp.train(*good(), rate=1, steps=0), "steps ≥ 1"),
    "momentum": (lambda: bp.train(*good(), rate=1, steps=1, momentum=1), "momentum < 1"),
}


@pytest.mark.parametrize(("call", "message"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_refused_in_chinese(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_training_that_diverges_says_so() -> None:
    network, x, y = good()
    with np.errstate(all="ignore"), pytest.raises(ValueError, match="NaN 或无穷大"):
        bp.train(network, x, y, rate=1e200, steps=9)


# The file itself.


def run(*arguments: str) -> str:
    """What Python prints, run without a display; anything on stderr fails."""
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"PYTHONIOENCODING": "utf-8", "MPLBACKEND": "agg", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_import_is_silent_and_brings_only_numpy() -> None:
    names = "matplotlib", "scipy", "autograd"
    assert run("-c", f"import sys, snippets.backpropagation; assert not {{*{names}}} & {{*sys.modules}}") == ""


@pytest.fixture(scope="module")
def printed() -> str:
    return run("snippets/backpropagation.py")


@pytest.mark.site
def test_script_prints_that_all_went_well(printed: str) -> None:
    assert "不小于" not in printed
    assert "120 个点分对了 120 个" in printed
    assert "神经网络的输出 [0. 1. 1. 0.]" in printed


# Of each erratum: what the first edition had, what is right, and the derivative or value itself.
ERRATA = [
    ("J / z_1^(2)", None, "∂J/∂z_1^(2)"),
    ("J / θ_21^(2)", None, "∂J/∂θ_21^(2)"),
    ("∂L/∂z_1^(4)，L 是层数 4", None, "∂J/∂z_1^(4)，J 是代价"),
    ("a_1^(1)，前一层的输出", None, "z_1^(2)，黄色单元的输入"),
    ("z_1^(L)，输出单元", None, "z_1^(2)，黄色的单元"),
    ("k 从 1 到 s_2 = 3", "k 从 1 到 s_3 = 4", "∂J/∂z_1^(2)"),
    ("第一版的右端，j = 1", "更正后的右端", "z_1^(3)"),
    ("用 g(z_p^(1))", "用 a_p^(1)", "z_1^(2)"),
    ("没有 θ", "有 θ", "∂J/∂z_1^(2)"),
    ("第一版，i = 2", "更正后，i = 2", "∂J/∂θ_21^(2)"),
    ("第一版，i = 4", "更正后，i = 4", "∂J/∂θ_41^(2)"),
    ("δ_1^(3) a_1^(2)", "δ_2^(3) a_1^(2)", "∂J/∂θ_21^(2)"),
    ("∂J/∂z，sigmoid 输出，误差平方的一半", None, "a − y"),
    ("∂J/∂a，sigmoid 输出，交叉熵", None, "a − y"),
    ("只经过 a_1", "a_1 − y_1", "∂J/∂z_1"),
    ("乘以 a_1^(1) (1 − a_1^(1))", "不乘", "∂J/∂z_1^(1)"),
    ("δ_2^(2) g(z_1^(1))", "δ_2^(2) a_1^(1)", "∂J/∂θ_21^(1)"),
    ("a(1 − a)，a = tanh 0.5", "1 − a²", "tanh′ 0.5"),
    (None, "δ_4^(3)", "∂J/∂b_4^(2)"),
]


@pytest.mark.site
@pytest.mark.parametrize(("wrong", "right", "truth"), ERRATA)
def test_errata_print_counterexamples(printed: str, wrong: str | None, right: str | None, truth: str) -> None:
    lines = [line.split(maxsplit=1) for line in printed.splitlines() if len(line.split(maxsplit=1)) == 2]
    value = {label: number for number, label in lines}
    assert wrong is None or abs(float(value[wrong]) - float(value[truth])) > 0.01
    assert right is None or value[right] == value[truth]
