"""The tree writes back what was read."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from yansuan.site.tree import Element, parse, render, rewrite, text

WORDS = st.text("反向 <&>\"'传播ab", max_size=8).map(lambda s: s.replace("&", "&amp;").replace("<", "&lt;"))
TAGS = st.sampled_from(["p", "div", "em", "ul", "li", "linearGradient", "sup"])
NAMES = st.sampled_from(["class", "id", "viewBox", "data-tex"])
ATTRIBUTES = st.dictionaries(NAMES, WORDS.map(lambda s: s.replace('"', "&quot;")), max_size=2)
LEAVES = st.one_of(WORDS, st.sampled_from(["<br>", "<br />", "<!-- more -->", '<img src="a"/>']))


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def element(tag: str, attributes: dict[str, str], children: list[str]) -> str:
        written = "".join(f' {key}="{value}"' for key, value in attributes.items())
        return f"<{tag}{written}>{''.join(children)}</{tag}>"

    return st.builds(element, TAGS, ATTRIBUTES, st.lists(inner, max_size=3))


HTML = st.lists(st.recursive(LEAVES, wrapped, max_leaves=12), max_size=4).map("".join)


@settings(deadline=None, max_examples=60)
@given(HTML)
def test_what_is_well_formed_comes_back_to_the_letter(html: str) -> None:
    assert render(parse(html)) == html


@settings(deadline=None, max_examples=60)
@given(st.text("<>/&;=\"' !-abp反#1", max_size=40))
def test_anything_is_read_and_comes_back_balanced(html: str) -> None:
    once = render(parse(html))
    assert render(parse(once)) == once


def test_drawings_keep_their_capitals() -> None:
    svg = '<p>a<svg viewBox="0 0 1 1"><linearGradient id="g"/><use href="#a"/></svg>b</p>'
    assert render(parse(svg)) == svg


def test_text_is_what_a_reader_reads() -> None:
    assert text(parse("<p>a &lt; b<!-- c --><svg><title>d</title></svg> &amp; R&D</p>")) == "a < b & R&D"


def test_an_attribute_is_written_safely() -> None:
    element = parse('<a href="x?a=1&amp;b=2" id="y">z</a>').children[0]
    assert isinstance(element, Element)
    assert render(element.without("id")) == '<a href="x?a=1&amp;b=2">z</a>'


def test_a_rule_replaces_from_the_outside_in() -> None:
    changed = rewrite(parse("<b>1<i>2</i></b><i>3</i>"), lambda e: ["!"] if e.tag == "i" else None)
    assert render(changed) == "<b>1!</b>!"
