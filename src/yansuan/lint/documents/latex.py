r"""What a text in LaTeX has: formulas, headings, macros and comments.

`\verb` and environments of code are passed over, and so is all after `\end{document}`; `\input` is not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yansuan.lint.documents.events import WORDS, Comment, Definition, Event, Found, Heading, words_before
from yansuan.lint.documents.formula import ENVIRONMENTS
from yansuan.lint.documents.macros import DEFINES, defined
from yansuan.lint.documents.placed import Placed

_LEVELS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
_CODE = "verbatim|Verbatim|BVerbatim|lstlisting|minted|comment|filecontents|alltt|tcblisting|pycode"
_SIGN = re.compile(
    rf"""(?P<comment>%[^\n]*)
      | (?P<verb>\\(?:verb|lstinline)\*?(?P<bar>[^A-Za-z\s*{{]).*?(?P=bar))
      | (?P<code>\\begin\{{(?P<language>(?:{_CODE})\*?)\}}.*?\\end\{{(?P=language)\}})
      | (?P<off>\\iffalse(?![A-Za-z]).*?\\fi(?![A-Za-z]))
      | (?P<stop>\\end\{{document\}})
      | (?P<heading>\\(?P<level>{"|".join(_LEVELS)})\*?\s*[\[{{])
      | (?P<environment>\\begin\{{(?P<name>(?:{ENVIRONMENTS})\*?)\}})
      | (?P<opening>\$\$|\$|\\\(|\\\[)
      | (?P<defines>{DEFINES.pattern})
      | \\.""",
    re.VERBOSE | re.DOTALL,
)
_CLOSING = {"$$": "$$", "$": "$", "\\(": "\\)", "\\[": "\\]"}
_NOISE = re.compile(r"(?<!\\)%[^\n]*|\\(?:begin|end)\{[^{}]*\}(?:\[[^\]]*\])?|\\item\b|\\label\{[^{}]*\}|~")


def events(text: Placed) -> Iterator[Event]:
    """What the text has, in its order."""
    at, source = 0, text.text
    while sign := _SIGN.search(source, at):
        kind, at = sign.lastgroup, sign.end()
        if sign["stop"]:
            return
        if sign["comment"]:
            if len(sign[0]) > 1:
                yield Comment(text[sign.start() + 1 : sign.end()])
        elif sign["heading"]:
            yield Heading(_LEVELS.index(sign["level"]) + 1)
        elif kind == "defines":
            found = defined(source, sign.start(), {})
            if found:
                at = found[2]
                yield Definition(text[sign.start() : at])
        elif sign["environment"]:
            end = _end_of(source, sign["name"], sign.end())
            if end is not None:
                at = end
                yield _found(text, sign.start(), end, sign.start(), end, display=True)
        elif sign["opening"]:
            closing = _closing(source, _CLOSING[sign[0]], sign.end())
            if closing is not None:
                at = closing + len(_CLOSING[sign[0]])
                yield _found(text, sign.start(), at, sign.end(), closing, display=sign[0] in ("$$", "\\["))


def _found(text: Placed, start: int, end: int, inner: int, outer: int, *, display: bool) -> Found:
    tex = text[inner:outer].replaced(re.compile(r"(?<=\n)[ \t]+"), "")
    return Found(tex, display, text.starts[start], text.ends[end - 1], _before(text.text, start))


def _before(source: str, start: int) -> str:
    said = source[max(0, start - 4 * WORDS) : start].rstrip(" \t\n")
    said = re.split(r"\n[ \t]*\n|\\(?:sub)*section\*?\{[^{}]*\}|\\par\b", said)[-1]
    return words_before(_NOISE.sub(" ", said))


def _end_of(source: str, name: str, at: int) -> int | None:
    """Where an environment has ended; a comment in it may say anything."""
    closing = f"\\end{{{name}}}"
    for sign in re.compile(r"(?<!\\)(?:\\\\)*%[^\n]*|" + re.escape(closing)).finditer(source, at):
        if sign[0] == closing:
            return sign.end()
    return None


def _closing(source: str, mark: str, at: int) -> int | None:
    """Where a formula's closing mark stands: before a blank line, and not in braces or a comment."""
    depth, blank = 0, re.compile(r"\n[ \t]*\n").search(source, at)
    end = blank.start() if blank else len(source)
    while at < end:
        if source.startswith(mark, at) and (depth <= 0 or mark != "$"):
            return at
        sign = source[at]
        if sign == "%":
            at = source.find("\n", at) % (len(source) + 1)
            continue
        depth += (sign == "{") - (sign == "}")
        at += 2 if sign == "\\" else 1
    return None
