"""MkDocs' door to the pictures of shared notes: a PNG a note, drawn once, and its address for the templates.

Templates get `share_cards`: the address of a note's card, relative to the site's root, by the note's path in docs/.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from yansuan.cache import note_use, tidy
from yansuan.files import write_bytes
from yansuan.node import SetupError
from yansuan.project import Project
from yansuan.report import Report
from yansuan.set.markup import names_in
from yansuan.set.typesetter import Typesetter, glyph_definitions
from yansuan.site.share import card, fonts
from yansuan.theme.face import FACES

report = Report("share")

LIMIT = 100_000_000
"""Bytes that pictures may take: some three thousand."""

HEADINGS = FACES["heading"]
_SHEET = "assets/stylesheets/site.css"
# How cards are drawn, as this process has it: read when the modules were, and not after somebody's next save.
_SOURCES = [source.read_text("utf-8") for source in sorted(Path(__file__).parent.glob("*.py"))]


class Share:
    """The pictures of the notes.  Nobody shares what is being written: `serve` draws none."""

    def __init__(self, project: Project, typesetter: Typesetter, *, serving: bool) -> None:
        self._cache = project.cache / "share"
        self._typesetter = typesetter
        self._serving = serving

    def add_cards(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Draw what is not drawn yet; `cards` (yansuan.site) are the notes, and come before."""
        addresses: dict[str, str] = {}
        notes: Any = env.globals.get("cards")
        env.globals["share_cards"] = addresses
        sheet = files.get_file_from_path(_SHEET)
        if self._serving or not config.site_url or sheet is None or not notes:
            return
        face: Any = env.globals.get("face")
        families = face.fonts.get(HEADINGS, ()) if face else ()
        colours, font = card.palette(sheet.content_string), cache(partial(_font, families))
        for uri, note in notes.items():
            words = card.Words(note.title_text, config.site_name, config.site_description or "")
            try:
                path = self._drawn(
                    words, self._with_glyphs(note.figure) if note.figure else None, colours, families, font
                )
            except SetupError as error:
                none = "There is no Chinese font on this machine: notes get no pictures for sharing."
                report.progress(f"{none} Install fonts-noto-cjk, or let it come: {error}")
                return
            address = f"assets/share/{note.slug}.png"
            files.append(File.generated(config, address, abs_src_path=str(path)))
            addresses[uri] = address

    def _with_glyphs(self, svg: str) -> str:
        """A figure that has the glyphs of its formulas in it; in a page they stand elsewhere."""
        return f"{svg.removesuffix('</svg>')}{glyph_definitions(self._typesetter.glyphs, names_in(svg))}</svg>"

    def _drawn(
        self,
        words: card.Words,
        svg: str | None,
        colours: dict[str, str],
        families: Sequence[str],
        font: Callable[[], fonts.Font],
    ) -> Path:
        """The file of a card, from the cache where it is.

        Raises:
            SetupError: there is no font.
        """
        path = self._cache / f"{_key(words, svg, colours, families)}.png"
        if path.exists():
            with suppress(OSError):
                note_use(path)
        else:
            write_bytes(path, card.draw(words, svg, colours, font()))
        return path

    def tidy(self) -> None:
        """Let go of pictures that were used least lately, where there are too many."""
        tidy(self._cache, LIMIT)


def _font(families: Sequence[str]) -> fonts.Font:
    """The face of the titles.

    Raises:
        SetupError: neither the machine nor a package has a Chinese font.
    """
    return fonts.find_song(fonts.system_fonts(), families) or fonts.packaged_song(report.progress)


def _key(*said: Any) -> str:
    return sha256("\0".join([*_SOURCES, *map(repr, said)]).encode()).hexdigest()[:32]
