"""A small site of somebody's own: what its files are, and writing them.

The texts are in `templates/site/`, those of both languages in `both`; `«…»` in them are filled in.  Its first note is
what `make note` writes.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from yansuan.authoring import note
from yansuan.authoring.installed import Source, source
from yansuan.authoring.lock import LOCK, locked
from yansuan.words import Words, of

BOTH = {
    ".github/workflows/pages.yml": "pages.yml",
    ".gitignore": "gitignore",
    "Makefile": "Makefile",
    "pytest.ini": "pytest.ini",
    "requirements-test.txt": "requirements-test.txt",
    "tests/test_formulas.py": "test_formulas.py",
}
OWN = (
    "README.md", "mkdocs.yml", "docs/index.md", "docs/archive.md", "docs/tags.md", "docs/verification.md",
    "docs/about.md", "docs/posts/hello.md",
)  # fmt: skip
LOCAL = "http://127.0.0.1:8000/"
"""The address of a site that has none yet: the feed needs one, and `make serve` shows it there."""

TITLES = {"zh": "平均数与方差", "en": "Mean and variance"}
"""Of the first note."""


class Refused(ValueError):
    """A site cannot be made as it was asked for; the message says why, and what to do."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants.

    Args:
        folder: where the site is to be.
        title: of the site; "" for one from the folder's name.
        language: `zh` or `en`.
        url: the address of the site; "" where it is not known yet.
    """

    folder: Path
    title: str
    language: str
    url: str


def make(wish: Wish, day: date) -> list[Path]:
    """Write a site; the paths, in alphabetical order.

    Raises:
        Refused: the folder is not empty, or the title or the address can be none; nothing is written.
        OSError: nothing of what could be written is left.
    """
    words, folder = of(wish.language), wish.folder
    title = _title(wish, words)
    _check(wish, words)
    texts = _texts(title, wish, day, words)
    made = list[Path]()
    try:
        for name, text in sorted(texts.items()):
            path = folder / name
            for parent in reversed(path.parents):
                if not parent.exists():
                    parent.mkdir()
                    made.append(parent)
            made.append(path)
            path.write_text(text, "utf-8")
    except OSError:
        _unmake(made)
        raise
    return [folder / name for name in sorted(texts)]


def _unmake(made: list[Path]) -> None:
    for path in reversed(made):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)


def _title(wish: Wish, words: Words) -> str:
    name = wish.folder.resolve().name
    title = wish.title.strip() or name.replace("-", " ").replace("_", " ").strip()
    if not title or not title.isprintable():
        raise Refused(words("new.no-title", title=ascii(title)))
    return title if wish.title else title[0].upper() + title[1:]


def _check(wish: Wish, words: Words) -> None:
    if wish.folder.exists() or wish.folder.is_symlink():
        if not wish.folder.is_dir():
            raise Refused(words("new.no-folder", folder=wish.folder))
        if any(wish.folder.iterdir()):
            raise Refused(words("new.not-empty", folder=wish.folder))
    if wish.url and not _is_address(wish.url):
        raise Refused(words("new.no-address", url=wish.url))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that enclose no address of a machine
        return False
    return bool(
        parts.scheme in ("http", "https") and parts.hostname and not set(url) & set('?#"\\<> ') and url.isprintable()
    )


def _texts(title: str, wish: Wish, day: date, words: Words) -> dict[str, str]:
    """The text of each file, by its path in the folder."""
    language, engine = wish.language, source()
    url = wish.url.rstrip("/") + "/" if wish.url else ""
    values = {
        "title": note.escaped(title),
        "words": note.escaped(title),
        "site_name": json.dumps(title, ensure_ascii=False),
        "site_url": json.dumps(url) if url else f"!ENV [SITE_URL, {LOCAL}]  # {words('new.address-comment')}",
        "address": words("new.address-given") if url else words("new.address-open"),
        "source": _where_from(engine, words),
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "day": (day - timedelta(days=1)).isoformat(),
        "note_title": TITLES[language],
    }
    names = {name: f"both/{file}" for name, file in BOTH.items()} | {name: f"{language}/{name}" for name in OWN}
    texts = {name: note.filled(f"site/{template}", values) for name, template in names.items()}
    texts |= {"requirements.txt": f"{engine.line}\n", LOCK: locked()}
    return texts | _first_note(day, language)


def _first_note(day: date, language: str) -> dict[str, str]:
    return note.texts(TITLES[language], "mean-and-variance", day, language=language)


def _where_from(engine: Source, words: Words) -> str:
    """A sentence about what stands in requirements.txt."""
    return words(f"new.source-{engine.kind}", version=engine.version)
