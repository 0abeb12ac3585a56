"""A site of one language with a note of another in it: each is framed in its own, and so is what is told about it."""

from __future__ import annotations

import json
import os
import re
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Comment, Tag
from playwright.sync_api import Browser, expect

from tests.conftest import warm
from tests.forked import python
from yansuan.words import of

pytestmark = pytest.mark.site

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
SAID = ("aria-label", "title", "alt", "placeholder", "content", "style")  # attributes in which words are

CONFIG = """\
site_name: {name}
site_description: {name}
site_url: https://example.org/
theme: {{name: material, language: {language}}}
nav: [{home}, verification.md]
plugins:
  - search
  - blog:
      {{blog_dir: ., post_url_format: "{{slug}}", categories: false, authors: false, archive: false,
       post_date_format: {dates}}}
  - tags
  - mkdocs-jupyter: {{include: ["lab/*.ipynb"], ignore: ["*.md"], execute: false}}
  - yansuan
"""
# By language: the words that an author writes.
WORDS = {
    "zh": {
        "name": "弹簧", "title": "弹簧的能量", "text": "弹簧伸长", "stiffness": "劲度", "length": "伸长",
        "energy": "能量", "wrong": "曾经印错", "note": "脚注。",
    },
    "en": {
        "name": "Springs", "title": "A spring’s energy", "text": "A spring is stretched by", "stiffness": "stiffness",
        "length": "stretch", "energy": "energy", "wrong": "as it was printed", "note": "A footnote.",
    },
}  # fmt: skip
NOTE = r"""---
date: 2024-0{month}-01
slug: {name}
tags: [{name}]
description: {title}
snippet: {language}
was: /old/{name}/
{lang}---

# {title}

{text} $x$, $E = k x^2 / 2 % check$[^1].

<!-- more -->

## {energy}

$$
E = \frac{{1}}{{2}} k x^2 \label{{energy}}
$$

$$
E = k x^2 \tag{{2}}
% refute: {wrong}
$$

$$
E = \frac{{1}}{{4}} k x^2 + \frac{{1}}{{8}} k x^2 + \frac{{1}}{{16}} k x^2
+ \frac{{1}}{{32}} k x^2 + \frac{{1}}{{32}} k x^2
$$

--8<-- "{language}.py:energy-folded"

\eqref{{energy}}

[^1]: {note}
"""
SNIPPET = """\
# %% energy
def energy(k, x):
    return k * x**2 / 2


if __name__ == "__main__":
    print(f"E = {{energy(3.0, 2.0):.1f}}")


# %% notation
def notation(rng):
    while True:
        k, x = float(rng.uniform(1, 2)), float(rng.normal())
        yield {{
            "k": ("{stiffness}", k),
            "x": ("{length}", x),
            "E": ("{energy}", energy),
        }}


NOTATIONS = {{"main": notation}}
"""


@dataclass(frozen=True)
class Site:
    language: str
    folder: Path
    told: str

    @cache  # noqa: B019  # of a site or two, while its tests last
    def page(self, name: str = "") -> BeautifulSoup:
        """A page, which nobody changes."""
        file = self.folder / name
        return BeautifulSoup((file if file.suffix else file / "index.html").read_text("utf-8"), "html5lib")


def built(folder: Path, runs: Path, tag: str, home: str = "index.md", dates: str = "long") -> Site:
    """A site with a note of each language; of its own language a note names none.

    Args:
        folder: of the site.
        runs: the folder of what its programs printed.
        tag: of its language.
        home: the front page in its `nav`.
        dates: its `post_date_format`.
    """
    warm(folder)
    (folder / ".cache/notebooks").symlink_to(runs)  # the programs are the same in each site
    language = of(tag).language
    files = {
        "mkdocs.yml": CONFIG.format(name=WORDS[language]["name"], language=tag, home=home, dates=dates),
        "docs/index.md": f"# {WORDS[language]['name']}\n",
        "docs/verification.md": f"# {WORDS[language]['energy']}\n\n<!-- formulas -->\n",
    }
    for month, (name, words) in enumerate(WORDS.items(), 1):
        lang = "" if name == language else f"lang: {name}\n"
        values: dict[str, Any] = words | {"month": month, "language": name, "lang": lang, "name": f"spring-{name}"}
        files |= {f"docs/posts/{name}.md": NOTE.format(**values), f"snippets/{name}.py": SNIPPET.format(**words)}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONSAFEPATH": "1"}
    done = python("-m", "mkdocs", "build", "--strict", cwd=folder, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(language, folder / "site", done.stdout + done.stderr)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory, runs: Path) -> Site:
    return built(tmp_path_factory.mktemp("english"), runs, "en-GB")


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory, runs: Path) -> Site:
    return built(tmp_path_factory.mktemp("chinese"), runs, "zh-CN")


def without(page: BeautifulSoup | Tag, *selectors: str) -> BeautifulSoup:
    """A copy of a page, less some of it, and less what no reader sees."""
    found = BeautifulSoup("", "html5lib")
    found.append(copy(page))
    for part in found.select(", ".join(["script", "style:not(:empty)", *selectors])):
        part.decompose()
    return found


def said(page: BeautifulSoup | Tag) -> list[str]:
    """All that a page says: its text, and the attributes in which words are."""
    texts = [text for text in page.find_all(string=True) if not isinstance(text, Comment)]
    parts = [text.strip() for text in texts if text.strip()]
    for element in page.find_all(True):
        assert isinstance(element, Tag)
        parts += [str(v) for k, v in element.attrs.items() if k in SAID or (k.startswith("data-") and k != "data-tex")]
    return parts


def chinese_in(page: BeautifulSoup | Tag) -> list[str]:
    return [part for part in said(page) if CHINESE.search(part)]


def english_of_ours_in(page: BeautifulSoup | Tag) -> list[str]:
    """What a page says in English words of ours: a whole one, or within more where it is several."""
    entries = of("en").entries.values()
    forms = [form for entry in entries for form in ([entry] if isinstance(entry, str) else entry.values())]
    pieces = {piece.strip(" .,;:()") for form in forms for piece in re.split(r"\{\w*\}", form)}
    words = {piece for piece in pieces if re.search("[A-Za-z]{3}", piece)}
    words -= {entry for entry in of("zh").entries.values() if isinstance(entry, str)}
    return [part for part in said(page) if any(part == one or (" " in one and one in part) for one in words)]


def test_an_english_site_has_no_chinese_word_but_in_its_chinese_note(english: Site) -> None:
    names = ["", "spring-en", "verification", "404.html", "lab/en", "tags", "verification/spring-en"]
    for name in names:
        if (english.folder / name).exists():
            page = without(english.page(name), "[lang^=zh]", ".more")  # which is called after the other note
            assert not chinese_in(page), name
    assert {"lab/en", "verification/spring-en"} <= {name for name in names if (english.folder / name).exists()}
    assert english.page().html["lang"] == "en"  # type: ignore[index]


def test_a_chinese_note_in_it_is_framed_in_chinese(english: Site) -> None:
    page = english.page("spring-zh")
    article = page.select_one("article")
    assert article is not None
    assert article["lang"] == "zh"
    assert not english_of_ours_in(without(article))
    assert article.select_one("time").text == "2024 年 1 月 1 日"  # type: ignore[union-attr]
    assert article.select_one(".verdict-count").text.startswith("本篇 4 条公式：3 条成立（其中 ")  # type: ignore[union-attr]
    assert article.select_one(".cell-code > summary").text == "展开代码"  # type: ignore[union-attr]
    assert article.select_one("h2 .headerlink")["title"] == "本节的链接"  # type: ignore[index]
    assert page.select_one("#words")["data-copied"] == "已复制"  # type: ignore[index]
    # Around it the site goes on in its own language.
    assert not chinese_in(without(page, "[lang^=zh]", "head", "#words"))


def test_a_chinese_site_has_no_english_word_of_ours_but_in_its_english_note(chinese: Site) -> None:
    for name in ("", "spring-zh", "verification", "404.html", "lab/zh", "verification/spring-zh"):
        assert not english_of_ours_in(without(chinese.page(name), "[lang^=en]")), name
    assert chinese.page().html["lang"] == "zh-CN"  # type: ignore[index]


def test_an_english_note_in_it_is_framed_in_english(chinese: Site) -> None:
    page = chinese.page("spring-en")
    article = page.select_one("article")
    assert article is not None
    assert article["lang"] == "en"
    assert not chinese_in(without(article))
    assert article.select_one("time").text == "1 February 2024"  # type: ignore[union-attr]
    assert article.select_one(".verdict-count").text.startswith("4 formulas in this note: 3 hold (")  # type: ignore[union-attr]
    assert article.select_one(".footnote-backref")["title"] == "Back to where footnote 1 is"  # type: ignore[index]
    assert article.select_one(".formula-number")["data-label"] == "Link to formula 1"  # type: ignore[index]
    assert article.select_one(".symbols summary").text == "Symbols"  # type: ignore[union-attr]
    assert page.select_one("#words")["data-copy-code"] == "Copy code"  # type: ignore[index]
    assert not english_of_ours_in(without(page, "[lang^=en]", "#words"))


def test_cards_say_in_which_language_they_are(english: Site, chinese: Site) -> None:
    for site, other, date in ((english, "zh", "1 January 2024"), (chinese, "en", "2024 年 2 月 1 日")):
        entries = {str(one.a["href"]).rstrip("/"): one for one in site.page().select(".entry")}  # type: ignore[index]
        own, foreign = entries[f"spring-{site.language}"], entries[f"spring-{other}"]
        assert [part["lang"] for part in foreign.select("[lang]")] == [other, other]
        assert not own.select("[lang]")
        assert foreign.time.text == date  # type: ignore[union-attr]


def test_old_addresses_and_the_feed_speak_the_language_of_the_note(english: Site, chinese: Site) -> None:
    for site, tag in ((english, "en"), (chinese, "zh-CN")):
        assert f"<language>{tag}</language>" in (site.folder / "feed.xml").read_text("utf-8")
        for name, words in (("zh", "这篇笔记搬到了"), ("en", "This note has moved to")):
            moved = site.page(f"old/spring-{name}")
            assert words in moved.body.text  # type: ignore[union-attr]
            assert moved.html["lang"] == (tag if name == site.language else name)  # type: ignore[index]


def test_times_without_a_zone_are_of_the_zone_that_is_usual_where_the_language_is(english: Site, chinese: Site) -> None:
    for site, offset in ((english, "+00:00"), (chinese, "+08:00")):
        items = json.loads((site.folder / "feed.json").read_text("utf-8"))["items"]
        assert {item["date_published"][10:] for item in items} == {f"T00:00:00{offset}"}


def test_a_language_without_words_is_told_once(tmp_path: Path, runs: Path) -> None:
    site = built(tmp_path, runs, "fr", home="{Ressorts: index.md}", dates="d/M/yy")
    assert (
        site.told.count("mkdocs.yml:4:35: there are words in zh and en, not in 'fr': what yansuan says is English") == 1
    )
    assert site.page().html["lang"] == "fr"  # type: ignore[index]
    # What the site says itself goes before words of ours.
    assert site.page().select_one(".places a").text == "Ressorts"  # type: ignore[union-attr]
    assert [day.text for day in site.page().select(".entry time")] == ["1/2/24", "1/1/24"]
    assert site.page().select_one(".entries-title").text == "Contents"  # type: ignore[union-attr]


@pytest.mark.browser
def test_quotation_marks_in_english_are_as_narrow_as_letters(english: Site, chinese: Site, chromium: Browser) -> None:
    """Whatever faces the machine has: of some Chinese ones they are as wide as a character."""
    measure = """() => [...document.querySelectorAll("article > p:first-of-type, article h1")].map(part => {
      const width = (text) => {
        const made = document.createElement("span");
        made.textContent = text;
        part.append(made);
        return made.getBoundingClientRect().width;
      };
      return (width("n’t") - width("nt")) / parseFloat(getComputedStyle(part).fontSize);
    })"""
    page = chromium.new_page()
    for site in (english, chinese):
        page.goto((site.folder / "spring-en/index.html").as_uri())
        expect(page.locator("article h1")).to_have_text(re.compile("A spring’s energy"))
        assert all(0 < width < 0.5 for width in page.evaluate(measure))
        code = """text => {
          const pre = document.querySelector(".cell-output pre"), range = document.createRange();
          pre.textContent = text;
          range.selectNodeContents(pre);
          return range.getBoundingClientRect().width;
        }"""
        assert page.evaluate(code, "iiii") == page.evaluate(code, "MMMM"), "code is as wide as ever"
    page.close()
