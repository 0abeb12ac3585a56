"""What an author gets wrong outside of a note's text: told once, in its place and on the page; the rest stands."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.site.conftest import Built, build_site, note

pytestmark = pytest.mark.site

PARTS = ("mathjax", "equations", "figures", "explorables", "notebooks", "reading", "rebuild")
SNIPPET = '''\
# %% show
"""一个片段。"""
if __name__ == "__main__":
    print("有")


# %% notation
def notation(rng):
    while True:
        yield {"a": ("数", float(rng.normal()))}


NOTATIONS = {"main": notation}
FIGURES = {"picture": "healthy_figures/picture.py:figure"}
'''
PICTURE = "from yansuan.draw.ink import Drawing\n\n\ndef figure():\n    return Drawing('', 1, 1, '题', '述')\n"
BODY = """\
$$
a + a = 2 a
$$

$$
a \\cdot a = a^2
$$

其中 $a = 2 a - a % check$。

--8<-- "{name}.py:show"

/// figure | of-{name}
图。
///
"""
BROKEN = {
    "syntax": SNIPPET.replace("def notation(rng):", "def notation(rng:"),
    "gbk": SNIPPET,
    "utf16": SNIPPET,
    "imports": SNIPPET.replace("# %% notation", "# %% wrong\nimport no_such_module\n# %% notation"),
}
ENCODINGS = {"gbk": "gbk", "utf16": "utf-16"}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A note for each way in which a snippet can be of no use, and one whose snippet is sound."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "snippets").mkdir()
    for name, text in BROKEN.items():
        named = text.replace('"picture"', f'"of-{name}"')
        (folder / "snippets" / f"{name}.py").write_bytes(named.encode(ENCODINGS.get(name, "utf-8")))
    sources = {f"posts/{name}.md": _note(name, day) for day, name in enumerate([*BROKEN, "deleted", "healthy"], 1)}
    sources |= {
        "../snippets/healthy.py": SNIPPET.replace('"picture"', '"of-healthy"'),
        "../snippets/healthy_figures/picture.py": PICTURE,
        "posts/bare.markdown": "正文。\n",
        "posts/undated.mkd": note("无日", slug="undated", snippet=None, date="2021-13-01"),
    }
    return build_site(folder, sources, parts=PARTS)


def _note(name: str, day: int) -> str:
    body = BODY.replace("{name}", name)
    return note(name, body, slug=name, snippet=name, date=f"2021-05-{day:02}")


def test_what_is_wrong_with_a_snippet_is_told_once(broken: Built) -> None:
    assert not broken.failed
    assert sorted(
        message.partition(": ")[2].replace(f"{broken.folder.parent}/", "") for message in broken.warnings
    ) == [
        "docs/posts/bare.markdown:1:1: the front matter is missing. A note begins with three lines: ---, "
        "`date: 2021-05-27`, ---.",
        "docs/posts/deleted.md:6:10: there is no snippets/deleted.py. "
        "There are: gbk, healthy, imports, snippet, syntax, utf16.",
        "docs/posts/undated.mkd:2:7: date: 2021-13-01 is not a date: month must be in 1..12.",
        "snippets/gbk.py:2:5: the file is not UTF-8. Save it as UTF-8.",
        "snippets/imports.py:8:1: ModuleNotFoundError: No module named 'no_such_module' (in the cell 'wrong')",
        "snippets/syntax.py:8:13: SyntaxError: '(' was never closed. Nothing of the snippet was run.",
        "snippets/utf16.py:1:1: the file is not UTF-8. Save it as UTF-8.",
    ]


@pytest.mark.parametrize("name", [*BROKEN, "deleted"])
def test_the_page_begins_with_it_and_the_rest_refers_to_that(broken: Built, name: str) -> None:
    page = BeautifulSoup(broken.read(f"2021/05/{name}"), "html5lib")
    first, *others = [box.get_text() for box in page.select("main .author-error")]
    assert f"{name}.py" in first
    formulas = [text for text in others if text == "未验算：见页首。"]
    assert len(formulas) == 3
    assert all(text.endswith("见页首。") for text in others)
    assert "插图有误：见页首。" in others


def test_the_other_notes_stand(broken: Built) -> None:
    page = BeautifulSoup(broken.read("2021/05/healthy"), "html5lib")
    assert not page.select(".author-error")
    assert len(page.select("summary[aria-label], a.verdict, span.verdict")) == 3
    assert page.select_one(".cell-output").get_text(strip=True) == "有"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["bare", "undated"])
def test_the_mistakes_of_a_note_are_on_its_page_whatever_its_file_is_called(broken: Built, name: str) -> None:
    (page,) = broken.folder.glob(f"*/*/{name}/index.html")
    assert "题头有误" in page.read_text("utf-8")
