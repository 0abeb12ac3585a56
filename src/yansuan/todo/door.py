"""MkDocs' door to the page 待办, and to what the open page is told, which are there under `serve` only."""

from __future__ import annotations

import logging
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_relative_url

from yansuan.read.source import shown_path
from yansuan.report import Report
from yansuan.theme import material
from yansuan.todo.listing import Fault, Listening, Where, read, shown
from yansuan.todo.pushed import Pushed
from yansuan.words import of

_SCRIPT = Path(__file__).with_name("told.js")
_LIST = '<div id="todo-list"></div>'
_PAGE = f"---\nhide: [toc]\nsearch: {{exclude: true}}\n---\n\n# TITLE\n\n{_LIST}\n"
report = Report("todo")


class Todo:
    """Hears all that is told in a build, shows it on the open page, and writes it down at its end.

    Args:
        snippets: their folder.
        serving: whether this is `serve`; else there is no such page.
    """

    def __init__(self, snippets: Path, *, serving: bool) -> None:
        self._snippets = snippets
        self._serving = serving
        self.pushed = Pushed()
        self._heard = Listening(self.pushed.tell)
        self._file: File | None = None
        self._files = Files([])

    def begin(self, config: MkDocsConfig) -> None:
        """A build begins."""
        if self._serving:
            for name in ("mkdocs", "properdocs"):
                logger = logging.getLogger(name)
                for handler in [one for one in logger.handlers if isinstance(one, Listening)]:
                    logger.removeHandler(handler)  # of the build before, whose doors may be others
                logger.addHandler(self._heard)
            self._heard.messages.clear()
            self.pushed.begin()

    def add_page(self, files: Files, config: MkDocsConfig) -> None:
        """The page, empty yet."""
        self._file, self._files = None, files
        if self._serving:
            names = (f"todo-{number}.md" if number else "todo.md" for number in range(len(files) + 1))
            uri = next(name for name in names if not files.get_file_from_path(name))
            text = _PAGE.replace("TITLE", of(material.language(config))("todo.title"))
            self._file = File.generated(config, uri, content=text, inclusion=InclusionLevel.NOT_IN_NAV)
            files.append(self._file)

    def tell_templates(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Where the page is: each other leads to it."""
        if self._file:
            env.globals |= {"todo_url": self._file.url, "told_script": _SCRIPT.read_text("utf-8")}

    def fill(self, config: MkDocsConfig) -> None:
        """The page, now that nothing more is told."""
        self.pushed.end(self._sources())
        path = Path(self._file.abs_dest_path) if self._file else None
        if path is None or not path.is_file():
            return
        faults = read(self._heard.messages)
        listed = shown(faults, self._pages(), of(material.language(config)))
        path.write_text(path.read_text("utf-8").replace(_LIST, listed), "utf-8")
        if faults:
            report.progress(self._told(faults, config))

    def _sources(self) -> dict[str, frozenset[str]]:
        """The files that each page is made of, by its address on the site: its own, and its note's program."""
        found = dict[str, frozenset[str]]()
        for file in self._files.documentation_pages():
            if file.page and file.abs_src_path:
                own = [Path(file.abs_src_path), self._snippets / f"{file.page.meta.get('snippet')}.py"]
                found[unquote(file.page.url).removesuffix("./")] = frozenset(map(shown_path, own))
        return found

    def _told(self, faults: list[Fault], config: MkDocsConfig) -> str:
        address = urljoin(str(config.site_url or "/"), self._file.url if self._file else "")
        return of(material.language(config))("todo.see", count=len(faults), address=address)

    def _pages(self) -> dict[str, Where]:
        """The pages that files become, by how these are called in what is told."""
        assert self._file is not None
        found = dict[str, Where]()
        for file in self._files.documentation_pages():
            if (page := file.page) and file.abs_src_path:
                where = Where(unescape(str(page.title)), get_relative_url(page.url, self._file.url))
                found.setdefault(shown_path(Path(file.abs_src_path)), where)
        return found
