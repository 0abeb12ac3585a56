"""The page 待办: by file and line, with the way to each page; tests/site/test_posts.py has it in a site."""

from __future__ import annotations

from bs4 import BeautifulSoup

from yansuan.todo.listing import Where, read, shown
from yansuan.words import of

MESSAGES = [
    "equations: docs/posts/b.md:12:3: formula fails: 1 < 2 & so on",
    "reading: docs/posts/a.md:2:1: date is missing",
    "equations: docs/posts/b.md:2:1: formula fails",
    "equations: docs/posts/b.md:2:1: formula fails",
    "A plugin of somebody's is not well: no place",
    "program: snippets/s.py:3: SyntaxError",
]


def test_what_was_told_is_listed_by_file() -> None:
    faults = read(MESSAGES)
    assert [fault.place for fault in faults] == [
        "docs/posts/a.md:2:1",
        "docs/posts/b.md:2:1",
        "docs/posts/b.md:12:3",
        "snippets/s.py:3",
        "",
    ]
    html = shown(faults, {"docs/posts/b.md": Where("B & b", "../b/")}, of("zh"))
    page = BeautifulSoup(html, "html.parser")
    assert [heading.decode_contents() for heading in page.select("h2")] == [
        "<code>docs/posts/a.md</code>",
        '<a href="../b/" style="text-decoration: underline">B &amp; b</a>',
        "<code>snippets/s.py</code>",
        "别处",
    ]
    assert page.select("li")[2].text == "docs/posts/b.md:12:3formula fails: 1 < 2 & so on"
    assert page.select("li")[-1].text == "A plugin of somebody's is not well: no place"


def test_nothing_is_wrong() -> None:
    assert shown(read([]), {}, of("en")) == "<p>Nothing to mend.</p>"
