"""Drawings in half the bytes, and the same to the eye.

Half of what a note weighs are drawings: glyphs, formulas made of them, figures.  Absolute coordinates do not compress;
the same shape drawn twice, each point told from the one before, does.  And a glyph's outline in thousandths of an em
is finer than any screen: at 18 px a step of `COARSE` thousandths is less than a tenth of a pixel.

A formula is made lean when it is put into a page, and what else a page draws when the page is done: figures, icons.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from yansuan.set.flat import flat, turned

COARSE = 4  # thousandths of an em to which a glyph's outline is rounded

_D = re.compile(r'(?<=\sd=")[^"]*(?=")')
_GLYPH = re.compile(r'<path id="(g-[^"]+)" d="([^"]*)"')
_EXACT = re.compile(r'(?<=[" (,])-?\d+\.\d+(?=[",) ])|scale\([^)]*\)')
_BEGINS = re.compile(r"M(-?\d+) ?(-?\d+)(.*)")
_TOKEN = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)")
_ARGUMENTS = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "Q": 4, "S": 4, "C": 6, "A": 7, "Z": 0}
_NAMESPACE = re.compile(r'(<svg\b[^>]*?) xmlns(?::xlink)?="[^"]*"')
_DEFINED = re.compile(r'<(?:path|g) id="(g-[^"]+)"')
_NAME = re.compile(r'(xlink:href="#|<path id="|<g id=")(g-[^"]+)(?=")')
_TAG = re.compile(r"<[^<>]*>")
_SYMBOL = re.compile(r' data-symbol="[^"]*"')
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def lean(html: str) -> str:
    """HTML in which no formula stands yet, with its figures and icons in fewer bytes; for glyphs that `coarse` made."""
    return _NAMESPACE.sub(r"\1", _NAMESPACE.sub(r"\1", turned(_D.sub(lambda match: _relative(match[0]), html))))


@lru_cache(maxsize=20_000)  # a formula also stands in lists, cards and previews
def formula(body: str, *, bare: bool = False) -> str:
    """What stands within the `<svg>` of a formula, in fewer bytes; for glyphs that `coarse` made.

    Args:
        body: as MathJax made it.
        bare: without which symbols of its note stand in it.
    """
    return flat(_TAG.sub(_in_whole_numbers, _SYMBOL.sub("", body) if bare else body))


def coarse(definitions: str) -> str:
    """Definitions of glyphs, each a path with an id, that draw the same right way up and without what nobody sees."""

    def coarser(match: re.Match[str]) -> str:
        return f'<path id="{match[1]}" d="{_coarse(match[2])}" transform="scale({COARSE:g},{-COARSE:g})"'

    return _GLYPH.sub(coarser, definitions)


def with_short_names(page: str) -> str:
    """A page whose glyphs are defined in it, with names for them, of `g-I-1D465`, as short as may be."""
    names = dict.fromkeys(_DEFINED.findall(page))
    short = {name: f"g-{_base36(n)}" for n, name in enumerate(names)}
    return _NAME.sub(lambda match: match[1] + short.get(match[2], match[2]), page) if short else page


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


def outline(path: str, right: float, down: float) -> str:
    """A glyph's outline in the steps of `coarse`, moved; wherever it stands, the same but for its start."""
    found = _BEGINS.match(_coarse(path))
    if found is None:
        return "M0 0"
    x, y = (int(n) + round(to / COARSE) for n, to in zip(found.groups(), (right, -down), strict=False))
    return f"M{x}{'' if y < 0 else ' '}{y}{found[3]}"


@lru_cache(maxsize=10_000)
def _relative(path: str) -> str:
    return relative(path)


@lru_cache(maxsize=5_000)  # a site has a few hundred glyphs, and most pages have most of them
def _coarse(outline: str) -> str:
    return relative(outline, COARSE)


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


def _in_whole_numbers(tag: re.Match[str]) -> str:
    return _EXACT.sub(_whole, tag[0]) if "." in tag[0] else tag[0]


def _whole(number: re.Match[str]) -> str:
    """A length in whole thousandths of an em; a factor as it is."""
    return number[0] if number[0].startswith("scale") else f"{float(number[0]):.0f}"


def _base36(number: int) -> str:
    return (_base36(number // 36) if number >= 36 else "") + _DIGITS[number % 36]
