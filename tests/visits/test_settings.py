"""Settings: command line before environment before default; each wrong one says which, what, and gives an example."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping
from dataclasses import fields
from ipaddress import ip_network
from pathlib import Path
from types import MappingProxyType

import pytest

from visits.app import Proxy
from visits.limits import Limits
from visits.settings import SETTINGS, Listen, Setting, Settings, add_settings, read_settings
from visits.site import Invalid
from visits.stores import open_store, shown


def read(environment: Mapping[str, str] = MappingProxyType({}), /, **given: str) -> Settings:
    return read_settings(given, environment)


def test_defaults() -> None:
    settings = read()
    assert settings == Settings(
        site=Path("site"),
        store="sqlite:///visits.sqlite3",
        listen=Listen("127.0.0.1", 8081),
        origins=(),
        proxies=(),
        rate=4,
        burst=20,
        read_rate=20,
        read_burst=60,
        cap=2000,
        threads=32,
        new=False,
    )
    assert settings.limits == Limits()


def test_the_command_line_beats_the_environment_beats_the_default() -> None:
    environment = {"VISITS_SITE": "/srv/a", "VISITS_RATE": "0.5", "PATH": "/bin"}
    assert read(environment).site == Path("/srv/a")
    assert read(environment, site="/srv/b").site == Path("/srv/b")
    assert read(environment, site="/srv/b").rate == 0.5
    assert read({"VISITS_SITE": "/srv/a"}, site="/srv/b", listen="[::1]:0").listen == Listen("::1", 0)


def test_each_setting_stands_once_and_is_in_the_help() -> None:
    assert [setting.name for setting in SETTINGS] == [field.name for field in fields(Settings)]
    parser = argparse.ArgumentParser()
    add_settings(parser, [setting.name for setting in SETTINGS])
    text = " ".join(parser.format_help().split())
    for setting in SETTINGS:
        for part in (setting.flag, setting.variable, setting.help, setting.example, setting.default):
            joined = re.sub(r"- ", "-", text)  # argparse breaks lines after hyphens
            assert " ".join(part.split()) in text or part in joined, f"{setting.name}: {part}"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_examples_can_be_given(setting: Setting) -> None:
    assert getattr(read(**{setting.name: setting.example}), setting.name) == setting.parse(setting.example)


@pytest.mark.parametrize(
    ("written", "listen", "shown_as"),
    [
        ("127.0.0.1:0", Listen("127.0.0.1", 0), "http://127.0.0.1:0"),
        ("localhost:80", Listen("127.0.0.1", 80), "http://127.0.0.1:80"),
        ("0.0.0.0:65535", Listen("0.0.0.0", 65_535), "http://0.0.0.0:65535"),
        ("[::1]:8081", Listen("::1", 8081), "http://[::1]:8081"),
        ("unix:/run/visits.sock", Listen(socket="/run/visits.sock"), "unix:/run/visits.sock"),
        ("unix:visits.sock", Listen(socket="visits.sock"), "unix:visits.sock"),
    ],
)
def test_where_to_listen(written: str, listen: Listen, shown_as: str) -> None:
    assert read(listen=written).listen == listen
    assert str(listen) == shown_as


@pytest.mark.parametrize(
    ("written", "proxies"),
    [
        ("", ()),
        ("127.0.0.1", (ip_network("127.0.0.1/32"),)),
        ("127.0.0.1, ::1,unix", (ip_network("127.0.0.1/32"), ip_network("::1/128"), "unix")),
        ("10.0.0.0/8 2001:db8::/32", (ip_network("10.0.0.0/8"), ip_network("2001:db8::/32"))),
    ],
)
def test_proxies(written: str, proxies: tuple[Proxy, ...]) -> None:
    assert read(proxies=written).proxies == proxies


@pytest.mark.parametrize(
    ("written", "origins"),
    [
        ("https://Example.org/", ("https://example.org",)),
        ("https://example.org:443,http://example.org:80", ("https://example.org", "http://example.org")),
        ("http://127.0.0.1:8000, http://[::1]:8000", ("http://127.0.0.1:8000", "http://[::1]:8000")),
    ],
)
def test_origins_as_browsers_write_them(written: str, origins: tuple[str, ...]) -> None:
    assert read(origins=written).origins == origins


WRONG = [
    *[("listen", one) for one in ("", "8081", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", ":80")],
    *[("listen", one) for one in ("::1:8081", "[127.0.0.1]:80", "example.org:80", "unix:", "unix:/run/", "1.2.3:80")],
    *[("origins", one) for one in ("example.org", "ftp://example.org", "https://", "https://example.org/notes/")],
    *[("origins", one) for one in ("https://a.org,*", "https://a:x", "https://me@a.org", "https://a.org/?b", "null")],
    *[("proxies", one) for one in ("nginx", "10.0.0.1/8", "256.0.0.1", "unix:/run/x", "127.0.0.1;::1", "*")],
    *[("rate", one) for one in ("", "0", "-1", "many", "nan", "inf", "1e-320")],
    *[("cap", one) for one in ("0", "1e999")],
    *[("read_rate", one) for one in ("0", "four")],
    *[("burst", one) for one in ("0", "1.5", "-3", "", "1000000000")],
    *[("read_burst", one) for one in ("0", "x")],
    *[("threads", one) for one in ("0", "257", "eight", "١")],
    ("store", "visits.sqlite3"),
    ("site", ""),
]


@pytest.mark.parametrize(("name", "written"), WRONG)
def test_what_is_wrong_is_said_by_the_name_that_was_used(name: str, written: str) -> None:
    setting = next(setting for setting in SETTINGS if setting.name == name)
    for label, error in (
        (setting.flag, pytest.raises(Invalid, match=f"^{setting.flag}: ")),
        (setting.variable, pytest.raises(Invalid, match=f"^{setting.variable}: ")),
    ):
        with error as raised:
            read(**{name: written}) if label == setting.flag else read({setting.variable: written})
        message = str(raised.value)
        assert message.startswith(f"{label}: {written!r} ")
        assert setting.example in message
        assert "\n" not in message


@pytest.mark.parametrize(
    ("name", "meant"),
    [("VISITS_LISTENS", "VISITS_LISTEN"), ("VISITS_PROXY", "VISITS_PROXIES"), ("VISITS_ORIGIN", "VISITS_ORIGINS")],
)
def test_an_unknown_variable_is_an_error_that_names_the_nearest(name: str, meant: str) -> None:
    with pytest.raises(Invalid, match=f"^{name}: .*{meant}"):
        read({name: "x"})


def test_one_that_resembles_none_is_told_all() -> None:
    with pytest.raises(Invalid, match="VISITS_THREADS"):
        read({"VISITS_QQQQQQQ": "x"})


def test_the_builds_own_are_let_be() -> None:
    names = ("VISITS_ENDPOINT", "VISITS_SNAPSHOT", "VISITS_BASELINE", "VISITS_SINCE")
    assert read(dict.fromkeys(names, "x")) == read()


@pytest.mark.parametrize(
    "url", ["", "visits.sqlite3", "sqlite://", "sqlite:///", "sqlite://host/x", "postgres://a/b", "redis://", "mysql:"]
)
def test_what_names_no_store(url: str) -> None:
    with pytest.raises(Invalid, match=r"sqlite:///.*redis://.*valkey://"):
        open_store(url, "https://example.org/")


def test_a_path_is_relative_after_three_slashes_and_absolute_after_four(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for url in ("sqlite:///near.sqlite3", f"sqlite:///{tmp_path}/far.sqlite3"):
        store = open_store(url, "https://example.org/")
        store.salts(20_000)
        store.close()
    assert (tmp_path / "near.sqlite3").exists()
    assert (tmp_path / "far.sqlite3").exists()


def test_passwords_are_not_shown() -> None:
    for url in ("redis://user:secret@host:6379/0", "rediss://:secret@host/0?password=secret", "redis://[secret"):
        assert "secret" not in shown(url)
        assert "user" not in shown(url)
    assert shown("redis://user:secret@host:6379/0") == "redis://host:6379/0"
    assert shown("sqlite:////var/lib/visits.sqlite3") == "sqlite:////var/lib/visits.sqlite3"
    with pytest.raises(Invalid) as raised:
        open_store("postgres://user:secret@host/visits", "https://example.org/")
    assert "secret" not in str(raised.value)
