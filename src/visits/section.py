"""The settings of the build: `extra.visits` in mkdocs.yml, and the variables that go before it."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs.config import config_options as c
from mkdocs.config.base import Config, ValidationError

from visits import places
from visits.site import Baseline, Invalid
from visits.stores import ACCEPTED, shown

_ENVIRONMENT = {
    "endpoint": "VISITS_ENDPOINT",
    "snapshot": "VISITS_SNAPSHOT",
    "since": "VISITS_SINCE",
    "baseline": "VISITS_BASELINE",
}


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
class BuildSettings:
    """What is asked for; see `VisitsSection`."""

    since: str
    baseline: Baseline
    endpoint: str
    snapshot: str


class Section:
    """Reads the section, and reports what is wrong with it, by place or by variable; a wrong value counts as not given.

    Args:
        given: what stands under `extra.visits`.
        file: mkdocs.yml.
        warn: is told what is wrong, a line each.
    """

    def __init__(self, given: object, file: Path, warn: Callable[[str], None]) -> None:
        self._given = given
        self._path = file
        self._warn = warn
        self._from: dict[tuple[str, ...], str] = {}
        self._told = set[tuple[str, ...]]()

    def settings(self) -> BuildSettings | None:
        """What is asked for; None where it is not said since when."""
        given = self._given
        if not isinstance(given, dict):
            self.tell((), f"{given!r} is no section. Begin one with `since: 2019-07`.")
            given = {}
        section = VisitsSection(str(self._path))
        self._load(section, given | self._of_environment(), ())
        if section.since is None:
            if isinstance(self._given, dict):
                self.tell(("since",), "is missing. Give the month from which visits are told, such as 2019-07.")
            return None
        return BuildSettings(section.since, self._baseline(section), section.endpoint, section.snapshot)

    def tell(self, key: tuple[str, ...], message: str, *, is_key: bool = False) -> None:
        """Warn of a setting's value, or of its key; once, of what is wrong first."""
        if key in self._told:
            return
        self._told.add(key)
        place = places.shown_setting(self._path, "extra", "visits", *key, key=is_key)
        name = ".".join(("extra.visits", *key))
        self._warn(f"{self._from.get(key) or f'{place}: {name}'}: {message}")

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
