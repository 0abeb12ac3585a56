"""Markdown as people write it elsewhere, and what becomes of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from markdown import Markdown

from tests.together import together
from yansuan.read import dialect
from yansuan.read.lists import arranged
from yansuan.site.extension import ReadingExtension


def html(text: str) -> str:
    """What a text becomes, on one line, blanks between elements left out."""
    names = list[Any]([ReadingExtension()])
    settings: dict[str, dict[str, Any]] = {}
    dialect.complete(names, settings, "zh")
    made = Markdown(extensions=names, extension_configs=settings).convert(text)
    return re.sub(r"\s*(<[^>]+>)\s*", r"\1", made)


@together(
    ("text", "wanted"),
    [
        ("甲\n- 乙\n- 丙", "<p>甲</p><ul><li>乙</li><li>丙</li></ul>"),
        ("甲\n1. 乙", "<p>甲</p><ol><li>乙</li></ol>"),
        ("born in\n1986. Then", "<p>born in\n1986. Then</p>"),
        ("甲 1\n- 2", "<p>甲 1</p><ul><li>2</li></ul>"),
        ("5. 甲\n6. 乙", '<ol start="5"><li>甲</li><li>乙</li></ol>'),
        ("1) 甲\n2) 乙", "<ol><li>甲</li><li>乙</li></ol>"),
        ("- 甲\n  - 乙\n    - 丙\n- 丁", "<ul><li>甲<ul><li>乙<ul><li>丙</li></ul></li></ul></li><li>丁</li></ul>"),
        ("1. 甲\n   - 乙\n2. 丙", "<ol><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol>"),
        ("1. 甲\n  2. 乙\n  3. 丙", "<ol><li>甲</li><li>乙</li><li>丙</li></ol>"),
        ("- 甲\n\n  乙\n- 丙", "<ul><li><p>甲</p><p>乙</p></li><li><p>丙</p></li></ul>"),
        ("10. 甲\n\n    乙\n\n    - 丙", '<ol start="10"><li><p>甲</p><p>乙</p><ul><li>丙</li></ul></li></ol>'),
        ("2. 甲\n   > 乙", '<ol start="2"><li><p>甲</p><blockquote><p>乙</p></blockquote></li></ol>'),
        ("- 甲\n  !!! note\n      乙",
         '<ul><li><p>甲</p><div class="admonition note"><p class="admonition-title">注</p><p>乙</p></div></li></ul>'),
        ("- 甲\n  乙\n\n丙", "<ul><li>甲乙</li></ul><p>丙</p>"),
        ("- 甲\n    - 乙\n\n        丙", "<ul><li>甲<ul><li><p>乙</p><p>丙</p></li></ul></li></ul>"),
        ("> 甲\n> - 乙\n>   - 丙", "<blockquote><p>甲</p><ul><li>乙<ul><li>丙</li></ul></li></ul></blockquote>"),
        ("甲\n\n---\n\n乙", "<p>甲</p><hr /><p>乙</p>"),
        ("词\n:   义\n    - 甲", "<dl><dt>词</dt><dd><p>义</p><ul><li>甲</li></ul></dd></dl>"),
        ('!!! note "题"\n    甲\n    - 乙',
         '<div class="admonition note"><p class="admonition-title">题</p><p>甲</p><ul><li>乙</li></ul></div>'),
        ("!!! note 标题 在此\n    甲",
         '<div class="admonition note"><p class="admonition-title">标题 在此</p><p>甲</p></div>'),
        ("!!! note inline end\n    甲",
         '<div class="admonition note inline end"><p class="admonition-title">注</p><p>甲</p></div>'),
        ("> [!WARNING]\n> 甲", '<div class="admonition warning"><p class="admonition-title">注意</p><p>甲</p></div>'),
        ("- [ ] 甲\n- [x] 乙",
         '<ul class="task-list"><li class="task-list-item"><input aria-label="完成" type="checkbox" disabled/>甲</li>'
         '<li class="task-list-item"><input aria-label="完成" type="checkbox" disabled checked/>乙</li></ul>'),
        ("~~甲~~ ==乙== ^^丙^^ 1~2~3 2^3^4 :smile:", "<p><del>甲</del><mark>乙</mark><ins>丙</ins>1~2~3 2^3^4 😄</p>"),
        ("见 https://a.org/b_c，好", '<p>见<a href="https://a.org/b_c">https://a.org/b_c</a>，好</p>'),
        ("HTML\n\n*[HTML]: 语言", '<p><abbr title="语言">HTML</abbr></p>'),
        ('![甲](a.png "乙")',
         '<figure class="picture"><img alt="甲" src="a.png" /><figcaption>乙</figcaption></figure>'),
    ],
)  # fmt: skip
def test_what_people_write_is_what_they_know(text: str, wanted: str) -> None:
    assert html(text) == wanted


def test_a_table_begins_under_a_paragraph() -> None:
    made = html("成绩\n| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |")
    assert made.startswith("<p>成绩</p><table>")
    assert '<td style="text-align: right;">2</td>' in made
    assert "<table>" not in html("甲 | 乙\n丙 | 丁")


def test_tabs_have_lists_in_them() -> None:
    made = html('=== "甲"\n\n    - 乙\n      - 丙\n\n=== "丁"\n\n    戊')
    assert '<label for="__tabbed_1_2">丁</label>' in made
    assert "<ul><li>乙<ul><li>丙</li></ul></li></ul>" in made


def test_code_in_an_item_keeps_its_indents() -> None:
    made = html('1. 甲\n\n   ```text title="a.txt" hl_lines="2"\n   x\n     y\n   ```\n2. 乙')
    assert made.count("<li>") == 2
    assert '<span class="filename">a.txt</span>' in made
    assert re.search(r'x\n?<span class="hll">\s*y', made)


def test_a_fence_that_nothing_closes_is_code_to_the_end() -> None:
    assert "<code>甲\n\n- 乙\n</code>" in Markdown(extensions=[ReadingExtension(), "pymdownx.superfences"]).convert(
        "```\n甲\n\n- 乙"
    )


@pytest.mark.parametrize(
    "text",
    [
        "- 甲\n    - 乙\n\n        丙\n\n- 丁\n\n        code",
        "    code\n      more\n\n甲",
        "<pre>\n- 甲\n  - 乙\n</pre>",
        "<!--\n- 甲\n-->",
        "```\n甲\n- 乙\n  - 丙\n```",
        '/// figure | name\n图题，\n有公式。\n///',
        '1.  甲\n\n    --8<-- "a.py:b"\n\n2.  乙'.replace("1.  ", "1. ").replace("2.  ", "2. "),
        "!!! proof \"证明\"\n    甲\n\n    \ue0001\ue001\n\n    乙",
        "[^1]: 甲\n\n    乙",
    ],
)  # fmt: skip
def test_what_python_markdown_reads_stays(text: str) -> None:
    assert arranged(text.split("\n")) == text.split("\n")


def test_a_notice_s_list_items_are_no_footnotes() -> None:
    made = html("甲[^1]\n\n[^1]: 乙\n    - 丙\n    - 丁")
    assert made.count("anchor-name:--footnote-") == 1
