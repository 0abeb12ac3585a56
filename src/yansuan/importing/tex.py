"""Mathematics as other systems want it written, as TeX.

Where Markdown reads a formula before mathematics does (Hexo, Hugo without a passthrough, `$…$` in Kramdown), authors
double the backslashes that it would take: `\\\\\\\\` ends a row, `\\\\{` is a brace, `x\\_i` a subscript.
"""

from __future__ import annotations

import re
from html import unescape

_ROW = re.compile(r"\\\\\\\\(?!\\)")
_SINGLE_ROW = re.compile(r"(?<!\\)\\\\(?![\\{},;!|])")
_TEXT = re.compile(r"\\(?:text\w*|mbox|operatorname\*?|mathrm|mathtt|label|tag\*?|(?:eq)?ref)\s*\{[^{}]*\}")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#39|nbsp);")
_DOUBLED = re.compile(
    r"\\\\(?=(?:alpha|beta|gamma|delta|epsilon|varepsilon|theta|lambda|mu|sigma|omega|pi|phi|frac|sqrt|sum|prod|int|lim"
    r"|left|right|begin|end|text|math(?:bf|bb|cal|rm)|partial|nabla|infty|cdot|times|leq?|geq?|neq?|in|to|log|ln|exp|sin"
    r"|cos|hat|bar|vec|dots|ldots|quad|qquad)(?![A-Za-z]))"
)
_ENVIRONMENT = re.compile(r"\s*\\begin\{(\w+)(\*?)\}(.*)\\end\{\1\2\}\s*", re.DOTALL)
_INNER = {"align": "aligned", "eqnarray": "aligned", "gather": "gathered", "flalign": "aligned", "multline": "gathered"}
ENVIRONMENTS = "align|equation|gather|eqnarray|multline|flalign|displaymath|math"
"""Those that stand by themselves, without dollars."""

_SIGNS = re.compile(r"\\[A-Za-z{}|,;!:\\]|[\^_=<>+]")
_PLAIN = re.compile(r"[A-Za-z0-9\u0370-\u03ff'.,;:!|()\[\]/*\-\s\u2200-\u22ff\u2190-\u21ff\u00b1\u00d7\u00b7]+")
_WORD = re.compile(r"[A-Za-z]{2,}")


def is_mathematics(tex: str) -> bool:
    """Whether what stands between two dollars can be meant as mathematics, and is no price and no variable."""
    if _SIGNS.search(tex):
        return True
    body = tex.strip()
    if not body or not _PLAIN.fullmatch(body):
        return False
    return not _WORD.search(body) if re.search(r"[\s/]", body) else len(body) <= 12


def mended(tex: str, *, escaped: bool, display: bool) -> str:
    """TeX as its author means it.

    Args:
        tex: what stands between the marks.
        escaped: whether Markdown read it before mathematics did.
        display: whether it is a block of its own.
    """
    tex = _ENTITY.sub(lambda entity: unescape(entity[0]).replace("\u00a0", " "), tex)
    if _ROW.search(tex) and not _SINGLE_ROW.search(tex):
        tex, escaped = _ROW.sub(lambda row: r"\\", tex), True
    elif escaped and _DOUBLED.search(tex) and not re.search(r"(?<!\\)\\[A-Za-z]{2,}", tex):
        tex = re.sub(r"\\\\(?=[A-Za-z])", lambda command: "\\", tex)
    if escaped:
        tex = _unescaped(tex)
    tex = re.sub(r"\n(?:[ \t>]*\n)+", "\n", tex)
    tex = _inner(tex)
    return tex if display else " ".join(tex.split())


def _unescaped(tex: str) -> str:
    """Without the backslashes that were for Markdown; what is text keeps them, as they are for TeX there."""
    kept = [match.span() for match in _TEXT.finditer(tex)]

    def is_text(at: int) -> bool:
        return any(start <= at < end for start, end in kept)

    tex = re.sub(r"(?<!\\)\\([_*])", lambda sign: sign[0] if is_text(sign.start()) else sign[1], tex)
    tex = re.sub(r"(?<!\\)\\\\(?=[,;!:])", lambda space: "\\", tex)
    tex = re.sub(r"(\\(?:left|right|[Bb]igg?[lr]?)\s*)\\\\(?=[{}|])", r"\1\\", tex)
    if len(re.findall(r"(?<!\\)\\\\\{", tex)) == len(re.findall(r"(?<!\\)\\\\\}", tex)):
        tex = re.sub(r"(?<!\\)\\\\(?=[{}])", lambda brace: "\\", tex)
    return tex


def _inner(tex: str) -> str:
    """What stands between `$$`: an environment that numbers its rows becomes one that has none, if no row has one."""
    match = _ENVIRONMENT.fullmatch(tex)
    if match is None:
        return tex
    name, inner = match[1], match[3]
    if name in ("equation", "displaymath", "math"):
        return inner
    if name in _INNER and not re.search(r"\\(?:tag|label)\b", inner):
        body = re.sub(r"\\(?:nonumber|notag)\b[ \t]*", "", inner)
        return f"\\begin{{{_INNER[name]}}}{body}\\end{{{_INNER[name]}}}"
    return tex
