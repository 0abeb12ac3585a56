"""What the build writes of visits, and `mkdocs serve` as the author's counter: small sites, from outside."""

from __future__ import annotations

import json
import logging
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from secrets import token_hex
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import yaml
from werkzeug.serving import make_server

from tests.conftest import ROOT
from tests.jumps import jump, pointed_at
from visits.app import App
from visits.counter import Counter
from visits.site import Baseline, Site
from visits.sqlite import SqliteStore
from visits.store import DAY, TOTAL, DayTally, Tally

pytestmark = pytest.mark.site

HOOK = str(ROOT / "hooks/visits.py")
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
PAGE = """{% set card = none %}<title>{{ page.title }}</title>{% block content %}{{ page.content }}{% endblock %}
{% if visits %}<i data-visits="/{{ page.url }}">{{ visits.of(page.url) }} 次</i>{% endif %}
{% include "partials/colophon.html" %}
{% if visits and visits.endpoint %}<script src="{{ 'assets/javascripts/visits.js' | url }}" defer></script>{% endif %}
"""
SECTION: dict[str, Any] = {
    "since": "2019-07",
    "baseline": {"value": 500, "as_of": "2026-11-24", "source": "旧计数器"},
    "endpoint": "/v1/",
    "snapshot": "",
}


@dataclass
class Built:
    folder: Path
    warnings: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    failed: bool = False

    def read(self, path: str = "index.html") -> str:
        return (self.folder / path).read_text("utf-8")

    def numbers(self, path: str = "index.html") -> dict[str, int]:
        found = re.findall(r'data-visits="([^"]*)">([^<]*) 次<', self.read(path))
        return {name: int(number) for name, number in found}


Build = Callable[..., Built]


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("VISITS_")]:
        monkeypatch.delenv(name)


def write_site(folder: Path, section: object = SECTION, **settings: Any) -> Path:
    sources = {
        "docs/index.md": "# 首页\n",
        "docs/about.md": "# 关于 `x` &amp; <b>y</b>\n",
        "docs/statistics.md": "---\ntemplate: statistics.html\n---\n\n# 统计\n",
        "theme/main.html": PAGE,
        "theme/404.html": '<title>404</title>{% include "partials/colophon.html" %}',
        "theme/partials/colophon.html": (ROOT / "overrides/partials/more/colophon.html").read_text("utf-8"),
        "theme/statistics.html": (ROOT / "overrides/statistics.html").read_text("utf-8"),
        "theme/partials/visits.html": (ROOT / "overrides/partials/visits.html").read_text("utf-8"),
    }
    for path, text in sources.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    whole = {
        "site_name": "试验",
        "site_url": "https://example.org/",
        "theme": {"name": None, "custom_dir": "theme", "static_templates": ["404.html"]},
        "plugins": [],
        "hooks": [HOOK],
        "extra": {"visits": section},
    }
    config = folder / "mkdocs.yml"
    config.write_text(yaml.safe_dump(whole | settings, allow_unicode=True, sort_keys=False), "utf-8")
    return config


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds a small site in this process."""
    from mkdocs.commands.build import build as build_site
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort

    def build_(section: object = SECTION, **settings: Any) -> Built:
        built = Built(tmp_path / "site")
        listener = _Listener(built)
        logger = logging.getLogger("mkdocs")
        logger.addHandler(listener)
        before = logger.level
        logger.setLevel(logging.INFO)
        try:
            build_site(load_config(str(write_site(tmp_path, section, **settings)), strict=True))
        except Abort:
            built.failed = True
        finally:
            logger.setLevel(before)
            logger.removeHandler(listener)
        return built

    return build_


class _Listener(logging.Handler):
    def __init__(self, built: Built) -> None:
        super().__init__(logging.INFO)
        self._built = built

    def emit(self, record: logging.LogRecord) -> None:
        kind = self._built.warnings if record.levelno >= logging.WARNING else self._built.told
        kind.append(record.getMessage())


def filled(path: Path) -> SqliteStore:
    """A store in which 7 visits of the site and 3 of a page are counted."""
    store = SqliteStore(path)
    today = int(time.time()) // DAY
    store.add([DayTally(today, TOTAL, Tally(7, 9, 6, 1)), DayTally(today, "/about/", Tally(3, 4, 3, 0))])
    return store


# Numbers


def test_without_numbers_the_baseline_is_written(build: Build) -> None:
    built = build()
    assert not built.failed, built.warnings
    assert built.numbers() == {"/": 0, TOTAL: 500}
    text = re.sub(r"<[^>]*>|\s+", " ", built.read())
    assert re.search(r"本站自 2019 年 7 月已访问\s+500 次\s+截至 2026 年 11 月 24 日", text)
    assert 'href="statistics/"' in built.read()


def test_what_is_said_of_visits_is_in_the_language_of_the_site(build: Build, tmp_path: Path) -> None:
    filled(tmp_path / "visits.sqlite3").close()
    theme = {"name": None, "custom_dir": "theme", "language": "en-GB"}
    baseline = {"value": 500, "as_of": "2026-11-24", "source": "An old counter"}
    section = SECTION | {"snapshot": f"sqlite:///{tmp_path}/visits.sqlite3", "baseline": baseline}
    built = build(section, theme=theme)
    text = re.sub(r"<[^>]*>|\s+", " ", built.read())
    assert re.search(r"Visits since July 2019:\s+507\s+as of \d+ [A-Z][a-z]+ 20\d\d", text)
    statistics = built.read("statistics/index.html").partition("<i ")[0].replace("统计", "")
    assert "Those until 24 November 2026, 500, were not counted here. An old counter" in statistics
    assert "visits-chart" in statistics
    assert not re.search("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", statistics)
    text = re.sub(r"<[^>]*>|\s+", " ", build(theme=theme | {"language": "zh-TW"}).read())
    assert re.search(r"本站自 2019 年 7 月已访问\s+500 次", text)


def test_the_numbers_of_a_store_are_written(build: Build, tmp_path: Path) -> None:
    filled(tmp_path / "visits.sqlite3").close()
    built = build(SECTION | {"snapshot": f"sqlite:///{tmp_path}/visits.sqlite3"})
    assert built.numbers() == {"/": 0, TOTAL: 507}
    assert built.numbers("about/index.html") == {"/about/": 3, TOTAL: 507}


def test_a_note_of_the_site_tells_how_often_it_was_read(site: Path) -> None:
    """The real templates: the front page's cover, a note's head, every footer, 统计."""
    for page in ("index.html", "about/index.html", "404.html", "2021/05/backpropagation/index.html"):
        text = (site / page).read_text("utf-8")
        assert re.search(r'<p class="visits colophon__visits">.*?本站自 2019 年 7 月已访问 <span', text, re.DOTALL), (
            page
        )
    assert 'class="visits cover__visits"' in (site / "index.html").read_text("utf-8")
    note = (site / "2021/05/backpropagation/index.html").read_text("utf-8")
    assert re.search(r'阅读 <span data-visits="/2021/05/backpropagation/">\d+ 次</span>', note)
    statistics = (site / "statistics/index.html").read_text("utf-8")
    assert "还没有数到访问" in statistics
    assert "数也没有留下" in statistics
    assert "data-page" not in (site / "404.html").read_text("utf-8")


@contextmanager
def counter_of(path: Path, site: Site) -> Iterator[str]:
    """A counter that answers on a port; gives the address to build from."""
    store = filled(path)
    counter = Counter(store, lambda: site)
    server = make_server("127.0.0.1", 0, App(counter), threaded=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        counter.close()
        store.close()


def test_the_counter_tells_the_build_and_its_last_word_stands_when_it_is_gone(build: Build, tmp_path: Path) -> None:
    build()
    site = Site.from_json((tmp_path / "site/visits.json").read_text("utf-8"))
    with counter_of(tmp_path / "visits.sqlite3", site) as address:
        built = build(SECTION | {"snapshot": address})
        assert built.numbers("about/index.html") == {"/about/": 3, TOTAL: 507}
    built = build(SECTION | {"snapshot": address})
    assert not built.failed, "a counter that is down fails no build, not even --strict"
    assert built.numbers("about/index.html") == {"/about/": 3, TOTAL: 507}
    assert [line for line in built.told if "No fresh numbers" in line]
    (tmp_path / ".cache/visits/snapshot.json").write_text("{", "utf-8")
    built = build(SECTION | {"snapshot": address})
    assert built.numbers("about/index.html") == {"/about/": 0, TOTAL: 500}
    assert not built.failed
    (tmp_path / ".cache/visits/snapshot.json").unlink()
    assert build(SECTION | {"snapshot": address}).numbers() == {"/": 0, TOTAL: 500}


def test_never_less_than_the_baseline(build: Build, tmp_path: Path) -> None:
    few = Site("https://example.org/", "2019-07", Baseline(0, date(2026, 11, 24), ""), {"/": "", "/about/": ""})
    with counter_of(tmp_path / "visits.sqlite3", few) as address:
        assert build(SECTION | {"snapshot": address}).numbers()[TOTAL] == 500


# Where there is nothing to be said


def test_without_a_counter_and_a_number_nothing_is_said(build: Build) -> None:
    built = build({"since": "2019-07", "endpoint": ""})
    assert not built.failed, built.warnings
    assert "已访问" not in built.read()
    assert "visits" not in built.read()
    assert not (built.folder / "assets/javascripts/visits.js").exists()
    assert not (built.folder / "visits.json").exists()


def test_without_a_counter_a_number_stands_with_its_date_and_no_script(build: Build) -> None:
    built = build(SECTION | {"endpoint": None})
    assert built.numbers()[TOTAL] == 500
    assert "截至 2026 年 11 月 24 日" in built.read()
    assert "<script" not in built.read()
    assert "data-endpoint" not in built.read()
    assert not (built.folder / "assets/javascripts/visits.js").exists()


# What the counter and the script are told


@pytest.mark.parametrize("base", ["", "notes/"])
def test_the_counter_is_told_of_every_page(build: Build, base: str) -> None:
    built = build(site_url=f"https://example.org/{base}")
    site = Site.from_json(built.read("visits.json"))
    assert site.url == f"https://example.org/{base}"
    assert site.origin == "https://example.org"
    assert dict(site.pages) == {"/": "试验", "/about/": "关于 x & y", "/statistics/": "统计"}
    assert site.since == "2019-07"
    assert site.baseline.value == 500
    assert 'data-endpoint="/v1/" data-page="/about/"' in built.read("about/index.html")
    assert "data-page" not in built.read("404.html")
    assert "data-anywhere" not in built.read()


def test_every_page_of_the_site_says_which_it_is(site: Path) -> None:
    told = Site.from_json((site / "visits.json").read_text("utf-8"))
    said = set[str]()
    for file in site.rglob("*.html"):
        said.update(re.findall(r' data-page="([^"]*)"', file.read_text("utf-8")))
    assert said == set(told.pages)
    assert all(path == "/" or (site / path[1:] / "index.html").is_file() for path in told.pages)
    assert not [title for title in told.pages.values() if not title or "<" in title or "&" in title]


def test_the_script_is_small_and_whole(build: Build) -> None:
    script = build().read("assets/javascripts/visits.js")
    assert len(script.encode()) <= 2048
    assert "//" not in re.sub(r'"[^"]*"', "", script), "no comment is left, and none had code on its line"


# Settings


@pytest.mark.parametrize(
    ("change", "key", "place"),
    [
        ({"since": 2019}, "since", "2019"),
        ({"since": "2019-13"}, "since", "2019-13"),
        ({"since": ""}, "since", "''"),
        ({"endpoint": "v1"}, "endpoint", "v1"),
        ({"endpoint": "http://other.example/v1/"}, "endpoint", "http:"),
        ({"endpoint": "//other.example/v1/"}, "endpoint", "//other"),
        ({"endpoint": '/v1/"><script>'}, "endpoint", '/v1/">'),
        ({"endpoint": 1}, "endpoint", "1"),
        ({"snapshot": "visits.sqlite3"}, "snapshot", "visits.sqlite3"),
        ({"snapshot": "sqlite://visits.sqlite3"}, "snapshot", "sqlite:"),
        ({"snapshot": ["x"]}, "snapshot", "- x"),
        ({"baseline": 500}, "baseline", "500"),
        ({"baseline": {"value": -1}}, "baseline.value", "-1"),
        ({"baseline": {"value": "many"}}, "baseline.value", "many"),
        ({"baseline": {"value": 5, "as_of": "soon", "source": "x"}}, "baseline.as_of", "soon"),
        ({"baseline": {"value": 5, "as_of": "2026-11-24"}}, "baseline.source", "baseline:"),
        ({"baseline": {"value": 0, "until": "2026"}}, "baseline.until", "until:"),
        ({"baselines": 3}, "baselines", "baselines: 3"),
    ],
)
def test_a_wrong_setting_is_told_by_its_place(
    build: Build, tmp_path: Path, change: dict[str, Any], key: str, place: str
) -> None:
    built = build(SECTION | change)
    assert built.failed
    found = [warning for warning in built.warnings if f": extra.visits.{key}: " in warning]
    assert len(found) == 1, built.warnings
    assert jump(found[0])[0].endswith("mkdocs.yml")
    assert pointed_at(found[0], (tmp_path / "mkdocs.yml").read_text("utf-8")).startswith(place)
    assert "\n" not in found[0]
    assert re.search(r"\. \S.*", found[0]), "it says what to do"
    assert "Traceback" not in "".join(built.warnings + built.told)


def test_all_wrong_settings_are_told_at_once(build: Build) -> None:
    built = build({"since": 1, "endpoint": "x", "snapshot": "x"})
    assert {match[1] for w in built.warnings if (match := re.search(r"extra\.visits\.(\w+): '?\w", w))} >= {
        "since",
        "endpoint",
        "snapshot",
    }


@pytest.mark.parametrize("section", [None, "on", [1], {}])
def test_a_section_that_is_none_is_told(build: Build, section: object) -> None:
    built = build(section)
    assert built.failed
    assert "extra.visits" in built.warnings[0]
    assert "已访问" not in built.read()


@pytest.mark.parametrize("address", [None, "ftp://example.org/"])
def test_without_an_address_of_the_site_there_is_no_counting(build: Build, tmp_path: Path, address: str | None) -> None:
    built = build(site_url=address)
    assert "site_url" in built.warnings[0]
    assert pointed_at(built.warnings[0], (tmp_path / "mkdocs.yml").read_text("utf-8")) == (address or "null")
    assert "已访问" not in built.read()


def test_variables_go_before_the_file(build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    filled(tmp_path / "visits.sqlite3").close()
    monkeypatch.setenv("VISITS_ENDPOINT", "https://counter.example.org/v1")
    monkeypatch.setenv("VISITS_SNAPSHOT", f"sqlite:///{tmp_path}/visits.sqlite3")
    monkeypatch.setenv("VISITS_SINCE", "2020-01")
    monkeypatch.setenv("VISITS_BASELINE", "1000")
    built = build()
    assert not built.failed, built.warnings
    assert built.numbers()[TOTAL] == 1007
    assert "本站自 2020 年 1 月" in built.read()
    assert 'data-endpoint="https://counter.example.org/v1/"' in built.read()
    monkeypatch.setenv("VISITS_ENDPOINT", "")
    assert "data-endpoint" not in build().read()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VISITS_SINCE", "now"),
        ("VISITS_ENDPOINT", "ftp://x/"),
        ("VISITS_BASELINE", "1e3"),
        ("VISITS_BASELINE", ""),
        ("VISITS_SNAPSHOT", "mysql://x:secret@y/z"),
    ],
)
def test_a_wrong_variable_is_told_by_its_name(
    build: Build, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    built = build()
    assert built.failed
    told = [warning for warning in built.warnings if f"{name}: " in warning]
    assert len(told) == 1, built.warnings
    assert "mkdocs.yml" not in told[0]
    assert "secret" not in "".join(built.warnings + built.told)


@pytest.mark.parametrize("key", ["since", "baseline", "value", "as_of", "source", "endpoint", "snapshot"])
def test_every_setting_is_explained_where_it_stands(key: str) -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8").partition("  visits:")[2]
    if not text:
        pytest.skip("this site has no counter")
    assert re.search(rf"^ +{key}:.*  # \w+", text, re.MULTILINE)


# `mkdocs serve`


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}/"
        await_(lambda: process.poll() is not None or b"<title>" in ask(address))
        yield address
    finally:
        process.terminate()
        process.wait()


def ask(address: str) -> bytes:
    try:
        with urlopen(address, timeout=5) as response:
            body: bytes = response.read()
            return body
    except OSError:
        return b""


def await_(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def hit(address: str, agent: str, origin: str | None = None) -> int:
    body = json.dumps({"p": "/about/", "e": token_hex(16)}).encode()
    headers = {"Content-Type": "text/plain", "Origin": origin or address.rstrip("/"), "User-Agent": agent}
    try:
        with urlopen(Request(f"{address}v1/hit", body, headers), timeout=5) as response:
            return int(response.status)
    except HTTPError as error:
        error.close()
        return error.code


def test_serve_counts_the_authors_views_apart(tmp_path: Path) -> None:
    write_site(tmp_path, SECTION | {"endpoint": "https://counter.example.org/v1/"})
    with served(tmp_path) as address:
        page = ask(f"{address}about/").decode()
        assert 'data-endpoint="/v1/" data-page="/about/" data-anywhere' in page
        assert [hit(address, BROWSER), hit(address, BROWSER)] == [204, 204]
        assert json.loads(ask(f"{address}v1/count?path=/about/"))["count"] == 1
        assert hit(address, BROWSER.replace("145", "144"), address.rstrip("/").replace("127.0.0.1", "localhost")) == 204
        assert json.loads(ask(f"{address}v1/count?path=/about/"))["count"] == 2
        assert json.loads(ask(f"{address}v1/count?path={TOTAL}"))["count"] == 502
        assert hit(address, BROWSER, "https://elsewhere.example") == 403
        assert b'data-visits="/about/">0 ' in ask(f"{address}about/"), "a view makes no new build"
        (tmp_path / "docs/about.md").write_text("# 改过\n", "utf-8")
        await_(lambda: "改过" in ask(f"{address}about/").decode())
        page = ask(f"{address}about/").decode()
        assert 'data-visits="/about/">2 次<' in page
        assert 'data-visits="TOTAL">502 次<' in page
    log = (tmp_path / "serve.log").read_text("utf-8")
    assert log.count("Detected file changes") == 1, log
    assert "WARNING" not in log, log
    assert [path.name for path in (tmp_path / ".cache/visits").iterdir() if path.suffix == ".json"] == []
