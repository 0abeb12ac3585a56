"""One style sheet for the built site, in the place of the theme's two and our own several, in each page.

The theme's keep what a page or a script of this site may use, and so does the one of parts that few sites have all of;
ours keep all, without comments.  As one they compress
better; and at the start of the page they come before the text, not beside it: a phone on a slow line draws the first
lines a fifth of a second earlier, and has laid out what is there when the rest comes.  Each later page pays with 18 KB.
A sheet for one medium, as print, stays by itself.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from yansuan.cache import Cache
from yansuan.theme.material import may_be_set
from yansuan.theme.styles import Asked, Names, compact, used

# A minifier may have taken the quotation marks away.
_LINK = r'<link rel="?stylesheet"? href="?[^":> ]*assets/stylesheets/([\w.-]+\.css)"?>'
_LINKS = re.compile(rf"{_LINK}(?:\s*{_LINK})*")
_FILE = re.compile(r"url\((?![\"']?(?:data:|#))|@import|</style")
_PARTS = "parts.css"
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)


def join_sheets(site: Path, cache: Cache) -> None:
    """Rewrite the style sheets of a built site, and the pages' links to them."""
    pages = {path: path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}
    scripts = [path.read_text("utf-8") for path in sorted(site.rglob("*.*js"))]
    folder = site / "assets" / "stylesheets"
    sheets = _sheets(folder, list(pages.values()), scripts, cache)
    for path, html in pages.items():
        joined = _LINKS.sub(lambda match: _joined(match[0], sheets), html)
        if joined != html:
            path.write_text(joined, "utf-8")


def _sheets(folder: Path, pages: list[str], scripts: list[str], cache: Cache) -> dict[str, str]:
    """The sheets by their names, each without what it can spare."""
    sheets = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.css"))}
    asked = Asked.by(*sheets.values())
    names = Names(asked)
    for page in pages:
        names.add(cache.kept("names", partial(_names_of, page, asked), page, asked.as_text()))
    for script in scripts:
        names.add(cache.kept("names", partial(_names_in, script, asked), script, asked.as_text()))
    return cache.kept("sheets", partial(_spared, sheets, names), repr(sheets), names.as_text())


def _spared(sheets: dict[str, str], names: Names) -> dict[str, str]:
    theme = {name for name in sheets if name.endswith(".min.css") or name == _PARTS}
    ours = {name: compact(css) for name, css in sheets.items() if name not in theme}
    fewer = {name: used(sheets[name], names, sheets.values()) for name in sorted(theme)}
    mentions = [*fewer.values(), *ours.values()]  # once more: what one sheet lost no longer asks for another
    return ours | {name: used(fewer[name], names, mentions) for name in theme}


def _names_of(page: str, asked: Asked) -> Names:
    names = Names(asked, may_be_set=may_be_set)
    names.read_page(page)
    for script in _SCRIPT.findall(page):
        names.read_script(script)
    return names


def _names_in(script: str, asked: Asked) -> Names:
    names = Names(asked, may_be_set=may_be_set)
    names.read_script(script)
    return names


def _joined(links: str, sheets: dict[str, str]) -> str:
    """The sheets of a row of links, in its place.

    A sheet that names another file, by an address from where the sheet stands, leaves the row as it is.
    """
    names = re.findall(_LINK, links)
    if any(name not in sheets or _FILE.search(sheets[name]) for name in names):
        return links
    return f"<style>{''.join(sheets[name] for name in names)}</style>"
