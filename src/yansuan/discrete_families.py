"""The families of distributions that have whole numbers as values: see `distributions.py`.

Source: Johnson, Kotz & Kemp, Univariate Discrete Distributions (1992).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from yansuan.family import Family, at_nought, turn, whole

if TYPE_CHECKING:
    from yansuan.check.fields import Field

_MOST_ATOMS = 5_000
_FACTORIAL = 300  # up to which a factorial is a number that is computed


def _complement(p: Any) -> Any:
    return 1 - p


def _binomial(numbers: Field, n: Any, p: Any) -> list[tuple[Any, Any]]:
    n = whole(n)
    if n > _MOST_ATOMS:
        raise ValueError(f"a binomial distribution of {n} is too large")
    return [
        (k, math.comb(n, k) * numbers.power(p, k) * numbers.power(_complement(p), n - k))
        if 0 < k < n
        else (k, numbers.power(p if k else _complement(p), n) if n else 1)
        for k in range(n + 1)
    ]


def _hypergeometric(numbers: Field, *given: Any) -> list[tuple[Any, Any]]:
    all_, marked, drawn = map(whole, given)
    values = range(max(0, drawn - (all_ - marked)), min(marked, drawn) + 1)
    if len(values) > _MOST_ATOMS:
        raise ValueError(f"a hypergeometric distribution of {len(values)} values is too large")
    ways = math.comb(all_, drawn)
    return [(k, numbers.divide(math.comb(marked, k) * math.comb(all_ - marked, drawn - k), ways)) for k in values]


def _discrete_uniform(numbers: Field, *given: Any) -> list[tuple[Any, Any]]:
    low, high = map(whole, given)
    if high - low >= _MOST_ATOMS:
        raise ValueError(f"a discrete uniform distribution of {high - low + 1} values is too large")
    return [(k, numbers.divide(1, high - low + 1)) for k in range(low, high + 1)]


def _power(real: Any, imaginary: Any, times: int) -> tuple[Any, Any]:
    """A whole power of a complex number in parts."""
    result: tuple[Any, Any] = (1, 0)
    for _ in range(times):
        result = result[0] * real - result[1] * imaginary, result[0] * imaginary + result[1] * real
    return result


def _of_bernoulli(numbers: Field, s: Any, p: Any) -> tuple[Any, Any]:
    return _complement(p) + p * numbers.apply("cos", s), p * numbers.apply("sin", s)


def _of_binomial(numbers: Field, s: Any, n: Any, p: Any) -> tuple[Any, Any]:
    return _power(*_of_bernoulli(numbers, s, p), whole(n))


def _of_poisson(numbers: Field, s: Any, rate: Any) -> tuple[Any, Any]:
    size = numbers.apply("exp", rate * (numbers.apply("cos", s) - 1))
    return turn(numbers, size, rate * numbers.apply("sin", s))


def _mass_of_poisson(numbers: Field, k: int, rate: Any) -> Any:
    if k <= _FACTORIAL:
        return numbers.divide(numbers.apply("exp", -rate) * numbers.power(rate, k), math.factorial(k))
    return numbers.apply("exp", k * numbers.apply("ln", rate) - rate - numbers.log_gamma(k + 1))


def _of_negative_binomial(numbers: Field, s: Any, n: Any, p: Any) -> tuple[Any, Any]:
    q = _complement(p)  # (p/(1 − qe^{is}))^n; the real part of what is below is positive
    real, imaginary = 1 - q * numbers.apply("cos", s), -q * numbers.apply("sin", s)
    size = numbers.power(numbers.divide(p * p, real * real + imaginary * imaginary), numbers.divide(n, 2))
    return turn(numbers, size, -n * numbers.apply("arctan", numbers.divide(imaginary, real)))


def _of_geometric(numbers: Field, s: Any, p: Any) -> tuple[Any, Any]:
    real, imaginary = _of_negative_binomial(numbers, s, 1, p)
    cos, sin = turn(numbers, 1, s)
    return real * cos - imaginary * sin, real * sin + imaginary * cos


def _mass_of_negative_binomial(numbers: Field, k: int, n: Any, p: Any) -> Any:
    if isinstance(n, int) and k <= _FACTORIAL:
        ways: Any = math.comb(n + k - 1, k)
    else:
        log = numbers.log_gamma(n + k) - numbers.log_gamma(n) - numbers.log_gamma(k + 1)
        ways = numbers.apply("exp", log)
    return ways * numbers.power(p, n) * numbers.power(_complement(p), k)


def _by_falling(k: int, falling: Callable[[int], Any]) -> Any:
    """E X^k from E X(X − 1)…(X − j + 1), which `falling` gives."""
    stirling = [1]  # S(n, j) = j S(n − 1, j) + S(n − 1, j − 1)
    for n in range(k):
        more = [*stirling, 0]
        stirling = [j * more[j] + (more[j - 1] if j else 0) for j in range(n + 2)]
    total: Any = 0
    for j, ways in enumerate(stirling):
        if ways:
            total = total + ways * (falling(j) if j else 1)
    return total


def _moment_of_poisson(numbers: Field, k: int, rate: Any) -> Any:
    return _by_falling(k, lambda j: numbers.power(rate, j))


def _moment_of_geometric(numbers: Field, k: int, p: Any) -> Any:
    return _by_falling(
        k,
        lambda j: numbers.divide(math.factorial(j) * numbers.power(_complement(p), j - 1), numbers.power(p, j)),
    )


def _moment_of_negative_binomial(numbers: Field, k: int, n: Any, p: Any) -> Any:
    def falling(j: int) -> Any:
        value: Any = 1
        for one in range(j):
            value = value * (n + one)
        return value * numbers.power(numbers.divide(_complement(p), p), j)

    return _by_falling(k, falling)


def _unit(p: float, *_: float) -> bool:
    return 0 <= p <= 1


def _are_whole(*given: float) -> bool:
    return all(one == int(one) for one in given)


def _spread_of_hypergeometric(all_: float, marked: float, drawn: float) -> float:
    share = marked / all_
    return math.sqrt(drawn * share * (1 - share) * (all_ - drawn) / max(all_ - 1, 1))


DISCRETE: tuple[Family, ...] = (
    Family(
        "Bernoulli", (r"\operatorname{Bernoulli}", r"\operatorname{Ber}", r"\operatorname{Bern}"), ("p",),
        holds=_unit, center=lambda p: p, spread=lambda p: math.sqrt(p * (1 - p)), transform=_of_bernoulli,
        atoms=lambda numbers, p: [(0, _complement(p)), (1, p)],
        scipy=("bernoulli", lambda p, loc=0, **_: (at_nought(p, loc),)),
    ),
    Family(
        "binomial", (r"B", r"\operatorname{B}", r"\operatorname{Bin}", r"\operatorname{Binomial}", r"\mathcal{B}"),
        ("n", "p"), holds=lambda n, p: n >= 0 and n == int(n) and 0 <= p <= 1,
        center=lambda n, p: n * p, spread=lambda n, p: math.sqrt(n * p * (1 - p)), transform=_of_binomial,
        atoms=_binomial, scipy=("binom", lambda n, p, loc=0, **_: (int(n), at_nought(p, loc))),
    ),
    Family(
        "Poisson", (r"\operatorname{Poisson}", r"\operatorname{Pois}", r"\operatorname{Po}", r"\mathcal{P}"), ("λ",),
        holds=lambda rate: rate > 0, center=lambda rate: rate, spread=math.sqrt,
        transform=_of_poisson, mass=_mass_of_poisson, moment=_moment_of_poisson,
        scipy=("poisson", lambda mu, loc=0, **_: (at_nought(mu, loc),)),
    ),
    Family(  # the number of trials up to the first success
        "geometric", (), ("p",), holds=lambda p: 0 < p <= 1, center=lambda p: 1 / p,
        spread=lambda p: math.sqrt(1 - p) / p, transform=_of_geometric, first=1,
        mass=lambda numbers, k, p: p * numbers.power(_complement(p), k - 1), moment=_moment_of_geometric,
        scipy=("geom", lambda p, loc=0, **_: (at_nought(p, loc),)),
    ),
    Family(  # the number of failures before the n-th success
        "negative binomial", (), ("n", "p"), holds=lambda n, p: n > 0 and 0 < p <= 1,
        center=lambda n, p: n * (1 - p) / p, spread=lambda n, p: math.sqrt(n * (1 - p)) / p,
        transform=_of_negative_binomial, mass=_mass_of_negative_binomial, moment=_moment_of_negative_binomial,
        scipy=("nbinom", lambda n, p, loc=0, **_: (n, at_nought(p, loc))),
    ),
    Family(  # of N things K are marked, and n are drawn: how many of them are marked
        "hypergeometric", (), ("N", "K", "n"),
        holds=lambda all_, marked, drawn: _are_whole(all_, marked, drawn) and all_ > 0
        and 0 <= marked <= all_ and 0 <= drawn <= all_,
        center=lambda all_, marked, drawn: drawn * marked / all_, spread=_spread_of_hypergeometric,
        atoms=_hypergeometric,
        scipy=("hypergeom", lambda loc=0, **of: (int(of["M"]), int(of["n"]), int(at_nought(of["N"], loc)))),
    ),
    Family(
        "discrete uniform", (), ("a", "b"), holds=lambda low, high: _are_whole(low, high) and low <= high,
        center=lambda low, high: (low + high) / 2,
        spread=lambda low, high: math.sqrt(((high - low + 1) ** 2 - 1) / 12), atoms=_discrete_uniform,
        scipy=("randint", lambda low, high, loc=0, **_: (int(low + loc), int(high + loc) - 1)),
    ),
)  # fmt: skip
