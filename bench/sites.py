"""Projects to measure: a copy of this one, and the same notes as stock Material for MkDocs takes them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from yansuan.program.percent import read

ROOT = Path(__file__).parents[1]
POSTS = Path("docs", "posts")  # where a project keeps its notes
# What lies at the top of the project and does not make the site.
_ASIDE = {".git", ".venv", "site", "build", "bench", "tests", ".mypy_cache", ".pytest_cache", ".ruff_cache"}

MATHJAX = """window.MathJax = {
  loader: { paths: { fonts: "/@mathjax", "mathjax-newcm": "/@mathjax/mathjax-newcm-font" } },
  output: { fontPath: "/@mathjax/%%FONT%%-font" },
  tex: { inlineMath: [["\\\\(", "\\\\)"]], displayMath: [["\\\\[", "\\\\]"]], tags: "ams" },
  options: { ignoreHtmlClass: ".*|", processHtmlClass: "arithmatex" },
};
"""
SETTINGS: dict[str, Any] = {
    "site_name": "stock",
    "site_url": "https://example.org/",
    "theme": {"name": "material", "language": "zh", "font": False, "features": ["navigation.instant", "toc.follow"]},
    "plugins": [
        "search",
        {"blog": {"blog_dir": ".", "post_url_format": "{slug}", "categories": False, "authors": False}},
        "tags",
    ],
    "markdown_extensions": [
        "admonition",
        "attr_list",
        "footnotes",
        "md_in_html",
        "tables",
        {"toc": {"permalink": True}},
        {"pymdownx.arithmatex": {"generic": True}},
        "pymdownx.highlight",
        "pymdownx.superfences",
    ],
    "extra_javascript": ["mathjax.js", "mathjax/tex-mml-chtml.js"],
}


def copy_of_project(folder: Path, *, cache: bool = True) -> Path:
    """The project as it stands, its cache with it where that is wanted."""
    aside = _ASIDE if cache else _ASIDE | {".cache"}

    def left_out(parent: str, names: list[str]) -> set[str]:
        if Path(parent) == ROOT:
            return aside & set(names)
        return {name for name in names if name == "__pycache__" or name.startswith("tmp")}  # half written, in a cache

    return Path(shutil.copytree(ROOT, folder, ignore=left_out, symlinks=True))


def stock_project(folder: Path, notes: Mapping[str, str], snippets: Path) -> Path:
    """Notes, by the names of their files, under Material alone: MathJax is left to the browser.

    Args:
        folder: is made; an older one there is removed.
        notes: what stands in each file.
        snippets: the folder of the programs that the notes quote.
    """
    shutil.rmtree(folder, ignore_errors=True)
    posts = folder / POSTS
    posts.mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# Notes\n", "utf-8")
    for name, text in notes.items():
        (posts / name).write_text(as_stock(text, snippets), "utf-8")
    (folder / "docs" / "mathjax.js").write_text(MATHJAX, "utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(SETTINGS), "utf-8")
    return folder


def as_stock(text: str, snippets: Path) -> str:
    """A note without what only this project understands: no figures, quoted code as a fenced block."""

    def code(match: re.Match[str]) -> str:
        path = snippets / match[1]
        cells = {cell.name: cell.source for cell in read(str(path), path.read_bytes()).cells}
        return f"```python\n{cells[match[2]].strip()}\n```"

    text = re.sub(r"^/// (\w[\w-]*).*?^///$", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r'^--8<-- "(\w+\.py):([\w-]+?)(?:-folded)?"$', code, text, flags=re.MULTILINE)
    return re.sub(r"\\eqref\{[\w-]+#([\w-]+)\}", r"\1", text)
