"""A site of posts in everybody's Markdown: what is on their pages, and what their author is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from tests.site.conftest import PARTS, Built, build_site, note

pytestmark = pytest.mark.site

ALL = """要买的：
- [x] 面包
  - 全麦

> [!TIP]
> 多试几次。

![](moon.png "月亮")

又一幅 ![](moon.png){ width=30 } 和 ![](moon.png)。

> 引文
>
> $$
> x
> $$
>
> 又一段

=== "甲"

    $x$ 与 :tea:

=== "乙"

    1) 一
"""
STRANGE = """{% highlight python %}
x = $1
{% endhighlight %}

甲[^没有]，乙 \\\\\\\\(w\\\\\\\\)。

```mermaid
graph
```
""".replace("\\\\\\\\", "\\\\")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("markdown")
    (folder / "docs/posts").mkdir(parents=True)
    Image.new("RGB", (60, 40)).save(folder / "docs/posts/moon.png")
    untitled = note(body="正文。\n\n又一段。", slug="untitled").replace("# 题\n", "")
    sources = {
        "posts/all.md": note("甲", ALL, slug="all"),
        "posts/strange.md": note("乙", STRANGE, slug="strange"),
        "posts/untitled.md": untitled,
    }
    return build_site(folder, sources, parts=("markdown", *PARTS))


def test_pictures_say_how_large_they_are(built: Built) -> None:
    page = BeautifulSoup(built.read("2021/05/all"), "html5lib")
    first, small, last = page.select("main img")
    assert (first["width"], first["height"]) == ("60", "40")
    assert (small["width"], small.get("height"), small["loading"]) == ("30", None, "lazy")
    assert (last["width"], last["loading"]) == ("60", "lazy")
    caption = page.select_one("figure.picture > figcaption")
    assert caption
    assert caption.get_text() == "月亮"
    assert all(Path(str(image["src"])).name == "moon.png" for image in (first, small, last))


def test_what_people_write_is_on_the_page(built: Built) -> None:
    page = BeautifulSoup(built.read("2021/05/all"), "html5lib")
    for selector in ("p + ul.task-list ul", ".admonition.tip", ".tabbed-content .formula", ".tabbed-block ol"):
        assert page.select(selector), selector
    assert [box["aria-label"] for box in page.select("li.task-list-item > input[checked]")] == ["完成"]
    (quotation,) = page.select("main blockquote")
    assert [part.name for part in quotation.find_all(recursive=False)] == ["p", "div", "p"]
    title = page.select_one(".admonition-title")
    assert title
    assert title.get_text() == "提示"
    assert "🍵" in page.get_text()


def test_what_is_strange_is_told_once_and_on_the_page(built: Built) -> None:
    told = [warning for warning in built.warnings if "strange.md" in warning]
    assert [warning.partition("strange.md:")[2].partition(": ")[0] for warning in told] == [
        "11:1",
        "15:2",
        "15:10",
        "17:1",
    ]
    page = BeautifulSoup(built.read("2021/05/strange"), "html5lib")
    shown = [error.get_text() for error in page.select("main .author-error")]
    assert len(shown) == 3
    assert all(text.startswith("此处有误") for text in shown)
    assert "endhighlight" in shown[0]


def test_a_note_without_a_title_is_told(built: Built) -> None:
    (told,) = [warning for warning in built.warnings if "untitled.md" in warning]
    assert "untitled.md:10:1: the note has no title" in told
    page = BeautifulSoup(built.read("2021/05/untitled"), "html5lib")
    assert page.select_one("main > .author-error")
