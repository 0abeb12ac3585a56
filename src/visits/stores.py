"""Which store an address names."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from visits.site import Invalid
from visits.store import Store

ACCEPTED = (
    "sqlite:///visits.sqlite3 (a file beside where the counter is started), sqlite:////var/lib/visits.sqlite3,"
    " redis://host:6379/0, rediss://host:6379/0, valkey://host:6379/0, unix:///run/valkey.sock"
    " or sentinel://host:26379,host:26379/NAME/0"
)
_SERVERS = ("redis", "rediss", "valkey", "unix", "sentinel")


def open_store(url: str, site: str, *, begin: bool = True, mend: bool = True) -> Store:
    """The store at an address.

    Args:
        url: of the store, as in `ACCEPTED`.
        site: the site's address, whose visits are kept there.
        begin: whether counting begins at zero where nothing is kept there.
        mend: whether a damaged file is mended; else it is left alone.

    Raises:
        Invalid: where the address is none of a store; the message says which are, and holds no password.
    """
    scheme, colon, rest = url.partition("://")
    if colon and scheme == "sqlite" and rest.startswith("/") and rest.strip("/") and not rest.endswith("/"):
        from visits.sqlite import SqliteStore

        return SqliteStore(Path(rest[1:]), begin=begin, mend=mend)
    if colon and scheme in _SERVERS and rest.strip("/"):
        from visits.valkey import ValkeyStore  # here, so that SQLite does without the client

        return ValkeyStore(url, site, begin=begin)
    raise Invalid(f"{shown(url)!r} names no store. Give {ACCEPTED}.")


def shown(url: str) -> str:
    """The address of a store as it may be seen: without a name, a password, or a query, which may hold one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "…"
    if parts.scheme == "sqlite":
        return url
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
