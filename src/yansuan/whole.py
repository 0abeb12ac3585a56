"""A site in which nothing has changed is not built: its files are written as they were built before.

A build follows from its facts: the files of the project, its settings, the day, and what makes it, which is in every
key of the cache.  They are compared before anything is read; where all are the same, MkDocs is left with nothing to do.

What other plugins, Markdown extensions and hooks draw upon nobody knows.  So the site is kept only where each of them
is one whose facts are among these: see `PLUGINS` and `is_known`; a hook says what it draws upon by a function

    def facts(config) -> list[str] | None

which is None where that cannot be said.  What was told of the site is kept with it, and told again, where it follows
from the same facts (see `Report`).  One with any other mistake in it is not kept, so that the mistake is looked for
again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import Files
from mkdocs.utils import get_build_date

from yansuan.files import PAGES, digest, files_in
from yansuan.known import is_installed, is_known, of_folder, of_hooks, said, settings, tells_time
from yansuan.project import Project
from yansuan.read.source import shown_path
from yansuan.report import Report, Told, again
from yansuan.warned import Warned

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from yansuan.cache import Cache

report = Report("rebuild")

_QUOTES = re.compile(r"-8<-.*")
_QUOTES_CELL = re.compile(r'-8<-+ "([\w.-]+\.py):[\w-]+"\s*$')
_LASTS = {"shutdown", "build_error"}  # events of what lasts longer than a build


@dataclass(frozen=True)
class Kept:
    """A site: its files by their paths, each its mode and the hash of what is in it.

    And files outside of the snippets that these import, by their paths in the project, with the hashes of what is in
    them: which they are is known only once the snippets are read.  And what was told of it.
    """

    files: dict[str, tuple[int, str]]
    imported: dict[str, str]
    told: tuple[Told, ...]

    def name(self) -> str:
        """The hash of the site."""
        return sha256(repr(sorted(self.files.items())).encode("utf-8", "surrogatepass")).hexdigest()


class Whole:
    """The site as it was built before; for one build.

    Args:
        project: whose site it is.
        cache: where it is kept.
        stands: whether the site of this hash stands where it is to be written.
    """

    def __init__(self, project: Project, cache: Cache, stands: Callable[[str], bool]) -> None:
        self._project = project
        self._cache = cache
        self._is_standing = stands
        self.name = ""
        """The hash of the site, where it is kept."""
        self.stands = False
        """Whether it is in place already, and nothing is written."""
        self._facts: list[str] | None = None
        self._warned = Warned()
        self._found: dict[str, tuple[int, bytes]] | None = None

    def begin(self, config: MkDocsConfig) -> bool:
        """Whether the site has been built before; then MkDocs is left with nothing to do but to have it written.

        It must be called before anybody has changed the configuration.
        """
        self._facts = _facts(config, self._project)
        kept = self._find(self._facts) if self._facts is not None else None
        name = kept.name() if kept else ""
        self.stands = bool(name) and self._is_standing(name)
        self._found = self._files(kept) if kept and not self.stands else None
        if kept is None or not (self.stands or self._found is not None):
            self._warned.__enter__()
            return False
        self.name = name
        report.progress("Nothing has changed: the site is as it was built before.")
        again(kept.told)
        _pass_over(config)
        config.plugins.events["post_build"].append(self._write)
        return True

    def keep(self, config: MkDocsConfig) -> None:
        """Keep the site that has been built."""
        self.end()
        told = self._warned.told()
        if self._facts is None or told is None or (imported := self._imported()) is None:
            return
        files = dict[str, tuple[int, str]]()
        for path in files_in(Path(config.site_dir)):
            data = path.read_bytes()
            name = sha256(data).hexdigest()
            files[path.relative_to(config.site_dir).as_posix()] = path.stat().st_mode & 0o777, name
            if not self._cache.has("files", name):
                self._cache.keep("files", data, name)
        kept = Kept(files, imported, told)
        self._cache.keep("sites", kept, *self._facts)
        self.name = kept.name()

    def end(self) -> None:
        """Listen for warnings no longer."""
        self._warned.__exit__()

    def _find(self, facts: list[str]) -> Kept | None:
        kept = self._cache.find("sites", *facts)
        if not isinstance(kept, Kept):
            return None
        if any(digest(self._project.root / name) != known for name, known in kept.imported.items()):
            return None
        return kept

    def _files(self, kept: Kept) -> dict[str, tuple[int, bytes]] | None:
        """The files of a site, all of them or none."""
        found = dict[str, tuple[int, bytes]]()
        for path, (mode, name) in kept.files.items():
            data = self._cache.find("files", name)
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
        return {path.relative_to(root).as_posix(): digest(path) for path in outside}


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
    given = [one["site_url"] for one in said(config) if one.get("site_url")]
    if (config.site_url or "").rstrip("/") != (given[-1].rstrip("/") if given else ""):
        return None  # `serve --clean`, whose builds call themselves builds
    if not is_known(config) or (hooked := of_hooks(config)) is None or _quotes_elsewhere(project):
        return None
    custom = [Path(folder) for folder in config.theme.dirs if not is_installed(Path(folder))]
    if config.theme.name not in (None, "material") or any(map(tells_time, custom)):
        return None
    folders = [project.docs, project.snippets, *custom]
    builder = type(config).__module__, get_build_date()
    shown = shown_path(project.root)  # in what is told
    return [
        settings(config),
        repr(builder),
        shown,
        *hooked,
        *(fact for folder in folders for fact in of_folder(folder)),
    ]


def _quotes_elsewhere(project: Project) -> bool:
    """Whether a text quotes, by pymdownx.snippets, what is no cell of a snippet."""
    texts = [path for folder in (project.docs, project.snippets) for path in files_in(folder)]
    for path in texts:
        if path.suffix in (*PAGES, ".py", ".ipynb"):
            for line in _QUOTES.findall(path.read_text("utf-8", "replace")):
                cell = _QUOTES_CELL.match(line)
                if not cell or not (project.snippets / cell[1]).is_file():
                    return True
    return False
