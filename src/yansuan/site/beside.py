"""What stands beside a note: those that refer to it, and those that are about the same.

A note is near another by the tags that both have, the rarer the nearer, and by the links between them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from urllib.parse import urldefrag, urljoin

from yansuan.site.cards import Card, neighbours

_RELATED = 3
"""So many, or the list says little."""
_LINK = 2.0
"""A link is worth as much as a tag that one note in seven has."""

_ROOT = "https://site.invalid/"


@dataclass(frozen=True)
class Beside:
    """The notes beside one: those that are related, the nearest first, and those that refer to it, the newest first."""

    related: tuple[Card, ...] = ()
    backlinks: tuple[Card, ...] = ()


def beside(cards: Sequence[Card], links: Mapping[str, Iterable[str]]) -> dict[str, Beside]:
    """What stands beside each note, by its path; a note is named once, and not where its page leads to it anyway.

    Args:
        cards: all notes, the newest first.
        links: the addresses that each note leads to, relative to its own.
    """
    to = {card.src_uri: _targets(card, links.get(card.src_uri, ())) for card in cards}
    by_url = {card.url: card for card in cards}
    back = defaultdict[str, list[Card]](list)
    for card in cards:
        for url in to[card.src_uri]:
            if url in by_url and url != card.url:
                back[by_url[url].src_uri].append(card)
    near = _nearness(cards, {uri: [by_url[url].src_uri for url in urls if url in by_url] for uri, urls in to.items()})
    found = dict[str, Beside]()
    for card in cards:
        backlinks = back[card.src_uri]
        shown = {one.src_uri for one in (*backlinks, *filter(None, neighbours(cards, card.src_uri)))}
        others = [one for one in cards if one.src_uri not in shown and near[card.src_uri][one.src_uri]]
        others = [one for one in others if not card.series or one.series != card.series]
        related = sorted(others, key=lambda one: -near[card.src_uri][one.src_uri])  # of this turn
        found[card.src_uri] = Beside(tuple(related[:_RELATED]), tuple(backlinks))
    return found


def shown(cards: Sequence[Card], besides: Mapping[str, Beside]) -> dict[str, list[Sequence[Card | None]]]:
    """The cards that each note's page shows, by its path: its own, of those before, after and beside it, of its series.

    They are in groups by where they stand; None stands where there is none before or after.

    Args:
        cards: all notes, the newest first.
        besides: what `beside` has found.
    """
    series = defaultdict[str, list[Card]](list)
    for card in cards:
        series[card.series].append(card)
    found = dict[str, list[Sequence[Card | None]]]()
    for card, newer, older in zip(cards, [None, *cards], [*cards[1:], None], strict=False):
        near = besides.get(card.src_uri, Beside())
        inside = series[card.series] if card.series else []
        found[card.src_uri] = [(card, newer, older), near.related, near.backlinks, inside]
    return found


def _targets(card: Card, links: Iterable[str]) -> set[str]:
    """The addresses on this site that a note leads to, from its root."""
    whole = (urldefrag(urljoin(_ROOT + card.url, link))[0] for link in links)
    return {address.removeprefix(_ROOT) for address in whole if address.startswith(_ROOT)}


def _nearness(cards: Sequence[Card], leads: Mapping[str, Iterable[str]]) -> dict[str, Counter[str]]:
    near: dict[str, Counter[str]] = {card.src_uri: Counter() for card in cards}
    tagged = defaultdict[str, list[str]](list)
    for card in cards:
        for tag in card.tags:
            tagged[tag.name].append(card.src_uri)
    for uris in tagged.values():
        weight = log(1 + len(cards) / len(uris))
        for uri in uris:
            for other in uris:
                if other != uri:
                    near[uri][other] += weight  # type: ignore[assignment]  # Counter adds any numbers
    for uri, others in leads.items():
        for other in others:
            if other != uri:
                near[uri][other] += _LINK  # type: ignore[assignment]
                near[other][uri] += _LINK  # type: ignore[assignment]
    return near
