"""Posts in their frame, as `serve` shows them: covers, series, pinned, scheduled, categories; a site's own face."""

from __future__ import annotations

import json
import logging
import os
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from PIL import Image
from rdflib import RDF, SDO, Graph

from tests.conftest import warm
from tests.jumps import jump
from tests.site.conftest import Built
from yansuan.report import Keeping

pytestmark = pytest.mark.site

MKDOCS = """\
site_name: 杂记
site_description: 一个小站
site_url: https://example.org/blog/
site_author: 某某
theme: {name: material, language: zh}
plugins:
  - search
  - blog: {blog_dir: ., authors: false, post_url_format: "{date}/{slug}", post_url_date_format: yyyy/MM}
  - tags
  - yansuan:
      parts: [markdown, mathjax, equations, reading, theme]
      portrait: me.png
      licence: cc-by-sa 4.0
      links: {GitHub: "https://github.com/me"}
      pigments: {paper: {indigo: "#5b2a86"}, blackboard: {indigo: "#335577", ground: "#102018"}}
      fonts: {heading: LXGW WenKai}
      home: {layout: above, entries: titels}
      neighbours: {newer: "<b>Last One</b>"}
      hide: [minutes]
"""


def post(title: str, date: str, body: str = "正文。", **front: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\ndate: {date}\n{lines}---\n\n# {title}\n\n{body}\n"


MOON = "{src: moon.png, alt: 一弯新月}"
MOON_TITLE = "己 </script> & x"
SOURCES = {
    "index.md": "# 杂记\n\n一个小站。\n",
    "archive.md": "---\ntemplate: archive.html\n---\n\n# 归档\n",
    "tags.md": "# 标签\n\n<!-- material/tags -->\n",
    "posts/one.md": post("甲", "2024-01-02 21:30", series="学琴", categories="[随笔]", tags="[琴, C++]"),
    "posts/two.md": post("乙", "2024-01-03", series="学琴"),
    "posts/three.md": post("丙", "2024-01-04T06:00:00-05:00", series="学琴", hide="[neighbours]"),
    "posts/pinned.md": post("丁", "2024-01-01", "见[甲](one.md#top)与[己](sub/moon.md)。", pin="true", tags="[琴]"),
    "posts/later.md": post("戊", "2999-01-01"),
    "posts/sub/moon.md": post(
        "己 `</script>` & $x$",
        "2024-01-05",
        "正文。\n\n## Part",
        cover=MOON,
        tags="[C++]",
        updated="2024-02-01",
        lang="en",
    ),
    "posts/sub/nowhere.md": post("庚", "2024-01-06", cover="no-such.png"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Built as `serve` does it, which shows drafts and what is to come."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    folder = tmp_path_factory.mktemp("posts")
    warm(folder)
    for name, text in ({"mkdocs.yml": MKDOCS} | {f"docs/{name}": text for name, text in SOURCES.items()}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    Image.new("RGB", (30, 40)).save(folder / "docs/me.png")
    Image.new("RGB", (40, 20)).save(folder / "docs/posts/sub/moon.png")
    built = Built(folder / "site")
    told = Keeping()
    built.warnings = told.messages
    logging.getLogger("mkdocs").addHandler(told)
    before = os.getcwd()
    os.chdir(folder)
    try:
        config = load_config(str(folder / "mkdocs.yml"))
        config.plugins.on_startup(command="serve", dirty=False)
        build(config)
    finally:
        os.chdir(before)
        logging.getLogger("mkdocs").removeHandler(told)
    return built


def soup(site: Built, path: str = "") -> BeautifulSoup:
    return BeautifulSoup(site.read(path), "html.parser")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    [found] = page.select(selector)
    return found


def entry(site: Built, title: str) -> Tag:
    [found] = [one for one in soup(site).select(".entry") if one.select_one(".entry__head a").text == title]  # type: ignore[union-attr]
    return found


def meta(page: BeautifulSoup, name: str) -> str:
    return str(one(page, f"meta[property='{name}']")["content"])


def test_each_mistake_is_told_where_it_stands(site: Built) -> None:
    assert [message[: len(wanted)] for message, wanted in zip(site.warnings, TOLD, strict=True)] == TOLD
    assert all(jump(message) for message in site.warnings)


TOLD = [
    "theme: mkdocs.yml:15:67: pigments: blackboard: indigo: indigo #335577 beside wash #272624 has a contrast of",
    "theme: mkdocs.yml:17:38: home: entries: there is no 'titels'. Do you mean titles?",
    "reading: docs/posts/sub/nowhere.md:3:8: cover: there is no docs/posts/sub/no-such.png. Wanted is a picture",
]


def test_all_that_is_wrong_is_listed_on_a_page(site: Built) -> None:
    page = soup(site, "todo")
    assert one(page, ".md-content h1").text.startswith("待办")
    places = [place.text for place in page.select("#todo ~ h2 ~ ol code, h2 ~ ol code")]
    assert places == ["docs/posts/sub/nowhere.md:3:8", "mkdocs.yml:15:67", "mkdocs.yml:17:38"]
    assert "3 处要改" in page.text
    assert [(link.text, link["href"]) for link in page.select("h2 > a[href$='nowhere/']")] == [
        ("庚", "../2024/01/nowhere/")
    ]
    assert "cover: there is no docs/posts/sub/no-such.png" in page.text
    assert one(soup(site, "2024/01/two/"), ".colophon a[href$='todo/']").text == "待办"
    assert "/told/" in site.read("2024/01/two")  # a page asks what is wrong while the site is built


def test_a_series_is_listed_in_each_of_its_notes(site: Built) -> None:
    series = one(soup(site, "2024/01/two/"), ".series")
    assert "学琴" in one(series, ".series__title").text
    assert "第 2 篇，共 3 篇" in series.text
    assert [item.text for item in series.select("li")] == ["甲", "乙", "丙"]
    assert one(series, "[aria-current]").text == "乙"
    assert [(link["href"], link["rel"]) for link in series.select("a")] == [
        ("../one/", ["prev"]),
        ("../three/", ["next"]),
    ]


def test_what_is_pinned_comes_first_and_says_so(site: Built) -> None:
    titles = [link.text for link in soup(site).select(".entry__head a")]
    assert titles == ["丁", "戊", "庚", MOON_TITLE, "丙", "乙", "甲"]
    assert [link.text for link in soup(site, "archive").select(".entry__head a")][-2:] == ["甲", "丁"]  # by date there
    assert one(entry(site, "丁"), ".pinned").text == "置顶"
    assert not entry(site, "甲").select(".pinned")


def test_what_is_to_come_says_when(site: Built) -> None:
    assert one(entry(site, "戊"), ".draft").text == "2999 年 1 月 1 日发布"
    assert one(soup(site, "2999/01/later/"), ".draft").text == "2999 年 1 月 1 日发布"


def test_a_category_leads_to_its_notes(site: Built) -> None:
    link = one(soup(site, "2024/01/one/"), "[aria-label=分类] a")
    assert (link.text, link["href"]) == ("随笔", "../../../category/%E9%9A%8F%E7%AC%94/")
    assert [link.text for link in soup(site, "category/随笔/").select(".entry__head a")] == ["甲"]


def test_a_cover_heads_the_note_its_card_and_its_preview(site: Built) -> None:
    page = soup(site, "2024/01/moon/")
    cover = one(page, ".note__cover")
    assert (cover["src"], cover["width"], cover["height"], cover["alt"]) == (
        "../../../sub/moon.png",
        "40",
        "20",
        "一弯新月",
    )
    assert "loading" not in cover.attrs
    card = one(entry(site, MOON_TITLE), "img")
    assert (card["src"], card["width"], card["height"], card["alt"]) == ("sub/moon.png", "40", "20", "一弯新月")
    assert card["loading"] == "lazy"
    assert meta(page, "og:image") == "https://example.org/blog/sub/moon.png"
    assert (meta(page, "og:image:width"), meta(page, "og:image:alt")) == ("40", "一弯新月")
    assert (site.folder / "sub/moon.png").is_file()
    assert "no-such.png" in one(soup(site, "2024/01/nowhere/"), ".author-error").text
    assert not soup(site, "2024/01/nowhere/").select("main img")


def test_the_face_of_a_site(site: Built) -> None:
    home = soup(site)
    portrait = one(home, ".cover--above .portrait")
    assert (portrait["src"], portrait["width"], portrait["height"], portrait["alt"]) == ("me.png", "30", "40", "某某")
    assert one(home, ".colophon a[rel=license]")["href"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert one(home, ".colophon a[rel~=me]")["href"] == "https://github.com/me"
    sheet = (site.folder / "assets/stylesheets/site.css").read_text("utf-8")
    assert sheet.count("--indigo: #5b2a86;") == 1  # paper
    assert sheet.count("--indigo: #335577;") == sheet.count("--ground: #102018;") == 2  # the blackboard, chosen or not
    assert '--song: "LXGW WenKai", ' in (site.folder / "assets/stylesheets/languages.css").read_text("utf-8")
    note = soup(site, "2024/01/two/")
    assert [label.decode_contents() for label in note.select(".neighbour__label")] == ["<b>Last One</b>", "下一篇"]
    assert "分钟" not in one(note, ".note__head").text + home.text
    assert not soup(site, "2024/01/three/").select(".neighbours")


def beside(site: Built, path: str) -> dict[str, list[str]]:
    """What stands beside a note, by the title of the list."""
    lists = soup(site, path).select(".beside")
    return {one(one_list, "p").text: [link.text for link in one_list.select("a")] for one_list in lists}


def test_a_note_leads_to_those_that_mention_it_and_those_about_the_same(site: Built) -> None:
    assert beside(site, "2024/01/one/") == {"提到本篇的笔记": ["丁"], "相关的笔记": [MOON_TITLE]}
    assert beside(site, "2024/01/pinned/") == {"相关的笔记": [MOON_TITLE]}  # 甲 is its neighbour
    assert beside(site, "2024/01/nowhere/") == {}
    assert one(soup(site, "2024/01/pinned/"), ".beside a")["href"] == "../moon/"


def test_what_stands_beside_a_note_is_in_its_language(site: Built) -> None:
    page = soup(site, "2024/01/moon/")
    assert one(page, ".md-nav--secondary .md-nav__title").text.strip() == "Table of contents"
    assert one(page, ".beside a[href$='pinned/']")["lang"] == "zh"


def test_feeds(site: Built) -> None:
    """The keys that https://www.jsonfeed.org/version/1.1/ requires, and their forms."""
    feed = json.loads(site.read("feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://example.org/blog/feed.json"
    items = {item["title"]: item for item in feed["items"]}
    assert list(items) == ["庚", MOON_TITLE, "丙", "乙", "甲", "丁"]
    for item in items.values():
        assert {"id", "url", "content_html", "date_published"} <= set(item)
        assert item["id"] == item["url"]
        assert datetime.fromisoformat(item["date_published"]).tzinfo
    assert items["甲"]["date_published"] == "2024-01-02T21:30:00+08:00"
    assert items["丙"]["date_published"] == "2024-01-04T06:00:00-05:00"
    assert items["甲"]["tags"] == ["琴", "C++"]
    moon = items[MOON_TITLE]
    assert moon["image"] == "https://example.org/blog/sub/moon.png"
    assert f'<img src="{moon["image"]}" alt="一弯新月">' in moon["content_html"]
    assert (moon["date_modified"], moon["language"]) == ("2024-02-01T00:00:00+08:00", "en")


def test_each_tag_has_a_feed(site: Built) -> None:
    channel = ElementTree.fromstring(site.read("feeds/c-plus-plus.xml")).find("channel")
    assert channel is not None
    assert channel.findtext("title") == "杂记：C++"
    assert [item.findtext("title") for item in channel.iter("item")] == [MOON_TITLE, "甲"]
    tags, note, home = soup(site, "tags/"), soup(site, "2024/01/one/"), soup(site)
    assert [link["href"] for link in tags.select(".tag-feed a")] == ["../feeds/c-plus-plus.xml", "../feeds/琴.xml"]
    for page, ups, own in ((home, "", 0), (note, "../../../", 0), (tags, "../", 2)):
        links = [str(link["href"]) for link in page.select("head link[rel=alternate]")]
        assert links[:2] == [f"{ups}feed.xml", f"{ups}feed.json"]
        assert len(links) == 2 + own


# As schema.org's own context has it, of what is not plain text.
LINKS, DATES = ("url", "image", "license", "sameAs"), ("datePublished", "dateModified")
TERMS = {SDO[name] for name in SDO.__annotations__}
CONTEXT = {
    "@vocab": str(SDO),
    **{key: {"@type": "@id"} for key in LINKS},
    **{key: {"@type": "Date"} for key in DATES},
}


def linked(page: BeautifulSoup) -> dict[str, Any]:
    """What a page says of itself, all of it in words of schema.org; links are whole, dates are dates."""
    told: dict[str, Any] = json.loads(one(page, "script[type='application/ld+json']").text)
    assert told["@context"] == "https://schema.org"
    graph = Graph().parse(data=json.dumps(told | {"@context": CONTEXT}), format="json-ld")
    assert len(graph) > 5
    kinds = set(graph.objects(predicate=RDF.type))
    assert {*graph.predicates(), *kinds} - {RDF.type} <= TERMS
    assert all(thing in set(graph.subjects(RDF.type)) for thing in graph.subjects()), "each thing is of a kind"
    links = [str(thing) for key in LINKS for thing in graph.objects(predicate=SDO[key])]
    assert all(link.startswith("https://") for link in links)
    for date in (thing for key in DATES for thing in graph.objects(predicate=SDO[key])):
        datetime.fromisoformat(str(date))
    return told


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # of which rdflib makes one itself
def test_a_page_says_what_it_is(site: Built) -> None:
    """For search engines and previews; by which nobody takes a neighbour's date for a note's."""
    page = soup(site, "2024/01/one/")
    told = linked(page)
    assert (told["@type"], told["headline"], told["datePublished"]) == (
        "BlogPosting",
        "甲",
        "2024-01-02T21:30:00+08:00",
    )
    assert told["dateModified"] == told["datePublished"] == meta(page, "article:published_time")
    assert told["author"]["name"] == "某某"
    assert told["author"]["sameAs"] == ["https://github.com/me"]
    assert told["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert (told["isPartOf"][1]["name"], told["position"]) == ("学琴", 1)
    assert told["keywords"] == [tag["content"] for tag in page.select("meta[property='article:tag']")]
    assert (meta(page, "og:type"), meta(page, "og:locale"), meta(page, "article:section")) == (
        "article",
        "zh_CN",
        "随笔",
    )
    moon = linked(soup(site, "2024/01/moon/"))
    assert (moon["headline"], moon["inLanguage"]) == (MOON_TITLE, "en")
    assert (moon["dateModified"], moon["image"]) == ("2024-02-01", "https://example.org/blog/sub/moon.png")
    front = linked(soup(site))
    assert (front["@type"], front["name"], front["url"]) == ("Blog", "杂记", "https://example.org/blog/")
    assert not soup(site, "tags/").select("script[type='application/ld+json']")
    assert one(page, "h1").text == "甲"
    assert not [part for part in page.select("section") if not part.select("h1, h2, h3")]
