"""What a note cites and refers to by name, and what its author is told where there is no such thing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from yansuan.read import bibliography
from yansuan.read.dialect import complete
from yansuan.read.source import Source
from yansuan.site.extension import ReadingExtension

BIB = r"""@string{acm = "ACM Press"}
@article{knuth1997, author={Knuth, Donald E. and G{\"o}del, Kurt and others}, title={The {\TeX}book \& $x^2$},
  journal=acm, year=1997, volume=3, number=2, pages={1--20}, doi={https://doi.org/10.1000/xyz}}
@book{chern2000, author={陈, 省身 and 陈维桓}, title={微分几何}, publisher={科学出版社}, year={2000}}
@misc{preprint, author={{The Group}}, title={A preprint}, eprint={1706.03762}, date={2017-06-12}}
@misc{nobody, title={Nothing but a title}}
"""


def convert(folder: Path, text: str, bib: str | None = BIB, **more: Any) -> tuple[BeautifulSoup, list[str]]:
    """A note as HTML, and what its author was told."""
    (folder / "note.md").write_text(text, "utf-8")
    if bib is not None:
        (folder / "references.bib").write_text(bib, "utf-8")
    known, told = bibliography.read(folder / "references.bib"), list[str]()
    source = Source(str(folder / "note.md"), **more)
    names: list[Any] = [ReadingExtension("zh", told.append, lambda: known, lambda md: source)]
    settings = dict[str, dict[str, Any]]()
    complete(names, settings, "zh")
    html = Markdown(extensions=names, extension_configs=settings).convert(text)
    return BeautifulSoup(html, "html.parser"), [*known.faults, *(one.removeprefix(f"{folder}/") for one in told)]


def test_citations_are_numbered_in_the_order_of_the_note(tmp_path: Path) -> None:
    cited = "见[@chern2000]、[@knuth1997, 第 3 页; @chern2000]与[@preprint]、[@nobody]。`[@code]` \\[@kept]"
    page, told = convert(tmp_path, f"{cited}\n\n文[^1]。\n\n[^1]: 注。")
    assert not told
    assert page.p is not None
    assert page.p.text == "见[1]、[2，第 3 页，1]与[3]、[4]。[@code] [@kept]"
    assert [link["href"] for link in page.p.select("a")][:2] == ["#ref-chern2000", "#ref-knuth1997"]
    assert page.p.a is not None
    assert page.p.a["title"] == "陈省身, 2000"
    assert [item.text.removesuffix(" ↩") for item in page.select(".references li")] == [
        "陈省身, 陈维桓. 微分几何. 科学出版社, 2000.",
        "Donald E. Knuth, Kurt Gödel 等. The TeXbook & x^2. ACM Press 3(2): 1–20, 1997.",
        "The Group. A preprint. 2017.",
        "Nothing but a title.",
    ]
    urls = [link["href"] for link in page.select(".references cite a")]
    assert urls == ["https://doi.org/10.1000/xyz", "https://arxiv.org/abs/1706.03762"]
    ids = {str(one["id"]) for one in page.select("[id]")}
    assert {str(link["href"])[1:] for link in page.select("a[href^='#']")} <= ids
    after = [str(one.get("id") or one.get("class")) for one in page.find_all(["h2", "ol", "div"], recursive=False)]
    assert after == ["references", "['references']", "['footnote']"]


def test_theorems_with_names_are_numbered(tmp_path: Path) -> None:
    text = """由[@thm:residue]与[@thm:gauss]。

!!! theorem "定理 {#residue}"
    甲。

!!! theorem "定理"
    乙。

!!! lemma "高斯引理 {#gauss}"
    丙。
"""
    page, told = convert(tmp_path, text)
    assert not told
    assert [title.text for title in page.select(".admonition-title")] == ["定理 1", "定理", "引理 2（高斯引理）"]
    assert [(link.text, link["href"]) for link in page.select("p a")] == [
        ("定理 1", "#thm-residue"),
        ("引理 2", "#thm-gauss"),
    ]
    assert page.select("#thm-residue.theorem, #thm-gauss.lemma")


def test_pictures_with_names_are_numbered(tmp_path: Path) -> None:
    pictures = ['![月](moon.png "一弯新月"){#moon}', '![无](no.png "没有编号")', '![日](sun.png "日出"){: #sun }']
    text = "\n\n".join([*pictures, "见[@fig:sun; @fig:moon]。"])
    page, told = convert(tmp_path, text)
    assert not told
    assert [caption.text for caption in page.select("figcaption")] == ["图 1　一弯新月", "没有编号", "图 2　日出"]
    links = [(link.text, link["href"]) for link in page.select("p a")]
    assert links == [("图 2", "#fig-sun"), ("图 1", "#fig-moon")]
    assert page.select("figure#fig-moon > img:not([id])")
    assert "{" not in page.text


@pytest.mark.parametrize(
    ("text", "bib", "place", "said"),
    [
        ("`@knut1997`\n\n文[@knut1997]。", BIB, "3:3", "there is no knut1997 in {bib}. Do you mean @knuth1997?"),
        ("[@zzz]", BIB, "1:2", "there is no zzz in {bib}. Add it, or write \\[@zzz] for the words."),
        ("[@zzz]", None, "1:2", "[@zzz] is sought in {bib}, which is not there."),
        ("[@fig:net]", BIB, "1:2", "this note has no figure of the name net"),
        ('[@thm:b]\n\n!!! theorem "定理 {#a}"\n    文。', BIB, "1:2", "Do you mean @thm:a?"),
    ],
)
def test_what_is_not_there_is_told_once_and_on_the_page(
    tmp_path: Path, text: str, bib: str | None, place: str, said: str
) -> None:
    page, [told] = convert(tmp_path, text, bib)
    assert told.startswith(f"note.md:{place}: ")
    assert said.format(bib=tmp_path / "references.bib") in told
    assert len(page.select(".author-error")) == 1
    assert not page.select(".references")


def test_a_mistake_in_the_file_leaves_the_rest(tmp_path: Path) -> None:
    bib = "@book{a, title={甲\n@book{b, title={乙}}\n@book{b, title={丙}}\n"
    page, told = convert(tmp_path, "[@b]", bib)
    path = tmp_path / "references.bib"
    assert [one.partition(" ")[0] for one in told] == [f"{path}:1:1:", f"{path}:3:1:"]
    assert "b stands twice" in told[1]
    assert page.select(".references li")[0].text == "乙. ↩"
    (path).write_bytes("@book{甲}".encode("gb18030"))
    assert "is not UTF-8" in bibliography.read(path).faults[0]


def test_a_list_of_notes_cites_nothing(tmp_path: Path) -> None:
    page, told = convert(tmp_path, "见[@b]。[@knuth1997]", excerpt=True)
    assert not told
    assert page.text == "见。"
