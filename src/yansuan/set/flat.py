"""A formula's drawing in half the groups, and the same to the eye.

MathJax draws upwards, in a group that turns all of it over, and nests a group for each move.  An element costs a phone
more than its bytes.  So glyphs are turned over once, where they are defined, moves are added up, and a group stays only
where it says something of several things: what symbol they are, how large, or where a longer term stands.

What is read here is what MathJax writes: groups that move and scale, glyphs (`use`), bars (`rect`).  A drawing with
anything else stays as it is, and turns its glyphs back.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import NamedTuple
from xml.etree import ElementTree

GLYPH = re.compile(r'<use\b[^>]*xlink:href="#g-[^>]*>')  # a place where a glyph is drawn
TERM = 3  # so many things that are moved together cost fewer bytes than each by itself

_HREF = "{http://www.w3.org/1999/xlink}href"
_ROOT = '<svg xmlns:xlink="http://www.w3.org/1999/xlink">'
_PLACE = frozenset(("transform", "x", "y"))
_TURN = "scale(1,-1)"
_NUMBER = r"-?(?:\d+\.?\d*|\.\d+)"
_TRANSLATE = rf"translate\(({_NUMBER})(?:[, ]\s*({_NUMBER}))?\)"
_MOVE = re.compile(rf"((?:{_TRANSLATE}\s*)*)(?:scale\(({_NUMBER})\))?")
_ATTRIBUTE = re.compile(r'\s([\w:-]+)="([^"]*)"')


class _Move(NamedTuple):
    """To where, in thousandths of an em to the right and up, and then how much larger."""

    x: float = 0
    y: float = 0
    scale: str = ""

    @property
    def transform(self) -> str:
        moved = f"translate({_shown(self.x)},{_shown(-self.y)})" if self.x or self.y else ""
        return " ".join(part for part in (moved, self.scale and f"scale({self.scale})") if part)


def flat(body: str) -> str:
    """What stands within the `<svg>` of a formula, for glyphs that are turned over."""
    try:
        drawn = list(ElementTree.fromstring(f"{_ROOT}{body}</svg>"))
    except ElementTree.ParseError:  # a drawing within the drawing: a stretched bracket
        return turned(body)
    if len(drawn) != 1 or drawn[0].tag != "g" or drawn[0].get("transform") != _TURN or _foreign(drawn[0]):
        return turned(body)
    lines = list[str]()
    for child in drawn[0]:
        _place(child, 0, 0, lines)
    return "".join(lines)


def turned(markup: str) -> str:
    """Markup that draws as before, with glyphs that are turned over."""

    def back(use: re.Match[str]) -> str:
        attributes = dict(_ATTRIBUTE.findall(use[0]))
        attributes["transform"] = f"{attributes.get('transform', '')} {_TURN}".strip()
        if "y" in attributes:
            attributes["y"] = _shown(-float(attributes["y"]))
        return _tag("use", attributes)

    return GLYPH.sub(back, markup)


def _foreign(group: ElementTree.Element) -> bool:
    """Whether something in it is not read here."""
    return any(
        element.tag not in ("g", "use", "rect")
        or (element.tag == "rect" and "transform" in element.attrib)
        or (element is not group and _move(element.get("transform", "")) is None)
        or (element.tag == "use" and not element.get(_HREF, "").startswith("#g-"))
        for element in group.iter()
    )


@lru_cache(maxsize=10_000)
def _move(transform: str) -> _Move | None:
    found = _MOVE.fullmatch(transform)
    if found is None:
        return None
    moves = re.findall(_TRANSLATE, found[1])
    return _Move(sum(float(x) for x, _ in moves), sum(float(y or 0) for _, y in moves), found[4] or "")


def _place(element: ElementTree.Element, x: float, y: float, lines: list[str], symbol: str = "") -> None:
    """Add the lines of an element that stands in a place, from left and up, and is a symbol."""
    said = {name: escape(value) for name, value in element.attrib.items() if name not in _PLACE}
    symbol = said.pop("data-symbol", symbol)
    mark = {"data-symbol": symbol} if symbol else {}
    own = _move(element.get("transform", "")) or _Move()
    to = _Move(x + own.x, y + own.y, own.scale)
    inner = (float(element.get("x", 0)), float(element.get("y", 0)))
    if element.tag == "rect":
        top = -(y + inner[1] + float(element.get("height", 0)))
        lines.append(_tag("rect", said | {"x": _shown(x + inner[0]), "y": _shown(top)} | mark))
    elif element.tag == "use":
        said = {"xlink:href": said.pop(_HREF)} | said
        if not to.scale:
            inner, to = (inner[0] + to.x, inner[1] + to.y), _Move()
        where = {"x": _shown(inner[0]), "y": _shown(-inner[1])}
        lines.append(_tag("use", said | {k: v for k, v in where.items() if v != "0"} | _transform(to) | mark))
    elif _is_alone(element, said, symbol, to):
        child = element[0]
        if to.scale:
            child.set("transform", f"translate({to.x},{to.y}) scale({to.scale})")
            to = _Move()
        _place(child, to.x, to.y, lines, symbol)
    elif said or to.scale or mark or (len(element) >= TERM and to != _Move()):
        lines.append(_tag("g", said | _transform(to) | mark)[:-2] + ">")
        for child in element:  # from here: the same term is then the same bytes, wherever it stands
            _place(child, 0, 0, lines)
        lines.append("</g>")
    else:
        for child in element:
            _place(child, to.x, to.y, lines)


def _is_alone(group: ElementTree.Element, said: dict[str, str], symbol: str, to: _Move) -> bool:
    """Whether a group is but the one glyph in it."""
    if said or len(group) != 1 or group[0].tag != "use" or (symbol and "data-symbol" in group[0].attrib):
        return False
    return not to.scale or "transform" not in group[0].attrib


def _transform(to: _Move) -> dict[str, str]:
    return {"transform": to.transform} if to.transform else {}


def _tag(name: str, attributes: dict[str, str]) -> str:
    return f"<{name}" + "".join(f' {key}="{value}"' for key, value in attributes.items()) + "/>"


def _shown(number: float) -> str:
    return f"{round(number, 2) + 0:.10g}"  # and -0 is 0
