"""What a page's formulas draw again and again, drawn once: f(x), a raised (l), a formula that recurs.

An element costs a phone more than its bytes, and each glyph of a formula is one (two, as a browser sees it).  So a run
of glyphs that recurs becomes one outline, defined once for the page beside the glyphs, and each of its places one
element.  Which symbols stand in it is said in the order of its outlines, so that the theme's `symbols.js` can take it
apart where a reader asks for one of them:

    <use xlink:href="#g-=3" x="955" data-symbols="f . x ."/>      . is no symbol, and a number the part it belongs to
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from yansuan.set.drawings import COARSE, outline
from yansuan.set.parts import Glyph, Part, Shape, move_of, moved, read, shape_of
from yansuan.set.recurring import Recurring

_FORMULA = re.compile(
    r'(<svg [^>]*aria-hidden="true" preserveAspectRatio[^>]*>)((?:<(?:use|g|rect)\b[^>]*>|</g>)+)(?=</svg>)'
)
TERM = "g-="
"""How the name of what is drawn as one begins; no glyph's does."""


def with_terms(page: str, outline_of: Callable[[str], str | None]) -> tuple[str, str]:
    """A page whose formulas draw what recurs as one, and the definitions of that.

    Args:
        page: with its formulas drawn.
        outline_of: a glyph's path by its name.
    """
    places = Counter(body for _, body in _FORMULA.findall(page))
    formulas = {body: formula for body in places if (formula := read(body))}
    terms = _Terms(Recurring([(formula, places[body]) for body, formula in formulas.items()]))
    drawn = {body: "".join(terms.drawn(formula)) for body, formula in formulas.items()}
    page = _FORMULA.sub(lambda found: found[1] + drawn.get(found[2], found[2]), page)
    return page, "".join(terms.definitions(outline_of))


class _Terms:
    """The runs that are drawn as one, by those who draw."""

    def __init__(self, recurring: Recurring) -> None:
        self._recurring = recurring
        self._names = dict[Shape, str]()

    def drawn(self, group: Part) -> Iterator[str]:
        """The elements that stand in a group."""
        for parts in self._joined(group):
            part = parts[0]
            if len(parts) > 1:
                yield _element("use", self._use(parts))
            elif part.tag == "g":
                yield self._group(part)
            else:
                yield _element(part.tag, part.said)

    def _joined(self, group: Part) -> Iterator[Sequence[Part]]:
        for run in group.runs:
            yield from self._recurring.joined(run)

    def _group(self, group: Part) -> str:
        """A group; in which there is but one thing, that thing."""
        runs = list(self._joined(group))
        if len(runs) == 1 and len(runs[0]) > 1:
            said = dict(group.said)
            move = move_of(said)
            x, y = (move.x, move.y) if move and not move.scale else (0, 0)
            if x or y:
                del said["transform"]
            use = self._use(runs[0], x, y)
            if not use.keys() & said.keys():
                return _element("use", use | said)
        return f"{_element('g', group.said)[:-2]}>{''.join(self.drawn(group))}</g>"

    def _use(self, run: Sequence[Part], x: float = 0, y: float = 0) -> dict[str, str]:
        """The attributes of a run drawn as one; x and y are where what it stands in is moved to."""
        shape, (right, down) = shape_of(run), run[0].glyphs[0][2:]
        name = self._names.setdefault(shape, f"{TERM}{len(self._names)}")
        said = moved("use", {"xlink:href": f"#{name}"}, right + x, down + y)
        return said | _symbols(shape, [symbol for part in run for symbol in part.symbols])

    def definitions(self, outline_of: Callable[[str], str | None]) -> Iterator[str]:
        """What is defined beside the glyphs; what is alike stands together, and compresses."""
        for shape, name in sorted(self._names.items()):
            sizes = groupby(sorted(shape, key=_size), key=_size)
            paths = [_path(outline_of, -size, list(glyphs)) for size, glyphs in sizes]
            if len(paths) == 1:
                yield paths[0].replace("<path", f'<path id="{name}"', 1)
            else:
                yield f'<g id="{name}">{"".join(paths)}</g>'


def _symbols(shape: Shape, symbols: Sequence[str]) -> dict[str, str]:
    """What is said of the symbols of a run, in the order of its outlines."""
    if symbols[0] not in ".+" and set(symbols[1:]) <= {"+"}:
        return {"data-symbol": symbols[0]}
    if set(symbols) == {"."}:
        return {}
    order = sorted(range(len(shape)), key=lambda n: _size(shape[n]))
    heads = [max(k for k in range(n + 1) if symbols[k] != "+") for n in range(len(shape))]
    return {"data-symbols": " ".join(symbols[n] if heads[n] == n else str(order.index(heads[n])) for n in order)}


def _size(glyph: Glyph) -> float:
    """The largest first."""
    return -glyph[1]


def _path(outline_of: Callable[[str], str | None], size: float, glyphs: Sequence[Glyph]) -> str:
    """Glyphs of one size, written as if they were not smaller: the same bytes wherever they are, which compress."""
    paths = (outline(outline_of(name) or "", right / size, down / size) for name, _, right, down in glyphs)
    return f'<path d="{"".join(paths)}" transform="scale({size * COARSE:.4g},{-size * COARSE:.4g})"/>'


def _element(tag: str, said: dict[str, str]) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in said.items())
    return f"<{tag}{attributes}/>"
