"""The pages that stand beside a page: those of its section, or all where the header has no room for them."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import get_navigation

from yansuan.theme.material import TEMPLATES
from yansuan.words import of


def beside(nav: list[Any], uri: str, *, hide: list[str] | None = None) -> list[str]:
    """The texts of the items that stand beside a page; the page's own in brackets."""
    config = MkDocsConfig()
    config.load_dict({"site_name": "x", "nav": nav, "docs_dir": "."})
    config.validate()
    names = {name for name in str(nav).replace("'", " ").split() if name.endswith(".md")}
    files = Files([File(name, ".", "site", use_directory_urls=True) for name in sorted(names)])
    navigation = get_navigation(files, config)
    page = next(page for page in navigation.pages if page.file.src_uri == uri)
    page.meta = {"hide": hide} if hide else {}
    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=False)
    env.filters["url"] = str
    html = env.get_template("partials/section.html").render(page=page, nav=navigation, words=of("en"))
    found = BeautifulSoup(html, "html5lib").select(".section-pages li")
    texts = [(str(one.find(string=True)).strip(), one.find("a", recursive=False)) for one in found]
    return [f"[{text}]" if link and link.get("aria-current") else text for text, link in texts]


def test_a_page_has_the_pages_of_its_section_beside_it() -> None:
    nav = [{"Home": "index.md"}, {"Part": [{"A": "a.md"}, {"More": [{"B": "b.md"}]}]}, {"Alone": [{"C": "c.md"}]}]
    assert beside(nav, "a.md") == ["[A]", "More", "B"]
    assert beside(nav, "b.md") == ["A", "More", "[B]"]
    assert beside(nav, "a.md", hide=["navigation"]) == []
    assert beside(nav, "c.md") == beside(nav, "index.md") == [], "the header leads there"


def test_more_pages_than_one_line_holds_stand_beside_each() -> None:
    pages: list[Any] = [{f"P{n}": f"{n}.md"} for n in range(9)]
    nav = [*pages, {"Part": [{"A": "a.md"}, {"B": "b.md"}]}]
    assert beside(nav, "1.md") == ["P0", "[P1]", *(f"P{n}" for n in range(2, 9))]
    assert beside(nav, "a.md") == ["[A]", "B"]
    assert beside(pages, "1.md") == []
