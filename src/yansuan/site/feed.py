"""The feeds: RSS 2.0 with the full text of every note (`content:encoded`), and the same as JSON Feed 1.1.

https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/modules/content/,
https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urljoin

from feedgenerator import Rss201rev2Feed

from yansuan.site.cards import Tag

RSS, JSON = "feed.xml", "feed.json"
LENGTH = 20
"""How many notes a feed has, the latest ones: a reader of feeds fetches it again and again."""

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
    """A note in the feed; `url` is relative to the site, `content` is HTML with whole addresses, as is `image`."""

    title: str
    url: str
    date: dt.date
    description: str
    content: str
    tags: tuple[str, ...] = ()
    time: dt.time = dt.time()
    zone: dt.tzinfo = dt.UTC
    updated: dt.date | None = None
    image: str | None = None
    language: str = ""

    @property
    def published(self) -> dt.datetime:
        """When it was published."""
        return dt.datetime.combine(self.date, self.time, self.zone)

    @property
    def modified(self) -> dt.datetime | None:
        """The beginning of the day on which it was last changed."""
        return dt.datetime.combine(self.updated, dt.time(), self.zone) if self.updated else None


def address_of(slug: str) -> str:
    """The feed of a tag, of the name that it has in addresses."""
    return f"feeds/{slug}.xml"


def all_feeds(channel: Channel, entries: Sequence[Entry], tags: Sequence[Tag], title: str) -> dict[str, str]:
    """The site's feeds by their addresses: of all notes in two forms, and of each tag that has one.

    Args:
        channel: of the feed of all notes.
        entries: all notes, the newest first.
        tags: each once.
        title: what the feed of a tag is called, with `{tag}` in it.
    """
    made = {RSS: write(channel, entries[:LENGTH]), JSON: write_json(channel, entries[:LENGTH])}
    for tag in tags:
        if tag.feed:
            address = urljoin(channel.site_url, quote(tag.feed))
            own = replace(channel, title=title.format(tag=tag.name), feed_url=address)
            made[tag.feed] = write(own, [entry for entry in entries if tag.name in entry.tags][:LENGTH])
    return made


def write_json(channel: Channel, entries: Sequence[Entry]) -> str:
    """The same as JSON Feed."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.site_url,
        "feed_url": urljoin(channel.feed_url, JSON),
        "description": channel.description,
        "language": channel.language,
        "authors": [{"name": channel.author}],
        "items": [_item(channel, entry) for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _item(channel: Channel, entry: Entry) -> dict[str, Any]:
    url = urljoin(channel.site_url, entry.url)
    return {
        "id": url,
        "url": url,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.description,
        "date_published": entry.published.isoformat(),
        **({"date_modified": entry.modified.isoformat()} if entry.modified else {}),
        **({"image": entry.image} if entry.image else {}),
        **({"tags": list(entry.tags)} if entry.tags else {}),
        **({"language": entry.language} if entry.language else {}),
    }


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
        pubdate=entry.published,
        updateddate=entry.modified,
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
