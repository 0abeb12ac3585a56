"""A typesetter without MathJax, a figure to draw, and reading drawings from outside."""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

from yansuan.draw.ink import Box, Drawing, Point
from yansuan.project import Project

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class FakeTypeset:
    body: str
    width: float
    height: float
    depth: float


def typeset(tex: str) -> FakeTypeset:
    """About as wide and high as MathJax sets it."""
    letters = re.sub(r"\\(mathsf|,)", "", tex)
    letters = re.sub(r"\\[a-z]+", "x", letters)
    above, below = "^" in tex, "_" in tex
    scripts = [re.sub(r"[{}^_]", "", script) for script in re.findall(r"[_^](?:\{[^}]*\}|.)", letters)]
    base = re.sub(r"[_^](?:\{[^}]*\}|.)|[{}]", "", letters)
    width = 0.56 * len(base) + 0.4 * max(map(len, scripts), default=0) + 0.5 * base.count("=")
    return FakeTypeset("<path/>", width, 1.06 if above else 0.75, 0.44 if below else 0.2)


def read(drawing: Drawing) -> Element:
    """The SVG as a tree, whatever it may be wrapped in."""
    svg = fromstring(drawing.svg("fig-x").replace(" data-search-exclude>", ">", 1))
    return svg if svg.tag == f"{SVG}svg" else svg[0]


def having(tree: Element, attribute: str) -> list[Element]:
    """All elements with an attribute."""
    return [element for element in tree.iter() if attribute in element.attrib]


def size_of(formula: Element) -> float:
    """The em of a formula, in units of the drawing."""
    found = re.search(r"scale\(([\d.]+)\)", formula.attrib["transform"])
    assert found is not None
    return 1000 * float(found[1])


def formulas(tree: Element) -> list[Element]:
    """The formulas that stand in a drawing."""
    return [element for element in tree.iter(f"{SVG}g") if "scale" in element.get("transform", "")]


def box_of(formula: Element) -> Box:
    """The room that a formula takes, by the fake typesetter's measures."""
    found = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", formula.attrib["transform"])
    assert found is not None
    x, y, em = float(found[1]), float(found[2]), size_of(formula)
    set_ = typeset(formula.attrib["data-symbol"])
    return Box(x, y - set_.height * em, x + set_.width * em, y + set_.depth * em)


def points(path: str) -> list[Point]:
    """The corners of a path."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


# A note of its own to draw: lines of some lengths.
LINES = 'LENGTHS = (2, 3, 1)\n\nFIGURES = {"two-lines": "lines_figures/lines.py:figure"}\n'
DRAWN = """from yansuan.draw.ink import WIDTH, Drawing, formula, line


def figure(LENGTHS, typeset):
    if min(LENGTHS) < 1:
        raise ValueError(f"no line is shorter than 1, as in {LENGTHS}")
    marks = (line((0, 9), (length, 9), data_length=str(length)) for length in LENGTHS)
    return Drawing((*marks, formula(typeset, "x").at((5, 5))), WIDTH, 20, "、".join(map(str, LENGTHS)), "几条线。")
"""


def write(root: Path, lines: str = LINES, drawn: str | None = DRAWN) -> Project:
    """A project whose snippet `lines` has a figure; what stands in the snippet and in the figure's file."""
    (root / "snippets" / "lines_figures").mkdir(parents=True, exist_ok=True)
    (root / "snippets" / "lines.py").write_text(lines, "utf-8")
    if drawn is not None:
        (root / "snippets" / "lines_figures" / "lines.py").write_text(drawn, "utf-8")
    return Project.at(root)
