"""Visitor keys: who is the same, and that nothing leads back."""

from __future__ import annotations

import pytest

from visits.store import VisitorKey
from visits.visitor import network, visitor_keys

SALTS = {10: b"\1" * 32, 11: b"\2" * 32, 12: b"\3" * 32}


def keys(**changed: str) -> tuple[VisitorKey, ...]:
    who = {"site": "https://a.example/", "address": "203.0.113.7", "agent": "Firefox", "path": "/a/", **changed}
    return visitor_keys(SALTS, 11, **who)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_network(address: str, expected: str) -> None:
    assert network(address) == expected


@pytest.mark.parametrize("address", ["", "unknown", "203.0.113.7:80", "203.0.113", "203.0.113.07", "a.example"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        network(address)


def test_the_days_own_key_comes_first_then_the_newest() -> None:
    assert [key.day for key in keys()] == [11, 12, 10]
    assert {len(part) for key in keys() for part in (key.site, key.page)} == {16}


@pytest.mark.parametrize("changed", [{"site": "https://b.example/"}, {"address": "203.0.113.8"}, {"agent": "Safari"}])
def test_another_visitor_has_no_key_in_common(changed: dict[str, str]) -> None:
    ours = {part for key in keys() for part in (key.site, key.page)}
    theirs = {part for key in keys(**changed) for part in (key.site, key.page)}
    assert len(ours) == 6
    assert not ours & theirs


def test_another_page_changes_the_pages_key_only() -> None:
    for one, other in zip(keys(), keys(path="/b/"), strict=True):
        assert one.site == other.site
        assert one.page != other.page


def test_the_parts_do_not_run_into_each_other() -> None:
    assert keys(site="https://a.example/", agent="x") != keys(site="https://a.example/203.0.113.7", agent="x")
