"""The link of a section stands on the page without being text of it."""

from __future__ import annotations

from markdown import Markdown

from yansuan.theme.sections import SectionLinks


def test_the_sign_of_a_section_is_no_text_and_the_contents_stay() -> None:
    md = Markdown(extensions=["toc", SectionLinks()], extension_configs={"toc": {"permalink": "§"}})
    assert md.convert('## A\n\n<a class="headerlink" href="#a">mine</a>') == (
        '<h2 id="a">A<a aria-hidden="true" class="headerlink" data-sign="§" href="#a" tabindex="-1" '
        'title="Permanent link"></a></h2>\n<p><a class="headerlink" href="#a">mine</a></p>'
    )
    assert [one["name"] for one in md.toc_tokens] == ["A"]  # type: ignore[attr-defined]
