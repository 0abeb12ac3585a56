"""The MathML of a page, for who is told it: at once without script, and otherwise after the page stands.

Two elements of three in a formula are its MathML, which nobody sees.  Parsing it and laying it out took a phone as long
as all the rest.  Where there is script, what stands in `<noscript>` is but a text, which costs nothing, until
`overrides/partials/javascripts/mathml.html` puts elements in its place, a few at a time when the browser is idle.
"""

from __future__ import annotations

import re

_MATHML = re.compile(r'<span class="formula-mathml">(<math\b.*?</math>)</span>', re.DOTALL)


def mathml_later(html: str) -> str:
    """A page whose formulas' MathML waits."""
    return _MATHML.sub(r'<noscript class="formula-mathml">\1</noscript>', html)
