"""The door to MkDocs."""

import logging
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig

from hooks.figures import hook
from hooks.figures.catalogue import Catalogue
from tests.figures.support import typeset


def test_every_markdown_of_the_build_draws_figures_and_mistakes_are_warnings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(hook, "_catalogue", Catalogue(tmp_path, typeset))
    config = hook.on_config(MkDocsConfig())
    with caplog.at_level(logging.WARNING, "mkdocs"):
        for _ in range(2):  # a page and an excerpt share the extension
            html = Markdown(extensions=config.markdown_extensions).convert("/// figure | elephant\n///")
    assert "author-error" in html
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2
