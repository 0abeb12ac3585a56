from __future__ import annotations

from typing import Any

import markdown
import pytest
from material.extensions import emoji as icons
from pymdownx import highlight
from pymdownx.superfences import fence_code_format

from tests.together import together
from yansuan.read import dialect
from yansuan.read.dialect import complete, extensions
from yansuan.read.formulas import scan
from yansuan.read.hosts import Hosts
from yansuan.read.readers import readers_of


def test_what_is_missing_is_added_in_its_order() -> None:
    names, settings = ["toc", "tables", "fenced_code"], dict[str, dict[str, Any]]()
    complete(names, settings, "zh")
    assert set(extensions("zh")) < set(names)
    assert names[:4] == ["toc", "tables", "fenced_code", "admonition"]
    assert settings["toc"]["permalink_title"] == "本节的链接"
    complete(names, settings, "en")
    assert len(names) == len(set(names))


def test_what_a_site_says_stays() -> None:
    names: list[Any] = [object(), "toc", "markdown.extensions.footnotes"]
    settings: dict[str, dict[str, Any]] = {
        "toc": {"toc_depth": 2},
        "markdown.extensions.footnotes": {"BACKLINK_TEXT": "up"},
    }
    complete(names, settings, "en")
    assert "footnotes" not in names
    assert (settings["toc"]["toc_depth"], settings["toc"]["permalink"]) == (2, "§")
    assert settings["markdown.extensions.footnotes"]["BACKLINK_TEXT"] == "up"
    assert "BACKLINK_TITLE" in settings["markdown.extensions.footnotes"]


def test_code_is_coloured_as_it_would_be_without_us(monkeypatch: pytest.MonkeyPatch) -> None:
    code = "x = 1  # not 2\n"
    fences = ["python", "text", "c", 'python hl_lines="1"', 'python linenums="3"', "{.python .own}", "python"]
    text = "\n".join(f"```{fence}\n{code}```\n" for fence in fences) + "\n`#!python x = 1`, `#!text x = 1`\n"
    complete([], {}, "zh")
    made = [markdown.markdown(text, extensions=["pymdownx.superfences", "pymdownx.inlinehilite"]) for _ in range(2)]
    monkeypatch.setattr(highlight, "highlight", dialect._by_pygments)
    assert made == [markdown.markdown(text, extensions=["pymdownx.superfences", "pymdownx.inlinehilite"])] * 2
    assert made[0].count('class="n"') >= 6


def test_what_a_site_names_reads_its_signs_and_they_are_not_told() -> None:
    text = 'H~2~O, x^2^, ++ctrl+alt++, {--old--},\n\n[=45% "x"], :material-home: and :smile:\n'
    signs = ["pymdownx.tilde", "pymdownx.caret", "pymdownx.keys", "pymdownx.critic", "pymdownx.progressbar"]
    names, settings = [*signs, "pymdownx.emoji"], dict[str, dict[str, Any]]()
    settings["pymdownx.emoji"] = {"emoji_index": icons.twemoji, "emoji_generator": icons.to_svg}
    complete(names, settings, "en")
    md = markdown.Markdown(extensions=names, extension_configs=settings)
    html = md.convert(text)
    for made in ("<sub>2</sub>", "<sup>2</sup>", "<kbd", "<del", "progress-bar", "<svg"):
        assert made in html
    assert "😄" in html
    assert "<img" not in html, "an emoji is a character, and not a picture from another host"
    assert not scan(text, readers_of(md)).problems
    ours = markdown.Markdown(extensions=list(extensions("en")), extension_configs=extensions("en"))
    assert not readers_of(ours)
    assert len(scan(text, readers_of(ours)).problems) == 6


def test_a_picture_of_an_emoji_comes_from_a_host_that_the_site_allows() -> None:
    settings: dict[str, dict[str, Any]] = {
        "pymdownx.emoji": {"emoji_index": icons.twemoji, "emoji_generator": icons.to_svg}
    }
    complete(["pymdownx.emoji"], settings, "en", hosts=Hosts(["cdn.jsdelivr.net"]))
    assert "<img" in markdown.markdown(":smile:", extensions=["pymdownx.emoji"], extension_configs=settings)


def test_a_site_that_draws_of_code_has_our_graphs_too() -> None:
    own = {"name": "mermaid", "class": "mermaid"}
    settings: dict[str, dict[str, Any]] = {"pymdownx.superfences": {"custom_fences": [own]}}
    complete(["pymdownx.superfences"], settings, "en", [{"name": "dot"}, {"name": "mermaid"}])
    assert settings["pymdownx.superfences"]["custom_fences"] == [own, {"name": "dot"}]


@together(
    ("drawn_by", "scripts", "told"),
    [
        ({}, [], True),
        ({"format": fence_code_format}, ["js/tables.js"], True),
        ({"format": fence_code_format}, ["js/Mermaid.min.js"], False),
        ({"format": lambda *given, **more: "<svg/>"}, [], False),
    ],
)
def test_a_diagram_that_the_site_draws_is_not_told(drawn_by: dict[str, Any], scripts: list[str], told: bool) -> None:
    fences = [{"name": "mermaid", "class": "mermaid"} | drawn_by]
    settings: dict[str, dict[str, Any]] = {"pymdownx.superfences": {"custom_fences": fences}}
    complete(names := ["pymdownx.superfences"], settings, "en", scripts=scripts)
    md = markdown.Markdown(extensions=names, extension_configs=settings)
    text = "```mermaid\ngraph LR\n```\n\n```plantuml\nA -> B\n```"
    found = [problem.line for problem in scan(text, readers_of(md)).problems]
    assert found == ([1, 5] if told else [5])
