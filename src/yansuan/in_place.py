"""Under `serve`, pages that stay in the site as they are, while MkDocs makes the others again.

A page follows from its template and what that is given.  Where both are as they were when the page was written, it is
not put into its template, no plugin that only looks at it is asked, and its file stays where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
        self._known = dict[str, tuple[str, Path]]()  # the same, of this build
        self._written = dict[str, tuple[str, Path]]()
        self._staying = set[str]()

    def settle(self, pages: Iterable[tuple[Page, str]], env: Environment, site: Path) -> None:
        """Know which pages stay.

        Args:
            pages: those that may, each with a hash of what it follows from.
            env: in which templates are found.
            site: the folder that is written.
        """
        assert self.site is not None
        for page, follows in pages:
            uri, path = page.file.src_uri, self.site / page.file.dest_uri
            self._known[uri] = follows, path
            if self._standing.get(uri) == self._known[uri] and path.is_file():
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
        if uri in self._known:
            self._written[uri] = self._known[uri]

    def files(self) -> set[str]:
        """The files of the pages that stay, within the site."""
        return {self._known[uri][1].relative_to(self.site).as_posix() for uri in self._staying if self.site}

    def end(self) -> None:
        """What has been written is in place."""
        self._standing = {uri: self._known[uri] for uri in self._staying} | self._written


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
