r"""What stands between the marks of a formula, as the reader of formulas wants it: nothing but its mathematics.

Comments, numbers and labels go; an environment that only places a formula goes; `eqnarray` becomes `align`, and rows
of a `multline` one row.
"""

from __future__ import annotations

import re

from yansuan.lint.documents.events import Comment
from yansuan.lint.documents.placed import Placed, joined

ENVIRONMENTS = (
    "equation|align|gather|multline|eqnarray|flalign|alignat|xalignat|displaymath|math|dmath|dgroup|IEEEeqnarray"
)
"""Those that make a formula without dollars."""

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%([^\n]*)(?:\n[ \t]*)?")
_NUMBERS = re.compile(
    r"\\(?:label|tag\*?)\s*\{(?:[^{}\\]|\\.|\{[^{}]*\})*\}|\\(?:notag|nonumber|qedhere|IEEEyesnumber|IEEEnonumber)(?![A-Za-z])"
)
_AROUND = re.compile(rf"\\begin\{{({ENVIRONMENTS})(\*?)\}}(.*)\\end\{{\1\2\}}", re.DOTALL)
_ARGUMENT = re.compile(r"\s*(?:\[[^\]]*\])?\s*\{[^{}]*\}")
_PLACES_ONLY = frozenset("equation displaymath math dmath dgroup".split())
_ROW_END = re.compile(r"\\\\(?:\s*\[[^\]]*\])?")
_MIDDLE = re.compile(r"&(\s*)([^&\\]{0,8}|\\[A-Za-z]+\s*)(\s*)&")
_NAMES = {"eqnarray": "align", "IEEEeqnarray": "align", "flalign": "align", "xalignat": "align", "alignat": "align"}


def comments_in(tex: Placed) -> tuple[Placed, list[Comment]]:
    """A formula without its comments, and these."""
    parts, comments, at = list[Placed](), list[Comment](), 0
    for match in _COMMENT.finditer(tex.text):
        parts.append(tex[at : match.start() + len(match[1])])
        comments.append(Comment(tex[slice(*match.span(2))]))
        at = match.end()
        if match[0].endswith("\n") or "\n" in match[0]:
            parts.append(tex.put(match.end() - 1, match.end(), "\n"))
    return (joined([*parts, tex[at:]]), comments) if parts else (tex, [])


def tidied(tex: Placed) -> Placed:
    """A formula without what only places or numbers it."""
    tex = tex.replaced(_NUMBERS, "").stripped()
    while around := _AROUND.fullmatch(tex.text):
        name, body = around[1], tex[slice(*around.span(3))]
        if name in ("IEEEeqnarray", "alignat", "xalignat") and (argument := _ARGUMENT.match(body.text)):
            body = body[argument.end() :]
        if name in _PLACES_ONLY:
            tex = body.stripped()
            continue
        if name == "multline":
            return body.replaced(_ROW_END, " ").stripped()
        if name not in _NAMES:
            return tex
        if name in ("eqnarray", "IEEEeqnarray"):
            body = body.replaced(_MIDDLE, lambda row: f"&{row[1]}{row[2]}{row[3]}")
        first = tex.put(0, around.start(3), r"\begin{align}")
        return joined([first, body, tex.put(around.end(3), around.end(), r"\end{align}")])
    return tex
