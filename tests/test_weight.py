"""What a reader's machine has to fetch before a note stands: the limits of the site, from the built files alone."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.test_site import NOTES

pytestmark = pytest.mark.site

KB = 1000
SCRIPT = 55 * KB  # with the theme's, which comes when the reader moves
WHOLE = 120 * KB


def transferred(site: Path, note: str) -> tuple[dict[str, int], dict[str, int]]:
    """The bytes of a note's page with what it loads at once, and of what it loads when its reader moves.

    Each compressed as a server does, and told by its name.
    """
    page = site / note / "index.html"
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    found = [str(script["src"]) for script in soup.select("script[src]")]
    found += [str(link["href"]) for link in soup.select("link[rel=stylesheet], link[rel=icon], link[rel=preload]")]
    found += [str(image["src"]) for image in soup.select("img[src]:not([loading=lazy])")]
    files = {page} | {(page.parent / address.partition("#")[0]).resolve() for address in found if ":" not in address}
    [bundle] = [(page.parent / str(script["data-theme"])).resolve() for script in soup.select("script[data-theme]")]
    workers = (site / "assets/javascripts/workers").glob("search.*.js")
    later = {bundle, site / "sitemap.xml", site / "search/nothing.json", *workers}  # the theme asks for them
    return _weighed(files), _weighed(later)


def _weighed(files: set[Path]) -> dict[str, int]:
    return {path.name: len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in files}


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_light(site: Path, note: str) -> None:
    parts, later = transferred(site, note)
    assert sum(parts.values()) < WHOLE, parts
    assert len(parts) > 4
    assert sum(size for name, size in (parts | later).items() if re.search(r"\.m?js$", name)) < SCRIPT, parts | later
    assert len(later) == 4
