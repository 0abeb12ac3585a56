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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from yansuan.set.drawings import COARSE, outline

LONGEST = 8  # parts of a formula in a run; a formula that recurs may be longer
OFTEN = 6  # a run that stands in fewer places costs more bytes than it saves
TRIES = 3  # until each run is drawn so often, or nearly

_FORMULA = re.compile(
    r'(<svg [^>]*aria-hidden="true" preserveAspectRatio[^>]*>)((?:<(?:use|g|rect)\b[^>]*>|</g>)+)(?=</svg>)'
)
_TAG = re.compile(r"<(use|rect|g|/g)\b([^>]*?)/?>")
_SAID = re.compile(r' ([\w:-]+)="([^"]*)"')
_MOVE = re.compile(r"(?:translate\((-?[\d.]+),(-?[\d.]+)\))?\s*(?:scale\(([\d.]+)\))?")
_KNOWN = {"transform", "x", "y", "width", "height", "data-symbol", "xlink:href"}


class _Move(NamedTuple):
    """Where something is moved to, and how it is scaled, as it is written; "" where it is not."""

    x: float
    y: float
    scale: str


TERM = "g-="
"""How the name of what is drawn as one begins; no glyph's does."""

_Glyph = tuple[str, float, int, int]

Shape = tuple[_Glyph, ...]
"""Glyphs with their sizes and places, right and down from the first of them, in thousandths of an em."""


class _StrangeError(Exception):
    """Something in a drawing is not known here."""


@dataclass(frozen=True)
class _Part:
    """A glyph of a formula, a bar, or a group of others."""

    tag: str
    said: dict[str, str]
    parts: list[_Part] = field(default_factory=list)

    @property
    def symbol(self) -> str:
        return self.said.get("data-symbol", "")

    @cached_property
    def glyphs(self) -> Shape:
        """Its glyphs, as seen from where it stands; none where it has a bar, or a symbol within a symbol."""
        if self.tag == "rect":
            return ()
        move = _move(self.said)
        if move is None or self.said.keys() - _KNOWN:
            raise _StrangeError
        size = float(move.scale or 1)
        right, down = move.x + size * float(self.said.get("x", 0)), move.y + size * float(self.said.get("y", 0))
        if self.tag == "use":
            return ((self.said["xlink:href"][1:], size, round(right), round(down)),)
        inner = [part.glyphs for part in self.parts]
        if not all(inner) or (self.symbol and any(one != "." for part in self.parts for one in part.symbols)):
            return ()
        return tuple(
            (name, round(size * own, 3), round(right + size * at), round(down + size * below))
            for glyphs in inner
            for name, own, at, below in glyphs
        )

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """Which symbol each of its glyphs is: its name, none (.), or that of the glyph before (+)."""
        if self.tag == "use" or self.symbol:
            return (self.symbol or ".", *("+" for _ in self.glyphs[1:]))
        return tuple(symbol for part in self.parts for symbol in part.symbols)


def with_terms(page: str, outline_of: Callable[[str], str | None]) -> tuple[str, str]:
    """A page whose formulas draw what recurs as one, and the definitions of that.

    Args:
        page: with its formulas drawn.
        outline_of: a glyph's path by its name.
    """
    places = Counter(body for _, body in _FORMULA.findall(page))
    formulas = {body: parts for body in places if (parts := _read(body))}
    terms = _Terms(_recurring([(parts, places[body]) for body, parts in formulas.items()]))
    drawn = {body: "".join(terms.drawn(parts)) for body, parts in formulas.items()}
    page = _FORMULA.sub(lambda found: found[1] + drawn.get(found[2], found[2]), page)
    return page, "".join(terms.definitions(outline_of))


class _Terms:
    """The runs that are drawn as one, by those who draw."""

    def __init__(self, recurring: frozenset[Shape]) -> None:
        self._recurring = recurring
        self._names = dict[Shape, str]()

    def drawn(self, parts: Sequence[_Part]) -> Iterator[str]:
        """The elements of parts of a formula that stand beside each other."""
        for run in _joined(parts, self._recurring):
            part = run[0]
            if len(run) > 1:
                yield _element("use", self._use(run))
            elif part.tag == "g":
                yield self._group(part)
            else:
                yield _element(part.tag, part.said)

    def _group(self, group: _Part) -> str:
        """A group; in which there is but one thing, that thing."""
        runs = list(_joined(group.parts, self._recurring))
        if len(runs) == 1 and len(runs[0]) > 1:
            said = dict(group.said)
            move = _move(said)
            x, y = (move.x, move.y) if move and not move.scale else (0, 0)
            if x or y:
                del said["transform"]
            use = self._use(runs[0], x, y)
            if not use.keys() & said.keys():
                return _element("use", use | said)
        return f"{_element('g', group.said)[:-2]}>{''.join(self.drawn(group.parts))}</g>"

    def _use(self, run: Sequence[_Part], x: float = 0, y: float = 0) -> dict[str, str]:
        """The attributes of a run drawn as one; x and y are where what it stands in is moved to."""
        shape, (right, down) = _shape(run), run[0].glyphs[0][2:]
        name = self._names.setdefault(shape, f"{TERM}{len(self._names)}")
        said = _moved("use", {"xlink:href": f"#{name}"}, right + x, down + y)
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


def _size(glyph: _Glyph) -> float:
    """The largest first."""
    return -glyph[1]


def _path(outline_of: Callable[[str], str | None], size: float, glyphs: Sequence[_Glyph]) -> str:
    """Glyphs of one size, written as if they were not smaller: the same bytes wherever they are, which compress."""
    paths = (outline(outline_of(name) or "", right / size, down / size) for name, _, right, down in glyphs)
    return f'<path d="{"".join(paths)}" transform="scale({size * COARSE:.4g},{-size * COARSE:.4g})"/>'


def _recurring(formulas: Sequence[tuple[Sequence[_Part], int]]) -> frozenset[Shape]:
    """The shapes that are drawn as one, of formulas that stand in so many places each."""
    found = Counter[Shape]()
    for parts, places in formulas:
        for beside in _groups(parts):
            for run in _runs(beside):
                for some in _some(run):
                    found[_shape(some)] += places
    recurring = frozenset(shape for shape, number in found.items() if number >= OFTEN)
    for _ in range(TRIES):  # what stands in longer ones only is not needed for itself
        drawn = Counter[Shape]()
        for parts, places in formulas:
            for run in _drawn_as_one(parts, recurring):
                drawn[_shape(run)] += places
        recurring = frozenset(shape for shape in recurring if drawn[shape] >= OFTEN)
    return recurring


def _drawn_as_one(parts: Sequence[_Part], recurring: frozenset[Shape]) -> Iterator[Sequence[_Part]]:
    for run in _joined(parts, recurring):
        if len(run) > 1:
            yield run
        elif run[0].parts:
            yield from _drawn_as_one(run[0].parts, recurring)


def _groups(parts: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
    """What stands beside each other, at every depth."""
    yield parts
    for part in parts:
        if part.parts:
            yield from _groups(part.parts)


def _some(run: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
    """What of a run may be drawn as one: all of it, and what is not too long."""
    if len(run) > LONGEST:
        yield run
    for start in range(len(run) - 1):
        for end in range(start + 2, min(start + LONGEST, len(run)) + 1):
            yield run[start:end]


def _joined(parts: Sequence[_Part], recurring: frozenset[Shape]) -> Iterator[Sequence[_Part]]:
    """Parts that stand beside each other, those together that recur together, the longest first."""
    for run in _runs(parts):
        at = 0
        while at < len(run):
            ends = (len(run), *range(min(at + LONGEST, len(run)), at + 1, -1))
            end = next((end for end in ends if end - at > 1 and _shape(run[at:end]) in recurring), at + 1)
            yield run[at:end]
            at = end


def _runs(parts: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
    """What may be drawn as one; what is more than glyphs stands alone."""
    for are_glyphs, run in groupby(parts, lambda part: bool(part.glyphs)):
        if are_glyphs:
            yield list(run)
        else:
            yield from ([part] for part in run)


def _shape(run: Sequence[_Part]) -> Shape:
    x, y = run[0].glyphs[0][2:]
    return tuple((name, size, right - x, down - y) for part in run for name, size, right, down in part.glyphs)


@lru_cache(maxsize=20_000)
def _read(body: str) -> tuple[_Part, ...]:
    """The parts of a formula, without groups that only move; none where something in it is not known here."""
    whole = _Part("g", {})
    open_ = [(whole, 0.0, 0.0)]  # groups, and how far what stands in them is moved
    try:
        for tag, attributes in _TAG.findall(body):
            if tag == "/g":
                open_.pop()
                continue
            group, x, y = open_[-1]
            part = _Part(tag, _moved(tag, dict(_SAID.findall(attributes)), x, y))
            move = _move(part.said)
            if tag == "g" and part.said.keys() == {"transform"} and move and not move.scale:
                open_.append((group, move.x, move.y))
                continue
            group.parts.append(part)
            if tag == "g":
                open_.append((part, 0, 0))
        _known(whole)
    except _StrangeError:
        return ()
    return tuple(whole.parts)


def _known(group: _Part) -> None:
    """Raises where something in a group is not known here."""
    for part in group.parts:
        if part.tag == "rect":
            if part.said.keys() - _KNOWN:
                raise _StrangeError
        elif part.glyphs is not None:
            _known(part)


def _moved(tag: str, said: dict[str, str], x: float, y: float) -> dict[str, str]:
    """The attributes of something that is moved; a group has no x and y, and is only moved by `transform`."""
    if not x and not y:
        return said
    if "transform" not in said and tag != "g":
        moved = {"x": f"{float(said.get('x', 0)) + x:g}", "y": f"{float(said.get('y', 0)) + y:g}"}
        return said | {axis: at for axis, at in moved.items() if at != "0"}
    move = _move(said)
    if move is None:
        raise _StrangeError
    moved_by = f"translate({move.x + x:g},{move.y + y:g})"
    return said | {"transform": f"{moved_by} scale({move.scale})" if move.scale else moved_by}


def _move(said: Mapping[str, str]) -> _Move | None:
    """How what has these attributes is moved; None where its transform is of another form."""
    found = _MOVE.fullmatch(said.get("transform", ""))
    return _Move(float(found[1] or 0), float(found[2] or 0), found[3] or "") if found else None


def _element(tag: str, said: dict[str, str]) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in said.items())
    return f"<{tag}{attributes}/>"
