"""The door to MkDocs: what the built site has of explorables."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from tests.explorables.test_extension import lines
from yansuan.explorables import door
from yansuan.explorables.door import Explorables
from yansuan.project import Project
from yansuan.set.typesetter import Typesetter

pytestmark = pytest.mark.site

SHEET = "assets/stylesheets/lines.css"


def added(project: Project, typesetter: Typesetter, *others: File) -> tuple[dict[str, str], list[str]]:
    """The files that are added, by their addresses, and the style sheets of every page."""
    config, files = MkDocsConfig(), Files(others)
    config.load_dict({"site_name": "x", "extra_css": ["assets/stylesheets/site.css"]})
    config.validate()
    config.plugins._current_plugin = "yansuan"  # as MkDocs has it while it calls one
    explorables = Explorables(project, typesetter)
    explorables.begin(config)
    explorables.add_modules(files, config)
    return {file.src_uri: file.content_string for file in files if file not in others}, list(map(str, config.extra_css))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    return lines(tmp_path, "def explorable_values():\n    return {}\n")


def test_a_module_has_a_name_that_every_server_knows_and_its_sheet_comes_last(
    project: Project, typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "ensure_jsxgraph", None)  # which nothing here imports
    files, sheets = added(project, typesetter)
    assert list(files) == ["assets/explorables/lines.js"]
    assert sheets == ["assets/stylesheets/site.css"]
    (project.snippets / "lines_figures" / "lines.css").write_text(".lines { margin: 0; }\n", "utf-8")
    files, sheets = added(project, typesetter)
    assert files[SHEET] == ".lines { margin: 0; }\n"
    assert sheets == ["assets/stylesheets/site.css", SHEET]


def test_jsxgraph_comes_with_a_module_that_imports_it(project: Project, typesetter: Typesetter) -> None:
    (project.snippets / "lines_figures" / "lines.mjs").write_text('await import("./jsxgraph.js");\n', "utf-8")
    files, _ = added(project, typesetter)
    assert {"assets/explorables/jsxgraph.js", "assets/explorables/jsxgraph.LICENSE.txt"} < files.keys()


def test_a_sheet_takes_no_other_sheets_place(
    project: Project, typesetter: Typesetter, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    (project.snippets / "lines_figures" / "lines.css").touch()
    other = File(SHEET, str(tmp_path), str(tmp_path / "site"), use_directory_urls=True)
    with caplog.at_level(logging.WARNING, "mkdocs"):
        files, _ = added(project, typesetter, other)
    assert SHEET not in files
    assert "snippets/lines.py:1:25: snippets/lines_figures/lines.css would take the place of " in caplog.text


def test_a_faulty_declaration_is_a_warning(
    project: Project, typesetter: Typesetter, caplog: pytest.LogCaptureFixture
) -> None:
    (project.snippets / "lines_figures" / "lines.mjs").unlink()
    with caplog.at_level(logging.WARNING, "mkdocs"):
        added(project, typesetter)
    assert "snippets/lines.py:1:25: there is no snippets/lines_figures/lines.mjs. " in caplog.text
