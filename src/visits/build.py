"""What a build has to do with visits: reading the settings, numbers for its pages, and the counter inside `serve`.

It does not know what builds the site; `hooks/visits.py` is how MkDocs calls it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Any

from visits import places, snapshot
from visits.app import App
from visits.counter import Counter
from visits.files import write
from visits.section import BuildSettings, Section
from visits.shown import Shown, served_script, shown
from visits.site import FILE, Invalid, Site
from visits.sqlite import SqliteStore
from visits.store import Unavailable
from visits.words import CHINESE, ENGLISH

MOUNT = "/v1/"
_ANSWERED = re.compile(rf'(?:\[[\d:]+\] )?"[A-Z]+ {MOUNT}')


def follows_from(section: object) -> list[str] | None:
    """All that a site has of visits follows from; None where the numbers may be others at each build.

    Args:
        section: what stands under `extra.visits`.
    """
    given = section.get("snapshot") if isinstance(section, dict) else None
    if os.environ.get("VISITS_SNAPSHOT", given):
        return None
    variables = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("VISITS_")]
    code = sorted(Path(__file__).parent.glob("*.*"))
    return [*variables, *(f"{path.name} {sha256(path.read_bytes()).hexdigest()}" for path in code)]


class Build:
    """What is known of visits while a site is built; under `serve` it lasts from build to build.

    Args:
        inform, warn: are told a line for the console each.
        serving: whether this is `serve`.
    """

    def __init__(self, inform: Callable[[str], None], warn: Callable[[str], None], *, serving: bool) -> None:
        self._inform = inform
        self._warn = warn
        self._serving = serving
        self._file = Path("mkdocs.yml")
        self._section: Section | None = None
        self._settings: BuildSettings | None = None
        self._site: Site | None = None  # under `serve` that of the last build, until the next has one
        self._development: SqliteStore | None = None
        self._counter: Counter | None = None

    def begin(self, section: object, file: Path, *, has_address: bool) -> None:
        """Read the settings.

        Args:
            section: what stands under `extra.visits`.
            file: mkdocs.yml.
            has_address: whether the site has a `site_url`.
        """
        self._file = file
        self._section = Section(section, file, self._warn)
        self._settings = self._section.settings()
        if self._settings and not has_address:
            where = places.shown_setting(file, "site_url")
            self._warn(f"{where}: there is no counting without a site_url: visits are those of an address. Add one.")
            self._settings = None
        if self._settings and self._serving and self._settings.endpoint:
            self._settings = replace(self._settings, endpoint=MOUNT)

    @property
    def _counts(self) -> bool:
        return bool(self._settings and self._settings.endpoint)

    def script(self) -> str | None:
        """The script that the pages fetch; None where there is no counter."""
        return served_script() if self._counts else None

    def shown(
        self, url: str, titles: Mapping[str, str], cards: Collection[Any], statistics: str | None, language: str
    ) -> Shown | None:
        """What the templates get; None where nothing is to be said of visits.

        Args:
            url: the site's address.
            titles: of its pages, by path.
            cards: the notes, of which each has a `url`.
            statistics: the address of 统计, relative to the site's root; None where the site has none.
            language: of the site, as `zh-CN`.
        """
        if self._settings is None:
            return None
        try:
            self._site = Site(f"{url.rstrip('/')}/", self._settings.since, self._settings.baseline, titles)
        except Invalid as error:
            self._warn(f"{places.shown_setting(self._file, 'site_url')}: site_{error}")
            self._settings = None
            return None
        kept = self._numbers(self._settings, self._site)
        if not (self._settings.endpoint or kept or self._settings.baseline.value):
            return None
        words = CHINESE if language.partition("-")[0].lower() == "zh" else ENGLISH
        return shown(self._settings, kept, cards, statistics, anywhere=self._serving, words=words)

    def write_site(self, folder: Path) -> None:
        """Write what the counter is to know of the site, where there is one."""
        if self._counts and self._site:
            write(folder / FILE, self._site.to_json())
            (folder / FILE).chmod(0o644)  # the counter and the web server may run as other users than the build

    def counting(self, application: Any, origins: Collection[str]) -> Any:
        """A WSGI application that counts the author's own views, apart from everybody's, and then asks the given one.

        Args:
            application: answers all that is not the counter's.
            origins: where the pages come from.
        """
        self._counter = Counter(self._store(), self._present_site)
        counter = App(self._counter, origins=origins)

        def counting(environ: Any, start_response: Any) -> Iterable[bytes]:
            mounted = self._site is not None and environ.get("PATH_INFO", "").startswith(MOUNT)
            if mounted:
                return counter(environ, _never_kept(start_response))
            answer: Iterable[bytes] = application(environ, start_response)
            return answer

        return counting

    def has_answered(self, line: str) -> bool:
        """Whether a line of a server's log is of an answer of the counter's."""
        return bool(_ANSWERED.match(line))

    def close(self) -> None:
        """Let go of the store."""
        if self._counter:
            self._counter.close()
        if self._development:
            self._development.close()
        self._counter = self._development = None

    @property
    def _cache(self) -> Path:
        return self._file.parent.resolve() / ".cache" / "visits"

    def _numbers(self, settings: BuildSettings, site: Site) -> snapshot.Snapshot | None:
        """What has been counted; None where nobody knows.  Those of `serve` are not kept: they are the author's own."""
        if self._serving:
            if not settings.endpoint:
                return None
            try:
                return snapshot.of_store(self._store(), settings.baseline.value, int(time()))
            except Unavailable as error:
                self._inform(f"No numbers of visits: {error}")
                return None
        source = snapshot.source_at(settings.snapshot, site.url, settings.baseline.value) if settings.snapshot else None
        try:
            return snapshot.latest(source, self._cache / "snapshot.json", site.url, self._inform)
        except Invalid as error:
            assert self._section is not None  # it has read the settings
            self._section.tell(("snapshot",), str(error))
            return None

    def _store(self) -> SqliteStore:
        if self._development is None:
            path = self._cache / "development.sqlite3"
            path.parent.mkdir(parents=True, exist_ok=True)
            self._development = SqliteStore(path)
        return self._development

    def _present_site(self) -> Site:
        assert self._site is not None  # else the app is not asked
        return self._site


def _never_kept(start_response: Any) -> Any:
    """The author looks again at once, where readers' browsers keep a number for five minutes."""

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        fresh = [(name, value) for name, value in headers if name.lower() != "cache-control"]
        return start_response(status, [*fresh, ("Cache-Control", "no-store")], *rest)

    return start
