"""A card: the ruled blackboard, 1200 × 630, with a note's title in Song, its site and its figure."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor

from PIL import Image, ImageChops, ImageDraw

from yansuan.site.share import figure
from yansuan.site.share.fonts import Font, Sized

_Box = tuple[int, int, int, int]
"""Left, upper, right and lower edge, in pixels."""

SIZE = (1200, 630)  # what sites that show cards ask for
_TIMES = 4  # drawn so many times larger, and made smaller: edges come out smooth
_MARGIN = 72
_RULE = 48
_ABOVE = 10  # of a letter's foot over its rule
_COLUMN = 600  # how wide the title may be beside a figure
_SIZES = range(68, 35, -4)  # of the title: the largest in which it has at most `_LINES` lines
_LINES = 4
_CLOSING = "，。、；：？！）》」』”’…"


@dataclass(frozen=True)
class Words:
    """What a card says."""

    title: str
    site: str
    tagline: str


def palette(css: str) -> dict[str, str]:
    """The colours of the blackboard, as the style sheet of the site has them.

    Raises:
        ValueError: the sheet has no such block.
    """
    block = re.search(r'\[data-md-color-scheme="slate"\][^{]*\{([^}]*)\}', css)
    if not block:
        raise ValueError("site.css: there is no block of the blackboard's colours")
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", block[1]))


@dataclass(frozen=True)
class _Line:
    """A line of writing; it begins at a point of its baseline, in pixels of the large drawing."""

    text: str
    start: tuple[int, int]
    face: Sized
    colour: str

    @property
    def box(self) -> _Box:
        """Where it is on the card."""
        left, upper, right, lower = (edge / _TIMES for edge in self.face.box(self.start, self.text))
        return (
            max(0, floor(left) - 1),
            max(0, floor(upper) - 1),
            min(SIZE[0], ceil(right) + 1),
            min(SIZE[1], ceil(lower) + 1),
        )


def draw(words: Words, svg: str | None, colours: Mapping[str, str], font: Font) -> bytes:
    """The card as a PNG.

    Most of it is bare board, and the large drawing of all of it takes 48 MB.  So without a figure each line is drawn
    by itself, and what else reaches into its box.
    """
    image = _board((0, 0, *SIZE), 1, colours)
    lines = [line for line in _written(words, colours, font, wide=svg is None) if line.text]
    boxes = [line.box for line in lines]
    for box in [(0, 0, *SIZE)] if svg else boxes:
        part = _board(box, _TIMES, colours)
        if svg:
            _draw_figure(part, svg, colours, font)
        for line in (line for line, own in zip(lines, boxes, strict=True) if _meet(own, box)):
            x, y = line.start
            line.face.write(ImageDraw.Draw(part), (x - box[0] * _TIMES, y - box[1] * _TIMES), line.text, line.colour)
        image.paste(part.reduce(_TIMES), box[:2])
    file = io.BytesIO()
    # In all its colours: a palette would save most of the bytes, and take a thin red arrow for a yellow one.
    image.save(file, "PNG")
    return file.getvalue()


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _board(box: _Box, times: int, colours: Mapping[str, str]) -> Image.Image:
    """A part of the bare board, so many times larger."""
    left, upper, right, lower = box
    image = Image.new("RGB", ((right - left) * times, (lower - upper) * times), colours["ground"])
    pen = ImageDraw.Draw(image)
    for y in range(_RULE, SIZE[1], _RULE):
        top = (y - upper) * times
        pen.rectangle([(0, top), (image.width, top + times - 1)], fill=colours["rule"])
    return image


def _draw_figure(image: Image.Image, svg: str, colours: Mapping[str, str], font: Font) -> None:
    pen = ImageDraw.Draw(image)
    (width, height), parts = figure.read(svg, colours)
    left, room = _MARGIN + _COLUMN + 40, (SIZE[0] - 2 * _MARGIN - _COLUMN - 40 + 36, SIZE[1] - 2 * _MARGIN)
    scale = min(room[0] / width, room[1] / height)
    top = (SIZE[1] - scale * height) / 2

    def placed(point: figure.Point) -> figure.Point:
        return _TIMES * (left + scale * point[0]), _TIMES * (top + scale * point[1])

    for part in parts:
        if isinstance(part, figure.Word):
            font.at(round(_TIMES * scale * part.size)).write(pen, placed(part.start), part.text, part.fill)
            continue
        outlines = [[placed(point) for point in outline] for outline in part.outlines]
        if part.fill:
            _fill(image, outlines, part.fill, part.opacity)
        if part.stroke:
            thickness = max(_TIMES, round(_TIMES * scale * part.width * 1.3))  # chalk; and a card is shown small
            for outline in outlines:
                pen.line(outline, fill=part.stroke, width=thickness, joint="curve")


def _fill(image: Image.Image, outlines: list[list[figure.Point]], colour: str, opacity: float) -> None:
    """Paint an area; what lies within an even number of its outlines is a hole."""
    xs, ys = zip(*(point for outline in outlines for point in outline), strict=True)
    left, top = floor(min(xs)), floor(min(ys))
    size = ceil(max(xs)) - left + 1, ceil(max(ys)) - top + 1
    inside = Image.new("1", size)
    for outline in outlines:
        if len(outline) > 2:
            ring = Image.new("1", size)
            ImageDraw.Draw(ring).polygon([(x - left, y - top) for x, y in outline], fill=1)
            inside = ImageChops.logical_xor(inside, ring)
    image.paste(colour, (left, top), inside.convert("L").point([round(opacity * value) for value in range(256)]))


def _written(words: Words, colours: Mapping[str, str], font: Font, *, wide: bool) -> Iterator[_Line]:
    """What is written; it stands on the ruled lines."""
    room = SIZE[0] - 2 * _MARGIN if wide else _COLUMN
    balanced = [words.title]

    def face(size: int) -> Sized:
        return font.at(size * _TIMES)

    def lines_within(width: float, title: Sized) -> list[str]:
        return broken(words.title, lambda text: title.getlength(text) <= width * _TIMES)

    fitting = ((sized, lines_within(room, sized)) for sized in map(face, _SIZES))
    title, lines = next((pair for pair in fitting if len(pair[1]) <= _LINES), (face(_SIZES[-1]), [words.title]))
    for narrower in range(room, 0, -20):  # lines of about one length: no last line of one character
        if len(lines_within(narrower, title)) > len(lines):
            break
        balanced = lines_within(narrower, title)
    for rule, text in enumerate(balanced):
        yield _line(8 - len(balanced) + 2 * rule, text, title, colours["ink"])
    yield _line(12, words.site, face(30), colours["ink"])
    yield _line(2, words.tagline, face(24), colours["ink-quiet"])


def _line(rule: int, text: str, face: Sized, colour: str) -> _Line:
    return _Line(text, (_MARGIN * _TIMES, (rule * _RULE - _ABOVE) * _TIMES), face, colour)


def broken(text: str, fits: Callable[[str], bool]) -> list[str]:
    """A title in lines: broken between Chinese characters, never inside a Latin word, none begins with 标点."""
    lines, line = list[str](), ""
    for piece in re.findall(rf"[A-Za-z0-9.'’+-]+|\s+|.[{_CLOSING}]*", text):
        if line and not fits((line + piece).rstrip()):
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]
