"""One script for the built site, in the place of the several that each page loads.

Each of them is small, and asking for it takes a phone longer than reading it.  One that throws stops no other, as
before.
"""

from __future__ import annotations

import re
from pathlib import Path

from yansuan.theme.material import TEMPLATES

_COMMENT = re.compile(r"^[ \t]*(?://.*)?\n|(?<=[;,{}()\[\]])[ \t]+// .*", re.MULTILINE)  # or a line that says nothing
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
# A minifier may have taken the quotation marks away.
_FIRST = r'<script src="?([^":> ]*)assets/javascripts/[\w-]+\.js"?((?: data-[\w-]+=(?:"[^"]*"|[^\s">]+))*)></script>'
_NEXT = r'<script src="?\1assets/javascripts/[\w-]+\.js"?></script>'
_ROW = re.compile(rf"{_FIRST}(?:\s*{_NEXT})+")
_NAME = re.compile(r'src="?[^"> ]*/([\w-]+)\.js')
_PART = "try {{\n{}\n}} catch (error) {{ setTimeout(() => {{ throw error; }}); }}\n"


def lean(script: str) -> str:
    """A script of ours without comments and indentation, a fifth of it."""
    return _INDENT.sub("", _COMMENT.sub("", script))


def _lean(script: Path) -> str:
    """A script of ours, lean; one of the site's own as it is."""
    text, ours = script.read_text("utf-8"), TEMPLATES / "assets/javascripts" / script.name
    return lean(text) if ours.is_file() and ours.read_text("utf-8") == text else text


def join_scripts(site: Path) -> None:
    """Write the scripts that stand in a row in the pages of a built site as one, and the pages' rows as one tag.

    What the first of a row says besides, as `data-…`, the one says; another that says anything ends the row.  A row of
    which a file is not there stays as it is.
    """
    folder = site / "assets" / "javascripts"
    joined: dict[tuple[str, ...], str] = {}

    def join(match: re.Match[str]) -> str:
        names = tuple(_NAME.findall(match[0]))
        if not all((folder / f"{name}.js").is_file() for name in names):
            return match[0]
        if names not in joined:
            joined[names] = f"site{len(joined) or ''}.js"
            parts = (_lean(folder / f"{name}.js") for name in names)
            (folder / joined[names]).write_text("".join(map(_PART.format, parts)), "utf-8")
        return f'<script src="{match[1]}assets/javascripts/{joined[names]}"{match[2]}></script>'

    for path in sorted(site.rglob("*.html")):
        html = path.read_text("utf-8")
        changed = _ROW.sub(join, html)
        if changed != html:
            path.write_text(changed, "utf-8")
