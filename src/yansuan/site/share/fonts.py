"""The face of a card's title: Song, from among the fonts of the machine."""

from __future__ import annotations

import re
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


def find_song(files: list[Path]) -> tuple[Path, int] | None:
    """The best file among those of the machine's fonts, and the number of its face; None where none has Chinese."""
    for pattern in _SONG:
        for file in sorted(files):
            if re.match(pattern, file.stem, re.IGNORECASE):
                return file, _simplified(file)
    return None


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
