"""The sites that bench/scale.py measures: the same at each run, and built without a warning."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.invented import CHANGED, PROGRAM, Formulas, Site, address, from_folder, invent, sorted_out
from bench.sites import POSTS, ROOT, as_stock
from yansuan.read import front
from yansuan.read.formulas import scan

pytestmark = pytest.mark.site

SNIPPETS = ROOT / "snippets"


@pytest.fixture(scope="module")
def six() -> Site:
    return invent(6, ROOT / POSTS, SNIPPETS)


def test_the_same_number_is_the_same_site(six: Site) -> None:
    again = "from bench.invented import *; print(ascii(invent(6, Path('docs/posts'), Path('snippets'))))"
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", again], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert done.stdout.decode().strip() == ascii(six)


def test_a_larger_site_begins_with_the_smaller() -> None:
    small, large = (invent(number, ROOT / POSTS, SNIPPETS).notes for number in (20, 100))
    assert len(small) == 20
    assert len(large) == 100
    assert list(large.items())[:20] == list(small.items())


def test_it_is_built_without_a_warning(many: Path) -> None:
    assert (many / address("note-0002") / "index.html").is_file()


def test_a_note_and_a_program_are_there_to_be_changed(six: Site) -> None:
    quoting = [name for name, text in six.notes.items() if f'"{PROGRAM}.py:' in text]
    assert quoting == [f"{CHANGED}.md"]
    assert set(six.snippets) == {f"{PROGRAM}.py", "plain.py"}
    assert not re.search("^(FIGURES|EXPLORABLES)", six.snippets[f"{PROGRAM}.py"], re.MULTILINE)  # names are taken


def test_formulas_of_a_file_are_used_in_turn_and_varied_by_space() -> None:
    formulas = Formulas(["x"], ["a_0 = b_0 + c_0"])
    notes = invent(30, ROOT / POSTS, SNIPPETS, formulas).notes
    plain = [text for text in notes.values() if "snippet: plain" in text]
    found = [formula for text in plain for formula in scan(text).formulas]
    assert {formula.tex for formula in found if not formula.display} == {"x"}
    display = [formula.body.strip() for formula in found if formula.display]
    assert len(set(display)) == len(display) > 10
    assert {re.sub(r"\\[,:]", "", tex) for tex in display} == {"a_0 = b_0 + c_0"}


def test_formulas_are_sorted_by_where_they_can_stand() -> None:
    given = ["x", "x", "y\n= 1", "a + b + c + d + e + f + g + h + i + j + k = 0", r"\begin{pmatrix}1\end{pmatrix}"]
    given += [r"u \tag{1}", r"v = 1 % why", "w $", ""]
    found = sorted_out(given)
    assert found.inline == ["x", "y = 1"]
    assert found.display == [given[3], given[4]]


def test_a_folder_of_markdown_becomes_posts(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.md").write_text("---\ntitle: 别的\n---\n一段话。\n\n又一段。\n", "utf-8")
    (tmp_path / "b.md").write_text("# 题\n\n- 一\n- 二\n", "utf-8")
    notes = from_folder(9, tmp_path, ROOT / POSTS, SNIPPETS).notes
    assert list(notes) == [f"{CHANGED}.md", "note-0002.md", "note-0003.md"]
    bodies = [front.read(text, name, ("own", "plain")) for name, text in notes.items()]
    assert not [problem for body in bodies for problem in body.problems]
    assert bodies[1].body == "\n# 题\n\n<!-- more -->\n\n- 一\n- 二\n"
    assert bodies[2].body == "\n# a\n\n一段话。\n\n<!-- more -->\n\n又一段。\n"


def test_stock_quotes_programs_as_blocks_and_has_no_figures(six: Site, tmp_path: Path) -> None:
    for name, text in six.snippets.items():
        (tmp_path / name).write_text(text, "utf-8")
    text = as_stock(six.notes[f"{CHANGED}.md"], tmp_path)
    assert "```python\ndef sigmoid" in text
    assert "--8<--" not in text
    assert "///" not in text
