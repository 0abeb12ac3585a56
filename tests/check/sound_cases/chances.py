"""Random variables: means, probabilities, what is given, and how something is distributed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tests.check.sound_cases import group
from yansuan.check.laws import law
from yansuan.distributions import FAMILIES

_FAMILY = {row.name: row for row in FAMILIES}


@group(
    "finite",
    r"""
    holds       E[X] = p_1 + 2p_2 + 4p_3
    fails       E[X] = p_1 + 2p_2 + 3p_3
    holds       \mathbb{E}[aX + b] = a\mathbb{E}[X] + b
    fails       \mathbb{E}[aX + b] = a\mathbb{E}[X]
    holds       \operatorname{Var}(aX + b) = a^2\operatorname{Var}(X)
    fails       \operatorname{Var}(aX + b) = a\operatorname{Var}(X)
    holds       \operatorname{Var}(X) = E[X^2] - E[X]^2
    holds       \text{Var}(X) = E[X^2] - (E[X])^2
    fails       \text{Var}(X) = E[X^2]
    fails       \operatorname{Var}(X) = E[X^2] - E[X]
    holds       \operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)
    fails       \operatorname{Var}(U + V) = \operatorname{Var}(U) + \operatorname{Var}(V)
    holds       \operatorname{Var}(U + V) = \operatorname{Var}(U) + \operatorname{Var}(V) + 2\operatorname{Cov}(U, V)
    holds       E[XY] = E[X]E[Y]
    fails       E[UV] = E[U]E[V]
    holds       E[UV] = E[U]E[V] + \operatorname{Cov}(U, V)
    holds       P(A \cup B) = P(A) + P(B) - P(A \cap B)
    fails       P(A \cup B) = P(A) + P(B)
    holds       P(A \mid C) = \frac{P(C \mid A)P(A)}{P(C)}
    fails       P(A \mid C) = \frac{P(C \mid A)P(C)}{P(A)}
    holds       P(A^c) = 1 - P(A)
    holds       P(\bar A) = 1 - P(A)
    holds       P(A \cap B) = P(A)P(B)
    fails       P(A \cap C) = P(A)P(C)
    holds       P(X = 2) = p_2
    holds       P(X \le 2) = p_1 + p_2
    fails       P(X < 2) = p_1 + p_2
    holds       E[E[U \mid V]] = E[U]
    holds       E[U \mid V = 1] = \frac{2P(U = 2, V = 1)}{P(V = 1)}
    holds       \operatorname{Var}(U) = E[\operatorname{Var}(U \mid V)] + \operatorname{Var}(E[U \mid V])
    fails       \operatorname{Var}(U) = E[\operatorname{Var}(U \mid V)]
    holds       E[Z] = E[X] + E[Y]
    holds       P(Z \le 4) = P(Y = 0) + P(X = 1)P(Y = 3)
    holds       \operatorname{Var}\left(\frac{1}{n}\sum_{i=1}^n W_i\right) = \frac{\operatorname{Var}(W_1)}{n}
    fails       \operatorname{Var}\left(\frac{1}{n}\sum_{i=1}^n W_i\right) = \operatorname{Var}(W_1)
    holds       E\left[\left(\sum_{i=1}^n W_i\right)^2\right] = nE[W_1^2] + n(n-1)E[W_1]^2
    fails       E\left[\left(\sum_{i=1}^n W_i\right)^2\right] = nE[W_1^2] + n^2E[W_1]^2
    unreadable  E(X)^2 = 0
    holds       P(|X - E[X]| \ge 1) \le \operatorname{Var}(X)
    holds       E[X \mid A] P(A) = 2p_2 + 4p_3
    undefined   X = 1
    holds       \operatorname{Corr}(X, 2X + 1) = 1
    fails       \operatorname{Corr}(X, 2X + 1) = 2
    holds       E[e^{aX}] = \sum_{k=1}^{2} p_k e^{ak} + p_3e^{4a}
    holds       E[Y \mid X] = E[Y]
    holds       E[X + Y \mid Y] = E[X] + Y
    fails       E[X + Y \mid Y] = E[X] + E[Y]
    holds       P(A \mid B) = P(A)
    holds       E[UV \mid V] = V E[U \mid V]
    fails       E[U \mid V] = E[U]
    holds       E[(U - E[U \mid V])V] = 0
    fails       E[XY \mid Y = 3] = E[X]
    holds       E[XY \mid Y = 3] = 3E[X]
    undefined   E[X \mid Y = 2] = E[X]
    undefined   P(A \mid Y = 2) = P(A)
    holds       P(A \setminus B) = P(A) - P(A \cap B)
    fails       P(A \setminus B) = P(A) - P(B)
    holds       P((A \cup B)^c) = P(A^c \cap B^c)
    fails       P((A \cup B)^c) = P(A^c \cup B^c)
    unreadable  P(A \cap B \cup C) = P(A)
    caught      P(A) = P(A | B | C)
    unreadable  EX^2 = p_1 + 4p_2 + 16p_3
    unreadable  P A = 1
    holds       \mathbb E X = p_1 + 2p_2 + 4p_3
    holds       E[X \cdot 1] = E[X]
    holds       E_X[XY] = E[X]Y
    holds       \mathbb E_Y[\mathbb E_X[XY]] = E[X]E[Y]
    undefined   X + Y = Z
    undefined   P(X) = 1
    holds       E[\mathbf{1}_A] = P(A)
    fails       E[\mathbf{1}_A] = P(B)
    holds       E[X\mathbf{1}_A] = E[X \mid A]P(A)
    holds       \mathbb{E}|X - 2| = p_1 + 2p_3
    unreadable  \mathbb{E}|X - 2|^2 = p_1 + 4p_3
    holds       E[X] = \sum_x x P(X = x)
    fails       E[X] = \sum_x x^2 P(X = x)
    holds       P(U = 2) = \sum_v P(U = 2, V = v)
    fails       P(U = 2) = \sum_v P(U = 0, V = v)
    holds       H(U) = -\sum_u P(U = u)\ln P(U = u)
    holds       \sum_y P(Y = y) = 1
    fails       \sum_y P(Y = y) = 2
    holds       E[U] = \sum_v E[U \mid V = v]P(V = v)
    fails       E[U] = \sum_v E[U \mid V = v]
    holds       P(AB) = P(A \cap B)
    fails       P(AB) = P(A) + P(B)
    holds       P(AC) = P(C)P(A \mid C)
    holds       Var(X) = E(X^2) - (E(X))^2
    fails       Var(X) = E(X^2) - E(X)
    holds       Cov(U, V) = E[UV] - E[U]E[V]
    holds       P(X \in [1, 2]) = p_1 + p_2
    fails       P(X \in (1, 2]) = p_1 + p_2
    holds       P(X \in (1, 2]) = p_2
    holds       P(X \notin [2, 3]) = p_1 + p_3
    holds       P(X \in (-\infty, 2]) = p_1 + p_2
    holds       P\{|X - EX| \ge 1\} \le \frac{DX}{1}
    holds       \operatorname{Var}(X \mid A) = E[X^2 \mid A] - E[X \mid A]^2
    fails       \operatorname{Var}(X \mid A) = E[X^2 \mid A] - E[X]^2
    holds       E\left[\prod_{i=1}^n W_i\right] = E[W_1]^n
    fails       E\left[\prod_{i=1}^n W_i\right] = nE[W_1]
    holds       \operatorname{Cov}(W_1, W_2) = 0
    fails       \operatorname{Cov}(W_1, W_1) = 0
    holds       P(X + W_1 = 2) = p_1P(W_1 = 1) + p_2P(W_1 = 0)
    """,
)
def finite(rng: np.random.Generator) -> dict[str, Any]:
    return finite_symbols(rng)


def finite_symbols(rng: np.random.Generator) -> dict[str, Any]:
    p, q = rng.uniform(0.1, 0.4, 3), rng.uniform(0.1, 1, 4)
    p, q = p / p.sum(), q / q.sum()
    return {
        "X": ("点数", dict(zip((1, 2, 4), p.tolist(), strict=True))),
        "p_k": ("概率", p),
        "k, i, j": ("编号", ...),
        "(U, V)": ("一对", dict(zip(((0, 0), (0, 1), (1, 0), (2, 1)), q.tolist(), strict=True))),
        "Y": ("另一个", {0: 0.25, 3: 0.75}),
        "Z": ("和", lambda X, Y: X + Y),
        "W_i": ("样本", ("iid", {0: 0.5, 1: 0.25, 5: 0.25})),
        "A": ("事件", lambda X: X > 1),
        "B": ("事件", lambda Y: Y > 1),
        "C": ("事件", lambda X, Y: X + Y > 4),
        "a": ("数", rng.normal()),
        "b": ("数", rng.normal()),
        "n": ("个数", int(rng.integers(2, 7))),
    }


@group(
    "distributed",
    r"""
    holds       X \sim \mathcal N(\mu, \sigma^2)
    fails       X \sim \mathcal N(\mu, \sigma)
    holds       X + Y \sim \mathcal{N}(\mu + \nu, \sigma^2 + \tau^2)
    fails       X + Y \sim \mathcal{N}(\mu + \nu, (\sigma + \tau)^2)
    holds       X - Y \sim \mathcal{N}(\mu - \nu, \sigma^2 + \tau^2)
    caught      X - Y \sim \mathcal{N}(\mu - \nu, \sigma^2 - \tau^2)
    holds       aX + b \sim \mathcal N(a\mu + b, a^2\sigma^2)
    caught      aX + b \sim \mathcal N(a\mu + b, a\sigma^2)
    holds       \frac{X - \mu}{\sigma} \sim \mathcal N(0, 1)
    holds       \frac{1}{n}\sum_{k=1}^n Z_k \sim \mathcal N\left(\mu, \frac{\sigma^2}{n}\right)
    fails       \frac{1}{n}\sum_{k=1}^n Z_k \sim \mathcal N(\mu, \sigma^2)
    holds       \sum_{k=1}^n B_k \sim B(n, p)
    fails       \sum_{k=1}^n B_k \sim B(n, 1 - p)
    holds       P(X \le \mu) = \frac{1}{2}
    holds       P(T > s + t \mid T > s) = P(T > t)
    fails       P(T > s + t \mid T > s) = P(T > s + t)
    holds       P(T > t) = e^{-\lambda t}
    fails       P(T > t) = 1 - e^{-\lambda t}
    holds       P(S = 0) = (1 - p)^n
    holds       E[S] = np
    fails       E[S] = n
    holds       \operatorname{Var}(S) = np(1 - p)
    holds       P(N = 2) = \frac{\lambda^2 e^{-\lambda}}{2}
    fails       P(N = 2) = \lambda^2 e^{-\lambda}
    holds       P(N \ge 1) = 1 - e^{-\lambda}
    holds       P(U^2 \le \frac{1}{4}) = \frac{1}{2}
    holds       P(|X - \mu| \ge 2\sigma) \le \frac{1}{4}
    holds       E[N] = \lambda
    holds       E[X] = \mu
    holds       \operatorname{Var}(X) = \sigma^2
    fails       \operatorname{Var}(X) = \sigma
    holds       E[X^2] = \mu^2 + \sigma^2
    holds       E[T] = \frac{1}{\lambda}
    holds       \operatorname{Var}(U) = \frac{1}{12}
    fails       -\frac{\ln U}{\lambda} \sim \operatorname{Exp}(2\lambda)
    holds       E[|X - \mu|] = \sigma\sqrt{\frac{2}{\pi}}
    holds       E[T \mid T > t] = t + \frac{1}{\lambda}
    holds       P(X < Y) = \frac{1}{2}\operatorname{erfc}\left(\frac{\mu - \nu}{\sqrt{2(\sigma^2 + \tau^2)}}\right)
    undefined   X \sim \mathcal N(\mu, -1)
    unreadable  X \sim \mathcal N(\mu)
    unreadable  X \sim \operatorname{Gamma}(1, 2)
    unreadable  X \sim F(\mu)
    fails       S \sim B(n + 1, p)
    fails       N + N \sim \operatorname{Poisson}(2\lambda)
    holds       P(a < X \le b) = P(X \le b) - P(X \le a)
    holds       P(T \le t, S = 0) = (1 - e^{-\lambda t})(1 - p)^n
    holds       P(e^{T} > e^{t}) = e^{-\lambda t}
    fails       P(T^2 > t) = e^{-\lambda t}
    holds       P(T^2 > t) = e^{-\lambda\sqrt t}
    undefined   P(\sin T > t) = 1
    undefined   P(\ln X \le 0) = P(0 < X \le 1)
    undefined   P(\sqrt X \le 1) = P(0 \le X \le 1)
    holds       P(\sqrt T > t) = e^{-\lambda t^2}
    holds       P(X = a) = 0
    holds       P(W_1 > t, W_2 > t) = e^{-2\lambda t}
    fails       P(W_1 > t, W_2 > t) = e^{-\lambda t}
    holds       P(W_1 > t \cup W_2 > t) = 2e^{-\lambda t} - e^{-2\lambda t}
    holds       P(t < W_1 < W_2) = \frac12 e^{-2\lambda t}
    holds       P(W_1 > W_2, W_2 > t) = \frac12 e^{-2\lambda t}
    holds       P(V_1 + V_2 \le p) = \frac{p^2}{2}
    fails       P(V_1 + V_2 \le p) = p^2
    fails       P(V_1 - V_2 > p) = 0
    undefined   P(T > t \mid T = -1) = 1
    """,
)
def distributed(rng: np.random.Generator) -> dict[str, Any]:
    mean, other = float(rng.normal()), float(rng.normal())
    sigma, tau, rate = (float(rng.uniform(0.5, 2)) for _ in range(3))
    n, p = int(rng.integers(2, 6)), float(rng.uniform(0.2, 0.8))
    return {
        r"\mu": ("均值", mean),
        r"\nu": ("均值", other),
        r"\sigma": ("标准差", sigma),
        r"\tau": ("标准差", tau),
        r"\lambda": ("率", rate),
        "n": ("次数", n),
        "p": ("概率", p),
        "X": ("正态", law(_FAMILY["normal"], mean, sigma**2)),
        "Y": ("正态", law(_FAMILY["normal"], other, tau**2)),
        "T": ("指数", law(_FAMILY["exponential"], rate)),
        "W_i": ("寿命", ("iid", law(_FAMILY["exponential"], rate))),
        "V_i": ("均匀", ("iid", law(_FAMILY["uniform"], 0, 1))),
        "S": ("二项", law(_FAMILY["binomial"], n, p)),
        "N": ("泊松", law(_FAMILY["Poisson"], rate)),
        "U": ("均匀", law(_FAMILY["uniform"], 0, 1)),
        "Z_i": ("样本", ("iid", law(_FAMILY["normal"], mean, sigma**2))),
        "B_i": ("样本", ("iid", law(_FAMILY["Bernoulli"], p))),
        "a": ("数", float(rng.normal()) - 3),
        "b": ("数", float(rng.normal()) + 3),
        "t": ("时间", float(rng.uniform(0.1, 2))),
        "s": ("时间", float(rng.uniform(0.1, 2))),
        "k": ("编号", ...),
    }


@group(
    "families of distributions",
    r"""
    holds       \operatorname{Var}(B) = \frac{ab}{(a + b)^2(a + b + 1)}
    fails       E[B] = \frac{b}{a + b}
    holds       1 - B \sim \operatorname{Beta}(b, a)
    fails       1 - B \sim \operatorname{Beta}(a, b)
    holds       G_1 + G_2 \overset{d}{=} K
    fails       2G_1 \overset{d}{=} K
    holds       E[G_1] = \frac{a}{b}
    fails       E[G_1] = ab
    holds       P(T \le -t) = P(T \ge t)
    fails       P(T \le t) = P(T \ge t)
    holds       T^2 \sim F(1, \nu)
    fails       2T \sim t(\nu)
    undefined   E[C] = \mu
    undefined   E[|C|] = \sigma
    undefined   E[C - C] = 0
    holds       P(C \le \mu) = \frac12
    holds       \frac{C + C'}{2} \sim \operatorname{Cauchy}(\mu, \sigma)
    fails       \frac{C + C'}{2} \sim \operatorname{Cauchy}\left(\mu, \frac{\sigma}{2}\right)
    holds       P(Q > n + 2 \mid Q > n) = P(Q > 2)
    fails       P(R > n + 2 \mid R > n) = P(R > 2)
    holds       E[Q] = \frac{1}{p}
    fails       E[R] = \frac{1}{p}
    holds       Q \overset{d}{=} R + 1
    holds       \operatorname{Var}(R) = \frac{1 - p}{p^2}
    holds       P(Y \le e^{\mu}) = \frac12
    holds       E[Y] = e^{\mu + \sigma^2/2}
    fails       E[Y] = e^{\mu + \sigma^2}
    holds       e^{\mu + \sigma Z} \sim \operatorname{LogNormal}(\mu, \sigma^2)
    fails       e^{\mu + \sigma Z} \sim \operatorname{LogNormal}(\mu, \sigma)
    holds       P(W > t) = e^{-(t/\sigma)^2}
    fails       V \overset{d}{=} 2W
    holds       E[M] = 2\sigma
    undefined   \operatorname{Var}(M) = \sigma^2
    holds       \operatorname{Var}(L) = 2\sigma^2
    holds       P(S \le t) = \frac{1}{1 + e^{-(t - \mu)/\sigma}}
    holds       \operatorname{Var}(D) = \frac{35}{12}
    holds       P(J = 2) = \frac{\binom{7}{2}\binom{13}{3}}{\binom{20}{5}}
    unreadable  W \sim \operatorname{Weibull}(2, \sigma)
    """,
)
def families(rng: np.random.Generator) -> dict[str, Any]:
    a, b, sigma = (float(rng.uniform(0.6, 2)) for _ in range(3))
    mean, p = float(rng.normal()), float(rng.uniform(0.2, 0.8))
    degrees = int(rng.integers(3, 9))
    return {
        "a": ("数", a),
        "b": ("数", b),
        "p": ("概率", p),
        r"\mu": ("中心", mean),
        r"\sigma": ("尺度", sigma),
        r"\nu": ("自由度", degrees),
        "n": ("次数", int(rng.integers(1, 5))),
        "t": ("数", float(rng.uniform(0.2, 2))),
        "k": ("编号", ...),
        "B": ("贝塔", law(_FAMILY["beta"], a, b)),
        "G_k": ("伽马", ("iid", law(_FAMILY["gamma"], a, b))),
        "K": ("伽马", law(_FAMILY["gamma"], 2 * a, b)),
        "T": ("学生", law(_FAMILY["Student's t"], degrees)),
        "C": ("柯西", law(_FAMILY["Cauchy"], mean, sigma)),
        "C'": ("柯西", law(_FAMILY["Cauchy"], mean, sigma)),
        "Q": ("几何", law(_FAMILY["geometric"], p)),
        "R": ("负二项", law(_FAMILY["negative binomial"], 1, p)),
        "Y": ("对数正态", law(_FAMILY["log-normal"], mean, sigma**2)),
        "Z": ("标准正态", law(_FAMILY["normal"], 0, 1)),
        "W": ("韦布尔", law(_FAMILY["Weibull"], 2, sigma)),
        "V": ("瑞利", law(_FAMILY["Rayleigh"], sigma / math.sqrt(2))),
        "M": ("帕累托", law(_FAMILY["Pareto"], 2, sigma)),
        "L": ("拉普拉斯", law(_FAMILY["Laplace"], mean, sigma)),
        "S": ("逻辑斯谛", law(_FAMILY["logistic"], mean, sigma)),
        "D": ("骰子", law(_FAMILY["discrete uniform"], 1, 6)),
        "J": ("超几何", law(_FAMILY["hypergeometric"], 20, 7, 5)),
    }


@group(
    "information",
    r"""
    holds       H(X) = -\sum_{k=1}^3 p_k\log_2 p_k
    fails       H(X) = \sum_{k=1}^3 p_k\log_2 p_k
    holds       H(X) = -\sum_{k=1}^3 p_k\ln p_k
    unreadable  H(X) = -\sum_{k=1}^3 p_k\ln p_k + \log_2 1
    holds       H(U, V) = H(U) + H(V \mid U)
    fails       H(U, V) = H(U) + H(V)
    holds       H(X, Y) = H(X) + H(Y)
    holds       I(U; V) = H(U) + H(V) - H(U, V)
    fails       I(U; V) = H(U) + H(V) + H(U, V)
    holds       I(U; V) = H(U) - H(U \mid V)
    holds       I(U; V) \ge 0
    holds       H(p) = -\sum_{k=1}^3 p_k\ln p_k
    holds       D_{\mathrm{KL}}(p \| q) = \sum_{k=1}^3 p_k\ln\frac{p_k}{q_k}
    fails       D_{\mathrm{KL}}(p \| q) = \sum_{k=1}^3 q_k\ln\frac{p_k}{q_k}
    holds       D_{KL}(p \,\|\, q) \ge 0
    holds       D(p \| q) = \sum_{k=1}^3 p_k\ln\frac{p_k}{q_k}
    fails       D(p \| q) = D(q \| p)
    unreadable  D(\|p) = 1
    holds       \operatorname{KL}(p \,||\, q) = H(p, q) - H(p)
    fails       D_{\mathrm{KL}}(p \| q) = D_{\mathrm{KL}}(q \| p)
    unreadable  H(a) = 0
    undefined   H(3p) = 0
    """,
)
def information(rng: np.random.Generator) -> dict[str, Any]:
    q = rng.dirichlet((2.0, 2.0, 2.0))
    return {**finite_symbols(rng), "q_k": ("概率", q)}


GROUPS = [finite, distributed, families, information]
