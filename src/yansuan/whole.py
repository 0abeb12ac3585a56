"""A site in which nothing has changed is not built: its files are written as they were built before.

A build follows from its facts: the files of the project, its settings, the day, and what makes it, which is in every
key of the cache.  They are compared before anything is read; where all are the same, MkDocs is left with nothing to do.

What other plugins, Markdown extensions and hooks draw upon nobody knows.  So the site is kept only where each of them
is one whose facts are among these: see `PLUGINS` and `_is_known`; a hook says what it draws upon by a function

    def facts(config) -> list[str] | None

which is None where that cannot be said.  A site with a mistake in it is never kept, so that the mistake is told again.
"""

from __future__ import annotations

import os
import re
import sysconfig
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.utils import get_build_date

from yansuan.project import Project
from yansuan.warned import Warned

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from yansuan.cache import Cache

log = get_plugin_logger("rebuild")

PLUGINS = {"search", "material/search", "material/blog", "material/tags", "mkdocs-jupyter", "yansuan"}
"""Plugins that draw upon nothing but the project's files, their settings and the day."""

_EXTENSIONS = {
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "legacy_attrs",
    "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
}  # fmt: skip
_READS_FILES = {"pymdownx.b64"}  # of any folder
_CODE = {"markdown", "material", "pymdownx", "yansuan"}  # packages whose functions may be settings
_ASIDE = {"site_dir", "strict", "config_file", "quiet", "verbose"}  # settings that change nothing in the site
_QUOTES = re.compile(r"-8<-.*")
_QUOTES_CELL = re.compile(r'-8<-+ "([\w.-]+\.py):[\w-]+"\s*$')
_LASTS = {"shutdown", "build_error"}  # events of what lasts longer than a build


@dataclass(frozen=True)
class Kept:
    """A site: its files by their paths, each its mode and the hash of what is in it.

    And files outside of the snippets that these import, by their paths in the project, with the hashes of what is in
    them: which they are is known only once the snippets are read.
    """

    files: dict[str, tuple[int, str]]
    imported: dict[str, str]


class Whole:
    """The site as it was built before; for one build."""

    def __init__(self, project: Project, cache: Cache) -> None:
        self._project = project
        self._cache = cache
        self._facts: list[str] | None = None
        self._warned = Warned()
        self._found: dict[str, tuple[int, bytes]] | None = None

    def begin(self, config: MkDocsConfig) -> bool:
        """Whether the site has been built before; then MkDocs is left with nothing to do but to have it written.

        It must be called before anybody has changed the configuration.
        """
        self._facts = _facts(config, self._project)
        self._found = self._find(self._facts) if self._facts is not None else None
        if self._found is None:
            self._warned.__enter__()
            return False
        log.info("Nothing has changed: the site is as it was built before.")
        _pass_over(config)
        config.plugins.events["post_build"].append(self._write)
        return True

    def keep(self, config: MkDocsConfig) -> None:
        """Keep the site that has been built."""
        self.end()
        if self._facts is None or self._warned or (imported := self._imported()) is None:
            return
        files = dict[str, tuple[int, str]]()
        for path in _files_in(Path(config.site_dir)):
            data = path.read_bytes()
            digest = sha256(data).hexdigest()
            files[path.relative_to(config.site_dir).as_posix()] = path.stat().st_mode & 0o777, digest
            if not self._cache.has("files", digest):
                self._cache.keep("files", data, digest)
        self._cache.keep("sites", Kept(files, imported), *self._facts)

    def end(self) -> None:
        """Listen for warnings no longer."""
        self._warned.__exit__()

    def _find(self, facts: list[str]) -> dict[str, tuple[int, bytes]] | None:
        """The files of the site, all of them or none."""
        kept = self._cache.find("sites", *facts)
        if not isinstance(kept, Kept):
            return None
        if any(_digest(self._project.root / name) != digest for name, digest in kept.imported.items()):
            return None
        found = dict[str, tuple[int, bytes]]()
        for path, (mode, digest) in kept.files.items():
            data = self._cache.find("files", digest)
            if not isinstance(data, bytes):
                return None
            found[path] = mode, data
        return found

    def _write(self, *, config: MkDocsConfig) -> None:
        for name, (mode, data) in (self._found or {}).items():
            path = Path(config.site_dir, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            if path.stat().st_mode & 0o777 != mode:
                path.chmod(mode)

    def _imported(self) -> dict[str, str] | None:
        """See `Kept`; None where a snippet cannot be read."""
        from yansuan.program.provenance import imports

        root, folder = self._project.root, self._project.snippets
        found = set[Path]()
        for path in folder.rglob("*.py"):
            try:
                found |= set(imports(path, (folder, root)).files)
            except (OSError, SyntaxError, ValueError):
                return None
        outside = [path for path in sorted(found) if not path.is_relative_to(folder)]
        return {path.relative_to(root).as_posix(): _digest(path) for path in outside}


def _pass_over(config: MkDocsConfig) -> None:
    """Leave MkDocs with nothing to do; handlers of this event that have not been called are not called, either."""
    for event, handlers in config.plugins.events.items():
        if event not in _LASTS:
            handlers.clear()
    config.plugins.events["files"].append(lambda files, config: Files([]))
    config.theme.dirs.clear()
    config.theme.static_templates.clear()
    config.extra_templates, config.nav = [], None


def _facts(config: MkDocsConfig, project: Project) -> list[str] | None:
    """All that the site follows from; None where that is not known, and where the site is to be served."""
    said = _said(config)
    given = [one["site_url"] for one in said if one.get("site_url")]
    if (config.site_url or "").rstrip("/") != (given[-1].rstrip("/") if given else ""):
        return None  # `serve --clean`, whose builds call themselves builds
    if not _is_known(config) or (hooked := _of_hooks(config)) is None or _quotes_elsewhere(project):
        return None
    custom = [Path(folder) for folder in config.theme.dirs if not _is_installed(Path(folder))]
    if config.theme.name not in (None, "material") or any(map(_tells_time, custom)):
        return None
    folders = [project.docs, project.snippets, *custom]
    settings = [{key: value for key, value in one.items() if key not in _ASIDE} for one in said]
    builder = type(config).__module__, get_build_date()
    told = re.sub(r" at 0x[0-9a-f]+", "", repr((settings, builder)))
    return [told, *hooked, *(fact for folder in folders for fact in _of_folder(folder))]


def _said(config: MkDocsConfig) -> list[Mapping[str, Any]]:
    """What mkdocs.yml, and then the command line, says."""
    with warnings.catch_warnings():  # that MkDocs itself does not look at it any more
        warnings.simplefilter("ignore")
        return list(config.user_configs)


def _of_folder(folder: Path) -> Iterator[str]:
    yield f"{folder.name}/"
    for path in _files_in(folder):
        yield f"{path.relative_to(folder).as_posix()} {_digest(path)}"


def _of_hooks(config: MkDocsConfig) -> list[str] | None:
    """What the hooks draw upon; None where one does not say."""
    found = list[str]()
    loaded: Any = config.hooks  # by their paths, whatever MkDocs says it is
    for name, module in loaded.items():
        says = getattr(module, "facts", None)
        facts = says(config) if says else None
        if facts is None:
            return None
        found += [name, _digest(Path(module.__file__)), *facts]
    return found


def _is_known(config: MkDocsConfig) -> bool:
    loaded: Any = config.plugins
    plugins = {name: one for name, one in loaded.items() if name not in config.hooks}
    if not {name.partition(" #")[0] for name in plugins} <= PLUGINS:
        return False
    if any(one.config.get("draft_if_future_date") or one.config.get("execute") for one in plugins.values()):
        return False  # what is true only of an hour, and notebooks that may do anything
    extensions = [str(name).removeprefix("markdown.extensions.") for name in config.markdown_extensions]
    known = all(name in _EXTENSIONS or (name.partition(".")[0] in _CODE) for name in extensions)
    return known and not _READS_FILES & set(extensions) and all(map(_is_of_package, _leaves(_said(config))))


def _leaves(value: object) -> Iterator[object]:
    """What stands in settings, at any depth."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _leaves(one)
    else:
        yield value


def _is_of_package(value: object) -> bool:
    """Whether a setting is plain, or code whose version is in every key of the cache."""
    return not callable(value) or str(getattr(value, "__module__", "")).partition(".")[0] in _CODE


def _quotes_elsewhere(project: Project) -> bool:
    """Whether a text quotes, by pymdownx.snippets, what is no cell of a snippet."""
    texts = [path for folder in (project.docs, project.snippets) for path in _files_in(folder)]
    for path in texts:
        if path.suffix in (".md", ".py", ".ipynb"):
            for line in _QUOTES.findall(path.read_text("utf-8", "replace")):
                cell = _QUOTES_CELL.match(line)
                if not cell or not (project.snippets / cell[1]).is_file():
                    return True
    return False


def _tells_time(folder: Path) -> bool:
    """Whether a template tells when the site was built, as those of MkDocs do, and Material's do not."""
    return any(b"build_date_utc" in path.read_bytes() for path in _files_in(folder) if path.suffix == ".html")


def _is_installed(folder: Path) -> bool:
    """Whether a folder is of a package that is installed: its version is in every key of the cache."""
    return any(folder.is_relative_to(sysconfig.get_path(name)) for name in ("purelib", "platlib"))


def _files_in(folder: Path) -> list[Path]:
    """All files in a folder, but for what Python compiles."""
    found = list[Path]()
    for parent, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [Path(parent, name) for name in names]
    return sorted(found)


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
