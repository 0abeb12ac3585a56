"""Maxima and minima over numbers and vectors, and where they are taken; enclosed, estimated, taken twice, nowhere."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.declared import Declared
from tests.check.sound_cases import Group, group


@group(
    "extrema",
    r"""
    holds       \max_{t \in [0, 1]} t(1 - t) = \frac14
    fails       \max_{t \in [0, 1]} t(1 - t) = \frac13
    holds       \max_{x \in [0, a]} x(a - x) = \frac{a^2}{4}
    fails       \max_{x \in [0, a]} x(a - x) = \frac{a^2}{2}
    fails       \max_{x \in [0, a]} x(a - x) = \frac{a^2}{5}
    holds       \max_{x \in [0, a]} x(a - x) < a^2
    fails       \max_{x \in [0, a]} x(a - x) > a^2
    unreadable  \max_{x \in [0, a]} x(a - x) \le \frac{a^2}{4}
    holds       \arg\max_{x \in [0, a]} x(a - x) = \frac{a}{2}
    fails       \arg\max_{x \in [0, a]} x(a - x) = \frac{a}{3}
    fails       \arg\min_{x \in [0, a]} (x - 2a)^2 = 0
    holds       \arg\min_{x \in [0, a]} (x - 2a)^2 = a
    holds       \min_{x \ge 0} \left(x + \frac{a}{x}\right) = 2\sqrt a
    caught      \min_{x \ge 0} \left(x + \frac{a}{x}\right) = \sqrt a
    fails       \min_{x \ge 0} \left(x + \frac{a}{x}\right) = 3\sqrt a
    holds       \arg\min_{x > 0} \left(x + \frac{a}{x}\right) = \sqrt a
    holds       \min_x (x - c)^2 = 0
    holds       \arg\min_x (x - c)^2 = c
    holds       \operatorname*{arg\,min}_{x \in \mathbb R} (x - c)^2 = c
    fails       \operatorname*{arg\,min}_{x \in \mathbb R} (x - c)^2 = -c
    holds       \mathop{\arg\min}_x (x - c)^2 = c
    holds       \underset{x}{\arg\max}\left(-(x - c)^2\right) = c
    holds       \operatorname{argmin}_x \lvert x - c\rvert = c
    holds       \arg\min_x \sum_{k=1}^5 (y_k - x)^2 = \frac15\sum_{k=1}^5 y_k
    fails       \arg\min_x \sum_{k=1}^5 (y_k - x)^2 = \sum_{k=1}^5 y_k
    undefined   \arg\min_x \sin x = -\frac{\pi}{2}
    undefined   \arg\min_x (x^2 - 1)^2 = 1
    undefined   \arg\max_{x \in [0, 1]} \min(x, \frac12) = 1
    undefined   \min_x x = 0
    undefined   \max_x e^x = 0
    undefined   \max_{x \in (0, 1)} x = 1
    holds       \max_{x \in [0, 1]} x = 1
    holds       \max_{0 \le x \le 1} x^2 = 1
    fails       \max_{0 \le x \le 1} x^2 = \frac12
    holds       \min_{x \ge 1} x^2 = 1
    holds       \arg\min_{x \ge 1} x^2 = 1
    holds       \min_x g(x) = -\frac14
    holds       f(x) \ge \min_x f(x)
    fails       f(x) \le \min_x f(x)
    undefined   \min_{x > 2, x < 1} x = 1
    unreadable  \max_n n = 3
    unreadable  \max_{x^2 = 1} x = 1
    unreadable  \max_{0 \le \tau \le 1} \tau(1 - \tau) = 0
    unreadable  \min_q q = 0
    holds       \max_{\lVert v\rVert = 1} v^{\mathsf T}Av = \lambda_{\max}
    fails       \max_{\lVert v\rVert = 1} v^{\mathsf T}Av = \lambda_{\min}
    holds       \min_{v : \lVert v\rVert = 1} v^{\mathsf T}Av = \lambda_{\min}
    undefined   \arg\max_{\lVert v\rVert = 1} v^{\mathsf T}Av = b
    holds       \arg\min_v \left(\frac12 v^{\mathsf T}Bv - b^{\mathsf T}v\right) = B^{-1}b
    fails       \arg\min_v \left(\frac12 v^{\mathsf T}Bv - b^{\mathsf T}v\right) = b
    holds       \min_v \left(\frac12 v^{\mathsf T}Bv - b^{\mathsf T}v\right) = -\frac12 b^{\mathsf T}B^{-1}b
    fails       \min_v \left(\frac12 v^{\mathsf T}Bv - b^{\mathsf T}v\right) = \frac12 b^{\mathsf T}B^{-1}b
    holds       \arg\min_v \left(\lVert v - b\rVert^2 + a\lVert v\rVert^2\right) = \frac{b}{1 + a}
    holds       \min_v \lVert v - b\rVert^2 = 0
    holds       \max_{\lVert v\rVert \le 1} b^{\mathsf T}v = \lVert b\rVert
    caught      \max_{\lVert v\rVert \le 1} b^{\mathsf T}v = 2\lVert b\rVert
    fails       \max_{\lVert v\rVert \le 1} b^{\mathsf T}v = \frac12\lVert b\rVert
    holds       \arg\max_{\lVert v\rVert \le 1} b^{\mathsf T}v = \frac{b}{\lVert b\rVert}
    holds       \min_{v : b^{\mathsf T}v = 1} \lVert v\rVert^2 = \frac{1}{\lVert b\rVert^2}
    holds       \arg\min_{v : b^{\mathsf T}v = 1} \lVert v\rVert = \frac{b}{\lVert b\rVert^2}
    fails       \arg\min_{v : b^{\mathsf T}v = 1} \lVert v\rVert = \frac{b}{\lVert b\rVert}
    undefined   \max_v b^{\mathsf T}v = 1
    unreadable  \min_v v^{\mathsf T}Bv \ge -1
    unreadable  \min_{b^{\mathsf T}v = 1} \lVert v\rVert^2 = \frac{1}{\lVert b\rVert^2}
    holds       \arg\max_k b_k = \arg\min_k (-b_k)
    fails       \arg\max_k b_k = \arg\min_k b_k
    holds       b_{\arg\max_k b_k} = \max_k b_k
    fails       b_{\arg\max_k b_k} = \min_k b_k
    undefined   \arg\max_k (b_k - b_k) = 1
    """,
)
def extrema(rng: np.random.Generator) -> dict[str, Any]:
    a = rng.normal(size=(3, 3))
    values = np.linalg.eigvalsh(a + a.T)
    return {
        "x": ("数", rng.uniform(0.5, 2)),
        "a": ("数", rng.uniform(0.5, 2)),
        "c": ("数", rng.normal()),
        "n": ("项数", int(rng.integers(3, 9))),
        "q": ("由别的量而来", lambda a: a**2),
        "f(x)": ("函数", lambda x: (x - 1) ** 2 + np.cosh(x)),
        "g(x)": ("只能取双精度数", lambda x: float(x) ** 2 - float(x)),
        "y_k": ("数据", rng.normal(size=5)),
        "A": ("对称矩阵", a + a.T),
        "B": ("正定矩阵", a @ a.T + np.eye(3)),
        "v": ("向量", rng.normal(size=3)),
        "b, b_k": ("向量", rng.normal(size=3)),
        r"\lambda_{\max}": ("最大的特征值", float(values[-1])),
        r"\lambda_{\min}": ("最小的特征值", float(values[0])),
        "k": ("编号", ...),
    }


CONJUGATES = Group(
    "conjugates, whose suprema are over all numbers or vectors",
    Declared({"x, y": "实数", "v, w": "n 维向量", "A": "n 阶正定矩阵"}),
    r"""
    holds       \sup_x (xy - x^2) = \frac{y^2}{4}
    caught      \sup_x (xy - x^2) = \frac{y^2}{2}
    holds       \sup_{x \in \mathbb R} (xy - e^x) = y\ln y - y, \quad y > 0
    caught      \sup_{x \in \mathbb R} (xy - e^x) = y\ln y, \quad y > 0
    holds       \inf_v \left(\frac12v^\top Av - w^\top v\right) = -\frac12w^\top A^{-1}w
    caught      \inf_v \left(\frac12v^\top Av - w^\top v\right) = -\frac12w^\top Aw
    caught      \sup_x \tanh x < 1
    """,
)

GROUPS = [CONJUGATES, extrema]
