"""Families of distributions against SciPy, and what a notation may bind a random variable to."""

from __future__ import annotations

import cmath
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
import scipy

from tests.check.symbols import verdict
from tests.together import together
from yansuan.check.declared import notation
from yansuan.check.errors import Meaningless
from yansuan.check.fields import DOUBLES
from yansuan.check.laws import Law, law, law_of
from yansuan.check.said_laws import says_law, split_law
from yansuan.distributions import FAMILIES
from yansuan.tex.patterns import NotationError

FROZEN: dict[str, Callable[[], Any]] = {
    "Bernoulli": lambda: scipy.stats.bernoulli(0.3),
    "binomial": lambda: scipy.stats.binom(5, 0.3),
    "Poisson": lambda: scipy.stats.poisson(1.7),
    "normal": lambda: scipy.stats.norm(-0.4, 1.3),
    "exponential": lambda: scipy.stats.expon(scale=0.7),
    "uniform": lambda: scipy.stats.uniform(-1, 2.5),
    "chi-squared": lambda: scipy.stats.chi2(3),
    "geometric": lambda: scipy.stats.geom(0.3),
    "negative binomial": lambda: scipy.stats.nbinom(2.5, 0.4),
    "hypergeometric": lambda: scipy.stats.hypergeom(12, 5, 4),
    "discrete uniform": lambda: scipy.stats.randint(-1, 5),
    "gamma": lambda: scipy.stats.gamma(2.6, scale=0.4),
    "beta": lambda: scipy.stats.beta(2.3, 1.4),
    "Student's t": lambda: scipy.stats.t(5.5),
    "F": lambda: scipy.stats.f(3, 11.5),
    "Cauchy": lambda: scipy.stats.cauchy(0.6, 0.4),
    "Laplace": lambda: scipy.stats.laplace(0.5, 0.7),
    "logistic": lambda: scipy.stats.logistic(0.5, 0.3),
    "log-normal": lambda: scipy.stats.lognorm(0.4, scale=0.8),
    "Weibull": lambda: scipy.stats.weibull_min(1.7, scale=0.9),
    "Rayleigh": lambda: scipy.stats.rayleigh(scale=0.7),
    "Pareto": lambda: scipy.stats.pareto(5.5, scale=0.15),
}
_MOMENTS = {"Cauchy": 0, "Student's t": 5, "F": 5, "Pareto": 5}  # of heavy tails, which have no higher ones


def test_every_family_is_compared() -> None:
    assert {row.name for row in FAMILIES} == set(FROZEN)


@together("name", FROZEN)
def test_a_family_is_what_scipy_has_under_that_name(name: str) -> None:
    frozen = FROZEN[name]()
    own = law_of("X", frozen)
    family, given = own.family, own.parameters
    assert family is not None
    assert family.name == name
    without = not np.isfinite(frozen.std())
    quarter, half, three = frozen.ppf((0.25, 0.5, 0.75))
    assert family.center(*given) == pytest.approx(half if without else frozen.mean())
    assert family.spread(*given) == pytest.approx((three - quarter) / 2 if without else frozen.std())
    if family.atoms:
        for value, chance in family.atoms(DOUBLES, *given):
            assert chance == pytest.approx(frozen.pmf(value))
    if family.mass:
        for value in range(family.first, 9):
            assert family.mass(DOUBLES, value, *given) == pytest.approx(frozen.pmf(value))
    for power in range(1, min(_MOMENTS.get(name, 5), 4) + 1):
        if family.moment:
            assert family.moment(DOUBLES, power, *given) == pytest.approx(frozen.moment(power))
    if name in _MOMENTS:
        with pytest.raises(Meaningless, match="does not exist"):
            own.moment(DOUBLES, _MOMENTS[name] + 1)
    for x in (0.2, 0.7, 0.98):
        if family.density:
            assert family.density(DOUBLES, *given)(x) == pytest.approx(frozen.pdf(x))
        if family.below:
            assert family.below(DOUBLES, x, *given) == pytest.approx(frozen.cdf(x))


@together(("name", "s"), product(FROZEN, (0.37, 1.9, -0.8)))
def test_a_characteristic_function_is_the_mean_of_turns(name: str, s: float) -> None:
    frozen = FROZEN[name]()
    own = law_of("X", frozen)
    if not own.has_transform:
        return
    if hasattr(frozen.dist, "pmf") and not hasattr(frozen.dist, "pdf"):
        values = np.arange(-1, 100)
        expected = complex((frozen.pmf(values) * np.exp(1j * s * values)).sum())
    elif name == "Cauchy":
        half = scipy.integrate.quad(scipy.stats.cauchy(0, frozen.args[1]).pdf, 0, np.inf, weight="cos", wvar=abs(s))
        expected = 2 * half[0] * cmath.exp(1j * s * frozen.args[0])
    else:
        parts = [frozen.expect(lambda x, f=f: f(s * x), limit=200) for f in (np.cos, np.sin)]
        expected = complex(*parts)
    real, imaginary = own.transform(DOUBLES, s)
    assert cmath.isclose(complex(real, imaginary), expected, abs_tol=1e-7)


BAD: dict[str, tuple[Any, str]] = {
    "sum": ({1: 0.5, 2: 0.4}, "add up to 0.9, not to 1"),
    "negative": ({1: 1.5, 2: -0.5}, "no dict of values with their probabilities"),
    "empty": ({}, "no dict of values with their probabilities"),
    "unknown": (lambda: scipy.stats.levy(), "SciPy's 'levy'. Known here are"),
    "moved": (lambda: scipy.stats.poisson(2, loc=1), "no distribution that is known here"),
    "no variance": (lambda: scipy.stats.norm(0, 0), "no normal distribution with μ = 0, σ² = 0"),
}


@pytest.mark.parametrize("which", BAD)
def test_what_is_no_distribution_is_told(which: str) -> None:
    value, said = BAD[which]
    with pytest.raises(NotationError, match=said):
        law_of("X", value() if callable(value) else value)


def test_a_sample_of_scipy_is_a_table() -> None:
    found = law_of("X", scipy.stats.rv_discrete(values=((1, 2, 5), (0.2, 0.3, 0.5))))
    assert found.outcomes == (1, 2, 5)
    assert found.probabilities == pytest.approx((0.2, 0.3, 0.5))


def test_scipy_in_a_notation() -> None:
    def measured(rng: np.random.Generator) -> Any:
        while True:
            mean, sigma = float(rng.normal()), float(rng.uniform(0.5, 2))
            yield {
                "X": ("测量", scipy.stats.norm(mean, sigma)),
                "Y_i": ("样本", ("iid", scipy.stats.norm(mean, sigma))),
                r"\mu": ("均值", mean),
                r"\sigma": ("标准差", sigma),
            }

    assert verdict(r"X \sim \mathcal N(\mu, \sigma^2)", measured, 6).kind == "holds"
    assert verdict(r"X \sim \mathcal N(\mu, 2\sigma^2)", measured, 6).kind == "fails"
    assert verdict(r"Y_1 + Y_2 \sim \mathcal N(2\mu, 2\sigma^2)", measured, 6).kind == "holds"
    assert verdict(r"Y_1 + Y_1 \sim \mathcal N(2\mu, 2\sigma^2)", measured, 6).kind == "fails"


SYMBOLS = {
    "μ, a, b": "实数", "σ, λ": "正数", "n": "正整数 1..6", "p": "概率", "t": "非负数",
    "X": "随机变量 ~ N(μ, σ²)", "Y, Z": "随机变量", "T": "随机变量 ~ 指数分布(λ)", "S": "~ B(n, p)",
    "W_i": "random variable ~ Normal(μ, σ^2)",
}  # fmt: skip


@pytest.mark.parametrize(
    ("expected", "tex"),
    [
        ("holds", r"X \sim \mathcal N(\mu, \sigma^2)"),
        ("fails", r"X \sim \mathcal N(\mu, \sigma)"),
        ("holds", r"\operatorname{Var}(aY + b) = a^2\operatorname{Var}(Y)"),
        ("fails", r"\operatorname{Var}(aY + b) = a\operatorname{Var}(Y)"),
        ("holds", r"\operatorname{Var}(Y + Z) = \operatorname{Var}(Y) + \operatorname{Var}(Z)"),
        ("fails", r"E[Y^2] = E[Y]^2"),
        ("holds", r"P(T > t) = e^{-\lambda t}"),
        ("holds", r"E[S] = np"),
        ("holds", r"\frac{1}{n}\sum_{i=1}^n W_i \sim \mathcal N\left(\mu, \frac{\sigma^2}{n}\right)"),
        ("fails", r"\frac{1}{n}\sum_{i=1}^n W_i \sim \mathcal N\left(\mu, \frac{\sigma^2}{n^2}\right)"),
    ],
)
def test_declared_without_a_program(expected: str, tex: str) -> None:
    assert verdict(tex, notation(SYMBOLS), 30).kind == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("随机变量 ~ N(μ)", r"N\(μ, σ²\) has 2 parameters, and 1 are said"),
        (
            "随机变量 ~ Gamma(1, 2)",
            r"means two things.*Write '伽马分布\(形状 α, 率 β\)' or '伽马分布\(形状 α, 尺度 β\)'",
        ),
        ("~ Geometric(0.5)", r"means two things.*Write 'Geometric\(p\) from 1' or 'Geometric\(p\) from 0'"),
        ("~ N(0, 1), 从 0 起", "more of the distribution than there is to say"),
        ("~ Gamma(shape 2, rate 0)", "no gamma distribution with"),
        ("随机变量 ~ Lévy(0, 1)", "is not known here. Known are Bernoulli"),
        ("随机变量 ~ 3", "says no distribution"),
        ("实数 ~ N(0, 1)", "实数 has no distribution"),
        ("随机变量 ~ N(0, -1)", "no normal distribution"),
    ],
)
def test_what_is_said_of_no_distribution_is_told(text: str, said: str) -> None:
    with pytest.raises(NotationError, match=said):
        verdict("E[X] = 0", notation({"X": text}), 2)


@together(
    ("text", "theirs"),
    [
        ("~ 正态(0, 4)", lambda: scipy.stats.norm(0, 2)),
        ("泊松分布(2)", lambda: scipy.stats.poisson(2)),
        ("标准正态分布", lambda: scipy.stats.norm(0, 1)),
        ("standard normal", lambda: scipy.stats.norm(0, 1)),
        ("random variable ~ standard Cauchy", lambda: scipy.stats.cauchy(0, 1)),
        ("X ~ N(0, 1)", lambda: scipy.stats.norm(0, 1)),
        ("随机变量 X 服从 Beta(2, 3)", lambda: scipy.stats.beta(2, 3)),
        ("随机变量 ~ Gamma(形状2, 率4)", lambda: scipy.stats.gamma(2, scale=0.25)),
        ("random variable ~ Gamma(scale 0.25, shape 2)", lambda: scipy.stats.gamma(2, scale=0.25)),
        ("几何分布(0.5), 从 1 起", lambda: scipy.stats.geom(0.5)),
        ("Geometric(0.5) from 0", lambda: scipy.stats.nbinom(1, 0.5)),
        ("~ 负二项(3, 0.5), 从 0 起", lambda: scipy.stats.nbinom(3, 0.5)),
        ("超几何分布(总数 20, 其中 7, 抽取 5)", lambda: scipy.stats.hypergeom(20, 7, 5)),
        ("discrete uniform(1, 6)", lambda: scipy.stats.randint(1, 7)),
        ("~ Weibull(shape 2, scale 3)", lambda: scipy.stats.weibull_min(2, scale=3)),
        ("~ Student t(5)", lambda: scipy.stats.t(5)),
        ("~ \\chi^2(3)", lambda: scipy.stats.chi2(3)),
    ],
)
def test_a_distribution_is_said_in_words(text: str, theirs: Callable[[], Any]) -> None:
    drawn = next(notation({"X": text})(np.random.default_rng(1)))["X"][1]
    own, expected = law_of("X", drawn), law_of("X", theirs())
    assert own.family == expected.family
    assert own.parameters == pytest.approx(expected.parameters)


def test_words_for_a_range_are_no_distribution() -> None:
    assert split_law("正数 (0, 1)") == ("正数 (0, 1)", None)
    assert split_law("real (0, 1)") == ("real (0, 1)", None)
    assert not says_law("1 ~ n")


@pytest.mark.parametrize("table", [{(0, 1): 1.0, 2: 0.0}, {(0, 1, 2): 1.0}, 3])
def test_several_variables_at_once_are_a_table_of_as_many_numbers(table: Any) -> None:
    def pair(rng: np.random.Generator) -> Any:
        while True:
            yield {"(X, Y)": ("一对", table)}

    with pytest.raises(NotationError, match="dict of tuples with their probabilities"):
        verdict("E[X] = 0", pair, 2)


def test_a_law_of_the_engine_stays_what_it_is() -> None:
    normal = next(row for row in FAMILIES if row.name == "normal")
    assert law_of("X", law(normal, 0.0, 1.0)) == Law(normal, (0.0, 1.0))
