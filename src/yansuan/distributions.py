"""Families of probability distributions, in one table: to add one is to add a row, and a test.

What a row says of a family is written for any kind of number (`check/fields.py`), so that balls and doubles compute the
same.  The reader (`tex/chances.py`) and the evaluator (`check/laws.py`, `check/chances.py`) take it from here.

Sources: Johnson, Kotz & Kemp, Univariate Discrete Distributions (1992); Johnson, Kotz & Balakrishnan, Continuous
Univariate Distributions (1994).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yansuan.check.fields import Field

_MOST_ATOMS = 5_000
_FACTORIAL = 300  # up to which a factorial is a number that is computed


@dataclass(frozen=True)
class Family:
    """A row: a family of distributions.

    Args:
        name: what messages call it.
        spellings: how a formula writes it, as heads that the reader has.
        parameters: what its arguments are called.
        holds: whether there is such a distribution, by its parameters in doubles.
        mean, deviation: of it, in doubles: where its values are, and how far apart.
        transform: its characteristic function E e^{isX} at s, as a real and an imaginary part.
        atoms: the values that it has, with their probabilities, if it has finitely many.
        mass: the probability of a whole number from `first` on, if it has infinitely many.
        first: the smallest of these.
        density: its density at x, if it has one.
        ends: between which numbers that is not 0; None for no end.
        below: the probability of what is at most x, for x between its ends.
        moment: the mean of the k-th power, if it is a formula.
        scipy: SciPy's name of it, and what its parameters are, from SciPy's.
    """

    name: str
    spellings: tuple[str, ...]
    parameters: tuple[str, ...]
    holds: Callable[..., bool]
    mean: Callable[..., float]
    deviation: Callable[..., float]
    transform: Callable[..., tuple[Any, Any]]
    atoms: Callable[..., list[tuple[Any, Any]]] | None = None
    mass: Callable[..., Any] | None = None
    first: int = 0
    density: Callable[..., Any] | None = None
    ends: Callable[..., tuple[Any, Any]] = lambda *_: (None, None)
    below: Callable[..., Any] | None = None
    moment: Callable[..., Any] | None = None
    scipy: tuple[str, Callable[..., tuple[float, ...]]] | None = None

    @property
    def tex(self) -> str:
        """How it is written."""
        return f"{self.spellings[0]}({', '.join(self.parameters)})"


def _whole(value: Any) -> int:
    number = float(value.v.real.mid()) if hasattr(value, "v") else value
    if number != int(number):
        raise ValueError(f"{number} is no whole number")
    return int(number)


def _complement(p: Any) -> Any:
    return 1 - p


def _binomial(numbers: Field, n: Any, p: Any) -> list[tuple[Any, Any]]:
    n = _whole(n)
    if n > _MOST_ATOMS:
        raise ValueError(f"a binomial distribution of {n} is too large")
    return [
        (k, math.comb(n, k) * numbers.power(p, k) * numbers.power(_complement(p), n - k))
        if 0 < k < n
        else (k, numbers.power(p if k else _complement(p), n) if n else 1)
        for k in range(n + 1)
    ]


def _power(numbers: Field, real: Any, imaginary: Any, times: int) -> tuple[Any, Any]:
    """A whole power of a complex number in parts."""
    result: tuple[Any, Any] = (1, 0)
    for _ in range(times):
        result = result[0] * real - result[1] * imaginary, result[0] * imaginary + result[1] * real
    return result


def _turn(numbers: Field, size: Any, angle: Any) -> tuple[Any, Any]:
    return size * numbers.apply("cos", angle), size * numbers.apply("sin", angle)


def _of_bernoulli(numbers: Field, s: Any, p: Any) -> tuple[Any, Any]:
    return _complement(p) + p * numbers.apply("cos", s), p * numbers.apply("sin", s)


def _of_binomial(numbers: Field, s: Any, n: Any, p: Any) -> tuple[Any, Any]:
    return _power(numbers, *_of_bernoulli(numbers, s, p), _whole(n))


def _of_poisson(numbers: Field, s: Any, rate: Any) -> tuple[Any, Any]:
    size = numbers.apply("exp", rate * (numbers.apply("cos", s) - 1))
    return _turn(numbers, size, rate * numbers.apply("sin", s))


def _mass_of_poisson(numbers: Field, k: int, rate: Any) -> Any:
    if k <= _FACTORIAL:
        return numbers.divide(numbers.apply("exp", -rate) * numbers.power(rate, k), math.factorial(k))
    return numbers.apply("exp", k * numbers.apply("ln", rate) - rate - numbers.log_factorial(k))


def _of_normal(numbers: Field, s: Any, mean: Any, variance: Any) -> tuple[Any, Any]:
    return _turn(numbers, numbers.apply("exp", numbers.divide(-variance * s * s, 2)), mean * s)


def _density_of_normal(numbers: Field, x: Any, mean: Any, variance: Any) -> Any:
    above = numbers.apply("exp", numbers.divide(-(x - mean) * (x - mean), 2 * variance))
    return numbers.divide(above, _root(numbers, 2 * numbers.constant(math.pi, "pi") * variance))


def _root(numbers: Field, x: Any) -> Any:
    return numbers.power(x, numbers.divide(1, 2))


def _below_of_normal(numbers: Field, x: Any, mean: Any, variance: Any) -> Any:
    return numbers.divide(numbers.apply("erfc", numbers.divide(mean - x, _root(numbers, 2 * variance))), 2)


def _moment_of_normal(numbers: Field, k: int, mean: Any, variance: Any) -> Any:
    before, here = 1, mean  # E X^(k+1) = μ E X^k + k σ² E X^(k−1)
    for n in range(1, k):
        before, here = here, mean * here + n * variance * before
    return here


def _moment_of_poisson(numbers: Field, k: int, rate: Any) -> Any:
    moments: list[Any] = [1]  # E X^(n+1) = λ Σ C(n, j) E X^j
    for n in range(k):
        total: Any = 0
        for j, one in enumerate(moments):
            total = total + math.comb(n, j) * one
        moments.append(rate * total)
    return moments[k]


def _moment_of_exponential(numbers: Field, k: int, rate: Any) -> Any:
    return numbers.divide(math.factorial(k), numbers.power(rate, k))


def _moment_of_uniform(numbers: Field, k: int, low: Any, high: Any) -> Any:
    total: Any = 0  # of which b^(k+1) − a^(k+1) over b − a is the sum, so that nothing cancels but signs
    for j in range(k + 1):
        total = total + (numbers.power(low, j) if j else 1) * (numbers.power(high, k - j) if k - j else 1)
    return numbers.divide(total, k + 1)


def _moment_of_chi_squared(numbers: Field, k: int, degrees: Any) -> Any:
    value: Any = 1
    for n in range(k):
        value = value * (degrees + 2 * n)
    return value


def _of_exponential(numbers: Field, s: Any, rate: Any) -> tuple[Any, Any]:
    below = rate * rate + s * s  # λ/(λ − is)
    return numbers.divide(rate * rate, below), numbers.divide(rate * s, below)


def _of_uniform(numbers: Field, s: Any, low: Any, high: Any) -> tuple[Any, Any]:
    width = s * (high - low)
    real = numbers.divide(numbers.apply("sin", s * high) - numbers.apply("sin", s * low), width)
    return real, numbers.divide(numbers.apply("cos", s * low) - numbers.apply("cos", s * high), width)


def _of_chi_squared(numbers: Field, s: Any, degrees: Any) -> tuple[Any, Any]:
    angle = numbers.apply("arctan", 2 * s)  # (1 − 2is)^(−k/2)
    size = numbers.power(1 + 4 * s * s, numbers.divide(-degrees, 4))
    return _turn(numbers, size, numbers.divide(degrees * angle, 2))


def _density_of_chi_squared(numbers: Field, x: Any, degrees: Any) -> Any:
    half = numbers.divide(degrees, 2)
    above = numbers.power(x, half - 1) * numbers.apply("exp", numbers.divide(-x, 2))
    return numbers.divide(above, numbers.power(2, half) * _gamma_of_half(numbers, _whole(degrees)))


def _gamma_of_half(numbers: Field, degrees: int) -> Any:
    """Γ(k/2)."""
    value: Any = 1 if degrees % 2 == 0 else _root(numbers, numbers.constant(math.pi, "pi"))
    for twice in range(2 - degrees % 2, degrees, 2):
        value = numbers.divide(value * twice, 2)
    return value


def _unit(p: float, *_: float) -> bool:
    return 0 <= p <= 1


FAMILIES: tuple[Family, ...] = (
    Family(
        "Bernoulli", (r"\operatorname{Bernoulli}", r"\operatorname{Ber}", r"\operatorname{Bern}"), ("p",),
        holds=_unit, mean=lambda p: p, deviation=lambda p: math.sqrt(p * (1 - p)), transform=_of_bernoulli,
        atoms=lambda numbers, p: [(0, _complement(p)), (1, p)],
        scipy=("bernoulli", lambda p, loc=0, **_: (_at_nought(p, loc),)),
    ),
    Family(
        "binomial", (r"B", r"\operatorname{B}", r"\operatorname{Bin}", r"\operatorname{Binomial}", r"\mathcal{B}"),
        ("n", "p"), holds=lambda n, p: n >= 0 and n == int(n) and 0 <= p <= 1,
        mean=lambda n, p: n * p, deviation=lambda n, p: math.sqrt(n * p * (1 - p)), transform=_of_binomial,
        atoms=_binomial, scipy=("binom", lambda n, p, loc=0, **_: (int(n), _at_nought(p, loc))),
    ),
    Family(
        "Poisson", (r"\operatorname{Poisson}", r"\operatorname{Pois}", r"\operatorname{Po}", r"\mathcal{P}"), ("λ",),
        holds=lambda rate: rate > 0, mean=lambda rate: rate, deviation=math.sqrt,
        transform=_of_poisson, mass=_mass_of_poisson, moment=_moment_of_poisson,
        scipy=("poisson", lambda mu, loc=0, **_: (_at_nought(mu, loc),)),
    ),
    Family(
        "normal", (r"\mathcal{N}", "N", r"\operatorname{N}", r"\operatorname{Normal}"), ("μ", "σ²"),
        holds=lambda mean, variance: variance > 0, mean=lambda mean, variance: mean,
        deviation=lambda mean, variance: math.sqrt(variance), transform=_of_normal, density=_density_of_normal,
        below=_below_of_normal, moment=_moment_of_normal, scipy=("norm", lambda loc, scale, **_: (loc, scale**2)),
    ),
    Family(
        "exponential", (r"\operatorname{Exp}", r"\operatorname{Exponential}"), ("λ",),
        holds=lambda rate: rate > 0, mean=lambda rate: 1 / rate, deviation=lambda rate: 1 / rate,
        transform=_of_exponential, density=lambda numbers, x, rate: rate * numbers.apply("exp", -rate * x),
        ends=lambda rate: (0, None), below=lambda numbers, x, rate: 1 - numbers.apply("exp", -rate * x),
        moment=_moment_of_exponential,
        scipy=("expon", lambda loc, scale, **_: (_at_nought(1 / scale, loc),)),
    ),
    Family(
        "uniform", ("U", r"\operatorname{U}", r"\mathcal{U}", r"\operatorname{Uniform}", r"\operatorname{Unif}"),
        ("a", "b"), holds=lambda low, high: low < high, mean=lambda low, high: (low + high) / 2,
        deviation=lambda low, high: (high - low) / math.sqrt(12), transform=_of_uniform,
        density=lambda numbers, x, low, high: numbers.divide(1, high - low), ends=lambda low, high: (low, high),
        below=lambda numbers, x, low, high: numbers.divide(x - low, high - low), moment=_moment_of_uniform,
        scipy=("uniform", lambda loc, scale, **_: (loc, loc + scale)),
    ),
    Family(
        "chi-squared", (r"\chi^2",), ("k",), holds=lambda k: k >= 1 and k == int(k), mean=lambda k: k,
        deviation=lambda k: math.sqrt(2 * k), transform=_of_chi_squared, density=_density_of_chi_squared,
        ends=lambda k: (0, None), moment=_moment_of_chi_squared,
        scipy=("chi2", lambda df, loc, scale, **_: (_at_nought(df, loc, scale),)),
    ),
)  # fmt: skip

DOUBTFUL = {
    r"\operatorname{Geom}": "it counts from 0 for some, and from 1 for others",
    r"\operatorname{Geo}": "it counts from 0 for some, and from 1 for others",
    r"\operatorname{Gamma}": "its second parameter is a rate for some, and a scale for others",
    r"\Gamma": "its second parameter is a rate for some, and a scale for others",
}


def _at_nought(value: float, loc: float, scale: float = 1.0) -> float:
    if loc != 0 or scale != 1:
        raise ValueError("it is moved by loc, or scaled")
    return value
