"""Each kind of declared letters: what is drawn is of the kind, on every instance, and is not poorer than the kind."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.check.declared import drawn
from tests.check.kept import kept_plain
from tests.together import together
from yansuan.check.balls import Ball, precision
from yansuan.check.kinds import KINDS, Kind, kind_of

Array = np.ndarray[Any, Any]
DRAWN = [kind for kind in KINDS if not kind.known]  # of the others see test_known.py
BY_NAME = {kind.names[0]: kind for kind in DRAWN}


def close(one: Any, other: Any) -> bool:
    return bool(np.allclose(one, other, rtol=1e-12, atol=1e-13))


def is_real(x: Any) -> bool:
    return type(x) is float and math.isfinite(x)


def is_whole(x: Any) -> bool:
    return type(x) is int


def is_prime(n: int) -> bool:
    return n > 1 and all(n % k for k in range(2, n))


def eigenvalues(a: Array) -> Array:
    assert close(a, a.conj().T)
    return np.linalg.eigvalsh(a)


def orthonormal(a: Array) -> bool:
    return close(a.conj().T @ a, np.eye(len(a)))


def adds_up(p: Array) -> bool:
    return bool(np.all(p >= 0)) and math.fsum(p) == 1.0


def adds_up_nearly(chances: tuple[float, ...]) -> bool:
    return min(chances) > 0 and abs(math.fsum(chances) - 1) < 1e-14


def has_inverse(a: Array) -> bool:
    return bool(np.linalg.cond(a) < 100)


def grid(f: Callable[..., Any]) -> Array:
    return np.array([f(x) for x in np.linspace(-3, 3, 61).tolist()])


def bends(f: Callable[..., Any], sign: float, *, strictly: bool) -> bool:
    bent = sign * np.diff(grid(f), 2)
    return bool(np.all(bent > 0 if strictly else bent >= -1e-11 * (1 + np.max(np.abs(grid(f))))))


def climbs(f: Callable[..., Any], sign: float, *, strictly: bool) -> bool:
    steps = sign * np.diff(grid(f))
    return bool(np.all(steps > 0 if strictly else steps >= 0))


def differences_vanish(f: Callable[..., Any], order: int) -> bool:
    values = grid(f)
    return bool(np.all(np.abs(np.diff(values, order)) < 1e-9 * (1 + np.max(np.abs(values)))))


def is_smooth(f: Callable[..., Any]) -> bool:
    """A complex step gives the slope that real differences do, so that nothing in it has a corner."""
    return all(
        abs(f(complex(x, 1e-30)).imag / 1e-30 - (f(x + 1e-5) - f(x - 1e-5)) / 2e-5) < 1e-4 * (1 + abs(f(x)))
        for x in np.linspace(-2, 2, 9).tolist()
    )


FAR = np.linspace(-50, 50, 4_001)

OF_KIND: dict[str, Callable[[Any], bool]] = {
    "实数": is_real,
    "正数": lambda x: is_real(x) and x > 0,
    "负数": lambda x: is_real(x) and x < 0,
    "非负数": lambda x: is_real(x) and x >= 0,
    "非零实数": lambda x: is_real(x) and x != 0,
    "概率": lambda x: is_real(x) and 0 <= x <= 1,
    "角": is_real,
    "锐角": lambda x: is_real(x) and 0 < x < math.pi / 2,
    "复数": lambda z: type(z) is complex,
    "非零复数": lambda z: type(z) is complex and z != 0,
    "单位复数": lambda z: type(z) is complex and abs(abs(z) - 1) < 1e-15,
    "纯虚数": lambda z: type(z) is complex and z.real == 0,
    "虚数单位": lambda z: z == 1j,
    "整数": is_whole,
    "正整数": lambda n: is_whole(n) and n >= 1,
    "自然数": lambda n: is_whole(n) and n >= 0,
    "非零整数": lambda n: is_whole(n) and n != 0,
    "平方数": lambda n: is_whole(n) and math.isqrt(n) ** 2 == n,
    "正偶数": lambda n: is_whole(n) and n % 2 == 0 and n > 0,
    "正奇数": lambda n: is_whole(n) and n % 2 == 1 and n > 0,
    "偶数": lambda n: is_whole(n) and n % 2 == 0,
    "奇数": lambda n: is_whole(n) and n % 2 == 1,
    "素数": lambda n: is_whole(n) and is_prime(n),
    "奇素数": lambda n: is_whole(n) and is_prime(n) and n > 2,
    "编号": lambda letter: letter is Ellipsis,
    "向量": lambda x: x.ndim == 1 and x.dtype == float,
    "正向量": lambda x: bool(np.all(x > 0)),
    "非负向量": lambda x: bool(np.all(x >= 0)),
    "非零向量": lambda x: bool(np.any(x != 0)),
    "单位向量": lambda x: close(np.sum(x * x), 1),
    "概率向量": adds_up,
    "复向量": lambda x: x.ndim == 1 and x.dtype == complex,
    "整数向量": lambda x: x.ndim == 1 and x.dtype == int,
    "独热向量": lambda x: sorted(x) == [0.0] * (len(x) - 1) + [1.0],
    "0/1 向量": lambda x: x.dtype == int and set(x) <= {0, 1},
    "全一向量": lambda x: bool(np.all(x == 1)),
    "矩阵": lambda a: a.ndim == 2 and a.dtype == float,
    "非负矩阵": lambda a: bool(np.all(a >= 0)),
    "复矩阵": lambda a: a.ndim == 2 and a.dtype == complex,
    "秩一矩阵": lambda a: a[0, 0] * a[1, 1] == a[0, 1] * a[1, 0] and bool(np.all(a != 0)),
    "方阵": lambda a: a.shape[0] == a.shape[1],
    "托普利茨矩阵": lambda a: np.array_equal(a[1:, 1:], a[:-1, :-1]),
    "循环矩阵": lambda a: np.array_equal(np.roll(a, 1, (0, 1)), a),
    "复方阵": lambda a: a.shape[0] == a.shape[1] and a.dtype == complex,
    "对称矩阵": lambda a: np.array_equal(a, a.T),
    "反对称矩阵": lambda a: np.array_equal(a, -a.T),
    "埃尔米特矩阵": lambda a: np.array_equal(a, a.conj().T) and a.dtype == complex,
    "正定矩阵": lambda a: bool(np.all(eigenvalues(a) > 0)) and np.array_equal(a, a.T),
    "半正定矩阵": lambda a: bool(np.all(eigenvalues(a) > -1e-12 * (1 + np.abs(a).max()))),
    "负定矩阵": lambda a: bool(np.all(eigenvalues(a) < 0)),
    "正交矩阵": orthonormal,
    "旋转矩阵": lambda a: orthonormal(a) and np.linalg.det(a) > 0,
    "酉矩阵": lambda a: orthonormal(a) and a.dtype == complex,
    "置换矩阵": lambda a: sorted(map(tuple, a)) == sorted(map(tuple, np.eye(len(a)))),
    "对角矩阵": lambda a: np.array_equal(a, np.diag(np.diag(a))),
    "可逆对角矩阵": lambda a: np.array_equal(a, np.diag(np.diag(a))) and has_inverse(a),
    "下三角矩阵": lambda a: np.array_equal(a, np.tril(a)),
    "上三角矩阵": lambda a: np.array_equal(a, np.triu(a)),
    "单位下三角矩阵": lambda a: np.array_equal(a, np.tril(a)) and bool(np.all(np.diag(a) == 1)),
    "单位上三角矩阵": lambda a: np.array_equal(a, np.triu(a)) and bool(np.all(np.diag(a) == 1)),
    "可逆矩阵": has_inverse,
    "可逆对称矩阵": lambda a: np.array_equal(a, a.T) and has_inverse(a),
    "可逆复矩阵": lambda a: has_inverse(a) and a.dtype == complex,
    "随机矩阵": lambda a: all(map(adds_up, a)),
    "单位矩阵": lambda a: np.array_equal(a, np.eye(len(a))),
    "随机变量": lambda x: len(set(x.outcomes)) == len(x.outcomes) and adds_up_nearly(x.probabilities),
    "数列": lambda a: a.dtype == float,
    "正数列": lambda a: bool(np.all(a > 0)),
    "非负数列": lambda a: bool(np.all(a >= 0)),
    "整数列": lambda a: a.dtype == int,
    "复数列": lambda a: a.dtype == complex,
    "递增数列": lambda a: bool(np.all(np.diff(a) >= 0)),
    "递减数列": lambda a: bool(np.all(np.diff(a) <= 0)),
    "严格递增数列": lambda a: bool(np.all(np.diff(a) > 0)),
    "严格递减数列": lambda a: bool(np.all(np.diff(a) < 0)),
    "等差数列": lambda a: len(set(np.diff(a))) == 1,
    "等比数列": lambda a: bool(np.all(a[1:-1] ** 2 == a[2:] * a[:-2])) and bool(np.all(a != 0)),
    "有限集": lambda s: type(s) is frozenset and all(isinstance(one, int | float) for one in s),
    "有限整数集": lambda s: type(s) is frozenset and all(isinstance(one, int) for one in s),
    "光滑函数": is_smooth,
    "逐元素光滑函数": lambda f: close(f(np.array([0.5, 2.0])), [f(0.5), f(2.0)]),
    "正值函数": lambda f: bool(np.all(grid(f) > 0)),
    "凸函数": lambda f: bends(f, 1, strictly=False),
    "严格凸函数": lambda f: bends(f, 1, strictly=True),
    "强凸函数": lambda f: bends(lambda x: f(x) - 0.3 * x * x, 1, strictly=True),
    "凹函数": lambda f: bends(f, -1, strictly=False),
    "严格凹函数": lambda f: bends(f, -1, strictly=True),
    "多项式": lambda f: differences_vanish(f, 5),
    "二次函数": lambda f: differences_vanish(f, 3),
    "齐次线性函数": lambda f: differences_vanish(f, 2) and f(0.0) == 0,
    "仿射函数": lambda f: differences_vanish(f, 2),
    "偶函数": lambda f: close(grid(f), grid(f)[::-1]),
    "奇函数": lambda f: close(grid(f), -grid(f)[::-1]),
    "递增函数": lambda f: climbs(f, 1, strictly=False),
    "递减函数": lambda f: climbs(f, -1, strictly=False),
    "严格递增函数": lambda f: climbs(f, 1, strictly=True),
    "严格递减函数": lambda f: climbs(f, -1, strictly=True),
    "概率密度": lambda f: bool(np.all(grid(f) >= 0)) and close(np.trapezoid([f(x) for x in FAR], FAR), 1),
    "分布函数": lambda f: climbs(f, 1, strictly=True) and close((f(-200.0), f(200.0)), (0, 1)),
    "周期函数": lambda f: close([f(x + 2 * math.pi) for x in (0.1, 1.0, -2.0)], [f(x) for x in (0.1, 1.0, -2.0)]),
    "向量值函数": lambda f: np.shape(f(0.5)) == (3,) and is_smooth(lambda x: f(x)[1]),
}


def declared(kind: Kind, name: str = "") -> list[Any]:
    """What is drawn on thirty instances for one letter of a kind."""
    name = name or kind.names[0]
    key, said = {
        "matrix": ("x", f"3×4 {name}"),
        "square": ("x", f"3×3 {name}"),
        "vector": ("x", f"{name} of 4" if name.isascii() else f"4 维{name}"),
        "sequence": ("x_k", f"{name}, k = 1..6"),
        "function": ("x(t)", name),
    }.get(kind.form, ("x", name))
    if kind.names[0] == "向量值函数":
        said = f"{name} of 3" if name.isascii() else f"3 维{name}"
    return [instance[key] for instance in drawn({key: said})]


def test_every_kind_is_tried() -> None:
    assert list(OF_KIND) == [kind.names[0] for kind in DRAWN]


@together("kind", DRAWN, ids=lambda kind: kind.names[0])
def test_what_is_drawn_is_of_its_kind(kind: Kind) -> None:
    name = kind.names[0]
    assert kept_plain(lambda: of_kind(name)) == [True] * 30


def of_kind(name: str) -> list[bool]:
    """Whether each thing that is drawn is of its kind."""
    return [bool(OF_KIND[name](value)) for value in declared(BY_NAME[name])]


@together("kind", DRAWN, ids=lambda kind: kind.names[0])
def test_a_kind_has_each_of_its_names(kind: Kind) -> None:
    assert all(kind_of(name) is kind for name in kind.names)
    first = kind.names[0]
    assert kept_plain(lambda: otherwise_named(first)) == []


def otherwise_named(first: str) -> list[str]:
    """The names of a kind under which something else is drawn than under the first one."""
    kind = BY_NAME[first]
    names = [name for name in kind.names[1:] if "R" not in kind.names or len(name) > 1]
    drawn_by = {name: declared(kind, name) for name in names}
    if kind.form == "function":
        return []
    return [
        name
        for name, again in drawn_by.items()
        if not all(np.array_equal(one, other) for one, other in zip(declared(kind), again, strict=True))
    ]


_FEW = ("平方数", "独热向量", "0/1 向量", "置换矩阵")
_TAME = [kind for kind in DRAWN if kind.names[0] not in ("虚数单位", "编号", "全一向量", "单位矩阵")]


@together("kind", _TAME, ids=lambda kind: kind.names[0])
def test_instances_differ(kind: Kind) -> None:
    name = kind.names[0]
    assert kept_plain(lambda: different(name)) >= (4 if kind.form == "whole" or name in _FEW else 15)


def different(name: str) -> int:
    """How many things are drawn of a kind, each counted once."""
    values = declared(BY_NAME[name])
    return len({repr(grid(value).tolist() if callable(value) and name != "向量值函数" else value) for value in values})


@together("kind", [kind for kind in DRAWN if kind.form == "function"], ids=lambda kind: kind.names[0])
def test_functions_take_balls_and_complex_numbers(kind: Kind) -> None:
    for function in declared(kind):
        with precision(200):
            exact = function(Ball(0.375))
        doubles = function(0.375)
        for ball, double in zip(np.ravel(exact), np.ravel(doubles), strict=True):
            value = ball.double() if isinstance(ball, Ball) else ball  # a constant is a double
            assert abs(value - double) <= 1e-12 * (1 + abs(double))
            assert not isinstance(ball, Ball) or float(ball.v.real.rad()) <= 1e-50 * (1 + ball.upper())
        assert np.allclose(function(0.375 + 0j), doubles, rtol=1e-12)


def test_numbers_come_near_both_ends_and_reach_those_that_belong() -> None:
    values = [one["x"] for one in drawn({"x": "实数 [2, 5)"})]
    assert min(values) == 2
    assert 5 - 1e-4 < max(values) < 5
    values = [one["x"] for one in drawn({"x": "实数 (2, 5)"})]
    assert 2 < min(values) < 2 + 1e-4


def test_a_real_number_may_be_nought_and_far_away_on_both_sides() -> None:
    values = [one["x"] for one in drawn({"x": "实数"})]
    assert 0.0 in values
    assert min(values) < -1e3
    assert max(values) > 1e3
    assert any(0 < abs(value) < 1e-3 for value in values)


def test_letters_are_equal_somewhere_and_not_everywhere() -> None:
    pairs = [(one["x"], one["y"]) for one in drawn({"x, y": "正数"})]
    assert any(x == y and x not in (0, 1) for x, y in pairs)
    assert sum(x == y for x, y in pairs) < 5


def test_whole_numbers_of_a_range_are_all_drawn() -> None:
    assert {one["n"] for one in drawn({"n": "正整数 1..9"})} == set(range(1, 10))
    assert {one["n"] for one in drawn({"n": "∈ {-1, 0, 1}"})} == {-1, 0, 1}
    assert max(one["n"] for one in drawn({"n": "正整数"})) > 15
