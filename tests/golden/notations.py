"""What the letters of the golden set are where a declaration does not say it: what follows from what, and sequences.

Each function takes a generator and the values that are declared, by key, and gives what is added to them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from copy import copy
from functools import lru_cache
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

Array = NDArray[Any]
Entries = dict[str, Any]
Own = Callable[[np.random.Generator, Mapping[str, Any]], Entries]


# ---- Analysis of several variables


def plane(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A homogeneous function of degree 3."""
    a, b, c = rng.normal(size=3)
    return {"h(x, y)": lambda x, y: a * x**3 + b * x * x * y + c * y**3, "d": ["x", "y"]}


def position(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A place and how far it is."""
    return {
        "x": rng.normal(),
        "y": rng.normal(),
        "z": rng.normal(),
        r"\mathbf{r}": lambda x, y, z: np.array([x, y, z]),
        r"\nabla": ["x", "y", "z"],
        r"\nabla^2": "hessian",
        "r": lambda mathbf_r: np.sqrt(np.sum(mathbf_r**2)),
        "t": rng.normal(),
    }


def coordinates(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Polar coordinates, and a circle."""
    radius = given["R"]
    return {
        "r": rng.uniform(0.5, 2),
        r"\theta": rng.uniform(0.1, 3),
        "x": lambda r, theta: r * np.cos(theta),
        "y": lambda r, theta: r * np.sin(theta),
        "C": {
            "t": (0.0, 2 * np.pi),
            "x": lambda t, radius=radius: radius * np.cos(t),
            "y": lambda t, radius=radius: radius * np.sin(t),
        },
    }


# ---- Linear algebra


def entries(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Matrices and vectors, whole and by their entries and columns."""
    n = given.get("n", 3)
    A = rng.normal(size=(n, n))
    return {
        "A, a_{ij}": A,
        "B, b_{ij}": rng.normal(size=(n, n)),
        r"\mathbf{x}, x_i": rng.normal(size=n),
        r"\mathbf{y}, y_i": rng.normal(size=n),
        r"\mathbf{a}_j": {j + 1: A[:, j] for j in range(n)},
        "|": "det",
        "n": n,
    }


def spectral(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A symmetric matrix with its eigenvalues in ascending order, and its eigenvectors."""
    n = given["n"]
    # From the eigenvalues, so that they are exact.
    values = np.sort(rng.permutation(np.arange(-9, 10)[np.arange(-9, 10) != 0])[:n]) / 4
    vectors = np.linalg.qr(rng.normal(size=(n, n)))[0]
    return {
        r"\lambda_i": values,
        r"\mathbf{q}_i": {i + 1: vectors[:, i] for i in range(n)},
        "S": (vectors * values) @ vectors.T,
        "I": np.eye(n),
    }


# ---- Matrix calculus


def quadratic(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A matrix and a vector, whole and by their entries."""
    n = given["n"]
    return {"A, a_{ij}": rng.normal(size=(n, n)), r"\mathbf{x}, x_i": rng.normal(size=n), "i, j, k": ...}


def square(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Matrices, whole and by their entries."""
    return {
        "A, a_{ij}": rng.normal(size=(3, 3)),
        "X, x_{ij}": rng.normal(size=(3, 3)) + 3 * np.eye(3),
        "d": ["X", "Y", "P"],
        "i, j": ...,
    }


def _softmax(z: Any) -> Any:
    powers = np.exp(z)
    return powers / np.sum(powers)


def layer(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A layer with softmax and cross entropy."""
    m, n = 4, 3
    target = rng.dirichlet(np.ones(m))
    target[-1] = 1 - target[:-1].sum()
    return {
        "m": m,
        r"\mathbf{x}, x_k": rng.normal(size=n),
        "W, w_{jk}": rng.normal(size=(m, n)),
        r"\mathbf{z}, z_i": lambda W, mathbf_x: W @ mathbf_x,
        "p_i": lambda mathbf_z: _softmax(mathbf_z),
        "y_i": target,
        "J": lambda y, p: -np.sum(y * np.log(p)),
        "i, j, k": ...,
    }


# ---- Probability and statistics


_FIRST: dict[str, Any] = {}  # by its name, a distribution of a family


def _frozen(family: Any, *args: Any, **named: Any) -> Any:
    """`family(*args, **named)`, which takes SciPy milliseconds each: as a copy of another with these parameters.

    Its support is that of the other; nobody asks for it here.
    """
    if family.name not in _FIRST:
        _FIRST[family.name] = family(*args, **named)
    found = copy(_FIRST[family.name])
    found.args, found.kwds = args, named
    return found


def normal(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A normal variable."""
    return {"X": _frozen(scipy.stats.norm, given[r"\mu"], given[r"\sigma"])}


def named(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Variables of the families that have names."""
    return {
        "K": _frozen(scipy.stats.binom, given["n"], given["p"]),
        "N": _frozen(scipy.stats.poisson, given[r"\lambda"]),
        "T": _frozen(scipy.stats.expon, scale=1 / given[r"\beta"]),
        "U": _frozen(scipy.stats.uniform, given["a"], given["b"] - given["a"]),
        "k": ...,
    }


def joint(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Two variables with a joint distribution, and two events, none of them independent."""
    places = [(0, 0), (0, 1), (0, 3), (2, 0), (2, 1), (5, 1), (5, 3)]
    weights = (_weights(rng, len(places))).tolist()
    return {
        "(X, Y)": dict(zip(places, weights, strict=True)),
        "x": int(rng.choice([0, 2, 5])),
        "A": lambda X, Y: X + Y > 2,
        "B": lambda Y: Y > 0,
    }


def sample(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Two samples of one size, and a density."""
    n = int(rng.integers(3, 7))
    return {
        "n": n,
        "x_i": rng.normal(size=n),
        "y_i": rng.normal(size=n),
        r"\bar x": lambda x: np.sum(x) / np.size(x),
        r"\bar y": lambda y: np.sum(y) / np.size(y),
        "s": lambda x, x_bar: np.sqrt(np.sum((x - x_bar) ** 2) / (np.size(x) - 1)),
        r"p(x \mid \theta)": _shifted,
        r"p(x; \theta)": _shifted,
        "i, j": ...,
    }


def regression(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Least squares, and a classifier's counts."""
    return {
        "X": rng.normal(size=(5, 2)),
        r"\mathbf{y}": rng.normal(size=5),
        r"\hat{\boldsymbol\beta}": lambda X, mathbf_y: np.linalg.solve(X.T @ X, X.T @ mathbf_y),
        r"\hat{\mathbf{y}}": lambda X, boldsymbol_beta_hat: X @ boldsymbol_beta_hat,
        r"\mathrm{TP}": int(rng.integers(5, 60)),
        r"\mathrm{FP}": int(rng.integers(1, 30)),
        r"\mathrm{FN}": int(rng.integers(31, 60)),
        "P": lambda TP, FP: TP / (TP + FP),
        "R": lambda TP, FN: TP / (TP + FN),
    }


def information(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Two probability vectors, two normal densities."""
    n = int(rng.integers(3, 6))
    found: Entries = {"n": n, "k": ..., "p_k": _weights(rng, n), "q_k": _weights(rng, n)}
    means, widths = rng.normal(size=2), rng.uniform(0.5, 2, size=2)
    for n, letter in enumerate((r"\phi", r"\psi")):
        mean, width = float(means[n]), float(widths[n])
        found |= {rf"\mu_{n + 1}": mean, rf"\sigma_{n + 1}": width, f"{letter}(x)": _normal(mean, width)}
    return found


def _shifted(x: Any, theta: Any) -> Any:
    return np.exp(-((x - theta) ** 2) / 2) / np.sqrt(2 * np.pi)


def _normal(mean: float, width: float) -> Callable[[Any], Any]:
    return lambda x: np.exp(-((x - mean) ** 2) / (2 * width**2)) / (np.sqrt(2 * np.pi) * width)


def _weights(rng: np.random.Generator, n: int) -> Array:
    """Positive numbers whose sum is 1."""
    parts = rng.integers(1, 2**20, size=n)
    parts[-1] = 2 ** (n.bit_length() + 20) - parts[:-1].sum()
    return np.asarray(parts / 2 ** (n.bit_length() + 20))


# ---- Learning


def _sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def learning(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A step of gradient descent, momentum, a quadratic function."""
    steps = 5
    gradients = rng.normal(size=steps)
    beta = rng.uniform(0.3, 0.9)
    momentum = [0.0]
    for gradient in gradients:
        momentum.append(beta * momentum[-1] + (1 - beta) * gradient)
    A = rng.normal(size=(2, 2))
    A = A @ A.T + np.eye(2)
    b = rng.normal(size=2)
    return {
        r"\sigma(z)": _sigmoid,
        r"w_{\text{old}}": rng.normal(),
        r"\eta": rng.uniform(0.1, 1),
        "L": lambda w_old: np.sin(w_old) + w_old**2,
        r"w_{\text{new}}": lambda w_old, eta: w_old - eta * (np.cos(w_old) + 2 * w_old),
        r"\beta": beta,
        "T": steps,
        "g_t": gradients,
        "v_t": dict(enumerate(momentum)),
        "t": ...,
        r"\mathbf{x}": rng.normal(size=2),
        r"\nabla^2": "hessian",
        r"f(\mathbf{x})": lambda x: x @ (A @ x) / 2 - b @ x,
        r"\mathbf{x}^*": np.linalg.solve(A, b),
    }


def layers(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A network of three layers, of one width so that transposes are told by their values."""
    start = rng.normal(size=3)
    return {
        r"\sigma(z)": _sigmoid,
        "W^{[l]}": {n: rng.normal(size=(3, 3)) for n in (2, 3)},
        "b^{[l]}": {n: rng.normal(size=3) for n in (2, 3)},
        "z^{[l]}": lambda W, a, b, l: W[l] @ a[l - 1] + b[l],
        "a^{[l]}": lambda z, l: start if l == 1 else _sigmoid(z[l]),
        "y": rng.normal(size=3),
        "J": lambda a, y: np.sum((a[3] - y) ** 2) / 2,
        "l": range(1, 4),
    }


# ---- Signals


def transform(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Discrete Fourier transforms of an even length, with those of the even and the odd places."""
    N = 2 * int(rng.integers(2, 5))
    x, y = rng.normal(size=N), rng.normal(size=N)
    z = np.array([sum(x[m] * y[(n - m) % N] for m in range(N)) for n in range(N)])
    whole = {"x_n": x, "y_n": y, "z_n": z, "X_k": _fourier(x), "Y_k": _fourier(y), "Z_k": _fourier(z)}
    whole |= {"E_k": _fourier(x[::2]), "O_k": _fourier(x[1::2])}
    found: Entries = {key: dict(enumerate(values.tolist())) for key, values in whole.items()}
    return {**found, "N": N, r"\omega": np.exp(-2j * np.pi / N), r"\mathrm{i}": 1j, "k, n, m": ...}


def _fourier(values: Array) -> Array:
    """The transform by its definition, exact to the last digits."""
    n = len(values)
    turned = np.exp(-2j * np.pi * (np.outer(np.arange(n), np.arange(n)) % n) / n)
    return np.asarray(turned @ values)


def decaying(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Functions that can be integrated over the whole line."""
    a, b, c, d = rng.uniform(0.6, 1.6, size=4).tolist()
    return {
        "f(t)": lambda t: np.exp(-a * (t - b) ** 2),
        "g(t)": lambda t: (c + t) * np.exp(-d * t**2),
        "*": "convolution",
        "i": 1j,
    }


# ---- Number theory and combinatorics


def _divisors(n: int) -> list[int]:
    return [d for d in range(1, n + 1) if n % d == 0]


def _moebius(n: int) -> int:
    primes = [p for p in _divisors(n) if len(_divisors(p)) == 2]
    return (-1) ** len(primes) if math.prod(primes) == n else 0


def _valuation(p: int, n: int) -> int:
    return 0 if n % p else 1 + _valuation(p, n // p)


_PRIMES = (2, 3, 5, 7, 11, 13)


def arithmetic(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Arithmetic functions."""
    return {
        r"\varphi(n)": lambda n: sum(math.gcd(k, int(n)) == 1 for k in range(1, int(n) + 1)),
        r"\mu(n)": lambda n: _moebius(int(n)),
        r"\sigma(n)": lambda n: sum(_divisors(int(n))),
        r"\tau(n)": lambda n: len(_divisors(int(n))),
        "v_p(n)": lambda p, n: _valuation(int(p), int(n)),
        "p": _PRIMES[int(rng.integers(len(_PRIMES)))],
    }


def modular(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A prime number, a number that it does not divide, and the inverse of that."""
    p = _PRIMES[int(rng.integers(len(_PRIMES)))]
    a = p * int(rng.integers(0, 5)) + int(rng.integers(1, p))
    return {"p": p, "a": a, "a^{-1}": pow(a, -1, p)}


def fibonacci(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Fibonacci numbers."""
    numbers = [0, 1]
    while len(numbers) < 60:
        numbers.append(numbers[-1] + numbers[-2])
    return {
        "F_n": dict(enumerate(numbers)),
        "m": int(rng.integers(1, 13)),
        "n": int(rng.integers(1, 13)),
    }


@lru_cache
def _stirling(n: int, k: int) -> int:
    if n == 0 or k == 0:
        return int(n == k)
    return k * _stirling(n - 1, k) + _stirling(n - 1, k - 1)


def counting(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Sequences that count."""
    bell = [sum(_stirling(n, k) for k in range(n + 1)) for n in range(12)]
    deranged = [1, 0]
    while len(deranged) < 12:
        deranged.append((len(deranged) - 1) * (deranged[-1] + deranged[-2]))
    return {
        "C_n": {n: math.comb(2 * n, n) // (n + 1) for n in range(12)},
        "D_n": dict(enumerate(deranged)),
        "B_n": dict(enumerate(bell)),
        "H_n": lambda n: sum(1 / k for k in range(1, n + 1)),
        r"\pi(i)": (lambda order: lambda i: order[int(i) - 1])(rng.permutation(given["n"]) + 1),
    }


# ---- Physics


def motion(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """An oscillator, a decay, a logistic growth, a capacitor."""
    found: Entries = {letter: rng.uniform(0.5, 2) for letter in ("A", r"\omega", "m", "N_0", r"\lambda", "r", "R", "C")}
    return found | {
        "t": rng.uniform(0.1, 2),
        r"\phi": rng.uniform(0.1, 1),
        "K": rng.uniform(3, 5),
        "P_0": rng.uniform(0.5, 2),
        "q_0": rng.uniform(0.5, 2),
        "x": lambda A, omega, t, phi: A * np.cos(omega * t + phi),
        "N": lambda N_0, lambda_, t: N_0 * np.exp(-lambda_ * t),
        r"\tau": lambda lambda_: np.log(2) / lambda_,
        "P": lambda P_0, K, r, t: K / (1 + (K / P_0 - 1) * np.exp(-r * t)),
        "q": lambda q_0, R, C, t: q_0 * np.exp(-t / (R * C)),
    }


def fields(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Solutions of the heat equation, the wave equation, the transport equation, Schrödinger's equation."""
    a, b = rng.uniform(0.5, 1.5, size=2).tolist()
    positive = (r"\kappa", "c", r"\hbar", "m", "k")
    return {letter: rng.uniform(0.5, 2) for letter in positive} | {
        "x": rng.normal(),
        "t": rng.uniform(0.5, 2),
        "h": rng.uniform(0.1, 0.5),
        "i": 1j,
        "u": lambda x, t, kappa: np.exp(-(x**2) / (4 * kappa * t)) / np.sqrt(4 * np.pi * kappa * t),
        "w": lambda x, t, c: np.sin(a * (x - c * t)) + np.exp(-b * (x + c * t) ** 2),
        "v": lambda x, t, c: np.exp(-a * (x - c * t) ** 2),
        r"\psi": lambda x, t, k, m, hbar: np.exp(1j * (k * x - hbar * k**2 * t / (2 * m))),
        "g(x)": lambda x: a * np.cos(x),
        "y(x)": lambda x: b * np.exp(a * np.sin(x)),
    }


def mechanics(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A mass, two that collide, a fast one, a turning one, an oscillator, resistors, a gas."""
    positive = (
        "m",
        "m_1",
        "m_2",
        "v_0",
        "a",
        r"\Delta t",
        "k",
        "R_1",
        "R_2",
        "n",
        r"R_{\mathrm g}",
        "T",
        "V",
        "x_1",
        "x_2",
    )
    found: Entries = {letter: rng.uniform(0.5, 2) for letter in positive}
    return found | {
        "v": rng.uniform(0.1, 0.9),
        "c": rng.uniform(1, 2),
        "v_1": rng.normal(),
        "v_2": rng.normal(),
        "q": rng.normal(),
        r"E_{\text{kin}}": lambda m, v: m * v**2 / 2,
        "v_1'": lambda m_1, m_2, v_1, v_2: ((m_1 - m_2) * v_1 + 2 * m_2 * v_2) / (m_1 + m_2),
        "v_2'": lambda m_1, m_2, v_1, v_2: ((m_2 - m_1) * v_2 + 2 * m_1 * v_1) / (m_1 + m_2),
        r"\mu": lambda m_1, m_2: m_1 * m_2 / (m_1 + m_2),
        r"\Delta x": lambda v_0, a, Delta_t: v_0 * Delta_t + a * Delta_t**2 / 2,
        r"v_{\mathrm{f}}": lambda v_0, a, Delta_t: v_0 + a * Delta_t,
        r"\gamma": lambda v, c: 1 / np.sqrt(1 - v**2 / c**2),
        r"p_{\mathrm{rel}}": lambda gamma, m, v: gamma * m * v,
        "E": lambda gamma, m, c: gamma * m * c**2,
        r"\boldsymbol{\omega}": rng.normal(size=3),
        r"\omega": lambda boldsymbol_omega: np.sqrt(np.sum(boldsymbol_omega**2)),
        r"\mathbf{r}": rng.normal(size=3),
        r"\mathbf{u}": rng.normal(size=3),
        r"\mathbf{L}": lambda m, mathbf_r, mathbf_u: m * np.cross(mathbf_r, mathbf_u),
        "R": lambda R_1, R_2: 1 / (1 / R_1 + 1 / R_2),
    }


def kinetic(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A momentum that follows from a velocity."""
    return {
        "m": rng.uniform(0.5, 2),
        "v": rng.uniform(0.1, 0.9),
        "p": lambda m, v: m * v,
        r"E_{\text{kin}}": lambda m, v: m * v**2 / 2,
    }


def hamiltonian(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """The energy of an oscillator."""
    return {
        "m": rng.uniform(0.5, 2),
        "k": rng.uniform(0.5, 2),
        "p": rng.normal(),
        "q": rng.normal(),
        "H": lambda p, q, m, k: p**2 / (2 * m) + k * q**2 / 2,
    }


def gas(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A pressure that follows from the rest."""
    found: Entries = {letter: rng.uniform(0.5, 2) for letter in ("n", r"R_{\mathrm g}", "T", "V")}
    return found | {"p": lambda n, R_g, T, V: n * R_g * T / V}


# ---- Geometry


def quadratic_roots(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A quadratic equation with two real roots."""
    low, high = np.sort(rng.normal(size=2)).tolist()
    return {
        "a": rng.uniform(0.5, 2),
        "c": lambda a, u, v: a * u * v,
        "b": lambda a, u, v: -a * (u + v),
        "u": low,
        "v": high,
        "x_1": lambda v: v,
        "x_2": lambda u: u,
        "t": lambda x: np.tan(x / 2),
    }


def arrows(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """Two vectors, whole and by their components."""
    return {r"\vec u, u_i": rng.normal(size=3), r"\vec v, v_i": rng.normal(size=3), "i": ...}


def triangle(rng: np.random.Generator, given: Mapping[str, Any]) -> Entries:
    """A triangle: two sides and the angle between them, and what follows."""
    return {
        "a": rng.uniform(0.5, 2),
        "b": rng.uniform(2.1, 4),
        r"\gamma": rng.uniform(0.2, 2.5),
        "c": lambda a, b, gamma: np.sqrt(a**2 + b**2 - 2 * a * b * np.cos(gamma)),
        r"\alpha": lambda a, b, c: np.arccos((b**2 + c**2 - a**2) / (2 * b * c)),
        r"\beta": lambda a, b, c: np.arccos((a**2 + c**2 - b**2) / (2 * a * c)),
        "S": lambda a, b, gamma: a * b * np.sin(gamma) / 2,
        "s": lambda a, b, c: (a + b + c) / 2,
        "R": lambda a, b, c, S: a * b * c / (4 * S),
        "r": lambda S, s: S / s,
    }
