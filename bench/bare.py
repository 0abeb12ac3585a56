"""The prose and formulas of a built note, and nothing else: what is left of its time when all that could go has gone.

No theme, style sheet, script, code, output, figure, verdict, link or MathML; the formulas as they are drawn, or only
their letters in a row.  What a note takes beyond that can be spared.
"""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup

_HEAD = '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
_LEFT_OUT = "details, figure, pre, script, button, .headerlink, .cell"
_UNWRAPPED = "a, article, header, section, code, time, .formula-keep"


def bare(page: str, *, drawn: bool) -> str:
    """A page of the prose and formulas of a note.

    Args:
        page: the note's, as it was built.
        drawn: whether its formulas are drawn, or their letters stand in a row.
    """
    soup = BeautifulSoup(page, "html.parser")
    glyphs, article = _one(soup, ".formula-glyphs"), _one(soup, "article")
    for found in article.select(_LEFT_OUT):
        found.decompose()
    for formula in article.select("noscript"):
        if drawn:
            formula.decompose()
        else:
            formula.replace_with(formula.get_text())
    if not drawn:
        for drawing in article.select("svg"):
            drawing.decompose()
    for found in article.select(_UNWRAPPED):
        found.unwrap()
    sizes = glyphs.find_previous_sibling("style")
    return f"{_HEAD}{sizes}{glyphs if drawn else ''}{article.decode_contents()}"


def _one(soup: BeautifulSoup, selector: str) -> Any:
    found = soup.select_one(selector)
    if found is None:
        raise ValueError(f"the page has no {selector}")
    return found
