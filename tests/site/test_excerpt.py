"""Excerpts: about 120 characters, whole formulas, nothing that may not stand in a card."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from yansuan.page import read_page
from yansuan.site.cards import Note, make_card
from yansuan.site.excerpt import excerpt as excerpt_of
from yansuan.site.tree import parse

NAME = "0" * 64
FORMULA = f'<span class="formula" data-tex="z_j" data-set="{NAME}">zⱼ</span>'
DISPLAY = (
    f'<div class="formula-display" id="eq-a" data-tex="z" data-set="{NAME}">z'
    '<a class="formula-number" href="#eq-a">(1)</a></div>'
)
KEPT = f'<span class="formula-keep">{FORMULA}，</span>'
BARE = FORMULA.replace(NAME, f"{NAME} bare")  # which says nothing of its note


def excerpt(html: str) -> str:
    return excerpt_of(parse(html))


def words(html: str) -> str:
    """An excerpt as it is read."""
    return BeautifulSoup(html, "html5lib").get_text()


def length(html: str) -> float:
    """Its length in Chinese characters, as an independent hand counts it."""
    return sum(1 if ord(c) > 0x2E7F else 0.5 for c in words(html))


def test_what_stands_before_the_separator_is_taken_whole() -> None:
    html = f"<h1>题</h1>\n<p>由 {FORMULA} 得。</p>\n<p>又。</p>\n<!-- more -->\n<p>后文。</p>"
    assert excerpt(html) == f"<p>由 {BARE} 得。</p>\n<p>又。</p>"


def test_without_a_separator_it_ends_before_the_first_section() -> None:
    assert excerpt("<h1>题</h1><p>前。</p><h2>节</h2><p>后。</p>") == "<p>前。</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param('<p>见<a href="x">那<em>里</em></a>。</p>', "<p>见那<em>里</em>。</p>", id="links become text"),
        pytest.param('<p id="a">文<a id="b"></a>。</p>', "<p>文。</p>", id="no ids"),
        pytest.param(
            '<p>文<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>。</p>',
            "<p>文。</p>",
            id="no footnote marks",
        ),
        pytest.param(
            '<figure><svg/></figure><pre>code</pre><div class="admonition"><p>注</p></div><p>文。</p>',
            "<p>文。</p>",
            id="only running text",
        ),
        pytest.param(
            DISPLAY,
            f'<div class="formula-display" data-tex="z" data-set="{NAME} bare">z</div>',
            id="a display without number, id or tab stop",
        ),
        pytest.param("<p> </p><p>文。</p>", "<p>文。</p>", id="nothing empty"),
        pytest.param("<p>a &lt; b &amp; c</p>", "<p>a &lt; b &amp; c</p>", id="entities"),
        pytest.param("", "", id="nothing at all"),
    ],
)
def test_it_may_stand_anywhere(html: str, expected: str) -> None:
    assert excerpt(html) == expected


def test_a_card_does_not_say_which_symbols_of_the_note_its_drawings_show() -> None:
    drawing = '<svg id="d" viewBox="0 0 9 9"><g data-symbol="f" data-role="curve"><path d="M0 0"/></g></svg>'
    content = f"<h1>{FORMULA}题</h1><p>由 {FORMULA} 得。</p><!-- more --><figure>{drawing}</figure>"
    card = make_card(Note("a.md", "a/", "a", dt.date(2021, 1, 1)), read_page(content))
    assert card.title == f"{BARE}题"
    assert card.excerpt == f"<p>由 {BARE} 得。</p>"
    assert card.figure == drawing.replace(' data-symbol="f"', "").replace('"d"', '"card-a-d"')


def test_a_long_one_ends_with_a_sentence() -> None:
    html = f"<p>{'文' * 50}。{'字' * 60}。{'尾' * 80}。</p>"
    assert excerpt(html) == f"<p>{'文' * 50}。{'字' * 60}。</p>"


def test_a_quotation_mark_goes_with_its_sentence() -> None:
    html = f"<p>{'文' * 100}“{'字' * 10}。”{'尾' * 80}。</p>"
    assert words(excerpt(html)).endswith("。”")


def test_a_long_sentence_ends_at_a_comma() -> None:
    html = f"<p>{'文' * 110}，{'尾' * 80}。</p>"
    assert excerpt(html) == f"<p>{'文' * 110}…</p>"


def test_latin_words_are_not_cut() -> None:
    cut = words(excerpt(f"<p>{'word ' * 200}</p>"))
    assert re.fullmatch(r"(word )+word…", cut)


def test_a_formula_at_the_cut_is_whole() -> None:
    for before in range(60, 160, 3):
        html = f"<p>{'文' * before}{KEPT}{'尾' * 100}</p>"
        cut = excerpt(html)
        assert cut.count("data-set") == cut.count(BARE)


def test_elements_at_the_cut_are_closed() -> None:
    html = f"<ul><li><strong>{'文' * 60}</strong></li><li><em>{'字' * 100}</em></li></ul>"
    assert excerpt(html) == f"<ul><li><strong>{'文' * 60}</strong></li><li><em>{'字' * 60}…</em></li></ul>"


def test_short_lines_are_lines() -> None:
    items = [f"<li>{number}</li>" for number in range(30)]
    shown = excerpt(f"<ol>{''.join(items)}</ol>")
    assert shown == f"<ol>{''.join(items[:5])}<li>5…</li></ol>"


def test_a_formula_longer_than_the_excerpt_stands_alone() -> None:
    formula = BARE.replace("zⱼ", "字" * 200)
    assert excerpt(f"<p>{formula}{'尾' * 9}</p>") == f"<p>{formula}…</p>"


PIECES = st.sampled_from(["文", "反向传播", "，", "。", "word ", KEPT, FORMULA, "<em>强</em>", "&lt;"])


@settings(deadline=None, max_examples=25)
@given(st.lists(PIECES, min_size=1, max_size=9))
def test_any_text_gives_a_whole_excerpt_of_the_right_length(pieces: list[str]) -> None:
    html = f"<p>{''.join(pieces * 9)}</p>"
    cut = excerpt(html)
    assert cut == "" or str(BeautifulSoup(cut, "html5lib").body).count(">") >= cut.count(">")
    assert cut.count(BARE) == cut.count("data-set")
    assert length(cut) <= 151
    if length(html) > 151 and cut:
        assert length(cut) >= 70
        assert words(html).startswith(words(cut).removesuffix("…"))


def test_a_citation_stays_where_the_sentence_needs_it() -> None:
    cited = '见 <span class="citation">[<a href="#bib-1" id="c1">1</a>，第 3 页]</span>。'
    assert words(excerpt(f"<p>{cited}</p>")) == "见 [1，第 3 页]。"
    assert "href" not in excerpt(f"<p>{cited}</p>")
