"""Other hosts, from which no page fetches anything unless the site allows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

IN_STYLE = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])((?:https?:)?//[^\s"'()<>]+)""", re.IGNORECASE)
"""An address of another host in a style sheet."""


@dataclass(frozen=True)
class Hosts:
    """The hosts that a site allows, with those below them; None where it allows all."""

    allowed: Sequence[str] | None = ()

    def foreign(self, address: str) -> str | None:
        """The host from which an address would be fetched without leave."""
        try:
            parts = urlsplit(address)
        except ValueError:  # "https://[x"
            return None
        host = parts.hostname
        if self.allowed is None or not host or parts.scheme not in ("", "http", "https"):
            return None
        return None if any(host == one or host.endswith(f".{one}") for one in self.allowed) else host

    def in_style(self, css: str) -> Iterator[tuple[str, str, int]]:
        """From what hosts a style sheet would fetch, by what addresses, and where these stand in it."""
        for match in IN_STYLE.finditer(css):
            if host := self.foreign(match[1]):
                yield host, match[1], match.start(1)


def not_allowed(host: str, address: str, docs: str = "") -> str:
    """What is said of an address that is fetched without leave.

    Args:
        host: where it is.
        address: the whole.
        docs: the folder of the site's pages; its name is said where it is known.
    """
    where = f"into {docs}/" if docs else "beside the site's pages"
    return (
        f"{address} would be fetched from another host. Put the file {where} and write its name, or allow the host"
        f" in mkdocs.yml, by 'hosts: [{host}]' under the plugin yansuan."
    )
