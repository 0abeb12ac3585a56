"""A note that says itself what its letters are: in its front matter, in comments, beside a snippet."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from yansuan.check.extension import EquationExtension
from yansuan.check.letters import BlockError, Entry, entries
from yansuan.check.markup import Place
from yansuan.check.note import read_note
from yansuan.check.occurrences import in_text
from yansuan.check.verify import Result, Verifier
from yansuan.read.source import Source
from yansuan.set.extension import MathExtension
from yansuan.set.typesetter import Typesetter

SNIPPET = """\
import numpy as np

def main(rng):
    while True:
        n = int(rng.integers(2, 5))
        yield {
            "n": ("项数", n),
            "x_k": ("各项", rng.uniform(1, 2, size=n)),
            "s": ("与 c 有关", lambda x, c: c * x.sum()),
            "k": ("编号", ...),
        }

def other(rng):
    while True:
        yield {"x": ("另一个", rng.uniform(5, 6))}

NOTATIONS = {"main": main, "other": other}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "s.py").write_text(SNIPPET, "utf-8")
    return tmp_path


def verified(source: str, folder: Path, cache: Path | None = None) -> list[Result]:
    return Verifier(folder, cache).verify(source)


def kinds(source: str, folder: Path) -> list[str]:
    return [result.verdict.kind for result in verified(source, folder)]


def note(front: str, body: str) -> str:
    return f"---\ndate: 2026-01-01\n{front}\n---\n\n{body}"


# ---- Front matter


@pytest.mark.parametrize(
    "front",
    [
        "symbols:\n  x, y: 实数\n  a: 正数",
        "symbols: {x: 实数, y: 实数, a: 正数}",
        "symbols:\n  x: 实数   # 一个\n\n  y: real\n  a: positive\nslug: n",
        'symbols:\n    "x, y": "实数"\n    a: 实数 (0, ∞)',
        "tags: [a]\nsymbols:   # 字母\n  x, y: 实数\n  a: '> 0'",
    ],
)
def test_letters_of_the_front_matter(front: str, folder: Path) -> None:
    body = "$$\n(x + y)^2 = x^2 + 2xy + y^2\n$$\n\n$$\na^2 > 0\n$$\n\n$$\nx^2 > 0\n$$\n"
    found = verified(note(front, body), folder)
    assert [one.verdict.kind for one in found] == ["holds", "holds", "fails"]
    assert found[0].verdict.strength == "exact"


def test_ranges_in_brackets_need_no_quotes(folder: Path) -> None:
    body = "$$\n0 < t < 1\n$$\n\n$$\nb^2 = b\n$$\n\n$$\ng = 9.8\n$$\n\n$$\nN = 3\n$$\n"
    front = "symbols:\n  t: (0, 1)\n  u: [0, 1]\n  b: {0, 1}\n  g: 9.8\n  N: 3"
    assert kinds(note(front, f"{body}\n$$\n0 \\leq u \\leq 1\n$$\n"), folder) == ["holds"] * 5
    assert kinds(note(front, "$$\n0 < u < 1\n$$\n"), folder) == ["fails"]


# ---- Comments

SECTIONS = """\
$$
x^2 = x x
$$

## 甲

<!-- symbols:
  x: 正数
  z: 复数
-->

$$
x^2 > 0
$$

### 甲之一

<!-- symbols: y: 负数 -->

$$
y < 0 < x
$$

### 甲之二

$$
y < 0
$$

## 乙

$$
x^2 > 0
$$

```text
<!-- symbols: x: 正数 -->
```

$$
x > 0
$$
"""


def test_a_comment_holds_for_the_rest_of_its_section(folder: Path) -> None:
    found = verified(note("symbols: {x: 实数}", SECTIONS), folder)
    assert [one.verdict.kind for one in found] == ["holds", "holds", "holds", "unreadable", "fails", "fails"]
    assert "'y' is not bound" in str(found[3].verdict.reason)


def test_a_comment_does_not_reach_the_page(folder: Path) -> None:
    said: list[str] = []
    extension = EquationExtension(
        Verifier(folder, None).verify_text,
        lambda _: Place("n.md", "n"),
        said.append,
        locate=lambda _: Source("n.md", 5),
    )
    html = Markdown(extensions=[extension, "fenced_code"]).convert(SECTIONS)
    assert html.count("symbols:") == 1  # that which is shown as code
    assert "正数" not in html.replace("x: 正数 --", "")


@pytest.mark.parametrize("front", ["symbols: 实数", "symbols:\n  x: [", "unchecked: ''"])
def test_what_the_check_of_the_front_matter_tells_is_told_once(front: str, folder: Path) -> None:
    source = note(front, "$$\nx^2 = x x\n$$\n")
    read = read_note(source)
    for at_head in (True, False):
        said: list[str] = []
        extension = EquationExtension(
            Verifier(folder, None).verify_text,
            lambda _: Place("n.md", "n", symbols=read.symbols, unchecked=read.unchecked),
            said.append,
            locate=lambda _: Source("n.md", read.first_line),
            told=(lambda _: True) if at_head else (lambda _: False),
        )
        html = Markdown(extensions=[extension]).convert(read.text)
        assert len(said) == (not at_head), html


def test_letters_may_be_declared_with_full_width_signs_and_as_elements(folder: Path) -> None:
    front = "symbols:\n  x，y: ∈ R\n  z: in $\\mathbb R$\n  f（x）: 光滑函数\n  n: ∈ ℕ"
    body = "$$\nx^2 + y^2 + z^2 + n \\ge 0\n$$\n\n$$\nf(x) + y = y + f(x)\n$$\n\n$$\nn > 0\n$$\n"
    assert kinds(note(front, body), folder) == ["holds", "holds", "fails"]


def test_advice_speaks_the_language_of_the_site(folder: Path, tmp_path: Path) -> None:
    source = note("symbols: {x: real}", "$$\nx + y = y + x\n$$\n")
    cache = tmp_path / "cache"
    for language, kind in {"zh": "实数", "en": "real", "de": "real"}.items():
        (found,) = Verifier(folder, cache, language=language).verify(source)
        assert found.message().endswith(f"Add to 'symbols' what holds of these: y: {kind}")


def test_a_function_without_its_backslash_is_known_where_its_letters_mean_nothing(folder: Path) -> None:
    (found,) = verified(note("symbols: {x: 实数}", "$$\n\\cos^2 x + sin^2 x = 1\n$$\n"), folder)
    assert "'sin' prints as a product of letters. Write \\sin" in found.message()


def test_a_front_matter_may_leave_it_all_to_its_sections(folder: Path) -> None:
    body = "$$\n1 + 1 = 2\n$$\n\n## 甲\n\n<!-- symbols: x: 正数 -->\n\n$$\nx > 0\n$$\n"
    assert kinds(note("symbols: {}", body), folder) == ["holds", "holds"]


# ---- Beside a snippet


def test_a_snippet_goes_before_and_takes_what_is_declared(folder: Path) -> None:
    front = "snippet: s\nsymbols:\n  c: 正数\n  x, n: 负数\n  y: n 维向量"
    body = "$$\ns = c \\sum_{k=1}^n x_k\n$$\n\n$$\nx_k > 0\n$$\n\n$$\n\\sum_{k=1}^n x_k y_k = y^{\\mathsf T} x\n$$\n"
    front = front.replace("x, n: 负数", "x_k: n 维向量")
    found = verified(note(front, body), folder)
    assert [one.verdict.kind for one in found] == ["holds", "holds", "holds"], found
    assert kinds(note(front, "<!-- notation: other -->\n\n$$\nx > c + 4\n$$\n"), folder) == ["fails"]
    assert kinds(note(front, "<!-- notation: other -->\n\n$$\nx > 4 - c\n$$\n"), folder) == ["holds"]


def test_a_snippet_draws_what_it_draws_alone(folder: Path) -> None:
    body = "$$\nx_1 = 0\n$$\n"
    alone = verified(note("snippet: s\nsymbols: {c: 正数}", body), folder)[0].verdict.counterexample
    more = verified(note("snippet: s\nsymbols: {c: 正数, q: 3×3 正定矩阵}", body), folder)[0].verdict.counterexample
    assert alone is not None
    assert alone == more


# ---- The cache


def test_a_verdict_is_kept_by_what_its_letters_are(folder: Path, tmp_path: Path) -> None:
    body = "$$\nx > 0\n$$\n"
    cache = tmp_path / "cache"
    for said, kind in (("正数", "holds"), ("实数", "fails"), ("正数", "holds"), ("负数", "fails")):
        (found,) = verified(note(f"symbols: {{x: {said}}}", body), folder, cache)
        assert found.verdict.kind == kind
    assert len((cache / "verdicts").read_text("utf-8").split("\n\n")) == 3


# ---- What is wrong, and where


@pytest.mark.parametrize(
    ("front", "place", "told"),
    [
        ("symbols:\n  y: 实数\n  x: 实树", (5, 3), "symbols: x: '实树' is no kind of letter that is known. Near it"),
        ("symbols: {y: 实数, x: 实树}", (3, 18), "symbols: x: '实树' is no kind"),
        ("symbols:\n    x: 实数 (0, q)", (4, 5), "'q' is not declared"),
        ("symbols:\n  x: 实数\n  y, x: 正数", (5, 3), "symbols: x is declared twice"),
        ("symbols:\n  x: 实数\n  y: \"正数", (5, 9), "not valid YAML"),
        ("symbols: 实数", (3, 10), "write a line for each letter"),
        ("symbols:\n  - x", (4, 3), "write a line for each letter"),
        ("symbols:", (4, 1), "write a line for each letter"),
        ("symbols:\n  x： 实数", (4, 3), "its ： is a full-width character"),
        ("unchecked: ''\nsymbols: {x: 实数}", (7, 1), "the front matter's 'unchecked' gives no reason"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_is_and_once(
    front: str, place: tuple[int, int], told: str, folder: Path, tmp_path: Path
) -> None:
    found = verified(note(front, "$$\nx = x + 0\n$$\n\n$$\ny = y + 0\n$$\n"), folder, tmp_path / "cache")
    assert {one.verdict.kind for one in found} == {"unreadable"}
    assert all(one.verdict.shared for one in found)
    assert found[0].place == place
    assert told in found[0].message()


def test_a_mistake_in_a_comment_is_told_there(folder: Path) -> None:
    body = "## 甲\n\n<!-- symbols:\n    x: 实树\n-->\n\n$$\nx = x + 0\n$$\n\n## 乙\n\n$$\n1 + 1 = 2\n$$\n"
    found = verified(note("symbols: {y: 实数}", body), folder)
    assert [one.verdict.kind for one in found] == ["unreadable", "holds"]
    assert found[0].place == (9, 5)


def test_places_of_letters_are_those_of_the_file() -> None:
    source = note("symbols:\n   x, y: 实数\n   z: 复数", "## 甲\n\n  <!-- symbols: w: 正数 -->\n\n$$\nw = w\n$$\n")
    read = read_note(source)
    assert read.symbols is not None
    (asked,) = read.asked
    found = [*entries(read.symbols), *entries(asked.blocks[0])]
    lines = source.split("\n")
    for entry in found:
        line, column = entry.place[0] + read.first_line - 1, entry.place[1]
        assert lines[line - 1][column - 1 :].startswith(entry.letter if entry.letter != "y" else "x, y")
    assert [entry.letter for entry in found] == ["x", "y", "z", "w"]


def test_a_note_that_says_nothing_of_letters_says_so(folder: Path) -> None:
    (found,) = verified(note("slug: n", "$$\nx = x\n$$\n"), folder)
    assert "or 'symbols:' and what its letters are" in found.message()
    with pytest.raises(BlockError):
        entries(read_note(note("symbols: [x]", "")).symbols)  # type: ignore[arg-type]
    assert entries(read_note(note("symbols: {n: 3}", "")).symbols) == [Entry("n", 3, (-2, 11))]  # type: ignore[arg-type]


# ---- The page


def test_the_legend_calls_letters_what_the_note_does(folder: Path, typesetter: Typesetter) -> None:
    front = "symbols:\n  A: m×n 矩阵\n  f(x): 光滑函数\n  x: 实数"
    source = note(
        front,
        "# 题\n\n## 甲\n\n$$\nf(x) = f(x) + 0\n$$\n\n## 乙\n\n<!-- symbols: x: n 维向量 -->\n\n$$\nAx = 1Ax\n$$\n",
    )
    read = read_note(source)
    place = Place("n.md", "n", symbols=read.symbols)
    file = Source("n.md", read.first_line, "n.md")
    equations = EquationExtension(
        Verifier(folder, None).verify_text, lambda _: place, typeset=lambda tex: f"<b>{tex}</b>", locate=lambda _: file,
        know=lambda text, snippet, symbols: in_text(text, None, symbols),
    )  # fmt: skip
    math = MathExtension(typesetter, locate=lambda _: file, marks=equations.marks)
    soup = BeautifulSoup(Markdown(extensions=[equations, math]).convert(read.text), "html5lib")
    legends = [[" ".join(entry.get_text(" ").split()) for entry in one.select("li")] for one in soup.select(".symbols")]
    assert (
        legends == [["f(x) 光滑函数", "x 实数 数"], ["A ， A_{ij} m×n 矩阵 m \\times n", "x ， x_{i} n 维向量 n"]]
        or legends
    )
    names = [[str(one["data-symbol"]) for one in f.select("[data-symbol]")] for f in soup.select("[data-tex]")]
    assert names == [["f", "x", "f", "x"], ["A", "x-2", "A", "x-2"]]
    panels = [one.get_text() for one in soup.select(".verdict-panel")]
    assert len(panels) == 2
    assert all("--only" in panel for panel in panels)
