"""The time that a note takes to read; footnotes, tables and links as yansuan.site has Markdown write them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from markdown import markdown

from yansuan.read.source import Source
from yansuan.site.extension import ReadingExtension
from yansuan.site.margin import beside_legends
from yansuan.site.pace import (
    CODE_LINE_SECONDS,
    DISPLAY_SECONDS,
    HAN_A_MINUTE,
    WORDS_A_MINUTE,
    length,
    minutes,
    seconds,
)
from yansuan.site.tree import parse


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>" + "数" * HAN_A_MINUTE + "</p>", 60),
        ("<p>" + "word " * WORDS_A_MINUTE + "</p>", 60),
        ("<p>" + "数，" * HAN_A_MINUTE + "。</p>", 60),
        ("<p>" + "矩阵matrix " * 10 + "</p>", 20 * 60 / HAN_A_MINUTE + 10 * 60 / WORDS_A_MINUTE),
        ("<p>don't well-known</p>", 2 * 60 / WORDS_A_MINUTE),
        ('<div class="formula-display"><svg><text>x</text></svg><math><mi>x</mi></math></div>', DISPLAY_SECONDS),
        ('<span class="formula"><svg/><math><mi>a</mi><mi>b</mi></math></span>', 60 / WORDS_A_MINUTE),
        ("<pre><code>a = 1\n\n<span>b</span> = 2\n</code></pre>", 2 * CODE_LINE_SECONDS),
        ("<details><summary>展开</summary><pre>a\nb</pre></details>", 0),
        ("<details open><pre>a\nb</pre></details>", 2 * CODE_LINE_SECONDS),
        ('<div class="verdict">成立</div><h2><a class="headerlink">§</a></h2>', 0),
        ("", 0),
    ],
)
def test_what_is_read_takes_its_time(html: str, expected: float) -> None:
    assert seconds(parse(html)) == pytest.approx(expected)


def test_a_note_is_as_long_as_its_words() -> None:
    html = "<h1>矩阵</h1><p>一个 matrix，don't</p><pre>a b</pre><span class='formula'>x</span><details>折</details>"
    assert length(parse(html)) == 2 + 2 + 1 + 1


def test_minutes_are_rounded_up_and_at_least_one() -> None:
    assert minutes(parse("")) == 1
    assert minutes(parse("<p>" + "数" * HAN_A_MINUTE + "</p>")) == 1
    assert minutes(parse("<p>" + "数" * (HAN_A_MINUTE + 1) + "</p>")) == 2


def soup(text: str) -> BeautifulSoup:
    return BeautifulSoup(markdown(text, extensions=["footnotes", "tables", ReadingExtension()]), "html.parser")


def test_each_footnote_is_anchored_at_its_mark_and_below_the_one_before() -> None:
    page = soup("一[^a]，二[^b]，又一[^a]。\n\n[^a]: 甲。\n[^b]: 乙。\n")
    marks = {str(mark["id"]): str(mark.get("style", "")) for mark in page.select("sup[id]")}
    first, second = (dict(rule.split(":") for rule in str(item["style"]).split(";")) for item in page.select("li"))
    assert marks == {
        "fnref:a": f"anchor-name:{first['position-anchor']}",
        "fnref:b": f"anchor-name:{second['position-anchor']}",
        "fnref2:a": "",
    }
    assert first["position-anchor"] != second["position-anchor"]
    assert second["--above"] == first["anchor-name"]
    assert "--above" not in first


def test_footnotes_know_between_which_legends_they_are_called() -> None:
    legend = '<aside class="verdict symbols" role="note"></aside>'
    marks = [f'<sup style="anchor-name:--mark-{n}"></sup>' for n in (1, 2)]
    notes = [f'<li style="anchor-name:--footnote-{n};position-anchor:--mark-{n}"></li>' for n in (1, 2)]
    page = BeautifulSoup(beside_legends(marks[0] + legend + marks[1] + legend + "".join(notes)), "html.parser")
    assert [one["style"] for one in page.select("aside")] == ["anchor-name:--legend-1", "anchor-name:--legend-2"]
    first, second = (dict(rule.split(":") for rule in str(item["style"]).split(";")) for item in page.select("li"))
    assert (first.get("--over"), first["--under"]) == (None, "--legend-1")
    assert (second["--over"], second["--under"]) == ("--legend-1", "--legend-2")
    assert beside_legends("".join(marks + notes)) == "".join(marks + notes)


def test_a_misspelt_kind_of_box_is_told() -> None:
    told = list[str]()
    boxes = '!!! theorm "定理"', '!!! theorem "定理"', '!!! mine "自己的"', '??? prof "证"'
    text = "\n\n".join(f"{box}\n    甲。" for box in boxes)
    extension = ReadingExtension(report=told.append, located=lambda md: Source("n.md"))
    markdown(text, extensions=["admonition", "pymdownx.details", "footnotes", "tables", extension])
    what = "there is no kind of box"
    assert [one.partition(": ")[2] for one in told] == [
        f"{what} 'theorm'. Do you mean theorem?",
        f"{what} 'prof'. Do you mean proof?",
    ]


def test_a_footnote_that_nothing_refers_to_is_told_and_leads_nowhere() -> None:
    told = list[str]()
    extension = ReadingExtension(report=told.append, located=lambda md: Source("n.md"))
    text = "一[^a]，见[^b]。\n\n[^a]: 甲[^c]。\n[^b]: 乙。\n[^c]: 丙。\n[^d]:\n    丁。\n\n    又。\n"
    page = BeautifulSoup(markdown(text, extensions=["footnotes", extension]), "html.parser")
    assert told == ["n.md:1:1: nothing refers to the footnote [^d]. Write '[^d]' where it belongs, or take it out."]
    assert [len(note.select(".footnote-backref")) for note in page.select(".footnote li")] == [1, 1, 1, 0]
    assert [bool(note.select(".author-error")) for note in page.select(".footnote li")] == [False, False, False, True]


def test_an_empty_heading_of_a_table_is_a_cell_and_what_is_under_it_are_headings() -> None:
    page = soup("| | 甲 |\n| --- | --- |\n| 子 | 丑 |\n")
    assert [cell.name for cell in page.select("tr > *")] == ["td", "th", "th", "td"]
    assert [head.get("scope") for head in page.select("tbody th")] == ["row"]
    assert not soup("| 乙 | 甲 |\n| --- | --- |\n| 子 | 丑 |\n").select("tbody th")


def test_links_off_the_site_are_marked_where_their_words_are_no_address() -> None:
    page = soup("[甲](https://example.org/a) [乙](b.md) <https://example.org/c>")
    assert [link["href"] for link in page.select("a.elsewhere")] == ["https://example.org/a"]
