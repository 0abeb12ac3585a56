"""The ends of ranges and the sizes that a declaration writes: `9`, `n + 1`, `2n`, `π/2`, `-∞`.

sum    := ["-"] term {("+" | "-") term}
term   := factor {["*" | "/" | "·"] factor}
factor := base ["²" | "^2"]
base   := number | "π" | "∞" | letter | "(" sum ")"
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:e[-+]?\d+)?)|(?P<letter>\\?[^\W\d_](?:(?<=\\.)[A-Za-z]+)?(?:_(?:\w|\{\w+\}))?)|(?P<sign>\^2|[-+*/()·∞−²]))"
)
_CONSTANTS = {"π": math.pi, r"\pi": math.pi, r"\infty": math.inf, "∞": math.inf}
Lookup = Callable[[str], float]

_GREEK = {
    letter: name
    for letters, names in (
        ("αβγδεζηθικλμ", "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu"),
        ("νξπρσςτυφχψω", "nu xi pi rho sigma varsigma tau upsilon phi chi psi omega"),
        ("ΓΔΘΛΞΠΣΦΨΩ", "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"),
    )
    for letter, name in zip(letters, names.split(), strict=True)
}


_WIDE = str.maketrans({"，": ", ", "（": "(", "）": ")"})


def tidy(key: str) -> str:
    """A key in the spelling of TeX: Greek letters as their commands, commas and brackets of its width."""
    key = key.translate(_WIDE)
    return re.sub("[" + "".join(_GREEK) + "]", lambda one: rf"\{_GREEK[one[0]]} ", key).strip()


class BoundError(ValueError):
    """It is no number and no expression in letters."""


@dataclass(frozen=True)
class Bound:
    """A size or an end of a range: how it is written, and the letters of which it takes the values."""

    text: str
    letters: frozenset[str]
    value: Callable[[Lookup], float]


def bound(text: str) -> Bound:
    """Read one.

    Raises:
        BoundError: it is none.
    """
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text.strip()
        self.letters = set[str]()
        self.tokens = list[tuple[str, str]]()
        at = 0
        while at < len(self.text):
            match = _TOKEN.match(self.text, at)
            if match is None:
                raise self._wrong()
            at = match.end()
            kind = str(match.lastgroup)
            self.tokens.append((kind, match[kind]))
        self.at = 0

    def _wrong(self) -> BoundError:
        return BoundError(f"'{self.text}' is no number and no size, such as '3', 'n + 1' or 'π/2'")

    def read(self) -> Bound:
        value = self._sum()
        if self.at != len(self.tokens):
            raise self._wrong()
        return Bound("".join(self.text.split()), frozenset(self.letters), value)

    def _peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def _take(self, *signs: str) -> str:
        if (found := self._peek()) in signs and found:
            self.at += 1
            return found
        return ""

    def _sum(self) -> Callable[[Lookup], float]:
        sign = -1 if self._take("-", "−") else 1
        terms = [(sign, self._term())]
        while joint := self._take("+", "-", "−"):
            terms.append((1 if joint == "+" else -1, self._term()))
        if len(terms) == 1 and sign == 1:
            return terms[0][1]
        return lambda lookup: sum(sign * term(lookup) for sign, term in terms)

    def _term(self) -> Callable[[Lookup], float]:
        factors = [("*", self._factor())]
        while self._peek() and self._peek() not in "+-−)":
            joint = self._take("*", "/", "·") or "*"
            factors.append((joint, self._factor()))

        def value(lookup: Lookup) -> float:
            product = factors[0][1](lookup)
            for joint, factor in factors[1:]:
                product = product / factor(lookup) if joint == "/" else product * factor(lookup)
            return product

        return value

    def _factor(self) -> Callable[[Lookup], float]:
        base = self._base()
        if not self._take("²", "^2"):
            return base
        return lambda lookup: base(lookup) ** 2

    def _base(self) -> Callable[[Lookup], float]:
        if self._take("("):
            inside = self._sum()
            if not self._take(")"):
                raise self._wrong()
            return inside
        if self.at == len(self.tokens):
            raise self._wrong()
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            number = float(text) if "." in text or "e" in text else int(text)
            return lambda lookup: number
        if text in _CONSTANTS:
            constant = _CONSTANTS[text]
            return lambda lookup: constant
        if kind != "letter":
            raise self._wrong()
        letter = tidy(text)
        self.letters.add(letter)
        return lambda lookup: lookup(letter)
