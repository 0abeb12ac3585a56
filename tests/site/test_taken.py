"""What a note has to be taken away: the list of its numbered formulas, and its program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.conftest import SPRINGS
from yansuan.program.provenance import with_imports

pytestmark = pytest.mark.site


def test_a_note_lists_its_numbered_formulas_and_gives_its_program(little: Path) -> None:
    page = BeautifulSoup((little / SPRINGS / "index.html").read_text("utf-8"), "html.parser")
    links = {link.text: str(link["href"]) for link in page.select(".taken .formula-reference")}
    assert list(links) == ["(1)", "(2)", "(3)", "(4)"]
    assert all(page.select_one(f"{address}.formula-display") for address in links.values())
    [link] = page.select(".taken a[download]")
    program = (little / SPRINGS / str(link["href"])).resolve()
    done = subprocess.run([sys.executable, program], cwd=little, capture_output=True, text=True, check=True)
    assert "E = 6.0" in done.stdout


def test_a_program_comes_with_what_it_imports(tmp_path: Path) -> None:
    (tmp_path / "snippets").mkdir()
    one, two = tmp_path / "snippets/one.py", tmp_path / "snippets/two.py"
    two.write_text("x = 1\n")
    one.write_text("from snippets.two import x\nimport json\n")
    assert with_imports(one, tmp_path) == [one, two]
    one.write_text("import (\n")
    assert with_imports(one, tmp_path) == [one]
    assert with_imports(tmp_path / "none.py", tmp_path) == []
