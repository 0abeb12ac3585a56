"""Footnotes beside legends: in the margin of a wide screen a footnote lies on no legend.

A legend stands in the margin where its section begins, a footnote beside its mark (`extension.py`).  Each footnote gets
the names of the legends before and after its mark, and these their names; the style sheet does the rest.
"""

from __future__ import annotations

import re

from markdown.postprocessors import Postprocessor

_LEGEND = '<aside class="verdict symbols"'
_PART = re.compile(rf"(?P<legend>{_LEGEND})|anchor-name:--mark-(?P<mark>\d+)")
_NOTE = re.compile(r"anchor-name:--footnote-(\d+);")


class Margin(Postprocessor):
    """The page, when all legends are in it."""

    def run(self, text: str) -> str:
        """See the module."""
        return beside_legends(text) if "anchor-name:--footnote-" in text else text


def beside_legends(html: str) -> str:
    """A page whose footnotes know between which legends they are called."""
    before, legends = dict[str, int](), 0  # by mark, how many legends stand before it
    for part in _PART.finditer(html):
        legends += part["legend"] is not None
        if part["mark"]:
            before[part["mark"]] = legends
    asked = {at + step for at in before.values() for step in (0, 1)}

    def placed(note: re.Match[str]) -> str:
        at = before.get(note[1], legends)
        over = f"--over:--legend-{at};" if at else ""
        under = f"--under:--legend-{at + 1};" if at < legends else ""
        return note[0] + over + under

    first, *parts = _NOTE.sub(placed, html).split(_LEGEND)
    named = (
        f' style="anchor-name:--legend-{number}"{part}' if number in asked else part
        for number, part in enumerate(parts, 1)
    )
    return _LEGEND.join([first, *named])
