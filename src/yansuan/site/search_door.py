"""MkDocs' door to search: the search plugin is shown a page's words, and ours reads what it makes of them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from yansuan.cache import Cache, Recent
from yansuan.page import Page as Read
from yansuan.read.source import shown_path
from yansuan.report import Report
from yansuan.site import search
from yansuan.theme.material import SEARCH, SEARCH_REST, SEARCH_WORKER

report = Report("reading")

_WORKER = Path(__file__).with_name("search.js")
_PASSAGES = Path(__file__).with_name("passages.js")
_PASSAGES_URI = f"assets/javascripts/{_PASSAGES.name}"
_SEARCH_MARKS = re.compile(r"\s?data-search-\w+=\"[^\"]+\"")


@dataclass(frozen=True)
class _Aside:
    """A page while search looks at its words: what it has in truth, and how long the index was before it.

    `key` is all that the search plugin makes its entries of, `found` what it made of that before, if it ever did.
    """

    content: str
    words: str
    search: Any
    entries: int
    key: str
    found: list[Any]


class Search:
    """What search finds in the pages of a site.

    Args:
        cache: for what is made of all words.
        read: reads a page as Markdown made it.
        serving: whether the author waits for the page.
    """

    def __init__(self, cache: Cache, read: Callable[[str], Read], *, serving: bool) -> None:
        self._cache = cache
        self._read = read
        self._serving = serving
        self._aside = dict[str, _Aside]()
        # Of the builds before, under `serve`: what the search plugin made of a page, by its path.
        self._indexed: dict[str, tuple[str, list[Any]]] = {}
        self._plain = Recent[str]()  # HTML of the search plugin as plain text

    def begin(self, config: MkDocsConfig) -> None:
        """Forget the last build; search in each page."""
        self._aside.clear()
        self._plain.turn()
        if SEARCH in config.plugins:
            config.extra_javascript.insert(0, _PASSAGES_URI)

    def add_scripts(self, files: Files, config: MkDocsConfig) -> None:
        """What searches in the reader's browser."""
        if SEARCH in config.plugins:
            _replace_search(files)
            files.append(File.generated(config, _PASSAGES_URI, content=_PASSAGES.read_text("utf-8")))

    def show_again(self, page: Page, config: MkDocsConfig) -> None:
        """Let search have what it made of a page when last it read it."""
        _search_index(config).extend(self._indexed[page.file.src_uri][1])

    def show_words(self, context: Any, page: Page, config: MkDocsConfig) -> None:
        """Let the search plugin read the page's words."""
        page.content = page.content or ""
        words = self._read(page.content).words
        key = _index_key(page, words, config)
        found, entries = self._found(page, key), len(_search_index(config))
        self._aside[page.file.src_uri] = _Aside(page.content, words, page.meta.get("search"), entries, key, found)
        page.content = words
        # The entries of a build before will do, or there is nothing new: the plugin is to pass over this page.
        if found or _goes_on(page):
            page.meta["search"] = {"exclude": True}

    def give_back(self, context: Any, page: Page, config: MkDocsConfig) -> None:
        """The page as it was; the search plugin takes its own marks out of it."""
        aside = self._aside.pop(page.file.src_uri)
        unchanged = _SEARCH_MARKS.sub("", page.content or "") == _SEARCH_MARKS.sub("", aside.words)
        assert unchanged, (
            "alter page.content in on_page_context before priority 1 or after -1: between, only search looks"
        )
        page.content = _SEARCH_MARKS.sub("", aside.content)
        page.meta["search"] = aside.search
        index = _search_index(config)
        entries = aside.found
        if entries:
            index.extend(deepcopy(entries))
        elif entries := deepcopy(index[aside.entries :]):
            self._cache.keep("indexed", entries, aside.key)
        self._indexed[page.file.src_uri] = aside.key, entries

    def _found(self, page: Page, key: str) -> list[Any]:
        """What the search plugin made of this very page in a build before."""
        before, entries = self._indexed.get(page.file.src_uri, (None, []))
        found = entries if before == key else self._cache.find("indexed", key)
        return found if isinstance(found, list) else []

    def write(self, config: MkDocsConfig) -> None:
        """What search reads, in the place of what the search plugin has written; see search.py."""
        folder = Path(config.site_dir, "search")
        sections = [search.section(entry, self._to_text) for entry in _search_index(config)]
        if not (folder / search.INDEX).is_file():  # the site has no search
            return
        for older in [path for path in folder.iterdir() if path.is_dir()]:
            shutil.rmtree(older)
        if self._serving:  # on the author's own machine the text may weigh what it likes, and to divide it takes long
            made = search.whole(sections)
        else:
            made = self._cache.kept("search", partial(search.files, sections), repr(sections))
        for name, content in made.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)

    def _to_text(self, html: str) -> str:
        return self._plain.get(html, partial(search.to_text, html))


def _replace_search(files: Files) -> None:
    """Our worker in the place of the theme's, which cuts Chinese into words and finds nothing else; see search.js."""
    workers = [file for file in files if SEARCH_WORKER.fullmatch(file.src_uri)]
    for worker in workers:
        worker.content_string = _WORKER.read_text("utf-8")
    if not workers:
        report(f"{shown_path(Path(__file__))}:1:1: the theme has no search worker to replace any more.")
    for file in [file for file in files if SEARCH_REST.fullmatch(file.src_uri)]:
        files.remove(file)


def _goes_on(page: Any) -> bool:
    """Whether it is a further page of a list that the blog plugin has divided."""
    pages: list[Any] = getattr(page, "pages", [])
    return bool(pages) and page is not pages[0]


def _index_key(page: Page, words: str, config: MkDocsConfig) -> str:
    """All that the search plugin makes its entries of."""
    plugin = config.plugins.get(SEARCH)
    toc = [(item.id, item.title) for item in _flat(page.toc)]
    said = page.url, words, page.title, page.meta.get("title"), page.meta.get("tags"), page.meta.get("search"), toc
    return repr((*said, dict(plugin.config) if plugin else None))


def _flat(items: Iterable[Any]) -> Iterator[Any]:
    """The contents of a page, with what stands below each."""
    for item in items:
        yield item
        yield from _flat(item.children)


def _search_index(config: MkDocsConfig) -> list[Any]:
    search = config.plugins.get(SEARCH)
    return search.search_index.entries if search else []
