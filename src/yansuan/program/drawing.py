"""A figure as matplotlib wrote it, made fit to stand in a page.

What is only for files goes (prolog, metadata, a style for every element of the page!), the root scales with the
column, ids are unique to snippet and cell, text takes the page's face, and the light palette becomes the page's CSS
variables, so that one drawing serves paper and blackboard.  Elsewhere the fallback in each `var()` is the light colour.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from yansuan.program.rc import LABELS
from yansuan.words import HOME, Words

# The light column of the palette.  Pure black and white are what a drawing has that chose nothing.
PALETTE = {
    "#fbfaf6": "ground",
    "#22262b": "ink",
    "#5b6470": "ink-quiet",
    "#d9dee6": "rule",
    "#2b4c7e": "indigo",
    "#b3261e": "zhu",
    "#1e6b45": "lv",
    "#f4d35e": "huang",
}
_AS = {"#000000": "#22262b", "#000": "#22262b", "black": "#22262b"} | dict.fromkeys(
    ("#ffffff", "#fff", "white"), "#fbfaf6"
)

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|\b(?:black|white)\b")
_PAINTS = ("fill", "stroke", "stop-color", "color")
_INHERITED = {
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linejoin",
    "stroke-linecap",
    "stroke-dasharray",
    "font-size",
    "font-style",
    "font-weight",
    "text-anchor",
}
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_UNTURNED = re.compile(r"rotate\(-?0[ )][^()]*\)?")
_LONG = re.compile(r"-?\d*\.\d{3,}")
_POINTS_AN_EM = 11.52  # a figure of 6.4 in, 460.8 pt, is as wide as a column of 40 em


class DrawingError(ValueError):
    """What should have been an SVG is none."""


# Not href alone: Material's instant navigation sets the href of whatever has one, and an SVG's <use> refuses.
_HREF = "xlink:href"


def clean(svg: str, prefix: str, title: str, words: Words = HOME) -> str:
    """Make an SVG document an SVG element for a page; `title` names it where it names nothing itself."""
    try:
        root = fromstring(svg)
    except ParseError as error:
        raise DrawingError(f"the drawing is no well-formed SVG: {error}") from None
    _strip(root)
    title = _named((root.findtext("title") or "").strip(), words) or title
    _drop(root, "metadata", "style", "script", "title", "desc")
    for element in list(root.iter()):
        _paint(element)
        _shorten(element)
    _rename(root, prefix)
    frame = _framed(root, prefix, title)
    _say_once(frame)
    _unnest(frame)
    return tostring(frame, encoding="unicode")


def _named(title: str, words: Words) -> str:
    """What a drawing is called; of one without a title, what its axes and legends are (`rc.description`)."""
    if not title.startswith(LABELS):
        return title
    found = json.loads(title.removeprefix(LABELS))
    if "titles" in found:
        return words.list(found["titles"])
    return words.clauses(words.list(_label(kind, names, words) for kind, names in axes) for axes in found["axes"])


def _label(kind: str, names: list[str], words: Words) -> str:
    return words(f"plot.{kind}", name=words.names(names))


def _framed(root: Element, prefix: str, title: str) -> Element:
    width = _number(root.get("width")) or _number((root.get("viewBox") or "0 0 0").split()[2])
    box = root.get("viewBox") or f"0 0 {_number(root.get('width')):g} {_number(root.get('height')):g}"
    frame = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": box, "width": "100%", "role": "img"})
    if any(_HREF in element.attrib for element in root.iter()):  # a notebook shows it as a document of its own
        frame.set("xmlns:xlink", "http://www.w3.org/1999/xlink")
    frame.set("aria-labelledby", f"{prefix}-title")
    # What the drawing's style said of every element, and the fill of what has none, which else is black.
    rest = f"stroke-linejoin: round; stroke-linecap: butt; fill: {_variable('#22262b')}"
    frame.set("style", f"max-width: {width / _POINTS_AN_EM:.4g}em; {rest}" if width else rest)
    name = Element("title", {"id": f"{prefix}-title"})
    name.text = title
    frame.extend([name, *root])
    return frame


def _number(length: str | None) -> float:
    match = re.match(r"[\d.]+", length or "")
    return float(match[0]) if match else 0.0


def _strip(root: Element) -> None:
    """Drop namespaces, of which HTML needs none, and the indentation."""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        for name in [name for name in element.attrib if "}" in name]:
            local = name.rpartition("}")[2]
            element.set(_HREF if local == "href" else local, element.attrib.pop(name))
        if element.tag != "a" and "href" in element.attrib:
            element.set(_HREF, element.attrib.pop("href"))
        if len(element) or element.tag not in ("text", "tspan"):  # else it is what the reader sees
            element.text = (element.text or "").strip() or None
        for child in element:
            child.tail = (child.tail or "").strip() or None


def _drop(root: Element, *tags: str) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in tags or (child.tag == "path" and _unseen(child)):
                parent.remove(child)


def _unseen(path: Element) -> bool:
    """The ground of a figure that has none."""
    return path.get("style") in ("fill: none", "fill: none; opacity: 0") and not path.get("id")


def _paint(element: Element) -> None:
    """Colours of the palette become the page's; the page's face takes the place of the one measured with."""
    style = _style(element)
    for name in _PAINTS:  # `var()` is for CSS only, and there a declaration outranks the attribute
        if _COLOUR.search(element.get(name, "")):
            style.setdefault(name, element.attrib.pop(name))
    style.pop("font-family", None)
    element.attrib.pop("font-family", None)
    _set_style(element, {k: _COLOUR.sub(_mapped, value) if k in _PAINTS else value for k, value in style.items()})


def _style(element: Element) -> dict[str, str]:
    declarations = (declaration.partition(":") for declaration in element.get("style", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in declarations if value.strip()}


def _set_style(element: Element, style: dict[str, str]) -> None:
    element.attrib.pop("style", None)
    if style:
        element.set("style", "; ".join(f"{name}: {value}" for name, value in style.items()))


def _mapped(match: re.Match[str]) -> str:
    colour = match[0].lower()
    return _variable(_AS.get(colour, colour)) if _AS.get(colour, colour) in PALETTE else match[0]


def _variable(colour: str) -> str:
    return f"var(--{PALETTE[colour]}, {colour.upper()})"


def _shorten(element: Element) -> None:
    """Two decimals are a hundredth of a point; the rest is weight."""
    for name in ("d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "width", "height"):
        if value := element.get(name):
            element.set(name, _LONG.sub(_rounded, " ".join(value.split())))
    if _UNTURNED.fullmatch(element.get("transform", "")):
        del element.attrib["transform"]


def _rounded(number: re.Match[str]) -> str:
    text = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _references(root: Element) -> Iterator[str]:
    for element in root.iter():
        for name, value in element.items():
            yield from _REFERENCE.findall(value)
            if name == _HREF and value.startswith("#"):
                yield value[1:]


def _rename(root: Element, prefix: str) -> None:
    """Give the ids that are referred to new names, and take the others away."""
    used = dict.fromkeys(_references(root))
    names = {name: f"{prefix}-{number}" for number, name in enumerate(used, 1)}
    for element in root.iter():
        if (name := element.attrib.pop("id", None)) in names:
            element.set("id", names[name])
        for key, value in element.items():
            if key == _HREF and value.startswith("#"):
                element.set(key, f"#{names[value[1:]]}")
            elif key != "id":
                element.set(key, _REFERENCE.sub(lambda match: f"url(#{names[match[1]]})", value))


def _say_once(frame: Element) -> None:
    """Leave out what an element inherits, and of a `use` what its target says itself."""
    targets = {f"#{element.get('id')}": _style(element) for element in frame.iter() if element.get("id")}
    for element in frame.iter("use"):
        said = targets.get(element.get(_HREF, ""), {})
        _set_style(element, {name: value for name, value in _style(element).items() if name not in said})
    _inherit(frame, {})


def _inherit(element: Element, given: dict[str, str]) -> None:
    style = _style(element)
    _set_style(element, {name: value for name, value in style.items() if given.get(name) != value})
    handed_on = given | {name: value for name, value in style.items() if name in _INHERITED}
    for child in element:
        if child.tag not in ("defs", "clipPath"):  # these inherit from where they are used
            _inherit(child, handed_on)


def _unnest(parent: Element) -> None:
    """Take out groups that say nothing."""
    children: list[Element] = []
    for child in parent:
        _unnest(child)
        if child.tag == "g" and not child.attrib:
            children += list(child)
        elif len(child) or child.attrib or child.text:
            children.append(child)
    parent[:] = children
