"""The families of distributions that have a density: see `distributions.py`.

Source: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions (1994).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from yansuan.family import Density, Family, at_nought, gamma, must_exist, pi, root, turn

if TYPE_CHECKING:
    from yansuan.check.fields import Field


# ---- Normal, log-normal


def _of_normal(numbers: Field, s: Any, mean: Any, variance: Any) -> tuple[Any, Any]:
    return turn(numbers, numbers.apply("exp", numbers.divide(-variance * s * s, 2)), mean * s)


def _density_of_normal(numbers: Field, mean: Any, variance: Any) -> Density:
    twice, below = 2 * variance, root(numbers, 2 * pi(numbers) * variance)

    def density(x: Any) -> Any:
        return numbers.divide(numbers.apply("exp", numbers.divide(-(x - mean) * (x - mean), twice)), below)

    return density


def _below_of_normal(numbers: Field, x: Any, mean: Any, variance: Any) -> Any:
    return numbers.divide(numbers.apply("erfc", numbers.divide(mean - x, root(numbers, 2 * variance))), 2)


def _moment_of_normal(numbers: Field, k: int, mean: Any, variance: Any) -> Any:
    before, here = 1, mean  # E X^(k+1) = μ E X^k + k σ² E X^(k−1)
    for n in range(1, k):
        before, here = here, mean * here + n * variance * before
    return here


def _density_of_log_normal(numbers: Field, mean: Any, variance: Any) -> Density:
    normal = _density_of_normal(numbers, mean, variance)
    return lambda x: numbers.divide(normal(numbers.apply("ln", x)), x)


def _below_of_log_normal(numbers: Field, x: Any, mean: Any, variance: Any) -> Any:
    return _below_of_normal(numbers, numbers.apply("ln", x), mean, variance)


def _moment_of_log_normal(numbers: Field, k: int, mean: Any, variance: Any) -> Any:
    return numbers.apply("exp", k * mean + numbers.divide(k * k * variance, 2))


def _spread_of_log_normal(mean: float, variance: float) -> float:
    return math.sqrt(math.expm1(variance)) * math.exp(mean + variance / 2)


# ---- Exponential, gamma, chi-squared, Weibull, Rayleigh


def _of_exponential(numbers: Field, s: Any, rate: Any) -> tuple[Any, Any]:
    below = rate * rate + s * s  # λ/(λ − is)
    return numbers.divide(rate * rate, below), numbers.divide(rate * s, below)


def _density_of_exponential(numbers: Field, rate: Any) -> Density:
    return lambda x: rate * numbers.apply("exp", -rate * x)


def _moment_of_exponential(numbers: Field, k: int, rate: Any) -> Any:
    return numbers.divide(math.factorial(k), numbers.power(rate, k))


def _of_gamma(numbers: Field, s: Any, shape: Any, rate: Any) -> tuple[Any, Any]:
    slope = numbers.divide(s, rate)  # (1 − is/β)^(−α)
    size = numbers.power(1 + slope * slope, numbers.divide(-shape, 2))
    return turn(numbers, size, shape * numbers.apply("arctan", slope))


def _density_of_gamma(numbers: Field, shape: Any, rate: Any) -> Density:
    log = shape * numbers.apply("ln", rate) - numbers.log_gamma(shape)
    return lambda x: numbers.power(x, shape - 1) * numbers.apply("exp", log - rate * x)


def _moment_of_gamma(numbers: Field, k: int, shape: Any, rate: Any) -> Any:
    value: Any = 1
    for n in range(k):
        value = value * numbers.divide(shape + n, rate)
    return value


def _as_gamma(function: Callable[..., Any]) -> Callable[..., Any]:
    """What a gamma distribution has, of χ²(k), which is that of shape k/2 and rate 1/2."""

    def of_chi_squared(numbers: Field, x: Any, degrees: Any) -> Any:
        return function(numbers, x, numbers.divide(degrees, 2), numbers.divide(1, 2))

    return of_chi_squared


def _density_of_chi_squared(numbers: Field, degrees: Any) -> Density:
    return _density_of_gamma(numbers, numbers.divide(degrees, 2), numbers.divide(1, 2))


def _density_of_weibull(numbers: Field, shape: Any, scale: Any) -> Density:
    def density(x: Any) -> Any:
        ratio = numbers.divide(x, scale)
        above = numbers.power(ratio, shape - 1) * numbers.apply("exp", -numbers.power(ratio, shape))
        return numbers.divide(shape * above, scale)

    return density


def _below_of_weibull(numbers: Field, x: Any, shape: Any, scale: Any) -> Any:
    return 1 - numbers.apply("exp", -numbers.power(numbers.divide(x, scale), shape))


def _moment_of_weibull(numbers: Field, k: int, shape: Any, scale: Any) -> Any:
    return numbers.power(scale, k) * gamma(numbers, 1 + numbers.divide(k, shape))


def _spread_of_weibull(shape: float, scale: float) -> float:
    return scale * math.sqrt(math.gamma(1 + 2 / shape) - math.gamma(1 + 1 / shape) ** 2)


def _density_of_rayleigh(numbers: Field, sigma: Any) -> Density:
    twice, square = 2 * sigma * sigma, sigma * sigma
    return lambda x: numbers.divide(x * numbers.apply("exp", numbers.divide(-x * x, twice)), square)


def _below_of_rayleigh(numbers: Field, x: Any, sigma: Any) -> Any:
    return 1 - numbers.apply("exp", numbers.divide(-x * x, 2 * sigma * sigma))


def _moment_of_rayleigh(numbers: Field, k: int, sigma: Any) -> Any:
    return numbers.power(sigma, k) * numbers.power(2, numbers.divide(k, 2)) * gamma(numbers, 1 + numbers.divide(k, 2))


# ---- Uniform, beta


def _of_uniform(numbers: Field, s: Any, low: Any, high: Any) -> tuple[Any, Any]:
    width = s * (high - low)
    real = numbers.divide(numbers.apply("sin", s * high) - numbers.apply("sin", s * low), width)
    return real, numbers.divide(numbers.apply("cos", s * low) - numbers.apply("cos", s * high), width)


def _density_of_uniform(numbers: Field, low: Any, high: Any) -> Density:
    density = numbers.divide(1, high - low)
    return lambda x: density


def _moment_of_uniform(numbers: Field, k: int, low: Any, high: Any) -> Any:
    total: Any = 0  # of which b^(k+1) − a^(k+1) over b − a is the sum, so that nothing cancels but signs
    for j in range(k + 1):
        total = total + (numbers.power(low, j) if j else 1) * (numbers.power(high, k - j) if k - j else 1)
    return numbers.divide(total, k + 1)


def _one_over_beta(numbers: Field, a: Any, b: Any) -> Any:
    """1/B(a, b)."""
    log = numbers.log_gamma(a + b) - numbers.log_gamma(a) - numbers.log_gamma(b)
    return numbers.apply("exp", log)


def _density_of_beta(numbers: Field, a: Any, b: Any) -> Density:
    factor = _one_over_beta(numbers, a, b)
    return lambda x: factor * numbers.power(x, a - 1) * numbers.power(1 - x, b - 1)


def _moment_of_beta(numbers: Field, k: int, a: Any, b: Any) -> Any:
    value: Any = 1
    for n in range(k):
        value = value * numbers.divide(a + n, a + b + n)
    return value


# ---- Laplace, logistic


def _by_central(numbers: Field, k: int, center: Any, central: Callable[[int], Any]) -> Any:
    """E X^k of what is symmetric around a center, from the even moments around it."""
    total: Any = 0
    for j in range(0, k + 1, 2):
        total = total + math.comb(k, j) * numbers.power(center, k - j) * (central(j) if j else 1)
    return total


def _of_laplace(numbers: Field, s: Any, mean: Any, scale: Any) -> tuple[Any, Any]:
    return turn(numbers, numbers.divide(1, 1 + scale * scale * s * s), mean * s)


def _density_of_laplace(numbers: Field, mean: Any, scale: Any) -> Density:
    def density(x: Any) -> Any:
        farther = numbers.apply("exp", -numbers.divide(numbers.absolute(x - mean), scale))
        return numbers.divide(farther, 2 * scale)

    return density


def _below_of_laplace(numbers: Field, x: Any, mean: Any, scale: Any) -> Any:
    farther = numbers.apply("exp", -numbers.divide(numbers.absolute(x - mean), scale))
    return numbers.divide(1 + numbers.sign(x - mean) * (1 - farther), 2)


def _moment_of_laplace(numbers: Field, k: int, mean: Any, scale: Any) -> Any:
    return _by_central(numbers, k, mean, lambda j: math.factorial(j) * numbers.power(scale, j))


def _of_logistic(numbers: Field, s: Any, mean: Any, scale: Any) -> tuple[Any, Any]:
    angle = pi(numbers) * scale * s
    return turn(numbers, numbers.divide(angle, numbers.apply("sinh", angle)), mean * s)


def _density_of_logistic(numbers: Field, mean: Any, scale: Any) -> Density:
    def density(x: Any) -> Any:
        cosh = numbers.apply("cosh", numbers.divide(x - mean, 2 * scale))
        return numbers.divide(1, 4 * scale * cosh * cosh)

    return density


def _below_of_logistic(numbers: Field, x: Any, mean: Any, scale: Any) -> Any:
    return numbers.divide(1, 1 + numbers.apply("exp", numbers.divide(mean - x, scale)))


def _moment_of_logistic(numbers: Field, k: int, mean: Any, scale: Any) -> Any:
    def central(j: int) -> Any:  # (2^j − 2) |B_j| (πs)^j
        factor = (2**j - 2) * abs(_bernoulli(j))
        return numbers.divide(factor.numerator * numbers.power(pi(numbers) * scale, j), factor.denominator)

    return _by_central(numbers, k, mean, central)


def _bernoulli(n: int) -> Fraction:
    """Bernoulli's number B_n."""
    found = [Fraction(1)]
    for m in range(1, n + 1):
        found.append(-sum((math.comb(m + 1, j) * one for j, one in enumerate(found)), Fraction(0)) / (m + 1))
    return found[n]


# ---- Cauchy, Student's t, F, Pareto: with heavy tails


def _of_cauchy(numbers: Field, s: Any, center: Any, scale: Any) -> tuple[Any, Any]:
    return turn(numbers, numbers.apply("exp", -scale * numbers.absolute(s)), center * s)


def _density_of_cauchy(numbers: Field, center: Any, scale: Any) -> Density:
    return lambda x: numbers.divide(scale, pi(numbers) * (scale * scale + (x - center) * (x - center)))


def _below_of_cauchy(numbers: Field, x: Any, center: Any, scale: Any) -> Any:
    angle = numbers.apply("arctan", numbers.divide(x - center, scale))
    return numbers.divide(1, 2) + numbers.divide(angle, pi(numbers))


def _moment_of_cauchy(numbers: Field, k: int, *_: Any) -> Any:
    must_exist(k, 1)


def _density_of_t(numbers: Field, degrees: Any) -> Density:
    half = numbers.divide(1, 2)
    factor = numbers.divide(_one_over_beta(numbers, half, numbers.divide(degrees, 2)), root(numbers, degrees))
    power = numbers.divide(degrees + 1, 2)
    return lambda x: numbers.divide(factor, numbers.power(1 + numbers.divide(x * x, degrees), power))


def _moment_of_t(numbers: Field, k: int, degrees: Any) -> Any:
    must_exist(k, degrees)
    value: Any = 0 if k % 2 else 1
    for n in range(1, k // 2 + 1):
        value = value * numbers.divide((2 * n - 1) * degrees, degrees - 2 * n)
    return value


def _center_of_f(above: float, below: float) -> float:
    return below / (below - 2) if below > 2 else 1.0


def _spread_of_f(above: float, below: float) -> float:
    if below <= 4:
        return 1.0
    return math.sqrt(2 * below**2 * (above + below - 2) / (above * (below - 2) ** 2 * (below - 4)))


def _density_of_f(numbers: Field, above: Any, below: Any) -> Density:
    m, n = numbers.divide(above, 2), numbers.divide(below, 2)
    ratio = numbers.divide(above, below)
    factor = _one_over_beta(numbers, m, n) * numbers.power(ratio, m)
    return lambda x: numbers.divide(factor * numbers.power(x, m - 1), numbers.power(1 + ratio * x, m + n))


def _moment_of_f(numbers: Field, k: int, above: Any, below: Any) -> Any:
    must_exist(k, numbers.divide(below, 2))
    value: Any = 1
    for n in range(k):
        value = value * numbers.divide(below * (above + 2 * n), above * (below - 2 - 2 * n))
    return value


def _density_of_pareto(numbers: Field, shape: Any, least: Any) -> Density:
    return lambda x: numbers.divide(shape * numbers.power(numbers.divide(least, x), shape), x)


def _below_of_pareto(numbers: Field, x: Any, shape: Any, least: Any) -> Any:
    return 1 - numbers.power(numbers.divide(least, x), shape)


def _moment_of_pareto(numbers: Field, k: int, shape: Any, least: Any) -> Any:
    must_exist(k, shape)
    return numbers.divide(shape * numbers.power(least, k), shape - k)


def _center_of_pareto(shape: float, least: float) -> float:
    return float(least * (shape / (shape - 1) if shape > 1 else 2 ** (1 / shape)))


def _spread_of_pareto(shape: float, least: float) -> float:
    if shape > 2:
        return least / (shape - 1) * math.sqrt(shape / (shape - 2))
    return float(least * (4 ** (1 / shape) - (4 / 3) ** (1 / shape)) / 2)


def _positive(*given: float) -> bool:
    return all(one > 0 for one in given)


def _second_positive(first: float, second: float) -> bool:
    return second > 0


def _to_infinity(*_: Any) -> tuple[Any, Any]:
    return 0, None


CONTINUOUS: tuple[Family, ...] = (
    Family(
        "normal", (r"\mathcal{N}", "N", r"\operatorname{N}", r"\operatorname{Normal}"), ("μ", "σ²"),
        holds=_second_positive, center=lambda mean, variance: mean,
        spread=lambda mean, variance: math.sqrt(variance), transform=_of_normal, density=_density_of_normal,
        below=_below_of_normal, moment=_moment_of_normal, scipy=("norm", lambda loc, scale, **_: (loc, scale**2)),
    ),
    Family(
        "exponential", (r"\operatorname{Exp}", r"\operatorname{Exponential}"), ("λ",),
        holds=_positive, center=lambda rate: 1 / rate, spread=lambda rate: 1 / rate,
        transform=_of_exponential, density=_density_of_exponential,
        ends=_to_infinity, below=lambda numbers, x, rate: 1 - numbers.apply("exp", -rate * x),
        moment=_moment_of_exponential,
        scipy=("expon", lambda loc, scale, **_: (at_nought(1 / scale, loc),)),
    ),
    Family(
        "uniform", ("U", r"\operatorname{U}", r"\mathcal{U}", r"\operatorname{Uniform}", r"\operatorname{Unif}"),
        ("a", "b"), holds=lambda low, high: low < high, center=lambda low, high: (low + high) / 2,
        spread=lambda low, high: (high - low) / math.sqrt(12), transform=_of_uniform,
        density=_density_of_uniform, ends=lambda low, high: (low, high),
        below=lambda numbers, x, low, high: numbers.divide(x - low, high - low), moment=_moment_of_uniform,
        scipy=("uniform", lambda loc, scale, **_: (loc, loc + scale)),
    ),
    Family(
        "chi-squared", (r"\chi^2",), ("k",), holds=_positive, center=lambda k: k,
        spread=lambda k: math.sqrt(2 * k), transform=_as_gamma(_of_gamma), density=_density_of_chi_squared,
        ends=_to_infinity, moment=_as_gamma(_moment_of_gamma),
        scipy=("chi2", lambda df, loc, scale, **_: (at_nought(df, loc, scale),)),
    ),
    Family(
        "gamma", (), ("α", "β"), holds=_positive, center=lambda shape, rate: shape / rate,
        spread=lambda shape, rate: math.sqrt(shape) / rate, transform=_of_gamma, density=_density_of_gamma,
        ends=_to_infinity, moment=_moment_of_gamma,
        scipy=("gamma", lambda a, loc, scale, **_: (a, at_nought(1 / scale, loc))),
    ),
    Family(
        "beta", (r"\operatorname{Beta}", r"\operatorname{Be}"), ("a", "b"), holds=_positive,
        center=lambda a, b: a / (a + b), spread=lambda a, b: math.sqrt(a * b / (a + b + 1)) / (a + b),
        density=_density_of_beta, ends=lambda a, b: (0, 1), moment=_moment_of_beta,
        scipy=("beta", lambda a, b, loc, scale, **_: (a, at_nought(b, loc, scale))),
    ),
    Family(
        "Student's t", ("t",), ("ν",), holds=_positive, center=lambda degrees: 0.0,
        spread=lambda degrees: math.sqrt(degrees / (degrees - 2)) if degrees > 2 else 1.0,
        density=_density_of_t, moment=_moment_of_t,
        scipy=("t", lambda df, loc, scale, **_: (at_nought(df, loc, scale),)),
    ),
    Family(
        "F", ("F",), ("m", "n"), holds=_positive, center=_center_of_f, spread=_spread_of_f, density=_density_of_f,
        ends=_to_infinity, moment=_moment_of_f,
        scipy=("f", lambda dfn, dfd, loc, scale, **_: (dfn, at_nought(dfd, loc, scale))),
    ),
    Family(
        "Cauchy", (r"\operatorname{Cauchy}",), ("x₀", "γ"), holds=_second_positive, center=lambda x, scale: x,
        spread=lambda x, scale: scale, transform=_of_cauchy, density=_density_of_cauchy, below=_below_of_cauchy,
        moment=_moment_of_cauchy, scipy=("cauchy", lambda loc, scale, **_: (loc, scale)),
    ),
    Family(
        "Laplace", (r"\operatorname{Laplace}",), ("μ", "b"), holds=_second_positive, center=lambda mean, scale: mean,
        spread=lambda mean, scale: math.sqrt(2) * scale, transform=_of_laplace, density=_density_of_laplace,
        below=_below_of_laplace, moment=_moment_of_laplace, scipy=("laplace", lambda loc, scale, **_: (loc, scale)),
    ),
    Family(
        "logistic", (r"\operatorname{Logistic}",), ("μ", "s"), holds=_second_positive,
        center=lambda mean, scale: mean, spread=lambda mean, scale: math.pi * scale / math.sqrt(3),
        transform=_of_logistic, density=_density_of_logistic, below=_below_of_logistic, moment=_moment_of_logistic,
        scipy=("logistic", lambda loc, scale, **_: (loc, scale)),
    ),
    Family(
        "log-normal", (r"\operatorname{LogNormal}", r"\operatorname{Lognormal}"), ("μ", "σ²"), holds=_second_positive,
        center=lambda mean, variance: math.exp(mean + variance / 2), spread=_spread_of_log_normal,
        density=_density_of_log_normal, ends=_to_infinity, below=_below_of_log_normal, moment=_moment_of_log_normal,
        scipy=("lognorm", lambda s, loc, scale, **_: (at_nought(math.log(scale), loc), s**2)),
    ),
    Family(
        "Weibull", (), ("k", "λ"), holds=_positive,
        center=lambda shape, scale: scale * math.gamma(1 + 1 / shape), spread=_spread_of_weibull,
        density=_density_of_weibull, ends=_to_infinity, below=_below_of_weibull, moment=_moment_of_weibull,
        scipy=("weibull_min", lambda c, loc, scale, **_: (c, at_nought(scale, loc))),
    ),
    Family(
        "Rayleigh", (r"\operatorname{Rayleigh}",), ("σ",), holds=_positive,
        center=lambda sigma: sigma * math.sqrt(math.pi / 2), spread=lambda sigma: sigma * math.sqrt(2 - math.pi / 2),
        density=_density_of_rayleigh, ends=_to_infinity, below=_below_of_rayleigh, moment=_moment_of_rayleigh,
        scipy=("rayleigh", lambda loc, scale, **_: (at_nought(scale, loc),)),
    ),
    Family(
        "Pareto", (), ("α", "m"), holds=_positive, center=_center_of_pareto, spread=_spread_of_pareto,
        density=_density_of_pareto, ends=lambda shape, least: (least, None), below=_below_of_pareto,
        moment=_moment_of_pareto, scipy=("pareto", lambda b, loc, scale, **_: (b, at_nought(scale, loc))),
    ),
)  # fmt: skip
