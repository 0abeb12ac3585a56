"""The reader of formulas: what it finds, where, and what it says of what is not one."""

from pathlib import Path

import pytest

from tests.together import together
from yansuan.read.formulas import scan
from yansuan.read.source import front_matter_lines

ROOT = Path(__file__).parents[2]


def found(text: str) -> list[tuple[str, bool, int, int]]:
    return [(formula.tex, formula.display, formula.line, formula.column) for formula in scan(text).formulas]


def complaints(text: str) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.message) for problem in scan(text).problems]


def test_finds_inline_and_display_with_their_places() -> None:
    text = "设 $x$ 与 $y_1$。\n\n$$\na = b\n$$\n\n完。\n"
    assert found(text) == [("x", False, 1, 3), ("y_1", False, 1, 9), ("\na = b\n", True, 3, 1)]
    assert not complaints(text)


@pytest.mark.parametrize(
    "text",
    [
        "`$x$` 与 ``a`$b`` ",
        "```\n$$\na\n```",
        "~~~~ python\n$x$\n~~~\n$y$\n~~~~",
        "- 项\n\n    ```\n    $ \\alpha\n    ```",
        "<!-- $x \n$$ -->",
        "价 \\$5 与 \\$6",
        "> ```\n> $x$\n> ```",
        '甲\n\n    re.compile("^(.*)%s(.*)$" % p)\n\n    $x$',
        "- 甲\n\n        $x$\n\n\t\techo $a | $b",
        "> 甲\n>\n>     $x$ \\alpha",
        "\t$x$",
    ],
)
def test_leaves_code_comments_and_escaped_dollars_alone(text: str) -> None:
    assert not found(text)
    assert not complaints(text)


@pytest.mark.parametrize(
    "text",
    [
        "I have $3.00 and you have $5.00.",
        "$20,000和$30,000，$5-$10",
        "价 $5 与 $6 元，$ 7",
        "C:\\new\\file、D:\\begin\\tex、\\\\server\\alpha",
        "$HOME/bin 与 $input_file | x",
        "买 $5、HK$10 和 $3，付 6$，$1,000–$2,000、$HOME、${x}、$PATH",
        "（税 $1）、￥5，甲[^a$b]\n\n[^a$b]: 乙",
        "甲[^a$b] \\foo\n\n[^a$b]: 乙",
        "f\\(foo bar\\) 与 \\[no link\\](a.md)",
        "\\(see foo_bar)，\\(见 foo_bar，\\[0, x_1)，\\[a_1](b.md)，\\(1) x = 1",
    ],
)
def test_prices_paths_and_names_are_text(text: str) -> None:
    assert not found(text)
    assert not complaints(text)


def test_a_price_hides_no_formula() -> None:
    assert [one[0] for one in found("$5、$x$，取 $1，2，3$，$ABC，$则 $0$")] == ["x", "1，2，3", "ABC，", "0"]
    assert found("价 $5 与 $x$，$2n$，$(1)$") == [("x", False, 1, 8), ("2n", False, 1, 12), ("(1)", False, 1, 17)]
    assert [
        tex for tex, *_ in found("- 甲\n\n    $a$\n\n!!! note\n    $b$\n\n<div>\n\n    <p>$c$</p>\n\n</div>")
    ] == list("abc")


def test_mathematics_may_stand_between_the_marks_of_latex() -> None:
    text = (
        "\\(a_1\\) 与 \\( x \\)\n\n\\[\nb \\\\[2pt] c \\label{b}\n\\]\n\n- \\begin{align}\n  d\\tag{7}\n  \\end{align}"
    )
    made = scan(text)
    assert not made.problems
    assert [(one.body.split(), one.display, one.number) for one in made.formulas] == [
        (["a_1"], False, None),
        (["x"], False, None),
        (["b", "\\\\[2pt]", "c"], True, "1"),
        (["\\begin{align}", "d", "\\end{align}"], True, "7"),
    ]
    assert all(text[one.inner :].startswith(one.tex) for one in made.formulas)


@pytest.mark.parametrize(
    "text",
    [
        "- 项\n\n    $$\n    a\n    $$\n\n    后",
        "1. $$a$$",
        "> 引\n>\n> $$\n> a\n> $$\n>\n> 后",
        '!!! note "注"\n    $$\n    a\n    $$',
        "/// figure | f\n$$a$$\n///",
        "$$a$$",
        "前\n\n  \n$$ a $$  \n\n后",
    ],
)
def test_a_display_formula_may_stand_in_lists_quotations_and_admonitions(text: str) -> None:
    assert [tex.strip("\n >") for tex, display, *_ in found(text) if display] == ["a"]
    assert not complaints(text)


@together(
    ("text", "line", "column", "says"),
    [
        ("前\n$$\na\n$$\n\n后", 2, 1, "touches the text above"),
        ("前\n\n$$\na\n$$\n后", 3, 1, "touches the text below"),
        ("前 $$a$$", 1, 3, "text stands before"),
        ("$$a$$ 其中", 1, 1, "text follows"),
        ("$$\na\n\nb\n$$\n\n$x$", 1, 1, "blank line stands inside"),
        ("$$\na\n\n# 题", 1, 1, "opens no formula"),
        ("$$ $$", 1, 1, "holds no formula"),
        ("设 $f(x) 则", 1, 3, "opens no formula"),
        ("设 $2^n 则", 1, 3, "opens no formula"),
        ("设 x^2$ 则", 1, 6, "opens no formula"),
        ("设 $ x $ 则", 1, 3, "space stands inside"),
        ("设 $x + 1 $，$y$", 1, 3, "space stands inside"),
        ("设 \\[f(x) = 1\\] 则", 1, 3, "text stands before '\\['"),
        ("\\[\na\n\\]\n后", 1, 1, "touches the text below it. Leave a blank line after '\\]'"),
        ("\\begin{align*}\na\n\n\\end{align*}", 1, 1, "'\\begin{align*}' has a blank line in it"),
        ("\\begin{align*}\na", 1, 1, "'\\begin{align*}' has no end. Write '\\end{align*}'."),
        (
            "\\mu = \\frac12 \\sum x \\label{m}\n$$\n\n由 \\eqref{m}",
            1,
            1,
            "'$$' closes no formula. Write '$$' on a line of",
        ),
        ("> 设 $x$，\n> \\mu = 1\n> $$\n\n$$\ny\n$$", 2, 3, "'$$' closes no formula."),
        ("设 \\mu = \\frac{1}{n} \\sum_{i=1}^n \\text{as if} \\sin x 成立", 1, 3, "'\\mu' stands outside"),
        ("由 \\(x^2 得 $y$", 1, 3, "'\\(' has no end. Write '\\)'."),
        ("\\(a_1\n\n\\(b_2\\)", 1, 1, "'\\(' has no end. Write '\\)'."),
        ("> \\[ a = b\n\n后", 1, 3, "'\\[' has no end. Write '\\]'."),
        ("\\[\na_1 = b\n\n\\]", 1, 1, "'\\[' has a blank line in it. Take it out."),
        ("\\begin{theorem}\na\n\\end{theorem}", 1, 1, "outside of a formula"),
        ("设 \\foo{x} 则", 1, 3, "'\\foo' stands outside"),
        ("设 \\alpha 则", 1, 3, "'\\alpha' stands outside of a formula"),
        ("$x\\tag{1}$", 1, 1, "display formulas only"),
        ("$$a \\label{p} \\label{q}$$", 1, 15, "second \\label"),
        ("$$a\\label{p}$$\n\n$$b\\label{p}$$", 3, 4, "\\label{p} is taken by the formula 2 lines above"),
        ("$$a\\tag{1}$$\n\n$$b\\tag{1}$$", 3, 4, "\\tag{1} is taken"),
        ("$$a\\tag{1}$$\n\n$$b\\tag*{(1)}$$", 3, 4, "\\tag{(1)} is taken"),
        ("$$a\\tag{2a}$$\n\n$$b\\tag{$2a$}$$", 3, 4, "\\tag{$2a$} is taken"),
        ("$$a\\tag{}$$", 1, 4, "\\tag holds nothing"),
        ("$$a\\label{ }$$", 1, 4, "\\label holds nothing"),
        ("$$a\\tag{$x}$$", 1, 4, "a '$' in \\tag is not closed"),
    ],
)
def test_says_once_what_is_wrong_and_where(text: str, line: int, column: int, says: str) -> None:
    (complaint,) = complaints(text)
    assert complaint[:2] == (line, column)
    assert says in complaint[2]


@pytest.mark.parametrize(
    ("text", "line", "after"),
    [
        ("$$\n\\frac{a}{b}\n\n文 $x$。\n\n$$\nc\n$$\n\n文 $y$。\n\n$$\nd\n$$", 1, ["x", "c", "y", "d"]),
        ("$$\n\\frac{a}{b}\n文 $x$。\n\n$$\nc\n$$", 1, ["c"]),
        ("$$\n\\frac{a}{b}\n文\n$$\nc\n$$\n\n$y$", 1, ["y"]),
        ("$$a\n\n$$c$$\n\n$$d$$", 1, ["c", "d"]),
        ("$x$\n\n$$\na \\label{a}\n\n文\n\n# 题\n\n$$\nc\n$$", 3, ["x", "c"]),
        ("$$\na\n\n```\n$$\n```\n\n$$\nc\n$$", 1, ["c"]),
        ("$$\na\n\n文 `$$`\n\n$$\nc\n$$", 1, ["c"]),
        ("> $$\n> \\frac{a}{b}\n>\n> 文 $x$\n>\n> $$\n> c\n> $$", 1, ["x", "c"]),
        ("- 项\n\n    $$\n    \\alpha\n\n- 项\n\n    $$\n    c\n    $$", 3, ["c"]),
        ("$$\na\n$\n\n文 $x$\n\n$$\nc\n$$", 1, ["x", "c"]),
        ("$x$\n\n$$\n\\alpha\n", 3, ["x"]),
    ],
)
def test_a_forgotten_end_is_told_once_where_the_formula_opens(text: str, line: int, after: list[str]) -> None:
    assert [(row, says) for row, _, says in complaints(text)] == [(line, "'$$' opens no formula. Close it with '$$'.")]
    assert [tex.strip() for tex, *_ in found(text.replace("> ", ""))] == after


@pytest.mark.parametrize("note", sorted((ROOT / "docs" / "posts").glob("*.md")), ids=lambda note: note.stem)
@pytest.mark.parametrize("gap", ["\n", ""], ids=["a blank line follows", "text follows"])
def test_whichever_end_of_a_note_is_forgotten_only_its_own_formula_is_lost(note: Path, gap: str) -> None:
    text = note.read_text("utf-8")
    whole = scan(text)
    assert not whole.problems
    for formula in [formula for formula in whole.formulas if formula.display][::3]:
        spoilt = text[: formula.end - 2].rstrip(" ") + gap + text[formula.end :].lstrip("\n")
        made = scan(spoilt)
        assert [(one.line, one.column) for one in made.problems] == [(formula.line, formula.column)]
        # Where two now touch, which end is missing nobody can tell.
        lost = 2 if not gap and text[formula.end :].lstrip().startswith("$$") else 1
        assert sum(one.display for one in made.formulas) == sum(one.display for one in whole.formulas) - lost


def test_numbers_tagged_and_labelled_formulas_and_no_others() -> None:
    text = "$$a\\tag{2}$$\n\n$$b\\label{b}$$\n\n$$c$$\n\n$$d\\label{d}$$\n\n$$e\\tag*{*}\\label{e}$$"
    assert [formula.number for formula in scan(text).formulas] == ["2", "1", None, "3", "*"]
    assert {label: formula.anchor for label, formula in scan(text).numbers.items()} == {
        "b": "eq-b",
        "d": "eq-d",
        "e": "eq-e",
    }


@pytest.mark.parametrize(
    ("tag", "shown", "words"),
    [
        ("\\tag{2}", "(2)", "(2)"),
        ("\\tag*{[1]}", "[1]", "[1]"),
        ("\\tag {2\\%}", "(2\\%)", "(2%)"),
        ("\\tag{ 甲 }", "(甲)", "(甲)"),
        ("\\tag{{A}.1'}", "({A}.1')", "(A.1')"),
        ("\\tag{$n$}", "($n$)", "(n)"),
        ("\\tag{$\\dagger$}", "($\\dagger$)", None),
        ("\\tag\\dagger", "(\\dagger)", None),
        ("\\tag*{\\text{甲}}", "\\text{甲}", None),
        ("\\label{a}", "(1)", "(1)"),
    ],
)
def test_a_number_is_what_its_tag_holds(tag: str, shown: str, words: str | None) -> None:
    (formula,) = scan(f"$$a {tag}$$").formulas
    assert (formula.shown, formula.words, formula.body.split()) == (shown, words, ["a"])


def test_a_new_line_before_a_word_is_no_tag() -> None:
    (formula,) = scan("$$a \\\\tag \\\\label$$").formulas
    assert (formula.number, formula.body) == (None, formula.tex)


@pytest.mark.parametrize(
    ("numbered", "anchors"),
    [
        (["\\tag{*}", "\\tag{**}", "\\tag{$\\dagger$}"], ["eq-.2a", "eq-.2a.2a", "eq-.24.5cdagger.24"]),
        (["\\tag{2}", "\\label{2}"], ["eq-tag-2", "eq-2"]),
        (["\\label{2}", "\\tag{2}", "\\label{tag-2}"], ["eq-2", "eq-2-2", "eq-tag-2"]),
        (["\\label{a b}", "\\label{a-b}", "\\tag{a-b}"], ["eq-a-b", "eq-a-b-2", "eq-tag-a-b"]),
        (["\\tag{2}", "\\tag{2}\\label{x}", "\\tag{2}"], ["eq-2", "eq-x", "eq-tag-2"]),
    ],
)
def test_no_two_formulas_have_one_id(numbered: list[str], anchors: list[str | None]) -> None:
    text = "\n\n".join(f"$$a {number}$$" for number in numbered)
    assert [formula.anchor for formula in scan(text).formulas] == anchors


def test_a_label_takes_no_number_that_looks_like_a_tag() -> None:
    text = "$$a\\tag*{(1)}$$\n\n$$b\\tag{$2$}$$\n\n$$c\\label{c}$$"
    assert [formula.number for formula in scan(text).formulas] == ["(1)", "$2$", "3"]


def test_a_position_in_the_body_is_a_position_in_the_source() -> None:
    text = "> $$\n> a % note\n> \\label{p} + \\frac\n> $$"
    (formula,) = scan(text).formulas
    assert len(formula.body) == len(formula.tex)
    offset = formula.start + 2 + formula.body.index("\\frac")
    assert text[offset:].startswith("\\frac")
    assert not {"%", ">", "label"} & set(formula.body.split())


def test_finds_references_within_and_across_notes() -> None:
    references = scan("见 \\eqref{a} 与 \\eqref{note#b}。`\\eqref{c}`").references
    assert [(reference.note, reference.label) for reference in references] == [(None, "a"), ("note", "b")]


def test_a_dollar_within_text_within_a_formula_does_not_close_it() -> None:
    assert found("$a \\text{若 $b$ 则} c$") == [("a \\text{若 $b$ 则} c", False, 1, 1)]


def test_the_first_edition_loses_no_formula_in_silence(seed: str) -> None:
    """Its display formulas on lines 46, 62 and 81 and its bracketed ones on line 74 never became formulas."""
    assert [line for line, *_ in complaints(seed)] == [46, 46, 62, 74, 74, 74, 74, 81]


@pytest.mark.parametrize(
    ("text", "lines"),
    [("---\na: 1\n---\n\n# T", 4), ("# T", 0), ("---\na: 1\n---\n# T", 3), ("---\r\na: 1\r\n---\r\n# T", 3)],
)
def test_counts_the_lines_of_front_matter(text: str, lines: int) -> None:
    assert front_matter_lines(text) == lines


@pytest.fixture
def seed() -> str:
    return (Path(__file__).parent / "first_edition.md").read_text("utf-8")
