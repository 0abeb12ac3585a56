"""Mathematics in a post: every way in which other systems mark it becomes `$…$`, or `$$` in a block of its own."""

from __future__ import annotations

import re

from yansuan.importing.reading import CONTAINER, Reading, short
from yansuan.importing.tex import ENVIRONMENTS, is_mathematics, mended

_PAIRS = (
    (re.compile(r"\\\\\((.+?)\\\\\)", re.DOTALL), False, True),
    (re.compile(r"\\\\\[(.+?)\\\\\]", re.DOTALL), True, True),
    (re.compile(r"(?<!\\)\\\((.+?)(?<!\\)\\\)", re.DOTALL), False, False),
    (re.compile(r"(?<!\\)\\\[(.+?)(?<!\\)\\\]", re.DOTALL), True, False),
)
_ENVIRONMENT = re.compile(rf"\\begin\{{((?:{ENVIRONMENTS})\*?)\}}.*?\\end\{{\1\}}", re.DOTALL)
_INLINE = re.compile(r"\$(?!\$)((?:\\(?:text\w*|mbox)\{[^{}]*\}|[^$\\\n]|\\.|\n(?![ \t>]*\n))+?)\$(?![\d$])", re.DOTALL)
_SENTENCE = re.compile(
    r"\\\$(?:\\)?\$((?:[^$\n]|\n(?!\n))+)\$\$"
)  # which Kramdown sets in a sentence, wherever it stands
_END = re.compile(r"^[ \t>]*(?:#{1,6} |`{3}|~{3})", re.MULTILINE)
_BLOCK = re.compile(r"\\begin\{|\\tag\b|\\\\")
_PUNCTUATION = {"，": ",", "。": ".", "；": ";", "：": ":", ",": ",", ".": ".", ";": ";", ":": ":"}


def at_dollar(r: Reading, at: int) -> int:
    """Read what a dollar opens; where to go on."""
    if r.text.startswith("$$", at):
        return _display(r, at)
    if r.text.startswith("$`", at) and (github := re.compile(r"\$`([^`\n]+)`\$").match(r.text, at)):
        return put(r, at, github.end(), github[1], display=False, escaped=False)
    match = _INLINE.match(r.text, at)
    if match and _ENVIRONMENT.fullmatch(match[1].strip()):
        return put(r, at, match.end(), match[1], display=True, escaped=r.escaped)
    if match and is_mathematics(match[1]) and _is_tight(match[1]):
        return put(r, at, match.end(), match[1], display=False, escaped=r.escaped)
    r.edits.put(at, at + 1, r"\$")
    return at + 1


def _is_tight(tex: str) -> bool:
    """Whether blanks at the ends say nothing against its being a formula: at none, or at both of a real one."""
    first, last = tex[:1].isspace(), tex[-1:].isspace()
    return first == last and (not first or bool(re.search(r"\\[A-Za-z]|[\^_=]", tex)) or len(tex.strip()) == 1)


def _display(r: Reading, at: int) -> int:
    closing = _closing(r.text, at + 2)
    if closing is None:
        r.tell(at, "'$$' opens a formula that nothing closes. Close it with '$$'.")
        return at + 2
    tex = r.text[at + 2 : closing]
    if not tex.strip():
        r.edits.put(at, closing + 2, "")
        return closing + 2
    escaped = r.escaped and r.system != "jekyll"  # Kramdown knows `$$`
    return put(r, at, closing + 2, tex, display=True, escaped=escaped)


def _closing(text: str, at: int) -> int | None:
    stop = _END.search(text, at)
    end = stop.start() if stop else len(text)
    for match in re.compile(r"\\.|\$\$", re.DOTALL).finditer(text, at, end):
        if match[0] == "$$":
            return match.start()
    return None


def at_backslash(r: Reading, at: int) -> int:
    """Read what a backslash begins; where to go on."""
    if r.system == "jekyll" and (inline := _SENTENCE.match(r.text, at)):
        return put(r, at, inline.end(), inline[1], display=False, escaped=False)
    for form, display, doubled in _PAIRS:
        match = form.match(r.text, at)
        if match is None or "\n\n" in match[1].strip():
            continue
        if doubled or (is_mathematics(match[1]) and re.search(r"[\\^_=<>]|^\s*\w\s*$|^\s*\w\(\w\)\s*$", match[1])):
            return put(r, at, match.end(), match[1], display=display, escaped=doubled and r.escaped)
    if match := _ENVIRONMENT.match(r.text, at):
        return put(r, at, match.end(), match[0], display=True, escaped=r.escaped)
    if r.escaped and r.text.startswith("\\\\$", at):  # of the two, Markdown takes one
        r.edits.put(at, at + 3, r"\$")
        return at + 3
    ends = re.compile(r"\\{1,2}[ \t]*\n(?=[ \t>]*\S)").match(
        r.text, at
    )  # which ends a line, in Kramdown and in CommonMark
    if ends and r.text[r.line_start(at) : at].strip():
        r.edits.put(at, ends.end() - 1, "  ")
        return ends.end() - 1
    return min(at + 2, len(r.text))


def put(r: Reading, start: int, end: int, tex: str, *, display: bool, escaped: bool) -> int:
    """Write a formula; one that stands in a sentence stays there."""
    before, after = r.text[r.line_start(start) : start], r.text[end : r.line_end(end)]
    container = CONTAINER.match(before)
    opens, closes = bool(container and container[0] == before), not after.strip()
    in_row = before.lstrip(" >\t").startswith(("#", "|", "<"))
    block = bool(_BLOCK.search(tex))
    within = (r.system == "jekyll" and not (opens and closes)) or (not opens and not closes)
    display = display and not in_row and (block or not within)
    made = mended(tex, escaped=escaped, display=display)
    if not display:
        if re.search(r"\\(?:tag|label)\b", made):
            advice = "Put it in a block of its own"
            r.tell(start, rf"{short(made)}: \tag and \label number display formulas only. {advice}.")
        refers = re.fullmatch(r"\\(?:eq)?ref\s*\{[^{}]*\}", made)
        r.edits.put(start, end, made if refers else f"${made}$")
        return end
    marks = re.sub(r"[^>\s]", " ", container[0] if container else "")
    _above(r, start, before, marks, opens=opens)
    return _below(r, start, end, made, marks)


def _above(r: Reading, start: int, before: str, marks: str, *, opens: bool) -> None:
    """Leave a blank line before a display formula."""
    line = r.line_start(start)
    if not opens:
        blanks = len(before) - len(before.rstrip())
        r.edits.put(start - blanks, start, f"\n{marks.rstrip()}\n{marks}")
    elif not before.strip(" \t>") and line and r.text[r.line_start(line - 1) : line].strip(" \t>\n"):
        r.edits.put(line, line, f"{marks.rstrip()}\n")


def _below(r: Reading, start: int, end: int, tex: str, marks: str) -> int:
    """The formula, with the sign that follows it, and a blank line after it; where to go on."""
    sign = re.compile(r"[ \t]*([,.;:，。；：])").match(r.text, end)
    stop = end
    if sign:
        tex, stop = tex.rstrip() + _PUNCTUATION[sign[1]] + tex[len(tex.rstrip()) :], sign.end()
    r.edits.put(start, stop, f"$${tex}$$")
    line_end = r.line_end(stop)
    after = r.text[stop:line_end]
    if after.strip():
        blanks = len(after) - len(after.lstrip())
        r.edits.put(stop, stop + blanks, f"\n{marks.rstrip()}\n{marks}")
        return stop + blanks
    following = r.text[line_end + 1 : r.line_end(line_end + 1)] if line_end < len(r.text) else ""
    if following.strip(" \t>"):
        r.edits.put(line_end, line_end, f"\n{marks.rstrip()}")
    return stop
