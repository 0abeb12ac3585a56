"""Who is the same visitor: a key made from the address and the browser's name under a salt that lives for two days.

Nothing here is kept: the key is, and without the salt nobody can tell from it who it was.  Two people behind one
address with the same browser are one visitor; one person with two addresses is two.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import AF_INET, inet_pton

from visits.store import VisitorKey

KEY_BYTES = 16


@lru_cache(maxsize=4096)  # a page's requests come together; in memory only
def network(address: str) -> str:
    """What of an address tells visitors apart: an IPv4 address whole, of an IPv6 address the first 64 bits.

    A household has a /64, and its machines change the rest daily.  An IPv4 address in IPv6 clothes is an IPv4 address.

    Raises:
        ValueError: where it is no address.
    """
    parsed = parsed_address(address)
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(IPv6Network((parsed, 64), strict=False))
        parsed = parsed.ipv4_mapped
    return str(parsed)


def parsed_address(address: str) -> IPv4Address | IPv6Address:
    """An address, without its zone.  Raises `ValueError` where it is none."""
    with suppress(OSError):
        return IPv4Address(inet_pton(AF_INET, address))  # a quarter of what reading it in Python takes
    return ip_address(address.partition("%")[0])


def visitor_keys(
    salts: Mapping[int, bytes], day: int, site: str, address: str, agent: str, path: str
) -> tuple[VisitorKey, ...]:
    """The keys of a visitor to a page under each living salt, the day's own first, then the newest.

    Args:
        salts: 32 bytes by day; the day's own is among them.
        day: of the view.
        site: the site's address, so that one counter's keys mean nothing to another.
        address: the visitor's.
        agent: the User-Agent as it was sent.
        path: of the page.
    """
    visitor = "\0".join((site, network(address), agent)).encode("utf-8", "surrogateescape")
    days = sorted(salts, key=lambda other: (other != day, -other))
    return tuple(_key(other, salts[other], visitor, path) for other in days)


def _key(day: int, salt: bytes, visitor: bytes, path: str) -> VisitorKey:
    # Not `hmac.digest`: that lets other threads run meanwhile, and to be let in again takes longer than this.
    whole = hmac.new(salt, visitor, "sha256").digest()
    page = hmac.new(whole, path.encode(), "sha256").digest()  # from the whole: the 16 bytes kept do not lead to it
    return VisitorKey(day, whole[:KEY_BYTES], page[:KEY_BYTES])
