"""MkDocs' door to what is kept from build to build: what has not changed is not made again, be it pages or templates.

MkDocs builds the whole site each time.  Here a page's HTML is kept from the build before where its text and all
that its text may draw upon is the same: the numbers of other notes' formulas, the snippets and what their runs printed,
the addresses of all pages, the configuration.  A page with a mistake in it is made again, so that the mistake is told
again.
"""

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

from yansuan.cache import Cache
from yansuan.project import Project
from yansuan.set.markup import has_glyphs
from yansuan.set.typesetter import Typesetter
from yansuan.warned import Warned

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
    """The pages of the builds before.

    Under `serve` they are in memory, else in the cache.
    """

    def __init__(self, project: Project, cache: Cache, typesetter: Typesetter, *, serving: bool) -> None:
        self._project = project
        self._cache = cache
        self._typesetter = typesetter
        self._serving = serving
        self._surroundings = ""
        self._made: dict[str, Made] = {}

    def learn(self, files: Files, config: MkDocsConfig) -> None:
        """Learn what any page may draw upon."""
        self._surroundings = _fingerprint(*self._read_by_any_page(files, config))

    def keep_page(self, page: Page) -> None:
        """Render a page only where it or its surroundings have changed."""
        if page.file.src_uri.endswith(".md"):
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
        loaded: Any = config.hooks  # by their paths, whatever MkDocs says it is
        hooks = [module.__file__ for module in loaded.values() if module.__file__]
        read = [config.config_file_path, *hooks, *_files_in(snippets), *_files_in(cells)]
        texts = (_content(Path(path)) for path in sorted(map(str, read)))
        return [*numbers, *addresses, *texts, how_markdown_is_read(config), str(config.site_url)]

    def _render(self, page: Page, render: Any, config: MkDocsConfig, files: Files) -> None:
        uri, source = page.file.src_uri, page.file.content_string  # whose front matter names the note's program
        key = _fingerprint(uri, source, page.markdown or "", self._surroundings)
        made = self._made.get(uri) if self._serving else self._cache.find("pages", key)
        if isinstance(made, Made) and made.key == key and has_glyphs(made.content, self._typesetter.glyphs):
            return _restore(page, made, files)
        warned = Warned()
        with warned:
            render(config, files)
        self._made.pop(uri, None)
        if warned:  # a page with a mistake in it is made again, so that the mistake is told again
            return None
        made = _keep(page, key)
        if self._serving:
            self._made[uri] = made
        else:
            self._cache.keep("pages", made, key)
        return None


def how_markdown_is_read(config: MkDocsConfig) -> str:
    """The extensions of a site's Markdown and their settings, as text."""
    names = [
        extension if isinstance(extension, str) else type(extension).__name__
        for extension in config.markdown_extensions
    ]
    return re.sub(r" at 0x[0-9a-f]+", "", repr((names, config.mdx_configs)))


def _files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


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
