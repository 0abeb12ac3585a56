"""Search in a real browser: whatever is typed is found wherever it stands."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.site.conftest import build_site, note
from tests.site.typed import typed

# In one process: else each builds and browses for itself.
pytestmark = [pytest.mark.site, pytest.mark.browser]

BACK, LEGENDRE, RANK = "/2021/05/back/", "/2021/06/legendre/", "/2021/05/rank/"
SOURCES = {
    "posts/back.md": note(
        "神经网络",
        "误差是怎样经由反向传播算法\n一层一层往回走的。\n\n## 正向\n\n先正向传播，然后求反向的导数。链式法则给出方向。",
        slug="back",
        tags="[机器学习]",
    ),
    "posts/legendre.md": note(
        "勒让德变换 $f \\to g$",
        "严格凸函数的变换就是它的凸共轭函数。**凸**共轭梯度。Fenchel–Young 不等式，a &lt; b &amp; c。\n\n"
        "## 条件\n\n斜率 $u_i$ 与 $\\mathbb R$，$n < 10$，$k \\leq m - 1$，"
        "$f'(0) \\neq 2$，$y \\notin Y$，$p \\to q$。",
        date="2021-06-01",
        slug="legendre",
    ),
    "posts/rank.md": note(
        "矩阵的秩",
        "行列空间的维数相同，也就是说行空间和列空间的维数都等于秩。" + "余下的话。" * 60 + "外积之和。",
        slug="rank",
    ),
}
SOURCES["posts/lab.md"] = note("程序", "次梯度，" * 20, slug="lab", search="{boost: 0.1}")
SOURCES["posts/back.md"] += "\n## 次梯度\n\n次梯度下降。\n"
QUERIES = {
    # In the middle of a sentence; a dictionary would cut 凸/共轭, 列/空间.
    "反向传播": [BACK],
    "列空间": [RANK],
    "凸共轭": [LEGENDRE],
    "轭函": [LEGENDRE],
    "秩": [RANK],
    # Across the source's line ends and emphasis; in titles, tags, formulas; without case, accents and dashes.
    "算法一层": [BACK],
    "凸共轭梯度": [LEGENDRE],
    "勒让德": [LEGENDRE],
    "机器学习": [BACK],
    "ui": [LEGENDRE],
    "fenchel-young": [LEGENDRE],
    "a < b & c": [LEGENDRE],
    "a<b": [LEGENDRE],
    "＜b": [LEGENDRE],
    "n<10": [LEGENDRE],
    "n < 10": [LEGENDRE],
    "n  <10": [LEGENDRE],
    "Ｎ＜ １０": [LEGENDRE],
    "k<=m-1": [LEGENDRE],
    "k ≤ m - 1": [LEGENDRE],
    "m − 1": [LEGENDRE],
    "f'(0)!=2": [LEGENDRE],
    "f′（0） ≠ 2": [LEGENDRE],
    "f(0)=2": [],
    "y∉y": [LEGENDRE],
    "y∈Y": [],
    "p -> q": [LEGENDRE],
    # Several terms are all to be there; what stands nowhere is divided, and what is left of it found.
    "链式 误差": [BACK],
    "空间 误差": [BACK, RANK],
    "神经网络反向传播": [BACK],
    "外积是什么": [RANK],
    "次梯度": [BACK, "/2021/05/lab/"],
    "拓扑": [],
    "<script>": [],
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> dict[str, list[dict[str, Any]]]:
    built = build_site(tmp_path_factory.mktemp("search"), SOURCES, strict=True)
    assert not built.warnings
    *results, errors = typed(chromium, built.folder, QUERIES)
    assert not errors
    return dict(zip(QUERIES, results, strict=True))


@pytest.mark.parametrize(("query", "pages"), QUERIES.items())
def test_what_is_typed_is_found(found: dict[str, list[dict[str, Any]]], query: str, pages: list[str]) -> None:
    assert sorted({result["location"].split("#")[0] for result in found[query]}) == sorted(pages)


def test_the_very_words_are_marked(found: dict[str, list[dict[str, Any]]]) -> None:
    marks = [mark for result in found["反向传播"] for mark in result["marks"]]
    assert marks
    assert set(marks) == {"反向传播"}


def test_a_formula_is_marked_whole(found: dict[str, list[dict[str, Any]]]) -> None:
    for query, says in (("n<10", "n < 10"), ("Ｎ＜ １０", "n < 10"), ("k<=m-1", "k ≤ m − 1"), ("p -> q", "p → q")):
        assert {mark for result in found[query] for mark in result["marks"]} == {says}, query


def test_the_section_is_found_that_has_the_words(found: dict[str, list[dict[str, Any]]]) -> None:
    assert any(result["location"].startswith(f"{LEGENDRE}#") for result in found["ui"])


def test_a_page_may_ask_to_stand_back(found: dict[str, list[dict[str, Any]]]) -> None:
    assert [result["location"].split("#")[0] for result in found["次梯度"]] == [BACK, BACK, "/2021/05/lab/"]


def test_a_long_text_is_shown_around_the_words(found: dict[str, list[dict[str, Any]]]) -> None:
    (result,) = found["外积是什么"]
    assert "外积之和。" in result["text"]
    assert len(result["text"]) < 200


def test_what_a_section_lacks_is_said(found: dict[str, list[dict[str, Any]]]) -> None:
    assert {term for result in found["空间 误差"] for term in result["missing"]} == {"空间", "误差"}
