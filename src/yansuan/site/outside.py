"""What others get of a site: its feeds, and what its pages are, for search engines and previews."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin

from yansuan.page import Html
from yansuan.site import feed, linked
from yansuan.site.cards import Card, Series, Tag
from yansuan.theme.face import Face
from yansuan.words import Words

_TAG = re.compile(r"<[^>]*>")

ROBOTS, MANIFEST = "robots.txt", "site.webmanifest"


def robots(site_url: str) -> str:
    """What a site says to programs that read it for others: all of it, and where all addresses stand."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {urljoin(site_url, 'sitemap.xml')}\n"


def manifest(name: str, icon: str) -> str:
    """What a phone reads that puts the site on its home screen; `icon` is a square PNG, relative to the site."""
    icons = [{"src": icon, "sizes": "512x512", "type": "image/png"}]
    return json.dumps({"name": name, "start_url": ".", "display": "browser", "icons": icons}, ensure_ascii=False)


@dataclass(frozen=True)
class Outside:
    """A site as others see it.

    Args:
        url: its whole address.
        copyright: HTML.
        language: its tag.
    """

    name: str
    url: str
    author: str
    description: str
    copyright: str
    language: str
    face: Face
    words: Words

    def feeds(self, cards: Sequence[Card], tags: Sequence[Tag], content: Callable[[Card], str]) -> dict[str, str]:
        """All feeds, by their addresses.

        Args:
            cards: the notes, the newest first.
            tags: each once.
            content: a note as feed readers can show it.
        """
        licence = self.face.licence[0] if self.face.licence else None
        channel = feed.Channel(
            title=self.name,
            description=self.description or self.name,
            author=self.author,
            site_url=self.url,
            feed_url=urljoin(self.url, feed.RSS),
            copyright=_TAG.sub("", self.copyright) or licence,
            language=self.language,
        )
        shown = list(cards[: feed.LENGTH])
        shown += [card for card in cards[feed.LENGTH :] if any(tag.feed for tag in card.tags)]
        title = self.words.open("frame.feed-title").replace("{site}", self.name)
        return feed.all_feeds(channel, [self._entry(card, content(card)) for card in shown], tags, title)

    def _entry(self, card: Card, content: str) -> feed.Entry:
        image = urljoin(self.url, card.cover.url) if card.cover else None
        picture = f'<p><img src="{escape(image)}" alt="{escape(card.cover.alt)}"></p>\n' if card.cover and image else ""
        return feed.Entry(
            title=card.title_text,
            url=card.url,
            date=card.date,
            description=card.description,
            content=picture + content,
            tags=tuple(tag.name for tag in card.tags),
            time=card.time,
            zone=card.zone,
            updated=card.updated,
            image=image,
            language=card.language,
        )

    def linked(self, card: Card | None, series: Series | None = None, drawn: str | None = None) -> Html:
        """What a note is, or the front page.

        Args:
            card: of the note; None for the front page.
            series: that it is in.
            drawn: the picture that was drawn for where it is shared.
        """
        site = linked.Site(
            name=self.name,
            url=self.url,
            author=self.author,
            language=self.language,
            description=self.description,
            licence=self.face.licence[1] if self.face.licence else "",
            portrait=self.face.portrait.src if self.face.portrait else "",
            links=tuple(address for _, address in self.face.links if address.startswith("http")),
        )
        if card is None:
            return linked.front_page(site)
        return linked.posting(site, card, card.cover.url if card.cover else drawn, series)
