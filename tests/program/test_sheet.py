"""Cells as Markdown to be quoted: what comes out of a note is what went in, wherever the note quotes it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions import Extension

from yansuan.program import outputs
from yansuan.program.extension import NotebookExtension, Quotations
from yansuan.program.percent import Cell, Snippet
from yansuan.program.sheet import sheet
from yansuan.read.source import Source

EXTENSIONS = ["admonition", "attr_list", "md_in_html", "pymdownx.details", "pymdownx.highlight", "pymdownx.superfences"]

# Lines that Markdown, mathematics or pymdownx.snippets would take for their own.
TRAPS = [
    '--8<-- "a.py:one"',
    "--8<--",
    "  --8<-- [start:one]",
    "# --8<-- [end:one]",
    ';--8<-- "a.py:one"',
    "```",
    "````python",
    "$x$ and \\(y\\) &amp; <b>&#10;</b>",
    "    indented",
    "- item *a* _b_",
    "",
    "<?notebook <b>?>",
    "/// note",
    "\tx = '\t'",
    "[link](x.md) {#id .class}",
]
lines = st.lists(st.sampled_from(TRAPS) | st.text("ab -<8`$\\;[]:#", max_size=12), min_size=1, max_size=8)


def note(folder: Path, source: str, output: str, text: str, lab: str | None = "lab/") -> BeautifulSoup:
    """The HTML of a note that quotes from the sheet of `a.py`, which has one cell."""
    cell = Cell("one", "code", source, 1)
    printed = [{"output_type": "stream", "name": "stdout", "text": output}]
    (folder / "a.py").write_text(sheet(Snippet("snippets/a.py", (cell,)), {"one": printed}, {}, {"Python": "3"}))
    quotations = Quotations(lambda: {"a.py": (["one"], [])}, lab=lambda md: lab, locate=lambda md: Source("note.md"))
    snippets = {"pymdownx.snippets": {"base_path": [str(folder)], "check_paths": True}}
    extensions: list[str | Extension] = [*EXTENSIONS, "pymdownx.snippets", NotebookExtension(quotations)]
    return BeautifulSoup(Markdown(extensions=extensions, extension_configs=snippets).convert(text), "html.parser")


def shown(soup: BeautifulSoup, selector: str) -> str:
    element = soup.select_one(selector)
    assert element is not None, soup
    return element.get_text()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=lines, output=lines)
def test_code_and_output_come_out_to_the_letter(tmp_path: Path, source: list[str], output: list[str]) -> None:
    # What surrounds code does not belong to it: jupytext drops blank lines at its ends.
    code, said = ["x = 1", *source, "y = 2"], ["first", *output, "last"]
    soup = note(tmp_path, "\n".join(code), "\n".join(said), '--8<-- "a.py:one"\n')
    lines = shown(soup, ".cell-source code").removesuffix("\n").split("\n")
    # Markdown expands tabs and empties blank lines; nothing else may change.
    assert lines == [line.expandtabs(4) if line.strip() else "" for line in code]
    assert shown(soup, ".cell-output pre").removeprefix("\n").split("\n") == said


PLACES = {
    "top": '--8<-- "a.py:one"',
    "between paragraphs that touch": 'before\n--8<-- "a.py:one"\nafter',
    "list": '- item\n\n    --8<-- "a.py:one"\n\n- next',
    "list in a list": '1. item\n\n    - inner\n\n        --8<-- "a.py:one"\n',
    "admonition": '!!! note "注"\n    text\n\n    --8<-- "a.py:one"\n',
    "details": '??? note "注"\n    --8<-- "a.py:one"\n',
    "list in an admonition": '!!! note\n    - item\n\n        --8<-- "a.py:one"\n',
    "block form": "--8<--\na.py:one\n--8<--\n",
    "in HTML": '<div markdown>\n\n--8<-- "a.py:one"\n\n</div>\n',
}


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES.keys())
def test_a_cell_is_whole_wherever_it_is_quoted(tmp_path: Path, text: str, folded: bool) -> None:
    text = text.replace("a.py:one", "a.py:one-folded") if folded else text
    soup = note(tmp_path, "def f():\n\n    return '<&>'", "*out*\n\n  put\n", text)
    cell = soup.select_one('div.cell[data-cell="a.py:one"]')
    assert isinstance(cell, Tag)
    kinds = [child.get("class") for child in cell.find_all(recursive=False)]
    first = ["cell-code"] if folded else kinds[0]
    assert kinds == [first, ["cell-output"], ["cell-caption"]]
    assert shown(soup, ".cell .filename") == "snippets/a.py · one"
    assert shown(soup, ".cell .cell-source code") == "def f():\n\n    return '<&>'\n"
    assert shown(soup, ".cell-output pre") == "\n*out*\n\n  put"
    assert bool(soup.select("details.cell-code > summary")) == folded
    assert not soup.select("p:empty")
    assert not soup.select("p div, p details, p pre")
    assert "&lt;?" not in str(soup)


def test_only_the_code_is_folded(tmp_path: Path) -> None:
    soup = note(tmp_path, "x = 1", "out", '--8<-- "a.py:one-folded"')
    folded = soup.select_one("details.cell-code")
    assert isinstance(folded, Tag)
    assert shown(soup, "details.cell-code > summary") == "展开代码"
    assert folded.select(".cell-source")
    assert not folded.select(".cell-output")


def test_the_caption_leads_to_the_lab_page_and_says_where_it_ran(tmp_path: Path) -> None:
    soup = note(tmp_path, "x = 1", "out", '--8<-- "a.py:one"', lab="../lab/")
    link = soup.select_one(".cell-caption a.cell-lab")
    assert isinstance(link, Tag)
    assert link["href"] == "../lab/a/#one"
    assert shown(soup, ".cell-where") == "运行环境Python 3"
    assert not note(tmp_path, "x = 1", "out", '--8<-- "a.py:one"', lab=None).select(".cell-caption")


def test_code_has_no_spans_for_what_has_no_colour(tmp_path: Path) -> None:
    soup = note(tmp_path, "if x:\n    y = f(1)", "out", '--8<-- "a.py:one"\n\n```python\nx = 1\n```\n')
    assert {span["class"][0] for span in soup.select(".cell-source code span")} <= {"k", "mi", "nf"}
    assert soup.select(".highlight:not(.cell-source) span.n")  # other code on the page is let be


def test_what_a_terminal_would_have_done_with_control_codes() -> None:
    snippet = Snippet("snippets/a.py", (Cell("one", "code", "x", 1),))
    raw = [
        {"output_type": "stream", "name": "stdout", "text": "\x1b[1;31mred\x1b[0m \x1b]0;title\x07"},
        {"output_type": "stream", "name": "stdout", "text": "10%\r20%\rdone\r\nbell\x07\x02\x03\n"},
    ]
    kept, problems = outputs.tidy(snippet, snippet.cells[0], raw, Path("/nowhere"))
    assert not problems
    assert [output["text"] for output in kept] == ["red done\nbell\n"]  # one stream, however it came
    html = outputs.html(kept, "a")
    assert unescape(re.sub("<[^>]*>", "", html)) == "\nred done\nbell"


def test_endless_output_is_cut() -> None:
    snippet = Snippet("snippets/a.py", (Cell("one", "code", "x", 7),))
    kept, (problem,) = outputs.tidy(
        snippet, snippet.cells[0], [{"output_type": "stream", "name": "stdout", "text": "x\n" * 50_000}], Path()
    )
    assert len(kept[0]["text"]) < outputs.MOST + 9
    assert problem.line == 7
    assert "printed 100000 characters" in problem.message


def test_wide_output_can_be_reached_by_keyboard() -> None:
    def focusable(text: str) -> bool:
        return "tabindex" in outputs.html([{"output_type": "stream", "name": "stdout", "text": text}], "a")

    assert [focusable("a" * 40), focusable("a" * 41), focusable("字" * 20), focusable("字" * 21)] == [
        False,
        True,
        False,
        True,
    ]
