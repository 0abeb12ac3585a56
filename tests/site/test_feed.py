"""The feed is valid RSS with the whole text of every note, and nothing in it that a feed reader cannot show."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from yansuan.site import feed
from yansuan.site.plain import portable
from yansuan.theme.zone import read_zone

PAGE = "https://example.org/notes/2021/05/slug/"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
CHANNEL = feed.Channel("站", "述", "某某", "https://example.org/notes/", "https://example.org/notes/feed.xml", "版权")


def entry(content: str = "<p>文</p>", title: str = "题") -> feed.Entry:
    return feed.Entry(title, "2021/05/slug/", dt.date(2021, 5, 27), "述。", content, ("数学", "机器学习"))


def parsed(*entries: feed.Entry) -> ElementTree.Element:
    channel = ElementTree.fromstring(feed.write(CHANNEL, entries).encode()).find("channel")
    assert channel is not None
    return channel


def test_an_entry_has_all_that_readers_use() -> None:
    (item,) = parsed(entry()).findall("item")
    assert item.findtext("title") == "题"
    assert item.findtext("link") == item.findtext("guid") == PAGE
    assert item.findtext("description") == "述。"
    assert item.findtext(CREATOR) == "某某"
    assert [category.text for category in item.findall("category")] == ["数学", "机器学习"]
    assert item.findtext(CONTENT) == "<p>文</p>"


@pytest.mark.parametrize(
    ("zone", "offsets"),
    [("UTC", ("+00:00", "+00:00")), ("+08:00", ("+08:00", "+08:00")), ("Europe/Berlin", ("+02:00", "+01:00"))],
)
def test_dates_are_of_the_zone_of_the_note_and_no_build_changes_them(zone: str, offsets: tuple[str, str]) -> None:
    found = read_zone(zone)
    assert found is not None
    channel = parsed(replace(entry(), zone=found))
    published = parsedate_to_datetime(channel.findtext("item/pubDate") or "")
    assert published.isoformat() == f"2021-05-27T00:00:00{offsets[0]}"
    changed = replace(entry(), zone=found, updated=dt.date(2021, 12, 1)).modified
    assert changed is not None
    assert changed.isoformat() == f"2021-12-01T00:00:00{offsets[1]}"
    assert channel.findtext("lastBuildDate") == channel.findtext("item/pubDate")


def test_the_channel_says_whose_it_is() -> None:
    channel = parsed(entry())
    assert channel.findtext("language") == "zh-CN"
    assert channel.findtext("link") == "https://example.org/notes/"
    (itself,) = channel.findall("{http://www.w3.org/2005/Atom}link")
    assert itself.attrib == {"rel": "self", "href": "https://example.org/notes/feed.xml"}


def test_whatever_stands_in_a_note_the_feed_is_well_formed() -> None:
    nasty = "a & b < c ]]> \x0c\x00 \U0001d467"
    (item,) = parsed(entry(f"<p>{nasty}</p>", nasty)).findall("item")
    assert item.findtext("title") == "a & b < c ]]>  \U0001d467"


def test_a_page_for_feed_readers_is_plain() -> None:
    html = (
        "<h1>题</h1><!-- more --><style>p{}</style><script>x()</script>"
        '<h2 id="a">节<a class="headerlink" href="#a">#</a></h2>'
        '<p class="x" style="color: red"><span class="y">文</span> <a href="../other/#b">链</a> <a href="#a">此</a></p>'
        '<svg class="icon"><path d=""/></svg><img src="p.png" alt="图" loading="lazy">'
        '<div class="highlight"><pre><code><span class="k">def</span> f</code></pre></div><button>复制</button>'
    )
    assert portable(html, PAGE) == (
        '<h2>节</h2><p>文 <a href="https://example.org/notes/2021/05/other/#b">链</a> '
        f'<a href="{PAGE}#a">此</a></p><img src="{PAGE}p.png" alt="图"><div><pre><code>def f</code></pre></div>'
    )


def test_a_displayed_formula_is_a_line_with_its_number() -> None:
    html = (
        f'<div class="formula-display" id="eq-a" data-tex="z" data-set="{"0" * 64}">z &lt; 1'
        '<a class="formula-number" href="#eq-a">(1)</a></div>'
    )
    assert portable(html, PAGE) == "<p>z &lt; 1 (1)</p>"


def test_a_drawing_is_called_by_its_name() -> None:
    drawing = "<svg><title>网络</title><desc>四层 &amp; 一问</desc><g/></svg>"
    html = f'<figure id="f">{drawing}<figcaption>图 1</figcaption></figure>'
    soup = BeautifulSoup(portable(html, PAGE), "html.parser")
    assert soup.svg is None
    assert soup.a is not None
    assert (soup.a["href"], soup.a.text) == (f"{PAGE}#f", "［图］网络：四层 & 一问")
    assert soup.figcaption is not None
