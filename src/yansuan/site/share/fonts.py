"""The face of a card's title: Song, from among the fonts of the machine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from PIL import ImageFont

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


def find_song(files: list[Path], families: Iterable[str] = ()) -> tuple[Path, int] | None:
    """The best file among those of the machine's fonts, and the number of its face; None where none has Chinese.

    Args:
        files: the machine's fonts.
        families: what the site names for its headings; the first that is there and has Chinese.
    """
    for family in families:
        for file in sorted(files):
            if _plain(file.stem).startswith(_plain(family)) and _has_chinese(file):
                return file, _simplified(file)
    for pattern in _SONG:
        for file in sorted(files):
            if re.match(pattern, file.stem, re.IGNORECASE):
                return file, _simplified(file)
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
