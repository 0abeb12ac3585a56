"""The time zone of a site: that of times that notes say without one."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yansuan.words import Words

_OFFSET = re.compile(r"([+-])(\d\d):?([0-5]\d)")


def zone_of(words: Words) -> tzinfo:
    """That of a site that says none: China's where it is in Chinese, else UTC."""
    return timezone(timedelta(hours=8)) if words.language == "zh" else UTC


def read_zone(value: object) -> tzinfo | None:
    """A zone as a site names it: `Europe/Berlin`, or `"+02:00"` all year; None where it is neither."""
    if not isinstance(value, str):
        return None
    if offset := _OFFSET.fullmatch(value):
        minutes = 60 * int(offset[2]) + int(offset[3])
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes)) if minutes < 24 * 60 else None
    try:
        return UTC if value == "UTC" else ZoneInfo(value)
    except (ZoneInfoNotFoundError, OSError, ValueError):  # none of that name; a folder of them; a path
        return None
