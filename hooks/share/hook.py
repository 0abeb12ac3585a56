"""MkDocs' door to the pictures of shared notes: a PNG a note, drawn once, and its address for the templates.

Templates get `share_cards`: the address of a note's card, relative to the site's root, by the note's path in docs/.
"""

import sys
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from hooks.mathjax.markup import with_glyphs  # noqa: E402
from hooks.mathjax.typesetter import shared  # noqa: E402
from hooks.share import card, fonts  # noqa: E402

log = get_plugin_logger("share")

_CACHE = ROOT / ".cache" / "share"
_SHEET = "assets/stylesheets/site.css"
# How cards are drawn, as this process has it: read when the modules were, and not after somebody's next save.
_SOURCES = [source.read_text("utf-8") for source in sorted(Path(__file__).parent.glob("*.py"))]
_serving = False


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Nobody shares what is being written: `serve` draws no cards."""
    global _serving
    _serving = command == "serve"


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Draw what is not drawn yet; `cards` (hooks/reading) are the notes, and come before."""
    addresses: dict[str, str] = {}
    notes: Any = env.globals.get("cards")
    env.globals["share_cards"] = addresses
    sheet = files.get_file_from_path(_SHEET)
    if _serving or not config.site_url or sheet is None or not notes:
        return
    colours = card.palette(sheet.content_string)
    for uri, note in notes.items():
        words = card.Words(note.title_text, config.site_name, config.site_description or "")
        path = _drawn(words, _with_glyphs(note.figure) if note.figure else None, colours)
        if path is None:
            log.info("There is no Chinese font on this machine: notes get no pictures for sharing.")
            return
        address = f"assets/share/{note.slug}.png"
        files.append(File.generated(config, address, abs_src_path=str(path)))
        addresses[uri] = address


def _with_glyphs(svg: str) -> str:
    """A figure that has the glyphs of its formulas in it; in a page they stand elsewhere."""
    return with_glyphs(f"{svg.removesuffix('</svg>')}<!-- glyphs --></svg>", shared(ROOT).glyphs)


def _drawn(words: card.Words, svg: str | None, colours: dict[str, str]) -> Path | None:
    """The file of a card, from the cache where it is; None where it cannot be written in Chinese."""
    path = _CACHE / f"{_key(words, svg, colours)}.png"
    if path.exists():
        return path
    font = fonts.find_song(fonts.system_fonts())
    if font is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.write_bytes(card.draw(words, svg, colours, font))
    unfinished.replace(path)
    return path


def _key(*said: Any) -> str:
    return sha256("\0".join([*_SOURCES, *map(repr, said)]).encode()).hexdigest()[:32]
