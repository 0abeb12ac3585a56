"""A formula as HTML, and HTML with its formulas as plain text.

The HTML that the theme's CSS and the other capabilities know:

    <span class="formula" data-tex="…"><svg …/><span class="formula-mathml"><math>…</math></span></span>
    <div class="formula-display" id="eq-…" data-tex="…">
      <div class="formula-scroll" style="--height:…em"><svg …/></div><span class="formula-mathml">…</span>
      <a class="formula-number" href="#eq-…">(1)</a></div>

Each ends in a slot for whoever has something to say of it, which is a comment until somebody fills it: see `slot`.
"""

from __future__ import annotations

import re
from html import escape

from yansuan.set.plain import plain_text
from yansuan.set.typesetter import Glyphs, Typeset, glyph_definitions

# MathJax's font has an x-height of 0.442 em; the page's faces have about half an em.  With this scale they agree.
SCALE = 0.5 / 0.442
PHONE = 18  # em of text that the narrowest phone shows beside a formula's number

_DRAWING = re.compile(r"<svg\b(?:(?!</svg>).)*</svg>(?=(?:</div>)?<span class=\"formula-mathml\">)", re.DOTALL)
_MATHML_SPAN = re.compile(r'<span class="formula-mathml">(<math\b.*?</math>)</span>', re.DOTALL)
_TEX = re.compile(r'(<(?:span|div) class="formula(?:-display)?[^>]*?) data-tex="[^"]*"')
_USE = re.compile(r'xlink:href="#(g-[^"]+)"')


def drawing(formula: Typeset) -> str:
    """The picture and the MathML of a formula; what is read aloud is the MathML, once."""
    return _svg(formula, f";vertical-align:{_em(-formula.depth)}") + _mathml(formula)


def scrolling(formula: Typeset) -> str:
    """The same of a display formula, whose picture scrolls within itself where the screen is narrower.

    The scroller says how high the picture is, so that a browser need not draw it while it is out of sight; the MathML
    stands beside it, because what is not drawn is not read out.
    """
    # A wide one scrolls on a phone, and what scrolls must be reachable by keyboard; the others need no stop on the way.
    wide = ' tabindex="0" role="group" aria-label="长公式，可左右滚动"' if formula.width * SCALE > PHONE else ""
    height = f"--height:{_em(formula.height + formula.depth)}"
    return f'<div class="formula-scroll"{wide} style="{height}">{_svg(formula)}</div>{_mathml(formula)}'


def _mathml(formula: Typeset) -> str:
    return f'<span class="formula-mathml">{formula.mathml}</span>'


def _svg(formula: Typeset, on_line: str = "") -> str:
    width, total = formula.width, formula.height + formula.depth
    box = f"0 {_thousandths(-formula.height)} {_thousandths(width)} {_thousandths(total)}"
    style = f"width:{_em(width)};height:{_em(total)}{on_line}"  # before it is drawn
    return f'<svg aria-hidden="true" focusable="false" viewBox="{box}" style="{style}">{formula.body}</svg>'


def number(label: str | None, anchor: str | None) -> str:
    """A display formula's number, if it has one; where it has an anchor, a link to the formula itself."""
    if label is None:
        return ""
    text = f"({escape(label)})"
    if anchor is None:
        return f'<span class="formula-number">{text}</span>'
    return f'<a class="formula-number" href="#{anchor}" aria-label="公式 {escape(label)} 的固定链接">{text}</a>'


def slot(start: int, *, is_set: bool) -> str:
    """The last thing in a formula's element: where others put what they have to say of it (yansuan.check does).

    It names the formula by where it starts in the text that Markdown was given, and one that could not be set is
    `unset`: it has been reported already.
    """
    return f"<!--formula {start}{'' if is_set else ' unset'}-->"


def error(message: str, source: str, *, display: bool) -> str:
    """What stands on the page in place of a formula that could not be set: what is wrong, and the source."""
    tag = "div" if display else "span"
    return f'<{tag} class="author-error">公式有误：{escape(message)} <code>{escape(source.strip())}</code></{tag}>'


def mathml_later(html: str) -> str:
    """A page whose formulas' MathML waits: without script it is there at once, and otherwise after the page stands.

    Two elements of three in a formula are its MathML, which nobody sees.  Parsing it and laying it out took a phone as
    long as all the rest.  Where there is script, what stands in `<noscript>` is mere text, which costs nothing, until
    the theme's `partials/javascripts/mathml.html` puts elements in its place, a few at a time when the browser is idle.
    """
    return _MATHML_SPAN.sub(r'<noscript class="formula-mathml">\1</noscript>', html)


def to_plain(html: str) -> str:
    """HTML with every formula replaced by its plain text: for search, the feed and descriptions."""
    words = _MATHML_SPAN.sub(lambda match: escape(plain_text(match[1]), quote=False), _DRAWING.sub("", html))
    return _TEX.sub(r"\1", words)


def glyphs_of(html: str) -> frozenset[str]:
    """The names of the glyphs that a piece of HTML uses."""
    return frozenset(_USE.findall(html))


def has_glyphs(html: str, glyphs: Glyphs) -> bool:
    """Whether every glyph that a piece of HTML uses is known."""
    return all(glyphs.get(name) is not None for name in glyphs_of(html))


def with_glyphs(page: str, glyphs: Glyphs) -> str:
    """A page's HTML with one set of the glyphs its formulas use.

    It stands where the theme says `<!-- glyphs -->` – inside what instant navigation exchanges – else before `</body>`.
    """
    definitions = glyph_definitions(glyphs, _USE.findall(page))
    if "<!-- glyphs -->" in page:
        return page.replace("<!-- glyphs -->", definitions, 1)
    return page.replace("</body>", f"{definitions}</body>", 1)


def _em(length: float) -> str:
    return f"{round(length * SCALE, 3):g}em"


def _thousandths(length: float) -> str:
    return f"{round(length * 1000, 1):g}"
