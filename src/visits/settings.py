"""What the counter is told when it is started: each setting once, for the command line, the environment and the help.

The command line comes before the environment, and that before the default.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from visits.app import Proxy
from visits.limits import Limits
from visits.site import Invalid
from visits.stores import ACCEPTED, shown

OF_THE_BUILD = ("VISITS_ENDPOINT", "VISITS_SNAPSHOT", "VISITS_BASELINE", "VISITS_SINCE")  # section.py reads these


@dataclass(frozen=True)
class Listen:
    """Where to listen: an IP address and a port (0: a free one), or the path of a Unix socket."""

    host: str = ""
    port: int = 0
    socket: str = ""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"unix:{self.socket}" if self.socket else f"http://{host}:{self.port}"


@dataclass(frozen=True)
class Settings:
    """The settings of `python -m visits`; `SETTINGS` says what each is."""

    site: Path
    store: str
    listen: Listen
    origins: tuple[str, ...]
    proxies: tuple[Proxy, ...]
    rate: float
    burst: int
    read_rate: float
    read_burst: int
    cap: float
    threads: int
    new: bool

    @property
    def limits(self) -> Limits:
        """The limits among them."""
        return Limits(self.rate, self.burst, self.read_rate, self.read_burst, self.cap)


@dataclass(frozen=True)
class Setting:
    """One setting.

    Args:
        name: of the field in `Settings`; the flag and the variable are made from it.
        default: as it would be written on the command line.
        help: what it is, for `--help`.
        parse: from what was written to the field; raises `ValueError` with what is wrong.
        example: of what may be written.
    """

    name: str
    default: str
    help: str
    parse: Callable[[str], Any]
    example: str

    @property
    def flag(self) -> str:
        """As on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """As in the environment."""
        return "VISITS_" + self.name.upper()

    @property
    def explained(self) -> str:
        """As in `--help`."""
        default = f"default: {self.default}" if self.default else "default: none"
        return f"{self.help} For example {self.example}. (${self.variable}; {default})".replace("%", "%%")


def _listen(written: str) -> Listen:
    if written.startswith("unix:"):
        path = written.removeprefix("unix:")
        if not path or path.endswith("/"):
            raise ValueError("names no socket")
        return Listen(socket=path)
    host, _, port = written.rpartition(":")
    if not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65_535:
        raise ValueError("has no port from 0 to 65535 after the last colon")
    bracketed = host.startswith("[") and host.endswith("]")
    try:
        parsed = ip_address("127.0.0.1" if host == "localhost" else host[1:-1] if bracketed else host)
    except ValueError:
        raise ValueError("has no IP address before the last colon") from None
    if (parsed.version == 6) != bracketed:
        raise ValueError("is not how such an address is written: IPv6 in brackets, IPv4 without")
    return Listen(str(parsed), int(port))


def _origins(written: str) -> tuple[str, ...]:
    return tuple(map(_origin, _listed(written)))


def _origin(written: str) -> str:
    parts = urlsplit(written)
    port = parts.port  # raises ValueError
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(f"holds {written!r}, which is no origin")
    if parts.query or parts.fragment or parts.username is not None:
        raise ValueError(f"holds {written!r}, which is more than an origin")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    # As a browser writes it: in lower case, without the port that is meant anyway.
    own = port is None or port == {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if own else f":{port}")


def _proxies(written: str) -> tuple[Proxy, ...]:
    return tuple("unix" if one == "unix" else ip_network(one) for one in _listed(written))


def _listed(written: str) -> list[str]:
    return re.split(r"[,\s]+", written.strip(", \t\n")) if written.strip(", \t\n") else []


def _rate(written: str) -> float:
    try:
        rate = float(written)
    except ValueError:
        raise ValueError("is no number") from None
    if not 0.001 <= rate <= 1_000_000:  # NaN is not either
        raise ValueError("is not from 0.001 to 1000000")
    return rate


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(written: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", written) or not least <= int(written) <= most:
            raise ValueError(f"is no whole number from {least} to {most}")
        return int(written)

    return parse


def _yes(written: str) -> bool:
    if written not in ("yes", "no"):
        raise ValueError("is neither yes nor no")
    return written == "yes"


def _store(written: str) -> str:
    if "://" not in written:
        raise ValueError("has no :// in it")
    return written


def _folder(written: str) -> Path:
    if not written:
        raise ValueError("names no folder")
    return Path(written)


SETTINGS = (
    Setting("site", "site", "Folder of the built site; its visits.json tells the pages.", _folder, "/srv/site"),
    Setting("store", "sqlite:///visits.sqlite3", f"Where visits are kept: {ACCEPTED}.", _store, "redis://127.0.0.1/0"),
    Setting(
        "listen",
        "127.0.0.1:8081",
        "Where to listen: address:port ([::1]:8081 for IPv6; port 0 takes a free one) or unix:path.",
        _listen,
        "127.0.0.1:8081",
    ),
    Setting(
        "origins",
        "",
        "From whose pages views are taken, comma-separated; none given, from the site's own.",
        _origins,
        "https://example.org,https://www.example.org",
    ),
    Setting(
        "proxies",
        "",
        "Whose X-Forwarded-For is believed, comma-separated: addresses, networks, and unix for a Unix socket."
        " List the web server in front, else all visitors look like one.",
        _proxies,
        "127.0.0.1,10.0.0.0/8,unix",
    ),
    Setting("rate", "4", "Hits a second from one network (an IPv4 address or an IPv6 /64).", _rate, "4"),
    Setting("burst", "20", "Hits at once from one network after a pause.", _whole(1, 100_000), "20"),
    Setting("read_rate", "20", "Numbers read a second by one network.", _rate, "20"),
    Setting("read_burst", "60", "Numbers read at once by one network after a pause.", _whole(1, 100_000), "60"),
    Setting("cap", "2000", "Hits and reads a second by all together.", _rate, "2000"),
    Setting(
        "threads",
        "32",
        "Questions answered at the same moment; hits have two threads more, which answer them together.",
        _whole(1, 256),
        "32",
    ),
    Setting(
        "new",
        "no",
        "Whether counting may begin at zero where the store is not there; else that is told, as a name may be wrong"
        " or a disk not mounted. The verb `new` does the same once.",
        _yes,
        "yes",
    ),
)


def add_settings(parser: argparse.ArgumentParser, names: Collection[str]) -> None:
    """Give a parser the settings of these names.  They are read by `read_settings`, so that errors are alike."""
    group = parser.add_argument_group("settings", "Each may also be given by an environment variable.")
    for setting in SETTINGS:
        if setting.name in names:
            metavar = setting.name.rpartition("_")[2].upper()
            bare: dict[str, Any] = {"nargs": "?", "const": "yes"} if setting.parse is _yes else {}
            group.add_argument(setting.flag, dest=setting.name, metavar=metavar, help=setting.explained, **bare)


def read_settings(given: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    """The settings from what the command line gave (by name; None or absent: nothing), the environment, the defaults.

    Raises:
        Invalid: with the name as it was given, what was given, what is wrong, and an example.
    """
    _refuse_unknown(environment)
    return Settings(**{setting.name: _read(setting, given, environment) for setting in SETTINGS})


def _read(setting: Setting, given: Mapping[str, Any], environment: Mapping[str, str]) -> Any:
    name, written = setting.flag, given.get(setting.name)
    if written is None:
        name, written = setting.variable, environment.get(setting.variable, setting.default)
    try:
        return setting.parse(written)
    except ValueError as error:
        seen = shown(written) if setting.name == "store" else written
        raise Invalid(f"{name}: {seen!r} {error}. Give for example {setting.example}.") from None


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = [setting.variable for setting in SETTINGS]
    for name in environment:
        if name.startswith("VISITS_") and name not in known and name not in OF_THE_BUILD:
            near = get_close_matches(name.removeprefix("VISITS_"), [one.removeprefix("VISITS_") for one in known], 1)
            meant = f"Is VISITS_{near[0]} meant?" if near else f"There are {', '.join(known)}."
            raise Invalid(f"{name}: there is no such setting. {meant}")
