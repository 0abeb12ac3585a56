"""Draws the explorables that the snippets declare: the values that one begins with, and their picture.

The snippet's function `explorable_values()` gives the values as plain data, for all its explorables.  The function
`picture` beside an explorable's module draws them for where nothing can be changed: it asks for them as `values`, and
for what else it shows as the functions of figures do (`yansuan.figures.catalogue`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from yansuan.draw.ink import Drawing
from yansuan.figures.catalogue import Catalogue
from yansuan.figures.declared import EXPLORABLES


@dataclass(frozen=True)
class Explorable(Drawing):
    """The picture, and the values that the module in the browser begins with, as JSON."""

    values: str


class ExplorableCatalogue(Catalogue):
    """The explorables of a project; what `drawing` gives is an `Explorable`."""

    kind = EXPLORABLES
    needs = ("explorable_values",)
    gives = ("typeset", "values")

    def _given(self, snippet: ModuleType) -> dict[str, Any]:
        return super()._given(snippet) | {"values": snippet.explorable_values()}

    def _finished(self, drawing: Drawing, given: Mapping[str, Any]) -> Explorable:
        values = json.dumps(given["values"], ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return Explorable(drawing.marks, drawing.width, drawing.height, drawing.title, drawing.description, values)
