"""The door to MkDocs: mathematics in a built site, with Material's blog."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.conftest import warm
from tests.forked import python
from yansuan.cache import Cache
from yansuan.note import Notes
from yansuan.set import markup
from yansuan.set.door import MathJax
from yansuan.set.typesetter import Typesetter

pytestmark = pytest.mark.site

CONFIG = """\
site_name: 试
theme: {name: material, font: false}
plugins:
  - blog: {blog_dir: ., post_dir: posts, post_url_format: "{date}/{slug}", post_url_date_format: yyyy/MM}
  - yansuan: {parts: [mathjax]}
"""
NOTE = "---\ndate: 2021-05-0{day}\nslug: {slug}\n---\n\n# 题 $x_{day}$\n\n{text}\n"


def build(folder: Path, tool: str = "mkdocs", **notes: str) -> subprocess.CompletedProcess[str]:
    posts = folder / "docs/posts"
    posts.mkdir(parents=True)
    warm(folder)
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (folder / "docs/index.md").write_text("# 首页\n", "utf-8")
    for day, (slug, text) in enumerate(notes.items(), 1):
        (posts / f"{slug}.md").write_text(NOTE.format(day=day, slug=slug, text=text), "utf-8")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    return python("-m", tool, "build", "--strict", "-f", "mkdocs.yml", cwd=folder, env=environment)


def page(folder: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((folder / "site" / path / "index.html").read_text("utf-8"), "html5lib")


@pytest.mark.parametrize("tool", ["mkdocs", "properdocs"])
def test_notes_refer_to_each_others_formulas(tmp_path: Path, tool: str) -> None:
    one = "见 \\eqref{two#there}。\n\n<!-- more -->\n\n$$a \\label{here}$$"
    two = "见 \\eqref{one#here}。\n\n<!-- more -->\n\n$$b \\tag{5} \\label{there}$$"
    done = build(tmp_path, tool, one=one, two=two)
    assert done.returncode == 0, done.stderr
    link = page(tmp_path, "2021/05/one").select_one("a.formula-reference")
    assert link is not None
    assert (link["href"], link.get_text()) == ("../two/#eq-there", "(5)")
    # The list on the front page leads there, too, and repeats no id.
    listed = [str(a["href"]) for a in page(tmp_path, ".").select("a.formula-reference")]
    assert sorted(listed) == ["2021/05/one/#eq-here", "2021/05/two/#eq-there"]
    assert not page(tmp_path, ".").select("[id^='eq-']")


def test_every_page_has_the_glyphs_that_it_uses(tmp_path: Path) -> None:
    build(tmp_path, one="设 $a+b$。")
    for path in (".", "2021/05/one"):
        soup = page(tmp_path, path)
        used = {str(use["xlink:href"]).removeprefix("#") for use in soup.select("use[xlink\\:href]")}
        assert used
        assert used == {str(glyph["id"]) for glyph in soup.select("svg.formula-glyphs [id]")}


def test_a_page_is_drawn_once_and_again_where_something_was_missing(
    tmp_path: Path, typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, written = list[str](), markup.written

    def counted(html: str, *more: Any, **others: Any) -> str:
        drawn.append(html)
        return written(html, *more, **others)

    monkeypatch.setattr(markup, "written", counted)

    def draw(html: str) -> str:
        door = MathJax(Cache(tmp_path), typesetter, Notes(Cache(tmp_path), lambda text: {}), lambda: False)
        return door.draw(html)

    made = typesetter.typeset("x + y", display=False)
    html = f"<body>{markup.by_name('x + y', made)}</body>"
    assert draw(html) == draw(html)
    assert drawn == [html]
    missing = html.replace(made.name, "0" * len(made.name))
    assert draw(missing) == draw(missing)
    assert drawn == [html, missing, missing]


def test_a_title_with_a_formula_is_words(tmp_path: Path) -> None:
    build(tmp_path, one="设 $a$。")
    title = page(tmp_path, "2021/05/one").select_one("title")
    assert title is not None
    assert title.get_text().startswith("题 x₁ ")


def test_a_mistake_fails_a_strict_build_and_names_the_line_of_the_file(tmp_path: Path) -> None:
    done = build(tmp_path, one="设 $a + \\foo$。\n\n<!-- more -->\n\n余。")
    assert done.returncode == 1
    assert "docs/posts/one.md:8:8: Undefined control sequence \\foo" in done.stderr
    assert done.stderr.count("Undefined control sequence") == 1
    assert "Traceback" not in done.stderr
