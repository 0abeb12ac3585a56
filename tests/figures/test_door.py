"""The door to MkDocs."""

import logging
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.theme import Theme

from tests.figures.support import LINES, write
from yansuan.figures.door import Figures
from yansuan.project import Project
from yansuan.set.typesetter import Typesetter


def test_every_markdown_of_the_build_draws_figures_and_mistakes_are_warnings(
    tmp_path: Path, typesetter: Typesetter, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, LINES + 'FIGURES["x"] = 1\nFIGURES = {"gone": "lines_figures/gone.py:figure"}\n')
    config = MkDocsConfig()
    config.theme = Theme()
    with caplog.at_level(logging.WARNING, "mkdocs"):
        Figures(Project.at(tmp_path), typesetter).begin(config)
        for _ in range(2):  # a page and an excerpt share the extension
            html = Markdown(extensions=config.markdown_extensions).convert("/// figure | elephant\n///")
    assert "author-error" in html
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 3
    assert "snippets/lines.py:5:20: there is no " in caplog.text
