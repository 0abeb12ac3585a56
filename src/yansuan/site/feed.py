"""The feed: RSS 2.0 with the full text of every note (`content:encoded`).

https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/modules/content/
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from feedgenerator import Rss201rev2Feed

CHINA = dt.timezone(dt.timedelta(hours=8))
"""Notes are dated by the day, in China."""

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Channel:
    """What the feed says of itself; `site_url` and `feed_url` are whole addresses."""

    title: str
    description: str
    author: str
    site_url: str
    feed_url: str
    copyright: str | None = None
    language: str = "zh-CN"


@dataclass(frozen=True)
class Entry:
    """A note in the feed; `url` is relative to the site, `content` is HTML with whole addresses."""

    title: str
    url: str
    date: dt.date
    description: str
    content: str
    tags: tuple[str, ...] = ()
    time: dt.time = dt.time()
    updated: dt.date | None = None


def write(channel: Channel, entries: Sequence[Entry]) -> str:
    """The feed as XML, its entries in the order given.

    Its date is that of the newest note, so that a build which changes nothing changes no byte.
    """
    feed = _FullText(
        title=channel.title,
        link=channel.site_url,
        description=channel.description,
        language=channel.language,
        feed_url=channel.feed_url,
        feed_copyright=channel.copyright,
    )
    for entry in entries:
        _add(feed, channel, entry)
    return str(feed.writeString("utf-8"))


def _add(feed: _FullText, channel: Channel, entry: Entry) -> None:
    url = urljoin(channel.site_url, entry.url)
    feed.add_item(
        title=_clean(entry.title),
        link=url,
        description=_clean(entry.description),
        author_name=channel.author,
        pubdate=dt.datetime.combine(entry.date, entry.time, CHINA),
        updateddate=dt.datetime.combine(entry.updated, dt.time(), CHINA) if entry.updated else None,
        unique_id=url,
        unique_id_is_permalink=True,
        categories=entry.tags,
        content=_clean(entry.content),
    )


def _clean(words: str) -> str:
    """XML 1.0 has no way to write these characters."""
    return _FORBIDDEN.sub("", words)


class _FullText(Rss201rev2Feed):  # type: ignore[misc]  # the library has no types
    """The library's RSS leaves out the content that its items have."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])
        if updated := item["updateddate"]:  # which RSS has no element for; the channel names Atom's for its own address
            handler.addQuickElement("atom:updated", updated.isoformat())
