"""The addresses that a note had before: a page at each that leads to where the note is now.

A refresh by HTML alone loses the fragment of the address (`#eq-2`), so a line of script does it, and the refresh is for
browsers without script.
"""

from __future__ import annotations

from html import escape
from posixpath import relpath

from yansuan.words import of

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="canonical" href="{canonical}">
<script>location.replace("{url}" + location.hash)</script>
<noscript><meta http-equiv="refresh" content="0; url={url}"></noscript>
<style>
  :root {{ color-scheme: light dark }}
  body {{ margin: 20vh auto; padding: 0 1.5rem; max-width: 36em; font: 1rem/1.75 sans-serif }}
</style>
</head>
<body>
<p>{moved}</p>
</body>
</html>
"""


def destination(old_address: str) -> str:
    """The file that answers an old address: `/2021/06/x/` is `2021/06/x/index.html`, `/x.html` is itself."""
    path = old_address.strip("/")
    return path if path.endswith((".html", ".htm")) and not old_address.endswith("/") else f"{path}/index.html"


def page(old_address: str, url: str, title: str, canonical: str | None, language: str) -> str:
    """The page at an old address.

    Args:
        old_address: `/2021/06/Fourier-series/`.
        url: where the note is now, relative to the site's root.
        title: its title, plain text.
        canonical: its whole address, where the site has one.
        language: its tag.
    """
    folder = "/" + destination(old_address).rpartition("/")[0]
    relative = relpath("/" + url, folder) + ("" if url.endswith(".html") else "/")
    url, title = escape(relative), escape(title)
    moved = of(language)("redirect.moved", note=f'<a href="{url}">{title}</a>')
    canonical = escape(canonical or relative)
    return _PAGE.format(title=title, url=url, canonical=canonical, language=escape(language), moved=moved)
