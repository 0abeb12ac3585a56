"""Habits from elsewhere: what other systems have for Markdown, as a table of what it looks like and what to write.

A row tells what readers would see as raw text, or what would be lost.  A sign that people also write by itself is told
only where it cannot be meant otherwise: `3~5度，8~10度` and `C++和C++` are text.  So these are not read either, though
extensions of Markdown would: they would lower `5度，8`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from yansuan.read.elements import ELEMENTS

_ROLES = "doc|ref|eq|math|cite|numref|term|code|func|class|meth|mod|download|abbr|sub|sup|kbd|py:\\w+"
_HTML = "Write '<{0}>{1}</{0}>'"


@dataclass(frozen=True)
class Habit:
    """A row.

    Args:
        looks: what it looks like, from its first sign on.
        advice: what to write, of the match.
        whose: whose it is.
        reader: the extension that reads it where a site has it (`yansuan.read.readers`).
    """

    looks: re.Pattern[str]
    advice: Callable[[re.Match[str]], str]
    whose: str = "another system's"
    reader: str = ""


def _row(
    looks: str, advice: str | Callable[[re.Match[str]], str], whose: str = "another system's", reader: str = ""
) -> Habit:
    say = (lambda match: advice) if isinstance(advice, str) else advice
    return Habit(re.compile(looks, re.MULTILINE), say, whose, reader)


def _raised(name: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f"{_HTML.format(name, match[1])}, or a formula"


def _inserted(match: re.Match[str]) -> str:
    said = match["said"]
    if re.fullmatch(r"\w+(?:\+\w+)+", said):
        return "Write '" + "+".join(f"<kbd>{key}</kbd>" for key in said.split("+")) + "'"
    return f"Write '^^{said}^^'"


def _sized(match: re.Match[str]) -> str:
    size = " ".join(f"{name}={value}" for name, value in (("width", match[3]), ("height", match[4])) if value)
    return f"Write '![{match[1]}]({match[2]}){{ {size} }}'"


def _changed(match: re.Match[str]) -> str:
    said = match[2].strip()
    written = {"++": f"^^{said}^^", "--": f"~~{said}~~", "==": f"=={said}==", ">>": f"<!-- {said} -->"}
    if match[1] == "~~":
        before, _, after = said.partition("~>")
        return f"Write '~~{before.strip()}~~ ^^{after.strip()}^^'"
    return f"Write '{written[match[1]]}'"


def _classed(match: re.Match[str]) -> str:
    names = " ".join(name.removeprefix(".") for name in match[2].split() if name.startswith("."))
    return f"Write '<span class=\"{escape(names)}\">{match[1]}</span>'"


def _box(match: re.Match[str]) -> str:
    return f"Write '!!! {match[1].lower()}', and indent what belongs to it by four blanks"


_CONTENTS = "Take it out: the contents stand beside the text by themselves"
_ADDRESS = r"[^\s()\\]+(?:\([^\s()]*\)[^\s()]*)?"

# By the sign that each begins with.
HABITS: dict[str, tuple[Habit, ...]] = {
    "~": (_row(r"(?<=[A-Za-z)\]])~([+−-]?[A-Za-z0-9]{1,8}[+−-]?)~(?![~\d])", _raised("sub"), "Pandoc's", "tilde"),),
    "^": (
        _row(r"(?<=[\w)\]])\^([+−-]?[A-Za-z0-9]{1,8}[+−-]?)\^(?![\w^({])", _raised("sup"), "Pandoc's", "caret"),
        _row(r"\^\[(?!\^)[^\[\]\n]+\](?![\[(])", "Write '[^1]' here, and '[^1]: …' on a line of its own", "Pandoc's"),
        _row(r"(?<=[^\s$\d=+*/-] )\^[a-z0-9][a-z0-9-]{4,}[ \t]*$", "Take it out, or give a heading a name: "
             "'## Heading { #name }'", "Obsidian's"),
    ),
    "+": (
        # `++i 与 j++` are increments.
        _row(r"(?<![\w+\\])\+\+(?![A-Za-z]\b|(?P<i>\w+)\b.*\b(?P=i)\+\+)(?P<said>[^\s+](?:[^+\n]|\+(?!\+))*?(?<!\s))\+\+(?![\w+])",
             _inserted, reader="keys"),
    ),
    "!": (_row(rf"!\[([^\[\]\n]*)\]\(\s*({_ADDRESS})[ ]+=(\d+)?[xX](\d+)?\s*\)", _sized),),
    "@": (
        _row(r"@\[(?:toc|TOC)\](?:\([^()\n]*\))?", _CONTENTS, "CSDN's"),
        _row(r"@\[\w+\]\([^()\n]*\)", "Write '![what it shows](film.mp4)', or a link", "another system's"),
        _row(r"(?<![\w\[;])@eq:([\w-]+)", lambda match: f"Write '\\eqref{{{match[1]}}}'", "Pandoc's"),
        _row(r"(?<![\w\[;])@(?:fig|tbl|sec):([\w-]+)", lambda match: f"Write '[words](#{match[1]})'", "Pandoc's"),
    ),
    "[": (
        _row(r"\[\[_?(?:toc|TOC)_?\]\]", _CONTENTS, "a wiki's"),
        _row(r"\[=\d+%[^\]\n]*\]", "Say it in words", "Material's", "progressbar"),
        _row(r"\[([^\[\]\n^@][^\[\]\n]*)\]\{[ ]*((?:[.#][\w-]+[ ]*)+)\}", _classed, "Pandoc's"),
    ),
    "{": (
        _row(r"\{:[ ]*toc\b[^}\n]*\}", _CONTENTS, "Kramdown's"),
        _row(r"\{(\+\+|--|==|>>)(.+?)(?:\+\+|--|==|<<)\}", _changed, "CriticMarkup's", "critic"),
        _row(r"\{(~~)([^\n]*?~>[^\n]*?)~~\}", _changed, "CriticMarkup's", "critic"),
        _row(r"\{![ ]*([\w./-]+)[ ]*!\}", lambda match: f"Write '--8<-- \"{match[1]}\"' on a line of its own"),
        _row(r"\{\{\s*#(?:include|playground)\s+([^\s}]+)[^}\n]*\}\}",
             lambda match: f"Write '--8<-- \"{match[1]}\"' on a line of its own", "mdBook's"),
        _row(r"\{\{-?\s*[\"'][^{}\n]*\|[^{}\n]*\}\}", "Write what it stands for", "a template's"),
        _row(rf"\{{(?:{_ROLES})\}}`[^`\n]+`", "Write a link, '[words](note.md)', or `code`", "MyST's"),
        _row(r"\{[ ]*\.annotate[ ]*\}", "Write a footnote: '[^1]', and '[^1]: …'", "Material's"),
    ),
    ":": (
        _row(rf":(?:{_ROLES}):`[^`\n]+`", "Write a link, '[words](note.md)', or `code`", "reStructuredText's"),
        _row(r":(?:material|fontawesome|octicons|simple)-[\w-]+:",
             "Write an emoji, ':tea:', or a picture of your own", "Material's", "emoji"),
    ),
    ".": (_row(r"^\.\.[ ]+([\w-]+)::[^\n]*", _box, "reStructuredText's"),),
    "#": (
        _row(r"^#\+[A-Za-z_]+\b[^\n]*", "Write it in Markdown", "Org's"),
        _row(r"^#[^\W\d][^\s#]*(?:[ \t]+#[^\s#]+)+[ \t]*$", "Write them in the front matter: 'tags: […]'"),
    ),
    "i": (_row(r"^import[ ]+[^\n]*[ ]from[ ]+['\"][^\n]*", "Take it out: nothing is imported here", "MDX's"),),
    "\\": (
        _row(r"\\(?:newpage|pagebreak|clearpage|noindent|(?:small|med|big)skip|maketitle|tableofcontents)\b(?!\{)",
             "Take it out", "LaTeX's"),
    ),
}  # fmt: skip

SIGNS = (
    r"~(?=[\w+−-]{1,8}~)|\^(?=[\w\[+−-])|\+(?=\+[^\s+])|!(?=\[[^\]\n]*\]\([^)\n]* =)|@(?=\[|(?:eq|fig|tbl|sec):)"
    r"|:(?=[a-z]+[:-])|(?m:^)\.(?=\. )|(?m:^)#(?=[^\s#])|(?m:^)i(?=mport )"
)
"""Those by which a habit can begin, beside those that mean more in any case."""

_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]*)(?:\s[^<>\n]*)?/?>")


def told(text: str, at: int, end: int, readers: frozenset[str] = frozenset()) -> tuple[str, int] | None:
    """What is wrong with what begins there, and where it ends; None where nothing does.

    Args:
        text: that of a note.
        at: an offset in it.
        end: that of the paragraph's end.
        readers: the extensions that the site has besides: what they read is not told.
    """
    for habit in HABITS.get(text[at], ()):
        if habit.reader not in readers and (found := habit.looks.match(text, at, end)):
            said = _short(found[0].strip())
            return f"{said} is {habit.whose}, and is not known here. {habit.advice(found)}.", found.end()
    if text[at] == "<" and (tag := _TAG.match(text, at, end)) and tag[1].lower() not in ELEMENTS:
        return (
            f"HTML has no element <{tag[1]}>, and readers see nothing of it. Put it in `code`, or write"
            f" '&lt;{_short(tag[0][1:])}'.",
            tag.end(),
        )
    return None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:38] + " …"
