"""MkDocs' door to the visit counter: its settings, the numbers in the pages, and the counter inside `mkdocs serve`.

Templates get `visits` everywhere (see `Shown`; none where nothing is to be said of visits).  The numbers stand in
templates only, never in a page's content, which hooks/rebuild keeps.
"""

import logging
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from pathlib import Path
from time import time
from typing import Any, Literal

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.config import config_options as c
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from hooks import files as kept_files  # noqa: E402
from hooks import places  # noqa: E402
from hooks.visits import chart, snapshot  # noqa: E402
from hooks.visits.app import App  # noqa: E402
from hooks.visits.counter import Counter  # noqa: E402
from hooks.visits.site import FILE, Baseline, Invalid, Site  # noqa: E402
from hooks.visits.sqlite import SqliteStore  # noqa: E402
from hooks.visits.store import DAY, Tally, Unavailable, date_of  # noqa: E402
from hooks.visits.stores import ACCEPTED, shown  # noqa: E402

log = get_plugin_logger("visits")

SCRIPT = "assets/javascripts/visits.js"
MOUNT = "/v1/"
MOST_READ = 10
_ENVIRONMENT = {
    "endpoint": "VISITS_ENDPOINT",
    "snapshot": "VISITS_SNAPSHOT",
    "since": "VISITS_SINCE",
    "baseline": "VISITS_BASELINE",
}


# Settings


class _Month(c.OptionallyRequired[str]):
    def run_validation(self, value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
            raise ValidationError(f"{value!r} is no month. Give one such as 2019-07.")
        return value


class _Day(c.OptionallyRequired[date]):
    def run_validation(self, value: object) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise ValidationError(f"{value!r} is no day. Give one such as 2026-11-24.") from None


class _Number(c.OptionallyRequired[int]):
    def run_validation(self, value: object) -> int:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value):  # from the environment
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**15:
            raise ValidationError(f"{value!r} is no number of visits. Give 0 or more.")
        return value


class _Text(c.OptionallyRequired[str]):
    def run_validation(self, value: object) -> str:
        if not isinstance(value, str):
            raise ValidationError(f"{value!r} is no text. Put it in quotes.")
        return value.strip()


class _Endpoint(_Text):
    def run_validation(self, value: object) -> str:
        text = super().run_validation(value)
        if text and not re.fullmatch(r"(/(?!/)|https://[\w.\-\[\]:]+(/|$))[^\s?#\"'<>\\]*", text):
            raise ValidationError(
                f"{value!r} is no place of a counter. Give a path such as /v1/, or https://counter.example.org/v1/,"
                " or nothing for no counter."
            )
        return text and text.rstrip("/") + "/"


class _Source(_Text):
    def run_validation(self, value: object) -> str:
        text = super().run_validation(value)
        scheme, colon, rest = text.partition("://")
        if text and not (colon and rest and scheme in ("https", "http", "sqlite", "redis", "rediss", "valkey", "unix")):
            raise ValidationError(
                f"{shown(text)!r} is no place of numbers. Give https://example.org/v1/ (where a counter answers),"
                f" or a store: {ACCEPTED}; or nothing."
            )
        return text.rstrip("/") + "/" if scheme in ("https", "http") else text


class _Section(c.OptionallyRequired[dict[str, Any]]):
    def run_validation(self, value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValidationError(f"{value!r} is no section. Give value, as_of and source below it.")
        return value


class BaselineSection(Config):  # type: ignore[no-untyped-call]
    """`extra.visits.baseline`: what had been counted elsewhere before."""

    value = _Number(default=0)
    """So many visits."""
    as_of = c.Optional(_Day())
    """Until that day."""
    source = _Text(default="")
    """Who says so; readers see it on 统计."""


class VisitsSection(Config):  # type: ignore[no-untyped-call]
    """`extra.visits` in mkdocs.yml."""

    since = c.Optional(_Month())
    """The month from which visits are told."""
    baseline = _Section(default={})
    """See `BaselineSection`."""
    endpoint = _Endpoint(default="/v1/")
    """Where the pages' script finds the counter; empty: no counter."""
    snapshot = _Source(default="")
    """Where the build reads the numbers: a counter, a store; empty: nowhere."""


@dataclass(frozen=True)
class _Settings:
    since: str
    baseline: Baseline
    endpoint: str
    snapshot: str


class _Reader:
    """Reads the section, and tells what is wrong of it, by place or by variable; what is wrong is as if not given."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._config = config
        self._path = Path(config.config_file_path or "mkdocs.yml")
        self._from: dict[tuple[str, ...], str] = {}
        self._told = set[tuple[str, ...]]()

    def settings(self) -> _Settings | None:
        """What is asked for; None where it is not said since when."""
        given = self._config.extra.get("visits")
        if not isinstance(given, dict):
            self.tell((), f"{given!r} is no section. Begin one with `since: 2019-07`.")
            given = {}
        section = VisitsSection(str(self._path))
        self._load(section, given | self._of_environment(), ())
        if section.since is None:
            if isinstance(self._config.extra.get("visits"), dict):
                self.tell(("since",), "is missing. Give the month from which visits are told, such as 2019-07.")
            return None
        return _Settings(section.since, self._baseline(section), section.endpoint, section.snapshot)

    def tell(self, key: tuple[str, ...], message: str, *, is_key: bool = False) -> None:
        """Warn of a setting's value, or of its key; once, of what is wrong first."""
        if key in self._told:
            return
        self._told.add(key)
        where = places.shown_setting(self._path, "extra", "visits", *key, key=is_key)
        log.warning("%s: %s", self._from.get(key) or f"{where}: {'.'.join(('extra.visits', *key))}", message)

    def _of_environment(self) -> dict[str, str]:
        found = {key: name for key, name in _ENVIRONMENT.items() if name in os.environ and key != "baseline"}
        self._from = {(key,): name for key, name in found.items()}
        return {key: os.environ[name] for key, name in found.items()}

    def _baseline(self, section: VisitsSection) -> Baseline:
        given = dict(section.baseline)
        if (name := _ENVIRONMENT["baseline"]) in os.environ:
            given["value"] = os.environ[name]
            self._from["baseline", "value"] = name
        values = BaselineSection(str(self._path))
        self._load(values, given, ("baseline",))
        first = date.fromisoformat(f"{section.since}-01")
        if values.value and values.as_of is None:
            self.tell(("baseline", "as_of"), "is missing. Give the day until which was counted, such as 2026-11-24.")
        try:
            return Baseline(values.value, values.as_of or first, values.source)
        except Invalid as error:
            self.tell(("baseline", "source"), str(error).removeprefix("baseline: "))
            return Baseline(0, values.as_of or first, "")

    def _load(self, section: Config, given: Mapping[str, Any], above: tuple[str, ...]) -> None:
        options = dict(section._schema)
        for key in given.keys() - options.keys():
            message = f"there is no such setting. Take it out; there are {', '.join(options)}."
            self.tell((*above, str(key)), message, is_key=True)
        # A setting without a value is empty, not absent.
        section.load_dict({key: "" if given[key] is None else given[key] for key in options.keys() & given.keys()})
        while failed := section.validate()[0]:
            for key, error in failed:
                self.tell((*above, key), str(error))
                section[key] = options[key].default


# What the templates show


@dataclass(frozen=True)
class MostRead:
    """A note and how often it was visited."""

    card: Any
    count: int


@dataclass(frozen=True)
class Shown:
    """What is said of visits.

    Args:
        endpoint: where the script finds the counter; empty: there is no script.
        anywhere: whether views are counted also where the pages come from the reader's own machine.
        since, as_of: in words.
        total: visits of the site.
        pages: visits of a page, by its path.
        url: of 统计, relative to the site's root; None where the site has none.
        baseline, baseline_as_of: what the total begins with.
        days: those with something to tell, the newest first, for a table; `chart`: all of them, drawn.
        sums: of those days.
        most_read: notes, the most visited first.
    """

    endpoint: str
    anywhere: bool
    since: str
    as_of: str
    total: int
    pages: Mapping[str, int]
    url: str | None
    baseline: Baseline
    baseline_as_of: str
    days: Sequence[chart.DayOf]
    chart: Markup
    sums: Tally
    most_read: Sequence[MostRead]

    def of(self, url: str) -> int:
        """The visits of a page, by its address relative to the site's root."""
        return self.pages.get(f"/{url}", 0)


def served_script() -> str:
    """The script as it is served: without the lines of comment and the white space before a line."""
    lines = (line.strip() for line in Path(__file__).with_name("client.js").read_text("utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


# The build


_serving = False
_settings: _Settings | None = None
_reader: _Reader | None = None
_site: Site | None = None  # under `serve` that of the last build, until the next has one
_development: SqliteStore | None = None
_counter: Counter | None = None


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Know whether this is `serve`."""
    global _serving
    _serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Read the settings."""
    global _settings, _reader
    _reader = _Reader(config)
    _settings = _reader.settings()
    if _settings and not config.site_url:
        where = places.shown_setting(Path(config.config_file_path or "mkdocs.yml"), "site_url")
        log.warning("%s: there is no counting without a site_url: visits are those of an address. Add one.", where)
        _settings = None
    if _settings and _serving and _settings.endpoint:
        _settings = replace(_settings, endpoint=MOUNT)


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the script where there is a counter."""
    if _settings and _settings.endpoint:
        files.append(File.generated(config, SCRIPT, content=served_script()))


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Numbers for all templates, now that the pages have their titles."""
    global _site, _settings
    env.globals["visits"] = None
    if _settings is None:
        return
    try:
        _site = _site_of(config, files, _settings)
    except Invalid as error:
        where = places.shown_setting(Path(config.config_file_path or "mkdocs.yml"), "site_url")
        log.warning("%s: site_%s", where, error)
        _settings = None
        return
    kept = _numbers(_settings, _site, config)
    if _settings.endpoint or kept or _settings.baseline.value:
        cards: Any = env.globals.get("notes", [])
        env.globals["visits"] = _shown(_settings, kept, files, cards)


def on_post_build(config: MkDocsConfig) -> None:
    """Write what the counter is to know of the site, where there is one."""
    if _settings and _settings.endpoint and _site:
        kept_files.write(Path(config.site_dir) / FILE, _site.to_json())
        (Path(config.site_dir) / FILE).chmod(0o644)  # the counter and the web server may be others than who built


def _site_of(config: MkDocsConfig, files: Files, settings: _Settings) -> Site:
    inclusion = InclusionLevel.is_in_serve if _serving else InclusionLevel.is_included
    pages = [file.page for file in files.documentation_pages(inclusion=inclusion) if file.page]
    titles = {f"/{page.url}": config.site_name if page.is_homepage else _plain(str(page.title)) for page in pages}
    return Site(f"{str(config.site_url).rstrip('/')}/", settings.since, settings.baseline, titles)


def _plain(title: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", title)).strip()


def _cache(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or "mkdocs.yml").parent.resolve() / ".cache" / "visits"


def _numbers(settings: _Settings, site: Site, config: MkDocsConfig) -> snapshot.Snapshot | None:
    """What has been counted; None where nobody knows.  Those of `serve` are not kept: they are the author's own."""
    if _serving:
        if not settings.endpoint:
            return None
        try:
            return snapshot.of_store(_store(config), settings.baseline.value, int(time()))
        except Unavailable as error:
            log.info("No numbers of visits: %s", error)
            return None
    source = snapshot.source_at(settings.snapshot, site.url, settings.baseline.value) if settings.snapshot else None
    try:
        return snapshot.latest(source, _cache(config) / "snapshot.json", site.url, log.info)
    except Invalid as error:
        assert _reader is not None  # who has read the settings
        _reader.tell(("snapshot",), str(error))
        return None


def _shown(settings: _Settings, kept: snapshot.Snapshot | None, files: Files, cards: Iterable[Any]) -> Shown:
    total, as_of = snapshot.at_least(settings.baseline, kept)
    pages = kept.pages if kept else {}
    days = list(_days(kept))
    year, month = settings.since.split("-")
    read = sorted(
        (MostRead(card, pages.get(f"/{card.url}", 0)) for card in cards), key=lambda one: one.count, reverse=True
    )
    statistics = files.get_file_from_path("statistics.md")
    return Shown(
        endpoint=settings.endpoint,
        anywhere=_serving,
        since=f"{year} 年 {int(month)} 月",
        as_of=chart.in_words(as_of),
        total=total,
        pages=pages,
        url=statistics.url if statistics else None,
        baseline=settings.baseline,
        baseline_as_of=chart.in_words(settings.baseline.as_of),
        days=[day for day in reversed(days) if day.tally != Tally()],
        chart=Markup(chart.drawing(days) if days else ""),
        sums=sum((day.tally for day in days), Tally()),
        most_read=[one for one in read if one.count][:MOST_READ],
    )


def _days(kept: snapshot.Snapshot | None) -> Iterator[chart.DayOf]:
    """Every day from ninety days before the numbers were read; none where there is nothing to tell of any."""
    if kept and any(tally != Tally() for tally in kept.days.values()):
        last = int(kept.as_of.timestamp()) // DAY
        for day in range(last - snapshot.DAYS + 1, last + 1):
            yield chart.DayOf(date_of(day), kept.days.get(day, Tally()))


# `mkdocs serve`


def on_serve(server: Any, config: MkDocsConfig, builder: Callable[..., Any]) -> Any:
    """Count the author's own views, apart from everybody's, and answer at `/v1/` before MkDocs does."""
    global _counter
    host, port = config.dev_addr
    origins = {f"http://{name}:{port}" for name in (host, "127.0.0.1", "localhost", "[::1]")}
    _counter = Counter(_store(config), _present_site)
    counting, reading = App(_counter, origins=origins), server.get_app()

    def application(environ: Any, start_response: Any) -> Iterable[bytes]:
        mounted = _site is not None and environ.get("PATH_INFO", "").startswith(MOUNT)
        return counting(environ, _never_kept(start_response)) if mounted else reading(environ, start_response)

    server.set_app(application)
    logging.getLogger(type(server).__module__).addFilter(_without_ours)
    return server


def on_shutdown() -> None:
    """Let go of the store."""
    global _development, _counter
    if _counter:
        _counter.close()
    if _development:
        _development.close()
    _counter = _development = None


def _store(config: MkDocsConfig) -> SqliteStore:
    global _development
    if _development is None:
        path = _cache(config) / "development.sqlite3"
        path.parent.mkdir(parents=True, exist_ok=True)
        _development = SqliteStore(path)
    return _development


def _present_site() -> Site:
    assert _site is not None  # else the app is not asked
    return _site


def _never_kept(start_response: Any) -> Any:
    """The author looks again at once, where readers' browsers keep a number for five minutes."""

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        fresh = [(name, value) for name, value in headers if name.lower() != "cache-control"]
        return start_response(status, [*fresh, ("Cache-Control", "no-store")], *rest)

    return start


def _without_ours(record: logging.LogRecord) -> bool:
    """MkDocs warns of every answer but 200; that of a hit is 204."""
    return not re.match(rf'(?:\[[\d:]+\] )?"[A-Z]+ {MOUNT}', record.getMessage())
