"""Posts of every kind, in one site: what each says of itself, and what its author is told."""

from __future__ import annotations

import os
import re
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tests.jumps import jump
from tests.site.conftest import Built, build_site

pytestmark = pytest.mark.site


def post(body: str = "正文。", **front: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\n{lines}---\n{body}\n"


LINK = "见[甲](first.md)、`[x](draft.md)`、[草稿](draft.md)与[后来](later.md#x)。"
SOURCES = {
    "tags.md": "# 标签\n\n<!-- material/tags -->\n",
    "posts/one-line.md": post("一行。", date="2024-01-02", title="one-line"),
    "posts/line.md": post("今天出太阳，见 $x^2$。", date="2024-01-02", tags="[a b, a-b]"),
    "posts/short.md": post("A line, and *its* end", date="2024-01-02", tags="[a-b, a b]"),
    "posts/long.md": post("一" * 41, date="2024-01-02"),
    "posts/still.md": post("![石](sub/stones.svg)", date="2024-01-02"),
    "posts/first.md": post("# 甲\n\n正文。", date="2024-01-03 09:00", series="学琴", tags="[C++, Python]"),
    "posts/second.md": post(
        f"# 乙\n\n{LINK}", date="2024-01-03 18:00", series="学琴", tags='["C#", python]', updated="2024-02-01"
    ),
    "posts/third.md": post("# 丙", date="2024-01-05", series="学琴", tags="[Python, C]"),
    "posts/quoted.md": post("# 丁", date='"2022-03-04"', tags="[]", was="/2019/03/hello.html"),
    "posts/titled.md": post("正文。\n\n## 小节", date="2022-03-05", title="甲 & 乙"),
    "posts/draft.md": post("# 草稿", date="2024-01-06", draft="true"),
    "posts/later.md": post("# 后来", date="2999-01-01"),
    "posts/wrong.md": post("# 戊", date="2026-13-28"),
    "posts/same.md": post("# 己", date="2024-01-07", slug="first"),
    "posts/toml.md": "+++\ndate = 2024-01-08\n+++\n# 庚\n",
    "posts/sub/walk.md": post("# A walk\n\n![Stones](stones.svg)", date="2024-02-02", lang="en"),
    "posts/sub/stones.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "docs/posts").mkdir(parents=True)
    (folder / "docs/posts/bytes.md").write_bytes("---\ndate: 2024-01-09\n---\n# 辛\n".encode("gb18030"))
    sources = SOURCES | {"posts/to-bytes.md": post("# 壬\n\n见[辛](bytes.md)。", date="2024-01-10")}
    before = os.getcwd()
    os.chdir(folder)
    try:
        return build_site(folder, sources)
    finally:
        os.chdir(before)


def soup(site: Built, path: str) -> BeautifulSoup:
    return BeautifulSoup(site.read(path), "html.parser")


def test_each_mistake_is_told_once_and_nothing_else(site: Built) -> None:
    told = sorted(message.partition(": ")[2] for message in site.warnings)
    assert [message[: len(wanted)] for message, wanted in zip(told, TOLD, strict=True)] == TOLD
    assert all(jump(message)[0].startswith("docs/posts/") for message in told)
    assert not (site.folder / "todo").exists()  # that is for whoever writes, under `serve`
    assert "todo" not in site.read("")


TOLD = [
    "docs/posts/bytes.md:4:3: the file is not UTF-8.",
    "docs/posts/long.md:4:1: the note has no title, so lists call it by its file. Begin it with a line '# Title'.",
    "docs/posts/same.md:3:7: slug: first is taken by docs/posts/first.md:1:1.",
    "docs/posts/second.md:4:7: tags: python is Python at docs/posts/first.md:4:7.",
    "docs/posts/second.md:9:37: the link leads to docs/posts/draft.md, which is a draft.",
    "docs/posts/second.md:9:52: the link leads to docs/posts/later.md, which is dated 2999-01-01.",
    "docs/posts/still.md:4:1: the note has no title",
    "docs/posts/toml.md:1:1: the front matter is TOML",
    "docs/posts/wrong.md:2:7: date: 2026-13-28 is not a date: month must be in 1..12.",
]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("2024/01/first-2/", "slug: first is taken by"),
        ("1970/01/bytes/", "is not UTF-8"),
        ("1970/01/toml/", "is TOML"),
        ("1970/01/wrong/", "month must be in 1..12"),
    ],
)
def test_a_mistake_is_told_on_the_page_where_it_is(path: str, said: str, site: Built) -> None:
    faults = [fault.text for fault in soup(site, path).select(".author-error")]
    assert len(faults) == 1
    assert said in faults[0]
    assert "date =" not in soup(site, path).select("main")[0].text


def test_the_time_of_day_orders_notes_of_a_day(site: Built) -> None:
    listed = [item.text for item in soup(site, "2024/01/first/").select("#notes li")]
    assert listed.index("third") < listed.index("second") < listed.index("first") < listed.index("one-line")
    assert not {"draft", "later"} & set(listed)


def test_a_link_to_what_is_not_published_is_no_link(site: Built) -> None:
    page = soup(site, "2024/01/second/")
    links = [link.text for link in page.select("main p a")]
    assert "甲" in links
    assert not {"草稿", "后来"} & set(links)
    assert len(page.select("main p .author-error")) == 2


def test_tags_that_differ_have_a_place_each(site: Built) -> None:
    ids = [heading["id"] for heading in soup(site, "tags/").select("[id^='tag:']")]
    assert sorted(ids) == ["tag:a-b", "tag:a-b-2", "tag:c", "tag:c-plus-plus", "tag:c-sharp", "tag:python"]
    links = {link.text: link["href"] for link in soup(site, "2024/01/long/").select("#last .tag, #next .tag")}
    assert str(links["a b"]).endswith("#tag:a-b")
    assert str(links["a-b"]).endswith("#tag:a-b-2")
    assert all((site.folder / f"feeds/{name}.xml").is_file() for name in ("a-b", "a-b-2"))


def test_a_note_of_one_line_is_its_own_title(site: Built) -> None:
    titles = {"line": "今天出太阳，见 x²。", "short": "A line, and its end"}
    items = {item.findtext("title"): item for item in ElementTree.fromstring(site.read("feed.xml")).iter("item")}
    for name, title in titles.items():
        page = soup(site, f"2024/01/{name}/")
        assert page.title is not None
        assert page.title.text == title
        assert len(page.select("main h1")) == 1
        assert not page.select("main p")
        assert items[title].findtext("description") == title
        content = items[title].findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
        assert content.startswith(f"<p>{title[:4]}")


def test_an_old_file_leads_to_the_note(site: Built) -> None:
    link = soup(site, "2019/03/hello.html").select_one("body a")
    assert link is not None
    assert link["href"] == "../../2022/03/quoted/"


def test_feed_and_sitemap_know_when_a_note_was_changed(site: Built) -> None:
    items = {item.findtext("title"): item for item in ElementTree.fromstring(site.read("feed.xml")).iter("item")}
    updated = items["乙"].findtext("{http://www.w3.org/2005/Atom}updated")
    assert updated == "2024-02-01T00:00:00+08:00"
    assert (items["乙"].findtext("pubDate") or "").startswith("Wed, 03 Jan 2024 18:00:00")
    assert items["one-line"].findtext("description") == "一行。"
    dates = dict(re.findall(r"<loc>(.*?)</loc>\s*<lastmod>(.*?)</lastmod>", site.read("sitemap.xml")))
    assert dates["https://example.org/notes/2024/01/second/"] == "2024-02-01"
    assert dates["https://example.org/notes/2024/01/first/"] == "2024-01-03"


def test_a_title_in_the_front_matter_is_the_title(site: Built) -> None:
    page = soup(site, "2022/03/titled/")
    assert page.title is not None
    assert page.title.text == "甲 & 乙"
    assert [heading.text for heading in page.select("main h1")] == ["甲 & 乙"]
    assert "小节" in page.select("#toc")[0].text


def test_pictures_stand_beside_their_note(site: Built) -> None:
    picture = soup(site, "2024/02/walk/").select_one("main img")
    assert picture is not None
    assert (site.folder / "2024/02/walk" / str(picture["src"])).resolve().is_file()
