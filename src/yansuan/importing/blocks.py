"""What begins a line in a post: code, headings, lists of contents, attributes of Kramdown, addresses by name."""

from __future__ import annotations

import re

from yansuan.importing.reading import Reading
from yansuan.importing.shortcodes import SHOWN
from yansuan.importing.tags import is_language
from yansuan.read.source import fence_after

_FENCE = re.compile(r"([ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?)([`~]{3,})([^\n]*)")
_HEADING = re.compile(r"(#{1,6})(?!#)[ \t]*\S[^\n]*")
_UNDERLINE = re.compile(r"[ ]{0,3}\S[^\n]*\n(=+|-+)[ \t]*(?:\n|\Z)")
_NO_HEADING = re.compile(r"[|><{]|---|[ ]{0,3}(?:[-*+]|\d+[.)])[ ]")
_CONTENTS = re.compile(
    r"(?:[ ]{0,3}(?:[-*+]|\d+\.)[ \t]+[^\n]*\n)?\{:[ \t]*[^\n}]*\btoc\b[^\n}]*\}[ \t]*(?:\n|\Z)|\[toc\][ \t]*(?:\n|\Z)",
    re.I,
)
_NAMED = re.compile(r"\bfile=([\"'])(.*?)\1")  # as Chirpy names code
_ATTRIBUTES = re.compile(r"[ \t>]*\{:(?!:)[ ]*([^\n}]*)\}[ \t]*(?:\n|\Z)")
_DEFINITION = re.compile(r"[ ]{0,3}\[(?!\^)([^\[\]\n]+)\]:[ \t]*(<[^<>\n]*>|\S+)")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:|!!!|\?\?\?|===|:)[ \t]")
_OPTION = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)'|\[([^\]]*)\]|([^\s,{}]+))""")
_READ = re.compile(r"""(?:\{[^\n]*\}|[\w+#./-]*(?:[ \t]+[\w-]+=(?:"[^"\n]*"|'[^'\n]*'))*)[ \t]*""")
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")


def at_line(r: Reading, at: int) -> int | None:
    """Read a block that begins at a line; where to go on, or None for a line of text."""
    if (fence := _FENCE.match(r.text, at)) and fence_after(fence[0], ""):
        return _code(r, fence)
    if _is_code(r, at):
        return r.line_end(at) + 1
    if contents := _CONTENTS.match(r.text, at):
        r.edits.put(at, contents.end(), "")
        return contents.end()
    if attributes := _ATTRIBUTES.match(r.text, at):
        return _attributes(r, attributes)
    if heading := _HEADING.match(r.text, at):
        return _heading(r, heading)
    if (underlined := _UNDERLINE.match(r.text, at)) and not _NO_HEADING.match(underlined[0]):
        r.headings.append((at, 1 if underlined[1][0] == "=" else 2, underlined.end()))
    if definition := _DEFINITION.match(r.text, at):
        address = definition[2].strip("<>")
        r.edits.put(definition.start(2), definition.end(2), r.resolve(address, definition.start(2)))
        return definition.end()
    return None


def _is_code(r: Reading, at: int) -> bool:
    """Whether a line is code by its indent: no item of a list stands before it that it could belong to."""
    line = r.text[at : r.line_end(at)]
    if not line.startswith(("    ", "\t")) or not line.strip() or at == 0:
        return False
    above = r.text[:at].rstrip("\n").split("\n")
    if len(r.text[:at]) - len(r.text[:at].rstrip("\n")) < 2 and not above[-1].startswith(("    ", "\t")):
        return False
    for row in reversed(above):
        if row.strip() and not row.startswith(("    ", "\t")):
            return not _ITEM.match(row) and not row.startswith((" ", ">"))
    return True


def _code(r: Reading, fence: re.Match[str]) -> int:
    """Code between fences, whose header is written as it is read here; formulas that stand so become formulas."""
    inside, end, at = "", len(r.text), r.line_end(fence.end())
    opened = fence_after(fence[0], "")
    while at < len(r.text):
        start, at = at + 1, r.line_end(at + 1)
        inside = fence_after(r.text[start:at], opened)
        if not inside:
            end = start
            break
    name = fence[3].strip()
    if name.lower() in ("math", "latex-math", "katex") and not inside:
        r.edits.put(fence.start(2), fence.end(), "$$")
        r.edits.put(end, at, r.text[end:at].replace(fence[2], "$$"))
        return at
    if not _READ.fullmatch(name) or ":" in name:
        r.edits.put(fence.start(3), fence.end(3), _header(name, r.system))
    elif name:
        r.code = fence.end(), at
    shown(r, fence.end(), end)
    return min(at, len(r.text))


def shown(r: Reading, start: int, end: int) -> None:
    """Within code, what keeps a system from putting anything in the place of what readers are to see."""
    if r.system == "jekyll":
        for tag in _RAW.finditer(r.text, start, end):
            r.take_out(*tag.span())
        for variable in re.compile(r"""\{\{\s*(["'])(.*?)\1\s*\}\}""").finditer(r.text, start, end):
            if not r.is_plain(variable.start()):
                r.edits.put(*variable.span(), variable[2])
    if r.system == "hugo":
        for code in SHOWN.finditer(r.text, start, end):
            r.edits.put(*code.span(), f"{{{{{code[1]}{code[2]}{code[3]}}}}}")


def _header(header: str, system: str) -> str:
    """The language, the title and the marked lines of code."""
    language = re.match(r"[\w+#.-]*", header)
    name = language[0] if language else ""
    rest = header[len(name) :]
    options = {key: a or b or c or d for key, a, b, c, d in _OPTION.findall(rest)}
    made = [name]
    title = options.get("title") or options.get("filename") or options.get("name")
    if not title and (path := re.match(r":([^\s{]+)", rest)):
        title = path[1]
    words = re.sub(r"https?://.*", "", _OPTION.sub("", rest)).strip(" \t{},")
    if not title and system == "hexo" and words and is_language(name):
        title = words
    if title:
        made.append('title="{}"'.format(title.replace('"', "'")))
    if lines := options.get("hl_lines"):
        made.append('hl_lines="{}"'.format(" ".join(re.findall(r"\d+(?:-\d+)?", lines))))
    if options.get("linenos", "false") not in ("false", "none"):
        made.append(f'linenums="{options.get("linenostart", "1")}"')
    return " ".join(made)


def _attributes(r: Reading, match: re.Match[str]) -> int:
    """Attributes of Kramdown on a line of their own: an id goes to its heading, classes mean nothing here."""
    if kind := re.search(r"\.prompt-(tip|info|warning|danger)\b", match[1]):
        return _prompt(r, match, kind[1])
    identity = re.search(r"#([\w-]+)", match[1])
    end = match.end()
    if (file := _NAMED.search(match[1])) and r.code and r.code[1] == match.start() - 1:
        r.edits.put(r.code[0], r.code[0], ' title="{}"'.format(file[2].replace('"', "'")))
        r.edits.put(match.start(), end, "")
        return end
    if identity and r.headings and r.headings[-1][2] == match.start():
        r.edits.put(match.start() - 1, end, f" {{ #{identity[1]} }}\n")
    else:
        r.unused.add("{: … }")
        r.edits.put(match.start(), end, "")
    return end


def _prompt(r: Reading, match: re.Match[str], kind: str) -> int:
    """A box of the theme Chirpy: a quotation, and below it what kind of box it is."""
    at = match.start()
    while at and r.text[r.line_start(at - 1) : at].lstrip().startswith(">"):
        at = r.line_start(at - 1)
    if at < match.start():
        r.edits.put(at, at, f"> [!{kind}]\n")
    r.edits.put(match.start(), match.end(), "")
    return match.end()


def _heading(r: Reading, match: re.Match[str]) -> int | None:
    """A heading is noted; what only looks like one in CommonMark stays a line."""
    spaced = match[0][len(match[1])] in " \t"
    if not spaced and r.system in ("folder", "hugo"):
        r.edits.put(match.start(), match.start(), "\\")
        return match.start() + len(match[1])
    end = r.line_end(match.start())
    r.headings.append((match.start(), len(match[1]), min(end + 1, len(r.text))))
    return match.start() + len(match[1])
