"""Functions and sequences that everybody knows by name: `\\varphi(n): 欧拉函数`, `P_n(x): 勒让德多项式`.

A note declares them in words, so that it needs no program for them.  Each takes whole numbers (its indices and what
counts), and numbers of any kind: doubles, and balls, for which Arb has it.

Source of the definitions: NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, by the chapter beside
each row.  To add one, add a row, and a line to `tests/check/test_known.py`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb, inf
from typing import Any

import flint
import numpy as np

from yansuan.check.balls import Ball, precision
from yansuan.check.errors import Meaningless, OutOfRange, TooLarge
from yansuan.check.logic import is_prime
from yansuan.check.values import whole_number

_BITS = 106  # for doubles: twice theirs
_COUNTED = 12  # so far an index of a sequence runs, from the first
_LARGEST = 2**53  # whole number of which the divisors are sought: beyond, a double may be another one


@dataclass(frozen=True)
class Known:
    """A function or sequence that has a name.

    Args:
        names: in Chinese and in English; the first is shown.
        whole: how many whole numbers it takes, first.
        numbers: how many numbers it takes, after these.
        value: of these.
    """

    names: tuple[str, ...]
    whole: int
    numbers: int
    value: Callable[..., Any]

    @property
    def declared(self) -> str:
        """How a note may write it."""
        if self.whole:
            return "P_n(x)" if self.numbers else "F_n"
        return "f(x)" if self.numbers == 1 else "f(x, y)"


# ---- Of whole numbers


def _of_whole(function: Callable[[Any], Any], least: int, most: float = inf) -> Callable[[Any], Any]:
    """A function of one whole number, in Arb's numbers."""

    def value(n: Any) -> Any:
        whole = whole_number(n)
        if whole > most:
            raise TooLarge(f"{whole} is too large")
        if whole < least:
            raise OutOfRange(f"it is not known at {whole}")
        found = function(flint.fmpz(whole))
        if isinstance(found, flint.fmpq):
            return Fraction(int(found.p), int(found.q)) if found.q != 1 else int(found.p)
        return int(found)

    return value


def _sign_of_prime_factors(n: flint.fmpz) -> int:
    return -1 if sum(times for _, times in n.factor()) % 2 else 1


def _primes_up_to(x: Any) -> int:
    most = int(np.floor(float(x)))
    return sum(map(is_prime, range(2, most + 1)))


def _harmonic(n: flint.fmpz) -> Any:
    return flint.fmpq.harmonic(int(n))


def _catalan(n: flint.fmpz) -> int:
    return comb(2 * int(n), int(n)) // (int(n) + 1)


def _lucas(n: flint.fmpz) -> flint.fmpz:
    return flint.fmpz.fib_ui(n + 1) * 2 - flint.fmpz.fib_ui(n)


# ---- Of numbers


def _by_arb(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of balls as one of balls and of doubles; a whole number before them is one of Arb's, too."""

    def value(*given: Any) -> Any:
        if any(isinstance(one, Ball) for one in given):
            *before, last = given
            return Ball(last).made(function(*map(_arb, before), Ball(last).v))
        if any(isinstance(one, np.ndarray) and one.ndim for one in given):
            return np.vectorize(value, otypes=[float])(*given)
        with precision(_BITS):
            found = Ball(function(*map(_arb, given)))
            if not found.is_finite:
                raise Meaningless(f"it has no value at {', '.join(f'{one:g}' for one in given)}")
            return found.double()

    return value


def _arb(value: Any) -> flint.acb:
    return value.v if isinstance(value, Ball) else flint.acb(value)


def _normal_density(x: flint.acb) -> flint.acb:
    return (-x * x / 2).exp() / (2 * flint.acb.pi()).sqrt()


def _normal_distribution(x: flint.acb) -> flint.acb:
    return (-x / flint.acb(2).sqrt()).erfc() / 2


def _step(t: Any) -> int:
    if t == 0:
        raise Meaningless("at 0 the step is 0 for some, ½ or 1 for others")
    return int(t > 0)


def _recurring(
    first: Callable[[Any], Any], following: Callable[[int, Any, Any, Any], Any]
) -> Callable[[Any, Any], Any]:
    """A family of polynomials: the one of degree 0 is 1, that of degree 1 and each next one follow.

    Args:
        first: that of degree 1, at x.
        following: that of degree n + 1, from n, x, and those of degrees n and n - 1.
    """

    def value(n: Any, x: Any) -> Any:
        degree = whole_number(n)
        if degree < 0:
            raise OutOfRange(f"there is none of degree {degree}")
        before, now = 1, first(x)
        for k in range(1, degree):
            before, now = now, following(k, x, now, before)
        return now if degree else x * 0 + 1

    return value


KNOWN: tuple[Known, ...] = (
    # Chapter 27
    Known(("欧拉函数", "欧拉 φ 函数", "Euler totient", "Euler's totient function", "totient function"), 1, 0,
          _of_whole(lambda n: n.euler_phi(), 1, _LARGEST)),
    Known(("默比乌斯函数", "莫比乌斯函数", "Möbius function", "Moebius function", "Mobius function"), 1, 0,
          _of_whole(lambda n: n.moebius_mu(), 1, _LARGEST)),
    Known(("约数个数", "约数个数函数", "除数个数", "number of divisors"), 1, 0,
          _of_whole(lambda n: n.divisor_sigma(0), 1, _LARGEST)),
    Known(("约数和", "约数和函数", "因数和", "sum of divisors"), 1, 0,
          _of_whole(lambda n: n.divisor_sigma(1), 1, _LARGEST)),
    Known(("刘维尔函数", "Liouville function"), 1, 0, _of_whole(_sign_of_prime_factors, 1, _LARGEST)),
    Known(("质数计数函数", "素数计数函数", "prime-counting function", "prime counting function"), 0, 1, _primes_up_to),
    # Chapters 24 and 26
    Known(("斐波那契数", "斐波那契数列", "Fibonacci number", "Fibonacci sequence"), 1, 0,
          _of_whole(flint.fmpz.fib_ui, 0, 10**4)),
    Known(("卢卡斯数", "卢卡斯数列", "Lucas number", "Lucas sequence"), 1, 0, _of_whole(_lucas, 0, 10**4)),
    Known(("卡特兰数", "Catalan number"), 1, 0, _of_whole(_catalan, 0, 10**3)),
    Known(("贝尔数", "Bell number"), 1, 0, _of_whole(lambda n: flint.fmpz.bell_number(int(n)), 0, 10**3)),
    Known(("分拆数", "整数分拆数", "partition number", "number of partitions"), 1, 0,
          _of_whole(flint.fmpz.partitions_p, 0, 10**4)),
    Known(("调和数", "harmonic number"), 1, 0, _of_whole(_harmonic, 0, 10**4)),
    # Chapters 5, 25 and 10
    Known(("伽马函数", "Γ 函数", "Gamma function"), 0, 1, _by_arb(lambda x: x.gamma())),
    Known(("双伽马函数", "digamma function"), 0, 1, _by_arb(lambda x: x.digamma())),
    Known(("贝塔函数", "B 函数", "Beta function"), 0, 2, _by_arb(lambda a, b: a.gamma() * b.gamma() / (a + b).gamma())),
    Known(("黎曼 ζ 函数", "黎曼ζ函数", "黎曼泽塔函数", "Riemann zeta function", "zeta function"), 0, 1,
          _by_arb(lambda s: s.zeta())),
    Known(("贝塞尔函数", "第一类贝塞尔函数", "Bessel function", "Bessel function of the first kind"), 1, 1,
          _by_arb(lambda n, x: x.bessel_j(n))),
    # Chapter 18
    Known(("勒让德多项式", "Legendre polynomial"), 1, 1,
          _recurring(lambda x: x, lambda n, x, now, before: ((2 * n + 1) * x * now - n * before) / (n + 1))),
    Known(("切比雪夫多项式", "第一类切比雪夫多项式", "Chebyshev polynomial", "Chebyshev polynomial of the first kind"),
          1, 1, _recurring(lambda x: x, lambda n, x, now, before: 2 * x * now - before)),
    Known(("第二类切比雪夫多项式", "Chebyshev polynomial of the second kind"), 1, 1,
          _recurring(lambda x: 2 * x, lambda n, x, now, before: 2 * x * now - before)),
    Known(("物理学的埃尔米特多项式", "physicists' Hermite polynomial"), 1, 1,
          _recurring(lambda x: 2 * x, lambda n, x, now, before: 2 * x * now - 2 * n * before)),
    Known(("概率论的埃尔米特多项式", "probabilists' Hermite polynomial"), 1, 1,
          _recurring(lambda x: x, lambda n, x, now, before: x * now - n * before)),
    Known(("拉盖尔多项式", "Laguerre polynomial"), 1, 1,
          _recurring(lambda x: 1 - x, lambda n, x, now, before: ((2 * n + 1 - x) * now - n * before) / (n + 1))),
    # Chapters 7 and 4
    Known(("标准正态密度", "标准正态分布密度", "standard normal density"), 0, 1, _by_arb(_normal_density)),
    Known(("标准正态分布函数", "standard normal distribution function"), 0, 1, _by_arb(_normal_distribution)),
    Known(("逻辑函数", "逻辑斯谛函数", "S 型函数", "sigmoid", "sigmoid function", "logistic function"), 0, 1,
          lambda z: 1 / (1 + np.exp(-z))),
    Known(("软加函数", "softplus", "softplus function"), 0, 1, lambda z: np.log(1 + np.exp(z))),
    Known(("线性整流函数", "整流线性单元", "ReLU", "rectifier", "rectified linear unit"), 0, 1,
          lambda z: np.maximum(z, 0)),
    Known(("单位阶跃函数", "阶跃函数", "unit step", "unit step function", "Heaviside function"), 0, 1, _step),
)  # fmt: skip


class Sequence:
    """A sequence as a notation has it: what it is at its indices, by their letters."""

    counts_to = _COUNTED

    def __init__(self, known: Known, indices: tuple[str, ...]) -> None:
        self._known, self._indices = known, indices
        parameters = [inspect.Parameter(letter, inspect.Parameter.KEYWORD_ONLY) for letter in indices]
        self.__signature__ = inspect.Signature(parameters)

    def __call__(self, **given: Any) -> Any:
        """What it is there."""
        return self._known.value(*(given[letter] for letter in self._indices))
