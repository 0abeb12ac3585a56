"""What a page is, for search engines and previews: JSON-LD by the vocabulary of https://schema.org/.

A note is a `BlogPosting` with its dates, by which nobody takes a neighbour's for its own; the front page is the `Blog`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from yansuan.page import Html
from yansuan.site.cards import Card, Series


@dataclass(frozen=True)
class Site:
    """What is the same for all pages; `url` is whole, `portrait` relative to it."""

    name: str
    url: str
    author: str
    language: str
    description: str = ""
    licence: str = ""
    portrait: str = ""
    links: tuple[str, ...] = ()


def posting(site: Site, card: Card, image: str | None, series: Series | None = None) -> Html:
    """A note; `image` is relative to the site."""
    whole = [_part(_blog(site))]
    if series:
        whole.append({"@type": "CreativeWorkSeries", "name": series.name})
    return _script(
        {
            "@type": "BlogPosting",
            "headline": card.title_text,
            "url": urljoin(site.url, card.url),
            "datePublished": card.published,
            "dateModified": card.updated.isoformat() if card.updated else card.published,
            "inLanguage": card.language or site.language,
            "author": _author(site),
            "image": urljoin(site.url, image) if image else None,
            "keywords": [tag.name for tag in card.tags],
            "isPartOf": whole if len(whole) > 1 else whole[0],
            "position": series.number if series else None,
            "license": site.licence,
        }
    )


def front_page(site: Site) -> Html:
    """The front page."""
    return _script(_blog(site) | {"author": _author(site), "license": site.licence})


def _blog(site: Site) -> dict[str, Any]:
    told = {"name": site.name, "url": site.url, "description": site.description, "inLanguage": site.language}
    return {"@type": "Blog", **told}


def _part(blog: dict[str, Any]) -> dict[str, Any]:
    return {key: blog[key] for key in ("@type", "name", "url")}


def _author(site: Site) -> dict[str, Any]:
    image = urljoin(site.url, site.portrait) if site.portrait else None
    return _said({"@type": "Person", "name": site.author, "url": site.url, "image": image, "sameAs": list(site.links)})


def _said(thing: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in thing.items() if value not in (None, "", [])}


def _script(thing: dict[str, Any]) -> Html:
    """As it stands in a page: within `<script>` nothing may look like an end tag or a comment."""
    told = json.dumps({"@context": "https://schema.org", **_said(thing)}, ensure_ascii=False)
    return Html(told.replace("<", "\\u003c"))
