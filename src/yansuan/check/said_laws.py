"""How a declaration says the distribution of a random variable: `随机变量 ~ N(μ, σ²)`, `random variable ~ Exp(λ)`.

Without a distribution, a random variable has three or four values, drawn like real numbers, with arbitrary
probabilities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yansuan.check.bounds import Bound, BoundError, bound
from yansuan.distributions import FAMILIES, Family

NAMES = ("随机变量", "独立同分布随机变量", "样本", "random variable", "independent random variables", "sample")
_CHINESE = {
    "Bernoulli": "伯努利分布 两点分布",
    "binomial": "二项分布",
    "Poisson": "泊松分布",
    "normal": "正态分布 高斯分布",
    "exponential": "指数分布",
    "uniform": "均匀分布",
    "chi-squared": "卡方分布 χ²",
}
_DOUBTFUL = {"geom", "geometric", "几何分布", "gamma", "γ", "伽马分布"}
_SAID = re.compile(r"(?:~|∼|服从|\\sim\b)\s*(?P<name>[^()（）]+?)\s*[(（](?P<given>.*)[)）]\s*$")
_PLAIN = re.compile(r"\\(?:operatorname|mathcal|mathrm)\s*\{(\w+)\}|\\mathcal\s+(\w)")


@dataclass(frozen=True)
class SaidLaw:
    """A family, and its parameters in the letters of the declaration."""

    family: Family
    parameters: tuple[Bound, ...]


def split_law(text: str) -> tuple[str, SaidLaw | None]:
    """What is said before a distribution, and the distribution; None where there is none.

    Raises:
        BoundError: it is none that is known, or its parameters are not.
    """
    match = _SAID.search(text)
    if match is None:
        if re.search(r"~|∼", text):
            raise BoundError(f"'{text}' says no distribution, such as '随机变量 ~ N(μ, σ²)'")
        return text, None
    name = _told(_PLAIN.sub(lambda one: one[1] or one[2], match["name"]))
    family = _BY_NAME.get(name)
    if family is None:
        doubt = "means two things: textbooks differ in its parameters" if name in _DOUBTFUL else "is not known here"
        known = ", ".join(_shown(row) for row in FAMILIES)
        raise BoundError(f"the distribution '{match['name']}' {doubt}. Known are {known}")
    given = re.split("[,，;；]", match["given"])
    if len(given) != len(family.parameters):
        raise BoundError(f"{_shown(family)} has {len(family.parameters)} parameters, and {len(given)} are said")
    return text[: match.start()], SaidLaw(family, tuple(bound(one) for one in given))


def _told(name: str) -> str:
    return re.sub(r"[\s\\{}]|distribution$", "", name).lower()


def _shown(row: Family) -> str:
    head = re.sub(r"\\operatorname\{(\w+)\}|\\mathcal\{(\w)\}", lambda one: one[1] or one[2], row.spellings[0])
    return f"{head.replace(chr(92) + 'chi^2', 'χ²')}({', '.join(row.parameters)})"


def _names(row: Family) -> list[str]:
    spelled = [_PLAIN.sub(lambda one: one[1] or one[2], one) for one in row.spellings]
    return [row.name, *spelled, *_CHINESE[row.name].split()]


_BY_NAME = {_told(name): row for row in FAMILIES for name in _names(row)}
