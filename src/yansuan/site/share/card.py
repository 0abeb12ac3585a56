"""A card: the ruled blackboard, 1200 × 630, with a note's title in Song, its site and its figure."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, floor

from PIL import Image, ImageChops, ImageDraw

from yansuan.site.share import figure
from yansuan.site.share.fonts import Font, Sized

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


def draw(words: Words, svg: str | None, colours: Mapping[str, str], font: Font) -> bytes:
    """The card as a PNG."""
    image = Image.new("RGB", (SIZE[0] * _TIMES, SIZE[1] * _TIMES), colours["ground"])
    pen = ImageDraw.Draw(image)
    for y in range(_RULE, SIZE[1], _RULE):
        pen.rectangle([(0, y * _TIMES), (image.width, (y + 1) * _TIMES - 1)], fill=colours["rule"])
    if svg:
        _draw_figure(image, svg, colours, font)
    _write(pen, words, colours, font, wide=svg is None)
    file = io.BytesIO()
    # In all its colours: a palette would save most of the bytes, and take a thin red arrow for a yellow one.
    image.reduce(_TIMES).save(file, "PNG")
    return file.getvalue()


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


def _write(pen: ImageDraw.ImageDraw, words: Words, colours: Mapping[str, str], font: Font, *, wide: bool) -> None:
    room = SIZE[0] - 2 * _MARGIN if wide else _COLUMN
    balanced = [words.title]

    def face(size: int) -> Sized:
        return font.at(size * _TIMES)

    def lines_within(width: float, title: Sized) -> list[str]:
        return broken(words.title, lambda text: title.getlength(text) <= width * _TIMES)

    fitting = ((face(size), lines_within(room, face(size))) for size in _SIZES)
    title, lines = next((pair for pair in fitting if len(pair[1]) <= _LINES), (face(_SIZES[-1]), [words.title]))
    for narrower in range(room, 0, -20):  # lines of about one length: no last line of one character
        if len(lines_within(narrower, title)) > len(lines):
            break
        balanced = lines_within(narrower, title)
    line = 8 - len(balanced)  # what is written stands on the ruled lines
    for text in balanced:
        _stand(pen, line, text, title, colours["ink"])
        line += 2
    _stand(pen, 12, words.site, face(30), colours["ink"])
    _stand(pen, 2, words.tagline, face(24), colours["ink-quiet"])


def _stand(pen: ImageDraw.ImageDraw, line: int, text: str, face: Sized, colour: str) -> None:
    face.write(pen, (_MARGIN * _TIMES, (line * _RULE - _ABOVE) * _TIMES), text, colour)


def broken(text: str, fits: Callable[[str], bool]) -> list[str]:
    """A title in lines: broken between Chinese characters, never inside a Latin word, none begins with 标点."""
    lines, line = list[str](), ""
    for piece in re.findall(rf"[A-Za-z0-9.'’+-]+|\s+|.[{_CLOSING}]*", text):
        if line and not fits((line + piece).rstrip()):
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]
