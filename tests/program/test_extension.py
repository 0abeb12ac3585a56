"""Notes that quote what is not there: told once, with the place and what there is, on the console and the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from tests.jumps import pointed_at
from yansuan.program.extension import NotebookExtension, Quotations
from yansuan.program.percent import Cell, Snippet
from yansuan.program.sheet import sheet
from yansuan.read.source import Source, lines_of

EXTENSIONS = ["admonition", "pymdownx.highlight", "pymdownx.superfences", "pymdownx.snippets"]


def convert(folder: Path, text: str, *, excerpt: bool = False) -> tuple[BeautifulSoup, list[str]]:
    """A note whose Markdown begins at line 5 of its file, and what was reported of it."""
    folder = folder / "cells"
    folder.mkdir()
    (folder / "a.py").write_text(sheet(Snippet("snippets/a.py", (Cell("one", "code", "x = 1", 1),)), {}, {}, {}))
    (folder.parent / "other.md").write_text("from elsewhere")
    said: list[str] = []
    quotations = Quotations(
        cells=lambda: {"a.py": (["one", "two-parts"], ["words"]), "b.py": (["one"], [])},
        report=said.append,
        locate=lambda md: Source("docs/note.md", 5, "note.md", excerpt, lines=lines_of(md)),
    )
    configs = {"pymdownx.snippets": {"base_path": [str(folder), str(folder.parent)], "check_paths": True}}
    md = Markdown(extensions=[*EXTENSIONS, NotebookExtension(quotations)], extension_configs=configs)
    return BeautifulSoup(md.convert(text), "html.parser"), said


@pytest.mark.parametrize(
    ("line", "fault", "words"),
    [
        (
            '--8<-- "a.py:tow-parts"',
            'tow-parts"',
            ["no cell 'tow-parts'", "Did you mean 'two-parts'?", "Cells: one, two-parts."],
        ),
        ('--8<-- "a.py:three-folded"', 'three-folded"', ["no cell 'three'"]),
        ('--8<-- "a.py:words"', 'words"', ["is text", "Cells of code: one"]),
        ('--8<-- "a.py"', 'a.py"', ["which cell of a.py?", "Cells: one"]),
        ('--8<-- "a.py:3:5"', '3:5"', ["which cell of a.py?"]),
        ('--8<-- "c.py:one"', 'c.py:one"', ["no snippet 'c.py'", "Snippets: a.py, b.py."]),
        ('--8<-- "snippets/b.py:one"', "snippets/b.py", ["Did you mean 'b.py'?"]),
        ("--8<-- 'nowhere.md'", "nowhere.md'", ["no file 'nowhere.md'", "Did you mean 'other.md'?"]),
        ("--8<-- a.py:one", "--8<-- a.py", ["Write '--8<-- \"NAME.py:cell\"'"]),
        ('--8<-- "a.py:one" and more', "--8<-- ", ["on a line of its own"]),
        ("--8<--", "--8<--", ["nothing closes"]),
        ('--8<-- "a.py:q$x$ \\foo `b` <i>"', "q$x$ ", ["no cell 'q$x$ ", "foo `b` <i>'"]),
    ],
)
@pytest.mark.parametrize("frame", ["{}", "- item\n\n    {}", "!!! note\n    text\n\n    {}"])
def test_what_does_not_exist_is_reported(tmp_path: Path, line: str, fault: str, words: list[str], frame: str) -> None:
    text = f"# Title\n\n{frame.format(line)}\n\nafter\n"
    soup, said = convert(tmp_path, text)
    (message,) = said
    assert message.startswith("docs/note.md:")
    assert pointed_at(message, text, first_line=5).startswith(fault)
    for word in words:
        assert word in message
    (shown,) = soup.select("div.author-error")
    assert shown.get_text() == f"此处有误：{message}"
    assert not soup.select("p div, i")
    assert soup.find_all("p")[-1].get_text() == "after"


def test_in_an_excerpt_it_is_shown_and_not_told_again(tmp_path: Path) -> None:
    soup, said = convert(tmp_path, '--8<-- "c.py:one"', excerpt=True)
    assert soup.select(".author-error")
    assert not said


def test_lines_of_a_block_are_told_one_by_one(tmp_path: Path) -> None:
    soup, said = convert(tmp_path, 'x\n\n--8<--\na.py:one\n; a.py:no\n\na.py:none\n--8<--\n\n--8<-- "b.py:no"\n')
    assert [message.partition(" ")[0] for message in said] == ["docs/note.md:11:6:", "docs/note.md:14:14:"]
    assert len(soup.select(".author-error")) == 2
    assert len(soup.select(".cell")) == 1


def test_what_is_right_or_not_ours_is_let_be(tmp_path: Path) -> None:
    text = (
        '--8<-- "a.py:one"\n\n--8<-- "other.md"\n\n;--8<-- "a.py:shown"\n\n```\n--8<-- bare\n;--8<-- "a.py:no"\n```\n'
    )
    soup, said = convert(tmp_path, text)
    assert not said
    assert len(soup.select(".cell")) == 1
    assert "from elsewhere" in soup.get_text()
    assert '\n--8<-- "a.py:shown"\n' in soup.get_text()
    assert '--8<-- bare\n--8<-- "a.py:no"\n' in soup.get_text()


def test_a_quotation_in_a_fence_is_told_and_shown(tmp_path: Path) -> None:
    soup, said = convert(tmp_path, '```\n--8<-- "a.py:one"\n```\n')
    assert said == [
        "docs/note.md:6:1: what stands in a fence is shown, not quoted. "
        "Take the line out of the fence, or begin it with ';'."
    ]
    assert '--8<-- "a.py:one"' in soup.get_text()


def test_texts_are_included_in_fences_too_and_what_is_missing_is_told_there(tmp_path: Path) -> None:
    text = '```\n--8<-- "other.md"\n--8<-- "no.md"\n```\n\n--8<-- "other.md"\n'
    soup, said = convert(tmp_path, text)
    assert [block.get_text() for block in soup.select("pre")] == ['from elsewhere\n--8<-- "no.md"\n']
    (message,) = said
    assert message.startswith("docs/note.md:7:9: there is no file 'no.md'.")
    assert message.endswith("Or begin the line with ';', so that it is shown as it stands.")
