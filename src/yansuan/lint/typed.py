"""Slips of typing: what TeX prints is not what was meant, whatever the letters are.

The reader refuses a formula at the first thing that it cannot read.  Mostly nobody is to blame for that; of a few
things it is plain that they are slips.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from yansuan.lint.judged import Change, Finding
from yansuan.tex.tokens import Unreadable

_BIG = re.compile(r"\\(?:sum|prod|int|bigcup|bigcap)\s*(?:\\limits\s*)?_\s*\{[^{}]*=[^{}]*\}\s*$")
_QUOTES = re.compile(r"\^\s*(?:\{\s*[‘’`′]\s*\}|[‘’`′])|[‘’`′]")

Slip = tuple[int, int, str]  # the stretch, and what may be meant


def findings(tex: str, refused: Unreadable) -> tuple[Finding, ...]:
    """What is told of a formula that is refused; nothing where that is no slip of typing."""
    for says, slip in SLIPS.items():
        if says not in str(refused):
            continue
        if found := slip(tex, refused.at):
            start, end, meant = found
            changes = (Change("typing", start, end, meant),) if meant else ()
            return (Finding("suspicious", "typed", start, end, str(refused), {}, "", "", changes),)
    return ()


def _quotation_mark(tex: str, at: int) -> Slip | None:
    """ε^` for ε'."""
    found = (one for one in _QUOTES.finditer(tex, max(at - 2, 0)) if one.start() <= at < one.end())
    return next(((one.start(), one.end(), "'") for one in found), None)


def _braces(tex: str, at: int) -> Slip | None:
    r"""`\sum_{i=0}{n-1}` for `\sum_{i=0}^{n-1}`."""
    return (at, at + 1, "^{") if _BIG.search(tex, 0, at) else None


def _half_a_derivative(tex: str, at: int) -> Slip | None:
    r"""`\frac{\partial f}{x}` for `\frac{\partial f}{\partial x}`."""
    return at, len(tex), ""


def _open_bracket(tex: str, at: int) -> Slip | None:
    """Round brackets that do not close, where no others stand: in [0, 1) they need not."""
    alone = not re.search(r"[\[\]]", tex) and tex.count("(") != tex.count(")")
    return (at, at + 1, "") if alone else None


SLIPS: dict[str, Callable[[str, int], Slip | None]] = {
    "is a quotation mark; a prime is '": _quotation_mark,
    "braces are not printed": _braces,
    "a ∂ in the numerator and none in the denominator": _half_a_derivative,
    "'(' is not closed": _open_bracket,
}
"""By what the reader says: where the slip is."""
