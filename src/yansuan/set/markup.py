"""A formula as HTML: first its name and its words, and when the page is written what it draws.

Until then a formula is an element whose text is what it says and which names what it will be (`by_name`).  So whoever
reads the page in between, for cards, search, the feed, its title, finds words, and little of them:

    <span class="formula" data-tex="…" data-set="NAME">x₁ < α</span>
    <div class="formula-display" id="eq-…" data-tex="…" data-set="NAME">a/b<a class="formula-number" …>(1)</a></div>

`drawn` puts a drawing before the words, which the theme's CSS then hides from eyes, and nothing else can miss:

    <span class="formula" data-tex="…" data-mathml><svg …/><span class="formula-text">…</span></span>
    <div class="formula-display" id="eq-…" data-tex="…" data-mathml>
      <div class="formula-scroll"><svg …/></div><p class="formula-text">…</p>
      <a class="formula-number" href="#eq-…">(1)</a></div>

So a page as it is served says each formula once, in its place in the sentence, to whatever takes the words out of it: a
reader's view, a text browser, a search in the page, a selection, a sheet of paper.

Each ends in a slot for whoever has something to say of it, which is a comment until somebody fills it: see `slot`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from html import escape, unescape
from itertools import pairwise

from yansuan.set import drawings
from yansuan.set.terms import TERM, with_terms
from yansuan.set.typesetter import Glyphs, TeXError, Typeset, Typesetter, glyph_definitions
from yansuan.words import HOME, Words, said
from yansuan.words import later as said_later

# MathJax's font has an x-height of 0.442 em; the page's faces have about half an em.  With this scale they agree.
SCALE = 0.5 / 0.442
PHONE = 18  # em of text that the narrowest phone shows beside a formula's number
LINE = 11  # em of text that are left of a line there, within a list in a list

# A line of text has room for so much above and below its baseline (in thousandths of an em of the mathematics font),
# and most formulas in it need no more: their drawings are all of one height, said once for all of them.
ABOVE, BELOW = 750, 250
_HEIGHT, _DOWN = f"{SCALE * (ABOVE + BELOW) / 1000:.4f}em", f"{-SCALE * BELOW / 1000:.4f}em"
_IN_LINE = ":is(.formula,.formula-parts)>svg:not([style]):not([style])"
_LINE = f"<style>{_IN_LINE}{{height:{_HEIGHT};vertical-align:{_DOWN}}}</style>"

# A drawing's height says how large it is drawn, and its width is said once: as if it were narrow, from the left.
_START = '<svg aria-hidden="true" preserveAspectRatio="xMinYMin"'

BARE = " bare"
"""After the name of a formula: outside of its note, where no symbol means anything and nothing need be reached."""

# Somebody may have taken the quotes away.
_NAMED = re.compile(rf'(<(span|div)\b[^<>]*?) data-set=("?)([0-9a-f]{{64}})({BARE})?\3([^<>]*>)[^<]*')
_LATER = re.compile(r"<!--later-->(.*?)<!--/later-->", re.DOTALL)
_SEEN = re.compile(
    r"<mspace\b[^<>]*(?:/>|></mspace>)"
    r'|(?<=[" \w]) (?:(?:stretchy|fence|separator|symmetric|largeop|movablelimits|form|displaystyle|scriptlevel)'
    r'|(?:min|max)size|[lr]space|(?:column|row)(?:align|spacing))="[^"]*"'
)
_ROW_OF_ONE = re.compile(r"<mrow>(<(m[ino])\b[^<>]*>[^<>]*</\2>)</mrow>")
_ONE_SIGN = re.compile(r"<math[^<>]*><(m[in])>[^<>]*</\1></math>")
_END = "</main>"
_TEX = re.compile(r"""(?<= data-tex=)(?:"[^"]*"|[^\s">]+)""")
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE = re.compile(r".*?(?:。|\.(?=\s|$)|$)", re.DOTALL)
_USE = re.compile(r'xlink:href="#(g-[^"]+)"')
_NEEDED = re.compile(rf'(?: data-set="(?=[0-9a-f]{{64}})|xlink:href="#(?=g-))([^" ]+)(?:{BARE})?"')


def by_name(tex: str, formula: Typeset) -> str:
    """An inline formula before the page is written."""
    plain = escape(formula.plain, quote=False)
    return f'<span class="formula" data-tex="{escape(tex)}" data-set="{formula.name}">{plain}</span>'


def inline(tex: str, typesetter: Typesetter) -> str:
    """The same of TeX that is not the text's own, as of a reason; what cannot be set stands as it is, in code."""
    try:
        return by_name(tex, typesetter.typeset(tex, display=False))
    except TeXError:
        return f"<code>{escape(tex)}</code>"


def drawn(html: str, named: Callable[[str], Typeset | None], words: Words = HOME, *, waits: bool = False) -> str:
    """HTML with its formulas as readers get them, and with what was left to be said of them.

    Args:
        html: with formulas by name.
        named: finds a formula; one that is not found stays words.
        words: of the page.
        waits: whether the page has the theme, by which words are hidden, and MathML comes where the reader is.

    Two elements of three in a formula are its MathML, which nobody sees.  Parsing it and laying it out took a phone as
    long as all the rest.  So where it waits, that of a page is one attribute, a line each, which costs little, until
    the theme's `partials/javascripts/later.html` makes elements of it, near the screen.  Elsewhere, and without script,
    a formula is told by its words, as a letter always is, of which MathML says no more.  One that recurs has the MathML
    of the first like it.  What is `later` waits in the same way, in an attribute of its own, and has no MathML.  (None
    in scripts: the theme runs those of a page that it fetches, whatever their type.)
    """

    heard = dict[str, str]()

    def draw(match: re.Match[str], *, is_later: bool = False) -> str:
        start, tag, quote, name, bare, end = match.groups()
        formula = named(name)
        if formula is None:
            return match[0].replace(f" data-set={quote}{name}{bare or ''}{quote}", "")
        mathml = _heard(formula.mathml)
        if not waits:
            told = f'<span class="formula-mathml">{mathml}</span>'
        else:
            told = _words(formula, "p" if tag == "div" else "span")
            kind = tag + next(iter(_TEX.findall(start + end)), name)  # by which later.html finds the first like it
            if kind not in heard and not is_later and not _ONE_SIGN.fullmatch(mathml):
                before, tex, after = start.partition(" data-tex=")  # always in one order, which compresses
                start = f"{before} data-mathml{tex}{after}"
                heard[kind] = mathml
        if tag == "div":
            drawing = _scrolling(formula, words, bare=bool(bare))
        elif formula.width * SCALE > LINE:
            drawing = _in_parts(formula, bare=bool(bare))
            if not drawing:
                start += _across(formula, words, bare=bool(bare))
                drawing = _svg(formula, drawings.formula(formula.body, bare=bool(bare)))
        else:
            drawing = _on_line(formula, bare=bool(bare))
        return f"{start}{end}{drawing}{told}"

    def put_off(part: re.Match[str]) -> str:
        return _put_off(part[1], _NAMED.sub(partial(draw, is_later=True), part[1]))

    made = said(_NAMED.sub(draw, _LATER.sub(put_off if waits else r"\1", html)), words)
    return _with_mathml(made, heard.values()) if heard else made


def later(html: str) -> str:
    """HTML that nobody sees before something is opened: see `drawn`."""
    return f"<!--later-->{html}<!--/later-->"


def _with_mathml(page: str, all_mathml: Iterable[str]) -> str:
    """A page with the MathML of its formulas, where neither selectors of the text nor readers meet it."""
    told = _quoted("\n".join(all_mathml))
    end = page.rfind(_END) if _END in page else len(page)
    return f"""{page[:end]}<div class="formulas-heard" hidden data-all='{told}'></div>{page[end:]}"""


def _words(formula: Typeset, tag: str) -> str:
    """What a formula says, as text; a displayed one is a paragraph, because trafilatura looks at nothing else."""
    return f'<{tag} class="formula-text">{escape(formula.plain, quote=False)}</{tag}>'


def _put_off(by_name: str, made: str) -> str:
    """What is `later`: to script as HTML, to eyes without script as its first sentence, by the theme's CSS; no text.

    Args:
        by_name: HTML with formulas by name.
        made: the same with its formulas drawn.
    """
    first = _SENTENCE.match(unescape(_TAG.sub("", by_name)))
    words = first[0].strip() if first else ""
    return f"""<div class="later" data-told="{escape(words)}" data-html='{_quoted(made)}'></div>"""


def _quoted(html: str) -> str:
    """HTML as the value of an attribute between single quotes."""
    return html.replace("&", "&amp;").replace("'", "&#39;")


@lru_cache(maxsize=20_000)
def _heard(mathml: str) -> str:
    """MathML without what only eyes would miss: spaces, sizes, and a row of one."""
    return _ROW_OF_ONE.sub(r"\1", _ROW_OF_ONE.sub(r"\1", _SEEN.sub("", mathml)))


def _on_line(formula: Typeset, *, bare: bool) -> str:
    """The picture of an inline formula; what is read aloud stands beside it, once."""
    top, width, total = _box(formula)
    body = drawings.formula(formula.body, bare=bare)
    if width and -top <= ABOVE and top + total <= BELOW:
        return f'{_START} viewBox="0 {-ABOVE} 1 {ABOVE + BELOW}" width="{SCALE * width / 1000:.3f}em">{body}</svg>'
    return _svg(formula, body, f";vertical-align:{_em(-formula.depth)}")


def _in_parts(formula: Typeset, *, bare: bool) -> str:
    """A long inline formula in parts between which a line may end; "" where there are none, or one is too long.

    They are drawn side by side, each a window on the whole: on one line nothing differs.
    """
    starts = [0.0, *(end for _, end in formula.parts)]
    widths = [end - start for start, end in pairwise(starts)]
    if not widths or SCALE * max(widths) > 1000 * LINE:
        return ""
    top, _, total = _box(formula)
    size = f' style="height:{_em(formula.height + formula.depth)};vertical-align:{_em(-formula.depth)}"'
    if -top <= ABOVE and top + total <= BELOW:
        top, total, size = -ABOVE, ABOVE + BELOW, ""
    *made, last = (
        f'{_START} viewBox="{start:.0f} {top:.0f} 1 {total:.0f}" width="{SCALE * width / 1000:.3f}em"{size}>'
        f"{drawings.formula(body, bare=bare)}</svg>"
        for start, width, (body, _) in zip(starts, widths, formula.parts, strict=False)
    )
    # After the last no line may end: punctuation follows, or a verdict.
    return f'<span class="formula-parts" aria-hidden="true">{"".join(made)}</span>{last}'


def _across(formula: Typeset, words: Words, *, bare: bool) -> str:
    """What is said of an inline formula that a phone's line may be too short for: there it scrolls within itself.

    What scrolls stands on its lower edge, so how far that is below the line is said here, and not of the picture.
    """
    reach = "" if bare else f' tabindex="0" role="group" aria-label="{words("formula.wide")}"'
    return f' style="vertical-align:{_em(-formula.depth)}"{reach}'


def _scrolling(formula: Typeset, words: Words, *, bare: bool) -> str:
    """The picture of a display formula, which scrolls within itself where the screen is narrower.

    The words stand beside the scroller, which is a group by itself to those who hear it.
    """
    # A wide one scrolls on a phone, and what scrolls must be reachable by keyboard; the others need no stop on the way.
    is_wide = formula.width * SCALE > PHONE and not bare
    wide = f' tabindex="0" role="group" aria-label="{words("formula.wide")}"' if is_wide else ""
    picture = _svg(formula, drawings.formula(formula.body, bare=bare))
    return f'<div class="formula-scroll"{wide}>{picture}</div>'


def _svg(formula: Typeset, body: str, on_line: str = "") -> str:
    top, _, total = _box(formula)
    size = f'width="{_em(formula.width)}" style="height:{_em(formula.height + formula.depth)}{on_line}"'
    return f'{_START} viewBox="0 {top:.0f} 1 {total:.0f}" {size}>{body}</svg>'


def _box(formula: Typeset) -> tuple[float, float, float]:
    """Top, width and height in thousandths of an em."""
    return tuple(round(1000 * n, 1) for n in (-formula.height, formula.width, formula.height + formula.depth))  # type: ignore[return-value]


def number(shown: str, text: str, anchor: str | None, words: Words = HOME, *, waits: bool = False) -> str:
    """A display formula's number; where it has an anchor, a link to the formula itself.

    Args:
        shown: HTML.
        text: the same as plain text.
        anchor: the formula's id.
        words: of the page.
        waits: whether the link waits until the theme's script makes it.

    A link with text stands in the way of who takes the page's words: decisions/mathml-waits.md.
    """
    if anchor is None:
        return f'<span class="formula-number">{shown}</span>'
    label = words("formula.link", number=escape(text.removeprefix("(").removesuffix(")")))
    if waits:
        return f'<span class="formula-number" data-href="#{anchor}" data-label="{label}">{shown}</span>'
    return f'<a class="formula-number" href="#{anchor}" aria-label="{label}">{shown}</a>'


def slot(start: int, *, is_set: bool) -> str:
    """The last thing in a formula's element: where others put what they have to say of it (yansuan.check does).

    It names the formula by where it starts in the text that Markdown was given, and one that could not be set is
    `unset`: it has been reported already.
    """
    return f"<!--formula {start}{'' if is_set else ' unset'}-->"


def error(message: str, source: str, *, display: bool, strange: bool = False) -> str:
    """What stands on the page in place of a formula that could not be set: what is wrong, and the source.

    Args:
        message: what is wrong.
        source: as its author wrote it.
        display: whether it is a block of its own.
        strange: whether it is something else than a formula.
    """
    tag = "div" if display else "span"
    told = said_later("fault.program" if strange else "fault.formula", escape(message))
    return f'<{tag} class="author-error">{told} <code>{escape(source.strip())}</code></{tag}>'


def written(html: str, typesetter: Typesetter, words: Words = HOME, *, waits: bool = False) -> str:
    """A page as it is written: its figures lean, its formulas drawn (see `drawn`), and the glyphs of both once."""
    made = drawn(drawings.lean(html), typesetter.named, words, waits=waits)
    return with_glyphs(made, typesetter.glyphs)


def names_in(html: str) -> frozenset[str]:
    """The names of all formulas and glyphs that a piece of HTML needs, before or after it is written."""
    return frozenset(_NEEDED.findall(html))


def with_glyphs(page: str, glyphs: Glyphs) -> str:
    """A page's HTML with one set of the glyphs its formulas use, and the height that most of these have in common.

    What its formulas draw again and again stands there, too: see yansuan.set.terms.

    It stands where the theme says `<!-- glyphs -->` – inside what instant navigation exchanges – else before `</body>`.
    """
    page, terms = with_terms(page, glyphs.get)
    names = [name for name in _USE.findall(page) if not name.startswith(TERM)]
    if not (names or terms):
        return page.replace("<!-- glyphs -->", "", 1)
    definitions = _LINE + drawings.coarse(glyph_definitions(glyphs, names)).replace("</defs>", f"{terms}</defs>")
    if "<!-- glyphs -->" in page:
        return page.replace("<!-- glyphs -->", definitions, 1)
    return page.replace("</body>", f"{definitions}</body>", 1)


def _em(length: float) -> str:
    return f"{round(length * SCALE, 3):g}em"
