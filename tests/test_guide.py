"""README's guide for authors: every example of it does what the guide says."""

from __future__ import annotations

import inspect
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from snippets.backpropagation_figures import network
from tests.authoring.test_note import DAY
from tests.test_site import NOTES
from yansuan.authoring.note import begin
from yansuan.check.checker import INSTANCES, check
from yansuan.check.declared import notation
from yansuan.check.notation import stream
from yansuan.check.verify import Result, Verifier
from yansuan.draw.ink import Drawing
from yansuan.equations import main as equations
from yansuan.plugin import Settings
from yansuan.program.outputs import html as html_of
from yansuan.program.outputs import tidy
from yansuan.program.percent import read as read_percent
from yansuan.read import front
from yansuan.read.bibliography import Bibliography, Reference
from yansuan.read.dialect import complete
from yansuan.read.formulas import scan
from yansuan.read.included import whole
from yansuan.read.keys import ELSEWHERE, KEYS
from yansuan.read.source import Source
from yansuan.set.extension import MathExtension
from yansuan.set.typesetter import Typesetter
from yansuan.site.addresses import ATTRIBUTES
from yansuan.site.extension import ReadingExtension

pytestmark = pytest.mark.site

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "README.md").read_text("utf-8").partition("## 写一篇笔记\n")[2].partition("\n## ")[0]
FENCED = [found[1:] for found in re.findall(r"^ *(`{3,})(\w*)\n(.*?)^ *\1$", GUIDE, re.DOTALL | re.MULTILINE)]
INLINE = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"(`{3,}).*?\1", "", GUIDE, flags=re.DOTALL))

# Every example in a line of text, by the test that tries it; `test_no_example_is_untried` wants all of them here.
TRIED = {
    "test_files_and_commands": "docs/posts/|snippets/|make serve|make note TITLE=傅里叶级数 NAME=fourier-series|NAME"
    "|EDITOR",
    "test_mathematics": "$…$|$$ … $$|\\tag{1}|\\label{name}|\\eqref{name}|\\eqref{slug#name}|$|\\$"
    r"|\( … \)|\[ … \]|\begin{align} … \end{align}|$5|C:\new"
    r"|\tag{$\dagger$}|\tag*{[1]}|\newcommand|\DeclareMathOperator|\operatorname{div}",
    "test_verdicts": "% refute|% unchecked: 理由|% notation: 名字|<!-- notation: 名字 -->|% check|\\qquad 1 < l < L|"
    r"% approx: 1e-3|\approx|"
    r"2 \ln c = \ln c^2|\qquad c > 0",
    "test_layout": r"(k = 1, 2, \dots, n)|x \in (0, \infty)|\text{当 } x > 0 \text{ 时}|\\|cases|\pm|"
    r"1 + x + \dots + x^n",
    "test_notes_show_it": '--8<-- "backpropagation.py:hidden-delta"|-folded|!!! theorem "定理"|!!! proof "证明"|[^1]',
    "test_texts_are_included": '--8<-- "includes/units.md"|"includes/units.md:si"|"includes/units.md:2:5"|;|'
    "--8<-- [start:si]|--8<-- [end:si]|docs/",
    "test_the_heading": "# 标题|<!-- more -->",
    "test_the_keys": "date|slug|title|tags|categories|description|snippet|symbols|unchecked|series|updated|pin|draft|"
    'was|lang|hide|search|2021-05-27|2021/5/27|"2021-05-27"|2021-05-27 18:30|[机器学习, 数学]|true|'
    "/2019/03/hello.html|/old/|zh|en|[toc]|{exclude: true}|serve|permalink|aliases|lastmod|"
    "cover|moon.jpg|{src: moon.jpg, alt: 画上是什么}|minutes|length|formulas|program|series|related|backlinks"
    "|neighbours",
    "test_markdown": r"{% highlight %}|{{< figure >}}|\\(w\\)|[文字][没有]",
    "test_media": "![说的是什么](clip.mp4)|![说的是什么](song.mp3)|"
    "[![说的是什么](still.jpg)](https://www.bilibili.com/video/BV1xx411c7mD)",
    "test_citations": '!!! theorem "定理 {#residue}"|[@thm:residue]|[@fig:backpropagation-network]|docs/references.bib|'
    '[@fig:moon]|![看不见图的人听到的话](moon.png "图题"){#moon}|[@knuth1997]|[@knuth1997, 第 3 页; @chern2000]',
    "test_addresses": "src|srcset|poster|href|<iframe>|hosts|mkdocs.yml",
    "test_what_cells_show": "display|Math|Latex|Markdown",
    "test_the_notation": "NOTATIONS",
    "test_names": r"x'|\theta^*|x_{\text{new}}|\hat x|\Delta x|a^{[l]}|x^i|\Gamma^i_{jk}|i|f(x)|f(x, y)|x|x_i"
    r"|p(x \mid \theta)|p(x, \theta)|f_\theta(x)|I|I_n|\mathbf 0|\mathbf 1|" + 'r"\\mathrm d"',
    "test_what_brackets_and_stars_are": '[,]|(,)|[,]_-|\\{,\\}|"[,]": ("最小公倍数", "lcm")|'
    '("连分数", "continued fraction")|'
    '("对易子", "commutator")|("泊松括号", [("q", "p")])|f^2(x)|f^n|"power"|"iterate"|*|"convolution over divisors"|'
    "(f * g)(n)|" + r'"[x]": ("整数部分", "floor")|"ceil"|r"[\sigma]"|r"\oplus": ("异或", "xor")|a \oplus b',
    "test_what_kets_slices_and_symbols_are": r'n|[,]_+|"anticommutator"|\langle X\rangle'
    r'|r"\langle\rangle": ("均值", "mean")'
    r'|":": ("片段", "inclusive")|x_{2:n}|"exclusive"|A_{i,:}|x_{<t}|{(1, 0): …, (1, 1): …}'
    r'|r"(\frac{a}{p})": ("勒让德符号", "legendre")|"jacobi"',
    "test_what_is_summed_over_drawn_and_listed": r'"z_i": ("隐变量", range(1, 4))|\sum_{z_i}'
    r"|\sum_{\boldsymbol x \in D}|\sup_{h \in H}|{1, 2, 3}"
    r"|\mathbb E_{x \sim D}[…]|P(x_1, \dots, x_n)|P(x)|w(\text{red})|W_{\mathrm{qh}}|W_{qh}",
    "test_letters_without_a_program": "snippet|make note TITLE=两个不等式 NAME=two-inequalities PROGRAM=no|real|"
    "known.py|\\Gamma(x): 伽马函数|F_n: 斐波那契数|P_n(x): 勒让德多项式|h(x): = ax^2 + b|"
    "Y: 随机变量 ~ Gamma(形状 2, 率 3)|"
    "n×n positive definite matrix|src/yansuan/check/kinds.py|<!-- symbols: x: 复数 -->|x: 实数|x^2 > 0|x: 非零实数|"
    r"\lvert A\rvert: 行列式|"
    ".venv/bin/python -m yansuan.equations --explain docs/posts/note.md:41",
    "test_figures": 'FIGURES = {"backpropagation-network": "backpropagation_figures/network.py:figure"}|yansuan.draw|'
    "figure(SIZES, LAYER, UNIT, typeset)|typeset|Drawing",
    "test_explorables": 'figure|explore|EXPLORABLES = {"network": "backpropagation_figures/network.mjs"}|'
    'explorable_values()|export default|import("./jsxgraph.js")|picture(values, typeset)|'
    'network.mjs|network.py|network.css|.explorable[data-explore="legendre"] { --room: 22.82rem; }',
    "test_cells": '# %% hidden-delta|# %% [markdown] about|if __name__ == "__main__":|import',
}

Ask = Callable[[str], list[Result]]


def fenced(language: str) -> str:
    return str(next(text for found, text in FENCED if found == language))


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """The verdicts of a note whose snippet has the guide's notation, and one more."""
    more = 'def other(rng):\n    while True:\n        yield {"x": ("另一个", 2.0)}\n\nNOTATIONS["名字"] = other\n'
    layers = '{"a_l": ("值", {2: 1.0, 3: 1.0}), "l": ("层", range(1, 5)), "L": ("层数", 4)}'
    more += f'NOTATIONS["层"] = lambda rng: iter(lambda: {layers}, None)\n'
    (tmp_path / "guide.py").write_text(f"import numpy as np\n\n{fenced('python')}\n{more}", "utf-8")
    verifier = Verifier(tmp_path, None)
    return lambda text: verifier.verify(f"---\nsnippet: guide\n---\n\n{text}\n")


def kinds(results: list[Result]) -> list[str]:
    return [result.verdict.kind for result in results]


WITH_BARS = ("f_{Y|X}", r"\langle\phi|A|\psi\rangle", r'r"|0\rangle"', r'r"|n\rangle"', '"P_{k|l}"')


def test_the_guide_is_short_and_no_example_is_untried() -> None:
    assert len(GUIDE.splitlines()) < 160  # a line each key
    assert sorted(language for language, _ in FENCED) == ["", "markdown", "python", "yaml", "yaml"]
    assert set(INLINE) <= {*WITH_BARS, *"|".join(TRIED.values()).split("|")}
    assert set(TRIED) < set(globals())


def test_files_and_commands(tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in [example for example in INLINE if example.startswith("make ")]:
        assert f"\n{command.split()[1]}:" in makefile
    words = dict(word.split("=") for word in shlex.split(next(e for e in INLINE if e.startswith("make note")))[2:])
    paths = begin(tmp_path, words["TITLE"], words["NAME"], DAY)
    assert [path.parent.relative_to(tmp_path).as_posix() + "/" in INLINE for path in paths] == [True, True, False]
    assert begin(tmp_path, "Hello 你好", "", DAY)[0].name == "hello.md"
    with pytest.raises(FileExistsError):
        begin(tmp_path, words["TITLE"], words["NAME"], DAY)


def test_the_front_matter() -> None:
    source = f"{fenced('yaml')}\n# 标题\n\n摘要。\n\n<!-- more -->\n\n正文。\n"
    checked = front.read(source, "docs/posts/note.md", {"backpropagation"})
    assert not checked.problems
    assert (checked.values["slug"], checked.values["snippet"], checked.is_draft) == ("backpropagation",) * 2 + (True,)
    assert front.old_addresses(checked) == ("/2021/05/old-address/",)
    assert f"/2021/05/{checked.values['slug']}/".strip("/") in {note.strip("/") for note in NOTES}


def test_the_keys() -> None:
    rows = [line.split(" | ") for line in GUIDE.splitlines() if line.startswith("| `")]
    assert [key for row in rows for key in re.findall("`([^`]+)`", row[0])] == list(GIVEN)
    for name, values in GIVEN.items():
        for value in values.split("|"):
            given = "".join(f"{key}: {text}\n" for key, text in ({"date": "2021-05-27"} | {name: value}).items())
            assert front.read(f"---\n{given}---\n", "docs/posts/note.md").problems == []
    assert set(GIVEN) == set(KEYS)
    assert {"permalink", "aliases", "lastmod"} <= set(ELSEWHERE)


GIVEN = {
    "date": '2021-05-27|2021/5/27|"2021-05-27"|2021-05-27 18:30',
    "slug": "backpropagation",
    "title": "标题",
    "tags": "[机器学习, 数学]",
    "categories": "[机器学习, 数学]",
    "description": "一两句话",
    "snippet": "backpropagation",
    "symbols": "{x: 实数}",
    "unchecked": "从旧网站搬来",
    "series": "系列",
    "cover": "moon.jpg|{src: moon.jpg, alt: 画上是什么}",
    "updated": "2021-05-28",
    "pin": "true",
    "draft": "true",
    "was": "/2019/03/hello.html|/old/",
    "lang": "zh|en",
    "hide": "[toc]",
    "search": "{exclude: true}",
}


def test_the_heading() -> None:
    wrong = fenced("yaml") + "\n摘要。\n"
    assert front.read(wrong, "docs/posts/note.md", {"backpropagation"}).body.strip() == "摘要。"
    for path in (ROOT / "docs/posts").glob("*.md"):
        body = front.read(path.read_text("utf-8"), str(path)).body.strip()
        assert body.startswith("# ")
        assert "\n<!-- more -->\n" in body


def test_markdown() -> None:
    names, settings = list[Any]([ReadingExtension()]), dict[str, dict[str, Any]]()
    complete(names, settings, "zh")
    md = Markdown(extensions=names, extension_configs=settings)
    soup = BeautifulSoup(md.convert(dedent(fenced("markdown"))), "html5lib")
    for selector in (
        "li.task-list-item > ul del", "mark", "ol[start='5']", ".admonition.note > ul, .admonition.note > p + p",
        "details", ".tabbed-content .filename", ".hll", "dl > dd", "figure > figcaption",
    ):  # fmt: skip
        assert soup.select(selector), selector
    titles = [title.get_text() for title in soup.select(".admonition-title, summary")]
    assert titles == ["注", "提示框的另一种写法，标题不必加引号", "折起来的"]
    for strange in TRIED["test_markdown"].split("|"):
        assert len(scan(f"甲\n\n{strange}").problems) == 1, strange


def test_media() -> None:
    html = markdown(
        "\n\n".join([*TRIED["test_media"].split("|"), "![甲](a.png)\n![乙](b.png)", "![丙](c.png)", "字 ![丁](d.png)"])
    )
    soup = BeautifulSoup(html, "html5lib")
    assert soup.select("p > video[controls][preload=none][src='clip.mp4'] > a")
    assert soup.select("p > audio[src='song.mp3'][aria-label=说的是什么]")
    assert soup.select("a.video-elsewhere > img[src='still.jpg']")
    assert [link["href"] for link in soup.select("p.gallery > a")] == ["a.png", "b.png"]
    assert [image["src"] for image in soup.select("p.alone img")] == ["still.jpg", "c.png"], "in the middle"


def markdown(text: str) -> str:
    names, settings = list[Any]([ReadingExtension()]), dict[str, dict[str, Any]]()
    complete(names, settings, "zh")
    return Markdown(extensions=names, extension_configs=settings).convert(text)


def test_citations() -> None:
    """In full in tests/read/test_citations.py."""
    told, names, settings = list[str](), list[Any](), dict[str, dict[str, Any]]()
    known = Bibliography("docs/references.bib", True, {key: reference(key) for key in ("knuth1997", "chern2000")})
    complete(names, settings, "zh")
    extension = ReadingExtension(report=told.append, bibliography=lambda: known)
    md = Markdown(extensions=[*names, extension], extension_configs=settings)
    cited = [example for example in TRIED["test_citations"].split("|") if example.startswith("[@")]
    soup = BeautifulSoup(md.convert("\n".join(cited) + '\n\n!!! theorem "定理 {#residue}"\n    文。\n'), "html5lib")
    assert [message.split()[5] for message in told] == ["figure"] * 2  # there is none
    assert [mark.text for mark in soup.select(".citation")][1:] != []
    assert len(soup.select(".references li")) == 2


def reference(key: str) -> Reference:
    return Reference(key, ("某某",), False, "题", (), "2000", "")


def test_what_cells_show() -> None:
    snippet = read_percent("a.py", b"# %% one\n1\n")
    from IPython import display

    classes: Any = display
    bundles = [{"text/latex": one._repr_latex_()} for one in (classes.Math("x"), classes.Latex("$x$"))]
    bundles.append({"text/markdown": classes.Markdown("x").data})
    raw: list[Any] = [{"output_type": "display_data", "data": bundle, "metadata": {}} for bundle in bundles]
    assert html_of(tidy(snippet, snippet.code[0], raw, ROOT)[0], "").count("cell-markdown") == 3


def test_addresses() -> None:
    read = {name for names in ATTRIBUTES.values() for name in names} | {f"<{tag}>" for tag in ATTRIBUTES}
    assert set(TRIED["test_addresses"].split("|")) <= read | {"hosts", "mkdocs.yml"}
    assert "hosts" in dict(Settings()._schema)


def test_mathematics(typesetter: Typesetter) -> None:
    said: list[str] = []
    notes = {"slug": ("slug.md", scan("$$x\\label{name}\\tag{7}$$").numbers)}
    extension = MathExtension(typesetter, said.append, lambda _: notes, lambda _: Source("docs/note.md"))
    text = "行内 $x$，5\\$。\n\n$$\ny \\tag{1}\n$$\n\n$$\nz \\label{name}\n$$\n\n见 \\eqref{name}、\\eqref{slug#name}。"
    html = Markdown(extensions=[extension]).convert(text)
    soup = BeautifulSoup(html, "html5lib")
    assert not said
    assert [number.text for number in soup.select(".formula-number")] == ["(1)", "(2)"]
    references = [str(link["href"]) for link in soup.select(".formula-reference, a[href*=eq-name]")]
    assert {"#eq-name", "slug.md#eq-name"} <= set(references)
    assert "5$。" in soup.text
    signs = "$$\na \\tag{$\\dagger$}\n$$\n\n$$\nb \\tag*{[1]}\n$$\n\n甲\n乙"
    soup = BeautifulSoup(Markdown(extensions=[extension, ReadingExtension()]).convert(signs), "html5lib")
    assert [number.get_text() for number in soup.select(".formula-number")][1:] == ["[1]"]
    assert soup.select(".formula-number svg")
    assert "甲乙" in soup.text
    latex = "设 \\(x\\)，值 $5，在 C:\\new。\n\n\\[\ny\n\\]\n\n\\begin{align}\nz &= 1\n\\end{align}\n\n    $w$\n"
    soup = BeautifulSoup(Markdown(extensions=[extension]).convert(latex), "html5lib")
    assert len(soup.select(".formula-display svg")) == 2
    assert len(soup.select(".formula svg")) == 1
    assert "，值 $5，在 C:\\new。" in soup.text
    assert "$w$" in soup.text
    assert not said
    for defining in ("$\\newcommand{\\f}{g}$", "$\\DeclareMathOperator{\\div}{div}$"):
        Markdown(extensions=[extension]).convert(defining)
        assert said
    assert "\\operatorname{div}" in said[-1]
    said.clear()
    for touching in ("文\n$$\ny\n$$\n", "$$\ny\n$$\n文\n"):  # it has a paragraph of its own
        Markdown(extensions=[extension]).convert(touching)
        assert said
        said.clear()


def test_verdicts(ask: Ask) -> None:
    assert kinds(ask("\\[\ns = 2 s - s\n\\]\n\n\\begin{align}\ns &= s + s \\\\\n&= 1\n\\end{align}")) == [
        "holds",
        "fails",
    ]
    assert kinds(ask("$$\n% refute\ns = 2 \\sum_{i=1}^{n} x_i^2\n$$")) == ["refuted"]
    (unchecked,) = ask("$$\n% unchecked: 理由\nA \\to B\n$$")
    assert (unchecked.verdict.kind, unchecked.asked.reason) == ("unchecked", "理由")
    assert kinds(ask("$$\n% notation: 名字\nx = 2\n$$")) == ["holds"]
    assert kinds(ask("## 一节\n\n<!-- notation: 名字 -->\n\n$$\nx = 2\n$$\n\n## 又一节\n\n$$\nx = 2\n$$")) == [
        "holds",
        "undefined",  # there x is a vector
    ]
    assert kinds(ask("行内 $n = 3 % check$，$n = 4$。")) == ["holds"]
    whole, part = "a_l = a_{l + 1}", "a_l = a_{l + 1} \\qquad 1 < l < L - 1"
    assert kinds(ask(f"$$\n% notation: 层\n{part}\n$$")) == ["holds"]
    assert kinds(ask(f"$$\n% notation: 层\n{whole}\n$$")) != ["holds"]
    assert kinds(ask("$$\n% approx: 1e-3\nn \\approx \\sqrt{9.001}\n$$")) == ["holds"]
    assert kinds(ask("$$\n% approx: 1e-3\nn \\approx \\sqrt{9.1}\n$$")) != ["holds"]
    undefined, condition = r"2 \ln c = \ln c^2", r"\qquad c > 0"
    assert kinds(ask(f"$$\n{undefined}\n$$")) == kinds(ask("$$\ns = x\n$$")) == ["undefined"]
    assert kinds(ask(f"$$\n{undefined} {condition}\n$$")) == ["holds"]
    (wrong,) = ask("文。\n\n$$\ns = x\n$$")
    assert (wrong.line, wrong.as_expected) == (7, False)
    assert "unreadable" in kinds(ask("$$\ns = \\beta\n$$"))


def test_the_notation(ask: Ask) -> None:
    module: dict[str, Any] = {"np": np}
    exec(fenced("python"), module)
    assert list(module["NOTATIONS"]) == ["main"]
    for formula in (
        "s = \\sum_{i=1}^{n} x_i^2",
        "\\theta_{kp}^{(1)} + \\theta_{kp}^{(1)} = 2 \\theta_{kp}^{(1)}",
        "\\theta_{kp}^{(l)} = 3 \\theta_{kp}^{(l)} - 2 \\theta_{kp}^{(l)}",
        "\\sup_t (2 - (t - 1)^2) = 2",
        "f'(x_i) = \\frac{\\partial f(x_i)}{\\partial x_i}",
        "ds = 2 \\sum_{i=1}^{n} x_i\\,dx_i",
    ):
        assert kinds(ask(f"$$\n{formula}\n$$")) == ["holds"], formula


def test_what_kets_slices_and_symbols_are() -> None:
    """By the keys that the guide has."""

    def letters(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
        while True:
            known = {(k, m): float(rng.normal()) for k in range(1, 4) for m in range(4)}
            yield {
                r"\phi": ("态", rng.normal(size=2)), r"\psi": ("态", rng.normal(size=2)), "n": ("编号", range(1, 3)),
                r"|0\rangle": ("基态", np.array([1, 0])), r"|n\rangle": ("一组态", dict(enumerate(np.eye(2), 1))),
                "A, A_{ij}": ("矩阵", rng.normal(size=(2, 2))), "B": ("矩阵", rng.normal(size=(2, 2))),
                "i, j": ("编号", range(1, 3)), "[,]_+": ("反对易子", "anticommutator"), "X": ("骰子", {1: 0.5, 4: 0.5}),
                r"\langle\rangle": ("均值", "mean"), ":": ("片段", "inclusive"), "x_i": ("向量", rng.normal(size=5)),
                "s(x)": ("总和", lambda x: float(np.sum(x))), "t": ("时刻", 3), "P_{k|l}": ("两个下标", known),
                "k, l": ("编号", ...), "p": ("质数", int(rng.choice([3, 5, 7, 11]))),
                "a": ("整数", int(rng.integers(1, 20))), r"(\frac{a}{p})": ("勒让德符号", "legendre"),
            }  # fmt: skip

    for formula in (
        r"\langle\phi|A|\psi\rangle = \phi^\top A\psi",
        r"\sum_n |n\rangle\langle n|0\rangle = |0\rangle",
        "[A, B]_+ - BA = AB",
        r"2\langle X\rangle = 5",
        "s(x_{2:3}) = x_2 + x_3",
        "s(x_{<t}) = x_1 + x_2",
        r"A_{i,:}A_{:,j} = (A^2)_{ij}",
        "P_{2|1} - P_{2|2} = -(P_{2|2} - P_{2|1})",
        r"\left(\frac{a}{p}\right) \equiv a^{(p-1)/2} \pmod p",
    ):
        verdict = check(formula, stream(letters, INSTANCES))
        assert verdict.kind == "holds", (formula, verdict.reason)


def test_what_brackets_and_stars_are() -> None:
    """By the keys that the guide has."""

    def letters(rng: np.random.Generator) -> dict[str, Any]:
        return {
            **{letter: ("整数", int(rng.integers(1, 20))) for letter in "ab"},
            **{letter: ("数", rng.uniform(1, 2)) for letter in "qpx"},
            **{letter: ("矩阵", rng.normal(size=(2, 2))) for letter in "AB"},
            "f(n)": ("函数", lambda n: n + 1),
            "g(n)": ("函数", lambda n: n * n),
        }

    for key, said, formula in (
        ("[,]", "lcm", r"[a, b]\gcd(a, b) = ab"),
        ("(,)", "gcd", r"(a, b)\operatorname{lcm}(a, b) = ab"),
        ("[,]", "continued fraction", r"[a, b] = a + \frac{1}{b}"),
        ("[,]_-", "commutator", "[A, B]_- + BA = AB"),
        ("[,]", [("q", "p")], "[q^2, p] = 2q"),
        (r"\{,\}", [("q", "p")], r"\{q^2, p\} = 2q"),
        ("f^n", "power", "f^2(x) = x^2 + 2x + 1"),
        ("[x]", "floor", r"[a/2] + [(a+1)/2] = a"),
        ("[x]", "ceil", r"[a/2] + [(a-1)/2] = a"),
        (r"[\sigma]", 3.5, r"2[\sigma] = 7"),
        (r"\oplus", "xor", r"a \oplus b = (a \operatorname{OR} b) - (a \operatorname{AND} b)"),
        ("f^n", "iterate", "f^2(x) = x + 2"),
        ("*", "convolution over divisors", r"(f * g)(a) = \sum_{d \mid a} f(d)\left(\frac{a}{d}\right)^2"),
    ):

        def notation_(rng: np.random.Generator, key: str = key, said: Any = said) -> Iterator[dict[str, Any]]:
            while True:
                yield {**letters(rng), key: ("", said)}

        verdict = check(formula, stream(notation_, INSTANCES))
        assert verdict.kind == "holds", (formula, verdict)


def test_what_is_summed_over_drawn_and_listed() -> None:
    def letters(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
        while True:
            yield {
                "z_i": ("隐变量", range(1, 4)),
                "q(z)": ("权", lambda z: z * z),
                "H": ("有限集", {1, 2, 3}),
                "D": ("分布", {1: 0.25, 2: 0.75}),
                "n": ("大小", 3),
                "x_i": ("数列", rng.normal(size=3)),
                "P(x)": ("乘积", lambda x: np.prod(x)),
                r"w(a)": ("字的权", lambda a: {"red": 3}[a]),
                r"W_{\mathrm{qh}}": ("矩阵", rng.normal(size=(2, 2))),
                r"f_{Y|X}(y \mid x)": ("条件密度", lambda y, x: y + x),
            }

    drawn = stream(letters, INSTANCES)
    for right, wrong in (
        (r"\sum_{z_i} q(z_i) = 14", r"\sum_{z_i} q(z_i) = 5"),
        (r"\sum_{\boldsymbol x \in H} q(\boldsymbol x) = 14", r"\sum_{\boldsymbol x \in H} q(\boldsymbol x) = 13"),
        (r"\sup_{h \in H} q(h) = 9", r"\sup_{h \in H} q(h) = 4"),
        (r"\mathbb E_{x \sim D}[q(x)] = 3.25", r"\mathbb E_{x \sim D}[q(x)] = 5"),
        (r"P(x_1, \dots, x_n) = x_1x_2x_3", r"P(x_1, \dots, x_n) = x_1x_2"),
        (r"w(\text{red}) = 3", r"w(\text{red}) = 4"),
        (r"W_{qh} = 2W_{\mathrm{qh}} - W_{qh}", r"W_{qh} = 2W_{\mathrm{qh}}"),
        (r"f_{Y|X}(2 \mid 3) = 5", r"f_{Y|X}(2 \mid 3) = 6"),
    ):
        assert (check(right, drawn).kind, check(wrong, drawn).kind) == ("holds", "fails"), right


def test_letters_without_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letters = [text for language, text in FENCED if language == "yaml"][1]
    verifier = Verifier(tmp_path, None)

    def ask(formula: str, said: str = letters, before: str = "") -> list[str]:
        return kinds(verifier.verify(f"---\n{said}---\n\n## 一节\n\n{before}\n\n$$\n{formula}\n$$\n"))

    for formula in (
        "(x + y)^2 = x^2 + 2xy + y^2",
        r"\sum_{k=1}^n k = \frac{n(n + 1)}{2}",
        "t^2 < t",
        r"\sum_{k=1}^n p_k = 1",
        r"(Av)_i = \sum_{j=1}^n A_{ij} v_j",
        r"v^{\mathsf T} S v \geq 0",
        r"\frac{d}{dx} f(x)^2 = 2 f(x) f'(x)",
        "g(tv + (1 - t)w) \\leq t g(v) + (1 - t) g(w)",
        r"\mathbb E[X] = nq",
        r"2E = v^{\mathsf T} S v",
        r"\frac{\partial E}{\partial v} = Sv",
        r"\operatorname{Var}(X) = nq(1 - q)",
    ):
        assert ask(formula) == ["holds"], formula
    for formula in ("t^2 < t / 2", r"\operatorname{Var}(X) = nq", "f(-x) = f(x)", "x^2 > 0"):
        assert ask(formula) == ["fails"], formula
    assert "<!-- symbols: x: 复数 -->" in INLINE
    assert ask("|x|^2 = x^2") == ["holds"]
    assert ask("|x|^2 = x^2", before="<!-- symbols: x: 复数 -->") == ["fails"]
    for said, verdict in (("x: 实数", "fails"), ("x: 非零实数", "holds"), ("x: real", "fails")):
        assert ask("x^2 > 0", f"symbols:\n  {said}\n") == [verdict]
    assert ask(r"\det P > 0", "symbols:\n  P: n×n positive definite matrix\n") == ["holds"]
    for said, formula in (
        ("\\Gamma(x): 伽马函数", r"\Gamma(5) = 24"),
        ("F_n: 斐波那契数", "F_{n+1} = F_n + F_{n-1}"),
        ("P_n(x): 勒让德多项式", "P_n(1) = 1"),
        ("h(x): = ax^2 + b", "h'(x) = 2ax"),
        ("Y: 随机变量 ~ Gamma(形状 2, 率 3)", r"\mathbb E[Y] = \frac23"),
    ):
        assert said in INLINE
        assert ask(formula, f"symbols:\n  {said}\n  a, b, x: 实数\n") == ["holds"]
    square = "symbols:\n  A, B: 3×3 矩阵\n"
    assert ask("|AB| = |A||B|", square) == ["holds"]
    assert ask(r"|AB| \leq |A||B|", square) == ["unreadable"]
    assert ask(r"|AB| \leq |A||B|", square + "  \\lvert A\\rvert: 行列式\n") == ["holds"]
    assert (ROOT / "src/yansuan/check/kinds.py").is_file()
    (tmp_path / "note.md").write_text(f"---\n{letters}---\n\n$$\nx + y = 0\n$$\n", "utf-8")
    line = 4 + letters.count("\n")
    assert equations(["--explain", f"{tmp_path}/note.md:{line}"]) == 0
    assert "states: x + y = 0" in capsys.readouterr().out


def test_layout() -> None:
    """Ranges and conditions, several statements in one formula, ± and dots, as the guide has them."""
    examples = TRIED["test_layout"].split("|")
    range_, interval, when, row, cases, sign, dots = examples
    letters = stream(notation({"x": "非零实数", "n": "正整数 2..5", "a_k": "数列, k = 1..n"}), INSTANCES)
    for true in (
        rf"(a_k - 1)^2 = a_k^2 - 2a_k + 1 \quad {range_}",
        rf"\sqrt{{x^2}} = x \quad {interval}",
        rf"\sqrt{{x^2}} = x \quad {when}",
        rf"x + x = 2x {row} x - x = 0",
        rf"\begin{{{cases}}} x + x = 2x {row} x - x = 0 \end{{{cases}}}",
        rf"(x {sign} 1)^2 = x^2 {sign} 2x + 1",
        rf"(x - 1)({dots}) = x^{{n+1}} - 1",
    ):
        assert check(true, letters).kind == "holds", true
    assert check(r"\sqrt{x^2} = x", letters).kind == "fails"


def test_notes_show_it(site: Path) -> None:
    pages = {note: BeautifulSoup((site / note / "index.html").read_text("utf-8"), "html.parser") for note in NOTES}
    page = pages["2021/05/backpropagation/"]
    (embedded,) = [example for example in INLINE if example.startswith('--8<-- "') and ".py:" in example]
    cell = shlex.split(embedded)[1]
    assert page.select_one(f'.cell[data-cell="{cell}"] pre') is not None
    (block,) = [text for language, text in FENCED if not language]
    name = re.search(r"/// figure \| (\S+)", block)
    assert name is not None
    assert page.select_one(f"figure#fig-{name[1]} figcaption .formula") is not None
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "docs/posts").glob("*.md"))
    for example, selector in {
        '!!! theorem "': ".theorem",
        '!!! proof "': ".proof",
        "[^": ".footnote-ref",
        "-folded": "details.cell-code",
    }.items():
        assert example in sources
        assert any(soup.select(selector) for soup in pages.values())


def test_texts_are_included(tmp_path: Path) -> None:
    (whole_file, section, lines, *_) = (part for part in TRIED["test_texts_are_included"].split("|"))
    (tmp_path / "includes").mkdir()
    text = "一\n--8<-- [start:si]\n二\n--8<-- [end:si]\n三\n"
    (tmp_path / "includes/units.md").write_text(text, "utf-8")
    for line, wanted in {whole_file: "一二三", f"--8<-- {section}": "二", f"--8<-- {lines}": "二三"}.items():
        assert whole([str(tmp_path)], tmp_path / "snippets", line).text.replace("\n", "") == wanted
        assert whole([str(tmp_path)], tmp_path / "snippets", f";{line}").text == f";{line}"


def parameters(call: str) -> list[str]:
    return re.findall(r"\w+", call.partition("(")[2])


def named(rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """A notation that has the guide's names as its keys."""
    while True:
        x, theta, y = rng.uniform(1, 2, size=3)
        v = rng.normal(size=2)
        yield {
            "x": ("数", x),
            "y": ("数", y),
            r"\theta": ("参数", theta),
            "n": ("个数", 2),
            "x'": ("新值", lambda x: x + 1),
            r"\theta^*": ("最优参数", lambda theta: 2 * theta),
            r"x_{\text{new}}": ("新值", lambda x: x + 2),
            r"\hat x": ("估计", lambda x: x + 3),
            r"\Delta x": ("增量", lambda x: x / 2),
            "a^{[l]}": ("输出", {1: v, 2: 3 * v}),
            "u^i": ("分量", v),
            "x_i": ("另一个向量", 5 * v),
            r"\Gamma^i_{jk}": ("联络", np.ones((2, 2, 2))),
            "f(x)": ("函数", lambda x: x * x),
            "f(x, y)": ("函数", lambda x, y: x + 2 * y),
            r"p(x \mid \theta)": ("条件密度", lambda x, theta: x * theta),
            r"p(x, \theta)": ("联合密度", lambda x, theta: x + theta),
            r"f_\theta(x)": ("模型", lambda theta, x: theta * x),
            r"\mathrm d": ("独立的变量", ["x"]),
            "d": ("直径", 4.0),
            "i, j, k": ("编号", ...),
            "l": ("层", range(1, 3)),
        }


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("x' = x + 1", "x' = x"),
        (r"\theta^* = 2\theta", r"\theta^* = \theta"),
        (r"x_{\text{new}} = x + 2", r"x_{\text{new}} = x_1"),
        (r"\hat x = x + 3", r"\hat x = x"),
        (r"2\Delta x = x", r"2\Delta x = x_1"),
        ("a^{[2]} = 3a^{[1]}", "a^{[2]} = a^{[1]}"),
        ("u^i u^i = (u^i)^2", "u^i u^j = (u^i)^2"),
        (r"\Gamma^i_{jk} = 1", r"\Gamma^i_{jk} = 2"),
        ("f(x) = xx", "f(x) = x"),
        ("f(x, y) = x + 2y", "f(x, y) = f(y, x)"),
        ("x_i = 5u^i", "x_i = 5x"),
        (r"p(x \mid \theta) = x\theta", r"p(x \mid \theta) = p(x, \theta)"),
        (r"f_\theta(x) = \theta x", r"f_\theta(x) = f(x)"),
        (r"\mathrm d f(x) = 2x\,\mathrm dx", r"\mathrm d f(x) = 2x\, dx"),
        (r"Ia^{[1]} = a^{[1]} + \mathbf 0", r"2Ia^{[1]} = a^{[1]} + \mathbf 0"),
        (r"\mathbf 1^\top I_n a^{[1]} = u^1 + u^2", r"\mathbf 1^\top I_n a^{[1]} = u^1"),
    ],
)
def test_names(right: str, wrong: str) -> None:
    drawn = stream(named, 6)
    assert (check(right, drawn).kind, check(wrong, drawn).kind) == ("holds", "fails")


def test_figures() -> None:
    (declaration,) = [example for example in INLINE if example.startswith("FIGURES")]
    assert f"\n{declaration}\n" in (ROOT / "snippets/backpropagation.py").read_text("utf-8")
    (call,) = [example for example in INLINE if example.startswith("figure(")]
    assert list(inspect.signature(network.figure).parameters) == parameters(call)
    assert inspect.get_annotations(network.figure, eval_str=True)["return"] is Drawing


def test_explorables() -> None:
    (declaration,) = [example for example in INLINE if example.startswith("EXPLORABLES")]
    assert f"\n{declaration}\n" in (ROOT / "snippets/backpropagation.py").read_text("utf-8")
    assert "\n/// explore | network\n" in (ROOT / "docs/posts/backpropagation.md").read_text("utf-8")
    (call,) = [example for example in INLINE if example.startswith("picture(")]
    assert list(inspect.signature(network.picture).parameters) == parameters(call)
    for name in [example for example in INLINE if example.startswith("network.")]:
        assert (ROOT / "snippets/backpropagation_figures" / name).is_file()
    modules = {path.stem: path.read_text("utf-8") for path in (ROOT / "snippets").glob("*/*.mjs")}
    assert "export default" in modules["network"]
    assert 'import("./jsxgraph.js")' in modules["legendre"]
    (room,) = [example for example in INLINE if example.startswith(".explorable")]
    assert room in (ROOT / "snippets/legendre_transform_figures/legendre.css").read_text("utf-8")


def test_cells() -> None:
    main = next(example for example in INLINE if example.startswith("if "))
    parts = ["# %% hidden-delta\nx = 1\n", "# %% [markdown] about\n# 文字。\n", f"# %% demo\n{main}\n    print(x)\n"]
    source = "\n".join(parts)
    snippet = read_percent("snippets/note.py", source.encode())
    assert not snippet.problems
    assert [(cell.name, cell.kind) for cell in snippet.cells] == [
        ("hidden-delta", "code"),
        ("about", "markdown"),
        ("demo", "code"),
    ]
    done = subprocess.run(
        [sys.executable, "-c", source.replace('"__main__"', '"imported"')], capture_output=True, check=True
    )
    assert done.stdout == b""
