"""Under `serve`, only what has changed is made again, and nothing that has changed is missed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import warm
from tests.figures.support import DRAWN, write

pytestmark = pytest.mark.site

CONFIG = """\
site_name: 试
hooks: [count.py]
plugins: [yansuan: {parts: [mathjax, rebuild]}]
"""

# Counts how often each page's Markdown is really converted.
COUNT = """\
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
COUNTS = {}

class Count(Preprocessor):
    def run(self, lines):
        uri = self.md.treeprocessors["relpath"].file.src_uri
        COUNTS[uri] = COUNTS.get(uri, 0) + 1
        return lines

class Counting(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Count(md), "count", 0)

def on_config(config):
    config.markdown_extensions.append(Counting())

def on_post_build(config):
    print("COUNTS", COUNTS)
    COUNTS.clear()
"""

# Builds, makes an edit, builds again, … as `serve` does, in one process.
DRIVER = """\
import json, logging, sys
from pathlib import Path
from mkdocs.commands.build import build
from mkdocs.config import load_config

logging.basicConfig(level=logging.WARNING)
for edit in [{}, *json.loads(sys.argv[1])]:
    for name, text in edit.items():
        Path(name).write_text(text, "utf-8")
    config = load_config("mkdocs.yml", site_dir=sys.argv[2])
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
"""

A, B = "# 甲\n\n见 \\eqref{b#x}。\n", "# 乙\n\n$$y \\label{x}$$\n\n$z$\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    warm(tmp_path)
    (tmp_path / "docs").mkdir()
    for name, text in {"mkdocs.yml": CONFIG, "count.py": COUNT, "docs/a.md": A, "docs/b.md": B}.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "docs/index.md").write_text("# 首页\n", "utf-8")
    return tmp_path


def builds(project: Path, *edits: dict[str, str]) -> tuple[list[dict[str, int]], str]:
    """How often each page was converted in each build, and all that was said."""
    command = [sys.executable, "-c", DRIVER, json.dumps(edits), str(project / "site")]
    environment: dict[str, Any] = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=True)
    counts = [
        line.partition(" ")[2].replace("'", '"') for line in done.stdout.splitlines() if line.startswith("COUNTS")
    ]
    return [json.loads(line) for line in counts], done.stderr


def test_a_saved_page_is_made_again_and_the_others_are_not(project: Path) -> None:
    counts, _ = builds(project, {}, {"docs/b.md": B + "\n新的一句。\n"})
    assert counts == [{"index.md": 1, "a.md": 1, "b.md": 1}, {}, {"b.md": 1}]
    assert "新的一句" in (project / "site/b/index.html").read_text("utf-8")
    assert "(1)" in (project / "site/a/index.html").read_text("utf-8")


def test_a_page_follows_the_numbers_of_formulas_that_it_refers_to(project: Path) -> None:
    counts, _ = builds(project, {"docs/b.md": B.replace("\\label{x}", "\\label{x} \\tag{7}")})
    assert counts[1]["a.md"] == 1
    assert "(7)" in (project / "site/a/index.html").read_text("utf-8")


def test_a_mistake_is_reported_at_every_build_until_it_is_mended(project: Path) -> None:
    _, said = builds(project, {"docs/a.md": A + "\n$\\foo$\n"}, {"docs/b.md": B + "\n又一句。\n"}, {"docs/a.md": A})
    assert said.count("Undefined control sequence") == 2


def test_a_page_that_comes_back_to_an_older_text_shows_it(project: Path) -> None:
    builds(project, {"docs/b.md": "# 丙\n\n$$y \\label{x}$$\n"}, {"docs/b.md": B})
    assert "<title>乙" in (project / "site/b/index.html").read_text("utf-8")


def test_a_page_follows_the_file_of_its_figure(project: Path) -> None:
    write(project)
    config = CONFIG.replace("rebuild", "figures, rebuild")
    page = "# 甲\n\n/// figure | two-lines\n图题。\n///\n"
    drawn = DRAWN.replace("几条线", "三条线")  # as long as before, and within the same second
    counts, _ = builds(
        project,
        {"mkdocs.yml": config, "docs/a.md": page},
        {},
        {"snippets/lines_figures/lines.py": drawn},
    )
    assert counts[2] == {}
    assert counts[3]["a.md"] == 1
    assert "三条线" in (project / "site/a/index.html").read_text("utf-8")


def test_a_mistake_in_a_quiet_build_is_told_by_the_next(project: Path) -> None:
    (project / "docs/a.md").write_text(A + "\n$\\nosuch$\n", "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    quiet, loud = (
        subprocess.run([*command, *more], cwd=project, env=environment, capture_output=True, text=True, check=False)
        for more in (["--quiet"], [])
    )
    assert quiet.stderr == ""
    assert loud.returncode == 1
    assert "docs/a.md:5:2: Undefined control sequence" in loud.stderr
