r"""What a text in Markdown has, of whatever dialect.

Formulas stand in `$…$`, `$$…$$`, `\( \)`, `\[ \]`, an environment of LaTeX's, GitLab's ``$`…`$``, fences
```` ```math ```` and ```` ```{math} ````, and roles ``{math}`…` ``.  More is read than the site reads
(`yansuan.read.formulas`), as it is no linter of Markdown's: a display formula may touch its paragraph.  What is code,
raw HTML, an address or a price is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from yansuan.lint.documents.events import WORDS, Comment, Event, Found, Heading, Symbols, Trouble, words_before
from yansuan.lint.documents.formula import ENVIRONMENTS
from yansuan.lint.documents.placed import Placed
from yansuan.read.lists import code_lines
from yansuan.read.literal import Literal
from yansuan.read.meant import closing_dollar, is_dollar, is_meant, path_end, unescaped
from yansuan.read.source import fence_after

_FRONT = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_TOML_FRONT = re.compile(r"\+\+\+[ \t]*\n.*?^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"[ \t>]{0,6}(#{1,6})[ \t]+\S")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-+)[ \t]*$")
_BLANK = re.compile(r"[ \t>]*$")
_MARKS = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_MATH_FENCE = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(?:`{3,}|~{3,}|:{3,})[ \t]*(?:math|\{math\})(?![\w-])(.*)")
_OPTION = re.compile(r"[ \t>]*:[\w-]+:")
_DOUBLED = re.compile(r"\\\\\\\\(?!\\)")  # four, for the end of a row
_ROW_END = re.compile(r"(?<!\\)\\\\(?!\\)")
_UNDERSCORE = re.compile(r"(?<!\\)\\_")
_WORDS = re.compile(r"\\(?:text\w*|mbox|operatorname\*?|math(?:rm|tt|it|sf)|label|tag\*?|(?:eq)?ref)\s*\{[^{}]*\}")
_ENTITY = re.compile(r"&(lt|gt|amp);")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}
_SIGN = re.compile(r"[\\$<`\[\]{%]|h(?=ttps?:)|f(?=tp:)|w(?=ww\.)")
_ENVIRONMENT = re.compile(rf"\\begin\{{((?:{ENVIRONMENTS})\*?)\}}")
_ROLE = re.compile(r"\{math\}(`+)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_GITLAB = re.compile(r"\$`([^`\n]+)`\$")
_STOP = re.compile(r"^[ \t>]*(?:#{1,6} |`{3}|~{3})", re.MULTILINE)
_STOP_OR_BLANK = re.compile(rf"{_STOP.pattern}|\n[ \t>]*\n", re.MULTILINE)
_INLINE_LIMIT = 2000  # characters that an inline formula may have
_DISPLAY_LIMIT = 20_000
_SHELL = re.compile(r"\$\{[A-Z][A-Z_\\]+\}(?!\$)")  # a variable of a shell
_NOISE = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>\n]*>|^[ \t]*(?:>|[-*+][ \t])[ \t]*|\*\*|`", re.DOTALL | re.MULTILINE)


def events(text: Placed) -> Iterator[Event]:
    """What the text has, in its order."""
    yield from _Scanner(text).events()


def front_symbols(front: str, shift: int) -> Iterator[Event]:
    """What a front matter says of letters.

    Args:
        front: the YAML between its dashes.
        shift: where that begins.
    """
    if "symbols" not in front:
        return
    try:
        node = yaml.compose(front, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return  # whose system it is tells that
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    value = next((value for key, value in pairs if key.value == "symbols"), None)
    if value is None:
        return
    if not isinstance(value, yaml.MappingNode):
        at = shift + value.start_mark.index
        yield Trouble(at, "'symbols' holds no line 'letter: what it is'. Write such as 'x, y: real' below it.")
        return
    scalars = [(key, one) for key, one in value.value if isinstance(one, yaml.ScalarNode)]
    yield Symbols(tuple((str(key.value), one.value, shift + key.start_mark.index) for key, one in scalars))


class _Scanner:
    def __init__(self, text: Placed) -> None:
        self.placed, self.text = text, text.text
        self.literal = Literal(self.text)
        self.at = 0  # what lies before has been read

    def events(self) -> Iterator[Event]:
        yield from self._front()
        offset, fence, coded = 0, "", code_lines(self.text)
        lines = re.findall(r"[^\n]*\n|[^\n]+", self.text)
        start: int | None = None  # of the paragraph
        for number, line in enumerate(lines):
            begins, offset = offset, offset + len(line)
            if begins < self.at:
                fence = ""
                start = None if offset <= self.at else (self.at if start is None else start)
                continue
            before, fence = fence, fence_after(line, fence)
            if not before and (math := _MATH_FENCE.match(line.rstrip("\n"))):
                yield from self._until(start, begins)
                yield from self._fenced(begins, offset, math)
                start, fence = None, ""
                continue
            apart = before or fence or _BLANK.match(line.rstrip("\n"))
            if apart or (number in coded and start is None):
                yield from self._until(start, begins)
                start = None
                continue
            level = _level(line, lines[number + 1] if number + 1 < len(lines) else "")
            if level:
                yield from self._until(start, begins)
                yield Heading(level)
                yield from self._until(begins, offset)
                start = None
            elif start is None:
                start = begins
        yield from self._until(start, len(self.text))

    def _front(self) -> Iterator[Event]:
        if front := _FRONT.match(self.text):
            shift = self.placed.starts[front.start(1)] if front[1] else 0
            yield from front_symbols(front[1], shift)
            self.at = front.end()
        elif front := _TOML_FRONT.match(self.text):
            self.at = front.end()

    def _fenced(self, start: int, inner: int, opening: re.Match[str]) -> Iterator[Event]:
        """A formula between fences; the first lines may be options."""
        mark = re.search(r"`{3,}|~{3,}|:{3,}", opening[0])
        closing = re.compile(rf"^[ \t>]*{mark[0] if mark else '```'}+[ \t]*$", re.MULTILINE).search(self.text, inner)
        end = closing.start() if closing else len(self.text)
        body = inner
        while (option := _OPTION.match(self.text, body, end)) is not None:
            body = min(self.text.find("\n", option.end()) % (len(self.text) + 1) + 1, end)
        self.at = closing.end() if closing else len(self.text)
        yield self._found(start, self.at, body, end, display=True, paragraph=start)

    def _until(self, start: int | None, end: int) -> Iterator[Event]:
        """What a paragraph has."""
        if start is None:
            return
        at = max(start, self.at)
        while sign := _SIGN.search(self.text, at, end):
            found, at = self._step(sign.start(), end, start)
            at = max(at, sign.start() + 1)
            if found:
                yield found
            self.at = max(self.at, at)

    def _step(self, at: int, end: int, paragraph: int) -> tuple[Event | None, int]:
        """What begins at an offset, and where to go on."""
        text = self.text
        if text.startswith("<!--", at):
            closing = text.find("-->", at)
            stop = closing if closing >= 0 else len(text)
            return Comment(self.placed[at + 4 : stop]) if stop > at + 4 else None, stop + 3
        if text.startswith("%%", at):  # a comment of Obsidian's
            closing = text.find("%%", at + 2)
            return None, closing + 2 if closing >= 0 else at + 2
        if role := _ROLE.match(text, at, end):
            return self._found(at, role.end(), *role.span(2), display=False, paragraph=paragraph), role.end()
        if gitlab := _GITLAB.match(text, at, end):
            return self._found(at, gitlab.end(), *gitlab.span(1), display=False, paragraph=paragraph), gitlab.end()
        if literal := self.literal.end(at, end):
            return None, literal
        if text[at] == "\\":
            return self._backslash(at, end, paragraph)
        if text.startswith("$$", at):
            return self._display(at, paragraph)
        if shell := _SHELL.match(text, at):
            return None, shell.end()
        return self._inline(at, end, paragraph) if text[at] == "$" else (None, at + 1)

    def _backslash(self, at: int, end: int, paragraph: int) -> tuple[Event | None, int]:
        text = self.text
        if path := path_end(text, at, end):
            return None, path
        if environment := _ENVIRONMENT.match(text, at):
            closing = text.find(environment[0].replace("begin", "end"), at)
            if closing >= 0:
                after = closing + len(environment[0]) - 2
                return self._found(at, after, at, after, display=True, paragraph=paragraph), after
        for opening, closes in (("\\\\(", "\\\\)"), ("\\\\[", "\\\\]"), ("\\(", "\\)"), ("\\[", "\\]")):
            if text.startswith(opening, at):
                display, inner = opening.endswith("["), at + len(opening)
                stop = self._closed(at, inner, closes) if display else unescaped(text, closes, inner, end)
                if stop is not None and is_meant(text[inner:stop]):
                    after = stop + len(closes)
                    return self._found(at, after, inner, stop, display=display, paragraph=paragraph), after
        return None, at + 2

    def _display(self, at: int, paragraph: int) -> tuple[Event | None, int]:
        closing = self._closed(at, at + 2, "$$")
        if closing is None:
            return None, at + 2
        return self._found(at, closing + 2, at + 2, closing, display=True, paragraph=paragraph), closing + 2

    def _closed(self, at: int, inner: int, mark: str) -> int | None:
        """Where a display formula's closing mark stands: before a heading or a fence, and before a blank line unless
        the opening one has a line of its own.
        """
        closing = unescaped(self.text, mark, inner, min(at + _DISPLAY_LIMIT, len(self.text)))
        line = self.text[self.text.rfind("\n", 0, at) + 1 : self.text.find("\n", at) % (len(self.text) + 1)]
        stops = _STOP if line.strip(" \t>") == "$$" else _STOP_OR_BLANK
        return None if closing is None or stops.search(self.text, at, closing) else closing

    def _inline(self, at: int, end: int, paragraph: int) -> tuple[Event | None, int]:
        closing = closing_dollar(self.text, at + 1, min(end, at + _INLINE_LIMIT))
        if closing is None or closing == at + 1 or is_dollar(self.text, at, closing, end):
            return None, at + 1
        return self._found(at, closing + 1, at + 1, closing, display=False, paragraph=paragraph), closing + 1

    def _found(self, start: int, end: int, inner: int, outer: int, *, display: bool, paragraph: int) -> Found:
        line = self.text.rfind("\n", 0, start) + 1
        marks = _MARKS.match(self.text, line, start)
        depth = marks[0].count(">") if marks else 0
        tex = self.placed[inner:outer].replaced(re.compile(rf"(?<=\n)[ \t]*(?:>[ \t]?){{0,{depth}}}[ \t]*"), "")
        tex = _as_meant(tex.replaced(_ENTITY, lambda entity: _ENTITIES[entity[1]]))
        first = self.placed.starts[start]
        return Found(tex, display, first, self.placed.ends[end - 1], self._before(start, paragraph))

    def _before(self, start: int, paragraph: int) -> str:
        """The words before a formula; where it opens its paragraph, those of the one above."""
        text = self.text[max(paragraph, start - 4 * WORDS) : start]
        if not text.strip(" \t>\n-*+"):
            above = self.text[max(0, paragraph - 4 * WORDS) : paragraph].rstrip(" \t>\n")
            text = re.split(r"\n[ \t>]*\n", above)[-1]
            text = "" if text.lstrip().startswith("#") else text
        return words_before(_NOISE.sub("", text))


def _as_meant(tex: Placed) -> Placed:
    """A formula without the backslashes that are for a Markdown that takes every second one."""
    if _DOUBLED.search(tex.text) and not _ROW_END.search(tex.text):
        tex = tex.replaced(_DOUBLED, r"\\")
    words = [word.span() for word in _WORDS.finditer(tex.text)] if r"\_" in tex.text else []

    def meant(sign: re.Match[str]) -> str:
        return sign[0] if any(start <= sign.start() < end for start, end in words) else "_"

    return tex.replaced(_UNDERSCORE, meant)


def _level(line: str, following: str) -> int | None:
    """The level of the heading that a line is; None where it is none."""
    if heading := _HEADING.match(line):
        return len(heading[1])
    under = _UNDERLINE.match(following.rstrip("\n"))
    if under and line.strip() and not line.lstrip().startswith(("|", ">", "-", "$", "\\")) and len(under[1]) > 2:
        return 1 if under[1][0] == "=" else 2
    return None
