"""Which symbol each letter is: in formulas, in what they are set as, in code, in figures, in the legends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from tests.check.symbols import grammar
from tests.conftest import ROOT, of_the_notes
from tests.together import together
from yansuan.check.extension import EquationExtension
from yansuan.check.legend import with_symbols
from yansuan.check.markup import Place
from yansuan.check.occurrences import in_text, marked, named, occurrences
from yansuan.check.symbols import Symbols, Vocabulary, symbols
from yansuan.check.verify import Verifier
from yansuan.read.formulas import scan
from yansuan.read.source import Source, front_matter_lines
from yansuan.set.extension import MathExtension
from yansuan.set.typesetter import Typesetter
from yansuan.site.plain import searchable
from yansuan.site.tree import parse

SNIPPET = r"""
import numpy as np


def one(rng):
    while True:
        n, s = int(rng.integers(3, 30)), rng.permutation([4, 5, 6]).tolist()
        A, w = rng.normal(size=(n, 2)), {l: rng.normal(size=(s[l], s[l - 1])) for l in (1, 2)}
        yield {
            "n": ("个数", n),
            "s_l": ("各层的大小", np.array(s)),
            r"\omega_{kp}^{(l)}, \Omega^{(l)}": ("权重", w),
            "z_k^{(l)}": ("输入", lambda omega, l: omega[l].sum(axis=1)),
            "A": ("系数矩阵", A),
            "v_j": ("列", {1: A[:, :1], 2: A[:, 1:]}),
            "x": ("自变量", rng.normal()),
            "r": ("长短不定的", rng.normal(size=int(rng.integers(40, 90)))),
            "f(x)": ("原来的函数", np.cosh),
            "j, k, p": ("编号", ...),
            "l": ("层号", range(1, 3)),
        }


def other(rng):
    while True:
        yield {"x": ("切点", rng.normal()), "n": ("个数", 3), "f(x, n)": ("原来的函数", lambda x, n: x + n)}


NOTATIONS = {"one": one, "other": other}
"""
NOTES = {
    "backpropagation": "backpropagation",
    "legendre-transform": "legendre_transform",
    "row-rank-column-rank": "row_rank_column_rank",
}


@pytest.fixture
def snippet(tmp_path: Path) -> Path:
    path = tmp_path / "s.py"
    path.write_text(SNIPPET, "utf-8")
    return path


@pytest.fixture
def found(snippet: Path) -> Symbols:
    read = symbols(snippet)
    assert read is not None
    return read


def own(found: Symbols) -> Vocabulary:
    vocabulary = found.of(None)
    assert vocabulary is not None
    return vocabulary


@together(
    ("tex", "parts"),
    [
        (r"z_j^{(l)} = \theta_{jk}^{(l)} J", [r"z_j^{(l)}", r"\theta_{jk}^{(l)}", "J"]),
        (r"a_j^{(L)} = c", [r"a_j^{(L)}", "L", "c"]),  # L within a
        (r"\sum_{r=1}^{3} r c = r", ["c", "r"]),  # the r that the sum binds is none
        (r"(c) = (r)^2", ["c", "r"]),  # brackets and powers are not the symbol's
        (r"x_i^2 = r^2", ["x_i^2", "r"]),  # but beside an index they are set together
        (r"g'(r) = g(u)", ["g", "r", "g", "u"]),
        (r"\frac{\partial F}{\partial r} = c", ["F", "r", "c"]),  # the arguments that F leaves out do not stand there
        (r"\operatorname{rank}(A) = L", [r"\operatorname{rank}", "A", "L"]),
        (r"c \mapsto K", ["c", "K"]),  # no equation, and its letters are what they are
        (r"\text{if } c, \text{ then } K", ["c", "K"]),
        (r"\begin{array}{cc} r & \rightarrow \end{array}", ["r"]),  # `cc` are no symbols
        (r"\mathsf{T} \to \widetilde{c}", []),  # nor is what stands under an accent
        ("z", ["z"]),  # words about a family leave its indices out
        (r"i \leq j", []),
        ("{", []),
    ],
)
def test_the_symbols_of_a_formula_are_those_that_the_reader_takes(tex: str, parts: list[str]) -> None:
    assert [tex[one.start : one.end] for one in occurrences(tex, grammar())] == parts


def test_tex_carries_the_names(found: Symbols) -> None:
    tex, names = marked(r"\frac n2 z_k^{(l)} = \sqrt x", own(found))
    assert names == ("n", "z", "x")
    assert tex == r"\frac {\class{symbol-n}{n}}2 \class{symbol-z}{z_k^{(l)}} = \sqrt {\class{symbol-x}{x}}"


@of_the_notes
@pytest.mark.parametrize("note", NOTES)
def test_marking_changes_nothing_of_how_a_formula_is_set_or_read(note: str, typesetter: Typesetter) -> None:
    source = (ROOT / f"docs/posts/{note}.md").read_text("utf-8")
    text = "\n".join(source.split("\n")[front_matter_lines(source) :])
    known = in_text(text, ROOT / f"snippets/{NOTES[note]}.py")
    assert known is not None
    bodies = {one.body: (known.formulas[one.start], one.display) for one in scan(text).formulas}
    some = [(body, formula.tex, display) for body, (formula, display) in bodies.items() if formula.names][::15]
    assert len(some) > 5
    for body, tex, display in some:
        plain, told = typesetter.typeset(body, display=display), typesetter.typeset(tex, display=display)
        assert told.mathml == plain.mathml, body
        assert (told.width, told.height, told.depth) == (plain.width, plain.height, plain.depth), body
        assert re.findall("xlink:href=[^ />]*", told.body) == re.findall("xlink:href=[^ />]*", plain.body), body
        assert " data-symbol=" in told.body
        assert "class" not in told.body


def test_a_symbol_keeps_its_name_on_the_glyphs_that_are_its_own(found: Symbols, typesetter: Typesetter) -> None:
    tex, _ = marked("z_k^{(l)} = n", own(found))
    soup = BeautifulSoup(typesetter.typeset(tex, display=True).body, "html.parser")
    assert [(part["data-symbol"], len(part.select("use")) or 1) for part in soup.select("[data-symbol]")] == [
        ("z", 5),  # z ( l ) k
        ("n", 1),
    ]


@pytest.mark.parametrize(
    ("name", "tex", "kind"),
    [
        ("n", "", "integer"),
        ("s", "3", "integers"),
        ("omega", r"s_{l+1} \times s_l", "matrix"),
        ("z", "s_{l+1}", "vector"),
        ("A", r"n \times 2", "matrix"),
        ("v", "n", "column"),
        ("x", "", "number"),
        ("r", "", "vector"),  # of no length that has a name
        ("f", "", "function"),
    ],
)
def test_shapes_are_told_in_the_notations_own_letters(found: Symbols, name: str, tex: str, kind: str) -> None:
    shape = found.known[name].shape
    assert (shape.tex, shape.kind) == (tex, kind)


def test_notations_share_what_they_write_and_call_alike(found: Symbols) -> None:
    other = found.of("other")
    assert other is not None
    assert other.by_key == {"x": "x-2", "n": "n", "f(x, n)": "f"}
    assert found.known["f"].spellings == ("f(x)", "f(x, n)")  # whichever is pointed at is named
    assert found.known["n"].spellings == ("n",)
    assert [found.known[name].meaning for name in ("x", "x-2", "n")] == ["自变量", "切点", "个数"]
    assert own(found).by_code["Omega"] == own(found).by_code["omega"] == "omega"
    assert found.of("none") is None


@pytest.mark.parametrize(
    ("label", "name"),
    [("-f(x)", "f"), ("z_2^{(1)}", "z"), ("s_{l}=4", "s"), ("v_{1}", "v"), ("z", "z"), ("xn", None), ("+", None)],
)
def test_a_label_is_one_symbol_or_none(found: Symbols, label: str, name: str | None) -> None:
    assert named(label, own(found)) == name


def test_a_snippet_that_cannot_be_read_has_no_symbols(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("NOTATIONS = 1", "utf-8")
    assert symbols(tmp_path / "bad.py") is None
    assert in_text("$x$", tmp_path / "absent.py") is None


TEXT = """\
# 题

设 $n$。

## 甲

$$z_k^{(l)} = z_k^{(l)} \\tag{1}$$

CODE

## 乙

<!-- notation: other -->

$x$ 与 $f(x, 2)$，$n$。

CODE
"""
CODE = (
    '<div class="cell-source highlight"><pre><code><span class="k">def</span> <span class="nf">z</span>(x, n, A):\n'
    'n.T &lt; omega.z <span class="c1"># n</span>\n</code></pre></div>'
)


class Page:
    """A note made HTML, as the doors of yansuan.set and yansuan.check wire it."""

    def __init__(self, snippet: Path, typesetter: Typesetter, *, excerpt: bool = False) -> None:
        source = Source("n.md", 1, "posts/n.md", excerpt)
        equations = EquationExtension(
            Verifier(snippet.parent, None).verify_text,
            lambda _: Place("n.md", "n", "s"),
            typeset=lambda tex: f"<b>{tex}</b>",
            locate=lambda _: source,
            know=lambda text, name, symbols: in_text(text, snippet, symbols),
        )
        math = MathExtension(typesetter, locate=lambda _: source, marks=equations.marks)
        self.html = Markdown(extensions=[equations, math]).convert(TEXT.replace("CODE", CODE))
        self.soup = BeautifulSoup(self.html, "html5lib")

    def entries(self) -> list[list[str]]:
        legends = self.soup.select(".symbols")
        return [[" ".join(entry.get_text(" ").split()) for entry in legend.select("li")] for legend in legends]


def test_a_section_has_a_legend_of_the_symbols_that_are_new_in_it(snippet: Path, typesetter: Typesetter) -> None:
    page = Page(snippet, typesetter)
    assert page.entries() == [
        ["n 个数 整数"],
        ["z_k^{(l)} 输入 s_{l+1} 维向量"],
        ["f(x) ， f(x, n) 原来的函数", "x 切点 数"],
    ]
    before = [legend.find_previous_sibling() for legend in page.soup.select(".symbols")]
    assert [one.get_text() for one in before if one] == ["题", "甲", "乙"]


def test_formulas_and_code_say_the_same_symbols_as_the_legend(snippet: Path, typesetter: Typesetter) -> None:
    page = Page(snippet, typesetter)
    formulas = [[str(one["data-symbol"]) for one in f.select("[data-symbol]")] for f in page.soup.select("[data-tex]")]
    assert formulas == [["n"], ["z", "z"], ["x-2"], ["f", "x-2"], ["n"]]
    assert not page.soup.select("code [class] [data-symbol]"), "what has a colour of its own is not taken apart"
    code = [[f"{one.get_text()}={one['data-symbol']}" for one in c.select("[data-symbol]")] for c in page.soup("pre")]
    assert code == [["n=n", "n=n", "z=z"], ["x=x-2", "n=n", "n=n", "z=z"]]
    assert [pre.get_text() for pre in page.soup.select("pre")] == [BeautifulSoup(CODE, "html5lib").get_text()] * 2


def test_excerpts_and_search_hear_nothing_of_it(snippet: Path, typesetter: Typesetter) -> None:
    excerpt = Page(snippet, typesetter, excerpt=True)
    assert "data-symbol" not in excerpt.html
    assert not excerpt.soup.select(".symbols")
    assert "输入" not in searchable(parse(Page(snippet, typesetter).html))


def test_the_parts_of_a_figure_are_named_by_the_notation_around_it(snippet: Path) -> None:
    figure = '<svg class="figure-drawing"><g data-symbol="x"/><path data-symbol="f(x)"/><g data-symbol="x+n"/></svg>'
    html = f"<h2>甲</h2><!--formula 0-->{figure}<!--section--><h2>乙</h2>{figure}<!--formula 34-->"
    text = "$x$\n\n<!-- notation: other -->\n\n   $x$"
    known = in_text(text, snippet)
    assert known is not None
    assert sorted(known.formulas) == [0, text.rindex("$x$")]
    html = html.replace("34", str(text.rindex("$x$")))
    soup = BeautifulSoup(with_symbols(html, known, lambda tex: tex), "html5lib")
    assert [one["data-symbol"] for one in soup.select("svg [data-symbol]")] == ["x", "f", "x-2", "f"]
