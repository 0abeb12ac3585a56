"""The face of a card's title: Song, from among the fonts of the machine, or else from a package.

The package has Noto Serif SC as pages fetch it: a hundred files, of which each has some of the characters.  So a font
here is its files, and a line is written piece by piece.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

from yansuan.node import ensure

# As the pages prefer them; of a collection the face of simplified Chinese.
_SONG = [
    r"NotoSerif(CJK|SC|CJKsc)[-\w]*(Semi)?Bold",
    r"SourceHanSerif(SC|CN)?-Bold",
    r"NotoSerif(CJK|SC|CJKsc)",
    r"SourceHanSerif",
    r"Songti",
    r"simsun",
    r"NotoSans(CJK|SC|CJKsc)[-\w]*Bold",
]
_FACES = 16  # no collection of Chinese faces has more


_FAMILY = "noto-serif-sc"
_PACKAGE = f"node_modules/@fontsource-variable/{_FAMILY}"
_BOLD = 700


@dataclass(frozen=True)
class Font:
    """A font of one file, or of several that have different characters.

    Args:
        files: the files.
        face: the number of the face in each.
        characters: of each file the first and last ones of its ranges; none where there is one file for all.
    """

    files: tuple[Path, ...]
    face: int = 0
    characters: tuple[tuple[tuple[int, int], ...], ...] = ()

    def at(self, size: int) -> Sized:
        """The font in a size, in pixels."""
        return Sized(self, size)

    def file_of(self, character: str) -> int:
        """Which of the files has a character; the first, where none has."""
        code = ord(character)
        has = (any(first <= code <= last for first, last in ranges) for ranges in self.characters)
        return next((number for number, found in enumerate(has) if found), 0)


class Sized:
    """A font in one size."""

    def __init__(self, font: Font, size: int) -> None:
        self._font, self._size = font, size
        self._faces = dict[int, ImageFont.FreeTypeFont]()
        self._lengths = dict[str, float]()  # a title is tried in lines of many widths, which begin alike

    def getlength(self, text: str) -> float:
        """How wide a text is."""
        if text not in self._lengths:
            self._lengths[text] = sum(face.getlength(part) for part, face in self._parts(text))
        return self._lengths[text]

    def box(self, at: tuple[float, float], text: str) -> tuple[float, float, float, float]:
        """The left, upper, right and lower edge of what `write` draws."""
        x, y = at
        found = list[tuple[float, float, float, float]]()
        for part, face in self._parts(text):
            left, upper, right, lower = face.getbbox(part, anchor="ls")
            found.append((x + left, y + upper, x + right, y + lower))
            x += face.getlength(part)
        lefts, uppers, rights, lowers = zip(*found, strict=True) if found else ([x], [y], [x], [y])
        return min(lefts), min(uppers), max(rights), max(lowers)

    def write(self, pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, colour: str) -> None:
        """Write a text from a point of its baseline on."""
        x, y = at
        for part, face in self._parts(text):
            pen.text((x, y), part, font=face, fill=colour, anchor="ls")
            x += face.getlength(part)

    def _parts(self, text: str) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
        for number, part in groupby(text, self._font.file_of):
            yield "".join(part), self._face(number)

    def _face(self, number: int) -> ImageFont.FreeTypeFont:
        if number not in self._faces:
            face = ImageFont.truetype(str(self._font.files[number]), self._size, index=self._font.face)
            if self._font.characters:
                face.set_variation_by_axes([_BOLD])
            self._faces[number] = face
        return self._faces[number]


def packaged_song(say: Callable[[str], None]) -> Font:
    """Song from a pinned package, which is installed where it is not yet.

    Args:
        say: is told that it will take a moment.

    Raises:
        SetupError: it cannot be installed.
    """
    folder = ensure(Path(__file__).parent, "a Chinese font for pictures", say) / _PACKAGE
    ranges = json.loads((folder / "unicode.json").read_text("utf-8"))
    # Of two that have a character the last: so does CSS choose, and words in Latin letters stay in one.
    files = [(folder / f"files/{_FAMILY}-{name.strip('[]')}-wght-normal.woff2", told) for name, told in ranges.items()]
    return Font(tuple(file for file, _ in files[::-1]), characters=tuple(_ranges(told) for _, told in files[::-1]))


def _ranges(told: str) -> tuple[tuple[int, int], ...]:
    """Of `U+0-7F,U+20AC`."""
    parts = [part.removeprefix("U+").partition("-") for part in told.split(",")]
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in parts)


def find_song(files: list[Path], families: Iterable[str] = ()) -> Font | None:
    """The best among the machine's fonts; None where none has Chinese.

    Args:
        files: the machine's fonts.
        families: what the site names for its headings; the first that is there and has Chinese.
    """
    for family in families:
        for file in sorted(files):
            if _plain(file.stem).startswith(_plain(family)) and _has_chinese(file):
                return Font((file,), _simplified(file))
    for pattern in _SONG:
        for file in sorted(files):
            if re.match(pattern, file.stem, re.IGNORECASE):
                return Font((file,), _simplified(file))
    return None


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _has_chinese(file: Path) -> bool:
    try:
        face = ImageFont.truetype(str(file), 20)
    except OSError:
        return False
    return bytes(face.getmask("中")) != bytes(face.getmask("\U0010fffd"))  # a sign that no font has


def system_fonts() -> list[Path]:
    """The files of the machine's fonts."""
    from matplotlib.font_manager import findSystemFonts  # when a card is to be drawn, and only then: it is slow

    return [Path(file) for file in findSystemFonts()]


def _simplified(file: Path) -> int:
    if file.suffix.lower() != ".ttc":
        return 0
    for index in range(_FACES):
        try:
            family = ImageFont.truetype(str(file), 10, index=index).getname()[0] or ""
        except OSError:
            break
        if re.search(r"\bSC\b", family):
            return index
    return 0
