r"""Transforms in a formula of somebody else: `\mathcal L\{f\}(s)`, `\mathcal F\{f * g\}(\omega)`.

What stands in their braces by its name, alone or beside a star, is a function.
"""

from __future__ import annotations

from collections.abc import Sequence

_NAMES = (["L"], ["F"], ["{", "L", "}"], ["{", "F", "}"])
_BESIDE = ("*", r"\ast", "'", "{", "}")


def transformed(texts: Sequence[str]) -> frozenset[str]:
    """The letters of functions that are transformed, by their names."""
    found = set[str]()
    for n, text in enumerate(texts):
        if text != r"\{" or not begins_transform(texts, n):
            continue
        close = next((m for m in range(n, len(texts)) if texts[m] == r"\}"), n)
        inside = [one for one in texts[n + 1 : close] if one not in _BESIDE]
        if all(len(one) == 1 and one.isalpha() for one in inside) and len(inside) <= 1 + texts[n:close].count("*"):
            found |= set(inside)
    return frozenset(found)


def begins_transform(texts: Sequence[str], at: int) -> bool:
    """Whether a brace stands behind the letter of a transform, or of one back."""
    before = list(texts[:at])
    if before[-5:] == ["^", "{", "-", "1", "}"]:
        before = before[:-5]
    return any(before[-len(name) - 1 :] == [r"\mathcal", *name] for name in _NAMES)
