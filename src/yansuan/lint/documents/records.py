"""A file of JSON lines: each has a formula under "tex", as a collection of formulas has them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json import JSONDecodeError

from yansuan.lint.documents.events import Event, Found, Trouble
from yansuan.lint.documents.notebook import json_value, meant
from yansuan.lint.documents.placed import Placed

_LINE = re.compile(r"\S.*")


def events(text: Placed) -> Iterator[Event]:
    """The formulas, in their order."""
    for match in _LINE.finditer(text.text):
        line = text[slice(*match.span())]
        start, end = line.span(0, len(line.text))
        try:
            json.loads(line.text)
        except (JSONDecodeError, RecursionError):
            yield Trouble(start, 'this line is no JSON. Write one object a line, with the formula under "tex".')
            continue
        record, _ = json_value(line, 0)
        tex = record.get("tex") if isinstance(record, dict) else None
        formula = meant(tex).stripped() if isinstance(tex, Placed) else None
        if formula and formula.text:
            yield Found(formula, True, start, end, "")
