"""Python-Markdown extension: the link of a section to itself, whose sign § is no text of the page.

    <h2 id="a">对数<a class="headerlink" href="#a" title="…" data-sign="§" aria-hidden="true" tabindex="-1"></a></h2>

The theme's CSS shows the sign.  Readers' views and text browsers would put it into the heading, and a screen reader
would read the link as part of it: decisions/mathml-waits.md.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from yansuan.pipeline import register


class SectionLinks(Extension):
    """Registers it."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """After the table of contents, which makes the links."""
        register(md, "treeprocessors", "section-signs", _Signs(md))


class _Signs(Treeprocessor):
    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            if link.get("class") == "headerlink" and not len(link):
                link.set("data-sign", link.text or "")
                link.set("aria-hidden", "true")
                link.set("tabindex", "-1")
                link.text = None
