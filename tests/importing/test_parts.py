"""What the parts of an import do, each by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yansuan.importing import front, keys, permalinks, tex
from yansuan.importing.edits import Edits
from yansuan.importing.moving import heading
from yansuan.importing.posts import _language_of
from yansuan.importing.systems import System


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("---\ntitle: A\n---\nBody\n", {"title": "A"}),
        ("---\r\ntitle: A: b\r\n---\r\nBody\r\n", {"title": "A: b"}),
        ("---\ntitle: [译] 一\n---\nBody\n", {"title": "[译] 一"}),
        ("---\ndate: 2019-13-45\n---\nBody\n", {"date": "2019-13-45"}),
        ("\ufefftitle: A\ntags:\n- x\n---\nBody\n", {"title": "A", "tags": ["x"]}),
        ('+++\ntitle = "A"\n[x]\ny = 1\n+++\nBody\n', {"title": "A", "x": {"y": 1}}),
        ('{\n"title": "A"\n}\nBody\n', {"title": "A"}),
        ('"title": "A",\n"x": 1\n;;;\nBody\n', {"title": "A", "x": 1}),
        ("Body\n", {}),
    ],
)
def test_front_matters_of_all_kinds(source: str, values: dict[str, Any]) -> None:
    read = front.read(source)
    assert read.values == values
    assert read.text[read.body :].strip() == "Body"
    assert all(key in read.text.split("\n")[read.lines[key] - 1] for key in values)


def test_a_front_matter_that_cannot_be_read_is_told() -> None:
    assert front.read("+++\ntitle = \n+++\nBody\n").fault


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"tags": "a b", "category": "c d"}, {"tags": ["a", "b"], "categories": ["c d"]}),
        ({"tags": "a, b", "categories": [["c", "d"], ["c"]]}, {"tags": ["a", "b"], "categories": ["c", "d"]}),
        ({"tags": [2019, "a", "a"], "draft": False}, {"tags": ["2019", "a"]}),
        ({"date": "2019-03-01", "lastmod": "2019-02-01"}, {"date": date(2019, 3, 1)}),
        ({"summary": "<b>One.</b>", "sticky": 2, "toc": False}, {"description": "One.", "pin": True, "hide": ["toc"]}),
        ({"published": False, "lang": "en-GB", "layout": "x"}, {"draft": True, "lang": "en-GB"}),
    ],
)
def test_keys_become_ours(given: dict[str, Any], wanted: dict[str, Any]) -> None:
    made = keys.of_post(given, "jekyll")
    assert (made.values, made.left) == (wanted, {})


def test_what_has_no_counterpart_is_told() -> None:
    made = keys.of_post({"mood": "well", "description": "of $x$", "series": ["a", "b"], "date": "March"}, "hugo")
    assert set(made.left) == {"mood", "description", "series", "date"}


@pytest.mark.parametrize(
    ("written", "escaped", "wanted"),
    [
        (r"a \\\\ b", False, r"a \\ b"),
        (r"a \\ b \\\\ c", False, r"a \\ b \\\\ c"),
        (r"x\_i \* y", True, "x_i * y"),
        (r"x\_i", False, r"x\_i"),
        (r"\text{a\_b}\_c", True, r"\text{a\_b}_c"),
        (r"\\{ x \\}", True, r"\{ x \}"),
        (r"\left\\{ x \right.", True, r"\left\{ x \right."),
        (r"\\alpha\\beta", True, r"\alpha\beta"),
        ("a &lt; b &amp;= c", False, "a < b &= c"),
        ("a\n\n+ b", False, "a\n+ b"),
        (r"\begin{align*}a &= b \nonumber \end{align*}", False, r"\begin{aligned}a &= b \end{aligned}"),
        (r"\begin{equation}\label{x} a\end{equation}", False, r"\label{x} a"),
        (r"\begin{align}a \tag{1}\end{align}", False, r"\begin{align}a \tag{1}\end{align}"),
    ],
)
def test_mathematics_as_its_author_means_it(written: str, escaped: bool, wanted: str) -> None:
    assert tex.mended(written, escaped=escaped, display=True) == wanted


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("x", True),
        ("ab", True),
        ("n = 3", True),
        (r"\alpha", True),
        ("5 or ", False),
        ("HOME/", False),
        ("(a, b)", True),
    ],
)
def test_what_can_be_mathematics(text: str, is_one: bool) -> None:
    assert tex.is_mathematics(text) == is_one


@pytest.mark.parametrize(
    ("system", "settings", "name", "values", "wanted"),
    [
        ("jekyll", {}, "2019-03-01-Hi.md", {}, "/notes/2019/03/01/Hi.html"),
        ("jekyll", {"permalink": "pretty"}, "2019-03-01-Hi.md", {}, "/notes/2019/03/01/Hi/"),
        ("jekyll", {"permalink": "/b/:short_year/:i_month/:slug"}, "2019-03-01-Hi.md", {}, "/b/19/3/hi"),
        ("jekyll", {}, "2019-03-01-Hi.md", {"permalink": "/here/"}, "/here/"),
        ("jekyll", {"permalink": "/:weird/"}, "2019-03-01-Hi.md", {}, None),
        ("hexo", {}, "sub/Hi.md", {}, "/2019/03/01/sub/Hi/"),
        ("hexo", {"permalink": "p/:abbrlink.html"}, "Hi.md", {"abbrlink": 7}, "/p/7.html"),
        ("hugo", {}, "posts/Hi There.md", {}, "/posts/hi-there/"),
        ("hugo", {"permalinks": {"page": {"posts": "/:year/:title/"}}}, "posts/a/index.md", {}, "/2019/a-title/"),
        ("hugo", {}, "posts/x.md", {"url": "/u.html"}, "/u.html"),
        ("mkdocs", {}, "sub/page.md", {}, "/sub/page/"),
        ("mkdocs", {"plugins": [{"blog": {"blog_dir": "."}}]}, "x.md", {}, "/2019/03/01/a-title/"),
    ],
)
def test_addresses_that_posts_had(
    system: str, settings: dict[str, Any], name: str, values: dict[str, Any], wanted: str | None
) -> None:
    site = System(system, Path("x"), (), (), settings)
    assert permalinks.of_post(site, name, values, date(2019, 3, 1), ["notes"], "A Title") == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [("C#", r"C\#"), ("a_b _c_", r"a_b \_c\_"), ("若 $a<b$", "若 $a<b$"), ("$5", r"\$5"), ("[译] *x*", r"[译] \*x\*")],
)
def test_a_title_says_just_what_it_says(title: str, wanted: str) -> None:
    assert heading(title) == wanted


def test_places_are_known_after_changes() -> None:
    edits = Edits("one\ntwo\nthree\n")
    edits.put(0, 3, "first\nline")
    edits.put(4, 4, "+")
    edits.indent(4, 8, "> ")
    text, moved = edits.result()
    assert text == "first\nline\n> +two\nthree\n"
    assert [text[moved(at) :].split("\n")[0] for at in (0, 4, 5, 8)] == ["first", "two", "wo", "three"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It is the sum of the two that we want, and it is in the list for this. " * 2, "en"),
        ("这一篇讲矩阵的秩。\n\n```\nthe of the and to is in that this with for the of\n```\n", "zh"),
        ("`code` $x$", None),
        ("Der Rang einer Matrix ist die Dimension des Bildes.", None),
    ],
)
def test_a_text_says_by_its_words_in_which_language_it_is(text: str, language: str | None) -> None:
    assert _language_of(text) == language
