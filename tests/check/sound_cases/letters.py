"""Letters that count and are more than a letter, what is drawn from a distribution, and chains that end in a set."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "letters that count with something below them",
    r"""
    holds       \sum_{z_i} q(z_i) = q(1) + q(2) + q(3)
    fails       \sum_{z_i} q(z_i) = q(1) + q(2)
    holds       \sum_{i=1}^3 \ln \sum_{z_i} p(x_i, z_i) = \sum_{i=1}^3 \ln(x_i(q(1) + q(2) + q(3)))
    fails       \sum_{i=1}^3 \ln \sum_{z_i} p(x_i, z_i) = \sum_{i=1}^3 \ln(q(1) + q(2) + q(3))
    unreadable  \sum_{i=1}^3 q(z_i) = 3q(z_i)
    unreadable  \sum_{z_i} \sum_{i=1}^3 q(z_i) = 3q(z_i)
    holds       q(z_i) \le \sum_{z_i} q(z_i)
    fails       q(z_i) \ge \sum_{z_i} q(z_i)
    unreadable  \sum_{z_i}\sum_{z_j} q(z_i)q(z_j) = \left(\sum_{z_i} q(z_i)\right)^2
    holds       \sum_{z_t}\sum_{z_{t+1}} q(z_t)q(z_{t+1}) = \left(\sum_{z_t} q(z_t)\right)^2
    fails       \sum_{z_t}\sum_{z_{t+1}} q(z_t)q(z_{t+1}) = \sum_{z_t} q(z_t)^2
    unreadable  \sum_{w_i} q(w_i) = 1
    holds       \sum_{\boldsymbol{x} \in D} q(\boldsymbol{x}) = q(1) + q(2) + q(3)
    fails       \sum_{\boldsymbol x \in D} q(\boldsymbol{x}) = q(1) + q(2)
    unreadable  \sum_{\boldsymbol x \in D} q(\boldsymbol x') = q(1)
    holds       \max_{a_1 \in D} \min_{a_2 \in D} q(a_1)q(a_2) = (\max_{a_1 \in D} q(a_1)) (\min_{a_2 \in D} q(a_2))
    fails       \max_{a_1 \in D} \min_{a_2 \in D} q(a_1)q(a_2) = \max_{a_1 \in D} q(a_1)^2
    unreadable  \sum_{a_i \in D} q(i) = 1
    holds       \sup_{h \in D} q(h) = \max(q(1), q(2), q(3))
    fails       \inf_{h \in D} q(h) = \max(q(1), q(2), q(3))
    unreadable  \sup_{h \in F} q(h) = 1
    holds       \sum_{j=0}^{1} \sum_{\boldsymbol x \in X_j} q(\boldsymbol x) = q(1) + q(2) + q(3)
    fails       \sum_{\boldsymbol x \in X_0} q(\boldsymbol x) = q(1) + q(2) + q(3)
    """,
)
def dressed(rng: np.random.Generator) -> dict[str, Any]:
    weights = rng.uniform(0.2, 1, size=8)
    return {
        "z_i": ("隐变量", range(1, 4)),
        "q(z)": ("权", lambda z: float(weights[z])),
        "p(x, z)": ("联合", lambda x, z: x * float(weights[z])),
        "x_i": ("数据", rng.uniform(1, 2, size=3)),
        "D": ("有限集", frozenset({1, 2, 3})),
        "X_j": ("两类", {0: frozenset({1, 3}), 1: frozenset({2})}),
        "i, j": ("编号", range(1, 4)),
        "t": ("时刻", range(1, 3)),
    }


@group(
    "drawn from",
    r"""
    holds       \mathbb{E}_{x \sim D}[f(x)] = p_1f(1) + p_2f(2)
    fails       \mathbb{E}_{x \sim D}[f(x)] = f(1) + f(2)
    holds       \mathbb{E}_{\boldsymbol x \sim D}[f(\boldsymbol x)^2] \ge \mathbb{E}_{y \sim D}[f(y)]^2
    fails       \mathbb{E}_{\boldsymbol x \sim D}[f(\boldsymbol x)^2] = \mathbb{E}_{y \sim D}[f(y)]^2
    holds       P_{x \sim D}(f(x) = f(1)) = p_1
    fails       P_{x \sim D}(f(x) \ne f(1)) = p_1
    holds       E_{x \sim D}\left[\log \frac{D(x)}{u(x)}\right] = \sum_{k=1}^2 D(k) \log\frac{D(k)}{u(k)}
    fails       E_{x \sim D}\left[\log \frac{D(x)}{u(x)}\right] = \sum_{k=1}^2 u(k) \log\frac{D(k)}{u(k)}
    holds       \mathbb{E}_{x \sim D, y \sim G}[xy] = (p_1 + 2p_2)\mathbb{E}_{y \sim G}[y]
    fails       \mathbb{E}_{x \sim D, y \sim G}[xy] = \mathbb{E}_{y \sim G}[y]
    unreadable  \mathbb{E}_{x \sim D, y \sim D}[xy] = \mathbb{E}_{x \sim D}[x]^2
    unreadable  \mathbb{E}_{x \sim D}[\mathbb{E}_{y \sim D}[xy]] = \mathbb{E}_{x \sim D}[x]^2
    unreadable  \mathbb{E}_{x \sim D}[xD] = \mathbb{E}_{x \sim D}[x]^2
    unreadable  \mathbb{E}_{x \sim F}[f(x)] = 1
    unreadable  \mathbb{E}_{x \sim D}[f(x_1)] = 1
    unreadable  \mathbb{E}_{x + 1 \sim D}[f(x)] = 1
    unreadable  \mathbb{E}_{x \sim D} f(x) = 1
    """,
)
def drawn(rng: np.random.Generator) -> dict[str, Any]:
    weights = np.array([0.25, 0.75]) if rng.uniform() < 0.5 else np.array([0.4, 0.6])
    values = rng.uniform(1, 2, size=4)
    other = float(rng.uniform(0.3, 0.6))
    return {
        "D": ("分布", {1: float(weights[0]), 2: float(weights[1])}),
        "G": ("分布", {0: 0.5, 3: 0.5}),
        "D(x)": ("权", lambda x: float(weights[x - 1])),
        "u(x)": ("权", lambda x: other if x == 1 else 1 - other),
        "p_k": ("概率", weights),
        "f(x)": ("函数", lambda x: float(values[x])),
        "x": ("数", float(rng.uniform(1, 2))),
        "k": ("编号", range(1, 3)),
    }


@group(
    "chains that end in a set",
    r"""
    holds       Au + v = v + Au \in \mathbb{R}^n
    fails       Au + v = v + Au \in \mathbb{R}^3
    fails       Au + v = v - Au \in \mathbb{R}^n
    holds       (AA^\top)^2 = AA^\top AA^\top \in \mathbb{R}^{n \times n}
    fails       (AA^\top)^2 = AA^\top AA^\top \in \mathbb{R}^{n \times 3}
    holds       w + w = 2w \in \mathbb{C}
    fails       w + w = 2w \in \mathbb{R}
    holds       w\bar w = |w|^2 \in \mathbb{R}
    holds       x + x = 2x \in [2, 4]
    fails       x + x = 2x \in [2, 3]
    fails       x + x = 3x \in [2, 4]
    unreadable  x + x = 2x \in \mathbb{N}
    holds       1 + 1 = 2 \in S
    fails       2 + 2 = 4 \in S
    holds       \begin{aligned} x + x &= 3x - x \\ &= 2x \in \mathbb{R}, \end{aligned}
    fails       \begin{aligned} x + x &= 3x - x \\ &= 2x \in \mathbb{R}^2, \end{aligned}
    unreadable  \begin{aligned} x + x &= 3x - x \in \mathbb{R} \\ &= 2x \end{aligned}
    """,
)
def ends_in_set(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(2, 5))
    return {
        "n": ("大小", n),
        "v": ("向量", rng.normal(size=n)),
        "A": ("矩阵", rng.normal(size=(n, 3))),
        "u": ("向量", rng.normal(size=3)),
        "x": ("数", float(rng.uniform(1, 2))),
        "w": ("复数", complex(rng.normal(), rng.normal())),
        "S": ("有限集", frozenset({2, 3})),
    }


GROUPS = [dressed, drawn, ends_in_set]
