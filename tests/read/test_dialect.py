from __future__ import annotations

from typing import Any

import markdown
import pytest
from pymdownx import highlight

from yansuan.read import dialect
from yansuan.read.dialect import complete, extensions


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
