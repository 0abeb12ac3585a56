"""Markdown in, HTML out, and what an author is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown
from markdown.extensions import Extension

from tests.conftest import ROOT, of_the_notes
from tests.figures.support import typeset, write
from yansuan.explorables.catalogue import ExplorableCatalogue
from yansuan.explorables.extension import ExploreExtension
from yansuan.explorables.packages import HERE, ensure_jsxgraph, jsxgraph
from yansuan.figures.catalogue import Catalogue
from yansuan.figures.extension import FigureExtension
from yansuan.project import Project
from yansuan.read.source import Source

pytestmark = of_the_notes  # whose explorables stand in these pages

CATALOGUE = ExplorableCatalogue(Project.at(ROOT), typeset)
NAMES = ", ".join(CATALOGUE.declarations.found)


class Desk:
    """A Markdown instance with explorables, and what was reported."""

    def __init__(self, catalogue: ExplorableCatalogue = CATALOGUE, *, excerpt: bool = False) -> None:
        self.reports: list[str] = []
        source = Source("docs/posts/note.md", 7, "posts/note.md", excerpt)
        extension = ExploreExtension(catalogue, self.reports.append, lambda md: source)
        self.extensions: list[str | Extension] = ["pymdownx.superfences", "footnotes", extension]
        self.md = Markdown(extensions=self.extensions)

    def convert(self, text: str) -> BeautifulSoup:
        return BeautifulSoup(self.md.convert(text), "html5lib")

    def figure(self, text: str) -> Tag:
        figure = self.convert(text).select_one("figure.explorable")
        assert isinstance(figure, Tag)
        return figure


@pytest.mark.parametrize("name", NAMES.split(", "))
def test_an_explorable_has_its_values_its_picture_and_its_caption(name: str) -> None:
    desk = Desk()
    figure = desk.figure(f"/// explore | {name}\n拖动*切点*。\n///")
    assert (figure["id"], figure["data-explore"]) == (f"explore-{name}", name)
    assert json.loads(str(figure["data-values"]))
    picture, caption = figure.find_all(recursive=False)
    assert picture["class"] == ["explorable-picture"]
    svg = picture.find("svg")
    assert isinstance(svg, Tag)
    assert len(svg.find_all("path")) > 10
    assert str(svg["aria-labelledby"]).split() == [tag["id"] for tag in svg.select("title, desc")]
    label = '<span class="figure-number">动手</span>'
    assert caption.decode_contents().strip() == f"<p>{label}\u3000拖动<em>切点</em>。</p>"
    assert desk.reports == []


def test_in_a_list_of_notes_it_is_a_picture_and_nothing_more() -> None:
    figure = Desk(excerpt=True).figure("/// explore | rank\n文。\n///")
    assert figure.find("svg")
    assert not figure.has_attr("id")
    assert not figure.has_attr("data-values")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("文\n\n/// explore | elephant\n文。\n///", f"9:15: there is no explorable 'elephant'. Write one of {NAMES}."),
        ("/// explore\n文。\n///", f"7:1: an explorable needs a name. Write one of {NAMES}."),
        ("/// explore | rank\n文。\n", "7:15: the explorable has no end. Write '///' on a line after its caption."),
    ],
)
def test_a_mistake_is_told_with_its_place_and_shown_there(text: str, message: str) -> None:
    desk = Desk()
    error = desk.convert(text).select_one(".author-error")
    assert error is not None
    assert desk.reports == [f"docs/posts/note.md:{message}"]
    assert desk.reports[0] in error.get_text()


def test_one_without_an_end_takes_its_paragraph_only() -> None:
    desk = Desk()
    for _ in range(2):  # as the blog plugin does, without reset
        html = desk.convert("/// explore | rank\n文。\n\n余下的。\n\n/// explore | legendre\n图题。\n///\n")
        assert [caption.get_text().strip() for caption in html.select("figcaption")] == [
            "动手\u3000文。",
            "动手\u3000图题。",
        ]
        assert html.select_one("body > p:-soup-contains('余下的。')")
        assert len(html.select("figure svg")) == 1
    assert [report.partition(": ")[0] for report in desk.reports] == ["docs/posts/note.md:7:15"] * 2


def test_blocks_of_another_kind_end_it_and_are_ended_by_it() -> None:
    desk = Desk()
    source, figures = Source("docs/posts/note.md", 7), Catalogue(Project.at(ROOT), typeset)
    md = Markdown(extensions=[*desk.extensions, FigureExtension(figures, desk.reports.append, lambda md: source)])
    explore, figure = "/// explore | rank\n文。\n", "/// figure | rank-factorization\n文。\n"
    for text in (f"{explore}\n{figure}///\n\n余下的。", f"{figure}\n{explore}///\n\n余下的。"):
        html = BeautifulSoup(md.convert(text), "html5lib")
        assert len(html.select("body > figure")) == 2
        assert len(html.select("figure svg")) == 1
        assert html.select_one("body > p:-soup-contains('余下的。')")
    ends = [report.partition(". ")[0] for report in desk.reports]
    assert ends == [
        "docs/posts/note.md:7:15: the explorable has no end",
        "docs/posts/note.md:7:14: the figure has no end",
    ]


@pytest.mark.parametrize("written", ["/// explorr | rank", "/// explorr", "- /// explorr | rank"])
def test_one_of_a_kind_that_there_is_not_is_told_of(written: str) -> None:
    desk = Desk()
    desk.convert(f"文。\n\n{written}\n图题。\n///\n")
    column = written.index("explorr") + 1
    what = "there is no block 'explorr', so its lines are shown as text. Do you mean explore?"
    assert desk.reports == [f"docs/posts/note.md:9:{column}: {what}"]


@pytest.mark.parametrize(
    "text", ["```\n/// explorr | rank\n///\n```", "文字里的 /// 与 /// a b c，无碍。", "/// 不是块，是两个词"]
)
def test_slashes_that_begin_no_block_are_text(text: str) -> None:
    desk = Desk()
    desk.convert(text)
    assert desk.reports == []


def test_the_same_twice_on_a_page_is_a_mistake() -> None:
    desk = Desk()
    one = "/// explore | rank\n文。\n///\n\n"
    assert len(desk.convert(one + one).select("[data-values]")) == 1
    assert [report.partition(": ")[0] for report in desk.reports] == ["docs/posts/note.md:11:15"]


def test_code_that_shows_how_to_write_one_is_code() -> None:
    desk = Desk()
    html = desk.convert("```\n/// explore | elephant\n///\n```\n\n/// explore | rank\n文。\n///")
    assert len(html.select("figure")) == 1
    assert desk.reports == []


def test_a_snippet_without_values_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    desk = Desk(ExplorableCatalogue(lines(tmp_path, "x = 1\n"), typeset))
    desk.convert("/// explore | lines\n文。\n///")
    assert desk.reports[0].startswith("snippets/lines.py:1:25: the explorable shows explorable_values, and ")
    assert "the snippet has no explorable_values. Define it." in desk.reports[0]


def test_values_that_are_no_data_are_told_where_they_are_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    project = lines(tmp_path, "def explorable_values():\n    return {'lengths': [float('nan')]}\n")
    desk = Desk(ExplorableCatalogue(project, typeset))
    desk.convert("/// explore | lines\n文。\n///")
    assert desk.reports[0].startswith("snippets/lines.py:2:1: ValueError: ")


def lines(root: Path, values: str) -> Project:
    """A project with an explorable; `values` is what its snippet defines besides."""
    declared = 'EXPLORABLES = {"lines": "lines_figures/lines.mjs"}\n'
    drawn = "from yansuan.draw.ink import Drawing\n\n\ndef picture(values):\n"
    project = write(root, declared + values, drawn + '    return Drawing((), 1, 1, "线", "几条线。")\n')
    (project.snippets / "lines_figures" / "lines.mjs").write_text("export default () => {};\n", "utf-8")
    return project


def test_jsxgraph_is_served_with_its_licence() -> None:
    files = dict(jsxgraph(ensure_jsxgraph(print)))
    assert files.keys() == {"jsxgraph.js", "jsxgraph.LICENSE.txt"}
    assert "sourceMappingURL" not in files["jsxgraph.js"]
    assert "Permission is hereby granted" in files["jsxgraph.LICENSE.txt"]


def test_the_lock_names_no_registry() -> None:
    assert "resolved" not in (HERE / "package-lock.json").read_text("utf-8")
