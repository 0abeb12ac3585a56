"""Whole builds of small sites: order and cards, titles, search index, feed, old addresses, sitemap, and faults."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag

from tests.forked import python
from tests.jumps import jump
from tests.site.conftest import Build, Built, build_site, note, write_site

pytestmark = pytest.mark.site

LONG = "每一个单元的误差 $\\delta_j^{(l)}$ 都由后一层传来，" * 12
FIGURE = (
    '<figure id="fig"><svg viewBox="0 0 9 9" aria-labelledby="t"><title id="t">网络</title>'
    '<linearGradient id="g"/><path fill="url(#g)" stroke="#2B4C7E"/></svg><figcaption>图</figcaption></figure>'
)
SOURCES = {
    "about.md": "# 关于\n\n某某。\n",
    "tags.md": "# 标签\n\n<!-- material/tags -->\n",
    "posts/newest.md": note(
        "变换 $f \\to g$",
        "凸函数的**勒让德变换**[^1]就是它的凸共轭 $g$，见[另一篇](same-day-b.md)。\n\n<!-- more -->\n\n"
        "## 对 $u_i$ 求导\n\n后文 $x_1$。\n\n```\n\\partial\n```\n\n[^1]: 脚注。\n",
        date="2021-06-01",
        slug="newest",
        tags="[数学, 机器学习]",
        was="[/2021/06/Newest/, /old/newest/]",
    ),
    "posts/same-day-b.md": note("乙", f"{LONG}\n\n{FIGURE}\n", slug="b"),
    "posts/same-day-a.md": note("甲", "正文。", slug="a"),
    "posts/oldest.md": note(
        "最早", "正文。\n\n<!-- more -->\n\n$$\nz = 1\n\\tag{1}\n$$\n", date="2019-07-01", slug="oldest"
    ),
    "posts/draft.md": note("草稿", "正文。", date="2021-05-30", slug="draft", draft="true", snippet=None),
}
NEWEST, B, A, OLDEST = "2021/06/newest/", "2021/05/b/", "2021/05/a/", "2019/07/oldest/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = build_site(tmp_path_factory.mktemp("reading"), SOURCES, strict=True)
    assert not built.warnings
    return built


def soup(site: Built, path: str) -> BeautifulSoup:
    return BeautifulSoup(site.read(path), "html.parser")


def part(site: Built, path: str, selector: str) -> Tag:
    found = soup(site, path).select_one(selector)
    assert found is not None
    return found


def link(site: Built, path: str, name: str) -> str:
    return str(part(site, path, f"#{name} a")["href"])


def test_the_order_is_by_date_and_then_by_slug(site: Built) -> None:
    listed = [item.text for item in soup(site, A).select("#notes li")]
    assert listed == ["newest", "a", "b", "oldest"]


def test_each_note_leads_to_the_newer_and_the_older(site: Built) -> None:
    assert [(link(site, path, "last"), link(site, path, "next")) for path in (A, B)] == [
        ("../../06/newest/", "../b/"),
        ("../a/", "../../../2019/07/oldest/"),
    ]


def test_the_newest_and_the_oldest_lead_to_the_archive(site: Built) -> None:
    assert link(site, NEWEST, "last") == "../../../archive/2021/"
    assert link(site, NEWEST, "next") == "../../05/a/"
    assert link(site, OLDEST, "next") == "../../../archive/2019/"


def test_archives_are_by_year(site: Built) -> None:
    listed = [item.text.split() for item in soup(site, A).select("#archives li")]
    assert listed == [["2021", "archive/2021/", "3"], ["2019", "archive/2019/", "1"]]


def test_a_card_has_its_mathematics_and_nothing_that_clashes(site: Built) -> None:
    card = part(site, A, "#last")
    assert card.select_one("a .formula svg"), "the title's formula is drawn"
    excerpt = card.select_one(".excerpt")
    assert excerpt is not None
    assert excerpt.select(".formula svg use")
    assert not excerpt.select("a, [id], [tabindex], sup")
    assert excerpt.select_one("strong")
    assert "见另一篇" in excerpt.text
    assert "后文" not in excerpt.text
    assert card.time is not None
    assert (card.time["datetime"], card.time.text) == ("2021-06-01", "2021 年 6 月 1 日")


def test_a_cards_tags_lead_to_their_lists(site: Built) -> None:
    tags = {tag.text: tag["href"] for tag in part(site, A, "#last").select("a.tag")}
    assert list(tags) == ["数学", "机器学习"]
    assert tags["数学"] == "../../../tags/#tag:数学"


def test_a_long_lead_is_cut_between_formulas(site: Built) -> None:
    excerpt = part(site, A, "#next .excerpt")
    assert excerpt.text.endswith("…")
    assert len(excerpt.select("svg")) == len(excerpt.select("math")) > 2


def test_a_cards_figure_has_names_of_its_own(site: Built) -> None:
    drawing = part(site, A, "#next .figure svg")
    assert drawing["aria-labelledby"] == "card-b-t"
    assert 'fill="url(#card-b-g)" stroke="#2B4C7E"' in site.read(A)
    assert 'viewBox="0 0 9 9"' in site.read(A)


def test_titles_and_contents_are_plain_text(site: Built) -> None:
    page = soup(site, NEWEST)
    assert page.title is not None
    assert page.title.text == "变换 f → g"
    assert re.sub(r"\s+", " ", part(site, NEWEST, "#toc").text).strip() == "变换 f → g对 uᵢ 求导"


def test_pages_that_are_no_notes_have_no_neighbours(site: Built) -> None:
    assert all("2021/06" not in soup(site, path).get_text() for path in ("about/", "tags/"))


def search_index(site: Built) -> dict[str, dict[str, str]]:
    docs = json.loads(site.read("search/search_index.json"))["docs"]
    return {doc["location"]: doc for doc in docs}


def test_search_reads_words_and_no_tex(site: Built) -> None:
    index = search_index(site)
    assert index[NEWEST]["title"] == "变换 f → g"
    assert "凸共轭 g" in index[NEWEST]["text"]
    section = next(doc for location, doc in index.items() if location.startswith(NEWEST + "#"))
    assert (section["title"], "x₁" in section["text"]) == ("对 uᵢ 求导", True)
    everything = json.dumps(index, ensure_ascii=False).replace("\\\\partial", "")  # this one is code
    assert not re.search(r"svg|math|data-tex|\\\\|\$|fn:", everything)


def test_the_page_itself_keeps_its_drawings(site: Built) -> None:
    assert part(site, NEWEST, "main .formula svg")


def test_the_feed_has_the_notes_whole_and_no_drafts(site: Built) -> None:
    items = ElementTree.fromstring(site.read("feed.xml")).findall("channel/item")
    assert [item.findtext("title") for item in items] == ["变换 f → g", "甲", "乙", "最早"]
    content = items[0].findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    assert "凸共轭 g" in content
    assert "后文 x₁" in content
    assert "https://example.org/notes/2021/05/b/" in content
    links = re.findall(r'(?:href|src)="([^"]*)"', content)
    assert links
    assert all(link.startswith("https://") for link in links)
    assert not re.search(r"<svg|<math|<script|class=|data-", content)


def test_old_addresses_lead_to_the_note(site: Built) -> None:
    for old, url in (("2021/06/Newest/", "../newest/"), ("old/newest/", "../../2021/06/newest/")):
        page = soup(site, old)
        assert page.html is not None
        assert page.html["lang"] == "zh"
        assert part(site, old, "p a")["href"] == url
        assert part(site, old, "noscript meta")["content"] == f"0; url={url}"
        assert part(site, old, "link[rel=canonical]")["href"] == "https://example.org/notes/2021/06/newest/"


def test_the_sitemap_has_notes_and_neither_drafts_nor_old_addresses(site: Built) -> None:
    urls = re.findall(r"<loc>https://example.org/notes/(.*?)</loc>", site.read("sitemap.xml"))
    assert {NEWEST, A, B, OLDEST, "", "about/"} <= set(urls)
    assert not [url for url in urls if re.search("draft|Newest|old/|404|feed", url)]
    assert not (site.folder / "2021/05/draft").exists()
    told = r"<loc>https://example.org/notes/(.*?)</loc>\s*(?:<lastmod>(.*?)</lastmod>)?"
    days = dict(re.findall(told, site.read("sitemap.xml")))
    assert (days[NEWEST], days[A], days[""], days["about/"]) == ("2021-06-01", "2021-05-27", "2021-06-01", "")
    assert site.read("robots.txt").endswith("Allow: /\n\nSitemap: https://example.org/notes/sitemap.xml\n")


def test_the_themes_search_is_replaced_whole(site: Built) -> None:
    scripts = {path.relative_to(site.folder).as_posix() for path in site.folder.glob("assets/javascripts/**/*.js")}
    (worker,) = [path for path in scripts if "worker" in path]
    assert "lunr" not in site.read(worker)
    assert not [path for path in scripts if "lunr" in path]


def test_one_note_alone_leads_to_the_archive_both_ways(build: Build) -> None:
    built = build({"posts/x.md": note()}, strict=True)
    assert not built.warnings
    assert {link(built, "2021/05/slug/", name) for name in ("last", "next")} == {"../../../archive/2021/"}


def test_no_note_at_all_is_a_site_too(build: Build) -> None:
    built = build({"posts/x.md": note(draft="true")}, strict=True)
    assert not built.warnings
    assert "<item>" not in built.read("feed.xml")


def test_a_page_of_all_years_is_the_archive(build: Build) -> None:
    built = build({"posts/x.md": note(), "archive.md": "# 归档\n"})
    assert link(built, "2021/05/slug/", "last") == "../../../archive/"


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (note(tags="[a"), ":4:7: "),
        (note(date=None), ":1:1: "),
        (note(date="2021-13-45"), ":2:7: "),
        (note(slug="Two words"), ":3:7: "),
        (note(tags="数学, 分析"), ":4:7: "),
        (note(hide="toc", authors="[x]"), ":7:7: "),
        ("# 题\n", ":1:1: "),
        ("", ":1:1: "),
    ],
)
def test_a_fault_is_told_once_and_the_rest_of_the_site_is_built(build: Build, source: str, place: str) -> None:
    built = build({"posts/broken.md": source, "posts/sound.md": note("好", slug="sound")})
    assert not built.failed
    assert f"docs/posts/broken.md{place}" in built.warnings[0]
    assert all(jump(warning)[0].endswith("docs/posts/broken.md") for warning in built.warnings)
    assert len(built.warnings) == (2 if "authors" in source else 1)
    pages = [path.read_text("utf-8") for path in built.folder.glob("????/??/*/index.html")]
    assert len(pages) == 2
    assert sum('class="author-error"' in page and place in page for page in pages) == 1


def test_a_file_that_is_not_text_is_left_out(build: Build, tmp_path: Path) -> None:
    (tmp_path / "docs/posts").mkdir(parents=True)
    (tmp_path / "docs/posts/broken.md").write_bytes("# 题\n\n正文".encode() + "题".encode("gb18030"))
    built = build({"posts/sound.md": note()})
    (warning,) = built.warnings
    assert "docs/posts/broken.md:3:3: the file is not UTF-8" in warning


def test_an_old_address_is_no_page_of_today(build: Build) -> None:
    sources = {"posts/x.md": note(was="/2021/05/y/"), "posts/y.md": note("乙", slug="y")}
    built = build(sources, strict=True)
    assert built.failed
    assert "docs/posts/x.md:7:6: was: there is a page at /2021/05/y/" in built.warnings[0]
    assert "乙" in built.read("2021/05/y/")


@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
def test_both_programs_build_it_and_say_what_is_wrong(tmp_path: Path, program: str) -> None:
    write_site(tmp_path, {"posts/x.md": note("题", "$z$", description="$z$"), "tags.md": "<!-- material/tags -->\n"})
    done = python("-m", program, "build", "--strict", cwd=tmp_path, env=os.environ)
    assert done.returncode == 1
    (warning,) = re.findall(r"WARNING\s+-\s+(.*)", done.stderr)
    assert warning.startswith("reading: docs/posts/x.md:5:14: description: $ is TeX")
    assert "Traceback" not in done.stderr
