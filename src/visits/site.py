"""What the counter knows of the site: its address, its pages, since when it has been counted, and from what number.

The build writes it into the site as `visits.json`, so that a counter needs nothing but the site's folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlsplit

FILE = "visits.json"
T = TypeVar("T")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class Invalid(ValueError):
    """What was given is not a site.  The message is one line: what is wrong, what to do."""


@dataclass(frozen=True)
class Baseline:
    """What had been counted elsewhere before: so many visits, until a date, and who says so."""

    value: int
    as_of: date
    source: str

    def __post_init__(self) -> None:
        if self.value < 0:
            raise Invalid(f"baseline: {self.value} visits cannot be. Give 0 or more.")
        if self.value and not self.source.strip():
            raise Invalid("baseline: a number without a source. Say where it comes from.")


@dataclass(frozen=True)
class Site:
    """A site that is counted.

    Args:
        url: its address, which ends in a slash, as `https://zququ.github.io/`.
        since: the month from which its visits are told, as `2019-07`.
        baseline: what the counting begins with.
        pages: titles by path; a path begins and ends with a slash and does not hold that of `url`.
    """

    url: str
    since: str
    baseline: Baseline
    pages: Mapping[str, str]

    def __post_init__(self) -> None:
        if not self.url.endswith("/") or not self.origin:
            raise Invalid(f"url: {self.url!r} is no address of a site. Give one such as https://example.org/.")
        if not _MONTH.fullmatch(self.since):
            raise Invalid(f"since: {self.since!r} is no month. Give one such as 2019-07.")
        if wrong := next((path for path in self.pages if not path.startswith("/")), None):
            raise Invalid(f"pages: {wrong!r} does not begin with a slash.")

    @cached_property
    def origin(self) -> str:
        """What a browser sends as `Origin` from the site's pages; empty where the address has none."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}".lower() if parts.scheme in ("http", "https") and parts.netloc else ""

    def to_json(self) -> str:
        """The site as the text of `visits.json`."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=date.isoformat) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Site:
        """A site from the text of `visits.json`.

        Raises:
            Invalid: with what is wrong, where it is no such text.
        """
        try:
            read: Any = json.loads(text)
            baseline = read["baseline"]
            return cls(
                url=_typed(read["url"], str),
                since=_typed(read["since"], str),
                baseline=Baseline(
                    _typed(baseline["value"], int),
                    date.fromisoformat(baseline["as_of"]),
                    _typed(baseline["source"], str),
                ),
                pages={path: _typed(title, str) for path, title in _typed(read["pages"], dict).items()},
            )
        except Invalid:
            raise
        except KeyError as error:
            raise Invalid(f"{error.args[0]!r} is missing. Build the site again.") from error
        except (ValueError, TypeError) as error:
            raise Invalid(f"not what the build writes ({error}). Build the site again.") from error


def _typed(value: Any, kind: type[T]) -> T:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
