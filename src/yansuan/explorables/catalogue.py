"""Which explorable shows which snippet: its values, and the picture of them that stands where nothing can be changed.

The snippet's function `explorable_values()` gives the values as plain data.  The picture is drawn by the hand of
`yansuan.draw`; the catalogue of `yansuan.figures` also reads the snippets.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yansuan.draw.ink import Drawing, Typesetter
from yansuan.explorables import legendre, rank
from yansuan.figures import network
from yansuan.figures.catalogue import Catalogue, Figure

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Explorable(Drawing):
    """The picture, and the values that the module in the browser begins with, as JSON."""

    values: str


def _showing(snippet: str, draw: Callable[..., Drawing], *others: str) -> Figure:
    """An explorable of a snippet; `draw` takes the values, what else of the snippet is named, and a typesetter."""

    def explorable(values: Callable[[], Values], *rest: Any) -> Explorable:
        given = values()
        drawing = draw(given, *rest)
        written = json.dumps(given, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return Explorable(drawing.marks, drawing.width, drawing.height, drawing.title, drawing.description, written)

    return Figure(snippet, ("explorable_values", *others), explorable)


def _network(values: Values, typeset: Typesetter) -> Drawing:
    return network.draw(values["sizes"], typeset, (2, 1))


EXPLORABLES: Mapping[str, Figure] = {
    "legendre": _showing("legendre_transform", legendre.draw, "EXPLORED"),
    "network": _showing("backpropagation", _network),
    "rank": _showing("row_rank_column_rank", rank.draw),
}


def catalogue(snippets: Path, typeset: Typesetter, explorables: Mapping[str, Figure] = EXPLORABLES) -> Catalogue:
    """All explorables over a folder of snippets; what its `drawing` gives is an `Explorable`."""
    return Catalogue(snippets, typeset, explorables)
