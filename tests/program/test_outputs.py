"""What a cell shows by `display(…)` is shown as what it is, or told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from yansuan.program.outputs import html, tidy, with_markdown
from yansuan.program.percent import read
from yansuan.program.shown import Showing
from yansuan.read.hosts import Hosts
from yansuan.set.typesetter import Typesetter

SNIPPET = read("snippets/a.py", b'# %% one\n"""A."""\nx = 1\n')
PLAIN = "<IPython.core.display.Math object>"


def shown(*bundles: dict[str, str]) -> tuple[str, list[str]]:
    """The HTML of what a cell shows, and what its author is told."""
    raw: list[Any] = [{"output_type": "display_data", "data": bundle, "metadata": {}} for bundle in bundles]
    outputs, problems = tidy(SNIPPET, SNIPPET.code[0], raw, Path("/x"), hosts=Hosts(["allowed.example"]))
    return html(outputs, "a · one", "snippets/a.py:1:1"), [problem.message for problem in problems]


def test_mathematics_and_markdown_are_set(typesetter: Typesetter) -> None:
    written, problems = shown(
        {"text/latex": r"$\displaystyle \frac{x}{2}$", "image/png": "AA==", "text/plain": PLAIN},
        {"text/latex": "于是 $x$，故 $$y^2$$ 且\n\\begin{align}z\\end{align}"},
        {"text/markdown": "**粗** $w$\n\n| 甲 | 乙 |\n| - | - |\n| 1 | 2 |"},
    )
    said = list[str]()
    soup = BeautifulSoup(with_markdown(written, Showing(typesetter, said.append)), "html5lib")
    assert not problems
    assert not said
    assert [one["data-tex"] for one in soup.select(".formula-display")] == [
        r"\frac{x}{2}",
        "y^2",
        r"\begin{align}z\end{align}",
    ]
    assert [one["data-tex"] for one in soup.select(".formula")] == ["x", "w"]
    assert soup.select("strong")
    assert soup.select("td")
    assert "object" not in soup.text


def test_latex_that_is_no_mathematics_gives_way_to_html() -> None:
    written, problems = shown(
        {"text/latex": r"\begin{tabular}{l}1\end{tabular}", "text/html": "<b>1</b>", "text/plain": "1"}
    )
    assert "<b>1</b>" in written
    assert "tabular" not in written
    assert not problems


def test_what_cannot_be_set_is_told_once_at_its_cell(typesetter: Typesetter) -> None:
    written, _ = shown({"text/latex": r"$\frac{1}{$"})
    said = list[str]()
    show = Showing(typesetter, said.append)
    soup = BeautifulSoup(with_markdown(written, show) + with_markdown(written, show), "html5lib")
    (message,) = said
    assert message.startswith("snippets/a.py:1:1: ")
    assert len(soup.select(".author-error")) == 2


def test_html_and_pictures_are_shown() -> None:
    table = '<style scoped>td {}</style>\n<table border="1" class="dataframe"><tr><td>here one = 1</td></tr></table>'
    written, problems = shown(
        {"text/html": table, "text/plain": "1"},
        {"image/jpeg": "/9j/"},
        {"text/html": '<img src="https://cdn.allowed.example/a.png" alt="">'},
    )
    soup = BeautifulSoup(written, "html5lib")
    assert soup.select(".cell-html > table:not([class])")
    assert not soup.select("style")
    pictures = [str(picture["src"]) for picture in soup.select("img")]
    assert pictures == ["data:image/jpeg;base64,/9j/", "https://cdn.allowed.example/a.png"]
    assert len(problems) == 1  # the photograph says nothing to those who cannot see it


@pytest.mark.parametrize(
    ("bundle", "says"),
    [
        ({"text/html": "<script>1</script>", "text/plain": PLAIN}, "HTML with a script"),
        ({"text/html": '<b onclick="x()">b</b>', "text/plain": "b"}, "HTML with a script"),
        ({"text/html": '<iframe src="https://x.example/"></iframe>'}, "https://x.example/ would be fetched"),
        ({"text/html": "<b style='background: url(//x.example/a)'>b</b>"}, "//x.example/a would be fetched"),
        ({"application/javascript": "1", "text/plain": "<IPython.core.display.Javascript object>"}, "see nothing"),
        (
            {"text/plain": "<__main__.A object at 0x7f00>"},
            "<__main__.A object at 0x7f00>, of which readers see nothing",
        ),
    ],
)
def test_what_cannot_be_shown_is_told(bundle: dict[str, str], says: str) -> None:
    written, problems = shown(bundle)
    (problem,) = problems
    assert says in problem
    assert "object" not in written
    assert "<script" not in written
