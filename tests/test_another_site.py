"""A site of somebody else's: two notes and an mkdocs.yml of ten lines, with nothing of this repository beside them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlparse

import pytest
from bs4 import BeautifulSoup

from tests.conftest import ROOT, warm
from tests.forked import python

pytestmark = pytest.mark.site

README = (ROOT / "README.md").read_text("utf-8")
# As README shows it.
[CONFIG] = re.findall(r"^```yaml\n(site_name: .*?)^```$", README.partition("## A site of your own")[2], re.M | re.S)

NOTE = """\
---
date: {date}
slug: {slug}
tags: [力学]
description: {title}的一例
snippet: {snippet}
---

# {title}

弹簧伸长 $x$，储存的能量是 $E$。

<!-- more -->

## 能量

!!! theorem "定理"
    能量与伸长的平方成正比：

    $$
    E = \\frac{{1}}{{2}} k x^2 \\label{{energy}}
    $$

--8<-- "{snippet}.py:energy"

| 量 | 值 |
| --- | --- |
| $k$ | 3 |

由 \\eqref{{energy}}[^1]。

[^1]: 又见 `energy`。
"""
SNIPPET = """\
# %% energy
def energy(k, x):
    return k * x**2 / 2


if __name__ == "__main__":
    print(f"E = {energy(3.0, 2.0):.1f}")

# %% notation
def notation(rng):
    while True:
        yield {
            "k": ("劲度", float(rng.uniform(1, 2))),
            "x": ("伸长", float(rng.normal())),
            "E": ("能量", energy),
        }


NOTATIONS = {"main": notation}
"""
SOURCES = {
    "docs/index.md": "# 弹簧\n\n两篇笔记。\n",
    "docs/posts/first.md": NOTE.format(date="2024-03-01", slug="first", title="第一根弹簧", snippet="spring"),
    "docs/posts/second.md": NOTE.format(date="2024-04-01", slug="second", title="第二根弹簧", snippet="spring"),
    "snippets/spring.py": SNIPPET,
}
FETCHED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}

Build = Callable[..., Path]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the program did, which is the same in each site."""
    return tmp_path_factory.mktemp("runs")


@pytest.fixture
def build(tmp_path: Path, runs: Path) -> Build:
    """Builds a site in a process that stands in its folder, strictly."""

    def build_(config: str, sources: dict[str, str] = SOURCES) -> Path:
        warm(tmp_path)
        (tmp_path / ".cache/notebooks").symlink_to(runs)
        for name, text in (sources | {"mkdocs.yml": config}).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONSAFEPATH": "1"}
        done = python("-m", "mkdocs", "build", "--strict", cwd=tmp_path, env=environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return tmp_path / "site"

    return build_


def read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html5lib")


def fetched_elsewhere(page: BeautifulSoup) -> list[str]:
    """What a page asks of another host by itself."""
    asked = [str(one[key]) for tag, key in FETCHED.items() for one in page.select(f"{tag}[{key}]")]
    known = [str(link["href"]) for link in page.select("link[rel=canonical], link[rel=prev], link[rel=next]")]
    styles = [found for style in page.select("style") for found in re.findall(r"url\(([^)]*)\)", str(style))]
    return [one for one in [*asked, *styles] if urlparse(one.strip("\"'")).netloc and one not in known]


def test_ten_lines_are_enough(build: Build) -> None:
    assert len(CONFIG.splitlines()) <= 10
    site = build(CONFIG)
    pages = {path.relative_to(site).as_posix(): read(path) for path in site.rglob("*.html")}
    assert {"index.html", "404.html", "2024/03/01/first/index.html", "2024/04/01/second/index.html"} <= set(pages)
    for name, page in pages.items():
        assert not fetched_elsewhere(page), name
        html = str(page)
        assert not re.search("曲|zququ|反向传播|None", html), name
        for link in page.select("a[href]"):
            address = urlparse(urljoin(f"https://example.org/{name}", str(link["href"])))
            if address.netloc == "example.org":
                file = site / address.path.lstrip("/")
                assert (file / "index.html" if address.path.endswith("/") else file).is_file(), (name, link)

    cover = pages["index.html"]
    assert [link.text for link in cover.select(".entries .entry__head a")] == ["第二根弹簧", "第一根弹簧"]
    assert "2 条公式，2 条已验算" in cover.select_one(".cover").text  # type: ignore[union-attr]
    assert cover.select(".entry__excerpt .formula svg")
    assert len(cover.select("[name=__palette]")) == 3
    assert not cover.select(".places")  # there is but one, where the name leads

    note = pages["2024/03/01/first/index.html"]
    assert note.select(".theorem .formula-display[id] svg")
    assert note.select("p .formula svg")
    verdict = note.select_one(".formula-display details.verdict")
    assert verdict is not None
    assert "已证成立" in str(verdict.summary)
    assert "两端是同一个有理式" in str(verdict.select_one(".later"))
    assert note.select_one(".cell[data-cell='spring.py:energy'] .cell-output pre").text.strip() == "E = 6.0"  # type: ignore[union-attr]
    assert [link.text for link in note.select(".neighbour__title a")] == ["第二根弹簧"]
    assert note.select("table th")
    assert note.select(".footnote-ref")
    assert {"--ground", ".formula-display", ".verdict", ".symbol-lit"} <= set(
        re.findall(
            r"--ground|\.formula-display|\.verdict|\.symbol-lit", "".join(str(one) for one in note.select("style"))
        )
    )
    scripts = {str(one["src"]).rpartition("/")[2] for one in note.select("script[src]")}
    assert scripts == {"site.js"}
    assert "<title>第一根弹簧</title>" in (site / "feed.xml").read_text("utf-8")


def test_what_a_site_says_goes_before_what_the_engine_says(build: Build) -> None:
    """Its own settings, templates and files; and in English, without a blog, search or a description."""
    config = """\
site_name: Springs
site_url: https://example.org/
theme:
  name: material
  custom_dir: mine
  palette: {scheme: slate}
  features: [toc.follow]
extra_css: [mine.css, assets/stylesheets/reading.css]
nav: [index.md, tags.md, {Part: [{First: posts/first.md}, {Second: posts/second.md}]}, {Elsewhere: https://example.com/}]
plugins: [tags, yansuan]
markdown_extensions:
  - toc: {permalink: "#"}
  - markdown.extensions.footnotes: {BACKLINK_TEXT: up}
  - pymdownx.tasklist: {custom_checkbox: true}
"""
    own = {
        "mine/partials/more/colophon.html": "<p>mine {{ page.title }}</p>",
        "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n\n- [x] one\n\n- [ ] two\n",
        "docs/mine.css": "a { color: red }",
        "docs/assets/javascripts/formula.js": "mine()",
    }
    site = build(config, SOURCES | own)
    note = read(site / "posts/first/index.html")
    assert note.html["lang"] == "en"  # type: ignore[index]
    assert [(link.text, link["href"]) for link in note.select(".places a")] == [
        ("Home", "../.."),
        ("Tags", "../../tags/"),
        ("Part", "./"),
        ("Elsewhere", "https://example.com/"),
    ]
    pages = note.select(".section-pages")
    assert [one["aria-label"] for one in pages] == ["Part"] * 2, "beside the text, and below it where that is narrow"
    links = pages[0].select("a")
    assert [(link.text, link.get("aria-current")) for link in links] == [("First", "page"), ("Second", None)]
    assert urljoin("https://example.org/posts/first/", str(links[1]["href"])).endswith("/posts/second/")
    assert not note.select("link[type*=rss]")
    assert not (site / "feed.xml").exists(), "there are notes, and no blog of them"
    assert "navigation.tabs.sticky" in str(note.select_one("#__config")), "else Material hides our places"
    assert "mine First" in note.select_one(".colophon").text  # type: ignore[union-attr]
    assert (note.select_one("h2 .headerlink")["data-sign"], note.select_one(".footnote-backref").text) == ("#", "up")  # type: ignore[index, union-attr]
    assert note.body["data-md-color-scheme"] == "slate"  # type: ignore[index]
    assert not note.select("[name=__palette], [data-search], [data-md-component=progress]")
    assert not fetched_elsewhere(note)
    tags = read(site / "tags/index.html")
    listed = tags.select("[id='tag:力学'] ~ .titles a")
    assert [link["href"] for link in listed] == ["../posts/first/", "../posts/second/"]
    assert [box["aria-label"] for box in tags.select("article label > input")] == ["Done", "Done"]
    assert [one["aria-label"] for one in note.select("nav.md-tags")] == ["Tags"]
    assert "mine()" in (site / "assets/javascripts/site.js").read_text("utf-8")
    sheets = [one.get("href") or str(one) for one in note.select("style, link[rel=stylesheet]")]
    ours, mine = (next(i for i, one in enumerate(sheets) if word in one) for word in ("--ground", "mine.css"))
    assert ours < mine
