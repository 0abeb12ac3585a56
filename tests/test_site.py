"""The built site, every file of it: whole, in Chinese, without raw TeX, and nothing of it from another host."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import html5lib  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from PIL import Image

from yansuan.site.search import to_text

# In one process: else each reads all pages for itself.
pytestmark = pytest.mark.site

HOST = "zququ.github.io"
PLAIN = ("2026/11/formulas-of-others/", "2026/11/notation-and-reading/")  # have no program
NOTES = ["2021/06/legendre-transform/", "2021/05/backpropagation/", "2021/05/row-rank-column-rank/"]

# What a browser fetches without being asked, by element: attributes that hold addresses.
FETCHED = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "feimage": ("href", "xlink:href"),
    "body": ("background",),
}
FETCHED_LINKS = {
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "preload",
    "prefetch",
    "modulepreload",
    "manifest",
    "preconnect",
    "dns-prefetch",
}
RAW_TEX = re.compile(r"\\[A-Za-z]{2,}|\$\$|\$[^\s$]")


@cache
def pages(site: Path) -> list[tuple[str, BeautifulSoup]]:
    """Every page, read once for all the tests: they leave it as it is."""
    names = sorted(site.rglob("*.html"))
    found = [
        (path.relative_to(site).as_posix(), BeautifulSoup(path.read_text("utf-8"), "html.parser")) for path in names
    ]
    gc.freeze()  # they stay; else whatever this process tests afterwards goes through them again and again
    return found


def elsewhere(address: str) -> bool:
    return urlsplit(address.strip()).netloc not in ("", HOST)


def addresses_in_css(css: str) -> list[str]:
    return re.findall(r"""url\(\s*['"]?([^'")]+)""", css) + re.findall(r"""@import\s+['"]([^'"]+)""", css)


def fetched_by(soup: BeautifulSoup) -> Iterator[str]:
    for element in soup.find_all(True):
        assert isinstance(element, Tag)
        for attribute in FETCHED.get(element.name.lower(), ()):
            yield from (part.split()[0] for part in str(element.get(attribute, "")).split(",") if part.strip())
        if element.name == "link" and FETCHED_LINKS & set(element.get("rel") or ()):
            yield str(element.get("href"))
        if element.name == "meta" and str(element.get("http-equiv", "")).lower() == "refresh":
            yield str(element.get("content")).partition("=")[2]
        yield from addresses_in_css(str(element.get("style", "")))
        if element.name == "style":
            yield from addresses_in_css(element.get_text())


def test_it_is_built_without_a_warning(tree: Path) -> None:
    """Also where somebody else's notes have taken the place of ours."""
    assert (tree / "index.html").is_file()


def test_no_file_refers_a_browser_to_another_host(site: Path) -> None:
    found = [(name, address) for name, soup in pages(site) for address in fetched_by(soup) if elsewhere(address)]
    for path in [*site.rglob("*.css"), *site.rglob("*.svg")]:
        text = path.read_text("utf-8")
        found += [(path.name, address) for address in addresses_in_css(text) if elsewhere(address)]
    for path in site.rglob("*.js"):
        # An address in quotes is one that a script may fetch; in a comment it is a credit.
        code = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        quoted = re.findall(r"""["'`](https?://[^"'`\s]+|//[\w-]+\.[\w.-]+/[^"'`\s]*)["'`]""", code)
        found += [(path.name, address) for address in quoted if not address.startswith("http://www.w3.org/")]
    assert not found


def test_no_font_comes_with_the_site(site: Path) -> None:
    assert not [path for pattern in ("*.woff*", "*.ttf", "*.otf", "*.eot") for path in site.rglob(pattern)]


def test_mathematics_needs_no_script(site: Path) -> None:
    for name, soup in pages(site):
        assert not [script for script in soup.find_all("script") if "mathjax" in str(script).lower()], name
        for formula in soup.select(".formula, .formula-display"):
            assert formula.select_one("svg"), name
            assert formula.select_one(".formula-text"), name


def test_every_glyph_used_is_defined_on_its_page_once(site: Path) -> None:
    for name, soup in pages(site):
        used = {str(use["xlink:href"]) for use in soup.select("use") if str(use.get("xlink:href")).startswith("#g-")}
        defined = [f"#{path['id']}" for path in soup.select("svg.formula-glyphs [id]")]
        assert sorted(used) == sorted(defined), name


def test_ids_are_unique(site: Path) -> None:
    for name, soup in pages(site):
        ids = [str(element["id"]) for element in soup.select("[id]")]
        assert sorted(set(ids)) == sorted(ids), (name, {i for i in ids if ids.count(i) > 1})


def test_no_raw_tex_in_titles_contents_descriptions_or_text(site: Path) -> None:
    for name, soup in pages(site):
        title, description = soup.find("title"), soup.find("meta", attrs={"name": "description"})
        texts = [title.get_text() if title else "", str(description["content"]) if description else ""]
        texts += [entry.get_text() for entry in soup.select(".md-nav")]
        assert soup.body is not None
        texts.append("".join(said(soup.body)))
        assert not [match[0] for text in texts for match in RAW_TEX.finditer(text)], name
        assert "\ue000" not in (site / name).read_text("utf-8"), name


def said(element: Tag) -> Iterator[str]:
    """The text of an element, without code."""
    for child in element.children:
        if isinstance(child, Tag):
            if child.name not in ("code", "pre", "script", "style") and "highlight" not in (child.get("class") or ()):
                yield from said(child)
        elif type(child) is NavigableString:
            yield child


def test_no_raw_tex_in_search(site: Path) -> None:
    docs = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    found = {name: {to_text(str(code)) for code in soup.select("pre, code")} for name, soup in pages(site)}
    for doc in docs:
        text = doc["text"]
        for code in sorted(found[f"{doc['location'].partition('#')[0]}index.html"], key=len, reverse=True):
            text = text.replace(code, "") if RAW_TEX.search(code) else text
        assert not RAW_TEX.search(doc["title"] + text), doc["location"]


def test_the_feed_holds_every_note_in_full_and_no_raw_tex(site: Path) -> None:
    tree = ElementTree.parse(site / "feed.xml")
    content = "{http://purl.org/rss/1.0/modules/content/}encoded"
    items = tree.findall("./channel/item")
    addresses = [str(item.findtext("link")) for item in items]
    assert addresses == [f"https://{HOST}/{note}" for note in (*PLAIN, *NOTES)]
    for item, address in zip(items, addresses, strict=True):
        soup = BeautifulSoup(item.findtext(content) or "", "html5lib")
        assert len(soup.get_text()) > (500 if address.endswith(PLAIN) else 3000)
        assert ("勘误" in soup.get_text()) != address.endswith(PLAIN)
        assert not soup.select("svg, script, style, math")
        for code in soup.select("code, pre"):
            code.decompose()
        assert not RAW_TEX.search(soup.get_text() + str(item.findtext("title")))


def test_a_phone_has_an_icon_and_each_page_words_of_its_own(site: Path) -> None:
    home = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
    told = json.loads((site / str(home.select_one("link[rel=manifest]")["href"])).read_text("utf-8"))  # type: ignore[index]
    assert told["name"] == "曲曲的秘密学术基地"
    assert told["icons"][0]["src"] == home.select_one("link[rel=apple-touch-icon]")["href"]  # type: ignore[index]
    with Image.open(site / told["icons"][0]["src"]) as icon:
        assert (icon.format, icon.size) == ("PNG", (512, 512))
    words = [
        re.findall('<meta name="description" content="([^"]*)"', (site / page / "index.html").read_text("utf-8"))
        for page in ("", "archive", "tags", "lab", "verification", "about", "statistics", *NOTES)
    ]
    assert all(len(one) == 1 for one in words)
    assert len({one for [one] in words}) == len(words)


def test_html_has_no_fault_that_a_parser_must_mend(site: Path) -> None:
    for page in ("index.html", "404.html", "lab/row_rank_column_rank/index.html", "statistics/index.html"):
        parser = html5lib.HTMLParser()
        parser.parse((site / page).read_text("utf-8"))
        assert not parser.errors, page


def test_the_sitemap_lists_the_notes(site: Path) -> None:
    text = (site / "sitemap.xml").read_text("utf-8")
    for note in NOTES:
        assert f"<loc>https://{HOST}/{note}</loc>" in text
    assert "404" not in text


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("2021/06/Legendre-transform", NOTES[0]),
        ("2021/05/ml-From-LR-to-NW", NOTES[1]),
        ("2021/05/Why_colsp_and_rowsp_same_dim", NOTES[2]),
    ],
)
def test_the_first_editions_addresses_lead_to_the_notes(site: Path, was: str, now: str) -> None:
    soup = BeautifulSoup((site / was / "index.html").read_text("utf-8"), "html5lib")
    refresh = soup.find("meta", attrs={"http-equiv": re.compile("refresh", re.I)})
    assert isinstance(refresh, Tag)
    target = str(refresh["content"]).partition("=")[2].strip("'\" ")
    assert urlsplit(target).path.rstrip("/").endswith(now.strip("/").rpartition("/")[2])


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    ids = {name: {str(e["id"]) for e in soup.select("[id]")} for name, soup in pages(site)}
    dead = []
    for name, soup in pages(site):
        for link in soup.select("a[href]"):
            split = urlsplit(str(link["href"]))
            if split.scheme or split.netloc:
                continue
            target = (site / name).parent if not split.path.startswith("/") else site
            path = (target / unquote(split.path).lstrip("/")).resolve() if split.path else (site / name).resolve()
            path = path / "index.html" if path.is_dir() else path
            inner = path.relative_to(site.resolve()).as_posix() if path.is_relative_to(site.resolve()) else ""
            if not path.exists() or (split.fragment and unquote(split.fragment) not in ids.get(inner, set())):
                dead.append((name, str(link["href"])))
    assert not [one for one in dead if one[0] != "404.html"]


def test_pages_say_that_they_are_chinese(site: Path) -> None:
    for name, soup in pages(site):
        assert soup.html is not None
        assert str(soup.html.get("lang", "")).startswith("zh"), name


def test_each_note_carries_the_cards_of_its_neighbours_and_its_errata(site: Path) -> None:
    found = dict(pages(site))
    for index, note in enumerate(NOTES):
        soup = found[f"{note}index.html"]
        assert [h for h in soup.select("h2") if "勘误" in h.get_text()], note
        assert not soup.select(".author-error")
        links = {
            str(a["href"]).rstrip("/").rpartition("/")[2] for a in soup.select("main nav a[href], main aside a[href]")
        }
        for neighbour in NOTES[max(index - 1, 0) : index] + NOTES[index + 1 : index + 2]:
            assert neighbour.rstrip("/").rpartition("/")[2] in links, (note, neighbour)


def test_lab_pages_are_light(site: Path) -> None:
    labs = sorted((site / "lab").glob("*/index.html"))
    assert len(labs) == 3
    for lab in labs:
        own = re.sub(r"<style>.*?</style>", "", lab.read_text("utf-8"), flags=re.DOTALL)  # all pages have that
        assert len(own.encode()) < 150_000, lab
        assert list(lab.parent.glob("*.ipynb")), "the notebook to download"


def test_the_header_marks_the_place_that_a_page_is_in(site: Path) -> None:
    marked = {name: [a.text for a in soup.select(".places [aria-current]")] for name, soup in pages(site)}
    for folder, place in {"lab": "实验", "verification": "验算", "archive": "归档"}.items():
        found = {name: texts for name, texts in marked.items() if name.startswith(f"{folder}/")}
        assert len(found) > 1
        assert all(texts == [place] for texts in found.values()), found
    assert marked["index.html"] == ["首页"]
    assert marked["2021/06/legendre-transform/index.html"] == []
