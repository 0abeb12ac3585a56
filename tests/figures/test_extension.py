"""Markdown in, HTML out, and what an author is told."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from tests.figures.support import typeset
from yansuan.figures.catalogue import Catalogue
from yansuan.figures.extension import FigureExtension
from yansuan.read.source import Source

NAMES = "backpropagation-network, legendre-tangent, rank-factorization"


class Desk:
    """A Markdown instance with figures, and what was reported."""

    def __init__(self, folder: Path, *, excerpt: bool = False) -> None:
        self.reports: list[str] = []
        (folder / "backpropagation.py").write_text("SIZES = (2, 3, 1)\nLAYER, UNIT = 2, 1\n", "utf-8")
        source = Source("docs/posts/note.md", 7, "posts/note.md", excerpt)
        extension = FigureExtension(Catalogue(folder, typeset), self.reports.append, lambda md: source)
        self.md = Markdown(extensions=["pymdownx.superfences", "admonition", "footnotes", extension])

    def convert(self, text: str) -> str:
        """HTML, the drawings left out."""
        return re.sub("<svg.*?</svg>", "<svg/>", self.md.convert(text), flags=re.DOTALL)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


def figure(name: str = "backpropagation-network", caption: str = "网络。") -> str:
    return f"/// figure | {name}\n{caption}\n///\n"


def test_a_figure_has_its_drawing_its_number_and_its_caption(desk: Desk) -> None:
    assert desk.convert(figure(caption="单元 *j*。")) == (
        '<figure class="figure" id="fig-backpropagation-network"><svg/><figcaption>\n'
        '<p><span class="figure-number">图 1</span>\u3000单元 <em>j</em>。</p>\n'
        "</figcaption>\n</figure>"
    )
    assert desk.reports == []


def test_the_drawing_survives_markdown_as_it_is(desk: Desk) -> None:
    html = desk.md.convert(figure())
    svg = desk_svg(html)
    assert svg.startswith('<svg class="figure-drawing" role="img" aria-labelledby="fig-backpropagation-network-title ')
    assert "&lt;" not in svg
    assert svg.count("data-unit") == 6


def desk_svg(html: str) -> str:
    found = re.search("<svg.*?</svg>", html, re.DOTALL)
    assert found is not None
    return found[0]


def test_a_caption_may_begin_with_markup_have_paragraphs_or_be_absent(desk: Desk) -> None:
    assert "图 1</span>\u3000<em>a</em></p>\n<p>b</p>" in desk.convert(figure(caption="*a*\n\nb"))
    assert '<p><span class="figure-number">图 1</span></p>' in desk.convert(figure(caption=""))


def test_figures_are_numbered_in_each_document_and_ids_stay_unique(desk: Desk) -> None:
    text = figure() + "\n!!! note\n    " + figure().replace("\n", "\n    ") + "\n\nend\n"
    for _ in range(2):  # as the blog plugin does, without reset
        html = desk.convert(text)
        assert re.findall("图 (.)<", html) == ["1", "2"]
        assert re.findall('id="(fig[^"]*)"', html) == ["fig-backpropagation-network", "fig-backpropagation-network-2"]
    assert html.endswith("<p>end</p>")


def test_an_unknown_name_is_told_with_its_place_and_what_exists(desk: Desk) -> None:
    html = desk.convert("text\n\n```\n/// figure | elephant\n```\n\n" + figure("elephant"))
    assert desk.reports == [f"docs/posts/note.md:13:14: there is no figure 'elephant'. Write one of {NAMES}."]
    assert f'<div class="author-error">插图有误：{desk.reports[0]}</div>'.replace("'", "&#x27;") in html.replace(
        "'", "&#x27;"
    )
    assert "图 1</span>\u3000网络。" in html


def test_the_same_mistake_twice_is_told_at_each_place(desk: Desk) -> None:
    desk.convert(figure("elephant") + "\n" + figure("elephant"))
    assert [report.split(": ")[0] for report in desk.reports] == ["docs/posts/note.md:7:14", "docs/posts/note.md:11:14"]


def test_a_figure_without_a_name(desk: Desk) -> None:
    desk.convert("/// figure\nwords\n///")
    assert desk.reports == [f"docs/posts/note.md:7:1: a figure needs a name. Write one of {NAMES}."]


def test_a_figure_without_an_end_takes_its_paragraph_only(desk: Desk) -> None:
    for _ in range(2):
        html = desk.convert("/// figure | backpropagation-network\ncaption\n\nthe rest\n\n" + figure())
        assert "<p>the rest</p>" in html
        assert html.count("<svg/>") == 1
    message = "docs/posts/note.md:7:14: the figure has no end. Write '///' on a line after its caption."
    assert desk.reports == [message, message]


def test_a_figure_without_an_end_stops_before_the_next_and_before_code(desk: Desk) -> None:
    html = desk.convert("/// figure | backpropagation-network\nfirst\n" + figure(caption="second"))
    assert re.findall("图 .</span>\u3000(.*)</p>", html) == ["first", "second"]
    assert html.count("<svg/>") == 1
    html = desk.convert("/// figure | backpropagation-network\ncaption\n```\na\n\nb\n```\n")
    assert '</figure>\n<div class="highlight"><pre><span></span><code>a\n\nb\n</code>' in html
    assert [report.split(": ")[0] for report in desk.reports] == ["docs/posts/note.md:7:14"] * 2


def test_what_ends_a_figure_has_as_many_slashes_as_what_begins_it(desk: Desk) -> None:
    assert "<p>the rest</p>" in desk.convert("/// figure | backpropagation-network\ncaption\n////\n\nthe rest")
    assert "<p>the rest</p>" in desk.convert("//// figure | backpropagation-network\ncaption\n///\n\nthe rest")
    assert [report.partition("Write ")[2] for report in desk.reports] == [
        f"'{slashes}' on a line after its caption." for slashes in ("///", "////")
    ]
    inner = figure(caption="inner")
    html = desk.convert(f"//// figure | backpropagation-network\nouter\n\n{inner}////\n\nthe rest")
    assert html.count("<svg/>") == 2
    assert len(desk.reports) == 2


@pytest.mark.parametrize(
    ("note", "place"),
    [
        ("!!! note\n    HEADER\n    caption\n\n    inside\n\nthe rest", "8:18"),
        ("> HEADER\n> caption\n>\n> inside\n\nthe rest", "7:16"),
        ("- HEADER\n  caption\n\n- inside\n\nthe rest", "7:16"),
        ("a[^word]\n\n[^word]: HEADER\n    caption\n\n    inside\n\nthe rest", "9:23"),
    ],
)
def test_a_figure_without_an_end_takes_nothing_of_what_it_stands_in(desk: Desk, note: str, place: str) -> None:
    page = BeautifulSoup(desk.convert(note.replace("HEADER", "/// figure | backpropagation-network")), "html5lib")
    caption = page.select_one("figure.figure figcaption")
    assert caption is not None
    assert caption.get_text().strip() == "图 1\u3000caption"
    inside = page.find(string=re.compile("inside"))
    assert inside is not None
    assert not [parent for parent in inside.parents if parent.name == "figure"]
    assert page.select_one("body > p:-soup-contains('the rest')")
    assert [report.split(": ")[0] for report in desk.reports] == [f"docs/posts/note.md:{place}"]


def test_values_that_cannot_be_drawn_are_told_at_their_own_line(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "backpropagation.py").write_text("x = 1\nSIZES = ()\nLAYER, UNIT = 2, 1\n", "utf-8")
    html = desk.convert(figure())
    (report,) = desk.reports
    assert report.startswith("backpropagation.py:2: ValueError: ")
    assert report.endswith("So figure 'backpropagation-network' of docs/posts/note.md:7:14 cannot be drawn.")
    assert '<div class="author-error">插图有误：backpropagation.py:2' in html


def test_a_snippet_that_does_not_run_is_told_once_by_whoever_runs_it(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "backpropagation.py").write_text("x = 1\nSIZES = y\n", "utf-8")
    html = desk.convert(figure())
    assert desk.reports == []
    assert '<div class="author-error">插图有误：backpropagation.py:2: NameError' in html


def test_an_excerpt_reports_nothing_again_and_makes_no_ids(tmp_path: Path) -> None:
    desk = Desk(tmp_path, excerpt=True)
    html = desk.md.convert(figure() + "\n" + figure("elephant"))
    assert desk.reports == []
    assert " id=" not in html
    assert html.count("<svg") == 1
    assert "author-error" in html


def test_text_of_no_known_source_is_fine(tmp_path: Path) -> None:
    md = Markdown(extensions=[FigureExtension(Catalogue(tmp_path, typeset))])
    assert "author-error" in md.convert(figure("elephant"))


def test_other_figures_and_text_are_left_alone(desk: Desk) -> None:
    html = '<figure class="mine"><img alt="" src="x.png"/></figure>'
    assert desk.convert(html) == html
    assert desk.convert("a / b // c") == "<p>a / b // c</p>"
