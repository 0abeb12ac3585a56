"""The site that posts are taken into: where it has its notes, and the addresses that it gives them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from yansuan.importing import front
from yansuan.importing.permalinks import in_blog
from yansuan.importing.systems import MARKDOWN, mkdocs_blog
from yansuan.read.front import read
from yansuan.read.hosts import Hosts
from yansuan.words.site import language_of


class Refused(ValueError):
    """Nothing can be taken, or nothing written; the message says why, and what to do."""


@dataclass(frozen=True)
class Site:
    """A site of ours.

    Args:
        root: its folder.
        docs: what readers read.
        posts: where its notes stand within docs/.
        blog: which addresses they get.
        language: of its words.
        hosts: those from which its pages may fetch.
    """

    root: Path
    docs: Path
    posts: str
    blog: dict[str, str]
    language: str
    hosts: Hosts = Hosts()  # noqa: RUF009  # it is frozen

    @classmethod
    def at(cls, root: Path) -> Site:
        """The site in a folder.

        Raises:
            Refused: there is none.
        """
        file = root / "mkdocs.yml"
        if not file.is_file():
            raise Refused(f"there is no mkdocs.yml in {root}. Make a site first: yansuan new DIR")
        settings = front.settings(file.read_text("utf-8-sig"), ".yml")
        blog = mkdocs_blog(settings)
        if blog is None:
            raise Refused(f"{file} has no plugin `blog`, which makes pages of notes. Add it under `plugins`")
        docs = root / str(settings.get("docs_dir") or "docs")
        return cls(root, docs, posixpath.normpath(blog["posts"]), blog, language_of(root), _hosts(settings))

    @property
    def pages(self) -> frozenset[str]:
        """The names of its pages that are no notes."""
        return frozenset(path.stem for path in self.docs.glob("*.md"))

    @property
    def words(self) -> dict[str, list[str]]:
        """The tags and categories that its notes have."""
        found: dict[str, list[str]] = {"tags": [], "categories": []}
        folder = self.docs / self.posts
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix in MARKDOWN:
                values = read(path.read_text("utf-8-sig", "replace"), str(path)).values
                for key, words in found.items():
                    words += values.get(key) or ()
        return found

    def address(self, day: date, slug: str) -> str | None:
        """The address of a note; None where its settings want words of its date."""
        return in_blog(self.blog, day, slug)


def _hosts(settings: dict[str, Any]) -> Hosts:
    """Those that mkdocs.yml allows under the plugin."""
    plugins = settings.get("plugins") or ()
    ours: dict[str, Any] = next((one["yansuan"] for one in plugins if isinstance(one, dict) and one.get("yansuan")), {})
    return Hosts(tuple(map(str, ours.get("hosts") or ())))
