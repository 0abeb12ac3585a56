"""Trees -> numbers, against the same expressions written in Python and differentiated by autograd or by hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.check.symbols import Array, evaluated, instances, sigmoid
from tests.together import together
from yansuan.check.errors import Ambiguous, Meaningless, OutOfRange, TooLarge
from yansuan.check.notation import Instance

Reference = Callable[[Any, Any, Any], Any]  # of r, c and u
Pair = tuple[str, Reference]
INSTANCES = instances()


def near(found: Any, expected: Any, tolerance: float = 1e-9) -> None:
    scale = max(1.0, float(np.max(np.abs(expected))))
    np.testing.assert_allclose(np.real(found), expected, rtol=0, atol=tolerance * scale)


def whole(instance: Instance, key: str, *upper: int) -> Any:
    """A quantity as the notation has it."""
    return instance.base.whole(key, upper)


def column(vector: Any) -> Array:
    return np.asarray(vector)[:, np.newaxis]


# ---- Values, and derivatives along a chain r -> c -> K, of expressions made at random


LEAVES: list[Pair] = [
    ("r", lambda r, c, u: r),
    ("u", lambda r, c, u: u),
    ("c", lambda r, c, u: c),
    ("K", lambda r, c, u: anp.sin(c) * r),
    ("2", lambda r, c, u: 2.0),
    ("0.5", lambda r, c, u: 0.5),
    (r"\pi", lambda r, c, u: anp.pi),
]


def of_one(pair: Pair) -> st.SearchStrategy[Pair]:
    tex, of = pair
    return st.sampled_from(
        [
            (rf"\left( {tex} \right)^2", lambda r, c, u: of(r, c, u) ** 2),
            (f"(-{tex})", lambda r, c, u: -of(r, c, u)),
            (rf"\sin({tex})", lambda r, c, u: anp.sin(of(r, c, u))),
            (rf"\cos \bigl({tex}\bigr)", lambda r, c, u: anp.cos(of(r, c, u))),
            (rf"\tanh({tex})", lambda r, c, u: anp.tanh(of(r, c, u))),
            (rf"\arctan({tex})", lambda r, c, u: anp.arctan(of(r, c, u))),
            (rf"\ln(1 + ({tex})^2)", lambda r, c, u: anp.log(1 + of(r, c, u) ** 2)),
            (rf"\sqrt{{1 + ({tex})^2}}", lambda r, c, u: anp.sqrt(1 + of(r, c, u) ** 2)),
            (rf"e^{{-({tex})^2}}", lambda r, c, u: anp.exp(-(of(r, c, u) ** 2))),
            (f"g({tex})", lambda r, c, u: 1 / (1 + anp.exp(-of(r, c, u)))),
            (rf"\sum_{{k=1}}^{{3}} k ({tex})", lambda r, c, u: sum(k * of(r, c, u) for k in (1, 2, 3))),
            (rf"\prod_{{k=1}}^{{2}} (k + {tex})", lambda r, c, u: (1 + of(r, c, u)) * (2 + of(r, c, u))),
        ]
    )


def of_two(pairs: tuple[Pair, Pair]) -> st.SearchStrategy[Pair]:
    (one, f), (other, h) = pairs
    return st.sampled_from(
        [
            (f"({one} + {other})", lambda r, c, u: f(r, c, u) + h(r, c, u)),
            (f"({one} - ({other}))", lambda r, c, u: f(r, c, u) - h(r, c, u)),
            (rf"{one} \cdot {other}", lambda r, c, u: f(r, c, u) * h(r, c, u)),
            (f"({one})({other})", lambda r, c, u: f(r, c, u) * h(r, c, u)),
            (rf"\frac{{{one}}}{{2 + ({other})^2}}", lambda r, c, u: f(r, c, u) / (2 + h(r, c, u) ** 2)),
            (f"({one})/(3 + ({other})^2)", lambda r, c, u: f(r, c, u) / (3 + h(r, c, u) ** 2)),
            (rf"(1 + ({one})^2)^{{\sin({other})}}", lambda r, c, u: (1 + f(r, c, u) ** 2) ** anp.sin(h(r, c, u))),
        ]
    )


def expressions(leaves: int) -> st.SearchStrategy[Pair]:
    def larger(smaller: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
        return smaller.flatmap(of_one) | st.tuples(smaller, smaller).flatmap(of_two)

    return st.recursive(st.sampled_from(LEAVES), larger, max_leaves=leaves)


def point(instance: Instance) -> tuple[float, float, float]:
    return whole(instance, "r"), whole(instance, "c"), whole(instance, "u")


def from_free(reference: Reference) -> Callable[[Any, Any], Any]:
    """A reference as a function of r and u alone, c following."""
    return lambda r, u: reference(r, r**2 + r, u) + 0 * (r * u) ** 2  # autograd warns of what it does not see


@given(expressions(6), st.sampled_from(INSTANCES))
@settings(max_examples=150)
def test_a_random_expression_has_the_value_of_the_same_in_python(pair: Pair, instance: Instance) -> None:
    tex, reference = pair
    near(evaluated(tex, instance), reference(*point(instance)), 1e-12)


@given(expressions(4), st.sampled_from(INSTANCES))
@settings(max_examples=100)
def test_first_derivatives_follow_all_that_depends_on_what_is_moved(pair: Pair, instance: Instance) -> None:
    tex, reference = pair
    (r, c, u), free = point(instance), from_free(reference)
    by_r, by_u = autograd.grad(free, 0)(r, u), autograd.grad(free, 1)(r, u)
    near(evaluated(rf"\frac{{d}}{{d r}} ({tex})", instance), by_r)
    near(evaluated(rf"\frac{{d}}{{d u}} ({tex})", instance), by_u)
    if "c" in re.sub(r"\\[a-z]+", "", tex) or "K" in tex:  # r does not follow from c
        c_alone = autograd.grad(lambda c: reference(r, c, u) + 0 * c)(c)
        near(evaluated(rf"\frac{{d}}{{d c}} ({tex})", instance), c_alone)
    dr, du = (evaluated(tex, instance) for tex in ("dr", "du"))
    near(evaluated(f"d({tex})", instance), by_r * dr + by_u * du)


@given(expressions(2), st.sampled_from(INSTANCES))
@settings(max_examples=60)
def test_second_derivatives(pair: Pair, instance: Instance) -> None:
    tex, reference = pair
    (r, _, u), free = point(instance), from_free(reference)
    twice = autograd.grad(autograd.grad(free, 0), 0)(r, u)
    mixed = autograd.grad(autograd.grad(free, 0), 1)(r, u)
    near(evaluated(rf"\frac{{d}}{{d r}} \frac{{d}}{{d r}} ({tex})", instance), twice)
    near(evaluated(rf"\frac{{d}}{{d r}} \frac{{d}}{{d u}} ({tex})", instance), mixed)


# ---- Derivatives by hand


def power_exponential(r: float, u: float) -> dict[str, float]:
    """F(r, u) = r³u² + exp(ru) and its derivatives."""
    grown = np.exp(r * u)
    return {
        "r": 3 * r**2 * u**2 + u * grown,
        "u": 2 * r**3 * u + r * grown,
        "rr": 6 * r * u**2 + u**2 * grown,
        "uu": 2 * r**3 + r**2 * grown,
        "ru": 6 * r**2 * u + (1 + r * u) * grown,
        "rru": 12 * r * u + (2 * u + r * u**2) * grown,
    }


@pytest.mark.parametrize("instance", INSTANCES[:3], ids=["first", "second", "third"])
@pytest.mark.parametrize(
    ("tex", "which", "tolerance"),
    [
        (r"\frac{\partial F(r, u)}{\partial r}", "r", 1e-9),
        (r"\frac{\partial F}{\partial u}", "u", 1e-9),
        (r"\nabla_r F(r, u)", "r", 1e-9),
        (r"\partial F(r, u) / \partial u", "u", 1e-9),
        (r"\frac{\partial^2 F(r, u)}{\partial r^2}", "rr", 1e-9),
        (r"\frac{\partial^2 F}{\partial u^2}", "uu", 1e-9),
        (r"\nabla_u^2 F(r, u)", "uu", 1e-9),
        (r"\frac{\partial^2 F(r, u)}{\partial r \, \partial u}", "ru", 1e-9),
        (r"\frac{\partial^2 F(r, u)}{\partial u \, \partial r}", "ru", 1e-9),
        (r"\frac{\partial}{\partial r} \frac{\partial F}{\partial u}", "ru", 1e-9),
        (r"\frac{\partial}{\partial u} (r^3 u^2 + e^{r u})", "u", 1e-9),
        (r"\frac{\partial^2 (r^3 u^2 + e^{r u})}{\partial u^2}", "uu", 1e-9),
        (r"\frac{\partial^3 F(r, u)}{\partial r^2 \, \partial u}", "rru", 1e-9),
    ],
)
def test_partial_derivatives_of_a_function_of_two(tex: str, which: str, tolerance: float, instance: Instance) -> None:
    r, _, u = point(instance)
    near(evaluated(tex, instance), power_exponential(r, u)[which], tolerance)


def test_primes_are_derivatives_of_a_function() -> None:
    for instance in INSTANCES:
        s = sigmoid(whole(instance, "u"))
        first, second = s * (1 - s), s * (1 - s) * (1 - 2 * s)
        for tex in ("g'(u)", r"g^\prime(u)", "g^{'}", "g'"):
            near(evaluated(tex, instance), first, 1e-14)
        near(evaluated("g''(u)", instance), second)
        near(evaluated("g'''(u)", instance), first * (1 - 6 * s + 6 * s**2))
        near(evaluated(r"\frac{d}{d u} g'(u)", instance), second)
        near(evaluated(r"\frac{\partial g'(u)}{\partial u}", instance), second)


def test_primes_of_a_vector_are_entry_by_entry() -> None:
    v = whole(INSTANCES[0], "v")
    near(evaluated("g'(v)"), column(sigmoid(v) * (1 - sigmoid(v))), 1e-14)


def test_gradient_and_hessian() -> None:
    def f(x: Any) -> Any:
        return anp.sum(anp.cos(x)) + x[0] * x[1] ** 2

    for instance in INSTANCES:
        x = whole(instance, "x_i")
        near(evaluated(r"\nabla f(x)", instance), column(autograd.grad(f)(x)))
        near(evaluated(r"\nabla^2 f(x)", instance), autograd.hessian(f)(x))
        near(evaluated(r"(\nabla^2 f(x))^{-1}", instance), np.linalg.inv(autograd.hessian(f)(x)), 1e-8)
        for i in (1, 2):
            near(evaluated(r"\frac{\partial f(x)}{\partial x_i}", instance, i=i), autograd.grad(f)(x)[i - 1])
            near(evaluated(r"\frac{\partial f}{\partial x_i}", instance, i=i), autograd.grad(f)(x)[i - 1])


# ---- Moving one quantity


def costs(instance: Instance) -> dict[str, Callable[[Any], Any]]:
    """The cost of the network as a function of what is moved, by its layer, written anew."""
    weights, biases = whole(instance, KEYS["theta"], 1), whole(instance, KEYS["theta"], 2)
    b = {l: whole(instance, KEYS["b"], l) for l in (1, 2)}
    y = whole(instance, "y_j")

    def s(z: Any) -> Any:
        return 1 / (1 + anp.exp(-z))

    def from_third(z: Any) -> Any:
        return anp.sum((s(z) - y) ** 2) / 2

    def from_second(a: Any) -> Any:
        return from_third(anp.dot(biases, a) + b[2])

    return {
        "x": lambda x: from_second(s(anp.dot(weights, x) + b[1])),
        "z1": lambda z: from_second(s(anp.dot(weights, z) + b[1])),
        "a1": lambda a: from_second(s(anp.dot(weights, a) + b[1])),
        "z2": lambda z: from_second(s(z)),
        "a2": from_second,
        "z3": from_third,
        "theta1": lambda theta: from_second(s(anp.dot(theta, whole(instance, "x_i")) + b[1])),
        "b2": lambda moved: from_third(anp.dot(biases, whole(instance, KEYS["a"], 2)) + moved),
    }


KEYS = {"theta": r"\theta_{kp}^{(l)}, \Theta^{(l)}", "b": "b_k^{(l)}", "z": "z_j^{(l)}", "a": "a_j^{(l)}"}


@pytest.mark.parametrize(
    ("moved", "key", "upper", "tex"),
    [
        ("x", "x_i", (), "x"),
        ("z1", KEYS["z"], (1,), "z^{(1)}"),
        ("a1", KEYS["a"], (1,), "a^{(1)}"),
        ("z2", KEYS["z"], (2,), "z^{(2)}"),
        ("a2", KEYS["a"], (2,), "a^{(2)}"),
        ("z3", KEYS["z"], (3,), "z^{(3)}"),
        ("theta1", KEYS["theta"], (1,), r"\Theta^{(1)}"),
        ("b2", KEYS["b"], (2,), "b^{(2)}"),
    ],
)
def test_what_depends_on_a_moved_family_follows(moved: str, key: str, upper: tuple[int, ...], tex: str) -> None:
    for instance in INSTANCES[:3]:
        at = whole(instance, key, *upper)
        expected = autograd.grad(costs(instance)[moved])(at)
        found = evaluated(rf"\frac{{\partial J}}{{\partial {tex}}}", instance)
        near(found, expected if expected.ndim == 2 else column(expected), 1e-12)


def test_an_entry_is_moved_alone() -> None:
    instance = INSTANCES[0]
    at, slope = whole(instance, KEYS["theta"], 1), autograd.grad(costs(instance)["theta1"])
    for (k, p), expected in np.ndenumerate(slope(at)):
        tex = r"\frac{\partial J}{\partial \theta_{kp}^{(1)}}"
        near(evaluated(tex, instance, k=k + 1, p=p + 1), expected, 1e-12)


def test_what_is_moved_does_not_move_what_it_follows_from() -> None:
    """Moving c leaves r where it is, and so does moving K."""
    for instance in INSTANCES:
        r, c, _ = point(instance)
        assert evaluated(r"\frac{\partial r}{\partial c}", instance) == 0
        assert evaluated(r"\frac{\partial c}{\partial K}", instance) == 0
        near(evaluated(r"\frac{\partial K}{\partial c}", instance), np.cos(c) * r, 1e-14)
        total = np.sin(c) + r * np.cos(c) * (2 * r + 1)
        near(evaluated(r"\frac{dK}{dr}", instance), total, 1e-14)
        near(evaluated(r"\frac{\partial K}{\partial r}", instance), np.sin(c), 1e-14)  # c is held
        near(evaluated(r"\frac{\partial K}{\partial c} \frac{\partial c}{\partial r} + \sin c", instance), total, 1e-14)
        assert evaluated(r"\frac{\partial z_1^{(2)}}{\partial z_1^{(3)}}", instance) == 0
        assert evaluated(r"\frac{\partial z_1^{(2)}}{\partial z_2^{(2)}}", instance) == 0
        assert evaluated(r"\frac{\partial z_1^{(2)}}{\partial z_1^{(2)}}", instance) == 1


def test_nothing_is_moved_afterwards() -> None:
    instance = INSTANCES[0]
    before = evaluated("J", instance)
    evaluated(r"\frac{\partial^2 J}{\partial z_1^{(2)} \, \partial z_2^{(2)}}", instance)
    evaluated(r"d(r u)", instance)
    assert evaluated("J", instance) == before


def test_differentials_obey_the_product_rule() -> None:
    for instance in INSTANCES:
        near(evaluated("d(r u)", instance), evaluated(r"u\,dr + r\,du", instance), 1e-14)
        near(evaluated("dc", instance), evaluated(r"(2 r + 1)\,dr", instance), 1e-14)
        near(evaluated(r"dF(r, u)", instance), evaluated(r"\nabla_r F(r, u)\,dr + \nabla_u F(r, u)\,du", instance))
        assert evaluated("dy_1", instance) == 0


# ---- Sums, extrema, cases


@together(
    ("tex", "expected"),
    [
        (r"\sum_{k=1}^{3} k^2", 14),
        (r"\sum_{k=3}^{1} k", 0),
        (r"\prod_{k=1}^{4} k", 24),
        (r"\prod_{k=3}^{1} k", 1),
        (r"\sum_{k=1}^{3} \sum_{j=1}^{k} j", 10),
        (r"\sum_{k=1}^{3} k \cdot 2 + 1", 13),
        (r"\sum_{l=1}^{L} s_l", 9),
        (r"\sum_l s_l", 9),
        (r"\sum_{l=2} s_l", 7),
        (r"\max_l s_l", 4),
        (r"\min_l s_l", 2),
        (r"\max_{k=1}^{3} (k - 2)^2", 1),
        (r"\max(1, 5, 2)", 5),
        (r"\min(1, -5, 2)", -5),
        (r"2^{10}", 1024),
        (r"2^{-1}", 0.5),
        (r"\sqrt[3]{27}", 3),
        (r"\sqrt{2} \sqrt2", 2),
        (r"|3 - 5|", 2),
        (r"\lvert -2 \rvert + \left| -3 \right|", 5),
        (r"\operatorname{sgn}(-2)", -1),
        (r"\frac12 + \frac{1}{4}", 0.75),
        (r"1/2/2", 0.25),
        (r"\log(e^2)", 2),
        (r"\exp(\ln 5)", 5),
        (r"\sin(\pi)", 0),
        (r"\arcsin(1) + \arccos(1)", np.pi / 2),
        (r"\tanh'(0) + \sin'(0) + \exp'(0) + \ln'(2)", 3.5),
        (r"-2^2", -4),
        (r"(-2)^2", 4),
        (r"2^{3^2}", 512),
    ],
)
def test_arithmetic(tex: str, expected: float) -> None:
    near(evaluated(tex), expected, 1e-12)


def test_sums_without_bounds_run_over_the_places_of_their_index() -> None:
    y, gamma = whole(INSTANCES[0], "y_j"), whole(INSTANCES[0], r"\gamma_{ji}")
    near(evaluated(r"\sum_k y_k"), y.sum(), 1e-14)
    near(evaluated(r"\max_k y_k"), y.max(), 1e-14)
    near(evaluated(r"\sum_i \sum_j \gamma_{ji}"), gamma.sum(), 1e-14)
    near(evaluated(r"\sum_i \gamma_{2i}^2"), (gamma[1] ** 2).sum(), 1e-14)
    near(evaluated(r"\sum_k a_k^{(l)}", l=2), whole(INSTANCES[0], KEYS["a"], 2).sum(), 1e-14)


def test_a_sum_whose_index_stands_nowhere_or_at_places_of_two_lengths_needs_its_bounds() -> None:
    for tex in (r"\sum_k 2 k", r"\sum_k y_k x_k"):
        with pytest.raises(Meaningless, match="print the bounds"):
            evaluated(tex)


def test_suprema_over_a_declared_set() -> None:
    for instance in INSTANCES:
        u = whole(instance, "u")
        near(evaluated(r"\sup_t (u t - t^2)", instance), u**2 / 4)
        near(evaluated(r"\inf_t (t^2 - u t + 1)", instance), 1 - u**2 / 4)
        near(evaluated(r"\sup_t (u t - e^t)", instance), u * np.log(u) - u)
    near(evaluated(r"\sup_t t"), 9.0)
    near(evaluated(r"\inf_t e^t"), np.exp(-9.0))
    near(evaluated(r"\sup_t (e^{-(100 (t - 1))^2} + e^{-t^2} / 2)"), 1 + np.exp(-1) / 2, 1e-4)


def test_cases_choose_by_their_conditions() -> None:
    tex = r"\begin{cases} 1 & j = i \\ 2 & j < i \\ 3 & \text{otherwise} \end{cases}"
    assert [evaluated(tex, j=j, i=2) for j in (2, 1, 3)] == [1, 2, 3]
    with pytest.raises(Meaningless, match="no case applies"):
        evaluated(r"\begin{cases} 1 & j = 1 \\ 2 & j = 2 \end{cases}", j=3)
    with pytest.raises(Meaningless, match="cases 1 and 2 both apply"):
        evaluated(r"\begin{cases} 1 & j \leq 2 \\ 2 & j = 2 \end{cases}", j=2)


# ---- Matrices as wholes


@together(
    ("tex", "reference"),
    [
        ("A B", lambda q: q["A"] @ q["B"]),
        ("M v", lambda q: column(q["M"] @ q["v"])),
        (r"v^{\mathsf T} M v", lambda q: np.array([[q["v"] @ q["M"] @ q["v"]]])),
        (r"v w^{\mathsf T}", lambda q: np.outer(q["v"], q["w"])),
        (r"(A B)^{\mathsf T} - B^{\mathsf T} A^\top + 1 B^{\mathsf T} A^{\mathrm T}", lambda q: (q["A"] @ q["B"]).T),
        ("M^{-1}", lambda q: np.linalg.inv(q["M"])),
        ("M^{-1} M", lambda q: np.eye(3)),
        ("M^2", lambda q: q["M"] @ q["M"]),
        ("2 M - M / 2", lambda q: 1.5 * q["M"]),
        (r"v \odot v", lambda q: column(q["v"] ** 2)),
        (r"M v \odot v", lambda q: column((q["M"] @ q["v"]) * q["v"])),
        (r"\lVert v \rVert", lambda q: np.linalg.norm(q["v"])),
        (r"\|v\|^2", lambda q: q["v"] @ q["v"]),
        (r"\lVert M \rVert_2", lambda q: np.linalg.norm(q["M"], 2)),
        (r"\lVert A \rVert_F", lambda q: np.linalg.norm(q["A"], "fro")),
        (r"\det M", lambda q: np.linalg.det(q["M"])),
        (r"\operatorname{tr}(M)", lambda q: np.trace(q["M"])),
        (r"\operatorname{rank}(A)", lambda q: 3),
        (r"\operatorname{rank}(v w^{\mathsf T})", lambda q: 1),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", lambda q: np.array([[1, 2], [3, 4]])),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}^{-1}", lambda q: np.array([[-2, 1], [1.5, -0.5]])),
        (r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}^{\mathsf T}", lambda q: np.array([[1, 2]])),
        ("g(v)", lambda q: column(sigmoid(q["v"]))),
        (r"\exp(v)", lambda q: column(np.exp(q["v"]))),
        (r"\sum_{j=1}^{3} \gamma_{j1} v", lambda q: column(q[r"\gamma_{ji}"][:, 0].sum() * q["v"])),
    ],
)
def test_matrices(tex: str, reference: Callable[[Any], Any]) -> None:
    for instance in INSTANCES[:3]:
        near(evaluated(tex, instance), reference(instance.values), 1e-9)


@together(
    ("tex", "message"),
    [
        ("A A", "the shapes do not fit"),
        ("A + B", "cannot be added"),
        ("A + 1", "cannot be added"),
        (r"A \odot B", "the shapes differ"),
        (r"v \odot 2", "the shapes differ"),
        ("1 / M", "where a number is needed"),
        (r"\max(M, 1)", "where a number is needed"),
        (r"\det A", "det of a matrix 3×5"),
        (r"\det u", "det of a number"),
        ("A^{-1}", "to the power of"),
        ("(0 M)^{-1}", "has no inverse"),
        (r"u^{\mathsf T}", "the transpose of a number"),
        (r"\begin{pmatrix} M & v \\ v & M \end{pmatrix}", "cell 2, 1 of the matrix does not fit"),
        ("1 / (u - u)", "a division by zero"),
        (r"\ln(u - u)", "the logarithm of 0"),
        (r"\ln(-u)", "the logarithm of -"),
        (r"\sqrt{-u}", "to the power of 0.5"),
        (r"\sqrt{-4}", r"-4 to the power of 0.5, whose principal value 0 \+ 2i is not real$"),
        (
            r"\sqrt[3]{-8}",
            r"value 1 \+ 1.73205i is not real. The real root is -\\sqrt\[3\]\{8\}; that of any",
        ),
        ("(-32)^{1/5}", r"principal value 1.61803 \+ 1.17557i is not real. The real root is -\\sqrt\[5\]\{32\};"),
        ("(-8)^{2/3}", r"principal value −2 \+ 3.4641i is not real$"),
        ("0^{-1}", "to the power of -1"),
        (r"\exp(1000)", "exp of 1000 is too large"),
        (r"\arcsin 2", "arcsin of 2"),
        ("10^{400}", "to the power of"),
        ("y_{1.5}", "an index is a whole number"),
        (r"\sum_{k=1}^{0.5} k", "an index is a whole number"),
        (r"\sum_{k=1}^{100000} k", "a sum of 100000 terms"),
        (r"F'(r, u)", "several arguments"),
        (r"f'(x)", "not of its argument's shape"),
    ],
)
def test_what_has_no_value_says_why(tex: str, message: str) -> None:
    with pytest.raises(Meaningless, match=message):
        evaluated(tex)


def test_functions_of_matrices_are_those_of_their_eigenvalues() -> None:
    for instance in INSTANCES[:3]:
        near(evaluated(r"\ln\exp(M / 9)", instance), whole(instance, "M") / 9, 1e-12)
        near(evaluated(r"((M M^{\mathsf T})^{1/2})^2", instance), evaluated(r"M M^{\mathsf T}", instance), 1e-12)
        near(evaluated(r"\exp(M) \exp(-M)", instance), np.eye(3), 1e-12)
    with pytest.raises(Meaningless, match="negative number among its eigenvalues"):
        evaluated(r"(-M M^{\mathsf T})^{0.5}")
    with pytest.raises(Ambiguous, match="equal eigenvalues"):
        evaluated(r"\ln(M^0)")
    with pytest.raises(Ambiguous, match="sin of a matrix"):
        evaluated(r"\sin M")


@pytest.mark.parametrize(
    "tex", ["y_0", "y_4", "y_{-1}", "z_1^{(0)}", "z_1^{(4)}", "z_5^{(2)}", r"\theta_{12}^{(3)}", "s_9"]
)
def test_what_does_not_exist_at_its_indices_is_out_of_range(tex: str) -> None:
    with pytest.raises(OutOfRange):
        evaluated(tex)


def test_integers_do_not_grow_without_end() -> None:
    assert isinstance(evaluated("2^{53} + 0"), int)
    for tex in (
        "10^{60}",
        r"\prod_{k=1}^{100} k",
        r"10^{15} 10^{15}",
        r"10^{15} + 10^{16} \cdot 1",
    ):
        assert isinstance(evaluated(tex), float), tex
    with pytest.raises(TooLarge):
        evaluated("9" * 400 + r"\cdot 0")
