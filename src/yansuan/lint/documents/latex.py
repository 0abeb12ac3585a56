r"""What a text in LaTeX has: formulas, headings, macros and comments.

`\verb` and environments of code are passed over, and so is all after `\end{document}`; `\input` is not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from yansuan.lint.documents.events import WORDS, Comment, Definition, Event, Found, Heading, words_before
from yansuan.lint.documents.formula import ENVIRONMENTS
from yansuan.lint.documents.macros import DEFINES, Macro, define, defined
from yansuan.lint.documents.placed import Placed

_LEVELS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
_CODE = "verbatim|Verbatim|BVerbatim|lstlisting|minted|comment|filecontents|alltt|tcblisting|pycode|tikzpicture|tikzcd"
_SIGN = re.compile(
    rf"""(?P<comment>%[^\n]*)
      | (?P<verb>\\(?:verb|lstinline)\*?(?P<bar>[^A-Za-z\s*{{]).*?(?P=bar))
      | (?P<address>\\(?:url|nolinkurl|path|href)\s*\{{[^{{}}\n]*\}})
      | (?P<code>\\begin\{{(?P<language>(?:{_CODE})\*?)\}}.*?\\end\{{(?P=language)\}})
      | (?P<off>\\iffalse(?![A-Za-z]).*?\\fi(?![A-Za-z]))
      | (?P<stop>\\end\{{document\}})
      | (?P<heading>\\(?P<level>{"|".join(_LEVELS)})\*?\s*[\[{{])
      | (?P<environment>\\begin\{{(?P<name>(?:{ENVIRONMENTS})\*?)\}})
      | (?P<opening>\$\$|\$|\\\(|\\\[)
      | (?P<defines>{DEFINES.pattern})
      | (?P<command>\\[A-Za-z@]+)
      | \\.""",
    re.VERBOSE | re.DOTALL,
)
_OPENING = re.compile(rf"\\begin\{{((?:{ENVIRONMENTS})\*?)\}}")
_CLOSING = {"$$": "$$", "$": "$", "\\(": "\\)", "\\[": "\\]"}
_NOISE = re.compile(r"(?<!\\)%[^\n]*|\\(?:begin|end)\{[^{}]*\}(?:\[[^\]]*\])?|\\item\b|\\label\{[^{}]*\}|~")


def events(text: Placed) -> Iterator[Event]:
    """What the text has, in its order."""
    at, source, macros = 0, text.text, dict[str, Macro]()
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
            found = defined(source, sign.start(), macros)
            if found:
                at = found[2]
                define(macros, *found[:2])
                yield Definition(text[sign.start() : at])
        elif sign["environment"] or sign["command"]:
            name = sign["name"] or _opened_by(sign["command"], macros)
            end = _end_of(source, name, sign.end(), macros) if name else None
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


def _opened_by(command: str, macros: Mapping[str, Macro]) -> str | None:
    """The environment that a macro of the author's opens, such as `\\beq`."""
    macro = macros.get(command)
    opening = _OPENING.fullmatch(macro.body.strip()) if macro else None
    return opening[1] if opening else None


def _end_of(source: str, name: str, at: int, macros: Mapping[str, Macro]) -> int | None:
    """Where an environment has ended; a comment in it may say anything."""
    closing = f"\\end{{{name}}}"
    abbreviated = [rf"{re.escape(one)}(?![A-Za-z])" for one, macro in macros.items() if macro.body.strip() == closing]
    ends = "|".join([re.escape(closing), *abbreviated])
    signs = re.compile(rf"(?P<comment>(?<!\\)(?:\\\\)*%[^\n]*)|{ends}").finditer(source, at)
    return next((sign.end() for sign in signs if not sign["comment"]), None)


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
