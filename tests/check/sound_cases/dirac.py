"""Dirac's brackets over finite vectors, commutators and anticommutators of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


def _vector(rng: np.random.Generator, size: int) -> Any:
    found = rng.normal(size=size) + 1j * rng.normal(size=size)
    return found / np.linalg.norm(found)


@group(
    "Dirac's brackets",
    r"""
    holds       \langle\phi|\psi\rangle = \sum_{k=1}^3 \overline{\phi_k}\psi_k
    fails       \langle\phi|\psi\rangle = \sum_{k=1}^3 \phi_k\overline{\psi_k}
    holds       \langle\phi|\psi\rangle = \langle\psi|\phi\rangle^*
    fails       \langle\phi|\psi\rangle = \langle\psi|\phi\rangle
    holds       \left\langle \phi \middle| \psi \right\rangle = \overline{\left\langle\psi\,\middle|\,\phi\right\rangle}
    holds       \langle\phi\mid 2\psi\rangle = 2\langle\phi|\psi\rangle
    holds       |\langle\phi|\psi\rangle|^2 \leq \langle\phi|\phi\rangle\langle\psi|\psi\rangle
    fails       |\langle\phi|\psi\rangle|^2 = \langle\phi|\phi\rangle\langle\psi|\psi\rangle
    holds       \langle\phi|\psi\rangle^2 = \langle\phi|\psi\rangle\langle\phi|\psi\rangle
    holds       \langle\phi|A|\psi\rangle = \overline{\langle\psi|A^\dagger|\phi\rangle}
    fails       \langle\phi|A|\psi\rangle = \overline{\langle\psi|A|\phi\rangle}
    holds       \langle\phi|A\psi\rangle = \langle A^\dagger\phi|\psi\rangle = \langle\phi|A|\psi\rangle
    fails       \langle\phi|A\psi\rangle = \langle A\phi|\psi\rangle
    holds       \langle\phi|A + B|\psi\rangle = \langle\phi|A|\psi\rangle + \langle\phi|B|\psi\rangle
    undefined   \langle\phi|A + B|\psi\rangle = \langle\phi|A|\psi\rangle + B
    holds       \rho = |\psi\rangle\langle\psi|
    fails       \rho = |\phi\rangle\langle\psi|
    holds       \operatorname{tr}(\rho A) = \langle\psi|A|\psi\rangle
    fails       \operatorname{tr}(\rho A) = \langle\psi|A|\phi\rangle
    holds       |\psi\rangle = \sum_n |n\rangle\langle n|\psi\rangle
    fails       |\phi\rangle = \sum_n |n\rangle\langle n|\psi\rangle
    holds       \sum_n |n\rangle\langle n| = I
    fails       \sum_n |n\rangle\langle n| = 2I
    holds       |\psi\rangle = \sum_{n=1}^{3} c_n|n\rangle, \quad c_n = \langle n|\psi\rangle
    fails       c_n = \langle\psi|n\rangle
    holds       \langle m|n\rangle = \delta_{mn}
    fails       \langle m|n\rangle = 1
    holds       \langle n + 1|n\rangle = 0 \quad (n < 3)
    holds       |+\rangle = \frac{1}{\sqrt2}\left(|0\rangle + |1\rangle\right)
    fails       |-\rangle = \frac{1}{\sqrt2}\left(|0\rangle + |1\rangle\right)
    holds       \langle 0|1\rangle = 0
    fails       \langle 0|0\rangle = 0
    holds       \langle+|0\rangle = \frac{1}{\sqrt2}
    holds       X|0\rangle = |1\rangle
    fails       X|0\rangle = |0\rangle
    holds       A|\psi\rangle\langle\phi| = (A|\psi\rangle)\langle\phi|
    unreadable  |\uparrow\rangle = |0\rangle
    unreadable  |2x\rangle = |0\rangle
    unreadable  \langle x\rangle = 1
    undefined   |\psi\rangle|\phi = 1
    undefined   |0\rangle = |\psi\rangle
    undefined   |0\rangle|1\rangle = |0\rangle
    holds       |x| + |x| = 2|x|
    fails       |x||x| = x
    """,
)
def brackets(rng: np.random.Generator) -> dict[str, Any]:
    phi, psi = _vector(rng, 3), _vector(rng, 3)
    a, b = (rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3)) for _ in range(2))
    basis = np.linalg.qr(rng.normal(size=(3, 3)) + 1j * rng.normal(size=(3, 3)))[0]
    up, down = np.array([1, 0]), np.array([0, 1])
    return {
        r"\phi, \phi_i": ("态", phi), r"\psi, \psi_i": ("态", psi), "A": ("算符", a), "B": ("算符", b),
        r"|n\rangle": ("本征态", {n + 1: basis[:, n] for n in range(3)}), "n, m": ("编号", range(1, 4)),
        "c_n": ("系数", basis.conj().T @ psi), r"\rho": ("密度矩阵", np.outer(psi, psi.conj())),
        r"|0\rangle": ("基态", up), r"|1\rangle": ("激发态", down), r"|+\rangle": ("叠加", (up + down) / np.sqrt(2)),
        r"|-\rangle": ("叠加", (up - down) / np.sqrt(2)), "X": ("非门", np.array([[0, 1], [1, 0]])),
        "x": ("数", float(rng.normal())), "*": ("共轭", "conj"),
    }  # fmt: skip


@group(
    "commutators and anticommutators",
    r"""
    unreadable  [A, B] = AB - BA
    fails       [A, B] = BA - AB
    holds       [A, BC] = [A, B]C + B[A, C]
    fails       [A, BC] = [A, B]C + [A, C]B
    holds       [A, [B, C]] + [B, [C, A]] + [C, [A, B]] = 0
    fails       [A, [B, C]] + [B, [C, A]] = 0
    unreadable  \{A, B\} = AB + BA
    fails       \{A, B\} = AB - BA
    holds       [A, B]_+ = \{B, A\}
    fails       [A, B]_+ = [A, B]
    holds       AB = \frac12[A, B] + \frac12\{A, B\}
    holds       [s_1, s_2] = 2is_3
    fails       [s_1, s_2] = -2is_3
    holds       \{s_j, s_k\} = 2\delta_{jk}I
    fails       \{s_j, s_k\} = \delta_{jk}I
    """,
)
def commutators(rng: np.random.Generator) -> dict[str, Any]:
    pauli = [np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.array([[1, 0], [0, -1]])]
    matrices = {letter: ("矩阵", rng.normal(size=(3, 3))) for letter in "ABC"}
    return {
        **matrices, "s_j": ("泡利矩阵", dict(enumerate(pauli, 1))), "j, k": ("编号", range(1, 4)),
        "i": ("虚数单位", 1j),
        "[,]": ("对易子", "commutator"), "[,]_+": ("反对易子", "anticommutator"),
        r"\{,\}": ("反对易子", "anticommutator"),
    }  # fmt: skip


@group(
    "angles that are means",
    r"""
    holds       \langle X^2\rangle - \langle X\rangle^2 = \operatorname{Var}(X)
    fails       \langle X^2\rangle = \langle X\rangle^2
    holds       \langle(X - \langle X\rangle)^2\rangle = \operatorname{Var}(X)
    holds       \langle X + Y\rangle = \mathbb E[X] + \mathbb E[Y]
    fails       \langle XY\rangle = 2\langle X\rangle\langle Y\rangle
    holds       \langle u, v\rangle = u^\top v
    unreadable  \langle a\rangle = a
    """,
)
def means(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "X": ("随机变量", {1: 0.25, 2: 0.25, 5: 0.5}), "Y": ("随机变量", {0: 0.5, 3: 0.5}), "a": ("数", 1.5),
        "u": ("向量", rng.normal(size=3)), "v": ("向量", rng.normal(size=3)), r"\langle\rangle": ("均值", "mean"),
    }  # fmt: skip


GROUPS = [brackets, commutators, means]
