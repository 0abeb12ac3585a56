"""What an author gets wrong outside of a note's text: told once, in its place and on the page; the rest stands."""

from __future__ import annotations

import re
from xml.etree import ElementTree

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

LEADS = note(
    "去处",
    slug="leads",
    snippet=None,
    date="2021-05-28",
    description="no.png 在下面",  # which is not where it is asked for
    body="""\
<a href="healthy.md">一</a> <a href='healthy.md#healthy'>二</a> <a id="here"></a> [三](#here) [四](healthy.md#here)

<img src="../assets/u.svg" srcset="../assets/u.svg 2x"> `<img src="no.png">` ![](no.png) <a href="../no.md">五</a>

<video poster="../assets/u.svg" controls><source src="../assets/v.mp4"></video>

<object data="../assets/u.svg"></object> [六](/no/) [七](/notes/2021/05/healthy/) [八](u.svg) [九][九]
[十一]({{ site.url }}/x)

<iframe src="https://frames.example.net/x"></iframe> ![](https://pictures.example.net/a.png)

<style>p { background: url("//styles.example.net/b.png") }</style>

<!-- A model for later:
<img src="later.png">
-->

<img src="https://example.org/own.png"> <a href="https://elsewhere.example.net/">十</a>

[九]: gone.md
""",
)
WRONG = {  # what is wrong is said of it, and where it stands, for each in the order of the list
    "healthy.md#here": "there is no #here on that page",
    "no.png)": "leads nowhere: there is no such file in docs/. Mend it",
    "../no.md": "leads nowhere",
    "../assets/v.mp4": "leads nowhere",
    "/no/": "leads nowhere",
    "u.svg) ": "leads nowhere: there is no such file in docs/. Did you mean ../assets/u.svg?",
    "https://frames.example.net/x": "by 'hosts: [frames.example.net]' under the plugin yansuan",
    "https://pictures.example.net/a.png": "would be fetched from another host",
    "//styles.example.net/b.png": "would be fetched from another host",
    "gone.md": "leads nowhere",
    "{{ site.url }}": "{{ site.url }} is of a template, and nothing is put in its place here. Write the address",
}


def _place(text: str, part: str) -> str:
    before = text[: text.index(part)]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A note for each way in which a snippet can be of no use, and one whose snippet is sound."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "snippets").mkdir()
    for name, text in BROKEN.items():
        named = text.replace('"picture"', f'"of-{name}"')
        (folder / "snippets" / f"{name}.py").write_bytes(named.encode(ENCODINGS.get(name, "utf-8")))
    for name in ("snippets/folder.py", "docs/posts/folder.md"):
        (folder / name).mkdir(parents=True)
    (folder / "docs/posts/link.md").symlink_to("nowhere.md")
    sources = {f"posts/{name}.md": _note(name, day) for day, name in enumerate([*BROKEN, "deleted", "healthy"], 1)}
    sources |= {
        "../snippets/healthy.py": SNIPPET.replace('"picture"', '"of-healthy"'),
        "../snippets/healthy_figures/picture.py": PICTURE,
        "posts/bare.markdown": "正文。\n\n$$\nx + x = 2x\n$$\n",
        "posts/leads.md": LEADS,
        "posts/loud.MD": "# 响\n",
        "assets/u.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "posts/undated.mkd": note("无日", slug="undated", snippet=None, date="2021-13-01"),
    }
    return build_site(folder, sources, parts=PARTS)


def _note(name: str, day: int) -> str:
    body = BODY.replace("{name}", name)
    return note(name, body, slug=name, snippet=name, date=f"2021-05-{day:02}")


def _told(built: Built) -> list[str]:
    return [message.partition(": ")[2].replace(f"{built.folder.parent}/", "") for message in built.warnings]


def test_what_is_wrong_with_a_snippet_is_told_once(broken: Built) -> None:
    assert not broken.failed
    assert [message for message in sorted(_told(broken)) if "leads.md" not in message] == [
        "docs/posts/bare.markdown:1:1: the front matter is missing. A note begins with three lines: ---, "
        "`date: 2021-05-27`, ---.",
        "docs/posts/deleted.md:6:10: there is no snippets/deleted.py. "
        "There are: gbk, healthy, imports, snippet, syntax, utf16.",
        "docs/posts/link.md:1:1: the file cannot be read: No such file or directory. Mend it, or take it out.",
        "docs/posts/loud.MD:1:1: no page is made of a file of this name: readers get it as it stands. Call it loud.md.",
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


def test_an_address_that_leads_nowhere_or_to_another_host_is_told_in_its_place(broken: Built) -> None:
    messages = [message for message in _told(broken) if "leads.md" in message]
    told = dict(message.removeprefix("docs/posts/leads.md:").split(": ", 1) for message in messages)
    assert told.keys() == {_place(LEADS, part) for part in WRONG}
    assert all(said in told[_place(LEADS, part)] for part, said in WRONG.items())
    page = BeautifulSoup(broken.read("2021/05/leads"), "html5lib")
    boxes = [box.get_text() for box in page.select("main .author-error")]
    assert len(boxes) == len(WRONG)
    assert all(any(said in box for box in boxes) for said in WRONG.values())
    (anchor,) = [link for link in page.select("main a") if link.get_text() == "四"]
    assert "there is no #here" in anchor.find_next_sibling().get_text()  # type: ignore[union-attr]
    assert not [address for name in ("src", "srcset", "data") for tag in page.select(f"main [{name}]")
                if "example.net" in (address := str(tag[name]))]  # fmt: skip


def test_addresses_in_html_lead_from_the_file_on_the_page_and_in_the_feed(broken: Built) -> None:
    page = BeautifulSoup(broken.read("2021/05/leads"), "html5lib")
    names = ("src", "srcset", "poster", "data", "href")
    found = {str(tag.get(name)) for name in names for tag in page.select(f"main [{name}]")}
    assert {"../../../assets/u.svg", "../../../assets/u.svg 2x", "../healthy/", "../healthy/#healthy", "#here"} <= found
    items = ElementTree.fromstring(broken.read("feed.xml")).iter("item")
    (entry,) = [item for item in items if item.findtext("title") == "去处"]
    feed = entry.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    picture = "https://example.org/notes/assets/u.svg"
    attributes = set(re.findall(r'\w+="[^"]*"', feed))
    assert {f'src="{picture}"', f'srcset="{picture} 2x"', f'poster="{picture}"'} <= attributes
    assert 'href="https://example.org/notes/2021/05/healthy/"' in feed
