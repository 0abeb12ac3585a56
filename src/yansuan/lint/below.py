r"""Indices in a formula of somebody else that a bar or a dot stands beside: `P_{k|k-1}`, `\bar x_{i\cdot}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yansuan.lint.places import Place, Texts

if TYPE_CHECKING:
    from yansuan.lint.conventions import Formula, Letter


def of_bars_and_dots(letter: Letter, there: list[Place]) -> tuple[dict[str, int], list[Place]]:
    """Such symbols as keys have them, each with how many indices it has, and the other places."""
    found, others = dict[str, int](), list[Place]()
    for place in there:
        head = place.tex if place.tex[0] == "\\" else letter.head
        if _is_barred(place.lower, letter.formula):
            first = next((text for text in place.lower if text in letter.formula.indices), "k")
            found[f"{head}_{{{first}|{'m' if first == 'l' else 'l'}}}"] = 2
        elif len(place.lower) == 2 and r"\cdot" in place.lower and letter.kind == "real":
            found[f"{head}_{{{place.lower_tex}}}"] = sum(text in letter.formula.indices for text in place.lower)
        else:
            others.append(place)
    return found, others


def _is_barred(lower: Texts, formula: Formula) -> bool:
    """Whether a bar parts two indices below a symbol."""
    sides = "".join("|" if text == r"\mid" else text for text in lower).split("|")
    return len(sides) == 2 and all(side[:1] in formula.indices or side[:1].isdecimal() for side in sides)
