"""Whole numbers: rounding, remainders, congruences, divisors, coefficients; each beside its false variants.

What is looked up by name is worked out here from the definition: φ by counting, Stirling numbers by listing.
"""

from __future__ import annotations

import math
from itertools import permutations, product
from typing import Any

import numpy as np

from tests.check.sound_cases import group

PRIMES = (3, 5, 7, 11, 13, 17, 19, 23)


def totient(n: int) -> int:
    """How many of 1, …, n have no divisor in common with n."""
    return sum(1 for k in range(1, n + 1) if math.gcd(k, n) == 1)


def moebius(n: int) -> int:
    """1 or −1 by how many primes a number is the product of, which are all different; else 0."""
    primes = [p for p in range(2, n + 1) if n % p == 0 and all(p % q for q in range(2, p))]
    return (-1) ** len(primes) if math.prod(primes) == n else 0


def parts(n: int, k: int) -> int:
    """How many partitions of n things have k parts: onto maps, those counted once that differ by names of parts."""
    onto = sum(1 for one in product(range(k), repeat=n) if len(set(one)) == k)
    return onto // math.factorial(k)


def cycles(n: int, k: int) -> int:
    """How many permutations of n things have k cycles."""
    found = 0
    for order in permutations(range(n)):
        left, count = set(range(n)), 0
        while left:
            count, at = count + 1, left.pop()
            while order[at] in left:
                at = order[at]
                left.discard(at)
        found += count == k
    return found


@group(
    "rounding",
    r"""
    holds       \lfloor n/2 \rfloor + \lceil n/2 \rceil = n
    fails       \lfloor n/2 \rfloor + \lfloor n/2 \rfloor = n
    holds       \left\lceil \frac{n}{m} \right\rceil = \left\lfloor \frac{n + m - 1}{m} \right\rfloor
    fails       \left\lceil \frac{n}{m} \right\rceil = \left\lfloor \frac{n + m}{m} \right\rfloor
    fails       \left\lceil \frac{n}{m} \right\rceil = \left\lfloor \frac{n}{m} \right\rfloor + 1
    holds       \lfloor x \rfloor \leq x < \lfloor x \rfloor + 1
    fails       \lceil x \rceil \leq x
    holds       \lfloor -x \rfloor = -\lceil x \rceil
    fails       \lfloor -x \rfloor = -\lfloor x \rfloor
    holds       \lfloor 2x \rfloor = \lfloor x \rfloor + \left\lfloor x + \frac12 \right\rfloor
    fails       \lfloor 2x \rfloor = 2\lfloor x \rfloor
    holds       \left\lfloor \frac{\lfloor x \rfloor}{m} \right\rfloor = \left\lfloor \frac{x}{m} \right\rfloor
    holds       \lfloor \sqrt{n^2 + 1} \rfloor = n
    fails       \lceil \sqrt{n^2 + 1} \rceil = n
    holds       \left\lfloor \frac{n}{3} \cdot 3 \right\rfloor = n
    holds       n + \left\lfloor \frac{10^{17} + n}{10^{17} + n + 1} \right\rfloor = n
    fails       n + \left\lfloor \frac{10^{17} + n}{10^{17} + n + 1} \right\rfloor = n + 1
    holds       \left\lfloor \frac{10^{30} + 1}{2} \right\rfloor = 5 \cdot 10^{29}
    fails       \left\lfloor \frac{10^{30} + 1}{2} \right\rfloor = 5 \cdot 10^{29} + 1
    fails       \lfloor \log_2 8 \rfloor = 2
    fails       \lfloor \log_2 9 \rfloor = 4
    holds       \lfloor \log_2 9 \rfloor = 3
    unreadable  \lfloor \sqrt2 \cdot \sqrt2 \rfloor = 1
    undefined   \lfloor \boldsymbol v \rfloor = 1
    """,
)
def rounding(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "n": ("整数", int(rng.integers(1, 40))), "m": ("整数", int(rng.integers(2, 9))),
        "x": ("实数", float(rng.normal() * 5)), r"\boldsymbol v": ("向量", rng.normal(size=3)),
    }  # fmt: skip


@group(
    "remainders and congruences",
    r"""
    holds       a = m \lfloor a/m \rfloor + (a \bmod m)
    holds       c = m \lfloor c/m \rfloor + (c \bmod m)
    holds       ab \bmod m = ((a \bmod m)(b \bmod m)) \bmod m
    fails       ab \bmod m = (a \bmod m)(b \bmod m)
    fails       (a + b) \bmod m = (a \bmod m) + (b \bmod m)
    holds       0 \leq c \bmod m < m
    holds       x \bmod 1 = x - \lfloor x \rfloor
    unreadable  a + b \bmod m = b
    unreadable  a \bmod (c - 100) = 1
    holds       a^p \equiv a \pmod p
    fails       a^p \equiv a \pmod{p + 1}
    fails       a^m \equiv a \pmod m
    fails       a^{p-1} \equiv 1 \pmod p
    holds       a^{p-1} \equiv 1 \pmod p, \quad p \nmid a
    fails       a^{p-1} \equiv -1 \pmod p, \quad p \nmid a
    unreadable  a^2 = b^2 \quad (a \equiv b)
    unreadable  a \equiv b \implies a^2 = b^2
    unreadable  a^2 = \begin{cases} b^2, & a \equiv b, \\ a^2, & a \neq b \end{cases}
    unreadable  \forall a (a = b)
    unreadable  a = \int_{1}
    holds       a^{\varphi(m)} \equiv 1 \pmod m, \quad \gcd(a, m) = 1
    fails       a^{\varphi(m)} \equiv 1 \pmod m
    fails       a^{m - 1} \equiv 1 \pmod m, \quad \gcd(a, m) = 1
    holds       (p-1)! \equiv -1 \equiv p - 1 \ (\bmod\ p)
    fails       (p-1)! \equiv 1 \pmod p
    fails       (m-1)! \equiv -1 \pmod m
    holds       (a + b)^p \equiv a^p + b^p \pmod p
    fails       (a + b)^p \equiv a^p - b^p \pmod p
    holds       \begin{aligned} (a + b)^p &\equiv a^p + b^p \\ &\equiv a + b \pmod p \end{aligned}
    fails       \begin{aligned} (a + b)^p &\equiv a^p + b^p \\ &\equiv a - b \pmod p \end{aligned}
    holds       2^{-1} a \equiv \frac{a(p + 1)}{2} \pmod p
    fails       2^{-1} a \equiv \frac{a(p - 1)}{2} \pmod p
    undefined   \frac{a}{p} \equiv 1 \pmod p
    holds       a \not\equiv a + 1 \pmod m
    fails       a \not\equiv a + m \pmod m
    fails       a \not\equiv b \pmod m
    unreadable  a \not\equiv b
    unreadable  a \equiv b + c \pmod 1
    undefined   x \equiv a \pmod m
    undefined   a \equiv b \pmod{x}
    unreadable  a = b \pmod m
    holds       10^{40} + 1 \equiv 2 \pmod 9
    fails       10^{40} + 1 \equiv 1 \pmod 9
    unreadable  a \equiv a \pmod m
    """,
)
def congruences(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "a": ("整数", int(rng.integers(1, 40))), "b": ("整数", int(rng.integers(1, 40))),
        "c": ("整数", int(rng.integers(-40, 40))), "m": ("模", int(rng.integers(2, 30))),
        "p": ("素数", int(rng.choice(PRIMES))), "x": ("实数", float(rng.normal() * 5)),
        r"\varphi(n)": ("欧拉函数", totient),
    }  # fmt: skip


@group(
    "divisors",
    r"""
    holds       \gcd(a, b)\operatorname{lcm}(a, b) = ab
    fails       \gcd(a, b)\operatorname{lcm}(a, b) = a + b
    fails       \gcd(a, b, n)\operatorname{lcm}(a, b, n) = abn
    holds       \gcd(a, b) = \gcd(b, a \bmod b)
    holds       \gcd(a, b) = \gcd(a, a + b)
    fails       \gcd(a, b) = \gcd(a, 2b)
    holds       \gcd(a, b) \mid a
    holds       \gcd(a,b) \mid a \mid \operatorname{lcm}(a,b)
    fails       \gcd(a,b) \mid \operatorname{lcm}(a,b) \mid a
    holds       a | ab
    fails       a | b
    fails       a \nmid ab
    holds       6 \mid n(n+1)(n+2)
    fails       6 \mid n(n+1)
    fails       n \mid \binom{n}{2}
    undefined   \frac12 \mid n
    unreadable  1 \mid n
    undefined   \gcd(x, n) = 1
    unreadable  \gcd(n) = n
    holds       \gcd(2^a - 1, 2^b - 1) = 2^{\gcd(a, b)} - 1
    fails       \gcd(2^a + 1, 2^b + 1) = 2^{\gcd(a, b)} + 1
    holds       \gcd(10^{30} + 57, 2 \cdot 10^{30} + 114) = 10^{30} + 57
    fails       \gcd(10^{30} + 57, 2 \cdot 10^{30} + 114) = 10^{30} + 58
    fails       10^{20} + n = 10^{20} + n + 1
    """,
)
def divisors(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "a": ("整数", int(rng.integers(2, 40))), "b": ("整数", int(rng.integers(2, 40))),
        "n": ("整数", int(rng.integers(1, 30))), "x": ("实数", float(rng.normal() * 5)),
    }  # fmt: skip


@group(
    "coefficients",
    r"""
    holds       {n \brace k} = S(n, k)
    fails       {n \brack k} = S(n, k)
    holds       {n \brack k} = c(n, k)
    fails       {n \brace k} = c(n, k)
    holds       \genfrac{\{}{\}}{0pt}{}{n}{k} = S(n, k)
    holds       \begin{Bmatrix} n \\ k \end{Bmatrix} = S(n, k)
    holds       {n \brace k} = k {n - 1 \brace k} + {n - 1 \brace k - 1}
    fails       {n \brace k} = n {n - 1 \brace k} + {n - 1 \brace k - 1}
    holds       \sum_{j=0}^n {n \brack j} = n!
    holds       x^{\underline n} = \sum_{j=0}^n (-1)^{n-j} {n \brack j} x^j
    fails       x^{\underline n} = \sum_{j=0}^n {n \brack j} x^j
    holds       x^{\overline n} = \sum_{j=0}^n {n \brack j} x^j
    holds       x^n = \sum_{j=0}^n {n \brace j} x^{\underline j}
    fails       x^n = \sum_{j=0}^n {n \brace j} x^{\overline j}
    holds       x^{\overline n} = (-1)^n (-x)^{\underline n}
    fails       x^{\overline n} = (-x)^{\underline n}
    undefined   x^{\underline{x}} = 1
    holds       {n \choose k} = \frac{n!}{k!\,(n - k)!}
    fails       {n \choose k} = \frac{n!}{(n - k)!}
    holds       A_n^k = \frac{n!}{(n - k)!}
    holds       \mathrm C_n^k = \frac{\mathrm A_n^k}{k!}
    fails       C_n^k = A_n^k
    holds       C_{n+1}^k = C_n^k + C_n^{k-1}
    fails       C_{n+1}^k = C_n^k + C_n^{k+1}
    holds       (2n)!! = 2^n n!
    holds       n! = n!!\,(n - 1)!!
    fails       n! = n!!
    fails       n! = n!!\,(n - 2)!!
    holds       \binom{-n}{k} = (-1)^k \binom{n + k - 1}{k}
    fails       \binom{-n}{k} = \binom{n + k - 1}{k}
    holds       \binom{x}{k} = \frac{x^{\underline k}}{k!}
    holds       \binom{-x}{k} = (-1)^k \binom{x + k - 1}{k}
    fails       \binom{-x}{k} = \binom{x + k - 1}{k}
    """,
)
def coefficients(rng: np.random.Generator) -> dict[str, Any]:
    n = int(rng.integers(2, 7))
    return {
        "n": ("整数", n), "k": ("整数", int(rng.integers(1, n + 1))), "x": ("实数", float(rng.normal() * 3)),
        "S(n, k)": ("划分数", parts), "c(n, k)": ("轮换数", cycles),
    }  # fmt: skip


@group(
    "δ and ε",
    r"""
    holds       \sum_j \delta_{ij} v_j = v_i
    fails       \sum_j \delta_{i,j+1} v_j = v_i
    holds       \sum_i \sum_j \delta_{ij} v_i w_j = \boldsymbol v \cdot \boldsymbol w
    holds       u_i = \sum_j \sum_k \varepsilon_{ijk} v_j w_k
    fails       u_i = \sum_j \sum_k \varepsilon_{jik} v_j w_k
    holds       u_i = \sum_j \sum_k \epsilon_{jki} v_j w_k
    fails       u_i = \sum_j \sum_k \varepsilon_{ijk} w_j v_k
    holds       \sum_{k=1}^3 \varepsilon_{ijk}\varepsilon_{lmk} = \delta_{il}\delta_{jm} - \delta_{im}\delta_{jl}
    fails       \sum_{k=1}^3 \varepsilon_{ijk}\varepsilon_{lmk} = \delta_{il}\delta_{jm} + \delta_{im}\delta_{jl}
    unreadable  \delta_{ab} v_i = v_i
    unreadable  \delta_i = 1
    """,
)
def symbols_of_indices(rng: np.random.Generator) -> dict[str, Any]:
    v, w = rng.normal(size=3), rng.normal(size=3)
    return {
        r"\boldsymbol v, v_i": ("向量", v), r"\boldsymbol w, w_i": ("向量", w), "u_i": ("叉积", np.cross(v, w)),
        "i, j, k, l, m": ("编号", range(1, 4)),
    }  # fmt: skip


@group(
    "conditions",
    r"""
    holds       \sum_{d \mid n} \varphi(d) = n
    fails       \sum_{d \mid n} \varphi(d) = n + 1
    fails       \sum_{d=1}^n \varphi(d) = n
    holds       \sum_{d | n} \mu(d) = [n = 1]
    fails       \sum_{d | n} \mu(d) = 0
    holds       \varphi(n) = \sum_{d \mid n} \mu(d) \frac{n}{d}
    fails       \varphi(n) = \sum_{d \mid n} \mu(d) d
    holds       \varphi(n) = \sum_{\substack{1 \le k \le n \\ \gcd(k, n) = 1}} 1
    fails       \varphi(n) = \sum_{\substack{1 \le k \le n \\ \gcd(k, n) > 1}} 1
    holds       \varphi(n) = \sum_{k=1}^n [\gcd(k, n) = 1]
    holds       \varphi(n) = \sum_{1 \le k \le n, k \perp n} 1
    holds       \varphi(n) = \sum_{k=1,\ k \perp n}^n 1
    fails       \varphi(n) = \sum_{k=2,\ k \perp n}^n 1
    holds       \sum_{1 \le i < j \le n} 1 = \binom{n}{2}
    fails       \sum_{1 \le i \le j \le n} 1 = \binom{n}{2}
    holds       \sum_{1 \le i < j < k \le n} 1 = \binom{n}{3}
    exact       \Bigl(\sum_i v_i\Bigr)^2 = \sum_i v_i^2 + 2\sum_{i < j} v_i v_j
    exact       \Bigl(\sum_i v_i\Bigr)^2 = \sum_i v_i^2 + \sum_{i \ne j} v_i v_j
    fails       \Bigl(\sum_i v_i\Bigr)^2 = \sum_i v_i^2 + 2\sum_{i \ne j} v_i v_j
    holds       \sum_{j \ne i} v_j = \sum_j v_j - v_i
    fails       \sum_{j \ne i} v_j = \sum_j v_j + v_i
    holds       \sum_{i \ne j} v_j = \sum_j v_j - v_i
    holds       \sum_{i,j} v_i w_j = \sum_i v_i \sum_j w_j
    fails       \sum_{i,j} v_i w_j = \sum_i v_i w_i
    holds       \sum_{i,j=1}^n ij = \frac{n^2(n+1)^2}{4}
    fails       \sum_{i,j=1}^n ij = \frac{n^2(n+1)^2}{2}
    holds       \sum_{i=1, i \ne m}^n i = \frac{n(n+1)}{2} - m[m \le n]
    fails       \sum_{i=1, i \ne m}^n i = \frac{n(n+1)}{2} - m[m < n]
    holds       \sum_{i=1 \atop i \ne m}^n i = \frac{n(n+1)}{2} - m[m \le n]
    holds       \sum_{1 \le k \le \sqrt n} 1 = \lfloor \sqrt{n} \rfloor
    fails       \sum_{1 \le k < \sqrt n} 1 = \lfloor \sqrt{n} \rfloor
    holds       \max_{1 \le i \le n} i = n
    fails       \max_{1 \le i < n} i = n
    holds       \prod_{i=1}^3 \prod_{j \ne i} (v_i - v_j) = -\prod_{i<j} (v_i - v_j)^2
    fails       \prod_{i=1}^3 \prod_{j \ne i} (v_i - v_j) = \prod_{i<j} (v_i - v_j)^2
    holds       \mathbf{1}_{\{x > 0\}} + \mathbf 1_{x \le 0} = 1
    fails       \mathbb 1[x > 0] + \mathbb I(x < 0) = 2
    holds       |x| = x[x > 0] - x[x < 0]
    fails       |x| = x[x > 0] + x[x < 0]
    holds       \sum_{i=1}^n [i = 1 \lor i = n] = 2 - [n = 1]
    fails       \sum_{i=1}^n [i = 1 \land i = n] = 2 - [n = 1]
    holds       \sum_{i=1}^n [\neg (i = 1)] = n - 1
    unreadable  [\sqrt2 \cdot \sqrt2 = 2] = 1
    unreadable  [\sqrt2 \cdot \sqrt2 = 2] = 0
    holds       [\sqrt2 \cdot \sqrt3 = 2] + n = n
    fails       [\sqrt2 \cdot \sqrt3 = 2] = 1
    holds       [\sqrt2 \cdot \sqrt3 \ne 2] = 1
    fails       [10^{20} + n = 10^{20} + n + 1] = 1
    undefined   \sum_{k \ge 0} k = n
    undefined   \sum_{i + j = n} 1 = n
    unreadable  \sum_{k \ge 1}^n k = n
    undefined   \max_{n < i < n} i = n
    undefined   \sum_{i < j} w_{i + 3} = 0
    """,
)
def conditions(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "n": ("整数", int(rng.integers(1, 25))), "m": ("整数", int(rng.integers(1, 25))),
        "x": ("实数", float(rng.normal())), "y": ("实数", float(rng.normal())),
        "v_i": ("向量", rng.normal(size=3)), "w_i": ("向量", rng.normal(size=3)),
        r"\varphi(n)": ("欧拉函数", totient), r"\mu(n)": ("默比乌斯函数", moebius),
        "i, j": ("编号", ...),
    }  # fmt: skip


@group(
    "implications",
    r"""
    holds       a \mid b \implies a \mid bc
    fails       a \mid b \implies b \mid a
    holds       a \mid b \land b \mid a \implies a = b
    holds       a \mid b, \quad b \mid 2b \implies a \mid 2b
    holds       x > 2 \implies x^2 > 4
    fails       x^2 > 4 \implies x > 2
    holds       x^2 > 4 \iff |x| > 2
    fails       x^2 > 4 \iff x > 2
    fails       x > 2 \Leftrightarrow x^2 > 4
    holds       x > 2 \iff x^2 > 4 \quad (x > 0)
    holds       \text{当 } x > 0 \text{ 时，} x > 2 \iff x^2 > 4
    holds       a \equiv b \pmod m \implies a^2 \equiv b^2 \pmod m
    fails       a^2 \equiv b^2 \pmod p \implies a \equiv b \pmod p
    holds       a^2 \equiv b^2 \pmod p \iff a \equiv b \pmod p \lor a \equiv -b \pmod p
    fails       a^2 \equiv b^2 \pmod p \iff a \equiv b \pmod p \land a \equiv -b \pmod p
    holds       a \equiv b \pmod m \iff m \mid a - b
    fails       a \equiv b \pmod m \iff m \mid a + b
    holds       \gcd(a, b) = 1 \iff a \perp b
    undefined   x = 3 \implies x^2 = 9
    undefined   x = 3 \implies x^2 = 10
    undefined   x > 1 \land x < 1 \implies x = x + 1
    unreadable  \sin^2 x + \cos^2 x = 1 \implies x = x + 1
    holds       x > 0 \Rightarrow x + 1 > 1 \Rightarrow x + 2 > 2
    fails       x > 0 \Rightarrow x + 1 > 1 \Rightarrow x > 2
    holds       x > 0 \lor x \le 0
    fails       x > 0 \land x \le 0
    fails       x > 0 \lor x < -1
    holds       \neg(x > 0 \land x < 0)
    fails       \neg(x > 0 \lor x < 0)
    holds       x > 1 \implies x > 0 \land x^2 > 1
    fails       x > 1 \implies x > 0 \land x^2 > 2
    unreadable  x > 1 \implies
    holds       v_i > 0 \implies |v_i| = v_i
    fails       v_i < 0 \implies |v_i| = v_i
    holds       2 \mid n \lor 2 \mid n + 1
    fails       2 \mid n \lor 3 \mid n + 1
    unreadable  \text{若 } x > 0 \implies x^2 > 0 \text{ 除非 } x > 1
    holds       9 \mid b + c \implies 3 \mid b + c
    holds       23 \mid c + n \implies 23 \mid c^2 - n^2
    fails       23 \mid c + n \implies 23 \mid c - n
    holds       a = b \implies a^2 = b^2
    fails       a = b \implies a^2 = 2b
    holds       x > 6 \implies x^2 > 36
    fails       x > 6 \implies x^2 > 49
    """,
)
def implications(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "a": ("整数", int(rng.integers(1, 8))), "b": ("整数", int(rng.integers(1, 8))),
        "c": ("整数", int(rng.integers(-20, 20))), "n": ("整数", int(rng.integers(0, 30))),
        "m": ("模", int(rng.integers(2, 5))), "p": ("素数", int(rng.choice((3, 5, 7)))),
        "x": ("实数", float(rng.normal() * 3)), "v_i": ("向量", rng.normal(size=4)), "i": ("编号", ...),
    }  # fmt: skip


@group(
    "sets",
    r"""
    holds       A \cup B = B \cup A
    fails       A \cup B = A \cap B
    fails       A \setminus B = B \setminus A
    holds       (A \cup B) \cap C = (A \cap C) \cup (B \cap C)
    fails       (A \cup B) \cap C = A \cup (B \cap C)
    unreadable  A \cup B \cap C = A
    holds       |A \cup B| = |A| + |B| - |A \cap B|
    fails       |A \cup B| = |A| + |B|
    holds       \#(A \cap B) \le \# A
    fails       \#(A \cup B) \le \# A
    holds       \lvert A \times B \rvert = |A||B|
    fails       \lvert A \times B \rvert = |A| + |B|
    holds       |2^A| = 2^{|A|}
    fails       |2^A| = 2|A|
    holds       A \cap B \subseteq A
    fails       A \subseteq A \cap B
    fails       A \cup B \subsetneq B \cup A
    unreadable  A \subset A \cup B
    holds       A \cup \emptyset = A
    fails       A \cap \varnothing = A
    unreadable  A \cap \emptyset = \emptyset
    holds       A \setminus (B \cup C) = (A \setminus B) \cap (A \setminus C)
    fails       A \setminus (B \cup C) = (A \setminus B) \cup (A \setminus C)
    holds       \sum_{k \in A} 1 = |A|
    holds       \sum_{k \in A \cup B} k = \sum_{k \in A} k + \sum_{k \in B} k - \sum_{k \in A \cap B} k
    fails       \sum_{k \in A \cup B} k = \sum_{k \in A} k + \sum_{k \in B} k
    holds       \sum_{k \in \{1, 2, \dots, n\}} k = \frac{n(n+1)}{2}
    holds       \{1, 2, 3\} \cap \{2, 3, 4\} = \{2, 3\}
    fails       \{1, 2, 3\} \cap \{2, 3, 4\} = \{2\}
    holds       \{k \in A : k > 2\} \cup \{k \in A : k \le 2\} = A
    fails       \{k \in A : k > 2\} \cup \{k \in A : k < 2\} = A
    holds       \{k \in A \mid k \in B\} = A \cap B
    holds       \{k \in A \mid k \notin B\} = A \setminus B
    fails       \{k \in A \mid k \notin B\} = B \setminus A
    holds       \{k : 1 \le k \le n\} = \{1, 2, \dots, n\}
    fails       \{k : 1 \le k < n\} = \{1, 2, \dots, n\}
    holds       |\{k^2 : k \in A\}| \le |A|
    fails       |\{k^2 : k \in A\}| = |A|
    holds       m \in A \cap B \implies m \in A
    fails       m \in A \implies m \in A \cap B
    holds       m \in A \cup B \iff m \in A \lor m \in B
    fails       m \in A \cup B \iff m \in A \land m \in B
    holds       A \subseteq A \cup B \implies B \subseteq A \cup B
    holds       \sum_{i \in I} v_i = \sum_i v_i [i \in I]
    fails       \sum_{i \in I} v_i = \sum_i v_i [i \notin I]
    holds       \forall k \in A, \ k^2 \ge k
    fails       \forall k \in A, \ k^2 \ge 3k
    holds       k^2 \ge k \quad (k \in A)
    fails       k^2 \ge -3k \quad (k \in A)
    fails       k^2 > k \quad (k \in \{1, 2\})
    holds       \bigcup_{k \in A} \{k\} = A
    holds       \bigcup_{k=1}^n \{k, k + 1\} = \{1, 2, \dots, n + 1\}
    fails       \bigcup_{k=1}^n \{k, k + 1\} = \{1, 2, \dots, n\}
    holds       |A \setminus \{m\}| = |A| - [m \in A]
    fails       |A \setminus \{m\}| = |A| - 1
    holds       \max\{m, n\} \ge m
    fails       \max\{m, n\} = m
    undefined   x \in A
    undefined   A \cup B = n
    unreadable  A + B = A
    undefined   \{x, n\} = A
    undefined   A < B
    """,
)
def sets(rng: np.random.Generator) -> dict[str, Any]:
    def drawn() -> set[int]:
        return {int(k) for k in rng.integers(-3, 7, size=rng.integers(2, 7))}

    return {
        "A": ("集合", drawn()), "B": ("集合", drawn()), "C": ("集合", drawn()),
        "n": ("整数", int(rng.integers(2, 9))), "m": ("整数", int(rng.integers(-3, 7))),
        "x": ("实数", float(rng.normal() * 3)), "v_i": ("向量", rng.normal(size=3)),
        "I": ("指标集", {int(k) + 1 for k in rng.permutation(3)[:2]}), "i, k": ("编号", ...),
    }  # fmt: skip


GROUPS = [sets, implications, conditions, rounding, congruences, divisors, coefficients, symbols_of_indices]
