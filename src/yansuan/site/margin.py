"""Footnotes beside legends: in the margin of a wide screen a footnote lies on no legend.

A legend stands in the margin where its section begins, a footnote beside its mark (`extension.py`).  Each legend gets a
name, and each footnote those of the legends before and after its mark; the style sheet does the rest.
"""

from __future__ import annotations

import re

from markdown.postprocessors import Postprocessor

_PART = re.compile(
    r'(?P<legend><aside class="verdict symbols")'
    r"|anchor-name:--mark-(?P<mark>\d+)|(?P<note>anchor-name:--footnote-(?P<n>\d+);)"
)


class Margin(Postprocessor):
    """The page, when all legends are in it."""

    def run(self, text: str) -> str:
        """See the module."""
        return beside_legends(text) if "anchor-name:--footnote-" in text else text


def beside_legends(html: str) -> str:
    """A page whose footnotes know between which legends they are called."""
    before = dict[str, int]()
    legends = 0

    def named(part: re.Match[str]) -> str:
        nonlocal legends
        if part["legend"]:
            legends += 1
            return f'{part["legend"]} style="anchor-name:--legend-{legends}"'
        if part["mark"]:
            before[part["mark"]] = legends
            return part[0]
        return part["note"]

    html = _PART.sub(named, html)

    def placed(part: re.Match[str]) -> str:
        at = before.get(part["n"] or "", legends)
        over = f"--over:--legend-{at};" if part["note"] and at else ""
        under = f"--under:--legend-{at + 1};" if part["note"] and at < legends else ""
        return part[0] + over + under

    return _PART.sub(placed, html) if legends else html
