"""A card: the ruled blackboard, 1200 × 630, with a note's title in Song, its site and its figure."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

from hooks.share import figure

SIZE = (1200, 630)  # what those who show cards ask for
_TIMES = 2  # drawn so many times larger, and made smaller: edges come out smooth
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


def draw(words: Words, svg: str | None, colours: Mapping[str, str], font: tuple[Path, int]) -> bytes:
    """The card as a PNG."""
    image = Image.new("RGB", (SIZE[0] * _TIMES, SIZE[1] * _TIMES), colours["ground"])
    pen = ImageDraw.Draw(image, "RGBA")
    for y in range(_RULE, SIZE[1], _RULE):
        pen.line([(0, y * _TIMES), (image.width, y * _TIMES)], fill=colours["rule"], width=_TIMES)
    if svg:
        _draw_figure(pen, svg, colours)
    _write(pen, words, colours, font, wide=svg is None)
    small = image.resize(SIZE, Image.Resampling.LANCZOS).quantize(128, dither=Image.Dither.NONE)
    file = io.BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_figure(pen: ImageDraw.ImageDraw, svg: str, colours: Mapping[str, str]) -> None:
    (width, height), shapes = figure.read(svg, colours)
    left, room = _MARGIN + _COLUMN + 40, (SIZE[0] - 2 * _MARGIN - _COLUMN - 40 + 36, SIZE[1] - 2 * _MARGIN)
    scale = min(room[0] / width, room[1] / height)
    top = (SIZE[1] - scale * height) / 2
    for shape in shapes:
        points = [(_TIMES * (left + scale * x), _TIMES * (top + scale * y)) for x, y in shape.points]
        if shape.fill and len(points) > 2:
            pen.polygon(points, fill=(*ImageColor.getrgb(shape.fill)[:3], round(255 * shape.opacity)))
        if shape.stroke:
            thickness = max(2, round(_TIMES * scale * shape.width * 1.3))  # chalk; and a card is shown small
            pen.line(points, fill=shape.stroke, width=thickness, joint="curve")


def _write(
    pen: ImageDraw.ImageDraw, words: Words, colours: Mapping[str, str], font: tuple[Path, int], *, wide: bool
) -> None:
    room = SIZE[0] - 2 * _MARGIN if wide else _COLUMN
    balanced = [words.title]

    def face(size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(str(font[0]), size * _TIMES, index=font[1])

    def lines_within(width: float, title: ImageFont.FreeTypeFont) -> list[str]:
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


def _stand(pen: ImageDraw.ImageDraw, line: int, text: str, face: ImageFont.FreeTypeFont, colour: str) -> None:
    at = (_MARGIN * _TIMES, (line * _RULE - _ABOVE) * _TIMES)
    pen.text(at, text, font=face, fill=colour, anchor="ls")


def broken(text: str, fits: Callable[[str], bool]) -> list[str]:
    """A title in lines: broken between Chinese characters, never inside a Latin word, none begins with 标点."""
    lines, line = list[str](), ""
    for piece in re.findall(rf"[A-Za-z0-9.'’+-]+|\s+|.[{_CLOSING}]*", text):
        if line and not fits((line + piece).rstrip()):
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]
