"""Under `serve`, what has not changed is not made again: pages whose Markdown is the same, templates.

MkDocs builds the whole site at each save.  Here a page's HTML is kept from the build before where its text and all
that its text may draw upon is the same: the numbers of other notes' formulas, the snippets and what their runs printed,
the addresses of all pages, the configuration.  A page with a mistake in it is made again, so that the mistake is told
again.
"""

import logging
import re
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler

ROOT = Path(__file__).parents[2]

# What a note's numbers of formulas follow from, and its address.
_NUMBERS = re.compile(r"\\(?:label|tag)\b[^\n]*|^(?:slug|date):.*", re.MULTILINE)


@dataclass(frozen=True)
class Made:
    """A page as Markdown made it; links to anchors by the path of the file that they lead to."""

    key: str
    content: str
    toc: TableOfContents
    title: str | None
    anchors: set[str] | None
    links: dict[str, dict[str, str]]


_serving = False
_surroundings = ""
_made: dict[str, Made] = {}


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """A single build has nothing to keep."""
    global _serving
    _serving = command == "serve"


@event_priority(-100)  # when the blog plugin has put its posts back among the pages
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Learn what any page may draw upon."""
    global _surroundings
    if _serving:
        _surroundings = _fingerprint(*_read_by_any_page(files, config))


@event_priority(-100)  # around whatever else wraps the rendering
def on_pre_page(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Render a page only where it or its surroundings have changed."""
    if _serving and page.file.src_uri.endswith(".md"):
        page.render = partial(_render, page, page.render)  # type: ignore[method-assign]


def on_env(env: Environment, **_: Any) -> None:
    """Compiled templates are kept, too."""
    folder = ROOT / ".cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))


def _read_by_any_page(files: Files, config: MkDocsConfig) -> list[str]:
    pages = [file for file in files.documentation_pages() if file.abs_src_path]
    numbers = [match for file in pages if file.src_uri.endswith(".md") for match in _numbers(file.abs_src_path)]
    addresses = [f"{file.src_uri} {file.url}" for file in files]
    read = [config.config_file_path, *(ROOT / "snippets").glob("*.py"), *(ROOT / ".cache/notebooks/cells").glob("*")]
    return [*numbers, *addresses, *(_content(Path(path)) for path in sorted(map(str, read)))]


def _numbers(path: str | None) -> list[str]:
    return _NUMBERS.findall(_content(Path(path))) if path else []


def _content(path: Path) -> str:
    return path.read_text("utf-8", "replace") if path.is_file() else ""


def _fingerprint(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()


def _render(page: Page, render: Any, config: MkDocsConfig, files: Files) -> None:
    uri, key = page.file.src_uri, _fingerprint(page.markdown or "", _surroundings)
    made = _made.get(uri)
    if made and made.key == key:
        return _restore(page, made, files)
    counter = CountHandler(level=logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("mkdocs", "properdocs")]
    for logger in loggers:
        logger.addHandler(counter)
    try:
        render(config, files)
    finally:
        for logger in loggers:
            logger.removeHandler(counter)
    _made.pop(uri, None)
    if not counter.counts:
        _made[uri] = _keep(page, key)
    return None


def _keep(page: Page, key: str) -> Made:
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    title = page._title_from_render
    return Made(key, page.content or "", deepcopy(page.toc), title, page.present_anchor_ids, links)


def _restore(page: Page, made: Made, files: Files) -> None:
    page.content, page.toc, page._title_from_render = made.content, deepcopy(made.toc), made.title
    page.present_anchor_ids = made.anchors
    found = ((files.get_file_from_path(uri), anchors) for uri, anchors in made.links.items())
    page.links_to_anchors = {file: anchors for file, anchors in found if file}
