"""Which curves and surfaces the integrals of a formula are along: what a notation for it must declare.

- What stands below `\\oint` and `\\oiint`, or below `\\int` and `\\iint` before the differential of a vector, of a
  length or of an area: a curve or a surface of that name.
- `\\oint` and `\\oiint` without a name: the one that the notation's key `\\oint` or `\\oiint` declares.
- `d\\mathbf S`, `dS`, `d\\mathbf A` and their kin are of a surface, others of a curve in space.
- The differential of another letter is that of a coordinate: of a complex one where the formula has i, or of z.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from yansuan.lint.places import INTEGRALS
from yansuan.tex.patterns import FONTS, read_head, script
from yansuan.tex.tokens import Token, Unreadable

_CLOSED = frozenset((r"\oint", r"\oiint"))
_AREAS = frozenset("SAa") | {r"\sigma", r"\Sigma"}
_LENGTHS = frozenset("sl") | {r"\ell"}
_ENDS = frozenset(("=", r"\\", "&", r"\quad", r"\approx", r"\le", r"\leq", r"\ge", r"\geq"))
_VECTORS = (r"\mathbf", r"\boldsymbol", r"\vec")


@dataclass(frozen=True)
class Along:
    """A curve or a surface: how it is written, and the names of its coordinates; a complex one is alone."""

    key: str
    coordinates: tuple[str, ...]
    surface: bool = False

    def drawn(self, rng: np.random.Generator) -> dict[str, Any]:
        """A circle of a random size in a plane, or a sheet that is folded together, as a notation declares it."""
        size, turn = rng.uniform(0.5, 2), (0.0, 2 * np.pi)
        if self.surface:
            x, y, z = self.coordinates
            return {
                "u": (0.0, 1.0),
                "v": (0.0, 1.0),
                x: lambda u: size * u * (1 - u),
                y: lambda v: v * (1 - v),
                z: lambda u, v: u * (1 - u) * v * (1 - v),
            }
        if len(self.coordinates) == 1:
            return {"t": turn, self.coordinates[0]: lambda t: size * (np.cos(t) + 1j * np.sin(t))}
        planes = (lambda t: size * np.cos(t), lambda t: size * np.sin(t), lambda t: size + 0 * t)
        return {"t": turn, **dict(zip(self.coordinates, planes, strict=False))}


def along(tex: str, tokens: list[Token]) -> list[Along]:
    """The curves and surfaces of a formula, each once."""
    found = dict[str, Along]()
    for one in _each(tex, tokens):
        found.setdefault(one.key, one)
    return list(found.values())


def _each(tex: str, tokens: list[Token]) -> Iterator[Along]:
    imaginary = any(token.text == "i" for token in tokens)
    for n, token in enumerate(tokens):
        if token.text not in INTEGRALS:
            continue
        try:
            key, after = _name(tex, tokens, n)
            head = _differential(tokens, after)
        except (Unreadable, IndexError):
            continue
        if not key or not head:
            continue
        letter, vector = head.replace("}", " ").replace("{", " ").split()[-1], head.startswith(_VECTORS)
        if vector or letter in _AREAS | _LENGTHS:
            yield Along(key, ("x", "y", "z"), letter in _AREAS)
        elif token.text in _CLOSED and (imaginary or letter == "z"):
            yield Along(key, (letter,))
        elif token.text in _CLOSED:
            yield Along(key, (letter, "y" if letter == "x" else "x"))


def _name(tex: str, tokens: list[Token], at: int) -> tuple[str, int]:
    """What stands below a sign, as it is written, and the token after it; the sign where a circle is on it alone."""
    sign = tokens[at].text
    if tokens[at + 1].text != "_":
        return (sign if sign in _CLOSED and tokens[at + 1].text != "^" else ""), at + 1
    start, stop = script(tokens, at + 2, len(tokens))
    after = stop + (tokens[at + 2].text == "{")
    _, end = read_head(tokens, start, stop)
    named = end == stop or tokens[end].text == "_"
    bounded = after < len(tokens) and tokens[after].text == "^"
    return (tex[tokens[start].start : tokens[stop - 1].end] if named and not bounded else ""), after


def _differential(tokens: list[Token], at: int) -> str:
    """The symbol behind the first d before the next relation."""
    for n in range(at, len(tokens) - 1):
        if tokens[n].text in _ENDS:
            return ""
        if tokens[n].text != "d":
            continue
        upright = tokens[n + 1].text == "}" and tokens[n - 2].text in FONTS
        following = n + 1 + upright
        if following < len(tokens) and (tokens[following].is_letter or tokens[following].is_word):
            return read_head(tokens, following, len(tokens))[0]
    return ""
