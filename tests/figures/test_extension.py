"""Markdown in, HTML out, and what an author is told."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from tests.figures.support import LINES, typeset, write
from yansuan.figures.catalogue import Catalogue
from yansuan.figures.extension import FigureExtension
from yansuan.read.source import Source

NAMES = "two-lines"


class Desk:
    """A Markdown instance with figures, and what was reported."""

    def __init__(self, folder: Path, *, excerpt: bool = False) -> None:
        self.reports: list[str] = []
        source = Source("docs/posts/note.md", 7, "posts/note.md", excerpt)
        extension = FigureExtension(Catalogue(write(folder), typeset), self.reports.append, lambda md: source)
        self.md = Markdown(extensions=["pymdownx.superfences", "admonition", "footnotes", extension])

    def convert(self, text: str) -> str:
        """HTML, the drawings left out."""
        return re.sub("<svg.*?</svg>", "<svg/>", self.md.convert(text), flags=re.DOTALL)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


def figure(name: str = "two-lines", caption: str = "网络。") -> str:
    return f"/// figure | {name}\n{caption}\n///\n"


def test_a_figure_has_its_drawing_its_number_and_its_caption(desk: Desk) -> None:
    assert desk.convert(figure(caption="单元 *j*。")) == (
        '<figure class="figure" id="fig-two-lines"><svg/><figcaption>\n'
        '<p><span class="figure-number">图 1</span>\u3000单元 <em>j</em>。</p>\n'
        "</figcaption>\n</figure>"
    )
    assert desk.reports == []


def test_the_drawing_survives_markdown_as_it_is(desk: Desk) -> None:
    html = desk.md.convert(figure())
    svg = desk_svg(html)
    assert svg.startswith('<svg class="figure-drawing" role="img" aria-labelledby="fig-two-lines-title ')
    assert "&lt;" not in svg
    assert svg.count("data-length") == 3


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
        assert re.findall('id="(fig[^"]*)"', html) == ["fig-two-lines", "fig-two-lines-2"]
    assert html.endswith("<p>end</p>")


def test_an_unknown_name_is_told_with_its_place_and_what_exists(desk: Desk) -> None:
    html = desk.convert("text\n\n```\n/// figure | elephant\n```\n\n" + figure("elephant"))
    assert desk.reports == [f"docs/posts/note.md:13:14: there is no figure 'elephant'. Write one of {NAMES}."]
    assert f'<div class="author-error">插图有误：{desk.reports[0]}</div>'.replace("'", "&#x27;") in html.replace(
        "'", "&#x27;"
    )
    assert "图 1</span>\u3000网络。" in html


def test_a_name_that_is_nearly_right_is_proposed(desk: Desk) -> None:
    desk.convert(figure("two-line"))
    assert desk.reports == [
        f"docs/posts/note.md:7:14: there is no figure 'two-line'. Did you mean 'two-lines'? Write one of {NAMES}."
    ]


def test_where_no_snippet_declares_any_it_is_told_how(desk: Desk, tmp_path: Path) -> None:
    write(tmp_path, "x = 1\n")
    desk.convert(figure())
    assert desk.reports[0].endswith('Declare it in the snippet: FIGURES = {"NAME": "FOLDER/FILE.py:FUNCTION"}.')


def test_a_faulty_declaration_is_shown_here_and_told_elsewhere(desk: Desk, tmp_path: Path) -> None:
    write(tmp_path, LINES.replace("lines.py", "gone.py"))
    assert "插图有误：snippets/lines.py:3:25: there is no snippets/lines_figures/gone.py." in desk.convert(figure())
    assert desk.reports == []


def test_the_same_mistake_twice_is_told_at_each_place(desk: Desk) -> None:
    desk.convert(figure("elephant") + "\n" + figure("elephant"))
    assert [report.split(": ")[0] for report in desk.reports] == ["docs/posts/note.md:7:14", "docs/posts/note.md:11:14"]


def test_a_figure_without_a_name(desk: Desk) -> None:
    desk.convert("/// figure\nwords\n///")
    assert desk.reports == [f"docs/posts/note.md:7:1: a figure needs a name. Write one of {NAMES}."]


def test_a_figure_without_an_end_takes_its_paragraph_only(desk: Desk) -> None:
    for _ in range(2):
        html = desk.convert("/// figure | two-lines\ncaption\n\nthe rest\n\n" + figure())
        assert "<p>the rest</p>" in html
        assert html.count("<svg/>") == 1
    message = "docs/posts/note.md:7:14: the figure has no end. Write '///' on a line after its caption."
    assert desk.reports == [message, message]


def test_a_figure_without_an_end_stops_before_the_next_and_before_code(desk: Desk) -> None:
    html = desk.convert("/// figure | two-lines\nfirst\n" + figure(caption="second"))
    assert re.findall("图 .</span>\u3000(.*)</p>", html) == ["first", "second"]
    assert html.count("<svg/>") == 1
    html = desk.convert("/// figure | two-lines\ncaption\n```\na\n\nb\n```\n")
    assert '</figure>\n<div class="highlight"><pre><span></span><code>a\n\nb\n</code>' in html
    assert [report.split(": ")[0] for report in desk.reports] == ["docs/posts/note.md:7:14"] * 2


def test_what_ends_a_figure_has_as_many_slashes_as_what_begins_it(desk: Desk) -> None:
    assert "<p>the rest</p>" in desk.convert("/// figure | two-lines\ncaption\n////\n\nthe rest")
    assert "<p>the rest</p>" in desk.convert("//// figure | two-lines\ncaption\n///\n\nthe rest")
    assert [report.partition("Write ")[2] for report in desk.reports] == [
        f"'{slashes}' on a line after its caption." for slashes in ("///", "////")
    ]
    inner = figure(caption="inner")
    html = desk.convert(f"//// figure | two-lines\nouter\n\n{inner}////\n\nthe rest")
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
    page = BeautifulSoup(desk.convert(note.replace("HEADER", "/// figure | two-lines")), "html5lib")
    caption = page.select_one("figure.figure figcaption")
    assert caption is not None
    assert caption.get_text().strip() == "图 1\u3000caption"
    inside = page.find(string=re.compile("inside"))
    assert inside is not None
    assert not [parent for parent in inside.parents if parent.name == "figure"]
    assert page.select_one("body > p:-soup-contains('the rest')")
    assert [report.split(": ")[0] for report in desk.reports] == [f"docs/posts/note.md:{place}"]


def test_values_that_cannot_be_drawn_are_told_at_their_own_line(desk: Desk, tmp_path: Path) -> None:
    write(tmp_path, "x = 1\n" + LINES.replace("2, 3, 1", "0, 1"))
    html = desk.convert(figure())
    (report,) = desk.reports
    assert report.startswith("snippets/lines.py:2:1: ValueError: ")
    assert report.endswith(". So figure 'two-lines' of docs/posts/note.md:7:14 cannot be drawn.")
    assert '<div class="author-error">插图有误：snippets/lines.py:2:1' in html


def test_a_snippet_that_does_not_run_is_told_once_by_whoever_runs_it(desk: Desk, tmp_path: Path) -> None:
    write(tmp_path, "x = 1\n" + LINES.replace("(2, 3, 1)", "y"))
    html = desk.convert(figure())
    assert desk.reports == []
    assert '<div class="author-error">插图有误：snippets/lines.py:2:11: NameError' in html


def test_an_excerpt_reports_nothing_again_and_makes_no_ids(tmp_path: Path) -> None:
    desk = Desk(tmp_path, excerpt=True)
    html = desk.md.convert(figure() + "\n" + figure("elephant"))
    assert desk.reports == []
    assert " id=" not in html
    assert html.count("<svg") == 1
    assert "author-error" in html


def test_text_of_no_known_source_is_fine(tmp_path: Path) -> None:
    md = Markdown(extensions=[FigureExtension(Catalogue(write(tmp_path), typeset))])
    assert "author-error" in md.convert(figure("elephant"))


def test_other_figures_and_text_are_left_alone(desk: Desk) -> None:
    html = '<figure class="mine"><img alt="" src="x.png"/></figure>'
    assert desk.convert(html) == html
    assert desk.convert("a / b // c") == "<p>a / b // c</p>"
