"""Where a line ends between two Chinese characters there is no blank; elsewhere there is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from tests.together import together
from yansuan.read import dialect
from yansuan.read.lines import joined
from yansuan.set.extension import MathExtension
from yansuan.set.typesetter import Typesetter
from yansuan.site.extension import ReadingExtension


@together(
    ("before", "after"),
    [
        ("甲", "乙"), ("甲", "，"), ("。", "乙"), ("）", "（"), ("word，", "word"), ("甲", "（a）"), ("a", "《甲》"),
        ("“甲”", "乙"), ("甲", "“乙”"), ("甲”", "“乙"), ("——", "甲"), ("甲……", "乙"), ("word”", "乙"), ("々", "ひ"),
        ("カ", "漢"), ("𠀀", "甲"), ("１", "甲"), ("「甲」", "word"),
    ],
)  # fmt: skip
def test_lines_are_joined(before: str, after: str) -> None:
    assert joined(before, after)


@together(
    ("before", "after"),
    [
        ("word", "word"), ("甲", "word"), ("word", "甲"), ("3", "个"), ("甲", "3"), ("한국", "어"), ("甲", "한"),
        ("한국", "，"), ("word,", "甲"), ("甲", "(a)"), ("don’t", "worry"), ("“甲”", "is"), ("is", "“甲”"), ("", "甲"),
        ("甲", ""), ("word”", "“word"), ("—", "word"), ("甲", "\ufffc"), ("é", "ü"), ("Ж", "甲"),
    ],
)  # fmt: skip
def test_lines_are_parted(before: str, after: str) -> None:
    assert not joined(before, after)


def words(typesetter: Typesetter, text: str) -> str:
    """What readers see of a text, its blanks in one."""
    names = list[object]([ReadingExtension(), MathExtension(typesetter, by_name=True)])
    settings: dict[str, dict[str, Any]] = {}
    dialect.complete(names, settings, "zh")
    md = Markdown(extensions=names, extension_configs=settings)  # type: ignore[arg-type]
    soup = BeautifulSoup(md.convert(text), "html5lib")
    assert soup.body is not None
    for mark in soup.select("sup, .headerlink, .footnote-backref"):
        mark.decompose()
    return re.sub(r"\s+", " ", soup.body.get_text()).strip()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("甲，\n乙\n丙。\n丁", "甲，乙丙。丁"),
        ("甲 \n  乙\t\n丙", "甲乙丙"),
        ("one\ntwo 甲\nthree\n乙", "one two 甲 three 乙"),
        ("**甲**\n乙\n*丙*\n[丁](a.md)\n戊", "甲乙丙丁戊"),
        ("**甲\n乙**\n`c`\n丙\n`丁`，\n戊", "甲乙 c 丙 丁，戊"),
        ("**甲，**\n**two**", "甲，two"),
        ("设\n$x$\n是\n数，\n$y$\n，甲", "设 x 是数，y，甲"),
        ("见 \\eqref{a}\n与\n下\n\n$$z\\label{a}$$", "见 (1) 与下 z(1)"),
        ("甲[^1]\n乙\n\n[^1]: 注\n    解", "甲乙 注解"),
        ("> 甲\n> 乙\n\n- 丙\n  丁\n\n    戊\n    己", "甲乙 丙丁 戊己"),
        ('!!! note "甲"\n    乙\n    丙', "甲 乙丙"),
        ("甲<b>\n乙</b>\n丙<!-- 注 -->\n丁", "甲乙丙丁"),
        ("甲<br>\n乙 ![](a.png)\n丙", "甲 乙 丙"),
        ("甲&nbsp;\n乙", "甲 乙"),
        ("甲  \n乙", "甲 乙"),
        ("```\n甲\n乙\n```", "甲 乙"),
        ("<pre>甲\n乙</pre>", "甲 乙"),
        ("“甲”\n“乙”", "“甲”“乙”"),
        ("한국어는\n띄어", "한국어는 띄어"),
    ],
)
def test_readers_see_no_blank_where_the_author_ended_a_line(typesetter: Typesetter, text: str, seen: str) -> None:
    assert words(typesetter, text) == seen


def test_what_a_picture_is_called_is_joined_too() -> None:
    md = Markdown(extensions=[ReadingExtension()])
    image = BeautifulSoup(md.convert("![甲\n乙 a\nb](a.png)"), "html5lib").img
    assert image is not None
    assert image["alt"] == "甲乙 a\nb"


def test_a_formula_stays_with_the_mark_on_the_next_line(typesetter: Typesetter) -> None:
    md = Markdown(extensions=[ReadingExtension(), MathExtension(typesetter, by_name=True)])
    (keep,) = BeautifulSoup(md.convert("设 $x$\n，则"), "html5lib").select(".formula-keep")
    assert keep.get_text() == "x，"


def test_quotes_in_latin_words_are_narrow_within_chinese() -> None:
    """And all of a paragraph, a heading or a cell without Chinese; code is left alone."""
    text = (
        "# 甲 don’t\n\n他说“好”，*it’s* l’été，“machine learning”与‘甲’、`don’t`。\n\n"
        "> A “whole” *isn’t* “one”.\n\n| “a” | “甲” |\n| --- | --- |\n| b’s | “1” |\n"
    )
    for language, marked in (("zh", "’’’“”’“”“”’"), ("en", "")):
        md = Markdown(extensions=["tables", ReadingExtension(language)])
        made = BeautifulSoup(md.convert(text), "html.parser")
        assert "".join(mark.get_text() for mark in made.select(".narrow")) == marked
        plain = made.get_text().replace("\n", "")
        assert "他说“好”，it’s l’été，“machine learning”与‘甲’、don’t。A “whole” isn’t “one”." in plain
