"""The drawings of a page in half the bytes, and the same to the eye.

Half of what a note weighs are drawings: glyphs, formulas made of them, figures.  Absolute coordinates do not compress;
the same shape drawn twice, each point told from the one before, does.  And a glyph's outline in thousandths of an em
is finer than any screen: at 18 px a step of `COARSE` thousandths is less than a tenth of a pixel.

Works on a page's HTML, and on nothing in it but attributes of SVG elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache

from yansuan.set.flat import GLYPH, flat, turned

COARSE = 4  # thousandths of an em to which a glyph's outline is rounded

# A line of text has room for so much above and below its baseline (in thousandths of an em of the mathematics font),
# and most formulas in it need no more: their drawings are all of one height, said once for all of them.
ABOVE, BELOW = 750, 250
_LINE = "<style>.formula>svg:not([style]):not([style]){{height:{height:.4f}em;vertical-align:{below:.4f}em}}</style>"

_D = re.compile(r'(?<=\sd=")[^"]*(?=")')
_GLYPHS = re.compile(r'<svg class="formula-glyphs".*?</svg>', re.DOTALL)
_GLYPH = re.compile(r'<path id="([^"]+)" d="([^"]*)"/>')
_FORMULA = re.compile(
    r'(?P<inline><span class="formula"[^>]*>)?<svg aria-hidden="true" focusable="false" '
    r'viewBox="0 (?P<top>-?[\d.]+) (?P<width>[\d.]+) (?P<height>[\d.]+)" style="(?P<style>[^"]*)">(?P<body>.*?)</svg>',
    re.DOTALL,
)
_FORMULA_OR_GLYPH = re.compile(rf"{_FORMULA.pattern}|(?P<glyph>{GLYPH.pattern})", re.DOTALL)
_EXACT = re.compile(r'(?<=[" (,])-?\d+\.\d+(?=[",) ])|scale\([^)]*\)')
_TOKEN = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)")
_ARGUMENTS = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "Q": 4, "S": 4, "C": 6, "A": 7, "Z": 0}
_NAMESPACE = re.compile(r'(<svg\b[^>]*?) xmlns(?::xlink)?="[^"]*"')
_GLYPH_ID = re.compile(r'<path id="([^"]+)"')
_NAME = re.compile(r'(?<=xlink:href="#)g-[^"]+(?=")|(?<=<path id=")g-[^"]+(?=")')
_TAG = re.compile(r"<[^<>]*>")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def lean(html: str) -> str:
    """A page with its drawings in fewer bytes: outlines, figures, the places of glyphs, glyphs' names."""
    html = _D.sub(lambda match: relative(match[0]), _glyphs_of(html))
    scale = _scale_of(html)
    html = _FORMULA_OR_GLYPH.sub(lambda match: turned(match[0]) if match["glyph"] else _formula(match, scale), html)
    if scale and '<svg class="formula-glyphs"' in html:
        line = _LINE.format(height=scale * (ABOVE + BELOW) / 1000, below=-scale * BELOW / 1000)
        html = html.replace('<svg class="formula-glyphs"', f'{line}<svg class="formula-glyphs"', 1)
    return _with_short_names(_NAMESPACE.sub(r"\1", _NAMESPACE.sub(r"\1", html)))


def relative(path: str, step: float = 0) -> str:
    """The `d` of a path that starts absolutely, each point told from the one before.

    Args:
        path: what is to be drawn; a path that has relative commands already stays as it is.
        step: the unit of what is returned; 0 for the path's own, and no rounding.
    """
    commands = list(_commands(path))
    if any(letter not in _ARGUMENTS for letter, _ in commands):
        return path
    return "".join(_written(commands, step))


@cache  # a site has a few hundred glyphs, and most pages have most of them
def _coarse(outline: str) -> str:
    return relative(outline, COARSE)


def _glyphs_of(html: str) -> str:
    def coarser(match: re.Match[str]) -> str:
        return f'<path id="{match[1]}" d="{_coarse(match[2])}" transform="scale({COARSE:g},{-COARSE:g})"/>'

    return _GLYPHS.sub(lambda match: _GLYPH.sub(coarser, match[0]), html)


def _commands(path: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a path, each with as many arguments as it takes."""
    letter, arguments = "", list[str]()
    for name, number in _TOKEN.findall(path):
        if name:
            letter = name
            if letter in "Zz":
                yield "Z", []
            continue
        arguments.append(number)
        if len(arguments) == _ARGUMENTS.get(letter, 1):
            yield letter, arguments
            arguments = []
            letter = {"M": "L"}.get(letter, letter)  # as SVG has it


def _written(commands: list[tuple[str, list[str]]], step: float) -> Iterator[str]:
    here = start = (Decimal(0), Decimal(0))
    last = ""
    for letter, arguments in commands:
        numbers = [_rounded(number, step) for number in arguments]
        if letter == "Z":
            here, last = start, "z"
            yield "z"
            continue
        first = not last
        name, shown, here = _from_here(letter, numbers, (Decimal(0), Decimal(0)) if first else here, here)
        if letter == "M":
            start, name = here, ("M" if first else "m")
        elif name in "hvl" and not any(shown):
            continue  # shorter than a step
        yield _text("" if name == last and name != "m" else name, shown)
        last = name


def _from_here(
    letter: str, numbers: list[Decimal], base: tuple[Decimal, Decimal], here: tuple[Decimal, Decimal]
) -> tuple[str, list[Decimal], tuple[Decimal, Decimal]]:
    """A command's relative name, its arguments, and where it leads."""
    x, y = base
    if letter == "H":
        return "h", [numbers[0] - x], (numbers[0], here[1])
    if letter == "V":
        return "v", [numbers[0] - y], (here[0], numbers[0])
    if letter == "A":
        return "a", [*numbers[:5], numbers[5] - x, numbers[6] - y], (numbers[5], numbers[6])
    end = (numbers[-2], numbers[-1])
    if letter == "L" and end[1] == y:
        return "h", [end[0] - x], end
    if letter == "L" and end[0] == x:
        return "v", [end[1] - y], end
    return letter.lower(), [n - (y if k % 2 else x) for k, n in enumerate(numbers)], end


def _rounded(number: str, step: float) -> Decimal:
    exact = Decimal(number)
    return (exact / Decimal(str(step))).quantize(Decimal(1)) if step else exact


def _text(name: str, numbers: list[Decimal]) -> str:
    text = name
    for n, number in enumerate(numbers):
        shown = f"{number.normalize():f}".replace("-0.", "-.")
        shown = shown[1:] if shown.startswith("0.") else shown
        text += f" {shown}" if (n or not name) and not shown.startswith("-") else shown
    return text


def _scale_of(html: str) -> float:
    """Em of the text to one of the mathematics font, as the page's widest formula has it; 0 where there is none."""
    widest = max(_FORMULA.finditer(html), key=lambda match: float(match["width"]), default=None)
    found = re.match(r"width:([\d.]+)em", widest["style"]) if widest else None
    return 1000 * float(found[1]) / float(widest["width"]) if widest and found and float(widest["width"]) else 0.0


def _formula(match: re.Match[str], scale: float) -> str:
    top, width, height = (float(match[name]) for name in ("top", "width", "height"))
    before, body = match["inline"] or "", _flat(match["body"])
    if scale and before and width and -top <= ABOVE and top + height <= BELOW:
        size = f'viewBox="0 {-ABOVE} {width:.0f} {ABOVE + BELOW}" width="{scale * width / 1000:.3f}em"'
        return f'{before}<svg aria-hidden="true" {size}>{body}</svg>'
    box = f"0 {top:.0f} {width:.0f} {height:.0f}"
    return f'{before}<svg aria-hidden="true" viewBox="{box}" style="{match["style"]}">{body}</svg>'


@lru_cache(maxsize=10_000)  # a formula also stands in lists, cards and previews
def _flat(body: str) -> str:
    return flat(_TAG.sub(lambda tag: _EXACT.sub(_whole, tag[0]), body))


def _whole(number: re.Match[str]) -> str:
    """A length in whole thousandths of an em; a factor as it is."""
    return number[0] if number[0].startswith("scale") else f"{float(number[0]):.0f}"


def _with_short_names(html: str) -> str:
    """The names of glyphs, `g-I-1D465`, as short as may be."""
    names = dict.fromkeys(match[1] for glyphs in _GLYPHS.findall(html) for match in _GLYPH_ID.finditer(glyphs))
    short = {name: f"g-{_base36(n)}" for n, name in enumerate(names)}
    return _NAME.sub(lambda match: short.get(match[0], match[0]), html) if short else html


def _base36(number: int) -> str:
    return (_base36(number // 36) if number >= 36 else "") + _DIGITS[number % 36]
