"""Dots in lists, vectors and matrices: as many entries as what is printed says."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "lists with dots",
    r"""
    holds       m = \max(a_1, a_2, \dots, a_n)
    fails       m = \min(a_1, a_2, \dots, a_n)
    fails       m = \max(a_2, \dots, a_n)
    holds       \max(9, m) = \max(9, a_1, \dots, a_n)
    holds       n = \max(1, 2, \dots, n)
    fails       n = \max(1, 2, \dots, n - 1)
    holds       a = (a_1, a_2, \dots, a_n)
    undefined   a = (a_2, \dots, a_n)
    fails       a = (a_n, a_{n-1}, \dots, a_1)
    holds       a = (a_1, \dots, a_n)^{\mathsf T}
    holds       f(a) = f(a_1, a_2, \dots, a_n)
    fails       f(a) = f(2a_1, 2a_2, \dots, 2a_n)
    holds       f(a) = a_1^2 + a_2^2 + \dots + a_n^2
    unreadable  a = (a_1, \dots, m)
    holds       a = \begin{pmatrix} a_1 \\ a_2 \\ \vdots \\ a_n \end{pmatrix}
    undefined   a = \begin{pmatrix} a_1 \\ a_2 \\ \vdots \\ a_{n-1} \end{pmatrix}
    unreadable  a = \begin{pmatrix} a_1 \\ a_2 \\ \vdots \\ 2a_n \end{pmatrix}
    holds       a^\top = \begin{pmatrix} a_1 & a_2 & \cdots & a_n \end{pmatrix}
    holds       C = \begin{pmatrix} C_{11} & \cdots & C_{1n} \\ \vdots & \ddots & \vdots \\ C_{n1} & \cdots & C_{nn} \end{pmatrix}
    holds       C^\top = \begin{pmatrix} C_{11} & \cdots & C_{n1} \\ \vdots & & \vdots \\ C_{1n} & \cdots & C_{nn} \end{pmatrix}
    fails       C = \begin{pmatrix} C_{11} & \cdots & C_{n1} \\ \vdots & \ddots & \vdots \\ C_{1n} & \cdots & C_{nn} \end{pmatrix}
    holds       aa^\top = \begin{pmatrix} a_1a_1 & a_1a_2 & \cdots & a_1a_n \\ a_2a_1 & a_2a_2 & \cdots & a_2a_n \\ \vdots & \vdots & \ddots & \vdots \\ a_na_1 & a_na_2 & \cdots & a_na_n \end{pmatrix}
    holds       D = \begin{pmatrix} a_1 & & \\ & \ddots & \\ & & a_n \end{pmatrix}
    fails       D = \begin{pmatrix} 2a_1 & & \\ & \ddots & \\ & & 2a_n \end{pmatrix}
    holds       D = \begin{pmatrix} a_1 & 0 & \cdots & 0 \\ 0 & a_2 & \cdots & 0 \\ \vdots & \vdots & \ddots & \vdots \\ 0 & 0 & \cdots & a_n \end{pmatrix}
    holds       a_1a_2 \cdots a_n = \det\begin{pmatrix} a_1 & & \\ & \ddots & \\ & & a_n \end{pmatrix}
    fails       a_1 + a_2 + \dots + a_n = \det\begin{pmatrix} a_1 & & \\ & \ddots & \\ & & a_n \end{pmatrix}
    holds       \begin{pmatrix} m & \\ & n \end{pmatrix} = \begin{pmatrix} m & 0 \\ 0 & 3n - 2n \end{pmatrix}
    fails       \begin{pmatrix} m & \\ & n \end{pmatrix} = \begin{pmatrix} m & 1 \\ 0 & n \end{pmatrix}
    """,  # noqa: E501
)
def lists(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(2, 5))
    return {
        "n": ("维数", n),
        "a_i, a": ("向量", rng.uniform(0.5, 2, size=n)),
        "C_{ij}, C": ("矩阵", rng.normal(size=(n, n))),
        "D": ("对角阵", lambda a: np.diag(a)),
        "m": ("最大者", lambda a: np.max(a)),
        "f(a)": ("函数", lambda a: np.sum(a**2)),
    }


GROUPS = [lists]
