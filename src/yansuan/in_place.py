"""Under `serve`, pages that stay in the site as they are, while MkDocs makes the others again.

A page follows from its template and what that is given.  Where both are as they were when the page was written, it is
not put into its template, no plugin that only looks at it is asked, and its file stays where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.structure.pages import Page

from yansuan.aside import NOWHERE

_NOTHING = "in place"  # what MkDocs is given for a page that stays, and writes where nobody reads it


class InPlace:
    """The pages that stay.  `site` is where pages are put when all of a build are written; None where nobody knows."""

    def __init__(self) -> None:
        self.site: Path | None = None
        self._standing: dict[str, tuple[str, Path]] = {}  # by their sources: what they follow from, and where they are
        self.begin()

    def begin(self) -> None:
        """A build begins, in which no page is known to stay."""
        self._follows: Mapping[str, str] = {}
        self._written = dict[str, tuple[str, Path]]()
        self._staying = set[str]()

    def settle(self, pages: Mapping[str, Page], follows: Mapping[str, str], env: Environment, site: Path) -> None:
        """Know which pages stay.

        Args:
            pages: those that may, by their sources.
            follows: what each of them follows from, as a hash.
            env: in which templates are found.
            site: the folder that is written.
        """
        if self.site is None:
            return
        self._follows = follows
        for uri, page in pages.items():
            path = self.site / page.file.dest_uri
            if self._standing.get(uri) == (follows[uri], path) and path.is_file():
                self._staying.add(uri)
                page.file.abs_dest_path = str(site / NOWHERE)
        find = env.get_template

        def found(name: Any, *rest: Any, **more: Any) -> Any:
            template = find(name, *rest, **more)
            return template if rest or more else _Template(template, self.has)  # one page's, and no part of it

        env.get_template = found  # type: ignore[method-assign]

    def has(self, page: Page) -> bool:
        """Whether a page stays."""
        return page.file.src_uri in self._staying

    def write(self, page: Page) -> None:
        """A page is written, and all that stands in it could be drawn."""
        uri = page.file.src_uri
        if self.site is not None and uri in self._follows:
            self._written[uri] = self._follows[uri], self.site / page.file.dest_uri

    def files(self) -> set[str]:
        """The files of the pages that stay, within the site."""
        assert self.site is not None or not self._staying
        return {self._standing[uri][1].relative_to(self.site).as_posix() for uri in self._staying if self.site}

    def end(self) -> None:
        """What has been written is in place."""
        self._standing = {uri: self._standing[uri] for uri in self._staying} | self._written


class _Template:
    """A template that is not asked for what is in place."""

    def __init__(self, template: Any, is_in_place: Callable[[Page], bool]) -> None:
        self._template = template
        self._is_in_place = is_in_place

    def render(self, *given: Any, **more: Any) -> str:
        """The page, unless it is in place."""
        page = dict(*given, **more).get("page")
        return _NOTHING if page is not None and self._is_in_place(page) else str(self._template.render(*given, **more))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._template, name)
