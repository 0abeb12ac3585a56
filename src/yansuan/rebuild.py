"""MkDocs' door to what is kept under `serve`: what has not changed is not made again, be it pages or templates.

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
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler

from yansuan.project import Project

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


class Rebuild:
    """The pages of the build before.  A single build has nothing to keep, but for its templates."""

    def __init__(self, project: Project, *, serving: bool) -> None:
        self._project = project
        self._serving = serving
        self._surroundings = ""
        self._made: dict[str, Made] = {}

    def learn(self, files: Files, config: MkDocsConfig) -> None:
        """Learn what any page may draw upon."""
        if self._serving:
            self._surroundings = _fingerprint(*self._read_by_any_page(files, config))

    def keep_page(self, page: Page) -> None:
        """Render a page only where it or its surroundings have changed."""
        if self._serving and page.file.src_uri.endswith(".md"):
            page.render = partial(self._render, page, page.render)  # type: ignore[method-assign]

    def keep_templates(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Compiled templates are kept, too."""
        folder = self._project.cache / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(folder))

    def _read_by_any_page(self, files: Files, config: MkDocsConfig) -> list[str]:
        pages = [file for file in files.documentation_pages() if file.abs_src_path]
        numbers = [match for file in pages if file.src_uri.endswith(".md") for match in _numbers(file.abs_src_path)]
        addresses = [f"{file.src_uri} {file.url}" for file in files]
        snippets, cells = self._project.snippets, self._project.cache / "notebooks" / "cells"
        read = [config.config_file_path, *snippets.glob("*.py"), *cells.glob("*")]
        return [*numbers, *addresses, *(_content(Path(path)) for path in sorted(map(str, read)))]

    def _render(self, page: Page, render: Any, config: MkDocsConfig, files: Files) -> None:
        uri, key = page.file.src_uri, _fingerprint(page.markdown or "", self._surroundings)
        made = self._made.get(uri)
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
        self._made.pop(uri, None)
        if not counter.counts:
            self._made[uri] = _keep(page, key)
        return None


def _numbers(path: str | None) -> list[str]:
    return _NUMBERS.findall(_content(Path(path))) if path else []


def _content(path: Path) -> str:
    return path.read_text("utf-8", "replace") if path.is_file() else ""


def _fingerprint(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()


def _keep(page: Page, key: str) -> Made:
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    title = page._title_from_render
    return Made(key, page.content or "", deepcopy(page.toc), title, page.present_anchor_ids, links)


def _restore(page: Page, made: Made, files: Files) -> None:
    page.content, page.toc, page._title_from_render = made.content, deepcopy(made.toc), made.title
    page.present_anchor_ids = made.anchors
    found = ((files.get_file_from_path(uri), anchors) for uri, anchors in made.links.items())
    page.links_to_anchors = {file: anchors for file, anchors in found if file}
