"""Snippets read as cells: names, kinds, places; and what cannot be run."""

from __future__ import annotations

import pytest

from tests.jumps import jump
from yansuan.program.percent import Snippet, read

SNIPPET = '''\
"""说明。"""
import math

# %% first

x = """
# %% no cell
"""
# %time a comment, not a command
# %% [markdown] words
# 一行
#
# ## 标题
#%% tight
y = 2


# %% last
z = 3
'''


def lines_of(snippet: Snippet) -> dict[str, int]:
    return {cell.name: cell.line for cell in snippet.cells}


def test_cells_keep_name_kind_source_and_line() -> None:
    snippet = read("snippets/a.py", SNIPPET.encode())
    assert not snippet.problems
    assert snippet.name == "a"
    assert lines_of(snippet) == {"head": 1, "first": 6, "words": 11, "tight": 15, "last": 19}
    assert [cell.name for cell in snippet.code] == ["head", "first", "tight", "last"]
    assert snippet.cells[2].source == "一行\n\n## 标题"
    rows = SNIPPET.split("\n")
    for cell in snippet.code:
        code = cell.source.split("\n")
        assert rows[cell.line - 1 : cell.line - 1 + len(code)] == code


def test_windows_line_ends_and_byte_order_mark_change_nothing() -> None:
    same = read("snippets/a.py", b"\xef\xbb\xbf" + SNIPPET.replace("\n", "\r\n").encode())
    assert same == read("snippets/a.py", SNIPPET.encode())


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        ("# %% a\nx = 1\n\n# %% a\ny = 1\n", (4, 6), ["'a'", "taken", "line 2"]),
        ("# %% a\nx = 1\n# %% Bad Name\ny = 1\n", (3, 6), ["'Bad Name'", "no name"]),
        ("# %% 2d-plot\nx = 1\n", (1, 6), ["'2d-plot'", "letter"]),
        ("# %% curve-folded\nx = 1\n", (1, 6), ["'curve-folded'", "ends in '-folded'"]),
        ("# %% a\nx = 1\n# %%\ny = 1\n", (3, 1), ["no name", "# %% name"]),
        ("# %% [raw] a\n# x\n", (1, 6), ["[raw]"]),
        ("# %% a\nx = 1\n# %% [markdown] a\n# x\n", (3, 17), ["taken"]),
        ("# %% a\nx = 1\n\nif x:\ny = 2\n", (5, 1), ["IndentationError", "Nothing of the snippet was run"]),
        ("# %% a\nx = (1\n", (2, 5), ["SyntaxError", "never closed"]),
        ('# %% a\nx = "数"; y = = 2\n', (2, 14), ["SyntaxError"]),
        ('# %% a\nx = "数"; return\n', (2, 10), ["SyntaxError", "outside function"]),
        ("# %% a\nx = 1\0\n", (1, 1), ["null bytes"]),
    ],
)
def test_what_is_unfit_is_told_with_its_place(source: str, place: tuple[int, int], words: list[str]) -> None:
    problem = read("snippets/a.py", source.encode()).problems[0]
    assert jump(problem.at("snippets/a.py")) == ("snippets/a.py", *place)
    for word in words:
        assert word in problem.message


def test_a_file_that_cannot_be_imported() -> None:
    (problem,) = read("snippets/a-b.py", b"# %% a\nx = 1\n").problems
    assert (problem.line, problem.column) == (1, 1)
    assert "'a-b'" in problem.message


def test_a_file_that_is_not_utf8() -> None:
    (problem,) = read("snippets/a.py", b"# %% a\r\n# \xe6\x95\xb0\xff\n").problems
    assert (problem.line, problem.column, "UTF-8" in problem.message) == (2, 4, True)
