"""Titles, descriptions and names are words wherever they go: nothing of them is taken for HTML, nor lost."""

from __future__ import annotations

import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import ROOT
from tests.site.conftest import Built, build_site, note

NAME = 'A & B "<笔记>"'
DESCRIPTION = '若 a<b 则 c>d & "e"'
TITLES = {
    "formulas": ("若 $a<b$ 则 $c>d$", "若 a < b 则 c > d"),
    "words": ("若 a < b 则 c > d & `x<T>`", "若 a < b 则 c > d & x<T>"),
    "entities": ("甲 $x \\in A$ &amp; `<br>` &lt;乙&gt;", "甲 x ∈ A & <br> <乙>"),
}
SECTION = ("当 $x<y$ 且 a&b", "当 x < y 且 a&b")


def address(slug: str) -> str:
    return f"2021/05/{slug}/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    templates = ROOT / "src" / "yansuan" / "theme" / "templates"
    sources = {
        f"posts/{slug}.md": note(
            title,
            f"甲，\n乙\n丙。\n\n## {SECTION[0]}\n\n文",
            slug=slug,
            description=json.dumps(DESCRIPTION),
            tags=["C<T>&"],
        )
        for slug, (title, _) in TITLES.items()
    }
    sources["../overrides/blog-post.html"] = (templates / "blog-post.html").read_text("utf-8")
    sources["tags.md"] = "# 标签\n"
    parts = ("mathjax", "reading", "theme", "markdown", "share")
    return build_site(tmp_path_factory.mktemp("words"), sources, parts=parts, name=NAME)


def soup(site: Built, path: str) -> BeautifulSoup:
    return BeautifulSoup(site.read(path), "html5lib")


def said(page: BeautifulSoup, selector: str) -> str:
    found = page.select_one(selector)
    assert isinstance(found, Tag), selector
    return str(found["content"])


@pytest.mark.parametrize("slug", TITLES)
def test_the_head_of_a_page_says_its_title_whole(site: Built, slug: str) -> None:
    page, title = soup(site, address(slug)), TITLES[slug][1]
    assert page.title is not None
    assert page.title.get_text() == f"{title} - {NAME}"
    assert said(page, 'meta[property="og:title"]') == title
    assert said(page, 'meta[property="og:site_name"]') == NAME
    for name in ('name="description"', 'property="og:description"'):
        assert said(page, f"meta[{name}]") == DESCRIPTION
    for alt in page.select('meta[property="og:image:alt"]'):
        assert alt["content"] == title


@pytest.mark.parametrize("slug", TITLES)
def test_no_text_in_the_head_is_left_to_be_guessed(site: Built, slug: str) -> None:
    head = site.read(address(slug)).partition("</head>")[0]
    (title,) = re.findall(r"<title>(.*?)</title>", head, re.DOTALL)
    for text in (title, *re.findall(r'<meta [^>]*content="([^"]*)"', head)):
        assert not re.search(r"<|&(?!\w+;|#\d+;)", text), text
    assert unescape(title) == f"{TITLES[slug][1]} - {NAME}"


def test_contents_search_and_feed_say_titles_whole(site: Built) -> None:
    titles = {title for _, title in TITLES.values()}
    entries = json.loads(site.read("search/search_index.json"))["docs"]
    found = {entry["location"]: entry["title"] for entry in entries}
    assert {found[address(slug)] for slug in TITLES} == titles
    assert SECTION[1] in found.values()
    feed = ElementTree.fromstring(site.read("feed.xml"))
    assert {item.findtext("title") for item in feed.iter("item")} == titles
    assert {item.findtext("description") for item in feed.iter("item")} == {DESCRIPTION}
    for slug in TITLES:
        contents = soup(site, address(slug)).select("details.contents li, .md-nav--secondary .md-ellipsis")
        assert {" ".join(item.get_text().split()) for item in contents} == {SECTION[1]}


def test_lists_and_neighbours_show_titles_whole(site: Built) -> None:
    def titles(path: str, selector: str) -> set[str]:
        links = soup(site, path).select(selector)
        for hidden in (one for link in links for one in link.select("svg, math, .formula-text")):
            hidden.decompose()
        return {" ".join(link.get_text().split()) for link in links}

    listed = titles("archive/2021/", ".entry__head a")
    assert len(listed) == len(TITLES)
    assert {"若 a < b 则 c > d & x<T>", "甲 & <br> <乙>"} <= listed
    between = titles(address("formulas"), ".neighbour__title a")
    assert between <= listed
    assert between
    card = soup(site, address("formulas")).select_one(".neighbour:has(.more)")
    assert card is not None
    assert len(card.select("a:not([rel=tag])")) == 1, "a card has one link to its note"
    assert titles(address("words"), ".tag-links li") == {"C<T>&"}
    assert titles(address("words"), ".site-title span") == {NAME}


def test_cards_and_the_feed_have_lines_joined(site: Built) -> None:
    feed = ElementTree.fromstring(site.read("feed.xml"))
    for item in feed.iter("item"):
        content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
        assert "<p>甲，乙丙。</p>" in content
    excerpts = soup(site, address("formulas")).select(".neighbour__excerpt p")
    assert [excerpt.get_text() for excerpt in excerpts] == ["甲，乙丙。"] * len(excerpts)
    assert excerpts
