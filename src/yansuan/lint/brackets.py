"""What lists in square brackets may be in a formula of somebody else: the keys `[,]` and `[,]_-` of a notation for it.

- More than two things, dots, a line or a semicolon: a continued fraction.
- Two, with q and p, H or momenta such as p_x in the formula, or f and g in the brackets: a Poisson bracket, by pairs
  (x, p_x), (y, p_y), (z, p_z), or else by (q, p).
- Two with − below the brackets: a commutator; so are two with capital letters or hats in each, which are matrices.
- Two others with daggers or ħ in the formula: nothing, since these are commutators of what would be drawn as numbers.
- Two symbols or values of functions: the least common multiple.

One letter in square brackets that no function stands before and no factor follows is a name with its brackets where
the letter is Greek (an allowed stress), and else a whole part.

And what a star between functions is, by the key `*`: a convolution over divisors, or over the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from yansuan.tex.operators import DOTS, SIGNS

_OPEN, _CLOSE = ("[", r"\lbrack"), ("]", r"\rbrack")
_GROUPS = {"(": 1, "{": 1, "[": 1, r"\lbrack": 1, ")": -1, "}": -1, "]": -1, r"\rbrack": -1}
_MOMENTA = [("x", "p_x"), ("y", "p_y"), ("z", "p_z")]


def brackets(texts: Sequence[str]) -> dict[str, Any]:
    """What a notation for a formula says of lists in square brackets, by its keys."""
    found = dict[str, Any]()
    lists = list(_lists(texts))
    plain = [parts for parts, after in lists if after != "_"]
    if any(after == "_" and parts for parts, after in lists):
        found["[,]_-"] = "commutator"
    if not plain:
        return found
    long = any(len(parts) > 2 or any(set(part) & {*DOTS, r"\overline"} for part in parts) for parts in plain)
    joined = "".join(text for text in texts if text not in "{}")
    nested = any("[" in part for parts in plain for part in parts)
    mechanical = (
        {"q", "p"} <= set(texts)
        or any(p in joined for _, p in _MOMENTA)
        or bool({"H", r"\phi"} & set(texts))
        or any("".join(part) in ("f", "g", "L_x", "L_y", "L_z") for parts in plain for part in parts)
    )
    if long:
        found["[,]"] = "continued fraction"
    elif commuting(texts):
        found["[,]"] = "commutator"
    elif {r"\hbar", r"\dagger"} & set(texts):
        return found
    elif mechanical:
        angular = any(f"{p}" in joined for _, p in _MOMENTA) or "L_x" in joined
        found["[,]"] = _MOMENTA if angular else [("q", "p")]
    elif not (nested or r"\hat" in texts) and not any(
        set(_outside(part)) & {*SIGNS, r"\frac", "."} for parts in plain for part in parts
    ):
        found["[,]"] = "lcm"
    return found


def commuting(texts: Sequence[str]) -> frozenset[str]:
    """The letters of commutators, in formulas whose lists in brackets are all of two things with hats or capitals."""
    every = [parts for parts, _ in _lists(texts)]
    letters = {text for parts in every for part in parts for text in part if len(text) == 1 and text.isalpha()}
    wanted = all(len(parts) == 2 and all(map(_is_of_operators, parts)) for parts in every)
    mechanical = r"\hat" not in texts and bool({"H", "L"} & letters)  # of functions, or of operators?
    return frozenset(letters) if every and wanted and not mechanical else frozenset()


def _is_of_operators(part: Sequence[str]) -> bool:
    """Whether something in a part has a hat, or is a capital letter, and nothing else is a letter."""
    letters = [n for n, text in enumerate(part) if len(text) == 1 and text.isalpha()]
    hatted = [n for n in letters if r"\hat" in part[max(n - 2, 0) : n]]
    return bool(letters) and all(n in hatted or part[n].isupper() for n in letters) and r"\operatorname" not in part


def _outside(part: Sequence[str]) -> Iterator[str]:
    """What stands outside of round brackets."""
    depth = 0
    for text in part:
        depth += (text == "(") - (text == ")")
        if not depth:
            yield text


def alone(texts: Sequence[str]) -> list[str]:
    """The letters that stand alone in square brackets which neither a function nor a factor stands beside."""
    ends = ("=", "<", ">", r"\le", r"\leq", r"\ge", r"\geq", ",", ".", ")", "")
    found = list[str]()
    for n, text in enumerate(texts[:-2]):
        before, after = texts[n - 1] if n else "", texts[n + 3] if n + 3 < len(texts) else ""
        letter = texts[n + 1]
        symbol = (len(letter) == 1 and letter.isalpha()) or (letter[:1] == "\\" and letter[1:].isalpha())
        if text == "[" and texts[n + 2] == "]" and symbol and after in ends and before in (*ends, "+", "-"):
            found.append(letter)
    return list(dict.fromkeys(found))


def stars(texts: Sequence[str]) -> str:
    """What a star between functions is: over divisors where n or a divisor stands in the formula, else over the line.

    "" where it stands between nothing that could be a function.
    """
    between = [
        n
        for n, text in enumerate(texts)
        if text in ("*", r"\ast") and 0 < n < len(texts) - 1 and texts[n - 1] not in ("^", "_", "{")
    ]
    if not between:
        return ""
    over_divisors = {r"\mid", "n", r"\mu", r"\varepsilon", r"\varphi"} & set(_symbols(texts))
    return "convolution over divisors" if over_divisors else "convolution"


def _symbols(texts: Sequence[str]) -> Iterator[str]:
    """The tokens that are no letters of words or of the name of an environment, and of no sequence `x[n]`."""
    within = ""
    for n, text in enumerate(texts):
        if text == "{" and n and texts[n - 1] in (r"\begin", r"\end", r"\text", r"\operatorname", r"\mathrm"):
            within = "}"
        if not within and list(texts[n - 1 : n + 2]) != ["[", "n", "]"]:
            yield text
        within = "" if text == within else within


def _lists(texts: Sequence[str]) -> Iterator[tuple[list[list[str]], str]]:
    """The parts of each list, and what follows it."""
    for n, text in enumerate(texts):
        called = n > 0 and (texts[n - 1].isalnum() or texts[n - 1] in ("}", r"\sqrt"))
        parts, depth = [list[str]()], 0
        if text not in _OPEN or (called and texts[n - 1] != "}"):
            continue
        for at in range(n, len(texts)):
            depth += _GROUPS.get(texts[at], 0)
            if depth == 0:
                if (len(parts) > 1 or parts[0][:1] == [r"\overline"]) and texts[at] in _CLOSE:
                    yield parts, texts[at + 1] if at + 1 < len(texts) else ""
                break
            if at > n and depth == 1 and texts[at] in (",", ";"):
                parts.append([])
            elif at > n:
                parts[-1].append(texts[at])


def symbols(texts: Sequence[str]) -> list[tuple[str, str]]:
    """What is above and below in Legendre's symbols: over what a congruence is modulo, or two that are reciprocal."""
    pairs = list(_bracketed(texts))
    moduli = {texts[n + 1 + (texts[n + 1] == "{")] for n, text in enumerate(texts[:-1]) if text == r"\pmod"}
    if any(below in moduli or (below, above) in pairs for above, below in pairs if above != below):
        return pairs
    return []


def _bracketed(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Fractions over one letter, alone in round brackets: all that is above, and that letter."""
    for n, text in enumerate(texts):
        if text != "(" or texts[n + 1 : n + 2] not in ([r"\frac"], [r"\dfrac"], [r"\tfrac"]):
            continue
        above, at = _argument(texts, n + 2)
        below, at = _argument(texts, at)
        if above and len(below) == 1 and below[0].isalpha() and list(texts[at : at + 1]) == [")"]:
            yield "".join(above), below[0]


def _argument(texts: Sequence[str], at: int) -> tuple[Sequence[str], int]:
    """What TeX takes as an argument, and the token after it."""
    depth = 0
    for n in range(at, len(texts)):
        depth += (texts[n] == "{") - (texts[n] == "}")
        if not depth:
            return (texts[at + 1 : n] if n > at else texts[at : at + 1]), n + 1
    return (), len(texts)


def averaged(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The capital letters in each pair of angles round one of them and its powers: a mean."""
    found = list[tuple[str, ...]]()
    for n, text in enumerate(texts):
        if text != r"\langle":
            continue
        inside = list(texts[n + 1 : next((m for m in range(n, len(texts)) if texts[m] == r"\rangle"), n)])
        letters = {one for one in inside if one.isalpha() and len(one) == 1}
        if (
            len(letters) == 1
            and all(one.isupper() for one in letters)
            and set(inside) <= {*letters, "^", "2", "3", "4"}
        ):
            found.append(tuple(letters))
    return found
