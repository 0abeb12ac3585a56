"""Where a link or a picture of a post leads, and what is written for it here."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from yansuan.importing import anchors
from yansuan.importing.systems import MARKDOWN, System

_INDEX = ("index.html", "index.htm")
_MAKES_PAGES = {"archives": "archive", "archive": "archive", "tags": "tags", "about": "about", "": "index"}


@dataclass(frozen=True)
class Target:
    """What is written for an address: `address`, which is the old one where nothing is known of it, and then why."""

    address: str
    problem: str = ""


@dataclass(frozen=True)
class At:
    """A post, as its links see it.

    Args:
        path: its file.
        slug: what it is called here; its file is `SLUG.md`.
        old: the address that it had.
        title: of it.
        anchors: of its headings, see `anchors.py`.
    """

    path: Path
    slug: str
    old: str = ""
    title: str = ""
    anchors: dict[str, str] = field(default_factory=dict)


@dataclass
class Addresses:
    """All posts of a site, and the files that they want.

    Args:
        system: the site.
        posts: where its notes stand within docs/.
        pages: the pages that the new site has in docs/, without their ending.
    """

    system: System
    posts: str
    pages: frozenset[str] = frozenset()
    copied: dict[Path, str] = field(default_factory=dict)
    _by_address: dict[str, At] = field(default_factory=dict)
    _by_path: dict[Path, At] = field(default_factory=dict)
    _by_name: dict[str, At] = field(default_factory=dict)
    _taken: dict[str, Path] = field(default_factory=dict)
    _files: dict[str, Path] = field(default_factory=dict)

    def add(self, post: At, olds: Iterable[str], names: Iterable[str]) -> None:
        """Let others find a post by its old addresses and by its names."""
        self._by_path[post.path] = post
        for old in olds:
            self._by_address.setdefault(_same(old), post)
        for name in names:
            self._by_name.setdefault(name.strip().lower(), post)

    def named(self, name: str) -> At | None:
        """The post of a name: of its file, with folders before it or with its ending or without, or another."""
        plain = name.strip().strip("/").lower()
        for suffix in MARKDOWN:
            plain = plain.removesuffix(suffix)
        found = self._by_name.get(plain) or self._by_name.get(plain.removesuffix("/index"))
        return found or self._by_name.get(plain.rpartition("/")[2])

    def to_post(self, post: At, fragment: str = "") -> str:
        """The address of another post, as notes write it."""
        return f"{post.slug}.md{fragment}"

    def resolve(self, address: str, of: At) -> Target:
        """What to write for an address in a post."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return Target(address)
        whole = self.system.address
        if whole and parts.scheme in ("http", "https") and parts.netloc == urlsplit(whole).netloc:
            parts = parts._replace(scheme="", netloc="")
        if parts.scheme or parts.netloc or not parts.path:
            within = not (parts.scheme or parts.netloc or parts.query) and parts.fragment
            return Target(anchors.led(f"#{parts.fragment}", of.anchors) if within else address)
        path, fragment = unquote(parts.path), f"#{parts.fragment}" if parts.fragment else ""
        if path.startswith("/"):
            path = "/" + path.removeprefix(self.system.base).lstrip("/") if self.system.base else path
        if post := self._post(path, of):
            fragment = anchors.led(fragment, post.anchors)
            return Target(fragment or "#" if post.path == of.path else self.to_post(post, fragment))
        if file := self._file(path, of):
            return Target(self.copy(file, of) + fragment)
        if page := self._page(path):
            return Target(f"{page}{fragment}")
        name = path.rpartition("/")[2]
        what = "file" if "." in name and not name.endswith((".html", ".htm", *MARKDOWN)) else "page"
        return Target(address, f"there is no {what} {path} among what was imported. Write where it is now")

    def _post(self, path: str, of: At) -> At | None:
        if path.startswith("/"):
            return self._by_address.get(_same(path)) or (self.named(path) if path.endswith(MARKDOWN) else None)
        if path.endswith(MARKDOWN):
            return self._by_path.get(Path(posixpath.normpath((of.path.parent / path).as_posix()))) or self.named(path)
        if not of.old:
            return self.named(path) if "." not in path else None
        return self._by_address.get(_same(posixpath.normpath(posixpath.join(of.old, path))))

    def _file(self, path: str, of: At) -> Path | None:
        """A file as readers fetched it, or as it lies beside the post."""
        relative = path.lstrip("/")
        folders = [*self.system.roots]
        if not path.startswith("/"):
            own = of.path.with_suffix("")
            folders = [of.path.parent, own, *([self.system.root] if own.is_dir() else []), *folders]
        for folder in folders:
            found = Path(posixpath.normpath((folder / relative).as_posix()))
            if found.is_file() and found.is_relative_to(self.system.root) and found.suffix.lower() not in MARKDOWN:
                return found
        climbed = relative.lstrip("./")  # `../images/x.png` of somebody whose editor showed it so
        roots = self.system.roots if climbed else ()
        return next((root / climbed for root in roots if (root / climbed).is_file()), None)

    def file(self, name: str, of: At) -> Path | None:
        """A file by its name alone, wherever in the site it is; the nearest where there are several."""
        if found := self._file(name, of):
            return found
        if not self._files:
            root = self.system.root
            for path in sorted(root.rglob("*"), key=lambda path: -len(path.parts)):
                if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts):
                    self._files[path.name.lower()] = path
        return self._files.get(name.rpartition("/")[2].lower())

    def copy(self, file: Path, of: At) -> str:
        """Let a file be copied, once; its address in a note."""
        if file not in self.copied:
            place = self._place(file, of)
            stem, dot, suffix = place.rpartition(".")
            number = 2
            while self._taken.get(place, file) != file:
                place = f"{stem}-{number}{dot}{suffix}"
                number += 1
            self._taken[place], self.copied[file] = file, place
        relative = posixpath.relpath(self.copied[file], self.posts)
        return quote(relative, safe="/-._~!,;+@=&")

    def _place(self, file: Path, of: At) -> str:
        """Where a file goes within docs/: to the address that it had, or beside its post."""
        own = of.path.with_suffix("")
        if self.system.name != "folder":
            if file.is_relative_to(own):
                return f"{self.posts}/{of.slug}/{file.relative_to(own).as_posix()}"
            if of.path.stem.startswith("index") and file.is_relative_to(of.path.parent):
                return f"{self.posts}/{of.slug}/{file.relative_to(of.path.parent).as_posix()}"
        for root in self.system.roots if self.system.name != "folder" else ():
            if file.is_relative_to(root):
                return file.relative_to(root).as_posix()
        return f"{self.posts}/{file.relative_to(self.system.root).as_posix()}"

    def _page(self, path: str) -> str | None:
        """A page that the new site has as well, such as the archive."""
        first = _same(path).strip("/").partition("/")[0].removesuffix(".html")
        page = _MAKES_PAGES.get(first)
        if page is None or page not in self.pages or not path.startswith("/"):
            return None
        return posixpath.relpath(f"{page}.md", self.posts)


def _same(address: str) -> str:
    """An address in the form in which all that are answered by the same page are alike."""
    path = unquote(urlsplit(address).path)
    for index in _INDEX:
        path = path.removesuffix(index)
    return "/" + path.strip("/").removesuffix(".html").lower()
