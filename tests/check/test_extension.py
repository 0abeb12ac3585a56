"""Markdown in, HTML out: the verdicts at the formulas of a note."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown

from tests.jumps import jump
from yansuan.check.extension import EquationExtension
from yansuan.check.listing import Listed, listing, table
from yansuan.check.markup import Place
from yansuan.check.verify import Verifier
from yansuan.read.source import Source
from yansuan.set.extension import MathExtension
from yansuan.set.typesetter import Typesetter
from yansuan.site.excerpt import excerpt
from yansuan.site.plain import portable, searchable
from yansuan.site.tree import parse

SNIPPET = """\
def notation(rng):
    while True:
        yield {
            "a_i": ("数", rng.normal(size=3)),
            "b": ("数", rng.normal()),
            "n": ("个数", 3),
            "S": ("和", lambda a: a.sum()),
            "i": ("编号", ...),
        }


def other(rng):
    while True:
        yield {"b": ("数", 2.0), "c": ("数", lambda b: 2 * b)}


def wide(rng):
    while True:
        yield {
            "x": ("数", rng.uniform(-2, 2)),
            "y": ("数", rng.uniform(-2, 2)),
            "z": ("复数", complex(rng.normal(), rng.normal())),
            "w": ("和", lambda x, y: x + y),
            "e": ("积", lambda x, w: x * w),
            "n": ("次数", 3),
            "A": ("矩阵", rng.normal(size=(2, 3))),
            "i": ("编号", ...),
        }


def raises(rng):
    raise ValueError("不好")
    yield


def short(rng):
    yield {"b": ("数", 2.0)}


def bare(rng):
    while True:
        yield {"b": 2.0}


NOTATIONS = {"own": notation, "other": other, "wide": wide, "raises": raises, "short": short, "bare": bare}
"""
PLACE = Place("docs/posts/note.md", "note", "s", "../verification/", "../lab/s/#notation")
SAMPLED = "2 \\sin b \\cos b = \\sin(2b)"
TRUE, FALSE = "S = \\sum_{i=1}^n a_i", "S = \\sum_{i=1}^n a_i + 1"


class Note:
    """A converted text: its HTML, and what the author was told."""

    def __init__(
        self, typesetter: Typesetter, verifier: Verifier, text: str, place: Place | None, excerpt: bool
    ) -> None:
        self.said: list[str] = []
        source = Source("docs/posts/note.md", 8, "posts/note.md", excerpt)
        math = MathExtension(typesetter, self.said.append, locate=lambda _: source)
        equations = EquationExtension(
            verifier.verify_text, lambda _: place, self.said.append, lambda tex: f"<b>{tex}</b>", lambda _: source
        )
        names = ["toc", "tables", "fenced_code", "footnotes", "admonition", "attr_list", "md_in_html"]
        self.md = Markdown(extensions=[equations, math, *names])
        self.html = self.md.convert(text)
        self.soup = BeautifulSoup(self.html, "html5lib")

    def one(self, selector: str) -> Tag:
        found = self.soup.select(selector)
        assert len(found) == 1, (selector, self.html)
        return found[0]


@pytest.fixture
def verifier(tmp_path: Path) -> Verifier:
    (tmp_path / "s.py").write_text(SNIPPET, "utf-8")
    return Verifier(tmp_path, None)


Convert = Callable[..., Note]


@pytest.fixture
def note(typesetter: Typesetter, verifier: Verifier) -> Convert:
    def convert(text: str, place: Place | None = PLACE, *, excerpt: bool = False) -> Note:
        return Note(typesetter, verifier, text, place, excerpt)

    return convert


def block(tex: str, said: str = "") -> str:
    return f"$$\n{said}\n{tex}\n$$".replace("\n\n", "\n")


def panel(made: Note) -> list[str]:
    """The paragraphs of the only panel."""
    return [words.get_text() for words in made.one(".verdict-panel").select("p")]


def test_evidence_tells_what_was_evaluated_and_how_to_do_it_again(note: Convert) -> None:
    made = note("文\n\n" + block(SAMPLED + " \\tag{4} \\label{double}"))
    assert not made.said
    summary = made.one(".formula-display > details.verdict > summary")
    assert summary["aria-label"] == "式 (4) 验算：抽样成立"
    assert summary["id"] == "check-1"
    assert summary.select_one("svg[aria-hidden] path")
    told, more, _, _ = panel(made)
    assert re.fullmatch(
        r"抽样成立。本篇的记号，30 组随机数，比较 30 次，最大相对误差 \S+ × 10−1\d；"
        r"其中几次提高精度重算，前 \d\d 位都相同。",
        told.replace("\xa0", " "),
    )
    assert re.fullmatch(r"b 取自 −\d\S* 到 \d\S*。", more)
    assert made.one(".verdict-panel p:nth-child(2) b"), "a symbol is typeset"
    assert made.one(".verdict-panel code").get_text() == (
        ".venv/bin/python -m yansuan.equations docs/posts/note.md --only double"
    )
    assert [a["href"] for a in made.soup.select(".verdict-panel a")] == [
        "../lab/s/#notation",
        "../verification/#note-1",
    ]


def test_what_was_decided_exactly_says_so_with_the_probability_of_error(note: Convert) -> None:
    made = note(block(TRUE + " \\tag{4}"))
    summary = made.one(".formula-display > details.verdict > summary")
    assert summary["aria-label"] == "式 (4) 验算：已证成立"
    assert str(summary.contents[0]) == '<span aria-hidden="true" class="verdict-exact" data-sign="证"></span>'
    told, more, *_ = panel(made)
    assert told.startswith("已证成立。本篇的记号，两端是同一个有理式：")
    assert re.search(r"碰巧相等的概率不超过 \d\s×\s10−\d\d（Schwartz–Zippel 引理）。", told)
    assert "组随机数" not in told
    assert more == "n 始终是 3。", "how wide the numbers were drawn is of no account"


WIDE = "<!-- notation: wide -->\n\n"


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("\\sqrt{x^2} = x \\qquad x \\ge 0", r"所写的条件在 30 组中有 1\d 组满足，只有这些算数。x 取自 −2 到 2。"),
        ("\\sin(-x) = -\\sin x \\qquad x < 9", r"所写的条件组组满足。x 取自 −2 到 2。"),
        ("x \\le |x|", r"x 取自 −2 到 2。"),
        ("\\cos \\frac{\\partial e}{\\partial x} = \\cos w", r"x 取自 −2 到 2。求 ∂ 时，w 不动。"),
    ],
)
def test_the_panel_tells_what_limits_the_evidence(note: Convert, formula: str, words: str) -> None:
    made = note(WIDE + block(formula))
    assert not made.said
    assert re.fullmatch(words, panel(made)[1])


def test_a_formula_without_a_value_is_told_with_what_to_do(note: Convert) -> None:
    made = note(WIDE + block("\\ln x + \\ln y = \\ln(x y)"))
    (message,) = made.said
    assert re.match(
        r"docs/posts/note\.md:11:1: formula is undefined: on instance 1: there is no value, the log", message
    )
    assert message.endswith(r"as in '\qquad x > 0' or '\qquad 1 < l < L', or let letters take other values")
    assert made.one(".author-error").get_text() == f"公式有误：{message}"
    assert made.soup.select(".verdict-count")[-1].get_text() == "本篇 1 条公式：1 条没有值。"


def test_shapes_that_do_not_fit_are_no_value_either(note: Convert) -> None:
    made = note(WIDE + block("A = x"))
    assert made.said[0].endswith("a matrix 2×3 on the left, a number on the right. Give both sides one shape")


def test_a_refuted_formula_may_have_no_value_or_another_shape(note: Convert) -> None:
    made = note(WIDE + block("x = \\frac{x}{0}", "% refute") + "\n\n" + block("A = x", "% refute"))
    assert not made.said
    none, shape = (words.get_text() for words in made.soup.select(".verdict-numbers"))
    assert re.fullmatch(r"反例：第 1 组随机数：左端 −?[\d.]+，右端没有值", none)
    assert re.fullmatch(r"反例：第 1 组随机数：左端 2 × 3 矩阵 \[.*\]，右端 −?[\d.]+", shape)


def test_a_complex_counterexample_has_its_imaginary_part(note: Convert) -> None:
    made = note(WIDE + block("z = 2 z", "% refute"))
    number = r"−?[\d.]+ [+−] [\d.]+i"
    assert re.fullmatch(rf"反例：第 1 组随机数：左端 {number}，右端 {number}", made.one(".verdict-numbers").get_text())


def test_a_formula_without_a_name_is_called_by_its_line_in_the_file(note: Convert) -> None:
    made = note(f"文\n\n{block(TRUE)}")
    assert made.one(".verdict-panel code").get_text().endswith("--only 10")


def test_a_refuted_formula_shows_the_counterexample_without_being_opened(note: Convert) -> None:
    made = note(block("a_i = b", "% refute"))
    assert not made.said
    numbers = made.one(".formula-display > .verdict-numbers")
    assert re.fullmatch(r"反例：i = 1 时，左端 −?[\d.]+，右端 −?[\d.]+", numbers.get_text())
    assert made.one("summary")["aria-label"] == "验算：旧式，不成立"
    assert made.one(".verdict-panel p:first-child code").get_text() == "a_i = b"


def test_an_unchecked_formula_gives_the_authors_reason_with_its_mathematics_set(note: Convert) -> None:
    made = note(block("a \\rightarrow b", "% unchecked: 箭头 $x$，不是等式"))
    assert not made.said
    assert made.one("summary")["aria-label"] == "验算：未验"
    assert str(made.one(".verdict-panel p:first-child")) == "<p>未验：箭头 <b>x</b>，不是等式。</p>"
    assert ".venv" not in made.html


@pytest.mark.parametrize(
    "around",
    ["{}", '!!! note "题"\n\n    {}', "- 项\n\n    {}", '<div markdown="1">\n\n{}\n\n</div>', "<div>\n\n{}\n\n</div>"],
)
def test_the_verdict_stands_wherever_the_formula_may(note: Convert, around: str) -> None:
    made = note(f"# 题 $b$\n\n{around.format(f'$${TRUE}$$')}\n")
    assert made.one(".formula-display > details.verdict")
    assert not made.said


def test_a_formula_in_a_footnote_has_its_verdict(note: Convert) -> None:
    made = note(f"文[^1]\n\n[^1]: 注\n\n    $${TRUE}$$\n")
    assert made.one(".footnote .formula-display > details.verdict")


def test_an_inline_formula_that_asks_has_a_tick_of_its_own_within_reach_of_its_punctuation(note: Convert) -> None:
    made = note(f"设 $b$，则 ${SAMPLED} % check$，而非 $a_i = b % refute$。")
    assert not made.said
    holds, refuted = made.soup.select(".formula-keep > .formula > a.verdict")
    assert holds["aria-label"] == "验算：抽样成立"
    assert refuted["aria-label"] == "验算：旧式，不成立"
    assert holds["href"] == "../verification/#note-1"
    keep = holds.find_parent(class_="formula-keep")
    assert keep is not None
    assert keep.get_text().endswith("，")


def test_with_the_theme_the_link_of_a_tick_waits(note: Convert) -> None:
    sign = note(f"设 ${TRUE} % check$。", replace(PLACE, waits=True)).one(".formula > .verdict")
    assert (sign.name, sign["role"], sign["data-href"]) == ("span", "img", "../verification/#note-1")


def test_a_wrong_formula_is_told_once_and_stands_with_the_message_below(note: Convert) -> None:
    made = note(f"文\n\n{block(FALSE)}\n\n文\n\n{block(TRUE)}")
    (message,) = made.said
    assert message.startswith("docs/posts/note.md:11:3: formula fails: on instance 1: left ")
    assert made.one(".formula-display > .author-error").get_text() == f"公式有误：{message}"
    assert made.one(".author-error")["id"] == "check-1"
    assert len(made.soup.select("details.verdict")) == 1
    assert made.soup.select_one(".formula-display:has(.author-error) svg use"), "the formula itself is there"


def test_a_refuted_formula_that_holds_is_told(note: Convert) -> None:
    made = note(block(TRUE, "% refute"))
    assert "is marked '% refute' and holds" in made.said[0]
    assert made.one(".author-error")


@pytest.mark.parametrize(
    ("place", "text", "said"),
    [
        (
            Place("n.md", "note", None),
            f"$${TRUE}$$\n\n$${TRUE}$$",
            "8:1: formula is unreadable: the note names no snippet",
        ),
        (Place("n.md", "note", "none"), f"$${TRUE}$$\n\n$${TRUE}$$", "8:1: formula is unreadable: there is no snippet"),
        (
            PLACE,
            f"<!-- notation: x -->\n\n$${TRUE}$$\n\n$${TRUE}$$",
            "8:16: formula is unreadable: s.py has no notation 'x'",
        ),
        *(
            (PLACE, f"<!-- notation: {name} -->\n\n$$b = 2$$\n\n$$b = 2$$", said)
            for name, said in {
                "raises": "the notation fails: ValueError: 不好",
                "short": "the notation gives 1 instances and 30 are needed: yield in a loop",
                "bare": "the notation's entry 'b' is not a pair (name, value)",
            }.items()
        ),
    ],
)
def test_a_cause_that_formulas_share_is_told_once(note: Convert, place: Place, text: str, said: str) -> None:
    made = note(text, place)
    assert len(made.said) == 1
    assert made.said[0].startswith("docs/posts/note.md:")
    assert said in made.said[0]
    assert jump(made.said[0])
    first, second = made.soup.select(".author-error")
    assert made.said[0] in first.get_text()
    assert second.get_text() == "公式有误：原因与上面一条相同。"


def test_the_same_mistake_in_two_formulas_is_two_mistakes(note: Convert) -> None:
    assert len(note(f"$${FALSE}$$\n\n$${FALSE}$$").said) == 2


@pytest.mark.parametrize("text", ["$$S + \\foo$$", "<div>\n\n$$S + \\foo$$\n\n</div>"])
def test_what_mathjax_cannot_set_is_told_by_it_alone(note: Convert, text: str) -> None:
    made = note(text)
    (message,) = made.said
    assert "Undefined control sequence" in message
    assert len(made.soup.select(".author-error")) == 1
    assert "<!--formula" not in made.html


def test_a_section_may_name_its_notation_and_the_page_does_not_show_how(note: Convert) -> None:
    made = note("## 甲\n\n<!-- notation: other -->\n\n$$c = 2b$$\n\n```\n<!-- notation: own -->\n```\n")
    assert not made.said
    assert "记号 other" in made.one(".verdict-panel").get_text()
    assert "<!--" not in made.html
    assert "&lt;!-- notation: own --&gt;" in made.html, "in a fence it is code"


def test_the_note_ends_with_its_count(note: Convert) -> None:
    made = note(
        f"# 题\n\n$${TRUE}$$\n\n$${SAMPLED}$$\n\n{block(FALSE, '% refute')}\n\n$$b \\text{{ 数}} % unchecked: 字\n$$"
    )
    assert made.soup.select(".verdict-count")[-1].get_text() == (
        "本篇 4 条公式：2 条成立（其中 1 条已证），1 条旧式被否定，1 条未验。"
    )
    assert made.one(".verdict-count a")["href"] == "../verification/#note"
    assert "公式" not in str(made.md.toc_tokens)  # type: ignore[attr-defined]  # headings are made HTML by themselves


@pytest.mark.parametrize(("place", "is_excerpt"), [(None, False), (PLACE, True)])
def test_excerpts_and_pages_that_are_no_notes_show_and_say_nothing(
    note: Convert, place: Place | None, is_excerpt: bool
) -> None:
    made = note(f"<!-- notation: x -->\n\n$${FALSE}$$\n\n$b$", place, excerpt=is_excerpt)
    assert not made.said
    assert not made.soup.select(".verdict, .author-error")
    assert "<!--" not in made.html


def test_search_feed_and_excerpts_hear_nothing_of_it(note: Convert) -> None:
    html = note(f"文 $a_i + b = b + a_i % check$。\n\n{block('a_i = b', '% refute')}\n\n$${TRUE}$$").html
    for made in (searchable(parse(html)), portable(html, "https://a/"), excerpt(parse(html))):
        assert "文" in made
        for word in ("反例", "成立", "验算", ".venv", "verdict", "本篇"):
            assert word not in made, (word, made)


def listed(verifier: Verifier, text: str) -> Listed:
    return Listed("note", "posts/note.md", "list/note.md", "../note/", text, verifier.verify_text(text, 1, "s"))


def test_the_list_tells_all_of_a_formula_without_a_panel_and_less_of_the_others(
    note: Convert, verifier: Verifier
) -> None:
    text = f"# 题\n\n$${TRUE}$$\n\n行内 ${SAMPLED} % check$。\n\n{WIDE}$$\n\\ln x = \\ln x + 0\n$$\n"
    one = listed(verifier, text)
    counted, made = note(table([one]), None).soup, note(listing(one, "list.md"), None)
    head, cells = ([cell.get_text() for cell in row] for row in (counted.select("th"), counted.select("td")[:7]))
    assert head == ["笔记", "公式", "成立", "其中已证", "否定", "未验", "没有值"]
    assert cells == ["题", "3", "2", "1", "0", "0", "1"]
    exact, inline, undefined = (entry.select("p")[0] for entry in made.soup.select(".checked"))
    assert exact.get_text().startswith(" 第 1 条 已证成立：两端是同一个有理式，误判的概率不超过 ")
    assert "始终" not in exact.get_text()
    assert re.search(r"抽样成立：30 组随机数，.*；其中几次.*；.* 取自 −\S+ 到 \S+$", inline.get_text())
    assert inline.select_one(".formula[data-tex=b]"), "a symbol is set"
    assert re.search(r"没有值：第 \d+ 组随机数：左端没有值，右端没有值$", undefined.get_text())
    assert len({str(entry.contents[0]) for entry in (exact, inline, undefined)}) == 3


def test_the_list_has_every_formula_by_note_and_section(note: Convert, verifier: Verifier) -> None:
    text = (
        f"# 题 $x$\n\n$${TRUE} \\tag{{1}} \\label{{s}}$$\n\n## 勘误 {{#e}}\n\n{block('a_i = b', '% refute')}\n\n"
        "$$b \\foo % unchecked: 错 $y$\n$$\n"
    )
    results = verifier.verify_text(text, 1, "s")
    counted = note(table([Listed("note", "posts/note.md", "list/note.md", "../note/", text, results)]), None)
    assert [cell.get_text() for cell in counted.soup.select("tbody tr")[0].select("td")][1:] == [
        "3", "1", "1", "1", "1"
    ]  # fmt: skip
    assert counted.one("#note a")["href"] == "list/note.md"
    note_ = Listed("note", "../posts/note.md", "note.md", "../../note/", text, results)
    made = note(listing(note_, "../list.md", can_set=lambda tex: "foo" not in tex), None)
    assert not made.said, "what cannot be set is not told again"
    assert made.one("h1#note a")["href"] == "../posts/note.md"
    assert made.one("h1 + p > a")["href"] == "../list.md"
    assert made.one("h2").get_text() == "勘误"
    entries = made.soup.select(".checked")
    assert [entry["id"] for entry in entries] == ["note-1", "note-2", "note-3"]
    assert [str(a["href"]) for a in made.soup.select(".checked > p > a")] == [
        f"../../note/#check-{n}" for n in (1, 2, 3)
    ]
    assert [bool(entry.select_one(".formula-display svg")) for entry in entries] == [True, True, False]
    assert "旧式，不成立：i = 1 时，左端" in entries[1].get_text()
    assert entries[2].select_one(".formula[data-tex=y]"), "the mathematics of a reason is set"
    assert not made.soup.select("[id^=eq-]"), "the formula's id is the note's"
