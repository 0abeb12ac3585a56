"""A mistake is told at the place in the file where the author typed it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from yansuan.read.source import Source, locate

SNIPPET = '''# %% [markdown] in-comments
# 文字 $x$。
#
#贴着的 $y$。

# %% [markdown] in-quotes
"""
# 标题 $z$
"""

# %% code
print(1)  # 算
'''


def source_of(path: Path) -> Source:
    md = Markdown()
    there = Treeprocessor(md)
    there.file = SimpleNamespace(abs_src_path=str(path), src_uri=path.name)  # type: ignore[attr-defined]
    md.treeprocessors.register(there, "relpath", 0)
    found = locate(md)
    assert found is not None
    return found


@pytest.mark.parametrize("symbol", ["$x$", "$y$", "$z$"])
def test_text_in_a_snippet_is_told_with_the_column_of_the_file(tmp_path: Path, symbol: str) -> None:
    path = tmp_path / "s.py"
    path.write_text(SNIPPET, "utf-8")
    line, typed = next((n, text) for n, text in enumerate(SNIPPET.split("\n"), 1) if symbol in text)
    shown = typed if symbol == "$z$" else typed.removeprefix("#").removeprefix(" ")
    assert source_of(path).at(line, shown.index(symbol) + 1).endswith(f"s.py:{line}:{typed.index(symbol) + 1}")


def test_a_snippet_that_is_no_python_has_places_too(tmp_path: Path) -> None:
    path = tmp_path / "s.py"
    path.write_text("# %% a\nprint((\n", "utf-8")
    assert source_of(path).at(2, 5).endswith("s.py:2:5")


def test_lines_of_a_note_are_counted_with_its_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "n.md"
    path.write_text("---\ndate: 2026-01-01\n---\n\n# $x$\n", "utf-8")
    assert source_of(path).at(1, 3).endswith("n.md:5:3")
