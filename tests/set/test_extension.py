"""Markdown in, HTML out: mathematics at build."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from tests.jumps import jump
from yansuan.read.formulas import Formula, scan
from yansuan.read.source import Source
from yansuan.set.extension import MathExtension
from yansuan.set.markup import BARE, SCALE, drawn, later, names_in, with_glyphs
from yansuan.set.plain import plain_text
from yansuan.set.typesetter import TeXError, Typesetter

LABELLED = "$$x\\label{a}$$"
OTHER = {"other": ("other.md", scan("$$x\\label{there}\\tag{7}$$").numbers)}


class Note:
    """A converted text: its HTML, and what the author was told."""

    def __init__(
        self,
        typesetter: Typesetter,
        text: str,
        *,
        excerpt: bool = False,
        by_name: bool = False,
        language: str = "zh",
        waits: bool = False,
    ) -> None:
        self.said: list[str] = []
        source = Source("docs/note.md", 5, "note.md", excerpt, language=language)
        notes: dict[str, tuple[str, dict[str, Formula]]] = OTHER
        extension = MathExtension(
            typesetter, self.said.append, lambda _: notes, lambda _: source, by_name=by_name, waits=waits
        )
        names = ["toc", "tables", "footnotes", "admonition", "attr_list", "md_in_html", "pymdownx.details"]
        self.md = Markdown(extensions=[extension, *names])
        self.html = self.md.convert(text)
        self.soup = BeautifulSoup(self.html, "html5lib")


@pytest.fixture
def note(typesetter: Typesetter) -> Callable[..., Note]:
    return lambda text, **options: Note(typesetter, text, **options)


Convert = Callable[..., Note]


@pytest.mark.parametrize(
    "text",
    [
        "文字 $x_1*2*$ 文字",
        "# 标题 $x_1*2*$",
        "| 甲 | 乙 |\n|---|---|\n| $x_1*2*$ | 二 |",
        "- 项 $x_1*2*$",
        '!!! note "题 $x_1*2*$"\n    文',
        '??? note "题"\n    $x_1*2*$',
        "文[^1]\n\n[^1]: 注 $x_1*2*$",
        "**$x_1*2*$**",
        '<div markdown="1">\n$x_1*2*$\n</div>',
        "<div>$x_1*2*$</div>",
        "- 项\n\n    $$\n    x_1*2*\n    $$",
        '!!! note "题"\n\n    $$\n    x_1*2*\n    $$',
        "> $$\n> x_1*2*\n> $$",
        "| 甲 |\n|---|\n| $\\lvert x \\rvert |x|$ |",
    ],
)
def test_is_set_wherever_markdown_may_stand(note: Convert, text: str) -> None:
    made = note(text)
    (formula,) = made.soup.select("[data-tex]")
    assert formula.select_one("svg use")
    assert formula.select_one(".formula-mathml math")
    assert "$" not in made.soup.get_text()
    assert "\ue000" not in made.html
    assert not made.said


def test_the_mathematics_is_that_of_the_tex(note: Convert) -> None:
    math = note("$\\frac{\\partial J}{\\partial z_j^{(l)}}$").soup.select_one("math mfrac")
    assert math is not None
    assert [child.get_text() for child in math.find_all(recursive=False)] == ["∂J", "∂zj(l)"]


def test_a_numbered_formula_has_a_permalink_and_references_lead_to_it(note: Convert) -> None:
    made = note("由 \\eqref{a}、\\eqref{other#there} 得\n\n$$\na = b \\tag{3} \\label{a}\n$$")
    display = made.soup.select_one("#eq-a")
    assert display is not None
    assert [(a["href"], a.get_text()) for a in display.select("a.formula-number")] == [("#eq-a", "(3)")]
    links = made.soup.select("a.formula-reference")
    assert [(a["href"], a.get_text()) for a in links] == [("#eq-a", "(3)"), ("other.md#eq-there", "(7)")]


def test_with_the_theme_the_link_of_a_number_waits_and_is_called_in_the_language_of_the_page(note: Convert) -> None:
    made = note("$$\na = b \\tag{3} \\label{a}\n$$", language="en", waits=True)
    (number,) = made.soup.select("#eq-a > .formula-number")
    assert str(number) == ('<span class="formula-number" data-href="#eq-a" data-label="Link to formula 3">(3)</span>')


@pytest.mark.parametrize(
    ("tag", "says", "name", "drawings"),
    [
        ("\\tag{$\\dagger$}", "(†)", "†", 1),
        ("\\tag{\\ddagger}", "(‡)", "‡", 1),
        ("\\tag{$a$$b$}", "(ab)", "ab", 2),
        ("\\tag*{[1]}", "[1]", "[1]", 0),
        ("\\tag*{定理 $n^2$ 与 $\\alpha$}", "定理 n² 与 α", "定理 n² 与 α", 2),
        ("\\tag{<1>&}", "(<1>&)", "<1>&", 0),
        ("\\tag{**}", "(**)", "**", 0),
    ],
)
def test_a_tag_is_set_as_tex_sets_it(note: Convert, tag: str, says: str, name: str, drawings: int) -> None:
    text = f"见 \\eqref{{t}}。\n\n$$\na = b {tag} \\label{{t}}\n$$\n\n<p>\\eqref{{t}}</p>"
    made = note(text)
    (number,) = made.soup.select("#eq-t > a.formula-number")
    references = made.soup.select("a.formula-reference[href='#eq-t']")
    assert number["aria-label"] == f"公式 {name} 的固定链接"
    assert len(references) == 2
    assert [len(one.select("svg")) for one in (number, *references)] == [drawings] * 3
    words = note(text, by_name=True).soup.select("a.formula-number, a.formula-reference")
    assert [one.get_text() for one in words] == [says] * 3
    assert not made.said


def test_a_reference_leads_to_what_it_shows(note: Convert) -> None:
    made = note(
        "见 \\eqref{2}、\\eqref{b}。\n\n$$x \\tag{2}$$\n\n$$y \\label{2}$$"
        "\n\n$$z \\tag{*} \\label{b}$$\n\n$$u \\tag{**}$$"
    )
    identities = [str(one["id"]) for one in made.soup.select("[id]")]
    assert len(set(identities)) == len(identities) == 4
    for reference in made.soup.select("a.formula-reference"):
        (target,) = made.soup.find_all(id=str(reference["href"])[1:])
        assert target.select(".formula-number")[0].get_text() == reference.get_text()


def test_a_mistake_in_a_tag_is_told_where_it_stands(note: Convert) -> None:
    made = note("见 \\eqref{t}。\n\n$$\na = b \\tag{* $\\dager$} \\label{t}\n$$")
    assert made.said == [
        "docs/note.md:8:15: Undefined control sequence \\dager, in the formula a = b \\tag{* $\\dager$} \\label{t}. "
        "Do you mean \\dagger?"
    ]


def test_a_formula_wider_than_a_phone_is_a_stop_with_a_name_and_its_mathml_is_beside_it(note: Convert) -> None:
    wide = " + ".join(f"a_{{{n}}}" for n in range(20))
    made = note(f"$$\n{wide}\n$$\n\n$$\na\n$$")
    scrollers = made.soup.select(".formula-display > .formula-scroll")
    assert [one.get("tabindex") for one in scrollers] == ["0", None]
    assert [(one.get("role"), bool(one.get("aria-label"))) for one in scrollers] == [("group", True), (None, False)]
    assert not made.soup.select(".formula-scroll math")
    assert len(made.soup.select(".formula-display > .formula-mathml > math")) == 2


def drawn_parts(made: Note) -> list[tuple[float, float, int]]:
    """Of the drawings of a formula in parts, where each begins, how wide it is (in em of the font), and its glyphs."""
    found = made.soup.select(".formula-parts > svg, .formula-parts + svg")
    ems = [(float(str(one["viewBox"]).split()[0]) / 1000, float(str(one["width"])[:-2]) / SCALE) for one in found]
    return [(*em, len(one.select("use"))) for em, one in zip(ems, found, strict=True)]


@pytest.mark.parametrize(
    ("tex", "parts"),
    [
        ("f(x) = " + " + ".join(f"a_{n}" for n in range(9)), 10),  # not within f(x)
        (r"\displaystyle " + " + ".join("abcdefghij"), 10),
        (r"p(" + ", ".join(f"x_{n}" for n in range(9)) + ") = 0", 10),  # within brackets, where it is long
        (r"\frac12\left(" + " + ".join("abcdefghij") + r"\right)", 10),
        (r"a = -b \leq -c,\quad d := (e + f)(g - h), \quad ABCDEFGHIJKL", 6),  # no line begins with a sign or a blank
        ("ABCDEFGHIJKLM" * 2, 0),
        (r"\overline{" + " + ".join("abcdefghij") + "}", 0),
        ("a + b", 0),
    ],
)
def test_a_long_formula_in_a_line_is_drawn_in_parts_between_which_it_may_end(
    note: Convert, typesetter: Typesetter, tex: str, parts: int
) -> None:
    made, whole = note(f"甲 ${tex}$，乙"), typesetter.typeset(tex, display=False)
    found = drawn_parts(made)
    assert len(found) == parts
    for (start, width, _), (following, _, _) in pairwise(found):
        assert start + width == pytest.approx(following, abs=0.002)
    if found:
        assert found[-1][0] + found[-1][1] == pytest.approx(whole.width, abs=0.002)
        assert sum(glyphs for *_, glyphs in found) == whole.body.count("<use")
    assert len(made.soup.select(".formula > .formula-mathml > math")) == 1
    assert made.soup.select_one(".formula")["data-tex"] == tex  # type: ignore[index]
    assert made.soup.select_one(".formula-keep").get_text().endswith("，")  # type: ignore[union-attr]


def test_a_numbered_formula_in_raw_html_can_be_referred_to_as_well(note: Convert) -> None:
    made = note("见 \\eqref{a}\n\n<div>\n\n$$a \\label{a}$$\n\n</div>\n")
    assert made.soup.select("#eq-a .formula-scroll svg")
    assert [a["href"] for a in made.soup.select("#eq-a a.formula-number, a.formula-reference")] == ["#eq-a"] * 2


def test_copying_gives_the_tex_as_it_was_typed(note: Convert) -> None:
    made = note('$$\na < b \\text{"c"} % why\n  \\label{a}\n$$')
    (formula,) = made.soup.select("[data-tex]")
    assert formula["data-tex"] == 'a < b \\text{"c"} \\label{a}'


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("> $$\n> \\frac{a}{b}\n>  = c\n> $$", r"\frac{a}{b} = c"),
        ("> > $$\n> > a\n>> = b\n> > $$", "a = b"),
        (">   引\n>\n>   $$\n>   a \\label{q}\n>   $$", r"a \label{q}"),
        ("> - $$\n>   a\n>   = b\n>   $$", "a = b"),
        ("- 项\n\n    > $$\n    > a\n    > = b\n    > $$", "a = b"),
        ("- > $$\n  > a\n  > = b\n  > $$", "a = b"),
        ("> 设 $a\n> = b$。", "a = b"),
        ('!!! note "注"\n    > $$\n    > a\n    > $$', "a"),
        ("1. 项\n\n    $$\n    a\n      = b\n    $$", "a = b"),
        ("$$\na\n> b\n$$", "a > b"),
        ("> $$\n> a\n> > b\n> $$", "a > b"),
        ("设 $a\n> b$。", "a > b"),
        ("$$\na \\\\% 注\nb\n$$", "a \\\\ b"),
    ],
)
def test_the_tex_is_its_author_s_wherever_it_stands(note: Convert, typesetter: Typesetter, text: str, tex: str) -> None:
    made = note(text, by_name=True)
    (formula,) = made.soup.select("[data-tex]")
    assert formula["data-tex"] == tex
    same = Note(typesetter, f"$${tex}$$" if formula.name == "div" else f"${tex}$", by_name=True).soup
    assert formula.get_text() == same.select("[data-tex]")[0].get_text()
    assert not made.said


@pytest.mark.parametrize("text", ["> $$\n> \\foo\n> + b\n> $$", "> 设 $\\foo\n> + b$"])
def test_what_is_said_of_a_formula_has_no_marks_of_a_quotation(note: Convert, text: str) -> None:
    made = note(text)
    assert made.said[0].endswith(
        "Undefined control sequence \\foo, in the formula \\foo + b. A name is written \\operatorname{foo}."
    )
    (code,) = made.soup.select(".author-error code")
    assert code.get_text() == "\\foo + b"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("一\n\n设 $a + \\foo$", "docs/note.md:7:8: Undefined control sequence \\foo, in the formula a + \\foo"),
        ("$$\na\n  + \\frac{b\n$$", "docs/note.md:7:11: Missing close brace, in the formula a + \\frac{b"),
        ("设 $a^b^c$", "docs/note.md:5:7: Double exponent: use braces to clarify, in the formula a^b^c"),
        ("$$\nx \\tag{1}\n\n$$", "docs/note.md:5:1: a blank line stands inside a display formula."),
        ("见 \\eqref{no}", "docs/note.md:5:3: \\eqref{no}: this note has no formula with that \\label."),
        ("见 \\eqref{who#no}", "docs/note.md:5:3: \\eqref: there is no note 'who'. Notes: other."),
        (
            "见 \\eqref{other#no}",
            "docs/note.md:5:3: \\eqref{no}: note 'other' has no formula with that \\label. Labels",
        ),
        ("$$x\\label{a}$$\n\n$$y\\label{a}$$", "docs/note.md:7:4: \\label{a} is taken"),
        ("文\n$$x$$", "docs/note.md:6:1: a display formula touches the text above it."),
        ("$\\newcommand{\\x}{y}\\x$", "docs/note.md:5:2: \\newcommand defines something, and no formula"),
        ("设 $a \\\\ b$", "docs/note.md:5:6: \\\\ begins a new line, and a formula within a line has but one, in the"),
        ("设 $\\sqrt{a \\newline b} = c$", "docs/note.md:5:12: \\newline begins a new line"),
        ("设 $x^{a \\\\[2pt] b}$", "docs/note.md:5:9: \\\\ begins a new line"),
        ("$$\n\\eqalignno{a &= b & (1)}\n$$", "docs/note.md:6:1: it sets numbers beside its lines"),
        ("$$a \\label{a} \\notag$$", "docs/note.md:5:15: \\notag takes the number away that \\label gives. Take one"),
        ("$$ \\label{a} $$", "docs/note.md:5:1: '$$' holds no formula."),
        (
            f"设 $a = \\eqref{{a}}$\n\n{LABELLED}",
            "docs/note.md:5:8: \\eqref{a} stands inside of a formula, in the formula a = \\eqref{a}. "
            "Write \\eqref{a} outside of the dollars",
        ),
        (f"设 $\\ref {{a}}$\n\n{LABELLED}", "docs/note.md:5:4: \\ref {a} stands inside of a formula"),
        (f"{LABELLED}\n\n> $$\n> b\n> \\text{{由 \\eqref{{a}}}}\n> $$", "docs/note.md:9:11: \\eqref{a} stands inside"),
        (f"{LABELLED}\n\n$$\nb \\\\\\eqref{{a}}\n$$", "docs/note.md:8:5: \\eqref{a} stands inside"),
        ("$$a \\tag{$\\eqref{no}'$}$$", "docs/note.md:5:11: \\eqref{no} stands inside"),
        ("设 $\\eqref{no}$", "docs/note.md:5:4: \\eqref{no} stands inside"),
        ("设 $\\eqref{other#there} \\foo$", "docs/note.md:5:4: \\eqref{other#there} stands inside"),
    ],
)
def test_a_mistake_is_told_once_with_its_place(note: Convert, text: str, says: str) -> None:
    made = note(text)
    (said,) = made.said
    assert said.startswith(says)
    assert jump(said)
    assert "???" not in made.soup.get_text()


@pytest.mark.parametrize(
    ("tex", "same"),
    [
        ("a = b \\notag", "a = b"),
        ("\\nonumber a = b", "a = b"),
        (
            "\\begin{aligned} a &= b \\notag \\\\ &= c \\nonumber \\end{aligned}",
            "\\begin{aligned} a &= b \\\\ &= c \\end{aligned}",
        ),
        ("{a = b \\notag}", "{a = b}"),
    ],
)
@pytest.mark.parametrize("dollars", ["$$", "$"])
def test_a_number_that_is_not_there_can_be_taken_away(note: Convert, tex: str, same: str, dollars: str) -> None:
    one, other = note(f"{dollars}{tex}{dollars}"), note(f"{dollars}{same}{dollars}")
    assert not one.said
    assert str(one.soup.svg) == str(other.soup.svg)


def test_lines_of_multline_are_no_further_apart_than_they_are_long(typesetter: Typesetter) -> None:
    assert typesetter.typeset("\\begin{multline} a + b \\\\ = c \\end{multline}", display=True).width < 6


@pytest.mark.parametrize(
    "broken",
    [
        "$$\na \\label{a}\n\n文\n\n$$b$$",
        "文\n$$a\\label{a}$$",
        "$$\na\n\nb \\label{a}\n$$",
        "$$a\\label{a}$$ 文",
        "$$a\\label{a}\n$$$",
    ],
)
def test_who_refers_to_a_broken_formula_is_told_nothing_more(note: Convert, broken: str) -> None:
    made = note(f"见 \\eqref{{a}} 与 \\eqref{{a}}。\n\n{broken}")
    (said,) = made.said
    assert "\\eqref" not in said
    assert len(made.soup.select(".author-error")) == 3


def test_the_second_label_of_a_formula_is_told_once(note: Convert) -> None:
    made = note("$$\n\\begin{align} a &= b \\label{x} \\\\ c &= d \\label{y} \\end{align}\n$$\n\n\\eqref{x} \\eqref{y}")
    (said,) = made.said
    assert said.startswith("docs/note.md:6:42: a second \\label in one formula.")


@pytest.mark.parametrize("text", ["$$\na \\\\eqref\n$$", "$$\na % \\eqref{no}\n$$", "$a\\refa$"])
def test_what_only_looks_like_a_reference_in_a_formula_is_not_one(note: Convert, text: str) -> None:
    assert not [said for said in note(text).said if "inside of a formula" in said]


def test_a_mistake_stands_on_the_page_with_its_source(note: Convert) -> None:
    made = note("设 $a + \\foo$，后")
    (error,) = made.soup.select(".author-error")
    assert error.get_text().startswith(f"公式有误：{made.said[0]} ")
    assert error.select("code")[0].get_text() == "a + \\foo"
    assert "，后" in made.soup.get_text()


def test_an_excerpt_repeats_neither_complaints_nor_ids(note: Convert) -> None:
    made = note("设 $\\foo$\n\n$$a\\label{a}$$", excerpt=True)
    assert not made.said
    assert not made.soup.select("[id]")
    assert [number.get_text() for number in made.soup.select(".formula-number")] == ["(1)"]


def test_headings_give_words_not_tex_to_the_table_of_contents(note: Convert) -> None:
    made = note("# 函数 $f(x_1)$ 与 $\\delta_j^{(l)}$")
    (token,) = made.md.toc_tokens  # type: ignore[attr-defined]
    assert token["name"] == "函数 f(x₁) 与 δⱼ⁽ˡ⁾"


def test_attributes_get_plain_text(note: Convert) -> None:
    made = note('![图 $x_1$](a.png "题 $\\alpha$")\n\n<p title="$\\beta$">文</p>')
    image, paragraph = made.soup.select_one("img"), made.soup.select_one("p[title]")
    assert image is not None
    assert paragraph is not None
    assert (image["alt"], image["title"], paragraph["title"]) == ("图 x₁", "题 α", "β")


@pytest.mark.parametrize(
    ("text", "tag", "attribute", "value"),
    [
        ('文 <img src="u.svg" alt="函数 $f(x)$ 的图像" width="300"> 后', "img", "alt", "函数 f(x) 的图像"),
        ('<img src="u.svg" alt="函数 $f_1(x)$ 与\n$a>b$" width="300">', "img", "alt", "函数 f₁(x) 与\na > b"),
        ("文 <abbr title='$a &lt; \"b\"$'>甲</abbr>", "abbr", "title", 'a < "b"'),
        ('<p title="$\\beta$">文</p>', "p", "title", "β"),
        ('<span data-price="$5 或 $6" class="a">甲</span>', "span", "data-price", "$5 或 $6"),
        ('<a href="https://a.org/$b$c">甲</a>', "a", "href", "https://a.org/$b$c"),
        ('<input value="$x$" alt="价 $5">', "input", "alt", "价 $5"),
        ("[链](https://a.org/a$b$c)", "a", "href", "https://a.org/a$b$c"),
        ('[$x$](<https://a.org/$b$> "$x$ 的")', "a", "href", "https://a.org/$b$"),
        ("![图 $x$](a$b$(1).png)", "img", "src", "a$b$(1).png"),
        ("<https://a.org/$b$>", "a", "href", "https://a.org/$b$"),
        ('[链][甲$1$]\n\n[甲$1$]: https://a.org/$b$ "题"', "a", "href", "https://a.org/$b$"),
        ("[链]\n\n[链]:\n  <a$b$.md>", "a", "href", "a$b$.md"),
        ('![图](a.png){ title="$x$ 与 $y$" }', "img", "title", "$x$ 与 $y$"),
    ],
)
def test_attributes_and_addresses_stay_whole(note: Convert, text: str, tag: str, attribute: str, value: str) -> None:
    made = note(text)
    (element,) = made.soup.select(tag)
    assert element[attribute] == value
    assert "<" not in made.soup.get_text()
    assert ">" not in made.soup.get_text()
    assert not made.said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("见 https://a.org/$b$/c。设 $x$", "见 https://a.org/$b$/c。设 x"),
        ("见（www.a.org/$b）与 $x$", "见（www.a.org/$b）与 x"),
        ("<code>echo $HOME $PATH</code> 与 $x$", "echo $HOME $PATH 与 x"),
        ("<kbd>$</kbd> 与 $x$", "$ 与 x"),
        ("<pre>\n$a$\n\n$b \\alpha\n</pre>\n\n$x$", "$a$\n\n$b \\alpha\n\nx"),
        ("<svg><text>$5</text></svg> $x$", "$5 x"),
        ("<!-- $a\n\n$b -->\n\n$x$", "x"),
        ("`$a$` 与 $x$", "$a$ 与 x"),
        ("文[^a$b] $x$\n\n[^a$b]: 注", "文1 x\n\n\n\n注 ↩"),
        ("若 a < b 且 $x$ > c", "若 a < b 且 x > c"),
        ("{n=$x$} 与 {$x$}", "{n=x} 与 {x}"),
    ],
)
def test_text_that_is_none_stays_and_the_rest_is_read(note: Convert, text: str, words: str) -> None:
    made = note(text, by_name=True)
    assert made.soup.body is not None
    found = re.sub(r"\s+", " ", made.soup.body.get_text()).strip()
    assert found == re.sub(r"\s+", " ", words)
    assert not made.said


def test_a_mistake_in_an_attribute_is_told_and_tears_nothing(note: Convert) -> None:
    made = note('<img src="a.svg" alt="设 $\\foo$" width="3">')
    assert made.said == [
        "docs/note.md:5:26: Undefined control sequence \\foo, in the formula \\foo. "
        "A name is written \\operatorname{foo}."
    ]
    (image,) = made.soup.select("img")
    assert (image["alt"], image["width"]) == ("设 $\\foo$", "3")


@pytest.mark.parametrize("text", ["设（$x$），则", "设 $x$。", "见 \\eqref{a}；\n\n$$a\\label{a}$$", "“$x$”"])
def test_a_formula_and_the_punctuation_around_it_stay_together(note: Convert, text: str) -> None:
    (keep,) = note(text).soup.select(".formula-keep")
    marks = re.sub(r"<(span class=\"formula\"|a) .*</(span|a)>", "", keep.decode_contents())
    assert marks
    assert set(marks) <= set("（），。；“”")


def test_a_line_may_end_between_formulas_that_nothing_parts(note: Convert) -> None:
    html = note("设 $x$，$y$，$z$ 与 $x$，则（$y$）。").html
    assert html.count("，</span><wbr /><span") == html.count("wbr") == 2


def test_punctuation_after_emphasis_is_joined_too(note: Convert) -> None:
    assert "</strong>\u2060，" in note("**$x$**，则").html


def test_lines_keep_their_numbers_for_whoever_reads_the_source_next(typesetter: Typesetter) -> None:
    made = Note(typesetter, "")
    lines = made.md.preprocessors["formulas"].run(["$$", "a", "$$", "", "x"])
    assert lines[4] == "x"


def test_chinese_in_text_is_as_wide_as_it_is_high(typesetter: Typesetter) -> None:
    one, three = (typesetter.typeset(f"\\text{{{text}}}", display=False).width for text in ("若", "若甲乙"))
    assert one == pytest.approx(0.884)  # times the scale of formulas on the page: one em of the text around
    assert three == pytest.approx(3 * one)


def test_a_page_defines_each_glyph_it_uses_once(note: Convert, typesetter: Typesetter) -> None:
    body = note("$x$ 与 $x + y$").html
    page = with_glyphs(f"<body><main>{body}<!-- glyphs --></main></body>", typesetter.glyphs)
    soup = BeautifulSoup(page, "html5lib")
    defined = [path["id"] for path in soup.select("main > svg.formula-glyphs [id]")]
    used = {str(use["xlink:href"]).removeprefix("#") for use in soup.select("use")}
    assert sorted(defined) == sorted(used)
    assert len(used) == 3


def test_a_page_without_formulas_gets_no_glyphs(typesetter: Typesetter) -> None:
    typesetter.typeset("x", display=False)
    assert with_glyphs("<body>文</body>", typesetter.glyphs) == "<body>文</body>"


TEXT = "# 题 $x_1$\n\n设 $x_1 < \\alpha$，则\n\n$$\\frac{a}{b}\\label{a}$$\n\n<div>$c$</div>"


def test_until_the_page_is_written_formulas_are_words(note: Convert) -> None:
    soup = note(TEXT, by_name=True).soup
    assert soup.get_text().split() == ["题", "x₁", "设", "x₁", "<", "α，则", "a/b(1)", "c"]
    assert not soup.select("svg, math")


def test_what_is_drawn_at_the_end_is_what_is_drawn_at_once(note: Convert, typesetter: Typesetter) -> None:
    by_name = note(TEXT, by_name=True).html
    assert drawn(by_name, typesetter.named) == note(TEXT).html
    assert names_in(by_name) == {one["data-set"] for one in BeautifulSoup(by_name, "html5lib").select("[data-set]")}


def test_outside_of_its_note_a_formula_is_no_stop_and_says_no_symbol(typesetter: Typesetter) -> None:
    wide = typesetter.typeset("\\class{symbol-a}{a}" + "+ b" * 30, display=True)
    one = f'<div class="formula-display" data-set="{wide.name}{{}}">w</div>'
    stops, none = (drawn(one.format(mark), typesetter.named) for mark in ("", BARE))
    for sign in ("tabindex", 'data-symbol="a"'):
        assert sign in stops
        assert sign not in none


def test_who_makes_html_smaller_may_take_quotes_away(note: Convert, typesetter: Typesetter) -> None:
    by_name = note("$x$", by_name=True).html
    smaller = re.sub(r'(data-\w+)="(\w+)"', r"\1=\2", by_name)
    assert 'data-set="' not in smaller
    assert drawn(smaller, typesetter.named) == note("$x$").html.replace('data-tex="x"', "data-tex=x")


def test_a_formula_that_is_gone_stays_words(typesetter: Typesetter) -> None:
    gone = f'<span class="formula" data-tex="x" data-set="{"0" * 64}">x</span>'
    assert drawn(gone, typesetter.named) == '<span class="formula" data-tex="x">x</span>'


def test_where_there_is_script_mathml_and_panels_may_wait(note: Convert, typesetter: Typesetter) -> None:
    html = note(TEXT, by_name=True).html
    made = drawn(html + html + later(f"<p>{html}</p><p><code>x</code></p>"), typesetter.named, waits=True)
    soup = BeautifulSoup(made, "html.parser")
    assert not soup.select("math")
    words = [formula.get_text() for formula in soup.select(".formula-text")]
    assert words[:4] == words[4:]
    assert len(soup.select("[data-mathml]")) == 3, "of each once"
    (heard,), (panel,) = soup.select(".formulas-heard"), soup.select(".later")
    lines = str(heard["data-all"]).split("\n")
    assert [plain_text(line) for line in lines] == words[:3], "and none of a letter, which is c"
    inner = BeautifulSoup(str(panel["data-html"]), "html.parser")
    assert len(inner.select("p .formula > svg + .formula-text")) + len(inner.select("p .formula-display")) == 4
    assert str(panel["data-told"]).startswith("题 x₁")
    assert "later" not in drawn(later(html), typesetter.named)


def test_glyphs_are_known_without_their_formulas(tmp_path: Path) -> None:
    """A page that was kept as HTML has its formulas set, and nothing of them in memory."""
    first = Typesetter(tmp_path)
    body = first.typeset("x + y", display=False).body
    first.close()
    later = Typesetter(tmp_path)
    assert later.knows(names_in(body))
    page = BeautifulSoup(with_glyphs(f"<body>{body}</body>", later.glyphs), "html5lib")
    assert len(page.select("svg.formula-glyphs path")) == 3
    shutil.rmtree(tmp_path / "glyphs")
    assert not Typesetter(tmp_path).knows(names_in(body))


def test_no_formula_is_asked_of_node_twice(typesetter: Typesetter, tmp_path: Path) -> None:
    first = Typesetter(tmp_path)
    made = first.typeset("a+b+c", display=True)
    first.close()
    second = Typesetter(tmp_path)
    assert second.typeset("a+b+c", display=True) == made
    assert second._worker.process is None


def test_a_formula_on_lines_of_its_own_is_asked_of_node_no_more_on_one(typesetter: Typesetter, tmp_path: Path) -> None:
    """Where the blanks around it may say something, it is asked as it is."""
    setter = Typesetter(tmp_path)
    asked = {"a+\\text{ b }": 1, "a\\ ": 2, "a\\\\": 2, "a % b": 2, "a+\\wrong": 1}
    for tex, times in asked.items():
        before = setter._worker._number
        _set_or_told(setter, f"\n {tex}\n")
        assert _set_or_told(setter, tex) == _set_or_told(typesetter, tex)
        assert setter._worker._number - before == times, tex
    setter.close()


def test_a_mistake_is_found_where_it_stands_between_blanks(typesetter: Typesetter) -> None:
    for tex in ("a+\\wrong", "\\frac{a", "a}"):
        message, index = _set_or_told(typesetter, tex)
        assert _set_or_told(typesetter, f"\n  {tex} \n") == (message, index + 3), tex


def _set_or_told(setter: Typesetter, tex: str) -> Any:
    try:
        return setter.typeset(tex, display=True)
    except TeXError as error:
        return str(error), error.index


def test_what_is_set_ahead_is_asked_of_node_no_more(typesetter: Typesetter, tmp_path: Path) -> None:
    ahead, later = Typesetter(tmp_path), Typesetter(tmp_path)
    ahead.set_ahead([("a+b", False), ("\\wrong", False), ("\\eqref{a}", True), ("c^2", True)]).join()
    ahead.close()
    assert later.typeset("a+b", display=False) == typesetter.typeset("a+b", display=False)
    assert later.typeset("c^2", display=True) == typesetter.typeset("c^2", display=True)
    with pytest.raises(TeXError, match="wrong"):
        later.typeset("\\wrong", display=False)
    assert later._worker.process is None


def test_who_asks_meanwhile_is_answered_and_the_end_ends_it(tmp_path: Path) -> None:
    setter = Typesetter(tmp_path)
    ahead = setter.set_ahead((f"x_{{{n}}}", False) for n in range(2000))
    assert setter.typeset("a^2", display=False).plain == "a²"
    setter.close()
    ahead.join()
    assert setter._worker.process is None
    assert len((tmp_path / "formulas").read_text("utf-8").split("\n")) < 2000  # two for each


def test_a_torn_cache_is_made_anew(tmp_path: Path) -> None:
    first = Typesetter(tmp_path)
    made = first.typeset("a", display=False)
    kept = tmp_path / "formulas"
    os.truncate(kept, kept.stat().st_size - 40)
    second = Typesetter(tmp_path)
    assert second.typeset("a", display=False) == made
    first.close()
    second.close()


def test_a_node_that_died_gets_a_successor(tmp_path: Path) -> None:
    setter = Typesetter(tmp_path)
    setter.typeset("a", display=False)
    assert setter._worker.process is not None
    setter._worker.process.kill()
    setter._worker.process.wait()
    assert setter.typeset("b", display=False).width > 0
    setter.close()
