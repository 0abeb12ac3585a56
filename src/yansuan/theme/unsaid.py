"""What stands on a page and is no part of what it says: made so that whoever takes the page's words leaves it out.

Readers' views, text browsers and extractors keep a paragraph or drop it by what they take for links, and put each
sign into the sentence.  So a sign is no text (`data-sign`, which the theme's CSS shows), the link of a section is none
to a screen reader, which would read it as part of the heading, and what only a pointer wants becomes a link by script
(`partials/javascripts/later.html`):

    <h2 id="a">对数<a class="headerlink" href="#a" title="…" data-sign="§" aria-hidden="true" tabindex="-1"></a></h2>
    <span class="formula-number" data-href="#eq-a" data-label="公式 1 的固定链接">(1)</span>
    <span class="verdict" id="check-8" aria-label="…" data-href="…" role="img"><svg/></span>

@mozilla/readability leaves out a short block in which a link has text, which a numbered formula is, and trafilatura a
block in which no link has any.
"""

from __future__ import annotations

import re

# Somebody may have taken the quotes away.
_VALUE = r'(?:"[^"]*"|[^\s">]+)'
_SECTION = re.compile(r'(<a class="?headerlink"?(?=[\s>])[^<>]*)>([^<>]*)</a>')
_NUMBER = re.compile(
    rf'<a class="?formula-number"? href=({_VALUE}) aria-label=({_VALUE})>((?:(?!</?a\b).)*)</a>', re.DOTALL
)
_SIGN = re.compile(
    rf'<a class="?verdict"? (id={_VALUE} aria-label={_VALUE}) href=({_VALUE})>((?:(?!</?a\b).)*)</a>', re.DOTALL
)


def unsaid(html: str) -> str:
    """A page as it is written, with its links of sections and formulas as no text of it."""
    html = _SECTION.sub(r'\1 data-sign="\2" aria-hidden="true" tabindex="-1"></a>', html)
    html = _NUMBER.sub(r'<span class="formula-number" data-href=\1 data-label=\2>\3</span>', html)
    return _SIGN.sub(r'<span class="verdict" \1 data-href=\2 role="img">\3</span>', html)
