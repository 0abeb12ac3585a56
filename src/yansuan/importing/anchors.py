"""The ids of headings: each system makes other ones, and links to them are led to ours."""

from __future__ import annotations

import re
from urllib.parse import unquote

from pymdownx.slugs import slugify

from yansuan.read.source import fence_after

_HEADING = re.compile(r"#{1,6}[ \t]*(.+?)[ \t]*#*[ \t]*")
_ID = re.compile(r"[ \t]*\{:?[^{}]*#([\w:.-]+)[^{}]*\}")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_make = slugify(case="lower")


def of_text(body: str) -> dict[str, str]:
    """Our ids of the headings of a text, by what others make of the same headings once it is stripped of all signs."""
    found, fence = dict[str, str](), ""
    for line in body.split("\n"):
        before, fence = fence, fence_after(line, fence)
        match = None if before or fence else _HEADING.fullmatch(line)
        if match is None:
            continue
        named = _ID.search(match[1])
        words = re.sub(r"[*`]|<[^<>]*>", "", _LINK.sub(r"\1", _ID.sub("", match[1])))
        ours = named[1] if named else _make(words, "-")
        for key in (named[1] if named else words, words, re.sub(r"^[^A-Za-z]+", "", words)):
            if stripped := _stripped(key):
                found.setdefault(stripped, ours)
    return found


def led(fragment: str, anchors: dict[str, str]) -> str:
    """A fragment, `#` included, as it is called here; as it was where no heading is meant by it."""
    written = unquote(fragment.removeprefix("#"))
    if not written or written in anchors.values():
        return fragment
    ours = anchors.get(_stripped(written))
    return f"#{ours}" if ours else fragment


def _stripped(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
