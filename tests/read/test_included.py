"""Texts that a text includes: as pymdownx.snippets pastes them, and each line told where it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown
from pymdownx.snippets import SnippetExtension

from yansuan.read.included import Includes
from yansuan.read.source import Source

FILES = {
    "a.md": "---\ntitle: 甲\n---\n甲一\n\n甲二\n",
    "b.txt": "头\n<!-- --8<-- [start:one] -->\n乙一\n# --8<-- [start:two]\n乙二\n# --8<-- [end:two]\n"
    '<!-- --8<-- [end:one] -->\n;--8<-- "a.md"\n尾\n',
    "c.txt": '- 丙\n\n    --8<-- "b.txt:one"\n',
    "ring.txt": '一\n--8<-- "round.txt"\n',
    "round.txt": '--8<-- "ring.txt"\n二\n',
    "code/x.py": "import this\n# 注\nx = 1\n",
    "latin.txt": "caf\xe9\n",
}


@pytest.fixture
def includes(tmp_path: Path) -> Includes:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "latin-1" if name == "latin.txt" else "utf-8")
    return Includes({"base_path": [str(tmp_path)]}, is_cell="program.py".__eq__)


@pytest.mark.parametrize(
    "line",
    [
        '--8<-- "b.txt"', "-8<- 'b.txt'", '--8<-- "b.txt:one"', '--8<-- "b.txt:two"', '--8<-- "b.txt:3"',
        '--8<-- "b.txt:3:5"', '--8<-- "b.txt::3"', '--8<-- "b.txt:-3:"', '--8<-- "b.txt:1:1,9:"', '--8<-- "c.txt"',
        '- x\n\n    --8<-- "b.txt:one"\n\n- y', '```\n--8<-- "code/x.py"\n```', '```\n--8<-- "code/x.py:2:3"\n```',
        ';--8<-- "b.txt"', '--8<-- "; b.txt"', "--8<--\nb.txt:one\n\n; a.md\n  b.txt:two\n--8<--",
        "--8<-- [start:own]\nx",
    ],
)  # fmt: skip
def test_what_is_pasted_is_what_pymdownx_pastes(includes: Includes, tmp_path: Path, line: str) -> None:
    text = f"前\n\n{line}\n\n后"
    md = Markdown(extensions=[SnippetExtension(base_path=[str(tmp_path)])])
    paste = md.preprocessors["snippet"].run
    made = includes(text)
    assert paste(made.text.split("\n")) == paste(text.split("\n"))
    assert made.faults == {}


def test_each_line_is_told_where_it_was_typed(includes: Includes, tmp_path: Path) -> None:
    made = includes('前\n\n  --8<-- "c.txt"\n后\n--8<-- "a.md"\n--8<--\nb.txt:two\n--8<--\n--8<-- "program.py:cell"')
    source = Source("docs/n.md", 5, lines=made.lines)
    told = [
        f"{source.at(number, 8)} {row.strip()}" for number, row in enumerate(made.text.split("\n"), 1) if row.strip()
    ]
    assert [one.replace(f"{tmp_path}/", "") for one in told] == [
        "docs/n.md:5:8 前", "c.txt:1:6 - 丙", "b.txt:3:2 乙一", "b.txt:5:2 乙二", "docs/n.md:8:8 后",
        "a.md:4:8 甲一", "a.md:6:8 甲二", "b.txt:5:8 乙二", 'docs/n.md:13:8 --8<-- "program.py:cell"',
    ]  # fmt: skip
    assert made.files == {tmp_path / name for name in ("a.md", "b.txt", "c.txt")}
    assert includes.folders == {tmp_path}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('--8<-- "a.mb"', "no file 'a.mb'. Did you mean 'a.md'?"),
        ('--8<-- "y.py:cell"', None),  # of programs those tell who know the cells
        ('--8<-- "code/y.py:2:3"', "no file 'code/y.py'. Did you mean 'x.py'?"),
        ('--8<-- "code"', "code is a folder."),
        ('--8<-- "b.txt:ones"', "no section 'ones'. Did you mean 'one'? Sections: one, two."),
        ('--8<-- "a.md:one"', "Sections: none; one begins with a line"),
        ('--8<-- "b.txt:11:12"', "b.txt has 9 lines, and none from 11 to 12."),
        ('--8<-- "ring.txt"', "ring.txt includes itself, by way of"),
        ('--8<-- "https://e.org/a.md"', "nothing is fetched"),
        ('--8<-- ":3"', "which file?"),
        ('--8<-- "code/x.py"', "is a program, which is no Markdown."),
        ('--8<-- "latin.txt"', "the file is not UTF-8."),
    ],
)
def test_what_cannot_be_included_keeps_its_line(includes: Includes, line: str, words: str | None) -> None:
    made = includes(f"前\n{line}\n后")
    assert [message for message in made.faults.values() if words and words in message] == list(made.faults.values())
    assert line in made.text  # where a text includes itself, within it
    assert len(made.faults) == (words is not None)
