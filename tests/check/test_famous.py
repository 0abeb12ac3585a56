"""Famous false identities, all of which must be caught, and as many famous true ones, which must hold.

The notations are what a textbook would have: numbers of both signs, square matrices, smooth functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tests.check.symbols import verdict
from tests.together import together
from yansuan.check.checker import INSTANCES

Notation = Callable[[np.random.Generator], Iterator[dict[str, Any]]]


def numbers(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Numbers of both signs, positive ones, bases of logarithms, whole numbers."""
    while True:
        yield {
            "a": ("数", rng.normal()),
            "b": ("数", rng.normal()),
            "x": ("数", rng.normal()),
            "y": ("数", rng.normal()),
            "p": ("正数", rng.uniform(0.2, 3)),
            "q": ("正数", rng.uniform(0.2, 3)),
            r"\beta": ("底", rng.uniform(2, 5)),
            "r": ("公比", rng.uniform(0.2, 0.8)),
            "n": ("正整数", int(rng.integers(3, 9))),
            "k": ("正整数", int(rng.integers(1, 4))),
            "i": ("虚数单位", 1j),
            "z": ("复数", complex(rng.normal(), rng.normal())),
            "w": ("复数", complex(rng.normal(), rng.normal())),
            "f(x)": ("函数", lambda x: np.exp(x) + x**2),
            "g(x)": ("函数", np.sin),
        }


def space(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """Vectors and square matrices of three, and weights."""
    while True:
        A, B = rng.normal(size=(2, 3, 3))
        u, v, w = rng.normal(size=(3, 3))
        yield {
            "A": ("矩阵", A),
            "B": ("矩阵", B),
            "I": ("单位矩阵", np.eye(3)),
            "c": ("数", rng.normal()),
            r"\mathbf u, u, u_j": ("向量", u),
            r"\mathbf v, v, v_j": ("向量", v),
            r"\mathbf w, w, w_j": ("向量", w),
            "p_j": ("权", rng.dirichlet(np.ones(3))),
            "j": ("编号", range(1, 4)),
        }


FALSE: list[tuple[Notation, list[str]]] = [
    (
        numbers,
        [
            r"\sqrt{x^2} = x",
            r"\sqrt{a^2 + b^2} = a + b",
            r"\sqrt{p + q} = \sqrt p + \sqrt q",
            r"(a + b)^2 = a^2 + b^2",
            r"(a - b)^2 = a^2 - b^2",
            r"(a + b)^3 = a^3 + 3a^2b + b^3",
            r"a^2 + b^2 = (a + b)(a - b)",
            r"\frac{1}{a + b} = \frac{1}{a} + \frac{1}{b}",
            r"\frac{a + x}{b + y} = \frac{a}{b} + \frac{x}{y}",
            r"\frac{a}{b + x} = \frac{a}{b} + \frac{a}{x}",
            r"-(a - b) = -a - b",
            r"-a^2 = (-a)^2",
            r"\ln(pq) = \ln p\ln q",
            r"\ln(p + q) = \ln p + \ln q",
            r"\ln\frac{p}{q} = \frac{\ln p}{\ln q}",
            r"\ln p^2 = (\ln p)^2",
            r"\log_\beta p = \frac{\ln\beta}{\ln p}",
            r"\log_\beta(p^2) = \log_{2\beta} p",
            r"e^{a+b} = e^a + e^b",
            r"e^{ab} = e^ae^b",
            r"(p^q)^r = p^{q^r}",
            r"p^ap^b = p^{ab}",
            r"p^{-a} = -p^a",
            r"\sin(a + b) = \sin a + \sin b",
            r"\cos(a + b) = \cos a\cos b + \sin a\sin b",
            r"\sin 2x = 2\sin x",
            r"\cos 2x = \cos^2 x + \sin^2 x",
            r"\tan(a + b) = \tan a + \tan b",
            r"\arctan x + \arctan y = \arctan\frac{x + y}{1 - xy}",
            r"\arcsin(\sin(3x)) = 3x",
            r"\lvert a + b\rvert = \lvert a\rvert + \lvert b\rvert",
            r"\lvert a - b\rvert = \lvert a\rvert - \lvert b\rvert",
            r"\max(a + b, x + y) = \max(a, x) + \max(b, y)",
            r"\max(-a, -b) = -\max(a, b)",
            r"\operatorname{Re}(zw) = \operatorname{Re} z\operatorname{Re} w",
            r"\overline z = -z",
            r"\lvert z\rvert^2 = z^2",
            r"\arg(zw) = \arg z + \arg w",
            r"\sqrt{zw} = \sqrt z\sqrt w",
            r"e^{i x} = \cos x - i\sin x",
            r"\binom{n}{k} = \binom{n-1}{k} + \binom{n-1}{k+1}",
            r"\binom{n + 1}{k} = \binom{n}{k} + 1",
            r"(n + 1)! = n! + 1",
            r"(2n)! = 2\cdot n!",
            r"\sum_{m=0}^n r^m = \frac{1 - r^n}{1 - r}",
            r"\sum_{m=1}^n r^m = \frac{1 - r^{n+1}}{1 - r}",
            r"\sum_{m=1}^n m^2 = \left(\sum_{m=1}^n m\right)^2",
            r"\sum_{m=1}^n m = \frac{n(n - 1)}{2}",
            r"n^2 - n + 41 = n^2 + n + 41",
            r"\frac{d}{dx} f(x)g(x) = f'(x)g'(x)",
            r"\frac{d}{dx} \frac{f(x)}{g(x)} = \frac{f'(x)}{g'(x)}",
            r"\frac{d}{dx} \frac{f(x)}{g(x)} = \frac{f(x)g'(x) - f'(x)g(x)}{g(x)^2}",
            r"\frac{d}{dx} f(g(x)) = f'(g(x))",
            r"\frac{d}{dx} f(g(x)) = f'(x)g'(x)",
            r"\frac{d}{dx} f(2x) = f'(2x)",
            r"\frac{d}{dx} f(x)^2 = 2f(x)",
            r"\frac{d}{dx} e^{x^2} = e^{x^2}",
            r"\frac{d}{dx} \cos x = \sin x",
            r"\frac{d}{dx} p^x = xp^{x-1}",
            r"\frac{d^2}{dx^2} f(x)g(x) = f''(x)g(x) + f(x)g''(x)",
            r"\frac{d^2}{dx^2} f(x) = f'(x)^2",
            r"f(x + y) = f(x) + f(y)",
            r"f(-x) = -f(x)",
            r"\frac{p + q}{2} \le \sqrt{pq}",
            r"e^x \le 1 + x",
            r"\frac{1}{2}(e^a + e^b) \le e^{(a+b)/2}",
            r"2^n < n^2",
            r"\sin x \ge x",
        ],
    ),
    (
        space,
        [
            r"AB = BA",
            r"(AB)^{-1} = A^{-1}B^{-1}",
            r"(AB)^{\mathsf T} = A^{\mathsf T}B^{\mathsf T}",
            r"(A + B)^{-1} = A^{-1} + B^{-1}",
            r"(A + B)^2 = A^2 + 2AB + B^2",
            r"(A + B)(A - B) = A^2 - B^2",
            r"\det(A + B) = \det A + \det B",
            r"\det(cA) = c\det A",
            r"\det A^{-1} = \det A",
            r"\operatorname{tr}(AB) = \operatorname{tr} A\operatorname{tr} B",
            r"\exp(A + B) = \exp(A)\exp(B)",
            r"A = A^{\mathsf T}",
            r"\lVert\mathbf u + \mathbf v\rVert = \lVert\mathbf u\rVert + \lVert\mathbf v\rVert",
            r"\lVert c\mathbf u\rVert = c\lVert\mathbf u\rVert",
            r"\lVert A\rVert_F = \lVert A\rVert_2",
            r"\lvert\mathbf u\cdot\mathbf v\rvert \ge \lVert\mathbf u\rVert\lVert\mathbf v\rVert",
            r"\lVert\mathbf u + \mathbf v\rVert^2 = \lVert\mathbf u\rVert^2 + \lVert\mathbf v\rVert^2",
            r"(\mathbf u\cdot\mathbf v)\mathbf w = \mathbf u(\mathbf v\cdot\mathbf w)",
            r"\mathbf u\times(\mathbf v\times\mathbf w) = (\mathbf u\times\mathbf v)\times\mathbf w",
            r"\mathbf u\times\mathbf v = \mathbf v\times\mathbf u",
            r"\mathbf u\mathbf v^{\mathsf T} = \mathbf v\mathbf u^{\mathsf T}",
            r"\sum_j u_jv_j = \sum_j u_j\sum_j v_j",
            r"\sum_j u_j^2 = \left(\sum_j u_j\right)^2",
            r"\max_j (u_j + v_j) = \max_j u_j + \max_j v_j",
            r"\sum_j p_ju_jv_j = \left(\sum_j p_ju_j\right)\left(\sum_j p_jv_j\right)",
            r"\sum_j p_ju_j^2 = \left(\sum_j p_ju_j\right)^2",
            r"\sum_j p_je^{u_j} \le e^{\sum_j p_ju_j}",
            r"\prod_j (u_j + v_j) = \prod_j u_j + \prod_j v_j",
            r"\sum_j cu_j = 3c\sum_j u_j",
            r"-\sum_j p_j\ln p_j > \ln 3",
        ],
    ),
]

TRUE: list[tuple[Notation, list[str]]] = [
    (
        numbers,
        [
            r"\sqrt{x^2} = \lvert x\rvert",
            r"(a + b)^2 = a^2 + 2ab + b^2",
            r"(a - b)^2 = a^2 - 2ab + b^2",
            r"(a + b)^3 = a^3 + 3a^2b + 3ab^2 + b^3",
            r"a^2 - b^2 = (a + b)(a - b)",
            r"a^3 + b^3 = (a + b)(a^2 - ab + b^2)",
            r"\frac{1}{a} + \frac{1}{b} = \frac{a + b}{ab}",
            r"\frac{a + b}{x} = \frac{a}{x} + \frac{b}{x}",
            r"-(a - b) = b - a",
            r"(-a)^2 = a^2",
            r"\ln(pq) = \ln p + \ln q",
            r"\ln\frac{p}{q} = \ln p - \ln q",
            r"\ln p^2 = 2\ln p",
            r"\log_\beta p = \frac{\ln p}{\ln\beta}",
            r"\log_{\beta^2} p = \frac{1}{2}\log_\beta p",
            r"e^{a+b} = e^ae^b",
            r"(p^a)^b = p^{ab}",
            r"p^ap^b = p^{a+b}",
            r"p^{-a} = \frac{1}{p^a}",
            r"\sin(a + b) = \sin a\cos b + \cos a\sin b",
            r"\cos(a + b) = \cos a\cos b - \sin a\sin b",
            r"\sin 2x = 2\sin x\cos x",
            r"\cos 2x = \cos^2 x - \sin^2 x",
            r"\tan(a + b) = \frac{\tan a + \tan b}{1 - \tan a\tan b}",
            r"\arctan p + \arctan\frac{1}{p} = \frac{\pi}{2}",
            r"\sin(\arcsin r) = r",
            r"\cosh^2 x - \sinh^2 x = 1",
            r"\lvert ab\rvert = \lvert a\rvert\lvert b\rvert",
            r"\lvert a + b\rvert \le \lvert a\rvert + \lvert b\rvert",
            r"\bigl\lvert\lvert a\rvert - \lvert b\rvert\bigr\rvert \le \lvert a - b\rvert",
            r"\max(a, b) = \frac{a + b + \lvert a - b\rvert}{2}",
            r"\max(-a, -b) = -\min(a, b)",
            r"\operatorname{Re}(zw) = \operatorname{Re} z\operatorname{Re} w - \operatorname{Im} z\operatorname{Im} w",
            r"z + \overline z = 2\operatorname{Re} z",
            r"\lvert z\rvert^2 = z\overline z",
            r"\lvert z + w\rvert^2 + \lvert z - w\rvert^2 = 2\lvert z\rvert^2 + 2\lvert w\rvert^2",
            r"e^{ix} = \cos x + i\sin x",
            r"e^{i\pi} + 1 = 0",
            r"(\cos x + i\sin x)^n = \cos nx + i\sin nx",
            r"\binom{n}{k} = \binom{n-1}{k} + \binom{n-1}{k-1}",
            r"(n + 1)! = (n + 1)\cdot n!",
            r"\sum_{m=0}^n \binom{n}{m} a^mb^{n-m} = (a + b)^n",
            r"\sum_{m=0}^n r^m = \frac{1 - r^{n+1}}{1 - r}",
            r"\sum_{m=1}^n m = \frac{n(n + 1)}{2}",
            r"\sum_{m=1}^n m^3 = \left(\sum_{m=1}^n m\right)^2",
            r"\sum_{m=1}^n (2m - 1) = n^2",
            r"\frac{d}{dx} f(x)g(x) = f'(x)g(x) + f(x)g'(x)",
            r"\frac{d}{dx} \frac{f(x)}{g(x)} = \frac{f'(x)g(x) - f(x)g'(x)}{g(x)^2}",
            r"\frac{d}{dx} f(g(x)) = f'(g(x))g'(x)",
            r"\frac{d}{dx} f(2x) = 2f'(2x)",
            r"\frac{d}{dx} f(x)^2 = 2f(x)f'(x)",
            r"\frac{d}{dx} e^{x^2} = 2xe^{x^2}",
            r"\frac{d}{dx} \cos x = -\sin x",
            r"\frac{d}{dx} p^x = p^x\ln p",
            r"\frac{d}{dx} \arctan x = \frac{1}{1 + x^2}",
            r"\frac{d^2}{dx^2} f(x)g(x) = f''(x)g(x) + 2f'(x)g'(x) + f(x)g''(x)",
            r"g(-x) = -g(x)",
            r"\frac{p + q}{2} \ge \sqrt{pq}",
            r"\frac{2pq}{p + q} \le \sqrt{pq}",
            r"e^x \ge 1 + x",
            r"\frac{1}{2}(e^a + e^b) \ge e^{(a+b)/2}",
            r"\lvert\sin x\rvert \le \lvert x\rvert",
            r"a^2 + b^2 \ge 2ab",
            r"\sin a\sin b = \frac{\cos(a - b) - \cos(a + b)}{2}",
            r"\tanh x = \frac{e^{2x} - 1}{e^{2x} + 1}",
            r"\operatorname{arsinh} x = \ln\left(x + \sqrt{x^2 + 1}\right)",
            r"\overline{zw} = \overline z\,\overline w",
            r"\lvert zw\rvert = \lvert z\rvert\lvert w\rvert",
            r"k\binom{n}{k} = n\binom{n-1}{k-1}",
            r"\sum_{m=1}^n \frac{1}{m(m + 1)} = \frac{n}{n + 1}",
            r"\frac{d}{dx} \ln(1 + x^2) = \frac{2x}{1 + x^2}",
            r"\frac{d}{dx} f(x)^n = nf(x)^{n-1}f'(x)",
        ],
    ),
    (
        space,
        [
            r"(AB)^{-1} = B^{-1}A^{-1}",
            r"(AB)^{\mathsf T} = B^{\mathsf T}A^{\mathsf T}",
            r"(A^{-1})^{\mathsf T} = (A^{\mathsf T})^{-1}",
            r"(A + B)^2 = A^2 + AB + BA + B^2",
            r"\det(AB) = \det A\det B",
            r"\det(cA) = c^3\det A",
            r"\det A^{-1} = \frac{1}{\det A}",
            r"\operatorname{tr}(AB) = \operatorname{tr}(BA)",
            r"(\exp(A))^{\mathsf T} = \exp(A^{\mathsf T})",
            r"\lVert\mathbf u + \mathbf v\rVert \le \lVert\mathbf u\rVert + \lVert\mathbf v\rVert",
            r"\lVert c\mathbf u\rVert = \lvert c\rvert\lVert\mathbf u\rVert",
            r"\lVert A\rVert_2 \le \lVert A\rVert_F",
            r"\lVert A\rVert_F^2 = \operatorname{tr}(A^{\mathsf T}A)",
            r"\lvert\mathbf u\cdot\mathbf v\rvert \le \lVert\mathbf u\rVert\lVert\mathbf v\rVert",
            r"\lVert u - v\rVert^2 = \lVert u\rVert^2 - 2u\cdot v + \lVert v\rVert^2",
            r"u\times(v\times w) = (u\cdot w)v - (u\cdot v)w",
            r"\mathbf u\cdot(\mathbf v\times\mathbf w) = \mathbf v\cdot(\mathbf w\times\mathbf u)",
            r"(\mathbf u\mathbf v^{\mathsf T})^{\mathsf T} = \mathbf v\mathbf u^{\mathsf T}",
            r"\sum_j (u_j + v_j) = \sum_j u_j + \sum_j v_j",
            r"\left(\sum_j u_jv_j\right)^2 \le \left(\sum_j u_j^2\right)\left(\sum_j v_j^2\right)",
            r"\max_j (u_j + v_j) \le \max_j u_j + \max_j v_j",
            r"\sum_j p_j\left(u_j - \sum_{k=1}^3 p_ku_k\right)^2 = \sum_j p_ju_j^2 - \left(\sum_j p_ju_j\right)^2",
            r"\sum_j p_je^{u_j} \ge e^{\sum_j p_ju_j}",
            r"\prod_j cu_j = c^3\prod_j u_j",
            r"-\sum_j p_j\ln p_j \le \ln 3",
            r"\det(\exp(A)) = e^{\operatorname{tr} A}",
            r"A^{-1} - B^{-1} = A^{-1}(B - A)B^{-1}",
        ],
    ),
]


def cases(table: list[tuple[Notation, list[str]]]) -> list[tuple[Notation, str]]:
    return [(notation, tex) for notation, texs in table for tex in texs]


@together(("notation", "tex"), cases(FALSE))
def test_a_famous_mistake_is_caught(notation: Notation, tex: str) -> None:
    found = verdict(tex, notation, INSTANCES)
    assert found.kind == "fails", found
    assert found.counterexample is not None


@together(("notation", "tex"), cases(TRUE))
def test_a_famous_identity_holds(notation: Notation, tex: str) -> None:
    found = verdict(tex, notation, INSTANCES)
    assert found.kind == "holds", found


def test_there_are_as_many_true_ones_as_false_ones_and_enough_of_both() -> None:
    assert len(cases(TRUE)) >= len(cases(FALSE)) >= 45
