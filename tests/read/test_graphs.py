"""Graphs in Graphviz's language, drawn at build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown

from yansuan.cache import Cache
from yansuan.graphs.drawing import Graphs
from yansuan.graphs.fence import Fence
from yansuan.read.dialect import complete
from yansuan.read.source import Source


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Graphs:
    return Graphs(Cache(tmp_path_factory.mktemp("graphs")), print)


def convert(text: str, folder: Path, graphs: Graphs) -> tuple[BeautifulSoup, list[str]]:
    (folder / "note.md").write_text(text, "utf-8")
    names, settings, told = list[Any](), dict[str, dict[str, Any]](), list[str]()
    fence = Fence(graphs, told.append, lambda md: Source(str(folder / "note.md")))
    complete(names, settings, "zh", fence.settings())
    return BeautifulSoup(Markdown(extensions=names, extension_configs=settings).convert(text), "html.parser"), told


GRAPH = """\
```dot title="先甲后乙"
digraph { 甲 -> 乙长的名字 [label="a < b"]; 乙长的名字 [shape=box, color=red] }
```

```c
x
```
"""


def test_a_graph_is_a_drawing_in_the_inks_of_the_page(tmp_path: Path, graphs: Graphs) -> None:
    page, told = convert(GRAPH, tmp_path, graphs)
    assert not told
    figure = page.select_one("figure.graph")
    assert isinstance(figure, Tag)
    assert {text.text for text in figure.select("svg text")} == {"甲", "a < b", "乙长的名字"}
    assert str(figure.svg["aria-label"]) == figure.figcaption.text == "先甲后乙"  # type: ignore[index,union-attr]
    html = str(figure)
    assert "currentColor" in html
    assert 'stroke="red"' in html
    for gone in ("black", "font-family", "id=", "\u200b", "<!--", "<title"):
        assert gone not in html
    box = figure.select_one("polygon[stroke=red]")
    assert isinstance(box, Tag)
    xs = [float(point.split(",")[0]) for point in str(box["points"]).split()]
    assert max(xs) - min(xs) > 5 * 12  # five characters of 12 points are in it
    assert "tabindex" not in figure.attrs
    wide, _ = convert("```dot\ngraph { rankdir=LR; a -- b -- c -- d -- e -- f }\n```", tmp_path, graphs)
    assert wide.select("figure.graph[tabindex='0']")  # it scrolls
    assert page.select(".highlight code")  # other code is code


def test_what_is_no_graph_is_told_with_its_line(tmp_path: Path, graphs: Graphs) -> None:
    text = "文。\n\n```dot\ndigraph {\n  a -> b\n  b -- c\n}\n```\n\n又。"
    page, [told] = convert(text, tmp_path, graphs)
    assert told.startswith(f"{tmp_path}/note.md:6:1: the graph cannot be drawn: syntax error in line 3 near '--'.")
    assert [one.text for one in page.select("p")] == ["文。", "又。"]
    assert len(page.select(".author-error")) == 1
