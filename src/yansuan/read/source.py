"""Where the Markdown text in hand comes from: whatever reports a mistake asks here for its place.

A Python-Markdown extension sees a text and no file.  MkDocs (and ProperDocs) gives each `Markdown` instance a tree
processor `relpath` that knows the file, and Material's blog gives the instance that reads a note a second time, for
lists, one called `excerpt`; this module reads these and nothing else of theirs, and imports neither.
"""

from __future__ import annotations

import os
import re
import tokenize
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from html import escape
from io import StringIO
from pathlib import Path
from weakref import WeakKeyDictionary

from markdown import Markdown

from yansuan.words import HOME, knows

_LANGUAGE = re.compile(r"""^lang:[ \t]*["']?([\w-]+)["']?[ \t]*(?:#.*)?$""", re.MULTILINE)
_SNIPPET = re.compile(r"""^snippet:[ \t]*["']?(\w+)""", re.MULTILINE)
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)  # blocks and spans of it between backticks
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:)[ \t]+)?(`{3,}|~{3,})(.*)")

_Head = tuple[int, str | None, str | None]
"""The line of a file at which its text begins, the language and the snippet that its front matter names."""

_HEADS: WeakKeyDictionary[Markdown, tuple[Path, _Head]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Spot:
    """Where a line of a text stands that includes others (`included.py`).

    Args:
        file: the text that is included, as it is to stand in messages; None where it is the text itself.
        line: counts from the first of that.
        shift: how many columns further right it stands in the whole.
    """

    file: str | None
    line: int
    shift: int = 0


@dataclass(frozen=True)
class Lines:
    """Where each line of such a text stands."""

    spots: tuple[Spot, ...]

    def spot(self, line: int) -> Spot:
        """Where one stands, counted from 1; beyond the last, where that stands."""
        return self.spots[min(line, len(self.spots)) - 1]


@dataclass(frozen=True)
class Source:
    """Where a text stands.

    Args:
        path: the file, as it is to stand in messages.
        first_line: the line of the file at which the text begins (after the front matter).
        uri: the file's path within docs/, with slashes.
        excerpt: whether this is a second reading of a note, for a list: nothing is reported again, no ids are made.
        program: the snippet in whose comments the text stands, if it does.
        language: of the page: the one that its front matter names, else the site's.
        snippet: the one that its front matter names, if it does.
        lines: where its lines stand, if it includes other texts.
    """

    path: str
    first_line: int = 1
    uri: str = ""
    excerpt: bool = False
    program: Path | None = None
    language: str = HOME.language
    snippet: str | None = None
    lines: Lines | None = None

    def at(self, line: int, column: int | None = None) -> str:
        """`file:line:col` of a line of the text."""
        if self.lines:
            spot = self.lines.spot(line)
            line, column = spot.line, column and max(1, column - spot.shift)
            if spot.file:
                return ":".join(map(str, filter(None, (spot.file, line, column))))
        line += self.first_line - 1
        place = f"{self.path}:{line}"
        if column and self.program:  # read now, not before: most texts have no mistake
            column += _sign(self.program, line)
        return f"{place}:{column}" if column else place


def locate(md: Markdown, language: str = HOME.language) -> Source | None:
    """The source of the text that a `Markdown` instance reads; None where it was made by neither of the two.

    Args:
        md: the instance.
        language: the site's.
    """
    if "relpath" not in md.treeprocessors:
        return None
    file = md.treeprocessors["relpath"].file  # type: ignore[attr-defined]  # MkDocs's own
    excerpt = "excerpt" in md.treeprocessors
    if not file.abs_src_path:
        return Source(file.src_uri, uri=file.src_uri, excerpt=excerpt, language=language, lines=lines_of(md))
    path = Path(file.abs_src_path)
    if path.suffix == ".py":
        return Source(shown_path(path), uri=file.src_uri, program=path, language=language, lines=lines_of(md))
    first_line, tag, snippet = _head(md, path)
    read = Source(shown_path(path), first_line, file.src_uri, excerpt, language=tag or language, snippet=snippet)
    return replace(read, lines=lines_of(md))


def _head(md: Markdown, path: Path) -> _Head:
    """What is said before the text that an instance reads; two dozen processors of a page ask."""
    known = _HEADS.get(md)
    if known is None or known[0] != path:
        text = path.read_text("utf-8-sig")
        head = 1 + front_matter_lines(text), language_in(text), snippet_in(text)
        _HEADS[md] = known = path, head
    return known[1]


def lines_of(md: Markdown) -> Lines | None:
    """Where the lines of the text stand that a `Markdown` instance reads, if it includes other texts."""
    if "includes" not in md.preprocessors:
        return None
    found: Lines | None = md.preprocessors["includes"].whole.lines  # type: ignore[attr-defined]  # of program/extension
    return found


def place_of(source: Source, written: str, time: int = 1) -> str:
    """Where something stands in a file for the first time, or a further one; its first line where it is not found.

    It is not looked for in front matter and code, nor within a longer name or address.
    """
    before = "" if written.startswith("@") else r"(?<![\w./#-])"
    whole = rf"{before}(?:{re.escape(written)}|{re.escape(escape(written))})(?![\w/#-]|\.\w)"
    for path, text in files_of(source):
        found = [match.start() for match in re.finditer(whole, text)]
        if len(found) >= time:
            at = found[time - 1]
            return f"{path}:{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"
        time -= len(found)
    return f"{source.path}:{source.first_line}:1"


def files_of(source: Source) -> Iterator[tuple[str, str]]:
    """The file of a text, and then those that it includes; each with what is in sight in it."""
    included = [spot.file for spot in source.lines.spots if spot.file] if source.lines else []
    for path in dict.fromkeys([source.path, *included]):
        yield path, in_sight(Path(path))


def in_sight(path: Path) -> str:
    """The text of a file without its front matter and code, in which all stands where it stood."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
    head = _front_matter(text)
    return blank(head) + _CODE.sub(lambda code: blank(code[0]), text[len(head) :])


def blank(text: str) -> str:
    """As many blanks, on as many lines."""
    return re.sub(r"[^\n]", " ", text)


def blanked(text: str, start: int, end: int) -> str:
    """A text with blanks for a stretch of it, so that all else stands where it stood."""
    return text[:start] + blank(text[start:end]) + text[end:]


def _sign(program: Path, line: int) -> int:
    """How many columns the sign takes on a line that is a comment; 0 on any other."""
    with suppress(tokenize.TokenError, SyntaxError):  # what is not Python is reported elsewhere
        for token in tokenize.generate_tokens(StringIO(program.read_text("utf-8-sig")).readline):
            if token.type == tokenize.COMMENT and token.start == (line, 0):
                return 2 if token.string.startswith("# ") else 1
    return 0


def front_matter_lines(text: str) -> int:
    """How many lines the front matter of a Markdown file takes, with the blank ones after it."""
    return _front_matter(text).count("\n")


def language_in(text: str) -> str | None:
    """The language that the front matter of a Markdown file names; None where there are no words of it, or no name."""
    match = _LANGUAGE.search(_front_matter(text))
    return match[1] if match and knows(match[1]) else None


def snippet_in(text: str) -> str | None:
    """The snippet that it names; None where it names none."""
    match = _SNIPPET.search(_front_matter(text))
    return match[1] if match else None


def _front_matter(text: str) -> str:
    # Between +++ it is TOML, which is told as a mistake, and is no text either.
    lines = r"(?:---[ \t]*\n.*?\n(?:---|\.\.\.)|\+{3}[ \t]*\n.*?\n\+{3})[ \t]*(?:\n|$)\n*"
    match = re.match(lines, text.replace("\r\n", "\n"), re.DOTALL)
    return match.group() if match else ""


def fence_after(line: str, fence: str) -> str:
    """The fence of code that is open after a line, "" if none is; `fence` was open before it.

    As CommonMark has it: what closes is at least as long as what opened and stands alone, and no backtick follows the
    backticks that open.
    """
    match = _FENCE.match(line.rstrip("\n"))
    if not match:
        return fence
    if fence:
        return "" if match[1].startswith(fence) and not match[2].strip() else fence
    return "" if match[1][0] == "`" and "`" in match[2] else match[1]


def shown_path(path: Path) -> str:
    """A path as a person in the working directory would type it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
