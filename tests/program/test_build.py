"""A whole site with snippets, built from outside: MkDocs and ProperDocs, notes, lists, lab pages, mistakes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from yansuan.program.workshop import Lab

from .conftest import Project

# In one process: else each builds for itself.
pytestmark = pytest.mark.site

Made = tuple[Project, dict[str, Lab]]

CONFIG = """\
site_name: 试
site_url: https://example.org/
theme: {name: material, language: zh, font: false}
plugins:
  - blog:
      blog_dir: .
      post_dir: posts
      post_url_format: "{date}/{slug}"
      post_url_date_format: yyyy/MM
      categories: false
      authors: false
  - mkdocs-jupyter: {include: ["lab/*.ipynb"], execute: false, include_source: true, cache: false}
  - yansuan: {parts: [notebooks]}
markdown_extensions:
  - admonition
  - attr_list
  - toc: {permalink: "#"}
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.snippets: {base_path: [.cache/notebooks/cells], check_paths: true}
validation: {anchors: warn, links: {absolute_links: warn, unrecognized_links: warn}}
"""
INDEX = "# 首页\n"
NOTE = """\
---
date: 2021-05-06
slug: note
snippet: alpha
---
# 笔记

开头。

--8<-- "alpha.py:draw"

<!-- more -->

- 列表

    --8<-- "alpha.py:show-folded"

见[实验](../lab/alpha.ipynb#draw)。
"""
WRONG = """\
---
date: 2021-05-07
slug: wrong
snippet: alpa
---
# 笔记

--8<-- "alpha.py:nothing"

--8<-- "raises.py:bad"

<!-- more -->

--8<-- "nothing.py:one"
"""
RAISES = "# %% bad\n1 / 0\n"
LOOPS = "# %% loop\nfrom time import sleep\n\nsleep(1e6)\n"
SYNTAX = "# %% one\nx = (\n"
TWICE = "# %% one\nx = 1\n# %% one\nx = 2\n"


@pytest.fixture(scope="module")
def project(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The site with its caches warm."""
    root = tmp_path_factory.mktemp("site") / "project"
    shutil.copytree(made[0].root, root)
    project = Project(root)
    project.write("mkdocs.yml", CONFIG)
    project.write("docs/index.md", INDEX)
    project.write("docs/posts/note.md", NOTE)
    return project


@pytest.fixture(scope="module")
def site(project: Project) -> Path:
    done = project.build("--strict")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "running …" not in done.stderr
    assert project.runs("alpha") == 1
    return project.root / "site"


def page(site: Path, path: str) -> BeautifulSoup:
    return BeautifulSoup((site / path / "index.html").read_text("utf-8"), "html.parser")


def drawing(soup: BeautifulSoup | Tag) -> str:
    svg = soup.select_one(".cell-figure svg")
    assert svg is not None
    return str(svg)


def test_a_note_has_the_cells_with_the_output_of_that_run(site: Path) -> None:
    soup = page(site, "2021/05/note")
    assert [cell["data-cell"] for cell in soup.select(".cell")] == ["alpha.py:draw", "alpha.py:show"]
    assert [link["href"] for link in soup.select("a.cell-lab")] == [
        "../../../lab/alpha/#draw",
        "../../../lab/alpha/#show",
    ]
    assert len(soup.select("li > .cell details.cell-code .cell-source")) == 1
    assert "<b>*not bold*</b> $x$ `code`" in soup.select(".cell-output pre")[-1].get_text()
    where = soup.select_one(".cell-where")
    assert where is not None
    assert re.fullmatch(r"运行环境Python [\d.]+、NumPy [\d.]+、matplotlib [\d.]+", where.get_text())


def test_the_list_of_notes_has_them_too_with_links_from_where_it_stands(site: Path) -> None:
    soup = page(site, ".")
    assert [cell["data-cell"] for cell in soup.select(".cell")] == ["alpha.py:draw"]
    assert [link["href"] for link in soup.select("a.cell-lab")] == ["lab/alpha/#draw"]
    assert drawing(soup) == drawing(page(site, "2021/05/note"))


def test_a_lab_page_shows_the_whole_snippet(site: Path) -> None:
    soup = page(site, "lab/alpha")
    assert [heading.get_text() for heading in soup.select("h1")] == ["实验：alpha"]
    assert soup.title is not None
    assert soup.title.get_text() == "实验：alpha - 试"
    names = ["setup", "about", "count", "show", "draw", "code-with-marks"]
    assert [cell["id"] for cell in soup.select("div.lab-cell")] == names
    assert [cell["data-cell"] for cell in soup.select(".lab-cell .cell")] == [
        f"alpha.py:{n}" for n in names if n != "about"
    ]
    about = soup.select_one(".lab-markdown#about")
    assert about is not None
    assert "说明" in about.get_text()
    assert about.select('a[href="../.."]') or about.select('a[href="../../"]')  # a link to a page, as in notes
    toc = [link["href"] for link in soup.select("nav.md-nav--secondary")[0].select("a[href^='#']")]
    assert toc == ["#setup", "#about_heading", "#count", "#show", "#draw", "#code-with-marks"]
    assert drawing(soup) == drawing(page(site, "2021/05/note"))
    assert not soup.select(".cell-caption")
    assert all(figure.has_attr("data-search-exclude") for figure in soup.select(".cell-figure"))


def test_a_lab_page_is_light_and_fetches_nothing_from_elsewhere(site: Path) -> None:
    html = (site / "lab/alpha/index.html").read_text("utf-8")
    assert len(html.encode()) < 60_000
    soup = BeautifulSoup(html, "html.parser")
    fetched = [element[name] for name in ("src", "href") for element in soup.select(f"script[{name}], link[{name}]")]
    assert not [url for url in map(str, fetched) if "//" in url and not url.startswith("https://example.org/")]
    assert not soup.select("article style, article script")
    for trace in ("jupyter", "require", "mathjax", "clipboard", "jp-"):
        assert trace not in str(soup.select_one("article")).lower()


def test_its_notebook_can_be_downloaded_and_is_the_same_run(site: Path, made: Made) -> None:
    link = page(site, "lab/alpha").select_one("a.lab-download")
    assert link is not None
    notebook = (site / "lab/alpha" / str(link["href"])).read_text("utf-8")
    assert notebook == made[1]["alpha"].notebook
    figure = next(c for c in json.loads(notebook)["cells"] if c["id"] == "draw")["outputs"][0]
    assert "".join(figure["data"]["image/svg+xml"]) in (site / "lab/alpha/index.html").read_text("utf-8")


def test_properdocs_makes_the_same(project: Project, site: Path) -> None:
    before = {path: page(site, path) for path in ("lab/alpha", "2021/05/note")}
    done = project.build("--strict", "-f", "mkdocs.yml", "-d", "other", module="properdocs")
    assert done.returncode == 0, done.stdout + done.stderr
    for path, soup in before.items():
        again = page(project.root / "other", path)
        assert [str(cell) for cell in again.select(".cell")] == [str(cell) for cell in soup.select(".cell")]
    assert project.runs("alpha") == 1


def test_mistakes_are_told_once_with_their_place_and_stand_on_the_page(
    project: Project, site: Path, tmp_path: Path
) -> None:
    wrong = Project(tmp_path / "wrong")
    shutil.copytree(project.root, wrong.root)
    # So short for the cell without an end; the others have been run, and are kept.
    wrong.write("mkdocs.yml", CONFIG.replace("{parts: [notebooks]}", "{parts: [notebooks], timeout: 4}"))
    wrong.write("docs/posts/wrong.md", WRONG)
    for name, text in {"raises": RAISES, "loops": LOOPS, "syntax": SYNTAX, "twice": TWICE}.items():
        wrong.write(f"snippets/{name}.py", text)
    done = wrong.build("--strict")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    said = sorted(re.findall(r"WARNING -  notebooks: (.*)", done.stderr))
    assert said == [
        "docs/posts/wrong.md:14:9: there is no snippet 'nothing.py'. "
        "Snippets: alpha.py, beta.py, loops.py, raises.py, syntax.py, twice.py.",
        "docs/posts/wrong.md:4:10: there is no snippet 'alpa' in snippets/. Did you mean 'alpha'? "
        "Snippets: alpha, beta, loops, raises, syntax, twice.",
        "docs/posts/wrong.md:8:18: the snippet alpha.py has no cell 'nothing'. "
        "Cells: setup, count, show, draw, code-with-marks.",
        "snippets/loops.py:4:1: the cell 'loop' was stopped here after 4 s. "
        "Make it end sooner, or allow more with the plugin yansuan's setting timeout in mkdocs.yml.",
        "snippets/raises.py:2:1: ZeroDivisionError: division by zero (in the cell 'bad')",
        "snippets/syntax.py:2:5: SyntaxError: '(' was never closed. Nothing of the snippet was run.",
        "snippets/twice.py:3:6: the cell name 'one' is taken by the cell at line 2. Choose another.",
    ]
    shown = [error.get_text() for error in page(wrong.root / "site", "2021/05/wrong").select(".author-error")]
    assert [text.removeprefix("此处有误：").partition(" ")[0] for text in shown] == [
        "docs/posts/wrong.md:4:10:",
        "docs/posts/wrong.md:8:18:",
        "snippets/raises.py:2:1:",
        "docs/posts/wrong.md:14:9:",
    ]
    assert page(wrong.root / "site", "lab/raises").select(".author-error")
