"""A lab page: the whole of a snippet, its cells as notes quote them and the text between them.

mkdocs-jupyter makes a page of the executed notebook.  By its own template that page is some 850 KB for our smallest:
575 KB of it is JupyterLab's style sheet, written into each page together with two themes of CSS variables, a script
for copying and MathJax from another host.  The site has styles of its own, so the template here (put in the place of
mkdocs-jupyter's) holds none of that: it makes the page's frame, with a mark for each cell, and the cells are then set
by the site's Markdown, code by the very line by which a note quotes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markdown import Markdown

from yansuan.program.percent import Cell
from yansuan.program.sheet import quotation
from yansuan.program.workshop import Lab
from yansuan.words import Words

TEMPLATES = Path(__file__).parent / "templates"

_MARK = re.compile(r"<!--cell (\S+)-->")
# mkdocs-jupyter ends every page in nbconvert's own styles, of which our template leaves none.
_EMPTY_STYLE = re.compile(r"\s*<style>\s*</style>\s*$")

# A table of contents as Python-Markdown has it: level, id, name, children.
Tokens = list[dict[str, Any]]


def templates() -> bytes:
    """The templates' text, on which pages depend."""
    return b"".join(file.read_bytes() for file in sorted(TEMPLATES.rglob("*.j2")))


class HeadingIds:
    """Slugs for headings in cells of text, which may repeat each other: those of a cell begin with its name."""

    def __init__(self) -> None:
        self.cell = ""

    def __call__(self, value: str, separator: str) -> str:
        """As the `slugify` of Python-Markdown's toc; no cell's name has the `_`, so it cannot be a cell's id."""
        return f"{self.cell}_heading"


def fill(frame: str, lab: Lab, md: Markdown, ids: HeadingIds, words: Words) -> tuple[str, Tokens]:
    """Set words and cells into the frame that the template made; also the page's table of contents."""
    tokens: Tokens = []
    frame = frame.replace("<!--lab lead-->", _lead(lab, words))
    cells = {cell.name: _set(cell, lab, md, ids, tokens) for cell in lab.cells}
    return _EMPTY_STYLE.sub("", _MARK.sub(lambda mark: cells[mark[1]], frame)), tokens


def _lead(lab: Lab, words: Words) -> str:
    """What the page is, and where it ran."""
    file = f"{lab.name}.ipynb"
    notebook = words("lab.notebook", file=file)
    link = f'<a class="lab-download" download="" href="{file}">{notebook}</a>'
    versions = json.loads(lab.notebook)["metadata"]["versions"].items()
    where = words("lab.where", versions=words.names(f"{library} {version}" for library, version in versions))
    lead = words("lab.lead", file=f"<code>{lab.path}</code>", link=link)
    return f'<p class="lab-lead">{lead}</p>\n<p class="lab-where">{where}</p>'


def _set(cell: Cell, lab: Lab, md: Markdown, ids: HeadingIds, tokens: Tokens) -> str:
    ids.cell = cell.name
    md.reset()
    if cell.kind == "code":
        entry = {"level": 3, "id": cell.name, "name": cell.name, "children": []}
        (tokens[-1]["children"] if tokens else tokens).append(entry)
        return md.convert(quotation(lab.name, cell.name))
    # After as many blank lines as make a mistake in it be reported at its line in the snippet.
    html = md.convert("\n" * (cell.line - 1) + cell.source)
    tokens += [{**token, "children": []} for token in _flat(getattr(md, "toc_tokens", []))]
    return html


def _flat(tokens: Sequence[dict[str, Any]]) -> Tokens:
    return [one for token in tokens for one in (token, *_flat(token["children"]))]
