"""What looks like Markdown of another system, and what refers to nothing: told with its place, and what to write.

Only what readers would see as raw text is told.  Code is not looked at: whoever asks has passed it over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pymdownx.superfences import RE_NESTED_FENCE_START

from yansuan.read import habits
from yansuan.read.source import fence_after

_LIQUID = re.compile(r"\{%-?\s*(\w+)\b[^\n]*?%\}")
_SHORTCODE = re.compile(r"\{\{([<%])\s*(?!/)([\w./-]+)\b([^\n]*?)[%>]\}\}")
_VARIABLE = re.compile(r"\{\{-?\s*((?:site|page|post|layout|content|config)\b[\w.]*)[^{}\n]*\}\}")
_ADDRESS = re.compile(r"\]\(<?[^\s()<>]*$")  # in one a template begins
_ESCAPED = re.compile(r"\\\\\((?!\s*\\)(.+?)\\\\\)|\\\\\[(?!\s*\\)(.+?)\\\\\]", re.DOTALL)
_DOLLARS = re.compile(r"\$(`+)(?!`)([^`\n]+)\1\$")
_CONTAINER = re.compile(r":{3,}[ \t]*\{?[ \t]*\.?([A-Za-z][\w-]*)[^\n]*")
# Words in two pairs of brackets, which are no matrix; `[[1]](address)` is a link.
_WIKI = re.compile(r"\[\[(?=[^\[\]\n]*[^\W\d_])([^\[\]\n|#^]+)(?:[#^][^\[\]\n|]*)?(?:\|([^\[\]\n]*))?\]\](?![(\[])")
_REMARK = re.compile(r"(?<![\w%])%%(?=[^\s%])[^%\n]+(?<!\s)%%(?!\w)")
_EMBEDDED = re.compile(r"<%(?!%).+?%>", re.DOTALL)
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]+)\](?!:)")
_REFERENCE = re.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]*\])+)\]\[([^\[\]\n^]*)\]")
_BRACKETS = re.compile(r"\[([^\[\]\n]+)\]")
_DEFINED = re.compile(r"^[ \t>]*\[([^\[\]\n]+)\]:", re.MULTILINE)
_OPENS = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:)[ \t]+)?([`~]{3,})[ \t]*(?:\{?[ ]*\.?([\w+-]*))")
_ATTRIBUTE = re.compile(r"""\b(src|caption|title|alt)\s*=\s*"([^"]*)\"""")

_ATTRIBUTES = re.compile(r"""(?:[ ]*(?:[.#][\w:.+-]+|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s"',]+)))+[ ]*""")
_TITLE = re.compile(r"""title\s*=\s*["']?([^"'{}]+?)["']?(?=\s*(?:$|\{|\w+=))""")
_LINES = re.compile(r"\{([\d\s,-]+)\}")
_BOXES = frozenset("note tip important warning caution info hint danger error attention seealso admonition".split())
_HEXO = frozenset("asset_img asset_path asset_link blockquote codeblock pullquote post_link note tabs cq".split())
_DRAWN = frozenset("mermaid plantuml flow flowchart sequence echarts".split())


@dataclass(frozen=True)
class Stranger:
    """What is wrong with it and what to write, and where it ends."""

    message: str
    end: int


class Strangers:
    """What of a text is of another system, or refers to nothing."""

    def __init__(self, text: str, readers: frozenset[str] = frozenset()) -> None:
        self._text = text
        self._readers = readers
        self._defined = {_same(name[1]) for name in _DEFINED.finditer(text)}

    def at(self, at: int, end: int) -> Stranger | None:
        """What begins there; None where nothing does that must be told.

        Args:
            at: an offset in the text.
            end: of its paragraph; a pair of tags may end beyond.
        """
        if habit := habits.told(self._text, at, end, self._readers):
            return None if self._is_defined(at, end) else Stranger(*habit)
        match self._text[at]:
            case "{" if _ADDRESS.search(self._text, max(0, at - 200), at):
                return None  # who checks addresses tells
            case "{":
                return self._liquid(at, end) or self._shortcode(at, end) or self._variable(at, end)
            case "\\":
                return self._escaped(at, end)
            case "[":
                return self._footnote(at, end) or self._wiki(at, end) or self._reference(at, end)
            case "$" if formula := _DOLLARS.match(self._text, at, end):
                message = f"$` … `$ is how other systems write mathematics. Write '${_short(formula[2])}$'."
                return Stranger(message, formula.end())
            case ":" if box := _CONTAINER.match(self._text, at, end):
                advice = f"Write '!!! {box[1].lower()} title', and indent what belongs to it by four blanks"
                return Stranger(
                    f"{_short(box[0])} is a box of other systems, and is not known here. {advice}.", box.end()
                )
            case "%" if remark := _REMARK.match(self._text, at, end):
                message = (
                    f"{_short(remark[0])} is Obsidian's, and is not known here. Write '<!-- … -->', or leave it out."
                )
                return Stranger(message, remark.end())
            case "<" if tag := _EMBEDDED.match(self._text, at, end):
                return Stranger(
                    f"{_short(tag[0])} is of a template, and nothing is put in its place here. Write what it"
                    " stands for.",
                    tag.end(),
                )
        return None

    def _is_defined(self, at: int, end: int) -> bool:
        """Whether a name in brackets stands there which has an address."""
        name = _BRACKETS.match(self._text, at, end)
        return name is not None and _same(name[1]) in self._defined

    def _wiki(self, at: int, end: int) -> Stranger | None:
        link = _WIKI.match(self._text, at, end)
        if link is None or re.match(r"[\w)\]\\]", self._text[max(0, at - 1) : at], re.ASCII):
            return None
        name = link[1].strip()
        if self._text[max(0, at - 1) : at] == "!":
            message = f"!{_short(link[0])} is Obsidian's, and is not known here. Write '![what it shows]({name})'."
            return Stranger(message, link.end())
        file = name if "." in name else f"{name}.md"
        message = (
            f"{_short(link[0])} is a wiki's, and is not known here. Write '[{(link[2] or name).strip()}]({file})'."
        )
        return Stranger(message, link.end())

    def _liquid(self, at: int, end: int) -> Stranger | None:
        tag = _LIQUID.match(self._text, at, end)
        if tag is None:
            return None
        name = tag[1]
        advice = {
            "highlight": "Write the code between '```LANGUAGE' and '```', each on a line of its own",
            "codeblock": "Write the code between '```LANGUAGE' and '```', each on a line of its own",
            "raw": "Take it out, with its end: nothing is replaced here",
            "asset_img": "Write '![what it shows](file.png)'",
            "include": "Write here what it would put in",
            "post_url": "Write the file's name: '[words](note.md)'",
            "link": "Write the file's name: '[words](note.md)'",
        }.get(name, "Write in Markdown what it stands for, or put it in `code`")
        whose = "Hexo's" if name in _HEXO else "Jekyll's"
        return Stranger(f"{_short(tag[0])} is {whose}, and is not known here. {advice}.", self._end_of(name, tag.end()))

    def _end_of(self, name: str, at: int) -> int:
        ending = re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}").search(self._text, at)
        return ending.end() if ending else at

    def _shortcode(self, at: int, end: int) -> Stranger | None:
        code = _SHORTCODE.match(self._text, at, end)
        if code is None:
            return None
        name, given = code[2], dict(_ATTRIBUTE.findall(code[3]))
        advice = "Write in Markdown what it stands for, or put it in `code`"
        if name == "figure":
            caption = given.get("caption") or given.get("title") or ""
            target = " ".join(filter(None, [given.get("src", "file.png"), f'"{caption}"' if caption else ""]))
            advice = f"Write '![{given.get('alt') or caption}]({target})'"
        elif name == "highlight":
            advice = "Write the code between '```LANGUAGE' and '```', each on a line of its own"
        elif name in ("ref", "relref"):
            advice = "Write the file's name: '[words](note.md)'"
        ending = re.compile(rf"\{{\{{[<%]\s*/\s*{re.escape(name)}\s*[%>]\}}\}}").search(self._text, code.end())
        stop = ending.end() if ending else code.end()
        return Stranger(f"{_short(code[0])} is Hugo's, and is not known here. {advice}.", stop)

    def _variable(self, at: int, end: int) -> Stranger | None:
        variable = _VARIABLE.match(self._text, at, end)
        if variable is None:
            return None
        message = (
            f"{_short(variable[0])} is of a template, and nothing is put in its place here. Write what it stands for."
        )
        return Stranger(message, variable.end())

    def _escaped(self, at: int, end: int) -> Stranger | None:
        formula = _ESCAPED.match(self._text, at, end)
        if formula is None:
            return None
        inline = formula[1] is not None
        tex = (formula[1] or formula[2] or "").strip()
        wanted = f"'${_short(tex)}$'" if inline else "'$$ … $$', a block of its own"
        marks = r"\\( … \\)" if inline else r"\\[ … \\]"
        return Stranger(f"{marks} is how other systems write mathematics. Write {wanted}.", formula.end())

    def _footnote(self, at: int, end: int) -> Stranger | None:
        mark = _FOOTNOTE.match(self._text, at, end)
        if mark is None or _same(f"^{mark[1]}") in self._defined:
            return None
        message = (
            f"there is no footnote {mark[0]}. Write a line '{mark[0]}: …' for it, or '\\{mark[0]}' for the brackets."
        )
        return Stranger(message, mark.end())

    def _reference(self, at: int, end: int) -> Stranger | None:
        link = _REFERENCE.match(self._text, at, end)
        if link is None or self._text[max(0, at - 1) : at].isalnum() or self._text[max(0, at - 1) : at] in ("]", "\\"):
            return None
        name = link[2] or link[1]
        if _same(name) in self._defined:
            return None
        message = (
            f"{_short(link[0])}: there is no address by the name [{name}]. Write a line '[{name}]: address' for it"
        )
        return Stranger(f"{message}, or '[{_short(link[1])}](address)'.", link.end())


def fences(text: str, readers: frozenset[str] = frozenset()) -> Iterator[tuple[int, str]]:
    """Where a fence of code opens that does not do what its author expects, and the message."""
    fence, opened, offset = "", 0, 0
    for line in text.splitlines(keepends=True):
        before, fence = fence, fence_after(line, fence)
        if fence and not before:
            opens = _OPENS.match(line)
            opened = offset + (opens.start(1) if opens else 0)
            if opens and opens[2].lower() in _DRAWN - readers:
                yield (
                    opened,
                    f"'{opens[1]}{opens[2]}': no diagram is drawn of it, it is shown as code."
                    " Put a picture there, '![what it shows](file.svg)', or a graph in Graphviz's language ('```dot'),"
                    " or say 'text' for its language.",
                )
            elif opens and opens[2].lower() in ("math", "latex-math", "katex"):
                yield opened, f"'{opens[1]}{opens[2]}' is shown as code. Write a formula between '$$' and '$$'."
            elif opens and (message := _heading(line[opens.start(1) :].rstrip())):
                yield opened, message
        offset += len(line)
    if fence:
        yield opened, f"'{fence}' opens code that nothing closes. Close it with '{fence}' on a line of its own."


def _heading(written: str) -> str | None:
    """What of the line that opens a fence is not read, and what to write."""
    match = RE_NESTED_FENCE_START.match(written)
    if match is None:
        return None
    language, given = match["lang"] or "", match["attrs"] or ""
    strange = (match["unrecognized"] or "").strip()
    if given and _ATTRIBUTES.fullmatch(given) and not strange:
        return None
    if not given and not strange:
        return None
    name = re.match(r"[ ]*([\w-]+)", given if given and not language else strange)
    if given and name and name[1].lower() in _BOXES:
        return (
            f"'{_short(written)}' is MyST's, and is not known here. Write '!!! {name[1].lower()} title', and indent"
            " what belongs to it by four blanks."
        )
    if not language and name and not name[1].isdigit():
        language = name[1]
    wanted = [f"{match['fence']}{language or 'text'}"]
    if title := _TITLE.search(strange):
        wanted.append(f'title="{title[1]}"')
    elif words := re.sub(r"\{.*|^\S*[{=].*", "", strange).strip():
        wanted.append(f'title="{_short(words)}"')
    if lines := _LINES.search(f"{{{given}}} {strange}"):
        wanted.append(f'hl_lines="{" ".join(lines[1].replace(",", " ").split())}"')
    return f"'{_short(written)}' says more of the code than is read here. Write '{' '.join(wanted)}'."


def _same(name: str) -> str:
    return " ".join(name.lower().split())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:38] + " …"
