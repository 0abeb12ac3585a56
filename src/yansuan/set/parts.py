"""A formula's drawing in its parts: glyphs, bars, groups, and the runs of glyphs that stand beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

_TAG = re.compile(r"<(use|rect|g|/g)\b([^>]*?)/?>")
_SAID = re.compile(r' ([\w:-]+)="([^"]*)"')
_MOVE = re.compile(r"(?:translate\((-?[\d.]+),(-?[\d.]+)\))?\s*(?:scale\(([\d.]+)\))?")
_KNOWN = {"transform", "x", "y", "width", "height", "data-symbol", "xlink:href"}


class Move(NamedTuple):
    """Where something is moved to, and how it is scaled, as it is written; "" where it is not."""

    x: float
    y: float
    scale: str


Glyph = tuple[str, float, int, int]
"""Its name, its size, and its place, right and down, in thousandths of an em."""

Shape = tuple[Glyph, ...]
"""Glyphs, whose places are told from the first of them."""


class _StrangeError(Exception):
    """Something in a drawing is not known here."""


@dataclass(frozen=True)
class Part:
    """A glyph of a formula, a bar, or a group of others."""

    tag: str
    said: dict[str, str]
    parts: list[Part] = field(default_factory=list)

    @property
    def symbol(self) -> str:
        """The symbol that it is; "" for none."""
        return self.said.get("data-symbol", "")

    @cached_property
    def glyphs(self) -> Shape:
        """Its glyphs, as seen from where it stands; none where it has a bar, or a symbol within a symbol."""
        if self.tag == "rect":
            return ()
        move = move_of(self.said)
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

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """What stands in it; what is more than glyphs stands alone."""
        found = list[Run]()
        for are_glyphs, these in groupby(self.parts, lambda part: bool(part.glyphs)):
            beside = tuple(these)
            found += [Run(beside)] if are_glyphs else [Run((part,)) for part in beside]
        return tuple(found)

    def all_runs(self) -> Iterator[Run]:
        """Those at every depth."""
        yield from self.runs
        for part in self.parts:
            if part.parts:
                yield from part.all_runs()


@dataclass(frozen=True, eq=False)
class Run:
    """Parts that stand beside each other, of which any stretch may be drawn as one."""

    parts: tuple[Part, ...]

    @cached_property
    def steps(self) -> Shape:
        """Its glyphs, whose places are told from the glyph before: a stretch has the same steps wherever it stands."""
        glyphs = [glyph for part in self.parts for glyph in part.glyphs]
        first = (*glyphs[0][:2], 0, 0)
        return first, *(
            (name, size, right - glyphs[n][2], down - glyphs[n][3])
            for n, (name, size, right, down) in enumerate(glyphs[1:])
        )

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """How many glyphs there are up to the end of each part."""
        return tuple(accumulate(len(part.glyphs) for part in self.parts))


def shape_of(parts: Sequence[Part]) -> Shape:
    """The glyphs of parts that stand beside each other."""
    x, y = parts[0].glyphs[0][2:]
    return tuple((name, size, right - x, down - y) for part in parts for name, size, right, down in part.glyphs)


@lru_cache(maxsize=20_000)
def read(body: str) -> Part | None:
    """A formula as a group, without groups that only move; None where it is empty, or something is not known here."""
    whole = Part("g", {})
    open_ = [(whole, 0.0, 0.0)]  # groups, and how far what stands in them is moved
    try:
        for tag, attributes in _TAG.findall(body):
            if tag == "/g":
                open_.pop()
                continue
            group, x, y = open_[-1]
            part = Part(tag, moved(tag, dict(_SAID.findall(attributes)), x, y))
            move = move_of(part.said)
            if tag == "g" and part.said.keys() == {"transform"} and move and not move.scale:
                open_.append((group, move.x, move.y))
                continue
            group.parts.append(part)
            if tag == "g":
                open_.append((part, 0, 0))
        _known(whole)
    except _StrangeError:
        return None
    return whole if whole.parts else None


def _known(group: Part) -> None:
    """Raises where something in a group is not known here."""
    for part in group.parts:
        if part.tag == "rect":
            if part.said.keys() - _KNOWN:
                raise _StrangeError
        else:
            _ = part.glyphs  # which raises
            _known(part)


def moved(tag: str, said: dict[str, str], x: float, y: float) -> dict[str, str]:
    """The attributes of something that is moved; a group has no x and y, and is only moved by `transform`."""
    if not x and not y:
        return said
    if "transform" not in said and tag != "g":
        places = {"x": f"{float(said.get('x', 0)) + x:g}", "y": f"{float(said.get('y', 0)) + y:g}"}
        return said | {axis: at for axis, at in places.items() if at != "0"}
    move = move_of(said)
    if move is None:
        raise _StrangeError
    moved_by = f"translate({move.x + x:g},{move.y + y:g})"
    return said | {"transform": f"{moved_by} scale({move.scale})" if move.scale else moved_by}


def move_of(said: Mapping[str, str]) -> Move | None:
    """How what has these attributes is moved; None where its transform is of another form."""
    found = _MOVE.fullmatch(said.get("transform", ""))
    return Move(float(found[1] or 0), float(found[2] or 0), found[3] or "") if found else None
