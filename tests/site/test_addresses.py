"""Addresses under `serve`, where drafts are there; the rest in tests/site/test_faults.py, in a whole build."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from markdown import Markdown

from yansuan.read.hosts import Hosts
from yansuan.site.addresses import Checks
from yansuan.site.extension import ReadingExtension

LINKS = SimpleNamespace(not_found=30, absolute_links=20, unrecognized_links=20)


class _Files(dict[str, Any]):
    """As MkDocs has them."""

    get_file_from_path = dict.get


def converted(uri: str, text: str, told: list[str], language: str = "zh") -> str:
    """A text of a note of a site in which two of three are drafts."""
    drafts = {f"posts/{name}.md": f"docs/posts/{name}.md, which is a draft" for name in ("a", "b")}
    files = _Files({name: SimpleNamespace(src_uri=name) for name in (*drafts, "posts/c.md")})
    checks = Checks(drafts=drafts.get, hosts=Hosts(), report=told.append)
    md = Markdown(extensions=[ReadingExtension(language=language, checks=checks)])
    config = SimpleNamespace(validation=SimpleNamespace(links=LINKS), site_url=None, docs_dir="/site/pages")
    relpath: Any = SimpleNamespace(
        file=SimpleNamespace(src_uri=uri, abs_src_path=None, url=""), files=files, config=config, run=lambda root: None
    )
    md.treeprocessors.register(relpath, "relpath", 0)
    return md.convert(text)


def test_a_link_to_a_draft_leads_there_and_is_told_unless_it_stands_in_one() -> None:
    told = list[str]()
    assert 'href="a.md"' in converted("posts/c.md", "[稿](a.md) [文](c.md)", told)
    (message,) = told
    assert "the link leads to docs/posts/a.md, which is a draft, there for you only." in message
    converted("posts/b.md", "[稿](a.md)", told)
    assert len(told) == 1


def test_what_is_wrong_is_told_in_the_language_of_the_site() -> None:
    told = list[str]()
    page = converted("posts/c.md", "![a](https://a.net/a.png)", told, "en")
    assert len(told) == 1
    assert "Put the file into pages/ and" in told[0]
    assert f"Mistake here: {told[0]}" in page
