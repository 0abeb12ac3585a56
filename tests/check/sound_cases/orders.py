"""O, o and ∼ with their limits, ≈ by digits and by tolerances, ∝."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.declared import Declared
from tests.check.sound_cases import Group, group


@group(
    "orders",
    r"""
    holds       f(x + h) = f(x) + f'(x)h + \frac{1}{2}f''(x)h^2 + O(h^3)
    fails       f(x + h) = f(x) + f'(x)h + \frac{1}{2}f''(x)h^2 + O(h^4)
    fails       f(x + h) = f(x) + f'(x)h + f''(x)h^2 + O(h^3)
    holds       f(x + h) = f(x) + f'(x)h + \frac{1}{2}f''(x)h^2 + o(h^2)
    fails       f(x + h) = f(x) + f'(x)h + \frac{1}{2}f''(x)h^2 + o(h^3)
    holds       f(x + h) = f(x) + \mathcal{O}(h)
    holds       \frac{f(x + h) - f(x - h)}{2h} = f'(x) + O(h^2)
    fails       \frac{f(x + h) - f(x)}{h} = f'(x) + O(h^2)
    holds       \sin h = h + O(h^3)
    fails       \sin h = h + O(h^4)
    fails       \sin h = O(h^2)
    holds       \sin h = h - \frac{h^3}{6} + o(h^4)
    fails       \sin h = h + \frac{h^3}{6} + o(h^4)
    holds       h = h^2 + h - h^2 + O(h^5)
    holds       \sin x = O(x) \quad (x \to 0)
    holds       \cos x = 1 + O(x^2), \quad x \to 0
    fails       \cos x = 1 + O(x^3), \quad x \to 0
    holds       \text{当 } x \to 0 \text{ 时}, \sin x = x + O(x^3)
    holds       \sin x = x + o(x^2) \quad \text{as } x \to 0
    holds       e^x = e + e(x - 1) + O((x - 1)^2)
    fails       e^x = e + e(x - 1) + O((x - 1)^3)
    holds       f(x) = f(a) + f'(a)(x - a) + O((x - a)^2)
    fails       f(x) = f(a) + f'(a)(x - a) + o((x - a)^2) \quad (x \to a)
    fails       \sin x = x + O((x - 1)^2)
    holds       \sqrt{1 + x} = 1 + \frac{x}{2} + O(x^2) \quad (x \to 0)
    holds       \sqrt{x} = O(\sqrt{x}), \quad x \to 0^+
    fails       \sqrt{x} = O(x), \quad x \to 0^+
    holds       h\ln\lvert h\rvert = o(1) \quad (h \to 0)
    fails       h\ln\lvert h\rvert = O(h)
    holds       h\ln\lvert h\rvert = o(\sqrt{\lvert h\rvert}) \quad (h \to 0)
    holds       h^2\sin\frac{1}{h} = O(h^2)
    fails       h^2\sin\frac{1}{h} = o(h^2)
    holds       \ln x = o(x) \quad (x \to \infty)
    fails       x = O(\ln x) \quad (x \to \infty)
    holds       e^{-x} = o(x^{-9}) \quad (x \to +\infty)
    fails       e^x = O(x^9) \quad (x \to +\infty)
    holds       n^2 + n = O(n^2) \quad (n \to \infty)
    fails       n^3 = O(n^2) \quad (n \to \infty)
    fails       n\ln n = O(n) \quad (n \to \infty)
    holds       \ln n = o(n) \quad (n \to \infty)
    holds       \left(1 + \frac{1}{n}\right)^n = e + O\left(\frac{1}{n}\right) \quad (n \to \infty)
    fails       \left(1 + \frac{1}{n}\right)^n = e + O\left(\frac{1}{n^2}\right) \quad (n \to \infty)
    holds       \sum_{k=1}^{i} k = \frac{i^2}{2} + O(i) \quad (i \to \infty)
    fails       \sum_{k=1}^{i} k = i^2 + O(i) \quad (i \to \infty)
    holds       \sum_{k=1}^{i} \frac{1}{k} = \ln i + O(1) \quad (i \to \infty)
    fails       \sum_{k=1}^{i} \frac{1}{k} = O(1) \quad (i \to \infty)
    holds       i! \sim \sqrt{2\pi i}\left(\frac{i}{e}\right)^i \quad (i \to \infty)
    fails       i! \sim \sqrt{\pi i}\left(\frac{i}{e}\right)^i \quad (i \to \infty)
    holds       \sin x \sim x \quad (x \to 0)
    fails       \sin x \sim 2x \quad (x \to 0)
    holds       1 - \cos x \sim \frac{x^2}{2}, \quad x \to 0
    fails       1 - \cos x \sim x^2, \quad x \to 0
    holds       G(v + w) = G(v) + \nabla G(v)^{\mathsf T}w + O(\lVert w\rVert^2)
    fails       G(v + w) = G(v) + \nabla G(v)^{\mathsf T}w + O(\lVert w\rVert^3)
    holds       G(v + w) = G(v) + \nabla G(v)^{\mathsf T}w + \frac{1}{2}w^{\mathsf T}H_G(v)w + o(\lVert w\rVert^2)
    fails       G(v + w) = G(v) + \nabla G(v)^{\mathsf T}w + w^{\mathsf T}H_G(v)w + o(\lVert w\rVert^2)
    unreadable  n^2 = O(n^2)
    unreadable  \sin x \sim x
    unreadable  f(x) = \cosh x \quad (x \to 0)
    unreadable  2O(h) = h
    unreadable  \sin O(h) = h
    unreadable  O(h) = h
    unreadable  h \le O(h)
    unreadable  h = O(h) + O(h^2)
    unreadable  \sin h = h + O(h^3 + a)
    unreadable  \sin h = h + O(h^3) \quad (y \to 0)
    unreadable  u(h) = O(h)
    unreadable  c(h) = O(h)
    unreadable  O = h
    unreadable  m \ll a
    unreadable  x \to 0
    holds       \forall x, \sin h = h + O(h^3)
    unreadable  \sin x = x \quad (x \approx 2)
    unreadable  \sin x = x \text{ if } x = O(a)
    unreadable  \max(O(h), 2) = 2
    unreadable  \sin x = x \text{ if } x \propto a
    unreadable  \begin{cases} 1 & x \approx 1 \\ 2 & x > 1 \end{cases} = 3
    """,
)
def orders(rng: np.random.Generator) -> dict[str, Any]:
    return {
        **_numbers(rng),
        "f(x)": ("函数", np.cosh),
        "u(x)": ("程序里有取整的数", lambda x: 0.1 * x),
        "c(x)": ("只能取双精度数", lambda x: float(x)),
        "v": ("点", rng.normal(size=2)),
        "w": ("增量", rng.normal(size=2)),
        "G(v)": ("函数", lambda v: v[0] ** 2 * v[1] + np.sin(v[1])),
        "k": ("编号", ...),
        "i": ("项数", range(1, 9)),
    }


@group(
    "approximately, and proportional",
    r"""
    holds       \pi \approx 3.14159
    fails       \pi \approx 3.14158
    fails       \pi \approx 3.1415
    holds       e \approx 2.718
    holds       \frac1e \approx 36.79\%
    fails       \frac1e \approx 36.78\%
    fails       \frac1e \approx 36.8788\%
    fails       e \approx 2.71
    holds       3.142 \approx \pi
    holds       \sqrt{2} \approx 1.414
    holds       -\sqrt{2} \approx -1.414
    fails       -\sqrt{2} \approx 1.414
    holds       \pi \approx 3
    fails       e \approx 2
    holds       10^{10}\pi \approx 3.14 \times 10^{10}
    fails       10^{10}\pi \approx 3.15 \times 10^{10}
    holds       \frac{1}{3} = \frac{2}{6} \approx 0.33
    unreadable  97 \approx 100
    caught      e^{10^9x} \approx e^{2 \cdot 10^9x}
    caught      e^{10^9a} \propto a
    caught      e^{10^9a} \approx 1.5
    fails       40 \approx 100
    unreadable  \pi \approx \frac{22}{7}
    unreadable  a \approx a + \frac{1}{10^9}
    holds       F \propto m
    holds       F \propto a
    holds       F \propto 3m
    fails       F \propto m^2
    fails       F \propto \sqrt{a}
    holds       F \propto ma
    unreadable  F \propto ma^2
    unreadable  F \propto 3
    fails       F + 1 \propto m
    holds       p_k \propto w_k
    fails       p_k \propto w_k^2
    """,
)
def near(rng: np.random.Generator) -> dict[str, Any]:
    return {
        **_numbers(rng),
        "F": ("力", lambda m, a: m * a),
        "w_k": ("权", rng.uniform(1, 2, size=4)),
        "p_k": ("归一的权", lambda w: 3 * w / np.sum(w)),
        "k": ("编号", ...),
    }


@group(
    "approximately, within what the notation says",
    r"""
    holds       \pi \approx \frac{22}{7}
    fails       \pi \approx \frac{25}{8}
    fails       \pi \approx 3.15
    holds       \sqrt{1 + y} \approx 1 + \frac{y}{2}
    fails       \sqrt{1 + 9y} \approx 1 + 9y
    holds       v \approx v + yv
    """,
)
def within(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "y": ("小量", rng.uniform(1e-4, 1e-3)),
        "v": ("向量", rng.normal(size=3)),
        r"\approx": ("千分之一", 1.0001e-3),
    }


def _numbers(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("数", rng.uniform(0.5, 2)),
        "y": ("数", rng.normal()),
        "h": ("增量", rng.uniform(0.1, 1)),
        "a": ("数", rng.uniform(0.5, 2)),
        "m": ("质量", rng.uniform(1, 3)),
        "n": ("项数", int(rng.integers(3, 9))),
    }


@group(
    "letters that nothing binds but where they go",
    r"""
    holds       f(x + h) = f(x) + f'(x)h + O(h^2) \quad (h \to 0)
    fails       f(x + h) = f(x) + f'(x)h + O(h^3) \quad (h \to 0)
    holds       f(x + h) = f(x) + f'(x)h + O(h^2)
    holds       \frac{f(x+h) - f(x-h)}{2h} = f'(x) + o(h) \text{ as } h \to 0
    fails       \frac{f(x+h) - f(x)}{h} = f'(x) + o(h) \text{ as } h \to 0
    holds       \ln s = s - 1 + O((s-1)^2), \text{当 } s \to 1
    fails       \ln s = s + O((s-1)^2), \text{当 } s \to 1
    holds       \frac{1}{1+s} = O\left(\frac1s\right) \quad (s \to \infty)
    fails       \frac{1}{1+s} = O\left(\frac1{s^2}\right) \quad (s \to \infty)
    holds       \sum_{k=1}^N k = \frac{N^2}{2} + O(N) \quad (N \to \infty)
    fails       (x + h)^2 = x^2 + 2xh = x^2 + 2xh + O(h^2) \quad (h \to 0)
    unreadable  f(x + h) = f(x)
    unreadable  f(x + h) = f(x) \quad (h \to 0)
    unreadable  h^2 = 2 + O(N)
    """,
)
def bound_by_limits(rng: np.random.Generator) -> dict[str, Any]:
    return {"x": ("数", rng.uniform(0.5, 2)), "f(x)": ("函数", lambda x: x * np.exp(x))}


SLOW = Group(
    "powers that overtake logarithms late",
    Declared({"n": "正整数", "x": "正数"}),
    r"""
    holds       \ln n = o(n^{0.1}) \quad (n \to \infty)
    fails       n^{0.1} = O(\ln n) \quad (n \to \infty)
    fails       n^{0.01} = O(\ln n) \quad (n \to \infty)
    fails       x^{1/50} = O((\ln x)^2) \quad (x \to \infty)
    holds       (\ln x)^4 = o(x^{0.1}) \quad (x \to \infty)
    fails       x^{0.1} = O((\ln x)^4) \quad (x \to \infty)
    fails       n^{1.1} = O(n\log_2 n) \quad (n \to \infty)
    holds       n^2 = o(2^n) \quad (n \to \infty)
    fails       2^n = O(n^{10}) \quad (n \to \infty)
    holds       (-1)^n = O(1) \quad (n \to \infty)
    holds       \sqrt x(\ln x)^6 = o(1) \quad (x \to 0^+)
    fails       x\ln x = O(x) \quad (x \to 0^+)
    """,
)


RULES = Group(
    "rules of quadrature",
    Declared({"f(x)": "光滑函数", "a": "实数", "h": "正数"}),
    r"""
    holds       \int_a^{a+h} f(x)\,dx = \frac h2(f(a) + f(a + h)) + O(h^3)
    fails       \int_a^{a+h} f(x)\,dx = \frac h2(f(a) + f(a + h)) + O(h^4)
    holds       \int_{a-h}^{a+h} f(x)\,dx = \frac h3(f(a - h) + 4f(a) + f(a + h)) + O(h^5)
    """,
)

GROUPS = [SLOW, RULES, bound_by_limits, orders, near, within]
