"""What stands where in the folders of other systems: posts, drafts, files that readers fetch, and settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yansuan.importing import front

MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
OTHER = (".html", ".htm", ".textile", ".org", ".adoc", ".asciidoc", ".rst", ".mdx", ".qmd", ".rmd", ".ipynb")
NAMES = {"jekyll": "Jekyll", "hexo": "Hexo", "hugo": "Hugo", "mkdocs": "MkDocs", "folder": "Markdown"}
"""What each system is called; `folder` is any folder of Markdown, such as Obsidian's."""
_IGNORED = frozenset(
    ".git .github .obsidian .trash .venv venv node_modules _site public site vendor themes _layouts _sass".split()
)


@dataclass(frozen=True)
class File:
    """A post's file.

    Args:
        path: where it is.
        name: where it is below the folder of the posts, with slashes.
        draft: whether it stands among drafts.
    """

    path: Path
    name: str
    draft: bool = False


@dataclass(frozen=True)
class System:
    """A site of another system.

    Args:
        name: one of `NAMES`.
        root: its folder.
        posts: of its posts.
        roots: folders whose files readers fetch from the root of the site.
        settings: what its settings say.
        other: what is no Markdown, or no post, and is not taken.
    """

    name: str
    root: Path
    posts: tuple[File, ...]
    roots: tuple[Path, ...]
    settings: dict[str, Any] = field(default_factory=dict)
    other: tuple[Path, ...] = ()

    @property
    def is_escaping(self) -> bool:
        """Whether its Markdown takes backslashes out of mathematics that stands between dollars."""
        if self.name == "hugo":
            return "passthrough" not in str(self.settings.get("markup", "")).lower()
        return self.name in ("jekyll", "hexo")

    @property
    def base(self) -> str:
        """The path below which it was served: `/blog`, or ""."""
        from urllib.parse import urlsplit

        named = self.settings.get("baseurl") or self.settings.get("root")
        if self.name in ("hugo", "mkdocs") or not isinstance(named, str):
            named = urlsplit(self.address).path
        return "/" + named.strip("/") if named.strip("/") else ""

    @property
    def address(self) -> str:
        """Its whole address, where its settings say it."""
        for key in ("url", "baseURL", "baseurl", "site_url"):
            if str(self.settings.get(key, "")).startswith("http"):
                return str(self.settings[key]).rstrip("/")
        return ""

    @property
    def language(self) -> str:
        """The language of its posts, where its settings say it."""
        named = self.settings.get("languageCode") or self.settings.get("lang") or self.settings.get("language")
        named = named or self.settings.get("defaultContentLanguage") or self.settings.get("locale")
        if isinstance(named, list):
            named = named[0] if named else ""
        return str(named or "").replace("_", "-")


def find(folder: Path, named: str = "") -> System:
    """The site in a folder.

    Args:
        folder: of the site, or of its posts.
        named: which system it is; "" to find out.
    """
    root = _root(folder.resolve())
    name = named or _name(root)
    return {"jekyll": _jekyll, "hexo": _hexo, "hugo": _hugo, "mkdocs": _mkdocs, "folder": _folder}[name](root)


def _root(folder: Path) -> Path:
    """The site's folder, where that of its posts was given."""
    if folder.name in ("_posts", "_drafts"):
        folder = folder.parent
    if folder.name == "source" and (folder.parent / "_config.yml").is_file():
        return folder.parent
    if folder.name == "content" and _is_hugo(folder.parent):
        return folder.parent
    return folder


def _name(root: Path) -> str:
    if (root / "source/_posts").is_dir():
        return "hexo"
    if (root / "_posts").is_dir() or (root / "_config.yml").is_file():
        return "jekyll"
    if (root / "mkdocs.yml").is_file():
        return "mkdocs"
    return "hugo" if _is_hugo(root) else "folder"


def _is_hugo(root: Path) -> bool:
    marks = [f"{stem}.{suffix}" for stem in ("hugo", "config") for suffix in ("toml", "yaml", "yml", "json")]
    return (root / "content").is_dir() and any((root / name).exists() for name in (*marks, "config", "archetypes"))


def _settings(root: Path, *stems: str) -> dict[str, Any]:
    for stem in stems:
        for suffix in (".yml", ".yaml", ".toml", ".json"):
            path = root / f"{stem}{suffix}"
            if path.is_file():
                return front.settings(path.read_text("utf-8-sig", "replace"), suffix)
    return {}


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _IGNORED and not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))


def _divided(folder: Path, *, draft: bool = False) -> tuple[list[File], list[Path]]:
    """The Markdown of a folder, and what was written otherwise."""
    posts, other = list[File](), list[Path]()
    for path in _walk(folder) if folder.is_dir() else ():
        if path.suffix.lower() in MARKDOWN:
            posts.append(File(path, path.relative_to(folder).as_posix(), draft))
        elif path.suffix.lower() in OTHER:
            other.append(path)
    return posts, other


def _jekyll(root: Path) -> System:
    settings, posts, other = _settings(root, "_config"), list[File](), list[Path]()
    base = root / str(settings.get("collections_dir") or "")
    folders = [path for path in sorted(base.rglob("_posts")) if path.is_dir()] if base.is_dir() else []
    for folder in [folder for folder in folders if not _IGNORED & set(folder.relative_to(base).parts)]:
        found, rest = _divided(folder)
        above = folder.parent.relative_to(base).as_posix()  # a folder around `_posts` is a category
        posts += [File(file.path, f"{above}/{file.name}" if above != "." else file.name) for file in found]
        other += rest
    drafts, rest = _divided(base / "_drafts", draft=True)
    return System("jekyll", root, (*posts, *drafts), (root,), settings, (*other, *rest))


def _hexo(root: Path) -> System:
    source = root / "source"
    posts, other = _divided(source / "_posts")
    drafts, rest = _divided(source / "_drafts", draft=True)
    return System("hexo", root, (*posts, *drafts), (source,), _settings(root, "_config"), (*other, *rest))


def _hugo(root: Path) -> System:
    settings = _settings(root, "hugo", "config") or _settings(root / "config/_default", "hugo", "config")
    found, other = _divided(root / str(settings.get("contentDir") or "content"))
    posts = [file for file in found if "/" in file.name and Path(file.name).stem.split(".")[0] != "_index"]
    pages = [file.path for file in found if "/" not in file.name and Path(file.name).stem.split(".")[0] != "_index"]
    return System("hugo", root, tuple(posts), (root / "static", root / "assets"), settings, (*other, *pages))


def _mkdocs(root: Path) -> System:
    settings = _settings(root, "mkdocs")
    docs = root / str(settings.get("docs_dir") or "docs")
    blog = mkdocs_blog(settings)
    folder = docs if blog is None else docs / blog["posts"]
    posts, other = _divided(folder if folder.is_dir() else docs)
    posts = [file for file in posts if file.name not in ("index.md", "README.md")]
    return System("mkdocs", root, tuple(posts), (docs,), settings, tuple(other))


def mkdocs_blog(settings: dict[str, Any]) -> dict[str, str] | None:
    """Where the blog plugin has its posts, below docs/, and which addresses it gives them; None without the plugin."""
    for plugin in settings.get("plugins") or ():
        given = plugin if isinstance(plugin, dict) else {plugin: None}
        for name in ("blog", "material/blog"):
            if name in given:
                blog = given[name] or {}
                folder = str(blog.get("blog_dir") or "blog")
                posts = str(blog.get("post_dir") or "{blog}/posts").format(blog=folder)
                return {
                    "folder": folder.strip("./"),
                    "posts": posts.removeprefix("./"),
                    "url": str(blog.get("post_url_format") or "{date}/{slug}"),
                    "date": str(blog.get("post_url_date_format") or "yyyy/MM/dd"),
                }
    return None


def _folder(root: Path) -> System:
    posts, other = _divided(root)
    return System("folder", root, tuple(posts), (root,), {}, tuple(other))
