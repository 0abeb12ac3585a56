"""visits.json: what the build tells the counter."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from visits.site import Baseline, Invalid, Site

SITE = Site("https://a.example/notes/", "2019-07", Baseline(12, date(2026, 11, 1), "旧的计数器"), {"/": "首页"})


def test_round_trip() -> None:
    assert Site.from_json(SITE.to_json()) == SITE
    assert "首页" in SITE.to_json()
    assert SITE.origin == "https://a.example"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"url": "https://a.example"}, "url"),
        ({"url": "/"}, "url"),
        ({"url": 3}, "3"),
        ({"since": "July 2019"}, "since"),
        ({"since": "2019-13"}, "since"),
        ({"baseline": {"value": -1, "as_of": "2026-11-01", "source": "x"}}, "-1"),
        ({"baseline": {"value": 1, "as_of": "2026-11-01", "source": " "}}, "source"),
        ({"baseline": {"value": True, "as_of": "2026-11-01", "source": "x"}}, "True"),
        ({"baseline": {"value": 1, "as_of": "yesterday", "source": "x"}}, "yesterday"),
        ({"baseline": {"value": 1, "source": "x"}}, "as_of"),
        ({"baseline": None}, "None"),
        ({"pages": ["/"]}, "list|dict"),
        ({"pages": {"a/": "x"}}, "a/"),
        ({"pages": {"/a/": None}}, "None"),
    ],
)
def test_what_is_wrong_is_told(change: dict[str, Any], told: str) -> None:
    with pytest.raises(Invalid, match=told):
        Site.from_json(json.dumps({**json.loads(SITE.to_json()), **change}))


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "<html>", '{"url": "https://a.example/"}'])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        Site.from_json(text)
