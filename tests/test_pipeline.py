"""The pipeline says what happens, and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import _ExtractTitleTreeprocessor, _RelativePathTreeprocessor

from yansuan.cache import Cache
from yansuan.doors import Doors
from yansuan.pipeline import BUILD, MARKDOWN, Of, number, run
from yansuan.plugin import PARTS
from yansuan.program.options import Options
from yansuan.project import Project
from yansuan.read import dialect


@pytest.fixture
def doors(tmp_path: Path) -> Doors:
    return Doors(Project.at(tmp_path), Options(), Cache(tmp_path), serving=False)


def test_each_step_is_a_door_of_a_part(doors: Doors) -> None:
    for steps in BUILD.values():
        for step in steps:
            assert callable(step.of(doors))
            assert step.part in PARTS


def test_a_step_happens_where_the_site_uses_its_part(doors: Doors) -> None:
    page = '<script src="assets/javascripts/bundle.1.min.js"></script>'
    doors.theme.is_on = True
    assert run("template →", doors, [], page) == run("template →", doors, ["mathjax"], page) == page
    assert "data-theme" in run("template →", doors, ["theme"], page)


@pytest.mark.parametrize("row", MARKDOWN)
def test_markdown_is_read_in_the_order_of_the_list(row: str) -> None:
    numbers = [one.number if isinstance(one, Of) else number(row, one) for one in MARKDOWN[row]]
    assert numbers == sorted(set(numbers), reverse=True)


@pytest.mark.parametrize("row", MARKDOWN)
def test_others_have_the_numbers_that_the_list_says(row: str) -> None:
    names, settings = list[Any](["pymdownx.snippets", "pymdownx.blocks.details"]), dict[str, dict[str, Any]]()
    dialect.complete(names, settings, "zh")
    md = Markdown(extensions=names, extension_configs=settings)
    _ExtractTitleTreeprocessor()._register(md)
    _RelativePathTreeprocessor(File("a.md", "", "", False), Files([]), MkDocsConfig())._register(md)
    registry: Any = md.parser.blockprocessors if row == "blockprocessors" else getattr(md, row)
    found = {item.name: item.priority for item in registry._priority}
    for one in MARKDOWN[row]:
        if isinstance(one, Of):
            assert found[one.name] == one.number, one.name
