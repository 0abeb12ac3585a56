"""Functions and sequences that are declared by name: their values by SciPy or by their definitions, and verdicts."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from operator import attrgetter
from typing import Any

import numpy as np
import pytest
import scipy

from tests.check.declared import verdict
from tests.together import together
from yansuan.check.balls import Ball, precision
from yansuan.check.errors import Meaningless, OutOfRange
from yansuan.check.kinds import kind_of
from yansuan.check.known import KNOWN, Known
from yansuan.check.said import SymbolsError


def divisors(n: int) -> list[int]:
    return [d for d in range(1, n + 1) if n % d == 0]


def is_prime(n: int) -> bool:
    return len(divisors(n)) == 2


def prime_factors(n: int) -> list[int]:
    """With repetition."""
    p = next((p for p in range(2, n + 1) if n % p == 0), None)
    return [p, *prime_factors(n // p)] if p else []


def moebius(n: int) -> int:
    of = prime_factors(n)
    return (-1) ** len(of) if len(set(of)) == len(of) else 0


def recurring(first: tuple[int, int]) -> Callable[[int], int]:
    """A sequence each of which is the sum of the two before."""

    def at(n: int) -> int:
        a, b = first
        for _ in range(n):
            a, b = b, a + b
        return a

    return at


def bell(n: int) -> int:
    return 1 if n == 0 else sum(math.comb(n - 1, k) * bell(k) for k in range(n))


def partitions(n: int, largest: int | None = None) -> int:
    largest = n if largest is None else largest
    return 1 if n == 0 else sum(partitions(n - k, k) for k in range(1, min(n, largest) + 1))


COUNTED: dict[str, tuple[int, Callable[[int], Any]]] = {
    "欧拉函数": (1, lambda n: sum(math.gcd(k, n) == 1 for k in range(1, n + 1))),
    "默比乌斯函数": (1, moebius),
    "约数个数": (1, lambda n: len(divisors(n))),
    "约数和": (1, lambda n: sum(divisors(n))),
    "刘维尔函数": (1, lambda n: (-1) ** len(prime_factors(n))),
    "斐波那契数": (0, recurring((0, 1))),
    "卢卡斯数": (0, recurring((2, 1))),
    "卡特兰数": (0, lambda n: Fraction(math.comb(2 * n, n), n + 1)),
    "贝尔数": (0, bell),
    "分拆数": (0, partitions),
    "调和数": (0, lambda n: sum((Fraction(1, k) for k in range(1, n + 1)), Fraction(0))),
}
"""By name: the first number at which it is known, and an own definition."""


def of_scipy(name: str) -> Callable[..., Any]:
    """One of SciPy's functions, looked up when it is asked, as importing them all takes half a second."""
    return lambda *given: attrgetter(name)(scipy)(*given)


COMPUTED: dict[str, Callable[..., Any]] = {
    "质数计数函数": lambda x: sum(map(is_prime, range(2, int(x) + 1))),
    "伽马函数": of_scipy("special.gamma"),
    "双伽马函数": of_scipy("special.digamma"),
    "贝塔函数": of_scipy("special.beta"),
    "黎曼 ζ 函数": lambda s: scipy.special.zeta(s) if s > 1 else math.nan,
    "贝塞尔函数": of_scipy("special.jv"),
    "勒让德多项式": of_scipy("special.eval_legendre"),
    "切比雪夫多项式": of_scipy("special.eval_chebyt"),
    "第二类切比雪夫多项式": of_scipy("special.eval_chebyu"),
    "物理学的埃尔米特多项式": of_scipy("special.eval_hermite"),
    "概率论的埃尔米特多项式": of_scipy("special.eval_hermitenorm"),
    "拉盖尔多项式": of_scipy("special.eval_laguerre"),
    "标准正态密度": of_scipy("stats.norm.pdf"),
    "标准正态分布函数": of_scipy("stats.norm.cdf"),
    "逻辑函数": of_scipy("special.expit"),
    "软加函数": lambda z: np.logaddexp(0, z),
    "线性整流函数": lambda z: max(z, 0.0),
    "单位阶跃函数": lambda t: np.heaviside(t, np.nan),
}
POINTS = (0.375, 1.5, 2.25, 7.125)


def named(name: str) -> Known:
    kind = kind_of(name)
    assert kind
    assert kind.known
    return kind.known


def test_each_has_a_reference_and_all_of_its_names() -> None:
    assert {*COUNTED, *COMPUTED} == {known.names[0] for known in KNOWN}
    for known in KNOWN:
        assert all(named(name) is known for name in known.names)


@pytest.mark.parametrize("name", COUNTED)
def test_of_whole_numbers(name: str) -> None:
    first, reference = COUNTED[name]
    value = named(name).value
    assert [value(n) for n in range(first, first + 13)] == [reference(n) for n in range(first, first + 13)]
    with pytest.raises(OutOfRange):
        value(first - 1)


@together("name", COMPUTED)
def test_of_numbers(name: str) -> None:
    """In doubles, and in balls where it takes them."""
    known, reference = named(name), COMPUTED[name]
    for before in ((), (0,), (1,), (2,), (5,)):
        if len(before) != known.whole:
            continue
        for one, other in pairwise((*POINTS, -0.625)):
            given = (*before, *((one,) if known.numbers == 1 else (one, other)))
            expected = reference(*given)
            if not np.isnan(expected):
                assert math.isclose(known.value(*given), expected, rel_tol=1e-12), given
                with precision(200):
                    ball = (
                        known.value(*before, *map(Ball, given[len(before) :])) if name != "质数计数函数" else expected
                    )
                assert np.isclose(ball.double() if isinstance(ball, Ball) else ball, expected, rtol=1e-12), given


def test_where_there_is_no_value() -> None:
    for name, at in (("伽马函数", -1), ("黎曼 ζ 函数", 1), ("单位阶跃函数", 0)):
        with pytest.raises(Meaningless):
            named(name).value(at)


SYMBOLS = {
    r"\varphi(n)": "欧拉函数",
    r"\mu(n)": "Möbius function",
    r"\tau(n)": "约数个数",
    "F_n": "斐波那契数",
    "C_n": "Catalan numbers",
    "H_n": "调和数",
    r"\Gamma(x)": "伽马函数",
    r"\psi(x)": "digamma function",
    "B(a, b)": "贝塔函数",
    "P_n(x)": "勒让德多项式",
    "T_n(x)": "切比雪夫多项式",
    r"\sigma(z)": "sigmoid",
    r"\Phi(x)": "标准正态分布函数",
    r"\phi(x)": "标准正态密度",
    r"\zeta(s)": "黎曼 ζ 函数",
    "a, b": "正数",
    "x, z": "实数",
    "N": "正整数",
    r"\theta": "角",
}


@together(
    ("kind", "tex"),
    [
        ("holds", r"\sum_{d \mid N} \varphi(d) = N"),
        ("fails", r"\sum_{d \mid N} \varphi(d) = N + 1"),
        ("holds", r"\sum_{d \mid N} \mu(d) = [N = 1]"),
        ("holds", r"\varphi(N) = N\prod_{p \mid N} \left(1 - \frac1p\right)"),
        ("fails", r"\tau(N) = \prod_{p \mid N} 2"),
        ("holds", r"F_{n+1} = F_n + F_{n-1}"),
        ("fails", r"F_{n+1} = F_n + F_{n-2}"),
        ("holds", r"F_{n+1}F_{n-1} - F_n^2 = (-1)^n"),
        ("fails", r"F_{n+1}F_{n-1} - F_n^2 = (-1)^{n+1}"),
        ("holds", r"C_{n+1} = \sum_{k=0}^n C_kC_{n-k}"),
        ("holds", r"H_n = H_{n-1} + \frac1n"),
        ("fails", r"H_n = H_{n-1} + \frac1{n+1}"),
        ("undefined", r"F_{-1} = 1"),
        ("holds", r"\Gamma(a + 1) = a\Gamma(a)"),
        ("fails", r"\Gamma(a + 1) = (a + 1)\Gamma(a)"),
        ("holds", r"\psi(a) = \frac{\Gamma'(a)}{\Gamma(a)}"),
        ("holds", r"\int_0^\infty t^{a-1}e^{-t}\,dt = \Gamma(a)"),
        ("fails", r"\int_0^\infty t^ae^{-t}\,dt = \Gamma(a)"),
        ("holds", r"B(a, b) = \frac{\Gamma(a)\Gamma(b)}{\Gamma(a + b)}"),
        ("holds", r"(n + 1)P_{n+1}(x) = (2n + 1)xP_n(x) - nP_{n-1}(x)"),
        ("holds", r"T_n(\cos\theta) = \cos n\theta"),
        ("fails", r"T_n(\cos\theta) = \cos(n + 1)\theta"),
        ("holds", r"\sigma'(z) = \sigma(z)(1 - \sigma(z))"),
        ("fails", r"\sigma'(z) = \sigma(z)"),
        ("holds", r"\Phi'(x) = \phi(x)"),
        ("holds", r"\Phi(-x) = 1 - \Phi(x)"),
        ("fails", r"\Phi(-x) = \Phi(x)"),
        ("holds", r"\zeta(2) = \frac{\pi^2}6"),
        ("fails", r"\zeta(2) = 1.645"),
    ],
)
def test_verdicts(kind: str, tex: str) -> None:
    assert verdict(tex, SYMBOLS).kind == kind


@pytest.mark.parametrize(
    ("key", "said", "told"),
    [
        ("F", "斐波那契数", "is declared like 'F_n'"),
        ("F_{mn}", "斐波那契数", "is declared like 'F_n'"),
        ("P(x)", "勒让德多项式", "is declared like 'P_n(x)'"),
        (r"\Gamma_x", "伽马函数", "is declared like 'f(x)'"),
        ("B(x)", "贝塔函数", "is declared like 'f(x, y)'"),
        ("F_n", "斐波那契数, n = 1..9", "write no range"),
        ("F_n", "3 维斐波那契数", "has no size"),
        ("F_n", "斐波那契数 > 0", "takes no range"),
    ],
)
def test_a_declaration_that_does_not_fit(key: str, said: str, told: str) -> None:
    with pytest.raises(SymbolsError, match=re.escape(told)):
        verdict("1 = 2", {key: said})
